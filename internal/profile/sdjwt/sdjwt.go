package sdjwt

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// SaltSize is the length in bytes of a disclosure's salt.
const SaltSize = 16

// digestLen is the length of a base64url SHA-256 digest.
const digestLen = 43

// maxDepth bounds the nesting of a token's JSON, disclosures included.
const maxDepth = 8

// Builder collects the disclosures of one token. All salts and decoys come
// from one read of the system's randomness.
type Builder struct {
	salts       []byte
	scratch     []byte
	disclosures []byte   // "~" + base64url, concatenated
	digests     []string // of top-level claims
}

// NewBuilder prepares for n disclosures and decoys, whose base64url texts
// together need about size bytes. Asking for more than n panics.
func NewBuilder(n, size int) *Builder {
	b := &Builder{
		salts:       make([]byte, n*SaltSize),
		scratch:     make([]byte, 0, 512),
		disclosures: make([]byte, 0, size),
		digests:     make([]string, 0, n),
	}
	rand.Read(b.salts) // never fails since Go 1.24
	return b
}

// Claim makes a top-level claim a disclosure. value is JSON.
func (b *Builder) Claim(name string, value []byte) {
	b.digests = append(b.digests, b.disclose(name, value))
}

// Element makes an array element a disclosure and returns its digest: the
// array holds {"...":"<digest>"} in its place. value is JSON.
func (b *Builder) Element(value []byte) string {
	return b.disclose("", value)
}

// Decoy adds a digest that belongs to no disclosure (RFC 9901 §4.2.7), so that
// the number of digests does not tell which claims exist.
func (b *Builder) Decoy() {
	digest := sha256.Sum256(b.salt())
	b.digests = append(b.digests, b64.EncodeToString(digest[:]))
}

func (b *Builder) salt() []byte {
	salt := b.salts[:SaltSize]
	b.salts = b.salts[SaltSize:]
	return salt
}

func (b *Builder) disclose(name string, value []byte) string {
	s := append(b.scratch[:0], `["`...)
	s = b64.AppendEncode(s, b.salt())
	s = append(s, `",`...)
	if name != "" {
		s = append(s, '"')
		s = append(s, name...)
		s = append(s, `",`...)
	}
	s = append(s, value...)
	s = append(s, ']')
	b.scratch = s
	start := len(b.disclosures) + 1
	b.disclosures = append(b.disclosures, '~')
	b.disclosures = b64.AppendEncode(b.disclosures, s)
	digest := sha256.Sum256(b.disclosures[start:])
	return b64.EncodeToString(digest[:])
}

// Sign returns the SD-JWT. plain is JSON of the members that are always
// visible, without the enclosing braces; header comes from EncodeHeader.
func (b *Builder) Sign(key *ecdsa.PrivateKey, header string, plain []byte) (string, error) {
	slices.Sort(b.digests) // their order must not tell the order of the claims
	payload := make([]byte, 0, len(plain)+len(b.digests)*(digestLen+3)+48)
	payload = append(payload, `{"_sd":[`...)
	for i, d := range b.digests {
		if i > 0 {
			payload = append(payload, ',')
		}
		payload = append(payload, '"')
		payload = append(payload, d...)
		payload = append(payload, '"')
	}
	payload = append(payload, `],"_sd_alg":"sha-256",`...)
	payload = append(payload, plain...)
	payload = append(payload, '}')
	token, err := SignCompact(key, header, payload)
	if err != nil {
		return "", err
	}
	return token + string(b.disclosures) + "~", nil
}

// AppendString appends s as a JSON string.
func AppendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c := s[i]; c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		start = i + 1
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// Parts is a token taken apart, unchecked.
type Parts struct {
	JWT         string   // the issuer-signed compact JWS
	Disclosures []string // base64url, in the order of the token
	KeyBinding  string   // the key-binding JWT, or empty
}

// Split takes a token apart without checking it.
func Split(token string) (Parts, error) {
	if len(token) > MaxToken {
		return Parts{}, fmt.Errorf("token has %d bytes, more than %d", len(token), MaxToken)
	}
	pieces := strings.Split(token, "~")
	if len(pieces) < 2 {
		return Parts{}, errors.New("token has no ~: not an SD-JWT")
	}
	last := len(pieces) - 1
	return Parts{JWT: pieces[0], Disclosures: pieces[1:last], KeyBinding: pieces[last]}, nil
}

// Disclosure is one decoded disclosure.
type Disclosure struct {
	Text   string          // base64url, as hashed
	Digest string          // base64url SHA-256 of Text
	Name   string          // claim name; empty for an array element
	Value  json.RawMessage // JSON
}

// ParseDisclosure decodes a disclosure.
func ParseDisclosure(text string) (Disclosure, error) {
	d := Disclosure{Text: text}
	raw, err := decodeB64(text)
	if err != nil {
		return d, errors.New("disclosure is not base64url")
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return d, errors.New("disclosure is not a JSON array")
	}
	var salt string
	if len(parts) < 2 || len(parts) > 3 || json.Unmarshal(parts[0], &salt) != nil || salt == "" {
		return d, errors.New("disclosure has neither two nor three elements that begin with a salt")
	}
	if len(parts) == 3 {
		if json.Unmarshal(parts[1], &d.Name) != nil || d.Name == "" {
			return d, errors.New("disclosure has no claim name")
		}
	}
	d.Value = parts[len(parts)-1]
	digest := sha256.Sum256([]byte(text))
	d.Digest = b64.EncodeToString(digest[:])
	return d, nil
}

// Verified is what an issuer's key vouches for.
type Verified struct {
	Claims      map[string]any // visible and disclosed claims; numbers are json.Number; without _sd, _sd_alg
	Undisclosed int            // digests without a disclosure: withheld claims and decoys
}

// VerifyIssuer checks the issuer-signed JWT of type typ and every disclosure
// (RFC 9901 §7.1), and returns the claims.
func VerifyIssuer(p Parts, typ string, key *ecdsa.PublicKey) (*Verified, error) {
	payload, err := VerifyCompact(p.JWT, typ, key)
	if err != nil {
		return nil, err
	}
	root, err := decodeObject(payload)
	if err != nil {
		return nil, err
	}
	if alg, ok := root["_sd_alg"]; ok && alg != "sha-256" {
		return nil, errors.New("_sd_alg is not sha-256")
	}
	delete(root, "_sd_alg")
	w := &walk{waiting: make(map[string]Disclosure, len(p.Disclosures)), seen: make(map[string]bool)}
	for _, text := range p.Disclosures {
		d, err := ParseDisclosure(text)
		if err != nil {
			return nil, err
		}
		if _, twice := w.waiting[d.Digest]; twice {
			return nil, errors.New("a disclosure occurs twice")
		}
		w.waiting[d.Digest] = d
	}
	claims, err := w.object(root, 0)
	if err != nil {
		return nil, err
	}
	if len(w.waiting) != 0 {
		return nil, errors.New("a disclosure belongs to no digest of the signed token")
	}
	return &Verified{Claims: claims, Undisclosed: w.withheld}, nil
}

// walk replaces digests by what was disclosed.
type walk struct {
	waiting  map[string]Disclosure
	seen     map[string]bool
	withheld int
}

// take returns the disclosure of a digest; ok is false when it was withheld.
func (w *walk) take(value any) (d Disclosure, ok bool, err error) {
	digest, isText := value.(string)
	if !isText || len(digest) != digestLen {
		return d, false, errors.New("a digest is not 43 characters")
	}
	if w.seen[digest] {
		return d, false, errors.New("a digest occurs twice")
	}
	w.seen[digest] = true
	d, ok = w.waiting[digest]
	if !ok {
		w.withheld++
		return d, false, nil
	}
	delete(w.waiting, digest)
	return d, true, nil
}

func (w *walk) value(v any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("token is nested too deeply")
	}
	switch v := v.(type) {
	case map[string]any:
		return w.object(v, depth)
	case []any:
		return w.array(v, depth)
	}
	return v, nil
}

func (w *walk) object(in map[string]any, depth int) (map[string]any, error) {
	out := make(map[string]any, len(in))
	for name, v := range in {
		if name == "_sd" {
			continue
		}
		if name == "..." || name == "_sd_alg" {
			return nil, fmt.Errorf("member %q is out of place", name)
		}
		inner, err := w.value(v, depth+1)
		if err != nil {
			return nil, err
		}
		out[name] = inner
	}
	digests, ok := in["_sd"]
	if !ok {
		return out, nil
	}
	list, ok := digests.([]any)
	if !ok {
		return nil, errors.New("_sd is not an array")
	}
	for _, digest := range list {
		d, ok, err := w.take(digest)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if d.Name == "" || d.Name == "_sd" || d.Name == "..." || d.Name == "_sd_alg" {
			return nil, errors.New("a disclosure under _sd has no usable claim name")
		}
		if _, twice := out[d.Name]; twice {
			return nil, fmt.Errorf("claim %.40q occurs twice", d.Name)
		}
		if out[d.Name], err = w.disclosed(d, depth); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (w *walk) array(in []any, depth int) ([]any, error) {
	out := make([]any, 0, len(in))
	for _, v := range in {
		m, ok := v.(map[string]any)
		digest, hidden := m["..."]
		if !ok || !hidden {
			inner, err := w.value(v, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, inner)
			continue
		}
		if len(m) != 1 {
			return nil, errors.New("an array digest has other members")
		}
		d, ok, err := w.take(digest)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if d.Name != "" {
			return nil, errors.New("a disclosure of an array element has a claim name")
		}
		inner, err := w.disclosed(d, depth)
		if err != nil {
			return nil, err
		}
		out = append(out, inner)
	}
	return out, nil
}

func (w *walk) disclosed(d Disclosure, depth int) (any, error) {
	v, err := decodeValue(d.Value)
	if err != nil {
		return nil, err
	}
	return w.value(v, depth+1)
}

func decodeObject(text []byte) (map[string]any, error) {
	v, err := decodeValue(text)
	if err != nil {
		return nil, err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("token payload is not a JSON object")
	}
	return m, nil
}

// decodeValue decodes one JSON value with numbers kept as text. It refuses an
// object that names a member twice.
func decodeValue(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := readValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the JSON")
	}
	return v, nil
}

func readValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("token is nested too deeply")
	}
	token, err := d.Token()
	if err != nil {
		return nil, errors.New("token holds text that is not JSON")
	}
	switch token {
	case json.Delim('{'):
		m := make(map[string]any)
		for d.More() {
			key, err := d.Token()
			name, ok := key.(string)
			if err != nil || !ok {
				return nil, errors.New("token holds text that is not JSON")
			}
			if _, twice := m[name]; twice {
				return nil, fmt.Errorf("member %.40q occurs twice", name)
			}
			if m[name], err = readValue(d, depth+1); err != nil {
				return nil, err
			}
		}
		_, err = d.Token()
		return m, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return token, nil
}
