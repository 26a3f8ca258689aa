package shop

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
)

func words(t *testing.T, lang string) map[string]string {
	t.Helper()
	raw, err := files.ReadFile("texts/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLanguagesSayTheSame(t *testing.T) {
	en, fr := words(t, "en"), words(t, "fr")
	verbs := regexp.MustCompile(`%[a-z]`)
	for key, text := range en {
		other, ok := fr[key]
		if !ok || strings.TrimSpace(other) == "" {
			t.Errorf("no French for %q", key)
		}
		if got, want := fmt.Sprint(verbs.FindAllString(other, -1)), fmt.Sprint(verbs.FindAllString(text, -1)); got != want {
			t.Errorf("%s: got %s in French, want %s", key, got, want)
		}
	}
	for key := range fr {
		if _, ok := en[key]; !ok && !strings.HasPrefix(key, "product.") {
			t.Errorf("no English for %q", key)
		}
	}
	for _, theme := range []Theme{LanternAndLoom, PanAndPepper} {
		for _, item := range shelves[theme] {
			if fr["product."+item.sku] == "" {
				t.Errorf("no French name for product %s", item.sku)
			}
		}
	}
}

// Words that shoppers should never have to learn (look of the project), and the promise that nobody reads them elsewhere.
func TestTextsAvoidJargon(t *testing.T) {
	jargon := regexp.MustCompile(`(?i)\b(nft|web3|gas|mint|hash|blob|did|encrypted|chiffré|token|jeton|relying party)\b`)
	for _, lang := range languages {
		for key, text := range words(t, lang) {
			if w := jargon.FindString(text); w != "" && !strings.EqualFold(w, "did") {
				t.Errorf("%s %s: got %q in %q", lang, key, w, text)
			}
		}
	}
}

func TestEveryProblemHasItsWords(t *testing.T) {
	en := words(t, "en")
	kinds := regexp.MustCompile(`kind: "([a-z_]+)"|(?:tokenTrouble|notOrder)\(err, "([a-z_]+)"`)
	source, err := fs.Glob(files, "texts/*")
	if err != nil || len(source) != len(languages) {
		t.Errorf("got %v, want one file per language", source)
	}
	seen := 0
	for _, name := range []string{"gateway.go", "pages.go", "session.go", "shop.go", "look.go"} {
		for _, m := range kinds.FindAllStringSubmatch(readSource(t, name), -1) {
			seen++
			for _, part := range []string{"title", "what", "safe", "do"} {
				if en["problem."+m[1]+m[2]+"."+part] == "" {
					t.Errorf("%s: no %s for %s", name, part, m[1]+m[2])
				}
			}
		}
	}
	if seen < 15 {
		t.Errorf("got %d kinds, want all of them found", seen)
	}
}

func TestMoneyAndCounts(t *testing.T) {
	en, fr := &texts{Lang: "en", words: words(t, "en")}, &texts{Lang: "fr", words: words(t, "fr")}
	for _, row := range []struct {
		t        *texts
		minor    int64
		currency string
		want     string
	}{
		{en, 1295, "GBP", "£12.95"}, {fr, 1295, "GBP", "12,95\u202f£"}, {en, 5, "EUR", "€0.05"}, {en, -300, "GBP", "−£3.00"}, {en, 1200, "JPY", "1200\u00a0JPY"},
		{en, 1234, "KWD", "1.234\u00a0KWD"}, {fr, 1234, "KWD", "1,234\u00a0KWD"}, {en, 0, "GBP", "£0.00"},
	} {
		if got := row.t.Money(row.minor, row.currency); got != row.want {
			t.Errorf("%s %d %s: got %q, want %q", row.t.Lang, row.minor, row.currency, got, row.want)
		}
	}
	for n, want := range map[int]string{0: "0 article", 1: "1 article", 2: "2 articles"} {
		if got, err := fr.N("nav.items", n); err != nil || got != want {
			t.Errorf("%d: got %q, %v, want %q", n, got, err, want)
		}
	}
}

func TestCatalogueIsCutFromRealPurchases(t *testing.T) {
	for theme, want := range map[Theme]Product{
		LanternAndLoom: {SKU: "22784", Name: "Lantern cream gazebo", Unit: 495, Picture: "lantern"},
		PanAndPepper:   {SKU: "22423", Name: "Regency cakestand 3 tier", Unit: 1275, Picture: "cakestand", Palette: 2},
	} {
		got, err := Catalogue(theme)
		if err != nil || len(got) != 12 || got[0] != want {
			t.Errorf("%s: got %v, %v, want %v first of 12", theme, got, err, want)
		}
		for _, p := range got {
			if p.Unit <= 0 || p.Name == strings.ToUpper(p.Name) {
				t.Errorf("got %+v", p)
			}
			if _, err := files.ReadFile("pictures/" + p.Picture + ".svg"); err != nil {
				t.Errorf("%s has no drawing: %v", p.SKU, err)
			}
		}
	}
	for in, want := range map[string]string{"WHITE  HANGING HEART T-LIGHT HOLDER ": "White hanging heart T-light holder", "SET 2 TEA TOWELS I LOVE LONDON": "Set 2 tea towels I love London", "": ""} {
		if got := humanise(in); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// contrast is WCAG 2's ratio of two colours #rrggbb.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(hex string) float64 {
		n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 24)
		if err != nil {
			t.Fatalf("colour %q: %v", hex, err)
		}
		var sum float64
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			c := float64(n>>(16-8*i)&0xff) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	l := []float64{light(a), light(b)}
	sort.Float64s(l)
	return (l[1] + 0.05) / (l[0] + 0.05)
}

func TestColoursCanBeRead(t *testing.T) {
	root := regexp.MustCompile(`:root \{([^}]+)\}`)
	for _, theme := range []Theme{LanternAndLoom, PanAndPepper} {
		raw, _ := files.ReadFile("static/" + string(theme) + ".css")
		sets := root.FindAllStringSubmatch(string(raw), -1)
		if len(sets) != 2 {
			t.Fatalf("%s: got %d sets of colours, want light and dark", theme, len(sets))
		}
		for i, set := range sets {
			c := map[string]string{}
			for _, m := range regexp.MustCompile(`--([a-z]+): (#[0-9A-Fa-f]{6})`).FindAllStringSubmatch(set[1], -1) {
				c[m[1]] = m[2]
			}
			pairs := [][2]string{{"ink", "paper"}, {"ink", "card"}, {"muted", "paper"}, {"muted", "card"}, {"accent", "paper"}, {"accent", "card"}, {"on", "accent"}, {"stamp", "paper"}, {"stamp", "card"}, {"paper", "ink"}}
			if theme == PanAndPepper {
				pairs = append(pairs, [2]string{"onboard", "board"})
			} else {
				pairs = append(pairs, [2]string{"muted", "warm"}, [2]string{"accent", "warm"})
			}
			for _, p := range pairs {
				if got := contrast(t, c[p[0]], c[p[1]]); got < 4.5 {
					t.Errorf("%s, set %d: %s on %s has contrast %.2f, want at least 4.5", theme, i, p[0], p[1], got)
				}
			}
			for _, ground := range []string{"paper", "card"} {
				if got := contrast(t, c["focus"], c[ground]); got < 3 {
					t.Errorf("%s, set %d: focus ring on %s has contrast %.2f, want at least 3", theme, i, ground, got)
				}
			}
		}
	}
}

func readSource(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
