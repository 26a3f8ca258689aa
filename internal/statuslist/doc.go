// Package statuslist keeps the lists that say which receipts were refunded (Token Status List,
// draft-ietf-oauth-status-list; docs/protocol.md §3), as durable objects.
//
// Every receipt is given one entry of a list of its shop, at random, when it is issued. When a refund names its sale, the
// entry is found by what is stored beside the sealed sale, or, when the shopper has deleted that, by the note that the
// deletion left. So an order costs no object more than it did, and nothing here says what a receipt was about.
//
// It promises that no two receipts share an entry (but those that share an id), that a mark that was acknowledged is durable
// and never taken back, and that only the shop that sold can mark. Any number of processes may share the objects: a list
// changes by compare-and-swap.
//
// Failures chosen: entries that a process reserved and did not give away before it ended are lost; a list has room for about
// a hundred such ends.
//
// Who fetches a list, or steals the objects, learns how many receipts of a shop were refunded, and when to five minutes; not
// which, except of those receipts that were shown to him. A thief of the objects and of the pairwise key learns which stored
// receipts were.
package statuslist
