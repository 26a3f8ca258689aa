package gateway_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/gateway"
	"carnet/internal/wallet"
)

// contractChain is a chain with smart accounts that say yes to everything, until it is told otherwise. What it returns is what the
// probe returns (contracts/src/AccountProbe.sol): flags, code hash, delegate, what lies behind, owners.
type contractChain struct {
	mu     sync.Mutex
	down   bool
	yes    bool
	owners byte
	asked  int
}

func (c *contractChain) set(change func(*contractChain)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(c)
}

func (c *contractChain) Begin(context.Context, common.Address) (wallet.Session, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.asked++; c.down {
		return nil, errors.New("node is down")
	}
	return c, nil
}

func (c *contractChain) End() {}

func (c *contractChain) Storage(context.Context, common.Address, common.Hash) (common.Hash, error) {
	return common.Hash{}, nil
}

func (c *contractChain) Run(context.Context, []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := make([]byte, 5*32)
	out[31] = 0b110 // code before and after
	if c.yes {
		out[31] |= 1
	}
	out[32], out[128] = 1, c.owners
	return out, nil
}

// withContracts is a fixture whose chain 1 has smart accounts.
func withContracts(t *testing.T) (*fixture, *contractChain) {
	f := newFixture(t, false)
	chain := &contractChain{yes: true, owners: 1}
	f.contracts = map[uint64]wallet.Chain{1: chain}
	f.cfg.Limits.Contracts = gateway.Rate{PerSecond: 0.001, Burst: 20}
	f.restart()
	return f, chain
}

// contractSignIn signs in at shop1 as the smart account at account.
func (b *browser) contractSignIn(account common.Address, scope string) (int, map[string]any) {
	b.f.t.Helper()
	_, _, header := b.call("GET", authorizePath("shop1", shopOrigin, scope), nil)
	page := strings.TrimPrefix(header.Get("Location"), issuer)
	message := b.must("POST", page+"/challenge", map[string]any{"address": account.Hex(), "chain_id": 1})["message"]
	status, out, _ := b.call("POST", page+"/verify", map[string]any{"message": message, "signature": "0x" + strings.Repeat("ab", 100)})
	if consent, ok := out["consent"].(map[string]any); ok {
		status, out, _ = b.call("POST", page+"/consent", map[string]any{"token": consent["token"]})
	}
	if status != http.StatusOK {
		return status, out
	}
	back, err := url.Parse(out["redirect"].(string))
	if err != nil {
		b.f.t.Fatal(err)
	}
	return b.f.redeem(url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {shopOrigin + "/callback"},
		"code_verifier": {shopVerifier}, "client_id": {"shop1"}, "client_secret": {"secret"}})
}

func (f *fixture) refresh(token any) (int, map[string]any) {
	f.t.Helper()
	return f.redeem(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token.(string)}, "client_id": {"shop1"}, "client_secret": {"secret"}})
}

var smartAccount = common.HexToAddress("0x5afe00000000000000000000000000000000c0de")

func TestASmartAccountSignsInUntilItsOwnersChange(t *testing.T) {
	f, chain := withContracts(t)
	b := f.browser()
	status, tokens := b.contractSignIn(smartAccount, "openid offline_access")
	if status != http.StatusOK {
		t.Fatalf("got %d %v", status, tokens)
	}
	claims := idClaims(t, tokens["id_token"].(string))
	if want := wallet.Sub(f.cfg.PairwiseKey, shopSector, mustContract(t, 1, smartAccount)); claims["sub"] != want || claims["acr"] != "urn:carnet:acr:contract" {
		t.Errorf("got %v, want sub %s", claims, want)
	}
	status, tokens = f.refresh(tokens["refresh_token"])
	if status != http.StatusOK {
		t.Fatalf("refresh: got %d %v", status, tokens)
	}
	chain.set(func(c *contractChain) { c.down = true })
	if status, out := f.refresh(tokens["refresh_token"]); status != http.StatusServiceUnavailable {
		t.Fatalf("refresh while the chain is away: got %d %v", status, out)
	}
	chain.set(func(c *contractChain) { c.down = false })
	if status, tokens = f.refresh(tokens["refresh_token"]); status != http.StatusOK {
		t.Fatalf("refresh when it is back: got %d %v", status, tokens)
	}
	chain.set(func(c *contractChain) { c.owners = 2 })
	silent := strings.Replace(authorizePath("shop1", shopOrigin, "openid"), "prompt=login", "prompt=none", 1)
	if status, out := f.refresh(tokens["refresh_token"]); status != http.StatusBadRequest || out["error"] != "invalid_grant" {
		t.Errorf("refresh after the owners changed: got %d %v", status, out)
	}
	if _, _, header := b.call("GET", silent, nil); !strings.Contains(header.Get("Location"), "login_required") {
		t.Errorf("the session after that leads to %q", header.Get("Location"))
	}
}

func TestASessionOfASmartAccountEndsWithItsOwners(t *testing.T) {
	f, chain := withContracts(t)
	b := f.browser()
	if status, out := b.contractSignIn(smartAccount, "openid"); status != http.StatusOK {
		t.Fatalf("got %d %v", status, out)
	}
	silent := strings.Replace(authorizePath("shop1", shopOrigin, "openid"), "prompt=login", "prompt=none", 1)
	if _, _, header := b.call("GET", silent, nil); !strings.Contains(header.Get("Location"), "code=") {
		t.Errorf("a silent sign-in leads to %q", header.Get("Location"))
	}
	chain.set(func(c *contractChain) { c.yes = false })
	for range 2 {
		if _, _, header := b.call("GET", silent, nil); !strings.Contains(header.Get("Location"), "login_required") {
			t.Errorf("after its code says no: %q", header.Get("Location"))
		}
		chain.set(func(c *contractChain) { c.yes = true }) // too late: the session is over
	}
}

func TestSmartAccountsAreRefusedHonestlyAndCounted(t *testing.T) {
	f, chain := withContracts(t)
	chain.set(func(c *contractChain) { c.down = true })
	b := f.browser()
	if status, out := b.contractSignIn(smartAccount, "openid"); status != http.StatusServiceUnavailable || out["error"] != "chain_unavailable" {
		t.Errorf("with the chain away: got %d %v", status, out)
	}
	if status, out := f.browser().signIn("shop1", shopOrigin, "openid"); status != http.StatusOK { // its own key needs no chain
		t.Errorf("a wallet with a key: got %d %v", status, out)
	}
	chain.set(func(c *contractChain) { c.down, c.yes = false, false })
	if status, out := b.contractSignIn(smartAccount, "openid"); status != http.StatusUnauthorized || out["error"] != "bad_signature" {
		t.Errorf("a code that says no: got %d %v", status, out)
	}
	limited := 0
	for range 30 {
		if status, _ := b.contractSignIn(smartAccount, "openid"); status == http.StatusTooManyRequests {
			limited++
		}
	}
	chain.mu.Lock()
	asked := chain.asked
	chain.mu.Unlock()
	if limited == 0 || asked > 21 {
		t.Errorf("%d of 30 were refused for being too many, and the chain was asked %d times, want at most 21", limited, asked)
	}
	if status, out := f.browser().signIn("shop1", shopOrigin, "openid"); status != http.StatusOK {
		t.Errorf("a wallet with a key beside them: got %d %v", status, out)
	}
	f.advance(time.Hour)
}

func mustContract(t *testing.T, chain uint64, addr common.Address) wallet.Account {
	t.Helper()
	a, err := wallet.Contract(chain, addr)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
