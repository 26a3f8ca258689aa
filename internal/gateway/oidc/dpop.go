package oidc

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"

	"carnet/internal/gateway/web"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// proofAlgs are the algorithms of DPoP proofs.
var proofAlgs = []jose.SignatureAlgorithm{jose.ES256, jose.EdDSA, jose.RS256, jose.PS256}

// checkProof wants exactly one DPoP proof, by the key with this thumbprint, made for
// this request and this token just now, and never seen before (RFC 9449 §4.3). The
// library checks those of its own endpoints.
func (p *Provider) checkProof(ctx context.Context, r *http.Request, token, thumbprint string) error {
	proofs := r.Header.Values(headerDPoP)
	if len(proofs) != 1 || len(proofs[0]) > maxParam {
		return errors.New("not one DPoP proof")
	}
	t, err := jwt.ParseSigned(proofs[0], proofAlgs)
	if err != nil {
		return err
	}
	key := t.Headers[0].JSONWebKey
	if t.Headers[0].ExtraHeaders[jose.HeaderType] != "dpop+jwt" || key == nil || !key.Valid() || !key.IsPublic() {
		return errors.New("not a DPoP proof")
	}
	print, err := key.Thumbprint(crypto.SHA256)
	if err != nil || subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(print)), []byte(thumbprint)) != 1 {
		return errors.New("proof by another key")
	}
	var claims struct {
		Method   string           `json:"htm"`
		URI      string           `json:"htu"`
		Hash     string           `json:"ath"`
		ID       string           `json:"jti"`
		IssuedAt *jwt.NumericDate `json:"iat"`
	}
	if err := t.Claims(key.Key, &claims); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(token))
	uri, _, _ := strings.Cut(claims.URI, "?")
	switch now := p.cfg.Now(); {
	case claims.Method != r.Method || uri != p.cfg.Issuer+r.URL.Path:
		return errors.New("proof for another request")
	case claims.Hash != base64.RawURLEncoding.EncodeToString(sum[:]):
		return errors.New("proof for another token")
	case claims.IssuedAt == nil || claims.ID == "":
		return errors.New("proof without a time or an id")
	case now.Sub(claims.IssuedAt.Time()) > proofLife || claims.IssuedAt.Time().Sub(now) > proofLife/2:
		return errors.New("proof of another time")
	}
	return p.records.consumeJTI(context.WithValue(ctx, outcomeKey{}, &outcome{}), claims.ID)
}

// BoundClient is Client for a token that is bound to a key: the request must prove
// that it has the key. A token that is not bound is no DPoP token.
func (p *Provider) BoundClient(r *http.Request, token, scope string) (string, error) {
	t, err := p.shopToken(r.Context(), token, scope)
	if err != nil {
		return "", err
	}
	if t.JWKThumbprint == "" {
		return "", wrongToken("Bearer", "The access token is a bearer token. Nothing was stored; send it as one.")
	}
	if err := p.checkProof(r.Context(), r, token, t.JWKThumbprint); err != nil {
		return "", &web.Error{Status: http.StatusUnauthorized, Code: invalidProof, Challenge: proofChallenge, Cause: err,
			Message: "A fresh DPoP proof for this request, by the token's own key, is needed. Nothing was stored."}
	}
	return t.ClientID, nil
}

// wrongToken is a 401 that says which scheme would be right.
func wrongToken(scheme, message string) *web.Error {
	return &web.Error{Status: http.StatusUnauthorized, Code: "invalid_token", Challenge: scheme + ` error="invalid_token"`, Message: message}
}
