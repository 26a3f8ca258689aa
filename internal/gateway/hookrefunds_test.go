package gateway_test

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/hooks"
	"carnet/internal/orders"
	"carnet/internal/profile"
)

// saysOfItsSale is what the published list says of the one sale in a shopper's inbox.
func (s *shopper) saysOfItsSale() profile.Refund {
	s.f.t.Helper()
	for _, r := range s.collected() {
		if r.Kind == "sale" {
			s.f.advance(10 * time.Minute) // lists are published anew every few minutes
			return s.f.published(*r.Status)
		}
	}
	s.f.t.Fatal("no sale")
	return 0
}

// saleor delivers what is told of an order that is refunded at a time.
func (f *fixture) saleor(event, ref string, updated time.Time) int {
	f.t.Helper()
	body := strings.NewReplacer("REF", ref, "2026-11-20T10:00:01+00:00", updated.UTC().Format(time.RFC3339)).Replace(saleorPaid)
	h, err := orders.Sign("saleor", event, []byte(body), hookSecret, f.now())
	if err != nil {
		f.t.Fatal(err)
	}
	if _, err := hex.DecodeString(h.Get("Saleor-Signature")); err != nil {
		f.t.Fatal(err)
	}
	return f.do("POST", "/v1/hooks/shop1/saleor", []byte(body), "Saleor-Event", event, "Saleor-Signature", h.Get("Saleor-Signature")).Code
}

// woo delivers what is told of order 9 of 10.00, paid back by refunds.
func (f *fixture) woo(modified, refunds, ref string) int {
	f.t.Helper()
	body := fmt.Sprintf(`{"id":9,"status":"completed","currency":"USD","date_paid_gmt":"2026-11-20T09:30:00","date_modified_gmt":%q,"total":"10.00","line_items":[{"name":"x","quantity":1,"subtotal":"10.00"}],"refunds":[%s],"meta_data":[{"key":"receipt_ref","value":%q}]}`, modified, refunds, ref)
	return f.do("POST", "/v1/hooks/shop1/woocommerce", []byte(body), "X-WC-Webhook-Topic", "order.updated", "X-WC-Webhook-Signature", shopifyMAC(body)).Code
}

func TestARefundWaitsWhileItsSaleIsToldAgain(t *testing.T) {
	f := withHooks(t)
	f.cfg.Shops[0].Hooks = append(f.cfg.Shops[0].Hooks, hooks.Hook{Platform: "saleor", Secrets: []string{hookSecret}})
	f.restart()
	for platform, tell := range map[string]func(sale bool, ref string) int{
		"shopify": func(sale bool, ref string) int {
			if sale {
				return f.shopify("orders/paid", shopifyPaid(5001, ref))
			}
			return f.shopify("refunds/create", f.shopifyRefunded(5001, 7, f.now()))
		},
		"saleor": func(sale bool, ref string) int {
			if sale {
				return f.saleor("order_fully_paid", ref, f.now())
			}
			return f.saleor("order_fully_refunded", ref, f.now())
		},
	} {
		s := f.signIn().mustBind()
		ref, _ := f.ref(s.sub)
		f.blob.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "put receipts/") })
		if got := tell(true, ref); got < 500 {
			t.Fatalf("%s: the sale met a full disk: got %d", platform, got)
		}
		if got := tell(false, ref); got != http.StatusServiceUnavailable {
			t.Errorf("%s: a refund whose sale is not stored: got %d, want 503", platform, got)
		}
		if a, b := tell(true, ref), tell(false, ref); a != http.StatusOK || b != http.StatusOK || len(s.collected()) != 2 {
			t.Errorf("%s: then got %d and %d, %d receipts", platform, a, b, len(s.collected()))
		}
		if got := s.saysOfItsSale(); got == profile.NotRefunded {
			t.Errorf("%s: money was paid back, and the sale says %v", platform, got)
		}
	}
}

func TestASaleThatComesLongAfterItsRefundShowsIt(t *testing.T) {
	f := withHooks(t)
	f.cfg.Shops[0].Hooks = append(f.cfg.Shops[0].Hooks, hooks.Hook{Platform: "saleor", Secrets: []string{hookSecret}})
	f.restart()
	long := f.now().Add(-time.Hour)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	if got := f.saleor("order_fully_refunded", ref, long); got != http.StatusOK || len(s.collected()) != 1 {
		t.Fatalf("a refund whose sale did not come: got %d, %d receipts", got, len(s.collected()))
	}
	f.restart()
	f.saleor("order_fully_paid", ref, long)
	if got := s.saysOfItsSale(); got != profile.Refunded {
		t.Errorf("the sale says %v, want %v", got, profile.Refunded)
	}

	other := f.signIn().mustBind()
	its, _ := f.ref(other.sub)
	f.shopify("refunds/create", f.shopifyRefunded(5002, 8, long)) // which has no ref
	f.shopify("orders/paid", shopifyPaid(5002, its))
	if got := other.saysOfItsSale(); got != profile.PartlyRefunded {
		t.Errorf("the sale of a refund that led to nobody says %v, want %v", got, profile.PartlyRefunded)
	}

	cart, code := f.guestRef(`{}`)
	f.shopify("refunds/create", f.shopifyRefunded(5003, 9, long))
	f.shopify("orders/paid", shopifyPaid(5003, cart.Ref))
	r, _ := f.claimed(code)
	f.advance(10 * time.Minute)
	if got := f.published(*r.Status); got != profile.PartlyRefunded {
		t.Errorf("a guest's sale says %v, want %v", got, profile.PartlyRefunded)
	}
}

// WooCommerce tells of a refund anew with each change of its order, and with the time of that change.
func TestARefundThatWasNotMarkedIsMarkedByTheNextChange(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	f.woo("2026-11-20T09:30:00", "", ref)
	f.blob.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "replace status/") })
	if got := f.woo("2026-11-21T09:30:00", `{"id":1,"total":"-10.00"}`, ref); got < 500 || f.blob.Hits() != 1 {
		t.Fatalf("while the list cannot be written: got %d", got)
	}
	if got := f.woo("2026-11-22T09:30:00", `{"id":1,"total":"-10.00"}`, ref); got != http.StatusOK {
		t.Errorf("then got %d", got)
	}
	if got := s.saysOfItsSale(); got != profile.Refunded {
		t.Errorf("the sale says %v, want %v", got, profile.Refunded)
	}
}

func TestPartsThatPayAllBackRefundTheWhole(t *testing.T) {
	for name, c := range map[string]struct {
		refunds string
		want    profile.Refund
	}{
		"two halves, the newest first": {`{"id":10,"total":"-5.00"},{"id":9,"total":"-5.00"}`, profile.Refunded},
		"a half":                       {`{"id":9,"total":"-5.00"}`, profile.PartlyRefunded},
		"nothing, and all":             {`{"id":9,"total":"0.00"},{"id":10,"total":"-10.00"}`, profile.Refunded},
	} {
		f := withHooks(t)
		s := f.signIn().mustBind()
		ref, _ := f.ref(s.sub)
		if got := f.woo("2026-11-21T09:30:00", c.refunds, ref); got != http.StatusOK {
			t.Errorf("%s: got %d", name, got)
		}
		if got := s.saysOfItsSale(); got != c.want {
			t.Errorf("%s: the sale says %v, want %v", name, got, c.want)
		}
	}
}

// A sale that cannot become a receipt keeps nothing back that came with it: WooCommerce gives a webhook up that fails.
func TestARefundDoesNotWaitForASaleThatWasRefused(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	body := fmt.Sprintf(`{"id":9,"currency":"USD","date_paid_gmt":"2026-11-20T09:30:00","date_modified_gmt":%q,"total":"-10.00","line_items":[{"name":"x","quantity":1,"subtotal":"10.00"}],"refunds":[{"id":1,"total":"-1.00"}],"meta_data":[{"key":"receipt_ref","value":%q}]}`, f.now().UTC().Format("2006-01-02T15:04:05"), ref)
	if rec := f.do("POST", "/v1/hooks/shop1/woocommerce", []byte(body), "X-WC-Webhook-Topic", "order.updated", "X-WC-Webhook-Signature", shopifyMAC(body)); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "refused") {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
}
