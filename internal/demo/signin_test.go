package demo

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"
)

// browser keeps cookies like browsers do on localhost: one jar for all ports, and Secure ones without TLS too (the
// standard library's jar keeps those back).
type browser struct {
	t       *testing.T
	cookies map[string]string
}

// do sends one request without following where it leads, and returns where that is, or the page.
func (b *browser) do(method, target, origin, mediaType, body string) (location, page string) {
	b.t.Helper()
	req := request(b.t, method, target, body, "Content-Type", mediaType)
	if origin != "" {
		req.Header.Set("Origin", origin)
	}
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	for _, c := range res.Cookies() {
		b.cookies[c.Name] = c.Value
	}
	content, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if res.StatusCode >= 400 {
		b.t.Fatalf("%s %s: got %v, %.300s", method, req.URL.Path, res.StatusCode, content)
	}
	if next, err := res.Location(); err == nil {
		location = next.String()
	}
	return location, string(content)
}

func (b *browser) json(target, origin string, in, out any) {
	b.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		b.t.Fatal(err)
	}
	_, page := b.do("POST", target, origin, "application/json", string(body))
	if err := json.NewDecoder(bytes.NewReader([]byte(page))).Decode(out); err != nil {
		b.t.Fatal(err)
	}
}

func TestAShopperSignsInAtBothShopsWithOneWallet(t *testing.T) {
	d, err := Start(t.Context(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	address := crypto.PubkeyToAddress(key.PublicKey)
	b := &browser{t: t, cookies: map[string]string{}}
	for _, s := range d.Shops {
		b.do("GET", s.Origin+"/", "", "", "")
		authorize, _ := b.do("POST", s.Origin+"/sign-in", s.Origin, "application/x-www-form-urlencoded", "")
		if !strings.HasPrefix(authorize, d.Gateway+"/") {
			t.Fatalf("sign-in at %s leads to %q, want the gateway", s.Name, authorize)
		}
		login, _ := b.do("GET", authorize, "", "", "")
		if u, err := url.Parse(login); err != nil || !strings.HasPrefix(u.Path, "/login/") {
			t.Fatalf("authorize leads to %q, want the sign-in page", login)
		}
		var challenge struct{ Message string }
		b.json(login+"/challenge", d.Gateway, map[string]string{"address": address.Hex()}, &challenge)
		if host := strings.TrimPrefix(s.Origin, "http://"); !strings.Contains(challenge.Message, host) {
			t.Errorf("message: got %q, want it to name %s", challenge.Message, host)
		}
		sig, err := crypto.Sign(accounts.TextHash([]byte(challenge.Message)), key)
		if err != nil {
			t.Fatal(err)
		}
		sig[64] += 27
		var done struct {
			Redirect string
			Consent  struct{ Token string }
		}
		b.json(login+"/verify", d.Gateway, map[string]string{"message": challenge.Message, "signature": "0x" + hex.EncodeToString(sig)}, &done)
		if done.Consent.Token != "" {
			b.json(login+"/consent", d.Gateway, map[string]string{"token": done.Consent.Token}, &done)
		}
		if !strings.HasPrefix(done.Redirect, s.Origin+"/callback?") {
			t.Fatalf("the gateway leads to %q, want the callback of %s", done.Redirect, s.Name)
		}
		back, _ := b.do("GET", done.Redirect, "", "", "")
		if !strings.HasPrefix(back, s.Origin+"/") {
			t.Fatalf("the callback leads to %q, want a page of %s", back, s.Name)
		}
		if _, page := b.do("GET", back, "", "", ""); !strings.Contains(page, `action="/sign-out"`) {
			t.Errorf("page of %s after the sign-in offers no sign-out: %.600s", s.Name, page)
		}
		if out, _ := b.do("POST", s.Origin+"/sign-out", s.Origin, "application/x-www-form-urlencoded", ""); !strings.HasPrefix(out, d.Gateway+"/logout?id_token_hint=") {
			t.Errorf("signing out of %s leads to %.60q, want the gateway", s.Name, out)
		} else if home, _ := b.do("GET", out, "", "", ""); home != s.Origin+"/" {
			t.Errorf("signing out of the gateway leads to %q, want %s", home, s.Name)
		}
	}

	// The gateway and the shops have forgotten the address: no file of theirs has it, in bytes or in hex.
	digits := []byte(strings.ToLower(address.Hex()[2:]))
	err = filepath.WalkDir(d.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(data), digits) || bytes.Contains(data, address[:]) {
			t.Errorf("%s holds the wallet's address", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
