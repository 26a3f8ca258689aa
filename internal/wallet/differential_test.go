package wallet

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"carnet/internal/testtool"
)

// second is npm viem and ethers in a process of their own (frontend/test/second-opinion.mjs).
type second struct {
	t   *testing.T
	in  *json.Encoder
	out *bufio.Scanner
}

type asked struct {
	Message   *string        `json:"message,omitempty"`
	Signature *string        `json:"signature,omitempty"`
	Compose   map[string]any `json:"compose,omitempty"`
}

type said struct {
	Composed *string
	Parsed   *struct {
		Scheme, Domain, Address, Statement, URI, Version, Nonce, RequestID string
		ChainID                                                            uint64
		Resources                                                          []string
		IssuedAt, ExpirationTime, NotBefore                                *time.Time
	}
	Viem, Ethers, Compact *string
}

func newSecond(t *testing.T) *second {
	t.Helper()
	node, err := exec.LookPath("node")
	_, missing := os.Stat("../../frontend/node_modules/ethers/package.json")
	testtool.Need(t, err == nil && missing == nil, "node, or an npm package of frontend/")
	cmd := exec.CommandContext(t.Context(), node, "test/second-opinion.mjs")
	cmd.Dir = "../../frontend"
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	})
	scanner := bufio.NewScanner(out)
	scanner.Buffer(nil, 1<<20)
	return &second{t, json.NewEncoder(in), scanner}
}

func (s *second) ask(q asked) (o said) {
	s.t.Helper()
	if err := s.in.Encode(q); err != nil {
		s.t.Fatal(err)
	}
	if !s.out.Scan() {
		s.t.Fatalf("no opinion: %v", s.out.Err())
	}
	if err := json.Unmarshal(s.out.Bytes(), &o); err != nil {
		s.t.Fatal(err)
	}
	return o
}

// rounds is 300, or what CARNET_ROUNDS says.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("CARNET_ROUNDS")); err == nil {
		return n
	}
	return 300
}

// TestSignaturesAgainstViemAndEthers: whoever we say signed, both say signed. The other way round they accept more, all of it
// written down here: high s, v of other forms, and signatures longer than a signature.
func TestSignaturesAgainstViemAndEthers(t *testing.T) {
	s := newSecond(t)
	random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	accepted, refused := 0, 0
	for range rounds() {
		key, err := crypto.GenerateKey()
		if err != nil {
			t.Fatal(err)
		}
		addr := crypto.PubkeyToAddress(key.PublicKey)
		msg := randomText(random)
		sig, err := crypto.Sign(digest([]byte(msg)), key)
		if err != nil {
			t.Fatal(err)
		}
		sig[64] += 27
		for name, form := range map[string][]byte{
			"the wallet's": sig, "with v of 0 or 1": with(sig, 64, sig[64]-27), "compact": compact(sig), "with high s": highS(sig), "with v of 29": with(sig, 64, 29),
			"with v of EIP-155": with(sig, 64, sig[64]+10), "with a flipped bit": flip(random, sig), "with a byte more": append(bytes.Clone(sig), 0), "with a byte less": sig[:64],
			"with r of zero": append(make([]byte, 32), sig[32:]...), "empty": {},
		} {
			text := "0x" + hex.EncodeToString(form)
			o := s.ask(asked{Message: &msg, Signature: &text})
			theirs := func(a *string) bool { return a != nil && common.HexToAddress(*a) == addr }
			switch ours := Verify([]byte(msg), form, addr) == nil; {
			case ours && !theirs(o.Viem) && !theirs(o.Ethers) && !theirs(o.Compact):
				t.Fatalf("%s: we accept a signature that neither viem nor ethers does: %s over %q", name, text, msg)
			case ours && len(form) == 65 && (!theirs(o.Viem) || !theirs(o.Ethers)):
				t.Fatalf("%s: viem says %v, ethers %v, we accept: %s over %q", name, theirs(o.Viem), theirs(o.Ethers), text, msg)
			case !ours && (theirs(o.Viem) || theirs(o.Ethers)) && name != "with high s" && name != "with v of 29" && name != "with v of EIP-155" && name != "with a byte more" && name != "with a byte less":
				t.Fatalf("%s: viem says %v, ethers %v, we refuse: %s over %q", name, theirs(o.Viem), theirs(o.Ethers), text, msg)
			case ours:
				accepted++
			default:
				refused++
			}
		}
	}
	if accepted < 3*rounds() || refused < 7*rounds() {
		t.Errorf("accepted %d and refused %d of %d: the test does not test", accepted, refused, 11*rounds())
	}
}

// TestMessagesAgainstViem: what viem writes we read, field by field, and what we read viem reads the same.
func TestMessagesAgainstViem(t *testing.T) {
	s := newSecond(t)
	random := rand.New(rand.NewPCG(2, uint64(time.Now().UnixNano())))
	read := 0
	for range rounds() {
		fields := randomFields(random)
		o := s.ask(asked{Compose: fields})
		if o.Composed == nil {
			continue // viem refuses some fields that we would too
		}
		text := *o.Composed
		m, err := Parse([]byte(text))
		if err != nil {
			t.Fatalf("viem wrote what we cannot read: %v\n%q", err, text)
		}
		if m.Domain != fields["domain"] || m.Address.Hex() != fields["address"] || m.URI != fields["uri"] || m.Nonce != fields["nonce"] ||
			strconv.FormatUint(m.ChainID, 10) != strconv.Itoa(fields["chainId"].(int)) {
			t.Fatalf("we read other fields than viem wrote:\n%q\n%v", text, fields)
		}
		for range 20 { // and what comes of small changes
			changed := mutate(random, text)
			m, err := Parse([]byte(changed))
			if err != nil {
				continue
			}
			read++
			p := s.ask(asked{Message: &changed}).Parsed
			if p == nil {
				t.Fatalf("viem cannot parse what we accept: %q", changed)
			}
			same := p.Domain == m.Domain && common.HexToAddress(p.Address) == m.Address && p.URI == m.URI && p.Nonce == m.Nonce && p.ChainID == m.ChainID &&
				p.Version == m.Version && p.Statement == m.Statement && p.IssuedAt != nil && p.IssuedAt.Equal(m.IssuedAt.Truncate(time.Millisecond)) && slices.Equal(p.Resources, m.Resources)
			if !same && !unlikeViem(m) {
				t.Fatalf("viem reads other fields than we do:\n%q\nours %+v\ntheirs %+v", changed, *m, *p)
			}
		}
	}
	if read == 0 {
		t.Error("no changed message was read: the test does not test")
	}
}

// viemDomain is what viem takes for one; the grammar has more. viemSuffix is its second expression for what follows the nonce: it knows
// times in the form of JavaScript's toISOString, request ids of certain characters.
var (
	viemDomain = regexp.MustCompile(`^[a-zA-Z0-9+\-.]*(:[0-9]{1,5})?$`)
	viemTime   = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+\-][0-9]{2}:[0-9]{2})$`)
)

// unlikeViem: viem parses with two regular expressions that are narrower than the grammar in these ways; what does not fit is left out of
// its answer, and never read as something else.
func unlikeViem(m *Message) bool {
	return m.Scheme != "" || m.ChainID > 1<<53 || !viemDomain.MatchString(m.Domain) || !viemTime.MatchString(m.issuedAt)
}

func randomText(r *rand.Rand) string {
	out := make([]rune, r.IntN(200))
	for i := range out {
		if out[i] = rune(32 + r.IntN(95)); r.IntN(20) == 0 {
			out[i] = []rune{'\n', 'é', '汉', 0x1f600, '\t'}[r.IntN(5)]
		}
	}
	return string(out)
}

func pick(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }

func randomFields(r *rand.Rand) map[string]any {
	var a common.Address
	for i := range a {
		a[i] = byte(r.IntN(256))
	}
	at := time.Unix(1_700_000_000+r.Int64N(100_000_000), r.Int64N(1000)*1e6).UTC()
	f := map[string]any{"address": a.Hex(), "chainId": 1 + r.IntN(1_000_000), "domain": pick(r, "example.com", "a.b.example:8443", "localhost:8080", "xn--exmple-cua.com"),
		"nonce": NewNonce()[:8+r.IntN(18)], "uri": pick(r, "https://example.com", "https://example.com/a?b=c#d", "urn:x:y", "did:key:z6Mk"), "version": "1", "issuedAt": at}
	if r.IntN(2) == 0 {
		f["statement"] = pick(r, "Sign in to A at b.example.", "I accept: https://x.example/tos?a=1", "x")
	}
	if r.IntN(2) == 0 {
		f["expirationTime"] = at.Add(time.Minute)
	}
	if r.IntN(2) == 0 {
		f["notBefore"] = at
	}
	if r.IntN(2) == 0 {
		f["requestId"] = pick(r, "some-id", "a%20b", "x:y@z")
	}
	if r.IntN(2) == 0 {
		f["resources"] = []string{"https://example.com/x", "urn:carnet:y"}[:1+r.IntN(2)]
	}
	return f
}

// mutate changes one byte, or swaps or doubles a line.
func mutate(r *rand.Rand, text string) string {
	lines := strings.Split(text, "\n")
	switch i := r.IntN(len(lines)); r.IntN(6) {
	case 0:
		lines = slices.Insert(lines, i, lines[i])
	case 1:
		lines = slices.Delete(lines, i, i+1)
	default:
		b := []byte(text)
		b[r.IntN(len(b))] = byte(32 + r.IntN(95))
		return string(b)
	}
	return strings.Join(lines, "\n")
}

func with(sig []byte, at int, v byte) []byte {
	out := bytes.Clone(sig)
	out[at] = v
	return out
}

func flip(r *rand.Rand, sig []byte) []byte {
	bit := r.IntN(64 * 8) // of r and s; forms of v have names of their own
	return with(sig, bit/8, sig[bit/8]^1<<(bit%8))
}

func highS(sig []byte) []byte {
	out := bytes.Clone(sig)
	s := new(big.Int).SetBytes(sig[32:64])
	s.Sub(crypto.S256().Params().N, s).FillBytes(out[32:64])
	out[64] ^= 27 ^ 28
	return out
}
