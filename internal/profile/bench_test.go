package profile

import (
	"bytes"
	"testing"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"
)

// fixtureShop is a shop, a shopper and an order of six lines, about as long as
// a median invoice.
type fixtureShop struct {
	key       *IssuerKey
	keys      jose.JSONWebKeySet
	holder    jose.JSONWebKey
	identity  *age.HybridIdentity
	recipient *age.HybridRecipient
	body      []byte
	receipt   *Receipt
}

func newFixtureShop(t testing.TB) *fixtureShop {
	t.Helper()
	key, err := NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	holder, err := PublicJWK(&testRoot.Holder(testSector).PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	order, err := ParseOrder([]byte(testOrder))
	if err != nil {
		t.Fatal(err)
	}
	identity := testRoot.Identity(testSector, 0)
	return &fixtureShop{
		key: key, keys: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}}, holder: holder,
		identity: identity, recipient: identity.Recipient(), body: []byte(testOrder), receipt: &order.Receipt,
	}
}

const fixtureID = "000102030405060708090a0b0c0d0e0f"

func (f *fixtureShop) issue(t testing.TB) string {
	t.Helper()
	token, err := Issue(f.key, testIssuer, fixtureID, f.holder, f.receipt)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// BenchmarkBare is the floor that the gateway and the replay are measured
// against: sign one receipt as an SD-JWT, encrypt it with age, nothing else.
func BenchmarkBare(b *testing.B) {
	f := newFixtureShop(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			token := f.issue(b)
			var file bytes.Buffer
			w, err := age.Encrypt(&file, f.recipient)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := w.Write([]byte(token)); err != nil {
				b.Fatal(err)
			}
			if err := w.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "receipts/s")
}

// BenchmarkReceipt is everything this package does for one posted order.
func BenchmarkReceipt(b *testing.B) {
	f := newFixtureShop(b)
	var recipients Recipients
	recipient := f.recipient.String()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			order, err := ParseOrder(f.body)
			if err != nil {
				b.Fatal(err)
			}
			r, err := recipients.Parse(recipient)
			if err != nil {
				b.Fatal(err)
			}
			id := ReceiptID(testPairwiseKey, testClient, "0d4e1c2a-6f0b-4a53-9a55-3a2f0c1b7e90")
			token, err := Issue(f.key, testIssuer, id, f.holder, &order.Receipt)
			if err != nil {
				b.Fatal(err)
			}
			salt := NewSalt()
			leaf := Leaf(salt, token)
			file, err := Seal(token, salt, r)
			if err != nil {
				b.Fatal(err)
			}
			s := Sealed{ID: id, Epoch: 1, Leaf: leaf, Check: Check(testPairwiseKey, id, f.body), Age: file}
			s.Marshal()
			if _, err := SignPromise(f.key, Promise{Issuer: testIssuer, Leaf: leaf, Epoch: 1, ChainID: 31337, Contract: testContract, AnchorIssuer: testAccount}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "receipts/s")
}

func BenchmarkParseOrder(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(testOrder)))
	for b.Loop() {
		if _, err := ParseOrder([]byte(testOrder)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIssue(b *testing.B) {
	f := newFixtureShop(b)
	b.ReportAllocs()
	for b.Loop() {
		f.issue(b)
	}
}

func BenchmarkSeal(b *testing.B) {
	f := newFixtureShop(b)
	token, salt := f.issue(b), NewSalt()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Seal(token, salt, f.recipient); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseRecipient(b *testing.B) {
	s := newFixtureShop(b).recipient.String()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseRecipient(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTree(b *testing.B) {
	leaves := make([][32]byte, 1000)
	for i := range leaves {
		leaves[i] = NewSalt()
	}
	for b.Loop() {
		if _, err := NewTree(leaves); err != nil {
			b.Fatal(err)
		}
	}
}
