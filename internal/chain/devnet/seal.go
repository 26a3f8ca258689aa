package devnet

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/catalyst"
)

// sealer makes a block whenever the pool has a transaction for one, and syncs the database after each block.
type sealer struct {
	backend *eth.Ethereum
	beacon  *catalyst.SimulatedBeacon
	log     *slog.Logger

	// sealing is held from before a block becomes visible until it is on the disk. afterSync passes through
	// it, so no answer overtakes the disk.
	sealing sync.RWMutex
	// syncing is held while the pool is waited for: of two that wait at a time, the pool forgets one.
	syncing sync.Mutex
	// broken is set when the disk refused a sync: the sealer has stopped and nothing is answered any more.
	broken atomic.Bool

	work chan struct{} // capacity 1: "look at the pool"
	stop chan struct{}
	done sync.WaitGroup
}

func startSealer(backend *eth.Ethereum, log *slog.Logger) (*sealer, error) {
	beacon, err := catalyst.NewSimulatedBeacon(0, common.Address{}, backend)
	if err != nil {
		return nil, err
	}
	s := &sealer{backend: backend, beacon: beacon, log: log, work: make(chan struct{}, 1), stop: make(chan struct{})}
	if err := backend.ChainDb().SyncKeyValue(); err != nil { // the genesis block, or what a kill left
		return nil, err
	}
	s.signal() // the pool may have kept transactions over a restart
	txs := make(chan core.NewTxsEvent, 16)
	sub := backend.TxPool().SubscribeTransactions(txs, true)
	// Listening and sealing are two goroutines because the pool waits for its listeners while the sealer
	// waits for the pool (Sync): one goroutine for both deadlocks under a burst.
	s.done.Go(func() {
		defer sub.Unsubscribe()
		for {
			select {
			case <-s.stop:
				return
			case <-sub.Err():
				return
			case <-txs:
				s.signal()
			}
		}
	})
	s.done.Go(s.run)
	return s, nil
}

func (s *sealer) signal() {
	select {
	case s.work <- struct{}{}:
	default:
	}
}

func (s *sealer) run() {
	retry := time.NewTicker(time.Second)
	defer retry.Stop()
	waiting := false
	for {
		select {
		case <-s.stop:
			return
		case <-s.work:
		case <-retry.C:
			if !waiting {
				continue
			}
		}
		var ok bool
		if waiting, ok = s.sealPool(); !ok {
			return
		}
	}
}

// sealPool makes blocks until the pool is empty. It reports whether transactions are left that no block
// takes now (their fee is under the base fee, which falls with each empty block): those are tried once a
// second.
func (s *sealer) sealPool() (left, ok bool) {
	pool := s.backend.TxPool()
	for {
		if executable, _ := pool.Stats(); executable == 0 {
			return false, true
		}
		if !s.sealBlock() {
			return false, false
		}
		s.syncing.Lock()
		err := pool.Sync()
		s.syncing.Unlock()
		if err != nil {
			return false, false // the pool is closed
		}
		select {
		case <-s.stop:
			return false, false
		default:
		}
		head := s.backend.BlockChain().CurrentBlock()
		if executable, _ := pool.Stats(); executable > 0 && head.GasUsed == 0 {
			return true, true
		}
	}
}

func (s *sealer) sealBlock() bool {
	s.sealing.Lock()
	defer s.sealing.Unlock()
	s.beacon.Commit()
	if err := s.backend.ChainDb().SyncKeyValue(); err != nil {
		s.broken.Store(true)
		s.log.Error("the disk refused a block: the chain stops and answers no more", "err", err)
		return false
	}
	return true
}

// afterSync holds every answer back until the block in work, which it may tell of, is on the disk.
func (s *sealer) afterSync(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.broken.Load() {
			http.Error(w, "the chain's disk failed", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(&syncedWriter{ResponseWriter: w, sealer: s}, r)
	})
}

// syncedWriter waits before the first byte of an answer.
type syncedWriter struct {
	http.ResponseWriter
	sealer *sealer
	waited bool
}

func (w *syncedWriter) wait() {
	if !w.waited {
		w.waited = true
		w.sealer.sealing.RLock() // waits for the block that is being sealed
		broken := w.sealer.broken.Load()
		w.sealer.sealing.RUnlock()
		if broken {
			panic(http.ErrAbortHandler)
		}
	}
}

func (w *syncedWriter) WriteHeader(status int) {
	w.wait()
	w.ResponseWriter.WriteHeader(status)
}

func (w *syncedWriter) Write(p []byte) (int, error) {
	w.wait()
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the deadlines of the connection.
func (w *syncedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (s *sealer) close() {
	close(s.stop)
	s.done.Wait()
	s.beacon.Stop()
}
