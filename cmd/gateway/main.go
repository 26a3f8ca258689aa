// Command gateway is the production server: it lets shoppers sign in with their wallets, seals shops' orders as receipts,
// anchors them, and, if configured, hosts the vault.
//
//	gateway keys --dir keys --shop shop1        make the key files, once
//	gateway keys token                          make an initial access token, for a shop that registers itself
//	gateway keys list --dir keys                show the signing keys
//	gateway keys rotate --dir keys              change them before their time
//	gateway deploy --rpc URL --key FILE         put the contracts on a chain, once per chain
//	gateway serve --config gateway.yaml         run
//	gateway audit FILE --rpc URL                compare promises with the chain; anybody may
//	gateway rebuild --config gateway.yaml       make again what follows from the object store, with the gateway stopped
//	gateway verify --config gateway.yaml        check every receipt, proof and root of the object store
//	gateway accounting keygen --out FILE        make the offline key of a shop's books; export takes its copies out, open opens them
//	gateway backup --to DIR                     copy what is new in the object store elsewhere, while it runs
//	gateway restore --from DIR --verify         copy it back, and prove what came back
//	gateway reconcile --since 48h               ask shops' platforms for orders that they told of while the gateway was away
//	gateway quirks woo --shop shop1             settings for a WordPress plugin, tried out
//
// gateway.example.yaml beside this file explains every setting and what a thief of it gets. Every setting can be given in
// the environment instead: CARNET_ and its path in capitals, joined by underscores (chain.rpc is CARNET_CHAIN_RPC,
// the first shop's name is CARNET_SHOPS_0_NAME).
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"carnet/internal/audit"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal does not wait
	root := &cobra.Command{Use: "gateway", Short: "Carnet gateway", SilenceUsage: true, SilenceErrors: true}
	keys := keysCommand()
	keys.AddCommand(tokenCommand())
	root.AddCommand(serveCommand(), keys, deployCommand(), verifyCommand(), rebuildCommand(), backupCommand(), restoreCommand(), auditCommand(), accountingCommand(), reconcileCommand(), quirksCommand(), versionCommand())
	if err := root.ExecuteContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "gateway: "+err.Error())
		if errors.Is(err, audit.ErrMisbehaved) || errors.Is(err, errWrong) || errors.Is(err, errPartly) || errors.Is(err, errUsage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print what this binary was built from", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		info, ok := debug.ReadBuildInfo()
		if !ok {
			return errors.New("the binary carries no build information")
		}
		revision := "unknown"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
		_, err := fmt.Fprintf(c.OutOrStdout(), "carnet gateway %s, revision %s, %s\n", info.Main.Version, revision, info.GoVersion)
		return err
	}}
}
