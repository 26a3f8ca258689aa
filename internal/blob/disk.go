package blob

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// disk is everything that changes the file system, so that tests can make each step fail, before and after it took effect.
type disk interface {
	// create makes a new file with this content, not synced. Its owner may read it once it is whole: other processes see that (ReadDir).
	create(path string, data []byte) error
	rename(from, to string) error
	// remove takes away a file or an empty directory; absent is an error.
	remove(path string) error
	// mkdir makes a directory with its parents.
	mkdir(path string) error
	// openJournal makes a new empty file whose name is durable.
	openJournal(path string) (journalFile, error)
	// dropJournal removes a file; its absence is durable.
	dropJournal(path string) error
	// flush makes everything durable that was done to these paths below root: contents, names and absences.
	flush(root string, paths []string) error
}

type journalFile interface {
	Write(p []byte) (int, error)
	Sync() error // the content and the length
	Close() error
}

type osDisk struct{}

func (osDisk) create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o200) // unfinished
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Chmod(0o600)
	}
	return errors.Join(err, f.Close())
}

func (osDisk) remove(path string) error { return os.Remove(path) }
func (osDisk) mkdir(path string) error  { return os.MkdirAll(path, 0o700) }

func (osDisk) openJournal(path string) (journalFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syncPath(filepath.Dir(path)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return dataSyncer{f}, nil
}

func (osDisk) dropJournal(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}

// flushEach is the portable flush: every file, and every directory from it up to the root.
func flushEach(root string, paths []string) error {
	dirs := map[string]bool{root: true}
	for _, path := range paths {
		if err := syncPath(path); err != nil && !absent(err) {
			return err
		}
		for dir := filepath.Dir(path); len(dir) > len(root) && !dirs[dir]; dir = filepath.Dir(dir) {
			dirs[dir] = true
		}
	}
	for dir := range dirs {
		if err := syncPath(dir); err != nil && !absent(err) {
			return err
		}
	}
	return nil
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() && runtime.GOOS == "windows" { // which cannot sync a directory, and needs not
		return nil
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	return nil
}
