package shop

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

//go:embed texts templates static pictures
var files embed.FS

// languages in order of preference; one file each in texts/.
var languages = []string{"en", "fr"}

// texts are the words of one language.
type texts struct {
	Lang  string
	words map[string]string
}

// T returns the text under key, with args filled in. An unknown key is an error, so that no page goes out with a hole.
func (t *texts) T(key string, args ...any) (string, error) {
	w, ok := t.words[key]
	if !ok {
		return "", fmt.Errorf("no %s text for %q", t.Lang, key)
	}
	if len(args) == 0 {
		return w, nil
	}
	return fmt.Sprintf(w, args...), nil
}

// N is T for a number: key.one or key.other. French counts none as one.
func (t *texts) N(key string, n int) (string, error) {
	if n == 1 || n == 0 && t.Lang == "fr" {
		return t.T(key+".one", n)
	}
	return t.T(key+".other", n)
}

// product names a product in the shopper's language, or in the data's.
func (t *texts) product(p Product) string {
	if w, ok := t.words["product."+p.SKU]; ok {
		return w
	}
	return p.Name
}

// Money writes an amount in minor units: £12.50, 12,50 £. Currencies that this shop does not sell in keep their code.
func (t *texts) Money(minor int64, currency string) string {
	symbol, digits := map[string]string{"GBP": "£", "EUR": "€", "USD": "$"}[currency], minorDigits(currency)
	sign := ""
	if minor < 0 {
		sign, minor = "−", -minor
	}
	unit := int64(1)
	for range digits {
		unit *= 10
	}
	number := fmt.Sprint(minor / unit)
	if digits > 0 {
		point := "."
		if t.Lang == "fr" {
			point = ","
		}
		number += fmt.Sprintf("%s%0*d", point, digits, minor%unit)
	}
	switch {
	case t.Lang == "fr" && symbol != "":
		return sign + number + "\u202f" + symbol
	case symbol != "":
		return sign + symbol + number
	default:
		return sign + number + "\u00a0" + currency
	}
}

// minorDigits of ISO 4217, where they are not two.
func minorDigits(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// look is how a shop appears: its templates and texts.
type look struct {
	theme Theme
	pages *template.Template
	by    map[string]*texts
}

func newLook(theme Theme) (*look, error) {
	if _, ok := shelves[theme]; !ok {
		return nil, fmt.Errorf("no theme %q", theme)
	}
	l := &look{theme: theme, by: map[string]*texts{}}
	for _, lang := range languages {
		raw, err := files.ReadFile("texts/" + lang + ".json")
		if err != nil {
			return nil, err
		}
		t := &texts{Lang: lang}
		if err := json.Unmarshal(raw, &t.words); err != nil {
			return nil, fmt.Errorf("texts/%s.json: %w", lang, err)
		}
		l.by[lang] = t
	}
	var err error
	l.pages, err = template.New("").ParseFS(files, "templates/*.html", "templates/"+string(theme)+"/*.html")
	return l, err
}

// texts chooses the language: ?lang=, then what was chosen before, then what the browser asks for.
func (l *look) texts(r *http.Request, cookie string) *texts {
	if q := r.URL.Query().Get("lang"); slices.Contains(languages, q) {
		return l.by[q]
	}
	if c, err := r.Cookie(cookie); err == nil && slices.Contains(languages, c.Value) {
		return l.by[c.Value]
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return l.by[languages[0]]
	}
	_, i, _ := language.NewMatcher([]language.Tag{language.English, language.French}).Match(wanted...)
	return l.by[languages[i]]
}

// page is what every template sees; Data is the page's own.
type page struct {
	*texts
	Shop     string // name
	Theme    Theme
	Vault    string
	Account  string // page of the gateway: what shops may know, and the wallets
	Connect  string // page of the vault that offers to connect this shop (protocol.md §6)
	Path     string // of this page, for the language links
	Title    string
	Icon     string // SKU of the product whose drawing is the shop's icon
	SignedIn bool
	Items    int // in the basket
	Unsent   bool
	Data     any
}

// Problem returns one part (what, safe, do) of an error page's text.
func (p page) Problem(kind, part string) (string, error) { return p.T("problem." + kind + "." + part) }

// billed is a bill together with the page that it is on.
type billed struct {
	Page page
	Bill bill
}

// With pairs the page with a bill, for templates that print one.
func (p page) With(b bill) billed { return billed{p, b} }

// show renders a page whole before it sends a byte of it.
func (v *visit) show(status int, name, titleKey string, data any) error {
	title, err := v.texts.T(titleKey)
	if err != nil {
		return err
	}
	p := page{
		texts: v.texts, Shop: v.shop.cfg.Name, Theme: v.shop.cfg.Theme, Vault: v.shop.cfg.VaultURL, Account: v.shop.cfg.Issuer + "/account", Connect: v.shop.connect(), Path: v.path(), Title: title, Icon: v.shop.cfg.Catalogue[0].SKU,
		SignedIn: v.session.Sub != "", Items: v.items(), Unsent: v.session.Pending != nil, Data: data,
	}
	var out bytes.Buffer
	if err := v.shop.look.pages.ExecuteTemplate(&out, name+".html", p); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.Header().Set("Content-Language", v.texts.Lang)
	v.w.WriteHeader(status)
	_, err = out.WriteTo(v.w)
	if err != nil {
		v.shop.cfg.Log.Debug("page not delivered", "page", name)
	}
	return nil
}

// connect is where a shopper's carnet is connected to this shop.
func (s *Shop) connect() string {
	return s.cfg.VaultURL + "/#/connect?" + url.Values{"gateway": {s.cfg.Issuer}, "shop": {s.cfg.ClientID}}.Encode()
}

// path is the page's own address where a language link may lead, and the front page for those that answer forms and callbacks.
func (v *visit) path() string {
	if v.r.Method == http.MethodGet && !strings.HasSuffix(v.r.URL.Path, "callback") && strings.HasPrefix(v.r.URL.Path, "/") && !strings.HasPrefix(v.r.URL.Path, "//") {
		return v.r.URL.Path
	}
	return "/"
}

// problem shows what went wrong: what happened, what is safe, what to do. The cause goes to the log, without contents.
func (s *Shop) problem(v *visit, err error) {
	var t *trouble
	if !errors.As(err, &t) {
		t = &trouble{kind: "shop_broken", status: http.StatusInternalServerError, cause: err}
	}
	if t.status >= 400 {
		s.cfg.Log.Warn("page not served", slog.String("route", v.r.Pattern), slog.String("kind", t.kind), slog.String("code", t.code), slog.Any("cause", t.cause))
	}
	again := ""
	switch {
	case v.session.Pending != nil:
		again = "/checkout"
	case t.kind == "gateway_down" && v.r.Pattern == "POST /sign-in", strings.HasPrefix(t.kind, "sign_in"):
		again = "/sign-in"
	case v.r.Pattern == "POST /receipt", v.r.Pattern == "GET /receipt/callback":
		again = "/receipt"
	}
	data := struct{ Kind, Code, Again string }{t.kind, t.code, again}
	if err := v.show(t.status, "problem", "problem."+t.kind+".title", data); err != nil {
		s.cfg.Log.Error("error page not served", slog.Any("cause", err))
		http.Error(v.w, "The shop cannot show this page. Nothing was ordered. Please try again.", http.StatusInternalServerError)
	}
}

// static serves the style sheets.
func (s *Shop) static(v *visit) error {
	raw, err := fs.ReadFile(files, "static/"+v.r.PathValue("file"))
	if err != nil {
		return s.lost(v)
	}
	v.w.Header().Set("Content-Type", "text/css; charset=utf-8")
	v.w.Header().Set("Cache-Control", "public, max-age=300")
	v.w.Write(raw)
	return nil
}

// palettes holds per theme the four colours that a drawing may wear: ground, body, accent, line.
var palettes = map[Theme][][4]string{
	LanternAndLoom: {
		{"#F3E4D3", "#C9793F", "#F6C667", "#4A2B2F"}, {"#E7E0EC", "#8A5A7D", "#E9A9A0", "#3B2438"}, {"#E2EAE1", "#6C8F7A", "#F0D9A8", "#26382F"},
		{"#F7E3DF", "#B4525B", "#F8E3CF", "#47202A"}, {"#D9DDE8", "#FFFDF8", "#F6C667", "#39405A"},
	},
	PanAndPepper: {
		{"#FFD84D", "#E03C31", "#FFFFFF", "#111111"}, {"#BFE3D0", "#0B6E4F", "#FFFFFF", "#111111"}, {"#FFC9B8", "#E03C31", "#FFD84D", "#111111"},
		{"#D6E4F5", "#1F4E9E", "#FFFFFF", "#111111"}, {"#BFE3D0", "#FFF3D6", "#E03C31", "#111111"}, {"#FFD84D", "#B5743A", "#FFF3D6", "#111111"},
	},
}

// picture draws a product: the drawing of its kind in the theme's colours.
func (s *Shop) picture(v *visit) error {
	sku, ok := strings.CutSuffix(v.r.PathValue("file"), ".svg")
	i := slices.IndexFunc(s.cfg.Catalogue, func(p Product) bool { return p.SKU == sku })
	if !ok || i < 0 {
		return s.lost(v)
	}
	raw, err := files.ReadFile("pictures/" + s.cfg.Catalogue[i].Picture + ".svg")
	if err != nil {
		return err
	}
	set := palettes[s.cfg.Theme]
	p := set[s.cfg.Catalogue[i].Palette%len(set)]
	v.w.Header().Set("Content-Type", "image/svg+xml")
	v.w.Header().Set("Cache-Control", "public, max-age=86400")
	_, err = strings.NewReplacer("GROUND", p[0], "BODY", p[1], "ACCENT", p[2], "LINE", p[3]).WriteString(v.w, string(raw))
	return err
}
