package profile

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"carnet/internal/profile/sdjwt"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"
)

// b64 is base64url without padding, in its one canonical spelling.
var b64 = base64.RawURLEncoding.Strict()

const (
	receiptType = "dc+sd-jwt"
	promiseType = "carnet-promise+jwt"
)

// IssuerKey signs a shop's receipts, promises and status lists (ES256). It is safe for
// concurrent use. A thief of it can issue receipts in the shop's name from now
// on; it opens nothing.
type IssuerKey struct {
	key           *ecdsa.PrivateKey
	public        jose.JSONWebKey
	receiptHeader string
	promiseHeader string
	statusHeader  string
}

// NewIssuerKey makes a random key.
func NewIssuerKey() (*IssuerKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("issuer key: %w", err)
	}
	return issuerKey(key)
}

// ParseIssuerKey reads a private P-256 JWK.
func ParseIssuerKey(jwk []byte) (*IssuerKey, error) {
	var k jose.JSONWebKey
	if err := k.UnmarshalJSON(jwk); err != nil {
		return nil, errors.New("issuer key is not a JWK") // the cause could quote the key
	}
	key, ok := k.Key.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errors.New("issuer key is not a private P-256 key")
	}
	return issuerKey(key)
}

func issuerKey(key *ecdsa.PrivateKey) (*IssuerKey, error) {
	public, err := PublicJWK(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("issuer key: %w", err)
	}
	public.Algorithm, public.Use = "ES256", "sig"
	return &IssuerKey{
		key:           key,
		public:        public,
		receiptHeader: sdjwt.EncodeHeader(receiptType, public.KeyID),
		promiseHeader: sdjwt.EncodeHeader(promiseType, public.KeyID),
		statusHeader:  sdjwt.EncodeHeader(statusType, public.KeyID),
	}, nil
}

// PublicJWK returns a P-256 public key as a JWK whose key id is its RFC 7638
// thumbprint.
func PublicJWK(key *ecdsa.PublicKey) (jose.JSONWebKey, error) {
	thumb, err := sdjwt.Thumbprint(key)
	if err != nil {
		return jose.JSONWebKey{}, err
	}
	return jose.JSONWebKey{Key: key, KeyID: b64.EncodeToString(thumb[:])}, nil
}

// Public returns the public key for issuer metadata; its KeyID is the RFC 7638
// thumbprint.
func (k *IssuerKey) Public() jose.JSONWebKey { return k.public }

// MarshalPrivate returns the private JWK, to be kept outside every store.
func (k *IssuerKey) MarshalPrivate() ([]byte, error) {
	return jose.JSONWebKey{Key: k.key, KeyID: k.public.KeyID, Algorithm: "ES256", Use: "sig"}.MarshalJSON()
}

// ParseHolder reads the public P-256 JWK of a holder and returns it with its
// RFC 7638 thumbprint as KeyID. It refuses private keys and unknown members.
func ParseHolder(jwk []byte) (jose.JSONWebKey, error) {
	var m struct {
		Kty string `json:"kty"`
		Crv string `json:"crv"`
		X   string `json:"x"`
		Y   string `json:"y"`
		Kid string `json:"kid"`
		Alg string `json:"alg"`
		Use string `json:"use"`
	}
	if len(jwk) > 1024 || decodeStrict(jwk, &m) != nil || m.Kty != "EC" || m.Crv != "P-256" {
		return jose.JSONWebKey{}, errors.New("holder is not a public P-256 JWK")
	}
	point := [65]byte{4}
	if !decodeB64(point[1:33], m.X) || !decodeB64(point[33:], m.Y) {
		return jose.JSONWebKey{}, errors.New("holder coordinates are not 32 bytes of base64url")
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point[:])
	if err != nil {
		return jose.JSONWebKey{}, errors.New("holder is not a point of P-256")
	}
	return PublicJWK(key)
}

// HolderJWK returns the four members of a holder's public JWK, as they stand in
// bindings and in cnf.
func HolderJWK(holder jose.JSONWebKey) ([]byte, error) {
	key, err := holderKey(holder)
	if err != nil {
		return nil, err
	}
	return appendHolder(nil, key)
}

func appendHolder(dst []byte, key *ecdsa.PublicKey) ([]byte, error) {
	point, err := key.Bytes()
	if err != nil {
		return nil, err
	}
	dst = append(dst, `{"kty":"EC","crv":"P-256","x":"`...)
	dst = b64.AppendEncode(dst, point[1:33])
	dst = append(dst, `","y":"`...)
	dst = b64.AppendEncode(dst, point[33:])
	return append(dst, `"}`...), nil
}

func holderKey(holder jose.JSONWebKey) (*ecdsa.PublicKey, error) {
	key, ok := holder.Key.(*ecdsa.PublicKey)
	if !ok || key == nil || key.Curve != elliptic.P256() {
		return nil, errors.New("holder is not a public P-256 key")
	}
	return key, nil
}

func decodeB64(dst []byte, s string) bool {
	if len(s) != b64.EncodedLen(len(dst)) {
		return false
	}
	n, err := b64.Decode(dst, []byte(s))
	return err == nil && n == len(dst)
}

func decodeStrict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errors.New("not the expected JSON")
	}
	if d.InputOffset() != int64(len(text)) {
		return errors.New("something follows the JSON")
	}
	return nil
}

// Issue signs a receipt as an SD-JWT VC under the given receipt id, bound to
// the holder's key. iss is "<gateway issuer>/shops/<client_id>". The result
// ends in "~".
func Issue(key *IssuerKey, iss, id string, holder jose.JSONWebKey, r *Receipt) (string, error) {
	public, err := holderKey(holder)
	if err != nil {
		return "", fmt.Errorf("issue receipt %s: %w", id, err)
	}
	plain := append(make([]byte, 0, 512), `"cnf":{"jwk":`...)
	if plain, err = appendHolder(plain, public); err != nil {
		return "", fmt.Errorf("issue receipt %s: %w", id, err)
	}
	plain = append(plain, `},"iss":`...)
	plain = sdjwt.AppendString(plain, iss)
	plain = appendStatus(plain, r.Status)
	plain = append(plain, `,"vct":"`+VCT+`"`...)

	named := *r
	named.ID = id
	b := sdjwt.NewBuilder(claimCount+len(r.Lines), b64.EncodedLen(named.textSize()))
	named.disclose(b)
	token, err := b.Sign(key.key, key.receiptHeader, plain)
	if err != nil {
		return "", fmt.Errorf("issue receipt %s: %w", id, err)
	}
	return token, nil
}

// Credential is what an issuer's signature vouches for.
type Credential struct {
	Issuer      string
	Holder      jose.JSONWebKey // public P-256 key; KeyID is its thumbprint
	Status      *Status         // where later refunds show; nil: nowhere
	Claims      map[string]any  // disclosed claims, without those that are always visible; numbers are json.Number
	JWT         string          // the issuer-signed JWT: Leaf hashes it
	Undisclosed int             // withheld claims and decoys
}

// UnverifiedIssuer returns the iss that a token claims, so that its keys can be
// fetched. Nothing is checked yet.
func UnverifiedIssuer(token string) (string, error) {
	jwt, _, _ := strings.Cut(token, "~")
	payload, err := sdjwt.UnverifiedPayload(jwt)
	if err != nil {
		return "", err
	}
	var claims struct {
		Issuer string `json:"iss"`
	}
	if err := json.Unmarshal(payload, &claims); err != nil || claims.Issuer == "" || len(claims.Issuer) > 1024 {
		return "", errors.New("token names no issuer")
	}
	return claims.Issuer, nil
}

// VerifyCredential checks that a token without key binding was issued by iss
// with one of its keys, chosen by key id.
func VerifyCredential(token, iss string, keys jose.JSONWebKeySet) (*Credential, error) {
	p, err := sdjwt.Split(token)
	if err != nil {
		return nil, err
	}
	if p.KeyBinding != "" {
		return nil, errors.New("token carries a key binding")
	}
	return verifyParts(p, iss, keys)
}

func verifyParts(p sdjwt.Parts, iss string, keys jose.JSONWebKeySet) (*Credential, error) {
	key, err := chooseKey(p.JWT, keys)
	if err != nil {
		return nil, err
	}
	v, err := sdjwt.VerifyIssuer(p, receiptType, key)
	if err != nil {
		return nil, err
	}
	claims := v.Claims
	if claims["iss"] != iss {
		return nil, errors.New("token has another issuer")
	}
	if claims["vct"] != VCT {
		return nil, errors.New("token is not a receipt")
	}
	cnf, _ := claims["cnf"].(map[string]any)
	jwk, err := json.Marshal(cnf["jwk"])
	if err != nil || len(cnf) != 1 {
		return nil, errors.New("token is bound to no key")
	}
	holder, err := ParseHolder(jwk)
	if err != nil {
		return nil, err
	}
	status, err := statusFrom(claims["status"])
	if err != nil {
		return nil, err
	}
	for _, visible := range []string{"iss", "vct", "cnf", "status"} {
		delete(claims, visible)
	}
	return &Credential{Issuer: iss, Holder: holder, Status: status, Claims: claims, JWT: p.JWT, Undisclosed: v.Undisclosed}, nil
}

// chooseKey returns the issuer's key that a token names.
func chooseKey(jwt string, keys jose.JSONWebKeySet) (*ecdsa.PublicKey, error) {
	h, err := sdjwt.ReadHeader(jwt)
	if err != nil {
		return nil, err
	}
	if h.Kid == "" {
		return nil, errors.New("token names no key")
	}
	for _, k := range keys.Keys {
		if key, ok := k.Key.(*ecdsa.PublicKey); ok && k.KeyID == h.Kid {
			return key, nil
		}
	}
	return nil, errors.New("token names a key that its issuer does not have")
}

// VerifyReceipt checks a token like VerifyCredential and returns the receipt.
// Every claim that a receipt must have must be disclosed.
func VerifyReceipt(token, iss string, keys jose.JSONWebKeySet) (*Receipt, *Credential, error) {
	c, err := VerifyCredential(token, iss, keys)
	if err != nil {
		return nil, nil, err
	}
	r, err := receiptFrom(c.Claims)
	if err != nil {
		return nil, nil, err
	}
	r.Status = c.Status
	return r, c, nil
}

// Opened is a sealed receipt in the clear.
type Opened struct {
	Receipt *Receipt
	Token   string // SD-JWT, ends in "~"
	Salt    [32]byte
}

// OpenSealed opens a sealed receipt and checks all that can be checked without
// the chain: the issuer's signature, that the credential is bound to holder,
// and that the stored line names this very receipt and leaf. Epoch and Check
// are the gateway's own notes; the anchor proof settles the epoch.
func OpenSealed(s *Sealed, id age.Identity, holder jose.JSONWebKey, iss string, keys jose.JSONWebKeySet) (*Opened, error) {
	token, salt, err := Open(s.Age, id)
	if err != nil {
		return nil, err
	}
	r, c, err := VerifyReceipt(token, iss, keys)
	if err != nil {
		return nil, err
	}
	switch {
	case Leaf(salt, token) != s.Leaf:
		return nil, errors.New("sealed receipt has another leaf than it says")
	case r.ID != s.ID:
		return nil, errors.New("sealed receipt has another id than it says")
	case c.Holder.KeyID != holder.KeyID:
		return nil, errors.New("receipt is bound to another holder")
	}
	return &Opened{Receipt: r, Token: token, Salt: salt}, nil
}
