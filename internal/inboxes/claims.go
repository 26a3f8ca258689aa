package inboxes

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/profile"
	"carnet/internal/qr"
)

// ErrNobody says that an order has nobody to be sealed to: no vault is bound, and no claim code can reach the shopper.
var ErrNobody = errors.New("neither a vault nor a claim code to seal to")

// ClaimLife is how many days a claim code is worth anything. After them the receipt behind it is deleted.
const ClaimLife = 30

// Claim is the object behind a claim id: where the receipt lies that was sealed to a claim code, the key that may
// delete it, and the last day (UTC) on which it is given out (docs/protocol.md §2).
type Claim struct {
	V        int             `json:"v"`
	Receipt  string          `json:"receipt"` // object key
	ClientID string          `json:"client_id"`
	Holder   json.RawMessage `json:"holder"`          // public JWK
	Until    string          `json:"until,omitempty"` // YYYY-MM-DD; a day, so that it tells no more of when than that
	// Leaves are those that the receipt may have which was sealed to this code, in hex: one for each time that the order was tried. A receipt in its place with
	// another leaf was sealed to a vault since, and is none of this claim's.
	Leaves []string `json:"leaves"`
}

// maxLeaves is how many tries of one order are remembered; the last ones count.
const maxLeaves = 64

// Tried adds a leaf and reports whether it is new.
func (c *Claim) Tried(leaf [32]byte) bool {
	text := hex.EncodeToString(leaf[:])
	if slices.Contains(c.Leaves, text) {
		return false
	}
	c.Leaves = append(c.Leaves[max(0, len(c.Leaves)-maxLeaves+1):], text)
	return true
}

// Of tells whether a receipt is the one that was sealed to this claim's code.
func (c *Claim) Of(sealed *profile.Sealed) bool {
	return slices.Contains(c.Leaves, hex.EncodeToString(sealed.Leaf[:]))
}

// LastDay is the Until of a claim that is made now.
func LastDay(now time.Time) string { return now.UTC().AddDate(0, 0, ClaimLife).Format(time.DateOnly) }

// Expired reports whether the last day is over.
func (c *Claim) Expired(now time.Time) bool {
	return c.Until != "" && now.UTC().Format(time.DateOnly) > c.Until
}

// ClaimKey is the object key of a claim id, which is 64 hex digits.
func ClaimKey(id string) string { return "claims/" + id[:2] + "/" + id }

// ReceiptPrefix is the object key under which an inbox's receipts lie, each under its id.
func ReceiptPrefix(inbox string) string { return "receipts/" + inbox[:2] + "/" + inbox + "/" }

// Claimer is the public half of a claim code: all that is needed to seal to it, and nothing that opens.
type Claimer struct {
	ID        string          `json:"id"`        // of the claim
	Recipient string          `json:"recipient"` // age1pq1…
	Holder    json.RawMessage `json:"holder"`    // public JWK
}

// NewClaimer returns the public half of a code.
func NewClaimer(code profile.ClaimCode) (*Claimer, error) {
	keys := code.Keys()
	holder, err := profile.HolderJWK(jose.JSONWebKey{Key: &keys.Holder.PublicKey})
	if err != nil {
		return nil, fmt.Errorf("claim code: %w", err)
	}
	return &Claimer{ID: keys.ID, Recipient: keys.Identity.Recipient().String(), Holder: holder}, nil
}

// Shown is how a claim code is given to a shop, for a confirmation page: the code, a link that opens the vault with it, and the link's QR code as an SVG document
// where it was asked for. Gone has a sentence instead where the code is no longer kept.
type Shown struct {
	Code string `json:"code,omitempty"`
	URL  string `json:"url,omitempty"`
	QR   string `json:"qr,omitempty"`
	Gone string `json:"gone,omitempty"`
}

// Show writes a code for a confirmation page. The link carries it in the fragment, which reaches no server.
func Show(code profile.ClaimCode, vault, gateway, clientID string) *Shown {
	link := vault + "/#/claim?gateway=" + url.QueryEscape(gateway) + "&shop=" + url.QueryEscape(clientID) + "&code=" + code.Compact()
	return &Shown{Code: code.String(), URL: link}
}

// Draw adds the QR code.
func (s *Shown) Draw() error {
	if s == nil || s.URL == "" {
		return nil
	}
	code, err := qr.New(s.URL)
	if err != nil {
		return fmt.Errorf("draw a claim: %w", err)
	}
	s.QR = code.SVG()
	return nil
}
