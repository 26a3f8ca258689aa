package orders

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"carnet/internal/profile"
)

// Shopify signs with base64(HMAC-SHA256(secret, body)) in X-Shopify-Hmac-Sha256, or, in the newer family, shopify-hmac-sha256. Source: the
// platform's documentation of webhooks and @shopify/shopify-api.

func shopifyHeader(h http.Header, name string) string {
	return cmp.Or(h.Get("X-Shopify-"+name), h.Get("Shopify-"+name))
}

func verifyShopify(h http.Header, body []byte, secrets []string, _ time.Time) error {
	got, err := base64.StdEncoding.DecodeString(shopifyHeader(h, "Hmac-Sha256"))
	if err != nil || !hmacs(secrets, got, body) {
		return ErrSignature
	}
	return nil
}

type shopifyMoney struct {
	Shop struct {
		Amount string `json:"amount"`
	} `json:"shop_money"`
}

type shopifyLine struct {
	SKU      string      `json:"sku"`
	Title    string      `json:"title"`
	Quantity json.Number `json:"quantity"`
	Price    string      `json:"price"`
}

type shopifyOrder struct {
	ID        json.Number   `json:"id"`
	Processed time.Time     `json:"processed_at"`
	Created   time.Time     `json:"created_at"`
	Currency  string        `json:"currency"`
	Total     string        `json:"total_price"`
	Tax       string        `json:"total_tax"`
	Discounts string        `json:"total_discounts"`
	Shipping  shopifyMoney  `json:"total_shipping_price_set"`
	Source    string        `json:"source_name"`
	Lines     []shopifyLine `json:"line_items"`
	Test      bool          `json:"test"` // paid with the platform's test gateway: no money went
	Notes     []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"note_attributes"`
}

// convertShopify takes orders/paid and refunds/create. orders/create comes before anybody paid; the topics of privacy law (customers/data_request,
// customers/redact, shop/redact) ask for nothing that we have.
func convertShopify(h http.Header, body []byte) ([]Event, error) {
	switch strings.ToLower(shopifyHeader(h, "Topic")) {
	case "orders/paid":
		return convertShopifyOrder(body)
	case "refunds/create":
		return convertShopifyRefund(body)
	}
	return nil, nil
}

func shopifyKey(kind string, id json.Number) (string, error) {
	if id == "" || strings.Trim(id.String(), "0123456789") != "" || len(id) > 20 {
		return "", fmt.Errorf("%w: no id", ErrShape)
	}
	return kind + "/" + id.String(), nil
}

func convertShopifyOrder(body []byte) ([]Event, error) {
	var o shopifyOrder
	if err := decode(body, &o); err != nil {
		return nil, err
	}
	if o.Test {
		return nil, nil
	}
	key, err := shopifyKey("order", o.ID)
	if err != nil {
		return nil, err
	}
	c, err := currencyOf(o.Currency)
	if err != nil {
		return nil, err
	}
	at := o.Processed
	if at.IsZero() {
		at = o.Created
	}
	a := amounts{currency: c}
	e := Event{Key: key, At: at, Receipt: Receipt{Kind: "sale", At: utc(at), Channel: shopifyChannel(o.Source), Currency: c.code, Total: a.of(o.Total), Tax: a.optional(o.Tax),
		Discount: a.optional(o.Discounts), Shipping: a.optional(o.Shipping.Shop.Amount), Source: Source{"shopify", o.ID.String()}}}
	for _, l := range o.Lines {
		line, err := shopifyLineOf(&a, l, l.Quantity)
		if err != nil {
			return nil, err
		}
		e.Receipt.Lines = append(e.Receipt.Lines, line)
	}
	for _, n := range o.Notes {
		if n.Name == RefName {
			e.Ref = n.Value
		}
	}
	if a.err != nil {
		return nil, a.err
	}
	e.Receipt.Lines, err = numbered(e.Receipt.Lines)
	return []Event{e}, err
}

// shopifyLineOf is a line before discounts, which the order has in one sum.
func shopifyLineOf(a *amounts, l shopifyLine, quantity json.Number) (Line, error) {
	n, err := quantity.Int64()
	if err != nil || n < 0 || n > 1e9 {
		return Line{}, fmt.Errorf("%w: a quantity is no whole number", ErrShape)
	}
	unit := a.of(l.Price)
	if n > 0 && (unit > profile.MaxAmount/n || unit < -profile.MaxAmount/n) {
		return Line{}, fmt.Errorf("%w: an amount is too large", ErrShape)
	}
	return Line{Name: clean(l.Title, "Item", profile.MaxName), SKU: clean(l.SKU, "", profile.MaxSKU), Qty: quantity.String(), Unit: &unit, Total: unit * n}, nil
}

func shopifyChannel(source string) string {
	switch source {
	case "pos":
		return "store"
	case "iphone", "android":
		return "app"
	}
	return "web"
}

type shopifyRefund struct {
	ID      json.Number `json:"id"`
	Order   json.Number `json:"order_id"`
	Created time.Time   `json:"created_at"`
	Lines   []struct {
		Quantity json.Number `json:"quantity"`
		Line     shopifyLine `json:"line_item"`
	} `json:"refund_line_items"`
	Transactions []struct {
		Kind     string `json:"kind"`
		Status   string `json:"status"`
		Amount   string `json:"amount"`
		Currency string `json:"currency"`
	} `json:"transactions"`
}

func convertShopifyRefund(body []byte) ([]Event, error) {
	var r shopifyRefund
	if err := decode(body, &r); err != nil {
		return nil, err
	}
	key, err := shopifyKey("refund", r.ID)
	if err != nil {
		return nil, err
	}
	sale, err := shopifyKey("order", r.Order)
	if err != nil {
		return nil, err
	}
	if len(r.Transactions) > profile.MaxLines { // so that no sum wraps
		return nil, fmt.Errorf("%w: %d transactions", ErrShape, len(r.Transactions))
	}
	var a amounts
	total := int64(0)
	for _, t := range r.Transactions {
		if t.Kind != "refund" || t.Status != "success" {
			continue
		}
		if a.currency, err = currencyOf(t.Currency); err != nil {
			return nil, err
		}
		total -= a.of(t.Amount)
	}
	if total == 0 {
		return nil, a.err // goods came back, and no money went
	}
	e := Event{Key: key, Sale: sale, At: r.Created, Receipt: Receipt{Kind: "refund", At: utc(r.Created), Channel: "web", Currency: a.code, Total: total, Source: Source{"shopify", r.ID.String()}}}
	for _, l := range r.Lines {
		line, err := shopifyLineOf(&a, l.Line, l.Quantity)
		if err != nil {
			return nil, err
		}
		if line.Qty != "0" {
			e.Receipt.Lines = append(e.Receipt.Lines, negated(line))
		}
	}
	if len(e.Receipt.Lines) == 0 {
		e.Receipt.Lines = []Line{refundLine(total)}
	}
	if a.err != nil {
		return nil, a.err
	}
	e.Receipt.Lines, err = numbered(e.Receipt.Lines)
	return []Event{e}, err
}
