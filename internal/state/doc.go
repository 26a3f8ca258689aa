// Package state keeps short-lived secrets and coordination: nonces, interactions, codes, sessions.
//
// It promises seven verbs on opaque bytes under short keys, each with a time to live that is checked on every read. Take and Swap are atomic:
// of any number of callers, in any number of gateways on one store, exactly one wins. A write that returned is seen by every later read.
//
// It does not promise durability. State may vanish at any moment, all of it, and that costs a shopper one more sign-in; whatever must not be
// lost belongs in package blob. A caller must therefore treat [ErrNotFound] as "start again", never as "this did not happen".
//
//   - Bolt (embedded, the default) does not fsync. The latest changes are in memory and in a journal of two files beside the bolt file, into
//     which they settle every five seconds; a nonce or code that is used before never gets there. The kernel keeps what a killed process
//     wrote, so kill -9 loses nothing; after a power cut, which could leave the files torn, the next start notices that the machine has
//     booted since and begins with empty ones. When the disk cannot keep up, 64 MiB of journal are the limit, and writers get
//     [ErrUnavailable].
//   - Redis (7.0 command set; alone, with Sentinel, or as a Cluster) uses one key per command. Replication in Redis is asynchronous: a
//     failover can bring back a record that was taken in the last moments of the old primary. Set min-replicas-to-write where that matters.
//     A command whose connection broke may have been carried out; the caller sees [ErrUnavailable], or that somebody else came first. A
//     call ends within 3 seconds, whatever has happened to Redis, and later ones work once it, or its successor, is there. [Warnings]
//     tells which settings of the server would lose records.
//
// A store that several gateways share also counts for all of them: [Buckets]. [Memory] is its twin for one process. Whoever stops Redis
// can make its users choose between counting alone and refusing; that choice is theirs, in package web.
//
// It refuses keys over 256 bytes, values over 1 MiB and a time to live that is not positive or exceeds ten years.
//
// A thief who holds the store, a dump of it or its backups, gets what was put in. Everything secret is therefore put in through [Vault]: each
// record lies under the SHA-256 of a bearer that only the client holds and is encrypted under a key derived from that same bearer, so
// that a dump holds neither a bearer that could be presented nor a content that could be read. What a dump does tell: how many records of each
// kind exist, how long they are and when they expire.
package state
