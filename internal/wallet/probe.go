package wallet

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
)

// probeHex is the creation code of contracts/src/AccountProbe.sol, written there by the same command that writes the artifacts.
//
//go:embed probe.hex
var probeHex string

// The last 32 bytes of a wrapped signature.
var (
	magic6492 = bytes.Repeat([]byte{0x64, 0x92}, 16) // ERC-6492: (factory, order, signature) for an account that is not deployed
	magic8010 = bytes.Repeat([]byte{0x80, 0x10}, 16) // ERC-8010: a delegation (EIP-7702) that is not on the chain
)

// question is what the probe is asked: see AccountProbe.sol.
type question struct {
	account   common.Address
	digest    common.Hash
	signature []byte
	factory   common.Address // zero for none
	order     []byte
	places    [3]common.Address
}

// questionOf takes a signature out of its wrapper.
func questionOf(e Evidence) (question, error) {
	q := question{account: e.Address, digest: e.Hash, signature: e.Signature}
	if bytes.HasSuffix(e.Signature, magic8010) {
		return q, ErrPredelegated
	}
	body, wrapped := bytes.CutSuffix([]byte(e.Signature), magic6492)
	if !wrapped {
		return q, nil
	}
	fields, err := wrapper.Unpack(body)
	if err != nil {
		return q, because(ErrSignature, "the ERC-6492 wrapper is not one")
	}
	q.factory, q.order, q.signature = fields[0].(common.Address), fields[1].([]byte), fields[2].([]byte)
	again, err := wrapper.Pack(q.factory, q.order, q.signature)
	if err != nil || !bytes.Equal(again, body) {
		return q, because(ErrSignature, "the ERC-6492 wrapper has another encoding than the canonical one")
	}
	if q.factory == (common.Address{}) || bytes.HasSuffix(q.signature, magic6492) || bytes.HasSuffix(q.signature, magic8010) {
		return q, because(ErrSignature, "the ERC-6492 wrapper names no factory or holds another wrapper")
	}
	return q, nil
}

// code is the creation code that asks q.
func (q question) code() ([]byte, error) {
	probe, err := hex.DecodeString(strings.TrimPrefix(strings.TrimSpace(probeHex), "0x"))
	if err != nil {
		return nil, fmt.Errorf("probe: %w", err)
	}
	args, err := probeArgs.Pack(q.account, q.digest, q.signature, q.factory, q.order, q.places)
	if err != nil {
		return nil, fmt.Errorf("probe: %w", err)
	}
	return append(probe, args...), nil
}

// answer is what the probe says.
type answer struct {
	yes, hadCode, hasCode    bool // hadCode: before the factory was asked
	codeHash, behind, owners common.Hash
	delegate                 common.Address // zero for none
}

// parseAnswer reads the five words of AccountProbe.sol and nothing else.
func parseAnswer(b []byte) (answer, error) {
	if len(b) != 5*32 {
		return answer{}, fmt.Errorf("the probe's answer has %d bytes", len(b))
	}
	word := func(i int) common.Hash { return common.BytesToHash(b[32*i : 32*i+32]) }
	status, delegation := word(0), word(2)
	if common.BytesToHash(status[31:]) != status || status[31] > 7 {
		return answer{}, fmt.Errorf("the probe's answer has an unknown status")
	}
	a := answer{
		yes: status[31]&1 != 0, hadCode: status[31]&2 != 0, hasCode: status[31]&4 != 0,
		codeHash: word(1), behind: word(3), owners: word(4),
	}
	if delegation != (common.Hash{}) {
		a.delegate = common.BytesToAddress(delegation[3:23])
	}
	return a, nil
}

var (
	wrapper   = arguments("address", "bytes", "bytes")
	probeArgs = arguments("address", "bytes32", "bytes", "address", "bytes", "address[3]")
)

// arguments panics on a name that is no type of the ABI: the names above are.
func arguments(types ...string) abi.Arguments {
	var list abi.Arguments
	for _, name := range types {
		t, err := abi.NewType(name, "", nil)
		if err != nil {
			panic(err)
		}
		list = append(list, abi.Argument{Type: t})
	}
	return list
}
