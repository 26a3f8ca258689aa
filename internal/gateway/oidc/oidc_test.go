package oidc_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/gateway/oidc"
	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/wallet"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// refusal fails the test unless err is an answer with this status and code.
func refusal(t *testing.T, err error, status int, code string) *refusalError {
	t.Helper()
	r, ok := errors.AsType[*refusalError](err)
	if !ok || r.Status != status || r.Code != code {
		t.Fatalf("got %v, want %d %s", err, status, code)
	}
	return r
}

// invalidGrant fails the test unless the token endpoint answered invalid_grant.
func invalidGrant(t *testing.T, err error) {
	t.Helper()
	if e, ok := errors.AsType[*oauth2.RetrieveError](err); !ok || e.ErrorCode != "invalid_grant" || e.Response.StatusCode != 400 {
		t.Fatalf("got %v, want 400 invalid_grant", err)
	}
}

func get(t *testing.T, c *http.Client, where string, header ...string) *http.Response {
	t.Helper()
	return send(t, c, http.MethodGet, where, "", header...)
}

func send(t *testing.T, c *http.Client, method, where, body string, header ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(method, where, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(data))
	return resp
}

func bodyOf(t *testing.T, resp *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func errorOf(t *testing.T, resp *http.Response) string {
	t.Helper()
	var e struct {
		Error string `json:"error"`
		Text  string `json:"error_description"`
	}
	text := bodyOf(t, resp)
	if err := json.Unmarshal([]byte(text), &e); err != nil || e.Error == "" || e.Text == "" {
		t.Fatalf("answer %d %q is not an OAuth error", resp.StatusCode, text)
	}
	return e.Error
}

func codeOf(t *testing.T, redirect string) string {
	t.Helper()
	u, err := url.Parse(redirect)
	if err != nil || u.Query().Get("code") == "" {
		t.Fatalf("no code in %q", redirect)
	}
	return u.Query().Get("code")
}

// checkIDToken verifies like a shop does and returns the subject.
func checkIDToken(t *testing.T, g *gateway, f *flow, tokens *oauth2.Token, algs ...string) string {
	t.Helper()
	provider, err := coreos.NewProvider(g.Context(), g.URL)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	id, err := provider.Verifier(&coreos.Config{ClientID: f.Shop.OAuth.ClientID, SupportedSigningAlgs: algs}).Verify(g.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if id.Nonce != f.Nonce {
		t.Fatalf("nonce %q, want %q", id.Nonce, f.Nonce)
	}
	info, err := provider.UserInfo(g.Context(), oauth2.StaticTokenSource(tokens))
	if err != nil {
		t.Fatal(err)
	}
	if info.Subject != id.Subject {
		t.Fatalf("userinfo's sub %q, want the ID token's %q", info.Subject, id.Subject)
	}
	return id.Subject
}

func TestAShopperSignsInAtTwoShopsUnderTwoNames(t *testing.T) {
	g := newGateway(t, options{})
	shopper := g.NewShopper(t)
	subs := map[string]string{}
	for _, c := range []struct {
		shop   *shop
		sector string
		alg    string
	}{{g.A, "a.shop.example", "ES256"}, {g.B, "b.shop.example", "RS256"}} {
		for range 2 { // the second time is the same shopper
			f := c.shop.Begin()
			tokens, err := shopper.Tokens(f)
			if err != nil {
				t.Fatal(err)
			}
			sub := checkIDToken(t, g, f, tokens, c.alg)
			if want := wallet.Sub(g.Key, c.sector, wallet.EOA(crypto.PubkeyToAddress(shopper.Key.PublicKey))); sub != want {
				t.Fatalf("sub %q, want %q", sub, want)
			}
			subs[c.sector] = sub
		}
	}
	if subs["a.shop.example"] == subs["b.shop.example"] {
		t.Fatal("both shops know the shopper by the same subject")
	}
}

func TestTwoProcessesOverOneStoreServeOneSignIn(t *testing.T) {
	g := newGateway(t, options{Two: true})
	shopper := g.NewShopper(t)
	for range 4 {
		f := g.A.Begin()
		tokens, err := shopper.Tokens(f)
		if err != nil {
			t.Fatal(err)
		}
		checkIDToken(t, g, f, tokens, "ES256")
		_ = get(t, g.HTTP, g.URL+"/jwks") // an odd number of requests, so that the turns change
	}
}

func TestDiscoveryTellsTheTruth(t *testing.T) {
	g := newGateway(t, options{})
	resp := get(t, g.HTTP, g.URL+"/.well-known/openid-configuration", "Origin", "https://evil.example")
	var doc map[string]any
	if err := json.Unmarshal([]byte(bodyOf(t, resp)), &doc); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"issuer": g.URL, "authorization_endpoint": g.URL + "/authorize", "token_endpoint": g.URL + "/token", "jwks_uri": g.URL + "/jwks",
		"userinfo_endpoint": g.URL + "/userinfo", "end_session_endpoint": g.URL + "/logout",
		"code_challenge_methods_supported": "[S256]", "subject_types_supported": "[pairwise]", "response_types_supported": "[code]",
		"response_modes_supported": "[query]", "id_token_signing_alg_values_supported": "[ES256 RS256]",
		"token_endpoint_auth_methods_supported": "[none client_secret_basic client_secret_post private_key_jwt]",
		"pushed_authorization_request_endpoint": g.URL + "/par", "introspection_endpoint": g.URL + "/introspect", "revocation_endpoint": g.URL + "/revoke",
		"backchannel_logout_supported": "true", "backchannel_logout_session_supported": "true", "prompt_values_supported": "[none login consent select_account]",
		"grant_types_supported":                          "[authorization_code client_credentials refresh_token urn:ietf:params:oauth:grant-type:device_code]",
		"authorization_response_iss_parameter_supported": "true", "request_uri_parameter_supported": "false",
	} {
		if got := fmt.Sprint(doc[name]); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	for _, name := range []string{"registration_endpoint", "check_session_iframe"} {
		if doc[name] != nil {
			t.Errorf("%s: got %v, want nothing", name, doc[name])
		}
	}
	if got := resp.Header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("CORS: got %q, want *", got)
	}
	if got := resp.Header.Get("Access-Control-Allow-Credentials"); got != "" {
		t.Errorf("CORS credentials: got %q, want none", got)
	}
	var keys struct{ Keys []map[string]any }
	if err := json.Unmarshal([]byte(bodyOf(t, get(t, g.HTTP, g.URL+"/jwks"))), &keys); err != nil {
		t.Fatal(err)
	}
	for _, k := range keys.Keys {
		if k["d"] != nil || k["p"] != nil || k["use"] != "sig" || k["kid"] == "" || k["alg"] == "" {
			t.Errorf("published key %v: want public, use sig, kid and alg", k["kid"])
		}
	}
	if len(keys.Keys) != 2 {
		t.Errorf("got %d keys, want 2", len(keys.Keys))
	}
}

func TestHostHeaderChangesNothing(t *testing.T) {
	g := newGateway(t, options{})
	req, _ := http.NewRequest(http.MethodGet, g.A.Begin().URL, nil)
	req.Host = "evil.example"
	resp, err := g.HTTP.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if where := resp.Header.Get("Location"); !strings.HasPrefix(where, g.URL+"/login/") {
		t.Fatalf("got %q, want our own login page", where)
	}
}

func TestAuthorizeRefusesInPlaceWhatCannotBeTrusted(t *testing.T) {
	g := newGateway(t, options{})
	registered := g.A.OAuth.RedirectURL
	for name, change := range map[string]func(url.Values){
		"an unknown client":                    func(q url.Values) { q.Set("client_id", "nobody") },
		"no client":                            func(q url.Values) { q.Del("client_id") },
		"no redirect URI":                      func(q url.Values) { q.Del("redirect_uri") },
		"another shop's redirect URI":          func(q url.Values) { q.Set("redirect_uri", g.B.OAuth.RedirectURL) },
		"a redirect URI with a slash more":     func(q url.Values) { q.Set("redirect_uri", registered+"/") },
		"a redirect URI with a query more":     func(q url.Values) { q.Set("redirect_uri", registered+"?x=1") },
		"a redirect URI with an empty query":   func(q url.Values) { q.Set("redirect_uri", registered+"?") },
		"a redirect URI with a fragment":       func(q url.Values) { q.Set("redirect_uri", registered+"#x") },
		"a redirect URI with an empty anchor":  func(q url.Values) { q.Set("redirect_uri", registered+"#") },
		"a redirect URI in capitals":           func(q url.Values) { q.Set("redirect_uri", strings.Replace(registered, "https", "HTTPS", 1)) },
		"a redirect URI encoded once more":     func(q url.Values) { q.Set("redirect_uri", strings.Replace(registered, "/cb", "/%63b", 1)) },
		"a redirect URI with a port":           func(q url.Values) { q.Set("redirect_uri", strings.Replace(registered, "/cb", ":443/cb", 1)) },
		"a redirect URI with user information": func(q url.Values) { q.Set("redirect_uri", strings.Replace(registered, "https://", "https://a@", 1)) },
		"a redirect URI with dots":             func(q url.Values) { q.Set("redirect_uri", strings.Replace(registered, "/cb", "/x/../cb", 1)) },
		"a redirect URI on a subdomain":        func(q url.Values) { q.Set("redirect_uri", strings.Replace(registered, "https://", "https://x.", 1)) },
		"two client ids":                       func(q url.Values) { q.Add("client_id", "shop-b") },
		"two redirect URIs":                    func(q url.Values) { q.Add("redirect_uri", "https://evil.example/") },
		"two equal states":                     func(q url.Values) { q.Add("state", q.Get("state")) },
		"two unknown parameters":               func(q url.Values) { q["x"] = []string{"1", "2"} },
		"a huge state":                         func(q url.Values) { q.Set("state", strings.Repeat("s", 4096)) },
	} {
		t.Run(name, func(t *testing.T) {
			u, _ := url.Parse(g.A.Begin().URL)
			q := u.Query()
			change(q)
			u.RawQuery = q.Encode()
			resp := get(t, g.HTTP, u.String())
			if resp.StatusCode != 400 || resp.Header.Get("Location") != "" || len(resp.Cookies()) != 0 {
				t.Fatalf("got %d to %q, want 400 in place", resp.StatusCode, resp.Header.Get("Location"))
			}
			errorOf(t, resp)
			asPerson := get(t, g.HTTP, u.String(), "Accept", "text/html")
			if text := bodyOf(t, asPerson); asPerson.StatusCode != 400 || !strings.Contains(text, "<h1>") || strings.Contains(text, "evil.example") {
				t.Fatalf("got %d %q, want a page that repeats nothing", asPerson.StatusCode, text)
			}
		})
	}
}

func TestAuthorizeTellsTheShopWhatItRefuses(t *testing.T) {
	g := newGateway(t, options{})
	for name, c := range map[string]struct {
		change func(url.Values)
		want   string
	}{
		"plain PKCE":             {func(q url.Values) { q.Set("code_challenge_method", "plain") }, "invalid_request"},
		"PKCE without a method":  {func(q url.Values) { q.Del("code_challenge_method") }, "invalid_request"},
		"a method of nothing":    {func(q url.Values) { q.Del("code_challenge") }, "invalid_request"},
		"silence and questions":  {func(q url.Values) { q.Set("prompt", "none login") }, "invalid_request"},
		"a huge request":         {func(q url.Values) { q.Set("state", f2k); q.Set("nonce", f2k); q.Set("login_hint", f2k) }, "invalid_request"},
		"a short challenge":      {func(q url.Values) { q.Set("code_challenge", "abc") }, "invalid_request"},
		"the implicit flow":      {func(q url.Values) { q.Set("response_type", "id_token token") }, "unsupported_response_type"},
		"the hybrid flow":        {func(q url.Values) { q.Set("response_type", "code id_token") }, "unsupported_response_type"},
		"a fragment answer":      {func(q url.Values) { q.Set("response_mode", "fragment") }, "invalid_request"},
		"a form answer":          {func(q url.Values) { q.Set("response_mode", "form_post") }, "invalid_request"},
		"no openid":              {func(q url.Values) { q.Set("scope", "profile") }, "invalid_scope"},
		"a silent sign-in":       {func(q url.Values) { q.Set("prompt", "none") }, "login_required"},
		"a request object":       {func(q url.Values) { q.Set("request", "eyJ") }, "request_not_supported"},
		"a request by reference": {func(q url.Values) { q.Set("request_uri", "https://evil.example/") }, "request_uri_not_supported"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range []*flow{g.A.Begin(), g.B.Begin()} {
				u, _ := url.Parse(f.URL)
				q := u.Query()
				c.change(q)
				u.RawQuery = q.Encode()
				resp := get(t, g.HTTP, u.String())
				where := resp.Header.Get("Location")
				if !strings.HasPrefix(where, f.Shop.OAuth.RedirectURL) {
					t.Fatalf("got %d to %q, want the shop", resp.StatusCode, where)
				}
				back, _ := url.Parse(where)
				got := back.Query()
				if got.Get("error") != c.want || got.Get("state") != q.Get("state") || got.Get("iss") != g.URL || got.Get("code") != "" {
					t.Fatalf("got %v, want %s with state and iss", got, c.want)
				}
			}
		})
	}
}

// f2k is the longest parameter.
var f2k = strings.Repeat("x", 2048)

func TestUnknownScopesAndHintsAreIgnored(t *testing.T) {
	g := newGateway(t, options{})
	f := g.A.Begin()
	f.URL += "&acr_values=gold&login_hint=somebody&ui_locales=fr&display=wap&id_token_hint=x&claims=%7B%7D&resource=urn:x&max_age=60"
	f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+email+phone+receipts", 1)
	tokens, err := g.NewShopper(t).Tokens(f)
	if err != nil {
		t.Fatal(err)
	}
	if got := tokens.Extra("scope"); got != "openid email" {
		t.Errorf("scope %v, want %q", got, "openid email")
	}
	if _, err := g.Provider.Client(context.Background(), tokens.AccessToken, "receipts"); err == nil {
		t.Error("a shopper's token opened the shop's API")
	}
	_, err = g.Provider.Client(context.Background(), tokens.AccessToken, "openid")
	if e, ok := errors.AsType[*web.Error](err); !ok || e.Status != 401 {
		t.Errorf("a shopper's token as a shop: got %v, want 401", err)
	}
}

func TestACodeIsBoundToClientRedirectURIAndVerifier(t *testing.T) {
	g := newGateway(t, options{})
	for name, redeem := range map[string]func(f *flow, code string) error{
		"redeemed by another shop": func(f *flow, code string) error {
			other := g.B.OAuth
			other.RedirectURL = g.A.OAuth.RedirectURL
			_, err := other.Exchange(g.Context(), code, oauth2.VerifierOption(f.Verifier))
			return err
		},
		"redeemed with another redirect URI": func(f *flow, code string) error {
			a := g.A.OAuth
			a.RedirectURL += "?"
			_, err := a.Exchange(g.Context(), code, oauth2.VerifierOption(f.Verifier))
			return err
		},
		"redeemed without a redirect URI": func(f *flow, code string) error {
			a := g.A.OAuth
			a.RedirectURL = ""
			_, err := a.Exchange(g.Context(), code, oauth2.VerifierOption(f.Verifier))
			return err
		},
		"redeemed with another verifier": func(_ *flow, code string) error {
			_, err := g.A.OAuth.Exchange(g.Context(), code, oauth2.VerifierOption(oauth2.GenerateVerifier()))
			return err
		},
		"redeemed with the challenge as verifier": func(f *flow, code string) error {
			_, err := g.A.OAuth.Exchange(g.Context(), code, oauth2.VerifierOption(oauth2.S256ChallengeFromVerifier(f.Verifier)))
			return err
		},
		"redeemed without a verifier": func(_ *flow, code string) error {
			_, err := g.A.OAuth.Exchange(g.Context(), code)
			return err
		},
		"one character longer": func(f *flow, code string) error {
			_, err := g.A.OAuth.Exchange(g.Context(), code+"A", oauth2.VerifierOption(f.Verifier))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := g.A.Begin()
			redirect, err := g.NewShopper(t).SignIn(f)
			if err != nil {
				t.Fatal(err)
			}
			invalidGrant(t, redeem(f, codeOf(t, redirect)))
		})
	}
}

func TestAWrongClientSecretSpendsNoCode(t *testing.T) {
	g := newGateway(t, options{})
	f := g.A.Begin()
	redirect, err := g.NewShopper(t).SignIn(f)
	if err != nil {
		t.Fatal(err)
	}
	thief := g.A.OAuth
	thief.ClientSecret = g.B.OAuth.ClientSecret
	for _, style := range []oauth2.AuthStyle{oauth2.AuthStyleInHeader, oauth2.AuthStyleInParams} {
		thief.Endpoint.AuthStyle = style
		_, err = thief.Exchange(g.Context(), codeOf(t, redirect), oauth2.VerifierOption(f.Verifier))
		e, ok := errors.AsType[*oauth2.RetrieveError](err)
		if !ok || e.ErrorCode != "invalid_client" || e.Response.StatusCode != 401 || e.Response.Header.Get("WWW-Authenticate") == "" {
			t.Fatalf("got %v, want 401 invalid_client with a challenge", err)
		}
	}
	if _, err := f.Redeem(g.Context(), redirect); err != nil {
		t.Fatalf("got %v, want the honest shop to redeem", err)
	}
}

// TestOf64ParallelRedemptionsAtMostOneSucceeds: a second use that comes while the first is being answered revokes it, as one that comes later does
// (RFC 6749 §4.1.2). So the first gets a token or none, and nobody keeps one.
func TestOf64ParallelRedemptionsAtMostOneSucceeds(t *testing.T) {
	g := newGateway(t, options{})
	answered := 0
	for range 5 {
		f := g.A.Begin()
		redirect, err := g.NewShopper(t).SignIn(f)
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		var given []*oauth2.Token
		won := parallel(64, func() error {
			token, err := f.Redeem(g.Context(), redirect)
			if err == nil {
				mu.Lock()
				given = append(given, token)
				mu.Unlock()
			}
			return err
		})
		if won > 1 {
			t.Fatalf("got %d successes, want at most 1", won)
		}
		answered += won
		for _, token := range given {
			if got := userinfo(t, g, token.AccessToken); got != http.StatusUnauthorized {
				t.Errorf("a token of a code that was used 64 times: got %d, want 401", got)
			}
		}
	}
	t.Logf("%d of 5 first uses were answered before the second", answered)
}

// parallel starts n calls at once and counts the successes.
func parallel(n int, f func() error) (won int) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	gate := make(chan struct{})
	for range n {
		wg.Go(func() {
			<-gate
			if f() == nil {
				mu.Lock()
				won++
				mu.Unlock()
			}
		})
	}
	close(gate)
	wg.Wait()
	return won
}

func userinfo(t *testing.T, g *gateway, token string) int {
	t.Helper()
	return get(t, g.HTTP, g.URL+"/userinfo", "Authorization", "Bearer "+token).StatusCode
}

func TestASecondUseOfACodeRevokesWhatTheFirstGave(t *testing.T) {
	g := newGateway(t, options{})
	f := g.A.Begin()
	f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+offline_access", 1)
	redirect, err := g.NewShopper(t).SignIn(f)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := f.Redeem(g.Context(), redirect)
	if err != nil {
		t.Fatal(err)
	}
	if got := userinfo(t, g, tokens.AccessToken); got != 200 {
		t.Fatalf("userinfo before: got %d, want 200", got)
	}
	_, err = f.Redeem(g.Context(), redirect)
	invalidGrant(t, err)
	if got := userinfo(t, g, tokens.AccessToken); got != 401 {
		t.Fatalf("userinfo after: got %d, want 401", got)
	}
	_, err = refresh(g, g.A, tokens.RefreshToken)
	invalidGrant(t, err)
}

func refresh(g *gateway, s *shop, token string) (*oauth2.Token, error) {
	return s.OAuth.TokenSource(g.Context(), &oauth2.Token{RefreshToken: token}).Token()
}

func TestARefreshTokenIsUsedOnceAndReuseEndsTheFamily(t *testing.T) {
	g := newGateway(t, options{})
	f := g.A.Begin()
	f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+offline_access", 1)
	first, err := g.NewShopper(t).Tokens(f)
	if err != nil {
		t.Fatal(err)
	}
	if first.RefreshToken == "" {
		t.Fatal("no refresh token for offline_access")
	}
	second, err := refresh(g, g.A, first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	third, err := refresh(g, g.A, second.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if first.RefreshToken == second.RefreshToken || second.RefreshToken == third.RefreshToken || userinfo(t, g, third.AccessToken) != 200 {
		t.Fatal("refresh tokens do not rotate")
	}
	g.Ahead.Store(int64(oidc.RefreshGrace + 2*time.Second))
	_, err = refresh(g, g.A, first.RefreshToken) // a thief, or a shop that was robbed
	invalidGrant(t, err)
	_, err = refresh(g, g.A, third.RefreshToken)
	invalidGrant(t, err)
	if got := userinfo(t, g, third.AccessToken); got != 401 {
		t.Fatalf("userinfo after reuse: got %d, want 401", got)
	}
}

// TestOf64ParallelRefreshesOneIsIssued: the rest are told to try again, or get the very same answer; there is one next token.
func TestOf64ParallelRefreshesOneIsIssued(t *testing.T) {
	g := newGateway(t, options{})
	f := g.A.Begin()
	f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+offline_access", 1)
	tokens, err := g.NewShopper(t).Tokens(f)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	next := map[string]bool{}
	won := parallel(64, func() error {
		got, err := refresh(g, g.A, tokens.RefreshToken)
		if err == nil {
			mu.Lock()
			next[got.AccessToken+" "+got.RefreshToken] = true
			mu.Unlock()
		}
		return err
	})
	if won == 0 || len(next) != 1 {
		t.Fatalf("got %d successes with %d different answers, want one answer", won, len(next))
	}
}

func TestAnHonestRetryIsAnsweredTheSame(t *testing.T) {
	g := newGateway(t, options{})
	f := g.A.Begin()
	f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+offline_access", 1)
	tokens, err := g.NewShopper(t).Tokens(f)
	if err != nil {
		t.Fatal(err)
	}
	first, err := refresh(g, g.A, tokens.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	again, err := refresh(g, g.A, tokens.RefreshToken)
	if err != nil || again.AccessToken != first.AccessToken || again.RefreshToken != first.RefreshToken {
		t.Fatalf("got %v, want the same answer again", err)
	}
	_, err = refresh(g, g.B, tokens.RefreshToken) // another client gets nothing from it
	invalidGrant(t, err)
	if _, err := refresh(g, g.A, first.RefreshToken); err != nil {
		t.Fatalf("got %v: another shop's attempt ended the family", err)
	}
}

func TestARefreshTokenOfOneShopIsNothingToAnother(t *testing.T) {
	g := newGateway(t, options{})
	f := g.A.Begin()
	f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+offline_access", 1)
	tokens, err := g.NewShopper(t).Tokens(f)
	if err != nil {
		t.Fatal(err)
	}
	_, err = refresh(g, g.B, tokens.RefreshToken)
	invalidGrant(t, err)
}

func TestUserinfoTakesAccessTokensOnly(t *testing.T) {
	g := newGateway(t, options{})
	shopper := g.NewShopper(t)
	f := g.A.Begin()
	f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+offline_access", 1)
	redirect, err := shopper.SignIn(f)
	if err != nil {
		t.Fatal(err)
	}
	code := codeOf(t, redirect)
	if got := userinfo(t, g, code); got != 401 {
		t.Errorf("the code: got %d, want 401", got)
	}
	tokens, err := f.Redeem(g.Context(), redirect)
	if err != nil {
		t.Fatal(err)
	}
	page, err := shopper.Open(login(g.A.Begin()).URL)
	if err != nil {
		t.Fatal(err)
	}
	shopToken := shopCredentials(t, g, g.A, "receipts")
	for name, value := range map[string]string{
		"the spent code":     "Bearer " + code,
		"the refresh token":  "Bearer " + tokens.RefreshToken,
		"the ID token":       "Bearer " + tokens.Extra("id_token").(string),
		"an interaction id":  "Bearer " + page[strings.LastIndex(page, "/")+1:],
		"a random token":     "Bearer " + state.NewBearer().String(),
		"another scheme":     "DPoP " + tokens.AccessToken,
		"basic":              "Basic " + tokens.AccessToken,
		"no scheme":          tokens.AccessToken,
		"two tokens":         "Bearer " + tokens.AccessToken + " " + tokens.AccessToken,
		"a shop's own token": "Bearer " + shopToken,
		"nothing":            "",
	} {
		resp := get(t, g.HTTP, g.URL+"/userinfo", "Authorization", value)
		if resp.StatusCode != 401 || !strings.HasPrefix(resp.Header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s: got %d %q, want 401 with a challenge", name, resp.StatusCode, resp.Header.Get("WWW-Authenticate"))
		}
		errorOf(t, resp)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		resp := send(t, g.HTTP, method, g.URL+"/userinfo", "", "Authorization", "bearer "+tokens.AccessToken)
		var info map[string]any
		if err := json.Unmarshal([]byte(bodyOf(t, resp)), &info); err != nil || resp.StatusCode != 200 || len(info) != 1 || info["sub"] == "" {
			t.Errorf("%s: got %d %v, want the sub and nothing else", method, resp.StatusCode, info)
		}
	}
}

func shopCredentials(t *testing.T, g *gateway, s *shop, scopes ...string) string {
	t.Helper()
	cc := clientcredentials.Config{ClientID: s.OAuth.ClientID, ClientSecret: s.OAuth.ClientSecret, TokenURL: g.URL + "/token", Scopes: scopes,
		AuthStyle: s.OAuth.Endpoint.AuthStyle}
	tok, err := cc.Token(g.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tok.AccessToken
}

func TestAShopsOwnToken(t *testing.T) {
	g := newGateway(t, options{})
	ctx := context.Background()
	for _, s := range []*shop{g.A, g.B} { // header and form
		token := shopCredentials(t, g, s, "receipts")
		id, err := g.Provider.Client(ctx, token, "receipts")
		if err != nil || id != s.OAuth.ClientID {
			t.Fatalf("got %q, %v, want %q", id, err, s.OAuth.ClientID)
		}
		_, err = g.Provider.Client(ctx, token, "presentations")
		if e, ok := errors.AsType[*web.Error](err); !ok || e.Status != 403 || e.Code != "insufficient_scope" {
			t.Fatalf("the other scope: got %v, want 403 insufficient_scope", err)
		}
	}
	both := shopCredentials(t, g, g.A, "receipts", "presentations")
	if _, err := g.Provider.Client(ctx, both, "presentations"); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{"", "x", state.NewBearer().String(), both + "A", " " + both} {
		_, err := g.Provider.Client(ctx, token, "receipts")
		if e, ok := errors.AsType[*web.Error](err); !ok || e.Status != 401 || e.Code != "invalid_token" {
			t.Fatalf("got %v, want 401 invalid_token", err)
		}
	}
}

func TestTheTokenEndpointRefuses(t *testing.T) {
	g := newGateway(t, options{})
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte(g.A.OAuth.ClientID+":"+g.A.OAuth.ClientSecret))
	raw := func(s string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(s)) }
	form := func(extra ...string) string {
		return strings.Join(append([]string{"grant_type=client_credentials", "scope=receipts"}, extra...), "&")
	}
	post := func(extra ...string) string {
		return form(append([]string{"client_id=" + g.A.OAuth.ClientID, "client_secret=" + g.A.OAuth.ClientSecret}, extra...)...)
	}
	for name, c := range map[string]struct {
		auth, body, media string
		status            int
		code              string
	}{
		"no credentials":                       {"", form(), "", 401, "invalid_client"},
		"malformed escapes in Basic":           {raw("%zz:x"), form(), "", 401, "invalid_client"},
		"Basic without a colon":                {raw("shop-a"), form(), "", 401, "invalid_client"},
		"Basic that is not base64":             {"Basic ~~~", form(), "", 401, "invalid_client"},
		"Basic without an id":                  {raw(":x"), form(), "", 401, "invalid_client"},
		"an empty secret":                      {raw("shop-a:"), form(), "", 401, "invalid_client"},
		"the hash as secret":                   {raw("shop-a:" + hex.EncodeToString(sum(g.A.OAuth.ClientSecret))), form(), "", 401, "invalid_client"},
		"an unknown client":                    {raw("nobody:x"), form(), "", 401, "invalid_client"},
		"another scheme":                       {"Bearer x", form(), "", 401, "invalid_client"},
		"two ways to authenticate":             {basic, post(), "", 400, "invalid_request"},
		"two clients":                          {basic, form("client_id=shop-b"), "", 400, "invalid_request"},
		"a parameter twice":                    {basic, form("scope=receipts"), "", 400, "invalid_request"},
		"a code twice":                         {basic, "grant_type=authorization_code&code=a&code=b", "", 400, "invalid_request"},
		"no grant type":                        {basic, "scope=receipts", "", 400, "invalid_request"},
		"the password grant":                   {basic, "grant_type=password&username=a&password=b", "", 400, "unsupported_grant_type"},
		"no scope":                             {basic, "grant_type=client_credentials", "", 400, "invalid_scope"},
		"a shopper's scope":                    {basic, "grant_type=client_credentials&scope=openid", "", 400, "invalid_scope"},
		"no code":                              {basic, "grant_type=authorization_code", "", 400, "invalid_request"},
		"JSON":                                 {basic, `{"grant_type":"client_credentials"}`, "application/json", 400, "invalid_request"},
		"a malformed form":                     {basic, "grant_type=%zz", "", 400, "invalid_request"},
		"a huge form":                          {basic, form("x=" + strings.Repeat("y", 1<<20)), "", 413, "too_large"},
		"a huge parameter":                     {basic, form("x=" + strings.Repeat("y", 3000)), "", 400, "invalid_request"},
		"an unknown code":                      {basic, "grant_type=authorization_code&code=" + state.NewBearer().String(), "", 400, "invalid_grant"},
		"an unknown refresh token":             {basic, "grant_type=refresh_token&refresh_token=x", "", 400, "invalid_grant"},
		"a wrong secret with an unknown grant": {raw("shop-a:x"), "grant_type=authorization_code&code=x", "", 401, "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.media == "" {
				c.media = "application/x-www-form-urlencoded"
			}
			header := []string{"Content-Type", c.media}
			if c.auth != "" {
				header = append(header, "Authorization", c.auth)
			}
			resp := send(t, g.HTTP, http.MethodPost, g.URL+"/token", c.body, header...)
			if c.status == 413 {
				if resp.StatusCode != 413 {
					t.Fatalf("got %d, want 413", resp.StatusCode)
				}
				return
			}
			if got := errorOf(t, resp); resp.StatusCode != c.status || got != c.code {
				t.Fatalf("got %d %s, want %d %s", resp.StatusCode, got, c.status, c.code)
			}
			if got := resp.Header.Get("WWW-Authenticate"); (c.status == 401) != strings.HasPrefix(got, "Basic") {
				t.Fatalf("challenge %q with status %d", got, c.status)
			}
			if got := resp.Header.Get("Cache-Control"); got != "no-store" {
				t.Fatalf("Cache-Control %q, want no-store", got)
			}
		})
	}
	for _, where := range []string{"/token", "/token?grant_type=client_credentials&scope=receipts&client_id=shop-a&client_secret=" + g.A.OAuth.ClientSecret} {
		if resp := get(t, g.HTTP, g.URL+where); resp.StatusCode != 405 && resp.StatusCode != 404 {
			t.Errorf("GET: got %d, want a refusal", resp.StatusCode)
		}
		if resp := send(t, g.HTTP, http.MethodPost, g.URL+where, "", "Content-Type", "application/x-www-form-urlencoded"); resp.StatusCode != 400 {
			t.Errorf("POST with everything in the query: got %d, want 400", resp.StatusCode)
		}
	}
	if strings.Contains(g.Log.String(), "panic") {
		t.Error("something panicked")
	}
}

func sum(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

func TestCORSIsForRegisteredOriginsWithoutCredentials(t *testing.T) {
	g := newGateway(t, options{})
	for _, where := range []string{"/token", "/userinfo"} {
		for origin, want := range map[string]string{"https://a.shop.example": "https://a.shop.example", "https://evil.example": "", "null": "", "https://a.shop.example.evil.example": ""} {
			resp := send(t, g.HTTP, http.MethodOptions, g.URL+where, "", "Origin", origin, "Access-Control-Request-Method", "POST")
			if got := resp.Header.Get("Access-Control-Allow-Origin"); got != want || resp.Header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s from %s: got %q, want %q and no credentials", where, origin, got, want)
			}
		}
	}
	if resp := send(t, g.HTTP, http.MethodOptions, g.URL+"/authorize", "", "Origin", "https://a.shop.example", "Access-Control-Request-Method", "GET"); resp.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("scripts may call authorize")
	}
}

func TestALostStoreIs503AndComesBack(t *testing.T) {
	g := newGateway(t, options{})
	shopper := g.NewShopper(t)
	f := g.A.Begin()
	down := func(name string, status int, header http.Header) {
		t.Helper()
		if status != 503 || header.Get("Retry-After") == "" || header.Get("Location") != "" || header.Get("Set-Cookie") != "" {
			t.Fatalf("%s: got %d %v, want 503 with Retry-After", name, status, header)
		}
	}
	page, err := shopper.Open(f.URL)
	if err != nil {
		t.Fatal(err)
	}
	message, err := shopper.Challenge(page)
	if err != nil {
		t.Fatal(err)
	}
	g.Store.Gone.Store(true)
	resp := get(t, shopper.Browser, page+"/context")
	if resp.StatusCode != http.StatusOK { // it waits in the browser
		t.Errorf("context: got %d, want 200", resp.StatusCode)
	}
	_, err = shopper.Verify(page, message)
	r := refusal(t, err, 503, "unavailable")
	down("verify", r.Status, r.Header)
	g.Store.Gone.Store(false)
	redirect, err := shopper.Verify(page, message)
	if err != nil {
		t.Fatal(err)
	}
	g.Store.Gone.Store(true)
	_, err = f.Redeem(g.Context(), redirect)
	e, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		t.Fatal(err)
	}
	down("token", e.Response.StatusCode, e.Response.Header)
	g.Store.Gone.Store(false)
	tokens, err := f.Redeem(g.Context(), redirect)
	if err != nil {
		t.Fatal(err)
	}
	g.Store.Gone.Store(true)
	resp = get(t, shopper.Browser, g.A.Begin().URL) // with a session
	down("authorize", resp.StatusCode, resp.Header)
	resp = get(t, g.HTTP, g.URL+"/userinfo", "Authorization", "Bearer "+tokens.AccessToken)
	down("userinfo", resp.StatusCode, resp.Header)
	_, err = g.Provider.Client(context.Background(), tokens.AccessToken, "receipts")
	if e, ok := errors.AsType[*web.Error](err); !ok || e.Status != 503 {
		t.Fatalf("client: got %v, want 503", err)
	}
	g.Store.Gone.Store(false)
	if got := userinfo(t, g, tokens.AccessToken); got != 200 {
		t.Fatalf("got %d, want 200 when the store is back", got)
	}
}

// TestAStoreThatFailsAtAnyCall fails each call of a sign-in in turn, once before
// and once after it took effect: the answer is a 503 and never half a sign-in,
// and the shopper can start again.
func TestAStoreThatFailsAtAnyCall(t *testing.T) {
	g := newGateway(t, options{})
	if _, err := g.NewShopper(t).Tokens(g.A.Begin()); err != nil {
		t.Fatal(err)
	}
	calls := g.Store.Calls.Load()
	if calls != 4 {
		t.Errorf("a sign-in asked the store %d times, want 4", calls)
	}
	for _, persisted := range []bool{false, true} {
		for n := int64(1); n <= calls; n++ {
			g.Store.Persisted.Store(persisted)
			g.Store.FailAt.Store(g.Store.Calls.Load() + n)
			shopper := g.NewShopper(t)
			tokens, err := shopper.Tokens(g.A.Begin())
			if err == nil {
				t.Fatalf("call %d (persisted %v): signed in over a failed call: %v", n, persisted, tokens.Valid())
			}
			if !strings.Contains(err.Error(), "503") && !strings.Contains(err.Error(), "unavailable") {
				t.Errorf("call %d (persisted %v): got %v, want 503", n, persisted, err)
			}
			if _, err := shopper.Tokens(g.A.Begin()); err != nil {
				t.Fatalf("after a failed call %d: %v", n, err)
			}
		}
	}
}

func TestStateHoldsNothingThatAThiefCouldUse(t *testing.T) {
	g := newGateway(t, options{})
	g.Store.Spy = true
	var secrets []string
	for i := range 200 {
		shopper := g.NewShopper(t)
		f := []*shop{g.A, g.B}[i%2].Begin()
		f.URL = strings.Replace(f.URL, "scope=openid", "scope=openid+offline_access", 1)
		page, err := shopper.Open(f.URL)
		if err != nil {
			t.Fatal(err)
		}
		message, err := shopper.Challenge(page)
		if err != nil {
			t.Fatal(err)
		}
		redirect, err := shopper.Verify(page, message)
		if err != nil {
			t.Fatal(err)
		}
		tokens, err := f.Redeem(g.Context(), redirect)
		if err != nil {
			t.Fatal(err)
		}
		base, _ := url.Parse(g.URL)
		for _, c := range shopper.Browser.Jar.Cookies(base) {
			secrets = append(secrets, c.Value)
		}
		m, err := wallet.Parse([]byte(message))
		if err != nil {
			t.Fatal(err)
		}
		address := crypto.PubkeyToAddress(shopper.Key.PublicKey)
		sector := []string{"a.shop.example", "b.shop.example"}[i%2]
		secrets = append(secrets, shopper.Address(), strings.ToLower(shopper.Address()[2:]), string(address[:]), base64.RawURLEncoding.EncodeToString(address[:]),
			page[strings.LastIndex(page, "/")+1:], codeOf(t, redirect), tokens.AccessToken, tokens.RefreshToken, tokens.Extra("id_token").(string),
			f.State, f.Nonce, f.Verifier, m.Nonce, wallet.Sub(g.Key, sector, wallet.EOA(address)))
	}
	dump := g.Store.Written()
	if len(dump) < 200*500 {
		t.Fatalf("the spy saw %d bytes only", len(dump))
	}
	logged := []byte(g.Log.String())
	for _, s := range secrets {
		raw, _ := base64.RawURLEncoding.DecodeString(s)
		for _, form := range [][]byte{[]byte(s), []byte(hex.EncodeToString([]byte(s))), []byte(base64.StdEncoding.EncodeToString([]byte(s))), raw} {
			if len(form) < 16 {
				continue
			}
			if bytes.Contains(dump, form) {
				t.Errorf("the store holds %.12q… in the clear", s)
			}
			if bytes.Contains(logged, form) {
				t.Errorf("the log holds %.12q… in the clear", s)
			}
		}
	}
	if bytes.Contains(dump, []byte("shop.example")) || bytes.Contains(logged, []byte("127.0.0.1")) {
		t.Error("the store names a shop, or the log a visitor")
	}
	if !bytes.Contains(logged, []byte("/login/:id/verify")) {
		t.Error("the log has no route templates")
	}
}

func TestLogoutGoesOnlyWhereTheShopRegistered(t *testing.T) {
	g := newGateway(t, options{})
	tokens, err := g.NewShopper(t).Tokens(g.A.Begin())
	if err != nil {
		t.Fatal(err)
	}
	hint := tokens.Extra("id_token").(string)
	for query, want := range map[string]string{
		"?client_id=shop-a&post_logout_redirect_uri=https://a.shop.example/bye&state=x":                         "https://a.shop.example/bye?state=x",
		"?client_id=shop-a&post_logout_redirect_uri=https://a.shop.example/bye":                                 "https://a.shop.example/bye",
		"?client_id=shop-b&post_logout_redirect_uri=https://a.shop.example/bye":                                 "",
		"?id_token_hint=" + hint + "&post_logout_redirect_uri=https://a.shop.example/bye":                       "https://a.shop.example/bye",
		"?id_token_hint=" + hint + "&post_logout_redirect_uri=https://evil.example/":                            "",
		"?client_id=shop-b&id_token_hint=" + hint + "&post_logout_redirect_uri=https://a.shop.example/bye":      "",
		"?id_token_hint=" + hint[:len(hint)-8] + "AAAAAAAA&post_logout_redirect_uri=https://a.shop.example/bye": "",
		"?client_id=shop-a&post_logout_redirect_uri=https://evil.example/":                                      "",
		"?post_logout_redirect_uri=https://a.shop.example/bye":                                                  "",
		"": "",
	} {
		if got := get(t, g.HTTP, g.URL+"/logout"+query).Header.Get("Location"); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}

func TestLimitsPerNetworkAndPerClient(t *testing.T) {
	now := time.Now
	g := newGateway(t, options{ByClient: &web.Buckets{PerSecond: 0.001, Burst: 3, Now: now}})
	count := map[int]int{}
	for range 5 {
		resp := send(t, g.HTTP, http.MethodPost, g.URL+"/token", "grant_type=client_credentials&scope=receipts", "Content-Type", "application/x-www-form-urlencoded",
			"Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("shop-a:"+g.A.OAuth.ClientSecret)))
		count[resp.StatusCode]++
		if resp.StatusCode == 429 && resp.Header.Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
	}
	if count[200] != 3 || count[429] != 2 {
		t.Errorf("got %v, want 3 answers and 2 refusals", count)
	}
	shopCredentials(t, g, g.B, "receipts") // another client is not held up

	g = newGateway(t, options{ByClient: &web.Buckets{PerSecond: 0.001, Burst: 3, Now: now}})
	for i, want := range []int{401, 401, 401, 429} { // a stranger, in its name
		resp := send(t, g.HTTP, http.MethodPost, g.URL+"/token", "grant_type=client_credentials&scope=receipts", "Content-Type", "application/x-www-form-urlencoded",
			"Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("shop-a:guess")))
		if resp.StatusCode != want {
			t.Errorf("guess %d: got %d, want %d", i, resp.StatusCode, want)
		}
	}
	shopCredentials(t, g, g.A, "receipts")

	g = newGateway(t, options{Networks: &web.Buckets{PerSecond: 0.001, Burst: 2, Now: now}})
	for i, want := range []int{302, 302, 429} {
		if got := get(t, g.HTTP, g.A.Begin().URL).StatusCode; got != want {
			t.Errorf("visit %d: got %d, want %d", i, got, want)
		}
	}
}

// FuzzEndpoints sends whatever the fuzzer makes up to every endpoint that reads
// what strangers write: none may panic or blame itself.
func FuzzEndpoints(f *testing.F) {
	site := newSite(f)
	objects, err := blob.OpenDir(filepath.Join(f.TempDir(), "objects"))
	must(f, err)
	f.Cleanup(func() { _ = objects.Close() })
	g := newGateway(f, options{Registration: oidc.Registration{Tokens: [][32]byte{oidc.HashSecret(initialToken)}, Objects: objects, Fetch: site.guard()}})
	f.Add("Bearer "+initialToken, "token=x&client_id=https://127.0.0.1/", "user_code=BCDF-GHJK", "__Host-carnet-login=x; __Host-carnet-login=y", `{"redirect_uris":["https://x.example/"],"jwks":{"keys":[{}]}}`)
	f.Add("DPoP x", "user_code=bcdfghjk&confirm=1", "client_id=r.x&request_uri=urn:ietf:params:oauth:request_uri:x", "__Host-carnet-session=x", `{"token":"x"}`)
	f.Add("Basic JXp6Ong=", "grant_type=authorization_code&code=x", "client_id=shop-a&redirect_uri=x", "__Host-carnet-login=x", `{"signature":"0x"}`)
	f.Add("Bearer x", "a=b&a=c", strings.SplitN(g.A.Begin().URL, "?", 2)[1], "", `{"address":1}`)
	f.Add("", "%zz", "post_logout_redirect_uri=x&id_token_hint=e30.e30.", ";;=", "[[[")
	f.Fuzz(func(t *testing.T, auth, form, query, cookie, body string) {
		for _, c := range []struct{ method, path, body, media string }{
			{"POST", "/token", form, "application/x-www-form-urlencoded"},
			{"POST", "/authorize", form, "application/x-www-form-urlencoded"},
			{"GET", "/authorize", "", ""}, {"GET", "/logout", "", ""}, {"GET", "/userinfo", "", ""},
			{"POST", "/login/x/verify", body, "application/json"},
			{"POST", "/login/x/challenge", body, "application/json"},
			{"POST", "/login/x/consent", body, "application/json"},
			{"POST", "/register", body, "application/json"},
			{"POST", "/par", form, "application/x-www-form-urlencoded"},
			{"POST", "/introspect", form, "application/x-www-form-urlencoded"},
			{"POST", "/revoke", form, "application/x-www-form-urlencoded"},
			{"POST", "/userinfo", form, "application/x-www-form-urlencoded"},
			{"POST", "/logout", form, "application/x-www-form-urlencoded"},
			{"POST", "/device", form, "application/x-www-form-urlencoded"}, {"GET", "/device", "", ""},
			{"POST", "/device_authorization", form, "application/x-www-form-urlencoded"},
		} {
			req := httptest.NewRequest(c.method, g.URL+c.path, strings.NewReader(c.body))
			req.URL.RawQuery = query
			req.Header.Set("Authorization", auth)
			req.Header.Set("Cookie", cookie)
			req.Header.Set("Content-Type", c.media)
			req.Header.Set("Origin", g.URL)
			w := httptest.NewRecorder()
			g.Handler.ServeHTTP(w, req)
			if w.Code >= 500 {
				t.Fatalf("%s %s answered %d: %s", c.method, c.path, w.Code, w.Body)
			}
		}
	})
}
