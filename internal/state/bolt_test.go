package state

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
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// KeyForTest tells the black-box tests where a sealed record lies.
func KeyForTest(v Vault, b Bearer) string { return v.key(b) }

// SettleForTest moves what has changed into the bolt file now.
func SettleForTest(s Store) error { return s.(*boltStore).settle() }

func TestSweepRemovesWhatHasExpiredAndNothingElse(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	s, err := openBolt(filepath.Join(t.TempDir(), "state.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	for i := range 30 {
		ttl := time.Minute
		if i%3 == 0 {
			ttl = time.Hour
		}
		if err := s.Put(ctx, string(rune('a'+i)), []byte("v"), ttl); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(ctx, "b", []byte("longer now"), time.Hour); err != nil { // its old expiry must be forgotten
		t.Fatal(err)
	}
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	for _, want := range []int{15, 4, 0} {
		if n, err := s.sweep(15); err != nil || n != want {
			t.Errorf("got %d swept, %v, want %d", n, err, want)
		}
	}
	left := map[string]int{}
	err = s.db.View(func(tx *bolt.Tx) error {
		for _, bucket := range [][]byte{recordsBucket, expiryBucket} {
			left[string(bucket)] = tx.Bucket(bucket).Stats().KeyN
		}
		return nil
	})
	if err != nil || left["records"] != 11 || left["expiry"] != 11 {
		t.Errorf("got %v left, %v, want 11 of each", left, err)
	}
	if got, err := s.Get(ctx, "b"); err != nil || string(got) != "longer now" {
		t.Errorf("got %q, %v, want %q", got, err, "longer now")
	}
}

// crash leaves the file as a killed process would.
func crash(t *testing.T, s *boltStore) {
	t.Helper()
	if err := errors.Join(s.db.Close(), s.journal.close(), s.lock.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAKillKeepsStateAndAPowerCutDropsIt(t *testing.T) {
	if bootID() == "" {
		t.Skip("SKIPPED: this system does not name its boots")
	}
	path := filepath.Join(t.TempDir(), "state.db")
	ctx := context.Background()
	s, err := openBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(ctx, "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	crash(t, s)
	s, err = openBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(ctx, "k"); err != nil || string(got) != "v" {
		t.Errorf("after a kill: got %q, %v, want %q", got, err, "v")
	}
	crash(t, s)
	if err := os.WriteFile(path+noteSuffix, []byte("another boot"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = openBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Get(ctx, "k"); !errors.Is(err, ErrNotFound) {
		t.Errorf("after a power cut: got %v, want %v", err, ErrNotFound)
	}
}

func TestBoltCreatesAllOrNothing(t *testing.T) {
	s, err := openBolt(filepath.Join(t.TempDir(), "state.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	if err := s.Put(ctx, "old", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateAll(ctx, Entry{Key: "a", TTL: time.Hour}, Entry{Key: "old", TTL: time.Hour}, Entry{Key: "b", TTL: time.Hour}); !errors.Is(err, ErrExists) {
		t.Errorf("got %v, want %v", err, ErrExists)
	}
	for _, key := range []string{"a", "b"} {
		if _, err := s.Get(ctx, key); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: got %v, want %v", key, err, ErrNotFound)
		}
	}
}

// history makes changes one after the other and returns what lay in the store before the first and after each.
func history(t *testing.T, s *boltStore) (states []map[string]string) {
	t.Helper()
	ctx, now := context.Background(), map[string]string{}
	step := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, maps.Clone(now))
	}
	step(nil)
	for _, key := range []string{"a", "b", "c"} {
		now[key] = "first of " + key
		step(s.Put(ctx, key, []byte(now[key]), time.Hour))
	}
	delete(now, "a")
	_, err := s.Take(ctx, "a")
	step(err)
	now["b"] = "second"
	step(s.Swap(ctx, "b", []byte("first of b"), []byte("second"), time.Hour))
	now["d"], now["e"] = "", "together"
	step(s.CreateAll(ctx, Entry{Key: "d", TTL: time.Hour}, Entry{Key: "e", Value: []byte("together"), TTL: time.Hour}))
	delete(now, "c")
	step(s.Delete(ctx, "c"))
	now["a"] = "again"
	step(s.Create(ctx, "a", []byte("again"), time.Hour))
	return states
}

// replayed is what a journal of the given content brings back.
func replayed(t *testing.T, dir string, content []byte) map[string]string {
	t.Helper()
	path := filepath.Join(dir, "state.db")
	if err := os.WriteFile(journalPaths(path)[1], content, 0o600); err != nil {
		t.Fatal(err)
	}
	left := map[string]string{}
	j, err := openJournal(path, func(key string, r record) {
		left[key] = string(r.value)
		if r.expires == 0 {
			delete(left, key)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	j.close()
	return left
}

func TestAJournalThatEndsAnywhereOrIsFlippedGivesAPrefixOfWhatHappened(t *testing.T) {
	dir := t.TempDir()
	s, err := openBolt(filepath.Join(dir, "state.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	states := history(t, s)
	content, err := os.ReadFile(journalPaths(filepath.Join(dir, "state.db"))[s.journal.active])
	if err != nil {
		t.Fatal(err)
	}
	crash(t, s)
	dir = t.TempDir()
	if got := replayed(t, dir, content); !maps.Equal(got, states[len(states)-1]) {
		t.Errorf("whole: got %v, want %v", got, states[len(states)-1])
	}
	reached := 0
	for n := range content {
		got := replayed(t, dir, content[:n])
		if reached+1 < len(states) && maps.Equal(got, states[reached+1]) {
			reached++
		}
		if !maps.Equal(got, states[reached]) {
			t.Fatalf("%d bytes: got %v, want %v", n, got, states[reached])
		}
	}
	if reached != len(states)-2 {
		t.Errorf("got %d states on the way, want %d", reached, len(states)-2)
	}
	for bit := journalHeader * 8; bit < len(content)*8; bit++ {
		flipped := bytes.Clone(content)
		flipped[bit/8] ^= 1 << (bit % 8)
		got := replayed(t, dir, flipped)
		if !slices.ContainsFunc(states[:len(states)-1], func(state map[string]string) bool { return maps.Equal(state, got) }) {
			t.Fatalf("bit %d flipped: got %v, want an earlier state", bit, got)
		}
	}
}

// Many random lives of a store, with settling whole and halfway and kills at any time, against a map.
func TestBoltIsAMapWhateverHappensToItsProcess(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	ctx, path, want := context.Background(), filepath.Join(t.TempDir(), "state.db"), map[string]string{}
	s, err := openBolt(path, time.Now)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	reopen := func(stop func()) {
		stop()
		s, err = openBolt(path, time.Now)
		must(err)
	}
	for step := range 6000 {
		key, value := fmt.Sprint("k", random.IntN(12)), fmt.Sprint("v", step)
		old, live := want[key]
		expect := func(err, target error) {
			t.Helper()
			if !errors.Is(err, target) {
				t.Fatalf("step %d: got %v, want %v", step, err, target)
			}
		}
		missing := map[bool]error{true: nil, false: ErrNotFound}[live]
		switch random.IntN(13) {
		case 0, 1:
			must(s.Put(ctx, key, []byte(value), time.Hour))
			want[key] = value
		case 2, 3, 4:
			expect(s.Create(ctx, key, []byte(value), time.Hour), map[bool]error{true: ErrExists, false: nil}[live])
			if !live {
				want[key] = value
			}
		case 5, 6, 7:
			got, err := s.Take(ctx, key)
			expect(err, missing)
			if string(got) != old {
				t.Fatalf("step %d: got %q, want %q", step, got, old)
			}
			delete(want, key)
		case 8:
			expect(s.Swap(ctx, key, []byte(old), []byte(value), time.Hour), missing)
			if live {
				want[key] = value
			}
		case 9:
			must(s.Delete(ctx, key))
			delete(want, key)
		case 10:
			must(s.settle())
		case 11: // settling that gets no further than the file
			must(s.settleRest())
			must(s.turn())
			must(s.settleAll(s.settling))
		case 12:
			switch random.IntN(20) {
			case 0:
				reopen(func() { must(s.Close()) })
			case 1, 2:
				reopen(func() { crash(t, s) })
			}
		}
		for key, value := range want {
			if got, err := s.Get(ctx, key); err != nil || string(got) != value {
				t.Fatalf("step %d: %s: got %q, %v, want %q", step, key, got, err, value)
			}
		}
	}
	must(s.Close())
	files, err := filepath.Glob(path + "*")
	if err != nil || !slices.Equal(files, []string{path, path + ".lock"}) {
		t.Errorf("got %q, %v after a close, want the file and its lock", files, err)
	}
}

func TestBoltTurnsWritersAwayBeforeItsJournalFillsTheDisk(t *testing.T) {
	s, err := openBolt(filepath.Join(t.TempDir(), "state.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, value := context.Background(), make([]byte, MaxValue)
	var wrote int64
	for err == nil && wrote < 2*fullBytes {
		err = s.Put(ctx, "k", value, time.Hour)
		wrote += MaxValue
	}
	if !errors.Is(err, ErrUnavailable) || wrote <= fullBytes {
		t.Errorf("got %v after %d bytes, want %v after more than %d", err, wrote, ErrUnavailable, int64(fullBytes))
	}
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(ctx, "k", value, time.Hour); err != nil {
		t.Errorf("after settling: got %v, want no error", err)
	}
}

// TestMain also is the process that TestKill9LosesNothing kills.
func TestMain(m *testing.M) {
	if path := os.Getenv("STATE_TO_FILL"); path != "" {
		s, err := OpenBolt(path)
		for i := 0; err == nil; i++ {
			if err = s.Put(context.Background(), fmt.Sprint("k", i), fmt.Append(nil, "v", i), time.Hour); err == nil {
				fmt.Println(i)
			}
			if i%1000 == 999 {
				err = errors.Join(err, SettleForTest(s))
			}
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestKill9LosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	acked := 0
	for _, life := range []int{1, 700, 3000} {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "STATE_TO_FILL="+path)
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines, n := bufio.NewScanner(out), 0
		for n < life && lines.Scan() {
			n++
		}
		cmd.Process.Kill()
		for lines.Scan() { // said before it died
			n++
		}
		cmd.Wait()
		acked = max(acked, n)
		s, err := OpenBolt(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range acked {
			if got, err := s.Get(context.Background(), fmt.Sprint("k", i)); err != nil || string(got) != fmt.Sprint("v", i) {
				t.Fatalf("life of %d: k%d of %d: got %q, %v, want %q", life, i, acked, got, err, fmt.Sprint("v", i))
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
