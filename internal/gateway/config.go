package gateway

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/directory"
	"carnet/internal/gateway/forward"
	"carnet/internal/gateway/hooks"
	"carnet/internal/gateway/oidc"
	"carnet/internal/keyring"
	"carnet/internal/orders"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// Config is what an operator decides. Nothing in it comes from a request.
type Config struct {
	Issuer   string   // origin of this gateway: https, or http on a loopback host; no slash at the end
	VaultURL string   // origin of the vault that links lead to; always among the vaults that may bind
	Vaults   []string // origins of further vaults whose binding messages and scripts are accepted

	Cadence     time.Duration // how long an epoch stays open; 1 minute when 0
	AnchorEmpty bool          // anchor epochs without receipts too

	ChainIDs   []uint64         // EIP-155 ids that sign-in messages may name, the first is written into ours; mainnet when empty
	DemoWallet string           // URL of the demo wallet; "" in production
	Factories  []common.Address // that may make smart accounts which are not deployed yet (ERC-6492)
	Delegates  []common.Address // whose word counts for accounts that delegate to them (EIP-7702)

	WalletConnect string // project id of WalletConnect v2; "" for none
	AliasDomain   string // domain of per-shop e-mail aliases; "" for none

	Shops          []Shop
	Registration   Registration
	TrustedIssuers []string // issuer URLs of other gateways whose receipts are accepted in presentations

	PairwiseKey []byte        // 32 secret bytes; whoever has them can compute subjects and inbox names, and opens nothing
	SigningKeys *keyring.Ring // ID tokens and presentation requests; at least one P-256 key

	Trusted     []netip.Prefix // proxies whose X-Forwarded-For is believed
	Forward     []netip.Prefix // proxies that may ask who visits the shops with Forward; their X-Forwarded-For is believed too
	Limits      Limits
	Interaction time.Duration // time to sign in; 180 seconds when 0
}

// Shop is a client of the OpenID provider that may also post receipts and ask for presentations.
type Shop struct {
	oidc.Client
	Origin     string             // https://shop.example; its authority is the sector
	Key        *profile.IssuerKey // signs its receipts and promises
	Forward    bool               // it speaks no OpenID Connect: its proxy asks the gateway (package forward)
	Accounting age.Recipient      // offline recipient that gets a copy of every receipt; nil for none
	Hooks      []hooks.Hook       // platforms that tell of its orders by webhook
}

// Registration lets shops sign people in that the configuration does not name. They are shown by their hosts alone, and can neither post receipts nor ask
// for presentations.
type Registration struct {
	Tokens    [][32]byte // SHA-256 of initial access tokens for RFC 7591 registration; none: nobody registers
	Documents bool       // a client id may be the https URL of a metadata document
}

// Rate is a token bucket: Burst units, refilled at PerSecond.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Limits bound what outsiders can ask for. Zero values are replaced by defaults.
type Limits struct {
	Network   Rate // per visitor's network, for everything that needs no shop credentials; 50 a second, 500 at once
	Client    Rate // per shop: orders, and presentation requests; 5,000 a second, 10,000 at once
	Contracts Rate // questions to a chain about smart accounts, per visitor's network, and ten times as many per account; 1 a second, 10 at once
	Relay     Rate // per visitor's network, for transactions at the gateway's cost; 1 a second, 30 at once
	Writes    Rate // per visitor's network, for writes to boxes; 10 a second, 200 at once
	Orders    int  // orders in work at a time; 256
}

// accountShare is how many visitors' networks it takes to use up what may be asked about one account.
const accountShare = 10

func (r Rate) times(n int) Rate { return Rate{r.PerSecond * float64(n), r.Burst * n} }

// Check fills in defaults and tells what is wrong with cfg, before anything is opened: everything at once, but for what the OpenID provider
// refuses in a client's settings, which New tells.
func (cfg *Config) Check() error {
	err := cfg.complete()
	_, sites := cfg.sites()
	_, _, shops := cfg.shops(directory.Anchor{})
	return errors.Join(err, sites, shops)
}

// complete checks cfg and fills in defaults. Errors name the setting and its value, never a key.
func (cfg *Config) complete() error {
	var problems []error
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if err := checkOrigin(cfg.Issuer); err != nil {
		wrong("issuer %q: %w", cfg.Issuer, err)
	}
	if !slices.Contains(cfg.Vaults, cfg.VaultURL) {
		cfg.Vaults = append([]string{cfg.VaultURL}, cfg.Vaults...)
	}
	for _, v := range cfg.Vaults {
		if err := checkOrigin(v); err != nil {
			wrong("vault_url or vaults: %q: %w", v, err)
		}
	}
	if slices.Contains(cfg.Vaults, cfg.Issuer) {
		wrong("vault_url or vaults: %q is the issuer; the vault holds shoppers' keys and needs an origin of its own", cfg.Issuer)
	}
	for _, t := range cfg.TrustedIssuers {
		if err := checkOrigin(t); err != nil {
			wrong("trusted_issuers: %q: %w", t, err)
		}
	}
	if len(cfg.PairwiseKey) != 32 {
		wrong("keys.pairwise_file: a key of %d bytes, want 32", len(cfg.PairwiseKey))
	}
	if cfg.Cadence == 0 {
		cfg.Cadence = time.Minute
	}
	if cfg.Cadence < 100*time.Millisecond || cfg.Cadence > 24*time.Hour {
		wrong("cadence %v, want 100ms to 24h, such as 1m or 30s", cfg.Cadence)
	}
	if cfg.DemoWallet != "" && checkOrigin(strings.TrimSuffix(cfg.DemoWallet, "/")) != nil {
		wrong("login.demo_wallet %q: want the demo wallet's origin", cfg.DemoWallet)
	}
	if cfg.WalletConnect != "" && !projectID.MatchString(cfg.WalletConnect) {
		wrong("login.walletconnect %q: want a project id, 32 hex digits", cfg.WalletConnect)
	}
	if len(cfg.ChainIDs) == 0 {
		cfg.ChainIDs = []uint64{1}
	}
	return errors.Join(append(problems, cfg.Limits.complete())...)
}

// projectID is WalletConnect's name of an application.
var projectID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// complete fills in defaults for what is not set.
func (l *Limits) complete() error {
	var problems []error
	for _, d := range []struct {
		name      string
		rate      *Rate
		perSecond float64
		burst     int
	}{{"network", &l.Network, 50, 500}, {"client", &l.Client, 5000, 10000}, {"contracts", &l.Contracts, 1, 10}, {"relay", &l.Relay, 1, 30}, {"writes", &l.Writes, 10, 200}} {
		switch {
		case *d.rate == Rate{}:
			*d.rate = Rate{d.perSecond, d.burst}
		case !(d.rate.PerSecond > 0 && d.rate.PerSecond <= maxRate) || d.rate.Burst < 1 || d.rate.Burst > maxRate:
			problems = append(problems, fmt.Errorf("limits.%s: %v a second and a burst of %d, want both more than 0 and at most %d", d.name, d.rate.PerSecond, d.rate.Burst, maxRate))
		}
	}
	switch {
	case l.Orders == 0:
		l.Orders = 256
	case l.Orders < 1 || l.Orders > maxOrders:
		problems = append(problems, fmt.Errorf("limits.orders %d, want 1 to %d", l.Orders, maxOrders))
	}
	return errors.Join(problems...)
}

const (
	maxRate   = 10_000_000
	maxOrders = 65_536
)

// checkOrigin accepts https, and http on a loopback host, without path, query or slash at the end.
func checkOrigin(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != s {
		return errors.New("not an origin: scheme, host and port alone, in lower case")
	}
	authority, err := wallet.Sector(s)
	if err != nil {
		return err
	}
	if authority != u.Host {
		return fmt.Errorf("write the origin as %s://%s", u.Scheme, authority)
	}
	if u.Scheme == "https" {
		return nil
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if u.Hostname() == "localhost" || err == nil && ip.IsLoopback() {
		return nil
	}
	return errors.New("http is for loopback hosts only")
}

// forward completes the client of a shop whose relying party is this gateway.
func (s Shop) forward(c *oidc.Client) error {
	if c.Auth == oidc.AuthPrivateKey || c.DPoP || c.PAR {
		return errors.New("forward_auth goes with neither private_key_jwt nor dpop nor par")
	}
	if c.Auth == oidc.AuthSecret && c.SecretHash == ([32]byte{}) {
		c.Auth = oidc.AuthNone
	}
	c.RedirectURIs = append(slices.Clone(c.RedirectURIs), s.Origin+forward.CallbackPath)
	c.PostLogout = append(slices.Clone(c.PostLogout), s.Origin+forward.SignedOutPath)
	return nil
}

// hooks are the platforms by shop.
func (cfg *Config) hooks() map[string][]hooks.Hook {
	all := map[string][]hooks.Hook{}
	for _, s := range cfg.Shops {
		all[s.ID] = s.Hooks
	}
	return all
}

// checkHooks refuses platforms that are not there, twice there, or without what their signatures are checked with.
func (s Shop) checkHooks() error {
	seen := map[string]bool{}
	for _, h := range s.Hooks {
		if _, ok := orders.Platforms[h.Platform]; !ok {
			return fmt.Errorf("hooks: platform %q, want one of %q", h.Platform, slices.Sorted(maps.Keys(orders.Platforms)))
		}
		if seen[h.Platform] {
			return fmt.Errorf("hooks: %s twice; two secrets go into one", h.Platform)
		}
		seen[h.Platform] = true
		if h.Keys != nil {
			if orders.Platforms[h.Platform].VerifyByKeys == nil {
				return fmt.Errorf("hooks: %s publishes no keys to sign webhooks with; it needs secret_files, not jwks_url", h.Platform)
			}
			if len(h.Secrets) > 0 {
				return fmt.Errorf("hooks: %s has secret_files and jwks_url; it signs with a secret, or with its keys", h.Platform)
			}
			continue
		}
		if len(h.Secrets) < 1 || len(h.Secrets) > 2 || slices.ContainsFunc(h.Secrets, func(secret string) bool { return len(secret) < 16 }) {
			return fmt.Errorf("hooks: %s has %d secrets, want one, or two while it is changed, of at least 16 characters", h.Platform, len(h.Secrets))
		}
	}
	return nil
}

// sites are the shops with ForwardAuth.
func (cfg *Config) sites() (list []forward.Site, err error) {
	for _, s := range cfg.Shops {
		if s.Forward {
			list = append(list, forward.Site{ClientID: s.ID, Name: s.Name, Origin: s.Origin, Email: cfg.AliasDomain != ""})
		}
	}
	if len(list) > 0 && len(cfg.Forward) == 0 {
		return nil, errors.New("forward_auth.proxies is empty: name the networks of the proxies in front of the shops with forward_auth")
	}
	return list, nil
}

// shops returns the configured shops as the directory and as the OpenID provider want them.
func (cfg *Config) shops(at directory.Anchor) (*directory.Directory, []oidc.Client, error) {
	var list []directory.Shop
	var clients []oidc.Client
	var problems []error
	for _, s := range cfg.Shops {
		c, err := s.client()
		if err != nil {
			problems = append(problems, fmt.Errorf("shop %q: %w", s.ID, err))
			continue
		}
		clients = append(clients, c)
		list = append(list, directory.Shop{ClientID: s.ID, Name: s.Name, Origin: s.Origin, Key: s.Key, Accounting: s.Accounting})
	}
	if len(problems) > 0 {
		return nil, nil, errors.Join(problems...)
	}
	dir, err := directory.New(cfg.Issuer, at, list)
	return dir, clients, err
}

// client completes a shop's OpenID client.
func (s Shop) client() (c oidc.Client, err error) {
	if err := checkOrigin(s.Origin); err != nil {
		return c, fmt.Errorf("origin %q: %w", s.Origin, err)
	}
	if err := s.checkHooks(); err != nil {
		return c, err
	}
	c = s.Client
	sector, err := wallet.Sector(s.Origin)
	if err != nil {
		return c, err
	}
	if c.Sector != "" && c.Sector != sector {
		return c, fmt.Errorf("sector %q is not that of its origin, %q", c.Sector, sector)
	}
	c.Sector = sector
	if s.Forward {
		if err := s.forward(&c); err != nil {
			return c, err
		}
	}
	if !slices.Contains(c.Origins, s.Origin) {
		c.Origins = append([]string{s.Origin}, c.Origins...)
	}
	return c, nil
}
