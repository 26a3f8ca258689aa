package books

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"carnet/internal/profile"
)

// Prefix is where a shop's copies lie.
func Prefix(clientID string) string {
	sum := sha256.Sum256([]byte(clientID))
	h := hex.EncodeToString(sum[:])
	return Root + h[:2] + "/" + h + "/"
}

// NewKey names the object of a copy. The name says nothing of the receipt, so that it cannot be found beside the shopper's.
func NewKey(clientID string, epoch uint64) string {
	var name [8]byte
	rand.Read(name[:])
	return fmt.Sprintf("%s%010d/%x", Prefix(clientID), epoch, name)
}

// Root is where the copies of all shops lie.
const Root = "books/"

// Check refuses an object under Root that cannot be a copy: by its name, or because profile.Seal made no such file.
func Check(key string, data []byte) error {
	if _, ok := epochOf(key); !ok || strings.Count(key, "/") != 4 {
		return errors.New("not the name of a copy")
	}
	if err := profile.CheckFile(data); err != nil {
		return fmt.Errorf("not a sealed copy: %w", err)
	}
	return nil
}

// epochOf reads the epoch from the end of a key or of a path: …/0000000007/0123456789abcdef, with or without .age.
func epochOf(name string) (uint64, bool) {
	parts := strings.Split(strings.TrimSuffix(name, ".age"), "/")
	if len(parts) < 2 {
		return 0, false
	}
	file, err := hex.DecodeString(parts[len(parts)-1])
	epoch, parseErr := strconv.ParseUint(parts[len(parts)-2], 10, 64)
	return epoch, err == nil && parseErr == nil && len(file) == 8 && len(parts[len(parts)-2]) == 10
}
