package oidc_test

// The fixture: a gateway's sign-in on a loopback TLS server, with shops and
// shoppers to use it as strangers would: over HTTP, with the clients that shops
// have (x/oauth2, coreos/go-oidc), and a wallet that signs with go-ethereum.

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	loginpage "carnet/internal/gateway/login"
	"carnet/internal/gateway/oidc"
	"carnet/internal/gateway/web"
	"carnet/internal/keyring"
	"carnet/internal/state"
	"carnet/internal/wallet"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/oauth2"
)

// spyStore is the gateway's state with a spy and two switches: it remembers every
// byte ever written, can be gone, and can fail one call, before or after it took
// effect.
type spyStore struct {
	state.Store
	Gone  atomic.Bool
	Calls atomic.Int64
	Spy   bool

	FailAt    atomic.Int64 // number of the call that fails; 0 for none
	Persisted atomic.Bool  // that call takes effect and fails then

	mu      sync.Mutex // guards written
	written bytes.Buffer
}

// call counts, remembers and, when told to, fails.
func (s *spyStore) call(key string, value []byte, do func() error) error {
	n := s.Calls.Add(1)
	lost := fmt.Errorf("switched off: %w", state.ErrUnavailable)
	if s.Gone.Load() || n == s.FailAt.Load() && !s.Persisted.Load() {
		return lost
	}
	if s.Spy {
		s.mu.Lock()
		s.written.WriteString(key + "\n" + string(value) + "\n")
		s.mu.Unlock()
	}
	err := do()
	if n == s.FailAt.Load() {
		return lost
	}
	return err
}

// Written returns every key and value that was ever written.
func (s *spyStore) Written() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.written.Bytes())
}

func (s *spyStore) Put(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return s.call(key, value, func() error { return s.Store.Put(ctx, key, value, ttl) })
}

func (s *spyStore) Create(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return s.call(key, value, func() error { return s.Store.Create(ctx, key, value, ttl) })
}

func (s *spyStore) CreateAll(ctx context.Context, entries ...state.Entry) error {
	var all bytes.Buffer
	for _, e := range entries {
		all.WriteString(e.Key + "\n" + string(e.Value) + "\n")
	}
	return s.call("all", all.Bytes(), func() error { return s.Store.CreateAll(ctx, entries...) })
}

func (s *spyStore) Get(ctx context.Context, key string) (value []byte, err error) {
	err = s.call(key, nil, func() (err error) { value, err = s.Store.Get(ctx, key); return err })
	return value, err
}

func (s *spyStore) Take(ctx context.Context, key string) (value []byte, err error) {
	err = s.call(key, nil, func() (err error) { value, err = s.Store.Take(ctx, key); return err })
	return value, err
}

func (s *spyStore) Swap(ctx context.Context, key string, old, new []byte, ttl time.Duration) error {
	return s.call(key, new, func() error { return s.Store.Swap(ctx, key, old, new, ttl) })
}

// options change a gateway before it starts.
type options struct {
	Interaction  time.Duration
	Networks     web.Limiter
	ByClient     web.Limiter
	Store        state.Store   // bolt in a temporary directory when nil
	Shoppers     *shoppers     // consents in memory when nil
	Clients      []oidc.Client // besides the two
	AliasDomain  string
	Two          bool // two processes over one store take turns
	Registration oidc.Registration
	UserCodes    web.Limiter
}

// gateway is the system under test.
type gateway struct {
	URL      string
	Store    *spyStore
	Provider *oidc.Provider
	Log      *logBuffer
	HTTP     *http.Client // trusts the server, follows no redirect, has no cookies
	Handler  http.Handler // what the server serves
	Key      []byte       // pairwise key
	Shoppers *shoppers
	A, B     *shop
	Ahead    atomic.Int64 // nanoseconds that the gateway's own clock is ahead; the library's is not
	server   *httptest.Server
}

// shoppers keeps consents in memory, and can fail or find that a wallet changed.
type shoppers struct {
	Key     []byte
	Fail    atomic.Pointer[error] // of Consent
	Changed atomic.Bool
	Owners  atomic.Pointer[error] // what Recheck answers when not nil
	Smart   atomic.Bool           // who signs is a contract, on chain 31337

	mu       sync.Mutex // guards consents
	consents map[string]string
}

func (s *shoppers) Subject(_ context.Context, sector string, w wallet.Account) (string, error) {
	if s.Changed.Load() {
		return "", wallet.ErrAccountChanged
	}
	return wallet.Sub(s.Key, sector, w), nil
}

func (s *shoppers) Consented(_ context.Context, sector, sub string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.consents[sector+" "+sub], nil
}

func (s *shoppers) Consent(_ context.Context, shop *oidc.Client, w wallet.Account, scopes string) error {
	if err := s.Fail.Load(); err != nil {
		return *err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.consents == nil {
		s.consents = map[string]string{}
	}
	s.consents[shop.Sector+" "+wallet.Sub(s.Key, shop.Sector, w)] = scopes
	return nil
}

// forget takes all consents back.
func (s *shoppers) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.consents)
}

func (s *shoppers) Recheck(_ context.Context, e wallet.Evidence) (wallet.Evidence, error) {
	if err := s.Owners.Load(); err != nil {
		return wallet.Evidence{}, *err
	}
	return e, nil
}

// logBuffer collects what the gateway logged.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// rsaKey is made once: it takes longer than everything else here.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// newGateway starts a gateway with two shops: A signs ES256, B RS256.
func newGateway(t testing.TB, opt options) *gateway {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	g := &gateway{URL: "https://" + server.Listener.Addr().String(), Log: &logBuffer{}, Key: make([]byte, 32), server: server}
	_, _ = rand.Read(g.Key)
	if g.Shoppers = opt.Shoppers; g.Shoppers == nil {
		g.Shoppers = &shoppers{}
	}
	g.Shoppers.Key = g.Key
	inner := opt.Store
	if inner == nil {
		var err error
		if inner, err = state.OpenBolt(filepath.Join(t.TempDir(), "state.db")); err != nil {
			t.Fatal(err)
		}
	}
	g.Store = &spyStore{Store: inner}
	t.Cleanup(func() { _ = inner.Close() })

	es, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	rs, err := rsaKey()
	must(t, err)
	g.A = newShop(g, "shop-a", "Épicerie du Coin", "https://a.shop.example", "/cb")
	g.A.client.SigningAlg = "ES256"
	g.A.client.PostLogout = []string{"https://a.shop.example/bye"}
	g.B = newShop(g, "shop-b", "Books", "https://b.shop.example", "/wp-admin/admin-ajax.php?action=openid-connect-authorize")
	g.B.client.SigningAlg = "RS256"

	processes := []http.Handler{g.process(t, opt, es, rs)}
	if opt.Two {
		processes = append(processes, g.process(t, opt, es, rs))
	}
	var turn atomic.Int64
	g.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		processes[int(turn.Add(1))%len(processes)].ServeHTTP(w, r)
	})
	server.Config = web.Server(g.Handler)
	server.StartTLS()
	t.Cleanup(server.Close)
	g.HTTP = server.Client()
	g.HTTP.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if transport, ok := g.HTTP.Transport.(*http.Transport); ok {
		transport.MaxIdleConnsPerHost = 128
	}
	for _, s := range []*shop{g.A, g.B} {
		s.OAuth.Endpoint = oauth2.Endpoint{AuthURL: g.URL + "/authorize", TokenURL: g.URL + "/token", AuthStyle: oauth2.AuthStyleInHeader}
	}
	g.B.OAuth.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	return g
}

// process builds one gateway process over the shared store and keys.
func (g *gateway) process(t testing.TB, opt options, es *ecdsa.PrivateKey, rs *rsa.PrivateKey) http.Handler {
	t.Helper()
	log := slog.New(slog.NewTextHandler(g.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	now := func() time.Time { return time.Now().Add(time.Duration(g.Ahead.Load())) }
	ring, err := keyring.Static(jose.JSONWebKey{Key: es}, jose.JSONWebKey{Key: rs})
	must(t, err)
	provider, err := oidc.New(oidc.Config{
		Issuer: g.URL, Clients: append([]oidc.Client{g.A.client, g.B.client}, opt.Clients...), Keys: ring,
		Secret: g.Key, Store: g.Store, Shoppers: g.Shoppers, AliasDomain: opt.AliasDomain,
		Interaction: opt.Interaction, Networks: opt.Networks, ByClient: opt.ByClient, Now: now, Log: log,
		Registration: opt.Registration, UserCodes: opt.UserCodes,
	})
	must(t, err)
	g.Provider = provider
	page, err := loginpage.New(loginpage.Config{
		Issuer: g.URL, Provider: provider, Secret: g.Key, Chains: []uint64{31337}, Store: g.Store, Now: now,
		Networks: opt.Networks, DemoWallet: "https://wallet.example/",
		Verify: func(_ context.Context, _ string, raw []byte, m *wallet.Message, sig []byte) (wallet.Proof, error) {
			if err := wallet.Verify(raw, sig, m.Address); err != nil || !g.Shoppers.Smart.Load() {
				return wallet.Proof{Account: wallet.EOA(m.Address), Method: wallet.MethodEOA}, err
			}
			account, err := wallet.Contract(31337, m.Address)
			return wallet.Proof{Account: account, Method: wallet.MethodERC1271, Evidence: &wallet.Evidence{Chain: 31337, Address: m.Address, Signature: sig}}, err
		},
		Page: fstest.MapFS{
			"index.html": {Data: []byte("<!doctype html><script type=module src=/assets/login/login.js></script>")},
			"login.js":   {Data: []byte("export {}")},
		},
	})
	must(t, err)
	e, err := web.New(web.Config{Log: log, Now: time.Now, Registry: prometheus.NewRegistry()})
	must(t, err)
	provider.Register(e)
	page.Register(e)
	return e
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Context carries the HTTP client for x/oauth2 and go-oidc.
func (g *gateway) Context() context.Context {
	return context.WithValue(context.Background(), oauth2.HTTPClient, g.HTTP)
}

// shop is a relying party that holds its own secret.
type shop struct {
	OAuth  oauth2.Config
	g      *gateway
	client oidc.Client
}

func newShop(g *gateway, id, name, origin, path string) *shop {
	secret := oidc.NewSecret()
	return &shop{g: g,
		client: oidc.Client{ID: id, Name: name, SecretHash: oidc.HashSecret(secret), RedirectURIs: []string{origin + path}, Origins: []string{origin}},
		OAuth:  oauth2.Config{ClientID: id, ClientSecret: secret, RedirectURL: origin + path, Scopes: []string{"openid"}},
	}
}

// flow is one sign-in as the shop remembers it.
type flow struct {
	Shop                   *shop
	State, Nonce, Verifier string
	URL                    string // of the authorization endpoint
}

// Begin prepares a sign-in.
func (s *shop) Begin() *flow {
	f := &flow{Shop: s, State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	f.URL = s.OAuth.AuthCodeURL(f.State, oauth2.S256ChallengeOption(f.Verifier), coreos.Nonce(f.Nonce))
	return f
}

// login asks for a signature whatever session the browser has.
func login(f *flow) *flow {
	f.URL += "&prompt=login"
	return f
}

// Redeem exchanges the code in the URL that the browser was sent to.
func (f *flow) Redeem(ctx context.Context, redirect string) (*oauth2.Token, error) {
	u, err := url.Parse(redirect)
	if err != nil {
		return nil, err
	}
	q := u.Query()
	if q.Get("state") != f.State {
		return nil, fmt.Errorf("state %q, want %q", q.Get("state"), f.State)
	}
	if q.Get("iss") != f.Shop.g.URL {
		return nil, fmt.Errorf("iss %q, want %q", q.Get("iss"), f.Shop.g.URL)
	}
	if q.Get("error") != "" {
		return nil, fmt.Errorf("refused: %s", q.Get("error"))
	}
	return f.Shop.OAuth.Exchange(ctx, q.Get("code"), oauth2.VerifierOption(f.Verifier))
}

// shopper is a browser with its cookies and a wallet.
type shopper struct {
	Browser *http.Client
	Key     *ecdsa.PrivateKey
	g       *gateway
}

// NewShopper returns a shopper with a fresh wallet and browser.
func (g *gateway) NewShopper(t testing.TB) *shopper {
	t.Helper()
	key, err := crypto.GenerateKey()
	must(t, err)
	return &shopper{Browser: g.NewBrowser(t), Key: key, g: g}
}

// NewBrowser returns an HTTP client with cookies of its own.
func (g *gateway) NewBrowser(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	c := *g.HTTP
	c.Jar = jar
	return &c
}

// Address is the wallet's, with its checksum.
func (s *shopper) Address() string { return crypto.PubkeyToAddress(s.Key.PublicKey).Hex() }

// Sign is personal_sign: 65 bytes, v in {27, 28}, hex.
func (s *shopper) Sign(message string) string {
	sig, err := crypto.Sign(accounts.TextHash([]byte(message)), s.Key)
	if err != nil {
		panic(err)
	}
	sig[64] += 27
	return fmt.Sprintf("0x%x", sig)
}

// Open follows an authorization URL to the login page and returns its URL.
func (s *shopper) Open(authURL string) (string, error) {
	resp, err := s.Browser.Get(authURL)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	where := resp.Header.Get("Location")
	if resp.StatusCode != http.StatusFound || !strings.HasPrefix(where, s.g.URL+"/login/") {
		return "", fmt.Errorf("authorize answered %d to %q: %s", resp.StatusCode, where, body)
	}
	return where, nil
}

// Post sends JSON to the page's API as the page's own script would.
func (s *shopper) Post(where string, body, into any) error {
	return postJSON(s.Browser, s.g.URL, where, body, into)
}

// postJSON posts with an Origin header and decodes a 200; other answers are
// *refusalError.
func postJSON(c *http.Client, origin, where string, body, into any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodPost, where, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if origin != "" {
		req.Header.Set("Origin", origin)
	}
	return do(c, req, into)
}

// do sends a request and decodes a 200; other answers are *refusalError.
func do(c *http.Client, req *http.Request, into any) error {
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		r := &refusalError{Status: resp.StatusCode, Header: resp.Header}
		_ = json.Unmarshal(data, r)
		return r
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(data, into)
}

// refusalError is an error answer of the gateway.
type refusalError struct {
	Status  int         `json:"-"`
	Header  http.Header `json:"-"`
	Code    string      `json:"error"`
	Message string      `json:"message"`
	Detail  string      `json:"error_description"`
}

func (r *refusalError) Error() string { return fmt.Sprintf("%d %s", r.Status, r.Code) }

// Challenge asks for the message to sign.
func (s *shopper) Challenge(page string) (message string, err error) {
	var got struct{ Message, Nonce string }
	err = s.Post(page+"/challenge", map[string]string{"address": s.Address()}, &got)
	return got.Message, err
}

// Verify signs a message, posts it, agrees when asked, and returns where to go.
func (s *shopper) Verify(page, message string) (redirect string, err error) {
	return s.VerifyAs(page, message, s.Sign(message))
}

// VerifyAs posts a message with any signature.
func (s *shopper) VerifyAs(page, message, signature string) (redirect string, err error) {
	var got struct {
		Redirect string
		Consent  *struct{ Token string }
	}
	if err = s.Post(page+"/verify", map[string]string{"message": message, "signature": signature}, &got); err != nil || got.Consent == nil {
		return got.Redirect, err
	}
	err = s.Post(page+"/consent", map[string]string{"token": got.Consent.Token}, &got)
	return got.Redirect, err
}

// Visit follows an authorization URL and returns where it leads: the login page,
// or straight back to the shop.
func (s *shopper) Visit(authURL string) (where string, err error) {
	resp, err := s.Browser.Get(authURL)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if where = resp.Header.Get("Location"); where == "" {
		return "", fmt.Errorf("authorize answered %d", resp.StatusCode)
	}
	return where, nil
}

// SignIn goes from the shop's link to the URL with the code, with a signature when
// it is asked for one.
func (s *shopper) SignIn(f *flow) (redirect string, err error) {
	page, err := s.Visit(f.URL)
	if err != nil || !strings.HasPrefix(page, s.g.URL) {
		return page, err
	}
	message, err := s.Challenge(page)
	if err != nil {
		return "", err
	}
	return s.Verify(page, message)
}

// Tokens signs in and redeems.
func (s *shopper) Tokens(f *flow) (*oauth2.Token, error) {
	redirect, err := s.SignIn(f)
	if err != nil {
		return nil, err
	}
	return f.Redeem(s.g.Context(), redirect)
}
