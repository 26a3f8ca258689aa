package blob

import (
	"context"
	"fmt"
	"strings"
	"sync"
)

// claims lets one write at a time touch a key, and none touch a key that is the directory of another.
type claims struct {
	mu    sync.Mutex
	keys  map[string]chan struct{} // claimed; closed on release
	under map[string]int           // directory → claimed keys below it
}

// take waits until key is free. The caller must release it.
func (c *claims) take(ctx context.Context, key string) error {
	for {
		busy, err := c.tryTake(key)
		if err != nil || busy == nil {
			return err
		}
		select {
		case <-busy:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c *claims) tryTake(key string) (busy chan struct{}, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if busy := c.keys[key]; busy != nil {
		return busy, nil
	}
	if c.under[key] > 0 {
		return nil, fmt.Errorf("key %q is the directory of another: %w", key, ErrInvalid)
	}
	for dir := range ancestors(key) {
		if busy := c.keys[dir]; busy != nil {
			return busy, nil
		}
	}
	c.keys[key] = make(chan struct{})
	for dir := range ancestors(key) {
		c.under[dir]++
	}
	return nil, nil
}

func (c *claims) release(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.keys[key])
	delete(c.keys, key)
	for dir := range ancestors(key) {
		if c.under[dir]--; c.under[dir] == 0 {
			delete(c.under, dir)
		}
	}
}

// prune calls remove for the directories of a claimed key, deepest first, as long as no other claim needs them and remove succeeds.
func (c *claims) prune(key string, remove func(dir string) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for dir := range ancestors(key) {
		if c.under[dir] > 1 || remove(dir) != nil {
			return
		}
	}
}

// ancestors yields the directories of key, deepest first.
func ancestors(key string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := strings.LastIndexByte(key, '/'); i > 0; i = strings.LastIndexByte(key[:i], '/') {
			if !yield(key[:i]) {
				return
			}
		}
	}
}
