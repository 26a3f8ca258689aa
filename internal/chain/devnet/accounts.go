package devnet

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Mnemonic is the test phrase of the Ethereum tools. Whoever reads this holds the keys it leads to.
const Mnemonic = "test test test test test test test test test test test junk"

// accountCount is how many accounts the genesis block funds, with accountEther each.
const (
	accountCount = 10
	accountEther = 10_000
)

// Account is a funded account of the devnet. Its key is public knowledge.
type Account struct {
	Address common.Address
	Key     *ecdsa.PrivateKey
}

// accounts derives the first n accounts of the mnemonic: BIP-39 without passphrase, BIP-32,
// path m/44'/60'/0'/0/i.
func accounts(mnemonic string, n int) ([]Account, error) {
	seed, err := pbkdf2.Key(sha512.New, mnemonic, []byte("mnemonic"), 2048, 64)
	if err != nil {
		return nil, fmt.Errorf("derive the seed of the test accounts: %w", err)
	}
	key, chainCode := splitMAC([]byte("Bitcoin seed"), seed)
	const hardened = 1 << 31
	for _, index := range []uint32{44 + hardened, 60 + hardened, hardened, 0} {
		key, chainCode = childKey(key, chainCode, index)
	}
	list := make([]Account, n)
	for i := range list {
		child, _ := childKey(key, chainCode, uint32(i))
		private, err := crypto.ToECDSA(child)
		if err != nil {
			return nil, fmt.Errorf("derive test account %d: %w", i, err)
		}
		list[i] = Account{Address: crypto.PubkeyToAddress(private.PublicKey), Key: private}
	}
	return list, nil
}

// childKey is BIP-32's private parent key to private child key function. The two cases that the standard
// tells the caller to skip (probability 2^-127) do not occur for the one phrase this package derives from.
func childKey(key, chainCode []byte, index uint32) (child, childCode []byte) {
	data := make([]byte, 0, 37)
	if index >= 1<<31 {
		data = append(append(data, 0), key...)
	} else {
		data = append(data, crypto.CompressPubkey(&crypto.ToECDSAUnsafe(key).PublicKey)...)
	}
	data = binary.BigEndian.AppendUint32(data, index)
	tweak, childCode := splitMAC(chainCode, data)
	sum := new(big.Int).Add(new(big.Int).SetBytes(tweak), new(big.Int).SetBytes(key))
	return sum.Mod(sum, crypto.S256().Params().N).FillBytes(make([]byte, 32)), childCode
}

// splitMAC is HMAC-SHA-512 cut into two halves.
func splitMAC(key, data []byte) (left, right []byte) {
	mac := hmac.New(sha512.New, key)
	mac.Write(data)
	sum := mac.Sum(nil)
	return sum[:32], sum[32:]
}
