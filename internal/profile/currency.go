package profile

// exponents holds every active ISO 4217 currency that has minor units, by the
// number of their digits. Source: ISO 4217 list one (currency and funds codes)
// as maintained by SIX, in the state of 1 January 2026: BGN and ANG are gone,
// XCG is in. Codes without minor units (XAU, XDR, XTS, XXX ...) buy nothing in a
// shop and are left out. CLDR, and so most formatting libraries, gives fewer
// digits for some: those that prices are still written with (currency_test.go).
var exponents = parseExponents(map[int]string{
	0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
		"CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL " +
		"GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR " +
		"LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD " +
		"PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC " +
		"SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR " +
		"ZMW ZWG",
	3: "BHD IQD JOD KWD LYD OMR TND",
	4: "CLF UYW",
})

func parseExponents(table map[int]string) map[string]int {
	byCode := make(map[string]int, 180)
	for exponent, codes := range table {
		for i := 0; i < len(codes); i += 4 {
			byCode[codes[i:i+3]] = exponent
		}
	}
	return byCode
}

// Exponent returns the number of minor-unit digits of an active ISO 4217
// currency.
func Exponent(currency string) (digits int, ok bool) {
	digits, ok = exponents[currency]
	return digits, ok
}
