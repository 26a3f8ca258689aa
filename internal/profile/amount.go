package profile

import "strconv"

// Decimal writes an amount of minor units as a decimal number in the currency's
// own unit, with exactly exponent digits behind the point: 1234 with exponent 2
// is "12.34", -5 is "-0.05".
func Decimal(minor int64, exponent int) string {
	s := strconv.FormatInt(minor, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for len(s) <= exponent {
		s = "0" + s
	}
	if exponent == 0 {
		return sign + s
	}
	at := len(s) - exponent
	return sign + s[:at] + "." + s[at:]
}
