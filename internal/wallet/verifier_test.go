package wallet

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// fakeChain answers as it is told and remembers what it was asked.
type fakeChain struct {
	begin, storage, run error
	words               map[common.Hash]common.Hash
	said                answer
	open, sessions      int
	deadline            time.Time
	asked               []any                                       // the arguments of the last probe
	only                func(common.Address, [32]byte, []byte) bool // if set, says to what the answer is yes
}

func (c *fakeChain) Begin(ctx context.Context, _ common.Address) (Session, error) {
	if c.begin != nil {
		return nil, c.begin
	}
	c.deadline, _ = ctx.Deadline()
	c.open++
	c.sessions++
	return c, nil
}

func (c *fakeChain) End() { c.open-- }

func (c *fakeChain) Storage(_ context.Context, _ common.Address, slot common.Hash) (common.Hash, error) {
	return c.words[slot], c.storage
}

func (c *fakeChain) Run(_ context.Context, code []byte) ([]byte, error) {
	if c.run != nil {
		return nil, c.run
	}
	args, err := probeArgs.Unpack(code[len(common.FromHex(strings.TrimSpace(probeHex))):])
	if err != nil {
		return nil, err
	}
	c.asked = args
	said := c.said
	if c.only != nil {
		said.yes = c.only(args[0].(common.Address), args[1].([32]byte), args[2].([]byte))
	}
	return said.bytes(), nil
}

// bytes is what parseAnswer reads.
func (a answer) bytes() []byte {
	out := make([]byte, 5*32)
	for bit, set := range []bool{a.yes, a.hadCode, a.hasCode} {
		if set {
			out[31] |= 1 << bit
		}
	}
	copy(out[32:], a.codeHash[:])
	if a.delegate != (common.Address{}) {
		copy(out[64:], append([]byte{0xef, 1, 0}, a.delegate[:]...))
	}
	copy(out[96:], a.behind[:])
	copy(out[128:], a.owners[:])
	return out
}

// contract is a deployed account that says yes.
func contract() *fakeChain {
	return &fakeChain{said: answer{yes: true, hadCode: true, hasCode: true, codeHash: common.Hash{1}, behind: common.Hash{2}, owners: common.Hash{3}}}
}

func verifierOf(c *fakeChain) *Verifier { return &Verifier{Chains: map[uint64]Chain{1: c}} }

// signIn is a parsed message of chain 1.
func signIn(t testing.TB) ([]byte, *Message) {
	t.Helper()
	written, _ := login(newSigner(t))
	msg := []byte(compose(t, written))
	m, err := Parse(msg)
	if err != nil {
		t.Fatal(err)
	}
	return msg, m
}

func TestAKeyNeedsNoChain(t *testing.T) {
	msg, m := signIn(t)
	sig := newSigner(t).sign(t, msg)
	for name, v := range map[string]*Verifier{
		"without chains":          {},
		"with a chain that fails": verifierOf(&fakeChain{begin: errors.New("down")}),
		"with no budget":          {Allow: func(context.Context, uint64, common.Address) error { return errors.New("spent") }},
	} {
		for _, sig := range [][]byte{sig, compact(sig)} {
			proof, err := v.Verify(t.Context(), msg, m, sig)
			if err != nil || proof.Account != EOA(m.Address) || proof.Method != MethodEOA || proof.Evidence != nil {
				t.Errorf("%s: got %v, %v, want the EOA", name, proof.Account.String(), err)
			}
		}
	}
}

func TestWhatAChainIsAsked(t *testing.T) {
	msg, m := signIn(t)
	c := contract()
	impl, beacon := common.Address{0xaa}, common.Address{0xbb}
	c.words = map[common.Hash]common.Hash{places[0]: common.BytesToHash(impl[:]), places[1]: {1}, places[2]: common.BytesToHash(beacon[:])}
	proof, err := verifierOf(c).Verify(t.Context(), msg, m, []byte("a passkey's"))
	if err != nil {
		t.Fatal(err)
	}
	if proof.Account.String() != "eip155:1:"+strings.ToLower(m.Address.Hex()) || proof.Method != MethodERC1271 {
		t.Errorf("got %v by %q, want the contract", proof.Account.String(), proof.Method)
	}
	want := []any{m.Address, [32]byte(digest(msg)), []byte("a passkey's"), common.Address{}, []byte{}, [3]common.Address{impl, {}, beacon}}
	got, _ := probeArgs.Pack(c.asked...)
	if wanted, err := probeArgs.Pack(want...); err != nil || !bytes.Equal(got, wanted) {
		t.Errorf("got %v, want %v", c.asked, want)
	}
	if c.open != 0 || c.sessions != 1 {
		t.Errorf("got %d sessions of which %d are open, want one that was ended", c.sessions, c.open)
	}
}

// The deadline is the caller's contract with the chain: two seconds, or less when the request has less.
func TestAVerificationHasTwoSeconds(t *testing.T) {
	msg, m := signIn(t)
	c := contract()
	before := time.Now()
	if _, err := verifierOf(c).Verify(context.Background(), msg, m, nil); err != nil {
		t.Fatal(err)
	}
	if c.deadline.IsZero() || c.deadline.After(time.Now().Add(2*time.Second)) || c.deadline.Before(before.Add(2*time.Second)) {
		t.Errorf("got %v, want two seconds from the start", c.deadline.Sub(before))
	}
	short, cancel := context.WithDeadline(context.Background(), before.Add(time.Second))
	defer cancel()
	verifierOf(c).Verify(short, msg, m, nil)
	if !c.deadline.Equal(before.Add(time.Second)) {
		t.Errorf("got %v, want the caller's own second", c.deadline.Sub(before))
	}
}

func TestVerifierRefuses(t *testing.T) {
	msg, m := signIn(t)
	garbage := bytes.Repeat([]byte{0x41}, 65)
	other := errors.New("budget spent")
	with := func(change func(*fakeChain)) *Verifier {
		c := contract()
		change(c)
		return verifierOf(c)
	}
	for _, row := range []struct {
		name string
		v    *Verifier
		sig  []byte
		want error
	}{
		{"a wrong key's signature where no contracts are known", &Verifier{}, garbage, ErrSignature},
		{"a contract's signature where no contracts are known", &Verifier{}, garbage[:5], ErrNoContracts},
		{"a wrong key's signature for an address without code", with(func(c *fakeChain) { c.said = answer{} }), garbage, ErrSignature},
		{"a contract's signature for an address without code", with(func(c *fakeChain) { c.said = answer{} }), nil, ErrNoCode},
		{"what the contract says no to", with(func(c *fakeChain) { c.said.yes = false }), garbage, ErrSignature},
		{"what the contract fails at", with(func(c *fakeChain) { c.run = ErrExecution }), garbage, ErrSignature},
		{"a delegate that is not listed", with(func(c *fakeChain) { c.said.delegate = common.Address{1} }), garbage, ErrDelegate},
		{"a chain that does not answer", with(func(c *fakeChain) { c.begin = errors.New("down") }), garbage, ErrChainUnavailable},
		{"a chain that does not say what is stored", with(func(c *fakeChain) { c.storage = errors.New("down") }), garbage, ErrChainUnavailable},
		{"a chain that does not run the probe", with(func(c *fakeChain) { c.run = errors.New("down") }), garbage, ErrChainUnavailable},
		{"a chain without room", with(func(c *fakeChain) { c.begin = ErrChainBusy }), garbage, ErrChainBusy},
		{"whom the budget refuses", &Verifier{Chains: verifierOf(contract()).Chains, Allow: func(context.Context, uint64, common.Address) error { return other }}, garbage, other},
		{"a signature of 8 KiB and a byte", with(func(*fakeChain) {}), make([]byte, MaxSignature+1), ErrSignatureSize},
		{"a delegation that is not on the chain", with(func(*fakeChain) {}), append(garbage, magic8010...), ErrPredelegated},
	} {
		t.Run(row.name, func(t *testing.T) {
			proof, err := row.v.Verify(t.Context(), msg, m, row.sig)
			if !errors.Is(err, row.want) || proof != (Proof{}) {
				t.Errorf("got %v, %v, want %v", proof.Account.String(), err, row.want)
			}
			if c, ok := row.v.Chains[1].(*fakeChain); ok && c.open != 0 {
				t.Errorf("got %d sessions left open", c.open)
			}
		})
	}
	if _, err := verifierOf(contract()).Verify(t.Context(), make([]byte, MaxMessage+1), m, garbage); !errors.Is(err, ErrSize) {
		t.Errorf("a message over 8 KiB: got %v, want %v", err, ErrSize)
	}
}

func TestRecheck(t *testing.T) {
	msg, m := signIn(t)
	c := contract()
	v := verifierOf(c)
	proof, err := v.Verify(t.Context(), msg, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	undeployed := *proof.Evidence
	undeployed.Deployed, undeployed.Behind = false, common.Hash{}
	honest := c.said
	for _, row := range []struct {
		name   string
		before Evidence
		change func()
		want   error
	}{
		{"nothing changed", *proof.Evidence, func() {}, nil},
		{"it was deployed since", undeployed, func() {}, nil},
		{"it says no now", *proof.Evidence, func() { c.said.yes = false }, ErrAccountChanged},
		{"it has other code", *proof.Evidence, func() { c.said.codeHash = common.Hash{9} }, ErrAccountChanged},
		{"it runs other code", *proof.Evidence, func() { c.said.behind = common.Hash{9} }, ErrAccountChanged},
		{"it has other owners", *proof.Evidence, func() { c.said.owners = common.Hash{9} }, ErrAccountChanged},
		{"it has no code any more", *proof.Evidence, func() { c.said = answer{} }, ErrAccountChanged},
		{"only its factory could make it again", *proof.Evidence, func() { c.said.hadCode = false }, ErrAccountChanged},
		{"it was deployed with other code", undeployed, func() { c.said.codeHash = common.Hash{9} }, ErrAccountChanged},
		{"it delegates to a stranger", *proof.Evidence, func() { c.said.delegate = common.Address{9} }, ErrAccountChanged},
		{"it fails", *proof.Evidence, func() { c.run = ErrExecution }, ErrAccountChanged},
		{"nobody answers", *proof.Evidence, func() { c.begin = errors.New("down") }, ErrChainUnavailable},
		{"there is no room", *proof.Evidence, func() { c.begin = ErrChainBusy }, ErrChainBusy},
		{"its chain is not asked any more", *proof.Evidence, func() { delete(v.Chains, 1) }, ErrNoContracts},
	} {
		t.Run(row.name, func(t *testing.T) {
			defer func() { *c = fakeChain{said: honest}; v.Chains[1] = c }()
			row.change()
			now, err := v.Recheck(t.Context(), row.before)
			if !errors.Is(err, row.want) || errors.Is(err, ErrAccountChanged) != (row.want == ErrAccountChanged) {
				t.Errorf("got %v, want %v", err, row.want)
			}
			if err == nil && (!now.Deployed || now.Behind != honest.behind || now.Method != row.before.Method || !bytes.Equal(now.Signature, row.before.Signature)) {
				t.Errorf("got %+v, want the evidence as it is known now", now)
			}
		})
	}
}

func TestEvidenceSurvivesJSONAndStaysOutOfLogs(t *testing.T) {
	msg, m := signIn(t)
	proof, err := verifierOf(contract()).Verify(t.Context(), msg, m, []byte{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(proof.Evidence)
	if err != nil {
		t.Fatal(err)
	}
	var back Evidence
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(back); err != nil || !bytes.Equal(again, text) || back.Hash != common.Hash(digest(msg)) || back.Address != m.Address {
		t.Errorf("got %s, %v, want %s", again, err, text)
	}
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("sign-in", "proof", proof, "evidence", proof.Evidence)
	if strings.Contains(strings.ToLower(out.String()), strings.ToLower(m.Address.Hex()[2:10])) {
		t.Errorf("got %s, want no address", &out)
	}
}

// The embedded program is the one whose source is in contracts/src.
func TestTheProbeFollowsFromItsSource(t *testing.T) {
	const contracts = "../../contracts/"
	text, err := os.ReadFile(contracts + "artifacts/AccountProbe.json")
	if err != nil {
		t.Fatal(err)
	}
	var artifact struct {
		Bytecode hexutil.Bytes
		Sources  map[string]string
	}
	if err := json.Unmarshal(text, &artifact); err != nil {
		t.Fatal(err)
	}
	if got := common.FromHex(strings.TrimSpace(probeHex)); len(got) == 0 || !bytes.Equal(got, artifact.Bytecode) {
		t.Error("probe.hex does not follow from the artifact: run npm --prefix contracts run generate")
	}
	got := map[string]string{}
	for path := range artifact.Sources {
		source, err := os.ReadFile(contracts + path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(source)
		got[path] = hex.EncodeToString(sum[:])
	}
	if !maps.Equal(got, artifact.Sources) {
		t.Errorf("got %v, want %v: run npm --prefix contracts run generate", got, artifact.Sources)
	}
}

// FuzzQuestion: no signature panics, and one that is taken out of a wrapper is put back into the same bytes.
func FuzzQuestion(f *testing.F) {
	whole, err := wrapper.Pack(common.Address{1}, []byte{2}, []byte{3})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append(whole, magic6492...))
	f.Add(append(bytes.Repeat([]byte{0xff}, 96), magic6492...))
	f.Add(magic6492)
	f.Add(magic8010)
	f.Fuzz(func(t *testing.T, sig []byte) {
		q, err := questionOf(Evidence{Signature: sig})
		if err != nil {
			if !errors.Is(err, ErrSignature) && !errors.Is(err, ErrPredelegated) {
				t.Fatalf("got %v, want one of the two errors", err)
			}
			return
		}
		if q.factory == (common.Address{}) {
			if !bytes.Equal(q.signature, sig) {
				t.Fatalf("got %x, want the signature as it is", q.signature)
			}
			return
		}
		if again, err := wrapper.Pack(q.factory, q.order, q.signature); err != nil || !bytes.Equal(append(again, magic6492...), sig) {
			t.Fatalf("got %x, %v, want %x", again, err, sig)
		}
	})
}
