package state_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/state"
	"carnet/internal/state/statetest"
)

// gone is a store that cannot be asked while away is set.
type gone struct {
	state.Store
	away  atomic.Bool
	calls atomic.Int64
}

func (g *gone) Create(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	g.calls.Add(1)
	if g.away.Load() {
		return state.ErrUnavailable
	}
	return g.Store.Create(ctx, key, value, ttl)
}

func TestLease(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) state.Store{
		"bolt":  func(t *testing.T) state.Store { return openLease(t) },
		"redis": func(t *testing.T) state.Store { return statetest.StartRedis(t).Open(t) },
	} {
		t.Run(name, func(t *testing.T) {
			store := &gone{Store: open(t)}
			var mu sync.Mutex
			clock := time.Unix(1_800_000_000, 0)
			now := func() time.Time { mu.Lock(); defer mu.Unlock(); return clock }
			pass := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); clock = clock.Add(d) }
			const life = 600 * time.Millisecond // of the store's own clock
			a, b := state.NewLease(store, "lead/x", life, now), state.NewLease(store, "lead/x", life, now)
			ctx := t.Context()
			if !a.Holds(ctx) || b.Holds(ctx) {
				t.Fatal("not the first one holds it")
			}
			before := store.calls.Load()
			for range 100 {
				a.Holds(ctx)
			}
			if n := store.calls.Load() - before; n != 0 {
				t.Errorf("a hundred questions in no time asked the store %d times", n)
			}
			for range 4 { // renewed for longer than it lives
				time.Sleep(life / 3)
				pass(life / 3)
				if !a.Holds(ctx) || b.Holds(ctx) {
					t.Fatal("a lease that is renewed changes hands")
				}
			}
			store.away.Store(true)
			pass(life)
			if !a.Holds(ctx) || b.Holds(ctx) {
				t.Error("while the store is away another holds it")
			}
			store.away.Store(false)
			time.Sleep(life + 50*time.Millisecond) // it ran out
			pass(life)
			if !b.Holds(ctx) || a.Holds(ctx) {
				t.Error("a lease that ran out is not the next one's")
			}
			if err := b.Release(ctx); err != nil {
				t.Fatal(err)
			}
			pass(life / 3)
			if !a.Holds(ctx) || b.Holds(ctx) {
				t.Error("a lease that was given back is not the next one's")
			}
			if err := b.Release(ctx); err != nil {
				t.Fatal(err)
			}
			pass(life / 3)
			if !a.Holds(ctx) {
				t.Error("one that did not have it gave it back")
			}
		})
	}
}

func openLease(t *testing.T) state.Store {
	s, err := state.OpenBolt(t.TempDir() + "/state.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
