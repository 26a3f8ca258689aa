package gateway

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/directory"
	"carnet/internal/gateway/login"
	"carnet/internal/gateway/web"
	"carnet/internal/inboxes"
	"carnet/internal/links"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// people is what the sign-in surfaces know about shoppers. It implements oidc.Shoppers and login.Allowed.
type people struct {
	pairwiseKey []byte
	inboxes     *inboxes.Store
	links       *links.Store
	shops       *directory.Directory
	learns      func(scopes string) []string // oidc.Provider.Learns
	verifier    wallet.Verifier
	networks    web.Limiter // questions to a chain, by visitor's network; closed when it cannot tell
	accounts    web.Limiter // the same by account: more, so that nobody alone can use up somebody else's
}

// verify says whose signature it is. network counts against whom a question to a chain is held.
func (p *people) verify(ctx context.Context, network string, raw []byte, m *wallet.Message, sig []byte) (wallet.Proof, error) {
	v := p.verifier
	v.Allow = func(ctx context.Context, _ uint64, account common.Address) error {
		if err := web.Take(ctx, p.networks, network); err != nil {
			return err
		}
		return web.Take(ctx, p.accounts, "account:"+account.Hex())
	}
	return v.Verify(ctx, raw, m, sig)
}

// Recheck implements oidc.Shoppers. It is counted apart: strangers' sign-ins at an address must not keep its owner from what is theirs.
func (p *people) Recheck(ctx context.Context, e wallet.Evidence) (wallet.Evidence, error) {
	v := p.verifier
	v.Allow = func(ctx context.Context, _ uint64, account common.Address) error {
		return web.Take(ctx, p.accounts, "again:"+account.Hex())
	}
	return v.Recheck(ctx, e)
}

// Subject implements oidc.Shoppers. A wallet that was taken off its account is nobody any more.
func (p *people) Subject(ctx context.Context, sector string, w wallet.Account) (string, error) {
	account, err := p.links.Resolve(ctx, w)
	if errors.Is(err, links.ErrRemoved) {
		return "", fmt.Errorf("%w: %w", wallet.ErrAccountChanged, err)
	}
	if err != nil {
		return "", err
	}
	return wallet.Sub(p.pairwiseKey, sector, account), nil
}

func (p *people) inbox(sector string, account wallet.Account) string {
	return profile.InboxID(p.pairwiseKey, sector, wallet.Sub(p.pairwiseKey, sector, account))
}

// Shops implements login.Allowed. Nothing lists a shopper's shops: every shop of this gateway is asked.
func (p *people) Shops(ctx context.Context, account wallet.Account) ([]login.Visited, error) {
	shops := []login.Visited{}
	for _, s := range p.shops.All() {
		scopes, err := p.inboxes.Consent(ctx, p.inbox(s.Sector, account))
		if err != nil {
			return nil, err
		}
		if scopes != "" {
			shops = append(shops, login.Visited{ClientID: s.ClientID, Name: s.Name, Host: s.Sector, Gets: p.learns(scopes)})
		}
	}
	return shops, nil
}

// Revoke implements login.Allowed.
func (p *people) Revoke(ctx context.Context, account wallet.Account, clientID string) error {
	shop := p.shops.Shop(clientID)
	if shop == nil {
		return nil
	}
	return p.inboxes.SetConsent(ctx, p.inbox(shop.Sector, account), "")
}

// Used implements login.Allowed.
func (p *people) Used(ctx context.Context, w wallet.Account) (bool, error) {
	for _, s := range p.shops.All() {
		_, err := p.inboxes.Lookup(ctx, p.inbox(s.Sector, w))
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, inboxes.ErrUnknown) {
			return false, err
		}
	}
	return false, nil
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
