package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"carnet/internal/guard"
	"carnet/internal/orders"
	"carnet/internal/reconcile"
)

const reconcileLong = `Ask each shop's platform for the orders and refunds that changed since then, and tell the running gateway of each again, as a webhook that is
signed with the hook's own secret. What was told before is known and changes nothing, so it may be run at any time, and again.

A hook of the configuration says where its platform can be asked, and with which key:

  hooks:
    - platform: woocommerce              # REST API key, read: consumer key and consumer secret
      secret_files: [keys/woo.secret]
      pull: {url: https://shop.example, key_file: keys/woo.ck, secret_file: keys/woo.cs}
    - platform: shopify                  # Admin API access token, scope read_orders
      secret_files: [keys/shopify.secret]
      pull: {url: https://my-shop.myshopify.com, key_file: keys/shopify.token}
    - platform: stripe                   # restricted key, Events: read
      secret_files: [keys/stripe.secret]
      pull: {key_file: keys/stripe.key}
    - platform: saleor                   # app token, permission MANAGE_ORDERS
      secret_files: [keys/saleor.secret]
      pull: {url: https://my-shop.saleor.cloud, key_file: keys/saleor.token}

It prints how many webhooks each hook was asked to make up for, and what became of their events (docs/orders.md explains the outcomes). Nothing
that it prints or keeps has an order's number, a name or an amount.

Exit codes: 0 all was told, 1 something could not be told (run it again), 2 wrong usage or configuration.`

const reconcileExample = `  gateway reconcile --since 48h                                     # all hooks; tell the gateway at its issuer
  gateway reconcile --since 48h --to http://127.0.0.1:8080          # beside it, past the proxy
  gateway reconcile --since 720h --shop my-shop --platform stripe   # after a long outage
  gateway reconcile --since 48h --dry-run                           # do the keys work, and how much is there?`

var (
	// errUsage says that the command line or the configuration is wrong: exit code 2.
	errUsage  = errors.New("see gateway reconcile --help")
	errUntold = errors.New("some could not be told: run it again when what is named above is mended")
)

// reconcileOptions are the flags of gateway reconcile.
type reconcileOptions struct {
	config, shop, platform, to string
	since                      time.Duration
	json, dry                  bool
}

func reconcileCommand() *cobra.Command {
	var o reconcileOptions
	c := &cobra.Command{Use: "reconcile --since DURATION", Short: "Ask shops' platforms for orders that they told of while the gateway was away", Long: reconcileLong, Example: reconcileExample,
		Args: func(c *cobra.Command, args []string) error { return usage(cobra.NoArgs(c, args)) },
		RunE: func(c *cobra.Command, _ []string) error {
			return runReconcile(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		}}
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	f := c.Flags()
	f.StringVar(&o.config, "config", "gateway.yaml", "configuration file of the gateway, which must be running")
	f.StringVar(&o.shop, "shop", "", "client id of the shop; all if left out")
	f.StringVar(&o.platform, "platform", "", "platform; all of the shop's hooks if left out")
	f.DurationVar(&o.since, "since", 0, "how far back, such as 48h: longer than the gateway was away")
	f.StringVar(&o.to, "to", "", "origin of the gateway: https, or http on this machine; the issuer if left out")
	f.BoolVar(&o.json, "json", false, "print JSON")
	f.BoolVar(&o.dry, "dry-run", false, "ask the platforms, and tell the gateway nothing")
	_ = c.RegisterFlagCompletionFunc("platform", cobra.FixedCompletions(slices.Sorted(maps.Keys(orders.Platforms)), cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("shop", func(*cobra.Command, []string, string) (ids []string, _ cobra.ShellCompDirective) {
		if cfg, err := readConfig(o.config, os.Environ()); err == nil {
			for _, s := range cfg.Shops {
				ids = append(ids, s.ClientID)
			}
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	})
	return c
}

// usage marks an error as the caller's.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w (%w)", err, errUsage)
}

func runReconcile(ctx context.Context, out, errOut io.Writer, o reconcileOptions) error {
	if o.since <= 0 {
		return usage(errors.New("--since is needed: how far back, such as --since 48h"))
	}
	cfg, err := readConfig(o.config, os.Environ())
	if err != nil {
		return usage(err)
	}
	hooks, err := cfg.pulls(o)
	if err != nil {
		return usage(err)
	}
	if o.to == "" {
		o.to = cfg.Issuer
	}
	if _, err := guard.Chosen(o.to); err != nil {
		return usage(fmt.Errorf("--to %q: %w", o.to, err))
	}
	shown := newTally(errOut, o.json)
	r := &reconcile.Reconciler{Gateway: o.to, Since: time.Now().Add(-o.since), Dry: o.dry, Now: time.Now, Progress: shown.show}
	rows, err := r.Run(ctx, hooks)
	shown.end()
	if err != nil {
		return errors.Join(printRows(out, rows, o), stopped(ctx, err))
	}
	return printRows(out, rows, o)
}

// pulls are the hooks that the flags name. A hook that cannot be asked is among them, and says so; one at least can.
func (c *config) pulls(o reconcileOptions) (all []reconcile.Hook, err error) {
	if _, ok := orders.Platforms[o.platform]; !ok && o.platform != "" {
		return nil, fmt.Errorf("--platform %q, want one of %q", o.platform, slices.Sorted(maps.Keys(orders.Platforms)))
	}
	for _, s := range c.Shops {
		for _, h := range s.Hooks {
			if o.shop != "" && o.shop != s.ClientID || o.platform != "" && o.platform != h.Platform {
				continue
			}
			hook, err := c.pull(s.ClientID, h)
			if err != nil {
				return nil, fmt.Errorf("shop %q: %w", s.ClientID, err)
			}
			all = append(all, hook)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("no hook of the configuration is of this shop and platform")
	}
	if !slices.ContainsFunc(all, func(h reconcile.Hook) bool { return h.Skips() == "" }) {
		return nil, fmt.Errorf("nothing can be asked: %s of shop %q: %s", all[0].Platform, all[0].Shop, all[0].Skips())
	}
	return all, nil
}

// pull reads a hook's secret, and the key of its platform's API.
func (c *config) pull(shop string, h hookConfig) (hook reconcile.Hook, err error) {
	hook = reconcile.Hook{Shop: shop, Platform: h.Platform}
	secrets, err := c.hookSecrets(h)
	if err != nil {
		return hook, err
	}
	if len(secrets) > 0 {
		hook.Secret = secrets[0]
	}
	if h.Pull == nil {
		return hook, nil
	}
	p := &reconcile.Pull{URL: h.Pull.URL, Version: h.Pull.Version}
	for _, f := range []struct {
		setting, file string
		into          *string
	}{{"hooks.pull.key_file", h.Pull.KeyFile, &p.Key}, {"hooks.pull.secret_file", h.Pull.SecretFile, &p.Secret}} {
		if f.file == "" {
			continue // Check says so where it is needed
		}
		text, err := c.secret(f.setting, f.file)
		if err != nil {
			return hook, err
		}
		*f.into = string(text)
	}
	if err := p.Check(h.Platform); err != nil {
		return hook, fmt.Errorf("hooks.pull of %s: %w", h.Platform, err)
	}
	hook.Pull = p
	return hook, nil
}

// printRows prints what came of it, and then tells whether all was told: errUntold.
func printRows(out io.Writer, rows []reconcile.Row, o reconcileOptions) error {
	untold := error(nil)
	if slices.ContainsFunc(rows, reconcile.Row.Untold) {
		untold = errUntold
	}
	if o.json {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return errors.Join(enc.Encode(map[string]any{"dry_run": o.dry, "hooks": rows}), untold)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SHOP\tPLATFORM\tASKED\tSEALED\tKNOWN\tCHANGED\tMARKED\tUNMATCHED\tIGNORED\tREFUSED\tFAILED")
	for _, r := range rows {
		if r.Skipped == "" {
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", r.Shop, r.Platform, r.Asked, r.Sealed, r.Known, r.Changed, r.Marked, r.Unmatched, r.Ignored, r.Refused, r.Failed)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, r := range rows {
		if r.Skipped != "" {
			fmt.Fprintf(out, "%s of %s is left out: %s\n", r.Platform, r.Shop, r.Skipped)
		}
		if r.Other > 0 {
			fmt.Fprintf(out, "%s of %s: %d events came to something that this command does not know: the gateway is newer\n", r.Platform, r.Shop, r.Other)
		}
		if r.Error != "" {
			fmt.Fprintf(out, "%s of %s: %s\n", r.Platform, r.Shop, r.Error)
		}
	}
	if o.dry {
		fmt.Fprintln(out, "dry run: the gateway was told nothing")
	}
	return untold
}

// tally shows progress on a terminal.
type tally struct{ bar *progressbar.ProgressBar }

func newTally(errOut io.Writer, asJSON bool) *tally {
	file, ok := errOut.(*os.File)
	if !ok || asJSON || !term.IsTerminal(int(file.Fd())) {
		return &tally{}
	}
	return &tally{progressbar.NewOptions64(-1, progressbar.OptionSetWriter(errOut), progressbar.OptionSetItsString("webhooks"), progressbar.OptionShowIts(), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())}
}

func (t *tally) show(r reconcile.Row) {
	if t.bar == nil {
		return
	}
	t.bar.Describe(fmt.Sprintf("  %s of %s", r.Platform, r.Shop))
	_ = t.bar.Add(1)
}

func (t *tally) end() {
	if t.bar != nil {
		_ = t.bar.Finish()
	}
}
