package devnet

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"

	gethlog "github.com/ethereum/go-ethereum/log"
)

// quiet passes on what go-ethereum logs from a level up, with long hexadecimal runs cut out: go-ethereum
// prints addresses and transactions, and a wallet address is personal.
type quiet struct {
	slog.Handler
	min slog.Level
}

var longHex = regexp.MustCompile(`(0x)?[0-9a-fA-F]{16,}`)

func redact(text string) string { return longHex.ReplaceAllString(text, "0x…") }

func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= q.min && q.Handler.Enabled(ctx, level)
}

// Handle leaves out the node's account of failed calls ("Served …"): the caller was told.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	if strings.HasPrefix(r.Message, "Served ") {
		return nil
	}
	clean := slog.NewRecord(r.Time, r.Level, redact(r.Message), 0)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(redactAttr(a))
		return true
	})
	return q.Handler.Handle(ctx, clean)
}

func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = redactAttr(a)
	}
	return quiet{q.Handler.WithAttrs(clean), q.min}
}

func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name), q.min} }

func redactAttr(a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindBool, slog.KindInt64, slog.KindUint64, slog.KindFloat64, slog.KindDuration, slog.KindTime:
		return a
	default:
		return slog.String(a.Key, redact(fmt.Sprint(v.Any())))
	}
}

// rootLogger hides go-ethereum's own logger type, whose SetDefault would replace the process's slog default.
type rootLogger struct{ gethlog.Logger }

// takeRootLog points go-ethereum's process-wide logger at handler and returns what undoes it. With several
// nodes in one process the one that started last hears them all.
func takeRootLog(handler slog.Handler) (release func()) {
	mine := &rootLogger{gethlog.NewLogger(handler)}
	gethlog.SetDefault(mine)
	return func() {
		if gethlog.Root() == gethlog.Logger(mine) {
			gethlog.SetDefault(&rootLogger{gethlog.NewLogger(gethlog.DiscardHandler())})
		}
	}
}
