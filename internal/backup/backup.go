package backup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"carnet/internal/blob"
	"carnet/internal/epochkey"
)

const (
	ownPrefix    = "backup/"
	stateKey     = ownPrefix + "state"     // makes a store a backup
	restoringKey = ownPrefix + "restoring" // in a store whose restore has not finished
	linksPrefix  = "links/"
	maxPasses    = 10 // over the links, until they are at rest
)

// Errors of this package, wrapped.
var (
	ErrNotBackup  = errors.New("not a backup")
	ErrUnfinished = errors.New("the last run of this backup did not finish")
	ErrBehind     = errors.New("the store has lost what its backup has")
	ErrOccupied   = errors.New("the store is not empty")
	ErrServed     = errors.New("not a gateway's store")
)

// State is the object that makes a store a backup.
type State struct {
	V        int       `json:"v"`
	Started  time.Time `json:"started"`            // of the last run
	Finished time.Time `json:"finished,omitzero"`  // zero while it has not
	Objects  int64     `json:"objects"`            // of the last run that finished
	Epochs   uint64    `json:"epochs"`             // closed
	Anchored uint64    `json:"anchored"`           // of those, with their anchor's record
	Kept     bool      `json:"kept,omitempty"`     // it has objects that were deleted
	Restless bool      `json:"restless,omitempty"` // links between wallets changed all the time; one that changed meanwhile may have to be made again
}

// Options are those of a run, or of a restore.
type Options struct {
	KeepDeleted bool           // of a run: do not delete what is gone from the store
	Unfinished  bool           // of a restore: take a backup whose last run did not finish; receipts may then lack their leaves
	Progress    func(Progress) // is told now and then, from another goroutine
	Now         func() time.Time
}

// Report is what a run did.
type Report struct {
	Objects  int64   `json:"objects"` // in the source
	Copied   int64   `json:"copied"`
	Bytes    int64   `json:"bytes"`
	Deleted  int64   `json:"deleted"`
	Epochs   uint64  `json:"epochs"`
	Anchored uint64  `json:"anchored"`
	Restless bool    `json:"restless,omitempty"`
	Seconds  float64 `json:"seconds"`
}

// Run brings a backup up to date: ErrNotBackup when the target holds something else, ErrBehind when the source lacks epochs that the backup has.
func Run(ctx context.Context, from blob.Reader, to blob.Store, o Options) (r Report, err error) {
	start := o.Now()
	state, err := target(ctx, to)
	if err != nil {
		return r, err
	}
	if err := compatible(ctx, from, to); err != nil {
		return r, err
	}
	state.Started, state.Finished = start.UTC(), time.Time{}
	if err := writeState(ctx, to, state); err != nil {
		return r, err
	}
	s := &syncer{from: from, to: to, keep: o.KeepDeleted, now: o.Now}
	defer s.tell(o.Progress)()
	if r.Restless, err = s.people(ctx); err != nil {
		return r, err
	}
	if r.Epochs, r.Anchored, err = s.epochs(ctx); err != nil {
		return r, err
	}
	p := s.progress()
	r.Objects, r.Copied, r.Bytes, r.Deleted, r.Seconds = p.Looked, p.Copied, p.Bytes, p.Deleted, o.Now().Sub(start).Seconds()
	return r, writeState(ctx, to, State{V: 1, Started: state.Started, Finished: o.Now().UTC(), Objects: p.Looked, Epochs: r.Epochs, Anchored: r.Anchored,
		Kept: o.KeepDeleted, Restless: r.Restless})
}

// people copies what is not of an epoch: receipts before the claims that lead to them, and links until they are at rest, because several of them say
// together which wallet opens an account.
func (s *syncer) people(ctx context.Context) (restless bool, err error) {
	if err := s.run(ctx, "receipts", span{prefix: "receipts/"}, nil); err != nil {
		return false, err
	}
	if err := s.run(ctx, "claims", span{prefix: "claims/"}, nil); err != nil {
		return false, err
	}
	rest := func(p pair) bool { return !strings.HasPrefix(p.key, linksPrefix) }
	for _, in := range []span{
		{before: ownPrefix}, {after: behind(ownPrefix), before: "claims/"}, {after: behind("claims/"), before: epochkey.Root},
		{after: behind(epochkey.Root), before: "receipts/"}, {after: behind("receipts/")},
	} {
		if err := s.run(ctx, "shoppers and shops", in, rest); err != nil {
			return false, err
		}
	}
	looked := s.looked.Load()
	for range maxPasses {
		before := s.changes()
		s.looked.Store(looked)
		if err := s.run(ctx, "links", span{prefix: linksPrefix}, nil); err != nil {
			return false, err
		}
		if s.changes() == before {
			return false, nil
		}
	}
	return true, nil
}

// epochs copies the log of leaves, in the order that the package comment explains.
func (s *syncer) epochs(ctx context.Context) (closed, anchored uint64, err error) {
	keep := s.keep
	defer func() { s.keep = keep }()
	s.keep = true
	err = s.run(ctx, "journals", span{prefix: epochkey.Root}, func(p pair) bool {
		_, name, ok := epochkey.Parse(p.key)
		return ok && name != epochkey.TreeName && name != epochkey.AnchoredName
	})
	if err != nil {
		return 0, 0, err
	}
	if anchored, err = blob.Count(ctx, s.from, epochkey.Anchored); err != nil {
		return 0, 0, fmt.Errorf("source: %w", err)
	}
	if closed, err = blob.Count(ctx, s.from, epochkey.Tree); err != nil {
		return 0, 0, fmt.Errorf("source: %w", err)
	}
	err = s.run(ctx, "epochs", span{prefix: epochkey.Root}, func(p pair) bool {
		epoch, name, ok := epochkey.Parse(p.key)
		return ok && (name == epochkey.TreeName && epoch < closed || name == epochkey.AnchoredName && epoch < anchored)
	})
	if err != nil {
		return 0, 0, err
	}
	s.keep = false // a journal is no receipt: its leaves are in the tree by now
	return closed, anchored, s.run(ctx, "journals that are gone", span{prefix: epochkey.Root}, func(p pair) bool {
		epoch, name, ok := epochkey.Parse(p.key)
		return ok && !p.have && name != epochkey.TreeName && name != epochkey.AnchoredName && epoch < closed
	})
}

// target returns the state of the backup that a run brings up to date; a new one for an empty store.
func target(ctx context.Context, to blob.Store) (State, error) {
	state, err := ReadState(ctx, to)
	if err == nil {
		return state, nil
	}
	if !errors.Is(err, ErrNotBackup) {
		return state, fmt.Errorf("target: %w", err)
	}
	page, err := to.List(ctx, "", "", 1)
	if err != nil {
		return state, fmt.Errorf("target: %w", err)
	}
	if len(page) > 0 {
		return state, fmt.Errorf("target: %w: it is neither empty nor was it made by a backup", ErrNotBackup)
	}
	return State{V: 1}, nil
}

// ReadState returns the state of a backup: ErrNotBackup.
func ReadState(ctx context.Context, r blob.Reader) (state State, err error) {
	data, err := r.Get(ctx, stateKey)
	if errors.Is(err, blob.ErrNotFound) {
		return state, ErrNotBackup
	}
	if err != nil {
		return state, err
	}
	if err := json.Unmarshal(data, &state); err != nil || state.V != 1 {
		return state, fmt.Errorf("%w: %s is not a version 1 state", ErrNotBackup, stateKey)
	}
	return state, nil
}

func writeState(ctx context.Context, to blob.Store, state State) error {
	data, err := json.Marshal(state)
	if err != nil {
		return err
	}
	old, err := to.Get(ctx, stateKey)
	switch {
	case errors.Is(err, blob.ErrNotFound):
		err = to.Put(ctx, stateKey, data)
	case err == nil:
		err = to.Replace(ctx, stateKey, blob.ETag(old), data)
	}
	if err != nil {
		return fmt.Errorf("target: %w", err)
	}
	return nil
}

// compatible refuses a source that has lost epochs, or is another gateway's than the one that the backup was made of. Trees are never deleted or changed.
func compatible(ctx context.Context, from, to blob.Reader) error {
	have, err := blob.Count(ctx, from, epochkey.Tree)
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	saved, err := blob.Count(ctx, to, epochkey.Tree)
	if err != nil {
		return fmt.Errorf("target: %w", err)
	}
	if have < saved {
		return fmt.Errorf("%w: %d closed epochs, the backup has %d: nothing was changed", ErrBehind, have, saved)
	}
	if saved == 0 {
		return nil
	}
	for _, epoch := range []uint64{0, saved - 1} {
		a, err := from.Get(ctx, epochkey.Tree(epoch))
		if err != nil {
			return fmt.Errorf("source: %w", err)
		}
		b, err := to.Get(ctx, epochkey.Tree(epoch))
		if err != nil {
			return fmt.Errorf("target: %w", err)
		}
		if !bytes.Equal(a, b) {
			return fmt.Errorf("%w: the tree of epoch %d is another than in the backup: nothing was changed", ErrBehind, epoch)
		}
	}
	return nil
}
