package reconcile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"carnet/internal/orders"
)

// Errors of the gateway.
var (
	errNotTaken = errors.New("the gateway refuses the signature: does it run with this configuration")
	errNoHook   = errors.New("the gateway has no such hook: does it run with this configuration")
	errSilent   = errors.New("the gateway does not say what became of a webhook: is it older than this command, or is something else there")
)

// inARow is after how many webhooks that the gateway did not take the rest is not tried.
const inARow = 5

// teller tells a gateway of one hook's events.
type teller struct {
	r      *Reconciler
	hook   Hook
	row    *Row
	client *http.Client
	first  error // of the webhooks that failed
	streak int   // of them, until now
}

// tell delivers one webhook and counts what became of it. An error ends the hook: nothing else would get through.
func (t *teller) tell(ctx context.Context, event string, body []byte) error {
	outcomes, err := t.deliver(ctx, event, body)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t.row.Failed++
		if t.first == nil {
			t.first = err
		}
		t.streak++
		if t.streak == inARow || errors.Is(err, errNotTaken) || errors.Is(err, errNoHook) || errors.Is(err, errSilent) {
			return err
		}
		return nil
	}
	t.streak = 0
	t.count(outcomes)
	return nil
}

func (t *teller) count(outcomes []string) {
	if len(outcomes) == 0 {
		t.row.Ignored++ // as the gateway's metric has it
	}
	counters := map[string]*int{"sealed": &t.row.Sealed, "known": &t.row.Known, "changed": &t.row.Changed, "marked": &t.row.Marked, "unmatched": &t.row.Unmatched, "ignored": &t.row.Ignored, "refused": &t.row.Refused}
	for _, o := range outcomes {
		n := counters[o]
		if n == nil {
			n = &t.row.Other
		}
		*n++
	}
}

// deliver sends a webhook until the gateway has taken it.
func (t *teller) deliver(ctx context.Context, event string, body []byte) (outcomes []string, err error) {
	at, err := url.JoinPath(t.r.Gateway, "v1", "hooks", url.PathEscape(t.hook.Shop), t.hook.Platform)
	if err != nil {
		return nil, err
	}
	err = retried(ctx, t.r.wait, func() (time.Duration, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(body))
		if err != nil {
			return never, err
		}
		if req.Header, err = orders.Sign(t.hook.Platform, event, body, t.hook.Secret, t.r.Now()); err != nil { // again for each try: timestamps age
			return never, err
		}
		req.Header.Set("User-Agent", agent)
		resp, err := t.client.Do(req)
		if err != nil {
			return failed("the gateway", err)
		}
		defer resp.Body.Close()
		var after time.Duration
		outcomes, after, err = answered(resp)
		return after, err
	})
	return outcomes, err
}

// answered reads what the gateway said.
func answered(resp *http.Response) ([]string, time.Duration, error) {
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized:
		return nil, never, errNotTaken
	case http.StatusNotFound:
		return nil, never, errNoHook
	case http.StatusRequestEntityTooLarge:
		return []string{"refused"}, 0, nil // another try would change nothing
	case http.StatusTooManyRequests:
		return nil, retryAfter(resp.Header), errors.New("the gateway asks for patience: its limits.network is low")
	default:
		after := soon
		if resp.StatusCode < 500 {
			after = never
		}
		return nil, after, fmt.Errorf("the gateway answers with status %d", resp.StatusCode)
	}
	var told struct {
		Outcomes *[]string `json:"outcomes"`
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		after, err := failed("the gateway", err)
		return nil, after, err
	}
	if json.Unmarshal(data, &told) != nil || told.Outcomes == nil {
		return nil, never, errSilent
	}
	return *told.Outcomes, 0, nil
}
