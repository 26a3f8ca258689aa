package state

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Limits that every Store enforces.
const (
	MaxKey   = 256     // bytes
	MaxValue = 1 << 20 // bytes
	MaxTTL   = 10 * 365 * 24 * time.Hour

	MaxEntries = 16 // of one CreateAll
)

// Errors that every Store returns, wrapped; compare with errors.Is.
var (
	ErrNotFound    = errors.New("no such record")                       // absent, expired, taken, or lost
	ErrExists      = errors.New("record exists")                        // Create came second
	ErrChanged     = errors.New("record has changed")                   // Swap read an older value
	ErrUnavailable = errors.New("state store is unavailable")           // nobody answers now; safe to try again later
	ErrInvalid     = errors.New("invalid key, value or lifetime")       // the caller's mistake
	ErrForged      = errors.New("record does not open with its bearer") // sealed records only
)

// Entry is one record to create. Value and TTL mean what they mean in [Store].
type Entry struct {
	Key   string
	Value []byte
	TTL   time.Duration
}

// Store is seven small promises. Values are opaque bytes and belong to the caller before and after a call. Keys are 1 to [MaxKey] bytes. A time
// to live is required, is rounded up to a millisecond, and is checked on every read. All methods may be called from many goroutines.
type Store interface {
	// Put creates or overwrites.
	Put(ctx context.Context, key string, value []byte, ttl time.Duration) error
	// Create returns ErrExists when a live record lies under key.
	Create(ctx context.Context, key string, value []byte, ttl time.Duration) error
	// CreateAll creates 1 to [MaxEntries] records in one round trip. It returns ErrExists when a live record lay under any of the keys, or a key
	// is named twice. Any error means that the whole has failed and must be treated so: bolt has then created nothing, but Redis, whose keys
	// may lie on several machines, may have created some of the others, which live until their time is over.
	CreateAll(ctx context.Context, entries ...Entry) error
	// Get returns ErrNotFound when none does.
	Get(ctx context.Context, key string) ([]byte, error)
	// Take returns the value and deletes it, as one step: one of many concurrent callers gets it, the others ErrNotFound.
	Take(ctx context.Context, key string) ([]byte, error)
	// Swap replaces old by new, as one step, and starts a new lifetime. It returns ErrNotFound or ErrChanged and then changes nothing.
	Swap(ctx context.Context, key string, old, new []byte, ttl time.Duration) error
	// Delete removes key; an absent one is no error.
	Delete(ctx context.Context, key string) error
	// Close releases the store. Later calls return ErrUnavailable.
	Close() error
}

func checkKey(key string) error {
	if key == "" || len(key) > MaxKey {
		return fmt.Errorf("key of %d bytes, want 1 to %d: %w", len(key), MaxKey, ErrInvalid)
	}
	return nil
}

func checkRecord(key string, value []byte, ttl time.Duration) error {
	if err := checkKey(key); err != nil {
		return err
	}
	if len(value) > MaxValue {
		return fmt.Errorf("value of %d bytes, want at most %d: %w", len(value), MaxValue, ErrInvalid)
	}
	if ttl <= 0 || ttl > MaxTTL {
		return fmt.Errorf("lifetime %v, want more than 0 and at most %v: %w", ttl, MaxTTL, ErrInvalid)
	}
	return nil
}

func checkEntries(entries []Entry) error {
	if len(entries) == 0 || len(entries) > MaxEntries {
		return fmt.Errorf("%d entries, want 1 to %d: %w", len(entries), MaxEntries, ErrInvalid)
	}
	for i, e := range entries {
		if err := checkRecord(e.Key, e.Value, e.TTL); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	return nil
}

// wholeMillis rounds up, so that a lifetime is never shorter than asked for.
func wholeMillis(ttl time.Duration) time.Duration {
	return (ttl + time.Millisecond - 1).Truncate(time.Millisecond)
}
