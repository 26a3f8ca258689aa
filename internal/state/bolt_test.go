package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// KeyForTest tells the black-box tests where a sealed record lies.
func KeyForTest(v Vault, b Bearer) string { return v.key(b) }

func TestSweepRemovesWhatHasExpiredAndNothingElse(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	s, err := openBolt(filepath.Join(t.TempDir(), "state.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	for i := range 30 {
		ttl := time.Minute
		if i%3 == 0 {
			ttl = time.Hour
		}
		if err := s.Put(ctx, string(rune('a'+i)), []byte("v"), ttl); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(ctx, "b", []byte("longer now"), time.Hour); err != nil { // its old expiry must be forgotten
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	for _, want := range []int{15, 4, 0} {
		if n, err := s.sweep(15); err != nil || n != want {
			t.Errorf("got %d swept, %v, want %d", n, err, want)
		}
	}
	left := map[string]int{}
	err = s.db.View(func(tx *bolt.Tx) error {
		for _, bucket := range [][]byte{recordsBucket, expiryBucket} {
			left[string(bucket)] = tx.Bucket(bucket).Stats().KeyN
		}
		return nil
	})
	if err != nil || left["records"] != 11 || left["expiry"] != 11 {
		t.Errorf("got %v left, %v, want 11 of each", left, err)
	}
	if got, err := s.Get(ctx, "b"); err != nil || string(got) != "longer now" {
		t.Errorf("got %q, %v, want %q", got, err, "longer now")
	}
}

// crash leaves the file as a killed process would.
func crash(t *testing.T, s *boltStore) {
	t.Helper()
	if err := errors.Join(s.db.Close(), s.lock.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAKillKeepsStateAndAPowerCutDropsIt(t *testing.T) {
	if bootID() == "" {
		t.Skip("SKIPPED: this system does not name its boots")
	}
	path := filepath.Join(t.TempDir(), "state.db")
	ctx := context.Background()
	s, err := openBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(ctx, "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	crash(t, s)
	s, err = openBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(ctx, "k"); err != nil || string(got) != "v" {
		t.Errorf("after a kill: got %q, %v, want %q", got, err, "v")
	}
	crash(t, s)
	if err := os.WriteFile(path+noteSuffix, []byte("another boot"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = openBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Get(ctx, "k"); !errors.Is(err, ErrNotFound) {
		t.Errorf("after a power cut: got %v, want %v", err, ErrNotFound)
	}
}

func TestBoltCreatesAllOrNothing(t *testing.T) {
	s, err := openBolt(filepath.Join(t.TempDir(), "state.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	if err := s.Put(ctx, "old", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateAll(ctx, Entry{Key: "a", TTL: time.Hour}, Entry{Key: "old", TTL: time.Hour}, Entry{Key: "b", TTL: time.Hour}); !errors.Is(err, ErrExists) {
		t.Errorf("got %v, want %v", err, ErrExists)
	}
	for _, key := range []string{"a", "b"} {
		if _, err := s.Get(ctx, key); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: got %v, want %v", key, err, ErrNotFound)
		}
	}
}
