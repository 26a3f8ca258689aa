package s3

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"

	"carnet/internal/blob"
)

const (
	maxPage    = 1000 // entries that a service answers with
	firstPause = 50 * time.Millisecond
	lastPause  = 2 * time.Second
	tokenName  = "Write" // of the metadata that tells whose write an object is: x-amz-meta-write
)

// Store is a bucket's prefix. Use Open.
type Store struct {
	client    minio.Core
	bucket    string
	prefix    string
	timeout   time.Duration
	versioned bool
	idle      func() // closes idle connections

	gate   sync.RWMutex // held for reading by every call, for writing by Close
	closed bool         // guarded by gate
}

// Versioned tells whether the bucket keeps what was replaced and deleted as old versions.
func (s *Store) Versioned() bool { return s.versioned }

// Close implements blob.Store.
func (s *Store) Close() error {
	s.gate.Lock()
	defer s.gate.Unlock()
	s.closed = true
	s.idle()
	return nil
}

// Put implements blob.Store.
func (s *Store) Put(ctx context.Context, key string, data []byte) error {
	if err := errors.Join(blob.CheckKey(key), blob.CheckData(data)); err != nil {
		return err
	}
	token, unsure := newToken(), false // unsure: an earlier try may have been carried out
	err := s.call(ctx, len(data), func(ctx *try) error {
		_, err := s.put(ctx, key, data, write{token: token})
		if !errors.Is(err, errCondition) {
			unsure = unsure || mayBeDone(err)
			return err
		}
		if !unsure {
			return blob.ErrExists
		}
		have, err := s.client.StatObject(ctx, s.bucket, s.prefix+key, minio.StatObjectOptions{})
		if err = classify(err); err == nil && have.UserMetadata[tokenName] == token {
			return nil
		}
		return lost(err)
	})
	return name("put", key, err)
}

// Replace implements blob.Store.
func (s *Store) Replace(ctx context.Context, key, etag string, data []byte) error {
	if err := errors.Join(blob.CheckKey(key), blob.CheckData(data)); err != nil {
		return err
	}
	token, unsure := newToken(), false
	err := s.call(ctx, len(data), func(ctx *try) error {
		have, err := s.get(ctx, key)
		switch {
		case err == nil && have.token == token:
			return nil
		case unsure && (err == nil && blob.ETag(have.data) != etag || errors.Is(err, blob.ErrNotFound)):
			return lost(nil)
		case err != nil:
			return err
		case blob.ETag(have.data) != etag:
			return blob.ErrChanged
		}
		_, err = s.put(ctx, key, data, write{match: have.etag, token: token})
		if errors.Is(err, errCondition) || errors.Is(err, blob.ErrNotFound) {
			return errConflict // it changed since it was read: look once more
		}
		unsure = unsure || mayBeDone(err)
		return err
	})
	return name("replace", key, err)
}

// Delete implements blob.Store.
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	return name("delete", key, s.call(ctx, 0, func(ctx *try) error { return s.remove(ctx, key) }))
}

// Get implements blob.Store.
func (s *Store) Get(ctx context.Context, key string) (data []byte, err error) {
	if err := blob.CheckKey(key); err != nil {
		return nil, err
	}
	err = s.call(ctx, 0, func(ctx *try) error {
		have, err := s.get(ctx, key)
		data = have.data
		return err
	})
	return data, name("get", key, err)
}

// List implements blob.Store.
func (s *Store) List(ctx context.Context, prefix, after string, limit int) (entries []blob.Entry, err error) {
	if err := blob.CheckList(prefix, after, limit); err != nil {
		return nil, err
	}
	for more := true; more && len(entries) < limit; {
		var page []blob.Entry
		err := s.call(ctx, 0, func(ctx *try) (err error) {
			page, more, err = s.page(ctx, prefix, after, min(limit-len(entries), maxPage))
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", prefix, err)
		}
		if entries = append(entries, page...); len(page) > 0 {
			after = page[len(page)-1].Key
		}
	}
	return entries, nil
}

// page is the answer to one request. Names that are no keys are left out: the try-out's, which come after all keys.
func (s *Store) page(ctx context.Context, prefix, after string, limit int) (page []blob.Entry, more bool, err error) {
	options := minio.ListObjectsOptions{Prefix: s.prefix + prefix, Recursive: true, MaxKeys: limit, FetchOwner: new(bool)}
	if after != "" {
		options.StartAfter = s.prefix + after
	}
	for object := range s.client.ListObjectsIter(ctx, s.bucket, options) {
		if object.Err != nil {
			return nil, false, classify(object.Err)
		}
		key := strings.TrimPrefix(object.Key, s.prefix)
		if blob.CheckKey(key) != nil {
			continue
		}
		page = append(page, blob.Entry{Key: key, Size: object.Size, Modified: object.LastModified})
		if len(page) == limit {
			return page, true, nil
		}
	}
	return page, false, classify(ctx.Err()) // the iterator just ends when ctx does
}

// object is one version of an object.
type object struct {
	data  []byte
	etag  string // the service's
	token string // of the call that wrote it
}

func (s *Store) get(ctx *try, key string) (o object, err error) {
	body, info, _, err := s.client.GetObject(ctx, s.bucket, s.prefix+key, minio.GetObjectOptions{})
	if err != nil {
		return o, classify(err)
	}
	defer body.Close()
	if info.Size > blob.MaxSize {
		return o, fmt.Errorf("object of %d bytes, want at most %d: %w", info.Size, blob.MaxSize, blob.ErrInvalid)
	}
	ctx.extend(info.Size)
	o = object{etag: info.ETag, token: info.UserMetadata[tokenName]}
	if o.data, err = io.ReadAll(io.LimitReader(body, blob.MaxSize+1)); err != nil {
		return object{}, classify(err)
	}
	if int64(len(o.data)) != info.Size {
		return object{}, again(fmt.Errorf("%d bytes of an object of %d", len(o.data), info.Size))
	}
	return o, nil
}

// write is what a PutObject depends on and leaves behind.
type write struct {
	match string // ETag that the object must have; empty: there must be none
	token string
}

func (s *Store) put(ctx context.Context, key string, data []byte, w write) (versioned bool, err error) {
	options := minio.PutObjectOptions{ContentType: "application/octet-stream", UserMetadata: map[string]string{tokenName: w.token},
		DisableContentSha256: true} // no signed chunks: the hash of the whole is signed
	if w.match == "" {
		options.SetMatchETagExcept("*")
	} else {
		options.SetMatchETag(w.match)
	}
	info, err := s.client.PutObject(ctx, s.bucket, s.prefix+key, bytes.NewReader(data), int64(len(data)), "", blob.ETag(data), options)
	return info.VersionID != "", classify(err)
}

func (s *Store) remove(ctx *try, key string) error {
	err := classify(s.client.RemoveObject(ctx, s.bucket, s.prefix+key, minio.RemoveObjectOptions{}))
	if errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	return err
}

func newToken() string {
	var token [16]byte
	rand.Read(token[:])
	return hex.EncodeToString(token[:])
}

// Errors of one try.
var (
	errAgain     = errors.New("try again")
	errUndone    = fmt.Errorf("%w: nothing was written", errAgain)
	errConflict  = fmt.Errorf("%w: another write of the same object is under way", errUndone)
	errCondition = errors.New("the condition of a write does not hold")
)

// again says what a try ended with, in words alone: a caller who looks for context.Canceled must not find the try's.
func again(err error) error { return fmt.Errorf("%w: %v", errAgain, err) }

// lost is the end of a write that nobody can tell about, or of one that err says may be tried again.
func lost(err error) error {
	if errors.Is(err, errAgain) {
		return err
	}
	return fmt.Errorf("an earlier try of this write may have been carried out, and another write came after it: %w", blob.ErrUnavailable)
}

// mayBeDone tells whether a try that ended with err may have been carried out.
func mayBeDone(err error) bool { return errors.Is(err, errAgain) && !errors.Is(err, errUndone) }

// classify turns what a try ended with into an error of package blob, or one of this package.
func classify(err error) error {
	if err == nil {
		return nil
	}
	said, ok := errors.AsType[minio.ErrorResponse](err)
	if !ok {
		return unanswered(err)
	}
	err = fmt.Errorf("%s (%d): %s", said.Code, said.StatusCode, said.Message)
	switch {
	case said.Code == minio.NoSuchKey:
		return blob.ErrNotFound
	case said.StatusCode == http.StatusPreconditionFailed:
		return errCondition
	case said.Code == "ConditionalRequestConflict", said.Code == "OperationAborted":
		return errConflict
	case said.Code == "ObjectParentIsFile", said.Code == "ExistingObjectIsDirectory", said.Code == "XMinioParentIsObject": // services over a file system
		return fmt.Errorf("the key is the directory of another, or another is its: %w", blob.ErrInvalid)
	case said.StatusCode == http.StatusNotImplemented:
		return fmt.Errorf("%w: %w", blob.ErrInvalid, err)
	case said.StatusCode >= 500, said.StatusCode == http.StatusTooManyRequests, said.StatusCode == http.StatusRequestTimeout,
		said.Code == "RequestTimeout", said.Code == "SlowDown":
		return again(err)
	}
	return fmt.Errorf("%w: %w", blob.ErrUnavailable, err)
}

// unanswered is for a try without an answer, or with half of one.
func unanswered(err error) error {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Errorf("%w: %w", blob.ErrUnavailable, err)
	}
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return fmt.Errorf("%w: %v", errUndone, err)
	}
	return again(err)
}

func name(what, key string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, key, err)
}

// call tries until there is an answer, for as long as the caller and the timeout allow, and longer for size bytes.
func (s *Store) call(ctx context.Context, size int, do func(*try) error) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return fmt.Errorf("object store is closed: %w", blob.ErrBroken)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	limit := s.timeout + transfer(int64(size))
	end := time.Now().Add(limit)
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := once(ctx, limit/3, do)
		if !errors.Is(err, errAgain) {
			return err
		}
		wait := pause/2 + mathrand.N(pause)
		if time.Now().Add(wait).After(end) {
			return fmt.Errorf("%w: no answer within %v: %v", blob.ErrUnavailable, limit, err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %v", ctx.Err(), err)
		case <-time.After(wait):
		}
	}
}

// try is one try of a call: a context with a time limit that grows with what there is to read.
type try struct {
	context.Context
	limit time.Duration
	timer *time.Timer
}

func once(ctx context.Context, limit time.Duration, do func(*try) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := &try{Context: ctx, limit: limit, timer: time.AfterFunc(limit, cancel)}
	defer t.timer.Stop()
	return do(t)
}

// extend gives the try the time for so many bytes more.
func (t *try) extend(size int64) { t.timer.Reset(t.limit + transfer(size)) }

// transfer is the time that so many bytes may take: a second per MiB.
func transfer(size int64) time.Duration { return time.Duration(size) * time.Second >> 20 }
