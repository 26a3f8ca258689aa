package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"carnet/internal/demo"
)

// overview is what the demo tells once it is ready, on paper and as JSON.
type overview struct {
	Gateway string         `json:"gateway"`
	Vault   string         `json:"vault"`
	Wallet  string         `json:"wallet"`
	Shops   []shopOverview `json:"shops"`
	Chain   string         `json:"chain"`
	ChainID uint64         `json:"chain_id"`
	Anchor  common.Address `json:"anchor"`
	Carnet  common.Address `json:"carnet"`
	Issuer  common.Address `json:"issuer"`
	Data    string         `json:"data"`
	Kept    bool           `json:"data_is_kept"`
	Logs    string         `json:"logs"`
	ReadyMS int64          `json:"ready_ms"`
}

type shopOverview struct {
	Name     string `json:"name"`
	Origin   string `json:"origin"`
	ClientID string `json:"client_id"`
}

func demoCommand() *cobra.Command {
	var cfg demo.Config
	var asJSON, open bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Run all of Carnet on this machine: chain, gateway, vault, demo wallet and two shops",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDemo(cmd.Context(), cmd.OutOrStdout(), cfg, asJSON, open)
		},
	}
	flags := c.Flags()
	flags.StringVar(&cfg.Dir, "data", "", "directory that keeps everything over a restart (default: a temporary one, removed at the end)")
	flags.StringVar(&cfg.GatewayAddr, "gateway-addr", "localhost:8080", "address of the gateway")
	flags.StringVar(&cfg.VaultAddr, "vault-addr", "localhost:8081", "address of the vault")
	flags.StringVar(&cfg.WalletAddr, "wallet-addr", "localhost:8082", "address of the demo wallet")
	flags.StringVar(&cfg.Shop1Addr, "shop1-addr", "localhost:8091", "address of the first shop")
	flags.StringVar(&cfg.Shop2Addr, "shop2-addr", "localhost:8092", "address of the second shop")
	flags.StringVar(&cfg.ChainAddr, "chain-addr", "localhost:8545", "address of the chain's JSON-RPC")
	flags.BoolVar(&open, "open", false, "open the first shop in the browser")
	flags.BoolVar(&asJSON, "json", false, "print JSON")
	return quietly(c)
}

func runDemo(ctx context.Context, out io.Writer, cfg demo.Config, asJSON, open bool) error {
	begun := time.Now()
	d, err := demo.Start(ctx, cfg)
	if err != nil {
		return takenFlags(err)
	}
	o := describeDemo(d, cfg.Dir != "", time.Since(begun))
	if asJSON {
		err = printJSON(out, o)
	} else {
		o.print(newPage(out))
	}
	if err != nil {
		return errors.Join(err, d.Close())
	}
	if open {
		openBrowser(d.Shops[0].Origin)
	}
	select {
	case <-ctx.Done():
	case err = <-d.Failed():
	}
	if !asJSON {
		newPage(out).text("Stopping.")
	}
	return errors.Join(err, d.Close())
}

// takenFlags adds the flags that help to an error about taken addresses.
func takenFlags(err error) error {
	var taken *demo.Taken
	if !errors.As(err, &taken) {
		return err
	}
	flags := make([]string, len(taken.Doors))
	for i, d := range taken.Doors {
		flags[i] = "--" + d.Part + "-addr"
	}
	advice := "choose another address with "
	if len(flags) > 1 {
		advice = "choose other addresses with "
	}
	return fmt.Errorf("%w: %s%s", taken, advice, strings.Join(flags, ", "))
}

func describeDemo(d *demo.Demo, kept bool, took time.Duration) overview {
	o := overview{
		Gateway: d.Gateway, Vault: d.Vault, Wallet: d.Wallet,
		Chain: d.Chain, ChainID: d.ChainID, Anchor: d.Anchor, Carnet: d.Carnet, Issuer: d.Issuer,
		Data: d.Dir, Kept: kept, Logs: d.Logs, ReadyMS: took.Milliseconds(),
	}
	for _, s := range d.Shops {
		o.Shops = append(o.Shops, shopOverview{s.Name, s.Origin, s.ClientID})
	}
	return o
}

func (o overview) print(p page) {
	first, second := o.Shops[0], o.Shops[1]
	p.title(fmt.Sprintf("Carnet demo · ready in %.1f s", float64(o.ReadyMS)/1000))
	p.table([][]string{
		{first.Name, first.Origin, "a shop: start here"},
		{second.Name, second.Origin, "another shop, which knows nothing of the first"},
		{"Your vault", o.Vault, "opens your receipts; only you can read them"},
		{"Demo wallet", o.Wallet, "a throw-away wallet, for visitors without one"},
		{"Gateway", o.Gateway, "signs shoppers in, seals receipts, anchors them"},
		{"Chain", o.Chain, "local testnet, chain id " + strconv.FormatUint(o.ChainID, 10)},
	})
	p.title("Try this first")
	p.table([][]string{
		{"1", "At " + first.Name + ", choose “Sign in with your wallet” and buy something."},
		{"2", "On the confirmation page choose “Put it in my carnet”: only you can read what you bought."},
		{"3", "At " + second.Name + " choose “10% off” and show two fields of that receipt: total and currency, and no more."},
	})
	p.gap()
	data := "removed at the end; --data DIR keeps it"
	if o.Kept {
		data = "kept; start again with the same --data"
	}
	p.table([][]string{
		{"Anchor", o.Anchor.Hex(), "contract: one root per epoch"},
		{"Carnet", o.Carnet.Hex(), "contract: the shopper's token"},
		{"Data", o.Data, data},
		{"Logs", o.Logs, "one file per part"},
	})
	p.gap()
	p.text("Ctrl-C stops everything.")
	p.gap()
}

// openBrowser asks the system to show a page; without a desktop nothing happens.
func openBrowser(url string) {
	command := "xdg-open"
	if runtime.GOOS == "darwin" {
		command = "open"
	}
	go exec.Command(command, url).Run()
}
