// Package keyring holds the keys that the OpenID provider signs with, and changes them in time (docs/operations.md, "Signing keys").
//
// It promises that whoever keeps a copy of the published set for up to Options.Publish, at least 24 hours, verifies every token that is not
// older than Options.Life: a key is published that long before it signs, and that long after it signed last. Which key signs is a function of
// the keys and the time alone; a key carries its own times, so there is no other record that could be lost or disagree. Each algorithm
// rotates on its own. Several processes on one source agree without talking: who makes a successor holds the source's lock and has read the
// keys again under it. A crash at any moment leaves keys that are whole.
//
// It refuses keys that are too short, on another curve, or in files that other accounts can read.
//
// A thief of a key signs as the gateway until the key is removed. Ring.Replace is for that day: it keeps no promise to copies.
package keyring
