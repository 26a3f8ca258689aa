package audit

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/profile"
)

const maxAnswer = 1 << 20 // bytes

// HTTP asks gateways at the origins that promises name: <origin>/shops/<client_id> is a promise's iss.
type HTTP struct{ Client *http.Client }

// Keys implements Gateway by the shop's issuer metadata (SD-JWT VC §5).
func (h HTTP) Keys(ctx context.Context, iss string) (keys jose.JSONWebKeySet, err error) {
	origin, path, err := place(iss)
	if err != nil {
		return keys, err
	}
	var metadata struct {
		Issuer string             `json:"issuer"`
		Keys   jose.JSONWebKeySet `json:"jwks"`
	}
	status, err := h.get(ctx, origin+"/.well-known/jwt-vc-issuer"+path, &metadata)
	if err == nil && (status != http.StatusOK || metadata.Issuer != iss) {
		err = fmt.Errorf("issuer metadata: status %d, issuer %q", status, metadata.Issuer)
	}
	return metadata.Keys, err
}

// Proof implements Gateway.
func (h HTTP) Proof(ctx context.Context, iss string, epoch uint64, leaf [32]byte) (*profile.Proof, *profile.Absence, error) {
	origin, _, err := place(iss)
	if err != nil {
		return nil, nil, err
	}
	var raw json.RawMessage
	status, err := h.get(ctx, origin+"/v1/epochs/"+strconv.FormatUint(epoch, 10)+"/proof?leaf="+hex.EncodeToString(leaf[:]), &raw)
	if err != nil {
		return nil, nil, err
	}
	if status >= 500 || status == http.StatusTooManyRequests {
		return nil, nil, fmt.Errorf("the gateway answered %d", status)
	}
	if status == http.StatusOK {
		p := new(profile.Proof)
		if json.Unmarshal(raw, p) != nil {
			return nil, nil, nil
		}
		return p, nil, nil
	}
	var refusal struct {
		Absence *profile.Absence `json:"absence"`
	}
	if json.Unmarshal(raw, &refusal) != nil {
		return nil, nil, nil
	}
	return nil, refusal.Absence, nil
}

func (h HTTP) get(ctx context.Context, address string, into any) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	res, err := h.Client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return 0, err
	}
	if json.Unmarshal(data, into) != nil && res.StatusCode == http.StatusOK {
		return res.StatusCode, errors.New("the answer is not JSON")
	}
	return res.StatusCode, nil
}

// place splits an iss into its gateway's origin and its path.
func place(iss string) (origin, path string, err error) {
	u, err := url.Parse(iss)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" || !strings.HasPrefix(u.Path, "/shops/") {
		return "", "", fmt.Errorf("issuer %q is not <gateway>/shops/<client id>", iss)
	}
	return u.Scheme + "://" + u.Host, u.EscapedPath(), nil
}
