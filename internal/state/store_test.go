package state_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carnet/internal/state"
	"carnet/internal/state/statetest"
)

func openBolt(t testing.TB) state.Store {
	t.Helper()
	s, err := state.OpenBolt(filepath.Join(t.TempDir(), "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestBolt(t *testing.T) {
	statetest.Run(t, func(t *testing.T) state.Store { return openBolt(t) })
}

// The same while records move from the journal into the file all the time.
func TestBoltWhileItSettles(t *testing.T) {
	statetest.Run(t, func(t *testing.T) state.Store {
		s := openBolt(t)
		stop := make(chan struct{})
		var settling sync.WaitGroup
		settling.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					_ = state.SettleForTest(s) // fails once a test has closed the store
				}
			}
		})
		t.Cleanup(func() { close(stop); settling.Wait() })
		return s
	})
}

func TestRedis(t *testing.T) {
	server := statetest.StartRedis(t)
	statetest.Run(t, func(t *testing.T) state.Store { return server.Open(t) })
}

// verbs is every call that needs the store.
func verbs(ctx context.Context, s state.Store) map[string]func() error {
	return map[string]func() error{
		"put":    func() error { return s.Put(ctx, "k", nil, time.Hour) },
		"create": func() error { return s.Create(ctx, "k", nil, time.Hour) },
		"create all": func() error {
			return s.CreateAll(ctx, state.Entry{Key: "k", TTL: time.Hour}, state.Entry{Key: "l", TTL: time.Hour})
		},
		"get":    func() error { _, err := s.Get(ctx, "k"); return err },
		"take":   func() error { _, err := s.Take(ctx, "k"); return err },
		"swap":   func() error { return s.Swap(ctx, "k", nil, nil, time.Hour) },
		"delete": func() error { return s.Delete(ctx, "k") },
		"spend": func() error {
			_, err := s.(state.Buckets).Spend(ctx, state.Spend{Key: "b", Units: 1, PerSecond: 1, Burst: 1})
			return err
		},
	}
}

func TestRedisGoesAndComesBack(t *testing.T) {
	server := statetest.StartRedis(t)
	s := server.Open(t)
	ctx := t.Context()
	if err := s.Put(ctx, "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	for name, call := range verbs(ctx, s) {
		if err := call(); !errors.Is(err, state.ErrUnavailable) {
			t.Errorf("%s without a server: got %v, want %v", name, err, state.ErrUnavailable)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells the password", name)
		}
	}
	if _, err := state.OpenRedis(ctx, state.RedisConfig{Addrs: []string{server.Addr}}); !errors.Is(err, state.ErrUnavailable) {
		t.Errorf("open without a server: got %v, want %v", err, state.ErrUnavailable)
	}
	server.Start(t)
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		err := s.Put(ctx, "k", []byte("again"), time.Hour)
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("with the server back: got %v, want no error", err)
		}
	}
	if got, err := s.Get(ctx, "k"); err != nil || string(got) != "again" {
		t.Errorf("got %q, %v, want %q", got, err, "again")
	}
}

func TestRedisRefusesAWrongPassword(t *testing.T) {
	server := statetest.StartRedis(t)
	server.Open(t) // waits until it is up
	_, err := state.OpenRedis(t.Context(), state.RedisConfig{Addrs: []string{server.Addr}, Username: "carnet", Password: "guess"})
	if !errors.Is(err, state.ErrUnavailable) || strings.Contains(err.Error(), "guess") {
		t.Errorf("got %v, want %v without the password", err, state.ErrUnavailable)
	}
}

func TestRedisConfigIsChecked(t *testing.T) {
	for name, config := range map[string]state.RedisConfig{
		"no address":      {},
		"long prefix":     {Addrs: []string{"127.0.0.1:1"}, Prefix: strings.Repeat("p", state.MaxKey+1)},
		"unreadable root": {Addrs: []string{"127.0.0.1:1"}, TLS: true, CAFile: "/does/not/exist"},
		"root not PEM":    {Addrs: []string{"127.0.0.1:1"}, TLS: true, CAFile: os.Args[0]},
	} {
		if s, err := state.OpenRedis(t.Context(), config); err == nil {
			s.Close()
			t.Errorf("%s: got no error, want one", name)
		}
	}
}

func TestBoltKeepsRecordsOverACloseAndRefusesASecondProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "state.db")
	s, err := state.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := state.OpenBolt(path); !errors.Is(err, state.ErrUnavailable) {
		t.Errorf("second open: got %v, want %v", err, state.ErrUnavailable)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = state.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, err := s.Get(t.Context(), "k"); err != nil || string(got) != "v" {
		t.Errorf("got %q, %v, want %q", got, err, "v")
	}
}

// stores runs a test on both backends.
func stores(t *testing.T, test func(t *testing.T, s state.Store, dump func() []byte)) {
	t.Run("bolt", func(t *testing.T) {
		dir := t.TempDir()
		s, err := state.OpenBolt(filepath.Join(dir, "state.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		test(t, s, func() []byte {
			var raw []byte
			files, err := filepath.Glob(filepath.Join(dir, "*"))
			for _, file := range files {
				content, failed := os.ReadFile(file)
				raw, err = append(raw, content...), errors.Join(err, failed)
			}
			if err != nil {
				t.Fatal(err)
			}
			return raw
		})
	})
	t.Run("redis", func(t *testing.T) {
		server := statetest.StartRedis(t)
		test(t, server.Open(t), func() []byte {
			script := "local out = {} for _, k in ipairs(redis.call('KEYS', '*')) do out[#out+1] = k out[#out+1] = redis.call('GET', k) end return out"
			return []byte(server.CLI(t, "EVAL", script, "0"))
		})
	})
}

func TestVaultVerbs(t *testing.T) {
	stores(t, func(t *testing.T, s state.Store, _ func() []byte) {
		ctx, v, b := t.Context(), state.Vault{Store: s, Kind: "session"}, state.NewBearer()
		if _, err := v.Get(ctx, b); !errors.Is(err, state.ErrNotFound) {
			t.Errorf("get: got %v, want %v", err, state.ErrNotFound)
		}
		if err := v.Create(ctx, b, []byte("one"), time.Hour); err != nil {
			t.Fatal(err)
		}
		if err := v.Create(ctx, b, []byte("one"), time.Hour); !errors.Is(err, state.ErrExists) {
			t.Errorf("create: got %v, want %v", err, state.ErrExists)
		}
		first, err := v.Get(ctx, b)
		if err != nil || string(first.Plaintext) != "one" {
			t.Fatalf("get: got %q, %v, want %q", first.Plaintext, err, "one")
		}
		if err := v.Swap(ctx, b, first, []byte("two"), time.Hour); err != nil {
			t.Errorf("swap: got %v, want no error", err)
		}
		if err := v.Swap(ctx, b, first, []byte("three"), time.Hour); !errors.Is(err, state.ErrChanged) {
			t.Errorf("swap: got %v, want %v", err, state.ErrChanged)
		}
		if err := v.Put(ctx, b, []byte("four"), time.Hour); err != nil {
			t.Errorf("put: got %v, want no error", err)
		}
		if got, err := v.Take(ctx, b); err != nil || string(got) != "four" {
			t.Errorf("take: got %q, %v, want %q", got, err, "four")
		}
		if _, err := v.Take(ctx, b); !errors.Is(err, state.ErrNotFound) {
			t.Errorf("take: got %v, want %v", err, state.ErrNotFound)
		}
		if err := v.Delete(ctx, b); err != nil {
			t.Errorf("delete: got %v, want no error", err)
		}
	})
}

func TestRecordsOfSeveralVaultsAreCreatedTogether(t *testing.T) {
	stores(t, func(t *testing.T, s state.Store, _ func() []byte) {
		ctx, b := t.Context(), state.NewBearer()
		vaults := []state.Vault{{Store: s, Kind: "code"}, {Store: s, Kind: "session"}}
		var entries []state.Entry
		for _, v := range vaults {
			e, err := v.Sealed(b, []byte("content of "+v.Kind), time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, e)
		}
		if err := s.CreateAll(ctx, entries...); err != nil {
			t.Fatal(err)
		}
		for _, v := range vaults {
			if got, err := v.Take(ctx, b); err != nil || string(got) != "content of "+v.Kind {
				t.Errorf("got %q, %v, want %q", got, err, "content of "+v.Kind)
			}
		}
	})
}

func TestADumpHoldsNeitherBearersNorContents(t *testing.T) {
	stores(t, func(t *testing.T, s state.Store, dump func() []byte) {
		v := state.Vault{Store: s, Kind: "interaction"}
		var secrets [][]byte
		for i := range 50 {
			b, content := state.NewBearer(), fmt.Sprintf("content %d of somebody", i)
			if err := v.Put(t.Context(), b, []byte(content), time.Hour); err != nil {
				t.Fatal(err)
			}
			secrets = append(secrets, b[:], []byte(b.String()), fmt.Appendf(nil, "%x", b[:]), []byte(content))
		}
		raw := dump()
		if !bytes.Contains(raw, []byte("interaction/")) {
			t.Fatal("the dump holds no record: this test sees nothing")
		}
		for _, secret := range secrets {
			if bytes.Contains(raw, secret) {
				t.Errorf("the dump holds %q", secret)
			}
		}
	})
}

func TestARecordOpensOnlyUnderItsOwnBearerAndKind(t *testing.T) {
	stores(t, func(t *testing.T, s state.Store, _ func() []byte) {
		ctx := t.Context()
		alice, bob := state.NewBearer(), state.NewBearer()
		nonces := state.Vault{Store: s, Kind: "nonce"}
		sessions := state.Vault{Store: s, Kind: "session"}
		for _, v := range []state.Vault{nonces, sessions} {
			for _, b := range []state.Bearer{alice, bob} {
				if err := v.Put(ctx, b, []byte(v.Kind), time.Hour); err != nil {
					t.Fatal(err)
				}
			}
		}
		// A thief who can write moves sealed records about. state.KeyForTest is what the store files them under.
		key := func(v state.Vault, b state.Bearer) string { return state.KeyForTest(v, b) }
		move := func(from, to string) {
			t.Helper()
			sealed, err := s.Get(ctx, from)
			if err == nil {
				err = s.Put(ctx, to, sealed, time.Hour)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		move(key(sessions, bob), key(sessions, alice))
		if _, err := sessions.Get(ctx, alice); !errors.Is(err, state.ErrForged) {
			t.Errorf("bob's record under alice's id: got %v, want %v", err, state.ErrForged)
		}
		move(key(nonces, bob), key(sessions, bob))
		if _, err := sessions.Get(ctx, bob); !errors.Is(err, state.ErrForged) {
			t.Errorf("a nonce as a session: got %v, want %v", err, state.ErrForged)
		}
		sealed, err := s.Get(ctx, key(nonces, alice))
		if err != nil {
			t.Fatal(err)
		}
		for bit := range len(sealed) * 8 {
			flipped := bytes.Clone(sealed)
			flipped[bit/8] ^= 1 << (bit % 8)
			if err := s.Put(ctx, key(nonces, alice), flipped, time.Hour); err != nil {
				t.Fatal(err)
			}
			if _, err := nonces.Get(ctx, alice); !errors.Is(err, state.ErrForged) {
				t.Errorf("bit %d flipped: got %v, want %v", bit, err, state.ErrForged)
			}
		}
		if err := s.Put(ctx, key(nonces, alice), []byte("short"), time.Hour); err != nil {
			t.Fatal(err)
		}
		if _, err := nonces.Take(ctx, alice); !errors.Is(err, state.ErrForged) {
			t.Errorf("a short record: got %v, want %v", err, state.ErrForged)
		}
	})
}

func TestBearerHasOneSpelling(t *testing.T) {
	b := state.NewBearer()
	if got, err := state.ParseBearer(b.String()); err != nil || got != b {
		t.Errorf("got %v, %v, want the bearer back", got, err)
	}
	const zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	if _, err := state.ParseBearer(zeros); err != nil {
		t.Fatalf("got %v, want no error", err)
	}
	for name, s := range map[string]string{
		"empty": "", "short": zeros[1:], "long": zeros + "A", "padded": zeros[:42] + "=", "bits behind the end": zeros[:42] + "B",
		"standard alphabet": "+" + zeros[1:], "line feed inside": zeros[:20] + "\n" + zeros[21:], "space": " " + zeros[1:],
	} {
		if _, err := state.ParseBearer(s); err == nil {
			t.Errorf("%s: got no error, want one", name)
		} else if s != "" && strings.Contains(err.Error(), s) {
			t.Errorf("%s: the error repeats the secret", name)
		}
	}
	if state.BearerFrom([]byte("a")) == state.BearerFrom([]byte("b")) || state.BearerFrom([]byte("a")) != state.BearerFrom(bytes.Clone([]byte("a"))) {
		t.Error("BearerFrom is not a function of the whole secret")
	}
}

// A sign-in as packages login and oidc make it: a nonce created and taken, an interaction and a code created together and taken, a session created.
func signIn(ctx context.Context, s state.Store, value []byte) error {
	vault := func(kind string) state.Vault { return state.Vault{Store: s, Kind: kind} }
	nonce, code, session := state.NewBearer(), state.NewBearer(), state.NewBearer()
	if err := vault("nonce").Create(ctx, nonce, value, 5*time.Minute); err != nil {
		return err
	}
	if _, err := vault("nonce").Take(ctx, nonce); err != nil {
		return err
	}
	coded, err := vault("code").Sealed(code, value, time.Minute)
	if err != nil {
		return err
	}
	kept, err := vault("session").Sealed(session, value, time.Hour)
	if err != nil {
		return err
	}
	if err := s.CreateAll(ctx, coded, kept); err != nil {
		return err
	}
	_, err = vault("code").Take(ctx, code)
	return err
}

func BenchmarkSignIn(b *testing.B) {
	for name, open := range map[string]func(testing.TB) state.Store{
		"bolt":  openBolt,
		"redis": func(t testing.TB) state.Store { return statetest.StartRedis(t).Open(t) },
	} {
		for _, callers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/callers=%d", name, callers), func(b *testing.B) {
				s := open(b)
				value := bytes.Repeat([]byte("x"), 300)
				var next atomic.Int64
				var group sync.WaitGroup
				b.ResetTimer()
				for range callers {
					group.Go(func() {
						for next.Add(1) <= int64(b.N) {
							if err := signIn(context.Background(), s, value); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				group.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sign-ins/s")
			})
		}
	}
}
