package architecture

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

type pkg struct {
	ImportPath string
	Imports    []string // direct
	Deps       []string // all
}

func list(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps=false", "-json=ImportPath,Imports,Deps", "carnet/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// rules: no package under the first path may depend, directly or not, on a package under the second.
var rules = [][2]string{
	{"carnet/internal/wallet", "net/http"},
	{"carnet/internal/wallet", "carnet/internal/state"},
	{"carnet/internal/wallet", "carnet/internal/blob"},
	{"carnet/internal/wallet", "carnet/internal/chain"},
	{"carnet/internal/profile", "carnet/internal/state"},
	{"carnet/internal/profile", "carnet/internal/blob"},
	{"carnet/internal/profile", "carnet/internal/chain"},
	{"carnet/internal/profile", "github.com/labstack/echo/v4"},
	{"carnet/internal/profile", "github.com/redis/go-redis/v9"},
	{"carnet/internal/state", "carnet/internal/gateway"},
	{"carnet/internal/blob", "carnet/internal/gateway"},
	{"carnet/internal/backup", "carnet/internal/gateway"},
	{"carnet/internal/backup", "carnet/internal/chain"},
	{"carnet/internal/chain", "carnet/internal/gateway"},
	{"carnet/internal/links", "carnet/internal/gateway"},
	{"carnet/internal/links", "net/http"},
	{"carnet/internal/statuslist", "carnet/internal/gateway"},
	{"carnet/internal/books", "carnet/internal/gateway"},
	{"carnet/internal/books", "carnet/internal/state"},
	{"carnet/internal/keyring", "carnet/internal/gateway"},
	{"carnet/internal/keyring", "carnet/internal/state"},
	{"carnet/internal/shop", "carnet/internal/gateway"},
	{"carnet/internal/shop", "carnet/internal/state"},
	{"carnet/internal/shop", "carnet/internal/blob"},
	{"carnet/internal/shop", "carnet/internal/profile"},
	{"carnet/internal/shop", "carnet/internal/chain"},
	{"carnet/internal/orders", "carnet/internal/jwks"},
	{"carnet/internal/orders", "carnet/internal/state"},
	{"carnet/internal/orders", "carnet/internal/blob"},
	{"carnet/internal/jwks", "carnet/internal/gateway"},
	{"carnet/internal/reconcile", "carnet/internal/gateway"},
	{"carnet/internal/reconcile", "carnet/internal/state"},
	{"carnet/internal/reconcile", "carnet/internal/blob"},
	{"carnet/internal/drill", "carnet/internal/gateway"},
	{"carnet/cmd/gateway", "github.com/ethereum/go-ethereum/node"},
	{"carnet/cmd/gateway", "github.com/ethereum/go-ethereum/eth/catalyst"},
	{"carnet", "github.com/getkin/kin-openapi/openapi3"}, // reads the description of the API for tests alone
	{"carnet/cmd/gateway", "carnet/internal/demo"},
	{"carnet/cmd/gateway", "carnet/internal/chain/devnet"},
}

func TestLayers(t *testing.T) {
	all := list(t)
	for _, rule := range rules {
		matched := false
		for _, p := range all {
			if !under(p.ImportPath, rule[0]) {
				continue
			}
			matched = true
			for _, dep := range p.Deps {
				if dep == rule[1] || strings.HasPrefix(rule[1], "carnet/") && under(dep, rule[1]) {
					t.Errorf("%s depends on %s", p.ImportPath, dep)
				}
			}
		}
		if !matched {
			t.Errorf("rule %q matches no package: is its name still right?", rule[0])
		}
	}
}

func TestSurfacesDoNotImportEachOther(t *testing.T) {
	const root = "carnet/internal/gateway/"
	for _, p := range list(t) {
		if !strings.HasPrefix(p.ImportPath, root) {
			continue
		}
		for _, dep := range p.Imports {
			if strings.HasPrefix(dep, root) && dep != root+"web" && !under(dep, p.ImportPath) {
				t.Errorf("%s imports %s: surfaces share only web", p.ImportPath, dep)
			}
		}
	}
}

func TestNothingImportsCommands(t *testing.T) {
	for _, p := range list(t) {
		for _, dep := range p.Imports {
			if strings.HasPrefix(dep, "carnet/cmd/") {
				t.Errorf("%s imports %s", p.ImportPath, dep)
			}
		}
	}
}
