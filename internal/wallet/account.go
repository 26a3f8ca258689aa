package wallet

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// Account is who a shopper is to the gateway, for as long as one request lasts. The key of an externally owned account is the same
// person on every chain; a contract's address is not, so it carries its chain. Accounts are comparable; the zero value is nobody.
type Account struct {
	address common.Address
	chain   uint64 // 0 for an externally owned account
}

// EOA is the externally owned account of addr.
func EOA(addr common.Address) Account { return Account{address: addr} }

// Contract is the contract account at addr on the chain with this EIP-155 id, which is not 0.
func Contract(chain uint64, addr common.Address) (Account, error) {
	if chain == 0 || addr == (common.Address{}) {
		return Account{}, because(ErrAccount, "contract on chain %d", chain)
	}
	return Account{address: addr, chain: chain}, nil
}

// Address returns the account's address.
func (a Account) Address() common.Address { return a.address }

// Chain returns the EIP-155 id of a contract account's chain, and 0 for an externally owned account.
func (a Account) Chain() uint64 { return a.chain }

// String returns the canonical form of protocol.md §1: "eoa:0x…" or "eip155:<chain>:0x…", lower case.
func (a Account) String() string {
	addr := "0x" + hex.EncodeToString(a.address[:])
	if a.chain == 0 {
		return "eoa:" + addr
	}
	return "eip155:" + strconv.FormatUint(a.chain, 10) + ":" + addr
}

// LogValue keeps the address, which is personal data, out of logs.
func (a Account) LogValue() slog.Value { return slog.StringValue("[account]") }

// ParseAccount reads the canonical form and nothing else.
func ParseAccount(s string) (Account, error) {
	kind, rest, _ := strings.Cut(s, ":")
	chain, addr := uint64(0), rest
	if kind == "eip155" {
		id, tail, _ := strings.Cut(rest, ":")
		n, err := strconv.ParseUint(id, 10, 64)
		if err != nil || n == 0 {
			return Account{}, because(ErrAccount, "chain id")
		}
		chain, addr = n, tail
	}
	if len(addr) != 42 || !common.IsHexAddress(addr) {
		return Account{}, because(ErrAccount, "address")
	}
	a := Account{address: common.HexToAddress(addr), chain: chain}
	if a.address == (common.Address{}) || a.String() != s {
		return Account{}, ErrAccount
	}
	return a, nil
}

// Sub is the pairwise subject that the shop of a sector knows an account by: 43 characters, protocol.md §1. pairwiseKey is 32 secret
// bytes kept outside every store; sector comes from [Sector].
func Sub(pairwiseKey []byte, sector string, a Account) string {
	mac := hmac.New(sha256.New, pairwiseKey)
	mac.Write([]byte("carnet/v1/sub"))
	for _, part := range []string{sector, a.String()} {
		mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		mac.Write([]byte(part))
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Sector returns the lower-case authority of a shop's http or https URL: the host, and the port when it is not the scheme's own. User
// information, a trailing dot, non-ASCII hosts (register the punycode form) and ports out of range are refused: one shop, one spelling.
func Sector(rawURL string) (string, error) {
	if len(rawURL) > 2048 {
		return "", because(ErrSector, "%d bytes", len(rawURL))
	}
	u, err := url.Parse(rawURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil {
		return "", because(ErrSector, "not a plain http or https URL")
	}
	host, ok := canonicalHost(u.Hostname(), strings.HasPrefix(u.Host, "["))
	if !ok {
		return "", because(ErrSector, "host")
	}
	port := u.Port()
	if port == "" && strings.HasSuffix(u.Host, ":") {
		return "", because(ErrSector, "empty port")
	}
	if port == "" || port == map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		return host, nil
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || port[0] == '0' {
		return "", because(ErrSector, "port")
	}
	return host + ":" + port, nil
}

func canonicalHost(host string, literal bool) (string, bool) {
	if literal {
		ip, err := netip.ParseAddr(host)
		return "[" + ip.String() + "]", err == nil && ip.Is6() && ip.Zone() == ""
	}
	host = strings.ToLower(host)
	ok := len(host) <= 253 && !strings.HasSuffix(host, ".") && !strings.HasPrefix(host, ".") && !strings.Contains(host, "..")
	return host, ok && all(host, func(c byte) bool { return isAlphanumeric(c) || c == '-' || c == '.' || c == '_' })
}
