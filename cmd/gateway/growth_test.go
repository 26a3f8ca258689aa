package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/blob"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// subjects puts shoppers with bound vaults into the store of a gateway that is not running, and returns their subjects.
func (s *server) subjects(n int) []string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "keys", "pairwise.key"))
	if err != nil {
		s.t.Fatal(err)
	}
	key, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		s.t.Fatal(err)
	}
	store, err := blob.OpenDir(filepath.Join(s.dir, "objects"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer store.Close()
	people, ctx := inboxes.New(store, time.Now, 1), s.t.Context()
	subs := make([]string, n)
	for i := range subs {
		var address common.Address
		rand.Read(address[:])
		subs[i] = wallet.Sub(key, "localhost:8091", wallet.EOA(address))
		inbox := profile.InboxID(key, "localhost:8091", subs[i])
		root := profile.NewRootKey()
		jwk, err := profile.PublicJWK(&root.Holder("localhost:8091").PublicKey)
		if err != nil {
			s.t.Fatal(err)
		}
		holder, err := profile.HolderJWK(jwk)
		if err != nil {
			s.t.Fatal(err)
		}
		if err := people.Know(ctx, inbox); err != nil {
			s.t.Fatal(err)
		}
		if _, err := people.Bind(ctx, inbox, root.Identity("localhost:8091", 0).Recipient().String(), holder); err != nil {
			s.t.Fatal(err)
		}
	}
	return subs
}

// purchase is an order of as many lines.
func purchase(sub string, lines int) []byte {
	var text strings.Builder
	for i := range lines {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"n":%d,"name":"White hanging heart T-light holder","sku":"%d","qty":"6","unit":255,"total":1530}`, i+1, 85000+i)
	}
	return fmt.Appendf(nil, `{"sub":%q,"receipt":{"kind":"sale","at":"2026-11-21T10:00:00Z","channel":"web","currency":"GBP","total":%d,"lines":[%s],"src":{"sys":"test","ref":"536365"}}}`, sub, 1530*lines, text.String())
}

// rush posts n orders over as many connections and returns how long each took.
func (s *server) rush(subs []string, lines, connections, n int) (latencies []time.Duration, took time.Duration) {
	s.t.Helper()
	client := http.Client{Transport: &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	token := s.token()
	all := make([][]time.Duration, connections)
	var next atomic.Int64
	var wg sync.WaitGroup
	begun := time.Now()
	for c := range connections {
		wg.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				if i%100_000 == 0 {
					s.t.Logf("  %d of %d after %v", i, n, time.Since(begun).Round(time.Second))
				}
				sent := time.Now()
				if err := order(&client, s.issuer, token, purchase(subs[int(i)%len(subs)], lines)); err != nil {
					s.t.Errorf("order %d: %v", i, err)
					return
				}
				all[c] = append(all[c], time.Since(sent))
			}
		})
	}
	wg.Wait()
	took = time.Since(begun)
	latencies = slices.Concat(all...)
	slices.Sort(latencies)
	return latencies, took
}

func order(client *http.Client, issuer, token string, body []byte) error {
	req, err := http.NewRequest("POST", issuer+"/v1/receipts", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Idempotency-Key", rand.Text())
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var a acknowledged
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil || res.StatusCode != http.StatusCreated {
		return fmt.Errorf("answered %d", res.StatusCode)
	}
	return nil
}

// resident is the memory of the child in bytes: now, and at most so far.
func (s *server) resident() (now, peak int64) {
	s.t.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", s.child.Process.Pid))
	if err != nil {
		s.t.Skipf("this system does not tell a process's memory: %v", err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var kib int64
		if n, _ := fmt.Sscanf(lines.Text(), "VmRSS: %d kB", &kib); n == 1 {
			now = kib << 10
		}
		if n, _ := fmt.Sscanf(lines.Text(), "VmHWM: %d kB", &kib); n == 1 {
			peak = kib << 10
		}
	}
	return now, peak
}

// processor is the child's time so far.
func (s *server) processor() time.Duration {
	s.t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.child.Process.Pid))
	if err != nil {
		s.t.Skipf("this system does not tell a process's time: %v", err)
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond // ticks of 1/100 s, as Linux counts for programs
}

// onDisk is what the receipts take: their bytes, and the blocks of their files.
func (s *server) onDisk() (bytes, blocks int64) {
	s.t.Helper()
	err := filepath.WalkDir(filepath.Join(s.dir, "objects"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return nil // a journal that was just dropped
		}
		bytes += info.Size()
		if stat, ok := info.Sys().(*syscall.Stat_t); ok {
			blocks += stat.Blocks * 512
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return bytes, blocks
}

// TestGrowth posts as many receipts as CARNET_GROWTH says to a gateway process over HTTP and prints, at each power of ten, what they take:
// disk, memory, and the time until a killed gateway is ready again. It fails when memory or start grow with the receipts.
func TestGrowth(t *testing.T) {
	end, err := strconv.Atoi(os.Getenv("CARNET_GROWTH"))
	if err != nil {
		t.Skip("set CARNET_GROWTH to a number of receipts; a million take a quarter of an hour and 10 GB")
	}
	s := newServer(t)
	s.settings = []string{"CARNET_LOG_LEVEL=warn", "CARNET_CADENCE=10s", "CARNET_LIMITS_CLIENT_PER_SECOND=1000000", "CARNET_LIMITS_CLIENT_BURST=1000000"}
	subs := s.subjects(1000)
	s.start()
	done, firstPeak := 0, int64(0)
	for _, size := range []int{1_000, 10_000, 100_000, 1_000_000} {
		if size > end {
			break
		}
		used := s.processor()
		latencies, took := s.rush(subs, 2, 16, size-done)
		if t.Failed() {
			return
		}
		each := (s.processor() - used) / time.Duration(size-done)
		done = size
		_, peak := s.resident()
		s.kill()
		s.start()
		begun := time.Now()
		s.kill()
		s.start()
		again := time.Since(begun)
		bytes, blocks := s.onDisk()
		t.Logf("%9d receipts: %5.0f/s, p50 %v, p99 %v, %v of processor each; %d bytes each, %d on the disk; peak memory %d MB; ready %v after a kill", size,
			float64(len(latencies))/took.Seconds(), latencies[len(latencies)/2].Round(10*time.Microsecond), latencies[len(latencies)*99/100].Round(10*time.Microsecond),
			each, bytes/int64(size), blocks/int64(size), peak>>20, again.Round(time.Millisecond))
		if firstPeak == 0 {
			firstPeak = peak
		}
		if size > 10_000 && peak > 2*firstPeak+64<<20 {
			t.Errorf("memory grows with the receipts: %d MB with %d, %d MB with the first", peak>>20, size, firstPeak>>20)
		}
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

// BenchmarkReceiptsHTTP is POST /v1/receipts over 16 connections to a gateway process that syncs to the disk, the load generator on the same
// machine. Compare it with BenchmarkBare of internal/gateway.
func BenchmarkReceiptsHTTP(b *testing.B) {
	s := newServer(b)
	s.settings = []string{"CARNET_LOG_LEVEL=warn", "CARNET_LIMITS_CLIENT_PER_SECOND=1000000", "CARNET_LIMITS_CLIENT_BURST=1000000"}
	subs := s.subjects(256)
	s.start()
	used := s.processor()
	b.ResetTimer()
	latencies, took := s.rush(subs, 20, 16, b.N)
	b.StopTimer()
	b.ReportMetric(float64(b.N)/took.Seconds(), "receipts/s")
	b.ReportMetric(float64((s.processor()-used).Microseconds())/float64(b.N), "cpu-µs/receipt")
	b.ReportMetric(float64(latencies[len(latencies)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(latencies[len(latencies)*99/100].Microseconds())/1000, "p99-ms")
}
