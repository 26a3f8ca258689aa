package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"
	"github.com/spf13/cobra"

	"carnet/internal/gateway/oidc"
	"carnet/internal/keyring"
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
	c.AddCommand(listKeysCommand(), rotateKeysCommand())
	return c
}

// openRing opens the keys in a directory as the gateway does, but changes none by itself.
func openRing(dir string) (*keyring.Ring, error) {
	return keyring.Open(dir, keyring.Options{Period: keyring.Off, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
}

func dirFlag(c *cobra.Command, dir *string) {
	c.Flags().StringVar(dir, "dir", "keys", "directory with the signing keys")
}

func listKeysCommand() *cobra.Command {
	var dir string
	var asJSON bool
	c := &cobra.Command{Use: "list", Short: "Show the signing keys, not the secrets: which sign, which will, which only verify", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		ring, err := openRing(dir)
		if err != nil {
			return err
		}
		return listKeys(c.OutOrStdout(), ring, asJSON)
	}}
	dirFlag(c, &dir)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func rotateKeysCommand() *cobra.Command {
	var dir string
	var algs []string
	var stolen bool
	c := &cobra.Command{Use: "rotate", Short: "Make successors of the signing keys now; a running gateway takes them over", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		ring, err := openRing(dir)
		if err != nil {
			return err
		}
		if err := rotateKeys(c.Context(), ring, algs, stolen); err != nil {
			return err
		}
		return listKeys(c.OutOrStdout(), ring, false)
	}}
	dirFlag(c, &dir)
	c.Flags().StringSliceVar(&algs, "alg", nil, "RS256, ES256 or EdDSA (may be repeated); all that are there if left out")
	c.Flags().BoolVar(&stolen, "stolen", false, "the key of --alg is in wrong hands: remove it now. Shops refuse sign-ins until they fetch the new one")
	return c
}

func rotateKeys(ctx context.Context, ring *keyring.Ring, names []string, stolen bool) error {
	var algs []jose.SignatureAlgorithm
	for _, name := range names {
		alg := jose.SignatureAlgorithm(name)
		if !slices.Contains(keyring.Algorithms, alg) {
			return fmt.Errorf("--alg %q, want one of %q", name, keyring.Algorithms)
		}
		if _, err := ring.Signing(alg); err != nil {
			return err
		}
		algs = append(algs, alg)
	}
	if !stolen {
		return ring.Rotate(ctx, algs...)
	}
	if len(algs) == 0 {
		return errors.New("--stolen needs --alg: which key was stolen")
	}
	for _, alg := range algs {
		if err := ring.Replace(ctx, alg); err != nil {
			return err
		}
	}
	return nil
}

func listKeys(out io.Writer, ring *keyring.Ring, asJSON bool) error {
	all := ring.Status()
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	}
	minute := func(t time.Time) string {
		if t.Unix() <= 0 {
			return "-"
		}
		return t.Format("2006-01-02 15:04Z")
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ALG\tSTATE\tSIGNS FROM\tUNTIL\tKID")
	for _, k := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", k.Algorithm, k.State, minute(k.NotBefore), minute(k.Until), k.ID)
	}
	return w.Flush()
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
	for _, key := range []struct {
		file string
		alg  jose.SignatureAlgorithm
	}{{"signing.jwk", jose.ES256}, {"signing-rs256.jwk", jose.RS256}, {"signing-eddsa.jwk", jose.EdDSA}} {
		if err := createSigning(out, dir, key.file, key.alg); err != nil {
			return err
		}
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

// createSigning makes the first key of an algorithm, which signs from now on. When the directory has one already, perhaps under the name of
// a successor, it stays: a second key that signs at once would be one that no shop knows.
func createSigning(out io.Writer, dir, file string, alg jose.SignatureAlgorithm) error {
	keys, err := keyring.Dir(dir).Keys(context.Background())
	if err != nil {
		return err
	}
	if slices.ContainsFunc(keys, func(k keyring.Key) bool { return k.Algorithm == alg }) {
		fmt.Fprintf(out, "%s: an %s key is there and stays\n", dir, alg)
		return nil
	}
	_, err = create(out, filepath.Join(dir, file), func() ([]byte, error) {
		now := time.Now()
		key, err := keyring.NewKey(alg, now, now)
		if err != nil {
			return nil, err
		}
		return key.MarshalPrivate()
	})
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
