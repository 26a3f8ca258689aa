package statetest

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/state"
)

// RunBuckets asks open for buckets for each test; keys of one test do not meet those of another.
func RunBuckets(t *testing.T, open func(t *testing.T) state.Buckets) {
	tests := map[string]func(*testing.T, state.Buckets){
		"a bucket holds its burst and says when to come back": burst,
		"units are taken all or none":                         allOrNone,
		"a bucket refills and is full then":                   refills,
		"no run gets more than burst and refill":              bounded,
		"debt is written down and bounded":                    debt,
		"of 64 concurrent spends as many pass as there are":   spendRace,
		"many buckets are asked at once, in order":            manyBuckets,
		"a key named twice in one call counts twice":          sameBucket,
		"spends over limits are refused":                      spendLimits,
		"a cancelled spend takes nothing":                     cancelledSpend,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// slow buckets get one unit back in more than a quarter of an hour, so that no test waits for it by accident.
const slow = 0.001

func spend(key string, units, burst int) state.Spend {
	return state.Spend{Key: key, Units: units, PerSecond: slow, Burst: burst}
}

// one carries out a single spend.
func one(t *testing.T, b state.Buckets, s state.Spend) state.Left {
	t.Helper()
	left, err := b.Spend(ctx, s)
	if err != nil || len(left) != 1 {
		t.Fatalf("got %v, %v, want one answer", left, err)
	}
	return left[0]
}

func wantTook(t *testing.T, b state.Buckets, s state.Spend, took bool) state.Left {
	t.Helper()
	left := one(t, b, s)
	if left.Took != took {
		t.Errorf("%d of %q: got %v, want took %v", s.Units, s.Key, left, took)
	}
	return left
}

func burst(t *testing.T, b state.Buckets) {
	s := spend("k", 1, 3)
	for range 3 {
		if left := wantTook(t, b, s, true); s.Wait(left) != 0 {
			t.Errorf("got a wait of %v after a unit was taken, want none", s.Wait(left))
		}
	}
	for range 3 {
		left := wantTook(t, b, s, false)
		if wait := s.Wait(left); wait <= 900*time.Second || wait > 1000*time.Second {
			t.Errorf("got a wait of %v, want that for one unit, 1000s", wait)
		}
		if left.Full <= 2900*time.Second || left.Full > 3000*time.Second {
			t.Errorf("got full in %v, want 3000s", left.Full)
		}
	}
	wantTook(t, b, spend("another", 1, 3), true)
}

func allOrNone(t *testing.T, b state.Buckets) {
	wantTook(t, b, spend("k", 0, 5), true)
	wantTook(t, b, spend("k", 3, 5), true)
	wantTook(t, b, spend("k", 3, 5), false)
	wantTook(t, b, spend("k", 2, 5), true)
	wantTook(t, b, spend("k", 1, 5), false)
	wantTook(t, b, spend("k", 0, 5), true)
}

func refills(t *testing.T, b state.Buckets) {
	s := state.Spend{Key: "k", Units: 4, PerSecond: 100, Burst: 4}
	wantTook(t, b, s, true)
	time.Sleep(60 * time.Millisecond)
	s.Units = 0
	if left := one(t, b, s); left.Full != 0 {
		t.Errorf("got full in %v, want 0", left.Full)
	}
	s.Units = 4
	wantTook(t, b, s, true)
}

func bounded(t *testing.T, b state.Buckets) {
	s := state.Spend{Key: "k", Units: 1, PerSecond: 1000, Burst: 5}
	start, took := time.Now(), 0
	for time.Since(start) < 50*time.Millisecond {
		if one(t, b, s).Took {
			took++
		}
	}
	elapsed := time.Since(start)
	if most := 6 + elapsed.Seconds()*s.PerSecond; float64(took) > most || took <= 5 {
		t.Errorf("got %d in %v, want more than 5 and at most %.1f", took, elapsed, most)
	}
}

func debt(t *testing.T, b state.Buckets) {
	s := spend("k", 7, 5)
	s.Debt = 10
	left := wantTook(t, b, s, true)
	if left.Full <= 6900*time.Second || left.Full > 7000*time.Second {
		t.Errorf("got full in %v, want 7000s", left.Full)
	}
	s.Units = 1 << 20
	left = wantTook(t, b, s, true)
	if left.Full <= 14900*time.Second || left.Full > 15000*time.Second {
		t.Errorf("got full in %v, want 15000s: the debt has a bound", left.Full)
	}
	wantTook(t, b, spend("k", 1, 5), false)
}

func spendRace(t *testing.T, b state.Buckets) {
	var took atomic.Int64
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			left, err := b.Spend(ctx, spend("k", 1, 20))
			if err != nil {
				t.Error(err)
			} else if left[0].Took {
				took.Add(1)
			}
		})
	}
	group.Wait()
	if took.Load() != 20 {
		t.Errorf("got %d, want 20", took.Load())
	}
}

func manyBuckets(t *testing.T, b state.Buckets) {
	var spends []state.Spend
	for i := range state.MaxSpends {
		spends = append(spends, spend(fmt.Sprint("k", i), i%7, 10))
	}
	for round := 1; round <= 2; round++ {
		left, err := b.Spend(ctx, spends...)
		must(t, err)
		for i, l := range left {
			units := i % 7 * round
			took := units <= 10
			if !took {
				units -= i % 7
			}
			if got := int(math.Round(l.Full.Seconds() * slow)); l.Took != took || got != units {
				t.Fatalf("round %d: bucket %d lacks %d, took %v, want %d, %v", round, i, got, l.Took, units, took)
			}
		}
	}
}

func sameBucket(t *testing.T, b state.Buckets) {
	left, err := b.Spend(ctx, spend("k", 1, 2), spend("k", 1, 2), spend("k", 1, 2))
	must(t, err)
	if !left[0].Took || !left[1].Took || left[2].Took {
		t.Errorf("got %v, want two taken", left)
	}
}

func spendLimits(t *testing.T, b state.Buckets) {
	good := spend("k", 1, 2)
	for name, change := range map[string]func(*state.Spend){
		"no key":               func(s *state.Spend) { s.Key = "" },
		"a long key":           func(s *state.Spend) { s.Key = strings.Repeat("k", state.MaxKey+1) },
		"less than no units":   func(s *state.Spend) { s.Units = -1 },
		"more than the bucket": func(s *state.Spend) { s.Units = 3 },
		"a bucket of nothing":  func(s *state.Spend) { s.Burst = 0 },
		"a huge bucket":        func(s *state.Spend) { s.Burst = 1<<30 + 1 },
		"a negative debt":      func(s *state.Spend) { s.Debt = -1 },
		"no refill":            func(s *state.Spend) { s.PerSecond = 0 },
		"refill by no number":  func(s *state.Spend) { s.PerSecond = math.NaN() },
		"refill without end":   func(s *state.Spend) { s.PerSecond = math.Inf(1) },
	} {
		s := good
		change(&s)
		if _, err := b.Spend(ctx, good, s); err == nil {
			t.Errorf("%s: got no error, want one", name)
		} else {
			want(t, err, state.ErrInvalid)
		}
	}
	_, err := b.Spend(ctx)
	want(t, err, state.ErrInvalid)
	_, err = b.Spend(ctx, make([]state.Spend, state.MaxSpends+1)...)
	want(t, err, state.ErrInvalid)
	wantTook(t, b, spend("k", 2, 2), true)
}

func cancelledSpend(t *testing.T, b state.Buckets) {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err := b.Spend(gone, spend("k", 1, 1))
	want(t, err, context.Canceled)
	wantTook(t, b, spend("k", 1, 1), true)
}
