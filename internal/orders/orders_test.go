package orders

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"carnet/internal/profile"
)

const secret, older = "a-secret-of-the-shop", "the-secret-before-it"

var now = time.Unix(1_800_000_000, 0)

// canary is in every member of the fixtures that names a person.
const canary = "CANARY"

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// fixture is a delivery in the platform's published shape, with a way to sign it.
type fixture struct {
	platform string
	body     string
	header   func(body, secret string) http.Header
	want     []Event
}

func b64mac(body, secret string) string {
	return base64.StdEncoding.EncodeToString(mac([]byte(secret), []byte(body)).Sum(nil))
}

func p(n int64) *int64 { return &n }

var fixtures = map[string]fixture{
	"shopify order": {"shopify", `{"id":820982911946154508,"email":"CANARY@example.com","created_at":"2026-11-20T09:00:00-05:00","processed_at":"2026-11-20T09:30:00-05:00","currency":"USD","presentment_currency":"EUR",
"total_price":"404.95","total_tax":"11.94","total_discounts":"20.00","taxes_included":false,"total_shipping_price_set":{"shop_money":{"amount":"10.00","currency_code":"USD"}},"source_name":"web","note":"CANARY",
"note_attributes":[{"name":"gift","value":"CANARY"},{"name":"receipt_ref","value":"abc"}],"customer":{"first_name":"CANARY"},"billing_address":{"name":"CANARY","phone":"CANARY"},
"line_items":[{"id":866550311766439020,"sku":"IPOD2008PINK","title":"IPod Nano - 8GB","name":"CANARY engraving","quantity":1,"price":"199.00","properties":[{"name":"engraving","value":"CANARY"}]},
{"id":141249953214522974,"sku":"","title":"IPod\u0000 Shuffle","quantity":2,"price":"102.005"}]}`,
		func(b, s string) http.Header {
			return header("X-Shopify-Topic", "orders/paid", "X-Shopify-Hmac-Sha256", b64mac(b, s))
		},
		[]Event{{Key: "order/820982911946154508", Ref: "abc", Receipt: Receipt{Kind: "sale", At: "2026-11-20T14:30:00Z", Channel: "web", Currency: "USD", Total: 40495, Tax: p(1194), Shipping: p(1000), Discount: p(2000),
			Lines: []Line{{N: 1, Name: "IPod Nano - 8GB", SKU: "IPOD2008PINK", Qty: "1", Unit: p(19900), Total: 19900}, {N: 2, Name: "IPod Shuffle", Qty: "2", Unit: p(10201), Total: 20402}}, Source: Source{"shopify", "820982911946154508"}}}}},
	"shopify order of the newer family": {"shopify", `{"id":1,"processed_at":"2026-11-20T09:30:00Z","currency":"JPY","total_price":"1000","source_name":"pos","line_items":[{"title":"Tea","quantity":1,"price":"1000.00"}]}`,
		func(b, s string) http.Header {
			return header("shopify-topic", "orders/paid", "shopify-hmac-sha256", b64mac(b, s))
		},
		[]Event{{Key: "order/1", Receipt: Receipt{Kind: "sale", At: "2026-11-20T09:30:00Z", Channel: "store", Currency: "JPY", Total: 1000, Lines: []Line{{N: 1, Name: "Tea", Qty: "1", Unit: p(1000), Total: 1000}}, Source: Source{"shopify", "1"}}}}},
	"shopify refund": {"shopify", `{"id":929361464,"order_id":450789469,"created_at":"2026-11-21T10:00:00Z","note":"CANARY wrong size","user_id":548380009,
"refund_line_items":[{"quantity":1,"subtotal":195.66,"line_item":{"sku":"IPOD2008GREEN","title":"IPod Nano - 8gb","price":"199.00","quantity":3}}],
"transactions":[{"kind":"refund","status":"success","amount":"209.00","currency":"USD","receipt":{"email":"CANARY"}},{"kind":"refund","status":"failure","amount":"1.00","currency":"USD"}]}`,
		func(b, s string) http.Header {
			return header("X-Shopify-Topic", "refunds/create", "X-Shopify-Hmac-Sha256", b64mac(b, s))
		},
		[]Event{{Key: "refund/929361464", Sale: "order/450789469", Receipt: Receipt{Kind: "refund", At: "2026-11-21T10:00:00Z", Channel: "web", Currency: "USD", Total: -20900,
			Lines: []Line{{N: 1, Name: "IPod Nano - 8gb", SKU: "IPOD2008GREEN", Qty: "-1", Unit: p(19900), Total: -19900}}, Source: Source{"shopify", "929361464"}}}}},
	"shopify privacy topic": {"shopify", `{"shop_id":1,"customer":{"email":"CANARY"}}`, func(b, s string) http.Header {
		return header("X-Shopify-Topic", "customers/redact", "X-Shopify-Hmac-Sha256", b64mac(b, s))
	}, nil},
	"woocommerce order": {"woocommerce", `{"id":727,"number":"CANARY727","status":"refunded","currency":"USD","date_created_gmt":"2026-11-20T19:28:02","date_paid_gmt":"2026-11-20T19:28:08","date_modified_gmt":"2026-11-22T08:00:00","total":"29.35","total_tax":"1.35",
"shipping_total":"10.00","discount_total":"2.00","prices_include_tax":false,"customer_note":"CANARY","billing":{"first_name":"CANARY","email":"CANARY"},
"line_items":[{"id":315,"name":"Woo Single &ndash; A&amp;B","sku":"W1","quantity":2,"subtotal":"8.00","subtotal_tax":"0.45","total":"6.00","total_tax":"0.45","price":3,"meta_data":[{"key":"engraving","value":"CANARY"}]},
{"id":316,"name":"Ship Your Idea","sku":"","quantity":1.5,"subtotal":"12.00","subtotal_tax":"0","price":8.0}],"fee_lines":[],"refunds":[{"id":726,"reason":"CANARY","total":"-10.00"},{"id":728,"total":"-19.35"}],
"meta_data":[{"id":1,"key":"_customer","value":{"a":"CANARY"}},{"id":2,"key":"receipt_ref","value":"wooref"}]}`,
		func(b, s string) http.Header {
			return header("X-WC-Webhook-Topic", "order.updated", "X-WC-Webhook-Signature", b64mac(b, s))
		},
		[]Event{{Key: "order/727", Ref: "wooref", Receipt: Receipt{Kind: "sale", At: "2026-11-20T19:28:08Z", Channel: "web", Currency: "USD", Total: 2935, Tax: p(135), Shipping: p(1000), Discount: p(200),
			Lines: []Line{{N: 1, Name: "Woo Single – A&B", SKU: "W1", Qty: "2", Total: 800, Tax: p(45)}, {N: 2, Name: "Ship Your Idea", Qty: "1.5", Total: 1200}}, Source: Source{"woocommerce", "727"}}},
			{Key: "refund/726", Sale: "order/727", Ref: "wooref", Receipt: Receipt{Kind: "refund", At: "2026-11-22T08:00:00Z", Channel: "web", Currency: "USD", Total: -1000, Lines: []Line{{N: 1, Name: "Refund", Qty: "-1", Total: -1000}}, Source: Source{"woocommerce", "726"}}},
			{Key: "refund/728", Sale: "order/727", Ref: "wooref", Receipt: Receipt{Kind: "refund", At: "2026-11-22T08:00:00Z", Channel: "web", Currency: "USD", Total: -1935, Whole: true, Lines: []Line{{N: 1, Name: "Refund", Qty: "-1", Total: -1935}}, Source: Source{"woocommerce", "728"}}}}},
	"woocommerce order that nobody paid": {"woocommerce", `{"id":727,"status":"pending","currency":"USD","date_paid_gmt":null,"total":"29.35"}`, func(b, s string) http.Header {
		return header("X-WC-Webhook-Topic", "order.created", "X-WC-Webhook-Signature", b64mac(b, s))
	}, nil},
	"woocommerce order deleted": {"woocommerce", `{"id":727}`, func(b, s string) http.Header {
		return header("X-WC-Webhook-Topic", "order.deleted", "X-WC-Webhook-Signature", b64mac(b, s))
	}, nil},
	"stripe session": {"stripe", `{"id":"evt_1","type":"checkout.session.completed","api_version":"2026-01-01","created":1800000000,"data":{"object":{"id":"cs_1","object":"checkout.session","payment_intent":"pi_1","payment_status":"paid",
"currency":"eur","amount_total":2198,"amount_subtotal":2000,"client_reference_id":"striperef","customer_details":{"email":"CANARY","name":"CANARY","address":{"line1":"CANARY"}},"metadata":{"who":"CANARY"},"total_details":{"amount_discount":200,"amount_shipping":0,"amount_tax":398}}}}`,
		stripeHeader, []Event{{Key: "payment/pi_1", Ref: "striperef", Receipt: Receipt{Kind: "sale", At: "2027-01-15T08:00:00Z", Channel: "web", Currency: "EUR", Total: 2198, Discount: p(200), Tax: p(398),
			Lines: []Line{{N: 1, Name: "Purchase", Qty: "1", Total: 2000}}, Source: Source{"stripe", "cs_1"}}}}},
	"stripe session in a currency that it counts in hundredths": {"stripe", `{"type":"checkout.session.completed","created":1800000000,"data":{"object":{"id":"cs_1","payment_intent":"pi_1","payment_status":"paid","currency":"isk","amount_total":50000,"amount_subtotal":50000}}}`,
		stripeHeader, []Event{{Key: "payment/pi_1", Receipt: Receipt{Kind: "sale", At: "2027-01-15T08:00:00Z", Channel: "web", Currency: "ISK", Total: 500, Lines: []Line{{N: 1, Name: "Purchase", Qty: "1", Total: 500}}, Source: Source{"stripe", "cs_1"}}}}},
	"stripe refund, the second step": {"stripe", `{"type":"charge.refunded","created":1800000000,"data":{"object":{"id":"ch_1","payment_intent":"pi_1","currency":"eur","amount":2198,"amount_refunded":2198,"billing_details":{"name":"CANARY"}},"previous_attributes":{"amount_refunded":500}}}`,
		stripeHeader, []Event{{Key: "refund/ch_1/2198", Sale: "payment/pi_1", Receipt: Receipt{Kind: "refund", At: "2027-01-15T08:00:00Z", Channel: "web", Currency: "EUR", Total: -1698, Whole: true, Lines: []Line{{N: 1, Name: "Refund", Qty: "-1", Total: -1698}}, Source: Source{"stripe", "ch_1"}}}}},
	"stripe session without money yet": {"stripe", `{"type":"checkout.session.completed","created":1800000000,"data":{"object":{"id":"cs_1","payment_intent":"pi_1","payment_status":"unpaid","currency":"eur"}}}`, stripeHeader, nil},
	"saleor order": {"saleor", `{"order":{"id":"T3JkZXI6MQ==","number":"42","created":"2026-11-20T10:00:00.123456+00:00","updatedAt":"2026-11-20T10:00:01+00:00","userEmail":"CANARY","metadata":[{"key":"receipt_ref","value":"salref"}],
"total":{"gross":{"amount":33.30,"currency":"KWD"},"tax":{"amount":1.005}},"shippingPrice":{"gross":{"amount":3.3,"currency":"KWD"}},"lines":[{"productName":"Tee","productSku":"T-1","quantity":3,"totalPrice":{"gross":{"amount":30.0}}}]}}`,
		func(b, s string) http.Header {
			return header("Saleor-Event", "order_fully_paid", "Saleor-Signature", hex.EncodeToString(mac([]byte(s), []byte(b)).Sum(nil)))
		},
		[]Event{{Key: "order/T3JkZXI6MQ==", Ref: "salref", Receipt: Receipt{Kind: "sale", At: "2026-11-20T10:00:00Z", Channel: "web", Currency: "KWD", Total: 33300, Tax: p(1005), Shipping: p(3300),
			Lines: []Line{{N: 1, Name: "Tee", SKU: "T-1", Qty: "3", Total: 30000}}, Source: Source{"saleor", "42"}}}}},
	"standard order": {"standard", `{"type":"order.paid","timestamp":"x","data":{"order":"A-1","receipt_ref":"r","receipt":{"kind":"sale","at":"2026-11-20T10:00:00Z","channel":"web","currency":"GBP","total":5,"lines":[{"n":1,"name":"Tea","qty":"1","total":5}],"src":{"sys":"s","ref":"A-1"}}}}`,
		standardHeader, []Event{{Key: "order/A-1", Ref: "r", Receipt: Receipt{Kind: "sale", At: "2026-11-20T10:00:00Z", Channel: "web", Currency: "GBP", Total: 5, Lines: []Line{{N: 1, Name: "Tea", Qty: "1", Total: 5}}, Source: Source{"s", "A-1"}}}}},
	"standard refund": {"standard", `{"type":"order.refunded","data":{"order":"A-1","refund":"1","receipt":{"kind":"refund","at":"2026-11-20T10:00:00Z","channel":"web","currency":"GBP","total":-5,"lines":[{"n":1,"name":"Tea","qty":"-1","total":-5}],"src":{"sys":"s","ref":"A-1"}}}}`,
		standardHeader, []Event{{Key: "refund/A-1/1", Sale: "order/A-1", Receipt: Receipt{Kind: "refund", At: "2026-11-20T10:00:00Z", Channel: "web", Currency: "GBP", Total: -5, Lines: []Line{{N: 1, Name: "Tea", Qty: "-1", Total: -5}}, Source: Source{"s", "A-1"}}}}},
}

func stripeHeader(body, s string) http.Header {
	stamp := strconv.FormatInt(now.Unix(), 10)
	return header("Stripe-Signature", "t="+stamp+",v1="+strings.Repeat("0", 64)+",v1="+hex.EncodeToString(mac([]byte(s), []byte(stamp+"."+body)).Sum(nil))+",v0=abc")
}

func standardHeader(body, s string) http.Header {
	stamp := strconv.FormatInt(now.Unix(), 10)
	return header("webhook-id", "msg_1", "webhook-timestamp", stamp, "webhook-signature", "v1,AAAA v1,"+base64.StdEncoding.EncodeToString(mac([]byte(s), []byte("msg_1."+stamp+"."+body)).Sum(nil)))
}

// secrets are written as each platform's users have them.
func secrets(platform string, of ...string) []string {
	var out []string
	for _, s := range of {
		if platform == "standard" {
			s = "whsec_" + base64.StdEncoding.EncodeToString([]byte(s))
		}
		out = append(out, s)
	}
	return out
}

func TestDeliveriesBecomeOrders(t *testing.T) {
	for name, f := range fixtures {
		t.Run(name, func(t *testing.T) {
			h := f.header(f.body, secret)
			if err := Platforms[f.platform].Verify(h, []byte(f.body), secrets(f.platform, secret), now); err != nil {
				t.Fatal(err)
			}
			got, err := Platforms[f.platform].Convert(h, []byte(f.body))
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				if got[i].At.IsZero() {
					t.Error("an event without a time")
				}
				got[i].At = time.Time{}
			}
			have, _ := json.Marshal(got)
			want, _ := json.Marshal(f.want)
			if string(have) != string(want) {
				t.Errorf("got\n%s\nwant\n%s", have, want)
			}
			if strings.Contains(string(have), canary) {
				t.Errorf("what names a person is kept: %s", have)
			}
			for _, e := range got { // the gateway takes it, and it adds up
				if e.Sale != "" {
					e.Receipt.Of = strings.Repeat("a", 32)
				}
				body, _ := json.Marshal(map[string]any{"receipt": e.Receipt})
				o, err := profile.ParseOrder(body)
				if err != nil {
					t.Errorf("%s: %v", body, err)
				} else if o.Receipt.Kind == "sale" && !strings.HasPrefix(name, "shopify order") && !o.Receipt.TotalsConsistent {
					t.Errorf("%s does not add up", body)
				}
			}
		})
	}
}

func TestSignatures(t *testing.T) {
	for name, f := range fixtures {
		verify := Platforms[f.platform].Verify
		h := f.header(f.body, secret)
		for what, c := range map[string]struct {
			header  http.Header
			body    string
			secrets []string
			at      time.Time
			ok      bool
		}{
			"with two live secrets":      {h, f.body, secrets(f.platform, older, secret), now, true},
			"with the one before it":     {f.header(f.body, older), f.body, secrets(f.platform, older, secret), now, true},
			"with another secret":        {h, f.body, secrets(f.platform, older), now, false},
			"with no secret":             {h, f.body, nil, now, false},
			"with a space more":          {h, f.body + " ", secrets(f.platform, secret), now, false},
			"without a body":             {h, "", secrets(f.platform, secret), now, false},
			"without a header":           {http.Header{}, f.body, secrets(f.platform, secret), now, false},
			"signed for an empty secret": {f.header(f.body, ""), f.body, secrets(f.platform, secret), now, false},
		} {
			if err := verify(c.header, []byte(c.body), c.secrets, c.at); (err == nil) != c.ok || err != nil && !errors.Is(err, ErrSignature) {
				t.Errorf("%s %s: got %v", name, what, err)
			}
		}
		if f.platform == "stripe" || f.platform == "standard" {
			for _, d := range []time.Duration{tolerance + time.Second, -tolerance - time.Second} {
				if verify(h, []byte(f.body), secrets(f.platform, secret), now.Add(d)) == nil {
					t.Errorf("%s is taken %v later", name, d)
				}
			}
		}
	}
}

func TestPingOfWooCommerce(t *testing.T) {
	form := header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	if !pingOfWoo(form, []byte("webhook_id=7")) {
		t.Error("the ping is not known")
	}
	for _, other := range []string{"", "webhook_id=7&a=b", "a=b", `{"id":1}`, strings.Repeat("x", 100)} {
		if pingOfWoo(form, []byte(other)) {
			t.Errorf("%q is a ping", other)
		}
	}
	form.Set("X-WC-Webhook-Signature", "x")
	if pingOfWoo(form, []byte("webhook_id=7")) {
		t.Error("a signed request is a ping")
	}
}

func TestAmountsAreExact(t *testing.T) {
	for _, c := range []struct {
		code, amount string
		want         int64
	}{
		{"USD", "0.1", 10}, {"USD", "19.99", 1999}, {"USD", "1", 100}, {"USD", "-3.05", -305}, {"USD", "0.005", 1}, {"USD", "0.0049", 0}, {"USD", "-0.005", -1}, {"USD", "90071992547409.91", 9007199254740991},
		{"JPY", "1000.00", 1000}, {"JPY", "10.5", 11}, {"KWD", "1.2345", 1235}, {"KWD", "1.2344", 1234}, {"CLF", "1.00004", 10000}, {"ISK", "7", 7},
	} {
		cur, err := currencyOf(c.code)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := cur.minor(c.amount); err != nil || got != c.want {
			t.Errorf("%s %s: got %d, %v, want %d", c.code, c.amount, got, err, c.want)
		}
	}
	usd, _ := currencyOf("usd")
	for _, bad := range []string{"", "-", ".", "1.", ".5", "1e3", "1,5", " 1", "+1", "0x1", "--1", "1.2.3", "1234567890123456", "NaN"} {
		if n, err := usd.minor(bad); !errors.Is(err, ErrShape) {
			t.Errorf("%q: got %d, %v", bad, n, err)
		}
	}
}

func TestWhatIsNotOfTheShapeIsAnErrorAndNothingElse(t *testing.T) {
	for name, f := range fixtures {
		if f.want == nil {
			continue
		}
		h := f.header(f.body, secret)
		for _, body := range []string{"", "null", "[]", "{}", `"x"`, f.body[:len(f.body)/2], strings.NewReplacer(`"id":`, `"ix":`, `"order":"A-1"`, `"order":""`, `"payment_intent":"pi_1",`, "", `"created":`, `"cr":`).Replace(f.body)} {
			if events, err := Platforms[f.platform].Convert(h, []byte(body)); err == nil && len(events) > 0 {
				t.Errorf("%s: %.60q became %+v", name, body, events)
			}
		}
		other := strings.Replace(f.body, `"currency":"`, `"currency":"X`, 1)
		if events, err := Platforms[f.platform].Convert(h, []byte(other)); f.platform != "standard" && err == nil { // whose receipt is the gateway's own form
			t.Errorf("%s in a currency that is none became %+v", name, events)
		}
	}
}

func FuzzConvert(f *testing.F) {
	for _, x := range fixtures {
		f.Add(x.platform, x.body)
	}
	f.Fuzz(func(t *testing.T, platform, body string) {
		p, ok := Platforms[platform]
		if !ok {
			return
		}
		for _, x := range fixtures {
			if x.platform != platform {
				continue
			}
			events, err := p.Convert(x.header(body, secret), []byte(body))
			if err != nil && !errors.Is(err, ErrShape) {
				t.Errorf("got %v", err)
			}
			for _, e := range events {
				if _, err := json.Marshal(e.Receipt); err != nil || e.Key == "" {
					t.Errorf("got %+v, %v", e, err)
				}
			}
		}
	})
}

func TestStripesLinesAreTheShopsMetadata(t *testing.T) {
	got, err := stripeLines(map[string]string{"receipt_ref": "x", "receipt_line_2": `{"name":"","qty":"1","total":1}`, "receipt_line_1": `{"name":"Lantern\u0000 large","sku":"S","qty":"2","unit":750,"total":1500,"tax":285}`, "receipt_line_4": "not reached"}, 2000)
	if !errors.Is(err, ErrShape) || got != nil {
		t.Errorf("a line without a name: got %v, %v, want %v", got, err, ErrShape)
	}
	got, err = stripeLines(map[string]string{"receipt_line_2": `{"name":"Wick","qty":"1.5","total":500}`, "receipt_line_1": `{"name":"Lantern\u0000 large","sku":"S","qty":"2","unit":750,"total":1500,"tax":285}`, "receipt_line_4": "not reached"}, 2000)
	if want := []Line{{N: 1, Name: "Lantern large", SKU: "S", Qty: "2", Unit: p(750), Total: 1500, Tax: p(285)}, {N: 2, Name: "Wick", Qty: "1.5", Total: 500}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	for name, line := range map[string]string{"no JSON": "Lantern", "a field that no receipt has": `{"name":"L","qty":"1","total":1,"email":"CANARY"}`, "a quantity that is none": `{"name":"L","qty":"many","total":1}`,
		"an amount that is none": `{"name":"L","qty":"1","total":1.5}`, "two objects": `{"name":"L","qty":"1","total":1}{}`} {
		if got, err := stripeLines(map[string]string{"receipt_line_1": line}, 2000); !errors.Is(err, ErrShape) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, ErrShape)
		}
	}
}

// Stripe's own exponents (its "zero-decimal" and three-decimal currencies) against those of ISO 4217.
func TestStripesUnitsBecomeMinorUnits(t *testing.T) {
	for code, want := range map[string]int64{"EUR": 5000, "JPY": 5000, "KWD": 5000, "MGA": 500000, "ISK": 50, "UGX": 50, "KRW": 5000, "XPF": 5000, "HUF": 5000, "TND": 5000} {
		c, err := currencyOf(code)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := stripeMinor(c, 5000); err != nil || got != want {
			t.Errorf("5000 of Stripe's in %s: got %d, %v, want %d", code, got, err, want)
		}
	}
	for code, n := range map[string]int64{"ISK": 5050, "MGA": math.MaxInt64 / 50} {
		c, _ := currencyOf(code)
		if got, err := stripeMinor(c, n); !errors.Is(err, ErrShape) {
			t.Errorf("%d of Stripe's in %s: got %d, %v, want %v", n, code, got, err, ErrShape)
		}
	}
}

func TestAmountsDoNotWrap(t *testing.T) {
	c, _ := currencyOf("EUR")
	a := amounts{currency: c}
	l := shopifyLine{Title: "x", Price: "100000000000.00"}
	if got, err := shopifyLineOf(&a, l, "1000000000"); !errors.Is(err, ErrShape) {
		t.Errorf("got %+v, %v, want %v", got, err, ErrShape)
	}
}

func TestTwoRefundsOfTheShopsOwnIDsHaveTwoKeys(t *testing.T) {
	key := func(order, refund string) string {
		body, err := json.Marshal(map[string]any{"type": "order.refunded", "data": map[string]any{"order": order, "refund": refund, "receipt": Receipt{Kind: "refund", At: "2026-11-20T10:00:00Z", Channel: "web", Currency: "GBP", Total: -1,
			Lines: []Line{refundLine(-1)}, Source: Source{"s", "1"}}}})
		if err != nil {
			t.Fatal(err)
		}
		events, err := convertStandard(nil, body)
		if err != nil {
			t.Fatal(err)
		}
		return events[0].Key
	}
	if a, b := key("2026/7", "1"), key("2026", "7/1"); a == b {
		t.Errorf("both have %q", a)
	}
	for _, ids := range [][2]string{{"A-1001", "R-1"}, {"2026/7", "1"}} { // as they always were
		if got, want := key(ids[0], ids[1]), "refund/"+ids[0]+"/"+ids[1]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if a, b := key("2026", "7/1"), key("2026", "7%2F1"); a == b {
		t.Errorf("both have %q", a)
	}
}
