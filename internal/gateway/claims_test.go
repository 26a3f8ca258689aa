package gateway_test

import (
	"strings"
	"testing"
	"time"

	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
)

// A claim code is good for 30 days. Then the receipt behind it goes, and a refund of the sale still finds its place.
func TestAClaimEndsAfterThirtyDays(t *testing.T) {
	f := newFixture(t, false)
	f.advance(-31 * 24 * time.Hour) // the shop's access token lives by the real clock
	a, _ := f.post(newKey(), order("", 700))
	f.advance(29 * 24 * time.Hour)
	b, _ := f.post(newKey(), order("", 800))
	claim := func(x answer) string {
		code, err := profile.ParseClaimCode(x.Claim.Code)
		if err != nil {
			t.Fatal(err)
		}
		return "/v1/claims/" + code.Keys().ID
	}
	if rec := f.do("GET", claim(a), nil); rec.Code != 200 {
		t.Errorf("after 29 days: %d, want 200", rec.Code)
	}
	f.advance(2 * 24 * time.Hour)
	if rec := f.do("GET", claim(a), nil); rec.Code != 410 || decode[answer](t, rec.Body).Error != "claim_expired" {
		t.Errorf("after 31 days: %d, want 410 claim_expired", rec.Code)
	}
	f.blob.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "delete claims/") })
	if err := f.gw.Sweep(t.Context()); err == nil {
		t.Error("a sweep that could not delete said nothing")
	}
	if err := f.gw.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if rec := f.do("GET", claim(a), nil); rec.Code != 404 {
		t.Errorf("after the sweep: %d, want 404", rec.Code)
	}
	if rec := f.do("GET", claim(b), nil); rec.Code != 200 {
		t.Errorf("a claim of two days, after the sweep: %d, want 200", rec.Code)
	}
	left := f.receipts()
	if len(left[a.ID]) != 0 || len(left[b.ID]) != 1 {
		t.Errorf("left: %v, want %s alone", left, b.ID)
	}
	f.mustRefund(newKey(), refund("", a.ID, true), "marked")
}

func TestAShopMayHaveTheClaimDrawn(t *testing.T) {
	f := newFixture(t, false)
	token := "Bearer " + f.token("shop1", "receipts")
	drawn := func(path string, body []byte) bool {
		rec := f.do("POST", path, body, "Authorization", token, "Idempotency-Key", newKey())
		type claimed struct{ Claim struct{ QR string } }
		out := decode[struct {
			claimed
			Results []claimed
		}](t, rec.Body)
		if len(out.Results) == 1 {
			out.claimed = out.Results[0]
		}
		return strings.HasPrefix(out.Claim.QR, "<svg ")
	}
	batch := []byte(`[{"idempotency_key":"` + newKey() + `",` + string(order("", 5))[1:] + `]`)
	for what, c := range map[string]struct{ got, want bool }{
		"an order":          {drawn("/v1/receipts?qr=svg", order("", 5)), true},
		"an order, unasked": {drawn("/v1/receipts", order("", 5)), false},
		"a batch":           {drawn("/v1/receipts/batch?qr=svg", batch), true},
		"a connected vault": {drawn("/v1/receipts?qr=svg", order(f.signIn().mustBind().sub, 5)), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: drawn %v, want %v", what, c.got, c.want)
		}
	}
}

// A code opens and deletes the receipt that was sealed to it, and no other that came into its place.
func TestACodeDeletesNoReceiptOfAVault(t *testing.T) {
	t.Run("of a try that failed", func(t *testing.T) {
		f := newFixture(t, false)
		f.advance(-33 * 24 * time.Hour) // the shop's access token lives by the real clock
		s := f.signIn()
		key := newKey()
		f.blob.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "put receipts/") })
		if _, status := f.post(key, order(s.sub, 700)); status < 500 {
			t.Fatalf("got %d", status)
		}
		s.mustBind()
		a, _ := f.post(key, order(s.sub, 700))
		f.advance(32 * 24 * time.Hour)
		if err := f.gw.Sweep(t.Context()); err != nil || len(f.receipts()[a.ID]) != 1 || len(s.collected()) != 1 {
			t.Errorf("%d receipts left, %v, want the vault's", len(f.receipts()[a.ID]), err)
		}
	})
	t.Run("of a receipt that was deleted", func(t *testing.T) {
		f := newFixture(t, false)
		s := f.signIn()
		key := newKey()
		a, _ := f.post(key, order(s.sub, 700))
		code, err := profile.ParseClaimCode(a.Claim.Code)
		if err != nil {
			t.Fatal(err)
		}
		s.mustBind()
		f.signed(s.holder(), "DELETE", "/v1/inboxes/"+s.inbox+"/receipts/"+a.ID)
		f.post(key, order(s.sub, 700)) // to the vault
		if rec := f.do("GET", "/v1/claims/"+code.Keys().ID, nil); rec.Code != 404 {
			t.Errorf("the code's holder gets the vault's receipt: %d", rec.Code)
		}
		f.signed(code.Keys().Holder, "DELETE", "/v1/claims/"+code.Keys().ID)
		if n := len(s.collected()); n != 1 {
			t.Errorf("%d receipts left of the vault's one", n)
		}
	})
}

// Whichever try of an order stays, its code opens it.
func TestACodeOpensTheReceiptOfALaterTry(t *testing.T) {
	for _, how := range []faults.Flavour{faults.Before, faults.After} {
		f := newFixture(t, false)
		key := newKey()
		f.blob.Fail(1, how, func(call string) bool { return strings.HasPrefix(call, "put receipts/") })
		f.post(key, order("", 700))
		a, _ := f.post(key, order("", 700))
		code, err := profile.ParseClaimCode(a.Claim.Code)
		if err != nil {
			t.Fatal(err)
		}
		if r, status := f.claimed(code); status != 200 || r.Total != 700 {
			t.Errorf("got %d", status)
		}
		f.signed(code.Keys().Holder, "DELETE", "/v1/claims/"+code.Keys().ID)
		if n := len(f.receipts()); n != 0 {
			t.Errorf("%d receipts left of a claim that was deleted", n)
		}
	}
}
