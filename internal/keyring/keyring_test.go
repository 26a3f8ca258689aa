package keyring

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	day   = 24 * time.Hour
)

type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }
func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func options(c *clock) Options {
	return Options{Period: 10 * day, Life: 3 * day, Now: c.now, Log: slog.New(slog.DiscardHandler)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string, c *clock) *Ring {
	t.Helper()
	r, err := Open(dir, options(c))
	must(t, err)
	return r
}

// newDir is a directory with a first key of each algorithm.
func newDir(t *testing.T, algs ...jose.SignatureAlgorithm) string {
	t.Helper()
	dir := t.TempDir()
	for _, alg := range algs {
		must(t, Dir(dir).Create(ctx, alg, start, start))
	}
	return dir
}

func kids(set jose.JSONWebKeySet) (all []string) {
	for _, k := range set.Keys {
		all = append(all, k.KeyID)
	}
	return all
}

func signs(t *testing.T, r *Ring, alg jose.SignatureAlgorithm) string {
	t.Helper()
	k, err := r.Signing(alg)
	must(t, err)
	return k.KeyID
}

func sign(t *testing.T, key jose.JSONWebKey) string {
	t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: key}, nil)
	must(t, err)
	jws, err := s.Sign([]byte(`{"sub":"x"}`))
	must(t, err)
	token, err := jws.CompactSerialize()
	must(t, err)
	return token
}

// copyOf is what a shop keeps: the JSON it fetched, read.
func copyOf(t *testing.T, r *Ring) (set jose.JSONWebKeySet) {
	t.Helper()
	must(t, json.Unmarshal(published(t, r), &set))
	return set
}

// verify does what a shop does.
func verify(token string, set jose.JSONWebKeySet) error {
	jws, err := jose.ParseSignedCompact(token, Algorithms)
	if err != nil {
		return err
	}
	kid := jws.Signatures[0].Header.KeyID
	found := set.Key(kid)
	if len(found) != 1 {
		return fmt.Errorf("%d keys with id %s", len(found), kid)
	}
	if !found[0].IsPublic() {
		return errors.New("a private key is published")
	}
	_, err = jws.Verify(found[0])
	return err
}

func published(t *testing.T, r *Ring) []byte {
	t.Helper()
	data, err := json.Marshal(r.Public())
	must(t, err)
	return data
}

// TestEveryLiveTokenVerifiesWithEveryCopy lets two processes run for three years, one of them behind by a poll, and checks at uneven moments
// that each token still alive verifies with copies of the set that are up to 24 hours old, from either.
func TestEveryLiveTokenVerifiesWithEveryCopy(t *testing.T) {
	type sample struct {
		at    time.Time
		token string
		set   jose.JSONWebKeySet
	}
	algs := []jose.SignatureAlgorithm{jose.ES256, jose.EdDSA}
	source := &service{}
	for i, alg := range algs { // the two do not rotate at the same time
		at := start.Add(-time.Duration(i) * 5 * day)
		must(t, source.Create(ctx, alg, at, at))
	}
	c := &clock{t: start}
	var rings []*Ring
	for range 2 {
		r, err := New(ctx, source, options(c))
		must(t, err)
		rings = append(rings, r)
	}
	random := mathrand.New(mathrand.NewPCG(1, 2))
	var copies, tokens []sample
	used := map[string]bool{}
	most := 0
	for end := start.Add(3 * 365 * day); c.now().Before(end); {
		// Time goes on in steps; within each, both processes polled, the second one last.
		c.add(time.Duration(random.Int64N(int64(12*time.Hour))) + poll)
		must(t, rings[0].Tick(ctx))
		if random.IntN(2) == 0 {
			for _, r := range rings {
				copies = append(copies, sample{at: c.now(), set: copyOf(t, r)})
			}
			c.add(poll)
		}
		must(t, rings[1].Tick(ctx))
		now := c.now()
		for _, r := range rings {
			copies = append(copies, sample{at: now, set: copyOf(t, r)})
			for _, alg := range algs {
				key, err := r.Signing(alg)
				must(t, err)
				used[key.KeyID] = true
				if all := r.All(); all.Keys[slices.IndexFunc(all.Keys, func(k jose.JSONWebKey) bool { return k.Algorithm == string(alg) })].KeyID != key.KeyID {
					t.Fatal("the first key of All does not sign")
				}
				tokens = append(tokens, sample{at: now, token: sign(t, key)})
			}
		}
		copies = slices.DeleteFunc(copies, func(s sample) bool { return now.Sub(s.at) > day })
		tokens = slices.DeleteFunc(tokens, func(s sample) bool { return now.Sub(s.at) >= 3*day })
		for _, token := range []sample{tokens[0], tokens[1], tokens[random.IntN(len(tokens))], tokens[len(tokens)-1], tokens[len(tokens)-2]} {
			for _, set := range []sample{copies[0], copies[len(copies)-1]} {
				if err := verify(token.token, set.set); err != nil {
					t.Fatalf("at %v: a token of %v and a copy of %v: %v", now, token.at, set.at, err)
				}
			}
		}
		most = max(most, len(rings[0].Status()))
	}
	// 1,095 days of 10 make at least 100 keys of each algorithm, and no more than that by much: nobody made two successors.
	if len(used) < 200 || len(used) > 230 {
		t.Errorf("%d keys signed in three years, want about 220", len(used))
	}
	if most > 6 {
		t.Errorf("%d keys at a time: the dead are not removed", most)
	}
}

func TestTheWholeLifeOfAKey(t *testing.T) {
	for _, alg := range Algorithms {
		dir := newDir(t, alg)
		c := &clock{t: start}
		r := open(t, dir, c)
		first := signs(t, r, alg)
		tick := func(after time.Duration) {
			c.add(start.Add(after).Sub(c.now()))
			must(t, r.Tick(ctx))
		}
		wantKeys := func(when string, n int, signing string) {
			t.Helper()
			if got := kids(r.Public()); len(got) != n || got[0] != signing || signs(t, r, alg) != signing {
				t.Fatalf("%s %s: got keys %v, want %d with %s first", alg, when, got, n, signing)
			}
		}
		tick(9*day - slack - time.Minute)
		wantKeys("before the successor", 1, first)
		tick(9 * day)
		wantKeys("while the successor waits", 2, first)
		second := kids(r.Public())[1]
		made := c.now()
		c.add(made.Add(day).Sub(c.now())) // nobody looks at the directory for a day: the time alone decides
		wantKeys("a day after", 2, first)
		c.add(slack + 2*time.Second)
		wantKeys("when the successor signs", 2, second)
		took := c.now()
		c.add(took.Add(3*day - 3*time.Second).Sub(c.now()))
		wantKeys("while tokens of the first are alive", 2, second)
		if _, ok := r.Verification(first); !ok {
			t.Errorf("%s: the first key verifies no more", alg)
		}
		c.add(10 * time.Second)
		wantKeys("when they are dead", 1, second)
		if _, ok := r.Verification(first); ok {
			t.Errorf("%s: a dead key verifies", alg)
		}
		if s := r.Status(); len(s) != 2 || s[0].State != "dead" || s[1].State != "signs" {
			t.Errorf("%s: got status %v", alg, s)
		}
		must(t, r.Tick(ctx))
		if files, _ := Dir(dir).files(); len(files) != 1 {
			t.Errorf("%s: got files %v, want the dead key's gone", alg, files)
		}
	}
}

func TestRotationIsOff(t *testing.T) {
	dir := newDir(t, jose.ES256)
	c := &clock{t: start}
	o := options(c)
	o.Period = Off
	r, err := Open(dir, o)
	must(t, err)
	first := signs(t, r, jose.ES256)
	c.add(5000 * day)
	must(t, r.Tick(ctx))
	if got := kids(r.Public()); !slices.Equal(got, []string{first}) {
		t.Errorf("got %v, want %v", got, first)
	}
	must(t, r.Rotate(ctx))
	must(t, r.Rotate(ctx)) // one waits already
	if got := r.Status(); len(got) != 2 || got[1].State != "next" || got[1].NotBefore.Sub(c.now()) < day {
		t.Errorf("got %v, want one successor that waits a day", got)
	}
}

func TestReplaceLeavesNothingOfAStolenKey(t *testing.T) {
	dir := newDir(t, jose.ES256, jose.EdDSA)
	c := &clock{t: start}
	r := open(t, dir, c)
	stolen, other := signs(t, r, jose.ES256), signs(t, r, jose.EdDSA)
	must(t, r.Rotate(ctx, jose.ES256))
	c.add(time.Hour)
	must(t, r.Replace(ctx, jose.ES256))
	if got := kids(r.Public()); len(got) != 2 || slices.Contains(got, stolen) || signs(t, r, jose.EdDSA) != other {
		t.Errorf("got %v, want a new ES256 key, no %s, and %s", got, stolen, other)
	}
}

func TestManyProcessesMakeOneSuccessor(t *testing.T) {
	dir := newDir(t, jose.ES256, jose.EdDSA)
	c := &clock{t: start}
	var rings []*Ring
	for range 8 {
		rings = append(rings, open(t, dir, c))
	}
	c.add(9 * day)
	var group sync.WaitGroup
	for _, r := range rings {
		group.Go(func() {
			for range 3 {
				if err := r.Tick(ctx); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	want := kids(rings[0].Public())
	for _, r := range rings {
		if got := kids(r.Public()); len(got) != 4 || !slices.Equal(got, want) {
			t.Errorf("got %v, want 4 keys, the same in each process: %v", got, want)
		}
	}
}

// faultySource fails its n-th change, before or after it is made.
type faultySource struct {
	Dir
	n, failAt int
	after     bool
}

var errInjected = errors.New("injected failure")

func (f *faultySource) step(do func() error) error {
	f.n++
	if f.n != f.failAt {
		return do()
	}
	if f.after {
		return errors.Join(do(), errInjected)
	}
	return errInjected
}

func (f *faultySource) Create(ctx context.Context, alg jose.SignatureAlgorithm, created, notBefore time.Time) error {
	return f.step(func() error { return f.Dir.Create(ctx, alg, created, notBefore) })
}

func (f *faultySource) Remove(ctx context.Context, id string) error {
	return f.step(func() error { return f.Dir.Remove(ctx, id) })
}

// TestACrashAtAnyMomentIsHarmless fails each change of a source in turn, goes on with another process, and wants the keys of an undisturbed run.
func TestACrashAtAnyMomentIsHarmless(t *testing.T) {
	story := func(failAt int, after bool) (states []string, failed bool) {
		dir := newDir(t, jose.ES256, jose.EdDSA)
		c := &clock{t: start}
		source := &faultySource{Dir: Dir(dir), failAt: failAt, after: after}
		r, err := New(ctx, source, options(c))
		must(t, err)
		for range 30 {
			c.add(day)
			if err := r.Tick(ctx); err != nil {
				if !errors.Is(err, errInjected) {
					t.Fatal(err)
				}
				failed = true
				// What a crash while writing leaves behind: half a key under a name that is none.
				must(t, os.WriteFile(filepath.Join(dir, "~signing-123"), []byte(`{"kty":"EC","d":"half`), 0o600))
				r = open(t, dir, c)
				must(t, r.Tick(ctx))
			}
			var state string
			for _, s := range r.Status() {
				state += fmt.Sprintf("%s %s %v; ", s.Algorithm, s.State, s.NotBefore.Sub(start).Round(time.Minute))
			}
			states = append(states, state)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "~signing-*")); failed && len(left) > 0 {
			must(t, r.Rotate(ctx)) // whoever has the lock next cleans up
			if left, _ = filepath.Glob(filepath.Join(dir, "~signing-*")); len(left) > 0 {
				t.Errorf("%v is left", left)
			}
		}
		return states, failed
	}
	want, _ := story(0, false)
	for _, after := range []bool{false, true} {
		for n := 1; ; n++ {
			got, failed := story(n, after)
			if !slices.Equal(got, want) {
				t.Errorf("change %d, after %t: got\n%s\nwant\n%s", n, after, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if !failed {
				if n < 8 {
					t.Errorf("only %d changes in a month", n-1)
				}
				break
			}
		}
	}
}

func TestADirectoryThatFailsLeavesTheKeysAtHand(t *testing.T) {
	dir := newDir(t, jose.ES256)
	c := &clock{t: start}
	r := open(t, dir, c)
	first := signs(t, r, jose.ES256)
	bad := filepath.Join(dir, "signing-bad.jwk")
	for name, content := range map[string]string{"half a key": `{"kty":"EC","crv":"P-256","d":"SECRETSECRET`, "nothing": "", "a public key": string(mustJSON(t, r.Public().Keys[0]))} {
		must(t, os.WriteFile(bad, []byte(content), 0o600))
		err := r.Tick(ctx)
		if err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: got %v, want an error without the file's content", name, err)
		}
		if signs(t, r, jose.ES256) != first {
			t.Errorf("%s: the key at hand is gone", name)
		}
	}
	must(t, os.Remove(bad))
	must(t, r.Tick(ctx))
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	must(t, err)
	return data
}

func TestFilesAreForOneAccount(t *testing.T) {
	dir := newDir(t, Algorithms...)
	files, err := Dir(dir).files()
	must(t, err)
	for _, file := range files {
		info, err := os.Stat(file)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %04o, want 0600", file, info.Mode().Perm())
		}
	}
	must(t, os.Chmod(files[0], 0o640))
	if _, err := Open(dir, options(&clock{t: start})); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("got %v, want a file others can read to be refused", err)
	}
}

func TestWeakKeysAreRefused(t *testing.T) {
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	must(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	must(t, err)
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	for name, key := range map[string]any{"RSA of 1024 bits": short, "P-384": p384, "a public key": &p256.PublicKey, "a secret": []byte("0123456789abcdef0123456789abcdef")} {
		if _, err := Static(jose.JSONWebKey{Key: key}); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if _, err := Static(); err == nil {
		t.Error("no key: got no error")
	}
	if _, err := Static(jose.JSONWebKey{Key: p256}, jose.JSONWebKey{Key: p256}); err == nil {
		t.Error("the same key twice: got no error")
	}
}

func TestOptionsThatWouldBreakThePromiseAreRefused(t *testing.T) {
	dir := newDir(t, jose.ES256)
	for name, change := range map[string]func(*Options){
		"published for less than a day": func(o *Options) { o.Publish = day - 1 },
		"kept for less than an hour":    func(o *Options) { o.Life = time.Minute },
		"changing every day":            func(o *Options) { o.Period = day },
		"no clock":                      func(o *Options) { o.Now = nil },
	} {
		o := options(&clock{t: start})
		change(&o)
		if _, err := Open(dir, o); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if _, err := Open(t.TempDir(), options(&clock{t: start})); err == nil {
		t.Error("an empty directory: got no error")
	}
}

func TestPlainFilesKeepTheirPlaces(t *testing.T) {
	var keys []jose.JSONWebKey
	for range 3 {
		k, err := NewKey(jose.ES256, start, start)
		must(t, err)
		keys = append(keys, jose.JSONWebKey{Key: k.Signer})
	}
	r, err := Static(keys...)
	must(t, err)
	print, err := keys[0].Thumbprint(crypto.SHA256)
	must(t, err)
	got := kids(r.Public())
	if len(got) != 3 || signs(t, r, jose.ES256) != got[0] || got[0] != base64.RawURLEncoding.EncodeToString(print) {
		t.Errorf("got %v, want all three and the first to sign", got)
	}
	if _, err := r.Signing(jose.RS256); !errors.Is(err, ErrNoKey) {
		t.Errorf("got %v, want %v", err, ErrNoKey)
	}
	if r.Rotate(ctx) == nil {
		t.Error("keys that stay were rotated")
	}
	// A file of before this package: no times, no id. It has always signed, and is as old as the file.
	dir := t.TempDir()
	file := filepath.Join(dir, "signing.jwk")
	must(t, os.WriteFile(file, mustJSON(t, keys[0]), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "shop-one.jwk"), mustJSON(t, keys[1]), 0o600)) // not ours
	must(t, os.Chtimes(file, start, start))
	c := &clock{t: start}
	old := open(t, dir, c)
	must(t, old.Tick(ctx))
	if got := kids(old.Public()); !slices.Equal(got, []string{base64.RawURLEncoding.EncodeToString(print)}) {
		t.Errorf("got %v, want %s", got, base64.RawURLEncoding.EncodeToString(print))
	}
	c.add(9 * day)
	must(t, old.Tick(ctx))
	if got := kids(old.Public()); len(got) != 2 || got[0] != base64.RawURLEncoding.EncodeToString(print) {
		t.Errorf("got %v, want a successor", got)
	}
}

// far is a key service: it signs like a crypto.Signer and never shows the key.
type far struct{ key crypto.Signer }

func (f far) Public() crypto.PublicKey { return f.key.Public() }
func (f far) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	return f.key.Sign(r, digest, o)
}

// service is a source whose keys are far away.
type service struct {
	mu   sync.Mutex
	lock sync.Mutex
	keys []Key
}

func (s *service) Keys(context.Context) ([]Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.keys), nil
}

func (s *service) Create(_ context.Context, alg jose.SignatureAlgorithm, created, notBefore time.Time) error {
	k, err := NewKey(alg, created, notBefore)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = append(s.keys, Key{Signer: far{k.Signer}, Created: k.Created, NotBefore: k.NotBefore})
	return err
}

func (s *service) Remove(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = slices.DeleteFunc(s.keys, func(k Key) bool { return k.complete() == nil && k.ID == id })
	return nil
}

func (s *service) Lock(context.Context) (func() error, error) {
	s.lock.Lock()
	return func() error { s.lock.Unlock(); return nil }, nil
}

func TestKeysOfAServiceSignAndRotate(t *testing.T) {
	s := &service{}
	for _, alg := range Algorithms {
		must(t, s.Create(ctx, alg, start, start))
	}
	c := &clock{t: start}
	r, err := New(ctx, s, options(c))
	must(t, err)
	for range 30 {
		for _, alg := range Algorithms {
			key, err := r.Signing(alg)
			must(t, err)
			if err := verify(sign(t, key), copyOf(t, r)); err != nil {
				t.Fatalf("%s: %v", alg, err)
			}
		}
		c.add(day)
		must(t, r.Tick(ctx))
	}
	if k, err := s.Keys(ctx); err != nil || len(k) < 3 || len(k) > 9 {
		t.Errorf("got %d keys, %v", len(k), err)
	}
	bad := remote{&Key{Algorithm: jose.ES256, Signer: liar{s.keys[0].Signer}}}
	if _, err := bad.SignPayload([]byte("x"), jose.ES256); err == nil {
		t.Error("a signature that is none: got no error")
	}
}

type liar struct{ crypto.Signer }

func (liar) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return make([]byte, 64), nil }

func TestNoKeyIsWrittenWhereItDoesNotBelong(t *testing.T) {
	dir := newDir(t, Algorithms...)
	var log bytes.Buffer
	c := &clock{t: start}
	o := options(c)
	o.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r, err := Open(dir, o)
	must(t, err)
	for range 20 {
		c.add(day)
		must(t, r.Tick(ctx))
	}
	keys, err := Dir(dir).Keys(ctx)
	must(t, err)
	for _, k := range keys {
		o.Log.Info("a key", "key", k, "keys", []Key{k})
		fmt.Fprintf(&log, "%v %+v %#v %s %x %v", k, k, k, k, k, &k)
	}
	text := log.String() + string(published(t, r)) + string(mustJSON(t, r.Status()))
	if !strings.Contains(text, "a signing key was removed") {
		t.Error("nothing was logged")
	}
	for _, k := range keys {
		var members map[string]any
		data, err := k.MarshalPrivate()
		must(t, err)
		must(t, json.Unmarshal(data, &members))
		for _, name := range []string{"d", "p", "q"} {
			if secret, ok := members[name].(string); ok && strings.Contains(text, secret) {
				t.Errorf("%s of a %s key was written", name, k.Algorithm)
			}
		}
		if key, ok := k.Signer.(*ecdsa.PrivateKey); ok {
			if secret, err := key.Bytes(); err != nil || strings.Contains(text, new(big.Int).SetBytes(secret).String()) || strings.Contains(text, hex.EncodeToString(secret)) {
				t.Errorf("an EC key was written as a number, %v", err)
			}
		}
		again, err := ParsePrivate(data, time.Time{})
		must(t, err)
		if again.ID != k.ID || !again.NotBefore.Equal(k.NotBefore) || !again.Created.Equal(k.Created) {
			t.Errorf("got %v, want %v as it was written", again.NotBefore, k.NotBefore)
		}
	}
}
