package epochs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"carnet/internal/blob"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/web"
	"carnet/internal/profile"
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

// closedEpochs returns a bucket with some closed and anchored epochs and a log that was opened anew, and a leaf of each.
func closedEpochs(t *testing.T, n, cache int) (*bucket, *epochs.Log, [][32]byte) {
	t.Helper()
	store := newBucket(faults.NewMemory())
	now := time.Unix(1_800_000_000, 0)
	cfg := epochs.Config{Blob: store, Chain: &faults.Chain{}, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Cadence: time.Minute, CacheLeaves: cache}
	log, err := epochs.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var leaves [][32]byte
	for range n {
		leaves = append(leaves, randomLeaf())
		if _, err := log.Append(t.Context(), leaves[len(leaves)-1]); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
		if err := log.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if log, err = epochs.Open(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	store.slow = func(call string) bool { return strings.HasPrefix(call, "get ") && strings.HasSuffix(call, "/tree") }
	store.gets.Store(0)
	return store, log, leaves
}

func TestManyWhoAskForOneEpochReadItsTreeOnce(t *testing.T) {
	store, log, leaves := closedEpochs(t, 1, 1) // more leaves than the cache takes: each load would be one more
	store.hold.Store(1)
	var askers sync.WaitGroup
	var asking atomic.Int64
	for range 16 {
		askers.Go(func() {
			asking.Add(1)
			if p, err := log.Proof(t.Context(), 0, leaves[0]); err != nil || p.Anchored == nil || profile.VerifyProof(p) != nil {
				t.Errorf("got %+v, %v", p, err)
			}
		})
	}
	within(t, "the tree", after(func() { <-store.held }))
	for asking.Load() < 16 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond) // and they are past the cache
	close(store.release)
	askers.Wait()
	if n := store.gets.Load(); n != 2 {
		t.Errorf("%d reads, want one of the tree and one of its anchor", n)
	}
}

func TestFewTreesAreLoadedForAskersAtATime(t *testing.T) {
	store, log, leaves := closedEpochs(t, 6, 1)
	store.hold.Store(6)
	var askers sync.WaitGroup
	for epoch, leaf := range leaves {
		askers.Go(func() {
			if _, err := log.Proof(t.Context(), uint64(epoch), leaf); err != nil {
				t.Error(err)
			}
		})
	}
	within(t, "two trees", after(func() { <-store.held; <-store.held }))
	time.Sleep(50 * time.Millisecond)
	if n := len(store.held); n != 0 {
		t.Errorf("%d trees are being loaded at once, want 2", n+2)
	}
	close(store.release)
	within(t, "all of them", after(askers.Wait))
}

func TestALoadThatNobodyWaitsForEnds(t *testing.T) {
	store, log, leaves := closedEpochs(t, 3, 1)
	store.hold.Store(2) // and the two that may be loaded at a time hang
	ctx, leave := context.WithCancel(t.Context())
	var askers sync.WaitGroup
	for epoch := range uint64(2) {
		for range 5 {
			askers.Go(func() {
				if _, err := log.Proof(ctx, epoch, leaves[epoch]); !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			})
		}
	}
	within(t, "two trees", after(func() { <-store.held; <-store.held }))
	leave()
	askers.Wait()
	within(t, "the next asker", after(func() {
		if _, err := log.Proof(t.Context(), 2, leaves[2]); err != nil {
			t.Error(err)
		}
	}))
}

// open lets everybody ask.
type open struct{}

func (open) Allow(context.Context, string) (time.Duration, error) { return 0, nil }

func surface(t *testing.T, log *epochs.Log) *echo.Echo {
	t.Helper()
	e := echo.New()
	e.HTTPErrorHandler = web.Errors{Log: slog.New(slog.DiscardHandler)}.Handle
	epochs.Surface{Epochs: log, Limit: open{}}.Register(e.Group("/v1"))
	return e
}

func TestAnAbsenceReadsTheTreeOnce(t *testing.T) {
	store, log, _ := closedEpochs(t, 1, 1)
	rec := httptest.NewRecorder()
	surface(t, log).ServeHTTP(rec, httptest.NewRequest("GET", "/v1/epochs/0/proof?leaf="+strings.Repeat("ab", 32), nil))
	if n := store.gets.Load(); rec.Code != http.StatusNotFound || !strings.Contains(rec.Body.String(), "neighbours") || n != 2 {
		t.Errorf("got %d %s after %d reads, want one of the tree and one of its anchor", rec.Code, rec.Body, n)
	}
}

func TestAProofWhoseTurnDoesNotComeIsAskedForAgainLater(t *testing.T) {
	store, log, _ := closedEpochs(t, 1, 1)
	store.hold.Store(1)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	rec := httptest.NewRecorder()
	surface(t, log).ServeHTTP(rec, httptest.NewRequestWithContext(ctx, "GET", "/v1/epochs/0/proof?leaf="+strings.Repeat("ab", 32), nil))
	if rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
}
