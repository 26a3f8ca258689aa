package chain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/chain/bindings"
)

// Limits of one relay. A batch collects calls of many relays; its data stay under the 128 KiB that a transaction may have,
// and its gas under maxGas even if every call's owner is a wallet that burns all it gets.
const (
	MaxCalls     = 16
	MaxSignature = 1024 // bytes; ERC-1271 signatures of passkey wallets have about 700
	maxBatch     = 32
)

// maxGas is what a transaction may use (EIP-7825).
const maxGas = 1 << 24

// judgeGas is what the contract wants to have left before it asks an owner's code about a signature (ERC-1271): its WALLET_GAS, a
// 64th for the call, and two a byte of the signature. Code may be cheap in a simulation and dear in a transaction, and with too
// little gas left the batch fails as a whole (GasTooLow). So a batch gets that much for each of its calls; what is not used is not paid.
const judgeGas = 430_000

// Call is one signed change of a carnet that a relayer sends for a shopper.
type Call struct {
	// Kind is KindHead or KindScribe; it says which of the fields below count.
	Kind      string
	ID        *big.Int
	Signature []byte

	// Of KindHead: the head that the signer saw there, the one to set, and its number. Prev is signed, not sent: the
	// contract puts the head that is there into what it verifies, so another one makes the signature invalid.
	Prev, Head [24]byte
	Seq        uint32

	// Of KindScribe: the address of the scribe's key, and the present nonce.
	Scribe common.Address
	Nonce  uint32
}

// Kinds of calls, named as in the relay's JSON.
const (
	KindHead   = "head"
	KindScribe = "scribe"
)

// request is a relay that waits for its turn; whoever has the turn sends all that wait in one transaction.
type request struct {
	calls []Call
	done  bool
	tx    common.Hash
	err   error
}

// queue holds the requests that nobody has taken yet.
type queue struct {
	mu      sync.Mutex
	waiting []*request
}

func (q *queue) add(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, r)
}

// take removes requests from the front, with at most max calls together, and at least one request.
func (q *queue) take(max int) []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	calls, n := 0, 0
	for n < len(q.waiting) && (n == 0 || calls+len(q.waiting[n].calls) <= max) {
		calls += len(q.waiting[n].calls)
		n++
	}
	taken := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return taken
}

// drop removes a request that nobody has taken.
func (q *queue) drop(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, w := range q.waiting {
		if w == r {
			q.waiting = append(q.waiting[:i:i], q.waiting[i+1:]...)
			return
		}
	}
}

// Relay sends signed changes of carnets at the relayer's cost and returns the transaction they travel in,
// which is not mined yet. Either all calls of one Relay are sent or none: if the contract would refuse one,
// the error is a *Refused. Scribes are appointed before heads are set.
func (r *Relayer) Relay(ctx context.Context, calls []Call) (common.Hash, error) {
	if err := checkCalls(calls); err != nil {
		return common.Hash{}, err
	}
	if err := r.cfg.Client.Check(ctx); err != nil {
		return common.Hash{}, err
	}
	mine := &request{calls: calls}
	r.queue.add(mine)
	if err := r.lock(ctx); err != nil {
		r.queue.drop(mine)
		return common.Hash{}, err
	}
	defer r.unlock()
	for !mine.done { // unless somebody sent it along while it waited
		r.relayBatch(ctx, r.queue.take(maxBatch))
	}
	return mine.tx, mine.err
}

func checkCalls(calls []Call) error {
	if len(calls) == 0 || len(calls) > MaxCalls {
		return fmt.Errorf("%w: %d calls, want 1 to %d", ErrTooMany, len(calls), MaxCalls)
	}
	for i, c := range calls {
		if c.Kind != KindHead && c.Kind != KindScribe {
			return fmt.Errorf("call %d: unknown kind %q", i, c.Kind)
		}
		if c.ID == nil || c.ID.Sign() <= 0 || c.ID.BitLen() > 160 {
			return fmt.Errorf("call %d: id is not an account's number", i)
		}
		if len(c.Signature) > MaxSignature {
			return fmt.Errorf("%w: call %d: signature of %d bytes, at most %d", ErrTooMany, i, len(c.Signature), MaxSignature)
		}
	}
	return nil
}

// relayBatch settles the requests: those that the contract refuses, one by one; the others, with one
// transaction, or with one each if they do not fit into one.
func (r *Relayer) relayBatch(ctx context.Context, batch []*request) {
	ctx = context.WithoutCancel(ctx) // the batch is others' too; each question has its own time limit
	left, err := r.simulate(ctx, batch)
	for n := len(batch); err == nil && len(left) > 0 && len(left) < n; {
		n = len(left) // what is left may have built on what was refused
		left, err = r.simulate(ctx, left)
	}
	var f *flight
	if err == nil && len(left) > 0 {
		f, err = r.sendBatch(ctx, left)
	}
	if f == nil && tooMuch(err) && len(batch) > 1 {
		for _, q := range batch {
			if !q.done {
				r.relayBatch(ctx, []*request{q})
			}
		}
	}
	for _, q := range batch {
		if q.done {
			continue
		}
		q.done, q.err = true, err
		if f != nil {
			q.tx, q.err = f.tx.Hash(), nil
		}
	}
}

// tooMuch tells whether the node answered that a batch cannot be carried out, though its calls can: wallets with code may use
// more gas together than one transaction may have, and must not stop the others.
func tooMuch(err error) bool {
	return err != nil && !errors.Is(err, ErrUnreachable) && !errors.Is(err, ErrLowBalance)
}

func (r *Relayer) sendBatch(ctx context.Context, batch []*request) (*flight, error) {
	if err := r.tend(ctx); err != nil {
		return nil, err
	}
	wei, low, err := r.free(ctx)
	if err != nil {
		return nil, err
	}
	if low {
		return nil, ErrLowBalance
	}
	more := spare{wei: wei}
	for _, q := range batch {
		more.gas += uint64(len(q.calls)) * judgeGas
	}
	f, err := r.send(ctx, r.cfg.Client.cfg.Carnet, r.pack(batch), more)
	if f != nil && err != nil {
		// It is signed and followed; whether the node heard of it shows later.
		r.cfg.Log.Warn("the node did not confirm a relayed transaction", "err", err)
	}
	return f, err
}

// simulate runs the batch on the latest block without sending it, settles the requests with a refused call
// and returns the others.
func (r *Relayer) simulate(ctx context.Context, batch []*request) (left []*request, err error) {
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Client.cfg.Timeout)
	defer cancel()
	reasons, err := r.reasons(ctx, r.pack(batch))
	if err != nil {
		return nil, err
	}
	for _, q := range batch {
		var refused Refused
		for i, call := range q.calls {
			list := &reasons.HeadReasons
			if call.Kind == KindScribe {
				list = &reasons.ScribeReasons
			}
			if len(*list) == 0 {
				return nil, fmt.Errorf("simulated relay: fewer reasons than calls")
			}
			if reason := (*list)[0]; reason != ([4]byte{}) {
				refused.Refusals = append(refused.Refusals, Refusal{Index: i, Reason: reasonOf(reason)})
			}
			*list = (*list)[1:]
		}
		if len(refused.Refusals) > 0 {
			q.done, q.err = true, &refused
			continue
		}
		left = append(left, q)
	}
	return left, nil
}

// wanted tells whether the contract would still carry out any call of a packed relay.
func (r *Relayer) wanted(ctx context.Context, data []byte) (bool, error) {
	reasons, err := r.reasons(ctx, data)
	return slices.Contains(slices.Concat(reasons.ScribeReasons, reasons.HeadReasons), [4]byte{}), err
}

// reasons runs a packed relay on the latest block without sending it; a call that would be carried out has none.
func (r *Relayer) reasons(ctx context.Context, data []byte) (bindings.RelayOutput, error) {
	to := r.cfg.Client.cfg.Carnet
	output, err := r.cfg.Client.eth.CallContract(ctx, ethereum.CallMsg{From: r.address, To: &to, Data: data}, nil)
	if err != nil {
		return bindings.RelayOutput{}, classify(err)
	}
	reasons, err := r.cfg.Client.carnet.UnpackRelay(output)
	if err != nil {
		return reasons, fmt.Errorf("simulated relay: %w", err)
	}
	return reasons, nil
}

// pack encodes relay(scribes, heads) with the calls in their order.
func (r *Relayer) pack(batch []*request) []byte {
	scribes, heads := []bindings.ICarnetScribeUpdate{}, []bindings.ICarnetHeadUpdate{}
	for _, q := range batch {
		for _, c := range q.calls {
			if c.Kind == KindScribe {
				scribes = append(scribes, bindings.ICarnetScribeUpdate{Id: c.ID, Scribe: c.Scribe, Nonce: c.Nonce, Signature: c.Signature})
			} else {
				heads = append(heads, bindings.ICarnetHeadUpdate{Id: c.ID, Head: c.Head, Seq: c.Seq, Signature: c.Signature})
			}
		}
	}
	return r.cfg.Client.carnet.PackRelay(scribes, heads)
}
