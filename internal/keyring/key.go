package keyring

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Algorithms lists what keys there are: RSA of 2048 bits or more, P-256, Ed25519.
var Algorithms = []jose.SignatureAlgorithm{jose.RS256, jose.ES256, jose.EdDSA}

// Key is a signing key and when it signs. A key service's key has a Signer that is remote: Sign takes the SHA-256 digest (the whole message
// for Ed25519) and returns PKCS #1 v1.5, ASN.1 or raw Ed25519 signatures, as [crypto.Signer] has it.
type Key struct {
	ID        string // RFC 7638 thumbprint, b64u, unless its file says otherwise
	Algorithm jose.SignatureAlgorithm
	Signer    crypto.Signer
	Created   time.Time // whole seconds
	NotBefore time.Time // whole seconds; it signs from then on, until a later key does
}

// NewKey makes a key in memory.
func NewKey(alg jose.SignatureAlgorithm, created, notBefore time.Time) (k Key, err error) {
	var signer crypto.Signer
	switch alg {
	case jose.RS256:
		signer, err = rsa.GenerateKey(rand.Reader, 2048)
	case jose.ES256:
		signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case jose.EdDSA:
		_, signer, err = ed25519.GenerateKey(rand.Reader)
	default:
		return k, fmt.Errorf("algorithm %q, want one of %q", alg, Algorithms)
	}
	if err != nil {
		return k, err
	}
	k = Key{Signer: signer, Created: created.Truncate(time.Second), NotBefore: notBefore.Truncate(time.Second)}
	return k, k.complete()
}

// complete finds the algorithm and the id, and refuses keys that no one should use.
func (k *Key) complete() error {
	if k.Signer == nil {
		return errors.New("not a private key")
	}
	switch pub := k.Signer.Public().(type) {
	case *ecdsa.PublicKey:
		if pub.Curve != elliptic.P256() {
			return errors.New("EC key is not on P-256")
		}
		k.Algorithm = jose.ES256
	case *rsa.PublicKey:
		if pub.N.BitLen() < 2048 {
			return fmt.Errorf("RSA key of %d bits, want 2048 or more", pub.N.BitLen())
		}
		k.Algorithm = jose.RS256
	case ed25519.PublicKey:
		k.Algorithm = jose.EdDSA
	default:
		return errors.New("not an RSA, P-256 or Ed25519 key")
	}
	if k.ID != "" {
		return nil
	}
	public := k.public()
	print, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		return err
	}
	k.ID = base64.RawURLEncoding.EncodeToString(print)
	return nil
}

// LogValue keeps the key itself out of logs.
func (k Key) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kid", k.ID), slog.String("alg", string(k.Algorithm)))
}

// String names the key.
func (k Key) String() string { return string(k.Algorithm) + " key " + k.ID }

// Format keeps it out of whatever fmt writes.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

// MarshalJSON keeps it out of JSON, logs of lists of keys among it.
func (k Key) MarshalJSON() ([]byte, error) { return json.Marshal(k.String()) }

func (k *Key) public() jose.JSONWebKey {
	return jose.JSONWebKey{Key: k.Signer.Public(), KeyID: k.ID, Algorithm: string(k.Algorithm), Use: "sig"}
}

// private is for jose.SigningKey: a JWK whose key signs, here or far away.
func (k *Key) private() jose.JSONWebKey {
	jwk := k.public()
	switch k.Signer.(type) {
	case *ecdsa.PrivateKey, *rsa.PrivateKey, ed25519.PrivateKey:
		jwk.Key = k.Signer
	default:
		jwk.Key = remote{k}
	}
	return jwk
}

// remote is a key service's key as go-jose wants it.
type remote struct{ key *Key }

// Public implements jose.OpaqueSigner.
func (r remote) Public() *jose.JSONWebKey { jwk := r.key.public(); return &jwk }

// Algs implements jose.OpaqueSigner.
func (r remote) Algs() []jose.SignatureAlgorithm { return []jose.SignatureAlgorithm{r.key.Algorithm} }

// SignPayload implements jose.OpaqueSigner. A signature that does not have the form of its algorithm is an error, so that no token leaves
// which nobody can verify.
func (r remote) SignPayload(payload []byte, alg jose.SignatureAlgorithm) ([]byte, error) {
	if alg != r.key.Algorithm {
		return nil, fmt.Errorf("key signs %s, not %s", r.key.Algorithm, alg)
	}
	if alg == jose.EdDSA {
		return r.key.Signer.Sign(rand.Reader, payload, crypto.Hash(0))
	}
	digest := sha256.Sum256(payload)
	sig, err := r.key.Signer.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil || alg != jose.ES256 {
		return sig, err
	}
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(sig, &rs); err != nil || len(rest) > 0 || rs.R.Sign() <= 0 || rs.S.Sign() <= 0 || rs.R.BitLen() > 256 || rs.S.BitLen() > 256 {
		return nil, errors.New("key service returned no ECDSA signature")
	}
	out := make([]byte, 64) // RFC 7518 §3.4
	rs.R.FillBytes(out[:32])
	rs.S.FillBytes(out[32:])
	return out, nil
}

// times are the members that this package adds to a JWK (RFC 7517 §4 lets it).
type times struct {
	Created   int64 `json:"carnet_created,omitempty"`    // Unix seconds
	NotBefore int64 `json:"carnet_not_before,omitempty"` // Unix seconds
}

// MarshalPrivate writes the key as a private JWK with its times. Only for files that nobody else can read.
func (k Key) MarshalPrivate() ([]byte, error) {
	data, err := k.private().MarshalJSON()
	if err != nil {
		return nil, err
	}
	more, err := json.Marshal(times{k.Created.Unix(), k.NotBefore.Unix()})
	if err != nil {
		return nil, err
	}
	data[len(data)-1] = ','
	return append(data, more[1:]...), nil
}

// ParsePrivate reads what MarshalPrivate wrote, or any private JWK: one without times has always signed, and counts as created at made.
func ParsePrivate(data []byte, made time.Time) (k Key, err error) {
	var jwk jose.JSONWebKey
	var when times
	if err := errors.Join(jwk.UnmarshalJSON(data), json.Unmarshal(data, &when)); err != nil {
		return k, errors.New("not a JWK") // the cause may quote the key
	}
	k = Key{ID: jwk.KeyID, Created: made.Truncate(time.Second), NotBefore: time.Unix(when.NotBefore, 0)}
	if when.Created != 0 {
		k.Created = time.Unix(when.Created, 0)
	}
	k.Signer, _ = jwk.Key.(crypto.Signer)
	if err := k.complete(); err != nil {
		return k, err
	}
	if jwk.Algorithm != "" && jwk.Algorithm != string(k.Algorithm) {
		return k, fmt.Errorf("JWK says %q, its key signs %s", jwk.Algorithm, k.Algorithm)
	}
	return k, nil
}
