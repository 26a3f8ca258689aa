package share

import (
	"encoding/json"
	"testing"

	"carnet/internal/profile"
)

// FuzzParseQuery checks that what is accepted is within limits, asks for receipts alone, and never hands out a claim that
// was not asked for.
func FuzzParseQuery(f *testing.F) {
	f.Add([]byte(`{"credentials":[{"id":"receipt","format":"dc+sd-jwt","meta":{"vct_values":["urn:carnet:receipt:1"]},"claims":[{"path":["total"]},{"path":["lines",null,"name"]}]}]}`))
	f.Add([]byte(`{"credentials":[{"id":"a","format":"dc+sd-jwt","multiple":true,"meta":{"vct_values":["urn:carnet:receipt:1"]},"claims":[{"id":"l","path":["lines",null]}]}]}`))
	f.Add([]byte(`{"credentials":[],"credential_sets":[]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := parseQuery(data)
		if err != nil {
			return
		}
		if len(q.Credentials) == 0 || len(q.Credentials) > maxCredentials {
			t.Fatalf("%d credentials accepted", len(q.Credentials))
		}
		all := map[string]any{"lines": []any{map[string]any{"name": "x", "sku": "y"}}}
		for _, name := range claimNames {
			if name != "lines" {
				all[name] = 1
			}
		}
		for _, c := range q.Credentials {
			if c.Format != format || len(c.Meta.VCT) != 1 || c.Meta.VCT[0] != profile.VCT || len(c.Claims) > maxClaims {
				t.Fatalf("accepted %+v", c)
			}
			asked := map[string]bool{}
			for _, claim := range c.Claims {
				asked[claim.Path[0].(string)] = true
			}
			for name := range c.only(all) {
				if !asked[name] {
					t.Fatalf("%s was handed out unasked", name)
				}
			}
		}
		again, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseQuery(again); err != nil {
			t.Fatalf("an accepted query is refused when printed again: %v", err)
		}
	})
}
