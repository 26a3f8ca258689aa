package blob

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// A journal file is journalMagic, 8 random bytes, and records: length of the body (4 bytes, big-endian), CRC-32C of the random bytes and the
// body (4), body. The body is an operation (1), the length of the key (2), the key, and for a put the object. The random bytes keep blocks of
// an older journal, should a file system ever show them, from being taken for records.
const (
	journalMagic = "carnetj1"
	opPut        = 'P'
	opDelete     = 'D'

	maxJournalAge = time.Minute
	maxSealed     = 4       // journals that wait for a checkpoint; then writers wait too
	maxBatchBytes = 4 << 20 // of one write; a single larger record is written alone
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// record is one write on its way into the journal.
type record struct {
	op   byte
	key  string
	data []byte
	// signal tells a waiting writer that its record is done (false), or that it must commit the queue itself (true).
	signal chan bool
	gen    *generation // where the record lies; set when done without error
	err    error
}

// generation is one journal file.
type generation struct {
	path   string
	file   journalFile
	salt   []byte
	opened time.Time
	bytes  int64
	keys   []string
	// unsettled counts records that are durable but whose files are not in place yet.
	unsettled sync.WaitGroup
	torn      atomic.Bool // one of its files is half there: only this journal knows the rest
}

// journal appends records, many with one sync.
type journal struct {
	disk disk
	root string // of the store
	dir  string // of the journal files
	now  func() time.Time
	// maxBytes and maxRecords bound one file, more or less, and with it the time that an open after a crash takes.
	maxBytes   int64
	maxRecords int

	queueMu sync.Mutex
	queue   []*record // guarded by queueMu
	leading bool      // guarded by queueMu: a writer is committing and will see to the queue

	// commitMu is held while a batch is written and while the current file changes.
	commitMu sync.Mutex
	current  *generation   // guarded by commitMu; nil before the first record
	sealed   []*generation // guarded by commitMu; oldest first, not yet dropped
	next     uint64        // guarded by commitMu; number of the next file
	broken   error         // guarded by commitMu; why no write is accepted any more
	buf      []byte        // guarded by commitMu

	checkpointMu sync.Mutex // one checkpoint at a time; taken before commitMu
	full         chan struct{}
}

// append returns when the record is durable. The caller then puts the file in place and settles the generation.
func (j *journal) append(r *record) error {
	r.signal = make(chan bool, 1)
	j.queueMu.Lock()
	j.queue = append(j.queue, r)
	lead := !j.leading
	j.leading = true
	j.queueMu.Unlock()
	if lead || <-r.signal {
		j.lead()
		<-r.signal
	}
	return r.err
}

// lead commits what is queued, which includes the leader's own record, and hands the rest to the next writer.
func (j *journal) lead() {
	j.queueMu.Lock()
	batch := j.queue[:batchLen(j.queue)]
	j.queue = slices.Clone(j.queue[len(batch):])
	j.queueMu.Unlock()

	gen, err := j.commit(batch)
	for _, r := range batch {
		r.gen, r.err = gen, err
		r.signal <- false
	}

	j.queueMu.Lock()
	defer j.queueMu.Unlock()
	if len(j.queue) == 0 {
		j.leading = false
		return
	}
	j.queue[0].signal <- true
}

func batchLen(queue []*record) int {
	size := 0
	for i, r := range queue {
		if size += len(r.data); i > 0 && size > maxBatchBytes {
			return i
		}
	}
	return len(queue)
}

// commit is called by one leader at a time. After a failure the batch may lie in the journal; it is gone, or the store is broken, when commit returns.
func (j *journal) commit(batch []*record) (*generation, error) {
	if j.behind() {
		if err := j.checkpoint(never); err != nil {
			return nil, err
		}
	}
	gen, err := j.write(batch)
	if err != nil {
		j.repair(err)
	}
	return gen, err
}

func (j *journal) behind() bool {
	j.commitMu.Lock()
	defer j.commitMu.Unlock()
	return len(j.sealed) >= maxSealed
}

func (j *journal) write(batch []*record) (*generation, error) {
	j.commitMu.Lock()
	defer j.commitMu.Unlock()
	if j.broken != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, j.broken)
	}
	if err := j.rotate(); err != nil {
		return nil, err
	}
	gen := j.current
	j.buf = j.buf[:0]
	for _, r := range batch {
		j.buf = gen.encode(j.buf, r)
	}
	_, err := gen.file.Write(j.buf)
	if err == nil {
		err = gen.file.Sync()
	}
	if cap(j.buf) > 2*maxBatchBytes {
		j.buf = nil
	}
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	gen.bytes += int64(len(j.buf))
	gen.unsettled.Add(len(batch))
	for _, r := range batch {
		gen.keys = append(gen.keys, r.key)
	}
	return gen, nil
}

func (g *generation) encode(buf []byte, r *record) []byte {
	start := len(buf)
	buf = append(buf, make([]byte, 8)...)
	buf = append(buf, r.op)
	buf = binary.BigEndian.AppendUint16(buf, uint16(len(r.key)))
	buf = append(buf, r.key...)
	buf = append(buf, r.data...)
	body := buf[start+8:]
	binary.BigEndian.PutUint32(buf[start:], uint32(len(body)))
	binary.BigEndian.PutUint32(buf[start+4:], checksum(g.salt, body))
	return buf
}

func checksum(salt, body []byte) uint32 {
	return crc32.Update(crc32.Checksum(salt, castagnoli), castagnoli, body)
}

// rotate makes sure that current has room.
func (j *journal) rotate() error {
	if g := j.current; g != nil && g.bytes < j.maxBytes && len(g.keys) < j.maxRecords {
		return nil
	}
	j.seal()
	gen := &generation{
		path: filepath.Join(j.dir, fmt.Sprintf("%020d", j.next)), salt: make([]byte, 8), opened: j.now(),
	}
	rand.Read(gen.salt)
	file, err := j.disk.openJournal(gen.path)
	if err != nil {
		j.next++ // a file may be there all the same; it holds no record and the next open removes it
		return fmt.Errorf("new journal: %w", err)
	}
	gen.file, j.next, j.current = file, j.next+1, gen
	if _, err := file.Write(append([]byte(journalMagic), gen.salt...)); err != nil {
		return fmt.Errorf("new journal: %w", err)
	}
	return nil
}

// seal ends the current file; a checkpoint will drop it.
func (j *journal) seal() {
	if j.current == nil {
		return
	}
	j.sealed = append(j.sealed, j.current)
	j.current = nil
	select {
	case j.full <- struct{}{}:
	default:
	}
}

// repair is called when a write failed whose record may lie in a journal: it gets rid of the journals, so that the record cannot come back with
// the next open. What cannot be repaired breaks the store. The caller holds no lock, and its record is settled.
func (j *journal) repair(cause error) {
	j.checkpointMu.Lock()
	defer j.checkpointMu.Unlock()
	j.commitMu.Lock()
	defer j.commitMu.Unlock()
	if j.broken != nil {
		return
	}
	j.seal()
	if err := j.drop(j.sealed); err != nil {
		j.broken = errors.Join(cause, err)
		return
	}
	j.sealed = nil
}

func never(*generation) bool { return false }

// checkpoint seals the current file when it is due and drops every sealed one, while writes go on in the next.
func (j *journal) checkpoint(due func(*generation) bool) error {
	j.checkpointMu.Lock()
	defer j.checkpointMu.Unlock()
	j.commitMu.Lock()
	if j.current != nil && due(j.current) {
		j.seal()
	}
	gens, err := slices.Clone(j.sealed), j.broken
	j.commitMu.Unlock()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if len(gens) == 0 {
		return nil
	}
	err = j.drop(gens)
	j.commitMu.Lock()
	defer j.commitMu.Unlock()
	if err != nil {
		j.broken = err
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	j.sealed = slices.Clone(j.sealed[len(gens):])
	return nil
}

// drop waits until the files of all records are in place, makes them durable, and removes the journals, oldest first: an old journal without
// its successor would bring back what the successor had undone.
func (j *journal) drop(gens []*generation) error {
	if len(gens) == 0 {
		return nil
	}
	var paths []string
	for _, gen := range gens {
		gen.unsettled.Wait()
		if gen.torn.Load() {
			return errTorn
		}
		for _, key := range gen.keys {
			paths = append(paths, filepath.Join(j.root, filepath.FromSlash(key)))
		}
	}
	blur(j.root, paths)
	if err := j.disk.flush(j.root, paths); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	for _, gen := range gens {
		if err := gen.file.Close(); err != nil {
			return fmt.Errorf("close journal: %w", err)
		}
		if err := j.disk.dropJournal(gen.path); err != nil {
			return fmt.Errorf("drop journal: %w", err)
		}
	}
	return nil
}

// journalFiles lists the files of dir, oldest first, and the number after the last.
func journalFiles(dir string) (paths []string, next uint64, err error) {
	entries, err := os.ReadDir(dir) // sorted, and the names have a fixed width
	if err != nil {
		return nil, 0, err
	}
	for _, e := range entries {
		n, err := strconv.ParseUint(e.Name(), 10, 64)
		if err != nil || len(e.Name()) != 20 || !e.Type().IsRegular() {
			return nil, 0, fmt.Errorf("%s is not a journal", filepath.Join(dir, e.Name()))
		}
		paths, next = append(paths, filepath.Join(dir, e.Name())), n+1
	}
	return paths, next, nil
}

// place is where the last record of a key lies.
type place struct {
	path   string
	offset int64 // of the object
	size   int64
	op     byte
}

// scan reads a journal into places, up to its end or its torn tail.
func scan(path string, places map[string]place) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	header := make([]byte, len(journalMagic)+8)
	if _, err := io.ReadFull(r, header); err != nil || string(header[:len(journalMagic)]) != journalMagic {
		return torn(err) // it was never opened in full
	}
	salt, offset := header[len(journalMagic):], int64(len(header))
	var body []byte
	for {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return torn(err)
		}
		size := int64(binary.BigEndian.Uint32(head[:]))
		if size < 3 || size > 3+MaxKey+MaxSize {
			return nil
		}
		body = slices.Grow(body[:0], int(size))[:size]
		if _, err := io.ReadFull(r, body); err != nil {
			return torn(err)
		}
		key, op, ok := parseBody(body)
		if checksum(salt, body) != binary.BigEndian.Uint32(head[4:]) || !ok {
			return nil
		}
		start := int64(3 + len(key))
		places[key] = place{path: path, offset: offset + 8 + start, size: size - start, op: op}
		offset += 8 + size
	}
}

// torn accepts the end of the file wherever it comes; other errors are the disk's.
func torn(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}

func parseBody(body []byte) (key string, op byte, ok bool) {
	if len(body) < 3 {
		return "", 0, false
	}
	n := int(binary.BigEndian.Uint16(body[1:]))
	if len(body) < 3+n || (body[0] != opPut && body[0] != opDelete) {
		return "", 0, false
	}
	key = string(body[3 : 3+n])
	return key, body[0], CheckKey(key) == nil
}

func (p place) read() ([]byte, error) {
	f, err := os.Open(p.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, p.size)
	_, err = f.ReadAt(data, p.offset)
	if p.size == 0 {
		return data, nil
	}
	return data, err
}
