package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"carnet/internal/quirks"
)

func TestQuirksWooPrintsSettingsAndTriesThem(t *testing.T) {
	s := newServer(t)
	config, err := os.ReadFile(s.config())
	if err != nil {
		t.Fatal(err)
	}
	const registered = "http://localhost:8091/wp-admin/admin-ajax.php?action=openid-connect-authorize"
	if err := os.WriteFile(s.config(), bytes.Replace(config, []byte("http://localhost:8091/callback"), []byte(registered), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	s.start()
	run := func(o wooOptions, secret string) (string, error) {
		o.config = s.config()
		var out bytes.Buffer
		err := quirksWoo(t.Context(), &out, strings.NewReader(secret), o)
		return out.String(), err
	}

	t.Run("a site whose redirect URI is not registered fails, and is told", func(t *testing.T) {
		out, err := run(wooOptions{site: "http://localhost:8091/blog/"}, "")
		if err == nil || !strings.Contains(out, "FAILED") || !strings.Contains(out, "http://localhost:8091/blog/wp-admin/admin-ajax.php") {
			t.Fatalf("got %v and\n%s", err, out)
		}
		for _, line := range []string{"Login Endpoint URL", s.issuer + "/authorize", "Token Validation Endpoint URL", s.issuer + "/token", "State time limit", "{preferred_username}@localhost.invalid"} {
			if !strings.Contains(out, line) {
				t.Errorf("the table lacks %q:\n%s", line, out)
			}
		}
	})
	t.Run("a wrong secret fails", func(t *testing.T) {
		if out, err := run(wooOptions{secretFile: "-"}, "wrong\n"); err == nil || !strings.Contains(out, "invalid_client") {
			t.Fatalf("got %v and\n%s", err, out)
		}
	})
	t.Run("a site that is no URL is refused", func(t *testing.T) {
		if _, err := run(wooOptions{site: "shop"}, ""); err == nil || !strings.Contains(err.Error(), "not a URL") {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("another shop is not made up", func(t *testing.T) {
		if _, err := run(wooOptions{shop: "shop2"}, ""); err == nil || !strings.Contains(err.Error(), "--shop") {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("the registered site passes, as JSON too", func(t *testing.T) {
		out, err := run(wooOptions{shop: "shop1", secretFile: "-", json: true}, "secret\n")
		var got struct {
			RedirectURI string `json:"redirect_uri"`
			Settings    []quirks.Setting
			Checks      []quirks.Check
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		if got.RedirectURI != registered || len(got.Settings) < 20 || len(got.Checks) != 5 {
			t.Fatalf("got %s", out)
		}
		for _, c := range got.Checks {
			if !c.OK {
				t.Errorf("%s: %s", c.Name, c.Detail)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}
