// Package inbox is the surface of the shopper's vault (docs/protocol.md §9): tell the gateway where receipts shall go,
// list, fetch and delete them, and fetch what was sealed to a claim code.
//
// It promises that keys are taken only with a fresh signature of the account that signed in at the shop, over a message
// that the vault wrote from the gateway's nonce and that names these very keys; that a nonce works once; and that an
// inbox is read and emptied only by the holder key that the binding names.
//
// It refuses messages from origins that are not configured as vaults, messages whose resources differ in anything, and
// keys for subjects that never signed in.
//
// A claim code is worth something for 30 days; then the receipt behind it is deleted ([Deletions.Run]).
//
// A nonce is spent before its message is looked at: a failed attempt needs a new one.
package inbox
