package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"

	"carnet/internal/blob"
	"carnet/internal/blob/s3/s3test"
	"carnet/internal/chain"
	"carnet/internal/chain/devnet"
	"carnet/internal/gateway/oidc"
	"carnet/internal/profile"
)

// childEnv makes this test binary run `serve` on a configuration file: the child that tests kill.
const childEnv = "GATEWAY_TEST_SERVE"

// settingsEnv is the environment that the child reads settings from, a line each.
const settingsEnv = "GATEWAY_TEST_SETTINGS"

func TestMain(m *testing.M) {
	if file := os.Getenv(childEnv); file != "" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		cfg, err := readConfig(file, strings.Split(os.Getenv(settingsEnv), "\n"))
		if err == nil {
			err = serve(ctx, cfg)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// server is a gateway process on a chain of its own, with one shop.
type server struct {
	t      testing.TB
	dir    string
	issuer string
	chain  devnet.Config
	node   *devnet.Node
	client *chain.Client
	payer  common.Address
	child  *exec.Cmd
	ended  chan error // of child
	http   http.Client
	log    logBuffer

	settings []string // NAME=value for the child
}

// logBuffer is what a child writes while others read it.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func newServer(t testing.TB) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir()}
	var err error
	s.chain = devnet.Config{Dir: filepath.Join(s.dir, "chain"), HTTPAddr: "127.0.0.1:" + freePort(t)}
	if s.node, err = devnet.Start(s.chain); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.node.Close() })
	if err := makeKeys(io.Discard, filepath.Join(s.dir, "keys"), []string{"shop1"}); err != nil {
		t.Fatal(err)
	}
	s.fund()
	port := freePort(t)
	s.issuer = "http://localhost:" + port
	hash := oidc.HashSecret("secret")
	text := fmt.Sprintf(`
issuer: %s
listen: 127.0.0.1:%s
vault_url: http://localhost:%s
cadence: 300ms
chain: {rpc: %q, id: %d, relayer_key_file: keys/relayer.key}
state: {kind: bolt, path: state.db}
`+inDirectory+`
keys: {pairwise_file: keys/pairwise.key, signing_files: [keys/signing.jwk]}
limits: {network: {per_second: 100000, burst: 100000}}
shops:
  - {client_id: shop1, name: Shop 1, origin: "http://localhost:8091", secret_sha256: %q, redirect_uris: ["http://localhost:8091/callback"], issuer_key_file: keys/shop-shop1.jwk}
vault: {listen: "127.0.0.1:0", objects: vault, rpc: %q}
`, s.issuer, port, freePort(t), s.node.URL(), s.node.ChainID(), hex.EncodeToString(hash[:]), s.node.URL())
	if err := os.WriteFile(s.config(), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if s.client, err = chain.Dial(t.Context(), s.node.URL(), chain.Config{ChainID: s.node.ChainID()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.client.Close)
	t.Cleanup(func() {
		if s.child != nil {
			s.kill()
		}
	})
	return s
}

func (s *server) config() string { return filepath.Join(s.dir, "gateway.yaml") }

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// fund deploys the contracts and gives the relayer an ether.
func (s *server) fund() {
	s.t.Helper()
	ctx := s.t.Context()
	eth, err := ethclient.DialContext(ctx, s.node.URL())
	if err != nil {
		s.t.Fatal(err)
	}
	defer eth.Close()
	rich := s.node.Accounts()[0]
	if _, err := chain.Deploy(ctx, eth, rich.Key); err != nil {
		s.t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(s.dir, "keys", "relayer.key"))
	if err != nil {
		s.t.Fatal(err)
	}
	key, err := parseKey(data)
	if err != nil {
		s.t.Fatal(err)
	}
	s.payer = crypto.PubkeyToAddress(key.PublicKey)
	nonce, err := eth.PendingNonceAt(ctx, rich.Address)
	if err != nil {
		s.t.Fatal(err)
	}
	id := new(big.Int).SetUint64(s.node.ChainID())
	tx, err := types.SignNewTx(rich.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{ChainID: id, Nonce: nonce, To: &s.payer, Gas: 21000,
		GasTipCap: big.NewInt(1), GasFeeCap: big.NewInt(100e9), Value: big.NewInt(params.Ether)})
	if err != nil {
		s.t.Fatal(err)
	}
	if err := eth.SendTransaction(ctx, tx); err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) start() {
	s.t.Helper()
	s.child = exec.Command(os.Args[0])
	s.child.Env = append(os.Environ(), childEnv+"="+s.config(), settingsEnv+"="+strings.Join(s.settings, "\n"))
	s.child.Stderr = &s.log
	if err := s.child.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.ended = make(chan error, 1)
	go func(child *exec.Cmd, ended chan<- error) { ended <- child.Wait() }(s.child, s.ended)
	for range 600 {
		if res, err := s.http.Get(s.issuer + "/readyz"); err == nil {
			res.Body.Close()
			if res.StatusCode == 200 {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.t.Fatalf("the gateway did not get ready:\n%s", s.log.String())
}

// kill is kill -9.
func (s *server) kill() {
	s.child.Process.Kill()
	<-s.ended
	s.child = nil
	s.http.CloseIdleConnections()
}

// stop is SIGTERM. It returns how the child ended.
func (s *server) stop() error {
	s.t.Helper()
	if err := s.child.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	s.child = nil
	return <-s.ended
}

func (s *server) token() string {
	s.t.Helper()
	res, err := s.http.PostForm(s.issuer+"/token", url.Values{"grant_type": {"client_credentials"}, "scope": {"receipts"}, "client_id": {"shop1"}, "client_secret": {"secret"}})
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var out struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil || out.Token == "" {
		s.t.Fatalf("token: %d %v", res.StatusCode, err)
	}
	return out.Token
}

type acknowledged struct {
	ID    string `json:"id"`
	Leaf  string `json:"leaf"`
	Epoch uint64 `json:"epoch"`
}

// post returns nil when the order was not acknowledged.
func (s *server) post(token, key string) *acknowledged {
	res := s.send(token, key)
	if res == nil {
		return nil
	}
	defer res.Body.Close()
	var a acknowledged
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil || res.StatusCode/100 != 2 {
		return nil
	}
	return &a
}

// send posts an order and returns nil when there was no answer.
func (s *server) send(token, key string) *http.Response {
	body := `{"receipt":{"kind":"sale","at":"2026-11-21T10:00:00Z","channel":"web","currency":"GBP","total":100,"lines":[{"n":1,"name":"Heart","qty":"1","total":100}]}}`
	req, err := http.NewRequest("POST", s.issuer+"/v1/receipts", strings.NewReader(body))
	if err != nil {
		return nil
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Idempotency-Key", key)
	req.Header.Set("Content-Type", "application/json")
	res, err := s.http.Do(req)
	if err != nil {
		return nil
	}
	return res
}

// TestKilledWhilePostingNothingAcknowledgedIsLost kills the server with SIGKILL at random moments under load and checks that
// every order that was acknowledged is there once, under its leaf, in the epoch that was promised, and on the chain. CARNET_KILLS says how often.
func TestKilledWhilePostingNothingAcknowledgedIsLost(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	if n, err := strconv.Atoi(os.Getenv("CARNET_KILLS")); err == nil {
		rounds = n
	}
	s := newServer(t)
	var mu sync.Mutex
	acked := map[string]acknowledged{} // by Idempotency-Key
	unsure := []string{}
	for round := range rounds {
		s.start()
		token := s.token()
		if round > 0 { // what was unanswered is sent again, as a shop does
			for _, key := range unsure {
				if a := s.post(token, key); a != nil {
					acked[key] = *a
				}
			}
			unsure = nil
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for worker := range 8 {
			wg.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					key := fmt.Sprintf("order-%d-%d-%d-padding", round, worker, i)
					a := s.post(token, key)
					mu.Lock()
					if a != nil {
						acked[key] = *a
					} else {
						unsure = append(unsure, key)
					}
					mu.Unlock()
				}
			})
		}
		time.Sleep(time.Duration(200+rand.IntN(900)) * time.Millisecond)
		s.kill()
		cancel()
		wg.Wait()
	}
	s.start()
	token := s.token()
	for _, key := range unsure {
		if a := s.post(token, key); a != nil {
			acked[key] = *a
		} else {
			t.Errorf("%s is refused", key)
		}
	}
	t.Logf("%d orders acknowledged over %d kills", len(acked), rounds)
	if len(acked) < 50 {
		t.Fatal("too few orders for a test")
	}
	for key, a := range acked {
		if again := s.post(token, key); again == nil || *again != a {
			t.Fatalf("%s: answered %+v, now %+v", key, a, again)
		}
		s.checkAnchored(a)
	}
	if err := s.stop(); err != nil {
		t.Errorf("graceful shutdown: %v\n%s", err, s.log.String())
	}
	s.checkObjects(acked)
}

// checkAnchored waits for the proof of a leaf and compares its root with the chain.
func (s *server) checkAnchored(a acknowledged) {
	s.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		res, err := s.http.Get(fmt.Sprintf("%s/v1/epochs/%d/proof?leaf=%s", s.issuer, a.Epoch, a.Leaf))
		if err != nil {
			s.t.Fatal(err)
		}
		var p profile.Proof
		err = json.NewDecoder(res.Body).Decode(&p)
		res.Body.Close()
		if res.StatusCode != 200 || err == nil && p.Anchored == nil {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		if err != nil {
			s.t.Fatal(err)
		}
		if err := profile.VerifyProof(p); err != nil {
			s.t.Fatal(err)
		}
		root, _, _, err := s.client.RootAt(s.t.Context(), s.payer, a.Epoch)
		if errors.Is(err, chain.ErrNotAnchored) { // the chain has been reorganised, and the gateway will anchor it again
			time.Sleep(20 * time.Millisecond)
			continue
		}
		if err != nil || root != p.Root {
			s.t.Fatalf("epoch %d: the chain has %x (%v), the proof %x", a.Epoch, root, err, p.Root)
		}
		return
	}
	s.t.Fatalf("leaf %s of epoch %d was not anchored", a.Leaf, a.Epoch)
}

// checkObjects opens the stopped gateway's store: one object per acknowledged order.
func (s *server) checkObjects(acked map[string]acknowledged) {
	s.t.Helper()
	store, err := blob.OpenDir(filepath.Join(s.dir, "objects"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer store.Close()
	count := map[string]int{}
	for after := ""; ; {
		page, err := store.List(s.t.Context(), "receipts/", after, 1000)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, e := range page {
			count[e.Key[len(e.Key)-32:]]++
			after = e.Key
		}
		if len(page) < 1000 {
			break
		}
	}
	for key, a := range acked {
		if count[a.ID] != 1 {
			s.t.Errorf("%s: %d objects, want 1", key, count[a.ID])
		}
	}
	if len(count) != len(acked) {
		s.t.Errorf("%d receipts for %d orders", len(count), len(acked))
	}
}

// configure changes the configuration file.
func (s *server) configure(old, new string) {
	s.t.Helper()
	data, err := os.ReadFile(s.config())
	if err != nil || !bytes.Contains(data, []byte(old)) {
		s.t.Fatalf("%s: %v, want %q in it", s.config(), err, old)
	}
	if err := os.WriteFile(s.config(), bytes.Replace(data, []byte(old), []byte(new), 1), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

const inDirectory = "objects: {kind: directory, path: objects}"

// onS3 keeps the objects of a server that has not started in a bucket.
func (s *server) onS3(bucket *s3test.Server) {
	s.t.Helper()
	at := bucket.Config()
	if err := os.WriteFile(filepath.Join(s.dir, "keys", "s3.key"), []byte(at.SecretKey+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.configure(inDirectory, fmt.Sprintf("objects: {kind: s3, s3: {endpoint: %q, bucket: %s, prefix: %s, access_key: %s, secret_key_file: keys/s3.key, timeout: 4s}}",
		at.Endpoint, at.Bucket, at.Prefix, at.AccessKey))
	s.configure("objects: vault,", "s3_prefix: vault/,")
}

// TestOnS3NothingAcknowledgedIsLost posts while the service goes away and comes back and while the gateway is killed.
func TestOnS3NothingAcknowledgedIsLost(t *testing.T) {
	bucket, s := s3test.Start(t), newServer(t)
	s.onS3(bucket)
	s.start()
	token := s.token()
	acked := map[string]acknowledged{}
	post := func(key string) {
		t.Helper()
		a := s.post(token, key)
		if a == nil {
			t.Fatalf("%s is refused:\n%s", key, s.log.String())
		}
		acked[key] = *a
	}
	for i := range 20 {
		post(fmt.Sprintf("order-%d-padding-padding", i))
	}
	bucket.Stop()
	if res := s.send(token, "order-without-a-bucket"); res == nil || res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("without the service: got %v, want 503 with Retry-After", res)
	}
	if res, err := s.http.Get(s.issuer + "/readyz"); err != nil || res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("without the service: /readyz: got %v, %v, want 503", res, err)
	}
	bucket.Restart(t)
	post("order-without-a-bucket")
	s.kill()
	s.start()
	token = s.token()
	for key, a := range acked {
		if again := s.post(token, key); again == nil || *again != a {
			t.Fatalf("%s: answered %+v, now %+v", key, a, again)
		}
		s.checkAnchored(a)
	}
	if strings.Contains(s.log.String(), bucket.Config().SecretKey) {
		t.Error("the log shows the secret key")
	}
}

func TestObjectSettingsThatCannotWorkAreNamed(t *testing.T) {
	s := newServer(t)
	for want, env := range map[string][]string{
		`objects.kind "tape", want directory or s3`: {"CARNET_OBJECTS_KIND=tape"},
		"objects.s3: no key pair":                   {"CARNET_OBJECTS_KIND=s3"},
		"vault.s3_prefix is set":                    {"CARNET_VAULT_S3_PREFIX=vault/"},
		"one lies in the other":                     {"CARNET_OBJECTS_KIND=s3", "CARNET_VAULT_S3_PREFIX=a/b/", "CARNET_OBJECTS_S3_PREFIX=a/"},
		"objects.s3.secret_key_file":                {"CARNET_OBJECTS_KIND=s3", "CARNET_OBJECTS_S3_SECRET_KEY_FILE=absent"},
		`endpoint ""`:                               {"CARNET_OBJECTS_KIND=s3", "CARNET_OBJECTS_S3_ACCESS_KEY=a", "CARNET_OBJECTS_S3_SECRET_KEY_FILE=keys/relayer.key"},
	} {
		cfg, err := readConfig(s.config(), env)
		if err != nil {
			t.Fatal(err)
		}
		if err := serve(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", env, err, want)
		}
	}
}

func TestAListenAddressInUseIsAnError(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := newServer(t)
	cfg, err := readConfig(s.config(), []string{"CARNET_LISTEN=" + l.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	if err := serve(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("got %v, want the address to be in use", err)
	}
}

func TestAWrongChainIsNamedAtStart(t *testing.T) {
	s := newServer(t)
	for name, test := range map[string]struct{ env, want string }{
		"another chain":          {"CARNET_CHAIN_ID=1", fmt.Sprintf("chain.id is 1, but the node at chain.rpc is of chain %d", s.node.ChainID())},
		"no contract":            {"CARNET_CHAIN_ANCHOR=0x0000000000000000000000000000000000000999", "gateway deploy"},
		"the contracts swapped":  {"CARNET_CHAIN_ANCHOR=" + carnetAddress(), "is not Anchor"},
		"a contract that is not": {"CARNET_CHAIN_CARNET=" + anchorAddress(), "is not Carnet"},
	} {
		cfg, err := readConfig(s.config(), []string{test.env})
		if err != nil {
			t.Fatal(err)
		}
		if err := serve(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

func carnetAddress() string { _, carnet := chain.Predicted(); return carnet.Hex() }
func anchorAddress() string { anchor, _ := chain.Predicted(); return anchor.Hex() }

func TestWithoutANodeTheGatewayStartsAndSaysSo(t *testing.T) {
	s := newServer(t)
	s.node.Close()
	s.start()
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"starting anyway", `"balance_ether":"unknown"`, `"relayer":"` + s.payer.Hex() + `"`, `"shops":1`, `"msg":"stopped"`} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("got %s, want %s", s.log.String(), want)
		}
	}
}

func TestDeployWaitsForTheNodeAndSendsNothingTwice(t *testing.T) {
	port := freePort(t)
	key := filepath.Join(t.TempDir(), "key")
	rpc := "http://127.0.0.1:" + port
	late := make(chan *devnet.Node, 1)
	go func() {
		time.Sleep(300 * time.Millisecond)
		node, err := devnet.Start(devnet.Config{HTTPAddr: "127.0.0.1:" + port})
		if err != nil {
			t.Error(err)
		}
		late <- node
	}()
	t.Cleanup(func() {
		if node := <-late; node != nil {
			node.Close()
		}
	})
	const rich = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80" // the first account of "test test … junk"
	if err := os.WriteFile(key, []byte(rich), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"gas: ", "already there; nothing sent"} {
		var out bytes.Buffer
		c := deployCommand()
		c.SetOut(&out)
		c.SetArgs([]string{"--rpc", rpc, "--key", key})
		if err := c.ExecuteContext(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("got %s, want %s", &out, want)
		}
	}
}

func TestANodeThatNeverAnswersEndsTheWait(t *testing.T) {
	eth, err := ethclient.DialContext(t.Context(), "http://127.0.0.1:"+freePort(t))
	if err != nil {
		t.Fatal(err)
	}
	defer eth.Close()
	if err := await(t.Context(), eth, 50*time.Millisecond); err == nil || !strings.Contains(err.Error(), "no answer within 50ms") {
		t.Errorf("got %v", err)
	}
}
