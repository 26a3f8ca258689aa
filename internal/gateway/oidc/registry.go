package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"carnet/internal/blob"
	"carnet/internal/gateway/web"
	"carnet/internal/lru"
	"carnet/internal/state"
	"carnet/internal/wallet"

	"github.com/go-jose/go-jose/v4"
	"github.com/luikyv/go-oidc/pkg/goidc"
	"golang.org/x/sync/singleflight"
)

// A client is configured, has registered itself (register.go), or is the https URL
// of a document that says what it is (draft-ietf-oauth-client-id-metadata-document).
// The last two are strangers: nobody vouches for their names, they have no tokens
// of their own, what they name is fetched through the guard, and no authority of a
// configured shop is theirs.

// Limits on strangers.
const (
	MaxRegistered     = 1000
	maxClientURL      = 256 // bytes of a client_id that is a URL
	maxURIs           = 20  // in one member
	maxClientKeys     = 10
	registeredLife    = 10 * time.Second // in which another process's deletion is noticed
	keysLife          = 2 * time.Minute  // of a client's keys
	documentLife      = 10 * time.Minute // of a document that does not say
	documentLeast     = time.Minute
	documentMost      = 24 * time.Hour
	documentFailed    = 30 * time.Second // until one that failed is asked for again
	documentsAtATime  = 16
	documentsInMemory = 4096
)

// Registration lets shops in that the configuration does not name.
type Registration struct {
	Tokens    [][32]byte   // SHA-256 of initial access tokens (RFC 7591 §3); /register is there when there is one
	Objects   blob.Store   // where registered clients are kept; required with Tokens. A thief of it gets metadata and hashes of 256 random bits
	Documents bool         // a client_id may be the URL of a metadata document
	Fetch     *http.Client // for strangers' URLs: guard.New; required with Tokens or Documents
}

func (r *Registration) check() error {
	on := len(r.Tokens) > 0 || r.Documents
	switch {
	case on && r.Fetch == nil:
		return errors.New("registration: no guarded client to fetch strangers' documents with")
	case len(r.Tokens) > 0 && r.Objects == nil:
		return errors.New("registration: no object store to keep clients in")
	case slices.Contains(r.Tokens, [32]byte{}) || slices.Contains(r.Tokens, HashSecret("")):
		return errors.New("registration: a token's hash is that of nothing")
	}
	return nil
}

// registry finds clients. It implements goidc.DCRManager, for look-ups only.
type registry struct {
	Registration
	configured map[string]configured
	reserved   map[string]bool // authorities that are the gateway's or a configured shop's
	origins    map[string]bool // of configured shops
	algs       func(alg string) bool
	defaultAlg string
	now        func() time.Time

	registered *lru.Cache[string, found]
	documents  *lru.Cache[string, found]
	hosts      *web.Buckets // fetches of documents, by host: nobody is flooded through us
	slots      chan struct{}
	flights    singleflight.Group
}

type configured struct {
	*Client
	library *goidc.Client
}

// found is a stranger as it was a moment ago; nil when there was none.
type found struct {
	client *Client
	until  time.Time
	asked  time.Time // when a document was fetched
}

// errNotAsked says that a host was not asked for a document, for our sake or its
// own: nothing is known about the document.
var errNotAsked = fmt.Errorf("documents are fetched too often: %w", state.ErrUnavailable)

func newRegistry(cfg *Config) *registry {
	g := &registry{Registration: cfg.Registration, configured: map[string]configured{}, reserved: map[string]bool{}, origins: map[string]bool{},
		algs: cfg.signs, defaultAlg: cfg.defaultAlg(), now: cfg.Now,
		registered: lru.New[string, found](MaxRegistered), documents: lru.New[string, found](documentsInMemory),
		hosts: &web.Buckets{PerSecond: 0.5, Burst: 10, Now: cfg.Now}, slots: make(chan struct{}, documentsAtATime)}
	g.reserve(cfg.Issuer)
	for i := range cfg.Clients {
		c := &cfg.Clients[i]
		g.configured[c.ID] = configured{c, c.forLibrary()}
		g.reserved[c.Sector] = true
		for _, uri := range slices.Concat(c.RedirectURIs, c.PostLogout, c.Origins) {
			g.reserve(uri)
		}
		for _, origin := range c.Origins {
			g.origins[origin] = true
		}
	}
	return g
}

func (g *registry) reserve(uri string) {
	if authority, err := wallet.Sector(uri); err == nil {
		g.reserved[authority] = true
	}
}

// find returns a client, nil when there is none. An error means that it cannot be
// told now.
func (g *registry) find(ctx context.Context, id string) (*Client, error) {
	if c, ok := g.configured[id]; ok {
		return c.Client, nil
	}
	switch {
	case g.Documents && strings.HasPrefix(id, "https://"):
		return g.document(ctx, id)
	case len(g.Tokens) > 0 && isRegistered(id):
		return g.stored(ctx, id)
	}
	return nil, nil
}

// Client implements goidc.DCRManager. The library writes fetched keys into what it
// gets, so a client whose keys are fetched is a copy.
func (g *registry) Client(ctx context.Context, id string) (*goidc.Client, error) {
	if c, ok := g.configured[id]; ok {
		if c.KeysURI == "" {
			return c.library, nil
		}
		own := *c.library
		return &own, nil
	}
	c, err := g.find(ctx, id)
	if err != nil {
		return nil, note(ctx, err)
	}
	if c == nil {
		return nil, goidc.ErrNotFound
	}
	return c.forLibrary(), nil
}

// SaveClient implements goidc.DCRManager; the library's own endpoint is not served.
func (g *registry) SaveClient(context.Context, *goidc.Client) error { return errors.ErrUnsupported }

// DeleteClient implements goidc.DCRManager, likewise.
func (g *registry) DeleteClient(context.Context, string) error { return errors.ErrUnsupported }

// allows tells whether scripts of an origin may read what a client's tokens give.
func (g *registry) allows(c *Client, origin string) bool {
	return g.origins[origin] || c != nil && c.stranger && slices.Contains(c.Origins, origin)
}

// open tells whether there can be strangers.
func (g *registry) open() bool { return g.Documents || len(g.Tokens) > 0 }

// metadata is what a stranger says of itself (RFC 7591 §2, OpenID Connect Dynamic
// Client Registration §2), as far as it is understood here. Other members are
// ignored.
type metadata struct {
	RedirectURIs    []string            `json:"redirect_uris,omitempty"`
	Name            string              `json:"client_name,omitempty"`
	Auth            string              `json:"token_endpoint_auth_method,omitempty"`
	Grants          []string            `json:"grant_types,omitempty"`
	Responses       []string            `json:"response_types,omitempty"`
	ApplicationType string              `json:"application_type,omitempty"`
	Keys            *jose.JSONWebKeySet `json:"jwks,omitempty"`
	KeysURI         string              `json:"jwks_uri,omitempty"`
	SubjectType     string              `json:"subject_type,omitempty"`
	SectorURI       string              `json:"sector_identifier_uri,omitempty"`
	SigningAlg      string              `json:"id_token_signed_response_alg,omitempty"`
	PostLogout      []string            `json:"post_logout_redirect_uris,omitempty"`
	BackLogout      string              `json:"backchannel_logout_uri,omitempty"`
	DPoP            bool                `json:"dpop_bound_access_tokens,omitempty"`
	PAR             bool                `json:"require_pushed_authorization_requests,omitempty"`
}

var metadataMembers = strings.Fields(`redirect_uris client_name token_endpoint_auth_method grant_types response_types application_type jwks jwks_uri subject_type
	sector_identifier_uri id_token_signed_response_alg post_logout_redirect_uris backchannel_logout_uri dpop_bound_access_tokens require_pushed_authorization_requests`)

// parseMetadata reads one JSON object. What is understood must be well-formed; the
// rest, besides secrets, is dropped. all has every member.
func parseMetadata(data []byte) (m metadata, all map[string]json.RawMessage, err error) {
	if err := web.DecodeJSON(data, &all); err != nil {
		return m, nil, err
	}
	if all == nil {
		return m, nil, errors.New("not an object")
	}
	ours := map[string]json.RawMessage{}
	for _, name := range metadataMembers {
		if raw, ok := all[name]; ok && string(raw) != "null" {
			ours[name] = raw
		}
	}
	if raw, ok := ours["jwks"]; ok { // keys have members of their own, which are not ours to refuse
		m.Keys = new(jose.JSONWebKeySet)
		if err := json.Unmarshal(raw, m.Keys); err != nil {
			return m, nil, errors.New("jwks is not a key set")
		}
		delete(ours, "jwks")
	}
	filtered, err := json.Marshal(ours)
	if err != nil {
		return m, nil, err
	}
	return m, all, web.DecodeJSON(filtered, &m)
}

func badMetadata(format string, args ...any) error {
	return refuse("invalid_client_metadata", fmt.Sprintf(format, args...))
}

func badRedirect(format string, args ...any) error {
	return refuse("invalid_redirect_uri", fmt.Sprintf(format, args...))
}

// complete fills in defaults and refuses what cannot be served here. document is
// the authority of a metadata document, which everything must share; "" for a
// client that registers. The errors are those of RFC 7591 §3.2.2 and name members,
// never values.
func (g *registry) complete(m *metadata, document string) error {
	if err := m.checkRedirects(); err != nil {
		return err
	}
	if len(m.Grants) == 0 {
		m.Grants = []string{"authorization_code"}
	}
	if len(m.Responses) == 0 {
		m.Responses = []string{"code"}
	}
	known := func(list []string, of ...string) bool {
		return !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(of, s) }) && len(list) <= len(of)
	}
	if m.Auth == "" && document != "" {
		m.Auth = AuthNone
	}
	if m.Auth == "" {
		m.Auth = AuthBasic
	}
	if m.SigningAlg == "" {
		m.SigningAlg = g.defaultAlg
	}
	if m.SubjectType == "" {
		m.SubjectType = "pairwise"
	}
	if m.Auth != AuthPrivateKey {
		m.Keys, m.KeysURI = nil, ""
	}
	switch {
	case !known(m.Grants, "authorization_code", "refresh_token", grantDevice) || !slices.Contains(m.Grants, "authorization_code"):
		return badMetadata("grant_types may be authorization_code, which is required, refresh_token and %s.", grantDevice)
	case !known(m.Responses, "code"):
		return badMetadata("response_types must be code.")
	case !slices.Contains([]string{AuthNone, AuthPrivateKey, AuthBasic, AuthPost}, m.Auth):
		return badMetadata("token_endpoint_auth_method must be client_secret_basic, client_secret_post, private_key_jwt or none.")
	case document != "" && m.Auth != AuthNone && m.Auth != AuthPrivateKey:
		return badMetadata("A metadata document cannot hold a secret: token_endpoint_auth_method must be none or private_key_jwt.")
	case m.Auth == AuthPrivateKey && (m.Keys == nil) == (m.KeysURI == ""):
		return badMetadata("private_key_jwt needs either jwks or jwks_uri.")
	case m.Keys != nil && len(m.Keys.Keys) > maxClientKeys:
		return badMetadata("jwks has more than %d keys.", maxClientKeys)
	case m.SubjectType != "pairwise":
		return badMetadata("subject_type must be pairwise.")
	case !g.algs(m.SigningAlg):
		return badMetadata("id_token_signed_response_alg is none that this gateway signs with.")
	case len(m.PostLogout) > maxURIs:
		return badMetadata("post_logout_redirect_uris has more than %d entries.", maxURIs)
	}
	for _, uri := range slices.Concat(m.RedirectURIs, m.PostLogout, []string{m.KeysURI, m.BackLogout, m.SectorURI}) {
		if err := g.checkStranger(uri, document); err != nil {
			return err
		}
	}
	return nil
}

// checkRedirects wants https, or for an app loopback addresses (RFC 8252 §7.3).
func (m *metadata) checkRedirects() error {
	native := m.ApplicationType == "native"
	if !native && m.ApplicationType != "" && m.ApplicationType != "web" {
		return badMetadata("application_type must be web or native.")
	}
	if len(m.RedirectURIs) == 0 || len(m.RedirectURIs) > maxURIs {
		return badRedirect("redirect_uris must have 1 to %d entries.", maxURIs)
	}
	for _, uri := range m.RedirectURIs {
		if err := checkRedirect(uri); err != nil || !native && !strings.HasPrefix(uri, "https://") {
			return badRedirect("redirect_uris must be canonical https URLs without fragment, or for application_type native http on a loopback address.")
		}
	}
	return nil
}

// checkStranger refuses a URI that is, or might be taken for, somebody else's.
func (g *registry) checkStranger(uri, document string) error {
	if uri == "" || strings.HasPrefix(uri, "http://") && loopback(uri) {
		return nil
	}
	authority, err := wallet.Sector(uri)
	if err != nil || checkRedirect(uri) != nil || !strings.HasPrefix(uri, "https://") {
		return badMetadata("Every URI must be a canonical https URL without fragment.")
	}
	if g.reserved[authority] {
		return badRedirect("A URI lies at an address that belongs to another shop.")
	}
	if document != "" && authority != document {
		return badRedirect("A URI lies at another origin than the metadata document.")
	}
	return nil
}

func loopback(uri string) bool {
	u, err := url.Parse(uri)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsLoopback()
}

// client makes a client of complete metadata.
func (m *metadata) client(id, sector string) *Client {
	c := &Client{ID: id, Name: m.Name, Auth: m.Auth, KeysURI: m.KeysURI, Native: m.ApplicationType == "native", RedirectURIs: m.RedirectURIs, PostLogout: m.PostLogout,
		Sector: sector, SigningAlg: m.SigningAlg, StartURI: "https://" + sector + "/", BackLogout: m.BackLogout, DPoP: m.DPoP, PAR: m.PAR,
		Unverified: true, Device: slices.Contains(m.Grants, grantDevice), stranger: true, noRefresh: !slices.Contains(m.Grants, "refresh_token")}
	if m.Keys != nil {
		c.Keys = *m.Keys
	}
	if c.Name == "" {
		c.Name = sector
	}
	for _, uri := range m.RedirectURIs {
		if u, err := url.Parse(uri); err == nil && u.Scheme == "https" && checkOrigin(u.Scheme+"://"+u.Host) == nil {
			c.Origins = append(c.Origins, u.Scheme+"://"+u.Host)
		}
	}
	return c
}

// sectorOf is whom a registering client's subjects are pairwise for: the host of
// sector_identifier_uri, whose file must name all redirect URIs (OpenID Connect
// Core §8.1), or the one authority of all redirect URIs. To a device nothing is
// redirected, which would prove that the host is the client's: it needs the file.
func (g *registry) sectorOf(ctx context.Context, m *metadata) (string, error) {
	if m.SectorURI == "" && slices.Contains(m.Grants, grantDevice) {
		return "", badMetadata("The device grant needs a sector_identifier_uri.")
	}
	if m.SectorURI == "" {
		var sector string
		for _, uri := range m.RedirectURIs {
			authority, err := wallet.Sector(uri)
			if err != nil || loopback(uri) || sector != "" && authority != sector {
				return "", badMetadata("redirect_uris of several hosts, or on loopback addresses, need a sector_identifier_uri.")
			}
			sector = authority
		}
		return sector, nil
	}
	body, _, err := g.fetch(ctx, m.SectorURI)
	if err != nil {
		return "", badMetadata("sector_identifier_uri could not be fetched.")
	}
	var listed []string
	if err := web.DecodeJSON(body, &listed); err != nil {
		return "", badMetadata("sector_identifier_uri is not a list of URIs.")
	}
	for _, uri := range m.RedirectURIs {
		if !slices.Contains(listed, uri) {
			return "", badMetadata("sector_identifier_uri does not name every redirect URI.")
		}
	}
	return wallet.Sector(m.SectorURI)
}

// fetch gets a stranger's JSON.
func (g *registry) fetch(ctx context.Context, uri string) ([]byte, http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, uri, nil)
	if err != nil {
		return nil, nil, err
	}
	if wait, err := g.hosts.Allow(ctx, req.URL.Host); err != nil || wait > 0 {
		return nil, nil, errNotAsked
	}
	select {
	case g.slots <- struct{}{}:
		defer func() { <-g.slots }()
	default:
		return nil, nil, errNotAsked
	}
	req.Header.Set("Accept", "application/json")
	resp, err := g.Fetch.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	mediaType, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if resp.StatusCode != http.StatusOK || err != nil || mediaType != "application/json" && !(strings.HasPrefix(mediaType, "application/") && strings.HasSuffix(mediaType, "+json")) {
		return nil, nil, errors.New("not a JSON document")
	}
	body, err := io.ReadAll(resp.Body)
	return body, resp.Header, err
}

// document returns the client that a metadata document describes; nil when it is
// none, and for a while when it cannot be had. One that may not be asked for again
// yet stays what it was, for documentMost at most: others' requests for documents
// of its host do not switch a shop off.
func (g *registry) document(ctx context.Context, id string) (*Client, error) {
	authority, ok := documentAuthority(id)
	if !ok || g.reserved[authority] {
		return nil, nil
	}
	old, ok := g.documents.Get(id)
	if ok && g.now().Before(old.until) {
		return old.client, nil
	}
	answer, err, _ := g.flights.Do(id, func() (any, error) {
		client, life, err := g.readDocument(context.WithoutCancel(ctx), id, authority)
		if errors.Is(err, errNotAsked) {
			if old.client == nil || g.now().Sub(old.asked) >= documentMost {
				return old.client, err
			}
			return old.client, nil
		}
		if err != nil {
			client, life = nil, documentFailed
		}
		g.documents.Put(id, found{client, g.now().Add(life), g.now()}, 1)
		return client, nil
	})
	if err != nil {
		return nil, err
	}
	return answer.(*Client), nil
}

func (g *registry) readDocument(ctx context.Context, id, authority string) (*Client, time.Duration, error) {
	body, header, err := g.fetch(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	m, all, err := parseMetadata(body)
	if err != nil {
		return nil, 0, err
	}
	var self string
	if err := json.Unmarshal(all["client_id"], &self); err != nil || self != id {
		return nil, 0, errors.New("client_id is not the document's own URL")
	}
	if all["client_secret"] != nil || all["client_secret_expires_at"] != nil {
		return nil, 0, errors.New("a document has no secret")
	}
	m.SectorURI = ""
	if err := g.complete(&m, authority); err != nil {
		return nil, 0, err
	}
	client := m.client(id, authority)
	return client, freshness(header.Get("Cache-Control")), client.checkMetadata()
}

// documentAuthority reads the URL of a metadata document: https, one spelling, a
// path without dot segments, no user, query or fragment.
func documentAuthority(id string) (string, bool) {
	u, err := url.Parse(id)
	if err != nil || len(id) > maxClientURL || checkRedirect(id) != nil || u.Scheme != "https" || u.Path == "" || strings.ContainsAny(id, "?#") {
		return "", false
	}
	authority, err := wallet.Sector(id)
	if err != nil || authority != u.Host {
		return "", false
	}
	for segment := range strings.SplitSeq(u.Path, "/") { // unescaped: %2e is a dot, too
		if segment == "." || segment == ".." {
			return "", false
		}
	}
	return authority, true
}

// freshness is how long a document counts (RFC 9111 §5.2.2), within our bounds.
func freshness(cacheControl string) time.Duration {
	life := documentLife
	for directive := range strings.SplitSeq(strings.ToLower(cacheControl), ",") {
		directive = strings.TrimSpace(directive)
		if directive == "no-store" || directive == "no-cache" {
			return documentLeast
		}
		if age, ok := strings.CutPrefix(directive, "max-age="); ok {
			if n, err := strconv.ParseUint(strings.Trim(age, `"`), 10, 31); err == nil {
				life = time.Duration(n) * time.Second
			}
		}
	}
	return min(max(life, documentLeast), documentMost)
}

// keyFetcher gets clients' key sets for the library, and keeps each for keysLife.
// What the operator configured may lie anywhere; the rest goes through the guard.
type keyFetcher struct {
	chosen  map[string]bool // configured keys URIs
	plain   http.RoundTripper
	guarded *http.Client // nil without strangers
	now     func() time.Time
	kept    *lru.Cache[string, keptKeys]
}

type keptKeys struct {
	body  []byte
	until time.Time
}

const maxKeys = 64 << 10 // bytes of a key set

func newKeyFetcher(cfg *Config) *keyFetcher {
	f := &keyFetcher{chosen: map[string]bool{}, plain: cfg.Transport, guarded: cfg.Registration.Fetch, now: cfg.Now, kept: lru.New[string, keptKeys](16 << 20)}
	for _, c := range cfg.Clients {
		f.chosen[c.KeysURI] = true
	}
	return f
}

// RoundTrip implements http.RoundTripper, for GET.
func (f *keyFetcher) RoundTrip(r *http.Request) (*http.Response, error) {
	uri := r.URL.String()
	if k, ok := f.kept.Get(uri); ok && f.now().Before(k.until) {
		return keysResponse(r, k.body), nil
	}
	resp, err := f.get(r, uri)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxKeys))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("keys: status %d", resp.StatusCode)
	}
	f.kept.Put(uri, keptKeys{body, f.now().Add(keysLife)}, len(body)+len(uri))
	return keysResponse(r, body), nil
}

func (f *keyFetcher) get(r *http.Request, uri string) (*http.Response, error) {
	if f.chosen[uri] {
		return f.plain.RoundTrip(r)
	}
	if f.guarded == nil {
		return nil, errors.New("keys: not configured")
	}
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, uri, nil)
	if err != nil {
		return nil, err
	}
	return f.guarded.Do(req)
}

func keysResponse(r *http.Request, body []byte) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(string(body))), ContentLength: int64(len(body)), Request: r}
}

// echo is the metadata as a JSON object, to be completed.
func (m *metadata) echo() (map[string]any, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	return out, errors.Join(json.Unmarshal(data, &out))
}

func with(a, b map[string]any) map[string]any {
	maps.Copy(a, b)
	return a
}
