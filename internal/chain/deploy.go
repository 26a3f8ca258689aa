package chain

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"

	"carnet/internal/chain/bindings"
)

// proxyAddress is the deterministic deployment proxy that most chains have at the same place: it passes salt
// and init code on to CREATE2. So our contracts have the same addresses on every chain.
var proxyAddress = common.HexToAddress("0x4e59b44847b379578588920cA78FbF26c0B4956C")

// salt of both contracts.
var salt [32]byte

// proxyTransaction is the transaction that made the proxy, on every chain the same: nobody has its key,
// its signature was chosen (r = s = 0x2222…), and so its sender follows from its bytes. It is older than
// EIP-155; a node must accept unprotected transactions to take it.
func proxyTransaction() *types.Transaction {
	var chosen [32]byte
	for i := range chosen {
		chosen[i] = 0x22
	}
	r := new(big.Int).SetBytes(chosen[:])
	return types.NewTx(&types.LegacyTx{
		GasPrice: big.NewInt(100e9), Gas: 100_000, Value: new(big.Int),
		Data: common.FromHex("604580600e600039806000f350fe" +
			"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0" +
			"3601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"),
		V: big.NewInt(27), R: r, S: r,
	})
}

// Deployment is where the contracts are and what this call paid for them.
type Deployment struct {
	Anchor, Carnet common.Address
	// Gas used by this call's transactions; 0 if everything was there.
	Gas uint64
}

// Predicted tells where Deploy puts the contracts: on every chain the same.
func Predicted() (anchor, carnet common.Address) {
	return create2(bindings.AnchorMetaData.Bin), create2(bindings.CarnetMetaData.Bin)
}

func create2(initCode string) common.Address {
	return crypto.CreateAddress2(proxyAddress, salt, crypto.Keccak256(common.FromHex(initCode)))
}

// Deploy puts Anchor and Carnet on the chain behind eth, paid by key, unless they are there. On a chain
// without the deployment proxy it makes that first, which costs the key 0.01 ether.
func Deploy(ctx context.Context, eth *ethclient.Client, key *ecdsa.PrivateKey) (Deployment, error) {
	chainID, err := eth.ChainID(ctx)
	if err != nil {
		return Deployment{}, classify(err)
	}
	d := deployer{eth: eth, key: key, signer: types.LatestSignerForChainID(chainID), chainID: chainID}
	if err := d.proxy(ctx); err != nil {
		return Deployment{}, fmt.Errorf("deployment proxy: %w", err)
	}
	result := Deployment{}
	if result.Anchor, err = d.contract(ctx, bindings.AnchorMetaData.Bin); err != nil {
		return Deployment{}, fmt.Errorf("deploy Anchor: %w", err)
	}
	if result.Carnet, err = d.contract(ctx, bindings.CarnetMetaData.Bin); err != nil {
		return Deployment{}, fmt.Errorf("deploy Carnet: %w", err)
	}
	result.Gas = d.gas
	return result, nil
}

type deployer struct {
	eth     *ethclient.Client
	key     *ecdsa.PrivateKey
	signer  types.Signer
	chainID *big.Int
	gas     uint64
}

func (d *deployer) exists(ctx context.Context, address common.Address) (bool, error) {
	code, err := d.eth.CodeAt(ctx, address, nil)
	return len(code) > 0, classify(err)
}

func (d *deployer) proxy(ctx context.Context) error {
	if there, err := d.exists(ctx, proxyAddress); err != nil || there {
		return err
	}
	tx := proxyTransaction()
	sender, err := types.Sender(types.HomesteadSigner{}, tx)
	if err != nil {
		return err
	}
	balance, err := d.eth.BalanceAt(ctx, sender, nil)
	if err != nil {
		return classify(err)
	}
	if missing := new(big.Int).Sub(tx.Cost(), balance); missing.Sign() > 0 {
		if err := d.send(ctx, sender, missing, nil); err != nil {
			return err
		}
	}
	if err := d.eth.SendTransaction(ctx, tx); err != nil {
		return classify(err)
	}
	return d.wait(ctx, tx)
}

func (d *deployer) contract(ctx context.Context, initCode string) (common.Address, error) {
	address := create2(initCode)
	if there, err := d.exists(ctx, address); err != nil || there {
		return address, err
	}
	if err := d.send(ctx, proxyAddress, new(big.Int), append(salt[:], common.FromHex(initCode)...)); err != nil {
		return address, err
	}
	there, err := d.exists(ctx, address)
	if err == nil && !there {
		err = fmt.Errorf("%w: %s after its deployment", ErrNoContract, address)
	}
	return address, err
}

func (d *deployer) send(ctx context.Context, to common.Address, value *big.Int, data []byte) error {
	from := crypto.PubkeyToAddress(d.key.PublicKey)
	nonce, err := d.eth.PendingNonceAt(ctx, from)
	if err != nil {
		return classify(err)
	}
	tip, feeCap, err := suggestFees(ctx, d.eth)
	if err != nil {
		return err
	}
	gas, err := d.eth.EstimateGas(ctx, ethereum.CallMsg{From: from, To: &to, Value: value, Data: data})
	if err != nil {
		return classify(err)
	}
	tx, err := types.SignNewTx(d.key, d.signer, &types.DynamicFeeTx{
		ChainID: d.chainID, Nonce: nonce, To: &to, Value: value, Data: data,
		Gas: gas + gas/10, GasTipCap: tip, GasFeeCap: feeCap,
	})
	if err != nil {
		return fmt.Errorf("sign the transaction: %w", err)
	}
	if err := d.eth.SendTransaction(ctx, tx); err != nil {
		return classify(err)
	}
	return d.wait(ctx, tx)
}

func (d *deployer) wait(ctx context.Context, tx *types.Transaction) error {
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		receipt, err := d.eth.TransactionReceipt(ctx, tx.Hash())
		if err == nil {
			d.gas += receipt.GasUsed
			if receipt.Status != types.ReceiptStatusSuccessful {
				return errors.New("the transaction failed")
			}
			return nil
		}
		if !pending(err) {
			return classify(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// suggestFees is what the node suggests for a tip, over twice the present base fee.
func suggestFees(ctx context.Context, eth *ethclient.Client) (tip, feeCap *big.Int, err error) {
	tip, err = eth.SuggestGasTipCap(ctx)
	if err != nil {
		return nil, nil, classify(err)
	}
	head, err := eth.HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, nil, classify(err)
	}
	if head.BaseFee == nil {
		return nil, nil, errors.New("the chain has no base fee (EIP-1559)")
	}
	return tip, new(big.Int).Add(tip, new(big.Int).Lsh(head.BaseFee, 1)), nil
}
