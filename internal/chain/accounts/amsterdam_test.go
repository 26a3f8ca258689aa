package accounts

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	gethnode "github.com/ethereum/go-ethereum/node"

	"carnet/internal/wallet"
)

// coming is a chain in memory under Amsterdam's rules, asked without JSON-RPC.
type coming struct{ client simulated.Client }

func (c coming) Begin(context.Context, common.Address) (wallet.Session, error) { return c, nil }
func (c coming) End()                                                          {}

func (c coming) Storage(ctx context.Context, addr common.Address, slot common.Hash) (common.Hash, error) {
	word, err := c.client.StorageAt(ctx, addr, slot, nil)
	return common.BytesToHash(word), err
}

func (c coming) Run(ctx context.Context, code []byte) ([]byte, error) {
	out, err := c.client.CallContract(ctx, ethereum.CallMsg{Data: code, Gas: gas}, nil)
	if err != nil {
		return nil, errors.Join(wallet.ErrExecution, err)
	}
	return out, nil
}

// New state is many times as dear in Amsterdam: the probe and a Safe's deployment still fit into the gas of a question, and the answer comes
// whatever the account burns.
func TestTheProbeFitsTheComingRules(t *testing.T) {
	payer := person(t, "payer")
	const id = 31337
	backend := simulated.NewBackend(types.GenesisAlloc{addressOf(payer): {Balance: new(big.Int).Exp(big.NewInt(10), big.NewInt(24), nil)}}, func(_ *gethnode.Config, e *ethconfig.Config) {
		rules := *e.Genesis.Config
		rules.ChainID, rules.AmsterdamTime, rules.BogotaTime = big.NewInt(id), new(uint64), nil
		e.Genesis.Config, e.Genesis.GasLimit, e.NetworkId = &rules, 60_000_000, id
	})
	t.Cleanup(func() { backend.Close() })
	c := coming{backend.Client()}
	var nonce uint64
	deploy := func(file, name string, args []byte) common.Address {
		t.Helper()
		tx := types.MustSignNewTx(payer, types.LatestSignerForChainID(big.NewInt(id)), &types.LegacyTx{
			Nonce: nonce, Gas: 50_000_000, GasPrice: big.NewInt(10e9), Data: bytecode(t, file, name, args),
		})
		if err := c.client.SendTransaction(t.Context(), tx); err != nil {
			t.Fatal(err)
		}
		for range 1000 { // the pool follows the chain on its own time
			backend.Commit()
			if receipt, err := c.client.TransactionReceipt(t.Context(), tx.Hash()); err == nil {
				if receipt.Status != types.ReceiptStatusSuccessful {
					t.Fatalf("%s: reverted after %d gas", name, receipt.GasUsed)
				}
				break
			}
		}
		nonce++
		return crypto.CreateAddress(addressOf(payer), nonce-1)
	}
	s := &safes{
		world: &world{t: t, id: id}, singleton: deploy("safe-1.4.1.json", "Safe", nil), factory: deploy("safe-1.4.1.json", "SafeProxyFactory", nil),
		handler: deploy("safe-1.4.1.json", "CompatibilityFallbackHandler", nil),
	}
	verifier := &wallet.Verifier{Chains: map[uint64]wallet.Chain{id: c}, Factories: []common.Address{s.factory}}
	alice := person(t, "alice")
	order := s.order(addressOf(alice))
	made, err := c.client.CallContract(t.Context(), ethereum.CallMsg{To: &s.factory, Data: order}, nil)
	if err != nil {
		t.Fatal(err)
	}
	safe := common.BytesToAddress(made)
	msg, m := message(t, id, safe)
	if proof, err := verifier.Verify(t.Context(), msg, m, wrap(t, s.factory, order, s.sign(safe, digest(msg), alice))); err != nil || proof.Method != wallet.MethodERC6492 {
		t.Errorf("a Safe that is not deployed: got %q, %v, want it accepted", proof.Method, err)
	}
	for name, way := range map[string]int{"loops": wayLoop, "bombs": wayReturnBomb, "runs into an invalid opcode": wayInvalid, "loops for its owners": wayYesAndLoopingOwners} {
		addr := deploy("accounts.json", "HostileAccount", pack(t, "uint8", uint8(way)))
		q, m := message(t, id, addr)
		_, err := verifier.Verify(t.Context(), q, m, make([]byte, wallet.MaxSignature))
		if yes := way == wayYesAndLoopingOwners; yes != (err == nil) || !yes && err.Error() != "signature is not this account's over this message: the account says no" {
			t.Errorf("an account that %s: got %v, want the probe to answer", name, err)
		}
	}
}
