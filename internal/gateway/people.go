package gateway

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/gateway/web"
	"carnet/internal/inboxes"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// people is what the sign-in surfaces know about shoppers. It implements oidc.Shoppers.
type people struct {
	pairwiseKey []byte
	inboxes     *inboxes.Store
	verifier    wallet.Verifier
	chainCalls  web.Limiter // questions to a chain, by network and by account; closed when it cannot tell
}

// verify says whose signature it is. network counts against whom a question to a chain is held.
func (p *people) verify(ctx context.Context, network string, raw []byte, m *wallet.Message, sig []byte) (wallet.Proof, error) {
	v := p.verifier
	v.Allow = func(ctx context.Context, _ uint64, account common.Address) error {
		if err := web.Take(ctx, p.chainCalls, network); err != nil {
			return err
		}
		return web.Take(ctx, p.chainCalls, "account:"+account.Hex())
	}
	return v.Verify(ctx, raw, m, sig)
}

// Recheck implements oidc.Shoppers.
func (p *people) Recheck(ctx context.Context, e wallet.Evidence) (wallet.Evidence, error) {
	v := p.verifier
	v.Allow = func(ctx context.Context, _ uint64, account common.Address) error {
		return web.Take(ctx, p.chainCalls, "account:"+account.Hex())
	}
	return v.Recheck(ctx, e)
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
