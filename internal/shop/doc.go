// Package shop is a demo shop: an ordinary OpenID Connect relying party with a catalogue, a basket and a checkout. It shows how little
// a shop needs: it speaks standard OIDC (code flow, PKCE, state, nonce) and the gateway's public HTTP API (protocol.md §9), and imports
// nothing of the gateway. Its catalogues are cut from real purchases (internal/retail).
//
// It promises:
//
//   - What a shopper buys is never written to disk in the clear. The basket, an order under way and the confirmation page live in the
//     session, which is stored under the hash of its cookie and sealed under a key derived from that cookie.
//   - An order is posted under an Idempotency-Key that is on disk, with the order, before the call: however often the shopper presses
//     the button, whatever breaks in between, there is one receipt.
//   - State, nonce and PKCE verifier are spent before they are used; a sign-in starts a new session under a new cookie.
//   - A claim code is shown once, and forgotten by this shop in the same step.
//   - Whatever the gateway answers is checked for shape, origin and honesty before a page repeats it.
//
// It refuses POSTs from other origins, answers of the gateway over 1 MiB, receipts that are not signed, anchored and held by whoever
// shows them, and a perk for a receipt of its own.
//
// What a thief of the database gets: pairwise subjects, order numbers and receipt ids, which match nothing elsewhere; and sessions that
// are noise without their cookies. An order whose session was lost before the gateway answered stays listed as unfinished: its contents
// cannot be posted again, by design, because nothing on disk can be read.
package shop
