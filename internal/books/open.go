package books

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/profile"
)

// Issuers are shops by their iss.
type Issuers map[string]Issuer

// Issuer is what a shop publishes of itself.
type Issuer struct {
	Name string
	Keys jose.JSONWebKeySet
}

// Add adds the keys of issuer metadata, as published at /.well-known/jwt-vc-issuer/shops/<client_id>. Metadata of different years may be
// added one after the other: a shop's key changes.
func (i Issuers) Add(metadata []byte) error {
	var m struct {
		Issuer string             `json:"issuer"`
		JWKS   jose.JSONWebKeySet `json:"jwks"`
		Carnet struct {
			Name string `json:"name"`
		} `json:"carnet"`
	}
	if err := json.Unmarshal(metadata, &m); err != nil || m.Issuer == "" || len(m.JWKS.Keys) == 0 {
		return errors.New("not issuer metadata: want issuer and jwks")
	}
	known := i[m.Issuer]
	known.Name = m.Carnet.Name
	known.Keys.Keys = append(known.Keys.Keys, m.JWKS.Keys...)
	i[m.Issuer] = known
	return nil
}

// Entry is one receipt of the books.
type Entry struct {
	Epoch   uint64         `json:"epoch"`
	Issuer  string         `json:"iss"`
	Claims  map[string]any `json:"claims"` // as signed
	Receipt *profile.Receipt
}

// MarshalJSON leaves Receipt out: it says what the claims say.
func (e Entry) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"epoch": e.Epoch, "iss": e.Issuer, "claims": e.Claims})
}

// Summary is what Open found.
type Summary struct {
	Copies     int      `json:"copies"`
	Receipts   int      `json:"receipts"`   // given to keep and wanted
	Duplicates int      `json:"duplicates"` // further copies that say the same
	Conflicts  []string `json:"conflicts"`  // names of further copies that say something else under the same receipt id
	Unopened   []string `json:"unopened"`   // of another key, or damaged
	Unsigned   []string `json:"unsigned"`   // not signed with a key of the issuers
	Totals     []Total  `json:"totals"`     // by currency
}

// Whole reports whether nothing was left out.
func (s *Summary) Whole() bool { return len(s.Conflicts)+len(s.Unopened)+len(s.Unsigned) == 0 }

// Total is the sum over one currency, in minor units; refunds are negative. Exchanges count by their sign.
type Total struct {
	Currency  string `json:"currency"`
	Exponent  int    `json:"exponent"`
	Sales     int    `json:"sales"`
	Refunds   int    `json:"refunds"`
	Exchanges int    `json:"exchanges"`
	Sold      int64  `json:"sold"`
	PaidBack  int64  `json:"paid_back"`
	Exchanged int64  `json:"exchanged"`
	Net       int64  `json:"net"` // of the three
	Tax       int64  `json:"tax"` // in Net, where receipts state it
}

// ErrTooMuch says that a total does not fit into 63 bits.
var ErrTooMuch = errors.New("a total is too large")

// Open opens copies, checks each one's signature and gives those receipts that want accepts to keep, each once.
func Open(copies Copies, identity age.Identity, issuers Issuers, want func(*profile.Receipt) bool, keep func(Entry) error) (*Summary, error) {
	s := &Summary{Conflicts: []string{}, Unopened: []string{}, Unsigned: []string{}, Totals: []Total{}}
	seen := map[string][32]byte{} // receipt id to what it says
	totals := map[string]*Total{}
	for c, err := range copies {
		if err != nil {
			return s, err
		}
		s.Copies++
		token, _, err := profile.Open(c.Age, identity)
		if err != nil {
			s.Unopened = append(s.Unopened, c.Name)
			continue
		}
		e, err := issuers.entry(c, token)
		if err != nil {
			s.Unsigned = append(s.Unsigned, c.Name)
			continue
		}
		says, err := json.Marshal(e.Claims)
		if err != nil {
			return s, fmt.Errorf("copy %s: %w", c.Name, err)
		}
		sum := sha256.Sum256(says)
		if before, again := seen[e.Receipt.ID]; again {
			if before == sum {
				s.Duplicates++
			} else {
				s.Conflicts = append(s.Conflicts, c.Name)
			}
			continue
		}
		seen[e.Receipt.ID] = sum
		if !want(e.Receipt) {
			continue
		}
		if err := add(totals, e.Receipt); err != nil {
			return s, fmt.Errorf("copy %s: %w", c.Name, err)
		}
		s.Receipts++
		if err := keep(*e); err != nil {
			return s, err
		}
	}
	for _, code := range slices.Sorted(maps.Keys(totals)) {
		s.Totals = append(s.Totals, *totals[code])
	}
	return s, nil
}

func (i Issuers) entry(c Copy, token string) (*Entry, error) {
	iss, err := profile.UnverifiedIssuer(token)
	if err != nil {
		return nil, err
	}
	r, credential, err := profile.VerifyReceipt(token, iss, i[iss].Keys)
	if err != nil {
		return nil, err
	}
	return &Entry{Epoch: c.Epoch, Issuer: iss, Claims: credential.Claims, Receipt: r}, nil
}

func add(totals map[string]*Total, r *profile.Receipt) error {
	t := totals[r.Currency]
	if t == nil {
		t = &Total{Currency: r.Currency, Exponent: r.Exponent}
		totals[r.Currency] = t
	}
	if t.Exponent != r.Exponent {
		return fmt.Errorf("%s with %d digits and with %d", r.Currency, t.Exponent, r.Exponent)
	}
	sum := &t.Exchanged
	switch r.Kind {
	case "sale":
		t.Sales++
		sum = &t.Sold
	case "refund":
		t.Refunds++
		sum = &t.PaidBack
	default:
		t.Exchanges++
	}
	tax := int64(0)
	if r.Tax != nil {
		tax = *r.Tax
	}
	for _, to := range []struct {
		sum    *int64
		amount int64
	}{{sum, r.Total}, {&t.Net, r.Total}, {&t.Tax, tax}} {
		if to.amount > 0 && *to.sum > math.MaxInt64-to.amount || to.amount < 0 && *to.sum < math.MinInt64-to.amount {
			return ErrTooMuch
		}
		*to.sum += to.amount
	}
	return nil
}

// Header is the first row of the spreadsheet form.
var Header = []string{"id", "at", "kind", "of", "channel", "currency", "total", "tax", "shipping", "discount", "tender", "lines", "totals_consistent", "sys", "ref", "epoch"}

// Row is a receipt in spreadsheet form: amounts are decimal numbers in the currency's own unit.
func (e Entry) Row() []string {
	r := e.Receipt
	amount := func(a *int64) string {
		if a == nil {
			return ""
		}
		return profile.Decimal(*a, r.Exponent)
	}
	var sys, ref string
	if r.Source != nil {
		sys, ref = r.Source.System, r.Source.Reference
	}
	return []string{r.ID, r.At.Format("2006-01-02T15:04:05Z"), r.Kind, r.Of, r.Channel, r.Currency, amount(&r.Total), amount(r.Tax), amount(r.Shipping), amount(r.Discount),
		r.Tender, fmt.Sprint(len(r.Lines)), fmt.Sprint(r.TotalsConsistent), cell(sys), cell(ref), fmt.Sprint(e.Epoch)}
}

// cell keeps a spreadsheet from taking text for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}
