package replay

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/profile"
	"carnet/internal/wallet"
)

// Seed is what all shoppers of a replay follow from.
type Seed [32]byte

// root is a shopper's: the vault's one secret.
func (s Seed) root(customer string) profile.RootKey { return s.derive("shopper", customer) }

// idempotencyKey names an invoice towards the gateway.
func (s Seed) idempotencyKey(invoice string) string {
	key := s.derive("invoice", invoice)
	return hex.EncodeToString(key[:])
}

func (s Seed) derive(kind, name string) [32]byte {
	mac := hmac.New(sha256.New, s[:])
	mac.Write([]byte("carnet/replay/" + kind + "/" + name))
	return [32]byte(mac.Sum(nil))
}

// shopper is somebody who has signed in at the shop and bound a vault.
type shopper struct {
	root     profile.RootKey
	sub      string
	inbox    string
	network  string
	receipts int // that the gateway has acknowledged
}

// networkOf gives a shopper an address in 10.0.0.0/8.
func networkOf(root profile.RootKey) string {
	n := binary.BigEndian.Uint32(root[:4])&0x00ffffff | 10<<24
	var ip [4]byte
	binary.BigEndian.PutUint32(ip[:], n)
	return netip.AddrPortFrom(netip.AddrFrom4(ip), 40000).String()
}

// arrive signs a shopper in at the shop, with the vault as wallet, and binds the vault's keys.
func (r *run) arrive(ctx context.Context, customer string) (*shopper, error) {
	s := &shopper{root: r.Seed.root(customer)}
	s.network = networkOf(s.root)
	ctx = from(ctx, s.network)
	var err error
	if s.sub, err = r.signIn(ctx, s); err != nil {
		return nil, fmt.Errorf("sign in: %w", err)
	}
	if err := r.bind(ctx, s); err != nil {
		return nil, fmt.Errorf("bind a vault: %w", err)
	}
	return s, nil
}

// signIn is the code flow with PKCE: the shopper's browser, wallet, and the shop's server, one after the other.
func (r *run) signIn(ctx context.Context, s *shopper) (sub string, err error) {
	verifier, nonce, state := rand.Text()+rand.Text(), rand.Text(), rand.Text()
	challenge := sha256.Sum256([]byte(verifier))
	callback := r.Shop.Origin + "/callback"
	query := url.Values{
		"response_type": {"code"}, "client_id": {r.Shop.ClientID}, "redirect_uri": {callback}, "scope": {"openid"},
		"state": {state}, "nonce": {nonce}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])},
	}
	resp, err := r.client.do(ctx, call{method: "GET", path: "/authorize?" + query.Encode()})
	if err != nil {
		return "", err
	}
	page, ok := strings.CutPrefix(resp.Header.Get("Location"), r.Gateway)
	if !ok || !strings.HasPrefix(page, "/login/") {
		return "", errors.New("authorize does not lead to the login page")
	}
	back, err := r.prove(ctx, s, page, resp.Cookies())
	if err != nil {
		return "", err
	}
	answer, err := url.Parse(back)
	if err != nil || !strings.HasPrefix(back, callback+"?") || answer.Query().Get("state") != state || answer.Query().Get("iss") != r.Gateway {
		return "", errors.New("the login page leads back to another place")
	}
	form := url.Values{"grant_type": {"authorization_code"}, "code": {answer.Query().Get("code")}, "redirect_uri": {callback}, "code_verifier": {verifier}}
	var tokens struct {
		IDToken string `json:"id_token"`
	}
	if err := r.token(ctx, form, &tokens); err != nil {
		return "", err
	}
	return r.subject(tokens.IDToken, nonce)
}

// prove signs what the login page asks for.
func (r *run) prove(ctx context.Context, s *shopper, page string, cookies []*http.Cookie) (redirect string, err error) {
	h := header("Content-Type", "application/json", "Origin", r.Gateway)
	for _, c := range cookies {
		h.Add("Cookie", c.Name+"="+c.Value)
	}
	key := s.root.Login(r.sector)
	body, err := json.Marshal(map[string]string{"address": crypto.PubkeyToAddress(key.PublicKey).Hex()})
	if err != nil {
		return "", err
	}
	var asked struct{ Message string }
	if _, err := r.client.do(ctx, call{method: "POST", path: page + "/challenge", header: h, body: body, into: &asked}); err != nil {
		return "", err
	}
	signature, err := personalSign(key, asked.Message)
	if err != nil {
		return "", err
	}
	if body, err = json.Marshal(map[string]string{"message": asked.Message, "signature": signature}); err != nil {
		return "", err
	}
	var done struct {
		Redirect string
		Consent  *struct{ Token string }
	}
	if _, err := r.client.do(ctx, call{method: "POST", path: page + "/verify", header: h, body: body, into: &done}); err != nil || done.Consent == nil {
		return done.Redirect, err
	}
	if body, err = json.Marshal(map[string]string{"token": done.Consent.Token}); err != nil {
		return "", err
	}
	_, err = r.client.do(ctx, call{method: "POST", path: page + "/consent", header: h, body: body, into: &done})
	return done.Redirect, err
}

// personalSign is EIP-191 with v in {27, 28}.
func personalSign(key *ecdsa.PrivateKey, message string) (string, error) {
	sig, err := crypto.Sign(accounts.TextHash([]byte(message)), key)
	if err != nil {
		return "", fmt.Errorf("sign a message: %w", err)
	}
	sig[64] += 27
	return "0x" + hex.EncodeToString(sig), nil
}

// token asks the token endpoint as the shop.
func (r *run) token(ctx context.Context, form url.Values, into any) error {
	credentials := url.QueryEscape(r.Shop.ClientID) + ":" + url.QueryEscape(r.Shop.Secret)
	h := header("Content-Type", "application/x-www-form-urlencoded", "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(credentials)))
	_, err := r.client.do(ctx, call{method: "POST", path: "/token", header: h, body: []byte(form.Encode()), into: into})
	return err
}

// subject verifies an ID token as the shop does and returns its sub.
func (r *run) subject(idToken, nonce string) (string, error) {
	signed, err := jose.ParseSignedCompact(idToken, []jose.SignatureAlgorithm{jose.ES256, jose.RS256})
	if err != nil {
		return "", errors.New("the ID token is malformed")
	}
	for _, key := range r.keys.Keys {
		if len(signed.Signatures) != 1 || key.KeyID != signed.Signatures[0].Header.KeyID {
			continue
		}
		payload, err := signed.Verify(key)
		if err != nil {
			return "", errors.New("the ID token does not verify")
		}
		var claims struct {
			Iss, Sub, Nonce string
			Aud             json.RawMessage
			Exp             int64
		}
		if err := json.Unmarshal(payload, &claims); err != nil {
			return "", errors.New("the ID token is malformed")
		}
		forUs := bytes.Contains(claims.Aud, []byte(`"`+r.Shop.ClientID+`"`))
		if claims.Iss != r.Gateway || !forUs || claims.Nonce != nonce || claims.Exp < r.Now().Unix() || claims.Sub == "" {
			return "", errors.New("the ID token is another's")
		}
		return claims.Sub, nil
	}
	return "", errors.New("the ID token names an unknown key")
}

// bind tells the gateway the vault's keys for the shop.
func (r *run) bind(ctx context.Context, s *shopper) error {
	var fresh struct{ Nonce string }
	if _, err := r.client.do(ctx, call{method: "POST", path: "/v1/nonces", into: &fresh}); err != nil {
		return err
	}
	recipient := s.root.Identity(r.sector, 0).Recipient().String()
	holder, err := profile.PublicJWK(&s.root.Holder(r.sector).PublicKey)
	if err != nil {
		return err
	}
	jwk, err := profile.HolderJWK(holder)
	if err != nil {
		return err
	}
	thumb, err := base64.RawURLEncoding.DecodeString(holder.KeyID)
	if err != nil {
		return err
	}
	digest := sha256.Sum256([]byte(recipient))
	login := s.root.Login(r.sector)
	now := r.Now().UTC().Truncate(time.Second)
	expires := now.Add(5 * time.Minute)
	_, authority, _ := strings.Cut(r.Vault, "://")
	message, err := wallet.Compose(wallet.Message{
		Domain: authority, Address: crypto.PubkeyToAddress(login.PublicKey), Version: "1", ChainID: 1, Nonce: fresh.Nonce,
		Statement: "Let " + r.sector + " send receipts to my carnet.", URI: r.Gateway + "/v1/bindings", IssuedAt: now, ExpirationTime: &expires,
		Resources: []string{
			"urn:carnet:shop:" + r.sector,
			"urn:carnet:recipient:sha256:" + hex.EncodeToString(digest[:]),
			"urn:carnet:holder:sha256:" + hex.EncodeToString(thumb),
		},
	})
	if err != nil {
		return err
	}
	signature, err := personalSign(login, message)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{
		"client_id": r.Shop.ClientID, "message": message, "signature": signature, "recipient": recipient, "holder": json.RawMessage(jwk),
	})
	if err != nil {
		return err
	}
	var bound struct{ Inbox string }
	_, err = r.client.do(ctx, call{method: "POST", path: "/v1/bindings", header: header("Content-Type", "application/json"), body: body, into: &bound})
	s.inbox = bound.Inbox
	return err
}

// fetch is a GET that the vault signs with the shop's holder key.
func (r *run) fetch(ctx context.Context, s *shopper, path string, into any, raw *[]byte) error {
	signed, err := profile.SignRequest(s.root.Holder(r.sector), "GET", r.Gateway+path, nil, r.Now())
	if err != nil {
		return err
	}
	_, err = r.client.do(from(ctx, s.network), call{method: "GET", path: path, into: into, raw: raw,
		header: header("Signature-Input", signed.SignatureInput, "Signature", signed.Signature)})
	return err
}
