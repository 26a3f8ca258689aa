package statuslist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"

	"github.com/go-jose/go-jose/v4"
)

const gatewayURL = "https://gateway.example"

var pairwiseKey = bytes.Repeat([]byte{7}, 32)

func open(t *testing.T, objects blob.Store) *Store {
	t.Helper()
	s, err := New(objects, gatewayURL, pairwiseKey, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func id(n int) string { return fmt.Sprintf("%032x", n) }

// sale stores a sealed sale as the receipts surface does, and returns its status and key.
func sale(t *testing.T, s *Store, client, receiptID string) (*profile.Status, string) {
	t.Helper()
	slot, err := s.Assign(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	sealed := profile.Sealed{ID: receiptID, Check: "0000", Slot: s.Seal(slot, receiptID), Age: []byte("age")}
	key := "receipts/in/inbox/" + receiptID
	if err := s.blob.Put(t.Context(), key, sealed.Marshal()); err != nil && !errors.Is(err, blob.ErrExists) {
		t.Fatal(err)
	}
	return s.Status(client, slot), key
}

func at(t *testing.T, s *Store, client string, status *profile.Status) string {
	t.Helper()
	value, err := s.At(t.Context(), client, *status)
	if err != nil {
		t.Fatal(err)
	}
	return value.String()
}

func TestNoTwoReceiptsShareAnEntry(t *testing.T) {
	objects := faults.NewMemory()
	var mu sync.Mutex
	seen := map[string]bool{}
	var wg sync.WaitGroup
	for range 4 { // processes
		s := open(t, objects)
		for range 4 {
			wg.Go(func() {
				for range 300 {
					slot, err := s.Assign(context.Background(), "shop1")
					if err != nil {
						t.Error(err)
						return
					}
					status := s.Status("shop1", slot)
					mu.Lock()
					name := fmt.Sprint(status.URI, status.Index)
					if seen[name] {
						t.Errorf("%s was given away twice", name)
					}
					seen[name] = true
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	if len(seen) != 4800 {
		t.Errorf("%d entries, want 4800", len(seen))
	}
}

func TestAFullListIsFollowedByAnother(t *testing.T) {
	s := open(t, faults.NewMemory())
	uris := map[string]int{}
	for range mostUsed + blockSize {
		slot, err := s.Assign(t.Context(), "shop1")
		if err != nil {
			t.Fatal(err)
		}
		uris[slot.list]++
	}
	if len(uris) != 2 {
		t.Fatalf("%d lists, want 2", len(uris))
	}
	for list, n := range uris {
		if n != mostUsed && n != blockSize {
			t.Errorf("list %s gave %d entries away, want %d or %d", list, n, mostUsed, blockSize)
		}
	}
}

func TestARefundMarksItsSaleAlone(t *testing.T) {
	s := open(t, faults.NewMemory())
	sold, key := sale(t, s, "shop1", id(1))
	other, _ := sale(t, s, "shop1", id(2))
	for _, step := range []struct {
		value profile.Refund
		want  string
	}{
		{profile.PartlyRefunded, "partly"}, {profile.PartlyRefunded, "partly"}, {profile.Refunded, "yes"},
		{profile.PartlyRefunded, "yes"}, // what was paid back is not taken back
	} {
		known, err := s.Mark(t.Context(), "shop1", id(1), step.value, "receipts/in/inbox/"+id(9), key)
		if err != nil || !known {
			t.Fatalf("mark: %v %v", known, err)
		}
		if got := at(t, s, "shop1", sold); got != step.want {
			t.Errorf("got %s, want %s", got, step.want)
		}
	}
	if got := at(t, s, "shop1", other); got != "no" {
		t.Errorf("another sale: got %s, want no", got)
	}
	if known, err := s.Mark(t.Context(), "shop1", id(3), profile.Refunded, key); known || err != nil {
		t.Errorf("a sale that never was, where another lies: %v %v, want unknown", known, err)
	}
}

func TestOnlyTheShopThatSoldCanMark(t *testing.T) {
	s := open(t, faults.NewMemory())
	sold, key := sale(t, s, "shop1", id(1))
	if known, err := s.Mark(t.Context(), "shop2", id(1), profile.Refunded, key); known || err != nil {
		t.Errorf("another shop: %v %v, want unknown", known, err)
	}
	if got := at(t, s, "shop1", sold); got != "no" {
		t.Errorf("got %s, want no", got)
	}
	if _, err := s.At(t.Context(), "shop2", *sold); !errors.Is(err, ErrUnknown) {
		t.Errorf("another shop's list: %v, want %v", err, ErrUnknown)
	}
}

func TestARefundAfterTheDeletionShows(t *testing.T) {
	s := open(t, faults.NewMemory())
	var all []*profile.Status
	for range maxNotes + 3 { // deleted and posted again, over and over
		sold, key := sale(t, s, "shop1", id(1))
		all = append(all, sold)
		data, err := s.blob.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := profile.ParseSealed(data)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a deletion may be tried again
			if err := s.Keep(t.Context(), sealed); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.blob.Delete(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	if known, err := s.Mark(t.Context(), "shop1", id(1), profile.Refunded, "receipts/in/inbox/"+id(1)); err != nil || !known {
		t.Fatalf("mark: %v %v", known, err)
	}
	for i, status := range all {
		want := "yes"
		if i < len(all)-maxNotes {
			want = "no" // forgotten
		}
		if got := at(t, s, "shop1", status); got != want {
			t.Errorf("receipt %d: got %s, want %s", i, got, want)
		}
	}
}

// A list that somebody lost takes what it said with it, and stops neither orders nor refunds.
func TestALostList(t *testing.T) {
	objects := faults.NewMemory()
	s := open(t, objects)
	sold, key := sale(t, s, "shop1", id(1))
	if err := objects.Delete(t.Context(), listKey(sold.URI[len(sold.URI)-32:])); err != nil {
		t.Fatal(err)
	}
	if known, err := s.Mark(t.Context(), "shop1", id(1), profile.Refunded, key); known || err != nil {
		t.Errorf("mark: %v %v, want unknown", known, err)
	}
	if _, err := s.At(t.Context(), "shop1", *sold); !errors.Is(err, ErrUnknown) {
		t.Errorf("read: %v, want %v", err, ErrUnknown)
	}
	next, _ := sale(t, open(t, objects), "shop1", id(2))
	if got := at(t, s, "shop1", next); got != "no" || next.URI == sold.URI {
		t.Errorf("the next receipt: %s in %s", got, next.URI)
	}
}

// Marks of many processes at once are all kept.
func TestConcurrentMarks(t *testing.T) {
	objects := faults.NewMemory()
	s := open(t, objects)
	statuses, keys := make([]*profile.Status, 40), make([]string, 40)
	for i := range statuses {
		statuses[i], keys[i] = sale(t, s, "shop1", id(i))
	}
	var wg sync.WaitGroup
	for p := range 4 {
		other := open(t, objects)
		wg.Go(func() {
			for i := p; i < len(keys); i += 4 {
				if known, err := other.Mark(context.Background(), "shop1", id(i), profile.Refunded, keys[i]); !known || err != nil {
					t.Errorf("mark %d: %v %v", i, known, err)
				}
			}
		})
	}
	wg.Wait()
	for i, status := range statuses {
		if got := at(t, s, "shop1", status); got != "yes" {
			t.Errorf("sale %d: got %s, want yes", i, got)
		}
	}
}

func TestASlotOpensForItsReceiptAlone(t *testing.T) {
	s := open(t, faults.NewMemory())
	text := s.Seal(Slot{id(1), 70000}, id(2))
	if slot, err := openSlot(s.aead, text, id(2)); err != nil || slot != (Slot{id(1), 70000}) {
		t.Errorf("got %v %v", slot, err)
	}
	if _, err := openSlot(s.aead, text, id(3)); err == nil {
		t.Error("it opens for another receipt")
	}
	thief, err := New(s.blob, gatewayURL, bytes.Repeat([]byte{8}, 32), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openSlot(thief.aead, text, id(2)); err == nil {
		t.Error("it opens without the pairwise key")
	}
}

func TestAPublishedListChangesAtIntervals(t *testing.T) {
	s := open(t, faults.NewMemory())
	now := time.Unix(1_800_000_000, 0)
	s.now = func() time.Time { return now }
	key, err := profile.NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}}
	sold, place := sale(t, s, "shop1", id(1))
	look := func() string {
		t.Helper()
		token, err := s.Token(t.Context(), "shop1", sold.URI[len(sold.URI)-32:], key)
		if err != nil {
			t.Fatal(err)
		}
		list, err := profile.VerifyStatusList(token, sold.URI, keys, now)
		if err != nil {
			t.Fatal(err)
		}
		value, _ := list.At(sold.Index)
		return value.String()
	}
	before := look()
	if _, err := s.Mark(t.Context(), "shop1", id(1), profile.Refunded, place); err != nil {
		t.Fatal(err)
	}
	during := look()
	now = now.Add(profile.StatusTTL)
	if after := look(); before != "no" || during != "no" || after != "yes" {
		t.Errorf("got %s, %s, %s, want no, no, yes", before, during, after)
	}
	for _, list := range []string{"", "x", id(5), sold.URI, "current"} {
		if _, err := s.Token(t.Context(), "shop1", list, key); !errors.Is(err, ErrUnknown) {
			t.Errorf("list %q: %v, want %v", list, err, ErrUnknown)
		}
	}
}

// Whatever call of the object store fails, before or after it did its work, the next attempt succeeds.
func TestEveryFailureHeals(t *testing.T) {
	for _, how := range []faults.Flavour{faults.Before, faults.After} {
		for nth := range 12 {
			objects := &faults.Store{Store: faults.NewMemory()}
			s := open(t, objects)
			n := 0
			objects.Fail(1, how, func(string) bool { n++; return n == nth+1 })
			var slot Slot
			var err error
			for range 2 {
				if slot, err = s.Assign(t.Context(), "shop1"); err == nil {
					break
				}
			}
			if err != nil {
				t.Fatalf("call %d: assign: %v", nth, err)
			}
			sealed := profile.Sealed{ID: id(1), Check: "0000", Slot: s.Seal(slot, id(1)), Age: []byte("age")}
			for range 2 {
				if err = s.Keep(t.Context(), &sealed); err == nil {
					break
				}
			}
			if err != nil {
				t.Fatalf("call %d: keep: %v", nth, err)
			}
			known := false
			for range 2 {
				if known, err = s.Mark(t.Context(), "shop1", id(1), profile.Refunded); err == nil {
					break
				}
			}
			objects.Fail(0, how, nil)
			if got := at(t, s, "shop1", s.Status("shop1", slot)); err != nil || !known || got != "yes" {
				t.Errorf("call %d: got %s %v %v, want yes", nth, got, known, err)
			}
		}
	}
}
