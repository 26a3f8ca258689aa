package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

const (
	maxAnswer = 16 << 20 // bytes of one answer
	attempts  = 10       // of one request that the gateway cannot take now
)

// Refusal is an error answer of the gateway.
type Refusal struct {
	Status  int
	Code    string `json:"error"`
	Message string `json:"message"`
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("the gateway answered %d %s: %s", r.Status, r.Code, r.Message)
}

// client speaks to one gateway.
type client struct {
	gateway string
	http    *http.Client
}

// call is one request. Its answer's JSON goes into Into, or its bytes into Raw.
type call struct {
	method, path string
	header       http.Header
	body         []byte
	into         any
	raw          *[]byte
}

// do sends a request, and again while the gateway says that it cannot take it now. Other answers than 2xx and 3xx are
// *Refusal.
func (c *client) do(ctx context.Context, q call) (*http.Response, error) {
	pause := 20 * time.Millisecond
	for try := 1; ; try++ {
		resp, err := c.once(ctx, q)
		var refusal *Refusal
		busy := errors.As(err, &refusal) && (refusal.Status == http.StatusTooManyRequests || refusal.Status == http.StatusServiceUnavailable)
		if !busy || try == attempts {
			return resp, err
		}
		wait := pause
		if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 && seconds <= 60 {
			wait = time.Duration(seconds) * time.Second
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
		pause = min(2*pause, 2*time.Second)
	}
}

func (c *client) once(ctx context.Context, q call) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, q.method, c.gateway+q.path, bytes.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	for name, values := range q.header {
		req.Header[name] = values
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the gateway: %w", err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read the gateway's answer: %w", err)
	}
	if resp.StatusCode >= 400 {
		refusal := &Refusal{Status: resp.StatusCode}
		if json.Unmarshal(data, refusal) != nil || refusal.Code == "" {
			refusal.Code = "unreadable"
		}
		return resp, refusal
	}
	if q.raw != nil {
		*q.raw = data
	}
	if q.into != nil {
		if err := json.Unmarshal(data, q.into); err != nil {
			return nil, fmt.Errorf("the gateway's answer to %s: %w", q.method, err)
		}
	}
	return resp, nil
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}
