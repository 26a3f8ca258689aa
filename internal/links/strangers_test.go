package links

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"carnet/internal/blob"
	"carnet/internal/wallet"
)

func shopNumber(i int) Stranger {
	return Stranger{ClientID: fmt.Sprintf("https://shop%d.example/client.json", i), Sector: fmt.Sprintf("shop%d.example", i)}
}

func openDir(t *testing.T) blob.Store {
	t.Helper()
	b, err := blob.OpenDir(t.TempDir())
	must(t, err)
	t.Cleanup(func() { b.Close() })
	return b
}

func mustRemember(t *testing.T, s *Store, a wallet.Account, shop Stranger) (dropped []Stranger) {
	t.Helper()
	dropped, err := s.Remember(ctx, a, shop)
	if err != nil {
		t.Fatal(err)
	}
	return dropped
}

func strangersOf(t *testing.T, s *Store, a wallet.Account) []Stranger {
	t.Helper()
	shops, err := s.Strangers(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return shops
}

func TestStrangersShopsAreRemembered(t *testing.T) {
	dir := openDir(t)
	s, _ := newStore(dir)
	a, other := eoa(1), eoa(2)
	if got := strangersOf(t, s, a); len(got) != 0 {
		t.Fatalf("got %v", got)
	}
	mustRemember(t, s, a, shopNumber(1))
	mustRemember(t, s, a, shopNumber(2))
	mustRemember(t, s, a, shopNumber(1)) // is the latest again
	again, _ := newStore(dir)
	if got := strangersOf(t, again, a); !slices.Equal(got, []Stranger{shopNumber(2), shopNumber(1)}) {
		t.Errorf("got %v", got)
	}
	if got := strangersOf(t, again, other); len(got) != 0 {
		t.Errorf("another account's: got %v", got)
	}
}

func TestThereIsRoomForTheLatestStrangers(t *testing.T) {
	s, _ := newStore(openDir(t))
	for i := range MaxStrangers {
		if dropped := mustRemember(t, s, eoa(1), shopNumber(i)); len(dropped) != 0 {
			t.Fatalf("shop %d: dropped %v", i, dropped)
		}
	}
	if dropped := mustRemember(t, s, eoa(1), shopNumber(MaxStrangers)); !slices.Equal(dropped, []Stranger{shopNumber(0)}) {
		t.Errorf("dropped %v", dropped)
	}
	// The longest names that a client may have, and letters that JSON writes as six bytes.
	long := func(i int) Stranger {
		return Stranger{ClientID: "https://" + strings.Repeat("&", 240) + fmt.Sprint(i), Sector: strings.Repeat("s", 253)}
	}
	var dropped []Stranger
	for i := range 5 {
		dropped = append(dropped, mustRemember(t, s, eoa(2), long(i))...)
	}
	kept := strangersOf(t, s, eoa(2))
	if len(kept) == 0 || kept[len(kept)-1] != long(4) || len(kept)+len(dropped) != 5 {
		t.Errorf("kept %d, dropped %d", len(kept), len(dropped))
	}
}

func TestStrangersAreRememberedAtTheSameTime(t *testing.T) {
	dir := openDir(t)
	var wg sync.WaitGroup
	for i := range 6 {
		s, _ := newStore(dir)
		wg.Go(func() {
			if _, err := s.Remember(ctx, eoa(1), shopNumber(i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s, _ := newStore(dir)
	if got := strangersOf(t, s, eoa(1)); len(got) != 6 {
		t.Errorf("got %d shops, want 6", len(got))
	}
}

func TestStrangersOfABrokenObjectAreAnError(t *testing.T) {
	dir := openDir(t)
	s, _ := newStore(dir)
	mustRemember(t, s, eoa(1), shopNumber(1))
	name := s.name(strangerKind, eoa(1))
	data, err := dir.Get(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	changed := slices.Clone(data)
	changed[100] ^= 1
	if err := dir.Replace(ctx, name, blob.ETag(data), changed); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Strangers(ctx, eoa(1)); err == nil {
		t.Error("read")
	}
	if _, err := s.Remember(ctx, eoa(1), shopNumber(2)); err == nil || errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
}
