package state

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	bolt "go.etcd.io/bbolt"
)

const (
	settleEvery = 5 * time.Second // long enough for most nonces and codes to be gone by then
	settleBytes = 16 << 20        // or this much in the journal
	fullBytes   = 64 << 20        // more than this, and writers are turned away until bolt has caught up
	settleBatch = 1000            // records per transaction
	sweepBatch  = 1000
	noteSuffix  = ".boot"
)

var (
	recordsBucket = []byte("records") // key → expiry (8 bytes, Unix milliseconds) || value
	expiryBucket  = []byte("expiry")  // expiry || key → nothing: what to sweep, oldest first
)

// record is a value, or the fact that there is none.
type record struct {
	value   []byte
	expires int64 // Unix milliseconds; 0 when deleted
	below   bool  // an older one lies beneath, which a deletion must hide
}

// boltStore keeps what has changed lately in memory and in a journal, and settles it into a bolt file every few seconds, in one go. Most
// records of a sign-in are gone before that: they cost one write to the journal and never reach a tree. A read looks at recent, then at
// settling, then at the file.
type boltStore struct {
	db   *bolt.DB
	lock *flock.Flock
	now  func() time.Time

	mu       sync.Mutex        // guards what follows; held while the journal is written, never while bolt is
	recent   map[string]record // changes that the active journal file holds
	settling map[string]record // changes on their way to bolt, in the other file; nil when all are there
	journal  *journal
	frame    []byte // room for the next frame
	closed   bool

	settleMu sync.Mutex    // held by the one who settles
	hurry    chan struct{} // asks for settling now

	closing   chan struct{} // closed by Close
	closeOnce sync.Once
	closeErr  error
	settler   sync.WaitGroup
}

// OpenBolt opens or creates the file at path, and its lock and journal beside it. It fails when another process has it open. A file that was open
// when the machine went down is dropped: it may be torn, and state may vanish.
func OpenBolt(path string) (Store, error) {
	s, err := openBolt(path, time.Now)
	if err != nil {
		return nil, err
	}
	s.settler.Go(s.settleUntilClosed)
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
	s := &boltStore{db: db, lock: lock, now: now, recent: map[string]record{}, hurry: make(chan struct{}, 1), closing: make(chan struct{})}
	if err := s.recover(path); err != nil {
		return nil, errors.Join(err, db.Close(), lock.Close())
	}
	return s, nil
}

// recover settles what a killed process left in its journal. Doing it twice, as after one more kill, does no harm.
func (s *boltStore) recover(path string) error {
	left := map[string]record{}
	j, err := openJournal(path, func(key string, r record) { left[key] = r })
	if err != nil {
		return err
	}
	s.journal = j
	if err := s.settleAll(left); err != nil {
		return errors.Join(fmt.Errorf("settle state journal: %w", err), j.close())
	}
	if err := j.reset(); err != nil {
		return errors.Join(fmt.Errorf("state journal: %w", err), j.close())
	}
	return nil
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
		logs := journalPaths(path)
		for _, name := range []string{path, logs[0], logs[1]} {
			if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, fmt.Errorf("drop state after a power loss: %w", err)
			}
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
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && runtime.GOOS != "windows" { // Windows cannot sync a directory
		return fmt.Errorf("state directory: %w", err)
	}
	return nil
}

// Close makes the file whole on disk, and only then takes the note away.
func (s *boltStore) Close() error {
	s.closeOnce.Do(func() {
		close(s.closing)
		s.settler.Wait()
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		path := s.db.Path()
		err := errors.Join(s.settle(), s.db.Sync())
		err = errors.Join(err, s.db.Close(), s.journal.close())
		if err == nil {
			logs := journalPaths(path)
			err = errors.Join(os.Remove(logs[0]), os.Remove(logs[1]), syncDir(filepath.Dir(path))) // an old journal must not come back without the note
		}
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
	return s.update(ctx, func(c *changes) error { return c.put(key, value, ttl) })
}

func (s *boltStore) Create(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := checkRecord(key, value, ttl); err != nil {
		return err
	}
	return s.update(ctx, func(c *changes) error { return c.create(key, value, ttl) })
}

func (s *boltStore) CreateAll(ctx context.Context, entries ...Entry) error {
	if err := checkEntries(entries); err != nil {
		return err
	}
	return s.update(ctx, func(c *changes) error {
		for _, e := range entries {
			if err := c.create(e.Key, e.Value, e.TTL); err != nil {
				return err // nothing has happened yet
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
	now := s.now().UnixMilli()
	s.mu.Lock()
	r, known := s.inMemory(key)
	s.mu.Unlock()
	if !known {
		if r, err = s.inFile(key); err != nil {
			return nil, failure(err)
		}
	}
	if r.expires <= now {
		return nil, ErrNotFound
	}
	return bytes.Clone(r.value), nil
}

func (s *boltStore) Take(ctx context.Context, key string) (value []byte, err error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	err = s.update(ctx, func(c *changes) error {
		live, err := c.get(key)
		if err != nil {
			return err
		}
		value = bytes.Clone(live)
		return c.delete(key)
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
	return s.update(ctx, func(c *changes) error {
		live, err := c.get(key)
		if err != nil {
			return err
		}
		if !bytes.Equal(live, old) {
			return ErrChanged
		}
		return c.put(key, new, ttl)
	})
}

func (s *boltStore) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	return s.update(ctx, func(c *changes) error { return c.delete(key) })
}

var (
	errClosed = errors.New("closed")
	errBehind = errors.New("changes come faster than the disk takes them")
)

// update makes the changes of one caller, all or none: they are in the journal when it returns, and visible to others only then.
func (s *boltStore) update(ctx context.Context, do func(*changes) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return failure(errClosed)
	case s.journal.size > fullBytes:
		return failure(errBehind)
	}
	c := changes{store: s, now: s.now().UnixMilli()}
	if err := do(&c); err != nil {
		return failure(err)
	}
	if len(c.keys) == 0 {
		return nil
	}
	if cap(s.frame) > 1<<20 {
		s.frame = nil
	}
	s.frame = append(s.frame[:0], make([]byte, frameHeader)...)
	for i, key := range c.keys {
		s.frame = appendChange(s.frame, key, c.records[i])
	}
	if err := s.journal.append(s.frame); err != nil {
		return failure(err)
	}
	for i, key := range c.keys {
		if r := c.records[i]; r.expires == 0 && !r.below {
			delete(s.recent, key)
		} else {
			s.recent[key] = r
		}
	}
	if s.journal.size > settleBytes {
		select {
		case s.hurry <- struct{}{}:
		default:
		}
	}
	return nil
}

// inMemory requires mu.
func (s *boltStore) inMemory(key string) (r record, known bool) {
	if r, known = s.recent[key]; !known {
		r, known = s.settling[key]
		r.below = true
	}
	return r, known
}

// inFile returns the zero record when there is none.
func (s *boltStore) inFile(key string) (r record, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		if raw := tx.Bucket(recordsBucket).Get([]byte(key)); len(raw) >= 8 {
			r = record{value: bytes.Clone(raw[8:]), expires: int64(binary.BigEndian.Uint64(raw)), below: true}
		}
		return nil
	})
	return r, err
}

// changes are what one caller wants to happen at one moment. They require mu.
type changes struct {
	store   *boltStore
	now     int64 // Unix milliseconds
	keys    []string
	records []record
}

// find returns what lies under key, live or not.
func (c *changes) find(key string) (record, error) {
	if i := slices.Index(c.keys, key); i >= 0 {
		return c.records[i], nil
	}
	if r, known := c.store.inMemory(key); known {
		return r, nil
	}
	return c.store.inFile(key)
}

func (c *changes) get(key string) ([]byte, error) {
	r, err := c.find(key)
	if err == nil && r.expires <= c.now {
		err = ErrNotFound
	}
	return r.value, err
}

func (c *changes) create(key string, value []byte, ttl time.Duration) error {
	r, err := c.find(key)
	if err != nil {
		return err
	}
	if r.expires > c.now {
		return ErrExists
	}
	c.add(key, record{value: bytes.Clone(value), expires: c.now + wholeMillis(ttl).Milliseconds(), below: r.below})
	return nil
}

func (c *changes) put(key string, value []byte, ttl time.Duration) error {
	r, err := c.find(key)
	if err != nil {
		return err
	}
	c.add(key, record{value: bytes.Clone(value), expires: c.now + wholeMillis(ttl).Milliseconds(), below: r.below})
	return nil
}

func (c *changes) delete(key string) error {
	r, err := c.find(key)
	if err != nil || r.expires == 0 {
		return err
	}
	c.add(key, record{below: r.below})
	return nil
}

func (c *changes) add(key string, r record) {
	c.keys, c.records = append(c.keys, key), append(c.records, r)
}

func failure(err error) error {
	if err == nil || errors.Is(err, ErrNotFound) || errors.Is(err, ErrExists) || errors.Is(err, ErrChanged) {
		return err
	}
	return fmt.Errorf("state file: %w: %w", ErrUnavailable, err)
}

// tree is the content of the file within one transaction.
type tree struct{ live, byExpiry *bolt.Bucket }

func treeOf(tx *bolt.Tx) tree {
	return tree{live: tx.Bucket(recordsBucket), byExpiry: tx.Bucket(expiryBucket)}
}

func (t tree) put(key string, r record) error {
	if err := t.delete(key); err != nil {
		return err
	}
	raw := binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(r.value)), uint64(r.expires))
	if err := t.byExpiry.Put(append(bytes.Clone(raw), key...), nil); err != nil {
		return err
	}
	return t.live.Put([]byte(key), append(raw, r.value...))
}

func (t tree) delete(key string) error {
	raw := t.live.Get([]byte(key))
	if len(raw) < 8 {
		return nil
	}
	if err := t.byExpiry.Delete(append(bytes.Clone(raw[:8]), key...)); err != nil {
		return err
	}
	return t.live.Delete([]byte(key))
}

func (s *boltStore) settleUntilClosed() {
	tick := time.NewTicker(settleEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.closing:
			return
		case <-tick.C:
		case <-s.hurry:
		}
		if s.settle() != nil {
			continue // the journal grows, until a user of the store is told
		}
		for n := sweepBatch; n == sweepBatch; {
			n, _ = s.sweep(sweepBatch) // what stays is refused on read all the same
		}
	}
}

// settle moves what has changed into the file. After an error the changes are where they were, and the next call goes on with them.
func (s *boltStore) settle() error {
	s.settleMu.Lock()
	defer s.settleMu.Unlock()
	if err := s.settleRest(); err != nil {
		return err
	}
	s.mu.Lock()
	err := s.turn()
	s.mu.Unlock()
	return errors.Join(err, s.settleRest())
}

// turn makes what is recent what is to be settled. It requires mu and settleMu, and nothing left of an earlier turn.
func (s *boltStore) turn() error {
	if s.journal.size == journalHeader {
		return nil
	}
	if err := s.journal.turn(); err != nil {
		return err
	}
	s.settling, s.recent = s.recent, make(map[string]record, len(s.recent))
	return nil
}

// settleRest requires settleMu.
func (s *boltStore) settleRest() error {
	s.mu.Lock()
	settling := s.settling
	s.mu.Unlock()
	if settling == nil {
		return nil
	}
	if err := s.settleAll(settling); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.journal.drop(); err != nil {
		return err
	}
	s.settling = nil
	return nil
}

// settleAll puts all changes into the file, in the order of their keys, which is that of its pages.
func (s *boltStore) settleAll(all map[string]record) error {
	for keys := range slices.Chunk(slices.Sorted(maps.Keys(all)), settleBatch) {
		err := s.db.Update(func(tx *bolt.Tx) error {
			t, now := treeOf(tx), s.now().UnixMilli()
			for _, key := range keys {
				change := t.put
				if all[key].expires <= now {
					change = func(key string, _ record) error { return t.delete(key) }
				}
				if err := change(key, all[key]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweep deletes up to limit expired records from the file and returns how many.
func (s *boltStore) sweep(limit int) (n int, err error) {
	err = s.db.Update(func(tx *bolt.Tx) error {
		t, now := treeOf(tx), s.now().UnixMilli()
		var expired [][]byte
		cursor := t.byExpiry.Cursor()
		for k, _ := cursor.First(); k != nil && len(expired) < limit; k, _ = cursor.Next() {
			if int64(binary.BigEndian.Uint64(k)) > now {
				break
			}
			expired = append(expired, bytes.Clone(k[8:]))
		}
		n = len(expired)
		for _, key := range expired {
			if err := t.delete(string(key)); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}
