// Package oidc is the gateway's OpenID provider: shops are its clients, a wallet
// signature is its only way to sign in. It tells a pairwise subject and, where a shop
// asks and the shopper agrees, a made-up name and an alias that are pairwise too.
//
// It puts github.com/luikyv/go-oidc behind a narrow door. The library parses,
// redirects, checks PKCE and signs ID tokens; this package decides what reaches
// it and keeps its records. It promises:
//
//   - code flow only, with PKCE S256 (which clients with a secret or key may leave
//     out), and the device flow for
//     clients that are devices, where a link alone signs nobody in (device.go);
//   - RFC 9207 iss on every authorization answer, errors included;
//   - redirect URIs compared as bytes; a parameter given twice is refused
//     (RFC 6749 §3.1); what the library does not need does not reach it;
//   - a code is spent, atomically, before anything about it is checked: of any
//     number of parallel redemptions one succeeds, and a second use revokes
//     what the first gave (RFC 6749 §4.1.2); so for refresh tokens;
//   - one interaction, one code: finishing an interaction takes it out of the
//     store, and only the browser that began it can finish it;
//   - a code is not an access token, a refresh token not one either, and a
//     shop's own token (client_credentials) opens no userinfo;
//   - shops that the operator did not configure are shown by their host alone,
//     cannot lie at a configured shop's address, and what they name is fetched from
//     public addresses only (registry.go, package guard);
//   - with the state store gone: 503 and Retry-After, and nothing half done.
//
// It refuses implicit and hybrid flows, plain PKCE, request objects, secrets in
// URLs, unregistered redirect URIs whatever their spelling, and CORS with
// credentials.
//
// Every record is sealed under the bearer that a browser or a shop holds
// (package state). What one record needs of another it holds as a sealed
// pointer: code → grant, access token → grant, refresh token → grant. A thief of
// the store gets noise. A thief of the store and one access token gets that
// grant: a pairwise subject, the client, a nonce. A thief of the signing key can
// forge ID tokens from now on. A device's user code, which is short, opens its
// record together with the gateway's secret only. Clients' secrets are held as
// SHA-256 of 256 random bits: the hash does not lead back.
//
// Where the library differs from what is promised, this package closes the gap:
// go-oidc v0.23.0 lets copying stores redeem one code many times (records.go
// swaps the code first), mints a second code for a finished interaction
// (finished ones are taken), takes the first of repeated parameters, normalises
// redirect URIs before it compares them, accepts any Authorization scheme and a
// refresh token at userinfo, answers expired_token for a revoked code, and
// reports a lost store as invalid_grant. Each has a test.
package oidc
