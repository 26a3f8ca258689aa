package chain

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rpc"
)

// RelayerConfig is what a Relayer needs.
type RelayerConfig struct {
	Client *Client
	// Key signs and pays. Gateways that share their stores share it.
	Key *ecdsa.PrivateKey
	// StuckAfter is how long a transaction may wait before it is sent again with a fee an eighth higher;
	// 0 means one minute.
	StuckAfter time.Duration
	// MaxFee is the most, in wei per gas, that is ever offered; nil means 500 gwei.
	MaxFee *big.Int
	// LowBalance, in wei, is where relaying ends and only anchors are paid for; what waits to be mined counts as spent. Nil means 0.01 ether.
	LowBalance *big.Int
	Now        func() time.Time
	Log        *slog.Logger
}

// Relayer sends the transactions of one key. It is safe for concurrent use, and beside other processes with the same key: each asks the node
// for the next nonce, and whoever finds that another transaction took the nonce of its own sends that again under the next. Whatever it sends
// may be mined twice or late: an anchor and a head name what they follow, and change nothing the second time.
type Relayer struct {
	cfg     RelayerConfig // private: it holds the key
	address common.Address
	signer  types.Signer
	queue   queue
	means   atomic.Int32 // what Run last knew

	// turn is a mutex that a context can give up waiting for. Whoever holds it owns the fields below.
	turn     chan struct{}
	inFlight []*flight            // by nonce; sent, and not yet mined for so long that they can be forgotten
	lost     []*types.Transaction // relays whose nonces other transactions took
	// fillTip and fillCap are what the last empty transaction offered that the node refused as too cheap.
	fillTip, fillCap *big.Int
}

// flight is one nonce in use: the transaction with its latest fee, and the hashes it had with earlier ones.
type flight struct {
	tx     *types.Transaction
	hashes []common.Hash
	sentAt time.Time
	// minedAt is when it was first seen mined; zero while it waits, and again when a reorganisation took it back.
	minedAt time.Time
}

const (
	followMined = 10 * time.Minute // a mined transaction is remembered: a reorganisation may take it back
	maxMined    = 256              // and at most so many
	maxLost     = 256
	nonceTries  = 8 // for a call whose nonces other processes take first
	nonceWait   = 50 * time.Millisecond
)

// NewRelayer makes a relayer; the node need not answer yet.
func NewRelayer(cfg RelayerConfig) (*Relayer, error) {
	if cfg.Client == nil || cfg.Key == nil || cfg.Now == nil || cfg.Log == nil {
		return nil, errors.New("relayer: client, key, clock and log are required")
	}
	if cfg.StuckAfter == 0 {
		cfg.StuckAfter = time.Minute
	}
	if cfg.MaxFee == nil {
		cfg.MaxFee = big.NewInt(500e9)
	}
	if cfg.LowBalance == nil {
		cfg.LowBalance = big.NewInt(1e16)
	}
	return &Relayer{
		cfg:     cfg,
		address: crypto.PubkeyToAddress(cfg.Key.PublicKey),
		signer:  types.LatestSignerForChainID(new(big.Int).SetUint64(cfg.Client.cfg.ChainID)),
		turn:    make(chan struct{}, 1),
	}, nil
}

// Address is the account that sends: the issuer of the gateway's anchors.
func (r *Relayer) Address() common.Address { return r.address }

// Balance is the account's ether in wei, and whether that is under the configured threshold.
func (r *Relayer) Balance(ctx context.Context) (wei *big.Int, low bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Client.cfg.Timeout)
	defer cancel()
	wei, err = r.cfg.Client.eth.BalanceAt(ctx, r.address, nil)
	if err != nil {
		return nil, false, classify(err)
	}
	return wei, wei.Cmp(r.cfg.LowBalance) < 0, nil
}

// free is Balance without what the transactions that wait may cost, which must not come out of what is kept for anchors. The caller holds the turn.
func (r *Relayer) free(ctx context.Context) (wei *big.Int, low bool, err error) {
	wei, _, err = r.Balance(ctx)
	if err != nil {
		return nil, false, err
	}
	for _, f := range r.inFlight {
		if f.minedAt.IsZero() {
			wei.Sub(wei, f.tx.Cost())
		}
	}
	return wei, wei.Cmp(r.cfg.LowBalance) < 0, nil
}

func (r *Relayer) lock(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Relayer) unlock() { <-r.turn }

// spare is gas that a transaction may use beyond its estimate, and what the account could pay for all of it.
type spare struct {
	gas uint64
	wei *big.Int
}

// feeCeiling is what a transaction may cost at most for nodes to take it, in wei: go-ethereum's rpc.txfeecap.
var feeCeiling = big.NewInt(1e18)

// over returns the gas limit for an estimate. A node refuses what the account could not pay in full and what costs more than its
// ceiling, and a replacement may have to offer several times the fee: the spare gas takes the limit to no more than a quarter of either.
func (s spare) over(estimate uint64, feeCap *big.Int) uint64 {
	limit := estimate + estimate/5
	if s.gas == 0 || s.wei.Sign() <= 0 || feeCap.Sign() <= 0 {
		return limit
	}
	payable := new(big.Int).Quo(smaller(s.wei, feeCeiling), new(big.Int).Lsh(feeCap, 2)) // under 2^58
	return max(limit, min(limit+s.gas, maxGas, payable.Uint64()))
}

// send signs a call under the next nonce and hands it to the node. A call that is in flight already is not
// sent twice. The caller holds the turn.
func (r *Relayer) send(ctx context.Context, to common.Address, data []byte, more spare) (*flight, error) {
	for _, f := range r.inFlight {
		if *f.tx.To() == to && bytes.Equal(f.tx.Data(), data) {
			return f, nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Client.cfg.Timeout)
	defer cancel()
	gas, err := r.cfg.Client.eth.EstimateGas(ctx, ethereum.CallMsg{From: r.address, To: &to, Data: data})
	if err != nil {
		return nil, classify(err)
	}
	tip, feeCap, err := suggestFees(ctx, r.cfg.Client.eth)
	if err != nil {
		return nil, err
	}
	nonce, err := r.nextNonce(ctx)
	for range nonceTries {
		if err != nil {
			return nil, err
		}
		f := &flight{}
		err = r.broadcast(ctx, f, types.DynamicFeeTx{
			Nonce: nonce, To: &to, Value: new(big.Int), Data: data, Gas: more.over(gas, smaller(feeCap, r.cfg.MaxFee)), GasTipCap: tip, GasFeeCap: feeCap,
		})
		if len(f.hashes) > 0 { // the node may have it even if it did not say so
			r.inFlight = append(r.inFlight, f)
			return f, err
		}
		refused, used := err, nonce
		if nonce, err = r.nextNonce(ctx); err == nil && nonce == used {
			if !takenNonce(refused) { // the nonce was not why
				return nil, refused
			}
			select { // the node has another's transaction and does not count it yet
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(nonceWait):
			}
			nonce, err = r.nextNonce(ctx)
		}
	}
	return nil, errReplaced
}

// takenNonce tells whether a node refused a transaction because it has another under its nonce.
func takenNonce(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "replacement transaction underpriced") || strings.Contains(err.Error(), "nonce too low"))
}

// nextNonce is the first for which neither the node nor this relayer has a transaction.
func (r *Relayer) nextNonce(ctx context.Context) (uint64, error) {
	next, err := r.cfg.Client.eth.PendingNonceAt(ctx, r.address)
	if err != nil {
		return 0, classify(err)
	}
	if n := len(r.inFlight); n > 0 { // which the node may have forgotten
		next = max(next, r.inFlight[n-1].tx.Nonce()+1)
	}
	return next, nil
}

// broadcast signs with the fees limited to what is allowed. It adds the hash to the flight unless the node
// refused the transaction for good.
func (r *Relayer) broadcast(ctx context.Context, f *flight, inner types.DynamicFeeTx) error {
	inner.ChainID = new(big.Int).SetUint64(r.cfg.Client.cfg.ChainID)
	inner.GasFeeCap = smaller(inner.GasFeeCap, r.cfg.MaxFee)
	inner.GasTipCap = smaller(inner.GasTipCap, inner.GasFeeCap)
	tx, err := types.SignNewTx(r.cfg.Key, r.signer, &inner)
	if err != nil {
		return fmt.Errorf("sign the transaction: %w", err)
	}
	err = r.cfg.Client.eth.SendTransaction(ctx, tx)
	var answer rpc.Error
	if errors.As(err, &answer) && !strings.Contains(answer.Error(), "already known") {
		return classify(err)
	}
	f.tx, f.sentAt = tx, r.cfg.Now()
	f.hashes = append(f.hashes, tx.Hash())
	if err != nil && answer == nil {
		return classify(err)
	}
	return nil
}

func smaller(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// Tend looks after transactions that nobody waits for: a stuck one goes out again with a higher fee, and a relay whose nonce another
// transaction took goes out under the next. Call it every minute or so.
func (r *Relayer) Tend(ctx context.Context) error {
	if err := r.lock(ctx); err != nil {
		return err
	}
	defer r.unlock()
	return r.tend(ctx)
}

// tend is Tend for whoever holds the turn.
func (r *Relayer) tend(ctx context.Context) error {
	if len(r.inFlight) == 0 && len(r.lost) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Client.cfg.Timeout)
	defer cancel()
	mined, err := r.cfg.Client.eth.NonceAt(ctx, r.address, nil)
	if err != nil {
		return classify(err)
	}
	if err := r.settle(ctx, mined); err != nil {
		return err
	}
	if err := r.push(ctx, mined); err != nil { // no reason not to go on: the next try comes by itself
		r.cfg.Log.Warn("the node did not take a transaction that was sent again", "err", err)
	}
	if err := r.resend(ctx); err != nil {
		r.cfg.Log.Warn("a relay whose nonce another transaction took could not be sent again yet", "err", err)
	}
	return nil
}

// settle forgets flights that were mined long ago, and those whose nonce another transaction took. The calls of a relay among the latter are
// kept; an anchor is repeated by whoever wants it.
func (r *Relayer) settle(ctx context.Context, mined uint64) error {
	var left []*flight
	for i, f := range r.inFlight {
		if f.tx.Nonce() >= mined {
			if !f.minedAt.IsZero() { // a reorganisation took it back, and the node may have forgotten it: it is stuck
				f.minedAt, f.sentAt = time.Time{}, time.Time{}
			}
			left = append(left, f)
			continue
		}
		if !f.minedAt.IsZero() && r.cfg.Now().Sub(f.minedAt) < followMined && len(r.inFlight)-i <= maxMined {
			left = append(left, f)
			continue
		}
		receipt, err := r.receipt(ctx, f)
		switch {
		case errors.Is(err, errIndexing):
			left = append(left, f)
		case err != nil:
			r.inFlight = append(left, r.inFlight[i:]...)
			return err
		case receipt == nil && *f.tx.To() == r.cfg.Client.cfg.Carnet:
			r.lose(f)
		case receipt != nil && f.minedAt.IsZero():
			f.minedAt = r.cfg.Now()
			left = append(left, f)
		}
	}
	r.inFlight = left
	return nil
}

func (r *Relayer) lose(f *flight) {
	r.cfg.Log.Warn("another transaction took the nonce of a relay; it goes out again under the next", "nonce", f.tx.Nonce())
	r.lost = append(r.lost, f.tx)
	if len(r.lost) > maxLost {
		r.cfg.Log.Error("a relay is given up: too many wait for a nonce of their own")
		r.lost = r.lost[1:]
	}
}

// resend sends the calls of lost relays again, unless the contract has come to refuse all of a relay's.
func (r *Relayer) resend(ctx context.Context) error {
	for len(r.lost) > 0 {
		tx := r.lost[0]
		wanted, err := r.wanted(ctx, tx.Data())
		if err != nil {
			return err
		}
		if wanted {
			wei, _, err := r.free(ctx)
			if err != nil {
				return err
			}
			if f, err := r.send(ctx, *tx.To(), tx.Data(), spare{gas: tx.Gas(), wei: wei}); f == nil {
				return err
			}
		}
		r.lost = r.lost[1:]
	}
	return nil
}

// push sends the first flight that waits again when it is stuck: all behind it wait for it. If a transaction of another is in front of it,
// perhaps one that the node forgot, and stays there, an empty one takes its place.
func (r *Relayer) push(ctx context.Context, mined uint64) error {
	i := slices.IndexFunc(r.inFlight, func(f *flight) bool { return f.tx.Nonce() >= mined })
	if i < 0 {
		return nil
	}
	first, waits := r.inFlight[i], r.cfg.StuckAfter
	gap := first.tx.Nonce() > mined
	if gap {
		waits *= 2 // the process that sent it may live, and send it dearer itself
	}
	if r.cfg.Now().Sub(first.sentAt) < waits {
		return nil
	}
	first.sentAt = r.cfg.Now()
	if gap {
		return r.fill(ctx, mined, i)
	}
	return r.bump(ctx, first)
}

// bump sends a flight again under its nonce, an eighth dearer: nodes want at least a tenth.
func (r *Relayer) bump(ctx context.Context, f *flight) error {
	tip, feeCap, err := suggestFees(ctx, r.cfg.Client.eth)
	if err != nil {
		return err
	}
	tip, feeCap = dearer(f.tx.GasTipCap(), tip), dearer(f.tx.GasFeeCap(), feeCap)
	if f.tx.GasFeeCap().Cmp(r.cfg.MaxFee) >= 0 {
		// At the limit: only tell the node again, in case it forgot.
		tip, feeCap = f.tx.GasTipCap(), f.tx.GasFeeCap()
	}
	r.cfg.Log.Warn("a transaction is stuck and goes out again with a higher fee", "nonce", f.tx.Nonce(), "tries", len(f.hashes)+1)
	return r.broadcast(ctx, f, types.DynamicFeeTx{
		Nonce: f.tx.Nonce(), To: f.tx.To(), Value: f.tx.Value(), Data: f.tx.Data(), Gas: f.tx.Gas(), GasTipCap: tip, GasFeeCap: feeCap,
	})
}

// fill puts an empty transaction to ourselves under a nonce that an unknown transaction holds up, before the flight with an index. What that
// one offers is unknown too: each refusal raises the next offer.
func (r *Relayer) fill(ctx context.Context, nonce uint64, before int) error {
	r.cfg.Log.Warn("an unknown transaction holds up the others; an empty one is to take its place", "nonce", nonce)
	if r.fillCap == nil {
		behind := r.inFlight[before].tx
		r.fillTip, r.fillCap = behind.GasTipCap(), behind.GasFeeCap()
	}
	r.fillTip, r.fillCap = dearer(r.fillTip, r.fillTip), dearer(r.fillCap, r.fillCap)
	f := &flight{}
	to := r.address
	err := r.broadcast(ctx, f, types.DynamicFeeTx{
		Nonce: nonce, To: &to, Value: new(big.Int), Gas: 21_000, GasTipCap: r.fillTip, GasFeeCap: r.fillCap,
	})
	if len(f.hashes) > 0 {
		r.inFlight = slices.Insert(r.inFlight, before, f)
		r.fillTip, r.fillCap = nil, nil
	}
	return err
}

// dearer is the larger of an old fee plus an eighth (at least 1 wei) and a new one.
func dearer(old, suggested *big.Int) *big.Int {
	raised := new(big.Int).Add(old, new(big.Int).Add(new(big.Int).Rsh(old, 3), big.NewInt(1)))
	if suggested.Cmp(raised) > 0 {
		return suggested
	}
	return raised
}

var (
	// errReplaced says that a nonce went to a transaction that this relayer did not send.
	errReplaced = errors.New("another transaction took the nonce")
	errIndexing = errors.New("the chain's node is still indexing transactions")
)

// await waits until a flight is mined, and tends the queue of flights meanwhile. The turn is free while it
// sleeps.
func (r *Relayer) await(ctx context.Context, f *flight) (*types.Receipt, error) {
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		receipt, err := r.look(ctx, f)
		if receipt != nil || err != nil {
			return receipt, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// look asks once for the receipt of a flight under any of its hashes.
func (r *Relayer) look(ctx context.Context, f *flight) (*types.Receipt, error) {
	if err := r.lock(ctx); err != nil {
		return nil, err
	}
	defer r.unlock()
	ask, cancel := context.WithTimeout(ctx, r.cfg.Client.cfg.Timeout)
	defer cancel()
	// The nonce before the receipts: then "mined, and none of ours" is not a race with the block.
	mined, err := r.cfg.Client.eth.NonceAt(ask, r.address, nil)
	if err != nil {
		return nil, classify(err)
	}
	receipt, err := r.receipt(ask, f)
	switch {
	case errors.Is(err, errIndexing):
		return nil, r.tend(ctx)
	case err != nil:
		return nil, err
	case receipt != nil:
		f.minedAt = r.cfg.Now()
		return receipt, nil
	case mined > f.tx.Nonce():
		return nil, errReplaced // the next tend forgets the flight
	}
	return nil, r.tend(ctx)
}

// receipt returns the receipt of a flight under any of its hashes, or nil.
func (r *Relayer) receipt(ctx context.Context, f *flight) (*types.Receipt, error) {
	for _, hash := range f.hashes {
		receipt, err := r.cfg.Client.eth.TransactionReceipt(ctx, hash)
		switch {
		case err == nil:
			return receipt, nil
		case indexing(err):
			return nil, errIndexing
		case !errors.Is(err, ethereum.NotFound):
			return nil, classify(err)
		}
	}
	return nil, nil
}

// indexing tells whether the node cannot say yet that it does not have a transaction.
func indexing(err error) bool { return strings.Contains(err.Error(), "indexing is in progress") }

// pending reports whether a missing receipt may still come.
func pending(err error) bool { return errors.Is(err, ethereum.NotFound) || indexing(err) }

// Run tends and watches the balance until ctx ends. It says once that the balance is low, once that it no longer pays for
// an anchor, and both again when it was better in between.
func (r *Relayer) Run(ctx context.Context) {
	tick := time.NewTicker(r.cfg.StuckAfter)
	defer tick.Stop()
	said := enough
	for {
		if err := r.Tend(ctx); err != nil && ctx.Err() == nil {
			r.cfg.Log.Warn("the relayer could not look after its transactions", "err", err)
		}
		wei, now, err := r.judge(ctx)
		if ctx.Err() != nil {
			return // what was cut off tells nothing
		}
		r.means.Store(int32(now))
		if err == nil {
			if now > said {
				r.cfg.Log.Error("the relayer's balance is low: "+now.String()+"; send it ether", "relayer", r.address.Hex(), "balance_ether", Ether(wei))
			}
			if now == enough || now > said {
				said = now
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Means tells what the account's ether allows, as Run last saw it: "unknown", "enough", "anchors only" or "nothing".
func (r *Relayer) Means() string {
	return [...]string{"unknown", "enough", "anchors only", "nothing"}[r.means.Load()]
}

// means is what the balance allows, from best to worst.
type means int32

const (
	unknown means = iota
	enough
	anchorsOnly
	nothing
)

func (m means) String() string {
	return [...]string{"", "it pays for everything", "anchors go on while it lasts, relaying has stopped", "anchors wait until it has ether, relaying has stopped"}[m]
}

// anchorGas is what the transaction of one anchor is allowed to use.
const anchorGas = 40_000

// judge compares the balance with what an anchor costs at the node's present fees.
func (r *Relayer) judge(ctx context.Context) (*big.Int, means, error) {
	wei, low, err := r.Balance(ctx)
	if err != nil {
		return nil, unknown, err
	}
	if !low {
		return wei, enough, nil
	}
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Client.cfg.Timeout)
	defer cancel()
	_, fee, err := suggestFees(ctx, r.cfg.Client.eth)
	if err != nil {
		return wei, unknown, err
	}
	if wei.Cmp(new(big.Int).Mul(smaller(fee, r.cfg.MaxFee), big.NewInt(anchorGas))) < 0 {
		return wei, nothing, nil
	}
	return wei, anchorsOnly, nil
}

// Ether writes an amount in wei as ether, to six places, rounded down.
func Ether(wei *big.Int) string {
	micro := new(big.Int).Quo(wei, big.NewInt(1e12))
	return new(big.Rat).SetFrac(micro, big.NewInt(1e6)).FloatString(6)
}
