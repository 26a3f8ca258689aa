package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"
	"github.com/spf13/cobra"

	"carnet/internal/gateway/oidc"
	"carnet/internal/profile"
)

var shopName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func keysCommand() *cobra.Command {
	var dir string
	var shops []string
	var newSecret string
	c := &cobra.Command{Use: "keys", Short: "Make the gateway's key files; what is there stays", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if newSecret != "" {
			return printSecret(c.OutOrStdout(), newSecret)
		}
		return makeKeys(c.OutOrStdout(), dir, shops)
	}}
	c.Flags().StringVar(&dir, "dir", "keys", "directory for the files, made with mode 700")
	c.Flags().StringSliceVar(&shops, "shop", nil, "client id of a shop: makes its issuer key and prints a client secret (may be repeated)")
	c.Flags().StringVar(&newSecret, "new-secret", "", "client id of a shop: prints a new client secret and its hash, and touches no file")
	return c
}

// makeKeys writes each file that is not there yet. A client secret is printed once and kept nowhere; the configuration
// holds its hash.
func makeKeys(out io.Writer, dir string, shops []string) error {
	for _, s := range shops {
		if !shopName.MatchString(s) {
			return fmt.Errorf("client id %q, want letters, digits, dot, dash and underscore", s)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if _, err := create(out, filepath.Join(dir, "pairwise.key"), pairwiseKey); err != nil {
		return err
	}
	if _, err := create(out, filepath.Join(dir, "signing.jwk"), signingKey); err != nil {
		return err
	}
	relayer := filepath.Join(dir, "relayer.key")
	if _, err := create(out, relayer, relayerKey); err != nil {
		return err
	}
	data, err := os.ReadFile(relayer)
	if err != nil {
		return err
	}
	key, err := parseKey(data)
	if err != nil {
		return fmt.Errorf("%s: %w", relayer, err)
	}
	fmt.Fprintf(out, "relayer %s: send it ether\n", crypto.PubkeyToAddress(key.PublicKey).Hex())
	for _, s := range shops {
		made, err := create(out, filepath.Join(dir, "shop-"+s+".jwk"), issuerKey)
		if err != nil {
			return err
		}
		if !made {
			fmt.Fprintf(out, "shop %s: it has its secret; make a new one with: gateway keys --new-secret %s\n", s, s)
			continue
		}
		if err := printSecret(out, s); err != nil {
			return err
		}
	}
	return nil
}

// printSecret makes a client secret, which is kept nowhere.
func printSecret(out io.Writer, shop string) error {
	if !shopName.MatchString(shop) {
		return fmt.Errorf("client id %q, want letters, digits, dot, dash and underscore", shop)
	}
	secret := oidc.NewSecret()
	hash := oidc.HashSecret(secret)
	_, err := fmt.Fprintf(out, "shop %s: give it the client secret %s (shown once); write secret_sha256: %s\n", shop, secret, hex.EncodeToString(hash[:]))
	return err
}

// create writes a file that must not exist, durably, for this account alone.
func create(out io.Writer, path string, content func() ([]byte, error)) (made bool, err error) {
	data, err := content()
	if err != nil {
		return false, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		fmt.Fprintf(out, "%s is there and stays\n", path)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return false, fmt.Errorf("%s: %w", path, err)
	}
	fmt.Fprintf(out, "%s made\n", path)
	return true, nil
}

func pairwiseKey() ([]byte, error) {
	var key [32]byte
	rand.Read(key[:])
	return base64.RawURLEncoding.AppendEncode(nil, key[:]), nil
}

func signingKey() ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	public, err := profile.PublicJWK(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	return jose.JSONWebKey{Key: key, KeyID: public.KeyID, Algorithm: string(jose.ES256), Use: "sig"}.MarshalJSON()
}

func relayerKey() ([]byte, error) {
	key, err := crypto.GenerateKey()
	if err != nil {
		return nil, err
	}
	return hex.AppendEncode(nil, crypto.FromECDSA(key)), nil
}

func issuerKey() ([]byte, error) {
	key, err := profile.NewIssuerKey()
	if err != nil {
		return nil, err
	}
	return key.MarshalPrivate()
}
