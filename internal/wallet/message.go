package wallet

import (
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Limits of a message that a stranger may send.
const (
	MaxMessage   = 8 << 10 // bytes
	MaxResources = 64
)

// Version is the only version of EIP-4361.
const Version = "1"

const preamble = " wants you to sign in with your Ethereum account:"

// Message is an EIP-4361 message. Every field of a parsed message is text the account was shown; its claims are worth nothing before
// [Message.Check] and [Verify].
type Message struct {
	Scheme         string         // as written; "" when the message begins with the domain
	Domain         string         // RFC 3986 authority
	Address        common.Address // unverified until Verify has said so
	Statement      string         // "" when there is none
	URI            string         // RFC 3986 URI
	Version        string         // "1"
	ChainID        uint64         // EIP-155
	Nonce          string         // at least 8 letters and digits
	IssuedAt       time.Time
	ExpirationTime *time.Time
	NotBefore      *time.Time
	RequestID      string   // RFC 3986 pchars
	Resources      []string // RFC 3986 URIs; empty but not nil when the heading stands alone

	// RFC 3339 writes one instant in many ways, and a request id may be present and empty: these keep what the fields above cannot say.
	issuedAt, expirationTime, notBefore string
	emptyRequestID                      bool
}

// String prints m. For a message that [Parse] returned it gives the parsed bytes.
func (m *Message) String() string {
	var b strings.Builder
	b.Grow(512)
	if m.Scheme != "" {
		b.WriteString(m.Scheme + "://")
	}
	b.WriteString(m.Domain + preamble + "\n" + m.Address.Hex() + "\n\n")
	if m.Statement != "" {
		b.WriteString(m.Statement + "\n")
	}
	b.WriteString("\nURI: " + m.URI + "\nVersion: " + m.Version + "\nChain ID: " + strconv.FormatUint(m.ChainID, 10))
	b.WriteString("\nNonce: " + m.Nonce + "\nIssued At: " + timeText(m.issuedAt, m.IssuedAt))
	if m.ExpirationTime != nil {
		b.WriteString("\nExpiration Time: " + timeText(m.expirationTime, *m.ExpirationTime))
	}
	if m.NotBefore != nil {
		b.WriteString("\nNot Before: " + timeText(m.notBefore, *m.NotBefore))
	}
	if m.RequestID != "" || m.emptyRequestID {
		b.WriteString("\nRequest ID: " + m.RequestID)
	}
	if m.Resources != nil {
		b.WriteString("\nResources:")
	}
	for _, r := range m.Resources {
		b.WriteString("\n- " + r)
	}
	return b.String()
}

// LogValue keeps a message, and with it the account, out of logs.
func (m *Message) LogValue() slog.Value { return slog.StringValue("[sign-in message]") }

// timeText prefers the spelling that was parsed as long as it still names t.
func timeText(parsed string, t time.Time) string {
	if parsed != "" {
		if at, ok := parseTime(parsed); ok && at.Equal(t) {
			return parsed
		}
	}
	return t.UTC().Format(time.RFC3339Nano)
}
