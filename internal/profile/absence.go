package profile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// Absence says that a leaf is not under the root of an epoch: leaves are sorted,
// so that the places next to where it would be show it. Its JSON is fixed by
// docs/protocol.md §5.
type Absence struct {
	Epoch      uint64
	Leaf       [32]byte
	Neighbours []Proof // the leaf before and the one after; one alone at either end
}

// Absence returns the proof that the tree lacks a leaf.
func (t *Tree) Absence(epoch uint64, leaf [32]byte) (Absence, error) {
	i, ok := t.Index(leaf)
	if ok {
		return Absence{}, errors.New("the epoch's tree holds this leaf")
	}
	a := Absence{Epoch: epoch, Leaf: leaf}
	for at := max(i-1, 0); at <= min(i, len(t.leaves)-1); at++ {
		p, err := t.Proof(epoch, t.leaves[at])
		if err != nil {
			return Absence{}, err
		}
		a.Neighbours = append(a.Neighbours, p)
	}
	return a, nil
}

// VerifyAbsence checks the neighbours, and returns the root that they are under.
// Whether that is on the chain is the caller's to check.
func VerifyAbsence(a Absence) (root [32]byte, err error) {
	n := a.Neighbours
	if len(n) != 1 && len(n) != 2 {
		return root, fmt.Errorf("absence with %d neighbours", len(n))
	}
	for _, p := range n {
		if p.Epoch != a.Epoch || p.Root != n[0].Root || p.Size != n[0].Size {
			return root, errors.New("the neighbours are of two trees")
		}
		if err := VerifyProof(p); err != nil {
			return root, err
		}
	}
	first, last := n[0], n[len(n)-1]
	before, after := bytes.Compare(first.Leaf[:], a.Leaf[:]) < 0, bytes.Compare(a.Leaf[:], last.Leaf[:]) < 0
	switch {
	case len(n) == 2 && (last.Index != first.Index+1 || !before || !after),
		len(n) == 1 && !(first.Index == 0 && after) && !(first.Index == first.Size-1 && before):
		return root, errors.New("the neighbours do not enclose the leaf")
	}
	return first.Root, nil
}

// wireAbsence is the JSON of an absence.
type wireAbsence struct {
	Epoch      uint64  `json:"epoch"`
	Leaf       string  `json:"leaf"`
	Neighbours []Proof `json:"neighbours"`
}

// MarshalJSON implements json.Marshaler.
func (a Absence) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireAbsence{a.Epoch, hex.EncodeToString(a.Leaf[:]), a.Neighbours})
}

// UnmarshalJSON implements json.Unmarshaler. It refuses unknown members.
func (a *Absence) UnmarshalJSON(text []byte) error {
	var w wireAbsence
	if err := decodeStrict(text, &w); err != nil {
		return fmt.Errorf("absence: %w", err)
	}
	b := Absence{Epoch: w.Epoch, Neighbours: w.Neighbours}
	if !parseHex(b.Leaf[:], w.Leaf) {
		return errors.New("absence: leaf is not 32 bytes of lower-case hex")
	}
	*a = b
	return nil
}
