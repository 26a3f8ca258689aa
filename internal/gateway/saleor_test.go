package gateway_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gateway/hooks"
	"carnet/internal/jwks"
)

func TestSaleorsWebhooksByItsKeys(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	var up atomic.Bool
	origin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !up.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "1", Use: "sig"}}})
	}))
	t.Cleanup(origin.Close)
	f := newFixture(t, false)
	set, err := jwks.New(origin.URL+"/.well-known/jwks.json", f.now)
	if err != nil {
		t.Fatal(err)
	}
	f.cfg.Shops[0].Hooks = []hooks.Hook{{Platform: "saleor", Keys: set}}
	f.restart()
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "1"}}, (&jose.SignerOptions{}).WithBase64(false))
	if err != nil {
		t.Fatal(err)
	}
	body := strings.Replace(saleorPaid, "REF", ref, 1)
	signed, err := signer.Sign([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.DetachedCompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	tell := func(body, token string) *httptest.ResponseRecorder {
		return f.do("POST", "/v1/hooks/shop1/saleor", []byte(body), "Saleor-Event", "order_fully_paid", "Saleor-Signature", token)
	}
	if rec := tell(body, token); rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" {
		t.Errorf("while its keys cannot be had: got %d, want 503, which is told again", rec.Code)
	}
	up.Store(true)
	f.advance(10 * time.Second)
	if rec := tell(body, token); rec.Code != http.StatusOK || rec.Body.String() != `{"outcomes":["sealed"]}`+"\n" || len(s.collected()) != 1 {
		t.Errorf("got %d %s and %d receipts", rec.Code, rec.Body, len(s.collected()))
	}
	up.Store(false)
	f.advance(2 * time.Hour)
	if rec := tell(body, token); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "known") {
		t.Errorf("while its origin is away: got %d %s", rec.Code, rec.Body)
	}
	for name, c := range map[string][2]string{"another body": {body + " ", token}, "no signature": {body, ""}, "an HMAC of nothing": {body, strings.Repeat("0", 64)}} {
		if rec := tell(c[0], c[1]); rec.Code != http.StatusUnauthorized {
			t.Errorf("%s: got %d", name, rec.Code)
		}
	}
}

const saleorPaid = `{"order":{"id":"T3JkZXI6MQ==","number":"42","created":"2026-11-20T10:00:00+00:00","updatedAt":"2026-11-20T10:00:01+00:00","metadata":[{"key":"receipt_ref","value":"REF"}],
"total":{"gross":{"amount":30,"currency":"EUR"},"tax":{"amount":0}},"shippingPrice":{"gross":{"amount":0}},"lines":[{"productName":"Tee","productSku":"T-1","quantity":3,"totalPrice":{"gross":{"amount":30.0}}}]}}`
