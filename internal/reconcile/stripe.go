package reconcile

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"time"
)

const stripeURL = "https://api.stripe.com"

// askStripe lists events, which are the webhooks' bodies. Stripe lists the newest first: the way back is walked for its cursors, and the pages are
// told from the oldest one on. Source: docs.stripe.com/api/events/list.
func askStripe(ctx context.Context, a *api, since time.Time, emit emit) error {
	cursors := []string{""}
	page, err := stripeEvents(ctx, a, since, "")
	for err == nil && page.More {
		cursor := page.last()
		if cursor == "" {
			return errGarbled
		}
		cursors = append(cursors, cursor)
		page, err = stripeEvents(ctx, a, since, cursor)
	}
	for i := len(cursors) - 1; err == nil; i-- {
		for j := len(page.Data) - 1; j >= 0; j-- {
			if err := emit("", page.Data[j]); err != nil { // the event's type is in it
				return err
			}
		}
		if i == 0 {
			return nil
		}
		page, err = stripeEvents(ctx, a, since, cursors[i-1])
	}
	return err
}

type stripePage struct {
	Object string            `json:"object"`
	Data   []json.RawMessage `json:"data"`
	More   bool              `json:"has_more"`
}

func stripeEvents(ctx context.Context, a *api, since time.Time, after string) (stripePage, error) {
	query := url.Values{"types[]": {"checkout.session.completed", "checkout.session.async_payment_succeeded", "charge.refunded"},
		"created[gte]": {strconv.FormatInt(since.Unix(), 10)}, "limit": {"100"}}
	if after != "" {
		query.Set("starting_after", after)
	}
	var page stripePage
	if _, err := a.page(ctx, "v1/events", query, nil, &page); err != nil {
		return page, err
	}
	if page.Object != "list" {
		return page, errGarbled
	}
	return page, nil
}

// last is the id of the page's oldest event.
func (p stripePage) last() string {
	var e struct {
		ID string `json:"id"`
	}
	if len(p.Data) == 0 || json.Unmarshal(p.Data[len(p.Data)-1], &e) != nil {
		return ""
	}
	return e.ID
}
