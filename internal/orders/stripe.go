package orders

import (
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"carnet/internal/profile"
)

// Stripe signs t.body with hex(HMAC-SHA256(secret)): Stripe-Signature: t=…,v1=…, several v1 while a secret is rolled. Source: stripe-go's webhook
// package and the platform's documentation.

// tolerance is how old a signed timestamp may be, or how far ahead.
const tolerance = 5 * time.Minute

func verifyStripe(h http.Header, body []byte, secrets []string, now time.Time) error {
	stamp, given := "", [][]byte{}
	for item := range strings.SplitSeq(h.Get("Stripe-Signature"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(item), "=")
		switch name {
		case "t":
			stamp = value
		case "v1":
			if mac, err := hex.DecodeString(value); err == nil && len(given) < 8 {
				given = append(given, mac)
			}
		}
	}
	if !timely(stamp, now) {
		return ErrSignature
	}
	ok := false
	for _, secret := range secrets {
		want := mac([]byte(secret), []byte(stamp+"."), body).Sum(nil)
		for _, got := range given {
			ok = ok || hmac.Equal(want, got)
		}
	}
	if !ok {
		return ErrSignature
	}
	return nil
}

// timely tells whether Unix seconds are within the tolerance.
func timely(seconds string, now time.Time) bool {
	n, err := strconv.ParseInt(seconds, 10, 64)
	return err == nil && now.Sub(time.Unix(n, 0)).Abs() <= tolerance
}

type stripeEvent struct {
	Type string `json:"type"`
	Data struct {
		Object   json.RawMessage `json:"object"`
		Previous struct {
			Refunded int64 `json:"amount_refunded"`
		} `json:"previous_attributes"`
	} `json:"data"`
	Created int64 `json:"created"`
}

// convertStripe takes a Checkout session that is paid, and refunds of charges. A session's lines are not in the event: the shop may put them
// into the session's metadata.
func convertStripe(_ http.Header, body []byte) ([]Event, error) {
	var e stripeEvent
	if err := decode(body, &e); err != nil {
		return nil, err
	}
	switch e.Type {
	case "checkout.session.completed", "checkout.session.async_payment_succeeded":
		return stripeSession(&e)
	case "charge.refunded":
		return stripeRefund(&e)
	}
	return nil, nil
}

// stripeWhole are the currencies that Stripe counts whole, and stripeThousandths those that it counts in thousandths; all others it counts in hundredths,
// of which ISK and UGX have none by ISO 4217. Source: Stripe's documentation, "Supported currencies".
const (
	stripeWhole       = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
	stripeThousandths = "BHD JOD KWD OMR TND"
)

// stripeMinor turns Stripe's units into minor units.
func stripeMinor(c currency, n int64) (int64, error) {
	digits := 2
	switch {
	case strings.Contains(stripeWhole, c.code):
		digits = 0
	case strings.Contains(stripeThousandths, c.code):
		digits = 3
	}
	for ; digits < c.digits; digits++ {
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return 0, fmt.Errorf("%w: an amount is too large", ErrShape)
		}
		n *= 10
	}
	for ; digits > c.digits; digits-- {
		if n%10 != 0 {
			return 0, fmt.Errorf("%w: %s has no such small part", ErrShape, c.code)
		}
		n /= 10
	}
	return n, nil
}

func stripeSession(e *stripeEvent) ([]Event, error) {
	var s struct {
		ID       string            `json:"id"`
		Payment  string            `json:"payment_intent"`
		Status   string            `json:"payment_status"`
		Currency string            `json:"currency"`
		Total    int64             `json:"amount_total"`
		Subtotal int64             `json:"amount_subtotal"`
		Ref      string            `json:"client_reference_id"`
		Metadata map[string]string `json:"metadata"`
		Details  struct {
			Discount int64 `json:"amount_discount"`
			Shipping int64 `json:"amount_shipping"`
			Tax      int64 `json:"amount_tax"`
		} `json:"total_details"`
	}
	if err := decode(e.Data.Object, &s); err != nil {
		return nil, err
	}
	if s.Status == "unpaid" { // it will be told again when the money is there
		return nil, nil
	}
	key := s.Payment
	if key == "" {
		key = s.ID // nothing had to be paid
	}
	if key == "" || e.Created <= 0 {
		return nil, fmt.Errorf("%w: no payment_intent, or no time", ErrShape)
	}
	c, err := currencyOf(s.Currency)
	if err != nil {
		return nil, err
	}
	var n [5]int64
	for i, v := range []int64{s.Total, s.Subtotal, s.Details.Discount, s.Details.Shipping, s.Details.Tax} {
		if n[i], err = stripeMinor(c, v); err != nil {
			return nil, err
		}
	}
	ref := s.Metadata[RefName]
	if ref == "" {
		ref = s.Ref
	}
	lines, err := stripeLines(s.Metadata, n[1])
	if err != nil {
		return nil, err
	}
	at := time.Unix(e.Created, 0)
	return []Event{{Key: "payment/" + key, Ref: ref, At: at, Receipt: Receipt{Kind: "sale", At: utc(at), Channel: "web", Currency: c.code, Total: n[0], Discount: some(n[2]), Shipping: some(n[3]), Tax: some(n[4]),
		Lines: lines, Source: Source{"stripe", clean(s.ID, key, profile.MaxReference)}}}}, nil
}

// stripeLine is what the metadata names of a line are called, with its number behind, from 1 on.
const stripeLine = "receipt_line_"

// stripeLines returns the lines that the shop put into the session's metadata, an object like a receipt's line in each, or one with the subtotal: the event itself
// has none, and a key that may ask Stripe for them could read every session, with names.
func stripeLines(metadata map[string]string, subtotal int64) ([]Line, error) {
	var lines []Line
	for n := 1; ; n++ {
		text, ok := metadata[stripeLine+strconv.Itoa(n)]
		if !ok {
			break
		}
		var l Line
		d := json.NewDecoder(strings.NewReader(text))
		d.DisallowUnknownFields()
		if d.Decode(&l) != nil || d.More() || l.Name == "" || !isQuantity(l.Qty) {
			return nil, fmt.Errorf("%w: metadata %s%d is no line with name, qty and total", ErrShape, stripeLine, n)
		}
		l.Name, l.SKU = clean(l.Name, "Item", profile.MaxName), clean(l.SKU, "", profile.MaxSKU)
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		lines = []Line{{Name: "Purchase", Qty: "1", Total: subtotal}}
	}
	return numbered(lines)
}

// stripeRefund is one step of what was paid back of a charge, which Stripe tells as a sum.
func stripeRefund(e *stripeEvent) ([]Event, error) {
	var ch struct {
		ID       string `json:"id"`
		Payment  string `json:"payment_intent"`
		Currency string `json:"currency"`
		Amount   int64  `json:"amount"`
		Refunded int64  `json:"amount_refunded"`
	}
	if err := decode(e.Data.Object, &ch); err != nil {
		return nil, err
	}
	if ch.ID == "" || ch.Payment == "" || e.Created <= 0 || ch.Refunded <= e.Data.Previous.Refunded {
		return nil, fmt.Errorf("%w: no charge, or nothing paid back", ErrShape)
	}
	c, err := currencyOf(ch.Currency)
	if err != nil {
		return nil, err
	}
	total, err := stripeMinor(c, e.Data.Previous.Refunded-ch.Refunded)
	if err != nil {
		return nil, err
	}
	at := time.Unix(e.Created, 0)
	return []Event{{Key: fmt.Sprintf("refund/%s/%d", ch.ID, ch.Refunded), Sale: "payment/" + ch.Payment, At: at, Receipt: Receipt{Kind: "refund", At: utc(at), Channel: "web", Currency: c.code, Total: total,
		Whole: ch.Refunded == ch.Amount, Lines: []Line{{N: 1, Name: "Refund", Qty: "-1", Total: total}}, Source: Source{"stripe", clean(ch.ID, "charge", profile.MaxReference)}}}}, nil
}
