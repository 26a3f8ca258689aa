package web

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
)

// names are what errors may carry that leads to somebody: names of objects, which are hashes of who owns them, and wallets' addresses.
var names = regexp.MustCompile(`(0x)?[0-9a-fA-F]{32,}`)

func unname(name string) string {
	if strings.HasPrefix(name, "0x") && len(name) == 66 { // a hash of a transaction or a block is everybody's
		return name
	}
	return "…"
}

// Discreet passes records on without the names that their errors carry: a log tells how much goes on, and not for whom. Attributes other than errors are
// passed as they are.
func Discreet(h slog.Handler) slog.Handler { return discreet{h} }

type discreet struct{ slog.Handler }

// Handle implements slog.Handler.
func (d discreet) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool { out.AddAttrs(unnamed(a)); return true })
	return d.Handler.Handle(ctx, out)
}

// WithAttrs implements slog.Handler.
func (d discreet) WithAttrs(attrs []slog.Attr) slog.Handler {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		out[i] = unnamed(a)
	}
	return discreet{d.Handler.WithAttrs(out)}
}

// WithGroup implements slog.Handler.
func (d discreet) WithGroup(name string) slog.Handler { return discreet{d.Handler.WithGroup(name)} }

func unnamed(a slog.Attr) slog.Attr {
	if err, ok := a.Value.Any().(error); ok {
		return slog.String(a.Key, names.ReplaceAllStringFunc(err.Error(), unname))
	}
	return a
}
