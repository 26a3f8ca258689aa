package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carnet/internal/gateway/oidc"
	"carnet/internal/keyring"
	"carnet/internal/state"

	"github.com/go-jose/go-jose/v4"
)

func TestConfigurationIsRefusedAtTheDoor(t *testing.T) {
	store, err := state.OpenBolt(filepath.Join(t.TempDir(), "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ring := func(keys ...*ecdsa.PrivateKey) *keyring.Ring {
		var list []jose.JSONWebKey
		for _, k := range keys {
			list = append(list, jose.JSONWebKey{Key: k})
		}
		r, err := keyring.Static(list...)
		must(t, err)
		return r
	}
	good := func() oidc.Config {
		return oidc.Config{Issuer: "http://localhost:8080", Keys: ring(p256), Secret: make([]byte, 32), Store: store, Shoppers: &shoppers{}, Now: time.Now,
			Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
			Clients: []oidc.Client{{ID: "shop", Name: "Shop", SecretHash: oidc.HashSecret(oidc.NewSecret()),
				RedirectURIs: []string{"http://localhost:8091/cb"}}}}
	}
	if _, err := oidc.New(good()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*oidc.Config){
		"an issuer with a slash":           func(c *oidc.Config) { c.Issuer += "/" },
		"an issuer with a path":            func(c *oidc.Config) { c.Issuer += "/x" },
		"an issuer without TLS":            func(c *oidc.Config) { c.Issuer = "http://gateway.example" },
		"an issuer in capitals":            func(c *oidc.Config) { c.Issuer = "https://Gateway.example" },
		"no issuer":                        func(c *oidc.Config) { c.Issuer = "" },
		"no secret":                        func(c *oidc.Config) { c.Secret = nil },
		"a short secret":                   func(c *oidc.Config) { c.Secret = c.Secret[:31] },
		"nobody to ask about shoppers":     func(c *oidc.Config) { c.Shoppers = nil },
		"an alias domain with a space":     func(c *oidc.Config) { c.AliasDomain = "a b.example" },
		"a public client with a secret":    func(c *oidc.Config) { c.Clients[0].Auth = oidc.AuthNone },
		"a way to authenticate nobody has": func(c *oidc.Config) { c.Clients[0].Auth = "tls_client_auth" },
		"private_key_jwt without a key":    func(c *oidc.Config) { c.Clients[0].Auth, c.Clients[0].SecretHash = oidc.AuthPrivateKey, [32]byte{} },
		"a back-channel URI without TLS":   func(c *oidc.Config) { c.Clients[0].BackLogout = "http://shop.example/out" },
		"no store":                         func(c *oidc.Config) { c.Store = nil },
		"no clock":                         func(c *oidc.Config) { c.Now = nil },
		"no keys":                          func(c *oidc.Config) { c.Keys = nil },
		"an endless interaction":           func(c *oidc.Config) { c.Interaction = time.Hour },
		"no clients":                       func(c *oidc.Config) { c.Clients = nil },
		"a client twice":                   func(c *oidc.Config) { c.Clients = append(c.Clients, c.Clients[0]) },
		"a client id with a colon":         func(c *oidc.Config) { c.Clients[0].ID = "a:b" },
		"a client id with a slash":         func(c *oidc.Config) { c.Clients[0].ID = "a/b" },
		"a long client id":                 func(c *oidc.Config) { c.Clients[0].ID = strings.Repeat("a", 65) },
		"a client without a name":          func(c *oidc.Config) { c.Clients[0].Name = "" },
		"a name with a line feed":          func(c *oidc.Config) { c.Clients[0].Name = "a\nb" },
		"a name that turns text around":    func(c *oidc.Config) { c.Clients[0].Name = "Pay \u202e me" },
		"a name with invisible joiners":    func(c *oidc.Config) { c.Clients[0].Name = "a\u200db" },
		"a name that is not NFC":           func(c *oidc.Config) { c.Clients[0].Name = "E\u0301picerie" },
		"a client without a secret":        func(c *oidc.Config) { c.Clients[0].SecretHash = [32]byte{} },
		"a client with an empty secret":    func(c *oidc.Config) { c.Clients[0].SecretHash = oidc.HashSecret("") },
		"no redirect URIs":                 func(c *oidc.Config) { c.Clients[0].RedirectURIs = nil },
		"a redirect URI without TLS":       func(c *oidc.Config) { c.Clients[0].RedirectURIs[0] = "http://shop.example/cb" },
		"a redirect URI that is a script":  func(c *oidc.Config) { c.Clients[0].RedirectURIs[0] = "javascript:alert(1)" },
		"a redirect URI with a fragment":   func(c *oidc.Config) { c.Clients[0].RedirectURIs[0] += "#" },
		"a redirect URI without a host":    func(c *oidc.Config) { c.Clients[0].RedirectURIs[0] = "https:///cb" },
		"a logout URI without TLS":         func(c *oidc.Config) { c.Clients[0].PostLogout = []string{"http://shop.example/"} },
		"an origin with a path":            func(c *oidc.Config) { c.Clients[0].Origins = []string{"https://shop.example/"} },
		"any origin":                       func(c *oidc.Config) { c.Clients[0].Origins = []string{"*"} },
		"a sector in capitals":             func(c *oidc.Config) { c.Clients[0].Sector = "Shop.example" },
		"a sector with a scheme":           func(c *oidc.Config) { c.Clients[0].Sector = "https://shop.example" },
		"a signing alg that no key serves": func(c *oidc.Config) { c.Clients[0].SigningAlg = "RS256" },
		"unsigned ID tokens":               func(c *oidc.Config) { c.Clients[0].SigningAlg = "none" },
	} {
		cfg := good()
		change(&cfg)
		if _, err := oidc.New(cfg); err == nil {
			t.Errorf("accepted %s", name)
		}
	}
}
