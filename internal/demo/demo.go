package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"

	"carnet/frontend"
	"carnet/internal/chain"
	"carnet/internal/chain/devnet"
	"carnet/internal/drill"
	"carnet/internal/gateway"
	"carnet/internal/gateway/web"
)

// Config says where the demo's parts listen and where it keeps its data.
type Config struct {
	// Dir keeps everything over a restart. Empty: a temporary directory that Close removes.
	Dir string
	// Addresses, host:port on this machine. Empty or port 0: a free port.
	GatewayAddr, VaultAddr, WalletAddr, Shop1Addr, Shop2Addr, ChainAddr string
	// Epoch is how long a gateway's epoch stays open; 0 means three seconds, so that a visitor sees an anchor soon.
	Epoch time.Duration
}

// Demo is everything, running.
type Demo struct {
	// Origins of the parts, like http://localhost:8080.
	Gateway, Vault, Wallet string
	Shops                  [2]Storefront
	// Chain is the JSON-RPC URL.
	Chain          string
	ChainID        uint64
	Anchor, Carnet common.Address
	// Issuer is the account that anchors.
	Issuer common.Address
	// Dir is where the data lies; Logs and Secrets are below it.
	Dir           string
	Logs, Secrets string

	cfg     Config
	doors   map[string]door
	secrets secrets
	logs    *logs
	node    *devnet.Node
	client  *chain.Client
	relayer *chain.Relayer
	gateway *gateway.Gateway
	needles *drill.Manifest // nil when nothing is kept
	closers []func() error  // run from the last to the first
	failed  chan error
}

// Storefront is a shop as a visitor, or a program that posts orders in its name, needs to know it.
type Storefront struct {
	Name, Origin, ClientID string
	// Secret is the shop's client secret.
	Secret string
}

// Start starts everything. The context bounds the start only; Close ends what runs.
func Start(ctx context.Context, cfg Config) (_ *Demo, err error) {
	d := &Demo{cfg: cfg, failed: make(chan error, 8)}
	defer func() {
		if err != nil {
			d.Close()
		}
	}()
	if cfg.Epoch == 0 {
		d.cfg.Epoch = 3 * time.Second
	}
	d.doors, err = openDoors(map[string]string{
		"gateway": cfg.GatewayAddr, "vault": cfg.VaultAddr, "wallet": cfg.WalletAddr, "shop1": cfg.Shop1Addr, "shop2": cfg.Shop2Addr,
		"chain": cfg.ChainAddr,
	})
	if err != nil {
		return nil, err
	}
	d.later(func() error { closeDoors(d.doors); return nil })
	d.Gateway, d.Vault, d.Wallet = d.doors["gateway"].origin, d.doors["vault"].origin, d.doors["wallet"].origin
	for _, step := range []func(context.Context) error{d.openDir, d.startChain, d.startGateway, d.startVault, d.startWallet, d.startShops} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// later remembers what Close has to do; what was started last is closed first.
func (d *Demo) later(close func() error) { d.closers = append(d.closers, close) }

// Close stops the shops, the wallet, the vault, the gateway and the chain, in this order, and removes a temporary
// directory.
func (d *Demo) Close() error {
	var errs []error
	for len(d.closers) > 0 {
		last := len(d.closers) - 1
		errs = append(errs, d.closers[last]())
		d.closers = d.closers[:last]
	}
	return errors.Join(errs...)
}

// Failed tells of a part that stopped by itself.
func (d *Demo) Failed() <-chan error { return d.failed }

func (d *Demo) openDir(context.Context) (err error) {
	d.Dir = d.cfg.Dir
	if d.Dir == "" {
		if d.Dir, err = os.MkdirTemp("", "carnet-demo-"); err != nil {
			return fmt.Errorf("temporary directory: %w", err)
		}
		d.later(func() error { return os.RemoveAll(d.Dir) })
	}
	if d.Dir, err = filepath.Abs(d.Dir); err != nil {
		return err
	}
	d.Logs, d.Secrets = d.path("logs"), d.path("secrets")
	if d.secrets, err = openSecrets(d.Secrets); err != nil {
		return err
	}
	if d.logs, err = openLogs(d.Logs); err != nil {
		return err
	}
	d.later(d.logs.Close)
	return nil
}

func (d *Demo) path(name string) string { return filepath.Join(d.Dir, name) }

// room makes a part's own directory.
func (d *Demo) room(part string) (string, error) {
	if err := os.MkdirAll(d.path(part), 0o700); err != nil {
		return "", fmt.Errorf("directory of the %s: %w", part, err)
	}
	return d.path(part), nil
}

// startChain runs the chain, deploys the contracts and gives the relayer some ether.
func (d *Demo) startChain(ctx context.Context) error {
	log, err := d.logs.open("chain")
	if err != nil {
		return err
	}
	d.node, err = devnet.Start(devnet.Config{Dir: d.path("chain"), HTTPAddr: d.cfg.ChainAddr, Log: log})
	if errors.Is(err, devnet.ErrAddrInUse) {
		return &Taken{[]TakenDoor{{"chain", d.cfg.ChainAddr}}}
	}
	if err != nil {
		return err
	}
	d.later(d.node.Close)
	d.Chain, d.ChainID = strings.Replace(d.node.URL(), "//127.0.0.1:", "//localhost:", 1), d.node.ChainID()
	eth, err := ethclient.DialContext(ctx, d.node.URL())
	if err != nil {
		return err
	}
	defer eth.Close()
	contracts, err := chain.Deploy(ctx, eth, d.node.Accounts()[0].Key)
	if err != nil {
		return err
	}
	d.Anchor, d.Carnet = contracts.Anchor, contracts.Carnet
	return d.startRelayer(ctx)
}

func (d *Demo) startRelayer(ctx context.Context) error {
	key, err := d.secrets.relayer()
	if err != nil {
		return err
	}
	log, err := d.logs.open("relayer")
	if err != nil {
		return err
	}
	d.client, err = chain.Dial(ctx, d.node.URL(), chain.Config{ChainID: d.ChainID})
	if err != nil {
		return err
	}
	d.later(func() error { d.client.Close(); return nil })
	d.relayer, err = chain.NewRelayer(chain.RelayerConfig{Client: d.client, Key: key, StuckAfter: 15 * time.Second, Now: time.Now, Log: log})
	if err != nil {
		return err
	}
	d.Issuer = d.relayer.Address()
	d.background(d.relayer.Run)
	return d.node.Fund(ctx, d.Issuer)
}

func (d *Demo) startWallet(context.Context) error {
	d.serve("wallet", walletHandler(frontend.DemoWallet()))
	return nil
}

// serve answers at a part's door until Close.
func (d *Demo) serve(part string, handler http.Handler) {
	server := web.Server(handler)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(d.doors[part]); !errors.Is(err, http.ErrServerClosed) {
			d.failed <- fmt.Errorf("the %s stopped: %w", part, err)
		}
	}()
	d.later(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		err := server.Shutdown(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			err = server.Close() // an idle browser keeps connections open for long
		}
		<-done
		return err
	})
}
