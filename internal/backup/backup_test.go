package backup_test

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/backup"
	"carnet/internal/blob"
	"carnet/internal/blob/s3"
	"carnet/internal/blob/s3/s3test"
	"carnet/internal/chain"
	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/faults"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/verify"
)

const cadence = time.Minute

// world is what a gateway does to its objects: the real log of leaves, and receipts and claims in its order.
type world struct {
	t      testing.TB
	store  blob.Store
	log    *epochs.Log
	chain  *faults.Chain
	shared bool // the log is one of several processes

	mu     sync.Mutex
	offset time.Duration
	n      int
	acked  map[string]profile.Sealed // by key of the receipt
}

func newWorld(t testing.TB, store blob.Store) *world { return newWorldOf(t, store, false) }

func newWorldOf(t testing.TB, store blob.Store, shared bool) *world {
	t.Helper()
	w := &world{t: t, store: store, chain: &faults.Chain{}, shared: shared, acked: map[string]profile.Sealed{}}
	w.open()
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.offset)
}

func (w *world) open() {
	w.t.Helper()
	var err error
	if w.log, err = epochs.Open(context.Background(), epochs.Config{Blob: w.store, Chain: w.chain, Now: w.now, Cadence: cadence, Shared: w.shared, Log: slog.New(slog.DiscardHandler)}); err != nil {
		w.t.Fatal(err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// post does what a posted order does, and remembers that it was acknowledged.
func (w *world) post() {
	w.t.Helper()
	ctx := context.Background()
	w.mu.Lock()
	w.n++
	number := w.n
	w.mu.Unlock()
	var leaf [32]byte
	binary.BigEndian.PutUint64(leaf[:], rand.Uint64())
	binary.BigEndian.PutUint64(leaf[8:], uint64(number))
	epoch, err := w.log.Append(ctx, leaf)
	must(w.t, err)
	id := hex.EncodeToString(leaf[:16])
	key := inboxes.ReceiptPrefix(strings.Repeat(id[:8], 8)) + id
	must(w.t, w.store.Put(ctx, inboxes.ClaimKey(strings.Repeat(id, 2)), fmt.Appendf(nil, `{"v":1,"receipt":%q}`, key)))
	sealed := profile.Sealed{ID: id, Epoch: epoch, Leaf: leaf, Check: "0000", Age: someFile()}
	must(w.t, w.store.Put(ctx, key, sealed.Marshal()))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.acked[key] = sealed
}

// someFile is what a receipt is sealed into; which one is all the same to a backup.
var someFile = sync.OnceValue(func() []byte {
	file, err := profile.Seal("a.b.c~", profile.NewSalt(), profile.NewRootKey().Identity("shop.example", 0).Recipient())
	if err != nil {
		panic(err)
	}
	return file
})

// pass lets a cadence pass: what is open is closed and anchored.
func (w *world) pass() {
	w.t.Helper()
	must(w.t, w.late())
}

// late is pass where it may fail.
func (w *world) late() error {
	w.mu.Lock()
	w.offset += cadence + time.Second
	w.mu.Unlock()
	return w.log.Tick(context.Background())
}

// delete deletes one of the acknowledged receipts, as its shopper does.
func (w *world) delete() (key string) {
	w.t.Helper()
	w.mu.Lock()
	for key = range w.acked {
		break
	}
	delete(w.acked, key)
	w.mu.Unlock()
	must(w.t, w.store.Delete(context.Background(), key))
	return key
}

// write puts or replaces an object that is no receipt.
func write(t testing.TB, s blob.Store, key, content string) {
	t.Helper()
	old, err := s.Get(context.Background(), key)
	if errors.Is(err, blob.ErrNotFound) {
		must(t, s.Put(context.Background(), key, []byte(content)))
		return
	}
	must(t, err)
	must(t, s.Replace(context.Background(), key, blob.ETag(old), []byte(content)))
}

func (w *world) snapshot() map[string]profile.Sealed {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := map[string]profile.Sealed{}
	for key, s := range w.acked {
		all[key] = s
	}
	return all
}

// heads is the world's chain as a verification asks it.
type heads struct{ *faults.Chain }

func (h heads) HeadAt(_ context.Context, epoch uint64) (head [24]byte, err error) {
	for e, root := range h.Roots()[:epoch+1] {
		head = chain.ChainHead(head, uint64(e), root)
	}
	return head, nil
}

func (h heads) Head(ctx context.Context) (n uint64, head [24]byte, err error) {
	if n = uint64(len(h.Roots())); n > 0 {
		head, err = h.HeadAt(ctx, n-1)
	}
	return n, head, err
}

func (h heads) Root(_ context.Context, epoch uint64) ([32]byte, error) { return h.Roots()[epoch], nil }

// proven verifies a store, against a chain if there is one.
func proven(t testing.TB, r blob.Reader, c verify.Chain, receipts int) {
	t.Helper()
	v, err := (&verify.Verifier{Store: r, Chain: c}).Run(t.Context())
	must(t, err)
	if v.Wrong > 0 || v.Receipts != receipts && receipts >= 0 {
		t.Errorf("got %+v, want nothing wrong and %d receipts", v, receipts)
	}
}

var options = backup.Options{Now: time.Now}

func run(t testing.TB, from blob.Reader, to blob.Store) backup.Report {
	t.Helper()
	r, err := backup.Run(t.Context(), from, to, options)
	must(t, err)
	return r
}

// restored checks a backup: what comes back is a store whose promises can be proven, and it has these receipts.
func restored(t testing.TB, from blob.Reader, c *faults.Chain, want map[string]profile.Sealed) *faults.Memory {
	t.Helper()
	to := faults.NewMemory()
	_, err := backup.Restore(t.Context(), from, to, options)
	must(t, err)
	proven(t, to, nil, -1)
	for key, sealed := range want {
		if data, err := to.Get(t.Context(), key); err != nil || string(data) != string(sealed.Marshal()) {
			t.Errorf("%s: got %q, %v, want it as it was", key, data, err)
		}
	}
	must(t, backup.Served(t.Context(), to))
	receipts, err := to.List(t.Context(), "receipts/", "", blob.MaxList)
	must(t, err)
	for _, e := range receipts { // in this world each has a claim
		id := e.Key[strings.LastIndexByte(e.Key, '/')+1:]
		if _, err := to.Get(t.Context(), inboxes.ClaimKey(strings.Repeat(id, 2))); err != nil {
			t.Errorf("%s lacks its claim: %v", e.Key, err)
		}
	}
	// The log opens on it and proves what is closed.
	log, err := epochs.Open(t.Context(), epochs.Config{Blob: to, Chain: c, Now: time.Now, Cadence: cadence, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	for key, sealed := range want {
		if _, err := log.Proof(t.Context(), sealed.Epoch, sealed.Leaf); err != nil && !errors.Is(err, epochs.ErrNotClosed) {
			t.Errorf("%s: %v", key, err)
		}
	}
	return to
}

func openDir(t testing.TB, dir string) blob.Store {
	t.Helper()
	s, err := blob.OpenDir(dir)
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// TestABackupOfABusyDirectory copies a directory that another owner has open, again and again, while orders come, epochs close and shoppers delete.
func TestABackupOfABusyDirectory(t *testing.T) {
	dir := t.TempDir()
	w := newWorld(t, openDir(t, dir))
	from, err := blob.ReadDir(dir)
	must(t, err)
	to := openDir(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	for range 4 {
		busy.Go(func() {
			for ctx.Err() == nil {
				w.post()
				time.Sleep(5 * time.Millisecond) // so few that a round copies faster than they come
			}
		})
	}
	busy.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			write(t, w.store, "links/aa/one", fmt.Sprint(i))
			w.pass()
			time.Sleep(5 * time.Millisecond)
		}
	})
	var copied int64
	for round := range 5 {
		time.Sleep(100 * time.Millisecond)
		before := w.snapshot()
		r := run(t, from, to)
		copied += r.Copied
		t.Logf("round %d: %d of %d objects copied, %d deleted, %d epochs, %.2f s", round, r.Copied, r.Objects, r.Deleted, r.Epochs, r.Seconds)
		restored(t, to, w.chain, before)
	}
	cancel()
	busy.Wait()
	run(t, from, to) // what is deleted now has been in the backup
	gone := []string{w.delete(), w.delete()}
	w.pass()
	w.pass() // nothing came: journals are swept
	last := run(t, from, to)
	if last.Deleted < 2 {
		t.Errorf("%d objects deleted from the backup, want at least the 2 receipts", last.Deleted)
	}
	back := restored(t, to, w.chain, w.snapshot())
	for _, key := range gone {
		if _, err := back.Get(t.Context(), key); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("%s was deleted and comes back: %v", key, err)
		}
	}
	again := run(t, from, to)
	if again.Copied != 0 || again.Deleted != 0 || again.Objects != last.Objects {
		t.Errorf("nothing changed, and got %+v", again)
	}
	if copied == 0 || len(w.acked) < 50 {
		t.Errorf("%d objects copied, %d receipts: too few for a test", copied, len(w.acked))
	}
}

// meddled is a store whose n-th call is preceded by something.
type meddled struct {
	blob.Reader
	n, at int // negative: each fiftieth
	do    func()
}

func (m *meddled) meddle() {
	if m.n++; m.n == m.at || m.at < 0 && m.n%50 == 0 {
		m.do()
	}
}

func (m *meddled) Get(ctx context.Context, key string) ([]byte, error) {
	m.meddle()
	return m.Reader.Get(ctx, key)
}

// List reads a name at a time, as a directory is read: what it returns was never there all at once.
func (m *meddled) List(ctx context.Context, prefix, after string, limit int) (all []blob.Entry, err error) {
	for {
		m.meddle()
		some, err := m.Reader.List(ctx, prefix, after, min(1, limit-len(all)))
		if all = append(all, some...); err != nil || len(some) == 0 || len(all) == limit {
			return all, err
		}
		after = some[len(some)-1].Key
	}
}

// TestWhateverTheGatewayDoesBetweenTwoReads lets a whole life of a gateway happen before each single read of a run, and before every few of them.
func TestWhateverTheGatewayDoesBetweenTwoReads(t *testing.T) {
	for _, shared := range []bool{false, true} {
		t.Run(fmt.Sprintf("shared %v", shared), func(t *testing.T) { betweenTwoReads(t, shared) })
	}
}

func betweenTwoReads(t *testing.T, shared bool) {
	for at := -1; ; at++ {
		if at == 0 {
			continue
		}
		store := &faults.Store{Store: faults.NewMemory()}
		w := newWorldOf(t, store, shared)
		life := func() {
			w.post()
			w.pass() // closes and anchors
			w.post()
			w.pass()
			w.pass() // sweeps
			w.post()
			store.Fail(1, faults.Before, func(call string) bool { return strings.HasSuffix(call, "/tree") })
			w.late() // stays without a tree
			w.post() // in the next one
			w.delete()
		}
		life()
		before := w.snapshot()
		from := &serial{inner: &meddled{Reader: w.store, at: at, do: life}}
		to := faults.NewMemory()
		run(t, from, to)
		for key := range before {
			if _, ok := w.acked[key]; !ok {
				delete(before, key) // its shopper deleted it meanwhile
			}
		}
		restored(t, to, w.chain, before)
		if t.Failed() {
			t.Fatalf("when the gateway acts before read %d", at)
		}
		if from.inner.n < at {
			t.Logf("%d reads", from.inner.n)
			return
		}
	}
}

// serial makes the reads of a run come one at a time.
type serial struct {
	mu    sync.Mutex
	inner *meddled
}

func (s *serial) Get(ctx context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inner.Get(ctx, key)
}

func (s *serial) List(ctx context.Context, prefix, after string, limit int) ([]blob.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inner.List(ctx, prefix, after, limit)
}

func (s *serial) Close() error { return nil }

// filled is a store with some of everything.
func filled(t testing.TB, store blob.Store) *world {
	t.Helper()
	w := newWorld(t, store)
	for range 5 {
		w.post()
		w.post()
		w.pass()
	}
	w.post()
	for _, key := range []string{"inboxes/aa/bb/known", "inboxes/aa/bb/binding", "links/aa/bb", "boxes/aa/bb", "clients/aa/bb"} {
		write(t, w.store, key, "first "+key)
	}
	return w
}

func TestAnInterruptedRunGoesOn(t *testing.T) {
	for _, how := range []faults.Flavour{faults.Before, faults.After} {
		for n := 0; ; n++ {
			w := filled(t, faults.NewMemory())
			to := &faults.Store{Store: faults.NewMemory()}
			left := n
			to.Fail(1, how, func(string) bool { left--; return left < 0 })
			_, err := backup.Run(t.Context(), w.store, to, options)
			if to.Hits() == 0 {
				must(t, err)
				break
			}
			if err == nil && how == faults.Before { // an answer that was an error anyway loses nothing
				t.Fatalf("call %d failed and the run says nothing", n)
			}
			state, err := backup.ReadState(t.Context(), to)
			if err == nil && state.Finished.IsZero() {
				if _, err := backup.Restore(t.Context(), to, faults.NewMemory(), options); !errors.Is(err, backup.ErrUnfinished) {
					t.Errorf("call %d: restore of half a backup: got %v, want %v", n, err, backup.ErrUnfinished)
				}
			}
			run(t, w.store, to)
			restored(t, to, w.chain, w.acked)
		}
	}
}

func TestAnInterruptedRestoreIsNotServedAndGoesOn(t *testing.T) {
	w := filled(t, faults.NewMemory())
	saved := faults.NewMemory()
	run(t, w.store, saved)
	if err := backup.Served(t.Context(), saved); !errors.Is(err, backup.ErrServed) {
		t.Errorf("a backup: got %v, want %v", err, backup.ErrServed)
	}
	for n := 0; ; n++ {
		to := &faults.Store{Store: faults.NewMemory()}
		left := n
		to.Fail(1, faults.Before, func(string) bool { left--; return left < 0 })
		_, err := backup.Restore(t.Context(), saved, to, options)
		if to.Hits() == 0 {
			must(t, err)
			return
		}
		if err == nil {
			t.Fatalf("call %d failed and the restore says nothing", n)
		}
		if page, _ := to.List(t.Context(), "", "", 1); len(page) > 0 {
			if err := backup.Served(t.Context(), to); !errors.Is(err, backup.ErrServed) {
				t.Errorf("call %d: half a restore: got %v, want %v", n, err, backup.ErrServed)
			}
		}
		_, err = backup.Restore(t.Context(), saved, to, options)
		must(t, err)
		must(t, backup.Served(t.Context(), to))
		if proven(t, to, heads{w.chain}, len(w.acked)); t.Failed() {
			t.Fatalf("after call %d failed", n)
		}
	}
}

func TestOnlyWhatChangedIsCopied(t *testing.T) {
	w := filled(t, openDir(t, t.TempDir()))
	to := openDir(t, t.TempDir())
	first := run(t, w.store, to)
	if first.Copied != first.Objects || first.Copied == 0 {
		t.Errorf("the first run: got %+v, want all of it copied", first)
	}
	write(t, w.store, "inboxes/aa/bb/binding", "other inboxes/aa/bb/binding") // of the same size
	must(t, w.store.Delete(t.Context(), "boxes/aa/bb"))
	w.post()
	second := run(t, w.store, to)
	if second.Copied != 4 || second.Deleted != 1 { // the binding; a leaf, a claim and a receipt; the box
		t.Errorf("the second run: got %+v, want 4 copied and 1 deleted", second)
	}
	late := options
	late.Now = func() time.Time { return time.Now().Add(2 * time.Hour) }
	r, err := backup.Run(t.Context(), w.store, to, late)
	if err != nil || r.Copied != 0 {
		t.Errorf("two hours later: got %+v, %v, want nothing copied", r, err)
	}
	restored(t, to, w.chain, w.acked)
}

// TestAReceiptThatIsPostedAgainAfterItsDeletionIsCopied replaces a receipt by one of the same size, as a shop's retry does after a deletion.
func TestAReceiptThatIsPostedAgainAfterItsDeletionIsCopied(t *testing.T) {
	dir := t.TempDir()
	w := filled(t, openDir(t, dir))
	to := openDir(t, t.TempDir())
	run(t, w.store, to)
	var leaf [32]byte
	leaf[0] = 1
	epoch, err := w.log.Append(t.Context(), leaf)
	must(t, err)
	for key, old := range w.acked {
		must(t, w.store.Delete(t.Context(), key))
		again := profile.Sealed{ID: old.ID, Epoch: epoch, Leaf: leaf, Check: old.Check, Age: old.Age}
		must(t, w.store.Put(t.Context(), key, again.Marshal()))
		at := time.Now().Truncate(blob.Blurred) // as a checkpoint does
		must(t, os.Chtimes(filepath.Join(dir, key), at, at))
		w.acked[key] = again
		break
	}
	run(t, w.store, to)
	restored(t, to, w.chain, w.acked)
}

// shifted is a store whose clock is ahead.
type shifted struct {
	blob.Store
	ahead time.Duration
	gets  atomic.Int64
}

func (s *shifted) List(ctx context.Context, prefix, after string, limit int) ([]blob.Entry, error) {
	page, err := s.Store.List(ctx, prefix, after, limit)
	for i := range page {
		page[i].Modified = page[i].Modified.Add(s.ahead)
	}
	return page, err
}

func (s *shifted) Get(ctx context.Context, key string) ([]byte, error) {
	if strings.HasPrefix(key, "receipts/") {
		s.gets.Add(1)
	}
	return s.Store.Get(ctx, key)
}

func TestAReceiptThatIsPostedAgainIsCopiedWhenTheClocksDiffer(t *testing.T) {
	for _, ahead := range []time.Duration{30 * time.Minute, -30 * time.Minute} {
		w := filled(t, openDir(t, t.TempDir()))
		to := &shifted{Store: openDir(t, t.TempDir()), ahead: ahead}
		run(t, w.store, to)
		var leaf [32]byte
		leaf[0] = 1
		epoch, err := w.log.Append(t.Context(), leaf)
		must(t, err)
		for key, old := range w.acked {
			must(t, w.store.Delete(t.Context(), key))
			again := profile.Sealed{ID: old.ID, Epoch: epoch, Leaf: leaf, Check: old.Check, Age: old.Age}
			must(t, w.store.Put(t.Context(), key, again.Marshal()))
			w.acked[key] = again
			break
		}
		run(t, w.store, to)
		restored(t, to, w.chain, w.acked)
	}
}

// TestAnOldReceiptIsReadOnce takes a store whose receipts were all written two hours before they are copied.
func TestAnOldReceiptIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	w := filled(t, openDir(t, dir))
	must(t, makeOlder(dir, 2*time.Hour))
	from := &shifted{Store: w.store}
	to := openDir(t, t.TempDir())
	run(t, from, to)
	first := from.gets.Load()
	if r := run(t, from, to); r.Copied != 0 || first == 0 || from.gets.Load() != first {
		t.Errorf("the second run copied %d objects and read %d receipts again, want none", r.Copied, from.gets.Load()-first)
	}
}

// makeOlder moves the times of all files back.
func makeOlder(dir string, by time.Duration) error {
	at := time.Now().Add(-by)
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		return os.Chtimes(path, at, at)
	})
}

func TestDeletedObjectsStayOnlyWhenTold(t *testing.T) {
	w := filled(t, faults.NewMemory())
	to := faults.NewMemory()
	run(t, w.store, to)
	key := w.delete()
	keep := options
	keep.KeepDeleted = true
	_, err := backup.Run(t.Context(), w.store, to, keep)
	must(t, err)
	state, err := backup.ReadState(t.Context(), to)
	if err != nil || !state.Kept {
		t.Errorf("got %+v, %v, want a state that says so", state, err)
	}
	if _, err := to.Get(t.Context(), key); err != nil {
		t.Errorf("kept: got %v, want the receipt", err)
	}
	run(t, w.store, to)
	if _, err := to.Get(t.Context(), key); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("not kept: got %v, want %v", err, blob.ErrNotFound)
	}
}

func TestADamagedOrStrangeStoreDoesNotDestroyItsBackup(t *testing.T) {
	w := filled(t, faults.NewMemory())
	to := faults.NewMemory()
	run(t, w.store, to)
	damaged := faults.NewMemory() // a disk that was replaced
	other := filled(t, faults.NewMemory())
	for name, source := range map[string]blob.Reader{"an empty store": damaged, "another gateway's": other.store} {
		if _, err := backup.Run(t.Context(), source, to, options); !errors.Is(err, backup.ErrBehind) {
			t.Errorf("%s: got %v, want %v", name, err, backup.ErrBehind)
		}
	}
	restored(t, to, w.chain, w.acked) // and it still counts as finished

	if _, err := backup.Run(t.Context(), w.store, other.store, options); !errors.Is(err, backup.ErrNotBackup) {
		t.Errorf("into a gateway's store: got %v, want %v", err, backup.ErrNotBackup)
	}
	if _, err := backup.Restore(t.Context(), to, other.store, options); !errors.Is(err, backup.ErrOccupied) {
		t.Errorf("restore into a gateway's store: got %v, want %v", err, backup.ErrOccupied)
	}
	if _, err := backup.Restore(t.Context(), w.store, faults.NewMemory(), options); !errors.Is(err, backup.ErrNotBackup) {
		t.Errorf("restore of a gateway's store: got %v, want %v", err, backup.ErrNotBackup)
	}
}

func TestFromADirectoryToS3AndBack(t *testing.T) {
	server := s3test.Start(t)
	bucket, err := s3.Open(t.Context(), server.Config())
	must(t, err)
	defer bucket.Close()
	dir := t.TempDir()
	w := filled(t, openDir(t, dir))
	run(t, w.store, bucket)
	w.post()
	w.pass()
	r := run(t, w.store, bucket)
	if r.Copied != 5 { // a journal, a claim, a receipt; a tree and a record
		t.Errorf("the second run: got %+v, want 5 copied", r)
	}
	restored(t, bucket, w.chain, w.acked)
	back := openDir(t, filepath.Join(t.TempDir(), "back"))
	_, err = backup.Restore(t.Context(), bucket, back, options)
	must(t, err)
	proven(t, back, heads{w.chain}, 12)
}

func TestProgressIsTold(t *testing.T) {
	w := filled(t, faults.NewMemory())
	var last backup.Progress
	told := options
	told.Progress = func(p backup.Progress) { last = p }
	r, err := backup.Run(t.Context(), w.store, faults.NewMemory(), told)
	must(t, err)
	if last.Looked != r.Objects || last.Copied != r.Copied || last.Bytes != r.Bytes || last.Phase == "" {
		t.Errorf("got %+v in the end, want what the report says: %+v", last, r)
	}
}

func epochKey(epoch uint64, name string) string { return fmt.Sprintf("epochs/%010d/%s", epoch, name) }
