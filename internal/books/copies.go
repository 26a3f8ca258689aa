package books

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"carnet/internal/blob"
	"carnet/internal/profile"
)

// Copy is one sealed copy of a receipt.
type Copy struct {
	Name  string // <epoch, 10 digits>/<16 hex digits>
	Epoch uint64
	Age   []byte // age file
}

// Copies yields copies until the first error, in the order of their epochs where the source has one.
type Copies = iter.Seq2[Copy, error]

// FromDir reads the copies below a directory: what was copied or unpacked from a gateway's objects. want is asked before a file is read.
func FromDir(dir string, want func(epoch uint64) bool) Copies {
	return func(yield func(Copy, error) bool) {
		stop := errors.New("stop")
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			epoch, ok := epochOf(filepath.ToSlash(path))
			if d.IsDir() || !ok || !want(epoch) {
				return nil
			}
			data, err := readFile(path)
			if err != nil {
				return err
			}
			if !yield(Copy{name(filepath.ToSlash(path)), epoch, data}, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(Copy{}, err)
		}
	}
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, profile.MaxSealed+1)) // one byte too long is not opened
}

// FromStore reads a shop's copies from an object store.
func FromStore(ctx context.Context, store blob.Reader, clientID string, want func(epoch uint64) bool) Copies {
	return func(yield func(Copy, error) bool) {
		for after := ""; ; {
			page, err := store.List(ctx, Prefix(clientID), after, blob.MaxList)
			if err != nil {
				yield(Copy{}, err)
				return
			}
			for _, e := range page {
				after = e.Key
				epoch, ok := epochOf(e.Key)
				if !ok || !want(epoch) {
					continue
				}
				data, err := store.Get(ctx, e.Key)
				if errors.Is(err, blob.ErrNotFound) { // lost a race for its receipt, and was taken back
					continue
				}
				if !yield(Copy{name(e.Key), epoch, data}, err) || err != nil {
					return
				}
			}
			if len(page) < blob.MaxList {
				return
			}
		}
	}
}

// FromTar reads a bundle that WriteTar made.
func FromTar(r io.Reader, want func(epoch uint64) bool) Copies {
	return func(yield func(Copy, error) bool) {
		t := tar.NewReader(r)
		for {
			h, err := t.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Copy{}, fmt.Errorf("bundle: %w", err))
				return
			}
			epoch, ok := epochOf(h.Name)
			if !ok || h.Typeflag != tar.TypeReg || !want(epoch) {
				continue
			}
			data, err := io.ReadAll(io.LimitReader(t, profile.MaxSealed+1))
			if err != nil {
				yield(Copy{}, fmt.Errorf("bundle: %w", err))
				return
			}
			if !yield(Copy{name(h.Name), epoch, data}, nil) {
				return
			}
		}
	}
}

// name is the last two parts of a key or path, without .age.
func name(path string) string {
	parts := strings.Split(strings.TrimSuffix(path, ".age"), "/")
	return strings.Join(parts[len(parts)-2:], "/")
}

// WriteTar writes copies as a tar archive of age files and returns how many. each is called after each one; nil: nobody.
func WriteTar(w io.Writer, copies Copies, each func()) (n int, err error) {
	t := tar.NewWriter(w)
	for c, err := range copies {
		if err != nil {
			return n, err
		}
		// No times in it: the epoch is all that is known of when.
		if err := t.WriteHeader(&tar.Header{Name: c.Name + ".age", Mode: 0o600, Size: int64(len(c.Age)), Format: tar.FormatUSTAR}); err != nil {
			return n, err
		}
		if _, err := t.Write(c.Age); err != nil {
			return n, err
		}
		n++
		if each != nil {
			each()
		}
	}
	return n, t.Close()
}
