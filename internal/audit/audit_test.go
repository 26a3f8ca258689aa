package audit

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/chain"
	"carnet/internal/profile"
	"carnet/internal/profile/sdjwt"
)

const iss = "https://gateway.example/shops/lantern"

var issuer = common.HexToAddress("0x00000000000000000000000000000000000000bb")

// gateway has a chain and trees, and may be made to lie.
type gateway struct {
	key   *profile.IssuerKey
	trees []*profile.Tree
	roots [][32]byte // on the chain, that of epoch e in block e+1
	block uint64     // the newest
	open  uint64     // how many of the newest blocks may still be taken back

	proof func(epoch uint64, leaf [32]byte) (*profile.Proof, *profile.Absence, error) // instead of the truth
	keys  *jose.JSONWebKeySet                                                         // instead of its own
}

func newGateway(t *testing.T) *gateway {
	t.Helper()
	key, err := profile.NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	return &gateway{key: key}
}

// close anchors an epoch with these leaves.
func (g *gateway) close(t *testing.T, leaves ...[32]byte) {
	t.Helper()
	tree, err := profile.NewTree(leaves)
	if err != nil {
		t.Fatal(err)
	}
	g.trees, g.roots = append(g.trees, tree), append(g.roots, tree.Root())
	g.block++
}

func (g *gateway) promise(t *testing.T, leaf [32]byte, epoch uint64) string {
	t.Helper()
	return g.promiseBy(t, iss, leaf, epoch)
}

func (g *gateway) promiseBy(t *testing.T, iss string, leaf [32]byte, epoch uint64) string {
	t.Helper()
	token, err := profile.SignPromise(g.key, profile.Promise{Issuer: iss, Leaf: leaf, Epoch: epoch, ChainID: 31337, Contract: g.contract().Hex(), AnchorIssuer: issuer.Hex()})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (g *gateway) contract() common.Address { return common.HexToAddress("0xAA") }

func (g *gateway) Keys(context.Context, string) (jose.JSONWebKeySet, error) {
	if g.keys != nil {
		return *g.keys, nil
	}
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{g.key.Public()}}, nil
}

func (g *gateway) Proof(_ context.Context, _ string, epoch uint64, leaf [32]byte) (*profile.Proof, *profile.Absence, error) {
	if g.proof != nil {
		return g.proof(epoch, leaf)
	}
	p, err := g.trees[epoch].Proof(epoch, leaf)
	if errors.Is(err, profile.ErrNoLeaf) {
		a, err := g.trees[epoch].Absence(epoch, leaf)
		return nil, &a, err
	}
	return &p, nil, err
}

func (g *gateway) ChainID() uint64                            { return 31337 }
func (g *gateway) Addresses() (anchor, carnet common.Address) { return g.contract(), common.Address{} }

func (g *gateway) FinalBlock(context.Context) (uint64, error) { return g.block - g.open, nil }

func (g *gateway) HeadUpTo(_ context.Context, _ common.Address, block uint64) (epochs uint64, head [24]byte, err error) {
	final := g.roots[:min(block, uint64(len(g.roots)))]
	for e, root := range final {
		head = chain.ChainHead(head, uint64(e), root)
	}
	return uint64(len(final)), head, nil
}

func (g *gateway) RootAt(_ context.Context, _ common.Address, epoch uint64) (root [32]byte, block uint64, tx common.Hash, err error) {
	if epoch >= uint64(len(g.roots)) {
		return root, 0, tx, chain.ErrNotAnchored
	}
	return g.roots[epoch], epoch + 1, tx, nil
}

func leaf() (l [32]byte) {
	rand.Read(l[:])
	return l
}

func audit(t *testing.T, a *Auditor, promises ...string) []Finding {
	t.Helper()
	all, err := a.Audit(t.Context(), promises)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAnHonestGatewayIsNeverAccused(t *testing.T) {
	g := newGateway(t)
	a := &Auditor{Chain: g, Gateway: g}
	var promises []string
	for epoch := range uint64(12) {
		var leaves [][32]byte
		for range 1 + epoch*3 {
			leaves = append(leaves, leaf())
			promises = append(promises, g.promise(t, leaves[len(leaves)-1], epoch))
		}
		for _, f := range audit(t, a, promises...) { // before it is closed, with a checkpoint of the last time
			if f.Bad() || f.Kind != Kept && !(f.Kind == Pending && f.Epoch == epoch) {
				t.Fatalf("epoch %d: got %+v", epoch, f)
			}
		}
		g.close(t, leaves...)
	}
	for _, f := range audit(t, a, promises...) {
		if f.Kind != Kept {
			t.Fatalf("got %+v", f)
		}
	}
}

func TestEveryKindOfMisbehaviourIsFound(t *testing.T) {
	kept, dropped := leaf(), leaf()
	other, err := profile.NewTree([][32]byte{kept, dropped})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		kind  string
		proof func(g *gateway) func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error)
	}{
		"a leaf is left out, and the gateway says so": {Omitted, nil},
		"it shows a tree that the chain does not have": {Contradiction, func(*gateway) func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error) {
			return func(e uint64, l [32]byte) (*profile.Proof, *profile.Absence, error) {
				p, err := other.Proof(e, l)
				return &p, nil, err
			}
		}},
		"it says that the leaf is absent from another tree": {Contradiction, func(*gateway) func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error) {
			empty, _ := profile.NewTree(nil)
			return func(e uint64, l [32]byte) (*profile.Proof, *profile.Absence, error) {
				a, err := empty.Absence(e, l)
				return nil, &a, err
			}
		}},
		"it shows nothing": {Withheld, func(*gateway) func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error) {
			return func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error) { return nil, nil, nil }
		}},
		"it shows another leaf's proof": {Withheld, func(g *gateway) func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error) {
			return func(e uint64, _ [32]byte) (*profile.Proof, *profile.Absence, error) {
				p, err := g.trees[e].Proof(e, kept)
				return &p, nil, err
			}
		}},
		"it forges a path": {Withheld, func(g *gateway) func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error) {
			return func(e uint64, l [32]byte) (*profile.Proof, *profile.Absence, error) {
				p, err := g.trees[e].Proof(e, kept)
				p.Leaf = l
				return &p, nil, err
			}
		}},
	} {
		g := newGateway(t)
		g.close(t, kept)
		if c.proof != nil {
			g.proof = c.proof(g)
		}
		got := audit(t, &Auditor{Chain: g, Gateway: g}, g.promise(t, dropped, 0))
		if len(got) != 1 || got[0].Kind != c.kind || !got[0].Bad() {
			t.Errorf("%s: got %+v, want %s", name, got, c.kind)
		}
	}
	g := newGateway(t)
	g.close(t, kept)
	g.proof = func(uint64, [32]byte) (*profile.Proof, *profile.Absence, error) {
		return nil, nil, errors.New("no route")
	}
	if got := audit(t, &Auditor{Chain: g, Gateway: g}, g.promise(t, dropped, 0)); got[0].Kind != Unreachable || got[0].Bad() {
		t.Errorf("nobody answers: got %+v", got)
	}
	for _, f := range audit(t, &Auditor{Chain: g, Gateway: g}, "x.y.z", newGateway(t).promise(t, kept, 0)) {
		if f.Kind != Unsigned || f.Bad() || !f.Unjudged() {
			t.Errorf("what nobody promised: got %+v", f)
		}
	}
}

func TestAChangedHistoryIsFound(t *testing.T) {
	l := leaf()
	for name, change := range map[string]func(g *gateway){
		"the last epoch is gone":        func(g *gateway) { g.roots = g.roots[:2] },
		"an old root is another":        func(g *gateway) { g.roots[1] = leaf() },
		"an old one, and it went on":    func(g *gateway) { g.roots[0] = leaf(); g.close(t, l) },
		"the last one was written anew": func(g *gateway) { g.roots[2] = leaf(); g.close(t, l) },
	} {
		g := newGateway(t)
		for range 3 {
			g.close(t, l)
		}
		a := &Auditor{Chain: g, Gateway: g}
		audit(t, a, g.promise(t, l, 0))
		if got := audit(t, a, g.promise(t, l, 0)); len(got) != 1 {
			t.Fatalf("%s: nothing has changed: got %+v", name, got)
		}
		change(g)
		for range 2 { // it stays found
			got := audit(t, a, g.promise(t, l, 99))
			if last := got[len(got)-1]; last.Kind != Rollback {
				t.Errorf("%s: got %+v", name, got)
			}
		}
	}
}

func TestANewKeyDoesNotHideABrokenPromise(t *testing.T) {
	g := newGateway(t)
	token := g.promise(t, leaf(), 0)
	g.close(t, leaf()) // without it
	old, _ := g.Keys(t.Context(), iss)
	published := func(t *testing.T, key jose.JSONWebKey) {
		t.Helper()
		g.keys = &jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key}}
	}
	fresh := newGateway(t).key.Public()
	forged := fresh
	forged.KeyID = old.Keys[0].KeyID
	for name, key := range map[string]jose.JSONWebKey{"another key": fresh, "another key under the old one's id": forged} {
		for who, kept := range map[string]Keys{"the shop's metadata": {iss: old}, "a JWK set": {"": old}} {
			published(t, key)
			if f := audit(t, &Auditor{Chain: g, Gateway: g, Kept: kept}, token)[0]; f.Kind != Omitted || f.Proof == nil {
				t.Errorf("%s, and somebody kept %s: got %+v", name, who, f)
			}
		}
		if f := audit(t, &Auditor{Chain: g, Gateway: g, Kept: Keys{iss + "2": old}}, token)[0]; f.Kind != Unsigned || !f.Unjudged() {
			t.Errorf("%s, and nobody has the old one: got %+v", name, f)
		}
		published(t, old.Keys[0])
		a := &Auditor{Chain: g, Gateway: g}
		audit(t, a, token)
		published(t, key)
		for range 2 { // it stays found
			got := audit(t, a, token)
			if len(got) != 2 || got[0].Kind != Omitted || got[1].Kind != Rekeyed || got[1].Iss != iss || got[1].Bad() || got[1].Unjudged() {
				t.Errorf("%s, and an earlier audit saw the old one: got %+v", name, got)
			}
		}
	}
}

func TestAnEpochThatNeverComesIsNotJustPending(t *testing.T) {
	g := newGateway(t)
	g.close(t, leaf())
	for epoch, want := range map[uint64]string{1: Pending, 1 + FarAhead: Pending, 2 + FarAhead: Far, 1 << 62: Far, 1<<64 - 1: Far} {
		if f := audit(t, &Auditor{Chain: g, Gateway: g}, g.promise(t, leaf(), epoch))[0]; f.Kind != want || f.Bad() || f.Unjudged() != (want == Far) {
			t.Errorf("epoch %d: got %+v, want %s", epoch, f, want)
		}
	}
}

// deaf has a gateway beside it that publishes no keys.
type deaf struct{ *gateway }

func (d deaf) Keys(ctx context.Context, of string) (jose.JSONWebKeySet, error) {
	if of != iss {
		return jose.JSONWebKeySet{}, errors.New("no answer")
	}
	return d.gateway.Keys(ctx, of)
}

func TestAGatewayWithoutMetadataDoesNotHideWhatAnotherDid(t *testing.T) {
	g := newGateway(t)
	broken := g.promise(t, leaf(), 0)
	g.close(t, leaf())
	other := g.promiseBy(t, "https://dead.example/shops/x", leaf(), 0)
	a := &Auditor{Chain: g, Gateway: deaf{g}}
	got := audit(t, a, other, broken)
	if len(got) != 2 || got[0].Kind != Unreachable || got[0].Bad() || !got[0].Unjudged() || got[1].Kind != Omitted {
		t.Fatalf("got %+v", got)
	}
	if keys, ok := a.Seen["https://dead.example/shops/x"]; ok {
		t.Errorf("keys were seen that nobody showed: %+v", keys)
	}
	a.Kept = Keys{"https://dead.example/shops/x": {Keys: []jose.JSONWebKey{g.key.Public()}}}
	if got := audit(t, a, other); got[0].Kind != Omitted {
		t.Errorf("with the key that somebody kept: got %+v", got)
	}
}

func TestAReorganisationAccusesNobody(t *testing.T) {
	g := newGateway(t)
	first, second := leaf(), leaf()
	promises := []string{g.promise(t, first, 0), g.promise(t, second, 1)}
	a := &Auditor{Chain: g, Gateway: g}
	want := func(when string, kinds ...string) {
		t.Helper()
		got := audit(t, a, promises...)
		for i := range max(len(got), len(kinds)) {
			if len(got) != len(kinds) || got[i].Kind != kinds[i] || got[i].Bad() {
				t.Fatalf("%s: got %+v, want %v", when, got, kinds)
			}
		}
	}
	g.close(t, first)
	g.close(t, second)
	g.open = 1
	want("the second epoch is not final", Kept, Pending)
	taken := g.roots[1]
	g.roots = g.roots[:1]
	want("its block is taken back", Kept, Pending)
	g.roots = append(g.roots, taken)
	want("it is anchored again", Kept, Pending)
	g.open = 0
	want("it is final", Kept, Kept)
	g.open = 1
	want("another node is a block behind", Kept, Pending, Unreachable)
	g.open = 0
	want("that node has caught up", Kept, Kept)
}

// omission is a proof in a tree of 2^height leaves.
func omission(t *testing.T, g *gateway, height int) []byte {
	t.Helper()
	leaves := make([][32]byte, 1<<height)
	for i := range leaves {
		rand.Read(leaves[i][:])
	}
	g.close(t, leaves...)
	f := audit(t, &Auditor{Chain: g, Gateway: g}, g.promise(t, leaf(), 0))[0]
	if f.Kind != Omitted {
		t.Fatalf("got %+v", f)
	}
	return f.Proof
}

func TestAStrangerChecksAProof(t *testing.T) {
	g := newGateway(t)
	proof := omission(t, g, 4)
	keys, _ := g.Keys(t.Context(), iss)
	b, err := Check(proof, keys)
	if err != nil || b.Root != g.roots[0] || b.Promise.Epoch != 0 || b.Promise.Issuer != iss {
		t.Fatalf("got %+v, %v", b, err)
	}
	if token, err := Token(proof); err != nil || !strings.Contains(token, ".") {
		t.Errorf("got %q, %v", token, err)
	}
	for i := range proof {
		for _, bit := range []byte{1, 0x80} {
			changed := bytes.Clone(proof)
			changed[i] ^= bit
			if b, err := Check(changed, keys); err == nil && b.Root == g.roots[0] {
				t.Fatalf("byte %d changed, and it still proves the same", i)
			}
		}
	}
	for i := range proof {
		if _, err := Check(proof[:i], keys); err == nil {
			t.Fatalf("%d bytes of it are a proof", i)
		}
	}
	if _, err := Check(append(bytes.Clone(proof), 0), keys); err == nil {
		t.Error("with a byte more it is a proof")
	}
	stranger, _ := newGateway(t).Keys(t.Context(), iss)
	if _, err := Check(proof, stranger); err == nil {
		t.Error("another shop's promise")
	}
}

func TestAProofIsSmall(t *testing.T) {
	g := newGateway(t)
	proof := omission(t, g, 18) // the fullest epoch
	t.Logf("%d bytes in a tree of %d leaves", len(proof), g.trees[0].Size())
	if len(proof) > MaxProof {
		t.Errorf("%d bytes, want at most %d", len(proof), MaxProof)
	}
}

// In the fullest tree that there can be, with an iss of 280 bytes: a client id of 160 characters at a gateway with a name of 100 is less.
func TestAProofOfALongClientIDIsSmall(t *testing.T) {
	g := newGateway(t)
	long := "https://gateway.example/shops/" + strings.Repeat("x", 250)
	o := Omission{Promise: g.promiseBy(t, long, leaf(), 1<<40)}
	for i := range uint64(2) {
		o.Absence.Neighbours = append(o.Absence.Neighbours, profile.Proof{Leaf: leaf(), Index: 7 + i, Size: profile.MaxLeaves, Path: make([][32]byte, 20)})
	}
	proof, err := o.Marshal()
	if err != nil || len(proof) > MaxProof {
		t.Errorf("%d bytes, want at most %d; %v", len(proof), MaxProof, err)
	}
	if token, err := Token(proof); err != nil || token != o.Promise {
		t.Errorf("got %q, %v, want %q", token, err, o.Promise)
	}
}

// A gateway that means to omit gives its shop a long client id and fills its tree, or blows the promise up with what its reader skips.
func TestALongPromiseDoesNotHideThatItWasBroken(t *testing.T) {
	g := newGateway(t)
	many := make([][32]byte, 1<<18+1)
	for i := range many {
		many[i] = leaf()
	}
	g.close(t, many...)
	long := "https://gateway.example/shops/" + strings.Repeat("x", 160)
	blown := g.blown(t, g.promiseBy(t, iss, leaf(), 0), 100_000)
	for i, f := range audit(t, &Auditor{Chain: g, Gateway: g}, g.promiseBy(t, long, leaf(), 0), blown, g.promise(t, many[0], 0)) {
		if want := []string{Omitted, Omitted, Kept}[i]; f.Kind != want {
			t.Fatalf("promise %d: got %s %s, want %s", i, f.Kind, f.Detail, want)
		}
		if i == 0 && len(f.Proof) > MaxProof {
			t.Errorf("%d bytes, want at most %d", len(f.Proof), MaxProof)
		}
		if i < 2 {
			keys, _ := g.Keys(t.Context(), iss)
			if b, err := Check(f.Proof, keys); err != nil || b.Root != g.roots[0] {
				t.Errorf("promise %d: a stranger does not believe it: %+v, %v", i, b, err)
			}
		}
	}
}

// blown is the promise with spaces before its payload.
func (g *gateway) blown(t *testing.T, token string, spaces int) string {
	t.Helper()
	parts := strings.Split(token, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	private, err := g.key.MarshalPrivate()
	if err != nil {
		t.Fatal(err)
	}
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(private); err != nil {
		t.Fatal(err)
	}
	token, err = sdjwt.SignCompact(key.Key.(*ecdsa.PrivateKey), parts[0], append(bytes.Repeat([]byte(" "), spaces), payload...))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAnOmissionThatCannotBeWrittenDownIsFound(t *testing.T) {
	f := Finding{}
	g := newGateway(t)
	g.close(t, leaf())
	l := leaf()
	_, absence, err := g.Proof(t.Context(), iss, 0, l)
	if err != nil {
		t.Fatal(err)
	}
	absent("not.a promise", &profile.Promise{Leaf: l}, g.roots[0], absence, &f)
	if f.Kind != Omitted || f.Proof != nil || f.Detail == "" {
		t.Errorf("got %+v", f)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(magic+"\x00\x03{a}\x00\x00\x00\x03{b}"+strings.Repeat("s", signatureSize)+"\x01\x00\x00\x00\x00\x01"), "")
	f.Fuzz(func(t *testing.T, data []byte, more string) {
		if b, err := Check(append(data, more...), jose.JSONWebKeySet{}); err == nil {
			t.Errorf("proven without a key: %s", hex.EncodeToString(b.Root[:]))
		}
	})
}
