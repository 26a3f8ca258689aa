package share

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum/common"
	"github.com/go-jose/go-jose/v4"
	"github.com/labstack/echo/v4"

	"carnet/internal/directory"
	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/statuslist"
	"carnet/internal/wallet"
)

const (
	// Scope is what an access token needs to ask for presentations.
	Scope = "presentations"

	requestLife = 10 * time.Minute
	resultLife  = 10 * time.Minute
	maxRequest  = 32 << 10 // bytes of what a shop posts
	maxPurpose  = 200      // characters
)

// Roots reads anchored roots: chain.Client.
type Roots interface {
	RootAt(ctx context.Context, issuer common.Address, epoch uint64) (root [32]byte, block uint64, tx common.Hash, err error)
}

// Surface serves presentations. All fields are required.
type Surface struct {
	Authenticate func(c echo.Context, scope string) (clientID string, err error)
	Shops        *directory.Directory
	Issuers      *Issuers
	Roots        Roots
	Lists        *statuslist.Store // of our own shops
	State        state.Store
	Clients      web.Limiter                     // by client id, for what shops ask
	Networks     web.Limiter                     // by network, for what vaults ask
	RequestKey   func() (jose.JSONWebKey, error) // private, P-256, with key id: signs requests; its public half is in the gateway's /jwks
	VaultURL     string
	Now          func() time.Time
}

// Register adds the routes to g, whose path is /v1.
func (s *Surface) Register(g *echo.Group) {
	limit := web.Limit(s.Networks, web.Network)
	g.POST("/presentations", s.ask)
	g.GET("/presentations/:id", s.result)
	g.GET("/presentations/:id/request", s.request, limit)
	g.POST("/presentations/:id/response", s.response, limit)
}

func (s *Surface) requests() state.Vault { return state.Vault{Store: s.State, Kind: "presentation"} }
func (s *Surface) results() state.Vault  { return state.Vault{Store: s.State, Kind: "presented"} }

// asked is a request while it is open.
type asked struct {
	ClientID    string          `json:"client_id"`
	Nonce       string          `json:"nonce"`
	Query       json.RawMessage `json:"dcql_query"`
	Purpose     string          `json:"purpose"`
	RedirectURI string          `json:"redirect_uri"`
	Key         jose.JSONWebKey `json:"key"` // private; answers are encrypted to it
	Expires     time.Time       `json:"expires"`
}

func (s *Surface) shop(c echo.Context) (*directory.Shop, error) {
	id, err := s.Authenticate(c, Scope)
	if err != nil {
		return nil, err
	}
	shop := s.Shops.Shop(id)
	if shop == nil {
		return nil, web.Forbidden("not_a_shop", "This client is not configured as a shop. Nothing was stored.")
	}
	wait, err := s.Clients.Allow(c.Request().Context(), "client:"+id)
	if err != nil {
		return nil, web.Unavailable(err)
	}
	if wait > 0 {
		return nil, web.TooMany(wait)
	}
	return shop, nil
}

func (s *Surface) ask(c echo.Context) error {
	shop, err := s.shop(c)
	if err != nil {
		return err
	}
	var body struct {
		Query       json.RawMessage `json:"dcql_query"`
		Purpose     string          `json:"purpose"`
		RedirectURI string          `json:"redirect_uri"`
	}
	if err := web.JSON(c, maxRequest, &body); err != nil {
		return err
	}
	if len(body.Query) == 0 {
		return web.BadRequest("bad_query", "dcql_query is required. Nothing was stored.")
	}
	if _, err := parseQuery(body.Query); err != nil {
		return web.BadRequest("bad_query", "dcql_query: "+err.Error()+". Nothing was stored.")
	}
	if !validPurpose(body.Purpose) {
		return web.BadRequest("bad_purpose", "Tell the shopper in 1 to 200 characters of plain text what the answer is for. Nothing was stored.")
	}
	if !ownURL(shop, body.RedirectURI) {
		return web.BadRequest("bad_redirect_uri", "The redirect_uri must be a URL at the shop's own origin, without a fragment. Nothing was stored.")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("key of a presentation: %w", err)
	}
	id := state.NewBearer()
	record, err := json.Marshal(asked{ClientID: shop.ClientID, Nonce: wallet.NewNonce(), Query: body.Query, Purpose: body.Purpose, RedirectURI: body.RedirectURI,
		Key: jose.JSONWebKey{Key: key, KeyID: "response", Algorithm: string(jose.ECDH_ES), Use: "enc"}, Expires: s.Now().Add(requestLife)})
	if err != nil {
		return fmt.Errorf("presentation: %w", err)
	}
	if err := s.requests().Create(c.Request().Context(), id, record, requestLife); err != nil {
		return err
	}
	link := s.VaultURL + "/#/share?client_id=" + url.QueryEscape(shop.ClientID) + "&request_uri=" + url.QueryEscape(s.address(id.String(), "request"))
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusCreated, map[string]any{"id": id.String(), "url": link, "expires_in": int(requestLife.Seconds())})
}

func (s *Surface) address(id, what string) string {
	return s.Shops.Gateway() + "/v1/presentations/" + id + "/" + what
}

// open returns the request that a path names, as a record that can be taken.
func (s *Surface) open(c echo.Context) (state.Bearer, *asked, error) {
	unknown := web.NotFound("unknown_presentation", "This request is unknown, answered or expired. Go back to the shop and start again.")
	id, err := state.ParseBearer(c.Param("id"))
	if err != nil {
		return id, nil, unknown
	}
	rec, err := s.requests().Get(c.Request().Context(), id)
	if errors.Is(err, state.ErrNotFound) {
		return id, nil, unknown
	}
	if err != nil {
		return id, nil, err
	}
	var a asked
	if err := json.Unmarshal(rec.Plaintext, &a); err != nil {
		return id, nil, fmt.Errorf("stored presentation: %w", err)
	}
	if !s.Now().Before(a.Expires) {
		return id, nil, unknown
	}
	return id, &a, nil
}

// request serves the request object (OpenID4VP §5, RFC 9101).
func (s *Surface) request(c echo.Context) error {
	id, a, err := s.open(c)
	if err != nil {
		return err
	}
	shop := s.Shops.Shop(a.ClientID)
	if shop == nil {
		return errors.New("presentation of a client that is no longer configured")
	}
	payload, err := json.Marshal(map[string]any{
		"iss": s.Shops.Gateway(), "aud": "https://self-issued.me/v2", "iat": s.Now().Unix(), "exp": a.Expires.Unix(),
		"client_id": a.ClientID, "response_type": "vp_token", "response_mode": "direct_post.jwt", "response_uri": s.address(id.String(), "response"),
		"nonce": a.Nonce, "dcql_query": a.Query,
		"client_metadata": map[string]any{
			"client_name": shop.Name,
			"jwks":        jose.JSONWebKeySet{Keys: []jose.JSONWebKey{a.Key.Public()}},
			"encrypted_response_enc_values_supported": []string{string(jose.A256GCM)},
			"vp_formats_supported":                    map[string]any{format: map[string]any{"sd-jwt_alg_values": []string{"ES256"}, "kb-jwt_alg_values": []string{"ES256"}}},
		},
		"carnet": map[string]any{"gateway": s.Shops.Gateway(), "purpose": a.Purpose,
			"shop": map[string]string{"client_id": shop.ClientID, "name": shop.Name, "sector": shop.Sector, "origin": shop.Origin}},
	})
	if err != nil {
		return fmt.Errorf("request object: %w", err)
	}
	key, err := s.RequestKey()
	if err != nil {
		return fmt.Errorf("request object: %w", err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithType("oauth-authz-req+jwt"))
	if err != nil {
		return fmt.Errorf("request object: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return fmt.Errorf("request object: %w", err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		return fmt.Errorf("request object: %w", err)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, "application/oauth-authz-req+jwt", []byte(compact))
}

// result hands a verified answer to the shop that asked, once.
func (s *Surface) result(c echo.Context) error {
	shop, err := s.shop(c)
	if err != nil {
		return err
	}
	unknown := web.NotFound("unknown_response", "There is no answer under this id and response code for this client, or it was read before.")
	code, err := state.ParseBearer(c.QueryParam("response_code"))
	if err != nil {
		return unknown
	}
	ctx := c.Request().Context()
	rec, err := s.results().Get(ctx, code)
	if errors.Is(err, state.ErrNotFound) {
		return unknown
	}
	if err != nil {
		return err
	}
	var a answered
	if err := json.Unmarshal(rec.Plaintext, &a); err != nil {
		return fmt.Errorf("stored answer: %w", err)
	}
	if a.ClientID != shop.ClientID || a.ID != c.Param("id") { // checked before it is spent: nobody else can spend it
		return unknown
	}
	if _, err := s.results().Take(ctx, code); err != nil {
		if errors.Is(err, state.ErrNotFound) {
			return unknown
		}
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusOK, map[string]any{"receipts": a.Receipts})
}

func validPurpose(s string) bool {
	n := utf8.RuneCountInString(s)
	if n == 0 || n > maxPurpose || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if !unicode.IsGraphic(r) { // no controls, no bidirectional formatting
			return false
		}
	}
	return true
}

func ownURL(shop *directory.Shop, raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && len(raw) <= 2048 && u.User == nil && u.Fragment == "" && !strings.Contains(raw, "#") && u.Opaque == "" &&
		strings.EqualFold(u.Scheme+"://"+u.Host, shop.Origin)
}
