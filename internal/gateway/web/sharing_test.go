package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/state/statetest"

	"github.com/labstack/echo/v4"
)

// slow limits get a unit back in more than a quarter of an hour: refill plays no part in a test.
const slow = 0.001

var limitSecret = bytes.Repeat([]byte{7}, 32)

func sharing(store state.Store) *web.Sharing {
	return &web.Sharing{Store: store.(state.Buckets), Secret: limitSecret, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
}

// through asks n times and returns how often l let through.
func through(t *testing.T, l web.Limiter, key string, n int) (passed int) {
	t.Helper()
	for range n {
		wait, err := l.Allow(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if wait == 0 {
			passed++
		}
	}
	return passed
}

func reconcile(t *testing.T, all ...*web.Sharing) {
	t.Helper()
	for range 2 { // the first one writes, the second one learns what the others wrote
		for _, s := range all {
			if err := s.Reconcile(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTwoGatewaysShareOneLimit(t *testing.T) {
	server := statetest.StartRedis(t)
	one, two := sharing(server.Open(t)), sharing(server.Open(t))
	const burst = 10
	a, b := one.Limiter("net", slow, burst), two.Limiter("net", slow, burst)
	passed := through(t, a, "visitor", 6)
	reconcile(t, one, two)
	passed += through(t, b, "visitor", 1) // the second gateway meets the visitor
	reconcile(t, one, two)
	passed += through(t, b, "visitor", 100)
	reconcile(t, one, two)
	passed += through(t, a, "visitor", 100)
	// The first did not learn of what the second let through since it last let the visitor through itself: at most a burst per gateway.
	if passed < burst || passed > 2*burst {
		t.Errorf("got %d through, want %d to %d", passed, burst, 2*burst)
	}
	reconcile(t, one, two)
	for name, l := range map[string]web.Limiter{"first": a, "second": b} {
		if got := through(t, l, "visitor", 100); got != 0 {
			t.Errorf("%s gateway: got %d more through, want none", name, got)
		}
	}
	if got := through(t, b, "another visitor", 100); got != burst {
		t.Errorf("another visitor: got %d through, want %d", got, burst)
	}
	if got := through(t, two.Limiter("account", slow, burst), "visitor", 100); got != burst {
		t.Errorf("another limit: got %d through, want %d", got, burst)
	}
}

func TestWhatPassedBeforeGatewaysLearnedIsDebt(t *testing.T) {
	server := statetest.StartRedis(t)
	one, two := sharing(server.Open(t)), sharing(server.Open(t))
	const burst = 10
	a, b := one.Limiter("net", slow, burst), two.Limiter("net", slow, burst)
	if got := through(t, a, "visitor", 100) + through(t, b, "visitor", 100); got != 2*burst {
		t.Errorf("got %d through, want %d: one burst per gateway and no more", got, 2*burst)
	}
	reconcile(t, one, two)
	const debt = burst + 1 // units that must refill first
	if wait, _ := b.Allow(t.Context(), "visitor"); wait <= (debt-1)*1000*time.Second || wait > debt*1000*time.Second {
		t.Errorf("got a wait of %v, want that for %d units, %v", wait, debt, debt*1000*time.Second)
	}
}

func TestAnIdleGatewayThatMeetsAVisitorLearnsOfHim(t *testing.T) {
	server := statetest.StartRedis(t)
	one, two := sharing(server.Open(t)), sharing(server.Open(t))
	a, b := one.Limiter("net", slow, 10), two.Limiter("net", slow, 10)
	through(t, a, "visitor", 9)
	reconcile(t, one)
	if got := through(t, b, "visitor", 1); got != 1 {
		t.Errorf("got %d through, want 1", got)
	}
	reconcile(t, two)
	if got := through(t, b, "visitor", 100); got != 0 {
		t.Errorf("got %d more through, want none: the last unit is spent", got)
	}
}

func TestManyVisitorsAreReconciled(t *testing.T) {
	server := statetest.StartRedis(t)
	one, two := sharing(server.Open(t)), sharing(server.Open(t))
	a, b := one.Limiter("net", slow, 2), two.Limiter("net", slow, 2)
	const visitors = 3*state.MaxSpends + 1
	for i := range visitors {
		through(t, a, fmt.Sprint("visitor ", i), 2)
		through(t, b, fmt.Sprint("visitor ", i), 1)
	}
	reconcile(t, one, two)
	for i := range visitors {
		if got := through(t, b, fmt.Sprint("visitor ", i), 1); got != 0 {
			t.Fatalf("visitor %d: got through, want refused", i)
		}
	}
}

func TestTheStoreLearnsNoVisitor(t *testing.T) {
	server := statetest.StartRedis(t)
	s := sharing(server.Open(t))
	through(t, s.Limiter("net", slow, 5), "net:192.0.2.1", 1)
	through(t, s.Exact("calls", slow, 5), "net:198.51.100.7", 1)
	reconcile(t, s)
	keys := server.CLI(t, "KEYS", "*")
	if n := len(strings.Fields(keys)); n != 2 {
		t.Fatalf("got %d keys, want 2: %s", n, keys)
	}
	if strings.Contains(keys, "192.0") || strings.Contains(keys, "198.51") {
		t.Errorf("the store holds an address: %s", keys)
	}
	for _, key := range strings.Fields(keys) {
		if ttl, err := strconv.Atoi(server.CLI(t, "TTL", key)); err != nil || ttl <= 0 || ttl > 1000 {
			t.Errorf("got %d s to live, %v, want the time to refill a unit", ttl, err)
		}
	}
	other := sharing(server.Open(t))
	other.Secret = bytes.Repeat([]byte{8}, 32)
	through(t, other.Exact("calls", slow, 5), "net:198.51.100.7", 1)
	if n := len(strings.Fields(server.CLI(t, "KEYS", "*"))); n != 3 {
		t.Errorf("got %d keys, want 3: the name of a bucket does not depend on the secret", n)
	}
}

func TestExactLimitsAreExactAcrossGateways(t *testing.T) {
	server := statetest.StartRedis(t)
	a, b := sharing(server.Open(t)).Exact("calls", slow, 10), sharing(server.Open(t)).Exact("calls", slow, 10)
	var mu sync.Mutex // guards passed
	passed := 0
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			l := a
			if i%2 == 0 {
				l = b
			}
			wait, err := l.Allow(t.Context(), "visitor")
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if err == nil && wait == 0 {
				passed++
			}
		})
	}
	group.Wait()
	if passed != 10 {
		t.Errorf("got %d through, want 10", passed)
	}
}

func TestWithoutTheStoreOrdinaryLimitsGoOnAndExactOnesAreClosed(t *testing.T) {
	server := statetest.StartRedis(t)
	s := sharing(server.Open(t))
	ordinary, exact := s.Limiter("net", slow, 10), s.Exact("calls", slow, 10)
	w := newServer(t)
	ok := func(c echo.Context) error { return c.NoContent(200) }
	w.GET("/ordinary", ok, web.Limit(ordinary, web.Network))
	w.GET("/exact", ok, web.Limit(exact, web.Network))
	expect := func(path string, codes map[int]int) {
		t.Helper()
		got := map[int]int{}
		for range 12 {
			answer := w.do("GET", path, "")
			got[answer.Code]++
			checkRetryAfter(t, answer)
		}
		if fmt.Sprint(got) != fmt.Sprint(codes) {
			t.Errorf("%s: got %v, want %v", path, got, codes)
		}
	}
	through(t, ordinary, "net:192.0.2.1", 1)
	through(t, exact, "net:192.0.2.1", 1)
	reconcile(t, s)
	server.Stop()
	if err := s.Reconcile(t.Context()); err != nil {
		t.Errorf("got %v, want nothing to be asked when nothing was used", err)
	}
	expect("/ordinary", map[int]int{200: 9, 429: 3})
	expect("/exact", map[int]int{503: 12})
	if err := s.Reconcile(t.Context()); !errors.Is(err, state.ErrUnavailable) {
		t.Errorf("got %v, want %v", err, state.ErrUnavailable)
	}
	server.Start(t)
	statetest.Eventually(t, func() error { _, err := exact.Allow(t.Context(), "somebody else"); return err })
	expect("/exact", map[int]int{200: 10, 429: 2}) // Redis came back empty
}

func checkRetryAfter(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	after, _ := strconv.Atoi(w.Header().Get("Retry-After"))
	if limited := w.Code == 429 || w.Code == 503; limited && after < 1 || !limited && after != 0 {
		t.Errorf("%d: got Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
}

func TestGatewaysReconcileByThemselvesUntilTheyStop(t *testing.T) {
	server := statetest.StartRedis(t)
	one, two := sharing(server.Open(t)), sharing(server.Open(t))
	a, b := one.Limiter("net", slow, 100), two.Limiter("net", slow, 100)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { one.Run(ctx) })
	running.Go(func() { two.Run(ctx) })
	through(t, a, "visitor", 100)
	passed := 0
	statetest.Eventually(t, func() error {
		if n := through(t, b, "visitor", 1); n > 0 {
			passed++
			return errors.New("the second gateway lets through what the first has spent")
		}
		return nil
	})
	if passed > 99 {
		t.Errorf("got %d through, want the second gateway to learn before its own burst is spent", passed)
	}
	through(t, a, "late", 1)
	stop()
	running.Wait()
	if left, err := one.Store.Spend(t.Context(), state.Spend{Key: "x", Units: 1, PerSecond: 1, Burst: 1}); err != nil || !left[0].Took {
		t.Errorf("got %v, %v, want the store still open", left, err)
	}
	if n := server.CLI(t, "DBSIZE"); n != "3" { // visitor, late, x
		t.Errorf("got %s keys, want 3: the last units are written down when a gateway stops", n)
	}
}

func TestGatewaysSayOnceThatTheyCountAlone(t *testing.T) {
	var log syncBuffer
	store := &flakyBuckets{Memory: state.Memory{Now: time.Now}}
	s := &web.Sharing{Store: store, Secret: limitSecret, Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))}
	l := s.Limiter("net", slow, 1<<20)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	store.set(errGone)
	for _, want := range []string{"by this process alone", "shared again"} {
		failures := store.failures()
		statetest.Eventually(t, func() error {
			through(t, l, "net:192.0.2.1", 1)
			if !strings.Contains(log.String(), want) || store.failures() < failures+2 && store.get() != nil {
				return fmt.Errorf("got %q, want %q", log.String(), want)
			}
			return nil
		})
		time.Sleep(250 * time.Millisecond) // nobody comes: that is no news
		store.set(nil)
	}
	stop()
	running.Wait()
	if got := log.String(); strings.Count(got, "alone") != 1 || strings.Count(got, "again") != 1 || strings.Contains(got, "192.0") {
		t.Errorf("got %q, want each said once and no visitor", got)
	}
}

// flakyBuckets fail on request.
type flakyBuckets struct {
	state.Memory
	mu     sync.Mutex // guards what follows
	err    error
	failed int
}

func (b *flakyBuckets) set(err error) { b.mu.Lock(); defer b.mu.Unlock(); b.err = err }
func (b *flakyBuckets) get() error    { b.mu.Lock(); defer b.mu.Unlock(); return b.err }
func (b *flakyBuckets) failures() int { b.mu.Lock(); defer b.mu.Unlock(); return b.failed }

func (b *flakyBuckets) Spend(ctx context.Context, spends ...state.Spend) ([]state.Left, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		b.failed++
		return nil, b.err
	}
	return b.Memory.Spend(ctx, spends...)
}

type syncBuffer struct {
	mu sync.Mutex // guards b
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}
func (b *syncBuffer) String() string { b.mu.Lock(); defer b.mu.Unlock(); return b.b.String() }
