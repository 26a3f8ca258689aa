package oidc_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"carnet/internal/gateway/oidc"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// assertion is a client's signed word of who it is (RFC 7523 §3).
func assertion(t *testing.T, g *gateway, id, kid string, key *ecdsa.PrivateKey) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, nil)
	must(t, err)
	now := time.Now()
	text, err := jwt.Signed(signer).Claims(jwt.Claims{Issuer: id, Subject: id, Audience: jwt.Audience{g.URL}, ID: rand.Text(),
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(30 * time.Second))}).Serialize()
	must(t, err)
	return text
}

// TestAStrangersKeysAreFetchedThroughTheGuard signs in at a shop that is a document whose keys lie beside it.
func TestAStrangersKeysAreFetchedThroughTheGuard(t *testing.T) {
	s := newSite(t)
	g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	thief, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	keys := s.serve("/jwks", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "ES256", Use: "sig"}}})
	id := s.document("/client.json", map[string]any{"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": keys})
	redeem := func(key *ecdsa.PrivateKey) map[string]any {
		f := g.stranger(id, "", s.URL+"/cb").Begin()
		back, err := g.NewShopper(t).SignIn(f)
		must(t, err)
		u, err := url.Parse(back)
		must(t, err)
		return postForm(t, g, url.Values{"grant_type": {"authorization_code"}, "code": {u.Query().Get("code")}, "redirect_uri": {s.URL + "/cb"}, "code_verifier": {f.Verifier},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {assertion(t, g, id, "k", key)}})
	}
	if got := redeem(thief); got["error"] != "invalid_client" {
		t.Errorf("another key: got %v", got)
	}
	if got := redeem(key); got["id_token"] == nil {
		t.Errorf("its own key: got %v", got)
	}
	if n := s.Asked.Load(); n != 2 {
		t.Errorf("document and keys cost %d requests in two sign-ins, want one each", n)
	}
}

// TestAStrangersTillIsShownByItsHost: what it calls itself is nobody's word.
func TestAStrangersTillIsShownByItsHost(t *testing.T) {
	s := newSite(t)
	g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
	id := s.document("/client.json", map[string]any{"client_name": "Épicerie du Coin", "grant_types": []string{"authorization_code", deviceGrant}})
	device := (&till{g: g, ID: id}).begin(t)
	shopper := g.NewShopper(t)
	_, _, page := visitPage(t, shopper.Browser, g.URL+"/device", url.Values{"user_code": {device.UserCode}})
	if !strings.Contains(page, strings.TrimPrefix(s.URL, "https://")) || strings.Contains(page, "picerie") {
		t.Errorf("the warning is\n%s", page)
	}
	must(t, shopper.approve(t, shopper.Type(t, device.UserCode)))
	status, got := device.poll(t)
	if status != 200 || text(got, "id_token") == "" || text(got, "refresh_token") != "" {
		t.Errorf("got %d %v, want an ID token and, without that grant, no refresh token", status, got)
	}
}

// TestAStrangerIsToldOfSignOutThroughTheGuard signs out of a registered shop that wants to know, and of one that names an address behind the gateway.
func TestAStrangerIsToldOfSignOutThroughTheGuard(t *testing.T) {
	s, inside := newSite(t), newSite(t)
	told := make(chan string, 4)
	heard := func(w http.ResponseWriter, r *http.Request) { told <- r.Host }
	s.handle("/out", heard)
	inside.handle("/out", heard)
	g, _, _ := registering(t, s)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go g.Provider.Run(ctx)
	shopper := g.NewShopper(t)
	for uri, out := range map[string]string{"https://inside.example/cb": inside.URL + "/out", "https://outside.example/cb": s.URL + "/out"} {
		status, got := g.call(t, "POST", g.URL+"/register", initialToken, map[string]any{"redirect_uris": []string{uri}, "backchannel_logout_uri": out})
		if status != 201 {
			t.Fatalf("got %d %v", status, got)
		}
		_, err := shopper.Tokens(g.stranger(text(got, "client_id"), text(got, "client_secret"), uri).Begin())
		must(t, err)
	}
	_, _, page := visitPage(t, shopper.Browser, g.URL+"/logout", nil)
	m := logoutTag.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page has no button: %s", page)
	}
	visitPage(t, shopper.Browser, g.URL+"/logout", url.Values{"confirm": {m[1]}})
	select {
	case host := <-told:
		if "https://"+host != s.URL {
			t.Errorf("%s was told", host)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nobody was told")
	}
	stop()
	if n := inside.Asked.Load(); n != 0 {
		t.Errorf("an address that the guard refuses was asked %d times", n)
	}
}
