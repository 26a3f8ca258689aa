package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"carnet/internal/gateway/web"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

var errGone = errors.New("store is gone")

type server struct {
	*echo.Echo
	log      bytes.Buffer
	registry *prometheus.Registry
}

func newServer(t *testing.T) *server {
	t.Helper()
	s := &server{registry: prometheus.NewRegistry()}
	var err error
	s.Echo, err = web.New(web.Config{Log: slog.New(slog.NewTextHandler(&s.log, nil)), Now: time.Now, Registry: s.registry,
		Gone: []error{errGone}, MaxBody: 1 << 10})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *server) do(method, target, body string, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w
}

func TestEveryErrorLeavesInOneShape(t *testing.T) {
	s := newServer(t)
	errs := map[string]error{
		"bad":      web.BadRequest("bad_thing", "A sentence."),
		"wrapped":  fmt.Errorf("around: %w", web.Conflict("taken", "A sentence.")),
		"gone":     fmt.Errorf("redis at 10.0.0.1: %w", errGone),
		"unknown":  errors.New("secret detail"),
		"many":     web.TooMany(1500 * time.Millisecond),
		"oauth":    &web.Error{Status: 401, Code: "invalid_client", Message: "A sentence.", OAuth: true, Challenge: `Basic realm="carnet"`},
		"teapot":   echo.NewHTTPError(http.StatusTeapot, "secret detail"),
		"hijacked": web.Internal(errors.New("secret detail")),
	}
	s.GET("/x/:name", func(c echo.Context) error { return errs[c.Param("name")] })
	for name, want := range map[string]struct {
		status          int
		code, retry, as string
	}{
		"bad": {400, "bad_thing", "", "message"}, "wrapped": {409, "taken", "", "message"}, "gone": {503, "unavailable", "2", "message"},
		"unknown": {500, "internal", "", "message"}, "many": {429, "too_many_requests", "2", "message"},
		"oauth": {401, "invalid_client", "", "error_description"}, "teapot": {418, "bad_request", "", "message"}, "hijacked": {500, "internal", "", "message"},
	} {
		w := s.do("GET", "/x/"+name, "")
		var got map[string]string
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got) != 2 {
			t.Fatalf("%s: got %s", name, w.Body)
		}
		if w.Code != want.status || got["error"] != want.code || got[want.as] == "" || w.Header().Get("Retry-After") != want.retry {
			t.Errorf("%s: got %d %v %v, want %+v", name, w.Code, got, w.Header(), want)
		}
		if strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "10.0.0.1") {
			t.Errorf("%s: the cause was sent: %s", name, w.Body)
		}
	}
	if w := s.do("GET", "/nowhere", ""); w.Code != 404 || !strings.Contains(w.Body.String(), "not_found") {
		t.Errorf("got %d %s, want 404 not_found", w.Code, w.Body)
	}
	if w := s.do("DELETE", "/x/bad", ""); w.Code != 405 || !strings.Contains(w.Body.String(), "method_not_allowed") {
		t.Errorf("got %d %s, want 405", w.Code, w.Body)
	}
}

// none is a map that panics when it is written to.
func none() map[string]int { return nil }

func TestTheLogNamesRoutesAndNothingOfTheVisitor(t *testing.T) {
	s := newServer(t)
	s.POST("/things/:id", func(c echo.Context) error {
		if _, err := web.Body(c, 100); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	})
	s.GET("/panic", func(echo.Context) error { panic("canary-panic") })
	s.GET("/nil", func(echo.Context) error { none()["x"] = 1; return nil })
	s.do("POST", "/things/canary-id?q=canary-query", "canary-body", "User-Agent", "canary-agent", "X-Forwarded-For", "203.0.113.7")
	s.do("GET", "/canary-path", "")
	for _, where := range []string{"/panic", "/nil"} {
		if w := s.do("GET", where, ""); w.Code != 500 || strings.Contains(w.Body.String(), "canary") {
			t.Errorf("%s: got %d %s", where, w.Code, w.Body)
		}
	}
	log := s.log.String()
	for _, bad := range []string{"canary", "192.0.2.1", "203.0.113.7"} {
		if strings.Contains(log, bad) {
			t.Errorf("the log contains %q:\n%s", bad, log)
		}
	}
	for _, want := range []string{"route=/things/:id", "status=204", "route=unmatched", "panic", "assignment to entry in nil map"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
	families, err := s.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(families); strings.Contains(text, "canary") || !strings.Contains(text, "/things/:id") {
		t.Errorf("got metrics %s", text)
	}
}

func TestRequestIDsAreOurs(t *testing.T) {
	s := newServer(t)
	var inside string
	s.GET("/", func(c echo.Context) error { inside = web.RequestID(c); return c.NoContent(200) })
	w := s.do("GET", "/", "", "X-Request-Id", "canary")
	if got := w.Header().Get("X-Request-Id"); got != inside || len(got) != 32 {
		t.Errorf("got %q, want the 32 digits the handler saw, %q", got, inside)
	}
}

func TestBodiesAreLimitedWhateverTheyClaim(t *testing.T) {
	s := newServer(t)
	read := func(c echo.Context) error {
		data, err := web.Body(c, 10)
		if err != nil {
			return err
		}
		return c.String(200, fmt.Sprint(len(data)))
	}
	s.POST("/ten", read)
	s.POST("/any", func(c echo.Context) error {
		data, err := web.Body(c, 1<<30)
		if err != nil {
			return err
		}
		return c.String(200, fmt.Sprint(len(data)))
	})
	for _, c := range []struct {
		where string
		size  int
		want  int
	}{{"/ten", 10, 200}, {"/ten", 11, 413}, {"/any", 1 << 10, 200}, {"/any", 1<<10 + 1, 413}} {
		if got := s.do("POST", c.where, strings.Repeat("x", c.size)).Code; got != c.want {
			t.Errorf("%s with %d bytes: got %d, want %d", c.where, c.size, got, c.want)
		}
		req := httptest.NewRequest("POST", c.where, struct{ *strings.Reader }{strings.NewReader(strings.Repeat("x", c.size))})
		req.ContentLength = -1
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if w.Code != c.want {
			t.Errorf("%s with %d bytes in chunks: got %d, want %d", c.where, c.size, w.Code, c.want)
		}
	}
}

type sample struct {
	Name string `json:"name"`
	N    int    `json:"n"`
	Sub  struct {
		X []int `json:"x"`
	} `json:"sub"`
}

func TestJSONIsStrict(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		ok   bool
	}{
		"as it should be":             {`{"name":"a","n":1,"sub":{"x":[1,2]}}`, true},
		"with members missing":        {`{}`, true},
		"with space around it":        {" {\"n\":1}\n", true},
		"with an unknown member":      {`{"nom":"a"}`, false},
		"with an unknown inner one":   {`{"sub":{"y":1}}`, false},
		"with a member twice":         {`{"n":1,"n":2}`, false},
		"with a member in two cases":  {`{"n":1,"N":2}`, false},
		"with an inner member twice":  {`{"sub":{"x":[],"x":[]}}`, false},
		"with a string for a number":  {`{"n":"1"}`, false},
		"with a fraction":             {`{"n":1.5}`, false},
		"with a number out of range":  {`{"n":1e400}`, false},
		"with another value behind":   {`{} {}`, false},
		"with a bracket behind":       {`{}]`, false},
		"empty":                       {``, false},
		"cut short":                   {`{"n":`, false},
		"with a trailing comma":       {`{"n":1,}`, false},
		"deeper than any form":        {strings.Repeat(`{"sub":`, 100) + "{}" + strings.Repeat("}", 100), false},
		"an array instead":            {`[]`, false},
		"with bytes that are no text": {"{\"name\":\"\xff\xfe\x00\"}", false},
	} {
		var v sample
		err := web.DecodeJSON([]byte(c.data), &v)
		if (err == nil) != c.ok {
			t.Errorf("JSON %s: got %v, want ok %v", name, err, c.ok)
		}
	}
	for _, secret := range []string{`{"n":"canary"}`, `{"name":canary}`, `{"n":1987654321987654321987}`} {
		var v sample
		if err := web.DecodeJSON([]byte(secret), &v); err == nil || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "1987") {
			t.Errorf("got %v, want an error that repeats no value", err)
		}
	}
}

func FuzzDecodeJSON(f *testing.F) {
	f.Add([]byte(`{"name":"a","n":1,"sub":{"x":[1,2]}}`))
	f.Add([]byte(`{"n":1,"N":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var v, again sample
		if web.DecodeJSON(data, &v) != nil {
			return
		}
		if err := json.Unmarshal(data, &again); err != nil {
			t.Fatalf("accepted what encoding/json refuses: %v", err)
		}
		if fmt.Sprint(v) != fmt.Sprint(again) {
			t.Fatalf("got %v, want %v", v, again)
		}
	})
}

func TestCORSNeverAllowsCredentials(t *testing.T) {
	s := newServer(t)
	ok := func(c echo.Context) error { return c.NoContent(200) }
	s.Match([]string{"GET", "OPTIONS"}, "/public", ok, web.CORS{Origins: []string{"*"}, Methods: []string{"GET"}}.Middleware)
	s.Match([]string{"PUT", "OPTIONS"}, "/vault", ok, web.CORS{Origins: []string{"https://vault.example"}, Methods: []string{"PUT"}, Headers: []string{"If-Match"}, Expose: []string{"ETag"}}.Middleware)
	for _, c := range []struct{ where, origin, want string }{
		{"/public", "https://any.example", "*"}, {"/public", "", ""},
		{"/vault", "https://vault.example", "https://vault.example"}, {"/vault", "https://evil.example", ""}, {"/vault", "null", ""}, {"/vault", "*", ""},
	} {
		method := map[string]string{"/public": "GET", "/vault": "PUT"}[c.where]
		for _, preflight := range []bool{false, true} {
			var header []string
			if c.origin != "" {
				header = append(header, "Origin", c.origin)
			}
			m := method
			if preflight {
				m, header = "OPTIONS", append(header, "Access-Control-Request-Method", method)
			}
			w := s.do(m, c.where, "", header...)
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != c.want {
				t.Errorf("%s %s from %q: got %q, want %q", m, c.where, c.origin, got, c.want)
			}
			if got := w.Header().Get("Access-Control-Allow-Credentials"); got != "" {
				t.Errorf("%s %s: credentials are allowed", m, c.where)
			}
			if preflight && w.Code != 204 {
				t.Errorf("preflight of %s: got %d, want 204", c.where, w.Code)
			}
			if c.where == "/vault" && !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Origin") {
				t.Errorf("%s: no Vary: Origin", c.where)
			}
		}
	}
}

func TestVisitorsAreCountedByNetwork(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for name, c := range map[string]struct {
		peer, forwarded, want string
	}{
		"an IPv4 peer":                           {"192.0.2.1:5", "", "net:192.0.2.1"},
		"an IPv6 peer by its /64":                {"[2001:db8:1:2:3:4:5:6]:5", "", "net:2001:db8:1:2::/64"},
		"an IPv4 peer in IPv6 clothes":           {"[::ffff:192.0.2.1]:5", "", "net:192.0.2.1"},
		"a peer with a zone":                     {"[fe80::1%eth0]:5", "", "net:fe80::/64"},
		"a stranger who claims to be a proxy":    {"192.0.2.1:5", "203.0.113.9", "net:192.0.2.1"},
		"a visitor behind a proxy":               {"10.0.0.1:5", "203.0.113.9", "net:203.0.113.9"},
		"a visitor who forges a header":          {"10.0.0.1:5", "198.51.100.1, 203.0.113.9", "net:203.0.113.9"},
		"a visitor behind two proxies":           {"10.0.0.1:5", "203.0.113.9, 10.0.0.2", "net:203.0.113.9"},
		"a proxy that forwards nonsense":         {"10.0.0.1:5", "nonsense", "net:10.0.0.1"},
		"an IPv6 visitor in another spelling":    {"10.0.0.1:5", "2001:0DB8:0001:0002::9", "net:2001:db8:1:2::/64"},
		"a peer without a port, as a test might": {"192.0.2.1", "", "net:192.0.2.1"},
	} {
		e := echo.New()
		e.IPExtractor = web.ClientIP(trusted)
		req := httptest.NewRequest("GET", "/", nil)
		req.RemoteAddr = c.peer
		if c.forwarded != "" {
			req.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := web.Network(e.NewContext(req, httptest.NewRecorder())); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestBuckets(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	b := &web.Buckets{PerSecond: 1, Burst: 3, Keys: 2, Now: func() time.Time { return now }}
	allow := func(key string) bool {
		wait, err := b.Allow(context.Background(), key)
		if err != nil {
			t.Fatal(err)
		}
		return wait == 0
	}
	for i, want := range []bool{true, true, true, false, false} {
		if got := allow("a"); got != want {
			t.Errorf("request %d: got %v, want %v", i, got, want)
		}
	}
	now = now.Add(time.Second)
	if !allow("a") || allow("a") {
		t.Error("a second does not bring exactly one unit")
	}
	// Two buckets at most: a flood of new keys shares one.
	allow("b")
	flood := 0
	for i := range 100 {
		if allow(fmt.Sprint("flood", i)) {
			flood++
		}
	}
	if flood > 3 {
		t.Errorf("a flood of 100 keys got %d requests through, want at most 3", flood)
	}
	now = now.Add(time.Minute) // full buckets are forgotten
	if !allow("c") || !allow("d") {
		t.Error("newcomers are held up by visitors long gone")
	}
}

type brokenLimiter struct{}

func (brokenLimiter) Allow(context.Context, string) (time.Duration, error) { return 0, errGone }

func TestALimiterThatCannotTellFailsClosed(t *testing.T) {
	s := newServer(t)
	ok := func(c echo.Context) error { return c.NoContent(200) }
	s.GET("/closed", ok, web.Limit(brokenLimiter{}, web.Network))
	s.GET("/open", ok, web.Limit(nil, web.Network))
	if got := s.do("GET", "/closed", "").Code; got != 503 {
		t.Errorf("got %d, want 503", got)
	}
	if got := s.do("GET", "/open", "").Code; got != 200 {
		t.Errorf("got %d, want 200 without a limiter", got)
	}
}

func TestHealth(t *testing.T) {
	s := newServer(t)
	var down error
	web.Health{Registry: s.registry, Checks: map[string]web.Check{"state": func(context.Context) error { return down }}}.Register(s.Echo)
	for where, want := range map[string]string{"/healthz": "ok", "/readyz": "ok", "/metrics": "carnet_http_request_seconds"} {
		s.do("GET", where, "")
		if w := s.do("GET", where, ""); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %d %s", where, w.Code, w.Body)
		}
	}
	down = errors.New("redis at 10.0.0.1 is gone")
	if w := s.do("GET", "/readyz", ""); w.Code != 503 || strings.Contains(w.Body.String(), "10.0.0.1") || w.Header().Get("Retry-After") == "" {
		t.Errorf("got %d %s, want 503 without the cause", w.Code, w.Body)
	}
}

func TestCookiesAreTakenOnceOnly(t *testing.T) {
	w := httptest.NewRecorder()
	web.WriteCookie(w, "x", "v", time.Minute)
	if got := w.Header().Get("Set-Cookie"); got != "__Host-x=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax" {
		t.Errorf("got %q", got)
	}
	for header, want := range map[string]string{"__Host-x=a": "a", "__Host-x=a; __Host-x=b": "", "x=a": "", "": ""} {
		req := httptest.NewRequest("GET", "/", nil)
		req.Header.Set("Cookie", header)
		if got := web.ReadCookie(req, "x"); got != want {
			t.Errorf("%q: got %q, want %q", header, got, want)
		}
	}
}
