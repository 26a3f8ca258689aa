package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"carnet/internal/chain"
	"carnet/internal/demo"
	"carnet/internal/replay"
	"carnet/internal/retail"
)

// memoryLimit is where the collector begins to work harder, whatever the file's length.
const memoryLimit = 180 << 20

const replayLong = `Put real history through a gateway, as a shop and its shoppers would.

FILE is the UCI Online Retail data set as CSV, plain or gzipped. Without it, the excerpt that ships with Carnet is replayed.
One sealed receipt per invoice with a customer; cancellations become refunds. Interrupt it and start it again with the
same --data: it continues, and ends with the same receipts, none twice.`

const replayReadme = `seed is what the keys of all played shoppers follow from. Nobody real is among them. In real life these keys are in the
shoppers' vaults, and no server has one: whoever copies this file can open the replayed receipts.
`

// replayFlags are what the command line decides.
type replayFlags struct {
	demo            demo.Config
	workers, sample int
	http, asJSON    bool
}

func replayCommand() *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay [FILE]",
		Short: "Put real orders through the gateway and check every receipt",
		Long:  replayLong,
		RunE: func(cmd *cobra.Command, args []string) error {
			path := ""
			if len(args) == 1 {
				path = args[0]
			}
			return runReplay(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), path, f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.demo.Dir, "data", "", "directory that keeps everything over a restart (default: a temporary one, removed at the end)")
	flags.StringVar(&f.demo.GatewayAddr, "gateway-addr", "localhost:8080", "address of the gateway")
	flags.StringVar(&f.demo.VaultAddr, "vault-addr", "localhost:8081", "address of the vault")
	flags.StringVar(&f.demo.WalletAddr, "wallet-addr", "localhost:8082", "address of the demo wallet")
	flags.StringVar(&f.demo.Shop1Addr, "shop1-addr", "localhost:8091", "address of the shop whose orders are replayed")
	flags.StringVar(&f.demo.Shop2Addr, "shop2-addr", "localhost:8092", "address of the other shop")
	flags.StringVar(&f.demo.ChainAddr, "chain-addr", "localhost:8545", "address of the chain's JSON-RPC")
	flags.DurationVar(&f.demo.Epoch, "epoch", 3*time.Second, "how long an epoch stays open")
	flags.IntVar(&f.workers, "workers", 16*runtime.NumCPU(), "orders in flight at a time; they share fsyncs")
	flags.IntVar(&f.sample, "open", 200, "how many random receipts to open with their shoppers' keys; -1 opens all and compares each customer's total with the file")
	flags.BoolVar(&f.http, "http", false, "ask the gateway over loopback connections, one per worker, instead of inside the process")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON")
	quietly(c)
	c.Args = cobra.MaximumNArgs(1)
	return c
}

func runReplay(ctx context.Context, out, progress io.Writer, path string, f replayFlags) error {
	if f.workers < 1 || f.workers > 1024 || f.sample < -1 || f.sample > 100_000 {
		return errors.New("--workers takes 1 to 1024, --open -1 to 100000")
	}
	debug.SetMemoryLimit(memoryLimit)
	debug.SetGCPercent(400) // as the gateway's server does: the live heap is small, orders make garbage
	if path != "" {         // before anything is started
		if file, err := retail.Open(path); err != nil {
			return err
		} else if err := file.Close(); err != nil {
			return err
		}
	}
	d, err := demo.Start(ctx, f.demo)
	if err != nil {
		return takenFlags(err)
	}
	report, err := replayInto(ctx, d, path, f, meter(progress, f.asJSON))
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	if f.asJSON {
		return printJSON(out, report)
	}
	printReplay(newPage(out), report)
	return nil
}

func openRetail(path string) (*retail.Reader, error) {
	if path == "" {
		return retail.Excerpt(), nil
	}
	return retail.Open(path)
}

// replayReport is a replay's result and what the process cost.
type replayReport struct {
	File string `json:"file"`
	replay.Result
	PeakMemory int64         `json:"peak_memory_bytes,omitempty"` // resident, of the whole process: chain, gateway, shops and replay
	Took       time.Duration `json:"took_ns"`
}

func replayInto(ctx context.Context, d *demo.Demo, path string, f replayFlags, progress func(replay.Progress)) (replayReport, error) {
	report := replayReport{File: path}
	if path == "" {
		report.File = "the excerpt that ships with Carnet"
	}
	begun := time.Now()
	dir := filepath.Join(d.Dir, "replay")
	seed, err := loadSeed(dir)
	if err != nil {
		return report, err
	}
	if err := rememberFile(d.Secrets, path); err != nil {
		return report, err
	}
	roots, err := chain.Dial(ctx, d.Chain, chain.Config{ChainID: d.ChainID, Anchor: d.Anchor, Carnet: d.Carnet})
	if err != nil {
		return report, err
	}
	defer roots.Close()
	shop := d.Shops[0]
	report.Result, err = replay.Run(ctx, replay.Config{
		Gateway: d.Gateway, Vault: d.Vault, Shop: replay.Shop{ClientID: shop.ClientID, Secret: shop.Secret, Origin: shop.Origin},
		HTTP: &http.Client{
			Transport:     transport(d, f),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		Roots: roots, Issuer: d.Issuer, Seed: seed, Open: func() (*retail.Reader, error) { return openRetail(path) }, Leaves: filepath.Join(dir, "leaves"),
		Workers: f.workers, Sample: f.sample, Now: time.Now, Progress: progress,
	})
	report.Took, report.PeakMemory = time.Since(begun), peakMemory()
	return report, err
}

// transport is how the replay's shops and shoppers reach the gateway.
func transport(d *demo.Demo, f replayFlags) http.RoundTripper {
	if !f.http {
		return replay.InProcess{Handler: d.GatewayHandler()}
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxConnsPerHost, t.MaxIdleConnsPerHost, t.Proxy = f.workers, f.workers, nil
	return t
}

// replayedFile, in DIR/secrets, holds the path of the file that was replayed, for the drill; "excerpt" is the one that ships with Carnet.
const replayedFile = "replayed"

func rememberFile(secrets, path string) (err error) {
	if path == "" {
		path = excerptName
	} else if path, err = filepath.Abs(path); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(secrets, replayedFile), []byte(path), 0o600)
}

// loadSeed reads the seed of a data directory, or makes it and has it on the disk before anybody uses it.
func loadSeed(dir string) (seed replay.Seed, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return seed, fmt.Errorf("replay directory: %w", err)
	}
	path := filepath.Join(dir, "seed")
	data, err := os.ReadFile(path)
	if err == nil && len(data) == len(seed) {
		return replay.Seed(data), nil
	}
	if err == nil {
		return seed, fmt.Errorf("%s: %d bytes, want %d", path, len(data), len(seed))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return seed, fmt.Errorf("replay seed: %w", err)
	}
	rand.Read(seed[:])
	for _, file := range []struct {
		path string
		data []byte
	}{{filepath.Join(dir, "README"), []byte(replayReadme)}, {path + ".new", seed[:]}} {
		if err := writeSynced(file.path, file.data); err != nil {
			return seed, fmt.Errorf("replay seed: %w", err)
		}
	}
	if err := os.Rename(path+".new", path); err != nil {
		return seed, fmt.Errorf("replay seed: %w", err)
	}
	return seed, syncDir(dir)
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// peakMemory is the largest resident size of this process so far, 0 where the system does not tell.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			if err == nil {
				return kib << 10
			}
		}
	}
	return 0
}

// meter shows how far a replay is: a bar on a terminal, else a line now and then, nothing with --json on a pipe.
func meter(out io.Writer, asJSON bool) func(replay.Progress) {
	file, ok := out.(*os.File)
	if ok && term.IsTerminal(int(file.Fd())) {
		return barMeter(out)
	}
	if asJSON {
		return func(replay.Progress) {}
	}
	return lineMeter(out)
}

// unit is what a phase counts.
func unit(phase string) string {
	if phase == replay.Arriving || phase == replay.Counting {
		return "shoppers"
	}
	return "receipts"
}

func barMeter(out io.Writer) func(replay.Progress) {
	phase, bar := "", (*progressbar.ProgressBar)(nil)
	return func(p replay.Progress) {
		if p.Phase != phase {
			if bar != nil {
				bar.Finish()
			}
			phase = p.Phase
			total := p.Total
			if total == 0 {
				total = -1 // a spinner
			}
			bar = progressbar.NewOptions(total,
				progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(fmt.Sprintf("  %-24s", phase)),
				progressbar.OptionSetItsString(unit(phase)), progressbar.OptionShowIts(), progressbar.OptionShowCount(),
				progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(true),
				progressbar.OptionOnCompletion(func() { fmt.Fprintln(out) }),
			)
		}
		bar.Set(p.Done)
	}
}

func lineMeter(out io.Writer) func(replay.Progress) {
	const every = 5 * time.Second
	phase, begun, told := "", time.Time{}, time.Time{}
	return func(p replay.Progress) {
		now := time.Now()
		if p.Phase != phase {
			phase, begun, told = p.Phase, now, now
			fmt.Fprintln(out, phase)
			return
		}
		if now.Sub(told) < every {
			return
		}
		told = now
		took := now.Sub(begun)
		text := fmt.Sprintf("%s: %s %s, %.0f/s", phase, number(p.Done), unit(phase), float64(p.Done)/took.Seconds())
		if p.Total > 0 && p.Done > 0 {
			left := time.Duration(float64(took) / float64(p.Done) * float64(p.Total-p.Done))
			text += fmt.Sprintf(", %d %%, %v left", 100*p.Done/p.Total, left.Round(time.Second))
		}
		fmt.Fprintln(out, text)
	}
}

func printReplay(p page, r replayReport) {
	p.title("Replay of " + r.File)
	rows := [][]string{}
	for _, reason := range r.Reasons {
		rows = append(rows, []string{reason.Reason, right(number(reason.Lines), 9), reason.Explain})
	}
	p.table(append(rows, []string{"all lines", right(number(r.Lines), 9), "nothing dropped"}))
	p.gap()
	bare, processor := compare(r)
	p.table([][]string{
		{"Shoppers", number(r.Shoppers), fmt.Sprintf("signed in with wallets of their own, vaults bound, in %.1f s", r.Arriving.Seconds())},
		{"Receipts", number(r.Receipts), fmt.Sprintf("%s new, %s already there; %s refused", number(r.New), number(r.Existing), number(r.Refused))},
		{"Refunds", number(r.Refunds), fmt.Sprintf("%s name the sale they refer to", number(r.Linked))},
		{"Receipts per second", number(int(r.PerSecond)), fmt.Sprintf("in %.1f s, each durable before it was answered", r.Posting.Seconds())},
		{"Bare loop", number(int(r.BarePerSecond)), bare},
		{"Processor time", number(int(r.Processor.Microseconds())), processor},
		{"Ciphertext", number(int(r.Ciphertext)), fmt.Sprintf("bytes, %s per receipt", number(int(r.Ciphertext)/max(r.Receipts, 1)))},
		{"Epochs", number(r.Epochs), "that hold these receipts"},
		{"Anchors sent", number(r.Epochs), fmt.Sprintf("%s gas together", number(int(r.Gas)))},
		{"Gas per receipt", fmt.Sprintf("%.1f", r.GasPerReceipt), fmt.Sprintf("%s receipts per epoch on average", number(r.Receipts/max(r.Epochs, 1)))},
		{"Proofs", number(r.Proven), "verified against the chain: all of them"},
		{"Inboxes", number(r.Inboxes), "hold exactly their shoppers' receipts, none twice"},
		{"Opened", number(r.Opened), "at random, with their shoppers' keys; totals as in the file"},
		{"Totals", number(r.Totals), "customers' receipts add up to what the file's lines do (--open -1 compares)"},
		{"Peak memory", fmt.Sprintf("%.0f MB", float64(r.PeakMemory)/1e6), "of the whole process: chain, gateway, shops and replay"},
		{"Took", r.Took.Round(100 * time.Millisecond).String(), ""},
	})
	p.gap()
}

// compare puts the replay beside the bare loop, unless there is nothing to compare: receipts that an earlier run sealed
// were only found again.
func compare(r replayReport) (bare, processor string) {
	bare, processor = "per second when nothing but encrypting and signing is done", "µs per receipt, chain and all"
	if r.BarePerSecond == 0 || r.Existing > 0 {
		return bare, processor
	}
	bare += fmt.Sprintf("; the replay reached %.0f %%", 100*r.PerSecond/r.BarePerSecond)
	if r.Processor > 0 {
		processor += fmt.Sprintf("; the bare loop takes %d, which is %.0f %% of it", r.BareProcessor.Microseconds(), 100*float64(r.BareProcessor)/float64(r.Processor))
	}
	return bare, processor
}

// number groups digits by three.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func right(s string, width int) string { return strings.Repeat(" ", max(0, width-len(s))) + s }
