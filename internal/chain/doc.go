// Package chain is the Ethereum client side of the contracts Anchor and Carnet: it reads them, deploys them and
// sends the gateway's transactions.
//
// It promises that
//   - a Client refuses a node of another chain, and one where the contracts are missing, before it believes
//     any answer; it can be made while the node is away;
//   - Relayer.Anchor is idempotent: it reads the chain first, and a root that is there already is a success.
//     The contract takes an epoch only in its turn, so a second transaction for one epoch changes nothing;
//   - a transaction that is not mined in time is sent again with a higher fee under the same nonce, up to a
//     limit;
//   - Relayer.Relay sends only what a simulation has accepted just before.
//   - what was sent is followed until it has been mined for ten minutes: if a reorganisation takes it back, or a
//     transaction of another process took its nonce, it goes out again, a relay under a nonce and a hash of its own.
//
// It refuses to go on when the chain holds another root for an epoch than the one it is told to anchor
// (ErrContradiction): then somebody else has the key or the journal is not the one the chain was fed from,
// and a person must look.
//
// Errors: ErrUnreachable (no answer; try later), ErrWouldRevert (the contract says no; *Refused tells why),
// ErrLowBalance, ErrNotNext, ErrNotAnchored, ErrContradiction, ErrWrongChain, ErrNoContract.
//
// A thief of the relayer's key can spend its ether and publish roots under the gateway's name from then on.
// The key opens no receipt and moves no carnet.
//
// Several processes may send with one key. What is in flight is known to its own process alone: relays that a node has
// forgotten when their process ends are lost, as the head on the chain shows to the vault.
package chain
