package main

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"
	"gopkg.in/yaml.v3"

	"carnet/internal/chain/accounts"
	"carnet/internal/gateway"
	"carnet/internal/gateway/hooks"
	"carnet/internal/gateway/oidc"
	"carnet/internal/jwks"
	"carnet/internal/keyring"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// config is the configuration file. gateway.example.yaml explains it.
type config struct {
	Issuer      string        `yaml:"issuer"`
	Listen      string        `yaml:"listen"`
	VaultURL    string        `yaml:"vault_url"`
	Vaults      []string      `yaml:"vaults"`
	Cadence     time.Duration `yaml:"cadence"`
	AnchorEmpty bool          `yaml:"anchor_empty"`
	LogLevel    string        `yaml:"log_level"`

	Chain   chainConfig   `yaml:"chain"`
	Login   loginConfig   `yaml:"login"`
	State   stateConfig   `yaml:"state"`
	Objects objectsConfig `yaml:"objects"`
	Keys    keysConfig    `yaml:"keys"`
	Limits  limitsConfig  `yaml:"limits"`

	Shops          []shopConfig       `yaml:"shops"`
	Registration   registrationConfig `yaml:"registration"`
	TrustedIssuers []string           `yaml:"trusted_issuers"`
	TrustedProxies []string           `yaml:"trusted_proxies"`

	ForwardAuth forwardConfig `yaml:"forward_auth"`

	Vault *vaultConfig `yaml:"vault"`

	dir string // of the file: relative paths start here
}

type chainConfig struct {
	RPC            string `yaml:"rpc"`
	ID             uint64 `yaml:"id"`
	Anchor         string `yaml:"anchor"`
	Carnet         string `yaml:"carnet"`
	FromBlock      uint64 `yaml:"from_block"`
	RelayerKeyFile string `yaml:"relayer_key_file"`
}

type loginConfig struct {
	Chains      []uint64      `yaml:"chains"`
	Interaction time.Duration `yaml:"interaction"`
	DemoWallet  string        `yaml:"demo_wallet"`

	Contracts     []contractsConfig `yaml:"contracts"`
	Factories     []string          `yaml:"factories"`
	Delegates     []string          `yaml:"delegates"`
	WalletConnect string            `yaml:"walletconnect"`
	AliasDomain   string            `yaml:"alias_domain"`
}

type contractsConfig struct {
	Chain uint64   `yaml:"chain"`
	RPC   []string `yaml:"rpc"`
}

type stateConfig struct {
	Kind  string      `yaml:"kind"`
	Path  string      `yaml:"path"`
	Redis redisConfig `yaml:"redis"`
}

type redisConfig struct {
	Addrs        []string `yaml:"addrs"`
	Username     string   `yaml:"username"`
	PasswordFile string   `yaml:"password_file"`
	TLS          bool     `yaml:"tls"`
	CAFile       string   `yaml:"ca_file"`
	MasterName   string   `yaml:"master_name"`
	Cluster      bool     `yaml:"cluster"`
	Prefix       string   `yaml:"prefix"`
}

type objectsConfig struct {
	Kind string   `yaml:"kind"`
	Path string   `yaml:"path"`
	S3   s3Config `yaml:"s3"`
}

type s3Config struct {
	Endpoint      string        `yaml:"endpoint"`
	Region        string        `yaml:"region"`
	Bucket        string        `yaml:"bucket"`
	Prefix        string        `yaml:"prefix"`
	VirtualHost   bool          `yaml:"virtual_host"`
	AccessKey     string        `yaml:"access_key"`
	SecretKeyFile string        `yaml:"secret_key_file"`
	CAFile        string        `yaml:"ca_file"`
	Timeout       time.Duration `yaml:"timeout"`
}

type keysConfig struct {
	PairwiseFile string        `yaml:"pairwise_file"`
	SigningFiles []string      `yaml:"signing_files"`
	SigningDir   string        `yaml:"signing_dir"`
	Rotation     time.Duration `yaml:"rotation"`
}

type limitsConfig struct {
	Network   rateConfig `yaml:"network"`
	Client    rateConfig `yaml:"client"`
	Contracts rateConfig `yaml:"contracts"`
	Relay     rateConfig `yaml:"relay"`
	Writes    rateConfig `yaml:"writes"`
	Orders    int        `yaml:"orders"`
}

type rateConfig struct {
	PerSecond float64 `yaml:"per_second"`
	Burst     int     `yaml:"burst"`
}

func (r rateConfig) rate() gateway.Rate { return gateway.Rate{PerSecond: r.PerSecond, Burst: r.Burst} }

type shopConfig struct {
	ClientID            string       `yaml:"client_id"`
	Name                string       `yaml:"name"`
	Origin              string       `yaml:"origin"`
	SecretSHA256        string       `yaml:"secret_sha256"`
	RedirectURIs        []string     `yaml:"redirect_uris"`
	PostLogoutURIs      []string     `yaml:"post_logout_redirect_uris"`
	SigningAlg          string       `yaml:"signing_alg"`
	Auth                string       `yaml:"auth"`
	KeysFile            string       `yaml:"keys_file"`
	KeysURI             string       `yaml:"keys_uri"`
	Native              bool         `yaml:"native"`
	StartURI            string       `yaml:"start_uri"`
	BackLogoutURI       string       `yaml:"backchannel_logout_uri"`
	DPoP                bool         `yaml:"dpop"`
	PAR                 bool         `yaml:"par"`
	Trusted             bool         `yaml:"trusted"`
	IssuerKeyFile       string       `yaml:"issuer_key_file"`
	AccountingRecipient string       `yaml:"accounting_recipient"`
	Hooks               []hookConfig `yaml:"hooks"`
	Device              bool         `yaml:"device"`
	ForwardAuth         bool         `yaml:"forward_auth"`
}

type registrationConfig struct {
	TokensSHA256      []string `yaml:"tokens_sha256"`
	MetadataDocuments bool     `yaml:"metadata_documents"`
}

// registration reads the hashes of initial access tokens.
func (r registrationConfig) registration() (out gateway.Registration, err error) {
	out.Documents = r.MetadataDocuments
	for i, s := range r.TokensSHA256 {
		hash, err := hex.DecodeString(s)
		if err != nil || len(hash) != 32 || [32]byte(hash) == ([32]byte{}) {
			return out, fmt.Errorf("registration.tokens_sha256: entry %d is not 64 hex digits: paste what gateway keys token printed", i+1)
		}
		out.Tokens = append(out.Tokens, [32]byte(hash))
	}
	return out, nil
}

type hookConfig struct {
	Platform    string      `yaml:"platform"`
	SecretFiles []string    `yaml:"secret_files"`
	JWKSURL     string      `yaml:"jwks_url"`
	ShopDomain  string      `yaml:"shop_domain"`
	Pull        *pullConfig `yaml:"pull"`
}

// pullConfig is the platform's API, for gateway reconcile alone.
type pullConfig struct {
	URL        string `yaml:"url"`
	KeyFile    string `yaml:"key_file"`
	SecretFile string `yaml:"secret_file"`
	Version    string `yaml:"version"`
}

type forwardConfig struct {
	Proxies []string `yaml:"proxies"`
}

type vaultConfig struct {
	Listen     string   `yaml:"listen"`
	Objects    string   `yaml:"objects"`
	S3Prefix   string   `yaml:"s3_prefix"`
	Gateways   []string `yaml:"gateways"`
	RPC        string   `yaml:"rpc"`
	DemoWallet string   `yaml:"demo_wallet"`
}

// readConfig reads the file and then the environment. Unknown settings are errors in both.
func readConfig(path string, environ []string) (*config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	cfg := &config{dir: filepath.Dir(path), Listen: "127.0.0.1:8080", LogLevel: "info"}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err = dec.Decode(cfg)
	empty := errors.Is(err, io.EOF)
	if err != nil && !empty {
		return nil, fmt.Errorf("%s: %w", path, readable(err))
	}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		path, ours := strings.CutPrefix(name, "CARNET_")
		if !ours {
			continue
		}
		if err := override(reflect.ValueOf(cfg).Elem(), path, value); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err) // never the value: it may be a secret
		}
		empty = false
	}
	if empty {
		return nil, fmt.Errorf("%s has no settings: start from gateway.example.yaml", path)
	}
	return cfg, nil
}

var (
	errNoSetting   = errors.New("no such setting")
	errNoDuration  = errors.New("not a duration such as 1m or 30s")
	unknownSetting = regexp.MustCompile(`^(line \d+: )field (.*) not found in type .*$`)
	wrongKind      = regexp.MustCompile(`(?s)^(line \d+: )cannot unmarshal .* into (\S+)$`)
)

// readable says what yaml found in the words of whoever wrote the file, without the value.
func readable(err error) error {
	bad, ok := errors.AsType[*yaml.TypeError](err)
	if !ok {
		return err
	}
	var lines []string
	for _, line := range bad.Errors {
		line = unknownSetting.ReplaceAllString(line, "${1}"+errNoSetting.Error()+": $2")
		if m := wrongKind.FindStringSubmatch(line); m != nil && m[2] == "time.Duration" {
			line = m[1] + errNoDuration.Error()
		} else if m != nil {
			line = m[1] + "not a " + strings.TrimPrefix(m[2], "main.")
		}
		lines = append(lines, line)
	}
	return errors.New(strings.Join(lines, "; "))
}

// level is log_level.
func (c *config) level() (slog.Level, error) {
	level, ok := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}[c.LogLevel]
	if !ok {
		return 0, fmt.Errorf("log_level %q, want debug, info, warn or error", c.LogLevel)
	}
	return level, nil
}

// logger writes JSON lines to standard error.
func (c *config) logger() (*slog.Logger, error) {
	level, err := c.level()
	if err != nil {
		return nil, err
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})), nil
}

// override sets the setting that path names below v.
func override(v reflect.Value, path, value string) error {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return override(v.Elem(), path, value)
	case reflect.Struct:
		return overrideField(v, path, value)
	case reflect.Slice:
		if path != "" {
			return overrideElement(v, path, value)
		}
		return overrideList(v, value)
	}
	if path != "" {
		return errNoSetting
	}
	return overrideValue(v, value)
}

func overrideField(v reflect.Value, path, value string) error {
	for i := range v.NumField() {
		name := strings.ToUpper(v.Type().Field(i).Tag.Get("yaml"))
		if name == "" {
			continue
		}
		if path == name {
			return override(v.Field(i), "", value)
		}
		if rest, ok := strings.CutPrefix(path, name+"_"); ok {
			if err := override(v.Field(i), rest, value); err == nil || !errors.Is(err, errNoSetting) {
				return err
			}
		}
	}
	return errNoSetting
}

func overrideElement(v reflect.Value, path, value string) error {
	digits, rest, _ := strings.Cut(path, "_")
	i, err := strconv.Atoi(digits)
	if err != nil || i < 0 || i > v.Len() {
		return errNoSetting
	}
	if i == v.Len() {
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	}
	return override(v.Index(i), rest, value)
}

func overrideList(v reflect.Value, value string) error {
	list := reflect.MakeSlice(v.Type(), 0, 0)
	for part := range strings.SplitSeq(value, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		e := reflect.New(v.Type().Elem()).Elem()
		if err := overrideValue(e, part); err != nil {
			return err
		}
		list = reflect.Append(list, e)
	}
	v.Set(list)
	return nil
}

func overrideValue(v reflect.Value, value string) error {
	bad := fmt.Errorf("not a %s", v.Type())
	switch v.Interface().(type) {
	case time.Duration:
		d, err := time.ParseDuration(value)
		if err != nil {
			return errNoDuration
		}
		v.SetInt(int64(d))
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(value)
	case reflect.Bool:
		b, err := strconv.ParseBool(value)
		if err != nil {
			return bad
		}
		v.SetBool(b)
	case reflect.Int:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return bad
		}
		v.SetInt(n)
	case reflect.Uint64:
		n, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			return bad
		}
		v.SetUint(n)
	case reflect.Float64:
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return bad
		}
		v.SetFloat(n)
	default:
		return errNoSetting
	}
	return nil
}

// path makes a configured path absolute to the configuration's directory.
func (c *config) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.dir, p)
}

// secret reads a key file and refuses one that other accounts can read.
func (c *config) secret(setting, p string) ([]byte, error) {
	if p == "" {
		return nil, fmt.Errorf("%s is not set", setting)
	}
	info, err := os.Stat(c.path(p))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: %s is not there%s", setting, c.path(p), c.remedy(setting))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s: %s can be read by other accounts (mode %04o): chmod 600 it", setting, c.path(p), info.Mode().Perm())
	}
	data, err := os.ReadFile(c.path(p))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return bytes.TrimSpace(data), nil
}

// remedy says how to make the key file of a setting.
func (c *config) remedy(setting string) string {
	if strings.HasPrefix(setting, "hooks.") {
		return "; write the platform's secret into it"
	}
	if strings.HasPrefix(setting, "state.") {
		return "; write the password into it"
	}
	if strings.HasSuffix(setting, "secret_key_file") {
		return "; write the secret key into it"
	}
	dir := "keys"
	if c.Keys.PairwiseFile != "" {
		dir = filepath.Dir(c.path(c.Keys.PairwiseFile))
	}
	line := "; make it with: gateway keys --dir " + dir
	for _, s := range c.Shops {
		line += " --shop " + s.ClientID
	}
	return line
}

// gateway turns the file into what the gateway package wants, reading the keys. Its error tells all that is wrong.
func (c *config) gateway() (cfg gateway.Config, err error) {
	cfg = gateway.Config{
		Issuer: c.Issuer, VaultURL: c.VaultURL, Vaults: c.Vaults, Cadence: c.Cadence, AnchorEmpty: c.AnchorEmpty,
		ChainIDs: c.Login.Chains, Interaction: c.Login.Interaction, DemoWallet: c.Login.DemoWallet, TrustedIssuers: c.TrustedIssuers,
		WalletConnect: c.Login.WalletConnect, AliasDomain: c.Login.AliasDomain,
		Limits: gateway.Limits{Network: c.Limits.Network.rate(), Client: c.Limits.Client.rate(), Contracts: c.Limits.Contracts.rate(), Relay: c.Limits.Relay.rate(),
			Writes: c.Limits.Writes.rate(), Orders: c.Limits.Orders},
	}
	problems := []error{c.checkKinds()}
	note := func(err error) { problems = append(problems, err) }
	cfg.PairwiseKey, err = c.pairwiseKey()
	note(err)
	cfg.SigningKeys, err = c.signingKeys()
	note(err)
	cfg.Factories, err = addresses("login.factories", c.Login.Factories)
	note(err)
	cfg.Delegates, err = addresses("login.delegates", c.Login.Delegates)
	note(err)
	cfg.Registration, err = c.Registration.registration()
	note(err)
	cfg.Trusted, err = networks("trusted_proxies", c.TrustedProxies)
	note(err)
	cfg.Forward, err = networks("forward_auth.proxies", c.ForwardAuth.Proxies)
	note(err)
	for _, s := range c.Shops {
		shop, err := c.shop(s)
		if err != nil {
			note(fmt.Errorf("shop %q: %w", s.ClientID, err))
			continue
		}
		cfg.Shops = append(cfg.Shops, shop)
	}
	if err := errors.Join(problems...); err != nil {
		return cfg, err
	}
	return cfg, cfg.Check()
}

// checkKinds refuses stores that are none.
func (c *config) checkKinds() error {
	if c.State.Kind != "bolt" && c.State.Kind != "redis" {
		return errors.Join(fmt.Errorf("state.kind %q, want bolt or redis", c.State.Kind), c.checkObjects())
	}
	return c.checkObjects()
}

func (c *config) pairwiseKey() ([]byte, error) {
	text, err := c.secret("keys.pairwise_file", c.Keys.PairwiseFile)
	if err != nil {
		return nil, err
	}
	key, err := base64.RawURLEncoding.Strict().DecodeString(string(text))
	if err != nil {
		return nil, errors.New("keys.pairwise_file: not 32 bytes in base64url")
	}
	return key, nil
}

// networks reads the networks of a setting.
func networks(setting string, of []string) (list []netip.Prefix, err error) {
	for _, s := range of {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is not a network such as 10.0.0.0/8", setting, s)
		}
		list = append(list, p)
	}
	return list, nil
}

// signingKeys are a directory's, which change by themselves, or files' that stay.
func (c *config) signingKeys() (*keyring.Ring, error) {
	if c.Keys.SigningDir != "" {
		if len(c.Keys.SigningFiles) > 0 {
			return nil, errors.New("keys: set signing_dir or signing_files, not both")
		}
		log, err := c.logger()
		if err != nil {
			return nil, err
		}
		ring, err := keyring.Open(c.path(c.Keys.SigningDir), keyring.Options{Period: c.Keys.Rotation, Now: time.Now, Log: log})
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("keys.signing_dir: %w%s", err, c.remedy("keys.signing_dir"))
		}
		if err != nil {
			return nil, fmt.Errorf("keys.signing_dir and keys.rotation: %w", err)
		}
		return ring, nil
	}
	var keys []jose.JSONWebKey
	for _, file := range c.Keys.SigningFiles {
		data, err := c.secret("keys.signing_files", file)
		if err != nil {
			return nil, err
		}
		var key jose.JSONWebKey
		if err := key.UnmarshalJSON(data); err != nil {
			return nil, fmt.Errorf("keys.signing_files: %s is not a JWK", file)
		}
		keys = append(keys, key)
	}
	ring, err := keyring.Static(keys...)
	if err != nil {
		return nil, fmt.Errorf("keys.signing_files: %w", err)
	}
	return ring, nil
}

// contracts are the chains whose smart accounts may sign in. allowed are those that a message may name.
func (c *config) contracts(allowed []uint64) (map[uint64]wallet.Chain, error) {
	chains := map[uint64]wallet.Chain{}
	for _, s := range c.Login.Contracts {
		if !slices.Contains(allowed, s.Chain) {
			return nil, fmt.Errorf("login.contracts: chain %d is not among login.chains", s.Chain)
		}
		if chains[s.Chain] != nil {
			return nil, fmt.Errorf("login.contracts: chain %d occurs twice; name all its nodes in one rpc list", s.Chain)
		}
		chain, err := accounts.New(accounts.Config{ChainID: s.Chain, URLs: s.RPC})
		if err != nil {
			return nil, fmt.Errorf("login.contracts: %w", err)
		}
		chains[s.Chain] = chain
	}
	return chains, nil
}

// credentials reads how a shop authenticates into its client.
func (c *config) credentials(s shopConfig, client *oidc.Client) error {
	client.Auth, client.KeysURI = s.Auth, s.KeysURI
	if s.KeysFile != "" {
		data, err := os.ReadFile(c.path(s.KeysFile))
		if err != nil {
			return fmt.Errorf("keys_file: %w", err)
		}
		if err := json.Unmarshal(data, &client.Keys); err != nil {
			return fmt.Errorf("keys_file: %s is not a JWK set", s.KeysFile)
		}
	}
	if s.SecretSHA256 == "" && (s.ForwardAuth || s.Auth == oidc.AuthNone || s.Auth == oidc.AuthPrivateKey) {
		return nil // the gateway is the relying party of a shop with forward_auth; it needs no secret for itself
	}
	hash, err := hex.DecodeString(s.SecretSHA256)
	if err != nil || len(hash) != 32 {
		return errors.New("secret_sha256 is not 64 hex digits: paste what gateway keys printed")
	}
	client.SecretHash = [32]byte(hash)
	if client.SecretHash == ([32]byte{}) {
		return errors.New("secret_sha256 is still the example's: paste what gateway keys printed")
	}
	return nil
}

func (c *config) shop(s shopConfig) (shop gateway.Shop, err error) {
	shop = gateway.Shop{Origin: s.Origin, Client: oidc.Client{ID: s.ClientID, Name: s.Name, RedirectURIs: s.RedirectURIs, PostLogout: s.PostLogoutURIs,
		SigningAlg: s.SigningAlg, Native: s.Native, StartURI: s.StartURI, BackLogout: s.BackLogoutURI, DPoP: s.DPoP, PAR: s.PAR, Trusted: s.Trusted, Device: s.Device}, Forward: s.ForwardAuth}
	if err := c.credentials(s, &shop.Client); err != nil {
		return shop, err
	}
	data, err := c.secret("issuer_key_file", s.IssuerKeyFile)
	if err != nil {
		return shop, err
	}
	if shop.Key, err = profile.ParseIssuerKey(data); err != nil {
		return shop, fmt.Errorf("issuer_key_file: %w", err)
	}
	for _, h := range s.Hooks {
		hook, err := c.hook(h)
		if err != nil {
			return shop, err
		}
		shop.Hooks = append(shop.Hooks, hook)
	}
	if s.AccountingRecipient != "" {
		if shop.Accounting, err = profile.ParseRecipient(s.AccountingRecipient); err != nil {
			return shop, fmt.Errorf("accounting_recipient: %w", err)
		}
	}
	return shop, nil
}

// hook reads what a platform's signatures are checked with.
func (c *config) hook(h hookConfig) (hook hooks.Hook, err error) {
	hook.Platform, hook.Domain = h.Platform, h.ShopDomain
	if h.ShopDomain != "" && h.Platform != "shopify" {
		return hook, fmt.Errorf("hooks.shop_domain is for shopify, not for %q", h.Platform)
	}
	if hook.Secrets, err = c.hookSecrets(h); err != nil {
		return hook, err
	}
	if h.JWKSURL != "" {
		keys, err := jwks.New(h.JWKSURL, time.Now)
		if err != nil {
			return hook, fmt.Errorf("hooks.jwks_url %q: %w", h.JWKSURL, err)
		}
		hook.Keys = keys
	}
	return hook, nil
}

func (c *config) hookSecrets(h hookConfig) (secrets []string, err error) {
	for _, file := range h.SecretFiles {
		secret, err := c.secret("hooks.secret_files", file)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, string(secret))
	}
	return secrets, nil
}

func (c *config) relayerKey() (*ecdsa.PrivateKey, error) {
	data, err := c.secret("chain.relayer_key_file", c.Chain.RelayerKeyFile)
	if err != nil {
		return nil, err
	}
	return parseKey(data)
}

// parseKey reads a secp256k1 key of 64 hex digits, 0x allowed.
func parseKey(data []byte) (*ecdsa.PrivateKey, error) {
	key, err := crypto.HexToECDSA(strings.TrimPrefix(string(bytes.TrimSpace(data)), "0x"))
	if err != nil {
		return nil, errors.New("the relayer key is not 64 hex digits of a secp256k1 key")
	}
	return key, nil
}

func addresses(setting string, list []string) (out []common.Address, err error) {
	for _, s := range list {
		a, err := address(setting, s)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// address reads an optional contract address.
func address(setting, s string) (common.Address, error) {
	if s == "" {
		return common.Address{}, nil
	}
	if !common.IsHexAddress(s) {
		return common.Address{}, fmt.Errorf("%s: %q is not an address", setting, s)
	}
	return common.HexToAddress(s), nil
}
