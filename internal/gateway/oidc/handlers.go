package oidc

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"carnet/internal/gateway/web"
	"carnet/internal/state"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/labstack/echo/v4"
	"github.com/luikyv/go-oidc/pkg/goidc"
)

// Limits on what strangers send.
const (
	maxForm    = 32 << 10 // bytes of a posted form
	maxParam   = 2048     // bytes of one parameter
	maxRequest = 5 << 10  // bytes of an authorization request's parameters: sealed, they become the login page's address
)

// Register adds the provider's routes to e: discovery, jwks, authorize, par,
// token, userinfo, introspect, revoke and logout.
func (p *Provider) Register(e *echo.Echo) {
	public := web.CORS{Origins: []string{"*"}, Methods: []string{http.MethodGet}}.Middleware
	shops := p.crossOrigin
	small := web.LimitBody(maxForm)
	counted := web.Limit(p.cfg.Networks, web.Network)

	e.Match([]string{http.MethodGet, http.MethodOptions}, "/.well-known/openid-configuration", p.serveDiscovery, public)
	e.Match([]string{http.MethodGet, http.MethodOptions}, "/jwks", p.serveKeys, public)
	e.Match([]string{http.MethodGet, http.MethodPost}, "/authorize", p.authorize, web.NoStore, counted, small)
	e.POST("/par", p.push, web.NoStore, counted, small)
	e.POST("/introspect", p.introspect, web.NoStore, counted, small)
	e.Match([]string{http.MethodPost, http.MethodOptions}, "/revoke", p.revoke, shops, web.NoStore, counted, small)
	e.Match([]string{http.MethodPost, http.MethodOptions}, "/token", p.token, shops, web.NoStore, counted, small)
	e.Match([]string{http.MethodGet, http.MethodPost, http.MethodOptions}, "/userinfo", p.userinfo, shops, web.NoStore, counted, small)
	e.Match([]string{http.MethodGet, http.MethodPost}, "/logout", p.logout, web.NoStore, counted, small)
	e.POST("/device_authorization", p.deviceAuthorization, web.NoStore, counted, small)
	e.GET("/device", p.devicePage, web.NoStore, counted)
	e.POST("/device", p.deviceCode, web.NoStore, counted, small)
	e.GET("/device/done", p.deviceDone, web.NoStore, counted)
	e.GET("/device/denied", p.deviceDenied, web.NoStore, counted)
	if len(p.cfg.Registration.Tokens) > 0 {
		e.POST("/register", p.register, web.NoStore, counted, small)
		e.GET("/register/:id", p.registration, web.NoStore, counted)
		e.DELETE("/register/:id", p.unregister, web.NoStore, counted)
	}
}

// crossOrigin lets the scripts of configured shops' origins read answers. A
// stranger's are known when its request is (allowOrigin): its preflight, which
// says nothing about who asks, is allowed to any https origin.
func (p *Provider) crossOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		origin := c.Request().Header.Get(echo.HeaderOrigin)
		if origin == "" && c.Request().Method != http.MethodOptions {
			c.Response().Header().Add(echo.HeaderVary, echo.HeaderOrigin)
			return next(c)
		}
		cors := web.CORS{Methods: []string{http.MethodGet, http.MethodPost},
			Headers: []string{echo.HeaderAuthorization, echo.HeaderContentType, headerDPoP}, Expose: []string{echo.HeaderWWWAuthenticate}}
		anybody := p.registry.open() && c.Request().Method == http.MethodOptions && strings.HasPrefix(origin, "https://") && checkOrigin(origin) == nil
		if anybody || p.registry.allows(nil, origin) {
			cors.Origins = []string{origin}
		}
		return cors.Middleware(next)(c)
	}
}

// allowOrigin lets the scripts of a client's own origins read this answer.
func (p *Provider) allowOrigin(c echo.Context, client *Client) {
	origin := c.Request().Header.Get(echo.HeaderOrigin)
	h := c.Response().Header()
	if origin != "" && h.Get(echo.HeaderAccessControlAllowOrigin) == "" && p.registry.allows(client, origin) {
		h.Set(echo.HeaderAccessControlAllowOrigin, origin)
		h.Set(echo.HeaderAccessControlExposeHeaders, echo.HeaderWWWAuthenticate)
	}
}

func (p *Provider) serveDiscovery(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, p.discovery)
}

func (p *Provider) serveKeys(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.JSON(http.StatusOK, p.cfg.Keys.Public())
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
// told to the shop by redirect, then whether the browser's session answers, and
// lets the library begin the interaction.
func (p *Provider) authorize(c echo.Context) error {
	params, err := parameters(c)
	if err != nil {
		return p.page(c, err)
	}
	client, err := p.client(c.Request().Context(), params["client_id"])
	if err != nil {
		return p.page(c, oauth(recordError(err)))
	}
	if client == nil {
		return p.page(c, refuse("invalid_client", "No shop is registered under this client_id."))
	}
	if params, err = p.pulled(c, client, params); err != nil {
		return p.page(c, err)
	}
	redirect := params["redirect_uri"]
	if !client.redirects(redirect) {
		return p.page(c, refuse("invalid_request", "This redirect_uri is not registered for the shop."))
	}
	refused := func(code, why string) error {
		return c.Redirect(http.StatusSeeOther, p.errorURL(redirect, params["state"], code, why))
	}
	if code, why := checkAuthorize(client, params); code != "" {
		return refused(code, why)
	}
	scope := userScope(params["scope"])
	v, code, why, err := p.visit(c, client, params, scope)
	if err != nil {
		return p.page(c, web.Unavailable(err))
	}
	if code != "" {
		return refused(code, why)
	}
	query := keep(params, "client_id", "redirect_uri", "response_type", "state", "nonce", "code_challenge", "code_challenge_method", "dpop_jkt")
	query.Set("scope", scope)
	req, err := http.NewRequest(http.MethodGet, "/authorize?"+query.Encode(), nil)
	if err != nil {
		return p.page(c, web.Internal(err))
	}
	for _, cookie := range c.Request().Cookies() {
		req.AddCookie(cookie)
	}
	answer, err := p.run(context.WithValue(c.Request().Context(), visitKey{}, v), req)
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

// redirects compares byte by byte. An app on the shopper's own machine may listen
// on any port of the loopback address that it registered (RFC 8252 §7.3).
func (c *Client) redirects(uri string) bool {
	if slices.Contains(c.RedirectURIs, uri) {
		return true
	}
	u, err := url.Parse(uri)
	if !c.Native || err != nil || u.Scheme != "http" || u.Port() == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	without := strings.Replace(uri, ":"+u.Port(), "", 1)
	return ip != nil && ip.IsLoopback() && slices.Contains(c.RedirectURIs, without)
}

// pulled replaces a pushed request's reference by what was pushed, and nothing
// that stands beside it counts (RFC 9126 §4).
func (p *Provider) pulled(c echo.Context, client *Client, params map[string]string) (map[string]string, error) {
	id, pushed := strings.CutPrefix(params["request_uri"], requestURIPrefix)
	if !pushed {
		if client.PAR {
			return nil, refuse("invalid_request", "This shop's requests must be pushed first.")
		}
		return params, nil
	}
	ctx := context.WithValue(c.Request().Context(), outcomeKey{}, &outcome{})
	as, err := p.records.takePushed(ctx, id)
	if errors.Is(err, goidc.ErrNotFound) || err == nil && as.ClientID != client.ID {
		return nil, refuse("invalid_request_uri", "This request_uri is unknown, was used, or has expired.")
	}
	if err != nil {
		return nil, recordError(err)
	}
	out := map[string]string{
		"client_id": as.ClientID, "redirect_uri": as.RedirectURI, "response_type": string(as.ResponseType), "response_mode": string(as.ResponseMode),
		"scope": as.Scopes, "state": as.State, "nonce": as.Nonce, "code_challenge": as.CodeChallenge,
		"code_challenge_method": string(as.CodeChallengeMethod), "prompt": string(as.Prompt), "id_token_hint": as.IDTokenHint,
		"dpop_jkt": cmp.Or(as.JWKThumbprint, as.DPoPJKT),
	}
	if as.MaxAuthnAgeSecs != nil {
		out["max_age"] = strconv.Itoa(*as.MaxAuthnAgeSecs)
	}
	maps.DeleteFunc(out, func(_, v string) bool { return v == "" })
	return out, nil
}

const (
	requestURIPrefix = "urn:ietf:params:oauth:request_uri:"
	headerDPoP       = "DPoP"
	invalidProof     = "invalid_dpop_proof" // RFC 9449 §5
	proofChallenge   = `DPoP error="invalid_dpop_proof", algs="ES256 EdDSA RS256 PS256"`
)

// checkAuthorize returns the error of RFC 6749 §4.1.2.1 and OpenID Connect Core
// §3.1.2.6 that a request earns, if any.
func checkAuthorize(client *Client, params map[string]string) (code, why string) {
	_, challenged := params["code_challenge"]
	_, method := params["code_challenge_method"]
	long := 0
	for _, v := range params {
		long += len(v)
	}
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
	case !challenged && (client.Public() || client.PAR || method):
		return "invalid_request", "PKCE with code_challenge_method S256 is required"
	case challenged && (params["code_challenge_method"] != "S256" || !isS256(params["code_challenge"])):
		return "invalid_request", "code_challenge_method must be S256"
	case hasScope(params["prompt"], "none") && params["prompt"] != "none":
		return "invalid_request", "prompt none stands alone"
	case long > maxRequest:
		return "invalid_request", "the parameters are too long together"
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

// token authenticates the client and lets the library redeem.
func (p *Provider) token(c echo.Context) error {
	client, params, err := p.authenticated(c)
	if err != nil {
		return err
	}
	form := credentials(params)
	form.Set("grant_type", params["grant_type"])
	switch params["grant_type"] {
	case "":
		return refuse("invalid_request", "grant_type is missing.")
	case "authorization_code":
		maps.Copy(form, keep(params, "code", "redirect_uri", "code_verifier"))
	case "refresh_token":
		maps.Copy(form, keep(params, "refresh_token"))
		if params["scope"] != "" {
			form.Set("scope", userScope(params["scope"]))
		}
	case grantDevice:
		maps.Copy(form, keep(params, "device_code"))
	case "client_credentials":
		scopes := strings.Fields(params["scope"])
		if client != nil && (client.stranger || client.Public()) {
			return refuse("unauthorized_client", "Tokens of a shop's own are for shops with a secret or key that the operator knows.")
		}
		foreign := func(s string) bool { return s != ScopeReceipts && s != ScopePresentations }
		if len(scopes) == 0 || slices.ContainsFunc(scopes, foreign) {
			return refuse("invalid_scope", "scope must name receipts, presentations or both.")
		}
		form.Set("scope", strings.Join(scopes, " "))
	default:
		return refuse("unsupported_grant_type", "grant_type must be authorization_code, refresh_token, client_credentials or "+grantDevice+".")
	}
	req, err := posted(c, "/token", form)
	if err != nil {
		return err
	}
	ctx := context.WithValue(context.WithValue(c.Request().Context(), endpointKey{}, endpointToken), pollKey{}, params["client_id"])
	answer, err := p.run(ctx, req)
	if err != nil {
		return err
	}
	if again := answer.issue.again; again != nil && again.client == params["client_id"] {
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, again.body)
	}
	if answer.status != http.StatusOK {
		return p.libraryError(answer, `Basic realm="carnet"`)
	}
	if spent := answer.issue.refresh; spent != nil {
		if err := p.records.remember(c.Request().Context(), *spent, answer.body.Bytes()); err != nil {
			p.cfg.Log.Warn("an answer to a refresh is not kept for a retry", "cause", err)
		}
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, answer.body.Bytes())
}

// push takes an authorization request from a shop itself (RFC 9126).
func (p *Provider) push(c echo.Context) error {
	client, params, err := p.authenticated(c)
	if err != nil {
		return err
	}
	if client == nil {
		return invalidClient()
	}
	if params["request_uri"] != "" {
		return refuse("invalid_request", "request_uri cannot be pushed.")
	}
	if !client.redirects(params["redirect_uri"]) {
		return refuse("invalid_request", "This redirect_uri is not registered for the shop.")
	}
	if code, why := checkAuthorize(client, params); code != "" {
		return refuse(code, why+".")
	}
	form := credentials(params)
	maps.Copy(form, keep(params, "redirect_uri", "response_type", "state", "nonce", "code_challenge", "code_challenge_method", "dpop_jkt", "prompt",
		"max_age"))
	form.Set("scope", userScope(params["scope"]))
	req, err := posted(c, "/par", form)
	if err != nil {
		return err
	}
	answer, err := p.run(context.WithValue(c.Request().Context(), pushedHintKey{}, params["id_token_hint"]), req)
	if err != nil {
		return err
	}
	if answer.status != http.StatusCreated {
		return p.libraryError(answer, `Basic realm="carnet"`)
	}
	return c.Blob(http.StatusCreated, echo.MIMEApplicationJSON, answer.body.Bytes())
}

// introspect tells a shop about its own tokens (RFC 7662); others' are inactive.
func (p *Provider) introspect(c echo.Context) error {
	return p.aboutToken(c, "/introspect", func(answer *buffer) error {
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, answer.body.Bytes())
	})
}

// revoke ends an access token, or a refresh token with all its family (RFC 7009).
// What is unknown already is answered the same.
func (p *Provider) revoke(c echo.Context) error {
	return p.aboutToken(c, "/revoke", func(*buffer) error { return c.NoContent(http.StatusOK) })
}

func (p *Provider) aboutToken(c echo.Context, path string, write func(*buffer) error) error {
	_, params, err := p.authenticated(c)
	if err != nil {
		return err
	}
	form := credentials(params)
	maps.Copy(form, keep(params, "token", "token_type_hint"))
	req, err := posted(c, path, form)
	if err != nil {
		return err
	}
	answer, err := p.run(context.WithValue(c.Request().Context(), endpointKey{}, endpointLook), req)
	if err != nil {
		return err
	}
	var said struct {
		Error string `json:"error"`
	}
	if answer.status != http.StatusOK {
		if json.Unmarshal(answer.body.Bytes(), &said) == nil && said.Error == "access_denied" && path == "/introspect" {
			return c.JSON(http.StatusOK, map[string]bool{"active": false}) // another shop's: not even that it exists
		}
		if said.Error == "access_denied" {
			return c.NoContent(http.StatusOK)
		}
		return p.libraryError(answer, `Basic realm="carnet"`)
	}
	return write(answer)
}

// authenticated reads a form that a client sends, with its credentials in it. The
// library checks them.
func (p *Provider) authenticated(c echo.Context) (*Client, map[string]string, error) {
	params, err := parameters(c)
	if err != nil {
		return nil, nil, err
	}
	if err := basicToPost(c.Request(), params); err != nil {
		return nil, nil, err
	}
	if params["client_assertion"] != "" {
		issuer, audience := unverifiedNames(params["client_assertion"])
		if audience != p.cfg.Issuer {
			return nil, nil, invalidClient()
		}
		params["client_id"] = cmp.Or(params["client_id"], issuer)
	}
	client, err := p.client(c.Request().Context(), params["client_id"])
	if err != nil {
		return nil, nil, oauth(recordError(err))
	}
	if client == nil {
		return nil, params, nil // told by the library, in the same words for all
	}
	p.allowOrigin(c, client)
	basic := c.Request().Header.Get(echo.HeaderAuthorization) != ""
	if client.Auth == AuthBasic && !basic || client.Auth == AuthPost && basic || client.Public() && params["client_secret"] != "" {
		return nil, nil, invalidClient()
	}
	return client, params, p.limit(c, client, params["client_secret"])
}

// credentials are the parameters of client authentication.
func credentials(params map[string]string) url.Values {
	return keep(params, "client_id", "client_secret", "client_assertion", "client_assertion_type")
}

// unverifiedNames are whom an assertion claims to be of, for choosing the client
// that it is then checked against, and whom it is for. That must be this issuer
// alone, in one string: an assertion that another server would take as well could
// be replayed here by that server (FAPI 2.0 Security Profile §5.3.2.1).
func unverifiedNames(assertion string) (issuer, audience string) {
	t, err := jwt.ParseSigned(assertion, []jose.SignatureAlgorithm{jose.ES256, jose.EdDSA, jose.RS256, jose.PS256})
	if err != nil {
		return "", ""
	}
	var claims struct {
		Issuer   string `json:"iss"`
		Audience any    `json:"aud"`
	}
	if err := t.UnsafeClaimsWithoutVerification(&claims); err != nil {
		return "", ""
	}
	audience, _ = claims.Audience.(string)
	return claims.Issuer, audience
}

// posted is a form on its way to the library, with the DPoP proof if there is
// exactly one.
func posted(c echo.Context, path string, form url.Values) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, oauth(web.Internal(err))
	}
	req.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	return req, proof(c, req)
}

func proof(c echo.Context, req *http.Request) error {
	proofs := c.Request().Header.Values(headerDPoP)
	if len(proofs) > 1 {
		return refuse("invalid_dpop_proof", "There is more than one DPoP proof.")
	}
	for _, p := range proofs {
		req.Header.Set(headerDPoP, p)
	}
	return nil
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

// limit counts a client's requests. What anybody can send in its name, without its
// secret, is counted by network as well: nobody uses up what is the client's.
func (p *Provider) limit(c echo.Context, client *Client, secret string) error {
	if p.cfg.ByClient == nil {
		return nil
	}
	key := "client:" + client.ID
	if HashSecret(secret) != client.SecretHash {
		key += " from " + web.Network(c)
	}
	wait, err := p.cfg.ByClient.Allow(c.Request().Context(), key)
	if err != nil {
		return oauth(web.Unavailable(err))
	}
	if wait > 0 {
		return oauth(web.TooMany(wait))
	}
	return nil
}

// userinfo takes a token from exactly one place: an Authorization header with the
// scheme Bearer or DPoP, or a posted form (RFC 6750 §2).
func (p *Provider) userinfo(c echo.Context) error {
	scheme, token, err := presented(c)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(c.Request().Method, "/userinfo", nil)
	if err != nil {
		return oauth(web.Internal(err))
	}
	req.Header.Set(echo.HeaderAuthorization, scheme+" "+token)
	if err := proof(c, req); err != nil {
		return err
	}
	answer, err := p.run(c.Request().Context(), req)
	if err != nil {
		return err
	}
	if client, err := p.client(c.Request().Context(), answer.issue.client); err == nil && client != nil {
		p.allowOrigin(c, client)
	}
	if answer.status != http.StatusOK {
		e := p.libraryError(answer, scheme+` realm="carnet", error="invalid_token"`)
		if e.Code == invalidProof { // RFC 9449 §7.1: at a resource, a proof is a credential
			e.Status, e.Challenge = http.StatusUnauthorized, proofChallenge
		}
		return e
	}
	if answer.issue.bound != (scheme == headerDPoP) { // RFC 9449 §7.1: a bound token is no bearer token, nor the other way round
		return &web.Error{Status: http.StatusUnauthorized, Code: "invalid_token", OAuth: true,
			Challenge: map[bool]string{true: headerDPoP, false: "Bearer"}[answer.issue.bound] + ` realm="carnet", error="invalid_token"`, Message: "The access token is of the other kind."}
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, answer.body.Bytes())
}

func presented(c echo.Context) (scheme, token string, err error) {
	invalid := func(challenge, message string) error {
		return &web.Error{Status: http.StatusUnauthorized, Code: "invalid_token", OAuth: true, Challenge: challenge, Message: message}
	}
	headers := c.Request().Header.Values(echo.HeaderAuthorization)
	body := ""
	if c.Request().Method == http.MethodPost && c.Request().ContentLength != 0 {
		params, err := parameters(c)
		if err != nil {
			return "", "", err
		}
		body = params["access_token"]
	}
	switch {
	case len(headers) == 0 && body == "":
		return "", "", invalid(`Bearer realm="carnet"`, "An access token is needed.")
	case len(headers) == 0:
		scheme, token = "Bearer", body
	case body != "" || len(headers) > 1:
		return "", "", refuse("invalid_request", "The access token is sent in two ways; use one.")
	default:
		scheme, token, _ = strings.Cut(headers[0], " ")
	}
	switch {
	case strings.EqualFold(scheme, "Bearer"):
		scheme = "Bearer"
	case strings.EqualFold(scheme, headerDPoP):
		scheme = headerDPoP
	default:
		scheme = ""
	}
	if _, err := state.ParseBearer(token); err != nil || scheme == "" {
		return "", "", invalid(`Bearer realm="carnet", error="invalid_token"`, "The access token is malformed.")
	}
	return scheme, token, nil
}

// libraryError puts the library's refusal into our words and the statuses of RFC
// 6749 §5.2 and RFC 6750 §3.1. Its own descriptions can repeat what a stranger
// sent, and are dropped.
func (p *Provider) libraryError(answer *buffer, challenge string) *web.Error {
	var said struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if err := json.Unmarshal(answer.body.Bytes(), &said); err != nil || said.Error == "" {
		return oauth(web.Internal(fmt.Errorf("library answered %d without an error", answer.status)))
	}
	if said.Description == "invalid DPoP proof" {
		return refuse(invalidProof, "The DPoP proof is not one for this request.")
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
	case "unauthorized_client":
		return refuse(invalidProof, "A fresh DPoP proof of the token's own key is needed.")
	case "invalid_scope":
		return refuse(said.Error, "A scope is not granted here.")
	case "internal_error":
		return oauth(web.Internal(fmt.Errorf("library answered internal_error")))
	}
	return refuse(said.Error, "The request is not one that this endpoint answers.")
}
