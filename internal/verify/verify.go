// Package verify looks at a gateway's object store from outside: whether everything that it acknowledged can still be proven.
//
// It checks that epochs have no gaps and that each has a tree; that a recorded anchor, and the chain's if there is one to ask, has the tree's
// root; that every sealed receipt can be read, lies under its own name, and has its leaf in the tree of the epoch that it names, or in the
// journal of one that is open. It changes nothing and needs no secret: it does not open receipts, whose keys no gateway has.
//
// It promises to name what is wrong by object key alone. It takes 32 to 64 bytes of memory for each receipt.
//
// A store that is written to meanwhile is checked as it was when its objects were read: receipts are read before trees, and a receipt's leaf is durable
// before the receipt is, so that what goes on is no fault.
package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"carnet/internal/blob"
	"carnet/internal/chain"
	"carnet/internal/profile"
)

const (
	readers     = 16   // objects read at a time
	MaxProblems = 1000 // that are named; all are counted
)

// Roots asks a chain for the root of an epoch of the gateway's; chain.ErrNotAnchored.
type Roots func(ctx context.Context, epoch uint64) ([32]byte, error)

// Problem is something that should not be.
type Problem struct {
	Key     string `json:"key"`
	Problem string `json:"problem"`
}

// Report is what was found. Counts are of objects.
type Report struct {
	Receipts int       `json:"receipts"`
	Epochs   int       `json:"epochs"`   // with a tree
	Anchored int       `json:"anchored"` // with the record of an anchor
	OnChain  int       `json:"on_chain"` // whose root the chain has; 0 without one to ask
	Leaves   int       `json:"leaves"`   // in trees, padding included
	Claims   int       `json:"claims"`   // receipts that wait for somebody with a code
	Problems []Problem `json:"problems"`
	Wrong    int       `json:"wrong"` // how many problems there are
}

// Verifier checks one store.
type Verifier struct {
	Store    blob.Reader
	Roots    Roots                          // nil: no chain is asked
	Progress func(part string, objects int) // nil for none; called from one goroutine at a time

	mu     sync.Mutex // guards report and done
	report Report
	done   int
}

// leafOf is what a receipt says of itself.
type leafOf struct {
	key   string
	epoch uint64
	leaf  [32]byte
}

// Run checks everything. An error means that the store or the chain could not be read to the end.
func (v *Verifier) Run(ctx context.Context) (Report, error) {
	receipts, err := v.receipts(ctx)
	if err != nil {
		return v.report, err
	}
	if err := v.claims(ctx); err != nil {
		return v.report, err
	}
	if err := v.epochs(ctx, receipts); err != nil {
		return v.report, err
	}
	slices.SortFunc(v.report.Problems, func(a, b Problem) int { return strings.Compare(a.Key+a.Problem, b.Key+b.Problem) })
	return v.report, nil
}

func (v *Verifier) wrong(key, format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.report.Wrong++
	if len(v.report.Problems) < MaxProblems {
		v.report.Problems = append(v.report.Problems, Problem{key, fmt.Sprintf(format, args...)})
	}
}

func (v *Verifier) tick(part string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.done++
	if v.Progress != nil {
		v.Progress(part, v.done)
	}
}

// each calls f for all objects under a prefix, several at a time. What is deleted meanwhile is no object any more.
func (v *Verifier) each(ctx context.Context, part, prefix string, f func(key string, data []byte)) error {
	v.done = 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for after := ""; ; {
		page, err := v.Store.List(ctx, prefix, after, 1000)
		if err != nil {
			return errors.Join(err, group.Wait())
		}
		for _, entry := range page {
			after = entry.Key
			group.Go(func() error {
				data, err := v.Store.Get(ctx, entry.Key)
				if errors.Is(err, blob.ErrNotFound) {
					return nil
				}
				if err != nil {
					return fmt.Errorf("%s: %w", entry.Key, err)
				}
				f(entry.Key, data)
				v.tick(part)
				return nil
			})
		}
		if len(page) < 1000 {
			return group.Wait()
		}
	}
}

// receipts reads all sealed receipts and returns their leaves by epoch.
func (v *Verifier) receipts(ctx context.Context) (map[uint64][]leafOf, error) {
	byEpoch := map[uint64][]leafOf{}
	var mu sync.Mutex
	err := v.each(ctx, "receipts", "receipts/", func(key string, data []byte) {
		sealed, err := profile.ParseSealed(data)
		switch {
		case err != nil:
			v.wrong(key, "not a sealed receipt")
		case sealed.ID != key[strings.LastIndexByte(key, '/')+1:]:
			v.wrong(key, "a receipt with another id")
		default:
			mu.Lock()
			byEpoch[sealed.Epoch] = append(byEpoch[sealed.Epoch], leafOf{key, sealed.Epoch, sealed.Leaf})
			mu.Unlock()
		}
		v.mu.Lock()
		v.report.Receipts++
		v.mu.Unlock()
	})
	return byEpoch, err
}

// claims looks whether what waits for a code is there.
func (v *Verifier) claims(ctx context.Context) error {
	return v.each(ctx, "claims", "claims/", func(key string, data []byte) {
		var claim struct {
			Receipt string `json:"receipt"`
		}
		if json.Unmarshal(data, &claim) != nil || claim.Receipt == "" {
			v.wrong(key, "not a claim")
		}
		v.mu.Lock()
		v.report.Claims++
		v.mu.Unlock()
	})
}

// epochs checks trees and anchors in order, and the receipts of each.
func (v *Verifier) epochs(ctx context.Context, receipts map[uint64][]leafOf) error {
	v.done = 0
	end := uint64(0)
	for e := range receipts {
		end = max(end, e+1)
	}
	for e := uint64(0); ; e++ {
		tree, err := v.tree(ctx, e)
		if err != nil {
			return err
		}
		if tree == nil {
			return v.open(ctx, e, end, receipts)
		}
		v.report.Epochs++
		v.report.Leaves += tree.Size()
		for _, r := range receipts[e] {
			if _, ok := tree.Index(r.leaf); !ok {
				v.wrong(r.key, "its leaf is not in the tree of epoch %d", e)
			}
		}
		delete(receipts, e)
		if err := v.anchor(ctx, e, tree.Root()); err != nil {
			return err
		}
		v.tick("epochs")
	}
}

func prefix(epoch uint64) string { return fmt.Sprintf("epochs/%010d/", epoch) }

// tree returns nil when there is none.
func (v *Verifier) tree(ctx context.Context, epoch uint64) (*profile.Tree, error) {
	key := prefix(epoch) + "tree"
	data, err := v.Store.Get(ctx, key)
	if errors.Is(err, blob.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	tree, err := profile.TreeFromPadded(data)
	if err != nil {
		v.wrong(key, "%v", err)
		return profile.NewTree(nil) // holds nobody's leaf
	}
	return tree, nil
}

// anchor compares an epoch's root with the record of its anchor and with the chain.
func (v *Verifier) anchor(ctx context.Context, epoch uint64, root [32]byte) error {
	key := prefix(epoch) + "anchored"
	data, err := v.Store.Get(ctx, key)
	var record profile.Anchored
	switch {
	case errors.Is(err, blob.ErrNotFound):
	case err != nil:
		return fmt.Errorf("%s: %w", key, err)
	case json.Unmarshal(data, &record) != nil || record.Root != fmt.Sprintf("0x%x", root):
		v.wrong(key, "not the record of the tree's root")
	default:
		v.report.Anchored++
	}
	if v.Roots == nil {
		return nil
	}
	onChain, err := v.Roots(ctx, epoch)
	switch {
	case errors.Is(err, chain.ErrNotAnchored):
		if record.Root != "" {
			v.wrong(key, "the chain does not have this epoch")
		}
	case err != nil:
		return fmt.Errorf("root of epoch %d: %w", epoch, err)
	case onChain != root:
		v.wrong(prefix(epoch)+"tree", "the chain has another root")
	default:
		v.report.OnChain++
	}
	return nil
}

// open checks the receipts of epochs without a tree, from e on, and that no tree lies behind the gap.
func (v *Verifier) open(ctx context.Context, e, end uint64, receipts map[uint64][]leafOf) error {
	page, err := v.Store.List(ctx, "epochs/", prefix(e), blob.MaxList)
	if err != nil {
		return err
	}
	for _, entry := range page {
		number, err := strconv.ParseUint(strings.Split(entry.Key, "/")[1], 10, 64)
		if err == nil && number > e && strings.HasSuffix(entry.Key, "/tree") {
			v.wrong(prefix(e)+"tree", "is missing, and epoch %d has one", number)
			break
		}
	}
	for ; e < end; e++ {
		journal, err := v.journal(ctx, e)
		if err != nil {
			return err
		}
		tree, err := v.tree(ctx, e) // there may be one by now, and the journal gone
		if err != nil {
			return err
		}
		for _, r := range receipts[e] {
			if tree != nil {
				_, journal[r.leaf] = tree.Index(r.leaf)
			}
			if !journal[r.leaf] {
				v.wrong(r.key, "its leaf is neither in a tree nor in the journal of epoch %d", e)
			}
		}
	}
	return nil
}

func (v *Verifier) journal(ctx context.Context, epoch uint64) (map[[32]byte]bool, error) {
	leaves := map[[32]byte]bool{}
	var mu sync.Mutex
	err := v.each(ctx, "journal", prefix(epoch)+"leaves/", func(key string, data []byte) {
		if len(data)%32 != 0 {
			v.wrong(key, "not a list of leaves")
			return
		}
		mu.Lock()
		defer mu.Unlock()
		for ; len(data) > 0; data = data[32:] {
			leaves[[32]byte(data)] = true
		}
	})
	return leaves, err
}
