package devnet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// markerName is the file that says which chain a directory holds; rules names the hard fork of its genesis.
const (
	markerName = "devnet.json"
	rules      = "osaka"
)

type marker struct {
	V       int    `json:"v"`
	ChainID uint64 `json:"chain_id"`
	Rules   string `json:"rules"`
}

// checkMarker makes the directory ready for a chain with this id, or refuses it: another chain's directory,
// or one with content that this package did not write.
func checkMarker(dir string, chainID uint64) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("chain directory: %w", err)
	}
	want := marker{V: 1, ChainID: chainID, Rules: rules}
	path := filepath.Join(dir, markerName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return createMarker(dir, path, want)
	}
	if err != nil {
		return fmt.Errorf("chain marker: %w", err)
	}
	var have marker
	if err := json.Unmarshal(data, &have); err != nil {
		return fmt.Errorf("chain marker %s: %w", path, err)
	}
	if have != want {
		return fmt.Errorf("%w: %s holds chain id %d with %s rules (version %d), asked for chain id %d with %s rules",
			ErrOtherChain, dir, have.ChainID, have.Rules, have.V, want.ChainID, want.Rules)
	}
	return nil
}

// createMarker writes the marker before there is a database, so that no database is ever without one.
func createMarker(dir, path string, m marker) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("chain directory: %w", err)
	}
	for _, e := range entries {
		if e.Name() != markerName+".new" {
			return fmt.Errorf("%w: %s is not empty and has no %s", ErrOtherChain, dir, markerName)
		}
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := writeDurable(path, append(data, '\n')); err != nil {
		return fmt.Errorf("chain marker: %w", err)
	}
	return nil
}

// writeDurable puts a small file in place whole: written aside, synced, renamed, directory synced.
func writeDurable(path string, data []byte) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
