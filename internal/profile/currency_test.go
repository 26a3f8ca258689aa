package profile

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/currency"
)

// customary are the currencies for which CLDR, which golang.org/x/text/currency is made from, writes fewer digits than ISO 4217 has: it
// gives the digits that people still use in prices, where inflation has made the small coins disappear. Shops and payment providers count in ISO's.
const customary = "AFN ALL AMD COP GYD IDR IQD IRR KPW LAK LBP MGA MMK MNT MUR PKR RSD SOS SYP TZS UZS YER"

// newer are in ISO 4217 since CLDR 32, which x/text carries.
const newer = "MRU SLE UYW VED VES XAD XCG ZWG"

func TestExponentsBesideCLDR(t *testing.T) {
	var fewer, unknown []string
	for code, want := range exponents {
		unit, err := currency.ParseISO(code)
		if err != nil {
			unknown = append(unknown, code)
			continue
		}
		if digits, _ := currency.Standard.Rounding(unit); digits < want {
			fewer = append(fewer, code)
		} else if digits != want {
			t.Errorf("%s has %d digits here and %d in CLDR", code, want, digits)
		}
	}
	slices.Sort(fewer)
	slices.Sort(unknown)
	if got := strings.Join(fewer, " "); got != customary {
		t.Errorf("CLDR has fewer digits for\n %s, want\n %s", got, customary)
	}
	if got := strings.Join(unknown, " "); got != newer {
		t.Errorf("CLDR does not know\n %s, want\n %s", got, newer)
	}
}

// The codes that people get wrong. A fifth of an ouguiya or an ariary is its real minor unit; ISO 4217 counts hundredths all the same.
func TestExponentsOfNote(t *testing.T) {
	for code, want := range map[string]int{"EUR": 2, "JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "UGX": 0, "VND": 0, "KWD": 3, "TND": 3, "IQD": 3, "CLF": 4, "UYW": 4, "UYI": 0, "MRU": 2, "MGA": 2, "HUF": 2, "IDR": 2} {
		if got, ok := Exponent(code); !ok || got != want {
			t.Errorf("%s: got %d %v, want %d", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "eur", "EURO", "XXX", "XTS", "XAU", "XDR", "DEM", "BGN", "ANG", "BTC"} {
		if _, ok := Exponent(code); ok {
			t.Errorf("%q has an exponent", code)
		}
	}
	if got := len(slices.Collect(maps.Keys(exponents))); got != 165 {
		t.Errorf("%d currencies, want 165", got)
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		minor    int64
		exponent int
		want     string
	}{
		{0, 0, "0"}, {0, 2, "0.00"}, {5, 2, "0.05"}, {-5, 2, "-0.05"}, {1234, 2, "12.34"}, {-1234, 2, "-12.34"}, {1234, 0, "1234"}, {-1, 0, "-1"},
		{1234, 3, "1.234"}, {7, 4, "0.0007"}, {MaxAmount, 2, "90071992547409.91"}, {-MaxAmount, 4, "-900719925474.0991"}, {100, 2, "1.00"},
	} {
		if got := Decimal(c.minor, c.exponent); got != c.want {
			t.Errorf("%d with %d digits: got %s, want %s", c.minor, c.exponent, got, c.want)
		}
	}
}
