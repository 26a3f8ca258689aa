package shop

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	sessionLife = 12 * time.Hour
	maxSessions = 100_000  // an outsider starts a session with one form: this bounds the file
	maxSession  = 64 << 10 // bytes of one session before sealing
	maxListed   = 100      // orders on the orders page
)

var (
	bucketSessions = []byte("sessions") // SHA-256 of the bearer -> expiry hour || nonce || sealed session
	bucketOrders   = []byte("orders")   // order number -> record
	bucketSubjects = []byte("subjects") // sub || 0 || sequence -> order number
)

var (
	errNoSession = errors.New("no session under this cookie")
	errFull      = errors.New("too many sessions")
)

// bearer is the secret that a session cookie carries: 32 random bytes. The store keeps its hash.
type bearer [32]byte

func newBearer() (t bearer) {
	rand.Read(t[:])
	return t
}

func parseBearer(s string) (t bearer, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return bearer(append(raw, make([]byte, 32)...)[:32]), err == nil && len(raw) == 32
}

func (t bearer) String() string { return base64.RawURLEncoding.EncodeToString(t[:]) }

func (t bearer) id() []byte {
	sum := sha256.Sum256(append([]byte("shop/v1/id"), t[:]...))
	return sum[:]
}

func (t bearer) aead() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, t[:], nil, "shop/v1/key", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// record is an order as it lies on disk: who, in this shop's eyes only, and which receipt. Never what.
type record struct {
	Sub     string `json:"sub,omitempty"`     // "" for a guest
	Key     string `json:"key,omitempty"`     // Idempotency-Key, until the receipt is known
	Receipt string `json:"receipt,omitempty"` // id
	Claimed bool   `json:"claimed,omitempty"` // the receipt came with a claim code: the shopper's carnet was not connected to this shop
}

// store is the shop's database. Every change is durable when its method returns.
type store struct {
	db  *bolt.DB
	now func() time.Time
}

func openStore(path string, now func() time.Time) (*store, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		return nil, fmt.Errorf("open shop database %s: %w", path, err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bucketSessions, bucketOrders, bucketSubjects} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("prepare shop database %s: %w", path, err)
	}
	return &store{db: db, now: now}, nil
}

func (s *store) Close() error { return s.db.Close() }

// load reads the session of t, or errNoSession.
func (s *store) load(t bearer) (*session, error) {
	var out *session
	err := s.db.View(func(tx *bolt.Tx) (err error) {
		out, err = s.read(tx, t)
		return err
	})
	return out, err
}

// change reads the session of t, lets fn alter it and writes it back, in one transaction. An error of fn leaves everything as it was.
func (s *store) change(t bearer, fn func(*bolt.Tx, *session) error) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		now, err := s.read(tx, t)
		if err != nil {
			return err
		}
		if err := fn(tx, now); err != nil {
			return err
		}
		return s.write(tx, t, now)
	})
}

// create writes a new session under a new bearer.
func (s *store) create(first *session) (bearer, error) {
	t := newBearer()
	err := s.db.Update(func(tx *bolt.Tx) error {
		if n := s.sweep(tx, tx.Bucket(bucketSessions).Sequence()); n >= maxSessions {
			return errFull
		}
		return s.write(tx, t, first)
	})
	return t, err
}

// rotate moves the session of t, as fn leaves it, to a new bearer.
func (s *store) rotate(t bearer, fn func(*session)) (bearer, error) {
	fresh := newBearer()
	err := s.db.Update(func(tx *bolt.Tx) error {
		now, err := s.read(tx, t)
		if err != nil {
			return err
		}
		fn(now)
		if err := tx.Bucket(bucketSessions).Delete(t.id()); err != nil {
			return err
		}
		return s.write(tx, fresh, now)
	})
	return fresh, err
}

// drop forgets the session of t.
func (s *store) drop(t bearer) error {
	return s.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(bucketSessions).Delete(t.id()) })
}

func (s *store) hour(t time.Time) uint64 { return uint64(t.Unix() / 3600) }

func (s *store) read(tx *bolt.Tx, t bearer) (*session, error) {
	raw := tx.Bucket(bucketSessions).Get(t.id())
	if len(raw) < 20 || binary.BigEndian.Uint64(raw) < s.hour(s.now()) {
		return nil, errNoSession
	}
	aead, err := t.aead()
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, raw[8:20], raw[20:], t.id())
	if err != nil {
		return nil, errNoSession
	}
	out := &session{}
	if err := json.Unmarshal(plain, out); err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	return out, nil
}

// write seals the session, padded to whole KiB so that its size does not tell the basket's. Expiry is kept to the hour.
func (s *store) write(tx *bolt.Tx, t bearer, now *session) error {
	plain, err := json.Marshal(now)
	if err != nil {
		return err
	}
	if len(plain) > maxSession {
		return fmt.Errorf("session of %d bytes", len(plain))
	}
	plain = append(plain, bytes.Repeat([]byte{' '}, 1023-(len(plain)+1023)%1024)...)
	aead, err := t.aead()
	if err != nil {
		return err
	}
	head := binary.BigEndian.AppendUint64(nil, s.hour(s.now().Add(sessionLife))+1)
	nonce := make([]byte, 12)
	rand.Read(nonce)
	sealed := aead.Seal(append(head, nonce...), nonce, plain, t.id())
	return tx.Bucket(bucketSessions).Put(t.id(), sealed)
}

// sweep deletes what has expired, at most once an hour (lastHour is the hour of the last time), and returns how many sessions are kept.
func (s *store) sweep(tx *bolt.Tx, lastHour uint64) int {
	b, hour := tx.Bucket(bucketSessions), s.hour(s.now())
	if lastHour == hour {
		return b.Stats().KeyN
	}
	var gone [][]byte
	b.ForEach(func(k, v []byte) error {
		if len(v) < 8 || binary.BigEndian.Uint64(v) < hour {
			gone = append(gone, bytes.Clone(k))
		}
		return nil
	})
	for _, k := range gone {
		b.Delete(k)
	}
	b.SetSequence(hour)
	return b.Stats().KeyN
}

// putOrder writes an order's record; a new one of a known subject is also listed under it.
func putOrder(tx *bolt.Tx, id string, r record) error {
	orders := tx.Bucket(bucketOrders)
	if orders.Get([]byte(id)) == nil && r.Sub != "" {
		subjects := tx.Bucket(bucketSubjects)
		n, err := subjects.NextSequence()
		if err != nil {
			return err
		}
		if err := subjects.Put(binary.BigEndian.AppendUint64(subjectPrefix(r.Sub), n), []byte(id)); err != nil {
			return err
		}
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return orders.Put([]byte(id), raw)
}

func subjectPrefix(sub string) []byte { return append([]byte(sub), 0) }

// dropOrder forgets an order that was refused.
func dropOrder(tx *bolt.Tx, id, sub string) error {
	if sub != "" {
		c := tx.Bucket(bucketSubjects).Cursor()
		prefix := subjectPrefix(sub)
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if string(v) == id {
				if err := c.Delete(); err != nil {
					return err
				}
				break
			}
		}
	}
	return tx.Bucket(bucketOrders).Delete([]byte(id))
}

// listed is one row of the orders page.
type listed struct {
	Order, Receipt string
	Claimed        bool // see record
}

// listOrders returns the newest orders of sub, newest first.
func (s *store) listOrders(sub string) (out []listed, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		c, prefix := tx.Bucket(bucketSubjects).Cursor(), subjectPrefix(sub)
		c.Seek(append([]byte(sub), 1))
		k, v := c.Prev()
		if k == nil {
			k, v = c.Last()
		}
		for ; bytes.HasPrefix(k, prefix) && len(out) < maxListed; k, v = c.Prev() {
			r, err := getOrder(tx, string(v))
			if err != nil {
				return err
			}
			out = append(out, listed{string(v), r.Receipt, r.Claimed})
		}
		return nil
	})
	return out, err
}

var errNoOrder = errors.New("no such order")

func getOrder(tx *bolt.Tx, id string) (r record, err error) {
	raw := tx.Bucket(bucketOrders).Get([]byte(id))
	if raw == nil {
		return r, errNoOrder
	}
	return r, json.Unmarshal(raw, &r)
}

// owned returns the order if it is sub's.
func (s *store) owned(id, sub string) (r record, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		if r, err = getOrder(tx, id); err != nil {
			return err
		}
		if sub == "" || r.Sub != sub {
			return errNoOrder
		}
		return nil
	})
	return r, err
}
