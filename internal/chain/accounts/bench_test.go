package accounts

import (
	"context"
	"encoding/binary"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/wallet"
)

// BenchmarkKeysBesideHostileAccounts measures how long an EOA's verification takes alone, and while hostile accounts sign in 20 times a second
// from many addresses. The two take turns, so that both see the same machine; what counts is how far the second p99 is from the first. Two runs
// of the same thing are compared too ("noise"), since nothing below that can be told apart. A node is another machine's work: anvil yields
// the processor to the benchmark as far as a process can.
func BenchmarkKeysBesideHostileAccounts(b *testing.B) {
	b.Run("node stalls", func(b *testing.B) {
		node := newFake(b, 1)
		node.call = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		verifier := &wallet.Verifier{Chains: map[uint64]wallet.Chain{1: newChain(b, 1, node.url)}}
		beside(b, verifier, 1, func(n uint64) common.Address {
			return common.BytesToAddress(binary.BigEndian.AppendUint64([]byte{1}, n))
		})
	})
	b.Run("node drips", func(b *testing.B) {
		node := newFake(b, 1)
		node.call = func(w http.ResponseWriter, r *http.Request) {
			for range 1 << 10 {
				if _, err := io.WriteString(w, strings.Repeat(" ", 256)); err != nil || r.Context().Err() != nil {
					return
				}
				w.(http.Flusher).Flush()
				time.Sleep(100 * time.Millisecond)
			}
		}
		verifier := &wallet.Verifier{Chains: map[uint64]wallet.Chain{1: newChain(b, 1, node.url)}}
		beside(b, verifier, 1, func(n uint64) common.Address {
			return common.BytesToAddress(binary.BigEndian.AppendUint64([]byte{1}, n))
		})
	})
	b.Run("accounts loop on anvil", func(b *testing.B) {
		w := newWorld(b, startAnvil, 31337)
		var loops []common.Address
		for range 32 {
			loops = append(loops, w.hostile(wayLoop))
		}
		w.verifier.Timeout = 0
		beside(b, w.verifier, w.id, func(n uint64) common.Address { return loops[n%32] })
	})
}

// beside reports the p99 of an EOA's verification without and with hostile sign-ins.
func beside(b *testing.B, v *wallet.Verifier, chain uint64, hostile func(uint64) common.Address) {
	alice := person(b, "alice")
	msg, m := message(b, chain, addressOf(alice))
	sig := sign(b, alice, digest(msg))
	var alone, again, besides []time.Duration
	var attempts uint64
	measure := func(into *[]time.Duration) {
		for range 500 {
			begin := time.Now()
			if _, err := v.Verify(b.Context(), msg, m, sig); err != nil {
				b.Fatal(err)
			}
			*into = append(*into, time.Since(begin))
			time.Sleep(500 * time.Microsecond)
		}
	}
	for b.Loop() {
		measure(&alone)
		stop := attack(b, v, chain, hostile, &attempts)
		measure(&besides)
		stop()
		measure(&again)
	}
	b.ReportMetric(p99(alone), "µs-p99-alone")
	b.ReportMetric(p99(besides), "µs-p99-beside")
	b.ReportMetric(100*(p99(besides)/p99(append(slices.Clone(alone), again...))-1), "%moved")
	b.ReportMetric(100*(p99(again)/p99(alone)-1), "%noise")
	b.ReportMetric(float64(attempts)/float64(b.N), "attempts/op")
}

// attack starts a hostile sign-in every fifty milliseconds, until it is stopped.
func attack(b *testing.B, v *wallet.Verifier, chain uint64, hostile func(uint64) common.Address, attempts *uint64) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			*attempts++
			msg, m := message(b, chain, hostile(*attempts))
			wg.Go(func() { v.Verify(ctx, msg, m, make([]byte, 65)) })
		}
	})
	return func() { cancel(); wg.Wait() }
}

func p99(all []time.Duration) float64 {
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	return float64(sorted[len(sorted)*99/100]) / float64(time.Microsecond)
}
