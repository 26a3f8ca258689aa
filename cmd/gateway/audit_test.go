package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"carnet/internal/audit"
	"carnet/internal/chain"
	"carnet/internal/profile"
)

func runCommand(t *testing.T, c *cobra.Command, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetErr(io.Discard)
	c.SilenceUsage = true
	c.SetArgs(args)
	err := c.ExecuteContext(t.Context())
	return out.String(), err
}

// answers posts orders and returns the answers' bytes.
func (s *server) answers(n int) (lines []string) {
	s.t.Helper()
	token := s.token()
	for range n {
		req, err := http.NewRequest("POST", s.issuer+"/v1/receipts", bytes.NewReader(bytes.Replace(purchase("x", 1), []byte(`"sub":"x",`), nil, 1)))
		if err != nil {
			s.t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Idempotency-Key", rand.Text())
		req.Header.Set("Content-Type", "application/json")
		res, err := s.http.Do(req)
		if err != nil {
			s.t.Fatal(err)
		}
		data, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusCreated {
			s.t.Fatalf("%d %s", res.StatusCode, data)
		}
		lines = append(lines, strings.TrimSpace(string(data)))
	}
	return lines
}

func TestAuditHoldsAGatewayToItsPromises(t *testing.T) {
	s := newServer(t)
	s.start()
	lines := s.answers(5)
	var last acknowledged
	if err := json.Unmarshal([]byte(lines[4]), &last); err != nil {
		t.Fatal(err)
	}
	s.checkAnchored(last)
	promises, checkpoint, out := filepath.Join(s.dir, "promises"), filepath.Join(s.dir, "checkpoint.json"), filepath.Join(s.dir, "proofs")
	write := func(lines ...string) {
		t.Helper()
		if err := os.WriteFile(promises, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(lines...)
	args := []string{promises, "--rpc", s.node.URL(), "--checkpoint", checkpoint, "--out", out, "--confirmations", "0"}
	if got, err := runCommand(t, auditCommand(), promises, "--rpc", s.node.URL()); err != nil || strings.TrimSpace(got) != "pending  5" {
		t.Errorf("blocks that are not final: got %q, %v", got, err)
	}
	for range 2 { // the second time with a checkpoint
		if got, err := runCommand(t, auditCommand(), args...); err != nil || strings.TrimSpace(got) != "kept  5" {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	// The shop's key signs what the gateway never kept.
	data, err := os.ReadFile(filepath.Join(s.dir, "keys", "shop-shop1.jwk"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := profile.ParseIssuerKey(bytes.TrimSpace(data))
	if err != nil {
		t.Fatal(err)
	}
	anchor, _ := chain.Predicted()
	var leaf [32]byte
	rand.Read(leaf[:])
	broken, err := profile.SignPromise(key, profile.Promise{Issuer: s.issuer + "/shops/shop1", Leaf: leaf, Epoch: last.Epoch, ChainID: s.node.ChainID(), Contract: anchor.Hex(), AnchorIssuer: s.payer.Hex()})
	if err != nil {
		t.Fatal(err)
	}
	write(lines[0], broken)
	got, err := runCommand(t, auditCommand(), args...)
	if !errors.Is(err, audit.ErrMisbehaved) || !strings.Contains(got, "omission  1") {
		t.Fatalf("got %q, %v", got, err)
	}
	files, err := filepath.Glob(out + "/*.omission")
	if err != nil || len(files) != 1 {
		t.Fatalf("got %v, %v", files, err)
	}
	if got, err := runCommand(t, auditCommand(), "check", files[0], "--rpc", s.node.URL(), "--confirmations", "0"); err != nil || !strings.Contains(got, "The promise was broken.") {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := runCommand(t, auditCommand(), "check", files[0], "--rpc", s.node.URL()); err == nil || strings.Contains(got, "The promise was broken.") {
		t.Errorf("a root that is not final is believed: got %q, %v", got, err)
	}
	keys := filepath.Join(s.dir, "metadata.json")
	res, err := s.http.Get(s.issuer + "/.well-known/jwt-vc-issuer/shops/shop1")
	if err != nil {
		t.Fatal(err)
	}
	metadata, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil || os.WriteFile(keys, metadata, 0o600) != nil {
		t.Fatal(err)
	}
	s.kill()
	// The gateway comes back with another key for the shop: who has nothing of the old one cannot judge, and is told so.
	fresh, err := profile.NewIssuerKey()
	if err != nil {
		t.Fatal(err)
	}
	if data, err = fresh.MarshalPrivate(); err != nil || os.WriteFile(filepath.Join(s.dir, "keys", "shop-shop1.jwk"), data, 0o600) != nil {
		t.Fatal(err)
	}
	s.start()
	bare := []string{promises, "--rpc", s.node.URL(), "--confirmations", "0"}
	if got, err := runCommand(t, auditCommand(), bare...); !errors.Is(err, audit.ErrUnjudged) || !strings.Contains(got, "unsigned  2") {
		t.Errorf("without the old key: got %q, %v", got, err)
	}
	if got, err := runCommand(t, auditCommand(), append(bare, "--keys", keys)...); !errors.Is(err, audit.ErrMisbehaved) || !strings.Contains(got, "kept      1\nomission  1") {
		t.Errorf("with the old metadata: got %q, %v", got, err)
	}
	if got, err := runCommand(t, auditCommand(), args...); !errors.Is(err, audit.ErrMisbehaved) || !strings.Contains(got, "omission  1\nrekeyed   1") {
		t.Errorf("with a checkpoint that saw it: got %q, %v", got, err)
	}
	s.kill()
	if got, err := runCommand(t, auditCommand(), "check", files[0], "--keys", keys); err != nil || !strings.Contains(got, "compare it") {
		t.Errorf("without a gateway: got %q, %v", got, err)
	}
	if got, err := runCommand(t, auditCommand(), args...); err == nil || errors.Is(err, audit.ErrMisbehaved) {
		t.Errorf("a gateway that is away is accused: got %q, %v", got, err)
	}
}
