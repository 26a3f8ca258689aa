package quirks

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// The plugin's limits.
const (
	StateLife = 180 * time.Second // of a state; its default
	Timeout   = 5 * time.Second   // of one HTTP request; its default
	maxAnswer = 1 << 20           // bytes read of an answer; ours
)

// Woo is a WordPress site with the plugin OpenID Connect Generic.
type Woo struct {
	Issuer   string // of the gateway
	ClientID string
	Secret   string
	Site     string            // URL of WordPress, without a slash at the end
	HTTP     http.RoundTripper // http.DefaultTransport when nil
	Now      func() time.Time

	mu     sync.Mutex
	states map[string]time.Time // when each was made
}

// Session is what the plugin keeps of a person who signed in.
type Session struct {
	Sub      string
	Identity string // value of the identity key: the WordPress user name
	Access   string
	Refresh  string // "" without offline_access
	IDToken  string
}

// provider is what a person types into the plugin's settings.
type provider struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Userinfo      string   `json:"userinfo_endpoint"`
	EndSession    string   `json:"end_session_endpoint"`
	JWKS          string   `json:"jwks_uri"`
	Scopes        []string `json:"scopes_supported"`
	Claims        []string `json:"claims_supported"`
	Auth          []string `json:"token_endpoint_auth_methods_supported"`
}

// Refusal is an OAuth error that the gateway answered with (RFC 6749 §5.2).
type Refusal struct {
	Status int
	Code   string
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("the gateway answers %d %s", r.Status, r.Code) }

// RedirectURI is where the plugin waits for the answer, as it must be registered at the gateway.
func (w *Woo) RedirectURI() string {
	return w.Site + "/wp-admin/admin-ajax.php?action=openid-connect-authorize"
}

// Begin returns the URL behind the plugin's button.
func (w *Woo) Begin(ctx context.Context) (string, error) {
	p, err := w.discover(ctx)
	if err != nil {
		return "", err
	}
	state := rand.Text()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.states == nil {
		w.states = map[string]time.Time{}
	}
	w.states[state] = w.Now()
	return p.loginURL(w, state), nil
}

func (p *provider) loginURL(w *Woo, state string) string {
	return p.Authorization + "?" + url.Values{"response_type": {"code"}, "scope": {p.scope()}, "client_id": {w.ClientID}, "state": {state},
		"redirect_uri": {w.RedirectURI()}}.Encode()
}

// scope asks for what the gateway has of the plugin's example.
func (p *provider) scope() string {
	scope := "openid"
	for _, s := range []string{"email", "profile", "offline_access"} {
		if slices.Contains(p.Scopes, s) {
			scope += " " + s
		}
	}
	return scope
}

// Callback takes the query of the redirect URI, as the plugin does.
func (w *Woo) Callback(ctx context.Context, query url.Values) (*Session, error) {
	if code := query.Get("error"); code != "" {
		return nil, &Refusal{Status: http.StatusOK, Code: code}
	}
	if query.Get("code") == "" || !w.knows(query.Get("state")) {
		return nil, errors.New("no code, or a state that is not known or older than 180 seconds")
	}
	p, err := w.discover(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := w.token(ctx, p, url.Values{"grant_type": {"authorization_code"}, "code": {query.Get("code")}, "redirect_uri": {w.RedirectURI()}, "scope": {p.scope()}})
	if err != nil {
		return nil, err
	}
	return w.session(ctx, p, answer)
}

// Refresh is what the plugin does when an access token has expired: without a scope, and without a Host of its own.
func (w *Woo) Refresh(ctx context.Context, s *Session) (*Session, error) {
	p, err := w.discover(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := w.token(ctx, p, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.Refresh}})
	if err != nil {
		return nil, err
	}
	if answer.IDToken == "" { // the plugin wants it with the first answer alone
		answer.IDToken = s.IDToken
	}
	return w.session(ctx, p, answer)
}

// LogoutURL is where the plugin sends a person who signs out of WordPress.
func (w *Woo) LogoutURL(ctx context.Context, s *Session) (string, error) {
	p, err := w.discover(ctx)
	if err != nil {
		return "", err
	}
	return p.EndSession + "?" + url.Values{"id_token_hint": {s.IDToken}, "post_logout_redirect_uri": {w.Site}}.Encode(), nil
}

// knows spends a state.
func (w *Woo) knows(state string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	made, ok := w.states[state]
	delete(w.states, state)
	return ok && w.Now().Sub(made) < StateLife
}

type tokenAnswer struct {
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Refresh string `json:"refresh_token"`
	IDToken string `json:"id_token"`
	Error   string `json:"error"`
}

// token posts to the token endpoint with the secret in the form. With a scope in it, the Host header lacks the port.
func (w *Woo) token(ctx context.Context, p *provider, form url.Values) (*tokenAnswer, error) {
	form.Set("client_id", w.ClientID)
	form.Set("client_secret", w.Secret)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Token, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("token endpoint: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if form.Has("scope") {
		req.Host = req.URL.Hostname()
	}
	var answer tokenAnswer
	status, err := w.json(req, &answer)
	if err != nil {
		return nil, fmt.Errorf("token endpoint: %w", err)
	}
	if answer.Error != "" || status != http.StatusOK {
		return nil, &Refusal{Status: status, Code: answer.Error}
	}
	return &answer, nil
}

// session checks what the plugin checks, and no signature.
func (w *Woo) session(ctx context.Context, p *provider, t *tokenAnswer) (*Session, error) {
	if t.IDToken == "" || !strings.EqualFold(t.Type, "Bearer") {
		return nil, errors.New("no ID token, or a token type other than Bearer")
	}
	parts := strings.Split(t.IDToken, ".")
	if len(parts) < 2 {
		return nil, errors.New("the ID token is not a JWT")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, errors.New("the ID token's payload is not base64url")
	}
	var claims struct{ Sub string }
	if err := json.Unmarshal(payload, &claims); err != nil || claims.Sub == "" {
		return nil, errors.New("the ID token has no sub")
	}
	about, err := w.userinfo(ctx, p, t.Access)
	if err != nil {
		return nil, err
	}
	if about["sub"] != claims.Sub {
		return nil, errors.New("userinfo has another sub than the ID token")
	}
	identity, _ := about[p.identityKey()].(string)
	if identity == "" {
		return nil, fmt.Errorf("userinfo has no %s", p.identityKey())
	}
	return &Session{Sub: claims.Sub, Identity: identity, Access: t.Access, Refresh: t.Refresh, IDToken: t.IDToken}, nil
}

// identityKey is the plugin's own where the gateway has it.
func (p *provider) identityKey() string {
	if slices.Contains(p.Claims, "preferred_username") {
		return "preferred_username"
	}
	return "sub"
}

// userinfo asks by GET, and by POST when the answer is not a JSON object.
func (w *Woo) userinfo(ctx context.Context, p *provider, token string) (about map[string]any, err error) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		var status int
		if about, status, err = w.ask(ctx, p, method, token); err == nil && status != http.StatusOK {
			code, _ := about["error"].(string)
			return nil, &Refusal{Status: status, Code: code}
		}
		if err == nil {
			return about, nil
		}
	}
	return nil, err
}

func (w *Woo) ask(ctx context.Context, p *provider, method, token string) (about map[string]any, status int, err error) {
	req, err := http.NewRequestWithContext(ctx, method, p.Userinfo, nil)
	if err != nil {
		return nil, 0, fmt.Errorf("userinfo endpoint: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if status, err = w.json(req, &about); err != nil {
		return nil, 0, fmt.Errorf("userinfo endpoint: %w", err)
	}
	return about, status, nil
}

func (w *Woo) discover(ctx context.Context) (*provider, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.Issuer+"/.well-known/openid-configuration", nil)
	if err != nil {
		return nil, fmt.Errorf("discovery: %w", err)
	}
	var p provider
	status, err := w.json(req, &p)
	if err != nil {
		return nil, fmt.Errorf("discovery: %w", err)
	}
	if status != http.StatusOK || p.Issuer != w.Issuer {
		return nil, fmt.Errorf("discovery: status %d, and the document is not this issuer's", status)
	}
	return &p, nil
}

// json sends a request as WordPress does, follows no redirect, and reads a JSON object.
func (w *Woo) json(req *http.Request, out any) (status int, err error) {
	client := http.Client{Transport: w.HTTP, Timeout: Timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return 0, plain(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return 0, plain(err)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return 0, fmt.Errorf("status %d, and the answer is not a JSON object", res.StatusCode)
	}
	return res.StatusCode, nil
}

// plain drops the URL from an error: it can have a state or a code in it.
func plain(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		if u.Timeout() {
			return fmt.Errorf("no answer within %v, where the plugin gives up", Timeout)
		}
		return u.Err
	}
	return err
}
