package gateway

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"carnet/internal/directory"
	"carnet/internal/gateway/login"
	"carnet/internal/gateway/oidc"
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

// Shops implements login.Allowed. Nothing lists a shopper's shops but the strangers among them: every shop of this gateway is asked.
func (p *people) Shops(ctx context.Context, account wallet.Account) ([]login.Visited, error) {
	known := []login.Visited{}
	for _, s := range p.shops.All() {
		known = append(known, login.Visited{ClientID: s.ClientID, Name: s.Name, Host: s.Sector})
	}
	strangers, err := p.links.Strangers(ctx, account)
	if err != nil {
		return nil, err
	}
	for _, s := range strangers {
		known = append(known, login.Visited{ClientID: s.ClientID, Host: s.Sector}) // nobody vouches for its name
	}
	shops := []login.Visited{}
	for _, s := range known {
		scopes, err := p.inboxes.Consent(ctx, p.inbox(s.Host, account))
		if err != nil {
			return nil, err
		}
		if scopes != "" {
			s.Gets = p.learns(scopes)
			shops = append(shops, s)
		}
	}
	return shops, nil
}

// Revoke implements login.Allowed.
func (p *people) Revoke(ctx context.Context, account wallet.Account, clientID string) error {
	if shop := p.shops.Shop(clientID); shop != nil {
		return p.forbid(ctx, account, shop.Sector)
	}
	strangers, err := p.links.Strangers(ctx, account)
	if err != nil {
		return err
	}
	for _, s := range strangers {
		if s.ClientID != clientID {
			continue
		}
		if err := p.forbid(ctx, account, s.Sector); err != nil {
			return err
		}
	}
	return nil
}

func (p *people) forbid(ctx context.Context, account wallet.Account, sector string) error {
	return p.inboxes.SetConsent(ctx, p.inbox(sector, account), "")
}

// Used implements login.Allowed.
func (p *people) Used(ctx context.Context, w wallet.Account) (bool, error) {
	if strangers, err := p.links.Strangers(ctx, w); err != nil || len(strangers) > 0 {
		return true, err
	}
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
func (p *people) Consent(ctx context.Context, shop *oidc.Client, w wallet.Account, scopes string) error {
	account, err := p.links.Resolve(ctx, w)
	if err != nil {
		return err
	}
	if shop.Unverified {
		dropped, err := p.links.Remember(ctx, account, links.Stranger{ClientID: shop.ID, Sector: shop.Sector})
		if err != nil {
			return err
		}
		for _, s := range dropped { // what is not listed any more has to be asked again
			if err := p.forbid(ctx, account, s.Sector); err != nil {
				return err
			}
		}
	}
	id := p.inbox(shop.Sector, account)
	if err := p.inboxes.Know(ctx, id); err != nil {
		return err
	}
	return p.inboxes.SetConsent(ctx, id, scopes)
}
