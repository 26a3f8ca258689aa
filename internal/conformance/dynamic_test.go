package conformance

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gatewaytest"
)

func dynamicPlan() plan {
	return plan{name: "oidcc-dynamic-certification-test-plan", variant: "discovery, clients registered by RFC 7591 with an initial access token, `code`",
		clients: func(t *testing.T) (first, second rp) {
			first, second = secretClients(t)
			second.key = newKey(t)
			second.Secret, second.Auth, second.Keys = "", "private_key_jwt", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &second.key.PublicKey, KeyID: second.ID, Algorithm: "ES256", Use: "sig"}}}
			return first, second
		},
		modules: []module{
			{name: "oidcc-discovery-endpoint-verification", run: discovery},
			{name: "oidcc-server", run: func(o *op) {
				c := o.registered(nil)
				s := o.signIn(c)
				o.about(c, s.access(), s.sub())
			}},
			{name: "oidcc-ensure-client-assertion-with-iss-aud-succeeds", run: func(o *op) { o.signIn(o.second) }},
			{name: "oidcc-ensure-redirect-uri-in-authorization-request", run: func(o *op) { o.pageOf(o.authorize(o.request(o.client, "redirect_uri", ""))) }},
			{name: "oidcc-ensure-request-object-with-redirect-uri", reason: "refused as unsupported", run: func(o *op) {
				o.errorOf(o.authorize(o.request(o.client, "request", object(`{"redirect_uri":"https://evil.example/"}`))), "request_not_supported")
			}},
			{name: "oidcc-idtoken-rs256", run: func(o *op) {
				c := o.registered(map[string]any{"id_token_signed_response_alg": "RS256"})
				c.SigningAlg = "RS256"
				o.signIn(c)
			}},
			{name: "oidcc-idtoken-unsigned", reason: "`none` cannot be registered", run: func(o *op) {
				o.notRegistered(map[string]any{"id_token_signed_response_alg": "none"}, "invalid_client_metadata")
			}},
			{name: "oidcc-redirect-uri-query-OK", run: func(o *op) { o.signIn(o.second) }},
			{name: "oidcc-redirect-uri-query-added", run: func(o *op) {
				o.pageOf(o.authorize(o.request(o.client, "redirect_uri", o.client.RedirectURIs[0]+"?foo=bar")))
			}},
			{name: "oidcc-redirect-uri-query-mismatch", run: func(o *op) {
				o.pageOf(o.authorize(o.request(o.second, "redirect_uri", strings.Replace(o.second.RedirectURIs[0], "with=query", "with=another", 1))))
			}},
			{name: "oidcc-redirect-uri-regfrag", run: func(o *op) {
				o.notRegistered(map[string]any{"redirect_uris": []string{o.client.Origin + "/callback#fragment"}}, "invalid_redirect_uri", "invalid_client_metadata")
			}},
			{name: "oidcc-refresh-token", run: func(o *op) {
				o.client = o.registered(map[string]any{"grant_types": []string{"authorization_code", "refresh_token"}})
				refreshToken(o)
			}},
			{name: "oidcc-refresh-token-rp-key-rotation", run: keyRotation},
			{name: "oidcc-registration-jwks-uri", run: func(o *op) {
				jwks := newKeySet(o.t)
				o.signIn(o.registeredWithKey(jwks, jwks.rotate(o.t)))
			}},
			{name: "oidcc-registration-logo-uri", reason: "an unverified shop's logo is not shown", run: ownPage("logo_uri")},
			{name: "oidcc-registration-policy-uri", run: ownPage("policy_uri")},
			{name: "oidcc-registration-sector-bad", run: func(o *op) {
				o.notRegistered(map[string]any{"sector_identifier_uri": served(o.t, []string{"https://another.example/callback"})}, "invalid_client_metadata", "invalid_redirect_uri")
			}},
			{name: "oidcc-registration-sector-uri", run: func(o *op) {
				origin, m := o.metadata(nil)
				otherOrigin, other := o.metadata(nil)
				m["sector_identifier_uri"] = served(o.t, []string{origin + "/callback", otherOrigin + "/callback"})
				other["sector_identifier_uri"] = m["sector_identifier_uri"]
				if o.signIn(o.made(origin, o.register(m))).sub() != o.signIn(o.made(otherOrigin, o.register(other))).sub() {
					o.t.Fatal("two clients of one sector see different subjects")
				}
			}},
			{name: "oidcc-registration-tos-uri", run: ownPage("tos_uri")},
			{name: "oidcc-request-uri-signed-rs256", reason: "request objects are not offered: PAR is"},
			{name: "oidcc-request-uri-unsigned", reason: "request objects are not offered: PAR is"},
			{name: "oidcc-server-rotate-keys", reason: "a person has to rotate keys during the module; rotation has tests of its own"},
			{name: "oidcc-userinfo-rs256", reason: "userinfo is JSON"},
		}}
}

// metadata is what a client registers with, changed by name.
func (o *op) metadata(change map[string]any) (string, map[string]any) {
	origin := "https://" + strings.ToLower(rand.Text()) + ".example"
	m := map[string]any{"client_name": "Dynamic", "redirect_uris": []string{origin + "/callback"}, "response_types": []string{"code"}, "grant_types": []string{"authorization_code"},
		"token_endpoint_auth_method": "client_secret_basic"}
	for name, value := range change {
		m[name] = value
	}
	return origin, m
}

// register posts to the registration endpoint (RFC 7591 §3.1).
func (o *op) register(metadata map[string]any) reply {
	o.t.Helper()
	o.g.Needs(o.t, "registration_endpoint")
	body, err := json.Marshal(metadata)
	if err != nil {
		o.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, o.g.Endpoint("registration_endpoint"), bytes.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+o.g.InitialToken)
	return o.do(req)
}

// registered wants a registration to succeed.
func (o *op) registered(change map[string]any) rp {
	o.t.Helper()
	origin, m := o.metadata(change)
	return o.made(origin, o.register(m))
}

// made is the client that a registration made.
func (o *op) made(origin string, r reply) rp {
	o.t.Helper()
	if r.status != http.StatusCreated || r.text("client_id") == "" {
		o.t.Fatalf("registration: %d %q: %s", r.status, r.text("error"), r.text("error_description"))
	}
	return rp{Client: gatewaytest.Client{ID: r.text("client_id"), Origin: origin, Secret: r.text("client_secret"), RedirectURIs: []string{origin + "/callback"}}}
}

func (o *op) notRegistered(change map[string]any, codes ...string) {
	o.t.Helper()
	_, m := o.metadata(change)
	r := o.register(m)
	if r.status != http.StatusBadRequest || r.text("client_id") != "" || !slices.Contains(codes, r.text("error")) {
		o.t.Fatalf("got %d %q, want one of %q", r.status, r.text("error"), codes)
	}
}

// ownPage registers a page of the shop's own; sign-in goes on as before.
func ownPage(member string) func(*op) {
	return func(o *op) {
		origin, m := o.metadata(nil)
		m[member] = origin + "/page"
		o.signIn(o.made(origin, o.register(m)))
	}
}

// served puts a JSON document where the gateway may fetch it.
func served(t *testing.T, document any) (uri string) {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(document)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/document.json"
}

// keySet is what lies at a client's jwks_uri.
type keySet struct {
	uri string
	mu  sync.Mutex
	set jose.JSONWebKeySet
}

// MarshalJSON implements json.Marshaler.
func (k *keySet) MarshalJSON() ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return json.Marshal(k.set)
}

// rotate puts a new key in the place of the old.
func (k *keySet) rotate(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key := newKey(t)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.set.Keys = []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: thumbprint(t, key), Algorithm: "ES256", Use: "sig"}}
	return key
}

func newKeySet(t *testing.T) *keySet {
	t.Helper()
	k := &keySet{}
	k.uri = served(t, k)
	return k
}

// registeredWithKey registers a client that authenticates with a key behind jwks_uri.
func (o *op) registeredWithKey(jwks *keySet, key *ecdsa.PrivateKey) rp {
	o.t.Helper()
	c := o.registered(map[string]any{"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": jwks.uri, "grant_types": []string{"authorization_code", "refresh_token"}})
	c.Auth, c.key = "private_key_jwt", key
	return c
}

// keyRotation refreshes after the client's key at its jwks_uri is another one.
func keyRotation(o *op) {
	jwks := newKeySet(o.t)
	c := o.registeredWithKey(jwks, jwks.rotate(o.t))
	s := o.signIn(c, "scope", "openid offline_access")
	c.key = jwks.rotate(o.t)
	o.later(3 * time.Minute) // keys may be remembered for some minutes
	now := time.Now()        // of the library behind the provider, which has a clock of its own
	o.tokens(c, o.renew(c, s.refresh(), how{assertion: func(a map[string]any) { a["iat"], a["exp"] = now.Unix(), now.Add(time.Minute).Unix() }}))
}
