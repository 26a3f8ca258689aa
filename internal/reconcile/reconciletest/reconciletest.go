// Package reconciletest imitates the APIs of shop platforms as far as package reconcile asks them, by their published shapes: for tests.
package reconciletest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Keys that a Fake takes.
const (
	Key    = "the-key-of-the-api"
	Secret = "the-secret-of-the-api"
)

// Object is an order, or an event, as the platform has it.
type Object map[string]json.RawMessage

// text is a member that is a string or a number, without quotes.
func (o Object) text(name string) string { return strings.Trim(string(o[name]), `"`) }

// Fake is one platform.
type Fake struct {
	URL  string
	Page int // objects on a page, whatever is asked for

	mu      sync.Mutex
	objects []Object
	asked   int
	trouble Trouble
}

// Trouble answers instead of the platform, if it returns true. n counts requests from 1.
type Trouble func(n int, w http.ResponseWriter, r *http.Request) bool

// Break lets requests meet trouble from now on; nil is none. A request of before may still be under way.
func (f *Fake) Break(trouble Trouble) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.trouble = trouble
}

// Start serves a platform until the test ends.
func Start(t testing.TB, platform string) *Fake {
	t.Helper()
	f := &Fake{Page: 2}
	serve := map[string]http.HandlerFunc{"woocommerce": f.woo, "shopify": f.shopify, "stripe": f.stripe, "saleor": f.saleor}[platform]
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.asked++
		n, trouble := f.asked, f.trouble
		f.mu.Unlock()
		if trouble == nil || !trouble(n, w, r) {
			serve(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	f.URL = srv.URL
	return f
}

// Add adds objects, the oldest first.
func (f *Fake) Add(objects ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, text := range objects {
		var o Object
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			panic(err)
		}
		f.objects = append(f.objects, o)
	}
}

// Asked is how many requests came.
func (f *Fake) Asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

// since are the objects that keep says yes to.
func (f *Fake) since(keep func(Object) bool) (list []Object) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, o := range f.objects {
		if keep(o) {
			list = append(list, o)
		}
	}
	return list
}

// cut is a page of a list from an offset, and whether there is more.
func (f *Fake) cut(list []Object, from int) ([]Object, bool) {
	from = min(from, len(list))
	to := min(from+f.Page, len(list))
	return append([]Object{}, list[from:to]...), to < len(list)
}

// only leaves the members that were asked for.
func only(list []Object, fields string) (out []Object) {
	out = []Object{}
	for _, o := range list {
		some := Object{}
		for name := range strings.SplitSeq(fields, ",") {
			if v, ok := o[name]; ok {
				some[name] = v
			}
		}
		out = append(out, some)
	}
	return out
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// woo is GET /wp-json/wc/v3/orders.
func (f *Fake) woo(w http.ResponseWriter, r *http.Request) {
	key, secret, _ := r.BasicAuth()
	q := r.URL.Query()
	after, err := time.Parse("2006-01-02T15:04:05", q.Get("modified_after"))
	page, _ := strconv.Atoi(q.Get("page"))
	switch {
	case r.URL.Path != "/wp-json/wc/v3/orders" || r.Method != http.MethodGet:
		reply(w, http.StatusNotFound, map[string]any{"code": "rest_no_route"})
		return
	case key != Key || secret != Secret:
		reply(w, http.StatusUnauthorized, map[string]any{"code": "woocommerce_rest_cannot_view"})
		return
	case err != nil || page < 1 || q.Get("dates_are_gmt") != "true" || q.Get("per_page") != "100" || q.Get("orderby") != "id" || q.Get("order") != "asc":
		reply(w, http.StatusBadRequest, map[string]any{"code": "rest_invalid_param"})
		return
	}
	all := f.since(func(o Object) bool {
		at, _ := time.Parse("2006-01-02T15:04:05", o.text("date_modified_gmt"))
		return at.After(after)
	})
	list, _ := f.cut(all, (page-1)*f.Page)
	w.Header().Set("X-WP-Total", strconv.Itoa(len(all)))
	w.Header().Set("X-WP-TotalPages", strconv.Itoa((len(all)+f.Page-1)/f.Page))
	reply(w, http.StatusOK, only(list, q.Get("_fields")))
}

var shopifyPath = regexp.MustCompile(`^/admin/api/\d{4}-\d{2}/orders\.json$`)

// shopify is GET /admin/api/<version>/orders.json.
func (f *Fake) shopify(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	from, text := 0, q.Get("updated_at_min")
	if info := q.Get("page_info"); info != "" {
		raw, _ := base64.RawURLEncoding.DecodeString(info)
		_, err := fmt.Sscanf(string(raw), "%d %s", &from, &text)
		if err != nil || q.Has("updated_at_min") || q.Has("status") || q.Has("order") {
			reply(w, http.StatusBadRequest, map[string]any{"errors": map[string]string{"page_info": "Invalid value."}})
			return
		}
	} else if q.Get("status") != "any" || q.Get("limit") != "250" {
		reply(w, http.StatusBadRequest, map[string]any{"errors": "bad"})
		return
	}
	min, err := time.Parse(time.RFC3339, text)
	switch {
	case !shopifyPath.MatchString(r.URL.Path) || err != nil:
		reply(w, http.StatusNotFound, map[string]any{"errors": "Not Found"})
		return
	case r.Header.Get("X-Shopify-Access-Token") != Key:
		reply(w, http.StatusUnauthorized, map[string]any{"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"})
		return
	}
	list, more := f.cut(f.since(func(o Object) bool {
		at, _ := time.Parse(time.RFC3339, o.text("updated_at"))
		return !at.Before(min)
	}), from)
	link := func(offset int, rel string) string {
		info := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", offset, text))
		return fmt.Sprintf(`<https://elsewhere.example%s?limit=250&page_info=%s>; rel="%s"`, r.URL.Path, info, rel)
	}
	var links []string
	if from > 0 {
		links = append(links, link(from-f.Page, "previous"))
	}
	if more {
		links = append(links, link(from+f.Page, "next"))
	}
	if len(links) > 0 {
		w.Header().Set("Link", strings.Join(links, ", "))
	}
	reply(w, http.StatusOK, map[string]any{"orders": only(list, q.Get("fields"))})
}

// stripe is GET /v1/events.
func (f *Fake) stripe(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	since, err := strconv.ParseInt(q.Get("created[gte]"), 10, 64)
	switch {
	case r.URL.Path != "/v1/events" || err != nil || q.Get("limit") != "100":
		reply(w, http.StatusBadRequest, map[string]any{"error": map[string]string{"type": "invalid_request_error"}})
		return
	case r.Header.Get("Authorization") != "Bearer "+Key:
		reply(w, http.StatusUnauthorized, map[string]any{"error": map[string]string{"type": "invalid_request_error", "message": "Invalid API Key provided"}})
		return
	}
	all := f.since(func(o Object) bool {
		at, _ := strconv.ParseInt(o.text("created"), 10, 64)
		return at >= since && slices.Contains(q["types[]"], o.text("type"))
	})
	slices.Reverse(all) // the newest first
	from := 0
	if after := q.Get("starting_after"); after != "" {
		from = 1 + slices.IndexFunc(all, func(o Object) bool { return o.text("id") == after })
	}
	list, more := f.cut(all, from)
	reply(w, http.StatusOK, map[string]any{"object": "list", "url": "/v1/events", "has_more": more, "data": list})
}

// saleor is POST /graphql/.
func (f *Fake) saleor(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Query     string
		Variables struct{ Since, After string }
	}
	if r.URL.Path != "/graphql/" || r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&in) != nil {
		reply(w, http.StatusBadRequest, map[string]any{"errors": []any{map[string]string{"message": "Must provide a query."}}})
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+Key {
		reply(w, http.StatusOK, map[string]any{"errors": []any{map[string]any{"message": "To access this path, you need one of the following permissions: MANAGE_ORDERS",
			"extensions": map[string]any{"exception": map[string]string{"code": "PermissionDenied"}}}}, "data": map[string]any{"orders": nil}})
		return
	}
	since, err := time.Parse(time.RFC3339, in.Variables.Since)
	if err != nil || !strings.Contains(in.Query, "updatedAt: {gte: $since}") {
		reply(w, http.StatusBadRequest, map[string]any{"errors": []any{map[string]string{"message": "bad"}}})
		return
	}
	from, _ := strconv.Atoi(in.Variables.After)
	list, more := f.cut(f.since(func(o Object) bool {
		at, _ := time.Parse(time.RFC3339, o.text("updatedAt"))
		return !at.Before(since)
	}), from)
	edges := []any{}
	for _, o := range list {
		edges = append(edges, map[string]any{"node": only([]Object{o}, "id,number,created,updatedAt,metadata,total,shippingPrice,lines")[0], "state": only([]Object{o}, "total,totalCharged,totalRefunded")[0]})
	}
	reply(w, http.StatusOK, map[string]any{"data": map[string]any{"orders": map[string]any{"edges": edges, "pageInfo": map[string]any{"hasNextPage": more, "endCursor": strconv.Itoa(from + len(list))}}}})
}

// At is a moment as each platform writes it.
func At(platform string, t time.Time) string {
	switch platform {
	case "woocommerce":
		return t.UTC().Format("2006-01-02T15:04:05")
	case "stripe":
		return strconv.FormatInt(t.Unix(), 10)
	}
	return t.UTC().Format(time.RFC3339)
}

// Sale is a paid sale of 20.00 EUR, number n of a shop, under a receipt_ref, paid and last changed then: full of what names a person. refunded is
// how much of it was paid back then, in hundredths: an object of its own at Stripe, so there may be two.
func Sale(platform string, n int, ref string, then time.Time, refunded int) []string {
	at := At(platform, then)
	back := fmt.Sprintf("%d.%02d", refunded/100, refunded%100)
	r := strings.NewReplacer("NUMBER", strconv.Itoa(n), "REF", ref, "AT", at, "BACK", back, "CENTS", strconv.Itoa(refunded), "LEFT", fmt.Sprintf("%d.%02d", (2000-refunded)/100, (2000-refunded)%100))
	one := func(text string) string { return r.Replace(text) }
	switch platform {
	case "woocommerce":
		refunds := ""
		if refunded > 0 {
			refunds = `{"id":9NUMBER,"reason":"CANARY","total":"-BACK"}`
		}
		return []string{one(`{"id":NUMBER,"number":"NUMBER","status":"processing","currency":"EUR","date_created_gmt":"AT","date_paid_gmt":"AT","date_modified_gmt":"AT","total":"20.00","total_tax":"0.00","shipping_total":"0.00","discount_total":"0.00",
"billing":{"first_name":"CANARY","email":"CANARY"},"customer_note":"CANARY","line_items":[{"id":1,"name":"Tea","sku":"T","quantity":2,"subtotal":"20.00","subtotal_tax":"0.00"}],"fee_lines":[],"meta_data":[{"id":1,"key":"receipt_ref","value":"REF"}],"refunds":[` + refunds + `]}`)}
	case "shopify":
		status, refunds := "paid", ""
		if refunded > 0 {
			status, refunds = "partially_refunded", `{"id":9NUMBER,"order_id":NUMBER,"created_at":"AT","note":"CANARY","refund_line_items":[],"transactions":[{"kind":"refund","status":"success","amount":"BACK","currency":"EUR"}]}`
		}
		return []string{one(`{"id":NUMBER,"email":"CANARY","customer":{"first_name":"CANARY"},"financial_status":"` + status + `","created_at":"AT","processed_at":"AT","updated_at":"AT","currency":"EUR","total_price":"20.00","total_tax":"0.00","total_discounts":"0.00","source_name":"web",
"note_attributes":[{"name":"receipt_ref","value":"REF"}],"line_items":[{"sku":"T","title":"Tea","quantity":2,"price":"10.00"}],"refunds":[` + refunds + `]}`)}
	case "stripe":
		all := []string{one(`{"id":"evt_NUMBER","object":"event","type":"checkout.session.completed","created":AT,"data":{"object":{"id":"cs_NUMBER","payment_intent":"pi_NUMBER","payment_status":"paid","currency":"eur","amount_total":2000,"amount_subtotal":2000,
"client_reference_id":"REF","customer_details":{"email":"CANARY","name":"CANARY"}}}}`)}
		if refunded > 0 {
			all = append(all, one(`{"id":"evt_9NUMBER","object":"event","type":"charge.refunded","created":AT,"data":{"object":{"id":"ch_NUMBER","payment_intent":"pi_NUMBER","currency":"eur","amount":2000,"amount_refunded":CENTS},"previous_attributes":{"amount_refunded":0}}}`))
		}
		return all
	case "saleor":
		return []string{one(`{"id":"T3JkZXI6NUMBER","number":"NUMBER","userEmail":"CANARY","created":"AT","updatedAt":"AT","metadata":[{"key":"receipt_ref","value":"REF"}],"total":{"gross":{"amount":20.00,"currency":"EUR"},"tax":{"amount":0}},
"shippingPrice":{"gross":{"amount":0,"currency":"EUR"}},"lines":[{"productName":"Tea","productSku":"T","quantity":2,"totalPrice":{"gross":{"amount":20.00}}}],"totalCharged":{"amount":LEFT},"totalRefunded":{"amount":BACK}}`)}
	}
	panic("no such platform")
}

// Elsewhere is a server that answers with what it was asked, and remembers whether a key came.
func Elsewhere(t testing.TB) (at *url.URL, keys *[]string) {
	t.Helper()
	keys = &[]string{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*keys = append(*keys, r.Header.Get("Authorization")+r.Header.Get("X-Shopify-Access-Token"))
	}))
	t.Cleanup(srv.Close)
	at, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	return at, keys
}
