package gateway_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
)

// refund is the body of a refund of a sale; sub may be empty.
func refund(sub, of string, whole bool) []byte {
	who := ""
	if sub != "" {
		who = `"sub":"` + sub + `",`
	}
	return fmt.Appendf(nil, `{%s"receipt":{"kind":"refund","of":%q,"whole":%v,"at":"2026-11-22T10:00:00Z","channel":"web","currency":"GBP","total":-5,"lines":[{"n":1,"name":"White hanging heart","qty":"-1","total":-5}]}}`,
		who, of, whole)
}

// refunded is what shop 2 is told when a shopper shows a receipt there.
func (s *shopper) refunded(h held) string {
	s.f.t.Helper()
	q := s.f.ask()
	rec := s.f.answer(q, map[string][]string{"receipt": {s.present(h, q.aud, q.nonce, s.f.now(), "total")}}, evidence(h))
	if rec.Code != 200 {
		s.f.t.Fatalf("answer: %d %s", rec.Code, rec.Body)
	}
	rec = s.f.result("shop2", decode[map[string]string](s.f.t, rec.Body)["redirect_uri"])
	out := decode[struct {
		Receipts []struct{ Refunded string }
	}](s.f.t, rec.Body)
	return out.Receipts[0].Refunded
}

func (f *fixture) mustRefund(key string, body []byte, want string) {
	f.t.Helper()
	rec := f.do("POST", "/v1/receipts", body, "Authorization", "Bearer "+f.token("shop1", "receipts"), "Idempotency-Key", key)
	if out := decode[struct{ Sale string }](f.t, rec.Body); rec.Code/100 != 2 || out.Sale != want {
		f.t.Fatalf("refund: %d, sale %q, want %q", rec.Code, out.Sale, want)
	}
}

func TestARefundIsSeenByShopsThatAreShownTheSale(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	b, _ := f.post(newKey(), order(s.sub, 9))
	f.settle()
	sale, other := s.collect(a), s.collect(b)
	if got := s.refunded(sale); got != "no" {
		t.Errorf("before: %s, want no", got)
	}
	part := newKey()
	f.mustRefund(part, refund(s.sub, a.ID, false), "marked")
	if got := s.refunded(sale); got != "partly" {
		t.Errorf("after a part: %s, want partly", got)
	}
	f.mustRefund(newKey(), refund(s.sub, a.ID, true), "marked")
	f.mustRefund(part, refund(s.sub, a.ID, false), "marked") // a late retry takes nothing back
	if got := s.refunded(sale); got != "yes" {
		t.Errorf("after all: %s, want yes", got)
	}
	if got := s.refunded(other); got != "no" {
		t.Errorf("another sale: %s, want no", got)
	}
	if rec := f.signed(s.holder(), "DELETE", "/v1/inboxes/"+s.inbox+"/receipts/"+b.ID); rec.Code != 204 {
		t.Fatalf("delete: %d %s", rec.Code, rec.Body)
	}
	f.restart()
	f.mustRefund(newKey(), refund(s.sub, b.ID, true), "marked")
	if got := s.refunded(other); got != "yes" {
		t.Errorf("a sale whose receipt the shopper deleted here: %s, want yes", got)
	}
}

func TestARefundOfAGuestsSale(t *testing.T) {
	f := newFixture(t, false)
	guest, _ := f.post(newKey(), order("", 100))
	f.mustRefund(newKey(), refund("", guest.ID, true), "marked")
	s := f.signIn().mustBind() // who signs in later gets the refund under her name, and the sale is still found
	later, _ := f.post(newKey(), order("", 100))
	f.mustRefund(newKey(), refund(s.sub, later.ID, false), "marked")
}

func TestARefundWhoseSaleIsUnknownIsKeptAndSaidSo(t *testing.T) {
	f := newFixture(t, false)
	s, other := f.signIn().mustBind(), f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	key := newKey()
	f.mustRefund(key, refund(s.sub, strings.Repeat("0", 32), true), "unknown")
	f.mustRefund(key, refund(s.sub, strings.Repeat("0", 32), true), "unknown")
	f.mustRefund(newKey(), refund(other.sub, a.ID, true), "unknown") // another shopper's
	rec := f.do("POST", "/v1/receipts", refund("", a.ID, true), "Authorization", "Bearer "+f.token("shop2", "receipts"), "Idempotency-Key", newKey())
	if out := decode[struct{ Sale string }](t, rec.Body); rec.Code != 201 || out.Sale != "unknown" {
		t.Errorf("another shop's sale: %d %q, want unknown", rec.Code, out.Sale)
	}
	f.settle()
	if got := s.refunded(s.collect(a)); got != "no" {
		t.Errorf("got %s, want no", got)
	}
}

// A refund that was refused marks nothing; one that the store lost half-way is whole after the shop's retry.
func TestARefundIsWholeOrNothing(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	f.settle()
	sale := s.collect(a)
	key := newKey()
	f.post(key, order(s.sub, 7))
	if out, code := f.post(key, refund(s.sub, a.ID, true)); code != 409 {
		t.Errorf("under another order's key: %d %+v, want 409", code, out)
	}
	if _, code := f.post(newKey(), []byte(strings.Replace(string(refund(s.sub, a.ID, true)), `"total":-5,`, `"total":5,`, 1))); code != 422 {
		t.Errorf("a refund that pays: %d, want 422", code)
	}
	if got := s.refunded(sale); got != "no" {
		t.Errorf("after refused refunds: %s, want no", got)
	}
	for _, how := range []faults.Flavour{faults.Before, faults.After} {
		key := newKey()
		f.blob.Fail(1, how, func(call string) bool { return strings.HasPrefix(call, "replace status/") })
		if _, code := f.post(key, refund(s.sub, a.ID, how == faults.After)); code < 500 || f.blob.Hits() != 1 {
			t.Fatalf("while the list cannot be written: %d, want a failure", code)
		}
		f.mustRefund(key, refund(s.sub, a.ID, how == faults.After), "marked")
	}
	if got := s.refunded(sale); got != "yes" {
		t.Errorf("after the retries: %s, want yes", got)
	}
}

func TestABatchMarksSalesToo(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	var body struct {
		Sub     json.RawMessage `json:"sub"`
		Receipt json.RawMessage `json:"receipt"`
	}
	if err := json.Unmarshal(refund(s.sub, a.ID, true), &body); err != nil {
		t.Fatal(err)
	}
	items, err := json.Marshal([]map[string]any{{"idempotency_key": newKey(), "sub": body.Sub, "receipt": body.Receipt}})
	if err != nil {
		t.Fatal(err)
	}
	rec := f.do("POST", "/v1/receipts/batch", items, "Authorization", "Bearer "+f.token("shop1", "receipts"))
	if !strings.Contains(rec.Body.String(), `"sale":"marked"`) {
		t.Errorf("got %d %s, want the sale marked", rec.Code, rec.Body)
	}
}

// Anybody can read what verifies a receipt, from any page: the list is signed by the shop's key and says the same of one
// receipt as the gateway tells shops.
func TestStatusListsAndTypeMetadataArePublished(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	a, _ := f.post(newKey(), order(s.sub, 1530))
	f.settle()
	h := s.collect(a)
	f.mustRefund(newKey(), refund(s.sub, a.ID, true), "marked")
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{f.cfg.Shops[0].Key.Public()}}
	c, err := profile.VerifyCredential(h.token, issuer+"/shops/shop1", keys)
	if err != nil {
		t.Fatal(err)
	}
	rec := f.do("GET", strings.TrimPrefix(c.Status.URI, issuer), nil, "Origin", "https://anybody.example")
	for name, want := range map[string]string{"Content-Type": "application/statuslist+jwt", "Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"} {
		if got := rec.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	list, err := profile.VerifyStatusList(rec.Body.String(), c.Status.URI, keys, f.now())
	if err != nil {
		t.Fatal(err)
	}
	if value, _ := list.At(c.Status.Index); value != profile.Refunded {
		t.Errorf("got %v, want %v", value, profile.Refunded)
	}
	for _, path := range []string{strings.Replace(c.Status.URI, "shop1", "shop2", 1), strings.Replace(c.Status.URI, "shop1", "shop3", 1), c.Status.URI[:len(c.Status.URI)-1], issuer + "/status/shop1/current"} {
		if rec := f.do("GET", strings.TrimPrefix(path, issuer), nil); rec.Code != 404 {
			t.Errorf("%s: %d, want 404", path, rec.Code)
		}
	}
	rec = f.do("GET", "/types/urn:carnet:receipt:1", nil)
	if out := decode[map[string]any](t, rec.Body); rec.Code != 200 || out["vct"] != profile.VCT {
		t.Errorf("type metadata: %d %v", rec.Code, out["vct"])
	}
	for _, other := range []string{"urn:carnet:receipt:2", "urn", "urn:carnet", "urnxyz", "urn:carnet:receipt:1:1"} {
		if rec := f.do("GET", "/types/"+other, nil); rec.Code != 404 {
			t.Errorf("metadata of the type %s, which is not ours: %d, want 404", other, rec.Code)
		}
	}
}
