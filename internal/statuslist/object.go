package statuslist

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/bits"

	"carnet/internal/profile"
)

const (
	usedSize = profile.StatusEntries / 8
	listSize = profile.StatusEntries / 4
	mostUsed = profile.StatusEntries / 4 * 3 // then the next list is begun: finding a free entry stays quick, and entries stay random
)

// object is a list as it is stored: a line of JSON, a bit per entry that is taken, and two bits per entry of the list.
type object struct {
	clientID string
	used     []byte
	list     profile.StatusList
}

type head struct {
	V        int    `json:"v"`
	ClientID string `json:"client_id"`
}

func newObject(clientID string) *object {
	return &object{clientID: clientID, used: make([]byte, usedSize), list: profile.NewStatusList()}
}

func (o *object) marshal() ([]byte, error) {
	line, err := json.Marshal(head{1, o.clientID})
	if err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{line, append(o.used[:len(o.used):len(o.used)], o.list...)}, []byte("\n")), nil
}

func parseObject(data []byte) (*object, error) {
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	var h head
	if json.Unmarshal(line, &h) != nil || h.V != 1 || len(rest) != usedSize+listSize {
		return nil, errors.New("not a version 1 status list")
	}
	return &object{h.ClientID, rest[:usedSize], profile.StatusList(rest[usedSize:])}, nil
}

// take marks up to n random free entries as used and returns them: none when the list is full.
func (o *object) take(n int) []int {
	used := 0
	for _, b := range o.used {
		used += bits.OnesCount8(b)
	}
	n = min(n, mostUsed-used)
	var taken []int
	for len(taken) < n {
		var random [512]byte
		rand.Read(random[:])
		for i := 0; i < len(random) && len(taken) < n; i += 2 {
			at := int(binary.BigEndian.Uint16(random[i:])) // profile.StatusEntries is 2^16
			if o.used[at/8]&(1<<(at%8)) == 0 {
				o.used[at/8] |= 1 << (at % 8)
				taken = append(taken, at)
			}
		}
	}
	return taken
}

func listKey(id string) string { return "status/" + id[:2] + "/" + id }

// currentKey is the object that names the list whose entries a shop's next receipts get.
func currentKey(clientID string) string {
	sum := sha256.Sum256([]byte(clientID))
	return "status/current/" + hex.EncodeToString(sum[:])
}
