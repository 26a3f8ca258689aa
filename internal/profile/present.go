package profile

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"strings"
	"time"

	"carnet/internal/profile/sdjwt"

	"github.com/go-jose/go-jose/v4"
)

// maxPresentationAge is how old a key binding may be.
const maxPresentationAge = 10 * time.Minute

// Present discloses the chosen claims of a receipt to one audience. claim is
// asked for each claim name, line for each element of lines by its index from
// 0; a disclosed line implies the claim lines. The key binding is signed by the
// holder.
func Present(token string, claim func(name string) bool, line func(i int) bool,
	holder *ecdsa.PrivateKey, audience, nonce string, now time.Time) (string, error) {
	p, err := sdjwt.Split(token)
	if err != nil {
		return "", err
	}
	all := make([]sdjwt.Disclosure, len(p.Disclosures))
	elements := make(map[string]string) // digest to disclosure of a line
	var lines *sdjwt.Disclosure
	for i, text := range p.Disclosures {
		if all[i], err = sdjwt.ParseDisclosure(text); err != nil {
			return "", fmt.Errorf("present: %w", err)
		}
		switch all[i].Name {
		case "":
			elements[all[i].Digest] = text
		case "lines":
			lines = &all[i]
		}
	}
	chosen := []string{p.JWT}
	for _, d := range all {
		if d.Name != "" && d.Name != "lines" && claim(d.Name) {
			chosen = append(chosen, d.Text)
		}
	}
	if lines != nil {
		picked, err := pickLines(lines, elements, line)
		if err != nil {
			return "", fmt.Errorf("present: %w", err)
		}
		if len(picked) > 0 || claim("lines") {
			chosen = append(append(chosen, lines.Text), picked...)
		}
	}
	bound, err := sdjwt.Bind(strings.Join(chosen, "~")+"~", holder, audience, nonce, now)
	if err != nil {
		return "", fmt.Errorf("present: %w", err)
	}
	return bound, nil
}

// pickLines returns the disclosures of the chosen elements of lines.
func pickLines(lines *sdjwt.Disclosure, elements map[string]string, line func(i int) bool) ([]string, error) {
	var digests []struct {
		Digest string `json:"..."`
	}
	if err := decodeStrict(lines.Value, &digests); err != nil {
		return nil, err
	}
	var picked []string
	for i, d := range digests {
		if text, ok := elements[d.Digest]; ok && line(i) {
			picked = append(picked, text)
		}
	}
	return picked, nil
}

// Request is what a presentation must answer.
type Request struct {
	Issuer   string             // the receipt's shop
	Keys     jose.JSONWebKeySet // of that issuer
	Audience string             // client_id of the shop that asked
	Nonce    string
	Now      time.Time
}

// VerifyPresentation checks the issuer's signature, every disclosure, and that
// the holder bound exactly these disclosures to the request within the last ten
// minutes. The anchor and refunds are the caller's to check.
func VerifyPresentation(token string, want Request) (*Credential, error) {
	p, err := sdjwt.Split(token)
	if err != nil {
		return nil, err
	}
	c, err := verifyParts(p, want.Issuer, want.Keys)
	if err != nil {
		return nil, err
	}
	key, ok := c.Holder.Key.(*ecdsa.PublicKey)
	if !ok {
		return nil, errors.New("token is bound to no key")
	}
	err = sdjwt.VerifyBinding(token, key, sdjwt.Binding{
		Audience: want.Audience, Nonce: want.Nonce, Now: want.Now, MaxAge: maxPresentationAge,
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}
