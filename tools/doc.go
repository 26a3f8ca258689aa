// Package tools holds checks that need libraries the product does not: it has a go.mod of its own.
package tools
