// Package architecture holds no code, only the tests that keep the import graph as docs/architecture.md draws it.
package architecture
