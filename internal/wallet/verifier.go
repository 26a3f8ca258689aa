package wallet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// MaxSignature is the largest signature that a stranger may send, in bytes; a passkey's or a large Safe's is about 1,500.
const MaxSignature = 8 << 10

// defaultTimeout bounds all the questions of one verification together.
const defaultTimeout = 2 * time.Second

// Chain admits verifications to one chain. It bounds what each may cost: gas, bytes, requests, and how many run at once, in all and for
// one address, so that no account can slow another one down. It is safe for concurrent use.
type Chain interface {
	// Begin reserves one verification of addr, which the caller ends. [ErrChainBusy] when there is no room before ctx ends; any other
	// error means that the chain cannot be asked.
	Begin(ctx context.Context, addr common.Address) (Session, error)
}

// Session is one verification's way to the chain, at the latest block. Any error but [ErrExecution] means that there was no answer.
type Session interface {
	// Storage returns a word of an account's storage; zero where nothing was ever written, also for an account that does not exist.
	Storage(ctx context.Context, addr common.Address, slot common.Hash) (common.Hash, error)
	// Run returns what creation code returns in an eth_call without `to`, by an explicit gas limit. Nothing that it does stays.
	Run(ctx context.Context, code []byte) ([]byte, error)
	// End gives back what Begin reserved.
	End()
}

// ErrExecution is what the error of [Session.Run] wraps when the chain did run the code and that failed: an answer, not an outage.
var ErrExecution = errors.New("execution failed")

// Method is how an account proved itself; it fits the amr claim of OpenID Connect.
type Method string

// The methods, strongest first. The delegate of an EOA may be replaced by its key, and speaks on one chain only.
const (
	MethodEOA     Method = "eoa"     // the account's own key
	MethodERC1271 Method = "erc1271" // the account's code
	MethodERC6492 Method = "erc6492" // the code that the account will have
	MethodEIP7702 Method = "eip7702" // code that an EOA delegates to
)

// Proof is what a signature proved.
type Proof struct {
	Account  Account
	Method   Method
	Evidence *Evidence // what [Verifier.Recheck] needs; nil when the account's own key signed, which nothing can change
}

// Evidence is enough to ask a chain again about an account, at the cost of keeping its address and signature: seal it. JSON keeps it whole.
type Evidence struct {
	Chain     uint64         `json:"chain"`
	Address   common.Address `json:"address"`
	Hash      common.Hash    `json:"hash"`      // EIP-191, of the message
	Signature hexutil.Bytes  `json:"signature"` // as received, with its ERC-6492 wrapper
	Method    Method         `json:"method"`
	Deployed  bool           `json:"deployed"`       // whether the account had code of its own when it was last looked at
	Code      common.Hash    `json:"code"`           // of the account; of the delegation for EIP-7702
	Behind    common.Hash    `json:"implementation"` // over addresses and code of what the account runs; zero while it is not deployed
	Owners    common.Hash    `json:"owners"`         // over what getOwners(), getThreshold() and owner() answer
}

// LogValue keeps a proof, and with it the account, out of logs.
func (Proof) LogValue() slog.Value { return slog.StringValue("[proof]") }

// LogValue keeps the account out of logs.
func (Evidence) LogValue() slog.Value { return slog.StringValue("[evidence]") }

// Verifier decides who signed. The zero value knows accounts with a key of their own and no contracts.
type Verifier struct {
	Chains    map[uint64]Chain // by EIP-155 id: where contract accounts may live
	Factories []common.Address // who may make an account that is not deployed yet (ERC-6492); a factory does whatever a stranger tells it to
	Delegates []common.Address // code whose word counts for an EOA that delegates to it (EIP-7702)
	Timeout   time.Duration    // of all questions of one verification together; 0 means two seconds

	// Allow is asked before the chain is. Its error is returned as it is. Nil allows everything that the Chain itself admits.
	Allow func(ctx context.Context, chain uint64, addr common.Address) error
}

// Verify says which account signed msg, which m was parsed from and checked against. A signature by the key of m.Address needs no chain.
// Any other is a question to the code at that address on the chain that m names, by ERC-6492 and ERC-1271, and the account that is proved
// is that contract on that chain: never the EOA. sig may be empty: a Safe's owners can approve a message on the chain.
//
// Errors are this package's, those of Allow, and none else. [ErrChainUnavailable] and [ErrChainBusy] do not say that sig is bad.
func (v *Verifier) Verify(ctx context.Context, msg []byte, m *Message, sig []byte) (Proof, error) {
	if len(sig) > MaxSignature {
		return Proof{}, because(ErrSignatureSize, "%d bytes", len(sig))
	}
	notKey := Verify(msg, sig, m.Address)
	if notKey == nil {
		return Proof{Account: EOA(m.Address), Method: MethodEOA}, nil
	}
	if errors.Is(notKey, ErrSize) {
		return Proof{}, notKey
	}
	e, err := v.ask(ctx, Evidence{Chain: m.ChainID, Address: m.Address, Hash: common.Hash(digest(msg)), Signature: slices.Clone(sig)})
	if looksLikeKey := len(sig) == 64 || len(sig) == 65; looksLikeKey && (errors.Is(err, ErrNoContracts) || errors.Is(err, ErrNoCode)) {
		return Proof{}, notKey
	}
	if err != nil {
		return Proof{}, err
	}
	account, err := Contract(e.Chain, e.Address)
	if err != nil {
		return Proof{}, err
	}
	return Proof{Account: account, Method: e.Method, Evidence: &e}, nil
}

// Recheck asks the same account about the same signature again, and returns the evidence to keep from now on: an account that has been
// deployed since is known better. [ErrAccountChanged] ends whatever the evidence stood for: its owners, its code or the code behind it are
// others now, it does not stand by the signature any more, or its factory or delegate is no longer accepted. After [ErrChainUnavailable],
// [ErrChainBusy] and Allow's own errors nothing is known, and the evidence is still good for another try.
func (v *Verifier) Recheck(ctx context.Context, e Evidence) (Evidence, error) {
	now, err := v.ask(ctx, e)
	for _, changed := range []*Error{ErrSignature, ErrNoCode, ErrFactory, ErrDelegate} {
		if errors.Is(err, changed) {
			return Evidence{}, because(ErrAccountChanged, "%s", changed.code)
		}
	}
	if err != nil {
		return Evidence{}, err
	}
	same := now.Code == e.Code && now.Owners == e.Owners && (!e.Deployed || now.Deployed && now.Behind == e.Behind)
	if !same {
		return Evidence{}, ErrAccountChanged
	}
	now.Method = e.Method
	return now, nil
}

// Where an account may keep the address of the code it runs: EIP-1967's implementation, the singleton of a Safe, EIP-1967's beacon.
var places = [3]common.Hash{
	common.HexToHash("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"),
	{},
	common.HexToHash("0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50"),
}

// ask puts the question of e to its chain and fills in what the chain says about the account.
func (v *Verifier) ask(ctx context.Context, e Evidence) (Evidence, error) {
	if n := e.Address.Big(); n.Cmp(big.NewInt(0x1ff)) <= 0 {
		return e, ErrNobody
	}
	q, err := questionOf(e)
	if err != nil {
		return e, err
	}
	chain := v.Chains[e.Chain]
	if chain == nil {
		return e, because(ErrNoContracts, "chain %d", e.Chain)
	}
	timeout := v.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if v.Allow != nil {
		if err := v.Allow(ctx, e.Chain, e.Address); err != nil {
			return e, err
		}
	}
	refusedFactory := q.factory != (common.Address{}) && !slices.Contains(v.Factories, q.factory)
	if refusedFactory {
		q.factory, q.order = common.Address{}, nil // a deployed account does not need it
	}
	a, err := put(ctx, chain, q)
	switch {
	case errors.Is(err, ErrExecution):
		return e, because(ErrSignature, "the account failed to answer")
	case err != nil:
		return e, unavailable(err)
	case !a.hasCode && refusedFactory:
		return e, ErrFactory
	case !a.hasCode && q.factory != (common.Address{}):
		return e, because(ErrSignature, "its factory makes no account at this address")
	case !a.hasCode:
		return e, ErrNoCode
	case a.delegate != (common.Address{}) && !slices.Contains(v.Delegates, a.delegate):
		return e, ErrDelegate
	case !a.yes:
		return e, because(ErrSignature, "the account says no")
	}
	return a.into(e), nil
}

// put asks q in one session. The places are read before the account is asked: an upgrade in between makes a recheck fail, not succeed.
func put(ctx context.Context, chain Chain, q question) (answer, error) {
	session, err := chain.Begin(ctx, q.account)
	if err != nil {
		return answer{}, err
	}
	defer session.End()
	for i, slot := range places {
		word, err := session.Storage(ctx, q.account, slot)
		if err != nil {
			return answer{}, err
		}
		if common.BytesToHash(word[12:]) == word { // else it is no address
			q.places[i] = common.BytesToAddress(word[12:])
		}
	}
	code, err := q.code()
	if err != nil {
		return answer{}, err
	}
	said, err := session.Run(ctx, code)
	if err != nil {
		return answer{}, err
	}
	return parseAnswer(said)
}

// unavailable makes every reason but this package's own into one that says so.
func unavailable(err error) error {
	if Code(err) != "" {
		return err
	}
	return fmt.Errorf("%w: %w", ErrChainUnavailable, err)
}

// into adds what the chain said to e.
func (a answer) into(e Evidence) Evidence {
	e.Deployed, e.Code, e.Owners, e.Behind = a.hadCode, a.codeHash, a.owners, common.Hash{}
	if a.hadCode {
		e.Behind = a.behind
	}
	switch {
	case a.delegate != (common.Address{}):
		e.Method = MethodEIP7702
	case a.hadCode:
		e.Method = MethodERC1271
	default:
		e.Method = MethodERC6492
	}
	return e
}
