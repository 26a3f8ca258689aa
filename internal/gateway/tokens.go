package gateway

import (
	"context"
	"crypto/sha256"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"carnet/internal/gateway/oidc"
	"carnet/internal/gateway/web"
	"carnet/internal/lru"
)

const (
	// tokenFresh is how long a shop's access token is believed without asking the provider again, and so how much longer
	// than its life it can work.
	tokenFresh = 2 * time.Second
	tokenCount = 1024
)

// tokens authenticates shops by their own access tokens. It remembers hashes, so that a busy shop's token is opened once
// in a while and not once per order.
type tokens struct {
	ask   func(ctx context.Context, bearer, scope string) (clientID string, err error) // oidc.Provider.Client
	bound func(r *http.Request, token, scope string) (clientID string, err error)      // oidc.Provider.BoundClient
	now   func() time.Time
	cache *lru.Cache[[32]byte, believed]
}

type believed struct {
	clientID string
	until    time.Time
}

func newTokens(p *oidc.Provider, now func() time.Time) *tokens {
	return &tokens{ask: p.Client, bound: p.BoundClient, now: now, cache: lru.New[[32]byte, believed](tokenCount)}
}

// authenticate returns the client id behind the access token of a request. Its errors are ready to return.
func (t *tokens) authenticate(c echo.Context, scope string) (string, error) {
	scheme, bearer := web.Authorization(c.Request())
	if scheme == "dpop" {
		return t.bound(c.Request(), bearer, scope)
	}
	if scheme != "bearer" {
		return "", &web.Error{Status: http.StatusUnauthorized, Code: "invalid_token", Challenge: "Bearer",
			Message: "Send the shop's access token as Authorization: Bearer. Nothing was stored; get one with client_credentials at the token endpoint."}
	}
	key := sha256.Sum256([]byte(scope + " " + bearer))
	if b, ok := t.cache.Get(key); ok && t.now().Before(b.until) {
		return b.clientID, nil
	}
	id, err := t.ask(c.Request().Context(), bearer, scope)
	if err != nil {
		return "", err
	}
	t.cache.Put(key, believed{id, t.now().Add(tokenFresh)}, 1)
	return id, nil
}
