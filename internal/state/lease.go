package state

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"time"
)

// Lease chooses one of several processes that share a store, for work that need not be done twice. It is no lock: for a moment two may
// hold it, or none. What must never happen twice has to be prevented elsewhere.
type Lease struct {
	store Store
	key   string
	life  time.Duration
	now   func() time.Time
	owner Bearer

	mu   sync.Mutex
	held bool
	next time.Time // when the store is asked again
}

// NewLease returns a process's part in a lease that another process can take when it was not renewed for life.
func NewLease(store Store, key string, life time.Duration, now func() time.Time) *Lease {
	return &Lease{store: store, key: key, life: life, now: now, owner: NewBearer()}
}

// Holds takes the lease if nobody has it, renews it if this process has it, and tells whether it has. It asks the store three times in a
// life and remembers the answer. While the store cannot be asked, whoever had the lease goes on.
func (l *Lease) Holds(ctx context.Context) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.now().Before(l.next) {
		return l.held
	}
	held, err := l.take(ctx)
	if err == nil {
		l.held = held
	}
	l.next = l.now().Add(l.life / 3)
	return l.held
}

func (l *Lease) take(ctx context.Context) (held bool, err error) {
	err = l.store.Create(ctx, l.key, l.owner[:], l.life)
	if !errors.Is(err, ErrExists) {
		return err == nil, err
	}
	have, err := l.store.Get(ctx, l.key)
	if err == nil && bytes.Equal(have, l.owner[:]) {
		err = l.store.Swap(ctx, l.key, have, have, l.life)
		if err == nil {
			return true, nil
		}
	}
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrChanged) { // it ran out in between
		return false, nil
	}
	return false, err
}

// Release gives the lease back, so that another process need not wait until it runs out.
func (l *Lease) Release(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.held {
		return nil
	}
	l.held, l.next = false, l.now().Add(l.life)
	have, err := l.store.Get(ctx, l.key)
	if errors.Is(err, ErrNotFound) || err == nil && !bytes.Equal(have, l.owner[:]) {
		return nil
	}
	if err != nil {
		return err
	}
	return l.store.Delete(ctx, l.key)
}
