package oidc

import (
	"context"
	"encoding/base32"
	"slices"
	"strings"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// What a shop can learn about a shopper is made up for that shop: a subject, a
// name for guests, an e-mail alias. Each is derived from the subject under the
// gateway's secret, so that two shops' cannot be joined.

var lower = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

func (p *Provider) nickname(sector, sub string) string {
	tag := p.records.names.Tag("username", sector, sub)
	return "guest-" + lower.EncodeToString(tag[:])[:10] // 50 bits: two alike are unlikely below 30 million shoppers
}

func (p *Provider) alias(sector, sub string) string {
	tag := p.records.names.Tag("alias", sector, sub)
	return lower.EncodeToString(tag[:])[:26] + "@" + p.cfg.AliasDomain
}

// describes returns the claims that a grant's scopes allow, besides sub. The
// alias is verified because its domain is ours; no other address is ever told.
func (p *Provider) describes(ctx context.Context, g *goidc.Grant) map[string]any {
	claims := map[string]any{}
	client, err := p.client(ctx, g.ClientID)
	if note(ctx, err) != nil || client == nil {
		return claims
	}
	if hasScope(g.Scopes, "profile") {
		claims["preferred_username"] = p.nickname(client.Sector, g.Subject)
	}
	if hasScope(g.Scopes, "email") && p.cfg.AliasDomain != "" {
		claims["email"], claims["email_verified"] = p.alias(client.Sector, g.Subject), true
	}
	return claims
}

func (p *Provider) claimNames() []string {
	names := strings.Fields("iss aud exp iat auth_time nonce acr amr sid preferred_username")
	if p.cfg.AliasDomain != "" {
		names = append(names, "email", "email_verified")
	}
	return names
}

// Learns says for people what scopes tell a shop.
func (p *Provider) Learns(scopes string) []string {
	learns := []string{"pairwise_id"}
	for _, l := range []struct{ scope, what string }{{"profile", "username"}, {"email", "alias_email"}, {"offline_access", "offline"}} {
		if hasScope(scopes, l.scope) && (l.scope != "email" || p.cfg.AliasDomain != "") {
			learns = append(learns, l.what)
		}
	}
	return slices.Clip(learns)
}
