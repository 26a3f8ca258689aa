package keyring

import (
	"cmp"
	"context"
	"crypto"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Defaults and limits.
const (
	MinPublish    = 24 * time.Hour      // popular shops keep a copy of the set for an hour, some libraries for a day
	DefaultLife   = 30 * 24 * time.Hour // an ID token is shown as a logout hint for as long as a session may be refreshed
	DefaultPeriod = 90 * 24 * time.Hour
	Off           = time.Duration(-1) // as a Period: keys change only by Rotate

	poll  = 30 * time.Second // how often Run looks at the source
	slack = 2 * time.Minute  // until every process has seen a new key and publishes it
)

// ErrNoKey means that no key signs with an algorithm.
var ErrNoKey = errors.New("no signing key for this algorithm")

// Source is where keys live. Keys sees what a Create or Remove that returned has done, from every process; an error of those two leaves open
// whether they were done, never half. Whoever calls them holds the Lock, which excludes all others on the same keys.
type Source interface {
	Keys(ctx context.Context) ([]Key, error)
	Create(ctx context.Context, alg jose.SignatureAlgorithm, created, notBefore time.Time) error
	Remove(ctx context.Context, id string) error // no error when there is no such key
	Lock(ctx context.Context) (unlock func() error, err error)
}

// Options say when keys change. Zero durations stand for the defaults. All processes on one source are given the same.
type Options struct {
	Publish time.Duration // how long a key is published before it signs; MinPublish or more
	Life    time.Duration // how long what a key signed is verified; an hour or more
	Period  time.Duration // how long a key signs; Off, or at least twice Publish
	Now     func() time.Time
	Log     *slog.Logger
}

func (o *Options) check() error {
	o.Publish = cmp.Or(o.Publish, MinPublish)
	o.Life = cmp.Or(o.Life, DefaultLife)
	o.Period = cmp.Or(o.Period, DefaultPeriod)
	switch {
	case o.Now == nil || o.Log == nil:
		return errors.New("clock and log are required")
	case o.Publish < MinPublish:
		return fmt.Errorf("keys are published %v before they sign, want %v or more", o.Publish, MinPublish)
	case o.Life < time.Hour:
		return fmt.Errorf("keys are kept for %v after they signed, want an hour or more", o.Life)
	case o.Period != Off && o.Period < 2*o.Publish:
		return fmt.Errorf("keys change every %v, want %v or more", o.Period, 2*o.Publish)
	}
	return nil
}

// Ring is the keys of one process. It is safe for concurrent use.
type Ring struct {
	source Source // nil: the keys stay
	o      Options
	keys   atomic.Pointer[[]Key] // by algorithm, then NotBefore, then id: every process has the same order
}

// Open reads the keys of a directory, of which there must be one.
func Open(dir string, o Options) (*Ring, error) { return New(context.Background(), Dir(dir), o) }

// New reads the keys of a source, of which there must be one.
func New(ctx context.Context, source Source, o Options) (*Ring, error) {
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("signing keys: %w", err)
	}
	r := &Ring{source: source, o: o}
	if err := r.Reload(ctx); err != nil {
		return nil, err
	}
	return r, nil
}

// Static returns a ring of keys that stay: of each algorithm the first signs, and all are published.
func Static(keys ...jose.JSONWebKey) (*Ring, error) {
	r := &Ring{o: Options{Now: time.Now}}
	var list []Key
	for i, jwk := range keys {
		k := Key{ID: jwk.KeyID, NotBefore: time.Unix(int64(len(keys)-i), 0)} // the first is the last to have begun
		k.Signer, _ = jwk.Key.(crypto.Signer)
		if err := k.complete(); err != nil {
			return nil, fmt.Errorf("signing key %d: %w", i, err)
		}
		list = append(list, k)
	}
	return r, r.set(list)
}

// Reload reads the source again. After an error the ring goes on with what it had.
func (r *Ring) Reload(ctx context.Context) error {
	keys, err := r.source.Keys(ctx)
	if err != nil {
		return fmt.Errorf("signing keys: %w", err)
	}
	return r.set(keys)
}

func (r *Ring) set(keys []Key) error {
	if len(keys) == 0 {
		return errors.New("there are no signing keys")
	}
	seen := map[string]bool{}
	for i := range keys {
		if err := keys[i].complete(); err != nil {
			return fmt.Errorf("signing key: %w", err)
		}
		if seen[keys[i].ID] {
			return fmt.Errorf("signing key %s is there twice", keys[i].ID)
		}
		seen[keys[i].ID] = true
	}
	slices.SortFunc(keys, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.Algorithm, b.Algorithm), a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.ID, b.ID))
	})
	r.keys.Store(&keys)
	return nil
}

// generations calls yield with the keys of each algorithm, in order, and the index of the one that signs: the last whose time has come. When
// none's has, which takes a clock that was wrong, the first signs: better than nobody signing in.
func generations(keys []Key, now time.Time, yield func(of []Key, signs int)) {
	for len(keys) > 0 {
		n := 1
		for n < len(keys) && keys[n].Algorithm == keys[0].Algorithm {
			n++
		}
		of := keys[:n]
		signs := 0
		for i, k := range of {
			if !k.NotBefore.After(now) {
				signs = i
			}
		}
		yield(of, signs)
		keys = keys[n:]
	}
}

// dead tells whether all that the i-th key of its algorithm signed has expired.
func (r *Ring) dead(of []Key, i, signs int, now time.Time) bool {
	return r.source != nil && i < signs && !now.Before(of[i+1].NotBefore.Add(r.o.Life))
}

// Signing returns the private key that signs with an algorithm now: a jose.SigningKey's key, with its id. ErrNoKey.
func (r *Ring) Signing(alg jose.SignatureAlgorithm) (jose.JSONWebKey, error) {
	jwk, err := jose.JSONWebKey{}, fmt.Errorf("%s: %w", alg, ErrNoKey)
	generations(*r.keys.Load(), r.o.Now(), func(of []Key, signs int) {
		if of[signs].Algorithm == alg {
			jwk, err = of[signs].private(), nil
		}
	})
	return jwk, err
}

// published calls yield with what is published: for each algorithm the key that signs, then those that will, then those that did.
func (r *Ring) published(yield func(k *Key)) {
	now := r.o.Now()
	generations(*r.keys.Load(), now, func(of []Key, signs int) {
		for i := signs; i < len(of); i++ {
			yield(&of[i])
		}
		for i := signs - 1; i >= 0; i-- {
			if !r.dead(of, i, signs, now) {
				yield(&of[i])
			}
		}
	})
}

// Public returns the set to publish.
func (r *Ring) Public() (set jose.JSONWebKeySet) {
	r.published(func(k *Key) { set.Keys = append(set.Keys, k.public()) })
	return set
}

// All returns the same set with the private keys, in the same order: the first of an algorithm signs.
func (r *Ring) All() (set jose.JSONWebKeySet) {
	r.published(func(k *Key) { set.Keys = append(set.Keys, k.private()) })
	return set
}

// Verification returns the published key with an id.
func (r *Ring) Verification(kid string) (jwk jose.JSONWebKey, ok bool) {
	r.published(func(k *Key) {
		if k.ID == kid {
			jwk, ok = k.public(), true
		}
	})
	return jwk, ok
}

// Status is what there is to know about a key without the key.
type Status struct {
	ID        string                  `json:"kid"`
	Algorithm jose.SignatureAlgorithm `json:"alg"`
	State     string                  `json:"state"` // next, signs, verifies, dead
	Created   time.Time               `json:"created"`
	NotBefore time.Time               `json:"signs_from"`
	Until     time.Time               `json:"signs_until,omitzero"` // when a successor is there
}

// Status returns all keys, dead ones too, in the order they sign in.
func (r *Ring) Status() (all []Status) {
	now := r.o.Now()
	generations(*r.keys.Load(), now, func(of []Key, signs int) {
		for i, k := range of {
			s := Status{ID: k.ID, Algorithm: k.Algorithm, State: "verifies", Created: k.Created.UTC(), NotBefore: k.NotBefore.UTC()}
			if i+1 < len(of) {
				s.Until = of[i+1].NotBefore.UTC()
			}
			switch {
			case i == signs:
				s.State = "signs"
			case i > signs:
				s.State = "next"
			case r.dead(of, i, signs, now):
				s.State = "dead"
			}
			all = append(all, s)
		}
	})
	return all
}

// Run looks at the source twice a minute until ctx ends: it takes over what others changed, makes successors in time and removes the dead.
// What fails is logged and tried again; the keys at hand go on signing.
func (r *Ring) Run(ctx context.Context) {
	if r.source == nil {
		return
	}
	t := time.NewTicker(poll)
	defer t.Stop()
	for {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.o.Log.Error("signing keys could not be looked after", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// Tick does what Run does, once.
func (r *Ring) Tick(ctx context.Context) error {
	if err := r.Reload(ctx); err != nil {
		return err
	}
	if plan := r.due(nil); r.o.Period == Off || plan.empty() {
		return nil
	}
	return r.change(ctx, func() plan { return r.due(nil) })
}

// Rotate makes successors now, of all algorithms or of those named, where none is waiting already, and removes the dead. The successors are
// published at once and sign after Options.Publish.
func (r *Ring) Rotate(ctx context.Context, algs ...jose.SignatureAlgorithm) error {
	if len(algs) == 0 {
		algs = Algorithms
	}
	return r.change(ctx, func() plan { return r.due(algs) })
}

// Replace makes a key that signs from now on and removes all others of its algorithm. It is for a key that was stolen: copies of the set are
// wrong until they are fetched again, and until then shops refuse sign-ins.
func (r *Ring) Replace(ctx context.Context, alg jose.SignatureAlgorithm) error {
	return r.change(ctx, func() (p plan) {
		now := r.o.Now()
		p.create = []creation{{alg, now, now}}
		for _, k := range *r.keys.Load() {
			if k.Algorithm == alg {
				p.remove = append(p.remove, k)
			}
		}
		return p
	})
}

type creation struct {
	alg                jose.SignatureAlgorithm
	created, notBefore time.Time
}

type plan struct {
	create []creation
	remove []Key
}

func (p plan) empty() bool { return len(p.create) == 0 && len(p.remove) == 0 }

// due is what should be done now. An algorithm needs a successor, if none waits, so early that its key signs for Period; or now, when it is
// among those told to. It starts to sign so late that the oldest copy of the set which lacks it is gone: taken from a process that had not
// seen it yet.
func (r *Ring) due(now []jose.SignatureAlgorithm) (p plan) {
	at := r.o.Now()
	ahead := r.o.Publish + slack
	generations(*r.keys.Load(), at, func(of []Key, signs int) {
		for i := range of {
			if r.dead(of, i, signs, at) {
				p.remove = append(p.remove, of[i])
			}
		}
		current := of[signs]
		began := current.NotBefore
		if began.Before(current.Created) {
			began = current.Created // a file without times
		}
		if signs == len(of)-1 && (slices.Contains(now, current.Algorithm) || r.o.Period != Off && !at.Before(began.Add(r.o.Period-ahead))) {
			p.create = append(p.create, creation{current.Algorithm, at, at.Add(ahead + time.Second)}) // a second for the rounding
		}
	})
	return p
}

// change does what plan says under the lock, having read the keys again. Keys are made before others are removed.
func (r *Ring) change(ctx context.Context, what func() plan) (err error) {
	if r.source == nil {
		return errors.New("signing keys: these cannot be changed")
	}
	unlock, err := r.source.Lock(ctx)
	if err != nil {
		return fmt.Errorf("signing keys: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := r.Reload(ctx); err != nil {
		return err
	}
	todo := what()
	for _, c := range todo.create {
		if err := r.source.Create(ctx, c.alg, c.created, c.notBefore); err != nil {
			return fmt.Errorf("successor of a signing key: %w", err)
		}
		r.o.Log.Info("a signing key was made", "alg", string(c.alg), "signs_from", c.notBefore.UTC())
	}
	for _, k := range todo.remove {
		if err := r.source.Remove(ctx, k.ID); err != nil {
			return fmt.Errorf("signing key that is no longer needed: %w", err)
		}
		r.o.Log.Info("a signing key was removed", "key", k)
	}
	return r.Reload(ctx)
}
