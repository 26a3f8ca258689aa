package drill

import (
	"cmp"
	"slices"
)

// Report is what a drill searched for, where, and what it found.
type Report struct {
	Stores    []StoreReport   `json:"stores"`
	LeftOut   []LeftOutReport `json:"left_out"`
	Needles   []NeedleReport  `json:"needles"`
	Finds     int64           `json:"finds"`     // occurrences
	Findings  []Finding       `json:"findings"`  // at most 1000, each with its count
	Published []string        `json:"published"` // wallets on the chain by their owners' own signatures
}

// StoreReport is one directory below the data directory.
type StoreReport struct {
	Name  string `json:"name"`
	Files int    `json:"files"` // a database counts once more, decoded
	Bytes int64  `json:"bytes"` // searched, decoded ones included
}

// LeftOutReport is something that was there and not searched.
type LeftOutReport struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// NeedleReport counts the needles of a kind.
type NeedleReport struct {
	Kind         Kind             `json:"kind"`
	Needles      int              `json:"needles"`
	Forms        map[Encoding]int `json:"forms"`
	TooShort     int              `json:"too_short"`    // forms left out because chance would find them
	Unsearchable int              `json:"unsearchable"` // needles of which no form is left, such as an amount of zero
}

// Finding is a needle in an encoding in a place.
type Finding struct {
	Kind     Kind     `json:"kind"`
	Value    string   `json:"value"`
	Encoding Encoding `json:"encoding"`
	Store    string   `json:"store"`
	Path     string   `json:"path"`
	Offset   int64    `json:"offset"` // of the first, in bytes
	Times    int      `json:"times"`
}

// Clean reports whether the thief learned nothing.
func (r *Report) Clean() bool { return r.Finds == 0 }

func (r *Report) publishedWallet(value string) {
	if i, known := slices.BinarySearch(r.Published, value); !known {
		r.Published = slices.Insert(r.Published, i, value)
	}
}

func (t *theft) finish() *Report {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, store := range t.stores {
		t.report.Stores = append(t.report.Stores, *store)
	}
	slices.SortFunc(t.report.Stores, func(a, b StoreReport) int { return cmp.Compare(a.Name, b.Name) })
	for _, f := range t.hits {
		t.report.Findings = append(t.report.Findings, *f)
	}
	slices.SortFunc(t.report.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Encoding, b.Encoding), cmp.Compare(a.Value, b.Value))
	})
	return &t.report
}
