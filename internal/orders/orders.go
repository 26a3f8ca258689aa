// Package orders turns what shop platforms send when something was paid or refunded into orders for POST /v1/receipts (docs/orders.md).
//
// A platform is two pure functions: Verify checks that the bytes came from the shop's account there, by the platform's own scheme, before
// anything is parsed; Convert takes out of them what a receipt has a field for. Whatever names a person has no field, and is dropped here:
// nothing that Convert returns has it.
//
// It promises that amounts are exact (decimal strings become minor units with the currency's exponent; no floating point), that the same sale
// has the same Key in every delivery, and that bytes which are not of the platform's shape are an error and nothing else.
package orders

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"carnet/internal/profile"
)

// Errors.
var (
	ErrSignature = errors.New("the signature is not this shop's")
	ErrKeys      = errors.New("the platform's keys cannot be had")
	ErrShape     = errors.New("not of the platform's shape")
)

// Platform is one kind of sender.
type Platform struct {
	Name string
	// Verify checks the request with any of the live secrets: two while one is changed. ErrSignature.
	Verify func(header http.Header, body []byte, secrets []string, now time.Time) error
	// VerifyByKeys checks the request with the keys that the platform publishes. nil: it publishes none. ErrSignature, ErrKeys.
	VerifyByKeys func(ctx context.Context, header http.Header, body []byte, keys Keys) error
	// Convert returns what the body tells: nothing for an event that makes no receipt. ErrShape, or a *profile.Invalid from the currency.
	Convert func(header http.Header, body []byte) ([]Event, error)
	// Unsigned tells whether a request is one that the platform sends without a signature and that must be answered with 200. nil: none is.
	Unsigned func(header http.Header, body []byte) bool
}

// Platforms are all of them, by name.
var Platforms = map[string]Platform{
	"shopify":     {Name: "shopify", Verify: verifyShopify, Convert: convertShopify},
	"woocommerce": {Name: "woocommerce", Verify: verifyWoo, Convert: convertWoo, Unsigned: pingOfWoo},
	"stripe":      {Name: "stripe", Verify: verifyStripe, Convert: convertStripe},
	"saleor":      {Name: "saleor", Verify: verifySaleor, VerifyByKeys: verifySaleorByKeys, Convert: convertSaleor},
	"standard":    {Name: "standard", Verify: verifyStandard, Convert: convertStandard},
}

// Event is a sale, or a refund of one.
type Event struct {
	Key     string    // of the order or refund at the platform
	Sale    string    // of a refund: Key of its sale
	Ref     string    // receipt_ref that the shop put into the cart; "" when there is none
	At      time.Time // when it happened, to judge how late it is
	Receipt Receipt
}

// Receipt is the body's member "receipt" of POST /v1/receipts.
type Receipt struct {
	Kind     string `json:"kind"`
	Of       string `json:"of,omitempty"`
	At       string `json:"at"`
	Channel  string `json:"channel"`
	Currency string `json:"currency"`
	Total    int64  `json:"total"`
	Tax      *int64 `json:"tax,omitempty"`
	Shipping *int64 `json:"shipping,omitempty"`
	Discount *int64 `json:"discount,omitempty"`
	Whole    bool   `json:"whole,omitempty"`
	Lines    []Line `json:"lines"`
	Source   Source `json:"src"`
}

// Line is one line of a receipt.
type Line struct {
	N     int    `json:"n"`
	Name  string `json:"name"`
	SKU   string `json:"sku,omitempty"`
	Qty   string `json:"qty"`
	Unit  *int64 `json:"unit,omitempty"`
	Total int64  `json:"total"`
	Tax   *int64 `json:"tax,omitempty"`
}

// Source is where the order is in the shop's own books.
type Source struct {
	System    string `json:"sys"`
	Reference string `json:"ref"`
}

// RefName is what the receipt_ref is called in a cart's attributes, an order's metadata, or a session's client reference.
const RefName = "receipt_ref"

// decode reads a JSON value with numbers as they were written.
func decode(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return ErrShape
	}
	return nil
}

// currency is an ISO 4217 code and its exponent.
type currency struct {
	code   string
	digits int
}

func currencyOf(code string) (currency, error) {
	code = strings.ToUpper(code)
	digits, ok := profile.Exponent(code)
	if !ok {
		return currency{}, fmt.Errorf("%w: currency %.3q", ErrShape, code)
	}
	return currency{code, digits}, nil
}

// minor turns a decimal amount in major units into minor units, half a unit away from zero: platforms compute taxes to more digits.
func (c currency) minor(amount string) (int64, error) {
	text, negative := strings.CutPrefix(amount, "-")
	whole, part, _ := strings.Cut(text, ".")
	if whole == "" || len(whole) > 15 || len(part) > 18 || strings.Trim(whole+part, "0123456789") != "" || strings.HasSuffix(text, ".") {
		return 0, fmt.Errorf("%w: an amount is no decimal number", ErrShape)
	}
	up := len(part) > c.digits && part[c.digits] >= '5'
	part = (part + strings.Repeat("0", c.digits))[:c.digits]
	n, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: an amount is too large", ErrShape)
	}
	if up {
		n++
	}
	if n > profile.MaxAmount {
		return 0, fmt.Errorf("%w: an amount is too large", ErrShape)
	}
	if negative {
		n = -n
	}
	return n, nil
}

// amounts adds up amounts; the first error stays.
type amounts struct {
	currency
	err error
}

func (a *amounts) of(text string) int64 {
	if a.err != nil {
		return 0
	}
	n, err := a.minor(text)
	a.err = err
	return n
}

// optional is nil for an empty text or zero: a receipt says nothing of what there was not.
func (a *amounts) optional(text string) *int64 {
	if text == "" {
		return nil
	}
	return some(a.of(text))
}

func some(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}

// utc writes a time as receipts have it.
func utc(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// clean makes a platform's text fit a receipt: plain characters alone (profile.IsPlain), at most limit bytes, never empty. What parts words becomes one space;
// what nobody sees, such as the joiners in an emoji or a soft hyphen, is left out.
func clean(text, otherwise string, limit int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r < ' ', r == 0x7f, r == utf8.RuneError:
			return ' '
		case !profile.IsPlain(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	text = cut(strings.Join(strings.Fields(text), " "), limit)
	if text == "" {
		return otherwise
	}
	return text
}

// cut shortens a text to limit bytes, and cuts no character in two.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for !utf8.RuneStart(text[limit]) {
		limit--
	}
	return strings.TrimSpace(text[:limit])
}

// numbered numbers lines and bounds them: a receipt has at most profile.MaxLines.
func numbered(lines []Line) ([]Line, error) {
	if len(lines) == 0 || len(lines) > profile.MaxLines {
		return nil, fmt.Errorf("%w: %d lines, want 1 to %d", ErrShape, len(lines), profile.MaxLines)
	}
	for i := range lines {
		lines[i].N = i + 1
	}
	return lines, nil
}

// negated is a line of a refund.
func negated(l Line) Line {
	l.Qty, l.Total = "-"+strings.TrimPrefix(l.Qty, "-"), -l.Total
	if l.Tax != nil {
		l.Tax = some(-*l.Tax)
	}
	return l
}

// refundLine stands for a refund that says no more than its amount.
func refundLine(total int64) Line { return Line{Name: "Refund", Qty: "-1", Total: total} }

// hmacs tells whether a MAC over the body is that of one of the secrets, in constant time for each.
func hmacs(secrets []string, got []byte, parts ...[]byte) bool {
	ok := false
	for _, secret := range secrets {
		mac := mac([]byte(secret), parts...)
		ok = ok || hmac.Equal(mac.Sum(nil), got)
	}
	return ok
}

func mac(secret []byte, parts ...[]byte) hash.Hash {
	m := hmac.New(sha256.New, secret)
	for _, part := range parts {
		m.Write(part)
	}
	return m
}
