package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/links"
	"carnet/internal/sealed"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/labstack/echo/v4"
)

// Sessions are browsers' sessions at the gateway, as the account page sees them.
type Sessions interface {
	// Signed returns the wallet that signed in this browser, and until when.
	Signed(ctx context.Context, r *http.Request) (w wallet.Account, expires time.Time, ok bool, err error)
	// SignIn begins a session, and returns until when.
	SignIn(ctx context.Context, w http.ResponseWriter, r *http.Request, proof wallet.Proof) (expires time.Time, err error)
	SignOut(ctx context.Context, w http.ResponseWriter, r *http.Request) error
	// Forget takes a shop out of the session and tells it so.
	Forget(ctx context.Context, r *http.Request, clientID string) error
}

// Visited is a shop that may learn something about a shopper.
type Visited struct {
	ClientID string   `json:"client_id"`
	Name     string   `json:"name"`
	Host     string   `json:"host"`
	Gets     []string `json:"gets"`
}

// Allowed is what a shopper allowed to whom. account is the name that subjects
// are derived from.
type Allowed interface {
	Shops(ctx context.Context, account wallet.Account) ([]Visited, error)
	Revoke(ctx context.Context, account wallet.Account, clientID string) error
	// Used tells whether a wallet ever signed in at a shop by itself.
	Used(ctx context.Context, w wallet.Account) (bool, error)
}

// AccountConfig is what an Account is made of. Its Login part needs no Provider.
type AccountConfig struct {
	Config
	Sessions Sessions
	Links    *links.Store
	Allowed  Allowed
}

// Account serves the page where a person sees which wallets open their account and
// which shops may know what, and changes both.
type Account struct {
	cfg      AccountConfig
	messages *Messages
	adding   sealed.Box
	files    files
}

// NewAccount validates cfg and reads the page.
func NewAccount(cfg AccountConfig) (*Account, error) {
	if cfg.Verify == nil || cfg.Sessions == nil || cfg.Links == nil || cfg.Allowed == nil || cfg.Page == nil || cfg.Store == nil || cfg.Now == nil {
		return nil, errors.New("account page: verifier, sessions, links, consents, page, store and clock are required")
	}
	a := &Account{cfg: cfg}
	var err error
	if a.messages, err = NewMessages(cfg.Issuer, cfg.Chains, cfg.Secret, cfg.Store, cfg.Now); err != nil {
		return nil, fmt.Errorf("account page: %w", err)
	}
	if a.adding, err = sealed.New(cfg.Secret, "adding"); err != nil {
		return nil, fmt.Errorf("account page: %w", err)
	}
	if a.files, err = readPage(cfg.Page); err != nil {
		return nil, fmt.Errorf("account page: %w", err)
	}
	return a, nil
}

// Register adds the page, its assets and its API to e.
func (a *Account) Register(e *echo.Echo) {
	e.GET("/assets/account/:file", a.files.asset)
	g := e.Group("/account", web.NoStore, web.SameOrigin(a.cfg.Issuer), web.Limit(a.cfg.Networks, web.Network))
	g.GET("", func(c echo.Context) error { return a.files.page(c, a.cfg.WalletConnect) })
	g.GET("/context", a.context)
	g.POST("/challenge", a.challenge)
	g.POST("/verify", a.verify)
	g.POST("/consents/revoke", a.signedIn(a.revoke))
	g.POST("/sign-out", a.signOut)
}

// person is whoever is signed in.
type person struct {
	wallet  wallet.Account // that signed in
	account wallet.Account // that it opens
	expires time.Time
}

func (a *Account) person(c echo.Context) (*person, error) {
	w, expires, ok, err := a.cfg.Sessions.Signed(c.Request().Context(), c.Request())
	if err != nil {
		return nil, web.Unavailable(err)
	}
	if !ok {
		return nil, signedOut()
	}
	account, err := a.cfg.Links.Resolve(c.Request().Context(), w)
	if errors.Is(err, links.ErrRemoved) {
		return nil, signedOut()
	}
	if err != nil {
		return nil, web.Unavailable(err)
	}
	return &person{w, account, expires}, nil
}

func signedOut() *web.Error {
	return web.Unauthorized("signed_out", "You are not signed in any more. Nothing was changed; sign in with your wallet again.")
}

func (a *Account) signedIn(next func(echo.Context, *person) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := a.person(c)
		if err != nil {
			return err
		}
		return next(c, p)
	}
}

// offer is what the page needs to let somebody sign.
type offer struct {
	SignedIn      bool     `json:"signed_in"`
	Chains        []uint64 `json:"chains"`
	WalletConnect string   `json:"walletconnect"`
	DemoWallet    string   `json:"demo_wallet"`
}

// shown is the page's content for somebody who is signed in.
type shown struct {
	offer
	Wallets   []linked  `json:"wallets"`
	Shops     []Visited `json:"shops"`
	ExpiresAt time.Time `json:"expires_at"`
}

type linked struct {
	ID      string `json:"id"`
	Address string `json:"address"`
	Kind    string `json:"kind"` // eoa, contract
	Chain   uint64 `json:"chain_id,omitempty"`
	First   bool   `json:"first"`
	Current bool   `json:"current"`
}

// walletID names a wallet in the page's calls.
func walletID(w wallet.Account) string {
	sum := sha256.Sum256([]byte("carnet/v1/wallet id" + w.String()))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// context also gives the browser the secret that its sign-in is bound to.
func (a *Account) context(c echo.Context) error {
	p, err := a.person(c)
	if e, ok := errors.AsType[*web.Error](err); ok && e.Code == "signed_out" {
		if _, err := state.ParseBearer(web.ReadCookie(c.Request(), web.LoginCookie)); err != nil {
			web.WriteCookie(c.Response(), web.LoginCookie, state.NewBearer().String(), time.Hour)
		}
		return c.JSON(http.StatusOK, a.offer(false))
	}
	if err != nil {
		return err
	}
	return a.show(c, p)
}

func (a *Account) offer(signedIn bool) offer {
	return offer{signedIn, a.cfg.Chains, a.cfg.WalletConnect, a.cfg.DemoWallet}
}

func (a *Account) show(c echo.Context, p *person) error {
	ctx := c.Request().Context()
	out := shown{offer: a.offer(true), Wallets: []linked{}, ExpiresAt: p.expires}
	wallets, err := a.cfg.Links.Wallets(ctx, p.account)
	if err != nil {
		return web.Unavailable(err)
	}
	for _, w := range wallets {
		kind := "eoa"
		if w.Account.Chain() != 0 {
			kind = "contract"
		}
		out.Wallets = append(out.Wallets, linked{walletID(w.Account), w.Account.Address().Hex(), kind, w.Account.Chain(), w.First, w.Account == p.wallet})
	}
	if out.Shops, err = a.cfg.Allowed.Shops(ctx, p.account); err != nil {
		return web.Unavailable(err)
	}
	return c.JSON(http.StatusOK, out)
}

// What a signature on this page is for.
const (
	purposeSignIn  = "sign_in"
	purposeAdd     = "add"         // by the wallet to be added; its text names the one that is signed in
	purposeConfirm = "add_confirm" // by the wallet that is signed in; its text names the other
	purposeRemove  = "remove"      // by the wallet that is signed in; its text names the one to go
)

// addingCookie holds the wallet to be added between its signature and the other's.
const addingCookie = "carnet-adding"

// addition is what that cookie seals.
type addition struct {
	ID      string    `json:"id"`      // spent when the wallet is added
	Session string    `json:"session"` // of the browser
	Wallet  string    `json:"wallet"`
	Expires time.Time `json:"expires"`
}

// request is what the page asks a signature for.
type request struct {
	Purpose string `json:"purpose"`
	Wallet  string `json:"wallet"` // of purposeRemove: the id of the one to go
}

// occasion ties a signature to this browser, to its purpose, and to the session that
// it changes.
func (a *Account) occasion(c echo.Context, r request) (Occasion, error) {
	browser, session := web.ReadCookie(c.Request(), web.LoginCookie), web.ReadCookie(c.Request(), web.SessionCookie)
	if r.Purpose == purposeSignIn {
		if browser == "" {
			return Occasion{}, web.Forbidden("wrong_browser", "This page was opened without cookies. Nothing was changed; load it again.")
		}
		return Occasion{Of: "account/sign_in/" + browser, Statement: "Look at my account."}, nil
	}
	p, err := a.person(c)
	if err != nil {
		return Occasion{}, err
	}
	switch r.Purpose {
	case purposeAdd: // whose account, or a wallet could be lured into a stranger's
		return Occasion{Of: "account/add/" + session, Statement: "Add this wallet to the account of " + p.wallet.Address().Hex() + "."}, nil
	case purposeConfirm:
		w, _, err := a.added(c)
		if err != nil {
			return Occasion{}, err
		}
		return Occasion{Of: "account/confirm/" + session + "/" + w.String(), Statement: "Add the wallet " + w.Address().Hex() + " to my account."}, nil
	case purposeRemove:
		w, err := a.one(c.Request().Context(), p, r.Wallet)
		if err != nil {
			return Occasion{}, err
		}
		return Occasion{Of: "account/remove/" + session + "/" + w.String(), Statement: "Take the wallet " + w.Address().Hex() + " off my account."}, nil
	}
	return Occasion{}, web.BadRequest("bad_purpose", "The purpose is not sign_in, add, add_confirm or remove. Nothing was stored.")
}

// added is the wallet that signed to be added, in this session, and what that
// signature is spent under.
func (a *Account) added(c echo.Context) (w wallet.Account, id string, err error) {
	var what addition
	session := web.ReadCookie(c.Request(), web.SessionCookie)
	if err := a.adding.Open(web.ReadCookie(c.Request(), addingCookie), &what); err != nil || what.Session != session || !a.cfg.Now().Before(what.Expires) {
		return w, "", web.Conflict("nothing_to_add", "No wallet is waiting to be added. Nothing was changed; begin again.")
	}
	w, err = wallet.ParseAccount(what.Wallet)
	return w, what.ID, err
}

func (a *Account) challenge(c echo.Context) error {
	var body struct {
		Address string `json:"address"`
		ChainID uint64 `json:"chain_id"`
		request
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	o, err := a.occasion(c, body.request)
	if err != nil {
		return err
	}
	message, nonce, err := a.messages.Write(o, body.Address, body.ChainID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"message": message, "nonce": nonce})
}

func (a *Account) verify(c echo.Context) error {
	var body struct {
		Message   string `json:"message"`
		Signature string `json:"signature"`
		request
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	o, err := a.occasion(c, body.request)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	raw, m, sig, err := a.messages.Accept(ctx, o, body.Message, body.Signature)
	if err != nil {
		return err
	}
	proof, err := a.cfg.Verify(ctx, web.Network(c), raw, m, sig)
	if err != nil {
		return Refused(err)
	}
	switch body.Purpose {
	case purposeSignIn:
		return a.enter(c, proof)
	case purposeAdd:
		return a.hold(c, proof)
	}
	p, err := a.person(c)
	if err != nil {
		return err
	}
	if proof.Account != p.wallet {
		return badSignature()
	}
	if body.Purpose == purposeRemove {
		return a.remove(c, p, body.Wallet)
	}
	return a.add(c, p)
}

// enter begins a session. A wallet that was removed from its account opens none.
func (a *Account) enter(c echo.Context, proof wallet.Proof) error {
	account, err := a.cfg.Links.Resolve(c.Request().Context(), proof.Account)
	if errors.Is(err, links.ErrRemoved) {
		return removed()
	}
	if err != nil {
		return web.Unavailable(err)
	}
	expires, err := a.cfg.Sessions.SignIn(c.Request().Context(), c.Response(), c.Request(), proof)
	if err != nil {
		return storeError(err)
	}
	return a.show(c, &person{wallet: proof.Account, account: account, expires: expires})
}

func removed() *web.Error {
	return web.Unauthorized("wallet_removed", "This wallet was taken off its account. Nothing happened; sign in with another wallet of the account.")
}

// hold keeps, in the browser, that a wallet agreed to be added.
func (a *Account) hold(c echo.Context, proof wallet.Proof) error {
	p, err := a.person(c)
	if err != nil {
		return err
	}
	text, err := a.adding.Seal(addition{ID: rand.Text(), Session: web.ReadCookie(c.Request(), web.SessionCookie), Wallet: proof.Account.String(), Expires: a.cfg.Now().Add(maxAge)})
	if err != nil {
		return web.Internal(err)
	}
	web.WriteCookie(c.Response(), addingCookie, text, maxAge)
	return a.show(c, p)
}

// add makes both signatures count: the one that is held, and that of the wallet that
// is signed in.
func (a *Account) add(c echo.Context, p *person) error {
	w, id, err := a.added(c)
	if err != nil {
		return err
	}
	if err := a.messages.spend(c.Request().Context(), id); err != nil { // a copy of the cookie must not add the wallet again after it was removed
		return err
	}
	web.WriteCookie(c.Response(), addingCookie, "", 0)
	err = a.cfg.Links.Add(c.Request().Context(), p.account, w, a.cfg.Allowed.Used)
	switch {
	case errors.Is(err, links.ErrTaken):
		return web.Conflict("already_linked", "This wallet has an account of its own already. Nothing was changed; use another wallet.")
	case errors.Is(err, links.ErrFull):
		return web.Conflict("too_many_wallets", "This account has as many wallets as it may. Nothing was changed; remove one first.")
	case err != nil:
		return web.Unavailable(err)
	}
	return a.show(c, p)
}

// one is a wallet of the account by its id in the page's calls.
func (a *Account) one(ctx context.Context, p *person, id string) (wallet.Account, error) {
	wallets, err := a.cfg.Links.Wallets(ctx, p.account)
	if err != nil {
		return wallet.Account{}, web.Unavailable(err)
	}
	for _, w := range wallets {
		if walletID(w.Account) == id {
			return w.Account, nil
		}
	}
	return wallet.Account{}, web.Conflict("not_linked", "This wallet does not open the account. Nothing was changed.")
}

// remove takes a wallet off the account of whoever just signed that it shall.
func (a *Account) remove(c echo.Context, p *person, id string) error {
	w, err := a.one(c.Request().Context(), p, id)
	if err != nil {
		return err
	}
	switch err := a.cfg.Links.Remove(c.Request().Context(), p.account, w); {
	case errors.Is(err, links.ErrLast):
		return web.Conflict("last_wallet", "This is the only wallet that opens the account. Nothing was changed; add another one first.")
	case err != nil && !errors.Is(err, links.ErrNotLinked):
		return web.Unavailable(err)
	}
	if w == p.wallet {
		return a.signOut(c)
	}
	return a.show(c, p)
}

func (a *Account) revoke(c echo.Context, p *person) error {
	var body struct {
		ClientID string `json:"client_id"`
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	if err := a.cfg.Allowed.Revoke(c.Request().Context(), p.account, body.ClientID); err != nil {
		return web.Unavailable(err)
	}
	if err := a.cfg.Sessions.Forget(c.Request().Context(), c.Request(), body.ClientID); err != nil {
		return storeError(err)
	}
	return a.show(c, p)
}

func (a *Account) signOut(c echo.Context) error {
	if err := a.cfg.Sessions.SignOut(c.Request().Context(), c.Response(), c.Request()); err != nil {
		return storeError(err)
	}
	return c.JSON(http.StatusOK, a.offer(false))
}

func storeError(err error) *web.Error {
	if errors.Is(err, state.ErrUnavailable) {
		return web.Unavailable(err)
	}
	return web.Internal(err)
}

// RegisterButton serves the sign-in button to every shop's pages.
func RegisterButton(e *echo.Echo, button fs.FS) error {
	f, err := readFiles(button)
	if err != nil {
		return fmt.Errorf("button: %w", err)
	}
	e.GET("/button/:file", f.asset, web.CORS{Origins: []string{"*"}, Methods: []string{http.MethodGet}}.Middleware, func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
			return next(c)
		}
	})
	return nil
}
