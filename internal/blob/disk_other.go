//go:build !linux

package blob

import "os"

func (osDisk) flush(root string, paths []string) error { return flushEach(root, paths) }

type dataSyncer struct{ *os.File }
