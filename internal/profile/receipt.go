package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"carnet/internal/profile/sdjwt"
)

// VCT is the SD-JWT VC type of a receipt.
const VCT = "urn:carnet:receipt:1"

// MaxAmount is the largest magnitude of an amount: 2^53-1 minor units.
const MaxAmount = 1<<53 - 1

// Receipt is one purchase, refund or exchange. Amounts are integers in the
// currency's minor units; a nil amount was not stated.
type Receipt struct {
	ID               string // receipt id, 32 hex digits; empty until issued
	Kind             string // sale, refund, exchange
	Of               string // receipt id of the sale a refund or exchange refers to; may be empty
	At               time.Time
	Channel          string // web, store, app
	Currency         string // ISO 4217
	Exponent         int    // digits of the currency's minor unit
	Total            int64
	Tax              *int64
	Shipping         *int64
	Discount         *int64
	Tender           string // card, cash, transfer, wallet, voucher, other; may be empty
	TotalsConsistent bool   // whether the lines add up to the total
	Lines            []Line
	Source           *Source
	Status           *Status // where later refunds show; nil: nowhere. Always visible, set by the issuer
}

// Line is one line of a receipt. Optional texts are empty and optional amounts
// nil when the shop did not state them.
type Line struct {
	N             int    `json:"n"`
	SKU           string `json:"sku,omitempty"`
	GTIN          string `json:"gtin,omitempty"`
	Name          string `json:"name"`
	Category      string `json:"category,omitempty"`
	Quantity      string `json:"qty"` // decimal, at most 6 fraction digits
	Unit          *int64 `json:"unit,omitempty"`
	Total         int64  `json:"total"`
	Tax           *int64 `json:"tax,omitempty"`
	WarrantyUntil string `json:"warranty_until,omitempty"` // YYYY-MM-DD
}

// Source is the shop's own system and order reference.
type Source struct {
	System    string `json:"sys"`
	Reference string `json:"ref,omitempty"`
}

// consistent reports whether the lines add up to the total, with tax included
// in the lines or on top of them. Every amount is at most 2^53-1 and there are
// at most 1,000 lines, so the sums fit into 64 bits.
func (r *Receipt) consistent() bool {
	var sum int64
	for i := range r.Lines {
		sum += r.Lines[i].Total
	}
	sum += value(r.Shipping) - value(r.Discount)
	return sum == r.Total || r.Tax != nil && sum+*r.Tax == r.Total
}

func value(amount *int64) int64 {
	if amount == nil {
		return 0
	}
	return *amount
}

// claimCount is the number of claims a receipt can have besides those that are
// always visible. Every receipt has this many digests; decoys stand for absent
// claims.
const claimCount = 15

// disclose puts every claim of the receipt into b.
func (r *Receipt) disclose(b *sdjwt.Builder) {
	count := 0
	scratch := make([]byte, 0, 256)
	claim := func(name string, value []byte) {
		b.Claim(name, value)
		scratch = value[:0]
		count++
	}
	text := func(name, s string) {
		if s != "" {
			claim(name, sdjwt.AppendString(scratch, s))
		}
	}
	amount := func(name string, a *int64) {
		if a != nil {
			claim(name, strconv.AppendInt(scratch, *a, 10))
		}
	}
	text("id", r.ID)
	text("kind", r.Kind)
	text("of", r.Of)
	text("at", r.At.UTC().Format(time.RFC3339))
	text("channel", r.Channel)
	text("currency", r.Currency)
	claim("exponent", strconv.AppendInt(scratch, int64(r.Exponent), 10))
	amount("total", &r.Total)
	amount("tax", r.Tax)
	amount("shipping", r.Shipping)
	amount("discount", r.Discount)
	text("tender", r.Tender)
	claim("totals_consistent", strconv.AppendBool(scratch, r.TotalsConsistent))

	lines := make([]byte, 0, 2+55*len(r.Lines))
	lines = append(lines, '[')
	for i := range r.Lines {
		if i > 0 {
			lines = append(lines, ',')
		}
		scratch = r.Lines[i].appendJSON(scratch[:0])
		lines = append(lines, `{"...":"`...)
		lines = append(lines, b.Element(scratch)...)
		lines = append(lines, `"}`...)
	}
	claim("lines", append(lines, ']'))
	if r.Source != nil {
		claim("src", r.Source.appendJSON(scratch))
	}
	for ; count < claimCount; count++ {
		b.Decoy()
	}
}

func (l *Line) appendJSON(dst []byte) []byte {
	text := func(name, s string) {
		if s != "" {
			dst = append(dst, `,"`...)
			dst = append(dst, name...)
			dst = append(dst, `":`...)
			dst = sdjwt.AppendString(dst, s)
		}
	}
	amount := func(name string, a *int64) {
		if a != nil {
			dst = append(dst, `,"`...)
			dst = append(dst, name...)
			dst = append(dst, `":`...)
			dst = strconv.AppendInt(dst, *a, 10)
		}
	}
	dst = append(dst, `{"n":`...)
	dst = strconv.AppendInt(dst, int64(l.N), 10)
	text("sku", l.SKU)
	text("gtin", l.GTIN)
	text("name", l.Name)
	text("category", l.Category)
	text("qty", l.Quantity)
	amount("unit", l.Unit)
	amount("total", &l.Total)
	amount("tax", l.Tax)
	text("warranty_until", l.WarrantyUntil)
	return append(dst, '}')
}

func (s *Source) appendJSON(dst []byte) []byte {
	dst = append(dst, `{"sys":`...)
	dst = sdjwt.AppendString(dst, s.System)
	if s.Reference != "" {
		dst = append(dst, `,"ref":`...)
		dst = sdjwt.AppendString(dst, s.Reference)
	}
	return append(dst, '}')
}

// textSize is an upper estimate of the receipt's disclosures in bytes, before
// base64url.
func (r *Receipt) textSize() int {
	n := 1400
	for i := range r.Lines {
		l := &r.Lines[i]
		n += 230 + len(l.Name) + len(l.SKU) + len(l.GTIN) + len(l.Category)
	}
	return n
}

// claimsOf are the members of a fully disclosed receipt.
type claimsOf struct {
	ID         string  `json:"id"`
	Kind       string  `json:"kind"`
	Of         string  `json:"of"`
	At         string  `json:"at"`
	Channel    string  `json:"channel"`
	Currency   string  `json:"currency"`
	Exponent   *int    `json:"exponent"`
	Total      *int64  `json:"total"`
	Tax        *int64  `json:"tax"`
	Shipping   *int64  `json:"shipping"`
	Discount   *int64  `json:"discount"`
	Tender     string  `json:"tender"`
	Consistent *bool   `json:"totals_consistent"`
	Lines      []Line  `json:"lines"`
	Source     *Source `json:"src"`
}

// receiptFrom turns the claims of a fully disclosed token into a receipt.
func receiptFrom(claims map[string]any) (*Receipt, error) {
	text, err := json.Marshal(claims)
	if err != nil {
		return nil, err
	}
	var c claimsOf
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, errors.New("receipt claims have other types than a receipt's")
	}
	if c.Exponent == nil || c.Total == nil || c.Consistent == nil || c.Lines == nil {
		return nil, errors.New("receipt lacks a claim that every receipt has")
	}
	at, err := time.Parse(time.RFC3339, c.At)
	if err != nil {
		return nil, errors.New("receipt time is not RFC 3339")
	}
	r := &Receipt{
		ID: c.ID, Kind: c.Kind, Of: c.Of, At: at.UTC(), Channel: c.Channel,
		Currency: c.Currency, Exponent: *c.Exponent, Total: *c.Total,
		Tax: c.Tax, Shipping: c.Shipping, Discount: c.Discount, Tender: c.Tender,
		TotalsConsistent: *c.Consistent, Lines: c.Lines, Source: c.Source,
	}
	if !isHex(r.ID, 32) || r.Of != "" && !isHex(r.Of, 32) {
		return nil, errors.New("receipt id is not 32 hex digits")
	}
	if digits, ok := Exponent(r.Currency); ok && digits != r.Exponent {
		return nil, fmt.Errorf("currency %s does not have %d digits", r.Currency, r.Exponent)
	}
	return r, nil
}
