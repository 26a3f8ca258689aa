package chain

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"carnet/internal/chain/devnet"
)

// world is a devnet with the contracts, a liar in front of it, and a relayer that talks through the liar.
type world struct {
	node    *devnet.Node
	liar    *liar
	client  *Client
	relayer *Relayer
}

func newWorld(t *testing.T, change func(*RelayerConfig)) *world {
	t.Helper()
	node, _, _ := deployed(t, 0, 0)
	w := &world{node: node, liar: newLiar(t, node.URL())}
	var err error
	w.client, err = Dial(t.Context(), w.liar.url, Config{ChainID: node.ChainID()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.client.Close)
	cfg := RelayerConfig{
		Client: w.client, Key: node.Accounts()[1].Key,
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&cfg)
	}
	if w.relayer, err = NewRelayer(cfg); err != nil {
		t.Fatal(err)
	}
	return w
}

// impatient is a clock that gains a minute with every look, so that everything is stuck at once.
func impatient(cfg *RelayerConfig) {
	var looks atomic.Int64
	cfg.Now = func() time.Time { return time.Unix(0, 0).Add(time.Duration(looks.Add(1)) * time.Minute) }
}

// liar stands between client and node. fault decides what happens to a transaction that is sent.
type liar struct {
	url   string
	mu    sync.Mutex
	fault func(n int) fault // n counts from 0
	sent  []*types.Transaction
	ahead uint64 // how many transactions the node counts as pending that it has forgotten
}

type fault int

const (
	honest   fault = iota
	swallow        // say yes, tell nobody
	dropped        // cut the connection, tell nobody
	unheard        // tell the node, then cut the connection
	rejected       // answer with an error, tell nobody
)

func newLiar(t *testing.T, target string) *liar {
	l := &liar{fault: func(int) fault { return honest }}
	node, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(node)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		var call struct {
			ID     json.RawMessage
			Method string
			Params []string
		}
		known := json.Unmarshal(body, &call) == nil
		if known && call.Method == "eth_getTransactionCount" && call.Params[1] == "pending" && l.exaggerate(w, r, proxy) {
			return
		}
		if !known || call.Method != "eth_sendRawTransaction" {
			proxy.ServeHTTP(w, r)
			return
		}
		tx := new(types.Transaction)
		if err := tx.UnmarshalBinary(common.FromHex(call.Params[0])); err != nil {
			t.Error(err)
		}
		l.mu.Lock()
		what := l.fault(len(l.sent))
		l.sent = append(l.sent, tx)
		l.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		switch what {
		case honest:
			proxy.ServeHTTP(w, r)
		case swallow:
			io.WriteString(w, `{"jsonrpc":"2.0","id":`+string(call.ID)+`,"result":"`+tx.Hash().Hex()+`"}`)
		case unheard:
			proxy.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case dropped:
			panic(http.ErrAbortHandler)
		case rejected:
			io.WriteString(w, `{"jsonrpc":"2.0","id":`+string(call.ID)+`,"error":{"code":-32000,"message":"no funds for 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"}}`)
		}
	}))
	t.Cleanup(server.Close)
	l.url = server.URL
	return l
}

// exaggerate answers with a pending nonce that is too high, if it is to.
func (l *liar) exaggerate(w http.ResponseWriter, r *http.Request, node http.Handler) bool {
	l.mu.Lock()
	ahead := l.ahead
	l.mu.Unlock()
	if ahead == 0 {
		return false
	}
	rec := httptest.NewRecorder()
	r.Header.Del("Accept-Encoding")
	node.ServeHTTP(rec, r)
	var answer struct {
		ID     json.RawMessage `json:"id"`
		Result hexutil.Uint64  `json:"result"`
	}
	if json.Unmarshal(rec.Body.Bytes(), &answer) != nil {
		return false
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":"%v"}`, answer.ID, answer.Result+hexutil.Uint64(ahead))
	return true
}

// firstly applies a fault to the first transaction from now on.
func (l *liar) firstly(f fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = nil
	l.fault = func(n int) fault {
		if n == 0 {
			return f
		}
		return honest
	}
}

func (l *liar) transactions() []*types.Transaction {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]*types.Transaction(nil), l.sent...)
}

func root(n byte) [32]byte { return [32]byte{0: n, 31: 1} }

// checkAnchors fails unless the chain has exactly these roots of the relayer, once each and chained.
func (w *world) checkAnchors(t *testing.T, roots ...[32]byte) {
	t.Helper()
	var want [24]byte
	for e, r := range roots {
		want = ChainHead(want, uint64(e), r)
		got, _, _, err := w.client.RootAt(t.Context(), w.relayer.Address(), uint64(e))
		if err != nil || got != r {
			t.Errorf("root of epoch %d: got %x, %v, want %x", e, got, err, r)
		}
	}
	epochs, head, err := w.client.HeadOf(t.Context(), w.relayer.Address())
	if err != nil || epochs != uint64(len(roots)) || head != want {
		t.Errorf("chain: got %d epochs, head %x, %v, want %d, %x", epochs, head, err, len(roots), want)
	}
	logs, err := w.client.eth.FilterLogs(t.Context(), ethereum.FilterQuery{Addresses: []common.Address{w.client.cfg.Anchor}})
	if err != nil || len(logs) != len(roots) {
		t.Errorf("anchor events: got %d, %v, want %d", len(logs), err, len(roots))
	}
	_, _, _, err = w.client.RootAt(t.Context(), w.relayer.Address(), uint64(len(roots)))
	if !errors.Is(err, ErrNotAnchored) {
		t.Errorf("root of the next epoch: got %v, want %v", err, ErrNotAnchored)
	}
}

func TestTheProxyTransactionMakesTheWellKnownProxy(t *testing.T) {
	sender, err := types.Sender(types.HomesteadSigner{}, proxyTransaction())
	if err != nil {
		t.Fatal(err)
	}
	if got := crypto.CreateAddress(sender, 0); got != proxyAddress {
		t.Errorf("got %v, want %v", got, proxyAddress)
	}
}

func TestAnchorReadsTheChainFirst(t *testing.T) {
	w := newWorld(t, nil)
	w.checkAnchors(t)
	for _, step := range []struct {
		name  string
		epoch uint64
		root  [32]byte
		want  error
	}{
		{"an epoch before its turn is refused", 1, root(1), ErrNotNext},
		{"the first epoch is anchored", 0, root(0), nil},
		{"the same again is a success", 0, root(0), nil},
		{"another root for it is a contradiction", 0, root(9), ErrContradiction},
		{"the next epoch is anchored", 1, root(1), nil},
		{"an older epoch again is a success", 0, root(0), nil},
	} {
		got, err := w.relayer.Anchor(t.Context(), step.epoch, step.root)
		if !errors.Is(err, step.want) {
			t.Fatalf("%s: got %v, want %v", step.name, err, step.want)
		}
		if err == nil && (got.Root != step.root || got.Gas == 0 || got.Block == 0 || got.Issuer != w.relayer.Address()) {
			t.Errorf("%s: got %+v", step.name, got)
		}
	}
	w.checkAnchors(t, root(0), root(1))
	if sent := len(w.liar.transactions()); sent != 2 {
		t.Errorf("transactions: got %d, want 2", sent)
	}
}

func TestAnchorSurvivesANodeThatFails(t *testing.T) {
	for name, test := range map[string]struct {
		fault fault
		first error // of the first call; nil where it succeeds by itself
	}{
		"the transaction is lost on the way, unseen":  {swallow, nil},
		"the connection breaks before the node hears": {dropped, ErrUnreachable},
		"the connection breaks after the node heard":  {unheard, ErrUnreachable},
		"the node answers with an error":              {rejected, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, impatient)
			w.liar.firstly(test.fault)
			_, err := w.relayer.Anchor(t.Context(), 0, root(0))
			switch {
			case test.fault == rejected:
				if err == nil || errors.Is(err, ErrUnreachable) || strings.Contains(err.Error(), "f39Fd6") {
					t.Fatalf("got %v, want the node's error without an address", err)
				}
			case !errors.Is(err, test.first):
				t.Fatalf("got %v, want %v", err, test.first)
			}
			if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
				t.Fatalf("again: %v", err)
			}
			w.checkAnchors(t, root(0))
			if _, err := w.relayer.Anchor(t.Context(), 1, root(1)); err != nil {
				t.Fatalf("the next: %v", err)
			}
			w.checkAnchors(t, root(0), root(1))
		})
	}
}

func TestAStuckTransactionGoesOutAgainWithAHigherFee(t *testing.T) {
	w := newWorld(t, impatient)
	w.liar.firstly(swallow)
	if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
		t.Fatal(err)
	}
	sent := w.liar.transactions()
	if len(sent) < 2 || sent[1].Nonce() != sent[0].Nonce() {
		t.Fatalf("got %d transactions, want a second one with the same nonce", len(sent))
	}
	tenth := new(big.Int).Div(new(big.Int).Mul(sent[0].GasFeeCap(), big.NewInt(11)), big.NewInt(10))
	if sent[1].GasFeeCap().Cmp(tenth) < 0 {
		t.Errorf("fee: got %v after %v, want a tenth more at least", sent[1].GasFeeCap(), sent[0].GasFeeCap())
	}
}

func TestFeesEndAtTheLimit(t *testing.T) {
	limit := big.NewInt(3e9)
	w := newWorld(t, func(cfg *RelayerConfig) { impatient(cfg); cfg.MaxFee = limit })
	w.liar.fault = func(n int) fault {
		if n < 6 {
			return swallow
		}
		return honest
	}
	if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
		t.Fatal(err)
	}
	for _, tx := range w.liar.transactions() {
		if tx.GasFeeCap().Cmp(limit) > 0 || tx.GasTipCap().Cmp(tx.GasFeeCap()) > 0 {
			t.Errorf("fee: got %v with tip %v, want at most %v", tx.GasFeeCap(), tx.GasTipCap(), limit)
		}
	}
	w.checkAnchors(t, root(0))
}

// shopper signs changes of its own carnet.
type shopper struct {
	key *ecdsa.PrivateKey
	id  *big.Int
}

func newShopper(t *testing.T) *shopper {
	t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return &shopper{key, TokenID(crypto.PubkeyToAddress(key.PublicKey))}
}

func sign(key *ecdsa.PrivateKey, digest [32]byte) []byte {
	sig, err := crypto.Sign(digest[:], key)
	if err != nil {
		panic(err)
	}
	sig[64] += 27
	return sig
}

func (s *shopper) head(d Domain, by *ecdsa.PrivateKey, prev, head [24]byte, seq uint32) Call {
	return Call{Kind: KindHead, ID: s.id, Prev: prev, Head: head, Seq: seq, Signature: sign(by, d.SetHead(s.id, prev, head, seq))}
}

func (s *shopper) scribe(d Domain, scribe common.Address, nonce uint32) Call {
	return Call{Kind: KindScribe, ID: s.id, Scribe: scribe, Nonce: nonce, Signature: sign(s.key, d.SetScribe(s.id, scribe, nonce))}
}

func (w *world) mined(t *testing.T, tx common.Hash) *types.Receipt {
	t.Helper()
	for {
		receipt, err := w.client.eth.TransactionReceipt(t.Context(), tx)
		if err == nil {
			return receipt
		}
		if !pending(err) {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func TestRelayAppointsAScribeAndSetsHeads(t *testing.T) {
	w := newWorld(t, nil)
	s, d := newShopper(t), w.client.Domain()
	scribe, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	scribeAddress := crypto.PubkeyToAddress(scribe.PublicKey)
	if token, err := w.client.TokenOf(t.Context(), s.id); err != nil || token.Seq != 0 || TokenID(token.Owner).Cmp(s.id) != 0 {
		t.Fatalf("before: got %+v, %v", token, err)
	}
	if _, err := w.client.OwnerOf(t.Context(), s.id); !errors.Is(err, ErrWouldRevert) {
		t.Fatalf("owner before: got %v, want %v", err, ErrWouldRevert)
	}
	one, two := [24]byte{1}, [24]byte{2}
	tx, err := w.relayer.Relay(t.Context(), []Call{s.head(d, scribe, [24]byte{}, one, 1), s.scribe(d, scribeAddress, 0)})
	if err != nil {
		t.Fatal(err)
	}
	w.mined(t, tx)
	if tx, err = w.relayer.Relay(t.Context(), []Call{s.head(d, s.key, one, two, 2)}); err != nil {
		t.Fatal(err)
	}
	w.mined(t, tx)
	token, err := w.client.TokenOf(t.Context(), s.id)
	if err != nil || token.Head != two || token.Seq != 2 || token.Scribe != scribeAddress || token.ScribeNonce != 1 || token.Time.IsZero() {
		t.Errorf("after: got %+v, %v", token, err)
	}
	if owner, err := w.client.OwnerOf(t.Context(), s.id); err != nil || TokenID(owner).Cmp(s.id) != 0 {
		t.Errorf("owner: got %v, %v", owner, err)
	}
}

func TestRelayRefusesWhatTheContractWouldRefuse(t *testing.T) {
	w := newWorld(t, nil)
	s, other, d := newShopper(t), newShopper(t), w.client.Domain()
	good := s.head(d, s.key, [24]byte{}, [24]byte{1}, 1)
	elsewhere := Domain{ChainID: d.ChainID + 1, Carnet: d.Carnet}
	for name, test := range map[string]struct {
		calls []Call
		want  []Refusal
	}{
		"a head that a stranger signed":          {[]Call{s.head(d, other.key, [24]byte{}, [24]byte{1}, 1)}, []Refusal{{0, "InvalidSignature"}}},
		"a head signed for another chain":        {[]Call{s.head(elsewhere, s.key, [24]byte{}, [24]byte{1}, 1)}, []Refusal{{0, "InvalidSignature"}}},
		"a head that skips a number":             {[]Call{s.head(d, s.key, [24]byte{}, [24]byte{1}, 2)}, []Refusal{{0, "StaleHead"}}},
		"a scribe with a used nonce":             {[]Call{s.scribe(d, common.Address{1}, 7)}, []Refusal{{0, "StaleScribe"}}},
		"a good head together with a stale one":  {[]Call{good, good}, []Refusal{{1, "StaleHead"}}},
		"an empty signature":                     {[]Call{{Kind: KindHead, ID: s.id, Head: [24]byte{1}, Seq: 1}}, []Refusal{{0, "InvalidSignature"}}},
		"a scribe and a head, both of strangers": {[]Call{s.head(d, other.key, [24]byte{}, [24]byte{1}, 1), {Kind: KindScribe, ID: s.id, Signature: make([]byte, 65)}}, []Refusal{{0, "InvalidSignature"}, {1, "InvalidSignature"}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.relayer.Relay(t.Context(), test.calls)
			var refused *Refused
			if !errors.As(err, &refused) || !errors.Is(err, ErrWouldRevert) {
				t.Fatalf("got %v, want a refusal", err)
			}
			if len(refused.Refusals) != len(test.want) {
				t.Fatalf("got %v, want %v", refused.Refusals, test.want)
			}
			for i := range test.want {
				if refused.Refusals[i] != test.want[i] {
					t.Errorf("got %v, want %v", refused.Refusals, test.want)
				}
			}
		})
	}
	for name, calls := range map[string][]Call{
		"no calls":             nil,
		"too many calls":       make([]Call, MaxCalls+1),
		"an unknown kind":      {{Kind: "burn", ID: s.id}},
		"an id of 161 bits":    {{Kind: KindHead, ID: new(big.Int).Lsh(big.NewInt(1), 160)}},
		"an id of zero":        {{Kind: KindHead, ID: new(big.Int)}},
		"a missing id":         {{Kind: KindHead}},
		"a signature too long": {{Kind: KindHead, ID: s.id, Signature: make([]byte, MaxSignature+1)}},
	} {
		if _, err := w.relayer.Relay(t.Context(), calls); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if sent := len(w.liar.transactions()); sent != 0 {
		t.Errorf("transactions: got %d, want 0", sent)
	}
}

func TestRelaysThatComeTogetherTravelTogether(t *testing.T) {
	w := newWorld(t, nil)
	d := w.client.Domain()
	const shoppers = 24
	relays, all := make([][]Call, shoppers), make([]*shopper, shoppers)
	for i := range all {
		all[i] = newShopper(t)
		by := all[i].key
		if i == 5 {
			by = all[0].key // a bad signature among the good ones
		}
		relays[i] = []Call{all[i].head(d, by, [24]byte{}, [24]byte{1}, 1)}
	}
	txs, errs := w.relayTogether(t, relays...)
	for i, s := range all {
		if i == 5 {
			if !errors.Is(errs[i], ErrWouldRevert) {
				t.Errorf("the bad signature: got %v, want %v", errs[i], ErrWouldRevert)
			}
			continue
		}
		if errs[i] != nil {
			t.Fatalf("relay %d: %v", i, errs[i])
		}
		w.mined(t, txs[i])
		if token, err := w.client.TokenOf(t.Context(), s.id); err != nil || token.Seq != 1 {
			t.Errorf("token %d: got %+v, %v, want its first head", i, token, err)
		}
	}
	if sent := len(w.liar.transactions()); sent != 1 {
		t.Errorf("transactions: got %d, want 1", sent)
	}
}

func TestALowBalanceEndsRelayingButNotAnchoring(t *testing.T) {
	w := newWorld(t, func(cfg *RelayerConfig) { cfg.LowBalance = new(big.Int).Lsh(big.NewInt(1), 100) })
	s := newShopper(t)
	_, err := w.relayer.Relay(t.Context(), []Call{s.head(w.client.Domain(), s.key, [24]byte{}, [24]byte{1}, 1)})
	if !errors.Is(err, ErrLowBalance) {
		t.Errorf("relay: got %v, want %v", err, ErrLowBalance)
	}
	if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
		t.Errorf("anchor: %v", err)
	}
	if wei, low, err := w.relayer.Balance(t.Context()); err != nil || !low || wei.Sign() <= 0 {
		t.Errorf("balance: got %v, %v, %v", wei, low, err)
	}
}

// A node whose blocks are late shows a balance from which nothing is taken.
func TestRelaysThatWaitAreNotPaidFromWhatIsKeptForAnchors(t *testing.T) {
	stand := time.Now()
	w := newWorld(t, func(cfg *RelayerConfig) { cfg.Now = func() time.Time { return stand } })
	wei, _, err := w.relayer.Balance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.relayer.cfg.LowBalance = new(big.Int).Sub(wei, big.NewInt(1))
	w.liar.fault = func(int) fault { return swallow }
	if _, err := w.relayer.Relay(t.Context(), newShopper(t).first(w)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.relayer.Relay(t.Context(), newShopper(t).first(w)); !errors.Is(err, ErrLowBalance) {
		t.Errorf("a relay beside one that takes the balance below the threshold: got %v, want %v", err, ErrLowBalance)
	}
	if sent := len(w.liar.transactions()); sent != 1 {
		t.Errorf("transactions: got %d, want 1", sent)
	}
}

func TestAStuckRelayIsTendedToByAnchorsAndTend(t *testing.T) {
	w := newWorld(t, impatient)
	s, d := newShopper(t), w.client.Domain()
	w.liar.firstly(swallow)
	if _, err := w.relayer.Relay(t.Context(), []Call{s.head(d, s.key, [24]byte{}, [24]byte{1}, 1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
		t.Fatal(err)
	}
	w.checkAnchors(t, root(0))
	w.liar.firstly(swallow)
	if _, err := w.relayer.Relay(t.Context(), []Call{s.head(d, s.key, [24]byte{1}, [24]byte{2}, 2)}); err != nil {
		t.Fatal(err)
	}
	for token := (Token{}); token.Seq != 2; {
		if err := w.relayer.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
		var err error
		if token, err = w.client.TokenOf(t.Context(), s.id); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRunTendsAndSaysOnceThatTheBalanceIsLow(t *testing.T) {
	var out lockedBuffer
	w := newWorld(t, func(cfg *RelayerConfig) {
		cfg.StuckAfter = 20 * time.Millisecond
		cfg.Log = slog.New(slog.NewTextHandler(&out, nil))
	})
	s, d := newShopper(t), w.client.Domain()
	w.liar.firstly(swallow)
	if _, err := w.relayer.Relay(t.Context(), []Call{s.head(d, s.key, [24]byte{}, [24]byte{1}, 1)}); err != nil {
		t.Fatal(err)
	}
	w.relayer.cfg.LowBalance = new(big.Int).Lsh(big.NewInt(1), 100)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.relayer.Run(ctx) }()
	for token := (Token{}); token.Seq != 1 || !strings.Contains(out.String(), "balance is low"); time.Sleep(50 * time.Millisecond) {
		var err error
		if token, err = w.client.TokenOf(t.Context(), s.id); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	<-done
	if got := strings.Count(out.String(), "balance is low"); got != 1 {
		t.Errorf("warnings: got %d, want 1\n%s", got, out.String())
	}
	if got := w.relayer.Means(); got != "anchors only" {
		t.Errorf("means: got %q, want anchors only", got)
	}
	for _, want := range []string{"relayer=" + w.relayer.Address().Hex(), "balance_ether=", "anchors go on while it lasts"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("got %s, want %s", out.String(), want)
		}
	}
}

func TestARelayerWithoutEtherSaysThatAnchorsWait(t *testing.T) {
	var out lockedBuffer
	w := newWorld(t, func(cfg *RelayerConfig) {
		var err error
		if cfg.Key, err = crypto.GenerateKey(); err != nil {
			t.Fatal(err)
		}
		cfg.Log = slog.New(slog.NewTextHandler(&out, nil))
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.relayer.Run(ctx) }()
	for range 500 {
		if strings.Contains(out.String(), "anchors wait until it has ether") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	<-done
	if got := w.relayer.Means(); got != "nothing" {
		t.Errorf("means: got %q, want nothing", got)
	}
	if got := out.String(); !strings.Contains(got, "anchors wait until it has ether") || !strings.Contains(got, "balance_ether=0.000000") {
		t.Errorf("got %s", got)
	}
}

func TestAmountsAreWrittenInEther(t *testing.T) {
	for wei, want := range map[int64]string{0: "0.000000", 1: "0.000000", 1e12: "0.000001", 123456789e10: "1.234567"} {
		if got := Ether(big.NewInt(wei)); got != want {
			t.Errorf("%d: got %s, want %s", wei, got, want)
		}
	}
}

// lockedBuffer is a log that is read while it is written.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func TestATransactionOfAnEarlierProcessHoldsUpNothing(t *testing.T) {
	w := newWorld(t, impatient)
	w.liar.ahead = 1 // an earlier process's: so this relayer starts with a nonce too high
	if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
		t.Fatal(err)
	}
	w.checkAnchors(t, root(0))
}

func TestARefusedReplacementDoesNotEndTheRelayer(t *testing.T) {
	w := newWorld(t, impatient)
	w.liar.fault = func(n int) fault {
		switch {
		case n == 0:
			return swallow // the anchor itself
		case n < 5:
			return rejected // its replacements
		}
		return honest
	}
	if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
		t.Fatal(err)
	}
	w.checkAnchors(t, root(0))
	// And the same with a hole in front of it.
	w.liar.mu.Lock()
	w.liar.sent, w.liar.ahead = nil, 1
	w.liar.mu.Unlock()
	if _, err := w.relayer.Anchor(t.Context(), 1, root(1)); err != nil {
		t.Fatal(err)
	}
	w.checkAnchors(t, root(0), root(1))
}

func TestTheKeyInOtherHandsIsNoticedAndHealed(t *testing.T) {
	w := newWorld(t, impatient)
	other, err := NewRelayer(w.relayer.cfg)
	if err != nil {
		t.Fatal(err)
	}
	for e := range uint64(4) {
		r := w.relayer
		if e%2 == 1 {
			r = other
		}
		if _, err := r.Anchor(t.Context(), e, root(byte(e))); err != nil {
			if _, err = r.Anchor(t.Context(), e, root(byte(e))); err != nil {
				t.Fatalf("epoch %d: %v", e, err)
			}
		}
	}
	w.checkAnchors(t, root(0), root(1), root(2), root(3))
}

func TestWhatIsWrongWithANodeIsTold(t *testing.T) {
	w := newWorld(t, nil)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	broken := httptest.NewServer(http.NotFoundHandler())
	defer broken.Close()
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer silent.Close()
	for name, test := range map[string]struct {
		url  string
		cfg  Config
		want error
	}{
		"nobody listens":            {gone.URL + "/v3/secretKey", Config{ChainID: 31337}, ErrUnreachable},
		"something else answers":    {broken.URL, Config{ChainID: 31337}, ErrUnreachable},
		"nobody answers in time":    {silent.URL, Config{ChainID: 31337, Timeout: 50 * time.Millisecond}, ErrUnreachable},
		"the node of another chain": {w.node.URL(), Config{ChainID: 1}, ErrWrongChain},
		"the contracts are missing": {w.node.URL(), Config{ChainID: 31337, Anchor: common.Address{1}}, ErrNoContract},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Dial(t.Context(), test.url, test.cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_, _, err = c.HeadOf(t.Context(), common.Address{})
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if strings.Contains(err.Error(), "secretKey") {
				t.Errorf("the error tells the node's URL: %v", err)
			}
		})
	}
	if _, err := Dial(t.Context(), w.node.URL(), Config{}); err == nil {
		t.Error("chain id 0: got no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.relayer.Anchor(ctx, 0, root(0)); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that went away: got %v, want %v", err, context.Canceled)
	}
}

// The production server is a client of the chain. A node in it would be three times the code to trust.
func TestTheGatewayLinksNoNode(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "carnet/cmd/gateway").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	const geth = "github.com/ethereum/go-ethereum/"
	for _, dep := range strings.Fields(string(out)) {
		for _, banned := range []string{geth + "node", geth + "eth", geth + "core/txpool", geth + "core/vm", "carnet/internal/chain/devnet"} {
			if dep == banned || strings.HasPrefix(dep, banned+"/") {
				t.Errorf("cmd/gateway links %s", dep)
			}
		}
	}
}
