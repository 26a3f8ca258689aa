// Package replay puts real history through a gateway as strangers would: shoppers sign in with wallets of their own and
// bind their vaults' keys, a shop with client credentials posts one order per invoice, and at the end shoppers fetch what
// is theirs, open it and check its anchor on the chain. It knows the gateway by its public HTTP API alone.
//
// It promises that every line of a file is counted under exactly one reason; that a run which was cut off at any moment,
// started again with the same seed, ends with the same receipts and none twice (the Idempotency-Key and the bytes of an
// order follow from the seed and the invoice alone); and that its memory does not grow with the file: what it must
// remember of sales, to link refunds, is bounded, and leaves wait for their proofs in a file.
//
// It refuses to call a run good unless each inbox holds exactly as many receipts as its shopper has invoices, each leaf is
// proven under a root that the chain has, and the receipts picked at random open and carry the invoice's figures.
//
// A thief of the seed has every played shopper's keys. Nobody real is among them; in real life these keys are in as many
// vaults as there are shoppers, and no server has one.
package replay
