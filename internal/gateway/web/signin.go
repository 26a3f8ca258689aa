package web

import (
	"errors"
	"net/http"
	"time"
)

// SignIn is a shop's request while a person signs in, as the login page may know
// it. Surfaces share it because none of them may know another.
type SignIn struct {
	ID       string    // of the interaction; secret until it is over
	ClientID string    // the shop
	Name     string    // the shop's, for people
	Sector   string    // the shop's authority
	Verified bool      // somebody vouches for the name
	StartURL string    // where to begin again
	Learns   []string  // what the shop asks to learn: pairwise_id, username, alias_email, offline
	Expires  time.Time // end of the interaction
	Request  any       // the provider's: what Complete goes on with
}

// Browser is one request of a browser and its answer, for cookies.
type Browser struct {
	Writer  http.ResponseWriter
	Request *http.Request
}

// ErrConsent says that a person must first be asked.
var ErrConsent = errors.New("consent is needed")

// Shopper is who signed in, as one shop may know them.
type Shopper struct {
	Sub      string
	SID      string // of the gateway's session, pairwise
	Nonce    string // of the request that this answers
	Username string // "" when the shop may not know one
	Email    string // alias at a domain of the gateway's; "" when the shop may not know one
	AuthTime time.Time
	Until    time.Time // end of the gateway's session
	Who      string    // the provider's note of the wallet, which it alone can read
}
