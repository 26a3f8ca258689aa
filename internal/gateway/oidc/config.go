package oidc

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/text/unicode/norm"
)

// Scopes of a shop's own access token (client_credentials).
const (
	ScopeReceipts      = "receipts"
	ScopePresentations = "presentations"
)

// Lifetimes.
const (
	DefaultInteraction = 180 * time.Second // the shortest state lifetime of a popular shop plugin
	MaxInteraction     = 10 * time.Minute
	CodeLife           = time.Minute
	UserTokenLife      = 10 * time.Minute
	ShopTokenLife      = time.Hour
	RefreshLife        = 30 * 24 * time.Hour
)

// Client is a shop as the operator registers it.
type Client struct {
	ID           string   // 1 to 64 of A-Z a-z 0-9 . _ -
	Name         string   // for people; NFC, no control or invisible characters, at most 64 characters
	SecretHash   [32]byte // HashSecret of the client secret
	RedirectURIs []string // compared as bytes; https, or http on a loopback host
	PostLogout   []string // post_logout_redirect_uri values, the same way
	Sector       string   // authority that subjects are pairwise for (protocol.md §1); from the first redirect URI when empty
	Origins      []string // origins whose scripts may call token and userinfo, and the shop's own origin for display
	SigningAlg   string   // of ID tokens: "ES256" (default) or "RS256"
}

// HashSecret is what a Client holds instead of its secret: SHA-256 of the
// secret's characters. It protects secrets of 256 random bits and no others.
func HashSecret(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }

// NewSecret returns a fresh client secret: 256 random bits, b64u.
func NewSecret() string { return state.NewBearer().String() }

// Config is what a Provider is made of.
type Config struct {
	Issuer      string            // origin of the gateway, no trailing slash; https, or http on a loopback host
	Clients     []Client          // at least one
	Keys        []jose.JSONWebKey // private signing keys: P-256 (ES256, required) and RSA of 2048 bits or more (RS256); the first of a kind signs
	Store       state.Store
	Interaction time.Duration // time to sign in; DefaultInteraction when 0, at most MaxInteraction
	Networks    web.Limiter   // per visitor's network, on authorize, token and userinfo; nil for none
	ByClient    web.Limiter   // per registered client, on token; nil for none
	Now         func() time.Time
	Log         *slog.Logger
}

// check completes and validates the configuration; errors name the value.
func (cfg *Config) check() error {
	if err := checkOrigin(cfg.Issuer); err != nil {
		return fmt.Errorf("issuer %q: %w", cfg.Issuer, err)
	}
	if cfg.Interaction == 0 {
		cfg.Interaction = DefaultInteraction
	}
	if cfg.Interaction < time.Second || cfg.Interaction > MaxInteraction {
		return fmt.Errorf("interaction lifetime %v: want 1s to %v", cfg.Interaction, MaxInteraction)
	}
	if cfg.Store == nil || cfg.Now == nil || cfg.Log == nil {
		return fmt.Errorf("store, clock and log are required")
	}
	if err := cfg.checkKeys(); err != nil {
		return err
	}
	if len(cfg.Clients) == 0 {
		return fmt.Errorf("no clients")
	}
	cfg.Clients = slices.Clone(cfg.Clients)
	seen := map[string]bool{}
	for i := range cfg.Clients {
		c := &cfg.Clients[i]
		if seen[c.ID] {
			return fmt.Errorf("client %q is registered twice", c.ID)
		}
		seen[c.ID] = true
		if err := c.check(); err != nil {
			return fmt.Errorf("client %q: %w", c.ID, err)
		}
		if !cfg.signs(c.SigningAlg) {
			return fmt.Errorf("client %q: no key signs %q", c.ID, c.SigningAlg)
		}
	}
	return nil
}

func (cfg *Config) checkKeys() error {
	cfg.Keys = slices.Clone(cfg.Keys)
	for i := range cfg.Keys {
		k := &cfg.Keys[i]
		switch key := k.Key.(type) {
		case *ecdsa.PrivateKey:
			if key.Curve.Params().BitSize != 256 {
				return fmt.Errorf("key %d: not on P-256", i)
			}
			k.Algorithm = string(jose.ES256)
		case *rsa.PrivateKey:
			if key.N.BitLen() < 2048 {
				return fmt.Errorf("key %d: RSA of %d bits, want 2048 or more", i, key.N.BitLen())
			}
			k.Algorithm = string(jose.RS256)
		default:
			return fmt.Errorf("key %d: not a private ECDSA or RSA key", i)
		}
		k.Use = "sig"
		if k.KeyID == "" {
			print, err := k.Thumbprint(crypto.SHA256)
			if err != nil {
				return fmt.Errorf("key %d: %w", i, err)
			}
			k.KeyID = base64.RawURLEncoding.EncodeToString(print)
		}
	}
	if !cfg.signs(string(jose.ES256)) {
		return fmt.Errorf("no P-256 signing key")
	}
	return nil
}

func (cfg *Config) signs(alg string) bool {
	return slices.ContainsFunc(cfg.Keys, func(k jose.JSONWebKey) bool { return k.Algorithm == alg })
}

func (c *Client) check() error {
	if ok, err := regexp.MatchString(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`, c.ID); err != nil || !ok {
		return fmt.Errorf("id: want 1 to 64 of A-Z a-z 0-9 . _ -")
	}
	if err := checkName(c.Name); err != nil {
		return fmt.Errorf("name: %w", err)
	}
	if c.SecretHash == ([32]byte{}) || c.SecretHash == HashSecret("") {
		return fmt.Errorf("no secret hash")
	}
	if len(c.RedirectURIs) == 0 {
		return fmt.Errorf("no redirect URIs")
	}
	for _, uri := range slices.Concat(c.RedirectURIs, c.PostLogout) {
		if err := checkRedirect(uri); err != nil {
			return fmt.Errorf("redirect URI %q: %w", uri, err)
		}
	}
	for _, origin := range c.Origins {
		if err := checkOrigin(origin); err != nil {
			return fmt.Errorf("origin %q: %w", origin, err)
		}
	}
	if c.Sector == "" {
		sector, err := wallet.Sector(c.RedirectURIs[0])
		if err != nil {
			return err
		}
		c.Sector = sector
	}
	if a, err := wallet.Sector("https://" + c.Sector); err != nil || a != c.Sector {
		return fmt.Errorf("sector %q: want a lower-case host, and the port when it is not 443", c.Sector)
	}
	if c.SigningAlg == "" {
		c.SigningAlg = string(jose.ES256)
	}
	return nil
}

// checkName refuses what could make one shop look like another or break a line.
func checkName(name string) error {
	if name == "" || utf8.RuneCountInString(name) > 64 || !utf8.ValidString(name) || !norm.NFC.IsNormalString(name) {
		return fmt.Errorf("%q: want 1 to 64 characters in NFC", name)
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return fmt.Errorf("%q: contains the invisible character %U", name, r)
		}
	}
	return nil
}

func checkOrigin(origin string) error {
	u, err := url.Parse(origin)
	if err != nil {
		return fmt.Errorf("not a URL")
	}
	if err := checkTransport(u); err != nil {
		return err
	}
	if u.Scheme+"://"+u.Host != origin || strings.ToLower(u.Host) != u.Host {
		return fmt.Errorf("want scheme://host in lower case and nothing else")
	}
	return nil
}

func checkRedirect(uri string) error {
	u, err := url.Parse(uri)
	if err != nil {
		return fmt.Errorf("not a URL")
	}
	if u.String() != uri || strings.Contains(uri, "#") || u.User != nil || len(uri) > 2048 {
		return fmt.Errorf("want a canonical URL without fragment or user")
	}
	return checkTransport(u)
}

func checkTransport(u *url.URL) error {
	ip := net.ParseIP(u.Hostname())
	loopback := u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost") || ip != nil && ip.IsLoopback()
	if u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && loopback) {
		return fmt.Errorf("want https, or http on a loopback host")
	}
	return nil
}
