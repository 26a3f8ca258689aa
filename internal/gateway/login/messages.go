package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"carnet/internal/gateway/web"
	"carnet/internal/sealed"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/ethereum/go-ethereum/common"
)

// Messages writes the EIP-4361 messages of this gateway and accepts signed ones,
// each once. Nothing is kept between the two: a nonce carries a tag of what it was
// made for, and is spent in the store, by name, when its message comes back.
type Messages struct {
	issuer string
	domain string
	scheme string
	chains []uint64
	nonces sealed.Box
	store  state.Store
	now    func() time.Time
}

// Occasion is what a signature is for. Of is secret and never used twice: an
// interaction's id, or a session's.
type Occasion struct {
	Of        string
	Statement string // what the wallet shows
}

// NewMessages returns the messages of an issuer, an origin. chains are the EIP-155
// ids that a message may name; the first is written where a wallet names none.
func NewMessages(issuer string, chains []uint64, secret []byte, store state.Store, now func() time.Time) (*Messages, error) {
	u, err := url.Parse(issuer)
	if err != nil || u.Scheme+"://"+u.Host != issuer {
		return nil, fmt.Errorf("issuer %q is not an origin", issuer)
	}
	if len(chains) == 0 || slices.Contains(chains, 0) {
		return nil, errors.New("no chain id")
	}
	nonces, err := sealed.New(secret, "nonce")
	if err != nil {
		return nil, err
	}
	return &Messages{issuer: issuer, domain: u.Host, scheme: u.Scheme, chains: chains, nonces: nonces, store: store, now: now}, nil
}

// half is the number of characters of a nonce's random part (130 bits), and of its
// tag (130 bits too).
const half = 26

// nonce returns random characters and the tag that makes them ours.
func (m *Messages) nonce(random string, o Occasion) string {
	tag := m.nonces.Tag(random, o.Of)
	return random + base32.StdEncoding.EncodeToString(tag[:20])[:half]
}

// requestID ties a message to its occasion without giving the id away.
func (o Occasion) requestID() string {
	sum := sha256.Sum256([]byte("carnet/v1/interaction" + o.Of))
	return hex.EncodeToString(sum[:16])
}

// Write returns the message for an address, for a wallet to sign as it is, and its
// nonce. chain 0 means the first. The error is a *web.Error.
func (m *Messages) Write(o Occasion, address string, chain uint64) (text, nonce string, err error) {
	if len(address) != 42 || !strings.HasPrefix(address, "0x") || !common.IsHexAddress(address) {
		return "", "", web.BadRequest("bad_address", "The address is not 0x and 40 hex digits. Nothing was stored.")
	}
	if chain == 0 {
		chain = m.chains[0]
	}
	if !slices.Contains(m.chains, chain) {
		return "", "", web.BadRequest("chain_not_allowed", "Wallets on this chain cannot sign in here. Nothing was stored; switch the wallet to another.")
	}
	now := m.now().UTC().Truncate(time.Second)
	expires := now.Add(ChallengeLife)
	nonce = m.nonce(rand.Text(), o)
	text, err = wallet.Compose(wallet.Message{
		Domain: m.domain, Address: common.HexToAddress(address), Statement: o.Statement, URI: m.issuer, ChainID: chain,
		Nonce: nonce, IssuedAt: now, ExpirationTime: &expires, RequestID: o.requestID(),
	})
	if err != nil {
		return "", "", web.Internal(fmt.Errorf("compose sign-in message: %w", err))
	}
	return text, nonce, nil
}

// Accept checks everything about a message but its signature and spends its nonce,
// atomically: a wrong signature costs one more message, a guessed-at one never gets
// a second try. The errors are *web.Error.
func (m *Messages) Accept(ctx context.Context, o Occasion, text, signature string) (raw []byte, msg *wallet.Message, sig []byte, err error) {
	raw = []byte(text)
	if msg, err = wallet.Parse(raw); err != nil {
		return nil, nil, nil, badMessage(err)
	}
	err = msg.Check(wallet.Expect{Domain: m.domain, Scheme: m.scheme, URI: m.issuer, Chains: m.chains, Nonce: m.nonce(msg.Nonce[:min(len(msg.Nonce), half)], o),
		Now: m.now(), MaxAge: maxAge, Statement: o.Statement})
	if err != nil {
		return nil, nil, nil, badMessage(err)
	}
	if msg.RequestID != o.requestID() {
		return nil, nil, nil, badMessage(errors.New("another request id"))
	}
	if err := m.spend(ctx, msg.Nonce); err != nil {
		return nil, nil, nil, err
	}
	digits, ok := strings.CutPrefix(signature, "0x")
	if !ok || len(digits) > 2*maxSignature {
		return nil, nil, nil, badSignature()
	}
	if sig, err = hex.DecodeString(digits); err != nil {
		return nil, nil, nil, badSignature()
	}
	return raw, msg, sig, nil
}

// spend remembers a nonce for as long as a message with it could be accepted.
func (m *Messages) spend(ctx context.Context, nonce string) error {
	sum := sha256.Sum256([]byte("carnet/v1/nonce" + nonce))
	err := m.store.Create(ctx, "nonce/"+base64.RawURLEncoding.EncodeToString(sum[:]), []byte{1}, maxAge+2*wallet.Skew)
	switch {
	case errors.Is(err, state.ErrExists):
		return web.Conflict("nonce_used", "This message was used already. Nothing happened; ask for a new one and sign that.")
	case errors.Is(err, state.ErrUnavailable):
		return web.Unavailable(err)
	case err != nil:
		return web.Internal(err)
	}
	return nil
}

func badMessage(err error) *web.Error {
	code := wallet.Code(err)
	if code == "" {
		code = "message_malformed"
	}
	return web.Unauthorized(code, "The signed message is not one this page asked for. Nothing happened; ask for a new one and sign that.")
}

func badSignature() *web.Error {
	return web.Unauthorized("bad_signature",
		"The signature does not belong to this account and message. Nothing happened; choose the account again and sign the new message.")
}

// Refused puts a verifier's reason into an answer. What is not the signature's fault says so.
func Refused(err error) error {
	if e, ok := errors.AsType[*web.Error](err); ok {
		return e
	}
	switch code := wallet.Code(err); {
	case errors.Is(err, wallet.ErrChainUnavailable):
		return &web.Error{Status: http.StatusServiceUnavailable, Code: code, RetryAfter: 10 * time.Second, Cause: err,
			Message: "Your smart account cannot be checked right now. Nothing happened; try again in a moment, or use a wallet with a key of its own."}
	case errors.Is(err, wallet.ErrChainBusy):
		return &web.Error{Status: http.StatusTooManyRequests, Code: code, RetryAfter: 10 * time.Second,
			Message: "Too many sign-ins with smart accounts are under way. Nothing happened; wait and try again."}
	case code == "" || errors.Is(err, wallet.ErrSignature):
		return badSignature().With(err)
	default:
		return web.Unauthorized(code, "This wallet's signature is not accepted here. Nothing happened; choose another wallet.")
	}
}
