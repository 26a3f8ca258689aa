package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carnet/internal/keyring"
)

// runKeys runs "gateway keys" with these arguments.
func runKeys(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	c := keysCommand()
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetOut(&out)
	c.SetErr(io.Discard)
	c.SetArgs(args)
	err := c.ExecuteContext(t.Context())
	return out.String(), err
}

func listed(t *testing.T, dir string) (all []keyring.Status) {
	t.Helper()
	out, err := runKeys(t, "list", "--dir", dir, "--json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSigningKeysAreMadeListedAndRotated(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := runKeys(t, "--dir", dir, "--shop", "shop1"); err != nil {
		t.Fatal(err)
	}
	first := listed(t, dir)
	var algs []string
	for _, k := range first {
		algs = append(algs, string(k.Algorithm)+" "+k.State)
	}
	if want := []string{"ES256 signs", "EdDSA signs", "RS256 signs"}; !slices.Equal(algs, want) {
		t.Errorf("got %v, want %v", algs, want)
	}
	for _, file := range []string{"signing.jwk", "signing-rs256.jwk", "signing-eddsa.jwk"} {
		if info, err := os.Stat(filepath.Join(dir, file)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v, want mode 0600", file, info, err)
		}
	}

	out, err := runKeys(t, "rotate", "--dir", dir, "--alg", "ES256")
	if err != nil {
		t.Fatal(err)
	}
	second := listed(t, dir)
	if len(second) != 4 || second[0].ID != first[0].ID || second[0].State != "signs" || second[1].State != "next" ||
		second[1].NotBefore.Sub(second[1].Created) < keyring.MinPublish || !second[0].Until.Equal(second[1].NotBefore) {
		t.Errorf("got %+v, want an ES256 successor that waits for a day", second)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "ALG") {
		t.Fatalf("got\n%swant a table of 4 keys", out)
	}
	for _, line := range lines[1:] { // aligned: every key id begins under its heading
		if at := strings.Index(lines[0], "KID"); len(line) != at+43 || line[at-1] != ' ' {
			t.Errorf("got\n%swant aligned columns", out)
		}
	}

	if _, err := runKeys(t, "rotate", "--dir", dir, "--alg", "ES256", "--stolen"); err != nil {
		t.Fatal(err)
	}
	third := listed(t, dir)
	if len(third) != 3 || slices.ContainsFunc(second[:2], func(k keyring.Status) bool { return k.ID == third[0].ID }) || time.Since(third[0].NotBefore) < 0 {
		t.Errorf("got %+v, want one new ES256 key that signs", third)
	}
	// Making the files again adds none beside a key that has another name now.
	if _, err := runKeys(t, "--dir", dir); err != nil {
		t.Fatal(err)
	}
	if again := listed(t, dir); !slices.Equal(again, third) {
		t.Errorf("got %+v, want %+v", again, third)
	}
}

func TestRotateSaysWhatIsWrong(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := runKeys(t, "list", "--dir", dir); err == nil {
		t.Error("no directory: got no error")
	}
	if err := makeKeys(io.Discard, dir, nil); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"--alg \"HS256\"": {"--alg", "HS256"},
		"--stolen needs":  {"--stolen"},
	} {
		if _, err := runKeys(t, append([]string{"rotate", "--dir", dir}, args...)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %q", args, err, want)
		}
	}
	if got := listed(t, dir); len(got) != 3 {
		t.Errorf("got %d keys, want 3 as before", len(got))
	}
}
