package receipts

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"
	"github.com/labstack/echo/v4"

	"carnet/internal/blob"
	"carnet/internal/books"
	"carnet/internal/directory"
	"carnet/internal/gateway/web"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/state"
	"carnet/internal/statuslist"
)

const (
	// MaxOrder is the size limit of one order.
	MaxOrder = profile.MaxOrder
	// Scope is what an access token needs to post orders.
	Scope = "receipts"
)

// Journal makes leaves durable: epochs.Log.
type Journal interface {
	Append(ctx context.Context, leaf [32]byte) (epoch uint64, err error)
}

// Surface serves POST /receipts and POST /receipts/batch. All fields are required.
type Surface struct {
	Authenticate func(c echo.Context, scope string) (clientID string, err error) // by access token; its error is answered as it is
	Shops        *directory.Directory
	Inboxes      *inboxes.Store
	Lists        *statuslist.Store
	Blob         blob.Store
	State        state.Store
	Journal      Journal
	Limit        web.Limiter   // by client id, one unit per order
	Slots        chan struct{} // bounds the orders in work at a time; its capacity is the bound

	PairwiseKey []byte
	VaultURL    string // where claim links lead
	Now         func() time.Time
	Gone        []error // errors that mean that a store cannot be reached: 503 instead of 500
	Log         *slog.Logger
}

// Register adds the routes to g, whose path is /v1.
func (s *Surface) Register(g *echo.Group) {
	g.POST("/receipts", s.post, web.NoStore) // the answer may hold a claim code
	g.POST("/receipts/batch", s.postBatch, web.NoStore)
}

// answer is what the shop gets.
type answer struct {
	ID      string         `json:"id"`
	Leaf    string         `json:"leaf"`
	Epoch   uint64         `json:"epoch"`
	Promise string         `json:"promise"`
	Sale    string         `json:"sale,omitempty"`  // marked or unknown: the sale that the order refers to
	Claim   *inboxes.Shown `json:"claim,omitempty"` // how a shopper without a vault gets the receipt later
}

func (s *Surface) post(c echo.Context) error {
	shop, err := s.shop(c)
	if err != nil {
		return err
	}
	body, err := web.JSONBody(c, MaxOrder)
	if err != nil {
		return err
	}
	keys := c.Request().Header.Values("Idempotency-Key")
	if len(keys) != 1 {
		return badKey()
	}
	a, status, err := s.accept(c.Request().Context(), shop, keys[0], body, nil)
	if err == nil && wantsQR(c) {
		err = a.Claim.Draw()
	}
	if err != nil {
		return err
	}
	return c.JSON(status, a)
}

// wantsQR tells whether the address says qr=svg.
func wantsQR(c echo.Context) bool { return c.QueryParam("qr") == "svg" }

// shop authenticates the caller.
func (s *Surface) shop(c echo.Context) (*directory.Shop, error) {
	id, err := s.Authenticate(c, Scope)
	if err != nil {
		return nil, err
	}
	shop := s.Shops.Shop(id)
	if shop == nil {
		return nil, web.Forbidden("not_a_shop", "This client cannot post receipts here: it is not configured as a shop. Nothing was stored.")
	}
	return shop, nil
}

// Accept takes an order that came to the shop in another way than by its own call: the body of POST /receipts, under an Idempotency-Key. Nobody would show a
// claim code of the answer to the shopper, so one without a vault gets the receipt under claim, a code that was made before: inboxes.ErrNobody when it is nil.
// Accept returns the status that POST would have answered with; other errors are those that it would have answered.
func (s *Surface) Accept(ctx context.Context, shop *directory.Shop, idemKey string, body []byte, claim *inboxes.Claimer) (status int, err error) {
	_, status, err = s.accept(ctx, shop, idemKey, body, &told{claim})
	return status, err
}

// Refunded lets a guest's sale, or that of a sub, show a refund that makes no receipt. It tells whether the shop sold anything under that id.
func (s *Surface) Refunded(ctx context.Context, shop *directory.Shop, sub, sale string, whole bool) (known bool, err error) {
	return s.mark(ctx, shop, s.inbox(shop, sub, sale), sale, whole)
}

// Sold tells whether a guest's sale, or that of a sub, is stored, or was until its shopper deleted it.
func (s *Surface) Sold(ctx context.Context, shop *directory.Shop, sub, sale string) (bool, error) {
	return s.Lists.Knows(ctx, sale, s.places(s.inbox(shop, sub, sale), sale)...)
}

// inbox is where a guest's receipt lies, or that of a sub.
func (s *Surface) inbox(shop *directory.Shop, sub, receipt string) (prefix string) {
	if sub == "" {
		return inboxes.ReceiptPrefix(profile.GuestInboxID(s.PairwiseKey, receipt))
	}
	return inboxes.ReceiptPrefix(profile.InboxID(s.PairwiseKey, shop.Sector, sub))
}

// places are where a sale may lie: in its shopper's inbox, or in that of a guest.
func (s *Surface) places(own, sale string) []string {
	return []string{own + sale, inboxes.ReceiptPrefix(profile.GuestInboxID(s.PairwiseKey, sale)) + sale}
}

// accept takes one order through the limits to its answer. told is nil when the shop itself posts it.
func (s *Surface) accept(ctx context.Context, shop *directory.Shop, idemKey string, body []byte, told *told) (*answer, int, error) {
	if !validKey(idemKey) {
		return nil, 0, badKey()
	}
	wait, err := s.Limit.Allow(ctx, "client:"+shop.ClientID)
	if err != nil {
		return nil, 0, web.Unavailable(err)
	}
	if wait > 0 {
		return nil, 0, web.TooMany(wait)
	}
	select {
	case s.Slots <- struct{}{}:
		defer func() { <-s.Slots }()
	case <-ctx.Done():
		return nil, 0, web.Unavailable(ctx.Err())
	}
	p, err := profile.ParseOrder(body)
	if err != nil {
		return nil, 0, invalid(err)
	}
	o := order{Order: p, shop: shop, idemKey: idemKey, told: told}
	o.id = profile.ReceiptID(s.PairwiseKey, shop.ClientID, idemKey)
	o.check = profile.Check(s.PairwiseKey, o.id, body)
	if err := s.route(ctx, &o); err != nil {
		return nil, 0, err
	}
	if a, err := s.retry(ctx, &o); a != nil || err != nil {
		return a, http.StatusOK, err
	}
	a, err := s.seal(ctx, &o)
	if errors.Is(err, blob.ErrExists) { // the same order, sent twice at once: the other one won
		a, err = s.retry(ctx, &o)
		return a, http.StatusOK, err
	}
	return a, http.StatusCreated, err
}

// order is one order on its way.
type order struct {
	*profile.Order
	shop    *directory.Shop
	idemKey string
	id      string           // of the receipt
	check   string           // tells a retry from another order
	path    string           // object of the sealed receipt
	bound   *inboxes.Binding // nil: sealed to a claim code
	told    *told            // nil: the shop posted it, and reads the answer
}

// told is how an order came that the shop did not post.
type told struct {
	claim *inboxes.Claimer // nil: none was made
}

// route finds the inbox of the order's subject.
func (s *Surface) route(ctx context.Context, o *order) error {
	inbox := profile.GuestInboxID(s.PairwiseKey, o.id)
	if o.Sub != "" {
		inbox = profile.InboxID(s.PairwiseKey, o.shop.Sector, o.Sub)
		found, err := s.Inboxes.Lookup(ctx, inbox)
		if errors.Is(err, inboxes.ErrUnknown) {
			return web.NotFound("unknown_sub", "Nobody has signed in at this shop under this sub. Nothing was stored; post the order without sub to get a claim code.")
		}
		if err != nil {
			return err
		}
		o.bound = found.Bound
	}
	o.path = inboxes.ReceiptPrefix(inbox) + o.id
	return nil
}

// retry answers an order whose receipt exists; nil when there is none.
func (s *Surface) retry(ctx context.Context, o *order) (*answer, error) {
	have, err := s.stored(ctx, o)
	if errors.Is(err, blob.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if have.Check != o.check {
		return nil, web.Conflict("idempotency_mismatch", "Another order was posted under this Idempotency-Key. That one is kept, this one was not stored; use a new key for a new order.")
	}
	a, err := s.answer(ctx, o, have.Leaf, have.Epoch)
	if err != nil {
		return nil, err
	}
	code, err := s.remembered(ctx, o)
	switch {
	case err == nil:
		a.Claim = s.show(o, code)
	case !errors.Is(err, state.ErrNotFound):
		return nil, err
	case o.bound == nil:
		a.Claim = &inboxes.Shown{Gone: "The claim code was shown in the first answer and is no longer kept."}
	}
	return a, nil
}

// stored returns the receipt that lies in an order's place: blob.ErrNotFound.
func (s *Surface) stored(ctx context.Context, o *order) (*profile.Sealed, error) {
	data, err := s.Blob.Get(ctx, o.path)
	if err != nil {
		return nil, fmt.Errorf("look for the receipt: %w", err)
	}
	have, err := profile.ParseSealed(data)
	if err != nil {
		return nil, fmt.Errorf("stored receipt: %w", err)
	}
	return have, nil
}

// seal issues, journals and stores the receipt. blob.ErrExists: somebody else did at the same time.
func (s *Surface) seal(ctx context.Context, o *order) (*answer, error) {
	to, err := s.recipient(ctx, o)
	if err != nil {
		return nil, err
	}
	slot, err := s.Lists.Assign(ctx, o.shop.ClientID)
	if err != nil {
		return nil, err
	}
	o.Receipt.Status = s.Lists.Status(o.shop.ClientID, slot)
	token, err := profile.Issue(o.shop.Key, o.shop.Issuer, o.id, to.holder, &o.Receipt)
	if err != nil {
		return nil, invalid(err)
	}
	salt := profile.NewSalt()
	ciphertext, err := profile.Seal(token, salt, to.recipient)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	leaf := profile.Leaf(salt, token)
	epoch, err := s.Journal.Append(ctx, leaf)
	if err != nil {
		return nil, web.Unavailable(err)
	}
	if to.claimID != "" {
		if err := s.writeClaim(ctx, o, to, leaf); err != nil {
			return nil, err
		}
	}
	book, err := s.book(ctx, o, epoch, token, salt)
	if err != nil {
		return nil, err
	}
	sealed := profile.Sealed{ID: o.id, Epoch: epoch, Leaf: leaf, Check: o.check, Slot: s.Lists.Seal(slot, o.id), Age: ciphertext}
	if err := s.Blob.Put(ctx, o.path, sealed.Marshal()); err != nil {
		if errors.Is(err, blob.ErrExists) {
			s.unbook(ctx, o, book, leaf)
		}
		return nil, fmt.Errorf("store the receipt: %w", err)
	}
	a, err := s.answer(ctx, o, leaf, epoch)
	if err == nil && to.code != nil {
		a.Claim = s.show(o, *to.code)
	}
	return a, err
}

// addressee is whom a receipt is sealed to and bound to.
type addressee struct {
	recipient age.Recipient
	holder    jose.JSONWebKey
	claimID   string             // "" for a vault that has told its keys
	code      *profile.ClaimCode // nil as well where the shop has it already
}

func (s *Surface) recipient(ctx context.Context, o *order) (*addressee, error) {
	if o.bound != nil {
		return &addressee{recipient: o.bound.Recipient, holder: o.bound.Holder}, nil
	}
	if o.told != nil {
		return claimed(o.told.claim)
	}
	code, err := s.newCode(ctx, o)
	if err != nil {
		return nil, err
	}
	keys := code.Keys()
	return &addressee{recipient: keys.Identity.Recipient(), holder: jose.JSONWebKey{Key: &keys.Holder.PublicKey}, code: &code, claimID: keys.ID}, nil
}

// claimed is the addressee behind a code that was made before: inboxes.ErrNobody.
func claimed(c *inboxes.Claimer) (*addressee, error) {
	if c == nil {
		return nil, inboxes.ErrNobody
	}
	recipient, err := profile.ParseRecipient(c.Recipient)
	if err != nil {
		return nil, fmt.Errorf("claim: %w", err)
	}
	holder, err := profile.ParseHolder(c.Holder)
	if err != nil {
		return nil, fmt.Errorf("claim: %w", err)
	}
	return &addressee{recipient: recipient, holder: holder, claimID: c.ID}, nil
}

// book makes the copy for the shop's books durable, if it keeps any here, and returns its object's key.
func (s *Surface) book(ctx context.Context, o *order, epoch uint64, token string, salt [32]byte) (key string, err error) {
	if o.shop.Accounting == nil {
		return "", nil
	}
	copied, err := profile.Seal(token, salt, o.shop.Accounting)
	if err != nil {
		return "", fmt.Errorf("seal for the books: %w", err)
	}
	key = books.NewKey(o.shop.ClientID, epoch)
	if err := s.Blob.Put(ctx, key, copied); err != nil {
		return "", fmt.Errorf("store for the books: %w", err)
	}
	return key, nil
}

// unbook takes the copy of an order back that lost its place to another one, and only then: a store may say that an object exists
// which this very call has made. A copy that stays is counted once, or named as a conflict (package books).
func (s *Surface) unbook(ctx context.Context, o *order, book string, leaf [32]byte) {
	if book == "" {
		return
	}
	if have, err := s.stored(ctx, o); err == nil && have.Leaf != leaf {
		s.Blob.Delete(ctx, book)
	}
}

// answer makes what is left to be done for a stored receipt, which may be done again, and says so.
func (s *Surface) answer(ctx context.Context, o *order, leaf [32]byte, epoch uint64) (*answer, error) {
	sale, err := s.markSale(ctx, o)
	if err != nil {
		return nil, err
	}
	at := s.Shops.Anchor()
	promise, err := profile.SignPromise(o.shop.Key, profile.Promise{Issuer: o.shop.Issuer, Leaf: leaf, Epoch: epoch,
		ChainID: at.ChainID, Contract: at.Contract, AnchorIssuer: at.Issuer})
	if err != nil {
		return nil, fmt.Errorf("sign the promise: %w", err)
	}
	return &answer{ID: o.id, Leaf: hex.EncodeToString(leaf[:]), Epoch: epoch, Promise: promise, Sale: sale}, nil
}

// markSale lets the sale that a refund or exchange refers to show it. The sale lies in the same shopper's inbox or was a guest's.
func (s *Surface) markSale(ctx context.Context, o *order) (string, error) {
	sale := o.Receipt.Of
	if sale == "" {
		return "", nil
	}
	own, _ := strings.CutSuffix(o.path, o.id)
	known, err := s.mark(ctx, o.shop, own, sale, o.Whole)
	if err != nil {
		return "", err
	}
	if !known {
		return "unknown", nil
	}
	return "marked", nil
}

func (s *Surface) mark(ctx context.Context, shop *directory.Shop, own, sale string, whole bool) (known bool, err error) {
	value := profile.PartlyRefunded
	if whole {
		value = profile.Refunded
	}
	return s.Lists.Mark(ctx, shop.ClientID, sale, value, s.places(own, sale)...)
}

func (s *Surface) show(o *order, code profile.ClaimCode) *inboxes.Shown {
	return inboxes.Show(code, s.VaultURL, s.Shops.Gateway(), o.shop.ClientID)
}

func validKey(key string) bool {
	if len(key) < 16 || len(key) > 128 {
		return false
	}
	for i := range len(key) {
		if key[i] < 0x20 || key[i] > 0x7e {
			return false
		}
	}
	return true
}

func badKey() error {
	return web.BadRequest("bad_idempotency_key", "Send one Idempotency-Key of 16 to 128 printable ASCII characters, such as a random UUID. Nothing was stored.")
}

// invalid turns a refusal of the order into an answer; other errors stay what they are.
func invalid(err error) error {
	e, ok := errors.AsType[*profile.Invalid](err)
	if !ok {
		return err
	}
	message := e.Message + " Nothing was stored."
	if e.Field != "" {
		message = e.Field + ": " + message
	}
	return &web.Error{Status: http.StatusUnprocessableEntity, Code: e.Code, Message: message}
}

// codeLife is how long a claim code can be shown again.
const codeLife = time.Hour
