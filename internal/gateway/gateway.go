// Package gateway wires the gateway's surfaces over its stores and its chain, for cmd/gateway, for the demo and for tests.
//
// It promises that everything acknowledged is durable, that epochs close and are anchored while Run runs, and that a lost
// state store or chain costs what needs it and nothing else. What each part promises, refuses, and is worth to a thief is
// said in its own package; docs/protocol.md fixes the bytes.
package gateway

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/go-jose/go-jose/v4"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"carnet/internal/blob"
	"carnet/internal/chain"
	"carnet/internal/directory"
	"carnet/internal/gateway/boxes"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/forward"
	"carnet/internal/gateway/hooks"
	"carnet/internal/gateway/inbox"
	"carnet/internal/gateway/login"
	"carnet/internal/gateway/oidc"
	"carnet/internal/gateway/openapi"
	"carnet/internal/gateway/receipts"
	"carnet/internal/gateway/relay"
	"carnet/internal/gateway/share"
	"carnet/internal/gateway/shops"
	"carnet/internal/gateway/web"
	"carnet/internal/guard"
	"carnet/internal/inboxes"
	"carnet/internal/keyring"
	"carnet/internal/links"
	"carnet/internal/profile"
	"carnet/internal/sealed"
	"carnet/internal/state"
	"carnet/internal/statuslist"
	"carnet/internal/wallet"
)

// rememberedInboxes bounds the bindings in memory, about 10 KiB each; rememberedLinks the wallets that share an account, 4 KiB each, or
// that do not, which is next to nothing.
const (
	rememberedInboxes = 4096
	rememberedLinks   = 8192
)

// Chain is everything the gateway wants of a chain. OnChain makes it from the chain package.
type Chain interface {
	epochs.Chain
	relay.Relayer
	share.Roots
	Place() directory.Anchor                                         // where this gateway's roots are
	Balance(ctx context.Context) (wei *big.Int, low bool, err error) // of the account that pays
	Means() string                                                   // what that account can pay for, as last known
}

// Deps are the gateway's dependencies. They stay the caller's to close. All but Contracts, Transport and Registry are required.
type Deps struct {
	State     state.Store
	Blob      blob.Store
	Shared    bool // other gateways use Blob and State too
	Chain     Chain
	Login     fs.FS                   // the built sign-in page
	Account   fs.FS                   // the built account page
	Button    fs.FS                   // the built button
	Contracts map[uint64]wallet.Chain // by EIP-155 id: where smart accounts may live; none when nil
	Transport http.RoundTripper       // for other gateways' issuer metadata; http.DefaultTransport when nil
	Strangers *http.Client            // for URLs that shops name which nobody configured; guard.New, which reaches public addresses only, when nil
	Registry  *prometheus.Registry
	Now       func() time.Time
	Log       *slog.Logger
}

// Gateway is an http.Handler with background work.
type Gateway struct {
	handler  http.Handler
	epochs   *epochs.Log
	lease    *state.Lease // of closing and anchoring; nil: there is no other process
	provider *oidc.Provider
	limits   limits
	keys     *keyring.Ring
	sweeps   []func(context.Context) error // daily
	log      *slog.Logger
}

// New opens the log of leaves, repairing what a crash left, and wires the surfaces.
func New(ctx context.Context, cfg Config, deps Deps) (*Gateway, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	if deps.Registry == nil {
		deps.Registry = prometheus.NewRegistry()
	}
	deps.Log = slog.New(web.Discreet(deps.Log.Handler()))
	if deps.Transport == nil {
		deps.Transport = http.DefaultTransport
	}
	if deps.Strangers == nil {
		deps.Strangers = guard.New(guard.Options{})
	}
	dir, clients, err := cfg.shops(deps.Chain.Place())
	if err != nil {
		return nil, err
	}
	store := inboxes.New(deps.Blob, deps.Now, rememberedInboxes)
	limits, err := deps.limits(cfg)
	if err != nil {
		return nil, err
	}
	behind, err := cfg.sites()
	if err != nil {
		return nil, err
	}
	sites, err := forward.NewSites(behind, cfg.PairwiseKey, deps.State, deps.Now)
	if err != nil {
		return nil, err
	}
	networks, byClient := limits.shared("network", cfg.Limits.Network), limits.shared("client", cfg.Limits.Client)
	people := &people{pairwiseKey: cfg.PairwiseKey, inboxes: store, shops: dir,
		links: links.New(deps.Blob, cfg.PairwiseKey, deps.Now, rememberedLinks), networks: limits.exact("chain", cfg.Limits.Contracts),
		accounts: limits.exact("account", cfg.Limits.Contracts.times(accountShare)),
		verifier: wallet.Verifier{Chains: deps.Contracts, Factories: cfg.Factories, Delegates: cfg.Delegates}}
	provider, err := oidc.New(oidc.Config{Issuer: cfg.Issuer, Clients: clients, Keys: cfg.SigningKeys, Secret: cfg.PairwiseKey, Store: deps.State, Shoppers: people,
		Ending: sites.End, AliasDomain: cfg.AliasDomain, Transport: deps.Transport, Registry: deps.Registry, Interaction: cfg.Interaction,
		Networks: networks, ByClient: byClient, Now: deps.Now, Log: deps.Log,
		UserCodes:    limits.exact("user-codes", Rate{PerSecond: 0.2, Burst: 30}),
		Registration: oidc.Registration{Tokens: cfg.Registration.Tokens, Documents: cfg.Registration.Documents, Objects: deps.Blob, Fetch: deps.Strangers}})
	if err != nil {
		return nil, err
	}
	people.learns = provider.Learns
	log := epochs.Config{Blob: deps.Blob, Chain: deps.Chain, Now: deps.Now, Log: deps.Log, Cadence: cfg.Cadence, AnchorEmpty: cfg.AnchorEmpty, Shared: deps.Shared}
	var lease *state.Lease
	if deps.Shared {
		lease = state.NewLease(deps.State, "lead/epochs", leaseLife, deps.Now)
		log.Lead = lease.Holds
	}
	journal, err := epochs.Open(ctx, log)
	if err != nil {
		return nil, fmt.Errorf("log of leaves: %w", err)
	}
	lists, err := statuslist.New(deps.Blob, cfg.Issuer, cfg.PairwiseKey, deps.Now)
	if err != nil {
		return nil, err
	}
	deletions := &inbox.Deletions{Blob: deps.Blob, Lists: lists, Now: deps.Now}
	g := &Gateway{epochs: journal, lease: lease, provider: provider, limits: limits, keys: cfg.SigningKeys, log: deps.Log}
	w := wiring{cfg: cfg, limits: limits, networks: networks, clients: byClient, deps: deps, dir: dir, provider: provider, people: people, journal: journal, inboxes: store, lists: lists, deletions: deletions, sites: sites}
	g.handler, g.sweeps, err = w.handler()
	return g, err
}

// ServeHTTP implements http.Handler.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.handler.ServeHTTP(w, r) }

// Run closes and anchors epochs, tells shops of sign-outs, and deletes what is over, until ctx ends.
func (g *Gateway) Run(ctx context.Context) {
	var work sync.WaitGroup
	work.Go(func() { g.provider.Run(ctx) })
	work.Go(func() { g.keys.Run(ctx) })
	work.Go(func() { g.sweepDaily(ctx) })
	if g.limits.sharing != nil {
		work.Go(func() { g.limits.sharing.Run(ctx) })
	}
	g.epochs.Run(ctx)
	work.Wait()
	if g.lease != nil { // if this fails the lease runs out by itself
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = g.lease.Release(ctx)
	}
}

// leaseLife is how long the others wait for a process that closes and anchors and has died.
const leaseLife = 15 * time.Second

// Sweep deletes now what nobody claimed in time and refs that are over, for tests that do not wait a day.
func (g *Gateway) Sweep(ctx context.Context) error {
	var errs []error
	for _, sweep := range g.sweeps {
		errs = append(errs, sweep(ctx))
	}
	return errors.Join(errs...)
}

func (g *Gateway) sweepDaily(ctx context.Context) {
	for {
		if err := g.Sweep(ctx); err != nil && ctx.Err() == nil {
			g.log.Warn("not all that is over could be deleted; the next attempt is in a day", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(24 * time.Hour):
		}
	}
}

// Epochs returns the log of leaves, for what a test or a replay wants to hurry or to ask.
func (g *Gateway) Epochs() *epochs.Log { return g.epochs }

// wiring holds what the surfaces are made of while they are made.
type wiring struct {
	cfg      Config
	deps     Deps
	dir      *directory.Directory
	provider *oidc.Provider
	people   *people
	limits   limits
	networks web.Limiter // by visitor's network
	clients  web.Limiter // by shop
	journal  *epochs.Log
	inboxes  *inboxes.Store
	lists    *statuslist.Store
	sites    *forward.Sites

	deletions *inbox.Deletions
}

// limits makes rate limiters: shared with other gateways where the state store is, and in this process's memory otherwise.
type limits struct {
	sharing *web.Sharing // nil: this process is alone
	now     func() time.Time
}

func (d Deps) limits(cfg Config) (limits, error) {
	l := limits{now: d.Now}
	store, ok := d.State.(state.Buckets)
	if !ok {
		return l, nil
	}
	box, err := sealed.New(cfg.PairwiseKey, "limits")
	if err != nil {
		return l, err
	}
	secret := box.Tag("secret")
	l.sharing = &web.Sharing{Store: store, Secret: secret[:], Now: d.Now, Log: d.Log}
	return l, nil
}

// shared is for what every visitor does.
func (l limits) shared(name string, r Rate) web.Limiter {
	if l.sharing == nil {
		return l.alone(r)
	}
	return l.sharing.Limiter(name, r.PerSecond, r.Burst)
}

// exact is for what is dear: closed while the store is gone.
func (l limits) exact(name string, r Rate) web.Limiter {
	if l.sharing == nil {
		return l.alone(r)
	}
	return l.sharing.Exact(name, r.PerSecond, r.Burst)
}

func (l limits) alone(r Rate) web.Limiter {
	return &web.Buckets{PerSecond: r.PerSecond, Burst: r.Burst, Now: l.now}
}

// handler registers the surfaces, and returns what some of them have to delete daily.
func (w wiring) handler() (h http.Handler, sweeps []func(context.Context) error, err error) {
	gone := []error{state.ErrUnavailable, blob.ErrUnavailable, blob.ErrBroken}
	e, err := web.New(web.Config{Log: w.deps.Log, Now: w.deps.Now, Registry: w.deps.Registry, Gone: gone,
		Trusted: slices.Concat(w.cfg.Trusted, w.cfg.Forward)})
	if err != nil {
		return nil, nil, err
	}
	e.Use(w.crossOrigin)
	requestKey := func() (jose.JSONWebKey, error) { return w.cfg.SigningKeys.Signing(jose.ES256) }
	networks := w.networks
	signing := login.Config{Issuer: w.cfg.Issuer, Provider: w.provider, Secret: w.cfg.PairwiseKey, Verify: w.people.verify,
		Chains: w.cfg.ChainIDs, Page: w.deps.Login, DemoWallet: w.cfg.DemoWallet, WalletConnect: w.cfg.WalletConnect, Store: w.deps.State,
		Networks: networks, Now: w.deps.Now}
	page, err := login.New(signing)
	if err != nil {
		return nil, nil, err
	}
	signing.Page = w.deps.Account
	account, err := login.NewAccount(login.AccountConfig{Config: signing, Sessions: w.provider, Links: w.people.links, Allowed: w.people})
	if err != nil {
		return nil, nil, err
	}
	if err := login.RegisterButton(e, w.deps.Button); err != nil {
		return nil, nil, err
	}
	account.Register(e)
	proxied, err := forward.New(forward.Config{Issuer: w.cfg.Issuer, Provider: w.provider, Sites: w.sites, Proxies: w.cfg.Forward, Key: requestKey,
		Networks: networks, Now: w.deps.Now, Log: w.deps.Log})
	if err != nil {
		return nil, nil, err
	}
	w.provider.Register(e)
	page.Register(e)
	proxied.Register(e)

	shop := newTokens(w.provider, w.deps.Now)
	v1, root := e.Group("/v1"), e.Group("")
	shops.Surface{Shops: w.dir, Lists: w.lists, Limit: networks}.Register(v1, root)
	epochs.Surface{Epochs: w.journal, Limit: networks}.Register(v1)
	boxes.Boxes{Blob: w.deps.Blob, Reads: networks, Writes: w.limits.shared("writes", w.cfg.Limits.Writes)}.Register(v1)
	relay.Surface{Relayer: w.deps.Chain, Limit: w.limits.shared("relay", w.cfg.Limits.Relay)}.Register(v1)
	seals := &receipts.Surface{Authenticate: shop.authenticate, Shops: w.dir, Inboxes: w.inboxes, Lists: w.lists, Blob: w.deps.Blob, State: w.deps.State, Journal: w.journal,
		Limit: w.clients, Slots: make(chan struct{}, w.cfg.Limits.Orders), PairwiseKey: w.cfg.PairwiseKey,
		VaultURL: w.cfg.VaultURL, Now: w.deps.Now, Gone: gone, Log: w.deps.Log}
	seals.Register(v1)
	told, err := hooks.New(hooks.Config{Authenticate: shop.authenticate, Shops: w.dir, Hooks: w.cfg.hooks(), Receipts: seals, Inboxes: w.inboxes, Blob: w.deps.Blob,
		PairwiseKey: w.cfg.PairwiseKey, VaultURL: w.cfg.VaultURL, Forged: w.limits.shared("forged", w.cfg.Limits.Network), Clients: w.clients, Gone: gone, Registry: w.deps.Registry, Now: w.deps.Now, Log: w.deps.Log})
	if err != nil {
		return nil, nil, err
	}
	told.Register(v1)
	(&inbox.Surface{Shops: w.dir, Inboxes: w.inboxes, Blob: w.deps.Blob, State: w.deps.State, Limit: networks, Now: w.deps.Now, Log: w.deps.Log,
		Subject: w.people.Subject, Deletions: w.deletions, PairwiseKey: w.cfg.PairwiseKey, Vaults: w.cfg.Vaults}).Register(v1)
	(&share.Surface{Authenticate: shop.authenticate, Shops: w.dir, Issuers: share.NewIssuers(w.dir, w.cfg.TrustedIssuers, w.deps.Transport, w.deps.Now),
		Roots: w.deps.Chain, Lists: w.lists, State: w.deps.State, Clients: w.clients, Networks: networks, RequestKey: requestKey,
		VaultURL: w.cfg.VaultURL, Now: w.deps.Now}).Register(v1)
	described, err := openapi.New(networks)
	if err != nil {
		return nil, nil, err
	}
	described.Register(v1)

	web.Health{Registry: w.deps.Registry, Checks: w.checks(), Details: map[string]func() string{"anchorer": w.anchorer, "relayer": w.deps.Chain.Means}}.Register(e)
	return e, []func(context.Context) error{w.deletions.Sweep, told.Sweep}, w.metrics()
}

// crossOrigin lets vaults' scripts call /v1, and anybody's read what verifies a shop's receipts and what describes /v1.
func (w wiring) crossOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	vaults := web.CORS{Origins: w.cfg.Vaults, Methods: []string{"GET", "PUT", "POST", "DELETE"},
		Headers: []string{"Authorization", "Content-Type", "Content-Digest", "If-Match", "If-None-Match", "Signature", "Signature-Input"},
		Expose:  []string{"ETag", "Retry-After"}}.Middleware(next)
	public := web.CORS{Origins: []string{"*"}, Methods: []string{"GET"}}.Middleware(next)
	return func(c echo.Context) error {
		path := c.Request().URL.Path
		switch {
		case path == "/v1/openapi.json", path == "/v1/openapi.yaml":
			return public(c)
		case strings.HasPrefix(path, "/v1/"):
			return vaults(c)
		case strings.HasPrefix(path, "/.well-known/jwt-vc-issuer/"), strings.HasPrefix(path, "/status/"), strings.HasPrefix(path, "/types/"):
			return public(c)
		}
		return next(c)
	}
}

func (w wiring) anchorer() string {
	if w.journal.Leading() {
		return "this process"
	}
	return "not this process"
}

// checks do not include the chain: without it orders are accepted, and anchors wait.
func (w wiring) checks() map[string]web.Check {
	return map[string]web.Check{
		"log": func(context.Context) error { return w.journal.Ready() },
		"state": func(ctx context.Context) error {
			if _, err := w.deps.State.Get(ctx, "ready/probe"); !errors.Is(err, state.ErrNotFound) {
				return err
			}
			return nil
		},
		"objects": func(ctx context.Context) error {
			_, err := w.deps.Blob.List(ctx, "epochs/0000000000/", "", 1) // one epoch: anybody may ask, and epochs grow in number
			return err
		},
	}
}

func (w wiring) metrics() error {
	gauge := func(state string, value func(epochs.Status) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "carnet_epochs", ConstLabels: prometheus.Labels{"state": state},
			Help: "Epochs by how far they are: open (no durable tree yet), closed (its tree is durable, its anchor is due), anchored (its root is on the chain)."},
			func() float64 { return value(w.journal.Status()) })
	}
	for _, c := range []prometheus.Collector{
		gauge("open", func(s epochs.Status) float64 { return float64(s.Open) + 1 - float64(s.Closed) }),
		gauge("closed", func(s epochs.Status) float64 { return float64(s.Closed) - float64(s.Anchored) }),
		gauge("anchored", func(s epochs.Status) float64 { return float64(s.Anchored) }),
		newBalance(w.deps.Chain, w.deps.Now),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "carnet_leading", Help: "1 in the process that closes and anchors epochs, 0 in the others that share its stores."},
			func() float64 {
				if w.journal.Leading() {
					return 1
				}
				return 0
			}),
	} {
		if err := w.deps.Registry.Register(c); err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
	}
	return nil
}

// balance is a collector that asks the chain when it is read, at most every ten seconds whoever reads, and has nothing to
// say when the chain does not answer.
type balance struct {
	chain Chain
	now   func() time.Time
	desc  *prometheus.Desc
	isLow *prometheus.Desc

	mu    sync.Mutex
	asked time.Time
	wei   *big.Int // nil: the chain did not answer
	low   bool
}

func newBalance(chain Chain, now func() time.Time) *balance {
	return &balance{chain: chain, now: now, desc: prometheus.NewDesc("carnet_relayer_balance_wei",
		"Wei of the account that pays for anchors and head updates; absent while the node does not answer. Send it ether before it is 0: then anchors wait.", nil, nil),
		isLow: prometheus.NewDesc("carnet_relayer_low", "1 when that balance is so low that only anchors are paid for.", nil, nil)}
}

// Describe implements prometheus.Collector.
func (b *balance) Describe(out chan<- *prometheus.Desc) { out <- b.desc; out <- b.isLow }

// Collect implements prometheus.Collector.
func (b *balance) Collect(out chan<- prometheus.Metric) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now := b.now(); b.asked.IsZero() || now.Sub(b.asked) >= 10*time.Second {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		b.wei, b.low, _ = b.chain.Balance(ctx) // an error leaves nil, and is in the log of whoever needs the chain
		b.asked = now
	}
	if b.wei == nil {
		return
	}
	value, _ := b.wei.Float64()
	out <- prometheus.MustNewConstMetric(b.desc, prometheus.GaugeValue, value)
	low := 0.0
	if b.low {
		low = 1
	}
	out <- prometheus.MustNewConstMetric(b.isLow, prometheus.GaugeValue, low)
}

// onChain adapts the chain package.
type onChain struct {
	*chain.Relayer
	client *chain.Client
}

func (c onChain) RootAt(ctx context.Context, issuer common.Address, epoch uint64) ([32]byte, uint64, common.Hash, error) {
	return c.client.RootAt(ctx, issuer, epoch)
}

// OnChain makes what the gateway wants of a chain from a client and the relayer that pays.
func OnChain(client *chain.Client, relayer *chain.Relayer) Chain { return onChain{relayer, client} }

func (c onChain) Place() directory.Anchor {
	contract, _ := c.client.Addresses()
	return directory.Anchor{ChainID: c.client.ChainID(), Contract: contract.Hex(), Issuer: c.Address().Hex()}
}

func (c onChain) Anchor(ctx context.Context, epoch uint64, root [32]byte) (profile.Anchored, error) {
	a, err := c.Relayer.Anchor(ctx, epoch, root)
	if errors.Is(err, chain.ErrContradiction) {
		return profile.Anchored{}, fmt.Errorf("%w: %w", epochs.ErrFatal, err)
	}
	return record(a), err
}

func (c onChain) AnchoredAt(ctx context.Context, epoch uint64) (profile.Anchored, error) {
	a, err := c.Relayer.AnchoredAt(ctx, epoch)
	return record(a), err
}

func record(a chain.Anchored) profile.Anchored {
	return profile.Anchored{V: 1, Root: "0x" + hex.EncodeToString(a.Root[:]), ChainID: a.ChainID, Contract: a.Contract.Hex(), Issuer: a.Issuer.Hex(),
		Tx: a.Tx.Hex(), Block: a.Block, Gas: a.Gas}
}
