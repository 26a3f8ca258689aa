package epochs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/faults"
)

// patient is how long a test waits for what should come at once.
const patient = 20 * time.Second

// bucket counts calls, and lets the first ones wait that a test wants to be slow.
type bucket struct {
	blob.Store
	lists, gets atomic.Int64
	slow        func(call string) bool
	held        chan struct{} // gets a value for each call that waits
	release     chan struct{} // closed when they may go on
	hold        atomic.Int64  // how many may wait
}

func newBucket(store blob.Store) *bucket {
	return &bucket{Store: store, held: make(chan struct{}, 1000), release: make(chan struct{})}
}

// wait lets a call wait, if it is one of the slow ones, as long as its caller does.
func (b *bucket) wait(ctx context.Context, call string) error {
	if b.slow == nil || !b.slow(call) || b.hold.Add(-1) < 0 {
		return nil
	}
	b.held <- struct{}{}
	select {
	case <-b.release:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *bucket) List(ctx context.Context, prefix, after string, limit int) ([]blob.Entry, error) {
	b.lists.Add(1)
	if err := b.wait(ctx, "list "+prefix); err != nil {
		return nil, err
	}
	return b.Store.List(ctx, prefix, after, limit)
}

func (b *bucket) Get(ctx context.Context, key string) ([]byte, error) {
	b.gets.Add(1)
	if err := b.wait(ctx, "get "+key); err != nil {
		return nil, err
	}
	return b.Store.Get(ctx, key)
}

// within fails the test if done does not come.
func within(t *testing.T, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(patient):
		t.Fatal(what + ": still waiting")
	}
}

// after returns a channel that is closed once f returned.
func after(f func()) <-chan struct{} {
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	return done
}

func randomLeaf() (leaf [32]byte) {
	rand.Read(leaf[:])
	return leaf
}

// Strangers ask a gateway of several for proofs of an epoch that does not exist, over a bucket that does not answer.
func TestClosingDoesNotWaitForThoseWhoAskForProofs(t *testing.T) {
	store := newBucket(faults.NewMemory())
	now := time.Unix(1_800_000_000, 0)
	log, err := epochs.Open(t.Context(), epochs.Config{Blob: store, Chain: &faults.Chain{}, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Cadence: time.Second, Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	leaf := randomLeaf()
	if _, err := log.Append(t.Context(), leaf); err != nil {
		t.Fatal(err)
	}
	store.slow = func(call string) bool { return strings.HasPrefix(call, "list epochs/0000000000/tree") }
	store.hold.Store(1)
	before, lists := runtime.NumGoroutine(), store.lists.Load()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var askers sync.WaitGroup
	for range 500 {
		askers.Go(func() {
			if _, err := log.Proof(ctx, 1<<40, leaf); err == nil {
				t.Error("an epoch that does not exist has a proof")
			}
		})
	}
	within(t, "a look at the store", after(func() { <-store.held }))
	leave()
	within(t, "askers who went away", after(askers.Wait))
	for until := time.Now().Add(patient); runtime.NumGoroutine()-before > 5; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("%d goroutines wait for nobody", runtime.NumGoroutine()-before)
		}
	}
	if n := store.lists.Load() - lists; n != 1 {
		t.Errorf("500 questions made %d looks at the store, want 1", n)
	}
	now = now.Add(time.Minute)
	within(t, "closing", after(func() {
		if err := log.CloseDue(t.Context()); err != nil {
			t.Error(err)
		}
	}))
	if log.Status().Closed != 1 {
		t.Errorf("got %+v", log.Status())
	}
	close(store.release) // the look goes past an epoch that is closed already
	next, err := log.Append(t.Context(), randomLeaf())
	if err != nil || next != 1 {
		t.Errorf("epoch %d, %v", next, err)
	}
}

func TestQuestionsInARowShareOneLookAtTheStore(t *testing.T) {
	store := newBucket(faults.NewMemory())
	log, err := epochs.Open(t.Context(), epochs.Config{Blob: store, Chain: &faults.Chain{}, Now: time.Now, Log: slog.New(slog.DiscardHandler), Cadence: time.Hour, Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	store.lists.Store(0)
	const questions = 1000
	for i := range uint64(questions) {
		if _, err := log.Proof(t.Context(), i+1<<40, [32]byte{}); !errors.Is(err, epochs.ErrNotClosed) {
			t.Fatal(err)
		}
	}
	if n := store.lists.Load(); n == 0 || n > questions/10 { // a machine may be slow
		t.Errorf("%d questions made %d looks at the store", questions, n)
	}
}
