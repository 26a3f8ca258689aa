package devnet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/eth/filters"
	gethlog "github.com/ethereum/go-ethereum/log"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// DefaultChainID is the chain id that wallets know as a local test chain.
const DefaultChainID = 31337

var (
	// ErrAddrInUse says that another program listens on Config.HTTPAddr.
	ErrAddrInUse = errors.New("address already in use")
	// ErrOtherChain says that Config.Dir belongs to another chain, or to something else.
	ErrOtherChain = errors.New("directory of another chain")
	// ErrDirInUse says that another process runs the chain of Config.Dir.
	ErrDirInUse = errors.New("chain directory in use by another process")
)

// Config says which chain to run and where.
type Config struct {
	// Dir keeps the chain. Empty: a temporary directory that Close removes.
	Dir string
	// HTTPAddr is where JSON-RPC listens, host:port; port 0 picks a free one. Empty: 127.0.0.1:0.
	HTTPAddr string
	// ChainID is the EIP-155 chain id; 0 means DefaultChainID.
	ChainID uint64
	// Hosts are names besides localhost and addresses that a Host header may carry (DNS rebinding guard).
	Hosts []string
	// Log hears warnings and errors. Nil: nobody does.
	Log *slog.Logger
}

// Node is a running devnet.
type Node struct {
	url      string
	chainID  uint64
	accounts []Account
	temp     string

	stack      *node.Node
	sealer     *sealer
	rpc        *rpc.Server
	server     *http.Server
	served     chan struct{}
	releaseLog func()

	closing  sync.Once
	closeErr error
}

// Start opens or creates the chain and serves it. On return JSON-RPC answers.
func Start(cfg Config) (_ *Node, err error) {
	n := &Node{chainID: cfg.ChainID, served: make(chan struct{})}
	if n.chainID == 0 {
		n.chainID = DefaultChainID
	}
	if n.accounts, err = accounts(Mnemonic, accountCount); err != nil {
		return nil, err
	}
	listener, err := listen(cfg.HTTPAddr)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			listener.Close()
			n.closeChain()
		}
	}()
	dir := cfg.Dir
	if dir == "" {
		if n.temp, err = os.MkdirTemp("", "carnet-devnet-"); err != nil {
			return nil, fmt.Errorf("temporary chain directory: %w", err)
		}
		dir = n.temp
	}
	if err := checkMarker(dir, n.chainID); err != nil {
		return nil, err
	}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	n.releaseLog = takeRootLog(quiet{log.Handler(), slog.LevelWarn})
	if err := n.openChain(dir, log); err != nil {
		return nil, err
	}
	n.url = "http://" + listener.Addr().String()
	n.serve(listener, cfg.Hosts)
	return n, nil
}

func listen(addr string) (net.Listener, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("chain on %s: %w", addr, ErrAddrInUse)
	}
	if err != nil {
		return nil, fmt.Errorf("chain on %s: %w", addr, err)
	}
	return listener, nil
}

// openChain assembles the node. The settings follow from what survives kill -9: the hash scheme without
// pruning writes every block's state, and the sealer syncs the database after each block. The path scheme
// and pruning both leave a directory that never mines again.
func (n *Node) openChain(dir string, log *slog.Logger) error {
	nc := node.DefaultConfig
	nc.Name, nc.DataDir, nc.IPCPath = "chain", dir, ""
	nc.P2P = p2p.Config{NoDiscovery: true, NoDial: true}
	nc.AllowUnprotectedTxs = true // the CREATE2 proxy's presigned transaction is older than EIP-155
	// The node warns that it has no peers, as it should: only its errors are news.
	nc.Logger = gethlog.NewLogger(quiet{log.Handler(), slog.LevelError})
	stack, err := node.New(&nc)
	if errors.Is(err, node.ErrDatadirUsed) {
		return fmt.Errorf("%w: %s", ErrDirInUse, dir)
	}
	if err != nil {
		return fmt.Errorf("chain in %s: %w", dir, err)
	}
	n.stack = stack

	ec := ethconfig.Defaults
	ec.Genesis, ec.NetworkId, ec.SyncMode = n.genesis(), n.chainID, ethconfig.FullSync
	ec.StateScheme, ec.NoPruning, ec.Preimages = rawdb.HashScheme, true, true
	// No index of logs: it costs each start 130,000 reads, and to search the blocks one by one takes about 50 µs each.
	ec.LogNoHistory = true
	ec.DatabaseCache, ec.TrieCleanCache, ec.TrieDirtyCache, ec.SnapshotCache = 64, 16, 16, 16
	ec.Miner.GasPrice = big.NewInt(1)
	backend, err := eth.New(stack, &ec)
	if err != nil {
		return fmt.Errorf("chain in %s: %w", dir, err)
	}
	logs := filters.NewFilterAPI(filters.NewFilterSystem(backend.APIBackend,
		filters.Config{LogCacheSize: ec.FilterLogCacheSize, LogQueryLimit: ec.LogQueryLimit}))
	if n.rpc, err = newRPC(append(backend.APIs(), rpc.API{Namespace: "eth", Service: logs})); err != nil {
		return err
	}
	if err := stack.Start(); err != nil {
		return fmt.Errorf("chain in %s: %w", dir, err)
	}
	if n.sealer, err = startSealer(backend, log); err != nil {
		return fmt.Errorf("chain in %s: %w", dir, err)
	}
	return nil
}

// genesis is go-ethereum's developer genesis with our chain id, mainnet's rules and the funded accounts.
func (n *Node) genesis() *core.Genesis {
	g := core.DeveloperGenesisBlock(60_000_000, nil)
	config := *g.Config
	config.ChainID, config.BogotaTime, config.AmsterdamTime = new(big.Int).SetUint64(n.chainID), nil, nil
	g.Config = &config
	balance := new(big.Int).Mul(big.NewInt(accountEther), big.NewInt(params.Ether))
	for _, a := range n.accounts {
		g.Alloc[a.Address] = types.Account{Balance: balance}
	}
	return g
}

// web3 names the client to the tools that ask first.
type web3 struct{}

func (web3) ClientVersion() string { return "carnet-devnet/v1/go-ethereum" }

// newRPC serves what wallets and clients need, and none of the node's admin, debug or miner calls.
func newRPC(apis []rpc.API) (*rpc.Server, error) {
	server := rpc.NewServer()
	server.SetBatchLimits(100, 25<<20)
	if err := server.RegisterName("web3", web3{}); err != nil {
		return nil, err
	}
	for _, api := range apis {
		if api.Namespace != "eth" && api.Namespace != "net" {
			continue
		}
		if err := server.RegisterName(api.Namespace, api.Service); err != nil {
			return nil, fmt.Errorf("register the %s calls: %w", api.Namespace, err)
		}
	}
	return server, nil
}

func (n *Node) serve(listener net.Listener, hosts []string) {
	hosts = append([]string{"localhost"}, hosts...)
	calls := n.sealer.afterSync(node.NewHTTPHandlerStack(n.rpc, []string{"*"}, hosts, nil, false))
	sockets := n.rpc.WebsocketHandler([]string{"*"})
	n.server = &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Upgrade") == "websocket" {
				sockets.ServeHTTP(w, r)
				return
			}
			calls.ServeHTTP(w, r)
		}),
	}
	go func() {
		defer close(n.served)
		n.server.Serve(listener) // always returns http.ErrServerClosed after Close
	}()
}

// URL is where JSON-RPC answers over HTTP; the same address speaks WebSocket.
func (n *Node) URL() string { return n.url }

// ChainID is the EIP-155 chain id.
func (n *Node) ChainID() uint64 { return n.chainID }

// Accounts are the funded test accounts, in the order of their derivation path.
func (n *Node) Accounts() []Account { return append([]Account(nil), n.accounts...) }

// Close stops answering, finishes the block in work, closes the database and removes a temporary directory.
// Closing again does nothing more.
func (n *Node) Close() error {
	n.closing.Do(func() { n.closeErr = n.close() })
	return n.closeErr
}

func (n *Node) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := n.server.Shutdown(ctx); err != nil {
		n.server.Close()
	}
	<-n.served
	return n.closeChain()
}

// closeChain undoes openChain, however far it came.
func (n *Node) closeChain() error {
	var errs []error
	if n.rpc != nil {
		n.rpc.Stop() // ends the WebSocket connections, which the HTTP server no longer knows
	}
	if n.sealer != nil {
		n.sealer.close() // before the pool ends: a sealer without a pool spins
	}
	if n.stack != nil {
		errs = append(errs, n.stack.Close())
	}
	if n.releaseLog != nil {
		n.releaseLog()
	}
	if n.temp != "" {
		errs = append(errs, os.RemoveAll(n.temp))
	}
	return errors.Join(errs...)
}
