// Package backup copies an object store into another while a gateway writes to it, and back.
//
// A backup is an object store with the same keys, and a state under "backup/". A run copies what is new or changed, so that the first takes long and
// the others do not; one that was interrupted goes on where it was. It holds a page of names and a few objects in memory, however many there are.
//
// # What a finished run promises
//
// Every object that was acknowledged before the run began, and that nobody replaced or deleted since, is in the backup as it was. What is written meanwhile
// may be in it. And the store that comes back from it keeps the gateway's promise that an acknowledged receipt is undeniable, because things are copied in the
// opposite order to that in which the gateway writes them:
//
//	the gateway writes           a run copies
//	1. the leaf, in a journal    1. receipts
//	2. the claim                 2. claims, then everything else that is not of an epoch
//	3. the receipt               3. journals of leaves
//	4. the epoch's tree          4. trees 0..c-1, c counted after the journals were copied
//	5. the anchor's record       5. records 0..a-1, a counted before c
//	6. deletes the journal       6. and only now deletes journals that are gone
//
// So a receipt in the backup has its leaf there, in the journal or the tree of its epoch; trees and records have no gaps, and no record lacks its tree.
//
// # What is deleted
//
// A shopper who deletes a receipt wants it gone: a run deletes from the backup what is gone from the store. So what a restore brings back
// is what was there at the last run, and what shoppers deleted since; run it often. KeepDeleted leaves deleted objects in the backup, against a
// thief or a fault that deletes; a restore then brings back everything that was ever deleted. A run refuses a store that has fewer closed epochs
// than its backup, or other trees: trees are never deleted, so it is damaged, or another gateway's, and would take the backup with it.
//
// # What counts as changed
//
// Objects count as copied when the copy has their size and is more than an hour younger than they are; until then they are compared byte by byte. What is
// compared an hour after it was written is written once more, and from then on times tell: a run reads what is new and what was new at the run before.
// The clocks of the two stores must agree within that hour, for receipts too: a shopper may delete one, and the shop's retry put another of the same size
// under its name. In a store that keeps no times, what the gateway writes once (receipts, claims, books, marks, journals, trees) goes by its size.
//
// A thief of a backup gets what a thief of the store gets: ciphertext, public keys, keyed hashes.
package backup
