package links

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/blob"
	"carnet/internal/gateway/faults"
	"carnet/internal/wallet"
)

var (
	ctx   = context.Background()
	key   = bytes.Repeat([]byte{7}, 32)
	start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
)

// clock is the time of a test; it stands still unless told.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }
func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newStore(b blob.Store) (*Store, *clock) {
	c := &clock{t: start}
	return New(b, key, c.now, 1000), c
}

// eoa is a wallet whose address has letters in it, so that its spellings differ.
func eoa(n byte) wallet.Account {
	return wallet.EOA(common.HexToAddress(fmt.Sprintf("0xabcdef0123456789abcdef0123456789abcdef%02x", n)))
}

func safe(t *testing.T) wallet.Account {
	t.Helper()
	a, err := wallet.Contract(1<<63, common.HexToAddress("0xfedcba9876543210fedcba9876543210fedcba98"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func never(context.Context, wallet.Account) (bool, error) { return false, nil }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("got %v, want %v", err, target)
	}
}

// opens checks which account a wallet opens, and that the cached second answer is the same.
func opens(t *testing.T, s *Store, w, account wallet.Account) {
	t.Helper()
	for range 2 {
		got, err := s.Resolve(ctx, w)
		if err != nil || got != account {
			t.Errorf("wallet %v opens %v, %v, want %v", w, got, err, account)
		}
	}
}

func names(list []Wallet) (all []wallet.Account) {
	for _, w := range list {
		all = append(all, w.Account)
	}
	return all
}

func hasWallets(t *testing.T, s *Store, account wallet.Account, want ...wallet.Account) {
	t.Helper()
	got, err := s.Wallets(ctx, account)
	if err != nil || !slices.Equal(names(got), want) {
		t.Errorf("got wallets %v, %v, want %v", names(got), err, want)
	}
}

func TestSubsStayTheSameAtEveryShop(t *testing.T) {
	s, _ := newStore(faults.NewMemory())
	first, second, third := eoa(1), eoa(2), safe(t)
	sectors := []string{"shop.example", "other.example:8443", "localhost:8091"}
	subs := func(w wallet.Account) (all []string) {
		account, err := s.Resolve(ctx, w)
		must(t, err)
		for _, sector := range sectors {
			all = append(all, wallet.Sub(key, sector, account))
		}
		return all
	}
	before := subs(first)
	same := func(w wallet.Account) {
		t.Helper()
		if got := subs(w); !slices.Equal(got, before) {
			t.Errorf("got subs %v, want %v", got, before)
		}
	}
	must(t, s.Add(ctx, first, second, never))
	same(first)
	same(second)
	must(t, s.Add(ctx, first, third, never))
	same(third)
	must(t, s.Remove(ctx, first, first))
	same(second)
	same(third)
	must(t, s.Remove(ctx, first, third))
	same(second)
	if got := subs(third); slices.Equal(got, before) {
		t.Error("a removed wallet has the account's subs")
	}
	must(t, s.Add(ctx, first, first, never))
	same(first)
	same(second)
}

func TestWalletsComeAndGo(t *testing.T) {
	s, c := newStore(faults.NewMemory())
	first, second, third := eoa(1), eoa(2), eoa(3)
	hasWallets(t, s, first, first)
	want(t, s.Remove(ctx, first, first), ErrLast)
	want(t, s.Remove(ctx, first, second), ErrNotLinked)
	must(t, s.Add(ctx, first, first, never))
	must(t, s.Add(ctx, first, second, never))
	must(t, s.Add(ctx, first, second, never))
	c.add(time.Hour)
	must(t, s.Add(ctx, first, third, never))
	got, err := s.Wallets(ctx, first)
	must(t, err)
	if w := (Wallet{Account: first, First: true}); got[0] != w {
		t.Errorf("got first wallet %v, want %v", got[0], w)
	}
	if w := (Wallet{Account: third, Added: start.Add(time.Hour)}); len(got) != 3 || got[2] != w {
		t.Errorf("got %v, want the third to be %v", got, w)
	}
	must(t, s.Remove(ctx, first, first))
	_, err = s.Resolve(ctx, first)
	want(t, err, ErrRemoved)
	want(t, s.Remove(ctx, first, first), ErrNotLinked)
	must(t, s.Remove(ctx, first, second))
	opens(t, s, second, second)
	want(t, s.Remove(ctx, first, second), ErrNotLinked)
	hasWallets(t, s, first, third)
	want(t, s.Remove(ctx, first, third), ErrLast)
	opens(t, s, third, first)
	must(t, s.Add(ctx, first, second, never))
	hasWallets(t, s, first, third, second)
	must(t, s.Remove(ctx, first, third))
	must(t, s.Add(ctx, first, first, never))
	hasWallets(t, s, first, second, first)
	opens(t, s, first, first)
}

func TestLosingOneWalletLocksNobodyOut(t *testing.T) {
	all := []wallet.Account{eoa(1), eoa(2), safe(t)}
	for _, lost := range all {
		s, _ := newStore(faults.NewMemory())
		must(t, s.Add(ctx, all[0], all[1], never))
		must(t, s.Add(ctx, all[0], all[2], never))
		must(t, s.Remove(ctx, all[0], lost))
		for _, w := range all {
			if w != lost {
				opens(t, s, w, all[0])
			}
		}
		// Nor is a wallet that was added, and removed by others, shut out of the gateway.
		if lost != all[0] {
			opens(t, s, lost, lost)
			must(t, s.Add(ctx, lost, eoa(9), never))
			opens(t, s, eoa(9), lost)
		}
	}
}

func TestAWalletHasOneAccount(t *testing.T) {
	s, _ := newStore(faults.NewMemory())
	a, b, w := eoa(1), eoa(2), eoa(3)
	must(t, s.Add(ctx, a, w, never))
	want(t, s.Add(ctx, b, w, never), ErrTaken)                                                                                   // linked elsewhere
	want(t, s.Add(ctx, b, a, never), ErrTaken)                                                                                   // another account's first wallet
	want(t, s.Add(ctx, w, b, never), ErrTaken)                                                                                   // not an account at all
	want(t, s.Add(ctx, b, eoa(4), func(context.Context, wallet.Account) (bool, error) { return true, nil }), ErrTaken)           // signed in alone
	want(t, s.Add(ctx, b, eoa(4), func(context.Context, wallet.Account) (bool, error) { return false, faults.Err }), faults.Err) // unknown
	must(t, s.Remove(ctx, a, a))
	want(t, s.Add(ctx, b, a, never), ErrTaken) // its name is still in use
	opens(t, s, eoa(4), eoa(4))
	opens(t, s, b, b)
	opens(t, s, w, a)
	must(t, s.Add(ctx, a, a, never))
	must(t, s.Remove(ctx, a, w))
	must(t, s.Add(ctx, b, w, never))
	opens(t, s, w, b)
	hasWallets(t, s, a, a)
	hasWallets(t, s, b, b, w)
}

func TestAnAccountHasSixteenWallets(t *testing.T) {
	s, c := newStore(faults.NewMemory())
	first := safe(t)
	for n := range byte(MaxWallets - 1) {
		w, err := wallet.Contract(1<<63, eoa(n).Address()) // the longest name there is
		must(t, err)
		must(t, s.Add(ctx, first, w, never))
	}
	want(t, s.Add(ctx, first, eoa(99), never), ErrFull)
	c.add(time.Hour)
	want(t, s.Add(ctx, first, eoa(99), never), ErrFull)
	opens(t, s, eoa(99), eoa(99))
	must(t, s.Remove(ctx, first, first))
	must(t, s.Add(ctx, first, eoa(99), never))
	want(t, s.Add(ctx, first, first, never), ErrFull)
}

func TestUnfinishedAddsGiveTheirPlaceBack(t *testing.T) {
	b := &faults.Store{Store: faults.NewMemory()}
	s, c := newStore(b)
	first := eoa(0)
	for n := byte(1); n < MaxWallets; n++ {
		b.Fail(1, faults.Before, func(call string) bool { return call == "put "+s.name(linkKind, eoa(n)) })
		want(t, s.Add(ctx, first, eoa(n), never), faults.Err)
	}
	hasWallets(t, s, first, first)
	want(t, s.Add(ctx, first, eoa(99), never), ErrFull) // they may still be at it
	must(t, s.Add(ctx, first, eoa(3), never))           // one's own place may be taken up again
	c.add(waiting)
	must(t, s.Add(ctx, first, eoa(99), never))
	hasWallets(t, s, first, first, eoa(3), eoa(99))
}

// TestEveryFailureLeavesTheStateBeforeOrAfter makes each store call of each change fail in both flavours, compares what a second process
// sees with the states before and after, and then tries again.
func TestEveryFailureLeavesTheStateBeforeOrAfter(t *testing.T) {
	first, second, third := eoa(1), eoa(2), eoa(3)
	changes := []struct {
		name    string
		prepare func(t *testing.T, s *Store)
		change  func(s *Store) error
		again   error // of a change that was made
	}{
		{"the first link", func(*testing.T, *Store) {}, func(s *Store) error { return s.Add(ctx, first, second, never) }, nil},
		{"a further link", func(t *testing.T, s *Store) { must(t, s.Add(ctx, first, second, never)) },
			func(s *Store) error { return s.Add(ctx, first, third, never) }, nil},
		{"a wallet that was in another account", func(t *testing.T, s *Store) {
			must(t, s.Add(ctx, third, second, never))
			must(t, s.Remove(ctx, third, second))
		}, func(s *Store) error { return s.Add(ctx, first, second, never) }, nil},
		{"a removed wallet", func(t *testing.T, s *Store) { must(t, s.Add(ctx, first, second, never)) },
			func(s *Store) error { return s.Remove(ctx, first, second) }, ErrNotLinked},
		{"a removed first wallet", func(t *testing.T, s *Store) { must(t, s.Add(ctx, first, second, never)) },
			func(s *Store) error { return s.Remove(ctx, first, first) }, ErrNotLinked},
		{"the first wallet again", func(t *testing.T, s *Store) {
			must(t, s.Add(ctx, first, second, never))
			must(t, s.Remove(ctx, first, first))
		}, func(s *Store) error { return s.Add(ctx, first, first, never) }, nil},
	}
	state := func(b blob.Store) (all string) {
		s, _ := newStore(b)
		for _, w := range []wallet.Account{first, second, third} {
			account, err := s.Resolve(ctx, w)
			all += fmt.Sprintf("%v opens %v %v\n", w, account, err)
		}
		for _, a := range []wallet.Account{first, third} {
			list, err := s.Wallets(ctx, a)
			all += fmt.Sprintf("%v has %v %v\n", a, names(list), err)
		}
		return all
	}
	for _, c := range changes {
		for _, flavour := range []faults.Flavour{faults.Before, faults.After} {
			for n := 0; ; n++ {
				b := &faults.Store{Store: faults.NewMemory()}
				s, _ := newStore(b)
				c.prepare(t, s)
				before, after := state(b.Store), ""
				call := 0
				b.Fail(1, flavour, func(name string) bool {
					if flavour == faults.After && strings.HasPrefix(name, "get ") {
						return false // a lost answer is a failed read
					}
					call++
					return call == n+1
				})
				err := c.change(s)
				at := fmt.Sprintf("%s, call %d, flavour %d", c.name, n, flavour)
				if b.Hits() == 0 { // nothing was left to fail
					must(t, err)
					if n == 0 || state(b.Store) == before {
						t.Errorf("%s: the change made %d calls and changed nothing", at, n)
					}
					break
				}
				want(t, err, faults.Err)
				now := state(b.Store)
				if err := c.change(s); err != nil && !(errors.Is(err, c.again) && c.again != nil && now != before) {
					t.Errorf("%s: again: %v", at, err)
				}
				after = state(b.Store)
				if after == before || now != before && now != after {
					t.Errorf("%s: got\n%swant before\n%sor after\n%s", at, now, before, after)
				}
			}
		}
	}
}

func TestTwoAccountsRaceForOneWallet(t *testing.T) {
	for round := range 50 {
		b := faults.NewMemory()
		w := eoa(200)
		stores := make([]*Store, 8)
		results := make([]error, len(stores))
		if round%2 == 1 { // over a link that was cut
			s, _ := newStore(b)
			must(t, s.Add(ctx, eoa(100), w, never))
			must(t, s.Remove(ctx, eoa(100), w))
		}
		var group sync.WaitGroup
		for i := range stores {
			stores[i], _ = newStore(b) // a process of its own
			group.Go(func() { results[i] = stores[i].Add(ctx, eoa(byte(i)), w, never) })
		}
		group.Wait()
		won := 0
		fresh, _ := newStore(b)
		for i, err := range results {
			switch {
			case err == nil:
				won++
				opens(t, fresh, w, eoa(byte(i)))
				hasWallets(t, fresh, eoa(byte(i)), eoa(byte(i)), w)
			default:
				want(t, err, ErrTaken)
				hasWallets(t, fresh, eoa(byte(i)), eoa(byte(i)))
			}
			opens(t, fresh, eoa(byte(i)), eoa(byte(i)))
		}
		if won != 1 {
			t.Fatalf("%d accounts got the wallet, want 1", won)
		}
	}
}

func TestAnAccountAlwaysHasAWallet(t *testing.T) {
	for range 50 {
		b := faults.NewMemory()
		s, _ := newStore(b)
		all := []wallet.Account{eoa(1), eoa(2), eoa(3), eoa(4)}
		for _, w := range all[1:] {
			must(t, s.Add(ctx, all[0], w, never))
		}
		results := make([]error, len(all))
		var group sync.WaitGroup
		for i, w := range all {
			process, _ := newStore(b)
			group.Go(func() { results[i] = process.Remove(ctx, all[0], w) })
		}
		// Whoever adds and removes meanwhile does not loosen this.
		other, _ := newStore(b)
		group.Go(func() { _ = other.Add(ctx, eoa(50), eoa(3), never); _ = other.Remove(ctx, eoa(50), eoa(3)) })
		group.Wait()
		kept := 0
		for i, err := range results {
			if err != nil {
				want(t, err, ErrLast)
				kept++
				fresh, _ := newStore(b)
				opens(t, fresh, all[i], all[0])
			}
		}
		if kept != 1 {
			t.Fatalf("%d of 4 wallets were kept, want 1", kept)
		}
	}
}

// TestManyProcessesDoEverything checks, whatever happened, what must be true of every account and wallet.
func TestManyProcessesDoEverything(t *testing.T) {
	for round := range 30 {
		b := faults.NewMemory()
		const wallets = 6
		var group sync.WaitGroup
		for p := range 4 {
			s, _ := newStore(b)
			group.Go(func() {
				for i := range 40 {
					x := (i*7+p*5+round)*2654435761 ^ p<<7
					a, w := eoa(byte(x>>3&0xff)%wallets), eoa(byte(x>>11&0xff)%wallets)
					account, err := s.Resolve(ctx, a)
					if err != nil {
						continue
					}
					if x>>20&3 == 0 {
						err = s.Remove(ctx, account, w)
					} else {
						err = s.Add(ctx, account, w, never)
					}
					for _, ok := range []error{nil, ErrTaken, ErrLast, ErrNotLinked, ErrBusy} {
						if err == ok {
							err = nil
						}
					}
					if err != nil {
						t.Errorf("got %v", err)
					}
				}
			})
		}
		group.Wait()
		s, _ := newStore(b)
		holders := map[wallet.Account][]wallet.Account{}
		for n := range byte(wallets) {
			account, err := s.Resolve(ctx, eoa(n))
			if errors.Is(err, ErrRemoved) {
				account, err = wallet.Account{}, nil
			}
			must(t, err)
			holders[account] = append(holders[account], eoa(n))
		}
		for n := range byte(wallets) {
			got, err := s.Wallets(ctx, eoa(n))
			must(t, err)
			if slices.Contains(holders[wallet.Account{}], eoa(n)) && len(holders[eoa(n)]) == 0 {
				t.Errorf("round %d: nobody opens account %d, not even its first wallet", round, n)
			}
			for _, w := range holders[eoa(n)] {
				if !slices.Contains(names(got), w) {
					t.Errorf("round %d: %v opens account %v, whose list %v has it not", round, w, eoa(n), names(got))
				}
			}
		}
	}
}

func TestAnotherProcessSeesAChangeWithinFresh(t *testing.T) {
	b := faults.NewMemory()
	here, _ := newStore(b)
	there, c := newStore(b)
	first, second := eoa(1), eoa(2)
	opens(t, there, second, second)
	must(t, here.Add(ctx, first, second, never))
	opens(t, here, second, first)
	c.add(Fresh)
	opens(t, there, second, first)
	must(t, here.Remove(ctx, first, second))
	opens(t, here, second, second)
	opens(t, there, second, first) // the price of the cache, for at most Fresh
	c.add(Fresh - time.Nanosecond)
	opens(t, there, second, first)
	c.add(time.Nanosecond)
	opens(t, there, second, second)
}

func TestAnOldListDoesNotMakeAStrangerOfANewWallet(t *testing.T) {
	b := faults.NewMemory()
	here, _ := newStore(b)
	there, _ := newStore(b)
	first, second, third := eoa(1), eoa(2), eoa(3)
	must(t, here.Add(ctx, first, second, never))
	opens(t, there, second, first) // there remembers the list without the third
	must(t, here.Add(ctx, first, third, never))
	opens(t, there, third, first)
	opens(t, there, third, first)
}

// TestASlowReaderDoesNotRememberWhatWasReplaced stops a read of the list between the store's answer and the cache.
func TestASlowReaderDoesNotRememberWhatWasReplaced(t *testing.T) {
	b := &slowStore{Memory: faults.NewMemory()}
	s, _ := newStore(b)
	first, second := eoa(1), eoa(2)
	must(t, s.Add(ctx, first, second, never))
	b.answered = func(key string) {
		if key == s.name(accountKind, first) {
			b.answered = nil
			must(t, s.Remove(ctx, first, first))
		}
	}
	_, err := s.Resolve(ctx, first) // before or after: both are true
	if err != nil {
		want(t, err, ErrRemoved)
	}
	_, err = s.Resolve(ctx, first)
	want(t, err, ErrRemoved)
}

func TestAnUnfinishedAddOpensNothingAndCountsForNothing(t *testing.T) {
	b := &faults.Store{Store: faults.NewMemory()}
	s, _ := newStore(b)
	first, second := eoa(1), eoa(2)
	lost := func(change error) {
		t.Helper()
		want(t, change, faults.Err)
		if b.Hits() != 1 {
			t.Fatalf("%d calls failed, want 1", b.Hits())
		}
	}
	linkOfSecond := func(call string) bool {
		return !strings.HasPrefix(call, "get ") && strings.HasSuffix(call, s.name(linkKind, second))
	}
	b.Fail(1, faults.Before, linkOfSecond)
	lost(s.Add(ctx, first, second, never))
	opens(t, s, second, second)
	want(t, s.Remove(ctx, first, first), ErrLast)
	want(t, s.Remove(ctx, first, second), ErrNotLinked)
	must(t, s.Add(ctx, first, second, never))
	// The link that an unfinished Remove leaves names an entry of before: it does not serve the next unfinished Add.
	b.Fail(1, faults.Before, linkOfSecond)
	lost(s.Remove(ctx, first, second))
	opens(t, s, second, second)
	b.Fail(1, faults.Before, linkOfSecond)
	lost(s.Add(ctx, first, second, never))
	opens(t, s, second, second)
	hasWallets(t, s, first, first)
	want(t, s.Remove(ctx, first, first), ErrLast)
	must(t, s.Add(ctx, first, second, never))
	opens(t, s, second, first)
}

type slowStore struct {
	*faults.Memory
	answered func(key string)
}

func (s *slowStore) Get(ctx context.Context, key string) ([]byte, error) {
	data, err := s.Memory.Get(ctx, key)
	if s.answered != nil {
		s.answered(key)
	}
	return data, err
}

func TestOneReadAnswersForAWalletWithoutLinks(t *testing.T) {
	b := &faults.Store{Store: faults.NewMemory()}
	s, c := newStore(b)
	reads := 0
	b.Fail(1<<30, 0, func(call string) bool { reads += strings.Count(call, "get "); return false })
	for range 3 {
		opens(t, s, eoa(1), eoa(1))
	}
	c.add(Fresh)
	opens(t, s, eoa(1), eoa(1))
	if reads != 2 {
		t.Errorf("got %d reads, want one per %v", reads, Fresh)
	}
}

func TestMemoryIsBoundedAndHoldsNoAddress(t *testing.T) {
	b := faults.NewMemory()
	s, _ := newStore(b)
	must(t, s.Add(ctx, eoa(1), eoa(2), never))
	for n := range 3000 {
		_, err := s.Resolve(ctx, wallet.EOA(common.Address{1, byte(n >> 8), byte(n)}))
		must(t, err)
	}
	if got := s.cache.Weight(); got != 1000 {
		t.Errorf("got %d remembered objects, want 1000", got)
	}
	opens(t, s, eoa(2), eoa(1))
	last, ok := s.cache.Get(s.name(linkKind, eoa(2)))
	if !ok || len(last.data) != objectSize {
		t.Fatal("the link is not remembered")
	}
	noAddress(t, "memory", last.data, eoa(1), eoa(2))
}

// noAddress looks for every usual spelling of the wallets.
func noAddress(t *testing.T, where string, data []byte, wallets ...wallet.Account) {
	t.Helper()
	lower := bytes.ToLower(data)
	for _, w := range wallets {
		addr := w.Address()
		for form, needle := range map[string][]byte{
			"raw":        addr[:],
			"raw part":   addr[4:12],
			"base64":     []byte(base64.RawStdEncoding.EncodeToString(addr[:])),
			"base64url":  []byte(base64.RawURLEncoding.EncodeToString(addr[:])),
			"EIP-55":     []byte(addr.Hex()[2:]),
			"upper case": []byte(strings.ToUpper(hex.EncodeToString(addr[:]))),
		} {
			if bytes.Contains(data, needle) {
				t.Errorf("%s holds an address (%s)", where, form)
			}
		}
		if bytes.Contains(lower, []byte(hex.EncodeToString(addr[:]))) {
			t.Errorf("%s holds an address (hex)", where)
		}
	}
	for _, word := range []string{"eoa:", "eip155", "account", "wallet"} {
		if bytes.Contains(lower, []byte(word)) {
			t.Errorf("%s holds the word %q", where, word)
		}
	}
}

func TestTheDiskHoldsNoAddressAndOneSize(t *testing.T) {
	dir := t.TempDir()
	b, err := blob.OpenDir(dir)
	must(t, err)
	s, _ := newStore(b)
	all := []wallet.Account{eoa(1), eoa(2), safe(t), eoa(4)}
	for _, w := range all[1:] {
		must(t, s.Add(ctx, all[0], w, never))
	}
	must(t, s.Remove(ctx, all[0], all[1]))
	must(t, s.Remove(ctx, all[0], all[0]))
	entries, err := b.List(ctx, "", "", blob.MaxList)
	must(t, err)
	if len(entries) != 5 { // a link each, and the list
		t.Errorf("got %d objects, want 5", len(entries))
	}
	for _, e := range entries {
		if e.Size != objectSize || len(e.Key) != len("links/00/")+64 || !strings.HasPrefix(e.Key, "links/"+e.Key[9:11]+"/") {
			t.Errorf("object %s of %d bytes, want links/<2>/<64> of %d", e.Key, e.Size, objectSize)
		}
	}
	scan := func(when string) {
		files := 0
		must(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
			if err != nil || !info.Mode().IsRegular() {
				return err
			}
			files++
			data, err := os.ReadFile(path)
			noAddress(t, when, append(data, path[len(dir):]...), all...)
			return err
		}))
		if files == 0 {
			t.Error("no file was read")
		}
	}
	scan("a running store")
	must(t, b.Close())
	scan("a closed store")
}

func TestObjectsOpenOnlyWithTheirKeyAndAddress(t *testing.T) {
	b := faults.NewMemory()
	s, _ := newStore(b)
	first, second, third := eoa(1), eoa(2), eoa(3)
	must(t, s.Add(ctx, first, second, never))
	data, err := b.Get(ctx, s.name(linkKind, second))
	must(t, err)
	var l link
	must(t, s.open(linkKind, second, data, &l))
	other := New(b, bytes.Repeat([]byte{8}, 32), s.now, 10)
	if other.open(linkKind, second, data, &l) == nil || s.open(linkKind, third, data, &l) == nil || s.open(accountKind, second, data, &l) == nil {
		t.Error("an object opens with another key, for another wallet or as another kind")
	}
	for bit := range len(data) * 8 {
		data[bit/8] ^= 1 << (bit % 8)
		if s.open(linkKind, second, data, &l) == nil {
			t.Fatalf("an object opens with bit %d flipped", bit)
		}
		data[bit/8] ^= 1 << (bit % 8)
	}
	// What does not open is an error, never an answer: a stranger's sub would be given to a known shopper.
	must(t, b.Delete(ctx, s.name(linkKind, second)))
	must(t, b.Put(ctx, s.name(linkKind, second), data[:len(data)-1]))
	fresh, _ := newStore(b)
	if _, err := fresh.Resolve(ctx, second); err == nil || strings.Contains(err.Error(), "abcdef") {
		t.Errorf("got %v, want an error without an address", err)
	}
}

func TestAStoreThatFailsIsNoAnswer(t *testing.T) {
	b := &faults.Store{Store: faults.NewMemory()}
	s, c := newStore(b)
	must(t, s.Add(ctx, eoa(1), eoa(2), never))
	b.Fail(1<<30, faults.Before, func(string) bool { return true })
	c.add(Fresh)
	_, err := s.Resolve(ctx, eoa(2))
	want(t, err, faults.Err)
	_, err = s.Wallets(ctx, eoa(1))
	want(t, err, faults.Err)
}

func BenchmarkResolve(b *testing.B) {
	dir, err := blob.OpenDir(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer dir.Close()
	s := New(dir, key, time.Now, 1000)
	if err := s.Add(ctx, eoa(1), eoa(2), never); err != nil {
		b.Fatal(err)
	}
	b.Run("a wallet without links", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Resolve(ctx, wallet.EOA(common.Address{1, byte(i >> 16), byte(i >> 8), byte(i)})); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("a wallet with a link, remembered", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Resolve(ctx, eoa(2)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
