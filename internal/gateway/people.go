package gateway

import (
	"context"

	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// people is what the sign-in surfaces know about shoppers. It implements oidc.Shoppers.
type people struct {
	pairwiseKey []byte
	inboxes     *inboxes.Store
}

func (p *people) verify(_ context.Context, raw []byte, m *wallet.Message, sig []byte) (wallet.Proof, error) {
	if err := wallet.Verify(raw, sig, m.Address); err != nil {
		return wallet.Proof{}, err
	}
	return wallet.Proof{Account: wallet.EOA(m.Address), Method: wallet.MethodEOA}, nil
}

// Subject implements oidc.Shoppers.
func (p *people) Subject(_ context.Context, sector string, w wallet.Account) (string, error) {
	return wallet.Sub(p.pairwiseKey, sector, w), nil
}

// Consented implements oidc.Shoppers.
func (p *people) Consented(ctx context.Context, sector, sub string) (string, error) {
	return p.inboxes.Consent(ctx, profile.InboxID(p.pairwiseKey, sector, sub))
}

// Consent implements oidc.Shoppers. That somebody signed in is durable before the shop can learn of it; the consent is written
// last, so that whoever finds it finds the rest.
func (p *people) Consent(ctx context.Context, sector, sub, scopes string) error {
	id := profile.InboxID(p.pairwiseKey, sector, sub)
	if err := p.inboxes.Know(ctx, id); err != nil {
		return err
	}
	return p.inboxes.SetConsent(ctx, id, scopes)
}

// Recheck implements oidc.Shoppers.
func (p *people) Recheck(context.Context, wallet.Evidence) error { return nil }
