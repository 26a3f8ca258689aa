// Package vaulthost serves the vault: its static files, the configuration that tells it where gateways and chain are, and
// boxes for its ciphertext (docs/protocol.md §7). It is an origin of its own, and it needs no gateway to work.
//
// It promises that the pages run no script but the vault's own files, talk to no host but the configured gateways, the
// configured chain and this one, and cannot be framed.
//
// Who controls this host can change the files and take the keys of those who load them: it is the one place where a
// shopper trusts an operator. Who steals its store gets ciphertext that opens with two of the shopper's three factors.
package vaulthost

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"carnet/internal/blob"
	"carnet/internal/gateway/web"
)

// Settings is what the vault reads from /config.json. Nothing in it is a secret.
type Settings struct {
	Gateways   []string `json:"gateways"` // origins
	RPC        string   `json:"rpc"`      // JSON-RPC URL of the chain
	ChainID    uint64   `json:"chain_id"`
	Carnet     string   `json:"carnet"` // contract addresses, 0x…
	Anchor     string   `json:"anchor"`
	Relay      string   `json:"relay"`       // gateway that relays head updates
	DemoWallet string   `json:"demo_wallet"` // "" in production
}

// Routes adds routes to a group whose path is /v1.
type Routes interface{ Register(g *echo.Group) }

// Config is what a host is made of. Registry and Trusted may be empty, the rest is required.
type Config struct {
	Files    fs.FS // index.html and what it asks for
	Settings Settings
	Boxes    Routes // boxes.Boxes
	Trusted  []netip.Prefix
	Registry *prometheus.Registry
	Now      func() time.Time
	Log      *slog.Logger
}

// New returns the host's handler.
func New(cfg Config) (http.Handler, error) {
	connect, err := connects(cfg.Settings)
	if err != nil {
		return nil, fmt.Errorf("vault host: %w", err)
	}
	if _, err := fs.Stat(cfg.Files, "index.html"); err != nil {
		return nil, fmt.Errorf("vault host: %w", err)
	}
	if cfg.Registry == nil {
		cfg.Registry = prometheus.NewRegistry()
	}
	e, err := web.New(web.Config{Log: cfg.Log, Now: cfg.Now, Registry: cfg.Registry, Gone: []error{blob.ErrUnavailable, blob.ErrBroken}, Trusted: cfg.Trusted})
	if err != nil {
		return nil, fmt.Errorf("vault host: %w", err)
	}
	policy := strings.Replace(web.PageContent, "connect-src 'self'", "connect-src 'self' "+strings.Join(connect, " "), 1)
	page := func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set(echo.HeaderContentSecurityPolicy, policy)
			// The vault is also a wallet in a window that a sign-in page opens and waits for: its opener must stay
			// reachable. It answers an opener by postMessage alone and gives it no keys.
			h.Set("Cross-Origin-Opener-Policy", "unsafe-none")
			h.Set(echo.HeaderCacheControl, "no-cache")
			return next(c)
		}
	}
	e.GET("/config.json", func(c echo.Context) error { return c.JSON(http.StatusOK, cfg.Settings) }, web.NoStore)
	cfg.Boxes.Register(e.Group("/v1"))
	web.Health{Registry: cfg.Registry}.Register(e)
	e.GET("/*", files(cfg.Files), page)
	return e, nil
}

// files serves what is a file. http.FileServerFS alone would list directories and answer in text what is not there.
func files(all fs.FS) echo.HandlerFunc {
	serve := echo.WrapHandler(http.FileServerFS(all))
	return func(c echo.Context) error {
		if name := c.Request().URL.Path; name != "/" {
			info, err := fs.Stat(all, strings.TrimPrefix(name, "/"))
			if err != nil || info.IsDir() {
				return web.NotFound("not_found", "There is nothing at this address.")
			}
		}
		return serve(c)
	}
}

// connects lists the origins that the vault's scripts may talk to.
func connects(s Settings) ([]string, error) {
	var list []string
	for _, raw := range append(slices.Clone(s.Gateways), s.RPC, s.Relay) {
		if raw == "" {
			continue
		}
		u, err := url.Parse(raw)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.ContainsAny(raw, "; ,'\"") {
			return nil, fmt.Errorf("%q is not an http or https URL", raw)
		}
		if origin := u.Scheme + "://" + u.Host; !slices.Contains(list, origin) {
			list = append(list, origin)
		}
	}
	if len(s.Gateways) == 0 || s.RPC == "" {
		return nil, errors.New("at least one gateway and the chain's RPC URL are required")
	}
	return list, nil
}
