package drill

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"unicode/utf16"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Encoding says how a needle was written.
type Encoding string

// The encodings, in report order.
const (
	AsIs       Encoding = "as is"
	UpperCase  Encoding = "upper case"
	LowerCase  Encoding = "lower case"
	Hex        Encoding = "hex"
	Base64     Encoding = "base64"
	Base64URL  Encoding = "base64url"
	JSONEscape Encoding = "JSON escapes"
	URLEncoded Encoding = "URL encoding"
	UTF16LE    Encoding = "UTF-16LE"
	UTF16BE    Encoding = "UTF-16BE"
	RawBytes   Encoding = "raw bytes"  // of a wallet
	Keccak     Encoding = "Keccak-256" // of a wallet's bytes
)

// Encodings lists them all.
var Encodings = []Encoding{AsIs, UpperCase, LowerCase, Hex, Base64, Base64URL, JSONEscape, URLEncoded, UTF16LE, UTF16BE, RawBytes, Keccak}

const (
	minBits   = 48 // of a form; below, chance finds it
	shortText = 8  // bytes; below, a value needs something around it
)

// form is one way to write a needle.
type form struct {
	encoding Encoding
	pattern  []byte
}

// forms returns all ways to write a needle, each once, and how many were left out because they are too short to mean anything.
func (n Needle) forms() (all []form, short int) {
	seen := map[string]bool{}
	add := func(encoding Encoding, bits int, pattern []byte) {
		if seen[string(pattern)] {
			return
		}
		seen[string(pattern)] = true
		if bits < minBits {
			short++
			return
		}
		all = append(all, form{encoding, pattern})
	}
	upper, lower := strings.ToUpper(n.Value), strings.ToLower(n.Value)
	addText(add, AsIs, n.texts(n.Value))
	if upper != n.Value {
		addText(add, UpperCase, n.texts(upper))
	}
	if lower != n.Value {
		addText(add, LowerCase, n.texts(lower))
	}
	if address, err := n.account(); n.Kind == Wallet && err == nil {
		addBytes(add, RawBytes, address[:])
		addBytes(add, Keccak, crypto.Keccak256(address[:]))
	}
	return all, short
}

func addText(add func(Encoding, int, []byte), as Encoding, texts []string) {
	for _, text := range texts {
		addBytes(add, as, []byte(text))
		for _, escaped := range jsonForms(text) {
			add(JSONEscape, 8*len(text), []byte(escaped))
		}
		for _, escaped := range []string{url.QueryEscape(text), url.PathEscape(text)} {
			add(URLEncoded, 8*len(text), []byte(escaped))
			add(URLEncoded, 8*len(text), []byte(lowerPercent(escaped)))
		}
		units := utf16.Encode([]rune(text))
		add(UTF16LE, 8*len(units), encodeUnits(binary.LittleEndian, units))
		add(UTF16BE, 8*len(units), encodeUnits(binary.BigEndian, units))
	}
}

func addBytes(add func(Encoding, int, []byte), as Encoding, raw []byte) {
	add(as, 8*len(raw), raw)
	lower := hex.EncodeToString(raw)
	add(Hex, 4*len(lower), []byte(lower))
	add(Hex, 4*len(lower), []byte(strings.ToUpper(lower)))
	for alignment := range 3 {
		// What stands before and after is unknown, and so are the characters that share bits with it.
		first, last := (alignment*8+5)/6, (alignment+len(raw))*8/6
		padded := append(make([]byte, alignment), raw...)
		for encoding, alphabet := range map[Encoding]*base64.Encoding{Base64: base64.RawStdEncoding, Base64URL: base64.RawURLEncoding} {
			add(encoding, 6*(last-first), []byte(alphabet.EncodeToString(padded)[first:last]))
		}
	}
}

// fields are the names under which a short value would be written.
var fields = map[Kind][]string{
	Customer: {"customer", "customer_id"}, Name: {"name"}, Address: {"address", "email"}, Description: {"name", "description"},
}

// texts returns a needle's value, in whatever case, as programs write it: with what shows its meaning where it is short.
func (n Needle) texts(v string) []string {
	switch n.Kind {
	case Amount:
		return amountTexts(v, n.Exponent)
	case Wallet:
		if address, err := n.account(); err == nil && v == n.Value {
			return []string{address.Hex()[2:]} // EIP-55
		}
		return []string{v[2:]}
	}
	if len(v) >= shortText {
		return []string{v}
	}
	texts := []string{`"` + v + `"`, "," + v + ","}
	for _, field := range fields[n.Kind] {
		if len(texts[0]) < shortText-1 {
			texts = append(texts, `"`+field+`":"`+v+`"`)
		}
		texts = append(texts, `"`+field+`":`+v, field+"="+v, field+" "+v)
	}
	return texts
}

// amountTexts writes minor units as fields of a receipt and as a decimal number that is a value of its own. Nothing is nothing, and everywhere.
func amountTexts(minor string, exponent int) []string {
	value, ok := new(big.Int).SetString(minor, 10)
	if !ok || value.Sign() == 0 {
		return nil
	}
	texts := []string{
		`"total":` + minor + ",", `"total":` + minor + "}", `"unit":` + minor + ",", `"unit":` + minor + "}",
		`"total",` + minor + "]", // a disclosure of an SD-JWT
	}
	digits := new(big.Int).Abs(value).String()
	for len(digits) <= exponent {
		digits = "0" + digits
	}
	decimal := digits
	if exponent > 0 {
		decimal = digits[:len(digits)-exponent] + "." + digits[len(digits)-exponent:]
	}
	if value.Sign() < 0 {
		decimal = "-" + decimal
	}
	return append(texts, `"`+decimal+`"`, ","+decimal+",", "£"+decimal, "€"+decimal)
}

func (n Needle) account() (common.Address, error) {
	if !common.IsHexAddress(n.Value) || !strings.HasPrefix(n.Value, "0x") {
		return common.Address{}, fmt.Errorf("wallet is not 0x and 40 hex digits: %w", ErrNeedle)
	}
	return common.HexToAddress(n.Value), nil
}

// jsonForms escapes text as JSON writers do: as little as they must, with the characters that HTML minds, and all that is not ASCII.
func jsonForms(text string) []string {
	var forms []string
	for _, html := range []bool{false, true} {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(html)
		if err := encoder.Encode(text); err != nil {
			return nil // a string always encodes
		}
		escaped := strings.TrimSuffix(out.String(), "\n")
		escaped = escaped[1 : len(escaped)-1]
		forms = append(forms, escaped, strings.ReplaceAll(escaped, "/", `\/`))
	}
	for _, verb := range []string{`\u%04x`, `\u%04X`} {
		var ascii strings.Builder
		for _, r := range forms[0] {
			if r < 0x80 {
				ascii.WriteRune(r)
				continue
			}
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&ascii, verb, unit)
			}
		}
		forms = append(forms, ascii.String())
	}
	return forms
}

// lowerPercent writes %2F as %2f.
func lowerPercent(escaped string) string {
	out := []byte(escaped)
	for i := 0; i+2 < len(out); i++ {
		if out[i] == '%' {
			copy(out[i:], bytes.ToLower(out[i:i+3]))
		}
	}
	return string(out)
}

func encodeUnits(order binary.AppendByteOrder, units []uint16) []byte {
	out := make([]byte, 0, 2*len(units))
	for _, unit := range units {
		out = order.AppendUint16(out, unit)
	}
	return out
}
