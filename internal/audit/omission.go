package audit

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/profile"
)

// MaxProof is the size in bytes of the largest omission proof for a promise as the gateway writes them, in the fullest tree, for an iss of up to
// 280 bytes. A promise that was blown up has a larger proof, and a proof all the same.
const MaxProof = 2048

// magic begins the bytes of an omission.
const magic = "carnet/v2/omission\n"

// Omission proves that a promise was broken: the promise as the shop signed it, and that its leaf is not under a root. Who checks it
// compares that root with the chain's.
type Omission struct {
	Promise string // compact JWS
	Absence profile.Absence
}

// Broken is what an omission says once it was checked.
type Broken struct {
	Promise profile.Promise
	Root    [32]byte // the leaf is not under it: the promise is broken if the chain has it for the promised epoch
}

// Marshal returns the proof's bytes: magic, then
//
//	u16 length of the promise's header, header; u32 length of its payload, payload; signature (64)
//	u8  height of the tree, u32 index of the first neighbour, u8 number of neighbours
//	    for each its leaf (32) and its path (32 for each step, from the leaf upwards)
//
// Numbers are big-endian. Header and payload are what the promise has in base64url, which has one form for the same bytes: a quarter less. The root,
// the epoch and the leaf follow from that.
func (o Omission) Marshal() ([]byte, error) {
	n := o.Absence.Neighbours
	if len(n) == 0 || n[0].Index > 1<<31 {
		return nil, errors.New("omission without neighbours")
	}
	out, err := appendToken([]byte(magic), o.Promise)
	if err != nil {
		return nil, err
	}
	out = append(out, byte(bits.Len64(n[0].Size)-1))
	out = binary.BigEndian.AppendUint32(out, uint32(n[0].Index))
	out = append(out, byte(len(n)))
	for _, p := range n {
		out = append(out, p.Leaf[:]...)
		for _, hash := range p.Path {
			out = append(out, hash[:]...)
		}
	}
	return out, nil
}

var b64 = base64.RawURLEncoding.Strict()

// appendToken appends a compact JWS without its base64url.
func appendToken(out []byte, token string) ([]byte, error) {
	encoded := strings.Split(token, ".")
	if len(encoded) != 3 {
		return nil, errMalformed
	}
	var parts [3][]byte
	for i := range parts {
		part, err := b64.DecodeString(encoded[i])
		if err != nil {
			return nil, fmt.Errorf("promise in an omission: %w", err)
		}
		parts[i] = part
	}
	header, payload, signature := parts[0], parts[1], parts[2]
	if len(header) > math.MaxUint16 || len(payload) > math.MaxUint32 || len(signature) != signatureSize {
		return nil, errMalformed
	}
	out = append(binary.BigEndian.AppendUint16(out, uint16(len(header))), header...)
	out = append(binary.BigEndian.AppendUint32(out, uint32(len(payload))), payload...)
	return append(out, signature...), nil
}

const signatureSize = 64

var errMalformed = errors.New("these bytes are not a proof of an omission")

// Check reads a proof and checks it with the keys of the shop that the promise names (profile.UnverifiedIssuer). What it returns holds whatever
// the gateway says: nobody but the shop's gateway can have signed the promise, and no leaf is both in a tree and absent from it.
func Check(data []byte, keys jose.JSONWebKeySet) (*Broken, error) {
	token, rest, err := split(data)
	if err != nil {
		return nil, err
	}
	iss, err := profile.UnverifiedIssuer(token)
	if err != nil {
		return nil, err
	}
	promise, err := profile.VerifyPromise(token, iss, keys)
	if err != nil {
		return nil, err
	}
	height, index, count := int(rest[0]), binary.BigEndian.Uint32(rest[1:5]), int(rest[5])
	rest = rest[6:]
	if height < 1 || height > 20 || count < 1 || count > 2 || len(rest) != count*32*(1+height) {
		return nil, errMalformed
	}
	a := profile.Absence{Epoch: promise.Epoch, Leaf: promise.Leaf}
	for i := range count {
		p := profile.Proof{Epoch: promise.Epoch, Leaf: [32]byte(rest), Index: uint64(index) + uint64(i), Size: 1 << height}
		rest = rest[32:]
		for range height {
			p.Path, rest = append(p.Path, [32]byte(rest)), rest[32:]
		}
		if p.Root, err = profile.RootOf(p); err != nil {
			return nil, err
		}
		a.Neighbours = append(a.Neighbours, p)
	}
	root, err := profile.VerifyAbsence(a)
	if err != nil {
		return nil, err
	}
	return &Broken{Promise: *promise, Root: root}, nil
}

// Token returns the promise in a proof, unchecked, so that its shop's keys can be found.
func Token(data []byte) (string, error) {
	token, _, err := split(data)
	return token, err
}

func split(data []byte) (token string, rest []byte, err error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(rest) < 2 {
		return "", nil, errMalformed
	}
	header, rest, ok := cut(rest[2:], uint64(binary.BigEndian.Uint16(rest)))
	if !ok || len(rest) < 4 {
		return "", nil, errMalformed
	}
	payload, rest, ok := cut(rest[4:], uint64(binary.BigEndian.Uint32(rest)))
	if !ok || len(rest) < signatureSize+6 {
		return "", nil, errMalformed
	}
	signature, rest := rest[:signatureSize], rest[signatureSize:]
	return b64.EncodeToString(header) + "." + b64.EncodeToString(payload) + "." + b64.EncodeToString(signature), rest, nil
}

// cut takes n bytes off the front, if there are so many.
func cut(data []byte, n uint64) (front, rest []byte, ok bool) {
	if n > uint64(len(data)) {
		return nil, nil, false
	}
	return data[:n], data[n:], true
}
