package accounts

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"carnet/internal/wallet"
)

// meter is a node that another one answers for. It counts what the questions and answers cost.
type meter struct {
	requests, bytes, underWay atomic.Int64
	greedy                    atomic.Bool // a call asked for more gas than is allowed, or for no limit
	crowded                   atomic.Bool // two requests were under way at once
}

func newMeter(t testing.TB, url string) (*meter, string) {
	m := &meter{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.requests.Add(1)
		if m.underWay.Add(1) > 1 {
			m.crowded.Store(true)
		}
		defer m.underWay.Add(-1)
		body, _ := io.ReadAll(r.Body)
		var question struct {
			Method string
			Params []json.RawMessage
		}
		json.Unmarshal(body, &question)
		if question.Method == "eth_call" {
			var call struct{ Gas string }
			json.Unmarshal(question.Params[0], &call)
			limit, ok := new(big.Int).SetString(strings.TrimPrefix(call.Gas, "0x"), 16)
			if !ok || limit.Cmp(big.NewInt(3_000_000)) > 0 {
				m.greedy.Store(true)
			}
		}
		answer, err := http.Post(url, "application/json", bytes.NewReader(body))
		if err != nil {
			http.Error(w, "gone", http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		n, _ := io.Copy(w, answer.Body)
		m.bytes.Add(n + headerBytes)
	}))
	t.Cleanup(server.Close)
	return m, server.URL
}

// The numbers of the ways in contracts/test/Accounts.sol.
const (
	wayNo = iota
	wayRevert
	wayEmpty
	wayFourBytes
	wayThirtyOneBytes
	waySixtyFourBytes
	wayDirtyPadding
	wayMagicOnTheRight
	wayLoop
	wayReturnBomb
	wayRevertBomb
	wayWriteState
	wayInvalid
	wayYesInEvenBlocks
	wayYesAndLoopingOwners
	wayYesAndBombingOwners
	wayRevertWithYes
	wayYesOncePoked
)

func (w *world) hostile(way int) common.Address {
	w.t.Helper()
	return w.deploy(bytecode(w.t, "accounts.json", "HostileAccount", pack(w.t, "uint8", uint8(way))))
}

func TestP1HostileAccounts(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		meter, url := newMeter(t, w.url)
		chain := newChain(t, w.id, url)
		w.verifier.Chains[w.id] = chain
		garbage := bytes.Repeat([]byte{0x41}, 65)
		for _, row := range []struct {
			name string
			way  int
			want error
		}{
			{"says no", wayNo, wallet.ErrSignature},
			{"reverts", wayRevert, wallet.ErrSignature},
			{"reverts with yes", wayRevertWithYes, wallet.ErrSignature},
			{"says nothing", wayEmpty, wallet.ErrSignature},
			{"says yes in 4 bytes", wayFourBytes, wallet.ErrSignature},
			{"says yes in 31 bytes", wayThirtyOneBytes, wallet.ErrSignature},
			{"says yes in 64 bytes", waySixtyFourBytes, wallet.ErrSignature},
			{"says yes with dirty padding", wayDirtyPadding, wallet.ErrSignature},
			{"says yes on the wrong side of the word", wayMagicOnTheRight, wallet.ErrSignature},
			{"loops for ever", wayLoop, wallet.ErrSignature},
			{"returns 4 MB", wayReturnBomb, wallet.ErrSignature},
			{"reverts with 900 kB", wayRevertBomb, wallet.ErrSignature},
			{"writes to its storage", wayWriteState, wallet.ErrSignature},
			{"runs into an invalid opcode", wayInvalid, wallet.ErrSignature},
			{"says yes, and loops when asked for its owners", wayYesAndLoopingOwners, nil},
			{"says yes, and names 400 kB of owners", wayYesAndBombingOwners, nil},
		} {
			t.Run(row.name, func(t *testing.T) {
				addr := w.hostile(row.way)
				for name, sig := range map[string][]byte{"65 bytes": garbage, "no bytes": nil, "8 KiB": make([]byte, wallet.MaxSignature)} {
					msg, m := message(t, w.id, addr)
					requests, read := meter.requests.Load(), meter.bytes.Load()
					proof, err := w.verifier.Verify(t.Context(), msg, m, sig)
					if !errors.Is(err, row.want) {
						t.Errorf("%s: got %v, want %v", name, err, row.want)
					}
					if err == nil && proof.Account != contractOn(t, w.id, addr) {
						t.Errorf("%s: got %v, want a word for itself alone", name, proof.Account.String())
					}
					if n := meter.requests.Load() - requests; n < 1 || n > 5 {
						t.Errorf("%s: got %d requests, want at most 5", name, n)
					}
					if n := meter.bytes.Load() - read; n > 64<<10 {
						t.Errorf("%s: got %d bytes of answers, want at most 64 KiB", name, n)
					}
				}
			})
		}
		if meter.greedy.Load() {
			t.Error("a call had more than 3,000,000 gas")
		}
		if meter.crowded.Load() {
			t.Error("a verification had two requests under way")
		}
		for i, n := range chain.nodes {
			if n.breaker.failed != 0 {
				t.Errorf("node %d counts %d failures that were the accounts'", i+1, n.breaker.failed)
			}
		}
	})
}

func TestAnAccountThatChangesItsMindEveryBlock(t *testing.T) {
	w := newWorld(t, startDevnet, 31337)
	addr := w.hostile(wayYesInEvenBlocks)
	msg, m := message(t, w.id, addr)
	self := addressOf(w.payer)
	var said [2]bool
	for range 2 {
		number, err := w.eth.BlockNumber(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		proof, err := w.verifier.Verify(t.Context(), msg, m, []byte{1})
		if err != nil && !errors.Is(err, wallet.ErrSignature) {
			t.Fatalf("block %d: got %v, want yes or %v", number, err, wallet.ErrSignature)
		}
		said[number%2] = err == nil
		w.send(&self, nil)
		if err == nil {
			w.again(proof.Evidence, wallet.ErrAccountChanged)
		}
	}
	if said[0] == said[1] {
		t.Errorf("got %v in both blocks: the test shows nothing", said[0])
	}
}

func TestP2AYesAccountSpeaksForItselfAlone(t *testing.T) {
	w := newWorld(t, startDevnet, 31337)
	yes := w.deploy(bytecode(t, "accounts.json", "YesAccount", nil))
	msg, m := message(t, w.id, yes)
	w.enter(yes, msg, m, bytes.Repeat([]byte{0x41}, 65), wallet.MethodERC1271)
	w.enter(yes, msg, m, nil, wallet.MethodERC1271)

	victim := addressOf(person(t, "victim"))
	msg, m = message(t, w.id, victim)
	w.refuse(msg, m, bytes.Repeat([]byte{0x41}, 65), wallet.ErrSignature)
	w.refuse(msg, m, nil, wallet.ErrNoCode)
}

// Nobody signs for the chain's own addresses; 0x04 would echo the question, whose first bytes are the magic word.
func TestPrecompilesAreNoAccounts(t *testing.T) {
	for name, start := range nodes {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, start, 31337)
			meter, url := newMeter(t, w.url)
			w.verifier.Chains[w.id] = newChain(t, w.id, url)
			for n := range int64(0x200) {
				addr := common.BigToAddress(big.NewInt(n))
				msg, m := message(t, w.id, addr)
				for _, sig := range [][]byte{nil, bytes.Repeat([]byte{0x41}, 65), wrap(t, common.Address{1}, nil, nil)} {
					w.refuse(msg, m, sig, wallet.ErrNobody)
				}
			}
			if n := meter.requests.Load(); n != 0 {
				t.Errorf("got %d requests, want none", n)
			}
			// Even if nobody had thought of its address, what a precompile says is not believed.
			session, err := w.chain.Begin(t.Context(), common.Address{19: 4})
			if err != nil {
				t.Fatal(err)
			}
			defer session.End()
			probe := common.FromHex(string(bytes.TrimSpace(readFile(t, "../../wallet/probe.hex"))))
			said, err := session.Run(t.Context(), append(probe, pack(t, "address,bytes32,bytes,address,bytes,address[3]",
				common.Address{19: 4}, [32]byte{1}, []byte{1}, common.Address{}, []byte{}, [3]common.Address{})...))
			if err != nil || len(said) != 160 || !bytes.Equal(said[:32], make([]byte, 32)) {
				t.Errorf("the probe about 0x04: got %x, %v, want no code and no yes", said, err)
			}
		})
	}
}

func TestP3AttackersFactory(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		evil := w.deploy(bytecode(t, "accounts.json", "AnyFactory", nil))
		k := w.keys()
		alice := person(t, "alice")
		account := k.address(k.order(alice)) // the victim's, not deployed yet
		code := bytecode(t, "accounts.json", "YesAccount", nil)
		makeYes := call(t, "create", "bytes", code)
		own := crypto.CreateAddress2(evil, common.Hash{}, crypto.Keccak256(code))
		garbage := bytes.Repeat([]byte{0x41}, 65)
		throughEvil := call(t, "call", "address,bytes", k.factory, k.order(alice))

		for _, row := range []struct {
			name    string
			account common.Address
			sig     []byte
			listed  error // what is said once the operator has listed the attacker's factory
		}{
			{"makes a keyless account", own, wrap(t, evil, makeYes, garbage), nil},
			{"makes a keyless account and claims the victim's address", account, wrap(t, evil, makeYes, garbage), wallet.ErrSignature},
			{"makes the victim's account, with garbage for a signature", account, wrap(t, evil, throughEvil, garbage), wallet.ErrSignature},
			{"claims an EOA", addressOf(alice), wrap(t, evil, makeYes, garbage), wallet.ErrSignature},
			{"is no contract", own, wrap(t, addressOf(alice), makeYes, garbage), wallet.ErrFactory},
			{"is the identity precompile", own, wrap(t, common.Address{19: 4}, makeYes, garbage), wallet.ErrFactory},
			{"is nobody", own, wrap(t, common.Address{}, makeYes, garbage), wallet.ErrSignature},
			{"is wrapped twice", own, wrap(t, evil, makeYes, wrap(t, evil, makeYes, garbage)), wallet.ErrSignature},
		} {
			t.Run(row.name, func(t *testing.T) {
				msg, m := message(t, w.id, row.account)
				w.verifier.Factories = nil
				if _, err := w.verifier.Verify(t.Context(), msg, m, row.sig); !errors.Is(err, wallet.ErrFactory) && !errors.Is(err, wallet.ErrSignature) {
					t.Errorf("not listed: got %v, want %v", err, wallet.ErrFactory)
				}
				w.verifier.Factories = []common.Address{evil}
				proof, err := w.verifier.Verify(t.Context(), msg, m, row.sig)
				if !errors.Is(err, row.listed) || err == nil && proof.Account != contractOn(t, w.id, own) {
					t.Errorf("listed: got %v, %v, want %v", proof.Account.String(), err, row.listed)
				}
			})
		}
		// An order may change what a deployed account thinks: its factory is not called.
		deployed := w.hostile(wayYesOncePoked)
		msg, m := message(t, w.id, deployed)
		w.refuse(msg, m, wrap(t, evil, call(t, "call", "address,bytes", deployed, []byte{1, 2, 3, 4}), garbage), wallet.ErrSignature)

		// The victim's own factory, and an order that makes somebody else's account.
		w.verifier.Factories = []common.Address{k.factory}
		msg, m = message(t, w.id, account)
		mallory := person(t, "mallory")
		w.refuse(msg, m, wrap(t, k.factory, k.order(mallory), k.sign(account, digest(msg), mallory)), wallet.ErrSignature)
		w.refuse(msg, m, wrap(t, k.factory, k.order(alice), garbage), wallet.ErrSignature)
	})
}

func TestMalformedWrappersAreRefused(t *testing.T) {
	w := newWorld(t, startDevnet, 31337)
	k := w.keys()
	alice := person(t, "alice")
	order := k.order(alice)
	account := k.address(order)
	msg, m := message(t, w.id, account)
	good := wrap(t, k.factory, order, k.sign(account, digest(msg), alice))
	w.enter(account, msg, m, good, wallet.MethodERC6492)
	body, magic := good[:len(good)-32], good[len(good)-32:]
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for name, sig := range map[string][]byte{
		"the magic alone":                    magic,
		"half a wrapper":                     join(body[:len(body)/2], magic),
		"a word too many":                    join(body, make([]byte, 32), magic),
		"an offset past the end":             join(body[:32], bytes.Repeat([]byte{0xff}, 32), body[64:], magic),
		"an offset into itself":              join(body[:32], make([]byte, 32), body[64:], magic),
		"a length past the end":              join(body[:96], bytes.Repeat([]byte{0x7f}, 32), body[128:], magic),
		"bytes in front of the address":      join([]byte{1}, body[1:], magic),
		"an order that the factory dislikes": wrap(t, k.factory, order[:10], good[len(good)-97-32:]),
	} {
		t.Run(name, func(t *testing.T) { w.refuse(msg, m, sig, wallet.ErrSignature) })
	}
	w.refuse(msg, m, join(good, bytes.Repeat([]byte{0x80, 0x10}, 16)), wallet.ErrPredelegated)
	w.refuse(msg, m, make([]byte, wallet.MaxSignature+1), wallet.ErrSignatureSize)
	w.refuse(msg, m, make([]byte, 1<<20), wallet.ErrSignatureSize)
}

// A node that is slow because of an account is given up when the two seconds are over, and the connection with it.
func TestASlowAnswerIsGivenUp(t *testing.T) {
	gone := make(chan struct{}, 1)
	node := newFake(t, 1)
	node.call = func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		gone <- struct{}{}
	}
	verifier := &wallet.Verifier{Chains: map[uint64]wallet.Chain{1: newChain(t, 1, node.url)}, Timeout: 300 * time.Millisecond}
	msg, m := message(t, 1, common.Address{1})
	if _, err := verifier.Verify(context.Background(), msg, m, []byte{1}); !errors.Is(err, wallet.ErrChainUnavailable) {
		t.Errorf("got %v, want %v", err, wallet.ErrChainUnavailable)
	}
	select {
	case <-gone:
	case <-time.After(time.Minute):
		t.Error("the connection is still open")
	}
}
