package statuslist

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"carnet/internal/blob"
	"carnet/internal/lru"
	"carnet/internal/profile"
)

const (
	blockSize = 512     // entries that a process reserves at a time
	tries     = 16      // of a compare-and-swap
	published = 8 << 20 // bytes of signed lists in memory
)

// ErrUnknown says that a shop has no such list or entry.
var ErrUnknown = errors.New("this shop has no such status list")

var errBusy = errors.New("too many others change the same object")

// Store keeps the lists of all shops of a gateway. Use New.
type Store struct {
	blob        blob.Store
	gateway     string
	pairwiseKey []byte
	aead        cipher.AEAD // of slots
	now         func() time.Time
	signed      *lru.Cache[string, signed]

	mu     sync.Mutex
	blocks map[string]*block // by client id; one per configured shop
}

// block is what is left of the entries that this process reserved for a shop.
type block struct {
	mu    sync.Mutex
	slots []Slot
}

type signed struct {
	token string
	until time.Time
}

// New returns a store. gateway is the gateway's issuer URL; the pairwise key has 32 bytes or more.
func New(store blob.Store, gateway string, pairwiseKey []byte, now func() time.Time) (*Store, error) {
	aead, err := slotCipher(pairwiseKey)
	if err != nil {
		return nil, fmt.Errorf("status lists: %w", err)
	}
	return &Store{blob: store, gateway: gateway, pairwiseKey: pairwiseKey, aead: aead, now: now, signed: lru.New[string, signed](published), blocks: map[string]*block{}}, nil
}

// Assign gives a shop's next receipt an entry that no other one has.
func (s *Store) Assign(ctx context.Context, clientID string) (Slot, error) {
	s.mu.Lock()
	b := s.blocks[clientID]
	if b == nil {
		b = &block{}
		s.blocks[clientID] = b
	}
	s.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.slots) == 0 {
		var err error
		if b.slots, err = s.reserve(ctx, clientID); err != nil {
			return Slot{}, fmt.Errorf("reserve status list entries: %w", err)
		}
	}
	slot := b.slots[0]
	b.slots = b.slots[1:]
	return slot, nil
}

// Status returns what a receipt says of its slot.
func (s *Store) Status(clientID string, slot Slot) *profile.Status {
	return &profile.Status{URI: s.uri(clientID, slot.list), Index: slot.index}
}

func (s *Store) uri(clientID, list string) string {
	return s.gateway + "/status/" + clientID + "/" + list
}

// reserve takes entries of the shop's current list, and begins a new list when that is full, or lost.
func (s *Store) reserve(ctx context.Context, clientID string) ([]Slot, error) {
	for range tries {
		id, etag, err := s.current(ctx, clientID)
		if err != nil {
			return nil, err
		}
		var taken []int
		if id != "" {
			err := s.change(ctx, id, func(o *object) bool { taken = o.take(blockSize); return len(taken) > 0 })
			if err != nil && !errors.Is(err, blob.ErrNotFound) {
				return nil, err
			}
		}
		if len(taken) == 0 {
			if err := s.begin(ctx, clientID, etag); err != nil && !lost(err) {
				return nil, err
			}
			continue
		}
		slots := make([]Slot, len(taken))
		for i, index := range taken {
			slots[i] = Slot{id, index}
		}
		return slots, nil
	}
	return nil, errBusy
}

type pointer struct {
	V    int    `json:"v"`
	List string `json:"list"`
}

// current returns the list whose entries are given away, and the ETag of the object that names it; both are empty at first.
func (s *Store) current(ctx context.Context, clientID string) (id, etag string, err error) {
	data, err := s.blob.Get(ctx, currentKey(clientID))
	if errors.Is(err, blob.ErrNotFound) {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	var p pointer
	if json.Unmarshal(data, &p) != nil || p.V != 1 || !isID(p.List) {
		return "", "", errors.New("not a version 1 pointer to a status list")
	}
	return p.List, blob.ETag(data), nil
}

// begin makes a list and then the shop's current one. When another process was quicker, its own stays empty and unknown.
func (s *Store) begin(ctx context.Context, clientID, etag string) error {
	var random [16]byte
	rand.Read(random[:])
	id := hex.EncodeToString(random[:])
	data, err := newObject(clientID).marshal()
	if err != nil {
		return err
	}
	if err := s.blob.Put(ctx, listKey(id), data); err != nil {
		return err
	}
	next, err := json.Marshal(pointer{1, id})
	if err != nil {
		return err
	}
	if etag == "" {
		return s.blob.Put(ctx, currentKey(clientID), next)
	}
	return s.blob.Replace(ctx, currentKey(clientID), etag, next)
}

// change makes a change to a list durable; one that reports false is none.
func (s *Store) change(ctx context.Context, id string, change func(*object) bool) error {
	for range tries {
		data, err := s.blob.Get(ctx, listKey(id))
		if err != nil {
			return err
		}
		etag := blob.ETag(data)
		o, err := parseObject(slices.Clone(data))
		if err != nil {
			return err
		}
		if !change(o) {
			return nil
		}
		next, err := o.marshal()
		if err != nil {
			return err
		}
		if err = s.blob.Replace(ctx, listKey(id), etag, next); !lost(err) {
			return err
		}
	}
	return errBusy
}

// Mark makes a refund of a sale durable and reports whether the sale is known. keys are where the sealed sale may lie. A shop
// marks its own sales only; those of others are unknown to it.
func (s *Store) Mark(ctx context.Context, clientID, saleID string, value profile.Refund, keys ...string) (known bool, err error) {
	slots, err := s.slots(ctx, saleID, keys)
	if err != nil {
		return false, err
	}
	for _, slot := range slots {
		err := s.change(ctx, slot.list, func(o *object) bool {
			if o.clientID != clientID {
				return false
			}
			known = true
			return o.list.Mark(slot.index, value)
		})
		if errors.Is(err, blob.ErrNotFound) { // somebody lost the list: what it said is gone, refunds go on
			continue
		}
		if err != nil {
			return false, fmt.Errorf("mark a refund: %w", err)
		}
	}
	return known, nil
}

// Knows tells whether Mark would find a sale: its receipt lies at one of the keys, or was deleted from there.
func (s *Store) Knows(ctx context.Context, saleID string, keys ...string) (bool, error) {
	slots, err := s.slots(ctx, saleID, keys)
	return len(slots) > 0, err
}

// At returns what the list of a shop's receipt says now: ErrUnknown.
func (s *Store) At(ctx context.Context, clientID string, at profile.Status) (profile.Refund, error) {
	id, ours := strings.CutPrefix(at.URI, s.uri(clientID, ""))
	if !ours {
		return 0, ErrUnknown
	}
	o, err := s.read(ctx, clientID, id)
	if err != nil {
		return 0, err
	}
	value, ok := o.list.At(at.Index)
	if !ok {
		return 0, ErrUnknown
	}
	return value, nil
}

func (s *Store) read(ctx context.Context, clientID, id string) (*object, error) {
	if !isID(id) {
		return nil, ErrUnknown
	}
	data, err := s.blob.Get(ctx, listKey(id))
	if errors.Is(err, blob.ErrNotFound) {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, fmt.Errorf("status list: %w", err)
	}
	o, err := parseObject(data)
	if err != nil {
		return nil, err
	}
	if o.clientID != clientID {
		return nil, ErrUnknown
	}
	return o, nil
}

// Token returns a list, signed: ErrUnknown. It is signed anew when it has become profile.StatusTTL old, so that nobody learns
// more exactly than that when a refund was.
func (s *Store) Token(ctx context.Context, clientID, id string, key *profile.IssuerKey) (string, error) {
	name := clientID + "/" + id
	if have, ok := s.signed.Get(name); ok && s.now().Before(have.until) {
		return have.token, nil
	}
	o, err := s.read(ctx, clientID, id)
	if err != nil {
		return "", err
	}
	now := s.now()
	token, err := profile.SignStatusList(key, s.uri(clientID, id), o.list, now)
	if err != nil {
		return "", err
	}
	s.signed.Put(name, signed{token, now.Add(profile.StatusTTL)}, len(token))
	return token, nil
}

// lost says that another process changed an object first.
func lost(err error) bool {
	return errors.Is(err, blob.ErrChanged) || errors.Is(err, blob.ErrExists) || errors.Is(err, blob.ErrNotFound)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func isID(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == 16 && strings.ToLower(s) == s
}
