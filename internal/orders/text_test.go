package orders

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"carnet/internal/profile"
)

func TestWhatNobodySeesIsLeftOutOfNames(t *testing.T) {
	for text, want := range map[string]string{
		"Family mug \U0001F468\u200d\U0001F469\u200d\U0001F467": "Family mug \U0001F468\U0001F469\U0001F467",
		"Donau\u00addampfschiff":                                "Donaudampfschiff",
		"T\u200bShirt":                                          "TShirt",
		"\u200fقميص":                                            "قميص",
		"Caf\u0085é\u00a0\u2028noir \x00\x7f":                   "Caf é noir",
		"half a \xf0\x9f rune":                                  "half a rune",
		"\u200b\ufeff\u00ad":                                    "Item",
		"":                                                      "Item",
		strings.Repeat("灯", 180):                                strings.Repeat("灯", 170),
		strings.Repeat("x", 511) + " y":                         strings.Repeat("x", 511),
	} {
		if got := clean(text, "Item", profile.MaxName); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// FuzzText: whatever text a platform sends for a product, the receipt is one that the gateway takes.
func FuzzText(f *testing.F) {
	for _, text := range []string{"Lantern", "\u200d", "\u0085", strings.Repeat("灯", 200), "\xff", "\ufffe", "\U000e0041", "\U0010ffff", "\u061c\u180e\u2066", "\u2028", strings.Repeat("e\u0301", 300), "\ufffd"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		quoted, _ := json.Marshal(text)
		for name, x := range fixtures {
			body := strings.NewReplacer(`"IPod Nano - 8GB"`, "TEXT", `"IPOD2008PINK"`, "TEXT", `"Woo Single &ndash; A&amp;B"`, "TEXT", `"W1"`, "TEXT", `"Tee"`, "TEXT", `"T-1"`, "TEXT", `"42"`, "TEXT", `"cs_1"`, "TEXT").Replace(x.body)
			if x.want == nil || !strings.Contains(body, "TEXT") {
				continue
			}
			body = strings.ReplaceAll(body, "TEXT", string(quoted))
			events, err := Platforms[x.platform].Convert(x.header(body, secret), []byte(body))
			if err != nil || len(events) == 0 {
				t.Fatalf("%s: %d events, %v", name, len(events), err)
			}
			got, _ := json.Marshal(map[string]any{"receipt": events[0].Receipt})
			if _, err := profile.ParseOrder(got); err != nil || !utf8.Valid(got) {
				t.Errorf("%s: %s: %v", name, got, err)
			}
		}
	})
}
