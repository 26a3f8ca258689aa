package oidc

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"carnet/internal/gateway/web"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
)

// The provider's own pages have no script; their style is the sign-in page's.
//
//go:embed pages
var pages embed.FS

var (
	noticePage  = parse("notice")
	codePage    = parse("code")
	confirmPage = parse("confirm")
	signOutPage = parse("signout")
)

func parse(name string) *template.Template {
	return template.Must(template.ParseFS(pages, "pages/layout.html", "pages/"+name+".html"))
}

// document is what a page shows; each template uses what it needs.
type document struct {
	T       map[string]string // the sentences in the browser's language
	Title   string
	Text    string
	Detail  string // in English
	Problem string
	Code    string // of a till
	Shop    string
	Confirm string
	Fields  []field // hidden, of a form
}

type field struct{ Name, Value string }

var languages = language.NewMatcher([]language.Tag{language.English, language.French})

// texts are the sentences in the language that the browser prefers.
func texts(c echo.Context) map[string]string {
	tags, _, err := language.ParseAcceptLanguage(c.Request().Header.Get("Accept-Language"))
	if err != nil {
		return english
	}
	if _, i, _ := languages.Match(tags...); i == 1 {
		return french
	}
	return english
}

// page shows an error that cannot be told to a shop: to people as a page, to
// programs as JSON.
func (p *Provider) page(c echo.Context, err error) error {
	e, ok := err.(*web.Error)
	if !ok || e.Status >= 500 || !strings.Contains(c.Request().Header.Get(echo.HeaderAccept), "text/html") {
		return err
	}
	web.SetRetryAfter(c.Response().Header(), e.RetryAfter)
	t := texts(c)
	return render(c, e.Status, noticePage, document{Title: t["broken"], Text: t["broken_then"], Detail: e.Message}, "'none'")
}

// notice is a page of one sentence.
func notice(c echo.Context, status int, title, text string) error {
	return render(c, status, noticePage, document{Title: title, Text: text}, "'none'")
}

// render answers with a page whose forms may lead to the sources in forms.
func render(c echo.Context, status int, page *template.Template, d document, forms string) error {
	d.T = texts(c)
	var out bytes.Buffer
	if err := page.Execute(&out, d); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	policy := strings.Replace(web.APIContent, "default-src 'none';", "default-src 'none'; style-src 'self';", 1)
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, strings.Replace(policy, "form-action 'none'", "form-action "+forms, 1))
	return c.HTMLBlob(status, out.Bytes())
}

// askCode asks for the code of a till; problem is a key of the texts, "" for none.
func askCode(c echo.Context, status int, code, problem string) error {
	t := texts(c)
	return render(c, status, codePage, document{Title: t["device"], Code: code, Problem: t[problem]}, "'self'")
}

// confirmDevice says who would learn who the shopper is, and warns of those who
// send other people codes (RFC 8628 §5.4).
func (p *Provider) confirmDevice(c echo.Context, client *Client, code string) error {
	cookie := browserCookie(c.Request())
	web.WriteCookie(c.Response(), web.LoginCookie, cookie, p.cfg.Interaction+MaxInteraction)
	shop := client.Sector
	if !client.Unverified {
		shop = client.Name + " (" + client.Sector + ")"
	}
	return render(c, http.StatusOK, confirmPage, document{Title: texts(c)["device_check"], Shop: shop, Code: code, Confirm: p.confirmation(cookie, code)}, "'self'")
}
