package hooks

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
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
	patience = 4 * time.Second  // with the stores: Shopify waits for 5, and the answer that a delivery is to be sent again must not be late
	early    = 10 * time.Minute // for which a refund may come before its sale
)

var errEarly = errors.New("a refund came before its sale")

// Hook is one platform's way into one shop.
type Hook struct {
	Platform string      // of orders.Platforms
	Secrets  []string    // one, or two while it is changed
	Keys     orders.Keys // instead of secrets: those that the platform publishes
	Domain   string      // of the shop at Shopify, whose secret is the app's and signs for every shop that installed it; "" takes them all
}

// elsewhere tells whether a delivery is of another shop than this one.
func (h Hook) elsewhere(header http.Header) bool {
	from := cmp.Or(header.Get("X-Shopify-Shop-Domain"), header.Get("Shopify-Shop-Domain")) // of the older and of the newer family
	return h.Domain != "" && from != "" && !strings.EqualFold(from, h.Domain)
}

// verify checks a request: orders.ErrSignature, orders.ErrKeys.
func (h Hook) verify(ctx context.Context, header http.Header, body []byte, now time.Time) error {
	if h.Keys != nil {
		return orders.Platforms[h.Platform].VerifyByKeys(ctx, header, body, h.Keys)
	}
	return orders.Platforms[h.Platform].Verify(header, body, h.Secrets, now)
}

// Receipts is the surface that seals orders: receipts.Surface.
type Receipts interface {
	// Accept takes the body of POST /v1/receipts for a shop under an Idempotency-Key. A shopper without a vault gets the receipt under claim:
	// inboxes.ErrNobody when it is nil.
	Accept(ctx context.Context, shop *directory.Shop, idemKey string, body []byte, claim *inboxes.Claimer) (status int, err error)
	// Refunded lets a sale, of a guest where sub is "", show a refund without a receipt.
	Refunded(ctx context.Context, shop *directory.Shop, sub, sale string, whole bool) (known bool, err error)
	// Sold tells whether a sale is stored, or was until its shopper deleted it.
	Sold(ctx context.Context, shop *directory.Shop, sub, sale string) (bool, error)
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
	VaultURL     string      // where claim links lead
	Forged       web.Limiter // by visitor's network: wrong signatures alone, since all shops of a platform share its few addresses
	Clients      web.Limiter // by shop: refs
	Gone         []error
	Registry     prometheus.Registerer
	Now          func() time.Time
	Log          *slog.Logger
}

// Surface serves POST /hooks/:client/:platform and POST /receipt-refs.
type Surface struct {
	cfg    Config
	notes  notes
	bodies bodies
	count  *prometheus.CounterVec
}

// New registers the metric.
func New(cfg Config) (*Surface, error) {
	s := &Surface{cfg: cfg, notes: notes{cfg.Blob, cfg.PairwiseKey, cfg.Now}, count: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "carnet_hooks_total",
		Help: "Events of shop platforms by shop, platform and outcome: sealed, known (told before), changed (told before with other content; the first is kept), ignored (makes no receipt), unmatched (no shopper), marked (a refund of a sale whose shopper has no vault: the sale shows it), refused (cannot become a receipt), forged (wrong signature)."},
		[]string{"client", "platform", "outcome"})}
	return s, cfg.Registry.Register(s.count)
}

// Register adds the routes to g, whose path is /v1.
func (s *Surface) Register(g *echo.Group) {
	g.POST("/hooks/:client/:platform", s.receive, web.NoStore)
	g.POST("/receipt-refs", s.newRef, web.NoStore)
}

// Sweep deletes refs that are over. Gateways that share an object store may all do it.
func (s *Surface) Sweep(ctx context.Context) error { return s.notes.sweep(ctx) }

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
		Sub *string `json:"sub"` // nil for a guest
	}
	if err := web.JSON(c, 4<<10, &body); err != nil {
		return err
	}
	code, claim, err := s.newClaim(c.Request().Context(), shop, body.Sub)
	if err != nil {
		return err
	}
	sub := ""
	if body.Sub != nil {
		sub = *body.Sub
	}
	ref, until, err := s.notes.newRef(c.Request().Context(), client, sub, claim)
	if err != nil {
		return err
	}
	out := struct {
		Ref     string         `json:"receipt_ref"`
		Expires time.Time      `json:"expires_at"`
		Claim   *inboxes.Shown `json:"claim,omitempty"`
	}{ref, until.UTC().Truncate(time.Second), nil}
	if claim != nil {
		out.Claim = inboxes.Show(code, s.cfg.VaultURL, s.cfg.Shops.Gateway(), client)
		if c.QueryParam("qr") == "svg" {
			err = out.Claim.Draw()
		}
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, out)
}

// newClaim makes a claim code for a guest, who has no sub, or for a sub who has not bound a vault yet; claim is nil for one who has.
func (s *Surface) newClaim(ctx context.Context, shop *directory.Shop, sub *string) (code profile.ClaimCode, claim *inboxes.Claimer, err error) {
	if sub != nil {
		inbox, err := s.cfg.Inboxes.Lookup(ctx, profile.InboxID(s.cfg.PairwiseKey, shop.Sector, *sub))
		if errors.Is(err, inboxes.ErrUnknown) {
			return code, nil, web.NotFound("unknown_sub", "Nobody has signed in at this shop under this sub. Nothing was stored; ask without sub for a guest.")
		}
		if err != nil || inbox.Bound != nil {
			return code, nil, err
		}
	}
	code = profile.NewClaimCode()
	claim, err = inboxes.NewClaimer(code)
	return code, claim, err
}

var errElsewhere = errors.New("it is of another shop at the platform than shop_domain names")

// receive takes one webhook. What is verified and makes no receipt is answered with 200: another try would change nothing, and platforms give up webhooks that
// fail. What failed here is a 503, to be sent again.
func (s *Surface) receive(c echo.Context) error {
	shop, hook, platform := s.find(c.Param("client"), c.Param("platform"))
	if shop == nil {
		return web.NotFound("not_found", "There is nothing at this address.")
	}
	body, free, err := s.bodies.read(c)
	defer free()
	if err != nil {
		return err
	}
	header := c.Request().Header
	if platform.Unsigned != nil && platform.Unsigned(header, body) {
		return told(c)
	}
	err = hook.verify(c.Request().Context(), header, body, s.cfg.Now())
	if errors.Is(err, orders.ErrKeys) { // it may be right
		return web.Unavailable(err)
	}
	if err != nil {
		s.tally(shop, hook, "forged")
		return s.forged(c)
	}
	var events []orders.Event
	if hook.elsewhere(header) {
		err = errElsewhere
	} else {
		events, err = platform.Convert(header, body)
	}
	if err != nil {
		s.tally(shop, hook, "refused")
		s.cfg.Log.Warn("a platform's event cannot become a receipt", "client", shop.ClientID, "platform", hook.Platform, "cause", err)
		return told(c, "refused")
	}
	if len(events) == 0 {
		s.tally(shop, hook, "ignored")
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), patience)
	defer cancel()
	var outcomes []string
	for _, e := range events {
		outcome, err := s.event(ctx, delivery{shop, hook, events}, e)
		if err != nil && ctx.Err() != nil {
			return web.Unavailable(err)
		}
		if err != nil {
			return err
		}
		s.tally(shop, hook, outcome)
		outcomes = append(outcomes, outcome)
	}
	return told(c, outcomes...)
}

// forged answers a wrong signature. Who sent too many is told to come back: a platform that meets somebody else's limit would give up after a 4xx.
func (s *Surface) forged(c echo.Context) error {
	wait, err := s.cfg.Forged.Allow(c.Request().Context(), web.Network(c))
	if err == nil && wait <= 0 {
		return web.Unauthorized("bad_signature", "The signature is not this shop's. Nothing was stored.")
	}
	refusal := web.Unavailable(err)
	refusal.RetryAfter = max(refusal.RetryAfter, wait)
	return refusal
}

// told answers whoever signed with what became of each event. Platforms do not read it; gateway reconcile does.
func told(c echo.Context, outcomes ...string) error {
	return c.JSON(http.StatusOK, map[string][]string{"outcomes": append([]string{}, outcomes...)})
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

// delivery is what a webhook told, at a shop.
type delivery struct {
	shop   *directory.Shop
	hook   Hook
	events []orders.Event
}

// name is what an order or refund is called here.
func (d delivery) name(key string) string { return d.hook.Platform + "/" + key }

// tells tells whether an order is in the delivery too, in front of its refunds.
func (d delivery) tells(sale string) bool {
	return slices.ContainsFunc(d.events, func(e orders.Event) bool { return e.Key == sale })
}

// event seals one sale or refund and returns what came of it. An error is worth another try.
func (s *Surface) event(ctx context.Context, d delivery, e orders.Event) (outcome string, err error) {
	sub, claim, err := s.shopper(ctx, d.shop, e, d.name)
	if errors.Is(err, errNoRef) || errors.Is(err, errUsed) {
		if e.Sale != "" { // its sale may yet be told with a ref
			return "unmatched", s.notes.refund(ctx, d.shop.ClientID, d.name(e.Sale), e.Receipt.Whole)
		}
		return "unmatched", nil
	}
	if err != nil {
		return "", err
	}
	r := e.Receipt
	if e.Sale == "" {
		outcome, err = s.seal(ctx, d, e.Key, sub, claim, r)
		if err == nil && slices.Contains([]string{"sealed", "known", "changed"}, outcome) {
			err = s.catchUp(ctx, d, e.Key, sub)
		}
		return outcome, err
	}
	r.Of = s.receiptID(d, e.Sale)
	if err := s.await(ctx, d, e, sub, r.Of); err != nil {
		return "", err
	}
	if sub == "" {
		return s.mark(ctx, d.shop, sub, r)
	}
	outcome, err = s.seal(ctx, d, e.Key, sub, nil, r)
	if err == nil && outcome == "changed" { // the receipt is the first one's; whether its sale was marked then is not known
		_, err = s.mark(ctx, d.shop, sub, r)
	}
	return outcome, err
}

func (s *Surface) receiptID(d delivery, key string) string {
	return profile.ReceiptID(s.cfg.PairwiseKey, d.shop.ClientID, idemKey(d.name(key)))
}

// seal makes the receipt of a sale or refund.
func (s *Surface) seal(ctx context.Context, d delivery, key, sub string, claim *inboxes.Claimer, r orders.Receipt) (outcome string, err error) {
	body, err := json.Marshal(struct {
		Sub     string         `json:"sub,omitempty"`
		Receipt orders.Receipt `json:"receipt"`
	}{sub, r})
	if err != nil {
		return "", err
	}
	status, err := s.cfg.Receipts.Accept(ctx, d.shop, idemKey(d.name(key)), body, claim)
	if errors.Is(err, inboxes.ErrNobody) {
		return s.mark(ctx, d.shop, sub, r)
	}
	return s.outcome(d.shop, d.hook, status, err)
}

// await lets a refund come behind its sale. While the sale may be on its way that is an error, to be told again. After that the sale's note remembers the
// refund, before its receipt is made: whichever of the two is stored last sees the other, and marks the sale.
func (s *Surface) await(ctx context.Context, d delivery, e orders.Event, sub, sale string) error {
	sold, err := s.cfg.Receipts.Sold(ctx, d.shop, sub, sale)
	if err != nil || sold {
		return err
	}
	if !d.tells(e.Sale) && s.cfg.Now().Sub(e.At) < early {
		return web.Unavailable(errEarly)
	}
	return s.notes.refund(ctx, d.shop.ClientID, d.name(e.Sale), e.Receipt.Whole)
}

// catchUp marks a sale that came behind its refund.
func (s *Surface) catchUp(ctx context.Context, d delivery, key, sub string) error {
	v, _, err := s.notes.get(ctx, s.notes.sale(d.shop.ClientID, d.name(key)))
	if err != nil || v.Refunded == "" {
		return err
	}
	_, err = s.cfg.Receipts.Refunded(ctx, d.shop, sub, s.receiptID(d, key), v.Refunded == wholly)
	return err
}

// mark lets a sale show a refund for which nobody could open a receipt.
func (s *Surface) mark(ctx context.Context, shop *directory.Shop, sub string, r orders.Receipt) (outcome string, err error) {
	if r.Of == "" {
		return "unmatched", nil
	}
	known, err := s.cfg.Receipts.Refunded(ctx, shop, sub, r.Of, r.Whole)
	if err != nil || !known {
		return "unmatched", err
	}
	return "marked", nil
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

// shopper finds whose an event is: a sub, "" for a guest, and the claim code that was made for a sale's cart. errNoRef, errUsed.
func (s *Surface) shopper(ctx context.Context, shop *directory.Shop, e orders.Event, name func(string) string) (sub string, claim *inboxes.Claimer, err error) {
	sale, err := s.sale(ctx, shop, e, name)
	if err != nil || e.Sale != "" { // the code opens the sale alone: one code, one receipt
		return sale.Sub, nil, err
	}
	claim, err = s.notes.claim(ctx, sale.Ref)
	return sale.Sub, claim, err
}

// sale finds the note of an event's sale, or makes it for refunds to come: by the sale's ref, or, for a refund, by the sale. errNoRef, errUsed.
func (s *Surface) sale(ctx context.Context, shop *directory.Shop, e orders.Event, name func(string) string) (note, error) {
	order := name(cmp.Or(e.Sale, e.Key))
	at := s.notes.sale(shop.ClientID, order)
	known, etag, err := s.notes.get(ctx, at)
	switch {
	case err == nil && known.Ref != "":
		return known, nil
	case err == nil && e.Ref == "":
		return known, errNoRef
	case err != nil && !errors.Is(err, blob.ErrNotFound):
		return known, err
	case err != nil && e.Sale != "" && e.Ref == "":
		if s.cfg.Now().Sub(e.At) < early { // its sale may be on the way
			return known, web.Unavailable(errEarly)
		}
		return known, errNoRef
	}
	found := note{V: 1, Client: shop.ClientID, Ref: e.Ref, Refunded: known.Refunded}
	found.Sub, err = s.notes.lead(ctx, shop.ClientID, e.Ref, order)
	if errors.Is(err, errNoRef) || errors.Is(err, errUsed) {
		found.Ref = ""
	} else if err != nil {
		return found, err
	}
	if found.Ref != known.Ref || etag == "" {
		if failed := s.notes.lay(ctx, at, etag, found); failed != nil {
			return found, failed
		}
	}
	return found, err
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
