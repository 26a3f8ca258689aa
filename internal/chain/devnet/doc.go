// Package devnet runs a whole Ethereum chain inside the process: go-ethereum as a library, JSON-RPC on one
// address over HTTP and WebSocket, a block as soon as there is a transaction.
//
// It promises that
//   - the rules are those of mainnet today (Osaka), whatever go-ethereum's developer genesis switches on;
//   - an answer over HTTP never tells of a block that is not on the disk: kill -9, and power cuts as far as
//     the disk keeps its word, lose nothing that a caller was told (WebSocket subscriptions may be early by
//     one block);
//   - a directory keeps its chain id: a marker file beside the database refuses another one, because
//     go-ethereum would silently switch;
//   - nothing that go-ethereum says at its chatty levels is logged, and no run of hexadecimal digits long
//     enough to be an address or a key in what is.
//
// It refuses a directory that it did not make, a directory in use, and a port in use (ErrAddrInUse).
//
// It is for developers, tests and the demo only. Its accounts come from the test phrase that every Ethereum
// tool knows, so everybody holds their keys; any web page may talk to it (CORS *). The directory holds no
// secret: a thief of it gets the chain, which is public.
//
// The production gateway must not import this package (it links a full node); a test in internal/chain
// watches that.
package devnet
