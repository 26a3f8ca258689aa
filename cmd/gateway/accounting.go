package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"carnet/internal/blob"
	"carnet/internal/books"
	"carnet/internal/epochkey"
	"carnet/internal/profile"
)

// errPartly says that the work was done and something was left out, which was named: exit code 2.
var errPartly = errors.New("some copies were left out")

func accountingCommand() *cobra.Command {
	c := &cobra.Command{Use: "accounting", Short: "The shop's own copies of its receipts: make the offline key, take copies out, open them",
		Long: `A shop with accounting_recipient gets a copy of every receipt, sealed to a key that this gateway does not have.

  keygen   makes that key, on a machine that stays offline
  export   takes copies out of a gateway's objects; needs no key
  open     opens them offline, checks every signature, and writes JSON lines, a spreadsheet and totals

docs/accounting.md has the whole ceremony.`}
	c.AddCommand(accountingKeygen(), accountingExport(), accountingOpen())
	return c
}

func accountingKeygen() *cobra.Command {
	var out string
	var split bool
	c := &cobra.Command{Use: "keygen --out FILE", Short: "Make the offline key of a shop's books, and print its public half", Args: cobra.NoArgs,
		Long: `Writes a new age identity to FILE and prints its recipient, which goes into the shop's accounting_recipient.

With --split it writes FILE.1 and FILE.2 instead: two halves for two people. One half alone opens nothing and tells nothing; if either is lost,
everything sealed to the key is lost with it, so print each one.`,
		RunE: func(c *cobra.Command, _ []string) error {
			recipient, files, err := keygen(out, split)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "wrote %s: to be printed, and kept offline\n", strings.Join(files, " and "))
			fmt.Fprintln(c.OutOrStdout(), recipient)
			return nil
		}}
	c.Flags().StringVar(&out, "out", "", "file to write; it must not exist")
	c.Flags().BoolVar(&split, "split", false, "write two halves, FILE.1 and FILE.2")
	c.MarkFlagRequired("out")
	return c
}

func keygen(out string, split bool) (recipient string, files []string, err error) {
	key := books.Generate()
	if !split {
		return key.Recipient(), []string{out}, writeNew(out, key.WriteIdentity)
	}
	one, two := key.Split()
	files = []string{out + ".1", out + ".2"}
	for i, half := range [][32]byte{one, two} {
		if err := writeNew(files[i], func(w io.Writer) error { return key.WriteShare(w, i+1, half) }); err != nil {
			for _, written := range files[:i] { // the first without the second is worth nothing
				err = errors.Join(err, os.Remove(written))
			}
			return "", nil, err
		}
	}
	return key.Recipient(), files, nil
}

// writeNew writes a file that only its owner can read, and never over another.
func writeNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// epochRange is what --since-epoch and --until-epoch say.
type epochRange struct{ since, until uint64 }

func (r *epochRange) add(c *cobra.Command) {
	c.Flags().Uint64Var(&r.since, "since-epoch", 0, "first epoch")
	c.Flags().Uint64Var(&r.until, "until-epoch", math.MaxUint64, "last epoch; the last one there is if left out")
	c.Flags().Lookup("until-epoch").DefValue = "0" // so that the help says nothing of it
}

func (r *epochRange) holds(epoch uint64) bool { return epoch >= r.since && epoch <= r.until }

func accountingExport() *cobra.Command {
	var file, objects, client, out string
	var epochs epochRange
	c := &cobra.Command{Use: "export --client-id SHOP --out FILE.tar", Short: "Take a shop's copies out of a gateway's objects, still sealed", Args: cobra.NoArgs,
		Long: `Writes the copies of closed epochs as a tar archive of age files, named by epoch. It reads no key and may run beside the gateway.

Take the next archive from an epoch that the last one already had: a copy may come a moment after its epoch closed, and whoever opens
the archives counts each receipt once.`,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			var n int
			err := withCopies(ctx, file, objects, client, epochs, func(copies books.Copies) error {
				bar := newBar(c.ErrOrStderr(), "taking out")
				return writeNew(out, func(w io.Writer) (err error) {
					n, err = books.WriteTar(w, copies, bar)
					return err
				})
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "wrote %d copies to %s\n", n, out)
			return nil
		}}
	c.Flags().StringVar(&file, "config", "gateway.yaml", "the gateway's configuration, for where its objects are")
	c.Flags().StringVar(&objects, "objects", "", "directory of objects, or a copy of one, instead of the configuration's")
	c.Flags().StringVar(&client, "client-id", "", "the shop")
	c.Flags().StringVar(&out, "out", "", "archive to write; it must not exist")
	epochs.add(c)
	c.MarkFlagRequired("client-id")
	c.MarkFlagRequired("out")
	return c
}

// withCopies gives the copies of closed epochs to use. A directory is read beside the gateway that has it open.
func withCopies(ctx context.Context, file, objects, client string, epochs epochRange, use func(books.Copies) error) (err error) {
	store, err := openReader(ctx, file, objects)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	first, err := store.List(ctx, books.Prefix(client), "", 1)
	if err != nil {
		return err
	}
	if len(first) == 0 {
		return fmt.Errorf("there are no copies for %q: is the client id right, and accounting_recipient set?", client)
	}
	closed := func(epoch uint64) bool {
		page, err := store.List(ctx, epochkey.Tree(epoch), "", 1)
		return err != nil || len(page) == 1 // a store that does not answer says so when the copy is read, and nothing is left out
	}
	return use(books.FromStore(ctx, store, client, epochs.and(closed)))
}

func openReader(ctx context.Context, file, objects string) (blob.Reader, error) {
	if objects != "" {
		return blob.ReadDir(objects)
	}
	cfg, err := readConfig(file, os.Environ())
	if err != nil {
		return nil, err
	}
	return cfg.readObjects(ctx, gatewayStore)
}

// and remembers what closed said: it is asked once per epoch, and copies come in the order of their epochs.
func (r epochRange) and(closed func(uint64) bool) func(uint64) bool {
	var last uint64
	var known, answer bool
	return func(epoch uint64) bool {
		if !r.holds(epoch) {
			return false
		}
		if !known || epoch != last {
			last, known, answer = epoch, true, closed(epoch)
		}
		return answer
	}
}

// openFlags are the flags of accounting open.
type openFlags struct {
	identities, issuers, from []string
	out, day                  string
	schemaOrg                 bool
	since, until              string
	epochs                    epochRange
	asJSON                    bool
}

func accountingOpen() *cobra.Command {
	var f openFlags
	c := &cobra.Command{Use: "open --identity FILE --issuer FILE --from ARCHIVE|DIR", Short: "Open copies offline: JSON lines, a spreadsheet, totals", Args: cobra.NoArgs,
		Long: `Opens archives of accounting export, or a directory with copies in it, with the offline key; checks that the shop signed each receipt; counts each once.

The public keys that receipts are checked with are the issuer metadata: save https://GATEWAY/.well-known/jwt-vc-issuer/shops/SHOP once a year, and
give every file. Days are those of the purchase, in UTC.

Exit codes: 0 all was opened; 1 nothing was done; 2 some copies were left out, which are named.`,
		RunE: func(c *cobra.Command, _ []string) error { return openBooks(c, f) }}
	c.Flags().StringArrayVar(&f.identities, "identity", nil, "file of the key; twice for its two halves")
	c.Flags().StringArrayVar(&f.issuers, "issuer", nil, "file of issuer metadata; may be repeated")
	c.Flags().StringArrayVar(&f.from, "from", nil, "archive or directory; may be repeated")
	c.Flags().StringVar(&f.out, "out", "", "directory for receipts.jsonl and receipts.csv, which must not be there; none if left out: totals only")
	c.Flags().BoolVar(&f.schemaOrg, "schema-org", false, "write receipts.schema.jsonl into --out too: an Invoice of schema.org per line")
	c.Flags().StringVar(&f.day, "day", "", "one day, YYYY-MM-DD")
	c.Flags().StringVar(&f.since, "since", "", "first day, YYYY-MM-DD")
	c.Flags().StringVar(&f.until, "until", "", "last day, YYYY-MM-DD")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print the summary as JSON")
	f.epochs.add(c)
	for _, name := range []string{"identity", "issuer", "from"} {
		c.MarkFlagRequired(name)
	}
	c.MarkFlagsMutuallyExclusive("day", "since")
	c.MarkFlagsMutuallyExclusive("day", "until")
	return c
}

func openBooks(c *cobra.Command, f openFlags) error {
	var files [][]byte
	for _, path := range f.identities {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, data)
	}
	identity, err := books.Identity(files...)
	if err != nil {
		return fmt.Errorf("--identity: %w", err)
	}
	issuers := books.Issuers{}
	for _, path := range f.issuers {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := issuers.Add(data); err != nil {
			return fmt.Errorf("--issuer %s: %w", path, err)
		}
	}
	wanted, err := f.days()
	if err != nil {
		return err
	}
	sheets, err := newSheets(f, issuers)
	if err != nil {
		return err
	}
	summary, err := books.Open(f.copies(newBar(c.ErrOrStderr(), "opening")), identity, issuers, wanted, sheets.add)
	if err := errors.Join(err, sheets.close()); err != nil {
		return err
	}
	if err := printSummary(c.OutOrStdout(), summary, f.asJSON); err != nil {
		return err
	}
	if summary.Copies == 0 {
		return errors.New("there are no copies in what --from and the epochs name")
	}
	if !summary.Whole() {
		for what, names := range map[string][]string{"do not open with this key, or are damaged": summary.Unopened, "are not signed by these issuers": summary.Unsigned,
			"say something else than another copy of the same receipt": summary.Conflicts} {
			if len(names) > 0 {
				fmt.Fprintf(c.ErrOrStderr(), "%d copies %s: %s\n", len(names), what, some(names))
			}
		}
		return errPartly
	}
	return nil
}

// some names the first of many.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + ", …"
}

// copies reads all sources one after the other.
func (f openFlags) copies(each func()) books.Copies {
	return func(yield func(books.Copy, error) bool) {
		for _, from := range f.from {
			info, err := os.Stat(from)
			if err != nil {
				yield(books.Copy{}, err)
				return
			}
			var source books.Copies
			if info.IsDir() {
				source = books.FromDir(from, f.epochs.holds)
			} else {
				file, err := os.Open(from)
				if err != nil {
					yield(books.Copy{}, err)
					return
				}
				defer file.Close()
				source = books.FromTar(file, f.epochs.holds)
			}
			for c, err := range source {
				if each(); !yield(c, err) {
					return
				}
			}
		}
	}
}

// days returns what is wanted by day of purchase.
func (f openFlags) days() (func(*profile.Receipt) bool, error) {
	since, until := f.since, f.until
	if f.day != "" {
		since, until = f.day, f.day
	}
	for _, day := range []string{since, until} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return nil, fmt.Errorf("%q is not a day such as 2026-05-01", day)
		}
	}
	return func(r *profile.Receipt) bool {
		day := r.At.Format(time.DateOnly)
		return (since == "" || day >= since) && (until == "" || day <= until)
	}, nil
}

// sheets are the files of the opened receipts; the zero value writes none.
type sheets struct {
	files        []*os.File
	csv          *csv.Writer
	json, schema *json.Encoder // schema: nil when nobody asked for it
	issuers      books.Issuers
}

func newSheets(f openFlags, issuers books.Issuers) (*sheets, error) {
	s := &sheets{issuers: issuers}
	if f.out == "" && f.schemaOrg {
		return s, errors.New("--schema-org needs --out")
	}
	if f.out == "" {
		return s, nil
	}
	if err := os.MkdirAll(f.out, 0o700); err != nil {
		return s, err
	}
	names := []string{"receipts.jsonl", "receipts.csv"}
	if f.schemaOrg {
		names = append(names, "receipts.schema.jsonl")
	}
	for _, name := range names {
		file, err := os.OpenFile(filepath.Join(f.out, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return s, errors.Join(err, s.close())
		}
		s.files = append(s.files, file)
	}
	s.json, s.csv = json.NewEncoder(s.files[0]), csv.NewWriter(s.files[1])
	s.json.SetEscapeHTML(false)
	if f.schemaOrg {
		s.schema = json.NewEncoder(s.files[2])
		s.schema.SetEscapeHTML(false)
	}
	return s, s.csv.Write(books.Header)
}

func (s *sheets) add(e books.Entry) error {
	if s.json == nil {
		return nil
	}
	err := errors.Join(s.json.Encode(e), s.csv.Write(e.Row()))
	if s.schema != nil {
		err = errors.Join(err, s.schema.Encode(e.Receipt.SchemaOrg(s.issuers[e.Issuer].Name, e.Issuer)))
	}
	return err
}

func (s *sheets) close() (err error) {
	if s.csv != nil {
		s.csv.Flush()
		err = s.csv.Error()
	}
	for _, f := range s.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

func printSummary(out io.Writer, s *books.Summary, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(s)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "CURRENCY\tSALES\tSOLD\tREFUNDS\tPAID BACK\tEXCHANGES\tEXCHANGED\tNET\tTAX\t")
	for _, t := range s.Totals {
		amount := func(n int64) string { return profile.Decimal(n, t.Exponent) }
		fmt.Fprintf(w, "%s\t%d\t%s\t%d\t%s\t%d\t%s\t%s\t%s\t\n", t.Currency, t.Sales, amount(t.Sold), t.Refunds, amount(t.PaidBack), t.Exchanges, amount(t.Exchanged), amount(t.Net), amount(t.Tax))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%d receipts from %d copies, %d of them duplicates\n", s.Receipts, s.Copies, s.Duplicates)
	return err
}

// newBar counts on a terminal, and elsewhere says nothing.
func newBar(out io.Writer, what string) func() {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
		progressbar.OptionShowIts(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	return func() { _ = bar.Add(1) }
}
