package accounts

import (
	"context"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/lru"
)

// What one address may have. Anybody can sign in badly at anybody's address, so that honest accounts are not charged for being asked: only
// what an account's code takes longer than patience counts.
const (
	abreast   = 2               // verifications at once
	inLine    = 16              // that run or wait
	credit    = 4 * time.Second // that its code may take before it has to wait
	share     = 20              // it gets one part in so many of the time that passes
	addresses = 1 << 14         // that are remembered
)

// gate admits verifications to an address as long as it has time left.
type gate struct {
	mu    sync.Mutex // guards what follows
	lines map[common.Address]*line
	used  *lru.Cache[common.Address, usage]
}

// line is who runs or waits at one address; it exists as long as somebody does.
type line struct {
	room  chan struct{}
	users int
}

// usage is how much time an address owes, as of when.
type usage struct {
	owed time.Duration
	at   time.Time
}

func newGate() *gate {
	return &gate{lines: map[common.Address]*line{}, used: lru.New[common.Address, usage](addresses)}
}

// enter waits for room at addr until ctx ends. Whoever was told yes leaves.
func (g *gate) enter(ctx context.Context, addr common.Address, now time.Time) bool {
	l := g.join(addr, now)
	if l == nil {
		return false
	}
	select {
	case l.room <- struct{}{}:
		return true
	case <-ctx.Done():
		g.part(addr, l)
		return false
	}
}

func (g *gate) join(addr common.Address, now time.Time) *line {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.lines[addr]
	if l == nil {
		l = &line{room: make(chan struct{}, abreast)}
	}
	if l.users == inLine || g.owed(addr, now) >= credit {
		return nil
	}
	l.users++
	g.lines[addr] = l
	return l
}

func (g *gate) part(addr common.Address, l *line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(g.lines, addr)
	}
}

// leave gives back the room and charges what the account's code took.
func (g *gate) leave(addr common.Address, took time.Duration, now time.Time) {
	g.mu.Lock()
	l := g.lines[addr]
	if took > 0 {
		g.used.Put(addr, usage{g.owed(addr, now) + took, now}, 1)
	}
	g.mu.Unlock()
	<-l.room
	g.part(addr, l)
}

// owed requires mu.
func (g *gate) owed(addr common.Address, now time.Time) time.Duration {
	u, _ := g.used.Get(addr)
	return max(0, u.owed-now.Sub(u.at)/share)
}
