package demo

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"carnet/internal/drill"
)

// maxWitnessed bounds what the witness reads of a request, in bytes; the gateway's own limit is the same.
const maxWitnessed = 1 << 20

// witness stands in front of the demo's gateway and notes, in DIR/secrets, what goes in: what was bought, for how much, and
// which wallets signed in. The drill then knows what a thief must not find. It exists in the demo only.
type witness struct {
	next   http.Handler
	list   *drill.Manifest
	orders bool // note what is bought, too
}

func (w witness) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	note := w.noteFor(r)
	if note == nil {
		w.next.ServeHTTP(rw, r)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxWitnessed+1))
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
	if err == nil {
		note(body) // before the gateway acts: what it then keeps has been noted
	}
	w.next.ServeHTTP(rw, r)
}

func (w witness) noteFor(r *http.Request) func(body []byte) {
	switch path := r.URL.Path; {
	case r.Method != http.MethodPost:
		return nil
	case path == "/v1/receipts" && w.orders:
		return w.order
	case strings.HasPrefix(path, "/login/") && strings.HasSuffix(path, "/challenge"):
		return w.wallet
	}
	return nil
}

// order notes an order's lines and amounts. What cannot be noted is not an order that the gateway accepts.
func (w witness) order(body []byte) {
	var order struct {
		Receipt struct {
			Total int64
			Lines []struct {
				Name        string
				Unit, Total int64
			}
		}
	}
	if json.Unmarshal(body, &order) != nil {
		return
	}
	needles := []drill.Needle{drill.Money(order.Receipt.Total, 2)}
	for _, l := range order.Receipt.Lines {
		needles = append(needles, drill.Needle{Kind: drill.Description, Value: l.Name}, drill.Money(l.Unit, 2), drill.Money(l.Total, 2))
	}
	w.add(needles...)
}

func (w witness) wallet(body []byte) {
	var challenge struct{ Address string }
	if json.Unmarshal(body, &challenge) == nil {
		w.add(drill.Needle{Kind: drill.Wallet, Value: challenge.Address})
	}
}

// add notes each by itself, so that one that cannot be searched for does not cost the others.
func (w witness) add(needles ...drill.Needle) {
	for _, n := range needles {
		_ = w.list.Add(n) // not a needle: the gateway refuses it too
	}
}
