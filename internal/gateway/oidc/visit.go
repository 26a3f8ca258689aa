package oidc

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/labstack/echo/v4"
	"github.com/luikyv/go-oidc/pkg/goidc"
)

// visit is an authorization request with what the browser's session says to it.
type visit struct {
	signed *session // answers at once; nil when the shopper must sign
	sub    string
	force  bool   // show the consent screen whatever was allowed before
	hint   string // the subject that the shop expects, "" for any
}

// visit decides whether a browser's session answers a request (OpenID Connect
// Core §3.1.2.1: prompt, max_age, id_token_hint). It returns the error to tell
// the shop, if any.
func (p *Provider) visit(c echo.Context, client *Client, params map[string]string, scope string) (v visit, code, why string, err error) {
	prompt := params["prompt"]
	v.force = hasScope(prompt, "consent")
	hint, hinted := params["id_token_hint"]
	if h := p.hinted(hint); hinted && h.client == client.ID {
		v.hint = h.Subject
	}
	silent := prompt == "none"
	if !silent && prompt != "" {
		return v, "", "", nil // login, consent, select_account: the shopper is asked
	}
	maxAge := int64(-1)
	if given, ok := params["max_age"]; ok {
		if maxAge, err = strconv.ParseInt(given, 10, 64); err != nil || maxAge < 0 {
			return v, "invalid_request", "max_age must be a number of seconds", nil
		}
	}
	ctx := c.Request().Context()
	s, err := p.session(ctx, c.Request())
	if err != nil {
		return v, "", "", err
	}
	if s == nil || maxAge >= 0 && p.cfg.Now().Unix()-s.AuthTime >= maxAge {
		return v, loginRequired(silent), "nobody is signed in, or not lately enough", nil
	}
	sub, now, gone, err := p.whoIs(ctx, client, s)
	if err != nil {
		return v, "", "", err
	}
	if gone {
		return v, loginRequired(silent), "the wallet has changed", nil
	}
	if hinted && v.hint != sub {
		return v, loginRequired(silent), "another shopper is signed in", nil
	}
	allowed, err := p.cfg.Shoppers.Consented(ctx, client.Sector, sub)
	if err != nil {
		return v, "", "", err
	}
	if !covers(allowed, scope) {
		if silent {
			code = "consent_required"
		}
		return v, code, "the shopper has not allowed this yet", nil
	}
	if s, err = p.noted(ctx, s, client.ID, sub, now); err != nil {
		return v, "", "", err
	}
	if s == nil {
		return v, loginRequired(silent), "nobody is signed in any more", nil
	}
	v.signed, v.sub = s, sub
	return v, "", "", nil
}

// loginRequired is an error for those who may not ask the shopper only.
func loginRequired(silent bool) string {
	if silent {
		return "login_required"
	}
	return ""
}

// whoIs returns the subject that a shop knows a session's wallet by, and the sealed
// wallet as it was found now. gone: the wallet, a contract, has new owners or code,
// or was taken off its account; its session is ended.
func (p *Provider) whoIs(ctx context.Context, client *Client, s *session) (sub, now string, gone bool, err error) {
	w, err := p.person(s.Who)
	if err != nil {
		return "", "", false, err
	}
	account, err := w.account()
	if err != nil {
		return "", "", false, err
	}
	sub, err = p.cfg.Shoppers.Subject(ctx, client.Sector, account)
	if err == nil {
		now, err = p.again(ctx, s.Who, w)
	}
	if errors.Is(err, wallet.ErrAccountChanged) {
		return "", "", true, p.endSession(ctx, s.bearer)
	}
	return sub, now, false, err
}

// again asks the chain about a contract account once more and returns the sealed
// form of what to ask with the next time. Another account has nothing to ask.
func (p *Provider) again(ctx context.Context, sealedWho string, w *who) (string, error) {
	if w.Evidence == nil {
		return sealedWho, nil
	}
	e, err := p.cfg.Shoppers.Recheck(ctx, *w.Evidence)
	if err != nil {
		return sealedWho, err
	}
	w.Evidence = &e
	return p.people.Seal(w)
}

// recheck looks at a wallet again when a refresh token is used: a contract whose
// owners or code changed, and a wallet that was taken off its account, end the
// grant and the session (EIP-4361, Session Invalidation). So does a shopper who
// took the consent back end the grant.
func (p *Provider) recheck(ctx context.Context, typ goidc.GrantType, g *goidc.Grant) error {
	if typ != goidc.GrantRefreshToken {
		return nil
	}
	sealedWho, _ := g.Store[storeWho].(string)
	w, err := p.person(sealedWho)
	if err != nil {
		return note(ctx, err)
	}
	account, err := w.account()
	if err != nil {
		return note(ctx, err)
	}
	client, err := p.client(ctx, g.ClientID)
	if err != nil {
		return note(ctx, err)
	}
	if client == nil {
		return goidc.NewError(goidc.ErrorCodeInvalidGrant, "the client is gone")
	}
	sub, err := p.cfg.Shoppers.Subject(ctx, client.Sector, account)
	if err == nil {
		g.Store[storeWho], err = p.again(ctx, sealedWho, w)
	}
	allowed := ""
	if err == nil {
		allowed, err = p.cfg.Shoppers.Consented(ctx, client.Sector, g.Subject)
	}
	if err == nil && sub == g.Subject && covers(allowed, g.Scopes) {
		return nil
	}
	if err != nil && !errors.Is(err, wallet.ErrAccountChanged) {
		return note(ctx, fmt.Errorf("%w: %w", state.ErrUnavailable, err))
	}
	if failed := p.records.revoke(ctx, g.ID); failed != nil {
		return failed
	}
	if b, parsed := state.ParseBearer(w.Session); parsed == nil && errors.Is(err, wallet.ErrAccountChanged) {
		if err := p.endSession(ctx, b); err != nil {
			return note(ctx, err)
		}
	}
	return goidc.NewError(goidc.ErrorCodeInvalidGrant, "the wallet or the consent has changed")
}

// Authentication context classes. Both mean a signature over a fresh message of
// this gateway, which no other site can have asked for.
const (
	acrWallet   = goidc.ACR("urn:carnet:acr:wallet")   // by the account's own key
	acrContract = goidc.ACR("urn:carnet:acr:contract") // a contract said that the signature is good
)

func acr(m wallet.Method) goidc.ACR {
	if m == wallet.MethodEOA {
		return acrWallet
	}
	return acrContract
}

// amr names the methods (RFC 8176): a key was proved; by a contract's word, its
// standard is named too.
func amr(m wallet.Method) []string {
	if m == wallet.MethodEOA {
		return []string{"pop"}
	}
	return []string{"pop", string(m)}
}
