package chain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

func TestAHistoryIsToldAsItWasAfterABlock(t *testing.T) {
	w := newWorld(t, nil)
	var head [24]byte
	heads, blocks := [][24]byte{head}, []uint64{0}
	for e := range uint64(5) {
		if _, err := w.relayer.Anchor(t.Context(), e, root(byte(e))); err != nil {
			t.Fatal(err)
		}
		_, block, _, err := w.client.RootAt(t.Context(), w.relayer.Address(), e)
		if err != nil {
			t.Fatal(err)
		}
		head = ChainHead(head, e, root(byte(e)))
		heads, blocks = append(heads, head), append(blocks, block)
	}
	for want, block := range blocks {
		epochs, head, err := w.client.HeadUpTo(t.Context(), w.relayer.Address(), block)
		if err != nil || epochs != uint64(want) || head != heads[want] {
			t.Errorf("after block %d: got %d, %x, %v, want %d, %x", block, epochs, head, err, want, heads[want])
		}
		if want == 0 {
			continue
		}
		if epochs, _, err := w.client.HeadUpTo(t.Context(), w.relayer.Address(), block-1); err != nil || epochs != uint64(want-1) {
			t.Errorf("after block %d: got %d, %v, want %d", block-1, epochs, err, want-1)
		}
	}
}

// finalizing answers for a node what its finalized block is: "" asks the node.
func finalizing(t *testing.T, node, answer string) string {
	t.Helper()
	target, err := url.Parse(node)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		var call struct{ ID json.RawMessage }
		if answer == "" || !strings.Contains(string(body), `"finalized"`) || json.Unmarshal(body, &call) != nil {
			proxy.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,%s}`, call.ID, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestOnlyAFinalBlockIsBelieved(t *testing.T) {
	w := newWorld(t, nil)
	for e := range uint64(3) {
		if _, err := w.relayer.Anchor(t.Context(), e, root(byte(e))); err != nil {
			t.Fatal(err)
		}
	}
	newest, err := w.client.DeepBlock(t.Context(), 0)
	if err != nil || newest < 3 {
		t.Fatalf("got %d, %v", newest, err)
	}
	if deep, err := w.client.DeepBlock(t.Context(), 2); err != nil || deep != newest-2 {
		t.Errorf("under two blocks: got %d, %v, want %d", deep, err, newest-2)
	}
	header, err := w.client.header(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	header.Number.SetUint64(2)
	finalized, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	fallback := newest - min(newest, Confirmations)
	for name, c := range map[string]struct {
		answer string
		want   uint64
		fails  bool
	}{
		"a finalized block":                   {`"result":` + string(finalized), 2, false},
		"the devnet, which has none":          {"", fallback, false},
		"nothing":                             {`"result":null`, fallback, false},
		"a node that does not know the word":  {`"error":{"code":-32602,"message":"invalid argument 0"}`, fallback, false},
		"a chain that has not come so far":    {`"error":{"code":-39001,"message":"Unknown block"}`, fallback, false},
		"a node that wants to be asked later": {`"error":{"code":-32005,"message":"limit exceeded"}`, 0, true},
	} {
		client, err := Dial(t.Context(), finalizing(t, w.node.URL(), c.answer), Config{ChainID: w.node.ChainID()})
		if err != nil {
			t.Fatal(err)
		}
		got, err := client.FinalBlock(t.Context())
		client.Close()
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: got %d, %v, want %d", name, got, err, c.want)
		}
	}
}
