// Package accounts asks chains about smart accounts, for a [wallet.Verifier]: it is its [wallet.Chain] over JSON-RPC.
//
// What stands at an account's address was written by a stranger, who wants the question to be dear. This package promises that one
// verification costs, whatever the account does,
//
//   - at most one connection at a time, for as long as the caller's context lasts (the Verifier gives it two seconds);
//   - at most 64 KiB of answers, headers included; what is longer is not read;
//   - at most 3,000,000 gas of the node's time per try, and no request that the account chose.
//
// At most Parallel verifications run at once, and two per address; the others wait as long as their contexts let them. An address whose code
// took long has to wait until it has paid for that: it gets a twentieth of the time. Who may ask how often is the caller's to bound
// ([wallet.Verifier.Allow]), by what it knows of the person who asks. None of this is on the way of an account with a key of its own.
//
// It refuses a node of another chain before it believes any answer, and does not follow redirects: the hosts it talks to are those of
// the configuration. Several nodes are tried in their order, each with a fair part of the time that is left. One that failed several times
// in a row is left alone for a while, then tried by one verification. An account cannot bring that about: only questions that do not run
// its code count.
//
// It keeps nothing. Its errors name no account, and nodes by their place in the list: a node's URL may hold an API key. A node learns which
// account signs in and when; it can lie about contract accounts of its chain, so it is trusted as much as the gateway itself. Run your own.
package accounts
