package sdjwt

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// MaxToken is the largest token, in bytes, that this package reads.
const MaxToken = 4 << 20

// b64 refuses padding, line feeds and non-zero trailing bits, so that no two
// texts stand for the same bytes.
var b64 = base64.RawURLEncoding.Strict()

// decodeB64 also refuses the line feeds that encoding/base64 would skip.
func decodeB64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, errors.New("line feed in base64url")
	}
	return b64.DecodeString(s)
}

// ErrSignature says that a token was not signed by the key it was checked with.
var ErrSignature = errors.New("signature does not verify")

// Thumbprint returns the RFC 7638 thumbprint (SHA-256) of a P-256 public key.
func Thumbprint(key *ecdsa.PublicKey) ([32]byte, error) {
	point, err := key.Bytes() // uncompressed: 0x04 || x || y
	if err != nil || key.Curve != elliptic.P256() {
		return [32]byte{}, errors.New("key is not a point of P-256")
	}
	text := make([]byte, 0, 160)
	text = append(text, `{"crv":"P-256","kty":"EC","x":"`...)
	text = b64.AppendEncode(text, point[1:33])
	text = append(text, `","y":"`...)
	text = b64.AppendEncode(text, point[33:])
	text = append(text, `"}`...)
	return sha256.Sum256(text), nil
}

// Sign returns the raw ES256 signature r || s (64 bytes, RFC 7518 §3.4) of
// message, which is hashed with SHA-256 first.
func Sign(key *ecdsa.PrivateKey, message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	der, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	var inner cryptobyte.String
	var r, s []byte
	input := cryptobyte.String(der)
	if !input.ReadASN1(&inner, asn1.SEQUENCE) || !inner.ReadASN1Integer(&r) || !inner.ReadASN1Integer(&s) {
		return nil, errors.New("sign: unreadable signature")
	}
	raw := make([]byte, 64)
	copy(raw[32-len(r):], r)
	copy(raw[64-len(s):], s)
	return raw, nil
}

// Verify checks a raw ES256 signature over message. It returns ErrSignature
// when the signature is not the key's.
func Verify(key *ecdsa.PublicKey, message, raw []byte) error {
	if key == nil || key.Curve != elliptic.P256() {
		return errors.New("key is not on P-256")
	}
	if len(raw) != 64 {
		return ErrSignature
	}
	digest := sha256.Sum256(message)
	r, s := new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])
	if !ecdsa.Verify(key, digest[:], r, s) {
		return ErrSignature
	}
	return nil
}

// Header is the only JOSE header this package writes and reads.
type Header struct {
	Alg string `json:"alg"`
	Typ string `json:"typ"`
	Kid string `json:"kid,omitempty"` // RFC 7638 thumbprint, base64url
}

// EncodeHeader returns the base64url text of an ES256 header, which a signer
// may keep and use again. typ and kid must need no JSON escaping.
func EncodeHeader(typ, kid string) string {
	text := `{"alg":"ES256","typ":"` + typ + `"`
	if kid != "" {
		text += `,"kid":"` + kid + `"`
	}
	return b64.EncodeToString([]byte(text + "}"))
}

// SignCompact returns the compact JWS of payload under a header made by
// EncodeHeader.
func SignCompact(key *ecdsa.PrivateKey, header string, payload []byte) (string, error) {
	token := make([]byte, 0, len(header)+1+b64.EncodedLen(len(payload))+1+86)
	token = append(token, header...)
	token = append(token, '.')
	token = b64.AppendEncode(token, payload)
	signature, err := Sign(key, token)
	if err != nil {
		return "", err
	}
	token = append(token, '.')
	return string(b64.AppendEncode(token, signature)), nil
}

// ReadHeader returns the header of a compact JWS whose signature nobody has
// checked yet: use it to choose the key, never to decide.
func ReadHeader(token string) (Header, error) {
	var h Header
	if len(token) > MaxToken {
		return h, fmt.Errorf("token has %d bytes, more than %d", len(token), MaxToken)
	}
	encoded, _, ok := strings.Cut(token, ".")
	if !ok {
		return h, errors.New("token is not a compact JWS")
	}
	text, err := decodeB64(encoded)
	if err != nil {
		return h, errors.New("token header is not base64url")
	}
	if err := decodeStrict(text, &h); err != nil {
		return h, fmt.Errorf("token header: %w", err)
	}
	if h.Alg != "ES256" {
		return h, fmt.Errorf("token algorithm %.20q is not ES256", h.Alg)
	}
	return h, nil
}

// UnverifiedPayload returns the payload of a compact JWS without any check of
// its signature.
func UnverifiedPayload(token string) ([]byte, error) {
	parts := strings.Split(token, ".")
	if len(token) > MaxToken || len(parts) != 3 {
		return nil, errors.New("token is not a compact JWS")
	}
	payload, err := decodeB64(parts[1])
	if err != nil {
		return nil, errors.New("token payload is not base64url")
	}
	return payload, nil
}

// VerifyCompact checks a compact JWS of type typ against key and returns its
// payload. When the header names a key id, it must be the key's thumbprint.
func VerifyCompact(token, typ string, key *ecdsa.PublicKey) ([]byte, error) {
	h, err := ReadHeader(token)
	if err != nil {
		return nil, err
	}
	if h.Typ != typ {
		return nil, fmt.Errorf("token type %.40q is not %q", h.Typ, typ)
	}
	if h.Kid != "" {
		thumb, err := Thumbprint(key)
		if err != nil {
			return nil, err
		}
		if h.Kid != b64.EncodeToString(thumb[:]) {
			return nil, fmt.Errorf("token names another key: %w", ErrSignature)
		}
	}
	payload, err := UnverifiedPayload(token)
	if err != nil {
		return nil, err
	}
	last := strings.LastIndexByte(token, '.')
	signature, err := decodeB64(token[last+1:])
	if err != nil {
		return nil, errors.New("token signature is not base64url")
	}
	if err := Verify(key, []byte(token[:last]), signature); err != nil {
		return nil, err
	}
	return payload, nil
}

// decodeStrict decodes exactly one JSON value and refuses unknown members.
func decodeStrict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errors.New("not the expected JSON")
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the JSON")
	}
	return nil
}
