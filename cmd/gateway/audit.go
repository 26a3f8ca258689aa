package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/go-jose/go-jose/v4"
	"github.com/spf13/cobra"

	"carnet/internal/audit"
	"carnet/internal/chain"
	"carnet/internal/profile"
)

const auditLong = `Hold a gateway to its promises: yours to run, with a node of the chain that you trust. It needs no secret.

FILE has a promise on each line, as POST /v1/receipts answered it: the compact JWS alone, or the whole answer as JSON. For each promise whose
epoch is on the chain the gateway is asked for the proof, and what it shows is compared with the chain's root. Only the chain's final blocks are
believed; on a chain that mines none while nothing happens, like the local one, say --confirmations 0.

With --checkpoint FILE the chain's history is compared with what it was at the last audit, and the file is brought up to date. It also keeps the
keys that shops published, so that a promise is still judged when its gateway has put another key in their place.
With --keys FILE, as often as you like, promises are judged by keys that you have kept yourself: a shop's issuer metadata, or a JWK set, which is
taken for every shop's.
With --out DIR each proven omission is written there as a file, of at most 2 KB for a promise as gateways make them, which anybody can check:
gateway audit check.

The exit status is 0 when every promise was kept, or is not due; 2 when one was broken; 1 when one could not be judged (unreachable; unsigned:
nobody has the key; elsewhere: not of this chain; far: due in more than 10,000 epochs), or the chain could not be asked.`

// auditFlags say which chain is the measure.
type auditFlags struct {
	rpc, anchor   string
	confirmations int
}

// measure is a chain with the caller's word on which of its blocks are final.
type measure struct {
	*chain.Client
	confirmations int // negative: the chain tells
}

func (m measure) FinalBlock(ctx context.Context) (uint64, error) {
	if m.confirmations < 0 {
		return m.Client.FinalBlock(ctx)
	}
	return m.DeepBlock(ctx, uint64(m.confirmations))
}

func (f *auditFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.rpc, "rpc", "", "JSON-RPC URL of a node that you trust")
	c.Flags().StringVar(&f.anchor, "anchor", "", "address of the Anchor contract, if it is not where gateway deploy puts it")
	c.Flags().IntVar(&f.confirmations, "confirmations", -1, fmt.Sprintf("believe blocks with so many on top of them; by default the chain's finalized ones, or %d on top where it tells none", chain.Confirmations))
}

// dial connects to the node, whatever its chain is: promises of another are told apart.
func (f *auditFlags) dial(ctx context.Context) (m measure, err error) {
	eth, err := ethclient.DialContext(ctx, f.rpc)
	if err != nil {
		return m, err
	}
	defer eth.Close()
	id, err := eth.ChainID(ctx)
	if err != nil {
		return m, fmt.Errorf("the node at --rpc: %w", err)
	}
	anchor, carnet := chain.Predicted()
	if f.anchor != "" {
		if anchor, err = address("--anchor", f.anchor); err != nil {
			return m, err
		}
	}
	client, err := chain.Dial(ctx, f.rpc, chain.Config{ChainID: id.Uint64(), Anchor: anchor, Carnet: carnet})
	return measure{client, f.confirmations}, err
}

func auditCommand() *cobra.Command {
	var f auditFlags
	var checkpoint, out string
	var keyFiles []string
	var asJSON bool
	c := &cobra.Command{Use: "audit FILE", Short: "Compare a gateway's promises with the chain", Long: auditLong, Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		if f.rpc == "" {
			return errors.New("audit needs --rpc")
		}
		promises, err := readPromises(args[0])
		if err != nil {
			return err
		}
		client, err := f.dial(c.Context())
		if err != nil {
			return err
		}
		defer client.Close()
		last, err := readCheckpoint(checkpoint)
		if err != nil {
			return err
		}
		kept, err := readKept(keyFiles)
		if err != nil {
			return err
		}
		a := &audit.Auditor{Chain: client, Gateway: audit.HTTP{Client: &http.Client{Timeout: 10 * time.Second, CheckRedirect: noRedirect}},
			Before: last.Histories, Kept: kept, Seen: last.Keys}
		found, unasked := a.Audit(c.Context(), promises)
		if err := writeProofs(out, found); err != nil {
			return err
		}
		if unasked != nil { // what was found until then is told all the same
			return errors.Join(reportAudit(c.OutOrStdout(), found, asJSON), unasked)
		}
		if err := writeCheckpoint(checkpoint, memory{a.Before, a.Seen}); err != nil {
			return err
		}
		return reportAudit(c.OutOrStdout(), found, asJSON)
	}}
	f.add(c)
	c.Flags().StringVar(&checkpoint, "checkpoint", "", "file that remembers the chain's history and the shops' keys from one audit to the next")
	c.Flags().StringArrayVar(&keyFiles, "keys", nil, "a shop's issuer metadata or a JWK set that you have kept; may be given again")
	c.Flags().StringVar(&out, "out", "", "directory for the proofs of omissions")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON, a finding for each promise")
	c.AddCommand(auditCheckCommand())
	return c
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

const maxPromise = 8 << 20 // bytes of a line: any token that is read at all fits, so that none ends the audit

// readPromises reads a promise, or an answer that holds one, from each line.
func readPromises(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxPromise)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "{") {
			var answer struct {
				Promise string `json:"promise"`
			}
			if err := json.Unmarshal([]byte(line), &answer); err != nil || answer.Promise == "" {
				return nil, fmt.Errorf("%s: line %d has no promise", path, n)
			}
			line = answer.Promise
		}
		if line != "" {
			all = append(all, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no promises", path)
	}
	return all, nil
}

// memory is what one audit hands to the next.
type memory struct {
	Histories map[common.Address]audit.Checkpoint `json:"histories"`
	Keys      audit.Keys                          `json:"keys"`
}

func readCheckpoint(path string) (last memory, err error) {
	if path == "" {
		return last, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return last, nil
	}
	if err != nil {
		return last, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields() // one of another version must not pass for an empty one
	if err := d.Decode(&last); err != nil {
		return last, fmt.Errorf("%s is not a checkpoint of this version, move it away to begin anew: %w", path, err)
	}
	return last, nil
}

// readKept reads kept keys: issuer metadata tells whose they are, a JWK set does not.
func readKept(files []string) (audit.Keys, error) {
	kept := audit.Keys{}
	for _, file := range files {
		iss, keys, err := readKeys(file)
		if err != nil {
			return nil, err
		}
		if len(keys.Keys) == 0 {
			return nil, fmt.Errorf("%s has no keys", file)
		}
		keys.Keys = append(keys.Keys, kept[iss].Keys...)
		kept[iss] = keys
	}
	return kept, nil
}

// readKeys reads a shop's issuer metadata, or a JWK set, which has no iss.
func readKeys(file string) (iss string, keys jose.JSONWebKeySet, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", keys, err
	}
	metadata := struct {
		Issuer string             `json:"issuer"`
		Set    jose.JSONWebKeySet `json:"jwks"`
		jose.JSONWebKeySet
	}{}
	if err := json.Unmarshal(data, &metadata); err != nil {
		return "", keys, fmt.Errorf("%s: %w", file, err)
	}
	keys.Keys = append(metadata.Set.Keys, metadata.Keys...)
	return metadata.Issuer, keys, nil
}

func writeCheckpoint(path string, now memory) error {
	if path == "" {
		return nil
	}
	data, err := json.MarshalIndent(now, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func writeProofs(dir string, found []audit.Finding) error {
	if dir == "" {
		return nil
	}
	for _, f := range found {
		if f.Proof == nil {
			continue
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, f.Leaf+".omission"), f.Proof, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// reportAudit prints how many there are of each kind, and what is not as it should be.
func reportAudit(out io.Writer, found []audit.Finding, asJSON bool) error {
	counts, worst := map[string]int{}, error(nil)
	for _, f := range found {
		counts[f.Kind]++
		if f.Bad() {
			worst = audit.ErrMisbehaved
		} else if f.Unjudged() && worst == nil {
			worst = audit.ErrUnjudged
		}
	}
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return errors.Join(enc.Encode(map[string]any{"counts": counts, "findings": found}), worst)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(w, "%s\t%d\n", kind, counts[kind])
	}
	for _, f := range found {
		if f.Kind != audit.Kept && f.Kind != audit.Pending {
			fmt.Fprintf(w, "\n%s\tepoch %d\t%s\t%s\t%s\n", f.Kind, f.Epoch, f.Iss, f.Leaf, f.Detail)
		}
	}
	return errors.Join(w.Flush(), worst)
}

const auditCheckLong = `Check a proof that a promise was broken: that a shop's gateway signed that a leaf would be under the root of an epoch, and that it is not
under the root that the proof leads to. That root is compared with the chain's: by this command with --rpc, or by you, with the event
Anchored(issuer, epoch, root) of the contract that is printed.

Without --keys the shop's keys are fetched from the gateway that the promise names. The exit status is 0 when the proof holds.`

func auditCheckCommand() *cobra.Command {
	var f auditFlags
	var keyFile string
	c := &cobra.Command{Use: "check PROOF", Short: "Check another's proof of a broken promise", Long: auditCheckLong, Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		data, err := os.ReadFile(args[0])
		if err != nil {
			return err
		}
		keys, err := proofKeys(c.Context(), data, keyFile)
		if err != nil {
			return err
		}
		b, err := audit.Check(data, keys)
		if err != nil {
			return err
		}
		p := b.Promise
		fmt.Fprintf(c.OutOrStdout(), "signed by   %s\nleaf        %x\npromised    epoch %d of %s, contract %s, chain %d\nnot under   0x%x\n", p.Issuer, p.Leaf, p.Epoch, p.AnchorIssuer, p.Contract, p.ChainID, b.Root)
		if f.rpc == "" {
			_, err := fmt.Fprintln(c.OutOrStdout(), "The promise is broken if that is the chain's root of this epoch: compare it, or give --rpc.")
			return err
		}
		return compareRoot(c.Context(), c.OutOrStdout(), f, b)
	}}
	f.add(c)
	c.Flags().StringVar(&keyFile, "keys", "", "the shop's issuer metadata or JWK set, if you have kept it")
	return c
}

// proofKeys reads the shop's keys from a file, or fetches them from where the promise says.
func proofKeys(ctx context.Context, proof []byte, file string) (keys jose.JSONWebKeySet, err error) {
	if file == "" {
		token, err := audit.Token(proof)
		if err != nil {
			return keys, err
		}
		iss, err := profile.UnverifiedIssuer(token)
		if err != nil {
			return keys, err
		}
		return audit.HTTP{Client: &http.Client{Timeout: 10 * time.Second, CheckRedirect: noRedirect}}.Keys(ctx, iss)
	}
	_, keys, err = readKeys(file)
	return keys, err
}

func compareRoot(ctx context.Context, out io.Writer, f auditFlags, b *audit.Broken) error {
	if f.anchor == "" {
		f.anchor = b.Promise.Contract
	}
	client, err := f.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	if client.ChainID() != b.Promise.ChainID {
		return fmt.Errorf("the node at --rpc is of chain %d, the promise of chain %d", client.ChainID(), b.Promise.ChainID)
	}
	root, block, _, err := client.RootAt(ctx, common.HexToAddress(b.Promise.AnchorIssuer), b.Promise.Epoch)
	if err != nil {
		return err
	}
	final, err := client.FinalBlock(ctx)
	if err != nil {
		return err
	}
	if block > final {
		return fmt.Errorf("the root of epoch %d is in block %d, and blocks are final up to %d: ask again", b.Promise.Epoch, block, final)
	}
	if root != b.Root {
		return fmt.Errorf("the chain has another root for epoch %d, 0x%x: this proves nothing", b.Promise.Epoch, root)
	}
	_, err = fmt.Fprintf(out, "The chain has that root, in block %d. The promise was broken.\n", block)
	return err
}
