package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/blob"
	"carnet/internal/chain/devnet"
	"carnet/internal/profile"
	"carnet/internal/state/statetest"
	"carnet/internal/verify"
)

// world is a gateway process under a supervisor, with real Redis, a chain on the disk, an object store that can run full, and shops that send
// each order until it is acknowledged.
type world struct {
	*server
	redis  *statetest.Redis
	filler string // fills the object store's file system; empty where none could be made

	token  atomic.Pointer[string]
	orders atomic.Int64
	mu     sync.Mutex
	acked  map[string]promised // by Idempotency-Key
}

// promised is what an order was answered with.
type promised struct {
	acknowledged
	Promise string `json:"promise"`
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{server: newServer(t), redis: statetest.StartRedis(t), acked: map[string]promised{}}
	w.settings = []string{"CARNET_LOG_LEVEL=warn", "CARNET_STATE_KIND=redis", "CARNET_STATE_REDIS_PREFIX=carnet:disasters:", "CARNET_STATE_REDIS_ADDRS=" + w.redis.Addr, "CARNET_STATE_REDIS_USERNAME=carnet", "CARNET_STATE_REDIS_PASSWORD_FILE=redis.password"}
	if err := os.WriteFile(filepath.Join(w.dir, "redis.password"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	objects := filepath.Join(w.dir, "objects")
	if err := os.Mkdir(objects, 0o700); err != nil {
		t.Fatal(err)
	}
	switch err := syscall.Mount("tmpfs", objects, "tmpfs", 0, "size=512m"); {
	case errors.Is(err, syscall.EPERM):
		t.Log("the disk is not filled: mounting a small file system takes rights that this test does not have")
	case err != nil:
		t.Fatal(err)
	default:
		w.filler = filepath.Join(objects, "~filler")
		t.Cleanup(func() {
			if w.child != nil {
				w.kill()
			}
			if err := syscall.Unmount(objects, 0); err != nil {
				t.Error(err)
			}
		})
	}
	return w
}

// order sends one order until it is acknowledged, as a shop does, or until ctx ends.
func (w *world) order(ctx context.Context, key string) {
	for ctx.Err() == nil {
		token := w.token.Load()
		if token == nil {
			w.newToken()
			continue
		}
		a, status := w.send(ctx, *token, key)
		switch {
		case a != nil:
			w.mu.Lock()
			w.acked[key] = *a
			w.mu.Unlock()
			w.orders.Add(1)
			return
		case status == http.StatusUnauthorized:
			w.token.CompareAndSwap(token, nil)
		case status != 0 && status != http.StatusServiceUnavailable && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests:
			w.t.Errorf("an order was answered with %d\n%s", status, tail(w.log.String()))
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (w *world) newToken() {
	res, err := w.http.Post(w.issuer+"/token", "application/x-www-form-urlencoded", strings.NewReader("grant_type=client_credentials&scope=receipts&client_id=shop1&client_secret=secret"))
	if err != nil {
		time.Sleep(20 * time.Millisecond)
		return
	}
	defer res.Body.Close()
	var out struct {
		Token string `json:"access_token"`
	}
	if json.NewDecoder(res.Body).Decode(&out); out.Token != "" {
		w.token.Store(&out.Token)
	}
	time.Sleep(5 * time.Millisecond)
}

func (w *world) send(ctx context.Context, token, key string) (*promised, int) {
	req, err := http.NewRequestWithContext(ctx, "POST", w.issuer+"/v1/receipts", strings.NewReader(
		`{"receipt":{"kind":"sale","at":"2026-11-21T10:00:00Z","channel":"web","currency":"GBP","total":100,"lines":[{"n":1,"name":"Heart","qty":"1","total":100}]}}`))
	if err != nil {
		w.t.Error(err)
		return nil, 0
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Idempotency-Key", key)
	req.Header.Set("Content-Type", "application/json")
	res, err := w.http.Do(req)
	if err != nil {
		return nil, 0
	}
	defer res.Body.Close()
	var a promised
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil || res.StatusCode/100 != 2 {
		return nil, res.StatusCode
	}
	return &a, res.StatusCode
}

// works waits until a new order is acknowledged and the gateway calls itself ready. The supervisor starts a process that has ended by itself.
func (w *world) works() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		select {
		case err := <-w.ended:
			w.t.Logf("the gateway ended by itself (%v) and is started again", err)
			w.start()
		default:
		}
		res, err := w.http.Get(w.issuer + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				w.order(ctx, "healed-"+strconv.FormatInt(w.orders.Load(), 10)+"-padding")
				if ctx.Err() == nil {
					return
				}
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatalf("the service did not heal by itself:\n%s", tail(w.log.String()))
}

func tail(log string) string { return log[max(0, len(log)-4000):] }

// check checks some of the orders that were acknowledged, or all of them when some is negative: the same answer again, a promise that the shop
// signed and that is kept, one proof, and the chain's root.
func (w *world) check(some int) {
	w.t.Helper()
	w.mu.Lock()
	keys := slices.Collect(maps.Keys(w.acked))
	w.mu.Unlock()
	rand.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	if some >= 0 {
		keys = keys[:min(some, len(keys))]
	}
	issuerKeys := w.issuerKeys()
	for _, key := range keys {
		w.mu.Lock()
		a := w.acked[key]
		w.mu.Unlock()
		p, err := profile.VerifyPromise(a.Promise, w.issuer+"/shops/shop1", issuerKeys)
		if err != nil || fmt.Sprintf("%x", p.Leaf) != a.Leaf || p.Epoch != a.Epoch {
			w.t.Fatalf("promise of %s: %v", key, err)
		}
		w.order(w.t.Context(), key)
		w.mu.Lock()
		again := w.acked[key]
		w.mu.Unlock()
		if again.acknowledged != a.acknowledged {
			w.t.Fatalf("%s: answered %+v, now %+v", key, a.acknowledged, again.acknowledged)
		}
		w.checkAnchored(a.acknowledged)
	}
}

// issuerKeys are the shop's, as the gateway publishes them.
func (w *world) issuerKeys() jose.JSONWebKeySet {
	w.t.Helper()
	res, err := w.http.Get(w.issuer + "/.well-known/jwt-vc-issuer/shops/shop1")
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	var metadata struct {
		Keys jose.JSONWebKeySet `json:"jwks"`
	}
	if err := json.NewDecoder(res.Body).Decode(&metadata); err != nil {
		w.t.Fatal(err)
	}
	return metadata.Keys
}

// disaster is what may happen while orders come in. It happens, lasts, and ends: nobody else does anything.
type disaster struct {
	name    string
	strike  func(w *world)
	end     func(w *world)
	accepts bool // orders are acknowledged meanwhile
}

var disasters = []disaster{
	{"kill -9 of the gateway", func(w *world) { w.kill() }, func(w *world) { w.start() }, false},
	{"Redis flushed", func(w *world) { w.redis.CLI(w.t, "FLUSHALL") }, func(*world) {}, true},
	{"Redis killed", func(w *world) { w.redis.Stop() }, func(w *world) { w.redis.Start(w.t) }, false},
	{"gateway and Redis killed", func(w *world) { w.redis.Stop(); w.kill() }, func(w *world) { w.redis.Start(w.t); w.start() }, false},
	{"the chain stopped", func(w *world) { w.stopChain() }, func(w *world) { w.startChain() }, true},
	{"the chain reorganised", func(w *world) { w.reorganise() }, func(*world) {}, true},
	{"reorganised while the gateway was dead", func(w *world) { w.kill(); w.reorganise() }, func(w *world) { w.start() }, false},
	{"the disk full", func(w *world) { w.fill() }, func(w *world) { w.empty() }, false},
}

func (w *world) stopChain() {
	if err := w.node.Close(); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) startChain() {
	w.t.Helper()
	var err error
	if w.node, err = devnet.Start(w.chain); err != nil {
		w.t.Fatal(err)
	}
}

// reorganise takes back some of the latest anchors, but not the contracts.
func (w *world) reorganise() {
	w.t.Helper()
	if err := w.node.Reorganise(1 + rand.Uint64N(3)); err != nil {
		w.t.Fatal(err)
	}
}

// fill takes what is left of the object store's file system.
func (w *world) fill() {
	w.t.Helper()
	if w.filler == "" {
		return
	}
	f, err := os.Create(w.filler)
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 20, 4096, 1} {
		for err = nil; err == nil; _, err = f.Write(make([]byte, size)) {
		}
		if !errors.Is(err, syscall.ENOSPC) {
			w.t.Fatal(err)
		}
	}
}

// forgetAnchors takes the last three records of anchors out of the store of a gateway that does not run.
func (w *world) forgetAnchors() {
	w.t.Helper()
	store, err := blob.OpenDir(filepath.Join(w.dir, "objects"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer store.Close()
	page, err := store.List(w.t.Context(), "epochs/", "", blob.MaxList)
	if err != nil {
		w.t.Fatal(err)
	}
	n := 3
	for _, e := range slices.Backward(page) {
		if n > 0 && strings.HasSuffix(e.Key, "/anchored") {
			if err := store.Delete(w.t.Context(), e.Key); err != nil {
				w.t.Fatal(err)
			}
			n--
		}
	}
}

func (w *world) empty() {
	if w.filler != "" {
		if err := os.Remove(w.filler); err != nil {
			w.t.Fatal(err)
		}
	}
}

// TestDisastersLoseNothingAndHealByThemselves lets disaster after disaster happen under orders and checks after each of them that what was
// acknowledged is there, once, in the epoch that was promised and on the chain. CARNET_DISASTERS says how many; every kind once when it is not set.
func TestDisastersLoseNothingAndHealByThemselves(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	plan := slices.Clone(disasters)
	if n, err := strconv.Atoi(os.Getenv("CARNET_DISASTERS")); err == nil {
		plan = nil
		for i := range n {
			plan = append(plan, disasters[i%len(disasters)])
		}
	}
	rand.Shuffle(len(plan), func(i, j int) { plan[i], plan[j] = plan[j], plan[i] })
	w := newWorld(t)
	w.start()
	w.works()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var shops sync.WaitGroup
	for shop := range 6 {
		shops.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				w.order(t.Context(), fmt.Sprintf("order-%d-%d-padding-padding", shop, i)) // to its end
				time.Sleep(20 * time.Millisecond)                                         // so many orders that all can be checked
			}
		})
	}
	for i, d := range plan {
		time.Sleep(time.Duration(rand.IntN(800)) * time.Millisecond)
		d.strike(w)
		before := w.orders.Load()
		time.Sleep(time.Duration(300+rand.IntN(500)) * time.Millisecond)
		if during := w.orders.Load() - before; d.accepts && during == 0 {
			t.Errorf("%d, %s: no order was acknowledged meanwhile", i, d.name)
		}
		d.end(w)
		over := time.Now()
		w.works()
		works := time.Since(over)
		w.check(30)
		t.Logf("%d: %s: orders are accepted after %v, and what was promised is on the chain after %v; %d orders so far", i, d.name, works.Round(time.Millisecond), time.Since(over).Round(time.Millisecond), w.orders.Load())
	}
	if got, err := runCommand(t, verifyCommand(), "--config", w.config()); err != nil { // beside a gateway that writes
		t.Errorf("verify: %v\n%s", err, got)
	}
	cancel()
	shops.Wait()
	w.works()
	w.check(-1)
	if err := w.stop(); err != nil {
		t.Errorf("graceful shutdown: %v\n%s", err, tail(w.log.String()))
	}
	all := map[string]acknowledged{}
	for key, a := range w.acked {
		all[key] = a.acknowledged
	}
	w.checkObjects(all)
	if got, err := runCommand(t, verifyCommand(), "--config", w.config()); err != nil {
		t.Errorf("verify: %v\n%s", err, got)
	} else {
		t.Logf("verify:\n%s", got)
	}
	w.forgetAnchors()
	if got, err := runCommand(t, rebuildCommand(), "--config", w.config()); err != nil {
		t.Errorf("rebuild: %v\n%s", err, got)
	}
	got, err := runCommand(t, verifyCommand(), "--config", w.config(), "--json")
	var report verify.Report
	if err := errors.Join(err, json.Unmarshal([]byte(got), &report)); err != nil || report.Anchored != report.Epochs || report.OnChain != report.Epochs {
		t.Errorf("after rebuild: %v, %s", err, got)
	}
	w.redis.CLI(t, "FLUSHALL") // what the objects alone say
	w.start()
	w.works()
	w.check(100)
}
