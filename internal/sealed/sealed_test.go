package sealed

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func box(t *testing.T, secret byte, purpose string) Box {
	t.Helper()
	b, err := New(bytes.Repeat([]byte{secret}, 32), purpose)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOnlyTheSamePurposeAndKeyOpens(t *testing.T) {
	text, err := box(t, 1, "a").Seal("hello")
	if err != nil {
		t.Fatal(err)
	}
	var got string
	if err := box(t, 1, "a").Open(text, &got); err != nil || got != "hello" {
		t.Fatalf("got %q, %v", got, err)
	}
	for name, other := range map[string]Box{"another purpose": box(t, 1, "b"), "another key": box(t, 2, "a")} {
		if err := other.Open(text, &got); !errors.Is(err, ErrForged) {
			t.Errorf("%s: got %v, want ErrForged", name, err)
		}
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	b := box(t, 1, "a")
	text, err := b.Seal(map[string]string{"sub": "x"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(data) * 8 {
		data[i/8] ^= 1 << (i % 8)
		if err := b.Open(base64.RawURLEncoding.EncodeToString(data), &map[string]string{}); !errors.Is(err, ErrForged) {
			t.Fatalf("bit %d: got %v, want ErrForged", i, err)
		}
		data[i/8] ^= 1 << (i % 8)
	}
	for _, odd := range []string{"", "A", text + "=", text + "AAAA", " " + text, strings.ToLower(text)} {
		if err := b.Open(odd, &map[string]string{}); !errors.Is(err, ErrForged) {
			t.Errorf("%.10q: got %v, want ErrForged", odd, err)
		}
	}
}

func TestTagsSeparateTheirParts(t *testing.T) {
	b, same := box(t, 1, "a"), box(t, 1, "a")
	if b.Tag("ab", "c") == b.Tag("a", "bc") || b.Tag("x") == box(t, 1, "b").Tag("x") || b.Tag("x") != same.Tag("x") {
		t.Error("tags do not tell their parts or purposes apart")
	}
}

func TestShortKeysAreRefused(t *testing.T) {
	if _, err := New(make([]byte, 31), "a"); err == nil {
		t.Error("a key of 31 bytes was taken")
	}
}
