// Package verify looks at a gateway's object store from outside: whether everything that it acknowledged can still be proven.
//
// It checks that epochs have no gaps and that each has a tree; that a recorded anchor, and the chain's if there is one to ask, has the tree's
// root; that every sealed receipt is whole as far as that shows without its key, lies under its own name, and has its leaf in the tree of the epoch that it names, or in the
// journal of one that is open. Status lists are looked at too: that each can be read, that nothing was refunded which no receipt stands for, and, with what
// the pairwise key opens, that every receipt has an entry of its own. Copies for shops' books are age files under their names: nothing that a gateway
// has tells which receipt one is of. Claims without a receipt are counted, not wrong: a crash leaves them. Verify changes nothing and opens no receipt,
// whose keys no gateway has: it tells a cut or emptied ciphertext, and not one that was changed within.
//
// It promises to name what is wrong by object key alone. It takes some 250 bytes of memory for each receipt.
//
// A store that is written to meanwhile is checked as it was when its objects were read: receipts are read before trees, and a receipt's leaf is durable
// before the receipt is, so that what goes on is no fault.
package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"carnet/internal/blob"
	"carnet/internal/books"
	"carnet/internal/chain"
	"carnet/internal/epochkey"
	"carnet/internal/profile"
)

const (
	readers     = 16   // objects read at a time
	MaxProblems = 1000 // that are named; all are counted
)

// Chain is asked about the epochs of the gateway's issuer.
type Chain interface {
	// Head tells how many epochs there are, and the head that chains them.
	Head(ctx context.Context) (epochs uint64, head [24]byte, err error)
	// HeadAt tells the head that chained the epochs up to this one, and this one: chain.ErrNotAnchored.
	HeadAt(ctx context.Context, epoch uint64) (head [24]byte, err error)
	// Root tells the root of an epoch: chain.ErrNotAnchored.
	Root(ctx context.Context, epoch uint64) ([32]byte, error)
}

// Slots opens what is stored beside a receipt: the status list and the entry that it was given. statuslist.Slots.
type Slots interface {
	Open(sealed *profile.Sealed) (list string, index int, err error)
}

// Problem is something that should not be.
type Problem struct {
	Key     string `json:"key"`
	Problem string `json:"problem"`
}

// Report is what was found. Counts are of objects.
type Report struct {
	Receipts    int       `json:"receipts"`
	Epochs      int       `json:"epochs"`                 // with a tree
	Anchored    int       `json:"anchored"`               // with the record of an anchor
	OnChain     int       `json:"on_chain"`               // whose root the chain has; 0 without one to ask
	Leaves      int       `json:"leaves"`                 // in trees, padding included
	Claims      int       `json:"claims"`                 // of receipts that wait for somebody with a code
	Unclaimable int       `json:"claims_without_receipt"` // of those, whose receipt is not there
	Lists       int       `json:"lists"`                  // status lists
	Books       int       `json:"books"`                  // copies for shops' books
	Problems    []Problem `json:"problems"`
	Wrong       int       `json:"wrong"` // how many problems there are
}

// Verifier checks one store.
type Verifier struct {
	Store    blob.Reader
	Chain    Chain                          // nil: it is not asked
	Slots    Slots                          // nil: which entries receipts have is not looked at
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
	list  [16]byte // status list; zero: none
	index uint32
}

// Run checks everything. An error means that the store or the chain could not be read to the end.
func (v *Verifier) Run(ctx context.Context) (Report, error) {
	receipts, err := v.receipts(ctx)
	if err != nil {
		return v.report, err
	}
	for _, part := range []func(context.Context) error{v.claims, v.books} {
		if err := part(ctx); err != nil {
			return v.report, err
		}
	}
	if err := v.lists(ctx, receipts); err != nil {
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
			if err := profile.CheckFile(sealed.Age); err != nil {
				v.wrong(key, "%v", err)
			}
			leaf := leafOf{key: key, epoch: sealed.Epoch, leaf: sealed.Leaf}
			v.entry(&leaf, sealed)
			mu.Lock()
			byEpoch[sealed.Epoch] = append(byEpoch[sealed.Epoch], leaf)
			mu.Unlock()
		}
		v.mu.Lock()
		v.report.Receipts++
		v.mu.Unlock()
	})
	return byEpoch, err
}

// claims counts the claims, and those whose receipt is not there. That is no fault: a crash between a claim and its receipt leaves such a claim, and
// the shop, which was not answered, posts the order again.
func (v *Verifier) claims(ctx context.Context) error {
	var wait []string
	err := v.each(ctx, "claims", "claims/", func(key string, data []byte) {
		var claim struct {
			Receipt string `json:"receipt"`
		}
		if json.Unmarshal(data, &claim) != nil || claim.Receipt == "" {
			v.wrong(key, "not a claim")
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		v.report.Claims++
		if claim.Receipt != "" {
			wait = append(wait, claim.Receipt)
		}
	})
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, receipt := range wait {
		group.Go(func() error { return v.claimed(ctx, receipt) })
	}
	return group.Wait()
}

// claimed looks for the receipt of a claim.
func (v *Verifier) claimed(ctx context.Context, receipt string) error {
	page, err := v.Store.List(ctx, receipt, "", 1)
	if err != nil {
		return fmt.Errorf("look for a claim's receipt: %w", err)
	}
	if len(page) == 0 || page[0].Key != receipt {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.report.Unclaimable++
	}
	return nil
}

// books looks whether the copies for shops' books can be copies.
func (v *Verifier) books(ctx context.Context) error {
	return v.each(ctx, "books", books.Root, func(key string, data []byte) {
		if err := books.Check(key, data); err != nil {
			v.wrong(key, "%v", err)
		}
		v.mu.Lock()
		v.report.Books++
		v.mu.Unlock()
	})
}

// epochs checks trees and anchors in order, and the receipts of each.
func (v *Verifier) epochs(ctx context.Context, receipts map[uint64][]leafOf) error {
	v.done = 0
	var closed []epochOf
	for e := uint64(0); ; e++ {
		tree, err := v.tree(ctx, e)
		if err != nil {
			return err
		}
		if tree == nil {
			return errors.Join(v.compare(ctx, closed), v.open(ctx, e, receipts))
		}
		v.report.Epochs++
		v.report.Leaves += tree.Size()
		for _, r := range receipts[e] {
			if _, ok := tree.Index(r.leaf); !ok {
				v.wrong(r.key, "its leaf is not in the tree of epoch %d", e)
			}
		}
		delete(receipts, e)
		recorded, err := v.anchor(ctx, e, tree.Root())
		if err != nil {
			return err
		}
		closed = append(closed, epochOf{tree.Root(), recorded})
		v.tick("epochs")
	}
}

// epochOf is what the chain is compared with.
type epochOf struct {
	root     [32]byte
	recorded bool // as anchored
}

// tree returns nil when there is none.
func (v *Verifier) tree(ctx context.Context, epoch uint64) (*profile.Tree, error) {
	key := epochkey.Tree(epoch)
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

// anchor compares an epoch's root with the record of its anchor, if there is one.
func (v *Verifier) anchor(ctx context.Context, epoch uint64, root [32]byte) (recorded bool, err error) {
	key := epochkey.Anchored(epoch)
	data, err := v.Store.Get(ctx, key)
	if errors.Is(err, blob.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s: %w", key, err)
	}
	var record profile.Anchored
	if json.Unmarshal(data, &record) != nil || record.Root != fmt.Sprintf("0x%x", root) {
		v.wrong(key, "not the record of the tree's root")
	} else {
		v.report.Anchored++
	}
	return true, nil
}

// compare holds the roots against the chain. Its head answers for all of them at once; only when it differs each is asked for.
func (v *Verifier) compare(ctx context.Context, closed []epochOf) error {
	if v.Chain == nil {
		return nil
	}
	n, want, err := v.Chain.Head(ctx)
	if err != nil {
		return fmt.Errorf("head of the chain's epochs: %w", err)
	}
	for e := n; e < uint64(len(closed)); e++ {
		if closed[e].recorded {
			v.wrong(epochkey.Anchored(e), "the chain does not have this epoch")
		}
	}
	shared := closed[:min(n, uint64(len(closed)))]
	if n > uint64(len(closed)) {
		v.wrong(epochkey.Root, "the chain has %d epochs and this store %d: it is older than the chain", n, len(closed))
		if len(shared) > 0 {
			if want, err = v.Chain.HeadAt(ctx, uint64(len(shared))-1); err != nil {
				return fmt.Errorf("head of epoch %d: %w", len(shared)-1, err)
			}
		}
	}
	var head [24]byte
	for e, c := range shared {
		head = chain.ChainHead(head, uint64(e), c.root)
	}
	if len(shared) == 0 || head == want {
		v.report.OnChain = len(shared)
		return nil
	}
	return v.compareEach(ctx, shared)
}

func (v *Verifier) compareEach(ctx context.Context, shared []epochOf) error {
	for e, c := range shared {
		root, err := v.Chain.Root(ctx, uint64(e))
		switch {
		case errors.Is(err, chain.ErrNotAnchored):
			v.wrong(epochkey.Tree(uint64(e)), "the chain does not tell this epoch's root")
		case err != nil:
			return fmt.Errorf("root of epoch %d: %w", e, err)
		case root != c.root:
			v.wrong(epochkey.Tree(uint64(e)), "the chain has another root")
		default:
			v.report.OnChain++
		}
	}
	if v.report.OnChain == len(shared) {
		v.wrong(epochkey.Root, "the chain's head is not that of its roots")
	}
	return nil
}

// open checks the receipts of epochs without a tree, from next on, and that nothing lies behind that only a tree can have led to.
func (v *Verifier) open(ctx context.Context, next uint64, receipts map[uint64][]leafOf) error {
	end, err := v.behind(ctx, next)
	if err != nil {
		return err
	}
	for _, e := range slices.Sorted(maps.Keys(receipts)) {
		known := map[[32]byte]bool{}
		var tree *profile.Tree
		if e <= end { // no gateway looks further ahead
			if known, err = v.journal(ctx, e); err != nil {
				return err
			}
			if tree, err = v.tree(ctx, e); err != nil { // there may be one by now, and the journal gone
				return err
			}
		}
		for _, r := range receipts[e] {
			if tree != nil {
				_, known[r.leaf] = tree.Index(r.leaf)
			}
			if !known[r.leaf] {
				v.wrong(r.key, "its leaf is neither in a tree nor in the journal of epoch %d", e)
			}
		}
	}
	return nil
}

// behind names the trees that are missing from next on: there is one behind, or the record of the anchor. It returns the last epoch that may
// have receipts: while one is being closed, those of the next one come in.
func (v *Verifier) behind(ctx context.Context, next uint64) (last uint64, err error) {
	trees, recorded, err := v.closed(ctx, next)
	if err != nil {
		return 0, err
	}
	end := next // of those with a tree
	for e := range trees {
		end = max(end, e+1)
	}
	missing := map[uint64]string{}
	for _, e := range recorded {
		if !trees[e] {
			missing[e] = "is missing, and the record of its anchor is there"
		}
	}
	if end > next && !trees[next] {
		missing[next] = fmt.Sprintf("is missing, and epoch %d has one", end-1)
	}
	for e, problem := range missing {
		there, err := v.tree(ctx, e) // it may have been made since
		if err != nil {
			return 0, err
		}
		if there == nil {
			v.wrong(epochkey.Tree(e), "%s", problem)
		}
	}
	return end + 1, nil
}

// closed lists the epochs from next on that have a tree, and those with the record of an anchor.
func (v *Verifier) closed(ctx context.Context, next uint64) (trees map[uint64]bool, recorded []uint64, err error) {
	trees = map[uint64]bool{}
	for after := epochkey.Prefix(next); ; {
		page, err := v.Store.List(ctx, epochkey.Root, after, blob.MaxList)
		if err != nil {
			return nil, nil, fmt.Errorf("list the epochs: %w", err)
		}
		for _, entry := range page {
			after = entry.Key
			switch e, name, ok := epochkey.Parse(entry.Key); {
			case ok && name == epochkey.TreeName:
				trees[e] = true
			case ok && name == epochkey.AnchoredName:
				recorded = append(recorded, e)
			}
		}
		if len(page) < blob.MaxList {
			return trees, recorded, nil
		}
	}
}

func (v *Verifier) journal(ctx context.Context, epoch uint64) (map[[32]byte]bool, error) {
	leaves := map[[32]byte]bool{}
	var mu sync.Mutex
	err := v.each(ctx, "journal", epochkey.Leaves(epoch), func(key string, data []byte) {
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
