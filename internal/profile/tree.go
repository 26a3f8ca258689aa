package profile

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"sort"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// MaxLeaves is the largest number of leaves of one epoch, padding included.
const MaxLeaves = 1 << 20

// Tree is the RFC 6962 tree of one closed epoch: a power of two of sorted leaf
// data, at least two.
type Tree struct {
	leaves [][32]byte
	levels [][][]byte // levels[0] are leaf hashes; the last has one element
}

// NewTree removes repeated leaves, pads with random ones to a power of two (at
// least 2), sorts and hashes.
func NewTree(leaves [][32]byte) (*Tree, error) {
	padded := slices.Clone(leaves)
	sortLeaves(padded)
	padded = slices.Compact(padded)
	size := max(2, 1<<bits.Len(uint(max(len(padded), 1)-1)))
	if size > MaxLeaves {
		return nil, fmt.Errorf("epoch has %d leaves, more than %d", len(padded), MaxLeaves)
	}
	random := make([]byte, 32*(size-len(padded)))
	rand.Read(random)
	for ; len(random) > 0; random = random[32:] {
		padded = append(padded, [32]byte(random))
	}
	sortLeaves(padded)
	return hashTree(padded), nil
}

func sortLeaves(leaves [][32]byte) {
	slices.SortFunc(leaves, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
}

// TreeFromPadded rebuilds a tree from what Padded returned.
func TreeFromPadded(data []byte) (*Tree, error) {
	n := len(data) / 32
	if len(data)%32 != 0 || n < 2 || n > MaxLeaves || n&(n-1) != 0 {
		return nil, fmt.Errorf("tree of %d bytes is not a power of two of leaves", len(data))
	}
	leaves := make([][32]byte, n)
	for i := range leaves {
		leaves[i] = [32]byte(data[32*i:])
		if i > 0 && bytes.Compare(leaves[i-1][:], leaves[i][:]) >= 0 {
			return nil, fmt.Errorf("tree is not sorted at leaf %d", i)
		}
	}
	return hashTree(leaves), nil
}

func hashTree(leaves [][32]byte) *Tree {
	h := rfc6962.DefaultHasher
	level := make([][]byte, len(leaves))
	for i := range leaves {
		level[i] = h.HashLeaf(leaves[i][:])
	}
	t := &Tree{leaves: leaves, levels: [][][]byte{level}}
	for len(level) > 1 {
		next := make([][]byte, len(level)/2)
		for i := range next {
			next[i] = h.HashChildren(level[2*i], level[2*i+1])
		}
		t.levels = append(t.levels, next)
		level = next
	}
	return t
}

// Root returns the root hash.
func (t *Tree) Root() [32]byte { return [32]byte(t.levels[len(t.levels)-1][0]) }

// Size returns the number of leaves, padding included.
func (t *Tree) Size() int { return len(t.leaves) }

// Padded returns all leaf data in tree order, 32 bytes each.
func (t *Tree) Padded() []byte {
	out := make([]byte, 0, 32*len(t.leaves))
	for i := range t.leaves {
		out = append(out, t.leaves[i][:]...)
	}
	return out
}

// Index returns the place of a leaf; ok is false when the tree lacks it.
func (t *Tree) Index(leaf [32]byte) (i int, ok bool) {
	i = sort.Search(len(t.leaves), func(i int) bool { return bytes.Compare(t.leaves[i][:], leaf[:]) >= 0 })
	return i, i < len(t.leaves) && t.leaves[i] == leaf
}

// ErrNoLeaf says that an epoch's tree does not hold a leaf.
var ErrNoLeaf = errors.New("the epoch's tree does not hold this leaf")

// Proof returns the inclusion proof of a leaf, without an anchor, or ErrNoLeaf.
func (t *Tree) Proof(epoch uint64, leaf [32]byte) (Proof, error) {
	i, ok := t.Index(leaf)
	if !ok {
		return Proof{}, ErrNoLeaf
	}
	p := Proof{Epoch: epoch, Leaf: leaf, Index: uint64(i), Size: uint64(len(t.leaves)), Root: t.Root()}
	for _, level := range t.levels[:len(t.levels)-1] {
		p.Path = append(p.Path, [32]byte(level[i^1]))
		i /= 2
	}
	return p, nil
}

// Proof says that a leaf is under the root of an epoch. Its JSON is fixed by
// docs/protocol.md §5.
type Proof struct {
	Epoch    uint64
	Leaf     [32]byte
	Index    uint64
	Size     uint64
	Path     [][32]byte // from the leaf's sibling upwards
	Root     [32]byte
	Anchored *Anchored // nil while the root is not on the chain
}

// Anchored says where a root is on the chain. Root, addresses and transaction
// hash are 0x and lower- or mixed-case hex.
type Anchored struct {
	V        int    `json:"v"`
	Root     string `json:"root"`
	ChainID  uint64 `json:"chain_id"`
	Contract string `json:"contract"`
	Issuer   string `json:"issuer"`
	Tx       string `json:"tx"`
	Block    uint64 `json:"block"`
	Gas      uint64 `json:"gas"`
}

// RootOf returns the root that a proof leads to.
func RootOf(p Proof) (root [32]byte, err error) {
	if err := checkPlace(p); err != nil {
		return root, err
	}
	if len(p.Path) != bits.Len64(p.Size)-1 {
		return root, fmt.Errorf("path of %d steps in a tree of %d", len(p.Path), p.Size)
	}
	h := rfc6962.DefaultHasher
	node, at := h.HashLeaf(p.Leaf[:]), p.Index
	for _, sibling := range p.Path {
		if at&1 == 0 {
			node = h.HashChildren(node, sibling[:])
		} else {
			node = h.HashChildren(sibling[:], node)
		}
		at /= 2
	}
	return [32]byte(node), nil
}

func checkPlace(p Proof) error {
	if p.Size < 2 || p.Size > MaxLeaves || p.Size&(p.Size-1) != 0 || p.Index >= p.Size {
		return fmt.Errorf("proof of leaf %d in a tree of %d", p.Index, p.Size)
	}
	return nil
}

// VerifyProof checks a proof's path. Whether its root is on the chain is the
// caller's to check.
func VerifyProof(p Proof) error {
	if err := checkPlace(p); err != nil {
		return err
	}
	path := make([][]byte, len(p.Path))
	for i := range p.Path {
		path[i] = p.Path[i][:]
	}
	h := rfc6962.DefaultHasher
	if err := proof.VerifyInclusion(h, p.Index, p.Size, h.HashLeaf(p.Leaf[:]), path, p.Root[:]); err != nil {
		return errors.New("proof does not lead to its root")
	}
	return nil
}

// wireProof is the JSON of a proof.
type wireProof struct {
	Epoch    uint64    `json:"epoch"`
	Leaf     string    `json:"leaf"`
	Index    uint64    `json:"index"`
	Size     uint64    `json:"size"`
	Path     []string  `json:"path"`
	Root     string    `json:"root"`
	Anchored *Anchored `json:"anchored"`
}

// MarshalJSON implements json.Marshaler.
func (p Proof) MarshalJSON() ([]byte, error) {
	w := wireProof{
		Epoch: p.Epoch, Leaf: hex.EncodeToString(p.Leaf[:]), Index: p.Index, Size: p.Size,
		Path: make([]string, len(p.Path)), Root: "0x" + hex.EncodeToString(p.Root[:]), Anchored: p.Anchored,
	}
	for i := range p.Path {
		w.Path[i] = hex.EncodeToString(p.Path[i][:])
	}
	return json.Marshal(w)
}

// UnmarshalJSON implements json.Unmarshaler. It refuses unknown members and a
// path longer than a tree can be high.
func (p *Proof) UnmarshalJSON(text []byte) error {
	var w wireProof
	if err := decodeStrict(text, &w); err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	q := Proof{Epoch: w.Epoch, Index: w.Index, Size: w.Size, Anchored: w.Anchored}
	if len(w.Path) > bits.Len(MaxLeaves) {
		return fmt.Errorf("proof path has %d steps", len(w.Path))
	}
	q.Path = make([][32]byte, len(w.Path))
	ok := parseHex(q.Leaf[:], w.Leaf) && len(w.Root) == 66 && w.Root[:2] == "0x" && parseHex(q.Root[:], w.Root[2:])
	for i := range w.Path {
		ok = ok && parseHex(q.Path[i][:], w.Path[i])
	}
	if !ok {
		return errors.New("proof: a hash is not 32 bytes of lower-case hex")
	}
	*p = q
	return nil
}
