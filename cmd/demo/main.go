// Command demo runs all of Carnet on one machine: chain, gateway, vault, demo wallet and two shops.
//
//	go run ./cmd/demo          everything in one process
//	go run ./cmd/demo chain    the local testnet alone
//	go run ./cmd/demo replay   real orders through the gateway, every receipt checked
//	go run ./cmd/demo drill    play the thief on a data directory
//	go run ./cmd/demo shop     one demo shop alone, against a gateway elsewhere
//
// It is for trying and testing: its chain's accounts are everybody's, and --data keeps the gateway's keys next
// to its data, which a real gateway must not do.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait
	root := demoCommand()
	root.AddCommand(chainCommand(), replayCommand(), drillCommand(), shopCommand())
	if err := root.ExecuteContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "demo: "+err.Error())
		os.Exit(1)
	}
}

// page prints for people: aligned, with one accent colour where a terminal can show it.
type page struct {
	out    io.Writer
	accent bool
}

func newPage(out io.Writer) page {
	file, ok := out.(*os.File)
	return page{out, ok && term.IsTerminal(int(file.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func (p page) title(text string) { fmt.Fprintf(p.out, "\n%s\n\n", p.mark(text)) }

func (p page) text(text string) { fmt.Fprintln(p.out, "  "+text) }

func (p page) gap() { fmt.Fprintln(p.out) }

func (p page) mark(text string) string {
	if !p.accent {
		return text
	}
	return "\x1b[1;38;5;68m" + text + "\x1b[0m"
}

// table aligns columns; the first carries the accent.
func (p page) table(rows [][]string) {
	widths := map[int]int{}
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		line.WriteString("  ")
		for i, cell := range row {
			padded := cell
			if i < len(row)-1 {
				padded += strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+3)
			}
			if i == 0 {
				padded = p.mark(padded)
			}
			line.WriteString(padded)
		}
		fmt.Fprintln(p.out, strings.TrimRight(line.String(), " "))
	}
}

// printJSON writes what a script wants to know, in one object.
func printJSON(out io.Writer, v any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// quietly sets what all subcommands of cobra share here: errors are printed once, by main, and a failure
// while running does not print how to call.
func quietly(c *cobra.Command) *cobra.Command {
	c.SilenceErrors = true
	c.Args = cobra.NoArgs
	run := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		cmd.SilenceUsage = true
		return run(cmd, args)
	}
	return c
}
