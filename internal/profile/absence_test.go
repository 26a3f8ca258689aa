package profile

import (
	"crypto/rand"
	"testing"
)

func TestAbsenceIsProvenForEveryLeafThatIsNotThere(t *testing.T) {
	for _, n := range []int{1, 2, 3, 60, 1000} {
		leaves := make([][32]byte, n)
		for i := range leaves {
			rand.Read(leaves[i][:])
		}
		tree, err := NewTree(leaves)
		if err != nil {
			t.Fatal(err)
		}
		absent := [][32]byte{{}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}}
		for range 200 {
			var leaf [32]byte
			rand.Read(leaf[:])
			absent = append(absent, leaf)
		}
		for _, leaf := range absent {
			a, err := tree.Absence(7, leaf)
			if err != nil {
				t.Fatal(err)
			}
			if root, err := VerifyAbsence(a); err != nil || root != tree.Root() {
				t.Fatalf("%d leaves: got %v", n, err)
			}
		}
		for _, leaf := range leaves {
			if _, err := tree.Absence(7, leaf); err == nil {
				t.Fatal("a leaf that is there is proven absent")
			}
			// Nor with neighbours that are not next to it.
			for _, other := range absent[:20] {
				a, err := tree.Absence(7, other)
				if err != nil {
					t.Fatal(err)
				}
				a.Leaf = leaf
				if _, err := VerifyAbsence(a); err == nil {
					t.Fatal("a leaf that is there is proven absent by others' neighbours")
				}
			}
		}
	}
}

func TestAbsenceRefusesWhatDoesNotFit(t *testing.T) {
	tree, err := NewTree([][32]byte{{1}, {3}, {5}, {7}})
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewTree([][32]byte{{1}, {3}, {5}, {8}})
	if err != nil {
		t.Fatal(err)
	}
	at := func(tr *Tree, b byte) Proof {
		p, err := tr.Proof(1, [32]byte{b})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, a := range map[string]Absence{
		"no neighbours":               {Epoch: 1, Leaf: [32]byte{4}},
		"one in the middle":           {Epoch: 1, Leaf: [32]byte{4}, Neighbours: []Proof{at(tree, 3)}},
		"one, and it is the leaf":     {Epoch: 1, Leaf: [32]byte{1}, Neighbours: []Proof{at(tree, 1)}},
		"two that are not neighbours": {Epoch: 1, Leaf: [32]byte{4}, Neighbours: []Proof{at(tree, 3), at(tree, 7)}},
		"two in the wrong order":      {Epoch: 1, Leaf: [32]byte{4}, Neighbours: []Proof{at(tree, 5), at(tree, 3)}},
		"two of two trees":            {Epoch: 1, Leaf: [32]byte{4}, Neighbours: []Proof{at(tree, 3), at(other, 5)}},
		"another epoch":               {Epoch: 2, Leaf: [32]byte{4}, Neighbours: []Proof{at(tree, 3), at(tree, 5)}},
		"neighbours elsewhere":        {Epoch: 1, Leaf: [32]byte{6}, Neighbours: []Proof{at(tree, 3), at(tree, 5)}},
		"one that is the first, left": {Epoch: 1, Leaf: [32]byte{2}, Neighbours: []Proof{at(tree, 1)}},
	} {
		if _, err := VerifyAbsence(a); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
