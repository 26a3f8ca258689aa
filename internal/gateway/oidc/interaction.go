package oidc

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// verdict is who signed in, and in which browser.
type verdict struct {
	browser string
	sub     string
}

// Members of an interaction's store.
const (
	storeBrowser  = "browser"
	storeAuthTime = "auth_time"
)

// browserDigest is what an interaction keeps of the browser's cookie.
func browserDigest(cookie string) string {
	sum := sha256.Sum256([]byte("carnet/v1/browser" + cookie))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func sameBrowser(digest, cookie string) bool {
	return cookie != "" && subtle.ConstantTimeCompare([]byte(digest), []byte(browserDigest(cookie))) == 1
}

// authenticate is the library's only policy. The first call binds the
// interaction to the browser and sends it to the login page; the second, from
// finish, brings the verdict.
func (p *Provider) authenticate(w http.ResponseWriter, r *http.Request, as *goidc.AuthnSession, _ *goidc.Client) (goidc.Status, error) {
	v, finishing := r.Context().Value(verdictKey{}).(verdict)
	if !finishing {
		cookie := browserCookie(r)
		web.WriteCookie(w, web.LoginCookie, cookie, p.cfg.Interaction+MaxInteraction) // as long as Cancel works
		as.Store = map[string]any{storeBrowser: browserDigest(cookie)}
		http.Redirect(w, r, p.cfg.Issuer+"/login/"+as.ID, http.StatusFound)
		return goidc.StatusPending, nil
	}
	digest, _ := as.Store[storeBrowser].(string)
	if !sameBrowser(digest, v.browser) {
		return goidc.StatusFailure, goidc.NewError(goidc.ErrorCodeAccessDenied, "the shopper did not sign in")
	}
	as.Subject = v.sub
	as.GrantedScopes = as.Scopes
	as.Store = map[string]any{storeAuthTime: p.cfg.Now().Unix()}
	return goidc.StatusSuccess, nil
}

// browserCookie is the secret of this browser: the one it has, so that two tabs
// can sign in at two shops at once, or a fresh one.
func browserCookie(r *http.Request) string {
	if value := web.ReadCookie(r, web.LoginCookie); value != "" {
		if _, err := state.ParseBearer(value); err == nil {
			return value
		}
	}
	return state.NewBearer().String()
}

// Interaction tells the login page what an interaction is for: the shop's client
// id and when it ends. cookie is the value of the browser's login cookie. The
// errors are *web.Error: 410 expired (also for unknown and finished ones), 403
// wrong_browser, 503 unavailable.
func (p *Provider) Interaction(ctx context.Context, id, cookie string) (clientID string, expires time.Time, err error) {
	as, err := p.records.peek(ctx, id)
	if err != nil {
		return "", time.Time{}, recordError(err)
	}
	digest, _ := as.Store[storeBrowser].(string)
	if !sameBrowser(digest, cookie) {
		return "", time.Time{}, web.Forbidden("wrong_browser",
			"This sign-in was started in another browser or window. Nothing happened; go back to the shop and start again here.")
	}
	expires = time.Unix(int64(as.ExpiresAt), 0).UTC()
	if !p.cfg.Now().Before(expires) {
		return "", time.Time{}, expired()
	}
	return as.ClientID, expires, nil
}

// Complete ends an interaction with a pairwise subject and returns the URL of the
// shop to send the browser to, with the code in it. It takes the interaction:
// of any number of calls one succeeds. Call it after Interaction said that the
// browser is the right one: another browser's call ends the interaction as well.
// Errors as for Interaction.
func (p *Provider) Complete(ctx context.Context, id, cookie, sub string) (redirect string, err error) {
	if sub == "" {
		return "", web.Internal(errors.New("interaction completed without a subject"))
	}
	return p.finish(ctx, id, verdict{browser: cookie, sub: sub})
}

// Cancel ends an interaction with access_denied and returns the URL of the shop
// to send the browser to. It works for MaxInteraction after the interaction has
// expired, so that a shopper who took too long finds the way back.
func (p *Provider) Cancel(ctx context.Context, id, cookie string) (redirect string, err error) {
	if _, _, err := p.Interaction(ctx, id, cookie); err != nil && !isExpired(err) {
		return "", err
	}
	as, err := p.records.Session(ctx, id)
	if err != nil {
		return "", recordError(err)
	}
	if digest, _ := as.Store[storeBrowser].(string); !sameBrowser(digest, cookie) {
		return "", expired()
	}
	return p.errorURL(as.RedirectURI, as.State, "access_denied", "the shopper did not sign in"), nil
}

// finish calls the library's callback endpoint, which is not served to anybody,
// with the verdict in the request's context.
func (p *Provider) finish(ctx context.Context, id string, v verdict) (string, error) {
	if _, err := state.ParseBearer(id); err != nil {
		return "", expired()
	}
	req, err := http.NewRequest(http.MethodGet, "/authorize/"+id, nil)
	if err != nil {
		return "", web.Internal(errors.New("callback request"))
	}
	answer, err := p.run(context.WithValue(ctx, verdictKey{}, v), req)
	if err != nil {
		if e, ok := errors.AsType[*web.Error](err); ok {
			e.OAuth = false // this goes to the login page
		}
		return "", err
	}
	location := answer.header.Get("Location")
	if location == "" {
		return "", expired()
	}
	return location, nil
}

// recordError puts an error of the records into words for the login page.
func recordError(err error) *web.Error {
	switch {
	case errors.Is(err, goidc.ErrNotFound):
		return expired()
	case errors.Is(err, state.ErrUnavailable):
		return web.Unavailable(err)
	}
	return web.Internal(err)
}

func isExpired(err error) bool {
	e, ok := errors.AsType[*web.Error](err)
	return ok && e.Code == "expired"
}

func expired() *web.Error {
	return web.Gone("expired", "This sign-in has ended or took too long. Nothing happened; go back to the shop and start again.")
}
