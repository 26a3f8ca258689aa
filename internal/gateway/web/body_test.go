package web_test

import (
	"testing"

	"carnet/internal/gateway/web"
)

// TestAMemberOccursOnceHoweverItIsSpelled covers the letters outside ASCII that encoding/json takes for s and k.
func TestAMemberOccursOnceHoweverItIsSpelled(t *testing.T) {
	for _, data := range []string{`{"sub":{"x":[]},"\u017fub":{"x":[]}}`, `{"key":1,"\u212aey":2}`, `{"KEY":1,"key":2}`} {
		var v struct {
			Sub struct{ X []int }
			Key int
		}
		if err := web.DecodeJSON([]byte(data), &v); err == nil {
			t.Errorf("%s: got %+v, want an error", data, v)
		}
	}
}
