package retail

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func readAll(t *testing.T, r *Reader) []*Invoice {
	t.Helper()
	var all []*Invoice
	for {
		inv, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, inv)
	}
}

func checkAddsUp(t *testing.T, r *Reader, all []*Invoice) {
	t.Helper()
	if got, want := r.Counts().Sum(), r.Lines(); got != want {
		t.Errorf("classes add up to %d lines, the file has %d", got, want)
	}
	kept, ids := 0, map[string]bool{}
	for _, inv := range all {
		kept += len(inv.Lines)
		if ids[inv.ID] {
			t.Errorf("invoice %s came twice", inv.ID)
		}
		ids[inv.ID] = true
		for _, l := range inv.Lines {
			if inv.Refund() != (l.Qty < 0) {
				t.Errorf("invoice %s line %d: quantity %d", inv.ID, l.Number, l.Qty)
			}
		}
	}
	want := 0
	for class, n := range r.Counts() {
		if class.Kept() {
			want += n
		}
	}
	if kept != want {
		t.Errorf("invoices hold %d lines, want %d", kept, want)
	}
}

func TestExcerptHasEveryOddity(t *testing.T) {
	r := Excerpt()
	all := readAll(t, r)
	checkAddsUp(t, r, all)
	for _, c := range Classes {
		if r.Counts()[c.Class] == 0 {
			t.Errorf("excerpt has no line of class %s", c.Class)
		}
	}
	if got := r.Counts()[Adjustment]; got != 3 {
		t.Errorf("got %d adjustments, want 3", got)
	}
	for _, inv := range all {
		if inv.ID == "542806" && len(inv.Lines) != 39 {
			t.Errorf("interrupted invoice has %d lines, want 39, those after the interruption too", len(inv.Lines))
		}
	}
}

// The expected figures come from a count of the same file with another language's CSV reader.
func TestWholeFile(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "data", "online_retail.csv.gz")
	if _, err := os.Stat(path); err != nil {
		t.Skip("the full data set is not here; the excerpt is tested above")
	}
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all := readAll(t, r)
	checkAddsUp(t, r, all)
	customers, refunds := map[string]bool{}, 0
	for _, inv := range all {
		customers[inv.Customer] = true
		if inv.Refund() {
			refunds++
		}
	}
	for what, v := range map[string][2]int{
		"lines":       {r.Lines(), 541909},
		"receipts":    {len(all), 22190},
		"refunds":     {refunds, 3654},
		"customers":   {len(customers), 4372},
		"no customer": {r.Counts()[NoCustomer], 135080 - 3},
		"adjustments": {r.Counts()[Adjustment], 3},
		"free":        {r.Counts()[Free], 40},
	} {
		if v[0] != v[1] {
			t.Errorf("%s: got %d, want %d", what, v[0], v[1])
		}
	}
}

func TestRefusesOtherFiles(t *testing.T) {
	head := strings.Join(header, ",") + "\n"
	for name, in := range map[string]string{
		"an empty file":                   "",
		"another header":                  "a,b\n1,2\n",
		"a short line":                    head + "1,2,3\n",
		"a quantity that is not a number": head + "1,a,d,x,2010-12-01T08:26:00Z,1.0,1,UK\n",
		"a time without zone":             head + "1,a,d,1,2010-12-01 08:26,1.0,1,UK\n",
		"a price with four decimals":      head + "1,a,d,1,2010-12-01T08:26:00Z,1.0001,1,UK\n",
		"an invoice with two customers":   head + "1,a,d,1,2010-12-01T08:26:00Z,1.0,1,UK\n1,a,d,1,2010-12-01T08:26:00Z,1.0,2,UK\n",
	} {
		r, err := NewReader(strings.NewReader(in))
		if err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, ErrFormat) {
			t.Errorf("%s: got %v, want ErrFormat", name, err)
		}
	}
}

func TestTotalRoundsHalfAPennyAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		qty, milli, want int64
	}{{1, 1, 0}, {5, 1, 1}, {1, 2550, 255}, {-1, 2555, -256}, {1, 2555, 256}, {-5, 1, -1}, {0, 9, 0}} {
		if got := (Line{Qty: c.qty, UnitMilli: c.milli}).Total(); got != c.want {
			t.Errorf("%d × %d: got %d, want %d", c.qty, c.milli, got, c.want)
		}
	}
}
