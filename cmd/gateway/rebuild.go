package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"carnet/internal/gateway"
	"carnet/internal/gateway/epochs"
)

const rebuildLong = `Make again what can be made from the object store alone, with the gateway stopped: put in place what a crash left in the store's journal, make the
trees of epochs that have none, and write the records of anchors that the chain has. Epochs that are closed and not on the chain are anchored.

A gateway does all this by itself when it starts; this command is for a store that was restored, to see that it is whole before shops see it.
The state store (bolt or Redis) holds nothing that has to be made again: after it is lost shoppers sign in once more, and shops fetch new tokens.`

func rebuildCommand() *cobra.Command {
	var file string
	c := &cobra.Command{Use: "rebuild", Short: "Make again what follows from the object store, with the gateway stopped", Long: rebuildLong, Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		cfg, err := readConfig(file, os.Environ())
		if err != nil {
			return err
		}
		before, after, err := cfg.rebuild(c.Context())
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
		fmt.Fprintf(w, "epochs with a tree\t%d\t%d made now\n", after.Closed, after.Closed-before.Closed)
		fmt.Fprintf(w, "anchors recorded\t%d\t%d now\n", after.Anchored, after.Anchored-before.Anchored)
		fmt.Fprintf(w, "state\t\tnothing to do: shoppers sign in once more if it was lost\n")
		return w.Flush()
	}}
	c.Flags().StringVar(&file, "config", "gateway.yaml", "configuration file")
	return c
}

func (c *config) rebuild(ctx context.Context) (before, after epochs.Status, err error) {
	log, err := c.logger()
	if err != nil {
		return before, after, err
	}
	objects, err := c.openObjects(ctx, gatewayStore)
	if err != nil {
		return before, after, err
	}
	defer objects.Close()
	client, relayer, err := c.openChain(ctx, log)
	if err != nil {
		return before, after, err
	}
	defer client.Close()
	if err := client.Check(ctx); err != nil {
		return before, after, fmt.Errorf("the node at chain.rpc: %w", err)
	}
	leaves, err := epochs.Open(ctx, epochs.Config{Blob: objects, Chain: gateway.OnChain(client, relayer), Now: time.Now, Log: log, Cadence: time.Hour, Shared: c.Objects.Kind != "directory"})
	if err != nil {
		return before, after, err
	}
	before = leaves.Status()
	if err := leaves.CloseNow(ctx); err != nil {
		return before, after, err
	}
	err = leaves.AnchorDue(ctx)
	return before, leaves.Status(), err
}
