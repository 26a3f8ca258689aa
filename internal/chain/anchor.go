package chain

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Anchored is an epoch's root on the chain.
type Anchored struct {
	Root     [32]byte
	ChainID  uint64
	Contract common.Address
	Issuer   common.Address
	Tx       common.Hash
	Block    uint64
	// Gas used by the transaction.
	Gas uint64
}

// Epochs tells how many epochs this relayer's account has anchored.
func (r *Relayer) Epochs(ctx context.Context) (uint64, error) {
	epochs, _, err := r.cfg.Client.HeadOf(ctx, r.address)
	return epochs, err
}

// AnchoredAt tells what the chain has for an epoch of this relayer's account, or ErrNotAnchored.
func (r *Relayer) AnchoredAt(ctx context.Context, epoch uint64) (Anchored, error) {
	root, block, tx, err := r.cfg.Client.RootAt(ctx, r.address, epoch)
	if err != nil {
		return Anchored{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Client.cfg.Timeout)
	defer cancel()
	receipt, err := r.cfg.Client.eth.TransactionReceipt(ctx, tx)
	if err != nil {
		return Anchored{}, classify(err)
	}
	return Anchored{
		Root: root, ChainID: r.cfg.Client.cfg.ChainID, Contract: r.cfg.Client.cfg.Anchor, Issuer: r.address,
		Tx: tx, Block: block, Gas: receipt.GasUsed,
	}, nil
}

// Anchor makes root the chain's root for an epoch and returns once it is mined. It may be repeated at any
// time: what is there already is a success. ErrNotNext: the chain lacks an earlier epoch.
// ErrContradiction: the chain has another root; stop.
func (r *Relayer) Anchor(ctx context.Context, epoch uint64, root [32]byte) (Anchored, error) {
	// A round is lost when another transaction for the epoch came first; the next round finds it. A third
	// is for a chain that reorganises meanwhile.
	for range 3 {
		done, found, err := r.anchored(ctx, epoch, root)
		if found || err != nil {
			return done, err
		}
		err = r.sendAnchor(ctx, epoch, root)
		if err != nil && !errors.Is(err, ErrWouldRevert) && !errors.Is(err, errReplaced) {
			return Anchored{}, fmt.Errorf("anchor epoch %d: %w", epoch, err)
		}
	}
	return Anchored{}, fmt.Errorf("anchor epoch %d: %w", epoch, ErrWouldRevert)
}

// anchored looks at what the chain has before anything is sent.
func (r *Relayer) anchored(ctx context.Context, epoch uint64, root [32]byte) (_ Anchored, found bool, err error) {
	epochs, err := r.Epochs(ctx)
	if err != nil {
		return Anchored{}, false, err
	}
	if epoch > epochs {
		return Anchored{}, false, fmt.Errorf("%w: epoch %d, the chain has %d", ErrNotNext, epoch, epochs)
	}
	if epoch == epochs {
		return Anchored{}, false, nil
	}
	have, err := r.AnchoredAt(ctx, epoch)
	if err != nil {
		return Anchored{}, false, err
	}
	if have.Root != root {
		return Anchored{}, false, fmt.Errorf("%w: epoch %d has %x, asked to anchor %x", ErrContradiction, epoch, have.Root, root)
	}
	return have, true, nil
}

func (r *Relayer) sendAnchor(ctx context.Context, epoch uint64, root [32]byte) error {
	f, err := r.dispatch(ctx, epoch, root)
	if err != nil {
		return err
	}
	receipt, err := r.await(ctx, f)
	if err != nil {
		return err
	}
	if receipt.Status != types.ReceiptStatusSuccessful {
		return &Refused{[]Refusal{{Reason: "reverted"}}}
	}
	return nil
}

func (r *Relayer) dispatch(ctx context.Context, epoch uint64, root [32]byte) (*flight, error) {
	if err := r.lock(ctx); err != nil {
		return nil, err
	}
	defer r.unlock()
	if err := r.tend(ctx); err != nil {
		return nil, err
	}
	return r.send(ctx, r.cfg.Client.cfg.Anchor, r.cfg.Client.anchor.PackAnchor(epoch, root), spare{})
}
