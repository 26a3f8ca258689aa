package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/keyring"
	"carnet/internal/profile"
)

const secretsReadme = `These are the secrets of the demo's gateway and shops: signing keys, the pairwise key, the relayer's key, client secrets.

They lie beside the data only because the demo must survive a restart with one --data directory. A real gateway keeps
them apart from its data and its backups: in a secret manager, or in files that another account owns.

Whoever has them can impersonate the gateway and the shops from now on. They open no receipt that was sealed before.

needles.jsonl is the demo's own notebook of what went in, so that the drill knows what to look for in everything else. A
real gateway has no such file.
`

// secrets is a directory of small files that only this account can read, each made once.
type secrets struct{ dir string }

func openSecrets(dir string) (secrets, error) {
	s := secrets{dir}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return s, fmt.Errorf("secrets: %w", err)
	}
	_, err := s.load("README", func() ([]byte, error) { return []byte(secretsReadme), nil })
	return s, err
}

// load reads a secret, or makes it and has it on the disk before anybody uses it.
func (s secrets) load(name string, make func() ([]byte, error)) ([]byte, error) {
	path := filepath.Join(s.dir, name)
	data, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return data, err
	}
	if data, err = make(); err != nil {
		return nil, fmt.Errorf("secret %s: %w", name, err)
	}
	if err := writeDurable(path, data); err != nil {
		return nil, fmt.Errorf("secret %s: %w", name, err)
	}
	return data, nil
}

// random is 32 random bytes, kept as base64url.
func (s secrets) random(name string) ([]byte, error) {
	text, err := s.load(name, func() ([]byte, error) {
		return base64.RawURLEncoding.AppendEncode(nil, randomBytes(32)), nil
	})
	if err != nil {
		return nil, err
	}
	data, err := base64.RawURLEncoding.DecodeString(string(text))
	if err != nil || len(data) != 32 {
		return nil, fmt.Errorf("secret %s: want 32 bytes in base64url", name)
	}
	return data, nil
}

// text is 32 random bytes as the base64url text itself.
func (s secrets) text(name string) (string, error) {
	if _, err := s.random(name); err != nil {
		return "", err
	}
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	return string(data), err
}

// signingKeys are the gateway's for ID tokens: ES256 for whoever can, RS256 for shops that know nothing else.
func (s secrets) signingKeys() (*keyring.Ring, error) {
	es256, err := s.jwk("oidc-es256.jwk", func() (any, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) })
	if err != nil {
		return nil, err
	}
	rs256, err := s.jwk("oidc-rs256.jwk", func() (any, error) { return rsa.GenerateKey(rand.Reader, 2048) })
	if err != nil {
		return nil, err
	}
	return keyring.Static(es256, rs256)
}

func (s secrets) jwk(name string, generate func() (any, error)) (key jose.JSONWebKey, err error) {
	data, err := s.load(name, func() ([]byte, error) {
		private, err := generate()
		if err != nil {
			return nil, err
		}
		return jose.JSONWebKey{Key: private}.MarshalJSON()
	})
	if err != nil {
		return key, err
	}
	if err := key.UnmarshalJSON(data); err != nil {
		return key, fmt.Errorf("secret %s: not a JWK", name)
	}
	return key, nil
}

// issuerKey signs a shop's receipts.
func (s secrets) issuerKey(name string) (*profile.IssuerKey, error) {
	data, err := s.load(name, func() ([]byte, error) {
		key, err := profile.NewIssuerKey()
		if err != nil {
			return nil, err
		}
		return key.MarshalPrivate()
	})
	if err != nil {
		return nil, err
	}
	return profile.ParseIssuerKey(data)
}

// relayer is the secp256k1 key that pays for the gateway's transactions.
func (s secrets) relayer() (*ecdsa.PrivateKey, error) {
	data, err := s.random("relayer.key")
	if err != nil {
		return nil, err
	}
	return crypto.ToECDSA(data)
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}

// writeDurable puts a small private file in place whole: written aside, synced, renamed, directory synced.
func writeDurable(path string, data []byte) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// logs are one file of JSON lines per part.
type logs struct {
	dir   string
	files []*os.File
}

func openLogs(dir string) (*logs, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("logs: %w", err)
	}
	return &logs{dir: dir}, nil
}

func (l *logs) open(part string) (*slog.Logger, error) {
	f, err := os.OpenFile(filepath.Join(l.dir, part+".log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("logs: %w", err)
	}
	l.files = append(l.files, f)
	return slog.New(slog.NewJSONHandler(f, &slog.HandlerOptions{Level: slog.LevelInfo})), nil
}

func (l *logs) Close() error {
	var errs []error
	for _, f := range l.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}
