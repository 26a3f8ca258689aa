package profile

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// Kinds of keyring slots: which two factors open them.
const (
	SlotWalletPasskey  = "wp"
	SlotWalletCode     = "wc"
	SlotPasskeyCode    = "pc"
	maxIndex           = 4 << 20
	indexLabel         = "carnet/v1/index"
	smallestIndexBytes = 4 << 10
)

// ErrFactors says that a keyring slot was not made with these factors.
var ErrFactors = errors.New("these factors do not open the keyring")

// SealSlot encrypts a root under two factors, in the order of the kind's
// letters. salt must be random and used once; iv is the GCM nonce.
func SealSlot(r RootKey, kind string, a, b []byte, salt [32]byte, iv [12]byte) ([]byte, error) {
	aead, err := slotCipher(kind, a, b, salt)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, iv[:], r[:], slotData(kind)), nil
}

// OpenSlot decrypts a slot. It returns ErrFactors when the factors are wrong
// or the slot was changed.
func OpenSlot(ct []byte, kind string, a, b []byte, salt [32]byte, iv [12]byte) (RootKey, error) {
	aead, err := slotCipher(kind, a, b, salt)
	if err != nil {
		return RootKey{}, err
	}
	root, err := aead.Open(nil, iv[:], ct, slotData(kind))
	if err != nil || len(root) != len(RootKey{}) {
		return RootKey{}, ErrFactors
	}
	return RootKey(root), nil
}

func slotCipher(kind string, a, b []byte, salt [32]byte) (cipher.AEAD, error) {
	switch kind {
	case SlotWalletPasskey, SlotWalletCode, SlotPasskeyCode:
	default:
		return nil, fmt.Errorf("keyring slot kind %.10q is unknown", kind)
	}
	if len(a) == 0 || len(b) == 0 || len(a) > 1024 || len(b) > 1024 {
		return nil, ErrFactors
	}
	kek, err := hkdf.Key(sha256.New, lpJoin(a, b), salt[:], "carnet/v1/kek/"+kind, 32)
	if err != nil {
		return nil, err
	}
	return gcm([32]byte(kek))
}

func slotData(kind string) []byte { return lpJoin([]byte("carnet/v1/keyring"), []byte(kind)) }

func lpJoin(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(p)))
		out = append(out, p...)
	}
	return out
}

// KeyringBoxKey returns the write key of the box where the keyring can be
// found by one factor: letter is "w", "p" or "c".
func KeyringBoxKey(letter string, factor []byte) ([32]byte, error) {
	key, err := hkdf.Key(sha256.New, factor, nil, "carnet/v1/box/keyring/"+letter, 32)
	if err != nil {
		return [32]byte{}, err
	}
	return [32]byte(key), nil
}

// SealIndex pads the index's JSON with spaces to 2^k KiB, k >= 2, and encrypts
// it; the random nonce stands in front.
func SealIndex(key [32]byte, index []byte) ([]byte, error) {
	if len(index) > maxIndex/2 {
		return nil, fmt.Errorf("index has %d bytes, more than %d", len(index), maxIndex/2)
	}
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	size := paddedSize(len(index), smallestIndexBytes)
	box := make([]byte, 12, 12+size+aead.Overhead())
	rand.Read(box)
	plain := append(make([]byte, 0, size), index...)
	plain = append(plain, bytes.Repeat([]byte{' '}, size-len(index))...)
	return aead.Seal(box, box[:12], plain, []byte(indexLabel)), nil
}

// OpenIndex decrypts a box made by SealIndex and removes the padding.
func OpenIndex(key [32]byte, box []byte) ([]byte, error) {
	if len(box) < 12 || len(box) > maxIndex {
		return nil, fmt.Errorf("index box has %d bytes", len(box))
	}
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, box[:12], box[12:], []byte(indexLabel))
	if err != nil {
		return nil, errors.New("index does not open with this key")
	}
	index := bytes.TrimRight(plain, " ")
	if len(plain) != paddedSize(len(index), smallestIndexBytes) {
		return nil, errors.New("index is not padded to its size class")
	}
	return index, nil
}

// IndexHead returns the carnet's head for an index box: 24 bytes.
func IndexHead(box []byte) [24]byte {
	return [24]byte(sum256(indexLabel, box)[:24])
}

func gcm(key [32]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// paddedSize returns the smallest smallest*2^k that holds n bytes.
func paddedSize(n, smallest int) int {
	size := smallest
	for size < n {
		size *= 2
	}
	return size
}
