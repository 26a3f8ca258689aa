package conformance

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func basicPlan() plan {
	return plan{name: "oidcc-basic-certification-test-plan", variant: "discovery, static clients, `code`, `client_secret_basic`", clients: secretClients, modules: []module{
		{name: "oidcc-server", run: server},
		{name: "oidcc-response-type-missing", run: func(o *op) {
			o.errorOf(o.authorize(o.request(o.client, "response_type", "")), "invalid_request", "unsupported_response_type")
		}},
		{name: "oidcc-idtoken-signature", run: func(o *op) {
			s := o.signIn(o.client)
			head, rest, _ := strings.Cut(s.idToken(), ".")
			_, signature, _ := strings.Cut(rest, ".")
			if raw, err := base64.RawURLEncoding.DecodeString(head); err != nil || !strings.Contains(string(raw), `"kid"`) || signature == "" {
				o.t.Fatalf("header %s: want a kid, and a signature after it", raw)
			}
		}},
		{name: "oidcc-idtoken-unsigned", reason: "`none` is not among the algorithms on offer, which is checked", run: unsigned},
		{name: "oidcc-userinfo-get", run: func(o *op) {
			s := o.signIn(o.client)
			o.about(o.client, s.access(), s.sub())
		}},
		{name: "oidcc-userinfo-post-header", run: func(o *op) {
			s := o.signIn(o.client)
			if r := o.userinfo(o.client, http.MethodPost, s.access(), how{}); r.status != 200 || r.text("sub") != s.sub() {
				o.t.Fatalf("got %d %q", r.status, r.text("error"))
			}
		}},
		{name: "oidcc-userinfo-post-body", run: func(o *op) {
			s := o.signIn(o.client)
			req, err := http.NewRequest(http.MethodPost, o.g.Endpoint("userinfo_endpoint"), strings.NewReader(url.Values{"access_token": {s.access()}}.Encode()))
			if err != nil {
				o.t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if r := o.do(req); r.status != 200 || r.text("sub") != s.sub() {
				o.t.Fatalf("got %d %q", r.status, r.text("error"))
			}
		}},
		{name: "oidcc-ensure-request-without-nonce-succeeds-for-code-flow", run: func(o *op) { o.signIn(o.client, "nonce", "") }},
		{name: "oidcc-scope-profile", reason: "tells a `preferred_username` made up for the shop; no other profile claim exists here", run: scope("openid profile", "preferred_username")},
		{name: "oidcc-scope-email", reason: "tells an alias of the shop's own where the gateway has a domain for them", run: scope("openid email", "email")},
		{name: "oidcc-scope-address", reason: "not offered: succeeds and tells nothing", run: scope("openid address")},
		{name: "oidcc-scope-phone", reason: "not offered: succeeds and tells nothing", run: scope("openid phone")},
		{name: "oidcc-scope-all", run: scope("openid profile email address phone", "preferred_username", "email")},
		{name: "oidcc-alternate-happy-flow", run: scope("email openid", "email")},
		{name: "oidcc-display-page", run: succeeds("display", "page")},
		{name: "oidcc-display-popup", run: succeeds("display", "popup")},
		{name: "oidcc-prompt-login", run: func(o *op) {
			first := o.signIn(o.client)
			o.asksAgain(first, "prompt", "login")
		}},
		{name: "oidcc-prompt-none-not-logged-in", run: func(o *op) {
			o.errorOf(o.authorize(o.request(o.client, "prompt", "none")), "login_required", "interaction_required")
		}},
		{name: "oidcc-prompt-none-logged-in", run: func(o *op) {
			first := o.signIn(o.client)
			o.remembers(first, "prompt", "none")
		}},
		{name: "oidcc-max-age-1", run: func(o *op) {
			first := o.signIn(o.client)
			o.asksAgain(first, "max_age", "1")
		}},
		{name: "oidcc-max-age-10000", run: func(o *op) {
			first := o.signIn(o.client)
			o.remembers(first, "max_age", "10000")
		}},
		{name: "oidcc-ensure-request-with-unknown-parameter-succeeds", run: succeeds("extra", "foobar")},
		{name: "oidcc-id-token-hint", run: func(o *op) {
			first := o.signIn(o.client)
			o.remembers(first, "prompt", "none", "id_token_hint", first.idToken())
			stranger := &op{o.t, o.g, o.client, o.second, o.g.NewShopper(o.t)}
			stranger.signIn(o.client)
			stranger.errorOf(stranger.authorize(o.request(o.client, "prompt", "none", "id_token_hint", first.idToken())), "login_required")
		}},
		{name: "oidcc-login-hint", run: succeeds("login_hint", "somebody")},
		{name: "oidcc-ui-locales", run: succeeds("ui_locales", "se fr")},
		{name: "oidcc-claims-locales", run: succeeds("claims_locales", "se")},
		{name: "oidcc-ensure-request-with-acr-values-succeeds", run: succeeds("acr_values", "urn:example:1 urn:example:2")},
		{name: "oidcc-codereuse", run: func(o *op) {
			code := o.code(o.request(o.client))
			o.tokens(o.client, o.exchange(o.client, code, how{}))
			o.tokenError(o.exchange(o.client, code, how{}), "invalid_grant")
		}},
		{name: "oidcc-codereuse-30seconds", run: func(o *op) {
			code := o.code(o.request(o.client))
			first := o.tokens(o.client, o.exchange(o.client, code, how{}))
			o.later(30 * time.Second)
			o.tokenError(o.exchange(o.client, code, how{}), "invalid_grant")
			if r := o.userinfo(o.client, http.MethodGet, first.text("access_token"), how{}); r.status != http.StatusUnauthorized {
				o.t.Fatalf("the token of a code that was used twice still opens userinfo: %d", r.status)
			}
		}},
		{name: "oidcc-ensure-registered-redirect-uri", run: func(o *op) {
			o.pageOf(o.authorize(o.request(o.client, "redirect_uri", o.client.Origin+"/callback/other")))
		}},
		{name: "oidcc-ensure-post-request-succeeds", run: func(o *op) {
			q := o.request(o.client)
			code := o.codeOf(o.came(q, o.p.PostUntil(o.g.Endpoint("authorization_endpoint"), o.door(q), q)))
			o.tokens(o.client, o.exchange(o.client, code, how{}))
		}},
		{name: "oidcc-server-client-secret-post", run: func(o *op) {
			o.client.Auth = "client_secret_post"
			server(o)
		}},
		{name: "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported", reason: "refused as unsupported", run: func(o *op) {
			o.errorOf(o.authorize(o.request(o.client, "request_uri", o.client.Origin+"/request.jwt")), "request_uri_not_supported")
		}},
		{name: "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported", reason: "refused as unsupported", run: func(o *op) {
			o.errorOf(o.authorize(o.request(o.client, "request", object(`{}`))), "request_not_supported")
		}},
		{name: "oidcc-claims-essential", reason: "a name is not known here: succeeds without one", run: func(o *op) {
			s := o.signIn(o.client, "claims", `{"userinfo":{"name":{"essential":true}}}`)
			if about := o.about(o.client, s.access(), s.sub()); about["name"] != nil {
				o.t.Fatal("userinfo has a name")
			}
		}},
		{name: "oidcc-ensure-request-object-with-redirect-uri", reason: "refused as unsupported, and nothing in it counts", run: func(o *op) {
			o.errorOf(o.authorize(o.request(o.client, "request", object(`{"redirect_uri":"https://evil.example/"}`))), "request_not_supported")
		}},
		{name: "oidcc-refresh-token", run: refreshToken},
		{name: "oidcc-ensure-request-with-valid-pkce-succeeds", run: func(o *op) {
			q := o.request(o.client)
			verifier := challenge(q)
			o.tokens(o.client, o.exchange(o.client, o.code(q), how{}, "code_verifier", verifier))
			q = o.request(o.client)
			challenge(q)
			o.tokenError(o.exchange(o.client, o.code(q), how{}, "code_verifier", verifier), "invalid_grant")
		}},
	}}
}

// object is an unsigned request object.
func object(payload string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + "."
}

// later turns the clock for one module.
func (o *op) later(d time.Duration) {
	o.g.Advance(d)
	o.t.Cleanup(func() { o.g.Advance(-d) })
}

// wait lets real time pass, beside all other modules that wait: the library behind the provider has a clock of its own. With
// -short there is no time.
func (o *op) wait(d time.Duration) {
	if testing.Short() {
		o.t.Skipf("SKIPPED with -short: takes %v", d)
	}
	o.t.Parallel()
	time.Sleep(d)
}

func server(o *op) {
	s := o.signIn(o.client)
	o.about(o.client, s.access(), s.sub())
	other := o.signIn(o.second)
	if other.sub() == s.sub() {
		o.t.Fatal("pairwise subjects are the same at two clients")
	}
	if o.p.Signed == 0 {
		o.t.Fatal("nobody signed")
	}
}

func unsigned(o *op) {
	if o.g.Has("id_token_signing_alg_values_supported", "none") || !o.g.Has("id_token_signing_alg_values_supported", "RS256") {
		o.t.Fatalf("got %v, want RS256 and not none", o.g.Discovery["id_token_signing_alg_values_supported"])
	}
	o.signIn(o.client) // whose header names a real algorithm
}

// scope asks for scopes. userinfo must have these claims, and none of a scope that was not asked for or is not offered.
func scope(scopes string, want ...string) func(*op) {
	return func(o *op) {
		s := o.signIn(o.client, "scope", scopes)
		about := o.about(o.client, s.access(), s.sub())
		for _, name := range want {
			if text, _ := about[name].(string); text == "" {
				o.t.Errorf("userinfo has no %s", name)
			}
		}
		belongs := map[string]string{"preferred_username": "profile", "email": "email", "email_verified": "email"}
		for name, value := range about {
			if name != "sub" && !strings.Contains(" "+scopes+" ", " "+belongs[name]+" ") {
				o.t.Errorf("userinfo tells %s for the scopes %q", name, scopes)
			}
			if _, isBool := value.(bool); name == "email_verified" && !isBool {
				o.t.Error("email_verified is not a boolean")
			}
		}
	}
}

// succeeds adds one parameter, which must do no harm.
func succeeds(name, value string) func(*op) {
	return func(o *op) { o.signIn(o.client, name, value) }
}

// asksAgain wants a second request two seconds later to ask the wallet, and a later auth_time of the same person.
func (o *op) asksAgain(first signedIn, change ...string) {
	o.t.Helper()
	o.later(2 * time.Second)
	before := o.p.Signed
	second := o.signIn(o.client, change...)
	if o.p.Signed != before+1 || second.sub() != first.sub() || second.authTime() <= first.authTime() || first.authTime() == 0 {
		o.t.Fatalf("%d signatures, auth_time %d after %d: want one signature and a later time", o.p.Signed-before, second.authTime(), first.authTime())
	}
}

// remembers wants a second request to be answered without the wallet, about the same person at the same auth_time.
func (o *op) remembers(first signedIn, change ...string) {
	o.t.Helper()
	before := o.p.Signed
	second := o.signIn(o.client, change...)
	if o.p.Signed != before || second.sub() != first.sub() || second.authTime() != first.authTime() || first.authTime() == 0 {
		o.t.Fatalf("%d signatures, auth_time %d after %d: want no signature and the same time", o.p.Signed-before, second.authTime(), first.authTime())
	}
}

// refreshToken refreshes as both clients, and as each with the other's token.
func refreshToken(o *op) {
	s := o.signIn(o.client, "scope", "openid offline_access", "prompt", "consent")
	other := o.signIn(o.second, "scope", "openid offline_access", "prompt", "consent")
	if s.refresh() == "" || other.refresh() == "" {
		o.t.Fatal("no refresh token")
	}
	o.tokenError(o.renew(o.second, s.refresh(), how{}), "invalid_grant")
	r := o.tokens(o.client, o.renew(o.client, s.refresh(), how{}))
	if raw := r.text("id_token"); raw != "" {
		nonce, _ := s.claims["nonce"].(string)
		jws := o.idTokenAgain(o.client, raw, nonce)
		if jws["sub"] != s.claims["sub"] || jws["auth_time"] != s.claims["auth_time"] {
			o.t.Error("the ID token of the refresh has another sub or auth_time")
		}
	}
	if r.text("refresh_token") == s.refresh() {
		o.t.Error("the refresh token did not rotate")
	}
	o.about(o.client, r.text("access_token"), s.sub())
	o.tokens(o.second, o.renew(o.second, other.refresh(), how{}))
}

// idTokenAgain is idToken for a refresh: a nonce may be left out there (OpenID Connect Core §12.2).
func (o *op) idTokenAgain(c rp, raw, nonce string) map[string]any {
	o.t.Helper()
	_, rest, _ := strings.Cut(raw, ".")
	payload, _, _ := strings.Cut(rest, ".")
	text, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		o.t.Fatal(err)
	}
	if !strings.Contains(string(text), `"nonce"`) {
		nonce = ""
	}
	return o.idToken(c, raw, nonce)
}

func (o *op) renew(c rp, token string, h how) reply {
	o.t.Helper()
	return o.post(c, "token_endpoint", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}, h)
}
