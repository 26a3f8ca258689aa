// Package gatewaytest runs a real gateway on a loopback port, and people who sign in at it, for tests that meet a gateway
// as strangers do: over HTTP and with nothing but its discovery document.
//
// A [Gateway] has real stores and the sign-in page of frontend/; its chain is the faults package's, which anchors nothing anybody
// reads here. A [Shopper] is a browser and a wallet: it follows redirects, keeps cookies as browsers do on localhost (one
// jar for all ports, Secure ones without TLS too), signs what the sign-in page is asked to sign, and agrees to what it is
// asked. A [Client] is a shop as it registers; where it listens is the test's business.
package gatewaytest
