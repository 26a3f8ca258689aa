// Package guard fetches what strangers name: a URL in a request, in a client's metadata, in a document that was itself fetched.
//
// It promises that no connection is made to an address that is not public, whatever the URL, the resolver or a redirect says: the address is looked
// at when the socket is about to connect, after every resolution, so that a name that resolves differently the second time gains nothing. It
// speaks https only, follows no redirect, asks no proxy, and reads at most [MaxBody] bytes within [Timeout].
//
// What an operator names is another matter, and may lie anywhere: [Chosen] reads it.
//
// It does not promise that an answer is true, nor that the host at a public address is nobody's internal machine: what must not be reached from
// outside must not have a public address, or must ask for credentials.
package guard

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// Limits of one fetch.
const (
	Timeout = 5 * time.Second // from the first packet to the last byte of the body
	MaxBody = 64 << 10        // bytes
)

// Errors of a fetch that this package refuses, wrapped in the *url.Error of net/http.
var (
	ErrAddress  = errors.New("not a public address")
	ErrScheme   = errors.New("not an https URL without user")
	ErrTooLarge = errors.New("answer is too large")
	ErrChosen   = errors.New("not an https URL (http is for loopback hosts only) without user and fragment")
)

// Options are for tests, which have no public addresses. The zero value is for everything else.
type Options struct {
	Allow func(netip.AddrPort) bool // addresses that may be reached although they are not public
	Roots *x509.CertPool            // the system's when nil
}

// New returns a client for strangers' URLs. It may be used by many goroutines.
func New(opt Options) *http.Client {
	dialer := &net.Dialer{Timeout: Timeout, Control: opt.control}
	return &http.Client{
		Timeout:       Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: transport{&http.Transport{
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: opt.Roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    Timeout,
			MaxResponseHeaderBytes: 16 << 10,
			MaxConnsPerHost:        8,
			MaxIdleConns:           64,
			IdleConnTimeout:        30 * time.Second,
			DisableCompression:     true, // MaxBody counts what is read
		}},
	}
}

// control looks at an address that is about to be connected to.
func (o Options) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial: %w", ErrAddress)
	}
	if !Public(to.Addr()) && (o.Allow == nil || !o.Allow(to)) {
		return fmt.Errorf("dial: %w", ErrAddress) // which one is nobody's business, not even the log's
	}
	return nil
}

// reserved are the networks inside the unicast space that are nobody's or not the Internet's (the IANA special-purpose registries; Azure's
// metadata address, which looks public).
var reserved = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
	"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

// global is the only part of IPv6 that is handed out. NAT64 (64:ff9b::/96), mapped, unique local and link-local addresses lie outside.
var global = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) (out []netip.Prefix) {
	for _, p := range list {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// Public tells whether an address is one that the Internet at large may have. An IPv4 address in IPv6 clothes counts as itself.
func Public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if !a.IsValid() || a.Is6() && !global.Contains(a) {
		return false
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// transport refuses other schemes and bounds bodies.
type transport struct{ *http.Transport }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" || r.URL.User != nil {
		return nil, ErrScheme
	}
	resp, err := t.Transport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.ContentLength > MaxBody {
		resp.Body.Close()
		return nil, ErrTooLarge
	}
	resp.Body = &bounded{ReadCloser: resp.Body, left: MaxBody}
	return resp, nil
}

// bounded fails where a longer body goes on.
type bounded struct {
	io.ReadCloser
	left int
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if len(p) > b.left+1 {
		p = p[:b.left+1] // one more tells whether it goes on
	}
	n, err := b.ReadCloser.Read(p)
	if n > b.left {
		n, err = b.left, ErrTooLarge
	}
	b.left -= n
	return n, err
}

// Chosen reads a URL that an operator chose, to send secrets to or to believe: https, or http on this machine; no user, no fragment.
func Chosen(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return nil, ErrChosen
	}
	ip, err := netip.ParseAddr(u.Hostname())
	local := u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	if u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return nil, ErrChosen
	}
	return u, nil
}
