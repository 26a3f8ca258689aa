package wallet

// placeholder until the verifier lands
type Method string

const MethodEOA Method = "eoa"

type Evidence struct{ X string }

type Proof struct {
	Account  Account
	Method   Method
	Evidence *Evidence
}

var ErrAccountChanged = &Error{"account_changed", "x"}
