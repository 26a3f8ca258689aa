package inbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"carnet/internal/directory"
	"carnet/internal/gateway/web"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/state"
	"carnet/internal/wallet"
)

const nonceLife = 5 * time.Minute

func (s *Surface) nonces() state.Vault { return state.Vault{Store: s.State, Kind: "bindnonce"} }

func (s *Surface) nonce(c echo.Context) error {
	nonce := wallet.NewNonce()
	if err := s.nonces().Create(c.Request().Context(), state.BearerFrom([]byte(nonce)), []byte{1}, nonceLife); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusCreated, map[string]string{"nonce": nonce, "expires_at": s.Now().Add(nonceLife).UTC().Format(time.RFC3339)})
}

type binding struct {
	ClientID  string          `json:"client_id"`
	Message   string          `json:"message"`
	Signature string          `json:"signature"` // 0x…
	Recipient string          `json:"recipient"`
	Holder    json.RawMessage `json:"holder"`
}

func (s *Surface) bind(c echo.Context) error {
	var b binding
	if err := web.JSON(c, maxBinding, &b); err != nil {
		return err
	}
	shop := s.Shops.Shop(b.ClientID)
	if shop == nil {
		return web.NotFound("unknown_shop", "This gateway serves no shop under this client id. Nothing was stored.")
	}
	account, err := s.signer(c, shop, b)
	if err != nil {
		return err
	}
	sub, err := s.Subject(c.Request().Context(), shop.Sector, account)
	if errors.Is(err, wallet.ErrAccountChanged) {
		return web.Unauthorized("wallet_removed", "This wallet was taken off its account. Nothing was stored; sign with another wallet of the account.")
	}
	if err != nil {
		return err
	}
	inbox := profile.InboxID(s.PairwiseKey, shop.Sector, sub)
	gen, err := s.Inboxes.Bind(c.Request().Context(), inbox, b.Recipient, b.Holder)
	switch {
	case errors.Is(err, inboxes.ErrUnknown):
		return web.NotFound("unknown_sub", "This account has not signed in at this shop. Nothing was stored; sign in at the shop first.")
	case errors.Is(err, inboxes.ErrRace):
		return web.Conflict("binding_changed", "Another binding came at the same time. Nothing was stored; try again.")
	case err != nil:
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{"inbox": inbox, "gen": gen})
}

// signer returns the account that signed the binding message, after everything in the message was checked.
func (s *Surface) signer(c echo.Context, shop *directory.Shop, b binding) (wallet.Account, error) {
	sig, err := hex.DecodeString(strings.TrimPrefix(b.Signature, "0x"))
	if err != nil || !strings.HasPrefix(b.Signature, "0x") {
		return wallet.Account{}, web.BadRequest("signature_invalid", "The signature is not 0x-prefixed hex. Nothing was stored.")
	}
	m, err := wallet.Parse([]byte(b.Message))
	if err != nil {
		return wallet.Account{}, refused(err)
	}
	expect, err := s.expect(shop, m.Domain, b)
	if err != nil {
		return wallet.Account{}, err
	}
	_, err = s.nonces().Take(c.Request().Context(), state.BearerFrom([]byte(m.Nonce)))
	if errors.Is(err, state.ErrNotFound) {
		return wallet.Account{}, refused(wallet.ErrNonce)
	}
	if err != nil {
		return wallet.Account{}, err
	}
	expect.Nonce = m.Nonce // taken above: it is one of ours and was unused
	if err := m.Check(expect); err != nil {
		return wallet.Account{}, refused(err)
	}
	if err := wallet.Verify([]byte(b.Message), sig, m.Address); err != nil {
		return wallet.Account{}, refused(err)
	}
	return wallet.EOA(m.Address), nil
}

// expect says what the message must hold, all of it from the configuration and the keys to be bound.
func (s *Surface) expect(shop *directory.Shop, domain string, b binding) (wallet.Expect, error) {
	if _, err := profile.ParseRecipient(b.Recipient); err != nil {
		return wallet.Expect{}, web.BadRequest("bad_recipient", "The recipient is not an age hybrid recipient (age1pq1…). Nothing was stored.")
	}
	holder, err := profile.ParseHolder(b.Holder)
	if err != nil {
		return wallet.Expect{}, web.BadRequest("bad_holder", "The holder is not a public P-256 key in JWK form. Nothing was stored.")
	}
	thumb, err := base64.RawURLEncoding.DecodeString(holder.KeyID)
	if err != nil {
		return wallet.Expect{}, fmt.Errorf("thumbprint of a holder: %w", err)
	}
	recipient := sha256.Sum256([]byte(b.Recipient))
	for _, origin := range s.Vaults {
		scheme, authority, _ := strings.Cut(origin, "://")
		if authority != domain {
			continue
		}
		return wallet.Expect{
			Domain: authority, Scheme: scheme, URI: s.Shops.Gateway() + "/v1/bindings", Chains: []uint64{1},
			Now: s.Now(), MaxAge: 10 * time.Minute, Statement: Statement(shop.Sector),
			Resources: []string{
				"urn:carnet:shop:" + shop.Sector,
				"urn:carnet:recipient:sha256:" + hex.EncodeToString(recipient[:]),
				"urn:carnet:holder:sha256:" + hex.EncodeToString(thumb),
			},
		}, nil
	}
	return wallet.Expect{}, web.Forbidden("unknown_vault", "This gateway does not take bindings from that vault's address. Nothing was stored.")
}

// Statement is the sentence that a shopper signs to bind a vault to a shop.
func Statement(sector string) string { return "Let " + sector + " send receipts to my carnet." }

// refused tells why a message or signature was not accepted. The reasons carry no content.
func refused(err error) error {
	code := wallet.Code(err)
	if code == "" {
		return err
	}
	return web.Unauthorized(code, "The binding was refused: "+errText(err)+". Nothing was stored; ask for a new nonce and sign again.")
}

func errText(err error) string {
	if e, ok := errors.AsType[*wallet.Error](err); ok {
		return e.Error()
	}
	return "it could not be read"
}
