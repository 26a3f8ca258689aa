// Package profile is everything that is kept about a shopper: the receipt, its
// issuing as an SD-JWT VC, its sealing, its place in an epoch's tree, the
// promise to anchor it, the keys that open it and its presentation to another
// shop. docs/protocol.md fixes the bytes; testdata/profile/vectors.json pins
// them for this package and its TypeScript twin.
//
// It is pure: no HTTP, no store, no clock of its own. The caller stores what
// Sealed.Marshal returns, under the names that the identifier functions make.
//
// It promises that an order is either turned whole into a receipt or refused
// with an Invalid that names the field and repeats nothing personal; that what
// opens and verifies is byte for byte what was issued; and that a sealed
// receipt's length tells only the next power of two.
//
// It refuses unknown fields, second spellings, tokens of other algorithms, and
// recipients that are not post-quantum hybrids.
//
// A thief of sealed receipts learns their number, their padded sizes and their
// epochs. A thief of the pairwise key can compute names, and can test a guess
// at an order against 16 bits of check. Only a shopper's root opens a receipt.
package profile
