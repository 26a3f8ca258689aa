package s3_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/blob"
	"carnet/internal/blob/blobtest"
	"carnet/internal/blob/s3"
	"carnet/internal/blob/s3/s3test"
)

func open(t *testing.T, cfg s3.Config) *s3.Store {
	t.Helper()
	s, err := s3.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestS3(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	blobtest.Run(t, func(t *testing.T) blob.Store { return open(t, server.Config()) })
}

func TestAPrefixHidesWhatLiesBeside(t *testing.T) {
	server := s3test.Start(t)
	cfg := server.Config()
	one, root := cfg, cfg
	one.Prefix, root.Prefix = "one/", ""
	a, b := open(t, one), open(t, root)
	if err := a.Put(t.Context(), "k", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := b.Put(t.Context(), "k", []byte("y")); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		store blob.Store
		want  string
	}{"prefix": {a, "map[k:x]"}, "root": {b, "map[k:y one/k:x]"}} {
		if got := fmt.Sprint(contents(t, test.store)); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

func TestConfigurationsThatCannotWorkAreRefused(t *testing.T) {
	good := s3.Config{Endpoint: "https://127.0.0.1:1", Bucket: "b", AccessKey: "a", SecretKey: "s3cr3t"}
	for name, change := range map[string]func(*s3.Config){
		"no endpoint":        func(c *s3.Config) { c.Endpoint = "" },
		"no scheme":          func(c *s3.Config) { c.Endpoint = "s3.example.com" },
		"another scheme":     func(c *s3.Config) { c.Endpoint = "ftp://s3.example.com" },
		"a path":             func(c *s3.Config) { c.Endpoint += "/bucket" },
		"keys in the URL":    func(c *s3.Config) { c.Endpoint = "https://a:s3cr3t@s3.example.com" },
		"no bucket":          func(c *s3.Config) { c.Bucket = "" },
		"no access key":      func(c *s3.Config) { c.AccessKey = "" },
		"no secret key":      func(c *s3.Config) { c.SecretKey = "" },
		"prefix, no slash":   func(c *s3.Config) { c.Prefix = "carnet" },
		"prefix of dots":     func(c *s3.Config) { c.Prefix = "../" },
		"prefix, long":       func(c *s3.Config) { c.Prefix = strings.Repeat("p", 255) + "/x/" },
		"no such CA file":    func(c *s3.Config) { c.CAFile = "absent.pem" },
		"CA file of nothing": func(c *s3.Config) { c.CAFile = "s3_test.go" },
	} {
		cfg := good
		change(&cfg)
		s, err := s3.Open(t.Context(), cfg)
		if err == nil || s != nil || errors.Is(err, blob.ErrUnavailable) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "s3cr3t") && name != "keys in the URL" {
			t.Errorf("%s: the error shows the secret: %v", name, err)
		}
	}
}

func TestWrongKeysAndBucketsAreNamedAtOnceWithoutTheSecret(t *testing.T) {
	server := s3test.Start(t)
	for want, change := range map[string]func(*s3.Config){
		"SignatureDoesNotMatch": func(c *s3.Config) { c.SecretKey = "guessed-secret" },
		"XAdminUserNotFound":    func(c *s3.Config) { c.AccessKey = "nobody" },
		"NoSuchBucket":          func(c *s3.Config) { c.Bucket = "nowhere" },
	} {
		cfg := server.Config()
		change(&cfg)
		start := time.Now()
		_, err := s3.Open(t.Context(), cfg)
		if !errors.Is(err, blob.ErrUnavailable) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v, want %s without the secret", err, want)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %v, want no repetition", want, took)
		}
	}
}

// TestABucketThatKeepsVersions meets a service for which a deleted object is still there, and one that only says that it keeps versions.
func TestABucketThatKeepsVersions(t *testing.T) {
	server := s3test.Start(t)
	cfg := server.Config()
	if open(t, cfg).Versioned() {
		t.Error("got a versioned bucket, want none")
	}
	server.Version(t)
	if _, err := s3.Open(t.Context(), cfg); !errors.Is(err, blob.ErrInvalid) || !strings.Contains(err.Error(), "cannot be put again") {
		t.Errorf("got %v, want a refusal: the service takes a deleted object for one that is there", err)
	}
	keeping := httptest.NewServer(&careless{objects: map[string][]byte{}, version: "1"})
	defer keeping.Close()
	if !open(t, s3.Config{Endpoint: keeping.URL, Bucket: "bucket", AccessKey: "a", SecretKey: "s"}).Versioned() {
		t.Error("got no versions, want them told")
	}
}

func TestTLSIsVerified(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	makeCertificate(t, cert, key)
	server := s3test.Start(t, "--cert", cert, "--key", key)
	cfg := server.Config()
	cfg.Endpoint = strings.Replace(cfg.Endpoint, "http:", "https:", 1)
	if _, err := s3.Open(t.Context(), cfg); !errors.Is(err, blob.ErrUnavailable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v, want the certificate refused", err)
	}
	cfg.CAFile = cert
	s := open(t, cfg)
	if err := s.Put(t.Context(), "k", bytes.Repeat([]byte("x"), 1<<20)); err != nil {
		t.Error(err)
	}
}

func makeCertificate(t *testing.T, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: cert}, keyFile: {Type: "EC PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// careless is a service that stores objects and forgets some of the conditions that it was sent.
type careless struct {
	ignores string // a header
	errors  int    // status of a conditional put, if it does not even try
	version string // of whatever is put; empty: it keeps none

	mu      sync.Mutex
	objects map[string][]byte
}

func (c *careless) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old, have := c.objects[r.URL.Path]
	etag := `"` + blob.ETag(old)[:32] + `"`
	if have {
		w.Header().Set("ETag", etag)
	}
	switch {
	case r.Method == http.MethodDelete:
		delete(c.objects, r.URL.Path)
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodGet && !have:
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodGet:
		w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
		_, _ = w.Write(old)
	case c.errors != 0:
		w.WriteHeader(c.errors)
	case c.ignores != "If-None-Match" && r.Header.Get("If-None-Match") == "*" && have,
		c.ignores != "If-Match" && r.Header.Get("If-Match") != "" && r.Header.Get("If-Match") != etag:
		w.WriteHeader(http.StatusPreconditionFailed)
	default:
		data, _ := io.ReadAll(r.Body)
		c.objects[r.URL.Path] = data
		w.Header().Set("ETag", `"`+blob.ETag(data)[:32]+`"`)
		w.Header().Set("X-Amz-Version-Id", c.version)
	}
}

func TestAServiceWithoutConditionalWritesIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		service *careless
		want    string
	}{
		"ignores If-None-Match": {&careless{ignores: "If-None-Match"}, "8 of 8 writes with If-None-Match: * of one name succeeded"},
		"ignores If-Match":      {&careless{ignores: "If-Match"}, "it ignores If-Match on PutObject"},
		"knows neither":         {&careless{errors: http.StatusNotImplemented}, "501"},
		"honours both":          {&careless{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			test.service.objects = map[string][]byte{}
			server := httptest.NewServer(test.service)
			defer server.Close()
			s, err := s3.Open(t.Context(), s3.Config{Endpoint: server.URL, Bucket: "bucket", AccessKey: "a", SecretKey: "s"})
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				s.Close()
				return
			}
			if !errors.Is(err, blob.ErrInvalid) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
