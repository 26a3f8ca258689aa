package blob_test

import (
	"errors"
	"os"
	"path/filepath"
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
