package forward

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/labstack/echo/v4"

	"carnet/internal/gateway/web"
)

// Where proxies and browsers find it.
const (
	CheckPath     = "/forward-auth/" // and the client id: asked by the proxy for each request
	Prefix        = "/.carnet/"      // on the site's own host: the proxy sends all of it here
	SignInPath    = Prefix + "sign-in"
	CallbackPath  = Prefix + "callback"
	SignOutPath   = Prefix + "sign-out"
	SignedOutPath = Prefix + "signed-out"
)

// Assertion.
const (
	HeaderAssertion = "X-Carnet-Assertion"
	AssertionType   = "carnet-assertion+jwt"
	AssertionLife   = time.Minute
)

// plain are the headers that simple programs read, and what is in them.
var plain = []struct {
	header string
	value  func(*record) string
}{
	{"X-Auth-Request-User", func(r *record) string { return r.Sub }},
	{"X-Auth-Request-Preferred-Username", func(r *record) string { return r.Username }},
	{"X-Auth-Request-Email", func(r *record) string { return r.Email }},
	{"Remote-User", func(r *record) string { return r.Sub }},
}

// siteCookie names the cookie on the site's own host: who is signed in there.
const siteCookie = "carnet-site"

// maxTarget bounds a request target that an assertion is made for, in bytes.
const maxTarget = 8 << 10

// Config is what a Surface is made of; everything but Networks is required.
type Config struct {
	Issuer   string                          // of the provider
	Provider Provider                        // redeems codes
	Sites    *Sites                          //
	Proxies  []netip.Prefix                  // who may ask; with none, nobody is answered
	Key      func() (jose.JSONWebKey, error) // that signs now: private, P-256, with the key id that the issuer's JWKS shows
	Networks web.Limiter                     // per visitor's network, on sign-in and callback; nil for none
	Now      func() time.Time
	Log      *slog.Logger
}

// Surface answers proxies, and browsers under [Prefix].
//
// A request is a person's navigation when it is GET or HEAD, accepts text/html, has no X-Requested-With, and its
// Sec-Fetch-Mode and Sec-Fetch-Dest, if sent, are navigate and document. All others are programs'.
type Surface struct {
	cfg Config
}

// New returns a Surface.
func New(cfg Config) (*Surface, error) {
	if cfg.Provider == nil || cfg.Sites == nil || cfg.Now == nil || cfg.Log == nil {
		return nil, errors.New("forward_auth: provider, sites, clock and log are required")
	}
	if cfg.Key == nil {
		return nil, errors.New("forward_auth: no signing key")
	}
	return &Surface{cfg: cfg}, nil
}

// Register adds the routes to e.
func (s *Surface) Register(e *echo.Echo) {
	counted := web.Limit(s.cfg.Networks, web.Network)
	e.GET(CheckPath+":client", s.check, web.NoStore)
	e.GET(SignInPath, s.signIn, web.NoStore, counted)
	e.GET(CallbackPath, s.callback, web.NoStore, counted)
	e.POST(SignOutPath, s.signOut, web.NoStore, counted)
	e.GET(SignedOutPath, s.signedOut, web.NoStore)
}

// check answers a proxy: 204 with who it is, 401, or, when the query says redirect=1 and a person navigates, 302 to the
// sign-in. It reads the state store once, and, every few seconds, which account the wallet opens.
func (s *Surface) check(c echo.Context) error {
	r := c.Request()
	site, err := s.site(r)
	if err != nil {
		return s.refuse(err)
	}
	if site.ClientID != c.Param("client") {
		return s.refuse(errors.New("X-Forwarded-Proto and X-Forwarded-Host are another site's than the address names"))
	}
	method, uri, err := asked(r)
	if err != nil {
		return s.refuse(err)
	}
	who, err := s.cfg.Sites.signed(r.Context(), site, web.ReadCookie(r, siteCookie))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	if who != nil {
		still, err := s.cfg.Provider.Still(r.Context(), site.ClientID, who.Sub, who.Who)
		if err != nil {
			return err
		}
		if !still {
			who = nil
		}
	}
	if who == nil {
		if c.QueryParam("redirect") == "1" && navigates(r, method) {
			return c.Redirect(http.StatusFound, site.Origin+SignInPath+"?"+url.Values{"rd": {uri}}.Encode())
		}
		h.Set(echo.HeaderWWWAuthenticate, `Bearer realm="carnet"`)
		return c.NoContent(http.StatusUnauthorized)
	}
	assertion, err := s.assert(site, &who.record, method, uri)
	if err != nil {
		return web.Internal(fmt.Errorf("assertion: %w", err))
	}
	h.Set(HeaderAssertion, assertion)
	for _, p := range plain {
		h.Set(p.header, p.value(&who.record))
	}
	return c.NoContent(http.StatusNoContent)
}

// assert signs who asks for what. Path is the request target up to its query, byte for byte as the visitor sent it.
func (s *Surface) assert(site *Site, who *record, method, uri string) (string, error) {
	path, _, _ := strings.Cut(uri, "?")
	now := s.cfg.Now()
	key, err := s.cfg.Key()
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithType(AssertionType))
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(struct {
		Issuer   string `json:"iss"`
		Audience string `json:"aud"`
		Subject  string `json:"sub"`
		Issued   int64  `json:"iat"`
		Expires  int64  `json:"exp"`
		AuthTime int64  `json:"auth_time"`
		Method   string `json:"method"`
		Host     string `json:"host"`
		Path     string `json:"path"`
		Username string `json:"preferred_username,omitempty"`
		Email    string `json:"email,omitempty"`
	}{s.cfg.Issuer, site.ClientID, who.Sub, now.Unix(), now.Add(AssertionLife).Unix(), who.AuthTime, method, site.host(), path, who.Username, who.Email})
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload) // package jwt would write the claims twice
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

// site tells which site a request is about, from what a proxy in the list says.
func (s *Surface) site(r *http.Request) (*Site, error) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !s.proxy(peer.Addr().Unmap()) {
		return nil, errors.New("the peer is not in forward_auth.proxies")
	}
	scheme, err := once(r, "X-Forwarded-Proto")
	if err != nil {
		return nil, err
	}
	host, err := once(r, "X-Forwarded-Host")
	if err != nil {
		return nil, err
	}
	scheme = strings.Replace(scheme, "ws", "http", 1) // so some proxies call a WebSocket's
	site := s.cfg.Sites.byOrigin[scheme+"://"+strings.ToLower(host)]
	if site == nil {
		return nil, errors.New("X-Forwarded-Proto and X-Forwarded-Host are not the origin of a shop with forward_auth")
	}
	return site, nil
}

func (s *Surface) proxy(peer netip.Addr) bool {
	for _, p := range s.cfg.Proxies {
		if p.Contains(peer) {
			return true
		}
	}
	return false
}

// once returns the value of a header that must be there exactly once, and not be a list.
func once(r *http.Request, name string) (string, error) {
	values := r.Header.Values(name)
	if len(values) != 1 || values[0] == "" || strings.ContainsAny(values[0], ", ") && name != "X-Forwarded-Uri" {
		return "", fmt.Errorf("want exactly one %s", name)
	}
	return values[0], nil
}

// asked is the request that a proxy asks about.
func asked(r *http.Request) (method, uri string, err error) {
	if method, err = once(r, "X-Forwarded-Method"); err != nil {
		return "", "", err
	}
	if uri, err = once(r, "X-Forwarded-Uri"); err != nil {
		return "", "", err
	}
	if uri[0] != '/' || len(uri) > maxTarget || strings.ContainsFunc(uri, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", "", errors.New("X-Forwarded-Uri is not the path and query of a request")
	}
	return method, uri, nil
}

// navigates tells a person's browser from a program: see [Surface].
func navigates(r *http.Request, method string) bool {
	h := r.Header
	is := func(name, want string) bool { v := h.Get(name); return v == "" || v == want }
	return (method == http.MethodGet || method == http.MethodHead) && strings.Contains(h.Get(echo.HeaderAccept), "text/html") &&
		h.Get(echo.HeaderXRequestedWith) == "" && is("Sec-Fetch-Mode", "navigate") && is("Sec-Fetch-Dest", "document")
}

// refuse is for proxies that are not set up as docs/forward-auth.md says. Only the operator learns why.
func (s *Surface) refuse(why error) error {
	s.cfg.Log.Warn("forward-auth refused", "why", why)
	return web.Forbidden("not_forwarded", "This address answers the proxies of its sites only.")
}
