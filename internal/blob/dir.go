package blob

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

const checkpointEvery = 5 * time.Second // how often the age of the journal is looked at

type dirStore struct {
	tree
	disk    disk
	lock    *flock.Flock
	journal *journal
	claims  claims
	temps   atomic.Uint64

	closing chan struct{}
	keeper  sync.WaitGroup
}

// OpenDir opens or creates an object store in a directory and repairs what a crash left there. ErrInUse when another process has it open.
func OpenDir(path string) (Store, error) { return openDir(path, osDisk{}, time.Now) }

func openDir(path string, disk disk, now func() time.Time) (*dirStore, error) {
	root, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	for _, dir := range []string{root, filepath.Join(root, "~journal"), filepath.Join(root, "~tmp")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("object store: %w", err)
		}
	}
	lock := flock.New(filepath.Join(root, "~lock"), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock object store %s: %w", root, err)
	}
	if !held {
		return nil, fmt.Errorf("%s: %w", root, ErrInUse)
	}
	d := &dirStore{tree: tree{root: root, hash: maphash.MakeSeed()}, disk: disk, lock: lock, closing: make(chan struct{})}
	d.claims = claims{keys: map[string]chan struct{}{}, under: map[string]int{}}
	d.journal = &journal{
		disk: disk, root: root, dir: filepath.Join(root, "~journal"), now: now,
		maxBytes: 64 << 20, maxRecords: 100_000, full: make(chan struct{}, 1),
	}
	if err := d.recover(); err != nil {
		return nil, errors.Join(fmt.Errorf("open object store %s: %w", root, err), lock.Close())
	}
	d.keeper.Go(d.keep)
	return d, nil
}

// recover empties ~tmp, puts in place what the journals hold, and drops them once that is durable.
func (d *dirStore) recover() error {
	for _, dir := range []string{filepath.Dir(d.root), d.root} {
		if err := syncPath(dir); err != nil {
			return err
		}
	}
	temps, err := os.ReadDir(filepath.Join(d.root, "~tmp"))
	if err != nil {
		return err
	}
	for _, t := range temps {
		if err := d.disk.remove(filepath.Join(d.root, "~tmp", t.Name())); err != nil {
			return err
		}
	}
	journals, next, err := journalFiles(d.journal.dir)
	if err != nil {
		return err
	}
	d.journal.next = next
	if len(journals) == 0 {
		return nil
	}
	places := map[string]place{}
	for _, path := range journals {
		if err := scan(path, places); err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
	}
	if err := d.replay(places); err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	for _, path := range journals {
		if err := d.disk.dropJournal(path); err != nil {
			return err
		}
	}
	return nil
}

// replay applies the last record of each key: first the deletes, so that a name that was an object can become a directory, and the other way round.
func (d *dirStore) replay(places map[string]place) error {
	paths := make([]string, 0, len(places))
	for key, p := range places {
		paths = append(paths, d.path(key))
		if p.op != opDelete {
			continue
		}
		info, err := os.Lstat(d.path(key))
		switch {
		case absent(err):
			d.prune(key) // the crash may have come just before
		case err != nil:
			return err
		case info.IsDir():
		default:
			if err := d.unlink(key); err != nil {
				return err
			}
		}
	}
	for key, p := range places {
		if p.op != opPut {
			continue
		}
		data, err := p.read()
		if err != nil {
			return err
		}
		temp, err := d.stage(key, data)
		if err != nil {
			return err
		}
		if err := d.disk.rename(temp, d.path(key)); err != nil {
			return err
		}
	}
	blur(d.root, paths)
	return d.disk.flush(d.root, paths)
}

func (d *dirStore) keep() {
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	for {
		select {
		case <-d.closing:
			return
		case <-d.journal.full:
		case <-tick.C:
		}
		// A failure breaks the store, and the next write reports it.
		_ = d.journal.checkpoint(func(g *generation) bool { return d.journal.now().Sub(g.opened) >= maxJournalAge })
	}
}

func (d *dirStore) Close() error {
	d.gate.Lock()
	defer d.gate.Unlock()
	if d.closed {
		return nil
	}
	d.closed = true
	close(d.closing)
	d.keeper.Wait()
	err := d.journal.checkpoint(func(*generation) bool { return true })
	return errors.Join(err, d.lock.Close())
}

func (d *dirStore) Put(ctx context.Context, key string, data []byte) error {
	return d.change(ctx, key, data, func() error {
		info, err := os.Lstat(d.path(key))
		switch {
		case absent(err), d.stripe(key).isTorn(key): // the store is broken then, and the journal refuses
		case err != nil:
			return fmt.Errorf("put %s: %w", key, err)
		case !info.IsDir():
			return ErrExists
		case d.disk.remove(d.path(key)) != nil: // an empty directory is what a failed write left
			return fmt.Errorf("key %q is the directory of another: %w", key, ErrInvalid)
		}
		return d.create(key, data)
	})
}

func (d *dirStore) Replace(ctx context.Context, key string, etag string, data []byte) error {
	return d.change(ctx, key, data, func() error {
		old, err := d.read(key)
		if err != nil {
			return err
		}
		if ETag(old) != etag {
			return ErrChanged
		}
		return d.rewrite(key, data)
	})
}

func (d *dirStore) Delete(ctx context.Context, key string) error {
	return d.change(ctx, key, nil, func() error {
		info, err := os.Lstat(d.path(key))
		if absent(err) || (err == nil && info.IsDir()) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("delete %s: %w", key, err)
		}
		return d.apply(&record{op: opDelete, key: key}, func() error { return d.unlink(key) })
	})
}

// change checks the arguments of a write and runs it while it alone may touch the key.
func (d *dirStore) change(ctx context.Context, key string, data []byte, do func() error) error {
	if err := errors.Join(CheckKey(key), CheckData(data)); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.enter(); err != nil {
		return err
	}
	defer d.leave()
	if err := d.claims.take(ctx, key); err != nil {
		return err
	}
	defer d.claims.release(key)
	return unavailable(do())
}

// create journals a new object and then makes its file where it belongs: a temporary directory that all files pass through would cost every
// one of them a wait.
func (d *dirStore) create(key string, data []byte) error {
	if err := d.makeDir(key); err != nil {
		return err
	}
	return d.apply(&record{op: opPut, key: key, data: data}, func() error {
		s := d.stripe(key)
		s.mu.Lock()
		defer s.mu.Unlock()
		err := d.disk.create(d.path(key), data)
		if err == nil {
			return nil
		}
		if left := d.disk.remove(d.path(key)); left != nil && !absent(left) {
			s.tear(key)
			return errors.Join(errTorn, err)
		}
		return err
	})
}

// rewrite replaces an object. The new one is staged first, so that a full disk is noticed before anything is journalled.
func (d *dirStore) rewrite(key string, data []byte) error {
	temp, err := d.stage(key, data)
	if err != nil {
		return fmt.Errorf("stage %s: %w", key, err)
	}
	err = d.apply(&record{op: opPut, key: key, data: data}, func() error { return d.disk.rename(temp, d.path(key)) })
	if err != nil {
		_ = d.disk.remove(temp) // it may be in place; what stays in ~tmp goes with the next open
	}
	return err
}

// stage writes the object beside the tree and makes its directory.
func (d *dirStore) stage(key string, data []byte) (temp string, err error) {
	if err := d.makeDir(key); err != nil {
		return "", err
	}
	temp = filepath.Join(d.root, "~tmp", strconv.FormatUint(d.temps.Add(1), 36))
	if err := d.disk.create(temp, data); err != nil {
		_ = d.disk.remove(temp)
		return "", err
	}
	return temp, nil
}

func (d *dirStore) makeDir(key string) error {
	if !strings.Contains(key, "/") {
		return nil
	}
	err := d.disk.mkdir(filepath.Dir(d.path(key)))
	if errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf("a directory of key %q is an object: %w", key, ErrInvalid)
	}
	return err
}

// errTorn says that half an object lies under its name and could not be taken away.
var errTorn = errors.New("half an object stays behind")

// apply makes a record durable and then does to the tree what it says.
func (d *dirStore) apply(r *record, do func() error) error {
	if err := d.journal.append(r); err != nil {
		return err
	}
	err := do()
	if errors.Is(err, errTorn) {
		r.gen.torn.Store(true)
	}
	r.gen.unsettled.Done()
	if err != nil {
		d.journal.repair(err)
		return fmt.Errorf("object %s: %w", r.key, err)
	}
	return nil
}

// unlink removes the object and the directories that it leaves empty.
func (d *dirStore) unlink(key string) error {
	if err := d.disk.remove(d.path(key)); err != nil {
		return err
	}
	d.prune(key)
	return nil
}

func (d *dirStore) prune(key string) {
	d.claims.prune(key, func(dir string) error { return d.disk.remove(d.path(dir)) })
}
