package replay

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"filippo.io/age"
	"github.com/go-jose/go-jose/v4"
	"golang.org/x/sync/errgroup"

	"carnet/internal/profile"
)

// bareReceipts is how many of the opened receipts the bare loop takes turns with.
const bareReceipts = 200

// bareTime is how long the bare loop runs.
const bareTime = 2 * time.Second

// Bare tells how many of these receipts one machine signs as SD-JWTs and encrypts with age in a second when it does
// nothing else: no parsing, no HTTP, no store, no journal, no promise. It is what a gateway's pace is compared with. each
// is the processor time of one.
func Bare(ctx context.Context, receipts []*profile.Receipt, how time.Duration) (perSecond float64, each time.Duration, err error) {
	if len(receipts) == 0 {
		return 0, 0, nil
	}
	key, err := profile.NewIssuerKey()
	if err != nil {
		return 0, 0, err
	}
	root := profile.NewRootKey()
	holder, err := profile.PublicJWK(&root.Holder("").PublicKey)
	if err != nil {
		return 0, 0, err
	}
	recipient := root.Identity("", 0).Recipient()
	var n atomic.Int64
	begun, used := time.Now(), processor()
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			for ctx.Err() == nil && time.Since(begun) < how {
				r := receipts[int(n.Add(1))%len(receipts)]
				if err := bareOne(key, holder, recipient, r); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return 0, 0, err
	}
	return float64(n.Load()) / time.Since(begun).Seconds(), (processor() - used) / time.Duration(max(n.Load(), 1)), nil
}

func bareOne(key *profile.IssuerKey, holder jose.JSONWebKey, recipient age.Recipient, r *profile.Receipt) error {
	token, err := profile.Issue(key, "https://gateway.example/shops/shop", r.ID, holder, r)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipient)
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(token)); err != nil {
		return err
	}
	return w.Close()
}

func (r *run) bare(ctx context.Context) (err error) {
	r.begin(Comparing, 0)
	if r.result.BarePerSecond, r.result.BareProcessor, err = Bare(ctx, r.opened, bareTime); err != nil {
		return fmt.Errorf("bare loop: %w", err)
	}
	return nil
}
