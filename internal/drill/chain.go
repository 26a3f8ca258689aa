package drill

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/ethdb/pebble"
)

const (
	maxAnswer = 256 << 20 // bytes of one answer of a chain's JSON-RPC
	perCall   = 500       // blocks
)

// isPebble tells a pebble database by the files it always has.
func isPebble(dir string) bool {
	manifests, _ := filepath.Glob(filepath.Join(dir, "MANIFEST-*"))
	options, _ := filepath.Glob(filepath.Join(dir, "OPTIONS-*"))
	return len(manifests) > 0 && len(options) > 0
}

// openChain opens the database and the frozen blocks beside it, without changing either.
func openChain(dir string) (ethdb.Database, error) {
	kv, err := pebble.New(dir, 16, 64, "", true)
	if err != nil {
		return nil, fmt.Errorf("open the chain's database (is the demo still running? stop it, or search a copy): %w", err)
	}
	ancient := filepath.Join(dir, "ancient")
	if _, err := os.Stat(ancient); err != nil {
		return rawdb.NewDatabase(kv), nil
	}
	db, err := rawdb.Open(kv, rawdb.OpenOptions{Ancient: ancient, ReadOnly: true})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the chain's frozen blocks: %w", err), kv.Close())
	}
	return db, nil
}

// frozenTables are those of the frozen blocks that a transaction can write to.
var frozenTables = []string{
	rawdb.ChainFreezerHeaderTable, rawdb.ChainFreezerBodiesTable, rawdb.ChainFreezerReceiptTable, rawdb.ChainFreezerBALTable,
}

// pebbleSource is each key and value of a database, decoded, with a line feed after each, and then each frozen block.
func pebbleSource(store, name, dir string) source {
	return source{store: store, path: name + " (keys and values)", chain: true, open: func() (io.ReadCloser, error) {
		db, err := openChain(dir)
		if err != nil {
			return nil, err
		}
		out, in := io.Pipe()
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			in.CloseWithError(decode(db, in))
		}()
		return &closer{out, func() error {
			out.Close()
			<-stopped
			return db.Close()
		}}, nil
	}}
}

func decode(db ethdb.Database, to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<16)
	line := func(part []byte) error {
		_, err := out.Write(part)
		return errors.Join(err, out.WriteByte('\n'))
	}
	it := db.NewIterator(nil, nil)
	defer it.Release()
	for it.Next() {
		if err := errors.Join(line(it.Key()), line(it.Value())); err != nil {
			return err
		}
	}
	if err := it.Error(); err != nil {
		return err
	}
	frozen, err := db.Ancients()
	if err != nil {
		frozen = 0 // there is no freezer
	}
	for number := range frozen {
		for _, table := range frozenTables {
			value, err := db.Ancient(table, number)
			if err != nil {
				continue // a table that this chain does not fill
			}
			if err := line(value); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

type closer struct {
	io.Reader
	close func() error
}

func (c *closer) Close() error { return c.close() }

// mint is the event by which an ERC-721 token comes into being: Transfer from nobody.
var mint = crypto.Keccak256Hash([]byte("Transfer(address,address,uint256)"))

// readMints learns from the chain's own log who has a carnet: they signed for its publication. Nothing a gateway writes elsewhere excuses a wallet.
func (t *theft) readMints(dir string) error {
	db, err := openChain(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	head := rawdb.ReadHeadHeaderHash(db)
	last, ok := rawdb.ReadHeaderNumber(db, head)
	if !ok {
		return nil // not a chain, or an empty one
	}
	for number := range last + 1 {
		for _, receipt := range rawdb.ReadRawReceipts(db, rawdb.ReadCanonicalHash(db, number), number) {
			for _, log := range receipt.Logs {
				t.learnMint(log.Topics)
			}
		}
	}
	return nil
}

func (t *theft) learnMint(topics []common.Hash) {
	if len(topics) == 4 && topics[0] == mint && topics[1] == (common.Hash{}) {
		t.published[common.BytesToAddress(topics[2][12:])] = true
	}
}

// rpcSource downloads every block and every log. It is read once, by one goroutine.
func (t *theft) rpcSource(ctx context.Context) (source, error) {
	c := rpcClient{url: t.RPC, http: &http.Client{Timeout: time.Minute}}
	var head string
	raw, err := c.call(ctx, "eth_blockNumber")
	if err == nil {
		err = json.Unmarshal(raw, &head)
	}
	if err != nil {
		return source{}, fmt.Errorf("ask the chain for its head: %w", err)
	}
	last, err := strconv.ParseUint(strings.TrimPrefix(head, "0x"), 16, 64)
	if err != nil {
		return source{}, fmt.Errorf("head of the chain: %w", err)
	}
	var all bytes.Buffer
	for from := uint64(0); from <= last; from += perCall {
		to := min(from+perCall-1, last)
		logs, err := c.call(ctx, "eth_getLogs", map[string]string{"fromBlock": fmt.Sprintf("%#x", from), "toBlock": fmt.Sprintf("%#x", to)})
		if err != nil {
			return source{}, fmt.Errorf("logs of blocks %d to %d: %w", from, to, err)
		}
		var parsed []struct{ Topics []common.Hash }
		if err := json.Unmarshal(logs, &parsed); err != nil {
			return source{}, fmt.Errorf("logs of blocks %d to %d: %w", from, to, err)
		}
		for _, log := range parsed {
			t.learnMint(log.Topics)
		}
		all.Write(logs)
	}
	for number := range last + 1 {
		block, err := c.call(ctx, "eth_getBlockByNumber", fmt.Sprintf("%#x", number), true)
		if err != nil {
			return source{}, fmt.Errorf("block %d: %w", number, err)
		}
		all.Write(block)
		if all.Len() > maxAnswer {
			return source{}, fmt.Errorf("the chain is longer than %d bytes of JSON: search its directory instead", maxAnswer)
		}
	}
	return source{store: "JSON-RPC", path: "blocks and logs over JSON-RPC", size: int64(all.Len()), chain: true, open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(all.Bytes())), nil
	}}, nil
}

type rpcClient struct {
	url  string
	http *http.Client
}

func (c rpcClient) call(ctx context.Context, method string, params ...any) (json.RawMessage, error) {
	if params == nil {
		params = []any{}
	}
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct {
		Result json.RawMessage
		Error  *struct{ Message string }
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(&answer); err != nil {
		return nil, err
	}
	if answer.Error != nil {
		return nil, errors.New(answer.Error.Message)
	}
	return answer.Result, nil
}
