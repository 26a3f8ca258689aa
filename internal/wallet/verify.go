package wallet

import (
	"bytes"
	"strconv"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// halfN is floor(n/2) of secp256k1, big-endian: the largest s that is called low.
var halfN = common.FromHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0")

// Verify says whether sig is addr's own EIP-191 signature over exactly msg. sig is r‖s‖v with v in {0, 1, 27, 28}, or EIP-2098's
// r‖(parity, s) in 64 bytes; s must be low. Anything else is [ErrSignature]; a message over 8 KiB is [ErrSize] and is not hashed.
func Verify(msg, sig []byte, addr common.Address) error {
	if len(sig) != 65 && len(sig) != 64 {
		return because(ErrSignature, "%d bytes", len(sig))
	}
	if len(msg) > MaxMessage {
		return because(ErrSize, "%d bytes", len(msg))
	}
	if addr == (common.Address{}) {
		return because(ErrSignature, "nobody signs for the zero address")
	}
	rsv, err := expand(sig)
	if err != nil {
		return err
	}
	key, err := crypto.Ecrecover(digest(msg), rsv[:])
	if err != nil {
		return because(ErrSignature, "r and s are not a point and a scalar of secp256k1")
	}
	if !bytes.Equal(crypto.Keccak256(key[1:])[12:], addr[:]) {
		return because(ErrSignature, "another account or another message")
	}
	return nil
}

// digest is the EIP-191 version 0x45 ("personal_sign") hash of msg.
func digest(msg []byte) []byte {
	return crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n"+strconv.Itoa(len(msg))), msg)
}

// expand brings a signature of 64 or 65 bytes into the one form that Ecrecover takes: r‖s‖parity.
func expand(sig []byte) (rsv [65]byte, err error) {
	copy(rsv[:], sig)
	if len(sig) == 64 {
		rsv[64] = sig[32] >> 7
		rsv[32] &= 0x7f
	} else {
		switch v := sig[64]; v {
		case 0, 1:
		case 27, 28:
			rsv[64] = v - 27
		default:
			return rsv, because(ErrSignature, "v is %d", v)
		}
	}
	if bytes.Compare(rsv[32:64], halfN) > 0 {
		return rsv, because(ErrSignature, "s is high")
	}
	return rsv, nil
}
