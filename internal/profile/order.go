package profile

import (
	"bytes"
	"strconv"
	"time"
	"unicode/utf8"
)

// Limits of a posted order.
const (
	MaxOrder = 1 << 20 // bytes
	MaxLines = 1000

	MaxName      = 512 // bytes of a line's name
	MaxSKU       = 64  // bytes
	MaxReference = 128 // bytes of src.ref
)

// Invalid says why an order was refused: a stable code for programs, the path
// of the field, and a sentence for the shop's developer. It never repeats
// content, except a currency code or the word for a kind, channel or tender.
type Invalid struct {
	Code    string
	Field   string // receipt.lines[2].qty; empty for the order as a whole
	Message string
}

func (e *Invalid) Error() string {
	if e.Field == "" {
		return e.Code + ": " + e.Message
	}
	return e.Code + " at " + e.Field + ": " + e.Message
}

// Order is what a shop posts. Sub is empty for a guest.
type Order struct {
	Sub     string
	Receipt Receipt // without ID
	Whole   bool    // a refund of all that the sale of Receipt.Of came to
}

// ParseOrder reads the body of POST /v1/receipts. It accepts an order whole or
// returns an *Invalid.
func ParseOrder(body []byte) (*Order, error) {
	o, bad := parseOrder(body)
	if bad != nil {
		return nil, bad
	}
	return o, nil
}

func parseOrder(body []byte) (*Order, *Invalid) {
	if len(body) > MaxOrder {
		return nil, &Invalid{Code: "too_large", Message: "The order is larger than 1 MiB."}
	}
	if !validJSON(body) {
		return nil, &Invalid{Code: "not_json", Message: "The order is not one JSON value in UTF-8."}
	}
	p := parser{cursor: cursor{text: body, path: make([]byte, 0, 64)}}
	if bad := p.order(); bad != nil {
		return nil, bad
	}
	return &p.result, nil
}

type parser struct {
	cursor
	result Order
}

var (
	orderFields   = []string{"sub", "receipt"}
	receiptFields = []string{"kind", "at", "channel", "currency", "total", "lines", "of", "tax", "shipping", "discount", "tender", "src", "whole"}
	lineFields    = []string{"n", "name", "qty", "total", "sku", "gtin", "category", "unit", "tax", "warranty_until"}
	sourceFields  = []string{"sys", "ref"}
)

// How many of the first fields of receiptFields and lineFields are required.
const (
	receiptRequired = 6
	lineRequired    = 4
)

// require reports the first of the first n names that is missing.
func (p *parser) require(names []string, n int, seen uint64) *Invalid {
	for i, name := range names[:n] {
		if seen&(1<<i) == 0 {
			p.push(name)
			return p.invalid("missing_field", "This field is required.")
		}
	}
	return nil
}

func (p *parser) order() *Invalid {
	seen, bad := p.object(orderFields, func(i int) (bad *Invalid) {
		if orderFields[i] == "receipt" {
			return p.receipt(&p.result.Receipt)
		}
		p.result.Sub, bad = p.string()
		if bad == nil && !isSubject(p.result.Sub) {
			return p.invalid("bad_subject", "A sub is the 43 characters that the gateway's ID token carries.")
		}
		return bad
	})
	if bad != nil && bad.Code == "unknown_field" && indexOf(receiptFields, bad.Field) >= 0 {
		bad.Message = `Put the order under "receipt".`
	}
	if bad != nil {
		return bad
	}
	if seen&2 == 0 {
		p.push("receipt")
		return p.invalid("missing_field", "This field is required.")
	}
	return nil
}

// isSubject reports whether s is 32 bytes in base64url.
func isSubject(s string) bool {
	var raw [33]byte
	n, err := b64.Decode(raw[:], []byte(s[:min(len(s), 44)]))
	return len(s) == 43 && err == nil && n == 32
}

func (p *parser) receipt(r *Receipt) *Invalid {
	seen, bad := p.object(receiptFields, func(i int) (bad *Invalid) {
		switch receiptFields[i] {
		case "kind":
			r.Kind, bad = p.word("unknown_kind", "sale", "refund", "exchange")
		case "at":
			r.At, bad = p.time()
		case "channel":
			r.Channel, bad = p.word("unknown_channel", "web", "store", "app")
		case "currency":
			r.Currency, r.Exponent, bad = p.currency()
		case "total":
			r.Total, bad = p.integer()
		case "lines":
			r.Lines, bad = p.lines()
		case "of":
			r.Of, bad = p.string()
			if bad == nil && !isHex(r.Of, 32) {
				bad = p.invalid("bad_reference", "A receipt id has 32 lower-case hex digits.")
			}
		case "tax":
			r.Tax, bad = p.amount()
		case "shipping":
			r.Shipping, bad = p.amount()
		case "discount":
			r.Discount, bad = p.amount()
		case "tender":
			r.Tender, bad = p.word("unknown_tender", "card", "cash", "transfer", "wallet", "voucher", "other")
		case "src":
			r.Source, bad = p.source()
		case "whole":
			p.result.Whole, bad = p.boolean()
		}
		return bad
	})
	if bad != nil {
		return bad
	}
	if bad := p.require(receiptFields, receiptRequired, seen); bad != nil {
		return bad
	}
	if bad := p.signs(r); bad != nil {
		return bad
	}
	if p.result.Whole && (r.Kind != "refund" || r.Of == "") {
		p.push("whole")
		return p.invalid("bad_reference", "Only a refund that names its sale in of can be of the whole sale.")
	}
	r.TotalsConsistent = r.consistent()
	return nil
}

// signs refuses a sale with negative and a refund with positive figures.
func (p *parser) signs(r *Receipt) *Invalid {
	sign := 0
	switch r.Kind {
	case "sale":
		sign = 1
		if r.Of != "" {
			p.push("of")
			return p.invalid("bad_reference", "A sale refers to no other receipt.")
		}
	case "refund":
		sign = -1
	default:
		return nil
	}
	for i := range r.Lines {
		negative, zero := r.Lines[i].Quantity[0] == '-', isZero(r.Lines[i].Quantity)
		if zero || negative == (sign < 0) {
			continue
		}
		p.pushIndex("lines", i)
		p.push("qty")
		if negative {
			return p.invalid("negative_quantity", "A sale has no negative quantity; post what came back as a refund.")
		}
		return p.invalid("positive_quantity", "A refund's quantities are negative.")
	}
	for _, a := range []struct {
		name   string
		amount *int64
	}{{"total", &r.Total}, {"tax", r.Tax}, {"shipping", r.Shipping}, {"discount", r.Discount}} {
		switch v := value(a.amount); {
		case sign > 0 && v < 0:
			p.push(a.name)
			return p.invalid("negative_"+a.name, "A sale has no negative amount here; post what was paid back as a refund.")
		case sign < 0 && v > 0:
			p.push(a.name)
			return p.invalid("positive_"+a.name, "A refund's amounts are negative or zero.")
		}
	}
	return nil
}

func (p *parser) pushIndex(name string, i int) {
	p.push(name)
	p.path = append(p.path, '[')
	p.path = strconv.AppendInt(p.path, int64(i), 10)
	p.path = append(p.path, ']')
}

func (p *parser) lines() ([]Line, *Invalid) {
	if p.peek() != '[' {
		return nil, p.invalid("wrong_type", "This must be a JSON array.")
	}
	p.at++
	base := len(p.path)
	lines := make([]Line, 0, min(MaxLines, bytes.Count(p.text[p.at:], []byte{'{'})))
	for p.peek() != ']' {
		if p.text[p.at] == ',' {
			p.at++
		}
		if len(lines) == MaxLines {
			return nil, p.invalid("too_many_lines", "A receipt has at most 1,000 lines; split the order.")
		}
		p.path = append(p.path, '[')
		p.path = strconv.AppendInt(p.path, int64(len(lines)), 10)
		p.path = append(p.path, ']')
		lines = append(lines, Line{})
		if bad := p.line(lines); bad != nil {
			return nil, bad
		}
		p.path = p.path[:base]
	}
	p.at++
	if len(lines) == 0 {
		return nil, p.invalid("missing_field", "A receipt has at least one line.")
	}
	return lines, nil
}

// line reads the last of lines.
func (p *parser) line(lines []Line) *Invalid {
	l := &lines[len(lines)-1]
	seen, bad := p.object(lineFields, func(i int) (bad *Invalid) {
		switch lineFields[i] {
		case "n":
			var n int64
			n, bad = p.integer()
			l.N = int(n)
			if bad == nil && (n < 1 || n > 1_000_000 || len(lines) > 1 && n <= int64(lines[len(lines)-2].N)) {
				bad = p.invalid("bad_line_number", "Line numbers count upwards from 1, each one once.")
			}
		case "name":
			l.Name, bad = p.text1(MaxName)
		case "qty":
			l.Quantity, bad = p.quantity()
		case "total":
			l.Total, bad = p.integer()
		case "sku":
			l.SKU, bad = p.text1(MaxSKU)
		case "gtin":
			l.GTIN, bad = p.gtin()
		case "category":
			l.Category, bad = p.text1(MaxReference)
		case "unit":
			l.Unit, bad = p.amount()
		case "tax":
			l.Tax, bad = p.amount()
		case "warranty_until":
			l.WarrantyUntil, bad = p.date()
		}
		return bad
	})
	if bad != nil {
		return bad
	}
	return p.require(lineFields, lineRequired, seen)
}

func (p *parser) source() (*Source, *Invalid) {
	var s Source
	seen, bad := p.object(sourceFields, func(i int) (bad *Invalid) {
		if i == 0 {
			s.System, bad = p.text1(32)
		} else {
			s.Reference, bad = p.text1(MaxReference)
		}
		return bad
	})
	if bad != nil {
		return nil, bad
	}
	return &s, p.require(sourceFields, 1, seen)
}

func (p *parser) amount() (*int64, *Invalid) {
	n, bad := p.integer()
	if bad != nil {
		return nil, bad
	}
	return &n, nil
}

// word reads one of the given words, and may repeat a short wrong one.
func (p *parser) word(code string, allowed ...string) (string, *Invalid) {
	s, bad := p.string()
	if bad != nil {
		return "", bad
	}
	if i := indexOf(allowed, s); i >= 0 {
		return allowed[i], nil
	}
	message := "Use one of:"
	for _, a := range allowed {
		message += " " + a
	}
	return "", p.invalid(code, message+"."+echo(s))
}

func (p *parser) currency() (string, int, *Invalid) {
	s, bad := p.string()
	if bad != nil {
		return "", 0, bad
	}
	digits, ok := Exponent(s)
	if !ok {
		return "", 0, p.invalid("unknown_currency", "This is not an active ISO 4217 code with minor units, in capitals."+echo(s))
	}
	return s, digits, nil
}

// echo repeats a wrong word only when it can be nothing but one: at most 8
// ASCII letters.
func echo(s string) string {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return ""
		}
	}
	if s == "" || len(s) > 8 {
		return ""
	}
	return " Received: " + s + "."
}

// text1 reads 1 to limit bytes of text without control or formatting
// characters.
func (p *parser) text1(limit int) (string, *Invalid) {
	s, bad := p.string()
	switch {
	case bad != nil:
		return "", bad
	case s == "":
		return "", p.invalid("missing_field", "This text is empty; leave an optional field out.")
	case len(s) > limit:
		return "", p.invalid("too_long", "This text is longer than "+strconv.Itoa(limit)+" bytes.")
	case !isPlainText(s):
		return "", p.invalid("bad_text", "This text holds control, bidirectional or invisible formatting characters.")
	}
	return s, nil
}

// isPlainText tells whether a text is valid UTF-8 of plain characters alone.
func isPlainText(s string) bool {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if !IsPlain(rune(c)) {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !IsPlain(r) {
			return false
		}
		i += n
	}
	return true
}

// IsPlain refuses characters that could make a name look like something else: controls (C0, DEL, C1), line and paragraph separators,
// bidirectional controls, zero-width and other invisible characters, tags, and noncharacters.
func IsPlain(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r <= 0x9f,
		r == 0x00ad, r == 0x061c, r == 0x180e,
		r >= 0x200b && r <= 0x200f,
		r >= 0x2028 && r <= 0x202e,
		r >= 0x2060 && r <= 0x206f,
		r == 0xfeff, r >= 0xfff9 && r <= 0xfffb,
		r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe,
		r >= 0xe0000 && r <= 0xe007f:
		return false
	}
	return true
}

// quantity reads a decimal of at most 12 digits before and 6 after the point,
// without superfluous zeros in front.
func (p *parser) quantity() (string, *Invalid) {
	s, bad := p.string()
	if bad != nil {
		return "", bad
	}
	if !isDecimal(s) {
		return "", p.invalid("bad_quantity", `A quantity is a decimal string such as "2" or "-0.25": at most 12 digits before and 6 after the point.`)
	}
	return s, nil
}

func isDecimal(s string) bool {
	if s != "" && s[0] == '-' {
		s = s[1:]
		if isZero(s) {
			return false
		}
	}
	whole, fraction := 0, -1
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && fraction < 0:
			fraction = 0
		case c < '0' || c > '9':
			return false
		case fraction >= 0:
			fraction++
		default:
			whole++
		}
	}
	leadingZero := whole > 1 && s[0] == '0'
	return whole >= 1 && whole <= 12 && !leadingZero && fraction != 0 && fraction <= 6
}

// isZero reports whether a decimal has no digit but 0.
func isZero(s string) bool {
	for i := range len(s) {
		if s[i] >= '1' && s[i] <= '9' {
			return false
		}
	}
	return true
}

func (p *parser) gtin() (string, *Invalid) {
	s, bad := p.string()
	if bad != nil {
		return "", bad
	}
	ok := len(s) == 8 || len(s) >= 12 && len(s) <= 14
	for i := range len(s) {
		ok = ok && s[i] >= '0' && s[i] <= '9'
	}
	if !ok {
		return "", p.invalid("bad_gtin", "A GTIN has 8, 12, 13 or 14 digits.")
	}
	return s, nil
}

// time reads an RFC 3339 time with its zone and returns it in UTC, cut to
// whole seconds.
func (p *parser) time() (time.Time, *Invalid) {
	s, bad := p.string()
	if bad != nil {
		return time.Time{}, bad
	}
	at, err := time.Parse(time.RFC3339, s)
	at = at.UTC().Truncate(time.Second)
	if err != nil || len(s) > 40 || at.Year() < 1970 || at.Year() > 9999 {
		return time.Time{}, p.invalid("bad_time", "A time is RFC 3339 with its zone, such as 2026-05-01T10:30:00+02:00.")
	}
	return at, nil
}

func (p *parser) date() (string, *Invalid) {
	s, bad := p.string()
	if bad != nil {
		return "", bad
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", p.invalid("bad_date", "A date is YYYY-MM-DD.")
	}
	return s, nil
}
