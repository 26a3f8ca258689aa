package orders

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"carnet/internal/profile"
)

// WooCommerce signs with base64(HMAC-SHA256(secret, body)) in X-WC-Webhook-Signature, and does not try again. Source: class-wc-webhook.php.

func verifyWoo(h http.Header, body []byte, secrets []string, _ time.Time) error {
	got, err := base64.StdEncoding.DecodeString(h.Get("X-WC-Webhook-Signature"))
	if err != nil || !hmacs(secrets, got, body) {
		return ErrSignature
	}
	return nil
}

// pingOfWoo is what is sent when a webhook is made: a form with its number, and no signature. It wants 200.
func pingOfWoo(h http.Header, body []byte) bool {
	if h.Get("X-WC-Webhook-Signature") != "" || len(body) > 64 || !strings.HasPrefix(h.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return false
	}
	form, err := url.ParseQuery(string(body))
	return err == nil && len(form) == 1 && form.Get("webhook_id") != ""
}

const wooTime = "2006-01-02T15:04:05" // UTC in members whose names end in _gmt

type wooOrder struct {
	ID       json.Number `json:"id"`
	Status   string      `json:"status"`
	Currency string      `json:"currency"`
	Created  string      `json:"date_created_gmt"`
	Paid     string      `json:"date_paid_gmt"`
	Modified string      `json:"date_modified_gmt"`
	Total    string      `json:"total"`
	Tax      string      `json:"total_tax"`
	Shipping string      `json:"shipping_total"`
	Discount string      `json:"discount_total"`
	Lines    []struct {
		Name     string      `json:"name"`
		SKU      string      `json:"sku"`
		Quantity json.Number `json:"quantity"`
		Subtotal string      `json:"subtotal"`
		Tax      string      `json:"subtotal_tax"`
	} `json:"line_items"`
	Fees []struct {
		Name  string `json:"name"`
		Total string `json:"total"`
	} `json:"fee_lines"`
	Refunds []struct {
		ID    json.Number `json:"id"`
		Total string      `json:"total"`
	} `json:"refunds"`
	Meta []struct {
		Key   string          `json:"key"`
		Value json.RawMessage `json:"value"`
	} `json:"meta_data"`
}

// A refund has no time of its own there: it gets that of the change which told of it, and whatever tells of it again later is the same receipt.

// convertWoo takes order.created and order.updated: the sale once it is paid, and each refund that the order names.
func convertWoo(h http.Header, body []byte) ([]Event, error) {
	switch h.Get("X-WC-Webhook-Topic") {
	case "order.created", "order.updated", "order.restored":
	default:
		return nil, nil
	}
	var o wooOrder
	if err := decode(body, &o); err != nil {
		return nil, err
	}
	if o.Paid == "" { // not yet, or never
		return nil, nil
	}
	sale, err := wooSale(&o)
	if err != nil {
		return nil, err
	}
	if len(o.Refunds) > profile.MaxLines {
		return nil, fmt.Errorf("%w: %d refunds", ErrShape, len(o.Refunds))
	}
	all := []Event{sale}
	for _, r := range o.Refunds {
		e, err := wooRefund(&o, sale, r.ID, r.Total)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	findWhole(sale, all[1:])
	return all, nil
}

// findWhole says which refund paid back the last of a sale: ids count upwards, however the order lists them.
func findWhole(sale Event, refunds []Event) {
	byID := make([]*Event, len(refunds))
	for i := range refunds {
		byID[i] = &refunds[i]
	}
	slices.SortFunc(byID, func(a, b *Event) int {
		return cmp.Or(cmp.Compare(len(a.Key), len(b.Key)), cmp.Compare(a.Key, b.Key))
	})
	left := sale.Receipt.Total
	for _, e := range byID {
		before := left
		left += e.Receipt.Total
		e.Receipt.Whole = before > 0 && left <= 0
	}
}

func wooSale(o *wooOrder) (Event, error) {
	at, err := time.Parse(wooTime, o.Paid)
	if err != nil {
		return Event{}, fmt.Errorf("%w: date_paid_gmt", ErrShape)
	}
	key, err := shopifyKey("order", o.ID) // a number, as there
	if err != nil {
		return Event{}, err
	}
	c, err := currencyOf(o.Currency)
	if err != nil {
		return Event{}, err
	}
	a := amounts{currency: c}
	e := Event{Key: key, At: at, Ref: wooRef(o), Receipt: Receipt{Kind: "sale", At: utc(at), Channel: "web", Currency: c.code, Total: a.of(o.Total), Tax: a.optional(o.Tax),
		Shipping: a.optional(o.Shipping), Discount: a.optional(o.Discount), Source: Source{"woocommerce", o.ID.String()}}}
	for _, l := range o.Lines {
		if !isQuantity(l.Quantity.String()) {
			return Event{}, fmt.Errorf("%w: a quantity is no number", ErrShape)
		}
		e.Receipt.Lines = append(e.Receipt.Lines, Line{Name: clean(html.UnescapeString(l.Name), "Item", profile.MaxName), SKU: clean(l.SKU, "", profile.MaxSKU), Qty: l.Quantity.String(),
			Total: a.of(l.Subtotal), Tax: a.optional(l.Tax)})
	}
	for _, f := range o.Fees {
		if total := a.of(f.Total); total >= 0 {
			e.Receipt.Lines = append(e.Receipt.Lines, Line{Name: clean(html.UnescapeString(f.Name), "Fee", profile.MaxName), Qty: "1", Total: total})
		}
	}
	if a.err != nil {
		return Event{}, a.err
	}
	e.Receipt.Lines, err = numbered(e.Receipt.Lines)
	return e, err
}

// isQuantity is a decimal number that a receipt takes: at most 12 digits before and 6 after the point.
func isQuantity(s string) bool {
	whole, part, _ := strings.Cut(s, ".")
	return whole != "" && len(whole) <= 12 && len(part) <= 6 && strings.Trim(whole+part, "0123456789") == "" && !strings.HasSuffix(s, ".")
}

func wooRef(o *wooOrder) string {
	for _, m := range o.Meta {
		var text string
		if m.Key == RefName && json.Unmarshal(m.Value, &text) == nil {
			return text
		}
	}
	return ""
}

func wooRefund(o *wooOrder, sale Event, id json.Number, amount string) (Event, error) {
	key, err := shopifyKey("refund", id)
	if err != nil {
		return Event{}, err
	}
	at, err := time.Parse(wooTime, o.Modified)
	if err != nil {
		return Event{}, fmt.Errorf("%w: date_modified_gmt", ErrShape)
	}
	c, err := currencyOf(o.Currency)
	if err != nil {
		return Event{}, err
	}
	total, err := c.minor(amount)
	if err != nil {
		return Event{}, err
	}
	if total > 0 {
		total = -total
	}
	return Event{Key: key, Sale: sale.Key, At: at, Ref: sale.Ref, Receipt: Receipt{Kind: "refund", At: utc(at), Channel: "web", Currency: c.code, Total: total,
		Lines: []Line{{N: 1, Name: "Refund", Qty: "-1", Total: total}}, Source: Source{"woocommerce", id.String()}}}, nil
}
