package accounts

import (
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/lru"
)

// An address may use up to credit at once, and gets one part in share of the time that passes.
const (
	credit    = 4 * time.Second
	share     = 20
	addresses = 1 << 14 // that are remembered
)

// gate admits one verification per address at a time, as long as the address has time left.
type gate struct {
	mu   sync.Mutex // guards what follows: no address is entered twice
	busy map[common.Address]bool
	used *lru.Cache[common.Address, usage]
}

// usage is how much time an address owes, as of when.
type usage struct {
	owed time.Duration
	at   time.Time
}

func newGate() *gate {
	return &gate{busy: map[common.Address]bool{}, used: lru.New[common.Address, usage](addresses)}
}

// enter says whether addr may be asked about now. The map is as large as the number of callers that wait or ask.
func (g *gate) enter(addr common.Address, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.busy[addr] || g.owed(addr, now) >= credit {
		return false
	}
	g.busy[addr] = true
	return true
}

func (g *gate) leave(addr common.Address, began, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.busy, addr)
	g.used.Put(addr, usage{g.owed(addr, now) + max(0, now.Sub(began)), now}, 1)
}

// owed requires mu.
func (g *gate) owed(addr common.Address, now time.Time) time.Duration {
	u, _ := g.used.Get(addr)
	return max(0, u.owed-now.Sub(u.at)/share)
}
