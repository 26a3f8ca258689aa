package profile

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"carnet/internal/profile/sdjwt"

	"github.com/go-jose/go-jose/v4"
)

// Promise says that a leaf will be under the root of Epoch. A broken one proves
// misbehaviour.
type Promise struct {
	Issuer       string // "<gateway issuer>/shops/<client_id>"
	Leaf         [32]byte
	Epoch        uint64
	ChainID      uint64
	Contract     string // Anchor contract, 0x address
	AnchorIssuer string // the gateway's account at the Anchor contract, 0x address
}

type wirePromise struct {
	Iss      string `json:"iss"`
	Leaf     string `json:"leaf"`
	Epoch    uint64 `json:"epoch"`
	ChainID  uint64 `json:"chain_id"`
	Contract string `json:"contract"`
	Issuer   string `json:"issuer"`
}

// SignPromise returns the promise as a compact JWS.
func SignPromise(key *IssuerKey, p Promise) (string, error) {
	payload, err := json.Marshal(wirePromise{
		Iss: p.Issuer, Leaf: hex.EncodeToString(p.Leaf[:]), Epoch: p.Epoch,
		ChainID: p.ChainID, Contract: p.Contract, Issuer: p.AnchorIssuer,
	})
	if err != nil {
		return "", fmt.Errorf("promise: %w", err)
	}
	return sdjwt.SignCompact(key.key, key.promiseHeader, payload)
}

// VerifyPromise checks a promise that iss made with one of its keys.
func VerifyPromise(token, iss string, keys jose.JSONWebKeySet) (*Promise, error) {
	key, err := chooseKey(token, keys)
	if err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	payload, err := sdjwt.VerifyCompact(token, promiseType, key)
	if err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	var w wirePromise
	if err := decodeStrict(payload, &w); err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	p := &Promise{Issuer: w.Iss, Epoch: w.Epoch, ChainID: w.ChainID, Contract: w.Contract, AnchorIssuer: w.Issuer}
	if !parseHex(p.Leaf[:], w.Leaf) {
		return nil, errors.New("promise: leaf is not 32 bytes of lower-case hex")
	}
	if p.Issuer != iss {
		return nil, errors.New("promise: another issuer's")
	}
	return p, nil
}
