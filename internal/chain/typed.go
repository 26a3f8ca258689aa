package chain

import (
	"encoding/binary"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Domain is the EIP-712 domain {name "Carnet", version "1", chainId, verifyingContract} of a Carnet contract.
type Domain struct {
	ChainID uint64
	Carnet  common.Address
}

// SetHead is the EIP-712 digest that the owner or the scribe signs to set a head:
// SetHead(uint256 id,bytes24 prev,bytes24 head,uint32 seq).
func (d Domain) SetHead(id *big.Int, prev, head [24]byte, seq uint32) [32]byte {
	return d.digest("SetHead(uint256 id,bytes24 prev,bytes24 head,uint32 seq)",
		number(id), common.RightPadBytes(prev[:], 32), common.RightPadBytes(head[:], 32), number32(seq))
}

// SetScribe is the EIP-712 digest that the owner signs to appoint a scribe:
// SetScribe(uint256 id,address scribe,uint32 nonce).
func (d Domain) SetScribe(id *big.Int, scribe common.Address, nonce uint32) [32]byte {
	return d.digest("SetScribe(uint256 id,address scribe,uint32 nonce)",
		number(id), common.LeftPadBytes(scribe[:], 32), number32(nonce))
}

func (d Domain) digest(typ string, words ...[]byte) [32]byte {
	separator := crypto.Keccak256(
		crypto.Keccak256([]byte("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")),
		crypto.Keccak256([]byte("Carnet")), crypto.Keccak256([]byte("1")),
		number(new(big.Int).SetUint64(d.ChainID)), common.LeftPadBytes(d.Carnet[:], 32))
	fields := append([][]byte{crypto.Keccak256([]byte(typ))}, words...)
	return [32]byte(crypto.Keccak256([]byte("\x19\x01"), separator, crypto.Keccak256(fields...)))
}

func number(n *big.Int) []byte { return common.LeftPadBytes(n.Bytes(), 32) }

func number32(n uint32) []byte {
	return common.LeftPadBytes(binary.BigEndian.AppendUint32(nil, n), 32)
}
