package profile

import (
	_ "embed"
	"slices"
)

//go:embed type.json
var typeMetadata []byte

// TypeMetadata returns the SD-JWT VC type metadata of VCT, JSON: what each claim is called, whether it can be withheld and
// whether every receipt has it. VCT is a URN, which cannot be fetched; each gateway publishes the document beside its shops' keys.
func TypeMetadata() []byte { return slices.Clone(typeMetadata) }
