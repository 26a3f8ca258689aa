package backup

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"golang.org/x/sync/errgroup"

	"carnet/internal/blob"
	"carnet/internal/chain"
	"carnet/internal/profile"
)

const (
	maxProblems    = 100     // that are spelled out
	receiptsAtOnce = 100_000 // whose leaves are in memory, some 100 bytes each
)

// Chain is what a verification asks of a chain. chain.Client is one.
type Chain interface {
	HeadOf(ctx context.Context, issuer common.Address) (epochs uint64, head [24]byte, err error)
	HeadAt(ctx context.Context, issuer common.Address, epoch uint64) (head [24]byte, err error)
}

// Verified is what a verification saw.
type Verified struct {
	Epochs   uint64   `json:"epochs"`             // closed: roots that were computed again
	Anchored uint64   `json:"anchored"`           // how many of those have a record
	OnChain  *uint64  `json:"on_chain,omitempty"` // how many epochs the chain has; absent when it was not asked
	Receipts int64    `json:"receipts"`           // whose leaves were looked up
	Wrong    int      `json:"wrong"`              // things that are not as they must be
	Problems []string `json:"problems"`           // the first hundred of them
	Seconds  float64  `json:"seconds"`
}

// VerifyOptions are those of a verification.
type VerifyOptions struct {
	Chain    Chain          // nil: it is not asked
	Progress func(Progress) // is told now and then, from another goroutine
	Now      func() time.Time
}

// Verify reads a gateway's store, or a backup of one, and finds whether what it promises can be proven from it: closed epochs have no gaps; every root
// follows from its tree and is the one in its anchor's record; the chain has these roots and no others; and every receipt's leaf is in the tree of its epoch,
// or in the journal of one that is not closed. What is wrong is in the answer; an error says that it could not be found out.
func Verify(ctx context.Context, r blob.Reader, o VerifyOptions) (Verified, error) {
	start := o.Now()
	v := &verifier{store: r, asked: o.Chain, seen: Verified{Problems: []string{}}}
	defer v.tell(o.Progress)()
	for _, step := range []func(context.Context) error{v.layout, v.ask, v.roots, v.receipts} {
		if err := step(ctx); err != nil {
			return v.seen, err
		}
	}
	v.seen.Seconds = o.Now().Sub(start).Seconds()
	return v.seen, nil
}

type verifier struct {
	meter
	store blob.Reader
	asked Chain // nil: nobody
	seen  Verified

	head   [24]byte // that the chain has after its first shared epochs
	shared uint64   // epochs that both have
}

func (v *verifier) wrong(format string, args ...any) {
	if v.seen.Wrong++; len(v.seen.Problems) < maxProblems {
		v.seen.Problems = append(v.seen.Problems, fmt.Sprintf(format, args...))
	}
}

// layout counts trees and records and looks for gaps.
func (v *verifier) layout(ctx context.Context) error {
	v.enter("layout")
	for e, err := range walk(ctx, v.store, span{prefix: epochsPrefix}) {
		if err != nil {
			return err
		}
		epoch, name, err := parseEpoch(e.Key)
		if err != nil {
			v.wrong("%v", err)
			continue
		}
		switch name {
		case treeName:
			v.next(&v.seen.Epochs, epoch, "tree")
		case anchoredName:
			v.next(&v.seen.Anchored, epoch, "anchor's record")
		}
	}
	if v.seen.Anchored > v.seen.Epochs {
		v.wrong("%d epochs have an anchor's record, and only %d a tree", v.seen.Anchored, v.seen.Epochs)
		v.seen.Anchored = v.seen.Epochs
	}
	return nil
}

func (v *verifier) next(count *uint64, epoch uint64, what string) {
	if epoch != *count {
		v.wrong("epoch %d has a %s, epoch %d has none", epoch, what, *count)
		return
	}
	*count++
}

// ask finds out how much the chain has of the issuer that the last record names.
func (v *verifier) ask(ctx context.Context) error {
	if v.asked == nil || v.seen.Anchored == 0 {
		return nil
	}
	last, err := v.record(ctx, v.seen.Anchored-1)
	if err != nil {
		return err
	}
	if !common.IsHexAddress(last.Issuer) {
		v.wrong("the record of epoch %d names no issuer", v.seen.Anchored-1)
		return nil
	}
	issuer := common.HexToAddress(last.Issuer)
	n, head, err := v.asked.HeadOf(ctx, issuer)
	if err != nil {
		return fmt.Errorf("ask the chain for the epochs of %s: %w", last.Issuer, err)
	}
	v.seen.OnChain, v.shared, v.head = &n, min(n, v.seen.Epochs), head
	if n < v.seen.Anchored {
		v.wrong("%d epochs are recorded as anchored, the chain has %d: is it the right chain?", v.seen.Anchored, n)
	}
	if n > v.seen.Epochs {
		v.wrong("the chain has %d epochs, this store %d: it is older than the chain", n, v.seen.Epochs)
		if v.head, err = v.asked.HeadAt(ctx, issuer, v.shared-1); err != nil {
			return fmt.Errorf("ask the chain for epoch %d: %w", v.shared-1, err)
		}
	}
	return nil
}

// record returns an epoch's anchor's record. What is no record has no root and no issuer.
func (v *verifier) record(ctx context.Context, epoch uint64) (rec profile.Anchored, err error) {
	data, err := v.store.Get(ctx, epochKey(epoch, anchoredName))
	if err == nil {
		_ = json.Unmarshal(data, &rec)
	}
	return rec, err
}

// rooted is an epoch as it was read.
type rooted struct {
	root     [32]byte
	recorded string // root in its record; empty without one
	bad      error  // of the tree
}

// roots computes every root again, a few epochs at a time, and chains them as the contract does.
func (v *verifier) roots(ctx context.Context) error {
	v.enter("epochs")
	var head [24]byte
	for base := uint64(0); base < v.seen.Epochs; base += workers {
		some := make([]rooted, min(workers, v.seen.Epochs-base))
		group, within := errgroup.WithContext(ctx)
		for i := range some {
			group.Go(func() (err error) { some[i], err = v.epoch(within, base+uint64(i)); return err })
		}
		if err := group.Wait(); err != nil {
			return err
		}
		for i, e := range some {
			epoch := base + uint64(i)
			switch {
			case e.bad != nil:
				v.wrong("the tree of epoch %d: %v", epoch, e.bad)
			case epoch < v.seen.Anchored && e.recorded != "0x"+hex.EncodeToString(e.root[:]):
				v.wrong("epoch %d is recorded as anchored with another root than its tree's", epoch)
			}
			if head = chain.ChainHead(head, epoch, e.root); epoch+1 == v.shared && head != v.head {
				v.wrong("the chain has other roots than these trees for some of its first %d epochs", v.shared)
			}
			v.looked.Add(1)
		}
	}
	return nil
}

func (v *verifier) epoch(ctx context.Context, epoch uint64) (e rooted, err error) {
	data, err := v.store.Get(ctx, epochKey(epoch, treeName))
	if err != nil {
		return e, err
	}
	tree, bad := profile.TreeFromPadded(data)
	if e.bad = bad; bad == nil {
		e.root = tree.Root()
	}
	if epoch < v.seen.Anchored {
		rec, err := v.record(ctx, epoch)
		if err != nil {
			return e, err
		}
		e.recorded = rec.Root
	}
	return e, nil
}

// listed is a receipt whose leaf is to be looked up.
type listed struct {
	key   string
	epoch uint64
	leaf  [32]byte
	bad   error
}

// receipts looks up every receipt's leaf, many at a time, so that an epoch is read once for all of those.
func (v *verifier) receipts(ctx context.Context) error {
	v.enter("receipts")
	var some []listed
	for e, err := range walk(ctx, v.store, span{prefix: "receipts/"}) {
		if err != nil {
			return err
		}
		if some = append(some, listed{key: e.Key}); len(some) == receiptsAtOnce {
			if err := v.look(ctx, some); err != nil {
				return err
			}
			some = some[:0]
		}
	}
	return v.look(ctx, some)
}

func (v *verifier) look(ctx context.Context, some []listed) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for i := range some {
		group.Go(func() error {
			defer v.looked.Add(1)
			return some[i].read(within, v.store)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	some = slices.DeleteFunc(some, func(l listed) bool { return l.key == "" })
	slices.SortFunc(some, func(a, b listed) int { return cmp.Compare(a.epoch, b.epoch) })
	for len(some) > 0 {
		n := slices.IndexFunc(some, func(l listed) bool { return l.epoch != some[0].epoch })
		if n < 0 {
			n = len(some)
		}
		if err := v.lookIn(ctx, some[0].epoch, some[:n]); err != nil {
			return err
		}
		some = some[n:]
	}
	return nil
}

// read fills in what a receipt says. It clears the key of one that was deleted since.
func (l *listed) read(ctx context.Context, r blob.Reader) error {
	data, err := r.Get(ctx, l.key)
	if errors.Is(err, blob.ErrNotFound) {
		l.key = ""
		return nil
	}
	if err != nil {
		return err
	}
	sealed, bad := profile.ParseSealed(data)
	if l.bad = bad; bad == nil {
		l.epoch, l.leaf = sealed.Epoch, sealed.Leaf
	}
	return nil
}

func (v *verifier) lookIn(ctx context.Context, epoch uint64, some []listed) error {
	has, err := v.leaves(ctx, epoch)
	if err != nil {
		return err
	}
	for _, l := range some {
		v.seen.Receipts++
		if l.bad != nil {
			v.wrong("%s: %v", l.key, l.bad)
		} else if !has(l.leaf) {
			v.wrong("the leaf of %s is not in epoch %d", l.key, epoch)
		}
	}
	return nil
}

// leaves tells which leaves an epoch has: in its tree, or in its journal while it has none.
func (v *verifier) leaves(ctx context.Context, epoch uint64) (has func([32]byte) bool, err error) {
	if epoch < v.seen.Epochs {
		data, err := v.store.Get(ctx, epochKey(epoch, treeName))
		if err != nil {
			return nil, err
		}
		tree, bad := profile.TreeFromPadded(data)
		if bad != nil {
			return func([32]byte) bool { return false }, nil // roots has said why
		}
		return func(leaf [32]byte) bool { _, ok := tree.Index(leaf); return ok }, nil
	}
	all := map[[32]byte]bool{}
	for e, err := range walk(ctx, v.store, span{prefix: epochKey(epoch, "leaves/")}) {
		if err != nil {
			return nil, err
		}
		data, err := v.store.Get(ctx, e.Key)
		if err != nil {
			return nil, err
		}
		for leaf := range slices.Chunk(data, 32) {
			all[[32]byte(append(leaf, make([]byte, 32-len(leaf))...))] = true
		}
	}
	return func(leaf [32]byte) bool { return all[leaf] }, nil
}
