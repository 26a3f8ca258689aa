package accounts

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/wallet"
)

// BenchmarkKeysBesideHostileAccounts measures how long an EOA's verification takes in a gateway where hostile accounts sign in 20 times a second.
// It takes turns with the same sign-ins at another gateway, which is another process on this machine and asks the same node: so "moved" is what
// a hostile account does to the other sign-ins of its gateway, and not what a node costs that here has to share the processors with them.
// "noise" is how far two runs of the second thing are apart; nothing below that can be told. The first column is without any attack.
func BenchmarkKeysBesideHostileAccounts(b *testing.B) {
	b.Run("node stalls", func(b *testing.B) {
		node := newFake(b, 1)
		node.call = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		beside(b, raid{URL: node.url, Chain: 1})
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
		beside(b, raid{URL: node.url, Chain: 1})
	})
	b.Run("accounts loop on anvil", func(b *testing.B) {
		w := newWorld(b, startAnvil, 31337)
		r := raid{URL: w.url, Chain: w.id}
		for range 32 {
			r.Accounts = append(r.Accounts, w.hostile(wayLoop))
		}
		beside(b, r)
	})
}

// raid is a series of hostile sign-ins. Without accounts, each is for an address of its own.
type raid struct {
	URL      string
	Chain    uint64
	Accounts []common.Address
}

func (r raid) verifier(t testing.TB) *wallet.Verifier {
	return &wallet.Verifier{Chains: map[uint64]wallet.Chain{r.Chain: newChain(t, r.Chain, r.URL)}}
}

func beside(b *testing.B, r raid) {
	v, alice := r.verifier(b), person(b, "alice")
	msg, m := message(b, r.Chain, addressOf(alice))
	sig := sign(b, alice, digest(msg))
	measure := func(into *[]time.Duration) {
		for range 300 {
			begin := time.Now()
			if _, err := v.Verify(b.Context(), msg, m, sig); err != nil {
				b.Fatal(err)
			}
			*into = append(*into, time.Since(begin))
			time.Sleep(500 * time.Microsecond)
		}
	}
	var alone, before, besides, after []time.Duration
	other := r.elsewhere(b)
	for b.Loop() {
		measure(&alone)
		other('+')
		measure(&before)
		other('-')
		stop := r.start(b, v)
		measure(&besides)
		stop()
		other('+')
		measure(&after)
		other('-')
	}
	b.ReportMetric(p99(alone), "µs-p99-alone")
	b.ReportMetric(p99(slices.Concat(before, after)), "µs-p99-elsewhere")
	b.ReportMetric(p99(besides), "µs-p99-beside")
	b.ReportMetric(100*(p99(besides)/p99(slices.Concat(before, after))-1), "%moved")
	b.ReportMetric(100*(p99(after)/p99(before)-1), "%noise")
}

// start begins a hostile sign-in every fifty milliseconds, until it is stopped.
func (r raid) start(t testing.TB, v *wallet.Verifier) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for n := uint64(1); ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			addr := common.BytesToAddress(binary.BigEndian.AppendUint64([]byte{1}, n))
			if len(r.Accounts) > 0 {
				addr = r.Accounts[n%uint64(len(r.Accounts))]
			}
			msg, m := message(t, r.Chain, addr)
			wg.Go(func() { v.Verify(ctx, msg, m, make([]byte, 65)) })
		}
	})
	return func() { cancel(); wg.Wait() }
}

// raidFromHere is set, to a raid, in the process that elsewhere starts.
const raidFromHere = "CARNET_TEST_RAID"

// elsewhere is another process, this same test program, that starts a raid when it is told + and stops it when it is told -.
func (r raid) elsewhere(b *testing.B) (tell func(byte)) {
	b.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^TestRaidFromHere$")
	cmd.Env = append(os.Environ(), raidFromHere+"="+string(text))
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		io.Copy(io.Discard, out)
		if err := cmd.Wait(); err != nil {
			b.Errorf("the other process: %v", err)
		}
	})
	return func(word byte) {
		if _, err := in.Write([]byte{word}); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, 1)); err != nil {
			b.Fatalf("the other process is gone: %v", err)
		}
	}
}

func TestRaidFromHere(t *testing.T) {
	var r raid
	text := os.Getenv(raidFromHere)
	if text == "" {
		t.Skip("SKIPPED: this is the other process of BenchmarkKeysBesideHostileAccounts")
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	v, stop := r.verifier(t), func() {}
	for word := make([]byte, 1); ; {
		if _, err := io.ReadFull(os.Stdin, word); err != nil {
			break
		}
		stop()
		if stop = func() {}; word[0] == '+' {
			stop = r.start(t, v)
		}
		os.Stdout.Write(word)
	}
	stop()
}

func p99(all []time.Duration) float64 {
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	return float64(sorted[len(sorted)*99/100]) / float64(time.Microsecond)
}
