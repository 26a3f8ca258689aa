package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/wallet"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/labstack/echo/v4"
)

// ownKey marks a request of this process on behalf of a client whose relying
// party it is itself. No request that came over HTTP carries it.
type ownKey struct{}

// Redeem spends a code for a client whose relying party is this gateway (package
// forward), as the token endpoint does: the same path through the library, the
// same single use, PKCE and redirect URI checks. Only the client's secret is not
// asked for: the caller is the issuer. The access token is told to nobody. The
// errors are *web.Error.
func (p *Provider) Redeem(ctx context.Context, clientID, code, verifier, redirectURI string) (web.Shopper, error) {
	client, err := p.client(ctx, clientID)
	if err != nil {
		return web.Shopper{}, recordError(err)
	}
	if client == nil || client.Auth == AuthPrivateKey || client.DPoP {
		return web.Shopper{}, invalidClient()
	}
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {clientID}, "code": {code}, "redirect_uri": {redirectURI}, "code_verifier": {verifier}}
	if !client.Public() {
		form.Set("client_secret", "own")
	}
	req, err := http.NewRequest(http.MethodPost, "/token", strings.NewReader(form.Encode()))
	if err != nil {
		return web.Shopper{}, web.Internal(err)
	}
	req.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	ctx = context.WithValue(context.WithValue(ctx, endpointKey{}, endpointToken), ownKey{}, true)
	answer, err := p.run(ctx, req)
	if err != nil {
		return web.Shopper{}, err
	}
	if answer.status != http.StatusOK {
		return web.Shopper{}, p.libraryError(answer, "")
	}
	who, err := p.shopper(clientID, answer.body.Bytes())
	if err != nil {
		return web.Shopper{}, web.Internal(fmt.Errorf("redeemed code: %w", err))
	}
	if answer.issue.grant == nil {
		return web.Shopper{}, web.Internal(errors.New("redeemed code: no grant"))
	}
	who.Who, _ = answer.issue.grant.Store[storeWho].(string)
	return who, nil
}

// Still reports whether the wallet of a redeemed code opens the account that the shop knows as sub: not after it was taken off the account.
func (p *Provider) Still(ctx context.Context, clientID, sub, who string) (bool, error) {
	client, err := p.client(ctx, clientID)
	if err != nil {
		return false, recordError(err)
	}
	w, err := p.person(who)
	if err != nil || client == nil {
		return false, nil // of another gateway's secret, or a client that is gone
	}
	account, err := w.account()
	if err != nil {
		return false, web.Internal(err)
	}
	now, err := p.cfg.Shoppers.Subject(ctx, client.Sector, account)
	if errors.Is(err, wallet.ErrAccountChanged) {
		return false, nil
	}
	if err != nil {
		return false, web.Unavailable(err)
	}
	return now == sub, nil
}

// shopper reads a token answer as a relying party does (OpenID Connect Core
// §3.1.3.7); the nonce is the caller's to compare.
func (p *Provider) shopper(clientID string, answer []byte) (web.Shopper, error) {
	var tokens struct {
		IDToken string `json:"id_token"`
	}
	if err := json.Unmarshal(answer, &tokens); err != nil {
		return web.Shopper{}, err
	}
	t, err := jwt.ParseSigned(tokens.IDToken, []jose.SignatureAlgorithm{jose.ES256, jose.RS256, jose.EdDSA})
	if err != nil {
		return web.Shopper{}, err
	}
	var claims struct {
		jwt.Claims
		SID      string `json:"sid"`
		Nonce    string `json:"nonce"`
		AuthTime int64  `json:"auth_time"`
		Username string `json:"preferred_username"`
		Email    string `json:"email"`
	}
	key, ok := p.cfg.Keys.Verification(t.Headers[0].KeyID)
	if !ok || t.Claims(key.Key, &claims) != nil {
		return web.Shopper{}, errors.New("no key of ours signed the ID token")
	}
	if claims.Issuer != p.cfg.Issuer || len(claims.Audience) != 1 || claims.Audience[0] != clientID || claims.Subject == "" {
		return web.Shopper{}, errors.New("the ID token is of another client")
	}
	signed := time.Unix(claims.AuthTime, 0)
	return web.Shopper{Sub: claims.Subject, SID: claims.SID, Nonce: claims.Nonce, Username: claims.Username, Email: claims.Email,
		AuthTime: signed, Until: signed.Add(SessionLife)}, nil
}
