package retail

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

//go:embed excerpt.csv
var excerpt []byte

// Currency is the ISO 4217 code of every price in the data set.
const Currency = "GBP"

// Class says what became of a line of the file. Each line has exactly one.
type Class string

// The classes, in the order in which they are tested.
const (
	Adjustment Class = "adjustment"  // letter-coded invoice (bad debt): bookkeeping, no purchase
	NoCustomer Class = "no_customer" // names no customer: nobody to seal a receipt to
	Returned   Class = "returned"    // line of a cancellation (C…) with a customer: in a refund
	Free       Class = "free"        // price zero, with a customer: in its receipt, at no charge
	Repeated   Class = "repeated"    // same as an earlier line of its invoice in every column: in its receipt, as a line of its own
	Sold       Class = "sold"        // any other line with a customer: in its receipt
)

// Classes lists every class with the sentence that explains it, in report order.
var Classes = []struct {
	Class   Class
	Explain string
}{
	{Sold, "kept: a line of a sale receipt"},
	{Returned, "kept: a line of a refund receipt (cancelled invoice)"},
	{Repeated, "kept: the same line again in its invoice, billed again"},
	{Free, "kept: price zero, a free line of its receipt"},
	{NoCustomer, "left out: names no customer, nobody to seal it to"},
	{Adjustment, "left out: letter-coded adjustment, no purchase"},
}

// Kept reports whether lines of this class are part of a receipt.
func (c Class) Kept() bool { return c != NoCustomer && c != Adjustment }

// Line is one line of an invoice.
type Line struct {
	Number      int // line of the file, from 1, the header not counted
	Class       Class
	StockCode   string
	Description string
	Qty         int64 // negative on a cancellation
	UnitMilli   int64 // price of one, in thousandths of a pound: four prices of the file have three decimals
}

// Total returns what the line costs in pence: quantity times price, half a penny rounded away from zero.
func (l Line) Total() int64 {
	milli := l.Qty * l.UnitMilli
	if milli < 0 {
		return -((-milli + 5) / 10)
	}
	return (milli + 5) / 10
}

// Invoice is one purchase, or one cancellation, of one customer.
type Invoice struct {
	ID       string // invoice number; a cancellation's begins with C
	Customer string
	Country  string
	At       time.Time // of the invoice's first line, UTC, whole minutes
	Lines    []Line
}

// Refund reports whether the invoice is a cancellation.
func (i *Invoice) Refund() bool { return strings.HasPrefix(i.ID, "C") }

// Total returns the sum of the lines in pence; negative on a cancellation.
func (i *Invoice) Total() int64 {
	var sum int64
	for _, l := range i.Lines {
		sum += l.Total()
	}
	return sum
}

// Counts tells how many lines fell into each class.
type Counts map[Class]int

// Sum returns the number of lines over all classes.
func (c Counts) Sum() int {
	sum := 0
	for _, n := range c {
		sum += n
	}
	return sum
}

// reorder is how many invoices may be open at once. One invoice of the full file (542806) is interrupted by lines of the
// next one.
const reorder = 8

// Reader reads invoices in the order of their first lines.
type Reader struct {
	csv    *csv.Reader
	closer io.Closer
	open   []*Invoice // oldest first; at most reorder
	closed map[string]bool
	counts Counts
	lines  int
	done   bool
}

var header = []string{"invoice", "stock_code", "description", "qty", "ts", "unit_price", "customer", "country"}

// ErrFormat is wrapped by every error about a file that is not the data set.
var ErrFormat = errors.New("not the online retail data set")

// Open reads the file at path, .csv or .csv.gz (told apart by content).
func Open(path string) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open purchase data: %w", err)
	}
	r, err := NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	r.closer = f
	return r, nil
}

// Excerpt reads the embedded excerpt.
func Excerpt() *Reader {
	r, err := NewReader(bytes.NewReader(excerpt))
	if err != nil {
		panic(fmt.Sprintf("embedded excerpt: %v", err)) // a build that ships a broken excerpt
	}
	return r
}

// ExcerptFile returns the embedded excerpt as the bytes of a CSV file.
func ExcerptFile() []byte { return bytes.Clone(excerpt) }

// NewReader reads CSV, gzipped or not, with the data set's header line.
func NewReader(in io.Reader) (*Reader, error) {
	buf := bufio.NewReaderSize(in, 64<<10)
	var src io.Reader = buf
	if magic, _ := buf.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		gz, err := gzip.NewReader(buf)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		src = gz
	}
	c := csv.NewReader(src)
	c.ReuseRecord, c.FieldsPerRecord = true, len(header)
	first, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: header: %w", ErrFormat, err)
	}
	if got := strings.Join(first, ","); got != strings.Join(header, ",") {
		return nil, fmt.Errorf("%w: header is %.80q", ErrFormat, got)
	}
	return &Reader{csv: c, closed: map[string]bool{}, counts: Counts{}}, nil
}

// Next returns the next invoice that names a customer, or io.EOF.
func (r *Reader) Next() (*Invoice, error) {
	for !r.done && len(r.open) <= reorder {
		if err := r.readLine(); errors.Is(err, io.EOF) {
			r.done = true
		} else if err != nil {
			return nil, err
		}
	}
	if len(r.open) == 0 {
		return nil, io.EOF
	}
	next := r.open[0]
	r.open = r.open[1:]
	r.closed[next.ID] = true
	return next, nil
}

// Counts returns the classes of the lines read so far; complete after io.EOF.
func (r *Reader) Counts() Counts { return r.counts }

// Lines returns how many lines have been read so far.
func (r *Reader) Lines() int { return r.lines }

// Close closes the file.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	return r.closer.Close()
}

func (r *Reader) readLine() error {
	rec, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	r.lines++
	line, at, err := parseLine(rec)
	if err != nil {
		return fmt.Errorf("%w: line %d: %w", ErrFormat, r.lines, err)
	}
	line.Number = r.lines
	id, customer := strings.Clone(rec[0]), strings.Clone(rec[6])
	line.Class = classOf(id, customer, line)
	if !line.Class.Kept() {
		r.counts[line.Class]++
		return nil
	}
	inv, err := r.invoice(id, customer, strings.Clone(rec[7]), at)
	if err != nil {
		return err
	}
	if line.Class == Sold && inv.has(line) {
		line.Class = Repeated
	}
	inv.Lines = append(inv.Lines, line)
	r.counts[line.Class]++
	return nil
}

// invoice finds the open invoice, or opens it.
func (r *Reader) invoice(id, customer, country string, at time.Time) (*Invoice, error) {
	for _, inv := range r.open {
		if inv.ID != id {
			continue
		}
		if inv.Customer != customer {
			return nil, fmt.Errorf("%w: line %d: invoice %s has two customers", ErrFormat, r.lines, id)
		}
		return inv, nil
	}
	if r.closed[id] {
		return nil, fmt.Errorf("%w: line %d: invoice %s goes on after %d others", ErrFormat, r.lines, id, reorder)
	}
	inv := &Invoice{ID: id, Customer: customer, Country: country, At: at}
	r.open = append(r.open, inv)
	return inv, nil
}

func (i *Invoice) has(line Line) bool {
	for _, l := range i.Lines {
		if l.StockCode == line.StockCode && l.Description == line.Description && l.Qty == line.Qty && l.UnitMilli == line.UnitMilli {
			return true
		}
	}
	return false
}

func classOf(invoice, customer string, l Line) Class {
	letter := invoice[0] < '0' || invoice[0] > '9'
	switch {
	case letter && invoice[0] != 'C':
		return Adjustment
	case customer == "":
		return NoCustomer
	case letter:
		return Returned
	case l.UnitMilli == 0:
		return Free
	default:
		return Sold
	}
}

func parseLine(rec []string) (Line, time.Time, error) {
	if rec[0] == "" || rec[1] == "" {
		return Line{}, time.Time{}, errors.New("no invoice or no stock code")
	}
	qty, err := strconv.ParseInt(rec[3], 10, 32)
	if err != nil {
		return Line{}, time.Time{}, fmt.Errorf("quantity: %w", err)
	}
	at, err := time.Parse(time.RFC3339, rec[4])
	if err != nil {
		return Line{}, time.Time{}, fmt.Errorf("time: %w", err)
	}
	unit, err := parseMilli(rec[5])
	if err != nil {
		return Line{}, time.Time{}, err
	}
	return Line{StockCode: strings.Clone(rec[1]), Description: strings.Clone(rec[2]), Qty: qty, UnitMilli: unit}, at.UTC(), nil
}

// parseMilli reads a decimal with at most three decimals as thousandths.
func parseMilli(s string) (int64, error) {
	whole, frac, _ := strings.Cut(s, ".")
	if len(frac) > 3 || len(whole) > 9 {
		return 0, fmt.Errorf("price %q: want at most 3 decimals", s)
	}
	digits := whole + frac + strings.Repeat("0", 3-len(frac))
	v, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("price %q: %w", s, err)
	}
	return v, nil
}
