package profile

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"carnet/internal/profile/sdjwt"

	"github.com/go-jose/go-jose/v4"
)

// Status names the entry of a status list (draft-ietf-oauth-status-list) that
// says whether a receipt's purchase was paid back since.
type Status struct {
	URI   string `json:"uri"` // of the list
	Index int    `json:"idx"` // of the entry, from 0
}

// Refund is the value of an entry. It only ever grows more final: part of a
// sale is paid back before all of it is.
type Refund uint8

// Values of an entry. 2 (suspended) is not used.
const (
	NotRefunded    Refund = 0 // valid
	Refunded       Refund = 1 // invalid: all of it was paid back
	PartlyRefunded Refund = 3 // application-specific: a later refund or exchange refers to it
)

// String returns the word that shops are told: no, yes, partly, unknown.
func (r Refund) String() string {
	switch r {
	case NotRefunded:
		return "no"
	case Refunded:
		return "yes"
	case PartlyRefunded:
		return "partly"
	}
	return "unknown"
}

const (
	// StatusEntries is the number of entries of every list that is made here. Whoever
	// fetches one tells only that one of so many receipts is of interest.
	StatusEntries = 1 << 16

	// StatusTTL is how old a copy of a list should become, and so how long a refund
	// may stay unseen.
	StatusTTL = 5 * time.Minute

	// StatusMediaType is the media type of a signed list.
	StatusMediaType = "application/statuslist+jwt"

	statusType    = "statuslist+jwt"
	statusBits    = 2 // per entry
	statusLife    = 24 * time.Hour
	maxStatusSize = 1 << 20 // bytes of a list that is read, uncompressed
)

// StatusList holds entries of two bits, the first in the lowest bits of the
// first byte.
type StatusList []byte

// NewStatusList returns a list of StatusEntries entries of value NotRefunded.
func NewStatusList() StatusList { return make(StatusList, StatusEntries*statusBits/8) }

// At returns an entry; ok is false beyond the list.
func (l StatusList) At(i int) (value Refund, ok bool) {
	if i < 0 || i/4 >= len(l) {
		return 0, false
	}
	return Refund(l[i/4] >> (i % 4 * statusBits) & 3), true
}

// Mark raises an entry to value and reports whether that changed it. An index
// beyond the list changes nothing.
func (l StatusList) Mark(i int, value Refund) bool {
	old, ok := l.At(i)
	if !ok || old == value || old == Refunded || value == NotRefunded {
		return false
	}
	l[i/4] = l[i/4]&^(3<<(i%4*statusBits)) | byte(value)<<(i%4*statusBits)
	return true
}

// statusToken is the payload of a Status List Token.
type statusToken struct {
	Subject  string `json:"sub"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	TTL      int64  `json:"ttl"`
	List     struct {
		Bits int    `json:"bits"`
		List string `json:"lst"` // base64url of zlib
	} `json:"status_list"`
}

// SignStatusList returns the list as a Status List Token that is worth believing
// for a day.
func SignStatusList(key *IssuerKey, uri string, list StatusList, now time.Time) (string, error) {
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	if err != nil {
		return "", fmt.Errorf("status list: %w", err)
	}
	if _, err := w.Write(list); err != nil {
		return "", fmt.Errorf("status list: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("status list: %w", err)
	}
	t := statusToken{Subject: uri, IssuedAt: now.Unix(), Expires: now.Add(statusLife).Unix(), TTL: int64(StatusTTL.Seconds())}
	t.List.Bits, t.List.List = statusBits, b64.EncodeToString(packed.Bytes())
	payload, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("status list: %w", err)
	}
	return sdjwt.SignCompact(key.key, key.statusHeader, payload)
}

// VerifyStatusList checks that a token is the list at uri, signed with one of
// the issuer's keys and not expired.
func VerifyStatusList(token, uri string, keys jose.JSONWebKeySet, now time.Time) (StatusList, error) {
	key, err := chooseKey(token, keys)
	if err != nil {
		return nil, fmt.Errorf("status list: %w", err)
	}
	payload, err := sdjwt.VerifyCompact(token, statusType, key)
	if err != nil {
		return nil, fmt.Errorf("status list: %w", err)
	}
	var t statusToken
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, errors.New("status list: not the expected JSON")
	}
	switch {
	case t.Subject != uri:
		return nil, errors.New("status list: another list than was asked for")
	case t.Expires != 0 && now.Unix() >= t.Expires:
		return nil, errors.New("status list: expired")
	case t.List.Bits != statusBits:
		return nil, fmt.Errorf("status list: %d bits per entry, want %d", t.List.Bits, statusBits)
	}
	packed, err := b64.DecodeString(t.List.List)
	if err != nil {
		return nil, errors.New("status list: not base64url")
	}
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errors.New("status list: not zlib")
	}
	list, err := io.ReadAll(io.LimitReader(r, maxStatusSize+1))
	if err != nil || len(list) > maxStatusSize {
		return nil, fmt.Errorf("status list: damaged, or over %d bytes", maxStatusSize)
	}
	return list, nil
}

// appendStatus appends the status claim, with the comma in front.
func appendStatus(dst []byte, s *Status) []byte {
	if s == nil {
		return dst
	}
	dst = fmt.Appendf(dst, `,"status":{"status_list":{"idx":%d,"uri":`, s.Index)
	dst = sdjwt.AppendString(dst, s.URI)
	return append(dst, "}}"...)
}

// statusFrom reads the status claim of a verified token: nil when there is none,
// or one of another mechanism.
func statusFrom(claim any) (*Status, error) {
	text, err := json.Marshal(claim)
	if err != nil {
		return nil, err
	}
	var c struct {
		List *Status `json:"status_list"`
	}
	if err := json.Unmarshal(text, &c); err != nil || c.List != nil && (c.List.Index < 0 || c.List.URI == "" || len(c.List.URI) > 1024) {
		return nil, errors.New("token has a status that is none")
	}
	return c.List, nil
}
