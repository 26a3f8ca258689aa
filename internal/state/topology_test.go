package state_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"carnet/internal/state"
	"carnet/internal/state/statetest"
)

// certificates writes a CA and a server certificate for 127.0.0.1 that it signed, and returns the directory: ca.pem, cert.pem, key.pem.
func certificates(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test CA"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "redis"}, NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte, err error) {
		t.Helper()
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	write("ca.pem", "CERTIFICATE", der, err)
	der, err = x509.CreateCertificate(rand.Reader, leaf, ca, &leafKey.PublicKey, caKey)
	write("cert.pem", "CERTIFICATE", der, err)
	der, err = x509.MarshalPKCS8PrivateKey(leafKey)
	write("key.pem", "PRIVATE KEY", der, err)
	return dir
}

func TestRedisOverTLS(t *testing.T) {
	ours, others := certificates(t), certificates(t)
	port := statetest.FreePort(t)
	server := statetest.StartRedis(t, fmt.Sprint("tls-port ", port), "tls-cert-file "+ours+"/cert.pem", "tls-key-file "+ours+"/key.pem",
		"tls-ca-cert-file "+ours+"/ca.pem", "tls-auth-clients no")
	config := server.Config(t.Name())
	config.Addrs, config.TLS, config.CAFile = []string{fmt.Sprintf("127.0.0.1:%d", port)}, true, ours+"/ca.pem"
	s := statetest.OpenRedis(t, config)
	if err := s.Put(t.Context(), "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Take(t.Context(), "k"); err != nil || string(got) != "v" {
		t.Errorf("got %q, %v, want %q", got, err, "v")
	}
	for name, change := range map[string]func(*state.RedisConfig){
		"a server that another CA vouches for":   func(c *state.RedisConfig) { c.CAFile = others + "/ca.pem" },
		"a server that the system does not know": func(c *state.RedisConfig) { c.CAFile = "" },
		"a server of another name":               func(c *state.RedisConfig) { c.Addrs = []string{fmt.Sprintf("localhost:%d", port)} },
		"no TLS on a TLS port":                   func(c *state.RedisConfig) { c.TLS = false },
	} {
		c := config
		change(&c)
		if _, err := state.OpenRedis(t.Context(), c); !errors.Is(err, state.ErrUnavailable) {
			t.Errorf("%s: got %v, want %v", name, err, state.ErrUnavailable)
		}
	}
}

func TestTheACLRuleIsTheOneInTheManualAndSuffices(t *testing.T) {
	manual, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(manual), statetest.ACL) {
		t.Errorf("docs/operations.md does not give the rule that is tested: %s", statetest.ACL)
	}
	server := statetest.StartRedis(t)
	statetest.Run(t, func(t *testing.T) state.Store { return server.Open(t) })
	statetest.RunBuckets(t, func(t *testing.T) state.Buckets { return server.Open(t).(state.Buckets) })
	if got := state.Warnings(t.Context(), server.Open(t)); len(got) != 0 {
		t.Errorf("got warnings %q, want none", got)
	}
	if log := server.CLI(t, "ACL", "LOG"); log != "" {
		t.Errorf("the store asked for something that the rule denies: %s", log)
	}

	anonymous := server.Config(t.Name())
	anonymous.Username, anonymous.Password = "", ""
	if _, err := state.OpenRedis(t.Context(), anonymous); !errors.Is(err, state.ErrUnavailable) {
		t.Errorf("the default user: got %v, want %v", err, state.ErrUnavailable)
	}
	elsewhere := server.Config(t.Name())
	elsewhere.Prefix = "other:"
	s := statetest.OpenRedis(t, elsewhere)
	if err := s.Put(t.Context(), "k", nil, time.Hour); !errors.Is(err, state.ErrUnavailable) {
		t.Errorf("a key of somebody else: got %v, want %v", err, state.ErrUnavailable)
	}
	for _, command := range []string{"KEYS *", "SCAN 0", "FLUSHALL", "CONFIG GET *", "ACL LIST", "MONITOR", "RANDOMKEY", "DEBUG SLEEP 0", "SCRIPT FLUSH", "SHUTDOWN", "CLUSTER NODES"} {
		args := append([]string{"ACL", "DRYRUN", "carnet"}, strings.Fields(command)...)
		if got := server.CLI(t, args...); !strings.Contains(got, "no permissions") {
			t.Errorf("%s: got %q, want it denied", command, got)
		}
	}
}

// cluster starts three masters that share the slots.
func cluster(t *testing.T) []*statetest.Redis {
	t.Helper()
	var nodes []*statetest.Redis
	var meet []string // the first node
	for i := range 3 {
		port, bus := fmt.Sprint(statetest.FreePort(t)), fmt.Sprint(statetest.FreePort(t))
		n := statetest.StartRedis(t, "port "+port, "cluster-port "+bus, "cluster-enabled yes", "cluster-node-timeout 2000", "cluster-announce-ip 127.0.0.1")
		n.Addr = "127.0.0.1:" + port
		n.CLI(t, "CLUSTER", "ADDSLOTSRANGE", fmt.Sprint(i*16384/3), fmt.Sprint((i+1)*16384/3-1))
		if i == 0 {
			meet = []string{"CLUSTER", "MEET", "127.0.0.1", port, bus}
		} else {
			n.CLI(t, meet...)
		}
		nodes = append(nodes, n)
	}
	statetest.Eventually(t, func() error {
		for _, n := range nodes {
			if info := n.CLI(t, "CLUSTER", "INFO"); !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_known_nodes:3") {
				return fmt.Errorf("cluster is not whole: %s", info)
			}
		}
		return nil
	})
	return nodes
}

func TestRedisCluster(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three servers")
	}
	nodes := cluster(t)
	open := func(t *testing.T) state.Store {
		config := nodes[0].Config(t.Name())
		config.Cluster = true
		return statetest.OpenRedis(t, config)
	}
	statetest.Run(t, open)
	statetest.RunBuckets(t, func(t *testing.T) state.Buckets { return open(t).(state.Buckets) })
	for i, n := range nodes {
		if n.CLI(t, "DBSIZE") == "0" {
			t.Errorf("node %d holds no key: this test sees no cluster", i)
		}
		if log := n.CLI(t, "ACL", "LOG"); log != "" {
			t.Errorf("node %d: the store asked for something that the rule denies: %s", i, log)
		}
	}
	s := open(t)
	if got := state.Warnings(t.Context(), s); len(got) != 0 {
		t.Errorf("got warnings %q, want none", got)
	}
	nodes[2].CLI(t, "CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
	if got := state.Warnings(t.Context(), s); len(got) != 1 {
		t.Errorf("got warnings %q, want one for the third node", got)
	}
}

func TestASlotThatMovesIsFollowed(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three servers")
	}
	nodes := cluster(t)
	config := nodes[0].Config(t.Name())
	config.Cluster = true
	s := statetest.OpenRedis(t, config)
	for i := range 30 { // the store has learnt who has what
		if err := s.Put(t.Context(), fmt.Sprint("k", i), []byte("v"), time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	key := config.Prefix + "moved"
	slot := nodes[0].CLI(t, "CLUSTER", "KEYSLOT", key)
	owner, err := strconv.Atoi(slot)
	if err != nil {
		t.Fatal(err)
	}
	heir := nodes[(owner*3/16384+1)%3]
	id := heir.CLI(t, "CLUSTER", "MYID")
	for _, n := range []*statetest.Redis{heir, nodes[owner*3/16384]} {
		if got := n.CLI(t, "CLUSTER", "SETSLOT", slot, "NODE", id); got != "OK" {
			t.Fatalf("got %q, want the slot moved", got)
		}
	}
	if err := s.CreateAll(t.Context(), state.Entry{Key: "moved", Value: []byte("v"), TTL: time.Hour}, state.Entry{Key: "other", TTL: time.Hour}); err != nil {
		t.Errorf("got %v, want no error", err)
	}
	if got := heir.CLI(t, "GET", key); got != "v" {
		t.Errorf("got %q on the slot's new node, want %q", got, "v")
	}
}

func TestRedisSentinelFailover(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a failover")
	}
	primary := tcpRedis(t)
	host, port, _ := net.SplitHostPort(primary.Addr)
	replica := tcpRedis(t, "replicaof "+host+" "+port, "masteruser admin", "masterauth admin", "repl-diskless-sync-delay 0")
	sentinels := startSentinels(t, primary)

	config := primary.Config(t.Name())
	config.Addrs, config.MasterName = sentinels, "carnet"
	statetest.Eventually(t, func() error {
		if info := replica.CLI(t, "INFO", "replication"); !strings.Contains(info, "master_link_status:up") {
			return fmt.Errorf("replica is not in step: %s", info)
		}
		return nil
	})
	s := statetest.OpenRedis(t, config)
	if err := s.Put(t.Context(), "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	statetest.Eventually(t, func() error {
		if n := replica.CLI(t, "DBSIZE"); n != "1" {
			return fmt.Errorf("the replica holds %s keys, want 1", n)
		}
		return nil
	})
	primary.Stop()
	statetest.Eventually(t, func() error {
		err := s.Put(t.Context(), "after", []byte("v"), time.Hour)
		if err != nil && !errors.Is(err, state.ErrUnavailable) {
			t.Errorf("got %v, want %v", err, state.ErrUnavailable)
		}
		return err
	})
	if got, err := s.Take(t.Context(), "k"); err != nil || string(got) != "v" {
		t.Errorf("got %q, %v, want what was replicated before the failover", got, err)
	}
	if left, err := s.(state.Buckets).Spend(t.Context(), state.Spend{Key: "b", Units: 1, PerSecond: 1, Burst: 1}); err != nil || !left[0].Took {
		t.Errorf("got %v, %v, want a unit from the new primary", left, err)
	}
}

func tcpRedis(t *testing.T, settings ...string) *statetest.Redis {
	t.Helper()
	port := statetest.FreePort(t)
	r := statetest.StartRedis(t, append(settings, fmt.Sprint("port ", port))...)
	r.Addr = fmt.Sprintf("127.0.0.1:%d", port)
	return r
}

// startSentinels starts three that watch the primary.
func startSentinels(t *testing.T, primary *statetest.Redis) (addrs []string) {
	t.Helper()
	host, port, _ := net.SplitHostPort(primary.Addr)
	for range 3 {
		addrs = append(addrs, statetest.StartSentinel(t, "sentinel monitor carnet "+host+" "+port+" 2", "sentinel auth-user carnet admin",
			"sentinel auth-pass carnet admin", "sentinel down-after-milliseconds carnet 500", "sentinel failover-timeout carnet 2000").Addr)
	}
	return addrs
}

// A stopped process is worse than an ended one: the kernel still accepts connections, and nobody answers.
func TestARedisThatHangsCostsACallerSecondsAndComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for timeouts")
	}
	server := statetest.StartRedis(t)
	s := server.Open(t)
	if err := s.Put(t.Context(), "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	server.Signal(t, syscall.SIGSTOP)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	type outcome struct {
		name string
		err  error
	}
	calls := verbs(ctx, s)
	done := make(chan outcome, len(calls))
	for name, call := range calls {
		go func() { done <- outcome{name, call()} }()
	}
	for range calls {
		if got := <-done; !errors.Is(got.err, state.ErrUnavailable) {
			t.Errorf("%s: got %v, want %v", got.name, got.err, state.ErrUnavailable)
		}
	}
	if ctx.Err() != nil {
		t.Error("the verbs waited for their caller to give up, want them to give up by themselves")
	}
	server.Signal(t, syscall.SIGCONT)
	statetest.Eventually(t, func() error { return s.Put(t.Context(), "back", []byte("v"), time.Hour) })
}

func TestWarningsTellWhatWouldLoseRecords(t *testing.T) {
	server := statetest.StartRedis(t, "maxmemory 100mb")
	s := server.Open(t)
	if got := state.Warnings(t.Context(), s); len(got) != 0 {
		t.Errorf("got %q, want none", got)
	}
	server.CLI(t, "CONFIG", "SET", "maxmemory-policy", "volatile-lru")
	if got := state.Warnings(t.Context(), s); len(got) != 1 || !strings.Contains(got[0], "volatile-lru") || !strings.Contains(got[0], "noeviction") {
		t.Errorf("got %q, want one that names the policy and the right one", got)
	}
	server.CLI(t, "ACL", "SETUSER", "carnet", "-info")
	if got := state.Warnings(t.Context(), s); len(got) != 1 || !strings.Contains(got[0], "cannot be checked") {
		t.Errorf("got %q, want one that says that nothing could be checked", got)
	}
	if got := state.Warnings(t.Context(), openBolt(t)); len(got) != 0 {
		t.Errorf("bolt: got %q, want none", got)
	}
}

func TestARedisThatIsFullRefusesAndForgetsNothing(t *testing.T) {
	server := statetest.StartRedis(t)
	s := server.Open(t)
	if err := s.Put(t.Context(), "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	server.CLI(t, "CONFIG", "SET", "maxmemory", "1")
	if err := s.Put(t.Context(), "l", make([]byte, 1<<10), time.Hour); !errors.Is(err, state.ErrUnavailable) {
		t.Errorf("got %v, want %v", err, state.ErrUnavailable)
	}
	if got, err := s.Get(t.Context(), "k"); err != nil || string(got) != "v" {
		t.Errorf("got %q, %v, want what was there", got, err)
	}
}
