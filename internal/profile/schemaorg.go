package profile

import (
	"strconv"
	"time"
)

// SchemaOrg returns a receipt as JSON-LD in the schema.org vocabulary, for
// programs that know nothing of receipts: an Invoice that references an Order.
// Amounts are decimal strings in the currency's own unit. It is a view: nobody
// signed it, and it names no person, as the receipt does not. seller is the
// shop's name; iss names the signer.
func (r *Receipt) SchemaOrg(seller, iss string) map[string]any {
	shop := map[string]any{"@type": "Organization", "name": seller, "identifier": iss}
	order := map[string]any{"@type": "Order", "@id": orderURN(r.ID), "orderDate": r.At.UTC().Format(time.RFC3339), "seller": shop, "acceptedOffer": r.offers()}
	if r.Source != nil && r.Source.Reference != "" {
		order["orderNumber"] = r.Source.Reference
	}
	if r.Kind == "refund" {
		order["orderStatus"] = "https://schema.org/OrderReturned"
	}
	if r.Discount != nil {
		order["discount"], order["discountCurrency"] = Decimal(*r.Discount, r.Exponent), r.Currency
	}
	orders := []any{order}
	if r.Of != "" {
		orders = append(orders, map[string]any{"@type": "Order", "@id": orderURN(r.Of)})
	}
	invoice := map[string]any{"@context": "https://schema.org", "@type": "Invoice", "identifier": r.ID, "category": r.Kind, "provider": shop,
		"referencesOrder": orders, "totalPaymentDue": r.due()}
	if r.Tender != "" {
		invoice["paymentMethod"] = r.Tender
	}
	return invoice
}

func orderURN(id string) string { return "urn:carnet:order:" + id }

func (r *Receipt) price(amount int64, kind string) map[string]any {
	return map[string]any{"@type": kind, "price": Decimal(amount, r.Exponent), "priceCurrency": r.Currency}
}

// due is the total, with what of it is tax and shipping.
func (r *Receipt) due() map[string]any {
	total := r.price(r.Total, "PriceSpecification")
	var parts []any
	for _, part := range []struct {
		name   string
		amount *int64
	}{{"tax", r.Tax}, {"shipping", r.Shipping}} {
		if part.amount != nil {
			p := r.price(*part.amount, "PriceSpecification")
			p["name"] = part.name
			parts = append(parts, p)
		}
	}
	if parts != nil {
		total["@type"], total["priceComponent"] = "CompoundPriceSpecification", parts
	}
	return total
}

func (r *Receipt) offers() []any {
	offers := make([]any, len(r.Lines))
	for i := range r.Lines {
		l := &r.Lines[i]
		product := map[string]any{"@type": "Product", "name": l.Name}
		for name, text := range map[string]string{"sku": l.SKU, "gtin": l.GTIN, "category": l.Category} {
			if text != "" {
				product[name] = text
			}
		}
		if l.WarrantyUntil != "" {
			product["additionalProperty"] = map[string]any{"@type": "PropertyValue", "name": "warranty_until", "value": l.WarrantyUntil}
		}
		offer := map[string]any{"@type": "Offer", "identifier": strconv.Itoa(l.N), "itemOffered": product,
			"eligibleQuantity": map[string]any{"@type": "QuantitativeValue", "value": l.Quantity}, "priceSpecification": r.price(l.Total, "PriceSpecification")}
		if l.Unit != nil {
			offer["price"], offer["priceCurrency"] = Decimal(*l.Unit, r.Exponent), r.Currency
		}
		offers[i] = offer
	}
	return offers
}
