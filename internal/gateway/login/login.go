package login

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/sealed"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/labstack/echo/v4"
)

// Limits.
const (
	maxBody       = 48 << 10        // bytes of a posted JSON
	maxSignature  = 8 << 10         // bytes
	ChallengeLife = 5 * time.Minute // of a message that we wrote
	maxAge        = 10 * time.Minute
)

// Provider is the OpenID provider as the login page sees it. Errors are
// *web.Error, ready to return.
type Provider interface {
	// Interaction tells what a sign-in is for; an error for an expired or foreign
	// one. cookie is the value of web.LoginCookie.
	Interaction(id, cookie string) (web.SignIn, error)
	// Complete ends an interaction that was just read for whoever proof is of, once, and returns
	// where to send the browser; web.ErrConsent, and nothing happens, when the
	// person must be asked first. agreed says that they were.
	Complete(b web.Browser, s web.SignIn, proof wallet.Proof, agreed bool) (redirect string, err error)
	// Cancel ends the interaction without anybody.
	Cancel(ctx context.Context, id, cookie string) (redirect string, err error)
}

// Config is what a Login is made of.
type Config struct {
	Issuer   string   // origin of the gateway, from configuration
	Provider Provider // the OpenID provider
	Secret   []byte   // 32 bytes, kept outside every store: nonces are made with it
	// Verify says whose signature it is. network is the visitor's, for what must be counted.
	Verify func(ctx context.Context, network string, raw []byte, m *wallet.Message, sig []byte) (wallet.Proof, error)
	Chains []uint64 // EIP-155 ids a message may name; the first is written into ours

	Page          fs.FS  // index.html and what it asks for under /assets/login/
	DemoWallet    string // URL of the demo wallet, "" in production
	WalletConnect string // project id, "" for none
	Store         state.Store
	Networks      web.Limiter // per visitor's network; nil for none
	Now           func() time.Time
}

// Login serves the page and its API.
type Login struct {
	cfg      Config
	messages *Messages
	consents sealed.Box
	files    files
}

// New validates cfg and reads the page.
func New(cfg Config) (*Login, error) {
	if cfg.Provider == nil || cfg.Verify == nil || cfg.Store == nil || cfg.Now == nil || cfg.Page == nil {
		return nil, errors.New("login: provider, verifier, store, clock and page are required")
	}
	messages, err := NewMessages(cfg.Issuer, cfg.Chains, cfg.Secret, cfg.Store, cfg.Now)
	if err != nil {
		return nil, fmt.Errorf("login: %w", err)
	}
	consents, err := sealed.New(cfg.Secret, "consent")
	if err != nil {
		return nil, fmt.Errorf("login: %w", err)
	}
	files, err := readPage(cfg.Page)
	if err != nil {
		return nil, fmt.Errorf("login page: %w", err)
	}
	return &Login{cfg: cfg, messages: messages, consents: consents, files: files}, nil
}

// Register adds the page, its assets and its API to e.
func (l *Login) Register(e *echo.Echo) {
	e.GET("/assets/login/:file", l.files.asset)
	g := e.Group("/login/:id", web.NoStore, web.SameOrigin(l.cfg.Issuer), web.Limit(l.cfg.Networks, web.Network))
	g.GET("", func(c echo.Context) error { return l.files.page(c, l.cfg.WalletConnect) })
	g.GET("/context", l.context)
	g.POST("/challenge", l.challenge)
	g.POST("/verify", l.verify)
	g.POST("/consent", l.consent)
	g.POST("/cancel", l.cancel)
}

// open reads the interaction in the path, for the browser that began it.
func (l *Login) open(c echo.Context) (web.SignIn, error) {
	return l.cfg.Provider.Interaction(c.Param("id"), web.ReadCookie(c.Request(), web.LoginCookie))
}

func (l *Login) context(c echo.Context) error {
	s, err := l.open(c)
	if err != nil {
		return err
	}
	type shop struct {
		Name     string `json:"name"`
		Host     string `json:"host"`
		Verified bool   `json:"verified"`
		StartURL string `json:"start_url"`
	}
	about := shop{s.Name, s.Sector, s.Verified, s.StartURL}
	if !s.Verified {
		about.Name = s.Sector // anybody can call themselves anything
	}
	return c.JSON(http.StatusOK, struct {
		Shop          shop      `json:"shop"`
		Learns        []string  `json:"learns"`
		ExpiresAt     time.Time `json:"expires_at"`
		DemoWallet    string    `json:"demo_wallet"`
		Chains        []uint64  `json:"chains"`
		WalletConnect string    `json:"walletconnect"`
	}{about, s.Learns, s.Expires, l.cfg.DemoWallet, l.cfg.Chains, l.cfg.WalletConnect})
}

// challenge writes the message for an address. It keeps nothing: the nonce tells
// itself that it was made here, for this interaction.
func (l *Login) challenge(c echo.Context) error {
	var body struct {
		Address string `json:"address"`
		ChainID uint64 `json:"chain_id"`
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	s, err := l.open(c)
	if err != nil {
		return err
	}
	message, nonce, err := l.messages.Write(l.occasion(s), body.Address, body.ChainID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, struct {
		Message string `json:"message"`
		Nonce   string `json:"nonce"`
	}{message, nonce})
}

// occasion is what a signature for this interaction is for.
func (l *Login) occasion(s web.SignIn) Occasion {
	name := s.Name
	if !s.Verified {
		name = ""
	}
	return Occasion{Of: s.ID, Statement: statement(name, s.Sector)}
}

func (l *Login) verify(c echo.Context) error {
	var body struct {
		Message   string `json:"message"`
		Signature string `json:"signature"`
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	s, err := l.open(c)
	if err != nil {
		return err
	}
	raw, m, sig, err := l.messages.Accept(c.Request().Context(), l.occasion(s), body.Message, body.Signature)
	if err != nil {
		return err
	}
	proof, err := l.cfg.Verify(c.Request().Context(), web.Network(c), raw, m, sig)
	if err != nil {
		return Refused(err)
	}
	return l.complete(c, s, proof, false)
}

// agreement is what the consent screen posts back: who signed, in which
// interaction. It is sealed: the page cannot read or change it.
type agreement struct {
	Interaction string           `json:"interaction"`
	Wallet      string           `json:"wallet"`
	Method      wallet.Method    `json:"method"`
	Evidence    *wallet.Evidence `json:"evidence,omitempty"`
}

func (l *Login) complete(c echo.Context, s web.SignIn, proof wallet.Proof, agreed bool) error {
	redirect, err := l.cfg.Provider.Complete(web.Browser{Writer: c.Response(), Request: c.Request()}, s, proof, agreed)
	if errors.Is(err, web.ErrConsent) {
		return l.ask(c, s, proof)
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"redirect": redirect})
}

// ask answers with the consent screen's content, the first time at a shop.
func (l *Login) ask(c echo.Context, s web.SignIn, proof wallet.Proof) error {
	token, err := l.consents.Seal(agreement{Interaction: s.ID, Wallet: proof.Account.String(), Method: proof.Method, Evidence: proof.Evidence})
	if err != nil {
		return web.Internal(err)
	}
	return c.JSON(http.StatusOK, map[string]any{"consent": map[string]any{"token": token, "gets": s.Learns}})
}

// consent completes what verify began, after the person agreed. Whoever does not
// cancels.
func (l *Login) consent(c echo.Context) error {
	var body struct {
		Token string `json:"token"`
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	s, err := l.open(c)
	if err != nil {
		return err
	}
	var a agreement
	if err := l.consents.Open(body.Token, &a); err != nil || a.Interaction != s.ID {
		return web.BadRequest("bad_consent", "This answer belongs to another sign-in. Nothing happened; go back to the shop and start again.")
	}
	account, err := wallet.ParseAccount(a.Wallet)
	if err != nil {
		return web.Internal(err)
	}
	return l.complete(c, s, wallet.Proof{Account: account, Method: a.Method, Evidence: a.Evidence}, true)
}

func (l *Login) cancel(c echo.Context) error {
	redirect, err := l.cfg.Provider.Cancel(c.Request().Context(), c.Param("id"), web.ReadCookie(c.Request(), web.LoginCookie))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"redirect": redirect})
}
