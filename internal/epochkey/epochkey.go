// Package epochkey names the objects of an epoch (docs/protocol.md §2).
package epochkey

import (
	"fmt"
	"strconv"
	"strings"
)

// Root is where the objects of all epochs lie.
const Root = "epochs/"

// Names of an epoch's objects behind its prefix.
const (
	TreeName     = "tree"
	AnchoredName = "anchored"
)

// Prefix is where the objects of one epoch lie: in the order of the epochs, of which there are less than 10^10.
func Prefix(epoch uint64) string { return fmt.Sprintf(Root+"%010d/", epoch) }

// Leaves is where the journal of an open epoch lies: objects of leaves, in no order.
func Leaves(epoch uint64) string { return Prefix(epoch) + "leaves/" }

// Closing is the object that says that no process may write to the journal any more.
func Closing(epoch uint64) string { return Prefix(epoch) + "closing" }

// Tree is the object of all leaves of a closed epoch, in the tree's order.
func Tree(epoch uint64) string { return Prefix(epoch) + TreeName }

// Anchored is the object of the record of an epoch's anchor.
func Anchored(epoch uint64) string { return Prefix(epoch) + AnchoredName }

// Parse splits a key into its epoch and what is behind it, such as "tree"; ok is false for a key that is not an epoch's.
func Parse(key string) (epoch uint64, name string, ok bool) {
	rest, _ := strings.CutPrefix(key, Root)
	digits, name, _ := strings.Cut(rest, "/")
	epoch, err := strconv.ParseUint(digits, 10, 64)
	return epoch, name, err == nil && name != "" && Prefix(epoch)+name == key
}
