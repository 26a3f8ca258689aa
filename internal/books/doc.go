// Package books keeps and opens what a shop must keep for its accounts: a copy of every receipt, sealed to a key that is never
// online (docs/accounting.md has the ceremony, docs/protocol.md §2 and §4 the bytes).
//
// The copy is an object of its own: the shopper's deletion of a receipt does not reach the books, and the shop's deletion of a year
// of books does not reach the shopper.
//
// It promises that a receipt that was acknowledged is in the books, that Open counts each receipt once however many copies there
// are, and that nothing it reports was not signed by the shop.
//
// Failures chosen: a crash between copy and receipt leaves a copy of an order that was never acknowledged. The shop's retry makes
// another copy under the same receipt id. Open reports copies that say the same as duplicates, and others as conflicts.
//
// A thief of the copies learns, per shop and epoch, how many receipts there were and their sizes to a power of two; with the rest of the
// object store, by epoch, size and the files' times, which shop an inbox probably belongs to. A thief of the key reads all books.
package books
