package blob

import (
	"context"
	"fmt"
)

// Count returns how many of the objects key(0), key(1), ... exist, given that they exist without gaps. It lists some 2 log2(n) times.
func Count(ctx context.Context, r Reader, key func(uint64) string) (uint64, error) {
	has := func(n uint64) (bool, error) {
		page, err := r.List(ctx, key(n), "", 1)
		if err != nil {
			return false, fmt.Errorf("%s: %w", key(n), err)
		}
		return len(page) == 1 && page[0].Key == key(n), nil
	}
	low, high := uint64(0), uint64(1) // everything below low exists; high is a guess
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
	for high--; low < high; { // low <= answer <= high
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
