package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"carnet/internal/shop"
)

// shopSecret is the environment variable that holds the shop's client secret: never a flag, which other users of the machine could read.
const shopSecret = "CARNET_SHOP_SECRET"

func shopCommand() *cobra.Command {
	cfg := shop.Config{Now: time.Now}
	var addr, theme string
	c := &cobra.Command{
		Use:   "shop",
		Short: "Run one demo shop alone, against a gateway that runs elsewhere",
		Long: "Run one demo shop alone, against a gateway that runs elsewhere.\n\n" +
			"The client secret comes from " + shopSecret + " in the environment.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch theme {
			case "lantern":
				cfg.Theme, cfg.Name = shop.LanternAndLoom, "Lantern & Loom"
			case "pepper":
				cfg.Theme, cfg.Name = shop.PanAndPepper, "Pan & Pepper"
			default:
				return fmt.Errorf("theme %q: want lantern or pepper", theme)
			}
			var err error
			if cfg.Catalogue, err = shop.Catalogue(cfg.Theme); err != nil {
				return err
			}
			cfg.ClientSecret = os.Getenv(shopSecret)
			if cfg.ClientSecret == "" {
				return fmt.Errorf("%s is not set: put the client secret there that `gateway keys` printed", shopSecret)
			}
			cfg.Log = slog.New(slog.NewJSONHandler(os.Stderr, nil))
			return serveShop(cmd.Context(), cfg, addr)
		},
	}
	flags := c.Flags()
	flags.StringVar(&theme, "theme", "lantern", "which shop: lantern or pepper")
	flags.StringVar(&addr, "addr", "localhost:8091", "where it listens")
	flags.StringVar(&cfg.BaseURL, "origin", "http://localhost:8091", "its origin, as browsers see it")
	flags.StringVar(&cfg.Issuer, "issuer", "http://localhost:8080", "origin of the gateway")
	flags.StringVar(&cfg.VaultURL, "vault", "http://localhost:8081", "origin of the vault")
	flags.StringVar(&cfg.ClientID, "client-id", "shop1", "client id at the gateway")
	flags.StringVar(&cfg.Dir, "data", ".", "directory of the shop's database")
	return quietly(c)
}

func serveShop(ctx context.Context, cfg shop.Config, addr string) error {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return fmt.Errorf("directory of the shop: %w", err)
	}
	s, err := shop.New(cfg)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return errors.Join(fmt.Errorf("shop: %w", err), s.Close())
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: time.Minute}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	cfg.Log.Info("listening", "addr", listener.Addr().String())
	select {
	case <-ctx.Done():
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err = server.Shutdown(drain)
	case err = <-stopped:
	}
	return errors.Join(err, s.Close())
}
