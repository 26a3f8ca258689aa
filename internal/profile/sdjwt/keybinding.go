package sdjwt

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"
)

// keyBindingType is the typ of a key-binding JWT (RFC 9901 §4.3).
const keyBindingType = "kb+jwt"

// Bind appends a key-binding JWT to an SD-JWT that ends in "~".
func Bind(token string, holder *ecdsa.PrivateKey, audience, nonce string, now time.Time) (string, error) {
	if len(token) == 0 || token[len(token)-1] != '~' {
		return "", errors.New("token does not end in ~")
	}
	digest := sha256.Sum256([]byte(token))
	payload := fmt.Appendf(nil, `{"iat":%d,"aud":`, now.Unix())
	payload = AppendString(payload, audience)
	payload = append(payload, `,"nonce":`...)
	payload = AppendString(payload, nonce)
	payload = append(payload, `,"sd_hash":"`...)
	payload = b64.AppendEncode(payload, digest[:])
	payload = append(payload, `"}`...)
	kb, err := SignCompact(holder, EncodeHeader(keyBindingType, ""), payload)
	if err != nil {
		return "", err
	}
	return token + kb, nil
}

// Binding says what a key-binding JWT must state.
type Binding struct {
	Audience string
	Nonce    string
	Now      time.Time
	MaxAge   time.Duration // how old iat may be; a minute of clock skew is allowed towards the future
}

// VerifyBinding checks that the holder bound exactly this token (header,
// disclosures and their order) to the expected audience, nonce and time.
func VerifyBinding(token string, holder *ecdsa.PublicKey, want Binding) error {
	p, err := Split(token)
	if err != nil {
		return err
	}
	if p.KeyBinding == "" {
		return errors.New("token has no key-binding JWT")
	}
	payload, err := VerifyCompact(p.KeyBinding, keyBindingType, holder)
	if err != nil {
		return fmt.Errorf("key binding: %w", err)
	}
	var claims struct {
		IssuedAt int64  `json:"iat"`
		Audience string `json:"aud"`
		Nonce    string `json:"nonce"`
		Hash     string `json:"sd_hash"`
	}
	if err := decodeStrict(payload, &claims); err != nil {
		return fmt.Errorf("key binding: %w", err)
	}
	bound := sha256.Sum256([]byte(token[:len(token)-len(p.KeyBinding)]))
	age := want.Now.Sub(time.Unix(claims.IssuedAt, 0))
	switch {
	case want.Audience == "" || claims.Audience != want.Audience:
		return errors.New("key binding is for another audience")
	case want.Nonce == "" || claims.Nonce != want.Nonce:
		return errors.New("key binding has another nonce")
	case claims.Hash != b64.EncodeToString(bound[:]):
		return errors.New("key binding is for other disclosures")
	case age > want.MaxAge || age < -time.Minute:
		return errors.New("key binding is not fresh")
	}
	return nil
}
