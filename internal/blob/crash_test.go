package blob

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"carnet/internal/blob/blobtest/ledger"
)

var errInjected = errors.New("injected failure")

// flavours of a failure: nothing happened, half of it, or all of it.
var flavours = []string{"failed", "failed halfway", "failed after persisting"}

// faultyDisk fails its n-th step.
type faultyDisk struct {
	osDisk
	mu      sync.Mutex
	steps   int
	failAt  int
	flavour string
	fired   string // the step that failed
}

func (f *faultyDisk) step(name string, half, all func() error) error {
	f.mu.Lock()
	f.steps++
	fire := f.steps == f.failAt
	if fire {
		f.fired = name
	}
	f.mu.Unlock()
	switch {
	case !fire:
		return all()
	case f.flavour == "failed after persisting":
		return errors.Join(errInjected, all())
	case f.flavour == "failed halfway" && half != nil:
		return errors.Join(errInjected, half())
	}
	return errInjected
}

func (f *faultyDisk) create(path string, data []byte) error {
	return f.step("create", func() error { return f.osDisk.create(path, data[:len(data)/2]) }, func() error { return f.osDisk.create(path, data) })
}
func (f *faultyDisk) rename(from, to string) error {
	// Torn in the middle: a second name for the same file.
	return f.step("rename", func() error { return os.Link(from, to) }, func() error { return f.osDisk.rename(from, to) })
}
func (f *faultyDisk) remove(path string) error {
	return f.step("remove", nil, func() error { return f.osDisk.remove(path) })
}
func (f *faultyDisk) mkdir(path string) error {
	return f.step("mkdir", func() error { return f.osDisk.mkdir(filepath.Dir(path)) }, func() error { return f.osDisk.mkdir(path) })
}
func (f *faultyDisk) openJournal(path string) (file journalFile, err error) {
	err = f.step("open journal", nil, func() error {
		file, err = f.osDisk.openJournal(path)
		return err
	})
	if err != nil && file != nil {
		file.Close()
	}
	return &faultyJournal{f, file}, err
}
func (f *faultyDisk) dropJournal(path string) error {
	return f.step("drop journal", nil, func() error { return f.osDisk.dropJournal(path) })
}
func (f *faultyDisk) flush(root string, paths []string) error {
	return f.step("flush", nil, func() error { return f.osDisk.flush(root, paths) })
}

type faultyJournal struct {
	disk *faultyDisk
	file journalFile
}

func (f *faultyJournal) Write(p []byte) (n int, err error) {
	write := func(p []byte) func() error {
		return func() error { n, err = f.file.Write(p); return err }
	}
	err = f.disk.step("write", write(p[:len(p)/2]), write(p))
	return n, err
}
func (f *faultyJournal) Sync() error  { return f.disk.step("sync", nil, f.file.Sync) }
func (f *faultyJournal) Close() error { return f.disk.step("close", nil, f.file.Close) }

// abandon is what a crash leaves of a store: nothing but the directory.
func (d *dirStore) abandon() {
	close(d.closing)
	d.keeper.Wait()
	d.lock.Close()
}

// outcome is what the error of a write tells.
func outcome(err error) ledger.Outcome {
	switch {
	case err == nil:
		return ledger.Done
	case errors.Is(err, ErrExists), errors.Is(err, ErrChanged), errors.Is(err, ErrNotFound), errors.Is(err, ErrInvalid):
		return ledger.Refused
	}
	return ledger.Unknown
}

// check reads everything back and compares it with what may be there.
func check(t *testing.T, l ledger.Ledger, s Store, when string) map[string]string {
	t.Helper()
	got := contents(t, s)
	for _, wrong := range l.Compare(got) {
		t.Errorf("%s: %s", when, wrong)
	}
	return got
}

func contents(t *testing.T, s Store) map[string]string {
	t.Helper()
	entries, err := s.List(context.Background(), "", "", MaxList)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		data, err := s.Get(context.Background(), e.Key)
		if err != nil || int64(len(data)) != e.Size {
			t.Errorf("get %s: got %d bytes, %v, want %d", e.Key, len(data), err, e.Size)
		}
		all[e.Key] = string(data)
	}
	return all
}

// story is a run of writes with every kind in it, over several journals.
func story(s *dirStore, l ledger.Ledger) {
	ctx := context.Background()
	put := func(key, content string) { l.Note(key, content, outcome(s.Put(ctx, key, []byte(content)))) }
	replace := func(key, old, content string) {
		l.Note(key, content, outcome(s.Replace(ctx, key, ETag([]byte(old)), []byte(content))))
	}
	del := func(key string) { l.Note(key, "", outcome(s.Delete(ctx, key))) }
	put("a/b/1", "one")
	put("a/b/2", "two")
	put("a/b/1", "never")
	replace("a/b/1", "one", "one, second edition")
	del("a/b/2")
	put("a/b/2", "two again")
	put("c", "three")
	del("c")
	put("c/d", "four")
	replace("c/d", "four", "")
	replace("c/d", "", "five")
	_ = s.journal.checkpoint(func(*generation) bool { return true })
	del("a/b/1")
	put("a/b/1", "last")
	replace("a/b/1", "last", "really last")
}

func TestEveryFailureLeavesTheTruthOrARestart(t *testing.T) {
	for _, flavour := range flavours {
		t.Run(flavour, func(t *testing.T) {
			fired := map[string]int{}
			for n := 1; ; n++ {
				disk := &faultyDisk{failAt: n, flavour: flavour}
				dir := t.TempDir()
				s, err := openDir(dir, disk, time.Now)
				if err != nil {
					t.Fatal(err)
				}
				s.journal.maxRecords = 3
				l := ledger.Ledger{}
				story(s, l)
				when := fmt.Sprintf("step %d (%s)", n, disk.fired)
				live := check(t, l, s, when)
				broken := s.journal.broken != nil
				s.abandon()
				again, err := OpenDir(dir)
				if err != nil {
					t.Fatalf("%s: open again: got %v, want no error", when, err)
				}
				reopened := check(t, l, again, when+", reopened")
				if !broken && !maps.Equal(live, reopened) {
					t.Errorf("%s: after reopening got %q, want %q as before", when, reopened, live)
				}
				if err := again.Close(); err != nil {
					t.Errorf("%s: close: %v", when, err)
				}
				if disk.fired == "" {
					break
				}
				fired[disk.fired]++
			}
			for _, step := range []string{"create", "rename", "remove", "mkdir", "open journal", "drop journal", "flush", "write", "sync", "close"} {
				if fired[step] == 0 {
					t.Errorf("no %s ever failed", step)
				}
			}
		})
	}
}

// lossyDisk remembers what is not synced, so that a power cut can take it away.
type lossyDisk struct {
	osDisk
	mu       sync.RWMutex // held for writing by the power cut
	off      bool
	notesMu  sync.Mutex
	before   map[string][]byte // path in the tree → content at the last flush; nil if absent
	journals map[string]*lossyJournal
}

type lossyJournal struct {
	journalFile
	disk            *lossyDisk
	written, synced int64
}

func (d *lossyDisk) on(do func() error) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.off {
		return errInjected
	}
	return do()
}

func (d *lossyDisk) note(path string) {
	d.notesMu.Lock()
	defer d.notesMu.Unlock()
	if _, known := d.before[path]; known {
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		data = nil
	} else if data == nil {
		data = []byte{}
	}
	d.before[path] = data
}

func (d *lossyDisk) create(path string, data []byte) error {
	return d.on(func() error {
		if !strings.Contains(path, "~tmp") {
			d.note(path)
		}
		return d.osDisk.create(path, data)
	})
}
func (d *lossyDisk) mkdir(path string) error {
	return d.on(func() error { return d.osDisk.mkdir(path) })
}
func (d *lossyDisk) rename(from, to string) error {
	return d.on(func() error { d.note(to); return d.osDisk.rename(from, to) })
}
func (d *lossyDisk) remove(path string) error {
	return d.on(func() error {
		if info, err := os.Lstat(path); err == nil && !info.IsDir() && !strings.Contains(path, "~tmp") {
			d.note(path)
		}
		return d.osDisk.remove(path)
	})
}
func (d *lossyDisk) openJournal(path string) (journalFile, error) {
	j := &lossyJournal{disk: d}
	err := d.on(func() (err error) {
		if j.journalFile, err = d.osDisk.openJournal(path); err == nil {
			d.notesMu.Lock()
			defer d.notesMu.Unlock()
			d.journals[path] = j
		}
		return err
	})
	return j, err
}
func (d *lossyDisk) dropJournal(path string) error {
	return d.on(func() error {
		d.notesMu.Lock()
		defer d.notesMu.Unlock()
		delete(d.journals, path)
		return d.osDisk.dropJournal(path)
	})
}

// flush makes durable only the paths it was given, as the portable one does: forgetting to name one must fail the test.
func (d *lossyDisk) flush(_ string, paths []string) error {
	return d.on(func() error {
		d.notesMu.Lock()
		defer d.notesMu.Unlock()
		for _, path := range paths {
			delete(d.before, path)
		}
		return nil
	})
}
func (j *lossyJournal) Write(p []byte) (n int, err error) {
	err = j.disk.on(func() error { n, err = j.journalFile.Write(p); j.written += int64(n); return err })
	return n, err
}
func (j *lossyJournal) Sync() error {
	return j.disk.on(func() error { j.synced = j.written; return nil })
}

// cut turns the power off and takes away some of what was not synced: new files become absent, empty or half; old contents come back; the
// journal's tail is torn.
func (d *lossyDisk) cut(t *testing.T, rnd *rand.Rand) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
	for path, before := range d.before {
		now, err := os.ReadFile(path)
		switch choice := rnd.IntN(5); {
		case choice == 0: // made it to the disk
		case choice == 1 && err == nil:
			os.Truncate(path, 0)
		case choice == 2 && err == nil:
			os.Truncate(path, int64(len(now)/2))
		case before == nil:
			os.Remove(path)
			os.Remove(filepath.Dir(path)) // the directory too, if it was the last
		default:
			os.MkdirAll(filepath.Dir(path), 0o700)
			if err := os.WriteFile(path, before, 0o600); err != nil && !errors.Is(err, os.ErrExist) && !absent(err) {
				t.Log(err) // the name is a directory by now
			}
		}
	}
	for path, j := range d.journals {
		kept := j.synced + rnd.Int64N(j.written-j.synced+1)
		if err := os.Truncate(path, kept); err != nil {
			t.Fatal(err)
		}
		if rnd.IntN(2) == 0 {
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				t.Fatal(err)
			}
			garbage := make([]byte, rnd.IntN(200))
			for i := range garbage {
				garbage[i] = byte(rnd.Uint32())
			}
			f.Write(garbage)
			f.Close()
		}
	}
}

func TestPowerLossTakesNothingThatWasAcknowledged(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	lost := 0
	for round := range rounds {
		rnd := rand.New(rand.NewPCG(uint64(round), 7))
		disk := &lossyDisk{before: map[string][]byte{}, journals: map[string]*lossyJournal{}}
		dir := t.TempDir()
		s, err := openDir(dir, disk, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		s.journal.maxRecords = 1 + rnd.IntN(60)
		ledgers := make([]ledger.Ledger, 8)
		var group sync.WaitGroup
		for w := range ledgers {
			ledgers[w] = ledger.Ledger{}
			seed := rnd.Uint64()
			group.Go(func() { scribble(s, ledgers[w], w, rand.New(rand.NewPCG(seed, 1))) })
		}
		time.Sleep(time.Duration(rnd.IntN(20)) * time.Millisecond)
		disk.cut(t, rnd)
		group.Wait()
		s.abandon()
		lost += len(disk.before)
		again, err := OpenDir(dir)
		if err != nil {
			t.Fatalf("round %d: open again: %v", round, err)
		}
		all := ledger.Ledger{}
		for _, l := range ledgers {
			maps.Copy(all, l)
		}
		check(t, all, again, fmt.Sprintf("round %d", round))
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			return
		}
	}
	if lost == 0 {
		t.Error("no power cut found anything to lose")
	}
	t.Logf("%d power cuts, %d names in danger", rounds, lost)
}

// scribble writes to its own keys until the disk is off.
func scribble(s *dirStore, l ledger.Ledger, writer int, rnd *rand.Rand) {
	ctx := context.Background()
	for i := 0; ; i++ {
		key := fmt.Sprintf("%c/%d/%d", 'a'+rnd.IntN(3), writer, rnd.IntN(12))
		content := fmt.Sprintf("writer %d, turn %d %s", writer, i, strings.Repeat("x", rnd.IntN(3000)))
		now := l.May(key)[0]
		var err error
		switch {
		case now == "":
			err = s.Put(ctx, key, []byte(content))
		case rnd.IntN(2) == 0:
			err = s.Replace(ctx, key, ETag([]byte(now)), []byte(content))
		default:
			content, err = "", s.Delete(ctx, key)
		}
		if d, ok := s.disk.(*lossyDisk); ok && err == nil {
			err = d.on(func() error { return nil }) // an answer that comes after the cut is no answer: the names may be gone already
		}
		l.Note(key, content, outcome(err))
		if err != nil {
			return
		}
	}
}

// fullDisk has room for so many bytes. What does not fit is written as far as it does.
type fullDisk struct {
	osDisk
	mu   sync.Mutex
	room int
}

// take returns how much of n bytes fits, and ENOSPC when that is not all.
func (d *fullDisk) take(n int) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	fits := min(n, d.room)
	d.room -= fits
	if fits < n {
		return fits, syscall.ENOSPC
	}
	return fits, nil
}

func (d *fullDisk) create(path string, data []byte) error {
	fits, full := d.take(len(data))
	return errors.Join(d.osDisk.create(path, data[:fits]), full)
}

func (d *fullDisk) mkdir(path string) error {
	if _, full := d.take(1); full != nil {
		return full
	}
	return d.osDisk.mkdir(path)
}

func (d *fullDisk) openJournal(path string) (journalFile, error) {
	file, err := d.osDisk.openJournal(path)
	return &fullJournal{file, d}, err
}

type fullJournal struct {
	journalFile
	disk *fullDisk
}

func (j *fullJournal) Write(p []byte) (int, error) {
	fits, full := j.disk.take(len(p))
	n, err := j.journalFile.Write(p[:fits])
	return n, errors.Join(err, full)
}

// TestAFullDiskRefusesAndGoesOnWhenThereIsRoom fills the disk at every byte of a story, then makes room.
func TestAFullDiskRefusesAndGoesOnWhenThereIsRoom(t *testing.T) {
	refused := 0
	for room := 0; room < 1000; room += 7 {
		disk, dir := &fullDisk{room: room}, t.TempDir()
		s, err := openDir(dir, disk, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		when, l := fmt.Sprintf("room for %d bytes", room), ledger.Ledger{}
		story(s, l)
		check(t, l, s, when)
		disk.mu.Lock()
		if disk.room == 0 {
			refused++
		}
		disk.room = 1 << 20
		disk.mu.Unlock()
		err = s.Put(t.Context(), "z", []byte("after"))
		if l.Note("z", "after", outcome(err)); err != nil {
			t.Errorf("%s: a put when there is room again: got %v, want no error", when, err)
		}
		s.abandon()
		again, err := OpenDir(dir)
		if err != nil {
			t.Fatalf("%s: open again: %v", when, err)
		}
		check(t, l, again, when+", reopened")
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
	if refused < 20 {
		t.Errorf("the disk was full in %d rounds, want many", refused)
	}
}

// journalled makes a directory in which n objects are in the journal and nowhere else.
func journalled(t *testing.T, n int) (dir, journal string) {
	t.Helper()
	dir = t.TempDir()
	s, err := openDir(dir, osDisk{}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := s.Put(t.Context(), fmt.Sprintf("d/%d", i), fmt.Appendf(nil, "object %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	s.abandon()
	if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil {
		t.Fatal(err)
	}
	paths, _, err := journalFiles(filepath.Join(dir, "~journal"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("got journals %q, %v, want one", paths, err)
	}
	return dir, paths[0]
}

func TestDamagedJournalYieldsAPrefixOfWhatWasWritten(t *testing.T) {
	const n = 3
	_, path := journalled(t, n)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, damaged []byte) int {
		t.Helper()
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		places := map[string]place{}
		if err := scan(path, places); err != nil {
			t.Fatalf("%s: got %v, want no error", name, err)
		}
		for i := range len(places) {
			p, ok := places[fmt.Sprintf("d/%d", i)]
			if !ok {
				t.Fatalf("%s: got %v, want a prefix", name, places)
			}
			if data, err := p.read(); err != nil || string(data) != fmt.Sprintf("object %d", i) {
				t.Fatalf("%s: object %d: got %q, %v", name, i, data, err)
			}
		}
		return len(places)
	}
	if got := check("whole", whole); got != n {
		t.Errorf("whole: got %d objects, want %d", got, n)
	}
	if got := check("with garbage behind it", append(bytes.Clone(whole), "garbage that is no record"...)); got != n {
		t.Errorf("with garbage behind it: got %d objects, want %d", got, n)
	}
	if got := check("with zeros behind it", append(bytes.Clone(whole), make([]byte, 4096)...)); got != n {
		t.Errorf("with zeros behind it: got %d objects, want %d", got, n)
	}
	for size := range whole {
		if got := check(fmt.Sprintf("cut to %d bytes", size), whole[:size]); got == n {
			t.Errorf("cut to %d bytes: got all %d objects", size, n)
		}
	}
	for i := range len(whole) * 8 {
		flipped := bytes.Clone(whole)
		flipped[i/8] ^= 1 << (i % 8)
		if got := check(fmt.Sprintf("bit %d flipped", i), flipped); got == n {
			t.Errorf("bit %d flipped: got all %d objects", i, n)
		}
	}
}

func TestJournalIsReplayedAndRemoved(t *testing.T) {
	dir, path := journalled(t, 5)
	s, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := contents(t, s); len(got) != 5 || got["d/4"] != "object 4" {
		t.Errorf("got %q, want 5 objects", got)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("stat of the journal: got %v, want %v", err, os.ErrNotExist)
	}
}

func TestAReaderMendsWhatACrashLeft(t *testing.T) {
	dir, path := journalled(t, 5)
	r, err := ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := r.Get(t.Context(), "d/4"); err != nil || string(data) != "object 4" {
		t.Errorf("got %q, %v, want the object that only the journal had", data, err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("stat of the journal: got %v, want %v", err, os.ErrNotExist)
	}
}

func TestAStrangeFileAmongTheJournalsStopsTheOpen(t *testing.T) {
	dir, path := journalled(t, 1)
	if err := os.Rename(path, filepath.Join(filepath.Dir(path), "1.bak")); err != nil {
		t.Fatal(err)
	}
	if s, err := OpenDir(dir); err == nil {
		s.Close()
		t.Error("got no error, want one: what it holds might be lost unnoticed")
	}
}

func TestABrokenStoreReadsButDoesNotWrite(t *testing.T) {
	disk := &faultyDisk{flavour: "failed"}
	s, err := openDir(t.TempDir(), disk, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.abandon()
	if err := s.Put(t.Context(), "a", []byte("x")); err != nil {
		t.Fatal(err)
	}
	disk.failAt = disk.steps + 1 // the flush
	if err := s.journal.checkpoint(func(*generation) bool { return true }); !errors.Is(err, ErrBroken) {
		t.Errorf("checkpoint: got %v, want %v", err, ErrBroken)
	}
	if err := s.Put(t.Context(), "b", []byte("y")); !errors.Is(err, ErrBroken) {
		t.Errorf("put: got %v, want %v", err, ErrBroken)
	}
	if data, err := s.Get(t.Context(), "a"); err != nil || string(data) != "x" {
		t.Errorf("get: got %q, %v, want %q", data, err, "x")
	}
}

func TestPortableFlushSyncsWhatIsThereAndForgivesWhatIsNot(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a", "b", "c")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := flushEach(dir, []string{file, filepath.Join(dir, "gone", "x")}); err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

const childDir = "CARNET_BLOB_TEST_CHILD"

// TestKillChild is the process that TestKillLosesNothing kills.
func TestKillChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("only runs as the child of TestKillLosesNothing")
	}
	s, err := openDir(dir, osDisk{}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.journal.maxRecords = 500
	var mu sync.Mutex
	for w := range 16 {
		go func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("k/%d/%d-%d", i%16, w, i)
				if err := s.Put(context.Background(), key, killContent(key)); err != nil {
					panic(err)
				}
				mu.Lock()
				fmt.Println("acknowledged", key)
				mu.Unlock()
			}
		}()
	}
	select {}
}

func killContent(key string) []byte { return bytes.Repeat([]byte(key+" "), 300) }

func TestKillLosesNothing(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for round := range 5 {
		dir := t.TempDir()
		child := exec.Command(self, "-test.run=^TestKillChild$")
		child.Env = append(os.Environ(), childDir+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		var acknowledged []string
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if key, ok := strings.CutPrefix(lines.Text(), "acknowledged "); ok {
				acknowledged = append(acknowledged, key)
			}
			if len(acknowledged) == 300*(round+1) {
				child.Process.Kill()
			}
		}
		child.Wait()
		if len(acknowledged) < 300*(round+1) {
			t.Fatalf("child acknowledged %d objects, want at least %d", len(acknowledged), 300*(round+1))
		}
		s, err := OpenDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range acknowledged {
			data, err := s.Get(t.Context(), key)
			if err != nil || !bytes.Equal(data, killContent(key)) {
				t.Fatalf("round %d: %s: got %d bytes, %v, want its content", round, key, len(data), err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(journalMagic + "saltsalt"))
	f.Add([]byte(journalMagic + "saltsalt\x00\x00\x00\x04\x00\x00\x00\x00P\x00\x01a"))
	gen := &generation{salt: []byte("saltsalt")}
	f.Add(gen.encode([]byte(journalMagic+"saltsalt"), &record{op: opPut, key: "a/b", data: []byte("x")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "j")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		places := map[string]place{}
		if err := scan(path, places); err != nil {
			t.Fatal(err)
		}
		for key, p := range places {
			if CheckKey(key) != nil || p.offset+p.size > int64(len(data)) {
				t.Errorf("got key %q at %+v in %d bytes", key, p, len(data))
			}
		}
	})
}
