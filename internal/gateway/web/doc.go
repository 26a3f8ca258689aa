// Package web holds what every HTTP surface of the gateway shares: one error
// shape and its only writer, body limits and strict JSON, security headers,
// CORS, `__Host-` cookies, rate limits, the request log, and health pages.
//
// It promises that an error leaves the process in the shape of docs/protocol.md
// §9 and nothing else; that a body is never read past its limit; that no page
// of the gateway can be framed or run a script it did not serve; and that
// neither the log nor a metric ever carries an address, a query, a header, a
// body, or the text of an error's cause unless the surface that made the cause
// put it there.
//
// It refuses: JSON with unknown or repeated members or with bytes behind it,
// bodies of another media type, cross-origin posts to pages, CORS with
// credentials, and request ids chosen by the caller.
//
// A thief of this package's memory gets the network prefixes of recent
// visitors, because the rate limiter counts by them. They are never written: a
// store that several gateways share gets a keyed hash of them (see [Sharing]).
package web
