package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"carnet/internal/state"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// records is where the library keeps what it must remember: its storage
// interfaces over sealed records. All bearers are ours (32 random bytes, b64u),
// so a string of another form is unknown without asking the store.
//
// Records and their bearers: interaction (interaction id), grant (grant id, told
// to nobody), code and refresh (sealed pointers to a grant), token.
type records struct {
	interactions, grants, codes, tokens, refreshes state.Vault
	now                                            func() time.Time
}

func newRecords(store state.Store, now func() time.Time) *records {
	vault := func(kind string) state.Vault { return state.Vault{Store: store, Kind: kind} }
	return &records{interactions: vault("interaction"), grants: vault("grant"), codes: vault("code"), tokens: vault("token"),
		refreshes: vault("refresh"), now: now}
}

// pointer leads from a code or refresh token to its grant. Used is set by the
// one caller that spends it; the record then stays for Keep, as long as anything
// it gave may live, so that a second use is noticed.
type pointer struct {
	Grant string        `json:"grant"`
	Keep  time.Duration `json:"keep"`
	Used  bool          `json:"used,omitempty"`
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

// SaveSession implements goidc.AuthManager. Only pending interactions are kept:
// a finished one was taken from the store when it was loaded. They are kept
// beyond their end, for Cancel alone.
func (r *records) SaveSession(ctx context.Context, as *goidc.AuthnSession) error {
	if as.Status != goidc.StatusPending {
		return nil
	}
	b, err := state.ParseBearer(as.ID)
	if err != nil {
		return note(ctx, fmt.Errorf("interaction: %w", err))
	}
	return r.create(ctx, r.interactions, b, as, r.until(as.ExpiresAt)+MaxInteraction)
}

// Session implements goidc.AuthManager. The library asks for a session only to
// finish it, so it is taken: whoever comes second finds nothing.
func (r *records) Session(ctx context.Context, id string) (*goidc.AuthnSession, error) {
	b, err := state.ParseBearer(id)
	if err != nil {
		return nil, goidc.ErrNotFound
	}
	plain, err := r.interactions.Take(ctx, b)
	if err != nil {
		return nil, missing(ctx, err)
	}
	return decode[goidc.AuthnSession](ctx, plain)
}

// peek reads an interaction and leaves it there.
func (r *records) peek(ctx context.Context, id string) (*goidc.AuthnSession, error) {
	b, err := state.ParseBearer(id)
	if err != nil {
		return nil, goidc.ErrNotFound
	}
	return load[goidc.AuthnSession](ctx, r.interactions, b)
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
	case g.AuthCodeConsumedAt == 0:
		return r.begin(ctx, g)
	case g.RefreshToken == "":
		return nil // nothing changed but the code, whose own record says it is spent
	}
	return r.renew(ctx, g)
}

// begin stores a grant that a code was just minted for.
func (r *records) begin(ctx context.Context, g *goidc.Grant) error {
	id, err := state.ParseBearer(g.ID)
	if err != nil {
		return note(ctx, fmt.Errorf("grant: %w", err))
	}
	code, err := state.ParseBearer(g.AuthCode)
	if err != nil {
		return note(ctx, fmt.Errorf("code: %w", err))
	}
	stored := *g
	stored.AuthCode = ""
	if err := r.create(ctx, r.grants, id, &stored, life(g)); err != nil {
		return err
	}
	return r.create(ctx, r.codes, code, pointer{Grant: g.ID, Keep: life(g)}, CodeLife)
}

// renew stores the grant's next refresh token and lets the grant live as long.
// A grant that was revoked meanwhile gets none.
func (r *records) renew(ctx context.Context, g *goidc.Grant) error {
	refresh, err := state.ParseBearer(g.RefreshToken)
	if err != nil {
		return note(ctx, fmt.Errorf("refresh token: %w", err))
	}
	if err := r.create(ctx, r.refreshes, refresh, pointer{Grant: g.ID, Keep: life(g)}, RefreshLife); err != nil {
		return err
	}
	return r.change(ctx, g.ID, func(stored *goidc.Grant) {
		stored.AuthCodeConsumedAt = g.AuthCodeConsumedAt
		stored.RefreshToken = ""
		stored.RefreshTokenExpiresAt = g.RefreshTokenExpiresAt
	})
}

// revoke ends a grant, and with it every token that points to it. What is gone
// already needs no revoking.
func (r *records) revoke(ctx context.Context, id string) error {
	err := r.change(ctx, id, func(stored *goidc.Grant) { stored.RevokedAt = int(r.now().Unix()) })
	if errors.Is(err, goidc.ErrNotFound) {
		return nil
	}
	return err
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

// GrantByAuthCode implements goidc.AuthManager. It spends the code first, before
// client, redirect URI or verifier are looked at: a failed redemption costs an
// honest shopper one more sign-in, a raced one would cost the account. A code
// that was spent before comes back as consumed, on which the library revokes
// the grant.
func (r *records) GrantByAuthCode(ctx context.Context, code string) (*goidc.Grant, error) {
	return r.spend(ctx, r.codes, code, func(g *goidc.Grant, used bool) (*goidc.Grant, error) {
		if used {
			g.AuthCodeConsumedAt = int(r.now().Unix())
		}
		return g, nil
	})
}

// GrantByRefreshToken implements goidc.RefreshTokenManager, for the token
// endpoint alone: elsewhere a refresh token is unknown. It spends the token; one
// that was spent before ends the whole family.
func (r *records) GrantByRefreshToken(ctx context.Context, token string) (*goidc.Grant, error) {
	if !atTokenEndpoint(ctx) {
		return nil, goidc.ErrNotFound
	}
	return r.spend(ctx, r.refreshes, token, func(g *goidc.Grant, used bool) (*goidc.Grant, error) {
		if !used {
			return g, nil
		}
		if err := r.revoke(ctx, g.ID); err != nil {
			return nil, err
		}
		return nil, goidc.ErrNotFound
	})
}

// spend marks the pointer of a bearer as used, atomically, and hands its grant
// and whether it had been used before to then.
func (r *records) spend(ctx context.Context, v state.Vault, bearer string, then func(*goidc.Grant, bool) (*goidc.Grant, error)) (*goidc.Grant, error) {
	b, err := state.ParseBearer(bearer)
	if err != nil {
		return nil, goidc.ErrNotFound
	}
	rec, err := v.Get(ctx, b)
	if err != nil {
		return nil, missing(ctx, err)
	}
	p, err := decode[pointer](ctx, rec.Plaintext)
	if err != nil {
		return nil, err
	}
	used := p.Used
	if !used {
		p.Used = true
		spent, err := json.Marshal(p)
		if err != nil {
			return nil, note(ctx, err)
		}
		err = v.Swap(ctx, b, rec, spent, p.Keep)
		used = errors.Is(err, state.ErrChanged)
		if err != nil && !used {
			return nil, missing(ctx, err)
		}
	}
	g, err := r.Grant(ctx, p.Grant)
	if err != nil {
		return nil, err
	}
	return then(g, used)
}

// SaveToken implements goidc.OpaqueTokenManager.
func (r *records) SaveToken(ctx context.Context, t *goidc.Token) error {
	b, err := state.ParseBearer(t.ID)
	if err != nil {
		return note(ctx, fmt.Errorf("access token: %w", err))
	}
	stored := *t
	stored.ID = ""
	return r.create(ctx, r.tokens, b, &stored, r.until(t.ExpiresAt))
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
	return t, nil
}

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
