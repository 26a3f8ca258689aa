package share

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"

	"github.com/ethereum/go-ethereum/common"
	"github.com/go-jose/go-jose/v4"
	"github.com/labstack/echo/v4"

	"carnet/internal/chain"
	"carnet/internal/directory"
	"carnet/internal/gateway/web"
	"carnet/internal/profile"
	"carnet/internal/state"
)

const (
	maxResponse  = 1 << 20 // bytes of a posted answer
	maxPerAnswer = 20      // presentations of one credential query
)

// answered is a verified answer until the shop reads it.
type answered struct {
	ClientID string    `json:"client_id"`
	ID       string    `json:"id"`
	Receipts []receipt `json:"receipts"`
}

// receipt is what a shop learns of one presented receipt. The three booleans are always true: a receipt of which one is
// not is never handed out.
type receipt struct {
	Credential string `json:"credential"` // id in the query
	Issuer     string `json:"iss"`
	Shop       struct {
		Name   string `json:"name"`
		Sector string `json:"sector"`
	} `json:"shop"`
	Claims   map[string]any `json:"claims"`
	Signed   bool           `json:"signed"`
	Anchored bool           `json:"anchored"`
	Holder   bool           `json:"holder"`
	Refunded string         `json:"refunded"` // no, partly, yes, unknown
	Epoch    uint64         `json:"epoch"`
}

// payload is what the vault encrypts.
type payload struct {
	VP     map[string][]string       `json:"vp_token"`
	Proofs map[string][]leafEvidence `json:"carnet_proofs"`
	State  string                    `json:"state,omitempty"`
}

// leafEvidence leads from an issuer-signed JWT to an anchored root.
type leafEvidence struct {
	Salt  string        `json:"salt"`
	Proof profile.Proof `json:"proof"`
}

func (s *Surface) response(c echo.Context) error {
	id, a, err := s.open(c)
	if err != nil {
		return err
	}
	token, err := formResponse(c)
	if err != nil {
		return err
	}
	p, err := decrypt(token, a.Key)
	if err != nil {
		return invalid("The answer does not open with the key of this request.")
	}
	q, err := parseQuery(a.Query)
	if err != nil {
		return fmt.Errorf("stored query: %w", err)
	}
	ctx := c.Request().Context()
	receipts, err := s.verify(ctx, a, q, p)
	if err != nil {
		return err
	}
	result, err := json.Marshal(answered{ClientID: a.ClientID, ID: id.String(), Receipts: receipts})
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	// The request is closed before the result exists: of two answers one wins, and a crash in between costs a new request.
	if _, err := s.requests().Take(ctx, id); err != nil {
		if errors.Is(err, state.ErrNotFound) {
			return web.Conflict("answered", "Another answer to this request came first. Nothing more was shared.")
		}
		return err
	}
	code := state.NewBearer()
	if err := s.results().Create(ctx, code, result, resultLife); err != nil {
		return err
	}
	redirect, err := withCode(a.RedirectURI, id, code)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusOK, map[string]string{"redirect_uri": redirect})
}

func withCode(redirect string, id, code state.Bearer) (string, error) {
	u, err := url.Parse(redirect)
	if err != nil {
		return "", errors.New("stored redirect URI is not a URL")
	}
	q := u.Query()
	q.Set("id", id.String())
	q.Set("response_code", code.String())
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// formResponse reads the one field of direct_post.jwt.
func formResponse(c echo.Context) (string, error) {
	media, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationForm {
		return "", &web.Error{Status: http.StatusUnsupportedMediaType, Code: "unsupported_media_type", Message: "Post a form with the field response."}
	}
	body, err := web.Body(c, maxResponse)
	if err != nil {
		return "", err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || len(form["response"]) != 1 {
		return "", web.BadRequest("bad_response", "Post a form with one field response.")
	}
	return form.Get("response"), nil
}

func decrypt(token string, key jose.JSONWebKey) (*payload, error) {
	jwe, err := jose.ParseEncryptedCompact(token, []jose.KeyAlgorithm{jose.ECDH_ES}, []jose.ContentEncryption{jose.A256GCM})
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	if _, zipped := jwe.Header.ExtraHeaders["zip"]; zipped {
		return nil, errors.New("compressed answers are not read")
	}
	plain, err := jwe.Decrypt(key.Key)
	if err != nil {
		return nil, fmt.Errorf("decrypt: %w", err)
	}
	var p payload
	if err := web.DecodeJSON(plain, &p); err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	return &p, nil
}

// verify checks every presentation of an answer; one that fails refuses all.
func (s *Surface) verify(ctx context.Context, a *asked, q *query, p *payload) ([]receipt, error) {
	receipts := []receipt{}
	if len(p.VP) != len(q.Credentials) || len(p.Proofs) != len(p.VP) {
		return nil, invalid("The answer does not hold exactly the credentials that were asked for.")
	}
	for _, cq := range q.Credentials {
		tokens, proofs := p.VP[cq.ID], p.Proofs[cq.ID]
		if len(tokens) == 0 || len(tokens) > maxPerAnswer || len(tokens) > 1 && !cq.Multiple || len(proofs) != len(tokens) {
			return nil, invalid("The answer holds too few or too many receipts, or receipts without their proofs.")
		}
		seen := map[[32]byte]bool{} // leaves: one receipt must not count as two
		for i, token := range tokens {
			leaf := proofs[i].Proof.Leaf
			if seen[leaf] {
				return nil, invalid("The answer holds one receipt twice.")
			}
			seen[leaf] = true
			r, err := s.verifyOne(ctx, a, cq, token, proofs[i])
			if err != nil {
				return nil, err
			}
			receipts = append(receipts, *r)
		}
	}
	return receipts, nil
}

func (s *Surface) verifyOne(ctx context.Context, a *asked, cq credentialQuery, token string, evidence leafEvidence) (*receipt, error) {
	iss, err := profile.UnverifiedIssuer(token)
	if err != nil {
		return nil, invalid("A presentation is not a receipt.")
	}
	issuer, err := s.Issuers.Find(ctx, iss)
	if errors.Is(err, ErrIssuer) {
		return nil, invalid("A receipt's shop is neither of this gateway nor of one it trusts.")
	}
	if err != nil {
		return nil, web.Unavailable(err)
	}
	cred, err := profile.VerifyPresentation(token, profile.Request{Issuer: iss, Keys: issuer.JWKS, Audience: a.ClientID, Nonce: a.Nonce, Now: s.Now()})
	if err != nil {
		return nil, invalid("A presentation is not signed by its shop, or not bound to this request by its holder.")
	}
	if err := s.anchored(ctx, issuer, cred, evidence); err != nil {
		return nil, err
	}
	r := &receipt{Credential: cq.ID, Issuer: iss, Claims: cq.only(cred.Claims), Signed: true, Anchored: true, Holder: true, Refunded: s.refunded(ctx, issuer, cred), Epoch: evidence.Proof.Epoch}
	r.Shop.Name, r.Shop.Sector = issuer.Carnet.Name, issuer.Carnet.Sector
	if len(r.Claims) == 0 {
		return nil, invalid("A presentation discloses nothing that was asked for.")
	}
	return r, nil
}

// anchored checks that the chain holds the root that the presented JWT leads to.
func (s *Surface) anchored(ctx context.Context, issuer *directory.Metadata, cred *profile.Credential, e leafEvidence) error {
	salt, err := base64.RawURLEncoding.Strict().DecodeString(e.Salt)
	if err != nil || len(salt) != 32 {
		return invalid("A receipt's salt is not 32 bytes.")
	}
	if e.Proof.Leaf != profile.Leaf([32]byte(salt), cred.JWT) || profile.VerifyProof(e.Proof) != nil {
		return invalid("A receipt's proof does not lead from the receipt to its root.")
	}
	at, here := issuer.Carnet.Anchor, s.Shops.Anchor()
	if at.ChainID != here.ChainID || !sameAddress(at.Contract, here.Contract) || !common.IsHexAddress(at.Issuer) {
		return invalid("A receipt is anchored on another chain than this gateway can read.")
	}
	root, _, _, err := s.Roots.RootAt(ctx, common.HexToAddress(at.Issuer), e.Proof.Epoch)
	if errors.Is(err, chain.ErrNotAnchored) {
		return invalid("A receipt is not anchored yet. Try again after the next epoch.")
	}
	if err != nil {
		return web.Unavailable(err)
	}
	if root != e.Proof.Root {
		return invalid("The chain holds another root than a receipt's proof.")
	}
	return nil
}

func sameAddress(a, b string) bool {
	return common.IsHexAddress(a) && common.IsHexAddress(b) && common.HexToAddress(a) == common.HexToAddress(b)
}

func invalid(message string) *web.Error {
	return &web.Error{Status: http.StatusUnprocessableEntity, Code: "invalid_presentation", Message: message + " Nothing was shared."}
}
