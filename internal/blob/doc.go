// Package blob keeps durable objects: the truth.
package blob
