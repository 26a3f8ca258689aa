//go:build !linux

package blob

import "os"

func (osDisk) flush(root string, paths []string) error { return flushEach(root, paths) }

func (osDisk) rename(from, to string) error { return os.Rename(from, to) }

type dataSyncer struct{ *os.File }
