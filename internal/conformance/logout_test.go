package conformance

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gatewaytest"
)

func logoutPlan() plan {
	return plan{name: "oidcc-rp-initiated-logout-certification-test-plan", variant: "discovery, static clients, `code`", clients: secretClients, modules: []module{
		{name: "oidcc-rp-initiated-logout-discovery-endpoint-verification", run: func(o *op) {
			if !strings.HasPrefix(o.g.Endpoint("end_session_endpoint"), o.g.Issuer+"/") {
				o.t.Fatalf("end_session_endpoint: got %q", o.g.Endpoint("end_session_endpoint"))
			}
		}},
		{name: "oidcc-rp-initiated-logout", run: func(o *op) {
			o.comesBack(o.leave(o.signIn(o.client)), "state")
			o.signedOut()
		}},
		{name: "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", run: func(o *op) {
			o.stays(o.leave(o.signIn(o.client), "post_logout_redirect_uri", "https://evil.example/"), true)
		}},
		{name: "oidcc-rp-initiated-logout-modified-id-token-hint", run: func(o *op) {
			s := o.signIn(o.client)
			head, rest, _ := strings.Cut(s.idToken(), ".")
			payload, signature, _ := strings.Cut(rest, ".")
			o.stays(o.leave(s, "id_token_hint", head+"."+payload[:len(payload)-4]+"AAAA."+signature), true)
		}},
		{name: "oidcc-rp-initiated-logout-no-id-token-hint", reason: "refused: nobody knows which shop asks", run: func(o *op) {
			o.stays(o.leave(o.signIn(o.client), "id_token_hint", ""), true)
		}},
		{name: "oidcc-rp-initiated-logout-no-params", reason: "the person is asked first", run: func(o *op) {
			first := o.signIn(o.client)
			a := o.leave(first, "id_token_hint", "", "post_logout_redirect_uri", "", "state", "")
			o.stays(a, false)
			o.remembers(first, "prompt", "none") // nothing happened before they said yes
			o.stays(answer{page: o.p.Press(a.page, "nowhere")}, false)
			o.signedOut()
		}},
		{name: "oidcc-rp-initiated-logout-no-post-logout-redirect-uri", run: func(o *op) {
			o.stays(o.leave(o.signIn(o.client), "post_logout_redirect_uri", ""), false)
			o.signedOut()
		}},
		{name: "oidcc-rp-initiated-logout-no-state", run: func(o *op) {
			o.comesBack(o.leave(o.signIn(o.client), "state", ""), "")
			o.signedOut()
		}},
		{name: "oidcc-rp-initiated-logout-only-state", reason: "the person is asked first", run: func(o *op) {
			a := o.leave(o.signIn(o.client), "id_token_hint", "", "post_logout_redirect_uri", "")
			o.stays(a, false)
			o.stays(answer{page: o.p.Press(a.page, "nowhere")}, false)
			o.signedOut()
		}},
		{name: "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri", run: func(o *op) {
			o.stays(o.leave(o.signIn(o.client), "post_logout_redirect_uri", o.client.PostLogout[0]+"?foo=bar"), true)
		}},
		{name: "oidcc-rp-initiated-logout-bad-id-token-hint", run: func(o *op) {
			s := o.signIn(o.client)
			o.stays(o.leave(s, "id_token_hint", o.sign(jose.ES256, newKey(o.t), nil, s.claims)), true)
		}},
	}}
}

// leave is a sign-out request with the hint of a sign-in, changed by name and value.
func (o *op) leave(s signedIn, change ...string) answer {
	o.t.Helper()
	q := url.Values{"id_token_hint": {s.idToken()}, "post_logout_redirect_uri": {o.client.PostLogout[0]}, "state": {"state"}}
	set(q, change)
	page := o.p.OpenUntil(o.g.Endpoint("end_session_endpoint")+"?"+q.Encode(), "http") // stops at the first redirect, wherever it goes
	if page.Status != 0 {
		return answer{page: page}
	}
	if !strings.HasPrefix(page.URL.String(), o.client.PostLogout[0]) {
		o.t.Fatalf("sent to %s", page.URL)
	}
	return answer{query: page.URL.Query()}
}

func (o *op) comesBack(a answer, state string) {
	o.t.Helper()
	if a.page != nil || a.query.Get("state") != state || a.query.Has("state") != (state != "") {
		o.t.Fatalf("got page %v and state %q, want to be sent back with %q", a.page != nil, a.query.Get("state"), state)
	}
}

// stays wants a page of the provider: an error, or one that says what is or will be done.
func (o *op) stays(a answer, refused bool) {
	o.t.Helper()
	if a.page == nil {
		o.t.Fatal("the browser was sent back")
	}
	if refused != (a.page.Status == http.StatusBadRequest) || !refused && a.page.Status != http.StatusOK {
		o.t.Fatalf("got %d, want a refusal: %v", a.page.Status, refused)
	}
}

func (o *op) signedOut() {
	o.t.Helper()
	o.errorOf(o.authorize(o.request(o.client, "prompt", "none")), "login_required")
}

func backchannelPlan() plan {
	hear := &ear{heard: make(chan string, 16)}
	return plan{name: "oidcc-backchannel-rp-initiated-logout-certification-test-plan", variant: "discovery, static clients, `code`",
		clients: func(t *testing.T) (first, second rp) {
			server := httptest.NewServer(hear)
			t.Cleanup(server.Close)
			first, second = secretClients(t)
			first.BackLogout = strings.Replace(server.URL, "127.0.0.1", "localhost", 1) + "/logout"
			return first, second
		},
		modules: []module{
			{name: "oidcc-backchannel-logout-discovery-endpoint-verification", run: func(o *op) {
				if !o.g.Has("backchannel_logout_supported") || !o.g.Has("backchannel_logout_session_supported") {
					o.t.Fatal("back-channel logout is not announced, or without sessions")
				}
			}},
			{name: "oidcc-backchannel-rp-initiated-logout", run: func(o *op) {
				s := o.signIn(o.client)
				o.comesBack(o.leave(s), "state")
				select {
				case raw := <-hear.heard:
					o.logoutToken(raw, s)
				case <-time.After(30 * time.Second):
					o.t.Fatal("no logout token came")
				}
			}},
		}}
}

// ear listens at a backchannel_logout_uri.
type ear struct{ heard chan string }

func (e *ear) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	select {
	case e.heard <- r.PostFormValue("logout_token"):
	default:
	}
}

// logoutToken checks a logout token as OpenID Connect Back-Channel Logout §2.6 says.
func (o *op) logoutToken(raw string, s signedIn) {
	o.t.Helper()
	jws, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(o.client.SigningAlg)})
	if err != nil {
		o.t.Fatal(err)
	}
	set := gatewaytest.Get[jose.JSONWebKeySet](o.t, o.g, strings.TrimPrefix(o.g.Endpoint("jwks_uri"), o.g.Issuer))
	found := set.Key(jws.Signatures[0].Header.KeyID)
	if len(found) != 1 {
		o.t.Fatalf("%d keys under its kid", len(found))
	}
	payload, err := jws.Verify(found[0])
	if err != nil {
		o.t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		o.t.Fatal(err)
	}
	events, _ := claims["events"].(map[string]any)
	event, ok := events["http://schemas.openid.net/event/backchannel-logout"].(map[string]any)
	jti, _ := claims["jti"].(string)
	iat, _ := claims["iat"].(float64)
	exp, _ := claims["exp"].(float64)
	if claims["iss"] != o.g.Issuer || !audience(claims["aud"], o.client.ID) || jti == "" || iat == 0 || exp <= iat || !ok || len(event) != 0 || claims["nonce"] != nil {
		o.t.Errorf("got %s", payload)
	}
	if claims["sub"] != s.sub() || claims["sid"] == nil || claims["sid"] != s.claims["sid"] {
		o.t.Error("sub and sid are not the ID token's")
	}
	if jws.Signatures[0].Header.ExtraHeaders["typ"] != "logout+jwt" {
		o.t.Errorf("typ: got %v, want logout+jwt", jws.Signatures[0].Header.ExtraHeaders["typ"])
	}
}
