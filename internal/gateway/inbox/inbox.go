package inbox

import (
	"context"
	"crypto/ecdsa"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/labstack/echo/v4"

	"carnet/internal/blob"
	"carnet/internal/directory"
	"carnet/internal/gateway/web"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/state"
	"carnet/internal/wallet"
)

const (
	maxBinding = 16 << 10 // bytes of a binding request: message, recipient and holder
	pageSize   = 100      // receipts of one listing
)

// Surface serves nonces, bindings, inboxes and claims. All fields are required.
type Surface struct {
	Shops   *directory.Directory
	Inboxes *inboxes.Store
	Blob    blob.Store
	State   state.Store
	Limit   web.Limiter // by network
	Now     func() time.Time
	Log     *slog.Logger // is told of what is damaged, without its name

	// Subject returns what a shop knows the account by that a wallet opens: wallet.ErrAccountChanged for a wallet that was taken off its account.
	Subject   func(ctx context.Context, sector string, w wallet.Account) (sub string, err error)
	Deletions *Deletions

	PairwiseKey []byte
	Vaults      []string // origins of vaults that may write binding messages
}

// Register adds the routes to g, whose path is /v1.
func (s *Surface) Register(g *echo.Group) {
	limit := web.Limit(s.Limit, web.Network)
	g.POST("/nonces", s.nonce, limit)
	g.POST("/bindings", s.bind, limit)
	g.GET("/inboxes/:inbox", s.list, limit, web.NoStore)
	g.GET("/inboxes/:inbox/receipts/:id", s.get, limit)
	g.DELETE("/inboxes/:inbox/receipts/:id", s.delete, limit)
	g.GET("/claims/:claim", s.getClaim, limit)
	g.DELETE("/claims/:claim", s.deleteClaim, limit)
}

// listed is one line of a listing.
type listed struct {
	ID    string `json:"id"`
	Epoch uint64 `json:"epoch"`
	Leaf  string `json:"leaf"`
	Bytes int64  `json:"bytes"`
}

func (s *Surface) list(c echo.Context) error {
	inbox, err := s.owned(c)
	if err != nil {
		return err
	}
	after := ""
	if id := c.QueryParam("after"); id != "" {
		if !isHex(id, 32) {
			return web.BadRequest("bad_after", "The parameter after is the next of an earlier page.")
		}
		after = inboxes.ReceiptPrefix(inbox.ID) + id
	}
	ctx := c.Request().Context()
	entries, err := s.Blob.List(ctx, inboxes.ReceiptPrefix(inbox.ID), after, pageSize)
	if err != nil {
		return fmt.Errorf("list an inbox: %w", err)
	}
	out := struct {
		Receipts []listed `json:"receipts"`
		Next     string   `json:"next,omitempty"`
	}{Receipts: []listed{}}
	for _, e := range entries {
		sealed, err := s.read(ctx, e.Key)
		if errors.Is(err, blob.ErrNotFound) { // deleted since
			continue
		}
		if errors.Is(err, errDamaged) { // the others can be collected
			s.Log.Error("a stored object is damaged and left out of its inbox's list; gateway verify names it", "kind", "receipt", "request", web.RequestID(c))
			continue
		}
		if err != nil {
			return err
		}
		out.Receipts = append(out.Receipts, listed{sealed.ID, sealed.Epoch, hex.EncodeToString(sealed.Leaf[:]), e.Size})
	}
	if len(entries) == pageSize {
		key := entries[pageSize-1].Key
		out.Next = key[len(key)-32:]
	}
	return c.JSON(http.StatusOK, out)
}

var errDamaged = errors.New("stored receipt")

func (s *Surface) read(ctx context.Context, key string) (*profile.Sealed, error) {
	data, err := s.Blob.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read a receipt: %w", err)
	}
	sealed, err := profile.ParseSealed(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return sealed, nil
}

func (s *Surface) get(c echo.Context) error {
	inbox, err := s.owned(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	if !isHex(id, 32) {
		return noReceipt()
	}
	return s.send(c, inboxes.ReceiptPrefix(inbox.ID)+id)
}

func (s *Surface) send(c echo.Context, key string) error {
	data, err := s.Blob.Get(c.Request().Context(), key)
	if errors.Is(err, blob.ErrNotFound) {
		return noReceipt()
	}
	if err != nil {
		return fmt.Errorf("read a receipt: %w", err)
	}
	return sent(c, data)
}

// sent answers with a sealed receipt; nil is none.
func sent(c echo.Context, data []byte) error {
	if data == nil {
		return noReceipt()
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, profile.MediaType, data)
}

func (s *Surface) delete(c echo.Context) error {
	inbox, err := s.owned(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	if !isHex(id, 32) {
		return noReceipt()
	}
	if err := s.Deletions.receipt(c.Request().Context(), inboxes.ReceiptPrefix(inbox.ID)+id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// owned returns the inbox that the path names if its holder signed the request.
func (s *Surface) owned(c echo.Context) (*inboxes.Inbox, error) {
	denied := web.Unauthorized("not_holder", "This request is not signed by the key that the inbox is bound to. Bind the vault again, or check the clock.")
	id := c.Param("inbox")
	if !isHex(id, 64) {
		return nil, denied
	}
	inbox, err := s.Inboxes.Lookup(c.Request().Context(), id)
	if errors.Is(err, inboxes.ErrUnknown) { // the same answer: an inbox's existence is nobody's business
		return nil, denied
	}
	if err != nil {
		return nil, err
	}
	if inbox.Bound == nil || s.signed(c, inbox.Bound.Holder) != nil {
		return nil, denied
	}
	return inbox, nil
}

// signed verifies the RFC 9421 signature of a request without a body. The target URI comes from the configuration.
func (s *Surface) signed(c echo.Context, holder jose.JSONWebKey) error {
	r := c.Request()
	key, ok := holder.Key.(*ecdsa.PublicKey)
	if !ok {
		return profile.ErrRequestSignature
	}
	sig := profile.RequestSignature{SignatureInput: one(r.Header, "Signature-Input"), Signature: one(r.Header, "Signature")}
	return profile.VerifyRequest(key, r.Method, s.Shops.Gateway()+r.URL.RequestURI(), nil, sig, s.Now())
}

func (s *Surface) getClaim(c echo.Context) error {
	claim, err := s.claim(c)
	if err != nil {
		return err
	}
	data, err := s.Deletions.itsReceipt(c.Request().Context(), claim)
	if err != nil {
		return err
	}
	return sent(c, data)
}

func (s *Surface) deleteClaim(c echo.Context) error {
	claim, err := s.claim(c)
	if err != nil {
		return err
	}
	holder, err := profile.ParseHolder(claim.Holder)
	if err != nil {
		return fmt.Errorf("stored claim: %w", err)
	}
	if s.signed(c, holder) != nil {
		return web.Unauthorized("not_holder", "This request is not signed by the claim code's key. Nothing was deleted.")
	}
	if err := s.Deletions.claim(c.Request().Context(), inboxes.ClaimKey(c.Param("claim")), claim); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Surface) claim(c echo.Context) (*inboxes.Claim, error) {
	unknown := web.NotFound("unknown_claim", "There is nothing to claim under this code: it was mistyped, the receipt was fetched and deleted, or its order has not been told yet.")
	id := c.Param("claim")
	if !isHex(id, 64) {
		return nil, unknown
	}
	claim, err := readClaim(c.Request().Context(), s.Blob, inboxes.ClaimKey(id))
	if errors.Is(err, blob.ErrNotFound) {
		return nil, unknown
	}
	if err == nil && claim.Expired(s.Now()) {
		return nil, web.Gone("claim_expired", "This code was good for 30 days, and they are over. Ask the shop for its own record of the order.")
	}
	return claim, err
}

func noReceipt() error {
	return web.NotFound("unknown_receipt", "There is no receipt under this id in this inbox.")
}

func one(h http.Header, name string) string {
	if got := h.Values(name); len(got) == 1 {
		return got[0]
	}
	return ""
}

func isHex(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
	}
	return true
}
