package wallet

import (
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Parse reads an EIP-4361 message strictly. It returns [ErrSize] or [ErrSyntax], with the line at fault, and accepts only what prints
// back to the same bytes. Two things that the grammar allows are refused because no honest wallet writes them and readers disagree on
// them: the second 60, and a domain with an empty host.
func Parse(raw []byte) (*Message, error) {
	if len(raw) > MaxMessage {
		return nil, because(ErrSize, "%d bytes", len(raw))
	}
	for i, c := range raw {
		if (c < ' ' && c != '\n') || c > '~' {
			return nil, because(ErrSyntax, "byte %#02x at offset %d", c, i)
		}
	}
	text := string(raw)
	if n := strings.Count(text, "\n") + 1; n > MaxResources+14 {
		return nil, because(ErrSize, "%d lines", n)
	}
	l := &lines{all: strings.Split(text, "\n")}
	m, err := l.message()
	if err != nil {
		return nil, err
	}
	if m.String() != text {
		return nil, because(ErrSyntax, "it does not print back to the same bytes")
	}
	return m, nil
}

// lines walks over a message once, from top to bottom.
type lines struct {
	all []string
	at  int
}

func (l *lines) fail(what string) error { return because(ErrSyntax, "line %d: %s", l.at, what) }

// next returns the next line; after the last one it returns text that no rule accepts.
func (l *lines) next() string {
	l.at++
	if l.at > len(l.all) {
		return "\n"
	}
	return l.all[l.at-1]
}

// field returns the value of a line that must begin with name.
func (l *lines) field(name string) (string, error) {
	v, ok := strings.CutPrefix(l.next(), name)
	if !ok {
		return "", l.fail("want " + strings.TrimSuffix(name, ": "))
	}
	return v, nil
}

// optional returns the value of the next line if it begins with name, and stays where it is if not.
func (l *lines) optional(name string) (string, bool) {
	if l.at >= len(l.all) {
		return "", false
	}
	v, ok := strings.CutPrefix(l.all[l.at], name)
	if !ok {
		return "", false
	}
	l.at++
	return v, true
}

func (l *lines) message() (*Message, error) {
	m := &Message{}
	for _, part := range []func(*Message) error{l.heading, l.statement, l.origin, l.chainAndNonce, l.times, l.requestID, l.resources} {
		if err := part(m); err != nil {
			return nil, err
		}
	}
	if l.at != len(l.all) {
		l.at++
		return nil, l.fail("nothing may follow")
	}
	return m, nil
}

func (l *lines) heading(m *Message) error {
	first, ok := strings.CutSuffix(l.next(), preamble)
	if !ok {
		return l.fail("want the EIP-4361 preamble")
	}
	m.Domain = first
	if scheme, rest, found := strings.Cut(first, "://"); found {
		if !isScheme(scheme) {
			return l.fail("illegal scheme")
		}
		m.Scheme, m.Domain = scheme, rest
	}
	if !isAuthority(m.Domain) || hostOf(m.Domain) == "" {
		return l.fail("domain is not an RFC 3986 authority")
	}
	hex := l.next()
	if len(hex) != 42 || !common.IsHexAddress(hex) {
		return l.fail("want an address")
	}
	m.Address = common.HexToAddress(hex)
	if m.Address.Hex() != hex {
		return l.fail("address is not in EIP-55 form")
	}
	return nil
}

func (l *lines) statement(m *Message) error {
	if l.next() != "" {
		return l.fail("want an empty line")
	}
	if m.Statement = l.next(); m.Statement == "" {
		return nil
	}
	if !all(m.Statement, isStatement) {
		return l.fail("statement has an illegal character")
	}
	if l.next() != "" {
		return l.fail("want an empty line")
	}
	return nil
}

func (l *lines) origin(m *Message) (err error) {
	if m.URI, err = l.field("URI: "); err != nil {
		return err
	}
	if !isURI(m.URI) {
		return l.fail("not an RFC 3986 URI")
	}
	if m.Version, err = l.field("Version: "); err != nil {
		return err
	}
	if m.Version != Version {
		return l.fail("version is not 1")
	}
	return nil
}

func (l *lines) chainAndNonce(m *Message) error {
	chain, err := l.field("Chain ID: ")
	if err != nil {
		return err
	}
	if !all(chain, isDigit) {
		return l.fail("chain id is not a number")
	}
	if m.ChainID, err = strconv.ParseUint(chain, 10, 64); err != nil {
		return l.fail("chain id is not a number below 2^64")
	}
	if m.Nonce, err = l.field("Nonce: "); err != nil {
		return err
	}
	if len(m.Nonce) < 8 || !all(m.Nonce, isAlphanumeric) {
		return l.fail("nonce is not at least 8 letters and digits")
	}
	return nil
}

func (l *lines) times(m *Message) (err error) {
	if m.issuedAt, err = l.field("Issued At: "); err != nil {
		return err
	}
	var ok bool
	if m.IssuedAt, ok = parseTime(m.issuedAt); !ok {
		return l.fail("not an RFC 3339 date-time")
	}
	if m.expirationTime, m.ExpirationTime, err = l.optionalTime("Expiration Time: "); err != nil {
		return err
	}
	m.notBefore, m.NotBefore, err = l.optionalTime("Not Before: ")
	return err
}

func (l *lines) optionalTime(name string) (string, *time.Time, error) {
	text, present := l.optional(name)
	if !present {
		return "", nil, nil
	}
	at, ok := parseTime(text)
	if !ok {
		return "", nil, l.fail("not an RFC 3339 date-time")
	}
	return text, &at, nil
}

func (l *lines) requestID(m *Message) error {
	id, present := l.optional("Request ID: ")
	if !isPath(id, false) {
		return l.fail("request id has an illegal character")
	}
	m.RequestID, m.emptyRequestID = id, present && id == ""
	return nil
}

func (l *lines) resources(m *Message) error {
	rest, present := l.optional("Resources:")
	if !present {
		return nil
	}
	if rest != "" {
		return l.fail("nothing may follow on this line")
	}
	m.Resources = []string{}
	for l.at < len(l.all) {
		r, err := l.field("- ")
		if err != nil {
			return err
		}
		if !isURI(r) {
			return l.fail("not an RFC 3986 URI")
		}
		if len(m.Resources) == MaxResources {
			return because(ErrSize, "more than %d resources", MaxResources)
		}
		m.Resources = append(m.Resources, r)
	}
	return nil
}
