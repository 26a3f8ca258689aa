package conformance

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func fapi2Plan() plan {
	const grants = "grant management is not offered"
	modules := []module{
		{name: "discovery-end-point-verification", run: fapiDiscovery},
		{name: "happy-flow", run: func(o *op) {
			first := o.fapi(o.client, how{})
			second := o.fapi(o.second, how{})
			o.about(o.client, first.access(), first.sub())
			if r := o.userinfo(o.client, http.MethodGet, second.access(), how{}); r.status != http.StatusUnauthorized {
				o.t.Fatalf("a token opened with another client's key: %d", r.status)
			}
		}},
		{name: "user-rejects-authentication", run: func(o *op) {
			o.p.Refuses = true
			for _, c := range []rp{o.client, o.second} {
				q, _ := o.pkce(c)
				o.errorOf(o.pushed(c, q), "access_denied")
			}
		}},
		{name: "ensure-authorization-request-without-state-success", run: func(o *op) { o.fapi(o.client, how{}, "state", "") }},
		{name: "ensure-authorization-request-without-nonce-success", run: func(o *op) { o.fapi(o.client, how{}, "nonce", "") }},
		{name: "ensure-authorization-request-with-64-char-nonce-success", run: func(o *op) { o.fapi(o.client, how{}, "nonce", strings.Repeat("n", 64)) }},
		{name: "ensure-other-scope-order-succeeds", run: func(o *op) { o.fapi(o.client, how{}, "scope", "offline_access openid") }},
		{name: "test-claims-parameter-identity-claims", reason: "`claims` is not supported and does no harm", run: func(o *op) {
			o.fapi(o.client, how{}, "claims", `{"userinfo":{"name":{"essential":true}}}`)
		}},
		{name: "access-token-type-header-case-sensitivity", run: func(o *op) {
			s := o.fapi(o.client, how{})
			req, err := http.NewRequest(http.MethodGet, o.g.Endpoint("userinfo_endpoint"), nil)
			if err != nil {
				o.t.Fatal(err)
			}
			req.Header.Set("Authorization", "dPOp "+s.access())
			req.Header.Set("DPoP", o.prove(o.client, http.MethodGet, o.g.Endpoint("userinfo_endpoint"), s.access(), how{}))
			if r := o.do(req); r.status != 200 || r.text("sub") != s.sub() {
				o.t.Fatalf("got %d %q", r.status, r.text("error"))
			}
		}},
		{name: "check-dpop-proof-nbf-exp", run: func(o *op) {
			now := o.g.Now().Unix()
			o.fapi(o.client, how{proof: func(_, claims map[string]any) { claims["nbf"], claims["exp"] = now-5, now+60 }})
		}},
		{name: "ensure-dpopproof-with-iat-10seconds-before-succeeds", run: func(o *op) { o.fapi(o.client, shifted(-10)) }},
		{name: "ensure-dpopproof-with-iat-10seconds-after-succeeds", run: func(o *op) { o.fapi(o.client, shifted(10)) }},
		{name: "ensure-mismatched-dpop-jkt-fails", run: func(o *op) {
			q, _ := o.pkce(o.client, "dpop_jkt", thumbprint(o.t, newKey(o.t)))
			o.tokenError(o.push(o.client, q, how{}), "invalid_dpop_proof", "invalid_request")
		}},
		{name: "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.pushed(o.client, q))
			o.tokenError(o.exchange(o.client, code, how{proofKey: newKey(o.t)}, "code_verifier", verifier), "invalid_dpop_proof", "invalid_grant")
		}},
		{name: "ensure-token-endpoint-fails-with-mismatched-dpop-jkt", run: func(o *op) {
			q, verifier := o.pkce(o.client, "dpop_jkt", thumbprint(o.t, o.client.dpop))
			code := o.codeOf(o.resume(o.client, q, o.push(o.client, q, how{unproved: true})))
			o.tokenError(o.exchange(o.client, code, how{proofKey: newKey(o.t)}, "code_verifier", verifier), "invalid_dpop_proof", "invalid_grant")
		}},
		{name: "ensure-dpopproof-at-par-endpoint-binding-success", run: func(o *op) { o.fapi(o.client, how{}) }},
		{name: "ensure-dpop-auth-code-binding-success", run: func(o *op) { o.fapi(o.client, how{}, "dpop_jkt", thumbprint(o.t, o.client.dpop)) }},
		{name: "ensure-different-nonce-inside-and-outside-request-object", reason: "what stands beside the `request_uri` does not count", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.resume(o.client, q, o.push(o.client, q, how{}), "nonce", "another"))
			r := o.tokens(o.client, o.exchange(o.client, code, how{}, "code_verifier", verifier))
			o.idToken(o.client, r.text("id_token"), q.Get("nonce"))
		}},
		{name: "ensure-different-state-inside-and-outside-request-object", reason: "what stands beside the `request_uri` does not count", run: func(o *op) {
			q, _ := o.pkce(o.client)
			o.codeOf(o.resume(o.client, q, o.push(o.client, q, how{}), "state", "another")) // came compares the pushed one
		}},
		{name: "ensure-authorization-request-with-long-nonce", run: func(o *op) { o.fapi(o.client, how{}, "nonce", strings.Repeat("n", 384)) }},
		{name: "ensure-authorization-request-with-long-state", run: func(o *op) { o.fapi(o.client, how{}, "state", strings.Repeat("s", 1000)) }},
		{name: "state-only-outside-request-object-not-used", run: func(o *op) {
			q, _ := o.pkce(o.client, "state", "")
			a := o.resume(o.client, q, o.push(o.client, q, how{}), "state", "outside")
			o.codeOf(a)
			if a.query.Has("state") {
				o.t.Fatal("the state beside the request_uri came back")
			}
		}},
		{name: "ensure-request-object-without-redirect-uri-fails", run: func(o *op) {
			q, _ := o.pkce(o.client, "redirect_uri", "")
			o.tokenError(o.push(o.client, q, how{}), "invalid_request")
		}},
		{name: "ensure-registered-redirect-uri", reason: "of other profiles than plain_fapi, by the plan; the next one is plain_fapi's"},
		{name: "plain-fapi-tolerate-unregistered-redirect-uri", reason: "refused where it is pushed", run: func(o *op) {
			q, _ := o.pkce(o.client, "redirect_uri", o.client.Origin+"/other")
			o.tokenError(o.push(o.client, q, how{}), "invalid_request", "invalid_redirect_uri")
		}},
		{name: "ensure-unsigned-authorization-request-without-using-par-fails", run: func(o *op) {
			q, _ := o.pkce(o.client)
			o.pageOf(o.authorize(q))
		}},
		{name: "ensure-redirect-uri-in-authorization-request", run: func(o *op) {
			q, _ := o.pkce(o.client, "redirect_uri", "")
			o.tokenError(o.push(o.client, q, how{}), "invalid_request")
		}},
		{name: "ensure-response-type-code-idtoken-fails", run: responseType("code id_token")},
		{name: "ensure-response-type-token-fails", run: responseType("token")},
		{name: "ensure-client-id-in-token-endpoint", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.pushed(o.client, q))
			other := o.client
			other.ID = o.second.ID
			o.tokenError(o.exchange(other, code, how{}, "code_verifier", verifier), "invalid_client", "invalid_grant")
		}},
		{name: "ensure-holder-of-key-required", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.pushed(o.client, q))
			o.tokenError(o.exchange(o.client, code, how{unproved: true}, "code_verifier", verifier), "invalid_dpop_proof", "invalid_request", "invalid_grant")
		}},
		{name: "ensure-authorization-code-is-bound-to-client", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.pushed(o.client, q))
			o.tokenError(o.exchange(o.second, code, how{}, "code_verifier", verifier), "invalid_grant")
		}},
		{name: "attempt-reuse-authorization-code-after-one-second", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.pushed(o.client, q))
			r := o.tokens(o.client, o.exchange(o.client, code, how{}, "code_verifier", verifier))
			o.later(time.Second)
			o.tokenError(o.exchange(o.client, code, how{}, "code_verifier", verifier), "invalid_grant")
			if r := o.userinfo(o.client, http.MethodGet, r.text("access_token"), how{}); r.status != http.StatusUnauthorized {
				o.t.Fatalf("the token of a code that was used twice still opens userinfo: %d", r.status)
			}
		}},
		{name: "ensure-token-endpoint-fails-with-expired-auth-code", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.pushed(o.client, q))
			o.wait(62 * time.Second)
			o.tokenError(o.exchange(o.client, code, how{}, "code_verifier", verifier), "invalid_grant")
		}},
		{name: "ensure-signed-client-assertion-with-RS256-fails", run: func(o *op) {
			key, err := rsa.GenerateKey(rand.Reader, 2048)
			if err != nil {
				o.t.Fatal(err)
			}
			q, _ := o.pkce(o.client)
			o.tokenError(o.push(o.client, q, how{alg: jose.RS256, signer: key}), "invalid_client")
		}},
		{name: "ensure-client-assertion-in-token-endpoint", run: func(o *op) {
			q, verifier := o.pkce(o.client)
			code := o.codeOf(o.pushed(o.client, q))
			o.tokenError(o.exchange(o.client, code, how{anonymous: true}, "code_verifier", verifier), "invalid_client", "invalid_request")
		}},
		{name: "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails", run: badAssertion(func(_ *op, c map[string]any) {
			c["exp"] = time.Now().Add(-5 * time.Minute).Unix()
			c["iat"] = time.Now().Add(-6 * time.Minute).Unix()
		})},
		{name: "ensure-client-assertion-with-wrong-aud-fails", run: badAssertion(func(_ *op, c map[string]any) { c["aud"] = "https://evil.example" })},
		{name: "ensure-client-assertion-with-no-sub-fails", run: badAssertion(func(_ *op, c map[string]any) { delete(c, "sub") })},
		{name: "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted", run: func(o *op) {
			q, _ := o.pkce(o.client)
			at := o.g.Now().Add(8 * time.Second).Unix()
			if r := o.push(o.client, q, how{assertion: func(c map[string]any) { c["nbf"], c["iat"] = at, at }}); r.status != http.StatusCreated {
				o.t.Fatalf("got %d %q", r.status, r.text("error"))
			}
		}},
		{name: "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails", run: badAssertion(func(o *op, c map[string]any) {
			at := o.g.Now().Add(70 * time.Second)
			c["nbf"], c["iat"], c["exp"] = at.Unix(), at.Unix(), at.Add(time.Minute).Unix()
		})},
		{name: "par-test-array-as-audience-fails", run: badAssertion(func(o *op, c map[string]any) { c["aud"] = []string{o.g.Issuer, "https://other.example"} })},
		{name: "par-test-par-endpoint-url-as-audience-fails", run: badAssertion(func(o *op, c map[string]any) { c["aud"] = o.g.Endpoint("pushed_authorization_request_endpoint") })},
		{name: "par-test-token-endpoint-url-as-audience-fails", run: badAssertion(func(o *op, c map[string]any) { c["aud"] = o.g.Endpoint("token_endpoint") })},
		{name: "dpop-negative-tests", run: dpopNegative},
		{name: "refresh-token", run: fapiRefresh},
		{name: "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds", reason: "differs on purpose: a `request_uri` opens once (RFC 9126 §7.3), and the second visit is checked to be refused", run: func(o *op) {
			q, _ := o.pkce(o.client)
			uri := o.push(o.client, q, how{}).text("request_uri")
			o.visited(o.client, uri)
			o.pageOf(o.authorize(url.Values{"client_id": {o.client.ID}, "request_uri": {uri}}))
		}},
		{name: "par-attempt-reuse-request_uri", run: func(o *op) {
			q, _ := o.pkce(o.client)
			r := o.push(o.client, q, how{})
			o.codeOf(o.resume(o.client, q, r))
			o.pageOf(o.authorize(url.Values{"client_id": {o.client.ID}, "request_uri": {r.text("request_uri")}}))
		}},
		{name: "par-attempt-to-use-expired-request_uri", run: func(o *op) {
			q, _ := o.pkce(o.client)
			r := o.push(o.client, q, how{})
			life, _ := r.body["expires_in"].(float64)
			o.wait(time.Duration(life+1) * time.Second)
			o.pageOf(o.authorize(url.Values{"client_id": {o.client.ID}, "request_uri": {r.text("request_uri")}}))
		}},
		{name: "par-attempt-to-use-request_uri-for-different-client", run: func(o *op) {
			q, _ := o.pkce(o.client)
			r := o.push(o.client, q, how{})
			o.pageOf(o.authorize(url.Values{"client_id": {o.second.ID}, "request_uri": {r.text("request_uri")}}))
		}},
		{name: "par-authorization-request-containing-request_uri-form-param", run: func(o *op) {
			q, _ := o.pkce(o.client)
			q.Set("request_uri", "urn:ietf:params:oauth:request_uri:another")
			o.tokenError(o.push(o.client, q, how{}), "invalid_request")
		}},
		{name: "par-attempt-invalid-http-method", run: func(o *op) {
			req, err := http.NewRequest(http.MethodPut, o.g.Endpoint("pushed_authorization_request_endpoint"), strings.NewReader(""))
			if err != nil {
				o.t.Fatal(err)
			}
			if r := o.do(req); r.status < 400 || r.status >= 500 {
				o.t.Fatalf("got %d", r.status)
			}
		}},
		{name: "par-ensure-pkce-required", run: func(o *op) {
			o.tokenError(o.push(o.client, o.request(o.client), how{}), "invalid_request")
		}},
		{name: "ensure-pkce-code-verifier-required", run: func(o *op) {
			q, _ := o.pkce(o.client)
			o.tokenError(o.exchange(o.client, o.codeOf(o.pushed(o.client, q)), how{}), "invalid_grant", "invalid_request")
		}},
		{name: "incorrect-pkce-code-verifier-rejected", run: func(o *op) {
			q, _ := o.pkce(o.client)
			o.tokenError(o.exchange(o.client, o.codeOf(o.pushed(o.client, q)), how{}, "code_verifier", strings.Repeat("v", 43)), "invalid_grant")
		}},
		{name: "par-plain-pkce-rejected", run: func(o *op) {
			q := o.request(o.client, "code_challenge", strings.Repeat("v", 43), "code_challenge_method", "plain")
			o.tokenError(o.push(o.client, q, how{}), "invalid_request")
		}},
		{name: "par-without-duplicate-parameters", run: func(o *op) { o.fapi(o.client, how{}) }},
		{name: "grant-management-*", reason: grants},
		{name: "brazil-*, australia-connectid-*, cdr-*, ksa-*", reason: "of national profiles, not of plain_fapi"},
	}
	for i := range modules {
		modules[i].name = "fapi2-security-profile-final-" + modules[i].name
	}
	return plan{name: "fapi2-security-profile-final-test-plan", variant: "plain_fapi, openid_connect, `private_key_jwt`, DPoP, unsigned requests by PAR, plain response", clients: fapiClients, modules: modules}
}

func fapiClients(t *testing.T) (first, second rp) {
	first, second = secretClients(t)
	for _, c := range []*rp{&first, &second} {
		c.key, c.dpop = newKey(t), newKey(t)
		c.Secret, c.Auth, c.SigningAlg, c.DPoP, c.PAR = "", "private_key_jwt", "ES256", true, true
		c.Keys = jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &c.key.PublicKey, KeyID: c.ID, Algorithm: "ES256", Use: "sig"}}}
	}
	return first, second
}

// pkce is a request with a code challenge, and the verifier.
func (o *op) pkce(c rp, change ...string) (url.Values, string) {
	q := o.request(c)
	verifier := challenge(q)
	set(q, change)
	return q, verifier
}

func (o *op) push(c rp, q url.Values, h how) reply {
	o.t.Helper()
	return o.post(c, "pushed_authorization_request_endpoint", q, h)
}

// resume opens what was pushed, with further parameters beside the reference.
func (o *op) resume(c rp, q url.Values, pushed reply, beside ...string) answer {
	o.t.Helper()
	if life, _ := pushed.body["expires_in"].(float64); pushed.status != http.StatusCreated || pushed.text("request_uri") == "" || life <= 0 {
		o.t.Fatalf("PAR: %d %q", pushed.status, pushed.text("error"))
	}
	short := url.Values{"client_id": {c.ID}, "request_uri": {pushed.text("request_uri")}}
	set(short, beside)
	return o.came(q, o.p.OpenUntil(o.g.Endpoint("authorization_endpoint")+"?"+short.Encode(), o.door(q)))
}

func (o *op) pushed(c rp, q url.Values) answer {
	o.t.Helper()
	return o.resume(c, q, o.push(c, q, how{}))
}

// visited opens a pushed request in another browser and leaves it at the sign-in page.
func (o *op) visited(c rp, uri string) {
	o.t.Helper()
	q := url.Values{"client_id": {c.ID}, "request_uri": {uri}}
	res, err := o.g.HTTP.Get(o.g.Endpoint("authorization_endpoint") + "?" + q.Encode())
	if err != nil {
		o.t.Fatal(err)
	}
	res.Body.Close()
	if !strings.HasPrefix(res.Header.Get("Location"), o.g.Issuer+"/login/") {
		o.t.Fatalf("the first visit: %d", res.StatusCode)
	}
}

// fapi is a whole sign-in by PAR, with the same oddities of proof at every step.
func (o *op) fapi(c rp, h how, change ...string) signedIn {
	o.t.Helper()
	q, verifier := o.pkce(c, change...)
	code := o.codeOf(o.resume(c, q, o.push(c, q, h)))
	r := o.tokens(c, o.exchange(c, code, h, "code_verifier", verifier))
	s := signedIn{o.idToken(c, r.text("id_token"), q.Get("nonce")), r}
	if about := o.userinfo(c, http.MethodGet, s.access(), h); about.status != 200 || about.text("sub") != s.sub() {
		o.t.Fatalf("userinfo: %d %q", about.status, about.text("error"))
	}
	return s
}

func shifted(seconds int64) how {
	return how{proof: func(_, claims map[string]any) { claims["iat"] = claims["iat"].(int64) + seconds }}
}

func responseType(kind string) func(*op) {
	return func(o *op) {
		q, _ := o.pkce(o.client, "response_type", kind)
		o.tokenError(o.push(o.client, q, how{}), "unsupported_response_type", "invalid_request")
	}
}

// badAssertion pushes with a client assertion that must not be taken; the same one unchanged is taken.
func badAssertion(change func(*op, map[string]any)) func(*op) {
	return func(o *op) {
		q, _ := o.pkce(o.client)
		o.tokenError(o.push(o.client, q, how{assertion: func(c map[string]any) { change(o, c) }}), "invalid_client", "invalid_request")
		if r := o.push(o.client, q, how{}); r.status != http.StatusCreated {
			o.t.Fatalf("a good assertion: %d %q", r.status, r.text("error"))
		}
	}
}

func fapiDiscovery(o *op) {
	discovery(o)
	for _, name := range []string{"dpop_signing_alg_values_supported", "token_endpoint_auth_signing_alg_values_supported"} {
		if !o.g.Has(name, "ES256") {
			o.t.Errorf("%s: got %v, want ES256 among them", name, o.g.Discovery[name])
		}
		if list, _ := o.g.Discovery[name].([]any); slices.Contains(list, any("none")) || slices.Contains(list, any("HS256")) {
			o.t.Errorf("%s: got %v", name, list)
		}
	}
}

// dpopNegative shows userinfo proofs that are not for this request, this token or this time (RFC 9449 §4.3).
func dpopNegative(o *op) {
	s := o.fapi(o.client, how{})
	refused := func(name string, h how) {
		o.t.Helper()
		if r := o.userinfo(o.client, http.MethodGet, s.access(), h); r.status != http.StatusUnauthorized && r.status != http.StatusBadRequest {
			o.t.Errorf("%s: got %d, want a refusal", name, r.status)
		}
	}
	changed := func(name string, value any) how {
		return how{proof: func(_, c map[string]any) {
			if c[name] = value; value == nil {
				delete(c, name)
			}
		}}
	}
	now := o.g.Now().Unix()
	for name, h := range map[string]how{
		"no proof": {unproved: true}, "another key": {proofKey: newKey(o.t)},
		"another method": changed("htm", "POST"), "another URL": changed("htu", o.g.Issuer+"/token"), "no method": changed("htm", nil), "no URL": changed("htu", nil),
		"another token": changed("ath", "AAAA"), "no token hash": changed("ath", nil), "no jti": changed("jti", nil), "no iat": changed("iat", nil),
		"an hour old": changed("iat", now-3600), "an hour early": changed("iat", now+3600),
		"another type":  {proof: func(head, _ map[string]any) { head["typ"] = "JWT" }},
		"a private key": {proof: func(head, _ map[string]any) { head["jwk"] = jose.JSONWebKey{Key: o.client.dpop} }},
		"no key":        {proof: func(head, _ map[string]any) { delete(head, "jwk") }},
	} {
		refused(name, h)
	}
	proof := o.prove(o.client, http.MethodGet, o.g.Endpoint("userinfo_endpoint"), s.access(), how{})
	show := func(headers ...string) int {
		req, err := http.NewRequest(http.MethodGet, o.g.Endpoint("userinfo_endpoint"), nil)
		if err != nil {
			o.t.Fatal(err)
		}
		for i := 0; i+1 < len(headers); i += 2 {
			req.Header.Add(headers[i], headers[i+1])
		}
		return o.do(req).status
	}
	if status := show("Authorization", "DPoP "+s.access(), "DPoP", proof, "DPoP", o.prove(o.client, http.MethodGet, o.g.Endpoint("userinfo_endpoint"), s.access(), how{})); status == 200 {
		o.t.Error("two proofs at once were taken")
	}
	if status := show("Authorization", "Bearer "+s.access()); status != 401 {
		o.t.Errorf("a bound token as a bearer token: got %d", status)
	}
	if status := show("Authorization", "DPoP "+s.access(), "DPoP", proof); status != 200 {
		o.t.Errorf("a good proof: got %d", status)
	}
	if status := show("Authorization", "DPoP "+s.access(), "DPoP", proof); status == 200 {
		o.t.Error("the same proof was taken twice")
	}
}

func fapiRefresh(o *op) {
	s := o.fapi(o.client, how{}, "scope", "openid offline_access", "prompt", "consent")
	other := o.fapi(o.second, how{}, "scope", "openid offline_access", "prompt", "consent")
	o.tokenError(o.renew(o.second, s.refresh(), how{}), "invalid_grant", "invalid_dpop_proof")
	o.tokenError(o.renew(o.client, s.refresh(), how{anonymous: true}), "invalid_client", "invalid_request")
	o.tokenError(o.renew(o.client, s.refresh(), how{unproved: true}), "invalid_dpop_proof", "invalid_request", "invalid_grant")
	r := o.tokens(o.client, o.renew(o.client, s.refresh(), how{}))
	o.about(o.client, r.text("access_token"), s.sub())
	o.tokens(o.second, o.renew(o.second, other.refresh(), how{}))
}
