package state_test

import (
	"strconv"
	"testing"
	"time"

	"carnet/internal/state"
	"carnet/internal/state/statetest"
)

func TestMemoryBuckets(t *testing.T) {
	statetest.RunBuckets(t, func(*testing.T) state.Buckets { return &state.Memory{Now: time.Now} })
}

func TestRedisBuckets(t *testing.T) {
	server := statetest.StartRedis(t)
	statetest.RunBuckets(t, func(t *testing.T) state.Buckets { return server.Open(t).(state.Buckets) })
}

func TestABucketInRedisLivesUntilItIsFull(t *testing.T) {
	server := statetest.StartRedis(t)
	b := server.Open(t).(state.Buckets)
	spend := state.Spend{Key: "k", Units: 2, PerSecond: 0.01, Burst: 3}
	for _, want := range []int{200, 200} { // taken, refused: a refusal changes nothing
		if _, err := b.Spend(t.Context(), spend); err != nil {
			t.Fatal(err)
		}
		ttl, err := strconv.Atoi(server.CLI(t, "PTTL", "carnet:"+t.Name()+":k"))
		if err != nil || ttl <= (want-20)*1000 || ttl > want*1000 {
			t.Errorf("got %d ms to live, %v, want just under %d s", ttl, err, want)
		}
	}
	spend.Key, spend.Units = "asked", 0
	if _, err := b.Spend(t.Context(), spend); err != nil {
		t.Fatal(err)
	}
	if got := server.CLI(t, "DBSIZE"); got != "1" {
		t.Errorf("got %s keys, want 1: asking leaves nothing behind", got)
	}
}

func TestBucketsOutliveAServerThatForgetsItsScripts(t *testing.T) {
	server := statetest.StartRedis(t)
	b := server.Open(t).(state.Buckets)
	spends := []state.Spend{{Key: "a", Units: 1, PerSecond: 0.001, Burst: 2}, {Key: "b", Units: 1, PerSecond: 0.001, Burst: 2}}
	for round := range 3 {
		left, err := b.Spend(t.Context(), spends...)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range left {
			if want := round < 2; l.Took != want {
				t.Errorf("round %d, bucket %d: got %v, want %v", round, i, l.Took, want)
			}
		}
		server.CLI(t, "SCRIPT", "FLUSH")
	}
}

func TestAClockThatRanAheadCostsAtMostABucket(t *testing.T) {
	server := statetest.StartRedis(t)
	b := server.Open(t).(state.Buckets)
	spend := state.Spend{Key: "k", Units: 1, PerSecond: 0.01, Burst: 3}
	for name, planted := range map[string]string{"a moment in the year 2100": "4102444800000000", "no number": "x", "an old moment": "1"} {
		server.CLI(t, "SET", "carnet:"+t.Name()+":k", planted)
		left, err := b.Spend(t.Context(), spend)
		if err != nil || left[0].Full > 300*time.Second {
			t.Errorf("%s: got %v, %v, want a bucket that is full within its 300s", name, left, err)
		}
	}
}

func TestAFullMemorySharesOneBucketAmongNewcomersOfAShape(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	m := &state.Memory{Keys: 2, Now: func() time.Time { return now }}
	take := func(key string, burst int) bool {
		return m.Take(state.Spend{Key: key, Units: 1, PerSecond: 1, Burst: burst}).Took
	}
	burst := func(key string) (took int) {
		for range 10 {
			if take(key, 3) {
				took++
			}
		}
		return took
	}
	take("a", 3)
	take("b", 3)
	m.Lower("c", time.Hour) // there is no room to remember that
	took := 0
	for i := range 100 {
		if take(strconv.Itoa(i), 3) {
			took++
		}
	}
	if took != 3 {
		t.Errorf("a flood of newcomers: got %d units, want one burst, 3", took)
	}
	if !take("d", 5) {
		t.Error("newcomers of another shape: got refused, want a bucket of their own")
	}
	if got := burst("a"); got != 2 {
		t.Errorf("one who was there before: got %d units, want the rest of his burst, 2", got)
	}
	now = now.Add(time.Minute)
	for _, key := range []string{"e", "f"} {
		if got := burst(key); got != 3 {
			t.Errorf("%s: got %d units, want a burst of its own once the others are full and forgotten", key, got)
		}
	}
	m.Lower("e", time.Hour)
	now = now.Add(59 * time.Minute)
	if take("e", 3) {
		t.Error("a bucket was lowered: got a unit, want none before it has refilled")
	}
}
