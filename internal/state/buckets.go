package state

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"
)

// MaxSpends is how many spends go into one round trip.
const MaxSpends = 512

// Spend takes units from the token bucket that is filed under Key. Whoever names a bucket says how it is shaped; a bucket that nobody has
// touched is full.
type Spend struct {
	Key       string  // 1 to MaxKey bytes that may be read by a thief of the store
	Units     int     // 0 asks and takes nothing
	PerSecond float64 // refill
	Burst     int     // units in a full bucket
	Debt      int     // 0: all units or none. Otherwise the units are used already and are written down, up to this many below an empty bucket
}

// Left says how a spend went.
type Left struct {
	Took bool          // false when the bucket held too little; nothing was taken then
	Full time.Duration // until the bucket is full again
}

// Buckets counts for all processes that share it. A [Store] that several processes can share implements it too.
type Buckets interface {
	// Spend carries out 1 to [MaxSpends] spends, each as one atomic step, in one round trip, and answers in the same order. On an error, which
	// is ErrUnavailable or ErrInvalid, any of them may have been carried out. Buckets vanish when they are full.
	Spend(ctx context.Context, spends ...Spend) ([]Left, error)
}

// A bucket is one number, the moment at which it is full: what is missing until then is what was taken (the generic cell rate algorithm, GCRA,
// of ATM Forum TM 4.0 §4.4.2). Spending moves that moment away; time does the refilling.

// refill is how long the bucket takes to get units back, at most a year.
func (s Spend) refill(units int) time.Duration {
	return time.Duration(min(float64(units)/s.PerSecond, maxRefill.Seconds()) * float64(time.Second))
}

// from carries out the spend on a bucket that is full after full.
func (s Spend) from(full time.Duration) Left {
	full = max(full, 0)
	after, most := full+s.refill(s.Units), s.refill(s.Burst+s.Debt)
	switch {
	case after <= most:
		return Left{Took: true, Full: after}
	case s.Debt > 0:
		return Left{Took: true, Full: most}
	}
	return Left{Full: full}
}

// Wait is how long until s, when it was refused, would be carried out if nobody else spends.
func (s Spend) Wait(l Left) time.Duration {
	if l.Took {
		return 0
	}
	return max(l.Full+s.refill(s.Units)-s.refill(s.Burst+s.Debt), time.Microsecond)
}

// maxRefill keeps moments within what every store can count.
const maxRefill = 365 * 24 * time.Hour

func checkSpends(spends []Spend) error {
	if len(spends) == 0 || len(spends) > MaxSpends {
		return fmt.Errorf("%d spends, want 1 to %d: %w", len(spends), MaxSpends, ErrInvalid)
	}
	for i, s := range spends {
		if err := s.check(); err != nil {
			return fmt.Errorf("spend %d: %w", i, err)
		}
	}
	return nil
}

func (s Spend) check() error {
	if err := checkKey(s.Key); err != nil {
		return err
	}
	if s.Units < 0 || s.Burst < 1 || s.Debt < 0 || s.Burst > 1<<30 || s.Debt > 1<<30 || s.Debt == 0 && s.Units > s.Burst {
		return fmt.Errorf("%d units of a bucket of %d with debt %d: %w", s.Units, s.Burst, s.Debt, ErrInvalid)
	}
	if !(s.PerSecond > 0 && s.PerSecond <= 1e6) { // refuses NaN too
		return fmt.Errorf("refill of %v a second, want more than 0 and at most a million: %w", s.PerSecond, ErrInvalid)
	}
	return nil
}

// forgetEvery bounds what a flood of new keys costs once a Memory is full of them: one walk over all buckets each.
const forgetEvery = 100 * time.Millisecond

// Memory is Buckets for one process. It keeps at most Keys buckets (65,536 when 0); then full ones are forgotten first, and newcomers of one
// shape share one bucket while none is full, so that a flood of sources cannot buy a flood of units.
type Memory struct {
	Keys int
	Now  func() time.Time

	mu     sync.Mutex           // guards what follows
	full   map[string]time.Time // when each bucket is full
	forgot time.Time            // when full ones were last looked for
}

// Spend implements [Buckets].
func (m *Memory) Spend(ctx context.Context, spends ...Spend) ([]Left, error) {
	if err := checkSpends(spends); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	left := make([]Left, len(spends))
	for i, s := range spends {
		left[i] = m.Take(s)
	}
	return left, nil
}

// Take carries out one spend. It does not check s.
func (m *Memory) Take(s Spend) Left {
	now := m.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	key := s.Key
	if !m.room(key, now) {
		key = fmt.Sprint("\x00", s.PerSecond, " ", s.Burst) // one more per shape, and callers have few shapes
	}
	left := s.from(m.full[key].Sub(now))
	if left.Full > 0 {
		m.full[key] = now.Add(left.Full)
	}
	return left
}

// Lower takes units away until the bucket under key is not full before full has passed, as when others turn out to have spent from it.
func (m *Memory) Lower(key string, full time.Duration) {
	now := m.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if at := now.Add(full); full > 0 && m.room(key, now) && at.After(m.full[key]) {
		m.full[key] = at
	}
}

// room tells whether key may have a bucket of its own. It requires mu.
func (m *Memory) room(key string, now time.Time) bool {
	if m.full == nil {
		m.full = map[string]time.Time{}
	}
	if _, ok := m.full[key]; ok {
		return true
	}
	limit := m.Keys
	if limit <= 0 {
		limit = 1 << 16
	}
	if len(m.full) >= limit && now.Sub(m.forgot) >= forgetEvery {
		m.forgot = now
		maps.DeleteFunc(m.full, func(_ string, full time.Time) bool { return !full.After(now) })
	}
	return len(m.full) < limit
}
