package main

import (
	"bytes"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"

	"carnet/internal/gateway"
	"carnet/internal/gateway/oidc"
)

func TestTheExampleIsAConfiguration(t *testing.T) {
	data, err := os.ReadFile("gateway.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var out bytes.Buffer
	if err := makeKeys(&out, filepath.Join(dir, "keys"), []string{"shop1"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "gateway.yaml")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := readConfig(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cfg.gateway(); err == nil || !strings.Contains(err.Error(), "secret_sha256 is still the example's") {
		t.Errorf("got %v, want the example's secret to be refused", err)
	}
	cfg.Shops[0].SecretSHA256 = strings.Repeat("ab", 32)
	got, err := cfg.gateway()
	if err != nil {
		t.Fatal(err)
	}
	if got.Issuer != "http://localhost:8080" || len(got.Shops) != 1 || len(got.PairwiseKey) != 32 || len(got.SigningKeys.All().Keys) != 3 || got.Cadence != time.Minute {
		t.Errorf("got %+v", got)
	}
	if _, err := cfg.relayerKey(); err != nil {
		t.Error(err)
	}
}

// What docs/forward-auth.md tells operators to write is a configuration.
func TestForwardAuthSettingsOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/forward-auth.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "\n```yaml\n")
	settings, _, closed := strings.Cut(rest, "\n```\n")
	if !ok || !closed {
		t.Fatal("the page has no settings")
	}
	dir := t.TempDir()
	if err := makeKeys(new(bytes.Buffer), filepath.Join(dir, "keys"), []string{"shop1"}); err != nil {
		t.Fatal(err)
	}
	read := func(settings string) (gateway.Config, error) {
		t.Helper()
		file := filepath.Join(dir, "gateway.yaml")
		base := "issuer: https://gateway.example\nvault_url: https://vault.example\nstate: {kind: bolt}\nobjects: {kind: directory}\n" +
			"keys: {pairwise_file: keys/pairwise.key, signing_files: [keys/signing.jwk]}\n"
		if err := os.WriteFile(file, []byte(base+settings+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := readConfig(file, nil)
		if err != nil {
			return gateway.Config{}, err
		}
		return cfg.gateway()
	}
	got, err := read(settings)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Forward) != 1 || got.Forward[0].String() != "127.0.0.1/32" || len(got.Shops) != 1 || !got.Shops[0].Forward || got.Shops[0].Origin != "https://shop.example" {
		t.Errorf("got %+v", got)
	}
	for name, c := range map[string][3]string{
		"a proxy that is no network":           {"127.0.0.1/32", "proxy.example", "forward_auth.proxies"},
		"no proxies":                           {"[127.0.0.1/32]", "[]", "forward_auth.proxies"},
		"an ordinary shop that has no secret":  {"forward_auth: true", "forward_auth: false", "secret_sha256"},
		"a secret that is not one":             {"forward_auth: true", "forward_auth: true\n    secret_sha256: zz", "secret_sha256"},
		"a secret that is still the example's": {"forward_auth: true", "forward_auth: true\n    secret_sha256: \"" + strings.Repeat("0", 64) + "\"", "secret_sha256"},
	} {
		if _, err := read(strings.Replace(settings, c[0], c[1], 1)); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%s: got %v, want %s named", name, err, c[2])
		}
	}
}

func TestEverySettingCanComeFromTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gateway.yaml")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := readConfig(file, []string{
		"HOME=/root", "CARNET_ISSUER=https://a.example", "CARNET_CADENCE=5s", "CARNET_ANCHOR_EMPTY=true", "CARNET_CHAIN_ID=10", "CARNET_CHAIN_RPC=http://node",
		"CARNET_LOGIN_CHAINS=1, 10", "CARNET_STATE_REDIS_MASTER_NAME=m", "CARNET_VAULT_URL=https://v.example", "CARNET_VAULT_LISTEN=:1", "CARNET_LIMITS_NETWORK_PER_SECOND=1.5",
		"CARNET_SHOPS_0_NAME=One", "CARNET_SHOPS_0_REDIRECT_URIS=https://s.example/a,https://s.example/b", "CARNET_SHOPS_1_NAME=Two",
	})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Issuer != "https://a.example" || cfg.Cadence != 5*time.Second || !cfg.AnchorEmpty || cfg.Chain.ID != 10 || cfg.Chain.RPC != "http://node" ||
		len(cfg.Login.Chains) != 2 || cfg.Login.Chains[1] != 10 || cfg.State.Redis.MasterName != "m" || cfg.VaultURL != "https://v.example" || cfg.Vault.Listen != ":1" ||
		cfg.Limits.Network.PerSecond != 1.5 || len(cfg.Shops) != 2 || cfg.Shops[1].Name != "Two" || len(cfg.Shops[0].RedirectURIs) != 2 {
		t.Errorf("got %+v", cfg)
	}
}

func TestSettingsThatDoNotExistAreErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "gateway.yaml")
	os.WriteFile(file, []byte("issuer: https://a.example\nissuerr: x\n"), 0o600)
	if _, err := readConfig(file, nil); err == nil {
		t.Error("an unknown setting in the file was accepted")
	}
	os.WriteFile(file, nil, 0o600)
	for _, env := range []string{"CARNET_ISSUERR=x", "CARNET_CHAIN=x", "CARNET_CHAIN_RPCS=x", "CARNET_SHOPS_5_NAME=x", "CARNET_SHOPS_x_NAME=x", "CARNET_CADENCE=SECRETsoon", "CARNET_CHAIN_ID=-1"} {
		_, err := readConfig(file, []string{env})
		if err == nil {
			t.Errorf("%s was accepted", env)
		} else if strings.Contains(err.Error(), "SECRET") {
			t.Errorf("the error repeats the value: %v", err)
		}
	}
}

func TestKeysAreMadeOnceAndForOneAccount(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	var first, second bytes.Buffer
	if err := makeKeys(&first, dir, []string{"shop1"}); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(filepath.Join(dir, "pairwise.key"))
	if err := makeKeys(&second, dir, []string{"shop1"}); err != nil {
		t.Fatal(err)
	}
	after, _ := os.ReadFile(filepath.Join(dir, "pairwise.key"))
	if !bytes.Equal(before, after) || strings.Contains(second.String(), "secret_sha256") || !strings.Contains(second.String(), "--new-secret shop1") || !strings.Contains(first.String(), "secret_sha256: ") {
		t.Errorf("first: %s\nsecond: %s", &first, &second)
	}
	relayer, err := crypto.LoadECDSA(filepath.Join(dir, "relayer.key"))
	if err != nil {
		t.Fatal(err)
	}
	if line := "relayer " + crypto.PubkeyToAddress(relayer.PublicKey).Hex() + ": send it ether\n"; !strings.Contains(first.String(), line) || !strings.Contains(second.String(), line) {
		t.Errorf("first: %s\nsecond: %s\nwant %s", &first, &second, line)
	}
	for _, name := range []string{"pairwise.key", "signing.jwk", "relayer.key", "shop-shop1.jwk"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v, want mode 0600", name, info, err)
		}
	}
	cfg := &config{dir: dir}
	os.Chmod(filepath.Join(dir, "pairwise.key"), 0o644)
	if _, err := cfg.secret("keys.pairwise_file", "pairwise.key"); err == nil {
		t.Error("a key that everybody can read was accepted")
	}
	if err := makeKeys(&first, dir, []string{"../x"}); err == nil {
		t.Error("a client id that leaves the directory was accepted")
	}
}

func TestANewSecretTouchesNoFile(t *testing.T) {
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	c := keysCommand()
	c.SetOut(&out)
	c.SetArgs([]string{"--new-secret", "shop1"})
	if err := c.Execute(); err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`client secret (\S+) .*secret_sha256: ([0-9a-f]{64})`).FindStringSubmatch(out.String())
	if m == nil {
		t.Fatalf("got %s", &out)
	}
	if hash := oidc.HashSecret(m[1]); hex.EncodeToString(hash[:]) != m[2] {
		t.Errorf("the hash is not that of the secret: %s", &out)
	}
	if files, err := os.ReadDir("."); err != nil || len(files) != 0 {
		t.Errorf("files: %v %v, want none", files, err)
	}
}

func TestMistakesInTheConfigurationAreExplained(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "gateway.yaml")
	const start = "issuer: https://a.example\nvault_url: https://v.example\nstate: {kind: bolt}\nobjects: {kind: directory}\n"
	for name, test := range map[string]struct{ text, want string }{
		"an empty file":       {"# nothing\n", "start from gateway.example.yaml"},
		"an unknown setting":  {"issuer: https://a.example\nissuerr: x\n", "line 2: no such setting: issuerr"},
		"a duration in words": {"cadence: soon\n", "line 1: not a duration such as 1m or 30s"},
		"a number in words":   {"chain: {id: mainnet}\n", "line 1: not a uint64"},
		"no key file":         {start + "keys: {pairwise_file: k/pairwise.key}\nshops: [{client_id: shop1}]\n", "make it with: gateway keys --dir " + dir + "/k --shop shop1"},
		"no store":            {"issuer: https://a.example\n", `state.kind "", want bolt or redis`},
		"a level of its own":  {start + "log_level: loud\n", "want debug, info, warn or error"},
	} {
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := readConfig(file, nil)
		if err == nil {
			err = serve(t.Context(), cfg)
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("files: %v %v, want the configuration alone: nothing may be opened", files, err)
	}
}

func TestAnInitialTokenIsWhatTheConfigurationTakes(t *testing.T) {
	var out bytes.Buffer
	if err := printToken(&out); err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`token (\S{43}) \(shown once\).*tokens_sha256: ([0-9a-f]{64})\n`).FindStringSubmatch(out.String())
	if m == nil {
		t.Fatalf("got %q", &out)
	}
	got, err := registrationConfig{TokensSHA256: []string{m[2]}, MetadataDocuments: true}.registration()
	if err != nil || !got.Documents || len(got.Tokens) != 1 || got.Tokens[0] != oidc.HashSecret(m[1]) {
		t.Errorf("got %+v, %v", got, err)
	}
	for name, bad := range map[string]string{"a token instead of its hash": m[1], "half a hash": m[2][:32], "zeros": strings.Repeat("0", 64), "nothing": ""} {
		_, err := registrationConfig{TokensSHA256: []string{bad}}.registration()
		if err == nil || bad != "" && strings.Contains(err.Error(), bad) {
			t.Errorf("%s: got %v, want an error that does not repeat it", name, err)
		}
	}
}

func TestAllThatIsWrongWithAFileIsSaidAtOnce(t *testing.T) {
	dir := t.TempDir()
	if err := makeKeys(io.Discard, filepath.Join(dir, "keys"), []string{"shop1"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "gateway.yaml")
	text := `
issuer: http://localhost:8080
state: {kind: paper}
objects: {kind: shoebox}
keys: {pairwise_file: keys/none, signing_files: [keys/signing.jwk]}
trusted_proxies: [nowhere]
shops:
  - {client_id: shop1, name: Shop, origin: "http://localhost:8091", secret_sha256: zz, redirect_uris: ["http://localhost:8091/cb"], issuer_key_file: keys/shop-shop1.jwk}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := readConfig(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = cfg.gateway()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{`state.kind "paper"`, `objects.kind "shoebox"`, "keys.pairwise_file", `trusted_proxies: "nowhere"`, `shop "shop1": secret_sha256`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing is said of %s:\n%v", want, err)
		}
	}
}
