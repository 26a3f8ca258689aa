package profile

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
)

// lp writes a 32-bit big-endian length and then the bytes of s.
func lp(h hash.Hash, s string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}

// mac returns HMAC-SHA-256(key, label || lp(part)...).
func mac(key []byte, label string, parts ...string) [32]byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(label))
	for _, p := range parts {
		lp(h, p)
	}
	var sum [32]byte
	h.Sum(sum[:0])
	return sum
}

// InboxID names the inbox of a shopper (sub) at a shop (sector): 64 hex digits.
func InboxID(pairwiseKey []byte, sector, sub string) string {
	sum := mac(pairwiseKey, "carnet/v1/inbox", sector, sub)
	return hex.EncodeToString(sum[:])
}

// GuestInboxID names the inbox of a receipt that nobody has signed in for.
func GuestInboxID(pairwiseKey []byte, receiptID string) string {
	sum := mac(pairwiseKey, "carnet/v1/guest", receiptID)
	return hex.EncodeToString(sum[:])
}

// ReceiptID names the receipt that a shop posts under an Idempotency-Key: 32
// hex digits. The same client and key give the same receipt for ever.
func ReceiptID(pairwiseKey []byte, clientID, idempotencyKey string) string {
	sum := mac(pairwiseKey, "carnet/v1/receipt", clientID, idempotencyKey)
	return hex.EncodeToString(sum[:16])
}

// Check returns the 4 hex digits that tell a retry from another order under
// the same Idempotency-Key. It is 16 bits on purpose (docs/protocol.md §4).
func Check(pairwiseKey []byte, receiptID string, requestBody []byte) string {
	body := sha256.Sum256(requestBody)
	h := hmac.New(sha256.New, pairwiseKey)
	h.Write([]byte("carnet/v1/check"))
	lp(h, receiptID)
	h.Write(body[:])
	return hex.EncodeToString(h.Sum(nil)[:2])
}

// BoxID names the box that the holder of a write key may change.
func BoxID(writeKey [32]byte) string {
	return hex.EncodeToString(sum256("carnet/v1/box", writeKey[:]))
}

func sum256(label string, parts ...[]byte) []byte {
	h := sha256.New()
	h.Write([]byte(label))
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// isHex reports whether s is n lower-case hex digits.
func isHex(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// parseHex decodes n bytes of lower-case hex.
func parseHex(dst []byte, s string) bool {
	if !isHex(s, 2*len(dst)) {
		return false
	}
	_, err := hex.Decode(dst, []byte(s))
	return err == nil
}
