package gateway_test

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"carnet/internal/gateway/boxes"
	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/vaulthost"
	"carnet/internal/gateway/web"
)

func TestTheVaultsHostServesFilesConfigurationAndBoxes(t *testing.T) {
	limit := &web.Buckets{PerSecond: 1000, Burst: 1000, Now: time.Now}
	cfg := vaulthost.Config{
		Files: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>vault")}, "vault.js": {Data: []byte("1")}, "parts/a.js": {Data: []byte("1")}},
		Settings: vaulthost.Settings{Gateways: []string{issuer}, RPC: "http://localhost:8545/rpc", ChainID: 31337, Carnet: "0xC", Anchor: "0xA",
			Relay: issuer},
		Boxes: boxes.Boxes{Blob: faults.NewMemory(), Reads: limit, Writes: limit}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	h, err := vaulthost.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest("GET", vault+path, nil))
		return rec
	}
	page := get("/")
	policy := page.Header().Get("Content-Security-Policy")
	if page.Code != 200 || page.Body.String() != "<!doctype html>vault" {
		t.Errorf("page: %d %q", page.Code, page.Body)
	}
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "connect-src 'self' http://localhost:8080 http://localhost:8545;"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") || page.Header().Get("Cross-Origin-Opener-Policy") != "unsafe-none" {
		t.Errorf("headers %v", page.Header())
	}
	if rec := get("/vault.js"); rec.Code != 200 || !strings.Contains(rec.Header().Get("Content-Type"), "javascript") {
		t.Errorf("script: %d %v", rec.Code, rec.Header())
	}
	got := decode[map[string]any](t, get("/config.json").Body)
	if got["rpc"] != "http://localhost:8545/rpc" || got["chain_id"] != 31337.0 || got["relay"] != issuer || got["gateways"].([]any)[0] != issuer || got["demo_wallet"] != "" {
		t.Errorf("config %v", got)
	}
	if rec := get("/v1/boxes/" + strings.Repeat("0", 64)); rec.Code != 404 || decode[answer](t, rec.Body).Error != "unknown_box" {
		t.Errorf("box: %d", rec.Code)
	}
	if rec := get("/../secret"); rec.Code == 200 {
		t.Errorf("a path outside: %d", rec.Code)
	}
	for _, path := range []string{"/nothing", "/v1/nothing", "/parts/", "/parts"} {
		if rec := get(path); rec.Code != 404 || decode[answer](t, rec.Body).Error != "not_found" || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %s, want 404 not_found in JSON", path, rec.Code, rec.Body)
		}
	}
	for name, spoil := range map[string]func(*vaulthost.Config){
		"without a gateway":             func(c *vaulthost.Config) { c.Settings.Gateways = nil },
		"without a chain":               func(c *vaulthost.Config) { c.Settings.RPC = "" },
		"with a policy in a gateway":    func(c *vaulthost.Config) { c.Settings.Gateways = []string{"https://a.example; script-src *"} },
		"with a gateway that is no URL": func(c *vaulthost.Config) { c.Settings.Gateways = []string{"javascript:1"} },
		"without a page":                func(c *vaulthost.Config) { c.Files = fstest.MapFS{} },
	} {
		bad := cfg
		spoil(&bad)
		if _, err := vaulthost.New(bad); err == nil {
			t.Errorf("a host %s was made", name)
		}
	}
}
