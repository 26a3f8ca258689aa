package orders

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Keys are the public keys that a platform signs with: package jwks.
type Keys interface {
	// Key returns the key of that id, nil when the platform has none. An error says that it cannot be told now.
	Key(ctx context.Context, id string) (*rsa.PublicKey, error)
}

const (
	maxJWS     = 8 << 10 // characters; RSA of 8,192 bits needs 1,366 for the signature
	maxKeyID   = 200
	minRSABits = 2048
)

// verifyDetached checks header..signature over a body as it came (RFC 7515 appendix F, RFC 7797), with RS256 and nothing else: ErrSignature, ErrKeys.
//
// It is written out rather than left to a library: go-jose takes b64 without crit, takes a b64 that is no boolean for true, and skips white space;
// and whoever lets the header choose the algorithm has a public key used as an HMAC secret sooner or later.
func verifyDetached(ctx context.Context, token string, body []byte, keys Keys) error {
	parts := strings.Split(token, ".")
	if len(token) > maxJWS || len(parts) != 3 || parts[1] != "" { // a payload in the token would be another one than the body
		return ErrSignature
	}
	id, err := detachedKeyID(parts[0])
	if err != nil {
		return err
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if err != nil {
		return ErrSignature
	}
	key, err := keys.Key(ctx, id)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeys, err)
	}
	if key == nil || key.N.BitLen() < minRSABits {
		return ErrSignature
	}
	sum := sha256.New()
	sum.Write([]byte(parts[0] + "."))
	sum.Write(body)
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum.Sum(nil), signature) != nil {
		return ErrSignature
	}
	return nil
}

// detachedKeyID reads the key's id out of a header that says RS256, b64 false and crit ["b64"], all three. A member that crit does not name may be
// ignored (RFC 7515 §4), and is; keys in the header are among them.
func detachedKeyID(text string) (string, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return "", ErrSignature
	}
	var header map[string]json.RawMessage // a struct would take members in any case
	if json.Unmarshal(raw, &header) != nil {
		return "", ErrSignature
	}
	var alg, id string
	var critical []string
	for name, into := range map[string]any{"alg": &alg, "kid": &id, "crit": &critical} {
		if json.Unmarshal(header[name], into) != nil {
			return "", ErrSignature
		}
	}
	if alg != "RS256" || string(header["b64"]) != "false" || !slices.Equal(critical, []string{"b64"}) || id == "" || len(id) > maxKeyID {
		return "", ErrSignature
	}
	return id, nil
}
