package inboxes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"carnet/internal/blob"
)

// consent is what a shopper allowed a shop to learn: OpenID scopes, separated by spaces; empty after it was taken back.
type consent struct {
	V      int    `json:"v"`
	Scopes string `json:"scopes"`
}

// Consent returns the scopes that a shopper allowed, "" for none. What another process changed is seen within Fresh.
func (s *Store) Consent(ctx context.Context, id string) (scopes string, err error) {
	if last, ok := s.consents.Get(id); ok && s.now().Before(last.until) {
		return last.scopes, nil
	}
	c, _, err := s.consent(ctx, id)
	if err != nil {
		return "", err
	}
	if c.Scopes != "" {
		s.consents.Put(id, allowed{c.Scopes, s.now().Add(Fresh)}, 1)
	}
	return c.Scopes, nil
}

// allowed is a consent that was read lately. That there is none is not remembered: the next request may follow the first.
type allowed struct {
	scopes string
	until  time.Time
}

func (s *Store) consent(ctx context.Context, id string) (c consent, data []byte, err error) {
	data, err = s.blob.Get(ctx, path(id, "consent"))
	if errors.Is(err, blob.ErrNotFound) {
		return consent{}, nil, nil
	}
	if err != nil {
		return c, nil, fmt.Errorf("consent of an inbox: %w", err)
	}
	if err := json.Unmarshal(data, &c); err != nil || c.V != 1 {
		return c, nil, errors.New("consent of an inbox: not a version 1 consent")
	}
	return c, data, nil
}

// SetConsent makes it durable that a shopper allows scopes from now on, or nothing with "". [ErrRace] when another change came first.
func (s *Store) SetConsent(ctx context.Context, id, scopes string) error {
	defer s.consents.Forget(id)
	have, old, err := s.consent(ctx, id)
	if err != nil {
		return err
	}
	if have.Scopes == scopes {
		return nil
	}
	data, err := json.Marshal(consent{V: 1, Scopes: scopes})
	if err != nil {
		return err
	}
	if old == nil {
		err = s.blob.Put(ctx, path(id, "consent"), data)
	} else {
		err = s.blob.Replace(ctx, path(id, "consent"), blob.ETag(old), data)
	}
	if errors.Is(err, blob.ErrExists) || errors.Is(err, blob.ErrChanged) || errors.Is(err, blob.ErrNotFound) {
		return ErrRace
	}
	if err != nil {
		return fmt.Errorf("consent of an inbox: %w", err)
	}
	return nil
}
