package oidc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// logout is RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0). A shop
// that shows an ID token of this browser's own session ends it at once; whoever
// cannot is asked to confirm, by the person. All shops of the session are told.
func (p *Provider) logout(c echo.Context) error {
	params, err := parameters(c)
	if err != nil {
		return p.page(c, err)
	}
	ctx := c.Request().Context()
	back, err := p.wayBack(ctx, params)
	if err != nil {
		return p.page(c, err)
	}
	s, err := p.session(ctx, c.Request())
	if err != nil {
		return p.page(c, web.Unavailable(err))
	}
	if s != nil && !p.hints(params["id_token_hint"], s) && !p.confirmed(c, params, s) {
		return p.askLogout(c, params, s)
	}
	if err := p.SignOut(ctx, c.Response(), c.Request()); err != nil {
		return p.page(c, web.Unavailable(err))
	}
	if back == "" {
		return notice(c, http.StatusOK, texts(c)["signed_out"], texts(c)["signed_out_then"])
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// wayBack returns where to send the browser afterwards: a registered URI of the
// shop that client_id or id_token_hint names, or "".
func (p *Provider) wayBack(ctx context.Context, params map[string]string) (string, error) {
	back := params["post_logout_redirect_uri"]
	shop := params["client_id"]
	if hint, ok := params["id_token_hint"]; ok {
		aud := p.hinted(hint).client
		if aud == "" || shop != "" && shop != aud {
			return "", refuse("invalid_request", "The id_token_hint is not an ID token of this gateway for this client.")
		}
		shop = aud
	}
	if back == "" {
		return "", nil
	}
	client, err := p.client(ctx, shop)
	if err != nil {
		return "", recordError(err)
	}
	if client == nil || !slices.Contains(client.PostLogout, back) {
		return "", refuse("invalid_request", "A client_id or id_token_hint and a registered post_logout_redirect_uri are needed.")
	}
	if s := params["state"]; s != "" {
		separator := "?"
		if strings.Contains(back, "?") {
			separator = "&"
		}
		back += separator + url.Values{"state": {s}}.Encode()
	}
	return back, nil
}

// hint is what one of our ID tokens says.
type hint struct{ client, Subject, sid string }

// hinted opens an ID token of ours; an empty hint when it is not one. Its age
// does not matter: people sign out late.
func (p *Provider) hinted(idToken string) hint {
	t, err := jwt.ParseSigned(idToken, []jose.SignatureAlgorithm{jose.ES256, jose.RS256, jose.EdDSA})
	if err != nil {
		return hint{}
	}
	key, ok := p.cfg.Keys.Verification(t.Headers[0].KeyID)
	var claims struct {
		jwt.Claims
		SID string `json:"sid"`
	}
	if !ok || t.Claims(key.Key, &claims) != nil || claims.Issuer != p.cfg.Issuer || len(claims.Audience) != 1 {
		return hint{}
	}
	return hint{claims.Audience[0], claims.Subject, claims.SID}
}

// hints tells whether an ID token is of this very session.
func (p *Provider) hints(idToken string, s *session) bool {
	h := p.hinted(idToken)
	return h.sid != "" && h.sid == p.sid(s, h.client)
}

// confirmed tells whether the person pressed the button of our own page: the
// form carries a tag of the session, which no other site knows.
func (p *Provider) confirmed(c echo.Context, params map[string]string, s *session) bool {
	return c.Request().Method == http.MethodPost && params["confirm"] != "" && params["confirm"] == p.sid(s, "logout page")
}

// askLogout is a page without script: one button that posts the request again.
func (p *Provider) askLogout(c echo.Context, params map[string]string, s *session) error {
	var fields []field
	for _, name := range []string{"client_id", "id_token_hint", "post_logout_redirect_uri", "state"} {
		if v := params[name]; v != "" {
			fields = append(fields, field{name, v})
		}
	}
	fields = append(fields, field{"confirm", p.sid(s, "logout page")})
	return render(c, http.StatusOK, signOutPage, document{Title: texts(c)["sign_out"], Fields: fields}, "*") // the answer redirects to the shop
}

// logouts delivers logout tokens (OpenID Connect Back-Channel Logout 1.0) in the
// background, with some retries, which no worker waits for. A shop that stays away
// longer than that misses it; the metric says so. Every configured shop has a lane of
// its own and strangers have one together, so that nobody who hangs keeps another
// waiting.
type logouts struct {
	shops     map[string]*lane // by client id: those that want to be told
	strangers lane
	count     *prometheus.CounterVec
	wait      func(try int) time.Duration
	busy      sync.WaitGroup
}

// lane is a bounded queue and how its deliveries are sent.
type lane struct {
	name  string       // for the metric and the log: all strangers are one
	http  *http.Client // nil, and nobody's, without strangers
	queue chan delivery
	again atomic.Int64 // deliveries that wait for another try
}

// delivery is one shop to be told of one session's end.
type delivery struct {
	signedIn
	sid string
	try int // that failed
}

const (
	logoutQueue     = 1024 // of one lane
	logoutWorkers   = 2
	strangerWorkers = 4
	logoutTries     = 5
)

func newLogouts(cfg Config) (*logouts, error) {
	count := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "carnet_backchannel_logouts_total",
		Help: "Logout tokens by shop and outcome: delivered, retried, refused (the shop answered 400), failed (given up), dropped (queue full)."},
		[]string{"client", "outcome"})
	if err := cfg.Registry.Register(count); err != nil {
		return nil, fmt.Errorf("logout metrics: %w", err)
	}
	l := &logouts{count: count, shops: map[string]*lane{}, wait: func(try int) time.Duration { return time.Second << (2 * try) }}
	l.strangers = lane{name: "(registered)", http: cfg.Registration.Fetch, queue: make(chan delivery, logoutQueue)}
	direct := &http.Client{Transport: cfg.Transport, Timeout: 5 * time.Second, CheckRedirect: refuseRedirect}
	for _, c := range cfg.Clients {
		if c.BackLogout != "" {
			l.shops[c.ID] = &lane{name: c.ID, http: direct, queue: make(chan delivery, logoutQueue)}
		}
	}
	return l, nil
}

func refuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// tellLogout queues a shop to be told.
func (p *Provider) tellLogout(c signedIn, sid string) {
	d := delivery{signedIn: c, sid: sid}
	if _, configured := p.registry.configured[c.Client]; !configured {
		p.logouts.add(&p.logouts.strangers, d)
	} else if to := p.logouts.shops[c.Client]; to != nil {
		p.logouts.add(to, d)
	}
}

// logoutToken is signed like the client's ID tokens (§2.4).
func (p *Provider) logoutToken(client *Client, sub, sid string) (string, error) {
	now := p.cfg.Now()
	key, err := p.cfg.Keys.Signing(jose.SignatureAlgorithm(client.SigningAlg))
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: key}, (&jose.SignerOptions{}).WithType("logout+jwt"))
	if err != nil {
		return "", err
	}
	return jwt.Signed(signer).Claims(map[string]any{
		"iss": p.cfg.Issuer, "aud": client.ID, "sub": sub, "sid": sid, "iat": now.Unix(), "exp": now.Add(LogoutTokenLife).Unix(),
		"jti": state.NewBearer().String(), "events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}},
	}).Serialize()
}

func (l *logouts) add(to *lane, d delivery) {
	select {
	case to.queue <- d:
	default:
		l.count.WithLabelValues(to.name, "dropped").Inc()
	}
}

// Run delivers logout tokens until ctx ends.
func (p *Provider) Run(ctx context.Context) {
	for _, to := range p.logouts.shops {
		p.work(ctx, to, logoutWorkers)
	}
	p.work(ctx, &p.logouts.strangers, strangerWorkers)
	p.logouts.busy.Wait()
}

func (p *Provider) work(ctx context.Context, of *lane, workers int) {
	for range workers {
		p.logouts.busy.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case d := <-of.queue:
					p.deliver(ctx, of, d)
				}
			}
		})
	}
}

// deliver tells a shop once, if it wants to be told. It has taken it (§2.8: 200, or
// 204), or refused it, or it is queued again after a while, until logoutTries are
// over.
func (p *Provider) deliver(ctx context.Context, of *lane, d delivery) {
	l, log := p.logouts, p.cfg.Log
	client, err := p.client(ctx, d.Client) // a stranger's document may have to be fetched
	if err == nil && (client == nil || client.BackLogout == "") {
		return
	}
	status := 0
	if err == nil {
		status, err = p.post(ctx, of.http, client, d)
	}
	switch {
	case err == nil && (status == http.StatusOK || status == http.StatusNoContent):
		l.count.WithLabelValues(of.name, "delivered").Inc()
	case err == nil && status == http.StatusBadRequest:
		l.count.WithLabelValues(of.name, "refused").Inc()
		log.Warn("a shop refused a logout token", "client", of.name)
	case d.try == logoutTries-1:
		l.count.WithLabelValues(of.name, "failed").Inc()
		log.Warn("a logout token could not be delivered", "client", of.name)
	case of.again.Load() >= logoutQueue:
		l.count.WithLabelValues(of.name, "dropped").Inc()
	default:
		l.count.WithLabelValues(of.name, "retried").Inc()
		of.again.Add(1)
		after := l.wait(d.try)
		d.try++
		time.AfterFunc(after, func() {
			of.again.Add(-1)
			l.add(of, d)
		})
	}
}

func (p *Provider) post(ctx context.Context, via *http.Client, client *Client, d delivery) (status int, err error) {
	token, err := p.logoutToken(client, d.Sub, d.sid)
	if err != nil {
		p.cfg.Log.Error("a logout token cannot be made", "cause", err)
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, client.BackLogout, strings.NewReader(url.Values{"logout_token": {token}}.Encode()))
	if err != nil {
		return 0, err
	}
	req.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	resp, err := via.Do(req)
	if err != nil {
		return 0, errors.New("no answer") // the client's error names the URL's host
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
	return resp.StatusCode, nil
}
