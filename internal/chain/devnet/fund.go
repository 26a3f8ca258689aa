package devnet

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"
)

var (
	enough = big.NewInt(params.Ether)                 // an account that has this much gets nothing
	gift   = new(big.Int).Mul(big.NewInt(10), enough) // wei
)

// Fund gives an account ten ether of the first test account, unless it has one already, and waits until they are there.
func (n *Node) Fund(ctx context.Context, to common.Address) error {
	eth, err := ethclient.DialContext(ctx, n.URL())
	if err != nil {
		return fmt.Errorf("fund: %w", err)
	}
	defer eth.Close()
	balance, err := eth.BalanceAt(ctx, to, nil)
	if err != nil {
		return fmt.Errorf("fund: %w", err)
	}
	if balance.Cmp(enough) >= 0 {
		return nil
	}
	if err := n.give(ctx, eth, to); err != nil {
		return fmt.Errorf("fund: %w", err)
	}
	for balance.Cmp(enough) < 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
		if balance, err = eth.BalanceAt(ctx, to, nil); err != nil {
			return fmt.Errorf("fund: %w", err)
		}
	}
	return nil
}

func (n *Node) give(ctx context.Context, eth *ethclient.Client, to common.Address) error {
	rich := n.accounts[0]
	nonce, err := eth.PendingNonceAt(ctx, rich.Address)
	if err != nil {
		return err
	}
	chainID := new(big.Int).SetUint64(n.chainID)
	tx, err := types.SignNewTx(rich.Key, types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, Nonce: nonce, To: &to, Gas: 21_000, GasTipCap: big.NewInt(1), GasFeeCap: big.NewInt(100e9), Value: gift,
	})
	if err != nil {
		return err
	}
	return eth.SendTransaction(ctx, tx)
}
