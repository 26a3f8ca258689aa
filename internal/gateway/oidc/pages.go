package oidc

import (
	"html"
	"net/http"
	"strings"

	"carnet/internal/gateway/web"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
)

// The provider's own pages have no script; their style is the sign-in page's.

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
	return p.document(c, e.Status, t["broken"], "<p>"+html.EscapeString(t["broken_then"])+`</p><p class="small muted" lang="en">`+html.EscapeString(e.Message)+"</p>", "'none'")
}

// notice is a page of one sentence.
func (p *Provider) notice(c echo.Context, status int, title, text string) error {
	return p.document(c, status, title, "<p>"+html.EscapeString(text)+"</p>", "'none'")
}

// document is a page whose body is HTML that the caller has escaped. Its forms may
// lead to the sources in forms.
func (p *Provider) document(c echo.Context, status int, title, body, forms string) error {
	policy := strings.Replace(web.APIContent, "default-src 'none';", "default-src 'none'; style-src 'self';", 1)
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, strings.Replace(policy, "form-action 'none'", "form-action "+forms, 1))
	title = html.EscapeString(title)
	return c.HTML(status, `<!doctype html>
<html lang="`+texts(c)["lang"]+`"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>`+title+`</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/login/login.css"></head>
<body><header class="top"><span class="brand">Carnet</span></header>
<main><div class="card panel stack"><h1>`+title+`</h1>`+body+`</div></main></body></html>
`)
}

func deviceForm(body string) string {
	return `<form method="post" action="/device"><div class="stack">` + body + `</div></form>`
}

// askCode asks for the code of a till; problem is a key of the texts, "" for none.
func (p *Provider) askCode(c echo.Context, status int, code, problem string) error {
	t := texts(c)
	body := `<div class="field"><label for="user_code">` + html.EscapeString(t["device_code"]) + `</label>
<input id="user_code" name="user_code" value="` + code + `" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="16"></div>
<button class="button wide" type="submit">` + html.EscapeString(t["device_next"]) + `</button>`
	if problem != "" {
		body = `<p class="notice bad" role="alert">` + html.EscapeString(t[problem]) + "</p>" + body
	}
	return p.document(c, status, t["device"], deviceForm(body), "'self'")
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
	t := texts(c)
	return p.document(c, http.StatusOK, t["device_check"], deviceForm(`<p>`+html.EscapeString(t["device_asks"])+` <strong>`+html.EscapeString(shop)+`</strong></p>
<p>`+html.EscapeString(t["device_only"])+` <strong>`+code+`</strong></p>
<p>`+html.EscapeString(t["device_beware"])+`</p>
<input type="hidden" name="user_code" value="`+code+`"><input type="hidden" name="confirm" value="`+p.confirmation(cookie, code)+`">
<button class="button wide" type="submit">`+html.EscapeString(t["device_yes"])+`</button>`), "'self'")
}
