package replay

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"carnet/internal/chain"
	"carnet/internal/demo"
	"carnet/internal/retail"
)

// childDir tells a copy of the test binary to replay the excerpt in a directory, and to say so of each receipt.
const childDir = "CARNET_REPLAY_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// place is a demo's directory and the addresses that it keeps over restarts.
type place struct {
	Dir   string
	Addrs map[string]string
	Seed  Seed
}

func newPlace(t testing.TB) place {
	t.Helper()
	p := place{Dir: t.TempDir(), Addrs: map[string]string{}, Seed: Seed{1, 2, 3}}
	for _, part := range []string{"gateway", "vault", "wallet", "shop1", "shop2", "chain"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		p.Addrs[part] = l.Addr().String()
	}
	return p
}

// start runs the demo in a place, and returns what a replay needs of it.
func (p place) start(ctx context.Context) (cfg Config, stop func() error, err error) {
	d, err := demo.Start(ctx, demo.Config{
		Dir: p.Dir, GatewayAddr: p.Addrs["gateway"], VaultAddr: p.Addrs["vault"], WalletAddr: p.Addrs["wallet"],
		Shop1Addr: p.Addrs["shop1"], Shop2Addr: p.Addrs["shop2"], ChainAddr: p.Addrs["chain"], Epoch: 500 * time.Millisecond,
	})
	if err != nil {
		return cfg, nil, err
	}
	roots, err := chain.Dial(ctx, d.Chain, chain.Config{ChainID: d.ChainID, Anchor: d.Anchor, Carnet: d.Carnet})
	if err != nil {
		d.Close()
		return cfg, nil, err
	}
	stop = func() error { roots.Close(); return d.Close() }
	return Config{
		Gateway: d.Gateway, Vault: d.Vault, Shop: Shop{ClientID: d.Shops[0].ClientID, Secret: d.Shops[0].Secret, Origin: d.Shops[0].Origin},
		HTTP:  &http.Client{Transport: InProcess{d.GatewayHandler()}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		Roots: roots, Issuer: d.Issuer, Seed: p.Seed, Open: excerpt, Leaves: filepath.Join(p.Dir, "leaves"), Workers: 8, Sample: 50, Now: time.Now,
	}, stop, nil
}

func excerpt() (*retail.Reader, error) { return retail.Excerpt(), nil }

// tell writes one line per acknowledged receipt.
type tell struct {
	next http.RoundTripper
	out  io.Writer
}

func (t tell) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err != nil || r.URL.Path != "/v1/receipts" || resp.StatusCode >= 300 {
		return resp, err
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	var a accepted
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, err
	}
	fmt.Fprintf(t.out, "%s %s\n", a.ID, a.Leaf)
	resp.Body = io.NopCloser(strings.NewReader(string(data)))
	return resp, nil
}

func child(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var p place
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	ctx := context.Background()
	cfg, stop, err := p.start(ctx)
	if err != nil {
		return err
	}
	cfg.HTTP.Transport = tell{cfg.HTTP.Transport, os.Stdout}
	if _, err := Run(ctx, cfg); err != nil {
		return err
	}
	return stop()
}

// expected is what the excerpt holds.
func expected(t *testing.T) (invoices, refunds, lines, shoppers int) {
	t.Helper()
	r := retail.Excerpt()
	customers := map[string]bool{}
	for {
		inv, err := r.Next()
		if err == io.EOF {
			return invoices, refunds, r.Lines(), len(customers)
		}
		if err != nil {
			t.Fatal(err)
		}
		invoices++
		customers[inv.Customer] = true
		if inv.Refund() {
			refunds++
		}
	}
}

func check(t *testing.T, got Result) {
	t.Helper()
	invoices, refunds, lines, shoppers := expected(t)
	sum := 0
	for _, reason := range got.Reasons {
		sum += reason.Lines
	}
	for what, v := range map[string][2]int{
		"lines": {got.Lines, lines}, "lines under a reason": {sum, lines}, "receipts": {got.Receipts, invoices}, "refunds": {got.Refunds, refunds},
		"shoppers": {got.Shoppers, shoppers}, "refused": {got.Refused, 0}, "proven": {got.Proven, invoices}, "inboxes": {got.Inboxes, shoppers},
		"new and existing": {got.New + got.Existing, invoices},
	} {
		if v[0] != v[1] {
			t.Errorf("%s: got %d, want %d", what, v[0], v[1])
		}
	}
	if got.Linked == 0 || got.Linked > got.Refunds || got.Epochs == 0 || got.Gas == 0 || got.Ciphertext < int64(2048*invoices) {
		t.Errorf("got %+v", got)
	}
}

func TestReplayTwiceSealsOnce(t *testing.T) {
	p := newPlace(t)
	for _, again := range []bool{false, true} {
		cfg, stop, err := p.start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if again { // over loopback connections, and every receipt is opened
			transport := &http.Transport{MaxConnsPerHost: 16}
			defer transport.CloseIdleConnections()
			cfg.HTTP.Transport, cfg.Sample = transport, -1
		}
		got, err := Run(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if !again && got.Opened != min(50, got.Receipts) {
			t.Errorf("%d receipts were opened", got.Opened)
		}
		if again {
			if got.Opened != got.Receipts || got.Totals != got.Shoppers {
				t.Errorf("%d of %d receipts were opened, and %d of %d totals are the file's", got.Opened, got.Receipts, got.Totals, got.Shoppers)
			}
			opens := 0
			cfg.Open = func() (*retail.Reader, error) {
				if opens++; opens < 3 {
					return excerpt()
				}
				return retail.NewReader(bytes.NewReader(bytes.Replace(retail.ExcerptFile(), []byte(",3.750,"), []byte(",3.760,"), 1)))
			}
			if got, err := Run(t.Context(), cfg); !errors.Is(err, ErrBroken) {
				t.Errorf("a file that adds up to something else: got %v, and %d totals are the file's", err, got.Totals)
			}
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
		check(t, got)
		if new := got.New; again && new != 0 || !again && got.Existing != 0 {
			t.Errorf("second run %v: got %d new receipts and %d existing ones", again, new, got.Existing)
		}
		t.Logf("%d receipts, %.0f/s, %d of %d refunds linked, %.0f gas per receipt", got.Receipts, got.PerSecond, got.Linked, got.Refunds, got.GasPerReceipt)
	}
}

// A replay is killed without warning, twice, and then ends with every receipt that was acknowledged, and none twice.
func TestKilledReplayContinues(t *testing.T) {
	p := newPlace(t)
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "place")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]string{}
	for _, until := range []int{5, 40} {
		seen := runAndKill(t, file, until, acknowledged)
		if invoices, _, _, _ := expected(t); seen >= invoices {
			t.Fatalf("the replay came to its end with %d receipts before it was killed", seen)
		}
	}
	cfg, stop, err := p.start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	leaves := &strings.Builder{}
	cfg.Workers = 1 // so that leaves has one writer
	cfg.HTTP.Transport = tell{cfg.HTTP.Transport, leaves}
	got, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	check(t, got)
	if got.Existing < len(acknowledged) {
		t.Errorf("%d receipts were acknowledged before the kills, %d exist after them", len(acknowledged), got.Existing)
	}
	final := map[string]string{}
	for _, l := range strings.Split(strings.TrimSpace(leaves.String()), "\n") {
		id, leaf, _ := strings.Cut(l, " ")
		final[id] = leaf
	}
	for id, leaf := range acknowledged {
		if final[id] != leaf {
			t.Errorf("receipt %s was acknowledged with leaf %s and is now %q", id, leaf, final[id])
		}
	}
	t.Logf("%d receipts acknowledged before the kills, %d of %d existed", len(acknowledged), got.Existing, got.Receipts)
}

// runAndKill runs a child until it has acknowledged some receipts and kills it with SIGKILL. It returns how many.
func runAndKill(t *testing.T, file string, until int, acknowledged map[string]string) (seen int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+file)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		id, leaf, whole := strings.Cut(lines.Text(), " ")
		if !whole || len(leaf) != 64 {
			continue // cut off by the kill
		}
		acknowledged[id] = leaf
		if seen++; seen == until {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || seen < until {
		t.Fatalf("the child ended by itself after %d receipts: %v", seen, err)
	}
	return seen
}

func TestRefundsFindTheirSale(t *testing.T) {
	sold := func(code string, qty int64) retail.Line {
		return retail.Line{StockCode: code, Qty: qty, UnitMilli: 1000}
	}
	id := func(n byte) string { return strings.Repeat(fmt.Sprintf("%02x", n), 16) }
	s := newSales(100)
	s.remember(&retail.Invoice{ID: "1", Customer: "a", Lines: []retail.Line{sold("x", 5), sold("y", 1)}}, id(1))
	s.remember(&retail.Invoice{ID: "2", Customer: "a", Lines: []retail.Line{sold("x", 2)}}, id(2))
	s.remember(&retail.Invoice{ID: "3", Customer: "b", Lines: []retail.Line{sold("z", 9)}}, id(3))
	for name, row := range map[string]struct {
		customer string
		lines    []retail.Line
		want     string
	}{
		"the latest of two sales":              {"a", []retail.Line{sold("x", -1)}, id(2)},
		"the one that sold enough":             {"a", []retail.Line{sold("x", -3)}, id(1)},
		"none sold so much":                    {"a", []retail.Line{sold("x", -6)}, ""},
		"the one that sold both":               {"a", []retail.Line{sold("x", -1), sold("y", -1)}, id(1)},
		"another customer's":                   {"a", []retail.Line{sold("z", -1)}, ""},
		"an article that was never sold":       {"b", []retail.Line{sold("x", -1)}, ""},
		"one line known and one unknown":       {"b", []retail.Line{sold("q", -1), sold("z", -9)}, id(3)},
		"a customer who never bought anything": {"c", []retail.Line{sold("x", -1)}, ""},
	} {
		if got := s.find(&retail.Invoice{ID: "C9", Customer: row.customer, Lines: row.lines}); got != row.want {
			t.Errorf("%s: got %q, want %q", name, got, row.want)
		}
	}
}

func TestMemoryOfSalesIsBounded(t *testing.T) {
	s := newSales(10)
	for i := range 1000 {
		s.remember(&retail.Invoice{Customer: "a", Lines: []retail.Line{{StockCode: fmt.Sprint(i), Qty: 1}}}, strings.Repeat("0f", 16))
		if n := len(s.young) + len(s.old); n > 20 {
			t.Fatalf("after %d sales, %d are remembered", i+1, n)
		}
	}
	if s.find(&retail.Invoice{Customer: "a", Lines: []retail.Line{{StockCode: "995", Qty: -1}}}) == "" {
		t.Error("a recent sale was forgotten")
	}
}

// Two runs must write the same bytes, or the second would be another order under the same key.
func TestOrdersAreDeterministicAndNameNobody(t *testing.T) {
	r := retail.Excerpt()
	for range 50 {
		inv, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		a, err := orderOf(inv, "sub", "")
		if err != nil {
			t.Fatal(err)
		}
		b, err := orderOf(inv, "sub", "")
		if err != nil || !reflect.DeepEqual(a, b) {
			t.Fatalf("two bodies of one invoice differ: %v", err)
		}
		if strings.Contains(string(a), inv.Country) {
			t.Errorf("the order tells the country")
		}
	}
}

// liar changes answers of a gateway.
type liar struct {
	next   http.RoundTripper
	change func(path, body string) string
}

func (l liar) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(strings.NewReader(l.change(r.URL.Path, string(data))))
	return resp, nil
}

func TestLyingGatewayIsCaught(t *testing.T) {
	cfg, stop, err := newPlace(t).start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	honest := cfg.HTTP.Transport
	for name, change := range map[string]func(path, body string) string{
		"a proof to another root": func(path, body string) string {
			const root = `"root":"0x`
			at := strings.Index(body, root) + len(root)
			if !strings.HasSuffix(path, "/proof") || at < len(root) {
				return body
			}
			other := "0"
			if body[at] == '0' {
				other = "1"
			}
			return body[:at] + other + body[at+1:]
		},
		"a proof without its path": func(path, body string) string {
			if !strings.HasSuffix(path, "/proof") {
				return body
			}
			head, _, _ := strings.Cut(body, `"path":[`)
			_, tail, _ := strings.Cut(body, `],"root"`)
			return head + `"path":[],"root"` + tail
		},
		"a receipt that is missing from an inbox": func(path, body string) string {
			if !strings.HasPrefix(path, "/v1/inboxes/") || !strings.HasPrefix(body, "{") || strings.Contains(path, "/receipts/") {
				return body
			}
			return `{"receipts":[]}`
		},
		"a receipt that says something else": func(path, body string) string {
			if strings.Contains(path, "/receipts/") {
				return body[:len(body)-1] + "x"
			}
			return body
		},
	} {
		cfg.HTTP.Transport = liar{honest, change}
		if got, err := Run(t.Context(), cfg); err == nil {
			t.Errorf("%s: not noticed: %+v", name, got)
		} else {
			t.Logf("%s: %v", name, err)
		}
	}
}

// picky refuses the orders of some invoices, as a gateway does that knows a rule we do not.
type picky struct{ next http.RoundTripper }

func (p picky) RoundTrip(r *http.Request) (*http.Response, error) {
	if key := r.Header.Get("Idempotency-Key"); key == "" || key[0] > '3' {
		return p.next.RoundTrip(r)
	}
	return &http.Response{StatusCode: http.StatusUnprocessableEntity, Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"error":"bad_text","message":"No."}`))}, nil
}

func TestRefusedInvoicesAreCounted(t *testing.T) {
	cfg, stop, err := newPlace(t).start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	cfg.HTTP.Transport = picky{cfg.HTTP.Transport}
	got, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	invoices, _, lines, _ := expected(t)
	sum, refused := 0, 0
	for _, r := range got.Reasons {
		sum += r.Lines
		if r.Reason == "refused_bad_text" {
			refused = r.Lines
		}
	}
	if sum != lines || refused == 0 || got.Refused == 0 || got.Receipts+got.Refused != invoices || got.Proven != got.Receipts {
		t.Errorf("got %d of %d lines under a reason, %d refused, %+v", sum, lines, refused, got)
	}
}
