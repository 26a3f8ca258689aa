package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"carnet/internal/state"

	"github.com/labstack/echo/v4"
)

// Limiter counts what callers do. Allow takes one unit from the bucket named key
// and reports how long to wait when it is empty. An error means the limiter
// cannot tell (its store is gone): the caller chooses to fail closed.
type Limiter interface {
	Allow(ctx context.Context, key string) (wait time.Duration, err error)
}

// Buckets is a Limiter in this process's memory: token buckets that hold Burst
// units and refill at PerSecond. At most Keys buckets are kept (65,536 when 0);
// see [state.Memory] for what happens to more.
type Buckets struct {
	PerSecond float64
	Burst     int
	Keys      int
	Now       func() time.Time

	once   sync.Once
	memory *state.Memory
}

// Allow implements [Limiter]; it never fails.
func (b *Buckets) Allow(_ context.Context, key string) (time.Duration, error) {
	s := state.Spend{Key: key, Units: 1, PerSecond: b.PerSecond, Burst: b.Burst}
	return s.Wait(b.buckets().Take(s)), nil
}

func (b *Buckets) buckets() *state.Memory {
	b.once.Do(func() { b.memory = &state.Memory{Keys: b.Keys, Now: b.Now} })
	return b.memory
}

// Limit is middleware: one unit of l per request, counted under key(c). An empty
// key is not counted, and nothing is when l is nil.
func Limit(l Limiter, key func(echo.Context) string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			k := key(c)
			if l == nil || k == "" {
				return next(c)
			}
			if err := Take(c.Request().Context(), l, k); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// Take is Limit for the middle of a handler: it takes one unit of l under key
// and returns a 429 that says when to come back, or a 503 when l cannot tell.
func Take(ctx context.Context, l Limiter, key string) error {
	wait, err := l.Allow(ctx, key)
	if err != nil {
		return Unavailable(err)
	}
	if wait > 0 {
		return TooMany(wait)
	}
	return nil
}

// Network is the key of per-visitor limits: the visitor's IPv4 address, or the
// /64 of an IPv6 address. It is personal data: count under it, never write it.
func Network(c echo.Context) string {
	addr, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return "unknown"
	}
	return "net:" + network(addr)
}

func network(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	prefix, _ := addr.Prefix(64)
	return prefix.String()
}

// ClientIP returns how to find the visitor's address. With no trusted proxies it
// is the peer. Otherwise X-Forwarded-For is read from its end, and the first
// address that is not a trusted proxy counts; a header from an untrusted peer is
// ignored.
func ClientIP(trusted []netip.Prefix) echo.IPExtractor {
	trust := func(a netip.Addr) bool {
		for _, p := range trusted {
			if p.Contains(a.Unmap()) {
				return true
			}
		}
		return false
	}
	return func(r *http.Request) string {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		addr, err := netip.ParseAddr(host)
		if err != nil || !trust(addr) {
			return host
		}
		hops := strings.Split(strings.Join(r.Header.Values(echo.HeaderXForwardedFor), ","), ",")
		for i := len(hops) - 1; i >= 0; i-- {
			hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
			if err != nil {
				break
			}
			addr = hop
			if !trust(hop) {
				break
			}
		}
		return addr.String()
	}
}
