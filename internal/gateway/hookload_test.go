package gateway_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"carnet/internal/gateway"
)

// All shops of a platform share its few addresses: what a neighbour sends without a secret must not be held against this one.
func TestANeighbourAtThePlatformDoesNotKeepOrdersAway(t *testing.T) {
	f := withHooks(t)
	f.cfg.Limits.Network = gateway.Rate{PerSecond: 50, Burst: 500}
	f.restart()
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	count := map[int]int{}
	for range 600 {
		rec := f.do("POST", "/v1/hooks/shop1/shopify", []byte("{}"))
		if count[rec.Code]++; rec.Code == http.StatusServiceUnavailable && rec.Header().Get("Retry-After") == "" {
			t.Fatal("no Retry-After")
		}
	}
	if count[http.StatusUnauthorized] < 500 || count[http.StatusServiceUnavailable] == 0 {
		t.Errorf("forged ones: got %v, want at least 500 times 401, then 503", count)
	}
	if got := f.shopify("orders/paid", shopifyPaid(1, ref)); got != http.StatusOK {
		t.Errorf("a delivery that is signed right got %d, want 200", got)
	}
	if rec := f.do("GET", "/v1/shops", nil); rec.Code == http.StatusTooManyRequests {
		t.Error("forged webhooks are counted with what visitors of that network do")
	}
}

func TestAnOrderOfAThousandLinesIsSealed(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	line := `{"sku":"S","title":"Lantern","quantity":1,"price":"199.00"}`
	long := strings.Replace(line, "{", `{"properties":[{"name":"engraving","value":"`+strings.Repeat("x", 3000)+`"}],`, 1)
	body := strings.Replace(shopifyPaid(1, ref), line, strings.Repeat(long+",", 999)+long, 1)
	if got := f.shopify("orders/paid", body); got != http.StatusOK || len(s.collected()) != 1 {
		t.Errorf("%d bytes: got %d and %d receipts", len(body), got, len(s.collected()))
	}
}

// Strangers may send bodies before their signature can be checked: what these hold in memory is bounded, and they do not stay.
func TestHalfSentWebhooksHoldLittleAndNotForLong(t *testing.T) {
	f := withHooks(t)
	s := f.signIn().mustBind()
	ref, _ := f.ref(s.sub)
	server := httptest.NewServer(f.gw)
	t.Cleanup(server.Close)
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapInuse >> 20
	}
	before := heap()
	body := bytes.Repeat([]byte("x"), 1<<20-1)
	for range 200 {
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		fmt.Fprintf(c, "POST /v1/hooks/shop1/shopify HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", 1<<20)
		c.SetWriteDeadline(time.Now().Add(time.Second))
		c.Write(body) // some are told to go away before they have written it
	}
	if grown := int64(heap()) - int64(before); grown > 100 {
		t.Errorf("200 half-sent webhooks hold %d MiB, want at most 64 and connections", grown)
	}
	for range 100 {
		got := f.shopify("orders/paid", shopifyPaid(1, ref))
		if got == http.StatusOK {
			return
		}
		if got != http.StatusServiceUnavailable {
			t.Errorf("meanwhile a delivery got %d, want 503 or 200", got)
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Error("half-sent webhooks stay")
}
