package blob

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// BenchmarkPut compares the store with the plain way to the same promise: create, write, fsync, rename, fsync of the directory.
//
//	go test -run - -bench Put ./internal/blob
//
// On ext4 a directory tree that was deleted less than a minute ago makes every creation of a file ten times as expensive: leave a pause between runs.
func BenchmarkPut(b *testing.B) {
	data := make([]byte, 8<<10)
	rand.Read(data)
	parent := b.TempDir() // of them all, so that nothing is deleted before the last has run
	directory := func(b *testing.B) string {
		dir, err := os.MkdirTemp(parent, "")
		if err != nil {
			b.Fatal(err)
		}
		return dir
	}
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("plain/%d writers", writers), func(b *testing.B) {
			root := directory(b)
			benchmark(b, writers, func(key string) error { return plainPut(filepath.Join(root, key), data) })
		})
		b.Run(fmt.Sprintf("store/%d writers", writers), func(b *testing.B) {
			s, err := OpenDir(directory(b))
			if err != nil {
				b.Fatal(err)
			}
			benchmark(b, writers, func(key string) error { return s.Put(context.Background(), key, data) })
			b.StopTimer()
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func benchmark(b *testing.B, writers int, put func(key string) error) {
	var next atomic.Int64
	var group sync.WaitGroup
	before := processorTime()
	b.ResetTimer()
	for range writers {
		group.Go(func() {
			for next.Add(1) <= int64(b.N) {
				var id [32]byte
				rand.Read(id[:])
				name := hex.EncodeToString(id[:])
				if err := put("receipts/" + name[:2] + "/" + name[2:]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "puts/s")
	b.ReportMetric(float64((processorTime()-before).Microseconds())/float64(b.N), "cpu-µs/put")
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func plainPut(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path+"~", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(path+"~", path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}
