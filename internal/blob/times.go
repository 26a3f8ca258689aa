package blob

import (
	"os"
	"path/filepath"
	"time"
)

// Blurred is how exactly the times of objects are kept where the store can choose: they are rounded down to it. A receipt's file would tell
// the second of the purchase in every copy of the store.
const Blurred = time.Minute

// blur rounds the times of modification of the files, and of the directories between them and the root. What cannot be changed keeps its time:
// nothing depends on it.
func blur(root string, paths []string) {
	done := map[string]bool{root: true}
	for _, path := range paths {
		for ; len(path) > len(root) && !done[path]; path = filepath.Dir(path) {
			done[path] = true
			info, err := os.Lstat(path)
			if err != nil {
				continue
			}
			at := info.ModTime().Truncate(Blurred)
			_ = os.Chtimes(path, at, at)
		}
	}
}
