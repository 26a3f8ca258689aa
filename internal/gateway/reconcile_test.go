package gateway_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"carnet/internal/gateway"
	"carnet/internal/gateway/hooks"
	"carnet/internal/reconcile"
	"carnet/internal/reconcile/reconciletest"
)

// What every platform told while the gateway was away is told again: sealed once, and then known.
func TestWhatWasToldInVainIsReconciled(t *testing.T) {
	f := newFixture(t, true)
	platforms := []string{"woocommerce", "shopify", "stripe", "saleor"}
	for _, p := range platforms {
		f.cfg.Shops[0].Hooks = append(f.cfg.Shops[0].Hooks, hooks.Hook{Platform: p, Secrets: []string{hookSecret}})
	}
	f.cfg.Limits.Client = gateway.Rate{PerSecond: 10, Burst: 25} // which it will exceed
	f.restart()
	s := f.signIn().mustBind()
	srv := httptest.NewServer(f.gw)
	t.Cleanup(srv.Close)

	var pulls []reconcile.Hook
	missed := f.now().Add(-2 * time.Hour)
	for _, p := range platforms {
		shop := reconciletest.Start(t, p)
		for n, refunded := range []int{0, 2000, 0} {
			ref, _ := f.ref(s.sub)
			shop.Add(reconciletest.Sale(p, 101+n, ref, missed, refunded)...)
		}
		shop.Add(reconciletest.Sale(p, 104, "", missed, 0)...)
		pull := &reconcile.Pull{URL: shop.URL, Key: reconciletest.Key}
		if p == "woocommerce" {
			pull.Secret = reconciletest.Secret
		}
		pulls = append(pulls, reconcile.Hook{Shop: "shop1", Platform: p, Secret: hookSecret, Pull: pull})
	}
	r := &reconcile.Reconciler{Gateway: srv.URL, Since: f.now().Add(-48 * time.Hour), Now: f.now}
	for run, want := range []reconcile.Row{{Sealed: 4}, {Known: 4}} {
		rows, err := r.Run(t.Context(), pulls)
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range rows {
			if got.Asked = 0; got != (reconcile.Row{Shop: "shop1", Platform: got.Platform, Sealed: want.Sealed, Known: want.Known, Unmatched: 1}) {
				t.Errorf("run %d: got %+v, want %+v", run+1, got, want)
			}
		}
		count := map[string]int{}
		for _, receipt := range s.collected() {
			count[receipt.Source.System+" "+receipt.Kind]++
			if receipt.Kind == "refund" && (receipt.Of == "" || receipt.Total != -2000) {
				t.Errorf("got %+v", receipt)
			}
		}
		for _, p := range platforms {
			if count[p+" sale"] != 3 || count[p+" refund"] != 1 {
				t.Errorf("run %d: receipts of %s: %v", run+1, p, count)
			}
		}
	}
	if !strings.Contains(f.logs.String(), "status=503") {
		t.Error("the gateway asked for no patience: it was to be tried too")
	}
	text := f.logs.String() + dump(t, f.dir)
	for _, personal := range []string{"CANARY", `"Tea"`, s.sub} {
		if strings.Contains(text, personal) {
			t.Errorf("%q lies in the stores or the log", personal)
		}
	}
}
