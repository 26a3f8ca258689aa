// Package audit holds a gateway to its promises, for anybody: a shop, a shopper, a stranger with a node of the chain. It needs no secret and no
// store, and trusts the gateway in nothing.
//
// A promise (docs/protocol.md §5) says that a leaf will be under the root of an epoch. Once the chain has that epoch, one of these is so:
//
//	kept           the gateway shows the leaf under the root that the chain has
//	omission       it shows that the leaf is not there, or somebody who has the tree does. [Omission] is a proof that a stranger checks
//	contradiction  what it shows is under another root than the chain's: two trees for one epoch
//	withheld       it answers with neither. That is no proof to a stranger, who can ask the gateway himself
//
// Beside promises it compares the chain with what it was at the last audit ([Checkpoint]): each epoch's root goes into the issuer's head, so a
// history that has changed does not lead to the present head (rollback). It believes final blocks alone, so that a reorganisation of the chain, which
// is no gateway's doing, is none.
//
// Whose promise it is, a key tells: one that is published now, one that the caller has kept, or one that an earlier audit saw ([Auditor.Kept],
// [Auditor.Seen]). So a gateway does not get rid of a promise by publishing another key. A promise that no such key signed is unsigned, and nobody
// is accused; but a gateway can bring that about, so it is no good end of an audit either ([Finding.Unjudged]).
//
// It promises that an honest gateway is never accused: what does not verify is no omission, and a gateway that
// cannot be reached is asked again.
package audit
