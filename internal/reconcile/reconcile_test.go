package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"carnet/internal/orders"
	"carnet/internal/reconcile/reconciletest"
)

const hookSecret = "a-secret-of-the-shop"

var now = time.Unix(1_800_000_000, 0)

// gateway is one as far as webhooks go: it checks signatures, and knows what it was told.
type gateway struct {
	*httptest.Server
	told    []string // keys of events, in the order of their coming
	bodies  string
	known   map[string]bool
	asked   int
	trouble func(n int, w http.ResponseWriter, r *http.Request) bool
}

func newGateway(t *testing.T) *gateway {
	t.Helper()
	g := &gateway{known: map[string]bool{}}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.asked++
		if g.trouble != nil && g.trouble(g.asked, w, r) {
			return
		}
		body, _ := io.ReadAll(r.Body)
		p := orders.Platforms[strings.TrimPrefix(r.URL.Path, "/v1/hooks/shop1/")]
		if p.Name == "" || r.Method != http.MethodPost {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if p.Verify(r.Header, body, []string{hookSecret}, now) != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		g.bodies += string(body)
		outcomes := []string{}
		events, err := p.Convert(r.Header, body)
		if err != nil {
			outcomes = append(outcomes, "refused")
		}
		for _, e := range events {
			g.told = append(g.told, e.Key)
			if g.known[e.Key] {
				outcomes = append(outcomes, "known")
			} else {
				outcomes = append(outcomes, "sealed")
			}
			g.known[e.Key] = true
		}
		json.NewEncoder(w).Encode(map[string]any{"outcomes": outcomes})
	}))
	t.Cleanup(g.Close)
	return g
}

// setting is a platform, a gateway, and a Reconciler whose pauses take no time.
type setting struct {
	*reconciletest.Fake
	gateway *gateway
	hook    Hook
	paused  []time.Duration
	*Reconciler
}

var platforms = []string{"woocommerce", "shopify", "stripe", "saleor"}

func newSetting(t *testing.T, platform string) *setting {
	t.Helper()
	s := &setting{Fake: reconciletest.Start(t, platform), gateway: newGateway(t)}
	s.hook = Hook{Shop: "shop1", Platform: platform, Secret: hookSecret, Pull: &Pull{URL: s.URL, Key: reconciletest.Key}}
	if platform == "woocommerce" {
		s.hook.Pull.Secret = reconciletest.Secret
	}
	s.Reconciler = &Reconciler{Gateway: s.gateway.URL, Since: now.Add(-48 * time.Hour), Now: func() time.Time { return now }, pause: func(ctx context.Context, d time.Duration) error {
		s.paused = append(s.paused, d)
		return ctx.Err()
	}}
	return s
}

// sell makes n sales an hour apart, the second of them paid back in part, and an old one.
func (s *setting) sell(n int) {
	s.Add(reconciletest.Sale(s.hook.Platform, 7, "ref", now.Add(-100*time.Hour), 0)...)
	for i := range n {
		refunded := 0
		if i == 1 {
			refunded = 500
		}
		s.Add(reconciletest.Sale(s.hook.Platform, 101+i, "ref", now.Add(time.Duration(i-n)*time.Hour), refunded)...)
	}
}

func (s *setting) run(t *testing.T) Row {
	t.Helper()
	rows, err := s.Run(t.Context(), []Hook{s.hook})
	if err != nil || len(rows) != 1 {
		t.Fatalf("got %+v, %v", rows, err)
	}
	text, _ := json.Marshal(rows)
	for _, content := range []string{"CANARY", "101", "102", "evt_", reconciletest.Key, reconciletest.Secret, hookSecret, "page_info", "starting_after"} {
		if strings.Contains(string(text), content) {
			t.Errorf("%q in %s", content, text)
		}
	}
	return rows[0]
}

func (s *setting) want(t *testing.T, want Row) {
	t.Helper()
	want.Shop, want.Platform = "shop1", s.hook.Platform
	if got := s.run(t); got != want {
		t.Errorf("%s: got  %+v\nwant %+v", want.Platform, got, want)
	}
}

func TestWhatWasMissedIsToldOldestFirstAndThenKnown(t *testing.T) {
	for _, platform := range platforms {
		s := newSetting(t, platform)
		s.sell(5)
		webhooks, events := 6, 6 // five sales and a refund
		switch platform {
		case "woocommerce": // whose order tells of its refunds
			webhooks = 5
		case "saleor": // which tells only of whole ones
			webhooks, events = 5, 5
		}
		s.want(t, Row{Asked: webhooks, Sealed: events})
		sales := slices.DeleteFunc(slices.Clone(s.gateway.told), func(key string) bool { return strings.HasPrefix(key, "refund/") })
		if len(sales) != 5 || !slices.IsSorted(sales) {
			t.Errorf("%s: told in the order %v", platform, s.gateway.told)
		}
		if i := slices.IndexFunc(s.gateway.told, func(key string) bool { return strings.HasPrefix(key, "refund/") }); platform != "saleor" && !strings.Contains(s.gateway.told[i-1], "102") {
			t.Errorf("%s: the refund does not come after its sale: %v", platform, s.gateway.told)
		}
		s.want(t, Row{Asked: webhooks, Known: events})
		if len(s.paused) > 0 {
			t.Errorf("%s: paused %v", platform, s.paused)
		}
		if personal := strings.Contains(s.gateway.bodies, `"CANARY"`) && strings.Contains(s.gateway.bodies, "email"); personal != (platform == "stripe") {
			t.Errorf("%s was asked for what names a person: %v", platform, personal)
		}
	}
}

func TestNothingIsThereOrOnePage(t *testing.T) {
	for _, platform := range platforms {
		s := newSetting(t, platform)
		s.want(t, Row{})
		s.sell(1)
		s.want(t, Row{Asked: 1, Sealed: 1})
	}
}

func TestADryRunTellsNothing(t *testing.T) {
	for _, platform := range platforms {
		s := newSetting(t, platform)
		s.Dry = true
		s.sell(3)
		if got := s.run(t); got.Asked < 3 || got.Sealed != 0 || got.Untold() || s.gateway.asked != 0 {
			t.Errorf("%s: got %+v, and the gateway was asked %d times", platform, got, s.gateway.asked)
		}
	}
}

func TestAPlatformThatAsksForPatienceGetsIt(t *testing.T) {
	for _, platform := range platforms {
		for text, want := range map[string]time.Duration{"2.0": 2 * time.Second, "7": 7 * time.Second, "": 2 * time.Second} {
			s := newSetting(t, platform)
			s.sell(1)
			s.Break(func(n int, w http.ResponseWriter, _ *http.Request) bool {
				if n > 5 {
					return false
				}
				w.Header().Set("Retry-After", text)
				w.WriteHeader(http.StatusTooManyRequests)
				return true
			})
			s.want(t, Row{Asked: 1, Sealed: 1})
			if !slices.Equal(s.paused, slices.Repeat([]time.Duration{want}, 5)) {
				t.Errorf("%s: Retry-After %q: paused %v", platform, text, s.paused)
			}
		}
		s := newSetting(t, platform)
		s.Break(func(_ int, w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		})
		s.want(t, Row{Error: errThrottled.Error()})
		if s.Asked() != 1 {
			t.Errorf("%s: asked %d times", platform, s.Asked())
		}
	}
}

func TestAPlatformThatFailsIsAskedThreeTimes(t *testing.T) {
	for _, platform := range platforms {
		for name, do := range map[string]http.HandlerFunc{
			"an error": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
			"a page for people": func(w http.ResponseWriter, _ *http.Request) {
				io.WriteString(w, "<!doctype html>Maintenance CANARY 101")
			},
			"a broken connection":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
			"half an answer":          func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `[{"id":101,`) },
			"another kind of answer":  func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `"CANARY"`) },
			"too slow, then an error": func(_ http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body); <-r.Context().Done() },
		} {
			s := newSetting(t, platform)
			s.timeout = 100 * time.Millisecond
			s.sell(1)
			s.Break(func(n int, w http.ResponseWriter, r *http.Request) bool {
				if n <= 2 {
					do(w, r)
				}
				return n <= 2
			})
			s.want(t, Row{Asked: 1, Sealed: 1})
			if !slices.Equal(s.paused, []time.Duration{time.Second, 2 * time.Second}) {
				t.Errorf("%s: %s: paused %v", platform, name, s.paused)
			}
			s.Break(func(_ int, w http.ResponseWriter, r *http.Request) bool { do(w, r); return true })
			before := s.Asked()
			got := s.run(t)
			if n := s.Asked() - before; !got.Untold() || got.Asked != 0 || n < 3 || n > 4 { // net/http itself asks again on a connection that had been idle
				t.Errorf("%s: %s: got %+v after %d requests", platform, name, got, n)
			}
		}
	}
}

func TestAPageThatIsNoneLeavesTheOthers(t *testing.T) {
	s := newSetting(t, "woocommerce")
	s.sell(5)
	s.Break(func(_ int, w http.ResponseWriter, r *http.Request) bool {
		garbled := r.URL.Query().Get("page") == "2"
		if garbled {
			io.WriteString(w, "Fatal error: CANARY")
		}
		return garbled
	})
	s.want(t, Row{Asked: 3, Sealed: 4, Error: errGarbled.Error()})
	s.Break(nil)
	s.want(t, Row{Asked: 5, Sealed: 2, Known: 4})
	for _, platform := range platforms[1:] { // whose pages follow from one another
		s := newSetting(t, platform)
		s.sell(5)
		s.Break(func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n > 1 {
				io.WriteString(w, "Fatal error: CANARY")
			}
			return n > 1
		})
		if got := s.run(t); got.Error != errGarbled.Error() {
			t.Errorf("%s: got %+v", platform, got)
		}
	}
}

func TestWhatIsNoOrderIsRefusedAndTheRestIsTold(t *testing.T) {
	s := newSetting(t, "shopify")
	s.Break(func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		fmt.Fprintf(w, `{"orders":["CANARY",null,{"financial_status":"paid"},{"financial_status":"pending","id":101},%s]}`, reconciletest.Sale("shopify", 101, "r", now, 100)[0])
		return true
	})
	s.want(t, Row{Asked: 4, Sealed: 2, Refused: 2})
}

func TestAKeyGoesToNoOtherHost(t *testing.T) {
	for _, platform := range platforms {
		at, keys := reconciletest.Elsewhere(t)
		s := newSetting(t, platform)
		s.sell(1)
		s.Break(func(_ int, w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, at.String()+r.URL.RequestURI(), http.StatusPermanentRedirect)
			return true
		})
		s.want(t, Row{Error: errElsewhere.Error()})
		if len(*keys) > 0 || s.Asked() != 1 {
			t.Errorf("%s: %d requests elsewhere after %d here", platform, len(*keys), s.Asked())
		}
		s.Break(func(n int, w http.ResponseWriter, r *http.Request) bool { // within the host it is followed
			if n == 2 {
				http.Redirect(w, r, r.URL.RequestURI(), http.StatusTemporaryRedirect)
			}
			return n == 2
		})
		s.want(t, Row{Asked: 1, Sealed: 1})
	}
}

func TestAKeyThatIsRefused(t *testing.T) {
	for _, platform := range platforms {
		s := newSetting(t, platform)
		s.hook.Pull.Key = "another"
		want := errKey
		if platform == "saleor" { // which says so in an answer with status 200
			want = errQuery
		}
		s.want(t, Row{Error: want.Error()})
		if s.Asked() != 1 {
			t.Errorf("%s: asked %d times", platform, s.Asked())
		}
	}
}

func TestPagesAreBounded(t *testing.T) {
	s := newSetting(t, "shopify")
	s.Break(func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Link", `<https://x.example/?page_info=again>; rel="next"`)
		io.WriteString(w, `{"orders":[]}`)
		return true
	})
	s.want(t, Row{Error: errPages.Error()})
	if s.Asked() != maxPages {
		t.Errorf("asked %d times", s.Asked())
	}
	s = newSetting(t, "stripe")
	s.Break(func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		w.Write([]byte(`{"object":"list","data":[`))
		w.Write([]byte(strings.Repeat(" ", maxPage)))
		return true
	})
	if got := s.run(t); !strings.Contains(got.Error, "a page of more than") || s.Asked() != 1 {
		t.Errorf("a large one: got %+v after %d requests", got, s.Asked())
	}
}

func TestAGatewayThatFailsIsToldThreeTimes(t *testing.T) {
	status := func(code int) func(int, http.ResponseWriter, *http.Request) bool {
		return func(_ int, w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(code); return true }
	}
	s := newSetting(t, "woocommerce")
	s.sell(1)
	s.gateway.trouble = func(n int, w http.ResponseWriter, r *http.Request) bool { return n <= 2 && status(503)(n, w, r) }
	s.want(t, Row{Asked: 1, Sealed: 1})

	s = newSetting(t, "woocommerce") // one that never gets through, and the others
	s.sell(4)
	s.gateway.trouble = func(n int, w http.ResponseWriter, r *http.Request) bool { return n <= 3 && status(500)(n, w, r) }
	s.want(t, Row{Asked: 4, Sealed: 4, Failed: 1, Error: "the gateway answers with status 500"})

	s = newSetting(t, "woocommerce") // one that is away: it is not tried for ever
	s.sell(50)
	s.gateway.trouble = status(503)
	s.want(t, Row{Asked: inARow, Failed: inARow, Error: "the gateway answers with status 503"})
	if s.gateway.asked != inARow*tries {
		t.Errorf("asked %d times", s.gateway.asked)
	}
	s.gateway.Close()
	if got := s.run(t); got.Failed != inARow || !strings.HasPrefix(got.Error, "the gateway does not answer: ") {
		t.Errorf("got %+v", got)
	}

	for code, want := range map[int]error{401: errNotTaken, 404: errNoHook} { // which would say so of every webhook
		s := newSetting(t, "stripe")
		s.sell(50)
		s.gateway.trouble = status(code)
		s.want(t, Row{Asked: 1, Failed: 1, Error: want.Error()})
	}
	for _, body := range []string{"", "ok", "{}", `{"outcomes":null}`, `{"outcomes":"sealed"}`} { // which is no gateway that knows this
		s := newSetting(t, "stripe")
		s.sell(50)
		s.gateway.trouble = func(_ int, w http.ResponseWriter, _ *http.Request) bool { io.WriteString(w, body); return true }
		s.want(t, Row{Asked: 1, Failed: 1, Error: errSilent.Error()})
	}
	s = newSetting(t, "stripe")
	s.sell(1)
	s.gateway.trouble = func(_ int, w http.ResponseWriter, r *http.Request) bool {
		http.Redirect(w, r, s.URL, http.StatusTemporaryRedirect)
		return true
	}
	s.want(t, Row{Asked: 1, Failed: 1, Error: "the gateway answers with status 307"})
	if s.Asked() != 1 {
		t.Error("a redirect of the gateway was followed, with an order")
	}
	s = newSetting(t, "saleor")
	s.sell(1)
	s.gateway.trouble = status(413)
	s.want(t, Row{Asked: 1, Refused: 1})
	s = newSetting(t, "saleor")
	s.sell(1)
	s.gateway.trouble = func(n int, w http.ResponseWriter, r *http.Request) bool { return n <= 9 && status(429)(n, w, r) }
	s.want(t, Row{Asked: 1, Sealed: 1})
}

func TestEveryOutcomeIsCounted(t *testing.T) {
	s := newSetting(t, "stripe")
	s.sell(1)
	s.gateway.trouble = func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		io.WriteString(w, `{"outcomes":["sealed","known","changed","marked","unmatched","ignored","refused","claimed"]}`)
		return true
	}
	s.want(t, Row{Asked: 1, Sealed: 1, Known: 1, Changed: 1, Marked: 1, Unmatched: 1, Ignored: 1, Refused: 1, Other: 1})
}

func TestASaleorOrderIsPaidWhenItWasOnce(t *testing.T) {
	for name, c := range map[string]struct {
		total, charged, refunded string
		want                     []string
	}{
		"nothing paid": {"20", "0", "0", nil}, "half of it paid": {"20", "10.00", "0", nil}, "paid": {"20", "20.0", "0", []string{"order_fully_paid"}}, "paid too much": {"20", "21", "0", []string{"order_fully_paid"}},
		"half of it paid back": {"20.00", "10.00", "10.00", []string{"order_fully_paid"}}, "all paid back": {"20", "0", "20.00", []string{"order_fully_paid", "order_fully_refunded"}},
		"sums that floating point misses": {"0.8", "0.7", "0.1", []string{"order_fully_paid"}}, "for nothing": {"0", "0", "0", []string{"order_fully_paid"}},
	} {
		var got []string
		var s saleorState
		text := fmt.Sprintf(`{"total":{"gross":{"amount":%s}},"totalCharged":{"amount":%s},"totalRefunded":{"amount":%s}}`, c.total, c.charged, c.refunded)
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		err := saleorEvents(json.RawMessage(`{"id":"x"}`), s, func(event string, body []byte) error {
			got = append(got, event)
			if string(body) != `{"order":{"id":"x"}}` {
				t.Errorf("got %s", body)
			}
			return nil
		})
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, c.want)
		}
	}
	s := newSetting(t, "saleor")
	s.Break(func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusBadRequest)
		return true
	})
	s.want(t, Row{Error: errQuery.Error()}) // as a Saleor answers that lacks a field
	for _, bad := range []string{"", "1e999999999", strings.Repeat("1", 41)} {
		if _, ok := amount(saleorAmount{json.Number(bad)}); ok {
			t.Errorf("%.10s is an amount", bad)
		}
	}
}

func TestHooksThatCannotBeAsked(t *testing.T) {
	s := newSetting(t, "shopify")
	s.sell(1)
	rows, err := s.Run(t.Context(), []Hook{{Shop: "a", Platform: "standard", Secret: hookSecret}, {Shop: "a", Platform: "saleor", Pull: s.hook.Pull}, {Shop: "a", Platform: "stripe", Secret: hookSecret}, s.hook})
	if err != nil || len(rows) != 4 || !strings.Contains(rows[0].Skipped, "no API") || !strings.Contains(rows[1].Skipped, "jwks_url") || !strings.Contains(rows[2].Skipped, "no pull") || rows[3].Sealed != 1 {
		t.Errorf("got %+v, %v", rows, err)
	}
	for _, r := range rows {
		if r.Untold() {
			t.Errorf("%+v", r)
		}
	}
}

func TestItEndsWhenItIsToldTo(t *testing.T) {
	s := newSetting(t, "woocommerce")
	s.sell(10)
	ctx, cancel := context.WithCancel(t.Context())
	s.Progress = func(r Row) {
		if r.Sealed == 3 {
			cancel()
		}
	}
	rows, err := s.Run(ctx, []Hook{s.hook, s.hook})
	if !errors.Is(err, context.Canceled) || len(rows) != 1 || rows[0].Failed != 0 || rows[0].Error == "" {
		t.Errorf("got %+v, %v", rows, err)
	}
}

func TestWhatAPullNeeds(t *testing.T) {
	for name, c := range map[string]struct {
		platform string
		pull     Pull
		says     string
	}{
		"woocommerce":               {"woocommerce", Pull{URL: "https://shop.example/blog/", Key: "k", Secret: "s"}, ""},
		"shopify":                   {"shopify", Pull{URL: "https://shop.myshopify.com", Key: "k", Version: "2026-01"}, ""},
		"stripe, where it is known": {"stripe", Pull{Key: "k"}, ""},
		"saleor":                    {"saleor", Pull{URL: "https://shop.saleor.cloud", Key: "k"}, ""},
		"standard":                  {"standard", Pull{URL: "https://x.example", Key: "k"}, "no API"},
		"no url":                    {"shopify", Pull{Key: "k"}, "url"},
		"plain http":                {"shopify", Pull{URL: "http://shop.example", Key: "k"}, "url"},
		"a query":                   {"shopify", Pull{URL: "https://shop.example/?a=b", Key: "k"}, "query"},
		"no key":                    {"saleor", Pull{URL: "https://shop.example"}, "key_file"},
		"no secret":                 {"woocommerce", Pull{URL: "https://shop.example", Key: "k"}, "secret_file"},
		"a secret too much":         {"stripe", Pull{Key: "k", Secret: "s"}, "secret_file"},
		"a version of nothing":      {"stripe", Pull{Key: "k", Version: "2026-01"}, "version"},
		"a version that is a path":  {"shopify", Pull{URL: "https://shop.example", Key: "k", Version: "../2026-01"}, "version"},
	} {
		err := c.pull.Check(c.platform)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
}

func TestAShopInADirectory(t *testing.T) {
	s := newSetting(t, "woocommerce")
	s.sell(1)
	s.hook.Pull.URL += "/blog/"
	s.Break(func(_ int, w http.ResponseWriter, r *http.Request) bool {
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/blog")
		return !strings.HasPrefix(r.RequestURI, "/blog/wp-json/")
	})
	s.want(t, Row{Asked: 1, Sealed: 1})
}

func TestRetryAfter(t *testing.T) {
	for text, want := range map[string]time.Duration{"1": time.Second, "0.5": 500 * time.Millisecond, "-1": 2 * time.Second, "soon": 2 * time.Second, "1e9": 2 * time.Second, "NaN": 2 * time.Second, now.Add(-time.Hour).UTC().Format(http.TimeFormat): time.Until(now.Add(-time.Hour))} {
		got := retryAfter(http.Header{"Retry-After": {text}})
		if d := got - max(want, 0); d.Abs() > time.Second {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
