package replay

import (
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"strconv"
	"time"

	"carnet/internal/retail"
)

// The bodies of orders. Their bytes must not change between two runs, or a retry would be another order.
type order struct {
	Sub     string  `json:"sub"`
	Receipt receipt `json:"receipt"`
}

type receipt struct {
	Kind     string `json:"kind"`
	Of       string `json:"of,omitempty"`
	At       string `json:"at"`
	Channel  string `json:"channel"`
	Currency string `json:"currency"`
	Total    int64  `json:"total"`
	Lines    []line `json:"lines"`
	Source   source `json:"src"`
}

type line struct {
	N     int    `json:"n"`
	SKU   string `json:"sku"`
	Name  string `json:"name"`
	Qty   string `json:"qty"`
	Unit  *int64 `json:"unit,omitempty"`
	Total int64  `json:"total"`
}

type source struct {
	System    string `json:"sys"`
	Reference string `json:"ref"`
}

// orderOf turns an invoice into the body of POST /v1/receipts. of is the receipt that a refund refers to, or empty.
// Customer and country have no place in it.
func orderOf(inv *retail.Invoice, sub, of string) ([]byte, error) {
	o := order{Sub: sub, Receipt: receipt{
		Kind: "sale", At: inv.At.UTC().Format(time.RFC3339), Channel: "web", Currency: retail.Currency,
		Total: inv.Total(), Lines: make([]line, len(inv.Lines)), Source: source{"online-retail", inv.ID},
	}}
	if inv.Refund() {
		o.Receipt.Kind, o.Receipt.Of = "refund", of
	}
	for i, l := range inv.Lines {
		o.Receipt.Lines[i] = line{N: i + 1, SKU: l.StockCode, Name: l.Description, Qty: strconv.FormatInt(l.Qty, 10), Total: l.Total()}
		if l.Description == "" {
			o.Receipt.Lines[i].Name = l.StockCode
		}
		if pence := l.UnitMilli / 10; pence*10 == l.UnitMilli { // a price in tenths of a penny has no minor units
			o.Receipt.Lines[i].Unit = &pence
		}
	}
	return json.Marshal(o)
}

// sales remembers what was sold to whom under which receipt, so that a refund can name its sale. It holds two
// generations of at most limit lines and forgets the older one when the younger is full: its memory is bounded whatever
// the file's length. One customer's invoices must come in order.
type sales struct {
	limit      int
	young, old map[uint64][]sale
	lines      int // in young
}

type sale struct {
	receipt [16]byte
	qty     int64
}

func newSales(limit int) *sales {
	return &sales{limit: limit, young: map[uint64][]sale{}}
}

// hashOf is FNV-1a: two runs must agree about what is remembered.
func hashOf(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// remember adds the lines of a sale that became a receipt.
func (s *sales) remember(inv *retail.Invoice, receiptID string) {
	var id [16]byte
	if n, err := hex.Decode(id[:], []byte(receiptID)); err != nil || n != len(id) {
		return
	}
	if s.lines+len(inv.Lines) > s.limit {
		s.old, s.young, s.lines = s.young, map[uint64][]sale{}, 0
	}
	for _, l := range inv.Lines {
		key := hashOf(inv.Customer, l.StockCode)
		s.young[key] = append(s.young[key], sale{id, l.Qty})
		s.lines++
	}
}

// find returns the receipt of the sale that a refund most probably refers to: the one that sold the most of the refund's
// lines in at least that quantity, the latest of several; empty when there is none.
func (s *sales) find(inv *retail.Invoice) string {
	matched := map[[16]byte]int{}
	var best [16]byte
	for _, l := range inv.Lines {
		key := hashOf(inv.Customer, l.StockCode)
		counted := map[[16]byte]bool{}
		for _, generation := range []map[uint64][]sale{s.old, s.young} { // earlier sales first: a later one wins a tie
			for _, sold := range generation[key] {
				if sold.qty < -l.Qty || counted[sold.receipt] {
					continue
				}
				counted[sold.receipt] = true
				matched[sold.receipt]++
				if matched[sold.receipt] >= matched[best] {
					best = sold.receipt
				}
			}
		}
	}
	if matched[best] == 0 {
		return ""
	}
	return hex.EncodeToString(best[:])
}
