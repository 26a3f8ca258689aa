// Package sdjwt signs and checks selectively disclosable tokens: compact JWS
// with ES256 (RFC 7515, RFC 7518 §3.4), SD-JWT (RFC 9901) and its key-binding
// JWT.
//
// It promises that whatever it accepts was signed, byte for byte, by the key
// the caller names: every base64url text has one spelling, a header carries
// alg, typ and kid and nothing else, each disclosure is named by exactly one
// digest of the signed tree, and no claim name or digest occurs twice.
//
// It refuses every algorithm but ES256, every hash but SHA-256, and tokens of
// more than MaxToken bytes. It knows nothing of receipts: that is package
// profile.
//
// A thief who holds a token learns the disclosures in it and can present them
// only with the holder's private key.
package sdjwt
