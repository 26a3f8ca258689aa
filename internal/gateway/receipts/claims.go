package receipts

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"carnet/internal/blob"
	"carnet/internal/gateway/web"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/state"
)

func (s *Surface) codes() state.Vault { return state.Vault{Store: s.State, Kind: "claim"} }

// bearer is what the code of an order is sealed under while a retry may ask for it: nobody who lacks the
// Idempotency-Key can open it, not even with the gateway's secrets. The receipt's path makes it this shopper's alone, for a shop
// that uses one key for two shoppers.
func (s *Surface) bearer(o *order) state.Bearer {
	mac := hmac.New(sha256.New, s.PairwiseKey)
	mac.Write([]byte("carnet/v1/claim/answer"))
	for _, part := range []string{o.shop.ClientID, o.idemKey, o.path} {
		mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		mac.Write([]byte(part))
	}
	return state.BearerFrom(mac.Sum(nil))
}

// newCode makes the claim code of an order, or returns the one that an earlier or concurrent attempt made.
func (s *Surface) newCode(ctx context.Context, o *order) (profile.ClaimCode, error) {
	code := profile.NewClaimCode()
	err := s.codes().Create(ctx, s.bearer(o), code[:], codeLife)
	if errors.Is(err, state.ErrExists) {
		return s.remembered(ctx, o)
	}
	if err != nil {
		return code, fmt.Errorf("keep the claim code for a retry: %w", err)
	}
	return code, nil
}

// remembered returns the claim code of an order: state.ErrNotFound when it is gone.
func (s *Surface) remembered(ctx context.Context, o *order) (profile.ClaimCode, error) {
	rec, err := s.codes().Get(ctx, s.bearer(o))
	if err != nil {
		return profile.ClaimCode{}, fmt.Errorf("claim code of a retry: %w", err)
	}
	if len(rec.Plaintext) != len(profile.ClaimCode{}) {
		return profile.ClaimCode{}, fmt.Errorf("claim code of a retry: %d bytes", len(rec.Plaintext))
	}
	return profile.ClaimCode(rec.Plaintext), nil
}

// claimTries is how often a claim is changed that other tries of the same order change too.
const claimTries = 16

// writeClaim makes the claim durable, with the leaf that the order's receipt will have. An existing one is that of an earlier or concurrent try of the same
// order, whose receipt may be the one that stays: its leaf is kept beside this one's.
func (s *Surface) writeClaim(ctx context.Context, o *order, to *addressee, leaf [32]byte) error {
	holder, err := profile.HolderJWK(to.holder)
	if err != nil {
		return fmt.Errorf("claim: %w", err)
	}
	claim := inboxes.Claim{V: 1, Receipt: o.path, ClientID: o.shop.ClientID, Holder: holder, Until: inboxes.LastDay(s.Now())}
	claim.Tried(leaf)
	data, err := json.Marshal(claim)
	if err != nil {
		return fmt.Errorf("claim: %w", err)
	}
	err = s.Blob.Put(ctx, inboxes.ClaimKey(to.claimID), data)
	for n := 0; n < claimTries && (errors.Is(err, blob.ErrExists) || errors.Is(err, blob.ErrChanged)); n++ {
		err = s.addLeaf(ctx, inboxes.ClaimKey(to.claimID), leaf)
	}
	if err != nil {
		return web.Unavailable(fmt.Errorf("store the claim: %w", err))
	}
	return nil
}

// addLeaf adds a leaf to a claim that is there: blob.ErrChanged when another try was quicker.
func (s *Surface) addLeaf(ctx context.Context, key string, leaf [32]byte) error {
	data, err := s.Blob.Get(ctx, key)
	if err != nil {
		return err
	}
	var claim inboxes.Claim
	if err := json.Unmarshal(data, &claim); err != nil {
		return err
	}
	if !claim.Tried(leaf) {
		return nil
	}
	etag := blob.ETag(data)
	if data, err = json.Marshal(claim); err != nil {
		return err
	}
	return s.Blob.Replace(ctx, key, etag, data)
}
