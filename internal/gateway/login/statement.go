package login

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// statement is the sentence that a wallet shows: EIP-4361 allows ASCII without
// line feeds, quotes and a few others. The shop's registered host is always in
// it, because names can be made to look alike.
func statement(name, host string) string {
	folded := fold(name)
	if folded == "" {
		return "Sign in to " + host + "."
	}
	return "Sign in to " + folded + " at " + host + "."
}

// fold takes accents off and returns the name when all of it is then letters,
// digits, spaces and harmless marks, and "" otherwise: half a name is worse than
// none.
func fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘':
			b.WriteByte('\'')
		case r == '–' || r == '—':
			b.WriteByte('-')
		case r == '&':
			b.WriteString("and")
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune(" -_.,'()!+", r):
			b.WriteRune(r)
		default:
			return ""
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
