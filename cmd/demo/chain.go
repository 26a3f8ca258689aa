package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/spf13/cobra"

	"carnet/internal/chain"
	"carnet/internal/chain/devnet"
)

// testnet is what the chain command tells, on paper and as JSON.
type testnet struct {
	URL       string         `json:"url"`
	ChainID   uint64         `json:"chain_id"`
	Data      string         `json:"data,omitempty"`
	Anchor    common.Address `json:"anchor"`
	Carnet    common.Address `json:"carnet"`
	Mnemonic  string         `json:"mnemonic"`
	Accounts  []testAccount  `json:"accounts"`
	Ephemeral bool           `json:"ephemeral"`
	// Funded is the account of --fund-key.
	Funded *common.Address `json:"funded,omitempty"`
}

type testAccount struct {
	Address common.Address `json:"address"`
	Key     hexutil.Bytes  `json:"private_key"`
}

func chainCommand() *cobra.Command {
	var cfg devnet.Config
	var asJSON bool
	var fundKey string
	c := &cobra.Command{
		Use:   "chain",
		Short: "Run the local testnet alone: an Ethereum chain with the contracts and funded accounts",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
			node, err := devnet.Start(cfg)
			if errors.Is(err, devnet.ErrAddrInUse) {
				return fmt.Errorf("%s is taken by another program: choose another address with --chain-addr", cfg.HTTPAddr)
			}
			if err != nil {
				return err
			}
			defer node.Close()
			eth, err := ethclient.DialContext(ctx, node.URL())
			if err != nil {
				return err
			}
			defer eth.Close()
			contracts, err := chain.Deploy(ctx, eth, node.Accounts()[0].Key)
			if err != nil {
				return err
			}
			net := describe(node, contracts, cfg.Dir)
			if fundKey != "" {
				funded, err := fund(ctx, node, fundKey)
				if err != nil {
					return err
				}
				net.Funded = &funded
			}
			if asJSON {
				err = printJSON(cmd.OutOrStdout(), net)
			} else {
				net.print(newPage(cmd.OutOrStdout()))
			}
			if err != nil {
				return err
			}
			<-ctx.Done()
			return node.Close()
		},
	}
	flags := c.Flags()
	flags.StringVar(&cfg.HTTPAddr, "chain-addr", "127.0.0.1:8545", "where JSON-RPC listens")
	flags.StringVar(&cfg.Dir, "data", "", "directory that keeps the chain (default: a temporary one, removed at the end)")
	flags.Uint64Var(&cfg.ChainID, "chain-id", devnet.DefaultChainID, "EIP-155 chain id")
	flags.StringVar(&fundKey, "fund-key", "", "file with the key of an account that gets ten ether, such as a gateway's relayer.key")
	flags.BoolVar(&asJSON, "json", false, "print JSON")
	return quietly(c)
}

func describe(node *devnet.Node, contracts chain.Deployment, dir string) testnet {
	net := testnet{
		URL: node.URL(), ChainID: node.ChainID(), Data: dir, Ephemeral: dir == "",
		Anchor: contracts.Anchor, Carnet: contracts.Carnet, Mnemonic: devnet.Mnemonic,
	}
	for _, a := range node.Accounts() {
		net.Accounts = append(net.Accounts, testAccount{a.Address, crypto.FromECDSA(a.Key)})
	}
	return net
}

func (t testnet) print(p page) {
	data := t.Data
	if t.Ephemeral {
		data = "temporary; --data DIR keeps it"
	}
	p.title("Carnet · local testnet")
	p.table([][]string{
		{"JSON-RPC", t.URL + "  (HTTP and WebSocket)"},
		{"Chain id", strconv.FormatUint(t.ChainID, 10)},
		{"Rules", "Osaka, like mainnet; a block as soon as there is a transaction"},
		{"Data", data},
		{"Anchor", t.Anchor.Hex()},
		{"Carnet", t.Carnet.Hex()},
	})
	p.gap()
	p.text("Accounts with 10,000 ether each. Everybody knows these keys: use them nowhere else.")
	p.text("Phrase: " + t.Mnemonic)
	p.gap()
	rows := [][]string{{"#", "address", "private key"}}
	for i, a := range t.Accounts {
		rows = append(rows, []string{strconv.Itoa(i), a.Address.Hex(), a.Key.String()})
	}
	p.table(rows)
	p.gap()
	if t.Funded != nil {
		p.text("Funded " + t.Funded.Hex() + ", the account of --fund-key.")
		p.gap()
	}
	p.text("Ctrl-C stops it.")
	p.gap()
}

// fund gives ether to the account of a key file of 64 hex digits.
func fund(ctx context.Context, node *devnet.Node, file string) (account common.Address, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return account, fmt.Errorf("--fund-key: %w", err)
	}
	key, err := crypto.HexToECDSA(strings.TrimPrefix(strings.TrimSpace(string(data)), "0x"))
	if err != nil {
		return account, fmt.Errorf("--fund-key: %s does not hold 64 hex digits of a key", file)
	}
	account = crypto.PubkeyToAddress(key.PublicKey)
	return account, node.Fund(ctx, account)
}
