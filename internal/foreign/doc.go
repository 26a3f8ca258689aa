// Package foreign holds tests only: clients that nobody here wrote sign in, and verify receipts, against a real gateway over HTTP.
//
//	openid-client        npm, node/openid-client.js: every way to authenticate, PAR, DPoP, refresh, revocation, a till, logout
//	coreos/go-oidc       with golang.org/x/oauth2
//	mod_auth_openidc     Debian's Apache module, its refresh and logout hooks included
//	oauth2-proxy         tools/oauth2-proxy pins it; behind nginx's auth_request
//	Auth.js              npm @auth/core, node/auth-js.js
//	Passport             npm passport-openidconnect, node/passport.js
//	@sd-jwt              npm sd-jwt-vc, node/sd-jwt.js: verifies receipts and their status, and presents them
//	WordPress            the OpenID Connect Generic plugin, imitated by package quirks with what is odd about it
//
// Each but @sd-jwt signs the same shopper in twice and must see the same pairwise subject, in the ID token and at userinfo; no two of them
// may see the same one. Each is then given what an attacker would give it. Programs run as children of the test on loopback
// ports and are stopped with it. scripts/setup.sh installs them; where one is missing its test says so and is skipped, and
// fails when CI is "true".
package foreign
