package render

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCheckSources(t *testing.T) {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return hex.EncodeToString(sum[:])
	}
	artifact := &Artifact{Contract: "C", Sources: map[string]string{"src/C.sol": hash("ours"), "@lib/L.sol": hash("theirs")}}
	tests := map[string]struct {
		files   map[string]string
		skipped []string
		err     string
	}{
		"all sources are as they were":       {files: map[string]string{"src/C.sol": "ours", "node_modules/@lib/L.sol": "theirs"}},
		"the imports are not installed":      {files: map[string]string{"src/C.sol": "ours"}, skipped: []string{"@lib/L.sol"}},
		"our source has changed":             {files: map[string]string{"src/C.sol": "ours "}, err: "src/C.sol has changed"},
		"an import has changed":              {files: map[string]string{"src/C.sol": "ours", "node_modules/@lib/L.sol": "other"}, err: "@lib/L.sol has changed"},
		"our source is gone":                 {files: map[string]string{"node_modules/@lib/L.sol": "theirs"}, err: "no such file"},
		"an import is gone from the modules": {files: map[string]string{"src/C.sol": "ours", "node_modules/@lib/M.sol": ""}, err: "no such file"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for path, text := range test.files {
				path = filepath.Join(dir, path)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			skipped, err := artifact.CheckSources(dir)
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error: got %v, want %q", err, test.err)
			}
			if !slices.Equal(skipped, test.skipped) {
				t.Errorf("skipped: got %v, want %v", skipped, test.skipped)
			}
		})
	}
}
