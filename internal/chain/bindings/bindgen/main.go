// Command bindgen writes the Go bindings of the contracts from their compiled artifacts.
package main

import (
	"flag"
	"log"

	"carnet/internal/chain/bindings/render"
)

func main() {
	artifacts := flag.String("artifacts", "contracts/artifacts", "directory of the compiled contracts")
	out := flag.String("out", ".", "directory of the bindings")
	flag.Parse()
	if err := render.WriteAll(*artifacts, *out); err != nil {
		log.Fatal(err)
	}
}
