package replay

import (
	"errors"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/profile"
	"carnet/internal/retail"
)

// realOrders returns the excerpt's sales, all of them, as what a shop posts.
func realOrders(b *testing.B, sub string) (bodies [][]byte, receipts []*profile.Receipt) {
	b.Helper()
	r := retail.Excerpt()
	for {
		inv, err := r.Next()
		if errors.Is(err, io.EOF) {
			return bodies, receipts
		}
		if err != nil {
			b.Fatal(err)
		}
		body, err := orderOf(inv, sub, "")
		if err != nil {
			b.Fatal(err)
		}
		o, err := profile.ParseOrder(body)
		if err != nil {
			b.Fatal(err)
		}
		o.Receipt.ID = "00000000000000000000000000000000"
		bodies, receipts = append(bodies, body), append(receipts, &o.Receipt)
	}
}

func report(b *testing.B, since time.Duration) {
	b.Helper()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "receipts/s")
	b.ReportMetric(float64((processor()-since).Microseconds())/float64(b.N), "cpu-µs/op")
}

// BenchmarkBareLoop and BenchmarkGateway say what the whole path of an order costs beside the cryptography that it cannot
// do without: the same real orders, the same encryption and signing; the gateway adds HTTP, authentication, parsing, the
// journal of leaves, the object store with fsync, and the promise.
func BenchmarkBareLoop(b *testing.B) {
	const someSub = "bFzI7Uru0hNf01xKVQJ2bhJkNBlo4T0i3rQ8ml3RDBg"
	_, receipts := realOrders(b, someSub)
	key, err := profile.NewIssuerKey()
	if err != nil {
		b.Fatal(err)
	}
	root := profile.NewRootKey()
	holder, err := profile.PublicJWK(&root.Holder("").PublicKey)
	if err != nil {
		b.Fatal(err)
	}
	recipient := root.Identity("", 0).Recipient()
	var n atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	begun := processor()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := bareOne(key, holder, recipient, receipts[int(n.Add(1))%len(receipts)]); err != nil {
				b.Error(err)
				return
			}
		}
	})
	report(b, begun)
}

func BenchmarkGateway(b *testing.B) {
	cfg, stop, err := newPlace(b).start(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer stop()
	r := &run{Config: cfg, client: &client{cfg.Gateway, cfg.HTTP}}
	if err := r.meet(b.Context()); err != nil {
		b.Fatal(err)
	}
	s, err := r.arrive(b.Context(), "somebody")
	if err != nil {
		b.Fatal(err)
	}
	bodies, _ := realOrders(b, s.sub)
	for _, workers := range []int{4, 16, 64} {
		b.Run("workers="+strconv.Itoa(workers), func(b *testing.B) {
			prefix := "benchmark-of-a-gateway-" + strconv.Itoa(workers) + "-" + strconv.Itoa(b.N) + "-"
			b.ReportAllocs()
			begun := processor()
			var n atomic.Int64
			var wg sync.WaitGroup
			for range workers {
				wg.Go(func() {
					for {
						i := int(n.Add(1))
						if i > b.N {
							return
						}
						if _, created, err := r.order(b.Context(), prefix+strconv.Itoa(i), bodies[i%len(bodies)]); err != nil || !created {
							b.Errorf("order: created %v, %v", created, err)
							return
						}
					}
				})
			}
			wg.Wait()
			report(b, begun)
		})
	}
}
