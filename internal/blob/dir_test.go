package blob_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"carnet/internal/blob"
	"carnet/internal/blob/blobtest"
)

func open(t *testing.T, dir string) blob.Store {
	t.Helper()
	s, err := blob.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: got %v, want no error", err)
		}
	})
	return s
}

func TestDir(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Store { return open(t, t.TempDir()) })
}

func TestDirIsRefusedToASecondProcess(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := blob.OpenDir(dir); !errors.Is(err, blob.ErrInUse) {
		t.Errorf("got %v, want %v", err, blob.ErrInUse)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}

func TestCleanCloseLeavesOnlyObjects(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, key := range []string{"a/b/c", "a/b/d", "e/f"} {
		if err := s.Put(t.Context(), key, []byte(key)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Delete(t.Context(), "e/f"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		got = append(got, filepath.ToSlash(name))
		return err
	})
	want := []string{".", "a", "a/b", "a/b/c", "a/b/d", "~journal", "~lock", "~tmp"}
	if err != nil || len(got) != len(want) {
		t.Fatalf("got %q, %v, want %q", got, err, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
}

func TestLeftoverTemporaryFilesAreRemovedOnOpen(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "~tmp", "x"), []byte("half an obj"), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	left, err := os.ReadDir(filepath.Join(dir, "~tmp"))
	if err != nil || len(left) != 0 {
		t.Errorf("got %v, %v, want none left", left, err)
	}
}

func TestDirRefusesAKeyThatIsADirectory(t *testing.T) {
	s := open(t, t.TempDir())
	if err := s.Put(t.Context(), "a/b/c", []byte("1")); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a/b", "a/b/c/d"} {
		if err := s.Put(t.Context(), key, nil); !errors.Is(err, blob.ErrInvalid) {
			t.Errorf("%s: got %v, want %v", key, err, blob.ErrInvalid)
		}
	}
}

func TestAReaderBesideTheProcessThatWritesSeesWholeObjects(t *testing.T) {
	dir := t.TempDir()
	if _, err := blob.ReadDir(dir); !errors.Is(err, blob.ErrInvalid) {
		t.Errorf("a directory that is no store: got %v, want %v", err, blob.ErrInvalid)
	}
	s := open(t, dir)
	r, err := blob.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	content := func(key string) []byte { return bytes.Repeat([]byte(key+" "), 20_000) }
	var acknowledged sync.Map
	var writers sync.WaitGroup
	var busy atomic.Int32
	for w := range 4 {
		busy.Add(1)
		writers.Go(func() {
			defer busy.Add(-1)
			for i := range 100 {
				key := fmt.Sprintf("k/%d/%d-%d", i%8, w, i)
				if err := s.Put(t.Context(), key, content(key)); err != nil {
					t.Error(err)
					return
				}
				acknowledged.Store(key, true)
			}
		})
	}
	for round := 0; busy.Load() > 0; round++ {
		var before []string
		acknowledged.Range(func(key, _ any) bool { before = append(before, key.(string)); return true })
		entries, err := r.List(t.Context(), "k/", "", blob.MaxList)
		if err != nil {
			t.Fatal(err)
		}
		listed := map[string]bool{}
		for _, e := range entries {
			listed[e.Key] = true
			data, err := r.Get(t.Context(), e.Key)
			if err != nil || !bytes.Equal(data, content(e.Key)) || e.Size != int64(len(data)) {
				t.Fatalf("round %d: %s: got %d bytes, %v, want all of it", round, e.Key, len(data), err)
			}
		}
		for _, key := range before {
			if !listed[key] {
				t.Fatalf("round %d: %s was acknowledged and is not listed", round, key)
			}
		}
	}
	writers.Wait()
	half := filepath.Join(dir, "k", "half")
	if err := os.WriteFile(half, []byte("hal"), 0o200); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Get(t.Context(), "k/half"); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("an object that is being made: got %v, want %v", err, blob.ErrNotFound)
	}
	if entries, err := r.List(t.Context(), "k/half", "", 1); err != nil || len(entries) != 0 {
		t.Errorf("an object that is being made: got %v, %v, want none", entries, err)
	}
	if err := os.Remove(half); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Get(t.Context(), "k/half"); !errors.Is(err, blob.ErrBroken) {
		t.Errorf("closed: got %v, want %v", err, blob.ErrBroken)
	}
}
