package links

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"carnet/internal/wallet"
)

const (
	objectSize = 4096                 // bytes of every object: room for MaxWallets of the longest names
	textSize   = objectSize - 12 - 16 // without nonce and tag
)

// kinds of object; each is the label its name and key are derived under.
const (
	linkKind    = "carnet/v1/wallet"
	accountKind = "carnet/v1/account"
)

// name is the object key of an account's object of one kind.
func (s *Store) name(kind string, a wallet.Account) string {
	mac := hmac.New(sha256.New, s.pairwiseKey)
	mac.Write([]byte(label(kind, a)))
	id := hex.EncodeToString(mac.Sum(nil))
	return "links/" + id[:2] + "/" + id
}

func label(kind string, a wallet.Account) string {
	who := a.String()
	return kind + string(binary.BigEndian.AppendUint32(nil, uint32(len(who)))) + who
}

func (s *Store) aead(kind string, a wallet.Account) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s.pairwiseKey, nil, label(kind+"/key", a), 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// seal writes v as JSON, pads it with spaces and encrypts it: nonce, then ciphertext, bound to the object's key. No two seals are alike, so
// that each changes the ETag.
func (s *Store) seal(kind string, a wallet.Account, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(text) > textSize {
		return nil, fmt.Errorf("%d bytes of text, want at most %d", len(text), textSize)
	}
	aead, err := s.aead(kind, a)
	if err != nil {
		return nil, err
	}
	text = append(text, bytes.Repeat([]byte(" "), textSize-len(text))...)
	nonce := make([]byte, 12, objectSize)
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, text, []byte(s.name(kind, a))), nil
}

func (s *Store) open(kind string, a wallet.Account, data []byte, v any) error {
	if len(data) != objectSize {
		return fmt.Errorf("object of %d bytes, want %d", len(data), objectSize)
	}
	aead, err := s.aead(kind, a)
	if err != nil {
		return err
	}
	text, err := aead.Open(nil, data[:12], data[12:], []byte(s.name(kind, a)))
	if err != nil {
		return errors.New("object does not open with this pairwise key")
	}
	return json.Unmarshal(text, v)
}
