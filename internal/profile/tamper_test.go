package profile

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"testing"
	"time"

	"carnet/internal/profile/sdjwt"

	"filippo.io/age"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
)

// flips calls try with every text that differs from text in one bit.
func flips(text []byte, try func(bit int, changed []byte)) {
	changed := bytes.Clone(text)
	for i := range 8 * len(text) {
		changed[i/8] ^= 1 << (i % 8)
		try(i, changed)
		changed[i/8] ^= 1 << (i % 8)
	}
}

func TestEveryBitOfAReceipt(t *testing.T) {
	t.Parallel()
	f := newFixtureShop(t)
	token := f.issue(t)
	if _, _, err := VerifyReceipt(token, testIssuer, f.keys); err != nil {
		t.Fatal(err)
	}
	flips([]byte(token), func(bit int, changed []byte) {
		if _, _, err := VerifyReceipt(string(changed), testIssuer, f.keys); err == nil {
			t.Errorf("receipt with bit %d of byte %d flipped was accepted", bit%8, bit/8)
		}
	})
}

func TestEveryBitOfAPromise(t *testing.T) {
	t.Parallel()
	f := newFixtureShop(t)
	token, err := SignPromise(f.key, Promise{Issuer: testIssuer, Epoch: 9, ChainID: 31337, Contract: testContract, AnchorIssuer: testAccount})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := VerifyPromise(token, testIssuer, f.keys); err != nil {
		t.Fatal(err)
	}
	flips([]byte(token), func(bit int, changed []byte) {
		if _, err := VerifyPromise(string(changed), testIssuer, f.keys); err == nil {
			t.Errorf("promise with bit %d of byte %d flipped was accepted", bit%8, bit/8)
		}
	})
	if _, err := VerifyPromise(token, testIssuer+"2", f.keys); err == nil {
		t.Error("another issuer's promise was accepted")
	}
	if _, err := VerifyPromise(f.issue(t), testIssuer, f.keys); err == nil {
		t.Error("a receipt was accepted as a promise")
	}
}

func TestEveryBitOfASealedReceipt(t *testing.T) {
	t.Parallel()
	f := newFixtureShop(t)
	token, salt := f.issue(t), NewSalt()
	file, err := Seal(token, salt, f.recipient)
	if err != nil {
		t.Fatal(err)
	}
	stored := (&Sealed{ID: fixtureID, Epoch: 12, Leaf: Leaf(salt, token), Check: "0a1b", Age: file}).Marshal()
	open := func(data []byte) (*Sealed, error) {
		s, err := ParseSealed(data)
		if err != nil {
			return nil, err
		}
		_, err = OpenSealed(s, f.identity, f.holder, testIssuer, f.keys)
		return s, err
	}
	if _, err := open(stored); err != nil {
		t.Fatal(err)
	}
	payload := len(stored) - 16 - 16 - len(plainFor(t, token, salt)) // nonce, padded plaintext, tag
	flips(stored, func(bit int, changed []byte) {
		if i := bit / 8; i > payload && bit%8 != i%8 {
			return // one AEAD covers the payload: one bit of each byte will do
		}
		s, err := open(changed)
		// Epoch and check are the gateway's notes: the anchor proof and the
		// pairwise key settle them.
		if err == nil && s.Epoch == 12 && s.Check == "0a1b" {
			t.Errorf("sealed receipt with bit %d of byte %d flipped was opened", bit%8, bit/8)
		}
	})
}

func plainFor(t *testing.T, token string, salt [32]byte) []byte {
	t.Helper()
	plain, err := plaintext(token, salt)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestEveryBitOfAPresentation(t *testing.T) {
	t.Parallel()
	f := newFixtureShop(t)
	token, want := present(t, f)
	flips([]byte(token), func(bit int, changed []byte) {
		if _, err := VerifyPresentation(string(changed), want); err == nil {
			t.Errorf("presentation with bit %d of byte %d flipped was accepted", bit%8, bit/8)
		}
	})
}

// present makes a presentation of the total and the second line.
func present(t *testing.T, f *fixtureShop) (string, Request) {
	t.Helper()
	want := Request{Issuer: testIssuer, Keys: f.keys, Audience: "shop-2", Nonce: "n-0S6_WzA2Mj", Now: testNow}
	token, err := Present(f.issue(t), func(name string) bool { return name == "total" }, func(i int) bool { return i == 1 },
		testRoot.Holder(testSector), want.Audience, want.Nonce, testNow)
	if err != nil {
		t.Fatal(err)
	}
	return token, want
}

func TestPresentation(t *testing.T) {
	f := newFixtureShop(t)
	token, want := present(t, f)
	c, err := VerifyPresentation(token, want)
	if err != nil {
		t.Fatal(err)
	}
	wantClaims := `{"total":3494,"lines":[{"n":2,"name":"Set of 7 \"Babushka\" nesting boxes","qty":"2","unit":735,"total":1470}]}`
	if got := canonical(t, c.Claims); got != canonical(t, rawJSON(wantClaims)) {
		t.Errorf("got %s, want %s", got, wantClaims)
	}
	if strings.Contains(token, hex.EncodeToString([]byte("hanging"))) || len(token) > 3500 {
		t.Errorf("presentation of %d bytes holds more than was chosen", len(token))
	}
	parts, err := sdjwt.Split(token)
	if err != nil {
		t.Fatal(err)
	}
	rebind := func(disclosures []string) string {
		bound, err := sdjwt.Bind(strings.Join(append([]string{parts.JWT}, disclosures...), "~")+"~",
			testRoot.Holder(testSector), want.Audience, want.Nonce, testNow)
		if err != nil {
			t.Fatal(err)
		}
		return bound
	}
	thief := NewRootKey().Holder(testSector)
	stolen, err := sdjwt.Bind(strings.TrimSuffix(token, parts.KeyBinding), thief, want.Audience, want.Nonce, testNow)
	if err != nil {
		t.Fatal(err)
	}
	other := func(change func(*Request)) Request {
		r := want
		change(&r)
		return r
	}
	for name, row := range map[string]struct {
		token string
		want  Request
	}{
		"for another audience":               {token, other(func(r *Request) { r.Audience = "shop-3" })},
		"for no audience":                    {token, other(func(r *Request) { r.Audience = "" })},
		"with another nonce":                 {token, other(func(r *Request) { r.Nonce = "n-0S6_WzA2Mk" })},
		"with no nonce":                      {token, other(func(r *Request) { r.Nonce = "" })},
		"from another shop":                  {token, other(func(r *Request) { r.Issuer += "x" })},
		"from a shop with other keys":        {token, other(func(r *Request) { r.Keys = newFixtureShop(t).keys })},
		"eleven minutes old":                 {token, other(func(r *Request) { r.Now = testNow.Add(11 * time.Minute) })},
		"from two minutes ahead":             {token, other(func(r *Request) { r.Now = testNow.Add(-2 * time.Minute) })},
		"without key binding":                {strings.TrimSuffix(token, parts.KeyBinding), want},
		"bound by a thief":                   {stolen, want},
		"with a disclosure taken away":       {strings.Replace(token, parts.Disclosures[0]+"~", "", 1), want},
		"with a disclosure twice":            {rebind(append(slices.Clone(parts.Disclosures), parts.Disclosures[0])), want},
		"with an invented disclosure":        {rebind(append(slices.Clone(parts.Disclosures), b64.EncodeToString([]byte(`["AAAAAAAAAAAAAAAAAAAAAA","tax",0]`)))), want},
		"with a line but without the array":  {rebind(parts.Disclosures[len(parts.Disclosures)-1:]), want},
		"with an empty disclosure":           {rebind(append(slices.Clone(parts.Disclosures), "")), want},
		"with a disclosure that is not JSON": {rebind(append(slices.Clone(parts.Disclosures), "AAAA")), want},
	} {
		t.Run(name, func(t *testing.T) {
			if c, err := VerifyPresentation(row.token, row.want); err == nil {
				t.Errorf("accepted, with claims %v", c.Claims)
			}
		})
	}
	if c, err := VerifyPresentation(rebind(nil), want); err != nil || len(c.Claims) != 0 {
		t.Errorf("a presentation of nothing: got %v", err)
	}
}

type rawJSON string

func (r rawJSON) MarshalJSON() ([]byte, error) { return []byte(r), nil }

// A receipt with every claim and one with few must look alike until disclosed.
func TestDigestsDoNotTellWhichClaimsExist(t *testing.T) {
	f := newFixtureShop(t)
	few := *f.receipt
	few.Tax, few.Shipping, few.Discount, few.Tender, few.Source = nil, nil, nil, "", nil
	for _, r := range []*Receipt{f.receipt, &few} {
		token, err := Issue(f.key, testIssuer, fixtureID, f.holder, r)
		if err != nil {
			t.Fatal(err)
		}
		jwt, _, _ := strings.Cut(token, "~")
		c, err := VerifyCredential(jwt+"~", testIssuer, f.keys)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Claims) != 0 || c.Undisclosed != claimCount {
			t.Errorf("got %d claims and %d digests, want 0 and %d", len(c.Claims), c.Undisclosed, claimCount)
		}
	}
}

func TestEverySizeIsAPowerOfTwo(t *testing.T) {
	f := newFixtureShop(t)
	for _, n := range []int{1, 500, 1300, 1985, 1986, 1987, 2000, 5000, 100_000, 1_000_000} {
		token := strings.Repeat("a", n-1) + "~"
		file, err := Seal(token, NewSalt(), f.recipient)
		if err != nil {
			t.Fatal(err)
		}
		r, err := age.Decrypt(bytes.NewReader(file), f.identity)
		if err != nil {
			t.Fatal(err)
		}
		var plain bytes.Buffer
		if _, err := plain.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		if size := plain.Len(); size < 2048 || bits.OnesCount(uint(size)) != 1 || size > 2048 && size >= 2*(n+83) {
			t.Errorf("a token of %d bytes is padded to %d", n, size)
		}
		got, _, err := Open(file, f.identity)
		if err != nil || got != token {
			t.Errorf("a token of %d bytes does not open: %v", n, err)
		}
	}
}

func TestSealRefused(t *testing.T) {
	f := newFixtureShop(t)
	weak, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Seal("a~", NewSalt(), weak.Recipient()); err == nil {
		t.Error("sealed to a recipient that is not post-quantum")
	}
	if _, err := Seal("a~", NewSalt(), nil); err == nil {
		t.Error("sealed to nobody")
	}
	for _, token := range []string{"", "a", `a"~`, "a\n~", strings.Repeat("a", MaxSealed/2) + "~"} {
		if _, err := Seal(token, NewSalt(), f.recipient); err == nil {
			t.Errorf("sealed a token of %d bytes that is none", len(token))
		}
	}
	file, err := Seal("a~", NewSalt(), f.recipient)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(file, NewRootKey().Identity(testSector, 0)); err == nil {
		t.Error("another shopper opened a receipt")
	}
}

// sealText encrypts any text, as a gateway that lies would.
func sealText(t *testing.T, f *fixtureShop, text string) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := age.Encrypt(&file, f.recipient)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestOpenRefusesOtherSpellings(t *testing.T) {
	f := newFixtureShop(t)
	salt := NewSalt()
	good, err := plaintext("a~", salt)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(sealText(t, f, string(good)), f.identity); err != nil {
		t.Fatal(err)
	}
	trimmed := strings.TrimRight(string(good), " ")
	for name, text := range map[string]string{
		"no padding":               trimmed,
		"a kibibyte of padding":    trimmed + strings.Repeat(" ", 1024-len(trimmed)),
		"twice the padding":        string(good) + strings.Repeat(" ", len(good)),
		"line feeds for padding":   trimmed + strings.Repeat("\n", len(good)-len(trimmed)),
		"version 2":                strings.Replace(string(good), `"v":1`, `"v":2`, 1),
		"another member":           strings.Replace(string(good[:len(good)-8]), `"}`, `","x":"y"}`, 1),
		"a token without its ~":    strings.Replace(string(good), `a~"`, `ab"`, 1),
		"a salt with a line feed":  strings.Replace(string(good), trimmed[len(trimmed)-6:], trimmed[len(trimmed)-6:len(trimmed)-3]+"\n"+`"}`, 1),
		"two objects":              trimmed + trimmed + strings.Repeat(" ", len(good)-2*len(trimmed)),
		"nothing":                  "",
		"nothing but the padding":  strings.Repeat(" ", 2048),
		"a member in another case": strings.Replace(string(good), `"sd_jwt"`, `"SD_JWT"`, 1),
	} {
		if _, _, err := Open(sealText(t, f, text), f.identity); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestOpenSealedRefusesAnotherReceipt(t *testing.T) {
	f := newFixtureShop(t)
	token, salt := f.issue(t), NewSalt()
	file, err := Seal(token, salt, f.recipient)
	if err != nil {
		t.Fatal(err)
	}
	good := Sealed{ID: fixtureID, Leaf: Leaf(salt, token), Check: "0000", Age: file}
	for name, row := range map[string]struct {
		change func(*Sealed)
		holder func() string
	}{
		"under another id":      {change: func(s *Sealed) { s.ID = strings.Repeat("0", 32) }},
		"under another leaf":    {change: func(s *Sealed) { s.Leaf[31] ^= 1 }},
		"with the old age file": {change: func(s *Sealed) { s.Age = sealText(t, f, "old") }},
	} {
		s := good
		row.change(&s)
		if _, err := OpenSealed(&s, f.identity, f.holder, testIssuer, f.keys); err == nil {
			t.Errorf("opened %s", name)
		}
	}
	stranger, err := PublicJWK(&NewRootKey().Holder(testSector).PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSealed(&good, f.identity, stranger, testIssuer, f.keys); err == nil {
		t.Error("opened a receipt that is bound to another holder")
	}
}

func FuzzParseSealed(f *testing.F) {
	f.Add((&Sealed{ID: fixtureID, Epoch: 1, Check: "0a1b", Age: []byte("age")}).Marshal())
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseSealed(data)
		if err == nil && !bytes.Equal(s.Marshal(), data) {
			t.Errorf("%q is marshalled as %q", data, s.Marshal())
		}
	})
}

func FuzzVerifyReceipt(f *testing.F) {
	shop := newFixtureShop(f)
	f.Add(shop.issue(f))
	f.Add("a.b.c~~")
	f.Fuzz(func(t *testing.T, token string) {
		r, _, err := VerifyReceipt(token, testIssuer, shop.keys)
		if err == nil && (r.ID != fixtureID || r.Total != shop.receipt.Total) {
			t.Errorf("accepted a receipt that nobody signed")
		}
	})
}

func TestEveryBitOfARequest(t *testing.T) {
	key := testRoot.Holder(testSector)
	const method, target = "DELETE", "https://gateway.example/v1/inboxes/0a/receipts/0b?x=1"
	body := []byte(`{"a":1}`)
	s, err := SignRequest(key, method, target, body, testNow)
	if err != nil {
		t.Fatal(err)
	}
	verify := func(method, target string, body []byte, s RequestSignature, now time.Time) error {
		return VerifyRequest(&key.PublicKey, method, target, body, s, now)
	}
	if err := verify(method, target, body, s, testNow); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		text string
		try  func(changed string) error
	}{
		"method":          {method, func(c string) error { return verify(c, target, body, s, testNow) }},
		"target":          {target, func(c string) error { return verify(method, c, body, s, testNow) }},
		"body":            {string(body), func(c string) error { return verify(method, target, []byte(c), s, testNow) }},
		"Content-Digest":  {s.ContentDigest, func(c string) error { x := s; x.ContentDigest = c; return verify(method, target, body, x, testNow) }},
		"Signature-Input": {s.SignatureInput, func(c string) error { x := s; x.SignatureInput = c; return verify(method, target, body, x, testNow) }},
		"Signature":       {s.Signature, func(c string) error { x := s; x.Signature = c; return verify(method, target, body, x, testNow) }},
	} {
		flips([]byte(row.text), func(bit int, changed []byte) {
			if err := row.try(string(changed)); !errors.Is(err, ErrRequestSignature) {
				t.Errorf("%s with bit %d of byte %d flipped: got %v", name, bit%8, bit/8, err)
			}
		})
	}
	for _, skew := range []time.Duration{61 * time.Second, -61 * time.Second, 24 * time.Hour} {
		if err := verify(method, target, body, s, testNow.Add(skew)); err == nil {
			t.Errorf("accepted %v away from its time", skew)
		}
	}
	if err := verify(method, target, nil, s, testNow); err == nil {
		t.Error("accepted without its body")
	}
	if err := verify(method, target, body, RequestSignature{}, testNow); err == nil {
		t.Error("accepted without a signature")
	}
	other := NewRootKey().Holder(testSector)
	if err := VerifyRequest(&other.PublicKey, method, target, body, s, testNow); err == nil {
		t.Error("accepted for another key")
	}
}

func TestTree(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 4, 5, 8, 9, 100} {
		t.Run(fmt.Sprintf("of %d leaves", n), func(t *testing.T) {
			leaves := make([][32]byte, n)
			for i := range leaves {
				leaves[i] = NewSalt()
			}
			given := slices.Clone(leaves)
			tree, err := NewTree(append(leaves, leaves...)) // journalled twice after a crash
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(leaves, given) {
				t.Error("the caller's leaves were sorted in place")
			}
			size := tree.Size()
			if size < 2 || bits.OnesCount(uint(size)) != 1 || size >= 2*max(n, 2) {
				t.Errorf("padded to %d", size)
			}
			if got, want := tree.Root(), secondOpinion(t, tree.Padded()); got != want {
				t.Errorf("got root %x, want %x", got, want)
			}
			again, err := TreeFromPadded(tree.Padded())
			if err != nil || again.Root() != tree.Root() {
				t.Errorf("rebuilt tree differs: %v", err)
			}
			for _, leaf := range leaves {
				p, err := tree.Proof(3, leaf)
				if err != nil {
					t.Fatal(err)
				}
				if err := VerifyProof(p); err != nil || p.Root != tree.Root() {
					t.Errorf("proof: %v", err)
				}
			}
			if _, err := tree.Proof(3, NewSalt()); !errors.Is(err, ErrNoLeaf) {
				t.Errorf("got %v, want %v", err, ErrNoLeaf)
			}
		})
	}
}

// secondOpinion computes the RFC 6962 root by another road.
func secondOpinion(t *testing.T, padded []byte) [32]byte {
	t.Helper()
	h := rfc6962.DefaultHasher
	r := (&compact.RangeFactory{Hash: h.HashChildren}).NewEmptyRange(0)
	for ; len(padded) > 0; padded = padded[32:] {
		if err := r.Append(h.HashLeaf(padded[:32]), nil); err != nil {
			t.Fatal(err)
		}
	}
	root, err := r.GetRootHash(nil)
	if err != nil {
		t.Fatal(err)
	}
	return [32]byte(root)
}

func TestEveryBitOfAProof(t *testing.T) {
	leaves := make([][32]byte, 13)
	for i := range leaves {
		leaves[i] = NewSalt()
	}
	tree, err := NewTree(leaves)
	if err != nil {
		t.Fatal(err)
	}
	good, err := tree.Proof(3, leaves[5])
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, hash *[32]byte) {
		for i := range 256 {
			hash[i/8] ^= 1 << (i % 8)
			if VerifyProof(good) == nil {
				t.Errorf("%s with bit %d flipped was accepted", what, i)
			}
			hash[i/8] ^= 1 << (i % 8)
		}
	}
	check("leaf", &good.Leaf)
	check("root", &good.Root)
	for i := range good.Path {
		check("path", &good.Path[i])
	}
	for _, change := range []func(*Proof){
		func(p *Proof) { p.Index ^= 1 },
		func(p *Proof) { p.Index = p.Size },
		func(p *Proof) { p.Size *= 2 },
		func(p *Proof) { p.Size--; p.Index = 0 },
		func(p *Proof) { p.Size = 0 },
		func(p *Proof) { p.Path = p.Path[1:] },
		func(p *Proof) { p.Path = append(slices.Clone(p.Path), p.Root) },
		func(p *Proof) { p.Path = nil },
		// An inner node shown as a leaf, as in a second-preimage attack.
		func(p *Proof) { p.Leaf, p.Path, p.Size, p.Index = p.Path[0], p.Path[1:], p.Size/2, p.Index/2 },
	} {
		p := good
		change(&p)
		if VerifyProof(p) == nil {
			t.Errorf("accepted %+v", p)
		}
	}
}

func TestTreeRefused(t *testing.T) {
	tree, err := NewTree([][32]byte{{1}, {2}, {3}, {4}})
	if err != nil {
		t.Fatal(err)
	}
	good := tree.Padded()
	for name, data := range map[string][]byte{
		"nothing":        nil,
		"one leaf":       good[:32],
		"three leaves":   good[:96],
		"half a leaf":    good[:48],
		"another order":  append(slices.Clone(good[64:]), good[:64]...),
		"the same leaf ": append(slices.Clone(good[:32]), good[:32]...),
	} {
		if _, err := TreeFromPadded(data); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := NewTree(make([][32]byte, 0)); err != nil {
		t.Errorf("an empty epoch: %v", err)
	}
}

func TestProofJSON(t *testing.T) {
	tree, err := NewTree([][32]byte{{1}, {2}, {3}, {4}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := tree.Proof(3, [32]byte{3})
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var again Proof
	if err := again.UnmarshalJSON(text); err != nil || VerifyProof(again) != nil || again.Root != p.Root {
		t.Fatalf("got %v from %s", err, text)
	}
	for _, bad := range []string{
		strings.Replace(string(text), `"epoch"`, `"era"`, 1),
		strings.Replace(string(text), `"0x`, `"`, 1),
		strings.Replace(string(text), `"leaf":"03`, `"leaf":"3`, 1),
		strings.ToUpper(string(text)),
		string(text) + "{}",
		strings.Replace(string(text), `"path":[`, `"path":[`+strings.Repeat(`"00",`, 40), 1),
	} {
		if err := new(Proof).UnmarshalJSON([]byte(bad)); err == nil {
			t.Errorf("accepted %s", bad)
		}
	}
}
