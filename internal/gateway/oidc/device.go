package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"

	"github.com/labstack/echo/v4"
	"github.com/luikyv/go-oidc/pkg/goidc"
	"github.com/prometheus/client_golang/prometheus"
)

// Tills and kiosks (RFC 8628): the device shows a code, the shopper types it on a
// page of ours in a browser of their own, sees which shop asks, and signs in there
// as everywhere; meanwhile the device polls.
//
// Three records, and whose secret opens each: device (the device code), usercode
// (the user code under the gateway's secret: 34 bits that a thief of the store
// cannot try), answer (the device code again). The answer is created together with
// the note that the interaction is over, and is taken by the one poll that gets the
// tokens.

// Device requests. The library's lifetime and interval are these.
const (
	DeviceLife     = 5 * time.Minute
	DeviceInterval = 5 * time.Second
	pollJitter     = time.Second // by which a poll may be early

	userCodeLetters = "BCDFGHJKLMNPQRSTVWXZ" // no vowels, nothing that looks like something else (RFC 8628 §6.1)
	userCodeLength  = 8
)

// devices implements goidc.DeviceAuthManager. The library begins a request and
// redeems it; what happens in the browser is ours.
type devices struct {
	records *records
	secrets state.Vault // usercode
	waiting state.Vault // device
	answers state.Vault
	count   *prometheus.CounterVec
}

func newDevices(cfg Config, r *records) (*devices, error) {
	vault := func(kind string) state.Vault { return state.Vault{Store: cfg.Store, Kind: kind} }
	count := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "carnet_device_codes_total",
		Help: "User codes of devices: unknown (typed, and nobody's: many are somebody guessing), shown (to the shopper who typed it), approved, denied."}, []string{"outcome"})
	if err := cfg.Registry.Register(count); err != nil {
		return nil, fmt.Errorf("device metrics: %w", err)
	}
	return &devices{records: r, secrets: vault("usercode"), waiting: vault("device"), answers: vault("answer"), count: count}, nil
}

// waiting is what a poll finds before there is an answer.
type waiting struct {
	Client  string `json:"client"`
	Expires int64  `json:"expires"`          // Unix seconds
	Polled  int64  `json:"polled,omitempty"` // Unix milliseconds
}

// answer ends the waiting.
type answer struct {
	Denied bool         `json:"denied,omitempty"`
	Grant  *goidc.Grant `json:"grant,omitempty"`
}

// newUserCode returns 34 random bits in letters, as people read them.
func newUserCode() string {
	var letters []byte
	for b := make([]byte, 1); len(letters) < userCodeLength; {
		rand.Read(b)
		if int(b[0]) < 256/len(userCodeLetters)*len(userCodeLetters) {
			letters = append(letters, userCodeLetters[int(b[0])%len(userCodeLetters)])
		}
	}
	return string(letters[:4]) + "-" + string(letters[4:])
}

// parseUserCode takes a code as people type it: any case, with or without what
// stands between the letters. "" for what is none.
func parseUserCode(typed string) string {
	letters := strings.ToUpper(strings.NewReplacer("-", "", " ", "", "\u2010", "", "\u2011", "", "\u2013", "", "\u00a0", "").Replace(typed))
	if len(letters) != userCodeLength || strings.Trim(letters, userCodeLetters) != "" {
		return ""
	}
	return letters[:4] + "-" + letters[4:]
}

func (d *devices) secret(userCode string) state.Bearer {
	return state.Bearer(d.records.names.Tag("user code", userCode))
}

// SaveSession implements goidc.DeviceAuthManager: a device has asked. The user code
// is ours and goes into as; one that is in use gives way to another.
func (d *devices) SaveSession(ctx context.Context, as *goidc.AuthnSession) error {
	device, err := state.ParseBearer(as.DeviceCode)
	if err != nil {
		return note(ctx, fmt.Errorf("device code: %w", err))
	}
	w, err := seal(d.waiting, device, waiting{Client: as.ClientID, Expires: int64(as.ExpiresAt)}, 2*DeviceLife) // longer, so that the device hears expired_token
	if err != nil {
		return note(ctx, err)
	}
	for range 3 {
		as.UserCode = ""
		code := newUserCode()
		u, err := seal(d.secrets, d.secret(code), as, DeviceLife)
		if err != nil {
			return note(ctx, err)
		}
		as.UserCode = code
		if err = d.records.tokens.Store.CreateAll(ctx, u, w); !errors.Is(err, state.ErrExists) {
			return note(ctx, err)
		}
	}
	return note(ctx, fmt.Errorf("user codes are in use: %w", state.ErrUnavailable))
}

// Session implements goidc.DeviceAuthManager; the library's page is not served.
func (d *devices) Session(context.Context, string) (*goidc.AuthnSession, error) {
	return nil, goidc.ErrNotFound
}

// SessionByUserCode implements goidc.DeviceAuthManager, likewise.
func (d *devices) SessionByUserCode(context.Context, string) (*goidc.AuthnSession, error) {
	return nil, goidc.ErrNotFound
}

// SessionByDeviceCode implements goidc.DeviceAuthManager; GrantByDeviceCode, which
// is asked before, has said why there is no grant.
func (d *devices) SessionByDeviceCode(context.Context, string) (*goidc.AuthnSession, error) {
	return nil, goidc.ErrNotFound
}

// GrantByDeviceCode implements goidc.DeviceAuthManager. It answers one poll, of the
// client that the device code was given to and no other, and takes the answer out
// of the store before anything is made of it.
func (d *devices) GrantByDeviceCode(ctx context.Context, code string) (*goidc.Grant, error) {
	device, err := state.ParseBearer(code)
	if err != nil {
		return nil, goidc.ErrNotFound
	}
	rec, err := d.waiting.Get(ctx, device)
	if err != nil {
		return nil, missing(ctx, err)
	}
	w, err := decode[waiting](ctx, rec.Plaintext)
	if err != nil {
		return nil, err
	}
	if client, _ := ctx.Value(pollKey{}).(string); client != w.Client {
		return nil, goidc.ErrNotFound
	}
	if d.records.now().Unix() >= w.Expires {
		return nil, note(ctx, refuse("expired_token", "The device code has expired; ask for a new one."))
	}
	plain, err := d.answers.Take(ctx, device)
	if errors.Is(err, state.ErrNotFound) {
		return nil, d.wait(ctx, device, rec, w)
	}
	if err != nil {
		return nil, note(ctx, err)
	}
	_ = d.waiting.Delete(ctx, device) // what is taken is taken: a leftover only makes later polls wait until it expires
	a, err := decode[answer](ctx, plain)
	if err != nil {
		return nil, err
	}
	if a.Denied || a.Grant == nil {
		return nil, note(ctx, refuse("access_denied", "The shopper did not sign in."))
	}
	a.Grant.ID = d.records.grantOf(device).String()
	issuing(ctx).fresh = true
	return a.Grant, nil
}

// wait tells a device to go on polling, and one that polls too often to slow down.
// Of polls at the same moment, all but one are too often.
func (d *devices) wait(ctx context.Context, device state.Bearer, rec state.Record, w *waiting) error {
	slow := refuse("slow_down", fmt.Sprintf("Poll every %v, and 5 seconds less often from now on.", DeviceInterval))
	now := d.records.now()
	if now.Sub(time.UnixMilli(w.Polled)) < DeviceInterval-pollJitter {
		return note(ctx, slow)
	}
	w.Polled = now.UnixMilli()
	plain, err := json.Marshal(w)
	if err != nil {
		return note(ctx, err)
	}
	err = d.waiting.Swap(ctx, device, rec, plain, 2*DeviceLife)
	if errors.Is(err, state.ErrChanged) || errors.Is(err, state.ErrNotFound) {
		return note(ctx, slow)
	}
	if err != nil {
		return note(ctx, err)
	}
	return note(ctx, refuse("authorization_pending", "The shopper has not signed in yet."))
}

// find returns the request behind a user code, nil when there is none.
func (d *devices) find(ctx context.Context, userCode string) (*goidc.AuthnSession, error) {
	as, err := load[goidc.AuthnSession](ctx, d.secrets, d.secret(userCode))
	if errors.Is(err, goidc.ErrNotFound) {
		return nil, nil
	}
	return as, err
}

// approved is the record of an answer that the device will get with a grant that
// the library made for a code: the code is given to nobody.
func (d *devices) approved(as *goidc.AuthnSession, g *goidc.Grant) (state.Entry, error) {
	device, err := state.ParseBearer(as.DeviceCode)
	if err != nil {
		return state.Entry{}, err
	}
	g.ID = d.records.grantOf(device).String()
	stored := *g
	stored.AuthCode, stored.AuthCodeExpiresAt, stored.DeviceCodeExpiresAt = "", 0, deviceExpires(as)
	return seal(d.answers, device, answer{Grant: &stored}, DeviceLife)
}

func (d *devices) denied(as *goidc.AuthnSession) (state.Entry, error) {
	device, err := state.ParseBearer(as.DeviceCode)
	if err != nil {
		return state.Entry{}, err
	}
	return seal(d.answers, device, answer{Denied: true}, DeviceLife)
}

// deviceExpires is when a device stops polling; the interaction ends earlier.
func deviceExpires(as *goidc.AuthnSession) int { return as.CreatedAt + int(DeviceLife.Seconds()) }

// deviceAuthorization begins a request of a device (RFC 8628 §3.1).
func (p *Provider) deviceAuthorization(c echo.Context) error {
	client, params, err := p.authenticated(c)
	if err != nil {
		return err
	}
	if client != nil && !client.Device {
		return refuse("unauthorized_client", "This client is not registered as a device.")
	}
	if !hasScope(params["scope"], "openid") {
		return refuse("invalid_scope", "scope must contain openid.")
	}
	form := credentials(params)
	form.Set("scope", userScope(params["scope"]))
	req, err := posted(c, "/device_authorization", form)
	if err != nil {
		return err
	}
	told, err := p.run(c.Request().Context(), req)
	if err != nil {
		return err
	}
	if told.status != http.StatusOK && told.status != http.StatusCreated {
		return p.libraryError(told, `Basic realm="carnet"`)
	}
	var begun struct {
		DeviceCode string `json:"device_code"`
		UserCode   string `json:"user_code"`
	}
	if err := json.Unmarshal(told.body.Bytes(), &begun); err != nil {
		return oauth(web.Internal(err))
	}
	return c.JSON(http.StatusOK, map[string]any{"device_code": begun.DeviceCode, "user_code": begun.UserCode, "verification_uri": p.cfg.Issuer + "/device",
		"verification_uri_complete": p.cfg.Issuer + "/device?" + url.Values{"user_code": {begun.UserCode}}.Encode(),
		"expires_in":                int(DeviceLife.Seconds()), "interval": int(DeviceInterval.Seconds())})
}

// devicePage asks for a code. One that came with the address is filled in and not
// looked up: a link alone does nothing.
func (p *Provider) devicePage(c echo.Context) error {
	return askCode(c, http.StatusOK, parseUserCode(c.QueryParam("user_code")), "")
}

// deviceCode looks a typed code up and shows which shop asks; when the shopper has
// seen that, it begins the interaction in this browser and goes to the login page.
func (p *Provider) deviceCode(c echo.Context) error {
	params, err := parameters(c)
	if err != nil {
		return p.page(c, err)
	}
	ctx := c.Request().Context()
	code, cookie := parseUserCode(params["user_code"]), web.ReadCookie(c.Request(), web.LoginCookie)
	confirmed := cookie != "" && subtle.ConstantTimeCompare([]byte(params["confirm"]), []byte(p.confirmation(cookie, code))) == 1
	if !confirmed {
		if err := web.Take(ctx, p.cfg.UserCodes, web.Network(c)); err != nil {
			return p.page(c, err)
		}
	}
	if code == "" {
		return askCode(c, http.StatusBadRequest, "", "device_form")
	}
	as, err := p.devices.find(ctx, code)
	if err != nil {
		return p.page(c, recordError(err))
	}
	var client *Client
	if as != nil {
		if client, err = p.client(ctx, as.ClientID); err != nil {
			return p.page(c, recordError(err))
		}
	}
	if client == nil || p.cfg.Now().Unix() >= int64(deviceExpires(as)) {
		p.devices.count.WithLabelValues("unknown").Inc()
		return askCode(c, http.StatusNotFound, "", "device_unknown")
	}
	if !confirmed {
		p.devices.count.WithLabelValues("shown").Inc()
		return p.confirmDevice(c, client, code)
	}
	return p.beginDevice(c, as, cookie)
}

// confirmation is a word that only a page of ours in this very browser has: nobody
// skips the page that warns.
func (p *Provider) confirmation(cookie, code string) string {
	tag := p.records.names.Tag("device page", cookie, code)
	return fmt.Sprintf("%x", tag[:16])
}

// beginDevice makes the request an interaction of this browser. The shopper always
// signs: a session that answers silently would make one click enough.
func (p *Provider) beginDevice(c echo.Context, as *goidc.AuthnSession, cookie string) error {
	as.Store = map[string]any{storeBrowser: browserDigest(cookie)}
	as.ResponseType, as.RedirectURI = goidc.ResponseTypeCode, p.cfg.Issuer+"/device/done"
	as.ExpiresAt = min(deviceExpires(as), int(p.cfg.Now().Add(p.cfg.Interaction).Unix()))
	page, err := p.interactions.Seal(as)
	if err != nil {
		return p.page(c, web.Internal(err))
	}
	web.WriteCookie(c.Response(), web.LoginCookie, cookie, p.cfg.Interaction+MaxInteraction)
	return c.Redirect(http.StatusSeeOther, p.cfg.Issuer+"/login/"+page)
}

func (p *Provider) deviceDone(c echo.Context) error {
	return notice(c, http.StatusOK, texts(c)["device_done"], texts(c)["device_done_then"])
}

func (p *Provider) deviceDenied(c echo.Context) error {
	return notice(c, http.StatusOK, texts(c)["device_no"], texts(c)["device_no_then"])
}
