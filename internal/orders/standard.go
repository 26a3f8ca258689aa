package orders

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Standard Webhooks: webhook-signature has v1,base64(HMAC-SHA256(secret, id.timestamp.body)), several separated by spaces; a secret is whsec_ and base64.
// It is how a shop's own program, or a platform without a scheme of its own, sends orders in our schema. Source: standardwebhooks.com.

func verifyStandard(h http.Header, body []byte, secrets []string, now time.Time) error {
	id, stamp := h.Get("Webhook-Id"), h.Get("Webhook-Timestamp")
	if id == "" || len(id) > 256 || !timely(stamp, now) {
		return ErrSignature
	}
	ok := false
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			continue
		}
		want := mac(key, []byte(id+"."+stamp+"."), body).Sum(nil)
		for i, item := range strings.Fields(h.Get("Webhook-Signature")) {
			value, v1 := strings.CutPrefix(item, "v1,")
			got, err := base64.StdEncoding.DecodeString(value)
			ok = ok || v1 && err == nil && i < 8 && hmac.Equal(want, got)
		}
	}
	if !ok {
		return ErrSignature
	}
	return nil
}

// convertStandard takes order.paid and order.refunded with data {"order", "refund"?, "receipt_ref"?, "receipt"}: order and refund are the shop's own
// ids, and receipt is that of POST /v1/receipts without of.
func convertStandard(_ http.Header, body []byte) ([]Event, error) {
	var m struct {
		Type string `json:"type"`
		Data struct {
			Order   string          `json:"order"`
			Refund  string          `json:"refund"`
			Ref     string          `json:"receipt_ref"`
			Receipt json.RawMessage `json:"receipt"`
		} `json:"data"`
	}
	if err := decode(body, &m); err != nil {
		return nil, err
	}
	if m.Type != "order.paid" && m.Type != "order.refunded" {
		return nil, nil
	}
	e := Event{Key: "order/" + m.Data.Order, Ref: m.Data.Ref}
	if m.Data.Order == "" || len(m.Data.Order) > 200 || len(m.Data.Refund) > 200 {
		return nil, fmt.Errorf("%w: data.order", ErrShape)
	}
	if err := strictly(m.Data.Receipt, &e.Receipt); err != nil {
		return nil, fmt.Errorf("%w: data.receipt", ErrShape)
	}
	if m.Type == "order.refunded" {
		if m.Data.Refund == "" {
			return nil, fmt.Errorf("%w: data.refund", ErrShape)
		}
		e.Key, e.Sale = "refund/"+m.Data.Order+"/"+slashes.Replace(m.Data.Refund), e.Key
	}
	at, err := time.Parse(time.RFC3339, e.Receipt.At)
	if err != nil {
		return nil, fmt.Errorf("%w: data.receipt.at", ErrShape)
	}
	e.At = at
	return []Event{e}, nil
}

// slashes escapes a refund's id, so that the last slash of a key is the one before it, and no two pairs of ids make one key.
var slashes = strings.NewReplacer("%", "%25", "/", "%2F")

func strictly(text []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
