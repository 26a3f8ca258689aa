package gateway_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/web"
)

// TestTenThousandReceiptsLeakNothing posts over real connections, with epochs closing meanwhile, and counts goroutines, file
// descriptors and live memory before and after.
func TestTenThousandReceiptsLeakNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 receipts; run without -short")
	}
	f := newFixture(t, true)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := web.Server(f.gw)
	served := make(chan struct{})
	go func() { defer close(served); server.Serve(l) }()
	defer func() { server.Close(); <-served }()
	transport := &http.Transport{MaxIdleConnsPerHost: connections}
	client := &http.Client{Transport: transport}
	subs := make([][]byte, 64)
	for i := range subs {
		subs[i] = typical(f.signIn().mustBind().sub, int64(i))
	}
	token := "Bearer " + f.token("shop1", "receipts")
	post := func(n int) {
		t.Helper()
		var wg sync.WaitGroup
		next := make(chan int)
		for range connections {
			wg.Go(func() {
				for i := range next {
					req, err := http.NewRequest("POST", "http://"+l.Addr().String()+"/v1/receipts", bytes.NewReader(subs[i%64]))
					if err != nil {
						t.Error(err)
						continue
					}
					req.Header.Set("Authorization", token)
					req.Header.Set("Idempotency-Key", newKey())
					req.Header.Set("Content-Type", "application/json")
					res, err := client.Do(req)
					if err != nil {
						t.Error(err)
						continue
					}
					io.Copy(io.Discard, res.Body)
					res.Body.Close()
					if res.StatusCode != 201 {
						t.Errorf("order %d: %d", i, res.StatusCode)
					}
				}
			})
		}
		for i := range n {
			if i%1000 == 999 {
				f.tick()
			}
			next <- i
		}
		close(next)
		wg.Wait()
	}
	post(1000)
	transport.CloseIdleConnections()
	before := measureUse(t)
	post(10000)
	transport.CloseIdleConnections()
	after := measureUse(t)
	for range 100 { // connections end in their own time
		if after.goroutines <= before.goroutines+2 && after.files <= before.files+2 {
			break
		}
		time.Sleep(20 * time.Millisecond)
		after = measureUse(t)
	}
	t.Logf("before %v, after %v", before, after)
	if after.goroutines > before.goroutines+2 || after.files > before.files+2 {
		buf := make([]byte, 1<<20)
		t.Errorf("leak: %v, then %v\n%s", before, after, buf[:runtime.Stack(buf, true)])
	}
	// The log of the test itself grows by some 2 MB; a receipt that stayed would be 6 kB of 10,000.
	if grown := after.heap - before.heap; grown > 40<<20 {
		t.Errorf("live memory grew by %d bytes", grown)
	}
	if got := len(f.receipts()); got != 11000 {
		t.Errorf("%d receipts stored, want 11,000", got)
	}
	if s := f.gw.Epochs().Status(); s.Anchored < 10 {
		t.Errorf("status %+v, want epochs anchored on the way", s)
	}
}

type use struct {
	goroutines, files int
	heap              int64
}

func (u use) String() string {
	return fmt.Sprintf("%d goroutines, %d files, %d KiB live", u.goroutines, u.files, u.heap>>10)
}

func measureUse(t *testing.T) use {
	t.Helper()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skipf("cannot count file descriptors here: %v", err)
	}
	return use{runtime.NumGoroutine(), len(files), int64(m.HeapAlloc)}
}

// Errors of the object store have the names of objects in them, which are those of inboxes.
func TestAStoreThatFailsNamesNobodyInTheLog(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn()
	f.blob.Fail(1, faults.Before, func(call string) bool { return strings.Contains(call, s.inbox) })
	if _, status := f.post(newKey(), order(s.sub, 700)); status < 500 || f.blob.Hits() != 1 {
		t.Fatalf("got %d after %d failures", status, f.blob.Hits())
	}
	if text := f.logs.String(); strings.Contains(text, s.inbox) || !strings.Contains(text, "…") {
		t.Errorf("got %s", text)
	}
}
