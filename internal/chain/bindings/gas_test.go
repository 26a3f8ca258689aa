package bindings

import (
	"crypto/ecdsa"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"testing"
	"time"

	"carnet/internal/chain/bindings/render"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/params"
)

var update = flag.Bool("update", false, "write the gas snapshot instead of comparing with it")

const gasFile = "../../../contracts/snapshots/gas.json"

// measureGas plays every operation once and returns the gas of whole transactions, by what they do. Keys and heads are
// fixed and signatures are deterministic (RFC 6979), so the numbers are exact.
func measureGas(t *testing.T, r rules) map[string]uint64 {
	alice, bob, carol, scribe := testKey(t, "alice"), testKey(t, "bob"), testKey(t, "carol"), testKey(t, "scribe")
	c := newChain(t, r, alice, bob, carol)
	gas := map[string]uint64{}
	do := func(what string, key *ecdsa.PrivateKey, to common.Address, data []byte) {
		t.Helper()
		gas[what] = c.send(key, &to, data).GasUsed
	}
	gas["deploy Anchor"] = c.deployGas["Anchor"]
	gas["deploy Carnet"] = c.deployGas["Carnet"]

	root := [32]byte(common.FromHex("0x9d5c8ad1c3f8b2e4a7061f3e5b9c2d8f7a6e4c1b0d9f8e7a6b5c4d3e2f1a0b9c"))
	do("anchor, first of an issuer", c.key, c.anchorAddr, c.anchor.PackAnchor(0, root))
	do("anchor, second", c.key, c.anchorAddr, c.anchor.PackAnchor(1, root))
	for epoch := range uint64(298) {
		do("anchor, 300th", c.key, c.anchorAddr, c.anchor.PackAnchor(2+epoch, root))
	}

	a := tokenID(alice)
	do("mint with head by signature", c.key, c.carnetAddr, c.carnet.PackSetHeadBySig(c.signHead(alice, a, 1)))
	do("head by owner's signature", c.key, c.carnetAddr, c.carnet.PackSetHeadBySig(c.signHead(alice, a, 2)))
	do("head by the owner itself", alice, c.carnetAddr, c.carnet.PackSetHead(a, head(2), head(3), 3))
	do("scribe by signature, first", c.key, c.carnetAddr, c.carnet.PackSetScribeBySig(c.signScribe(alice, a, addressOf(bob), 0)))
	do("scribe by signature, later", c.key, c.carnetAddr, c.carnet.PackSetScribeBySig(c.signScribe(alice, a, addressOf(scribe), 1)))
	do("head by scribe's signature", c.key, c.carnetAddr, c.carnet.PackSetHeadBySig(c.signHead(scribe, a, 4)))
	do("erase", alice, c.carnetAddr, c.carnet.PackErase(a))
	do("propose a move", alice, c.carnetAddr, c.carnet.PackProposeMove(a, addressOf(bob)))
	c.wait(48 * time.Hour)
	do("accept a move", bob, c.carnetAddr, c.carnet.PackAcceptMove(a))

	b := tokenID(carol)
	do("scribe and mint, relayed together", c.key, c.carnetAddr, c.carnet.PackRelay(
		[]ICarnetScribeUpdate{c.signScribe(carol, b, addressOf(scribe), 0)}, []ICarnetHeadUpdate{c.signHead(scribe, b, 1)}))

	owners := make([]*ecdsa.PrivateKey, 100)
	for i := range owners {
		owners[i] = testKey(t, fmt.Sprintf("owner %d", i))
	}
	batch := func(n int, signer func(owner *ecdsa.PrivateKey) *ecdsa.PrivateKey) []ICarnetHeadUpdate {
		updates := make([]ICarnetHeadUpdate, len(owners))
		for i, owner := range owners {
			updates[i] = c.signHead(signer(owner), tokenID(owner), n)
		}
		return updates
	}
	self := func(owner *ecdsa.PrivateKey) *ecdsa.PrivateKey { return owner }
	theScribe := func(*ecdsa.PrivateKey) *ecdsa.PrivateKey { return scribe }
	scribes := make([]ICarnetScribeUpdate, len(owners))
	for i, owner := range owners {
		scribes[i] = c.signScribe(owner, tokenID(owner), addressOf(scribe), 0)
	}
	// In tens and fifties: under Amsterdam a hundred new slots would pass what one transaction may use.
	minted := batch(1, self)
	for i := 0; i < len(owners); i += 10 {
		do("10 mints by signature", c.key, c.carnetAddr, c.carnet.PackSetHeads(minted[i:i+10]))
	}
	for i := 0; i < len(owners); i += 50 {
		do("50 scribes by signature, first", c.key, c.carnetAddr, c.carnet.PackRelay(scribes[i:i+50], nil))
	}
	do("100 heads by owners' signatures", c.key, c.carnetAddr, c.carnet.PackSetHeads(batch(2, self)))
	do("100 heads by scribes' signatures", c.key, c.carnetAddr, c.carnet.PackSetHeads(batch(3, theScribe)))
	refused := batch(4, self)
	for i := range refused {
		refused[i].Signature[40] ^= 1
	}
	do("100 refused heads", c.key, c.carnetAddr, c.carnet.PackSetHeads(refused))
	wantHead(t, c, tokenID(owners[99]), 3)
	return gas
}

// codeSizes returns the size of what is deployed; EIP-170 allows 24,576 bytes.
func codeSizes(t *testing.T) map[string]uint64 {
	sizes := map[string]uint64{}
	for _, name := range render.Contracts {
		artifact, err := render.Read(contractsDir+"/artifacts", name)
		if err != nil {
			t.Fatal(err)
		}
		sizes[name] = uint64(len(common.FromHex(artifact.DeployedBytecode)))
	}
	return sizes
}

func wantHead(t *testing.T, c *chain, id *big.Int, n int) {
	t.Helper()
	got, err := carnetOf(c, id)
	if err != nil {
		t.Fatal(err)
	}
	if got.Head != head(n) || got.Seq != uint32(n) {
		t.Errorf("head of the token: got %x, seq %d, want %x, seq %d", got.Head, got.Seq, head(n), n)
	}
}

func carnetOf(c *chain, id *big.Int) (CarnetOfOutput, error) {
	return bind.Call(c.carnet.Instance(c.backend.Client(), c.carnetAddr), nil, c.carnet.PackCarnetOf(id), c.carnet.UnpackCarnetOf)
}

// The budgets. An epoch's anchor is shared by its pointers, whose number does not change what it costs.
const (
	maxPerPointer = 32 // with 1,000 pointers in the epoch; under both rules
	maxMint       = 60_000
	maxHead       = 17_000 // of 100 in a batch
)

func TestGas(t *testing.T) {
	got := map[string]map[string]uint64{"bytes of code": codeSizes(t)}
	for name, size := range got["bytes of code"] {
		if size == 0 || size > params.MaxCodeSize {
			t.Errorf("code of %s: got %d bytes, want at most %d (EIP-170)", name, size, params.MaxCodeSize)
		}
	}
	for _, r := range allRules {
		t.Run(r.name, func(t *testing.T) {
			got[r.name] = measureGas(t, r)
			for _, what := range slices.Sorted(maps.Keys(got[r.name])) {
				t.Logf("%-40s %9d", what, got[r.name][what])
			}
			limits := map[string]uint64{
				"anchor, second": 1000 * maxPerPointer,
				"anchor, 300th":  1000 * maxPerPointer,
			}
			if !r.amsterdam {
				limits["mint with head by signature"] = maxMint
				limits["100 heads by owners' signatures"] = 100 * maxHead
				limits["100 heads by scribes' signatures"] = 100 * maxHead
			}
			for what, limit := range limits {
				gas, ok := got[r.name][what]
				if !ok || gas > limit {
					t.Errorf("%s under %s: got %d gas, want at most %d", what, r.name, gas, limit)
				}
			}
		})
	}
	if t.Failed() {
		return
	}
	if *update {
		text, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(gasFile, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(gasFile)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]map[string]uint64
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	for group := range want {
		if maps.Equal(got[group], want[group]) {
			continue
		}
		for _, what := range slices.Sorted(maps.Keys(want[group])) {
			if got[group][what] != want[group][what] {
				t.Errorf("%s, %s: got %d, the snapshot says %d", group, what, got[group][what], want[group][what])
			}
		}
		t.Errorf("%s differs from %s: explain why and run go test ./internal/chain/bindings -run TestGas -update", group, gasFile)
	}
	if len(got) != len(want) {
		t.Errorf("the snapshot has %d groups, want %d", len(want), len(got))
	}
}
