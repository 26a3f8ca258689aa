package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"carnet/internal/blob"
	"carnet/internal/epochkey"
)

const (
	workers = 16        // objects in flight, each of at most 64 MiB and mostly of 16 KiB
	margin  = time.Hour // that the clocks of two stores may differ by; far more than [blob.Blurred]
)

// syncer makes one store like another.
type syncer struct {
	meter
	from blob.Reader
	to   blob.Store
	keep bool // what is gone from the source stays
	now  func() time.Time
}

// changes counts what was written and deleted.
func (s *syncer) changes() int64 { return s.copied.Load() + s.deleted.Load() }

// run makes what matches in a span alike, and returns when all of it is.
func (s *syncer) run(ctx context.Context, phase string, in span, match func(pair) bool) error {
	s.enter(phase)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	var listed error
	for p, err := range merge(ctx, s.from, s.to, in) {
		if err != nil {
			listed = err
			break
		}
		if ctx.Err() != nil {
			break
		}
		if match != nil && !match(p) {
			continue
		}
		if p.have {
			s.looked.Add(1)
		}
		switch {
		case !p.have && s.keep:
		case !p.have:
			group.Go(func() error { return s.drop(ctx, p.key) })
		case p.copy && same(p):
		default:
			group.Go(func() error { return s.put(ctx, p) })
		}
	}
	err := group.Wait() // which ends the listing too, so it comes first
	if err == nil {
		err = listed
	}
	if err != nil {
		return fmt.Errorf("%s: %w", phase, err)
	}
	return nil
}

func (s *syncer) drop(ctx context.Context, key string) error {
	if err := s.to.Delete(ctx, key); err != nil {
		return fmt.Errorf("target: %w", err)
	}
	s.deleted.Add(1)
	return nil
}

// put copies an object, if it is still there and not the same.
func (s *syncer) put(ctx context.Context, p pair) error {
	data, err := s.from.Get(ctx, p.key)
	if errors.Is(err, blob.ErrNotFound) {
		return nil // deleted since it was listed
	}
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	if !p.copy {
		err := s.to.Put(ctx, p.key, data)
		if err == nil {
			s.wrote(data)
			return nil
		}
		if !errors.Is(err, blob.ErrExists) {
			return fmt.Errorf("target: %w", err)
		}
	}
	return s.replace(ctx, p, data)
}

func (s *syncer) replace(ctx context.Context, p pair, data []byte) error {
	old, err := s.to.Get(ctx, p.key)
	if err != nil {
		return fmt.Errorf("target: %w", err)
	}
	if !bytes.Equal(old, data) {
		if err := s.to.Replace(ctx, p.key, blob.ETag(old), data); err != nil {
			return fmt.Errorf("target: %w", err)
		}
		s.wrote(data)
		return nil
	}
	if !p.from.Modified.IsZero() && s.now().Sub(p.from.Modified) > margin {
		if err := s.to.Replace(ctx, p.key, blob.ETag(old), data); err != nil { // only for the time that it leaves
			return fmt.Errorf("target: %w", err)
		}
	}
	return nil
}

func (s *syncer) wrote(data []byte) {
	s.copied.Add(1)
	s.bytes.Add(int64(len(data)))
}

// same tells that an object and its copy need not be read to know that they are alike.
func same(p pair) bool {
	if p.from.Size != p.to.Size {
		return false
	}
	if writtenOnce(p.key) && p.from.Modified.IsZero() {
		return true
	}
	return !p.from.Modified.IsZero() && p.to.Modified.Sub(p.from.Modified) > margin
}

// writtenOnce tells which objects the gateway never replaces. It may delete them, and write another one under the name.
func writtenOnce(key string) bool {
	switch kind, _, _ := strings.Cut(key, "/"); kind {
	case "receipts", "claims", "books":
		return true
	case "epochs":
		return !strings.HasSuffix(key, "/"+epochkey.AnchoredName)
	}
	return strings.HasSuffix(key, "/known")
}
