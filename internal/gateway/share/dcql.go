package share

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"carnet/internal/gateway/web"
	"carnet/internal/profile"
)

const (
	maxCredentials = 8  // of a query
	maxClaims      = 32 // of a credential
	format         = "dc+sd-jwt"
)

// query is the part of DCQL (OpenID4VP §6) that this gateway serves.
type query struct {
	Credentials []credentialQuery `json:"credentials"`
}

type credentialQuery struct {
	ID       string `json:"id"`
	Format   string `json:"format"`
	Multiple bool   `json:"multiple,omitempty"`
	Meta     struct {
		VCT []string `json:"vct_values"`
	} `json:"meta"`
	Claims []claimQuery `json:"claims"`
}

type claimQuery struct {
	ID   string `json:"id,omitempty"`
	Path []any  `json:"path"` // strings; null for every element of an array
}

var (
	queryID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	// claimNames are the selectively disclosable claims of a receipt (docs/protocol.md §3).
	claimNames = []string{"id", "kind", "of", "at", "channel", "currency", "exponent", "total", "tax", "shipping", "discount",
		"tender", "totals_consistent", "lines", "src"}
	lineNames = []string{"n", "sku", "gtin", "name", "category", "qty", "unit", "total", "tax", "warranty_until"}
)

// parseQuery reads a query and refuses what it does not understand: a part of DCQL that is ignored would be answered
// wrongly.
func parseQuery(data []byte) (*query, error) {
	var q query
	if err := web.DecodeJSON(data, &q); err != nil {
		return nil, err
	}
	if len(q.Credentials) == 0 || len(q.Credentials) > maxCredentials {
		return nil, fmt.Errorf("credentials: 1 to %d are served", maxCredentials)
	}
	seen := map[string]bool{}
	for i, c := range q.Credentials {
		if !queryID.MatchString(c.ID) || seen[c.ID] {
			return nil, fmt.Errorf("credentials[%d].id: 1 to 32 letters, digits, - and _, each id once", i)
		}
		seen[c.ID] = true
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("credentials[%d].%w", i, err)
		}
	}
	return &q, nil
}

func (c credentialQuery) check() error {
	if c.Format != format {
		return errors.New("format: only " + format + " is served")
	}
	if !slices.Equal(c.Meta.VCT, []string{profile.VCT}) {
		return errors.New("meta.vct_values: only " + profile.VCT + " is served")
	}
	if len(c.Claims) == 0 || len(c.Claims) > maxClaims {
		return fmt.Errorf("claims: name 1 to %d", maxClaims)
	}
	for i, claim := range c.Claims {
		if claim.ID != "" && !queryID.MatchString(claim.ID) {
			return fmt.Errorf("claims[%d].id: 1 to 32 letters, digits, - and _", i)
		}
		if !validPath(claim.Path) {
			return fmt.Errorf("claims[%d].path: not a claim of a receipt", i)
		}
	}
	return nil
}

// validPath accepts [claim], ["lines", null] and ["lines", null, field].
func validPath(path []any) bool {
	if len(path) == 0 || len(path) > 3 {
		return false
	}
	name, ok := path[0].(string)
	if !ok || !slices.Contains(claimNames, name) {
		return false
	}
	if len(path) == 1 {
		return true
	}
	if name != "lines" || path[1] != nil {
		return false
	}
	if len(path) == 2 {
		return true
	}
	field, ok := path[2].(string)
	return ok && slices.Contains(lineNames, field)
}

// only returns the claims that were asked for. A line is disclosed whole; of it the shop gets the fields it named.
func (c credentialQuery) only(claims map[string]any) map[string]any {
	out := map[string]any{}
	var fields []string
	whole := false
	for _, q := range c.Claims {
		name, _ := q.Path[0].(string)
		value, disclosed := claims[name]
		if !disclosed {
			continue
		}
		out[name] = value
		if name != "lines" {
			continue
		}
		if len(q.Path) < 3 {
			whole = true
			continue
		}
		field, _ := q.Path[2].(string)
		fields = append(fields, field)
	}
	if lines, ok := out["lines"].([]any); ok && !whole {
		out["lines"] = onlyFields(lines, fields)
	}
	return out
}

func onlyFields(lines []any, fields []string) []any {
	out := make([]any, 0, len(lines))
	for _, line := range lines {
		m, _ := line.(map[string]any)
		kept := map[string]any{}
		for _, f := range fields {
			if v, ok := m[f]; ok {
				kept[f] = v
			}
		}
		out = append(out, kept)
	}
	return out
}
