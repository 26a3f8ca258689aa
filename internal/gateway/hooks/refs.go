package hooks

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"carnet/internal/blob"
)

// RefLife is how long a ref leads to its shopper.
const RefLife = 30 * 24 * time.Hour

var (
	errNoRef     = errors.New("no such ref, or it is over")
	errUsed      = errors.New("the ref belongs to another order")
	refText      = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding) // 26 characters, Crockford's letters
	errDifferent = errors.New("not an object of this version")
)

// notes keeps what leads from carts and sales to shoppers.
type notes struct {
	blob        blob.Store
	pairwiseKey []byte
	now         func() time.Time
}

// note is the content of both kinds of object.
type note struct {
	V      int    `json:"v"`
	Client string `json:"client"`
	Sub    string `json:"sub"`             // "" for a sale that nobody could be found for
	Until  int64  `json:"until,omitempty"` // Unix seconds, of a ref
}

// place is where an object lies and what it is sealed under.
type place struct {
	key    string
	secret []byte
	info   string
}

func (n *notes) ref(ref string) (place, error) {
	raw, err := refText.DecodeString(ref)
	if err != nil || len(raw) != 16 || refText.EncodeToString(raw) != ref {
		return place{}, errNoRef
	}
	sum := sha256.Sum256(append([]byte("carnet/v1/ref"), raw...))
	id := hex.EncodeToString(sum[:])
	return place{"refs/" + id[:2] + "/" + id, raw, "carnet/v1/ref/key"}, nil
}

// sale is where a sale's note lies: platform and key name it.
func (n *notes) sale(client, name string) place {
	label := func(kind string) string {
		out := kind
		for _, part := range []string{client, name} {
			out += string(binary.BigEndian.AppendUint32(nil, uint32(len(part)))) + part
		}
		return out
	}
	mac := hmac.New(sha256.New, n.pairwiseKey)
	mac.Write([]byte(label("carnet/v1/sale")))
	id := hex.EncodeToString(mac.Sum(nil))
	return place{"sales/" + id[:2] + "/" + id, n.pairwiseKey, label("carnet/v1/sale/key")}
}

func (p place) aead() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, p.secret, nil, p.info, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// padded is the size of a note's text, so that no size tells anything.
const padded = 512

func (n *notes) put(ctx context.Context, p place, v note) error {
	text, err := json.Marshal(v)
	if err != nil || len(text) > padded {
		return fmt.Errorf("note of %d bytes, want at most %d: %w", len(text), padded, errors.Join(err, blob.ErrInvalid))
	}
	aead, err := p.aead()
	if err != nil {
		return err
	}
	for len(text) < padded {
		text = append(text, ' ')
	}
	return n.blob.Put(ctx, p.key, aead.Seal(nil, nil, text, []byte(p.key)))
}

func (n *notes) get(ctx context.Context, p place) (v note, err error) {
	data, err := n.blob.Get(ctx, p.key)
	if err != nil {
		return v, err
	}
	aead, err := p.aead()
	if err != nil {
		return v, err
	}
	text, err := aead.Open(nil, nil, data, []byte(p.key))
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil || v.V != 1 {
		return v, errDifferent
	}
	return v, nil
}

// newRef makes a ref for a shopper whom the shop has signed in.
func (n *notes) newRef(ctx context.Context, client, sub string) (ref string, until time.Time, err error) {
	raw := make([]byte, 16)
	rand.Read(raw)
	ref, until = refText.EncodeToString(raw), n.now().Add(RefLife)
	p, err := n.ref(ref)
	if err != nil {
		return "", until, err
	}
	return ref, until, n.put(ctx, p, note{V: 1, Client: client, Sub: sub, Until: until.Unix()})
}

// subOf returns whom a ref leads to, for one order and its refunds: errNoRef, errUsed. order names the sale.
func (n *notes) subOf(ctx context.Context, client, ref, order string) (string, error) {
	p, err := n.ref(ref)
	if err != nil {
		return "", err
	}
	v, err := n.get(ctx, p)
	if errors.Is(err, blob.ErrNotFound) || err == nil && (v.Client != client || n.now().Unix() >= v.Until) {
		return "", errNoRef
	}
	if err != nil {
		return "", fmt.Errorf("receipt ref: %w", err)
	}
	use := place{p.key + "-used", p.secret, "carnet/v1/ref/used"}
	err = n.put(ctx, use, note{V: 1, Client: order})
	if errors.Is(err, blob.ErrExists) {
		var first note
		if first, err = n.get(ctx, use); err == nil && first.Client != order {
			return "", errUsed
		}
	}
	if err != nil {
		return "", fmt.Errorf("receipt ref: %w", err)
	}
	return v.Sub, nil
}
