package profile

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
)

// MediaType is the media type of a sealed receipt.
const MediaType = "application/vnd.carnet.receipt"

// MaxSealed is the largest sealed receipt, in bytes, that this package reads.
const MaxSealed = 8 << 20

const (
	smallestPlain = 2 << 10 // 2^k KiB, k >= 1
	maxFirstLine  = 512
	maxSlot       = 128
	hybridStanza  = 1700 // bytes that a hybrid recipient adds to an age header, at most
)

// NewSalt returns the 32 random bytes that hide a receipt's leaf.
func NewSalt() [32]byte {
	var salt [32]byte
	rand.Read(salt[:])
	return salt
}

// Leaf returns the leaf data of a receipt: SHA-256("carnet/v1/leaf" || salt ||
// SHA-256(issuer-signed JWT)). It takes the whole SD-JWT or its first part.
func Leaf(salt [32]byte, token string) [32]byte {
	jwt, _, _ := strings.Cut(token, "~")
	digest := sha256.Sum256([]byte(jwt))
	return [32]byte(sum256("carnet/v1/leaf", salt[:], digest[:]))
}

// Seal pads an SD-JWT and its salt to 2^k KiB, k >= 1, and encrypts them as an
// age file that the recipient can open. It refuses one that is not a post-quantum
// hybrid.
func Seal(token string, salt [32]byte, recipient age.Recipient) ([]byte, error) {
	if _, ok := recipient.(*age.HybridRecipient); !ok {
		return nil, errors.New("seal: the recipient is not a post-quantum hybrid")
	}
	plain, err := plaintext(token, salt)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	file.Grow(len(plain) + hybridStanza + 256)
	w, err := age.Encrypt(&file, recipient)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return file.Bytes(), nil
}

const (
	plainHead = `{"v":1,"sd_jwt":"`
	plainMid  = `","salt":"`
	plainTail = `"}`
)

func plaintext(token string, salt [32]byte) ([]byte, error) {
	if !isToken(token) {
		return nil, errors.New("seal: not an SD-JWT")
	}
	n := len(plainHead) + len(token) + len(plainMid) + 43 + len(plainTail)
	size := paddedSize(n, smallestPlain)
	if size > MaxSealed/2 {
		return nil, fmt.Errorf("seal: receipt has %d bytes", n)
	}
	plain := make([]byte, 0, size)
	plain = append(plain, plainHead...)
	plain = append(plain, token...)
	plain = append(plain, plainMid...)
	plain = b64.AppendEncode(plain, salt[:])
	plain = append(plain, plainTail...)
	plain = plain[:size]
	for i := n; i < size; i++ {
		plain[i] = ' '
	}
	return plain, nil
}

// isToken reports whether s holds only characters of an SD-JWT and ends in "~".
func isToken(s string) bool {
	if s == "" || s[len(s)-1] != '~' {
		return false
	}
	for i := range len(s) {
		if !tokenByte[s[i]] {
			return false
		}
	}
	return true
}

// tokenByte marks the characters of base64url, "." and "~".
var tokenByte = func() (table [256]bool) {
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~" {
		table[c] = true
	}
	return table
}()

// Open decrypts what Seal made. It refuses other padding and other spellings;
// whether the token is genuine is VerifyReceipt's to say.
func Open(ageFile []byte, id age.Identity) (token string, salt [32]byte, err error) {
	if len(ageFile) > MaxSealed {
		return "", salt, fmt.Errorf("open: sealed receipt has %d bytes, more than %d", len(ageFile), MaxSealed)
	}
	r, err := age.Decrypt(bytes.NewReader(ageFile), id)
	if err != nil {
		return "", salt, fmt.Errorf("open: %w", err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return "", salt, fmt.Errorf("open: %w", err)
	}
	text := strings.TrimRight(string(plain), " ")
	rest, ok := strings.CutPrefix(text, plainHead)
	token, rest, found := strings.Cut(rest, plainMid)
	encoded, closed := strings.CutSuffix(rest, plainTail)
	if !ok || !found || !closed || !isToken(token) || !decodeB64(salt[:], encoded) {
		return "", [32]byte{}, errors.New("open: not a sealed receipt of version 1")
	}
	if len(plain) != paddedSize(len(text), smallestPlain) {
		return "", [32]byte{}, errors.New("open: receipt is not padded to its size class")
	}
	return token, salt, nil
}

const (
	ageNonce = 16       // bytes before an age file's payload
	ageChunk = 64 << 10 // bytes of plaintext that age encrypts at a time
	ageTag   = 16       // bytes that each chunk grows by
)

// CheckFile refuses what cannot be a file that Seal made, as far as that shows without its key: an age file with a whole header, whose payload has one of the
// sizes that receipts are padded to and does not end in zeros, as a file may whose end never reached the disk.
func CheckFile(ageFile []byte) error {
	header, err := age.ExtractHeader(bytes.NewReader(ageFile))
	if err != nil {
		return fmt.Errorf("not an age file: %w", err)
	}
	body := len(ageFile) - len(header) - ageNonce // age files have one spelling
	chunks := (body + ageChunk + ageTag - 1) / (ageChunk + ageTag)
	plain := body - chunks*ageTag
	if plain < smallestPlain || plain != paddedSize(plain, smallestPlain) {
		return fmt.Errorf("an age file of %d bytes, which is no size of a receipt", len(ageFile))
	}
	if bytes.Equal(ageFile[len(ageFile)-ageTag:], make([]byte, ageTag)) {
		return errors.New("an age file that ends in zeros")
	}
	return nil
}

// Sealed is a receipt as the gateway keeps it.
type Sealed struct {
	ID    string   // receipt id, 32 hex digits
	Epoch uint64   // whose root will cover Leaf
	Leaf  [32]byte // leaf data
	Check string   // 4 hex digits: tells a retry from another order
	Slot  string   // base64url: the gateway's sealed note of the receipt's Status; may be empty
	Age   []byte   // age file
}

// Marshal returns the stored object: one line of JSON and the age file.
func (s *Sealed) Marshal() []byte {
	out := make([]byte, 0, maxFirstLine+len(s.Age))
	out = append(out, `{"v":1,"id":"`...)
	out = append(out, s.ID...)
	out = append(out, `","epoch":`...)
	out = strconv.AppendUint(out, s.Epoch, 10)
	out = append(out, `,"leaf":"`...)
	out = hex.AppendEncode(out, s.Leaf[:])
	out = append(out, `","check":"`...)
	out = append(out, s.Check...)
	if s.Slot != "" {
		out = append(out, `","slot":"`...)
		out = append(out, s.Slot...)
	}
	out = append(out, "\"}\n"...)
	return append(out, s.Age...)
}

// ParseSealed reads a stored object in the one spelling that Marshal gives it.
// Age shares memory with data.
func ParseSealed(data []byte) (*Sealed, error) {
	if len(data) > MaxSealed {
		return nil, fmt.Errorf("sealed receipt has %d bytes, more than %d", len(data), MaxSealed)
	}
	end := bytes.IndexByte(data[:min(len(data), maxFirstLine)], '\n')
	if end < 0 {
		return nil, errors.New("sealed receipt has no first line")
	}
	var line struct {
		V     int    `json:"v"`
		ID    string `json:"id"`
		Epoch uint64 `json:"epoch"`
		Leaf  string `json:"leaf"`
		Check string `json:"check"`
		Slot  string `json:"slot"`
	}
	if err := decodeStrict(data[:end], &line); err != nil {
		return nil, fmt.Errorf("sealed receipt: %w", err)
	}
	s := &Sealed{ID: line.ID, Epoch: line.Epoch, Check: line.Check, Slot: line.Slot, Age: data[end+1:]}
	_, slotErr := b64.DecodeString(s.Slot)
	if line.V != 1 || !isHex(s.ID, 32) || !isHex(s.Check, 4) || slotErr != nil || len(s.Slot) > maxSlot || !parseHex(s.Leaf[:], line.Leaf) {
		return nil, errors.New("sealed receipt's first line is not of version 1")
	}
	head := Sealed{ID: s.ID, Epoch: s.Epoch, Leaf: s.Leaf, Check: s.Check, Slot: s.Slot}
	if !bytes.Equal(head.Marshal(), data[:end+1]) {
		return nil, errors.New("sealed receipt's first line has another spelling")
	}
	return s, nil
}
