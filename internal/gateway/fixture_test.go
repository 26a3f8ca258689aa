package gateway_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/blob"
	"carnet/internal/gateway"
	"carnet/internal/gateway/faults"
	"carnet/internal/gateway/oidc"
	"carnet/internal/inboxes"
	"carnet/internal/keyring"
	"carnet/internal/profile"
	"carnet/internal/state"
	"carnet/internal/state/statetest"
	"carnet/internal/wallet"
)

const (
	issuer     = "http://localhost:8080"
	vault      = "http://localhost:8081"
	shopOrigin = "http://localhost:8091"
	shopSector = "localhost:8091"
	cadence    = time.Minute
)

// fixture is one gateway and everything around it: shops, shoppers, stores, chain, clock. It remembers what was
// acknowledged and can check all of it.
type fixture struct {
	t     testing.TB
	dir   string // of the durable stores
	now   func() time.Time
	logs  *lockedBuffer
	blob  *faults.Store
	state state.Store
	redis *statetest.Redis // where the state is, or nil: in a file
	chain *faults.Chain
	cfg   gateway.Config
	gw    *gateway.Gateway
	stop  func()

	contracts map[uint64]wallet.Chain // where smart accounts live; none

	mu     sync.Mutex
	offset time.Duration
	acked  map[string]ack // by receipt id
	tokens map[string]string
}

// ack is an acknowledged order.
type ack struct {
	answer
	key string // Idempotency-Key
}

type answer struct {
	ID      string `json:"id"`
	Leaf    string `json:"leaf"`
	Epoch   uint64 `json:"epoch"`
	Promise string `json:"promise"`
	Claim   *struct {
		Code string `json:"code"`
		URL  string `json:"url"`
		Gone string `json:"gone"`
	} `json:"claim"`
	Error   string `json:"error"`
	Message string `json:"message"`
	Status  int    `json:"status"`
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// loginPage stands in for the built page, which these tests do not open.
var loginPage = fstest.MapFS{
	"index.html": {Data: []byte("<!doctype html><title>Sign in</title>")},
	"login.js":   {Data: []byte("")},
	"login.css":  {Data: []byte("")},
}

// durable says whether a fixture's objects lie on the disk.
type durable bool

// rooms are removed when the tests end. A benchmark's must not go earlier: on a file system without a journal of its own, deleting thousands
// of files makes the creation of others ten times dearer for a minute, and so the next round of the benchmark.
var rooms []string

func room(t testing.TB) string {
	if _, ok := t.(*testing.B); !ok {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp("", "carnet-bench-")
	if err != nil {
		t.Fatal(err)
	}
	rooms = append(rooms, dir)
	return dir
}

func TestMain(m *testing.M) {
	code := m.Run()
	if d, err := described(); err == nil && code == 0 && wholeRun() {
		if missing := d.untested(); missing != nil {
			fmt.Fprintln(os.Stderr, "the description of the API says that this happens, and no test saw it:\n"+strings.Join(missing, "\n"))
			code = 1
		}
	}
	for _, dir := range rooms {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// wholeRun tells whether no test was left out by a flag.
func wholeRun() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.bench"} {
		if flag.Lookup(name).Value.String() != "" {
			return false
		}
	}
	return true
}

func newFixture(t testing.TB, onDisk durable) *fixture {
	t.Helper()
	f := &fixture{t: t, dir: room(t), logs: &lockedBuffer{}, chain: &faults.Chain{}, acked: map[string]ack{}, tokens: map[string]string{}}
	f.now = func() time.Time {
		f.mu.Lock()
		defer f.mu.Unlock()
		return time.Now().Add(f.offset)
	}
	f.cfg = testConfig(t)
	f.blob = &faults.Store{Store: faults.NewMemory()}
	if onDisk {
		f.blob.Store = openDir(t, f.dir)
	}
	f.start()
	t.Cleanup(func() { f.stop() })
	return f
}

func openDir(t testing.TB, dir string) blob.Store {
	t.Helper()
	store, err := blob.OpenDir(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func testConfig(t testing.TB) gateway.Config {
	t.Helper()
	signing, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ring, err := keyring.Static(jose.JSONWebKey{Key: signing})
	if err != nil {
		t.Fatal(err)
	}
	cfg := gateway.Config{Issuer: issuer, VaultURL: vault, Cadence: cadence, PairwiseKey: bytes.Repeat([]byte{7}, 32),
		SigningKeys: ring,
		Limits: gateway.Limits{Network: gateway.Rate{PerSecond: 1e6, Burst: 1e6}, Client: gateway.Rate{PerSecond: 1e6, Burst: 1e6},
			Writes: gateway.Rate{PerSecond: 1e6, Burst: 1e6}, Relay: gateway.Rate{PerSecond: 1e6, Burst: 1e6}}}
	for i, origin := range []string{shopOrigin, "http://localhost:8092"} {
		key, err := profile.NewIssuerKey()
		if err != nil {
			t.Fatal(err)
		}
		cfg.Shops = append(cfg.Shops, gateway.Shop{Origin: origin, Key: key, Client: oidc.Client{ID: fmt.Sprintf("shop%d", i+1), Name: fmt.Sprintf("Shop %d", i+1),
			SecretHash: oidc.HashSecret("secret"), RedirectURIs: []string{origin + "/callback"}}})
	}
	return cfg
}

// start opens the state store and a gateway on the fixture's objects.
func (f *fixture) start() {
	f.t.Helper()
	var err error
	if f.redis != nil {
		f.state, err = state.OpenRedis(context.Background(), f.redis.Config("fixture"))
	} else {
		f.state, err = state.OpenBolt(filepath.Join(f.dir, "state.db"))
	}
	if err != nil {
		f.t.Fatal(err)
	}
	f.gw, err = gateway.New(context.Background(), f.cfg, gateway.Deps{State: f.state, Blob: f.blob, Chain: f.chain, Login: loginPage, Account: loginPage, Button: loginPage, Contracts: f.contracts, Now: f.now,
		Log: slog.New(slog.NewTextHandler(f.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		f.t.Fatal(err)
	}
	f.stop = func() { f.state.Close() }
}

// restart is a kill and a new start, with or without the state store's contents.
func (f *fixture) restart() {
	f.t.Helper()
	f.stop()
	f.start()
}

func (f *fixture) advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.offset += d
}

// tick lets the cadence pass and does what is due.
func (f *fixture) tick() error {
	f.advance(cadence + time.Minute) // and any backoff
	return f.gw.Epochs().Tick(context.Background())
}

// do sends a request to the gateway and returns the answer. Both are held against the description of the API.
func (f *fixture) do(method, target string, body []byte, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, issuer+target, bytes.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	if body != nil && req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return serve(f.t, f.gw, req, body)
}

// token gets a shop's own access token, once.
func (f *fixture) token(client, scope string) string {
	f.t.Helper()
	f.mu.Lock()
	have := f.tokens[client+scope]
	f.mu.Unlock()
	if have != "" {
		return have
	}
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {scope}, "client_id": {client}, "client_secret": {"secret"}}
	rec := f.do("POST", "/token", []byte(form.Encode()), "Content-Type", "application/x-www-form-urlencoded")
	var out struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || rec.Code != 200 {
		f.t.Fatalf("token: %d %s", rec.Code, rec.Body)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tokens[client+scope] = out.Token
	return out.Token
}

// post posts an order and remembers what was acknowledged.
func (f *fixture) post(key string, order []byte) (answer, int) {
	f.t.Helper()
	rec := f.do("POST", "/v1/receipts", order, "Authorization", "Bearer "+f.token("shop1", "receipts"), "Idempotency-Key", key)
	var a answer
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		f.t.Fatalf("answer %d %q: %v", rec.Code, rec.Body, err)
	}
	if rec.Code == 200 || rec.Code == 201 {
		f.mu.Lock()
		f.acked[a.ID] = ack{a, key}
		f.mu.Unlock()
	}
	return a, rec.Code
}

// order is the body of an order; sub may be empty.
func order(sub string, total int) []byte {
	who := ""
	if sub != "" {
		who = `"sub":"` + sub + `",`
	}
	return fmt.Appendf(nil, `{%s"receipt":{"kind":"sale","at":"2026-11-21T10:00:00Z","channel":"web","currency":"GBP","total":%d,"lines":[{"n":1,"name":"White hanging heart","sku":"85123A","qty":"6","unit":255,"total":%d}],"src":{"sys":"test","ref":"536365"}}}`,
		who, total, total)
}

func newKey() string { return rand.Text() }

// shopper is a person with a wallet and a vault.
type shopper struct {
	f      *fixture
	wallet *ecdsa.PrivateKey
	root   profile.RootKey
	sub    string // at shop1
	inbox  string
	gen    int
}

// signIn makes a shopper who has signed in at shop1.
func (f *fixture) signIn() *shopper {
	f.t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		f.t.Fatal(err)
	}
	s := &shopper{f: f, wallet: key, root: profile.NewRootKey(), gen: 1}
	s.sub = wallet.Sub(f.cfg.PairwiseKey, shopSector, wallet.EOA(crypto.PubkeyToAddress(key.PublicKey)))
	s.inbox = profile.InboxID(f.cfg.PairwiseKey, shopSector, s.sub)
	if err := inboxes.New(f.blob, f.now, 1).Know(context.Background(), s.inbox); err != nil {
		f.t.Fatal(err)
	}
	return s
}

func (s *shopper) recipient() string { return s.root.Identity(shopSector, s.gen).Recipient().String() }
func (s *shopper) holder() *ecdsa.PrivateKey {
	return s.root.Holder(shopSector)
}

func (s *shopper) holderJWK() []byte {
	s.f.t.Helper()
	jwk, err := profile.PublicJWK(&s.holder().PublicKey)
	if err != nil {
		s.f.t.Fatal(err)
	}
	data, err := profile.HolderJWK(jwk)
	if err != nil {
		s.f.t.Fatal(err)
	}
	return data
}

func (f *fixture) nonce() string {
	f.t.Helper()
	rec := f.do("POST", "/v1/nonces", []byte("{}"), "Origin", vault)
	var out struct {
		Nonce string `json:"nonce"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || rec.Code != 201 {
		f.t.Fatalf("nonce: %d %s", rec.Code, rec.Body)
	}
	return out.Nonce
}

// message is the binding message that a vault writes.
func (s *shopper) message(nonce string) wallet.Message {
	recipient := sha256.Sum256([]byte(s.recipient()))
	jwk, _ := profile.ParseHolder(s.holderJWK())
	thumb, _ := base64.RawURLEncoding.DecodeString(jwk.KeyID)
	now := s.f.now().UTC().Truncate(time.Second)
	until := now.Add(5 * time.Minute)
	return wallet.Message{Domain: "localhost:8081", Address: crypto.PubkeyToAddress(s.wallet.PublicKey), Statement: "Let " + shopSector + " send receipts to my carnet.",
		URI: issuer + "/v1/bindings", Version: "1", ChainID: 1, Nonce: nonce, IssuedAt: now, ExpirationTime: &until,
		Resources: []string{"urn:carnet:shop:" + shopSector, "urn:carnet:recipient:sha256:" + hex.EncodeToString(recipient[:]), "urn:carnet:holder:sha256:" + hex.EncodeToString(thumb)}}
}

// bind tells the gateway the shopper's keys and returns the answer.
func (s *shopper) bind(change func(m *wallet.Message, body map[string]any)) (*httptest.ResponseRecorder, map[string]any) {
	s.f.t.Helper()
	m := s.message(s.f.nonce())
	body := map[string]any{"client_id": "shop1", "recipient": s.recipient(), "holder": json.RawMessage(s.holderJWK())}
	if change != nil {
		change(&m, body)
	}
	if body["message"] == nil {
		body["message"] = m.String()
	}
	if body["signature"] == nil {
		text := body["message"].(string)
		digest := crypto.Keccak256([]byte(fmt.Sprintf("\x19Ethereum Signed Message:\n%d%s", len(text), text)))
		sig, err := crypto.Sign(digest, s.wallet)
		if err != nil {
			s.f.t.Fatal(err)
		}
		body["signature"] = "0x" + hex.EncodeToString(sig)
	}
	data, err := json.Marshal(body)
	if err != nil {
		s.f.t.Fatal(err)
	}
	rec := s.f.do("POST", "/v1/bindings", data, "Origin", vault)
	var out map[string]any
	json.Unmarshal(rec.Body.Bytes(), &out)
	return rec, out
}

func (s *shopper) mustBind() *shopper {
	s.f.t.Helper()
	rec, out := s.bind(nil)
	if rec.Code != 201 || out["inbox"] != s.inbox {
		s.f.t.Fatalf("bind: %d %s", rec.Code, rec.Body)
	}
	return s
}

// signed sends a request signed by a holder key.
func (f *fixture) signed(key *ecdsa.PrivateKey, method, target string) *httptest.ResponseRecorder {
	f.t.Helper()
	sig, err := profile.SignRequest(key, method, issuer+target, nil, f.now())
	if err != nil {
		f.t.Fatal(err)
	}
	return f.do(method, target, nil, "Signature-Input", sig.SignatureInput, "Signature", sig.Signature, "Origin", vault)
}

// check checks every promise that was made: each acknowledged receipt is exactly one object, its leaf is in exactly the
// epoch that was promised, its promise is signed by the shop, its proof verifies, and the chain has that epoch's root.
func (f *fixture) check() {
	f.t.Helper()
	ctx := context.Background()
	objects := f.receipts()
	status := f.gw.Epochs().Status()
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{f.cfg.Shops[0].Key.Public()}}
	f.mu.Lock()
	defer func(now func() time.Time) { f.now = now; f.mu.Unlock() }(f.now)
	for id, a := range f.acked {
		if len(objects[id]) != 1 {
			f.t.Fatalf("receipt %s is %d objects, want 1", id, len(objects[id]))
		}
		data, err := f.blob.Store.Get(ctx, objects[id][0])
		if err != nil {
			f.t.Fatal(err)
		}
		sealed, err := profile.ParseSealed(data)
		if err != nil {
			f.t.Fatal(err)
		}
		if hex.EncodeToString(sealed.Leaf[:]) != a.Leaf || sealed.Epoch != a.Epoch {
			f.t.Fatalf("receipt %s is stored with another leaf or epoch than was answered", id)
		}
		promise, err := profile.VerifyPromise(a.Promise, issuer+"/shops/shop1", keys)
		if err != nil || promise.Leaf != sealed.Leaf || promise.Epoch != a.Epoch {
			f.t.Fatalf("promise of %s: %v", id, err)
		}
		if a.Epoch >= status.Closed {
			continue
		}
		p, err := f.gw.Epochs().Proof(ctx, a.Epoch, sealed.Leaf)
		if err != nil {
			f.t.Fatalf("proof of %s in promised epoch %d: %v", id, a.Epoch, err)
		}
		if err := profile.VerifyProof(p); err != nil {
			f.t.Fatal(err)
		}
		if a.Epoch < status.Anchored && f.chain.Roots()[a.Epoch] != p.Root {
			f.t.Fatalf("the chain has another root than epoch %d's tree", a.Epoch)
		}
	}
}

// receipts lists the stored receipts by id.
func (f *fixture) receipts() map[string][]string {
	f.t.Helper()
	found := map[string][]string{}
	for after := ""; ; {
		page, err := f.blob.Store.List(context.Background(), "receipts/", after, 1000)
		if err != nil {
			f.t.Fatal(err)
		}
		for _, e := range page {
			id := e.Key[strings.LastIndexByte(e.Key, '/')+1:]
			found[id] = append(found[id], e.Key)
			after = e.Key
		}
		if len(page) < 1000 {
			return found
		}
	}
}

// settle closes and anchors everything.
func (f *fixture) settle() {
	f.t.Helper()
	for range 20 {
		f.tick()
		closed := f.gw.Epochs().Status()
		waiting := false
		for _, a := range f.acked {
			waiting = waiting || a.Epoch >= closed.Anchored
		}
		if !waiting {
			return
		}
	}
	f.t.Fatalf("did not settle: %+v %v", f.gw.Epochs().Status(), f.gw.Epochs().Ready())
}

func decode[T any](t testing.TB, r io.Reader) (v T) {
	t.Helper()
	if err := json.NewDecoder(r).Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
