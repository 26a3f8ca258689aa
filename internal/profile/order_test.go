package profile

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// edit returns testOrder with one piece of its text replaced.
func edit(t testing.TB, old, new string) string {
	t.Helper()
	if !strings.Contains(testOrder, old) {
		t.Fatalf("the test order does not hold %s", old)
	}
	return strings.Replace(testOrder, old, new, 1)
}

func TestOrderRefused(t *testing.T) {
	line := `{"n":1,"sku":"85123A"`
	refund := func(old, new string) string {
		return strings.Replace(`{"receipt":{"kind":"refund","at":"2026-05-01T10:30:00Z","channel":"web","currency":"GBP","total":-255,"tax":-5,"lines":[{"n":1,"name":"T-light","qty":"-1","total":-255}]}}`, old, new, 1)
	}
	many := func(n int) string {
		one := `{"n":1,"name":"x","qty":"1","total":1},`
		return edit(t, `"lines":[`, `"lines":[`+strings.Repeat(one, n))
	}
	for name, row := range map[string]struct{ body, code, field string }{
		"an empty body":                        {"", "not_json", ""},
		"a cut body":                           {testOrder[:len(testOrder)-1], "not_json", ""},
		"two values":                           {testOrder + "{}", "not_json", ""},
		"bytes that are not UTF-8":             {edit(t, "White", "Wh\xffite"), "not_json", ""},
		"more than a mebibyte":                 {testOrder + strings.Repeat(" ", MaxOrder), "too_large", ""},
		"endless nesting":                      {strings.Repeat("[", 100_000), "not_json", ""},
		"deep nesting":                         {`{"receipt":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "}", "wrong_type", "receipt"},
		"an array for an order":                {"[]", "wrong_type", ""},
		"no receipt":                           {`{}`, "missing_field", "receipt"},
		"a null receipt":                       {`{"receipt":null}`, "wrong_type", "receipt"},
		"an unknown field":                     {edit(t, `"channel"`, `"email":"a@b.example","channel"`), "unknown_field", "receipt.email"},
		"an unknown field of the order":        {edit(t, `{"sub"`, `{"customer":{"name":"x"},"sub"`), "unknown_field", "customer"},
		"an unknown field of a line":           {edit(t, `"sku"`, `"address":"x","sku"`), "unknown_field", "receipt.lines[0].address"},
		"an unknown field of the source":       {edit(t, `"sys"`, `"user":"x","sys"`), "unknown_field", "receipt.src.user"},
		"a person's name used as a field name": {edit(t, `"channel"`, `"Ada Lovelace":1,"channel"`), "unknown_field", "receipt.?"},
		"a field name in other case":           {edit(t, `"channel"`, `"Channel"`), "unknown_field", "receipt.Channel"},
		"a field twice":                        {edit(t, `"channel"`, `"kind":"sale","channel"`), "duplicate_key", "receipt.kind"},
		"a field twice, once with an escape":   {edit(t, `"channel"`, `"k\u0069nd":"sale","channel"`), "duplicate_key", "receipt.kind"},
		"a field of a line twice":              {edit(t, `"qty":"6"`, `"qty":"6","qty":"6"`), "duplicate_key", "receipt.lines[0].qty"},
		"a claim that the gateway adds":        {edit(t, `"channel"`, `"exponent":2,"channel"`), "unknown_field", "receipt.exponent"},
		"a sub of another length":              {edit(t, "bFzI7", "bFzI"), "bad_subject", "sub"},
		"a sub with loose bits":                {edit(t, "RDBg", "RDBh"), "bad_subject", "sub"},
		"an e-mail address as sub":             {edit(t, "bFzI7Uru0hNf01xKVQJ2bhJkNBlo4T0i3rQ8ml3RDBg", "a@b.example"), "bad_subject", "sub"},
		"no kind":                              {edit(t, `"kind":"sale",`, ""), "missing_field", "receipt.kind"},
		"an unknown kind":                      {edit(t, `"sale"`, `"gift"`), "unknown_kind", "receipt.kind"},
		"an unknown channel":                   {edit(t, `"web"`, `"phone"`), "unknown_channel", "receipt.channel"},
		"an unknown tender":                    {edit(t, `"tender":"card"`, `"tender":"4111 1111"`), "unknown_tender", "receipt.tender"},
		"an unknown currency":                  {edit(t, `"GBP"`, `"GBX"`), "unknown_currency", "receipt.currency"},
		"a currency in lower case":             {edit(t, `"GBP"`, `"gbp"`), "unknown_currency", "receipt.currency"},
		"a withdrawn currency":                 {edit(t, `"GBP"`, `"DEM"`), "unknown_currency", "receipt.currency"},
		"gold":                                 {edit(t, `"GBP"`, `"XAU"`), "unknown_currency", "receipt.currency"},
		"a time without a zone":                {edit(t, "10:30:00+02:00", "10:30:00"), "bad_time", "receipt.at"},
		"a time that does not exist":           {edit(t, "2026-05-01T", "2026-02-30T"), "bad_time", "receipt.at"},
		"a time before computers":              {edit(t, "2026-05-01T", "1066-05-01T"), "bad_time", "receipt.at"},
		"a total with a fraction":              {edit(t, `"total":3494`, `"total":34.94`), "bad_number", "receipt.total"},
		"a total with an exponent":             {edit(t, `"total":3494`, `"total":3e3`), "bad_number", "receipt.total"},
		"a total as text":                      {edit(t, `"total":3494`, `"total":"3494"`), "wrong_type", "receipt.total"},
		"a total of 2^53":                      {edit(t, `"total":3494`, `"total":9007199254740992`), "bad_number", "receipt.total"},
		"a total of a hundred digits":          {edit(t, `"total":3494`, `"total":`+strings.Repeat("9", 100)), "bad_number", "receipt.total"},
		"minus zero":                           {edit(t, `"total":3494`, `"total":-0`), "bad_number", "receipt.total"},
		"a sale with a negative total":         {edit(t, `"total":3494`, `"total":-1`), "negative_total", "receipt.total"},
		"a sale with a negative tax":           {edit(t, `"tax":582`, `"tax":-582`), "negative_tax", "receipt.tax"},
		"a sale with a negative quantity":      {edit(t, `"qty":"2"`, `"qty":"-2"`), "negative_quantity", "receipt.lines[1].qty"},
		"a sale of another sale":               {edit(t, `"channel"`, `"of":"`+fixtureID+`","channel"`), "bad_reference", "receipt.of"},
		"a refund with a positive quantity":    {refund(`"-1"`, `"1"`), "positive_quantity", "receipt.lines[0].qty"},
		"a refund with a positive total":       {refund(`"total":-255,"tax"`, `"total":255,"tax"`), "positive_total", "receipt.total"},
		"a refund with a positive tax":         {refund(`"tax":-5`, `"tax":5`), "positive_tax", "receipt.tax"},
		"a refund of an order number":          {refund(`"at"`, `"of":"536365","at"`), "bad_reference", "receipt.of"},
		"a quantity as a number":               {edit(t, `"qty":"6"`, `"qty":6`), "wrong_type", "receipt.lines[0].qty"},
		"a quantity with an exponent":          {edit(t, `"qty":"6"`, `"qty":"6e1"`), "bad_quantity", "receipt.lines[0].qty"},
		"a quantity with seven decimals":       {edit(t, `"qty":"6"`, `"qty":"6.0000001"`), "bad_quantity", "receipt.lines[0].qty"},
		"a quantity with a zero in front":      {edit(t, `"qty":"6"`, `"qty":"06"`), "bad_quantity", "receipt.lines[0].qty"},
		"a quantity of minus zero":             {edit(t, `"qty":"6"`, `"qty":"-0.0"`), "bad_quantity", "receipt.lines[0].qty"},
		"a quantity that ends in a point":      {edit(t, `"qty":"6"`, `"qty":"6."`), "bad_quantity", "receipt.lines[0].qty"},
		"an empty quantity":                    {edit(t, `"qty":"6"`, `"qty":""`), "bad_quantity", "receipt.lines[0].qty"},
		"a lone minus":                         {edit(t, `"qty":"6"`, `"qty":"-"`), "bad_quantity", "receipt.lines[0].qty"},
		"a plus sign":                          {edit(t, `"qty":"6"`, `"qty":"+6"`), "bad_quantity", "receipt.lines[0].qty"},
		"thirteen digits of quantity":          {edit(t, `"qty":"6"`, `"qty":"1234567890123"`), "bad_quantity", "receipt.lines[0].qty"},
		"a line number of zero":                {edit(t, line, `{"n":0,"sku":"85123A"`), "bad_line_number", "receipt.lines[0].n"},
		"a line number twice":                  {edit(t, `"n":2`, `"n":1`), "bad_line_number", "receipt.lines[1].n"},
		"a line without a name":                {edit(t, `"name":"White hanging heart t-light holder",`, ""), "missing_field", "receipt.lines[0].name"},
		"a line with an empty name":            {edit(t, "White hanging heart t-light holder", ""), "missing_field", "receipt.lines[0].name"},
		"no line at all":                       {`{"receipt":{"kind":"sale","at":"2026-05-01T10:30:00Z","channel":"web","currency":"GBP","total":0,"lines":[]}}`, "missing_field", "receipt.lines"},
		"a name with a line feed":              {edit(t, "White", `Wh\nite`), "bad_text", "receipt.lines[0].name"},
		"a name with a null":                   {edit(t, "White", `Wh\u0000ite`), "bad_text", "receipt.lines[0].name"},
		"a name with a bidirectional override": {edit(t, "White", "Wh\u202eite"), "bad_text", "receipt.lines[0].name"},
		"a name with an escaped override":      {edit(t, "White", `Wh\u202Eite`), "bad_text", "receipt.lines[0].name"},
		"a name with a zero-width space":       {edit(t, "White", "Wh\u200bite"), "bad_text", "receipt.lines[0].name"},
		"a name with a C1 control":             {edit(t, "White", "Wh\u0085ite"), "bad_text", "receipt.lines[0].name"},
		"a name with a tag character":          {edit(t, "White", "Wh\U000e0041ite"), "bad_text", "receipt.lines[0].name"},
		"a name with a lone surrogate":         {edit(t, "White", `Wh\ud800ite`), "bad_text", "receipt.lines[0].name"},
		"a name with swapped surrogates":       {edit(t, "White", `\udc00\ud800`), "bad_text", "receipt.lines[0].name"},
		"a name of 513 bytes":                  {edit(t, "White", strings.Repeat("W", 513)), "too_long", "receipt.lines[0].name"},
		"a gtin with letters":                  {edit(t, "4006381333931", "400638133393X"), "bad_gtin", "receipt.lines[0].gtin"},
		"a gtin of nine digits":                {edit(t, "4006381333931", "400638133"), "bad_gtin", "receipt.lines[0].gtin"},
		"a warranty until no date":             {edit(t, "2028-05-01", "2028-13-01"), "bad_date", "receipt.lines[0].warranty_until"},
		"a source without a system":            {edit(t, `"sys":"shop",`, ""), "missing_field", "receipt.src.sys"},
		"a thousand lines and two":             {many(1000), "bad_line_number", "receipt.lines[1].n"},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := ParseOrder([]byte(row.body))
			var bad *Invalid
			if !errors.As(err, &bad) {
				t.Fatalf("got %v and order %v, want an Invalid", err, o)
			}
			if bad.Code != row.code || bad.Field != row.field {
				t.Errorf("got %s at %q, want %s at %q", bad.Code, bad.Field, row.code, row.field)
			}
			if !strings.HasSuffix(bad.Message, ".") {
				t.Errorf("message %q is not a sentence", bad.Message)
			}
		})
	}
}

func TestAnOrderWithoutItsWrapperIsToldSo(t *testing.T) {
	var bad *Invalid
	for body, want := range map[string]string{
		`{"kind":"sale","total":1}`:          `Put the order under "receipt".`,
		`{"receipt":{"sub":"x"}}`:            "This field is unknown.",
		`{"customer":1,"receipt":{"at":""}}`: "This field is unknown.",
	} {
		if _, err := ParseOrder([]byte(body)); !errors.As(err, &bad) || bad.Code != "unknown_field" || !strings.HasPrefix(bad.Message, want) {
			t.Errorf("%s: got %v, want %s", body, bad, want)
		}
	}
}

func TestLineLimit(t *testing.T) {
	order := func(n int) []byte {
		var lines []map[string]any
		for i := range n {
			lines = append(lines, map[string]any{"n": i + 1, "name": "x", "qty": "1", "total": 1})
		}
		body, err := json.Marshal(map[string]any{"receipt": map[string]any{
			"kind": "sale", "at": "2026-05-01T10:30:00Z", "channel": "store", "currency": "JPY", "total": n, "lines": lines,
		}})
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	o, err := ParseOrder(order(MaxLines))
	if err != nil || len(o.Receipt.Lines) != MaxLines || !o.Receipt.TotalsConsistent || o.Receipt.Exponent != 0 {
		t.Fatalf("got %v, want an order of %d lines", err, MaxLines)
	}
	var bad *Invalid
	if _, err := ParseOrder(order(MaxLines + 1)); !errors.As(err, &bad) || bad.Code != "too_many_lines" {
		t.Errorf("got %v, want too_many_lines", err)
	}
}

// No refusal may repeat what a shop put into the wrong place.
func TestInvalidRepeatsNothingPersonal(t *testing.T) {
	const secret = "Lovelace"
	for _, key := range []string{"sub", "kind", "at", "channel", "currency", "total", "tender", "name", "qty", "gtin", "warranty_until", "sys", "n"} {
		var order any
		if err := json.Unmarshal([]byte(testOrder), &order); err != nil {
			t.Fatal(err)
		}
		plant(order, key, "Ada "+secret+"\u202e")
		body, err := json.Marshal(order)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseOrder(body)
		if err == nil {
			t.Fatalf("%s: an order with a name in it was accepted", key)
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v repeats the name", key, err)
		}
	}
}

func plant(v any, key string, value any) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if k == key {
				v[k] = value
				continue
			}
			plant(inner, key, value)
		}
	case []any:
		for _, inner := range v {
			plant(inner, key, value)
		}
	}
}

func TestTotalsConsistent(t *testing.T) {
	for name, row := range map[string]struct {
		body string
		want bool
	}{
		"tax included in the lines":      {testOrder, true},
		"tax on top of the lines":        {edit(t, `"total":3494`, `"total":4076`), true},
		"a penny too much":               {edit(t, `"total":3494`, `"total":3495`), false},
		"shipping forgotten":             {edit(t, `"shipping":500,`, ""), false},
		"no tax stated and none needed":  {edit(t, `"tax":582,`, ""), true},
		"a discount counted against you": {edit(t, `"discount":6`, `"discount":0`), false},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := ParseOrder([]byte(row.body))
			if err != nil {
				t.Fatal(err)
			}
			if got := o.Receipt.TotalsConsistent; got != row.want {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

func TestOrderNormalised(t *testing.T) {
	o, err := ParseOrder([]byte(edit(t, "10:30:00+02:00", "10:30:00.987+02:00")))
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 5, 1, 8, 30, 0, 0, time.UTC); o.Receipt.At != want {
		t.Errorf("got time %v, want %v", o.Receipt.At, want)
	}
	o, err = ParseOrder([]byte(edit(t, "White", `\u0057\"\\\/h\ud83d\ude00ite`)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := o.Receipt.Lines[0].Name, "W\"\\/h😀ite hanging heart t-light holder"; got != want {
		t.Errorf("got name %q, want %q", got, want)
	}
}

func TestExponents(t *testing.T) {
	for code, want := range map[string]int{"EUR": 2, "GBP": 2, "JPY": 0, "KWD": 3, "CLF": 4, "UYW": 4, "XOF": 0, "MRU": 2, "XCG": 2, "ISK": 0, "TND": 3} {
		if got, ok := Exponent(code); !ok || got != want {
			t.Errorf("%s: got %d, %v, want %d", code, got, ok, want)
		}
	}
	for code := range exponents {
		if len(code) != 3 || strings.ToUpper(code) != code || strings.TrimSpace(code) != code {
			t.Errorf("%q is not a currency code", code)
		}
	}
	if got, want := len(exponents), 165; got != want {
		t.Errorf("got %d currencies, want %d", got, want)
	}
}

// FuzzParseOrder compares the strict reader with encoding/json: what it accepts
// must be JSON, must mean the same, and must survive being issued and verified.
func FuzzParseOrder(f *testing.F) {
	f.Add([]byte(testOrder))
	f.Add([]byte(`{"receipt":{"kind":"refund","at":"2026-05-01T10:30:00Z","channel":"web","currency":"JPY","total":-255,"lines":[{"n":1,"name":"\u00e9\ud83d\ude00","qty":"-1.50","total":-255}]}}`))
	shop := newFixtureShop(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		o, err := ParseOrder(body)
		if err != nil {
			var bad *Invalid
			if !errors.As(err, &bad) || bad.Code == "" || bad.Message == "" {
				t.Fatalf("got %v, want an Invalid", err)
			}
			return
		}
		var want struct {
			Sub     string
			Receipt struct {
				Kind, Channel, Currency, Tender string
				Total                           int64
				Lines                           []Line
			}
		}
		if err := json.Unmarshal(body, &want); err != nil {
			t.Fatalf("accepted what encoding/json refuses: %v", err)
		}
		r := &o.Receipt
		if o.Sub != want.Sub || r.Kind != want.Receipt.Kind || r.Total != want.Receipt.Total || canonical(t, r.Lines) != canonical(t, want.Receipt.Lines) {
			t.Fatalf("read other values than encoding/json")
		}
		token, err := Issue(shop.key, testIssuer, fixtureID, shop.holder, r)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := VerifyReceipt(token, testIssuer, shop.keys)
		if err != nil {
			t.Fatal(err)
		}
		r.ID = fixtureID
		if canonical(t, got) != canonical(t, r) {
			t.Fatalf("issued %s, verified %s", canonical(t, r), canonical(t, got))
		}
	})
}
