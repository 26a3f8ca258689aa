package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/spf13/cobra"

	"carnet/internal/chain"
)

func deployCommand() *cobra.Command {
	var rpc, file string
	c := &cobra.Command{Use: "deploy", Short: "Put Anchor and Carnet on a chain, at the same addresses everywhere", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if rpc == "" || file == "" {
			return errors.New("deploy needs --rpc and --key")
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		key, err := parseKey(data)
		if err != nil {
			return err
		}
		eth, err := ethclient.DialContext(c.Context(), rpc)
		if err != nil {
			return fmt.Errorf("deploy: --rpc %s: %w", rpc, err)
		}
		defer eth.Close()
		if err := await(c.Context(), eth, patience); err != nil {
			return fmt.Errorf("deploy: the node at %s: %w", rpc, err)
		}
		d, err := chain.Deploy(c.Context(), eth, key)
		if err != nil {
			return fmt.Errorf("deploy: the node at %s: %w", rpc, err)
		}
		if d.Gas == 0 {
			_, err = fmt.Fprintf(c.OutOrStdout(), "anchor: %s\ncarnet: %s\nalready there; nothing sent\n", d.Anchor.Hex(), d.Carnet.Hex())
			return err
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "anchor: %s\ncarnet: %s\ngas: %d\npaid by: %s\n", d.Anchor.Hex(), d.Carnet.Hex(), d.Gas, crypto.PubkeyToAddress(key.PublicKey).Hex())
		return err
	}}
	c.Flags().StringVar(&rpc, "rpc", "", "JSON-RPC URL of the chain's node")
	c.Flags().StringVar(&file, "key", "", "file with the paying account's key, 64 hex digits")
	return c
}

// patience is how long deploy waits for a node that is starting.
const patience = 10 * time.Second

// await waits for the node's first answer.
func await(ctx context.Context, eth *ethclient.Client, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		_, err := eth.ChainID(ctx)
		if err == nil {
			return nil
		}
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err // the caller names the URL
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no answer within %v: %w", patience, err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}
