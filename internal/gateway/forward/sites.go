package forward

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/sealed"
	"carnet/internal/state"
)

// endedLife is how long it is remembered that a session ended: longer than a code that it gave can still be redeemed.
const endedLife = 5 * time.Minute

// errEnded: the gateway session that a sign-in came from is over already.
var errEnded = errors.New("the session has ended")

// Site is a shop behind a proxy.
type Site struct {
	ClientID string
	Name     string // for people
	Origin   string // scheme://host[:port], in lower case
	Email    bool   // ask for the alias too
}

func (s *Site) host() string {
	u, _ := url.Parse(s.Origin) // checked by NewSites
	return u.Host
}

// Sites knows the sites and who is signed in at each. It is safe for concurrent use.
type Sites struct {
	byClient map[string]*Site
	byOrigin map[string]*Site
	vault    state.Vault
	names    sealed.Box // names of records, verifiers and nonces
	tickets  sealed.Box // cookies
	states   sealed.Box // visits
	now      func() time.Time
}

// NewSites checks the sites. secret is the gateway's, 32 bytes or more that lie outside every store.
func NewSites(sites []Site, secret []byte, store state.Store, now func() time.Time) (*Sites, error) {
	s := &Sites{byClient: map[string]*Site{}, byOrigin: map[string]*Site{}, vault: state.Vault{Store: store, Kind: "site"}, now: now}
	for _, site := range sites {
		u, err := url.Parse(site.Origin)
		if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != site.Origin {
			return nil, fmt.Errorf("forward_auth: shop %q: origin %q is not an origin", site.ClientID, site.Origin)
		}
		if s.byOrigin[site.Origin] != nil {
			return nil, fmt.Errorf("forward_auth: shops %q and %q have the same origin", s.byOrigin[site.Origin].ClientID, site.ClientID)
		}
		s.byClient[site.ClientID], s.byOrigin[site.Origin] = &site, &site
	}
	for purpose, box := range map[string]*sealed.Box{"site name": &s.names, "site ticket": &s.tickets, "site visit": &s.states} {
		var err error
		if *box, err = sealed.New(secret, purpose); err != nil {
			return nil, fmt.Errorf("forward_auth: %w", err)
		}
	}
	return s, nil
}

// ticket is what the site's cookie holds, sealed: a guessed or forged one costs the store nothing.
type ticket struct {
	Client string `json:"client"`
	SID    string `json:"sid"`
	Secret string `json:"secret"`
	Until  int64  `json:"until"` // Unix seconds
}

// record is a sign-in. Digest is of the ticket's secret, so that neither an older cookie of the same session nor the sid,
// which others know, is enough.
type record struct {
	Digest   [32]byte `json:"digest"`
	Sub      string   `json:"sub"`
	Username string   `json:"username,omitempty"`
	Email    string   `json:"email,omitempty"`
	AuthTime int64    `json:"auth_time"`
	Who      string   `json:"who"`             // web.Shopper's
	Ended    bool     `json:"ended,omitempty"` // the gateway session is over; nothing else is set
}

func (s *Sites) bearer(client, sid string) state.Bearer {
	return state.Bearer(s.names.Tag("site", client, sid))
}

func digest(secret string) [32]byte { return sha256.Sum256([]byte("carnet/v1/site" + secret)) }

// begin keeps a sign-in and returns the value of its cookie. It replaces an earlier one of the same session, and returns
// errEnded when that session has ended.
func (s *Sites) begin(ctx context.Context, site *Site, who web.Shopper) (cookie string, err error) {
	secret := state.NewBearer().String()
	plain, err := json.Marshal(record{Digest: digest(secret), Sub: who.Sub, Username: who.Username, Email: who.Email, AuthTime: who.AuthTime.Unix(), Who: who.Who})
	if err != nil {
		return "", err
	}
	life := who.Until.Sub(s.now())
	if life <= 0 || who.SID == "" {
		return "", errEnded
	}
	if err := s.keep(ctx, s.bearer(site.ClientID, who.SID), plain, life); err != nil {
		return "", err
	}
	return s.tickets.Seal(ticket{Client: site.ClientID, SID: who.SID, Secret: secret, Until: who.Until.Unix()})
}

func (s *Sites) keep(ctx context.Context, b state.Bearer, plain []byte, life time.Duration) error {
	for range 8 { // another tab's sign-in may come between
		err := s.vault.Create(ctx, b, plain, life)
		if !errors.Is(err, state.ErrExists) {
			return err
		}
		old, err := s.vault.Get(ctx, b)
		if errors.Is(err, state.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		var was record
		if err := json.Unmarshal(old.Plaintext, &was); err != nil {
			return fmt.Errorf("stored site record: %w", err)
		}
		if was.Ended {
			return errEnded
		}
		err = s.vault.Swap(ctx, b, old, plain, life)
		if !errors.Is(err, state.ErrChanged) && !errors.Is(err, state.ErrNotFound) {
			return err
		}
	}
	return fmt.Errorf("site record keeps changing: %w", state.ErrUnavailable)
}

// signed is a live sign-in.
type signed struct {
	record
	sid string
}

// signed returns who a cookie is of; nil when nobody. It costs one read, and none for a cookie that is not ours.
func (s *Sites) signed(ctx context.Context, site *Site, cookie string) (*signed, error) {
	var t ticket
	if cookie == "" || len(cookie) > 1024 || s.tickets.Open(cookie, &t) != nil || t.Client != site.ClientID || s.now().Unix() >= t.Until {
		return nil, nil
	}
	rec, err := s.vault.Get(ctx, s.bearer(t.Client, t.SID))
	if errors.Is(err, state.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("site record: %w", err)
	}
	out := &signed{sid: t.SID}
	if err := json.Unmarshal(rec.Plaintext, &out.record); err != nil {
		return nil, fmt.Errorf("stored site record: %w", err)
	}
	want := digest(t.Secret)
	if out.Ended || subtle.ConstantTimeCompare(want[:], out.Digest[:]) != 1 {
		return nil, nil
	}
	return out, nil
}

// signOut ends the sign-in of a cookie.
func (s *Sites) signOut(ctx context.Context, site *Site, cookie string) error {
	who, err := s.signed(ctx, site, cookie)
	if who == nil || err != nil {
		return err
	}
	return s.vault.Delete(ctx, s.bearer(site.ClientID, who.sid))
}

// End ends what a gateway session gave a shop, if the shop is a site: the sign-in that there is, and one whose code is
// still on its way. It may be called any number of times.
func (s *Sites) End(ctx context.Context, clientID, sid string) error {
	if s.byClient[clientID] == nil {
		return nil
	}
	plain, err := json.Marshal(record{Ended: true})
	if err != nil {
		return err
	}
	if err := s.vault.Put(ctx, s.bearer(clientID, sid), plain, endedLife); err != nil {
		return fmt.Errorf("end a site's sign-in: %w", err)
	}
	return nil
}
