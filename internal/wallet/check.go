package wallet

import (
	"crypto/subtle"
	"slices"
	"strings"
	"time"
)

// Skew is how far the clock of whoever wrote a message may run ahead of ours.
const Skew = time.Minute

// The vault's unlock message (protocol.md §6) is recognised by either of these.
const (
	UnlockNonce    = "CARNETUNLOCKv1"
	UnlockResource = "urn:carnet:unlock:v1"
)

// Expect says what a message must contain. The zero value accepts no message: every field is compared, none is skipped when empty.
type Expect struct {
	Domain    string        // exact authority, from configuration, never from a request
	Scheme    string        // of the site; compared when the message names a scheme (it may leave it out)
	URI       string        // exact
	Chains    []uint64      // EIP-155 ids that are allowed
	Nonce     string        // the one that was issued and has just been consumed
	Now       time.Time     // the caller's clock
	MaxAge    time.Duration // longest time from issue to now, and from issue to expiration
	Resources []string      // exact, in order; none when empty
	Statement string        // exact; none when empty
}

// Check compares m with e and returns the first difference as one of this package's errors.
func (m *Message) Check(e Expect) error {
	switch {
	case m.isUnlock():
		return ErrReserved
	case m.Domain != e.Domain || m.Domain == "":
		return ErrDomain
	case m.Scheme != "" && m.Scheme != e.Scheme:
		return ErrScheme
	case m.URI != e.URI || m.URI == "":
		return ErrURI
	case m.Version != Version:
		return because(ErrSyntax, "version is not 1")
	case !slices.Contains(e.Chains, m.ChainID):
		return because(ErrChain, "chain %d", m.ChainID)
	case len(m.Nonce) < 8 || subtle.ConstantTimeCompare([]byte(m.Nonce), []byte(e.Nonce)) != 1:
		return ErrNonce
	case m.Statement != e.Statement:
		return ErrStatement
	case !slices.Equal(m.Resources, e.Resources):
		return ErrResources
	}
	return m.checkTimes(e.Now, e.MaxAge)
}

func (m *Message) checkTimes(now time.Time, maxAge time.Duration) error {
	if m.IssuedAt.After(now.Add(Skew)) || now.After(m.IssuedAt.Add(maxAge)) {
		return ErrIssuedAt
	}
	if m.ExpirationTime == nil || m.ExpirationTime.After(m.IssuedAt.Add(maxAge)) {
		return ErrLifetime
	}
	return m.ValidAt(now)
}

// ValidAt says whether now lies in the message's own window: from NotBefore on and before ExpirationTime. A missing bound does not
// bind: a login uses [Message.Check], which insists on an expiration.
func (m *Message) ValidAt(now time.Time) error {
	if m.ExpirationTime != nil && !now.Before(*m.ExpirationTime) {
		return ErrExpired
	}
	if m.NotBefore != nil && now.Before(*m.NotBefore) {
		return ErrNotYet
	}
	return nil
}

// isUnlock errs on the side of refusing: any case of the nonce, any version of the resource.
func (m *Message) isUnlock() bool {
	if strings.EqualFold(m.Nonce, UnlockNonce) {
		return true
	}
	return slices.ContainsFunc(m.Resources, func(r string) bool {
		return strings.HasPrefix(strings.ToLower(r), strings.TrimSuffix(UnlockResource, "v1"))
	})
}
