package oidc

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"carnet/internal/gateway/web"
	"carnet/internal/guard"
	"carnet/internal/sealed"
	"carnet/internal/state"

	"github.com/go-jose/go-jose/v4"
	"github.com/luikyv/go-oidc/pkg/goidc"
	"github.com/luikyv/go-oidc/pkg/provider"
)

// Provider is the OpenID provider. It is safe for concurrent use.
type Provider struct {
	cfg          Config
	registry     *registry
	records      *records
	interactions sealed.Box
	people       sealed.Box // wallets in sessions and grants
	logouts      *logouts
	devices      *devices
	library      http.Handler
	fetchKeys    *http.Client
	discovery    []byte
}

// userScopes are granted to shoppers' tokens: profile tells a made-up name, email an
// alias where there is a domain for them, offline_access gives a refresh token.
const userScopes = "openid profile email offline_access"

const allScopes = userScopes + " " + ScopeReceipts + " " + ScopePresentations

// New validates cfg and returns a provider.
func New(cfg Config) (*Provider, error) {
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("openid provider: %w", err)
	}
	p := &Provider{cfg: cfg, registry: newRegistry(&cfg), fetchKeys: &http.Client{Transport: newKeyFetcher(&cfg), Timeout: guard.Timeout, CheckRedirect: refuseRedirect}}
	var err error
	if p.interactions, err = sealed.New(cfg.Secret, "interaction"); err != nil {
		return nil, fmt.Errorf("openid provider: %w", err)
	}
	if p.people, err = sealed.New(cfg.Secret, "person"); err != nil {
		return nil, fmt.Errorf("openid provider: %w", err)
	}
	names, err := sealed.New(cfg.Secret, "names")
	if err != nil {
		return nil, fmt.Errorf("openid provider: %w", err)
	}
	p.records = newRecords(cfg.Store, names, cfg.Now)
	if p.logouts, err = newLogouts(cfg); err != nil {
		return nil, fmt.Errorf("openid provider: %w", err)
	}
	if p.devices, err = newDevices(cfg, p.records); err != nil {
		return nil, fmt.Errorf("openid provider: %w", err)
	}
	op, err := provider.New(cfg.Issuer, p.records, p.keys, p.options()...)
	if err != nil {
		return nil, fmt.Errorf("openid provider: %w", err)
	}
	p.library = op.Handler()
	if p.discovery, err = p.describe(); err != nil {
		return nil, fmt.Errorf("discovery document: %w", err)
	}
	return p, nil
}

func (p *Provider) keys(context.Context) (goidc.JSONWebKeySet, error) {
	return goidc.JSONWebKeySet{Keys: p.cfg.Keys.All().Keys}, nil // the first of each algorithm signs
}

func (p *Provider) options() []provider.Option {
	bearer := func(context.Context) string { return state.NewBearer().String() }
	code := func(context.Context) string { return p.records.newCode() }
	scopes := []goidc.Scope{}
	for _, s := range strings.Fields(allScopes) {
		scopes = append(scopes, goidc.NewScope(s))
	}
	algs := []goidc.SignatureAlgorithm{}
	for _, alg := range []jose.SignatureAlgorithm{jose.RS256, jose.EdDSA} {
		if p.cfg.signs(string(alg)) {
			algs = append(algs, goidc.SignatureAlgorithm(alg))
		}
	}
	return []provider.Option{
		provider.WithAuthCodeGrant(p.records, goidc.ResponseTypeCode),
		provider.WithClientCredentialsGrant(),
		provider.WithRefreshTokenGrant(p.records),
		provider.WithRefreshTokenRotation(),
		provider.WithRefreshTokenLifetime(int(RefreshLife.Seconds())),
		provider.WithRefreshTokenShouldIssue(func(_ context.Context, _ *goidc.Client, g *goidc.Grant) bool {
			return hasScope(g.Scopes, "offline_access")
		}),
		provider.WithOpaqueTokens(p.records),
		provider.WithTokenOptions(tokenOptions),
		provider.WithPKCE(goidc.CodeChallengeMethodSHA256),
		provider.WithPAR(p.records),
		provider.WithPARIDFunc(bearer),
		provider.WithPARLifetime(int(PushedLife.Seconds())),
		provider.WithDPoP(goidc.ES256, goidc.SignatureAlgorithm(jose.EdDSA), goidc.RS256, goidc.PS256),
		provider.WithJWTLifetime(int(proofLife.Seconds())),
		provider.WithJWTLeewayTime(int(proofLife.Seconds()) / 2),
		provider.WithTokenRevocation(func(context.Context, *goidc.Client) bool { return true }),
		provider.WithTokenIntrospection(func(_ context.Context, c *goidc.Client, t goidc.TokenInfo) bool { return c.ID == t.ClientID }),
		provider.WithGrantHandler(p.recheck),
		provider.WithIssuerResponseParameter(),
		provider.WithOpenIDScopeRequired(),
		provider.WithScopes(scopes...),
		provider.WithNoneAuthn(),
		provider.WithSecretBasicAuthn(),
		provider.WithSecretPostAuthn(),
		provider.WithPrivateKeyJWTAuthn(goidc.ES256, goidc.SignatureAlgorithm(jose.EdDSA), goidc.RS256, goidc.PS256),
		provider.WithHTTPClientFunc(func(context.Context) *http.Client { return p.fetchKeys }),
		provider.WithClientSecretVerifier(verifySecret),
		provider.WithDCR(p.registry),
		provider.WithDeviceGrant(p.devices, unserved, unserved),
		provider.WithDeviceCodeFunc(bearer),
		provider.WithSubIdentifierTypes(goidc.SubIdentifierPairwise),
		provider.WithPairwiseSubject(func(_ context.Context, sub string, _ *goidc.Client) string { return sub }),
		provider.WithIDTokenSignatureAlgs(goidc.ES256, algs...),
		provider.WithIDTokenLifetime(int(UserTokenLife.Seconds())),
		provider.WithIDTokenClaims(func(ctx context.Context, g *goidc.Grant) map[string]any {
			claims := p.describes(ctx, g)
			maps.Copy(claims, claimsOf(g))
			return claims
		}),
		provider.WithUserInfoClaims(func(ctx context.Context, g *goidc.Grant) map[string]any { return p.describes(ctx, g) }),
		provider.WithACRs(acrWallet, acrContract),
		provider.WithClaims("sub", p.claimNames()...),
		provider.WithAuthSessionLifetime(int(p.cfg.Interaction.Seconds())),
		provider.WithAuthCodeLifetime(int(CodeLife.Seconds())),
		provider.WithAuthnSessionIDFunc(bearer),
		provider.WithAuthCodeFunc(code),
		provider.WithGrantIDFunc(bearer),
		provider.WithRefreshTokenFunc(bearer),
		provider.WithOpaqueTokenFunc(func(context.Context, *goidc.Grant) string { return state.NewBearer().String() }),
		provider.WithJTIConsumer(p.records.consumeJTI),
		provider.WithPolicies(goidc.NewPolicy("wallet",
			func(*http.Request, *goidc.AuthnSession, *goidc.Client) bool { return true }, p.authenticate)),
		provider.WithErrorHandler(func(ctx context.Context, err error) { _ = noteInternal(ctx, err) }),
	}
}

// unserved is for pages of the library that nobody gets.
func unserved(http.ResponseWriter, *http.Request) error { return errors.ErrUnsupported }

func tokenOptions(_ context.Context, g *goidc.Grant, _ *goidc.Client) goidc.TokenOptions {
	life := UserTokenLife
	if isShopOwn(g.Subject, g.ClientID) {
		life = ShopTokenLife
	}
	return goidc.NewOpaqueTokenOptions(int(life.Seconds()))
}

// verifySecret compares hashes in constant time. This process needs none (Redeem).
func verifySecret(ctx context.Context, stored, presented string) error {
	if own, _ := ctx.Value(ownKey{}).(bool); own {
		return nil
	}
	got := HashSecret(presented)
	if subtle.ConstantTimeCompare([]byte(stored), []byte(hex.EncodeToString(got[:]))) != 1 {
		return errors.New("wrong client secret")
	}
	return nil
}

// forLibrary is the client as the library wants it. Both ways to present a secret
// become the posted one before the library sees the request.
func (c *Client) forLibrary() *goidc.Client {
	out := &goidc.Client{ID: c.ID, ClientMeta: goidc.ClientMeta{
		Name:                       c.Name,
		RedirectURIs:               c.RedirectURIs,
		GrantTypes:                 []goidc.GrantType{goidc.GrantAuthorizationCode},
		ResponseTypes:              []goidc.ResponseType{goidc.ResponseTypeCode},
		ScopeIDs:                   userScopes,
		SubIdentifierType:          goidc.SubIdentifierPairwise,
		IDTokenSigAlg:              goidc.SignatureAlgorithm(c.SigningAlg),
		DPoPTokenBindingIsRequired: c.DPoP,
	}}
	if !c.noRefresh {
		out.GrantTypes = append(out.GrantTypes, goidc.GrantRefreshToken)
	}
	if c.Device {
		out.GrantTypes = append(out.GrantTypes, goidc.GrantDeviceCode)
	}
	if c.Native {
		out.ApplicationType = goidc.ApplicationTypeNative
	}
	switch c.Auth {
	case AuthNone:
		out.TokenAuthnMethod = goidc.AuthnMethodNone
		return out
	case AuthPrivateKey:
		out.TokenAuthnMethod = goidc.AuthnMethodPrivateKeyJWT
		out.JWKSURI = c.KeysURI
		if c.KeysURI == "" {
			out.JWKS = &goidc.JSONWebKeySet{Keys: c.Keys.Keys}
		}
	default:
		out.TokenAuthnMethod = goidc.AuthnMethodSecretPost
		out.Secret = hex.EncodeToString(c.SecretHash[:])
	}
	if c.stranger {
		return out // receipts and presentations are for shops that the operator knows
	}
	out.GrantTypes = append(out.GrantTypes, goidc.GrantClientCredentials)
	out.ScopeIDs = allScopes
	return out
}

// describe takes the library's discovery document and makes it say what this
// provider does: no fragment answers, no request objects, logout.
func (p *Provider) describe() ([]byte, error) {
	req, err := http.NewRequest(http.MethodGet, "/.well-known/openid-configuration", nil)
	if err != nil {
		return nil, err
	}
	answer := newBuffer()
	p.library.ServeHTTP(answer, req)
	var doc map[string]any
	if err := json.Unmarshal(answer.body.Bytes(), &doc); err != nil {
		return nil, err
	}
	doc["response_modes_supported"] = []string{"query"}
	doc["request_parameter_supported"] = false
	doc["request_uri_parameter_supported"] = false
	doc["claims_parameter_supported"] = false
	doc["prompt_values_supported"] = []string{"none", "login", "consent", "select_account"}
	doc["ui_locales_supported"] = []string{"en", "fr"}
	doc["end_session_endpoint"] = p.cfg.Issuer + "/logout"
	delete(doc, "registration_endpoint")
	if len(p.cfg.Registration.Tokens) > 0 {
		doc["registration_endpoint"] = p.cfg.Issuer + "/register"
	}
	if p.cfg.Registration.Documents {
		doc["client_id_metadata_document_supported"] = true
	}
	doc["device_authorization_endpoint"] = p.cfg.Issuer + "/device_authorization"
	doc["backchannel_logout_supported"] = true
	doc["backchannel_logout_session_supported"] = true
	return json.Marshal(doc)
}

// client returns a shop, nil for unknown ones. An error, for recordError, says that
// it cannot be told now.
func (p *Provider) client(ctx context.Context, id string) (*Client, error) {
	return p.registry.find(ctx, id)
}

// Client authenticates a shop by its own access token (client_credentials, RFC
// 6750) and returns its client id. A shopper's token is not a shop's, and one that is
// bound to a key is no bearer token (RFC 9449 §7.1). The errors are *web.Error, ready
// to return: 401 invalid_token, 403 insufficient_scope, 503 unavailable.
func (p *Provider) Client(ctx context.Context, bearerToken, scope string) (string, error) {
	t, err := p.shopToken(ctx, bearerToken, scope)
	if err != nil {
		return "", err
	}
	if t.JWKThumbprint != "" {
		return "", wrongToken(headerDPoP, "The access token is bound to a key. Nothing was stored; send it as Authorization: DPoP, with a proof.")
	}
	return t.ClientID, nil
}

func (p *Provider) shopToken(ctx context.Context, token, scope string) (*goidc.Token, error) {
	t, err := p.records.Token(ctx, token)
	if errors.Is(err, state.ErrUnavailable) {
		return nil, web.Unavailable(err)
	}
	if err != nil && !errors.Is(err, goidc.ErrNotFound) {
		return nil, web.Internal(err)
	}
	if err != nil || p.cfg.Now().Unix() >= int64(t.ExpiresAt) || !isShopOwn(t.Subject, t.ClientID) || p.registry.configured[t.ClientID].Client == nil {
		return nil, wrongToken("Bearer", "The access token is unknown or has expired. Nothing was stored; get a new one with client_credentials.")
	}
	if !hasScope(t.Scopes, scope) {
		return nil, &web.Error{Status: http.StatusForbidden, Code: "insufficient_scope",
			Challenge: `Bearer error="insufficient_scope", scope="` + scope + `"`,
			Message:   "The access token does not have the scope " + scope + ". Nothing was stored; ask for it at the token endpoint."}
	}
	return t, nil
}

// buffer holds the library's answer until it is known to be true: the library
// writes before it has saved.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
	issue  issue
}

func newBuffer() *buffer { return &buffer{header: http.Header{}, status: http.StatusOK} }

func (b *buffer) Header() http.Header         { return b.header }
func (b *buffer) WriteHeader(status int)      { b.status = status }
func (b *buffer) Write(p []byte) (int, error) { return b.body.Write(p) }

// outcome collects, for one request, the errors that the library would hide, and
// what is issued.
type outcome struct {
	err   error
	issue issue
}

type (
	outcomeKey  struct{}
	endpointKey struct{}
	finishKey   struct{} // *finishing
	visitKey    struct{} // visit
	pollKey     struct{} // the id of the client that polls

	// pushedHintKey is for the id_token_hint of a pushed request: the library refuses
	// one that has expired, and hints are mostly that.
	pushedHintKey struct{}
)

// issue is what one token request gives out.
type issue struct {
	grant    *goidc.Grant
	fresh    bool          // the grant is not stored yet
	spending *spending     // the refresh token that this request shows, until it is spent
	refresh  *state.Bearer // the refresh token that this request spent
	again    *answered     // the same request was answered just now
	bound    bool          // the access token presented is bound to a DPoP key
	client   string        // that the access token presented was given to
}

// answered is an answer that may be given again, to the same client.
type answered struct {
	client string
	body   []byte
}

func issuing(ctx context.Context) *issue {
	if o, ok := ctx.Value(outcomeKey{}).(*outcome); ok {
		return &o.issue
	}
	return new(issue)
}

// note remembers an error of ours on the request's way through the library.
func note(ctx context.Context, err error) error {
	if o, ok := ctx.Value(outcomeKey{}).(*outcome); ok && err != nil && o.err == nil {
		o.err = err
	}
	return err
}

// noteInternal remembers errors of the library's own that it would answer with
// internal_error; refusals of the caller are not noted.
func noteInternal(ctx context.Context, err error) error {
	if _, refusal := errors.AsType[goidc.Error](err); refusal || errors.Is(err, goidc.ErrNotFound) {
		return err
	}
	return note(ctx, err)
}

// endpoints, as far as they treat a refresh token differently.
const (
	endpointOther = iota
	endpointToken
	endpointLook // introspection, revocation
)

func endpoint(ctx context.Context) int {
	at, _ := ctx.Value(endpointKey{}).(int)
	return at
}

// run passes a request to the library. A store that is gone is a 503 whatever
// the library made of it, another error a 500.
func (p *Provider) run(ctx context.Context, r *http.Request) (*buffer, error) {
	o := &outcome{}
	r.RequestURI = r.URL.RequestURI() // a DPoP proof is compared with it
	answer := newBuffer()
	p.library.ServeHTTP(answer, r.WithContext(context.WithValue(ctx, outcomeKey{}, o)))
	answer.issue = o.issue
	if e, ok := errors.AsType[*web.Error](o.err); ok {
		return nil, oauth(e)
	}
	if errors.Is(o.err, state.ErrUnavailable) {
		return nil, oauth(web.Unavailable(o.err))
	}
	if errors.Is(o.err, errFinished) {
		return nil, o.err
	}
	if o.err != nil {
		return nil, oauth(web.Internal(o.err))
	}
	return answer, nil
}

func oauth(e *web.Error) *web.Error {
	c := *e
	c.OAuth = true
	return &c
}
