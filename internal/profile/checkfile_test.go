package profile

import (
	"strings"
	"testing"
)

func TestEverySealedFileIsWholeAndNoPartOfItIs(t *testing.T) {
	for _, n := range []int{1, 2 << 10, 60 << 10, 64 << 10, 130 << 10, 1 << 20} {
		file, err := Seal(strings.Repeat("a", n)+"~", NewSalt(), NewRootKey().Identity(testSector, 0).Recipient())
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckFile(file); err != nil {
			t.Errorf("a token of %d bytes: %v", n, err)
		}
		for _, cut := range []int{1, 16, 17, len(file) / 2, len(file) - 100, len(file)} {
			if CheckFile(file[:len(file)-cut]) == nil {
				t.Errorf("a token of %d bytes, cut by %d: counts as whole", n, cut)
			}
		}
	}
}
