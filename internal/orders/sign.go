package orders

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Sign makes the headers with which a platform tells of an event, by the shop's secret there: what Verify takes and Convert reads. event is the
// platform's own name of it. It serves whoever tells again what the platform told in vain (package reconcile).
func Sign(platform, event string, body []byte, secret string, now time.Time) (http.Header, error) {
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	sum := mac([]byte(secret), body).Sum(nil)
	switch platform {
	case "shopify":
		h.Set("X-Shopify-Topic", event)
		h.Set("X-Shopify-Hmac-Sha256", base64.StdEncoding.EncodeToString(sum))
	case "woocommerce":
		h.Set("X-WC-Webhook-Topic", event)
		h.Set("X-WC-Webhook-Signature", base64.StdEncoding.EncodeToString(sum))
	case "saleor":
		h.Set("Saleor-Event", event)
		h.Set("Saleor-Signature", hex.EncodeToString(sum))
	case "stripe": // whose event is in the body
		stamp := strconv.FormatInt(now.Unix(), 10)
		h.Set("Stripe-Signature", "t="+stamp+",v1="+hex.EncodeToString(mac([]byte(secret), []byte(stamp+"."), body).Sum(nil)))
	default:
		return nil, fmt.Errorf("platform %q: nobody signs for it here", platform)
	}
	return h, nil
}

// Fields are the members of a platform's order that Convert reads: whoever asks the platform for orders need not ask for names and addresses.
func Fields(platform string) []string {
	switch platform {
	case "shopify":
		return members(reflect.TypeFor[shopifyOrder]())
	case "woocommerce":
		return members(reflect.TypeFor[wooOrder]())
	}
	return nil
}

func members(of reflect.Type) (names []string) {
	for i := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
