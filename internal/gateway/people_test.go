package gateway

import (
	"context"
	"errors"
	"testing"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/wallet"

	"github.com/ethereum/go-ethereum/common"
)

// busyChain counts who gets as far as a chain, and answers nobody.
type busyChain struct{ asked int }

func (b *busyChain) Begin(context.Context, common.Address) (wallet.Session, error) {
	b.asked++
	return nil, errors.New("no answer")
}

// TestNobodyAloneKeepsAnOwnerFromTheChain is about a stranger who posts bad signatures at somebody else's smart account as fast as the gateway takes them.
func TestNobodyAloneKeepsAnOwnerFromTheChain(t *testing.T) {
	now := time.Now
	rate := Rate{PerSecond: 0.001, Burst: 10}
	all := rate.times(accountShare)
	node := &busyChain{}
	p := &people{networks: &web.Buckets{PerSecond: rate.PerSecond, Burst: rate.Burst, Now: now}, accounts: &web.Buckets{PerSecond: all.PerSecond, Burst: all.Burst, Now: now},
		verifier: wallet.Verifier{Chains: map[uint64]wallet.Chain{1: node}}}
	m := &wallet.Message{ChainID: 1, Address: common.HexToAddress("0x1234567890123456789012345678901234567890")}
	asks := func(network string) bool {
		before := node.asked
		_, err := p.verify(t.Context(), network, []byte("message"), m, make([]byte, 65))
		if err == nil {
			t.Fatal("a chain that does not answer signed somebody in")
		}
		return node.asked > before
	}
	for i := range 100 {
		if asked := asks("net:stranger"); asked != (i < rate.Burst) {
			t.Fatalf("question %d of one network: asked %v", i, asked)
		}
	}
	if !asks("net:owner") {
		t.Error("one stranger used up what may be asked about an account")
	}
	for i := range 2 * accountShare {
		for range rate.Burst {
			asks("net:" + string(rune('a'+i)))
		}
	}
	if node.asked != all.Burst {
		t.Errorf("%d networks asked %d times about one account, want %d", 2*accountShare, node.asked, all.Burst)
	}
	if _, err := p.Recheck(t.Context(), wallet.Evidence{Chain: 1, Address: m.Address, Signature: make([]byte, 65)}); !errors.Is(err, wallet.ErrChainUnavailable) || node.asked != all.Burst+1 {
		t.Errorf("the owner's session: got %v after %d questions, want one more", err, node.asked)
	}
}
