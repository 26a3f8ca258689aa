package gateway_test

import (
	"strings"
	"testing"

	"carnet/internal/gateway"
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
