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
	"time"

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
		"an object and a directory of one name":           directories,
		"a list is sorted, bounded and continues":         list,
		"an object over the limit is refused":             tooLarge,
		"a cancelled call changes nothing":                cancelled,
		"a closed store refuses and closes again":         closed,
		"concurrent writers of many keys lose nothing":    manyWriters,
		"a reader never sees half of a replaced object":   wholeReads,
		"what the caller does to its slice does not show": aliasing,
		"a list of many pages misses nothing":             pages,
		"what stays is in every list while others change": listAmongWriters,
		"concurrent counters over one object add up":      counters,
		"of a replace and a delete at once, one is last":  replaceAgainstDelete,
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

// directories tries names that a file system cannot hold together: they are refused, or both are kept.
func directories(t *testing.T, s blob.Store) {
	must(t, s.Put(ctx, "a/b/c", []byte("1")))
	for key, content := range map[string]string{"a/b": "2", "a/b/c/d": "3"} {
		if err := s.Put(ctx, key, []byte(content)); err != nil {
			want(t, err, blob.ErrInvalid)
			continue
		}
		wantContent(t, s, key, content)
		must(t, s.Delete(ctx, key))
	}
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
	if e := entries[0]; e.Key != "b/2-x" || e.Size != 6 || !e.Modified.IsZero() && time.Since(e.Modified).Abs() > time.Hour {
		t.Errorf("got %v, want b/2-x of 6 bytes, new", e)
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
	must(t, s.Put(ctx, "there", []byte("x")))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	want(t, s.Put(gone, "k", nil), context.Canceled)
	want(t, s.Replace(gone, "there", blob.ETag([]byte("x")), nil), context.Canceled)
	want(t, s.Delete(gone, "there"), context.Canceled)
	_, err := s.Get(ctx, "k")
	want(t, err, blob.ErrNotFound)
	_, err = s.Get(gone, "there")
	want(t, err, context.Canceled)
	_, err = s.List(gone, "", "", 1)
	want(t, err, context.Canceled)
	wantContent(t, s, "there", "x")
}

func closed(t *testing.T, s blob.Store) {
	must(t, s.Put(ctx, "k", nil))
	must(t, s.Close())
	must(t, s.Close())
	want(t, s.Put(ctx, "l", nil), blob.ErrBroken)
	want(t, s.Replace(ctx, "k", blob.ETag(nil), nil), blob.ErrBroken)
	want(t, s.Delete(ctx, "k"), blob.ErrBroken)
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

// each runs do for every number below n, 16 at a time.
func each(n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for i := int(next.Add(1) - 1); i < n; i = int(next.Add(1) - 1) {
				do(i)
			}
		})
	}
	group.Wait()
}

// pages lists more objects than a service answers with at once, in one call and in many.
func pages(t *testing.T, s blob.Store) {
	const n = 2300
	each(n, func(i int) {
		if err := s.Put(ctx, fmt.Sprintf("p/%d/%04d", i%3, i), nil); err != nil {
			t.Error(err)
		}
	})
	all, err := s.List(ctx, "p/", "", blob.MaxList)
	if err != nil || len(all) != n || !slices.IsSortedFunc(all, func(a, b blob.Entry) int { return strings.Compare(a.Key, b.Key) }) {
		t.Fatalf("got %d objects, %v, want %d in order", len(all), err, n)
	}
	for _, limit := range []int{n - 1, n, n + 1} {
		page, err := s.List(ctx, "p/", "", limit)
		if err != nil || len(page) != min(limit, n) {
			t.Errorf("limit %d: got %d objects, %v, want %d", limit, len(page), err, min(limit, n))
		}
	}
	got, after := 0, ""
	for {
		page, err := s.List(ctx, "", after, 701)
		must(t, err)
		if len(page) == 0 {
			break
		}
		got, after = got+len(page), page[len(page)-1].Key
	}
	if got != n {
		t.Errorf("page by page: got %d objects, want %d", got, n)
	}
}

func listAmongWriters(t *testing.T, s blob.Store) {
	const stay = 40
	for i := range stay {
		must(t, s.Put(ctx, fmt.Sprintf("d/%02d/stays", i), nil))
	}
	var stop atomic.Bool
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := 0; !stop.Load(); i++ {
				key := fmt.Sprintf("d/%02d/comes-and-goes-%d", i%stay, w)
				if err := errors.Join(s.Put(ctx, key, nil), s.Delete(ctx, key)); err != nil {
					t.Errorf("%s: got %v, want no error", key, err)
					return
				}
			}
		})
	}
	for range 20 {
		entries, err := s.List(ctx, "d/", "", blob.MaxList)
		staying := 0
		for _, e := range entries {
			if strings.HasSuffix(e.Key, "/stays") {
				staying++
			}
		}
		if err != nil || staying != stay {
			t.Errorf("got %d objects that stay, %v, want %d", staying, err, stay)
		}
	}
	stop.Store(true)
	writers.Wait()
}

func counters(t *testing.T, s blob.Store) {
	must(t, s.Put(ctx, "n", nil))
	const writers, turns = 8, 10
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for done := 0; done < turns; {
				old, err := s.Get(ctx, "n")
				if err != nil {
					t.Error(err)
					return
				}
				switch err := s.Replace(ctx, "n", blob.ETag(old), append(old, '+')); {
				case err == nil:
					done++
				case !errors.Is(err, blob.ErrChanged):
					t.Errorf("got %v, want %v", err, blob.ErrChanged)
					return
				}
			}
		})
	}
	group.Wait()
	wantContent(t, s, "n", strings.Repeat("+", writers*turns))
}

// replaceAgainstDelete lets both happen at once: the object is gone in the end, or the replace came too late and says so.
func replaceAgainstDelete(t *testing.T, s blob.Store) {
	for range 20 {
		must(t, s.Put(ctx, "k", []byte("old")))
		var group sync.WaitGroup
		group.Go(func() {
			err := s.Replace(ctx, "k", blob.ETag([]byte("old")), []byte("new"))
			if err != nil && !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("replace: got %v, want no error or %v", err, blob.ErrNotFound)
			}
		})
		group.Go(func() {
			if err := s.Delete(ctx, "k"); err != nil {
				t.Errorf("delete: got %v, want no error", err)
			}
		})
		group.Wait()
		_, err := s.Get(ctx, "k")
		want(t, err, blob.ErrNotFound)
	}
}
