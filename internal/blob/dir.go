package blob

import "errors"

// OpenDir opens or creates an object store in a directory.
func OpenDir(path string) (Store, error) { return nil, errors.New("being built: ready in minutes") }
