package blob

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// tree is what there is to read of a directory.
type tree struct {
	root    string
	stripes [256]stripe
	hash    maphash.Seed // chooses a key's stripe

	gate   sync.RWMutex // held for reading by every call, for writing by Close
	closed bool         // guarded by gate
}

// ReadDir opens the objects of a directory for reading alone, also while another process has it open and writes: what that process acknowledged before a
// call is seen by it. What a crash left in the journal is put in place first, unless a process has the directory open, which then has done so.
func ReadDir(path string) (Reader, error) {
	root, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	journals, _, err := journalFiles(filepath.Join(root, "~journal"))
	if absent(err) {
		return nil, fmt.Errorf("%s is no object store: %w", root, ErrInvalid)
	}
	if err != nil {
		return nil, fmt.Errorf("object store %s: %w", root, err)
	}
	if len(journals) > 0 {
		if err := mend(root); err != nil {
			return nil, err
		}
	}
	return &tree{root: root, hash: maphash.MakeSeed()}, nil
}

// mend opens and closes a store that nobody has open.
func mend(root string) error {
	s, err := OpenDir(root)
	if errors.Is(err, ErrInUse) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Close()
}

// Close implements Reader.
func (d *tree) Close() error {
	d.gate.Lock()
	defer d.gate.Unlock()
	d.closed = true
	return nil
}

// enter keeps Close waiting until leave is called.
func (d *tree) enter() error {
	d.gate.RLock()
	if d.closed {
		d.gate.RUnlock()
		return fmt.Errorf("object store is closed: %w", ErrBroken)
	}
	return nil
}

func (d *tree) leave() { d.gate.RUnlock() }

func (d *tree) path(key string) string { return filepath.Join(d.root, filepath.FromSlash(key)) }

// stripe keeps readers of some keys away while one of their files is being made.
type stripe struct {
	mu   sync.RWMutex
	torn map[string]bool // guarded by mu: names that hold half an object, which nobody may read; the next open mends them
}

func (d *tree) stripe(key string) *stripe {
	return &d.stripes[maphash.String(d.hash, key)%uint64(len(d.stripes))]
}

// tear is called with mu held.
func (s *stripe) tear(key string) {
	if s.torn == nil {
		s.torn = map[string]bool{}
	}
	s.torn[key] = true
}

func (s *stripe) isTorn(key string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.torn[key]
}

func (d *tree) Get(ctx context.Context, key string) ([]byte, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := d.enter(); err != nil {
		return nil, err
	}
	defer d.leave()
	data, err := d.read(key)
	return data, unavailable(err)
}

func (d *tree) read(key string) ([]byte, error) {
	s := d.stripe(key)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.torn[key] {
		return nil, ErrNotFound
	}
	f, err := os.Open(d.path(key))
	if absent(err) || errors.Is(err, fs.ErrPermission) && d.unfinished(key) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", key, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", key, err)
	}
	if info.IsDir() || !finished(info) {
		return nil, ErrNotFound
	}
	if info.Size() > MaxSize {
		return nil, fmt.Errorf("object %s has %d bytes, want at most %d: %w", key, info.Size(), MaxSize, ErrInvalid)
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, fmt.Errorf("get %s: %w", key, err)
	}
	return data, nil
}

// unfinished tells that a file is still being made.
func (d *tree) unfinished(key string) bool {
	info, err := os.Lstat(d.path(key))
	return err == nil && !finished(info)
}

// finished tells that a file was made whole: its owner may read it.
func finished(info fs.FileInfo) bool { return info.Mode().Perm()&0o400 != 0 }

// absent tells that there is no object: no such name, or an object where a directory would have to be.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func (d *tree) List(ctx context.Context, prefix, after string, limit int) ([]Entry, error) {
	if err := CheckList(prefix, after, limit); err != nil {
		return nil, err
	}
	if err := d.enter(); err != nil {
		return nil, err
	}
	defer d.leave()
	l := listing{ctx: ctx, store: d, prefix: prefix, after: after, limit: limit}
	err := l.walk(prefix[:strings.LastIndexByte(prefix, '/')+1])
	return l.entries, unavailable(err)
}

type listing struct {
	ctx           context.Context
	store         *tree
	prefix, after string
	limit         int
	entries       []Entry
}

// walk visits a directory ("" or ending in "/") in the order of keys, in which a directory counts as its name and a slash.
func (l *listing) walk(dir string) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	children, err := os.ReadDir(l.store.path(dir))
	if absent(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list %s: %w", dir, err)
	}
	names := make([]string, 0, len(children))
	for _, child := range children {
		name := child.Name()
		if checkSegment(name) != nil {
			continue // the store's own
		}
		if child.IsDir() {
			name += "/"
		}
		names = append(names, dir+name)
	}
	slices.SortFunc(names, cmp.Compare[string])
	for _, name := range names {
		if len(l.entries) == l.limit {
			return nil
		}
		if err := l.visit(name); err != nil {
			return err
		}
	}
	return nil
}

func (l *listing) visit(name string) error {
	if strings.HasSuffix(name, "/") {
		inside := strings.HasPrefix(name, l.prefix) || strings.HasPrefix(l.prefix, name)
		if !inside || (name < l.after && !strings.HasPrefix(l.after, name)) {
			return nil
		}
		return l.walk(name)
	}
	if !strings.HasPrefix(name, l.prefix) || name <= l.after {
		return nil
	}
	s := l.store.stripe(name)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.torn[name] {
		return nil
	}
	info, err := os.Lstat(l.store.path(name))
	if absent(err) || (err == nil && (!info.Mode().IsRegular() || !finished(info))) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list %s: %w", name, err)
	}
	l.entries = append(l.entries, Entry{Key: name, Size: info.Size(), Modified: info.ModTime()})
	return nil
}
