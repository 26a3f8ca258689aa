package chain

import (
	"log/slog"
	"math/big"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// clock stands still until it is put forward.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(0, 0).Add(time.Duration(c.ahead.Load())) }
func (c *clock) forward(d time.Duration) { c.ahead.Add(int64(d)) }

// another is a further process with the relayer's key, which no liar stands in front of.
func (w *world) another(t *testing.T) *Relayer {
	t.Helper()
	client, err := Dial(t.Context(), w.node.URL(), Config{ChainID: w.node.ChainID()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	cfg := w.relayer.cfg
	cfg.Client = client
	r, err := NewRelayer(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// arrives tends the relayers until the shopper's carnet has so many heads.
func (w *world) arrives(t *testing.T, s *shopper, seq uint32, relayers ...*Relayer) {
	t.Helper()
	for range 500 {
		token, err := w.client.TokenOf(t.Context(), s.id)
		if err != nil {
			t.Fatal(err)
		}
		if token.Seq == seq {
			return
		}
		for _, r := range relayers {
			if err := r.Tend(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	t.Fatalf("head %d does not arrive", seq)
}

func (s *shopper) first(w *world) []Call {
	return []Call{s.head(w.client.Domain(), s.key, [24]byte{}, [24]byte{1}, 1)}
}

func TestSeveralProcessesRelayWithOneKey(t *testing.T) {
	var c clock
	w := newWorld(t, func(cfg *RelayerConfig) { cfg.Now = c.now })
	relayers := []*Relayer{w.relayer, w.another(t), w.another(t)}
	const each = 12
	shoppers := make([]*shopper, each*len(relayers))
	for i := range shoppers {
		shoppers[i] = newShopper(t)
	}
	var wg sync.WaitGroup
	for n, r := range relayers {
		wg.Go(func() {
			for i := range each {
				if _, err := r.Relay(t.Context(), shoppers[n*each+i].first(w)); err != nil {
					t.Errorf("process %d, relay %d: %v", n, i, err)
				}
			}
		})
	}
	wg.Go(func() {
		for e := range uint64(4) {
			if _, err := relayers[e%2].Anchor(t.Context(), e, root(byte(e))); err != nil {
				t.Errorf("epoch %d: %v", e, err)
			}
		}
	})
	wg.Wait()
	c.forward(time.Minute)
	for _, s := range shoppers {
		w.arrives(t, s, 1, relayers...)
	}
	w.checkAnchors(t, root(0), root(1), root(2), root(3))
}

func TestARelayWhoseNonceAnotherProcessTookGoesOutAgain(t *testing.T) {
	var c clock
	w := newWorld(t, func(cfg *RelayerConfig) { cfg.Now = c.now })
	other, mine, theirs := w.another(t), newShopper(t), newShopper(t)
	w.liar.firstly(swallow)
	if _, err := w.relayer.Relay(t.Context(), mine.first(w)); err != nil {
		t.Fatal(err)
	}
	tx, err := other.Relay(t.Context(), theirs.first(w))
	if err != nil {
		t.Fatal(err)
	}
	w.mined(t, tx)
	if sent := w.liar.transactions(); len(sent) != 1 || sent[0].Nonce() != 0 {
		t.Fatalf("the test is to have both use nonce 0: %d sent", len(sent))
	}
	w.arrives(t, mine, 1, w.relayer)

	// Nothing is sent again for what the contract has come to refuse.
	w.liar.firstly(swallow)
	again := []Call{mine.head(w.client.Domain(), mine.key, [24]byte{1}, [24]byte{2}, 2)}
	if _, err := w.relayer.Relay(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Relay(t.Context(), append(newShopper(t).first(w), again...)); err != nil { // alone it would be the same transaction
		t.Fatal(err)
	}
	w.arrives(t, mine, 2)
	if err := w.relayer.Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sent, lost := len(w.liar.transactions()), len(w.relayer.lost); sent != 1 || lost != 0 {
		t.Errorf("%d transactions, %d still to be sent, want 1 and 0", sent, lost)
	}
}

func TestATransactionThatTheNodeForgotKeepsItsNonce(t *testing.T) {
	var c clock
	w := newWorld(t, func(cfg *RelayerConfig) { cfg.Now = c.now })
	w.liar.firstly(swallow)
	shoppers := []*shopper{newShopper(t), newShopper(t)}
	for i, s := range shoppers {
		if _, err := w.relayer.Relay(t.Context(), s.first(w)); err != nil {
			t.Fatal(err)
		}
		if sent := w.liar.transactions(); len(sent) != i+1 || sent[i].Nonce() != uint64(i) {
			t.Fatalf("relay %d: %d transactions, the last with nonce %d", i, len(sent), sent[len(sent)-1].Nonce())
		}
	}
	c.forward(time.Minute)
	for _, s := range shoppers {
		w.arrives(t, s, 1, w.relayer)
	}
}

func TestALostRelayWaitsForTheNode(t *testing.T) {
	var c clock
	w := newWorld(t, func(cfg *RelayerConfig) { cfg.Now = c.now })
	other, mine, theirs := w.another(t), newShopper(t), newShopper(t)
	w.liar.fault = func(n int) fault { return []fault{swallow, rejected, dropped, honest}[min(n, 3)] }
	if _, err := w.relayer.Relay(t.Context(), mine.first(w)); err != nil {
		t.Fatal(err)
	}
	tx, err := other.Relay(t.Context(), theirs.first(w))
	if err != nil {
		t.Fatal(err)
	}
	w.mined(t, tx)
	for range 4 { // the loss, a refusal, a cut connection, and after a minute the arrival
		if err := w.relayer.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.forward(time.Minute)
	}
	w.arrives(t, mine, 1)
}

func TestRelaysAndAnchorsOutliveAReorganisation(t *testing.T) {
	for name, stolen := range map[string]bool{"and are mined again": false, "after which another process takes the nonces": true} {
		t.Run(name, func(t *testing.T) {
			var c clock
			w := newWorld(t, func(cfg *RelayerConfig) { cfg.Now = c.now })
			other, s := w.another(t), newShopper(t)
			if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
				t.Fatal(err)
			}
			tx, err := w.relayer.Relay(t.Context(), s.first(w))
			if err != nil {
				t.Fatal(err)
			}
			w.mined(t, tx)
			if _, err := w.relayer.Anchor(t.Context(), 1, root(1)); err != nil {
				t.Fatal(err)
			}
			if err := w.relayer.Tend(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := w.node.Reorganise(3); err != nil {
				t.Fatal(err)
			}
			if token, err := w.client.TokenOf(t.Context(), s.id); err != nil || token.Seq != 0 {
				t.Fatalf("the head: %+v, %v, want it forgotten", token, err)
			}
			if stolen {
				for range 3 {
					theirs := newShopper(t)
					tx, err := other.Relay(t.Context(), theirs.first(w))
					if err != nil {
						t.Fatal(err)
					}
					w.mined(t, tx)
				}
				c.forward(followMined)
			}
			for e := range uint64(2) { // as the log of leaves does
				if _, err := w.relayer.Anchor(t.Context(), e, root(byte(e))); err != nil {
					t.Fatal(err)
				}
			}
			w.arrives(t, s, 1, w.relayer)
			w.checkAnchors(t, root(0), root(1))
			if sent := len(w.liar.transactions()); sent != 6 { // a node may bring forgotten ones back, but none has to
				t.Errorf("transactions: got %d, want each of the three twice", sent)
			}
		})
	}
}

func TestMinedTransactionsAreForgottenInTheEnd(t *testing.T) {
	var c clock
	w := newWorld(t, func(cfg *RelayerConfig) { cfg.Now = c.now })
	if _, err := w.relayer.Anchor(t.Context(), 0, root(0)); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		forward time.Duration
		left    int
	}{{0, 1}, {followMined - time.Second, 1}, {time.Second, 0}} {
		c.forward(step.forward)
		if err := w.relayer.Tend(t.Context()); err != nil || len(w.relayer.inFlight) != step.left {
			t.Fatalf("after %v: %d remembered, %v, want %d", step.forward, len(w.relayer.inFlight), err, step.left)
		}
	}
}

// A stuck transaction of a process that is gone must not hold up the others for ever, and the relays that a replaced one carried are lost to
// nobody who is there.
func TestAnotherProcessesStuckTransactionIsReplaced(t *testing.T) {
	var c clock
	var out lockedBuffer
	w := newWorld(t, func(cfg *RelayerConfig) {
		cfg.Now, cfg.Log = c.now, slog.New(slog.NewTextHandler(&out, nil))
	})
	other, mine, theirs := w.another(t), newShopper(t), newShopper(t)
	other.cfg.MaxFee = big.NewInt(1) // under the base fee: it is never mined
	if _, err := other.Relay(t.Context(), theirs.first(w)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.relayer.Relay(t.Context(), mine.first(w)); err != nil {
		t.Fatal(err)
	}
	for range 60 {
		c.forward(2 * time.Minute)
		if err := w.relayer.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
		if token, err := w.client.TokenOf(t.Context(), mine.id); err == nil && token.Seq == 1 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.arrives(t, mine, 1)
	if !strings.Contains(out.String(), "an empty one is to take its place") {
		t.Errorf("the test is to have one transaction replaced:\n%s", out.String())
	}
	other.cfg.MaxFee = w.relayer.cfg.MaxFee
	w.arrives(t, theirs, 1, other)
	if nonce, err := w.client.eth.NonceAt(t.Context(), w.relayer.Address(), nil); err != nil || nonce != 3 {
		t.Errorf("%d transactions, %v, want the relay, the empty one, and the other relay again", nonce, err)
	}
}
