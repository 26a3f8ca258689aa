package accounts

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"carnet/internal/wallet"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fake is a node whose every account is a contract that says yes, as long as nobody changes what it does.
type fake struct {
	url      string
	requests atomic.Int64
	any      func(http.ResponseWriter, *http.Request) bool // in place of every answer, where it says so
	call     func(http.ResponseWriter, *http.Request)      // in place of the answer to eth_call
}

func newFake(t testing.TB, chain uint64) *fake {
	f := &fake{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.requests.Add(1)
		if f.any != nil && f.any(w, r) {
			return
		}
		var question struct{ Method string }
		json.NewDecoder(r.Body).Decode(&question)
		switch {
		case question.Method == "eth_chainId":
			reply(w, hexutil.EncodeUint64(chain))
		case question.Method == "eth_getStorageAt":
			reply(w, common.Hash{}.Hex())
		case f.call != nil:
			io.Copy(io.Discard, r.Body) // so that the server notices when the client hangs up
			f.call(w, r)
		default:
			reply(w, yes)
		}
	}))
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

// yes is the probe's answer about a deployed account.
var yes = hexutil.Encode(append(append(make([]byte, 31), 7), make([]byte, 4*32)...))

func reply(w io.Writer, result string) {
	fmt.Fprintf(w, `{"jsonrpc":"2.0","id":1,"result":%q}`, result)
}

func verify(c *Chain, msg []byte, m *wallet.Message) error {
	v := &wallet.Verifier{Chains: map[uint64]wallet.Chain{1: c}, Timeout: time.Minute}
	_, err := v.Verify(context.Background(), msg, m, []byte{1})
	return err
}

func TestBadNodesAreNotBelieved(t *testing.T) {
	msg, m := message(t, 1, common.Address{1})
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"status 500":      func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(500); return true },
		"status 429":      func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(429); return true },
		"no JSON":         func(w http.ResponseWriter, _ *http.Request) bool { io.WriteString(w, "<html>"); return true },
		"an empty object": func(w http.ResponseWriter, _ *http.Request) bool { io.WriteString(w, "{}"); return true },
		"null":            func(w http.ResponseWriter, _ *http.Request) bool { io.WriteString(w, "null"); return true },
		"another chain":   func(w http.ResponseWriter, _ *http.Request) bool { reply(w, "0x2"); return true },
		"a word too long": func(w http.ResponseWriter, _ *http.Request) bool { reply(w, "0x"+strings.Repeat("1", 65)); return true },
		"a closed door":   func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) },
		"a JSON-RPC error": func(w http.ResponseWriter, _ *http.Request) bool {
			io.WriteString(w, `{"error":{"code":-32005,"message":"limit exceeded"}}`)
			return true
		},
	} {
		t.Run(name, func(t *testing.T) {
			node := newFake(t, 1)
			node.any = answer
			if err := verify(newChain(t, 1, node.url), msg, m); !errors.Is(err, wallet.ErrChainUnavailable) {
				t.Errorf("got %v, want %v", err, wallet.ErrChainUnavailable)
			}
			good := newFake(t, 1)
			if err := verify(newChain(t, 1, node.url, good.url), msg, m); err != nil {
				t.Errorf("with a second node: got %v, want its answer", err)
			}
		})
	}
}

func TestBadAnswersToTheProbeAreNotBelieved(t *testing.T) {
	msg, m := message(t, 1, common.Address{1})
	for name, row := range map[string]struct {
		answer string
		want   error
	}{
		"yes":                           {yes, nil},
		"nothing":                       {"0x", wallet.ErrChainUnavailable},
		"the magic word":                {"0x1626ba7e" + strings.Repeat("0", 56), wallet.ErrChainUnavailable},
		"a byte too few":                {yes[:len(yes)-2], wallet.ErrChainUnavailable},
		"a byte too many":               {yes + "00", wallet.ErrChainUnavailable},
		"an unknown status":             {strings.Replace(yes, "07", "0f", 1), wallet.ErrChainUnavailable},
		"a status that is not a number": {"0x01" + yes[4:], wallet.ErrChainUnavailable},
		"no hexadecimal digits":         {"0xzz" + yes[4:], wallet.ErrChainUnavailable},
		"yes without code":              {strings.Replace(yes, "07", "01", 1), wallet.ErrNoCode},
	} {
		t.Run(name, func(t *testing.T) {
			node := newFake(t, 1)
			node.call = func(w http.ResponseWriter, _ *http.Request) { reply(w, row.answer) }
			if err := verify(newChain(t, 1, node.url), msg, m); !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
		})
	}
	for name, text := range map[string]string{"out of gas": "out of gas", "a revert": "execution reverted"} {
		node := newFake(t, 1)
		node.call = func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"error":{"code":-32000,"message":%q}}`, text)
		}
		if err := verify(newChain(t, 1, node.url), msg, m); !errors.Is(err, wallet.ErrSignature) {
			t.Errorf("%s: got %v, want %v", name, err, wallet.ErrSignature)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := newFake(t, 1)
	for _, status := range []int{301, 302, 303, 307, 308} {
		node := newFake(t, 1)
		node.any = func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, elsewhere.url, status)
			return true
		}
		msg, m := message(t, 1, common.Address{1})
		if err := verify(newChain(t, 1, node.url), msg, m); !errors.Is(err, wallet.ErrChainUnavailable) {
			t.Errorf("%d: got %v, want %v", status, err, wallet.ErrChainUnavailable)
		}
	}
	if n := elsewhere.requests.Load(); n != 0 {
		t.Errorf("got %d requests elsewhere, want none", n)
	}
}

// scale counts what is read of all bodies.
type scale struct {
	http.RoundTripper
	read atomic.Int64
}

type weighed struct {
	io.ReadCloser
	s *scale
}

func (s *scale) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = weighed{answer.Body, s}
	}
	return answer, err
}

func (b weighed) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.s.read.Add(int64(n))
	return n, err
}

func TestNoMoreThan64KiBAreRead(t *testing.T) {
	flood := func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"result":"0x`)
		for range 4 << 10 {
			if _, err := w.Write(bytes.Repeat([]byte("00"), 512)); err != nil {
				return
			}
		}
	}
	msg, m := message(t, 1, common.Address{1})
	for name, set := range map[string]func(*fake){
		"4 MB from the account":  func(f *fake) { f.call = flood },
		"4 MB to every question": func(f *fake) { f.any = func(w http.ResponseWriter, r *http.Request) bool { flood(w, r); return true } },
		"headers of 1 MB": func(f *fake) {
			f.any = func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header().Set("X", strings.Repeat("a", 1<<20))
				return false
			}
		},
		"4 MB that gzip to 4 kB": func(f *fake) {
			f.call = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				z := gzip.NewWriter(w)
				z.Write(bytes.Repeat([]byte(" "), 4<<20))
				z.Close()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var urls []string
			for range 20 { // as many nodes as it takes to spend all
				node := newFake(t, 1)
				set(node)
				urls = append(urls, node.url)
			}
			c := newChain(t, 1, urls...)
			s := &scale{RoundTripper: c.nodes[0].client.Transport}
			for _, n := range c.nodes {
				n.client.Transport = s
			}
			if err := verify(c, msg, m); !errors.Is(err, wallet.ErrChainUnavailable) {
				t.Errorf("got %v, want %v", err, wallet.ErrChainUnavailable)
			}
			if n := s.read.Load(); n > 64<<10 {
				t.Errorf("got %d bytes read, want at most 64 KiB", n)
			}
		})
	}
}

// clock is moved by the tests.
type clock struct{ nanos atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(1_700_000_000, c.nanos.Load()) }
func (c *clock) forward(d time.Duration) { c.nanos.Add(int64(d)) }

func TestANodeThatFailsIsLeftAloneForAWhile(t *testing.T) {
	bad, good := newFake(t, 1), newFake(t, 1)
	var down atomic.Bool
	down.Store(true)
	bad.any = func(w http.ResponseWriter, _ *http.Request) bool {
		if down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return down.Load()
	}
	c := newChain(t, 1, bad.url, good.url)
	clock := &clock{}
	c.now = clock.now
	msg, m := message(t, 1, common.Address{1})
	for range 20 {
		if err := verify(c, msg, m); err != nil {
			t.Fatalf("got %v, want the second node's answer", err)
		}
	}
	if n := bad.requests.Load(); n != failures {
		t.Errorf("got %d requests to the node that is down, want %d", n, failures)
	}
	clock.forward(pause)
	for range 3 {
		if err := verify(c, msg, m); err != nil {
			t.Fatal(err)
		}
	}
	if n := bad.requests.Load(); n != failures+1 {
		t.Errorf("got %d requests after the pause, want one more than %d", n, failures)
	}
	down.Store(false)
	clock.forward(pause)
	before := good.requests.Load()
	for range 3 {
		if err := verify(c, msg, m); err != nil {
			t.Fatal(err)
		}
	}
	if n := good.requests.Load() - before; n != 0 {
		t.Errorf("got %d requests to the second node, want the first to be trusted again", n)
	}
}

// Else whoever writes a slow account shuts everybody else's chain.
func TestAnAccountCannotShutANode(t *testing.T) {
	node := newFake(t, 1)
	node.call = func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGatewayTimeout) }
	c := newChain(t, 1, node.url)
	msg, m := message(t, 1, common.Address{1})
	for range 5 * failures {
		if err := verify(c, msg, m); !errors.Is(err, wallet.ErrChainUnavailable) {
			t.Fatalf("got %v, want %v", err, wallet.ErrChainUnavailable)
		}
	}
	node.call = nil
	if err := verify(c, msg, m); err != nil {
		t.Errorf("the next account: got %v, want an answer", err)
	}
}

func TestAnAddressPaysForItsTime(t *testing.T) {
	node := newFake(t, 1)
	c := newChain(t, 1, node.url)
	clock := &clock{}
	c.now = clock.now
	use := func(addr common.Address, takes time.Duration) error {
		node.call = func(w http.ResponseWriter, _ *http.Request) {
			clock.forward(takes)
			reply(w, yes)
		}
		msg, m := message(t, 1, addr)
		return verify(c, msg, m)
	}
	slow, other := common.Address{1}, common.Address{2}
	for range 3 { // six seconds, less patience and what it gets back meanwhile
		if err := use(slow, 2*time.Second); err != nil {
			t.Fatalf("got %v, want its credit to last", err)
		}
	}
	if err := use(slow, 0); !errors.Is(err, wallet.ErrChainBusy) {
		t.Errorf("got %v, want %v when the credit is used up", err, wallet.ErrChainBusy)
	}
	for range 100 {
		if err := use(other, patience); err != nil {
			t.Fatalf("another address, which is not slow: got %v, want it admitted", err)
		}
	}
	clock.forward(2 * share * time.Second)
	if err := use(slow, time.Second); err != nil {
		t.Errorf("got %v, want a second of every %d", err, share)
	}
}

func TestRoomIsBoundedAndGivenBack(t *testing.T) {
	c, err := New(Config{ChainID: 1, URLs: []string{newFake(t, 1).url}, Parallel: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	begin := func(ctx context.Context, addr byte) (wallet.Session, error) {
		return c.Begin(ctx, common.Address{addr})
	}
	var open []wallet.Session
	for _, addr := range []byte{1, 1, 2} {
		s, err := begin(t.Context(), addr)
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, s)
	}
	for name, addr := range map[string]byte{"a third at one address": 1, "a fourth in all": 3} {
		for range 2 * inLine { // those who gave up leave no trace
			if _, err := begin(over, addr); !errors.Is(err, wallet.ErrChainBusy) {
				t.Fatalf("%s: got %v, want %v", name, err, wallet.ErrChainBusy)
			}
		}
	}
	waiting := make(chan error)
	for _, addr := range []byte{1, 3} {
		go func() {
			s, err := begin(t.Context(), addr)
			if err == nil {
				s.End()
			}
			waiting <- err
		}()
	}
	for _, s := range open {
		s.End()
		s.End() // once more changes nothing
	}
	for range 2 {
		if err := <-waiting; err != nil {
			t.Errorf("once there is room: got %v, want it admitted", err)
		}
	}
	if n := len(c.slots) + len(c.gate.lines); n != 0 {
		t.Errorf("got %d reservations left, want none", n)
	}
}

func TestALineIsNotEndless(t *testing.T) {
	g := newGate()
	addr, now := common.Address{1}, time.Unix(0, 0)
	for range abreast {
		if !g.enter(t.Context(), addr, now) {
			t.Fatal("got no room at an empty line")
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range inLine - abreast {
		l := g.join(addr, now)
		wg.Go(func() { <-ctx.Done(); g.part(addr, l) })
	}
	if g.enter(t.Context(), addr, now) {
		t.Error("got admitted, want the line to be full")
	}
	cancel()
	wg.Wait()
	for range abreast {
		g.leave(addr, 0, now)
	}
	if len(g.lines) != 0 {
		t.Errorf("got %d lines, want none", len(g.lines))
	}
}

func TestWithoutAnyNodeOnlyKeysSignIn(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	v := &wallet.Verifier{Chains: map[uint64]wallet.Chain{1: newChain(t, 1, closed.URL+"/v3/a-secret-key", closed.URL+"/?key=a-secret-key")}}
	alice := person(t, "alice")
	msg, m := message(t, 1, addressOf(alice))
	for range 2 * failures {
		if proof, err := v.Verify(t.Context(), msg, m, sign(t, alice, digest(msg))); err != nil || proof.Account != wallet.EOA(addressOf(alice)) {
			t.Fatalf("an EOA: got %v, %v, want it to sign in", proof.Account.String(), err)
		}
		_, err := v.Verify(t.Context(), msg, m, sign(t, person(t, "bob"), digest(msg)))
		if !errors.Is(err, wallet.ErrChainUnavailable) {
			t.Fatalf("a contract, or a wrong key: got %v, want %v", err, wallet.ErrChainUnavailable)
		}
		if text := err.Error(); strings.Contains(text, "secret") || strings.Contains(strings.ToLower(text), strings.ToLower(m.Address.Hex()[2:])) {
			t.Fatalf("got %q, want no key and no account in it", text)
		}
		if _, err := v.Recheck(t.Context(), wallet.Evidence{Chain: 1, Address: m.Address}); !errors.Is(err, wallet.ErrChainUnavailable) || errors.Is(err, wallet.ErrAccountChanged) {
			t.Fatalf("recheck: got %v, want %v", err, wallet.ErrChainUnavailable)
		}
	}
}

func TestNewRefusesBadConfigurations(t *testing.T) {
	for name, cfg := range map[string]Config{
		"no chain":       {URLs: []string{"http://localhost"}},
		"no node":        {ChainID: 1},
		"another scheme": {ChainID: 1, URLs: []string{"file:///etc/passwd"}},
		"no host":        {ChainID: 1, URLs: []string{"https:///v3"}},
		"no URL":         {ChainID: 1, URLs: []string{"http://a\nb"}},
	} {
		if c, err := New(cfg); err == nil || c != nil || strings.Contains(err.Error(), "/") && !strings.Contains(err.Error(), "http or https") {
			t.Errorf("%s: got %v, %v, want it refused", name, c, err)
		}
	}
}
