// Package ledger knows what a store may hold after writes of which some failed. It knows no store, so that the tests of any can use it.
package ledger

import (
	"fmt"
	"slices"
)

// Outcome is what a write's answer tells.
type Outcome int

// Outcomes.
const (
	Done    Outcome = iota
	Refused         // nothing was written
	Unknown         // it may show, whole, or not at all
)

// Ledger has, for each key that was written, the contents that may be there: one after a definite answer, more after an unknown one. "" is an absent
// object.
type Ledger map[string][]string

// May returns the contents that key may have.
func (l Ledger) May(key string) []string {
	if p := l[key]; p != nil {
		return p
	}
	return []string{""}
}

// Note takes down a write.
func (l Ledger) Note(key, content string, o Outcome) {
	switch o {
	case Done:
		l[key] = []string{content}
	case Unknown:
		l[key] = append(slices.Clone(l.May(key)), content)
	}
}

// Compare returns what is wrong with the contents of a store, a line each.
func (l Ledger) Compare(got map[string]string) (wrong []string) {
	for key := range l {
		if !slices.Contains(l.May(key), got[key]) {
			wrong = append(wrong, fmt.Sprintf("%s: got %.40q, want one of %.40q", key, got[key], l.May(key)))
		}
	}
	for key := range got {
		if l[key] == nil {
			wrong = append(wrong, fmt.Sprintf("got object %s, want none", key))
		}
	}
	return wrong
}
