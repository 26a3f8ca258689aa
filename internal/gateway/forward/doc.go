// Package forward lets shops that speak no OpenID Connect know who visits: their reverse proxy asks this package about
// each request, and hands on what it answers.
//
// A site is a shop whose configuration says forward_auth. This package is the site's relying party: the proxy sends it
// everything under [Prefix] on the site's own host, where it begins the code flow (PKCE, state, nonce), redeems the code,
// and sets the site's cookie. From then on [CheckPath] answers 204 with a signed assertion and plain headers.
//
// It promises:
//
//   - an identity leaves only towards a peer in the configured networks of proxies, for the site that the proxy's own
//     configuration names in the address, when X-Forwarded-Proto and X-Forwarded-Host are exactly that site's origin;
//   - X-Forwarded-Method, -Proto, -Host and -Uri count, each given once; X-Original-URL and other families are never
//     read, so that a visitor cannot slip in the one that the proxy does not overwrite;
//   - every identity header is in every 204, empty when there is nothing to say, so that it overwrites a visitor's own;
//   - the assertion names site, subject, method, host and path, and ends after a minute;
//   - programs get a bare 401, never a redirect to a page: see [Surface];
//   - [CheckPath] sets no cookie, because nginx keeps only the first one; every other answer sets at most one;
//   - no redirect leaves the site but to the issuer, and none comes back to anything but a path of the site;
//   - signing out here, or of the gateway's session, ends it for the next request, in every process on the same store.
//
// It refuses what it does not know: 403, and a line in the log that says what the proxy's configuration lacks.
//
// What it keeps: one record for each site and gateway session, filed and sealed under a name that only the gateway's
// secret and the session's sid lead to, with the subject, made-up name and alias in it. The cookie is that sid and a
// secret, sealed for the one site. A thief of the store gets noise. A thief of one cookie is that shopper at that site
// until sign-out, at most twelve hours. A thief of the gateway's secret and of the store still lacks the sids. A thief of
// the signing key can forge assertions from then on.
package forward
