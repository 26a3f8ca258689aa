package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"carnet/internal/drill"
	"carnet/internal/retail"
)

const drillLong = `Play a thief who holds a copy of the data directory, the logs and the chain, and search all of it for every customer id, name,
address, description and amount that went in, and for wallet addresses, in clear and in the usual encodings.

What went in is read from the list that the demo and the replay keep (DIR/secrets/needles.jsonl), and from the replayed file.
Ends with status 1 if anything was found, or if something could not be searched.`

type drillFlags struct {
	dir, against, rpc string
	asJSON            bool
}

func drillCommand() *cobra.Command {
	var f drillFlags
	c := &cobra.Command{
		Use:   "drill --data DIR",
		Short: "Play the thief: search everything that lies on the disk for what went in",
		Long:  drillLong,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDrill(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.dir, "data", "", "the data directory to steal (the demo must not be running on it)")
	flags.StringVar(&f.against, "against", "", "the file that was replayed, or \"excerpt\" for the one that ships with Carnet (default: the file that was replayed into DIR)")
	flags.StringVar(&f.rpc, "rpc", "", "URL of a running chain's JSON-RPC, searched as well")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON")
	return quietly(c)
}

func runDrill(ctx context.Context, out, progress io.Writer, f drillFlags) error {
	if f.dir == "" {
		return errors.New("--data DIR is missing: start the demo or a replay with --data first, then search that directory")
	}
	report, err := drill.Run(ctx, drill.Config{
		Dir: f.dir, RPC: f.rpc, Needles: func(each func(drill.Needle) error) error { return needles(f, each) },
		Progress: drillMeter(progress, f.asJSON),
	})
	if err != nil {
		return err
	}
	if f.asJSON {
		err = printJSON(out, report)
	} else {
		printDrill(newPage(out), f.dir, report)
	}
	if err == nil && !report.Clean() {
		err = fmt.Errorf("the thief found something: %d occurrences", report.Finds)
	}
	return err
}

// excerptName stands for the file that ships with Carnet.
const excerptName = "excerpt"

// needles hands on the manifest and the values of the replayed file. One of them must be there.
func needles(f drillFlags, each func(drill.Needle) error) error {
	path := f.against
	if path == "" {
		replayed, err := os.ReadFile(filepath.Join(f.dir, "secrets", replayedFile))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		path = string(replayed)
	}
	bought := false
	err := drill.ReadManifest(f.dir, func(n drill.Needle) error { bought = true; return each(n) })
	if errors.Is(err, fs.ErrNotExist) {
		if path == "" {
			return fmt.Errorf("%s is not there: say with --against what went in (a replayed file, or %q)", drill.ManifestPath(filepath.Clean(f.dir)), excerptName)
		}
		err = nil
	}
	if err == nil && path == "" && !bought {
		return fmt.Errorf("nothing was bought yet in %s, so there is nothing to look for: buy something at a demo shop, stop the demo, and search again", f.dir)
	}
	if err != nil || path == "" {
		return err
	}
	if path == excerptName {
		path = ""
	}
	source, err := openRetail(path)
	if err != nil {
		return err
	}
	defer source.Close()
	for {
		invoice, err := source.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, n := range invoiceNeedles(invoice) {
			if err := each(n); err != nil {
				return err
			}
		}
	}
}

// invoiceNeedles is what an invoice tells about its customer. The country is shared by thousands and never leaves the reader.
func invoiceNeedles(invoice *retail.Invoice) []drill.Needle {
	all := []drill.Needle{{Kind: drill.Customer, Value: invoice.Customer}, drill.Money(invoice.Total(), 2)}
	for _, line := range invoice.Lines {
		if line.Description != "" {
			all = append(all, drill.Needle{Kind: drill.Description, Value: line.Description})
		}
		all = append(all, drill.Money(line.Total(), 2), drill.Money(line.UnitMilli/10, 2))
	}
	return all
}

func drillMeter(out io.Writer, quiet bool) func(done, total int64) {
	if quiet || !newPage(out).accent {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int64) {
		if bar == nil {
			bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(out), progressbar.OptionShowBytes(true),
				progressbar.OptionSetDescription("searching"), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set64(min(done, total))
	}
}

func printDrill(p page, dir string, r *drill.Report) {
	p.title("What the thief held")
	rows := [][]string{{"STORE", "FILES", "BYTES"}}
	var files int
	var bytes int64
	for _, s := range r.Stores {
		rows = append(rows, []string{s.Name, strconv.Itoa(s.Files), strconv.FormatInt(s.Bytes, 10)})
		files, bytes = files+s.Files, bytes+s.Bytes
	}
	p.table(append(rows, []string{"all of " + dir, strconv.Itoa(files), strconv.FormatInt(bytes, 10)}))
	p.gap()
	for _, l := range r.LeftOut {
		p.text("Left out: " + l.Path + " (" + l.Why + ").")
	}
	p.text("Not searched for: addresses of relayers, contracts and issuers. They are public.")

	p.title("What the thief tried")
	head := []string{"NEEDLES"}
	for _, n := range r.Needles {
		head = append(head, string(n.Kind))
	}
	rows = [][]string{head, needleRow("values that went in", r, func(n drill.NeedleReport) int { return n.Needles })}
	for _, encoding := range drill.Encodings {
		rows = append(rows, needleRow(string(encoding), r, func(n drill.NeedleReport) int { return n.Forms[encoding] }))
	}
	rows = append(rows,
		needleRow("too short to mean anything", r, func(n drill.NeedleReport) int { return n.TooShort }),
		needleRow("values with no form left", r, func(n drill.NeedleReport) int { return n.Unsearchable }))
	p.table(rows)

	p.title("What the thief learned")
	if len(r.Published) > 0 {
		p.text(fmt.Sprintf("%d wallets hold a carnet on the chain: published by their owners' own signatures, and counted apart.", len(r.Published)))
	}
	if r.Clean() {
		p.text("Nothing.")
		return
	}
	rows = [][]string{{"WHAT", "VALUE", "WRITTEN AS", "WHERE", "AT BYTE", "TIMES"}}
	const shown = 50
	for i, f := range r.Findings {
		if i == shown {
			break
		}
		rows = append(rows, []string{string(f.Kind), fmt.Sprintf("%.40q", f.Value), string(f.Encoding), f.Path, strconv.FormatInt(f.Offset, 10), strconv.Itoa(f.Times)})
	}
	p.table(rows)
	if len(r.Findings) > shown {
		p.text(fmt.Sprintf("… and %d more; --json lists up to 1000.", len(r.Findings)-shown))
	}
}

func needleRow(name string, r *drill.Report, count func(drill.NeedleReport) int) []string {
	row := []string{name}
	for _, n := range r.Needles {
		row = append(row, strconv.Itoa(count(n)))
	}
	return row
}
