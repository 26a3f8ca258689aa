package audit

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"encoding/base64"
	"maps"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/profile"
)

// Keys are issuers' public keys, by iss. Those under "" are for every iss.
type Keys map[string]jose.JSONWebKeySet

// verified returns the promise if a key that somebody has made its signature: the caller's, one that the issuer published before, or one that it
// publishes now. Each is tried alone, so that what is published under a kept key's id does not stand before that key.
func (a *Auditor) verified(token, iss string, published jose.JSONWebKeySet) (p *profile.Promise, err error) {
	for _, keys := range []jose.JSONWebKeySet{a.Kept[iss], a.Kept[""], a.Seen[iss], published} {
		if p, err = profile.VerifyPromise(token, iss, keys); err == nil {
			return p, nil
		}
	}
	return nil, err
}

// published is what an issuer publishes now, or why nobody knows.
type published struct {
	keys jose.JSONWebKeySet
	err  error
}

// keysOf asks once for what an issuer publishes now: a gateway that does not answer holds up only the first of its promises.
func (a *Auditor) keysOf(ctx context.Context, iss string) (jose.JSONWebKeySet, error) {
	p, ok := a.keys[iss]
	if !ok {
		p.keys, p.err = a.Gateway.Keys(ctx, iss)
		a.keys[iss] = p
	}
	return p.keys, p.err
}

// changes returns a finding for each issuer that no longer publishes a key that it published before, and remembers what each publishes now.
func (a *Auditor) changes() (all []Finding) {
	if a.Seen == nil {
		a.Seen = Keys{}
	}
	for _, iss := range slices.Sorted(maps.Keys(a.keys)) {
		if a.keys[iss].err != nil {
			continue
		}
		now, before := byThumbprint(a.keys[iss].keys), byThumbprint(a.Seen[iss])
		var gone []string
		for _, id := range slices.Sorted(maps.Keys(before)) {
			if _, ok := now[id]; !ok {
				gone = append(gone, id)
			}
		}
		if len(gone) > 0 {
			all = append(all, Finding{Kind: Rekeyed, Iss: iss, Detail: "it no longer publishes " + strings.Join(gone, ", ")})
		}
		maps.Copy(before, now)
		a.Seen[iss] = inOrder(before)
	}
	return all
}

// byThumbprint returns the keys that can sign promises. One under another's id, which a gateway may publish, is none of them.
func byThumbprint(set jose.JSONWebKeySet) map[string]jose.JSONWebKey {
	keys := map[string]jose.JSONWebKey{}
	for _, k := range set.Keys {
		if _, ok := k.Key.(*ecdsa.PublicKey); !ok {
			continue
		}
		if thumb, err := k.Thumbprint(crypto.SHA256); err == nil && base64.RawURLEncoding.EncodeToString(thumb) == k.KeyID {
			keys[k.KeyID] = jose.JSONWebKey{Key: k.Key, KeyID: k.KeyID, Algorithm: k.Algorithm, Use: k.Use}
		}
	}
	return keys
}

func inOrder(keys map[string]jose.JSONWebKey) (set jose.JSONWebKeySet) {
	for _, id := range slices.Sorted(maps.Keys(keys)) {
		set.Keys = append(set.Keys, keys[id])
	}
	return set
}
