package conformance

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gatewaytest"
)

func configPlan() plan {
	return plan{name: "oidcc-config-certification-test-plan", variant: "discovery", clients: secretClients, modules: []module{
		{name: "oidcc-discovery-endpoint-verification", run: discovery},
	}}
}

// discovery checks the document as OpenID Connect Discovery §3 and §4.3 say, and the keys it leads to.
func discovery(o *op) {
	if o.g.Discovery["issuer"] != o.g.Issuer {
		o.t.Errorf("issuer: got %v", o.g.Discovery["issuer"])
	}
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint", "revocation_endpoint",
		"introspection_endpoint", "pushed_authorization_request_endpoint"} {
		u, err := url.Parse(o.g.Endpoint(name))
		if err != nil || !strings.HasPrefix(o.g.Endpoint(name), o.g.Issuer+"/") || u.Fragment != "" {
			o.t.Errorf("%s: got %q, want a URL of the issuer", name, o.g.Endpoint(name))
		}
	}
	for name, want := range map[string][]string{
		"response_types_supported": {"code"}, "response_modes_supported": {"query"}, "subject_types_supported": {"pairwise"}, "scopes_supported": {"openid"},
		"grant_types_supported": {"authorization_code", "refresh_token"}, "id_token_signing_alg_values_supported": {"RS256"}, "claims_supported": {"sub", "iss", "aud", "auth_time"},
		"token_endpoint_auth_methods_supported": {"client_secret_basic", "client_secret_post", "private_key_jwt", "none"}, "code_challenge_methods_supported": {"S256"},
	} {
		if !o.g.Has(name, want...) {
			o.t.Errorf("%s: got %v, want %q among them", name, o.g.Discovery[name], want)
		}
	}
	if list, _ := o.g.Discovery["code_challenge_methods_supported"].([]any); slices.Contains(list, any("plain")) {
		o.t.Error("PKCE plain is offered")
	}
	if !o.g.Has("authorization_response_iss_parameter_supported") {
		o.t.Error("iss in answers (RFC 9207) is not announced")
	}
	for _, name := range []string{"request_uri_parameter_supported", "request_parameter_supported", "claims_parameter_supported"} {
		if o.g.Discovery[name] != false { // Discovery §3: left out, request_uri is supported
			o.t.Errorf("%s: got %v, want false", name, o.g.Discovery[name])
		}
	}
	keys(o.t, o.g)
}

// keys wants public signing keys of their own ids, and nothing private.
func keys(t *testing.T, g *gatewaytest.Gateway) {
	res, err := http.Get(g.Endpoint("jwks_uri"))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "application/j") {
		t.Errorf("jwks: Content-Type %q", res.Header.Get("Content-Type"))
	}
	set := gatewaytest.Get[jose.JSONWebKeySet](t, g, strings.TrimPrefix(g.Endpoint("jwks_uri"), g.Issuer))
	seen := map[string]bool{}
	for _, k := range set.Keys {
		if !k.Valid() || !k.IsPublic() || k.KeyID == "" || seen[k.KeyID] || k.Use != "sig" {
			t.Errorf("key %q is not a public signing key with an id of its own", k.KeyID)
		}
		seen[k.KeyID] = true
	}
	if len(set.Keys) == 0 {
		t.Error("no keys")
	}
}
