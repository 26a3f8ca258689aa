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

// deployWallet puts a wallet on the chain and returns its address.
func (w *world) deployWallet(t *testing.T, creation []byte, nonce uint64) common.Address {
	t.Helper()
	eth, err := ethclient.Dial(w.node.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer eth.Close()
	signer := types.LatestSignerForChainID(new(big.Int).SetUint64(w.node.ChainID()))
	tx, err := types.SignNewTx(w.node.Accounts()[2].Key, signer, &types.LegacyTx{Nonce: nonce, Gas: 1_000_000, GasPrice: big.NewInt(100e9), Data: creation})
	if err != nil {
		t.Fatal(err)
	}
	if err := eth.SendTransaction(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	return w.mined(t, tx.Hash()).ContractAddress
}

// relayTogether relays each list of calls as another caller does; all are waiting, in their order, when the first goes.
func (w *world) relayTogether(t *testing.T, relays ...[]Call) ([]common.Hash, []error) {
	t.Helper()
	if err := w.relayer.lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	txs, errs := make([]common.Hash, len(relays)), make([]error, len(relays))
	var wg sync.WaitGroup
	for i, calls := range relays {
		wg.Go(func() { txs[i], errs[i] = w.relayer.Relay(t.Context(), calls) })
		for waiting := 0; waiting <= i; {
			time.Sleep(time.Millisecond)
			w.relayer.queue.mu.Lock()
			waiting = len(w.relayer.queue.waiting)
			w.relayer.queue.mu.Unlock()
		}
	}
	w.relayer.unlock()
	wg.Wait()
	return txs, errs
}

func wantSent(t *testing.T, errs []error) {
	t.Helper()
	for i, err := range errs {
		if err != nil {
			t.Fatalf("relay %d: got %v, want it sent", i, err)
		}
	}
}

func TestRelaysOfGreedyWalletsDoNotStopTheOthers(t *testing.T) {
	w := newWorld(t, nil)
	d := w.client.Domain()
	var relays [][]Call
	for i := range uint64(3) { // together over what one transaction may use
		id := TokenID(w.deployWallet(t, greedyWallet, i))
		var calls []Call
		for seq := range uint32(MaxCalls) {
			calls = append(calls, Call{Kind: KindHead, ID: id, Head: [24]byte{1}, Seq: seq + 1, Signature: []byte{1}})
		}
		relays = append(relays, calls)
	}
	s := newShopper(t)
	relays = append(relays, []Call{s.head(d, s.key, [24]byte{}, [24]byte{1}, 1)})

	txs, errs := w.relayTogether(t, relays...)
	wantSent(t, errs)
	w.mined(t, txs[len(txs)-1])
	if token, err := w.client.TokenOf(t.Context(), s.id); err != nil || token.Seq != 1 {
		t.Errorf("the shopper's token: got %+v, %v, want its first head", token, err)
	}
}

// twoFacedWallet says yes at once when it is asked by eth_call or eth_estimateGas, where GASPRICE is zero, and burns all but
// 20,000 of its gas first when it is asked by a transaction.
var twoFacedWallet = common.FromHex("601f8060093d393df3" + "3a15600e57" + "5b614e205a11600557" + "5b631626ba7e60e01b60005260206000f3")

// What an estimate saw is not what a transaction meets: a batch comes through though its first calls are dear when they are mined.
func TestWalletsThatAreDearOnlyWhenMinedDoNotSpoilTheBatch(t *testing.T) {
	w := newWorld(t, nil)
	d := w.client.Domain()
	id := TokenID(w.deployWallet(t, twoFacedWallet, 0))
	const many = 5
	var dear []Call
	for seq := range uint32(many) {
		dear = append(dear, Call{Kind: KindHead, ID: id, Head: [24]byte{1}, Seq: seq + 1, Signature: []byte{1}})
	}
	s := newShopper(t)
	var honest []Call
	for seq := range uint32(MaxCalls) {
		var prev [24]byte
		if seq > 0 {
			prev = [24]byte{byte(seq)}
		}
		honest = append(honest, s.head(d, s.key, prev, [24]byte{byte(seq + 1)}, seq+1))
	}
	txs, errs := w.relayTogether(t, dear, honest)
	wantSent(t, errs)
	if txs[0] != txs[1] {
		t.Errorf("got two transactions, want one")
	}
	if receipt := w.mined(t, txs[1]); receipt.Status != types.ReceiptStatusSuccessful || receipt.GasUsed < many*300_000 {
		t.Errorf("receipt: got status %d and %d gas, want 1, and that the wallet burned its gas", receipt.Status, receipt.GasUsed)
	}
	if token, err := w.client.TokenOf(t.Context(), s.id); err != nil || token.Seq != MaxCalls {
		t.Errorf("the shopper's token: got %+v, %v, want %d heads", token, err, MaxCalls)
	}
}

func TestSpareGasStaysWithinTheBalanceAndTheCap(t *testing.T) {
	gwei, ether := big.NewInt(1e9), big.NewInt(1e18)
	for name, test := range map[string]struct {
		spare  spare
		feeCap *big.Int
		want   uint64
	}{
		"none":                              {spare{}, gwei, 120_000},
		"all of it":                         {spare{1_000_000, ether}, gwei, 1_120_000},
		"no more than a transaction may":    {spare{1 << 40, ether}, gwei, maxGas},
		"no more than a quarter pays":       {spare{1_000_000, big.NewInt(1e15)}, gwei, 250_000},
		"never less than the estimate says": {spare{1_000_000, big.NewInt(1e12)}, gwei, 120_000},
		"an account in debt":                {spare{1_000_000, big.NewInt(-1)}, gwei, 120_000},
		"no fee":                            {spare{1_000_000, ether}, new(big.Int), 120_000},
		"a fee of one wei":                  {spare{1_000_000, new(big.Int).Lsh(ether, 64)}, big.NewInt(1), 1_120_000},
		"a quarter of what a node takes":    {spare{1 << 23, new(big.Int).Lsh(ether, 64)}, big.NewInt(100e9), 2_500_000},
	} {
		if got := test.spare.over(100_000, test.feeCap); got != test.want {
			t.Errorf("%s: got %d, want %d", name, got, test.want)
		}
	}
}
