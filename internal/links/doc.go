// Package links lets one shopper sign in with several wallets (docs/protocol.md §2).
//
// The account is the first wallet that signed in, and nothing is stored for it: subs are derived from its name for ever, whichever wallet
// signs. A further wallet is a link. Any wallet may be removed as long as another remains, the first one too: then the account keeps its
// name, and so its sub at every shop, but that wallet no longer opens it.
//
// It promises: a wallet belongs to one account; Add and Remove take effect in one conditional write each, so that a crash at any moment
// leaves the state before or after and a repeated call finishes the work; an account that had a wallet always has one. The process that
// changed something sees it at once, others within Fresh.
//
// Beside them it keeps which strangers' shops an account has allowed something, the one list of a shopper's shops that there is.
//
// It refuses nothing that a signature would have to show: whoever calls Add has seen both wallets sign, and whoever calls Remove has seen a
// wallet of the account sign.
//
// A thief of the objects learns how many there are, in one folder, all of one size. Their names need the pairwise key and an address to
// compute, their contents the same two to open. The memory the package caches in holds what the disk holds, sealed. A thief who can also
// write may put an earlier object back, and with it a wallet that was removed since: the store's own access control is what stands there.
package links
