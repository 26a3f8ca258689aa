package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"carnet/internal/wallet"
)

// What one verification may cost.
const (
	gas          = 3_000_000
	sessionBytes = 64 << 10
	answerBytes  = 8 << 10 // of one body: the probe's answer has 160 bytes, an error's text little more
	headerBytes  = 4 << 10 // of one answer, charged in full
)

// patience is how long an answer may take before that counts: against a node that stays silent, or an account whose code runs so long.
const patience = 250 * time.Millisecond

// errSpent says that a verification has read as much as it may.
var errSpent = errors.New("the verification has had its 64 KiB")

// session is one verification. It goes on with the node that answered last, and never back to one in front of that.
type session struct {
	chain *Chain
	addr  common.Address
	at    int           // index of the node to ask
	bytes int           // left to read
	took  time.Duration // that the account's code took too long
	ended bool
}

// End implements [wallet.Session].
func (s *session) End() {
	if s.ended {
		return
	}
	s.ended = true
	<-s.chain.slots
	s.chain.gate.leave(s.addr, s.took, s.chain.now())
}

// Storage implements [wallet.Session].
func (s *session) Storage(ctx context.Context, addr common.Address, slot common.Hash) (common.Hash, error) {
	raw, err := s.ask(ctx, false, "eth_getStorageAt", addr, slot, "latest")
	if err != nil {
		return common.Hash{}, err
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil || !strings.HasPrefix(text, "0x") || len(text) > 66 {
		return common.Hash{}, errors.New("a node's storage word is not one")
	}
	digits := strings.Repeat("0", 66-len(text)) + text[2:]
	word, err := hexutil.Decode("0x" + digits)
	if err != nil {
		return common.Hash{}, errors.New("a node's storage word is not one")
	}
	return common.BytesToHash(word), nil
}

// Run implements [wallet.Session].
func (s *session) Run(ctx context.Context, code []byte) ([]byte, error) {
	call := map[string]any{"data": hexutil.Bytes(code), "gas": hexutil.Uint64(gas)}
	began := s.chain.now()
	raw, err := s.ask(ctx, true, "eth_call", call, "latest")
	s.took += max(0, s.chain.now().Sub(began)-patience)
	if err != nil {
		return nil, err
	}
	var out hexutil.Bytes
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, errors.New("a node's answer to eth_call is not bytes")
	}
	return out, nil
}

// ask tries the nodes from the present one on, each with an equal part of the time that is left. What runs the account's code (strange)
// says nothing bad about a node that fails at it: else an account could take the node away from the others.
func (s *session) ask(ctx context.Context, strange bool, method string, params ...any) (json.RawMessage, error) {
	var errs []error
	for ; s.at < len(s.chain.nodes); s.at++ {
		n := s.chain.nodes[s.at]
		if !n.breaker.allow(s.chain.now()) {
			errs = append(errs, fmt.Errorf("node %d: left alone since it failed", n.place))
			continue
		}
		asked := s.chain.now()
		raw, err := s.try(ctx, n, method, params)
		answered := err == nil || errors.Is(err, wallet.ErrExecution)
		hurried := errors.Is(err, context.DeadlineExceeded) && s.chain.now().Sub(asked) < patience
		blameless := strange || hurried || errors.Is(err, errSpent) || errors.Is(ctx.Err(), context.Canceled)
		n.breaker.settle(answered || !blameless, answered, s.chain.now())
		if answered {
			return raw, err
		}
		errs = append(errs, fmt.Errorf("node %d: %w", n.place, err))
		if ctx.Err() != nil || errors.Is(err, errSpent) {
			break
		}
	}
	return nil, fmt.Errorf("chain %d: %w", s.chain.id, errors.Join(errs...))
}

func (s *session) try(ctx context.Context, n *node, method string, params []any) (json.RawMessage, error) {
	if end, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(end)/time.Duration(len(s.chain.nodes)-s.at))
		defer cancel()
	}
	if !n.checked.Load() {
		if err := s.checkChain(ctx, n); err != nil {
			return nil, err
		}
	}
	return n.post(ctx, &s.bytes, method, params)
}

func (s *session) checkChain(ctx context.Context, n *node) error {
	raw, err := n.post(ctx, &s.bytes, "eth_chainId", []any{})
	if err != nil {
		return err
	}
	var id hexutil.Uint64
	if err := json.Unmarshal(raw, &id); err != nil || uint64(id) != s.chain.id {
		return errors.New("it is a node of another chain")
	}
	n.checked.Store(true)
	return nil
}
