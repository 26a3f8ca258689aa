package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/spf13/cobra"

	"carnet/internal/blob/s3/s3test"
)

// gatewayRun runs a subcommand and returns what it printed.
func gatewayRun(t *testing.T, c *cobra.Command, args ...string) (out string, err error) {
	t.Helper()
	var b bytes.Buffer
	c.SetOut(&b)
	c.SetErr(&b)
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetArgs(args)
	err = c.ExecuteContext(t.Context())
	return b.String(), err
}

func decoded(t *testing.T, out string, err error) (c copied) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	return c
}

func (s *server) terminate() {
	s.t.Helper()
	if err := s.stop(); err != nil {
		s.t.Fatalf("%v: %s", err, s.log.String())
	}
}

// TestABackupOfARunningGatewayComesBack copies a gateway's store while it serves, loses the store, restores it, proves it against the chain, and serves from it.
func TestABackupOfARunningGatewayComesBack(t *testing.T) {
	for name, setUp := range map[string]func(t *testing.T, s *server) (to string){
		"from a directory to a directory": func(t *testing.T, s *server) string { return filepath.Join(s.dir, "saved") },
		"from S3 to S3": func(t *testing.T, s *server) string {
			bucket := s3test.Start(t)
			s.onS3(bucket)
			file, at := filepath.Join(s.dir, "elsewhere.yaml"), bucket.Config()
			text := fmt.Sprintf("{endpoint: %q, bucket: %s, prefix: saved/, access_key: %s, secret_key_file: keys/s3.key}", at.Endpoint, at.Bucket, at.AccessKey)
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return file
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			backUpAndRestore(t, s, setUp(t, s))
		})
	}
}

// checkSome posts some of the acknowledged orders again, which must be answered as before, and waits for their anchors.
func (s *server) checkSome(token string, acked map[string]acknowledged) {
	s.t.Helper()
	n := 0
	for key, a := range acked {
		if again := s.post(token, key); again == nil || *again != a {
			s.t.Fatalf("%s: answered %+v, now %+v", key, a, again)
		}
		s.checkAnchored(a)
		if n++; n == 10 {
			return
		}
	}
}

func backUpAndRestore(t *testing.T, s *server, to string) {
	s.start()
	token := s.token()
	var mu sync.Mutex
	acked := map[string]acknowledged{}
	post := func(key string) {
		if a := s.post(token, key); a != nil {
			mu.Lock()
			acked[key] = *a
			mu.Unlock()
		}
	}
	for i := range 20 {
		post(fmt.Sprintf("order-before-the-backup-%d", i))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	for w := range 3 {
		busy.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				post(fmt.Sprintf("order-during-the-backup-%d-%d", w, i))
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	for range 2 {
		out, err := gatewayRun(t, backupCommand(), "--config", s.config(), "--to", to, "--verify", "--offline", "--json")
		if c := decoded(t, out, err); c.Backup.Objects < 20 || c.Verified == nil || c.Verified.Wrong != 0 || c.Verified.OnChain != 0 {
			t.Errorf("while it serves: got %s", out)
		}
	}
	cancel()
	busy.Wait()
	s.checkSome(token, acked)
	s.terminate()
	out, err := gatewayRun(t, backupCommand(), "--config", s.config(), "--to", to)
	if err != nil || !strings.Contains(out, "copied") {
		t.Fatalf("got %s, %v", out, err)
	}
	if strings.HasSuffix(to, ".yaml") {
		s.configure("prefix: test-", "prefix: restored-")
	} else {
		s.configure("path: objects}", "path: restored}")
	}
	out, err = gatewayRun(t, restoreCommand(), "--config", s.config(), "--from", to, "--verify", "--json")
	c := decoded(t, out, err)
	if c.Restore.Copied == 0 || c.Verified.Wrong != 0 || c.Verified.OnChain != c.Verified.Epochs || c.Verified.Receipts != len(acked) {
		t.Errorf("restored: got %s, want %d receipts and every epoch on the chain", out, len(acked))
	}
	if _, err := gatewayRun(t, restoreCommand(), "--config", s.config(), "--from", to); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("restore into what is there: got %v", err)
	}
	s.start()
	token = s.token()
	s.checkSome(token, acked)
	if a := s.post(token, "order-after-the-restore"); a == nil {
		t.Fatal("a new order is refused")
	} else {
		s.checkAnchored(*a) // the chain is ahead of the backup from now on
	}
	s.terminate()
	if strings.HasSuffix(to, ".yaml") {
		s.configure("prefix: restored-", "prefix: old-")
	} else {
		s.configure("path: restored}", "path: old}")
	}
	out, err = gatewayRun(t, restoreCommand(), "--config", s.config(), "--from", to, "--verify")
	if !errors.Is(err, errWrong) || !strings.Contains(out, "it is older than the chain") {
		t.Errorf("an old backup: got %v, %s", err, out)
	}
	// The way out: another issuer anchors all of it again.
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "keys", "relayer.key"), []byte(hex.EncodeToString(crypto.FromECDSA(key))), 0o600); err != nil {
		t.Fatal(err)
	}
	s.fund()
	s.start()
	token = s.token()
	s.checkSome(token, acked)
	if a := s.post(token, "order-of-another-issuer"); a == nil {
		t.Error("a new order is refused")
	} else {
		s.checkAnchored(*a)
	}
}

func TestABackupInsideItsBucketIsRefused(t *testing.T) {
	s := newServer(t)
	s.configure(inDirectory, "objects: {kind: s3, s3: {endpoint: \"https://s3.example.com\", bucket: b, prefix: a/}}")
	s.configure("objects: vault,", "s3_prefix: vault/,")
	cfg, err := readConfig(s.config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(s.dir, "elsewhere.yaml")
	for prefix, want := range map[string]string{"a/": "gateway's store", "a/saved/": "gateway's store", `""`: "gateway's store", "vault/saved/": "vault's store", "c/": "no key pair"} {
		if err := os.WriteFile(file, []byte("{endpoint: \"https://s3.example.com\", bucket: b, prefix: "+prefix+"}"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := cfg.openTarget(t.Context(), file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", prefix, err, want)
		}
	}
}

func TestBackupsThatCannotBeAreRefused(t *testing.T) {
	s := newServer(t)
	text := filepath.Join(s.dir, "bad.yaml")
	if err := os.WriteFile(text, []byte("bukket: x"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.terminate()
	cases := map[string]struct {
		command *cobra.Command
		args    []string
		want    string
	}{
		"no target":             {backupCommand(), nil, `required flag(s) "to" not set`},
		"into itself":           {backupCommand(), []string{"--to", filepath.Join(s.dir, "objects", "saved")}, "one lies in the other"},
		"into the vault's":      {backupCommand(), []string{"--to", filepath.Join(s.dir, "vault", "saved")}, "one lies in the other"},
		"around it":             {backupCommand(), []string{"--to", s.dir}, "one lies in the other"},
		"a strange file":        {backupCommand(), []string{"--to", text}, "no such setting: bukket"},
		"an absent file":        {backupCommand(), []string{"--to", filepath.Join(s.dir, "absent.yaml")}, "no such file"},
		"a strange store":       {backupCommand(), []string{"--to", filepath.Join(s.dir, "x"), "--store", "shop"}, "want gateway or vault"},
		"proof of the vault's":  {backupCommand(), []string{"--to", filepath.Join(s.dir, "x"), "--store", "vault", "--verify"}, "nothing in the vault's can be proven"},
		"restore of nothing":    {restoreCommand(), []string{"--from", filepath.Join(s.dir, "absent")}, "is no object store"},
		"restore of no backup":  {restoreCommand(), []string{"--from", filepath.Join(s.dir, "vault")}, "not a backup"},
		"restore of a bad file": {restoreCommand(), []string{"--from", text}, "no such setting: bukket"},
	}
	for name, test := range cases {
		_, err := gatewayRun(t, test.command, append([]string{"--config", s.config()}, test.args...)...)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
	out, err := gatewayRun(t, backupCommand(), "--config", s.config(), "--to", filepath.Join(s.dir, "saved-vault"), "--store", "vault")
	if err != nil {
		t.Errorf("the vault's store: got %s, %v", out, err)
	}
	// A backup is not served from.
	saved := filepath.Join(s.dir, "saved")
	if _, err := gatewayRun(t, backupCommand(), "--config", s.config(), "--to", saved); err != nil {
		t.Fatal(err)
	}
	cfg, err := readConfig(s.config(), []string{"CARNET_OBJECTS_PATH=saved"})
	if err != nil {
		t.Fatal(err)
	}
	if err := serve(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "it is a backup") {
		t.Errorf("served: got %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := stopped(gone, errors.New("x")); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: got %v, want a failure", err)
	}
}
