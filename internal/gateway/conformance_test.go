package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"carnet/internal/gateway/openapi"
)

// description is the description of the API with everything closed: an answer's member that it does not name is an error here. (What is served leaves
// answers open, so that they can get more members.) It remembers what it was held against.
type description struct {
	doc *openapi3.T

	mu   sync.Mutex
	seen map[string]bool // see note
}

var described = sync.OnceValues(func() (*description, error) {
	data, err := openapi.JSON()
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(context.Background()); err != nil { // examples too
		return nil, err
	}
	closed := closing{}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			for _, response := range op.Responses.Map() {
				for _, content := range response.Value.Content {
					closed.schema(content.Schema)
				}
			}
		}
	}
	for _, opaque := range []string{"application/vnd.carnet.receipt", "application/oauth-authz-req+jwt", "application/statuslist+jwt"} {
		openapi3filter.RegisterBodyDecoder(opaque, openapi3filter.PlainBodyDecoder)
	}
	return &description{doc: doc, seen: map[string]bool{}}, nil
})

// terse leaves the schema out of complaints: it can be read in the description.
var terse = []openapi3.SchemaValidationOption{openapi3.DisableSchemaErrorDetails()}

func mustDescribe(t testing.TB) *description {
	t.Helper()
	d, err := described()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// closing refuses unknown members wherever members are named and nothing is said about others.
type closing map[*openapi3.Schema]bool

func (c closing) schema(refs ...*openapi3.SchemaRef) {
	for _, ref := range refs {
		if ref == nil || c[ref.Value] {
			continue
		}
		s := ref.Value
		c[s] = true
		if s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil && len(s.Properties) > 0 {
			s.AdditionalProperties.Has = new(bool)
		}
		for _, property := range s.Properties {
			c.schema(property)
		}
		c.schema(s.Items)
		c.schema(s.OneOf...)
		c.schema(s.AnyOf...)
		c.schema(s.AllOf...)
	}
}

// undescribed are the paths that the description leaves out: OpenID Connect has a document of its own, and pages and proxies have no API.
var undescribed = []string{"/.well-known/openid-configuration", "/jwks", "/authorize", "/par", "/token", "/userinfo", "/introspect", "/revoke", "/logout", "/register", "/device", "/device_authorization",
	"/login", "/account", "/assets", "/button", "/forward-auth", "/.carnet"}

func leftOut(path string) bool {
	for _, prefix := range undescribed {
		if path == prefix || strings.HasPrefix(path, prefix+"/") {
			return true
		}
	}
	return false
}

// find returns the described path that an address belongs to and the parameters in it, or "".
func (d *description) find(path string) (string, map[string]string) {
	best, params := "", map[string]string(nil)
	for template := range d.doc.Paths.Map() {
		if got, ok := fits(template, path); ok && (best == "" || len(got) < len(params)) { // /receipts/batch before /receipts/{id}
			best, params = template, got
		}
	}
	return best, params
}

func fits(template, path string) (map[string]string, bool) {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	params := map[string]string{}
	for i, w := range want {
		switch {
		case strings.HasPrefix(w, "{"):
			params[strings.Trim(w, "{}")] = got[i]
		case w != got[i]:
			return nil, false
		}
	}
	return params, true
}

// check holds one exchange against the description: every answer, and every request that got what it asked for.
func (d *description) check(r *http.Request, sent []byte, rec *httptest.ResponseRecorder) error {
	path := r.URL.EscapedPath()
	if leftOut(path) || r.Method == http.MethodOptions && rec.Code == http.StatusNoContent { // a preflight is answered in front of all routes
		return nil
	}
	template, params := d.find(path)
	if template == "" {
		return refusal(rec, http.StatusNotFound, "not_found")
	}
	item := d.doc.Paths.Value(template)
	op := item.GetOperation(r.Method)
	if op == nil {
		return refusal(rec, http.StatusMethodNotAllowed, "method_not_allowed")
	}
	d.note(r.Method, template, rec)
	again := r.Clone(context.Background())
	again.Body = io.NopCloser(bytes.NewReader(sent))
	again.ContentLength = int64(len(sent))
	in := &openapi3filter.RequestValidationInput{Request: again, PathParams: params, QueryParams: r.URL.Query(),
		Route:   &routers.Route{Spec: d.doc, Path: template, PathItem: item, Method: r.Method, Operation: op},
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true, SchemaValidationOptions: terse}}
	if rec.Code < 300 {
		if err := d.request(in, sent, rec); err != nil {
			return fmt.Errorf("the request, which was accepted: %w", err)
		}
	}
	if err := d.answer(in, rec); err != nil {
		return fmt.Errorf("the answer %d: %w", rec.Code, err)
	}
	return nil
}

// note remembers what was seen: method, path, status and the code of an error.
func (d *description) note(method, template string, rec *httptest.ResponseRecorder) {
	what := fmt.Sprintf("%s %s %d", method, template, rec.Code)
	if rec.Code >= 400 {
		var body struct{ Error string }
		_ = json.Unmarshal(rec.Body.Bytes(), &body) // that it is JSON is checked with the rest
		what += " " + body.Error
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen[strings.TrimRight(what, " ")] = true
}

// promised lists, in the form of seen, all that the description says can happen.
func (d *description) promised() (all []string) {
	for path, item := range d.doc.Paths.Map() {
		for method, op := range item.Operations() {
			for status, response := range op.Responses.Map() {
				what := method + " " + path + " " + status
				codes := errorCodes(response.Value.Content.Get("application/json"))
				if status < "400" || len(codes) == 0 {
					all = append(all, what)
				}
				for _, code := range codes {
					all = append(all, fmt.Sprintf("%s %v", what, code))
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

func errorCodes(content *openapi3.MediaType) (codes []any) {
	if content == nil {
		return nil
	}
	for _, schema := range append(openapi3.SchemaRefs{content.Schema}, content.Schema.Value.OneOf...) {
		if property := schema.Value.Properties["error"]; property != nil {
			codes = append(codes, property.Value.Enum...)
		}
	}
	return codes
}

func (d *description) request(in *openapi3filter.RequestValidationInput, sent []byte, rec *httptest.ResponseRecorder) error {
	for name := range in.QueryParams {
		if !hasQuery(in.Route, name) {
			return fmt.Errorf("the parameter %s is not described", name)
		}
	}
	if in.Route.Operation.OperationID == "postReceipts" { // each order of a batch was accepted or refused alone
		accepted, err := acceptedOrders(sent, rec.Body.Bytes())
		if err != nil || accepted == nil {
			return err
		}
		in.Request.Body = io.NopCloser(bytes.NewReader(accepted))
	}
	return openapi3filter.ValidateRequest(context.Background(), in)
}

func hasQuery(route *routers.Route, name string) bool {
	return route.Operation.Parameters.GetByInAndName("query", name) != nil || route.PathItem.Parameters.GetByInAndName("query", name) != nil
}

// acceptedOrders leaves of a batch what the answer accepted, or nil.
func acceptedOrders(sent, answered []byte) ([]byte, error) {
	var orders []json.RawMessage
	var out struct {
		Results []struct{ Status int }
	}
	if err := json.Unmarshal(sent, &orders); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(answered, &out); err != nil {
		return nil, err
	}
	if len(out.Results) != len(orders) {
		return nil, fmt.Errorf("%d results for %d orders", len(out.Results), len(orders))
	}
	var accepted []json.RawMessage
	for i, r := range out.Results {
		if r.Status < 300 {
			accepted = append(accepted, orders[i])
		}
	}
	if accepted == nil {
		return nil, nil
	}
	return json.Marshal(accepted)
}

func (d *description) answer(in *openapi3filter.RequestValidationInput, rec *httptest.ResponseRecorder) error {
	response := in.Route.Operation.Responses.Status(rec.Code)
	if response == nil {
		return fmt.Errorf("this status is not described: %.200s", rec.Body)
	}
	if len(response.Value.Content) == 0 && rec.Body.Len() > 0 {
		return fmt.Errorf("it has a body, which is not described: %.200s", rec.Body)
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: rec.Code, Header: rec.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true, SchemaValidationOptions: terse}}
	return openapi3filter.ValidateResponse(context.Background(), out.SetBodyBytes(rec.Body.Bytes()))
}

// refusal wants an error of the usual form.
func refusal(rec *httptest.ResponseRecorder, status int, code string) error {
	var body map[string]string
	if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil || rec.Code != status || body["error"] != code || body["message"] == "" || len(body) != 2 {
		return fmt.Errorf("this address is not described; got %d %.200s, want %d %s", rec.Code, rec.Body, status, code)
	}
	return nil
}

// serve sends a request to a gateway and holds the exchange against the description. Benchmarks are not held up.
func serve(t testing.TB, gw http.Handler, req *http.Request, body []byte) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	gw.ServeHTTP(rec, req)
	if _, ok := t.(*testing.B); ok {
		return rec
	}
	d, err := described()
	if err == nil {
		err = d.check(req, body, rec)
	}
	if err != nil {
		t.Errorf("%s %s is not as the description says: %v", req.Method, req.URL.Path, err)
	}
	return rec
}
