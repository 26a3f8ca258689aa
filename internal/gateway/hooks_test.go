package gateway_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
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
	return decode[ref](f.t, rec.Body).Ref, rec.Code
}

type ref struct {
	Ref   string `json:"receipt_ref"`
	Claim *struct{ Code, URL, QR string }
}

// guestRef makes a receipt_ref for a guest, or for a sub without a vault.
func (f *fixture) guestRef(body string) (ref, profile.ClaimCode) {
	f.t.Helper()
	rec := f.do("POST", "/v1/receipt-refs?qr=svg", []byte(body), "Authorization", "Bearer "+f.token("shop1", "receipts"))
	out := decode[ref](f.t, rec.Body)
	if rec.Code != http.StatusCreated || out.Claim == nil || !strings.HasPrefix(out.Claim.QR, "<svg ") || !strings.Contains(out.Claim.URL, "shop=shop1") {
		f.t.Fatalf("got %d %+v", rec.Code, out)
	}
	code, err := profile.ParseClaimCode(out.Claim.Code)
	if err != nil {
		f.t.Fatal(err)
	}
	return out, code
}

// claimed fetches and opens what lies under a claim code.
func (f *fixture) claimed(code profile.ClaimCode) (*profile.Receipt, int) {
	f.t.Helper()
	rec := f.do("GET", "/v1/claims/"+code.Keys().ID, nil)
	if rec.Code != http.StatusOK {
		return nil, rec.Code
	}
	return f.opened(rec.Body.Bytes(), code.Keys().Identity), rec.Code
}

// published is what the shop's published status list says.
func (f *fixture) published(at profile.Status) profile.Refund {
	f.t.Helper()
	rec := f.do("GET", strings.TrimPrefix(at.URI, issuer), nil)
	list, err := profile.VerifyStatusList(rec.Body.String(), at.URI, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{f.cfg.Shops[0].Key.Public()}}, f.now())
	if err != nil {
		f.t.Fatal(err)
	}
	value, ok := list.At(at.Index)
	if !ok {
		f.t.Fatalf("no entry %d", at.Index)
	}
	return value
}

func (f *fixture) opened(object []byte, identity age.Identity) *profile.Receipt {
	f.t.Helper()
	sealed, err := profile.ParseSealed(object)
	if err != nil {
		f.t.Fatal(err)
	}
	token, _, err := profile.Open(sealed.Age, identity)
	if err != nil {
		f.t.Fatal(err)
	}
	r, _, err := profile.VerifyReceipt(token, issuer+"/shops/shop1", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{f.cfg.Shops[0].Key.Public()}})
	if err != nil {
		f.t.Fatal(err)
	}
	return r
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
			all = append(all, s.f.opened(rec.Body.Bytes(), s.root.Identity(shopSector, s.gen)))
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
	if rec := f.do("POST", "/v1/hooks/shop1/shopify", []byte(strings.Repeat("x", 4<<20+1)), "X-Shopify-Hmac-Sha256", "x"); rec.Code != http.StatusRequestEntityTooLarge {
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

// A platform's answer reaches no confirmation page: a cart's ref brings the claim code before there is an order.
func TestAGuestsOrderIsClaimedByTheCodeOfItsCart(t *testing.T) {
	f := withHooks(t)
	plain := f.signIn() // without a vault
	for who, body := range map[string]string{"a guest": `{}`, "a plain wallet": `{"sub":"` + plain.sub + `"}`} {
		id := 6001 + len(who)
		cart, code := f.guestRef(body)
		if _, status := f.claimed(code); status != http.StatusNotFound {
			t.Errorf("%s: before the order: got %d, want 404", who, status)
		}
		for range 3 {
			if got := f.shopify("orders/paid", shopifyPaid(id, cart.Ref)); got != http.StatusOK {
				t.Fatalf("%s: got %d", who, got)
			}
		}
		if got := f.shopify("refunds/create", f.shopifyRefunded(id, id+100, f.now())); got != http.StatusOK {
			t.Errorf("%s: refund: got %d", who, got)
		}
		f.advance(10 * time.Minute) // lists are published anew every few minutes
		if r, status := f.claimed(code); status != http.StatusOK || r.Total != 19900 {
			t.Fatalf("%s: got %d %+v", who, status, r)
		} else if value := f.published(*r.Status); value != profile.PartlyRefunded {
			t.Errorf("%s: the sale says %v, want %v", who, value, profile.PartlyRefunded)
		}
		text := f.logs.String() + dump(t, f.dir)
		for _, secret := range []string{cart.Ref, code.Compact(), code.String(), string(code[:]), "CANARY", "Lantern"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %q lies in the stores or the log", who, secret)
			}
		}
	}
	if n := len(f.receipts()); n != 2 {
		t.Errorf("%d receipts, want two sales: a refund without a vault makes none", n)
	}
}

func TestAVaultThatIsBoundBeforeTheOrderGetsIt(t *testing.T) {
	f := withHooks(t)
	s := f.signIn()
	cart, code := f.guestRef(`{"sub":"` + s.sub + `"}`)
	s.mustBind()
	f.shopify("orders/paid", shopifyPaid(1, cart.Ref))
	if _, status := f.claimed(code); status != http.StatusNotFound || len(s.collected()) != 1 {
		t.Errorf("got %d and %d receipts, want the vault to have it", status, len(s.collected()))
	}
}

func TestARefThatComesLaterIsTaken(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	f.shopify("orders/paid", shopifyPaid(1, ""))
	f.shopify("orders/paid", shopifyPaid(1, ref)) // the shop added it, and the platform was asked to tell again
	f.shopify("refunds/create", f.shopifyRefunded(1, 7, f.now()))
	f.shopify("orders/paid", shopifyPaid(1, ""))
	if n := len(s.collected()); n != 2 {
		t.Errorf("%d receipts, want the sale and the refund", n)
	}
}

func TestRefsThatAreOverAreDeleted(t *testing.T) {
	f := withHooks(t)
	refs := func() int {
		if err := f.gw.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		return strings.Count(dump(t, f.dir), "/refs/")
	}
	cart, _ := f.guestRef(`{}`)
	f.shopify("orders/paid", shopifyPaid(1, cart.Ref))
	f.advance(30 * 24 * time.Hour)
	if n := refs(); n != 2 {
		t.Errorf("after 30 days: %d objects, want the ref and its use", n)
	}
	f.advance(2 * 24 * time.Hour)
	if n := refs(); n != 0 {
		t.Errorf("after 32 days: %d objects, want none", n)
	}
}

// Shopify waits five seconds, and takes what comes later for a failure that nobody explains.
func TestAStoreThatHangsDoesNotKeepThePlatformWaiting(t *testing.T) {
	t.Parallel()
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	f.blob.Fail(1, faults.Hangs, func(call string) bool { return strings.Contains(call, "put receipts/") })
	if got := f.shopify("orders/paid", shopifyPaid(1, ref)); got != http.StatusServiceUnavailable || f.blob.Hits() != 1 {
		t.Errorf("got %d after %d hangs, want 503", got, f.blob.Hits())
	}
	if got := f.shopify("orders/paid", shopifyPaid(1, ref)); got != http.StatusOK || len(s.collected()) != 1 {
		t.Errorf("then got %d and %d receipts", got, len(s.collected()))
	}
}

// The secret of a Shopify app signs for every shop that installed it, and for orders that nobody paid.
func TestAnotherShopsAndTestOrdersMakeNoReceipt(t *testing.T) {
	f := withHooks(t)
	f.cfg.Shops[0].Hooks[0].Domain = "lantern.myshopify.com"
	f.restart()
	f.tokens = map[string]string{}
	s := f.signIn().mustBind()
	deliver := func(body, domain string) {
		t.Helper()
		if rec := f.do("POST", "/v1/hooks/shop1/shopify", []byte(body), "X-Shopify-Topic", "orders/paid", "X-Shopify-Shop-Domain", domain, "X-Shopify-Hmac-Sha256", shopifyMAC(body)); rec.Code != http.StatusOK {
			t.Errorf("got %d", rec.Code)
		}
	}
	ref, _ := f.ref(s.sub)
	deliver(shopifyPaid(1, ref), "evil.myshopify.com")
	newer := shopifyPaid(4, ref)
	f.do("POST", "/v1/hooks/shop1/shopify", []byte(newer), "shopify-topic", "orders/paid", "shopify-shop-domain", "evil.myshopify.com", "shopify-hmac-sha256", shopifyMAC(newer))
	deliver(`{"test":true,`+shopifyPaid(2, ref)[1:], "lantern.myshopify.com")
	if n := len(s.collected()); n != 0 {
		t.Errorf("%d receipts of another shop, or of an order that nobody paid", n)
	}
	deliver(shopifyPaid(3, ref), "Lantern.myshopify.com")
	if n := len(s.collected()); n != 1 {
		t.Errorf("%d receipts of its own order", n)
	}
}
