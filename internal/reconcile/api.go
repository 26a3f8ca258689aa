package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"carnet/internal/guard"
)

const (
	tries     = 3                // of a request that failed
	backoff   = time.Second      // after the first try, then twice as long
	throttles = 20               // times that a 429 is waited for
	maxWait   = time.Minute      // for one 429
	maxPages  = 1000             // of one platform: a shorter --since has fewer
	maxPage   = 32 << 20         // bytes of a page; 250 large orders have a tenth of it
	maxAnswer = 64 << 10         // bytes of the gateway's answer
	agent     = "carnet-gateway" // WordPress's firewalls like to know who asks
)

// Errors of a platform's API. They say nothing of what it answered.
var (
	errGarbled   = errors.New("the platform's answer is not of its published shape")
	errKey       = errors.New("the platform refuses the key: is it the shop's, and may it read orders")
	errElsewhere = errors.New("the platform redirects to another host: name that one in pull.url if it is right")
	errThrottled = errors.New("the platform asks for too long a pause")
	errPages     = fmt.Errorf("more than %d pages: ask for a shorter time with --since", maxPages)
)

// api is a platform's API for one shop.
type api struct {
	base    *url.URL
	hook    Hook
	client  *http.Client
	wait    func(context.Context, time.Duration) error
	pages   int
	headers http.Header
}

func newAPI(h Hook, client *http.Client, wait func(context.Context, time.Duration) error) (*api, error) {
	base, err := guard.Chosen(strings.TrimRight(h.Pull.URL, "/"))
	if err != nil {
		return nil, fmt.Errorf("url: %w", err)
	}
	a := &api{base: base, hook: h, client: client, wait: wait, headers: http.Header{"User-Agent": {agent}, "Accept": {"application/json"}}}
	switch h.Platform {
	case "shopify":
		a.headers.Set("X-Shopify-Access-Token", h.Pull.Key)
	case "woocommerce":
		r := http.Request{Header: a.headers}
		r.SetBasicAuth(h.Pull.Key, h.Pull.Secret)
	default:
		a.headers.Set("Authorization", "Bearer "+h.Pull.Key)
	}
	return a, nil
}

// page asks for one page and decodes it, and returns its headers. body is nil for a GET.
func (a *api) page(ctx context.Context, path string, query url.Values, body []byte, into any) (http.Header, error) {
	if a.pages++; a.pages > maxPages {
		return nil, errPages
	}
	at := a.base.JoinPath(path)
	at.RawQuery = query.Encode()
	method := http.MethodGet
	if body != nil {
		method = http.MethodPost
	}
	var header http.Header
	err := retried(ctx, a.wait, func() (time.Duration, error) {
		req, err := http.NewRequestWithContext(ctx, method, at.String(), strings.NewReader(string(body)))
		if err != nil {
			return never, errGarbled
		}
		req.Header = a.headers.Clone()
		if body != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := a.client.Do(req)
		if err != nil {
			return failed("the platform", err)
		}
		defer resp.Body.Close()
		header = resp.Header
		return a.read(resp, into)
	})
	if err != nil {
		return nil, err
	}
	return header, nil
}

func (a *api) read(resp *http.Response, into any) (time.Duration, error) {
	switch {
	case resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden:
		return never, errKey
	case resp.StatusCode == http.StatusTooManyRequests:
		return retryAfter(resp.Header), errThrottled
	case resp.StatusCode >= 500:
		return soon, fmt.Errorf("the platform answers with status %d", resp.StatusCode)
	case resp.StatusCode == http.StatusBadRequest && a.hook.Platform == "saleor":
		return never, errQuery
	case resp.StatusCode != http.StatusOK:
		return never, fmt.Errorf("the platform answers with status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	if err != nil {
		return failed("the platform", err)
	}
	if len(data) > maxPage {
		return never, fmt.Errorf("a page of more than %d bytes", maxPage)
	}
	if json.Unmarshal(data, into) != nil { // its error may quote the page
		return soon, errGarbled
	}
	return 0, nil
}

// What a try says of the next one, instead of how long to wait for it.
const (
	soon  time.Duration = -1 // after the backoff
	never time.Duration = -2
)

// retried calls try until it succeeds: three times for what fails, more often for what asks for patience. try returns how long to wait.
func retried(ctx context.Context, wait func(context.Context, time.Duration) error, try func() (time.Duration, error)) error {
	pause, throttled := backoff, 0
	for n := 1; ; {
		after, err := try()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case after == never || after > maxWait || n == tries || throttled == throttles:
			return err
		case after == soon:
			n++
			after = pause
			pause *= 2
		default:
			throttled++
		}
		if err := wait(ctx, after); err != nil {
			return err
		}
	}
}

// failed is a request without an answer, in words that have no URL: a cursor is part of it, and an order's id of that.
func failed(who string, err error) (time.Duration, error) {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if errors.Is(err, errElsewhere) {
		return never, errElsewhere
	}
	return soon, fmt.Errorf("%s does not answer: %w", who, err)
}

// retryAfter reads Retry-After: seconds, which Shopify writes with a decimal point, or a date.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 && seconds < 1e6 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(time.Until(at), 0)
	}
	return 2 * time.Second
}

// sameOrigin lets an API move within its host, and takes the key nowhere else.
func sameOrigin(r *http.Request, via []*http.Request) error {
	if r.URL.Scheme != via[0].URL.Scheme || r.URL.Host != via[0].URL.Host || len(via) > 3 {
		return errElsewhere
	}
	return nil
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
