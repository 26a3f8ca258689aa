package verify

import (
	"context"
	"encoding/hex"
	"sync"

	"carnet/internal/profile"
	"carnet/internal/statuslist"
)

// entry notes which entry of which status list a receipt was given.
func (v *Verifier) entry(leaf *leafOf, sealed *profile.Sealed) {
	if v.Slots == nil || sealed.Slot == "" {
		return
	}
	list, index, err := v.Slots.Open(sealed)
	if err != nil {
		v.wrong(leaf.key, "its entry of a status list does not open with this pairwise key")
		return
	}
	_, _ = hex.Decode(leaf.list[:], []byte(list)) // Slots returns 32 hex digits
	leaf.index = uint32(index)
}

// lists checks the status lists, and that every receipt has an entry of its own in one of them. It runs after the receipts were read: an entry is durable as
// taken before its receipt is.
func (v *Verifier) lists(ctx context.Context, receipts map[uint64][]leafOf) error {
	known := map[[16]byte]statuslist.Examined{}
	current := map[string][16]byte{} // by key
	var mu sync.Mutex
	err := v.each(ctx, "lists", statuslist.Prefix, func(key string, data []byte) {
		list, names, err := statuslist.Examine(key, data)
		if err != nil {
			v.wrong(key, "%v", err)
			return
		}
		var id [16]byte
		_, _ = hex.Decode(id[:], []byte(list.ID)) // Examine returns 32 hex digits
		mu.Lock()
		defer mu.Unlock()
		if names {
			current[key] = id
		} else {
			known[id] = list
		}
	})
	if err != nil {
		return err
	}
	v.report.Lists = len(known)
	for key, id := range current {
		if _, ok := known[id]; !ok {
			v.wrong(key, "names a status list that is not there")
		}
	}
	v.entries(known, receipts)
	return nil
}

// entries checks that receipts share no entry, unless they share an id: the same order, told of two shoppers.
func (v *Verifier) entries(known map[[16]byte]statuslist.Examined, receipts map[uint64][]leafOf) {
	given := map[[16]byte]map[uint32]string{}
	for _, leaves := range receipts {
		for _, r := range leaves {
			if r.list == ([16]byte{}) {
				continue
			}
			list, ok := known[r.list]
			if !ok {
				v.wrong(r.key, "its status list is not there")
				continue
			}
			if !list.Taken(int(r.index)) {
				v.wrong(r.key, "its entry of a status list counts as free: another receipt may be given it")
			}
			if given[r.list] == nil {
				given[r.list] = map[uint32]string{}
			}
			if first, ok := given[r.list][r.index]; ok && id(first) != id(r.key) {
				v.wrong(r.key, "shares its entry of a status list with %s", first)
			}
			given[r.list][r.index] = r.key
		}
	}
}

// id is the end of a receipt's key.
func id(key string) string { return key[len(key)-32:] }
