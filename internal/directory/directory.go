// Package directory knows the shops that a gateway serves and where the gateway's roots are. It is what the gateway's
// surfaces share about shops, and it comes from the configuration alone.
//
// A thief of it gets public facts and, from memory only, the keys that sign receipts: enough to issue receipts in a shop's
// name from then on, not to open one.
package directory

import (
	"crypto/ecdsa"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// Shop is one merchant that this gateway serves.
type Shop struct {
	ClientID   string
	Name       string
	Origin     string             // https://shop.example, where the shop's pages are
	Key        *profile.IssuerKey // signs receipts and promises
	Accounting age.Recipient      // gets a copy of every receipt, for books that the law wants kept; nil: nobody. Its key is offline

	Sector string // set by New from Origin
	Issuer string // set by New: the iss of its receipts
}

// Anchor says where the gateway's roots are.
type Anchor struct {
	ChainID  uint64 `json:"chain_id"`
	Contract string `json:"contract"` // 0x…, EIP-55
	Issuer   string `json:"issuer"`   // 0x…, EIP-55: the account that anchors
}

// Directory holds the shops by client id. Use New.
type Directory struct {
	gateway string
	anchor  Anchor
	byID    map[string]*Shop
}

// New checks and completes the shops. gateway is the gateway's issuer URL.
func New(gateway string, anchor Anchor, shops []Shop) (*Directory, error) {
	d := &Directory{gateway: gateway, anchor: anchor, byID: map[string]*Shop{}}
	for _, s := range shops {
		sector, err := wallet.Sector(s.Origin)
		if err != nil {
			return nil, fmt.Errorf("shop %q: origin %q: %w", s.ClientID, s.Origin, err)
		}
		if s.ClientID == "" || url.PathEscape(s.ClientID) != s.ClientID {
			return nil, fmt.Errorf("shop %q: the client id must be usable in a path as it is", s.ClientID)
		}
		if s.Key == nil || s.Name == "" {
			return nil, fmt.Errorf("shop %q: a name and an issuer key are required", s.ClientID)
		}
		if d.byID[s.ClientID] != nil {
			return nil, fmt.Errorf("shop %q is configured twice", s.ClientID)
		}
		s.Sector, s.Issuer = sector, gateway+"/shops/"+s.ClientID
		d.byID[s.ClientID] = &s
	}
	return d, nil
}

// Shop returns the shop of a client id, or nil.
func (d *Directory) Shop(clientID string) *Shop { return d.byID[clientID] }

// All returns the shops in the order of their client ids.
func (d *Directory) All() []*Shop {
	return slices.SortedFunc(maps.Values(d.byID), func(a, b *Shop) int { return strings.Compare(a.ClientID, b.ClientID) })
}

// Anchor returns where the gateway's roots are.
func (d *Directory) Anchor() Anchor { return d.anchor }

// Gateway returns the gateway's issuer URL.
func (d *Directory) Gateway() string { return d.gateway }

// PublicKey returns the key that verifies s's receipts.
func (s *Shop) PublicKey() *ecdsa.PublicKey { return s.Key.Public().Key.(*ecdsa.PublicKey) }

// Keys returns s's public keys as a set.
func (s *Shop) Keys() jose.JSONWebKeySet {
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{s.Key.Public()}}
}

// Metadata is the SD-JWT VC issuer metadata of a shop's receipts (docs/protocol.md §3).
type Metadata struct {
	Issuer string             `json:"issuer"`
	JWKS   jose.JSONWebKeySet `json:"jwks"`
	Carnet struct {
		Name    string `json:"name"`
		Sector  string `json:"sector"`
		Gateway string `json:"gateway"`
		Anchor  Anchor `json:"anchor"`
	} `json:"carnet"`
}

// Metadata returns the issuer metadata of s.
func (d *Directory) Metadata(s *Shop) Metadata {
	m := Metadata{Issuer: s.Issuer, JWKS: s.Keys()}
	m.Carnet.Name, m.Carnet.Sector, m.Carnet.Gateway, m.Carnet.Anchor = s.Name, s.Sector, d.gateway, d.anchor
	return m
}
