package chain

import (
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
)

// greedyWallet burns nearly all the gas that it gets, and then says yes to any signature (ERC-1271): it loops while more
// than 20,000 gas are left, and returns 0x1626ba7e. The first nine bytes put the rest in place.
var greedyWallet = common.FromHex("60198060093d393df3" + "5b614e205a11600057" + "631626ba7e60e01b60005260206000f3")

// deployWallet puts a greedy wallet on the chain and returns its address.
func (w *world) deployWallet(t *testing.T, nonce uint64) common.Address {
	t.Helper()
	eth, err := ethclient.Dial(w.node.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer eth.Close()
	signer := types.LatestSignerForChainID(new(big.Int).SetUint64(w.node.ChainID()))
	tx, err := types.SignNewTx(w.node.Accounts()[2].Key, signer, &types.LegacyTx{Nonce: nonce, Gas: 1_000_000, GasPrice: big.NewInt(100e9), Data: greedyWallet})
	if err != nil {
		t.Fatal(err)
	}
	if err := eth.SendTransaction(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	return w.mined(t, tx.Hash()).ContractAddress
}

func TestRelaysOfGreedyWalletsDoNotStopTheOthers(t *testing.T) {
	w := newWorld(t, nil)
	d := w.client.Domain()
	var relays [][]Call
	for i := range uint64(3) { // together over what one transaction may use
		id := TokenID(w.deployWallet(t, i))
		var calls []Call
		for seq := range uint32(MaxCalls) {
			calls = append(calls, Call{Kind: KindHead, ID: id, Head: [24]byte{1}, Seq: seq + 1, Signature: []byte{1}})
		}
		relays = append(relays, calls)
	}
	s := newShopper(t)
	relays = append(relays, []Call{s.head(d, s.key, [24]byte{}, [24]byte{1}, 1)})

	if err := w.relayer.lock(t.Context()); err != nil { // so that all are waiting when the first goes
		t.Fatal(err)
	}
	txs, errs := make([]common.Hash, len(relays)), make([]error, len(relays))
	var wg sync.WaitGroup
	for i, calls := range relays {
		wg.Go(func() { txs[i], errs[i] = w.relayer.Relay(t.Context(), calls) })
	}
	for waiting := 0; waiting < len(relays); {
		time.Sleep(time.Millisecond)
		w.relayer.queue.mu.Lock()
		waiting = len(w.relayer.queue.waiting)
		w.relayer.queue.mu.Unlock()
	}
	w.relayer.unlock()
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			t.Fatalf("relay %d: got %v, want it sent", i, err)
		}
	}
	w.mined(t, txs[len(txs)-1])
	if token, err := w.client.TokenOf(t.Context(), s.id); err != nil || token.Seq != 1 {
		t.Errorf("the shopper's token: got %+v, %v, want its first head", token, err)
	}
}
