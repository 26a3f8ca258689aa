// Package render makes Go bindings (abigen, version 2) from the artifacts that contracts/build.mjs writes.
//
// It promises to render only what the sources say: an artifact whose sources have changed since it was compiled is an error.
package render

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi/abigen"
)

// Contracts lists what has bindings, by the name of its artifact.
var Contracts = [...]string{"Anchor", "Carnet"}

// Artifact is the part of contracts/artifacts/NAME.json that Go reads.
type Artifact struct {
	Contract         string            `json:"contract"`
	Compiler         string            `json:"compiler"`
	EVMVersion       string            `json:"evmVersion"`
	Settings         json.RawMessage   `json:"settings"` // of the compiler
	Sources          map[string]string `json:"sources"`  // path in contracts/ (imports: in node_modules/) to hex SHA-256
	ABI              json.RawMessage   `json:"abi"`
	Bytecode         string            `json:"bytecode"`         // creation code, 0x and hex
	DeployedBytecode string            `json:"deployedBytecode"` // with zeros for immutable values
}

// Read reads the artifact of one contract.
func Read(dir, name string) (*Artifact, error) {
	path := filepath.Join(dir, name+".json")
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var a Artifact
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, fmt.Errorf("artifact %s: %w", path, err)
	}
	if a.Contract != name {
		return nil, fmt.Errorf("artifact %s is of contract %q", path, a.Contract)
	}
	return &a, nil
}

// CheckSources hashes the sources again, below the contracts directory. Imports are skipped (and returned) while node_modules is absent.
func (a *Artifact) CheckSources(contracts string) (skipped []string, err error) {
	_, noModules := os.Stat(filepath.Join(contracts, "node_modules"))
	for source, want := range a.Sources {
		path := filepath.Join(contracts, filepath.FromSlash(source))
		if strings.HasPrefix(source, "@") {
			if errors.Is(noModules, fs.ErrNotExist) {
				skipped = append(skipped, source)
				continue
			}
			path = filepath.Join(contracts, "node_modules", filepath.FromSlash(source))
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		if hex.EncodeToString(sum[:]) != want {
			return nil, fmt.Errorf("%s has changed since %s was compiled: run go generate ./internal/chain/bindings", source, a.Contract)
		}
	}
	sort.Strings(skipped)
	return skipped, nil
}

// Bind renders the Go file of one contract.
func (a *Artifact) Bind() ([]byte, error) {
	code, err := abigen.BindV2([]string{a.Contract}, []string{string(a.ABI)}, []string{a.Bytecode}, "bindings", nil, nil)
	if err != nil {
		return nil, fmt.Errorf("bindings of %s: %w", a.Contract, err)
	}
	return []byte(code), nil
}

// FileName is the name of a contract's Go file.
func FileName(contract string) string { return strings.ToLower(contract) + ".go" }

// WriteAll checks every artifact and writes its bindings into out.
func WriteAll(artifacts, out string) error {
	for _, name := range Contracts {
		a, err := Read(artifacts, name)
		if err != nil {
			return err
		}
		if _, err := a.CheckSources(filepath.Dir(artifacts)); err != nil {
			return err
		}
		code, err := a.Bind()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, FileName(name)), code, 0o644); err != nil {
			return err
		}
	}
	return nil
}
