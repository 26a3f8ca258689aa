// Package quirks imitates shop software that a gateway has to bear with, quirks included, so that an operator can ask whether a
// gateway suits it (gateway quirks) and a test can show that it does (internal/foreign).
//
// [Woo] is WordPress with the plugin OpenID Connect Generic, which WooCommerce shops use. It is odd in these ways, and so is the
// imitation: client_secret_post and no other way; no PKCE and no nonce; the ID token is read and its signature not checked; the
// token request names the host without its port and repeats the scope; a state lives 180 seconds; a request is given up after 5
// seconds; userinfo is asked by GET, and by POST when the answer is not JSON; accounts are told apart by preferred_username
// unless it is told otherwise.
//
// It imitates what goes over the wire. It keeps no accounts and no cookies.
package quirks
