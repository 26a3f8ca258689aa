package accounts

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/holiman/uint256"

	"carnet/internal/chain/devnet"
	"carnet/internal/testtool"
	"carnet/internal/wallet"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// world is a chain over JSON-RPC with somebody who pays, and a verifier that asks it.
type world struct {
	t        testing.TB
	url      string
	id       uint64
	eth      *ethclient.Client
	payer    *ecdsa.PrivateKey
	chain    *Chain
	verifier *wallet.Verifier
}

// The chains that the accounts are tried on. Both fund the accounts of the same test phrase.
var nodes = map[string]func(testing.TB, uint64) string{"devnet": startDevnet, "anvil": startAnvil}

func startDevnet(t testing.TB, id uint64) string {
	t.Helper()
	n, err := devnet.Start(devnet.Config{ChainID: id})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return n.URL()
}

// startAnvil runs the anvil of npm's @foundry-rs/anvil, or one on the path.
func startAnvil(t testing.TB, id uint64) string {
	t.Helper()
	program := anvil()
	testtool.Need(t, program != "", "anvil (in contracts/node_modules or on the path)")
	args := []string{program, "--host", "127.0.0.1", "--port", "0", "--chain-id", strconv.FormatUint(id, 10)}
	if nice, err := exec.LookPath("nice"); err == nil { // in a benchmark it stands for another machine
		args = append([]string{nice, "-n", "19"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if addr, ok := strings.CutPrefix(lines.Text(), "Listening on "); ok {
			go func() {
				for lines.Scan() { // it stops when nobody reads
				}
			}()
			return "http://" + addr
		}
	}
	t.Fatal("anvil ended before it listened")
	return ""
}

func anvil() string {
	found, _ := filepath.Glob("../../../contracts/node_modules/@foundry-rs/anvil-*/bin/anvil")
	if len(found) > 0 {
		return found[0]
	}
	program, err := exec.LookPath("anvil")
	if err != nil {
		return ""
	}
	return program
}

func newWorld(t testing.TB, start func(testing.TB, uint64) string, id uint64) *world {
	t.Helper()
	w := &world{t: t, url: start(t, id), id: id}
	eth, err := ethclient.Dial(w.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eth.Close)
	w.eth = eth
	// The first account of the phrase "test test … junk".
	if w.payer, err = crypto.HexToECDSA("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"); err != nil {
		t.Fatal(err)
	}
	w.chain = newChain(t, id, w.url)
	w.verifier = &wallet.Verifier{Chains: map[uint64]wallet.Chain{id: w.chain}, Timeout: time.Minute} // a busy machine is no failure
	return w
}

// newChain is a Chain whose addresses owe nothing: a test asks about one more often than a person.
func newChain(t testing.TB, id uint64, urls ...string) *Chain {
	t.Helper()
	c, err := New(Config{ChainID: id, URLs: urls})
	if err != nil {
		t.Fatal(err)
	}
	still := time.Now()
	c.now = func() time.Time { return still }
	t.Cleanup(c.Close)
	return c
}

// person is the key that a name always has.
func person(t testing.TB, name string) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte("carnet/test/" + name)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func addressOf(key *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(key.PublicKey) }

// send mines a transaction of the payer and wants it to succeed.
func (w *world) send(to *common.Address, data []byte, list ...types.SetCodeAuthorization) *types.Receipt {
	w.t.Helper()
	return w.sendBy(w.payer, to, data, list...)
}

func (w *world) sendBy(key *ecdsa.PrivateKey, to *common.Address, data []byte, list ...types.SetCodeAuthorization) *types.Receipt {
	w.t.Helper()
	ctx := context.Background()
	nonce, err := w.eth.PendingNonceAt(ctx, addressOf(key))
	if err != nil {
		w.t.Fatal(err)
	}
	const limit = 8_000_000
	id, fee, tip := new(big.Int).SetUint64(w.id), big.NewInt(100e9), big.NewInt(1e9)
	var body types.TxData = &types.DynamicFeeTx{ChainID: id, Nonce: nonce, To: to, Data: data, Gas: limit, GasFeeCap: fee, GasTipCap: tip}
	if len(list) > 0 {
		body = &types.SetCodeTx{
			ChainID: uint256.MustFromBig(id), Nonce: nonce, To: *to, Data: data, Gas: limit,
			GasFeeCap: uint256.MustFromBig(fee), GasTipCap: uint256.MustFromBig(tip), AuthList: list,
		}
	}
	tx, err := types.SignNewTx(key, types.LatestSignerForChainID(id), body)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.eth.SendTransaction(ctx, tx); err != nil {
		w.t.Fatal(err)
	}
	var last error
	for range 5000 {
		receipt, err := w.eth.TransactionReceipt(ctx, tx.Hash())
		if err != nil { // not mined yet, or the devnet does not look for transactions yet
			last = err
			time.Sleep(2 * time.Millisecond)
			continue
		}
		if receipt.Status != types.ReceiptStatusSuccessful {
			w.t.Fatalf("the transaction reverted after %d gas", receipt.GasUsed)
		}
		return receipt
	}
	w.t.Fatalf("the transaction was not mined: %v", last)
	return nil
}

// read calls a view and wants an answer.
func (w *world) read(to common.Address, data []byte) []byte {
	w.t.Helper()
	out, err := w.eth.CallContract(context.Background(), ethereum.CallMsg{To: &to, Data: data}, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) deploy(code []byte) common.Address {
	w.t.Helper()
	return w.send(nil, code).ContractAddress
}

// bytecode is the creation code of a contract in testdata, with ABI-encoded arguments.
func bytecode(t testing.TB, file, name string, args []byte) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	code := common.FromHex(all[name])
	if len(code) == 0 {
		t.Fatalf("%s has no %s", file, name)
	}
	return append(code, args...)
}

func arguments(t testing.TB, kinds string) (list abi.Arguments) {
	t.Helper()
	for _, name := range strings.Split(kinds, ",") {
		kind, err := abi.NewType(name, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, abi.Argument{Type: kind})
	}
	return list
}

// pack encodes values by the ABI; types are separated by commas.
func pack(t testing.TB, kinds string, values ...any) []byte {
	t.Helper()
	out, err := arguments(t, kinds).Pack(values...)
	if err != nil {
		t.Fatalf("%s: %v", kinds, err)
	}
	return out
}

// call encodes a call of name(kinds).
func call(t testing.TB, name, kinds string, values ...any) []byte {
	t.Helper()
	selector := crypto.Keccak256([]byte(name + "(" + kinds + ")"))[:4]
	if kinds == "" {
		return selector
	}
	return append(selector, pack(t, kinds, values...)...)
}

// wrap is ERC-6492's wrapper around a signature.
func wrap(t testing.TB, factory common.Address, order, sig []byte) []byte {
	t.Helper()
	return append(pack(t, "address,bytes,bytes", factory, order, sig), common.FromHex("0x"+strings.Repeat("6492", 16))...)
}

// unwrap takes ERC-6492's wrapper apart: factory, order, signature.
func unwrap(t testing.TB, sig []byte) ([]any, error) {
	t.Helper()
	return arguments(t, "address,bytes,bytes").Unpack(sig[:max(0, len(sig)-32)])
}

// message is a sign-in message of an account on a chain, as text and parsed.
func message(t testing.TB, chain uint64, addr common.Address) ([]byte, *wallet.Message) {
	t.Helper()
	expires := noon.Add(5 * time.Minute)
	text, err := wallet.Compose(wallet.Message{
		Domain: "id.shop.example", Address: addr, Statement: "Sign in to Lantern and Loom.", URI: "https://id.shop.example", ChainID: chain,
		Nonce: "Q7KLMNOPQRSTUVWXYZ234567AB", IssuedAt: noon, ExpirationTime: &expires,
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := wallet.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text), m
}

// digest is the EIP-191 hash of a message.
func digest(msg []byte) common.Hash {
	return crypto.Keccak256Hash([]byte("\x19Ethereum Signed Message:\n"+strconv.Itoa(len(msg))), msg)
}

// sign is r‖s‖v with v 27 or 28.
func sign(t testing.TB, key *ecdsa.PrivateKey, hash common.Hash) []byte {
	t.Helper()
	sig, err := crypto.Sign(hash[:], key)
	if err != nil {
		t.Fatal(err)
	}
	sig[64] += 27
	return sig
}

func contractOn(t testing.TB, chain uint64, addr common.Address) wallet.Account {
	t.Helper()
	a, err := wallet.Contract(chain, addr)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
