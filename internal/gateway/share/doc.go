// Package share lets one shop ask a shopper for receipts of others (OpenID4VP with DCQL; docs/protocol.md §9): the shop
// posts what it wants to see and why, the vault fetches that as a signed request, shows it, and answers with holder-bound
// SD-JWT presentations encrypted to a key that exists for this one request.
//
// It promises that a shop reads only what was verified in full: the issuer's signature with a key of one of our own shops
// or of a gateway the operator trusts, the holder's binding to this very request, and the anchor on the chain; that it
// reads only fields it asked for; that of several receipts for one question no two are the same; and that a result is read
// once, by the client that asked. Whether a receipt was refunded since is read from its shop's status list, and is `unknown`
// when that cannot be had.
//
// It refuses an answer in which anything fails, whole. A refused answer leaves the request open until it expires, so that
// the shopper can try again; an accepted one closes it.
//
// Everything is kept in state, sealed under bearers that the gateway does not keep: the request under its id, which only
// shop and vault know, the result under the response code. A thief of the store gets noise.
package share
