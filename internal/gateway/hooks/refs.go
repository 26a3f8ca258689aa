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
	"carnet/internal/inboxes"
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

// note is the content of every kind of object.
type note struct {
	V      int              `json:"v"`
	Client string           `json:"client"`
	Sub    string           `json:"sub,omitempty"`   // "" for a guest
	Until  int64            `json:"until,omitempty"` // of a ref: Unix seconds
	Claim  *inboxes.Claimer `json:"claim,omitempty"` // of a ref whose shopper had no vault when it was made
	Sale   string           `json:"sale,omitempty"`  // of a ref's use: the one that it leads
	Ref    string           `json:"ref,omitempty"`   // of a sale: what led to its shopper. "": nothing did

	Refunded string `json:"refunded,omitempty"` // of a sale: partly or wholly, told before it was stored
}

const partly, wholly = "partly", "wholly"

// place is where an object lies, what it is sealed under, and its size in clear: no size tells anything.
type place struct {
	key    string
	secret []byte
	info   string
	size   int
}

// Sizes of texts, in bytes: a ref may hold a claim's public keys, of 2 KiB.
const (
	refSize  = 4096
	noteSize = 512
)

func (n *notes) ref(ref string) (place, error) {
	raw, err := refText.DecodeString(ref)
	if err != nil || len(raw) != 16 || refText.EncodeToString(raw) != ref {
		return place{}, errNoRef
	}
	sum := sha256.Sum256(append([]byte("carnet/v1/ref"), raw...))
	id := hex.EncodeToString(sum[:])
	return place{"refs/" + id[:2] + "/" + id, raw, "carnet/v1/ref/key", refSize}, nil
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
	return place{"sales/" + id[:2] + "/" + id, n.pairwiseKey, label("carnet/v1/sale/key"), noteSize}
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

// put writes a note where there is none, or in place of the one that had this ETag.
func (n *notes) put(ctx context.Context, p place, etag string, v note) error {
	text, err := json.Marshal(v)
	if err != nil || len(text) > p.size {
		return fmt.Errorf("note of %d bytes, want at most %d: %w", len(text), p.size, errors.Join(err, blob.ErrInvalid))
	}
	aead, err := p.aead()
	if err != nil {
		return err
	}
	for len(text) < p.size {
		text = append(text, ' ')
	}
	data := aead.Seal(nil, nil, text, []byte(p.key))
	if etag == "" {
		return n.blob.Put(ctx, p.key, data)
	}
	return n.blob.Replace(ctx, p.key, etag, data)
}

func (n *notes) get(ctx context.Context, p place) (v note, etag string, err error) {
	data, err := n.blob.Get(ctx, p.key)
	if err != nil {
		return v, "", err
	}
	aead, err := p.aead()
	if err != nil {
		return v, "", err
	}
	text, err := aead.Open(nil, nil, data, []byte(p.key))
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil || v.V != 1 {
		return v, "", errDifferent
	}
	return v, blob.ETag(data), nil
}

// lay is put where somebody else may have written the same at the same time.
func (n *notes) lay(ctx context.Context, p place, etag string, v note) error {
	err := n.put(ctx, p, etag, v)
	if !errors.Is(err, blob.ErrExists) && !errors.Is(err, blob.ErrChanged) {
		return err
	}
	if now, _, failed := n.get(ctx, p); failed != nil || now.Ref != v.Ref {
		return errors.Join(err, failed, blob.ErrUnavailable) // to be told again
	}
	return nil
}

// refund lets the note of a sale that is not stored remember that money was paid back.
func (n *notes) refund(ctx context.Context, client, sale string, whole bool) error {
	at := n.sale(client, sale)
	v, etag, err := n.get(ctx, at)
	if errors.Is(err, blob.ErrNotFound) {
		v = note{V: 1, Client: client}
	} else if err != nil {
		return err
	}
	if v.Refunded == wholly || v.Refunded == partly && !whole {
		return nil
	}
	v.Refunded = partly
	if whole {
		v.Refunded = wholly
	}
	err = n.put(ctx, at, etag, v)
	if errors.Is(err, blob.ErrExists) || errors.Is(err, blob.ErrChanged) {
		return errors.Join(err, blob.ErrUnavailable) // to be told again
	}
	return err
}

// newRef makes a ref for a shopper: sub is "" for a guest, claim nil where a vault is bound.
func (n *notes) newRef(ctx context.Context, client, sub string, claim *inboxes.Claimer) (ref string, until time.Time, err error) {
	raw := make([]byte, 16)
	rand.Read(raw)
	ref, until = refText.EncodeToString(raw), n.now().Add(RefLife)
	p, err := n.ref(ref)
	if err != nil {
		return "", until, err
	}
	return ref, until, n.put(ctx, p, "", note{V: 1, Client: client, Sub: sub, Until: until.Unix(), Claim: claim})
}

// claim returns the public half of a ref's claim code: nil when there is none, or the ref is deleted.
func (n *notes) claim(ctx context.Context, ref string) (*inboxes.Claimer, error) {
	p, err := n.ref(ref)
	if err != nil {
		return nil, err
	}
	v, _, err := n.get(ctx, p)
	if errors.Is(err, blob.ErrNotFound) {
		return nil, nil
	}
	return v.Claim, err
}

// lead returns whom a ref leads one order to: errNoRef, errUsed. order names the sale.
func (n *notes) lead(ctx context.Context, client, ref, order string) (sub string, err error) {
	p, err := n.ref(ref)
	if err != nil {
		return "", err
	}
	v, _, err := n.get(ctx, p)
	if errors.Is(err, blob.ErrNotFound) || err == nil && (v.Client != client || n.now().Unix() >= v.Until) {
		return "", errNoRef
	}
	if err != nil {
		return "", fmt.Errorf("receipt ref: %w", err)
	}
	use := place{p.key + "-used", p.secret, "carnet/v1/ref/used", noteSize}
	err = n.put(ctx, use, "", note{V: 1, Client: client, Sale: order})
	if errors.Is(err, blob.ErrExists) {
		var first note
		if first, _, err = n.get(ctx, use); err == nil && first.Sale != order {
			return "", errUsed
		}
	}
	if err != nil {
		return "", fmt.Errorf("receipt ref: %w", err)
	}
	return v.Sub, nil
}

const (
	refGrace   = 24 * time.Hour         // after its end, by the store's clock
	sweepPause = 100 * time.Millisecond // between pages: nobody waits for it
)

// sweep deletes refs that are over. What is in them cannot be read without them, so their age decides.
func (n *notes) sweep(ctx context.Context) error {
	return blob.Each(ctx, n.blob, "refs/", sweepPause, func(e blob.Entry) error {
		if e.Modified.IsZero() || n.now().Sub(e.Modified) < RefLife+refGrace {
			return nil
		}
		return n.blob.Delete(ctx, e.Key)
	})
}
