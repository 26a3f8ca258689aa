package quirks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Setting is one field of the plugin's settings page, by the name it has there.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Why   string `json:"why,omitempty"`
}

// Check is one thing that was tried.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"` // what was seen, and what to do about it
}

// Settings returns what to type into the plugin for this gateway. interaction is how long the gateway gives a person to sign
// in.
func (w *Woo) Settings(ctx context.Context, interaction time.Duration) ([]Setting, error) {
	p, err := w.discover(ctx)
	if err != nil {
		return nil, err
	}
	key := p.identityKey()
	site, err := url.Parse(w.Site)
	if err != nil || site.Hostname() == "" {
		return nil, fmt.Errorf("site %q is not a URL", w.Site)
	}
	email, emailWhy := "{"+key+"}@"+site.Hostname()+".invalid", "nothing can be sent there (RFC 2606): this gateway tells no address"
	if slices.Contains(p.Claims, "email") {
		email, emailWhy = "{email}", "an alias of this shop's own"
	}
	state := max(StateLife, interaction)
	return []Setting{
		{"Login Type", "OpenID Connect button on login form", ""},
		{"Client ID", w.ClientID, ""},
		{"Client Secret Key", "", "the one that `gateway keys` printed; the gateway keeps its hash alone"},
		{"OpenID Scope", p.scope(), ""},
		{"Login Endpoint URL", p.Authorization, ""},
		{"Userinfo Endpoint URL", p.Userinfo, ""},
		{"Token Validation Endpoint URL", p.Token, ""},
		{"End Session Endpoint URL", p.EndSession, ""},
		{"JWKS URI", p.JWKS, "versions without this field check no signature; they trust the connection"},
		{"ACR values", "", "leave it empty"},
		{"Identity Key", key, ""},
		{"Disable SSL Verify", "off", ""},
		{"HTTP Request Timeout", fmt.Sprintf("%.0f", Timeout.Seconds()), ""},
		{"Alternate Redirect URI", "off", "the redirect URI is then " + w.RedirectURI()},
		{"Nickname Key", key, ""},
		{"Email Formatting", email, emailWhy},
		{"Display Name Formatting", "{" + key + "}", ""},
		{"Identify with User Name", "on", "an e-mail address is no proof of who somebody is"},
		{"State time limit", fmt.Sprintf("%.0f", state.Seconds()), "as long as the gateway waits for the wallet"},
		{"Enable Refresh Token", onOff(slices.Contains(p.Scopes, "offline_access")), ""},
		{"Link Existing Users", "off", "it matches e-mail addresses and does not ask whether they are verified"},
		{"Create user if does not exist", "on", ""},
		{"Redirect Back to Origin Page", "on", ""},
	}, nil
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// SelfTest does what the plugin does as far as it goes without a person and a wallet. Checks that need the client secret are
// left out when Secret is empty.
func (w *Woo) SelfTest(ctx context.Context) []Check {
	p, err := w.discover(ctx)
	if err != nil {
		return []Check{{"discovery answers", false, err.Error()}}
	}
	checks := []Check{{"discovery answers", true, w.Issuer}, w.endpoints(p), w.login(ctx, p), w.openUserinfo(ctx, p)}
	if w.Secret == "" {
		return checks
	}
	return append(checks, w.authentication(ctx, p))
}

// endpoints wants all four at the issuer: their URLs are typed by hand and never found again.
func (w *Woo) endpoints(p *provider) Check {
	c := Check{Name: "all endpoints are the gateway's own"}
	for name, u := range map[string]string{"authorization": p.Authorization, "token": p.Token, "userinfo": p.Userinfo, "end session": p.EndSession} {
		if !strings.HasPrefix(u, w.Issuer+"/") {
			c.Detail = "the " + name + " endpoint is missing, or elsewhere"
			return c
		}
	}
	if len(p.Auth) > 0 && !slices.Contains(p.Auth, "client_secret_post") {
		c.Detail = "client_secret_post is not offered, and the plugin knows no other way"
		return c
	}
	c.OK, c.Detail = true, "authorization, token, userinfo, end session; client_secret_post"
	return c
}

// login opens what the button opens: without PKCE and without a nonce. The gateway must show its sign-in page, which it does
// not for an unknown client or redirect URI.
func (w *Woo) login(ctx context.Context, p *provider) Check {
	c := Check{Name: "the button leads to the sign-in page"}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.loginURL(w, "self-test"), nil)
	if err != nil {
		c.Detail = "the authorization endpoint is not a URL"
		return c
	}
	client := http.Client{Transport: w.HTTP, Timeout: Timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		c.Detail = plain(err).Error()
		return c
	}
	res.Body.Close()
	to, err := res.Location()
	switch {
	case err != nil:
		c.Detail = fmt.Sprintf("status %d: is %s among the shop's redirect_uris, and %q its client_id?", res.StatusCode, w.RedirectURI(), w.ClientID)
	case !strings.HasPrefix(to.String(), w.Issuer+"/"):
		c.Detail = "the gateway refuses with " + to.Query().Get("error") + ": it must let this shop do without PKCE"
	default:
		c.OK, c.Detail = true, w.RedirectURI()+" is registered; no PKCE and no nonce needed"
	}
	return c
}

// openUserinfo wants a refusal in JSON for a token that nobody gave, by both methods.
func (w *Woo) openUserinfo(ctx context.Context, p *provider) Check {
	c := Check{Name: "userinfo answers in JSON"}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		_, status, err := w.ask(ctx, p, method, "self-test")
		if err != nil {
			c.Detail = method + ": " + err.Error()
			return c
		}
		if status != http.StatusUnauthorized {
			c.Detail = fmt.Sprintf("%s with a token that nobody gave: status %d, want 401", method, status)
			return c
		}
	}
	c.OK, c.Detail = true, "by GET and by POST"
	return c
}

// authentication redeems a code that nobody gave: invalid_grant says that the secret was right, invalid_client that it was not.
func (w *Woo) authentication(ctx context.Context, p *provider) Check {
	c := Check{Name: "the secret is taken from the form"}
	_, err := w.token(ctx, p, map[string][]string{"grant_type": {"authorization_code"}, "code": {"self-test"}, "redirect_uri": {w.RedirectURI()}, "scope": {p.scope()}})
	refused, ok := errors.AsType[*Refusal](err)
	switch {
	case !ok && err == nil:
		c.Detail = "the gateway redeemed a code that nobody gave"
	case !ok:
		c.Detail = err.Error()
	case refused.Code != "invalid_grant":
		c.Detail = err.Error() + ": is this the secret whose hash is the shop's secret_sha256?"
	default:
		c.OK, c.Detail = true, "client_secret_post, Host without port, scope repeated"
	}
	return c
}
