package drill

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// window is how many bytes of a form are hashed; no form is shorter.
const window = minBits / 8

// matcher finds any of millions of forms in one pass. Each form is filed under those six bytes of it that are rarest among all forms;
// at each position of the text the six bytes there are looked up. A Bloom filter that fits the processor's cache answers nearly all look-ups. (Aho-Corasick would
// visit each byte once as well, but its automaton needs a node for each byte of each form: gigabytes for a month of real orders.)
type matcher struct {
	forms   []filed
	arena   []byte   // all patterns, one after the other
	heads   []int32  // by hash of the window: first form plus one, then along next; 0 ends
	filter  []uint64 // a bit for each hash of a window, 16 times as many as there are forms
	shift   int      // makes a hash an index of heads
	fine    int      // makes a hash a bit of filter
	longest int
}

type filed struct {
	start    uint32 // in arena
	needle   int32
	next     int32 // form plus one; 0 ends
	length   uint16
	offset   uint16 // of the window in the pattern
	encoding uint8
}

func newMatcher() *matcher { return &matcher{longest: window} }

// load reads six bytes; b must have eight.
func load(b []byte) uint64 { return binary.LittleEndian.Uint64(b) & (1<<minBits - 1) }

func hash(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 }

// add takes a pattern of six to 65535 bytes.
func (m *matcher) add(pattern []byte, needle int32, encoding uint8) {
	m.forms = append(m.forms, filed{start: uint32(len(m.arena)), length: uint16(len(pattern)), needle: needle, encoding: encoding})
	m.arena = append(m.arena, pattern...)
	m.longest = max(m.longest, len(pattern))
}

// ready files all forms; none can be added afterwards.
func (m *matcher) ready() error {
	const maxArena = 1 << 31
	if len(m.arena) > maxArena || len(m.forms) >= maxArena {
		return fmt.Errorf("%d forms of %d bytes in all, want at most %d: too many needles: %w", len(m.forms), len(m.arena), maxArena, ErrNeedle)
	}
	m.arena = append(m.arena, 0, 0) // so that load can read at the last window
	size := max(bits.Len(uint(len(m.forms))), 12)
	m.shift, m.fine = 64-size, 64-size-4
	m.heads, m.filter = make([]int32, 1<<size), make([]uint64, 1<<(size+4)/64)
	common := make([]uint8, 1<<(size+4)) // how many windows have a hash, up to 255
	for i := range m.forms {
		f := &m.forms[i]
		for at := uint32(0); at+window <= uint32(f.length); at++ {
			if c := &common[hash(load(m.arena[f.start+at:]))>>m.fine]; *c < 255 {
				*c++
			}
		}
	}
	for i := range m.forms {
		f := &m.forms[i]
		best := uint8(255)
		for at := uint32(0); at+window <= uint32(f.length); at++ {
			if c := common[hash(load(m.arena[f.start+at:]))>>m.fine]; c < best {
				best, f.offset = c, uint16(at)
			}
		}
		h := hash(load(m.arena[f.start+uint32(f.offset):]))
		head := &m.heads[h>>m.shift]
		f.next, *head = *head, int32(i+1)
		m.filter[(h>>m.fine)/64] |= 1 << ((h >> m.fine) % 64)
	}
	return nil
}

// scan reads to the end and calls found for every form at every place; it returns the number of bytes. The buffer belongs to one goroutine.
func (m *matcher) scan(r io.Reader, buffer *[]byte, found func(f *filed, at int64)) (size int64, err error) {
	const chunk = 1 << 20
	if len(*buffer) < chunk+2*m.longest+8 {
		*buffer = make([]byte, chunk+2*m.longest+8)
	}
	buf, kept, looked := *buffer, 0, 0 // bytes in buf that were there before; windows in them that were looked at
	base := int64(0)                   // of buf in the stream
	for {
		n, err := io.ReadFull(r, buf[kept:len(buf)-8])
		end := kept + n
		size += int64(n)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return size, err
		}
		until := end - window + 1
		if !last {
			until = end - m.longest // what may go on behind the end waits
		}
		m.look(buf[:end+8], looked, until, end, func(f *filed, at int) { found(f, base+int64(at)) })
		if last {
			return size, nil
		}
		keep := until - m.longest // what a form at the next window may begin with
		keep = max(keep, 0)
		copy(buf, buf[keep:end])
		kept, looked, base = end-keep, until-keep, base+int64(keep)
	}
}

func (m *matcher) look(buf []byte, from, until, end int, found func(*filed, int)) {
	filter, fine := m.filter, m.fine
	for i := from; i < until; i++ {
		h := hash(load(buf[i:]))
		bit := h >> fine
		if filter[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		for next := m.heads[h>>m.shift]; next != 0; next = m.forms[next-1].next {
			f := &m.forms[next-1]
			at := i - int(f.offset)
			if at < 0 || at+int(f.length) > end {
				continue
			}
			if pattern := m.arena[f.start:][:f.length]; bytes.Equal(buf[at:at+len(pattern)], pattern) {
				found(f, at)
			}
		}
	}
}
