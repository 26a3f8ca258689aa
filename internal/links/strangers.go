package links

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"carnet/internal/blob"
	"carnet/internal/wallet"
)

// MaxStrangers is how many strangers' shops are remembered of one account, fewer when their names are long.
const MaxStrangers = 32

// Stranger is a shop that no configuration names, at which an account has allowed something: it registered itself, or its client_id is the
// URL of a document. Nothing else lists such shops, so that without this nobody could find what to take back.
type Stranger struct {
	ClientID string `json:"c"`
	Sector   string `json:"s"`
}

const strangerKind = "carnet/v1/strangers"

type strangers struct {
	V     int        `json:"v"`
	Shops []Stranger `json:"shops"` // the latest last
}

// Strangers returns the shops that were remembered, the latest last.
func (s *Store) Strangers(ctx context.Context, account wallet.Account) ([]Stranger, error) {
	have, _, err := s.strangers(ctx, account)
	return have.Shops, err
}

// Remember makes a shop durable as the latest. Those that there is no room for any more are returned: what the account allowed them is the
// caller's to take back. ErrBusy.
func (s *Store) Remember(ctx context.Context, account wallet.Account, shop Stranger) (dropped []Stranger, err error) {
	for range tries {
		have, etag, err := s.strangers(ctx, account)
		if err != nil {
			return nil, err
		}
		next, dropped := remembered(have.Shops, shop)
		if slices.Equal(next, have.Shops) {
			return nil, nil
		}
		if ok, err := s.write(ctx, strangerKind, account, etag, strangers{V: 1, Shops: next}); ok || err != nil {
			return dropped, err
		}
	}
	return nil, ErrBusy
}

// remembered puts a shop behind the others and tells which had to go for it.
func remembered(shops []Stranger, shop Stranger) (next, dropped []Stranger) {
	next = append(slices.DeleteFunc(slices.Clone(shops), func(other Stranger) bool { return other == shop }), shop)
	for len(next) > 1 && (len(next) > MaxStrangers || !fits(next)) {
		dropped, next = append(dropped, next[0]), next[1:]
	}
	return next, dropped
}

func fits(shops []Stranger) bool {
	text, err := json.Marshal(strangers{V: 1, Shops: shops})
	return err == nil && len(text) <= textSize
}

func (s *Store) strangers(ctx context.Context, account wallet.Account) (have strangers, etag string, err error) {
	data, err := s.readNow(ctx, s.name(strangerKind, account))
	if err != nil || data == nil {
		return have, "", err
	}
	if err := s.open(strangerKind, account, data, &have); err != nil || have.V != 1 {
		return have, "", fmt.Errorf("strangers' shops of an account: version %d: %w", have.V, errors.Join(err, errObject))
	}
	return have, blob.ETag(data), nil
}
