// Package sealed makes text that a browser carries for the gateway: only a gateway with the same key can make it, read it, or change it.
//
// It is how a sign-in needs no record in a store until somebody has proved something: the request waits in the browser, sealed, and
// whatever may happen once is spent in the store by name ([Box.Tag]). Gateways that share the key serve each other's text.
//
// It promises that text opens only with the purpose that it was sealed for, unchanged. It does not promise freshness or single use: the
// content says when it ends, and the caller spends it.
//
// A thief of the key can make and read such text from then on. He needs the gateway's secrets for that: the key is derived from the
// pairwise key, which lies outside every store. A thief of the text alone has noise.
package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrForged is returned for text that this box did not seal.
var ErrForged = errors.New("sealed text is damaged, or of another purpose or key")

// Box seals for one purpose. The zero value is not usable; it is safe for concurrent use.
type Box struct {
	purpose string
	aead    cipher.AEAD
	mac     []byte
}

// New returns the box of a purpose. secret is at least 32 secret bytes kept outside every store.
func New(secret []byte, purpose string) (Box, error) {
	if len(secret) < 32 {
		return Box{}, fmt.Errorf("sealing key of %d bytes, want 32 or more", len(secret))
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "carnet/v1/sealed/"+purpose, 64)
	if err != nil {
		return Box{}, fmt.Errorf("sealing key: %w", err)
	}
	block, err := aes.NewCipher(key[:32])
	if err != nil {
		return Box{}, fmt.Errorf("sealing key: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return Box{}, fmt.Errorf("sealing key: %w", err)
	}
	return Box{purpose: purpose, aead: aead, mac: key[32:]}, nil
}

// Seal returns v, as JSON, in AES-256-GCM and base64url.
func (b Box) Seal(v any) (string, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("seal %s: %w", b.purpose, err)
	}
	return base64.RawURLEncoding.EncodeToString(b.aead.Seal(nil, nil, plain, []byte(b.purpose))), nil
}

// Open reads what Seal wrote into v; [ErrForged] for anything else, of which v is left alone.
func (b Box) Open(text string, v any) error {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return ErrForged
	}
	plain, err := b.aead.Open(nil, nil, data, []byte(b.purpose))
	if err != nil {
		return ErrForged
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("sealed %s: %w", b.purpose, err)
	}
	return nil
}

// Tag is HMAC-SHA-256 over the parts, each with its length in front: a name that only holders of the key can compute.
func (b Box) Tag(parts ...string) [32]byte {
	mac := hmac.New(sha256.New, b.mac)
	for _, part := range parts {
		mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		mac.Write([]byte(part))
	}
	return [32]byte(mac.Sum(nil))
}
