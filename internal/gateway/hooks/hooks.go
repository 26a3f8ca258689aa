package hooks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"carnet/internal/blob"
	"carnet/internal/directory"
	"carnet/internal/gateway/web"
	"carnet/internal/inboxes"
	"carnet/internal/orders"
	"carnet/internal/profile"
)

const (
	maxBody = 1 << 20          // bytes of a webhook
	early   = 10 * time.Minute // for which a refund may come before its sale
)

// Hook is one platform's way into one shop.
type Hook struct {
	Platform string   // of orders.Platforms
	Secrets  []string // one, or two while it is changed
}

// Receipts is the surface that seals orders: receipts.Surface.
type Receipts interface {
	// Accept takes the body of POST /v1/receipts for a shop under an Idempotency-Key.
	Accept(ctx context.Context, shop *directory.Shop, idemKey string, body []byte) (status int, err error)
}

// Config is what a Surface is made of. All fields are required.
type Config struct {
	Authenticate func(c echo.Context, scope string) (clientID string, err error)
	Shops        *directory.Directory
	Hooks        map[string][]Hook // by client id
	Receipts     Receipts
	Inboxes      *inboxes.Store
	Blob         blob.Store
	PairwiseKey  []byte
	Limit        web.Limiter // by visitor's network, in front of signatures
	Clients      web.Limiter // by shop: refs
	Gone         []error
	Registry     prometheus.Registerer
	Now          func() time.Time
	Log          *slog.Logger
}

// Surface serves POST /hooks/:client/:platform and POST /receipt-refs.
type Surface struct {
	cfg   Config
	notes notes
	count *prometheus.CounterVec
}

// New registers the metric.
func New(cfg Config) (*Surface, error) {
	s := &Surface{cfg: cfg, notes: notes{cfg.Blob, cfg.PairwiseKey, cfg.Now}, count: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "carnet_hooks_total",
		Help: "Events of shop platforms by shop, platform and outcome: sealed, known (told before), changed (told before with other content; the first is kept), ignored (makes no receipt), unmatched (no shopper), refused (cannot become a receipt), forged (wrong signature)."},
		[]string{"client", "platform", "outcome"})}
	return s, cfg.Registry.Register(s.count)
}

// Register adds the routes to g, whose path is /v1.
func (s *Surface) Register(g *echo.Group) {
	g.POST("/hooks/:client/:platform", s.receive, web.NoStore, web.Limit(s.cfg.Limit, web.Network))
	g.POST("/receipt-refs", s.newRef, web.NoStore)
}

func (s *Surface) newRef(c echo.Context) error {
	client, err := s.cfg.Authenticate(c, "receipts")
	if err != nil {
		return err
	}
	shop := s.cfg.Shops.Shop(client)
	if shop == nil {
		return web.Forbidden("not_a_shop", "This client cannot post receipts here: it is not configured as a shop. Nothing was stored.")
	}
	if err := web.Take(c.Request().Context(), s.cfg.Clients, "client:"+client); err != nil {
		return err
	}
	var body struct {
		Sub string `json:"sub"`
	}
	if err := web.JSON(c, 4<<10, &body); err != nil {
		return err
	}
	_, err = s.cfg.Inboxes.Lookup(c.Request().Context(), profile.InboxID(s.cfg.PairwiseKey, shop.Sector, body.Sub))
	if errors.Is(err, inboxes.ErrUnknown) {
		return web.NotFound("unknown_sub", "Nobody has signed in at this shop under this sub. Nothing was stored.")
	}
	if err != nil {
		return err
	}
	ref, until, err := s.notes.newRef(c.Request().Context(), client, body.Sub)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{"receipt_ref": ref, "expires_at": until.UTC().Truncate(time.Second)})
}

// receive takes one webhook. What is verified and makes no receipt is answered with 200: another try would change nothing, and platforms give up webhooks that
// fail. What failed here is a 503, to be sent again.
func (s *Surface) receive(c echo.Context) error {
	shop, hook, platform := s.find(c.Param("client"), c.Param("platform"))
	if shop == nil {
		return web.NotFound("not_found", "There is nothing at this address.")
	}
	body, err := web.Body(c, maxBody)
	if err != nil {
		return err
	}
	header := c.Request().Header
	if platform.Unsigned != nil && platform.Unsigned(header, body) {
		return c.NoContent(http.StatusOK)
	}
	if err := platform.Verify(header, body, hook.Secrets, s.cfg.Now()); err != nil {
		s.tally(shop, hook, "forged")
		return web.Unauthorized("bad_signature", "The signature is not this shop's. Nothing was stored.")
	}
	events, err := platform.Convert(header, body)
	if err != nil {
		s.tally(shop, hook, "refused")
		s.cfg.Log.Warn("a platform's event cannot become a receipt", "client", shop.ClientID, "platform", hook.Platform, "cause", err)
		return c.NoContent(http.StatusOK)
	}
	if len(events) == 0 {
		s.tally(shop, hook, "ignored")
	}
	for _, e := range events {
		outcome, err := s.event(c.Request().Context(), shop, hook, e)
		if err != nil {
			return err
		}
		s.tally(shop, hook, outcome)
	}
	return c.NoContent(http.StatusOK)
}

func (s *Surface) tally(shop *directory.Shop, hook Hook, outcome string) {
	s.count.WithLabelValues(shop.ClientID, hook.Platform, outcome).Inc()
}

func (s *Surface) find(client, platform string) (*directory.Shop, Hook, orders.Platform) {
	for _, h := range s.cfg.Hooks[client] {
		if h.Platform == platform {
			return s.cfg.Shops.Shop(client), h, orders.Platforms[platform]
		}
	}
	return nil, Hook{}, orders.Platform{}
}

// event seals one sale or refund and returns what came of it. An error is worth another try.
func (s *Surface) event(ctx context.Context, shop *directory.Shop, hook Hook, e orders.Event) (outcome string, err error) {
	name := func(key string) string { return hook.Platform + "/" + key }
	sub, err := s.subject(ctx, shop, e, name)
	if errors.Is(err, errNoRef) || errors.Is(err, errUsed) {
		return "unmatched", nil
	}
	if err != nil {
		return "", err
	}
	r := e.Receipt
	if e.Sale != "" {
		r.Of = profile.ReceiptID(s.cfg.PairwiseKey, shop.ClientID, idemKey(name(e.Sale)))
	}
	body, err := json.Marshal(struct {
		Sub     string         `json:"sub"`
		Receipt orders.Receipt `json:"receipt"`
	}{sub, r})
	if err != nil {
		return "", err
	}
	status, err := s.cfg.Receipts.Accept(ctx, shop, idemKey(name(e.Key)), body)
	return s.outcome(shop, hook, status, err)
}

func (s *Surface) outcome(shop *directory.Shop, hook Hook, status int, err error) (string, error) {
	refused := web.Errors{Log: s.cfg.Log, Gone: s.cfg.Gone}
	switch {
	case err == nil && status == http.StatusCreated:
		return "sealed", nil
	case err == nil:
		return "known", nil
	}
	e := refused.As(err)
	switch {
	case e.Code == "idempotency_mismatch":
		return "changed", nil
	case e.Code == "unknown_sub": // a ref from before the gateway lost sight of its shopper: a 404 would make the platform give the webhook up
		return "unmatched", nil
	case e.Status == http.StatusUnprocessableEntity:
		s.cfg.Log.Warn("a platform's order was refused", "client", shop.ClientID, "platform", hook.Platform, "code", e.Code)
		return "refused", nil
	case e.Status == http.StatusTooManyRequests: // platforms take 4xx for a no
		return "", web.Unavailable(err)
	}
	return "", err
}

// subject finds whose an event is, and notes it for refunds: by the sale's ref, or, for a refund, by the sale. errNoRef, errUsed.
func (s *Surface) subject(ctx context.Context, shop *directory.Shop, e orders.Event, name func(string) string) (string, error) {
	sale := e.Key
	if e.Sale != "" {
		sale = e.Sale
	}
	at := s.notes.sale(shop.ClientID, name(sale))
	known, err := s.notes.get(ctx, at)
	switch {
	case err == nil && known.Sub == "":
		return "", errNoRef
	case err == nil:
		return known.Sub, nil
	case !errors.Is(err, blob.ErrNotFound):
		return "", err
	}
	if e.Sale != "" && e.Ref == "" {
		if s.cfg.Now().Sub(e.At) < early { // its sale may be on the way
			return "", web.Unavailable(errors.New("a refund came before its sale"))
		}
		return "", errNoRef
	}
	sub, err := s.notes.subOf(ctx, shop.ClientID, e.Ref, name(sale))
	lost := errors.Is(err, errNoRef) || errors.Is(err, errUsed)
	if err != nil && !lost {
		return "", err
	}
	if failed := s.notes.put(ctx, at, note{V: 1, Client: shop.ClientID, Sub: sub}); failed != nil && !errors.Is(failed, blob.ErrExists) {
		return "", failed
	}
	return sub, err
}

// idemKey is the Idempotency-Key of an event: at least 16 characters, at most 128.
func idemKey(name string) string {
	key := "carnet-hook/" + name
	if len(key) > 128 || !printable(key) {
		sum := sha256.Sum256([]byte(key))
		return "carnet-hook/" + hex.EncodeToString(sum[:])
	}
	return key
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return len(s) >= 16
}
