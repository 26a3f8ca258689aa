// Package blobtest is the conformance suite of blob.Store: every backend passes it, whole.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"carnet/internal/blob"
)

// Run opens a fresh, empty store for each test. The opener closes it when the test ends.
func Run(t *testing.T, open func(t *testing.T) blob.Store) {
	tests := map[string]func(*testing.T, blob.Store){
		"an object is read as it was put":                 putGet,
		"a second put is refused and changes nothing":     putTwice,
		"of 64 concurrent puts exactly one wins":          putRace,
		"replace needs the current ETag":                  replace,
		"of 64 concurrent replaces exactly one wins":      replaceRace,
		"a deleted object is gone and can be put again":   deletes,
		"keys outside the alphabet are refused":           badKeys,
		"an object and a directory cannot share a name":   directories,
		"a list is sorted, bounded and continues":         list,
		"an object over the limit is refused":             tooLarge,
		"a cancelled call changes nothing":                cancelled,
		"a closed store refuses and closes again":         closed,
		"concurrent writers of many keys lose nothing":    manyWriters,
		"a reader never sees half of a replaced object":   wholeReads,
		"what the caller does to its slice does not show": aliasing,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

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

func wantContent(t *testing.T, s blob.Store, key, content string) {
	t.Helper()
	got, err := s.Get(ctx, key)
	if err != nil || string(got) != content {
		t.Errorf("get %s: got %.40q, %v, want %.40q", key, got, err, content)
	}
}

func putGet(t *testing.T, s blob.Store) {
	for key, content := range map[string]string{
		"a": "1", "inboxes/ab/abcd/known": `{"v":1}`, "empty": "", "A-Z_0.9/..x/x..": "\x00\xff\n",
		strings.Repeat("k", 255) + "/" + strings.Repeat("k", 255): "long", "big": strings.Repeat("0123456789abcdef", 1<<19),
	} {
		must(t, s.Put(ctx, key, []byte(content)))
		wantContent(t, s, key, content)
	}
	_, err := s.Get(ctx, "absent/at/all")
	want(t, err, blob.ErrNotFound)
	_, err = s.Get(ctx, "a/below/an/object")
	want(t, err, blob.ErrNotFound)
	_, err = s.Get(ctx, "inboxes/ab")
	want(t, err, blob.ErrNotFound)
}

func putTwice(t *testing.T, s blob.Store) {
	must(t, s.Put(ctx, "k", []byte("first")))
	want(t, s.Put(ctx, "k", []byte("second")), blob.ErrExists)
	want(t, s.Put(ctx, "k", []byte("first")), blob.ErrExists)
	wantContent(t, s, "k", "first")
}

// race runs 64 callers at once and returns the numbers of those that got no error; the others must have got loser.
func race(t *testing.T, loser error, call func(i int) error) []int {
	t.Helper()
	var mu sync.Mutex
	var winners []int
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range 64 {
		group.Go(func() {
			<-start
			err := call(i)
			if err != nil {
				if !errors.Is(err, loser) {
					t.Errorf("caller %d: got %v, want %v", i, err, loser)
				}
				return
			}
			mu.Lock()
			defer mu.Unlock()
			winners = append(winners, i)
		})
	}
	close(start)
	group.Wait()
	if len(winners) != 1 {
		t.Fatalf("got %d winners, want 1", len(winners))
	}
	return winners
}

func putRace(t *testing.T, s blob.Store) {
	for round := range 20 {
		key := fmt.Sprintf("race/%d", round)
		winner := race(t, blob.ErrExists, func(i int) error {
			err := s.Put(ctx, key, fmt.Appendf(nil, "caller %d", i))
			if errors.Is(err, blob.ErrExists) { // the winner's object is there by now
				if _, err := s.Get(ctx, key); err != nil {
					t.Errorf("get after ErrExists: got %v, want no error", err)
				}
			}
			return err
		})
		wantContent(t, s, key, fmt.Sprintf("caller %d", winner[0]))
	}
}

func replace(t *testing.T, s blob.Store) {
	want(t, s.Replace(ctx, "k", blob.ETag([]byte("")), []byte("x")), blob.ErrNotFound)
	must(t, s.Put(ctx, "k", []byte("one")))
	want(t, s.Replace(ctx, "k", blob.ETag([]byte("other")), []byte("x")), blob.ErrChanged)
	want(t, s.Replace(ctx, "k", "", []byte("x")), blob.ErrChanged)
	wantContent(t, s, "k", "one")
	must(t, s.Replace(ctx, "k", blob.ETag([]byte("one")), []byte("two and more")))
	wantContent(t, s, "k", "two and more")
	want(t, s.Replace(ctx, "k", blob.ETag([]byte("one")), []byte("three")), blob.ErrChanged)
	must(t, s.Replace(ctx, "k", blob.ETag([]byte("two and more")), nil))
	wantContent(t, s, "k", "")
}

func replaceRace(t *testing.T, s blob.Store) {
	must(t, s.Put(ctx, "k", []byte("start")))
	content := "start"
	for range 20 {
		winner := race(t, blob.ErrChanged, func(i int) error {
			return s.Replace(ctx, "k", blob.ETag([]byte(content)), fmt.Appendf(nil, "%s %d", content, i))
		})
		content = fmt.Sprintf("%s %d", content, winner[0])
		wantContent(t, s, "k", content)
	}
}

func deletes(t *testing.T, s blob.Store) {
	must(t, s.Delete(ctx, "absent"))
	must(t, s.Delete(ctx, "absent/below"))
	for range 3 {
		must(t, s.Put(ctx, "a/b/c", []byte("x")))
		must(t, s.Delete(ctx, "a/b/c"))
		_, err := s.Get(ctx, "a/b/c")
		want(t, err, blob.ErrNotFound)
		must(t, s.Delete(ctx, "a/b/c"))
	}
	want(t, s.Replace(ctx, "a/b/c", blob.ETag([]byte("x")), []byte("y")), blob.ErrNotFound)
	must(t, s.Put(ctx, "a", []byte("the name is free again")))
	wantContent(t, s, "a", "the name is free again")
}

func badKeys(t *testing.T, s blob.Store) {
	for name, key := range map[string]string{
		"empty": "", "absolute": "/a", "trailing slash": "a/", "double slash": "a//b", "dot": "a/./b", "dot dot": "a/../b", "only dots": "..",
		"space": "a b", "tilde": "~lock", "backslash": `a\b`, "NUL": "a\x00", "line feed": "a\n", "not ASCII": "é", "colon": "a:b", "percent": "a%2fb",
		"long segment": strings.Repeat("s", 256), "long key": strings.Repeat("abcdefg/", 64) + "h",
	} {
		t.Run(name, func(t *testing.T) {
			want(t, s.Put(ctx, key, nil), blob.ErrInvalid)
			want(t, s.Replace(ctx, key, "", nil), blob.ErrInvalid)
			want(t, s.Delete(ctx, key), blob.ErrInvalid)
			_, err := s.Get(ctx, key)
			want(t, err, blob.ErrInvalid)
		})
	}
}

func directories(t *testing.T, s blob.Store) {
	must(t, s.Put(ctx, "a/b/c", []byte("1")))
	want(t, s.Put(ctx, "a/b", []byte("2")), blob.ErrInvalid)
	want(t, s.Put(ctx, "a/b/c/d", []byte("3")), blob.ErrInvalid)
	must(t, s.Delete(ctx, "a/b")) // there is no such object
	wantContent(t, s, "a/b/c", "1")
}

func list(t *testing.T, s blob.Store) {
	keys := []string{"a", "b-c/x", "b.c/x", "b/1", "b/10", "b/2", "b/2-x", "b/2.x", "b/2x/y", "b/2x/z", "b0", "b_", "c/d/e/f"}
	for i, key := range keys {
		must(t, s.Put(ctx, key, make([]byte, i)))
	}
	slices.Sort(keys)
	for _, prefix := range []string{"", "a", "b", "b/", "b/2", "b/2x", "b/2x/", "b/2x/y", "c/d/", "c/d/e/f", "d", "absent/", "a/"} {
		for _, after := range append([]string{"", "b/", "b/2/", "zzz", "b/2x/", "0"}, keys...) {
			for _, limit := range []int{1, 2, 100} {
				var expected []string
				for _, key := range keys {
					if strings.HasPrefix(key, prefix) && key > after && len(expected) < limit {
						expected = append(expected, key)
					}
				}
				entries, err := s.List(ctx, prefix, after, limit)
				var got []string
				for _, e := range entries {
					got = append(got, e.Key)
				}
				if err != nil || !slices.Equal(got, expected) {
					t.Errorf("list %q after %q limit %d: got %q, %v, want %q", prefix, after, limit, got, err, expected)
				}
			}
		}
	}
	entries, err := s.List(ctx, "b/2", "b/2", 1)
	must(t, err)
	if want := (blob.Entry{Key: "b/2-x", Size: int64(slices.Index([]string{"a", "b-c/x", "b.c/x", "b/1", "b/10", "b/2", "b/2-x"}, "b/2-x"))}); entries[0] != want {
		t.Errorf("got %v, want %v", entries[0], want)
	}
	for _, limit := range []int{0, -1, blob.MaxList + 1} {
		_, err := s.List(ctx, "", "", limit)
		want(t, err, blob.ErrInvalid)
	}
	_, err = s.List(ctx, "../", "", 1)
	want(t, err, blob.ErrInvalid)
}

func tooLarge(t *testing.T, s blob.Store) {
	data := make([]byte, blob.MaxSize+1)
	want(t, s.Put(ctx, "k", data), blob.ErrInvalid)
	must(t, s.Put(ctx, "k", data[1:]))
	want(t, s.Replace(ctx, "k", blob.ETag(data[1:]), data), blob.ErrInvalid)
	got, err := s.Get(ctx, "k")
	if err != nil || len(got) != blob.MaxSize {
		t.Errorf("got %d bytes, %v, want %d", len(got), err, blob.MaxSize)
	}
}

func cancelled(t *testing.T, s blob.Store) {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	want(t, s.Put(gone, "k", nil), context.Canceled)
	_, err := s.Get(ctx, "k")
	want(t, err, blob.ErrNotFound)
	_, err = s.List(gone, "", "", 1)
	want(t, err, context.Canceled)
}

func closed(t *testing.T, s blob.Store) {
	must(t, s.Put(ctx, "k", nil))
	must(t, s.Close())
	must(t, s.Close())
	want(t, s.Put(ctx, "l", nil), blob.ErrBroken)
	_, err := s.Get(ctx, "k")
	want(t, err, blob.ErrBroken)
	_, err = s.List(ctx, "", "", 1)
	want(t, err, blob.ErrBroken)
}

func manyWriters(t *testing.T, s blob.Store) {
	const writers, each = 16, 60
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range each {
				key := fmt.Sprintf("w/%d/%d/%d", i%7, w, i)
				if err := s.Put(ctx, key, []byte(key)); err != nil {
					t.Errorf("put %s: got %v, want no error", key, err)
				}
				if i%3 == 1 {
					if err := s.Delete(ctx, key); err != nil {
						t.Errorf("delete %s: got %v, want no error", key, err)
					}
				}
			}
		})
	}
	group.Wait()
	entries, err := s.List(ctx, "w/", "", blob.MaxList)
	if want := writers * each * 2 / 3; err != nil || len(entries) != want {
		t.Fatalf("got %d objects, %v, want %d", len(entries), err, want)
	}
	for _, e := range entries {
		wantContent(t, s, e.Key, e.Key)
	}
}

func wholeReads(t *testing.T, s blob.Store) {
	versions := [][]byte{bytes.Repeat([]byte("a"), 40_000), bytes.Repeat([]byte("b"), 70_000)}
	must(t, s.Put(ctx, "k", versions[0]))
	var stop atomic.Bool
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for !stop.Load() {
				got, err := s.Get(ctx, "k")
				if err != nil || (!bytes.Equal(got, versions[0]) && !bytes.Equal(got, versions[1])) {
					t.Errorf("got %d bytes, %v, want one of the versions", len(got), err)
					return
				}
			}
		})
	}
	for i := range 50 {
		must(t, s.Replace(ctx, "k", blob.ETag(versions[i%2]), versions[(i+1)%2]))
	}
	stop.Store(true)
	readers.Wait()
}

func aliasing(t *testing.T, s blob.Store) {
	data := []byte("before")
	must(t, s.Put(ctx, "k", data))
	copy(data, "AFTER!")
	got, err := s.Get(ctx, "k")
	must(t, err)
	copy(got, "AFTER!")
	wantContent(t, s, "k", "before")
}
