// Package epochs is the gateway's log of leaves: the part that makes a receipt undeniable.
//
// Promises:
//
//   - Append returns only after the leaf is durable in the journal of an open epoch, and names that epoch.
//   - Every acknowledged leaf is in the tree of exactly the epoch that Append named.
//   - Epochs have no gaps, a closed epoch never changes, and one epoch never has two roots, whatever crashes when.
//   - A chain that is away delays anchors and nothing else: leaves are accepted, epochs close, anchors catch up in order.
//
// Refusals: when what the log reads back contradicts what it has acknowledged (an acknowledged leaf is missing from its
// journal, another tree lies under an epoch's name, the chain has a root or an epoch that this store does not) the log no
// longer knows the truth. It then accepts nothing more, Ready returns the contradiction, and a person has to look.
// An operation that merely failed fails alone: the caller hears of it, and the next one is tried anew.
//
// A thief of the log gets random-looking 32-byte values, padding among them, and the times at which epochs were closed.
//
// With Config.Shared several processes write to one object store, and the promises hold for all of them together; shared.go says why. Without
// it the log assumes that it is alone.
package epochs
