package shop

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"carnet/internal/retail"
)

// Theme is the face of a shop: its words, type, colours and layout.
type Theme string

// The two demo shops.
const (
	LanternAndLoom Theme = "lantern" // gifts
	PanAndPepper   Theme = "pepper"  // kitchenware
)

// Product is something on the shelf.
type Product struct {
	SKU     string
	Name    string // English; the texts may hold a translation under "product.<SKU>"
	Unit    int64  // price of one in pence
	Picture string // name of a drawing in pictures/
	Palette int    // which of its theme's palettes the drawing wears
}

// item is a place on a shelf: what is sold, and how it is drawn. Name and price come from the purchase data.
type item struct {
	sku, picture string
	palette      int
}

var shelves = map[Theme][]item{
	LanternAndLoom: {
		{"22784", "lantern", 0}, {"85123A", "heart", 4}, {"21731", "toadstool", 3}, {"22111", "bottle", 1}, {"22968", "box", 0}, {"47566", "bunting", 2},
		{"22622", "blocks", 2}, {"22568", "cushion", 1}, {"22727", "clock", 3}, {"22585", "tag", 1}, {"22469", "wreath", 0}, {"22750", "doll", 3},
	},
	PanAndPepper: {
		{"22423", "cakestand", 2}, {"22960", "jar", 2}, {"23173", "teapot", 3}, {"22699", "cup", 2}, {"22424", "bin", 4}, {"22978", "pin", 5},
		{"22138", "bowl", 0}, {"22722", "spice", 1}, {"22990", "apron", 3}, {"22966", "cutter", 5}, {"22427", "jug", 4}, {"22900", "towel", 0},
	},
}

// Catalogue cuts a theme's catalogue from the excerpt of real purchases: each product under the name it was last sold by, in ordinary
// letters, at the price it was sold at most often.
func Catalogue(theme Theme) ([]Product, error) {
	shelf, ok := shelves[theme]
	if !ok {
		return nil, fmt.Errorf("no theme %q", theme)
	}
	names, prices, err := sales()
	if err != nil {
		return nil, err
	}
	out := make([]Product, 0, len(shelf))
	for _, item := range shelf {
		if names[item.sku] == "" {
			return nil, fmt.Errorf("product %s is not in the purchase data", item.sku)
		}
		out = append(out, Product{SKU: item.sku, Name: humanise(names[item.sku]), Unit: usual(prices[item.sku]), Picture: item.picture, Palette: item.palette})
	}
	return out, nil
}

// sales reads names and prices (pence, with how often) from the excerpt.
func sales() (map[string]string, map[string]map[int64]int, error) {
	names, prices := map[string]string{}, map[string]map[int64]int{}
	in := retail.Excerpt()
	for {
		invoice, err := in.Next()
		if errors.Is(err, io.EOF) {
			return names, prices, nil
		}
		if err != nil {
			return nil, nil, err
		}
		for _, l := range invoice.Lines {
			if l.Qty <= 0 || l.UnitMilli <= 0 || l.UnitMilli%10 != 0 {
				continue
			}
			names[l.StockCode] = l.Description
			if prices[l.StockCode] == nil {
				prices[l.StockCode] = map[int64]int{}
			}
			prices[l.StockCode][l.UnitMilli/10]++
		}
	}
}

// usual returns the price seen most often, the lowest of equals.
func usual(seen map[int64]int) (best int64) {
	for p, n := range seen {
		if best == 0 || n > seen[best] || n == seen[best] && p < best {
			best = p
		}
	}
	return best
}

// proper are the words of the data's capitals that keep one.
var proper = []string{"Regency", "London", "Bakelike", "Lola", "Scottie", "Victorian", "I", "LED", "T-light", "Suki", "Christmas", "Edwardian"}

// humanise writes a description of the data in ordinary letters: "WHITE  T-LIGHT HOLDER " becomes "White T-light holder".
func humanise(description string) string {
	words := strings.Fields(description)
	for i, w := range words {
		words[i] = strings.ToLower(w)
		if j := slices.IndexFunc(proper, func(p string) bool { return strings.EqualFold(p, w) }); j >= 0 {
			words[i] = proper[j]
		}
	}
	out := []rune(strings.Join(words, " "))
	if len(out) > 0 {
		out[0] = unicode.ToUpper(out[0])
	}
	return string(out)
}
