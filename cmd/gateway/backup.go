package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"
	"gopkg.in/yaml.v3"

	"carnet/internal/backup"
	"carnet/internal/blob"
	"carnet/internal/verify"
)

const elsewhere = `Elsewhere is a directory, or a .yaml file that says where in an S3 bucket:
  endpoint: https://s3.example.com
  bucket: backups
  prefix: carnet/           # ends in "/"
  access_key: …             # and, beside the file: secret_key_file: s3.key
with the settings of objects.s3 in gateway.example.yaml. Without secret_key_file the
key pair is AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment.`

// copyOptions are the flags of gateway backup and gateway restore.
type copyOptions struct {
	config, other, store string
	keep, unfinished     bool
	verify, offline      bool
	json                 bool
}

func (o *copyOptions) flags(c *cobra.Command, other, usage string) {
	f := c.Flags()
	f.StringVar(&o.config, "config", "gateway.yaml", "configuration file of the gateway")
	f.StringVar(&o.other, other, "", usage)
	f.StringVar(&o.store, "store", gatewayStore, "which store: gateway, or vault for the boxes of the vault that this gateway hosts")
	f.BoolVar(&o.offline, "offline", false, "with --verify: do not ask the chain")
	f.BoolVar(&o.json, "json", false, "print JSON")
	_ = c.MarkFlagRequired(other)
}

func backupCommand() *cobra.Command {
	var o copyOptions
	c := &cobra.Command{Use: "backup", Short: "Copy what is new in the object store elsewhere, while the gateway runs", Args: cobra.NoArgs,
		Long: `Brings a backup up to date. The first run copies everything, others what is new, changed or gone;
an interrupted one goes on where it was. The gateway may run meanwhile. Run it from cron, often:
what was acknowledged after the last run is not in the backup.

What a shopper deleted is deleted from the backup too. --keep-deleted leaves it there, against a thief
or a fault that deletes; a restore then brings everything back that was ever deleted.

A store that has lost epochs, or is another gateway's, is refused, and the backup stays as it is.
The keys are not in the store and not in its backup: keep copies of them apart.

` + elsewhere + `

Exit codes: 0 done, 1 failed or interrupted, 2 done, and --verify found something wrong.`,
		RunE: func(c *cobra.Command, _ []string) error {
			return stopped(c.Context(), runBackup(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o))
		}}
	o.flags(c, "to", "where the backup is, or will be: a directory, or a .yaml file that names a bucket")
	c.Flags().BoolVar(&o.keep, "keep-deleted", false, "leave in the backup what is gone from the store")
	c.Flags().BoolVar(&o.verify, "verify", false, "then read the whole backup and prove it, as restore --verify does")
	return c
}

func restoreCommand() *cobra.Command {
	var o copyOptions
	c := &cobra.Command{Use: "restore", Short: "Copy a backup into a new object store, and prove what came back", Args: cobra.NoArgs,
		Long: `Copies a backup into the store that the configuration names, which must be empty or hold an interrupted
restore, which then goes on. Until it has finished, gateway serve refuses the store.

--verify then reads everything back: the root of every epoch is computed from its tree and compared with
the anchor's record and with the chain, and every receipt's leaf is looked up in its epoch.

` + elsewhere + `

Exit codes: 0 done, 1 failed or interrupted, 2 done, and --verify found something wrong.`,
		RunE: func(c *cobra.Command, _ []string) error {
			return stopped(c.Context(), runRestore(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o))
		}}
	o.flags(c, "from", "where the backup is: a directory, or a .yaml file that names a bucket")
	c.Flags().BoolVar(&o.verify, "verify", false, "read everything back and prove it")
	c.Flags().BoolVar(&o.unfinished, "unfinished", false, "take a backup whose last run did not finish, when its store is lost: receipts may lack their leaves, so verify")
	return c
}

// stopped says what to do after an interruption, which is no success here.
func stopped(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return errors.New("interrupted: the same command goes on from here")
	}
	return err
}

// copied is what both commands print.
type copied struct {
	Backup   *backup.Report `json:"backup,omitempty"`
	Restore  *backup.Report `json:"restore,omitempty"`
	Verified *verify.Report `json:"verified,omitempty"`
}

func runBackup(ctx context.Context, out, errOut io.Writer, o copyOptions) (err error) {
	cfg, err := o.read()
	if err != nil {
		return err
	}
	from, err := cfg.readObjects(ctx, o.store)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := cfg.openTarget(ctx, o.other)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	state, _ := backup.ReadState(ctx, to) // what is none is refused by the run
	bar := o.bar(errOut, state.Objects)
	report, err := backup.Run(ctx, from, to, backup.Options{KeepDeleted: o.keep, Progress: bar.show, Now: time.Now})
	bar.end()
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return o.conclude(ctx, out, errOut, cfg, to, copied{Backup: &report})
}

func runRestore(ctx context.Context, out, errOut io.Writer, o copyOptions) (err error) {
	cfg, err := o.read()
	if err != nil {
		return err
	}
	from, err := openSource(ctx, o.other)
	if err != nil {
		return err
	}
	defer from.Close()
	state, err := backup.ReadState(ctx, from)
	if err != nil {
		return fmt.Errorf("--from %s: %w", o.other, err)
	}
	to, err := cfg.openObjects(ctx, o.store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	bar := o.bar(errOut, state.Objects)
	report, err := backup.Restore(ctx, from, to, backup.Options{Unfinished: o.unfinished, Progress: bar.show, Now: time.Now})
	bar.end()
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return o.conclude(ctx, out, errOut, cfg, to, copied{Restore: &report})
}

// read reads the configuration as far as it is about objects. It needs no key of the gateway.
func (o copyOptions) read() (*config, error) {
	cfg, err := readConfig(o.config, os.Environ())
	if err != nil {
		return nil, err
	}
	switch {
	case o.store != gatewayStore && o.store != vaultStore:
		return nil, fmt.Errorf("--store %q, want %s or %s", o.store, gatewayStore, vaultStore)
	case o.store == vaultStore && cfg.Vault == nil:
		return nil, errors.New("--store vault: this gateway hosts no vault")
	case o.store == vaultStore && o.verify:
		return nil, errors.New("--verify is for the gateway's store: nothing in the vault's can be proven without its shoppers' keys")
	}
	return cfg, cfg.checkObjects()
}

// conclude verifies, if told to, and prints: errWrong.
func (o copyOptions) conclude(ctx context.Context, out, errOut io.Writer, cfg *config, store blob.Reader, c copied) error {
	if !o.verify {
		return o.print(out, c)
	}
	report, err := cfg.prove(ctx, store, o.offline, errOut)
	if err != nil {
		return errors.Join(o.print(out, c), fmt.Errorf("all was copied, and could not be verified: %w", err))
	}
	c.Verified = &report
	return o.print(out, c)
}

func (o copyOptions) print(out io.Writer, c copied) error {
	if o.json {
		err := json.NewEncoder(out).Encode(c)
		if c.Verified != nil && c.Verified.Wrong > 0 {
			err = errors.Join(err, errWrong)
		}
		return err
	}
	r := cmp.Or(c.Backup, c.Restore)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "objects\t%d\n", r.Objects)
	fmt.Fprintf(w, "copied\t%d\t%.1f MB\n", r.Copied, float64(r.Bytes)/1e6)
	fmt.Fprintf(w, "deleted\t%d\n", r.Deleted)
	fmt.Fprintf(w, "epochs\t%d\t%d of them anchored\n", r.Epochs, r.Anchored)
	fmt.Fprintf(w, "took\t%.1f s\n", r.Seconds)
	if r.Restless {
		fmt.Fprintf(w, "links\t\tchanged all the time: a wallet that was added or removed meanwhile may have to be again\n")
	}
	if err := w.Flush(); err != nil || c.Verified == nil {
		return err
	}
	fmt.Fprintln(out)
	return printReport(out, *c.Verified, false)
}

// openTarget opens the store that --to names, which must not lie in one of the configured stores, or they in it.
func (c *config) openTarget(ctx context.Context, name string) (blob.Store, error) {
	cfg, at, err := readElsewhere(name)
	if err != nil {
		return nil, err
	}
	for _, which := range []string{gatewayStore, vaultStore} {
		if which == vaultStore && c.Vault == nil {
			continue
		}
		path, bucket, onS3 := c.where(which)
		switch {
		case onS3 && at != nil && at.overlaps(bucket), !onS3 && at == nil && (within(path, name) || within(name, path)):
			return nil, fmt.Errorf("--to %s and the %s's store: one lies in the other", name, which)
		}
	}
	if at != nil {
		return cfg.openS3(ctx, name, *at)
	}
	return blob.OpenDir(name)
}

// openSource opens the store that --from names.
func openSource(ctx context.Context, name string) (blob.Reader, error) {
	cfg, at, err := readElsewhere(name)
	if err != nil {
		return nil, err
	}
	if at != nil {
		return cfg.readS3(ctx, name, *at)
	}
	return blob.ReadDir(name)
}

// readElsewhere reads an S3 file; nil when the name is that of a directory.
func readElsewhere(name string) (*config, *s3Config, error) {
	if ext := filepath.Ext(name); ext != ".yaml" && ext != ".yml" {
		return nil, nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	at := &s3Config{}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(at); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, readable(err))
	}
	return &config{dir: filepath.Dir(name)}, at, nil
}

// within tells that a path is dir or lies in it.
func within(dir, path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}

// meter shows progress on a terminal.
type meter struct {
	out   io.Writer // nil: there is no terminal
	total int64     // of the last run; 0 when nobody knows
	bar   *progressbar.ProgressBar
}

func (o copyOptions) bar(errOut io.Writer, total int64) *meter {
	file, ok := errOut.(*os.File)
	if !ok || o.json || !term.IsTerminal(int(file.Fd())) {
		return &meter{}
	}
	return &meter{out: errOut, total: total}
}

func (m *meter) show(p backup.Progress) {
	if m.out == nil {
		return
	}
	if m.bar == nil {
		total := m.total
		if total == 0 {
			total = -1 // a spinner
		}
		m.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(m.out), progressbar.OptionSetItsString("objects"), progressbar.OptionShowIts(),
			progressbar.OptionShowCount(), progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(total > 0))
	}
	if m.total > 0 && p.Looked > m.total {
		m.total = p.Looked
		m.bar.ChangeMax64(p.Looked)
	}
	m.bar.Describe(fmt.Sprintf("  %-22s", p.Phase))
	_ = m.bar.Set64(p.Looked)
}

func (m *meter) end() {
	if m.bar != nil {
		fmt.Fprintln(m.out)
	}
}
