package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"carnet/internal/blob"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/statuslist"
)

const sweepPause = 100 * time.Millisecond // between pages: nobody waits for it

// Deletions deletes receipts: those that their shoppers want deleted, and those that nobody claimed in time. All fields are required.
type Deletions struct {
	Blob  blob.Store
	Lists *statuslist.Store
	Now   func() time.Time
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
	return d.erase(ctx, key, data)
}

// erase deletes a receipt that was read.
func (d *Deletions) erase(ctx context.Context, key string, data []byte) error {
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

// claim deletes a claim and its receipt, that first: a crash in between leaves a claim that can be deleted again. A receipt that was sealed to a vault since,
// by a later try of the order, stays.
func (d *Deletions) claim(ctx context.Context, key string, c *inboxes.Claim) error {
	its, err := d.itsReceipt(ctx, c)
	if err == nil && its != nil {
		err = d.erase(ctx, c.Receipt, its)
	}
	if err != nil {
		return err
	}
	if err := d.Blob.Delete(ctx, key); err != nil {
		return fmt.Errorf("delete a claim: %w", err)
	}
	return nil
}

// itsReceipt returns the object of a claim's receipt: nil when there is none, or another's lies there.
func (d *Deletions) itsReceipt(ctx context.Context, c *inboxes.Claim) ([]byte, error) {
	data, err := d.Blob.Get(ctx, c.Receipt)
	if errors.Is(err, blob.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("receipt of a claim: %w", err)
	}
	sealed, err := profile.ParseSealed(data)
	if err != nil || !c.Of(sealed) {
		return nil, nil
	}
	return data, nil
}

// Sweep deletes every claim whose last day is over, and its receipt. Gateways that share an object store may all do it.
func (d *Deletions) Sweep(ctx context.Context) error {
	return blob.Each(ctx, d.Blob, "claims/", sweepPause, func(e blob.Entry) error {
		claim, err := readClaim(ctx, d.Blob, e.Key)
		if errors.Is(err, blob.ErrNotFound) {
			return nil
		}
		if err != nil || !claim.Expired(d.Now()) {
			return err
		}
		return d.claim(ctx, e.Key, claim)
	})
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
