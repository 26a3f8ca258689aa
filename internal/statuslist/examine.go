package statuslist

import (
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"carnet/internal/profile"
)

// Prefix is what the keys of all objects of this package begin with, but those of notes of deleted receipts.
const Prefix = "status/"

// Examined is a stored list as somebody sees it who has no key.
type Examined struct {
	ID     string // 32 hex digits
	Client string

	used []byte
}

// Examine reads an object under Prefix: a list, or the name of the list that is a shop's current one, of which current is true and only the ID is set.
// It refuses what this package does not write: another shape, another name, or a refund of an entry that no receipt was given.
func Examine(key string, data []byte) (list Examined, current bool, err error) {
	if strings.HasPrefix(key, "status/current/") {
		var p pointer
		if json.Unmarshal(data, &p) != nil || p.V != 1 || !isID(p.List) {
			return list, true, errors.New("does not name a status list")
		}
		return Examined{ID: p.List}, true, nil
	}
	o, err := parseObject(data)
	if err != nil {
		return list, false, err
	}
	id := key[strings.LastIndexByte(key, '/')+1:]
	if !isID(id) || listKey(id) != key {
		return list, false, errors.New("not the name of a status list")
	}
	list = Examined{ID: id, Client: o.clientID, used: o.used}
	for index := range profile.StatusEntries {
		if value, _ := o.list.At(index); value != profile.NotRefunded && !list.Taken(index) {
			return list, false, fmt.Errorf("entry %d says %v, and no receipt was given it", index, value)
		}
	}
	return list, false, nil
}

// Taken tells whether a receipt may have an entry.
func (e Examined) Taken(index int) bool {
	return index >= 0 && index < profile.StatusEntries && e.used[index/8]&(1<<(index%8)) != 0
}

// Slots opens what is stored beside receipts.
type Slots struct{ aead cipher.AEAD }

// NewSlots takes the pairwise key.
func NewSlots(pairwiseKey []byte) (Slots, error) {
	aead, err := slotCipher(pairwiseKey)
	return Slots{aead}, err
}

// Open returns the list and the entry that a stored receipt was given: an error if it was given under another pairwise key, or to another receipt.
func (s Slots) Open(sealed *profile.Sealed) (list string, index int, err error) {
	slot, err := openSlot(s.aead, sealed.Slot, sealed.ID)
	return slot.list, slot.index, err
}
