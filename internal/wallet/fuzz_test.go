package wallet

import (
	"bytes"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spruceid/siwe-go"
)

func seed(f *testing.F) {
	for _, v := range vectors[struct{ Message string }](f, "parsing_positive.json") {
		f.Add([]byte(v.Message))
	}
	for _, text := range vectors[string](f, "parsing_negative.json") {
		f.Add([]byte(text))
	}
	for _, v := range vectors[signed](f, "verification_positive.json") {
		f.Add([]byte(v.text()))
	}
}

func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := Parse(raw)
		if err != nil {
			if m != nil || (!errors.Is(err, ErrSyntax) && !errors.Is(err, ErrSize)) {
				t.Fatalf("got %v, %v, want no message and one of the two errors", m, err)
			}
			return
		}
		if m.String() != string(raw) {
			t.Fatalf("got %q, want %q", m, raw)
		}
		if len(m.Resources) > MaxResources || len(raw) > MaxMessage || bytes.ContainsAny(raw, "\r\t\x00\x1b\x7f") {
			t.Fatal("a limit was passed")
		}
		// What is composed from the parsed fields says the same, or is refused.
		if text, err := Compose(*m); err == nil {
			if again, err := Parse([]byte(text)); err != nil || again.URI != m.URI || again.Nonce != m.Nonce || !again.IssuedAt.Equal(m.IssuedAt) {
				t.Fatalf("composed %q from %q: %v", text, raw, err)
			}
		}
	})
}

// FuzzVerify: no input panics, and none but the honest signature verifies. The message is free; one that the fixed key has signed
// verifies in the two forms, and in no other bytes of the fuzzer's.
func FuzzVerify(f *testing.F) {
	s := newSigner(f)
	f.Add([]byte("hello"), s.sign(f, []byte("hello")))
	f.Add([]byte("hello"), compact(s.sign(f, []byte("hello"))))
	f.Add([]byte(""), []byte{})
	f.Add([]byte("x"), bytes.Repeat([]byte{0xff}, 65))
	f.Fuzz(func(t *testing.T, msg, sig []byte) {
		err := Verify(msg, sig, s.address())
		if err != nil {
			if !errors.Is(err, ErrSignature) && !errors.Is(err, ErrSize) {
				t.Fatalf("got %v, want one of the two errors", err)
			}
			return
		}
		honest := s.sign(t, msg)
		plain := bytes.Clone(honest)
		plain[64] -= 27
		if !bytes.Equal(sig, honest) && !bytes.Equal(sig, plain) && !bytes.Equal(sig, compact(honest)) {
			t.Fatalf("%x verifies over %q but the key never wrote it", sig, msg)
		}
	})
}

// FuzzAgainstSiweGo asks siwe-go for a second opinion. The two may differ only in these ways, all of them written down here:
//
//   - siwe-go does not know "scheme://", nor chain ids past int64, nor a heading "Resources:" without resources, nor IPvFuture hosts
//     and whatever else net/url cannot parse or writes differently; Parse accepts what the grammar allows;
//   - siwe-go accepts control characters, non-ASCII, illegal statements, domains, URIs, times and sizes; Parse does not.
//
// In every other case they agree, field by field.
func FuzzAgainstSiweGo(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > MaxMessage {
			return
		}
		ours, err := Parse(raw)
		theirs, theirErr := siwe.ParseMessage(string(raw))
		switch {
		case err == nil && theirErr != nil:
			if !unknownToSiweGo(ours) {
				t.Fatalf("siwe-go refuses what Parse accepts: %v\n%q", theirErr, raw)
			}
		case err != nil && theirErr == nil:
			if !tooLenient(string(raw), theirs) {
				t.Fatalf("siwe-go accepts what Parse refuses: %v\n%q", err, raw)
			}
		case err == nil:
			same(t, ours, theirs)
		}
	})
}

func unknownToSiweGo(m *Message) bool {
	plain := func(s string) bool { u, err := url.Parse(s); return err == nil && u.String() == s }
	d, err := url.Parse("https://" + m.Domain)
	if m.Scheme != "" || m.ChainID > 1<<63-1 || (m.Resources != nil && len(m.Resources) == 0) || err != nil || !plain(m.URI) {
		return true
	}
	if authority := d.Host; d.User != nil && d.User.String()+"@"+authority != m.Domain || d.User == nil && authority != m.Domain {
		return true
	}
	for _, r := range m.Resources {
		if !plain(r) {
			return true
		}
	}
	return lowercaseTime(m.issuedAt) || lowercaseTime(m.expirationTime) || lowercaseTime(m.notBefore)
}

// lowercaseTime covers iso8601's own limits: t and z in lower case, more than nine digits of a second, offsets past its range.
func lowercaseTime(s string) bool {
	if s == "" {
		return false
	}
	_, err := time.Parse(time.RFC3339, s)
	i := strings.IndexByte(s, '.')
	return err != nil || (i > 0 && len(strings.TrimRight(s[i+1:], "Z+-:0123456789")) == 0 && len(s)-i > 10)
}

func tooLenient(raw string, m *siwe.Message) bool {
	for _, c := range []byte(raw) {
		if c != '\n' && (c < ' ' || c > '~') {
			return true
		}
	}
	legal := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;="
	only := func(s, set string) bool { return strings.Trim(s, set) == "" }
	if st := m.GetStatement(); st != nil && !only(*st, legal+" ") {
		return true
	}
	times := []string{m.GetIssuedAt()}
	for _, p := range []*string{m.GetExpirationTime(), m.GetNotBefore()} {
		if p != nil {
			times = append(times, *p)
		}
	}
	for _, s := range times {
		if _, err := time.Parse(time.RFC3339, strings.ToUpper(s)); err != nil || strings.Contains(s, ",") {
			return true
		}
	}
	uris := []url.URL{m.GetURI()}
	uris = append(uris, m.GetResources()...)
	lines := strings.Split(raw, "\n")
	for _, u := range uris {
		if u.Scheme == "" {
			return true
		}
	}
	for _, line := range lines {
		v, isURI := strings.CutPrefix(line, "URI: ")
		if !isURI {
			v, isURI = strings.CutPrefix(line, "- ")
		}
		// The bytes as written: an illegal character, brackets or a second number sign outside their place, a percent sign without digits.
		if isURI && (!only(v, legal+"%") || strings.Count(v, "#") > 1 || strings.ContainsAny(v, "[]") || brokenPercent(v) || strings.Count(v, "@") > 1 || strings.Contains(v, "::")) {
			return true
		}
		if c, ok := strings.CutPrefix(line, "Chain ID: "); ok && len(c) > 1 && c[0] == '0' {
			return true
		}
		if id, ok := strings.CutPrefix(line, "Request ID: "); ok && brokenPercent(id) {
			return true
		}
	}
	domain := m.GetDomain()
	host := domain[strings.LastIndexByte(domain, '@')+1:]
	return host == "" || host[0] == ':' || !only(domain, legal+"%") || strings.ContainsAny(domain, "[]/?#") || strings.Count(domain, "@") > 1 || brokenPercent(domain) ||
		len(m.GetResources()) > MaxResources
}

func brokenPercent(s string) bool {
	for i := strings.IndexByte(s, '%'); i >= 0; i = strings.IndexByte(s, '%') {
		if len(s) < i+3 || len(common.FromHex(s[i+1:i+3])) != 1 || strings.ContainsAny(s[i+1:i+3], "xX%") || !all(s[i+1:i+3], isHex) {
			return true
		}
		s = s[i+3:]
	}
	return false
}

func same(t *testing.T, ours *Message, theirs *siwe.Message) {
	t.Helper()
	text := func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	}
	u := theirs.GetURI()
	want, err := url.Parse(ours.URI)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{
		{ours.Domain, theirs.GetDomain()}, {ours.Address.Hex(), theirs.GetAddress().Hex()}, {ours.Statement, text(theirs.GetStatement())},
		{want.String(), u.String()}, {ours.Version, theirs.GetVersion()}, {ours.Nonce, theirs.GetNonce()}, {ours.issuedAt, theirs.GetIssuedAt()},
		{ours.expirationTime, text(theirs.GetExpirationTime())}, {ours.notBefore, text(theirs.GetNotBefore())}, {ours.RequestID, text(theirs.GetRequestID())},
	} {
		if pair[0] != pair[1] {
			t.Fatalf("got %q, siwe-go has %q", pair[0], pair[1])
		}
	}
	if ours.ChainID != uint64(theirs.GetChainID()) || len(ours.Resources) != len(theirs.GetResources()) {
		t.Fatalf("got chain %d and %d resources, siwe-go has %d and %d", ours.ChainID, len(ours.Resources), theirs.GetChainID(), len(theirs.GetResources()))
	}
}
