package backup

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"carnet/internal/blob"
)

// The objects of an epoch (package epochs writes them).
const (
	epochsPrefix = "epochs/"
	treeName     = "tree"
	anchoredName = "anchored"
)

func epochKey(epoch uint64, name string) string { return fmt.Sprintf("epochs/%010d/%s", epoch, name) }

// parseEpoch splits the key of an epoch's object.
func parseEpoch(key string) (epoch uint64, name string, err error) {
	number, name, ok := strings.Cut(strings.TrimPrefix(key, epochsPrefix), "/")
	epoch, err = strconv.ParseUint(number, 10, 64)
	if !ok || err != nil || epochKey(epoch, name) != key {
		return 0, "", fmt.Errorf("%s is no epoch's object", key)
	}
	return epoch, name, nil
}

// count returns how many epochs from the first one on have an object of this name, given that they have it without gaps.
func count(ctx context.Context, r blob.Reader, name string) (uint64, error) {
	return blob.Count(ctx, r, func(epoch uint64) string { return epochKey(epoch, name) })
}
