// Package receipts is the surface where shops post orders (docs/protocol.md §3, §4, §5, §9).
//
// It promises: an order that was answered with 201 is one sealed receipt in the object store, one leaf in the journal of
// the epoch that the answer names, and a promise signed by the shop's key; the same Idempotency-Key and body get the same
// receipt however often and however concurrently they are sent; another body under the same key for the same subject is
// refused; an order that is refused leaves nothing behind. The plaintext lives in memory for the length of the request. A retry
// that comes after the shopper has deleted the receipt here makes it anew, with the same id and another leaf.
//
// It refuses orders for subjects that never signed in, orders with fields it does not know, and bodies over 1 MiB.
//
// Failures chosen: a crash between the journal and the object leaves a leaf that belongs to no receipt, which looks like
// padding. A crash after the object and before the answer is healed by the shop's retry. A claim code is kept for an hour,
// sealed under the Idempotency-Key, so that a retry can show it again; after that the answer says that it is gone.
//
// A thief of what this surface stores gets ciphertext of padded size under names that only the pairwise key can compute.
package receipts
