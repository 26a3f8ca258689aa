package wallet

import (
	"net/netip"
	"strings"
	"time"
)

// This file holds the grammars that EIP-4361 borrows: RFC 3986 (URIs) and RFC 3339 (times). They are written out because net/url and
// package time are more lenient than the documents, and a reader more lenient than the wallet's can be shown something else.

func isAlpha(c byte) bool        { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool        { return '0' <= c && c <= '9' }
func isAlphanumeric(c byte) bool { return isAlpha(c) || isDigit(c) }
func isHex(c byte) bool          { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
func isUnreserved(c byte) bool   { return isAlphanumeric(c) || strings.IndexByte("-._~", c) >= 0 }
func isSubDelim(c byte) bool     { return strings.IndexByte("!$&'()*+,;=", c) >= 0 }

// isStatement: reserved / unreserved / " " of EIP-4361. It leaves out %, quotes, angle and curly brackets, backslash, caret, backtick and bar.
func isStatement(c byte) bool {
	return isUnreserved(c) || isSubDelim(c) || strings.IndexByte(":/?#[]@ ", c) >= 0
}

// all says whether s is not empty and has only bytes that is accepts.
func all(s string, is func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i]) {
			return false
		}
	}
	return s != ""
}

// isEncoded says whether s has only unreserved characters, sub-delims, percent-encoded bytes and the characters of extra. It may be empty.
func isEncoded(s, extra string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isUnreserved(c), isSubDelim(c), strings.IndexByte(extra, c) >= 0:
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			i += 2
		default:
			return false
		}
	}
	return true
}

// isPath: *pchar, and slashes where they are allowed.
func isPath(s string, slashes bool) bool {
	if slashes {
		return isEncoded(s, ":@/")
	}
	return isEncoded(s, ":@")
}

func isScheme(s string) bool {
	return s != "" && isAlpha(s[0]) && all(s, func(c byte) bool { return isAlphanumeric(c) || c == '+' || c == '-' || c == '.' })
}

// isAuthority: [ userinfo "@" ] host [ ":" port ]. The host may be empty, as in file:///.
func isAuthority(s string) bool {
	if user, rest, found := strings.Cut(s, "@"); found {
		if !isEncoded(user, ":") {
			return false
		}
		s = rest
	}
	host, port := splitPort(s)
	if port != "" && !all(port, isDigit) {
		return false
	}
	if strings.HasPrefix(host, "[") {
		return isIPLiteral(host)
	}
	return isEncoded(host, "")
}

// hostOf returns the host of an authority that isAuthority has accepted.
func hostOf(authority string) string {
	if _, rest, found := strings.Cut(authority, "@"); found {
		authority = rest
	}
	host, _ := splitPort(authority)
	return host
}

func splitPort(s string) (host, port string) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || i < strings.LastIndexByte(s, ']') {
		return s, ""
	}
	return s[:i], s[i+1:]
}

// isIPLiteral: "[" ( IPv6address / IPvFuture ) "]".
func isIPLiteral(s string) bool {
	in, ok := strings.CutSuffix(strings.TrimPrefix(s, "["), "]")
	if !ok || in == "" {
		return false
	}
	if in[0]|0x20 == 'v' {
		version, rest, found := strings.Cut(in[1:], ".")
		return found && all(version, isHex) && all(rest, func(c byte) bool { return isUnreserved(c) || isSubDelim(c) || c == ':' })
	}
	ip, err := netip.ParseAddr(in)
	return err == nil && ip.Is6() && ip.Zone() == ""
}

// isURI: scheme ":" hier-part [ "?" query ] [ "#" fragment ]. A relative reference is not one.
func isURI(s string) bool {
	scheme, rest, found := strings.Cut(s, ":")
	if !found || !isScheme(scheme) {
		return false
	}
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	if !isEncoded(fragment, ":@/?") || !isEncoded(query, ":@/?") {
		return false
	}
	after, hierarchical := strings.CutPrefix(rest, "//")
	if !hierarchical {
		return isPath(rest, true)
	}
	authority, path := after, ""
	if i := strings.IndexByte(after, '/'); i >= 0 {
		authority, path = after[:i], after[i:]
	}
	return isAuthority(authority) && isPath(path, true)
}

// parseTime reads an RFC 3339 date-time: four-digit year, a day that exists, no second 60. Digits below the nanosecond are cut off.
func parseTime(s string) (time.Time, bool) {
	if len(s) < 20 || s[4] != '-' || s[7] != '-' || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	year, ok1 := number(s[0:4], 9999)
	month, ok2 := number(s[5:7], 12)
	day, ok3 := number(s[8:10], 31)
	hour, ok4 := number(s[11:13], 23)
	minute, ok5 := number(s[14:16], 59)
	second, ok6 := number(s[17:19], 59)
	nanos, zone, ok7 := fraction(s[19:])
	offset, ok8 := zoneOffset(zone)
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7 && ok8) || month == 0 || day == 0 {
		return time.Time{}, false
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	if at.Day() != day {
		return time.Time{}, false
	}
	return at.Add(-offset), true
}

// number reads s, digits only, up to limit.
func number(s string, limit int) (int, bool) {
	if !all(s, isDigit) {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n, n <= limit
}

// fraction reads an optional time-secfrac and returns what follows it.
func fraction(s string) (nanos int, rest string, ok bool) {
	if s[0] != '.' {
		return 0, s, true
	}
	i, unit := 1, 100_000_000
	for ; i < len(s) && isDigit(s[i]); i++ {
		nanos += int(s[i]-'0') * unit
		unit /= 10
	}
	return nanos, s[i:], i > 1
}

// zoneOffset reads a time-offset: "Z" or "+hh:mm" or "-hh:mm".
func zoneOffset(s string) (time.Duration, bool) {
	if s == "Z" || s == "z" {
		return 0, true
	}
	if len(s) != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':' {
		return 0, false
	}
	h, ok1 := number(s[1:3], 23)
	m, ok2 := number(s[4:6], 59)
	d := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if s[0] == '-' {
		d = -d
	}
	return d, ok1 && ok2
}
