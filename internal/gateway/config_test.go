package gateway_test

import (
	"context"
	"crypto/rsa"
	"strings"
	"testing"

	"carnet/internal/gateway"
	"carnet/internal/gateway/hooks"
)

func TestEverythingWrongInAConfigurationIsSaidAtOnce(t *testing.T) {
	cfg := testConfig(t)
	if err := cfg.Check(); err != nil {
		t.Fatal(err)
	}
	cfg.Issuer = "http://gateway.example"
	cfg.DemoWallet = "wallet"
	cfg.WalletConnect = "my project"
	cfg.Limits = gateway.Limits{Network: gateway.Rate{PerSecond: -1, Burst: 5}, Client: gateway.Rate{PerSecond: 5}, Orders: -3}
	cfg.Shops[0].Origin = "shop.example"
	err := cfg.Check()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{`issuer "http://gateway.example"`, `login.demo_wallet "wallet"`, `login.walletconnect "my project"`, "limits.network", "limits.client", "limits.orders -3", `origin "shop.example"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing is said of %s:\n%v", want, err)
		}
	}
}

type noKeys struct{}

func (noKeys) Key(context.Context, string) (*rsa.PublicKey, error) { return nil, nil }

func TestHooksAreCheckedWithASecretOrWithKeys(t *testing.T) {
	secret := strings.Repeat("s", 16)
	for name, c := range map[string]struct {
		hooks []hooks.Hook
		says  string
	}{
		"a secret":                  {[]hooks.Hook{{Platform: "saleor", Secrets: []string{secret}}}, ""},
		"keys":                      {[]hooks.Hook{{Platform: "saleor", Keys: noKeys{}}}, ""},
		"two secrets":               {[]hooks.Hook{{Platform: "stripe", Secrets: []string{secret, secret}}}, ""},
		"nothing":                   {[]hooks.Hook{{Platform: "saleor"}}, "0 secrets"},
		"both":                      {[]hooks.Hook{{Platform: "saleor", Secrets: []string{secret}, Keys: noKeys{}}}, "secret_files and jwks_url"},
		"keys of one that has none": {[]hooks.Hook{{Platform: "shopify", Keys: noKeys{}}}, "publishes no keys"},
		"a short secret":            {[]hooks.Hook{{Platform: "stripe", Secrets: []string{"short"}}}, "16 characters"},
		"twice":                     {[]hooks.Hook{{Platform: "saleor", Keys: noKeys{}}, {Platform: "saleor", Keys: noKeys{}}}, "twice"},
		"another":                   {[]hooks.Hook{{Platform: "ebay", Secrets: []string{secret}}}, "want one of"},
	} {
		cfg := testConfig(t)
		cfg.Shops[0].Hooks = c.hooks
		if err := cfg.Check(); (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
}
