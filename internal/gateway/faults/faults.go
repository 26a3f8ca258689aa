// Package faults holds the liars that tests of the gateway need: an object store and a chain that work, until a test tells
// one call to fail. Every failure comes in two flavours: before it did anything, and after it did everything.
package faults

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/blob"
	"carnet/internal/chain"
	"carnet/internal/directory"
	"carnet/internal/profile"
)

// Err is what an injected failure returns.
var Err = errors.New("injected failure")

// Flavour is how a call fails.
type Flavour int

// Flavours.
const (
	Before Flavour = iota + 1 // nothing was done
	After                     // everything was done, and the answer was lost
	Hangs                     // of a Store: nothing happens until the caller gives up
)

var errHangs = errors.New("injected hang")

// Plan says which calls fail. The zero value lets all succeed.
type Plan struct {
	mu    sync.Mutex
	match func(call string) bool
	how   Flavour
	left  int
	hits  int
}

// Fail makes the next n calls fail whose name matches: "put epochs/0000000000/tree", "anchor 3", "epochs", "at 2".
func (p *Plan) Fail(n int, how Flavour, match func(call string) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.match, p.how, p.left, p.hits = match, how, n, 0
}

// Hits returns how many calls failed since the last Fail.
func (p *Plan) Hits() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hits
}

// Run does f unless the plan says otherwise.
func (p *Plan) Run(call string, f func() error) error {
	p.mu.Lock()
	how := Flavour(0)
	if p.left > 0 && p.match(call) {
		p.left--
		p.hits++
		how = p.how
	}
	p.mu.Unlock()
	if how == Before {
		return fmt.Errorf("%s: %w", call, Err)
	}
	if how == Hangs {
		return errHangs
	}
	err := f()
	if how == After && err == nil {
		return fmt.Errorf("%s: %w", call, Err)
	}
	return err
}

// Store is an object store with faults over one that works.
type Store struct {
	blob.Store
	Plan
}

// run is Run, and hangs when it is told to.
func (s *Store) run(ctx context.Context, call string, f func() error) error {
	err := s.Run(call, f)
	if errors.Is(err, errHangs) {
		<-ctx.Done()
		return ctx.Err()
	}
	return err
}

// Put implements blob.Store.
func (s *Store) Put(ctx context.Context, key string, data []byte) error {
	return s.run(ctx, "put "+key, func() error { return s.Store.Put(ctx, key, data) })
}

// Replace implements blob.Store.
func (s *Store) Replace(ctx context.Context, key, etag string, data []byte) error {
	return s.run(ctx, "replace "+key, func() error { return s.Store.Replace(ctx, key, etag, data) })
}

// Delete implements blob.Store.
func (s *Store) Delete(ctx context.Context, key string) error {
	return s.run(ctx, "delete "+key, func() error { return s.Store.Delete(ctx, key) })
}

// Get implements blob.Store.
func (s *Store) Get(ctx context.Context, key string) (data []byte, err error) {
	err = s.run(ctx, "get "+key, func() error { data, err = s.Store.Get(ctx, key); return err })
	return data, err
}

// List implements blob.Store.
func (s *Store) List(ctx context.Context, prefix, after string, limit int) (page []blob.Entry, err error) {
	err = s.run(ctx, "list "+prefix, func() error { page, err = s.Store.List(ctx, prefix, after, limit); return err })
	return page, err
}

// Memory is an object store without a disk, for tests that need no durability.
type Memory struct {
	mu      sync.Mutex
	objects map[string][]byte
}

// NewMemory returns an empty one.
func NewMemory() *Memory { return &Memory{objects: map[string][]byte{}} }

// Put implements blob.Store.
func (m *Memory) Put(_ context.Context, key string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.objects[key]; ok {
		return fmt.Errorf("%s: %w", key, blob.ErrExists)
	}
	m.objects[key] = slices.Clone(data)
	return nil
}

// Get implements blob.Store.
func (m *Memory) Get(_ context.Context, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.objects[key]
	if !ok {
		return nil, fmt.Errorf("%s: %w", key, blob.ErrNotFound)
	}
	return slices.Clone(data), nil
}

// Replace implements blob.Store.
func (m *Memory) Replace(_ context.Context, key, etag string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	old, ok := m.objects[key]
	if !ok {
		return fmt.Errorf("%s: %w", key, blob.ErrNotFound)
	}
	if blob.ETag(old) != etag {
		return fmt.Errorf("%s: %w", key, blob.ErrChanged)
	}
	m.objects[key] = slices.Clone(data)
	return nil
}

// Delete implements blob.Store.
func (m *Memory) Delete(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.objects, key)
	return nil
}

// List implements blob.Store.
func (m *Memory) List(_ context.Context, prefix, after string, limit int) ([]blob.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var page []blob.Entry
	for key, data := range m.objects {
		if strings.HasPrefix(key, prefix) && key > after {
			page = append(page, blob.Entry{Key: key, Size: int64(len(data))})
		}
	}
	slices.SortFunc(page, func(a, b blob.Entry) int { return strings.Compare(a.Key, b.Key) })
	return page[:min(limit, len(page))], nil
}

// Close implements blob.Store.
func (m *Memory) Close() error { return nil }

// Chain keeps one issuer's roots like the contract: an epoch is taken in its turn, once.
type Chain struct {
	Plan

	mu    sync.Mutex
	roots [][32]byte
}

// ErrNotNext is what the contract says about an epoch that is not the next.
var ErrNotNext = errors.New("not the issuer's next epoch")

// Place implements gateway.Chain.
func (c *Chain) Place() directory.Anchor {
	return directory.Anchor{ChainID: 31337, Contract: "0x00000000000000000000000000000000000000AA", Issuer: "0x00000000000000000000000000000000000000bb"}
}

// Roots returns what was anchored.
func (c *Chain) Roots() [][32]byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.roots)
}

// Forget drops all epochs from n on, as a reorganisation does.
func (c *Chain) Forget(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.roots = c.roots[:n]
}

// Anchor implements epochs.Chain.
func (c *Chain) Anchor(_ context.Context, epoch uint64, root [32]byte) (rec profile.Anchored, err error) {
	err = c.Run(fmt.Sprintf("anchor %d", epoch), func() error {
		c.mu.Lock()
		defer c.mu.Unlock()
		if epoch != uint64(len(c.roots)) {
			return ErrNotNext
		}
		c.roots = append(c.roots, root)
		rec = c.record(epoch)
		return nil
	})
	return rec, err
}

// record requires mu.
func (c *Chain) record(epoch uint64) profile.Anchored {
	at := c.Place()
	return profile.Anchored{V: 1, Root: "0x" + hex.EncodeToString(c.roots[epoch][:]), ChainID: at.ChainID, Contract: at.Contract, Issuer: at.Issuer,
		Tx: "0x" + strings.Repeat("0", 64), Block: epoch + 1, Gas: 30_000}
}

// Epochs implements epochs.Chain.
func (c *Chain) Epochs(context.Context) (n uint64, err error) {
	err = c.Run("epochs", func() error {
		c.mu.Lock()
		defer c.mu.Unlock()
		n = uint64(len(c.roots))
		return nil
	})
	return n, err
}

// AnchoredAt implements epochs.Chain.
func (c *Chain) AnchoredAt(_ context.Context, epoch uint64) (rec profile.Anchored, err error) {
	err = c.Run(fmt.Sprintf("at %d", epoch), func() error {
		c.mu.Lock()
		defer c.mu.Unlock()
		if epoch >= uint64(len(c.roots)) {
			return chain.ErrNotAnchored
		}
		rec = c.record(epoch)
		return nil
	})
	return rec, err
}

// Balance implements gateway.Chain: two ether.
func (c *Chain) Balance(context.Context) (wei *big.Int, low bool, err error) {
	err = c.Run("balance", func() error { wei = big.NewInt(2e18); return nil })
	return wei, false, err
}

// Means implements gateway.Chain.
func (c *Chain) Means() string { return "enough" }

// RootAt implements share.Roots.
func (c *Chain) RootAt(ctx context.Context, _ common.Address, epoch uint64) ([32]byte, uint64, common.Hash, error) {
	rec, err := c.AnchoredAt(ctx, epoch)
	if err != nil {
		return [32]byte{}, 0, common.Hash{}, err
	}
	return common.HexToHash(rec.Root), rec.Block, common.Hash{}, nil
}

// Relay implements relay.Relayer.
func (c *Chain) Relay(context.Context, []chain.Call) (common.Hash, error) {
	return common.Hash{1}, c.Run("relay", func() error { return nil })
}
