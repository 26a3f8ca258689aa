package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carnet/internal/reconcile/reconciletest"
)

// reconciled is a configuration with a shop's hooks, a platform, and a gateway that knows what it was told.
type reconciled struct {
	t    *testing.T
	dir  string
	woo  *reconciletest.Fake
	to   string
	told map[string]bool
	down bool
}

func newReconciled(t *testing.T, more string) *reconciled {
	t.Helper()
	s := &reconciled{t: t, dir: t.TempDir(), woo: reconciletest.Start(t, "woocommerce"), told: map[string]bool{}}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.down {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		signature := r.Header.Get("X-WC-Webhook-Signature")
		outcome := "sealed"
		if s.told[signature] {
			outcome = "known"
		}
		s.told[signature] = true
		fmt.Fprintf(w, `{"outcomes":[%q]}`, outcome)
	}))
	t.Cleanup(srv.Close)
	s.to = srv.URL
	for name, text := range map[string]string{"woo.secret": "a-secret-of-the-shop", "woo.ck": reconciletest.Key, "woo.cs": reconciletest.Secret, "gateway.yaml": fmt.Sprintf(`
issuer: %s
shops:
  - client_id: shop1
    hooks:
      - {platform: standard, secret_files: [woo.secret]}
      - platform: woocommerce
        secret_files: [woo.secret]
        pull: {url: "%s", key_file: woo.ck, secret_file: woo.cs}
%s`, s.to, s.woo.URL, more)} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// run is the command with these arguments.
func (s *reconciled) run(args ...string) (string, error) {
	s.t.Helper()
	var out bytes.Buffer
	c := reconcileCommand()
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetArgs(append([]string{"--config", filepath.Join(s.dir, "gateway.yaml")}, args...))
	c.SetOut(&out)
	c.SetErr(&out)
	err := c.ExecuteContext(s.t.Context())
	for _, secret := range []string{reconciletest.Key, reconciletest.Secret, "a-secret-of-the-shop", "CANARY", "101", "20.00"} {
		if text := fmt.Sprint(out.String(), err); strings.Contains(text, secret) {
			s.t.Errorf("%q in %s", secret, text)
		}
	}
	return out.String(), err
}

func TestReconcilePrintsWhatBecameOfIt(t *testing.T) {
	s := newReconciled(t, "      - {platform: saleor, jwks_url: https://saleor.example/.well-known/jwks.json}\n")
	for i := range 3 {
		s.woo.Add(reconciletest.Sale("woocommerce", 101+i, "ref", time.Now().Add(time.Duration(i-3)*time.Hour), 0)...)
	}
	out, err := s.run("--since", "48h", "--dry-run")
	if err != nil || !strings.Contains(out, "shop1  woocommerce  3      0 ") || !strings.Contains(out, "dry run") || len(s.told) != 0 {
		t.Errorf("dry run: got %v\n%s", err, out)
	}
	out, err = s.run("--since", "48h")
	if err != nil || !strings.Contains(out, "SHOP   PLATFORM     ASKED  SEALED  KNOWN  CHANGED  MARKED  UNMATCHED  IGNORED  REFUSED  FAILED\nshop1  woocommerce  3      3       0 ") ||
		!strings.Contains(out, "standard of shop1 is left out: there is no API to ask") || !strings.Contains(out, "saleor of shop1 is left out: its webhooks are signed with the platform's own keys") {
		t.Errorf("got %v\n%s", err, out)
	}
	out, err = s.run("--since", "48h", "--to", s.to, "--shop", "shop1", "--platform", "woocommerce", "--json")
	var report struct {
		Hooks []struct {
			Shop, Platform             string
			Asked, Sealed, Known, Fail int
		}
	}
	if err != nil || json.Unmarshal([]byte(out), &report) != nil || len(report.Hooks) != 1 || report.Hooks[0].Known != 3 || report.Hooks[0].Sealed != 0 || report.Hooks[0].Platform != "woocommerce" {
		t.Errorf("again: got %v\n%s", err, out)
	}
	s.down = true
	out, err = s.run("--since", "48h")
	if !errors.Is(err, errUntold) || errors.Is(err, errUsage) || !strings.Contains(out, "the gateway has no such hook") {
		t.Errorf("without a gateway: got %v\n%s", err, out)
	}
}

func TestReconcileTeachesItsUsage(t *testing.T) {
	s := newReconciled(t, "  - {client_id: shop2, hooks: [{platform: saleor, jwks_url: https://x.example/jwks.json}]}\n")
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no time":                    {nil, "--since is needed"},
		"no duration":                {[]string{"--since", "yesterday"}, "--since"},
		"a flag that is none":        {[]string{"--sinse", "48h"}, "--sinse"},
		"an argument":                {[]string{"--since", "48h", "shop1"}, "unknown command"},
		"a platform that is none":    {[]string{"--since", "48h", "--platform", "ebay"}, `"ebay", want one of`},
		"a shop that is none":        {[]string{"--since", "48h", "--shop", "shop9"}, "no hook"},
		"one that cannot be asked":   {[]string{"--since", "48h", "--platform", "standard"}, "no API to ask"},
		"one that signs by its keys": {[]string{"--since", "48h", "--shop", "shop2"}, "jwks_url"},
		"a gateway over plain http":  {[]string{"--since", "48h", "--to", "http://gateway.example"}, "--to"},
	} {
		_, err := s.run(c.args...)
		if !errors.Is(err, errUsage) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
	if s.woo.Asked() != 0 || len(s.told) != 0 {
		t.Error("somebody was asked")
	}
	if err := os.Remove(filepath.Join(s.dir, "woo.cs")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.run("--since", "48h"); !errors.Is(err, errUsage) || !strings.Contains(err.Error(), "hooks.pull.secret_file") {
		t.Errorf("without the key's file: got %v", err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "woo.cs"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.run("--since", "48h"); !errors.Is(err, errUsage) || !strings.Contains(err.Error(), "can be read by other accounts") {
		t.Errorf("with a file that others can read: got %v", err)
	}
}

// One configuration serves both: what was told to a gateway that was killed is told to the next one.
func TestServeAndReconcileReadOneConfiguration(t *testing.T) {
	s := newServer(t)
	shop := reconciletest.Start(t, "woocommerce")
	shop.Add(reconciletest.Sale("woocommerce", 101, "nobody's", time.Now().Add(-time.Hour), 0)...)
	for name, text := range map[string]string{"woo.secret": "a-secret-of-the-shop", "woo.ck": reconciletest.Key, "woo.cs": reconciletest.Secret} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settings, err := os.ReadFile(s.config())
	if err != nil {
		t.Fatal(err)
	}
	hooks := fmt.Sprintf("client_id: shop1, hooks: [{platform: saleor, jwks_url: %q}, {platform: woocommerce, secret_files: [woo.secret], pull: {url: %q, key_file: woo.ck, secret_file: woo.cs}}]",
		shop.URL+"/.well-known/jwks.json", shop.URL)
	if err := os.WriteFile(s.config(), []byte(strings.Replace(string(settings), "client_id: shop1", hooks, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.kill()
	run := func() (string, error) {
		var out bytes.Buffer
		err := runReconcile(t.Context(), &out, &out, reconcileOptions{config: s.config(), since: 48 * time.Hour, json: true})
		return out.String(), err
	}
	if out, err := run(); !errors.Is(err, errUntold) || !strings.Contains(out, `"failed": 1`) {
		t.Errorf("while no gateway runs: got %v\n%s", err, out)
	}
	s.start()
	if out, err := run(); err != nil || !strings.Contains(out, `"unmatched": 1`) || !strings.Contains(out, `"failed": 0`) {
		t.Errorf("got %v\n%s", err, out)
	}
	if text := s.log.String(); strings.Contains(text, "CANARY") || strings.Contains(text, "a-secret") {
		t.Error("the log has content, or a secret")
	}
}
