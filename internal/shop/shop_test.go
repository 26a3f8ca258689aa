package shop

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// running is a shop on a port of its own, in front of a fake gateway.
type running struct {
	*Shop
	url  string
	dir  string
	log  *bytes.Buffer
	fake *fake
	stop func()
}

type lockedWriter struct {
	mu  *sync.Mutex
	out *bytes.Buffer
}

func (w lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(p)
}

func config(t testing.TB, f *fake, dir, base string, theme Theme) Config {
	t.Helper()
	catalogue, err := Catalogue(theme)
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Name: "Lantern & Loom", BaseURL: base, Issuer: f.URL, ClientID: fakeClient, ClientSecret: fakeSecret, VaultURL: f.vault,
		Catalogue: catalogue, Theme: theme, Dir: dir, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
}

func start(t *testing.T, f *fake, theme Theme) *running {
	t.Helper()
	r := &running{fake: f, dir: t.TempDir(), log: &bytes.Buffer{}}
	r.open(t, theme, "127.0.0.1:0")
	t.Cleanup(func() { r.stop() })
	return r
}

func (r *running) open(t *testing.T, theme Theme, addr string) {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	r.url = "http://" + l.Addr().String()
	cfg := config(t, r.fake, r.dir, r.url, theme)
	cfg.Log = slog.New(slog.NewJSONHandler(lockedWriter{&sync.Mutex{}, r.log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if r.Shop, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: r.Shop}
	go srv.Serve(l)
	r.stop = sync.OnceFunc(func() { srv.Close(); r.Shop.Close() })
}

// browser is a visitor with a cookie jar, who follows redirects but does not leave for the vault.
type browser struct {
	t *testing.T
	r *running
	*http.Client
	lang string
}

func visitor(t *testing.T, r *running) *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{t: t, r: r, lang: "en", Client: &http.Client{Jar: jar, CheckRedirect: func(req *http.Request, _ []*http.Request) error {
		if strings.HasSuffix(req.URL.Host, ".test") {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

type reply struct {
	status   int
	path     string // where redirects ended
	location string // where the browser did not follow
	header   http.Header
	body     string
}

func (b *browser) do(req *http.Request) reply {
	b.t.Helper()
	req.Header.Set("Accept-Language", b.lang)
	res, err := b.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Request.URL.Path, res.Header.Get("Location"), res.Header, html.UnescapeString(string(body))}
}

func (b *browser) get(path string) reply {
	req, _ := http.NewRequest("GET", b.r.url+path, nil)
	return b.do(req)
}

func (b *browser) post(path string, form url.Values) reply {
	req, _ := http.NewRequest("POST", b.r.url+path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", b.r.url)
	return b.do(req)
}

func (b *browser) add(sku string, n string) reply {
	return b.post("/basket", url.Values{"sku": {sku}, "qty": {n}, "add": {"1"}})
}

func (b *browser) signedIn() bool { return strings.Contains(b.get("/").body, "You are signed in") }

func problemOf(r reply) string {
	m := regexp.MustCompile(`data-problem="([a-z_]+)"`).FindStringSubmatch(r.body)
	if m == nil {
		return ""
	}
	return m[1]
}

func contains(t *testing.T, r reply, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(r.body, w) {
			t.Errorf("%s (%d): got no %q in\n%s", r.path, r.status, w, r.body)
		}
	}
}

func TestShopperSignsInBuysAndSignsOut(t *testing.T) {
	f := newFake(t)
	r := start(t, f, LanternAndLoom)
	b := visitor(t, r)
	contains(t, b.get("/"), "Sign in with your wallet", "Lantern cream gazebo", "Scottie dog hot water bottle")
	b.add("22784", "2")
	contains(t, b.get("/basket"), "Lantern cream gazebo", "£9.90", "Buy as a guest")
	before := b.Jar.Cookies(mustURL(r.url))[0].Value
	signed := b.post("/sign-in", nil)
	if signed.path != "/basket" || signed.status != 200 {
		t.Fatalf("got %s %d, want the basket", signed.path, signed.status)
	}
	contains(t, signed, "You are signed in", "Lantern cream gazebo")
	if after := b.Jar.Cookies(mustURL(r.url))[0].Value; after == before {
		t.Error("got the same session cookie after signing in, want a new one")
	}
	bought := b.post("/checkout", nil)
	if bought.status != 200 || !strings.HasPrefix(bought.path, "/orders/") {
		t.Fatalf("got %s %d, want a confirmation\n%s", bought.path, bought.status, bought.body)
	}
	contains(t, bought, "This receipt is sealed: only you can read it", "Put it in my carnet", fakeCode, "£9.90", `class="qr"`, f.vault+"/#/claim?")
	var order struct {
		Sub     string
		Receipt struct {
			Kind, Channel, Currency, At string
			Total                       int64
			Lines                       []struct {
				N        int
				SKU, Qty string
				Total    int64
			}
		}
	}
	for _, body := range f.receipts {
		if err := json.Unmarshal(body, &order); err != nil {
			t.Fatal(err)
		}
	}
	if o := order.Receipt; order.Sub != fakeSub || o.Kind != "sale" || o.Total != 990 || o.Currency != "GBP" || len(o.Lines) != 1 || o.Lines[0].Qty != "2" || o.Lines[0].Total != 990 {
		t.Errorf("got order %+v", order)
	}
	again := b.get(bought.path)
	contains(t, again, "The code was shown once")
	if strings.Contains(again.body, fakeCode) {
		t.Error("the claim code was shown twice")
	}
	connect := f.vault + "/#/connect?gateway=" + url.QueryEscape(f.URL) + "&shop=" + fakeClient
	contains(t, again, connect)
	contains(t, b.get("/orders"), strings.TrimPrefix(bought.path, "/orders/"), "receipt sealed", connect)
	contains(t, b.get("/basket"), "Nothing in it yet")
	old := b.Jar.Cookies(mustURL(r.url))
	b.post("/sign-out", nil)
	if b.signedIn() {
		t.Error("still signed in after signing out")
	}
	b.Jar.SetCookies(mustURL(r.url), old)
	if b.signedIn() {
		t.Error("the old cookie still works after signing out")
	}
	if got := b.get(bought.path); got.status != 404 {
		t.Errorf("got %d for the order of somebody who signed out, want 404", got.status)
	}
	b.post("/sign-in", nil)
	contains(t, b.get(bought.path), "no longer knows what was in this order", connect)
}

func mustURL(s string) *url.URL { u, _ := url.Parse(s); return u }

func TestReceiptGoesStraightIntoAKnownCarnet(t *testing.T) {
	f := newFake(t)
	f.bound = true
	b := visitor(t, start(t, f, PanAndPepper))
	b.add("22423", "1")
	b.post("/sign-in", nil)
	got := b.post("/checkout", nil)
	contains(t, got, "It is in your carnet", f.vault+"/")
	if strings.Contains(got.body, "shown once") {
		t.Error("got a claim code, want none")
	}
	if got := b.get("/orders"); strings.Contains(got.body, "/#/connect?") || !strings.Contains(got.body, f.vault+"/") {
		t.Error("the orders page offers to connect a carnet that is connected")
	}
}

func TestGuestGetsACode(t *testing.T) {
	f := newFake(t)
	b := visitor(t, start(t, f, LanternAndLoom))
	b.add("22784", "1")
	contains(t, b.post("/checkout", nil), fakeCode)
	for _, body := range f.receipts {
		if bytes.Contains(body, []byte(`"sub"`)) {
			t.Errorf("got a subject in a guest's order: %s", body)
		}
	}
	contains(t, b.get("/orders"), "Sign in to see the orders")
}

func TestSignInIsRefusedWhenTheGatewayLies(t *testing.T) {
	for lie, want := range map[string]string{
		"another state": "sign_in_failed", "another iss": "sign_in_failed", "no iss": "sign_in_failed", "two codes": "sign_in_failed", "error": "sign_in_failed",
		"unknown code": "sign_in_failed", "declined": "sign_in_declined", "no ID token": "sign_in_failed", "ID token for another shop": "sign_in_failed",
		"ID token of another issuer": "sign_in_failed", "ID token with another nonce": "sign_in_failed", "ID token that has expired": "sign_in_failed",
		"ID token without subject": "sign_in_failed", "ID token with an endless subject": "sign_in_failed", "ID token signed by another key": "sign_in_failed",
		"ID token without signature": "sign_in_failed", "client refused": "sign_in_failed", "token endpoint is down": "gateway_down",
		"discovery is down": "gateway_down", "discovery names another issuer": "gateway_down",
	} {
		t.Run(lie, func(t *testing.T) {
			f := newFake(t)
			b := visitor(t, start(t, f, LanternAndLoom))
			b.add("22784", "1")
			f.tell(lie)
			if got := problemOf(b.post("/sign-in", nil)); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if b.signedIn() {
				t.Error("signed in all the same")
			}
			contains(t, b.get("/basket"), "Lantern cream gazebo")
			f.tell("")
			b.post("/sign-in", nil)
			if !b.signedIn() {
				t.Error("cannot sign in after the gateway has come to its senses")
			}
		})
	}
}

func TestCallbackBelongsToOneBrowserAndOneTry(t *testing.T) {
	f := newFake(t)
	r := start(t, f, LanternAndLoom)
	b, thief := visitor(t, r), visitor(t, r)
	// The thief begins a sign-in but does not follow: the victim is sent the callback instead.
	thief.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	to := thief.post("/sign-in", nil).location
	res, err := thief.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	back := strings.TrimPrefix(res.Header.Get("Location"), r.url)
	if got := problemOf(b.get(back)); got != "sign_in_failed" || b.signedIn() {
		t.Errorf("got %q, want another browser's callback refused", got)
	}
	b.post("/sign-in", nil)
	if got := problemOf(b.get(back)); got != "sign_in_failed" {
		t.Errorf("got %q, want a callback without a sign-in refused", got)
	}
	if got := thief.get(back); got.status != http.StatusSeeOther {
		t.Errorf("got %d, want the right browser let in", got.status)
	}
	if got := problemOf(thief.get(back)); got != "sign_in_failed" {
		t.Errorf("got %q, want the second use refused", got)
	}
}

func TestOrderIsPostedUntilItIsTakenAndOnlyOnce(t *testing.T) {
	for lie, want := range map[string]string{
		"down": "gateway_down", "busy": "gateway_busy", "taken, and the answer lost": "gateway_down", "html": "gateway_nonsense", "endless": "gateway_nonsense",
		"no id": "gateway_nonsense", "id with markup": "gateway_nonsense", "claim that leads elsewhere": "gateway_nonsense", "claim on a look-alike host": "gateway_nonsense",
		"claim that is a script": "gateway_nonsense", "claim code with markup": "gateway_nonsense", "client refused": "token_refused", "token never taken": "token_refused",
		"token endpoint is down": "gateway_down",
	} {
		t.Run(lie, func(t *testing.T) {
			f := newFake(t)
			r := start(t, f, LanternAndLoom)
			b := visitor(t, r)
			b.post("/sign-in", nil)
			b.add("22784", "1")
			f.tell(lie)
			got := b.post("/checkout", nil)
			if problemOf(got) != want || got.status < 500 {
				t.Fatalf("got %d %q, want %q", got.status, problemOf(got), want)
			}
			contains(t, got, "What is safe", `action="/checkout"`)
			for _, bad := range []string{"<script", "evil.example", "hotel"} {
				if strings.Contains(got.body, bad) {
					t.Errorf("the page repeats %q", bad)
				}
			}
			contains(t, b.get("/orders"), "not finished", "An order is not finished")
			b.add("22585", "1") // shopping goes on meanwhile
			addr := strings.TrimPrefix(r.url, "http://")
			r.stop() // and the shop is restarted
			r.open(t, LanternAndLoom, addr)
			f.tell("")
			contains(t, b.post("/checkout", nil), fakeCode, "Lantern cream gazebo")
			if len(f.receipts) != 1 {
				t.Errorf("got %d receipts, want 1", len(f.receipts))
			}
			contains(t, b.get("/basket"), "birdy gift tags")
			contains(t, b.get("/orders"), "receipt sealed")
		})
	}
}

func TestExpiredTokenIsRenewedWithoutTheShopper(t *testing.T) {
	f := newFake(t)
	b := visitor(t, start(t, f, LanternAndLoom))
	b.add("22784", "1")
	f.tell("token expired")
	contains(t, b.post("/checkout", nil), fakeCode)
	if f.posts != 1 || f.tokens != 2 {
		t.Errorf("got %d posts and %d tokens, want 1 and 2", f.posts, f.tokens)
	}
}

func TestRefusedOrderLeavesTheBasket(t *testing.T) {
	for _, lie := range []string{"refused", "unknown sub", "refused with a rude code"} {
		t.Run(lie, func(t *testing.T) {
			f := newFake(t)
			b := visitor(t, start(t, f, LanternAndLoom))
			b.post("/sign-in", nil)
			b.add("22784", "2")
			f.tell(lie)
			got := b.post("/checkout", nil)
			if problemOf(got) != "order_refused" || strings.Contains(got.body, "<script") {
				t.Fatalf("got %q\n%s", problemOf(got), got.body)
			}
			contains(t, b.get("/basket"), "Lantern cream gazebo", "£9.90")
			contains(t, b.get("/orders"), "No orders yet")
			f.tell("")
			b.post("/checkout", nil)
			if len(f.receipts) != 1 {
				t.Errorf("got %d receipts, want 1", len(f.receipts))
			}
		})
	}
}

func TestManyPressesOfTheButtonAreOneOrder(t *testing.T) {
	f := newFake(t)
	f.bound = true
	r := start(t, f, LanternAndLoom)
	b := visitor(t, r)
	b.post("/sign-in", nil)
	b.add("22784", "1")
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() { b.post("/checkout", nil) })
	}
	wg.Wait()
	if len(f.receipts) != 1 {
		t.Errorf("got %d receipts, want 1", len(f.receipts))
	}
	if got := strings.Count(b.get("/orders").body, "receipt sealed"); got != 1 {
		t.Errorf("got %d orders, want 1", got)
	}
}

func TestClaimThatIsGoneIsSaid(t *testing.T) {
	f := newFake(t)
	b := visitor(t, start(t, f, LanternAndLoom))
	b.add("22784", "1")
	f.tell("claim gone")
	contains(t, b.post("/checkout", nil), "is kept nowhere")
}

func TestReceiptOfAnotherShopGivesAPerk(t *testing.T) {
	f := newFake(t)
	b := visitor(t, start(t, f, PanAndPepper))
	b.lang = "fr"
	asked := b.post("/receipt", nil)
	if asked.status != 303 || !strings.HasPrefix(asked.location, f.vault+"/#/share?") {
		t.Fatalf("got %d to %q, want the vault", asked.status, asked.location)
	}
	if got, want := f.asked["purpose"], "10\u00a0% de remise sur une commande chez Lantern & Loom"; got != want {
		t.Errorf("got purpose %q, want %q", got, want)
	}
	raw, _ := json.Marshal(f.asked["dcql_query"])
	if want := `{"credentials":[{"claims":[{"path":["total"]},{"path":["currency"]}],"format":"dc+sd-jwt","id":"receipt","meta":{"vct_values":["urn:carnet:receipt:1"]}}]}`; string(raw) != want {
		t.Errorf("got %s, want %s", raw, want)
	}
	if f.redirect != b.r.url+"/receipt/callback" {
		t.Errorf("got redirect %q", f.redirect)
	}
	for _, query := range []string{"", "?id=another&response_code=rc", "?response_code=rc"} {
		if got := problemOf(b.get("/receipt/callback" + query)); got != "question_unknown" {
			t.Errorf("%q: got %q, want question_unknown", query, got)
		}
	}
	if got := problemOf(visitor(t, b.r).get("/receipt/callback?id=question-1&response_code=rc")); got != "question_unknown" {
		t.Errorf("another browser: got %q, want question_unknown", got)
	}
	got := b.get("/receipt/callback?id=question-1&response_code=rc")
	if got.path != "/receipt" {
		t.Errorf("got %s, want /receipt", got.path)
	}
	contains(t, got, "12,95", `data-field="currency">GBP<`, "page 7", "Signé par Pan <b>& Pepper", "Ancré publiquement", "Détenu par vous", "10\u00a0%")
	if got := problemOf(b.get("/receipt/callback?id=question-1&response_code=rc")); got != "question_unknown" {
		t.Errorf("second use: got %q, want question_unknown", got)
	}
	b.lang = "en"
	b.add("22423", "1")
	contains(t, b.get("/basket"), "£12.75", "£1.27", "£11.48")
	b.post("/checkout", nil)
	for _, body := range f.receipts {
		if !bytes.Contains(body, []byte(`"discount":127`)) || !bytes.Contains(body, []byte(`"total":1148`)) {
			t.Errorf("got %s, want the perk in the order", body)
		}
	}
	b.add("22423", "1")
	if got := b.get("/basket"); strings.Contains(got.body, "£11.48") {
		t.Error("the perk was given twice")
	}
}

func TestReceiptThatIsNotProvenGivesNothing(t *testing.T) {
	for lie, want := range map[string]string{
		"not signed": "receipt_not_verified", "not anchored": "receipt_not_verified", "not held": "receipt_not_verified", "silent about the holder": "receipt_not_verified",
		"refunded": "receipt_not_verified", "no total": "gateway_nonsense", "no currency": "gateway_nonsense", "a currency that is none": "gateway_nonsense",
		"two receipts": "gateway_nonsense", "no receipt": "gateway_nonsense", "answer gone": "answer_refused", "token never taken": "token_refused", "of this very shop": "own_receipt",
	} {
		t.Run(lie, func(t *testing.T) {
			f := newFake(t)
			r := start(t, f, PanAndPepper)
			b := visitor(t, r)
			b.post("/receipt", nil)
			f.tell(lie)
			if want == "own_receipt" {
				f.other = strings.TrimPrefix(r.url, "http://")
			}
			if got := problemOf(b.get("/receipt/callback?id=question-1&response_code=rc")); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := b.get("/receipt"); strings.Contains(got.body, "data-verified") || strings.Contains(b.get("/").body, "10% off is ready") {
				t.Error("the perk was given")
			}
		})
	}
	for lie, want := range map[string]string{"question that leads elsewhere": "gateway_nonsense", "question refused": "question_refused", "down": "gateway_down"} {
		t.Run(lie, func(t *testing.T) {
			f := newFake(t)
			b := visitor(t, start(t, f, PanAndPepper))
			f.tell(lie)
			if got := b.post("/receipt", nil); problemOf(got) != want || got.location != "" {
				t.Errorf("got %q to %q, want %q", problemOf(got), got.location, want)
			}
		})
	}
}

// The whole disk and the log are searched for everything that went in. The search itself is proven on what may be there.
func TestNothingPersonalIsAtRest(t *testing.T) {
	f := newFake(t)
	r := start(t, f, LanternAndLoom)
	b := visitor(t, r)
	b.add("22784", "3")
	b.post("/receipt", nil)
	b.get("/receipt/callback?id=question-1&response_code=rc")
	b.post("/sign-in", nil)
	f.tell("down")
	b.post("/checkout", nil)
	f.tell("")
	order := strings.TrimPrefix(b.post("/checkout", nil).path, "/orders/")
	b.lang = "fr"
	b.add("85123A", "2")
	f.tell("taken, and the answer lost")
	b.post("/checkout", nil)
	f.tell("refused")
	b.add("22111", "1")
	cookie := b.Jar.Cookies(mustURL(r.url))[0].Value
	r.stop()

	disk := r.log.Bytes()
	files, _ := filepath.Glob(filepath.Join(r.dir, "*"))
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		disk = append(disk, raw...)
	}
	for what, secret := range map[string]string{
		"product": "Lantern cream gazebo", "product number": "85123A", "other product number": "22784", "French product": "Photophore", "total": "1337", "discount": "148",
		"claim code": fakeCode, "claim code, plain": strings.ReplaceAll(fakeCode, "-", ""), "cookie": cookie, "shown shop": "Pan <b>", "shown sector": f.other, "shown total": "1295",
		"client secret": fakeSecret, "access token": "receipts-1", "question": "question-1", "basket": `"basket"`, "code": "code-",
	} {
		found := bytes.Contains(bytes.ToLower(disk), []byte(strings.ToLower(secret)))
		if len(secret) < 8 { // so short that random characters spell it now and then: as a word of its own
			found = regexp.MustCompile(`(?i)(^|[^0-9A-Za-z_-])` + regexp.QuoteMeta(secret) + `($|[^0-9A-Za-z_-])`).Match(disk)
		}
		if found {
			t.Errorf("%s %q lies on disk or in the log", what, secret)
		}
	}
	for _, public := range []string{fakeSub, order} {
		if !bytes.Contains(disk, []byte(public)) {
			t.Errorf("%q is not on disk: does the search see anything?", public)
		}
	}
	if bytes.Contains(r.log.Bytes(), []byte(fakeSub)) {
		t.Error("the log names the shopper")
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	f := newFake(t)
	r := start(t, f, LanternAndLoom)
	b := visitor(t, r)
	b.add("22784", "1")
	for _, origin := range []string{"", "null", "https://evil.example", r.url + ".evil.example", strings.Replace(r.url, "http:", "https:", 1)} {
		for _, path := range []string{"/basket", "/sign-in", "/sign-out", "/checkout", "/receipt"} {
			req, _ := http.NewRequest("POST", r.url+path, strings.NewReader("sku=22784&qty=5"))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if origin != "" {
				req.Header.Set("Origin", origin)
			}
			if got := b.do(req); got.status != 403 || problemOf(got) != "foreign_form" {
				t.Errorf("%s from %q: got %d, want 403", path, origin, got.status)
			}
		}
	}
	contains(t, b.get("/basket"), "£4.95")
	if f.posts != 0 {
		t.Errorf("got %d posts, want none", f.posts)
	}
}

func TestOddFormsChangeNothing(t *testing.T) {
	b := visitor(t, start(t, newFake(t), LanternAndLoom))
	for _, form := range []url.Values{
		{}, {"sku": {"22784"}}, {"sku": {"22784"}, "qty": {"-1"}}, {"sku": {"22784"}, "qty": {"100"}}, {"sku": {"22784"}, "qty": {"1e3"}}, {"sku": {"nothing"}, "qty": {"1"}},
		{"sku": {"22784"}, "qty": {"9999999999999999999"}}, {"sku": {strings.Repeat("x", 32<<10)}, "qty": {"1"}},
	} {
		if got := b.post("/basket", form); got.status != 400 {
			t.Errorf("%.60v: got %d, want 400", form, got.status)
		}
	}
	if n := len(b.Jar.Cookies(mustURL(b.r.url))); n != 0 {
		t.Errorf("got %d cookies, want no session for nothing", n)
	}
	b.add("22784", "99")
	b.add("22784", "99")
	contains(t, b.get("/basket"), "£490.05")
	b.post("/basket", url.Values{"sku": {"22784"}, "qty": {"0"}})
	contains(t, b.get("/basket"), "Nothing in it yet")
	if got := b.post("/checkout", nil); problemOf(got) != "basket_empty" {
		t.Errorf("got %q, want basket_empty", problemOf(got))
	}
}

func TestEveryPageIsSafeAndAccessible(t *testing.T) {
	for _, theme := range []Theme{LanternAndLoom, PanAndPepper} {
		f := newFake(t)
		b := visitor(t, start(t, f, theme))
		b.add(b.r.cfg.Catalogue[0].SKU, "1")
		for _, lang := range languages {
			b.lang = lang
			pages := []reply{b.get("/"), b.get("/basket"), b.get("/orders"), b.get("/receipt"), b.get("/nowhere"), b.post("/checkout", nil), b.get("/orders")}
			b.add(b.r.cfg.Catalogue[0].SKU, "1")
			for _, p := range pages {
				contains(t, p, `<html lang="`+lang+`">`, "<main", "<header", "<footer", `class="skip"`, "<h1", "<nav", "<title>", "name=\"viewport\"")
				for _, bad := range []string{"<script", "<style", " style=", " onclick", "javascript:", "%!", "ZgotmplZ"} {
					if strings.Contains(p.body, bad) {
						t.Errorf("%s %s %s: got %q in the page", theme, lang, p.path, bad)
					}
				}
				if strings.Count(p.body, "<h1") != 1 {
					t.Errorf("%s %s: got %d h1, want 1", theme, p.path, strings.Count(p.body, "<h1"))
				}
				if csp := p.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
					t.Errorf("got policy %q", csp)
				}
				if p.header.Get("Cache-Control") != "no-store" {
					t.Errorf("%s: got %q, want no-store", p.path, p.header.Get("Cache-Control"))
				}
			}
		}
		for _, item := range b.r.cfg.Catalogue {
			if p := b.get("/pictures/" + item.SKU + ".svg"); p.status != 200 || !strings.HasPrefix(p.body, "<svg") || regexp.MustCompile(`GROUND|BODY|ACCENT|LINE|style|script`).MatchString(p.body) {
				t.Errorf("%s: got %d %.80q, want a drawing", item.SKU, p.status, p.body)
			}
		}
		for _, path := range []string{"/static/base.css", "/static/" + string(theme) + ".css"} {
			if p := b.get(path); p.status != 200 || !strings.HasPrefix(p.header.Get("Content-Type"), "text/css") {
				t.Errorf("%s: got %d", path, p.status)
			}
		}
		for _, path := range []string{"/static/..%2fen.json", "/pictures/none.svg", "/orders/none", "/shop.db"} {
			if p := b.get(path); p.status != 404 {
				t.Errorf("%s: got %d, want 404", path, p.status)
			}
		}
	}
}

func TestLanguageCanBeChosenAndIsRemembered(t *testing.T) {
	b := visitor(t, start(t, newFake(t), LanternAndLoom))
	contains(t, b.get("/?lang=fr"), "Se connecter avec son portefeuille", "Lanterne pavillon crème", "4,95")
	contains(t, b.get("/basket"), "Votre panier")
	contains(t, b.get("/?lang=en"), "Sign in with your wallet", "Lantern cream gazebo", "£4.95")
	b.lang = "pt-BR, fr-CA;q=0.8"
	contains(t, visitorIn(t, b.r, "pt-BR, fr-CA;q=0.8").get("/"), "Se connecter")
	contains(t, visitorIn(t, b.r, ";;;q=banana").get("/?lang=xx"), "Sign in")
}

func visitorIn(t *testing.T, r *running, lang string) *browser {
	b := visitor(t, r)
	b.lang = lang
	return b
}

func TestOtherHostsAreSentHome(t *testing.T) {
	r := start(t, newFake(t), LanternAndLoom)
	for method, want := range map[string]int{"GET": 308, "POST": 421} {
		req, _ := http.NewRequest(method, r.url+"/basket", nil)
		req.Host, req.URL.Path = "evil.example", "/"
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want || (want == 308 && res.Header.Get("Location") != r.url) {
			t.Errorf("%s: got %d to %q, want %d home", method, res.StatusCode, res.Header.Get("Location"), want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	f := newFake(t)
	for name, change := range map[string]func(*Config){
		"a base URL with a path":    func(c *Config) { c.BaseURL += "/shop" },
		"a base URL without scheme": func(c *Config) { c.BaseURL = "shop.example" },
		"no issuer":                 func(c *Config) { c.Issuer = "" },
		"a vault that is a script":  func(c *Config) { c.VaultURL = "javascript:alert(1)" },
		"no name":                   func(c *Config) { c.Name = "" },
		"no secret":                 func(c *Config) { c.ClientSecret = "" },
		"no catalogue":              func(c *Config) { c.Catalogue = nil },
		"an unknown theme":          func(c *Config) { c.Theme = "casino" },
		"no clock":                  func(c *Config) { c.Now = nil },
		"a folder that is missing":  func(c *Config) { c.Dir = filepath.Join(c.Dir, "none") },
	} {
		cfg := config(t, f, t.TempDir(), "http://shop.test", LanternAndLoom)
		change(&cfg)
		if s, err := New(cfg); err == nil {
			s.Close()
			t.Errorf("%s: got a shop, want an error", name)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	s, err := openStore(filepath.Join(t.TempDir(), "shop.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, err := s.create(&session{Sub: "somebody"})
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(sessionLife)
	if got, err := s.load(b); err != nil || got.Sub != "somebody" {
		t.Errorf("got %v, %v, want the session", got, err)
	}
	now = now.Add(3 * time.Hour)
	if _, err := s.load(b); err != errNoSession {
		t.Errorf("got %v, want %v", err, errNoSession)
	}
	if _, err := s.create(&session{}); err != nil {
		t.Fatal(err)
	}
	if n := s.db.Stats().OpenTxN; n != 0 {
		t.Errorf("got %d open transactions", n)
	}
	if _, err := s.load(newBearer()); err != errNoSession {
		t.Errorf("got %v, want %v", err, errNoSession)
	}
}

func TestOrdersOfOneSubjectOnly(t *testing.T) {
	f := newFake(t)
	r := start(t, f, LanternAndLoom)
	if list, err := r.store.listOrders("nobody"); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v, want none", list, err)
	}
	b := visitor(t, r)
	b.post("/sign-in", nil)
	var paths []string
	for range 3 {
		b.add("22784", "1")
		paths = append(paths, strings.TrimPrefix(b.post("/checkout", nil).path, "/orders/"))
	}
	list, err := r.store.listOrders(fakeSub)
	if err != nil || len(list) != 3 || list[0].Order != paths[2] || list[2].Order != paths[0] {
		t.Errorf("got %v, %v, want %v, newest first", list, err, paths)
	}
	for _, other := range []string{"", fakeSub[:20], fakeSub + "x", "a", "zzz"} {
		if list, _ := r.store.listOrders(other); len(list) != 0 {
			t.Errorf("%q: got %v, want none", other, list)
		}
	}
}
