package verify_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/books"
	"carnet/internal/chain"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
	"carnet/internal/statuslist"
	"carnet/internal/verify"
)

// place is a store as a gateway leaves it: three closed epochs and one that is open, with receipts in each.
type place struct {
	store *faults.Memory
	chain *faults.Chain
	keys  []string // of receipts, by the order they were made
	lists *statuslist.Store
	asked int // how many epochs the chain was asked for one by one
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{store: faults.NewMemory(), chain: &faults.Chain{}}
	now := time.Unix(1_800_000_000, 0)
	var err error
	if p.lists, err = statuslist.New(p.store, "https://gateway.example", pairwise, func() time.Time { return now }); err != nil {
		t.Fatal(err)
	}
	if err := p.store.Put(t.Context(), books.NewKey("shop1", 0), someFile()); err != nil {
		t.Fatal(err)
	}
	log, err := epochs.Open(t.Context(), epochs.Config{Blob: p.store, Chain: p.chain, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Cadence: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	for epoch := range 4 {
		for range 5 {
			var leaf [32]byte
			rand.Read(leaf[:])
			e, err := log.Append(t.Context(), leaf)
			if err != nil {
				t.Fatal(err)
			}
			id := fmt.Sprintf("%032x", len(p.keys))
			key := "receipts/ab/inbox/" + id
			slot, err := p.lists.Assign(t.Context(), "shop1")
			if err != nil {
				t.Fatal(err)
			}
			sealed := profile.Sealed{ID: id, Epoch: e, Leaf: leaf, Check: "abcd", Slot: p.lists.Seal(slot, id), Age: someFile()}
			if err := p.store.Put(t.Context(), key, sealed.Marshal()); err != nil {
				t.Fatal(err)
			}
			p.keys = append(p.keys, key)
		}
		if epoch < 3 {
			now = now.Add(time.Minute)
			if err := log.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	return p
}

// Head, HeadAt and Root implement verify.Chain.
func (p *place) Head(context.Context) (n uint64, head [24]byte, err error) {
	for e, root := range p.chain.Roots() {
		n, head = uint64(e)+1, chain.ChainHead(head, uint64(e), root)
	}
	return n, head, nil
}

func (p *place) HeadAt(_ context.Context, epoch uint64) (head [24]byte, err error) {
	for e, root := range p.chain.Roots()[:epoch+1] {
		head = chain.ChainHead(head, uint64(e), root)
	}
	return head, nil
}

func (p *place) Root(_ context.Context, epoch uint64) ([32]byte, error) {
	p.asked++
	roots := p.chain.Roots()
	if epoch >= uint64(len(roots)) {
		return [32]byte{}, chain.ErrNotAnchored
	}
	return roots[epoch], nil
}

func (p *place) run(t *testing.T) verify.Report {
	t.Helper()
	slots, err := statuslist.NewSlots(pairwise)
	if err != nil {
		t.Fatal(err)
	}
	r, err := (&verify.Verifier{Store: p.store, Chain: p, Slots: slots}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAGoodStoreIsGood(t *testing.T) {
	p := newPlace(t)
	r := p.run(t)
	if p.asked != 0 || r.Wrong != 0 || r.Receipts != 20 || r.Epochs != 3 || r.Anchored != 3 || r.OnChain != 3 || r.Leaves != 24 || r.Lists != 1 || r.Books != 1 {
		t.Errorf("got %+v", r)
	}
}

func TestEveryDamageIsNamed(t *testing.T) {
	change := func(t *testing.T, p *place, key string, to func([]byte) []byte) {
		t.Helper()
		data, err := p.store.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.store.Replace(t.Context(), key, blob.ETag(data), to(append([]byte(nil), data...))); err != nil {
			t.Fatal(err)
		}
	}
	reseal := func(t *testing.T, p *place, to func(*profile.Sealed)) {
		t.Helper()
		change(t, p, p.keys[0], func(d []byte) []byte {
			sealed, err := profile.ParseSealed(d)
			if err != nil {
				t.Fatal(err)
			}
			to(sealed)
			return sealed.Marshal()
		})
	}
	const first = "epochs/0000000001/"
	for name, c := range map[string]struct {
		do   func(t *testing.T, p *place)
		want string // in a key or a problem
		n    int
	}{
		"a receipt of another epoch": {func(t *testing.T, p *place) {
			change(t, p, p.keys[0], func(d []byte) []byte { return []byte(strings.Replace(string(d), `"epoch":0`, `"epoch":1`, 1)) })
		}, "tree of epoch 1", 1},
		"a receipt of an epoch that is not there": {func(t *testing.T, p *place) {
			change(t, p, p.keys[0], func(d []byte) []byte { return []byte(strings.Replace(string(d), `"epoch":0`, `"epoch":9`, 1)) })
		}, "journal of epoch 9", 1},
		"a receipt under another's name": {func(t *testing.T, p *place) {
			data, _ := p.store.Get(t.Context(), p.keys[1])
			change(t, p, p.keys[0], func([]byte) []byte { return data })
		}, p0, 1},
		"half a receipt":                   {func(t *testing.T, p *place) { change(t, p, p.keys[0], func(d []byte) []byte { return d[:20] }) }, p0, 1},
		"a receipt without its ciphertext": {func(t *testing.T, p *place) { reseal(t, p, func(s *profile.Sealed) { s.Age = nil }) }, "not an age file", 1},
		"a receipt that is cut off": {func(t *testing.T, p *place) {
			reseal(t, p, func(s *profile.Sealed) { s.Age = s.Age[:len(s.Age)-1] })
		}, "no size of a receipt", 1},
		"zeros instead of a ciphertext": {func(t *testing.T, p *place) {
			reseal(t, p, func(s *profile.Sealed) { s.Age = make([]byte, len(s.Age)) })
		}, "not an age file", 1},
		"a receipt whose end is lost": {func(t *testing.T, p *place) {
			reseal(t, p, func(s *profile.Sealed) { clear(s.Age[len(s.Age)-100:]) })
		}, "ends in zeros", 1},
		"a receipt of the last epoch that has a number": {func(t *testing.T, p *place) {
			reseal(t, p, func(s *profile.Sealed) { s.Epoch = math.MaxUint64 })
		}, "journal of epoch 18446744073709551615", 1},
		"a receipt of an epoch of the far future": {func(t *testing.T, p *place) {
			reseal(t, p, func(s *profile.Sealed) { s.Epoch = 1 << 40 })
		}, "journal of epoch 1099511627776", 1},
		"a receipt of an epoch that no gateway looks at": {func(t *testing.T, p *place) {
			reseal(t, p, func(s *profile.Sealed) {
				s.Epoch = 7
				p.store.Put(t.Context(), "epochs/0000000007/leaves/00", s.Leaf[:])
			})
		}, "journal of epoch 7", 1},
		"a lost tree before many objects": {func(t *testing.T, p *place) {
			p.store.Delete(t.Context(), first+"tree")
			for i := range blob.MaxList {
				p.store.Put(t.Context(), fmt.Sprintf(first+"leaves/%016x", i), nil)
			}
		}, "epoch 2 has one", 2},
		"a lost tree": {func(t *testing.T, p *place) { p.store.Delete(t.Context(), first+"tree") }, first + "tree", 2}, // and the chain has more
		"a chain with another epoch": {func(t *testing.T, p *place) {
			roots := p.chain.Roots()
			p.chain.Forget(1)
			for e, root := range [][32]byte{1: {1}, 2: roots[2]} {
				if e > 0 {
					p.chain.Anchor(t.Context(), uint64(e), root)
				}
			}
		}, first + "tree", 1},
		"a chain that is ahead": {func(t *testing.T, p *place) { p.chain.Anchor(t.Context(), 3, [32]byte{1}) }, "older than the chain", 1},
		"a changed tree": {func(t *testing.T, p *place) {
			change(t, p, first+"tree", func(d []byte) []byte { d[40] ^= 1; return d })
		}, first, 2},
		"a cut tree": {func(t *testing.T, p *place) { change(t, p, first+"tree", func(d []byte) []byte { return d[:100] }) }, first + "tree", 8},
		"a changed record": {func(t *testing.T, p *place) {
			change(t, p, first+"anchored", func(d []byte) []byte { return []byte(strings.Replace(string(d), `"root":"0x`, `"root":"0y`, 1)) })
		}, first + "anchored", 1},
		"a chain without the epoch": {func(t *testing.T, p *place) { p.chain.Forget(2) }, "epochs/0000000002/anchored", 1},
		"a lost journal": {func(t *testing.T, p *place) {
			page, _ := p.store.List(t.Context(), "epochs/0000000003/leaves/", "", 100)
			for _, e := range page {
				p.store.Delete(t.Context(), e.Key)
			}
		}, "journal of epoch 3", 5},
		"a lost status list": {func(t *testing.T, p *place) { p.store.Delete(t.Context(), p.list(t)) }, "status list is not there", 21}, // and the name of the current one
		"a status list that gives entries twice": {func(t *testing.T, p *place) {
			change(t, p, p.list(t), func(d []byte) []byte { clear(d[len(d)-24576 : len(d)-16384]); return d })
		}, "counts as free", 20},
		"a refund of nothing": {func(t *testing.T, p *place) {
			change(t, p, p.list(t), func(d []byte) []byte {
				for i, used := range d[len(d)-24576 : len(d)-16384] {
					if used == 0 {
						d[len(d)-16384+2*i] = 1
						break
					}
				}
				return d
			})
		}, "no receipt was given it", 22}, // and what is not read is not there
		"half a status list": {func(t *testing.T, p *place) { change(t, p, p.list(t), func(d []byte) []byte { return d[:9000] }) }, "not a version 1 status list", 22},
		"two receipts of one entry": {func(t *testing.T, p *place) {
			slot, _ := p.lists.Assign(t.Context(), "shop1")
			for _, i := range []int{0, 1} {
				change(t, p, p.keys[i], func(d []byte) []byte {
					sealed, err := profile.ParseSealed(d)
					if err != nil {
						t.Fatal(err)
					}
					sealed.Slot = p.lists.Seal(slot, sealed.ID)
					return sealed.Marshal()
				})
			}
		}, "shares its entry", 1},
		"a receipt with another's entry": {func(t *testing.T, p *place) {
			other, _ := p.store.Get(t.Context(), p.keys[1])
			foreign, _ := profile.ParseSealed(other)
			change(t, p, p.keys[0], func(d []byte) []byte {
				sealed, _ := profile.ParseSealed(d)
				sealed.Slot = foreign.Slot
				return sealed.Marshal()
			})
		}, "does not open", 1},
		"half a book": {func(t *testing.T, p *place) {
			p.store.Put(t.Context(), books.NewKey("shop1", 1), someFile()[:len(someFile())/2])
		}, "not a sealed copy", 1},
		"a book that is none": {func(t *testing.T, p *place) { p.store.Put(t.Context(), books.NewKey("shop1", 1), []byte("{}")) }, "not a sealed copy", 1},
		"a book of no name": {func(t *testing.T, p *place) {
			p.store.Put(t.Context(), "books/ab/x", someFile())
		}, "not the name of a copy", 1},
		"a claim that is none": {func(t *testing.T, p *place) { p.store.Put(t.Context(), "claims/ab/x", []byte("{}")) }, "claims/ab/x", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			c.do(t, p)
			r := p.run(t)
			text, _ := json.Marshal(r.Problems)
			if r.Wrong != c.n && !(name == "a changed tree" && r.Wrong >= 1) || !strings.Contains(string(text), c.want) {
				t.Errorf("got %d: %s, want %d with %s", r.Wrong, text, c.n, c.want)
			}
		})
	}
}

// list is the key of the only status list.
func (p *place) list(t *testing.T) string {
	t.Helper()
	page, err := p.store.List(t.Context(), statuslist.Prefix, "", 10)
	if err != nil || len(page) != 2 {
		t.Fatalf("%d objects: %v", len(page), err)
	}
	if strings.HasPrefix(page[0].Key, "status/current/") {
		return page[1].Key
	}
	return page[0].Key
}

// someFile is a receipt's age file.
var someFile = sync.OnceValue(func() []byte {
	file, err := profile.Seal("a.b.c~", profile.NewSalt(), profile.NewRootKey().Identity("shop.example", 0).Recipient())
	if err != nil {
		panic(err)
	}
	return file
})

var pairwise = []byte(strings.Repeat("p", 32))

var p0 = "receipts/ab/inbox/" + fmt.Sprintf("%032x", 0)

// What shoppers collected is gone, so that no receipt misses the tree.
func TestWithoutAChainTheLossOfTheLastTreeIsFoundByItsAnchor(t *testing.T) {
	p := newPlace(t)
	for _, key := range p.keys[10:] {
		p.store.Delete(t.Context(), key)
	}
	p.store.Delete(t.Context(), "epochs/0000000002/tree")
	r, err := (&verify.Verifier{Store: p.store}).Run(t.Context())
	if err != nil || r.Wrong != 1 || r.Problems[0].Key != "epochs/0000000002/tree" {
		t.Errorf("got %+v, %v, want the tree of epoch 2 missed", r, err)
	}
}

func TestAClaimWhoseReceiptIsGoneIsCountedAndNotWrong(t *testing.T) {
	p := newPlace(t)
	for i, key := range p.keys[:2] {
		p.store.Put(t.Context(), fmt.Sprintf("claims/ab/%d", i), []byte(`{"v":1,"receipt":"`+key+`"}`))
	}
	p.store.Delete(t.Context(), p.keys[0])
	if r := p.run(t); r.Wrong != 0 || r.Claims != 2 || r.Unclaimable != 1 {
		t.Errorf("got %+v, want one claim of two without a receipt", r)
	}
}
