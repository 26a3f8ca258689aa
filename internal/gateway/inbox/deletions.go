package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"carnet/internal/blob"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/statuslist"
)

const (
	sweepEvery = 24 * time.Hour
	sweepPage  = 500
	sweepPause = 100 * time.Millisecond // between pages: nobody waits for it
)

// Deletions deletes receipts: those that their shoppers want deleted, and those that nobody claimed in time. All fields are required.
type Deletions struct {
	Blob  blob.Store
	Lists *statuslist.Store
	Now   func() time.Time
	Log   *slog.Logger
}

// receipt deletes a receipt. Its place in the shop's status list is noted first: a refund may still come.
func (d *Deletions) receipt(ctx context.Context, key string) error {
	data, err := d.Blob.Get(ctx, key)
	if errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("delete a receipt: %w", err)
	}
	if sealed, err := profile.ParseSealed(data); err == nil {
		if err := d.Lists.Keep(ctx, sealed); err != nil {
			return err
		}
	}
	if err := d.Blob.Delete(ctx, key); err != nil {
		return fmt.Errorf("delete a receipt: %w", err)
	}
	return nil
}

// claim deletes a claim and its receipt, that first: a crash in between leaves a claim that can be deleted again.
func (d *Deletions) claim(ctx context.Context, key string, c *inboxes.Claim) error {
	if err := d.receipt(ctx, c.Receipt); err != nil {
		return err
	}
	if err := d.Blob.Delete(ctx, key); err != nil {
		return fmt.Errorf("delete a claim: %w", err)
	}
	return nil
}

// Run deletes receipts whose claim codes are no longer worth anything, once a day, until ctx ends. Gateways that share an object
// store may all do it.
func (d *Deletions) Run(ctx context.Context) {
	for {
		if err := d.Sweep(ctx); err != nil && ctx.Err() == nil {
			d.Log.Warn("expired claims could not be deleted; the next attempt is in a day", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sweepEvery):
		}
	}
}

// Sweep deletes every claim whose last day is over, and its receipt.
func (d *Deletions) Sweep(ctx context.Context) error {
	for after := ""; ; {
		page, err := d.Blob.List(ctx, "claims/", after, sweepPage)
		if err != nil {
			return fmt.Errorf("list claims: %w", err)
		}
		for _, e := range page {
			after = e.Key
			claim, err := readClaim(ctx, d.Blob, e.Key)
			if errors.Is(err, blob.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if !claim.Expired(d.Now()) {
				continue
			}
			if err := d.claim(ctx, e.Key, claim); err != nil {
				return err
			}
		}
		if len(page) < sweepPage {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(sweepPause):
		}
	}
}

func readClaim(ctx context.Context, store blob.Store, key string) (*inboxes.Claim, error) {
	data, err := store.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read a claim: %w", err)
	}
	var claim inboxes.Claim
	if err := json.Unmarshal(data, &claim); err != nil || claim.V != 1 {
		return nil, errors.New("stored claim is not a version 1 claim")
	}
	return &claim, nil
}
