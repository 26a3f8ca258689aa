package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Limits that every Store enforces.
const (
	MaxKey  = 512      // bytes
	MaxSize = 64 << 20 // bytes of one object
	MaxList = 10000    // entries of one List
)

// Errors that every Store returns, wrapped; compare with errors.Is.
var (
	ErrNotFound = errors.New("no such object")
	ErrExists   = errors.New("object exists")                // and is durable: whoever wrote it was told so, or could have been
	ErrChanged  = errors.New("object has changed")           // Replace named another ETag than the object has
	ErrInvalid  = errors.New("invalid key or object")        // the caller's mistake
	ErrBroken   = errors.New("object store needs a restart") // the store no longer knows what is on disk; opening it again repairs it
	ErrInUse    = errors.New("object store is in use by another process")
	// ErrUnavailable says that the store cannot do it now: the disk is full or fails, or nobody answers. It is safe to try again later; a write may have
	// been carried out.
	ErrUnavailable = errors.New("object store is unavailable")
)

// Entry is one line of a List.
type Entry struct {
	Key      string
	Size     int64     // bytes
	Modified time.Time // by the clock of the store, when the object was put or replaced, at most [Blurred] early; the zero time where a store keeps none
}

// Reader is what can be asked of objects under keys: segments of [A-Za-z0-9._-] joined by '/', none of them "." or "..", at most 512 bytes.
type Reader interface {
	// Get returns ErrNotFound when there is none, and refuses objects over 64 MiB.
	Get(ctx context.Context, key string) ([]byte, error)
	// List returns up to limit entries whose keys begin with prefix and are greater than after, in lexicographic order.
	List(ctx context.Context, prefix, after string, limit int) ([]Entry, error)
	// Close waits for running calls. Later ones return ErrBroken.
	Close() error
}

// Store is five promises about objects. No key may be another key's directory: beside "a/b" there is no "a". A store that cannot hold both
// refuses the second with ErrInvalid; callers must not make either. All methods may be called from many goroutines and are linearizable: what
// returned is seen by every later call. A write that returned an error other than those below is unknown: it may show, whole, or not at all.
type Store interface {
	Reader
	// Put creates an object and returns when it is durable. It returns ErrExists when one is there, which then is durable too; it never overwrites.
	Put(ctx context.Context, key string, data []byte) error
	// Replace overwrites an object whose content has the given ETag and returns when that is durable: ErrChanged, ErrNotFound.
	Replace(ctx context.Context, key string, etag string, data []byte) error
	// Delete returns when the absence is durable; an absent object is no error.
	Delete(ctx context.Context, key string) error
}

// unavailable wraps what is neither an answer nor the caller's mistake.
func unavailable(err error) error {
	for _, known := range []error{nil, ErrNotFound, ErrExists, ErrChanged, ErrInvalid, ErrBroken, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// ETag is the hex SHA-256 of the content.
func ETag(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// CheckKey refuses what is no key: ErrInvalid.
func CheckKey(key string) error {
	if key == "" || len(key) > MaxKey {
		return fmt.Errorf("key of %d bytes, want 1 to %d: %w", len(key), MaxKey, ErrInvalid)
	}
	for segment := range strings.SplitSeq(key, "/") {
		if err := checkSegment(segment); err != nil {
			return fmt.Errorf("key %q: %w", key, err)
		}
	}
	return nil
}

func checkSegment(segment string) error {
	if segment == "" || segment == "." || segment == ".." || len(segment) > 255 {
		return fmt.Errorf("segment %q: %w", segment, ErrInvalid)
	}
	for i := 0; i < len(segment); i++ {
		switch c := segment[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return fmt.Errorf("segment %q has byte 0x%02x: %w", segment, c, ErrInvalid)
		}
	}
	return nil
}

// CheckData refuses what is too large for an object: ErrInvalid.
func CheckData(data []byte) error {
	if len(data) > MaxSize {
		return fmt.Errorf("object of %d bytes, want at most %d: %w", len(data), MaxSize, ErrInvalid)
	}
	return nil
}

// CheckList refuses the arguments of a List that no store answers: ErrInvalid.
func CheckList(prefix, after string, limit int) error {
	if limit < 1 || limit > MaxList || len(prefix) > MaxKey || len(after) > MaxKey {
		return fmt.Errorf("list of %d entries, want 1 to %d: %w", limit, MaxList, ErrInvalid)
	}
	if i := strings.LastIndexByte(prefix, '/'); i >= 0 {
		return CheckKey(prefix[:i])
	}
	return nil
}
