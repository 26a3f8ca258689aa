package epochs

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/semaphore"
)

// maxLoading trees are read and hashed for askers at a time. One of 2^18 leaves takes some 64 MiB meanwhile.
const maxLoading = 2

// loads brings closed epochs into memory for those who ask for proofs: once for all who ask for the same one, and a few at a time. It is
// singleflight that ends what nobody waits for any more. The closer and what anchors load for themselves, so that they wait for no asker.
type loads struct {
	slots *semaphore.Weighted

	mu      sync.Mutex // guards what follows
	byEpoch map[uint64]*loading
}

type loading struct {
	askers int // guarded by loads.mu
	cancel context.CancelFunc
	done   chan struct{} // closed after epoch and err are set
	epoch  *closedEpoch
	err    error
}

func newLoads() *loads {
	return &loads{slots: semaphore.NewWeighted(maxLoading), byEpoch: map[uint64]*loading{}}
}

// do returns what load returns, called here or for another asker.
func (l *loads) do(ctx context.Context, number uint64, load func(context.Context) (*closedEpoch, error)) (*closedEpoch, error) {
	w := l.join(ctx, number, load)
	defer l.leave(number, w)
	select {
	case <-w.done:
		return w.epoch, w.err
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the tree of epoch %d: %w", number, ctx.Err())
	}
}

func (l *loads) join(ctx context.Context, number uint64, load func(context.Context) (*closedEpoch, error)) *loading {
	l.mu.Lock()
	defer l.mu.Unlock()
	w, ok := l.byEpoch[number]
	if !ok {
		w = &loading{done: make(chan struct{})}
		ctx, w.cancel = context.WithCancel(context.WithoutCancel(ctx)) // others may join
		l.byEpoch[number] = w
		go l.run(ctx, number, w, load)
	}
	w.askers++
	return w
}

func (l *loads) run(ctx context.Context, number uint64, w *loading, load func(context.Context) (*closedEpoch, error)) {
	defer l.forget(number, w)
	defer close(w.done)
	if w.err = l.slots.Acquire(ctx, 1); w.err != nil {
		return
	}
	defer l.slots.Release(1)
	w.epoch, w.err = load(ctx)
}

// leave ends a load that nobody waits for.
func (l *loads) leave(number uint64, w *loading) {
	l.mu.Lock()
	w.askers--
	last := w.askers == 0
	if last && l.byEpoch[number] == w { // who comes now begins anew
		delete(l.byEpoch, number)
	}
	l.mu.Unlock()
	if last {
		w.cancel()
	}
}

func (l *loads) forget(number uint64, w *loading) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byEpoch[number] == w {
		delete(l.byEpoch, number)
	}
}
