package gateway_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/gateway"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
	"carnet/internal/state"
	"carnet/internal/state/statetest"
)

// instance is one of several gateways on the same stores.
type instance struct {
	*gateway.Gateway
	t     *testing.T
	state state.Store
	stop  func()
}

func startInstance(t *testing.T, cfg gateway.Config, redis *statetest.Redis, objects *faults.Memory, chain *faults.Chain) *instance {
	t.Helper()
	i := &instance{t: t, state: redis.Open(t)}
	var err error
	i.Gateway, err = gateway.New(t.Context(), cfg, gateway.Deps{State: i.state, Blob: objects, Shared: true, Chain: chain, Login: loginPage, Account: loginPage, Button: loginPage,
		Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); i.Run(ctx) }()
	i.stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(i.stop)
	return i
}

func (i *instance) ask(method, target, body string, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, issuer+target, strings.NewReader(body))
	for k := 0; k+1 < len(header); k += 2 {
		req.Header.Set(header[k], header[k+1])
	}
	return serve(i.t, i, req, []byte(body))
}

// TestTwoGatewaysOnOneStoreHaveOneAnchorer posts orders at two gateways that share Redis, objects and a chain. The one that anchors is stopped, and
// Redis is flushed, on the way.
func TestTwoGatewaysOnOneStoreHaveOneAnchorer(t *testing.T) {
	redis, objects, chain := statetest.StartRedis(t), faults.NewMemory(), &faults.Chain{}
	cfg := testConfig(t)
	cfg.Cadence = 100 * time.Millisecond
	both := []*instance{startInstance(t, cfg, redis, objects, chain), startInstance(t, cfg, redis, objects, chain)}
	var mu sync.Mutex
	acked := map[string]answer{}
	var tokens [2]string
	token := func(i int) string {
		form := url.Values{"grant_type": {"client_credentials"}, "scope": {"receipts"}, "client_id": {"shop1"}, "client_secret": {"secret"}}
		rec := both[i].ask("POST", "/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		var out struct {
			Token string `json:"access_token"`
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || rec.Code != http.StatusOK {
			t.Fatalf("token: %d %s", rec.Code, rec.Body)
		}
		return out.Token
	}
	post := func(how time.Duration, at ...int) {
		var wg sync.WaitGroup
		until := time.Now().Add(how)
		for _, i := range at {
			tokens[i] = token(i)
			for range 3 {
				wg.Go(func() {
					for time.Now().Before(until) {
						rec := both[i].ask("POST", "/v1/receipts", string(order("", 5)), "Content-Type", "application/json", "Authorization", "Bearer "+tokens[i], "Idempotency-Key", newKey())
						var a answer
						if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil || rec.Code != http.StatusCreated {
							t.Errorf("gateway %d answered %d %s", i, rec.Code, rec.Body)
							return
						}
						mu.Lock()
						acked[a.ID] = a
						mu.Unlock()
					}
				})
			}
		}
		wg.Wait()
	}
	leaders := func(want int) {
		t.Helper()
		statetest.Eventually(t, func() error {
			n := 0
			for _, i := range both {
				if i.Epochs().Leading() {
					n++
				}
			}
			if n != want {
				return fmt.Errorf("%d gateways anchor, want %d", n, want)
			}
			return nil
		})
	}
	leaders(1)
	post(400*time.Millisecond, 0, 1)
	redis.CLI(t, "FLUSHALL") // the lease is gone too
	post(400*time.Millisecond, 0, 1)
	leaders(1)
	first, other := 0, 1
	if both[1].Epochs().Leading() {
		first, other = 1, 0
	}
	both[first].stop() // gives the lease back
	post(400*time.Millisecond, other)
	statetest.Eventually(t, func() error {
		s := both[other].Epochs().Status()
		for _, a := range acked {
			if a.Epoch >= s.Anchored {
				return fmt.Errorf("epoch %d is promised, %+v", a.Epoch, s)
			}
		}
		return nil
	})
	roots := chain.Roots()
	for id, a := range acked {
		rec := both[other].ask("GET", fmt.Sprintf("/v1/epochs/%d/proof?leaf=%s", a.Epoch, a.Leaf), "")
		var p profile.Proof
		if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || rec.Code != http.StatusOK {
			t.Fatalf("proof of %s: %d %s", id, rec.Code, rec.Body)
		}
		if err := profile.VerifyProof(p); err != nil || p.Root != roots[a.Epoch] || p.Anchored == nil {
			t.Fatalf("proof of %s: %v", id, err)
		}
	}
	t.Logf("%d orders in %d epochs", len(acked), len(roots))
	if len(acked) < 20 || len(roots) < 3 {
		t.Error("too few to tell anything")
	}
}
