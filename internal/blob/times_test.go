package blob

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// times returns when everything in the directory but the store's own was modified.
func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	out := map[string]time.Time{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		if strings.HasPrefix(entry.Name(), "~") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := entry.Info()
		if err == nil {
			out[path] = info.ModTime()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheTimesOfFilesTellNoSecond(t *testing.T) {
	for name, end := range map[string]func(d *dirStore) error{
		"after a checkpoint": func(d *dirStore) error {
			t.Cleanup(func() { d.Close() })
			return d.journal.checkpoint(func(*generation) bool { return true })
		},
		"after a close": func(d *dirStore) error { return d.Close() },
		"after a crash": func(d *dirStore) error {
			d.abandon()
			again, err := openDir(d.root, osDisk{}, time.Now)
			if err == nil {
				t.Cleanup(func() { again.Close() })
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, ctx := t.TempDir(), t.Context()
			d, err := openDir(dir, osDisk{}, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range []string{"receipts/ab/abcd/1", "receipts/ab/abcd/2", "receipts/cd/cdef/1", "claims/ab/abcd"} {
				if err := d.Put(ctx, key, []byte("sealed")); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Replace(ctx, "claims/ab/abcd", ETag([]byte("sealed")), []byte("anew")); err != nil {
				t.Fatal(err)
			}
			if err := d.Delete(ctx, "receipts/ab/abcd/2"); err != nil {
				t.Fatal(err)
			}
			if err := end(d); err != nil {
				t.Fatal(err)
			}
			seen := times(t, dir)
			if len(seen) != 10 { // three files, seven directories
				t.Fatalf("%d files and directories, want 10: %v", len(seen), seen)
			}
			for path, at := range seen {
				if !at.Equal(at.Truncate(Blurred)) || time.Since(at) > Blurred+time.Minute {
					t.Errorf("%s tells %v", path, at)
				}
			}
		})
	}
}
