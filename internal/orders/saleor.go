package orders

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"carnet/internal/profile"
)

// Saleor signs with hex(HMAC-SHA256(secretKey, body)) in Saleor-Signature (also X-Saleor-Signature) when the webhook has a secret key. Without
// one it signs by a detached JWS with the key that it publishes at /.well-known/jwks.json. Source: saleor/webhook/transport, core/jwt_manager.

func saleorHeader(h http.Header, name string) string {
	return cmp.Or(h.Get("Saleor-"+name), h.Get("X-Saleor-"+name))
}

func verifySaleor(h http.Header, body []byte, secrets []string, _ time.Time) error {
	got, err := hex.DecodeString(saleorHeader(h, "Signature"))
	if err != nil || !hmacs(secrets, got, body) {
		return ErrSignature
	}
	return nil
}

func verifySaleorByKeys(ctx context.Context, h http.Header, body []byte, keys Keys) error {
	return verifyDetached(ctx, saleorHeader(h, "Signature"), body, keys)
}

type saleorMoney struct {
	Gross struct {
		Amount   json.Number `json:"amount"`
		Currency string      `json:"currency"`
	} `json:"gross"`
	Tax struct {
		Amount json.Number `json:"amount"`
	} `json:"tax"`
}

// saleorOrder is what SaleorQuery asks for, and nothing of the customer.
type saleorOrder struct {
	ID       string      `json:"id"`
	Number   string      `json:"number"`
	Created  time.Time   `json:"created"`
	Updated  time.Time   `json:"updatedAt"`
	Total    saleorMoney `json:"total"`
	Shipping saleorMoney `json:"shippingPrice"`
	Lines    []struct {
		Name     string      `json:"productName"`
		SKU      string      `json:"productSku"`
		Quantity json.Number `json:"quantity"`
		Total    saleorMoney `json:"totalPrice"`
	} `json:"lines"`
	Metadata []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"metadata"`
}

// SaleorQuery is the subscription query of the webhook: the payload is exactly what it asks for.
const SaleorQuery = `subscription { event { ... on OrderFullyPaid { order { ...Receipt } } ... on OrderFullyRefunded { order { ...Receipt } } } }
` + SaleorFragment

// SaleorFragment is what is asked of an order.
const SaleorFragment = `fragment Receipt on Order { id number created updatedAt metadata { key value }
  total { gross { amount currency } tax { amount } } shippingPrice { gross { amount currency } }
  lines { productName productSku quantity totalPrice { gross { amount } } } }`

// convertSaleor takes order_fully_paid and order_fully_refunded.
func convertSaleor(h http.Header, body []byte) ([]Event, error) {
	kind := strings.ToLower(saleorHeader(h, "Event"))
	if kind != "order_fully_paid" && kind != "order_fully_refunded" {
		return nil, nil
	}
	var payload struct {
		Order *saleorOrder `json:"order"`
	}
	if err := decode(body, &payload); err != nil || payload.Order == nil {
		return nil, fmt.Errorf("%w: the webhook needs the subscription query of docs/orders.md", ErrShape)
	}
	o := payload.Order
	if o.ID == "" || len(o.ID) > 100 {
		return nil, fmt.Errorf("%w: no order id", ErrShape)
	}
	c, err := currencyOf(o.Total.Gross.Currency)
	if err != nil {
		return nil, err
	}
	a := amounts{currency: c}
	e := Event{Key: "order/" + o.ID, At: o.Created, Receipt: Receipt{Kind: "sale", At: utc(o.Created), Channel: "web", Currency: c.code, Total: a.of(o.Total.Gross.Amount.String()),
		Tax: a.optional(o.Total.Tax.Amount.String()), Shipping: a.optional(o.Shipping.Gross.Amount.String()), Source: Source{"saleor", clean(o.Number, o.ID, profile.MaxReference)}}}
	for _, l := range o.Lines {
		if !isQuantity(l.Quantity.String()) {
			return nil, fmt.Errorf("%w: a quantity is no number", ErrShape)
		}
		e.Receipt.Lines = append(e.Receipt.Lines, Line{Name: clean(l.Name, "Item", profile.MaxName), SKU: clean(l.SKU, "", profile.MaxSKU), Qty: l.Quantity.String(), Total: a.of(l.Total.Gross.Amount.String())})
	}
	for _, m := range o.Metadata {
		if m.Key == RefName {
			e.Ref = m.Value
		}
	}
	if a.err != nil {
		return nil, a.err
	}
	if kind == "order_fully_refunded" {
		e = saleorRefund(e, o)
	}
	e.Receipt.Lines, err = numbered(e.Receipt.Lines)
	return []Event{e}, err
}

// saleorRefund turns a sale around.
func saleorRefund(sale Event, o *saleorOrder) Event {
	total := -sale.Receipt.Total
	return Event{Key: "refund/" + o.ID, Sale: sale.Key, Ref: sale.Ref, At: o.Updated, Receipt: Receipt{Kind: "refund", At: utc(o.Updated), Channel: "web", Currency: sale.Receipt.Currency, Total: total,
		Whole: true, Lines: []Line{refundLine(total)}, Source: sale.Receipt.Source}}
}
