package epochs

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"carnet/internal/blob"
	"carnet/internal/epochkey"
	"carnet/internal/lru"
	"carnet/internal/profile"
)

const (
	maxBatch     = 512              // leaves in one journal object
	maxLeaves    = 1 << 18          // leaves in one epoch: 8 MiB of tree; a fuller one is closed before its time
	maxUnswept   = 64               // closed epochs that may keep their journal while there is no quiet moment
	processes    = 16               // that may fill one epoch together, at most: each closes one with its part of maxLeaves
	flushTimeout = 20 * time.Second // for one journal object, whoever waits for it
	linger       = time.Millisecond // how long a batch waits for company when the one before it had some
)

// ErrFatal wraps a contradiction between what the log acknowledged and what it reads: nothing more is accepted.
var ErrFatal = errors.New("the log of leaves no longer knows the truth")

// ErrNotClosed says that an epoch has no tree yet, or never will.
var ErrNotClosed = errors.New("epoch is not closed")

// Config holds the log's dependencies. Blob, Chain, Now and Log are required.
type Config struct {
	Blob  blob.Store
	Chain Chain
	Now   func() time.Time
	Log   *slog.Logger

	Cadence     time.Duration // how long an epoch stays open
	AnchorEmpty bool          // close an epoch at its time even without leaves, so that the chain shows no pause in trade
	CacheLeaves int           // leaves of closed trees kept in memory for proofs, about 150 bytes each; 0 is 1<<18

	// Shared says that other processes write to Blob too, whose calls must be linearizable. It costs each batch one call more.
	Shared bool
	// Lead tells whether this process is the one to close and anchor; nil: it is. Two that believe so do no harm, and neither does a while
	// without one, but that epochs close later.
	Lead func(ctx context.Context) bool
}

// Log is the log of leaves. All methods may be called concurrently.
type Log struct {
	cfg   Config
	cache *lru.Cache[uint64, *closedEpoch]

	// flushing is held while a journal object is written and while the open epoch changes, so that
	// a batch is never written to an epoch that is being closed.
	flushing sync.Mutex
	busy     bool // guarded by flushing: the last batch had more than one leaf
	// closing serialises CloseDue; anchoring serialises AnchorDue.
	closing   sync.Mutex
	unswept   uint64 // guarded by closing: closed epochs from here on may still have a journal
	idle      bool   // guarded by closing: an epoch's time passed without a leaf
	anchoring sync.Mutex
	synced    bool               // guarded by anchoring: the chain has been compared with the store
	compared  time.Time          // guarded by anchoring: when
	backoff   time.Duration      // guarded by anchoring
	retryAt   time.Time          // guarded by anchoring
	leading   atomic.Bool        // what leads last said
	looks     singleflight.Group // of those who ask for proofs
	loads     *loads             // for those who ask for proofs

	mu       sync.Mutex // guards what follows; held for moments, never across I/O
	pending  *batch     // joined by Append until its leader writes it
	open     *epoch     // accepts leaves
	full     *epoch     // being closed, or nil
	closed   uint64     // epochs 0..closed-1 have a durable tree
	anchored uint64     // epochs 0..anchored-1 have a durable anchor record
	looked   time.Time  // when a look of looks ended
	fatal    error
	wake     chan struct{} // tells Run that an epoch filled up before its time
}

// epoch is one whose tree is not durable yet. Its fields change under Log.flushing and Log.mu together.
type epoch struct {
	number  uint64
	leaves  [][32]byte // acknowledged, or read from the journal at start
	opened  time.Time
	unclear bool          // a journal write failed: it may have persisted, so the journal is read again at the close
	tree    *profile.Tree // nil until it was built; kept so that a second try writes the same bytes
}

type batch struct {
	leaves [][32]byte
	done   chan struct{} // closed after epoch and err are set
	epoch  uint64
	err    error
}

// Append makes leaf durable and returns the epoch it will be anchored with. Leaves that arrive while a journal object
// is being written share the next one, and under load that one waits a millisecond for more. An error other than ErrFatal concerns this leaf alone; it may then still be in
// the tree, where it looks like padding.
func (l *Log) Append(ctx context.Context, leaf [32]byte) (uint64, error) {
	b, leader, err := l.join(leaf)
	if err != nil {
		return 0, err
	}
	if leader {
		l.flush(ctx, b)
	}
	select {
	case <-b.done:
		return b.epoch, b.err
	case <-ctx.Done():
		return 0, fmt.Errorf("waiting for the journal of leaves: %w", ctx.Err())
	}
}

// join adds leaf to the pending batch; the one that opens a batch has to write it.
func (l *Log) join(leaf [32]byte) (b *batch, leader bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fatal != nil {
		return nil, false, l.fatal
	}
	if l.pending == nil || len(l.pending.leaves) == maxBatch {
		l.pending, leader = &batch{done: make(chan struct{})}, true
	}
	l.pending.leaves = append(l.pending.leaves, leaf)
	return l.pending, leader, nil
}

// flush writes b. The leader's context does not cancel it: others wait for the same object.
func (l *Log) flush(ctx context.Context, b *batch) {
	l.flushing.Lock()
	defer l.flushing.Unlock()
	defer close(b.done)
	if l.busy {
		time.Sleep(linger)
	}

	l.mu.Lock()
	l.busy = len(b.leaves) > 1
	if l.pending == b {
		l.pending = nil
	}
	e := l.open
	b.epoch, b.err = e.number, l.fatal
	l.mu.Unlock()
	if b.err != nil {
		return
	}

	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
	defer cancel()
	err := l.cfg.Blob.Put(ctx, journalKey(e.number), concat(b.leaves))

	if err == nil && l.cfg.Shared {
		e, err = l.place(ctx, b, e)
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		e.unclear = true
		b.err = fmt.Errorf("journal of epoch %d: %w", e.number, err)
		return
	}
	b.epoch = e.number
	e.leaves = append(e.leaves, b.leaves...)
	if len(e.leaves) >= l.enough() {
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
}

// enough leaves of this process's close an epoch before its time: a tree must not have more than profile.MaxLeaves.
func (l *Log) enough() int {
	if l.cfg.Shared {
		return maxLeaves / processes
	}
	return maxLeaves
}

// Ready returns the contradiction that stopped the log, or nil.
func (l *Log) Ready() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fatal
}

// Status is what an operator watches. None of it tells one shopper from another.
type Status struct {
	Open     uint64 // number of the epoch that accepts leaves
	Closed   uint64 // epochs with a durable tree
	Anchored uint64 // epochs with a durable anchor record
}

// Status returns the current numbers.
func (l *Log) Status() Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Status{Open: l.open.number, Closed: l.closed, Anchored: l.anchored}
}

// fail records a contradiction for good and returns it.
func (l *Log) fail(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fatal == nil {
		l.fatal = fmt.Errorf("%w: %w", ErrFatal, err)
		l.cfg.Log.Error("the log of leaves stopped accepting", "err", err)
	}
	return l.fatal
}

// CloseDue closes the open epoch if its time has come, and finishes a close that failed before.
func (l *Log) CloseDue(ctx context.Context) error {
	l.closing.Lock()
	defer l.closing.Unlock()
	lead := l.leads(ctx)
	if l.cfg.Shared {
		if err := l.follow(ctx); err != nil {
			return err
		}
	}
	due, err := l.roll(ctx, lead)
	if err != nil {
		return err
	}
	if due {
		if err := l.finish(ctx); err != nil {
			return err
		}
	}
	if !lead {
		return nil
	}
	if closed := l.Status().Closed; l.unswept < closed && (l.idle || closed-l.unswept > maxUnswept) {
		l.sweep(ctx, closed)
	}
	return nil
}

// CloseNow closes what an earlier close left half done, and the open epoch whatever the time, if it has leaves.
func (l *Log) CloseNow(ctx context.Context) error {
	l.closing.Lock()
	defer l.closing.Unlock()
	if l.cfg.Shared {
		if err := l.follow(ctx); err != nil {
			return err
		}
	}
	if err := l.finish(ctx); err != nil {
		return err
	}
	if rolled, err := l.rollNow(ctx); err != nil || !rolled {
		return err
	}
	return l.finish(ctx)
}

// rollNow makes the open epoch the full one if it has leaves. It requires closing.
func (l *Log) rollNow(ctx context.Context) (bool, error) {
	l.flushing.Lock() // the open epoch stays the same
	defer l.flushing.Unlock()
	l.mu.Lock()
	e := l.open
	l.mu.Unlock()
	if written, err := l.written(ctx, e); err != nil || !written {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.full, l.open = e, &epoch{number: e.number + 1, opened: l.cfg.Now()}
	return true, nil
}

// written tells whether an open epoch has leaves: of this process, or in a journal that others write too. It requires flushing.
func (l *Log) written(ctx context.Context, e *epoch) (bool, error) {
	l.mu.Lock()
	own := len(e.leaves) > 0 || e.unclear
	l.mu.Unlock()
	if own || !l.cfg.Shared {
		return own, nil
	}
	page, err := l.cfg.Blob.List(ctx, epochkey.Leaves(e.number), "", 1)
	if err != nil {
		return false, wrap(epochkey.Prefix(e.number), err)
	}
	return len(page) > 0, nil
}

// roll makes the open epoch the full one if it is due, and opens the next. It reports whether there is one to finish. It
// requires closing.
func (l *Log) roll(ctx context.Context, lead bool) (due bool, err error) {
	l.flushing.Lock() // the open epoch stays the same
	defer l.flushing.Unlock()
	l.mu.Lock()
	e, full, fatal, now := l.open, l.full, l.fatal, l.cfg.Now()
	many := len(e.leaves) >= l.enough()
	l.mu.Unlock()
	if fatal != nil || full != nil {
		return fatal == nil, nil
	}
	if !many && !(lead && now.Sub(e.opened) >= l.cfg.Cadence) {
		return false, nil
	}
	written, err := l.written(ctx, e)
	if err != nil {
		return false, err
	}
	l.idle = !written
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.idle && !l.cfg.AnchorEmpty {
		e.opened = now
		return false, nil
	}
	l.full, l.open = e, &epoch{number: e.number + 1, opened: now}
	return true, nil
}

// finish writes the tree of the full epoch. It may be tried again until it returns nil.
func (l *Log) finish(ctx context.Context) error {
	l.mu.Lock()
	e, fatal := l.full, l.fatal
	l.mu.Unlock()
	if fatal != nil || e == nil { // another process closed it meanwhile
		return fatal
	}
	if l.cfg.Shared {
		return l.finishShared(ctx, e)
	}
	if e.tree == nil {
		if err := l.build(ctx, e); err != nil {
			return err
		}
	}
	if err := l.putOnce(ctx, epochkey.Tree(e.number), e.tree.Padded()); err != nil {
		return err
	}
	l.cache.Put(e.number, &closedEpoch{tree: e.tree}, e.tree.Size())

	l.mu.Lock()
	l.full, l.closed = nil, e.number+1
	l.mu.Unlock()
	return nil
}

// build makes e's tree from memory, or from the journal when a write's fate is unclear.
func (l *Log) build(ctx context.Context, e *epoch) error {
	leaves := e.leaves
	if e.unclear {
		read, err := readJournal(ctx, l.cfg.Blob, e.number)
		if err != nil {
			return err
		}
		has := make(map[[32]byte]bool, len(read))
		for _, leaf := range read {
			has[leaf] = true
		}
		for _, leaf := range leaves {
			if !has[leaf] {
				return l.fail(fmt.Errorf("an acknowledged leaf is missing from the journal of epoch %d", e.number))
			}
		}
		leaves = read
	}
	tree, err := profile.NewTree(leaves)
	if err != nil {
		return fmt.Errorf("tree of epoch %d: %w", e.number, err)
	}
	e.tree = tree
	return nil
}

// putOnce writes an object that must have exactly these bytes for ever. A write that failed after persisting is
// recognised; other bytes under the name are a contradiction.
func (l *Log) putOnce(ctx context.Context, key string, data []byte) error {
	err := l.cfg.Blob.Put(ctx, key, data)
	if !errors.Is(err, blob.ErrExists) {
		return wrap(key, err)
	}
	have, err := l.cfg.Blob.Get(ctx, key)
	if err != nil {
		return wrap(key, err)
	}
	if !bytes.Equal(have, data) {
		return l.fail(fmt.Errorf("%s holds other bytes than this log made", key))
	}
	return nil
}

// sweep deletes the journals of epochs below end: their trees hold the same leaves. It waits for a quiet epoch, because
// deleting many files makes creating others slow on some file systems (ext4 without a journal looks at every inode that
// was freed in the last minutes). What is left behind does no harm. It requires closing.
func (l *Log) sweep(ctx context.Context, end uint64) {
	for ; l.unswept < end; l.unswept++ {
		if err := l.sweepOne(ctx, l.unswept); err != nil {
			l.cfg.Log.Warn("the journal of a closed epoch stays behind for now", "epoch", l.unswept, "err", err)
			return
		}
	}
}

func (l *Log) sweepOne(ctx context.Context, number uint64) error {
	keys, err := journalKeys(ctx, l.cfg.Blob, number)
	if err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(16) // deletions that come together share a sync
	for _, key := range keys {
		group.Go(func() error { return l.cfg.Blob.Delete(ctx, key) })
	}
	return group.Wait()
}

// Tick closes and anchors what is due, once.
func (l *Log) Tick(ctx context.Context) error {
	return errors.Join(l.CloseDue(ctx), l.AnchorDue(ctx))
}

// Run closes and anchors until ctx ends.
func (l *Log) Run(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() { l.every(ctx, l.CloseDue, "an epoch could not be closed; it will be tried again") })
	wg.Go(func() { l.every(ctx, l.AnchorDue, "an epoch could not be anchored; it will be tried again") })
	wg.Wait()
}

func (l *Log) every(ctx context.Context, f func(context.Context) error, msg string) {
	pause := min(max(l.cfg.Cadence/20, 20*time.Millisecond), time.Second)
	t := time.NewTicker(pause)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.wake:
		case <-t.C:
		}
		if err := f(ctx); err != nil && ctx.Err() == nil {
			l.cfg.Log.Warn(msg, "err", err)
		}
	}
}

func journalKey(epoch uint64) string {
	var name [8]byte
	rand.Read(name[:])
	return epochkey.Leaves(epoch) + hex.EncodeToString(name[:])
}

func journalKeys(ctx context.Context, store blob.Store, epoch uint64) (keys []string, err error) {
	for after := ""; ; {
		page, err := store.List(ctx, epochkey.Leaves(epoch), after, 1000)
		if err != nil {
			return nil, fmt.Errorf("list the journal of epoch %d: %w", epoch, err)
		}
		for _, entry := range page {
			keys = append(keys, entry.Key)
		}
		if len(page) < 1000 {
			return keys, nil
		}
		after = keys[len(keys)-1]
	}
}

func readJournal(ctx context.Context, store blob.Store, epoch uint64) (leaves [][32]byte, err error) {
	keys, err := journalKeys(ctx, store, epoch)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		data, err := store.Get(ctx, key)
		if err != nil {
			return nil, wrap(key, err)
		}
		some, err := split(data)
		if err != nil {
			return nil, wrap(key, err)
		}
		leaves = append(leaves, some...)
	}
	return leaves, nil
}

func concat(leaves [][32]byte) []byte {
	out := make([]byte, 0, 32*len(leaves))
	for i := range leaves {
		out = append(out, leaves[i][:]...)
	}
	return out
}

func split(data []byte) ([][32]byte, error) {
	if len(data)%32 != 0 {
		return nil, fmt.Errorf("%d bytes are not a list of 32-byte leaves", len(data))
	}
	leaves := make([][32]byte, len(data)/32)
	for i := range leaves {
		copy(leaves[i][:], data[32*i:])
	}
	return leaves, nil
}

func wrap(key string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", key, err)
}
