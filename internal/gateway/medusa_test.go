package gateway_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"carnet/internal/gateway/hooks"
	"carnet/internal/testtool"
)

const medusaDir = "../../integrations/medusa"

// medusaBuild compiles the package and its test program once.
var medusaBuild = sync.OnceValues(func() ([]byte, error) {
	cmd := exec.Command("node", "node_modules/typescript/bin/tsc", "-p", "test/tsconfig.json")
	cmd.Dir = medusaDir
	return cmd.CombinedOutput()
})

// medusaShop is a Medusa shop in a file, for integrations/medusa/test/program.ts: each run of the program is a restart of the shop.
type medusaShop struct {
	t    *testing.T
	file string
	url  string
}

type medusaWorld struct {
	Orders []map[string]any `json:"orders"`
	Rows   []map[string]any `json:"rows"`
	Said   []string         `json:"said"`
}

// newMedusa is a shop with one of Medusa's recorded orders, whose cart has a ref.
func newMedusa(t *testing.T, url, fixture, ref string) *medusaShop {
	t.Helper()
	testtool.NeedProgram(t, "node")
	_, err := os.Stat(filepath.Join(medusaDir, "node_modules", ".package-lock.json"))
	testtool.Need(t, err == nil, "what integrations/medusa/package-lock.json names")
	if out, err := medusaBuild(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(medusaDir, "test/fixtures", fixture+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var order map[string]any
	if err := json.Unmarshal(data, &order); err != nil {
		t.Fatal(err)
	}
	order["state"].(map[string]any)["metadata"].(map[string]any)["receipt_ref"] = ref
	m := &medusaShop{t, filepath.Join(t.TempDir(), "shop.json"), url}
	m.write(medusaWorld{Orders: []map[string]any{order}})
	return m
}

func (m *medusaShop) read() (w medusaWorld) {
	m.t.Helper()
	data, err := os.ReadFile(m.file)
	if err == nil {
		err = json.Unmarshal(data, &w)
	}
	if err != nil {
		m.t.Fatal(err)
	}
	return w
}

func (m *medusaShop) write(w medusaWorld) {
	m.t.Helper()
	data, err := json.Marshal(w)
	if err == nil {
		err = os.WriteFile(m.file, data, 0o600)
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

// run starts the shop, which does one thing.
func (m *medusaShop) run(secret string, action ...string) medusaWorld {
	m.t.Helper()
	cmd := exec.Command("node", append([]string{"build/test/program.js", m.file}, action...)...)
	cmd.Dir = medusaDir
	cmd.Env = append(os.Environ(), "NO_PROXY=*", "HOOK_URL="+m.url+"/v1/hooks/shop1/standard", "HOOK_SECRET="+secret)
	if out, err := cmd.CombinedOutput(); err != nil {
		m.t.Fatalf("%v\n%s", err, out)
	}
	return m.read()
}

// payment is the order's first payment.
func (m *medusaShop) payment() map[string]any {
	state := m.read().Orders[0]["state"].(map[string]any)
	collection := state["payment_collections"].([]any)[0].(map[string]any)
	return collection["payments"].([]any)[0].(map[string]any)
}

// refund sets what was paid back, and returns what was before.
func (m *medusaShop) refund(refunds []any) (before []any) {
	w := m.read()
	payment := w.Orders[0]["state"].(map[string]any)["payment_collections"].([]any)[0].(map[string]any)["payments"].([]any)[0].(map[string]any)
	before = payment["refunds"].([]any)
	payment["refunds"] = refunds
	m.write(w)
	return before
}

// due makes what is to be tried again due now.
func (m *medusaShop) due() {
	w := m.read()
	for _, row := range w.Rows {
		if row["next_at"] != nil {
			row["next_at"] = "2026-01-01T00:00:00Z"
		}
	}
	m.write(w)
}

// lose empties the table of what was told.
func (m *medusaShop) lose() {
	w := m.read()
	w.Rows = nil
	m.write(w)
}

func whsec(n byte) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat(string(rune('a'+n)), 32)))
}

// withStandard is a gateway with a Standard Webhook, over HTTP; while away is set there is nobody behind its proxy.
func withStandard(t *testing.T) (f *fixture, url string, away *atomic.Bool) {
	t.Helper()
	f = newFixture(t, true)
	f.cfg.Shops[0].Hooks = []hooks.Hook{{Platform: "standard", Secrets: []string{whsec(0)}}}
	f.restart()
	away = &atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if away.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		f.gw.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return f, server.URL, away
}

func TestAMedusaShopsOrdersReachTheirShopper(t *testing.T) {
	f, url, away := withStandard(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	shop := newMedusa(t, url, "refunded", ref)
	refunds := shop.refund([]any{})
	payment := shop.payment()["id"].(string)
	count := func(when string, want int) {
		t.Helper()
		if got := len(s.collected()); got != want {
			t.Fatalf("%s: %d receipts, want %d; the shop said %q", when, got, want, shop.read().Said)
		}
	}

	away.Store(true)
	shop.run(whsec(0), "emit", "payment.captured", payment)
	count("while the gateway is away", 0)
	away.Store(false)
	shop.run(whsec(0), "retry")
	count("before its time", 0)
	shop.due()
	shop.run(whsec(1), "retry") // a wrong secret
	count("with a wrong secret", 0)
	shop.due()
	shop.run(whsec(0), "retry")
	count("when it is back", 1)
	shop.run(whsec(0), "emit", "order.placed", "order_unknown")
	shop.lose()
	shop.run(whsec(0), "emit", "payment.captured", payment)
	shop.lose()
	shop.run(whsec(0), "reconcile")
	count("told three times", 1)

	shop.refund(refunds)
	shop.run(whsec(0), "emit", "payment.refunded", payment)
	shop.run(whsec(0), "reconcile")
	count("with a refund", 2)
	all := s.collected()
	if all[0].Kind == "refund" {
		all[0], all[1] = all[1], all[0]
	}
	sale, refund := all[0], all[1]
	if sale.Total != 4875 || *sale.Tax != 778 || sale.Currency != "EUR" || len(sale.Lines) != 2 || !sale.TotalsConsistent || sale.Source.System != "medusa" || sale.Lines[0].SKU != "L-1" {
		t.Errorf("the sale: %+v", sale)
	}
	if refund.Kind != "refund" || refund.Total != -450 || refund.Of != sale.ID || !refund.TotalsConsistent {
		t.Errorf("the refund: %+v", refund)
	}
	kept, err := json.Marshal(shop.read().Rows)
	if err != nil || len(shop.read().Rows) != 2 {
		t.Fatal(err, len(shop.read().Rows))
	}
	text := f.logs.String() + dump(t, f.dir) + string(kept) + strings.Join(shop.read().Said, "\n")
	for _, personal := range []string{"CANARY", ref, s.sub, "Lantern"} {
		if strings.Contains(text, personal) {
			t.Errorf("%q lies in a store or a log", personal)
		}
	}
}

func TestAMedusaOrderThatIsCanceledIsPaidBackWhole(t *testing.T) {
	f, url, _ := withStandard(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	shop := newMedusa(t, url, "canceled", ref)
	shop.run(whsec(0), "emit", "order.canceled", shop.read().Orders[0]["state"].(map[string]any)["id"].(string))
	total := int64(0)
	all := s.collected()
	for _, r := range all {
		total += r.Total
		if !r.TotalsConsistent {
			t.Errorf("does not add up: %+v", r)
		}
	}
	if len(all) != 2 || total != 0 {
		t.Errorf("%d receipts of %d in sum", len(all), total)
	}
}
