package epochs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"carnet/internal/blob"
	"carnet/internal/epochkey"
	"carnet/internal/profile"
)

// closedEpoch is what proofs are made from. It is not changed once it is in the cache.
type closedEpoch struct {
	tree     *profile.Tree
	anchored *profile.Anchored // nil while it is not recorded
}

// Proof returns the proof of leaf in a closed epoch: ErrNotClosed, profile.ErrNoLeaf. Its anchor is nil until the root is
// on the chain. What other processes did in the last half second may be missing.
func (l *Log) Proof(ctx context.Context, number uint64, leaf [32]byte) (profile.Proof, error) {
	e, err := l.closedAt(ctx, number)
	if err != nil {
		return profile.Proof{}, err
	}
	return e.proof(number, leaf)
}

// Absence returns the proof that a closed epoch lacks a leaf: ErrNotClosed.
func (l *Log) Absence(ctx context.Context, number uint64, leaf [32]byte) (profile.Absence, error) {
	e, err := l.closedAt(ctx, number)
	if err != nil {
		return profile.Absence{}, err
	}
	return e.absence(number, leaf)
}

func (e *closedEpoch) proof(number uint64, leaf [32]byte) (profile.Proof, error) {
	p, err := e.tree.Proof(number, leaf)
	if err != nil {
		return profile.Proof{}, fmt.Errorf("epoch %d: %w", number, err)
	}
	p.Anchored = e.anchored
	return p, nil
}

func (e *closedEpoch) absence(number uint64, leaf [32]byte) (profile.Absence, error) {
	a, err := e.tree.Absence(number, leaf)
	for i := range a.Neighbours {
		a.Neighbours[i].Anchored = e.anchored
	}
	return a, err
}

// closedAt returns a closed epoch with its anchor, if it is recorded.
func (l *Log) closedAt(ctx context.Context, number uint64) (*closedEpoch, error) {
	s := l.Status()
	if number >= s.Closed || number >= s.Anchored {
		if err := l.lookForOthers(ctx); err != nil {
			return nil, err
		}
		s = l.Status()
	}
	if number >= s.Closed {
		return nil, fmt.Errorf("epoch %d: %w", number, ErrNotClosed)
	}
	if e, ok := l.cache.Get(number); ok && (e.anchored != nil || number >= s.Anchored) {
		return e, nil
	}
	return l.loads.do(ctx, number, func(ctx context.Context) (*closedEpoch, error) {
		e, err := l.load(ctx, number)
		if err == nil && e.anchored == nil && number < s.Anchored {
			e, err = l.loadAnchor(ctx, number, e.tree)
		}
		return e, err
	})
}

// load returns a closed epoch, from memory if it is there; its anchor may be missing.
func (l *Log) load(ctx context.Context, number uint64) (*closedEpoch, error) {
	if e, ok := l.cache.Get(number); ok {
		return e, nil
	}
	data, err := l.cfg.Blob.Get(ctx, epochkey.Tree(number))
	if errors.Is(err, blob.ErrNotFound) {
		return nil, l.fail(fmt.Errorf("the tree of epoch %d is gone", number))
	}
	if err != nil {
		return nil, wrap(epochkey.Tree(number), err)
	}
	if err := ctx.Err(); err != nil { // hashing takes longer than reading
		return nil, wrap(epochkey.Tree(number), err)
	}
	tree, err := profile.TreeFromPadded(data)
	if err != nil {
		return nil, l.fail(fmt.Errorf("the tree of epoch %d: %w", number, err))
	}
	e := &closedEpoch{tree: tree}
	l.cache.Put(number, e, tree.Size())
	return e, nil
}

func (l *Log) loadAnchor(ctx context.Context, number uint64, tree *profile.Tree) (*closedEpoch, error) {
	data, err := l.cfg.Blob.Get(ctx, epochkey.Anchored(number))
	if err != nil {
		return nil, wrap(epochkey.Anchored(number), err)
	}
	var rec profile.Anchored
	if err := json.Unmarshal(data, &rec); err != nil {
		return nil, wrap(epochkey.Anchored(number), err)
	}
	if rec.Root != hexRoot(tree.Root()) {
		return nil, l.fail(fmt.Errorf("epoch %d is recorded as anchored with another root", number))
	}
	e := &closedEpoch{tree: tree, anchored: &rec}
	l.cache.Put(number, e, tree.Size())
	return e, nil
}
