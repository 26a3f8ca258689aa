package backup

import (
	"sync"
	"sync/atomic"
	"time"
)

// Progress is how far something is.
type Progress struct {
	Phase   string // what it is at
	Looked  int64  // objects compared, or checked
	Copied  int64  // objects written
	Bytes   int64  // of those
	Deleted int64
}

// meter counts.
type meter struct {
	looked, copied, bytes, deleted atomic.Int64

	mu    sync.Mutex
	phase string // guarded by mu
}

func (m *meter) enter(phase string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.phase = phase
}

func (m *meter) progress() Progress {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Progress{Phase: m.phase, Looked: m.looked.Load(), Copied: m.copied.Load(), Bytes: m.bytes.Load(), Deleted: m.deleted.Load()}
}

// tell calls what wants to know ten times a second until the returned function is called.
func (m *meter) tell(what func(Progress)) (stop func()) {
	if what == nil {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				what(m.progress())
				return
			case <-tick.C:
				what(m.progress())
			}
		}
	}()
	return func() { close(done); <-ended }
}
