package demo

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"carnet/frontend"
	"carnet/internal/blob"
	"carnet/internal/drill"
	"carnet/internal/gateway"
	"carnet/internal/gateway/boxes"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/oidc"
	"carnet/internal/gateway/vaulthost"
	"carnet/internal/gateway/web"
	"carnet/internal/shop"
	"carnet/internal/state"
)

// businesses are the two demo shops: different names, faces and catalogues, and nothing in common but the gateway.
var businesses = [2]struct {
	part, name string
	theme      shop.Theme
}{
	{"shop1", "Lantern & Loom", shop.LanternAndLoom},
	{"shop2", "Pan & Pepper", shop.PanAndPepper},
}

// everybody is the limit of the one network there is on a single machine: shops, vaults and replayed shoppers share it.
var everybody = gateway.Rate{PerSecond: 10_000, Burst: 20_000}

// startGateway opens the gateway's stores and starts it, with both shops as clients.
func (d *Demo) startGateway(ctx context.Context) error {
	log, err := d.logs.open("gateway")
	if err != nil {
		return err
	}
	room, err := d.room("gateway")
	if err != nil {
		return err
	}
	objects, err := blob.OpenDir(room + "/objects")
	if err != nil {
		return fmt.Errorf("gateway objects: %w", err)
	}
	d.later(objects.Close)
	records, err := state.OpenBolt(room + "/state.db")
	if err != nil {
		return fmt.Errorf("gateway state: %w", err)
	}
	d.later(records.Close)
	cfg, err := d.gatewayConfig()
	if err != nil {
		return err
	}
	d.gateway, err = gateway.New(ctx, cfg, gateway.Deps{
		State: records, Blob: objects, Chain: gateway.OnChain(d.client, d.relayer), Login: frontend.Login(), Account: frontend.Account(), Button: frontend.Button(), Now: time.Now, Log: log,
	})
	if err != nil {
		return err
	}
	d.background(d.gateway.Run)
	if d.cfg.Dir != "" {
		if d.needles, err = drill.OpenManifest(d.Dir); err != nil {
			return err
		}
		d.later(d.needles.Close)
	}
	d.serve("gateway", d.witnessed(true))
	return nil
}

// witnessed is the gateway with the witness in front of it when its data is kept, and can so be stolen.
func (d *Demo) witnessed(orders bool) http.Handler {
	if d.needles == nil {
		return d.gateway
	}
	return witness{next: d.gateway, list: d.needles, orders: orders}
}

// background runs work until Close, which waits for its end.
func (d *Demo) background(work func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		work(ctx)
	}()
	d.later(func() error { cancel(); <-done; return nil })
}

func (d *Demo) gatewayConfig() (cfg gateway.Config, err error) {
	cfg = gateway.Config{
		Issuer: d.Gateway, VaultURL: d.Vault, DemoWallet: d.Wallet,
		Cadence: d.cfg.Epoch, ChainIDs: []uint64{1, d.ChainID},
		Limits: gateway.Limits{Network: everybody, Relay: everybody, Writes: everybody},
	}
	if cfg.PairwiseKey, err = d.secrets.random("pairwise.key"); err != nil {
		return cfg, err
	}
	if cfg.SigningKeys, err = d.secrets.signingKeys(); err != nil {
		return cfg, err
	}
	for i, b := range businesses {
		origin := d.doors[b.part].origin
		secret, err := d.secrets.text(b.part + "-client-secret")
		if err != nil {
			return cfg, err
		}
		key, err := d.secrets.issuerKey(b.part + "-issuer.jwk")
		if err != nil {
			return cfg, err
		}
		cfg.Shops = append(cfg.Shops, gateway.Shop{
			Client: oidc.Client{
				ID: b.part, Name: b.name, SecretHash: oidc.HashSecret(secret),
				RedirectURIs: []string{origin + "/callback"}, PostLogout: []string{origin + "/"}, Device: true,
			},
			Origin: origin, Key: key,
		})
		d.Shops[i] = Storefront{Name: b.name, Origin: origin, ClientID: b.part, Secret: secret}
	}
	return cfg, nil
}

// startVault serves the vault with boxes of its own.
func (d *Demo) startVault(context.Context) error {
	log, err := d.logs.open("vault")
	if err != nil {
		return err
	}
	room, err := d.room("vault")
	if err != nil {
		return err
	}
	objects, err := blob.OpenDir(room + "/objects")
	if err != nil {
		return fmt.Errorf("vault objects: %w", err)
	}
	d.later(objects.Close)
	bucket := func() web.Limiter {
		return &web.Buckets{PerSecond: everybody.PerSecond, Burst: everybody.Burst, Now: time.Now}
	}
	handler, err := vaulthost.New(vaulthost.Config{
		Files: frontend.Vault(),
		Settings: vaulthost.Settings{
			Gateways: []string{d.Gateway}, RPC: d.Chain, ChainID: d.ChainID,
			Carnet: d.Carnet.Hex(), Anchor: d.Anchor.Hex(), Relay: d.Gateway, DemoWallet: d.Wallet,
		},
		Boxes: boxes.Boxes{Blob: objects, Reads: bucket(), Writes: bucket()},
		Now:   time.Now, Log: log,
	})
	if err != nil {
		return err
	}
	d.serve("vault", handler)
	return nil
}

// startShops opens both shops. They know the gateway by its origin and their client credentials, like any shop.
func (d *Demo) startShops(context.Context) error {
	for i, b := range businesses {
		log, err := d.logs.open(b.part)
		if err != nil {
			return err
		}
		room, err := d.room(b.part)
		if err != nil {
			return err
		}
		catalogue, err := shop.Catalogue(b.theme)
		if err != nil {
			return fmt.Errorf("catalogue of %s: %w", b.name, err)
		}
		s, err := shop.New(shop.Config{
			Name: b.name, BaseURL: d.Shops[i].Origin, Issuer: d.Gateway, ClientID: b.part, ClientSecret: d.Shops[i].Secret,
			VaultURL: d.Vault, Catalogue: catalogue, Theme: b.theme, Dir: room, Now: time.Now, Log: log,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
		d.later(s.Close)
		d.serve(b.part, s)
	}
	return nil
}

// Epochs is the gateway's log of leaves, for what a test or a replay wants to hurry or to ask.
func (d *Demo) Epochs() *epochs.Log { return d.gateway.Epochs() }
