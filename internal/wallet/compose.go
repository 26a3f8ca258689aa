package wallet

import (
	"crypto/rand"
	"fmt"
	"math"
	"net/url"
	"slices"
	"time"

	"github.com/spruceid/siwe-go"
)

// NewNonce returns 130 random bits as 26 upper-case letters and digits.
func NewNonce() string { return rand.Text() }

// Compose writes m as the text that a wallet is asked to sign. siwe-go prints it; the text is then parsed strictly and must say the
// same as m, field by field, so that no line feed, odd character or re-encoded URI adds to it or changes it. Version may be left empty.
// It returns [ErrReserved] for the vault's unlock message: only the vault writes that one, and [ErrComposable] for what does not survive.
func Compose(m Message) (string, error) {
	if m.isUnlock() {
		return "", ErrReserved
	}
	if m.ChainID > math.MaxInt {
		return "", because(ErrComposable, "chain id %d", m.ChainID)
	}
	options := map[string]any{"chainId": int(m.ChainID), "issuedAt": seconds(m.IssuedAt)}
	if m.Statement != "" {
		options["statement"] = m.Statement
	}
	if m.ExpirationTime != nil {
		options["expirationTime"] = seconds(*m.ExpirationTime)
	}
	if m.NotBefore != nil {
		options["notBefore"] = seconds(*m.NotBefore)
	}
	if m.RequestID != "" {
		options["requestId"] = m.RequestID
	}
	resources, err := parseURLs(m.Resources)
	if err != nil {
		return "", err
	}
	options["resources"] = resources
	written, err := siwe.InitMessage(m.Domain, m.Address.Hex(), m.URI, m.Nonce, options)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrComposable, err)
	}
	text := written.String()
	if m.Scheme != "" {
		text = m.Scheme + "://" + text
	}
	if err := m.survives(text); err != nil {
		return "", err
	}
	return text, nil
}

// seconds writes whole seconds in UTC; what lies below them does not survive and is therefore refused.
func seconds(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func parseURLs(list []string) ([]url.URL, error) {
	out := make([]url.URL, 0, len(list))
	for i, r := range list {
		u, err := url.Parse(r)
		if err != nil {
			return nil, because(ErrComposable, "resource %d is not a URI", i)
		}
		out = append(out, *u)
	}
	return out, nil
}

// survives parses text and compares the result with what was asked for.
func (m *Message) survives(text string) error {
	got, err := Parse([]byte(text))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrComposable, err)
	}
	same := got.Scheme == m.Scheme && got.Domain == m.Domain && got.Address == m.Address && got.Statement == m.Statement &&
		got.URI == m.URI && (m.Version == "" || got.Version == m.Version) && got.ChainID == m.ChainID && got.Nonce == m.Nonce &&
		got.IssuedAt.Equal(m.IssuedAt) && sameTime(got.ExpirationTime, m.ExpirationTime) && sameTime(got.NotBefore, m.NotBefore) &&
		got.RequestID == m.RequestID && slices.Equal(got.Resources, m.Resources)
	if !same {
		return ErrComposable
	}
	return nil
}

func sameTime(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
