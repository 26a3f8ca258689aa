package epochs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"carnet/internal/blob"
	"carnet/internal/epochkey"
	"carnet/internal/profile"
)

// Several processes can write to one store (Config.Shared). What makes that safe is two objects of an epoch, both written once, and a store
// whose calls are linearizable:
//
//	closing   there is one: the journal of this epoch is complete but for writes that nobody has been told of
//	tree      the first one that is written is the epoch's
//
// A writer puts its leaves into the journal of what it takes for the open epoch and then looks for closing. If it is not there, every
// process that closes this epoch writes it, or finds it, and lists the journal after that: so every tree that anybody makes holds these
// leaves, and they may be acknowledged. If it is there, the tree decides: leaves that are in it belong to this epoch, others are put into
// the next one. Journals go only after the tree is there, and closing of an epoch is written only after the tree of the one before.
//
// So nothing rests on there being one closer. Config.Lead chooses one because two would do the work twice.

const (
	treePatience = time.Second           // how long another process may take to write a tree before it is helped
	treePause    = 50 * time.Millisecond // between looks for it
	lookRest     = time.Second / 2       // between looks of askers for what others did
)

// exists tells whether there is an object.
func exists(ctx context.Context, store blob.Store, key string) (bool, error) {
	page, err := store.List(ctx, key, "", 1)
	if err != nil {
		return false, wrap(key, err)
	}
	return len(page) == 1 && page[0].Key == key, nil
}

// place returns the epoch of a batch that lies in e's journal: e, or the one that it now lies in because e is closed. It requires flushing.
func (l *Log) place(ctx context.Context, b *batch, e *epoch) (*epoch, error) {
	for range 8 { // epochs pass by while this process sleeps
		closing, err := exists(ctx, l.cfg.Blob, epochkey.Closing(e.number))
		if err != nil {
			return e, err
		}
		if !closing {
			return e, nil
		}
		tree, err := l.settle(ctx, e, treePatience)
		if err != nil {
			return e, err
		}
		l.advance(e)
		if _, ok := tree.Index(b.leaves[0]); ok { // a journal object is read whole or not at all
			return e, nil
		}
		l.mu.Lock()
		e = l.open
		l.mu.Unlock()
		if err := l.cfg.Blob.Put(ctx, journalKey(e.number), concat(b.leaves)); err != nil {
			return e, err
		}
	}
	return e, errors.New("epochs close faster than leaves are written")
}

// settle returns the tree of an epoch whose closing is there: another process's, or, after patience, one made here. It requires flushing or closing.
func (l *Log) settle(ctx context.Context, e *epoch, patience time.Duration) (*profile.Tree, error) {
	for until := time.Now().Add(patience); ; {
		there, err := exists(ctx, l.cfg.Blob, epochkey.Tree(e.number))
		if err != nil {
			return nil, err
		}
		if there {
			return l.adopt(ctx, e)
		}
		if !time.Now().Before(until) {
			return l.make(ctx, e)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(treePause):
		}
	}
}

// make builds the tree from the journal and writes it, unless another is first.
func (l *Log) make(ctx context.Context, e *epoch) (*profile.Tree, error) {
	leaves, err := readJournal(ctx, l.cfg.Blob, e.number)
	if errors.Is(err, blob.ErrNotFound) { // swept while it was read: then there is a tree
		if there, failed := exists(ctx, l.cfg.Blob, epochkey.Tree(e.number)); failed == nil && there {
			return l.adopt(ctx, e)
		}
	}
	if err != nil {
		return nil, err
	}
	tree, err := profile.NewTree(leaves)
	if err != nil {
		return nil, fmt.Errorf("tree of epoch %d: %w", e.number, err)
	}
	err = l.cfg.Blob.Put(ctx, epochkey.Tree(e.number), tree.Padded())
	if err != nil && !errors.Is(err, blob.ErrExists) {
		return nil, wrap(epochkey.Tree(e.number), err)
	}
	return l.adopt(ctx, e)
}

// adopt reads the epoch's tree, which must hold what this process acknowledged.
func (l *Log) adopt(ctx context.Context, e *epoch) (*profile.Tree, error) {
	closed, err := l.load(ctx, e.number)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	acknowledged := e.leaves
	l.mu.Unlock()
	for _, leaf := range acknowledged {
		if _, ok := closed.tree.Index(leaf); !ok {
			return nil, l.fail(fmt.Errorf("an acknowledged leaf is missing from the tree of epoch %d", e.number))
		}
	}
	return closed.tree, nil
}

// advance goes past an epoch whose tree is there. It requires flushing.
func (l *Log) advance(e *epoch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full == e {
		l.full = nil
	}
	if l.open == e {
		l.open = &epoch{number: e.number + 1, opened: l.cfg.Now()}
	}
	l.closed = max(l.closed, e.number+1)
}

// finishShared closes the full epoch.
func (l *Log) finishShared(ctx context.Context, e *epoch) error {
	err := l.cfg.Blob.Put(ctx, epochkey.Closing(e.number), []byte("{}\n"))
	if err != nil && !errors.Is(err, blob.ErrExists) {
		return wrap(epochkey.Closing(e.number), err)
	}
	if _, err := l.settle(ctx, e, 0); err != nil {
		return err
	}
	l.flushing.Lock()
	defer l.flushing.Unlock()
	l.advance(e)
	return nil
}

// follow goes past the epochs that other processes have closed, and, where another process anchors, past those that it has. Any number of them may run
// at once, beside the closer: to go past an epoch twice changes nothing.
func (l *Log) follow(ctx context.Context) error {
	for {
		l.mu.Lock()
		e := l.full
		if e == nil {
			e = l.open
		}
		l.mu.Unlock()
		there, err := exists(ctx, l.cfg.Blob, epochkey.Tree(e.number))
		if err != nil {
			return err
		}
		if !there {
			break
		}
		if _, err := l.adopt(ctx, e); err != nil {
			return err
		}
		l.flushing.Lock()
		l.advance(e)
		l.flushing.Unlock()
	}
	for s := l.Status(); !l.leading.Load() && s.Anchored < s.Closed; s = l.Status() {
		there, err := exists(ctx, l.cfg.Blob, epochkey.Anchored(s.Anchored))
		if err != nil || !there {
			return err
		}
		l.anchoredNext(s.Anchored)
	}
	return nil
}

// lookForOthers is follow for those who ask for proofs, whoever they are. However many they are, one look at a time serves all of them, with a rest
// between two, and nobody waits for them: not the closer, and not an asker who goes away.
func (l *Log) lookForOthers(ctx context.Context) error {
	if !l.cfg.Shared || l.lookedLately() {
		return nil
	}
	look := l.looks.DoChan("", func() (any, error) {
		if l.lookedLately() { // one look ended while this one was asked for
			return nil, nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout) // others wait for it too
		defer cancel()
		err := l.follow(ctx)
		l.mu.Lock()
		defer l.mu.Unlock()
		if err == nil {
			l.looked = time.Now()
		}
		return nil, err
	})
	select {
	case result := <-look:
		return result.Err
	case <-ctx.Done():
		return fmt.Errorf("waiting for a look at the store: %w", ctx.Err())
	}
}

func (l *Log) lookedLately() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Since(l.looked) < lookRest
}

// leads tells whether this process is to close and anchor.
func (l *Log) leads(ctx context.Context) bool {
	lead := l.cfg.Lead == nil || l.cfg.Lead(ctx)
	l.leading.Store(lead)
	return lead
}

// Leading tells whether this process closes and anchors, as it was last known.
func (l *Log) Leading() bool { return l.leading.Load() }
