package oidc

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"carnet/internal/gateway/web"
	"carnet/internal/state"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/labstack/echo/v4"
)

// Limits on what strangers send.
const (
	maxForm  = 32 << 10 // bytes of a posted form
	maxParam = 2048     // bytes of one parameter
)

// Register adds the provider's routes to e: discovery, jwks, authorize, token,
// userinfo and logout.
func (p *Provider) Register(e *echo.Echo) {
	public := web.CORS{Origins: []string{"*"}, Methods: []string{http.MethodGet}}.Middleware
	shops := web.CORS{Origins: p.origins, Methods: []string{http.MethodGet, http.MethodPost},
		Headers: []string{echo.HeaderAuthorization, echo.HeaderContentType}, Expose: []string{echo.HeaderWWWAuthenticate}}.Middleware
	small := web.LimitBody(maxForm)
	counted := web.Limit(p.cfg.Networks, web.Network)

	e.Match([]string{http.MethodGet, http.MethodOptions}, "/.well-known/openid-configuration", p.serveDiscovery, public)
	e.Match([]string{http.MethodGet, http.MethodOptions}, "/jwks", p.serveKeys, public)
	e.Match([]string{http.MethodGet, http.MethodPost}, "/authorize", p.authorize, web.NoStore, counted, small)
	e.Match([]string{http.MethodPost, http.MethodOptions}, "/token", p.token, shops, web.NoStore, counted, small)
	e.Match([]string{http.MethodGet, http.MethodPost, http.MethodOptions}, "/userinfo", p.userinfo, shops, web.NoStore, counted, small)
	e.Match([]string{http.MethodGet, http.MethodPost}, "/logout", p.logout, web.NoStore, counted, small)
}

func (p *Provider) serveDiscovery(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, p.discovery)
}

func (p *Provider) serveKeys(c echo.Context) error {
	req, err := http.NewRequest(http.MethodGet, "/jwks", nil)
	if err != nil {
		return web.Internal(err)
	}
	answer, err := p.run(c.Request().Context(), req)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.Blob(answer.status, echo.MIMEApplicationJSON, answer.body.Bytes())
}

// parameters returns the request's parameters, from the query of a GET and the
// form of a POST, never both; a parameter that occurs twice is refused (RFC 6749
// §3.1), empty ones count as absent.
func parameters(c echo.Context) (map[string]string, error) {
	values := c.QueryParams()
	r := c.Request()
	if r.Method == http.MethodPost {
		mediaType, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
		if err != nil || mediaType != echo.MIMEApplicationForm {
			return nil, refuse("invalid_request", "The body must be application/x-www-form-urlencoded.")
		}
		body, err := web.Body(c, maxForm)
		if err != nil {
			return nil, err
		}
		if values, err = url.ParseQuery(string(body)); err != nil {
			return nil, refuse("invalid_request", "The form is malformed.")
		}
	} else if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, refuse("invalid_request", "The query is malformed.")
	}
	params := map[string]string{}
	for name, list := range values {
		if len(list) > 1 {
			return nil, refuse("invalid_request", "A parameter occurs twice.")
		}
		if len(list[0]) > maxParam {
			return nil, refuse("invalid_request", fmt.Sprintf("A parameter is longer than %d bytes.", maxParam))
		}
		if list[0] != "" {
			params[name] = list[0]
		}
	}
	return params, nil
}

func refuse(code, description string) *web.Error {
	return oauth(web.BadRequest(code, description))
}

// keep forwards only what the library needs.
func keep(params map[string]string, names ...string) url.Values {
	out := url.Values{}
	for _, name := range names {
		if v, ok := params[name]; ok {
			out.Set(name, v)
		}
	}
	return out
}

// authorize checks client and redirect URI by bytes, then everything that can be
// told to the shop by redirect, and lets the library begin the interaction.
func (p *Provider) authorize(c echo.Context) error {
	params, err := parameters(c)
	if err != nil {
		return p.page(c, err)
	}
	client, ok := p.clients[params["client_id"]]
	if !ok {
		return p.page(c, refuse("invalid_client", "No shop is registered under this client_id."))
	}
	redirect := params["redirect_uri"]
	if !slices.Contains(client.RedirectURIs, redirect) {
		return p.page(c, refuse("invalid_request", "This redirect_uri is not registered for the shop."))
	}
	if code, why := checkAuthorize(params); code != "" {
		return c.Redirect(http.StatusSeeOther, p.errorURL(redirect, params["state"], code, why))
	}
	query := keep(params, "client_id", "redirect_uri", "response_type", "state", "nonce", "code_challenge", "code_challenge_method", "max_age")
	query.Set("scope", userScope(params["scope"]))
	req, err := http.NewRequest(http.MethodGet, "/authorize?"+query.Encode(), nil)
	if err != nil {
		return p.page(c, web.Internal(err))
	}
	for _, cookie := range c.Request().Cookies() {
		req.AddCookie(cookie)
	}
	answer, err := p.run(c.Request().Context(), req)
	if err != nil {
		return p.page(c, err)
	}
	location := answer.header.Get(echo.HeaderLocation)
	if location == "" {
		return p.page(c, p.libraryError(answer, ""))
	}
	for _, cookie := range answer.header.Values(echo.HeaderSetCookie) {
		c.Response().Header().Add(echo.HeaderSetCookie, cookie)
	}
	return c.Redirect(answer.status, location)
}

// checkAuthorize returns the error of RFC 6749 §4.1.2.1 and OpenID Connect Core
// §3.1.2.6 that a request earns, if any.
func checkAuthorize(params map[string]string) (code, why string) {
	switch {
	case params["request"] != "":
		return "request_not_supported", "request objects are not supported"
	case params["request_uri"] != "":
		return "request_uri_not_supported", "request objects are not supported"
	case params["response_type"] != "code":
		return "unsupported_response_type", "response_type must be code"
	case params["response_mode"] != "" && params["response_mode"] != "query":
		return "invalid_request", "response_mode must be query"
	case !hasScope(params["scope"], "openid"):
		return "invalid_scope", "scope must contain openid"
	case params["code_challenge_method"] != "S256" || !isS256(params["code_challenge"]):
		return "invalid_request", "PKCE with code_challenge_method S256 is required"
	case hasScope(params["prompt"], "none"):
		return "login_required", "every sign-in needs the wallet"
	}
	return "", ""
}

// isS256 tells whether a code challenge can be a SHA-256 in base64url (RFC 7636
// §4.2).
func isS256(challenge string) bool {
	sum, err := base64.RawURLEncoding.Strict().DecodeString(challenge)
	return err == nil && len(sum) == sha256.Size
}

// userScope drops the scopes that a shopper's token cannot have; a server should
// ignore those it does not know (OpenID Connect Core §3.1.2.1).
func userScope(scope string) string {
	var known []string
	for _, s := range strings.Fields(userScopes) {
		if hasScope(scope, s) {
			known = append(known, s)
		}
	}
	return strings.Join(known, " ")
}

// errorURL adds an error to a registered redirect URI. The URI's own query stays
// as it is registered.
func (p *Provider) errorURL(redirect, stateParam, code, why string) string {
	q := url.Values{"error": {code}, "error_description": {why}, "iss": {p.cfg.Issuer}}
	if stateParam != "" {
		q.Set("state", stateParam)
	}
	separator := "?"
	if strings.Contains(redirect, "?") {
		separator = "&"
	}
	return redirect + separator + q.Encode()
}

// token authenticates the client by client_secret_basic or client_secret_post
// and lets the library redeem.
func (p *Provider) token(c echo.Context) error {
	params, err := parameters(c)
	if err != nil {
		return err
	}
	if err := basicToPost(c.Request(), params); err != nil {
		return err
	}
	if err := p.limit(c, params["client_id"]); err != nil {
		return err
	}
	form := keep(params, "client_id", "client_secret", "grant_type")
	switch params["grant_type"] {
	case "":
		return refuse("invalid_request", "grant_type is missing.")
	case "authorization_code":
		maps.Copy(form, keep(params, "code", "redirect_uri", "code_verifier"))
	case "refresh_token":
		maps.Copy(form, keep(params, "refresh_token"))
	case "client_credentials":
		scopes := strings.Fields(params["scope"])
		foreign := func(s string) bool { return s != ScopeReceipts && s != ScopePresentations }
		if len(scopes) == 0 || slices.ContainsFunc(scopes, foreign) {
			return refuse("invalid_scope", "scope must name receipts, presentations or both.")
		}
		form.Set("scope", strings.Join(scopes, " "))
	default:
		return refuse("unsupported_grant_type", "grant_type must be authorization_code, refresh_token or client_credentials.")
	}
	req, err := http.NewRequest(http.MethodPost, "/token", strings.NewReader(form.Encode()))
	if err != nil {
		return oauth(web.Internal(err))
	}
	req.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	return p.answer(c, context.WithValue(c.Request().Context(), endpointKey{}, true), req, `Basic realm="carnet"`)
}

// basicToPost moves HTTP Basic credentials into the form, decoded as RFC 6749
// §2.3.1 says. Two ways at once are refused, and so is a malformed header.
func basicToPost(r *http.Request, params map[string]string) error {
	headers := r.Header.Values(echo.HeaderAuthorization)
	if len(headers) == 0 {
		return nil
	}
	id, secret, ok := r.BasicAuth()
	id, errID := url.QueryUnescape(id)
	secret, errSecret := url.QueryUnescape(secret)
	if len(headers) > 1 || !ok || errID != nil || errSecret != nil || id == "" {
		return invalidClient()
	}
	if params["client_secret"] != "" || params["client_id"] != "" && params["client_id"] != id {
		return refuse("invalid_request", "The client authenticates in two ways; use one.")
	}
	params["client_id"], params["client_secret"] = id, secret
	return nil
}

func invalidClient() *web.Error {
	return &web.Error{Status: http.StatusUnauthorized, Code: "invalid_client", OAuth: true, Challenge: `Basic realm="carnet"`,
		Message: "Client authentication failed."}
}

// limit counts a registered client's requests; strangers are counted by network
// in front of this.
func (p *Provider) limit(c echo.Context, clientID string) error {
	if p.cfg.ByClient == nil || p.clients[clientID] == nil {
		return nil
	}
	wait, err := p.cfg.ByClient.Allow(c.Request().Context(), "client:"+clientID)
	if err != nil {
		return oauth(web.Unavailable(err))
	}
	if wait > 0 {
		return oauth(web.TooMany(wait))
	}
	return nil
}

// userinfo wants exactly one Authorization header with the scheme Bearer.
func (p *Provider) userinfo(c echo.Context) error {
	const bearerChallenge = `Bearer realm="carnet", error="invalid_token"`
	headers := c.Request().Header.Values(echo.HeaderAuthorization)
	if len(headers) == 0 {
		return &web.Error{Status: http.StatusUnauthorized, Code: "invalid_token", OAuth: true, Challenge: `Bearer realm="carnet"`,
			Message: "An access token is needed."}
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	if _, err := state.ParseBearer(token); err != nil || len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return &web.Error{Status: http.StatusUnauthorized, Code: "invalid_token", OAuth: true, Challenge: bearerChallenge,
			Message: "The access token is malformed."}
	}
	req, err := http.NewRequest(http.MethodGet, "/userinfo", nil)
	if err != nil {
		return oauth(web.Internal(err))
	}
	req.Header.Set(echo.HeaderAuthorization, "Bearer "+token)
	return p.answer(c, c.Request().Context(), req, bearerChallenge)
}

// answer runs a request of ours through the library and writes its JSON.
func (p *Provider) answer(c echo.Context, ctx context.Context, req *http.Request, challenge string) error {
	answer, err := p.run(ctx, req)
	if err != nil {
		return err
	}
	if answer.status != http.StatusOK {
		return p.libraryError(answer, challenge)
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, answer.body.Bytes())
}

// libraryError puts the library's refusal into our words and the statuses of RFC
// 6749 §5.2 and RFC 6750 §3.1. Its own descriptions can repeat what a stranger
// sent, and are dropped.
func (p *Provider) libraryError(answer *buffer, challenge string) *web.Error {
	var said struct {
		Error string `json:"error"`
	}
	if err := json.Unmarshal(answer.body.Bytes(), &said); err != nil || said.Error == "" {
		return oauth(web.Internal(fmt.Errorf("library answered %d without an error", answer.status)))
	}
	switch said.Error {
	case "invalid_client":
		return invalidClient()
	case "invalid_grant", "expired_token":
		return refuse("invalid_grant", "The code or refresh token is unknown, expired, used, or was given to another client or redirect_uri.")
	case "invalid_token":
		return &web.Error{Status: http.StatusUnauthorized, Code: said.Error, OAuth: true, Challenge: challenge,
			Message: "The access token is unknown, expired or revoked."}
	case "access_denied":
		return &web.Error{Status: http.StatusForbidden, Code: "insufficient_scope", OAuth: true,
			Challenge: `Bearer error="insufficient_scope", scope="openid"`, Message: "The access token is not a shopper's."}
	case "invalid_scope":
		return refuse(said.Error, "A scope is not granted here.")
	case "internal_error":
		return oauth(web.Internal(fmt.Errorf("library answered internal_error")))
	}
	return refuse(said.Error, "The request is not one that this endpoint answers.")
}

// logout is RP-initiated logout without a session to end: the gateway keeps none
// after the code. It sends the browser back to where the shop registered. The
// shop is named by client_id or by an ID token of ours, however old.
func (p *Provider) logout(c echo.Context) error {
	params, err := parameters(c)
	if err != nil {
		return p.page(c, err)
	}
	back := params["post_logout_redirect_uri"]
	if back == "" {
		return p.notice(c, http.StatusOK, "You are signed out", "There is nothing more to do here. You can close this page.")
	}
	shop := params["client_id"]
	if hint, ok := params["id_token_hint"]; ok {
		aud := p.audience(hint)
		if shop != "" && shop != aud {
			aud = ""
		}
		shop = aud
	}
	client, ok := p.clients[shop]
	if !ok || !slices.Contains(client.PostLogout, back) {
		return p.page(c, refuse("invalid_request", "A client_id or id_token_hint and a registered post_logout_redirect_uri are needed."))
	}
	if s := params["state"]; s != "" {
		separator := "?"
		if strings.Contains(back, "?") {
			separator = "&"
		}
		back += separator + url.Values{"state": {s}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// audience returns the client that one of our ID tokens was made for, "" when it
// is not ours. Its age does not matter: people sign out late.
func (p *Provider) audience(idToken string) string {
	t, err := jwt.ParseSigned(idToken, []jose.SignatureAlgorithm{jose.ES256, jose.RS256})
	if err != nil {
		return ""
	}
	for _, key := range p.cfg.Keys {
		var claims jwt.Claims
		if t.Claims(key.Public().Key, &claims) == nil && claims.Issuer == p.cfg.Issuer && len(claims.Audience) == 1 {
			return claims.Audience[0]
		}
	}
	return ""
}

// page shows an error that cannot be told to a shop: to people as a page, to
// programs as JSON.
func (p *Provider) page(c echo.Context, err error) error {
	e, ok := err.(*web.Error)
	if !ok || e.Status >= 500 || !strings.Contains(c.Request().Header.Get(echo.HeaderAccept), "text/html") {
		return err
	}
	return p.notice(c, e.Status, "This sign-in link does not work",
		e.Message+" Nothing happened. Go back to the shop and try again; if it stays, tell the shop.")
}

// notice is a page without script or style.
func (p *Provider) notice(c echo.Context, status int, title, text string) error {
	title, text = html.EscapeString(title), html.EscapeString(text)
	return c.HTML(status, `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>`+title+`</title></head>
<body><main><h1>`+title+`</h1><p>`+text+`</p></main></body></html>
`)
}
