package backup

import (
	"context"
	"errors"
	"fmt"

	"carnet/internal/blob"
)

// Restore copies a backup into an empty store, or goes on with a restore that was interrupted: ErrNotBackup, ErrUnfinished, ErrOccupied. Until it has
// finished, Served refuses the store.
func Restore(ctx context.Context, from blob.Reader, to blob.Store, o Options) (r Report, err error) {
	start := o.Now()
	state, err := ReadState(ctx, from)
	if err != nil {
		return r, fmt.Errorf("source: %w", err)
	}
	if state.Finished.IsZero() && !o.Unfinished {
		return r, fmt.Errorf("source: %w: run it once more, from the store that it is of", ErrUnfinished)
	}
	if err := occupy(ctx, to); err != nil {
		return r, err
	}
	s := &syncer{from: from, to: to, now: o.Now}
	defer s.tell(o.Progress)()
	for _, in := range []span{{before: ownPrefix}, {after: behind(ownPrefix)}} {
		if err := s.run(ctx, "objects", in, nil); err != nil {
			return r, err
		}
	}
	p := s.progress()
	r = Report{Objects: p.Looked, Copied: p.Copied, Bytes: p.Bytes, Deleted: p.Deleted, Epochs: state.Epochs, Anchored: state.Anchored, Restless: state.Restless,
		Seconds: o.Now().Sub(start).Seconds()}
	if err := to.Delete(ctx, restoringKey); err != nil {
		return r, fmt.Errorf("target: %w", err)
	}
	return r, nil
}

// occupy marks the target as one whose restore has not finished.
func occupy(ctx context.Context, to blob.Store) error {
	_, err := to.Get(ctx, restoringKey)
	if err == nil {
		return nil
	}
	if !errors.Is(err, blob.ErrNotFound) {
		return fmt.Errorf("target: %w", err)
	}
	page, err := to.List(ctx, "", "", 1)
	if err != nil {
		return fmt.Errorf("target: %w", err)
	}
	if len(page) > 0 {
		return fmt.Errorf("target: %w: restore into a new one", ErrOccupied)
	}
	if err := to.Put(ctx, restoringKey, []byte(`{"v":1}`)); err != nil {
		return fmt.Errorf("target: %w", err)
	}
	return nil
}

// Served refuses what a gateway must not serve from: a backup, which the next run would no longer know, and a store whose restore has not finished.
func Served(ctx context.Context, r blob.Reader) error {
	page, err := r.List(ctx, ownPrefix, "", 1)
	if err != nil {
		return err
	}
	switch {
	case len(page) == 0:
		return nil
	case page[0].Key == restoringKey:
		return fmt.Errorf("%w: its restore has not finished: run gateway restore again", ErrServed)
	}
	return fmt.Errorf("%w: it is a backup: copy it into a store of its own with gateway restore", ErrServed)
}
