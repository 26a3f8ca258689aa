package state

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// journal is what has changed since the bolt file was last brought up to date: two files that take turns, so that one can be written while the
// content of the other goes into bolt. Each begins with a generation (8 bytes) and goes on with frames: length of the payload and its
// CRC-32C (4 bytes each), then the payload, the changes that were made as one. Every write is one system call, and is in the kernel's hands
// when it returns.
type journal struct {
	files      [2]*os.File
	active     int
	generation uint64
	size       int64 // of the active file, up to the end of the last whole frame
}

const (
	journalHeader = 8
	frameHeader   = 8
	maxFrame      = MaxEntries * (MaxValue + MaxKey + changeHeader)
	changeHeader  = 14 // expiry (Unix milliseconds, 0 for a deletion) 8, length of the key 2, of the value 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func journalPaths(path string) [2]string { return [2]string{path + ".log0", path + ".log1"} }

// openJournal opens both files and hands every change in them to replay, oldest first. They keep their content until reset.
func openJournal(path string, replay func(key string, r record)) (_ *journal, err error) {
	j := &journal{}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("state journal: %w", err), j.close())
		}
	}()
	var contents [2][]byte
	for i, name := range journalPaths(path) {
		if j.files[i], err = os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600); err != nil {
			return nil, err
		}
		if contents[i], err = io.ReadAll(j.files[i]); err != nil {
			return nil, err
		}
	}
	older := 0
	if generation(contents[1]) < generation(contents[0]) {
		older = 1
	}
	j.generation = max(generation(contents[0]), generation(contents[1]))
	for _, i := range []int{older, 1 - older} {
		frames(contents[i], replay)
	}
	return j, nil
}

func generation(content []byte) uint64 {
	if len(content) < journalHeader {
		return 0
	}
	return binary.BigEndian.Uint64(content)
}

// frames reads up to the first frame that is not whole: it was being written when the process died, so nobody was told that it was.
func frames(content []byte, replay func(key string, r record)) {
	for content = content[min(journalHeader, len(content)):]; len(content) >= frameHeader; {
		n, sum := binary.BigEndian.Uint32(content), binary.BigEndian.Uint32(content[4:])
		if n == 0 || n > maxFrame || int(n) > len(content)-frameHeader {
			return
		}
		payload := content[frameHeader : frameHeader+n]
		if crc32.Checksum(payload, castagnoli) != sum {
			return
		}
		for len(payload) >= changeHeader {
			key, value := int(binary.BigEndian.Uint16(payload[8:])), int(binary.BigEndian.Uint32(payload[10:]))
			if key+value > len(payload)-changeHeader {
				return
			}
			expires := int64(binary.BigEndian.Uint64(payload))
			payload = payload[changeHeader:]
			replay(string(payload[:key]), record{value: payload[key : key+value : key+value], expires: expires})
			payload = payload[key+value:]
		}
		content = content[frameHeader+n:]
	}
}

// appendChange adds one change to a frame under construction, which begins with frameHeader bytes of room.
func appendChange(frame []byte, key string, r record) []byte {
	frame = binary.BigEndian.AppendUint64(frame, uint64(r.expires))
	frame = binary.BigEndian.AppendUint16(frame, uint16(len(key)))
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(r.value)))
	return append(append(frame, key...), r.value...)
}

// append writes one frame. On an error the file is as before.
func (j *journal) append(frame []byte) error {
	binary.BigEndian.PutUint32(frame, uint32(len(frame)-frameHeader))
	binary.BigEndian.PutUint32(frame[4:], crc32.Checksum(frame[frameHeader:], castagnoli))
	if _, err := j.files[j.active].WriteAt(frame, j.size); err != nil {
		return errors.Join(err, j.files[j.active].Truncate(j.size))
	}
	j.size += int64(len(frame))
	return nil
}

// turn makes the other file, which must be empty, the active one.
func (j *journal) turn() error {
	other := j.files[1-j.active]
	if _, err := other.WriteAt(binary.BigEndian.AppendUint64(nil, j.generation+1), 0); err != nil {
		return errors.Join(err, other.Truncate(0))
	}
	j.active, j.size = 1-j.active, journalHeader
	j.generation++
	return nil
}

// drop empties the file that is not active: its content is in bolt.
func (j *journal) drop() error { return j.files[1-j.active].Truncate(0) }

// reset empties both files: their content is in bolt.
func (j *journal) reset() error {
	if err := errors.Join(j.drop(), j.files[j.active].Truncate(0)); err != nil {
		return err
	}
	return j.turn()
}

func (j *journal) close() error {
	var errs []error
	for _, f := range j.files {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}
