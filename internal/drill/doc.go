// Package drill plays the thief. It holds a copy of everything that lies in a data directory (objects, state, logs, what shops keep, the chain with
// its database decoded) and searches it for what shoppers and shops put in: customer ids, names, addresses, descriptions, amounts, wallets.
//
// # What is searched for
//
// Needles come from a [Manifest], a file of JSON lines that whoever feeds data in appends to, one line per value:
//
//	{"kind":"name","value":"Ada Lovelace"}
//	{"kind":"amount","value":"-1250","exponent":2}
//
// or from the caller. The manifest lies in DIR/secrets, outside of what is stolen. Each needle is searched for as it is, in upper and lower case, in
// hex of both cases, in base64 of both alphabets at each of the three byte alignments, with JSON escapes, URL-encoded, and in UTF-16 of
// both byte orders; a wallet also as 20 raw bytes and as their Keccak-256, which is how a chain's state files an account.
//
// A short value such as the customer number 17850 or the amount 12.34 occurs everywhere by chance: in digests, sizes, durations. It is
// searched for only where something shows what it is: quoted ("17850"), as a field (customer=17850, "total":1234,), in a row of values (,17850,), or with its currency
// sign. A form that still has less than 48 bits would be found by chance in a few gigabytes and is left out; the report counts these.
//
// # What is searched
//
// Every byte of every file and every file name below the directory; what gzip and zstd files hold; and each key and value of the chain's database (its
// tables are compressed, so that their raw bytes would hide what they hold). Bolt files are not compressed and need no decoding. A chain can be read over
// JSON-RPC as well.
//
// What is left out, because in real life it is not where the stores are: DIR/secrets (the operator's keys and the manifest) and DIR/replay/seed (the
// keys of the played shoppers). The report names them.
//
// A wallet that minted its carnet is public on the chain: its owner signed for that. The report counts such wallets apart, as published by
// their owners, and only if the chain's own log shows the mint; in any other store, or without a mint, a wallet is a find like any other. Addresses of relayers,
// contracts and issuers are public infrastructure and no needles.
//
// # What it promises
//
// A form that is there is found, wherever it crosses the buffers. Memory is bounded by the needles (about 60 bytes per form) and not by what is searched. Whatever could not be read is an error of the
// drill: it never passes on what it did not see. It never imports the gateway, and learns nothing from its code but what is written on the disk.
package drill
