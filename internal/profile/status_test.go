package profile

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"carnet/internal/profile/sdjwt"

	"github.com/go-jose/go-jose/v4"
)

const testList = "https://gateway.example/status/shop-1/00112233445566778899aabbccddeeff"

// The bytes of draft-ietf-oauth-status-list, section "Status List": a list of two bits per entry, values 1 2 0 3 0 1 0 1 1 2 3 3.
func TestStatusListHasTheDraftsBits(t *testing.T) {
	list := make(StatusList, 3)
	for i, v := range []byte{1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3} {
		list[i/4] |= v << (i % 4 * 2)
	}
	if want := (StatusList{0xc9, 0x44, 0xf9}); !slices.Equal(list, want) {
		t.Fatalf("packed %x, want %x", list, want)
	}
	for i, want := range []Refund{1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3} {
		if got, ok := list.At(i); got != want || !ok {
			t.Errorf("entry %d: got %d %v, want %d", i, got, ok, want)
		}
	}
	for _, i := range []int{-1, 12, 1 << 40} {
		if _, ok := list.At(i); ok {
			t.Errorf("entry %d is there", i)
		}
		if list.Mark(i, Refunded) {
			t.Errorf("entry %d was marked", i)
		}
	}
}

func TestMarksOnlyGrow(t *testing.T) {
	list := NewStatusList()
	for _, c := range []struct {
		value, want Refund
		changed     bool
	}{{NotRefunded, NotRefunded, false}, {PartlyRefunded, PartlyRefunded, true}, {PartlyRefunded, PartlyRefunded, false}, {Refunded, Refunded, true},
		{PartlyRefunded, Refunded, false}, {NotRefunded, Refunded, false}} {
		if changed := list.Mark(StatusEntries-1, c.value); changed != c.changed {
			t.Errorf("mark %v: changed %v, want %v", c.value, changed, c.changed)
		}
		if got, _ := list.At(StatusEntries - 1); got != c.want {
			t.Errorf("mark %v: got %v, want %v", c.value, got, c.want)
		}
	}
	if got, _ := list.At(StatusEntries - 2); got != NotRefunded {
		t.Errorf("the neighbour: %v", got)
	}
}

func TestStatusListRefused(t *testing.T) {
	key, err := NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}}
	list := NewStatusList()
	list.Mark(5, Refunded)
	sign := func(k *IssuerKey, header string, change func(p map[string]any)) string {
		t.Helper()
		good, err := SignStatusList(k, testList, list, testNow)
		if err != nil {
			t.Fatal(err)
		}
		text, err := sdjwt.UnverifiedPayload(good)
		if err != nil {
			t.Fatal(err)
		}
		var p map[string]any
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(p)
		}
		text, err = json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		token, err := sdjwt.SignCompact(k.key, header, text)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	good := sign(key, key.statusHeader, nil)
	got, err := VerifyStatusList(good, testList, keys, testNow)
	if err != nil || !slices.Equal(got, list) {
		t.Fatalf("a good list: %v", err)
	}
	if len(good) > 1000 {
		t.Errorf("a list with one mark has %d bytes", len(good))
	}
	set := func(name string, value any) func(map[string]any) {
		return func(p map[string]any) { p[name] = value }
	}
	inner := func(name string, value any) func(map[string]any) {
		return func(p map[string]any) { p["status_list"].(map[string]any)[name] = value }
	}
	for name, token := range map[string]string{
		"another key's":             sign(other, other.statusHeader, nil),
		"a receipt's type":          sign(key, key.receiptHeader, nil),
		"another list's":            sign(key, key.statusHeader, set("sub", testList+"0")),
		"expired":                   sign(key, key.statusHeader, set("exp", testNow.Unix())),
		"one bit per entry":         sign(key, key.statusHeader, inner("bits", 1)),
		"a list that is none":       sign(key, key.statusHeader, inner("lst", "AAAA")),
		"a list that is cut short":  sign(key, key.statusHeader, inner("lst", "eNpjAAAAAQAB"[:8])),
		"a list that is not base64": sign(key, key.statusHeader, inner("lst", "=")),
		"a bomb":                    sign(key, key.statusHeader, inner("lst", bomb(t, key))),
		"a flipped bit":             flipAt(good, len(good)/2),
		"nothing":                   "",
	} {
		if _, err := VerifyStatusList(token, testList, keys, testNow); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := VerifyStatusList(good, testList, keys, testNow.Add(24*time.Hour)); err == nil {
		t.Error("a list of yesterday was accepted")
	}
}

// bomb is a list of 2 MiB.
func bomb(t *testing.T, key *IssuerKey) string {
	t.Helper()
	token, err := SignStatusList(key, testList, make(StatusList, 2*maxStatusSize), testNow)
	if err != nil {
		t.Fatal(err)
	}
	text, err := sdjwt.UnverifiedPayload(token)
	if err != nil {
		t.Fatal(err)
	}
	var p statusToken
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p.List.List
}

func flipAt(s string, i int) string {
	b := []byte(s)
	b[i] ^= 1
	return string(b)
}

func TestStatusIsAlwaysVisible(t *testing.T) {
	m := &readVectors(t).Made
	bare, _, _ := strings.Cut(m.Receipt.SDJWT, "~")
	c, err := VerifyCredential(bare+"~", m.Issuer.Iss, m.Issuer.JWKS)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Status{URI: testList, Index: 4660}); c.Status == nil || *c.Status != want {
		t.Errorf("got status %+v, want %+v", c.Status, want)
	}
	if len(c.Claims) != 0 {
		t.Errorf("claims without disclosures: %v", c.Claims)
	}
	if c.Undisclosed != claimCount {
		t.Errorf("%d digests, want %d", c.Undisclosed, claimCount)
	}
	for _, claim := range []any{"x", map[string]any{"status_list": map[string]any{"idx": -1, "uri": "x"}}, map[string]any{"status_list": map[string]any{"idx": 1}},
		map[string]any{"status_list": map[string]any{"idx": "1", "uri": "x"}}} {
		if _, err := statusFrom(claim); err == nil {
			t.Errorf("status %v was accepted", claim)
		}
	}
	if s, err := statusFrom(map[string]any{"another_mechanism": 1}); s != nil || err != nil {
		t.Errorf("another mechanism: %v %v, want none", s, err)
	}
}

// The published meaning of the claims names exactly the claims that a receipt can have.
func TestTypeMetadataNamesEveryClaim(t *testing.T) {
	var doc struct {
		VCT    string `json:"vct"`
		Claims []struct {
			Path []*string `json:"path"`
			SD   string    `json:"sd"`
		} `json:"claims"`
	}
	if err := json.Unmarshal(TypeMetadata(), &doc); err != nil || doc.VCT != VCT {
		t.Fatalf("vct %q: %v", doc.VCT, err)
	}
	var top, line []string
	for _, c := range doc.Claims {
		switch {
		case len(c.Path) == 1 && c.SD == "always":
			top = append(top, *c.Path[0])
		case len(c.Path) == 3 && c.SD == "never":
			line = append(line, *c.Path[2])
		}
	}
	want := append(slices.Clone(receiptFields), "id", "exponent", "totals_consistent")
	want = slices.DeleteFunc(want, func(s string) bool { return s == "whole" }) // of the order alone
	for _, c := range []struct{ got, want []string }{{top, want}, {line, slices.Clone(lineFields)}} {
		slices.Sort(c.got)
		slices.Sort(c.want)
		if !slices.Equal(c.got, c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	if len(top) != claimCount {
		t.Errorf("%d claims, want %d", len(top), claimCount)
	}
}

func TestWhole(t *testing.T) {
	const of = `"of":"00112233445566778899aabbccddeeff",`
	order := func(kind, more string) []byte {
		return []byte(`{"receipt":{"kind":"` + kind + `",` + more + `"at":"2026-05-01T10:30:00Z","channel":"web","currency":"GBP","total":0,"lines":[{"n":1,"name":"x","qty":"0","total":0}]}}`)
	}
	for name, c := range map[string]struct {
		order []byte
		whole bool
		field string
	}{
		"a refund of all":         {order("refund", of+`"whole":true,`), true, ""},
		"a refund of a part":      {order("refund", of+`"whole": false ,`), false, ""},
		"a refund that is silent": {order("refund", of), false, ""},
		"a refund of nothing":     {order("refund", `"whole":true,`), false, "receipt.whole"},
		"a sale":                  {order("sale", `"whole":true,`), false, "receipt.whole"},
		"an exchange":             {order("exchange", of+`"whole":true,`), false, "receipt.whole"},
		"a word":                  {order("refund", of+`"whole":"true",`), false, "receipt.whole"},
		"a number":                {order("refund", of+`"whole":1,`), false, "receipt.whole"},
	} {
		o, bad := parseOrder(c.order)
		switch {
		case c.field == "" && bad != nil:
			t.Errorf("%s: %v", name, bad)
		case c.field == "" && o.Whole != c.whole:
			t.Errorf("%s: whole %v, want %v", name, o.Whole, c.whole)
		case c.field != "" && (bad == nil || bad.Field != c.field):
			t.Errorf("%s: got %v, want a refusal of %s", name, bad, c.field)
		}
	}
}
