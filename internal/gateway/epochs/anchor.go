package epochs

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"carnet/internal/blob"
	"carnet/internal/epochkey"
	"carnet/internal/profile"
)

const (
	firstBackoff = time.Second
	lastBackoff  = time.Minute
	compareEvery = time.Minute // a chain that is reorganised says nothing
)

// Chain is what the log needs of a chain and of the account that anchors on it.
type Chain interface {
	// Anchor puts root on the chain as the issuer's next epoch and returns when it is included. It must refuse an
	// epoch that is not the issuer's next one, so that trying again is harmless. An error that wraps ErrFatal says that the chain has
	// another root for the epoch.
	Anchor(ctx context.Context, epoch uint64, root [32]byte) (profile.Anchored, error)
	// Epochs returns how many epochs the chain has of this issuer.
	Epochs(ctx context.Context) (uint64, error)
	// AnchoredAt returns the record of an epoch that the chain has.
	AnchoredAt(ctx context.Context, epoch uint64) (profile.Anchored, error)
}

// AnchorDue brings the chain up to the closed epochs, in order, and records each. After an error it does nothing until
// a backoff has passed, and then compares the chain with the store before it anchors again: the failed attempt may have
// arrived.
func (l *Log) AnchorDue(ctx context.Context) error {
	l.anchoring.Lock()
	defer l.anchoring.Unlock()
	if !l.leads(ctx) {
		l.synced = false // others may anchor
		return nil
	}
	if l.cfg.Now().Before(l.retryAt) || l.Ready() != nil {
		return nil
	}
	l.synced = l.synced && l.cfg.Now().Before(l.compared.Add(compareEvery))
	err := l.catchUp(ctx)
	if err == nil {
		l.backoff, l.retryAt = 0, time.Time{}
		return nil
	}
	l.synced = false
	l.backoff = min(max(2*l.backoff, firstBackoff), lastBackoff)
	l.retryAt = l.cfg.Now().Add(l.backoff)
	return err
}

func (l *Log) catchUp(ctx context.Context) error {
	if !l.synced {
		if err := l.compare(ctx); err != nil {
			return err
		}
		l.synced, l.compared = true, l.cfg.Now()
	}
	for s := l.Status(); s.Anchored < s.Closed; s = l.Status() {
		t, err := l.load(ctx, s.Anchored)
		if err != nil {
			return err
		}
		rec, err := l.cfg.Chain.Anchor(ctx, s.Anchored, t.tree.Root())
		if errors.Is(err, ErrFatal) {
			return l.fail(err)
		}
		if err != nil {
			return fmt.Errorf("anchor epoch %d: %w", s.Anchored, err)
		}
		if err := l.record(ctx, s.Anchored, rec); err != nil {
			return err
		}
	}
	return nil
}

// compare records what the chain has and the store has not. A chain that has more epochs than the store has trees, or
// another root for one, is a contradiction. A chain that has fewer than are recorded lost blocks: those epochs are
// anchored again with the same roots.
func (l *Log) compare(ctx context.Context) error {
	n, err := l.cfg.Chain.Epochs(ctx)
	if err != nil {
		return fmt.Errorf("ask the chain for its epochs: %w", err)
	}
	if l.cfg.Shared { // whoever anchored had the tree before
		if err := l.follow(ctx); err != nil {
			return err
		}
	}
	s := l.Status()
	if n > s.Closed {
		return l.fail(fmt.Errorf("the chain has %d epochs of this issuer, the object store %d", n, s.Closed))
	}
	if n < s.Anchored {
		l.cfg.Log.Warn("the chain lost epochs that were anchored; they will be anchored again", "chain", n, "recorded", s.Anchored)
		l.setAnchored(n)
		return nil
	}
	for e := s.Anchored; e < n; e++ {
		rec, err := l.cfg.Chain.AnchoredAt(ctx, e)
		if err != nil {
			return fmt.Errorf("ask the chain for epoch %d: %w", e, err)
		}
		t, err := l.load(ctx, e)
		if err != nil {
			return err
		}
		if rec.Root != hexRoot(t.tree.Root()) {
			return l.fail(fmt.Errorf("the chain has another root for epoch %d", e))
		}
		if err := l.record(ctx, e, rec); err != nil {
			return err
		}
	}
	return nil
}

// record makes the anchor of an epoch durable. An older record gives way: the chain may have moved it to another block.
func (l *Log) record(ctx context.Context, epoch uint64, rec profile.Anchored) error {
	data, err := json.Marshal(rec)
	if err != nil {
		return fmt.Errorf("anchor record of epoch %d: %w", epoch, err)
	}
	key := epochkey.Anchored(epoch)
	err = l.cfg.Blob.Put(ctx, key, data)
	if errors.Is(err, blob.ErrExists) {
		var old []byte
		if old, err = l.cfg.Blob.Get(ctx, key); err == nil {
			err = l.cfg.Blob.Replace(ctx, key, blob.ETag(old), data)
		}
	}
	if err != nil {
		return wrap(key, err)
	}
	l.cache.Forget(epoch)
	l.setAnchored(epoch + 1)
	return nil
}

func hexRoot(root [32]byte) string { return "0x" + hex.EncodeToString(root[:]) }

func (l *Log) setAnchored(n uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.anchored = n
}

// anchoredNext goes past an epoch that another process anchored, unless the number was changed meanwhile.
func (l *Log) anchoredNext(epoch uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.anchored == epoch {
		l.anchored++
	}
}
