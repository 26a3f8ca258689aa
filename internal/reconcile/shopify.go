package reconcile

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"carnet/internal/orders"
)

// ShopifyVersion is the version of Shopify's API that is asked for. When it ends, Shopify answers as the oldest one that it still has.
const ShopifyVersion = "2026-04"

// askShopify lists orders by Shopify's REST Admin API: the webhooks have its form, which GraphQL has not. It asks for those members alone that a
// receipt is made of. Source: shopify.dev, Admin REST: orders, pagination, rate limits.
func askShopify(ctx context.Context, a *api, since time.Time, emit emit) error {
	version := a.hook.Pull.Version
	if version == "" {
		version = ShopifyVersion
	}
	fields := strings.Join(append(orders.Fields("shopify"), "financial_status", "refunds"), ",")
	query := url.Values{"status": {"any"}, "updated_at_min": {since.UTC().Format(time.RFC3339)}, "limit": {"250"}, "order": {"created_at asc"}, "fields": {fields}}
	for {
		var page struct {
			Orders *[]json.RawMessage `json:"orders"`
		}
		header, err := a.page(ctx, "admin/api/"+version+"/orders.json", query, nil, &page)
		if err != nil {
			return err
		}
		if page.Orders == nil {
			return errGarbled
		}
		for _, order := range *page.Orders {
			if err := shopifyEvents(order, emit); err != nil {
				return err
			}
		}
		next := nextPage(header)
		if next == "" {
			return nil
		}
		query = url.Values{"page_info": {next}, "limit": {"250"}, "fields": {fields}} // the rest is in page_info, and may not stand beside it
	}
}

// shopifyEvents are the webhooks of one order: that it was paid, and each refund.
func shopifyEvents(order json.RawMessage, emit emit) error {
	var o struct {
		Status  string            `json:"financial_status"`
		Refunds []json.RawMessage `json:"refunds"`
	}
	if json.Unmarshal(order, &o) == nil && o.Status != "paid" && o.Status != "partially_refunded" && o.Status != "refunded" {
		return nil // what is no order at all the gateway refuses, and counts
	}
	if err := emit("orders/paid", order); err != nil {
		return err
	}
	for _, refund := range o.Refunds {
		if err := emit("refunds/create", refund); err != nil {
			return err
		}
	}
	return nil
}

var nextLink = regexp.MustCompile(`<([^<>]*)>\s*;\s*rel="?next"?`)

// nextPage is page_info in the link to the next page; "" on the last one. Where the link leads is not looked at.
func nextPage(h http.Header) string {
	m := nextLink.FindStringSubmatch(strings.Join(h.Values("Link"), ","))
	if m == nil {
		return ""
	}
	u, err := url.Parse(m[1])
	if err != nil {
		return ""
	}
	return u.Query().Get("page_info")
}
