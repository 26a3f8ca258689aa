// Package lru keeps what was used last, up to a total weight that the caller chooses. It promises bounded memory and
// nothing about hits: a miss is always possible, and whoever uses it must be able to read the truth again.
package lru

import (
	"container/list"
	"sync"
)

// Cache maps keys to values. All methods may be called concurrently.
type Cache[K comparable, V any] struct {
	budget int

	mu     sync.Mutex // guards what follows
	weight int
	order  *list.List // of *entry[K, V], last used first
	byKey  map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key    K
	value  V
	weight int
}

// New returns a cache of values that together weigh at most budget.
func New[K comparable, V any](budget int) *Cache[K, V] {
	return &Cache[K, V]{budget: budget, order: list.New(), byKey: map[K]*list.Element{}}
}

// Get returns what Put stored, if it is still there.
func (c *Cache[K, V]) Get(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.byKey[key]
	if !ok {
		var none V
		return none, false
	}
	c.order.MoveToFront(el)
	return el.Value.(*entry[K, V]).value, true
}

// Put stores value, unless it alone outweighs the budget, and forgets what was not used for longest.
func (c *Cache[K, V]) Put(key K, value V, weight int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(c.byKey[key])
	if weight > c.budget {
		return
	}
	c.byKey[key] = c.order.PushFront(&entry[K, V]{key, value, weight})
	c.weight += weight
	for c.weight > c.budget {
		c.drop(c.order.Back())
	}
}

// Forget removes key.
func (c *Cache[K, V]) Forget(key K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(c.byKey[key])
}

// Weight returns what the values weigh together.
func (c *Cache[K, V]) Weight() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.weight
}

// drop requires mu.
func (c *Cache[K, V]) drop(el *list.Element) {
	if el == nil {
		return
	}
	e := c.order.Remove(el).(*entry[K, V])
	delete(c.byKey, e.key)
	c.weight -= e.weight
}
