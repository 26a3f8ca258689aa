package foreign

import (
	"encoding/json"
	"net/url"
	"testing"

	"carnet/internal/gatewaytest"
)

func TestAuthJS(t *testing.T) {
	s, other := newSite(t, "authjs", "/auth/callback/carnet", "/auth/callback/carnet-userinfo"), newSite(t, "authjs2", "/auth/callback/carnet", "/auth/callback/carnet-userinfo")
	g := gatewaytest.Start(t, s.Client, other.Client)
	s.node(t, g, "auth-js.js")
	other.node(t, g, "auth-js.js")
	p := g.NewShopper(t)

	// begin is the button of Auth.js's sign-in page: a form with its own token against forged posts.
	begin := func(p *gatewaytest.Shopper, at site, provider, until string) *gatewaytest.Page {
		token := gatewaytest.JSON[struct{ CsrfToken string }](t, p.Open(at.Origin+"/auth/csrf")).CsrfToken
		form := url.Values{"csrfToken": {token}, "callbackUrl": {at.Origin + "/me"}}
		if until == "" {
			return p.Post(at.Origin+"/auth/signin/"+provider, form)
		}
		return p.PostUntil(at.Origin+"/auth/signin/"+provider, until, form)
	}

	var sub string
	for _, provider := range []string{"carnet", "carnet-userinfo", "carnet"} {
		me := gatewaytest.JSON[seen](t, begin(p, s, provider, ""))
		me.agrees(t, sub)
		sub = me.Sub
	}
	me := gatewaytest.JSON[seen](t, begin(p, other, "carnet", ""))
	if me.agrees(t, ""); me.Sub == sub {
		t.Fatal("two shops see the same sub")
	}
	for name, forge := range map[string]struct{ param, value string }{
		"another state": {"state", "another"}, "no state": {"state", ""}, "another issuer (RFC 9207)": {"iss", "https://evil.example"}, "no issuer (RFC 9207)": {"iss", ""},
		"a code that nobody gave": {"code", "nobody"},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			p := g.NewShopper(t)
			page := begin(p, s, "carnet", s.RedirectURIs[0]+"?")
			s.refuses(t, p, with(page.URL, forge.param, forge.value))
		})
	}
	t.Run("signs out", func(t *testing.T) {
		p := g.NewShopper(t)
		me := gatewaytest.JSON[seen](t, begin(p, s, "carnet", ""))
		token := gatewaytest.JSON[struct{ CsrfToken string }](t, p.Open(s.Origin+"/auth/csrf")).CsrfToken
		if page := p.Post(s.Origin+"/auth/signout", url.Values{"csrfToken": {token}, "callbackUrl": {s.Origin + "/me"}}); page.Body != "null" {
			t.Fatalf("still signed in: %.200s", page.Body)
		}
		out := g.Endpoint("end_session_endpoint") + "?" + url.Values{"id_token_hint": {me.IDToken}, "post_logout_redirect_uri": {s.PostLogout[0]}, "state": {"bye"}}.Encode()
		if bye := gatewaytest.JSON[struct{ Bye string }](t, p.Open(out)); bye.Bye != "bye" {
			t.Fatalf("state after the sign-out: got %q, want bye", bye.Bye)
		}
		before := p.Signed
		if gatewaytest.JSON[seen](t, begin(p, s, "carnet", "")).agrees(t, me.Sub); p.Signed != before+1 {
			t.Fatal("the gateway signed somebody in who had signed out")
		}
	})
}

func decode[T any](t *testing.T, p *gatewaytest.Page) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(p.Body), &v); err != nil {
		t.Fatalf("%s: %v: %.300s", p.URL.Path, err, p.Body)
	}
	return v
}
