package web

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"carnet/internal/state"
)

const (
	reconcileEvery = 100 * time.Millisecond
	spendWithin    = time.Second // what a store may take to answer
	debtBursts     = 8           // how many bursts below empty a shared bucket may be
)

// Sharing makes limiters whose buckets several processes share through Store.
//
// Limiter is for what every visitor does: it answers from this process's memory
// and costs nothing per request. What it let through is written down in Store
// about ten times a second, all of it in one round trip per 512 buckets, and what
// the others let through comes back. So n processes that learn of a visitor in
// the same tenth of a second let through at most n bursts; the excess is debt,
// up to 8 bursts, that must refill before anybody lets the visitor through again:
// in the long run PerSecond holds for all processes together. While Store is
// gone each process goes on counting by itself.
//
// Exact is for what is dear, such as a call to a chain: one atomic round trip per
// use, never a unit too many, and closed while Store is gone.
//
// Keys name visitors, so Store gets HMAC-SHA-256 of them under Secret, and only
// until the bucket is full again. Whoever steals Store learns how many buckets
// there are and how full each is; with Secret also, for a network or client that
// he can name, which bucket is whose. All fields are required.
type Sharing struct {
	Store  state.Buckets
	Secret []byte // the same 32 bytes in every process of one deployment
	Now    func() time.Time
	Log    *slog.Logger

	mu       sync.Mutex // guards limiters
	limiters []*shared
}

// Limiter returns a limiter of buckets that hold burst units and refill at
// perSecond. Limiters of one name and Secret share buckets.
func (s *Sharing) Limiter(name string, perSecond float64, burst int) Limiter {
	l := &shared{sharing: s, name: name, spend: state.Spend{PerSecond: perSecond, Burst: burst}, local: state.Memory{Now: s.Now}, used: map[string]int{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limiters = append(s.limiters, l)
	return l
}

// Exact returns a limiter that asks Store each time.
func (s *Sharing) Exact(name string, perSecond float64, burst int) Limiter {
	return &exact{sharing: s, name: name, spend: state.Spend{Units: 1, PerSecond: perSecond, Burst: burst}}
}

// Run reconciles until ctx ends, and then once more.
func (s *Sharing) Run(ctx context.Context) {
	tick := time.NewTicker(reconcileEvery)
	defer tick.Stop()
	alone := false
	for {
		select {
		case <-ctx.Done():
			_ = s.Reconcile(context.WithoutCancel(ctx)) // a gateway that stops without it forgets a tenth of a second
			return
		case <-tick.C:
		}
		asked, err := s.reconcile(ctx)
		if gone := err != nil; asked && gone != alone && ctx.Err() == nil {
			alone = gone
			s.tell(err)
		}
	}
}

func (s *Sharing) tell(err error) {
	if err != nil {
		s.Log.Warn("rate limits are counted by this process alone: their store is gone", "cause", err)
		return
	}
	s.Log.Info("rate limits are shared again")
}

// Reconcile writes down what this process let through since the last time and
// learns what all let through. What it could not write down is forgotten: the
// bucket may say a little too much, and a store that comes back finds no flood.
func (s *Sharing) Reconcile(ctx context.Context) error {
	_, err := s.reconcile(ctx)
	return err
}

// reconcile also tells whether there was anything to ask Store.
func (s *Sharing) reconcile(ctx context.Context) (asked bool, failed error) {
	s.mu.Lock()
	limiters := s.limiters
	s.mu.Unlock()
	var batch batch
	for _, l := range limiters {
		for key, units := range l.drain() {
			asked = true
			batch.add(l, key, units)
			if len(batch.spends) == state.MaxSpends {
				failed = errors.Join(failed, batch.flush(ctx, s.Store, failed))
			}
		}
	}
	return asked, errors.Join(failed, batch.flush(ctx, s.Store, failed))
}

// bucket is the name of a bucket in Store.
func (s *Sharing) bucket(name, key string) string {
	h := hmac.New(sha256.New, s.Secret)
	io.WriteString(h, "carnet/v1/limit\x00"+name+"\x00"+key)
	return "limit/" + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// batch is one round trip in the making.
type batch struct {
	limiters []*shared
	keys     []string
	spends   []state.Spend
}

func (b *batch) add(l *shared, key string, units int) {
	s := l.spend
	s.Key, s.Units, s.Debt = l.sharing.bucket(l.name, key), units, min(debtBursts*s.Burst, 1<<30)
	b.limiters, b.keys, b.spends = append(b.limiters, l), append(b.keys, key), append(b.spends, s)
}

// flush sends what was added and empties b. After a failure it only empties it: a store that is gone is asked once per turn.
func (b *batch) flush(ctx context.Context, store state.Buckets, failed error) error {
	defer func() { *b = batch{} }()
	if failed != nil || len(b.spends) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, spendWithin)
	defer cancel()
	left, err := store.Spend(ctx, b.spends...)
	if err != nil {
		return err
	}
	for i, l := range left {
		b.limiters[i].local.Lower(b.keys[i], l.Full)
	}
	return nil
}

// shared is a Limiter that counts here and reconciles there.
type shared struct {
	sharing *Sharing
	name    string
	spend   state.Spend // shape of every bucket
	local   state.Memory

	mu   sync.Mutex     // guards used
	used map[string]int // units let through since the last reconciliation
}

// Allow implements [Limiter]; it never fails.
func (l *shared) Allow(_ context.Context, key string) (time.Duration, error) {
	s := l.spend
	s.Key, s.Units = key, 1
	left := l.local.Take(s)
	if left.Took {
		l.mu.Lock()
		defer l.mu.Unlock()
		if _, known := l.used[key]; known || len(l.used) < maxUsed {
			l.used[key]++
		}
	}
	return s.Wait(left), nil
}

// maxUsed is as many keys as are remembered between two reconciliations, per limiter.
const maxUsed = 1 << 16

func (l *shared) drain() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	used := l.used
	l.used = map[string]int{}
	return used
}

// exact is a Limiter that asks each time.
type exact struct {
	sharing *Sharing
	name    string
	spend   state.Spend
}

// Allow implements [Limiter]; its error is the store's.
func (l *exact) Allow(ctx context.Context, key string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, spendWithin)
	defer cancel()
	s := l.spend
	s.Key = l.sharing.bucket(l.name, key)
	left, err := l.sharing.Store.Spend(ctx, s)
	if err != nil {
		return 0, err
	}
	return s.Wait(left[0]), nil
}
