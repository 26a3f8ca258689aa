package forward

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"carnet/internal/gateway/web"
	"carnet/internal/state"
)

// Provider is the issuer's token endpoint for its own sites.
type Provider interface {
	// Redeem spends a code as the token endpoint does, with PKCE, and returns what its ID token says. The errors are
	// ready to return; 4xx when the code is no good.
	Redeem(ctx context.Context, clientID, code, verifier, redirectURI string) (web.Shopper, error)
	// Still reports whether the wallet behind a code that was redeemed (web.Shopper.Who) opens the account of the sub.
	Still(ctx context.Context, clientID, sub, who string) (bool, error)
}

// beginCookie names the cookie that binds sign-ins to the browser that began them. One serves all tabs.
const beginCookie = "carnet-begin"

// visitLife is how long a sign-in may take, the consent and the wallet's installation included.
const visitLife = 15 * time.Minute

// maxReturn bounds the address to return to, in bytes: sealed, it becomes the request's state.
const maxReturn = 1024

// visit is a sign-in under way. Sealed, it is the OAuth state: nothing is stored for it. Verifier and nonce follow from
// its id, the browser's cookie, and the gateway's secret.
type visit struct {
	ID      string `json:"id"`
	Client  string `json:"client"`
	Browser string `json:"browser"` // digest of the cookie
	Return  string `json:"return"`
	Until   int64  `json:"until"` // Unix seconds
}

func (s *Sites) secretOf(what string, v *visit, cookie string) string {
	tag := s.names.Tag(what, v.ID, v.Client, cookie)
	return base64.RawURLEncoding.EncodeToString(tag[:])
}

func (s *Sites) browserDigest(cookie string) string {
	tag := s.names.Tag("browser", cookie)
	return base64.RawURLEncoding.EncodeToString(tag[:])
}

// returns says whether rd is a path of the site that a browser cannot take for anything else.
func returns(rd string) bool {
	odd := func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }
	if !strings.HasPrefix(rd, "/") || strings.HasPrefix(rd, "//") || strings.ContainsFunc(rd, odd) || strings.HasPrefix(rd, Prefix) {
		return false
	}
	u, err := url.Parse(rd)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil
}

// signIn begins the code flow: rd is the path and query to come back to, "/" when it is absent or too long.
func (s *Surface) signIn(c echo.Context) error {
	site, err := s.site(c.Request())
	if err != nil {
		return s.refuse(err)
	}
	rd := c.QueryParam("rd")
	if rd == "" || len(rd) > maxReturn {
		rd = "/"
	}
	if len(c.QueryParams()["rd"]) > 1 || !returns(rd) {
		return s.page(c, site, http.StatusBadRequest, "This sign-in link does not work", "The address to come back to is not one of this site's.", true)
	}
	cookie := web.ReadCookie(c.Request(), beginCookie)
	if _, err := state.ParseBearer(cookie); err != nil {
		cookie = state.NewBearer().String()
	}
	v := visit{ID: state.NewBearer().String(), Client: site.ClientID, Browser: s.cfg.Sites.browserDigest(cookie), Return: rd,
		Until: s.cfg.Now().Add(visitLife).Unix()}
	sealed, err := s.cfg.Sites.states.Seal(v)
	if err != nil {
		return web.Internal(err)
	}
	scope := "openid profile"
	if site.Email {
		scope += " email"
	}
	challenge := sha256.Sum256([]byte(s.cfg.Sites.secretOf("verifier", &v, cookie)))
	web.WriteCookie(c.Response(), beginCookie, cookie, visitLife)
	return c.Redirect(http.StatusFound, s.cfg.Issuer+"/authorize?"+url.Values{"client_id": {site.ClientID}, "redirect_uri": {site.Origin + CallbackPath},
		"response_type": {"code"}, "scope": {scope}, "state": {sealed}, "nonce": {s.cfg.Sites.secretOf("nonce", &v, cookie)},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"}}.Encode())
}

// callback ends the code flow and sets the site's cookie.
func (s *Surface) callback(c echo.Context) error {
	site, err := s.site(c.Request())
	if err != nil {
		return s.refuse(err)
	}
	again := func(status int, text string) error {
		return s.page(c, site, status, "You are not signed in", text, true)
	}
	query := c.QueryParams()
	for _, list := range query {
		if len(list) > 1 {
			return again(http.StatusBadRequest, "This link is damaged.")
		}
	}
	cookie := web.ReadCookie(c.Request(), beginCookie)
	var v visit
	if query.Get("iss") != s.cfg.Issuer || s.cfg.Sites.states.Open(query.Get("state"), &v) != nil || v.Client != site.ClientID {
		return again(http.StatusBadRequest, "This link is damaged, or of another site.")
	}
	if cookie == "" || v.Browser != s.cfg.Sites.browserDigest(cookie) {
		return again(http.StatusForbidden, "This sign-in was started in another browser, or took too long. Nothing happened.")
	}
	if s.cfg.Now().Unix() >= v.Until {
		return again(http.StatusGone, "This sign-in took too long. Nothing happened.")
	}
	if query.Get("error") != "" {
		return again(http.StatusForbidden, "The sign-in was not finished.")
	}
	ctx := c.Request().Context()
	who, err := s.cfg.Provider.Redeem(ctx, site.ClientID, query.Get("code"), s.cfg.Sites.secretOf("verifier", &v, cookie), site.Origin+CallbackPath)
	if e, ok := errors.AsType[*web.Error](err); ok && e.Status < 500 {
		return again(http.StatusGone, "This sign-in was used already, or took too long.")
	}
	if err != nil {
		return err
	}
	if who.Nonce != s.cfg.Sites.secretOf("nonce", &v, cookie) {
		return again(http.StatusForbidden, "This sign-in was started in another browser. Nothing happened.")
	}
	value, err := s.cfg.Sites.begin(ctx, site, who)
	if errors.Is(err, errEnded) {
		return again(http.StatusGone, "You were signed out meanwhile.")
	}
	if err != nil {
		return err
	}
	web.WriteCookie(c.Response(), siteCookie, value, who.Until.Sub(s.cfg.Now()))
	return c.Redirect(http.StatusSeeOther, site.Origin+v.Return)
}

// signOut ends the sign-in at this site, and asks the issuer to end the session that would begin it again. Only the site's
// own pages may post here.
func (s *Surface) signOut(c echo.Context) error {
	r := c.Request()
	site, err := s.site(r)
	if err != nil {
		return s.refuse(err)
	}
	if origin := r.Header.Values(echo.HeaderOrigin); len(origin) != 1 || origin[0] != site.Origin {
		return web.Forbidden("wrong_origin", "This request did not come from a page of this site. You are still signed in.")
	}
	if err := s.cfg.Sites.signOut(r.Context(), site, web.ReadCookie(r, siteCookie)); err != nil {
		return err
	}
	web.WriteCookie(c.Response(), siteCookie, "", 0)
	return c.Redirect(http.StatusSeeOther, s.cfg.Issuer+"/logout?"+url.Values{"client_id": {site.ClientID},
		"post_logout_redirect_uri": {site.Origin + SignedOutPath}}.Encode())
}

// signedOut is where the issuer sends the browser afterwards.
func (s *Surface) signedOut(c echo.Context) error {
	site, err := s.site(c.Request())
	if err != nil {
		return s.refuse(err)
	}
	return s.page(c, site, http.StatusOK, "You are signed out", "There is nothing more to do here.", false)
}

// blank has neither script nor style, and one link.
var blank = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Title}}</title></head>
<body><main><h1>{{.Title}}</h1><p>{{.Text}}</p><p><a href="{{.Path}}">{{.Link}}</a></p></main></body></html>
`))

func (s *Surface) page(c echo.Context, site *Site, status int, title, text string, again bool) error {
	path, link := "/", site.Name
	if again {
		path, link = SignInPath, "Sign in"
	}
	var out bytes.Buffer
	if err := blank.Execute(&out, struct{ Title, Text, Path, Link string }{title, text, path, link}); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return c.HTMLBlob(status, out.Bytes())
}
