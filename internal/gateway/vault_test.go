package gateway_test

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/books"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

func TestABindingIsAcceptedOnlyAsTheVaultWritesIt(t *testing.T) {
	f := newFixture(t, false)
	stranger := f.signIn()
	other := profile.NewRootKey()
	for _, c := range []struct {
		name   string
		status int
		code   string
		change func(m *wallet.Message, body map[string]any)
	}{
		{"with another domain", 403, "unknown_vault", func(m *wallet.Message, _ map[string]any) { m.Domain = "evil.example" }},
		{"with the gateway's own domain", 403, "unknown_vault", func(m *wallet.Message, _ map[string]any) { m.Domain = "localhost:8080" }},
		{"with another scheme", 401, "scheme_mismatch", func(m *wallet.Message, _ map[string]any) { m.Scheme = "https" }},
		{"with another URI", 401, "uri_mismatch", func(m *wallet.Message, _ map[string]any) { m.URI = "http://localhost:9999/v1/bindings" }},
		{"on another chain", 401, "chain_not_allowed", func(m *wallet.Message, _ map[string]any) { m.ChainID = 10 }},
		{"with a made-up nonce", 401, "nonce_mismatch", func(m *wallet.Message, _ map[string]any) { m.Nonce = wallet.NewNonce() }},
		{"with another statement", 401, "statement_mismatch", func(m *wallet.Message, _ map[string]any) { m.Statement = "Let me in." }},
		{"without resources", 401, "resources_mismatch", func(m *wallet.Message, _ map[string]any) { m.Resources = nil }},
		{"with a resource more", 401, "resources_mismatch", func(m *wallet.Message, _ map[string]any) { m.Resources = append(m.Resources, "urn:carnet:more") }},
		{"with resources in another order", 401, "resources_mismatch", func(m *wallet.Message, _ map[string]any) {
			m.Resources[0], m.Resources[1] = m.Resources[1], m.Resources[0]
		}},
		{"with another recipient than signed", 401, "resources_mismatch", func(_ *wallet.Message, b map[string]any) {
			b["recipient"] = other.Identity(shopSector, 1).Recipient().String()
		}},
		{"with another holder than signed", 401, "resources_mismatch", func(_ *wallet.Message, b map[string]any) {
			jwk, _ := profile.PublicJWK(&other.Holder(shopSector).PublicKey)
			data, _ := profile.HolderJWK(jwk)
			b["holder"] = json.RawMessage(data)
		}},
		{"for another shop than signed", 401, "statement_mismatch", func(_ *wallet.Message, b map[string]any) { b["client_id"] = "shop2" }},
		{"for no shop of ours", 404, "unknown_shop", func(_ *wallet.Message, b map[string]any) { b["client_id"] = "shop3" }},
		{"too old", 401, "issued_at_rejected", func(m *wallet.Message, _ map[string]any) { m.IssuedAt = m.IssuedAt.Add(-11 * time.Minute) }},
		{"from the future", 401, "issued_at_rejected", func(m *wallet.Message, _ map[string]any) { m.IssuedAt = m.IssuedAt.Add(5 * time.Minute) }},
		{"that never expires", 401, "lifetime_rejected", func(m *wallet.Message, _ map[string]any) { m.ExpirationTime = nil }},
		{"with a signature of somebody else", 401, "signature_invalid", func(m *wallet.Message, _ map[string]any) { m.Address = addressOf(stranger) }},
		{"with a short signature", 401, "signature_invalid", func(_ *wallet.Message, b map[string]any) { b["signature"] = "0x01" }},
		{"with a signature that is not hex", 400, "signature_invalid", func(_ *wallet.Message, b map[string]any) { b["signature"] = "zz" }},
		{"with a classical recipient", 400, "bad_recipient", func(_ *wallet.Message, b map[string]any) {
			b["recipient"] = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
		}},
		{"with a private holder key", 400, "bad_holder", func(_ *wallet.Message, b map[string]any) {
			b["holder"] = json.RawMessage(`{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}`)
		}},
		{"with a member too many", 400, "bad_json", func(_ *wallet.Message, b map[string]any) { b["extra"] = 1 }},
		{"that is the unlock message", 401, "unlock_message_refused", func(m *wallet.Message, b map[string]any) {
			m.Resources = []string{"urn:carnet:unlock:v1"}
		}},
	} {
		t.Run("a binding "+c.name, func(t *testing.T) {
			s := f.signIn()
			rec, out := s.bind(c.change)
			if rec.Code != c.status || out["error"] != c.code {
				t.Errorf("got %d %v, want %d %s", rec.Code, out, c.status, c.code)
			}
			if a, status := f.post(newKey(), order(s.sub, 1)); status != 201 || a.Claim == nil {
				t.Errorf("something was bound: order got %d %+v", status, a)
			}
		})
	}
}

func TestABindingNonceWorksOnceAndSignInComesFirst(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn()
	var kept map[string]any
	if rec, _ := s.bind(func(_ *wallet.Message, b map[string]any) { kept = b }); rec.Code != 201 {
		t.Fatalf("bind: %d", rec.Code)
	}
	data, _ := json.Marshal(kept)
	if rec := f.do("POST", "/v1/bindings", data); rec.Code != 401 || decode[answer](t, rec.Body).Error != "nonce_mismatch" {
		t.Errorf("the same binding again: %d, want 401 nonce_mismatch", rec.Code)
	}
	f.blob.Store.Delete(t.Context(), "inboxes/"+s.inbox[:2]+"/"+s.inbox+"/known")
	if rec, out := s.bind(nil); rec.Code != 404 || out["error"] != "unknown_sub" {
		t.Errorf("without a sign-in: %d %v, want 404 unknown_sub", rec.Code, out)
	}
}

func TestAnInboxAnswersItsHolderAlone(t *testing.T) {
	f := newFixture(t, false)
	s, other := f.signIn().mustBind(), f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1))
	target := "/v1/inboxes/" + s.inbox
	sign := func(key *ecdsa.PrivateKey, method, uri string, at time.Time) profile.RequestSignature {
		sig, err := profile.SignRequest(key, method, uri, nil, at)
		if err != nil {
			t.Fatal(err)
		}
		return sig
	}
	good := sign(s.holder(), "GET", issuer+target, f.now())
	flipped := []byte(good.Signature)
	flipped[20] ^= 1
	for name, sig := range map[string]profile.RequestSignature{
		"no signature":               {},
		"another shopper's key":      sign(other.holder(), "GET", issuer+target, f.now()),
		"another method":             sign(s.holder(), "DELETE", issuer+target, f.now()),
		"another path":               sign(s.holder(), "GET", issuer+target+"/receipts/"+a.ID, f.now()),
		"another host":               sign(s.holder(), "GET", "http://localhost:9999"+target, f.now()),
		"two minutes ago":            sign(s.holder(), "GET", issuer+target, f.now().Add(-2*time.Minute)),
		"in two minutes":             sign(s.holder(), "GET", issuer+target, f.now().Add(2*time.Minute)),
		"a flipped bit":              {SignatureInput: good.SignatureInput, Signature: string(flipped)},
		"another label":              {SignatureInput: strings.Replace(good.SignatureInput, "carnet=", "sig1=", 1), Signature: good.Signature},
		"the signature of a query":   sign(s.holder(), "GET", issuer+target+"?after="+a.ID, f.now()),
		"an input without the claim": {SignatureInput: `carnet=("@method");created=1`, Signature: good.Signature},
	} {
		rec := f.do("GET", target, nil, "Signature-Input", sig.SignatureInput, "Signature", sig.Signature)
		if rec.Code != 401 || decode[answer](t, rec.Body).Error != "not_holder" {
			t.Errorf("%s: %d, want 401", name, rec.Code)
		}
	}
	if rec := f.signed(s.holder(), "GET", "/v1/inboxes/"+other.inbox); rec.Code != 401 {
		t.Errorf("somebody else's inbox: %d, want 401", rec.Code)
	}
	if rec := f.signed(s.holder(), "GET", "/v1/inboxes/"+strings.Repeat("0", 64)); rec.Code != 401 {
		t.Errorf("an inbox that does not exist: %d, want the same 401", rec.Code)
	}
	if rec := f.signed(s.holder(), "GET", target); rec.Code != 200 {
		t.Errorf("the holder: %d, want 200", rec.Code)
	}
}

func TestALongInboxIsListedInPages(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	for range 230 {
		f.post(newKey(), order(s.sub, 1))
	}
	seen := map[string]bool{}
	pages, target := 0, "/v1/inboxes/"+s.inbox
	for next := target; next != ""; pages++ {
		rec := f.signed(s.holder(), "GET", next)
		page := decode[struct {
			Receipts []struct {
				ID string `json:"id"`
			} `json:"receipts"`
			Next string `json:"next"`
		}](t, rec.Body)
		for _, r := range page.Receipts {
			seen[r.ID] = true
		}
		next = ""
		if page.Next != "" {
			next = target + "?after=" + page.Next
		}
	}
	if len(seen) != 230 || pages != 3 {
		t.Errorf("%d receipts on %d pages, want 230 on 3", len(seen), pages)
	}
}

func TestABoxChangesForItsKeyInItsTurn(t *testing.T) {
	f := newFixture(t, false)
	key := [32]byte{1, 2, 3}
	id := profile.BoxID(key)
	bearer := "Bearer " + base64.RawURLEncoding.EncodeToString(key[:])
	put := func(data string, header ...string) *httptest.ResponseRecorder {
		return f.do("PUT", "/v1/boxes/"+id, []byte(data), append(header, "Content-Type", "application/octet-stream", "Origin", vault)...)
	}
	if rec := f.do("GET", "/v1/boxes/"+id, nil); rec.Code != 404 {
		t.Errorf("an absent box: %d, want 404", rec.Code)
	}
	if rec := put("one", "If-None-Match", "*"); rec.Code != 401 {
		t.Errorf("without the key: %d, want 401", rec.Code)
	}
	if rec := put("one", "If-None-Match", "*", "Authorization", "Bearer "+base64.RawURLEncoding.EncodeToString(make([]byte, 32))); rec.Code != 401 {
		t.Errorf("with another key: %d, want 401", rec.Code)
	}
	if rec := put("one", "Authorization", bearer); rec.Code != 428 {
		t.Errorf("without a precondition: %d, want 428", rec.Code)
	}
	if rec := put("one", "Authorization", bearer, "If-None-Match", "*"); rec.Code != 201 || rec.Header().Get("ETag") != `"`+blob.ETag([]byte("one"))+`"` {
		t.Errorf("create: %d %q", rec.Code, rec.Header().Get("ETag"))
	}
	if rec := put("two", "Authorization", bearer, "If-None-Match", "*"); rec.Code != 412 || decode[answer](t, rec.Body).Error != "box_changed" {
		t.Errorf("create twice: %d, want 412 box_changed", rec.Code)
	}
	if rec := put("two", "Authorization", bearer, "If-Match", `"`+blob.ETag([]byte("one"))+`"`); rec.Code != 204 {
		t.Errorf("replace: %d, want 204", rec.Code)
	}
	if rec := put("three", "Authorization", bearer, "If-Match", `"`+blob.ETag([]byte("one"))+`"`); rec.Code != 412 {
		t.Errorf("replace an older one: %d, want 412", rec.Code)
	}
	rec := f.do("GET", "/v1/boxes/"+id, nil, "Origin", vault)
	if rec.Code != 200 || rec.Body.String() != "two" || rec.Header().Get("Access-Control-Allow-Origin") != vault || !strings.Contains(rec.Header().Get("Access-Control-Expose-Headers"), "ETag") {
		t.Errorf("get: %d %q %v", rec.Code, rec.Body, rec.Header())
	}
	if rec := put(strings.Repeat("x", 4<<20+1), "Authorization", bearer, "If-Match", `"`+blob.ETag([]byte("two"))+`"`); rec.Code != 413 {
		t.Errorf("over 4 MiB: %d, want 413", rec.Code)
	}
	if rec := f.do("DELETE", "/v1/boxes/"+id, nil, "Authorization", bearer); rec.Code != 204 {
		t.Errorf("delete: %d, want 204", rec.Code)
	}
	for _, bad := range []string{"x", strings.ToUpper(id), id + "0", "..%2f..%2fknown"} {
		if rec := f.do("GET", "/v1/boxes/"+bad, nil); rec.Code != 404 {
			t.Errorf("box %q: %d, want 404", bad, rec.Code)
		}
	}
}

func TestVaultsMayCallAcrossOriginsAndNobodyElse(t *testing.T) {
	f := newFixture(t, false)
	for _, target := range []string{"/v1/nonces", "/v1/boxes/" + strings.Repeat("0", 64), "/v1/inboxes/" + strings.Repeat("0", 64), "/v1/relay"} {
		pre := func(origin string) *httptest.ResponseRecorder {
			return f.do("OPTIONS", target, nil, "Origin", origin, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization,if-match")
		}
		rec := pre(vault)
		if rec.Code != 204 || rec.Header().Get("Access-Control-Allow-Origin") != vault || !strings.Contains(rec.Header().Get("Access-Control-Allow-Headers"), "If-Match") {
			t.Errorf("%s from the vault: %d %v", target, rec.Code, rec.Header())
		}
		if got := pre("https://evil.example").Header().Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s from elsewhere allows %q", target, got)
		}
		if got := rec.Header().Get("Access-Control-Allow-Credentials"); got != "" {
			t.Errorf("%s allows credentials", target)
		}
	}
	rec := f.do("GET", "/.well-known/jwt-vc-issuer/shops/shop1", nil, "Origin", "https://anybody.example")
	if rec.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Error("issuer metadata is not for everybody's scripts")
	}
	meta := decode[struct {
		Issuer string `json:"issuer"`
		JWKS   struct {
			Keys []map[string]any `json:"keys"`
		} `json:"jwks"`
		Carnet struct {
			Sector string `json:"sector"`
			Anchor struct {
				ChainID uint64 `json:"chain_id"`
			} `json:"anchor"`
		} `json:"carnet"`
	}](t, rec.Body)
	if meta.Issuer != issuer+"/shops/shop1" || len(meta.JWKS.Keys) != 1 || meta.JWKS.Keys[0]["d"] != nil || meta.Carnet.Sector != shopSector || meta.Carnet.Anchor.ChainID != 31337 {
		t.Errorf("metadata %+v", meta)
	}
	shop := decode[map[string]string](t, f.do("GET", "/v1/shops/shop1", nil).Body)
	if shop["iss"] != issuer+"/shops/shop1" || shop["inbox"] != issuer+"/v1" || shop["origin"] != shopOrigin {
		t.Errorf("shop %v", shop)
	}
}

func TestRelayReadsCallsStrictly(t *testing.T) {
	f := newFixture(t, false)
	id, head := "0x"+strings.Repeat("1", 40), "0x"+strings.Repeat("2", 48)
	call := func(change string, value any) []byte {
		c := map[string]any{"kind": "head", "id": id, "prev": head, "head": head, "seq": 1, "signature": "0x" + strings.Repeat("3", 130)}
		if change != "" {
			c[change] = value
		}
		body, _ := json.Marshal(map[string]any{"calls": []any{c}})
		return body
	}
	if rec := f.do("POST", "/v1/relay", call("", nil)); rec.Code != 202 {
		t.Fatalf("a good call: %d %s", rec.Code, rec.Body)
	}
	for change, value := range map[string]any{"kind": "steal", "id": "0x1", "prev": "0x", "head": head + "00", "seq": nil, "signature": "0x" + strings.Repeat("3", 4096), "nonce": 1, "scribe": id} {
		if rec := f.do("POST", "/v1/relay", call(change, value)); rec.Code != 400 {
			t.Errorf("%s %.10v: %d, want 400", change, value, rec.Code)
		}
	}
	if rec := f.do("POST", "/v1/relay", []byte(`{"calls":[]}`)); rec.Code != 400 {
		t.Errorf("no calls: %d, want 400", rec.Code)
	}
	f.chain.Fail(1, faults.Before, func(string) bool { return true })
	if rec := f.do("POST", "/v1/relay", call("", nil)); rec.Code != 503 || rec.Header().Get("Retry-After") == "" {
		t.Errorf("chain away: %d, want 503 with Retry-After", rec.Code)
	}
}

func TestReadinessTellsAContradiction(t *testing.T) {
	f := newFixture(t, false)
	if rec := f.do("GET", "/readyz", nil); rec.Code != 200 || !strings.Contains(rec.Body.String(), `"details":{"anchorer":"not this process","relayer":"enough"}`) {
		t.Fatalf("ready: %d %s", rec.Code, rec.Body)
	}
	f.chain.Anchor(t.Context(), 0, [32]byte{1}) // somebody else has our key
	f.tick()
	if !f.gw.Epochs().Leading() {
		t.Error("a process that is alone does not know that it anchors")
	}
	if rec := f.do("GET", "/readyz", nil); rec.Code != 503 {
		t.Errorf("ready: %d, want 503", rec.Code)
	}
	if _, status := f.post(newKey(), order("", 1)); status != 503 {
		t.Errorf("an order: %d, want 503", status)
	}
	if len(f.receipts()) != 0 {
		t.Error("a receipt was stored after the contradiction")
	}
	if rec := f.do("GET", "/metrics", nil); rec.Code != 200 || !strings.Contains(rec.Body.String(), "\ncarnet_epochs{state=\"open\"} 1\n") ||
		!strings.Contains(rec.Body.String(), "\ncarnet_relayer_balance_wei 2e+18\n") || !strings.Contains(rec.Body.String(), "\ncarnet_relayer_low 0\n") {
		t.Errorf("metrics: %d %s", rec.Code, rec.Body)
	}
}

func TestTheBalanceIsNotTheLastOneKnownWhenTheNodeIsAway(t *testing.T) {
	f := newFixture(t, false)
	f.chain.Fail(1, faults.Before, func(call string) bool { return call == "balance" })
	if rec := f.do("GET", "/metrics", nil); rec.Code != 200 || strings.Contains(rec.Body.String(), "carnet_relayer_balance_wei") {
		t.Errorf("metrics: %d %s", rec.Code, rec.Body)
	}
}

// TestReadinessCostsTheSameEveryYear lets anybody ask for readiness: the store must not read every epoch's name for it.
func TestReadinessCostsTheSameEveryYear(t *testing.T) {
	f := newFixture(t, false)
	var mu sync.Mutex
	asked := map[string]bool{}
	f.blob.Fail(1, faults.Before, func(call string) bool {
		mu.Lock()
		defer mu.Unlock()
		asked[call] = true
		return false
	})
	if rec := f.do("GET", "/readyz", nil); rec.Code != 200 {
		t.Fatalf("ready: %d %s", rec.Code, rec.Body)
	}
	if len(asked) == 0 || asked["list epochs/"] {
		t.Errorf("asked the object store for %v, want something that does not grow", asked)
	}
	f.blob.Fail(1, faults.Before, func(string) bool { return true })
	if rec := f.do("GET", "/readyz", nil); rec.Code != 503 {
		t.Errorf("with the object store away: %d, want 503", rec.Code)
	}
}

// The books hold every acknowledged receipt, sealed to their own key alone, and outlive the shopper's copy; and the other way round.
func TestTheShopsBooksAreApartFromTheShoppersInbox(t *testing.T) {
	f := newFixture(t, false)
	key := books.Generate()
	recipient, err := profile.ParseRecipient(key.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	f.cfg.Shops[0].Accounting = recipient
	f.restart()
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 4242))
	b, _ := f.post(newKey(), order("", 58))
	idem := newKey()
	f.blob.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "put receipts/") })
	if _, code := f.post(idem, order(s.sub, 700)); code < 500 {
		t.Fatalf("while receipts cannot be stored: %d", code)
	}
	c, _ := f.post(idem, order(s.sub, 700)) // the retry: a second copy of one order
	var wg sync.WaitGroup
	same := newKey()
	for range 8 {
		wg.Go(func() { f.post(same, order(s.sub, 1000)) })
	}
	wg.Wait()

	data, err := f.blob.Get(t.Context(), f.receipts()[a.ID][0])
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := profile.ParseSealed(data)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := key.WriteIdentity(&file); err != nil {
		t.Fatal(err)
	}
	identity, err := books.Identity(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := profile.Open(sealed.Age, identity); err == nil {
		t.Error("the books' key opens the shopper's own copy")
	}
	if rec := f.signed(s.holder(), "DELETE", "/v1/inboxes/"+s.inbox+"/receipts/"+a.ID); rec.Code != 204 {
		t.Fatalf("delete: %d %s", rec.Code, rec.Body)
	}
	issuers := books.Issuers{}
	if err := issuers.Add(f.do("GET", "/.well-known/jwt-vc-issuer/shops/shop1", nil).Body.Bytes()); err != nil {
		t.Fatal(err)
	}
	all := func(uint64) bool { return true }
	ids := map[string]bool{}
	summary, err := books.Open(books.FromStore(t.Context(), f.blob, "shop1", all), identity, issuers, func(*profile.Receipt) bool { return true },
		func(e books.Entry) error { ids[e.Receipt.ID] = true; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if !summary.Whole() || summary.Receipts != 4 || len(summary.Totals) != 1 || summary.Totals[0].Net != 6000 || summary.Duplicates < 1 {
		t.Errorf("got %+v, want 4 receipts of 60.00", summary)
	}
	for _, acked := range []string{a.ID, b.ID, c.ID} {
		if !ids[acked] {
			t.Errorf("receipt %s is not in the books", acked)
		}
	}
	for copied, err := range books.FromStore(t.Context(), f.blob, "shop1", all) {
		if err != nil {
			t.Fatal(err)
		}
		if err := f.blob.Delete(t.Context(), books.Prefix("shop1")+copied.Name); err != nil {
			t.Fatal(err)
		}
	}
	if rec := f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox+"/receipts/"+c.ID); rec.Code != 200 {
		t.Errorf("the shopper's copy after the books were destroyed: %d, want 200", rec.Code)
	}
	if f.cfg.Shops[1].Accounting != nil {
		t.Error("shop 2 keeps books")
	}
}
