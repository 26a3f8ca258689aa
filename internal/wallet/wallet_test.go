package wallet

import (
	"bytes"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// signer is a fake wallet: it signs what it is given, with a fixed key.
type signer struct{ key *ecdsa.PrivateKey }

func newSigner(t testing.TB) signer {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte("a wallet for tests")))
	if err != nil {
		t.Fatal(err)
	}
	return signer{key}
}

func (s signer) address() common.Address { return crypto.PubkeyToAddress(s.key.PublicKey) }

// sign returns r‖s‖v with v in {27, 28}.
func (s signer) sign(t testing.TB, msg []byte) []byte {
	sig, err := crypto.Sign(digest(msg), s.key)
	if err != nil {
		t.Fatal(err)
	}
	sig[64] += 27
	return sig
}

// login is a message as the gateway writes it, and what the gateway then expects.
func login(s signer) (Message, Expect) {
	exp := noon.Add(5 * time.Minute)
	m := Message{
		Domain: "id.shop.example", Address: s.address(), Statement: "Sign in to Lantern & Loom.", URI: "https://id.shop.example/login",
		ChainID: 1, Nonce: "Q7KLMNOPQRSTUVWXYZ234567AB", IssuedAt: noon, ExpirationTime: &exp, Resources: []string{"urn:carnet:shop:shop.example"},
	}
	return m, Expect{
		Domain: m.Domain, Scheme: "https", URI: m.URI, Chains: []uint64{1, 31337}, Nonce: m.Nonce, Now: noon.Add(time.Minute),
		MaxAge: 10 * time.Minute, Resources: m.Resources, Statement: m.Statement,
	}
}

func compose(t testing.TB, m Message) string {
	t.Helper()
	text, err := Compose(m)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// enter is the whole way in: parse, check, verify.
func enter(msg, sig []byte, e Expect) error {
	m, err := Parse(msg)
	if err != nil {
		return err
	}
	if err := m.Check(e); err != nil {
		return err
	}
	return Verify(msg, sig, m.Address)
}

func TestHonestSignInIsAccepted(t *testing.T) {
	s := newSigner(t)
	m, e := login(s)
	msg := []byte(compose(t, m))
	sig := s.sign(t, msg)
	if err := enter(msg, sig, e); err != nil {
		t.Errorf("got %v, want 65 bytes with v 27 or 28 accepted", err)
	}
	low := bytes.Clone(sig)
	low[64] -= 27
	if err := enter(msg, low, e); err != nil {
		t.Errorf("got %v, want v 0 or 1 accepted", err)
	}
	if err := enter(msg, compact(sig), e); err != nil {
		t.Errorf("got %v, want EIP-2098 accepted", err)
	}
}

// compact is EIP-2098's form of a 65-byte signature.
func compact(sig []byte) []byte {
	out := bytes.Clone(sig[:64])
	out[32] |= (sig[64] - 27) << 7
	return out
}

func TestBothParitiesInBothForms(t *testing.T) {
	s := newSigner(t)
	seen := map[byte]bool{}
	for i := 0; len(seen) < 2; i++ {
		msg := fmt.Appendf(nil, "message %d", i)
		sig := s.sign(t, msg)
		seen[sig[64]] = true
		for _, form := range [][]byte{sig, compact(sig)} {
			if err := Verify(msg, form, s.address()); err != nil {
				t.Errorf("v %d, %d bytes: got %v, want accepted", sig[64], len(form), err)
			}
		}
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	s := newSigner(t)
	m, e := login(s)
	msg := []byte(compose(t, m))
	sig := s.sign(t, msg)
	for i := range len(msg) * 8 {
		bad := bytes.Clone(msg)
		bad[i/8] ^= 1 << (i % 8)
		if Verify(bad, sig, s.address()) == nil {
			t.Errorf("message bit %d: signature accepted", i)
		}
		if enter(bad, sig, e) == nil {
			t.Errorf("message bit %d: sign-in accepted", i)
		}
	}
	low := bytes.Clone(sig)
	low[64] -= 27
	for name, form := range map[string][]byte{"v 27 or 28": sig, "v 0 or 1": low, "EIP-2098": compact(sig)} {
		for i := range len(form) * 8 {
			bad := bytes.Clone(form)
			bad[i/8] ^= 1 << (i % 8)
			if err := Verify(msg, bad, s.address()); !errors.Is(err, ErrSignature) {
				t.Errorf("%s, bit %d: got %v, want %v", name, i, err, ErrSignature)
			}
		}
	}
	for i := range 160 {
		addr := s.address()
		addr[i/8] ^= 1 << (i % 8)
		if Verify(msg, sig, addr) == nil {
			t.Errorf("address bit %d: accepted", i)
		}
	}
}

func TestMalleableSignaturesAreRefused(t *testing.T) {
	s := newSigner(t)
	msg := []byte("hello")
	sig := s.sign(t, msg)
	twin := func(parity byte) []byte {
		out := bytes.Clone(sig)
		n := crypto.S256().Params().N
		new(big.Int).Sub(n, new(big.Int).SetBytes(sig[32:64])).FillBytes(out[32:64])
		out[64] = parity
		return out
	}
	for v := range 256 {
		bad := bytes.Clone(sig)
		bad[64] = byte(v)
		want := v == int(sig[64]) || v == int(sig[64])-27
		if got := Verify(msg, bad, s.address()) == nil; got != want {
			t.Errorf("v=%d: got accepted %v, want %v", v, got, want)
		}
		if err := Verify(msg, twin(byte(v)), s.address()); !errors.Is(err, ErrSignature) {
			t.Errorf("n−s twin with v=%d: got %v, want %v", v, err, ErrSignature)
		}
	}
	// The largest low s is allowed by shape, the next is not: both fail, each for its own reason.
	edge := bytes.Clone(sig)
	copy(edge[32:64], halfN)
	if err := Verify(msg, edge, s.address()); err == nil || strings.Contains(err.Error(), "high") {
		t.Errorf("s = n/2: got %v, want refused, but not as high", err)
	}
	edge[63]++
	if err := Verify(msg, edge, s.address()); err == nil || !strings.Contains(err.Error(), "high") {
		t.Errorf("s = n/2+1: got %v, want refused as high", err)
	}
	if got, want := halfN, new(big.Int).Rsh(crypto.S256().Params().N, 1).FillBytes(make([]byte, 32)); !bytes.Equal(got, want) {
		t.Errorf("halfN: got %x, want %x", got, want)
	}
}

func TestSignaturesOfAnyLengthDoNotPanic(t *testing.T) {
	s := newSigner(t)
	lengths := []int{1 << 20, 8 << 10, 1000}
	for n := range 200 {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		for _, fill := range []byte{0, 1, 0x7f, 0xff} {
			if err := Verify([]byte("hello"), bytes.Repeat([]byte{fill}, n), s.address()); !errors.Is(err, ErrSignature) {
				t.Errorf("%d bytes of %#x: got %v, want %v", n, fill, err, ErrSignature)
			}
		}
	}
	if err := Verify(make([]byte, MaxMessage+1), make([]byte, 65), s.address()); !errors.Is(err, ErrSize) {
		t.Errorf("got %v, want %v", err, ErrSize)
	}
	if err := Verify(nil, nil, common.Address{}); !errors.Is(err, ErrSignature) {
		t.Errorf("got %v, want %v", err, ErrSignature)
	}
}

func TestCheckRefuses(t *testing.T) {
	s := newSigner(t)
	ago := func(d time.Duration) *time.Time { at := noon.Add(d); return &at }
	for _, row := range []struct {
		name   string
		change func(*Message, *Expect)
		want   error
	}{
		{"a message written for another site", func(m *Message, _ *Expect) { m.Domain = "evil.example" }, ErrDomain},
		{"a subdomain of the site", func(m *Message, _ *Expect) { m.Domain = "x.id.shop.example" }, ErrDomain},
		{"the site with another port", func(m *Message, _ *Expect) { m.Domain = "id.shop.example:444" }, ErrDomain},
		{"the site as user information of another", func(m *Message, _ *Expect) { m.Domain = "id.shop.example@evil.example" }, ErrDomain},
		{"the site behind user information", func(m *Message, _ *Expect) { m.Domain = "evil@id.shop.example" }, ErrDomain},
		{"another scheme", func(m *Message, _ *Expect) { m.Scheme = "http" }, ErrScheme},
		{"another URI", func(m *Message, _ *Expect) { m.URI += "/" }, ErrURI},
		{"a chain that is not allowed", func(m *Message, _ *Expect) { m.ChainID = 10 }, ErrChain},
		{"chain 0", func(m *Message, _ *Expect) { m.ChainID = 0 }, ErrChain},
		{"another nonce", func(m *Message, _ *Expect) { m.Nonce = NewNonce() }, ErrNonce},
		{"the nonce in another case", func(m *Message, _ *Expect) { m.Nonce = strings.ToLower(m.Nonce) }, ErrNonce},
		{"another statement", func(m *Message, _ *Expect) { m.Statement = "Give me everything." }, ErrStatement},
		{"a missing statement", func(m *Message, _ *Expect) { m.Statement = "" }, ErrStatement},
		{"an added resource", func(m *Message, _ *Expect) { m.Resources = append(m.Resources, "urn:recap:evil") }, ErrResources},
		{"a missing resource", func(m *Message, _ *Expect) { m.Resources = nil }, ErrResources},
		{"no expiration time", func(m *Message, _ *Expect) { m.ExpirationTime = nil }, ErrLifetime},
		{"an expiration time later than the longest age", func(m *Message, _ *Expect) { m.ExpirationTime = ago(10*time.Minute + time.Second) }, ErrLifetime},
		{"an expiration time in the past", func(m *Message, _ *Expect) { m.ExpirationTime = ago(59 * time.Second) }, ErrExpired},
		{"an expiration time that is now", func(m *Message, _ *Expect) { m.ExpirationTime = ago(60 * time.Second) }, ErrExpired},
		{"an issue time in the year 2999", func(m *Message, _ *Expect) {
			m.IssuedAt = m.IssuedAt.AddDate(973, 0, 0)
			m.ExpirationTime = ago(0)
			*m.ExpirationTime = m.IssuedAt.Add(time.Minute)
		}, ErrIssuedAt},
		{"an issue time past the skew", func(m *Message, _ *Expect) { m.IssuedAt = noon.Add(2*time.Minute + time.Second) }, ErrIssuedAt},
		{"an issue time older than the longest age", func(m *Message, _ *Expect) { m.IssuedAt = noon.Add(-9*time.Minute - time.Second) }, ErrIssuedAt},
		{"a start that lies ahead", func(m *Message, _ *Expect) { m.NotBefore = ago(2 * time.Minute) }, ErrNotYet},
		{"the vault's unlock nonce, even when it is expected", func(m *Message, e *Expect) { m.Nonce, e.Nonce = UnlockNonce, UnlockNonce }, ErrReserved},
		{"the unlock nonce in another case", func(m *Message, e *Expect) { m.Nonce = strings.ToLower(UnlockNonce); e.Nonce = m.Nonce }, ErrReserved},
		{"the vault's unlock resource, even when it is expected", func(m *Message, e *Expect) { m.Resources = []string{UnlockResource}; e.Resources = m.Resources }, ErrReserved},
		{"a later version of the unlock resource", func(m *Message, e *Expect) { m.Resources = []string{"URN:carnet:unlock:v2"}; e.Resources = m.Resources }, ErrReserved},
		{"everything, when nothing was expected", func(_ *Message, e *Expect) { *e = Expect{} }, ErrDomain},
		{"everything, when no chain was allowed", func(_ *Message, e *Expect) { e.Chains = nil }, ErrChain},
		{"everything, when no nonce was issued", func(_ *Message, e *Expect) { e.Nonce = "" }, ErrNonce},
		{"everything, when the clock is missing", func(_ *Message, e *Expect) { e.Now = time.Time{} }, ErrIssuedAt},
		{"everything, when the longest age is missing", func(_ *Message, e *Expect) { e.MaxAge = 0 }, ErrIssuedAt},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, e := login(s)
			row.change(&m, &e)
			parsed, err := Parse([]byte((&Message{
				Scheme: m.Scheme, Domain: m.Domain, Address: m.Address, Statement: m.Statement, URI: m.URI, Version: Version, ChainID: m.ChainID,
				Nonce: m.Nonce, IssuedAt: m.IssuedAt, ExpirationTime: m.ExpirationTime, NotBefore: m.NotBefore, Resources: m.Resources,
			}).String()))
			if err != nil {
				t.Fatal(err)
			}
			if err := parsed.Check(e); !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
		})
	}
	var zero Message
	if zero.Check(Expect{}) == nil {
		t.Error("an empty message met an empty expectation")
	}
}

func TestSchemeMayBeWrittenOut(t *testing.T) {
	m, e := login(newSigner(t))
	m.Scheme = "https"
	parsed, err := Parse([]byte(compose(t, m)))
	if err != nil {
		t.Fatal(err)
	}
	if err := parsed.Check(e); err != nil {
		t.Errorf("got %v, want accepted", err)
	}
}

func TestParseRefuses(t *testing.T) {
	m, _ := login(newSigner(t))
	m.RequestID = "some_id"
	good := compose(t, m)
	replace := func(old, with string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the message", old)
		}
		return strings.Replace(good, old, with, 1)
	}
	for _, row := range []struct {
		name, text string
		want       error
	}{
		{"nothing", "", ErrSyntax},
		{"a carriage return before each line feed", strings.ReplaceAll(good, "\n", "\r\n"), ErrSyntax},
		{"a line feed at the end", good + "\n", ErrSyntax},
		{"a line feed in front", "\n" + good, ErrSyntax},
		{"a zero byte", replace("Sign in", "Sign\x00in"), ErrSyntax},
		{"an escape sequence", replace("Sign in", "\x1b[2JSign in"), ErrSyntax},
		{"a tab", replace("Sign in", "Sign\tin"), ErrSyntax},
		{"a right-to-left override in the statement", replace("Sign in", "Pay \u202Esign in"), ErrSyntax},
		{"a Cyrillic letter in the domain", replace("id.shop", "id.shоp"), ErrSyntax},
		{"invalid UTF-8", replace("Sign in", "Sign\xffin"), ErrSyntax},
		{"a statement with a percent sign", replace("Sign in", "100% in"), ErrSyntax},
		{"a statement with a quote", replace("Sign in", `"Sign in"`), ErrSyntax},
		{"a statement over two lines", replace("Sign in", "Sign\nin"), ErrSyntax},
		{"an expiration time that is no time", replace("Time: 2026-03-04T12:05:00Z", "Time: banana"), ErrSyntax},
		{"an empty expiration time", replace("Time: 2026-03-04T12:05:00Z", "Time: "), ErrSyntax},
		{"a year of five digits", replace("Time: 2026-", "Time: 12026-"), ErrSyntax},
		{"a year of three digits", replace("Time: 2026-", "Time: 206-"), ErrSyntax},
		{"a day that does not exist", replace("Time: 2026-03-04", "Time: 2026-02-30"), ErrSyntax},
		{"day 0", replace("Time: 2026-03-04", "Time: 2026-03-00"), ErrSyntax},
		{"month 13", replace("Time: 2026-03-04", "Time: 2026-13-04"), ErrSyntax},
		{"hour 24", replace("At: 2026-03-04T12", "At: 2026-03-04T24"), ErrSyntax},
		{"second 60", replace("12:00:00Z", "12:00:60Z"), ErrSyntax},
		{"a time without a zone", replace("12:00:00Z", "12:00:00"), ErrSyntax},
		{"a fraction without digits", replace("12:00:00Z", "12:00:00.Z"), ErrSyntax},
		{"a fraction after a comma", replace("12:00:00Z", "12:00:00,5Z"), ErrSyntax},
		{"a space instead of T", replace("04T12:00", "04 12:00"), ErrSyntax},
		{"an offset of 24 hours", replace("12:00:00Z", "12:00:00+24:00"), ErrSyntax},
		{"a lower-case address", replace(m.Address.Hex(), strings.ToLower(m.Address.Hex())), ErrSyntax},
		{"an address that begins with 0X", replace("\n0x", "\n0X"), ErrSyntax},
		{"an address without 0x", replace(m.Address.Hex(), m.Address.Hex()[2:]+"00"), ErrSyntax},
		{"a chain id with a leading zero", replace("Chain ID: 1", "Chain ID: 01"), ErrSyntax},
		{"a chain id with a sign", replace("Chain ID: 1", "Chain ID: +1"), ErrSyntax},
		{"a chain id of 2^64", replace("Chain ID: 1", "Chain ID: 18446744073709551616"), ErrSyntax},
		{"an empty chain id", replace("Chain ID: 1", "Chain ID: "), ErrSyntax},
		{"version 01", replace("Version: 1", "Version: 01"), ErrSyntax},
		{"a nonce with a hyphen", replace("Nonce: Q", "Nonce: -Q"), ErrSyntax},
		{"two spaces after a label", replace("Nonce: ", "Nonce:  "), ErrSyntax},
		{"a label in lower case", replace("Nonce: ", "nonce: "), ErrSyntax},
		{"a space at the end of a line", replace("Version: 1", "Version: 1 "), ErrSyntax},
		{"a relative URI", replace("URI: https://id.shop.example/login", "URI: /login"), ErrSyntax},
		{"a URI with a bar", replace("/login", "/a|b"), ErrSyntax},
		{"a URI with half a percent-encoding", replace("/login", "/a%2"), ErrSyntax},
		{"a URI with two fragments", replace("/login", "/#a#b"), ErrSyntax},
		{"a URI with a broken IPv6 host", replace("https://id.shop.example/login", "https://[::zz]/"), ErrSyntax},
		{"a URI with an IPv6 zone", replace("https://id.shop.example/login", "https://[fe80::1%25en0]/"), ErrSyntax},
		{"a URI with a port that is a word", replace("https://id.shop.example/login", "https://a:b/"), ErrSyntax},
		{"a domain with a path", replace("id.shop.example wants", "id.shop.example/x wants"), ErrSyntax},
		{"a domain with two user informations", replace("id.shop.example wants", "a@b@id.shop.example wants"), ErrSyntax},
		{"a domain that is a port", replace("id.shop.example wants", ":80 wants"), ErrSyntax},
		{"a domain that is user information", replace("id.shop.example wants", "a@ wants"), ErrSyntax},
		{"a scheme that begins with a digit", replace("id.shop.example wants", "1https://id.shop.example wants"), ErrSyntax},
		{"an empty scheme", replace("id.shop.example wants", "://id.shop.example wants"), ErrSyntax},
		{"a request id with a slash", replace("some_id", "some/id"), ErrSyntax},
		{"a request id with a space", replace("some_id", "some id"), ErrSyntax},
		{"an unknown field", replace("\nRequest ID", "\nRequest Id"), ErrSyntax},
		{"the same field twice", replace("\nRequest ID: some_id", "\nRequest ID: a\nRequest ID: b"), ErrSyntax},
		{"the expiration time after the request id", replace("\nExpiration Time: 2026-03-04T12:05:00Z\nRequest ID: some_id", "\nRequest ID: some_id\nExpiration Time: 2026-03-04T12:05:00Z"), ErrSyntax},
		{"text after Resources:", replace("Resources:", "Resources: "), ErrSyntax},
		{"a resource that is empty", replace("- urn:carnet:shop:shop.example", "- "), ErrSyntax},
		{"a resource without its dash", replace("- urn:carnet:shop:shop.example", "urn:carnet:shop:shop.example"), ErrSyntax},
		{"65 resources", good + strings.Repeat("\n- urn:x:y", MaxResources), ErrSize},
		{"a line feed per byte", strings.Repeat("\n", MaxMessage), ErrSize},
		{"more than 8 KiB", good + strings.Repeat("a", MaxMessage), ErrSize},
		{"1 MiB", strings.Repeat("a", 1<<20), ErrSize},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := Parse([]byte(row.text))
			if !errors.Is(err, row.want) || got != nil {
				t.Errorf("got %v, %v, want %v", got, err, row.want)
			}
			if err != nil && len(err.Error()) > 200 {
				t.Errorf("got an error of %d bytes, want one that does not quote the message", len(err.Error()))
			}
		})
	}
	// Cutting a good message anywhere leaves a bad one, except where an optional tail is cut off whole.
	whole := map[int]bool{strings.Index(good, "\nExpiration"): true, strings.Index(good, "\nRequest ID"): true, strings.Index(good, "\nResources:"): true}
	for i := range good {
		_, err := Parse([]byte(good[:i]))
		tail := i > strings.Index(good, "Request ID: ")+len("Request ID: ")-1
		if err == nil && !whole[i] && !tail {
			t.Errorf("the first %d bytes were accepted", i)
		}
	}
}

func TestParseAcceptsWhatTheGrammarAllows(t *testing.T) {
	m, _ := login(newSigner(t))
	m.RequestID = "some_id"
	good := compose(t, m)
	for _, row := range []struct{ name, old, with string }{
		{"an IPv6 domain with a port", "id.shop.example wants", "[2001:db8::1]:8080 wants"},
		{"an IPvFuture domain", "id.shop.example wants", "[v1.fe80::a] wants"},
		{"an empty port", "id.shop.example wants", "id.shop.example: wants"},
		{"a percent-encoded domain", "id.shop.example wants", "caf%C3%A9.example wants"},
		{"a URN as URI", "URI: https://id.shop.example/login", "URI: urn:example:a:b"},
		{"a DID as URI", "URI: https://id.shop.example/login", "URI: did:key:z6Mk?x=1#y"},
		{"a file URI", "URI: https://id.shop.example/login", "URI: file:///etc/hosts"},
		{"an empty request id", "Request ID: some_id", "Request ID: "},
		{"a request id of every pchar", "Request ID: some_id", "Request ID: aZ09-._~%20!$&'()*+,;=:@"},
		{"a heading without resources", "Resources:\n- urn:carnet:shop:shop.example", "Resources:"},
		{"a statement of every legal character", "Sign in to Lantern & Loom.", "aZ09-._~ :/?#[]@!$&'()*+,;="},
		{"a statement that looks like a field", "Sign in to Lantern & Loom.", "URI: https://evil.example"},
		{"a lower-case t and z", "Issued At: 2026-03-04T12:00:00Z", "Issued At: 2026-03-04t12:00:00z"},
		{"twelve digits of a second", "Issued At: 2026-03-04T12:00:00Z", "Issued At: 2026-03-04T12:00:00.123456789012Z"},
		{"an offset of minus zero", "Issued At: 2026-03-04T12:00:00Z", "Issued At: 2026-03-04T12:00:00-00:00"},
		{"the largest chain id", "Chain ID: 1", "Chain ID: 18446744073709551615"},
		{"a leap day", "Issued At: 2026-03-04", "Issued At: 2024-02-29"},
		{"64 resources", "- urn:carnet:shop:shop.example", "- a:" + strings.Repeat("\n- a:", MaxResources-1)},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := strings.Replace(good, row.old, row.with, 1)
			if text == good {
				t.Fatalf("%q is not in the message", row.old)
			}
			got, err := Parse([]byte(text))
			if err != nil {
				t.Fatalf("got %v, want accepted", err)
			}
			if got.String() != text {
				t.Errorf("got %q, want %q", got, text)
			}
		})
	}
}

func TestTimesAreInstants(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2021-09-30T16:25:24-02:00":            time.Date(2021, 9, 30, 18, 25, 24, 0, time.UTC),
		"2021-09-30T16:25:24.5+05:30":          time.Date(2021, 9, 30, 10, 55, 24, 500_000_000, time.UTC),
		"0000-01-01T00:00:00Z":                 time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC),
		"9999-12-31T23:59:59.9999999999-23:59": time.Date(10000, 1, 1, 23, 58, 59, 999_999_999, time.UTC),
	} {
		if got, ok := parseTime(text); !ok || !got.Equal(want) {
			t.Errorf("%s: got %v, %v, want %v", text, got, ok, want)
		}
	}
	m, _ := login(newSigner(t))
	m.issuedAt = "1999-01-01T00:00:00Z"
	if got := m.String(); !strings.Contains(got, "Issued At: 2026-03-04T12:00:00Z") {
		t.Errorf("got %q, want the time that the exported field names", got)
	}
}

func TestComposeRefusesInjection(t *testing.T) {
	s := newSigner(t)
	evil := "\nResources:\n- urn:recap:evil"
	for _, row := range []struct {
		name   string
		change func(*Message)
		want   error
	}{
		{"a line feed in the request id", func(m *Message) { m.RequestID = "a" + evil; m.Resources = nil }, ErrComposable},
		{"a line feed in the statement", func(m *Message) { m.Statement = "a\n\nURI: https://evil.example" }, ErrComposable},
		{"a line feed in the domain", func(m *Message) { m.Domain = "a\nb" }, ErrComposable},
		{"a line feed in the URI", func(m *Message) { m.URI += evil }, ErrComposable},
		{"a line feed in the nonce", func(m *Message) { m.Nonce += evil; m.Resources = nil }, ErrComposable},
		{"a line feed in a resource", func(m *Message) { m.Resources = []string{"a:b\n- c:d"} }, ErrComposable},
		{"a resource that net/url writes differently", func(m *Message) { m.Resources = []string{"https://x/a|b"} }, ErrComposable},
		{"a URI that net/url writes differently", func(m *Message) { m.URI = "HTTPS://x/" }, ErrComposable},
		{"a line feed in the scheme", func(m *Message) { m.Scheme = "https\n" }, ErrComposable},
		{"a preamble in the scheme", func(m *Message) { m.Scheme = "evil.example" + preamble + "\n" }, ErrComposable},
		{"a statement in Greek", func(m *Message) { m.Statement = "Είσοδος" }, ErrComposable},
		{"a statement of one space", func(m *Message) { m.Statement = " " }, ErrComposable},
		{"a short nonce", func(m *Message) { m.Nonce = "1234567" }, ErrComposable},
		{"no domain", func(m *Message) { m.Domain = "" }, ErrComposable},
		{"fractions of a second", func(m *Message) { m.IssuedAt = m.IssuedAt.Add(time.Millisecond) }, ErrComposable},
		{"a year of five digits", func(m *Message) { m.IssuedAt = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) }, ErrComposable},
		{"version 2", func(m *Message) { m.Version = "2" }, ErrComposable},
		{"a chain id past int64", func(m *Message) { m.ChainID = 1 << 63 }, ErrComposable},
		{"the vault's unlock nonce", func(m *Message) { m.Nonce = UnlockNonce }, ErrReserved},
		{"the vault's unlock resource", func(m *Message) { m.Resources = []string{UnlockResource} }, ErrReserved},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := login(s)
			row.change(&m)
			if text, err := Compose(m); !errors.Is(err, row.want) {
				t.Errorf("got %q, %v, want %v", text, err, row.want)
			}
		})
	}
}

func TestComposeReturnsNothingItRefused(t *testing.T) {
	m, _ := login(newSigner(t))
	m.Statement = "a\nb"
	if text, err := Compose(m); err == nil || text != "" {
		t.Errorf("got %q, %v, want no text", text, err)
	}
}

func TestNoncesDoNotRepeat(t *testing.T) {
	seen := map[string]bool{}
	for range 10_000 {
		n := NewNonce()
		if len(n) != 26 || !all(n, isAlphanumeric) || seen[n] {
			t.Fatalf("got %q, want 26 new letters and digits", n)
		}
		seen[n] = true
	}
}

func TestAccountsHaveOneSpelling(t *testing.T) {
	addr := common.HexToAddress("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2")
	contract, err := Contract(137, addr)
	if err != nil {
		t.Fatal(err)
	}
	for a, want := range map[Account]string{
		EOA(addr): "eoa:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
		contract:  "eip155:137:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
	} {
		if got := a.String(); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
		if back, err := ParseAccount(want); err != nil || back != a {
			t.Errorf("%s: got %v, %v, want the same account", want, back, err)
		}
	}
	for _, bad := range []string{"", "eoa:", "eoa", "eoa:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", "EOA:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
		"eoa:c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", "eip155:0:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", "eip155:01:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
		"eip155:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", "eoa:1:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", "eoa:0x0000000000000000000000000000000000000000", " eoa:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2"} {
		if got, err := ParseAccount(bad); !errors.Is(err, ErrAccount) || got != (Account{}) {
			t.Errorf("%q: got %v, %v, want %v", bad, got, err, ErrAccount)
		}
	}
	if _, err := Contract(0, addr); !errors.Is(err, ErrAccount) {
		t.Errorf("got %v, want %v", err, ErrAccount)
	}
}

// The value was computed with another program: HMAC-SHA-256 over the bytes of protocol.md §1.
func TestSubIsPairwise(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	addr := common.HexToAddress("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2")
	got := Sub(key, "shop.example", EOA(addr))
	if want := "JFUy3_06fhQiiH1pg0z9FhalcBeykToiC47SrLB6KqI"; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	contract1, _ := Contract(1, addr)
	contract10, _ := Contract(10, addr)
	others := map[string]string{
		"another shop": Sub(key, "other.example", EOA(addr)), "another port": Sub(key, "shop.example:8091", EOA(addr)),
		"another key":     Sub(bytes.Repeat([]byte{8}, 32), "shop.example", EOA(addr)),
		"another account": Sub(key, "shop.example", EOA(common.Address{1})), "a contract at the address": Sub(key, "shop.example", contract1),
		"the same address on another chain": Sub(key, "shop.example", contract10),
	}
	seen := map[string]string{got: "the account itself"}
	for name, sub := range others {
		if other, twice := seen[sub]; twice || len(sub) != 43 {
			t.Errorf("%s has the subject of %s: %v", name, other, sub)
		}
		seen[sub] = name
	}
}

func TestSector(t *testing.T) {
	for raw, want := range map[string]string{
		"https://Shop.Example/callback?x=1": "shop.example", "https://shop.example:443/": "shop.example", "http://shop.example:80": "shop.example",
		"https://shop.example:80/": "shop.example:80", "http://localhost:8091/cb": "localhost:8091", "http://127.0.0.1:8091": "127.0.0.1:8091",
		"https://[2001:DB8:0::1]:8443/": "[2001:db8::1]:8443", "https://xn--bcher-kva.example": "xn--bcher-kva.example",
	} {
		if got, err := Sector(raw); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", raw, got, err, want)
		}
	}
	for _, bad := range []string{"", "shop.example", "//shop.example", "ftp://shop.example", "https://", "https:///x", "https://a@shop.example", "https://shop.example.", "https://.shop.example",
		"https://a..b", "https://shop.example:", "https://shop.example:0", "https://shop.example:080", "https://shop.example:65536", "https://bücher.example", "https://sh%6fp.example/", "https://shop example",
		"https://[fe80::1%25en0]/", "https://[::1", "javascript:alert(1)", "https://" + strings.Repeat("a", 254), "https://shop.example/" + strings.Repeat("a", 2048)} {
		if got, err := Sector(bad); !errors.Is(err, ErrSector) || got != "" {
			t.Errorf("%q: got %q, %v, want %v", bad, got, err, ErrSector)
		}
	}
}

func TestCodesAreStableAndDistinct(t *testing.T) {
	all := []*Error{ErrSize, ErrSyntax, ErrScheme, ErrDomain, ErrURI, ErrChain, ErrNonce, ErrStatement, ErrResources, ErrIssuedAt, ErrLifetime,
		ErrExpired, ErrNotYet, ErrReserved, ErrSignature, ErrAccount, ErrSector, ErrComposable, ErrChainUnavailable, ErrChainBusy, ErrNoContracts,
		ErrNoCode, ErrFactory, ErrDelegate, ErrPredelegated, ErrNobody, ErrSignatureSize, ErrAccountChanged}
	seen := map[string]bool{}
	for _, e := range all {
		if e.Code() == "" || seen[e.Code()] {
			t.Errorf("got code %q twice or empty", e.Code())
		}
		seen[e.Code()] = true
	}
	if got := Code(fmt.Errorf("sign-in: %w", because(ErrChain, "chain %d", 5))); got != "chain_not_allowed" {
		t.Errorf("got %q, want chain_not_allowed", got)
	}
	if got := Code(errors.New("other")); got != "" {
		t.Errorf("got %q, want none", got)
	}
}

func TestLogsDoNotShowTheAccount(t *testing.T) {
	m, _ := login(newSigner(t))
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("sign-in", "account", EOA(m.Address), "message", &m)
	if strings.Contains(strings.ToLower(out.String()), strings.ToLower(m.Address.Hex()[2:10])) {
		t.Errorf("got %s, want no address", &out)
	}
}
