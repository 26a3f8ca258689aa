package chain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"regexp"
	"strings"

	"github.com/ethereum/go-ethereum/rpc"
)

var (
	// ErrUnreachable says that the node did not answer. Nothing is known about what was asked or sent.
	ErrUnreachable = errors.New("the chain does not answer")
	// ErrWouldRevert says that the contract refuses the call; the error is a *Refused.
	ErrWouldRevert = errors.New("the contract refuses")
	// ErrContradiction says that the chain holds another root for an epoch: the caller no longer knows the truth.
	ErrContradiction = errors.New("the chain holds another root for this epoch")
	// ErrNotNext says that an epoch comes too early: the chain lacks one before it.
	ErrNotNext = errors.New("not the issuer's next epoch")
	// ErrNotAnchored says that the chain has no root for an epoch.
	ErrNotAnchored = errors.New("epoch not anchored")
	// ErrLowBalance says that the relayer keeps what ether is left for anchors.
	ErrLowBalance = errors.New("the relayer's balance is low")
	// ErrWrongChain says that the node is of another chain than the configured one.
	ErrWrongChain = errors.New("node of another chain")
	// ErrNoContract says that there is no contract at a configured address.
	ErrNoContract = errors.New("no contract at this address")
	// ErrTooMany says that a relay has more items, or longer signatures, than one transaction may carry.
	ErrTooMany = errors.New("too much for one transaction")
)

// Refusal is an item of a relay that the contract would not carry out.
type Refusal struct {
	// Index is the item's place in the calls given to Relay.
	Index int
	// Reason is the name of the contract's error, like StaleHead, or its selector in hex if it has no known name.
	Reason string
}

// Refused is the error for calls that would revert. errors.Is(err, ErrWouldRevert) holds.
type Refused struct {
	Refusals []Refusal
}

func (e *Refused) Error() string {
	parts := make([]string, len(e.Refusals))
	for i, r := range e.Refusals {
		parts[i] = fmt.Sprintf("call %d: %s", r.Index, r.Reason)
	}
	return ErrWouldRevert.Error() + ": " + strings.Join(parts, ", ")
}

// Is makes every Refused an ErrWouldRevert.
func (e *Refused) Is(target error) bool { return target == ErrWouldRevert }

// WrongChain is the error for a node of another chain. errors.Is(err, ErrWrongChain) holds.
type WrongChain struct {
	Configured uint64
	Node       *big.Int // the chain id that the node tells
}

func (e *WrongChain) Error() string {
	return fmt.Sprintf("%v: chain id %v, configured %d", ErrWrongChain, e.Node, e.Configured)
}

// Is makes every WrongChain an ErrWrongChain.
func (e *WrongChain) Is(target error) bool { return target == ErrWrongChain }

// classify tells an answer that is an error from no answer. What may end in a log has neither long
// hexadecimal runs (addresses) nor the node's URL (providers put keys into it).
func classify(err error) error {
	var answer rpc.Error
	var data rpc.DataError
	var request *url.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &data) && data.ErrorData() != nil:
		return &Refused{[]Refusal{{Reason: reasonIn(data)}}}
	case errors.As(err, &answer):
		return fmt.Errorf("the chain's node answers with error %d: %s", answer.ErrorCode(), cleaned(answer))
	case errors.As(err, &request):
		return fmt.Errorf("%w: %s", ErrUnreachable, cleaned(request.Err))
	default:
		return fmt.Errorf("%w: %s", ErrUnreachable, cleaned(err))
	}
}

var longHex = regexp.MustCompile(`(0x)?[0-9a-fA-F]{16,}`)

func cleaned(err error) string {
	text := longHex.ReplaceAllString(err.Error(), "0x…")
	return text[:min(len(text), 200)]
}
