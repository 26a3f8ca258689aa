package blob

import (
	"context"
	"fmt"
	"time"
)

// eachPage is how many objects Each lists at a time.
const eachPage = 500

// Each calls f for every object whose key begins with prefix, in order, and ends with the first error. Between pages of 500 it waits for pause, for
// sweeps that nobody waits for. f may delete the object that it is called for; what is written meanwhile may be missed.
func Each(ctx context.Context, r Reader, prefix string, pause time.Duration, f func(Entry) error) error {
	for after := ""; ; {
		page, err := r.List(ctx, prefix, after, eachPage)
		if err != nil {
			return fmt.Errorf("list %s: %w", prefix, err)
		}
		for _, e := range page {
			if err := f(e); err != nil {
				return err
			}
			after = e.Key
		}
		if len(page) < eachPage {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
