package devnet

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
)

func TestWhatAReorganisationForgetsHasNotHappened(t *testing.T) {
	dir := t.TempDir()
	n := start(t, Config{Dir: dir})
	c, ctx, from := dial(t, n.URL()), t.Context(), n.Accounts()[0]
	fee := big.NewInt(100e9)
	first, err := send(ctx, c, from, n.ChainID(), 0, fee)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := receipt(ctx, c, first); err != nil {
		t.Fatal(err)
	}
	second, err := send(ctx, c, from, n.ChainID(), 1, fee)
	if err != nil {
		t.Fatal(err)
	}
	before, err := receipt(ctx, c, second)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Reorganise(1); err != nil {
		t.Fatal(err)
	}
	if r, err := c.TransactionReceipt(ctx, first); err != nil || r.Status != 1 {
		t.Errorf("the transaction in an older block: %v", err)
	}
	if _, err := c.TransactionReceipt(ctx, second); !errors.Is(err, ethereum.NotFound) {
		t.Errorf("the transaction in the forgotten block: got %v, want not found", err)
	}
	for _, ask := range []func() (uint64, error){
		func() (uint64, error) { return c.NonceAt(ctx, from.Address, nil) },
		func() (uint64, error) { return c.PendingNonceAt(ctx, from.Address) },
	} {
		if nonce, err := ask(); err != nil || nonce != 1 {
			t.Errorf("nonce %d, %v, want 1", nonce, err)
		}
	}
	third, err := send(ctx, c, from, n.ChainID(), 1, new(big.Int).Add(fee, big.NewInt(1)))
	if err != nil {
		t.Fatal(err)
	}
	after, err := receipt(ctx, c, third)
	if err != nil {
		t.Fatal(err)
	}
	if after.BlockHash == before.BlockHash {
		t.Error("the chain is the same as before")
	}
	if err := n.Reorganise(1 << 40); err != nil {
		t.Fatal(err)
	}
	if nonce, err := c.NonceAt(ctx, from.Address, nil); err != nil || nonce != 0 {
		t.Errorf("nonce %d, %v, want 0: everything is forgotten", nonce, err)
	}
	stop(t, n)
	n = start(t, Config{Dir: dir})
	defer stop(t, n)
	if _, err := send(ctx, dial(t, n.URL()), from, n.ChainID(), 0, fee); err != nil {
		t.Errorf("after a restart: %v", err)
	}
}
