package gatewaytest

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/hex"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"
)

// maxSteps bounds a walk: redirects and sign-ins together.
const maxSteps = 40

// Shopper is a person: a wallet, and a browser that walks.
type Shopper struct {
	Signed  int  // signatures given so far
	Agreed  int  // times that consent was given
	Refuses bool // leaves the sign-in page by its cancel button

	t       testing.TB
	issuer  string // the only gateway whose sign-in page is trusted
	key     *ecdsa.PrivateKey
	cookies map[cookieName]*http.Cookie
}

type cookieName struct{ host, name, path string }

// Page is where a walk ended.
type Page struct {
	URL    *url.URL
	Status int // 0 when the walk was stopped in front of it
	Header http.Header
	Body   string
}

// NewShopper makes a person with a new wallet and an empty browser, who signs at this gateway alone.
func (g *Gateway) NewShopper(t testing.TB) *Shopper {
	t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return &Shopper{t: t, key: key, cookies: map[cookieName]*http.Cookie{}, issuer: g.Issuer}
}

// Elsewhere is the same person at another browser.
func (s *Shopper) Elsewhere() *Shopper {
	return &Shopper{t: s.t, key: s.key, cookies: map[cookieName]*http.Cookie{}, issuer: s.issuer}
}

// Open walks from a URL to the page where it ends.
func (s *Shopper) Open(target string) *Page {
	s.t.Helper()
	return s.Walk(s.request(http.MethodGet, target, ""), nil)
}

// Post walks from a form that is sent.
func (s *Shopper) Post(target string, form url.Values) *Page {
	s.t.Helper()
	return s.Walk(s.request(http.MethodPost, target, form.Encode()), nil)
}

// OpenUntil walks until it would open a URL with this prefix, and does not open it.
func (s *Shopper) OpenUntil(target, prefix string) *Page {
	s.t.Helper()
	return s.Walk(s.request(http.MethodGet, target, ""), func(u *url.URL) bool { return strings.HasPrefix(u.String(), prefix) })
}

// PostUntil is OpenUntil for a form that is sent.
func (s *Shopper) PostUntil(target, prefix string, form url.Values) *Page {
	s.t.Helper()
	return s.Walk(s.request(http.MethodPost, target, form.Encode()), func(u *url.URL) bool { return strings.HasPrefix(u.String(), prefix) })
}

// Press sends the only form of a page by its button, and walks until it would open a URL with this prefix.
func (s *Shopper) Press(page *Page, prefix string) *Page {
	s.t.Helper()
	forms := form.FindAllStringSubmatch(page.Body, -1)
	if len(forms) != 1 {
		s.t.Fatalf("%s: %d forms on the page, want one: %.300s", page.URL.Path, len(forms), page.Body)
	}
	target, err := page.URL.Parse(html.UnescapeString(forms[0][1]))
	if err != nil {
		s.t.Fatal(err)
	}
	fields := url.Values{}
	for _, f := range field.FindAllStringSubmatch(page.Body, -1) {
		fields.Add(html.UnescapeString(f[1]), html.UnescapeString(f[2]))
	}
	return s.PostUntil(target.String(), prefix, fields)
}

// form and field are how the gateway writes its few forms.
var (
	form  = regexp.MustCompile(`<form method="post" action="([^"]*)">`)
	field = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
)

// Walk sends a request and follows where it leads, signing in wherever a sign-in page opens. stop, when it is not nil, is
// asked before every further page.
func (s *Shopper) Walk(req *http.Request, stop func(*url.URL) bool) *Page {
	s.t.Helper()
	for range maxSteps {
		page := s.do(req)
		var next *url.URL
		var err error
		if location := page.Header.Get("Location"); page.Status >= 300 && page.Status < 400 && location != "" {
			next, err = page.URL.Parse(location)
		} else if s.isLogin(page) {
			next, err = url.Parse(s.signIn(page.URL))
		} else {
			return page
		}
		if err != nil {
			s.t.Fatal(err)
		}
		if stop != nil && stop(next) {
			return &Page{URL: next}
		}
		req = s.request(http.MethodGet, next.String(), "")
	}
	s.t.Fatalf("a walk that began at %s does not end after %d steps", req.URL, maxSteps)
	return nil
}

func (s *Shopper) request(method, target, form string) *http.Request {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, target, strings.NewReader(form))
	if err != nil {
		s.t.Fatal(err)
	}
	if method != http.MethodGet {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", req.URL.Scheme+"://"+req.URL.Host)
	}
	req.Header.Set("Accept", "text/html,application/json;q=0.9,*/*;q=0.8")
	return req
}

func (s *Shopper) isLogin(page *Page) bool {
	return page.Status == http.StatusOK && strings.HasPrefix(page.URL.String(), s.issuer+"/login/")
}

// signIn does what the sign-in page does, and returns where it sends the browser.
func (s *Shopper) signIn(page *url.URL) string {
	s.t.Helper()
	var done struct {
		Redirect string
		Consent  *struct{ Token string }
	}
	if s.Refuses {
		s.json(page, "cancel", map[string]string{}, &done)
		return done.Redirect
	}
	var challenge struct{ Message string }
	s.json(page, "challenge", map[string]string{"address": crypto.PubkeyToAddress(s.key.PublicKey).Hex()}, &challenge)
	sig, err := crypto.Sign(accounts.TextHash([]byte(challenge.Message)), s.key)
	if err != nil {
		s.t.Fatal(err)
	}
	sig[crypto.RecoveryIDOffset] += 27
	s.Signed++
	s.json(page, "verify", map[string]string{"message": challenge.Message, "signature": "0x" + hex.EncodeToString(sig)}, &done)
	if done.Consent != nil {
		s.Agreed++
		s.json(page, "consent", map[string]string{"token": done.Consent.Token}, &done)
	}
	if done.Redirect == "" {
		s.t.Fatal("the sign-in page leads nowhere after the signature")
	}
	return done.Redirect
}

// json posts to the sign-in page's own API, as its script does.
func (s *Shopper) json(page *url.URL, call string, in, out any) {
	s.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		s.t.Fatal(err)
	}
	req := s.request(http.MethodPost, page.Scheme+"://"+page.Host+page.Path+"/"+call, string(body))
	req.Header.Set("Content-Type", "application/json")
	answer := s.do(req)
	if answer.Status != http.StatusOK {
		s.t.Fatalf("%s at the sign-in page: %d %.300s", call, answer.Status, answer.Body)
	}
	if err := json.Unmarshal([]byte(answer.Body), out); err != nil {
		s.t.Fatalf("%s at the sign-in page: %v", call, err)
	}
}

// do sends one request with the browser's cookies and keeps those of the answer.
func (s *Shopper) do(req *http.Request) *Page {
	s.t.Helper()
	for name, c := range s.cookies {
		if name.host == req.URL.Hostname() && strings.HasPrefix(req.URL.Path+"/", strings.TrimSuffix(name.path, "/")+"/") {
			req.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value, Quoted: c.Quoted})
		}
	}
	client := &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 4<<20))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range res.Cookies() {
		s.keep(req.URL, c)
	}
	return &Page{URL: req.URL, Status: res.StatusCode, Header: res.Header, Body: string(bytes.TrimSpace(body))}
}

func (s *Shopper) keep(from *url.URL, c *http.Cookie) {
	path := c.Path
	if !strings.HasPrefix(path, "/") {
		path = from.Path[:max(strings.LastIndexByte(from.Path, '/'), 1)]
	}
	name := cookieName{from.Hostname(), c.Name, path}
	if c.MaxAge < 0 || !c.Expires.IsZero() && c.Expires.Before(time.Now()) {
		delete(s.cookies, name)
		return
	}
	s.cookies[name] = c
}

// Forget empties the browser: cookies of every site.
func (s *Shopper) Forget() { clear(s.cookies) }

// JSON reads a page that is a JSON document and was answered with 200.
func JSON[T any](t testing.TB, p *Page) (v T) {
	t.Helper()
	if p.Status != http.StatusOK {
		t.Fatalf("%s: got %d, want a JSON document: %.400s", p.URL.Path, p.Status, p.Body)
	}
	if err := json.Unmarshal([]byte(p.Body), &v); err != nil {
		t.Fatalf("%s: %v: %.400s", p.URL.Path, err, p.Body)
	}
	return v
}
