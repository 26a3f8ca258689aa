package chain

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"

	"carnet/internal/chain/bindings"
	"carnet/internal/chain/devnet"
)

const contractsDir = "../../contracts"

// deployed starts a chain of its own, with the contracts paid by the account of that number.
func deployed(t *testing.T, chainID uint64, payer int) (*devnet.Node, *ethclient.Client, Deployment) {
	t.Helper()
	node, err := devnet.Start(devnet.Config{ChainID: chainID})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { node.Close() })
	eth, err := ethclient.Dial(node.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eth.Close)
	d, err := Deploy(t.Context(), eth, node.Accounts()[payer].Key)
	if err != nil {
		t.Fatal(err)
	}
	return node, eth, d
}

func TestTheAddressesAreTheSameOnEveryChainWhoeverPays(t *testing.T) {
	anchor, carnet := Predicted()
	var domains [2]bindings.Eip712DomainOutput
	for i, chainID := range []uint64{7, 11155111} {
		node, eth, first := deployed(t, chainID, i)
		if first.Anchor != anchor || first.Carnet != carnet || first.Gas == 0 {
			t.Errorf("chain %d: got %+v, want %v, %v for some gas", chainID, first, anchor, carnet)
		}
		again, err := Deploy(t.Context(), eth, node.Accounts()[2].Key)
		if err != nil {
			t.Fatal(err)
		}
		if again.Anchor != anchor || again.Carnet != carnet || again.Gas != 0 {
			t.Errorf("chain %d, the second time: got %+v, want the same for no gas", chainID, again)
		}
		c := bindings.NewCarnet()
		if domains[i], err = bind.Call(c.Instance(eth, carnet), nil, c.PackEip712Domain(), c.UnpackEip712Domain); err != nil {
			t.Fatal(err)
		}
		if domains[i].ChainId.Uint64() != chainID || domains[i].VerifyingContract != carnet {
			t.Errorf("chain %d: got a domain of chain %v and contract %v", chainID, domains[i].ChainId, domains[i].VerifyingContract)
		}
	}
	if domains[0].ChainId.Cmp(domains[1].ChainId) == 0 {
		t.Error("what is signed is the same on both chains")
	}
}

func TestTheDocumentedAddressesAreThePredictedOnes(t *testing.T) {
	text, err := os.ReadFile("../../docs/contracts.md")
	if err != nil {
		t.Fatal(err)
	}
	anchor, carnet := Predicted()
	for _, address := range []common.Address{anchor, carnet, proxyAddress} {
		if !strings.Contains(string(text), "`"+address.Hex()+"`") {
			t.Errorf("docs/contracts.md does not tell %s", address.Hex())
		}
	}
}

// What a stranger does with the verification input: compile it with npm's compiler and compare with the code on a chain.
func TestAStrangerCanVerifyTheSource(t *testing.T) {
	if _, err := os.Stat(filepath.Join(contractsDir, "node_modules", "solc")); err != nil && os.Getenv("CI") == "" {
		t.Skip("npm's solc is not installed: npm ci --prefix contracts")
	}
	node, _, d := deployed(t, 0, 0)
	for _, row := range []struct {
		name    string
		address common.Address
		rpc     string
		code    int
		want    string
	}{
		{"Anchor", d.Anchor, node.URL(), 0, "is Anchor"},
		{"Carnet", d.Carnet, node.URL(), 0, "is Carnet"},
		{"Anchor", d.Carnet, node.URL(), 1, "is not Anchor"},
		{"Anchor", proxyAddress, node.URL(), 1, "is not Anchor"},
		{"Anchor", common.Address{0: 9}, node.URL(), 1, "has no code"},
		{"Anchor", d.Anchor, "http://127.0.0.1:2", 2, "verify: "},
		{"Other", d.Anchor, node.URL(), 2, "usage: "},
	} {
		out, err := exec.CommandContext(t.Context(), "node", filepath.Join(contractsDir, "verify.mjs"), row.name, row.address.Hex(), row.rpc).CombinedOutput()
		code := 0
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			code = exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		if code != row.code || !strings.Contains(string(out), row.want) {
			t.Errorf("%s at %v: got exit code %d and %q, want %d and %q", row.name, row.address, code, out, row.code, row.want)
		}
	}
}
