package backup_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"carnet/internal/backup"
	"carnet/internal/blob"
	"carnet/internal/gateway/faults"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
)

// BenchmarkRestore backs b.N receipts of 10 KiB up from a directory into another, restores them into a third and verifies what came back, beside copying
// the same files without any promise.
//
//	go test -run - -bench Restore -benchtime 100000x ./internal/backup
//
// On ext4 a directory tree that was deleted less than a minute ago makes every creation of a file ten times as expensive: leave a pause between runs.
func BenchmarkRestore(b *testing.B) {
	if b.N == 1 {
		return // the framework's first try
	}
	room, err := os.MkdirTemp("", "carnet-bench-")
	must(b, err)
	b.Cleanup(func() { os.RemoveAll(room) })
	from := filepath.Join(room, "store")
	chain := stock(b, from, b.N)
	must(b, makeOlder(from, 2*time.Hour)) // most of a store is
	ctx := context.Background()
	timed := func(what string, do func()) {
		start := time.Now()
		do()
		b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), what+"/s")
	}
	reader, err := blob.ReadDir(from)
	must(b, err)
	saved, back := openDir(b, filepath.Join(room, "saved")), openDir(b, filepath.Join(room, "back"))
	b.ResetTimer()
	timed("bare-copies", func() { must(b, copyTree(from, filepath.Join(room, "bare"))) })
	timed("backed-up", func() {
		_, err := backup.Run(ctx, reader, saved, options)
		must(b, err)
	})
	timed("looked-at-again", func() {
		r, err := backup.Run(ctx, reader, saved, options)
		must(b, err)
		if r.Copied != 0 {
			b.Errorf("%d objects copied that had not changed", r.Copied)
		}
	})
	timed("restored", func() {
		_, err := backup.Restore(ctx, saved, back, options)
		must(b, err)
	})
	timed("verified", func() {
		proven(b, back, heads{chain}, b.N)
	})
	b.ReportMetric(0, "ns/op")
}

// stock makes a store of n receipts in epochs of a thousand.
func stock(b *testing.B, dir string, n int) *faults.Chain {
	store, err := blob.OpenDir(dir)
	must(b, err)
	chain, ctx := &faults.Chain{}, context.Background()
	age, err := profile.Seal(strings.Repeat("a", 5<<10)+"~", profile.NewSalt(), profile.NewRootKey().Identity("shop.example", 0).Recipient())
	must(b, err)
	for epoch := uint64(0); n > 0; epoch++ {
		leaves := make([][32]byte, min(n, 1000))
		var group errgroup.Group
		group.SetLimit(64)
		for i := range leaves {
			rand.Read(leaves[i][:])
			group.Go(func() error {
				inbox, id := hex.EncodeToString(leaves[i][:]), hex.EncodeToString(leaves[i][16:])
				sealed := profile.Sealed{ID: id, Epoch: epoch, Leaf: leaves[i], Check: "0000", Age: age}
				return store.Put(ctx, inboxes.ReceiptPrefix(inbox)+id, sealed.Marshal())
			})
		}
		must(b, group.Wait())
		tree, err := profile.NewTree(leaves)
		must(b, err)
		rec, err := chain.Anchor(ctx, epoch, tree.Root())
		must(b, err)
		data, err := json.Marshal(rec)
		must(b, err)
		write(b, store, epochKey(epoch, "tree"), string(tree.Padded()))
		write(b, store, epochKey(epoch, "anchored"), string(data))
		n -= len(leaves)
	}
	must(b, store.Close())
	return chain
}

// copyTree copies files, sixteen at a time, and waits for no disk.
func copyTree(from, to string) error {
	var group errgroup.Group
	group.SetLimit(16)
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, path[len(from):])
		if e.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		group.Go(func() error {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(target, data, 0o600)
		})
		return nil
	})
	if err != nil {
		return err
	}
	return group.Wait()
}
