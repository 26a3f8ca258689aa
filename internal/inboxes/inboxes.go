// Package inboxes knows what the gateway keeps about where a shopper's receipts go (docs/protocol.md §2): whether
// somebody signed in, and the public keys that receipts are sealed and bound to.
//
// It promises that a binding that was accepted is durable and is used for every receipt posted after it, and that the
// memory it caches in is bounded. Another process's change is seen within Fresh.
//
// A thief of these objects gets public keys under names that only the pairwise key can compute: one inbox per shopper
// and shop, and nothing that joins two of them.
package inboxes

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/blob"
	"carnet/internal/lru"
	"carnet/internal/profile"
)

// Fresh is how long a binding is believed without reading it again.
const Fresh = 5 * time.Second

// Errors of this package.
var (
	ErrUnknown   = errors.New("nobody signed in here under this subject")
	ErrRecipient = errors.New("recipient is not an age hybrid recipient (age1pq1…)")
	ErrHolder    = errors.New("holder is not a public EC key on P-256 in JWK form")
	ErrRace      = errors.New("another binding came first")
)

// Inbox is where a shopper's receipts from one shop go.
type Inbox struct {
	ID    string
	Bound *Binding // nil until a vault has told its keys
}

// Binding is a vault's public keys for one shop.
type Binding struct {
	Gen       int             // 1 for the first, one more for each replacement
	Recipient age.Recipient   // receipts are sealed to it
	Holder    jose.JSONWebKey // P-256, public: receipts name it, requests are signed by it; its KeyID is the thumbprint
	text      string          // of Recipient
}

// object is the stored form of a binding.
type object struct {
	V         int             `json:"v"`
	Gen       int             `json:"gen"`
	Recipient string          `json:"recipient"`
	Holder    json.RawMessage `json:"holder"`
}

// Store reads and writes inboxes. Use New.
type Store struct {
	blob       blob.Store
	now        func() time.Time
	cache      *lru.Cache[string, cached]
	consents   *lru.Cache[string, allowed]
	recipients profile.Recipients

	// changing is held for reading while a binding is read into the cache and for writing while one is changed, so that
	// a slow reader never caches what a binder has just replaced.
	changing sync.RWMutex
}

type cached struct {
	inbox *Inbox
	data  []byte // of its binding, nil when it has none: the same bytes need no second parsing
	until time.Time
}

// New returns a store that remembers up to size inboxes.
func New(store blob.Store, now func() time.Time, size int) *Store {
	return &Store{blob: store, now: now, cache: lru.New[string, cached](size), consents: lru.New[string, allowed](size)}
}

// Lookup returns an inbox in which somebody signed in: ErrUnknown.
func (s *Store) Lookup(ctx context.Context, id string) (*Inbox, error) {
	last, ok := s.cache.Get(id)
	if ok && s.now().Before(last.until) {
		return last.inbox, nil
	}
	s.changing.RLock()
	defer s.changing.RUnlock()
	inbox := &Inbox{ID: id}
	data, err := s.blob.Get(ctx, path(id, "binding"))
	switch {
	case err == nil && ok && bytes.Equal(data, last.data):
		inbox = last.inbox
	case err == nil:
		if inbox.Bound, err = s.parse(data); err != nil {
			return nil, fmt.Errorf("binding of an inbox: %w", err)
		}
	case errors.Is(err, blob.ErrNotFound):
		if err := s.known(ctx, id); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("binding of an inbox: %w", err)
	}
	s.cache.Put(id, cached{inbox, data, s.now().Add(Fresh)}, 1)
	return inbox, nil
}

func (s *Store) known(ctx context.Context, id string) error {
	_, err := s.blob.Get(ctx, path(id, "known"))
	if errors.Is(err, blob.ErrNotFound) {
		return ErrUnknown
	}
	if err != nil {
		return fmt.Errorf("known mark of an inbox: %w", err)
	}
	return nil
}

// Know makes it durable that somebody signed in to an inbox. The second time is no error.
func (s *Store) Know(ctx context.Context, id string) error {
	err := s.blob.Put(ctx, path(id, "known"), []byte(`{"v":1}`))
	if err != nil && !errors.Is(err, blob.ErrExists) {
		return fmt.Errorf("known mark of an inbox: %w", err)
	}
	return nil
}

// Bind stores a vault's keys for an inbox in which somebody signed in and returns their generation. The same keys again
// change nothing. ErrUnknown, ErrRecipient, ErrHolder, ErrRace.
func (s *Store) Bind(ctx context.Context, id, recipient string, holder []byte) (gen int, err error) {
	if err := s.known(ctx, id); err != nil {
		return 0, err
	}
	key, err := profile.ParseHolder(holder)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrHolder, err)
	}
	jwk, err := profile.HolderJWK(key)
	if err != nil {
		return 0, fmt.Errorf("holder: %w", err)
	}
	next := object{V: 1, Gen: 1, Recipient: recipient, Holder: jwk}
	if _, err := profile.ParseRecipient(recipient); err != nil {
		return 0, ErrRecipient
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	old, err := s.blob.Get(ctx, path(id, "binding"))
	defer s.cache.Forget(id)
	if errors.Is(err, blob.ErrNotFound) {
		return 1, s.write(func(data []byte) error { return s.blob.Put(ctx, path(id, "binding"), data) }, next)
	}
	if err != nil {
		return 0, fmt.Errorf("binding of an inbox: %w", err)
	}
	have, err := s.parse(old)
	if err != nil {
		return 0, fmt.Errorf("binding of an inbox: %w", err)
	}
	if have.text == recipient && have.Holder.KeyID == key.KeyID {
		return have.Gen, nil
	}
	next.Gen = have.Gen + 1
	return next.Gen, s.write(func(data []byte) error { return s.blob.Replace(ctx, path(id, "binding"), blob.ETag(old), data) }, next)
}

func (s *Store) write(put func([]byte) error, b object) error {
	data, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("binding of an inbox: %w", err)
	}
	err = put(data)
	if errors.Is(err, blob.ErrExists) || errors.Is(err, blob.ErrChanged) || errors.Is(err, blob.ErrNotFound) {
		return ErrRace
	}
	if err != nil {
		return fmt.Errorf("binding of an inbox: %w", err)
	}
	return nil
}

func (s *Store) parse(data []byte) (*Binding, error) {
	var b object
	if err := json.Unmarshal(data, &b); err != nil || b.V != 1 {
		return nil, errors.New("not a version 1 binding")
	}
	recipient, err := s.recipients.Parse(b.Recipient)
	if err != nil {
		return nil, err
	}
	holder, err := profile.ParseHolder(b.Holder)
	if err != nil {
		return nil, err
	}
	return &Binding{Gen: b.Gen, Recipient: recipient, Holder: holder, text: b.Recipient}, nil
}

func path(id, name string) string { return "inboxes/" + id[:2] + "/" + id + "/" + name }
