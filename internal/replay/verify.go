package replay

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"carnet/internal/profile"
)

// anchorPatience is how long the last epoch may take to be closed and anchored.
const anchorPatience = 5 * time.Minute

// ErrBroken is wrapped by the errors that mean that the gateway did not keep what it promised.
var ErrBroken = errors.New("the gateway broke a promise")

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrBroken, fmt.Errorf(format, args...))
}

// proof asks for the proof of a leaf. Anybody may; leaves come from networks of their own like their shoppers.
func (r *run) proof(ctx context.Context, epoch uint64, leaf [32]byte) (p profile.Proof, err error) {
	path := "/v1/epochs/" + strconv.FormatUint(epoch, 10) + "/proof?leaf=" + hex.EncodeToString(leaf[:])
	_, err = r.client.do(from(ctx, networkOf(leaf)), call{method: "GET", path: path, into: &p})
	return p, err
}

// anchors waits until the last epoch with a receipt is on the chain.
func (r *run) anchors(ctx context.Context) error {
	if r.leaves.n == 0 {
		return nil
	}
	r.begin(Anchoring, 0)
	var leaf [32]byte
	if _, err := hex.Decode(leaf[:], []byte(r.leaves.last.Leaf)); err != nil {
		return err
	}
	for until := time.Now().Add(anchorPatience); ; {
		p, err := r.proof(ctx, r.leaves.last.Epoch, leaf)
		var refusal *Refusal
		if err == nil && p.Anchored != nil {
			return nil
		}
		if err != nil && !(errors.As(err, &refusal) && refusal.Code == "not_closed") {
			return fmt.Errorf("proof of the last receipt: %w", err)
		}
		if time.Now().After(until) {
			return broken("epoch %d is not anchored after %v", r.leaves.last.Epoch, anchorPatience)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// anchored is what the chain says of an epoch, asked once.
type anchored struct {
	once sync.Once
	root [32]byte
	gas  uint64
	err  error
}

// proofs checks each receipt's proof against the chain.
func (r *run) proofs(ctx context.Context) error {
	r.begin(Proving, r.leaves.n)
	file, err := os.Open(r.Leaves)
	if err != nil {
		return fmt.Errorf("file of leaves: %w", err)
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 64<<10)
	var mu sync.Mutex // guards epochs
	epochs := map[uint64]*anchored{}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(r.Workers)
	for gctx.Err() == nil {
		var record [recordSize]byte
		if _, err := io.ReadFull(in, record[:]); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return errors.Join(fmt.Errorf("file of leaves: %w", err), g.Wait())
		}
		number := binary.BigEndian.Uint64(record[32:])
		mu.Lock()
		if epochs[number] == nil {
			epochs[number] = &anchored{}
		}
		a := epochs[number]
		mu.Unlock()
		g.Go(func() error { return r.proven(gctx, number, [32]byte(record[:32]), a) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	r.result.Proven, r.result.Epochs = r.leaves.n, len(epochs)
	for _, a := range epochs {
		r.result.Gas += a.gas
	}
	if r.result.Receipts > 0 {
		r.result.GasPerReceipt = float64(r.result.Gas) / float64(r.result.Receipts)
	}
	return nil
}

func (r *run) proven(ctx context.Context, epoch uint64, leaf [32]byte, a *anchored) error {
	p, err := r.proof(ctx, epoch, leaf)
	if err != nil {
		return fmt.Errorf("proof under epoch %d: %w", epoch, err)
	}
	a.once.Do(func() {
		if p.Anchored != nil {
			a.gas = p.Anchored.Gas
		}
		a.root, _, _, a.err = r.Roots.RootAt(ctx, r.Issuer, epoch)
	})
	switch {
	case a.err != nil:
		return fmt.Errorf("root of epoch %d on the chain: %w", epoch, a.err)
	case p.Leaf != leaf || p.Epoch != epoch:
		return broken("the proof under epoch %d is for another leaf", epoch)
	case p.Root != a.root:
		return broken("the proof under epoch %d leads to another root than the chain has", epoch)
	case p.Anchored == nil:
		return broken("epoch %d is closed before the last one and not anchored", epoch)
	}
	if err := profile.VerifyProof(p); err != nil {
		return broken("epoch %d: %w", epoch, err)
	}
	r.tick(Proving, r.leaves.n)
	return nil
}

// count lists every inbox: it must hold exactly the receipts of its shopper.
func (r *run) count(ctx context.Context) error {
	r.begin(Counting, r.result.Shoppers)
	var mu sync.Mutex // guards total
	total := int64(0)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(r.Workers)
	for i := range r.lanes {
		for _, s := range r.lanes[i].shoppers {
			g.Go(func() error {
				n, bytes, err := r.list(gctx, s)
				if err != nil {
					return fmt.Errorf("list an inbox: %w", err)
				}
				if n != s.receipts {
					return broken("an inbox holds %d receipts, its shopper has %d", n, s.receipts)
				}
				mu.Lock()
				total += bytes
				mu.Unlock()
				r.tick(Counting, r.result.Shoppers)
				return nil
			})
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	r.result.Inboxes, r.result.Ciphertext = r.result.Shoppers, total
	return nil
}

// list returns how many receipts an inbox holds and their size. No id may come twice.
func (r *run) list(ctx context.Context, s *shopper) (n int, bytes int64, err error) {
	for after := ""; ; {
		path := "/v1/inboxes/" + s.inbox
		if after != "" {
			path += "?after=" + after
		}
		var page struct {
			Receipts []struct {
				ID    string
				Bytes int64
			}
			Next string
		}
		if err := r.fetch(ctx, s, path, &page, nil); err != nil {
			return 0, 0, err
		}
		for _, receipt := range page.Receipts {
			if receipt.ID <= after {
				return 0, 0, broken("a listing is not in order")
			}
			after = receipt.ID
			n++
			bytes += receipt.Bytes
		}
		if page.Next == "" {
			return n, bytes, nil
		}
		after = page.Next
	}
}

// open fetches the picked receipts, opens them with their shoppers' keys and compares them with the file.
func (r *run) open(ctx context.Context) error {
	kept := r.sample.kept
	r.begin(Opening, len(kept))
	r.totals = map[*shopper]int64{}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(r.Workers)
	for _, p := range kept {
		g.Go(func() error {
			opened, err := r.openOne(gctx, p)
			if err != nil {
				return fmt.Errorf("receipt %s: %w", p.answer.ID, err)
			}
			r.mu.Lock()
			r.result.Opened++
			r.totals[p.shopper] += opened.Total
			if len(r.opened) < bareReceipts {
				r.opened = append(r.opened, opened)
			}
			r.mu.Unlock()
			r.tick(Opening, len(kept))
			return nil
		})
	}
	return g.Wait()
}

// compareTotals adds up the lines of the file by customer and compares the sums with those of the opened receipts, if all were opened.
func (r *run) compareTotals(ctx context.Context) error {
	if r.Sample >= 0 || r.result.Refused > 0 {
		return nil
	}
	source, err := r.Open()
	if err != nil {
		return err
	}
	defer source.Close()
	sums := map[string]int64{}
	for ctx.Err() == nil {
		inv, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		for _, l := range inv.Lines {
			sums[inv.Customer] += l.Total()
		}
	}
	for customer, sum := range sums {
		if got := r.totals[r.laneOf(customer).shoppers[customer]]; got != sum {
			return broken("a customer's receipts do not add up to what the file says")
		}
		r.result.Totals++
	}
	return ctx.Err()
}

func (r *run) openOne(ctx context.Context, p picked) (*profile.Receipt, error) {
	var data []byte
	if err := r.fetch(ctx, p.shopper, "/v1/inboxes/"+p.shopper.inbox+"/receipts/"+p.answer.ID, nil, &data); err != nil {
		return nil, err
	}
	sealed, err := profile.ParseSealed(data)
	if err != nil {
		return nil, err
	}
	holder, err := profile.PublicJWK(&p.shopper.root.Holder(r.sector).PublicKey)
	if err != nil {
		return nil, err
	}
	opened, err := profile.OpenSealed(sealed, p.shopper.root.Identity(r.sector, 0), holder, r.issuer, r.issuers)
	if err != nil {
		return nil, err
	}
	promise, err := profile.VerifyPromise(p.answer.Promise, r.issuer, r.issuers)
	if err != nil {
		return nil, err
	}
	kind := "sale"
	if p.refund {
		kind = "refund"
	}
	got := opened.Receipt
	switch {
	case hex.EncodeToString(sealed.Leaf[:]) != p.answer.Leaf || promise.Leaf != sealed.Leaf || promise.Epoch != p.answer.Epoch:
		return nil, broken("it is not the one that was promised")
	case got.Kind != kind || got.Of != p.of || !got.At.Equal(p.at) || got.Total != p.total || len(got.Lines) != p.lines:
		return nil, broken("it says something else than the invoice")
	case !got.TotalsConsistent:
		return nil, broken("its lines do not add up")
	}
	return got, nil
}
