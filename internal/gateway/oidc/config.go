package oidc

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"carnet/internal/gateway/web"
	"carnet/internal/keyring"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/go-jose/go-jose/v4"
	"github.com/prometheus/client_golang/prometheus"
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
	RefreshGrace       = 10 * time.Second // in which a used refresh token gives the same answer again (RFC 9700 §4.14.2)
	SessionLife        = 12 * time.Hour   // of a browser's session at the gateway, from the signature on
	PushedLife         = time.Minute      // of a request_uri (RFC 9126 §2.2)
	LogoutTokenLife    = 2 * time.Minute  // OpenID Connect Back-Channel Logout §2.4
)

// Ways in which a client authenticates (OpenID Connect Core §9). A secret may be sent either way unless one is named.
const (
	AuthSecret     = ""
	AuthBasic      = "client_secret_basic"
	AuthPost       = "client_secret_post"
	AuthPrivateKey = "private_key_jwt"
	AuthNone       = "none"
)

// Client is a shop as the operator registers it.
type Client struct {
	ID           string             // 1 to 64 of A-Z a-z 0-9 . _ -
	Name         string             // for people; NFC, no control or invisible characters, at most 64 characters
	Auth         string             // one of the Auth constants; a public client (AuthNone) must send PKCE
	SecretHash   [32]byte           // HashSecret of the client secret; zero without one
	Keys         jose.JSONWebKeySet // public, for AuthPrivateKey
	KeysURI      string             // https, where Keys are fetched from instead
	Native       bool               // an app: its loopback redirect URIs match with any port (RFC 8252 §7.3)
	RedirectURIs []string           // compared as bytes; https, or http on a loopback host
	PostLogout   []string           // post_logout_redirect_uri values, the same way
	Sector       string             // authority that subjects are pairwise for (protocol.md §1); from the first redirect URI when empty
	Origins      []string           // origins whose scripts may call token and userinfo, and the shop's own origin for display
	SigningAlg   string             // of ID tokens: "RS256" (default where there is an RSA key), "ES256" or "EdDSA"
	StartURI     string             // where a sign-in begins at the shop; its first origin when empty
	Unverified   bool               // nobody vouched for the name: people are shown the host alone
	BackLogout   string             // backchannel_logout_uri; "" for none
	DPoP         bool               // its tokens must be bound (RFC 9449)
	PAR          bool               // its requests must be pushed (RFC 9126), with PKCE (FAPI 2.0 Security Profile §5.3.2.2)
	Trusted      bool               // the operator's own: no consent is asked
	Device       bool               // a till or kiosk: may sign people in with a code on its display (RFC 8628)

	stranger  bool // it registered itself, or is a metadata document
	noRefresh bool // it wants no refresh tokens
}

// HashSecret is what a Client holds instead of its secret: SHA-256 of the
// secret's characters. It protects secrets of 256 random bits and no others.
func HashSecret(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }

// NewSecret returns a fresh client secret: 256 random bits, b64u.
func NewSecret() string { return state.NewBearer().String() }

// Config is what a Provider is made of.
type Config struct {
	Issuer      string        // origin of the gateway, no trailing slash; https, or http on a loopback host
	Clients     []Client      // at least one
	Keys        *keyring.Ring // sign ID tokens: P-256 (ES256) is required, RSA (RS256) and Ed25519 (EdDSA) are not
	Secret      []byte        // 32 bytes kept outside every store: what waits in browsers is sealed under it
	Store       state.Store
	Shoppers    Shoppers
	Ending      func(ctx context.Context, clientID, sid string) error // told of each shop of a session before it ends; when it fails, the session goes on. nil for nobody
	AliasDomain string                                                // of per-shop e-mail aliases; "" for none
	Transport   http.RoundTripper                                     // for clients' keys and back-channel logout
	Registry    prometheus.Registerer
	Interaction time.Duration // time to sign in; DefaultInteraction when 0, at most MaxInteraction
	Networks    web.Limiter   // per visitor's network, on every endpoint but discovery and jwks; nil for none
	ByClient    web.Limiter   // per registered client, on token; nil for none
	Now         func() time.Time
	Log         *slog.Logger

	Registration Registration // of shops that are not among Clients; the zero value lets none in
	UserCodes    web.Limiter  // per visitor's network, on codes of devices that are typed; 30 at once and one in five seconds in this process when nil
}

// Shoppers is what the provider asks about people. Errors are for the log; a
// store that is gone is state.ErrUnavailable or the object store's own error.
type Shoppers interface {
	// Subject returns the pairwise subject of whoever a wallet belongs to.
	Subject(ctx context.Context, sector string, w wallet.Account) (string, error)
	// Consented returns the scopes that a shopper allowed a shop, "" for none.
	Consented(ctx context.Context, sector, sub string) (scopes string, err error)
	// Consent makes it durable that whoever a wallet belongs to allowed a shop scopes, and
	// that they can find the shop again when no configuration names it.
	Consent(ctx context.Context, shop *Client, w wallet.Account, scopes string) error
	// Recheck asks the chain again whether a contract account still stands by
	// its signature, and returns what to ask with the next time:
	// wallet.ErrAccountChanged when it does not.
	Recheck(ctx context.Context, e wallet.Evidence) (wallet.Evidence, error)
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
	if cfg.Store == nil || cfg.Shoppers == nil || cfg.Now == nil || cfg.Log == nil {
		return fmt.Errorf("store, shoppers, clock and log are required")
	}
	if cfg.Transport == nil {
		cfg.Transport = http.DefaultTransport
	}
	if cfg.Registry == nil {
		cfg.Registry = prometheus.NewRegistry()
	}
	if cfg.AliasDomain != "" && !aliasDomain.MatchString(cfg.AliasDomain) {
		return fmt.Errorf("alias domain %q: want a lower-case domain name", cfg.AliasDomain)
	}
	if cfg.Keys == nil || !cfg.signs(string(jose.ES256)) {
		return fmt.Errorf("no P-256 signing key")
	}
	if err := cfg.Registration.check(); err != nil {
		return err
	}
	if cfg.UserCodes == nil {
		cfg.UserCodes = &web.Buckets{PerSecond: 0.2, Burst: 30, Now: cfg.Now}
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
		if c.SigningAlg == "" {
			c.SigningAlg = cfg.defaultAlg()
		}
		if !cfg.signs(c.SigningAlg) {
			return fmt.Errorf("client %q: no key signs %q", c.ID, c.SigningAlg)
		}
	}
	return nil
}

// defaultAlg is RS256 where there is an RSA key: every OpenID client knows it
// (OpenID Connect Core §15.1).
func (cfg *Config) defaultAlg() string {
	if cfg.signs(string(jose.RS256)) {
		return string(jose.RS256)
	}
	return string(jose.ES256)
}

func (cfg *Config) signs(alg string) bool {
	_, err := cfg.Keys.Signing(jose.SignatureAlgorithm(alg))
	return err == nil
}

func (c *Client) check() error {
	if ok, err := regexp.MatchString(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`, c.ID); err != nil || !ok {
		return fmt.Errorf("id: want 1 to 64 of A-Z a-z 0-9 . _ -")
	}
	return c.checkMetadata()
}

// checkMetadata checks everything but the id.
func (c *Client) checkMetadata() error {
	if err := checkName(c.Name); err != nil {
		return fmt.Errorf("name: %w", err)
	}
	if err := c.checkAuth(); err != nil {
		return err
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
	for name, uri := range map[string]string{"start URI": c.StartURI, "back-channel logout URI": c.BackLogout, "keys URI": c.KeysURI} {
		if uri == "" {
			continue
		}
		if err := checkRedirect(uri); err != nil {
			return fmt.Errorf("%s %q: %w", name, uri, err)
		}
	}
	return nil
}

// checkAuth wants exactly the credentials that the client's way needs.
func (c *Client) checkAuth() error {
	secret := c.SecretHash != ([32]byte{}) && c.SecretHash != HashSecret("")
	keys := len(c.Keys.Keys) > 0 || c.KeysURI != ""
	switch c.Auth {
	case AuthSecret, AuthBasic, AuthPost:
		if !secret {
			return fmt.Errorf("no secret hash")
		}
	case AuthPrivateKey:
		if !keys || secret {
			return fmt.Errorf("private_key_jwt needs keys or a keys URI, and no secret")
		}
		for _, k := range c.Keys.Keys {
			if !k.Valid() || !k.IsPublic() {
				return fmt.Errorf("key %q is not a valid public key", k.KeyID)
			}
		}
	case AuthNone:
		if secret || keys {
			return fmt.Errorf("a public client has neither secret nor keys")
		}
	default:
		return fmt.Errorf("authentication %q: want client_secret_basic, client_secret_post, private_key_jwt or none", c.Auth)
	}
	return nil
}

// Public tells whether the client has no credentials of its own.
func (c *Client) Public() bool { return c.Auth == AuthNone }

// startURI is where a shopper begins again.
func (c *Client) startURI() string {
	if c.StartURI == "" && len(c.Origins) > 0 {
		return c.Origins[0] + "/"
	}
	return c.StartURI
}

// aliasDomain is a domain name as e-mail addresses write it.
var aliasDomain = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)

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
