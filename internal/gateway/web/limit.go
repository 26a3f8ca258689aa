package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// Limiter counts what callers do. Allow takes one unit from the bucket named key
// and reports how long to wait when it is empty. An error means the limiter
// cannot tell (its store is gone): the caller chooses to fail closed.
type Limiter interface {
	Allow(ctx context.Context, key string) (wait time.Duration, err error)
}

// Buckets is a Limiter in this process's memory: token buckets that hold Burst
// units and refill at PerSecond. At most Keys buckets are kept (65,536 when 0);
// then full ones are forgotten first, and newcomers share one bucket when none
// is full, so that a flood of sources cannot buy a flood of requests.
type Buckets struct {
	PerSecond float64
	Burst     int
	Keys      int
	Now       func() time.Time

	mu      sync.Mutex // guards buckets
	buckets map[string]*rate.Limiter
}

// Allow implements [Limiter]; it never fails.
func (b *Buckets) Allow(_ context.Context, key string) (time.Duration, error) {
	now := b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	bucket := b.bucket(key, now)
	r := bucket.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait, nil
	}
	return 0, nil
}

// bucket requires mu.
func (b *Buckets) bucket(key string, now time.Time) *rate.Limiter {
	if found := b.buckets[key]; found != nil {
		return found
	}
	limit := b.Keys
	if limit == 0 {
		limit = 1 << 16
	}
	if len(b.buckets) >= limit {
		b.forgetFull(now)
	}
	if len(b.buckets) >= limit && key != "" {
		return b.bucket("", now)
	}
	if b.buckets == nil {
		b.buckets = map[string]*rate.Limiter{}
	}
	fresh := rate.NewLimiter(rate.Limit(b.PerSecond), b.Burst)
	b.buckets[key] = fresh
	return fresh
}

func (b *Buckets) forgetFull(now time.Time) {
	for key, bucket := range b.buckets {
		if bucket.TokensAt(now) >= float64(b.Burst) {
			delete(b.buckets, key)
		}
	}
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
			wait, err := l.Allow(c.Request().Context(), k)
			if err != nil {
				return Unavailable(err)
			}
			if wait > 0 {
				return TooMany(wait)
			}
			return next(c)
		}
	}
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
