package accounts

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"carnet/internal/wallet"
)

// node is one JSON-RPC server.
type node struct {
	place   int // in the configuration, from 1: what errors call it
	url     string
	client  *http.Client
	checked atomic.Bool // it is of the right chain
	breaker breaker
}

// post asks one question and reads at most what is left of a verification's bytes.
func (n *node) post(ctx context.Context, left *int, method string, params []any) (json.RawMessage, error) {
	*left -= headerBytes
	if *left <= 0 {
		return nil, errSpent
	}
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, n.url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, hideURL(err))
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := n.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, hideURL(err))
	}
	defer response.Body.Close()
	limit := min(*left, answerBytes)
	text, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)))
	*left -= len(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", method, hideURL(err))
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s: status %d", method, response.StatusCode)
	case len(text) == limit:
		return nil, fmt.Errorf("%s: the answer has %d bytes or more", method, limit)
	}
	return result(method, text)
}

// result takes the result out of a JSON-RPC answer.
func result(method string, text []byte) (json.RawMessage, error) {
	var answer struct {
		Result json.RawMessage
		Error  *struct {
			Code    int
			Message string
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, fmt.Errorf("%s: the answer is not JSON-RPC", method)
	}
	switch {
	case answer.Error == nil && len(answer.Result) == 0:
		return nil, fmt.Errorf("%s: the answer has neither result nor error", method)
	case answer.Error == nil:
		return answer.Result, nil
	case method == "eth_call" && ran(answer.Error.Code, answer.Error.Message):
		return nil, fmt.Errorf("%s: %w", method, wallet.ErrExecution)
	}
	return nil, fmt.Errorf("%s: error %d", method, answer.Error.Code)
}

// ran tells a call that was executed and failed from one that was not executed. Nodes agree on code 3 for a revert with data; for the
// rest there are only their words.
func ran(code int, message string) bool {
	message = strings.ToLower(message)
	for _, word := range []string{"revert", "out of gas", "outofgas", "invalid opcode", "stack underflow", "stack overflow"} {
		if strings.Contains(message, word) {
			return true
		}
	}
	return code == 3
}

// hideURL takes the URL, which may hold a key, out of an error of net/http.
func hideURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
