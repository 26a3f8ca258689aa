package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"carnet/internal/gateway/oidc"
	"carnet/internal/quirks"
)

func quirksCommand() *cobra.Command {
	c := &cobra.Command{Use: "quirks", Short: "Settings for shop software with ways of its own, and a test that imitates it"}
	c.AddCommand(wooCommand())
	return c
}

// wooOptions are the flags of gateway quirks woo.
type wooOptions struct {
	config, shop, site, secretFile string
	json                           bool
}

func wooCommand() *cobra.Command {
	var o wooOptions
	c := &cobra.Command{Use: "woo", Short: "WordPress and WooCommerce with the plugin OpenID Connect Generic", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return quirksWoo(c.Context(), c.OutOrStdout(), c.InOrStdin(), o)
	}}
	c.Flags().StringVar(&o.config, "config", "gateway.yaml", "configuration file of the gateway, which must be running")
	c.Flags().StringVar(&o.shop, "shop", "", "client id of the shop; the only one when empty")
	c.Flags().StringVar(&o.site, "site", "", "URL of WordPress, where it is not the shop's origin")
	c.Flags().StringVar(&o.secretFile, "secret-file", "", "file with the shop's client secret, - for standard input: tried as well")
	c.Flags().BoolVar(&o.json, "json", false, "print JSON")
	return c
}

// quirksWoo prints the plugin's settings for one shop and tries them. It reads the configuration and no key.
func quirksWoo(ctx context.Context, out io.Writer, in io.Reader, o wooOptions) error {
	cfg, err := readConfig(o.config, os.Environ())
	if err != nil {
		return err
	}
	woo, err := cfg.woo(o)
	if err != nil {
		return err
	}
	if o.secretFile != "" {
		if woo.Secret, err = clientSecret(o.secretFile, in); err != nil {
			return err
		}
	}
	interaction := cfg.Login.Interaction
	if interaction == 0 {
		interaction = oidc.DefaultInteraction
	}
	settings, err := woo.Settings(ctx, interaction)
	if err != nil {
		return fmt.Errorf("is the gateway running? %w", err)
	}
	checks := woo.SelfTest(ctx)
	if o.json {
		err = json.NewEncoder(out).Encode(map[string]any{"redirect_uri": woo.RedirectURI(), "post_logout_redirect_uri": woo.Site, "settings": settings, "checks": checks})
	} else {
		err = printWoo(out, woo, settings, checks)
	}
	if err != nil {
		return err
	}
	for _, c := range checks {
		if !c.OK {
			return errors.New("this gateway does not suit the plugin yet: see the checks that failed")
		}
	}
	return nil
}

// woo is the imitation of one configured shop.
func (c *config) woo(o wooOptions) (*quirks.Woo, error) {
	for _, s := range c.Shops {
		if s.ClientID != o.shop && (o.shop != "" || len(c.Shops) != 1) {
			continue
		}
		site := o.site
		if site == "" {
			site = s.Origin
		}
		return &quirks.Woo{Issuer: c.Issuer, ClientID: s.ClientID, Site: strings.TrimSuffix(site, "/"), Now: time.Now}, nil
	}
	return nil, fmt.Errorf("shop %q is not in the configuration: name one with --shop", o.shop)
}

// clientSecret reads a secret without the line feed after it.
func clientSecret(file string, in io.Reader) (string, error) {
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, 4096))
	if err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	if data = bytes.TrimSpace(data); len(data) == 0 {
		return "", errors.New("the secret is empty")
	}
	return string(data), nil
}

func printWoo(out io.Writer, woo *quirks.Woo, settings []quirks.Setting, checks []quirks.Check) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "Register at the gateway\n  redirect_uris\t%s\n  post_logout_redirect_uris\t%s\n\nSettings > OpenID Connect Client\n", woo.RedirectURI(), woo.Site)
	for _, s := range settings {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", s.Name, s.Value, s.Why)
	}
	fmt.Fprintf(w, "\nWhat the plugin would meet\n")
	for _, c := range checks {
		verdict := "ok"
		if !c.OK {
			verdict = "FAILED"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", verdict, c.Name, c.Detail)
	}
	return w.Flush()
}
