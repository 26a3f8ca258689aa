package accounts

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/wallet"
)

// Config says which chain to ask, and where.
type Config struct {
	ChainID  uint64           // EIP-155 id that the nodes must have
	URLs     []string         // JSON-RPC over http or https, the one to be asked first in front
	Parallel int              // verifications at once; 0 means 16
	Now      func() time.Time // the clock; nil means time.Now
}

// Chain is one chain behind one or more nodes. It is safe for concurrent use.
type Chain struct {
	id    uint64
	now   func() time.Time
	nodes []*node
	slots chan struct{}
	gate  *gate
}

// New checks the configuration. No node is asked before the first verification, so that a gateway starts without them.
func New(cfg Config) (*Chain, error) {
	if cfg.ChainID == 0 || len(cfg.URLs) == 0 {
		return nil, errors.New("smart accounts need a chain id and at least one RPC URL")
	}
	if cfg.Parallel <= 0 {
		cfg.Parallel = 16
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	c := &Chain{id: cfg.ChainID, now: cfg.Now, slots: make(chan struct{}, cfg.Parallel), gate: newGate()}
	for i, raw := range cfg.URLs {
		u, err := url.Parse(raw)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return nil, fmt.Errorf("RPC URL %d of chain %d is not an http or https URL", i+1, cfg.ChainID)
		}
		c.nodes = append(c.nodes, &node{place: i + 1, url: raw, client: client(cfg.Parallel)})
	}
	return c, nil
}

// client talks to the configured host directly, whatever the environment or an answer says.
func client(parallel int) *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DisableCompression:     true, // what is counted is what is read
			MaxResponseHeaderBytes: headerBytes,
			MaxConnsPerHost:        parallel,
			MaxIdleConnsPerHost:    parallel,
			IdleConnTimeout:        time.Minute,
		},
	}
}

// Close ends idle connections.
func (c *Chain) Close() {
	for _, n := range c.nodes {
		n.client.CloseIdleConnections()
	}
}

// Begin implements [wallet.Chain].
func (c *Chain) Begin(ctx context.Context, addr common.Address) (wallet.Session, error) {
	if !c.gate.enter(ctx, addr, c.now()) {
		return nil, wallet.ErrChainBusy
	}
	select {
	case c.slots <- struct{}{}:
		return &session{chain: c, addr: addr, bytes: sessionBytes}, nil
	case <-ctx.Done():
		c.gate.leave(addr, 0, c.now())
		return nil, wallet.ErrChainBusy
	}
}
