package statuslist

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"carnet/internal/blob"
	"carnet/internal/profile"
)

// maxNotes is how many entries are remembered of receipts that share an id and were deleted. Only a shop that posts an order again
// after its shopper has deleted the receipt makes more than one.
const maxNotes = 16

// Slot is the entry that a receipt was given.
type Slot struct {
	list  string // 32 hex digits
	index int
}

func slotCipher(pairwiseKey []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, pairwiseKey, nil, "carnet/v1/slot/key", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Seal returns a slot as it is stored beside the sealed receipt of that id: 64 characters that tell nothing without the pairwise key.
func (s *Store) Seal(slot Slot, receiptID string) string {
	plain, _ := hex.DecodeString(slot.list)
	plain = binary.BigEndian.AppendUint32(plain, uint32(slot.index))
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, plain, []byte(receiptID)))
}

func openSlot(aead cipher.AEAD, text, receiptID string) (Slot, error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return Slot{}, errors.New("slot is not base64url")
	}
	plain, err := aead.Open(nil, nil, data, []byte(receiptID))
	if err != nil || len(plain) != 20 {
		return Slot{}, errors.New("slot does not open with this pairwise key")
	}
	return Slot{hex.EncodeToString(plain[:16]), int(binary.BigEndian.Uint32(plain[16:]))}, nil
}

// noteKey is the object that a deleted receipt leaves.
func (s *Store) noteKey(receiptID string) string {
	mac := hmac.New(sha256.New, s.pairwiseKey)
	mac.Write([]byte("carnet/v1/slot"))
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(receiptID))))
	mac.Write([]byte(receiptID))
	name := hex.EncodeToString(mac.Sum(nil))
	return "slots/" + name[:2] + "/" + name
}

// Keep makes the slot of a receipt durable that is about to be deleted, so that a later refund still shows.
func (s *Store) Keep(ctx context.Context, sealed *profile.Sealed) error {
	if sealed.Slot == "" {
		return nil
	}
	key := s.noteKey(sealed.ID)
	for range tries {
		old, err := s.blob.Get(ctx, key)
		switch {
		case errors.Is(err, blob.ErrNotFound):
			err = s.blob.Put(ctx, key, []byte(sealed.Slot))
		case err == nil:
			notes := bytes.Fields(old)
			if slices.ContainsFunc(notes, func(n []byte) bool { return string(n) == sealed.Slot }) {
				return nil
			}
			notes = append(notes[max(0, len(notes)-maxNotes+1):], []byte(sealed.Slot))
			err = s.blob.Replace(ctx, key, blob.ETag(old), bytes.Join(notes, []byte("\n")))
		}
		if !lost(err) {
			return wrap("note of a deleted receipt", err)
		}
	}
	return fmt.Errorf("note of a deleted receipt: %w", errBusy)
}

// slots finds the entries of a receipt: by its object, which lies under one of the keys, or by the note that its deletion left.
func (s *Store) slots(ctx context.Context, receiptID string, keys []string) (found []Slot, err error) {
	var texts []string
	for _, key := range append(slices.Clone(keys), s.noteKey(receiptID)) { // in this order: a deletion writes the note first
		data, err := s.blob.Get(ctx, key)
		if errors.Is(err, blob.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look for a refunded sale: %w", err)
		}
		if sealed, err := profile.ParseSealed(data); err == nil {
			texts = append(texts, sealed.Slot)
			continue
		}
		for _, note := range bytes.Fields(data) {
			texts = append(texts, string(note))
		}
	}
	for _, text := range texts {
		if slot, err := openSlot(s.aead, text, receiptID); err == nil && !slices.Contains(found, slot) {
			found = append(found, slot)
		}
	}
	return found, nil
}
