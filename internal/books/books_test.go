package books

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
)

const iss = "https://gateway.example/shops/shop1"

type shop struct {
	t       *testing.T
	key     *profile.IssuerKey
	issuers Issuers
	books   *Key
	holder  jose.JSONWebKey
}

func newShop(t *testing.T) *shop {
	t.Helper()
	key, err := profile.NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	holder, err := profile.PublicJWK(&profile.NewRootKey().Holder("shop.example").PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	metadata, err := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}}.Keys[0].MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{t: t, key: key, issuers: Issuers{}, books: Generate(), holder: holder}
	if err := s.issuers.Add(fmt.Appendf(nil, `{"issuer":%q,"jwks":{"keys":[%s]}}`, iss, metadata)); err != nil {
		t.Fatal(err)
	}
	return s
}

func id(n int) string { return fmt.Sprintf("%032x", n) }

// copy seals a receipt for the books.
func (s *shop) copy(epoch uint64, receiptID string, change func(*profile.Receipt)) Copy {
	s.t.Helper()
	tax := int64(2)
	r := &profile.Receipt{Kind: "sale", Channel: "web", Currency: "EUR", Exponent: 2, Total: 12, Tax: &tax, TotalsConsistent: true, At: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
		Lines: []profile.Line{{N: 1, Name: "Cup", Quantity: "1", Total: 12}}, Source: &profile.Source{System: "till", Reference: "=1+1"}}
	if change != nil {
		change(r)
	}
	token, err := profile.Issue(s.key, iss, receiptID, s.holder, r)
	if err != nil {
		s.t.Fatal(err)
	}
	recipient, err := profile.ParseRecipient(s.books.Recipient())
	if err != nil {
		s.t.Fatal(err)
	}
	sealed, err := profile.Seal(token, profile.NewSalt(), recipient)
	if err != nil {
		s.t.Fatal(err)
	}
	return Copy{name(NewKey("shop1", epoch)), epoch, sealed}
}

func (s *shop) open(copies Copies, want func(*profile.Receipt) bool) (*Summary, []Entry) {
	s.t.Helper()
	var kept []Entry
	if want == nil {
		want = func(*profile.Receipt) bool { return true }
	}
	summary, err := Open(copies, s.books.identity, s.issuers, want, func(e Entry) error { kept = append(kept, e); return nil })
	if err != nil {
		s.t.Fatal(err)
	}
	return summary, kept
}

func of(copies ...Copy) Copies {
	return func(yield func(Copy, error) bool) {
		for _, c := range copies {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func TestTheBooksAddUp(t *testing.T) {
	s := newShop(t)
	refund := func(r *profile.Receipt) {
		back := int64(-1)
		r.Kind, r.Of, r.Total, r.Tax, r.Currency, r.Exponent = "refund", id(1), -5, &back, "EUR", 2
	}
	yen := func(r *profile.Receipt) { r.Currency, r.Exponent, r.Total, r.Tax = "JPY", 0, 700, nil }
	exchange := func(r *profile.Receipt) { r.Kind, r.Total, r.Tax = "exchange", 3, nil }
	sale := s.copy(1, id(1), nil)
	again := s.copy(2, id(1), nil) // a second copy of one order, after a crash
	summary, kept := s.open(of(sale, again, s.copy(2, id(2), refund), s.copy(2, id(3), yen), s.copy(3, id(4), exchange)), nil)
	want := []Total{
		{Currency: "EUR", Exponent: 2, Sales: 1, Refunds: 1, Exchanges: 1, Sold: 12, PaidBack: -5, Exchanged: 3, Net: 10, Tax: 1},
		{Currency: "JPY", Sales: 1, Sold: 700, Net: 700},
	}
	if !reflect.DeepEqual(summary.Totals, want) {
		t.Errorf("totals: got %+v, want %+v", summary.Totals, want)
	}
	if summary.Copies != 5 || summary.Receipts != 4 || summary.Duplicates != 1 || !summary.Whole() {
		t.Errorf("got %+v", summary)
	}
	if got := strings.Join(kept[1].Row(), ","); got != id(2)+",2026-05-01T12:00:00Z,refund,"+id(1)+",web,EUR,-0.05,-0.01,,,,1,true,till,'=1+1,2" {
		t.Errorf("row: %s", got)
	}
	if len(kept[0].Row()) != len(Header) {
		t.Errorf("a row of %d cells under %d headings", len(kept[0].Row()), len(Header))
	}
	line, err := kept[2].MarshalJSON()
	if err != nil || !strings.Contains(string(line), `"total":700`) || !strings.Contains(string(line), `"epoch":2`) {
		t.Errorf("line %s: %v", line, err)
	}
}

func TestWhatCannotBeTrustedIsNamedAndNotCounted(t *testing.T) {
	s, stranger := newShop(t), newShop(t)
	good := s.copy(1, id(1), nil)
	foreign := stranger.copy(1, id(2), nil) // another key
	damaged := s.copy(1, id(3), nil)
	damaged.Age = slices.Clone(damaged.Age)
	damaged.Age[len(damaged.Age)-1] ^= 1
	short := s.copy(1, id(4), nil)
	short.Age = short.Age[:100]
	stranger.books = s.books
	forged := stranger.copy(1, id(5), nil) // sealed to the right key by somebody who does not have the shop's
	other := s.copy(2, id(1), func(r *profile.Receipt) { r.Total = 99 })
	summary, kept := s.open(of(good, foreign, damaged, short, forged, other), nil)
	if len(kept) != 1 || summary.Receipts != 1 || summary.Totals[0].Net != 12 {
		t.Errorf("kept %d: %+v", len(kept), summary)
	}
	if want := []string{foreign.Name, damaged.Name, short.Name}; !slices.Equal(summary.Unopened, want) {
		t.Errorf("unopened: %v, want %v", summary.Unopened, want)
	}
	if !slices.Equal(summary.Unsigned, []string{forged.Name}) || !slices.Equal(summary.Conflicts, []string{other.Name}) || summary.Whole() {
		t.Errorf("unsigned %v, conflicts %v", summary.Unsigned, summary.Conflicts)
	}
}

func TestTotalsThatDoNotFitAreRefused(t *testing.T) {
	totals := map[string]*Total{"EUR": {Currency: "EUR", Exponent: 2, Sold: 1<<63 - 10, Net: 0}}
	if err := add(totals, &profile.Receipt{Kind: "sale", Currency: "EUR", Exponent: 2, Total: 100}); !errors.Is(err, ErrTooMuch) {
		t.Errorf("got %v, want %v", err, ErrTooMuch)
	}
	if err := add(totals, &profile.Receipt{Kind: "sale", Currency: "EUR", Exponent: 3, Total: 1}); err == nil {
		t.Error("one currency with two exponents was added up")
	}
}

func TestABundleHoldsWhatTheStoreHeld(t *testing.T) {
	s := newShop(t)
	store := faults.NewMemory()
	dir := t.TempDir()
	n := 0
	for epoch := range uint64(4) {
		for _, client := range []string{"shop1", "shop2"} {
			n++
			key := NewKey(client, epoch)
			data := s.copy(epoch, id(n), nil).Age
			if err := store.Put(t.Context(), key, data); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, filepath.FromSlash(key))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	some := func(epoch uint64) bool { return epoch == 1 || epoch == 2 }
	for what, copies := range map[string]Copies{"store": FromStore(t.Context(), store, "shop1", some), "directory": FromDir(filepath.Join(dir, filepath.FromSlash(Prefix("shop1"))), some)} {
		var bundle bytes.Buffer
		each := 0
		written, err := WriteTar(&bundle, copies, func() { each++ })
		if err != nil || written != 2 || each != 2 {
			t.Fatalf("%s: wrote %d, counted %d, %v", what, written, each, err)
		}
		summary, kept := s.open(FromTar(bytes.NewReader(bundle.Bytes()), func(uint64) bool { return true }), nil)
		if summary.Receipts != 2 || kept[0].Epoch != 1 || kept[1].Epoch != 2 {
			t.Errorf("%s: %+v", what, summary)
		}
		if summary, _ := s.open(FromTar(bytes.NewReader(bundle.Bytes()), func(e uint64) bool { return e == 2 }), nil); summary.Copies != 1 {
			t.Errorf("%s, one epoch: %+v", what, summary)
		}
		for range FromTar(bytes.NewReader(bundle.Bytes()[:700]), func(uint64) bool { return true }) {
		}
	}
	failing := &faults.Store{Store: store}
	failing.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "get ") })
	if _, err := WriteTar(&bytes.Buffer{}, FromStore(t.Context(), failing, "shop1", some), nil); !errors.Is(err, faults.Err) {
		t.Errorf("a store that fails: %v", err)
	}
}

// The key is a file of the age tool; its halves open together and tell nothing apart.
func TestKeyAndHalves(t *testing.T) {
	key, other := Generate(), Generate()
	var file bytes.Buffer
	if err := key.WriteIdentity(&file); err != nil {
		t.Fatal(err)
	}
	ids, err := age.ParseIdentities(&file)
	if err != nil || len(ids) != 1 || ids[0].(*age.HybridIdentity).Recipient().String() != key.Recipient() {
		t.Fatalf("the age tool would not read it: %v", err)
	}
	halves := func(k *Key) (files [2][]byte) {
		one, two := k.Split()
		for i, half := range [][32]byte{one, two} {
			var b bytes.Buffer
			if err := k.WriteShare(&b, i+1, half); err != nil {
				t.Fatal(err)
			}
			files[i] = b.Bytes()
		}
		return files
	}
	mine, again, foreign := halves(key), halves(key), halves(other)
	typed := bytes.ToLower(mine[1][bytes.Index(mine[1], []byte(sharePrefix)):])
	typed = bytes.ReplaceAll(typed, []byte("-"), []byte(" "))
	typed = append([]byte(sharePrefix+"2"), typed[len(sharePrefix)+1:]...)
	for name, files := range map[string][][]byte{"in order": {mine[0], mine[1]}, "the other way round": {mine[1], mine[0]}, "typed from paper": {mine[0], typed}} {
		id, err := Identity(files...)
		if err != nil || id.(*age.HybridIdentity).Recipient().String() != key.Recipient() {
			t.Errorf("%s: %v", name, err)
		}
	}
	slip := bytes.Replace(mine[1], []byte("-2-"), []byte("-1-"), 1)
	for name, files := range map[string][][]byte{"one half": {mine[0]}, "nothing": {}, "three": {mine[0], mine[1], mine[0]}, "a half twice": {mine[0], mine[0]}, "halves of two keys": {mine[0], foreign[1]},
		"halves of two splits": {mine[0], again[1]}, "a half under another number": {mine[0], slip}, "an empty file": {mine[0], nil}, "no key": {[]byte("AGE-SECRET-KEY-PQ-1X\n")},
		"a half with a slip": {mine[0], bytes.Replace(mine[1], mine[1][len(mine[1])-6:len(mine[1])-2], []byte("0000"), 1)}} {
		if _, err := Identity(files...); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if bytes.Contains(mine[0], []byte("AGE-SECRET")) || bytes.Equal(mine[0], again[0]) {
		t.Error("a half is not random")
	}
}

func TestOnlyCopiesAreRead(t *testing.T) {
	for path, want := range map[string]bool{"books/ab/x/0000000007/0123456789abcdef": true, "0000000007/0123456789abcdef.age": true, "7/0123456789abcdef": false,
		"0000000007/0123456789abcde": false, "0000000007/notes": false, "0123456789abcdef": false, "": false} {
		if _, got := epochOf(path); got != want {
			t.Errorf("%q: %v, want %v", path, got, want)
		}
	}
}
