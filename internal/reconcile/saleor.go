package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"time"

	"carnet/internal/orders"
)

// saleorOrders asks for what the webhook's subscription asks for, and apart from it for what tells whether an order was paid, or paid back.
const saleorOrders = `query ($since: DateTime!, $after: String) {
  orders(first: 50, after: $after, sortBy: {field: NUMBER, direction: ASC}, filter: {updatedAt: {gte: $since}}) {
    pageInfo { hasNextPage endCursor }
    edges { node { ...Receipt } state: node { total { gross { amount } } totalCharged { amount } totalRefunded { amount } } } } }
` + orders.SaleorFragment

var errQuery = errors.New("the platform answers the query with errors: has the token the permission MANAGE_ORDERS, and is it Saleor 3.14 or newer")

type saleorAmount struct {
	Amount json.Number `json:"amount"`
}

type saleorPage struct {
	Errors []json.RawMessage `json:"errors"`
	Data   struct {
		Orders *struct {
			Info struct {
				More bool   `json:"hasNextPage"`
				End  string `json:"endCursor"`
			} `json:"pageInfo"`
			Edges []struct {
				Node  json.RawMessage `json:"node"`
				State saleorState     `json:"state"`
			} `json:"edges"`
		} `json:"orders"`
	} `json:"data"`
}

type saleorState struct {
	Total struct {
		Gross saleorAmount `json:"gross"`
	} `json:"total"`
	Charged  saleorAmount `json:"totalCharged"`
	Refunded saleorAmount `json:"totalRefunded"`
}

// askSaleor lists orders by Saleor's GraphQL API. What is charged goes down when it is refunded, so an order was fully paid once when both together
// come to its total, and is fully refunded when the second does, as Saleor itself decides. Source: docs.saleor.io, saleor/order/actions.py.
func askSaleor(ctx context.Context, a *api, since time.Time, emit emit) error {
	for after := ""; ; {
		variables := map[string]string{"since": since.UTC().Format(time.RFC3339)}
		if after != "" {
			variables["after"] = after
		}
		body, err := json.Marshal(map[string]any{"query": saleorOrders, "variables": variables})
		if err != nil {
			return err
		}
		var page saleorPage
		if _, err := a.page(ctx, "graphql/", nil, body, &page); err != nil {
			return err
		}
		list := page.Data.Orders
		if len(page.Errors) > 0 {
			return errQuery
		}
		if list == nil {
			return errGarbled
		}
		for _, e := range list.Edges {
			if err := saleorEvents(e.Node, e.State, emit); err != nil {
				return err
			}
		}
		if !list.Info.More {
			return nil
		}
		if after = list.Info.End; after == "" {
			return errGarbled
		}
	}
}

// saleorEvents are the webhooks of one order, with the subscription's payload.
func saleorEvents(order json.RawMessage, s saleorState, emit emit) error {
	total, one := amount(s.Total.Gross)
	charged, two := amount(s.Charged)
	refunded, three := amount(s.Refunded)
	if !one || !two || !three {
		return errGarbled
	}
	if new(big.Rat).Add(charged, refunded).Cmp(total) < 0 {
		return nil
	}
	payload, err := json.Marshal(map[string]json.RawMessage{"order": order})
	if err != nil {
		return errGarbled
	}
	if err := emit("order_fully_paid", payload); err != nil {
		return err
	}
	if total.Sign() > 0 && refunded.Cmp(total) >= 0 {
		return emit("order_fully_refunded", payload)
	}
	return nil
}

// amount is exact: sums of floating-point numbers miss totals by a hair.
func amount(a saleorAmount) (*big.Rat, bool) {
	text := a.Amount.String()
	if text == "" || len(text) > 40 || strings.ContainsAny(text, "eE") {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
