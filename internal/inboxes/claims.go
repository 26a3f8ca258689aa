package inboxes

import (
	"encoding/json"
	"time"
)

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
