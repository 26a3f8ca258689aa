package conformance

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gatewaytest"
)

// rp is a relying party, as the suite plays one.
type rp struct {
	gatewaytest.Client
	key  *ecdsa.PrivateKey // of its assertions (private_key_jwt)
	dpop *ecdsa.PrivateKey // of its DPoP proofs; nil for bearer tokens
}

// op is one module's view of the provider under test: two clients and a person whom the provider has never seen.
type op struct {
	t              *testing.T
	g              *gatewaytest.Gateway
	client, second rp
	p              *gatewaytest.Shopper
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// newRP registers under an origin where nobody needs to listen: walks stop at its door.
func newRP(t *testing.T, id string, query string) rp {
	t.Helper()
	origin := fmt.Sprintf("http://localhost:%d", gatewaytest.FreePort(t))
	return rp{Client: gatewaytest.Client{ID: id, Origin: origin, Secret: rand.Text(), SigningAlg: "RS256", RedirectURIs: []string{origin + "/callback" + query}, PostLogout: []string{origin + "/bye"}}}
}

func secretClients(t *testing.T) (first, second rp) {
	return newRP(t, "first", ""), newRP(t, "second", "?with=query")
}

// request is an authorization request of a client, with members changed by name and value; the value "" leaves one out.
func (o *op) request(c rp, change ...string) url.Values {
	q := url.Values{"client_id": {c.ID}, "redirect_uri": {c.RedirectURIs[0]}, "response_type": {"code"}, "scope": {"openid"}, "state": {rand.Text()}, "nonce": {rand.Text()}}
	set(q, change)
	return q
}

func set(q url.Values, change []string) {
	for i := 0; i+1 < len(change); i += 2 {
		if change[i+1] == "" {
			q.Del(change[i])
		} else {
			q.Set(change[i], change[i+1])
		}
	}
}

// challenge adds PKCE to a request and returns the verifier (RFC 7636).
func challenge(q url.Values) (verifier string) {
	verifier = rand.Text() + rand.Text()
	sum := sha256.Sum256([]byte(verifier))
	q.Set("code_challenge", base64.RawURLEncoding.EncodeToString(sum[:]))
	q.Set("code_challenge_method", "S256")
	return verifier
}

// answer is what came back to the client, or the page where the person was left instead.
type answer struct {
	query url.Values
	page  *gatewaytest.Page // nil when the browser came back
}

func (o *op) authorize(q url.Values) answer {
	o.t.Helper()
	return o.came(q, o.p.OpenUntil(o.g.Endpoint("authorization_endpoint")+"?"+q.Encode(), o.door(q)))
}

// door is where an answer to a request may go, without the query.
func (o *op) door(q url.Values) string {
	door, _, _ := strings.Cut(o.redirect(q), "?")
	return door + "?"
}

// redirect is where an answer to a request may go.
func (o *op) redirect(q url.Values) string {
	if u := q.Get("redirect_uri"); u != "" {
		return u
	}
	for _, c := range []rp{o.client, o.second} {
		if c.ID == q.Get("client_id") {
			return c.RedirectURIs[0]
		}
	}
	return "nowhere"
}

// came checks what every answer must have: state, and iss (RFC 9207).
func (o *op) came(q url.Values, page *gatewaytest.Page) answer {
	o.t.Helper()
	if page.Status != 0 {
		return answer{page: page}
	}
	got := page.URL.Query()
	if _, registered, ok := strings.Cut(o.redirect(q), "?"); ok && !strings.Contains("&"+page.URL.RawQuery+"&", "&"+registered+"&") {
		o.t.Errorf("the redirect URI's own query was lost: %s", page.URL.Path)
	}
	if got.Get("iss") != o.g.Issuer {
		o.t.Errorf("iss of the answer: got %q", got.Get("iss"))
	}
	if q.Has("state") && got.Get("state") != q.Get("state") || !q.Has("state") && !q.Has("request_uri") && got.Has("state") {
		o.t.Errorf("state: got %q, want %q", got.Get("state"), q.Get("state"))
	}
	if got.Get("id_token") != "" || got.Get("access_token") != "" {
		o.t.Error("a token in the answer of the code flow")
	}
	return answer{query: got}
}

// code wants a request to succeed.
func (o *op) code(q url.Values) string {
	o.t.Helper()
	return o.codeOf(o.authorize(q))
}

func (o *op) codeOf(a answer) string {
	o.t.Helper()
	if a.page != nil {
		o.t.Fatalf("the browser was left at %s with %d: %.300s", a.page.URL.Path, a.page.Status, a.page.Body)
	}
	if a.query.Get("code") == "" || a.query.Has("error") {
		o.t.Fatalf("got error %q, want a code", a.query.Get("error"))
	}
	return a.query.Get("code")
}

// errorOf wants a request to be refused at the client's redirect URI.
func (o *op) errorOf(a answer, codes ...string) {
	o.t.Helper()
	if a.page != nil {
		o.t.Fatalf("the browser was left at %s with %d: %.300s", a.page.URL.Path, a.page.Status, a.page.Body)
	}
	if a.query.Has("code") || !slices.Contains(codes, a.query.Get("error")) {
		o.t.Fatalf("got error %q, want one of %q", a.query.Get("error"), codes)
	}
}

// pageOf wants the person to be shown an error, and sent nowhere.
func (o *op) pageOf(a answer) {
	o.t.Helper()
	if a.page == nil {
		o.t.Fatalf("the browser was sent back with %q, want an error page", a.query.Get("error"))
	}
	if a.page.Status < 400 || a.page.Status >= 500 || !strings.Contains(a.page.Header.Get("Content-Type"), "text/html") {
		o.t.Fatalf("got %d %s, want an error page", a.page.Status, a.page.Header.Get("Content-Type"))
	}
}

// how says what is odd about a client's request, where something is.
type how struct {
	assertion func(claims map[string]any) // changes the client assertion
	alg       jose.SignatureAlgorithm     // of the assertion; ES256 when ""
	signer    any                         // of the assertion; the client's key when nil
	anonymous bool                        // no client authentication
	proof     func(header, claims map[string]any)
	proofKey  *ecdsa.PrivateKey // of the DPoP proof; the client's when nil
	unproved  bool              // no DPoP proof
}

// reply is a JSON answer.
type reply struct {
	status int
	header http.Header
	body   map[string]any
}

func (r reply) text(name string) string { s, _ := r.body[name].(string); return s }

// post sends a client's form, authenticated as the client registered.
func (o *op) post(c rp, endpoint string, form url.Values, h how) reply {
	o.t.Helper()
	target := o.g.Endpoint(endpoint)
	form = maps.Clone(form)
	basic := false
	switch {
	case h.anonymous || c.Auth == "none":
		form.Set("client_id", c.ID)
	case c.Auth == "private_key_jwt":
		form.Set("client_id", c.ID)
		form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
		form.Set("client_assertion", o.assert(c, h))
	case c.Auth == "client_secret_post":
		form.Set("client_id", c.ID)
		form.Set("client_secret", c.Secret)
	default:
		basic = true
	}
	req, err := http.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if basic {
		req.SetBasicAuth(url.QueryEscape(c.ID), url.QueryEscape(c.Secret))
	}
	if c.dpop != nil && !h.unproved {
		req.Header.Set("DPoP", o.prove(c, http.MethodPost, target, "", h))
	}
	return o.do(req)
}

func (o *op) do(req *http.Request) (r reply) {
	o.t.Helper()
	res, err := o.g.HTTP.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	r = reply{status: res.StatusCode, header: res.Header}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &r.body); err != nil {
			o.t.Fatalf("%s answers %d and no JSON object: %.200s", req.URL.Path, res.StatusCode, body)
		}
	}
	return r
}

// assert is a client assertion (RFC 7523 §3) with the issuer as its only audience.
func (o *op) assert(c rp, h how) string {
	o.t.Helper()
	now := o.g.Now()
	claims := map[string]any{"iss": c.ID, "sub": c.ID, "aud": o.g.Issuer, "jti": rand.Text(), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()}
	if h.assertion != nil {
		h.assertion(claims)
	}
	alg, key := jose.ES256, any(c.key)
	if h.alg != "" {
		alg = h.alg
	}
	if h.signer != nil {
		key = h.signer
	}
	return o.sign(alg, key, map[string]any{"kid": o.kid(c), "typ": "JWT"}, claims)
}

// kid is the id of a client's key: its own for those that registered here, a thumbprint behind a jwks_uri.
func (o *op) kid(c rp) string {
	if len(c.Keys.Keys) > 0 {
		return c.Keys.Keys[0].KeyID
	}
	return thumbprint(o.t, c.key)
}

// prove is a DPoP proof (RFC 9449 §4.2).
func (o *op) prove(c rp, method, target, token string, h how) string {
	o.t.Helper()
	key := c.dpop
	if h.proofKey != nil {
		key = h.proofKey
	}
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": target, "iat": o.g.Now().Unix()}
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		claims["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	header := map[string]any{"typ": "dpop+jwt", "jwk": jose.JSONWebKey{Key: &key.PublicKey}}
	if h.proof != nil {
		h.proof(header, claims)
	}
	return o.sign(jose.ES256, key, header, claims)
}

func (o *op) sign(alg jose.SignatureAlgorithm, key any, header, claims map[string]any) string {
	o.t.Helper()
	options := &jose.SignerOptions{}
	for name, value := range header {
		options.WithHeader(jose.HeaderKey(name), value)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, options)
	if err != nil {
		o.t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		o.t.Fatal(err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		o.t.Fatal(err)
	}
	text, err := jws.CompactSerialize()
	if err != nil {
		o.t.Fatal(err)
	}
	return text
}

func thumbprint(t *testing.T, key *ecdsa.PrivateKey) string {
	t.Helper()
	sum, err := (&jose.JSONWebKey{Key: &key.PublicKey}).Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// exchange redeems a code.
func (o *op) exchange(c rp, code string, h how, change ...string) reply {
	o.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {c.RedirectURIs[0]}}
	set(form, change)
	return o.post(c, "token_endpoint", form, h)
}

// tokens wants a token request to succeed, and checks what every such answer must have (RFC 6749 §5.1).
func (o *op) tokens(c rp, r reply) reply {
	o.t.Helper()
	if r.status != http.StatusOK || r.text("access_token") == "" {
		o.t.Fatalf("token endpoint: %d %q, want tokens", r.status, r.text("error"))
	}
	kind := "Bearer"
	if c.dpop != nil {
		kind = "DPoP"
	}
	if !strings.EqualFold(r.text("token_type"), kind) {
		o.t.Errorf("token_type: got %q, want %s", r.text("token_type"), kind)
	}
	if !strings.Contains(r.header.Get("Cache-Control"), "no-store") {
		o.t.Errorf("Cache-Control: got %q, want no-store", r.header.Get("Cache-Control"))
	}
	if n, _ := r.body["expires_in"].(float64); n <= 0 {
		o.t.Errorf("expires_in: got %v", r.body["expires_in"])
	}
	return r
}

// tokenError wants a token request, or another of a client's, to be refused.
func (o *op) tokenError(r reply, codes ...string) {
	o.t.Helper()
	if r.status != http.StatusBadRequest && r.status != http.StatusUnauthorized || !slices.Contains(codes, r.text("error")) {
		o.t.Fatalf("got %d %q, want 400 or 401 and one of %q", r.status, r.text("error"), codes)
	}
	if r.text("access_token") != "" || r.text("request_uri") != "" {
		o.t.Fatal("something was given out with the refusal")
	}
}

// idToken checks an ID token as OpenID Connect Core §3.1.3.7 says and returns its claims.
func (o *op) idToken(c rp, raw, nonce string) map[string]any {
	o.t.Helper()
	jws, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.RS256, jose.ES256, jose.EdDSA})
	if err != nil {
		o.t.Fatalf("ID token: %v", err)
	}
	head := jws.Signatures[0].Header
	if c.SigningAlg != "" && head.Algorithm != c.SigningAlg {
		o.t.Errorf("ID token: signed with %s, want %s", head.Algorithm, c.SigningAlg)
	}
	set := gatewaytest.Get[jose.JSONWebKeySet](o.t, o.g, strings.TrimPrefix(o.g.Endpoint("jwks_uri"), o.g.Issuer))
	keys := set.Key(head.KeyID)
	if len(keys) != 1 {
		o.t.Fatalf("ID token: %d keys under its kid", len(keys))
	}
	payload, err := jws.Verify(keys[0])
	if err != nil {
		o.t.Fatalf("ID token: %v", err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		o.t.Fatal(err)
	}
	now := float64(o.g.Now().Unix())
	iat, _ := claims["iat"].(float64)
	exp, _ := claims["exp"].(float64)
	sub, _ := claims["sub"].(string)
	if claims["iss"] != o.g.Issuer || !audience(claims["aud"], c.ID) || exp <= now || iat > now+60 || iat < now-300 || len(sub) != 43 {
		o.t.Fatalf("ID token: iss, aud, exp, iat or sub is wrong: %s", payload)
	}
	if got, _ := claims["nonce"].(string); got != nonce {
		o.t.Errorf("nonce: got %q, want %q", got, nonce)
	}
	return claims
}

func audience(aud any, want string) bool {
	list, ok := aud.([]any)
	return aud == want || ok && len(list) == 1 && list[0] == want
}

// userinfo asks with a token in the Authorization header.
func (o *op) userinfo(c rp, method, token string, h how) reply {
	o.t.Helper()
	req, err := http.NewRequest(method, o.g.Endpoint("userinfo_endpoint"), nil)
	if err != nil {
		o.t.Fatal(err)
	}
	scheme := "Bearer "
	if c.dpop != nil {
		scheme = "DPoP "
	}
	req.Header.Set("Authorization", scheme+token)
	if c.dpop != nil && !h.unproved {
		req.Header.Set("DPoP", o.prove(c, method, o.g.Endpoint("userinfo_endpoint"), token, h))
	}
	return o.do(req)
}

// about wants userinfo to answer about a subject.
func (o *op) about(c rp, token, sub string) map[string]any {
	o.t.Helper()
	r := o.userinfo(c, http.MethodGet, token, how{})
	if r.status != http.StatusOK || r.text("sub") != sub {
		o.t.Fatalf("userinfo: %d %q, sub is the ID token's: %v", r.status, r.text("error"), r.text("sub") == sub)
	}
	return r.body
}

// signedIn is a whole sign-in.
type signedIn struct {
	claims map[string]any
	tokens reply
}

func (s signedIn) sub() string     { sub, _ := s.claims["sub"].(string); return sub }
func (s signedIn) authTime() int64 { at, _ := s.claims["auth_time"].(float64); return int64(at) }
func (s signedIn) access() string  { return s.tokens.text("access_token") }
func (s signedIn) idToken() string { return s.tokens.text("id_token") }
func (s signedIn) refresh() string { return s.tokens.text("refresh_token") }

// signIn signs the person in at a client, with or without asking the wallet.
func (o *op) signIn(c rp, change ...string) signedIn {
	o.t.Helper()
	q := o.request(c, change...)
	r := o.tokens(c, o.exchange(c, o.code(q), how{}))
	return signedIn{o.idToken(c, r.text("id_token"), q.Get("nonce")), r}
}
