package reconcile

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"carnet/internal/guard"
)

// Hook is one platform's way into one shop, and where that platform can be asked.
type Hook struct {
	Shop     string // client id
	Platform string // of orders.Platforms
	Secret   string // that the platform signs with; "" when it signs with its own keys, which nobody else has
	Pull     *Pull  // nil: not configured
}

// Pull is a platform's API.
type Pull struct {
	URL     string // of the shop there; Stripe's is known
	Key     string // access token, API key, or WooCommerce's consumer key
	Secret  string // WooCommerce's consumer secret
	Version string // of Shopify's API; ShopifyVersion when ""
}

// Row is what came of one hook. Asked counts webhooks that were due; the outcomes count their events, as the gateway answered them.
type Row struct {
	Shop      string `json:"shop"`
	Platform  string `json:"platform"`
	Asked     int    `json:"asked"`
	Sealed    int    `json:"sealed"`
	Known     int    `json:"known"`
	Changed   int    `json:"changed"`
	Marked    int    `json:"marked"`
	Unmatched int    `json:"unmatched"`
	Ignored   int    `json:"ignored"`
	Refused   int    `json:"refused"`
	Other     int    `json:"other,omitempty"`   // a later gateway's words
	Failed    int    `json:"failed"`            // webhooks that the gateway did not take
	Skipped   string `json:"skipped,omitempty"` // why nothing was asked
	Error     string `json:"error,omitempty"`   // why not everything was told; never content
}

// Untold says that something is still missing.
func (r Row) Untold() bool { return r.Failed > 0 || r.Error != "" }

// Reconciler tells a gateway what it missed. Gateway, Since and Now are required.
type Reconciler struct {
	Gateway  string    // origin: https, or http on this machine
	Since    time.Time // what changed at the platform before is left out
	Dry      bool      // ask, and tell nothing
	Now      func() time.Time
	Progress func(Row) // after each webhook; nil: nobody looks

	timeout time.Duration                                    // of a request, in tests
	pause   func(ctx context.Context, d time.Duration) error // in tests
}

// requestTimeout is for one request, to a platform or to the gateway, until the last byte of its answer.
const requestTimeout = 10 * time.Second

// sources ask a platform for what changed, oldest first, and hand each webhook that was due to emit, whose error ends the asking.
var sources = map[string]func(ctx context.Context, a *api, since time.Time, emit emit) error{
	"woocommerce": askWoo, "shopify": askShopify, "stripe": askStripe, "saleor": askSaleor,
}

// emit takes one webhook: the platform's name of the event, and the body.
type emit func(event string, body []byte) error

// Check tells what is missing from a platform's Pull, or wrong with it.
func (p *Pull) Check(platform string) error {
	if sources[platform] == nil {
		return fmt.Errorf("%s has no API to ask", platform)
	}
	if p.URL == "" && platform == "stripe" {
		p.URL = stripeURL
	}
	u, err := guard.Chosen(p.URL)
	switch {
	case err != nil:
		return fmt.Errorf("url: %w", err)
	case u.RawQuery != "":
		return errors.New("url: want the shop's address without a query")
	case p.Key == "":
		return errors.New("key_file is not set")
	case platform == "woocommerce" && p.Secret == "":
		return errors.New("secret_file is not set: WooCommerce has a consumer key and a consumer secret")
	case platform != "woocommerce" && p.Secret != "":
		return fmt.Errorf("secret_file: %s has a key alone", platform)
	case p.Version != "" && platform != "shopify":
		return errors.New("version is for shopify")
	case p.Version != "" && !shopifyVersion.MatchString(p.Version):
		return errors.New("version: want one of Shopify's, such as " + ShopifyVersion)
	}
	return nil
}

var shopifyVersion = regexp.MustCompile(`^\d{4}-\d{2}$`)

// Skips tells why a hook cannot be asked; "" when it can.
func (h Hook) Skips() string {
	switch {
	case sources[h.Platform] == nil:
		return "there is no API to ask: send what is missing again from your own program"
	case h.Secret == "":
		return "its webhooks are signed with the platform's own keys (jwks_url), which nobody else has: give the webhook a secret key, and the hook secret_files"
	case h.Pull == nil:
		return "the configuration has no pull for it"
	}
	return ""
}

// Run reconciles one hook after the other. What happened is in the rows; an error says that ctx ended.
func (r *Reconciler) Run(ctx context.Context, hooks []Hook) ([]Row, error) {
	var rows []Row
	for _, h := range hooks {
		row := Row{Shop: h.Shop, Platform: h.Platform, Skipped: h.Skips()}
		if row.Skipped == "" {
			if err := r.hook(ctx, h, &row); err != nil {
				row.Error = err.Error()
			}
		}
		rows = append(rows, row)
		if ctx.Err() != nil {
			return rows, ctx.Err()
		}
	}
	return rows, nil
}

func (r *Reconciler) hook(ctx context.Context, h Hook, row *Row) error {
	if err := h.Pull.Check(h.Platform); err != nil {
		return err
	}
	a, err := newAPI(h, r.client(sameOrigin), r.wait)
	if err != nil {
		return err
	}
	t := &teller{r: r, hook: h, row: row, client: r.client(noRedirect)}
	err = sources[h.Platform](ctx, a, r.Since, func(event string, body []byte) error {
		row.Asked++
		err := error(nil)
		if !r.Dry {
			err = t.tell(ctx, event, body)
		}
		if r.Progress != nil {
			r.Progress(*row)
		}
		return err
	})
	if err == nil && row.Failed > 0 {
		err = t.first
	}
	return err
}

func (r *Reconciler) client(redirect func(*http.Request, []*http.Request) error) *http.Client {
	timeout := r.timeout
	if timeout == 0 {
		timeout = requestTimeout
	}
	return &http.Client{Timeout: timeout, CheckRedirect: redirect}
}

// wait is a pause between two tries.
func (r *Reconciler) wait(ctx context.Context, d time.Duration) error {
	if r.pause != nil {
		return r.pause(ctx, d)
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
