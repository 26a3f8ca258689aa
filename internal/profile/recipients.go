package profile

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"filippo.io/age"
)

// recipientLength is the length of an age1pq1 recipient: 1,216 bytes in bech32.
const recipientLength = 1959

// ParseRecipient reads a post-quantum hybrid recipient (age1pq1...), in lower
// case.
func ParseRecipient(s string) (*age.HybridRecipient, error) {
	if len(s) != recipientLength {
		return nil, fmt.Errorf("recipient has %d characters, not %d", len(s), recipientLength)
	}
	r, err := age.ParseHybridRecipient(s)
	if err != nil || !strings.HasPrefix(s, "age1pq1") { // bech32 is all upper or all lower case: so this is its one spelling
		return nil, errors.New("recipient is not an age1pq1 hybrid") // the cause would quote it whole
	}
	return r, nil
}

// Recipients keeps parsed recipients, because parsing one costs as much as a
// third of a whole sealing. The zero value is ready and safe for concurrent
// use; it holds at most maxRecipients public keys (about 8 KiB each).
type Recipients struct {
	mu     sync.RWMutex
	parsed map[string]*age.HybridRecipient // guarded by mu
}

const maxRecipients = 4096

// Parse is ParseRecipient with memory.
func (c *Recipients) Parse(s string) (*age.HybridRecipient, error) {
	c.mu.RLock()
	r := c.parsed[s]
	c.mu.RUnlock()
	if r != nil {
		return r, nil
	}
	r, err := ParseRecipient(s)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.parsed == nil {
		c.parsed = make(map[string]*age.HybridRecipient)
	}
	for victim := range c.parsed { // map order: a random one makes room
		if len(c.parsed) < maxRecipients {
			break
		}
		delete(c.parsed, victim)
	}
	c.parsed[s] = r
	return r, nil
}
