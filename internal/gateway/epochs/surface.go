package epochs

import (
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"carnet/internal/gateway/web"
	"carnet/internal/profile"
)

// patience is how long a proof may take, its turn included, before its asker is told to come again.
const patience = 10 * time.Second

// Surface serves proofs to anyone who knows a leaf.
type Surface struct {
	Epochs *Log
	Limit  web.Limiter // by network
}

// Register adds the route to g, whose path is /v1.
func (s Surface) Register(g *echo.Group) {
	g.GET("/epochs/:epoch/proof", s.proof, web.Limit(s.Limit, web.Network))
}

func (s Surface) proof(c echo.Context) error {
	number, err := strconv.ParseUint(c.Param("epoch"), 10, 64)
	raw, hexErr := hex.DecodeString(c.QueryParam("leaf"))
	if err != nil || hexErr != nil || len(raw) != 32 {
		return web.BadRequest("bad_leaf", "Ask with the number of an epoch and a leaf of 64 hex digits.")
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), patience)
	defer cancel()
	e, err := s.Epochs.closedAt(ctx, number)
	switch {
	case errors.Is(err, ErrNotClosed):
		return web.NotFound("not_closed", "This epoch is not closed yet, so nothing can be proven under it. Ask again after the next epoch.")
	case errors.Is(err, context.DeadlineExceeded):
		return web.Unavailable(err)
	case err != nil:
		return err
	}
	p, err := e.proof(number, [32]byte(raw))
	if errors.Is(err, profile.ErrNoLeaf) {
		return absence(c, e, number, [32]byte(raw))
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, p)
}

// absence is the 404 of a leaf that the epoch does not hold, with the proof of that.
func absence(c echo.Context, e *closedEpoch, number uint64, leaf [32]byte) error {
	a, err := e.absence(number, leaf)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusNotFound, map[string]any{"error": "unknown_leaf", "message": "This epoch does not hold that leaf; absence proves it.", "absence": a})
}
