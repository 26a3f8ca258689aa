package books

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"carnet/internal/profile"
)

// seedSize is the length of an age hybrid identity's seed.
const seedSize = 32

// Key is the offline key of a shop's books.
type Key struct {
	seed     [seedSize]byte
	identity *age.HybridIdentity
}

// Generate makes a random key.
func Generate() *Key {
	var seed [seedSize]byte
	rand.Read(seed[:])
	return keyOf(seed)
}

func keyOf(seed [seedSize]byte) *Key {
	return &Key{seed, profile.HybridIdentity(seed)}
}

// Recipient is the public half, for the gateway's configuration: age1pq1….
func (k *Key) Recipient() string { return k.identity.Recipient().String() }

// WriteIdentity writes the key as the age tool reads it.
func (k *Key) WriteIdentity(w io.Writer) error {
	_, err := fmt.Fprintf(w, "# Carnet: key of a shop's books. Keep it offline.\n# public key: %s\n%s\n", k.Recipient(), k.identity)
	return err
}

// WriteShare writes one half of a key that was split in two with Split: number 1 or 2. One half alone tells nothing.
func (k *Key) WriteShare(w io.Writer, number int, share [seedSize]byte) error {
	_, err := fmt.Fprintf(w, "# Carnet: half %d of 2 of the key of a shop's books. Worth nothing without the other one.\n# public key: %s\n%s\n",
		number, k.Recipient(), shareText(number, share))
	return err
}

// Split returns two halves, each of which is random on its own.
func (k *Key) Split() (one, two [seedSize]byte) {
	rand.Read(one[:])
	for i := range one {
		two[i] = one[i] ^ k.seed[i]
	}
	return one, two
}

// sharePrefix begins the line of a half.
const sharePrefix = "CARNET-HALF-"

// shareText is the half and two bytes of SHA-256 over number and half, in groups of 4 for whoever types it from paper.
func shareText(number int, share [seedSize]byte) string {
	check := sha256.Sum256(append([]byte{byte(number)}, share[:]...))
	s := profile.Crockford(append(share[:], check[:2]...))
	var b strings.Builder
	fmt.Fprintf(&b, "%s%d", sharePrefix, number)
	for i := 0; i < len(s); i += 4 {
		b.WriteByte('-')
		b.WriteString(s[i:min(i+4, len(s))])
	}
	return b.String()
}

func parseShare(line string) (number int, share [seedSize]byte, err error) {
	typing := errors.New("half of a key: not complete, or has a typing error")
	rest, ok := strings.CutPrefix(strings.ToUpper(line), sharePrefix)
	if !ok || len(rest) < 2 || rest[0] != '1' && rest[0] != '2' {
		return 0, share, typing
	}
	number = int(rest[0] - '0')
	raw, err := profile.ParseCrockford(rest[1:], seedSize+2)
	if err != nil {
		return 0, share, typing
	}
	share = [seedSize]byte(raw)
	if check := sha256.Sum256(append([]byte{byte(number)}, share[:]...)); !bytes.Equal(check[:2], raw[seedSize:]) {
		return 0, share, typing
	}
	return number, share, nil
}

// Identity reads what opens the books from the contents of one identity file, or of the files of the two halves.
func Identity(files ...[]byte) (age.Identity, error) {
	if len(files) == 1 && !bytes.Contains(files[0], []byte(sharePrefix)) {
		ids, err := age.ParseIdentities(bytes.NewReader(files[0]))
		if err != nil || len(ids) != 1 {
			return nil, errors.New("not one age identity") // the cause could quote the key
		}
		return ids[0], nil
	}
	if len(files) != 2 {
		return nil, errors.New("give the one file of the key, or the two files of its halves")
	}
	var seed [seedSize]byte
	var numbers int
	var named []string
	for _, file := range files {
		number, share, public, err := readShare(file)
		if err != nil {
			return nil, err
		}
		numbers |= number
		named = append(named, public)
		for i := range seed {
			seed[i] ^= share[i]
		}
	}
	if numbers != 3 {
		return nil, errors.New("the same half twice: give half 1 and half 2")
	}
	key := keyOf(seed)
	for _, public := range named {
		if public != "" && public != key.Recipient() {
			return nil, errors.New("the halves are of two different keys")
		}
	}
	return key.identity, nil
}

func readShare(file []byte) (number int, share [seedSize]byte, public string, err error) {
	lines := bufio.NewScanner(bytes.NewReader(file))
	found := false
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if text, ok := strings.CutPrefix(line, "# public key: "); ok {
			public = text
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if found {
			return 0, share, "", errors.New("half of a key: more than one line")
		}
		if number, share, err = parseShare(line); err != nil {
			return 0, share, "", err
		}
		found = true
	}
	if !found {
		return 0, share, "", errors.New("half of a key: nothing in the file")
	}
	return number, share, public, nil
}
