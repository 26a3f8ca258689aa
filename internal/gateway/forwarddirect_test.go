package gateway_test

// Forward-auth without a proxy: what a proxy that is set up wrongly, a visitor, or somebody inside the network might send.

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/gateway"
	"carnet/internal/gateway/oidc"
	"carnet/internal/links"
	"carnet/internal/profile"
	"carnet/internal/wallet"

	"github.com/ethereum/go-ethereum/crypto"
)

// through sends a request to the gateway as a proxy of a site does.
func (v *visitor) through(p *protected, method, target string, header http.Header) *httptest.ResponseRecorder {
	v.b.t.Helper()
	r := httptest.NewRequest(method, "http://"+v.b.inside+target, nil)
	r.RemoteAddr = "127.0.0.1:40000"
	for name, value := range map[string]string{"X-Forwarded-Proto": "https", "X-Forwarded-Host": p.host, "X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/page?q",
		"X-Forwarded-For": "192.0.2.1", "Cookie": v.cookie("https://" + p.host)} {
		r.Header.Set(name, value)
	}
	for name, values := range header {
		if r.Header[name] = values; values == nil {
			delete(r.Header, name)
		}
		if name == "peer" {
			r.RemoteAddr = values[0]
		}
	}
	rec := httptest.NewRecorder()
	v.b.direct.ServeHTTP(rec, r)
	u, _ := url.Parse("https://" + p.host)
	v.http.Jar.SetCookies(u, rec.Result().Cookies())
	return rec
}

func (v *visitor) check(p *protected) *httptest.ResponseRecorder {
	return v.through(p, "GET", "/forward-auth/"+p.id, nil)
}

// begin goes to the login page, signs, and returns the callback's target, not yet used.
func (v *visitor) begin(p *protected, rd string) string {
	v.b.t.Helper()
	rec := v.through(p, "GET", "/.carnet/sign-in?"+url.Values{"rd": {rd}}.Encode(), nil)
	if rec.Code != 302 {
		v.b.t.Fatalf("sign-in: %d %s", rec.Code, rec.Body)
	}
	answer := v.send("GET", rec.Header().Get("Location"), nil, navigation)
	back := answer.Header.Get("Location")
	if strings.HasPrefix(back, v.b.issuer+"/login/") {
		back = v.sign(back)
	}
	target, ok := strings.CutPrefix(back, "https://"+p.host)
	if !ok || !strings.HasPrefix(target, "/.carnet/callback?code=") {
		v.b.t.Fatalf("the issuer sends the browser to %s", back)
	}
	return target
}

func (v *visitor) mustSignIn(p *protected) {
	v.b.t.Helper()
	rec := v.through(p, "GET", v.begin(p, "/page"), nil)
	if rec.Code != 303 || rec.Header().Get("Location") != "https://"+p.host+"/page" {
		v.b.t.Fatalf("callback: %d %v %s", rec.Code, rec.Header(), rec.Body)
	}
}

func TestForwardAuthAnswersItsProxiesOnly(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[0]
	v.mustSignIn(p)
	if rec := v.check(p); rec.Code != 204 || len(rec.Result().Cookies()) != 0 {
		t.Fatalf("as it should be: %d %v", rec.Code, rec.Header())
	}
	const asked = "/forward-auth/shop1"
	for name, c := range map[string]struct {
		target string
		header http.Header
		why    string
	}{
		"a peer that is no proxy":               {asked, http.Header{"peer": {"192.0.2.7:1"}}, "not in forward_auth.proxies"},
		"a peer that says it is a proxy":        {asked, http.Header{"peer": {"192.0.2.7:1"}, "X-Forwarded-For": {"127.0.0.1"}}, "not in forward_auth.proxies"},
		"an IPv6 peer":                          {asked, http.Header{"peer": {"[2001:db8::1]:1"}}, "not in forward_auth.proxies"},
		"no host":                               {asked, http.Header{"X-Forwarded-Host": nil}, "X-Forwarded-Host"},
		"two hosts":                             {asked, http.Header{"X-Forwarded-Host": {p.host, p.host}}, "X-Forwarded-Host"},
		"a list of hosts":                       {asked, http.Header{"X-Forwarded-Host": {p.host + ", " + p.host}}, "X-Forwarded-Host"},
		"an unknown host":                       {asked, http.Header{"X-Forwarded-Host": {"evil.example"}}, "not the origin"},
		"a host with another port":              {asked, http.Header{"X-Forwarded-Host": {"a.shop.example"}}, "not the origin"},
		"a host with a path":                    {asked, http.Header{"X-Forwarded-Host": {p.host + "/x"}}, "not the origin"},
		"another scheme":                        {asked, http.Header{"X-Forwarded-Proto": {"http"}}, "not the origin"},
		"no scheme":                             {asked, http.Header{"X-Forwarded-Proto": nil}, "X-Forwarded-Proto"},
		"another site's host":                   {asked, http.Header{"X-Forwarded-Host": {b.shops[1].host}}, "another site"},
		"another site's address":                {"/forward-auth/shop2", nil, "another site"},
		"an unknown address":                    {"/forward-auth/nobody", nil, "another site"},
		"no method":                             {asked, http.Header{"X-Forwarded-Method": nil}, "X-Forwarded-Method"},
		"two methods":                           {asked, http.Header{"X-Forwarded-Method": {"GET", "POST"}}, "X-Forwarded-Method"},
		"no path":                               {asked, http.Header{"X-Forwarded-Uri": nil}, "X-Forwarded-Uri"},
		"no path, but another family's":         {asked, http.Header{"X-Forwarded-Uri": nil, "X-Original-Url": {"/"}, "X-Original-Uri": {"/"}}, "X-Forwarded-Uri"},
		"two paths":                             {asked, http.Header{"X-Forwarded-Uri": {"/a", "/b"}}, "X-Forwarded-Uri"},
		"a full URL as path":                    {asked, http.Header{"X-Forwarded-Uri": {"https://" + p.host + "/"}}, "X-Forwarded-Uri"},
		"a path with a space":                   {asked, http.Header{"X-Forwarded-Uri": {"/a b"}}, "X-Forwarded-Uri"},
		"a path of 10 kB":                       {asked, http.Header{"X-Forwarded-Uri": {"/" + strings.Repeat("a", 10000)}}, "X-Forwarded-Uri"},
		"sign-in from a peer that is no proxy":  {"/.carnet/sign-in", http.Header{"peer": {"192.0.2.7:1"}}, "not in forward_auth.proxies"},
		"callback from a peer that is no proxy": {"/.carnet/callback", http.Header{"peer": {"192.0.2.7:1"}}, "not in forward_auth.proxies"},
		"sign-in at an unknown host":            {"/.carnet/sign-in", http.Header{"X-Forwarded-Host": {"evil.example"}}, "not the origin"},
	} {
		before := len(b.logs.String())
		rec := v.through(p, "GET", c.target, c.header)
		if rec.Code != 403 || rec.Header().Get("X-Carnet-Assertion") != "" || strings.Contains(rec.Body.String(), "X-Forwarded") {
			t.Errorf("%s: %d %v %s", name, rec.Code, rec.Header(), rec.Body)
		}
		if logged := b.logs.String()[before:]; !strings.Contains(logged, c.why) || strings.Contains(logged, "192.0.2.7") || strings.Contains(logged, "evil") {
			t.Errorf("%s: the log says %s", name, logged)
		}
	}
	for name, header := range map[string]http.Header{
		"a host in capitals":  {"X-Forwarded-Host": {strings.ToUpper(p.host)}},
		"a WebSocket":         {"X-Forwarded-Proto": {"wss"}},
		"an IPv4-mapped peer": {"peer": {"[::ffff:127.0.0.1]:1"}},
		"a path with a comma": {"X-Forwarded-Uri": {"/a,b"}},
	} {
		if rec := v.through(p, "GET", asked, header); rec.Code != 204 {
			t.Errorf("%s: %d", name, rec.Code)
		}
	}
}

// Simple proxies copy what is there: what is absent must be there, and be empty.
func TestForwardAuthAlwaysSendsEveryHeader(t *testing.T) {
	b := newBehind(t)
	b.cfg.AliasDomain = ""
	b.open()
	v := b.visitor()
	v.mustSignIn(b.shops[0])
	rec := v.check(b.shops[0])
	for _, name := range []string{"X-Carnet-Assertion", "X-Auth-Request-User", "X-Auth-Request-Preferred-Username", "X-Auth-Request-Email", "Remote-User"} {
		if len(rec.Header().Values(name)) != 1 || (rec.Header().Get(name) == "") != (name == "X-Auth-Request-Email") {
			t.Errorf("%s: %q", name, rec.Header().Values(name))
		}
	}
}

func TestForwardAuthRedirectsPeopleOnly(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[0]
	with := func(more http.Header) http.Header {
		h := navigation.Clone()
		for name, values := range more {
			h[name] = values
		}
		return h
	}
	for name, c := range map[string]struct {
		query  string
		header http.Header
		want   int
	}{
		"a navigation":                       {"?redirect=1", navigation, 302},
		"an old browser's":                   {"?redirect=1", http.Header{"Accept": {"text/html, */*"}}, 302},
		"HEAD":                               {"?redirect=1", with(http.Header{"X-Forwarded-Method": {"HEAD"}}), 302},
		"a navigation asked about by nginx":  {"", navigation, 401},
		"a post":                             {"?redirect=1", with(http.Header{"X-Forwarded-Method": {"POST"}}), 401},
		"a preflight":                        {"?redirect=1", with(http.Header{"X-Forwarded-Method": {"OPTIONS"}}), 401},
		"a program that takes anything":      {"?redirect=1", http.Header{"Accept": {"*/*"}}, 401},
		"a program that says nothing":        {"?redirect=1", nil, 401},
		"a script's request":                 {"?redirect=1", with(http.Header{"X-Requested-With": {"XMLHttpRequest"}}), 401},
		"fetch":                              {"?redirect=1", with(http.Header{"Sec-Fetch-Mode": {"cors"}, "Sec-Fetch-Dest": {"empty"}}), 401},
		"an image":                           {"?redirect=1", with(http.Header{"Sec-Fetch-Mode": {"no-cors"}, "Sec-Fetch-Dest": {"image"}}), 401},
		"a frame, where no sign-in is shown": {"?redirect=1", with(http.Header{"Sec-Fetch-Dest": {"iframe"}}), 401},
	} {
		rec := v.through(p, "GET", "/forward-auth/shop1"+c.query, c.header)
		if rec.Code != c.want {
			t.Errorf("%s: %d, want %d", name, rec.Code, c.want)
		}
		if c.want == 401 && (rec.Body.Len() != 0 || rec.Header().Get("Location") != "" || rec.Header().Get("WWW-Authenticate") == "") {
			t.Errorf("%s: not bare: %v %s", name, rec.Header(), rec.Body)
		}
		if want := "https://" + p.host + "/.carnet/sign-in?rd=%2Fpage%3Fq"; c.want == 302 && rec.Header().Get("Location") != want {
			t.Errorf("%s: to %s, want %s", name, rec.Header().Get("Location"), want)
		}
	}
}

func TestForwardAuthIsNoOpenRedirect(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[0]
	for _, rd := range []string{"//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, `/a\b`, "https://evil.example/", "evil.example", "javascript:alert(1)",
		"/a\r\nSet-Cookie: x=1", "/\t/evil.example", "/ /evil.example", "/\x00", "/é", "/%zz", "/.carnet/sign-in", "/.carnet/callback?code=x", "?x", "#x"} {
		rec := v.through(p, "GET", "/.carnet/sign-in?"+url.Values{"rd": {rd}}.Encode(), nil)
		if rec.Code != 400 || rec.Header().Get("Location") != "" {
			t.Errorf("rd %q: %d to %s", rd, rec.Code, rec.Header().Get("Location"))
		}
	}
	if rec := v.through(p, "GET", "/.carnet/sign-in?rd=/a&rd=/b", nil); rec.Code != 400 {
		t.Errorf("two addresses: %d", rec.Code)
	}
	for rd, want := range map[string]string{"/": "/", "/a?b=c&d=//e#f": "/a?b=c&d=//e#f", "/@evil.example": "/@evil.example", "/a:b": "/a:b", "": "/",
		"/" + strings.Repeat("long", 1000): "/", "/" + strings.Repeat("x", 1000): "/" + strings.Repeat("x", 1000)} {
		rec := v.through(p, "GET", v.begin(p, rd), nil)
		if got := rec.Header().Get("Location"); rec.Code != 303 || got != "https://"+p.host+want {
			t.Errorf("rd %.40q: %d to %.80s", rd, rec.Code, got)
		}
	}
}

func TestForwardAuthCallbackIsTheBrowsersOwn(t *testing.T) {
	b := newBehind(t)
	v, p, other := b.visitor(), b.shops[0], b.shops[1]
	refused := func(name string, who *visitor, site *protected, target string, header http.Header, want int) {
		t.Helper()
		rec := who.through(site, "GET", target, header)
		if rec.Code != want || len(rec.Result().Cookies()) != 0 || strings.Contains(rec.Body.String(), "evil") {
			t.Errorf("%s: %d %v %s", name, rec.Code, rec.Header(), rec.Body)
		}
		if got := who.check(site); got.Code != 401 {
			t.Errorf("%s: signed in afterwards: %d", name, got.Code)
		}
	}
	refused("another's link (login CSRF), with no cookie", b.visitor(), p, v.begin(p, "/"), nil, 403)
	victim := b.visitor()
	victim.begin(p, "/")
	refused("another's link, in the middle of a sign-in", victim, p, v.begin(p, "/"), nil, 403)

	mine, attackers := victim.begin(p, "/"), v.begin(p, "/")
	code, _, _ := strings.Cut(attackers, "&iss=")
	_, rest, _ := strings.Cut(mine, "&iss=")
	refused("another's code with my own state: PKCE", victim, p, code+"&iss="+rest, nil, 410)
	refused("that code again, by its owner", v, p, attackers, nil, 410)

	target := v.begin(p, "/")
	for name, bad := range map[string]struct {
		target string
		want   int
	}{
		"no state":          {strings.Replace(target, "state=", "x=", 1), 400},
		"a changed state":   {target[:len(target)-1] + string(target[len(target)-1]^1), 400},
		"no code":           {strings.Replace(target, "code=", "x=", 1), 410},
		"a parameter twice": {target + "&code=evil", 400},
		"another issuer":    {strings.Replace(target, "iss=https", "iss=http", 1), 400},
		"no issuer":         {strings.Replace(target, "iss=", "x=", 1), 400},
		"an error":          {target + "&error=evil&error_description=evil", 403},
	} {
		refused(name, v, p, bad.target, nil, bad.want)
	}
	refused("at the other site", v, other, target, http.Header{"Cookie": {v.cookie("https://" + p.host)}}, 400)
	target = v.begin(p, "/")
	b.advance(16 * time.Minute)
	refused("too late", v, p, target, nil, 410)

	target = v.begin(p, "/")
	if rec := v.through(p, "GET", target, nil); rec.Code != 303 || v.check(p).Code != 204 {
		t.Errorf("the right one: %d, then %d", rec.Code, v.check(p).Code)
	}
	if rec := v.through(p, "GET", target, nil); rec.Code != 410 || len(rec.Result().Cookies()) != 0 {
		t.Errorf("the back button: %d", rec.Code)
	}
	two, one := v.begin(p, "/two"), v.begin(p, "/one")
	for _, tab := range []string{one, two} {
		if rec := v.through(p, "GET", tab, nil); rec.Code != 303 || v.check(p).Code != 204 {
			t.Errorf("one of two tabs: %d", rec.Code)
		}
	}
}

// That this process needs no secret for its own sites must not help anybody else, even with a code and verifier of their own.
func TestForwardAuthOpensNoTokenEndpoint(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[1] // has a secret
	v.mustSignIn(p)
	redeem := func(secret string) *httptest.ResponseRecorder {
		verifier := strings.Repeat("v", 43)
		challenge := sha256.Sum256([]byte(verifier))
		redirect := "https://" + p.host + "/.carnet/callback"
		answer := v.send("GET", b.issuer+"/authorize?"+url.Values{"client_id": {p.id}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {"openid"},
			"state": {"s"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"}}.Encode(), nil, navigation)
		u, err := url.Parse(answer.Header.Get("Location"))
		if err != nil || u.Query().Get("code") == "" {
			t.Fatalf("no code: %d %v", answer.StatusCode, answer.Header)
		}
		form := url.Values{"grant_type": {"authorization_code"}, "client_id": {p.id}, "code": {u.Query().Get("code")}, "redirect_uri": {redirect},
			"code_verifier": {verifier}}
		if secret != "" {
			form.Set("client_secret", secret)
		}
		return b.do("POST", "/token", []byte(form.Encode()), "Content-Type", "application/x-www-form-urlencoded")
	}
	for _, secret := range []string{"", "own", "Secret"} {
		if rec := redeem(secret); rec.Code != 401 {
			t.Errorf("with the secret %q: %d %s", secret, rec.Code, rec.Body)
		}
	}
	if rec := redeem("secret"); rec.Code != 200 {
		t.Errorf("with the shop's own secret: %d %s", rec.Code, rec.Body)
	}
}

func TestForwardAuthCookieIsOfOneSiteAndSession(t *testing.T) {
	b := newBehind(t)
	v, p, other := b.visitor(), b.shops[0], b.shops[1]
	v.mustSignIn(p)
	v.mustSignIn(other)
	site := func(p *protected) string {
		for part := range strings.SplitSeq(v.cookie("https://"+p.host), "; ") {
			if value, ok := strings.CutPrefix(part, "__Host-carnet-site="); ok {
				return value
			}
		}
		t.Fatal("no cookie")
		return ""
	}
	ask := func(p *protected, cookies ...string) int {
		return v.through(p, "GET", "/forward-auth/"+p.id, http.Header{"Cookie": {strings.Join(cookies, "; ")}}).Code
	}
	const name = "__Host-carnet-site="
	first := site(p)
	if got := ask(p, name+first); got != 204 {
		t.Fatalf("its own cookie: %d", got)
	}
	if got := ask(other, name+first); got != 401 {
		t.Errorf("at the other site: %d", got)
	}
	if got := ask(p, name+first, name+site(other)); got != 401 {
		t.Errorf("two cookies of one name: %d", got)
	}
	data, _ := base64.RawURLEncoding.DecodeString(first)
	b.store.calls = 0
	for i := range data {
		data[i] ^= 1
		if got := ask(p, name+base64.RawURLEncoding.EncodeToString(data)); got != 401 {
			t.Fatalf("byte %d changed: %d", i, got)
		}
		data[i] ^= 1
	}
	if b.store.calls != 0 {
		t.Errorf("forged cookies cost the store %d reads", b.store.calls)
	}
	v.check(p)
	if b.store.calls != 1 {
		t.Errorf("a check costs the store %d reads, want 1", b.store.calls)
	}
	v.mustSignIn(p)
	if site(p) == first || ask(p, name+first) != 401 || ask(p, name+site(p)) != 204 {
		t.Error("a new sign-in leaves the older cookie of the same session alive")
	}
	b.advance(12*time.Hour + time.Second)
	if got := ask(p, name+site(p)); got != 401 {
		t.Errorf("after twelve hours: %d", got)
	}
}

// logOut ends the browser's session at the gateway, on the gateway's own page.
func (v *visitor) logOut() answered {
	v.b.t.Helper()
	page := v.send("GET", v.b.issuer+"/logout", nil, navigation)
	_, rest, _ := strings.Cut(string(page.body), `name="confirm" value="`)
	confirm, _, _ := strings.Cut(rest, `"`)
	return v.send("POST", v.b.issuer+"/logout", []byte(url.Values{"confirm": {confirm}}.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

func TestForwardAuthEndsWithTheSession(t *testing.T) {
	b := newBehind(t)
	v, p, other := b.visitor(), b.shops[0], b.shops[1]
	bystander := b.visitor()
	bystander.mustSignIn(p)
	v.mustSignIn(p)
	v.mustSignIn(other)
	late := v.begin(p, "/") // a code on its way while the session ends
	if got := v.logOut(); got.StatusCode != 200 {
		t.Fatalf("logout: %d %s", got.StatusCode, got.body)
	}
	for _, site := range b.shops {
		if got := v.check(site).Code; got != 401 {
			t.Errorf("%s after the logout: %d", site.id, got)
		}
	}
	if rec := v.through(p, "GET", late, nil); rec.Code != 410 || v.check(p).Code != 401 {
		t.Errorf("a code of the ended session: %d, then %d", rec.Code, v.check(p).Code)
	}
	if got := bystander.check(p).Code; got != 204 {
		t.Errorf("another shopper's: %d", got)
	}
	v.mustSignIn(p)
	if got := v.check(p).Code; got != 204 {
		t.Errorf("signed in again: %d", got)
	}
}

// Gateways that share a state store share who is signed in, and that they are no longer, from the next request on.
func TestForwardAuthWorksAcrossProcesses(t *testing.T) {
	b := newBehind(t)
	processes := []http.Handler{b.gw, nil}
	b.open()
	processes[1] = b.gw
	var turn atomic.Int64
	b.direct = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { processes[turn.Add(1)%2].ServeHTTP(w, r) })
	both := func(v *visitor, p *protected, want int) {
		t.Helper()
		for range 2 {
			if got := v.check(p).Code; got != want {
				t.Errorf("%s: %d, want %d", p.id, got, want)
			}
		}
	}
	v, p, other := b.visitor(), b.shops[0], b.shops[1]
	v.mustSignIn(p)
	v.mustSignIn(other)
	both(v, p, 204)
	stolen := http.Header{"Origin": {"https://" + p.host}, "Cookie": {v.cookie("https://" + p.host)}}
	if rec := v.through(p, "POST", "/.carnet/sign-out", http.Header{"Origin": {"https://" + p.host}}); rec.Code != 303 {
		t.Fatalf("sign-out: %d", rec.Code)
	}
	both(v, p, 401)
	if got := v.through(p, "GET", "/forward-auth/shop1", stolen).Code; got != 401 {
		t.Errorf("the cookie after the sign-out: %d", got)
	}
	both(v, other, 204)
	if got := v.logOut(); got.StatusCode != 200 {
		t.Fatalf("logout: %d", got.StatusCode)
	}
	both(v, other, 401)
}

// Sites that are visited at the same moment are all known to the session that ends them, and a visit that a sign-out overtakes
// signs nobody in.
func TestForwardAuthSessionsKnowEverySite(t *testing.T) {
	b := newBehind(t)
	v, all := b.visitor(), append(b.shops, b.more...)
	for _, p := range all {
		v.mustSignIn(p) // and consent, once
	}
	v.logOut()
	v.mustSignIn(all[0])
	b.store.onSwap = func() { v.mustSignIn(all[1]) } // while the session is told of the third, the second comes between
	v.mustSignIn(all[2])
	if b.store.onSwap != nil {
		t.Fatal("nothing came between")
	}
	v.logOut()
	for _, p := range all {
		if got := v.check(p).Code; got != 401 {
			t.Errorf("%s outlives the session: %d", p.id, got)
		}
	}

	v.mustSignIn(all[0])
	b.store.onSwap = func() { v.logOut() }
	where := v.through(all[1], "GET", "/.carnet/sign-in", nil).Header().Get("Location")
	if got := v.send("GET", where, nil, navigation).Header.Get("Location"); !strings.HasPrefix(got, b.issuer+"/login/") {
		t.Errorf("a visit overtaken by the sign-out leads to %s", got)
	}
}

// A logout whose store fails must be one that can be tried again.
func TestForwardAuthFailsClosedWithoutTheStore(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[0]
	v.mustSignIn(p)
	target := v.begin(p, "/")
	b.store.gone = true
	if rec := v.check(p); rec.Code != 503 || rec.Header().Get("Retry-After") == "" || rec.Header().Get("X-Carnet-Assertion") != "" {
		t.Errorf("check: %d %v", rec.Code, rec.Header())
	}
	if rec := v.through(p, "POST", "/.carnet/sign-out", http.Header{"Origin": {"https://" + p.host}}); rec.Code != 503 || len(rec.Result().Cookies()) != 0 {
		t.Errorf("sign-out: %d", rec.Code)
	}
	if rec := v.through(p, "GET", target, nil); rec.Code != 503 {
		t.Errorf("callback: %d %s", rec.Code, rec.Body)
	}
	b.store.gone = false
	if got := v.check(p).Code; got != 204 {
		t.Errorf("with the store back: %d", got)
	}
	b.store.failPuts = true
	if got := v.logOut(); got.StatusCode != 503 {
		t.Errorf("a logout that cannot end the site's record: %d", got.StatusCode)
	}
	b.store.failPuts = false
	if got := v.logOut(); got.StatusCode != 200 || v.check(p).Code != 401 {
		t.Errorf("the logout again: %d, then %d", got.StatusCode, v.check(p).Code)
	}
}

func TestForwardAuthSignOutIsTheSitesOwn(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[0]
	v.mustSignIn(p)
	for name, origin := range map[string][]string{"no origin": nil, "another site": {"https://" + b.shops[1].host}, "null": {"null"},
		"two": {"https://" + p.host, "https://" + p.host}} {
		if rec := v.through(p, "POST", "/.carnet/sign-out", http.Header{"Origin": origin}); rec.Code != 403 || v.check(p).Code != 204 {
			t.Errorf("%s: %d", name, rec.Code)
		}
	}
	if rec := v.through(p, "GET", "/.carnet/sign-out", http.Header{"Origin": {"https://" + p.host}}); rec.Code != 405 || v.check(p).Code != 204 {
		t.Errorf("GET: %d", rec.Code)
	}
}

func TestForwardAuthStoresNothingReadable(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[0]
	v.mustSignIn(p)
	rec := v.check(p)
	for _, what := range []string{v.sub(p), rec.Header().Get("X-Auth-Request-Preferred-Username"), rec.Header().Get("X-Auth-Request-Email")} {
		for key, value := range b.store.written {
			if strings.Contains(key+string(value), what) {
				t.Errorf("the store was given %q under %q", what, key)
			}
		}
		if strings.Contains(b.logs.String(), what) {
			t.Errorf("the log has %q", what)
		}
	}
	if len(b.store.written) == 0 {
		t.Error("nothing was written at all")
	}
}

func TestForwardAuthConfiguration(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*gateway.Config)
		want   string
	}{
		"no proxies":          {func(c *gateway.Config) { c.Forward = nil }, "forward_auth.proxies"},
		"private_key_jwt":     {func(c *gateway.Config) { c.Shops[0].Auth = oidc.AuthPrivateKey }, "private_key_jwt"},
		"bound tokens":        {func(c *gateway.Config) { c.Shops[0].DPoP = true }, "dpop"},
		"pushed requests":     {func(c *gateway.Config) { c.Shops[0].PAR = true }, "par"},
		"as it should be":     {func(*gateway.Config) {}, ""},
		"no such shop at all": {func(c *gateway.Config) { c.Shops[0].Forward, c.Forward = false, nil }, ""},
	} {
		cfg := testConfig(t)
		key, err := profile.NewIssuerKey()
		if err != nil {
			t.Fatal(err)
		}
		cfg.Shops[0].Key, cfg.Shops[0].Forward = key, true
		cfg.Forward = []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}
		c.change(&cfg)
		if err := cfg.Check(); fmt.Sprint(err) != "<nil>" && c.want == "" || c.want != "" && !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// BenchmarkForwardAuth is what every request of a protected shop costs the gateway: parsing, one read of the embedded
// store, one signature; and the signature alone, in the same run.
func BenchmarkForwardAuth(b *testing.B) {
	g := newBehind(b)
	v, p := g.visitor(), g.shops[0]
	v.mustSignIn(p)
	cookie := http.Header{"Cookie": {v.cookie("https://" + p.host)}}
	for name, header := range map[string]http.Header{"signed in": cookie, "not signed in": {"Cookie": nil}, "forged": {"Cookie": {cookie.Get("Cookie") + "A"}}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if rec := v.through(p, "GET", "/forward-auth/shop1", header); rec.Code >= 500 {
					b.Fatal(rec.Code)
				}
			}
		})
	}
	b.Run("an ES256 signature alone", func(b *testing.B) {
		key := g.cfg.SigningKeys.All().Keys[0].Key.(*ecdsa.PrivateKey)
		digest := sha256.Sum256([]byte("header.payload"))
		for b.Loop() {
			if _, _, err := ecdsa.Sign(rand.Reader, key, digest[:]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestAWalletThatIsTakenOffItsAccountIsSignedOutBehindProxiesToo(t *testing.T) {
	b := newBehind(t)
	v, p := b.visitor(), b.shops[0]
	v.mustSignIn(p)
	store := links.New(b.fixture.blob, b.cfg.PairwiseKey, b.now, 16)
	first, second := wallet.EOA(crypto.PubkeyToAddress(v.key.PublicKey)), wallet.EOA(crypto.PubkeyToAddress(newWallet(t).PublicKey))
	unused := func(context.Context, wallet.Account) (bool, error) { return false, nil }
	if err := store.Add(t.Context(), first, second, unused); err != nil {
		t.Fatal(err)
	}
	b.advance(2 * links.Fresh)
	if got := v.check(p).Code; got != http.StatusNoContent {
		t.Errorf("with a second wallet: got %d, want 204", got)
	}
	if err := store.Remove(t.Context(), first, first); err != nil {
		t.Fatal(err)
	}
	b.advance(2 * links.Fresh)
	if got := v.check(p).Code; got != http.StatusUnauthorized {
		t.Errorf("after the wallet was taken off: got %d, want 401", got)
	}
}
