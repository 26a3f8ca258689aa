package state

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"time"
)

// Bearer is the secret that a client holds and that a sealed record opens with: 32 bytes, written as 43 characters of base64url. Whoever
// presents it is its owner. It is never stored and must never be logged.
type Bearer [32]byte

// NewBearer returns a fresh random bearer.
func NewBearer() Bearer {
	var b Bearer
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return b
}

// BearerFrom turns a secret that others minted (an Idempotency-Key, a code made by a library) into a bearer. The result is as hard to guess as
// the secret was.
func BearerFrom(secret []byte) Bearer {
	h := sha256.New()
	h.Write([]byte("carnet/v1/bearer"))
	h.Write(secret)
	return Bearer(h.Sum(nil))
}

// ParseBearer reads what String wrote and accepts no other spelling. The error never repeats its input.
func ParseBearer(s string) (Bearer, error) {
	if len(s) != base64.RawURLEncoding.EncodedLen(len(Bearer{})) {
		return Bearer{}, fmt.Errorf("bearer of %d characters, want 43: %w", len(s), ErrInvalid)
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != len(Bearer{}) {
		return Bearer{}, fmt.Errorf("bearer is not base64url: %w", ErrInvalid)
	}
	return Bearer(raw), nil
}

// String returns the secret itself, for the client.
func (b Bearer) String() string { return base64.RawURLEncoding.EncodeToString(b[:]) }

// LogValue keeps the secret out of structured logs.
func (Bearer) LogValue() slog.Value { return slog.StringValue("(bearer)") }

// id is the public half: what the record is filed under.
func (b Bearer) id() string {
	h := sha256.New()
	h.Write([]byte("carnet/v1/id"))
	h.Write(b[:])
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

func (b Bearer) aead() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, b[:], nil, "carnet/v1/key", 32)
	if err != nil {
		return nil, fmt.Errorf("derive content key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("content key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Vault files records of one kind under their bearers and seals them, so that neither the store nor a copy of it can read or present them.
// The verbs are those of [Store] and return its errors, and ErrForged for a record that was altered or moved from another bearer or kind.
type Vault struct {
	Store Store
	Kind  string // separates record types: "nonce", "interaction", "session"; part of the key and of what is authenticated
}

// Record is one opened record. Swap needs the whole of it.
type Record struct {
	Plaintext []byte
	sealed    []byte
}

func (v Vault) key(b Bearer) string { return v.Kind + "/" + b.id() }

func (v Vault) seal(b Bearer, plaintext []byte) ([]byte, error) {
	aead, err := b.aead()
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plaintext, []byte(v.key(b))), nil
}

func (v Vault) open(b Bearer, sealed []byte) ([]byte, error) {
	aead, err := b.aead()
	if err != nil {
		return nil, err
	}
	plaintext, err := aead.Open(nil, nil, sealed, []byte(v.key(b)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", v.Kind, ErrForged)
	}
	return plaintext, nil
}

// Put seals and creates or overwrites.
func (v Vault) Put(ctx context.Context, b Bearer, plaintext []byte, ttl time.Duration) error {
	sealed, err := v.seal(b, plaintext)
	if err != nil {
		return err
	}
	return v.Store.Put(ctx, v.key(b), sealed, ttl)
}

// Create seals and returns ErrExists when a record lies under b already.
func (v Vault) Create(ctx context.Context, b Bearer, plaintext []byte, ttl time.Duration) error {
	sealed, err := v.seal(b, plaintext)
	if err != nil {
		return err
	}
	return v.Store.Create(ctx, v.key(b), sealed, ttl)
}

// Sealed returns the record that Create would make, so that records of several vaults on one store can be made together by [Store.CreateAll].
func (v Vault) Sealed(b Bearer, plaintext []byte, ttl time.Duration) (Entry, error) {
	sealed, err := v.seal(b, plaintext)
	if err != nil {
		return Entry{}, err
	}
	return Entry{Key: v.key(b), Value: sealed, TTL: ttl}, nil
}

// Get opens the record and leaves it there.
func (v Vault) Get(ctx context.Context, b Bearer) (Record, error) {
	sealed, err := v.Store.Get(ctx, v.key(b))
	if err != nil {
		return Record{}, err
	}
	plaintext, err := v.open(b, sealed)
	if err != nil {
		return Record{}, err
	}
	return Record{Plaintext: plaintext, sealed: sealed}, nil
}

// Take opens the record and deletes it, as one step. The record is spent before it is opened: a forged one is gone as well.
func (v Vault) Take(ctx context.Context, b Bearer) ([]byte, error) {
	sealed, err := v.Store.Take(ctx, v.key(b))
	if err != nil {
		return nil, err
	}
	return v.open(b, sealed)
}

// Swap replaces the record that Get returned, as one step; ErrChanged when another came first.
func (v Vault) Swap(ctx context.Context, b Bearer, old Record, plaintext []byte, ttl time.Duration) error {
	sealed, err := v.seal(b, plaintext)
	if err != nil {
		return err
	}
	return v.Store.Swap(ctx, v.key(b), old.sealed, sealed, ttl)
}

// Delete removes the record; an absent one is no error.
func (v Vault) Delete(ctx context.Context, b Bearer) error { return v.Store.Delete(ctx, v.key(b)) }
