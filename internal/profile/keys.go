package profile

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"

	"filippo.io/age"
	"github.com/ethereum/go-ethereum/crypto"
)

// RootKey is R, the one secret of a vault. Everything else of a shopper is
// derived from it (docs/protocol.md §6); it is never sent and never stored in
// the clear.
type RootKey [32]byte

// NewRootKey makes a random root.
func NewRootKey() RootKey {
	var r RootKey
	rand.Read(r[:])
	return r
}

// expand derives length bytes for a use. extractSalt names the tree of keys.
func expand(extractSalt string, secret []byte, info string, length int) []byte {
	prk, err := hkdf.Extract(sha256.New, secret, []byte(extractSalt))
	if err == nil {
		var key []byte
		if key, err = hkdf.Expand(sha256.New, prk, info, length); err == nil {
			return key
		}
	}
	panic("hkdf: " + err.Error()) // only for lengths that no caller asks for
}

func (r RootKey) expand(info string, length int) []byte {
	return expand("carnet/v1/root", r[:], info, length)
}

func (r RootKey) expand32(info string) [32]byte {
	return [32]byte(r.expand(info, 32))
}

// Identity returns the age identity that opens the receipts of a shop, by
// generation.
func (r RootKey) Identity(sector string, gen int) *age.HybridIdentity {
	return HybridIdentity(r.expand32("carnet/v1/receipts/" + sector + "/" + strconv.Itoa(gen)))
}

// Holder returns the P-256 key to which a shop's receipts are bound.
func (r RootKey) Holder(sector string) *ecdsa.PrivateKey {
	return p256Key(r.expand("carnet/v1/holder/"+sector, 48))
}

// Login returns the secp256k1 key whose address a shop sees when the vault is
// the wallet.
func (r RootKey) Login(sector string) *ecdsa.PrivateKey {
	return secp256k1Key(r.expand("carnet/v1/login/"+sector, 48))
}

// Scribe returns the secp256k1 key that may advance the carnet's head.
func (r RootKey) Scribe() *ecdsa.PrivateKey {
	return secp256k1Key(r.expand("carnet/v1/scribe", 48))
}

// IndexKey returns the AES-256-GCM key of the index.
func (r RootKey) IndexKey(gen int) [32]byte {
	return r.expand32("carnet/v1/index/" + strconv.Itoa(gen))
}

// IndexBoxKey returns the write key of the box that holds the index.
func (r RootKey) IndexBoxKey(gen int) [32]byte {
	return r.expand32("carnet/v1/box/index/" + strconv.Itoa(gen))
}

// CopyBoxKey returns the write key of the box that holds a copy of a sealed
// receipt.
func (r RootKey) CopyBoxKey(receiptID string) [32]byte {
	return r.expand32("carnet/v1/box/copy/" + receiptID)
}

// ClaimCode is the one-time secret for a receipt whose shopper has no vault
// yet. It is shown once, on the shop's confirmation page, and kept nowhere.
type ClaimCode [16]byte

// NewClaimCode makes a random code.
func NewClaimCode() ClaimCode {
	var c ClaimCode
	rand.Read(c[:])
	return c
}

// ClaimKeys is what a claim code opens and signs with.
type ClaimKeys struct {
	Identity *age.HybridIdentity // opens the receipt
	Holder   *ecdsa.PrivateKey   // P-256; the receipt's cnf
	ID       string              // names the claim at the gateway: 64 hex digits
}

// Keys derives the keys of a claim code.
func (c ClaimCode) Keys() ClaimKeys {
	derive := func(info string, n int) []byte { return expand("carnet/v1/claim", c[:], info, n) }
	return ClaimKeys{
		Identity: HybridIdentity([32]byte(derive("carnet/v1/claim/recipient", 32))),
		Holder:   p256Key(derive("carnet/v1/claim/holder", 48)),
		ID:       hex.EncodeToString(sum256("carnet/v1/claim/id", c[:])),
	}
}

// scalar maps 48 bytes to 1..n-1: the big-endian integer mod (n-1), plus 1.
func scalar(wide []byte, order *big.Int) []byte {
	one := big.NewInt(1)
	d := new(big.Int).SetBytes(wide)
	d.Mod(d, new(big.Int).Sub(order, one))
	return d.Add(d, one).FillBytes(make([]byte, 32))
}

func p256Key(wide []byte) *ecdsa.PrivateKey {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar(wide, elliptic.P256().Params().N))
	if err != nil {
		panic(fmt.Sprintf("P-256 scalar: %v", err)) // scalar is always in range
	}
	return key
}

func secp256k1Key(wide []byte) *ecdsa.PrivateKey {
	key, err := crypto.ToECDSA(scalar(wide, crypto.S256().Params().N))
	if err != nil {
		panic(fmt.Sprintf("secp256k1 scalar: %v", err))
	}
	return key
}

// HybridIdentity makes an age identity from its seed. The age package reads seeds
// only as text.
func HybridIdentity(seed [32]byte) *age.HybridIdentity {
	id, err := age.ParseHybridIdentity(bech32("AGE-SECRET-KEY-PQ-", seed[:]))
	if err != nil {
		panic(fmt.Sprintf("age identity: %v", err)) // every 32-byte seed is one
	}
	return id
}

// bech32 encodes data (BIP-173, without its length limit) in upper case.
func bech32(hrp string, data []byte) string {
	const charset = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
	var values []byte
	for acc, bits, i := uint32(0), 0, 0; i < len(data) || bits > 0; {
		if bits < 5 && i < len(data) {
			acc, bits, i = acc<<8|uint32(data[i]), bits+8, i+1
			continue
		}
		if bits < 5 {
			acc, bits = acc<<(5-bits), 5
		}
		bits -= 5
		values = append(values, byte(acc>>bits&31))
	}
	sum := uint32(1)
	step := func(v byte) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	lower := func(c byte) byte {
		if c >= 'A' && c <= 'Z' {
			return c + 32
		}
		return c
	}
	for i := range len(hrp) {
		step(lower(hrp[i]) >> 5)
	}
	step(0)
	for i := range len(hrp) {
		step(lower(hrp[i]) & 31)
	}
	for _, v := range values {
		step(v)
	}
	for range 6 {
		step(0)
	}
	sum ^= 1
	out := make([]byte, 0, len(hrp)+1+len(values)+6)
	out = append(append(out, hrp...), '1')
	for _, v := range values {
		out = append(out, charset[v])
	}
	for i := 5; i >= 0; i-- {
		out = append(out, charset[sum>>(5*i)&31])
	}
	return string(out)
}
