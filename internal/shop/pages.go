package shop

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"carnet/internal/qr"
)

const signInLife = 10 * time.Minute

// shelfItem is a product as the catalogue shows it.
type shelfItem struct {
	SKU, Name string
	Unit      int64
}

func (s *Shop) catalogue(v *visit) error {
	items := make([]shelfItem, len(s.cfg.Catalogue))
	for i, p := range s.cfg.Catalogue {
		items[i] = shelfItem{p.SKU, v.texts.product(p), p.Unit}
	}
	return v.show(http.StatusOK, "catalogue", "catalogue.title", struct {
		Items []shelfItem
		Perk  bool
	}{items, v.session.Perk})
}

func (s *Shop) basket(v *visit) error {
	return v.show(http.StatusOK, "basket", "basket.title", struct {
		Bill bill
		Perk bool
		Max  int
	}{s.price(v.session.Basket, v.session.Perk, v.texts), v.session.Perk, maxQuantity})
}

// changeBasket adds to the basket (add=1) or sets a quantity.
func (s *Shop) changeBasket(v *visit) error {
	if err := v.r.ParseForm(); err != nil {
		return badForm(err)
	}
	sku := v.r.PostForm.Get("sku")
	n, err := strconv.Atoi(v.r.PostForm.Get("qty"))
	if _, known := s.shelf[sku]; !known || err != nil || n < 0 || n > maxQuantity {
		return badForm(errors.New("no such product or quantity"))
	}
	add := v.r.PostForm.Get("add") != ""
	err = v.change(func(now *session) error {
		if now.Basket == nil {
			now.Basket = map[string]int{}
		}
		if add {
			n = min(n+now.Basket[sku], maxQuantity)
		}
		now.Basket[sku] = n
		if n == 0 {
			delete(now.Basket, sku)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if add {
		return v.redirect("/#p-" + sku)
	}
	return v.redirect("/basket")
}

func badForm(cause error) error {
	return &trouble{kind: "bad_form", status: http.StatusBadRequest, cause: cause}
}

func (s *Shop) signIn(v *visit) error {
	in := &signIn{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Until: s.cfg.Now().Add(signInLife)}
	to, err := s.gateway.start(v.r.Context(), in, v.texts.Lang)
	if err != nil {
		return err
	}
	if err := v.change(func(now *session) error { now.SignIn = in; return nil }); err != nil {
		return err
	}
	return v.redirect(to)
}

// callback spends the sign-in before it looks at the answer: a code that fails is not tried again.
func (s *Shop) callback(v *visit) error {
	if v.bearer == nil || v.session.SignIn == nil {
		return signInFailed(errors.New("no sign-in under way in this browser"))
	}
	var in *signIn
	err := v.change(func(now *session) error {
		in, now.SignIn = now.SignIn, nil
		return nil
	})
	if err != nil {
		return err
	}
	if in == nil || s.cfg.Now().After(in.Until) {
		return signInFailed(errors.New("sign-in took too long or was answered twice"))
	}
	sub, idToken, err := s.gateway.finish(v.r.Context(), in, v.r.URL.Query())
	if err != nil {
		return err
	}
	fresh, err := s.store.rotate(*v.bearer, func(now *session) {
		if now.Sub != "" && now.Sub != sub { // another person at the same browser starts afresh
			*now = session{Basket: now.Basket}
		}
		now.Sub, now.IDToken = sub, idToken
	})
	if err != nil {
		return err
	}
	v.carry(fresh)
	if v.items() > 0 {
		return v.redirect("/basket")
	}
	return v.redirect("/")
}

func (s *Shop) signOut(v *visit) error {
	if v.bearer != nil {
		if err := s.store.drop(*v.bearer); err != nil {
			return err
		}
	}
	v.setCookie(s.cookie, "", -1, true)
	if v.session.IDToken != "" {
		if to := s.gateway.signOut(v.r.Context(), v.session.IDToken); to != "" {
			return v.redirect(to)
		}
	}
	return v.redirect("/")
}

// checkout posts the basket, or again the order that is under way.
func (s *Shop) checkout(v *visit) error {
	if v.bearer == nil {
		return &trouble{kind: "basket_empty", status: http.StatusConflict}
	}
	p, err := s.begin(*v.bearer, v.texts)
	if err != nil {
		return err
	}
	v.session.Pending, v.session.Basket = p, nil
	// The order goes on when the shopper closes the page: its answer may hold the only claim code.
	a, err := s.gateway.post(context.WithoutCancel(v.r.Context()), p.Key, p.Body)
	if refused(err) {
		if undo := s.withdraw(*v.bearer, p); undo != nil {
			return undo
		}
		v.session.Pending, v.session.Basket = nil, p.Bill.Basket
		return err
	}
	if err != nil {
		return err
	}
	if err := s.settle(*v.bearer, p, a); err != nil {
		return err
	}
	return v.redirect("/orders/" + p.Order)
}

func (s *Shop) orders(v *visit) error {
	list, err := s.store.listOrders(v.session.Sub)
	if v.session.Sub == "" {
		list, err = nil, nil
	}
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "orders", "orders.title", list)
}

// order is the confirmation page of the last order, and little more than a number for any other.
func (s *Shop) order(v *visit) error {
	id := v.r.PathValue("id")
	if v.bearer != nil && v.session.Done != nil && v.session.Done.Order == id {
		return s.confirmation(v, id)
	}
	r, err := s.store.owned(id, v.session.Sub)
	if errors.Is(err, errNoOrder) {
		return s.lost(v)
	}
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "past", "order.title", listed{id, r.Receipt, r.Claimed})
}

func (s *Shop) confirmation(v *visit, id string) error {
	var d *done
	var err error
	if v.r.Method == http.MethodGet {
		d, err = s.takeClaim(*v.bearer, id)
	} else { // HEAD: somebody looks whether the page exists
		d = v.session.Done
	}
	if err != nil {
		return err
	}
	data := struct {
		*done
		Link, Code string
		QR         *qr.Code
	}{done: d}
	if d.Claim != nil && d.Claim.Gone == "" {
		data.Link, data.Code = d.Claim.URL, d.Claim.Code
		if data.QR, err = qr.New(d.Claim.URL); err != nil {
			return err
		}
	}
	return v.show(http.StatusOK, "order", "order.title", data)
}

// shown tells what the shopper showed, or offers to.
func (s *Shop) shown(v *visit) error {
	return v.show(http.StatusOK, "receipt", "receipt.title", struct {
		Shown *shownReceipt
		Perk  bool
	}{v.session.Shown, v.session.Perk})
}

// ask sends the shopper to the vault with a question.
func (s *Shop) ask(v *visit) error {
	purpose, err := v.texts.T("receipt.purpose", s.cfg.Name)
	if err != nil {
		return err
	}
	q, err := s.gateway.ask(v.r.Context(), purpose)
	if err != nil {
		return notOrder(err, "question_refused")
	}
	if err := v.change(func(now *session) error { now.Asked = q.ID; return nil }); err != nil {
		return err
	}
	return v.redirect(q.URL)
}

// notOrder gives a final "no" of the gateway the words of what was asked.
func notOrder(err error, kind string) error {
	var t *trouble
	if errors.As(err, &t) && t.kind == "order_refused" {
		return &trouble{kind: kind, status: t.status, code: t.code, cause: t.cause}
	}
	return err
}

// answered reads the answer to the question that this browser asked, and applies the perk.
func (s *Shop) answered(v *visit) error {
	q := v.r.URL.Query()
	if v.session.Asked == "" || q.Get("id") != v.session.Asked {
		return &trouble{kind: "question_unknown", status: http.StatusBadRequest}
	}
	if q.Get("error") != "" {
		return &trouble{kind: "question_declined", status: http.StatusOK}
	}
	p, err := s.gateway.result(v.r.Context(), v.session.Asked, q.Get("response_code"))
	if err != nil {
		return notOrder(err, "answer_refused")
	}
	if strings.EqualFold(p.Shop.Sector, s.host) {
		return &trouble{kind: "own_receipt", status: http.StatusOK}
	}
	err = v.change(func(now *session) error {
		if now.Asked != q.Get("id") {
			return &trouble{kind: "question_unknown", status: http.StatusBadRequest}
		}
		now.Asked, now.Perk = "", true
		now.Shown = &shownReceipt{Shop: p.Shop.Name, Sector: p.Shop.Sector, Total: *p.Claims.Total, Currency: p.Claims.Currency, Epoch: p.Epoch}
		return nil
	})
	if err != nil {
		return err
	}
	return v.redirect("/receipt")
}

func (s *Shop) lost(*visit) error { return &trouble{kind: "not_found", status: http.StatusNotFound} }
