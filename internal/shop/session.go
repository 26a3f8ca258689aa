package shop

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// session is what the shop remembers of a visitor, sealed under the visitor's cookie.
type session struct {
	Sub     string         `json:"sub,omitempty"`      // "" until signed in
	IDToken string         `json:"id_token,omitempty"` // shown to the gateway at sign-out
	Basket  map[string]int `json:"basket,omitempty"`
	SignIn  *signIn        `json:"sign_in,omitempty"`
	Pending *pending       `json:"pending,omitempty"` // an order that was or may have been posted
	Done    *done          `json:"done,omitempty"`    // the last order
	Asked   string         `json:"asked,omitempty"`   // id of a presentation under way
	Shown   *shownReceipt  `json:"shown,omitempty"`   // what the shopper showed
	Perk    bool           `json:"perk,omitempty"`    // 10 % off the next order
}

// pending is an order between its first posting and its answer. It is posted again as it is, never rebuilt.
type pending struct {
	Order string          `json:"order"`
	Key   string          `json:"key"`
	Body  json.RawMessage `json:"body"`
	Bill  bill            `json:"bill"`
}

// done is what the confirmation page tells.
type done struct {
	Order   string `json:"order"`
	Receipt string `json:"receipt"`
	Bill    bill   `json:"bill"`
	Claim   *claim `json:"claim,omitempty"` // until it was shown
	Carnet  bool   `json:"carnet"`          // the receipt went into the shopper's carnet by itself
}

// shownReceipt is a verified receipt of another shop.
type shownReceipt struct {
	Shop, Sector string
	Total        int64
	Currency     string
	Epoch        uint64
}

// bill is a priced basket.
type bill struct {
	Lines    []billLine `json:"lines"`
	Subtotal int64      `json:"subtotal"`
	Discount int64      `json:"discount"`
	Total    int64      `json:"total"`
	Basket   map[string]int
}

type billLine struct {
	SKU   string `json:"sku"`
	Name  string `json:"name"`
	Qty   int    `json:"qty"`
	Unit  int64  `json:"unit"`
	Total int64  `json:"total"`
}

// price turns a basket into a bill, in the order of the catalogue. What is no longer sold is left out.
func (s *Shop) price(basket map[string]int, perk bool, texts *texts) bill {
	b := bill{Basket: basket}
	for _, p := range s.cfg.Catalogue {
		if n := basket[p.SKU]; n > 0 {
			b.Lines = append(b.Lines, billLine{SKU: p.SKU, Name: texts.product(p), Qty: n, Unit: p.Unit, Total: p.Unit * int64(n)})
			b.Subtotal += p.Unit * int64(n)
		}
	}
	if perk {
		b.Discount = b.Subtotal / 10
	}
	b.Total = b.Subtotal - b.Discount
	return b
}

// body is the order as POST /v1/receipts takes it (protocol.md §3). It names nobody.
func (b bill) body(sub, order string, at time.Time) (json.RawMessage, error) {
	type line struct {
		N     int    `json:"n"`
		SKU   string `json:"sku"`
		Name  string `json:"name"`
		Qty   string `json:"qty"`
		Unit  int64  `json:"unit"`
		Total int64  `json:"total"`
	}
	lines := make([]line, len(b.Lines))
	for i, l := range b.Lines {
		lines[i] = line{i + 1, l.SKU, l.Name, fmt.Sprint(l.Qty), l.Unit, l.Total}
	}
	receipt := map[string]any{
		"kind": "sale", "at": at.UTC().Format(time.RFC3339), "channel": "web", "currency": "GBP", "total": b.Total, "tender": "card",
		"lines": lines, "src": map[string]string{"sys": "demo-shop", "ref": order},
	}
	if b.Discount > 0 {
		receipt["discount"] = b.Discount
	}
	out := map[string]any{"receipt": receipt}
	if sub != "" {
		out["sub"] = sub
	}
	return json.Marshal(out)
}

// newOrder returns an order number: ten letters and digits.
func newOrder() string { return rand.Text()[:10] }

// newKey returns a random UUID (RFC 9562, version 4), used as Idempotency-Key.
func newKey() string {
	var u [16]byte
	rand.Read(u[:])
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// begin makes the basket an order: number, key and contents are on disk when it returns, and the basket is empty. An order that is
// already under way is returned instead of a second one.
func (s *Shop) begin(t bearer, texts *texts) (*pending, error) {
	var p *pending
	err := s.store.change(t, func(tx *bolt.Tx, now *session) error {
		if now.Pending != nil {
			p = now.Pending
			return nil
		}
		b := s.price(now.Basket, now.Perk, texts)
		if len(b.Lines) == 0 {
			return &trouble{kind: "basket_empty", status: http.StatusConflict}
		}
		p = &pending{Order: newOrder(), Key: newKey(), Bill: b}
		body, err := b.body(now.Sub, p.Order, s.cfg.Now())
		if err != nil {
			return err
		}
		p.Body, now.Pending, now.Basket = body, p, nil
		return putOrder(tx, p.Order, record{Sub: now.Sub, Key: p.Key})
	})
	return p, err
}

// settle writes down the receipt of an order that the gateway took. Doing it twice changes nothing.
func (s *Shop) settle(t bearer, p *pending, a *sealed) error {
	return s.store.change(t, func(tx *bolt.Tx, now *session) error {
		if now.Pending == nil || now.Pending.Order != p.Order {
			return nil // the same order, posted twice at once: the other one was faster
		}
		r, err := getOrder(tx, p.Order)
		if err != nil {
			return err
		}
		now.Pending = nil
		now.Perk = now.Perk && p.Bill.Discount == 0
		now.Done = &done{Order: p.Order, Receipt: a.ID, Bill: p.Bill, Claim: a.Claim, Carnet: a.Claim == nil}
		return putOrder(tx, p.Order, record{Sub: r.Sub, Receipt: a.ID, Claimed: a.Claim != nil})
	})
}

// withdraw undoes an order that the gateway will never take: its things are in the basket again.
func (s *Shop) withdraw(t bearer, p *pending) error {
	return s.store.change(t, func(tx *bolt.Tx, now *session) error {
		if now.Pending == nil || now.Pending.Order != p.Order {
			return nil
		}
		r, err := getOrder(tx, p.Order)
		if err != nil {
			return err
		}
		back := map[string]int{}
		for _, basket := range []map[string]int{p.Bill.Basket, now.Basket} {
			for sku, n := range basket {
				back[sku] = min(back[sku]+n, maxQuantity)
			}
		}
		now.Pending, now.Basket = nil, back
		return dropOrder(tx, p.Order, r.Sub)
	})
}

// takeClaim returns the last order as its page shows it, and forgets its claim code.
func (s *Shop) takeClaim(t bearer, order string) (out *done, err error) {
	err = s.store.change(t, func(_ *bolt.Tx, now *session) error {
		if now.Done == nil || now.Done.Order != order {
			return errNoOrder
		}
		shown := *now.Done
		out = &shown
		now.Done.Claim = nil
		return nil
	})
	return out, err
}

// visit is one request of one visitor.
type visit struct {
	shop    *Shop
	w       http.ResponseWriter
	r       *http.Request
	texts   *texts
	bearer  *bearer  // nil without a session
	session *session // never nil
}

func (s *Shop) visit(w http.ResponseWriter, r *http.Request) (*visit, error) {
	v := &visit{shop: s, w: w, r: r, session: &session{}, texts: s.look.texts(r, s.languageCookie())}
	s.rememberLanguage(w, r)
	c, err := r.Cookie(s.cookie)
	if err != nil {
		return v, nil
	}
	t, ok := parseBearer(c.Value)
	if !ok {
		return v, nil
	}
	now, err := s.store.load(t)
	if errors.Is(err, errNoSession) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.bearer, v.session = &t, now
	return v, nil
}

// change alters the session, and begins one if there is none.
func (v *visit) change(fn func(*session) error) error {
	if v.bearer != nil {
		return v.shop.store.change(*v.bearer, func(_ *bolt.Tx, now *session) error {
			err := fn(now)
			v.session = now
			return err
		})
	}
	if err := fn(v.session); err != nil {
		return err
	}
	t, err := v.shop.store.create(v.session)
	if errors.Is(err, errFull) {
		return &trouble{kind: "shop_busy", status: http.StatusServiceUnavailable, cause: err}
	}
	if err != nil {
		return err
	}
	v.carry(t)
	return nil
}

// carry hands the visitor the cookie of t.
func (v *visit) carry(t bearer) {
	v.bearer = &t
	v.setCookie(v.shop.cookie, t.String(), int(sessionLife.Seconds()), true)
}

func (v *visit) setCookie(name, value string, maxAge int, httpOnly bool) {
	http.SetCookie(v.w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: httpOnly, Secure: v.shop.secure(), SameSite: http.SameSiteLaxMode})
}

func (v *visit) redirect(to string) error {
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

// items counts what is in the basket.
func (v *visit) items() (n int) {
	for _, q := range v.session.Basket {
		n += q
	}
	return n
}

func (s *Shop) languageCookie() string { return "lang-" + s.cookie[len(s.cookie)-7:] }

// rememberLanguage keeps a language that was chosen with ?lang=.
func (s *Shop) rememberLanguage(w http.ResponseWriter, r *http.Request) {
	if l := r.URL.Query().Get("lang"); slices.Contains(languages, l) {
		http.SetCookie(w, &http.Cookie{Name: s.languageCookie(), Value: l, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
	}
}
