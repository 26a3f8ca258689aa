package gatewaytest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/frontend"
	"carnet/internal/gateway"
	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/oidc"
	"carnet/internal/guard"
	"carnet/internal/keyring"
	"carnet/internal/profile"
	"carnet/internal/state"
)

// Client is a shop as it registers at a gateway.
type Client struct {
	ID           string
	Origin       string // http://localhost:port; its authority is the sector
	Secret       string // "" for a public client and one with keys
	Auth         string // token_endpoint_auth_method; "" for either way of sending the secret
	Keys         jose.JSONWebKeySet
	RedirectURIs []string
	PostLogout   []string
	BackLogout   string // backchannel_logout_uri
	SigningAlg   string // of ID tokens; "" for the provider's default
	DPoP, PAR    bool   // required of it
	Device       bool   // a till
}

// Gateway is a running gateway.
type Gateway struct {
	Issuer       string
	Discovery    map[string]any // its own description, as any client reads it
	HTTP         *http.Client   // follows no redirect, has no cookies
	InitialToken string         // registers clients (RFC 7591 §3)

	mu     sync.Mutex
	offset time.Duration // of the gateway's clock
	logs   bytes.Buffer
}

// Start runs a gateway with these shops until the test ends.
func Start(t testing.TB, clients ...Client) *Gateway {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &Gateway{InitialToken: oidc.NewSecret(), Issuer: fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port),
		HTTP: &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	store, err := state.OpenBolt(filepath.Join(t.TempDir(), "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	gw, err := gateway.New(context.Background(), g.config(t, clients), gateway.Deps{State: store, Blob: faults.NewMemory(), Chain: &faults.Chain{},
		Login: frontend.Login(), Account: frontend.Account(), Button: frontend.Button(), Strangers: strangers(), Now: g.Now,
		Log: slog.New(slog.NewTextHandler(g, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan struct{})
	go func() { defer close(ran); gw.Run(ctx) }()
	t.Cleanup(func() { stop(); <-ran })
	server := &http.Server{Handler: gw, ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the gateway's log:\n%s", g.Logs())
		}
	})
	g.Discovery = Get[map[string]any](t, g, "/.well-known/openid-configuration")
	return g
}

func (g *Gateway) config(t testing.TB, clients []Client) gateway.Config {
	t.Helper()
	signing, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	large, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	plenty := gateway.Rate{PerSecond: 1e3, Burst: 1e6} // even while the clock is turned back
	pairwise := make([]byte, 32)
	rand.Read(pairwise)
	ring, err := keyring.Static(jose.JSONWebKey{Key: signing}, jose.JSONWebKey{Key: large})
	if err != nil {
		t.Fatal(err)
	}
	cfg := gateway.Config{Issuer: g.Issuer, VaultURL: "http://localhost:8081", AliasDomain: "alias.example", PairwiseKey: pairwise, SigningKeys: ring,
		Registration: gateway.Registration{Tokens: [][32]byte{oidc.HashSecret(g.InitialToken)}},
		Limits:       gateway.Limits{Network: plenty, Client: plenty, Writes: plenty, Relay: plenty}}
	for _, c := range clients {
		key, err := profile.NewIssuerKey()
		if err != nil {
			t.Fatal(err)
		}
		cfg.Shops = append(cfg.Shops, gateway.Shop{Origin: c.Origin, Key: key, Client: c.registration()})
	}
	return cfg
}

// strangers reaches what clients that register themselves name: TLS servers of httptest, and nothing else on this machine.
func strangers() *http.Client {
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate()) // all of httptest's have the same
	return guard.New(guard.Options{Allow: func(a netip.AddrPort) bool { return a.Addr().IsLoopback() }, Roots: roots})
}

// registration is the client as the provider wants it.
func (c Client) registration() oidc.Client {
	out := oidc.Client{ID: c.ID, Name: "Shop " + c.ID, Auth: c.Auth, Keys: c.Keys, RedirectURIs: c.RedirectURIs, PostLogout: c.PostLogout,
		BackLogout: c.BackLogout, SigningAlg: c.SigningAlg, DPoP: c.DPoP, PAR: c.PAR, Device: c.Device}
	if c.Secret != "" {
		out.SecretHash = oidc.HashSecret(c.Secret)
	}
	return out
}

// Now is the gateway's clock.
func (g *Gateway) Now() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Now().Add(g.offset)
}

// Advance turns the gateway's clock, back as well.
func (g *Gateway) Advance(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.offset += d
}

// Write implements io.Writer for the gateway's log.
func (g *Gateway) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.logs.Write(p)
}

// Logs returns what the gateway logged.
func (g *Gateway) Logs() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.logs.String()
}

// Endpoint returns a URL of the discovery document, "" when it is not there.
func (g *Gateway) Endpoint(name string) string {
	u, _ := g.Discovery[name].(string)
	return u
}

// Has tells whether the discovery document has a member: a true one, a text, or a list with all of these values.
func (g *Gateway) Has(member string, values ...string) bool {
	switch v := g.Discovery[member].(type) {
	case bool:
		return v
	case string:
		return v != ""
	case []any:
		return !slices.ContainsFunc(values, func(want string) bool { return !slices.Contains(v, any(want)) })
	}
	return false
}

// Needs fails a test of something that the gateway does not advertise.
func (g *Gateway) Needs(t testing.TB, member string, values ...string) {
	t.Helper()
	if !g.Has(member, values...) {
		t.Fatalf("the discovery document lacks %s %q", member, values)
	}
}

// Get reads a JSON document of the gateway.
func Get[T any](t testing.TB, g *Gateway, path string) (v T) {
	t.Helper()
	res, err := g.HTTP.Get(g.Issuer + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &v); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d %.200s: %v", path, res.StatusCode, body, err)
	}
	return v
}

// FreePort returns a loopback port that nobody listens on.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
