package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

func refused(t *testing.T, err error, status int, code string) {
	t.Helper()
	r, ok := errors.AsType[*refusalError](err)
	if !ok || r.Status != status || r.Code != code {
		t.Fatalf("got %v, want %d %s", err, status, code)
	}
	if r.Message == "" {
		t.Fatal("the refusal has no sentence")
	}
}

func open(t *testing.T, s *shopper, f *flow) string {
	t.Helper()
	page, err := s.Open(f.URL)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func challenge(t *testing.T, s *shopper, page string) string {
	t.Helper()
	message, err := s.Challenge(page)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

func TestThePageAndItsContext(t *testing.T) {
	g := newGateway(t, options{})
	shopper := g.NewShopper(t)
	page := open(t, shopper, g.A.Begin())
	req, _ := http.NewRequest(http.MethodGet, page+"/context", nil)
	var got struct {
		Shop struct {
			Name, Host string
			Verified   bool
			StartURL   string `json:"start_url"`
		}
		Chains     []uint64
		Learns     []string
		ExpiresAt  time.Time `json:"expires_at"`
		DemoWallet string    `json:"demo_wallet"`
	}
	if err := do(shopper.Browser, req, &got); err != nil {
		t.Fatal(err)
	}
	left := time.Until(got.ExpiresAt)
	if got.Shop.Name != "Épicerie du Coin" || got.Shop.Host != "a.shop.example" || len(got.Learns) != 1 || got.Learns[0] != "pairwise_id" ||
		got.DemoWallet != "https://wallet.example/" || !got.Shop.Verified || got.Shop.StartURL != "https://a.shop.example/" || len(got.Chains) != 1 || left <= 0 || left > 3*time.Minute {
		t.Fatalf("got %+v", got)
	}
	for where, wantType := range map[string]string{page: "text/html", g.URL + "/assets/login/login.js": "text/javascript"} {
		resp, err := shopper.Browser.Get(where)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), wantType) || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: got %d %s", where, resp.StatusCode, resp.Header.Get("Content-Type"))
		}
	}
}

func TestEveryAnswerRefusesFramesAndInlineScripts(t *testing.T) {
	g := newGateway(t, options{})
	shopper := g.NewShopper(t)
	f := g.A.Begin()
	signIn(t, shopper, g.A.Begin()) // so that signing out asks
	page := open(t, shopper, login(f))
	for _, where := range []string{f.URL, page, page + "/context", g.URL + "/token", g.URL + "/nowhere", g.URL + "/assets/login/index.html",
		g.URL + "/logout", g.URL + "/device", g.URL + "/device/done"} {
		resp, err := shopper.Browser.Get(where)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		csp := resp.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") ||
			resp.Header.Get("X-Frame-Options") != "DENY" || resp.Header.Get("Referrer-Policy") != "no-referrer" ||
			!strings.HasPrefix(resp.Header.Get("Cross-Origin-Opener-Policy"), "same-origin") {
			t.Errorf("%s: got %v", where, resp.Header)
		}
	}
}

func TestTheCookieIsBoundToHost(t *testing.T) {
	g := newGateway(t, options{})
	resp, err := g.HTTP.Get(g.A.Begin().URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	c := resp.Cookies()[0]
	if c.Name != "__Host-carnet-login" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge <= 0 || c.MaxAge > 1200 {
		t.Fatalf("got %+v", c)
	}
	if _, err := state.ParseBearer(c.Value); err != nil {
		t.Fatal("the cookie is not 256 random bits")
	}
}

func TestTheMessageIsOursInEveryField(t *testing.T) {
	g := newGateway(t, options{})
	shopper := g.NewShopper(t)
	page := open(t, shopper, g.A.Begin())
	text := challenge(t, shopper, page)
	m, err := wallet.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(g.URL, "https://")
	if m.Domain != host || m.URI != g.URL || m.ChainID != 31337 || m.Address.Hex() != shopper.Address() || len(m.Resources) != 0 ||
		m.Statement != "Sign in to Epicerie du Coin at a.shop.example." || len(m.Nonce) < 26 || m.ExpirationTime == nil ||
		m.ExpirationTime.Sub(m.IssuedAt) > 5*time.Minute || m.RequestID == "" || strings.Contains(page, m.RequestID) {
		t.Fatalf("got\n%s", text)
	}
	if again := challenge(t, shopper, page); again == text {
		t.Fatal("two challenges are the same")
	}
}

func TestOnlyTheBrowserThatBeganCanFinish(t *testing.T) {
	g := newGateway(t, options{})
	a, b := g.NewShopper(t), g.NewShopper(t)
	pageA := open(t, a, g.A.Begin())
	open(t, b, g.A.Begin()) // b has a login cookie of its own
	message := challenge(t, a, pageA)
	stranger := &shopper{}
	*stranger = *a
	for name, browser := range map[string]*http.Client{"another browser": b.Browser, "no cookie": g.NewBrowser(t)} {
		t.Run(name, func(t *testing.T) {
			stranger.Browser = browser
			_, err := stranger.Verify(pageA, message)
			refused(t, err, 403, "wrong_browser")
			_, err = stranger.Challenge(pageA)
			refused(t, err, 403, "wrong_browser")
			refused(t, stranger.Post(pageA+"/cancel", struct{}{}, nil), 403, "wrong_browser")
			req, _ := http.NewRequest(http.MethodGet, pageA+"/context", nil)
			refused(t, do(browser, req, nil), 403, "wrong_browser")
		})
	}
	if _, err := a.Verify(pageA, message); err != nil {
		t.Fatalf("got %v: a stranger's attempts cost the shopper the sign-in", err)
	}
}

func TestTwoTabsSignInAtTwoShopsAtOnce(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	fa, fb := g.A.Begin(), g.B.Begin()
	pa, pb := open(t, s, fa), open(t, s, fb)
	ma, mb := challenge(t, s, pa), challenge(t, s, pb)
	for _, c := range []struct {
		f             *flow
		page, message string
	}{{fb, pb, mb}, {fa, pa, ma}} {
		redirect, err := s.Verify(c.page, c.message)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.f.Redeem(g.Context(), redirect); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPostsNeedOurOrigin(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	for _, origin := range []string{"", "null", "https://evil.example", g.URL + "/", strings.ToUpper(g.URL), "http" + strings.TrimPrefix(g.URL, "https")} {
		for _, path := range []string{"/challenge", "/verify", "/cancel"} {
			refused(t, postJSON(s.Browser, origin, page+path, map[string]string{"address": s.Address()}, nil), 403, "wrong_origin")
		}
	}
	req, _ := http.NewRequest(http.MethodPost, page+"/challenge", strings.NewReader(`{"address":"`+s.Address()+`"}`))
	req.Header.Set("Origin", g.URL)
	req.Header.Set("Content-Type", "text/plain")
	refused(t, do(s.Browser, req, nil), 415, "unsupported_media_type")
}

func TestASignatureWorksOnce(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	f := g.A.Begin()
	page := open(t, s, f)
	message := challenge(t, s, page)
	redirect, err := s.Verify(page, message)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Verify(page, message)
	refused(t, err, 409, "nonce_used")
	_, err = s.Verify(page, challenge(t, s, page)) // one interaction, one code: even with a fresh signature
	refused(t, err, 410, "expired")
	refused(t, s.Post(page+"/cancel", struct{}{}, nil), 410, "expired")
	if _, err := f.Redeem(g.Context(), redirect); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(page, challenge(t, s, page)); err == nil {
		t.Fatal("a finished interaction gave a second code after the first was redeemed")
	}
	if again, err := g.NewShopper(t).Open(g.A.Begin().URL); err != nil {
		t.Fatal(err)
	} else if _, err := s.Verify(again, message); err == nil {
		t.Fatal("a message of one interaction was taken for another")
	}
	g.Shoppers.forget()
	other := open(t, s, login(g.A.Begin()))
	_, err = s.Verify(other, message)
	refused(t, err, 401, "nonce_mismatch")
}

func TestOf64ParallelPostsOneSignsIn(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	message := challenge(t, s, page)
	var won, used atomic.Int64
	var wg sync.WaitGroup
	gate := make(chan struct{})
	for range 64 {
		wg.Go(func() {
			<-gate
			_, err := s.Verify(page, message)
			if r, ok := errors.AsType[*refusalError](err); ok && (r.Code == "nonce_used" || r.Code == "expired") {
				used.Add(1)
			}
			if err == nil {
				won.Add(1)
			}
		})
	}
	close(gate)
	wg.Wait()
	if won.Load() != 1 || used.Load() != 63 {
		t.Fatalf("got %d successes and %d refusals, want 1 and 63", won.Load(), used.Load())
	}
}

func TestAWrongSignatureSpendsTheNonceAndNotTheSignIn(t *testing.T) {
	g := newGateway(t, options{})
	s, other := g.NewShopper(t), g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	message := challenge(t, s, page)
	good := s.Sign(message)
	for name, sig := range map[string]string{
		"nothing": "", "no digits": "0x", "one byte": "0x01", "not hex": "0xzz", "no prefix": good[2:], "64 bytes of zero": "0x" + strings.Repeat("00", 64),
		"66 bytes": good + "00", "another account's": other.Sign(message), "over other bytes": s.Sign(message + " "), "v of 55": good[:130] + "37",
		"high s": twin(t, good), "huge": "0x" + strings.Repeat("00", 10<<10),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := s.VerifyAs(page, message, sig); err == nil {
				t.Fatal("signed in")
			} else {
				refused(t, err, 401, "bad_signature")
			}
			_, err := s.VerifyAs(page, message, good) // its nonce is gone
			refused(t, err, 409, "nonce_used")
			message = challenge(t, s, page)
			good = s.Sign(message)
		})
	}
	if _, err := s.VerifyAs(page, message, good); err != nil {
		t.Fatal(err)
	}
}

// twin is the other signature of the same message: n-s.
func twin(t *testing.T, sig string) string {
	t.Helper()
	raw, err := hex.DecodeString(sig[2:])
	if err != nil {
		t.Fatal(err)
	}
	n := crypto.S256().Params().N
	s := n.Sub(n, common.BytesToHash(raw[32:64]).Big())
	s.FillBytes(raw[32:64])
	raw[64] ^= 27 ^ 28
	return "0x" + hex.EncodeToString(raw)
}

func TestEveryBitOfASignatureMatters(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	for bit := 0; bit < 65*8; bit += 7 {
		message := challenge(t, s, page)
		raw, _ := hex.DecodeString(s.Sign(message)[2:])
		raw[bit/8] ^= 1 << (bit % 8)
		_, err := s.VerifyAs(page, message, "0x"+hex.EncodeToString(raw))
		refused(t, err, 401, "bad_signature")
	}
}

func TestEIP2098SignaturesAreAccepted(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	message := challenge(t, s, page)
	raw, _ := hex.DecodeString(s.Sign(message)[2:])
	raw[32] |= (raw[64] - 27) << 7
	if _, err := s.VerifyAs(page, message, "0x"+hex.EncodeToString(raw[:64])); err != nil {
		t.Fatal(err)
	}
}

// own composes a message as an API client would, from the nonce it was given.
func own(t *testing.T, g *gateway, s *shopper, page string, change func(*wallet.Message)) (message, signature string) {
	t.Helper()
	m, err := wallet.Parse([]byte(challenge(t, s, page)))
	if err != nil {
		t.Fatal(err)
	}
	change(m)
	text := m.String()
	sig, err := crypto.Sign(accounts.TextHash([]byte(text)), s.Key)
	if err != nil {
		t.Fatal(err)
	}
	return text, "0x" + hex.EncodeToString(sig) // v in {0, 1}
}

func TestMessagesThatOthersComposed(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	for name, c := range map[string]struct {
		change func(*wallet.Message)
		code   string
	}{
		"for another domain":        {func(m *wallet.Message) { m.Domain = "evil.example" }, "domain_mismatch"},
		"for another port":          {func(m *wallet.Message) { m.Domain = "127.0.0.1:1" }, "domain_mismatch"},
		"for another scheme":        {func(m *wallet.Message) { m.Scheme = "http" }, "scheme_mismatch"},
		"for another URI":           {func(m *wallet.Message) { m.URI += "/x" }, "uri_mismatch"},
		"for another chain":         {func(m *wallet.Message) { m.ChainID = 1 }, "chain_not_allowed"},
		"with another nonce":        {func(m *wallet.Message) { m.Nonce = wallet.NewNonce() }, "nonce_mismatch"},
		"for another shop":          {func(m *wallet.Message) { m.Statement = "Sign in to Books at b.shop.example." }, "statement_mismatch"},
		"with a resource":           {func(m *wallet.Message) { m.Resources = []string{"urn:recap:evil"} }, "resources_mismatch"},
		"for another interaction":   {func(m *wallet.Message) { m.RequestID = strings.Repeat("0", 32) }, "message_malformed"},
		"without a request id":      {func(m *wallet.Message) { m.RequestID = "" }, "message_malformed"},
		"without an expiry":         {func(m *wallet.Message) { m.ExpirationTime = nil }, "lifetime_rejected"},
		"that opens the vault":      {func(m *wallet.Message) { m.Nonce = wallet.UnlockNonce }, "unlock_message_refused"},
		"that names the vault":      {func(m *wallet.Message) { m.Resources = []string{wallet.UnlockResource} }, "unlock_message_refused"},
		"with a line feed in an id": {func(m *wallet.Message) { m.RequestID += "\nResources:\n- urn:recap:evil" }, "message_malformed"},
		"with a far future":         {func(m *wallet.Message) { x := m.IssuedAt.Add(time.Hour); m.ExpirationTime = &x }, "lifetime_rejected"},
	} {
		t.Run(name, func(t *testing.T) {
			message, sig := own(t, g, s, page, c.change)
			err := s.Post(page+"/verify", map[string]string{"message": message, "signature": sig}, nil)
			r, ok := errors.AsType[*refusalError](err)
			if !ok || r.Status != 401 || r.Code != c.code && !(c.code == "message_malformed" && r.Code == "resources_mismatch") {
				t.Fatalf("got %v, want 401 %s", err, c.code)
			}
		})
	}
	for name, raw := range map[string]string{"not a message": "hello", "control characters": "\x00", "a huge message": strings.Repeat("x", 9<<10)} {
		challenge(t, s, page)
		if err := s.Post(page+"/verify", map[string]string{"message": raw, "signature": s.Sign(raw)}, nil); err == nil {
			t.Errorf("%s signed in", name)
		}
	}
	message, sig := own(t, g, s, page, func(m *wallet.Message) { m.Scheme = "https" })
	if redirect, err := s.VerifyAs(page, message, sig); err != nil || redirect == "" {
		t.Fatalf("got %v, want our fields with the scheme to be accepted", err)
	}
}

func TestBadRequestsSayWhatIsWrong(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	for name, c := range map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"no address":              {"/challenge", `{}`, 400, "bad_address"},
		"an address too short":    {"/challenge", `{"address":"0x12"}`, 400, "bad_address"},
		"an address without 0x":   {"/challenge", `{"address":"` + strings.Repeat("a", 42) + `"}`, 400, "bad_address"},
		"an unknown member":       {"/challenge", `{"address":"` + s.Address() + `","chain":1}`, 400, "bad_json"},
		"a member twice":          {"/challenge", `{"address":"` + s.Address() + `","Address":"x"}`, 400, "bad_json"},
		"a number for a string":   {"/challenge", `{"address":7}`, 400, "bad_json"},
		"two values":              {"/challenge", `{"address":"` + s.Address() + `"}{}`, 400, "bad_json"},
		"half a value":            {"/verify", `{"signature":"0x`, 400, "bad_json"},
		"nothing":                 {"/verify", ``, 400, "bad_json"},
		"deep nesting":            {"/verify", strings.Repeat("[", 5000), 400, "bad_json"},
		"a huge body":             {"/verify", `{"signature":"` + strings.Repeat("0", 64<<10) + `"}`, 413, "too_large"},
		"a sign-in without nonce": {"/verify", `{"signature":"0x00"}`, 401, "message_malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			req, _ := http.NewRequest(http.MethodPost, page+c.path, strings.NewReader(c.body))
			req.Header.Set("Origin", g.URL)
			req.Header.Set("Content-Type", "application/json")
			refused(t, do(s.Browser, req, nil), c.status, c.code)
		})
	}
	for _, id := range []string{"x", state.NewBearer().String(), "..%2f..", strings.Repeat("A", 4000)} {
		_, err := s.Challenge(g.URL + "/login/" + id)
		refused(t, err, 410, "expired")
	}
	if strings.Contains(g.Log.String(), s.Address()) || strings.Contains(g.Log.String(), "panic") {
		t.Fatal("the log holds an address or a panic")
	}
}

func TestCancelTellsTheShop(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	f := g.B.Begin() // its redirect URI has a query of its own
	page := open(t, s, f)
	var got struct{ Redirect string }
	if err := s.Post(page+"/cancel", struct{}{}, &got); err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(got.Redirect)
	q := u.Query()
	if !strings.HasPrefix(got.Redirect, g.B.OAuth.RedirectURL) || q.Get("error") != "access_denied" || q.Get("state") != f.State || q.Get("iss") != g.URL {
		t.Fatalf("got %q", got.Redirect)
	}
	_, err := s.Verify(page, challenge(t, s, page))
	refused(t, err, 410, "expired")
	refused(t, s.Post(page+"/cancel", struct{}{}, nil), 410, "expired")
}

func TestAnInteractionExpiresAndStillFindsTheWayBack(t *testing.T) {
	g := newGateway(t, options{Interaction: time.Second})
	s := g.NewShopper(t)
	f := g.A.Begin()
	page := open(t, s, f)
	message := challenge(t, s, page)
	deadline := time.Now().Add(10 * time.Second)
	for err := error(nil); err == nil; _, err = s.Challenge(page) {
		if time.Now().After(deadline) {
			t.Fatal("the interaction never expires")
		}
		time.Sleep(50 * time.Millisecond)
	}
	_, err := s.Verify(page, message)
	refused(t, err, 410, "expired")
	var got struct{ Redirect string }
	if err := s.Post(page+"/cancel", struct{}{}, &got); err != nil || !strings.HasPrefix(got.Redirect, f.Shop.OAuth.RedirectURL) {
		t.Fatalf("got %q, %v, want the way back to the shop", got.Redirect, err)
	}
}

func TestASubjectIsKnownBeforeTheShopLearnsIt(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	full := errors.New("disk full")
	g.Shoppers.Fail.Store(&full)
	_, err := s.Verify(page, challenge(t, s, page))
	refused(t, err, 503, "unavailable")
	g.Shoppers.Fail.Store(nil)
	if _, err := s.Verify(page, challenge(t, s, page)); err != nil {
		t.Fatal(err)
	}
	want := "a.shop.example " + wallet.Sub(g.Key, "a.shop.example", wallet.EOA(crypto.PubkeyToAddress(s.Key.PublicKey)))
	if len(g.Shoppers.consents) != 1 || g.Shoppers.consents[want] != "openid" {
		t.Fatalf("got %q, want %q", g.Shoppers.consents, want)
	}
}

func TestPostsAreLimitedPerNetwork(t *testing.T) {
	g := newGateway(t, options{Networks: &web.Buckets{PerSecond: 0.001, Burst: 3, Now: time.Now}})
	s := g.NewShopper(t)
	page := open(t, s, g.A.Begin())
	challenge(t, s, page)
	challenge(t, s, page)
	_, err := s.Challenge(page)
	refused(t, err, 429, "too_many_requests")
}

// BenchmarkSignIn is a whole sign-in over TLS on the loopback, challenge to
// token, for comparison with BenchmarkBareCrypto in the same run.
func BenchmarkSignIn(b *testing.B) {
	store, err := state.OpenBolt(filepath.Join(b.TempDir(), "state.db"))
	if err != nil {
		b.Fatal(err)
	}
	g := newGateway(b, options{Store: store})
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		s := g.NewShopper(b)
		for pb.Next() {
			if _, err := s.Tokens(g.A.Begin()); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sign-ins/s")
	b.ReportMetric(float64(g.Store.Calls.Load())/float64(b.N), "state-calls/sign-in")
}

// BenchmarkBareCrypto is the cryptography that one sign-in cannot do without:
// one public key recovered, two HMACs, one ES256 signature; and the wallet's own
// signature, which the benchmark above pays for as well.
func BenchmarkBareCrypto(b *testing.B) {
	key, err := crypto.GenerateKey()
	if err != nil {
		b.Fatal(err)
	}
	idKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	pairwise := make([]byte, 32)
	message := []byte(strings.Repeat("m", 400))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			digest := accounts.TextHash(message)
			sig, err := crypto.Sign(digest, key)
			if err != nil {
				b.Error(err)
				return
			}
			pub, err := crypto.SigToPub(digest, sig)
			if err != nil {
				b.Error(err)
				return
			}
			account := wallet.EOA(crypto.PubkeyToAddress(*pub))
			_, _ = wallet.Sub(pairwise, "a.shop.example", account), wallet.Sub(pairwise, "b.shop.example", account)
			if _, err := ecdsa.SignASN1(rand.Reader, idKey, digest); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sign-ins/s")
}

// A number with an exponent is an integer to few JSON readers.
func TestAuthTimeIsWrittenAsAnInteger(t *testing.T) {
	g := newGateway(t, options{})
	tokens, err := g.NewShopper(t).Tokens(g.A.Begin())
	must(t, err)
	idToken, _ := tokens.Extra("id_token").(string)
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(idToken, ".")[1])
	must(t, err)
	var claims struct {
		AuthTime json.RawMessage `json:"auth_time"`
	}
	must(t, json.Unmarshal(payload, &claims))
	if _, err := strconv.ParseInt(string(claims.AuthTime), 10, 64); err != nil {
		t.Errorf("auth_time is written %s", claims.AuthTime)
	}
}
