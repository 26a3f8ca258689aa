package bindings

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// Every invariant of docs/contracts.md has tests with its number in their names, and no test names one that is not there.
func TestEveryInvariantHasItsTests(t *testing.T) {
	const doc = "../../../docs/contracts.md"
	stated := numbers(t, doc, `(?m)^- \*\*([ACP]\d+)\*\* `)
	tested := map[string]int{}
	for glob, pattern := range map[string]string{
		contractsDir + "/test/*.t.sol": `function (?:test|testFuzz|invariant)_([ACP]\d+)_`,
		"../accounts/*_test.go":        `(?m)^func Test(P\d+)[A-Z]`,
	} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: got %d files, %v", glob, len(files), err)
		}
		for _, file := range files {
			for number, n := range numbers(t, file, pattern) {
				tested[number] += n
			}
		}
	}
	for _, number := range slices.Sorted(maps.Keys(stated)) {
		if stated[number] > 1 {
			t.Errorf("%s is stated %d times in %s", number, stated[number], doc)
		}
		if tested[number] == 0 {
			t.Errorf("%s of %s has no test that is named after it", number, doc)
		}
		t.Logf("%-4s %d tests", number, tested[number])
	}
	for number := range tested {
		if stated[number] == 0 {
			t.Errorf("tests are named after %s, which %s does not state", number, doc)
		}
	}
	for _, letter := range []string{"A", "C", "P"} {
		if stated[letter+"1"] == 0 {
			t.Errorf("%s states no %s1", doc, letter)
		}
	}
}

// numbers counts what the pattern's group matches in a file.
func numbers(t *testing.T, file, pattern string) map[string]int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
		found[match[1]]++
	}
	return found
}
