package share

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"carnet/internal/directory"
	"carnet/internal/lru"
)

const (
	metadataLife  = 10 * time.Minute
	metadataBytes = 64 << 10
	metadataTime  = 5 * time.Second
)

// ErrIssuer says that a receipt's issuer is not one whose receipts this gateway accepts.
var ErrIssuer = errors.New("the receipt's issuer is neither a shop of this gateway nor of one it trusts")

// Issuers finds the metadata of receipts' issuers. Use NewIssuers.
type Issuers struct {
	shops   *directory.Directory
	trusted []string // issuer URLs of other gateways, from the operator
	client  *http.Client
	now     func() time.Time
	cache   *lru.Cache[string, fetched]
	lists   *lru.Cache[string, fetchedList]
}

type fetched struct {
	metadata *directory.Metadata
	until    time.Time
}

// NewIssuers trusts shops and the gateways whose issuer URLs are listed: https, or http on a loopback host.
func NewIssuers(shops *directory.Directory, trusted []string, transport http.RoundTripper, now func() time.Time) *Issuers {
	return &Issuers{shops: shops, trusted: trusted, now: now, cache: lru.New[string, fetched](256), lists: lru.New[string, fetchedList](256), client: &http.Client{
		Transport: transport,
		Timeout:   metadataTime,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("what an issuer publishes does not move")
		},
	}}
}

// Find returns the metadata of an issuer, our own without a request: ErrIssuer.
func (s *Issuers) Find(ctx context.Context, iss string) (*directory.Metadata, error) {
	gateway, clientID, ok := strings.Cut(iss, "/shops/")
	if !ok || clientID == "" || strings.ContainsAny(clientID, "/?#%\\") {
		return nil, ErrIssuer
	}
	if gateway == s.shops.Gateway() {
		shop := s.shops.Shop(clientID)
		if shop == nil {
			return nil, ErrIssuer
		}
		m := s.shops.Metadata(shop)
		return &m, nil
	}
	for _, t := range s.trusted {
		if t == gateway {
			return s.fetch(ctx, gateway, clientID)
		}
	}
	return nil, ErrIssuer
}

func (s *Issuers) fetch(ctx context.Context, gateway, clientID string) (*directory.Metadata, error) {
	iss := gateway + "/shops/" + clientID
	if f, ok := s.cache.Get(iss); ok && s.now().Before(f.until) {
		return f.metadata, nil
	}
	data, err := s.get(ctx, gateway+"/.well-known/jwt-vc-issuer/shops/"+clientID, metadataBytes)
	if errors.Is(err, notFound) {
		return nil, ErrIssuer
	}
	if err != nil {
		return nil, fmt.Errorf("issuer metadata: %w", err)
	}
	var m directory.Metadata
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, errors.New("issuer metadata: not the expected JSON")
	}
	if m.Issuer != iss || m.Carnet.Gateway != gateway {
		return nil, errors.New("issuer metadata: it is about another issuer")
	}
	s.cache.Put(iss, fetched{&m, s.now().Add(metadataLife)}, 1)
	return &m, nil
}

// get fetches what is there and at most limit bytes long: an errStatus when the answer is not 200.
func (s *Issuers) get(ctx context.Context, address string, limit int64) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	res, err := s.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, errStatus(res.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err != nil || int64(len(data)) > limit {
		return nil, fmt.Errorf("unreadable or over %d bytes", limit)
	}
	return data, nil
}
