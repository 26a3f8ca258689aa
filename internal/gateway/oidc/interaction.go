package oidc

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// An interaction is a shop's request while a person signs in. It waits in the
// browser, in the address of the login page, sealed under the gateway's secret
// and bound to the browser's cookie: nothing is stored for it until somebody has
// proved something. Its one code is created together with the note that it is
// over.

// Members of an interaction's and a grant's store.
const (
	storeBrowser = "browser"
	storeHint    = "hint"  // the only subject that the shop expects
	storeForce   = "force" // the consent screen is wanted even if consent is remembered
	storeClaims  = "claims"
	storeWho     = "who"
)

// finishing is what finish brings along through the library.
type finishing struct {
	interaction *goidc.AuthnSession
	signed      *session
	sub         string
	entries     []state.Entry
	keep        func(*goidc.Grant) (state.Entry, error) // makes the record of what is given out: a code, or a device's answer
}

// browserDigest is what an interaction keeps of the browser's cookie.
func browserDigest(cookie string) string {
	sum := sha256.Sum256([]byte("carnet/v1/browser" + cookie))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func sameBrowser(digest, cookie string) bool {
	return cookie != "" && subtle.ConstantTimeCompare([]byte(digest), []byte(browserDigest(cookie))) == 1
}

// authenticate is the library's only policy. A visit whose session may answer
// succeeds at once; another is bound to the browser and sent to the login page;
// finish brings the rest.
func (p *Provider) authenticate(w http.ResponseWriter, r *http.Request, as *goidc.AuthnSession, c *goidc.Client) (goidc.Status, error) {
	if f, ok := r.Context().Value(finishKey{}).(*finishing); ok {
		return p.succeed(as, c.ID, f.signed, f.sub)
	}
	v, ok := r.Context().Value(visitKey{}).(visit)
	if !ok {
		return goidc.StatusFailure, errors.New("authorization without a visit")
	}
	if v.signed != nil {
		return p.succeed(as, c.ID, v.signed, v.sub)
	}
	cookie := browserCookie(r)
	as.Store = map[string]any{storeBrowser: browserDigest(cookie)}
	if v.force {
		as.Store[storeForce] = true
	}
	if v.hint != "" {
		as.Store[storeHint] = v.hint
	}
	page, err := p.interactions.Seal(as)
	if err != nil {
		return goidc.StatusFailure, note(r.Context(), err)
	}
	web.WriteCookie(w, web.LoginCookie, cookie, p.cfg.Interaction+MaxInteraction) // as long as Cancel works
	http.Redirect(w, r, p.cfg.Issuer+"/login/"+page, http.StatusFound)
	return goidc.StatusPending, nil
}

func (p *Provider) succeed(as *goidc.AuthnSession, clientID string, s *session, sub string) (goidc.Status, error) {
	as.Subject = sub
	as.GrantedScopes = as.Scopes
	as.Store = map[string]any{storeWho: s.Who, storeClaims: map[string]any{
		"auth_time": s.AuthTime, "acr": acr(wallet.Method(s.Method)), "amr": amr(wallet.Method(s.Method)), "sid": p.sid(s, clientID),
	}}
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

// open reads an interaction, however old, for the browser that began it.
func (p *Provider) open(id, cookie string) (*goidc.AuthnSession, error) {
	as := new(goidc.AuthnSession)
	if err := p.interactions.Open(id, as); err != nil {
		return nil, expired()
	}
	digest, _ := as.Store[storeBrowser].(string)
	if !sameBrowser(digest, cookie) {
		return nil, web.Forbidden("wrong_browser",
			"This sign-in was started in another browser or window. Nothing happened; go back to the shop and start again here.")
	}
	return as, nil
}

// Interaction tells the login page what an interaction is for. cookie is the
// value of the browser's login cookie. The errors are *web.Error: 410 expired
// (also for text that is no interaction), 403 wrong_browser. It asks no store: a
// finished one is still told, and refused by Complete.
func (p *Provider) Interaction(id, cookie string) (web.SignIn, error) {
	as, err := p.open(id, cookie)
	if err != nil {
		return web.SignIn{}, err
	}
	expires := time.Unix(int64(as.ExpiresAt), 0).UTC()
	if !p.cfg.Now().Before(expires) {
		return web.SignIn{}, expired()
	}
	client, err := p.client(context.Background(), as.ClientID) // at worst a document that is fetched within guard.Timeout
	if err != nil {
		return web.SignIn{}, recordError(err)
	}
	if client == nil {
		return web.SignIn{}, expired()
	}
	start := client.startURI()
	if as.DeviceCode != "" {
		start = p.cfg.Issuer + "/device"
	}
	return web.SignIn{ID: as.ID, ClientID: client.ID, Name: client.Name, Sector: client.Sector, Verified: !client.Unverified,
		StartURL: start, Learns: p.Learns(as.Scopes), Expires: expires, Request: as}, nil
}

// Complete ends an interaction that Interaction has just told for whoever proof is of
// and returns the URL of the shop to send the browser to, with the code in it; the
// browser's session begins. Of any number of calls one succeeds. When the shopper must first be asked
// whether the shop may learn what it wants, it returns web.ErrConsent and nothing
// happens; agreed says that they were asked. Errors as for Interaction.
func (p *Provider) Complete(c web.Browser, about web.SignIn, proof wallet.Proof, agreed bool) (redirect string, err error) {
	ctx := c.Request.Context()
	as, client, err := p.waiting(ctx, about)
	if err != nil {
		return "", err
	}
	sub, err := p.subject(ctx, client, proof.Account)
	if err != nil {
		return "", err
	}
	if hint, ok := as.Store[storeHint].(string); ok && hint != sub { // OpenID Connect Core §3.1.2.2
		return p.refuse(ctx, as, "login_required", "another shopper signed in")
	}
	scopes, err := p.consent(ctx, client, as, sub, agreed)
	if err != nil {
		return "", err
	}
	s, old, err := p.sessionAfter(ctx, c.Request, proof)
	if err != nil {
		return "", web.Unavailable(err)
	}
	s.tell(client.ID, sub)
	redirect, err = p.settle(ctx, as, s, sub, func() error { return p.allow(ctx, client, proof.Account, scopes) })
	if err != nil {
		return "", err
	}
	web.WriteCookie(c.Writer, web.SessionCookie, s.bearer.String(), SessionLife)
	if err := p.succeeded(ctx, old, s); err != nil {
		p.cfg.Log.Warn("a session that a sign-in took the place of is not ended", "cause", err) // the sign-in has happened
	}
	return redirect, nil
}

// waiting returns the sign-in that a page showed, while it lasts.
func (p *Provider) waiting(ctx context.Context, about web.SignIn) (*goidc.AuthnSession, *Client, error) {
	as, ok := about.Request.(*goidc.AuthnSession)
	if !ok {
		return nil, nil, web.Internal(errors.New("a sign-in that Interaction did not tell"))
	}
	client, err := p.client(ctx, as.ClientID)
	if err != nil {
		return nil, nil, recordError(err)
	}
	if client == nil || !p.cfg.Now().Before(about.Expires) {
		return nil, nil, expired()
	}
	return as, client, nil
}

// subject is what a shop knows the owner of a wallet by.
func (p *Provider) subject(ctx context.Context, client *Client, account wallet.Account) (string, error) {
	sub, err := p.cfg.Shoppers.Subject(ctx, client.Sector, account)
	if errors.Is(err, wallet.ErrAccountChanged) {
		return "", web.Unauthorized("wallet_removed", "This wallet was taken off its account. Nothing happened; sign in with another wallet of the account.")
	}
	if err != nil {
		return "", web.Unavailable(err)
	}
	return sub, nil
}

// settle makes a sign-in durable, and what the shopper allowed, and returns where the browser goes.
func (p *Provider) settle(ctx context.Context, as *goidc.AuthnSession, s *session, sub string, allow func() error) (redirect string, err error) {
	entry, err := seal(p.sessions(), s.bearer, s, p.left(s))
	if err != nil {
		return "", web.Internal(err)
	}
	f := &finishing{interaction: as, signed: s, sub: sub, keep: p.records.keepCode, entries: []state.Entry{p.over(as), entry}}
	if as.DeviceCode != "" {
		return p.settleDevice(ctx, f, allow)
	}
	if redirect, err = p.finish(ctx, f); err != nil {
		return "", err
	}
	if err := allow(); err != nil { // a sign-in that was over has left no consent; this one's code nobody has seen yet
		return "", errors.Join(err, p.cfg.Store.Delete(ctx, f.entries[0].Key)) // and may try again
	}
	return redirect, nil
}

// settleDevice is settle for a device, which polls: it must not learn anything before the consent is durable. The browser does not get the code.
func (p *Provider) settleDevice(ctx context.Context, f *finishing, allow func() error) (redirect string, err error) {
	as := f.interaction
	f.keep = func(g *goidc.Grant) (state.Entry, error) { return p.devices.approved(as, g) }
	if err := p.alive(ctx, as); err != nil {
		return "", err
	}
	if err := allow(); err != nil {
		return "", err
	}
	if _, err := p.finish(ctx, f); err != nil {
		return "", err
	}
	p.devices.count.WithLabelValues("approved").Inc()
	return as.RedirectURI, nil
}

// consent returns what a shopper has yet to be known to allow, "" for nothing, or
// asks them.
func (p *Provider) consent(ctx context.Context, client *Client, as *goidc.AuthnSession, sub string, agreed bool) (scopes string, err error) {
	have, err := p.cfg.Shoppers.Consented(ctx, client.Sector, sub)
	if err != nil {
		return "", web.Unavailable(err)
	}
	force, _ := as.Store[storeForce].(bool)
	if covers(have, as.Scopes) && (agreed || !force) {
		return "", nil
	}
	if !agreed && !client.Trusted {
		return "", web.ErrConsent
	}
	return union(have, as.Scopes), nil
}

// allow makes consent durable.
func (p *Provider) allow(ctx context.Context, client *Client, w wallet.Account, scopes string) error {
	if scopes == "" {
		return nil
	}
	if err := p.cfg.Shoppers.Consent(ctx, client, w, scopes); err != nil {
		return web.Unavailable(err)
	}
	return nil
}

// alive tells whether an interaction has not given its code or been cancelled.
func (p *Provider) alive(ctx context.Context, as *goidc.AuthnSession) error {
	_, err := p.cfg.Store.Get(ctx, p.over(as).Key)
	switch {
	case err == nil:
		return expired()
	case !errors.Is(err, state.ErrNotFound):
		return web.Unavailable(err)
	}
	return nil
}

// covers tells whether consent for have allows every scope of want.
func covers(have, want string) bool {
	for _, s := range strings.Fields(want) {
		if !hasScope(have, s) {
			return false
		}
	}
	return have != ""
}

func union(a, b string) string {
	var all []string
	for _, s := range strings.Fields(userScopes) {
		if hasScope(a, s) || hasScope(b, s) {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// sessionAfter is a new session for a fresh signature (never the one the browser
// had: no fixation), and the one it will take the place of, if any. The same
// wallet's is carried over. Nothing has happened to the old one yet: a sign-in that
// fails must not sign anybody out.
func (p *Provider) sessionAfter(ctx context.Context, r *http.Request, proof wallet.Proof) (s, old *session, err error) {
	if s, err = p.newSession(proof); err != nil {
		return nil, nil, err
	}
	if old, err = p.session(ctx, r); err != nil || old == nil {
		return s, nil, err
	}
	w, err := p.person(old.Who)
	if err != nil {
		return nil, nil, err
	}
	if w.Wallet == proof.Account.String() {
		s.ID, s.Clients = old.ID, old.Clients
	}
	return s, old, nil
}

// succeeded ends the session that s took the place of. One that was carried over has
// nothing to tell, but may have learned of a shop in another tab meanwhile.
func (p *Provider) succeeded(ctx context.Context, old, s *session) error {
	if old == nil {
		return nil
	}
	if old.ID != s.ID {
		return p.endSession(ctx, old.bearer)
	}
	plain, err := p.sessions().Take(ctx, old.bearer)
	if errors.Is(err, state.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var late session
	if err := json.Unmarshal(plain, &late); err != nil {
		return fmt.Errorf("stored session: %w", err)
	}
	now, err := p.loadSession(ctx, s.bearer)
	for _, c := range late.Clients {
		if now == nil || err != nil {
			break
		}
		now, err = p.noted(ctx, now, c.Client, c.Sub, now.Who)
	}
	return err
}

// over is the note that an interaction has given its code. It outlives it.
func (p *Provider) over(as *goidc.AuthnSession) state.Entry {
	tag := p.records.names.Tag("over", as.ID)
	return state.Entry{Key: "over/" + base64.RawURLEncoding.EncodeToString(tag[:]), Value: []byte{1}, TTL: p.cfg.Interaction + MaxInteraction}
}

// Cancel ends an interaction with access_denied and returns the URL of the shop
// to send the browser to. It works for MaxInteraction after the interaction has
// expired, so that a shopper who took too long finds the way back.
func (p *Provider) Cancel(ctx context.Context, id, cookie string) (redirect string, err error) {
	as, err := p.open(id, cookie)
	if err != nil {
		return "", err
	}
	if !p.cfg.Now().Before(time.Unix(int64(as.ExpiresAt), 0).Add(MaxInteraction)) {
		return "", expired()
	}
	return p.refuse(ctx, as, "access_denied", "the shopper declined")
}

// refuse ends an interaction with an error for the shop, once.
func (p *Provider) refuse(ctx context.Context, as *goidc.AuthnSession, code, why string) (redirect string, err error) {
	entries := []state.Entry{p.over(as)}
	if as.DeviceCode != "" {
		entry, err := p.devices.denied(as)
		if err != nil {
			return "", web.Internal(err)
		}
		entries = append(entries, entry)
	}
	err = p.cfg.Store.CreateAll(ctx, entries...)
	if errors.Is(err, state.ErrExists) {
		return "", expired()
	}
	if err != nil {
		return "", recordError(err)
	}
	if as.DeviceCode != "" {
		p.devices.count.WithLabelValues("denied").Inc()
		return p.cfg.Issuer + "/device/denied", nil
	}
	return p.errorURL(as.RedirectURI, as.State, code, why), nil
}

// finish calls the library's callback endpoint, which is not served to anybody.
func (p *Provider) finish(ctx context.Context, f *finishing) (string, error) {
	req, err := http.NewRequest(http.MethodGet, "/authorize/"+f.interaction.ID, nil)
	if err != nil {
		return "", web.Internal(errors.New("callback request"))
	}
	answer, err := p.run(context.WithValue(ctx, finishKey{}, f), req)
	if errors.Is(err, errFinished) {
		return "", expired()
	}
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

func expired() *web.Error {
	return web.Gone("expired", "This sign-in has ended or took too long. Nothing happened; go back to the shop and start again.")
}

// claimsOf returns what a grant's sign-in says of itself: auth_time, acr, amr,
// sid. auth_time is an integer again: read back from the store it is a float, which
// would be signed as 1.79e+09, and many a client wants a number without exponent.
func claimsOf(g *goidc.Grant) map[string]any {
	claims, _ := g.Store[storeClaims].(map[string]any)
	if seconds, ok := claims["auth_time"].(float64); ok {
		claims = maps.Clone(claims)
		claims["auth_time"] = int64(seconds)
	}
	return claims
}
