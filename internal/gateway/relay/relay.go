// Package relay is the surface that sends a shopper's signed carnet updates to the chain at the gateway's cost
// (docs/protocol.md §8).
//
// It promises that nothing is sent which a simulation has not accepted just before, that the calls of one request travel
// together or not at all, and that what waits at the same time travels in one transaction. Whether a signature is good is
// the contract's to say. It refuses more than 16 calls, long signatures, and more requests from one network than Limit.
//
// The gateway keeps nothing of it. On the chain, a carnet's owner and the time of its updates are public: heads move when
// the shopper syncs, not when the shopper buys.
package relay

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/labstack/echo/v4"

	"carnet/internal/chain"
	"carnet/internal/gateway/web"
)

const maxBody = 64 << 10

// Relayer sends calls: chain.Relayer.
type Relayer interface {
	Relay(ctx context.Context, calls []chain.Call) (common.Hash, error)
}

// Surface serves POST /relay.
type Surface struct {
	Relayer Relayer
	Limit   web.Limiter // by network
}

// Register adds the route to g, whose path is /v1.
func (s Surface) Register(g *echo.Group) {
	g.POST("/relay", s.relay, web.Limit(s.Limit, web.Network))
}

// call is the JSON of a chain.Call; which members it must have depends on its kind.
type call struct {
	Kind      string  `json:"kind"`
	ID        string  `json:"id"`
	Signature string  `json:"signature"`
	Prev      string  `json:"prev"`
	Head      string  `json:"head"`
	Seq       *uint32 `json:"seq"`
	Scribe    string  `json:"scribe"`
	Nonce     *uint32 `json:"nonce"`
}

func (s Surface) relay(c echo.Context) error {
	var body struct {
		Calls []call `json:"calls"`
	}
	if err := web.JSON(c, maxBody, &body); err != nil {
		return err
	}
	if len(body.Calls) == 0 || len(body.Calls) > chain.MaxCalls {
		return web.BadRequest("bad_calls", fmt.Sprintf("Send 1 to %d calls at a time. Nothing was sent to the chain.", chain.MaxCalls))
	}
	calls := make([]chain.Call, len(body.Calls))
	for i, in := range body.Calls {
		out, err := in.parse()
		if err != nil {
			return web.BadRequest("bad_call", fmt.Sprintf("Call %d: %v. Nothing was sent to the chain.", i, err))
		}
		calls[i] = out
	}
	tx, err := s.Relayer.Relay(c.Request().Context(), calls)
	if err != nil {
		return answer(err)
	}
	return c.JSON(http.StatusAccepted, map[string]string{"tx": tx.Hex()})
}

func answer(err error) error {
	refused, ok := errors.AsType[*chain.Refused](err)
	switch {
	case ok:
		var reasons []string
		for _, r := range refused.Refusals {
			reasons = append(reasons, fmt.Sprintf("call %d: %s", r.Index, r.Reason))
		}
		return web.Conflict("would_revert", "The contract refuses: "+strings.Join(reasons, ", ")+". Nothing was sent; read the carnet again and sign anew.")
	case errors.Is(err, chain.ErrLowBalance):
		return &web.Error{Status: http.StatusServiceUnavailable, Code: "relayer_low", Cause: err,
			Message: "The gateway's relayer is short of funds. Nothing was sent; send the update from your own wallet, or try again later."}
	case errors.Is(err, chain.ErrTooMany):
		return web.BadRequest("bad_calls", "The calls do not fit into one transaction. Nothing was sent to the chain.")
	}
	return web.Unavailable(err)
}

// parse reads one call. Its errors name members, not values.
func (in call) parse() (out chain.Call, err error) {
	out.Kind = in.Kind
	id, err := fixed("id", in.ID, 20)
	if err != nil {
		return out, err
	}
	if out.ID = new(big.Int).SetBytes(id); out.ID.Sign() == 0 {
		return out, errors.New("id is zero, and no account has that number")
	}
	sig, ok := strings.CutPrefix(in.Signature, "0x")
	if out.Signature, err = hex.DecodeString(sig); err != nil || !ok || len(out.Signature) == 0 || len(out.Signature) > chain.MaxSignature {
		return out, errors.New("signature is not 0x and hex of a signature")
	}
	switch in.Kind {
	case chain.KindHead:
		return in.parseHead(out)
	case chain.KindScribe:
		return in.parseScribe(out)
	}
	return out, errors.New("kind is neither head nor scribe")
}

func (in call) parseHead(out chain.Call) (chain.Call, error) {
	prev, err := fixed("prev", in.Prev, 24)
	if err != nil {
		return out, err
	}
	head, err := fixed("head", in.Head, 24)
	if err != nil {
		return out, err
	}
	if in.Seq == nil || in.Scribe != "" || in.Nonce != nil {
		return out, errors.New("a head has prev, head and seq, and neither scribe nor nonce")
	}
	out.Prev, out.Head, out.Seq = [24]byte(prev), [24]byte(head), *in.Seq
	return out, nil
}

func (in call) parseScribe(out chain.Call) (chain.Call, error) {
	scribe, err := fixed("scribe", in.Scribe, 20)
	if err != nil {
		return out, err
	}
	if in.Nonce == nil || in.Prev != "" || in.Head != "" || in.Seq != nil {
		return out, errors.New("a scribe has scribe and nonce, and neither prev, head nor seq")
	}
	out.Scribe, out.Nonce = common.Address(scribe), *in.Nonce
	return out, nil
}

// fixed reads 0x and 2n hex digits.
func fixed(name, s string, n int) ([]byte, error) {
	digits, ok := strings.CutPrefix(s, "0x")
	raw, err := hex.DecodeString(digits)
	if !ok || err != nil || len(raw) != n {
		return nil, fmt.Errorf("%s is not 0x and %d hex digits", name, 2*n)
	}
	return raw, nil
}
