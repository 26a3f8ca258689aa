package chain

import (
	"context"
	"errors"
	"math/big"
	"sort"
	"strings"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// Confirmations is how many blocks must be on top of one that is believed, on a chain that tells no finalized block.
const Confirmations = 64

// FinalBlock is the number of the newest block that the chain does not take back: its finalized one, or the one under so many Confirmations where
// the node knows none.
func (c *Client) FinalBlock(ctx context.Context) (uint64, error) {
	header, err := c.header(ctx, big.NewInt(int64(rpc.FinalizedBlockNumber)))
	if noFinality(err) {
		return c.DeepBlock(ctx, Confirmations)
	}
	if err != nil {
		return 0, classify(err)
	}
	return header.Number.Uint64(), nil
}

// DeepBlock is the number of the newest block that has so many on top of it, or 0.
func (c *Client) DeepBlock(ctx context.Context, confirmations uint64) (uint64, error) {
	header, err := c.header(ctx, nil)
	if err != nil {
		return 0, classify(err)
	}
	newest := header.Number.Uint64()
	return newest - min(newest, confirmations), nil
}

func (c *Client) header(ctx context.Context, number *big.Int) (*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	return c.eth.HeaderByNumber(ctx, number)
}

// noFinality tells a node that knows no finalized block from one that is just not willing: nothing, invalid parameters (-32602), an unknown block
// (-39001), or an error that says so.
func noFinality(err error) bool {
	var answer rpc.Error
	if !errors.As(err, &answer) {
		return errors.Is(err, ethereum.NotFound)
	}
	return answer.ErrorCode() == -32602 || answer.ErrorCode() == -39001 || strings.Contains(answer.Error(), "finalized")
}

// HeadUpTo is HeadOf as it was after a block. It asks for events, not for the state of that block, which many nodes no longer have.
func (c *Client) HeadUpTo(ctx context.Context, issuer common.Address, block uint64) (epochs uint64, head [24]byte, err error) {
	now, _, err := c.HeadOf(ctx, issuer)
	if err != nil {
		return 0, head, err
	}
	epochs = uint64(sort.Search(int(now), func(e int) bool {
		var at uint64
		if err == nil {
			_, at, _, err = c.RootAt(ctx, issuer, uint64(e))
		}
		if errors.Is(err, ErrNotAnchored) { // it was taken back since
			err = nil
			return true
		}
		return at > block
	}))
	if err != nil || epochs == 0 {
		return 0, head, err
	}
	head, err = c.HeadAt(ctx, issuer, epochs-1)
	return epochs, head, err
}
