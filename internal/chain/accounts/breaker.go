package accounts

import (
	"sync"
	"time"
)

// A node that failed this often in a row is left alone for this long.
const (
	failures = 5
	pause    = 10 * time.Second
)

// breaker keeps verifications from waiting for a node that is away.
type breaker struct {
	mu     sync.Mutex // guards what follows
	failed int        // in a row
	until  time.Time  // open before
	trying bool       // one verification finds out whether the node is back
}

// allow says whether the node may be asked; whoever was told yes calls settle.
func (b *breaker) allow(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed < failures {
		return true
	}
	if b.trying || now.Before(b.until) {
		return false
	}
	b.trying = true
	return true
}

// settle takes what was learned: the node answered, it did not, or (learned is false) neither.
func (b *breaker) settle(learned, answered bool, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
	switch {
	case !learned:
	case answered:
		b.failed = 0
	default:
		b.failed = min(b.failed+1, failures)
		b.until = now.Add(pause)
	}
}
