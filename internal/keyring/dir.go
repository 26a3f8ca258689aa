package keyring

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/gofrs/flock"
)

const (
	maxFile  = 64 << 10 // bytes of a key file
	maxKeys  = 256
	lockWait = 10 * time.Second
)

// Dir is a directory with one key in each file signing*.jwk; what else is there is not looked at. Keys are whole and durable when their file
// has its name: they are written under another, which begins with '~', and what a crash left of those is removed by the next who has the lock.
type Dir string

// Keys implements Source.
func (d Dir) Keys(context.Context) (keys []Key, err error) {
	files, err := d.files()
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		k, err := readKey(file)
		if errors.Is(err, os.ErrNotExist) {
			continue // removed meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func (d Dir) files() ([]string, error) {
	entries, err := os.ReadDir(string(d)) // unlike Glob it says why not
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, "signing") && strings.HasSuffix(name, ".jwk") {
			files = append(files, filepath.Join(string(d), name))
		}
	}
	if len(files) > maxKeys {
		return nil, fmt.Errorf("%d signing keys, want at most %d", len(files), maxKeys)
	}
	return files, nil
}

func readKey(file string) (k Key, err error) {
	f, err := os.Open(file)
	if err != nil {
		return k, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return k, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return k, fmt.Errorf("can be read by other accounts (mode %04o): chmod 600 it", info.Mode().Perm())
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return k, err
	}
	return ParsePrivate(data, info.ModTime())
}

// Create implements Source.
func (d Dir) Create(_ context.Context, alg jose.SignatureAlgorithm, created, notBefore time.Time) error {
	k, err := NewKey(alg, created, notBefore)
	if err != nil {
		return err
	}
	data, err := k.MarshalPrivate()
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(string(d), "~signing-") // mode 600
	if err != nil {
		return err
	}
	_, err = temp.Write(append(data, '\n'))
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	name := "signing-" + strings.ToLower(string(alg)) + "-" + created.UTC().Format("20060102T150405Z") + "-" + k.ID[:8] + ".jwk"
	if err := os.Rename(temp.Name(), filepath.Join(string(d), name)); err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return d.sync()
}

// Remove implements Source.
func (d Dir) Remove(_ context.Context, id string) error {
	files, err := d.files()
	if err != nil {
		return err
	}
	for _, file := range files {
		k, err := readKey(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if k.ID != id {
			continue
		}
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return d.sync()
}

// Lock implements Source. The kernel lets go of the lock of a process that dies.
func (d Dir) Lock(ctx context.Context) (unlock func() error, err error) {
	lock := flock.New(filepath.Join(string(d), "~lock"), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, fmt.Errorf("lock of the signing keys: %w", err)
	}
	left, err := filepath.Glob(filepath.Join(string(d), "~signing-*"))
	for _, file := range left {
		err = errors.Join(err, os.Remove(file))
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock.Close, nil
}

func (d Dir) sync() error {
	f, err := os.Open(string(d))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
