package orders

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Saleor signs with hex(HMAC-SHA256(secretKey, body)) in Saleor-Signature (also X-Saleor-Signature) when the webhook has a secret key. Without
// one it signs by a detached JWS, which is not taken here: give the webhook a key. Source: saleor/webhook/transport.

func verifySaleor(h http.Header, body []byte, secrets []string, _ time.Time) error {
	got, err := hex.DecodeString(cmp.Or(h.Get("Saleor-Signature"), h.Get("X-Saleor-Signature")))
	if err != nil || !hmacs(secrets, got, body) {
		return ErrSignature
	}
	return nil
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
fragment Receipt on Order { id number created updatedAt metadata { key value }
  total { gross { amount currency } tax { amount } } shippingPrice { gross { amount currency } }
  lines { productName productSku quantity totalPrice { gross { amount } } } }`

// convertSaleor takes order_fully_paid and order_fully_refunded.
func convertSaleor(h http.Header, body []byte) ([]Event, error) {
	kind := strings.ToLower(cmp.Or(h.Get("Saleor-Event"), h.Get("X-Saleor-Event")))
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
		Tax: a.optional(o.Total.Tax.Amount.String()), Shipping: a.optional(o.Shipping.Gross.Amount.String()), Source: Source{"saleor", o.Number}}}
	for _, l := range o.Lines {
		if !isQuantity(l.Quantity.String()) {
			return nil, fmt.Errorf("%w: a quantity is no number", ErrShape)
		}
		e.Receipt.Lines = append(e.Receipt.Lines, Line{Name: clean(l.Name, "Item", maxName), SKU: clean(l.SKU, "", maxSKU), Qty: l.Quantity.String(), Total: a.of(l.Total.Gross.Amount.String())})
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
