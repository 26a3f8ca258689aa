package login

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/ethereum/go-ethereum/common"
	"github.com/labstack/echo/v4"
)

// Limits.
const (
	maxBody       = 32 << 10        // bytes of a posted JSON
	maxSignature  = 8 << 10         // bytes
	ChallengeLife = 5 * time.Minute // of a message and its nonce, at most
	maxAge        = 10 * time.Minute
)

// Provider is the OpenID provider as the login page sees it. Errors are
// *web.Error, ready to return. cookie is the value of web.LoginCookie.
type Provider interface {
	// Interaction returns the client id of the shop that asks, and when the
	// interaction ends; an error for an unknown, finished or foreign one.
	Interaction(ctx context.Context, id, cookie string) (clientID string, expires time.Time, err error)
	// Complete ends the interaction with a subject, once, and returns where to
	// send the browser.
	Complete(ctx context.Context, id, cookie, sub string) (redirect string, err error)
	// Cancel ends the interaction without one.
	Cancel(ctx context.Context, id, cookie string) (redirect string, err error)
}

// Config is what a Login is made of.
type Config struct {
	Issuer      string                                               // origin of the gateway, from configuration
	Provider    Provider                                             // the OpenID provider
	Shop        func(clientID string) (name, sector string, ok bool) // registered shops
	PairwiseKey []byte                                               // 32 bytes, kept outside every store
	Known       func(ctx context.Context, sector, sub string) error  // makes "signed in here once" durable; the second time is no error
	Chains      []uint64                                             // EIP-155 ids a message may name; the first is written into ours
	Page        fs.FS                                                // index.html and what it asks for under /assets/login/
	DemoWallet  string                                               // URL of the demo wallet, "" in production
	Store       state.Store
	Networks    web.Limiter // per visitor's network; nil for none
	Now         func() time.Time
}

// Login serves the page and its API.
type Login struct {
	cfg        Config
	domain     string
	scheme     string
	challenges state.Vault
	files      map[string]file
}

// New validates cfg and reads the page.
func New(cfg Config) (*Login, error) {
	u, err := url.Parse(cfg.Issuer)
	if err != nil || u.Scheme+"://"+u.Host != cfg.Issuer {
		return nil, fmt.Errorf("login: issuer %q is not an origin", cfg.Issuer)
	}
	if len(cfg.PairwiseKey) != 32 {
		return nil, fmt.Errorf("login: pairwise key of %d bytes, want 32", len(cfg.PairwiseKey))
	}
	if cfg.Provider == nil || cfg.Shop == nil || cfg.Known == nil || cfg.Store == nil || cfg.Now == nil || cfg.Page == nil {
		return nil, errors.New("login: provider, shops, known, store, clock and page are required")
	}
	if len(cfg.Chains) == 0 || cfg.Chains[0] == 0 {
		return nil, errors.New("login: no chain id")
	}
	files, err := readPage(cfg.Page)
	if err != nil {
		return nil, fmt.Errorf("login page: %w", err)
	}
	return &Login{cfg: cfg, domain: u.Host, scheme: u.Scheme, challenges: state.Vault{Store: cfg.Store, Kind: "challenge"}, files: files}, nil
}

// Register adds the page, its assets and its API to e.
func (l *Login) Register(e *echo.Echo) {
	e.GET("/assets/login/:file", l.asset)
	g := e.Group("/login/:id", web.NoStore, web.SameOrigin(l.cfg.Issuer), web.Limit(l.cfg.Networks, web.Network))
	g.GET("", l.page)
	g.GET("/context", l.context)
	g.POST("/challenge", l.challenge)
	g.POST("/verify", l.verify)
	g.POST("/cancel", l.cancel)
}

// signIn is one request's view of an interaction that its browser may touch.
type signIn struct {
	id      string
	cookie  string
	client  string
	name    string
	sector  string
	expires time.Time
}

// open asks the provider about the interaction in the path.
func (l *Login) open(c echo.Context) (*signIn, error) {
	s := &signIn{id: c.Param("id"), cookie: web.ReadCookie(c.Request(), web.LoginCookie)}
	var err error
	if s.client, s.expires, err = l.cfg.Provider.Interaction(c.Request().Context(), s.id, s.cookie); err != nil {
		return nil, err
	}
	return s, l.name(s)
}

func (l *Login) name(s *signIn) error {
	var ok bool
	if s.name, s.sector, ok = l.cfg.Shop(s.client); !ok {
		return web.Internal(errors.New("interaction of a client that is not registered"))
	}
	return nil
}

// bearer opens the challenge: it takes both the interaction's id and the
// browser's cookie, so that no other browser can even spend it.
func (s *signIn) bearer() state.Bearer { return state.BearerFrom([]byte(s.id + "." + s.cookie)) }

func (l *Login) context(c echo.Context) error {
	s, err := l.open(c)
	if err != nil {
		return err
	}
	type shop struct {
		Name string `json:"name"`
		Host string `json:"host"`
	}
	return c.JSON(http.StatusOK, struct {
		Shop       shop      `json:"shop"`
		Learns     []string  `json:"learns"`
		ExpiresAt  time.Time `json:"expires_at"`
		DemoWallet string    `json:"demo_wallet"`
	}{shop{s.name, s.sector}, []string{"pairwise_id"}, s.expires, l.cfg.DemoWallet})
}

// pending is a challenge between two requests.
type pending struct {
	Message string    `json:"message"`
	Nonce   string    `json:"nonce"`
	Client  string    `json:"client"`
	Expires time.Time `json:"expires"` // of the interaction
}

// challenge writes the message for an address. A new one replaces the old.
func (l *Login) challenge(c echo.Context) error {
	var body struct {
		Address string `json:"address"`
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	if len(body.Address) != 42 || !strings.HasPrefix(body.Address, "0x") || !common.IsHexAddress(body.Address) {
		return web.BadRequest("bad_address", "The address is not 0x and 40 hex digits. Nothing was stored.")
	}
	s, err := l.open(c)
	if err != nil {
		return err
	}
	now := l.cfg.Now().UTC().Truncate(time.Second)
	expires := now.Add(ChallengeLife)
	p := pending{Nonce: wallet.NewNonce(), Client: s.client, Expires: s.expires}
	p.Message, err = wallet.Compose(wallet.Message{
		Domain: l.domain, Address: common.HexToAddress(body.Address), Statement: statement(s.name, s.sector), URI: l.cfg.Issuer,
		ChainID: l.cfg.Chains[0], Nonce: p.Nonce, IssuedAt: now, ExpirationTime: &expires, RequestID: s.requestID(),
	})
	if err != nil {
		return web.Internal(fmt.Errorf("compose sign-in message: %w", err))
	}
	plain, err := json.Marshal(p)
	if err != nil {
		return web.Internal(err)
	}
	if err := l.challenges.Put(c.Request().Context(), s.bearer(), plain, ChallengeLife); err != nil {
		return storeError(err)
	}
	return c.JSON(http.StatusOK, struct {
		Message string `json:"message"`
		Nonce   string `json:"nonce"`
	}{p.Message, p.Nonce})
}

// requestID ties a message to its interaction without giving the id away.
func (s *signIn) requestID() string {
	sum := sha256.Sum256([]byte("carnet/v1/interaction" + s.id))
	return hex.EncodeToString(sum[:16])
}

func (l *Login) verify(c echo.Context) error {
	var body struct {
		Message   string `json:"message"`
		Signature string `json:"signature"`
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	s, p, err := l.spend(c)
	if err != nil {
		return err
	}
	address, err := l.signer(s, p, body.Message, body.Signature)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	sub := wallet.Sub(l.cfg.PairwiseKey, s.sector, wallet.EOA(address))
	if err := l.cfg.Known(ctx, s.sector, sub); err != nil {
		return web.Unavailable(fmt.Errorf("known shopper: %w", err))
	}
	redirect, err := l.cfg.Provider.Complete(ctx, s.id, s.cookie, sub)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"redirect": redirect})
}

// spend takes the challenge out of the store before anything about the signature
// is looked at: a wrong signature costs one more challenge, a guessed-at one
// never gets a second try. The provider is asked only to explain why there is
// none.
func (l *Login) spend(c echo.Context) (*signIn, pending, error) {
	var p pending
	s := &signIn{id: c.Param("id"), cookie: web.ReadCookie(c.Request(), web.LoginCookie)}
	plain, err := l.challenges.Take(c.Request().Context(), s.bearer())
	if errors.Is(err, state.ErrNotFound) {
		if _, err := l.open(c); err != nil {
			return nil, p, err
		}
		return nil, p, web.Conflict("nonce_used", "This message was used or has expired. Nothing happened; ask for a new one and sign that.")
	}
	if err != nil {
		return nil, p, storeError(err)
	}
	if err := json.Unmarshal(plain, &p); err != nil {
		return nil, p, web.Internal(errors.New("stored challenge is malformed"))
	}
	if !l.cfg.Now().Before(p.Expires) {
		return nil, p, web.Gone("expired", "This sign-in took too long. Nothing happened; go back to the shop and start again.")
	}
	s.client, s.expires = p.Client, p.Expires
	return s, p, l.name(s)
}

// signer returns the address whose signature over the message holds. message is
// what the client composed itself, "" for ours.
func (l *Login) signer(s *signIn, p pending, message, signature string) (common.Address, error) {
	if message == "" {
		message = p.Message
	}
	m, err := wallet.Parse([]byte(message))
	if err != nil {
		return common.Address{}, badMessage(err)
	}
	err = m.Check(wallet.Expect{Domain: l.domain, Scheme: l.scheme, URI: l.cfg.Issuer, Chains: l.cfg.Chains, Nonce: p.Nonce,
		Now: l.cfg.Now(), MaxAge: maxAge, Statement: statement(s.name, s.sector)})
	if err != nil {
		return common.Address{}, badMessage(err)
	}
	if m.RequestID != s.requestID() {
		return common.Address{}, badMessage(errors.New("another request id"))
	}
	digits, ok := strings.CutPrefix(signature, "0x")
	if !ok || len(digits) > 2*maxSignature {
		return common.Address{}, badSignature()
	}
	sig, err := hex.DecodeString(digits)
	if err != nil || wallet.Verify([]byte(message), sig, m.Address) != nil {
		return common.Address{}, badSignature()
	}
	return m.Address, nil
}

func storeError(err error) *web.Error {
	if errors.Is(err, state.ErrUnavailable) {
		return web.Unavailable(err)
	}
	return web.Internal(err)
}

func badMessage(err error) *web.Error {
	code := wallet.Code(err)
	if code == "" {
		code = "message_malformed"
	}
	return web.Unauthorized(code, "The signed message is not one this page asked for. Nothing happened; ask for a new one and sign that.")
}

func badSignature() *web.Error {
	return web.Unauthorized("bad_signature",
		"The signature does not belong to this account and message. Nothing happened; choose the account again and sign the new message.")
}

func (l *Login) cancel(c echo.Context) error {
	redirect, err := l.cfg.Provider.Cancel(c.Request().Context(), c.Param("id"), web.ReadCookie(c.Request(), web.LoginCookie))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"redirect": redirect})
}
