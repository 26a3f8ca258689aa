package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"carnet/internal/orders"
)

// askWoo lists orders by WooCommerce's REST API, version 3. An order is what its webhook order.updated sends, refunds included. Pages are of ids that grow, so that an order which changes meanwhile moves none out of the pages that are still to come.
// Source: class-wc-rest-crud-controller.php; _fields is WordPress's own.
func askWoo(ctx context.Context, a *api, since time.Time, emit emit) error {
	query := url.Values{"modified_after": {since.UTC().Add(-time.Second).Format("2006-01-02T15:04:05")}, "dates_are_gmt": {"true"}, "status": {"any"}, // after, not at
		"per_page": {"100"}, "orderby": {"id"}, "order": {"asc"}, "_fields": {strings.Join(orders.Fields("woocommerce"), ",")}}
	var garbled error
	for page, last := 1, 1; page <= last; page++ {
		query.Set("page", strconv.Itoa(page))
		var all []json.RawMessage
		header, err := a.page(ctx, "wp-json/wc/v3/orders", query, nil, &all)
		if errors.Is(err, errGarbled) && page < last { // one order can spoil a page there, and not the pages after it
			garbled = err
			continue
		}
		if err != nil {
			return err
		}
		if last, err = strconv.Atoi(header.Get("X-WP-TotalPages")); err != nil {
			return errGarbled
		}
		for _, order := range all {
			if err := emit("order.updated", order); err != nil {
				return err
			}
		}
	}
	return garbled
}
