package foreign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gatewaytest"
	"carnet/internal/testtool"
)

// site is a shop: how it is registered, where it listens, and where its program can be asked what it saw.
type site struct {
	gatewaytest.Client
	port int
}

// newSite registers a confidential client that listens on a port of its own.
func newSite(t *testing.T, id string, callbacks ...string) site {
	t.Helper()
	port := gatewaytest.FreePort(t)
	origin := fmt.Sprintf("http://localhost:%d", port)
	s := site{port: port, Client: gatewaytest.Client{ID: id, Origin: origin, Secret: rand.Text(), PostLogout: []string{origin + "/bye"}}}
	for _, path := range callbacks {
		s.RedirectURIs = append(s.RedirectURIs, origin+path)
	}
	return s
}

// withKey makes a site authenticate with a key instead of a secret, and returns the private key as a JWK.
func (s *site) withKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	private := jose.JSONWebKey{Key: key, KeyID: "key-of-" + s.ID, Algorithm: string(jose.ES256), Use: "sig"}
	data, err := json.Marshal(private)
	if err != nil {
		t.Fatal(err)
	}
	s.Secret, s.Auth, s.Keys = "", "private_key_jwt", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{private.Public()}}
	return string(data)
}

// node runs one of node/'s shops.
func (s *site) node(t *testing.T, g *gatewaytest.Gateway, script string, env ...string) {
	t.Helper()
	_, err := exec.LookPath("node")
	testtool.Need(t, err == nil, "node")
	_, err = os.Stat(filepath.Join("node", "node_modules", ".package-lock.json"))
	testtool.Need(t, err == nil, "what internal/foreign/node/package-lock.json names")
	start(t, s.port, program{Dir: "node", Args: []string{"node", script}, Env: append([]string{"ISSUER=" + g.Issuer, "CLIENT_ID=" + s.ID, "CLIENT_SECRET=" + s.Secret,
		"ORIGIN=" + s.Origin, fmt.Sprintf("PORT=%d", s.port)}, env...)})
}

// seen is what a shop's page /me says of its visitor.
type seen struct {
	Sub      string
	Userinfo struct{ Sub string }
	Type     string `json:"token_type"`
	Access   string `json:"access_token"`
	Refresh  string `json:"refresh_token"`
	IDToken  string `json:"id_token"`
	Claims   map[string]any
}

// refusal is what a shop says when its library refuses.
type refusal struct{ Name, Code, Error, Message, Cause string }

var pairwise = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// agrees checks what a client saw: one pairwise subject, the same at userinfo, and the one it saw before.
func (v seen) agrees(t *testing.T, before string) {
	t.Helper()
	if !pairwise.MatchString(v.Sub) || v.Userinfo.Sub != v.Sub {
		t.Fatalf("got sub %q and %q at userinfo, want 43 characters, twice the same", v.Sub, v.Userinfo.Sub)
	}
	if before != "" && v.Sub != before {
		t.Fatal("the second sign-in has another sub than the first")
	}
}

// signsInTwice signs a shopper in at a shop with /login and /me, from two browsers, and returns what it saw the second time.
func (s site) signsInTwice(t *testing.T, p *gatewaytest.Shopper, login string) seen {
	t.Helper()
	first := gatewaytest.JSON[seen](t, p.Elsewhere().Open(s.Origin+login))
	first.agrees(t, "")
	second := gatewaytest.JSON[seen](t, p.Open(s.Origin+login))
	second.agrees(t, first.Sub)
	return second
}

// callback signs a shopper in up to the shop's door: the URL that the gateway sends the browser to, not yet opened.
func (s site) callback(t *testing.T, p *gatewaytest.Shopper, login string) *url.URL {
	t.Helper()
	page := p.OpenUntil(s.Origin+login, s.RedirectURIs[0]+"?")
	if page.Status != 0 {
		t.Fatalf("the sign-in ended at %s with %d instead of the callback: %.300s", page.URL.Path, page.Status, page.Body)
	}
	if page.URL.Query().Get("code") == "" {
		t.Fatalf("no code at the callback: %s", page.URL.Query().Get("error"))
	}
	return page.URL
}

// with is a callback with one parameter changed, "" to leave it out.
func with(callback *url.URL, name, value string) string {
	u, q := *callback, callback.Query()
	if q.Set(name, value); value == "" {
		q.Del(name)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// refuses opens a callback that a shop must not take: nobody is signed in there afterwards.
func (s site) refuses(t *testing.T, p *gatewaytest.Shopper, callback string) *gatewaytest.Page {
	t.Helper()
	page := p.Open(callback)
	if me := p.Open(s.Origin + "/me"); me.Status == 200 && me.Body != "null" {
		t.Fatalf("somebody is signed in: %.200s", me.Body)
	}
	return page
}
