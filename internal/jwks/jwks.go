// Package jwks holds the public keys that a platform publishes at a URL which the operator chose (RFC 7517).
//
// It promises that whoever sends forged requests cannot make it ask the origin more than once a minute, nor wait longer than two seconds or read
// more than 64 KB for an answer; and that keys which were there stay in use while the origin is away. Redirects are not followed.
//
// A key that the origin took back is used for up to an hour more, and for as long as the origin is away.
package jwks

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/guard"
)

const (
	timeout = 2 * time.Second  // of a fetch
	maxBody = 64 << 10         // bytes of a key set
	life    = time.Hour        // after which it is fetched again although it has what is asked for
	pause   = time.Minute      // at least, between two fetches
	retry   = 10 * time.Second // the same, until there is a set at all: senders try again for a few minutes
	minBits = 2048
	maxBits = 8192 // larger ones cost the gateway more than they are worth
)

// Errors of Key: that it cannot be told whether there is such a key.
var (
	ErrAway   = errors.New("the key set could not be fetched")
	ErrTooNew = errors.New("the key is not in the set, which was fetched a moment ago")
)

// Set is one key set. It may be used by many goroutines.
type Set struct {
	url    string
	now    func() time.Time
	client *http.Client

	mu      sync.Mutex
	keys    map[string]*rsa.PublicKey // nil until there is a set
	fetched time.Time                 // the keys
	tried   time.Time                 // to fetch them, whatever came of it
	failed  error                     // the last try
	running chan struct{}             // closed when the fetch under way has ended; nil when there is none
}

// New returns a set that is fetched when it is first asked for a key.
func New(url string, now func() time.Time) (*Set, error) {
	if _, err := guard.Chosen(url); err != nil {
		return nil, err
	}
	// A connection of its own for each fetch: on one that was kept, net/http asks a second time when it turns out to be shut.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	return &Set{url: url, now: now, client: &http.Client{Transport: transport, Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// Key returns the RSA key of an id for RS256, nil when a set that is fresh has none: ErrAway, ErrTooNew.
//
// A key that is missing from a set which may not be fetched again yet is no forgery for certain, since the platform may have changed keys in this
// minute: ErrTooNew, so that its sender tries again.
func (s *Set) Key(ctx context.Context, id string) (*rsa.PublicKey, error) {
	asked := s.now()
	key, wait := s.look(id, asked)
	if key != nil {
		return key, nil
	}
	if wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.keys[id] != nil:
		return s.keys[id], nil
	case s.keys == nil || s.failed != nil:
		return nil, fmt.Errorf("%w: %w", ErrAway, s.failed)
	case s.fetched.Before(asked):
		return nil, ErrTooNew
	}
	return nil, nil
}

// look returns a key that is there, and what to wait for when it is not. It begins a fetch when one is due.
func (s *Set) look(id string, asked time.Time) (*rsa.PublicKey, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := s.keys[id]
	apart := pause
	if s.keys == nil {
		apart = retry
	}
	if s.running == nil && asked.Sub(s.tried) >= apart && (key == nil || asked.Sub(s.fetched) >= life) {
		s.tried, s.running = asked, make(chan struct{})
		go s.refresh() // not in the request's time: others wait for it too
	}
	return key, s.running
}

func (s *Set) refresh() {
	keys, err := s.fetch()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed = err; err == nil {
		s.keys, s.fetched = keys, s.now()
	}
	close(s.running)
	s.running = nil
}

func (s *Set) fetch() (map[string]*rsa.PublicKey, error) {
	resp, err := s.client.Get(s.url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxBody {
		return nil, guard.ErrTooLarge
	}
	return parse(data)
}

// parse takes the keys that RS256 can be verified with. Others may stand beside them; a set without any is no key set.
func parse(data []byte) (map[string]*rsa.PublicKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(data, &set) != nil {
		return nil, errors.New("not a JWK set")
	}
	keys := map[string]*rsa.PublicKey{}
	for _, raw := range set.Keys {
		var k jose.JSONWebKey
		if k.UnmarshalJSON(raw) != nil || k.KeyID == "" || keys[k.KeyID] != nil || k.Use != "" && k.Use != "sig" || k.Algorithm != "" && k.Algorithm != "RS256" {
			continue
		}
		if public, ok := k.Key.(*rsa.PublicKey); ok && public.N.BitLen() >= minBits && public.N.BitLen() <= maxBits {
			keys[k.KeyID] = public
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("no RSA key for signatures in it")
	}
	return keys, nil
}
