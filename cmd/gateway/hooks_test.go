package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAHookHasSecretsOrKeys(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "saleor.secret"), []byte("0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &config{dir: dir}
	hook, err := c.hook(hookConfig{Platform: "saleor", SecretFiles: []string{"saleor.secret"}})
	if err != nil || len(hook.Secrets) != 1 || hook.Secrets[0] != "0123456789abcdef" || hook.Keys != nil {
		t.Errorf("got %+v, %v", hook, err)
	}
	hook, err = c.hook(hookConfig{Platform: "saleor", JWKSURL: "https://shop.example/.well-known/jwks.json"})
	if err != nil || len(hook.Secrets) != 0 || hook.Keys == nil {
		t.Errorf("got %+v, %v", hook, err)
	}
	if _, err = c.hook(hookConfig{Platform: "saleor", JWKSURL: "http://shop.example/.well-known/jwks.json"}); err == nil || !strings.Contains(err.Error(), "hooks.jwks_url") {
		t.Errorf("keys over plain http: got %v", err)
	}
	if _, err = c.hook(hookConfig{Platform: "saleor", SecretFiles: []string{"other.secret"}}); err == nil || !strings.Contains(err.Error(), "hooks.secret_files") {
		t.Errorf("a file that is not there: got %v", err)
	}
}
