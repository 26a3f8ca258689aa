package oidc

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"carnet/internal/sealed"
	"carnet/internal/state"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// records is where the library keeps what it must remember: its storage
// interfaces over sealed records. All bearers are ours, so a string of another
// form is unknown without asking the store.
//
// Records and their bearers: pushed (request_uri), code (the first half of an
// authorization code), grant (an id that follows from the code and the gateway's
// secret, told to nobody), refresh (a sealed pointer to a grant), token.
//
// A sign-in costs the store four round trips: the nonce is spent (package
// login), the code is created, the code is taken, and grant and tokens are
// created together.
type records struct {
	pushed, codes, grants, refreshes, tokens state.Vault
	names                                    sealed.Box // tags: grant ids, codes' second halves, what happens once
	now                                      func() time.Time
}

func newRecords(store state.Store, names sealed.Box, now func() time.Time) *records {
	vault := func(kind string) state.Vault { return state.Vault{Store: store, Kind: kind} }
	return &records{pushed: vault("pushed"), codes: vault("code"), grants: vault("grant"), refreshes: vault("refresh"),
		tokens: vault("token"), names: names, now: now}
}

// life is how long a grant can matter.
func life(g *goidc.Grant) time.Duration {
	if g.RefreshTokenExpiresAt != 0 {
		return RefreshLife + UserTokenLife
	}
	return CodeLife + UserTokenLife
}

// maxSwaps bounds the retries of a compare-and-set that keeps losing.
const maxSwaps = 100

// errFinished is noted when an interaction has given its one code already.
var errFinished = errors.New("interaction is finished")

// newCode returns a code: a bearer and a tag of it, so that a guessed one costs
// the store nothing.
func (r *records) newCode() string {
	b := state.NewBearer()
	tag := r.names.Tag("code", b.String())
	return b.String() + base64.RawURLEncoding.EncodeToString(tag[:15])
}

func (r *records) parseCode(code string) (state.Bearer, error) {
	const half = 43
	if len(code) != half+20 {
		return state.Bearer{}, goidc.ErrNotFound
	}
	b, err := state.ParseBearer(code[:half])
	if err != nil {
		return b, goidc.ErrNotFound
	}
	tag := r.names.Tag("code", code[:half])
	if base64.RawURLEncoding.EncodeToString(tag[:15]) != code[half:] { // a guess is 120 bits: no need for constant time
		return b, goidc.ErrNotFound
	}
	return b, nil
}

// grantOf names the grant of a code, before and after the code was taken.
func (r *records) grantOf(code state.Bearer) state.Bearer {
	return state.Bearer(r.names.Tag("grant", code.String()))
}

// SaveSession implements goidc.AuthManager. An interaction waits in the browser
// (interaction.go); only pushed requests are kept, until they are used.
func (r *records) SaveSession(ctx context.Context, as *goidc.AuthnSession) error {
	if as.Status != goidc.StatusPending || as.PushedAuthReqID == "" || as.PolicyID != "" {
		return nil
	}
	b, err := state.ParseBearer(as.PushedAuthReqID)
	if err != nil {
		return note(ctx, fmt.Errorf("pushed request: %w", err))
	}
	as.IDTokenHint, _ = ctx.Value(pushedHintKey{}).(string)
	return r.create(ctx, r.pushed, b, as, PushedLife)
}

// takePushed returns a pushed request, once (RFC 9126 §7.3).
func (r *records) takePushed(ctx context.Context, id string) (*goidc.AuthnSession, error) {
	b, err := state.ParseBearer(id)
	if err != nil {
		return nil, goidc.ErrNotFound
	}
	plain, err := r.pushed.Take(ctx, b)
	if err != nil {
		return nil, missing(ctx, err)
	}
	return decode[goidc.AuthnSession](ctx, plain)
}

// SessionByPushedAuthReqID implements goidc.PARManager. The provider resolves
// request_uri itself, before the library sees the request.
func (r *records) SessionByPushedAuthReqID(context.Context, string) (*goidc.AuthnSession, error) {
	return nil, goidc.ErrNotFound
}

// Session implements goidc.AuthManager for finish, which brings the interaction
// with it.
func (r *records) Session(ctx context.Context, _ string) (*goidc.AuthnSession, error) {
	if f, ok := ctx.Value(finishKey{}).(*finishing); ok {
		return f.interaction, nil
	}
	return nil, goidc.ErrNotFound
}

// SaveGrant implements goidc.GrantManager. A grant is written once; later saves
// of the library change it in only two ways, which cannot overwrite each other:
// revocation is for ever, and a new refresh token is a new pointer.
func (r *records) SaveGrant(ctx context.Context, g *goidc.Grant) error {
	switch {
	case isShopOwn(g.Subject, g.ClientID):
		return nil // its access token says everything, and expires
	case g.RevokedAt != 0:
		return r.revoke(ctx, g.ID)
	case g.AuthCode != "":
		return r.begin(ctx, g)
	}
	issuing(ctx).grant = g // written with the token, in one round trip
	return nil
}

// begin stores a code that was just minted, with its grant inside, together with
// what must happen with it: that the interaction is over, the browser's session.
func (r *records) begin(ctx context.Context, g *goidc.Grant) error {
	f, ok := ctx.Value(finishKey{}).(*finishing)
	if !ok {
		f = &finishing{keep: r.keepCode}
	}
	entry, err := f.keep(g)
	if err != nil {
		return note(ctx, err)
	}
	entries := append([]state.Entry{entry}, f.entries...)
	err = r.codes.Store.CreateAll(ctx, entries...)
	if errors.Is(err, state.ErrExists) {
		return note(ctx, errFinished)
	}
	return note(ctx, err)
}

// keepCode is the record of a code.
func (r *records) keepCode(g *goidc.Grant) (state.Entry, error) {
	code, err := r.parseCode(g.AuthCode)
	if err != nil {
		return state.Entry{}, fmt.Errorf("code: %w", err)
	}
	g.ID = r.grantOf(code).String()
	stored := *g
	stored.AuthCode = ""
	return seal(r.codes, code, &stored, CodeLife)
}

// GrantByAuthCode implements goidc.AuthManager. It takes the code out of the
// store first, before client, redirect URI or verifier are looked at: a failed
// redemption costs an honest shopper one more sign-in, a raced one would cost the
// account. A code of ours that is not there was used: what it gave is revoked.
func (r *records) GrantByAuthCode(ctx context.Context, code string) (*goidc.Grant, error) {
	b, err := r.parseCode(code)
	if err != nil {
		return nil, err
	}
	plain, err := r.codes.Take(ctx, b)
	if errors.Is(err, state.ErrNotFound) {
		if err := r.revoke(ctx, r.grantOf(b).String()); err != nil {
			return nil, err
		}
		return nil, goidc.ErrNotFound
	}
	if err != nil {
		return nil, note(ctx, err)
	}
	g, err := decode[goidc.Grant](ctx, plain)
	if err != nil {
		return nil, err
	}
	g.ID = r.grantOf(b).String()
	issuing(ctx).fresh = true
	return g, nil
}

// SaveToken implements goidc.OpaqueTokenManager. It writes the grant, its next
// refresh token and the access token in one round trip. A grant that was revoked
// meanwhile exists as such, and nothing is given out.
func (r *records) SaveToken(ctx context.Context, t *goidc.Token) error {
	b, err := state.ParseBearer(t.ID)
	if err != nil {
		return note(ctx, fmt.Errorf("access token: %w", err))
	}
	if t.RevokedAt != 0 {
		return note(ctx, r.tokens.Delete(ctx, b))
	}
	stored := *t
	stored.ID = ""
	entry, err := seal(r.tokens, b, &stored, r.until(t.ExpiresAt))
	if err != nil {
		return note(ctx, err)
	}
	more, err := r.issued(ctx)
	if err != nil {
		return err
	}
	err = r.tokens.Store.CreateAll(ctx, append(more, entry)...)
	if errors.Is(err, state.ErrExists) {
		return goidc.NewError(goidc.ErrorCodeInvalidGrant, "the code was used twice")
	}
	return note(ctx, err)
}

// issued returns what this request issues besides the access token.
func (r *records) issued(ctx context.Context) ([]state.Entry, error) {
	i := issuing(ctx)
	if i.spending != nil {
		if err := r.spend(ctx, i.spending); err != nil {
			return nil, err
		}
	}
	g := i.grant
	if g == nil {
		return nil, nil
	}
	id, err := state.ParseBearer(g.ID)
	if err != nil {
		return nil, note(ctx, fmt.Errorf("grant: %w", err))
	}
	var entries []state.Entry
	if g.RefreshToken != "" {
		refresh, err := state.ParseBearer(g.RefreshToken)
		if err != nil {
			return nil, note(ctx, fmt.Errorf("refresh token: %w", err))
		}
		entry, err := seal(r.refreshes, refresh, pointer{Grant: g.ID}, RefreshLife)
		if err != nil {
			return nil, note(ctx, err)
		}
		entries = append(entries, entry)
	}
	if !i.fresh {
		return entries, r.change(ctx, g.ID, func(stored *goidc.Grant) {
			stored.RefreshTokenExpiresAt, stored.Store = g.RefreshTokenExpiresAt, g.Store
		})
	}
	stored := *g
	stored.RefreshToken = ""
	entry, err := seal(r.grants, id, &stored, life(g))
	if err != nil {
		return nil, note(ctx, err)
	}
	return append(entries, entry), nil
}

// revoke ends a grant, and with it every token that points to it. One that does
// not exist is created revoked, so that a redemption under way gives nothing.
func (r *records) revoke(ctx context.Context, id string) error {
	revoked := func(g *goidc.Grant) { g.RevokedAt = int(r.now().Unix()) }
	for range 2 {
		err := r.change(ctx, id, revoked)
		if !errors.Is(err, goidc.ErrNotFound) {
			return err
		}
		b, err := state.ParseBearer(id)
		if err != nil {
			return nil
		}
		var tomb goidc.Grant
		revoked(&tomb)
		entry, err := seal(r.grants, b, &tomb, CodeLife+UserTokenLife)
		if err != nil {
			return note(ctx, err)
		}
		err = r.grants.Store.CreateAll(ctx, entry)
		if !errors.Is(err, state.ErrExists) {
			return note(ctx, err)
		}
	}
	return note(ctx, fmt.Errorf("grant came and went while it was revoked: %w", state.ErrUnavailable))
}

// change applies f to the stored grant by compare-and-set. RevokedAt survives
// whatever f does.
func (r *records) change(ctx context.Context, id string, f func(*goidc.Grant)) error {
	b, err := state.ParseBearer(id)
	if err != nil {
		return goidc.ErrNotFound
	}
	for range maxSwaps {
		rec, err := r.grants.Get(ctx, b)
		if err != nil {
			return missing(ctx, err)
		}
		g, err := decode[goidc.Grant](ctx, rec.Plaintext)
		if err != nil {
			return err
		}
		revoked := g.RevokedAt
		f(g)
		if revoked != 0 {
			g.RevokedAt = revoked
		}
		plain, err := json.Marshal(g)
		if err != nil {
			return note(ctx, fmt.Errorf("grant: %w", err))
		}
		err = r.grants.Swap(ctx, b, rec, plain, life(g))
		if errors.Is(err, state.ErrChanged) {
			continue
		}
		return missing(ctx, err)
	}
	return note(ctx, fmt.Errorf("grant changed %d times in a row: %w", maxSwaps, state.ErrUnavailable))
}

// Grant implements goidc.GrantManager.
func (r *records) Grant(ctx context.Context, id string) (*goidc.Grant, error) {
	b, err := state.ParseBearer(id)
	if err != nil {
		return nil, goidc.ErrNotFound
	}
	return load[goidc.Grant](ctx, r.grants, b)
}

// pointer leads from a refresh token to its grant. UsedAt, in Unix seconds, is
// set by the one caller that spends it; Answer is what that caller was given, for
// the same request sent again within RefreshGrace. The record stays as long as the
// token would have lived, so that a later use is noticed.
type pointer struct {
	Grant  string          `json:"grant"`
	UsedAt int64           `json:"used_at,omitempty"`
	Answer json.RawMessage `json:"answer,omitempty"`
}

// GrantByRefreshToken implements goidc.RefreshTokenManager. At the token endpoint
// it notes the token, to be spent when the library has found nothing wrong with
// the request (issued): another client's, or one without its DPoP proof, costs its
// owner nothing. One that was spent before ends the whole family, except that an
// honest retry is answered again (Provider.token). At introspection and revocation
// it only looks. Everywhere else a refresh token is unknown.
func (r *records) GrantByRefreshToken(ctx context.Context, token string) (*goidc.Grant, error) {
	at := endpoint(ctx)
	b, err := state.ParseBearer(token)
	if err != nil || at == endpointOther {
		return nil, goidc.ErrNotFound
	}
	rec, err := r.refreshes.Get(ctx, b)
	if err != nil {
		return nil, missing(ctx, err)
	}
	p, err := decode[pointer](ctx, rec.Plaintext)
	if err != nil {
		return nil, err
	}
	if at == endpointToken {
		return r.unspent(ctx, b, rec, p)
	}
	if p.UsedAt != 0 {
		return nil, goidc.ErrNotFound
	}
	return r.Grant(ctx, p.Grant)
}

// spending is a refresh token that is about to be used.
type spending struct {
	bearer  state.Bearer
	record  state.Record
	pointer *pointer
}

// unspent returns the grant of a refresh token that was not used yet.
func (r *records) unspent(ctx context.Context, b state.Bearer, rec state.Record, p *pointer) (*goidc.Grant, error) {
	g, err := r.Grant(ctx, p.Grant)
	if err != nil {
		return nil, err
	}
	if p.UsedAt == 0 {
		issuing(ctx).spending = &spending{b, rec, p}
		return g, nil
	}
	if age := r.now().Unix() - p.UsedAt; age <= int64(RefreshGrace.Seconds()) && g.RevokedAt == 0 {
		if p.Answer == nil {
			return nil, note(ctx, errRetrySoon)
		}
		issuing(ctx).again = &answered{client: g.ClientID, body: p.Answer}
		return nil, goidc.ErrNotFound
	}
	if err := r.revoke(ctx, g.ID); err != nil {
		return nil, err
	}
	return nil, goidc.ErrNotFound
}

// spend marks a refresh token as used, atomically, before anything is given for it.
func (r *records) spend(ctx context.Context, s *spending) error {
	s.pointer.UsedAt = r.now().Unix()
	plain, err := json.Marshal(s.pointer)
	if err != nil {
		return note(ctx, err)
	}
	err = r.refreshes.Swap(ctx, s.bearer, s.record, plain, RefreshLife)
	if errors.Is(err, state.ErrChanged) {
		return note(ctx, errRetrySoon) // another request with this token is under way
	}
	if err != nil {
		return missing(ctx, err)
	}
	issuing(ctx).refresh = &s.bearer
	return nil
}

// errRetrySoon is noted for a refresh token whose first use is being answered at
// this moment.
var errRetrySoon = fmt.Errorf("refresh under way: %w", state.ErrUnavailable)

// remember keeps the answer to a refresh for RefreshGrace. That it was given must
// not fail because of it.
func (r *records) remember(ctx context.Context, b state.Bearer, answer []byte) error {
	rec, err := r.refreshes.Get(ctx, b)
	if err != nil {
		return err
	}
	p, err := decode[pointer](ctx, rec.Plaintext)
	if err != nil {
		return err
	}
	p.Answer = answer
	plain, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return r.refreshes.Swap(ctx, b, rec, plain, RefreshLife)
}

// Token implements goidc.OpaqueTokenManager.
func (r *records) Token(ctx context.Context, id string) (*goidc.Token, error) {
	b, err := state.ParseBearer(id)
	if err != nil {
		return nil, goidc.ErrNotFound
	}
	t, err := load[goidc.Token](ctx, r.tokens, b)
	if err != nil {
		return nil, err
	}
	t.ID = id
	issuing(ctx).bound, issuing(ctx).client = t.JWKThumbprint != "", t.ClientID
	return t, nil
}

// consumeJTI accepts the id of a client's assertion or DPoP proof once, for as
// long as the library believes in one.
func (r *records) consumeJTI(ctx context.Context, jti string) error {
	if len(jti) > maxParam {
		return errors.New("jti is too long")
	}
	tag := r.names.Tag("jti", jti)
	err := r.tokens.Store.Create(ctx, "jti/"+base64.RawURLEncoding.EncodeToString(tag[:]), []byte{1}, 2*proofLife)
	if errors.Is(err, state.ErrExists) {
		return errors.New("jti was used before")
	}
	return note(ctx, err)
}

// proofLife bounds the age of assertions and DPoP proofs.
const proofLife = time.Minute

func (r *records) create(ctx context.Context, v state.Vault, b state.Bearer, value any, ttl time.Duration) error {
	plain, err := json.Marshal(value)
	if err != nil {
		return note(ctx, fmt.Errorf("%s: %w", v.Kind, err))
	}
	if err := v.Create(ctx, b, plain, ttl); err != nil {
		return note(ctx, fmt.Errorf("%s: %w", v.Kind, err))
	}
	return nil
}

func seal(v state.Vault, b state.Bearer, value any, ttl time.Duration) (state.Entry, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return state.Entry{}, fmt.Errorf("%s: %w", v.Kind, err)
	}
	return v.Sealed(b, plain, ttl)
}

// until is the time left before a Unix time of the library's clock, and never
// less than a second.
func (r *records) until(unix int) time.Duration {
	return max(time.Unix(int64(unix), 0).Sub(r.now()), time.Second)
}

func load[T any](ctx context.Context, v state.Vault, b state.Bearer) (*T, error) {
	rec, err := v.Get(ctx, b)
	if err != nil {
		return nil, missing(ctx, err)
	}
	return decode[T](ctx, rec.Plaintext)
}

func decode[T any](ctx context.Context, plain []byte) (*T, error) {
	v := new(T)
	if err := json.Unmarshal(plain, v); err != nil {
		return nil, note(ctx, fmt.Errorf("stored %T: %w", v, err))
	}
	return v, nil
}

// missing turns "no such record" into the library's word for it and notes every
// other error.
func missing(ctx context.Context, err error) error {
	if errors.Is(err, state.ErrNotFound) {
		return goidc.ErrNotFound
	}
	return note(ctx, err)
}

// isShopOwn tells a shop's own token or grant (client_credentials) from a
// shopper's. Client ids are at most 64 characters of which none can be a
// subject: the library sets both from the client.
func isShopOwn(subject, client string) bool { return subject == client }

func hasScope(scopes, scope string) bool { return slices.Contains(strings.Fields(scopes), scope) }
