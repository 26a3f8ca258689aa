package bindings

import (
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
)

// rules names the consensus rules of a test chain.
type rules struct {
	name      string
	amsterdam bool
	// txGas is the gas limit of every transaction: Osaka caps it, while Amsterdam counts new state apart from that cap.
	txGas uint64
}

var allRules = []rules{{name: "osaka", txGas: params.MaxTxGas}, {name: "amsterdam", amsterdam: true, txGas: 50_000_000}}

// chain is a chain in memory with both contracts, and one relayer that sends everything.
type chain struct {
	t       *testing.T
	backend *simulated.Backend
	id      *big.Int
	txGas   uint64
	key     *ecdsa.PrivateKey
	nonce   map[common.Address]uint64

	anchorAddr, carnetAddr common.Address
	anchor                 *Anchor
	carnet                 *Carnet
	deployGas              map[string]uint64
}

// testKey is the key that a name always has.
func testKey(t *testing.T, name string) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte("carnet/test/" + name)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func addressOf(key *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(key.PublicKey) }

func newChain(t *testing.T, r rules, funded ...*ecdsa.PrivateKey) *chain {
	t.Helper()
	key := testKey(t, "relayer")
	rich := types.Account{Balance: new(big.Int).Mul(big.NewInt(1_000_000), big.NewInt(params.Ether))}
	alloc := types.GenesisAlloc{addressOf(key): rich}
	for _, k := range append(funded, deployerOf(t, "Anchor"), deployerOf(t, "Carnet")) {
		alloc[addressOf(k)] = rich
	}
	id := big.NewInt(31337)
	backend := simulated.NewBackend(alloc, func(_ *node.Config, e *ethconfig.Config) {
		// The library's default is a fork after these two.
		cfg := *e.Genesis.Config
		cfg.ChainID, cfg.AmsterdamTime, cfg.BogotaTime = id, nil, nil
		if r.amsterdam {
			cfg.AmsterdamTime = new(uint64)
		}
		e.Genesis.Config = &cfg
		e.Genesis.GasLimit = 60_000_000
		e.NetworkId = id.Uint64()
	})
	t.Cleanup(func() {
		if err := backend.Close(); err != nil {
			t.Errorf("close the chain: %v", err)
		}
	})
	c := &chain{
		t: t, backend: backend, id: id, txGas: r.txGas, key: key, nonce: map[common.Address]uint64{},
		anchor: NewAnchor(), carnet: NewCarnet(), deployGas: map[string]uint64{},
	}
	for name, bin := range map[string]string{"Anchor": AnchorMetaData.Bin, "Carnet": CarnetMetaData.Bin} {
		receipt := c.send(deployerOf(t, name), nil, common.FromHex(bin))
		c.deployGas[name] = receipt.GasUsed
		if name == "Anchor" {
			c.anchorAddr = receipt.ContractAddress
		} else {
			c.carnetAddr = receipt.ContractAddress
		}
	}
	return c
}

// deployerOf is the key of a contract's deployer: one for each, so that the addresses do not depend on the order.
func deployerOf(t *testing.T, name string) *ecdsa.PrivateKey { return testKey(t, "deployer of "+name) }

// send sends a transaction in a block of its own and wants it to succeed.
func (c *chain) send(key *ecdsa.PrivateKey, to *common.Address, data []byte) *types.Receipt {
	c.t.Helper()
	ctx := c.t.Context()
	from := addressOf(key)
	tx := types.MustSignNewTx(key, types.LatestSignerForChainID(c.id), &types.DynamicFeeTx{
		ChainID: c.id, Nonce: c.nonce[from], To: to, Data: data,
		Gas: c.txGas, GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(params.GWei),
	})
	if err := c.backend.Client().SendTransaction(ctx, tx); err != nil {
		c.t.Fatalf("send: %v", err)
	}
	c.nonce[from]++
	// The pool follows the chain on its own time: a block may come too early for the transaction, then the next has it.
	for range 1000 {
		c.backend.Commit()
		receipt, err := c.backend.Client().TransactionReceipt(ctx, tx.Hash())
		if err != nil {
			time.Sleep(time.Millisecond)
			continue
		}
		if receipt.Status != types.ReceiptStatusSuccessful {
			c.t.Fatalf("the transaction reverted after %d gas", receipt.GasUsed)
		}
		return receipt
	}
	c.t.Fatal("the transaction is in none of 1,000 blocks")
	return nil
}

func (c *chain) wait(d time.Duration) {
	c.t.Helper()
	var err error
	for range 1000 { // it refuses while the pool still holds what the last block took out of it
		if err = c.backend.AdjustTime(d); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
	c.t.Fatal(err)
}

func tokenID(owner *ecdsa.PrivateKey) *big.Int { return addressOf(owner).Big() }

// head is the n-th head of a test: 24 bytes, none of them special.
func head(n int) (h [24]byte) {
	if n > 0 {
		copy(h[:], crypto.Keccak256(fmt.Appendf(nil, "head %d", n)))
	}
	return h
}

// signHead signs the n-th head of a token. The digest is made by go-ethereum's EIP-712 code: an implementation that
// the contract shares nothing with.
func (c *chain) signHead(signer *ecdsa.PrivateKey, id *big.Int, n int) ICarnetHeadUpdate {
	c.t.Helper()
	prev := head(n - 1)
	u := ICarnetHeadUpdate{Id: id, Head: head(n), Seq: uint32(n)}
	u.Signature = c.sign(signer, "SetHead", []apitypes.Type{
		{Name: "id", Type: "uint256"}, {Name: "prev", Type: "bytes24"}, {Name: "head", Type: "bytes24"}, {Name: "seq", Type: "uint32"},
	}, apitypes.TypedDataMessage{
		"id": (*math.HexOrDecimal256)(id), "prev": prev[:], "head": u.Head[:], "seq": fmt.Sprint(u.Seq),
	})
	return u
}

func (c *chain) signScribe(signer *ecdsa.PrivateKey, id *big.Int, scribe common.Address, nonce uint32) ICarnetScribeUpdate {
	c.t.Helper()
	return ICarnetScribeUpdate{Id: id, Scribe: scribe, Nonce: nonce, Signature: c.sign(signer, "SetScribe", []apitypes.Type{
		{Name: "id", Type: "uint256"}, {Name: "scribe", Type: "address"}, {Name: "nonce", Type: "uint32"},
	}, apitypes.TypedDataMessage{
		"id": (*math.HexOrDecimal256)(id), "scribe": scribe.Hex(), "nonce": fmt.Sprint(nonce),
	})}
}

func (c *chain) sign(signer *ecdsa.PrivateKey, primary string, fields []apitypes.Type, message apitypes.TypedDataMessage) []byte {
	c.t.Helper()
	digest, _, err := apitypes.TypedDataAndHash(apitypes.TypedData{
		Types: apitypes.Types{
			"EIP712Domain": {{Name: "name", Type: "string"}, {Name: "version", Type: "string"}, {Name: "chainId", Type: "uint256"}, {Name: "verifyingContract", Type: "address"}},
			primary:        fields,
		},
		PrimaryType: primary,
		Domain:      apitypes.TypedDataDomain{Name: "Carnet", Version: "1", ChainId: (*math.HexOrDecimal256)(c.id), VerifyingContract: c.carnetAddr.Hex()},
		Message:     message,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	sig, err := crypto.Sign(digest, signer)
	if err != nil {
		c.t.Fatal(err)
	}
	sig[64] += 27
	return sig
}
