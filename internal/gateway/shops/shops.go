// Package shops is the gateway's directory of the shops it serves, and the two documents about each that anyone may
// read: who the shop is (docs/protocol.md §9) and which key signs its receipts (§3, SD-JWT VC issuer metadata).
//
// It promises that these documents come from the configuration alone, never from a request. A thief gets what anyone may
// read; the private keys are in memory and in the key files only.
package shops

import (
	"crypto/ecdsa"
	"fmt"
	"net/http"
	"net/url"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"
	"github.com/labstack/echo/v4"

	"carnet/internal/gateway/web"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// Shop is one merchant that this gateway serves.
type Shop struct {
	ClientID   string
	Name       string
	Origin     string             // https://shop.example, where the shop's pages are
	Key        *profile.IssuerKey // signs receipts and promises
	Accounting age.Recipient      // also gets every receipt, for books that the law wants kept; nil: nobody. Its key is offline

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

// Anchor returns where the gateway's roots are.
func (d *Directory) Anchor() Anchor { return d.anchor }

// Gateway returns the gateway's issuer URL.
func (d *Directory) Gateway() string { return d.gateway }

// Find returns the shop of a client id, or the error to answer with.
func (d *Directory) Find(clientID string) (*Shop, error) {
	if s := d.byID[clientID]; s != nil {
		return s, nil
	}
	return nil, web.NotFound("unknown_shop", "This gateway serves no shop under this client id.")
}

// Public is what anyone may know about a shop.
type Public struct {
	ClientID string `json:"client_id"`
	Name     string `json:"name"`
	Sector   string `json:"sector"`
	Origin   string `json:"origin"`
	Issuer   string `json:"iss"`
	Inbox    string `json:"inbox"`
}

// Metadata is the issuer metadata of a shop's receipts.
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

// MetadataPath is where the issuer metadata of issuer lies on its host: the well-known segment comes between host and
// path (SD-JWT VC §5.1).
const MetadataPath = "/.well-known/jwt-vc-issuer"

// Metadata returns the issuer metadata of s.
func (d *Directory) Metadata(s *Shop) Metadata {
	m := Metadata{Issuer: s.Issuer, JWKS: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{s.Key.Public()}}}
	m.Carnet.Name, m.Carnet.Sector, m.Carnet.Gateway, m.Carnet.Anchor = s.Name, s.Sector, d.gateway, d.anchor
	return m
}

// PublicKey returns the key that verifies s's receipts.
func (s *Shop) PublicKey() *ecdsa.PublicKey { return s.Key.Public().Key.(*ecdsa.PublicKey) }

// Register adds GET /shops/<client id> to v1, whose path is /v1, and the issuer metadata to root.
func (d *Directory) Register(v1, root *echo.Group) {
	v1.GET("/shops/:client", d.shop)
	root.GET(MetadataPath+"/shops/:client", d.metadata)
}

func (d *Directory) shop(c echo.Context) error {
	s, err := d.Find(c.Param("client"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, Public{s.ClientID, s.Name, s.Sector, s.Origin, s.Issuer, d.gateway + "/v1"})
}

func (d *Directory) metadata(c echo.Context) error {
	s, err := d.Find(c.Param("client"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, d.Metadata(s))
}
