package oidc

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/state"
	"carnet/internal/wallet"
)

// maxSessionClients bounds what one session remembers; the oldest are forgotten
// first, and hear nothing of its end.
const maxSessionClients = 64

// session is a browser's at this gateway: who signed, when and how, and which
// shops were told. Its record opens with the browser's cookie alone. The wallet in
// it is sealed once more, under the gateway's secret: what a shop holds never
// leads to one, and neither does what a thief of the store holds.
type session struct {
	ID       string     `json:"id"`  // random; shops know a pairwise sid made of it
	Who      string     `json:"who"` // sealed who
	AuthTime int64      `json:"auth_time"`
	Checked  int64      `json:"checked"` // Unix seconds: when the account page last knew that the wallet stands by its signature
	Method   string     `json:"method"`  // wallet.Method
	Clients  []signedIn `json:"clients,omitempty"`
	record   state.Record
	bearer   state.Bearer
}

// signedIn is a shop that a session was told to.
type signedIn struct {
	Client string `json:"client"`
	Sub    string `json:"sub"`
}

// who is the wallet behind a session or a grant, sealed under the gateway's
// secret wherever it is kept.
type who struct {
	Wallet   string           `json:"wallet"`
	Evidence *wallet.Evidence `json:"evidence,omitempty"`
	Session  string           `json:"session,omitempty"` // bearer: ends when the wallet's owner changes
}

func (w *who) account() (wallet.Account, error) { return wallet.ParseAccount(w.Wallet) }

// newSession is of a signature that was just checked.
func (p *Provider) newSession(proof wallet.Proof) (*session, error) {
	s := &session{ID: state.NewBearer().String(), AuthTime: p.cfg.Now().Unix(), Checked: p.cfg.Now().Unix(), Method: string(proof.Method), bearer: state.NewBearer()}
	var err error
	s.Who, err = p.people.Seal(who{Wallet: proof.Account.String(), Evidence: proof.Evidence, Session: s.bearer.String()})
	return s, err
}

// sid is what one shop knows a session by: two shops' cannot be joined.
func (p *Provider) sid(s *session, clientID string) string {
	tag := p.records.names.Tag("sid", s.ID, clientID)
	return base64.RawURLEncoding.EncodeToString(tag[:16])
}

// person opens the wallet of a session or grant.
func (p *Provider) person(sealedWho string) (*who, error) {
	w := new(who)
	if err := p.people.Open(sealedWho, w); err != nil {
		return nil, err
	}
	return w, nil
}

// tell adds a shop to a session and says whether it was new.
func (s *session) tell(clientID, sub string) bool {
	for _, c := range s.Clients {
		if c.Client == clientID && c.Sub == sub {
			return false
		}
	}
	s.Clients = append(s.Clients, signedIn{clientID, sub})
	if len(s.Clients) > maxSessionClients {
		s.Clients = s.Clients[len(s.Clients)-maxSessionClients:]
	}
	return true
}

func (p *Provider) sessions() state.Vault { return state.Vault{Store: p.cfg.Store, Kind: "session"} }

// left is how long a session may still last.
func (p *Provider) left(s *session) time.Duration {
	return max(time.Unix(s.AuthTime, 0).Add(SessionLife).Sub(p.cfg.Now()), time.Second)
}

// session returns the browser's, nil when it has none that is alive.
func (p *Provider) session(ctx context.Context, r *http.Request) (*session, error) {
	b, err := state.ParseBearer(web.ReadCookie(r, web.SessionCookie))
	if err != nil {
		return nil, nil
	}
	return p.loadSession(ctx, b)
}

func (p *Provider) loadSession(ctx context.Context, b state.Bearer) (*session, error) {
	rec, err := p.sessions().Get(ctx, b)
	if errors.Is(err, state.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	s := &session{record: rec, bearer: b}
	if err := json.Unmarshal(rec.Plaintext, s); err != nil {
		return nil, fmt.Errorf("stored session: %w", err)
	}
	if p.cfg.Now().Unix() >= s.AuthTime+int64(SessionLife.Seconds()) {
		return nil, nil
	}
	return s, nil
}

// saveSession replaces a stored session. One that changed or ended meanwhile is left
// as it is.
func (p *Provider) saveSession(ctx context.Context, s *session) error {
	plain, err := json.Marshal(s)
	if err != nil {
		return err
	}
	err = p.sessions().Swap(ctx, s.bearer, s.record, plain, p.left(s))
	if errors.Is(err, state.ErrChanged) || errors.Is(err, state.ErrNotFound) {
		return nil
	}
	return err
}

// noted adds a shop to a stored session, before the shop learns of it: what a
// session does not know, its end cannot end. who is what was learned of the wallet
// meanwhile. It returns the session as it is then, nil when it ended.
func (p *Provider) noted(ctx context.Context, s *session, clientID, sub, who string) (*session, error) {
	for range maxSwaps { // other tabs visit other shops
		if !s.tell(clientID, sub) && s.Who == who {
			return s, nil
		}
		s.Who = who
		plain, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		err = p.sessions().Swap(ctx, s.bearer, s.record, plain, p.left(s))
		if err == nil {
			return s, nil
		}
		if !errors.Is(err, state.ErrChanged) && !errors.Is(err, state.ErrNotFound) {
			return nil, err
		}
		if s, err = p.loadSession(ctx, s.bearer); s == nil || err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("session changed %d times in a row: %w", maxSwaps, state.ErrUnavailable)
}

// endSession takes a session out of the store, once, and tells its shops. Those in
// this process are told before, so that a failure leaves a session to end again,
// and those that came between are told after.
func (p *Provider) endSession(ctx context.Context, b state.Bearer) error {
	s, err := p.loadSession(ctx, b)
	if s == nil || err != nil {
		return err
	}
	if err := p.ending(ctx, s, nil); err != nil {
		return err
	}
	told := s.Clients
	plain, err := p.sessions().Take(ctx, b)
	if errors.Is(err, state.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	s = new(session)
	if err := json.Unmarshal(plain, s); err != nil {
		return fmt.Errorf("stored session: %w", err)
	}
	if err := p.ending(ctx, s, told); err != nil {
		return err
	}
	for _, c := range s.Clients {
		p.tellLogout(c, p.sid(s, c.Client))
	}
	return nil
}

// ending tells who asked for it (Config.Ending) of a session's shops, but not of
// those told already.
func (p *Provider) ending(ctx context.Context, s *session, told []signedIn) error {
	for _, c := range s.Clients {
		if p.cfg.Ending == nil || slices.Contains(told, c) {
			continue
		}
		if err := p.cfg.Ending(ctx, c.Client, p.sid(s, c.Client)); err != nil {
			return err
		}
	}
	return nil
}

// Signed returns the wallet that signed in a browser, and until when its session
// lasts. A contract is asked again, unless it was within checkedLife: one that has
// new owners or code ends the session.
func (p *Provider) Signed(ctx context.Context, r *http.Request) (w wallet.Account, expires time.Time, ok bool, err error) {
	s, err := p.session(ctx, r)
	if s == nil || err != nil {
		return w, expires, false, err
	}
	behind, err := p.person(s.Who)
	if err != nil {
		return w, expires, false, err
	}
	if now := p.cfg.Now().Unix(); behind.Evidence != nil && now-s.Checked >= int64(checkedLife.Seconds()) {
		s.Checked = now
		s.Who, err = p.again(ctx, s.Who, behind)
		if errors.Is(err, wallet.ErrAccountChanged) {
			return w, expires, false, p.endSession(ctx, s.bearer)
		}
		if err == nil {
			err = p.saveSession(ctx, s)
		}
		if err != nil {
			return w, expires, false, err
		}
	}
	w, err = behind.account()
	return w, p.cfg.Now().Add(p.left(s)), err == nil, err
}

// checkedLife is how long the account page believes a contract: the calls of one
// page make one question.
const checkedLife = 5 * time.Second

// Forget takes a shop out of a browser's session and tells it so: the person allows it
// nothing any more.
func (p *Provider) Forget(ctx context.Context, r *http.Request, clientID string) error {
	s, err := p.session(ctx, r)
	if s == nil || err != nil {
		return err
	}
	var of []signedIn
	s.Clients = slices.DeleteFunc(s.Clients, func(c signedIn) bool {
		if c.Client == clientID {
			of = append(of, c)
		}
		return c.Client == clientID
	})
	if len(of) == 0 {
		return nil
	}
	if err := p.ending(ctx, &session{ID: s.ID, Clients: of}, nil); err != nil {
		return err
	}
	for _, c := range of {
		p.tellLogout(c, p.sid(s, c.Client))
	}
	return p.saveSession(ctx, s)
}

// SignIn begins a session outside of any shop's request, sets its cookie, and returns
// until when it lasts. The one that the browser had is ended.
func (p *Provider) SignIn(ctx context.Context, w http.ResponseWriter, r *http.Request, proof wallet.Proof) (expires time.Time, err error) {
	s, err := p.newSession(proof)
	if err != nil {
		return expires, err
	}
	left := p.left(s)
	entry, err := seal(p.sessions(), s.bearer, s, left)
	if err != nil {
		return expires, err
	}
	if err := p.cfg.Store.CreateAll(ctx, entry); err != nil {
		return expires, err
	}
	if err := p.SignOut(ctx, w, r); err != nil {
		return expires, err
	}
	web.WriteCookie(w, web.SessionCookie, s.bearer.String(), SessionLife)
	return p.cfg.Now().Add(left), nil
}

// SignOut ends the browser's session, tells its shops, and removes the cookie.
func (p *Provider) SignOut(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	if b, err := state.ParseBearer(web.ReadCookie(r, web.SessionCookie)); err == nil {
		if err := p.endSession(ctx, b); err != nil {
			return err
		}
	}
	web.WriteCookie(w, web.SessionCookie, "", 0)
	return nil
}
