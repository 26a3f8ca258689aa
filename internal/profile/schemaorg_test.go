package profile

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// vocabulary is testdata/schemaorg.json: type to property to expected types.
type vocabulary map[string]map[string]string

func readVocabulary(t *testing.T) vocabulary {
	t.Helper()
	text, err := os.ReadFile("../../testdata/schemaorg.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Types vocabulary }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Types
}

// parents are the supertypes that matter here.
var parents = map[string]string{"CompoundPriceSpecification": "PriceSpecification"}

// check returns what is not schema.org: a type or property that is not in the vocabulary, or a value of another type than the property expects.
func (v vocabulary) check(at string, node map[string]any) (wrong []string) {
	kind, _ := node["@type"].(string)
	properties, known := v[kind]
	if !known {
		return []string{fmt.Sprintf("%s: type %q is not in the vocabulary", at, kind)}
	}
	for name, value := range node {
		if strings.HasPrefix(name, "@") {
			continue
		}
		expected, ok := properties[name]
		if !ok {
			wrong = append(wrong, fmt.Sprintf("%s: %s has no property %s", at, kind, name))
			continue
		}
		values, many := value.([]any)
		if !many {
			values = []any{value}
		}
		for _, one := range values {
			wrong = append(wrong, v.value(at+"."+name, strings.Fields(expected), one)...)
		}
	}
	return wrong
}

func (v vocabulary) value(at string, expected []string, value any) (wrong []string) {
	switch value := value.(type) {
	case map[string]any:
		kind, _ := value["@type"].(string)
		if !slices.Contains(expected, kind) && !slices.Contains(expected, parents[kind]) {
			wrong = append(wrong, fmt.Sprintf("%s: a %s, want one of %v", at, kind, expected))
		}
		return append(wrong, v.check(at, value)...)
	case string:
		if slices.Contains(expected, "Text") || slices.Contains(expected, "DateTime") && isRFC3339(value) ||
			slices.Contains(expected, "OrderStatus") && strings.HasPrefix(value, "https://schema.org/Order") {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: a %T, want one of %v", at, value, expected)}
}

func isRFC3339(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// exported are the receipts that both languages export, with what comes out.
func exported(t testing.TB) []any {
	order, err := ParseOrder([]byte(testOrder))
	if err != nil {
		t.Fatal(err)
	}
	sale := order.Receipt
	sale.ID = "00112233445566778899aabbccddeeff"
	refund := Receipt{ID: "ffeeddccbbaa99887766554433221100", Kind: "refund", Of: sale.ID, At: sale.At, Channel: "store", Currency: "KWD", Exponent: 3, Total: -1500, TotalsConsistent: true,
		Lines: []Line{{N: 1, Name: "Lamp", Quantity: "-0.5", Total: -1500}}}
	var out []any
	for _, r := range []*Receipt{&sale, &refund} {
		claims := map[string]any{"id": r.ID, "kind": r.Kind, "at": r.At.Format(time.RFC3339), "channel": r.Channel, "currency": r.Currency, "exponent": r.Exponent, "total": r.Total,
			"totals_consistent": r.TotalsConsistent, "lines": r.Lines}
		for name, amount := range map[string]*int64{"tax": r.Tax, "shipping": r.Shipping, "discount": r.Discount} {
			if amount != nil {
				claims[name] = *amount
			}
		}
		for name, text := range map[string]string{"of": r.Of, "tender": r.Tender} {
			if text != "" {
				claims[name] = text
			}
		}
		if r.Source != nil {
			claims["src"] = r.Source
		}
		out = append(out, map[string]any{"claims": claims, "seller": "Lantern & Loom", "iss": testIssuer, "json_ld": r.SchemaOrg("Lantern & Loom", testIssuer)})
	}
	return out
}

func TestSchemaOrgIsInTheVocabulary(t *testing.T) {
	v := readVocabulary(t)
	for _, e := range exported(t) {
		text, err := json.Marshal(e.(map[string]any)["json_ld"])
		if err != nil {
			t.Fatal(err)
		}
		var node map[string]any
		if err := json.Unmarshal(text, &node); err != nil {
			t.Fatal(err)
		}
		if node["@context"] != "https://schema.org" {
			t.Errorf("context %v", node["@context"])
		}
		for _, wrong := range v.check("invoice", node) {
			t.Error(wrong)
		}
		// Nothing in it can name a buyer, and amounts are decimal strings.
		if who := regexp.MustCompile(`"(Person|customer|buyer|broker|recipient|email|telephone|address|accountId)"`).Find(text); who != nil {
			t.Errorf("it names somebody: %s", who)
		}
		if n := regexp.MustCompile(`"price":"-?[0-9]+(\.[0-9]{2,3})?"`).FindAll(text, -1); len(n) < 2 {
			t.Errorf("prices are not decimal strings: %s", text)
		}
	}
}

// The checker notices what it is for.
func TestTheVocabularyCheckFails(t *testing.T) {
	v := readVocabulary(t)
	for name, node := range map[string]map[string]any{
		"an unknown type":     {"@type": "Bill"},
		"an unknown property": {"@type": "Invoice", "amount": "1"},
		"another value":       {"@type": "Invoice", "totalPaymentDue": map[string]any{"@type": "Product"}},
		"a number":            {"@type": "Invoice", "totalPaymentDue": map[string]any{"@type": "PriceSpecification", "price": 1.5}},
	} {
		if len(v.check(name, node)) == 0 {
			t.Errorf("%s was accepted", name)
		}
	}
}
