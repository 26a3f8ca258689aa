package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Content security policies. APIContent is the default of every answer;
// PageContent lets a page run scripts and styles of its own origin, never inline
// ones, and talk to its own origin.
const (
	APIContent  = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
	PageContent = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
		"frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

// Headers is middleware that writes the security headers of every answer, errors
// included. A page replaces Content-Security-Policy by calling [Page].
func Headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderContentSecurityPolicy, APIContent)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set(echo.HeaderXContentTypeOptions, "nosniff")
		h.Set(echo.HeaderXFrameOptions, "DENY")
		h.Set(echo.HeaderReferrerPolicy, "no-referrer")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		if c.Request().TLS != nil || c.Scheme() == "https" {
			h.Set(echo.HeaderStrictTransportSecurity, "max-age=31536000")
		}
		return next(c)
	}
}

// relay is where wallets on phones are met (WalletConnect v2).
const relay = " wss://relay.walletconnect.org wss://relay.walletconnect.com"

// Page marks the answer as a page of the gateway: its own scripts and styles run,
// wallets that it opens in a window can answer it, and nothing may cache it. phones
// says that its script may also talk to WalletConnect's relay.
func Page(c echo.Context, phones bool) {
	h := c.Response().Header()
	policy := PageContent
	if phones {
		policy = strings.Replace(policy, "connect-src 'self'", "connect-src 'self'"+relay, 1)
	}
	h.Set(echo.HeaderContentSecurityPolicy, policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
	h.Set(echo.HeaderCacheControl, "no-store")
}

// NoStore is middleware for answers that carry secrets or personal data.
func NoStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
		return next(c)
	}
}

// CORS says which other origins' scripts may read an answer. It never allows
// credentials (cookies). Origins are compared exactly; the single entry "*"
// allows all, for documents that are public anyway.
type CORS struct {
	Origins []string
	Methods []string // of the real request; OPTIONS is always answered
	Headers []string // request headers a script may set
	Expose  []string // answer headers a script may read
}

// Middleware answers preflights itself and marks the answers of allowed origins.
// Other origins get the plain answer, which their scripts cannot read.
func (p CORS) Middleware(next echo.HandlerFunc) echo.HandlerFunc {
	public := slices.Equal(p.Origins, []string{"*"})
	methods, headers, expose := strings.Join(p.Methods, ", "), strings.Join(p.Headers, ", "), strings.Join(p.Expose, ", ")
	return func(c echo.Context) error {
		origin := c.Request().Header.Get(echo.HeaderOrigin)
		h := c.Response().Header()
		allowed := public || slices.Contains(p.Origins, origin)
		if !public {
			h.Add(echo.HeaderVary, echo.HeaderOrigin)
		}
		if origin != "" && allowed {
			h.Set(echo.HeaderAccessControlAllowOrigin, origin)
			if public {
				h.Set(echo.HeaderAccessControlAllowOrigin, "*")
			}
			if expose != "" {
				h.Set(echo.HeaderAccessControlExposeHeaders, expose)
			}
		}
		preflight := c.Request().Method == http.MethodOptions && c.Request().Header.Get(echo.HeaderAccessControlRequestMethod) != ""
		if !preflight {
			return next(c)
		}
		if origin != "" && allowed {
			h.Set(echo.HeaderAccessControlAllowMethods, methods)
			h.Set(echo.HeaderAccessControlAllowHeaders, headers)
			h.Set(echo.HeaderAccessControlMaxAge, strconv.Itoa(int((10 * time.Minute).Seconds())))
		}
		return c.NoContent(http.StatusNoContent)
	}
}

// SameOrigin is middleware: a request that is not GET or HEAD must carry the
// Origin header, and it must be origin, exactly. Browsers set it on every post.
func SameOrigin(origin string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			m := c.Request().Method
			if m == http.MethodGet || m == http.MethodHead {
				return next(c)
			}
			if got := c.Request().Header.Values(echo.HeaderOrigin); len(got) != 1 || got[0] != origin {
				return Forbidden("wrong_origin", "This request did not come from our own page. Nothing was stored.")
			}
			return next(c)
		}
	}
}

// LoginCookie names the cookie that binds sign-ins to the browser that began
// them: set by the authorization endpoint, read by the login page.
const LoginCookie = "carnet-login"

// SessionCookie names the cookie of a browser's session at the gateway: who
// signed in lately. Whoever holds it can sign in, as that person and for as long,
// at shops where they allowed it before.
const SessionCookie = "carnet-session"

// WriteCookie sets `__Host-<name>`: Secure, HttpOnly, SameSite=Lax, path "/", no
// domain; a life of 0 or less removes it. Browsers take Secure cookies on
// http://localhost too.
func WriteCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	age := int(life.Seconds())
	if age <= 0 {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{Name: "__Host-" + name, Value: value, Path: "/", MaxAge: age,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// ReadCookie returns the value of `__Host-<name>`, or "" when it is absent or was
// sent more than once.
func ReadCookie(r *http.Request, name string) string {
	if got := r.CookiesNamed("__Host-" + name); len(got) == 1 {
		return got[0].Value
	}
	return ""
}

// Authorization returns the scheme, in lower case, and the credentials of a request's only Authorization header (RFC 9110 §11.6.2); nothing when
// there is none or more than one.
func Authorization(r *http.Request) (scheme, credentials string) {
	headers := r.Header.Values(echo.HeaderAuthorization)
	if len(headers) != 1 {
		return "", ""
	}
	scheme, credentials, _ = strings.Cut(headers[0], " ")
	return strings.ToLower(scheme), credentials
}
