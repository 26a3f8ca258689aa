package drill

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// Kind says what a needle is.
type Kind string

// The kinds, in report order.
const (
	Customer    Kind = "customer"    // a customer number or account name
	Name        Kind = "name"        // a person's
	Address     Kind = "address"     // postal or e-mail
	Description Kind = "description" // of what was bought
	Amount      Kind = "amount"      // in minor units, with an exponent
	Wallet      Kind = "wallet"      // a shopper's, 0x and 40 hex digits
)

// Kinds lists them all.
var Kinds = []Kind{Customer, Name, Address, Description, Amount, Wallet}

const maxValue = 1024 // bytes of a needle

// ErrNeedle is wrapped by the error for a needle that cannot be searched for.
var ErrNeedle = errors.New("not a needle")

// Needle is one value that went in and must not be found.
type Needle struct {
	Kind     Kind   `json:"kind"`
	Value    string `json:"value"`
	Exponent int    `json:"exponent,omitempty"` // of an amount: digits behind the decimal point
}

// Money is the needle of an amount in minor units.
func Money(minor int64, exponent int) Needle {
	return Needle{Kind: Amount, Value: strconv.FormatInt(minor, 10), Exponent: exponent}
}

func (n Needle) check() error {
	if n.Value == "" || len(n.Value) > maxValue {
		return fmt.Errorf("%s of %d bytes, want 1 to %d: %w", n.Kind, len(n.Value), maxValue, ErrNeedle)
	}
	switch n.Kind {
	case Customer, Name, Address, Description:
	case Amount:
		if _, err := strconv.ParseInt(n.Value, 10, 64); err != nil || n.Exponent < 0 || n.Exponent > 4 {
			return fmt.Errorf("amount is not an integer with an exponent of 0 to 4: %w", ErrNeedle)
		}
	case Wallet:
		if _, err := n.account(); err != nil {
			return err
		}
	default:
		return fmt.Errorf("kind %q: %w", n.Kind, ErrNeedle)
	}
	return nil
}

// ManifestPath is where the manifest of a data directory lies.
func ManifestPath(dataDir string) string { return filepath.Join(dataDir, "secrets", "needles.jsonl") }

// Manifest is the list of what went in. It may be appended to from many goroutines, and is as secret as the data it lists.
type Manifest struct {
	mu   sync.Mutex
	file *os.File            // guarded by mu
	seed maphash.Seed        // of known
	seen map[uint64]struct{} // guarded by mu: what is listed already, 8 bytes each
}

// OpenManifest opens the manifest of a data directory to append to it, and makes it when there is none.
func OpenManifest(dataDir string) (*Manifest, error) {
	path := ManifestPath(dataDir)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	m := &Manifest{seed: maphash.MakeSeed(), seen: map[uint64]struct{}{}}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	whole, err := readNeedles(file, func(n Needle) error { m.seen[maphash.Comparable(m.seed, n)] = struct{}{}; return nil })
	if err == nil {
		err = file.Truncate(whole) // a line that a kill cut off
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("manifest: %w", err), file.Close())
	}
	m.file = file
	return m, nil
}

// Add lists needles that are not listed yet. When it returns, a kill of the process does not lose them. Empty values are skipped.
func (m *Manifest) Add(needles ...Needle) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var lines []byte
	var added []uint64
	for _, n := range needles {
		if n.Value == "" {
			continue
		}
		if err := n.check(); err != nil {
			return fmt.Errorf("manifest: %w", err)
		}
		id := maphash.Comparable(m.seed, n)
		if _, seen := m.seen[id]; seen {
			continue
		}
		line, err := json.Marshal(n)
		if err != nil {
			return fmt.Errorf("manifest: %w", err)
		}
		lines = append(append(lines, line...), '\n')
		added = append(added, id)
	}
	if len(lines) == 0 {
		return nil
	}
	if _, err := m.file.Write(lines); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	for _, id := range added {
		m.seen[id] = struct{}{}
	}
	return nil
}

// Close closes the file.
func (m *Manifest) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.file.Close()
}

// ReadManifest hands on every needle of a data directory's manifest; os.ErrNotExist when there is none.
func ReadManifest(dataDir string, each func(Needle) error) error {
	file, err := os.Open(ManifestPath(dataDir))
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	defer file.Close()
	if _, err := readNeedles(file, each); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	return nil
}

// readNeedles returns how many bytes are whole lines.
func readNeedles(r io.Reader, each func(Needle) error) (whole int64, err error) {
	in := bufio.NewReaderSize(r, 8*maxValue)
	for number := 1; ; number++ {
		line, err := in.ReadSlice('\n')
		if err == io.EOF {
			return whole, nil
		}
		if err != nil {
			return whole, fmt.Errorf("line %d: %w", number, err)
		}
		decoder := json.NewDecoder(strings.NewReader(string(line)))
		decoder.DisallowUnknownFields()
		var n Needle
		if err := decoder.Decode(&n); err != nil {
			return whole, fmt.Errorf("line %d: %w", number, err)
		}
		if err := n.check(); err != nil {
			return whole, fmt.Errorf("line %d: %w", number, err)
		}
		if err := each(n); err != nil {
			return whole, err
		}
		whole += int64(len(line))
	}
}
