package orders

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

// What is signed here is what the platform's own signature is, as far as Verify and Convert tell.
func TestSignedAsThePlatformSigns(t *testing.T) {
	for name, f := range fixtures {
		if f.platform == "standard" {
			continue
		}
		h := f.header(f.body, secret)
		event := shopifyHeader(h, "Topic") + h.Get("X-WC-Webhook-Topic") + h.Get("Saleor-Event")
		signed, err := Sign(f.platform, event, []byte(f.body), secret, now)
		if err != nil {
			t.Fatal(err)
		}
		if err := Platforms[f.platform].Verify(signed, []byte(f.body), []string{older, secret}, now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if Platforms[f.platform].Verify(signed, []byte(f.body), []string{older}, now) == nil || Platforms[f.platform].Verify(signed, []byte(f.body+" "), []string{secret}, now) == nil {
			t.Errorf("%s: another secret or body is taken", name)
		}
		want, _ := Platforms[f.platform].Convert(h, []byte(f.body))
		if got, err := Platforms[f.platform].Convert(signed, []byte(f.body)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, want)
		}
	}
	if _, err := Sign("standard", "", nil, secret, time.Now()); err == nil {
		t.Error("signed for a platform without an API")
	}
}

// An order with Fields alone is the same order.
func TestFieldsAreWhatConvertReads(t *testing.T) {
	for name, f := range fixtures {
		fields := Fields(f.platform)
		if fields == nil || f.want == nil || f.want[0].Sale != "" {
			continue
		}
		var all, some map[string]json.RawMessage
		if err := json.Unmarshal([]byte(f.body), &all); err != nil {
			t.Fatal(err)
		}
		some = map[string]json.RawMessage{}
		for _, field := range fields {
			if v, ok := all[field]; ok {
				some[field] = v
			}
		}
		body, _ := json.Marshal(some)
		want, _ := Platforms[f.platform].Convert(f.header(f.body, secret), []byte(f.body))
		if got, err := Platforms[f.platform].Convert(f.header(f.body, secret), body); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, want)
		}
		for _, personal := range []string{"email", "customer", "billing", "billing_address", "note", "customer_note"} {
			if some[personal] != nil {
				t.Errorf("%s: %s is asked for", name, personal)
			}
		}
	}
}
