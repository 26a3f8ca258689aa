package epochs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
)

const cadence = time.Minute

// fixture drives one log and can check everything about it.
type fixture struct {
	t     *testing.T
	store *faults.Store
	chain *faults.Chain
	log   *epochs.Log
	now   time.Time
	empty bool

	mu    sync.Mutex
	acked map[[32]byte]uint64 // leaves that Append returned, with the epoch it named
}

func newFixture(t *testing.T) *fixture {
	f := &fixture{t: t, store: &faults.Store{Store: faults.NewMemory()}, chain: &faults.Chain{}, now: time.Unix(1_800_000_000, 0), acked: map[[32]byte]uint64{}}
	f.reopen()
	return f
}

// reopen is a kill and a new start: nothing but the stores survives.
func (f *fixture) reopen() {
	f.t.Helper()
	log, err := epochs.Open(f.t.Context(), epochs.Config{Blob: f.store, Chain: f.chain, Now: func() time.Time { return f.now }, Log: slog.New(slog.DiscardHandler),
		Cadence: cadence, AnchorEmpty: f.empty})
	if err != nil {
		f.t.Fatalf("open: %v", err)
	}
	f.log = log
}

// append posts n leaves at once and returns how many failed.
func (f *fixture) append(n int) (failed int) {
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			var leaf [32]byte
			rand.Read(leaf[:])
			epoch, err := f.log.Append(f.t.Context(), leaf)
			f.mu.Lock()
			defer f.mu.Unlock()
			if err != nil {
				failed++
				return
			}
			f.acked[leaf] = epoch
		})
	}
	wg.Wait()
	return failed
}

// tick lets the cadence pass and does what is due.
func (f *fixture) tick() error {
	f.now = f.now.Add(cadence)
	return f.log.Tick(f.t.Context())
}

// settle ticks until everything is anchored.
func (f *fixture) settle() {
	f.t.Helper()
	for range 10 {
		if err := f.tick(); err != nil {
			f.t.Logf("tick: %v", err)
		}
		if s := f.log.Status(); s.Anchored == s.Closed && s.Closed == s.Open && f.open() == 0 {
			return
		}
	}
	f.t.Fatalf("did not settle: %+v, %v", f.log.Status(), f.log.Ready())
}

// open counts acknowledged leaves whose epoch is not closed.
func (f *fixture) open() (n int) {
	closed := f.log.Status().Closed
	for _, epoch := range f.acked {
		if epoch >= closed {
			n++
		}
	}
	return n
}

// check looks at the stores themselves, not at what the log believes: every acknowledged leaf is in exactly the epoch that
// was named, in the journal or the tree; trees have no gaps; proofs verify; the chain has the trees' roots, in order.
func (f *fixture) check() {
	f.t.Helper()
	if err := f.log.Ready(); err != nil {
		f.t.Fatalf("ready: %v", err)
	}
	trees := f.trees()
	journals := map[uint64]map[[32]byte]bool{}
	for leaf, epoch := range f.acked {
		in := 0
		for e, tree := range trees {
			if _, ok := tree.Index(leaf); ok {
				in++
				if e != epoch {
					f.t.Errorf("leaf of epoch %d is in the tree of %d", epoch, e)
				}
			}
		}
		if _, closed := trees[epoch]; closed && in != 1 {
			f.t.Errorf("leaf is in %d trees, want 1", in)
		} else if !closed {
			if journals[epoch] == nil {
				journals[epoch] = f.journal(epoch)
			}
			if !journals[epoch][leaf] || in != 0 {
				f.t.Errorf("acknowledged leaf of open epoch %d: in its journal %v, in %d trees", epoch, journals[epoch][leaf], in)
			}
		}
		f.checkProof(leaf, epoch, trees[epoch])
	}
	roots := f.chain.Roots()
	for e, root := range roots {
		if tree := trees[uint64(e)]; tree == nil || tree.Root() != root {
			f.t.Errorf("the chain's root of epoch %d is not its tree's", e)
		}
	}
	s := f.log.Status()
	// A tree whose write was answered with a failure may be there before the log knows it.
	if n := uint64(len(trees)); s.Anchored > s.Closed || s.Closed > s.Open || s.Closed != n && s.Closed+1 != n {
		f.t.Errorf("status %+v with %d trees", s, len(trees))
	}
}

func (f *fixture) checkProof(leaf [32]byte, epoch uint64, tree *profile.Tree) {
	f.t.Helper()
	p, err := f.log.Proof(f.t.Context(), epoch, leaf)
	if tree == nil || epoch == f.log.Status().Closed {
		if !errors.Is(err, epochs.ErrNotClosed) {
			f.t.Errorf("proof in open epoch %d: got %v, want %v", epoch, err, epochs.ErrNotClosed)
		}
		return
	}
	if err != nil {
		f.t.Errorf("proof in epoch %d: %v", epoch, err)
		return
	}
	if err := profile.VerifyProof(p); err != nil || p.Root != tree.Root() || p.Leaf != leaf || p.Epoch != epoch {
		f.t.Errorf("proof in epoch %d: %v, root equal %v", epoch, err, p.Root == tree.Root())
	}
	if epoch < f.log.Status().Anchored && (p.Anchored == nil || p.Anchored.Root != fmt.Sprintf("0x%x", f.chain.Roots()[epoch])) {
		f.t.Errorf("proof in anchored epoch %d carries anchor %v", epoch, p.Anchored)
	}
}

func (f *fixture) trees() map[uint64]*profile.Tree {
	f.t.Helper()
	trees := map[uint64]*profile.Tree{}
	for e := uint64(0); ; e++ {
		data, err := f.store.Store.Get(f.t.Context(), fmt.Sprintf("epochs/%010d/tree", e))
		if errors.Is(err, blob.ErrNotFound) {
			return trees
		}
		if err != nil {
			f.t.Fatal(err)
		}
		if trees[e], err = profile.TreeFromPadded(data); err != nil {
			f.t.Fatalf("tree of epoch %d: %v", e, err)
		}
	}
}

func (f *fixture) journal(epoch uint64) map[[32]byte]bool {
	f.t.Helper()
	leaves := map[[32]byte]bool{}
	page, err := f.store.Store.List(f.t.Context(), fmt.Sprintf("epochs/%010d/leaves/", epoch), "", 10000)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, entry := range page {
		data, err := f.store.Store.Get(f.t.Context(), entry.Key)
		if err != nil {
			f.t.Fatal(err)
		}
		for ; len(data) >= 32; data = data[32:] {
			leaves[[32]byte(data)] = true
		}
	}
	return leaves
}

func TestLeavesAreJournalledClosedAndAnchored(t *testing.T) {
	f := newFixture(t)
	for range 5 {
		if failed := f.append(100); failed != 0 {
			t.Fatalf("%d leaves failed", failed)
		}
		f.check()
		if err := f.tick(); err != nil {
			t.Fatal(err)
		}
		f.check()
	}
	if got := len(f.chain.Roots()); got != 5 {
		t.Errorf("%d epochs on the chain, want 5", got)
	}
}

func TestConcurrentLeavesShareJournalObjects(t *testing.T) {
	f := newFixture(t)
	f.append(2000)
	page, err := f.store.List(t.Context(), "epochs/", "", 10000)
	if err != nil {
		t.Fatal(err)
	}
	if len(page) > 1000 {
		t.Errorf("%d journal objects for 2000 concurrent leaves, want them shared", len(page))
	}
	f.check()
}

func TestJournalsAreSweptInAQuietEpochOrWhenTheyAreMany(t *testing.T) {
	f := newFixture(t)
	journals := func() (n int) {
		page, err := f.store.List(t.Context(), "epochs/", "", 10000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			if strings.Contains(e.Key, "/leaves/") {
				n++
			}
		}
		return n
	}
	for range 5 {
		f.append(1)
		f.tick()
	}
	if got := journals(); got != 5 {
		t.Errorf("%d journal objects under traffic, want 5", got)
	}
	f.reopen()
	f.tick()
	if got := journals(); got != 0 {
		t.Errorf("%d journal objects after a quiet epoch, want none", got)
	}
	for range 200 {
		f.append(1)
		f.tick()
	}
	if got := journals(); got > 70 {
		t.Errorf("%d journal objects in 200 busy epochs, want them swept on the way", got)
	}
	f.check()
}

func TestAnEmptyEpochIsSkippedUnlessConfigured(t *testing.T) {
	f := newFixture(t)
	f.tick()
	if got := f.log.Status().Closed; got != 0 {
		t.Errorf("%d epochs closed, want 0", got)
	}
	f.empty = true
	f.reopen()
	f.tick()
	f.tick()
	if got := f.log.Status(); got.Closed != 2 || got.Anchored != 2 {
		t.Errorf("status %+v, want two closed and anchored", got)
	}
	f.check()
}

// TestEveryFaultInBothFlavours fails each kind of call once and ten times, before and after it persisted, with and without
// a kill right after, and lets the log heal.
func TestEveryFaultInBothFlavours(t *testing.T) {
	has := func(parts ...string) func(string) bool {
		return func(call string) bool {
			for _, p := range parts {
				if !strings.Contains(call, p) {
					return false
				}
			}
			return true
		}
	}
	faulty := []struct {
		name  string
		chain bool
		match func(string) bool
	}{
		{"writing a journal object", false, has("put", "/leaves/")},
		{"writing a tree", false, has("put", "/tree")},
		{"reading a tree back", false, has("get", "/tree")},
		{"writing an anchor record", false, has("put", "/anchored")},
		{"replacing an anchor record", false, has("replace", "/anchored")},
		{"reading an anchor record", false, has("get", "/anchored")},
		{"listing a journal", false, has("list", "/leaves/")},
		{"reading a journal", false, has("get", "/leaves/")},
		{"deleting a journal", false, has("delete", "/leaves/")},
		{"anchoring", true, has("anchor")},
		{"asking for the number of epochs", true, has("epochs")},
		{"asking for an anchored epoch", true, has("at ")},
	}
	for _, c := range faulty {
		for _, how := range []faults.Flavour{faults.Before, faults.After} {
			for _, times := range []int{1, 10} {
				for _, kill := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s/flavour %d/%d times/kill %v", c.name, how, times, kill), func(t *testing.T) {
						f := newFixture(t)
						f.append(20)
						f.settle()
						f.check()
						plan := &f.store.Plan
						if c.chain {
							plan = &f.chain.Plan
						}
						plan.Fail(times, how, c.match)
						for round := range 4 {
							if round != 2 { // a quiet one, for what waits for it
								f.append(10)
							}
							f.tick()
							if err := f.log.Ready(); err != nil {
								t.Fatalf("a failure was taken for a contradiction: %v", err)
							}
						}
						plan.Fail(0, how, c.match)
						if kill {
							f.reopen()
						}
						f.check()
						f.append(5)
						f.settle()
						f.check()
						f.reopen()
						f.settle()
						f.check()
						f.checkEachEpochOnce()
					})
				}
			}
		}
	}
}

func (f *fixture) checkEachEpochOnce() {
	f.t.Helper()
	seen := map[[32]byte]int{}
	for e, root := range f.chain.Roots() {
		if other, twice := seen[root]; twice {
			f.t.Errorf("epochs %d and %d have one root", other, e)
		}
		seen[root] = e
	}
	if s := f.log.Status(); s.Anchored != uint64(len(f.chain.Roots())) {
		f.t.Errorf("recorded %d anchors, the chain has %d", s.Anchored, len(f.chain.Roots()))
	}
}

func TestTheChainIsDownForADay(t *testing.T) {
	f := newFixture(t)
	f.chain.Fail(1<<30, faults.Before, func(string) bool { return true })
	for range 24 * 60 {
		if failed := f.append(1); failed != 0 {
			t.Fatalf("a leaf was refused while the chain was down")
		}
		f.tick()
	}
	f.check()
	if s := f.log.Status(); s.Closed < 1400 || s.Anchored != 0 {
		t.Fatalf("status %+v, want epochs to close and none anchored", s)
	}
	f.chain.Fail(0, faults.Before, nil)
	f.settle()
	f.check()
}

func TestAnAbsentChainIsAskedWithBackoff(t *testing.T) {
	f := newFixture(t)
	f.append(1)
	f.chain.Fail(1<<30, faults.Before, func(string) bool { return true })
	for range 3600 {
		f.now = f.now.Add(time.Second)
		f.log.Tick(t.Context())
	}
	if got := f.chain.Hits(); got > 100 || got < 30 {
		t.Errorf("asked %d times in an hour, want about 60", got)
	}
}

func TestAReorganisedChainIsGivenTheSameRootsAgain(t *testing.T) {
	f := newFixture(t)
	for range 4 {
		f.append(3)
		f.tick()
	}
	before := f.chain.Roots()
	f.chain.Forget(1)
	f.reopen() // the comparison happens at start and after errors
	f.append(1)
	f.settle()
	f.check()
	for e, root := range before {
		if f.chain.Roots()[e] != root {
			t.Errorf("epoch %d was anchored with another root", e)
		}
	}
}

func TestAReorganisedChainIsNoticedWithoutANewEpoch(t *testing.T) {
	f := newFixture(t)
	f.append(5)
	f.settle()
	f.append(5)
	f.settle()
	f.chain.Forget(1)
	for range 3 {
		f.tick()
	}
	if got := len(f.chain.Roots()); got != 2 {
		t.Errorf("the chain has %d roots, want the 2 that it had", got)
	}
	f.check()
}

func TestContradictionsStopTheLog(t *testing.T) {
	other := [32]byte{1}
	for _, c := range []struct {
		name string
		lie  func(f *fixture)
	}{
		{"the chain has another root for an epoch", func(f *fixture) {
			f.chain.Forget(1)
			f.chain.Anchor(context.Background(), 1, other)
			f.store.Store.Delete(context.Background(), "epochs/0000000001/anchored")
		}},
		{"the chain has an epoch that the store has not", func(f *fixture) {
			f.chain.Anchor(context.Background(), 2, other)
		}},
		{"another tree lies under the next epoch", func(f *fixture) {
			f.append(1)
			tree, _ := profile.NewTree(nil)
			f.store.Store.Put(context.Background(), "epochs/0000000002/tree", tree.Padded())
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			for range 2 {
				f.append(2)
				f.settle()
			}
			if c.name != "another tree lies under the next epoch" {
				c.lie(f)
				f.reopen()
			} else {
				c.lie(f)
			}
			f.tick()
			if err := f.log.Ready(); !errors.Is(err, epochs.ErrFatal) {
				t.Fatalf("ready: got %v, want %v", err, epochs.ErrFatal)
			}
			before := len(f.chain.Roots())
			if _, err := f.log.Append(t.Context(), other); !errors.Is(err, epochs.ErrFatal) {
				t.Errorf("append: got %v, want %v", err, epochs.ErrFatal)
			}
			f.tick()
			if got := len(f.chain.Roots()); got != before {
				t.Errorf("anchored after the contradiction")
			}
		})
	}
}

func TestALostJournalStopsTheLog(t *testing.T) {
	f := newFixture(t)
	f.append(3)
	f.store.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "put") })
	if failed := f.append(1); failed != 1 {
		t.Fatalf("%d failed, want 1", failed)
	}
	page, _ := f.store.List(t.Context(), "epochs/", "", 10)
	f.store.Store.Delete(t.Context(), page[0].Key)
	f.tick()
	if err := f.log.Ready(); !errors.Is(err, epochs.ErrFatal) {
		t.Errorf("ready: got %v, want %v", err, epochs.ErrFatal)
	}
}

func TestProofsOfOldEpochsAreReadFromTheStore(t *testing.T) {
	f := newFixture(t)
	for range 3 {
		f.append(40)
		f.tick()
	}
	log, err := epochs.Open(t.Context(), epochs.Config{Blob: f.store, Chain: f.chain, Now: func() time.Time { return f.now }, Log: slog.New(slog.DiscardHandler),
		Cadence: cadence, CacheLeaves: 64}) // one tree of 64 leaves at a time
	if err != nil {
		t.Fatal(err)
	}
	f.log = log
	f.check()
	if _, err := f.log.Proof(t.Context(), 0, [32]byte{1}); !errors.Is(err, profile.ErrNoLeaf) {
		t.Errorf("proof of a stranger's leaf: got %v, want %v", err, profile.ErrNoLeaf)
	}
}

func TestRunClosesAndAnchorsByItself(t *testing.T) {
	f := newFixture(t)
	log, err := epochs.Open(t.Context(), epochs.Config{Blob: f.store, Chain: f.chain, Now: time.Now, Log: slog.New(slog.DiscardHandler), Cadence: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	f.log = log
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); log.Run(ctx) }()
	for len(f.chain.Roots()) < 3 {
		f.append(5)
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	<-done
	f.check()
}
