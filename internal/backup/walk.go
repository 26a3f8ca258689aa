package backup

import (
	"context"
	"fmt"
	"iter"

	"carnet/internal/blob"
)

// span is a range of keys.
type span struct {
	prefix string
	after  string // only keys greater than this
	before string // only keys less than this; empty for no end
}

// behind is greater than every key that begins with a prefix, and less than all that come after those.
func behind(prefix string) string { return prefix + "~" }

// walk yields the objects of a span in the order of their keys, a page at a time.
func walk(ctx context.Context, r blob.Reader, s span) iter.Seq2[blob.Entry, error] {
	return func(yield func(blob.Entry, error) bool) {
		for after := s.after; ; {
			page, err := r.List(ctx, s.prefix, after, blob.MaxList)
			if err != nil {
				yield(blob.Entry{}, err)
				return
			}
			for _, e := range page {
				if s.before != "" && e.Key >= s.before || !yield(e, nil) {
					return
				}
			}
			if len(page) < blob.MaxList {
				return
			}
			after = page[len(page)-1].Key
		}
	}
}

// pair is a key that one store has, or both.
type pair struct {
	key        string
	from, to   blob.Entry
	have, copy bool // whether from and to are there
}

// merge walks two stores side by side.
func merge(ctx context.Context, from, to blob.Reader, s span) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		nextFrom, stopFrom := iter.Pull2(walk(ctx, from, s))
		defer stopFrom()
		nextTo, stopTo := iter.Pull2(walk(ctx, to, s))
		defer stopTo()
		f, ferr, fok := nextFrom()
		t, terr, tok := nextTo()
		for fok || tok {
			if ferr != nil || terr != nil {
				yield(pair{}, first(ferr, terr))
				return
			}
			p := pair{have: fok && (!tok || f.Key <= t.Key), copy: tok && (!fok || t.Key <= f.Key)}
			if p.have {
				p.key, p.from = f.Key, f
				f, ferr, fok = nextFrom()
			}
			if p.copy {
				p.key, p.to = t.Key, t
				t, terr, tok = nextTo()
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

func first(source, target error) error {
	if source != nil {
		return fmt.Errorf("source: %w", source)
	}
	return fmt.Errorf("target: %w", target)
}
