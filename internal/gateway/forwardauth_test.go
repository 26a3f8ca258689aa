package gateway_test

// Forward-auth as shops have it: a shop program that prints the headers it got, behind nginx, Caddy, or what Traefik does,
// each set up from the page that operators read, with a visitor who has a browser and a wallet.

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"gopkg.in/yaml.v3"

	"carnet/internal/gateway"
	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/oidc"
	"carnet/internal/profile"
	"carnet/internal/state"
	"carnet/internal/testtool"
	"carnet/internal/wallet"
)

// behind is a gateway with two sites behind proxies.
type behind struct {
	*fixture
	store     *countingStore
	issuer    string       // TLS, for browsers
	inside    string       // host:port without TLS, for proxies
	direct    http.Handler // the gateway itself
	keys      jose.JSONWebKeySet
	shops     []*protected
	more      []*protected // that no proxy is started for
	roots     *x509.CertPool
	cert      string // files
	key       string
	keepsDots bool // the proxy cannot drop names with dots, as the page says
}

// protected is a shop program and its address.
type protected struct {
	id, host string // host: name:port
	port     string
	app      *httptest.Server
}

// countingStore counts reads, remembers what was written, and can be gone, or refuse to overwrite.
type countingStore struct {
	state.Store

	mu       sync.Mutex // guards what follows while requests run
	calls    int
	gone     bool
	failPuts bool
	onSwap   func() // called once, before a session is swapped
	written  map[string][]byte
}

func (s *countingStore) Get(ctx context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	s.calls++
	gone := s.gone
	s.mu.Unlock()
	if gone {
		return nil, state.ErrUnavailable
	}
	return s.Store.Get(ctx, key)
}

func (s *countingStore) Take(ctx context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	gone := s.gone
	s.mu.Unlock()
	if gone {
		return nil, state.ErrUnavailable
	}
	return s.Store.Take(ctx, key)
}

func (s *countingStore) Put(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	s.mu.Lock()
	fail := s.failPuts || s.gone
	s.mu.Unlock()
	if fail {
		return state.ErrUnavailable
	}
	return s.Store.Put(ctx, key, value, ttl)
}

func (s *countingStore) Swap(ctx context.Context, key string, old, new []byte, ttl time.Duration) error {
	if strings.HasPrefix(key, "session/") {
		s.mu.Lock()
		do := s.onSwap
		s.onSwap = nil
		s.mu.Unlock()
		if do != nil {
			do()
		}
	}
	return s.Store.Swap(ctx, key, old, new, ttl)
}

func (s *countingStore) Create(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	s.mu.Lock()
	if s.written == nil {
		s.written = map[string][]byte{}
	}
	s.written[key] = value
	s.mu.Unlock()
	return s.Store.Create(ctx, key, value, ttl)
}

// seen is a request as a shop program gets it.
type seen struct {
	Method, URI string
	Header      http.Header
}

func newBehind(t testing.TB) *behind {
	t.Helper()
	f := &fixture{t: t, dir: room(t), logs: &lockedBuffer{}, chain: &faults.Chain{}, blob: &faults.Store{Store: faults.NewMemory()}}
	f.now = func() time.Time {
		f.mu.Lock()
		defer f.mu.Unlock()
		return time.Now().Add(f.offset)
	}
	b := &behind{fixture: f, roots: x509.NewCertPool()}
	serve := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.direct.ServeHTTP(w, r) })
	public, inside := httptest.NewTLSServer(serve), httptest.NewServer(serve)
	t.Cleanup(public.Close)
	t.Cleanup(inside.Close)
	b.issuer, b.inside = public.URL, inside.Listener.Addr().String()
	b.roots.AddCert(public.Certificate())
	b.certify()

	f.cfg = testConfig(t)
	f.cfg.Issuer, f.cfg.AliasDomain = b.issuer, "alias.example"
	f.cfg.Forward = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	for i, name := range []string{"a.shop.example", "b.shop.example", "c.shop.example"} {
		p := &protected{id: fmt.Sprintf("shop%d", i+1), port: freePort(t)}
		p.host = name + ":" + p.port
		p.app = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/app-says-401" {
				w.WriteHeader(http.StatusUnauthorized)
			}
			json.NewEncoder(w).Encode(seen{r.Method, r.RequestURI, r.Header})
		}))
		t.Cleanup(p.app.Close)
		if i < 2 {
			b.shops = append(b.shops, p)
		} else {
			b.more, f.cfg.Shops = append(b.more, p), append(f.cfg.Shops, gateway.Shop{})
		}
		key, err := profile.NewIssuerKey()
		if err != nil {
			t.Fatal(err)
		}
		f.cfg.Shops[i] = gateway.Shop{Origin: "https://" + p.host, Key: key, Forward: true, Client: oidc.Client{ID: p.id, Name: "Shop " + name}}
	}
	f.cfg.Shops[1].SecretHash = oidc.HashSecret("secret") // a shop that posts receipts too
	bolt, err := state.OpenBolt(filepath.Join(f.dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bolt.Close() })
	b.store = &countingStore{Store: bolt}
	b.open()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(f.logs.String())
		}
	})
	b.keys = decode[jose.JSONWebKeySet](t, f.do("GET", "/jwks", nil).Body)
	return b
}

// open starts the gateway.
func (b *behind) open() {
	b.t.Helper()
	var err error
	b.gw, err = gateway.New(context.Background(), b.cfg, gateway.Deps{State: b.store, Blob: b.blob, Chain: b.chain, Login: loginPage, Account: loginPage, Button: loginPage, Now: b.now,
		Log: slog.New(slog.NewTextHandler(b.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		b.t.Fatal(err)
	}
	b.direct = b.gw
}

// certify writes a certificate for the shops' names.
func (b *behind) certify() {
	b.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "shops"}, DNSNames: []string{"*.shop.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		b.t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		b.t.Fatal(err)
	}
	b.cert, b.key = filepath.Join(b.dir, "cert.pem"), filepath.Join(b.dir, "key.pem")
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	b.roots.AppendCertsFromPEM(certPEM)
	for file, data := range map[string][]byte{b.cert: certPEM, b.key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})} {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// page is the first code block of a language under a heading of the operators' page.
func docsBlock(t testing.TB, heading, language string) string {
	t.Helper()
	data, err := os.ReadFile("../../docs/forward-auth.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(data), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("docs/forward-auth.md has no section %q", heading)
	}
	_, rest, ok = strings.Cut(rest, "\n```"+language+"\n")
	block, _, closed := strings.Cut(rest, "\n```\n")
	if !ok || !closed {
		t.Fatalf("section %q has no %s", heading, language)
	}
	return block + "\n"
}

// adapt puts this test's addresses into a configuration of the page. Each must occur.
func adapt(t testing.TB, config string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(config, pairs[i]) {
			t.Fatalf("the configuration does not contain %q", pairs[i])
		}
		config = strings.ReplaceAll(config, pairs[i], pairs[i+1])
	}
	return config
}

// installed finds a program, also where distributions put servers. It skips, or fails where nothing may be skipped.
func installed(t testing.TB, program string) string {
	t.Helper()
	if path, err := exec.LookPath("/usr/sbin/" + program); err == nil {
		return path
	}
	return testtool.NeedProgram(t, program)
}

// run starts a server and waits until it listens.
func run(t testing.TB, address string, cmd *exec.Cmd) {
	t.Helper()
	var out lockedBuffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { cmd.Wait(); close(done) }()
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			cmd.Process.Kill()
			<-done
		}
	})
	for range 200 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return
		}
		select {
		case <-done:
			t.Fatalf("%s ended: %s", cmd.Path, out.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatalf("%s does not listen: %s", cmd.Path, out.String())
}

func (b *behind) nginx(p *protected) {
	program := installed(b.t, "nginx")
	dir := filepath.Join(b.dir, "nginx-"+p.id)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.t.Fatal(err)
	}
	name, _, _ := strings.Cut(p.host, ":")
	site := adapt(b.t, docsBlock(b.t, "nginx", "nginx"), "/etc/ssl/shop.example.pem", b.cert, "/etc/ssl/shop.example.key", b.key,
		"X-Forwarded-Host shop.example", "X-Forwarded-Host "+p.host, "Host shop.example", "Host "+p.host, "server_name shop.example", "server_name "+name,
		"listen 443", "listen 127.0.0.1:"+p.port, "server 127.0.0.1:8080", "server "+b.inside, "http://127.0.0.1:9000", p.app.URL, "/shop1", "/"+p.id)
	config := "daemon off; master_process off; pid " + dir + "/pid; error_log stderr warn; events {}\nhttp {\naccess_log off;\n"
	for _, temp := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		config += temp + "_temp_path " + dir + "/" + temp + ";\n"
	}
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(config+site+"}\n"), 0o600); err != nil {
		b.t.Fatal(err)
	}
	run(b.t, "127.0.0.1:"+p.port, exec.Command(program, "-e", "stderr", "-p", dir, "-c", file))
}

func (b *behind) caddy(p *protected) {
	program := installed(b.t, "caddy")
	dir := filepath.Join(b.dir, "caddy-"+p.id)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.t.Fatal(err)
	}
	site := adapt(b.t, docsBlock(b.t, "Caddy", "caddyfile"), "/etc/ssl/shop.example.pem", b.cert, "/etc/ssl/shop.example.key", b.key,
		"https://shop.example", "https://"+p.host, "127.0.0.1:8080", b.inside, "127.0.0.1:9000", strings.TrimPrefix(p.app.URL, "http://"), "/shop1", "/"+p.id)
	file := filepath.Join(dir, "Caddyfile")
	if err := os.WriteFile(file, []byte("{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n}\n"+site), 0o600); err != nil {
		b.t.Fatal(err)
	}
	cmd := exec.Command(program, "run", "--config", file, "--adapter", "caddyfile")
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
	run(b.t, "127.0.0.1:"+p.port, cmd)
}

// traefik is what Traefik's entry point, headers middleware, forwardAuth middleware and load balancer do with a request,
// as far as headers go. It reads their settings from the page.
func (b *behind) traefik(p *protected) {
	var config struct {
		HTTP struct {
			Middlewares struct {
				Carnet struct {
					ForwardAuth struct {
						Address             string   `yaml:"address"`
						TrustForwardHeader  bool     `yaml:"trustForwardHeader"`
						AuthRequestHeaders  []string `yaml:"authRequestHeaders"`
						AuthResponseHeaders []string `yaml:"authResponseHeaders"`
					} `yaml:"forwardAuth"`
				} `yaml:"carnet"`
				Strip struct {
					Headers struct {
						Custom map[string]string `yaml:"customRequestHeaders"`
					} `yaml:"headers"`
				} `yaml:"carnet-strip"`
			} `yaml:"middlewares"`
		} `yaml:"http"`
	}
	text := adapt(b.t, docsBlock(b.t, "Traefik", "yaml"), "127.0.0.1:8080", b.inside, "/shop1", "/"+p.id)
	if err := yaml.Unmarshal([]byte(text), &config); err != nil {
		b.t.Fatal(err)
	}
	b.keepsDots = true
	auth, strip := config.HTTP.Middlewares.Carnet.ForwardAuth, config.HTTP.Middlewares.Strip.Headers.Custom
	if auth.TrustForwardHeader || len(strip) == 0 {
		b.t.Fatalf("the page's Traefik trusts visitors")
	}
	proxyTo := func(host string) *httputil.ReverseProxy {
		return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: host})
			r.Out.Host = r.In.Host
			r.SetXForwarded()
		}}
	}
	app, gate := proxyTo(strings.TrimPrefix(p.app.URL, "http://")), proxyTo(b.inside)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	l, err := net.Listen("tcp", "127.0.0.1:"+p.port)
	if err != nil {
		b.t.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(b.cert, b.key)
	if err != nil {
		b.t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := range r.Header {
			if strings.HasPrefix(name, "X-Forwarded-") { // entry point without forwardedHeaders.insecure
				r.Header.Del(name)
			}
		}
		for name, value := range strip {
			if value == "" {
				r.Header.Del(name)
			}
		}
		if strings.HasPrefix(r.URL.Path, "/.carnet/") {
			gate.ServeHTTP(w, r)
			return
		}
		ask, err := http.NewRequestWithContext(r.Context(), "GET", auth.Address, nil)
		if err != nil {
			http.Error(w, "", http.StatusInternalServerError)
			return
		}
		for _, name := range auth.AuthRequestHeaders {
			if values := r.Header.Values(name); len(values) > 0 {
				ask.Header[http.CanonicalHeaderKey(name)] = values
			}
		}
		ask.Header.Set("X-Forwarded-Method", r.Method)
		ask.Header.Set("X-Forwarded-Proto", "https")
		ask.Header.Set("X-Forwarded-Host", r.Host)
		ask.Header.Set("X-Forwarded-Uri", r.URL.RequestURI())
		ask.Header.Set("X-Forwarded-For", "127.0.0.1")
		answer, err := client.Do(ask)
		if err != nil {
			http.Error(w, "", http.StatusInternalServerError)
			return
		}
		defer answer.Body.Close()
		if answer.StatusCode < 200 || answer.StatusCode >= 300 {
			for name, values := range answer.Header {
				w.Header()[name] = values
			}
			w.WriteHeader(answer.StatusCode)
			io.Copy(w, answer.Body)
			return
		}
		for _, name := range auth.AuthResponseHeaders {
			r.Header.Del(name)
			if values := answer.Header.Values(name); len(values) > 0 {
				r.Header[http.CanonicalHeaderKey(name)] = values
			}
		}
		app.ServeHTTP(w, r)
	}))
	server.Listener.Close()
	server.Listener, server.TLS = l, &tls.Config{Certificates: []tls.Certificate{pair}}
	server.StartTLS()
	b.t.Cleanup(server.Close)
}

// visitor is a browser with a wallet.
type visitor struct {
	b    *behind
	http *http.Client
	key  *ecdsa.PrivateKey
	set  []*http.Cookie // every cookie that was ever set
}

func (b *behind) visitor() *visitor {
	b.t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		b.t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(address)
		return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
	}
	transport := &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: b.roots}}
	b.t.Cleanup(transport.CloseIdleConnections)
	return &visitor{b: b, key: key, http: &http.Client{Jar: jar, Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answered is an answer with its body.
type answered struct {
	*http.Response
	body []byte
}

func (v *visitor) send(method, where string, body []byte, header http.Header) answered {
	v.b.t.Helper()
	req, err := http.NewRequest(method, where, bytes.NewReader(body))
	if err != nil {
		v.b.t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		req.Host = host
	}
	resp, err := v.http.Do(req)
	if err != nil {
		v.b.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		v.b.t.Fatal(err)
	}
	if cookies := resp.Header.Values("Set-Cookie"); len(cookies) > 1 && !strings.HasPrefix(where, v.b.issuer) {
		v.b.t.Errorf("%s sets %d cookies, of which nginx may keep the first", resp.Request.URL.Path, len(cookies))
	}
	v.set = append(v.set, resp.Cookies()...)
	return answered{resp, data}
}

var navigation = http.Header{"Accept": {"text/html,application/xhtml+xml"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"}}

// open follows a navigation until something answers without a redirect.
func (v *visitor) open(where string) (answer answered, last string) {
	v.b.t.Helper()
	for range 12 {
		answer = v.send("GET", where, nil, navigation)
		next := answer.Header.Get("Location")
		if next == "" {
			return answer, where
		}
		u, err := url.Parse(where)
		if err != nil {
			v.b.t.Fatal(err)
		}
		if u, err = u.Parse(next); err != nil {
			v.b.t.Fatal(err)
		}
		where = u.String()
	}
	v.b.t.Fatalf("redirects without end, lastly to %s", where)
	return
}

// sign signs on the login page, agrees, and returns where the page sends the browser.
func (v *visitor) sign(page string) string {
	v.b.t.Helper()
	post := func(what string, body map[string]string) (out struct {
		Message, Redirect string
		Consent           *struct{ Token string }
	}) {
		data, _ := json.Marshal(body)
		answer := v.send("POST", page+what, data, http.Header{"Content-Type": {"application/json"}, "Origin": {v.b.issuer}})
		if answer.StatusCode != 200 || json.Unmarshal(answer.body, &out) != nil {
			v.b.t.Fatalf("%s: %d %s", what, answer.StatusCode, answer.body)
		}
		return out
	}
	message := post("/challenge", map[string]string{"address": crypto.PubkeyToAddress(v.key.PublicKey).Hex()}).Message
	sig, err := crypto.Sign(accounts.TextHash([]byte(message)), v.key)
	if err != nil {
		v.b.t.Fatal(err)
	}
	sig[64] += 27
	out := post("/verify", map[string]string{"message": message, "signature": "0x" + hex.EncodeToString(sig)})
	if out.Consent != nil {
		out = post("/consent", map[string]string{"token": out.Consent.Token})
	}
	return out.Redirect
}

// signIn opens an address of a site and signs in on the way.
func (v *visitor) signIn(where string) answered {
	v.b.t.Helper()
	answer, page := v.open(where)
	if !strings.HasPrefix(page, v.b.issuer+"/login/") {
		v.b.t.Fatalf("%s leads to %s: %d %s", where, page, answer.StatusCode, answer.body)
	}
	answer, last := v.open(v.sign(page))
	if last != where {
		v.b.t.Fatalf("after the sign-in: %d %s, at %s, want %s", answer.StatusCode, answer.body, last, where)
	}
	return answer
}

func (v *visitor) sub(p *protected) string {
	return wallet.Sub(v.b.cfg.PairwiseKey, p.host, wallet.EOA(crypto.PubkeyToAddress(v.key.PublicKey)))
}

// app is what the shop program printed.
func (v *visitor) app(a answered) seen {
	v.b.t.Helper()
	var s seen
	if err := json.Unmarshal(a.body, &s); err != nil || a.StatusCode != 200 {
		v.b.t.Fatalf("the shop was not reached: %d %s", a.StatusCode, a.body)
	}
	return s
}

// assertion verifies as a shop should and returns the claims.
func (b *behind) assertion(token string, p *protected, method, path string) (claims struct {
	jwt.Claims
	Method   string `json:"method"`
	Host     string `json:"host"`
	Path     string `json:"path"`
	Username string `json:"preferred_username"`
	Email    string `json:"email"`
}) {
	b.t.Helper()
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		b.t.Fatalf("assertion %q: %v", token, err)
	}
	keys := b.keys.Key(parsed.Headers[0].KeyID)
	if len(keys) != 1 || parsed.Headers[0].ExtraHeaders["typ"] != "carnet-assertion+jwt" {
		b.t.Fatalf("assertion header %+v", parsed.Headers[0])
	}
	if err := parsed.Claims(keys[0], &claims); err != nil {
		b.t.Fatal(err)
	}
	if err := claims.ValidateWithLeeway(jwt.Expected{Issuer: b.issuer, AnyAudience: jwt.Audience{p.id}, Time: b.now()}, time.Second); err != nil {
		b.t.Fatal(err)
	}
	if life := claims.Expiry.Time().Sub(claims.IssuedAt.Time()); life > time.Minute || life <= 0 {
		b.t.Errorf("the assertion lives %v", life)
	}
	if claims.Method != method || claims.Host != p.host || claims.Path != path {
		b.t.Errorf("the assertion is for %s %s%s, want %s %s%s", claims.Method, claims.Host, claims.Path, method, p.host, path)
	}
	return claims
}

// known checks who the shop program was told.
func (v *visitor) known(p *protected, s seen, method, path string) {
	v.b.t.Helper()
	sub := v.sub(p)
	for _, name := range []string{"X-Auth-Request-User", "Remote-User"} {
		if got := s.Header.Values(name); len(got) != 1 || got[0] != sub {
			v.b.t.Errorf("%s is %q, want %q", name, got, sub)
		}
	}
	claims := v.b.assertion(s.Header.Get("X-Carnet-Assertion"), p, method, path)
	if claims.Subject != sub || !strings.HasPrefix(claims.Username, "guest-") || !strings.HasSuffix(claims.Email, "@alias.example") {
		v.b.t.Errorf("the assertion says %+v", claims)
	}
	if s.Header.Get("X-Auth-Request-Preferred-Username") != claims.Username || s.Header.Get("X-Auth-Request-Email") != claims.Email {
		v.b.t.Errorf("headers and assertion differ: %v", s.Header)
	}
}

// forged are spellings of identity headers that a visitor might try, on the wire as they stand.
var forgedNames = []string{"X-Auth-Request-User", "X_Auth_Request_User", "x-auth-request-user", "X-Auth_Request-User", "x_auth-request_user", "X.Auth.Request.User",
	"Remote-User", "REMOTE_USER", "remote-user", "X-Carnet-Assertion", "X_Carnet_Assertion", "X-Carnet_Assertion", "x-carnet-assertion",
	"X-Auth-Request-Email", "X_Auth_Request_Email", "X-Auth-Request-Preferred-Username", "X_AUTH_REQUEST_PREFERRED_USERNAME", "X-Auth-Request-Groups",
	"X-Forwarded-User", "X-Forwarded-Email", "Remote-Email", "Remote-Groups", "X-Remote-User"}

const lie = "forged-by-the-visitor"

func (b *behind) forged() http.Header {
	h := http.Header{}
	for _, name := range forgedNames {
		if !b.keepsDots || !strings.Contains(name, ".") {
			h[name] = []string{lie}
		}
	}
	return h
}

func TestForwardAuthBehindRealProxies(t *testing.T) {
	for name, start := range map[string]func(*behind, *protected){"nginx": (*behind).nginx, "Caddy": (*behind).caddy, "Traefik's headers": (*behind).traefik} {
		t.Run(name, func(t *testing.T) {
			b := newBehind(t)
			for _, p := range b.shops {
				start(b, p)
			}
			b.story()
		})
	}
}

// story is one visitor's day.
func (b *behind) story() {
	t, a, other := b.t, b.shops[0], b.shops[1]
	v, origin := b.visitor(), "https://"+a.host
	program := func(method, path string, more ...http.Header) answered {
		h := http.Header{"Accept": {"application/json"}}
		for _, m := range more {
			for name, values := range m {
				h[name] = values
			}
		}
		return v.send(method, origin+path, nil, h)
	}
	bare := func(what string, got answered) {
		t.Helper()
		if got.StatusCode != 401 || got.Header.Get("Location") != "" || got.Header.Get("WWW-Authenticate") != `Bearer realm="carnet"` || len(got.Cookies()) > 0 {
			t.Errorf("%s: got %d %v, want a bare 401", what, got.StatusCode, got.Header)
		}
	}
	bare("a program", program("GET", "/api/cart"))
	bare("a script of a page", program("GET", "/", http.Header{"Accept": {"text/html"}, "X-Requested-With": {"XMLHttpRequest"}}))
	bare("fetch", program("GET", "/", http.Header{"Accept": {"text/html"}, "Sec-Fetch-Mode": {"cors"}}))
	bare("a form posted after the session ended", program("POST", "/buy", navigation))
	bare("a program with forged headers", program("GET", "/api/cart", b.forged()))
	bare("a made-up cookie", program("GET", "/", http.Header{"Cookie": {"__Host-carnet-site=AAAA"}}))

	where := origin + "/account?x=1&y=%2F2&rd=//evil.example"
	s := v.app(v.signIn(where))
	v.known(a, s, "GET", "/account")
	if want := strings.TrimPrefix(where, origin); s.URI != want {
		t.Errorf("the shop got %q, want %q", s.URI, want)
	}
	for _, request := range [][2]string{{"GET", "/a%20b/c%2Fd"}, {"POST", "/buy"}, {"PUT", "/x"}, {"DELETE", "/x?y"}, {"PATCH", "/app"}, {"GET", "/" + strings.Repeat("long", 1200)}} {
		path, _, _ := strings.Cut(request[1], "?")
		v.known(a, v.app(program(request[0], request[1])), request[0], path)
	}
	if got := program("GET", "/app-says-401"); got.StatusCode != 401 || got.Header.Get("WWW-Authenticate") != "" {
		t.Errorf("the shop's own 401 became %d %v", got.StatusCode, got.Header)
	}
	v.forge(a)

	stolen := v.cookie(origin)
	cross := v.send("GET", "https://"+other.host+"/", nil, http.Header{"Cookie": {stolen}})
	if cross.StatusCode != 401 {
		t.Errorf("shop A's cookie at shop B: %d", cross.StatusCode)
	}
	cross = v.send("GET", "https://"+other.host+"/", nil, http.Header{"Cookie": {stolen}, "X-Forwarded-Host": {a.host}, "Host": {a.host}, "X-Forwarded-Uri": {"/"}})
	if strings.Contains(string(cross.body), `"URI"`) { // Caddy says an empty 200 for a host that it does not have
		t.Errorf("shop A's cookie with shop A's name at shop B: %d %s", cross.StatusCode, cross.body)
	}
	for _, c := range v.set {
		if len(c.Raw) > 1024 && strings.HasPrefix(c.Name, "__Host-carnet-site") || len(c.Raw) > 4000 {
			t.Errorf("the cookie %s has %d bytes", c.Name, len(c.Raw))
		}
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("the cookie %s is %s", c.Name, c.Raw)
		}
	}

	// the second shop asks for consent only, and knows another subject
	answer, last := v.open("https://" + other.host + "/b")
	if strings.HasPrefix(last, b.issuer+"/login/") {
		answer, _ = v.open(v.sign(last))
	}
	v.known(other, v.app(answer), "GET", "/b")
	if v.sub(a) == v.sub(other) {
		t.Error("two shops know one subject")
	}

	// signing out of one, by a form of its own page only
	if got := v.send("POST", origin+"/.carnet/sign-out", nil, http.Header{"Origin": {"https://evil.example"}}); got.StatusCode != 403 {
		t.Errorf("another site's form signed out: %d", got.StatusCode)
	}
	v.known(a, v.app(program("GET", "/still")), "GET", "/still")
	out := v.send("POST", origin+"/.carnet/sign-out", nil, http.Header{"Origin": {origin}})
	if out.StatusCode != 303 || !strings.HasPrefix(out.Header.Get("Location"), b.issuer+"/logout?") {
		t.Fatalf("sign-out: %d %v", out.StatusCode, out.Header)
	}
	bare("after the sign-out", program("GET", "/api/cart"))
	bare("the old cookie after the sign-out", v.send("GET", origin+"/", nil, http.Header{"Cookie": {stolen}}))

	// and of the gateway, which ends the other shop's too
	page := v.send("GET", out.Header.Get("Location"), nil, navigation)
	form := url.Values{}
	for _, field := range strings.Split(string(page.body), `<input type="hidden" name="`)[1:] {
		name, rest, _ := strings.Cut(field, `" value="`)
		value, _, _ := strings.Cut(rest, `"`)
		form.Set(name, value)
	}
	bye := v.send("POST", b.issuer+"/logout", []byte(form.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {b.issuer}})
	if bye.Header.Get("Location") != origin+"/.carnet/signed-out" {
		t.Fatalf("the gateway's sign-out: %d %v %s", bye.StatusCode, bye.Header, bye.body)
	}
	if got := v.send("GET", bye.Header.Get("Location"), nil, navigation); got.StatusCode != 200 || !strings.Contains(string(got.body), "signed out") {
		t.Errorf("the last page: %d %s", got.StatusCode, got.body)
	}
	bare("the other shop after the gateway's sign-out", v.send("GET", "https://"+other.host+"/b", nil, http.Header{"Accept": {"application/json"}}))
	if answer, last := v.open(origin + "/"); !strings.HasPrefix(last, b.issuer+"/login/") {
		t.Errorf("after signing out everywhere %s is reached: %d", last, answer.StatusCode)
	}
}

// cookie is the Cookie header that the browser sends to an origin.
func (v *visitor) cookie(origin string) string {
	u, _ := url.Parse(origin)
	var parts []string
	for _, c := range v.http.Jar.Cookies(u) {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}

// forge tries to be somebody else, or somewhere else, while signed in.
func (v *visitor) forge(p *protected) {
	t, origin := v.b.t, "https://"+p.host
	for name, header := range map[string]http.Header{
		"look-alikes":                      v.b.forged(),
		"hop-by-hop assertion":             {"Connection": {"X-Carnet-Assertion, X-Auth-Request-User, Remote-User"}},
		"hop-by-hop beside a WebSocket":    {"Connection": {"Upgrade, X-Carnet-Assertion, Remote-User"}, "Upgrade": {"websocket"}},
		"hop-by-hop in two lines":          {"Connection": {"keep-alive", "X-Carnet-Assertion, Remote-User"}},
		"hop-by-hop forwarded headers":     {"Connection": {"X-Forwarded-Uri, X-Forwarded-Host, X-Forwarded-Method, X-Forwarded-Proto"}},
		"another path":                     {"X-Forwarded-Uri": {"/admin"}},
		"another path in other families":   {"X-Original-Url": {"/admin"}, "X-Original-Uri": {"/admin"}, "X-Rewrite-Url": {"/admin"}, "X-Auth-Request-Redirect": {"/admin"}},
		"another path, underscores":        {"X_Forwarded_Uri": {"/admin"}, "x_forwarded_uri": {"/admin"}},
		"another path twice":               {"X-Forwarded-Uri": {"/admin", "/admin2"}},
		"another method":                   {"X-Forwarded-Method": {"POST"}, "X-Original-Method": {"POST"}},
		"another host":                     {"X-Forwarded-Host": {"evil.example"}, "X-Original-Host": {"evil.example"}, "Forwarded": {"host=evil.example;proto=http"}},
		"another scheme":                   {"X-Forwarded-Proto": {"http"}},
		"another visitor's network":        {"X-Forwarded-For": {"203.0.113.9"}, "X-Real-Ip": {"203.0.113.9"}},
		"all lies at once, and hop-by-hop": {"Connection": {"X-Auth-Request-User"}, "X-Auth-Request-User": {lie}, "X-Forwarded-Uri": {"/admin"}, "X-Forwarded-Host": {"evil.example"}},
	} {
		s := v.app(v.send("GET", origin+"/page", nil, header))
		for got, values := range s.Header {
			if slices.Contains(values, lie) {
				t.Errorf("%s: %s: %q reached the shop", name, got, values)
			}
		}
		for _, gone := range forgedNames {
			if strings.ContainsAny(gone, "_.") && len(s.Header[http.CanonicalHeaderKey(gone)]) > 0 {
				t.Errorf("%s: %s reached the shop", name, gone)
			}
		}
		v.known(p, s, "GET", "/page")
	}
}
