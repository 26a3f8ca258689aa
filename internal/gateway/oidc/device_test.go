package oidc_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"carnet/internal/gateway/oidc"
	"carnet/internal/state"

	"golang.org/x/oauth2"
)

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// till is a device of a shop: it shows a code and polls.
type till struct {
	g          *gateway
	ID, Secret string
	DeviceCode string
	UserCode   string
	Begun      map[string]any
}

// newTills starts a gateway with two shops that have tills, the second with public ones.
func newTills(t *testing.T, opt options) (*gateway, *till, *till) {
	t.Helper()
	secret := oidc.NewSecret()
	opt.Clients = append(opt.Clients,
		oidc.Client{ID: "till", Name: "Corner <b>Shop</b>", SecretHash: oidc.HashSecret(secret), RedirectURIs: []string{"https://c.shop.example/cb"}, Device: true},
		oidc.Client{ID: "kiosk", Name: "Kiosk", Auth: oidc.AuthNone, RedirectURIs: []string{"https://d.shop.example/cb"}, Device: true})
	g := newGateway(t, opt)
	return g, &till{g: g, ID: "till", Secret: secret}, &till{g: g, ID: "kiosk"}
}

// post sends a form with the till's credentials.
func (d *till) post(t *testing.T, path string, form url.Values) (int, map[string]any) {
	t.Helper()
	form.Set("client_id", d.ID)
	if d.Secret != "" {
		form.Set("client_secret", d.Secret)
	}
	resp, err := d.g.HTTP.PostForm(d.g.URL+path, form)
	must(t, err)
	defer resp.Body.Close()
	var answer map[string]any
	must(t, json.NewDecoder(resp.Body).Decode(&answer))
	return resp.StatusCode, answer
}

// begin asks for codes.
func (d *till) begin(t *testing.T) *till {
	t.Helper()
	status, got := d.post(t, "/device_authorization", url.Values{"scope": {"openid offline_access"}})
	if status != 200 {
		t.Fatalf("device_authorization: got %d %v", status, got)
	}
	next := *d
	next.DeviceCode, next.UserCode, next.Begun = text(got, "device_code"), text(got, "user_code"), got
	return &next
}

func (d *till) poll(t *testing.T) (int, map[string]any) {
	t.Helper()
	return d.post(t, "/token", url.Values{"grant_type": {deviceGrant}, "device_code": {d.DeviceCode}})
}

// waits polls and wants an error.
func (d *till) waits(t *testing.T, code string) {
	t.Helper()
	if status, got := d.poll(t); status != 400 || text(got, "error") != code {
		t.Fatalf("got %d %v, want 400 %s", status, got, code)
	}
}

// visit requests a page as a browser does and returns status, target and text.
func visitPage(t *testing.T, b *http.Client, where string, form url.Values) (int, string, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, where, nil)
	if form != nil {
		req, err = http.NewRequest(http.MethodPost, where, strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	must(t, err)
	req.Header.Set("Accept", "text/html")
	resp, err := b.Do(req)
	must(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(t, err)
	return resp.StatusCode, resp.Header.Get("Location"), string(body)
}

var (
	hidden    = regexp.MustCompile(`name="confirm" value="([0-9a-f]+)"`)
	logoutTag = regexp.MustCompile(`name="confirm" value="([^"]+)"`)
)

// Type types a code, sees the warning, goes on, and returns the login page.
func (s *shopper) Type(t *testing.T, code string) (page string) {
	t.Helper()
	status, _, text := visitPage(t, s.Browser, s.g.URL+"/device", url.Values{"user_code": {code}})
	m := hidden.FindStringSubmatch(text)
	if status != 200 || m == nil {
		t.Fatalf("typing the code: got %d %s", status, text)
	}
	status, page, text = visitPage(t, s.Browser, s.g.URL+"/device", url.Values{"user_code": {code}, "confirm": {m[1]}})
	if status != http.StatusSeeOther || !strings.HasPrefix(page, s.g.URL+"/login/") {
		t.Fatalf("going on: got %d to %q %s", status, page, text)
	}
	return page
}

// approve signs on the login page.
func (s *shopper) approve(t *testing.T, page string) error {
	t.Helper()
	redirect, err := s.Verify(page, challenge(t, s, page))
	if err == nil && redirect != s.g.URL+"/device/done" {
		t.Errorf("the page ends at %q", redirect)
	}
	return err
}

func tokenOf(got map[string]any) *oauth2.Token {
	token := &oauth2.Token{AccessToken: text(got, "access_token"), RefreshToken: text(got, "refresh_token")}
	return token.WithExtra(map[string]any{"id_token": got["id_token"]})
}

func TestATillSignsAShopperIn(t *testing.T) {
	for name, opt := range map[string]options{"one gateway": {}, "two gateways over one store": {Two: true}} {
		t.Run(name, func(t *testing.T) {
			g, counter, kiosk := newTills(t, opt)
			if doc := discovery(t, g); doc["device_authorization_endpoint"] != g.URL+"/device_authorization" || !strings.Contains(fmt.Sprint(doc["grant_types_supported"]), deviceGrant) {
				t.Errorf("discovery says %v, %v", doc["device_authorization_endpoint"], doc["grant_types_supported"])
			}
			for host, d := range map[string]*till{"c.shop.example": counter, "d.shop.example": kiosk} {
				device := d.begin(t)
				if !regexp.MustCompile(`^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$`).MatchString(device.UserCode) || len(device.DeviceCode) != 43 ||
					device.Begun["verification_uri"] != g.URL+"/device" || device.Begun["verification_uri_complete"] != g.URL+"/device?user_code="+device.UserCode ||
					device.Begun["expires_in"] != 300.0 || device.Begun["interval"] != 5.0 {
					t.Errorf("got %v", device.Begun)
				}
				device.waits(t, "authorization_pending")
				s := g.NewShopper(t)
				page := s.Type(t, strings.ToLower(strings.ReplaceAll(device.UserCode, "-", " ")))
				message := challenge(t, s, page)
				if !strings.Contains(message, " "+host+".") {
					t.Errorf("the signed message does not name %s:\n%s", host, message)
				}
				must(t, s.approve(t, page))
				if status, _, text := visitPage(t, s.Browser, g.URL+"/device/done", nil); status != 200 || !strings.Contains(text, "go back to the till") {
					t.Errorf("the last page: got %d %s", status, text)
				}
				status, got := device.poll(t)
				if status != 200 || text(got, "token_type") != "Bearer" || text(got, "refresh_token") == "" || text(got, "id_token") == "" {
					t.Fatalf("got %d %v", status, got)
				}
				sub := subOf(t, tokenOf(got))
				if status, got = device.post(t, "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {text(got, "refresh_token")}}); status != 200 {
					t.Errorf("refreshing: got %d %v", status, got)
				}
				var info struct{ Sub string }
				req, _ := http.NewRequest(http.MethodGet, g.URL+"/userinfo", nil)
				req.Header.Set("Authorization", "Bearer "+text(got, "access_token"))
				must(t, do(g.HTTP, req, &info))
				if info.Sub != sub || sub == "" {
					t.Errorf("userinfo says %q, the ID token %q", info.Sub, sub)
				}
				device.waits(t, "invalid_grant")
			}
		})
	}
}

func TestALinkAloneSignsNobodyIn(t *testing.T) {
	g, till, _ := newTills(t, options{})
	device := till.begin(t)
	victim, other := g.NewShopper(t), g.NewShopper(t)
	before := g.Store.Calls.Load()
	status, _, page := visitPage(t, victim.Browser, text(device.Begun, "verification_uri_complete"), nil)
	if status != 200 || !strings.Contains(page, `value="`+device.UserCode+`"`) || g.Store.Calls.Load() != before {
		t.Errorf("the link: got %d after %d store calls %s", status, g.Store.Calls.Load()-before, page)
	}
	for _, hostile := range []string{`"><script>alert(1)</script>`, device.UserCode + "<", "AEIO-UAEI"} {
		if _, _, page := visitPage(t, victim.Browser, g.URL+"/device?"+url.Values{"user_code": {hostile}}.Encode(), nil); !strings.Contains(page, `value=""`) || strings.Contains(page, "alert") {
			t.Errorf("the page repeats %q: %s", hostile, page)
		}
	}
	status, where, page := visitPage(t, victim.Browser, g.URL+"/device", url.Values{"user_code": {device.UserCode}})
	if status != 200 || where != "" || !strings.Contains(page, "c.shop.example") || !strings.Contains(page, device.UserCode) || !strings.Contains(page, "in front of you") ||
		strings.Contains(page, "<b>") || strings.Contains(page, "<script") {
		t.Errorf("the warning: got %d to %q %s", status, where, page)
	}
	_, _, page = visitPage(t, other.Browser, g.URL+"/device", url.Values{"user_code": {device.UserCode}})
	foreign := hidden.FindStringSubmatch(page)[1]
	for name, confirm := range map[string]string{"a guess": "0", "another browser's word": foreign} {
		if status, where, _ := visitPage(t, victim.Browser, g.URL+"/device", url.Values{"user_code": {device.UserCode}, "confirm": {confirm}}); status != 200 || where != "" {
			t.Errorf("with %s: got %d to %q, want the warning again", name, status, where)
		}
	}
	device.waits(t, "authorization_pending")
}

func TestPollsAreAnsweredAsRFC8628Says(t *testing.T) {
	g, till, kiosk := newTills(t, options{})
	device := till.begin(t)
	device.waits(t, "authorization_pending")
	device.waits(t, "slow_down")
	g.Ahead.Add(int64(5 * time.Second))
	device.waits(t, "authorization_pending")

	thief := *kiosk
	thief.DeviceCode = device.DeviceCode
	s := g.NewShopper(t)
	must(t, s.approve(t, s.Type(t, device.UserCode)))
	thief.waits(t, "invalid_grant")
	liar := *device
	liar.Secret = oidc.NewSecret()
	if status, got := liar.poll(t); status != 401 || text(got, "error") != "invalid_client" {
		t.Errorf("a wrong secret: got %d %v", status, got)
	}
	if status, got := device.poll(t); status != 200 { // right after a slow_down: an answer does not wait
		t.Errorf("after others tried: got %d %v", status, got)
	}

	refusedDevice := till.begin(t)
	page := s.Type(t, refusedDevice.UserCode)
	var end struct{ Redirect string }
	must(t, s.Post(page+"/cancel", struct{}{}, &end))
	if end.Redirect != g.URL+"/device/denied" {
		t.Errorf("after cancelling: got %q", end.Redirect)
	}
	refusedDevice.waits(t, "access_denied")
	refusedDevice.waits(t, "invalid_grant")

	late := till.begin(t)
	g.Ahead.Add(int64(5*time.Minute + time.Second))
	late.waits(t, "expired_token")
	if status, _, page := visitPage(t, s.Browser, g.URL+"/device", url.Values{"user_code": {late.UserCode}}); status != 404 || !strings.Contains(page, "No device shows this code") {
		t.Errorf("an expired code: got %d %s", status, page)
	}

	for name, code := range map[string]string{"a guess": oidc.NewSecret(), "no code of ours": "x", "nothing": ""} {
		d := *till
		d.DeviceCode = code
		if status, got := d.poll(t); status != 400 || text(got, "error") == "authorization_pending" {
			t.Errorf("%s: got %d %v", name, status, got)
		}
	}
}

func TestOneOfManyPollsGetsTheTokens(t *testing.T) {
	g, till, _ := newTills(t, options{Two: true})
	for range 3 {
		device := till.begin(t)
		s := g.NewShopper(t)
		must(t, s.approve(t, s.Type(t, device.UserCode)))
		var all sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for range 64 {
			all.Go(func() {
				if status, _ := device.poll(t); status == 200 {
					mu.Lock()
					won++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if won != 1 {
			t.Fatalf("%d of 64 polls got tokens", won)
		}
	}
}

func TestACodeIsApprovedOnce(t *testing.T) {
	g, till, _ := newTills(t, options{})
	device := till.begin(t)
	var all sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for range 8 {
		s := g.NewShopper(t)
		page := s.Type(t, device.UserCode)
		message := challenge(t, s, page)
		all.Go(func() {
			if _, err := s.Verify(page, message); err == nil {
				mu.Lock()
				won++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if won != 1 {
		t.Errorf("%d of 8 shoppers signed in at one till", won)
	}
	late := g.NewShopper(t)
	page := late.Type(t, device.UserCode)
	if err := late.approve(t, page); err == nil {
		t.Error("a ninth did")
	}
	refused(t, late.Post(page+"/cancel", struct{}{}, nil), 410, "expired")
	if status, got := device.poll(t); status != 200 {
		t.Errorf("the till: got %d %v", status, got)
	}
}

func TestGuessingUserCodesEnds(t *testing.T) {
	g, till, _ := newTills(t, options{})
	device := till.begin(t)
	s := g.NewShopper(t)
	guesses := 0
	for ; guesses < 1000; guesses++ {
		status, _, _ := visitPage(t, s.Browser, g.URL+"/device", url.Values{"user_code": {fmt.Sprintf("BBBB-%c%c%c%c", "BCDF"[guesses%4], "BCDF"[guesses/4%4], "BCDF"[guesses/16%4], "BCDF"[guesses/64%4])}})
		if status == http.StatusTooManyRequests {
			break
		}
	}
	if guesses > 40 {
		t.Errorf("%d guesses of one network were looked up", guesses)
	}
	if status, _, _ := visitPage(t, g.NewBrowser(t), g.URL+"/device", url.Values{"user_code": {device.UserCode}}); status != http.StatusTooManyRequests {
		t.Errorf("the right code afterwards: got %d, want 429: else a guess is never too many", status)
	}
	g, till, _ = newTills(t, options{UserCodes: failing{}})
	if status, _, _ := visitPage(t, g.NewBrowser(t), g.URL+"/device", url.Values{"user_code": {till.begin(t).UserCode}}); status != 503 {
		t.Errorf("with the limiter gone: got %d, want 503", status)
	}
}

func TestWhoMayBeADevice(t *testing.T) {
	g, till, kiosk := newTills(t, options{})
	for name, tt := range map[string]struct {
		id, secret, scope string
		code              string
	}{
		"a shop that is no device": {g.A.OAuth.ClientID, g.A.OAuth.ClientSecret, "openid", "unauthorized_client"},
		"a wrong secret":           {till.ID, oidc.NewSecret(), "openid", "invalid_client"},
		"no secret":                {till.ID, "", "openid", "invalid_client"},
		"a public one with one":    {kiosk.ID, oidc.NewSecret(), "openid", "invalid_client"},
		"nobody":                   {"nobody", "", "openid", "invalid_client"},
		"without openid":           {till.ID, till.Secret, "receipts", "invalid_scope"},
	} {
		d := *till
		d.ID, d.Secret = tt.id, tt.secret
		if status, got := d.post(t, "/device_authorization", url.Values{"scope": {tt.scope}}); status < 400 || text(got, "error") != tt.code {
			t.Errorf("%s: got %d %v, want %s", name, status, got, tt.code)
		}
	}
}

// failing is a limiter whose store is gone.
type failing struct{}

func (failing) Allow(context.Context, string) (time.Duration, error) { return 0, state.ErrUnavailable }

func TestATheftOfTheStoreShowsNoDeviceCodes(t *testing.T) {
	g, till, _ := newTills(t, options{})
	g.Store.Spy = true
	device := till.begin(t)
	s := g.NewShopper(t)
	must(t, s.approve(t, s.Type(t, device.UserCode)))
	_, got := device.poll(t)
	dump := string(g.Store.Written())
	for name, secret := range map[string]string{"user code": device.UserCode, "letters of the user code": strings.ReplaceAll(device.UserCode, "-", ""), "device code": device.DeviceCode,
		"client": "\"till\"", "access token": text(got, "access_token"), "refresh token": text(got, "refresh_token"), "address": strings.ToLower(s.Address()[2:])} {
		if secret == "" || strings.Contains(strings.ToLower(dump), strings.ToLower(secret)) {
			t.Errorf("the dump has the %s", name)
		}
	}
	for _, guess := range []string{device.UserCode, strings.ReplaceAll(device.UserCode, "-", "")} { // 34 bits: a thief tries them all
		for name, b := range map[string]state.Bearer{"itself": state.BearerFrom([]byte(guess)), "its hash": oidc.HashSecret(guess)} {
			entry, err := state.Vault{Store: g.Store, Kind: "usercode"}.Sealed(b, nil, time.Minute)
			must(t, err)
			if strings.Contains(dump, entry.Key) {
				t.Errorf("the record of a user code is filed under %s: no gateway secret is needed to find it", name)
			}
		}
	}
	if strings.Contains(g.Log.String(), device.UserCode) {
		t.Error("the log has the user code")
	}
}

// TestALostStoreCostsNoApproval switches the store off while a till polls.
func TestALostStoreCostsNoApproval(t *testing.T) {
	g, till, _ := newTills(t, options{})
	device := till.begin(t)
	s := g.NewShopper(t)
	must(t, s.approve(t, s.Type(t, device.UserCode)))
	g.Store.Gone.Store(true)
	if status, got := device.poll(t); status != 503 {
		t.Errorf("got %d %v, want 503", status, got)
	}
	if status, got := till.post(t, "/device_authorization", url.Values{"scope": {"openid"}}); status != 503 {
		t.Errorf("got %d %v, want 503", status, got)
	}
	g.Store.Gone.Store(false)
	if status, got := device.poll(t); status != 200 {
		t.Errorf("afterwards: got %d %v", status, got)
	}
}
