package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/gateway/oidc"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/ethereum/go-ethereum/common"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"golang.org/x/oauth2"
)

// with adds parameters to a flow's request.
func (f *flow) with(query string) *flow {
	f.URL += "&" + query
	return f
}

// answer is what an authorization answer says.
func answer(t *testing.T, where string) url.Values {
	t.Helper()
	u, err := url.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

// visit goes to the authorization endpoint and returns where that leads.
func visit(t *testing.T, s *shopper, f *flow) string {
	t.Helper()
	where, err := s.Visit(f.URL)
	if err != nil {
		t.Fatal(err)
	}
	return where
}

func signIn(t *testing.T, s *shopper, f *flow) *oauth2.Token {
	t.Helper()
	tokens, err := s.Tokens(f)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// claims of an ID token, unverified.
func claims(t *testing.T, tokens *oauth2.Token) map[string]any {
	t.Helper()
	raw, _ := tokens.Extra("id_token").(string)
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		t.Fatalf("id_token %q", raw)
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestASessionAnswersWhereTheShopperWasBefore(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	atLogin := func(where string) bool { return strings.HasPrefix(where, g.URL+"/login/") }
	if got := answer(t, visit(t, s, g.A.Begin().with("prompt=none"))).Get("error"); got != "login_required" {
		t.Fatalf("prompt=none without a session: got %q, want login_required", got)
	}
	first := claims(t, signIn(t, s, g.A.Begin()))
	for name, c := range map[string]struct {
		f    *flow
		want string // an error, "code", or "login" for the page
	}{
		"again":                             {g.A.Begin(), "code"},
		"silently":                          {g.A.Begin().with("prompt=none"), "code"},
		"with a high max_age":               {g.A.Begin().with("max_age=10000"), "code"},
		"with max_age 0":                    {g.A.Begin().with("max_age=0"), "login"},
		"silently with max_age 0":           {g.A.Begin().with("max_age=0&prompt=none"), "login_required"},
		"with a max_age that is no number":  {g.A.Begin().with("max_age=soon"), "invalid_request"},
		"with a negative max_age":           {g.A.Begin().with("max_age=-1"), "invalid_request"},
		"with prompt=login":                 {login(g.A.Begin()), "login"},
		"with prompt=consent":               {g.A.Begin().with("prompt=consent"), "login"},
		"to choose an account":              {g.A.Begin().with("prompt=select_account"), "login"},
		"at another shop":                   {g.B.Begin(), "login"},
		"silently at another shop":          {g.B.Begin().with("prompt=none"), "consent_required"},
		"for somebody else":                 {g.A.Begin().with("prompt=none&id_token_hint=x"), "login_required"},
		"when the shop asks for more":       {scope(g.A.Begin(), "openid profile"), "login"},
		"silently when the shop wants more": {scope(g.A.Begin(), "openid profile").with("prompt=none"), "consent_required"},
	} {
		t.Run(name, func(t *testing.T) {
			where := visit(t, s, c.f)
			q := answer(t, where)
			switch {
			case c.want == "login" && !atLogin(where), c.want == "code" && q.Get("code") == "", c.want != "login" && c.want != "code" && q.Get("error") != c.want:
				t.Fatalf("got %.120q, want %s", where, c.want)
			case c.want == "code":
				tokens, err := c.f.Redeem(g.Context(), where)
				if err != nil {
					t.Fatal(err)
				}
				got := claims(t, tokens)
				if got["sub"] != first["sub"] || got["auth_time"] != first["auth_time"] || got["sid"] != first["sid"] {
					t.Fatalf("got %v, want the session of %v", got, first)
				}
			}
		})
	}
	if other := answer(t, visit(t, g.NewShopper(t), g.A.Begin().with("prompt=none"))); other.Get("error") != "login_required" {
		t.Errorf("another browser: got %v, want login_required", other)
	}
	g.Ahead.Store(int64(oidc.SessionLife + time.Minute))
	if got := answer(t, visit(t, s, g.A.Begin().with("prompt=none"))).Get("error"); got != "login_required" {
		t.Errorf("after the session's life: got %q, want login_required", got)
	}
}

func scope(f *flow, scopes string) *flow {
	f.URL = strings.Replace(f.URL, "scope=openid", "scope="+url.QueryEscape(scopes), 1)
	return f
}

func TestATokenHintOfTheSameShopperIsTaken(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	hint, _ := signIn(t, s, g.A.Begin()).Extra("id_token").(string)
	if q := answer(t, visit(t, s, g.A.Begin().with("prompt=none&id_token_hint="+hint))); q.Get("code") == "" {
		t.Errorf("got %v, want a code", q)
	}
	other, _ := signIn(t, g.NewShopper(t), g.A.Begin()).Extra("id_token").(string)
	if q := answer(t, visit(t, s, g.A.Begin().with("prompt=none&id_token_hint="+other))); q.Get("error") != "login_required" {
		t.Errorf("got %v, want login_required", q)
	}
	for of, want := range map[string]string{hint: "", other: "login_required"} {
		u, _ := url.Parse(g.A.Begin().with("prompt=none&id_token_hint=" + of).URL)
		var got struct {
			URI string `json:"request_uri"`
		}
		if err := json.Unmarshal([]byte(bodyOf(t, pushed(t, g, g.A, u.Query()))), &got); err != nil {
			t.Fatal(err)
		}
		q := answer(t, visit(t, s, &flow{URL: g.URL + "/authorize?" + url.Values{"client_id": {"shop-a"}, "request_uri": {got.URI}}.Encode()}))
		if q.Get("error") != want || q.Has("code") != (want == "") {
			t.Errorf("pushed: got %v, want error %q", q, want)
		}
	}
}

func TestAnotherShopperThanTheHintedIsRefusedAfterSigningToo(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	hint, _ := signIn(t, s, g.A.Begin()).Extra("id_token").(string)
	foreign, _ := signIn(t, s, g.B.Begin()).Extra("id_token").(string)
	again := func(s *shopper, hint string) url.Values {
		t.Helper()
		redirect, err := s.SignIn(login(g.A.Begin()).with("id_token_hint=" + hint))
		if err != nil {
			t.Fatal(err)
		}
		return answer(t, redirect)
	}
	if got := again(s, hint); got.Get("code") == "" {
		t.Errorf("the hinted shopper: got %v, want a code", got)
	}
	if got := again(g.NewShopper(t), hint); got.Get("error") != "login_required" || got.Get("code") != "" {
		t.Errorf("another shopper: got %v, want login_required", got)
	}
	if got := again(g.NewShopper(t), foreign); got.Get("code") == "" { // another shop's token says nothing here
		t.Errorf("with another shop's hint: got %v, want a code", got)
	}
}

func TestConsentIsAskedOnceAndCanBeTakenBack(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	ask := func() bool {
		t.Helper()
		page := open(t, s, login(g.A.Begin()))
		message := challenge(t, s, page)
		var got struct {
			Redirect string
			Consent  *struct {
				Token string
				Gets  []string
			}
		}
		if err := s.Post(page+"/verify", map[string]string{"message": message, "signature": s.Sign(message)}, &got); err != nil {
			t.Fatal(err)
		}
		if got.Consent == nil {
			return false
		}
		if got.Redirect != "" || len(got.Consent.Gets) != 1 || got.Consent.Gets[0] != "pairwise_id" {
			t.Fatalf("got %+v", got)
		}
		for name, c := range map[string]struct{ page, token string }{
			"another interaction's": {open(t, s, login(g.A.Begin())), got.Consent.Token}, "a forged": {page, got.Consent.Token[:40] + "AAAA"}, "an empty": {page, ""},
		} {
			if err := s.Post(c.page+"/consent", map[string]string{"token": c.token}, nil); err == nil {
				t.Fatalf("%s token was taken", name)
			}
		}
		stranger := g.NewShopper(t)
		refused(t, stranger.Post(page+"/consent", map[string]string{"token": got.Consent.Token}, nil), 403, "wrong_browser")
		if err := s.Post(page+"/consent", map[string]string{"token": got.Consent.Token}, &got); err != nil || got.Redirect == "" {
			t.Fatalf("got %v, %q", err, got.Redirect)
		}
		refused(t, s.Post(page+"/consent", map[string]string{"token": got.Consent.Token}, nil), 410, "expired")
		return true
	}
	if !ask() || ask() {
		t.Fatal("consent is not asked exactly once")
	}
	g.Shoppers.forget()
	if !ask() {
		t.Fatal("consent that was taken back is not asked again")
	}
}

func TestACancelledSignInLeavesNoConsent(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	begin := func() (page, token string) {
		t.Helper()
		page = open(t, s, login(g.A.Begin()))
		message := challenge(t, s, page)
		var got struct{ Consent *struct{ Token string } }
		if err := s.Post(page+"/verify", map[string]string{"message": message, "signature": s.Sign(message)}, &got); err != nil {
			t.Fatal(err)
		}
		if got.Consent == nil {
			t.Fatal("not asked")
		}
		return page, got.Consent.Token
	}
	page, token := begin()
	if err := s.Post(page+"/cancel", map[string]string{}, nil); err != nil {
		t.Fatal(err)
	}
	refused(t, s.Post(page+"/consent", map[string]string{"token": token}, nil), 410, "expired")
	begin() // is asked again
}

func TestWhatAShopLearnsIsMadeUpForIt(t *testing.T) {
	g := newGateway(t, options{AliasDomain: "alias.carnet.example"})
	s := g.NewShopper(t)
	seen := map[string]map[string]any{}
	for _, shop := range []*shop{g.A, g.B} {
		tokens := signIn(t, s, scope(shop.Begin(), "openid profile email"))
		id := claims(t, tokens)
		for method, status := range map[string]int{http.MethodGet: 200, http.MethodPost: 200} {
			req, _ := http.NewRequest(method, g.URL+"/userinfo", nil)
			req.Header.Set("Authorization", "Bearer "+tokens.AccessToken)
			resp, err := g.HTTP.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			var info map[string]any
			if err := json.NewDecoder(resp.Body).Decode(&info); err != nil || resp.StatusCode != status {
				t.Fatalf("%s userinfo: got %d, %v", method, resp.StatusCode, err)
			}
			_ = resp.Body.Close()
			email, _ := info["email"].(string)
			name, _ := info["preferred_username"].(string)
			if info["sub"] != id["sub"] || info["email_verified"] != true || !strings.HasSuffix(email, "@alias.carnet.example") ||
				!strings.HasPrefix(name, "guest-") || len(name) != 16 || email != id["email"] {
				t.Fatalf("%s userinfo: got %v beside %v", method, info, id)
			}
			seen[shop.OAuth.ClientID] = info
		}
	}
	for _, claim := range []string{"sub", "email", "preferred_username"} {
		if seen["shop-a"][claim] == seen["shop-b"][claim] {
			t.Errorf("two shops know the same %s", claim)
		}
	}
	plain := claims(t, signIn(t, g.NewShopper(t), g.A.Begin()))
	if plain["email"] != nil || plain["preferred_username"] != nil {
		t.Errorf("got %v for scope openid alone", plain)
	}
}

func TestASignInSaysHowItWasDone(t *testing.T) {
	g := newGateway(t, options{})
	got := claims(t, signIn(t, g.NewShopper(t), g.A.Begin()))
	if got["acr"] != "urn:carnet:acr:wallet" || fmt.Sprint(got["amr"]) != "[pop]" || got["sid"] == nil || got["auth_time"] == nil {
		t.Errorf("got %v", got)
	}
}

// pushed posts a pushed authorization request.
func pushed(t *testing.T, g *gateway, s *shop, form url.Values, header ...string) *http.Response {
	t.Helper()
	form.Set("client_id", s.OAuth.ClientID)
	if !form.Has("client_secret") {
		form.Set("client_secret", s.OAuth.ClientSecret)
	}
	return send(t, g.HTTP, http.MethodPost, g.URL+"/par", form.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
}

func TestPushedRequestsAreUsedOnce(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	f := g.A.Begin()
	u, _ := url.Parse(f.URL)
	push := func(change func(url.Values)) (string, int) {
		form := u.Query()
		change(form)
		resp := pushed(t, g, g.A, form)
		var got struct {
			URI     string `json:"request_uri"`
			Expires int    `json:"expires_in"`
		}
		_ = json.Unmarshal([]byte(bodyOf(t, resp)), &got)
		return got.URI, resp.StatusCode
	}
	uri, status := push(func(url.Values) {})
	if status != http.StatusCreated || !strings.HasPrefix(uri, "urn:ietf:params:oauth:request_uri:") {
		t.Fatalf("got %d %q", status, uri)
	}
	q := url.Values{"client_id": {"shop-a"}, "request_uri": {uri}, "scope": {"openid email"}, "state": {"mixed in"}}
	at := g.URL + "/authorize?"
	redirect, err := s.SignIn(&flow{URL: at + q.Encode()})
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := f.Redeem(g.Context(), redirect) // with the pushed state
	if err != nil {
		t.Fatal(err)
	}
	if got := tokens.Extra("scope"); got != "openid" {
		t.Errorf("scope %v, want the pushed one", got)
	}
	if resp := get(t, g.HTTP, at+q.Encode()); resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Location") != "" {
		t.Errorf("the second use: got %d", resp.StatusCode)
	}
	uri, _ = push(func(url.Values) {})
	q.Set("request_uri", uri)
	q.Set("client_id", "shop-b")
	if resp := get(t, g.HTTP, at+q.Encode()); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("another shop's request: got %d", resp.StatusCode)
	}
	uri, _ = push(func(url.Values) {})
	q.Set("request_uri", uri)
	q.Set("client_id", "shop-a")
	if won := parallel(64, func() error {
		if resp := get(t, g.HTTP, at+q.Encode()); resp.StatusCode != http.StatusFound {
			return errors.New(resp.Status)
		}
		return nil
	}); won != 1 {
		t.Errorf("64 parallel uses: got %d successes, want 1", won)
	}
	for name, change := range map[string]func(url.Values){
		"of a foreign redirect_uri": func(q url.Values) { q.Set("redirect_uri", "https://evil.example/cb") },
		"without openid":            func(q url.Values) { q.Set("scope", "email") },
		"of a request_uri":          func(q url.Values) { q.Set("request_uri", uri) },
		"with the wrong secret":     func(q url.Values) { q.Set("client_secret", "x") },
		"for implicit":              func(q url.Values) { q.Set("response_type", "token") },
	} {
		if _, status := push(change); status == http.StatusCreated {
			t.Errorf("accepted a push %s", name)
		}
	}
}

func TestAShopThatMustPushCannotDoOtherwise(t *testing.T) {
	g := newGateway(t, options{Clients: []oidc.Client{{ID: "par", Name: "Par", Auth: oidc.AuthNone, PAR: true, RedirectURIs: []string{"https://p.example/cb"}}}})
	q := url.Values{"client_id": {"par"}, "redirect_uri": {"https://p.example/cb"}, "response_type": {"code"}, "scope": {"openid"},
		"code_challenge": {oauth2.S256ChallengeFromVerifier(oauth2.GenerateVerifier())}, "code_challenge_method": {"S256"}}
	if resp := get(t, g.HTTP, g.URL+"/authorize?"+q.Encode()); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("got %d, want 400", resp.StatusCode)
	}
}

// public is a client without credentials.
func public(g *gateway, id string, change func(*oidc.Client)) *shop {
	s := &shop{g: g, client: oidc.Client{ID: id, Name: "App", Auth: oidc.AuthNone, SigningAlg: "ES256", RedirectURIs: []string{"https://" + id + ".example/cb"}},
		OAuth: oauth2.Config{ClientID: id, RedirectURL: "https://" + id + ".example/cb", Scopes: []string{"openid"},
			Endpoint: oauth2.Endpoint{AuthStyle: oauth2.AuthStyleInParams}}}
	if change != nil {
		change(&s.client)
	}
	return s
}

func (s *shop) on(g *gateway) *shop {
	s.g = g
	s.OAuth.Endpoint = oauth2.Endpoint{AuthURL: g.URL + "/authorize", TokenURL: g.URL + "/token", AuthStyle: s.OAuth.Endpoint.AuthStyle}
	return s
}

func TestAPublicClientNeedsPKCEAndNothingElse(t *testing.T) {
	app := public(nil, "app", nil)
	g := newGateway(t, options{Clients: []oidc.Client{app.client}})
	app.on(g)
	s := g.NewShopper(t)
	f := scope(app.Begin(), "openid offline_access")
	tokens := signIn(t, s, f)
	next, err := refresh(g, app, tokens.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if next.RefreshToken == tokens.RefreshToken {
		t.Error("a public client's refresh token does not rotate")
	}
	without := app.Begin()
	without.URL = app.OAuth.AuthCodeURL(without.State)
	if got := answer(t, visit(t, s, without)).Get("error"); got != "invalid_request" {
		t.Errorf("without PKCE: got %q, want invalid_request", got)
	}
	redirect, err := s.SignIn(app.Begin())
	if err != nil {
		t.Fatal(err)
	}
	other := app.Begin()
	other.State = answer(t, redirect).Get("state")
	if _, err := other.Redeem(g.Context(), redirect); err == nil {
		t.Error("a code was redeemed with another verifier")
	}
	resp := send(t, g.HTTP, http.MethodPost, g.URL+"/token", "grant_type=client_credentials&scope=receipts&client_id=app", "Content-Type", "application/x-www-form-urlencoded")
	if resp.StatusCode == http.StatusOK {
		t.Error("a public client got a shop's token")
	}
	app.OAuth.ClientSecret = "anything"
	if _, err := refresh(g, app, next.RefreshToken); err == nil {
		t.Error("a public client authenticated with a secret it does not have")
	}
}

func TestAConfidentialClientMayLeavePKCEOut(t *testing.T) {
	g := newGateway(t, options{})
	f := g.B.Begin()
	f.URL = g.B.OAuth.AuthCodeURL(f.State) // WordPress: no PKCE, no nonce
	redirect, err := g.NewShopper(t).SignIn(f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.B.OAuth.Exchange(g.Context(), codeOf(t, redirect)); err != nil {
		t.Fatal(err)
	}
}

func TestAnAppMayListenOnAnyLoopbackPort(t *testing.T) {
	app := public(nil, "native", func(c *oidc.Client) { c.Native, c.RedirectURIs = true, []string{"http://127.0.0.1/cb"} })
	web := public(nil, "web", func(c *oidc.Client) { c.RedirectURIs = []string{"http://127.0.0.1/cb"} })
	g := newGateway(t, options{Clients: []oidc.Client{app.client, web.client}})
	for uri, want := range map[string]int{"http://127.0.0.1:51234/cb": 302, "http://127.0.0.1/cb": 302, "http://127.0.0.1:51234/other": 400,
		"http://localhost:51234/cb": 400, "https://127.0.0.1:51234/cb": 400, "http://127.0.0.1:51234/cb?x": 400, "http://127.0.0.2:51234/cb": 400} {
		app.OAuth.RedirectURL = uri
		if got := get(t, g.HTTP, app.on(g).Begin().URL).StatusCode; got != want {
			t.Errorf("%s: got %d, want %d", uri, got, want)
		}
	}
	web.OAuth.RedirectURL = "http://127.0.0.1:51234/cb"
	if got := get(t, g.HTTP, web.on(g).Begin().URL).StatusCode; got != 400 {
		t.Errorf("a site on another port: got %d, want 400", got)
	}
}

// key is a client's own signing key.
func key(t *testing.T, id string) jose.JSONWebKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: k, KeyID: id, Algorithm: "ES256", Use: "sig"}
}

func sign(t *testing.T, k jose.JSONWebKey, typ string, embed bool, claims map[string]any) string {
	t.Helper()
	o := (&jose.SignerOptions{EmbedJWK: embed}).WithType(jose.ContentType(typ))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: k}, o)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPrivateKeyJWT(t *testing.T) {
	k, stranger := key(t, "k1"), key(t, "k1")
	client := oidc.Client{ID: "keyed", Name: "Keyed", Auth: oidc.AuthPrivateKey, Keys: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{k.Public()}},
		RedirectURIs: []string{"https://k.example/cb"}}
	g := newGateway(t, options{Clients: []oidc.Client{client}})
	post := func(k jose.JSONWebKey, change func(map[string]any)) int {
		claims := map[string]any{"iss": "keyed", "sub": "keyed", "aud": g.URL, "jti": state.NewBearer().String(), "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix()}
		change(claims)
		form := url.Values{"grant_type": {"client_credentials"}, "scope": {"receipts"}, "client_assertion": {sign(t, k, "JWT", false, claims)},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}}
		return send(t, g.HTTP, http.MethodPost, g.URL+"/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded").StatusCode
	}
	jti := ""
	if got := post(k, func(c map[string]any) { jti, _ = c["jti"].(string) }); got != http.StatusOK {
		t.Fatalf("got %d, want 200", got)
	}
	for name, c := range map[string]struct {
		key    jose.JSONWebKey
		change func(map[string]any)
	}{
		"by another key":     {stranger, func(map[string]any) {}},
		"used twice":         {k, func(c map[string]any) { c["jti"] = jti }},
		"for somebody else":  {k, func(c map[string]any) { c["aud"] = "https://evil.example" }},
		"for one endpoint":   {k, func(c map[string]any) { c["aud"] = g.URL + "/token" }},
		"for others as well": {k, func(c map[string]any) { c["aud"] = []string{g.URL, "https://other.example"} }},
		"of somebody else":   {k, func(c map[string]any) { c["sub"] = "shop-a" }},
		"that has expired":   {k, func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() }},
		"without an end":     {k, func(c map[string]any) { delete(c, "exp") }},
		"without an id":      {k, func(c map[string]any) { delete(c, "jti") }},
	} {
		if got := post(c.key, c.change); got != http.StatusUnauthorized {
			t.Errorf("an assertion %s: got %d, want 401", name, got)
		}
	}
}

// dpop makes a proof.
func dpop(t *testing.T, k jose.JSONWebKey, method, uri, token string, change func(map[string]any)) string {
	t.Helper()
	k.KeyID = ""
	claims := map[string]any{"htm": method, "htu": uri, "iat": time.Now().Unix(), "jti": state.NewBearer().String()}
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		claims["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if change != nil {
		change(claims)
	}
	return sign(t, k, "dpop+jwt", true, claims)
}

func TestBoundTokensAreWorthNothingWithoutTheKey(t *testing.T) {
	app := public(nil, "bound", func(c *oidc.Client) { c.DPoP = true })
	g := newGateway(t, options{Clients: []oidc.Client{app.client}})
	app.on(g)
	s, k, thief := g.NewShopper(t), key(t, ""), key(t, "")
	exchange := func(f *flow, redirect string, header ...string) (map[string]any, int) {
		form := url.Values{"grant_type": {"authorization_code"}, "code": {codeOf(t, redirect)}, "redirect_uri": {app.OAuth.RedirectURL}, "code_verifier": {f.Verifier}, "client_id": {"bound"}}
		resp := send(t, g.HTTP, http.MethodPost, g.URL+"/token", form.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
		var out map[string]any
		_ = json.Unmarshal([]byte(bodyOf(t, resp)), &out)
		return out, resp.StatusCode
	}
	begin := func() (*flow, string) {
		f := scope(login(app.Begin()), "openid offline_access")
		redirect, err := s.SignIn(f)
		if err != nil {
			t.Fatal(err)
		}
		return f, redirect
	}
	f, redirect := begin()
	if _, status := exchange(f, redirect); status == http.StatusOK {
		t.Fatal("a client that must bind got a token without a proof")
	}
	f, redirect = begin()
	first := dpop(t, k, "POST", g.URL+"/token", "", nil)
	tokens, status := exchange(f, redirect, "DPoP", first)
	if status != http.StatusOK || tokens["token_type"] != "DPoP" {
		t.Fatalf("got %d %v", status, tokens)
	}
	access, _ := tokens["access_token"].(string)
	at := g.URL + "/userinfo"
	for name, c := range map[string]struct {
		header []string
		want   int
	}{
		"with a proof":                 {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, k, "GET", at, access, nil)}, 200},
		"as a bearer token":            {[]string{"Authorization", "Bearer " + access}, 401},
		"as a bearer with a proof":     {[]string{"Authorization", "Bearer " + access, "DPoP", dpop(t, k, "GET", at, access, nil)}, 401},
		"without a proof":              {[]string{"Authorization", "DPoP " + access}, 401},
		"with a thief's proof":         {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, thief, "GET", at, access, nil)}, 401},
		"with a proof for another URL": {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, k, "GET", g.URL+"/token", access, nil)}, 401},
		"with a proof for POST":        {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, k, "POST", at, access, nil)}, 401},
		"with a proof without a token": {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, k, "GET", at, "", nil)}, 401},
		"with an old proof":            {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, k, "GET", at, access, func(c map[string]any) { c["iat"] = time.Now().Add(-time.Hour).Unix() })}, 401},
		"with a proof of tomorrow":     {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, k, "GET", at, access, func(c map[string]any) { c["iat"] = time.Now().Add(24 * time.Hour).Unix() })}, 401},
		"with a used proof":            {[]string{"Authorization", "DPoP " + access, "DPoP", first}, 401},
		"with two proofs":              {[]string{"Authorization", "DPoP " + access, "DPoP", dpop(t, k, "GET", at, access, nil), "DPoP", dpop(t, k, "GET", at, access, nil)}, 400},
	} {
		if got := get(t, g.HTTP, at, c.header...).StatusCode; got != c.want {
			t.Errorf("userinfo %s: got %d, want %d", name, got, c.want)
		}
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens["refresh_token"].(string)}, "client_id": {"bound"}}
	refresh := func(k jose.JSONWebKey) int {
		return send(t, g.HTTP, http.MethodPost, g.URL+"/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded",
			"DPoP", dpop(t, k, "POST", g.URL+"/token", "", nil)).StatusCode
	}
	if got := refresh(k); got != http.StatusOK {
		t.Errorf("refresh by the owner: got %d, want 200", got)
	}
	f, redirect = begin()
	tokens, _ = exchange(f, redirect, "DPoP", dpop(t, k, "POST", g.URL+"/token", "", nil))
	form.Set("refresh_token", tokens["refresh_token"].(string))
	if got := refresh(thief); got == http.StatusOK {
		t.Error("a thief of a bound refresh token got tokens")
	}
}

func TestAShopsBoundTokenNeedsItsKeyAtTheAPI(t *testing.T) {
	g := newGateway(t, options{})
	k, thief := key(t, ""), key(t, "")
	token := func(header ...string) string {
		form := url.Values{"grant_type": {"client_credentials"}, "scope": {"receipts"}, "client_id": {"shop-a"}, "client_secret": {g.A.OAuth.ClientSecret}}
		resp := send(t, g.HTTP, http.MethodPost, g.URL+"/token", form.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
		var out struct {
			Token string `json:"access_token"`
		}
		if err := json.Unmarshal([]byte(bodyOf(t, resp)), &out); err != nil || out.Token == "" {
			t.Fatalf("got %d, %v", resp.StatusCode, err)
		}
		return out.Token
	}
	bound, plain := token("DPoP", dpop(t, k, "POST", g.URL+"/token", "", nil)), token()
	at := g.URL + "/v1/receipts"
	ask := func(token string, proofs ...string) error {
		req, err := http.NewRequest(http.MethodPost, at, nil)
		must(t, err)
		req.Header["Dpop"] = proofs
		id, err := g.Provider.BoundClient(req, token, "receipts")
		if err == nil && id != "shop-a" {
			t.Errorf("got %q", id)
		}
		return err
	}
	good := dpop(t, k, "POST", at, bound, nil)
	if err := ask(bound, good); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Provider.Client(t.Context(), bound, "receipts"); err == nil {
		t.Error("a bound token works as a bearer token")
	}
	for name, c := range map[string]struct {
		token  string
		proofs []string
	}{
		"a proof used before":           {bound, []string{good}},
		"no proof":                      {bound, nil},
		"two proofs":                    {bound, []string{dpop(t, k, "POST", at, bound, nil), dpop(t, k, "POST", at, bound, nil)}},
		"a thief's proof":               {bound, []string{dpop(t, thief, "POST", at, bound, nil)}},
		"a proof for another method":    {bound, []string{dpop(t, k, "GET", at, bound, nil)}},
		"a proof for another address":   {bound, []string{dpop(t, k, "POST", at+"/batch", bound, nil)}},
		"a proof for another gateway":   {bound, []string{dpop(t, k, "POST", "https://evil.example/v1/receipts", bound, nil)}},
		"a proof for another token":     {bound, []string{dpop(t, k, "POST", at, plain, nil)}},
		"a proof without a token":       {bound, []string{dpop(t, k, "POST", at, "", nil)}},
		"a proof of an hour ago":        {bound, []string{dpop(t, k, "POST", at, bound, func(c map[string]any) { c["iat"] = time.Now().Add(-time.Hour).Unix() })}},
		"a proof of tomorrow":           {bound, []string{dpop(t, k, "POST", at, bound, func(c map[string]any) { c["iat"] = time.Now().Add(24 * time.Hour).Unix() })}},
		"a proof without a time":        {bound, []string{dpop(t, k, "POST", at, bound, func(c map[string]any) { delete(c, "iat") })}},
		"a proof without an id":         {bound, []string{dpop(t, k, "POST", at, bound, func(c map[string]any) { delete(c, "jti") })}},
		"a token that is not bound":     {plain, []string{dpop(t, k, "POST", at, plain, nil)}},
		"a token that nobody was given": {state.NewBearer().String(), []string{dpop(t, k, "POST", at, bound, nil)}},
		"words":                         {bound, []string{"x.y.z"}},
	} {
		if err := ask(c.token, c.proofs...); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestIntrospectionAndRevocationAreForTheTokensOwnShop(t *testing.T) {
	g := newGateway(t, options{})
	tokens := signIn(t, g.NewShopper(t), scope(g.A.Begin(), "openid offline_access"))
	ask := func(path, token string, s *shop) (map[string]any, int) {
		form := url.Values{"token": {token}, "client_id": {s.OAuth.ClientID}, "client_secret": {s.OAuth.ClientSecret}}
		resp := send(t, g.HTTP, http.MethodPost, g.URL+path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		var out map[string]any
		_ = json.Unmarshal([]byte(bodyOf(t, resp)), &out)
		return out, resp.StatusCode
	}
	active := func(token string, s *shop) any {
		t.Helper()
		out, status := ask("/introspect", token, s)
		if status != http.StatusOK {
			t.Fatalf("introspection answered %d %v", status, out)
		}
		return out["active"]
	}
	sub := claims(t, tokens)["sub"]
	if out, _ := ask("/introspect", tokens.AccessToken, g.A); out["active"] != true || out["sub"] != sub || out["client_id"] != "shop-a" {
		t.Fatalf("got %v", out)
	}
	if active(tokens.RefreshToken, g.A) != true {
		t.Error("a live refresh token is inactive")
	}
	for _, token := range []string{tokens.AccessToken, tokens.RefreshToken} {
		if out, _ := ask("/introspect", token, g.B); out["active"] != false || len(out) != 1 {
			t.Errorf("another shop learns %v", out)
		}
		if _, status := ask("/revoke", token, g.B); status != http.StatusOK {
			t.Errorf("another shop's revocation: got %d, want 200 and no effect", status)
		}
	}
	if active("x", g.A) != false || active(state.NewBearer().String(), g.A) != false {
		t.Error("a token that is none is active")
	}
	stranger := &shop{OAuth: oauth2.Config{ClientID: "shop-a", ClientSecret: "wrong"}}
	if _, status := ask("/introspect", tokens.AccessToken, stranger); status != http.StatusUnauthorized {
		t.Errorf("a wrong secret: got %d, want 401", status)
	}
	if active(tokens.AccessToken, g.A) != true {
		t.Fatal("another shop revoked the token")
	}
	if _, status := ask("/revoke", tokens.AccessToken, g.A); status != http.StatusOK {
		t.Fatalf("got %d", status)
	}
	if active(tokens.AccessToken, g.A) != false || userinfo(t, g, tokens.AccessToken) != http.StatusUnauthorized || active(tokens.RefreshToken, g.A) != true {
		t.Error("revoking an access token does not end it, and it alone")
	}
	next, err := refresh(g, g.A, tokens.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if _, status := ask("/revoke", next.RefreshToken, g.A); status != http.StatusOK {
		t.Fatalf("got %d", status)
	}
	if _, err := refresh(g, g.A, next.RefreshToken); err == nil || userinfo(t, g, next.AccessToken) != http.StatusUnauthorized {
		t.Error("revoking a refresh token does not end its family")
	}
}

func TestAChangedWalletEndsItsGrantsAtTheNextRefresh(t *testing.T) {
	out := newReceiver(t)
	app := public(nil, "app", func(c *oidc.Client) { c.BackLogout = out.server.URL + "/out" })
	g := newGateway(t, options{Clients: []oidc.Client{app.client}})
	app.on(g)
	run(t, g)
	s := g.NewShopper(t)
	tokens := signIn(t, s, scope(app.Begin(), "openid offline_access"))
	g.Shoppers.Changed.Store(true)
	_, err := refresh(g, app, tokens.RefreshToken)
	invalidGrant(t, err)
	g.Shoppers.Changed.Store(false)
	_, err = refresh(g, app, tokens.RefreshToken)
	invalidGrant(t, err)
	if userinfo(t, g, tokens.AccessToken) != http.StatusUnauthorized {
		t.Error("the access token still works")
	}
	if got := out.wait(t); got["sub"] != claims(t, tokens)["sub"] {
		t.Errorf("the shop is told of %v", got)
	}
	if got := answer(t, visit(t, s, app.Begin().with("prompt=none"))).Get("error"); got != "login_required" {
		t.Errorf("the session: got %q, want login_required", got)
	}
}

// TestNewOwnersOfASmartAccountEndWhatTheFormerHad is EIP-4361, Session Invalidation.
func TestNewOwnersOfASmartAccountEndWhatTheFormerHad(t *testing.T) {
	out := newReceiver(t)
	app := public(nil, "app", func(c *oidc.Client) { c.BackLogout = out.server.URL + "/out" })
	g := newGateway(t, options{Clients: []oidc.Client{app.client}})
	app.on(g)
	run(t, g)
	g.Shoppers.Smart.Store(true)
	for _, where := range []string{"at a refresh", "at the session"} {
		s := g.NewShopper(t)
		tokens := signIn(t, s, scope(app.Begin(), "openid offline_access"))
		if id := claims(t, tokens); id["acr"] != "urn:carnet:acr:contract" || fmt.Sprint(id["amr"]) != "[pop erc1271]" {
			t.Errorf("%s: the ID token says %v and %v", where, id["acr"], id["amr"])
		}
		away, changed := error(wallet.ErrChainUnavailable), error(wallet.ErrAccountChanged)
		g.Shoppers.Owners.Store(&away)
		if _, err := refresh(g, app, tokens.RefreshToken); err == nil || !strings.Contains(err.Error(), "unavailable") {
			t.Errorf("%s: the chain is away: got %v, want unavailable", where, err)
		}
		g.Shoppers.Owners.Store(nil)
		next, err := refresh(g, app, tokens.RefreshToken)
		if err != nil {
			t.Fatalf("%s: the chain is back: %v", where, err)
		}
		if got := answer(t, visit(t, s, app.Begin().with("prompt=none"))); got.Get("code") == "" {
			t.Errorf("%s: the same owners: got %v", where, got)
		}
		g.Shoppers.Owners.Store(&changed)
		if where == "at a refresh" {
			_, err = refresh(g, app, next.RefreshToken)
			invalidGrant(t, err)
		} else if got := answer(t, visit(t, s, app.Begin().with("prompt=none"))).Get("error"); got != "login_required" {
			t.Errorf("%s: got %q, want login_required", where, got)
		}
		if got := out.wait(t); got["sub"] != claims(t, tokens)["sub"] {
			t.Errorf("%s: the shop is told of %v", where, got)
		}
		g.Shoppers.Owners.Store(nil) // too late
		if got := answer(t, visit(t, s, app.Begin().with("prompt=none"))).Get("error"); got != "login_required" {
			t.Errorf("%s: the session: got %q, want login_required", where, got)
		}
		if where == "at a refresh" {
			_, err = refresh(g, app, next.RefreshToken)
			invalidGrant(t, err)
		}
	}
}

// receiver takes logout tokens, and fails the first tries when told to.
type receiver struct {
	server *httptest.Server
	fail   int

	mu  sync.Mutex // guards fail
	got chan string
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{got: make(chan string, 16)}
	r.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		form, _ := url.ParseQuery(string(body))
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.fail > 0 {
			r.fail--
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		r.got <- form.Get("logout_token")
	}))
	t.Cleanup(r.server.Close)
	return r
}

// wait returns the claims of the next logout token, unverified.
func (r *receiver) wait(t *testing.T) map[string]any {
	t.Helper()
	select {
	case token := <-r.got:
		data, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]any{"raw": token}
		if err := json.Unmarshal(data, &out); err != nil {
			t.Fatal(err)
		}
		return out
	case <-time.After(20 * time.Second):
		t.Fatal("no logout token came")
		return nil
	}
}

// run lets the gateway deliver in the background.
func run(t *testing.T, g *gateway) {
	t.Helper()
	done := make(chan struct{})
	ctx := t.Context()
	go func() { defer close(done); g.Provider.Run(ctx) }()
	t.Cleanup(func() { <-done })
}

func TestSigningOutTellsEveryShopOfTheSession(t *testing.T) {
	a, b := newReceiver(t), newReceiver(t)
	a.fail = 1
	one := public(nil, "one", func(c *oidc.Client) {
		c.BackLogout, c.PostLogout = a.server.URL+"/out", []string{"https://one.example/bye"}
	})
	two := public(nil, "two", func(c *oidc.Client) { c.BackLogout = b.server.URL + "/out" })
	g := newGateway(t, options{Clients: []oidc.Client{one.client, two.client}})
	run(t, g)
	s := g.NewShopper(t)
	first, second := signIn(t, s, one.on(g).Begin()), signIn(t, s, two.on(g).Begin())
	hint, _ := first.Extra("id_token").(string)
	resp := get(t, s.Browser, g.URL+"/logout?state=x&post_logout_redirect_uri=https://one.example/bye&id_token_hint="+hint)
	if got := resp.Header.Get("Location"); got != "https://one.example/bye?state=x" {
		t.Fatalf("got %d to %q", resp.StatusCode, got)
	}
	for who, c := range map[string]struct {
		r      *receiver
		tokens *oauth2.Token
	}{"one": {a, first}, "two": {b, second}} {
		got, id := c.r.wait(t), claims(t, c.tokens)
		events, _ := got["events"].(map[string]any)
		if got["iss"] != g.URL || got["aud"] != who || got["sub"] != id["sub"] || got["sid"] != id["sid"] || got["nonce"] != nil || got["jti"] == nil ||
			events["http://schemas.openid.net/event/backchannel-logout"] == nil {
			t.Errorf("%s is told %v, want the sub and sid of %v", who, got, id)
		}
		checkLogoutToken(t, g, got["raw"].(string))
	}
	if claims(t, first)["sid"] == claims(t, second)["sid"] || claims(t, first)["sub"] == claims(t, second)["sub"] {
		t.Error("two shops can join their sids or subs")
	}
	if got := answer(t, visit(t, s, one.Begin().with("prompt=none"))).Get("error"); got != "login_required" {
		t.Errorf("after signing out: got %q, want login_required", got)
	}
}

func TestAShopThatMayKnowNothingMoreIsTold(t *testing.T) {
	a, b := newReceiver(t), newReceiver(t)
	one := public(nil, "one", func(c *oidc.Client) { c.BackLogout = a.server.URL + "/out" })
	two := public(nil, "two", func(c *oidc.Client) { c.BackLogout = b.server.URL + "/out" })
	g := newGateway(t, options{Clients: []oidc.Client{one.client, two.client}})
	run(t, g)
	s := g.NewShopper(t)
	first := signIn(t, s, one.on(g).Begin())
	signIn(t, s, two.on(g).Begin())
	req, err := http.NewRequest(http.MethodPost, g.URL+"/account/consents/revoke", nil)
	must(t, err)
	for _, c := range s.Browser.Jar.Cookies(req.URL) {
		req.AddCookie(c)
	}
	for range 2 { // the second time there is nothing to tell
		must(t, g.Provider.Forget(t.Context(), req, "one"))
	}
	if got := a.wait(t); got["sub"] != claims(t, first)["sub"] || got["sid"] != claims(t, first)["sid"] {
		t.Errorf("got %v", got)
	}
	must(t, g.Provider.SignOut(t.Context(), httptest.NewRecorder(), req))
	b.wait(t) // the session still knows the other
	if len(a.got) != 0 {
		t.Error("the shop is told twice")
	}
}

func checkLogoutToken(t *testing.T, g *gateway, raw string) {
	t.Helper()
	parsed, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil || parsed.Headers[0].ExtraHeaders["typ"] != "logout+jwt" {
		t.Fatalf("logout token: %v, %v", err, parsed)
	}
	var keys jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(bodyOf(t, get(t, g.HTTP, g.URL+"/jwks"))), &keys); err != nil {
		t.Fatal(err)
	}
	for _, k := range keys.Key(parsed.Headers[0].KeyID) {
		if parsed.Claims(k.Key, &jwt.Claims{}) == nil {
			return
		}
	}
	t.Error("no published key verifies the logout token")
}

func TestOnlyThePersonOrTheShopOfTheSessionSignsOut(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	signIn(t, s, g.A.Begin())
	foreign, _ := signIn(t, g.NewShopper(t), g.A.Begin()).Extra("id_token").(string)
	alive := func() bool { return answer(t, visit(t, s, g.A.Begin().with("prompt=none"))).Get("code") != "" }
	back := "post_logout_redirect_uri=" + url.QueryEscape("https://a.shop.example/bye")
	page := ""
	for name, query := range map[string]string{"a link": "", "a shop's link": "client_id=shop-a&" + back, "another shopper's ID token": "id_token_hint=" + foreign + "&" + back} {
		resp := get(t, s.Browser, g.URL+"/logout?"+query)
		if page = bodyOf(t, resp); resp.StatusCode != http.StatusOK || !strings.Contains(page, "Sign out?") || !alive() {
			t.Errorf("%s: got %d, want a question", name, resp.StatusCode)
		}
	}
	form := func(confirm string) *http.Response {
		return send(t, s.Browser, http.MethodPost, g.URL+"/logout", "client_id=shop-a&"+back+"&confirm="+confirm, "Content-Type", "application/x-www-form-urlencoded")
	}
	if form("x"); !alive() {
		t.Fatal("a forged form signed out")
	}
	_, rest, _ := strings.Cut(page, `name="confirm" value="`)
	confirm, _, _ := strings.Cut(rest, `"`)
	if got := form(confirm).Header.Get("Location"); got != "https://a.shop.example/bye" || alive() {
		t.Errorf("the person's own answer: got %q, session alive %v", got, alive())
	}
}

func TestAnotherWalletEndsTheSessionOfTheFirst(t *testing.T) {
	out := newReceiver(t)
	app := public(nil, "app", func(c *oidc.Client) { c.BackLogout = out.server.URL + "/out" })
	g := newGateway(t, options{Clients: []oidc.Client{app.client}})
	run(t, g)
	s, other := g.NewShopper(t), g.NewShopper(t)
	first := signIn(t, s, app.on(g).Begin())
	s.Key = other.Key
	second := signIn(t, s, login(app.Begin()))
	if got := out.wait(t); got["sub"] != claims(t, first)["sub"] || got["sub"] == claims(t, second)["sub"] {
		t.Errorf("got %v", got)
	}
}

func TestASessionCookieDoesNotSurviveASignIn(t *testing.T) {
	g := newGateway(t, options{})
	s := g.NewShopper(t)
	base, _ := url.Parse(g.URL)
	cookie := func() string {
		for _, c := range s.Browser.Jar.Cookies(base) {
			if c.Name == "__Host-carnet-session" {
				return c.Value
			}
		}
		return ""
	}
	signIn(t, s, g.A.Begin())
	first := cookie()
	signIn(t, s, login(g.A.Begin()))
	if first == "" || cookie() == first {
		t.Fatal("the session's cookie stays the same over a sign-in")
	}
	thief := g.NewShopper(t)
	thief.Browser.Jar.SetCookies(base, []*http.Cookie{{Name: "__Host-carnet-session", Value: first, Path: "/", Secure: true}})
	if got := answer(t, visit(t, thief, g.A.Begin().with("prompt=none"))).Get("error"); got != "login_required" {
		t.Errorf("the old cookie: got %q, want login_required", got)
	}
}

func TestASignInThatFailsSignsNobodyOut(t *testing.T) {
	out := newReceiver(t)
	app := public(nil, "app", func(c *oidc.Client) { c.BackLogout = out.server.URL + "/out" })
	g := newGateway(t, options{Clients: []oidc.Client{app.client}})
	app.on(g)
	run(t, g)
	s := g.NewShopper(t)
	page := open(t, s, app.Begin())
	if _, err := s.Verify(page, challenge(t, s, page)); err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]*ecdsa.PrivateKey{"the same wallet": s.Key, "another wallet": g.NewShopper(t).Key} {
		again := *s // the back button, or a second press of the button
		again.Key = key
		_, err := again.Verify(page, challenge(t, &again, page))
		refused(t, err, 410, "expired")
		if got := answer(t, visit(t, s, app.Begin().with("prompt=none"))); got.Get("code") == "" {
			t.Errorf("%s signs on a page that is over: the session is gone: %v", name, got)
		}
	}
	select {
	case <-out.got:
		t.Error("a shop is told of a sign-out that nobody asked for")
	case <-time.After(50 * time.Millisecond):
	}
}

// TestTheAccountPageAsksAContractAgain is about former owners of a smart account, who could otherwise take its other wallets off for as long as
// their session lasts.
func TestTheAccountPageAsksAContractAgain(t *testing.T) {
	g := newGateway(t, options{})
	contract, err := wallet.Contract(31337, common.HexToAddress("0x1234567890123456789012345678901234567890"))
	must(t, err)
	enter := func() *http.Request {
		rec, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/account/context", nil)
		_, err := g.Provider.SignIn(t.Context(), rec, r, wallet.Proof{Account: contract, Method: wallet.MethodERC1271, Evidence: &wallet.Evidence{Chain: 31337}})
		must(t, err)
		cookies := rec.Result().Cookies()
		r.AddCookie(cookies[len(cookies)-1]) // the one before it removed an older session's
		return r
	}
	signed := func(r *http.Request) (bool, error) {
		w, _, ok, err := g.Provider.Signed(t.Context(), r)
		if ok && w != contract {
			t.Errorf("got %v", w.String())
		}
		return ok, err
	}
	r := enter()
	for range 3 {
		if ok, err := signed(r); !ok || err != nil {
			t.Fatalf("the owner: got %v, %v", ok, err)
		}
		g.Ahead.Add(int64(time.Minute))
	}
	away := error(wallet.ErrChainUnavailable)
	g.Shoppers.Owners.Store(&away)
	if ok, err := signed(r); ok || !errors.Is(err, wallet.ErrChainUnavailable) {
		t.Errorf("the chain cannot be asked: got %v, %v", ok, err)
	}
	g.Shoppers.Owners.Store(nil)
	if ok, err := signed(r); !ok || err != nil {
		t.Errorf("the chain is back: got %v, %v", ok, err)
	}
	g.Ahead.Add(int64(time.Minute))
	changed := error(wallet.ErrAccountChanged)
	g.Shoppers.Owners.Store(&changed)
	if ok, err := signed(r); ok || err != nil {
		t.Errorf("a former owner: got %v, %v", ok, err)
	}
	g.Shoppers.Owners.Store(nil)
	if ok, err := signed(r); ok || err != nil {
		t.Errorf("the session of a former owner lives on: got %v, %v", ok, err)
	}
}

func TestAShopThatIsAwayKeepsNoOtherFromHearing(t *testing.T) {
	good, asked, done := newReceiver(t), make(chan struct{}, 16), make(chan struct{})
	bad := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-done
	}))
	t.Cleanup(bad.Close)
	t.Cleanup(func() { close(done) })
	away := public(nil, "away", func(c *oidc.Client) { c.BackLogout = bad.URL + "/out" })
	here := public(nil, "here", func(c *oidc.Client) { c.BackLogout = good.server.URL + "/out" })
	g := newGateway(t, options{Clients: []oidc.Client{away.client, here.client}})
	run(t, g)
	out := func(tokens *oauth2.Token, s *shopper) {
		hint, _ := tokens.Extra("id_token").(string)
		get(t, s.Browser, g.URL+"/logout?id_token_hint="+hint)
	}
	for range 8 { // more than there are workers
		s := g.NewShopper(t)
		out(signIn(t, s, away.on(g).Begin()), s)
	}
	<-asked // and hangs
	s := g.NewShopper(t)
	tokens := signIn(t, s, here.on(g).Begin())
	out(tokens, s)
	if got := good.wait(t); got["sub"] != claims(t, tokens)["sub"] {
		t.Errorf("got %v", got)
	}
	if n := len(asked); n > 3 {
		t.Errorf("%d more tokens were sent to the shop that hangs before it: others waited for it", n)
	}
}

func TestARedirectURIWithAPlusIsItself(t *testing.T) {
	app := public(nil, "app", func(c *oidc.Client) { c.RedirectURIs = []string{"https://app.example/cb?a=b+c"} })
	app.OAuth.RedirectURL = app.client.RedirectURIs[0]
	g := newGateway(t, options{Clients: []oidc.Client{app.client}})
	app.on(g)
	s := g.NewShopper(t)
	f := app.Begin()
	redirect, err := s.SignIn(f)
	if err != nil || !strings.HasPrefix(redirect, app.OAuth.RedirectURL+"&") {
		t.Fatalf("got %q, %v", redirect, err)
	}
	if _, err := f.Redeem(g.Context(), redirect); err != nil {
		t.Error(err)
	}
	for _, other := range []string{"https://app.example/cb?a=b%20c", "https://app.example/cb?a=b%2Bc", "https://app.example/cb?a=b+c&b="} {
		app.OAuth.RedirectURL = other
		if where, err := s.Visit(app.Begin().URL); err == nil {
			t.Errorf("%s leads to %s", other, where)
		}
	}
}
