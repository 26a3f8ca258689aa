package devnet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
)

func start(t *testing.T, cfg Config) *Node {
	t.Helper()
	n, err := Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func dial(t *testing.T, url string) *ethclient.Client {
	t.Helper()
	c, err := ethclient.Dial(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func stop(t *testing.T, n *Node) {
	t.Helper()
	if err := n.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// loggingCode is init code that emits one LOG1 with topic 42 and data 32 zero bytes, and leaves no code:
// PUSH1 42, PUSH1 32, PUSH1 0, LOG1, STOP.
var loggingCode = common.FromHex("602a60206000a100")

// send signs and sends one transaction that logs, at the given nonce and with the given fee cap.
func send(ctx context.Context, c *ethclient.Client, a Account, chainID, nonce uint64, feeCap *big.Int) (common.Hash, error) {
	tx, err := types.SignNewTx(a.Key, types.LatestSignerForChainID(new(big.Int).SetUint64(chainID)), &types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(chainID), Nonce: nonce, Gas: 100_000,
		GasTipCap: big.NewInt(1), GasFeeCap: feeCap, Data: loggingCode,
	})
	if err != nil {
		return common.Hash{}, err
	}
	return tx.Hash(), c.SendTransaction(ctx, tx)
}

func receipt(ctx context.Context, c *ethclient.Client, hash common.Hash) (*types.Receipt, error) {
	for {
		r, err := c.TransactionReceipt(ctx, hash)
		if err == nil {
			return r, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func transact(t *testing.T, c *ethclient.Client, n *Node, account int) *types.Receipt {
	t.Helper()
	a := n.accounts[account]
	nonce, err := c.PendingNonceAt(t.Context(), a.Address)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := send(t.Context(), c, a, n.ChainID(), nonce, big.NewInt(1e10))
	if err != nil {
		t.Fatal(err)
	}
	r, err := receipt(t.Context(), c, hash)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAccountsAreThoseOfTheWellKnownPhrase(t *testing.T) {
	list, err := accounts(Mnemonic, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]string{
		0: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
		1: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
		9: "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
	} {
		if got := list[i].Address.Hex(); got != want {
			t.Errorf("account %d: got %v, want %v", i, got, want)
		}
	}
}

func TestTransactionsAreMinedAndLogsAreFoundAgainAfterARestart(t *testing.T) {
	dir := t.TempDir()
	n := start(t, Config{Dir: dir})
	c := dial(t, n.URL())
	id, err := c.ChainID(t.Context())
	if err != nil || id.Uint64() != DefaultChainID {
		t.Fatalf("chain id: got %v, %v, want %v", id, err, DefaultChainID)
	}
	first := transact(t, c, n, 0)
	second := transact(t, c, n, 1)
	if first.Status != types.ReceiptStatusSuccessful || second.BlockNumber.Cmp(first.BlockNumber) <= 0 {
		t.Fatalf("got status %v in block %v, then block %v", first.Status, first.BlockNumber, second.BlockNumber)
	}
	stop(t, n)

	n = start(t, Config{Dir: dir})
	defer stop(t, n)
	c = dial(t, n.URL())
	logs, err := c.FilterLogs(t.Context(), ethereum.FilterQuery{Topics: [][]common.Hash{{common.BigToHash(big.NewInt(42))}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(logs) != 2 || logs[0].TxHash != first.TxHash || logs[1].TxHash != second.TxHash {
		t.Errorf("logs after the restart: got %v, want those of %v and %v", logs, first.TxHash, second.TxHash)
	}
	if third := transact(t, c, n, 0); third.BlockNumber.Cmp(second.BlockNumber) <= 0 {
		t.Errorf("block after the restart: got %v, want more than %v", third.BlockNumber, second.BlockNumber)
	}
}

func TestRulesAreMainnets(t *testing.T) {
	n := &Node{chainID: DefaultChainID}
	config := n.genesis().Config
	if config.BogotaTime != nil || config.AmsterdamTime != nil {
		t.Errorf("forks after Osaka: got %v, %v, want none", config.BogotaTime, config.AmsterdamTime)
	}
	if config.OsakaTime == nil || *config.OsakaTime != 0 {
		t.Errorf("Osaka: got %v, want from the start", config.OsakaTime)
	}
}

func TestABurstIsMinedWhole(t *testing.T) {
	n := start(t, Config{})
	defer stop(t, n)
	c := dial(t, n.URL())
	var last []common.Hash
	for nonce := range uint64(40) {
		for _, a := range n.Accounts() {
			hash, err := send(t.Context(), c, a, n.ChainID(), nonce, big.NewInt(1e10))
			if err != nil {
				t.Fatal(err)
			}
			if nonce == 39 {
				last = append(last, hash)
			}
		}
	}
	for _, hash := range last {
		if _, err := receipt(t.Context(), c, hash); err != nil {
			t.Fatal(err)
		}
	}
}

func TestATransactionUnderTheBaseFeeWaitsWithoutASpin(t *testing.T) {
	n := start(t, Config{})
	defer stop(t, n)
	c := dial(t, n.URL())
	head, err := c.HeaderByNumber(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	// An eighth is the most that the base fee falls in a block; three quarters are reached in three blocks.
	feeCap := new(big.Int).Div(new(big.Int).Mul(head.BaseFee, big.NewInt(3)), big.NewInt(4))
	hash, err := send(t.Context(), c, n.accounts[0], n.ChainID(), 0, feeCap)
	if err != nil {
		t.Fatal(err)
	}
	r, err := receipt(t.Context(), c, hash)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.BlockNumber.Uint64(); got > head.Number.Uint64()+5 {
		t.Errorf("blocks until the fee sufficed: got %v, want at most 5", got)
	}
}

func TestRefusals(t *testing.T) {
	used := t.TempDir()
	n := start(t, Config{Dir: used})
	defer stop(t, n)
	foreign := t.TempDir()
	if err := writeDurable(filepath.Join(foreign, "photo.jpg"), []byte("x")); err != nil {
		t.Fatal(err)
	}
	kept := t.TempDir()
	stop(t, start(t, Config{Dir: kept}))
	for name, test := range map[string]struct {
		cfg  Config
		want error
	}{
		"a port that another program listens on":    {Config{HTTPAddr: strings.TrimPrefix(n.URL(), "http://")}, ErrAddrInUse},
		"a directory that another node has open":    {Config{Dir: used}, ErrDirInUse},
		"a directory kept for another chain id":     {Config{Dir: kept, ChainID: 31338}, ErrOtherChain},
		"a directory with somebody else's files":    {Config{Dir: foreign}, ErrOtherChain},
		"the parent directory of a chain directory": {Config{Dir: filepath.Dir(kept)}, ErrOtherChain},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Start(test.cfg)
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if got != nil {
				got.Close()
			}
		})
	}
}

func TestBrowsersMayCallAndStrangeHostNamesMayNot(t *testing.T) {
	n := start(t, Config{Hosts: []string{"chain"}})
	defer stop(t, n)
	post := func(host, origin string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, n.URL(),
			strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Origin", origin)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		io.Copy(io.Discard, res.Body)
		return res.StatusCode, res.Header.Get("Access-Control-Allow-Origin")
	}
	for host, want := range map[string]int{"localhost:8545": 200, "chain:8545": 200, "127.0.0.1:8545": 200, "evil.example": 403} {
		if got, _ := post(host, "http://localhost:8081"); got != want {
			t.Errorf("host %s: got %v, want %v", host, got, want)
		}
	}
	if _, got := post("localhost", "http://localhost:8081"); got != "*" {
		t.Errorf("Access-Control-Allow-Origin: got %q, want *", got)
	}
}

func TestAdministrationIsNotServed(t *testing.T) {
	n := start(t, Config{})
	defer stop(t, n)
	c := dial(t, n.URL())
	for _, method := range []string{"admin_nodeInfo", "debug_setHead", "miner_setGasPrice", "txpool_content"} {
		if err := c.Client().CallContext(t.Context(), nil, method); err == nil || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("%s: got %v, want that it does not exist", method, err)
		}
	}
}

func TestWebSocketTellsOfNewBlocks(t *testing.T) {
	n := start(t, Config{})
	defer stop(t, n)
	c := dial(t, strings.Replace(n.URL(), "http", "ws", 1))
	heads := make(chan *types.Header, 4)
	sub, err := c.SubscribeNewHead(t.Context(), heads)
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Unsubscribe()
	r := transact(t, c, n, 0)
	if head := <-heads; head.Number.Cmp(r.BlockNumber) != 0 {
		t.Errorf("head: got block %v, want %v", head.Number, r.BlockNumber)
	}
}

func TestCloseLeavesNoGoroutines(t *testing.T) {
	run := func() {
		n := start(t, Config{})
		c, err := ethclient.Dial(n.URL())
		if err != nil {
			t.Fatal(err)
		}
		transact(t, c, n, 0)
		c.Close()
		stop(t, n)
	}
	settled := func(limit int) int {
		http.DefaultClient.CloseIdleConnections()
		for range 100 {
			if runtime.NumGoroutine() <= limit {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		return runtime.NumGoroutine()
	}
	closed := start(t, Config{})
	stop(t, closed)
	stop(t, closed) // a second time is no error
	run()           // libraries start their once-only goroutines here
	before := settled(0)
	for range 3 {
		run()
	}
	if after := settled(before); after > before {
		buf := make([]byte, 1<<20)
		t.Errorf("goroutines: got %d, want %d\n%s", after, before, buf[:runtime.Stack(buf, true)])
	}
}

func TestLogsCarryNoAddresses(t *testing.T) {
	var out bytes.Buffer
	h := quiet{slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}), slog.LevelWarn}
	log := slog.New(h)
	a := common.HexToAddress("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
	log.Info("Submitted transaction", "from", a)
	log.Warn("Served eth_sendRawTransaction", "err", "insufficient funds for "+a.Hex())
	log.With("peer", a).Warn("odd sender "+a.Hex(), "from", a, "err", errors.New("from "+a.Hex()[2:]), "block", 7)
	got := out.String()
	if strings.Contains(strings.ToLower(got), strings.ToLower(a.Hex()[2:])) {
		t.Errorf("an address was logged: %s", got)
	}
	if strings.Count(got, "\n") != 1 || !strings.Contains(got, `"block":7`) {
		t.Errorf("log lines: got %q, want the one warning with its number", got)
	}
}
