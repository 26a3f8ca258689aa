package drill

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/klauspost/compress/zstd"
)

// Config is one theft.
type Config struct {
	Dir     string                              // the stolen data directory
	Needles func(each func(Needle) error) error // what went in: ReadManifest, or what the caller knows
	RPC     string                              // optional: URL of a chain's JSON-RPC, searched as well
	// Progress, when set, is told how many bytes of about how many were searched, by one goroutine at a time.
	Progress func(done, total int64)
}

// LeftOut says what of a data directory is not where the stores are, and why it is not searched.
var LeftOut = []struct{ Path, Why string }{
	{"secrets", "the operator's keys and the list of needles: kept apart from the stores"},
	{"replay/seed", "the keys of the played shoppers: in real life in as many vaults"},
}

const (
	maxFindings = 1000    // kept in a report; all are counted
	maxUnpacked = 4 << 30 // bytes that one compressed file may become
)

// theft is a run.
type theft struct {
	Config
	needles []Needle
	matcher *matcher
	total   int64

	mu        sync.Mutex
	done      int64                   // guarded by mu
	report    Report                  // guarded by mu
	hits      map[hit]*Finding        // guarded by mu
	published map[common.Address]bool // wallets that the chain's log shows to have minted
	stores    map[string]*StoreReport // guarded by mu
}

// hit is one needle in one encoding in one place.
type hit struct {
	needle   int32
	encoding uint8
	path     string
}

// source is something to search.
type source struct {
	store, path string // path is relative to the directory, or names a part
	size        int64  // as far as it is known
	chain       bool   // part of the chain's store
	open        func() (io.ReadCloser, error)
}

// Run steals and searches. The report is complete when the error is nil; what is in it decides whether the drill passed.
func Run(ctx context.Context, c Config) (*Report, error) {
	t := &theft{Config: c, hits: map[hit]*Finding{}, published: map[common.Address]bool{}, stores: map[string]*StoreReport{}}
	if err := t.load(); err != nil {
		return nil, err
	}
	sources, err := t.sources(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		t.total += s.size
	}
	if err := t.search(ctx, sources); err != nil {
		return nil, err
	}
	return t.finish(), nil
}

// load files every form of every needle.
func (t *theft) load() error {
	t.matcher = newMatcher()
	counts := map[Kind]*NeedleReport{}
	seen := map[Needle]bool{}
	err := t.Needles(func(n Needle) error {
		if err := n.check(); err != nil {
			return err
		}
		if seen[n] {
			return nil
		}
		seen[n] = true
		forms, short := n.forms()
		count := counts[n.Kind]
		if count == nil {
			count = &NeedleReport{Kind: n.Kind, Forms: map[Encoding]int{}}
			counts[n.Kind] = count
		}
		count.Needles++
		count.TooShort += short
		if len(forms) == 0 {
			count.Unsearchable++
		}
		for _, f := range forms {
			count.Forms[f.encoding]++
			t.matcher.add(f.pattern, int32(len(t.needles)), uint8(slices.Index(Encodings, f.encoding)))
		}
		t.needles = append(t.needles, n)
		return nil
	})
	if err != nil {
		return err
	}
	if len(t.needles) == 0 {
		return fmt.Errorf("nothing to search for: %w", ErrNeedle)
	}
	for _, kind := range Kinds {
		if counts[kind] != nil {
			t.report.Needles = append(t.report.Needles, *counts[kind])
		}
	}
	return t.matcher.ready()
}

// sources lists the files of the directory, its databases, and the chain behind the URL.
func (t *theft) sources(ctx context.Context) (all []source, err error) {
	root, err := filepath.Abs(t.Dir)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if i := slices.IndexFunc(LeftOut, func(l struct{ Path, Why string }) bool { return l.Path == name }); i >= 0 {
			t.report.LeftOut = append(t.report.LeftOut, LeftOutReport{Path: name, Why: LeftOut[i].Why})
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		store, _, _ := strings.Cut(name, "/")
		switch {
		case name == ".":
			return nil
		case e.IsDir():
			if isPebble(path) {
				all = append(all, pebbleSource(store, name, path))
				return t.readMints(path)
			}
			return nil
		case e.Type().IsRegular():
			info, err := e.Info()
			if err != nil {
				return err
			}
			all = append(all, source{store: store, path: name, size: info.Size(), open: func() (io.ReadCloser, error) { return os.Open(path) }})
			return nil
		case e.Type()&(fs.ModeSocket|fs.ModeNamedPipe) != 0:
			return nil // holds nothing
		}
		return fmt.Errorf("%s is neither a file nor a directory: it cannot be searched", name)
	})
	if err != nil {
		return nil, fmt.Errorf("walk the data directory: %w", err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no file: there is nothing to steal", t.Dir)
	}
	chainStores := map[string]bool{}
	for _, s := range all {
		if s.chain {
			chainStores[s.store] = true
		}
	}
	for i := range all {
		all[i].chain = chainStores[all[i].store]
	}
	if t.RPC != "" {
		s, err := t.rpcSource(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (t *theft) search(ctx context.Context, sources []source) error {
	work := make(chan source)
	failures := make([]error, runtime.GOMAXPROCS(0))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var group sync.WaitGroup
	for w := range failures {
		group.Go(func() {
			var buffer []byte
			for s := range work {
				if err := t.searchOne(ctx, s, &buffer); err != nil {
					failures[w] = fmt.Errorf("search %s: %w", s.path, err)
					cancel()
					return
				}
			}
		})
	}
feed:
	for _, s := range sources {
		select {
		case work <- s:
		case <-ctx.Done():
			break feed
		}
	}
	close(work)
	group.Wait()
	return errors.Join(append(failures, context.Cause(ctx))...)
}

func (t *theft) searchOne(ctx context.Context, s source, buffer *[]byte) error {
	if _, err := t.matcher.scan(strings.NewReader(s.path), buffer, func(f *filed, at int64) { t.found(f, s, "name of "+s.path, at) }); err != nil {
		return err
	}
	in, err := s.open()
	if err != nil {
		return err
	}
	defer in.Close()
	buffered := bufio.NewReaderSize(in, 4096)
	magic, err := buffered.Peek(4)
	if err != nil && err != io.EOF {
		return err
	}
	packed := string(magic)
	size, err := t.matcher.scan(&metered{ctx, buffered, t}, buffer, func(f *filed, at int64) { t.found(f, s, s.path, at) })
	if err != nil {
		return err
	}
	unpacked, err := t.searchUnpacked(s, packed, buffer)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	store := t.stores[s.store]
	if store == nil {
		store = &StoreReport{Name: s.store}
		t.stores[s.store] = store
	}
	store.Files++
	store.Bytes += size + unpacked
	return nil
}

// searchUnpacked looks into a file that is compressed as a whole, such as an old log.
func (t *theft) searchUnpacked(s source, magic string, buffer *[]byte) (int64, error) {
	var unpack func(io.Reader) (io.Reader, error)
	switch {
	case strings.HasPrefix(magic, "\x1f\x8b\x08"):
		unpack = func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
	case magic == "\x28\xb5\x2f\xfd":
		unpack = func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) }
	default:
		return 0, nil
	}
	in, err := s.open()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	plain, err := unpack(in)
	if err != nil {
		return 0, nil // ciphertext that happens to begin like this
	}
	limited := &io.LimitedReader{R: plain, N: maxUnpacked}
	size, err := t.matcher.scan(limited, buffer, func(f *filed, at int64) { t.found(f, s, s.path+" (unpacked)", at) })
	if err != nil {
		return size, nil // it ends where it stops being a compressed file; its bytes as they are were searched
	}
	if limited.N == 0 {
		return size, fmt.Errorf("unpacks to more than %d bytes", int64(maxUnpacked))
	}
	return size, nil
}

// metered counts what is read and stops when the caller does.
type metered struct {
	ctx context.Context
	in  io.Reader
	of  *theft
}

func (m *metered) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.in.Read(p)
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	m.of.done += int64(n)
	if m.of.Progress != nil {
		m.of.Progress(m.of.done, m.of.total)
	}
	return n, err
}

func (t *theft) found(f *filed, s source, path string, at int64) {
	n := t.needles[f.needle]
	t.mu.Lock()
	defer t.mu.Unlock()
	if address, err := n.account(); s.chain && n.Kind == Wallet && err == nil && t.published[address] {
		t.report.publishedWallet(n.Value)
		return
	}
	t.report.Finds++
	id := hit{f.needle, f.encoding, path}
	if seen := t.hits[id]; seen != nil {
		seen.Times++
		seen.Offset = min(seen.Offset, at)
		return
	}
	if len(t.hits) == maxFindings {
		return
	}
	t.hits[id] = &Finding{Kind: n.Kind, Value: n.Value, Encoding: Encodings[f.encoding], Store: s.store, Path: path, Offset: at, Times: 1}
}
