package epochs_test

import (
	"context"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
)

// unsteady is one process's way to a store that others use as well: between any two calls anything may happen elsewhere, and a call may
// fail, before or after it did its work.
type unsteady struct {
	blob.Store
	mu     sync.Mutex
	rand   *rand.Rand
	faults int  // in a hundred calls
	blind  bool // does not see that an epoch is being closed
}

func (u *unsteady) step(do func() error) error {
	u.mu.Lock()
	pause, fate := time.Duration(u.rand.IntN(400))*time.Microsecond, u.rand.IntN(100)
	long := u.rand.IntN(60) == 0
	u.mu.Unlock()
	if long {
		pause *= 50
	}
	time.Sleep(pause)
	if fate < u.faults/2 {
		return faults.Err
	}
	err := do()
	if fate < u.faults && err == nil {
		return faults.Err
	}
	return err
}

func (u *unsteady) Put(ctx context.Context, key string, data []byte) error {
	return u.step(func() error { return u.Store.Put(ctx, key, data) })
}

func (u *unsteady) Replace(ctx context.Context, key, etag string, data []byte) error {
	return u.step(func() error { return u.Store.Replace(ctx, key, etag, data) })
}

func (u *unsteady) Delete(ctx context.Context, key string) error {
	return u.step(func() error { return u.Store.Delete(ctx, key) })
}

func (u *unsteady) Get(ctx context.Context, key string) (data []byte, err error) {
	err = u.step(func() error { data, err = u.Store.Get(ctx, key); return err })
	return data, err
}

func (u *unsteady) List(ctx context.Context, prefix, after string, limit int) (page []blob.Entry, err error) {
	err = u.step(func() error { page, err = u.Store.List(ctx, prefix, after, limit); return err })
	if u.blind && strings.HasSuffix(prefix, "/closing") {
		return nil, err
	}
	return page, err
}

// crowd is several processes on one store and one chain.
type crowd struct {
	store *faults.Memory
	chain *faults.Chain
	skip  *atomic.Int64 // nanoseconds that the clock is ahead

	mu    sync.Mutex
	acked map[[32]byte]uint64
}

func (c *crowd) now() time.Time { return time.Now().Add(time.Duration(c.skip.Load())) }

func (c *crowd) process(ctx context.Context, seed uint64, faultsIn100 int, blind bool, lead func(context.Context) bool) (*epochs.Log, error) {
	store := &unsteady{Store: c.store, rand: rand.New(rand.NewPCG(seed, 1)), faults: faultsIn100, blind: blind}
	for {
		log, err := epochs.Open(ctx, epochs.Config{Blob: store, Chain: c.chain, Now: c.now, Log: slog.New(slog.DiscardHandler), Cadence: 5 * time.Millisecond, Shared: true, Lead: lead})
		if err == nil || !errors.Is(err, faults.Err) {
			return log, err
		}
	}
}

// post appends until ctx ends.
func (c *crowd) post(ctx context.Context, log *epochs.Log) {
	for ctx.Err() == nil {
		var leaf [32]byte
		cryptorand.Read(leaf[:])
		epoch, err := log.Append(ctx, leaf)
		if err != nil {
			continue
		}
		c.mu.Lock()
		c.acked[leaf] = epoch
		c.mu.Unlock()
	}
}

// broken returns what is wrong with the stores: an acknowledged leaf that is not in exactly the tree that was named, a gap, a root on the
// chain that is not its tree's.
func (c *crowd) broken(ctx context.Context) error {
	var trees []*profile.Tree
	for e := 0; ; e++ {
		data, err := c.store.Get(ctx, fmt.Sprintf("epochs/%010d/tree", e))
		if errors.Is(err, blob.ErrNotFound) {
			break
		}
		if err != nil {
			return err
		}
		tree, err := profile.TreeFromPadded(data)
		if err != nil {
			return err
		}
		trees = append(trees, tree)
	}
	for leaf, epoch := range c.acked {
		in := []int{}
		for e, tree := range trees {
			if _, ok := tree.Index(leaf); ok {
				in = append(in, e)
			}
		}
		if len(in) != 1 || in[0] != int(epoch) {
			return fmt.Errorf("a leaf of epoch %d is in the trees %v", epoch, in)
		}
	}
	roots := c.chain.Roots()
	if len(roots) != len(trees) {
		return fmt.Errorf("%d trees and %d roots on the chain", len(trees), len(roots))
	}
	for e, root := range roots {
		if trees[e].Root() != root {
			return fmt.Errorf("the chain has another root than the tree of epoch %d", e)
		}
	}
	return nil
}

// run lets four processes post, close and anchor on one store for a while, some of them believing that they lead, with one of them killed on the
// way, and then lets a fresh one settle what is left.
func (c *crowd) run(t *testing.T, seed uint64, blind bool) error {
	t.Helper()
	source := rand.New(rand.NewPCG(seed, 2))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var all sync.WaitGroup
	var logs []*epochs.Log
	for i := range 4 {
		leader := source.IntN(2) == 0 || i == 0
		log, err := c.process(ctx, seed*10+uint64(i), 3, blind && i == 3, func(context.Context) bool { return leader })
		if err != nil {
			return err
		}
		logs = append(logs, log)
		life, end := context.WithCancel(ctx)
		if i == 1 { // is killed: what it has under way may still happen
			time.AfterFunc(time.Duration(20+source.IntN(40))*time.Millisecond, end)
		}
		defer end()
		for range 3 {
			all.Go(func() { c.post(life, log) })
		}
		all.Go(func() { log.Run(life) })
	}
	time.Sleep(90 * time.Millisecond)
	stop()
	all.Wait()
	for _, log := range logs {
		if err := log.Ready(); err != nil {
			return err
		}
	}
	last, err := c.process(t.Context(), seed, 0, false, nil)
	if err != nil {
		return err
	}
	for range 50 {
		c.skip.Add(int64(2 * time.Minute)) // and any backoff
		err = last.Tick(t.Context())
		if s := last.Status(); err == nil && s.Anchored == s.Closed && s.Open == s.Closed && c.settled(s.Closed) {
			return c.broken(t.Context())
		}
	}
	return fmt.Errorf("did not settle: %+v, %w", last.Status(), err)
}

func (c *crowd) settled(closed uint64) bool {
	for _, epoch := range c.acked {
		if epoch >= closed {
			return false
		}
	}
	return true
}

func newCrowd() *crowd {
	return &crowd{store: faults.NewMemory(), chain: &faults.Chain{}, skip: &atomic.Int64{}, acked: map[[32]byte]uint64{}}
}

// rounds of the model: CARNET_CROWDS says how many.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("CARNET_CROWDS")); err == nil {
		return n
	}
	return 20
}

func TestSeveralProcessesShareOneLog(t *testing.T) {
	leaves, trees := 0, 0
	for seed := range uint64(rounds()) {
		c := newCrowd()
		if err := c.run(t, seed, false); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		leaves, trees = leaves+len(c.acked), trees+len(c.chain.Roots())
	}
	t.Logf("%d leaves in %d epochs", leaves, trees)
	if leaves < 10*trees || trees < 2*rounds() {
		t.Error("too few of them to tell anything")
	}
}

// TestAProcessThatDoesNotLookForClosingIsFound checks the check: without the rule that makes several writers safe, it must fail.
func TestAProcessThatDoesNotLookForClosingIsFound(t *testing.T) {
	for seed := range uint64(20) {
		if err := newCrowd().run(t, seed, true); err != nil {
			t.Logf("seed %d: %v", seed, err)
			return
		}
	}
	t.Error("not found: the test tells nothing")
}

func TestAFollowerServesProofsOfWhatOthersClosed(t *testing.T) {
	c := newCrowd()
	ctx := t.Context()
	leader, err := c.process(ctx, 1, 0, false, func(context.Context) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	follower, err := c.process(ctx, 2, 0, false, func(context.Context) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	var leaf [32]byte
	cryptorand.Read(leaf[:])
	epoch, err := follower.Append(ctx, leaf)
	if err != nil {
		t.Fatal(err)
	}
	c.skip.Add(int64(time.Minute))
	if err := follower.Tick(ctx); err != nil || follower.Status().Closed != 0 || follower.Leading() {
		t.Fatalf("a follower closes: %+v, %v", follower.Status(), err)
	}
	if err := leader.Tick(ctx); err != nil || !leader.Leading() {
		t.Fatal(err)
	}
	p, err := follower.Proof(ctx, epoch, leaf)
	if err != nil || profile.VerifyProof(p) != nil || p.Anchored == nil {
		t.Fatalf("got %+v, %v", p, err)
	}
	if next, err := follower.Append(ctx, [32]byte{1}); err != nil || next != epoch+1 {
		t.Errorf("got epoch %d, %v, want the next", next, err)
	}
	if got := follower.Status(); got.Closed != 1 || got.Anchored != 1 || got.Open != 1 {
		t.Errorf("got %+v", got)
	}
}
