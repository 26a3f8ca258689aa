package login

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/ethereum/go-ethereum/common"
	"github.com/labstack/echo/v4"
)

// The sign-in itself is tested with the real provider and real clients in
// package oidc's signin_test.go.

func TestStatementsSurviveEIP4361(t *testing.T) {
	for name, want := range map[string]string{
		"Books":             "Sign in to Books at shop.example:8443.",
		"Épicerie du Coin":  "Sign in to Epicerie du Coin at shop.example:8443.",
		"Müller & Söhne":    "Sign in to Muller and Sohne at shop.example:8443.",
		"L’Atelier – Paris": "Sign in to L'Atelier - Paris at shop.example:8443.",
		"ﬁne ２４":            "Sign in to fine 24 at shop.example:8443.",
		"  a   b  ":         "Sign in to a b at shop.example:8443.",
		"Магазин":           "Sign in to shop.example:8443.",
		"Boоks":             "Sign in to shop.example:8443.", // the second o is Cyrillic
		"商店":                "Sign in to shop.example:8443.",
		"a\nResources:":     "Sign in to shop.example:8443.",
		"<b>":               "Sign in to shop.example:8443.",
		"":                  "Sign in to shop.example:8443.",
	} {
		got := statement(name, "shop.example:8443")
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
		expires := time.Unix(1_800_000_300, 0).UTC()
		_, err := wallet.Compose(wallet.Message{Domain: "gateway.example", Address: common.HexToAddress("0x01"), Statement: got, URI: "https://gateway.example",
			ChainID: 1, Nonce: wallet.NewNonce(), IssuedAt: expires.Add(-ChallengeLife), ExpirationTime: &expires})
		if err != nil {
			t.Errorf("%q: %v", got, err)
		}
	}
}

func FuzzStatement(f *testing.F) {
	f.Add("Épicerie & Fils")
	f.Fuzz(func(t *testing.T, name string) {
		for _, r := range statement(name, "a.example") {
			if r < ' ' || r > '~' {
				t.Fatalf("%q yields the character %U", name, r)
			}
		}
	})
}

type noProvider struct{ Provider }

func good(t *testing.T) Config {
	t.Helper()
	store, err := state.OpenBolt(filepath.Join(t.TempDir(), "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return Config{Issuer: "http://localhost:8080", Provider: noProvider{}, Secret: make([]byte, 32), Chains: []uint64{1}, Store: store, Now: time.Now,
		Verify: func(context.Context, string, []byte, *wallet.Message, []byte) (wallet.Proof, error) {
			return wallet.Proof{}, nil
		},
		Page: fstest.MapFS{"index.html": {Data: []byte("page")}, "login.js": {Data: []byte("script")}}}
}

func TestConfigurationIsRefusedAtTheDoor(t *testing.T) {
	if _, err := New(good(t)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Config){
		"an issuer with a path":     func(c *Config) { c.Issuer += "/x" },
		"no issuer":                 func(c *Config) { c.Issuer = "" },
		"a short secret":            func(c *Config) { c.Secret = c.Secret[:31] },
		"no provider":               func(c *Config) { c.Provider = nil },
		"no verifier":               func(c *Config) { c.Verify = nil },
		"no chains":                 func(c *Config) { c.Chains = nil },
		"chain 0":                   func(c *Config) { c.Chains = []uint64{0} },
		"a page without index.html": func(c *Config) { c.Page = fstest.MapFS{} },
		"a page with a program":     func(c *Config) { c.Page = fstest.MapFS{"index.html": {}, "x.exe": {}} },
	} {
		cfg := good(t)
		change(&cfg)
		if _, err := New(cfg); err == nil {
			t.Errorf("accepted %s", name)
		}
	}
}

func TestAssets(t *testing.T) {
	l, err := New(good(t))
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	l.Register(e)
	get := func(path string, header ...string) *httptest.ResponseRecorder {
		req := httptest.NewRequest(http.MethodGet, path, nil)
		if len(header) == 2 {
			req.Header.Set(header[0], header[1])
		}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, req)
		return w
	}
	w := get("/assets/login/login.js")
	if w.Code != 200 || w.Body.String() != "script" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("got %d %q %v", w.Code, w.Body, w.Header())
	}
	if again := get("/assets/login/login.js", "If-None-Match", w.Header().Get("ETag")); again.Code != 304 || again.Body.Len() != 0 {
		t.Errorf("got %d, want 304", again.Code)
	}
	for _, path := range []string{"/assets/login/index.html", "/assets/login/nothing.js", "/assets/login/..%2flogin.go", "/assets/login/"} {
		if w := get(path); w.Code == 200 {
			t.Errorf("%s: got %d %q", path, w.Code, w.Body)
		}
	}
}
