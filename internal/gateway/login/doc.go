// Package login is the server side of the sign-in page: it writes the message
// that a wallet signs, checks the signature, derives the pairwise subject and
// forgets the account.
//
// It promises:
//
//   - the message is EIP-4361, composed here from the configuration: domain and
//     URI are the issuer's, never the request's; the statement names the shop;
//     the nonce has 130 random bits and lives at most five minutes;
//   - a challenge is consumed, atomically, before the signature is looked at: of
//     any number of posts of one signature one succeeds;
//   - only the browser that began a sign-in can read, sign or cancel it
//     (`__Host-carnet-login`), and only from our own page (Origin);
//   - what a wallet or API client composed itself is accepted when it survives
//     the strict parser and carries our domain, URI, chain, statement, nonce and
//     request id; the signature is checked over the bytes received;
//   - before the shop learns that a subject exists, that fact is durable (Known).
//
// It refuses to be framed, to run inline scripts, accounts that are contracts
// (until contract signatures are checked), and the vault's unlock message.
//
// The account lives in one request, and in the sealed challenge between two. A
// thief of the state store gets noise: a challenge opens with the interaction id
// and the browser's cookie together. A thief of an interaction id without the
// cookie gets wrong_browser, and cannot spend the shopper's nonce.
package login
