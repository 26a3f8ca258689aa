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

// count returns how many epochs from the first one on have an object of this name, given that they have it without gaps. It asks some 2 log2(n) times.
func count(ctx context.Context, r blob.Reader, name string) (uint64, error) {
	has := func(epoch uint64) (bool, error) {
		key := epochKey(epoch, name)
		page, err := r.List(ctx, key, "", 1)
		return len(page) == 1 && page[0].Key == key, err
	}
	low, high := uint64(0), uint64(1) // those below low are there; high is one too many, or a guess
	for {
		ok, err := has(high - 1)
		if err != nil {
			return 0, err
		}
		if !ok {
			break
		}
		low, high = high, 2*high
	}
	for high--; low < high; {
		mid := low + (high-low)/2
		ok, err := has(mid)
		if err != nil {
			return 0, err
		}
		if ok {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, nil
}
