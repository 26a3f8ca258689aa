package share

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"carnet/internal/directory"
	"carnet/internal/profile"
)

// listBytes bounds a signed status list: one of 65,536 entries that are all different has 22 KiB.
const listBytes = 256 << 10

type fetchedList struct {
	list  profile.StatusList
	until time.Time
}

// refunded tells whether a verified receipt was paid back since: no, partly, yes, or unknown when it does not say where that can
// be looked up, or when that place does not answer.
func (s *Surface) refunded(ctx context.Context, issuer *directory.Metadata, c *profile.Credential) string {
	const unknown = "unknown"
	if c.Status == nil {
		return unknown
	}
	if issuer.Carnet.Gateway == s.Shops.Gateway() {
		value, err := s.Lists.At(ctx, strings.TrimPrefix(issuer.Issuer, s.Shops.Gateway()+"/shops/"), *c.Status)
		if err != nil {
			return unknown
		}
		return value.String()
	}
	list, err := s.Issuers.statusList(ctx, issuer, c.Status.URI)
	if err != nil {
		return unknown
	}
	value, ok := list.At(c.Status.Index)
	if !ok {
		return unknown
	}
	return value.String()
}

// statusList fetches a list of an issuer that Find returned. It lies at the issuer's own gateway.
func (s *Issuers) statusList(ctx context.Context, issuer *directory.Metadata, uri string) (profile.StatusList, error) {
	clientID := strings.TrimPrefix(issuer.Issuer, issuer.Carnet.Gateway+"/shops/")
	id, ok := strings.CutPrefix(uri, issuer.Carnet.Gateway+"/status/"+clientID+"/")
	if !ok || strings.ContainsAny(id, "/?#%\\") {
		return nil, fmt.Errorf("status list: it is not at the issuer's gateway")
	}
	if f, ok := s.lists.Get(uri); ok && s.now().Before(f.until) {
		return f.list, nil
	}
	token, err := s.get(ctx, uri, listBytes)
	if err != nil {
		return nil, fmt.Errorf("status list: %w", err)
	}
	list, err := profile.VerifyStatusList(string(token), uri, issuer.JWKS, s.now())
	if err != nil {
		return nil, err
	}
	s.lists.Put(uri, fetchedList{list, s.now().Add(profile.StatusTTL)}, 1)
	return list, nil
}

// errStatus is an answer other than 200.
type errStatus int

func (e errStatus) Error() string { return fmt.Sprintf("status %d", int(e)) }

const notFound = errStatus(http.StatusNotFound)
