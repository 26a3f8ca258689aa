package oidc

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"carnet/internal/blob"
	"carnet/internal/gateway/web"
	"carnet/internal/state"

	"github.com/labstack/echo/v4"
)

// Shops that register themselves (RFC 7591), with a token that the operator gave
// them, and read or delete what they registered (RFC 7592).

const grantDevice = "urn:ietf:params:oauth:grant-type:device_code"

const registeredPrefix = "r." // no configured id needs it, and no subject has a dot

// isRegistered tells whether an id can be one that we gave out.
func isRegistered(id string) bool {
	rest, ok := strings.CutPrefix(id, registeredPrefix)
	_, err := state.ParseBearer(rest)
	return ok && err == nil
}

// registered is the object of a client that registered itself.
type registered struct {
	V        int      `json:"v"`
	ID       string   `json:"client_id"`
	Sector   string   `json:"sector"`
	Secret   string   `json:"secret_sha256,omitempty"`
	Token    string   `json:"token_sha256"`
	IssuedAt int64    `json:"issued_at"`
	Metadata metadata `json:"metadata"`
}

// clientKey is the object key of a registered client.
func clientKey(id string) string {
	sum := sha256.Sum256([]byte(id))
	name := hex.EncodeToString(sum[:])
	return "clients/" + name[:2] + "/" + name
}

// load reads a registered client; nil when there is none.
func (g *registry) load(ctx context.Context, id string) (*registered, error) {
	data, err := g.Objects.Get(ctx, clientKey(id))
	if errors.Is(err, blob.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("registered client: %w: %w", state.ErrUnavailable, err)
	}
	var r registered
	if err := json.Unmarshal(data, &r); err != nil || r.V != 1 || r.ID != id {
		return nil, errors.New("registered client: not a version 1 client of its key")
	}
	return &r, nil
}

// stored returns a registered client as it was within registeredLife; nil when
// there is none.
func (g *registry) stored(ctx context.Context, id string) (*Client, error) {
	if f, ok := g.registered.Get(id); ok && g.now().Before(f.until) {
		return f.client, nil
	}
	r, err := g.load(ctx, id)
	if r == nil || err != nil {
		return nil, err
	}
	if g.reserved[r.Sector] {
		return nil, nil // the operator configured that shop since
	}
	c, err := r.client()
	if err != nil {
		return nil, err
	}
	g.registered.Put(id, found{client: c, until: g.now().Add(registeredLife)}, 1)
	return c, nil
}

func (r *registered) client() (*Client, error) {
	c := r.Metadata.client(r.ID, r.Sector)
	if r.Secret == "" {
		return c, nil
	}
	hash, err := hex.DecodeString(r.Secret)
	if err != nil || len(hash) != len(c.SecretHash) {
		return nil, errors.New("registered client: malformed secret hash")
	}
	c.SecretHash = [32]byte(hash)
	return c, nil
}

// initial tells whether a request carries an initial access token.
func (g *registry) initial(token string) bool {
	got, ok := HashSecret(token), 0
	for _, want := range g.Tokens {
		ok |= subtle.ConstantTimeCompare(got[:], want[:])
	}
	return ok == 1
}

// bearer is the token of a request's only Authorization header.
func bearer(c echo.Context) string {
	scheme, token := web.Authorization(c.Request())
	if scheme != "bearer" {
		return ""
	}
	return token
}

func noRegistration() *web.Error {
	return &web.Error{Status: http.StatusUnauthorized, Code: "invalid_token", OAuth: true, Challenge: `Bearer realm="carnet", error="invalid_token"`,
		Message: "An access token for this is needed: an initial one to register, a client's own for what it registered."}
}

// register takes a new client (RFC 7591 §3).
func (p *Provider) register(c echo.Context) error {
	if !p.registry.initial(bearer(c)) {
		return noRegistration()
	}
	body, err := web.JSONBody(c, maxForm)
	if err != nil {
		return err
	}
	m, _, err := parseMetadata(body)
	if err != nil {
		return badMetadata("The metadata is malformed: %v.", err)
	}
	answer, err := p.registry.add(c.Request().Context(), m)
	if err != nil {
		return err
	}
	answer["registration_client_uri"] = p.cfg.Issuer + "/register/" + answer["client_id"].(string)
	return c.JSON(http.StatusCreated, answer)
}

// add checks metadata, makes credentials, and returns when the client is durable.
func (g *registry) add(ctx context.Context, m metadata) (map[string]any, error) {
	if err := g.complete(&m, ""); err != nil {
		return nil, err
	}
	sector, err := g.sectorOf(ctx, &m)
	if err != nil {
		return nil, err
	}
	list, err := g.Objects.List(ctx, "clients/", "", MaxRegistered)
	if err != nil {
		return nil, oauth(web.Unavailable(err))
	}
	if len(list) >= MaxRegistered {
		return nil, &web.Error{Status: http.StatusForbidden, Code: "access_denied", OAuth: true, Message: "This gateway takes no more clients."}
	}
	token := state.NewBearer().String()
	r := registered{V: 1, ID: registeredPrefix + state.NewBearer().String(), Sector: sector, Token: hashText(token), IssuedAt: g.now().Unix(), Metadata: m}
	answer := map[string]any{"client_id": r.ID, "client_id_issued_at": r.IssuedAt, "registration_access_token": token}
	if m.Auth == AuthBasic || m.Auth == AuthPost {
		secret := NewSecret()
		r.Secret = hashText(secret)
		answer["client_secret"], answer["client_secret_expires_at"] = secret, 0
	}
	client, err := r.client()
	if err != nil {
		return nil, web.Internal(err)
	}
	if err := client.checkMetadata(); err != nil {
		return nil, badMetadata("The metadata cannot be served: a name must be printable, keys public and valid.")
	}
	data, err := json.Marshal(r)
	if err != nil {
		return nil, web.Internal(err)
	}
	if err := g.Objects.Put(ctx, clientKey(r.ID), data); err != nil {
		return nil, oauth(web.Unavailable(err))
	}
	return r.answer(answer)
}

// answer is what a registered client is told of itself.
func (r *registered) answer(more map[string]any) (map[string]any, error) {
	told, err := r.Metadata.echo()
	if err != nil {
		return nil, web.Internal(err)
	}
	return with(told, more), nil
}

func hashText(secret string) string {
	sum := HashSecret(secret)
	return hex.EncodeToString(sum[:])
}

// own returns the client of a registration token (RFC 7592 §2), which is told
// nothing when it does not fit.
func (p *Provider) own(c echo.Context) (*registered, error) {
	id := c.Param("id")
	if !isRegistered(id) {
		return nil, noRegistration()
	}
	r, err := p.registry.load(c.Request().Context(), id)
	if err != nil {
		return nil, oauth(web.Unavailable(err))
	}
	if r == nil || subtle.ConstantTimeCompare([]byte(r.Token), []byte(hashText(bearer(c)))) != 1 {
		return nil, noRegistration()
	}
	return r, nil
}

// registration reads a client back. Its secret is not known any more.
func (p *Provider) registration(c echo.Context) error {
	r, err := p.own(c)
	if err != nil {
		return err
	}
	answer, err := r.answer(map[string]any{"client_id": r.ID, "client_id_issued_at": r.IssuedAt, "registration_client_uri": p.cfg.Issuer + "/register/" + r.ID,
		"registration_access_token": bearer(c)})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, answer)
}

// unregister deletes a client. Other processes notice within registeredLife.
func (p *Provider) unregister(c echo.Context) error {
	r, err := p.own(c)
	if err != nil {
		return err
	}
	if err := p.registry.Objects.Delete(c.Request().Context(), clientKey(r.ID)); err != nil {
		return oauth(web.Unavailable(err))
	}
	p.registry.registered.Forget(r.ID)
	return c.NoContent(http.StatusNoContent)
}
