package demo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"
)

// childEnv holds the Config of a demo that the test binary runs as a process of its own, to be killed.
const childEnv = "CARNET_DEMO_CHILD"

func TestMain(m *testing.M) {
	if raw := os.Getenv(childEnv); raw != "" {
		if err := child(raw); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(raw string) error {
	var cfg Config
	if err := json.Unmarshal([]byte(raw), &cfg); err != nil {
		return err
	}
	d, err := Start(context.Background(), cfg)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(d); err != nil {
		return err
	}
	io.Copy(io.Discard, os.Stdin) // until the test ends, or kills us
	return d.Close()
}

// process is a demo in a process of its own.
type process struct {
	Demo
	cmd *exec.Cmd
}

func startProcess(t *testing.T, cfg Config) *process {
	t.Helper()
	raw, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.Command(os.Args[0])}
	p.cmd.Env = append(os.Environ(), childEnv+"="+string(raw))
	p.cmd.Stderr = os.Stderr
	if _, err := p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the demo did not start: %v", err)
	}
	if err := json.Unmarshal(line, &p.Demo); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// sameAddresses is the configuration for a restart: subjects and cookies are bound to origins.
func (p *process) sameAddresses(t *testing.T) Config {
	t.Helper()
	host := func(raw string) string {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		return u.Host
	}
	return Config{
		Dir: p.Dir, GatewayAddr: host(p.Gateway), VaultAddr: host(p.Vault), WalletAddr: host(p.Wallet),
		Shop1Addr: host(p.Shops[0].Origin), Shop2Addr: host(p.Shops[1].Origin), ChainAddr: host(p.Chain), Epoch: 200 * time.Millisecond,
	}
}

// call does one HTTP request and decodes the answer's JSON into out, if there is any.
func call(t *testing.T, req *http.Request, out any) int {
	t.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if out != nil {
		if err := json.Unmarshal(body, out); err != nil {
			t.Fatalf("%s: %v: %s", req.URL.Path, err, body)
		}
	}
	return res.StatusCode
}

func request(t *testing.T, method, url, body string, headers ...string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return req
}

// token gets a shop's access token, as any shop would.
func (d *Demo) token(t *testing.T, s Storefront) string {
	t.Helper()
	var discovery struct {
		Token string `json:"token_endpoint"`
	}
	call(t, request(t, "GET", d.Gateway+"/.well-known/openid-configuration", ""), &discovery)
	req := request(t, "POST", discovery.Token, "grant_type=client_credentials&scope=receipts", "Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(url.QueryEscape(s.ClientID), url.QueryEscape(s.Secret))
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if status := call(t, req, &answer); status != http.StatusOK {
		t.Fatalf("token: got %v, want 200", status)
	}
	return answer.AccessToken
}

// sold is what the gateway answers to a posted order.
type sold struct {
	ID, Leaf string
	Epoch    uint64
}

const order = `{"receipt":{"kind":"sale","at":"2026-11-20T10:00:00Z","channel":"web","currency":"GBP","total":1295,"tax":0,"shipping":0,"discount":0,` +
	`"tender":"card","lines":[{"n":1,"name":"Tea towel","qty":"1","unit":1295,"total":1295}],"src":{"sys":"test","ref":"1"}}}`

func (d *Demo) sell(t *testing.T, key string) (sold, int) {
	t.Helper()
	var s sold
	status := call(t, request(t, "POST", d.Gateway+"/v1/receipts", order, "Authorization", "Bearer "+d.token(t, d.Shops[0]),
		"Content-Type", "application/json", "Idempotency-Key", key), &s)
	if s.ID == "" {
		t.Fatalf("order: got %v without an id", status)
	}
	return s, status
}

// waitAnchored waits until the proof of a leaf names its anchor, and returns the anchor's transaction.
func (d *Demo) waitAnchored(t *testing.T, s sold) common.Hash {
	t.Helper()
	for {
		var proof struct {
			Anchored *struct{ Tx common.Hash }
		}
		url := fmt.Sprintf("%s/v1/epochs/%d/proof?leaf=%s", d.Gateway, s.Epoch, s.Leaf)
		status := call(t, request(t, "GET", url, ""), &proof)
		if status == http.StatusOK && proof.Anchored != nil {
			return proof.Anchored.Tx
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestKilledAndStartedAgainNothingIsLost(t *testing.T) {
	p := startProcess(t, Config{Dir: t.TempDir(), Epoch: 200 * time.Millisecond})
	const keyA, keyB = "first-order-0123456789", "second-order-012345678"
	a, status := p.sell(t, keyA)
	if status != http.StatusCreated {
		t.Fatalf("first order: got %v, want 201", status)
	}
	tx := p.waitAnchored(t, a)
	b, status := p.sell(t, keyB)
	if status != http.StatusCreated {
		t.Fatalf("second order: got %v, want 201", status)
	}
	p.kill() // at once: the second order's epoch is open, or on its way to the chain

	again := startProcess(t, p.sameAddresses(t))
	if again.Anchor != p.Anchor || again.Carnet != p.Carnet || again.Issuer != p.Issuer || again.Shops != p.Shops {
		t.Errorf("after the restart: got %+v, want %+v", again.Demo, p.Demo)
	}
	for key, want := range map[string]sold{keyA: a, keyB: b} {
		if got, status := again.sell(t, key); status != http.StatusOK || got != want {
			t.Errorf("order %s again: got %v, %v, want 200, %v", key, status, got, want)
		}
		again.waitAnchored(t, want)
	}
	eth, err := ethclient.Dial(again.Chain)
	if err != nil {
		t.Fatal(err)
	}
	defer eth.Close()
	if receipt, err := eth.TransactionReceipt(t.Context(), tx); err != nil || receipt.Status != 1 {
		t.Errorf("the anchor from before the kill: got %v, %v", receipt, err)
	}
}

// sellUntilKilled posts orders on some connections until the demo no longer answers, and returns what was acknowledged.
// After enough of them it kills the demo.
func (p *process) sellUntilKilled(t *testing.T, round, enough int) map[string]sold {
	t.Helper()
	token := p.token(t, p.Shops[0])
	var mu sync.Mutex
	var wg sync.WaitGroup
	acked := map[string]sold{}
	for worker := range 4 {
		wg.Go(func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("round-%d-worker-%d-order-%d", round, worker, n)
				req := request(t, "POST", p.Gateway+"/v1/receipts", order, "Authorization", "Bearer "+token,
					"Content-Type", "application/json", "Idempotency-Key", key)
				res, err := http.DefaultClient.Do(req)
				if err != nil {
					return // killed
				}
				var s sold
				err = json.NewDecoder(res.Body).Decode(&s)
				res.Body.Close()
				if err != nil {
					return // killed in the middle of an answer
				}
				mu.Lock()
				acked[key] = s
				if len(acked) == enough {
					p.cmd.Process.Kill()
				}
				mu.Unlock()
				if res.StatusCode != http.StatusCreated {
					t.Errorf("order: got %v, want 201", res.StatusCode)
					return
				}
			}
		})
	}
	wg.Wait()
	p.kill()
	return acked
}

func TestKilledUnderLoadEveryAcknowledgedOrderIsKeptAndAnchored(t *testing.T) {
	cfg := Config{Dir: t.TempDir(), Epoch: 150 * time.Millisecond}
	acked := map[string]sold{}
	for round, enough := range []int{7, 60, 150} {
		p := startProcess(t, cfg)
		maps.Copy(acked, p.sellUntilKilled(t, round, enough))
		cfg = p.sameAddresses(t)
	}
	if len(acked) < 7+60+150 {
		t.Fatalf("acknowledged: got %d orders, want 217 at least", len(acked))
	}
	p := startProcess(t, cfg)
	for key, want := range acked {
		if got, status := p.sell(t, key); status != http.StatusOK || got != want {
			t.Errorf("order %s again: got %v, %v, want 200, %v", key, status, got, want)
		}
		p.waitAnchored(t, want)
	}
	if status := call(t, request(t, "GET", p.Gateway+"/readyz", ""), nil); status != http.StatusOK {
		t.Errorf("readiness: got %v, want 200", status)
	}
}

func TestEveryPartAnswersAtItsOwnOrigin(t *testing.T) {
	d, err := Start(t.Context(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	origins := map[string]bool{}
	for name, page := range map[string]struct{ url, want string }{
		"shop 1":      {d.Shops[0].Origin + "/", d.Shops[0].Name[:7]},
		"shop 2":      {d.Shops[1].Origin + "/", d.Shops[1].Name[:3]},
		"vault":       {d.Vault + "/", "<script"},
		"demo wallet": {d.Wallet + "/", "<script"},
		"gateway":     {d.Gateway + "/.well-known/openid-configuration", d.Gateway},
		"settings":    {d.Vault + "/config.json", d.Carnet.Hex()},
		"readiness":   {d.Gateway + "/readyz", "ok"},
	} {
		res, err := http.Get(page.url)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(page.want)) {
			t.Errorf("%s: got %v, %v, %.200s, want 200 with %q", name, res.StatusCode, err, body, page.want)
		}
		u, _ := url.Parse(page.url)
		origins[u.Host] = true
	}
	if len(origins) != 5 {
		t.Errorf("origins: got %d, want 5", len(origins))
	}
}

func TestATakenAddressIsNamed(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	addr := other.Addr().String()
	for part, cfg := range map[string]Config{
		"gateway": {GatewayAddr: addr}, "vault": {VaultAddr: addr}, "wallet": {WalletAddr: addr},
		"shop1": {Shop1Addr: addr}, "shop2": {Shop2Addr: addr}, "chain": {ChainAddr: addr},
	} {
		d, err := Start(t.Context(), cfg)
		var taken *Taken
		if !errors.As(err, &taken) || !slices.Equal(taken.Doors, []TakenDoor{{part, addr}}) {
			t.Errorf("got %v, want that the address of the %s is taken", err, part)
		}
		if d != nil {
			d.Close()
		}
	}
	var taken *Taken
	_, err = Start(t.Context(), Config{VaultAddr: addr, Shop2Addr: addr, ChainAddr: addr})
	if want := []TakenDoor{{"vault", addr}, {"shop2", addr}, {"chain", addr}}; !errors.As(err, &taken) || !slices.Equal(taken.Doors, want) {
		t.Errorf("three taken addresses: got %v, want all three named", err)
	}
	for _, strange := range []string{"0.0.0.0:0", "192.0.2.1:80", "shop.example:80", "8080"} {
		if d, err := Start(t.Context(), Config{GatewayAddr: strange}); err == nil {
			d.Close()
			t.Errorf("gateway at %s: got no error", strange)
		}
	}
}

func TestSecretsAreForThisAccountAlone(t *testing.T) {
	dir := t.TempDir()
	d, err := Start(t.Context(), Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	files := 0
	err = filepath.WalkDir(d.Secrets, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: got mode %v, want nothing for others", entry.Name(), info.Mode())
		}
		files++
		return nil
	})
	if err != nil || files < 8 {
		t.Errorf("secrets: got %d files, %v", files, err)
	}
	note, err := os.ReadFile(filepath.Join(d.Secrets, "README"))
	if err != nil || !strings.Contains(string(note), "A real gateway keeps") {
		t.Errorf("README: got %q, %v", note, err)
	}
}

func TestADamagedSecretIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	d, err := Start(t.Context(), Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "secrets", "pairwise.key")
	if err := os.WriteFile(path, []byte("oops"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err = Start(t.Context(), Config{Dir: dir}); err == nil {
		d.Close()
		t.Fatal("got no error")
	}
	if strings.Contains(err.Error(), "oops") {
		t.Errorf("the error quotes the secret: %v", err)
	}
	if left, err := os.ReadFile(path); err != nil || string(left) != "oops" {
		t.Errorf("the damaged secret: got %q, %v, want it untouched", left, err)
	}
}

func TestCloseLeavesNothingBehind(t *testing.T) {
	round := func() string {
		d, err := Start(t.Context(), Config{Epoch: 200 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		s, _ := d.sell(t, "an-order-of-this-round")
		d.waitAnchored(t, s)
		http.DefaultClient.CloseIdleConnections()
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Errorf("close again: %v", err)
		}
		return d.Dir
	}
	settled := func(limit int) int {
		for range 150 {
			if runtime.NumGoroutine() <= limit {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		return runtime.NumGoroutine()
	}
	round() // libraries start their once-only goroutines here
	before := settled(0)
	dir := round()
	if after := settled(before); after > before {
		buf := make([]byte, 1<<20)
		t.Errorf("goroutines: got %d, want %d\n%s", after, before, buf[:runtime.Stack(buf, true)])
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("temporary directory: got %v, want it gone", err)
	}
}
