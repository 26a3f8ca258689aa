package inboxes

import "encoding/json"

// Claim is the object behind a claim id: where the receipt lies that was sealed to a claim code, and the key that may
// delete it (docs/protocol.md §2).
type Claim struct {
	V        int             `json:"v"`
	Receipt  string          `json:"receipt"` // object key
	ClientID string          `json:"client_id"`
	Holder   json.RawMessage `json:"holder"` // public JWK
}

// ClaimKey is the object key of a claim id, which is 64 hex digits.
func ClaimKey(id string) string { return "claims/" + id[:2] + "/" + id }

// ReceiptPrefix is the object key under which an inbox's receipts lie, each under its id.
func ReceiptPrefix(inbox string) string { return "receipts/" + inbox[:2] + "/" + inbox + "/" }
