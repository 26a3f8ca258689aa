package profile

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"
)

// crockford is base32 with Crockford's alphabet and the bit order of RFC 4648:
// the most significant bit first, the last character filled up with zero bits.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// ErrCode says that a claim or recovery code was mistyped.
var ErrCode = errors.New("the code is not complete or has a typing error")

// Compact returns the 26 characters that go into a link.
func (c ClaimCode) Compact() string { return crockford.EncodeToString(c[:]) }

// String returns the code as printed: groups of 5-5-5-5-6.
func (c ClaimCode) String() string {
	s := c.Compact()
	return s[:5] + "-" + s[5:10] + "-" + s[10:15] + "-" + s[15:20] + "-" + s[20:]
}

// ParseClaimCode reads a code as a person may type it: any case, spaces and
// hyphens anywhere, O for 0, I and L for 1.
func ParseClaimCode(s string) (ClaimCode, error) {
	raw, err := ParseCrockford(s, 16)
	if err != nil {
		return ClaimCode{}, err
	}
	return ClaimCode(raw), nil
}

// RecoveryCode is the factor c of a keyring: 160 random bits on paper.
type RecoveryCode [20]byte

// NewRecoveryCode makes a random code.
func NewRecoveryCode() RecoveryCode {
	var c RecoveryCode
	rand.Read(c[:])
	return c
}

// String returns the code with its check byte: 34 characters in groups of 4.
func (c RecoveryCode) String() string {
	check := sha256.Sum256(c[:])
	s := crockford.EncodeToString(append(c[:], check[0]))
	var b strings.Builder
	for i := 0; i < len(s); i += 4 {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(s[i:min(i+4, len(s))])
	}
	return b.String()
}

// ParseRecoveryCode reads a code like ParseClaimCode and checks its check byte.
func ParseRecoveryCode(s string) (RecoveryCode, error) {
	raw, err := ParseCrockford(s, 21)
	if err != nil {
		return RecoveryCode{}, err
	}
	code := RecoveryCode(raw[:20])
	if check := sha256.Sum256(code[:]); check[0] != raw[20] {
		return RecoveryCode{}, ErrCode
	}
	return code, nil
}

// Crockford writes bytes in Crockford's alphabet, for people to type: the most
// significant bit first, the last character filled up with zero bits.
func Crockford(raw []byte) string { return crockford.EncodeToString(raw) }

// ParseCrockford reads what Crockford wrote of n bytes, as a person may type it:
// any case, spaces and hyphens anywhere, O for 0, I and L for 1. ErrCode.
func ParseCrockford(s string, n int) ([]byte, error) {
	if len(s) > 128 {
		return nil, ErrCode
	}
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(s))
	raw, err := crockford.DecodeString(s)
	if err != nil || len(raw) != n || crockford.EncodeToString(raw) != s {
		return nil, ErrCode
	}
	return raw, nil
}
