// Package bindings holds the Go bindings of the contracts Anchor and Carnet, made by bindgen from contracts/artifacts.
//
// It promises that the bindings, the bytecode in them (MetaData.Bin) and the sources in contracts/src belong together: its tests hash every
// source again and render the files again. So a fresh clone builds with Go alone, and an edited contract fails a test
// until `go generate` has run.
//
// It refuses nothing and keeps nothing: all that is here is public, on every chain where the contracts are.
package bindings

//go:generate npm --prefix ../../../contracts run generate
//go:generate go run carnet/internal/chain/bindings/bindgen -artifacts ../../../contracts/artifacts -out .
