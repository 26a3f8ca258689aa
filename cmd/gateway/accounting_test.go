package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/books"
	"carnet/internal/epochkey"
	"carnet/internal/profile"
)

func runAccounting(t *testing.T, args ...string) (out, said string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := accountingCommand()
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetOut(&stdout)
	c.SetErr(&stderr)
	c.SetArgs(args)
	err = c.ExecuteContext(t.Context())
	return stdout.String(), stderr.String(), err
}

// ledger is a gateway's directory of objects with copies in it, and what opens them.
type ledger struct {
	t              *testing.T
	dir            string
	key            *profile.IssuerKey
	objects, issue string // directory, and file of issuer metadata
	recipient      string
}

const ledgerIss = "https://gateway.example/shops/shop1"

func newLedger(t *testing.T, recipient string) *ledger {
	t.Helper()
	l := &ledger{t: t, dir: t.TempDir(), recipient: recipient}
	l.objects, l.issue = filepath.Join(l.dir, "objects"), filepath.Join(l.dir, "issuer.json")
	var err error
	if l.key, err = profile.NewIssuerKey(); err != nil {
		t.Fatal(err)
	}
	jwk, err := l.key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	l.write(l.issue, fmt.Appendf(nil, `{"issuer":%q,"jwks":{"keys":[%s]},"carnet":{"name":"Lantern"}}`, ledgerIss, jwk))
	store, err := blob.OpenDir(l.objects)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.Put(t.Context(), epochkey.Tree(7), []byte("tree")), store.Close()); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *ledger) write(path string, data []byte) {
	l.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
		l.t.Fatal(err)
	}
}

// sell puts a copy of a sale into the books.
func (l *ledger) sell(epoch uint64, n int, day string, total int64) {
	l.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		l.t.Fatal(err)
	}
	holder, err := profile.PublicJWK(&profile.NewRootKey().Holder("shop.example").PublicKey)
	if err != nil {
		l.t.Fatal(err)
	}
	token, err := profile.Issue(l.key, ledgerIss, fmt.Sprintf("%032x", n), holder, &profile.Receipt{Kind: "sale", Channel: "web", Currency: "KWD", Exponent: 3, Total: total, At: at,
		Lines: []profile.Line{{N: 1, Name: "Cup", Quantity: "1", Total: total}}})
	if err != nil {
		l.t.Fatal(err)
	}
	recipient, err := profile.ParseRecipient(l.recipient)
	if err != nil {
		l.t.Fatal(err)
	}
	data, err := profile.Seal(token, profile.NewSalt(), recipient)
	if err != nil {
		l.t.Fatal(err)
	}
	l.write(filepath.Join(l.objects, filepath.FromSlash(books.NewKey("shop1", epoch))), data)
}

func TestAccountingFromKeyToTotals(t *testing.T) {
	keys := t.TempDir()
	file := filepath.Join(keys, "books")
	out, _, err := runAccounting(t, "keygen", "--out", file, "--split")
	if err != nil {
		t.Fatal(err)
	}
	for _, half := range []string{file + ".1", file + ".2"} {
		if info, err := os.Stat(half); err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%s: %v %v, want mode 0600", half, info, err)
		}
	}
	l := newLedger(t, strings.TrimSpace(out))
	l.sell(7, 1, "2026-05-01", 1234)
	l.sell(7, 2, "2026-05-02", 1000)
	l.sell(8, 3, "2026-05-02", 9) // the epoch is open
	archive, sheets := filepath.Join(l.dir, "books.tar"), filepath.Join(l.dir, "out")
	if _, said, err := runAccounting(t, "export", "--objects", l.objects, "--client-id", "shop1", "--out", archive); err != nil || !strings.Contains(said, "2 copies") {
		t.Fatalf("export: %q %v", said, err)
	}
	open := []string{"open", "--identity", file + ".1", "--identity", file + ".2", "--issuer", l.issue, "--from", archive}
	out, _, err = runAccounting(t, append(open, "--out", sheets, "--schema-org", "--from", l.objects)...)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "2.243") || !strings.Contains(out, "3 receipts from 5 copies, 2 of them duplicates") {
		t.Errorf("got\n%s", out)
	}
	lines, err := os.ReadFile(filepath.Join(sheets, "receipts.jsonl"))
	if err != nil || bytes.Count(lines, []byte("\n")) != 3 || !bytes.Contains(lines, []byte(`"currency":"KWD"`)) {
		t.Errorf("receipts.jsonl: %s %v", lines, err)
	}
	table, err := os.ReadFile(filepath.Join(sheets, "receipts.csv"))
	if err != nil || bytes.Count(table, []byte("\n")) != 4 || !bytes.Contains(table, []byte(",KWD,1.234,")) {
		t.Errorf("receipts.csv: %s %v", table, err)
	}
	schema, err := os.ReadFile(filepath.Join(sheets, "receipts.schema.jsonl"))
	if err != nil || bytes.Count(schema, []byte("\n")) != 3 || !bytes.Contains(schema, []byte(`"name":"Lantern"`)) || !bytes.Contains(schema, []byte(`"price":"1.234"`)) {
		t.Errorf("receipts.schema.jsonl: %s %v", schema, err)
	}
	for _, c := range []struct {
		args []string
		want int
		net  int64
	}{{[]string{"--day", "2026-05-02"}, 1, 1000}, {[]string{"--since", "2026-05-01", "--until", "2026-05-01"}, 1, 1234}, {[]string{"--until-epoch", "7"}, 2, 2234}} {
		out, _, err := runAccounting(t, append(append(open, "--json"), c.args...)...)
		if err != nil {
			t.Fatal(err)
		}
		var s books.Summary
		if err := json.Unmarshal([]byte(out), &s); err != nil {
			t.Fatal(err)
		}
		if s.Receipts != c.want || s.Totals[0].Net != c.net {
			t.Errorf("%v: got %+v", c.args, s)
		}
	}
}

func TestAccountingSaysWhatIsWrong(t *testing.T) {
	keys := t.TempDir()
	mine, other := filepath.Join(keys, "mine"), filepath.Join(keys, "other")
	recipient, _, err := runAccounting(t, "keygen", "--out", mine)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := runAccounting(t, "keygen", "--out", other); err != nil {
		t.Fatal(err)
	}
	l := newLedger(t, strings.TrimSpace(recipient))
	l.sell(7, 1, "2026-05-01", 1234)
	good := map[string]string{"--identity": mine, "--issuer": l.issue, "--from": l.objects}
	open := func(name, value string, more ...string) (string, error) {
		args := append([]string{"open"}, more...)
		for n, v := range good {
			if n == name {
				v = value
			}
			args = append(args, n, v)
		}
		_, said, err := runAccounting(t, args...)
		return said, err
	}
	if _, err := open("", ""); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	stranger := newLedger(t, strings.TrimSpace(recipient))
	for _, c := range []struct {
		name, value string
		more        []string
		partly      bool
		says        string
	}{
		{"--identity", other, nil, true, "do not open with this key"},
		{"--issuer", stranger.issue, nil, true, "are not signed"},
		{"--identity", l.issue, nil, false, "not one age identity"},
		{"--issuer", mine, nil, false, "not issuer metadata"},
		{"--from", empty, nil, false, "no copies"},
		{"--from", filepath.Join(empty, "x"), nil, false, "no such file"},
		{"--from", l.issue, nil, false, "bundle"},
		{"", "", []string{"--day", "yesterday"}, false, "not a day"},
		{"", "", []string{"--since-epoch", "8"}, false, "no copies"},
	} {
		said, err := open(c.name, c.value, c.more...)
		if err == nil || errors.Is(err, errPartly) != c.partly || !strings.Contains(said+err.Error(), c.says) {
			t.Errorf("%s %s %v: %q %v", c.name, c.value, c.more, said, err)
		}
		if strings.Contains(said+fmt.Sprint(err), "SECRET-KEY") {
			t.Errorf("%s: the key is repeated", c.name)
		}
	}
	if _, err := open("", "", "--out", l.dir); err != nil {
		t.Fatal(err)
	}
	if _, err := open("", "", "--out", l.dir); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("over earlier sheets: %v", err)
	}
	if _, _, err := runAccounting(t, "keygen", "--out", mine); !errors.Is(err, os.ErrExist) {
		t.Errorf("over another key: %v", err)
	}
	for _, args := range [][]string{{"--objects", l.objects, "--client-id", "shop2"}, {"--objects", empty, "--client-id", "shop1"}} {
		if _, _, err := runAccounting(t, append([]string{"export", "--out", filepath.Join(keys, "x.tar")}, args...)...); err == nil {
			t.Errorf("export %v: no error", args)
		}
	}
}
