package bindings

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rpc"
)

// Heads by docs/protocol.md section 5, chained here without the contract's code.
func TestAnchorChainsRootsAsTheProtocolSays(t *testing.T) {
	c := newChain(t, allRules[0])
	var want [24]byte
	for epoch := range uint64(3) {
		root := crypto.Keccak256Hash([]byte{byte(epoch)})
		receipt := c.send(c.key, &c.anchorAddr, c.anchor.PackAnchor(epoch, root))
		preimage := binary.BigEndian.AppendUint64(bytes.Clone(want[:]), epoch)
		copy(want[:], crypto.Keccak256(append(preimage, root[:]...)))

		event, err := c.anchor.UnpackAnchoredEvent(receipt.Logs[0])
		if err != nil {
			t.Fatal(err)
		}
		if event.Issuer != addressOf(c.key) || event.Epoch != epoch || event.Root != root || event.Head != want {
			t.Errorf("event of epoch %d: got %+v, want head %x", epoch, event, want)
		}
		got, err := bind.Call(c.anchor.Instance(c.backend.Client(), c.anchorAddr), nil, c.anchor.PackHeadOf(addressOf(c.key)), c.anchor.UnpackHeadOf)
		if err != nil {
			t.Fatal(err)
		}
		if got.Epochs != epoch+1 || got.Head != want {
			t.Errorf("head after epoch %d: got %d and %x, want %d and %x", epoch, got.Epochs, got.Head, epoch+1, want)
		}
	}
}

func TestARepeatedAnchorTellsTheNextEpoch(t *testing.T) {
	c := newChain(t, allRules[0])
	c.send(c.key, &c.anchorAddr, c.anchor.PackAnchor(0, [32]byte{1}))
	_, err := c.backend.Client().CallContract(t.Context(), ethereum.CallMsg{
		From: addressOf(c.key), To: &c.anchorAddr, Data: c.anchor.PackAnchor(0, [32]byte{1}),
	}, nil)
	var withData rpc.DataError
	if !errors.As(err, &withData) {
		t.Fatalf("got %v, want a revert with data", err)
	}
	refusal, err := c.anchor.UnpackError(common.FromHex(withData.ErrorData().(string)))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := refusal.(*AnchorNotNextEpoch); !ok || got.Next != 1 {
		t.Errorf("got %#v, want NotNextEpoch(1)", refusal)
	}
}

// What a wallet shows of the token must be the same for everybody.
func TestTokenURIIsNeutral(t *testing.T) {
	alice, bob := testKey(t, "alice"), testKey(t, "bob")
	c := newChain(t, allRules[0])
	uri := func(id *big.Int) string {
		t.Helper()
		got, err := bind.Call(c.carnet.Instance(c.backend.Client(), c.carnetAddr), nil, c.carnet.PackTokenURI(id), c.carnet.UnpackTokenURI)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	c.send(c.key, &c.carnetAddr, c.carnet.PackSetHeadBySig(c.signHead(alice, tokenID(alice), 1)))
	c.send(c.key, &c.carnetAddr, c.carnet.PackSetHeadBySig(c.signHead(bob, tokenID(bob), 1)))
	if a, b := uri(tokenID(alice)), uri(tokenID(bob)); a != b {
		t.Errorf("two tokens at the same number differ: %s and %s", a, b)
	}

	c.send(c.key, &c.carnetAddr, c.carnet.PackSetHeadBySig(c.signHead(alice, tokenID(alice), 2)))
	text, ok := strings.CutPrefix(uri(tokenID(alice)), "data:application/json;base64,")
	if !ok {
		t.Fatalf("got %q, want a data URI", uri(tokenID(alice)))
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	var metadata struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Image       string `json:"image"`
		Attributes  []struct {
			DisplayType string `json:"display_type"`
			TraitType   string `json:"trait_type"`
			Value       int    `json:"value"`
		} `json:"attributes"`
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&metadata); err != nil {
		t.Fatalf("metadata %s: %v", raw, err)
	}
	if metadata.Name != "Carnet" || metadata.Description == "" {
		t.Errorf("got name %q and description %q", metadata.Name, metadata.Description)
	}
	if len(metadata.Attributes) != 1 || metadata.Attributes[0].TraitType != "Updates" || metadata.Attributes[0].Value != 2 {
		t.Errorf("got attributes %+v, want Updates 2 alone", metadata.Attributes)
	}
	picture, ok := strings.CutPrefix(metadata.Image, "data:image/svg+xml;base64,")
	if !ok {
		t.Fatalf("got image %q, want an SVG as a data URI", metadata.Image)
	}
	svg, err := base64.StdEncoding.DecodeString(picture)
	if err != nil {
		t.Fatal(err)
	}
	for elements := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := elements.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("image %s: %v", svg, err)
		}
	}
}

// CREATE2 gives the same address on every chain only if the creation code is all there is; the domain is then that of the chain and the address.
func TestTheCodeNeedsNoArguments(t *testing.T) {
	if inputs := NewCarnet().abi.Constructor.Inputs; len(inputs) > 0 {
		t.Errorf("the constructor of Carnet wants %v", inputs)
	}
	if inputs := NewAnchor().abi.Constructor.Inputs; len(inputs) > 0 {
		t.Errorf("the constructor of Anchor wants %v", inputs)
	}
	c := newChain(t, allRules[0])
	domain, err := bind.Call(c.carnet.Instance(c.backend.Client(), c.carnetAddr), nil, c.carnet.PackEip712Domain(), c.carnet.UnpackEip712Domain)
	if err != nil {
		t.Fatal(err)
	}
	if domain.Fields != [1]byte{0x0f} || domain.Name != "Carnet" || domain.Version != "1" || domain.ChainId.Cmp(c.id) != 0 || domain.VerifyingContract != c.carnetAddr || len(domain.Extensions) > 0 {
		t.Errorf("domain: got %+v", domain)
	}
}

// A batch reports each refusal twice: as a return value for who simulates, as an event for who reads the chain.
func TestABatchNamesWhatItRefused(t *testing.T) {
	alice, bob := testKey(t, "alice"), testKey(t, "bob")
	c := newChain(t, allRules[0])
	updates := []ICarnetHeadUpdate{c.signHead(alice, tokenID(alice), 1), c.signHead(bob, tokenID(alice), 2), c.signHead(bob, tokenID(bob), 1)}
	data := c.carnet.PackSetHeads(updates)
	output, err := c.backend.Client().CallContract(t.Context(), ethereum.CallMsg{To: &c.carnetAddr, Data: data}, nil)
	if err != nil {
		t.Fatal(err)
	}
	reasons, err := c.carnet.UnpackSetHeads(output)
	if err != nil {
		t.Fatal(err)
	}
	want := [4]byte(CarnetInvalidSignatureErrorID().Bytes())
	if len(reasons) != 3 || reasons[0] != [4]byte{} || reasons[1] != want || reasons[2] != [4]byte{} {
		t.Errorf("reasons: got %x, want the second to be %x", reasons, want)
	}
	refused := 0
	for _, log := range c.send(c.key, &c.carnetAddr, data).Logs {
		event, err := c.carnet.UnpackHeadRefusedEvent(log)
		if err != nil {
			continue
		}
		refused++
		if event.Id.Cmp(tokenID(alice)) != 0 || event.Seq != 2 || event.Reason != want {
			t.Errorf("event: got %+v", event)
		}
	}
	if refused != 1 {
		t.Errorf("got %d events of refusal, want 1", refused)
	}
	wantHead(t, c, tokenID(alice), 1)
	wantHead(t, c, tokenID(bob), 1)
}
