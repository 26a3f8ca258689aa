// Package s3 keeps durable objects in a bucket of an S3-compatible service. It promises what [blob.Store] says.
//
// A Put is one PutObject with "If-None-Match: *" (RFC 9110 §13.1.2); a Replace reads the object, compares its content with the ETag that the
// caller named, and is one PutObject with "If-Match" on the ETag that the service gave that version. So nothing is overwritten that the writer
// has not seen, whatever number of processes write. Open tries both conditions and refuses a service that ignores them.
//
// What fails on the way is tried again within the call's time. Every call writes a random token into its object's metadata ("write"); when a later try
// meets a condition that does not hold, the token tells the call's own earlier try, which is success, from another's write. When it is another's,
// and an earlier try may have been carried out before it, nobody can tell: the call returns [blob.ErrUnavailable], and the caller looks again.
//
// What the service, or a proxy before it, still holds when this package has given up on it may be carried out later: a Put can then show after its
// call returned an error, or bring an object back that was deleted in the seconds between. A Replace cannot: its condition no longer holds, unless
// the same content came back. A DeleteObject has no condition: when a try of Delete was given up, a later one succeeded, and the object was put
// again, the first may still arrive and remove what was put and acknowledged after it. If-Match on DeleteObject would forbid that, which Amazon's
// general purpose buckets and the Versity gateway know; but minio-go cannot send it, and each Delete would have to read the object first.
//
// So whoever uses this store should not put again under a name that it deleted. The gateway does not for what it needs: journals lie under their epoch
// and are deleted after its tree is there, when nobody is acknowledged for them any more; copies for the books have random names; claims and refs have
// names of their own random secrets, and go when they are over. One name comes back: that of a receipt which its shopper deleted, when the shop sends the
// same order with the same key again. A late request can then delete that receipt a second time, as its shopper wished; its leaf stays anchored.
// A box can be deleted and put again under its name by whoever has its write key: they should wait out the time limit of a call in between.
//
// It refuses keys outside the alphabet and objects over 64 MiB. It does not refuse a key that is another key's directory: most services keep both.
// In a bucket that keeps versions, replaced and deleted objects stay there as old versions until a rule of the bucket removes them; [Store.Versioned] tells.
//
// A thief of the bucket gets what a thief of a directory gets: every object as it was put, sealed by those who put them. A thief of the key pair can also
// overwrite and delete; allow it s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on this prefix, and nothing else.
package s3
