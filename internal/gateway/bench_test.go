package gateway_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"carnet/internal/gateway/hooks"
	"carnet/internal/profile"
)

// connections is how many orders a shop has under way in the benchmarks.
const connections = 16

// typical is an order of 20 lines: about the mean of real invoices.
func typical(sub string, n int64) []byte {
	var lines strings.Builder
	for i := range 20 {
		if i > 0 {
			lines.WriteByte(',')
		}
		fmt.Fprintf(&lines, `{"n":%d,"name":"White hanging heart T-light holder","sku":"%d","qty":"6","unit":255,"total":1530}`, i+1, 85000+i)
	}
	who := ""
	if sub != "" {
		who = `"sub":"` + sub + `",`
	}
	return fmt.Appendf(nil, `{%s"receipt":{"kind":"sale","at":"2026-11-21T10:00:00Z","channel":"web","currency":"GBP","total":30600,"lines":[%s],"src":{"sys":"test","ref":"%d"}}}`,
		who, lines.String(), n)
}

// measure runs f on 16 goroutines, with the garbage collector set as the server sets it, and reports the rate and the
// processor time, user and system, that one receipt cost.
func measure(b *testing.B, f func(i int64)) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	var n atomic.Int64
	b.SetParallelism(connections / runtime.GOMAXPROCS(0))
	b.ResetTimer()
	before := processor(b)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			f(n.Add(1))
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "receipts/s")
	b.ReportMetric(float64((processor(b)-before).Microseconds())/float64(b.N), "cpu-µs/receipt")
}

func processor(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkBare is the cryptography that an order cannot do without: one SD-JWT and one age file.
func BenchmarkBare(b *testing.B) {
	key, err := profile.NewIssuerKey()
	if err != nil {
		b.Fatal(err)
	}
	order, err := profile.ParseOrder(typical("", 1))
	if err != nil {
		b.Fatal(err)
	}
	recipients := make([]age.Recipient, 64)
	for i := range recipients {
		recipients[i] = profile.NewRootKey().Identity(shopSector, 1).Recipient()
	}
	holder, err := profile.PublicJWK(&profile.NewRootKey().Holder(shopSector).PublicKey)
	if err != nil {
		b.Fatal(err)
	}
	measure(b, func(i int64) {
		token, err := profile.Issue(key, issuer+"/shops/shop1", "00112233445566778899aabbccddeeff", holder, &order.Receipt)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := profile.Seal(token, profile.NewSalt(), recipients[i%64]); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkHooks is a platform's delivery, from the bytes to a durable receipt: the answers' p50 and p99 over 16 callers.
func BenchmarkHooks(b *testing.B) {
	f := newFixture(b, true)
	f.cfg.Shops[0].Hooks = []hooks.Hook{{Platform: "shopify", Secrets: []string{hookSecret}}}
	f.restart()
	s := f.signIn().mustBind()
	refs := make([]string, b.N+1)
	for i := range refs {
		refs[i], _ = f.ref(s.sub)
	}
	took := make([]time.Duration, b.N+1)
	measure(b, func(i int64) {
		body := shopifyPaid(int(i), refs[i])
		begin := time.Now()
		if rec := f.do("POST", "/v1/hooks/shop1/shopify", []byte(body), "X-Shopify-Topic", "orders/paid", "X-Shopify-Hmac-Sha256", shopifyMAC(body)); rec.Code != 200 {
			b.Fatalf("delivery %d: %d", i, rec.Code)
		}
		took[i] = time.Since(begin)
	})
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	if n := len(f.receipts()); n != b.N {
		b.Errorf("%d receipts of %d deliveries", n, b.N)
	}
}

// BenchmarkReceipts is the whole of POST /v1/receipts in process: authentication, limits, parsing, cryptography, a durable
// journal and a durable object on the disk of the test's temporary directory, promise and answer.
func BenchmarkReceipts(b *testing.B) {
	f := newFixture(b, true)
	orders := make([][]byte, 64)
	for i := range orders {
		orders[i] = typical(f.signIn().mustBind().sub, int64(i))
	}
	token := "Bearer " + f.token("shop1", "receipts")
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan struct{})
	go func() { defer close(done); f.gw.Run(ctx) }()
	defer func() { cancel(); <-done }()
	measure(b, func(i int64) {
		req, err := http.NewRequest("POST", issuer+"/v1/receipts", bytes.NewReader(orders[i%64]))
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Authorization", token)
		req.Header.Set("Idempotency-Key", newKey())
		req.Header.Set("Content-Type", "application/json")
		rec := httptest.NewRecorder()
		f.gw.ServeHTTP(rec, req)
		if rec.Code != 201 {
			b.Fatalf("order %d: %d %s", i, rec.Code, rec.Body)
		}
	})
}
