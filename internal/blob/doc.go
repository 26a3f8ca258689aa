// Package blob keeps durable objects: the truth. What a shopper was told is stored is stored, whatever happens to the process or the machine.
//
// It promises what [Store] says. There are two backends, and one conformance suite (blobtest) runs on each: this package's directory, and S3 in package s3.
//
// # The directory
//
//	<dir>/<key>             one ordinary file per object; the key's segments are the path, so that keys fan out as they were designed to
//	<dir>/~journal/<n>      writes that are durable but whose files may not be
//	<dir>/~tmp/             replacements on their way; emptied on open
//	<dir>/~lock             held while a process has the store open; a second one is refused with ErrInUse
//
// ("~" is not in the alphabet of keys.) A Put appends its object to the journal together with every other Put that is
// waiting, shares one fsync with them, makes its file without syncing it, and returns; a Replace stages its file in ~tmp first and renames it.
// Readers of the name wait while the file is made. So an object is visible only once it is
// durable, ErrExists means that the object that is there is durable, and writes to one key take effect in the order in which they were
// journalled. From time to time (64 MiB, 100,000 writes, or a minute) a checkpoint syncs the whole file system, and only then
// deletes the journal. Opening replays what journals are left: the last write per key wins, a torn tail was never acknowledged and is ignored.
//
// BenchmarkPut prints this way beside the plain one (create, write, fsync, rename, sync directory). Two busy cores, objects of 8 KiB: 12,400 against
// 5,200 puts per second from 16 writers, 14,600 against 8,900 from 64, at a third to two thirds of the processor time. The price is that every byte is written twice,
// that opening after a crash reads at most some 64 MiB per journal, and that a deleted object's ciphertext lies in a journal for up to a minute longer.
//
// When a write fails on the way, the store waits for its neighbours, syncs, and drops the journal, so that no half-failed write can come
// back with the next start. When that fails too, or a sync was refused (after which a kernel no longer says what it lost), the store stops accepting
// writes with [ErrBroken]: what is on disk is known again after the next open. Reading goes on.
//
// A checkpoint also rounds the times of modification of what was written since the last one down to the minute, so that no copy of the directory
// tells the second of a purchase. The times of a file's birth and of its inode's last change are the kernel's, and nobody can set them: who
// has the disk itself reads the birth, where the file system keeps it, to a fraction of a second.
//
// It refuses keys outside the alphabet, objects over 64 MiB, and a key that is another key's directory.
//
// Another process may read while the first one writes ([ReadDir]): a file's owner gets the right to read it when it is whole, and not before, so that the
// mode of a file tells one that is being made. A copy of the directory is whole when it is one snapshot of the file system; what is
// copied file by file can miss writes made meanwhile, unless it is copied in the right order (package backup).
//
// A thief gets every object as it was put. This package encrypts nothing: the receipts in it are sealed to their shoppers, the boxes by their
// vaults; names are keyed hashes. What a thief learns is how many objects there are, how large, and since when.
package blob
