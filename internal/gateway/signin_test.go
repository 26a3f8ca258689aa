package gateway_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"carnet/internal/gateway"
	"carnet/internal/gateway/web"
	"carnet/internal/load"
	"carnet/internal/state"
	"carnet/internal/state/statetest"
	"carnet/internal/wallet"
)

// counted counts the round trips to a state store.
type counted struct {
	state.Store
	calls atomic.Int64
}

func (c *counted) Put(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	c.calls.Add(1)
	return c.Store.Put(ctx, key, value, ttl)
}

func (c *counted) Create(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	c.calls.Add(1)
	return c.Store.Create(ctx, key, value, ttl)
}

func (c *counted) CreateAll(ctx context.Context, entries ...state.Entry) error {
	c.calls.Add(1)
	return c.Store.CreateAll(ctx, entries...)
}

func (c *counted) Get(ctx context.Context, key string) ([]byte, error) {
	c.calls.Add(1)
	return c.Store.Get(ctx, key)
}

func (c *counted) Take(ctx context.Context, key string) ([]byte, error) {
	c.calls.Add(1)
	return c.Store.Take(ctx, key)
}

func (c *counted) Swap(ctx context.Context, key string, old, new []byte, ttl time.Duration) error {
	c.calls.Add(1)
	return c.Store.Swap(ctx, key, old, new, ttl)
}

func (c *counted) Delete(ctx context.Context, key string) error {
	c.calls.Add(1)
	return c.Store.Delete(ctx, key)
}

// signInServer serves a gateway over HTTP on the loopback, with its stores on the disk, and returns what the load generator needs.
func signInServer(t testing.TB, store state.Store) (load.Options, *counted) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := newFixture(t, true)
	f.cfg.Issuer = "http://" + l.Addr().String()
	f.cfg.Shops[0].SigningAlg = "ES256"
	spy := &counted{Store: store}
	gw, err := gateway.New(context.Background(), f.cfg, gateway.Deps{State: spy, Blob: openDir(t, room(t)), Chain: f.chain, Login: loginPage, Account: loginPage, Button: loginPage, Now: time.Now,
		Log: slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		t.Fatal(err)
	}
	server := web.Server(gw)
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { server.Close(); wg.Wait() })
	return load.Options{Gateway: f.cfg.Issuer, Workers: 16, Shop: load.Shop{ID: "shop1", Secret: "secret", Redirect: shopOrigin + "/callback"}}, spy
}

func boltState(t testing.TB) state.Store {
	t.Helper()
	s, err := state.OpenBolt(room(t) + "/state.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func redisState(t testing.TB) state.Store { return statetest.StartRedis(t).Open(t) }

// shoppersKnown are wallets that have signed in once, and been asked.
func shoppersKnown(t testing.TB, o load.Options, n int) []*ecdsa.PrivateKey {
	t.Helper()
	wallets, err := load.Wallets(n)
	if err != nil {
		t.Fatal(err)
	}
	o.Count = n
	if _, err := load.Run(context.Background(), o, wallets); err != nil {
		t.Fatal(err)
	}
	return wallets
}

func TestASignInTakesFourRoundTripsToTheStateStore(t *testing.T) {
	o, spy := signInServer(t, boltState(t))
	wallets := shoppersKnown(t, o, 8)
	spy.calls.Store(0)
	o.Count = 40
	r, err := load.Run(context.Background(), o, wallets)
	if err != nil {
		t.Fatal(err)
	}
	if got := spy.calls.Load(); r.SignIns != 40 || got > 4*40 {
		t.Errorf("%d sign-ins took %d round trips, want at most %d", r.SignIns, got, 4*40)
	}
}

// BenchmarkSignInHTTP is complete sign-ins over HTTP (authorize, challenge, verify, token) of shoppers who were there before, the load generator
// in the same process; compare it with BenchmarkSignInBare of the same run.
func BenchmarkSignInHTTP(b *testing.B) {
	for name, open := range map[string]func(testing.TB) state.Store{"bolt": boltState, "redis": redisState} {
		b.Run(name, func(b *testing.B) {
			defer debug.SetGCPercent(debug.SetGCPercent(400))
			o, spy := signInServer(b, open(b))
			wallets := shoppersKnown(b, o, 256)
			spy.calls.Store(0)
			o.Count = b.N
			before := processor(b)
			b.ResetTimer()
			r, err := load.Run(context.Background(), o, wallets)
			b.StopTimer()
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(r.PerSecond(), "sign-ins/s")
			b.ReportMetric(float64((processor(b)-before).Microseconds())/float64(b.N), "cpu-µs/sign-in")
			b.ReportMetric(float64(spy.calls.Load())/float64(b.N), "round-trips")
			if b.N < 1000 {
				return
			}
			o.Rate, o.Count = r.PerSecond()/2, min(b.N, 5000)
			half, err := load.Run(context.Background(), o, wallets)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(half.Quantile(.5).Microseconds())/1000, "p50-ms@half")
			b.ReportMetric(float64(half.Quantile(.99).Microseconds())/1000, "p99-ms@half")
		})
	}
}

// BenchmarkSignInBare is the cryptography that one sign-in cannot do without: one ecrecover, two HMACs, one ID token signed with ES256.
func BenchmarkSignInBare(b *testing.B) {
	key, err := crypto.GenerateKey()
	if err != nil {
		b.Fatal(err)
	}
	message := []byte(strings.Repeat("m", 400))
	sig, err := crypto.Sign(accounts.TextHash(message), key)
	if err != nil {
		b.Fatal(err)
	}
	idKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: idKey}, nil)
	if err != nil {
		b.Fatal(err)
	}
	pairwise := make([]byte, 32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			public, err := crypto.SigToPub(accounts.TextHash(message), sig)
			if err != nil {
				b.Fatal(err)
			}
			account := wallet.EOA(crypto.PubkeyToAddress(*public))
			sub := wallet.Sub(pairwise, "a.example", account)
			if _, err := jwt.Signed(signer).Claims(map[string]any{"sub": sub, "sid": wallet.Sub(pairwise, "b.example", account)}).Serialize(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sign-ins/s")
}
