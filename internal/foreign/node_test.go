package foreign

import (
	"net/url"
	"testing"
	"time"

	"carnet/internal/gatewaytest"
)

func TestOpenIDClient(t *testing.T) {
	basic, post, other := newSite(t, "basic", "/callback"), newSite(t, "post", "/callback"), newSite(t, "other", "/callback")
	public, keyed, bound := newSite(t, "public", "/callback"), newSite(t, "keyed", "/callback"), newSite(t, "bound", "/callback")
	public.Secret, public.Auth = "", "none"
	bound.DPoP, bound.PAR = true, true
	post.Device = true
	key := keyed.withKey(t)
	boundKey := bound.withKey(t)
	g := gatewaytest.Start(t, basic.Client, post.Client, other.Client, public.Client, keyed.Client, bound.Client)

	t.Run("with client_secret_basic", func(t *testing.T) {
		basic.node(t, g, "openid-client.js", "AUTH=client_secret_basic")
		p := g.NewShopper(t)
		me := basic.signsInTwice(t, p, "/login")
		if me.Type != "bearer" {
			t.Errorf("token_type: got %q, want bearer", me.Type)
		}
		t.Run("refreshes, and the old refresh token ends the family", func(t *testing.T) { refreshes(t, g, basic, p) })
		t.Run("refuses a callback that is not the answer to its request", func(t *testing.T) { refusesForgeries(t, g, basic) })
		t.Run("learns that the shopper turned back", func(t *testing.T) {
			shy := g.NewShopper(t)
			shy.Refuses = true
			page := basic.refuses(t, shy, basic.Origin+"/login")
			if r := decode[refusal](t, page); r.Error != "access_denied" {
				t.Errorf("got %+v, want access_denied", r)
			}
		})
		t.Run("asks for a fresh signature", func(t *testing.T) { asksAgain(t, g, basic, p) })
		t.Run("signs out", func(t *testing.T) { signsOut(t, g, basic) })
		t.Run("revokes", func(t *testing.T) {
			g.Needs(t, "revocation_endpoint")
			p := g.NewShopper(t)
			me := gatewaytest.JSON[seen](t, p.Open(basic.Origin+"/login"))
			gatewaytest.JSON[struct{ Revoked bool }](t, p.Open(basic.Origin+"/revoke"))
			if r := decode[refusal](t, p.Open(basic.Origin+"/replay?token="+me.Refresh)); r.Error != "invalid_grant" {
				t.Fatalf("a revoked refresh token: got %+v, want invalid_grant", r)
			}
			if page := p.Open(basic.Origin + "/me"); page.Status == 200 {
				t.Fatal("the access token of a revoked refresh token still opens userinfo")
			}
		})
		t.Run("introspects", func(t *testing.T) {
			g.Needs(t, "introspection_endpoint")
			p := g.NewShopper(t)
			me := gatewaytest.JSON[seen](t, p.Open(basic.Origin+"/login"))
			about := gatewaytest.JSON[struct {
				Active bool
				Sub    string
				Client string `json:"client_id"`
			}](t, p.Open(basic.Origin+"/introspect"))
			if !about.Active || about.Sub != me.Sub || about.Client != basic.ID {
				t.Fatalf("got %+v, want the active token of %s", about, basic.ID)
			}
		})
		t.Run("has a sub of its own", func(t *testing.T) {
			other.node(t, g, "openid-client.js", "AUTH=client_secret_post")
			if at := other.signsInTwice(t, p, "/login"); at.Sub == me.Sub {
				t.Fatal("two shops see the same sub")
			}
		})
	})
	t.Run("with client_secret_post and PAR", func(t *testing.T) {
		g.Needs(t, "pushed_authorization_request_endpoint")
		post.node(t, g, "openid-client.js", "AUTH=client_secret_post", "PAR=1")
		p := g.NewShopper(t)
		post.signsInTwice(t, p, "/login")
		refreshes(t, g, post, p)
		refusesForgeries(t, g, post)
		t.Run("as a till", func(t *testing.T) { till(t, g, post) })
	})
	t.Run("as a public client", func(t *testing.T) {
		g.Needs(t, "token_endpoint_auth_methods_supported", "none")
		public.node(t, g, "openid-client.js", "AUTH=none")
		p := g.NewShopper(t)
		public.signsInTwice(t, p, "/login")
		refreshes(t, g, public, p)
	})
	t.Run("with private_key_jwt", func(t *testing.T) {
		g.Needs(t, "token_endpoint_auth_methods_supported", "private_key_jwt")
		keyed.node(t, g, "openid-client.js", "AUTH=private_key_jwt", "PRIVATE_KEY="+key)
		p := g.NewShopper(t)
		keyed.signsInTwice(t, p, "/login")
		refreshes(t, g, keyed, p)
	})
	t.Run("with private_key_jwt, PAR and DPoP", func(t *testing.T) {
		g.Needs(t, "dpop_signing_alg_values_supported", "ES256")
		bound.node(t, g, "openid-client.js", "AUTH=private_key_jwt", "PRIVATE_KEY="+boundKey, "PAR=1", "DPOP=1")
		p := g.NewShopper(t)
		if me := bound.signsInTwice(t, p, "/login"); me.Type != "dpop" {
			t.Fatalf("token_type: got %q, want dpop", me.Type)
		}
		refreshes(t, g, bound, p)
		signsOut(t, g, bound)
	})
}

// till signs people in with a code on a display (RFC 8628): each till sees who typed its own code.
func till(t *testing.T, g *gatewaytest.Gateway, s site) {
	t.Helper()
	g.Needs(t, "device_authorization_endpoint")
	type display struct {
		Code string `json:"user_code"`
		URI  string `json:"verification_uri"`
	}
	display1, display2 := g.NewShopper(t), g.NewShopper(t) // browsers of two tills, where nobody signs
	one, two := gatewaytest.JSON[display](t, display1.Open(s.Origin+"/till")), gatewaytest.JSON[display](t, display2.Open(s.Origin+"/till"))
	phone, shy := g.NewShopper(t), g.NewShopper(t)
	at := gatewaytest.JSON[seen](t, phone.Open(s.Origin+"/login"))

	done := phone.Press(phone.Post(one.URI, url.Values{"user_code": {one.Code}}), "nowhere")
	if done.Status != 200 {
		t.Fatalf("got %d %.300s", done.Status, done.Body)
	}
	shy.Refuses = true
	shy.Press(shy.Post(two.URI, url.Values{"user_code": {two.Code}}), "nowhere")

	me := gatewaytest.JSON[seen](t, display1.Open(s.Origin+"/till/result"))
	me.agrees(t, at.Sub)
	if display1.Signed != 0 {
		t.Fatal("the till signed")
	}
	if r := decode[refusal](t, display2.Open(s.Origin+"/till/result")); r.Error != "access_denied" {
		t.Fatalf("a till whose shopper turned back: got %+v, want access_denied", r)
	}
}

// refreshes uses a shop's refresh token twice; the client must get a new one each time. Its first is then worth nothing once
// the grace for honest retries is over, and whoever shows it ends the family.
func refreshes(t *testing.T, g *gatewaytest.Gateway, s site, p *gatewaytest.Shopper) {
	t.Helper()
	me := gatewaytest.JSON[seen](t, p.Open(s.Origin+"/me"))
	type refreshed struct {
		Rotated bool
		Before  string
		Sub     string
	}
	first := gatewaytest.JSON[refreshed](t, p.Open(s.Origin+"/refresh"))
	second := gatewaytest.JSON[refreshed](t, p.Open(s.Origin+"/refresh"))
	if !first.Rotated || !second.Rotated || first.Before == second.Before || first.Sub != me.Sub || second.Sub != me.Sub {
		t.Fatal("the refresh token did not rotate, or its sub changed")
	}
	gatewaytest.JSON[seen](t, p.Open(s.Origin+"/me")).agrees(t, me.Sub)
	g.Advance(grace)
	defer g.Advance(-grace)
	if page := p.Open(s.Origin + "/replay?token=" + first.Before); page.Status != 400 || decode[refusal](t, page).Error != "invalid_grant" {
		t.Fatalf("an old refresh token: got %d %.200s, want invalid_grant", page.Status, page.Body)
	}
	if page := p.Open(s.Origin + "/refresh"); page.Status != 400 || decode[refusal](t, page).Error != "invalid_grant" {
		t.Fatalf("the family of a stolen refresh token lives on: %d %.200s", page.Status, page.Body)
	}
}

// refusesForgeries gives a shop the answers of others and of nobody.
func refusesForgeries(t *testing.T, g *gatewaytest.Gateway, s site) {
	t.Helper()
	for name, forge := range map[string]struct{ param, value string }{
		"another state":              {"state", "another"},
		"no state":                   {"state", ""},
		"another issuer (RFC 9207)":  {"iss", "https://evil.example"},
		"no issuer (RFC 9207)":       {"iss", ""},
		"a code that nobody gave":    {"code", "nobody"},
		"an error instead of a code": {"error", "server_error"},
	} {
		t.Run(name, func(t *testing.T) {
			p := g.NewShopper(t)
			page := s.refuses(t, p, with(s.callback(t, p, "/login"), forge.param, forge.value))
			if page.Status != 400 {
				t.Errorf("got %d %.200s, want 400", page.Status, page.Body)
			}
		})
	}
	t.Run("another visitor's answer", func(t *testing.T) {
		attacker, victim := g.NewShopper(t), g.NewShopper(t)
		stolen := s.callback(t, attacker, "/login")
		s.callback(t, victim, "/login") // begins a sign-in of its own
		s.refuses(t, victim, stolen.String())
	})
	t.Run("the same answer twice", func(t *testing.T) {
		p := g.NewShopper(t)
		back := s.callback(t, p, "/login")
		gatewaytest.JSON[seen](t, p.Open(back.String()))
		if page := p.Open(back.String()); page.Status != 400 {
			t.Fatalf("got %d, want a refusal", page.Status)
		}
	})
}

// asksAgain: prompt=login always asks the wallet; without it a session of the gateway may answer.
func asksAgain(t *testing.T, g *gatewaytest.Gateway, s site, p *gatewaytest.Shopper) {
	t.Helper()
	before := p.Signed
	me := gatewaytest.JSON[seen](t, p.Open(s.Origin+"/login?prompt=login"))
	if p.Signed != before+1 {
		t.Fatalf("prompt=login: %d signatures, want one", p.Signed-before)
	}
	if me.Claims["auth_time"] == nil {
		t.Error("the ID token has no auth_time")
	}
	gatewaytest.JSON[seen](t, p.Open(s.Origin+"/login?max_age=3600")) // the library compares auth_time
}

// signsOut leaves a shop by the gateway's own sign-out and comes back to the shop as a stranger.
func signsOut(t *testing.T, g *gatewaytest.Gateway, s site) {
	t.Helper()
	p := g.NewShopper(t)
	gatewaytest.JSON[seen](t, p.Open(s.Origin+"/login"))
	if bye := gatewaytest.JSON[struct{ Bye string }](t, p.Open(s.Origin+"/logout")); bye.Bye != "bye" {
		t.Fatalf("state after the sign-out: got %q, want bye", bye.Bye)
	}
	if me := p.Open(s.Origin + "/me"); me.Status == 200 && me.Body != "null" {
		t.Fatalf("still signed in: %.200s", me.Body)
	}
	before := p.Signed
	gatewaytest.JSON[seen](t, p.Open(s.Origin+"/login"))
	if p.Signed != before+1 {
		t.Fatal("the gateway signed somebody in who had signed out")
	}
}

func TestPassport(t *testing.T) {
	s := newSite(t, "passport", "/callback")
	g := gatewaytest.Start(t, s.Client)
	s.node(t, g, "passport.js")
	p := g.NewShopper(t)
	s.signsInTwice(t, p, "/login")
	type refreshed struct{ Rotated bool }
	if r := gatewaytest.JSON[refreshed](t, p.Open(s.Origin+"/refresh")); !r.Rotated {
		t.Error("the refresh token did not rotate")
	}
	if r := gatewaytest.JSON[refreshed](t, p.Open(s.Origin+"/refresh")); !r.Rotated {
		t.Error("the second refresh token did not rotate")
	}
	for name, forge := range map[string]struct{ param, value string }{
		"another state": {"state", "another"}, "no state": {"state", ""}, "a code that nobody gave": {"code", "nobody"},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			p := g.NewShopper(t)
			s.refuses(t, p, with(s.callback(t, p, "/login"), forge.param, forge.value))
		})
	}
	t.Run("signs out", func(t *testing.T) { signsOut(t, g, s) })
}

// grace is more than any gateway forgives a client that lost an answer and sends its refresh token again.
const grace = 30 * time.Second
