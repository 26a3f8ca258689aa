// Package demo starts all of Carnet in one process: a chain with the contracts, a gateway, the vault on an origin of its
// own, a demo wallet and two shops that do not know each other. The demo command and the tests that need the whole loop
// start it from here.
//
// It promises that
//   - Start returns when everything answers, or with an error and nothing left running;
//   - with Config.Dir, nothing that was acknowledged is lost over Close, kill -9 and a new Start on the same addresses
//     (subjects and cookies are bound to the shops' origins, so other addresses are other shops);
//   - every part has its own listener and log, and the parts talk to each other only as strangers would: over HTTP.
//
// It refuses an address in use (*Taken names it), and addresses that are not on this machine: the demo speaks plain HTTP.
//
// What lies where, below Config.Dir, and what a thief of it gets:
//
//	chain/      the chain: public anyway
//	gateway/    objects/ and state.db: ciphertext, and records that are noise without their bearers
//	vault/      what the vault's host keeps: ciphertext
//	shop1/ ...  what shops keep: opaque subjects and order numbers, sealed sessions
//	logs/       one JSON line per event, nothing personal
//	secrets/    the gateway's and the shops' keys: whoever has them can impersonate gateway and shops from now on, and
//	            still open no past receipt. A real gateway keeps them elsewhere; here they must survive a restart
package demo
