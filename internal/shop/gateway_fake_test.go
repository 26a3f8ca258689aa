package shop

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	fakeClient = "lantern"
	fakeSecret = "a secret with : and % in it"
	fakeSub    = "c3ViamVjdC1vZi1hLXNob3BwZXItYXQtdGhpcy1zaG9"
	fakeCode   = "7ZZZZ-ABCDE-FGHJK-MNPQR-STVWXY"
)

// fake is a gateway that does what protocol.md §9 says, and lies on request.
type fake struct {
	*httptest.Server
	key, otherKey *ecdsa.PrivateKey
	vault         string

	mu       sync.Mutex
	lie      string // what to do wrong, until it is changed
	codes    map[string]url.Values
	bound    bool              // the shopper's carnet is known: no claim codes
	receipts map[string][]byte // by Idempotency-Key
	posts    int
	tokens   int
	asked    map[string]any // the last question
	redirect string
	other    string // sector of the shop that the shown receipt comes from
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{codes: map[string]url.Values{}, receipts: map[string][]byte{}, vault: "http://vault.test", other: "pan.example"}
	f.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	f.otherKey, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", f.discovery)
	mux.HandleFunc("GET /jwks", f.jwks)
	mux.HandleFunc("GET /authorize", f.authorize)
	mux.HandleFunc("POST /token", f.token)
	mux.HandleFunc("POST /v1/receipts", f.receipt)
	mux.HandleFunc("POST /v1/presentations", f.ask)
	mux.HandleFunc("GET /v1/presentations/{id}", f.answer)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

func (f *fake) tell(lie string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lie = lie
}

func (f *fake) lies(lie string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lie == lie
}

func send(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

func fail(w http.ResponseWriter, status int, code string) {
	send(w, status, map[string]string{"error": code, "message": "A sentence."})
}

func (f *fake) discovery(w http.ResponseWriter, _ *http.Request) {
	if f.lies("discovery is down") {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	iss := f.URL
	if f.lies("discovery names another issuer") {
		iss = "https://evil.example"
	}
	send(w, 200, map[string]any{
		"issuer": iss, "authorization_endpoint": f.URL + "/authorize", "token_endpoint": f.URL + "/token", "jwks_uri": f.URL + "/jwks",
		"id_token_signing_alg_values_supported": []string{"ES256"}, "authorization_response_iss_parameter_supported": true,
	})
}

func (f *fake) jwks(w http.ResponseWriter, _ *http.Request) {
	send(w, 200, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &f.key.PublicKey, KeyID: "k", Algorithm: "ES256", Use: "sig"}}})
}

func (f *fake) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != fakeClient || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("scope") != "openid" || len(q.Get("nonce")) < 22 || len(q.Get("state")) < 22 {
		fail(w, 400, "invalid_request")
		return
	}
	code := "code-" + rand.Text()
	f.mu.Lock()
	f.codes[code] = q
	lie := f.lie
	f.mu.Unlock()
	back := url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {f.URL}}
	switch lie {
	case "another state":
		back.Set("state", rand.Text())
	case "another iss":
		back.Set("iss", "https://evil.example")
	case "no iss":
		back.Del("iss")
	case "two codes":
		back.Add("code", "another")
	case "declined":
		back = url.Values{"error": {"access_denied"}, "state": {q.Get("state")}, "iss": {f.URL}}
	case "error":
		back = url.Values{"error": {"server_error"}, "state": {q.Get("state")}, "iss": {f.URL}}
	case "unknown code":
		back.Set("code", "code-nobody")
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther)
}

func (f *fake) token(w http.ResponseWriter, r *http.Request) {
	if f.lies("token endpoint is down") {
		fail(w, 503, "temporarily_unavailable")
		return
	}
	id, secret, ok := r.BasicAuth()
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	if !ok || id != fakeClient || secret != fakeSecret || f.lies("client refused") {
		fail(w, 401, "invalid_client")
		return
	}
	r.ParseForm()
	if r.PostForm.Get("grant_type") == "client_credentials" {
		f.mu.Lock()
		f.tokens++
		n := f.tokens
		f.mu.Unlock()
		send(w, 200, map[string]any{"access_token": fmt.Sprintf("%s-%d", r.PostForm.Get("scope"), n), "token_type": "Bearer", "expires_in": 3600})
		return
	}
	f.mu.Lock()
	q, known := f.codes[r.PostForm.Get("code")]
	delete(f.codes, r.PostForm.Get("code"))
	f.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	if !known || base64.RawURLEncoding.EncodeToString(sum[:]) != q.Get("code_challenge") || r.PostForm.Get("redirect_uri") != q.Get("redirect_uri") {
		fail(w, 400, "invalid_grant")
		return
	}
	answer := map[string]any{"access_token": "user", "token_type": "Bearer", "expires_in": 600, "id_token": f.idToken(q)}
	if f.lies("no ID token") {
		delete(answer, "id_token")
	}
	send(w, 200, answer)
}

func (f *fake) idToken(q url.Values) string {
	now := time.Now()
	claims := map[string]any{"iss": f.URL, "sub": fakeSub, "aud": fakeClient, "nonce": q.Get("nonce"), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()}
	key := f.key
	f.mu.Lock()
	defer f.mu.Unlock()
	switch f.lie {
	case "ID token for another shop":
		claims["aud"] = "pepper"
	case "ID token of another issuer":
		claims["iss"] = "https://evil.example"
	case "ID token with another nonce":
		claims["nonce"] = "another"
	case "ID token that has expired":
		claims["exp"] = now.Add(-time.Hour).Unix()
	case "ID token without subject":
		claims["sub"] = ""
	case "ID token with an endless subject":
		claims["sub"] = strings.Repeat("a", 300)
	case "ID token signed by another key":
		key = f.otherKey
	case "ID token without signature":
		part := func(v any) string { raw, _ := json.Marshal(v); return base64.RawURLEncoding.EncodeToString(raw) }
		return part(map[string]string{"alg": "none"}) + "." + part(claims) + "."
	}
	signer, _ := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	token, _ := jwt.Signed(signer).Claims(claims).Serialize()
	return token
}

// admit checks the access token of a call.
func (f *fake) admit(w http.ResponseWriter, r *http.Request, scope string) bool {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	f.mu.Lock()
	defer f.mu.Unlock()
	stale := f.lie == "token expired" && token != fmt.Sprintf("%s-%d", scope, f.tokens+0) || f.lie == "token never taken"
	if f.lie == "token expired" && strings.HasSuffix(token, "-1") {
		stale = true
	}
	if stale || !strings.HasPrefix(token, scope+"-") {
		fail(w, 401, "invalid_token")
		return false
	}
	return true
}

func (f *fake) receipt(w http.ResponseWriter, r *http.Request) {
	if !f.admit(w, r, "receipts") {
		return
	}
	body, _ := io.ReadAll(r.Body)
	key := r.Header.Get("Idempotency-Key")
	f.mu.Lock()
	defer f.mu.Unlock()
	f.posts++
	switch f.lie {
	case "down":
		fail(w, 500, "internal")
		return
	case "busy":
		fail(w, 429, "slow_down")
		return
	case "refused":
		fail(w, 422, "bad_order")
		return
	case "refused with a rude code":
		fail(w, 422, "<script>alert(1)</script>")
		return
	case "unknown sub":
		fail(w, 404, "unknown_sub")
		return
	case "html":
		w.Write([]byte("<html>welcome to the hotel network</html>"))
		return
	case "endless":
		w.Write([]byte(`{"id":"`))
		w.Write(bytes.Repeat([]byte("a"), 3<<20))
		return
	}
	before, again := f.receipts[key]
	if again && !bytes.Equal(before, body) {
		fail(w, 409, "idempotency_mismatch")
		return
	}
	f.receipts[key] = body
	if f.lie == "taken, and the answer lost" {
		conn, _, _ := w.(http.Hijacker).Hijack()
		conn.Close()
		return
	}
	sum := sha256.Sum256([]byte(key))
	a := map[string]any{"id": hex.EncodeToString(sum[:16]), "leaf": hex.EncodeToString(sum[:]), "epoch": 4, "promise": "x.y.z"}
	if !f.bound {
		a["claim"] = map[string]string{"code": fakeCode, "url": f.vault + "/#/claim?gateway=" + url.QueryEscape(f.URL) + "&shop=lantern&code=" + strings.ReplaceAll(fakeCode, "-", "")}
	}
	switch f.lie {
	case "no id":
		delete(a, "id")
	case "id with markup":
		a["id"] = `"><script>alert(1)</script>`
	case "claim that leads elsewhere":
		a["claim"] = map[string]string{"code": fakeCode, "url": "https://evil.example/#/claim"}
	case "claim on a look-alike host":
		a["claim"] = map[string]string{"code": fakeCode, "url": f.vault + ".evil.example/"}
	case "claim that is a script":
		a["claim"] = map[string]string{"code": fakeCode, "url": "javascript:alert(1)"}
	case "claim code with markup":
		a["claim"] = map[string]string{"code": "<b>", "url": f.vault + "/"}
	case "claim gone":
		a["claim"] = map[string]string{"gone": "No longer kept."}
	}
	status := 201
	if again {
		status = 200
	}
	send(w, status, a)
}

func (f *fake) ask(w http.ResponseWriter, r *http.Request) {
	if !f.admit(w, r, "presentations") {
		return
	}
	var body map[string]any
	json.NewDecoder(r.Body).Decode(&body)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = body
	f.redirect, _ = body["redirect_uri"].(string)
	to := f.vault + "/#/share?client_id=lantern&request_uri=x"
	switch f.lie {
	case "question refused":
		fail(w, 400, "bad_redirect_uri")
		return
	case "down":
		fail(w, 500, "internal")
		return
	case "question that leads elsewhere":
		to = "https://evil.example/"
	}
	send(w, 201, map[string]any{"id": "question-1", "url": to, "expires_in": 300})
}

func (f *fake) answer(w http.ResponseWriter, r *http.Request) {
	if !f.admit(w, r, "presentations") {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.PathValue("id") != "question-1" || r.URL.Query().Get("response_code") != "rc" || f.lie == "answer gone" {
		fail(w, 404, "unknown_presentation")
		return
	}
	claims := map[string]any{"total": 1295, "currency": "GBP"}
	receipt := map[string]any{"iss": f.URL + "/shops/pepper", "shop": map[string]string{"name": "Pan <b>& Pepper", "sector": f.other}, "claims": claims,
		"signed": true, "anchored": true, "holder": true, "refunded": "no", "epoch": 7}
	list := []any{receipt}
	switch f.lie {
	case "not signed":
		receipt["signed"] = false
	case "not anchored":
		receipt["anchored"] = false
	case "not held":
		receipt["holder"] = false
	case "silent about the holder":
		delete(receipt, "holder")
	case "refunded":
		receipt["refunded"] = "yes"
	case "no total":
		delete(claims, "total")
	case "no currency":
		delete(claims, "currency")
	case "a currency that is none":
		claims["currency"] = "<b>"
	case "two receipts":
		list = append(list, receipt)
	case "no receipt":
		list = nil
	}
	send(w, 200, map[string]any{"receipts": list})
}
