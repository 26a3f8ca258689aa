package profile

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"carnet/internal/profile/sdjwt"
)

// RequestSignature holds the values of the three header fields by which a
// vault signs a request (RFC 9421, RFC 9530). ContentDigest is empty when the
// request has no body.
type RequestSignature struct {
	ContentDigest  string // Content-Digest
	SignatureInput string // Signature-Input
	Signature      string // Signature
}

// requestSkew is how far the signer's clock may be off.
const requestSkew = 60 * time.Second

// ErrRequestSignature says that a request was not signed by the key, or that
// its method, URI, body or time is another.
var ErrRequestSignature = errors.New("the request's signature does not verify")

var b64std = base64.StdEncoding.Strict()

// SignRequest signs a request with a holder key. target is the whole URI with
// scheme and authority.
func SignRequest(key *ecdsa.PrivateKey, method, target string, body []byte, created time.Time) (RequestSignature, error) {
	thumb, err := sdjwt.Thumbprint(&key.PublicKey)
	if err != nil {
		return RequestSignature{}, fmt.Errorf("sign request: %w", err)
	}
	var s RequestSignature
	s.ContentDigest = contentDigest(body)
	params := signatureParams(len(body) > 0, strconv.FormatInt(created.Unix(), 10), thumb)
	signature, err := sdjwt.Sign(key, signatureBase(method, target, s.ContentDigest, params))
	if err != nil {
		return RequestSignature{}, fmt.Errorf("sign request: %w", err)
	}
	s.SignatureInput = "carnet=" + params
	s.Signature = "carnet=:" + b64std.EncodeToString(signature) + ":"
	return s, nil
}

// VerifyRequest checks the signature over a request as it was received. Exactly
// the components and parameters of docs/protocol.md §9 are accepted, in their
// order and spelling.
func VerifyRequest(key *ecdsa.PublicKey, method, target string, body []byte, s RequestSignature, now time.Time) error {
	thumb, err := sdjwt.Thumbprint(key)
	if err != nil {
		return fmt.Errorf("verify request: %w", err)
	}
	_, rest, _ := strings.Cut(s.SignatureInput, ";created=")
	created, _, _ := strings.Cut(rest, ";")
	seconds, err := strconv.ParseInt(created, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != created {
		return ErrRequestSignature
	}
	params := signatureParams(len(body) > 0, created, thumb)
	if s.SignatureInput != "carnet="+params || s.ContentDigest != contentDigest(body) {
		return ErrRequestSignature
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > requestSkew || age < -requestSkew {
		return fmt.Errorf("%w: it is not fresh", ErrRequestSignature)
	}
	encoded, ok := strings.CutPrefix(s.Signature, "carnet=:")
	encoded, closed := strings.CutSuffix(encoded, ":")
	signature, err := b64std.DecodeString(encoded)
	if !ok || !closed || err != nil || len(encoded) != 88 {
		return ErrRequestSignature
	}
	if err := sdjwt.Verify(key, signatureBase(method, target, s.ContentDigest, params), signature); err != nil {
		return ErrRequestSignature
	}
	return nil
}

func contentDigest(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	sum := sha256.Sum256(body)
	return "sha-256=:" + b64std.EncodeToString(sum[:]) + ":"
}

func signatureParams(hasBody bool, created string, thumb [32]byte) string {
	components := `("@method" "@target-uri"`
	if hasBody {
		components += ` "content-digest"`
	}
	return components + `);created=` + created + `;keyid="` + b64.EncodeToString(thumb[:]) + `";alg="ecdsa-p256-sha256"`
}

func signatureBase(method, target, digest, params string) []byte {
	base := `"@method": ` + method + "\n" + `"@target-uri": ` + target + "\n"
	if digest != "" {
		base += `"content-digest": ` + digest + "\n"
	}
	return []byte(base + `"@signature-params": ` + params)
}
