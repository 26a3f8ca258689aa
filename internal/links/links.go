package links

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"carnet/internal/blob"
	"carnet/internal/lru"
	"carnet/internal/wallet"
)

// Fresh is how long an object is believed without reading it again. It bounds for how long after a Remove in another process a wallet still
// opens the account here, and after an Add there, how long it is still taken for a stranger here.
const Fresh = 5 * time.Second

// MaxWallets is how many wallets one account has at most.
const MaxWallets = 16

const (
	tries   = 16          // of a change that others got ahead of
	waiting = time.Minute // how long an Add that did not finish keeps a place in a full list
)

// Errors of this package.
var (
	ErrTaken     = errors.New("this wallet has an account already")
	ErrRemoved   = errors.New("this wallet was removed from its account")
	ErrLast      = errors.New("an account's last wallet cannot be removed")
	ErrNotLinked = errors.New("this wallet is not one of the account's")
	ErrFull      = errors.New("an account has at most 16 wallets")
	ErrBusy      = errors.New("the account's wallets are being changed at the same time")
)

// Wallet is one way to sign in to an account.
type Wallet struct {
	Account wallet.Account
	Added   time.Time // whole seconds; zero for the first
	First   bool      // the account is named after it
}

// Store reads and changes which wallets open which account. Use New.
type Store struct {
	blob        blob.Store
	pairwiseKey []byte
	now         func() time.Time
	cache       *lru.Cache[string, cached] // by object key: as sealed as on disk

	mu      sync.Mutex
	changes int // counts this process's writes, so that a slow reader never caches what a writer has just replaced
}

type cached struct {
	data  []byte // nil: there is no object
	until time.Time
}

// New returns a store that remembers up to size objects of 4 KiB, or their absence. pairwiseKey is 32 secret bytes kept outside the store.
func New(store blob.Store, pairwiseKey []byte, now func() time.Time, size int) *Store {
	return &Store{blob: store, pairwiseKey: slices.Clone(pairwiseKey), now: now, cache: lru.New[string, cached](size)}
}

// Two kinds of object. A wallet opens an account when its link names the account and an entry of the account's list, by a random number
// that is never used again:
//
//	Add:     1. the entry joins the list   2. the link names it      (from 2 on the wallet opens the account)
//	Remove:  1. the entry leaves the list  2. the link is emptied    (from 1 on it does not)
//
// Each step is one conditional write, and both objects are read before the first of them, the link first. What follows:
//
//   - An entry that no link names (a crash between the steps of Add) opens nothing; the next Add of that wallet uses it again.
//   - A link to an entry that is not there (a crash between the steps of Remove) opens nothing, and never will, because entries are written
//     before the links to them and numbers are not used twice. So it may be written over, under its ETag: two accounts that race for one
//     wallet meet in that write, and one wins.
//   - A wallet stops opening an account by nothing but a write of the list. So Remove, which reads the list, then sees another wallet that
//     works, then writes the list under its ETag, never leaves an account without one, whatever else goes on.
//   - The first wallet is an entry like others from the moment the list is made. Its own link is written before any other wallet's, so as
//     long as it has none nobody else opens the account, and one read answers for the many wallets that are alone. Once a wallet's link
//     names its own account it always does: Add refuses wallets that have a list.
type link struct {
	V       int    `json:"v"`
	Account string `json:"account"` // empty: none
	Entry   string `json:"entry"`
}

type list struct {
	V       int     `json:"v"`
	Wallets []entry `json:"wallets"`
}

type entry struct {
	Wallet string `json:"w"`
	Number string `json:"n"` // 128 random bits
	Added  int64  `json:"t"` // Unix seconds, 0 for the first wallet
}

// linkAt and listAt are objects as they were read. An empty etag stands for an absent one.
type linkAt struct {
	link
	etag string
}

type listAt struct {
	list
	etag string
}

func (l listAt) of(w wallet.Account) (entry, bool) {
	i := slices.IndexFunc(l.Wallets, func(e entry) bool { return e.Wallet == w.String() })
	if i < 0 {
		return entry{}, false
	}
	return l.Wallets[i], true
}

// opens tells whether a wallet with this link opens the account whose list this is.
func (l listAt) opens(w, account wallet.Account, its linkAt) bool {
	e, ok := l.of(w)
	return ok && its.Account == account.String() && its.Entry == e.Number
}

// Resolve returns the account that a wallet opens, from which subs are derived: the wallet's own when it has no link. ErrRemoved when the
// wallet is the removed first wallet of an account that lives on. Answers may be Fresh old.
func (s *Store) Resolve(ctx context.Context, w wallet.Account) (wallet.Account, error) {
	account, sure, err := s.resolve(ctx, w, s.read)
	if err == nil && !sure {
		// The two copies may be of different ages: a link that is newer than the list must not make a stranger of its wallet.
		account, sure, err = s.resolve(ctx, w, s.readNow)
	}
	switch {
	case err != nil:
		return wallet.Account{}, err
	case !sure && account == w:
		return wallet.Account{}, ErrRemoved
	case !sure:
		return w, nil // its link was cut, or names another account's entry that is gone
	}
	return account, nil
}

type reader func(ctx context.Context, key string) ([]byte, error)

// resolve returns the account that w's link names, w without one, and whether w opens it.
func (s *Store) resolve(ctx context.Context, w wallet.Account, read reader) (account wallet.Account, opens bool, err error) {
	its, err := s.link(ctx, w, read)
	if err != nil || its.etag == "" {
		return w, true, err
	}
	if its.Account == "" {
		return wallet.Account{}, false, nil
	}
	if account, err = wallet.ParseAccount(its.Account); err != nil {
		return account, false, fmt.Errorf("link of a wallet: %w", err)
	}
	all, err := s.list(ctx, account, read)
	return account, all.opens(w, account, its), err
}

// Wallets returns the wallets that open an account, in the order they came. An account without links has one.
func (s *Store) Wallets(ctx context.Context, account wallet.Account) ([]Wallet, error) {
	all, err := s.list(ctx, account, s.readNow)
	if err != nil {
		return nil, err
	}
	working, err := s.working(ctx, account, all)
	if err != nil {
		return nil, err
	}
	if len(working) == 0 { // no list, or one that never came into use
		return []Wallet{{Account: account, First: true}}, nil
	}
	return working, nil
}

// working returns the wallets of a list that open the account.
func (s *Store) working(ctx context.Context, account wallet.Account, all listAt) (working []Wallet, err error) {
	for _, e := range all.Wallets {
		w, err := wallet.ParseAccount(e.Wallet)
		if err != nil {
			return nil, fmt.Errorf("wallets of an account: %w", err)
		}
		its, err := s.link(ctx, w, s.readNow)
		if err != nil {
			return nil, err
		}
		if !all.opens(w, account, its) {
			continue
		}
		one := Wallet{Account: w, First: w == account}
		if e.Added != 0 {
			one.Added = time.Unix(e.Added, 0).UTC()
		}
		working = append(working, one)
	}
	return working, nil
}

// Add makes a wallet open an account that the caller knows to be signed in, after both wallets signed. Adding it again changes nothing. used
// tells whether the wallet has ever signed in as an account of its own, for which nothing is stored here: then it is ErrTaken, as when it is
// linked elsewhere or has had links itself, because its subs would change under its owner's feet. ErrFull, ErrBusy.
func (s *Store) Add(ctx context.Context, account, w wallet.Account, used func(context.Context, wallet.Account) (bool, error)) error {
	for range tries {
		done, err := s.add(ctx, account, w, used)
		if done || err != nil {
			return err
		}
	}
	return ErrBusy
}

// add returns false when it must be tried again.
func (s *Store) add(ctx context.Context, account, w wallet.Account, used func(context.Context, wallet.Account) (bool, error)) (done bool, err error) {
	its, err := s.link(ctx, w, s.readNow)
	if err != nil {
		return false, err
	}
	own, err := s.link(ctx, account, s.readNow)
	if err != nil {
		return false, err
	}
	all, err := s.list(ctx, account, s.readNow)
	if err != nil {
		return false, err
	}
	if all.opens(w, account, its) || w == account && all.etag == "" {
		return true, nil
	}
	if w != account {
		if err := s.free(ctx, w, its, used); err != nil {
			return false, err
		}
	}
	if err := s.free(ctx, account, own, nil); err != nil {
		return false, err // linked to another account since the caller looked
	}
	number, next := join(all, account, w, s.now())
	if len(next.Wallets) > MaxWallets {
		return s.makeRoom(ctx, account, all)
	}
	if ok, err := s.write(ctx, accountKind, account, all.etag, next); !ok || err != nil {
		return false, err
	}
	if e, ok := (listAt{list: next}).of(account); ok && w != account && own.Account != account.String() {
		if ok, err := s.write(ctx, linkKind, account, own.etag, link{V: 1, Account: account.String(), Entry: e.Number}); !ok || err != nil {
			return false, err
		}
	}
	return s.write(ctx, linkKind, w, its.etag, link{V: 1, Account: account.String(), Entry: number})
}

// free returns ErrTaken for a wallet that opens another account or may have one of its own.
func (s *Store) free(ctx context.Context, w wallet.Account, its linkAt, used func(context.Context, wallet.Account) (bool, error)) error {
	if its.Account != "" && its.Account != w.String() {
		other, err := wallet.ParseAccount(its.Account)
		if err != nil {
			return fmt.Errorf("link of a wallet: %w", err)
		}
		all, err := s.list(ctx, other, s.readNow)
		if err != nil {
			return err
		}
		if all.opens(w, other, its) {
			return ErrTaken
		}
	}
	if used == nil {
		return nil
	}
	mine, err := s.list(ctx, w, s.readNow)
	if err != nil {
		return err
	}
	if mine.etag != "" {
		return ErrTaken
	}
	taken, err := used(ctx, w)
	if err != nil {
		return fmt.Errorf("whether a wallet is in use: %w", err)
	}
	if taken {
		return ErrTaken
	}
	return nil
}

// join returns the list with an entry for w, and the entry's number. An entry that is there is an unfinished Add's: it is used again, with
// a new time, so that the list changes and whoever meant to make room of it notices.
func join(all listAt, account, w wallet.Account, now time.Time) (number string, next list) {
	next = list{V: 1, Wallets: slices.Clone(all.Wallets)}
	if all.etag == "" {
		next.Wallets = []entry{{Wallet: account.String(), Number: newNumber()}}
	}
	for i, e := range next.Wallets {
		if e.Wallet == w.String() {
			next.Wallets[i].Added = now.Unix()
			return e.Number, next
		}
	}
	number = newNumber()
	next.Wallets = append(next.Wallets, entry{Wallet: w.String(), Number: number, Added: now.Unix()})
	return number, next
}

func newNumber() string {
	var n [16]byte
	rand.Read(n[:])
	return base64.RawURLEncoding.EncodeToString(n[:])
}

// makeRoom takes an entry off a full list that no link has named for a while. The wallet's link is written first, the same as it was, so
// that an Add which has read it and sleeps cannot make it name the entry that goes.
func (s *Store) makeRoom(ctx context.Context, account wallet.Account, all listAt) (done bool, err error) {
	for i, e := range all.Wallets {
		w, err := wallet.ParseAccount(e.Wallet)
		if err != nil {
			return false, fmt.Errorf("wallets of an account: %w", err)
		}
		its, err := s.link(ctx, w, s.readNow)
		if err != nil {
			return false, err
		}
		if all.opens(w, account, its) || w == account || s.now().Sub(time.Unix(e.Added, 0)) < waiting {
			continue
		}
		its.V = 1
		if ok, err := s.write(ctx, linkKind, w, its.etag, its.link); !ok || err != nil {
			return false, err
		}
		_, err = s.write(ctx, accountKind, account, all.etag, list{V: 1, Wallets: slices.Delete(slices.Clone(all.Wallets), i, i+1)})
		return false, err
	}
	return false, ErrFull
}

// Remove makes a wallet open an account no more. ErrLast, ErrNotLinked, ErrBusy. A wallet that was added is free afterwards; the first wallet
// is not, because it is the account's name. What the wallet signed in to before is the caller's to end.
func (s *Store) Remove(ctx context.Context, account, w wallet.Account) error {
	for range tries {
		done, err := s.remove(ctx, account, w)
		if done || err != nil {
			return err
		}
	}
	return ErrBusy
}

// remove returns false when it must be tried again.
func (s *Store) remove(ctx context.Context, account, w wallet.Account) (done bool, err error) {
	its, err := s.link(ctx, w, s.readNow)
	if err != nil {
		return false, err
	}
	all, err := s.list(ctx, account, s.readNow)
	if err != nil {
		return false, err
	}
	e, listed := all.of(w)
	switch {
	case w == account && its.Account != account.String():
		return false, ErrLast // no other wallet has come into use
	case !listed && w != account && its.Account == account.String():
		return s.cut(ctx, w, its) // the second step of a Remove that did not finish
	case !all.opens(w, account, its):
		return false, ErrNotLinked
	}
	working, err := s.working(ctx, account, all)
	if err != nil {
		return false, err
	}
	if !slices.ContainsFunc(working, func(other Wallet) bool { return other.Account != w }) {
		return false, ErrLast
	}
	rest := slices.DeleteFunc(slices.Clone(all.Wallets), func(other entry) bool { return other == e })
	if ok, err := s.write(ctx, accountKind, account, all.etag, list{V: 1, Wallets: rest}); !ok || err != nil {
		return false, err
	}
	if w == account {
		return true, nil
	}
	return s.cut(ctx, w, its)
}

// cut empties a link that opens nothing, so that not even the key and the address tell where the wallet once belonged.
func (s *Store) cut(ctx context.Context, w wallet.Account, its linkAt) (done bool, err error) {
	_, err = s.write(ctx, linkKind, w, its.etag, link{V: 1})
	return err == nil, err // another's write in between has cut it, or linked it elsewhere
}

func (s *Store) link(ctx context.Context, w wallet.Account, read reader) (its linkAt, err error) {
	data, err := read(ctx, s.name(linkKind, w))
	if err != nil || data == nil {
		return its, err
	}
	its.etag = blob.ETag(data)
	if err := s.open(linkKind, w, data, &its.link); err != nil || its.V != 1 {
		return its, fmt.Errorf("link of a wallet: version %d: %w", its.V, errors.Join(err, errObject))
	}
	return its, nil
}

func (s *Store) list(ctx context.Context, account wallet.Account, read reader) (all listAt, err error) {
	data, err := read(ctx, s.name(accountKind, account))
	if err != nil || data == nil {
		return all, err
	}
	all.etag = blob.ETag(data)
	if err := s.open(accountKind, account, data, &all.list); err != nil || all.V != 1 {
		return all, fmt.Errorf("wallets of an account: version %d: %w", all.V, errors.Join(err, errObject))
	}
	return all, nil
}

var errObject = errors.New("not an object of this version")

// read returns an object that may be Fresh old; nil when there is none.
func (s *Store) read(ctx context.Context, key string) ([]byte, error) {
	if last, ok := s.cache.Get(key); ok && s.now().Before(last.until) {
		return last.data, nil
	}
	return s.readNow(ctx, key)
}

func (s *Store) readNow(ctx context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	before, until := s.changes, s.now().Add(Fresh) // from before the read: the copy may be as old as that
	s.mu.Unlock()
	data, err := s.blob.Get(ctx, key)
	if errors.Is(err, blob.ErrNotFound) {
		data, err = nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("wallet link: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes == before {
		s.cache.Put(key, cached{data, until}, 1)
	}
	return data, nil
}

// write puts an object in the place of the one with this ETag, or of none when it is empty. It returns false when another write came first.
func (s *Store) write(ctx context.Context, kind string, a wallet.Account, etag string, v any) (ok bool, err error) {
	data, err := s.seal(kind, a, v)
	if err != nil {
		return false, fmt.Errorf("wallet link: %w", err)
	}
	key := s.name(kind, a)
	if etag == "" {
		err = s.blob.Put(ctx, key, data)
	} else {
		err = s.blob.Replace(ctx, key, etag, data)
	}
	s.mu.Lock()
	s.changes++
	s.cache.Forget(key) // after a failure too: what is there is unknown
	s.mu.Unlock()
	if errors.Is(err, blob.ErrExists) || errors.Is(err, blob.ErrChanged) || errors.Is(err, blob.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("wallet link: %w", err)
	}
	return true, nil
}
