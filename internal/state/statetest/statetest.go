// Package statetest is the conformance suite of state.Store: every backend passes it, whole.
package statetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/state"
)

// Run asks open for a store for each test; keys of one test do not meet those of another. The opener closes it when the test ends.
func Run(t *testing.T, open func(t *testing.T) state.Store) {
	tests := map[string]func(*testing.T, state.Store){
		"a record is read as it was put":                     putGet,
		"put overwrites value and lifetime":                  overwrite,
		"create is refused while a record lives":             create,
		"of 64 concurrent creates exactly one wins":          createRace,
		"many are created together":                          createAll,
		"of many none is good when one exists":               createAllTwice,
		"of 64 concurrent creates of many exactly one wins":  createAllRace,
		"a record is taken once":                             take,
		"of 64 concurrent takes exactly one wins":            takeRace,
		"swap needs the current value":                       swap,
		"of 64 concurrent swaps exactly one wins":            swapRace,
		"a deleted record is gone":                           deletes,
		"an expired record is gone for every verb":           expiry,
		"a lifetime is not cut short":                        notShort,
		"keys, values and lifetimes over limits are refused": limits,
		"any bytes will do as key and value":                 anyBytes,
		"a cancelled call changes nothing":                   cancelled,
		"a closed store says that it is unavailable":         closed,
		"what the caller does to its slice does not show":    aliasing,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

const long = time.Hour

var ctx = context.Background()

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("got %v, want %v", err, target)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantValue(t *testing.T, s state.Store, key, value string) {
	t.Helper()
	got, err := s.Get(ctx, key)
	if err != nil || string(got) != value {
		t.Errorf("get: got %.40q, %v, want %.40q", got, err, value)
	}
}

func wantAbsent(t *testing.T, s state.Store, key string) {
	t.Helper()
	_, err := s.Get(ctx, key)
	want(t, err, state.ErrNotFound)
}

func putGet(t *testing.T, s state.Store) {
	wantAbsent(t, s, "k")
	must(t, s.Put(ctx, "k", []byte("v"), long))
	wantValue(t, s, "k", "v")
	wantValue(t, s, "k", "v")
	wantAbsent(t, s, "k2")
	wantAbsent(t, s, "K")
}

func overwrite(t *testing.T, s state.Store) {
	must(t, s.Put(ctx, "k", []byte("one"), 30*time.Millisecond))
	must(t, s.Put(ctx, "k", []byte("two"), long))
	time.Sleep(60 * time.Millisecond)
	wantValue(t, s, "k", "two")
}

func create(t *testing.T, s state.Store) {
	must(t, s.Create(ctx, "k", []byte("one"), long))
	want(t, s.Create(ctx, "k", []byte("two"), long), state.ErrExists)
	wantValue(t, s, "k", "one")
	must(t, s.Delete(ctx, "k"))
	must(t, s.Create(ctx, "k", []byte("three"), long))
	wantValue(t, s, "k", "three")
}

// race runs 64 callers at once: one must get no error, the others loser.
func race(t *testing.T, loser error, call func(i int) error) {
	t.Helper()
	var wins atomic.Int64
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range 64 {
		group.Go(func() {
			<-start
			if err := call(i); err == nil {
				wins.Add(1)
			} else if !errors.Is(err, loser) {
				t.Errorf("caller %d: got %v, want %v", i, err, loser)
			}
		})
	}
	close(start)
	group.Wait()
	if wins.Load() != 1 {
		t.Errorf("got %d winners, want 1", wins.Load())
	}
}

func createRace(t *testing.T, s state.Store) {
	for round := range 10 {
		key := fmt.Sprint("k", round)
		race(t, state.ErrExists, func(i int) error { return s.Create(ctx, key, fmt.Append(nil, i), long) })
	}
}

func entry(key, value string) state.Entry {
	return state.Entry{Key: key, Value: []byte(value), TTL: long}
}

func createAll(t *testing.T, s state.Store) {
	var entries []state.Entry
	for i := range state.MaxEntries {
		entries = append(entries, entry(fmt.Sprint("k", i), fmt.Sprint("v", i)))
	}
	must(t, s.Put(ctx, "k0", []byte("expired"), 20*time.Millisecond))
	time.Sleep(50 * time.Millisecond)
	must(t, s.CreateAll(ctx, entries...))
	for _, e := range entries {
		wantValue(t, s, e.Key, string(e.Value))
	}
	brief := entry("brief", "v")
	brief.TTL = 20 * time.Millisecond
	must(t, s.CreateAll(ctx, brief, entry("alone", "v")))
	time.Sleep(50 * time.Millisecond)
	wantAbsent(t, s, "brief")
	wantValue(t, s, "alone", "v")
}

func createAllTwice(t *testing.T, s state.Store) {
	must(t, s.Create(ctx, "old", []byte("one"), long))
	for i, entries := range [][]state.Entry{
		{entry("old", "two"), entry("a", "two"), entry("b", "two")},
		{entry("c", "two"), entry("old", "two"), entry("d", "two")},
		{entry("e", "two"), entry("f", "two"), entry("old", "two")},
		{entry("g", "one"), entry("g", "two")},
	} {
		if err := s.CreateAll(ctx, entries...); !errors.Is(err, state.ErrExists) {
			t.Errorf("row %d: got %v, want %v", i, err, state.ErrExists)
		}
	}
	wantValue(t, s, "old", "one")
}

func createAllRace(t *testing.T, s state.Store) {
	for round := range 10 {
		contested := fmt.Sprint("k", round)
		race(t, state.ErrExists, func(i int) error {
			return s.CreateAll(ctx, entry(fmt.Sprint(contested, "before", i), "v"), entry(contested, fmt.Sprint(i)), entry(fmt.Sprint(contested, "after", i), "v"))
		})
	}
}

func take(t *testing.T, s state.Store) {
	_, err := s.Take(ctx, "k")
	want(t, err, state.ErrNotFound)
	must(t, s.Put(ctx, "k", []byte("v"), long))
	got, err := s.Take(ctx, "k")
	if err != nil || string(got) != "v" {
		t.Errorf("got %q, %v, want %q", got, err, "v")
	}
	_, err = s.Take(ctx, "k")
	want(t, err, state.ErrNotFound)
	wantAbsent(t, s, "k")
	must(t, s.Create(ctx, "k", nil, long))
	got, err = s.Take(ctx, "k")
	if err != nil || len(got) != 0 {
		t.Errorf("got %q, %v, want an empty value", got, err)
	}
}

func takeRace(t *testing.T, s state.Store) {
	for round := range 10 {
		key := fmt.Sprint("k", round)
		must(t, s.Put(ctx, key, []byte("v"), long))
		race(t, state.ErrNotFound, func(int) error {
			got, err := s.Take(ctx, key)
			if err == nil && string(got) != "v" {
				t.Errorf("got %q, want %q", got, "v")
			}
			return err
		})
	}
}

func swap(t *testing.T, s state.Store) {
	want(t, s.Swap(ctx, "k", nil, []byte("x"), long), state.ErrNotFound)
	wantAbsent(t, s, "k")
	must(t, s.Put(ctx, "k", []byte("one"), 40*time.Millisecond))
	want(t, s.Swap(ctx, "k", []byte("other"), []byte("x"), long), state.ErrChanged)
	want(t, s.Swap(ctx, "k", nil, []byte("x"), long), state.ErrChanged)
	must(t, s.Put(ctx, "k", []byte("one"), long))
	must(t, s.Swap(ctx, "k", []byte("one"), []byte("two"), long))
	wantValue(t, s, "k", "two")
	want(t, s.Swap(ctx, "k", []byte("one"), []byte("three"), long), state.ErrChanged)
	must(t, s.Swap(ctx, "k", []byte("two"), []byte("brief"), 30*time.Millisecond))
	time.Sleep(60 * time.Millisecond)
	wantAbsent(t, s, "k")
}

func swapRace(t *testing.T, s state.Store) {
	for round := range 10 {
		key := fmt.Sprint("k", round)
		must(t, s.Put(ctx, key, []byte("start"), long))
		race(t, state.ErrChanged, func(i int) error { return s.Swap(ctx, key, []byte("start"), fmt.Append(nil, i), long) })
	}
}

func deletes(t *testing.T, s state.Store) {
	must(t, s.Delete(ctx, "k"))
	must(t, s.Put(ctx, "k", []byte("v"), long))
	must(t, s.Delete(ctx, "k"))
	wantAbsent(t, s, "k")
	must(t, s.Delete(ctx, "k"))
}

func expiry(t *testing.T, s state.Store) {
	for _, key := range []string{"get", "take", "swap", "create"} {
		must(t, s.Put(ctx, key, []byte("v"), 20*time.Millisecond))
	}
	time.Sleep(50 * time.Millisecond)
	wantAbsent(t, s, "get")
	_, err := s.Take(ctx, "take")
	want(t, err, state.ErrNotFound)
	want(t, s.Swap(ctx, "swap", []byte("v"), []byte("w"), long), state.ErrNotFound)
	must(t, s.Create(ctx, "create", []byte("again"), long))
	wantValue(t, s, "create", "again")
}

func notShort(t *testing.T, s state.Store) {
	for range 20 {
		const ttl = 100*time.Millisecond + time.Nanosecond
		put := time.Now()
		must(t, s.Put(ctx, "k", []byte("v"), ttl))
		for {
			_, err := s.Get(ctx, "k")
			if asked := time.Since(put); err != nil && asked < ttl-time.Millisecond {
				t.Fatalf("after %v of %v: got %v, want the value", asked, ttl, err)
			} else if asked > ttl/2 {
				break
			}
		}
	}
}

func limits(t *testing.T, s state.Store) {
	want(t, s.Put(ctx, "", nil, long), state.ErrInvalid)
	key := strings.Repeat("k", state.MaxKey)
	must(t, s.Put(ctx, key, make([]byte, state.MaxValue), long))
	got, err := s.Get(ctx, key)
	if err != nil || len(got) != state.MaxValue {
		t.Errorf("got %d bytes, %v, want %d", len(got), err, state.MaxValue)
	}
	for name, put := range map[string]func(string, []byte, time.Duration) error{
		"put":    func(k string, v []byte, ttl time.Duration) error { return s.Put(ctx, k, v, ttl) },
		"create": func(k string, v []byte, ttl time.Duration) error { return s.Create(ctx, k, v, ttl) },
		"swap":   func(k string, v []byte, ttl time.Duration) error { return s.Swap(ctx, k, nil, v, ttl) },
		"create all": func(k string, v []byte, ttl time.Duration) error {
			return s.CreateAll(ctx, entry("other", "v"), state.Entry{Key: k, Value: v, TTL: ttl})
		},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, put(key+"k", nil, long), state.ErrInvalid)
			want(t, put("k", make([]byte, state.MaxValue+1), long), state.ErrInvalid)
			want(t, put("k", nil, 0), state.ErrInvalid)
			want(t, put("k", nil, -time.Second), state.ErrInvalid)
			want(t, put("k", nil, state.MaxTTL+1), state.ErrInvalid)
		})
	}
	_, err = s.Get(ctx, key+"k")
	want(t, err, state.ErrInvalid)
	_, err = s.Take(ctx, "")
	want(t, err, state.ErrInvalid)
	want(t, s.Delete(ctx, ""), state.ErrInvalid)
	want(t, s.CreateAll(ctx), state.ErrInvalid)
	want(t, s.CreateAll(ctx, make([]state.Entry, state.MaxEntries+1)...), state.ErrInvalid)
	wantAbsent(t, s, "other")
	wantAbsent(t, s, "k")
}

func anyBytes(t *testing.T, s state.Store) {
	for _, key := range []string{"\x00", "a\r\nb", "{tag}x", "é", "\xff\xfe", " "} {
		must(t, s.Put(ctx, key, []byte("value of "+key+"\x00\r\n"), long))
	}
	for _, key := range []string{"\x00", "a\r\nb", "{tag}x", "é", "\xff\xfe", " "} {
		wantValue(t, s, key, "value of "+key+"\x00\r\n")
	}
}

func cancelled(t *testing.T, s state.Store) {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	want(t, s.Put(gone, "k", []byte("v"), long), context.Canceled)
	wantAbsent(t, s, "k")
	want(t, s.CreateAll(gone, entry("k", "v"), entry("l", "v")), context.Canceled)
	wantAbsent(t, s, "k")
	must(t, s.Put(ctx, "k", []byte("v"), long))
	_, err := s.Take(gone, "k")
	want(t, err, context.Canceled)
	wantValue(t, s, "k", "v")
}

func closed(t *testing.T, s state.Store) {
	must(t, s.Close())
	want(t, s.Put(ctx, "k", []byte("v"), long), state.ErrUnavailable)
	_, err := s.Get(ctx, "k")
	want(t, err, state.ErrUnavailable)
	want(t, s.CreateAll(ctx, entry("k", "v"), entry("l", "v")), state.ErrUnavailable)
	must(t, s.Close())
}

func aliasing(t *testing.T, s state.Store) {
	value := []byte("before")
	must(t, s.Put(ctx, "k", value, long))
	copy(value, "AFTER!")
	got, err := s.Get(ctx, "k")
	must(t, err)
	copy(got, "AFTER!")
	got, err = s.Take(ctx, "k")
	must(t, err)
	if !bytes.Equal(got, []byte("before")) {
		t.Errorf("got %q, want %q", got, "before")
	}
}
