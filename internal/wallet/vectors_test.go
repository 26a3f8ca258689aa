package wallet

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// vectors reads a file of the public corpus: testdata/siwe/README.md names its source.
func vectors[T any](t testing.TB, name string) map[string]T {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "testdata", "siwe", name))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]T{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatalf("%s has no vectors", name)
	}
	return out
}

// fields is the object form of a message in the corpus.
type fields struct {
	Scheme         string   `json:"scheme"`
	Domain         string   `json:"domain"`
	Address        string   `json:"address"`
	Statement      string   `json:"statement"`
	URI            string   `json:"uri"`
	Version        string   `json:"version"`
	ChainID        any      `json:"chainId"`
	Nonce          string   `json:"nonce"`
	IssuedAt       string   `json:"issuedAt"`
	ExpirationTime string   `json:"expirationTime"`
	NotBefore      string   `json:"notBefore"`
	RequestID      string   `json:"requestId"`
	Resources      []string `json:"resources"`
}

// text writes the fields as they are, good or bad, so that Parse has to judge them.
func (f fields) text() string {
	chain, _ := json.Marshal(f.ChainID)
	lines := []string{f.Domain + preamble, f.Address, ""}
	if f.Statement != "" {
		lines = append(lines, f.Statement)
	}
	lines = append(lines, "", "URI: "+f.URI, "Version: "+f.Version, "Chain ID: "+strings.Trim(string(chain), `"`), "Nonce: "+f.Nonce, "Issued At: "+f.IssuedAt)
	for _, o := range [][2]string{{"Expiration Time: ", f.ExpirationTime}, {"Not Before: ", f.NotBefore}, {"Request ID: ", f.RequestID}} {
		if o[1] != "" {
			lines = append(lines, o[0]+o[1])
		}
	}
	if len(f.Resources) > 0 {
		lines = append(lines, "Resources:")
	}
	for _, r := range f.Resources {
		lines = append(lines, "- "+r)
	}
	return strings.Join(lines, "\n")
}

func TestVectorsThatParse(t *testing.T) {
	type vector struct {
		Message string
		Fields  fields
	}
	for name, v := range vectors[vector](t, "parsing_positive.json") {
		t.Run(name, func(t *testing.T) {
			m, err := Parse([]byte(v.Message))
			if err != nil {
				t.Fatalf("got %v, want a message", err)
			}
			if got := m.String(); got != v.Message {
				t.Errorf("got %q, want %q", got, v.Message)
			}
			got := fields{m.Scheme, m.Domain, m.Address.Hex(), m.Statement, m.URI, m.Version, float64(m.ChainID), m.Nonce, m.issuedAt, m.expirationTime, m.notBefore, m.RequestID, m.Resources}
			a, _ := json.Marshal(got)
			b, _ := json.Marshal(v.Fields)
			if string(a) != string(b) {
				t.Errorf("got %s, want %s", a, b)
			}
		})
	}
}

func TestVectorsThatDoNotParse(t *testing.T) {
	for name, text := range vectors[string](t, "parsing_negative.json") {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse([]byte(text)); !errors.Is(err, ErrSyntax) {
				t.Errorf("got %v, want %v", err, ErrSyntax)
			}
		})
	}
	for name, f := range vectors[fields](t, "parsing_negative_objects.json") {
		t.Run("object "+name, func(t *testing.T) {
			if _, err := Parse([]byte(f.text())); !errors.Is(err, ErrSyntax) {
				t.Errorf("got %v, want %v", err, ErrSyntax)
			}
		})
	}
}

// signed is a vector of verification_*.json.
type signed struct {
	fields
	Signature     string `json:"signature"`
	Time          string `json:"time"`
	DomainBinding string `json:"domainBinding"`
	MatchNonce    string `json:"matchNonce"`
}

// verify does what the corpus means by verification: shape, window at the given time, domain, nonce, signature. Times that the
// vectors leave open are closed here with the vectors' own year, so that the test does not depend on today.
func (v signed) verify() error {
	m, err := Parse([]byte(v.text()))
	if err != nil {
		return err
	}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if v.Time != "" {
		now, _ = time.Parse(time.RFC3339, v.Time)
	}
	if err := m.ValidAt(now); err != nil {
		return err
	}
	if v.DomainBinding != "" && v.DomainBinding != m.Domain {
		return ErrDomain
	}
	if v.MatchNonce != "" && v.MatchNonce != m.Nonce {
		return ErrNonce
	}
	sig, err := hex.DecodeString(strings.TrimPrefix(v.Signature, "0x"))
	if err != nil {
		return ErrSignature
	}
	return Verify([]byte(v.text()), sig, common.HexToAddress(v.Address))
}

func TestVectorsThatVerify(t *testing.T) {
	for name, v := range vectors[signed](t, "verification_positive.json") {
		t.Run(name, func(t *testing.T) {
			if err := v.verify(); err != nil {
				t.Errorf("got %v, want a valid signature", err)
			}
		})
	}
}

func TestVectorsThatDoNotVerify(t *testing.T) {
	want := map[string]error{
		"expired message": ErrExpired, "domain binding": ErrDomain, "custom time": ErrExpired, "custom nonce": ErrNonce,
		"malformed signature": ErrSignature, "wrong signature": ErrSignature, "not yet valid": ErrNotYet,
		"invalid issuedAt": ErrSyntax, "invalid notBefore": ErrSyntax, "invalid expirationTime": ErrSyntax,
	}
	got := vectors[signed](t, "verification_negative.json")
	if len(got) != len(want) {
		t.Errorf("got %d vectors, want %d", len(got), len(want))
	}
	for name, v := range got {
		t.Run(name, func(t *testing.T) {
			if err := v.verify(); !errors.Is(err, want[name]) {
				t.Errorf("got %v, want %v", err, want[name])
			}
		})
	}
}

// The corpus has two signatures that only contracts of the mainnet understand. Here a contract is asked that says yes to exactly that question.
func TestVectorsOfContractAccounts(t *testing.T) {
	for name, v := range vectors[struct{ Message, Signature string }](t, "eip1271.json") {
		t.Run(name, func(t *testing.T) {
			m, err := Parse([]byte(v.Message))
			if err != nil {
				t.Fatalf("got %v, want a message", err)
			}
			sig := common.FromHex(v.Signature)
			if err := Verify([]byte(v.Message), sig, m.Address); !errors.Is(err, ErrSignature) {
				t.Fatalf("got %v, want %v from the EOA path", err, ErrSignature)
			}
			c := contract()
			c.only = func(account common.Address, hash [32]byte, asked []byte) bool {
				return account == m.Address && bytes.Equal(hash[:], digest([]byte(v.Message))) && bytes.Equal(asked, sig)
			}
			proof, err := verifierOf(c).Verify(t.Context(), []byte(v.Message), m, sig)
			if err != nil || proof.Account.Address() != m.Address || proof.Account.Chain() != m.ChainID {
				t.Errorf("got %v, %v, want the contract", proof.Account.String(), err)
			}
		})
	}
}
