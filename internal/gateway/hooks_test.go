package gateway_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/hooks"
	"carnet/internal/profile"
)

const hookSecret = "a-secret-of-the-shop"

// withHooks is a gateway whose first shop is told of its orders by two platforms.
func withHooks(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t, true)
	f.cfg.Shops[0].Hooks = []hooks.Hook{{Platform: "shopify", Secrets: []string{hookSecret}}, {Platform: "woocommerce", Secrets: []string{hookSecret}}, {Platform: "stripe", Secrets: []string{hookSecret}}}
	f.restart()
	return f
}

// ref makes a receipt_ref for a shopper.
func (f *fixture) ref(sub string) (string, int) {
	f.t.Helper()
	rec := f.do("POST", "/v1/receipt-refs", []byte(`{"sub":"`+sub+`"}`), "Authorization", "Bearer "+f.token("shop1", "receipts"))
	var out struct {
		Ref string `json:"receipt_ref"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil {
		f.t.Fatal(err)
	}
	return out.Ref, rec.Code
}

func shopifyMAC(body string) string {
	mac := hmac.New(sha256.New, []byte(hookSecret))
	mac.Write([]byte(body))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// shopify delivers an event.
func (f *fixture) shopify(topic, body string) int {
	f.t.Helper()
	return f.do("POST", "/v1/hooks/shop1/shopify", []byte(body), "X-Shopify-Topic", topic, "X-Shopify-Hmac-Sha256", shopifyMAC(body)).Code
}

func shopifyPaid(id int, ref string) string {
	return fmt.Sprintf(`{"id":%d,"email":"CANARY-7f@example.com","customer":{"first_name":"CANARY-7f"},"processed_at":"2026-11-20T09:30:00Z","currency":"USD","total_price":"199.00",
"note_attributes":[{"name":"receipt_ref","value":%q}],"line_items":[{"sku":"S","title":"Lantern","quantity":1,"price":"199.00"}]}`, id, ref)
}

func (f *fixture) shopifyRefunded(order, id int, at time.Time) string {
	return fmt.Sprintf(`{"id":%d,"order_id":%d,"created_at":%q,"note":"CANARY-7f","transactions":[{"kind":"refund","status":"success","amount":"19.00","currency":"USD"}]}`, id, order, at.UTC().Format(time.RFC3339))
}

// collected opens what lies in a shopper's inbox.
func (s *shopper) collected() (all []*profile.Receipt) {
	s.f.t.Helper()
	for id, keys := range s.f.receipts() {
		for _, key := range keys {
			if !strings.Contains(key, s.inbox) {
				continue
			}
			rec := s.f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox+"/receipts/"+id)
			sealed, err := profile.ParseSealed(rec.Body.Bytes())
			if err != nil {
				s.f.t.Fatal(err)
			}
			token, _, err := profile.Open(sealed.Age, s.root.Identity(shopSector, s.gen))
			if err != nil {
				s.f.t.Fatal(err)
			}
			r, _, err := profile.VerifyReceipt(token, issuer+"/shops/shop1", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{s.f.cfg.Shops[0].Key.Public()}})
			if err != nil {
				s.f.t.Fatal(err)
			}
			all = append(all, r)
		}
	}
	return all
}

func TestAPlatformsOrderReachesItsShopper(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, status := f.ref(s.sub)
	if status != http.StatusCreated || len(ref) != 26 {
		t.Fatalf("got %d %q", status, ref)
	}
	for range 3 { // however often it is told
		if got := f.shopify("orders/paid", shopifyPaid(5001, ref)); got != http.StatusOK {
			t.Fatalf("got %d", got)
		}
	}
	if got := f.shopify("orders/paid", strings.Replace(shopifyPaid(5001, ref), "199.00", "299.00", 2)); got != http.StatusOK { // the first is kept
		t.Fatalf("got %d", got)
	}
	f.restart()
	f.tokens = map[string]string{}
	if got := f.shopify("refunds/create", f.shopifyRefunded(5001, 7, f.now())); got != http.StatusOK {
		t.Fatalf("got %d", got)
	}
	all := s.collected()
	if len(all) != 2 {
		t.Fatalf("%d receipts, want the sale and the refund", len(all))
	}
	if all[0].Kind == "refund" {
		all[0], all[1] = all[1], all[0]
	}
	if all[0].Total != 19900 || all[1].Total != -1900 || all[1].Of != all[0].ID || all[0].Source.System != "shopify" {
		t.Errorf("got %+v and %+v", all[0], all[1])
	}
	if got := f.shopify("orders/paid", shopifyPaid(5002, ref)); got != http.StatusOK || len(s.collected()) != 2 {
		t.Errorf("a ref leads two orders to its shopper: %d", got)
	}
	text := f.logs.String() + dump(t, f.dir)
	for _, personal := range []string{"CANARY", ref, s.sub, "Lantern"} {
		if strings.Contains(text, personal) {
			t.Errorf("%q lies in the stores or the log", personal)
		}
	}
}

func TestARefundBeforeItsSaleIsSentAgain(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	if got := f.shopify("refunds/create", f.shopifyRefunded(5001, 7, f.now())); got != http.StatusServiceUnavailable {
		t.Errorf("early: got %d, want 503", got)
	}
	if got := f.shopify("refunds/create", f.shopifyRefunded(5001, 7, f.now().Add(-time.Hour))); got != http.StatusOK {
		t.Errorf("an hour after it was made: got %d, want 200: it will not come any more", got)
	}
	f.shopify("orders/paid", shopifyPaid(5001, ref))
	if got := f.shopify("refunds/create", f.shopifyRefunded(5001, 7, f.now())); got != http.StatusOK || len(s.collected()) != 2 {
		t.Errorf("after its sale: got %d and %d receipts", got, len(s.collected()))
	}
}

func TestWhatMakesNoReceiptIsAnsweredSoThatThePlatformGoesOn(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	for name, body := range map[string]string{"no ref": shopifyPaid(1, ""), "a made-up ref": shopifyPaid(2, strings.Repeat("0", 26)), "half a ref": shopifyPaid(3, ref[:13]), "not an order": `{"x":1}`,
		"an order of a currency that is none": strings.Replace(shopifyPaid(4, ref), "USD", "XQX", 1)} {
		if got := f.shopify("orders/paid", body); got != http.StatusOK {
			t.Errorf("%s: got %d", name, got)
		}
	}
	if got := f.shopify("customers/data_request", `{"customer":{"email":"CANARY"}}`); got != http.StatusOK {
		t.Errorf("a topic of privacy law: got %d", got)
	}
	if rec := f.do("POST", "/v1/hooks/shop1/woocommerce", []byte("webhook_id=7"), "Content-Type", "application/x-www-form-urlencoded"); rec.Code != http.StatusOK {
		t.Errorf("WooCommerce's ping: got %d", rec.Code)
	}
	if n := len(f.receipts()); n != 0 {
		t.Errorf("%d receipts", n)
	}
	lost := f.signIn()
	its, _ := f.ref(lost.sub)
	if err := f.blob.Delete(t.Context(), "inboxes/"+lost.inbox[:2]+"/"+lost.inbox+"/known"); err != nil { // as an older backup would
		t.Fatal(err)
	}
	f.restart()
	if got := f.shopify("orders/paid", shopifyPaid(5, its)); got != http.StatusOK || len(f.receipts()) != 0 {
		t.Errorf("a ref of a shopper who is not known any more: got %d, %d receipts", got, len(f.receipts()))
	}
	f.advance(31 * 24 * time.Hour)
	if got := f.shopify("orders/paid", shopifyPaid(9, ref)); got != http.StatusOK || len(f.receipts()) != 0 {
		t.Errorf("a ref that is over: got %d, %d receipts", got, len(f.receipts()))
	}
}

func TestForgedDeliveriesAreRefused(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	body := shopifyPaid(1, ref)
	for name, c := range map[string]struct {
		target, mac string
		status      int
	}{
		"another body's signature": {"/v1/hooks/shop1/shopify", shopifyMAC(body + " "), 401}, "no signature": {"/v1/hooks/shop1/shopify", "", 401},
		"another shop": {"/v1/hooks/shop2/shopify", shopifyMAC(body), 404}, "a platform that is not configured": {"/v1/hooks/shop1/saleor", shopifyMAC(body), 404},
	} {
		rec := f.do("POST", c.target, []byte(body), "X-Shopify-Topic", "orders/paid", "X-Shopify-Hmac-Sha256", c.mac)
		if rec.Code != c.status || strings.Contains(rec.Body.String(), "CANARY") {
			t.Errorf("%s: got %d %s", name, rec.Code, rec.Body)
		}
	}
	if rec := f.do("POST", "/v1/hooks/shop1/shopify", []byte(strings.Repeat("x", 1<<20+1)), "X-Shopify-Hmac-Sha256", "x"); rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large one: got %d", rec.Code)
	}
	stamp := strconv.FormatInt(f.now().Add(-time.Hour).Unix(), 10)
	mac := hmac.New(sha256.New, []byte(hookSecret))
	mac.Write([]byte(stamp + ".{}"))
	if rec := f.do("POST", "/v1/hooks/shop1/stripe", []byte("{}"), "Stripe-Signature", "t="+stamp+",v1="+hex.EncodeToString(mac.Sum(nil))); rec.Code != 401 {
		t.Errorf("an old one: got %d", rec.Code)
	}
	if n := len(f.receipts()); n != 0 {
		t.Errorf("%d receipts", n)
	}
	if _, status := f.ref(strings.Repeat("A", 43)); status != http.StatusNotFound {
		t.Errorf("a ref for nobody: got %d", status)
	}
}

func TestADeliveryThatMeetsAFullDiskIsSentAgain(t *testing.T) {
	for _, part := range []string{"put sales/", "-used", "/leaves/", "put receipts/"} {
		for _, how := range []faults.Flavour{faults.Before, faults.After} {
			f := withHooks(t)
			s := f.signIn().mustBind()
			ref, _ := f.ref(s.sub)
			f.blob.Fail(1, how, func(call string) bool { return strings.Contains(call, part) })
			if got := f.shopify("orders/paid", shopifyPaid(1, ref)); got < 500 || f.blob.Hits() != 1 {
				t.Errorf("%s: got %d after %d failures", part, got, f.blob.Hits())
			}
			if got := f.shopify("orders/paid", shopifyPaid(1, ref)); got != http.StatusOK || len(s.collected()) != 1 {
				t.Errorf("%s: then got %d and %d receipts", part, got, len(s.collected()))
			}
		}
	}
}
