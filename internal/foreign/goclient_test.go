package foreign

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"carnet/internal/gatewaytest"
)

// userinfo asks the gateway about an access token.
func userinfo(t *testing.T, g *gatewaytest.Gateway, token string) (v struct{ Sub string }) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, g.Endpoint("userinfo_endpoint"), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := g.HTTP.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&v); err != nil || res.StatusCode != 200 {
		t.Fatalf("userinfo: %d %v", res.StatusCode, err)
	}
	return v
}

// goShop is a shop with coreos/go-oidc and golang.org/x/oauth2. It listens nowhere: what a browser would bring is handed to it.
type goShop struct {
	provider *coreos.Provider
	verifier *coreos.IDTokenVerifier
	oauth    oauth2.Config
}

func (s site) goShop(t *testing.T, g *gatewaytest.Gateway, style oauth2.AuthStyle) goShop {
	t.Helper()
	provider, err := coreos.NewProvider(t.Context(), g.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = style
	return goShop{provider: provider, verifier: provider.Verifier(&coreos.Config{ClientID: s.ID, Now: g.Now}),
		oauth: oauth2.Config{ClientID: s.ID, ClientSecret: s.Secret, Endpoint: endpoint, RedirectURL: s.RedirectURIs[0], Scopes: []string{"openid", "offline_access"}}}
}

// signIn signs a shopper in and returns the tokens and the verified ID token.
func (c goShop) signIn(t *testing.T, p *gatewaytest.Shopper, options ...oauth2.AuthCodeOption) (*oauth2.Token, *coreos.IDToken, error) {
	t.Helper()
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	back := p.OpenUntil(c.oauth.AuthCodeURL(state, append(options, oauth2.S256ChallengeOption(verifier), coreos.Nonce(nonce))...), c.oauth.RedirectURL)
	q := back.URL.Query()
	if q.Get("state") != state || q.Get("iss") == "" || q.Get("code") == "" {
		t.Fatalf("the answer lacks state, iss or code: error %q", q.Get("error"))
	}
	token, err := c.oauth.Exchange(t.Context(), q.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return nil, nil, err
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := c.verifier.Verify(t.Context(), raw)
	if err != nil {
		return nil, nil, err
	}
	if id.Nonce != nonce {
		return nil, nil, errors.New("another nonce")
	}
	if err := id.VerifyAccessToken(token.AccessToken); err != nil && id.AccessTokenHash != "" {
		return nil, nil, err
	}
	return token, id, nil
}

func TestGoOIDC(t *testing.T) {
	s, other := newSite(t, "coreos", "/callback"), newSite(t, "coreos2", "/callback")
	s.SigningAlg, other.SigningAlg = "ES256", "RS256"
	g := gatewaytest.Start(t, s.Client, other.Client)
	p := g.NewShopper(t)
	subs := map[string]bool{}
	for name, row := range map[string]struct {
		site  site
		style oauth2.AuthStyle
	}{"client_secret_basic and ES256": {s, oauth2.AuthStyleInHeader}, "client_secret_post and RS256": {other, oauth2.AuthStyleInParams}} {
		t.Run(name, func(t *testing.T) {
			shop := row.site.goShop(t, g, row.style)
			_, before, err := shop.signIn(t, p.Elsewhere())
			if err != nil {
				t.Fatal(err)
			}
			token, id, err := shop.signIn(t, p)
			if err != nil {
				t.Fatal(err)
			}
			info, err := shop.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token))
			if err != nil {
				t.Fatal(err)
			}
			seen{Sub: id.Subject, Userinfo: struct{ Sub string }{info.Subject}}.agrees(t, before.Subject)
			if subs[id.Subject] {
				t.Fatal("two shops see the same sub")
			}
			subs[id.Subject] = true

			old := token.RefreshToken
			for range 2 {
				fresh, err := shop.oauth.TokenSource(t.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
				if err != nil {
					t.Fatal(err)
				}
				if fresh.RefreshToken == token.RefreshToken || fresh.RefreshToken == "" {
					t.Fatal("the refresh token did not rotate")
				}
				token = fresh
			}
			g.Advance(grace)
			defer g.Advance(-grace)
			wantGrantError(t, "an old refresh token", shop, old)
			wantGrantError(t, "the newest of a family that was stolen from", shop, token.RefreshToken)
		})
	}
	t.Run("another client's answer is refused", func(t *testing.T) {
		mine, theirs := s.goShop(t, g, oauth2.AuthStyleInHeader), other.goShop(t, g, oauth2.AuthStyleInHeader)
		verifier := oauth2.GenerateVerifier()
		back := p.OpenUntil(theirs.oauth.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier)), theirs.oauth.RedirectURL)
		if _, err := mine.oauth.Exchange(t.Context(), back.URL.Query().Get("code"), oauth2.VerifierOption(verifier)); err == nil {
			t.Fatal("redeemed the code of another client")
		}
		token, _, err := theirs.signIn(t, p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := mine.verifier.Verify(t.Context(), token.Extra("id_token").(string)); err == nil {
			t.Fatal("accepted the ID token of another client")
		}
	})
}

func wantGrantError(t *testing.T, what string, shop goShop, refresh string) {
	t.Helper()
	_, err := shop.oauth.TokenSource(context.Background(), &oauth2.Token{RefreshToken: refresh}).Token()
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); !ok || r.ErrorCode != "invalid_grant" {
		t.Fatalf("%s: got %v, want invalid_grant", what, err)
	}
}

// hint signs a shopper in at a site with coreos/go-oidc and returns the raw ID token.
func (s site) hint(t *testing.T, g *gatewaytest.Gateway, p *gatewaytest.Shopper) string {
	t.Helper()
	token, _, err := s.goShop(t, g, oauth2.AuthStyleInHeader).signIn(t, p)
	if err != nil {
		t.Fatal(err)
	}
	return token.Extra("id_token").(string)
}
