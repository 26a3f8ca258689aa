package epochs

import (
	"context"
	"fmt"

	"carnet/internal/blob"
	"carnet/internal/epochkey"
	"carnet/internal/lru"
)

// Open reads where the log stopped and repairs what a crash left half done. It costs a number of small reads that grows
// with the logarithm of the epochs, and the journals of at most two epochs. It does not need the chain: the comparison
// with it happens before the first anchor.
func Open(ctx context.Context, cfg Config) (*Log, error) {
	if cfg.Cadence <= 0 {
		return nil, fmt.Errorf("cadence %v is not positive", cfg.Cadence)
	}
	if cfg.CacheLeaves == 0 {
		cfg.CacheLeaves = 1 << 18
	}
	l := &Log{cfg: cfg, cache: lru.New[uint64, *closedEpoch](cfg.CacheLeaves), loads: newLoads(), wake: make(chan struct{}, 1)}
	var err error
	if l.closed, err = blob.Count(ctx, cfg.Blob, epochkey.Tree); err != nil {
		return nil, err
	}
	if l.anchored, err = blob.Count(ctx, cfg.Blob, epochkey.Anchored); err != nil {
		return nil, err
	}
	if l.anchored > l.closed {
		return nil, fmt.Errorf("%w: %d epochs are recorded as anchored, %d have a tree", ErrFatal, l.anchored, l.closed)
	}
	if l.unswept, err = firstUnswept(ctx, cfg.Blob, l.closed); err != nil {
		return nil, err
	}
	if cfg.Shared {
		return l, l.joinOthers(ctx)
	}
	if l.open, err = l.reopen(ctx, l.closed); err != nil {
		return nil, err
	}
	next, err := l.reopen(ctx, l.closed+1)
	if err != nil {
		return nil, err
	}
	if len(next.leaves) > 0 { // the crash came after the epoch's last leaf and before its tree
		l.full, l.open = l.open, next
	}
	return l, nil
}

// joinOthers opens the epoch after the last tree, or, when that one is being closed, the next.
func (l *Log) joinOthers(ctx context.Context) error {
	l.open = &epoch{number: l.closed, opened: l.cfg.Now()}
	closing, err := exists(ctx, l.cfg.Blob, epochkey.Closing(l.closed))
	if err == nil && closing {
		l.full, l.open = l.open, &epoch{number: l.closed + 1, opened: l.cfg.Now()}
	}
	return err
}

func (l *Log) reopen(ctx context.Context, number uint64) (*epoch, error) {
	leaves, err := readJournal(ctx, l.cfg.Blob, number)
	if err != nil {
		return nil, err
	}
	return &epoch{number: number, leaves: leaves, opened: l.cfg.Now()}, nil
}

// firstUnswept returns the first of the closed epochs that still have a journal. They are the latest ones: epochs are swept in
// order.
func firstUnswept(ctx context.Context, store blob.Store, closed uint64) (uint64, error) {
	for n := closed; ; n-- {
		if n == 0 {
			return 0, nil
		}
		page, err := store.List(ctx, epochkey.Leaves(n-1), "", 1)
		if err != nil {
			return 0, wrap(epochkey.Prefix(n-1), err)
		}
		if len(page) == 0 {
			return n, nil
		}
	}
}
