package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"carnet/internal/blob"
	"carnet/internal/chain"
	"carnet/internal/statuslist"
	"carnet/internal/verify"
)

const verifyLong = `Read the whole object store and check that everything that was acknowledged can still be proven: epochs without gaps, a tree for each, the
root in the record of its anchor and on the chain, the leaf of every sealed receipt in the epoch that it names, and its own entry of a status list. Copies for shops' books are counted.

It can be run beside a gateway that serves. It changes nothing, but that it puts in place what a crash left in a directory's journal if nobody has it open. What is wrong is named by object key. The exit status is 0 when all is well, 2
when something is wrong, 1 when the store or the chain could not be read.`

var errWrong = errors.New("the object store is not as it should be")

func verifyCommand() *cobra.Command {
	var file string
	var offline, asJSON bool
	c := &cobra.Command{Use: "verify", Short: "Check every receipt, proof and root of the object store", Long: verifyLong, Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		cfg, err := readConfig(file, os.Environ())
		if err != nil {
			return err
		}
		store, err := cfg.readObjects(c.Context(), gatewayStore)
		if err != nil {
			return err
		}
		defer store.Close()
		report, err := cfg.prove(c.Context(), store, offline, c.ErrOrStderr())
		if err != nil {
			return err
		}
		return printReport(c.OutOrStdout(), report, asJSON)
	}}
	c.Flags().StringVar(&file, "config", "gateway.yaml", "configuration file")
	c.Flags().BoolVar(&offline, "offline", false, "do not ask the chain")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// prove verifies a store, against the chain unless told not to.
func (c *config) prove(ctx context.Context, store blob.Reader, offline bool, errOut io.Writer) (verify.Report, error) {
	pairwise, err := c.pairwiseKey()
	if err != nil {
		return verify.Report{}, err
	}
	slots, err := statuslist.NewSlots(pairwise)
	if err != nil {
		return verify.Report{}, err
	}
	v := &verify.Verifier{Store: store, Slots: slots, Progress: verifyBar(errOut)}
	if !offline {
		client, issuer, err := c.dialAsReader(ctx)
		if err != nil {
			return verify.Report{}, fmt.Errorf("%w (--offline asks no chain)", err)
		}
		defer client.Close()
		v.Chain = ownEpochs{client, issuer}
	}
	return v.Run(ctx)
}

// dialAsReader connects to the chain and tells which account's anchors are the gateway's.
func (c *config) dialAsReader(ctx context.Context) (*chain.Client, common.Address, error) {
	key, err := c.relayerKey()
	if err != nil {
		return nil, common.Address{}, err
	}
	at, err := c.chainPlace()
	if err != nil {
		return nil, common.Address{}, err
	}
	client, err := chain.Dial(ctx, c.Chain.RPC, at)
	if err != nil {
		return nil, common.Address{}, err
	}
	if err := client.Check(ctx); err != nil {
		client.Close()
		return nil, common.Address{}, fmt.Errorf("the node at chain.rpc: %w", err)
	}
	return client, crypto.PubkeyToAddress(key.PublicKey), nil
}

// ownEpochs asks a chain about one issuer.
type ownEpochs struct {
	client *chain.Client
	issuer common.Address
}

func (o ownEpochs) Head(ctx context.Context) (uint64, [24]byte, error) {
	return o.client.HeadOf(ctx, o.issuer)
}

func (o ownEpochs) HeadAt(ctx context.Context, epoch uint64) ([24]byte, error) {
	return o.client.HeadAt(ctx, o.issuer, epoch)
}

func (o ownEpochs) Root(ctx context.Context, epoch uint64) ([32]byte, error) {
	root, _, _, err := o.client.RootAt(ctx, o.issuer, epoch)
	return root, err
}

// verifyBar shows on a terminal how far it is.
func verifyBar(out io.Writer) func(part string, objects int) {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	part, bar := "", (*progressbar.ProgressBar)(nil)
	return func(now string, objects int) {
		if now != part {
			if bar != nil {
				_ = bar.Finish()
			}
			part = now
			bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(fmt.Sprintf("  %-10s", now)),
				progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(objects)
	}
}

func printReport(out io.Writer, r verify.Report, asJSON bool) error {
	var wrong error
	if r.Wrong > 0 {
		wrong = errWrong
	}
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return errors.Join(enc.Encode(r), wrong)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "receipts\t%d\t%d of them wait for a code\n", r.Receipts, r.Claims-r.Unclaimable)
	fmt.Fprintf(w, "claims\t%d\t%d without a receipt, as a crash leaves them\n", r.Claims, r.Unclaimable)
	fmt.Fprintf(w, "epochs\t%d\t%d with the record of an anchor, %d compared with the chain\n", r.Epochs, r.Anchored, r.OnChain)
	fmt.Fprintf(w, "leaves\t%d\tpadding included\n", r.Leaves)
	fmt.Fprintf(w, "status lists\t%d\t\n", r.Lists)
	fmt.Fprintf(w, "books\t%d\tcopies\n", r.Books)
	fmt.Fprintf(w, "wrong\t%d\t\n", r.Wrong)
	for _, p := range r.Problems {
		fmt.Fprintf(w, "\n%s\t\t%s", p.Key, p.Problem)
	}
	if len(r.Problems) > 0 {
		fmt.Fprintln(w)
	}
	if r.Wrong > len(r.Problems) {
		fmt.Fprintf(w, "\nand %d more\n", r.Wrong-len(r.Problems))
	}
	return errors.Join(w.Flush(), wrong)
}
