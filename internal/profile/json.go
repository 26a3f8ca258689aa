package profile

import (
	"encoding/json"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// cursor reads a text that json.Valid and utf8.Valid have accepted, and refuses
// what JSON allows but an order must not hold: members named twice and strings
// that are not Unicode. Its errors name paths, never values.
type cursor struct {
	text []byte
	at   int
	path []byte // of the value that is read now: receipt.lines[2].name
}

func (c *cursor) invalid(code, message string) *Invalid {
	return &Invalid{Code: code, Field: string(c.path), Message: message}
}

// peek skips white space and returns the next byte; the text is valid JSON, so
// that there is one.
func (c *cursor) peek() byte {
	for c.at < len(c.text) {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\n', '\r':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// object calls member for each member of an object, with the member's bit set
// in the returned set. names must have at most 64 elements.
func (c *cursor) object(names []string, member func(i int) *Invalid) (seen uint64, bad *Invalid) {
	if c.peek() != '{' {
		return 0, c.invalid("wrong_type", "This must be a JSON object.")
	}
	c.at++
	base := len(c.path)
	for c.peek() != '}' {
		if c.text[c.at] == ',' {
			c.at++
			c.peek()
		}
		key, ok := c.rawString()
		if !ok {
			return 0, c.invalid("bad_text", "A field name is not valid Unicode text.")
		}
		i := indexOf(names, string(key)) // does not escape: no copy
		if i >= 0 {
			c.push(names[i])
		} else {
			c.push(shownKey(key))
			return 0, c.invalid("unknown_field", "This field is unknown. Remove it; personal data has no field in a receipt.")
		}
		if seen&(1<<i) != 0 {
			return 0, c.invalid("duplicate_key", "This field occurs twice.")
		}
		seen |= 1 << i
		c.peek()
		c.at++ // ':'
		if bad := member(i); bad != nil {
			return 0, bad
		}
		c.path = c.path[:base]
	}
	c.at++
	return seen, nil
}

func indexOf(names []string, key string) int {
	for i, n := range names {
		if n == key {
			return i
		}
	}
	return -1
}

// push appends a member's name to the path.
func (c *cursor) push(name string) {
	if len(c.path) > 0 {
		c.path = append(c.path, '.')
	}
	c.path = append(c.path, name...)
}

// shownKey returns an unknown field's name, or "?" when it does not look like
// one: someone may have used a value as a name.
func shownKey(key []byte) string {
	if len(key) == 0 || len(key) > 40 {
		return "?"
	}
	for i, b := range key {
		letter := b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_'
		if !letter && (i == 0 || b < '0' || b > '9') {
			return "?"
		}
	}
	return string(key)
}

// string reads a JSON string that is Unicode text.
func (c *cursor) string() (string, *Invalid) {
	if c.peek() != '"' {
		return "", c.invalid("wrong_type", "This must be a JSON string.")
	}
	s, ok := c.rawString()
	if !ok {
		return "", c.invalid("bad_text", "This is not valid Unicode text.")
	}
	return string(s), nil
}

// rawString reads a string at the cursor, without a copy when nothing is
// escaped; ok is false for a lone surrogate.
func (c *cursor) rawString() (s []byte, ok bool) {
	start := c.at + 1
	for i := start; ; i++ {
		switch c.text[i] {
		case '"':
			c.at = i + 1
			return c.text[start:i], true
		case '\\':
			return c.escaped(start, i)
		}
	}
}

func (c *cursor) escaped(start, i int) ([]byte, bool) {
	b := append(make([]byte, 0, 64), c.text[start:i]...)
	for c.text[i] != '"' {
		if c.text[i] != '\\' {
			b = append(b, c.text[i])
			i++
			continue
		}
		e := c.text[i+1]
		i += 2
		if e != 'u' {
			b = append(b, "\"\\/\b\f\n\r\t"[strings.IndexByte(`"\/bfnrt`, e)])
			continue
		}
		r := c.hex4(i)
		i += 4
		if utf16.IsSurrogate(r) {
			if c.text[i] != '\\' || c.text[i+1] != 'u' {
				return nil, false
			}
			if r = utf16.DecodeRune(r, c.hex4(i+2)); r == utf8.RuneError {
				return nil, false
			}
			i += 6
		}
		b = utf8.AppendRune(b, r)
	}
	c.at = i + 1
	return b, true
}

func (c *cursor) hex4(i int) rune {
	var r rune
	for _, b := range c.text[i : i+4] {
		switch {
		case b >= 'a':
			b = b - 'a' + 10
		case b >= 'A':
			b = b - 'A' + 10
		default:
			b -= '0'
		}
		r = r<<4 | rune(b)
	}
	return r
}

// boolean reads true or false.
func (c *cursor) boolean() (bool, *Invalid) {
	c.peek()
	for _, word := range []string{"true", "false"} {
		if strings.HasPrefix(string(c.text[c.at:min(len(c.text), c.at+len(word))]), word) {
			c.at += len(word)
			return word == "true", nil
		}
	}
	return false, c.invalid("wrong_type", "This must be true or false.")
}

// integer reads a JSON number without fraction or exponent whose magnitude is
// at most 2^53-1.
func (c *cursor) integer() (int64, *Invalid) {
	b := c.peek()
	if b != '-' && (b < '0' || b > '9') {
		return 0, c.invalid("wrong_type", "This must be an integer.")
	}
	negative := b == '-'
	if negative {
		c.at++
	}
	var n int64
	start := c.at
	for ; c.at < len(c.text); c.at++ {
		b := c.text[c.at]
		if b == '.' || b == 'e' || b == 'E' {
			return 0, c.invalid("bad_number", "Amounts are integers in the currency's minor unit, without fraction or exponent.")
		}
		if b < '0' || b > '9' {
			break
		}
		if c.at-start > 16 {
			return 0, c.invalid("bad_number", "This number is larger than 2^53-1.")
		}
		n = n*10 + int64(b-'0')
	}
	if n > MaxAmount || negative && n == 0 {
		return 0, c.invalid("bad_number", "This number is larger than 2^53-1, or minus zero.")
	}
	if negative {
		n = -n
	}
	return n, nil
}

// validJSON reports whether text is one JSON value in UTF-8.
func validJSON(text []byte) bool { return utf8.Valid(text) && json.Valid(text) }
