package s3_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/blob/blobtest/ledger"
	"carnet/internal/blob/s3/s3test"
)

func outcome(err error) ledger.Outcome {
	switch {
	case err == nil:
		return ledger.Done
	case errors.Is(err, blob.ErrExists), errors.Is(err, blob.ErrChanged), errors.Is(err, blob.ErrNotFound), errors.Is(err, blob.ErrInvalid):
		return ledger.Refused
	}
	return ledger.Unknown
}

// story is a run of writes with every kind in it. It returns the errors, of which a store without failures makes two.
func story(s blob.Store, l ledger.Ledger) (errs []error) {
	ctx := context.Background()
	note := func(key, content string, err error) {
		l.Note(key, content, outcome(err))
		if err != nil {
			errs = append(errs, err)
		}
	}
	put := func(key, content string) { note(key, content, s.Put(ctx, key, []byte(content))) }
	replace := func(key, old, content string) {
		note(key, content, s.Replace(ctx, key, blob.ETag([]byte(old)), []byte(content)))
	}
	put("a/1", "one")
	put("a/1", "never")
	replace("a/1", "one", "second edition")
	replace("a/1", "one", "never")
	note("a/1", "", s.Delete(ctx, "a/1"))
	put("a/1", "again")
	replace("a/1", "again", "the end")
	return errs
}

func contents(t *testing.T, s blob.Store) map[string]string {
	t.Helper()
	entries, err := s.List(t.Context(), "", "", blob.MaxList)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		data, err := s.Get(t.Context(), e.Key)
		if err != nil || int64(len(data)) != e.Size {
			t.Errorf("get %s: got %d bytes, %v, want %d", e.Key, len(data), err, e.Size)
		}
		all[e.Key] = string(data)
	}
	return all
}

// TestEachFailureIsRepeatedOrTold breaks every request of a story in every way. One failure must not show: what was asked is done once, and a call's
// own write that was carried out without an answer is not taken for another's.
func TestEachFailureIsRepeatedOrTold(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	for fault := s3test.Dropped; fault < s3test.Faults; fault++ {
		t.Run(fault.String(), func(t *testing.T) {
			t.Parallel()
			proxy, direct := s3test.NewProxy(t, server), server.Config()
			through := direct
			if through.Endpoint = proxy.URL; fault == s3test.Hangs || fault == s3test.HangsAfter {
				through.Timeout = 1500 * time.Millisecond
			}
			s, straight := open(t, through), open(t, direct)
			for n := 1; ; n++ {
				proxy.Fail(func(i int, _ *http.Request) s3test.Fault {
					if i == n {
						return fault
					}
					return s3test.None
				})
				l := ledger.Ledger{}
				errs := story(s, l)
				for _, wrong := range l.Compare(contents(t, straight)) {
					t.Errorf("request %d: %s", n, wrong)
				}
				// The second put is request 2: whose object it meets then cannot be told, because its own could have been replaced since.
				known := len(errs) == 2 && (errors.Is(errs[0], blob.ErrExists) || n == 2 && errors.Is(errs[0], blob.ErrUnavailable)) && errors.Is(errs[1], blob.ErrChanged)
				if !known {
					t.Errorf("request %d: got %v, want one refusal that it exists and one that it changed", n, errs)
				}
				if err := straight.Delete(t.Context(), "a/1"); err != nil {
					t.Fatal(err)
				}
				if proxy.Seen() < n {
					break
				}
			}
		})
	}
}

// TestAnotherWriterBehindALostAnswerIsNotDenied loses the answer to a write and lets somebody else write before the next try.
func TestAnotherWriterBehindALostAnswerIsNotDenied(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	proxy, direct := s3test.NewProxy(t, server), server.Config()
	through := direct
	through.Endpoint = proxy.URL
	s, other := open(t, through), open(t, direct)
	ctx := t.Context()
	lose := func(then func()) {
		var once sync.Once
		proxy.Fail(func(_ int, r *http.Request) (f s3test.Fault) {
			if f = s3test.None; r.Method == http.MethodPut {
				once.Do(func() { f = s3test.DroppedAfter })
			}
			if f == s3test.None {
				then()
			}
			return f
		})
	}
	must := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	lose(sync.OnceFunc(func() { must(other.Replace(ctx, "k", blob.ETag([]byte("mine")), []byte("theirs"))) }))
	if err := s.Put(ctx, "k", []byte("mine")); !errors.Is(err, blob.ErrUnavailable) || errors.Is(err, blob.ErrExists) {
		t.Errorf("put: got %v, want %v: it was carried out", err, blob.ErrUnavailable)
	}
	var reads atomic.Int32
	lose(func() { // the first request of a replace reads
		if reads.Add(1) == 2 {
			must(other.Replace(ctx, "k", blob.ETag([]byte("mine again")), []byte("theirs again")))
		}
	})
	if err := s.Replace(ctx, "k", blob.ETag([]byte("theirs")), []byte("mine again")); !errors.Is(err, blob.ErrUnavailable) || errors.Is(err, blob.ErrChanged) {
		t.Errorf("replace: got %v, want %v: it was carried out", err, blob.ErrUnavailable)
	}
}

// TestAServiceThatIsAwayIsToldInTime tries every call on a service that fails all the time, and once more when it is back.
func TestAServiceThatIsAwayIsToldInTime(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	proxy, cfg := s3test.NewProxy(t, server), server.Config()
	cfg.Endpoint, cfg.Timeout = proxy.URL, 1200*time.Millisecond
	s := open(t, cfg)
	ctx := t.Context()
	if err := s.Put(ctx, "k", []byte("x")); err != nil {
		t.Fatal(err)
	}
	calls := map[string]func() error{
		"put":     func() error { return s.Put(ctx, "l", nil) },
		"replace": func() error { return s.Replace(ctx, "k", blob.ETag([]byte("x")), []byte("x")) },
		"delete":  func() error { return s.Delete(ctx, "m") },
		"get":     func() error { _, err := s.Get(ctx, "k"); return err },
		"list":    func() error { _, err := s.List(ctx, "", "", 10); return err },
	}
	for _, fault := range []s3test.Fault{s3test.Dropped, s3test.Cut, s3test.Hangs, s3test.Internal, s3test.SlowDown} {
		proxy.Fail(func(int, *http.Request) s3test.Fault { return fault })
		var group sync.WaitGroup
		for name, call := range calls {
			if fault == s3test.Cut && (name == "put" || name == "delete") {
				continue // their answers have no body to be cut
			}
			group.Go(func() {
				start := time.Now()
				if err := call(); !errors.Is(err, blob.ErrUnavailable) || errors.Is(err, context.Canceled) {
					t.Errorf("%s, %s: got %v, want %v", name, fault, err, blob.ErrUnavailable)
				}
				if took := time.Since(start); took > 10*cfg.Timeout {
					t.Errorf("%s, %s: took %v of %v", name, fault, took, cfg.Timeout)
				}
			})
		}
		group.Wait()
	}
	proxy.Fail(nil)
	server.Stop()
	if err := calls["get"](); !errors.Is(err, blob.ErrUnavailable) {
		t.Errorf("get without a server: got %v, want %v", err, blob.ErrUnavailable)
	}
	server.Restart(t)
	proxy.Delay(20 * time.Millisecond)
	if data, err := s.Get(ctx, "k"); err != nil || string(data) != "x" {
		t.Errorf("get when it is back: got %q, %v", data, err)
	}
}

func TestACallerWhoLeavesIsNotKept(t *testing.T) {
	server := s3test.Start(t)
	proxy, cfg := s3test.NewProxy(t, server), server.Config()
	cfg.Endpoint = proxy.URL
	s := open(t, cfg)
	proxy.Fail(func(int, *http.Request) s3test.Fault { return s3test.Hangs })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := s.Put(ctx, "k", nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
}

// TestWritersOverABadLineLoseNothing runs counters over a line on which every seventh request fails somehow.
func TestWritersOverABadLineLoseNothing(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	proxy, direct := s3test.NewProxy(t, server), server.Config()
	through := direct
	through.Endpoint, through.Timeout = proxy.URL, 3*time.Second
	s, straight := open(t, through), open(t, direct)
	faults := []s3test.Fault{s3test.Dropped, s3test.DroppedAfter, s3test.Cut, s3test.Internal, s3test.InternalAfter, s3test.SlowDown, s3test.SlowDownAfter}
	proxy.Fail(func(n int, _ *http.Request) s3test.Fault {
		if n%7 == 0 {
			return faults[n/7%len(faults)]
		}
		return s3test.None
	})
	const writers, turns = 4, 25
	if err := s.Put(t.Context(), "shared", []byte("")); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	var told sync.Map // marks whose write was told to be done (true), or may be (false)
	for w := range writers {
		group.Go(func() {
			for i := range turns {
				mark := fmt.Sprintf("<%d.%d>", w, i)
				done := false
				for !done {
					old, err := s.Get(t.Context(), "shared")
					if err != nil {
						t.Error(err)
						return
					}
					err = s.Replace(t.Context(), "shared", blob.ETag(old), append(old, mark...))
					done = !errors.Is(err, blob.ErrChanged)
					if done {
						told.Store(mark, err == nil)
					}
				}
			}
		})
	}
	group.Wait()
	all, err := straight.Get(t.Context(), "shared")
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	told.Range(func(mark, done any) bool {
		count := strings.Count(string(all), mark.(string))
		if count > 1 || done.(bool) && count == 0 {
			t.Errorf("%s shows %d times, told to be done: %v", mark, count, done)
		}
		if !done.(bool) {
			lost++
		}
		return true
	})
	t.Logf("%d writes, %d of them without a definite answer, %d requests", writers*turns, lost, proxy.Seen())
	if lost > writers*turns/2 {
		t.Error("too many writes without an answer")
	}
}
