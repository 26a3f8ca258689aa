package audit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/chain"
	"carnet/internal/profile"
)

// Kinds of findings.
const (
	Kept          = "kept"
	Pending       = "pending"       // the chain does not have the epoch yet, or not for certain
	Far           = "far"           // nor will it have it soon: the epoch is more than FarAhead beyond the chain's
	Omitted       = "omission"      // proven
	Contradiction = "contradiction" // what the gateway shows is under another root than the chain's
	Withheld      = "withheld"      // the chain has the epoch, and the gateway's answer shows neither the leaf nor its absence
	Unreachable   = "unreachable"   // the gateway gave no answer: ask again
	Unsigned      = "unsigned"      // nobody has a key of the shop that it names which signed it
	Elsewhere     = "elsewhere"     // of another chain or contract than this audit's
	Rollback      = "rollback"      // the chain's history is not what it was
	Rekeyed       = "rekeyed"       // an issuer no longer publishes a key that it published at an earlier audit
)

// FarAhead is how many epochs a promise's may be beyond the chain's head and still be due in its time. An epoch is promised while it is open, and
// those before it are on their way to the chain: that many are a week at one a minute, or at the shortest cadence, 100 ms, the quarter of an hour in
// which a block becomes final.
const FarAhead = 10_000

// Chain is what an audit asks of a node that it trusts: chain.Client.
type Chain interface {
	// FinalBlock is the newest block that the chain does not take back. Nothing after it is believed.
	FinalBlock(ctx context.Context) (uint64, error)
	// HeadUpTo is an issuer's history as it was after a block.
	HeadUpTo(ctx context.Context, issuer common.Address, block uint64) (epochs uint64, head [24]byte, err error)
	RootAt(ctx context.Context, issuer common.Address, epoch uint64) (root [32]byte, block uint64, tx common.Hash, err error)
	ChainID() uint64
	Addresses() (anchor, carnet common.Address)
}

// Gateway is what an audit asks of the gateway that made a promise; none of it is believed. iss is the promise's.
type Gateway interface {
	Keys(ctx context.Context, iss string) (jose.JSONWebKeySet, error)
	// Proof returns the proof that an epoch holds a leaf, or that it does not, or neither when its answer was neither. An error is no answer.
	Proof(ctx context.Context, iss string, epoch uint64, leaf [32]byte) (*profile.Proof, *profile.Absence, error)
}

// Finding is what became of one promise, or of one issuer's history or keys.
type Finding struct {
	Kind   string `json:"kind"`
	Iss    string `json:"iss,omitempty"`
	Leaf   string `json:"leaf,omitempty"`
	Epoch  uint64 `json:"epoch"`
	Detail string `json:"detail,omitempty"`
	Proof  []byte `json:"-"` // of an omission, for a stranger
}

// Bad tells whether a finding is misbehaviour.
func (f Finding) Bad() bool {
	return f.Kind == Omitted || f.Kind == Contradiction || f.Kind == Withheld || f.Kind == Rollback
}

// Unjudged tells whether a finding leaves it open whether a promise was kept. A gateway can bring that about, so it is no good end of an audit.
func (f Finding) Unjudged() bool {
	return f.Kind == Unreachable || f.Kind == Unsigned || f.Kind == Elsewhere || f.Kind == Far
}

// Checkpoint is an issuer's history as an audit found it after a final block: its number of epochs, and the head that chains them (24 bytes, hex).
type Checkpoint struct {
	Epochs uint64 `json:"epochs"`
	Head   string `json:"head"`
	Block  uint64 `json:"block"`
}

// Auditor audits promises about one chain.
type Auditor struct {
	Chain   Chain
	Gateway Gateway
	// Before is what the last audit found, by the issuer's address; it is replaced by what this one finds.
	Before map[common.Address]Checkpoint
	// Kept are keys that the caller has kept: a promise that one of them signed is judged whatever its issuer publishes now.
	Kept Keys
	// Seen are the keys that issuers published at earlier audits; what they publish at this one is added.
	Seen Keys
	// Progress, if set, is called after each promise.
	Progress func(done int)

	final uint64 // block
	heads map[common.Address]Checkpoint
	roots map[common.Address]map[uint64][32]byte
	keys  map[string]published
}

// Audit returns a finding for each promise, then one for each history that changed and each issuer whose keys did. An error means that the chain could not
// be asked; what was found until then is returned with it.
func (a *Auditor) Audit(ctx context.Context, promises []string) ([]Finding, error) {
	a.heads, a.roots, a.keys = map[common.Address]Checkpoint{}, map[common.Address]map[uint64][32]byte{}, map[string]published{}
	var all []Finding
	var err error
	if a.final, err = a.Chain.FinalBlock(ctx); err != nil {
		return nil, fmt.Errorf("final block: %w", err)
	}
	for i, token := range promises {
		f, err := a.one(ctx, token)
		if err != nil {
			return all, err
		}
		all = append(all, f)
		if a.Progress != nil {
			a.Progress(i + 1)
		}
	}
	issuers := slices.SortedFunc(maps.Keys(a.Before), func(a, b common.Address) int { return a.Cmp(b) })
	for _, issuer := range issuers {
		f, err := a.history(ctx, issuer, a.Before[issuer])
		if err != nil {
			return all, err
		}
		if f != nil {
			all = append(all, *f)
			a.heads[issuer] = a.Before[issuer] // what it was stays the measure
		}
	}
	a.Before = a.heads
	return append(all, a.changes()...), nil
}

// one audits one promise.
func (a *Auditor) one(ctx context.Context, token string) (Finding, error) {
	iss, err := profile.UnverifiedIssuer(token)
	if err != nil {
		return Finding{Kind: Unsigned, Detail: err.Error()}, nil
	}
	published, unasked := a.keysOf(ctx, iss)
	if err := ctx.Err(); err != nil {
		return Finding{}, err
	}
	p, err := a.verified(token, iss, published)
	switch {
	case err != nil && unasked != nil:
		return Finding{Kind: Unreachable, Iss: iss, Detail: unasked.Error()}, nil
	case err != nil:
		return Finding{Kind: Unsigned, Iss: iss, Detail: err.Error()}, nil
	}
	f := Finding{Iss: iss, Leaf: hex.EncodeToString(p.Leaf[:]), Epoch: p.Epoch}
	anchor, _ := a.Chain.Addresses()
	if p.ChainID != a.Chain.ChainID() || !strings.EqualFold(p.Contract, anchor.Hex()) {
		f.Kind, f.Detail = Elsewhere, fmt.Sprintf("chain %d, contract %s", p.ChainID, p.Contract)
		return f, nil
	}
	issuer := common.HexToAddress(p.AnchorIssuer)
	head, err := a.headOf(ctx, issuer)
	if err != nil {
		return f, err
	}
	if p.Epoch >= head.Epochs {
		f.Kind = Pending
		if p.Epoch-head.Epochs > FarAhead {
			f.Kind, f.Detail = Far, fmt.Sprintf("the chain has %d epochs", head.Epochs)
		}
		return f, nil
	}
	root, err := a.rootOf(ctx, issuer, p.Epoch)
	if err != nil {
		return f, err
	}
	err = a.shown(ctx, token, p, root, &f)
	return f, err
}

// shown compares what the gateway shows with the chain's root.
func (a *Auditor) shown(ctx context.Context, token string, p *profile.Promise, root [32]byte, f *Finding) error {
	proof, absence, err := a.Gateway.Proof(ctx, f.Iss, p.Epoch, p.Leaf)
	if err := ctx.Err(); err != nil {
		return err
	}
	switch {
	case err != nil:
		f.Kind, f.Detail = Unreachable, err.Error()
	case proof != nil && (proof.Leaf != p.Leaf || proof.Epoch != p.Epoch || profile.VerifyProof(*proof) != nil):
		f.Kind, f.Detail = Withheld, "what it shows is no proof of this leaf"
	case proof != nil && proof.Root != root:
		f.Kind, f.Detail = Contradiction, fmt.Sprintf("the chain has 0x%x, the gateway shows 0x%x", root, proof.Root)
	case proof != nil:
		f.Kind = Kept
	case absence == nil:
		f.Kind, f.Detail = Withheld, "it shows nothing"
	default:
		absent(token, p, root, absence, f)
	}
	return nil
}

func absent(token string, p *profile.Promise, root [32]byte, absence *profile.Absence, f *Finding) {
	under, err := profile.VerifyAbsence(*absence)
	switch {
	case err != nil || absence.Leaf != p.Leaf || absence.Epoch != p.Epoch:
		f.Kind, f.Detail = Withheld, "what it shows is no proof that the leaf is absent"
	case under != root:
		f.Kind, f.Detail = Contradiction, fmt.Sprintf("the chain has 0x%x, the gateway shows 0x%x", root, under)
	default:
		f.Kind = Omitted
		if f.Proof, err = (Omission{token, *absence}).Marshal(); err != nil {
			f.Detail = "its proof could not be written down: " + err.Error()
		}
	}
}

// history tells whether the chain leads from an earlier checkpoint to the present head.
func (a *Auditor) history(ctx context.Context, issuer common.Address, before Checkpoint) (*Finding, error) {
	now, err := a.headOf(ctx, issuer)
	if err != nil {
		return nil, err
	}
	f := &Finding{Kind: Rollback, Iss: issuer.Hex(), Epoch: before.Epochs}
	if now.Block < before.Block { // a node that lags behind the last audit's knows less, which accuses nobody
		f.Kind, f.Detail = Unreachable, fmt.Sprintf("the node's final block is %d, at the last audit it was %d", now.Block, before.Block)
		return f, nil
	}
	if now.Epochs < before.Epochs {
		f.Detail = fmt.Sprintf("the chain had %d epochs and has %d", before.Epochs, now.Epochs)
		return f, nil
	}
	raw, err := hex.DecodeString(before.Head)
	if err != nil || len(raw) != 24 {
		return nil, fmt.Errorf("checkpoint of %s: head %q is not 24 bytes of hex", issuer, before.Head)
	}
	head := [24]byte(raw)
	for e := before.Epochs; e < now.Epochs; e++ {
		root, err := a.rootOf(ctx, issuer, e)
		if err != nil {
			return nil, err
		}
		head = chain.ChainHead(head, e, root)
	}
	if hex.EncodeToString(head[:]) != now.Head {
		f.Detail = fmt.Sprintf("the roots since epoch %d do not lead to the present head", before.Epochs)
		return f, nil
	}
	return nil, nil
}

func (a *Auditor) headOf(ctx context.Context, issuer common.Address) (Checkpoint, error) {
	if c, ok := a.heads[issuer]; ok {
		return c, nil
	}
	epochs, head, err := a.Chain.HeadUpTo(ctx, issuer, a.final)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("head of %s: %w", issuer, err)
	}
	a.heads[issuer] = Checkpoint{epochs, hex.EncodeToString(head[:]), a.final}
	return a.heads[issuer], nil
}

func (a *Auditor) rootOf(ctx context.Context, issuer common.Address, epoch uint64) ([32]byte, error) {
	if root, ok := a.roots[issuer][epoch]; ok {
		return root, nil
	}
	root, _, _, err := a.Chain.RootAt(ctx, issuer, epoch)
	if err != nil {
		return root, fmt.Errorf("root of epoch %d of %s: %w", epoch, issuer, err)
	}
	if a.roots[issuer] == nil {
		a.roots[issuer] = map[uint64][32]byte{}
	}
	a.roots[issuer][epoch] = root
	return root, nil
}

// What an audit ends with that found something bad, or that could not judge everything.
var (
	ErrMisbehaved = errors.New("a promise was broken")
	ErrUnjudged   = errors.New("some promises could not be judged")
)
