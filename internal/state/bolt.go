package state

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	bolt "go.etcd.io/bbolt"
)

const (
	sweepEvery = 5 * time.Second
	noteSuffix = ".boot"
	sweepBatch = 1000 // records per transaction, so that a sweep never holds writers up for long
)

var (
	recordsBucket = []byte("records") // key → expiry (8 bytes, Unix milliseconds) || value
	expiryBucket  = []byte("expiry")  // expiry || key → nothing: what to sweep, oldest first
)

type boltStore struct {
	db   *bolt.DB
	lock *flock.Flock
	now  func() time.Time

	closing   chan struct{} // closed by Close
	closeOnce sync.Once
	closeErr  error
	sweeper   sync.WaitGroup
}

// OpenBolt opens or creates the file at path and the lock file beside it. It fails when another process has it open. A file that was open
// when the machine went down is dropped: it may be torn, and state may vanish.
func OpenBolt(path string) (Store, error) {
	s, err := openBolt(path, time.Now)
	if err != nil {
		return nil, err
	}
	s.sweeper.Go(s.sweepUntilClosed)
	return s, nil
}

func openBolt(path string, now func() time.Time) (*boltStore, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("state directory: %w", err)
	}
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	if held, err := lock.TryLock(); err != nil {
		return nil, fmt.Errorf("lock state %s: %w", path, err)
	} else if !held {
		return nil, fmt.Errorf("state %s is open in another process: %w", path, ErrUnavailable)
	}
	db, err := openFile(path)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return &boltStore{db: db, lock: lock, now: now, closing: make(chan struct{})}, nil
}

// openFile keeps a note beside the state file while it is open: the boot under which it was opened. The same boot means that whatever the
// process before us wrote is still in the kernel's hands; another one means that the file may be torn.
func openFile(path string) (*bolt.DB, error) {
	boot := bootID()
	note, err := os.ReadFile(path + noteSuffix)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("state note: %w", err)
	}
	if err == nil && (boot == "" || string(note) != boot) {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("drop state after a power loss: %w", err)
		}
	}
	if err := writeNote(path+noteSuffix, boot); err != nil {
		return nil, err
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: time.Second, NoSync: true, NoFreelistSync: true, FreelistType: bolt.FreelistMapType,
	})
	if err != nil {
		return nil, fmt.Errorf("open state %s: %w", path, err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(recordsBucket)
		if err == nil {
			_, err = tx.CreateBucketIfNotExists(expiryBucket)
		}
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare state %s: %w", path, err), db.Close())
	}
	return db, nil
}

// bootID names the running kernel's boot; empty where the system does not tell, and then every unclean stop drops the file.
func bootID() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}

// writeNote is durable before the state file is touched.
func writeNote(path, boot string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("state note: %w", err)
	}
	_, err = io.WriteString(f, boot)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("state note: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("state note: %w", err)
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && runtime.GOOS != "windows" { // Windows cannot sync a directory
		return fmt.Errorf("state note: %w", err)
	}
	return nil
}

// Close makes the file whole on disk, and only then takes the note away.
func (s *boltStore) Close() error {
	s.closeOnce.Do(func() {
		close(s.closing)
		s.sweeper.Wait()
		path := s.db.Path()
		err := errors.Join(s.db.Sync(), s.db.Close())
		if err == nil {
			err = os.Remove(path + noteSuffix)
		}
		s.closeErr = errors.Join(err, s.lock.Close())
	})
	return s.closeErr
}

func (s *boltStore) Put(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := checkRecord(key, value, ttl); err != nil {
		return err
	}
	return s.update(ctx, func(r records) error { return r.put(key, value, ttl) })
}

func (s *boltStore) Create(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := checkRecord(key, value, ttl); err != nil {
		return err
	}
	return s.update(ctx, func(r records) error { return r.create(key, value, ttl) })
}

func (s *boltStore) CreateAll(ctx context.Context, entries ...Entry) error {
	if err := checkEntries(entries); err != nil {
		return err
	}
	return s.update(ctx, func(r records) error {
		for _, e := range entries {
			if err := r.create(e.Key, e.Value, e.TTL); err != nil {
				return err // rolls back the ones before
			}
		}
		return nil
	})
}

func (s *boltStore) Get(ctx context.Context, key string) (value []byte, err error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = s.db.View(func(tx *bolt.Tx) error {
		live, err := s.records(tx).get(key)
		value = bytes.Clone(live)
		return err
	})
	return value, failure(err)
}

func (s *boltStore) Take(ctx context.Context, key string) (value []byte, err error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	err = s.update(ctx, func(r records) error {
		live, err := r.get(key)
		if err != nil {
			return err
		}
		value = bytes.Clone(live)
		return r.delete(key)
	})
	if err != nil {
		return nil, err
	}
	return value, nil
}

func (s *boltStore) Swap(ctx context.Context, key string, old, new []byte, ttl time.Duration) error {
	if err := checkRecord(key, new, ttl); err != nil {
		return err
	}
	return s.update(ctx, func(r records) error {
		live, err := r.get(key)
		if err != nil {
			return err
		}
		if !bytes.Equal(live, old) {
			return ErrChanged
		}
		return r.put(key, new, ttl)
	})
}

func (s *boltStore) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	return s.update(ctx, func(r records) error { return r.delete(key) })
}

// update runs one write transaction. Writers wait in line for about 30 µs each; without fsync there is nothing to gain from batching them.
func (s *boltStore) update(ctx context.Context, do func(records) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return failure(s.db.Update(func(tx *bolt.Tx) error { return do(s.records(tx)) }))
}

func failure(err error) error {
	if err == nil || errors.Is(err, ErrNotFound) || errors.Is(err, ErrExists) || errors.Is(err, ErrChanged) {
		return err
	}
	return fmt.Errorf("state file: %w: %w", ErrUnavailable, err)
}

// records is the content of the file within one transaction, at one moment.
type records struct {
	live, byExpiry *bolt.Bucket
	now            int64 // Unix milliseconds
}

func (s *boltStore) records(tx *bolt.Tx) records {
	return records{live: tx.Bucket(recordsBucket), byExpiry: tx.Bucket(expiryBucket), now: s.now().UnixMilli()}
}

// get returns the value without copying it: it is valid within the transaction.
func (r records) get(key string) ([]byte, error) {
	record := r.live.Get([]byte(key))
	if len(record) < 8 || int64(binary.BigEndian.Uint64(record)) <= r.now {
		return nil, ErrNotFound
	}
	return record[8:], nil
}

func (r records) put(key string, value []byte, ttl time.Duration) error {
	if err := r.delete(key); err != nil {
		return err
	}
	record := binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(value)), uint64(r.now+wholeMillis(ttl).Milliseconds()))
	if err := r.byExpiry.Put(append(bytes.Clone(record), key...), nil); err != nil {
		return err
	}
	return r.live.Put([]byte(key), append(record, value...))
}

func (r records) create(key string, value []byte, ttl time.Duration) error {
	if _, err := r.get(key); err == nil {
		return ErrExists
	}
	return r.put(key, value, ttl)
}

func (r records) delete(key string) error {
	record := r.live.Get([]byte(key))
	if len(record) < 8 {
		return nil
	}
	if err := r.byExpiry.Delete(append(bytes.Clone(record[:8]), key...)); err != nil {
		return err
	}
	return r.live.Delete([]byte(key))
}

func (s *boltStore) sweepUntilClosed() {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.closing:
			return
		case <-tick.C:
		}
		for n := sweepBatch; n == sweepBatch; {
			n, _ = s.sweep(sweepBatch) // a failure shows in the next call of a user; what stays is refused on read all the same
		}
	}
}

// sweep deletes up to limit expired records and returns how many.
func (s *boltStore) sweep(limit int) (n int, err error) {
	err = s.db.Update(func(tx *bolt.Tx) error {
		r := s.records(tx)
		var expired [][]byte
		cursor := r.byExpiry.Cursor()
		for k, _ := cursor.First(); k != nil && len(expired) < limit; k, _ = cursor.Next() {
			if int64(binary.BigEndian.Uint64(k)) > r.now {
				break
			}
			expired = append(expired, bytes.Clone(k[8:]))
		}
		n = len(expired)
		for _, key := range expired {
			if err := r.delete(string(key)); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}
