package shop

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// Config is what one shop is made of. Every field is required but HTTP.
type Config struct {
	Name         string // as shoppers read it
	BaseURL      string // the shop's own origin, without a path; register BaseURL+"/callback" as redirect URI
	Issuer       string // the gateway's origin
	ClientID     string
	ClientSecret string
	VaultURL     string    // origin of the vault that carnet links lead to
	Catalogue    []Product // at most 200
	Theme        Theme
	Dir          string // where shop.db is kept; must exist
	HTTP         *http.Client
	Now          func() time.Time
	Log          *slog.Logger
}

const (
	maxForm     = 16 << 10 // bytes of a posted form
	maxProducts = 200
	maxQuantity = 99
)

// Shop is a running shop: an http.Handler to be served at its BaseURL.
type Shop struct {
	cfg     Config
	host    string // of BaseURL
	cookie  string // name of the session cookie
	csp     string
	gateway *gateway
	store   *store
	look    *look
	shelf   map[string]Product
	mux     *http.ServeMux
}

// New opens the shop's database and returns the shop. It does not call the gateway, which may start later.
func New(cfg Config) (*Shop, error) {
	base, err := origin(cfg.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	issuer, err := origin(cfg.Issuer)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	vault, err := origin(cfg.VaultURL)
	if err != nil {
		return nil, fmt.Errorf("vault URL: %w", err)
	}
	if cfg.Name == "" || cfg.ClientID == "" || cfg.ClientSecret == "" || cfg.Now == nil || cfg.Log == nil {
		return nil, errors.New("name, client id, client secret, clock and log are required")
	}
	if len(cfg.Catalogue) == 0 || len(cfg.Catalogue) > maxProducts {
		return nil, fmt.Errorf("catalogue of %d products: want 1 to %d", len(cfg.Catalogue), maxProducts)
	}
	look, err := newLook(cfg.Theme)
	if err != nil {
		return nil, err
	}
	store, err := openStore(filepath.Join(cfg.Dir, "shop.db"), cfg.Now)
	if err != nil {
		return nil, err
	}
	s := &Shop{cfg: cfg, host: base.Host, cookie: cookieName(base), look: look, store: store, shelf: map[string]Product{}}
	s.gateway = newGateway(cfg)
	s.csp = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " +
		issuer.String() + " " + vault.String()
	for _, p := range cfg.Catalogue {
		s.shelf[p.SKU] = p
	}
	s.routes()
	return s, nil
}

// Close closes the database. Requests that still run fail.
func (s *Shop) Close() error { return s.store.Close() }

// origin parses an http or https origin: no path, query, fragment or user.
func origin(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Scheme+"://"+u.Host != raw {
		return nil, fmt.Errorf("%q is not an origin such as https://shop.example", raw)
	}
	return u, nil
}

// cookieName is __Host- where browsers allow it. Without TLS, shops on two ports of one host share a cookie jar, so the name tells them apart.
func cookieName(base *url.URL) string {
	if base.Scheme == "https" {
		return "__Host-session"
	}
	sum := sha256.Sum256([]byte(base.Host))
	return "session-" + hex.EncodeToString(sum[:4])
}

func (s *Shop) secure() bool { return strings.HasPrefix(s.cfg.BaseURL, "https:") }

func (s *Shop) routes() {
	s.mux = http.NewServeMux()
	for pattern, h := range map[string]func(*visit) error{
		"GET /{$}":              s.catalogue,
		"GET /basket":           s.basket,
		"POST /basket":          s.changeBasket,
		"POST /sign-in":         s.signIn,
		"GET /callback":         s.callback,
		"POST /sign-out":        s.signOut,
		"POST /checkout":        s.checkout,
		"GET /orders":           s.orders,
		"GET /orders/{id}":      s.order,
		"GET /receipt":          s.shown,
		"POST /receipt":         s.ask,
		"GET /receipt/callback": s.answered,
		"GET /pictures/{file}":  s.picture,
		"GET /static/{file}":    s.static,
		"/":                     s.lost,
	} {
		s.mux.HandleFunc(pattern, s.page(h))
	}
}

// ServeHTTP answers one request.
func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", s.csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Cookie, Accept-Language")
	if s.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if r.Host != s.host { // one shop, one origin: cookies and redirect URIs belong to it
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			http.Redirect(w, r, s.cfg.BaseURL, http.StatusPermanentRedirect)
			return
		}
		http.Error(w, "This is another site's address.", http.StatusMisdirectedRequest)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// page opens the visit, refuses forms of other sites and turns an error into a page.
func (s *Shop) page(h func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(w, r)
		if err == nil && r.Method != http.MethodGet && r.Method != http.MethodHead {
			err = s.sameOrigin(r)
		}
		if err == nil {
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			err = h(v)
		}
		if err != nil {
			s.problem(v, err)
		}
	}
}

// sameOrigin insists on the Origin header, which browsers send with every form they post.
func (s *Shop) sameOrigin(r *http.Request) error {
	if r.Header.Get("Origin") != s.cfg.BaseURL {
		return &trouble{kind: "foreign_form", status: http.StatusForbidden}
	}
	return nil
}
