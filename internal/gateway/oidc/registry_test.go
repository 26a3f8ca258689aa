package oidc_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/gateway/oidc"
	"carnet/internal/guard"

	"golang.org/x/oauth2"
)

// site is a stranger's web server on a loopback address, which its guard allows.
type site struct {
	*httptest.Server
	Asked atomic.Int64

	mu    sync.Mutex
	files map[string]http.HandlerFunc
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{files: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Asked.Add(1)
		s.mu.Lock()
		f := s.files[r.URL.Path]
		s.mu.Unlock()
		if f == nil {
			http.NotFound(w, r)
			return
		}
		f(w, r)
	}))
	s.Config.ErrorLog = nil
	t.Cleanup(s.Close)
	return s
}

func (s *site) handle(path string, f http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[path] = f
}

// serve puts JSON at a path and returns its URL.
func (s *site) serve(path string, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	s.handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(data)
	})
	return s.URL + path
}

// guard reaches this site alone.
func (s *site) guard() *http.Client {
	roots := s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	return guard.New(guard.Options{Roots: roots, Allow: func(a netip.AddrPort) bool { return a.String() == s.Listener.Addr().String() }})
}

// document serves a metadata document, changed by changes, and returns its client_id.
func (s *site) document(path string, changes map[string]any) string {
	m := map[string]any{"client_id": s.URL + path, "client_name": "The Bank", "redirect_uris": []string{s.URL + "/cb"}, "token_endpoint_auth_method": "none",
		"grant_types": []string{"authorization_code", "refresh_token"}, "logo_uri": s.URL + "/logo.png"}
	maps.Copy(m, changes)
	return s.serve(path, m)
}

// stranger is a shop that the gateway was not configured with.
func (g *gateway) stranger(id, secret, redirect string) *shop {
	return &shop{g: g, OAuth: oauth2.Config{ClientID: id, ClientSecret: secret, RedirectURL: redirect, Scopes: []string{"openid", "offline_access"},
		Endpoint: oauth2.Endpoint{AuthURL: g.URL + "/authorize", TokenURL: g.URL + "/token", AuthStyle: oauth2.AuthStyleInHeader}}}
}

func TestAMetadataDocumentIsAClient(t *testing.T) {
	s := newSite(t)
	g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
	id := s.document("/client.json", nil)
	shop := g.stranger(id, "", s.URL+"/cb")
	shop.OAuth.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	shopper := g.NewShopper(t)
	f := shop.Begin()
	page, err := shopper.Open(f.URL)
	must(t, err)
	var about struct {
		Shop struct {
			Name, Host string
			Verified   bool
		}
	}
	req, _ := http.NewRequest(http.MethodGet, page+"/context", nil)
	must(t, do(shopper.Browser, req, &about))
	host := strings.TrimPrefix(s.URL, "https://")
	if about.Shop.Verified || about.Shop.Name != host || about.Shop.Host != host {
		t.Errorf("the page shows %+v, want the host alone: nobody vouches for the name", about.Shop)
	}
	message, err := shopper.Challenge(page)
	must(t, err)
	if !strings.Contains(message, "Sign in to "+host+".") || strings.Contains(message, "Bank") {
		t.Errorf("the shopper signs\n%s", message)
	}
	redirect, err := shopper.Verify(page, message)
	must(t, err)
	token, err := f.Redeem(g.Context(), redirect)
	must(t, err)
	if token.RefreshToken == "" || token.Extra("id_token") == nil {
		t.Errorf("got no refresh token or ID token")
	}
	if _, err := shop.OAuth.TokenSource(g.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token(); err != nil {
		t.Error(err)
	}
	if n := s.Asked.Load(); n != 1 {
		t.Errorf("the document was fetched %d times in one sign-in, want once", n)
	}
	answer := postForm(t, g, url.Values{"grant_type": {"client_credentials"}, "scope": {"receipts"}, "client_id": {id}})
	if answer["error"] != "unauthorized_client" {
		t.Errorf("a stranger asks for a token to post receipts: got %v", answer)
	}
	if doc := discovery(t, g); doc["client_id_metadata_document_supported"] != true || doc["registration_endpoint"] != nil {
		t.Errorf("discovery says %v and %v", doc["client_id_metadata_document_supported"], doc["registration_endpoint"])
	}
}

func postForm(t *testing.T, g *gateway, form url.Values) map[string]any {
	t.Helper()
	resp, err := g.HTTP.PostForm(g.URL+"/token", form)
	must(t, err)
	defer resp.Body.Close()
	var answer map[string]any
	must(t, json.NewDecoder(resp.Body).Decode(&answer))
	return answer
}

func discovery(t *testing.T, g *gateway) (doc map[string]any) {
	t.Helper()
	resp, err := g.HTTP.Get(g.URL + "/.well-known/openid-configuration")
	must(t, err)
	defer resp.Body.Close()
	must(t, json.NewDecoder(resp.Body).Decode(&doc))
	return doc
}

// known tells whether the gateway begins a sign-in for a client.
func (g *gateway) known(t *testing.T, id, redirect string) bool {
	t.Helper()
	_, err := g.NewShopper(t).Open(g.stranger(id, "", redirect).Begin().URL)
	return err == nil
}

func TestNothingIsFetchedUnlessItIsSwitchedOn(t *testing.T) {
	s := newSite(t)
	g := newGateway(t, options{})
	if g.known(t, s.document("/client.json", nil), s.URL+"/cb") || s.Asked.Load() != 0 {
		t.Error("a metadata document is a client although documents are off")
	}
	resp, err := g.HTTP.Post(g.URL+"/register", "application/json", strings.NewReader(`{}`))
	must(t, err)
	resp.Body.Close()
	if doc := discovery(t, g); resp.StatusCode != 404 || doc["registration_endpoint"] != nil || doc["client_id_metadata_document_supported"] != nil {
		t.Errorf("/register answers %d; discovery: %v, %v", resp.StatusCode, doc["registration_endpoint"], doc["client_id_metadata_document_supported"])
	}
}

func TestDocumentsThatAreNoClient(t *testing.T) {
	s := newSite(t)
	for i, tt := range []struct {
		name    string
		changes map[string]any
	}{
		{"one about another client", map[string]any{"client_id": s.URL + "/other.json"}},
		{"one that names no client", map[string]any{"client_id": nil}},
		{"one with a secret", map[string]any{"client_secret": "x"}},
		{"one that would use a secret", map[string]any{"token_endpoint_auth_method": "client_secret_basic"}},
		{"one that would sign with a secret", map[string]any{"token_endpoint_auth_method": "client_secret_jwt"}},
		{"private_key_jwt without a key", map[string]any{"token_endpoint_auth_method": "private_key_jwt"}},
		{"a redirect URI at another origin", map[string]any{"redirect_uris": []string{s.URL + "/cb", "https://elsewhere.example/cb"}}},
		{"a redirect URI at a configured shop", map[string]any{"redirect_uris": []string{s.URL + "/cb", "https://a.shop.example/cb"}}},
		{"a redirect URI that is a script", map[string]any{"redirect_uris": []string{s.URL + "/cb", "javascript:alert(1)"}}},
		{"a redirect URI without TLS", map[string]any{"redirect_uris": []string{s.URL + "/cb", "http://127.0.0.1/cb"}}},
		{"a redirect URI with a fragment", map[string]any{"redirect_uris": []string{s.URL + "/cb", s.URL + "/cb#"}}},
		{"no redirect URI", map[string]any{"redirect_uris": []string{}}},
		{"more redirect URIs than anybody needs", map[string]any{"redirect_uris": strings.Fields(strings.Repeat(s.URL+"/cb ", 21))}},
		{"the implicit grant", map[string]any{"grant_types": []string{"implicit"}}},
		{"a token of its own", map[string]any{"grant_types": []string{"authorization_code", "client_credentials"}}},
		{"public subjects", map[string]any{"subject_type": "public"}},
		{"unsigned ID tokens", map[string]any{"id_token_signed_response_alg": "none"}},
		{"sign-out told to a configured shop", map[string]any{"backchannel_logout_uri": "https://a.shop.example/out"}},
		{"keys at another origin", map[string]any{"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://elsewhere.example/jwks"}},
		{"a name that turns text around", map[string]any{"client_name": "Pay \u202e me"}},
		{"a list where a text belongs", map[string]any{"client_name": []string{"a"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
			if g.known(t, s.document(fmt.Sprintf("/bad%d.json", i), tt.changes), s.URL+"/cb") {
				t.Error("it is a client")
			}
		})
	}
	for name, f := range map[string]http.HandlerFunc{
		"a page":                   func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>") },
		"an error":                 func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) },
		"a redirect to a good one": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/client.json", http.StatusFound) },
		"a huge one": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"client_id":%q,"redirect_uris":[%q],"x":%q}`, s.URL+"/f", s.URL+"/cb", strings.Repeat("x", guard.MaxBody))
		},
		"one with a member twice": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"client_id":%q,"redirect_uris":["https://elsewhere.example/"],"redirect_uris":[%q]}`, s.URL+"/f", s.URL+"/cb")
		},
		"one that never ends": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for r.Context().Err() == nil {
				fmt.Fprint(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(50 * time.Millisecond)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := newSite(t)
			own.document("/client.json", map[string]any{"client_id": own.URL + "/f"})
			own.handle("/f", f)
			g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: own.guard()}})
			if g.known(t, own.URL+"/f", own.URL+"/cb") {
				t.Error("it is a client")
			}
		})
	}
}

// TestEverySpellingOfADocumentsAddress asks for a good document by addresses that are not its canonical one, and for private ones.
func TestEverySpellingOfADocumentsAddress(t *testing.T) {
	s := newSite(t)
	id := s.document("/client.json", nil)
	g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
	host := strings.TrimPrefix(s.URL, "https://")
	for _, bad := range []string{s.URL, id + "#", id + "#f", id + "?", id + "?a=b", s.URL + "/./client.json", s.URL + "/a/../client.json", s.URL + "/%2e/client.json", s.URL + "/a/%2E%2e/client.json",
		"https://user@" + host + "/client.json", "HTTPS://" + host + "/client.json", "http://" + host + "/client.json", "https:///client.json", "https://" + host + "/" + strings.Repeat("a", 300)} {
		if g.known(t, bad, s.URL+"/cb") {
			t.Errorf("%s is a client", bad)
		}
	}
	if n := s.Asked.Load(); n != 0 {
		t.Errorf("%d of them were fetched", n)
	}
	closed := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: guard.New(guard.Options{Roots: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs})}})
	port := host[strings.LastIndex(host, ":"):]
	for _, private := range []string{"127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:7f00:1]", "0.0.0.0"} {
		if closed.known(t, "https://"+private+port+"/client.json", s.URL+"/cb") {
			t.Errorf("%s is a client", private)
		}
	}
	if n := s.Asked.Load(); n != 0 {
		t.Errorf("a private address was asked %d times", n)
	}
	if !g.known(t, id, s.URL+"/cb") {
		t.Error("the document itself is no client: the rows above prove nothing")
	}
}

func TestADocumentIsKeptAsLongAsItSays(t *testing.T) {
	s := newSite(t)
	g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
	for i, tt := range []struct {
		name, header string
		fresh, stale time.Duration
	}{
		{"ten minutes without a word", "", 9 * time.Minute, 11 * time.Minute},
		{"at least a minute", "max-age=0", 50 * time.Second, 61 * time.Second},
		{"a minute when it must not be kept", "no-store, max-age=5000", 50 * time.Second, 61 * time.Second},
		{"an hour when it says so", "public, max-age=3600", 59 * time.Minute, 61 * time.Minute},
		{"at most a day", "max-age=99999999", 23 * time.Hour, 25 * time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := fmt.Sprintf("/kept%d.json", i)
			id := s.document(path, nil)
			inner := s.files[path]
			s.handle(path, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Cache-Control", tt.header)
				inner(w, r)
			})
			start, asked := g.Ahead.Load(), s.Asked.Load()
			for after, want := range map[time.Duration]int64{0: 1, tt.fresh: 1} {
				g.Ahead.Store(start + int64(after))
				if _, err := g.HTTP.Get(g.stranger(id, "", s.URL+"/cb").Begin().URL); err != nil {
					t.Fatal(err)
				}
				if after == tt.fresh && s.Asked.Load()-asked != want {
					t.Errorf("after %v it was fetched %d times, want once", after, s.Asked.Load()-asked)
				}
			}
			g.Ahead.Store(start + int64(tt.fresh+tt.stale))
			if _, err := g.HTTP.Get(g.stranger(id, "", s.URL+"/cb").Begin().URL); err != nil {
				t.Fatal(err)
			}
			if s.Asked.Load()-asked != 2 {
				t.Errorf("it was fetched %d times, want again when it is stale", s.Asked.Load()-asked)
			}
		})
	}
}

// TestAStrangerCannotMakeUsFloodAHost asks for many documents of one host, at once and one that fails over and over.
func TestAStrangerCannotMakeUsFloodAHost(t *testing.T) {
	s := newSite(t)
	g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			for _, id := range []string{s.URL + "/one", fmt.Sprintf("%s/many%d", s.URL, i)} {
				if resp, err := g.HTTP.Get(g.stranger(id, "", s.URL+"/cb").Begin().URL); err == nil {
					resp.Body.Close()
				}
			}
		})
	}
	all.Wait()
	if n := s.Asked.Load(); n == 0 || n > 20 {
		t.Errorf("128 sign-ins made %d requests to one host", n)
	}
}

// TestOthersDoNotSwitchAShopOff uses up what may be asked of a shop's host, which anybody can.
func TestOthersDoNotSwitchAShopOff(t *testing.T) {
	s := newSite(t)
	g := newGateway(t, options{Registration: oidc.Registration{Documents: true, Fetch: s.guard()}})
	id := s.document("/client.json", nil)
	if !g.known(t, id, s.URL+"/cb") {
		t.Fatal("the document is no client")
	}
	spend := func() {
		for i := range 20 {
			g.known(t, fmt.Sprintf("%s/no%d-%d", s.URL, i, g.Ahead.Load()), s.URL+"/cb")
		}
	}
	g.Ahead.Add(int64(11 * time.Minute))
	spend()
	asked := s.Asked.Load()
	if !g.known(t, id, s.URL+"/cb") || s.Asked.Load() != asked {
		t.Error("a shop that may not be asked again yet is gone")
	}
	if resp := get(t, g.HTTP, g.stranger(s.document("/new.json", nil), "", s.URL+"/cb").Begin().URL); resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a shop that was never asked: got %d, want 503", resp.StatusCode)
	}
	g.Ahead.Add(int64(25 * time.Hour))
	spend()
	if g.known(t, id, s.URL+"/cb") {
		t.Error("a document that was not seen for a day is still a client")
	}
	g.Ahead.Add(int64(time.Minute))
	if !g.known(t, id, s.URL+"/cb") {
		t.Error("the shop does not come back")
	}
}

const initialToken = "an initial access token of 256 bits, in spirit"

// registering is a gateway that takes registrations.
func registering(t *testing.T, s *site) (*gateway, blob.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "objects")
	objects, err := blob.OpenDir(dir)
	must(t, err)
	t.Cleanup(func() { _ = objects.Close() })
	g := newGateway(t, options{Registration: oidc.Registration{Tokens: [][32]byte{oidc.HashSecret("old one"), oidc.HashSecret(initialToken)}, Objects: objects, Fetch: s.guard()}})
	return g, objects, dir
}

// call sends JSON with a token and returns the status and the answer.
func (g *gateway) call(t *testing.T, method, where, token string, body any) (int, map[string]any) {
	t.Helper()
	data, err := json.Marshal(body)
	must(t, err)
	req, err := http.NewRequest(method, where, bytes.NewReader(data))
	must(t, err)
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := g.HTTP.Do(req)
	must(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(t, err)
	var answer map[string]any
	if len(text) > 0 {
		must(t, json.Unmarshal(text, &answer))
	}
	return resp.StatusCode, answer
}

func text(m map[string]any, name string) string { s, _ := m[name].(string); return s }

func TestAShopRegistersItselfAndLeaves(t *testing.T) {
	s := newSite(t)
	g, _, dir := registering(t, s)
	status, got := g.call(t, "POST", g.URL+"/register", initialToken, map[string]any{"redirect_uris": []string{"https://new.shop.example/cb"}, "client_name": "New Shop",
		"grant_types": []string{"authorization_code", "refresh_token"}, "software_statement": "ignored", "scope": "openid receipts", "jwks": map[string]any{"keys": []any{}}})
	if status != 201 {
		t.Fatalf("got %d %v", status, got)
	}
	id, secret, own, where := text(got, "client_id"), text(got, "client_secret"), text(got, "registration_access_token"), text(got, "registration_client_uri")
	if id == "" || len(secret) != 43 || len(own) != 43 || where != g.URL+"/register/"+id || got["software_statement"] != nil || got["scope"] != nil || got["jwks"] != nil ||
		got["token_endpoint_auth_method"] != "client_secret_basic" || got["client_secret_expires_at"] != 0.0 || got["client_id_issued_at"] == nil {
		t.Errorf("got %v", got)
	}
	shop := g.stranger(id, secret, "https://new.shop.example/cb")
	token, err := g.NewShopper(t).Tokens(shop.Begin())
	must(t, err)
	if token.RefreshToken == "" {
		t.Error("got no refresh token")
	}
	wrong := g.stranger(id, secret+"x", "https://new.shop.example/cb")
	if _, err := g.NewShopper(t).Tokens(wrong.Begin()); err == nil {
		t.Error("a wrong secret was accepted")
	}
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(secret)) || bytes.Contains(data, []byte(own)) {
			t.Errorf("%s has a secret in the clear", path)
		}
		return err
	}))
	if status, got := g.call(t, "GET", where, own, nil); status != 200 || text(got, "client_id") != id || got["client_name"] != "New Shop" || got["client_secret"] != nil {
		t.Errorf("reading it back: got %d %v", status, got)
	}
	for name, token := range map[string]string{"no token": "", "a guess": oidc.NewSecret(), "the initial token": initialToken, "its secret": secret} {
		if status, _ := g.call(t, "GET", where, token, nil); status != 401 {
			t.Errorf("reading with %s: got %d", name, status)
		}
		if status, _ := g.call(t, "DELETE", where, token, nil); status != 401 {
			t.Errorf("deleting with %s: got %d", name, status)
		}
	}
	if status, _ := g.call(t, "DELETE", where, own, nil); status != 204 {
		t.Errorf("deleting: got %d", status)
	}
	if g.known(t, id, "https://new.shop.example/cb") {
		t.Error("a deleted client signs people in")
	}
	if status, _ := g.call(t, "GET", where, own, nil); status != 401 {
		t.Errorf("reading a deleted client: got %d", status)
	}
	if _, err := shop.OAuth.TokenSource(g.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token(); err == nil {
		t.Error("a deleted client refreshes")
	}
}

func TestRegistrationsAreRefused(t *testing.T) {
	s := newSite(t)
	g, objects, _ := registering(t, s)
	good := func() map[string]any { return map[string]any{"redirect_uris": []string{"https://new.shop.example/cb"}} }
	s.serve("/wrong", []string{"https://new.shop.example/other"})
	for name, tt := range map[string]struct {
		change func(map[string]any)
		code   string
	}{
		"the address of a configured shop": {func(m map[string]any) { m["redirect_uris"] = []string{"https://a.shop.example/evil"} }, "invalid_redirect_uri"},
		"a configured shop's among its own": {func(m map[string]any) {
			m["redirect_uris"] = []string{"https://new.shop.example/cb", "https://b.shop.example/cb"}
		}, "invalid_redirect_uri"},
		"a configured shop's in other letters": {func(m map[string]any) { m["redirect_uris"] = []string{"https://A.Shop.example/cb"} }, "invalid_redirect_uri"},
		"a configured shop's with its port":    {func(m map[string]any) { m["redirect_uris"] = []string{"https://a.shop.example:443/cb"} }, "invalid_redirect_uri"},
		"a configured shop's with a dot":       {func(m map[string]any) { m["redirect_uris"] = []string{"https://a.shop.example./cb"} }, "invalid_client_metadata"},
		"the gateway's own address":            {func(m map[string]any) { m["redirect_uris"] = []string{g.URL + "/cb"} }, "invalid_redirect_uri"},
		"sign-out at a configured shop":        {func(m map[string]any) { m["post_logout_redirect_uris"] = []string{"https://a.shop.example/"} }, "invalid_redirect_uri"},
		"the sector of a configured shop":      {func(m map[string]any) { m["sector_identifier_uri"] = "https://a.shop.example/sector.json" }, "invalid_redirect_uri"},
		"a sector that does not name it":       {func(m map[string]any) { m["sector_identifier_uri"] = s.URL + "/wrong" }, "invalid_client_metadata"},
		"a sector that is not there":           {func(m map[string]any) { m["sector_identifier_uri"] = s.URL + "/nowhere" }, "invalid_client_metadata"},
		"a sector at a private address":        {func(m map[string]any) { m["sector_identifier_uri"] = "https://127.0.0.1:1/sector" }, "invalid_client_metadata"},
		"two hosts without a sector": {func(m map[string]any) {
			m["redirect_uris"] = []string{"https://new.shop.example/", "https://two.example/"}
		}, "invalid_client_metadata"},
		"an app without a sector": {func(m map[string]any) {
			m["application_type"], m["redirect_uris"] = "native", []string{"http://127.0.0.1/cb"}
		}, "invalid_client_metadata"},
		"devices without a sector":          {func(m map[string]any) { m["grant_types"] = []string{"authorization_code", deviceGrant} }, "invalid_client_metadata"},
		"no TLS":                            {func(m map[string]any) { m["redirect_uris"] = []string{"http://new.shop.example/cb"} }, "invalid_redirect_uri"},
		"a loopback address for a web shop": {func(m map[string]any) { m["redirect_uris"] = []string{"http://127.0.0.1/cb"} }, "invalid_redirect_uri"},
		"no redirect URIs":                  {func(m map[string]any) { delete(m, "redirect_uris") }, "invalid_redirect_uri"},
		"redirect URIs in other letters":    {func(m map[string]any) { m["Redirect_URIs"] = m["redirect_uris"]; delete(m, "redirect_uris") }, "invalid_redirect_uri"},
		"a number for a name":               {func(m map[string]any) { m["client_name"] = 7 }, "invalid_client_metadata"},
		"certificates":                      {func(m map[string]any) { m["token_endpoint_auth_method"] = "tls_client_auth" }, "invalid_client_metadata"},
		"a private key":                     {func(m map[string]any) { m["token_endpoint_auth_method"] = "private_key_jwt"; m["jwks"] = privateSet(t) }, "invalid_client_metadata"},
		"tokens of its own":                 {func(m map[string]any) { m["grant_types"] = []string{"authorization_code", "client_credentials"} }, "invalid_client_metadata"},
		"the implicit flow":                 {func(m map[string]any) { m["response_types"] = []string{"id_token"} }, "invalid_client_metadata"},
		"a back channel without TLS":        {func(m map[string]any) { m["backchannel_logout_uri"] = "http://new.shop.example/out" }, "invalid_client_metadata"},
	} {
		m := good()
		tt.change(m)
		if status, got := g.call(t, "POST", g.URL+"/register", initialToken, m); status != 400 || text(got, "error") != tt.code {
			t.Errorf("%s: got %d %v, want 400 %s", name, status, got, tt.code)
		}
	}
	for name, token := range map[string]string{"no token": "", "another token": oidc.NewSecret(), "a token's hash": fmt.Sprintf("%x", oidc.HashSecret(initialToken))} {
		if status, got := g.call(t, "POST", g.URL+"/register", token, good()); status != 401 || text(got, "error") != "invalid_token" {
			t.Errorf("%s: got %d %v", name, status, got)
		}
	}
	list, err := objects.List(context.Background(), "clients/", "", 10)
	must(t, err)
	if len(list) != 0 {
		t.Errorf("refused registrations are kept: %v", list)
	}
	if status, got := g.call(t, "POST", g.URL+"/register", "old one", good()); status != 201 {
		t.Errorf("the good one: got %d %v", status, got)
	}
}

func privateSet(t *testing.T) map[string]any {
	t.Helper()
	return map[string]any{"keys": []any{map[string]any{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}}}
}

func TestASectorFileJoinsHosts(t *testing.T) {
	s := newSite(t)
	g, _, _ := registering(t, s)
	uris := []string{"https://one.example/cb", "https://two.example/cb"}
	sector := s.serve("/sector", append(uris, "https://three.example/cb"))
	subs := map[string]bool{}
	shopper := g.NewShopper(t)
	for _, uri := range uris {
		status, got := g.call(t, "POST", g.URL+"/register", initialToken, map[string]any{"redirect_uris": []string{uri}, "sector_identifier_uri": sector})
		if status != 201 {
			t.Fatalf("got %d %v", status, got)
		}
		shop := g.stranger(text(got, "client_id"), text(got, "client_secret"), uri)
		token, err := shopper.Tokens(login(shop.Begin()))
		must(t, err)
		subs[subOf(t, token)] = true
	}
	if len(subs) != 1 {
		t.Errorf("two clients of one sector got %d subs for one shopper", len(subs))
	}
}

func subOf(t *testing.T, token *oauth2.Token) string {
	t.Helper()
	parts := strings.Split(token.Extra("id_token").(string), ".")
	data, err := decode64(parts[1])
	must(t, err)
	var claims struct{ Sub string }
	must(t, json.Unmarshal(data, &claims))
	return claims.Sub
}

func TestOnlyAStrangersOwnScriptsReadItsAnswers(t *testing.T) {
	s := newSite(t)
	g, _, _ := registering(t, s)
	_, got := g.call(t, "POST", g.URL+"/register", initialToken, map[string]any{"redirect_uris": []string{"https://new.shop.example/cb"}, "token_endpoint_auth_method": "none"})
	for origin, want := range map[string]string{"https://new.shop.example": "https://new.shop.example", "https://evil.example": "", "https://a.shop.example": "https://a.shop.example", "null": ""} {
		form := url.Values{"grant_type": {"authorization_code"}, "code": {"x"}, "client_id": {text(got, "client_id")}}
		req, _ := http.NewRequest("POST", g.URL+"/token", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", origin)
		resp, err := g.HTTP.Do(req)
		must(t, err)
		resp.Body.Close()
		if h := resp.Header; h.Get("Access-Control-Allow-Origin") != want || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: got %q, want %q", origin, h.Get("Access-Control-Allow-Origin"), want)
		}
	}
}

func decode64(s string) ([]byte, error) { return base64.RawURLEncoding.DecodeString(s) }
