package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/redis/go-redis/v9"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"carnet/frontend"
	"carnet/internal/backup"
	"carnet/internal/blob"
	"carnet/internal/blob/s3"
	"carnet/internal/chain"
	"carnet/internal/chain/accounts"
	"carnet/internal/gateway"
	"carnet/internal/gateway/boxes"
	"carnet/internal/gateway/vaulthost"
	"carnet/internal/gateway/web"
	"carnet/internal/state"
)

// drain is how long a shutdown waits for requests that are under way.
const drain = 10 * time.Second

// firstQuestion bounds what a start asks of the node.
const firstQuestion = 5 * time.Second

func serveCommand() *cobra.Command {
	var file string
	c := &cobra.Command{Use: "serve", Short: "Run the gateway, and the vault's host if configured", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		cfg, err := readConfig(file, os.Environ())
		if err != nil {
			return err
		}
		return serve(c.Context(), cfg)
	}}
	c.Flags().StringVar(&file, "config", "gateway.yaml", "configuration file")
	return c
}

// serve runs until ctx ends. It is the only place where concrete stores, chain and handlers meet.
func serve(ctx context.Context, cfg *config) (err error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // the live heap is small; orders make garbage
	}
	log, err := cfg.logger()
	if err != nil {
		return err
	}
	settings, err := cfg.gateway()
	if err != nil {
		return err
	}
	redis.SetLogger(redisLog{log})

	var open closers
	defer func() { err = errors.Join(err, open.close()) }()
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	client, relayer, err := cfg.openChain(ctx, log)
	if err != nil {
		return err
	}
	open.add(func() error { client.Close(); return nil })
	if err := checkChain(ctx, client, relayer, log); err != nil {
		return err
	}
	records, err := cfg.openState(ctx)
	if err != nil {
		return err
	}
	open.add(records.Close)
	for _, w := range state.Warnings(ctx, records) {
		log.Warn("state store: " + w)
	}
	objects, err := cfg.openObjects(ctx, gatewayStore)
	if err != nil {
		return err
	}
	open.add(objects.Close)
	if err := backup.Served(ctx, objects); err != nil {
		return fmt.Errorf("objects: %w", err)
	}
	if bucket, ok := objects.(*s3.Store); ok && bucket.Versioned() {
		log.Warn("the bucket keeps versions: what shoppers delete stays there as old versions until a rule of the bucket removes them")
	}
	contracts, err := cfg.contracts(settings.ChainIDs)
	if err != nil {
		return err
	}
	open.add(func() error {
		for _, c := range contracts {
			c.(*accounts.Chain).Close()
		}
		return nil
	})
	gw, err := gateway.New(ctx, settings, gateway.Deps{State: records, Blob: objects, Shared: cfg.Objects.Kind != "directory", Chain: gateway.OnChain(client, relayer), Login: frontend.Login(), Account: frontend.Account(), Button: frontend.Button(),
		Contracts: contracts, Registry: registry, Now: time.Now, Log: log})
	if err != nil {
		return err
	}

	handlers := []front{{"gateway", cfg.Listen, gw}}
	if cfg.Vault != nil {
		handler, store, err := cfg.vaultHost(ctx, client, settings, log)
		if err != nil {
			return err
		}
		open.add(store.Close)
		handlers = append(handlers, front{"vault", cfg.Vault.Listen, handler})
	}
	announce(ctx, log, settings, client, relayer)
	if err := run(ctx, log, handlers, gw.Run, relayer.Run); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
}

// redisLog takes what go-redis says about its connections: what matters of it comes back as errors of calls.
type redisLog struct{ log *slog.Logger }

// Printf implements the logger of go-redis.
func (l redisLog) Printf(ctx context.Context, format string, v ...any) {
	if l.log.Enabled(ctx, slog.LevelDebug) {
		l.log.DebugContext(ctx, "redis", "says", fmt.Sprintf(format, v...))
	}
}

// checkChain refuses a node that answers and is the wrong one, or lacks the contracts. One that does not answer is only
// worth a warning: orders are accepted without it, and their anchors wait.
func checkChain(ctx context.Context, client *chain.Client, relayer *chain.Relayer, log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(ctx, firstQuestion)
	defer cancel()
	anchor, carnet := client.Addresses()
	err := client.Check(ctx)
	if wrong, ok := errors.AsType[*chain.WrongChain](err); ok {
		return fmt.Errorf("chain.id is %d, but the node at chain.rpc is of chain %v", wrong.Configured, wrong.Node)
	}
	if errors.Is(err, chain.ErrNoContract) {
		return fmt.Errorf("chain: %w: put the contracts there with: gateway deploy --rpc URL --key FILE, or correct chain.anchor and chain.carnet", err)
	}
	if err == nil {
		if _, _, err = client.HeadOf(ctx, relayer.Address()); errors.Is(err, chain.ErrWouldRevert) {
			return fmt.Errorf("chain.anchor: the contract at %s is not Anchor", anchor)
		}
	}
	if err == nil {
		if _, err = client.TokenOf(ctx, chain.TokenID(relayer.Address())); errors.Is(err, chain.ErrWouldRevert) {
			return fmt.Errorf("chain.carnet: the contract at %s is not Carnet", carnet)
		}
	}
	if err != nil {
		log.Warn("the node at chain.rpc could not be checked; starting anyway: orders are accepted, and anchors wait for it", "err", err)
	}
	return nil
}

// announce says what this gateway is. The relayer is public infrastructure: its address is in every promise.
func announce(ctx context.Context, log *slog.Logger, settings gateway.Config, client *chain.Client, relayer *chain.Relayer) {
	ctx, cancel := context.WithTimeout(ctx, firstQuestion)
	defer cancel()
	balance := "unknown"
	if wei, _, err := relayer.Balance(ctx); err == nil {
		balance = chain.Ether(wei)
	}
	anchor, carnet := client.Addresses()
	log.Info("starting", "issuer", settings.Issuer, "relayer", relayer.Address().Hex(), "balance_ether", balance,
		"chain_id", client.ChainID(), "anchor", anchor.Hex(), "carnet", carnet.Hex(), "shops", len(settings.Shops))
}

// front is a handler and where it listens.
type front struct {
	what, addr string
	handler    http.Handler
}

// run serves until ctx ends or a part fails, and returns when everything has stopped.
func run(ctx context.Context, log *slog.Logger, fronts []front, background ...func(context.Context)) error {
	var listeners []net.Listener
	for _, f := range fronts {
		l, err := net.Listen("tcp", f.addr)
		if err != nil {
			for _, other := range listeners {
				other.Close()
			}
			return fmt.Errorf("%s: %w", f.what, err)
		}
		listeners = append(listeners, l)
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, work := range background {
		group.Go(func() error { work(ctx); return nil })
	}
	for i, f := range fronts {
		server, l := web.Server(f.handler), listeners[i]
		group.Go(func() error {
			log.Info("listening", "what", f.what, "addr", l.Addr().String())
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("%s: %w", f.what, err)
			}
			return nil
		})
		group.Go(func() error { return stop(ctx, f.what, server) })
	}
	return group.Wait()
}

// stop waits for ctx to end and lets the requests that are under way finish.
func stop(ctx context.Context, what string, server *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", what, err), server.Close())
	}
	return nil
}

// closers are run from the last to the first.
type closers []func() error

func (c *closers) add(f func() error) { *c = append(*c, f) }

func (c *closers) close() error {
	var errs []error
	for i := len(*c) - 1; i >= 0; i-- {
		errs = append(errs, (*c)[i]())
	}
	return errors.Join(errs...)
}

// chainPlace is the configured chain and where the contracts are on it.
func (c *config) chainPlace() (at chain.Config, err error) {
	at = chain.Config{ChainID: c.Chain.ID, FromBlock: c.Chain.FromBlock}
	if at.Anchor, err = address("chain.anchor", c.Chain.Anchor); err == nil {
		at.Carnet, err = address("chain.carnet", c.Chain.Carnet)
	}
	return at, err
}

func (c *config) openChain(ctx context.Context, log *slog.Logger) (*chain.Client, *chain.Relayer, error) {
	at, err := c.chainPlace()
	if err != nil {
		return nil, nil, err
	}
	key, err := c.relayerKey()
	if err != nil {
		return nil, nil, err
	}
	client, err := chain.Dial(ctx, c.Chain.RPC, at)
	if err != nil {
		return nil, nil, fmt.Errorf("chain: %w", err)
	}
	relayer, err := chain.NewRelayer(chain.RelayerConfig{Client: client, Key: key, Now: time.Now, Log: log})
	if err != nil {
		client.Close()
		return nil, nil, fmt.Errorf("chain: %w", err)
	}
	return client, relayer, nil
}

func (c *config) openState(ctx context.Context) (state.Store, error) {
	switch c.State.Kind {
	case "bolt":
		return state.OpenBolt(c.path(c.State.Path))
	case "redis":
		r := c.State.Redis
		cfg := state.RedisConfig{Addrs: r.Addrs, Username: r.Username, TLS: r.TLS, CAFile: c.path(r.CAFile), MasterName: r.MasterName, Cluster: r.Cluster, Prefix: r.Prefix}
		if r.PasswordFile != "" {
			password, err := c.secret("state.redis.password_file", r.PasswordFile)
			if err != nil {
				return nil, err
			}
			cfg.Password = string(password)
		}
		return state.OpenRedis(ctx, cfg)
	}
	return nil, fmt.Errorf("state.kind %q, want bolt or redis", c.State.Kind)
}

// vaultHost makes the vault's own origin.
func (c *config) vaultHost(ctx context.Context, client *chain.Client, settings gateway.Config, log *slog.Logger) (http.Handler, blob.Store, error) {
	store, err := c.openObjects(ctx, vaultStore)
	if err != nil {
		return nil, nil, fmt.Errorf("vault: %w", err)
	}
	gateways := c.Vault.Gateways
	if len(gateways) == 0 {
		gateways = []string{c.Issuer}
	}
	limit := func(r gateway.Rate) web.Limiter {
		return &web.Buckets{PerSecond: r.PerSecond, Burst: r.Burst, Now: time.Now}
	}
	anchor, carnet := client.Addresses()
	handler, err := vaulthost.New(vaulthost.Config{
		Files: frontend.Vault(),
		Settings: vaulthost.Settings{Gateways: gateways, RPC: c.Vault.RPC, ChainID: client.ChainID(), Carnet: carnet.Hex(), Anchor: anchor.Hex(),
			Relay: gateways[0], DemoWallet: c.Vault.DemoWallet},
		Boxes:   boxes.Boxes{Blob: store, Reads: limit(settings.Limits.Network), Writes: limit(settings.Limits.Writes)},
		Trusted: settings.Trusted, Now: time.Now, Log: log,
	})
	if err != nil {
		return nil, nil, errors.Join(err, store.Close())
	}
	return handler, store, nil
}
