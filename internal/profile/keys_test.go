package profile

import (
	"crypto"
	"crypto/sha256"
	"strings"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

func TestKeysDiffer(t *testing.T) {
	seen := make(map[string]string)
	add := func(name, key string) {
		if other, twice := seen[key]; twice {
			t.Errorf("%s and %s are one key", name, other)
		}
		seen[key] = name
	}
	for _, root := range []RootKey{testRoot, {}, NewRootKey()} {
		for _, sector := range []string{"shop.example", "shop.example:8443", "other.example"} {
			add("receipts 0", root.Identity(sector, 0).String())
			add("receipts 1", root.Identity(sector, 1).String())
			add("holder", private(root.Holder(sector)))
			add("login", private(root.Login(sector)))
		}
		add("scribe", private(root.Scribe()))
	}
}

func TestClaimCode(t *testing.T) {
	code := NewClaimCode()
	compact, text := code.Compact(), code.String()
	if len(compact) != 26 || strings.ReplaceAll(text, "-", "") != compact || len(text) != 30 {
		t.Fatalf("got %q and %q", compact, text)
	}
	typed := strings.NewReplacer("0", "o", "1", "l", "-", " - ").Replace(strings.ToLower(text))
	for _, s := range []string{compact, text, typed} {
		if got, err := ParseClaimCode(s); err != nil || got != code {
			t.Errorf("%q: got %v", s, err)
		}
	}
	for _, s := range []string{"", compact[1:], compact + "0", "U" + compact[1:], compact[:25] + "Z", strings.Repeat("0", 200), compact[:25] + "\n"} {
		if _, err := ParseClaimCode(s); err == nil {
			t.Errorf("%q was accepted", s)
		}
	}
}

func TestRecoveryCodeNoticesTypingErrors(t *testing.T) {
	code := RecoveryCode(seq(20))
	text := code.String()
	if len(text) != 34+8 || text[len(text)-3] != '-' {
		t.Errorf("got %q, want 34 characters in groups of 4, the last of 2", text)
	}
	if got, err := ParseRecoveryCode(strings.ToLower(text)); err != nil || got != code {
		t.Errorf("got %v", err)
	}
	// One check byte finds all but 1 in 256 mistakes; these it does find.
	missed, tried := 0, 0
	for i := range text {
		for _, c := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
			if text[i] == '-' || rune(text[i]) == c {
				continue
			}
			tried++
			if _, err := ParseRecoveryCode(text[:i] + string(c) + text[i+1:]); err == nil {
				missed++
			}
		}
	}
	if missed*64 > tried {
		t.Errorf("%d of %d typing errors went unnoticed", missed, tried)
	}
}

func TestKeyringSlot(t *testing.T) {
	wallet, code := make([]byte, 64), make([]byte, 20)
	salt, iv := [32]byte{1}, [12]byte{2}
	ct, err := SealSlot(testRoot, SlotWalletCode, wallet, code, salt, iv)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenSlot(ct, SlotWalletCode, wallet, code, salt, iv); err != nil || got != testRoot {
		t.Fatalf("got %v", err)
	}
	flips(ct, func(bit int, changed []byte) {
		if _, err := OpenSlot(changed, SlotWalletCode, wallet, code, salt, iv); err == nil {
			t.Errorf("slot with bit %d flipped was opened", bit)
		}
	})
	flips(wallet, func(bit int, changed []byte) {
		if _, err := OpenSlot(ct, SlotWalletCode, changed, code, salt, iv); err == nil {
			t.Errorf("opened with bit %d of the wallet factor flipped", bit)
		}
	})
	for name, open := range map[string]func() (RootKey, error){
		"as another kind":      func() (RootKey, error) { return OpenSlot(ct, SlotWalletPasskey, wallet, code, salt, iv) },
		"with factors swapped": func() (RootKey, error) { return OpenSlot(ct, SlotWalletCode, code, wallet, salt, iv) },
		"with a shifted border": func() (RootKey, error) {
			return OpenSlot(ct, SlotWalletCode, make([]byte, 65), make([]byte, 19), salt, iv)
		},
		"with one factor":    func() (RootKey, error) { return OpenSlot(ct, SlotWalletCode, wallet, nil, salt, iv) },
		"with another salt":  func() (RootKey, error) { return OpenSlot(ct, SlotWalletCode, wallet, code, [32]byte{}, iv) },
		"as an unknown kind": func() (RootKey, error) { return OpenSlot(ct, "ww", wallet, wallet, salt, iv) },
	} {
		if _, err := open(); err == nil {
			t.Errorf("opened %s", name)
		}
	}
}

func TestIndexBox(t *testing.T) {
	key := testRoot.IndexKey(0)
	for _, n := range []int{0, 1, 4096, 4097, 100_000} {
		index := []byte(strings.Repeat("x", n))
		box, err := SealIndex(key, index)
		if err != nil {
			t.Fatal(err)
		}
		if size := len(box) - 28; size < 4096 || size&(size-1) != 0 {
			t.Errorf("an index of %d bytes is padded to %d", n, size)
		}
		if got, err := OpenIndex(key, box); err != nil || string(got) != string(index) {
			t.Errorf("an index of %d bytes does not open: %v", n, err)
		}
	}
	box, err := SealIndex(key, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	flips(box, func(bit int, changed []byte) {
		if _, err := OpenIndex(key, changed); err == nil {
			t.Errorf("index with bit %d flipped was opened", bit)
		}
	})
	if _, err := OpenIndex(testRoot.IndexKey(1), box); err == nil {
		t.Error("opened with another generation's key")
	}
	if _, err := SealIndex(key, make([]byte, maxIndex)); err == nil {
		t.Error("sealed an index that no box holds")
	}
}

func TestHolderJWK(t *testing.T) {
	public, err := PublicJWK(&testRoot.Holder(testSector).PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	good, err := HolderJWK(public)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseHolder(good)
	if err != nil || got.KeyID != public.KeyID {
		t.Fatalf("got %v", err)
	}
	thumb, err := (&jose.JSONWebKey{Key: public.Key}).Thumbprint(crypto.SHA256)
	if err != nil || b64.EncodeToString(thumb) != public.KeyID {
		t.Errorf("go-jose computes another thumbprint: %v", err)
	}
	key, err := NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := key.MarshalPrivate()
	if err != nil {
		t.Fatal(err)
	}
	x := string(good[30:73])
	for name, jwk := range map[string]string{
		"a private key":          string(secret),
		"a point off the curve":  strings.Replace(string(good), x, strings.Repeat("A", 43), 1),
		"a short coordinate":     strings.Replace(string(good), x, x[1:], 1),
		"another curve":          strings.Replace(string(good), "P-256", "P-384", 1),
		"a kind of key we lack":  strings.Replace(string(good), `"EC"`, `"OKP"`, 1),
		"an unknown member":      strings.Replace(string(good), "{", `{"x5u":"https://evil.example",`, 1),
		"something behind":       string(good) + "{}",
		"a kilobyte of white":    strings.Repeat(" ", 1024) + string(good),
		"nothing":                "",
		"a coordinate with a LF": strings.Replace(string(good), x, x[:42]+`\n`, 1),
	} {
		if _, err := ParseHolder([]byte(jwk)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestIssuerKeyRoundTrip(t *testing.T) {
	key, err := NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	text, err := key.MarshalPrivate()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseIssuerKey(text)
	if err != nil || again.Public().KeyID != key.Public().KeyID {
		t.Fatalf("got %v", err)
	}
	public, err := key.Public().MarshalJSON()
	if err != nil || strings.Contains(string(public), `"d"`) {
		t.Fatalf("public key %s, %v", public, err)
	}
	for _, jwk := range []string{string(public), "{}", "", `{"kty":"oct","k":"AAAA"}`} {
		if _, err := ParseIssuerKey([]byte(jwk)); err == nil {
			t.Errorf("%s was accepted", jwk)
		}
	}
}

func TestRecipients(t *testing.T) {
	var c Recipients
	good := testRoot.Identity(testSector, 0).Recipient().String()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if r, err := c.Parse(good); err != nil || r.String() != good {
				t.Errorf("got %v", err)
			}
		})
	}
	wg.Wait()
	if len(c.parsed) != 1 {
		t.Errorf("got %d kept recipients, want 1", len(c.parsed))
	}
	for name, s := range map[string]string{
		"upper case":           strings.ToUpper(good),
		"a changed character":  good[:900] + map[bool]string{true: "p", false: "q"}[good[900] == 'q'] + good[901:],
		"a classic recipient":  "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
		"a secret key":         testRoot.Identity(testSector, 0).String(),
		"nothing":              "",
		"a trailing line feed": good + "\n",
	} {
		if _, err := c.Parse(s); err == nil {
			t.Errorf("%s was accepted", name)
		} else if strings.Contains(err.Error(), good[:40]) {
			t.Errorf("%s: the error repeats the key", name)
		}
	}
}

func TestIdentifiersAreSeparate(t *testing.T) {
	key := testPairwiseKey
	ids := []string{
		InboxID(key, "a", "bc"), InboxID(key, "ab", "c"), GuestInboxID(key, "a"),
		ReceiptID(key, "a", "bc"), ReceiptID(key, "ab", "c"),
		InboxID(make([]byte, 32), "a", "bc"),
	}
	for i, a := range ids {
		for _, b := range ids[:i] {
			if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) {
				t.Errorf("%s occurs twice", a)
			}
		}
	}
	if Check(key, "a", []byte("b")) == Check(key, "ab", nil) && Check(key, "a", []byte("c")) == Check(key, "ac", nil) {
		t.Error("check does not separate id and body")
	}
	code := NewClaimCode()
	if sum := sha256.Sum256(code[:]); strings.Contains(code.Keys().ID, string(sum[:4])) {
		t.Error("claim id is a plain hash of the code")
	}
}
