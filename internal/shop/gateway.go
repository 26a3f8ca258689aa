package shop

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const maxAnswer = 1 << 20 // bytes of one answer of the gateway

// trouble is what went wrong, in a word that has a page of its own in the texts. Its cause is for the log and is kept free of contents.
type trouble struct {
	kind   string // "problem.<kind>.what", ".safe" and ".do" in the texts
	status int    // of the page
	code   string // of the gateway, if it gave one
	cause  error
}

func (t *trouble) Error() string {
	text := t.kind
	if t.code != "" {
		text += " (" + t.code + ")"
	}
	if t.cause != nil {
		text += ": " + t.cause.Error()
	}
	return text
}

func (t *trouble) Unwrap() error { return t.cause }

func down(cause error) error {
	return &trouble{kind: "gateway_down", status: http.StatusBadGateway, cause: cause}
}

func nonsense(format string, args ...any) error {
	return &trouble{kind: "gateway_nonsense", status: http.StatusBadGateway, cause: fmt.Errorf(format, args...)}
}

// refused says whether the gateway has read what was sent and will never take it: nothing was stored, nothing is left to retry.
func refused(err error) bool {
	var t *trouble
	return errors.As(err, &t) && t.kind == "order_refused"
}

// gateway is the shop's side of OpenID Connect and of the public API.
type gateway struct {
	cfg    Config
	client *http.Client

	mu     sync.Mutex // guards what discovery has taught
	known  *oidc.Provider
	saysIs bool // the gateway promises an iss parameter (RFC 9207)
	tokens map[string]oauth2.TokenSource
}

func newGateway(cfg Config) *gateway {
	next := http.DefaultTransport
	if cfg.HTTP != nil && cfg.HTTP.Transport != nil {
		next = cfg.HTTP.Transport
	}
	client := &http.Client{
		Transport:     limited{next},
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &gateway{cfg: cfg, client: client, tokens: map[string]oauth2.TokenSource{}}
}

// limited cuts off answers that are too long, for the libraries that read to the end.
type limited struct{ next http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.next.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxAnswer), res.Body}
	}
	return res, err
}

// provider discovers the gateway on first need and remembers it.
func (g *gateway) provider(ctx context.Context) (*oidc.Provider, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known != nil {
		return g.known, nil
	}
	// The key set outlives the request that asked first: it keeps the client of its context, and must not keep its deadline.
	p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), g.client), g.cfg.Issuer)
	if err != nil {
		return nil, down(fmt.Errorf("discovery: %w", unquoted(err)))
	}
	var meta struct {
		Iss bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := p.Claims(&meta); err != nil {
		return nil, nonsense("discovery")
	}
	g.known, g.saysIs = p, meta.Iss
	return p, nil
}

// plainURLError drops the URL from an error: its query may hold what no log may.
func plainURLError(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// unquoted keeps of a library's error what the network said, and drops what an answer said.
func unquoted(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return errors.New("the answer cannot be used")
}

func (g *gateway) oauth(p *oidc.Provider) *oauth2.Config {
	end := p.Endpoint()
	end.AuthStyle = oauth2.AuthStyleInHeader // client_secret_basic
	return &oauth2.Config{ClientID: g.cfg.ClientID, ClientSecret: g.cfg.ClientSecret, Endpoint: end, RedirectURL: g.cfg.BaseURL + "/callback", Scopes: []string{oidc.ScopeOpenID}}
}

// signIn is one sign-in under way. It is spent by the callback, whatever the outcome.
type signIn struct {
	State, Nonce, Verifier string
	Until                  time.Time
}

// start returns the URL to send the shopper to.
func (g *gateway) start(ctx context.Context, in *signIn, lang string) (string, error) {
	p, err := g.provider(ctx)
	if err != nil {
		return "", err
	}
	return g.oauth(p).AuthCodeURL(in.State, oidc.Nonce(in.Nonce), oauth2.S256ChallengeOption(in.Verifier), oauth2.SetAuthURLParam("ui_locales", lang)), nil
}

// finish turns the callback's query into the shopper's subject at this shop, and the ID token that says so.
func (g *gateway) finish(ctx context.Context, in *signIn, q url.Values) (sub, idToken string, err error) {
	p, err := g.provider(ctx)
	if err != nil {
		return "", "", err
	}
	for _, name := range []string{"state", "code", "iss", "error"} {
		if len(q[name]) > 1 {
			return "", "", signInFailed(fmt.Errorf("%s appears twice", name))
		}
	}
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(in.State)) != 1 {
		return "", "", signInFailed(errors.New("state"))
	}
	if iss := q.Get("iss"); iss != g.cfg.Issuer && (g.saysIs || iss != "") {
		return "", "", signInFailed(errors.New("another issuer answers"))
	}
	if code := q.Get("error"); code == "access_denied" {
		return "", "", &trouble{kind: "sign_in_declined", status: http.StatusOK}
	} else if code != "" {
		return "", "", signInFailed(errors.New("the gateway answers with an error"))
	}
	token, err := g.oauth(p).Exchange(oidc.ClientContext(ctx, g.client), q.Get("code"), oauth2.VerifierOption(in.Verifier))
	if err != nil {
		return "", "", tokenTrouble(err, "sign_in_failed", http.StatusBadGateway)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", "", signInFailed(errors.New("no ID token"))
	}
	id, err := p.Verifier(&oidc.Config{ClientID: g.cfg.ClientID, Now: g.cfg.Now}).Verify(oidc.ClientContext(ctx, g.client), raw)
	if err != nil {
		return "", "", signInFailed(errors.New("the ID token does not verify"))
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(in.Nonce)) != 1 {
		return "", "", signInFailed(errors.New("nonce"))
	}
	if id.Subject == "" || len(id.Subject) > 255 {
		return "", "", signInFailed(errors.New("subject"))
	}
	return id.Subject, raw, nil
}

// signOut returns where a person signs out of the gateway too (OpenID Connect RP-Initiated Logout 1.0), "" where it offers that nowhere.
func (g *gateway) signOut(ctx context.Context, idToken string) string {
	p, err := g.provider(ctx)
	if err != nil {
		return ""
	}
	var offers struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := p.Claims(&offers); err != nil || !strings.HasPrefix(offers.EndSession, g.cfg.Issuer+"/") {
		return ""
	}
	return offers.EndSession + "?" + url.Values{"id_token_hint": {idToken}, "post_logout_redirect_uri": {g.cfg.BaseURL + "/"}}.Encode()
}

func signInFailed(cause error) error {
	return &trouble{kind: "sign_in_failed", status: http.StatusBadRequest, cause: cause}
}

// tokenTrouble tells a gateway that says no from one that is not there. The library's error quotes the answer: only its status is kept.
func tokenTrouble(err error, kind string, status int) error {
	var answer *oauth2.RetrieveError
	if errors.As(err, &answer) && answer.Response != nil && answer.Response.StatusCode < 500 {
		return &trouble{kind: kind, status: status, code: word(answer.ErrorCode), cause: fmt.Errorf("token endpoint: %d", answer.Response.StatusCode)}
	}
	return down(fmt.Errorf("token endpoint: %w", unquoted(err)))
}

var codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// word returns a code of the gateway if it looks like one.
func word(code string) string {
	if codeShape.MatchString(code) {
		return code
	}
	return ""
}

// token returns an access token of the shop itself for one scope.
func (g *gateway) token(ctx context.Context, scope string, fresh bool) (*oauth2.Token, error) {
	p, err := g.provider(ctx)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	source := g.tokens[scope]
	if source == nil || fresh {
		cc := clientcredentials.Config{ClientID: g.cfg.ClientID, ClientSecret: g.cfg.ClientSecret, TokenURL: p.Endpoint().TokenURL, Scopes: []string{scope}, AuthStyle: oauth2.AuthStyleInHeader}
		source = cc.TokenSource(oidc.ClientContext(context.WithoutCancel(ctx), g.client))
		g.tokens[scope] = source
	}
	g.mu.Unlock()
	t, err := source.Token()
	if err != nil {
		return nil, tokenTrouble(err, "token_refused", http.StatusBadGateway)
	}
	return t, nil
}

// call sends one request of the public API and reads its JSON answer. A token that is no longer taken is renewed once.
func (g *gateway) call(ctx context.Context, method, path, scope, idemKey string, body []byte, out any) error {
	for _, fresh := range []bool{false, true} {
		token, err := g.token(ctx, scope, fresh)
		if err != nil {
			return err
		}
		res, raw, err := g.send(ctx, method, path, idemKey, token, body)
		if err != nil {
			return down(plainURLError(err))
		}
		if res.StatusCode == http.StatusUnauthorized && !fresh {
			continue
		}
		return read(res.StatusCode, raw, out)
	}
	panic("unreachable")
}

func (g *gateway) send(ctx context.Context, method, path, idemKey string, token *oauth2.Token, body []byte) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, g.cfg.Issuer+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	token.SetAuthHeader(req)
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if idemKey != "" {
		req.Header.Set("Idempotency-Key", idemKey)
	}
	res, err := g.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return res, raw, err
}

// read turns an answer into out or into a trouble. 4xx other than 401, 408, 425 and 429 are final.
func read(status int, raw []byte, out any) error {
	if status == http.StatusOK || status == http.StatusCreated {
		if err := json.Unmarshal(raw, out); err != nil {
			return nonsense("answer %d is not the JSON that was promised", status)
		}
		return nil
	}
	var e struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(raw, &e) // an answer without a code is still an answer
	switch {
	case status == http.StatusUnauthorized:
		return &trouble{kind: "token_refused", status: http.StatusBadGateway, code: word(e.Error)}
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status == http.StatusTooEarly:
		return &trouble{kind: "gateway_busy", status: http.StatusServiceUnavailable, code: word(e.Error)}
	case status >= 400 && status < 500:
		return &trouble{kind: "order_refused", status: http.StatusBadGateway, code: word(e.Error), cause: fmt.Errorf("answer %d", status)}
	default:
		return &trouble{kind: "gateway_down", status: http.StatusBadGateway, code: word(e.Error), cause: fmt.Errorf("answer %d", status)}
	}
}

// claim is how a receipt gets into a carnet that the gateway does not know yet.
type claim struct {
	Code string `json:"code,omitempty"`
	URL  string `json:"url,omitempty"`
	Gone string `json:"gone,omitempty"`
}

// sealed is the answer to an order.
type sealed struct {
	ID    string `json:"id"`
	Epoch uint64 `json:"epoch"`
	Claim *claim `json:"claim"`
}

var (
	receiptID = regexp.MustCompile(`^[0-9a-f]{32}$`)
	claimCode = regexp.MustCompile(`^[0-9A-Z]{26}$`)
)

// post sends an order. The same key and body may be sent any number of times.
func (g *gateway) post(ctx context.Context, idemKey string, body []byte) (*sealed, error) {
	var a sealed
	if err := g.call(ctx, http.MethodPost, "/v1/receipts", "receipts", idemKey, body, &a); err != nil {
		return nil, err
	}
	if !receiptID.MatchString(a.ID) {
		return nil, nonsense("receipt without an id")
	}
	if a.Claim != nil && a.Claim.Gone == "" {
		plain := strings.NewReplacer("-", "", " ", "").Replace(a.Claim.Code)
		if !claimCode.MatchString(plain) || !strings.HasPrefix(a.Claim.URL, g.cfg.VaultURL+"/") || len(a.Claim.URL) > 2048 {
			return nil, nonsense("claim that leads elsewhere")
		}
	}
	return &a, nil
}

// question is a presentation that was asked for.
type question struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

// ask starts a presentation of two fields of a receipt: its total and its currency.
func (g *gateway) ask(ctx context.Context, purpose string) (*question, error) {
	type path struct {
		Path []string `json:"path"`
	}
	body, err := json.Marshal(map[string]any{
		"purpose":      purpose,
		"redirect_uri": g.cfg.BaseURL + "/receipt/callback",
		"dcql_query": map[string]any{"credentials": []any{map[string]any{
			"id":     "receipt",
			"format": "dc+sd-jwt",
			"meta":   map[string]any{"vct_values": []string{"urn:carnet:receipt:1"}},
			"claims": []path{{[]string{"total"}}, {[]string{"currency"}}},
		}}},
	})
	if err != nil {
		return nil, err
	}
	var q question
	if err := g.call(ctx, http.MethodPost, "/v1/presentations", "presentations", "", body, &q); err != nil {
		return nil, err
	}
	if q.ID == "" || len(q.ID) > 256 || !strings.HasPrefix(q.URL, g.cfg.VaultURL+"/") || len(q.URL) > 4096 {
		return nil, nonsense("question that leads elsewhere")
	}
	return &q, nil
}

// presented is one receipt of an answer.
type presented struct {
	Shop struct {
		Name   string `json:"name"`
		Sector string `json:"sector"`
	} `json:"shop"`
	Claims struct {
		Total    *int64 `json:"total"`
		Currency string `json:"currency"`
	} `json:"claims"`
	Signed   bool   `json:"signed"`
	Anchored bool   `json:"anchored"`
	Holder   bool   `json:"holder"`
	Refunded string `json:"refunded"`
	Epoch    uint64 `json:"epoch"`
}

// result fetches what the shopper showed: exactly one receipt, checked in every respect.
func (g *gateway) result(ctx context.Context, id, responseCode string) (*presented, error) {
	var a struct {
		Receipts []presented `json:"receipts"`
	}
	path := "/v1/presentations/" + url.PathEscape(id) + "?" + url.Values{"response_code": {responseCode}}.Encode()
	if err := g.call(ctx, http.MethodGet, path, "presentations", "", nil, &a); err != nil {
		return nil, err
	}
	if len(a.Receipts) != 1 {
		return nil, nonsense("%d receipts instead of one", len(a.Receipts))
	}
	p := &a.Receipts[0]
	if p.Claims.Total == nil || !currencyShape.MatchString(p.Claims.Currency) || p.Shop.Sector == "" || len(p.Shop.Name)+len(p.Shop.Sector) > 512 {
		return nil, nonsense("presented receipt lacks what was asked for")
	}
	if !p.Signed || !p.Anchored || !p.Holder || p.Refunded == "yes" {
		return nil, &trouble{kind: "receipt_not_verified", status: http.StatusOK}
	}
	return p, nil
}

var currencyShape = regexp.MustCompile(`^[A-Z]{3}$`)
