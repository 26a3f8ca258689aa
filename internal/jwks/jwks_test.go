package jwks

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// origin is a platform with a key set, and a clock.
type origin struct {
	t     *testing.T
	mu    sync.Mutex
	body  []byte
	do    http.HandlerFunc // instead of the body
	asked atomic.Int32
	clock time.Time
	*Set
}

func newOrigin(t *testing.T, keys ...jose.JSONWebKey) *origin {
	t.Helper()
	o := &origin{t: t, clock: time.Unix(1_800_000_000, 0)}
	o.publish(keys...)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.asked.Add(1)
		o.mu.Lock()
		body, do := o.body, o.do
		o.mu.Unlock()
		if do != nil {
			do(w, r)
			return
		}
		w.Write(body)
	}))
	t.Cleanup(srv.Close)
	var err error
	if o.Set, err = New(srv.URL+"/.well-known/jwks.json", o.time); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *origin) time() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.clock
}

func (o *origin) advance(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clock = o.clock.Add(d)
}

func (o *origin) publish(keys ...jose.JSONWebKey) {
	o.t.Helper()
	body, err := json.Marshal(jose.JSONWebKeySet{Keys: keys})
	if err != nil {
		o.t.Fatal(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.body, o.do = body, nil
}

func (o *origin) answer(do http.HandlerFunc) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.do = do
}

// want asks for a key and checks what comes, and how often the origin was asked until now.
func (o *origin) want(id string, there bool, err error, asked int32) {
	o.t.Helper()
	key, got := o.Key(o.t.Context(), id)
	if (key != nil) != there || !errors.Is(got, err) || (err == nil) != (got == nil) {
		o.t.Errorf("%q: got %v, %v, want %v, %v", id, key != nil, got, there, err)
	}
	if n := o.asked.Load(); n != asked {
		o.t.Errorf("%q: the origin was asked %d times, want %d", id, n, asked)
	}
}

func key(t testing.TB, id string, bits int) jose.JSONWebKey {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: &k.PublicKey, KeyID: id, Use: "sig"}
}

func TestAKeyIsFetchedOnceAndAgainWhenItIsUnknown(t *testing.T) {
	one, two := key(t, "1", 2048), key(t, "2", 2048)
	o := newOrigin(t, one)
	o.want("1", true, nil, 1)
	o.want("1", true, nil, 1)
	o.advance(time.Second)
	for range 100 { // a stranger's
		o.want("x", false, ErrTooNew, 1)
	}
	o.advance(pause)
	o.want("x", false, nil, 2) // the set is fresh: there is none
	o.publish(one, two)
	o.advance(time.Second)
	o.want("2", false, ErrTooNew, 2) // changed in this minute: its sender tries again
	o.want("1", true, nil, 2)
	o.advance(pause)
	o.want("2", true, nil, 3)
}

func TestKeysStayInUseWhileTheirOriginIsAway(t *testing.T) {
	one, two := key(t, "1", 2048), key(t, "2", 2048)
	o := newOrigin(t, one)
	o.answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	o.want("1", false, ErrAway, 1)
	o.want("1", false, ErrAway, 1) // not at once again
	o.advance(retry)
	o.want("1", false, ErrAway, 2)
	o.publish(one)
	o.advance(retry)
	o.want("1", true, nil, 3)
	for name, do := range map[string]http.HandlerFunc{
		"an error":                  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"a page":                    func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<!doctype html>")) },
		"no key":                    func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(`{"keys":[]}`)) },
		"what is too large":         func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(strings.Repeat(" ", maxBody+1))) },
		"a redirect":                func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
		"a connection that is shut": func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
	} {
		o.answer(do)
		o.advance(pause)
		before := o.asked.Load()
		o.want("2", false, ErrAway, before+1)
		o.want("1", true, nil, before+1)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	o.advance(life)
	before := o.asked.Load()
	o.want("1", true, nil, o.asked.Load()) // old, used, and fetched again behind its back
	o.wait()
	o.publish(two)
	o.advance(pause)
	o.want("2", true, nil, before+2)
	o.want("1", false, nil, before+2)
}

// wait lets a fetch end that nobody waits for.
func (o *origin) wait() {
	o.Set.mu.Lock()
	running := o.running
	o.Set.mu.Unlock()
	if running != nil {
		<-running
	}
}

func TestASlowOriginHoldsNobodyUp(t *testing.T) {
	o := newOrigin(t, key(t, "1", 2048))
	o.want("1", true, nil, 1)
	release := make(chan struct{})
	o.answer(func(http.ResponseWriter, *http.Request) { <-release })
	o.advance(pause)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	for range 20 { // strangers
		go func() {
			_, err := o.Key(ctx, "x")
			ended <- err
		}()
	}
	for o.asked.Load() < 2 {
		time.Sleep(time.Millisecond)
	}
	start := time.Now()
	o.want("1", true, nil, 2)
	if d := time.Since(start); d > timeout/2 {
		t.Errorf("a known key took %v", d)
	}
	cancel()
	for range 20 {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	close(release)
	o.wait()
}

func TestAFetchEnds(t *testing.T) {
	o := newOrigin(t, key(t, "1", 2048))
	o.answer(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	start := time.Now()
	o.want("1", false, ErrAway, 1)
	if d := time.Since(start); d > timeout+time.Second {
		t.Errorf("took %v", d)
	}
}

func TestOnlyKeysForRS256AreTaken(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	with := func(k jose.JSONWebKey, change func(*jose.JSONWebKey)) jose.JSONWebKey { change(&k); return k }
	good := key(t, "good", 2048)
	o := newOrigin(t, good, key(t, "weak", 1024), jose.JSONWebKey{Key: &ec.PublicKey, KeyID: "ec"}, jose.JSONWebKey{Key: []byte("0123456789abcdef0123456789abcdef"), KeyID: "symmetric"},
		with(key(t, "enc", 2048), func(k *jose.JSONWebKey) { k.Use = "enc" }), with(key(t, "ps", 2048), func(k *jose.JSONWebKey) { k.Algorithm = "PS256" }), key(t, "", 2048), key(t, "good", 2048))
	for _, id := range []string{"weak", "ec", "symmetric", "enc", "ps", ""} {
		o.want(id, false, nil, 1)
	}
	o.want("good", true, nil, 1)
	if got, _ := o.Key(t.Context(), "good"); !got.Equal(good.Key) {
		t.Error("of two keys with one id the second is taken")
	}
}

func TestWhereKeysMayLie(t *testing.T) {
	for url, ok := range map[string]bool{"https://shop.example/.well-known/jwks.json": true, "http://localhost:1/x": true, "http://127.0.0.1/x": true, "http://[::1]:1/": true, "http://shop.example/": false,
		"ftp://localhost/": false, "https://user:secret@shop.example/": false, "https://": false, "shop.example": false, "": false, "http://localhost.example/": false} {
		if _, err := New(url, time.Now); (err == nil) != ok {
			t.Errorf("%s: got %v", url, err)
		}
	}
}
