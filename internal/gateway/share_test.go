package gateway_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gateway"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
	"carnet/internal/state"
)

// held is a receipt in a shopper's vault.
type held struct {
	token string
	salt  [32]byte
	proof profile.Proof
	leaf  string
	epoch uint64
}

// collect takes a receipt the way a vault does.
func (s *shopper) collect(a answer) held {
	s.f.t.Helper()
	rec := s.f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox+"/receipts/"+a.ID)
	sealed, err := profile.ParseSealed(rec.Body.Bytes())
	if err != nil {
		s.f.t.Fatal(err)
	}
	h := held{leaf: a.Leaf, epoch: a.Epoch}
	if h.token, h.salt, err = profile.Open(sealed.Age, s.root.Identity(shopSector, s.gen)); err != nil {
		s.f.t.Fatal(err)
	}
	h.proof = decode[profile.Proof](s.f.t, s.f.do("GET", fmt.Sprintf("/v1/epochs/%d/proof?leaf=%s", a.Epoch, a.Leaf), nil).Body)
	return h
}

// question is an open presentation request as the vault sees it.
type question struct {
	id    string
	nonce string
	aud   string
	key   jose.JSONWebKey
}

const dcql = `{"credentials":[{"id":"receipt","format":"dc+sd-jwt","meta":{"vct_values":["urn:carnet:receipt:1"]},"claims":[{"path":["total"]},{"path":["currency"]},{"path":["lines",null,"name"]}]}]}`

func ask(query string) []byte {
	return fmt.Appendf(nil, `{"dcql_query":%s,"purpose":"Warranty","redirect_uri":"http://localhost:8092/receipt/callback?x=1"}`, query)
}

// ask posts a request as shop 2 and reads it as a vault does, with the signature checked.
func (f *fixture) ask() question {
	f.t.Helper()
	return f.askFor(dcql)
}

func (f *fixture) askFor(query string) question {
	f.t.Helper()
	rec := f.do("POST", "/v1/presentations", ask(query), "Authorization", "Bearer "+f.token("shop2", "presentations"))
	if rec.Code != 201 {
		f.t.Fatalf("ask: %d %s", rec.Code, rec.Body)
	}
	out := decode[struct{ ID, URL string }](f.t, rec.Body)
	link, err := url.Parse(strings.Replace(out.URL, "/#/share", "/share", 1))
	if err != nil || !strings.HasPrefix(out.URL, vault+"/#/share?") {
		f.t.Fatalf("url %q", out.URL)
	}
	target := strings.TrimPrefix(link.Query().Get("request_uri"), issuer)
	rec = f.do("GET", target, nil, "Origin", vault)
	if rec.Code != 200 || rec.Header().Get("Content-Type") != "application/oauth-authz-req+jwt" {
		f.t.Fatalf("request: %d %v", rec.Code, rec.Header())
	}
	jwks := decode[jose.JSONWebKeySet](f.t, f.do("GET", "/jwks", nil).Body)
	signed, err := jose.ParseSignedCompact(rec.Body.String(), []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		f.t.Fatal(err)
	}
	payload, err := signed.Verify(jwks)
	if err != nil {
		f.t.Fatalf("request object is not signed by a key of /jwks: %v", err)
	}
	var r struct {
		ClientID string `json:"client_id"`
		Nonce    string `json:"nonce"`
		Response string `json:"response_uri"`
		Mode     string `json:"response_mode"`
		Meta     struct {
			JWKS jose.JSONWebKeySet `json:"jwks"`
		} `json:"client_metadata"`
	}
	if err := json.Unmarshal(payload, &r); err != nil || r.ClientID != "shop2" || r.Mode != "direct_post.jwt" || r.Response != issuer+"/v1/presentations/"+out.ID+"/response" {
		f.t.Fatalf("request object %s: %v", payload, err)
	}
	return question{id: out.ID, nonce: r.Nonce, aud: r.ClientID, key: r.Meta.JWKS.Keys[0]}
}

// answer encrypts and posts an answer.
func (f *fixture) answer(q question, vp map[string][]string, proofs map[string][]any) *httptest.ResponseRecorder {
	f.t.Helper()
	plain, err := json.Marshal(map[string]any{"vp_token": vp, "carnet_proofs": proofs})
	if err != nil {
		f.t.Fatal(err)
	}
	enc, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.ECDH_ES, Key: q.key.Key}, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	jwe, err := enc.Encrypt(plain)
	if err != nil {
		f.t.Fatal(err)
	}
	compact, err := jwe.CompactSerialize()
	if err != nil {
		f.t.Fatal(err)
	}
	return f.do("POST", "/v1/presentations/"+q.id+"/response", []byte(url.Values{"response": {compact}}.Encode()), "Content-Type", "application/x-www-form-urlencoded", "Origin", vault)
}

func (s *shopper) present(h held, aud, nonce string, at time.Time, claims ...string) string {
	s.f.t.Helper()
	want := map[string]bool{}
	for _, c := range claims {
		want[c] = true
	}
	token, err := profile.Present(h.token, func(name string) bool { return want[name] }, func(int) bool { return want["lines"] }, s.holder(), aud, nonce, at)
	if err != nil {
		s.f.t.Fatal(err)
	}
	return token
}

func evidence(h held) map[string][]any {
	return map[string][]any{"receipt": {map[string]any{"salt": base64.RawURLEncoding.EncodeToString(h.salt[:]), "proof": h.proof}}}
}

// result fetches the answer as a shop does, following the redirect.
func (f *fixture) result(client, redirect string) *httptest.ResponseRecorder {
	f.t.Helper()
	u, err := url.Parse(redirect)
	if err != nil {
		f.t.Fatal(err)
	}
	return f.do("GET", "/v1/presentations/"+u.Query().Get("id")+"?response_code="+url.QueryEscape(u.Query().Get("response_code")), nil,
		"Authorization", "Bearer "+f.token(client, "presentations"))
}

func TestAShopSeesWhatItAskedForAndNothingElse(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	f.settle()
	h := s.collect(a)
	q := f.ask()
	// The vault discloses more than was asked for: the shop must not get it.
	rec := f.answer(q, map[string][]string{"receipt": {s.present(h, q.aud, q.nonce, f.now(), "total", "currency", "lines", "src", "at")}}, evidence(h))
	if rec.Code != 200 || rec.Header().Get("Access-Control-Allow-Origin") != vault {
		t.Fatalf("answer: %d %s", rec.Code, rec.Body)
	}
	redirect := decode[map[string]string](t, rec.Body)["redirect_uri"]
	if !strings.HasPrefix(redirect, "http://localhost:8092/receipt/callback?") || !strings.Contains(redirect, "x=1") {
		t.Fatalf("redirect %q", redirect)
	}
	if rec := f.result("shop1", redirect); rec.Code != 404 {
		t.Errorf("another client reads the answer: %d, want 404", rec.Code)
	}
	rec = f.result("shop2", redirect)
	want := `{"receipts":[{"credential":"receipt","iss":"http://localhost:8080/shops/shop1","shop":{"name":"Shop 1","sector":"localhost:8091"},` +
		`"claims":{"currency":"GBP","lines":[{"name":"White hanging heart"}],"total":1530},"signed":true,"anchored":true,"holder":true,"refunded":"no","epoch":0}]}`
	if got := strings.TrimSpace(rec.Body.String()); rec.Code != 200 || got != want {
		t.Errorf("result %d\n got %s\nwant %s", rec.Code, got, want)
	}
	if rec := f.result("shop2", redirect); rec.Code != 404 {
		t.Errorf("the answer is read twice: %d, want 404", rec.Code)
	}
	if rec := f.answer(q, map[string][]string{"receipt": {s.present(h, q.aud, q.nonce, f.now(), "total")}}, evidence(h)); rec.Code != 404 {
		t.Errorf("a closed request is answered: %d, want 404", rec.Code)
	}
	text := dump(t, f.dir) + f.logs.String()
	for _, secret := range []string{"White hanging", "Warranty", q.id, q.nonce} {
		if strings.Contains(text, secret) {
			t.Errorf("state or logs hold %q", secret)
		}
	}
}

func TestOneOfManyAnswersWins(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1))
	f.settle()
	h := s.collect(a)
	q := f.ask()
	var mu sync.Mutex
	won := 0
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			rec := f.answer(q, map[string][]string{"receipt": {s.present(h, q.aud, q.nonce, f.now(), "total")}}, evidence(h))
			mu.Lock()
			defer mu.Unlock()
			if rec.Code == 200 {
				won++
			} else if rec.Code != 409 && rec.Code != 404 {
				t.Errorf("answer: %d %s", rec.Code, rec.Body)
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d answers were taken, want 1", won)
	}
}

func TestAnAnswerIsRefusedWhenAnythingIsWrong(t *testing.T) {
	f := newFixture(t, false)
	s, thief := f.signIn().mustBind(), f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	b, _ := f.post(newKey(), order(s.sub, 9))
	f.settle()
	h, other := s.collect(a), s.collect(b)
	forged, err := profile.NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	holder, _ := profile.ParseHolder(s.holderJWK())
	fake, err := profile.Issue(forged, issuer+"/shops/shop1", a.ID, holder, &profile.Receipt{Kind: "sale", Currency: "GBP", Exponent: 2, Total: 1, Channel: "web", At: time.Unix(1_790_000_000, 0),
		Lines: []profile.Line{{N: 1, Name: "x", Quantity: "1", Total: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := profile.Issue(forged, "https://evil.example/shops/shop1", a.ID, holder, &profile.Receipt{Kind: "sale", Currency: "GBP", Exponent: 2, Total: 1, Channel: "web", At: time.Unix(1_790_000_000, 0),
		Lines: []profile.Line{{N: 1, Name: "x", Quantity: "1", Total: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	q := f.ask()
	good := s.present(h, q.aud, q.nonce, f.now(), "total", "currency")
	altered := func(change func(p *profile.Proof)) map[string][]any {
		p := h.proof
		p.Path = append([][32]byte(nil), p.Path...)
		change(&p)
		return evidence(held{salt: h.salt, proof: p})
	}
	vp := func(token string) map[string][]string { return map[string][]string{"receipt": {token}} }
	flip := func(token string, at int) string {
		raw := []byte(token)
		raw[at] ^= 1
		return string(raw)
	}
	for _, c := range []struct {
		name   string
		vp     map[string][]string
		proofs map[string][]any
	}{
		{"signed for another shop", vp(s.present(h, "shop1", q.nonce, f.now(), "total")), evidence(h)},
		{"signed for another request", vp(s.present(h, q.aud, "another-nonce-entirely", f.now(), "total")), evidence(h)},
		{"signed an hour ago", vp(s.present(h, q.aud, q.nonce, f.now().Add(-time.Hour), "total")), evidence(h)},
		{"signed by another holder", vp(thief.present(h, q.aud, q.nonce, f.now(), "total")), evidence(h)},
		{"without a key binding", vp(h.token), evidence(h)},
		{"with a bit flipped in the signed part", vp(flip(good, 200)), evidence(h)},
		{"with a bit flipped in the key binding", vp(flip(good, len(good)-20)), evidence(h)},
		{"with a disclosure dropped", vp(strings.Replace(good, "~"+strings.Split(good, "~")[1], "", 1)), evidence(h)},
		{"issued with a key that is not the shop's", vp(s.present(held{token: fake}, q.aud, q.nonce, f.now(), "total")), evidence(h)},
		{"issued by a stranger", vp(s.present(held{token: elsewhere}, q.aud, q.nonce, f.now(), "total")), evidence(h)},
		{"that discloses nothing asked for", vp(s.present(h, q.aud, q.nonce, f.now(), "src")), evidence(h)},
		{"with another receipt's proof", vp(good), evidence(other)},
		{"with another salt", vp(good), evidence(held{salt: other.salt, proof: h.proof})},
		{"with an altered path", vp(good), altered(func(p *profile.Proof) { p.Path[0][0] ^= 1 })},
		{"with an altered root", vp(good), altered(func(p *profile.Proof) { p.Root[0] ^= 1 })},
		{"with another epoch", vp(good), altered(func(p *profile.Proof) { p.Epoch++ })},
		{"with a made-up tree", vp(good), func() map[string][]any {
			tree, _ := profile.NewTree([][32]byte{profile.Leaf(h.salt, h.token)})
			p, _ := tree.Proof(0, profile.Leaf(h.salt, h.token))
			return evidence(held{salt: h.salt, proof: p})
		}()},
		{"without a proof", vp(good), map[string][]any{"receipt": {}}},
		{"with an unasked credential", map[string][]string{"receipt": {good}, "more": {good}}, map[string][]any{"receipt": evidence(h)["receipt"], "more": evidence(h)["receipt"]}},
		{"for another credential", map[string][]string{"more": {good}}, map[string][]any{"more": evidence(h)["receipt"]}},
		{"with two receipts where one was asked for", map[string][]string{"receipt": {good, good}}, map[string][]any{"receipt": append(evidence(h)["receipt"], evidence(h)["receipt"]...)}},
		{"with nothing", map[string][]string{}, map[string][]any{}},
	} {
		t.Run("an answer "+c.name, func(t *testing.T) {
			rec := f.answer(q, c.vp, c.proofs)
			if out := decode[answer](t, rec.Body); rec.Code != 422 || out.Error != "invalid_presentation" {
				t.Errorf("got %d %+v, want 422 invalid_presentation", rec.Code, out)
			}
		})
	}
	stranger := q
	stranger.key = f.ask().key
	if rec := f.answer(stranger, vp(good), evidence(h)); rec.Code != 422 {
		t.Errorf("encrypted to another request's key: %d, want 422", rec.Code)
	}
	f.chain.Fail(1, faults.Before, func(string) bool { return true })
	if rec := f.answer(q, vp(good), evidence(h)); rec.Code != 503 {
		t.Errorf("with the chain away: %d, want 503", rec.Code)
	}
	if rec := f.answer(q, vp(good), evidence(h)); rec.Code != 200 {
		t.Errorf("the same answer, whole: %d %s, want 200: a refused answer must leave the request open", rec.Code, rec.Body)
	}
	q = f.ask()
	f.advance(11 * time.Minute)
	if rec := f.answer(q, vp(s.present(h, q.aud, q.nonce, f.now(), "total")), evidence(h)); rec.Code != 404 {
		t.Errorf("an answer after the request expired: %d, want 404", rec.Code)
	}
}

// TestManyReceiptsAreDifferentReceipts lets a shopper answer a request for several receipts: one receipt shown twice must not count as two.
func TestManyReceiptsAreDifferentReceipts(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	b, _ := f.post(newKey(), order(s.sub, 9))
	f.settle()
	first, second := s.collect(a), s.collect(b)
	for name, c := range map[string]struct {
		other  held
		claims []string
		want   int
	}{
		"two receipts":      {second, []string{"total"}, 200},
		"one receipt twice": {first, []string{"total"}, 422},
		"one receipt twice, showing other things": {first, []string{"currency"}, 422},
	} {
		q := f.askFor(strings.Replace(dcql, `"format"`, `"multiple":true,"format"`, 1))
		vp := []string{s.present(first, q.aud, q.nonce, f.now(), "total"), s.present(c.other, q.aud, q.nonce, f.now(), c.claims...)}
		rec := f.answer(q, map[string][]string{"receipt": vp}, map[string][]any{"receipt": append(evidence(first)["receipt"], evidence(c.other)["receipt"]...)})
		if rec.Code != c.want {
			t.Errorf("%s: %d %s, want %d", name, rec.Code, rec.Body, c.want)
		}
	}
}

func TestAQueryThatIsNotUnderstoodIsRefused(t *testing.T) {
	f := newFixture(t, false)
	token := "Bearer " + f.token("shop2", "presentations")
	for name, c := range map[string]struct{ old, new, code string }{
		"another format":           {"dc+sd-jwt", "mso_mdoc", "bad_query"},
		"another type":             {"urn:carnet:receipt:1", "urn:other", "bad_query"},
		"an unknown claim":         {`"total"`, `"customer"`, "bad_query"},
		"an unknown field of it":   {`"name"`, `"colour"`, "bad_query"},
		"an index into lines":      {`null`, `0`, "bad_query"},
		"values to match":          {`{"path":["total"]}`, `{"path":["total"],"values":[1]}`, "bad_query"},
		"credential sets":          {`{"credentials":`, `{"credential_sets":[],"credentials":`, "bad_query"},
		"no claims":                {`"claims":[`, `"claims":[],"x":[`, "bad_query"},
		"an id with a slash":       {`"id":"receipt"`, `"id":"a/b"`, "bad_query"},
		"no purpose":               {`"Warranty"`, `""`, "bad_purpose"},
		"a purpose that turns":     {`"Warranty"`, `"Pay \u202E now"`, "bad_purpose"},
		"a redirect elsewhere":     {"http://localhost:8092/", "http://localhost:8091/", "bad_redirect_uri"},
		"a redirect with fragment": {"?x=1", "#x", "bad_redirect_uri"},
		"a redirect with a user":   {"http://localhost:8092", "http://u@localhost:8092", "bad_redirect_uri"},
	} {
		body := strings.Replace(string(ask(dcql)), c.old, c.new, 1)
		rec := f.do("POST", "/v1/presentations", []byte(body), "Authorization", token)
		if out := decode[answer](t, rec.Body); rec.Code != 400 || out.Error != c.code {
			t.Errorf("%s: %d %+v, want 400 %s", name, rec.Code, out, c.code)
		}
	}
	rec := f.do("POST", "/v1/presentations", []byte(`{}`), "Authorization", token)
	if out := decode[answer](t, rec.Body); rec.Code != 400 || out.Error != "bad_query" || !strings.HasPrefix(out.Message, "dcql_query is required") {
		t.Errorf("nothing asked: %d %+v", rec.Code, out)
	}
	if rec := f.do("POST", "/v1/presentations", ask(dcql), "Authorization", "Bearer "+f.token("shop2", "receipts")); rec.Code != 403 {
		t.Errorf("without the scope: %d, want 403", rec.Code)
	}
	if rec := f.do("GET", "/v1/presentations/"+state.NewBearer().String()+"/request", nil); rec.Code != 404 {
		t.Errorf("an unknown request: %d, want 404", rec.Code)
	}
}

// TestAReceiptOfATrustedGatewayIsAccepted lets a second gateway verify what the first one issued, by its metadata over
// loopback http, and refuse it without trust.
func TestAReceiptOfATrustedGatewayIsAccepted(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 77))
	f.settle()
	h := s.collect(a)
	f.post(newKey(), refund(s.sub, a.ID, true))

	second := &fixture{t: t, dir: t.TempDir(), logs: &lockedBuffer{}, chain: f.chain, acked: map[string]ack{}, tokens: map[string]string{}, now: f.now}
	second.blob = &faults.Store{Store: faults.NewMemory()}
	second.cfg = testConfig(t)
	away := false
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		if away && strings.HasPrefix(r.URL.Path, "/status/") {
			return nil, faults.Err
		}
		return serve(t, f.gw, httptest.NewRequest(r.Method, r.URL.String(), nil), nil).Result(), nil
	})
	open := func(trusted ...string) {
		var err error
		if second.state, err = state.OpenBolt(filepath.Join(second.dir, "state.db")); err != nil {
			t.Fatal(err)
		}
		cfg := second.cfg
		cfg.TrustedIssuers, cfg.Issuer = trusted, "http://localhost:9090"
		second.gw, err = gateway.New(t.Context(), cfg, gateway.Deps{State: second.state, Blob: second.blob, Chain: f.chain, Login: loginPage, Account: loginPage, Button: loginPage, Now: f.now,
			Log: slog.New(slog.DiscardHandler), Transport: transport})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		trusted, away bool
		want          int
		refunded      string
	}{{false, false, 422, ""}, {true, false, 200, "yes"}, {true, true, 200, "unknown"}} {
		if away = c.away; c.trusted {
			open(issuer)
		} else {
			open()
		}
		token := second.token("shop2", "presentations")
		rec := second.do("POST", "/v1/presentations", ask(dcql), "Authorization", "Bearer "+token)
		id := decode[struct{ ID string }](t, rec.Body).ID
		payload := strings.Split(second.do("GET", "/v1/presentations/"+id+"/request", nil).Body.String(), ".")[1]
		raw, _ := base64.RawURLEncoding.DecodeString(payload)
		var r struct {
			Nonce string `json:"nonce"`
			Meta  struct {
				JWKS jose.JSONWebKeySet `json:"jwks"`
			} `json:"client_metadata"`
		}
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Fatal(err)
		}
		q := question{id: id, nonce: r.Nonce, aud: "shop2", key: r.Meta.JWKS.Keys[0]}
		rec = second.answer(q, map[string][]string{"receipt": {s.present(h, q.aud, q.nonce, f.now(), "total")}}, evidence(h))
		if rec.Code != c.want {
			t.Errorf("%+v: %d %s", c, rec.Code, rec.Body)
		}
		if rec.Code == 200 {
			rec = second.result("shop2", decode[map[string]string](t, rec.Body)["redirect_uri"])
			if want := `"refunded":"` + c.refunded + `"`; !strings.Contains(rec.Body.String(), want) {
				t.Errorf("%+v: got %s, want %s", c, rec.Body, want)
			}
		}
		maps.DeleteFunc(second.tokens, func(string, string) bool { return true })
		second.state.Close()
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
