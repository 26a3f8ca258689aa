package gateway_test

import (
	"strings"
	"testing"
)

func TestWhateverAProductIsCalledItsOrderIsSealed(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	n := 0
	for name, title := range map[string]string{"an emoji with joiners": "Family mug \U0001F468\u200d\U0001F469\u200d\U0001F467", "a soft hyphen": "Donau\u00addampfschiff", "a zero-width space": "T\u200bShirt",
		"Arabic with a mark": "\u200fقميص", "180 Chinese characters": strings.Repeat("灯", 180), "a C1 control": "Caf\u0085"} {
		n++
		ref, _ := f.ref(s.sub)
		if got := f.shopify("orders/paid", strings.Replace(shopifyPaid(n, ref), "Lantern", title, 1)); got != 200 || len(f.receipts()) != n {
			t.Errorf("%s: answered %d, %d receipts, want %d", name, got, len(f.receipts()), n)
		}
	}
}
