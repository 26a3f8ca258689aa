package main

import (
	"errors"
	"fmt"
	"os"

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
			return fmt.Errorf("deploy: %w", err)
		}
		defer eth.Close()
		d, err := chain.Deploy(c.Context(), eth, key)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "anchor: %s\ncarnet: %s\ngas: %d\npaid by: %s\n", d.Anchor.Hex(), d.Carnet.Hex(), d.Gas, crypto.PubkeyToAddress(key.PublicKey).Hex())
		return err
	}}
	c.Flags().StringVar(&rpc, "rpc", "", "JSON-RPC URL of the chain's node")
	c.Flags().StringVar(&file, "key", "", "file with the paying account's key, 64 hex digits")
	return c
}
