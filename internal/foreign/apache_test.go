package foreign

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carnet/internal/gatewaytest"
	"carnet/internal/testtool"
)

const (
	apache       = "/usr/sbin/apache2"
	apacheModule = "/usr/lib/apache2/modules/"
)

// apacheConfig is a site that only people who signed in may see. It tells the visitor's subject in a header of its own.
const apacheConfig = `ServerRoot "%[1]s"
PidFile "%[1]s/pid"
DefaultRuntimeDir "%[1]s"
ServerName localhost:%[2]d
Listen 127.0.0.1:%[2]d
User nobody
Group nogroup
ErrorLog /dev/stderr
LogLevel warn
DocumentRoot "%[1]s/site"
OIDCProviderMetadataURL %[3]s/.well-known/openid-configuration
OIDCClientID %[4]s
OIDCClientSecret %[5]s
OIDCRedirectURI %[6]s/redirect_uri
OIDCCryptoPassphrase %[7]s
OIDCScope "openid offline_access"
OIDCPKCEMethod S256
OIDCResponseMode query
OIDCCookie session_%[4]s
OIDCStateCookiePrefix state_%[4]s_
OIDCInfoHook iat access_token id_token userinfo refresh_token
OIDCRedirectURLsAllowed ^%[6]s/
<Location "/">
  AuthType openid-connect
  Require valid-user
  Header always set X-Seen-Sub "%%{OIDC_CLAIM_sub}e"
</Location>
<Location "/bye">
  AuthType None
  Require all granted
</Location>
`

// runApache runs Apache with mod_auth_openidc in front of two pages.
func (s site) runApache(t *testing.T, g *gatewaytest.Gateway) {
	t.Helper()
	_, err := os.Stat(apacheModule + "mod_auth_openidc.so")
	testtool.Need(t, err == nil, "libapache2-mod-auth-openidc")
	dir := openTempDir(t)
	var config strings.Builder
	for _, module := range []string{"mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc", "headers", "dir"} {
		fmt.Fprintf(&config, "LoadModule %s_module %smod_%s.so\n", module, apacheModule, module)
	}
	fmt.Fprintf(&config, apacheConfig, dir, s.port, g.Issuer, s.ID, s.Secret, s.Origin, rand.Text())
	write(t, filepath.Join(dir, "apache.conf"), config.String())
	write(t, filepath.Join(dir, "site", "index.html"), "inside")
	write(t, filepath.Join(dir, "site", "bye", "index.html"), "bye")
	start(t, s.port, program{Args: []string{apache, "-DFOREGROUND", "-f", filepath.Join(dir, "apache.conf")}})
}

// openTempDir is a temporary directory that a server which gives up its rights can still read.
func openTempDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// apacheSession is what the module's info hook tells.
type apacheSession struct {
	IDToken  struct{ Sub string } `json:"id_token"`
	Userinfo struct{ Sub string }
	Access   string `json:"access_token"`
	Refresh  string `json:"refresh_token"`
}

func TestApache(t *testing.T) {
	s, other := newSite(t, "apache", "/redirect_uri"), newSite(t, "apache2", "/redirect_uri")
	for _, c := range []*site{&s, &other} {
		c.PostLogout = []string{c.Origin + "/bye/"}
	}
	s.BackLogout = s.Origin + "/redirect_uri?logout=backchannel"
	g := gatewaytest.Start(t, s.Client, other.Client)
	s.runApache(t, g)
	p := g.NewShopper(t)

	inside := func(t *testing.T, at site, p *gatewaytest.Shopper) (sub string) {
		t.Helper()
		page := p.Open(at.Origin + "/")
		if page.Status != 200 || page.Body != "inside" {
			t.Fatalf("got %d %.300s, want the page", page.Status, page.Body)
		}
		return page.Header.Get("X-Seen-Sub")
	}
	info := func(t *testing.T, p *gatewaytest.Shopper) apacheSession {
		t.Helper()
		return gatewaytest.JSON[apacheSession](t, p.Open(s.Origin+"/redirect_uri?info=json"))
	}
	turnedAway := func(t *testing.T, p *gatewaytest.Shopper) {
		t.Helper()
		if page := p.OpenUntil(s.Origin+"/", g.Issuer); page.Status != 0 {
			t.Fatalf("got %d %.200s, want to be sent to the gateway", page.Status, page.Body)
		}
	}

	sub := inside(t, s, p)
	about := info(t, p)
	seen{Sub: about.IDToken.Sub, Userinfo: about.Userinfo}.agrees(t, sub)
	if again := inside(t, s, p.Elsewhere()); again != sub {
		t.Fatal("the second sign-in has another sub than the first")
	}
	t.Run("has a sub of its own", func(t *testing.T) {
		other.runApache(t, g)
		if inside(t, other, p) == sub {
			t.Fatal("two shops see the same sub")
		}
	})
	t.Run("refreshes", func(t *testing.T) {
		for range 2 {
			before := info(t, p)
			back := p.Open(s.Origin + "/redirect_uri?" + url.Values{"refresh": {s.Origin + "/"}, "access_token": {before.Access}}.Encode())
			after := info(t, p)
			if back.Status != 200 || back.URL.Query().Get("error_code") != "" || after.Access == before.Access || after.Refresh == before.Refresh || after.IDToken.Sub != before.IDToken.Sub {
				t.Fatalf("the hook leads to %s with %d; tokens did not rotate, or sub changed", back.URL, back.Status)
			}
		}
	})
	for name, forge := range map[string]struct{ param, value string }{
		"another state": {"state", "another"}, "no state": {"state", ""}, "another issuer (RFC 9207)": {"iss", "https://evil.example"}, "a code that nobody gave": {"code", "nobody"},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			p := g.NewShopper(t)
			p.Open(with(s.callback(t, p, "/"), forge.param, forge.value))
			turnedAway(t, p)
		})
	}
	t.Run("signs out", func(t *testing.T) {
		p := g.NewShopper(t)
		inside(t, s, p)
		page := p.Open(s.Origin + "/redirect_uri?" + url.Values{"logout": {s.Origin + "/bye/"}}.Encode())
		if page.Body != "bye" {
			t.Fatalf("got %s with %d %.300s, want the page after the sign-out", page.URL, page.Status, page.Body)
		}
		turnedAway(t, p)
		before := p.Signed
		if inside(t, s, p); p.Signed != before+1 {
			t.Fatal("the gateway signed somebody in who had signed out")
		}
	})
	t.Run("is told when the shopper signs out elsewhere", func(t *testing.T) {
		g.Needs(t, "backchannel_logout_supported")
		p := g.NewShopper(t)
		inside(t, s, p)
		hint := other.hint(t, g, p)
		out := url.Values{"id_token_hint": {hint}, "post_logout_redirect_uri": {other.PostLogout[0]}}
		if page := p.OpenUntil(g.Endpoint("end_session_endpoint")+"?"+out.Encode(), other.PostLogout[0]); page.Status != 0 {
			t.Fatalf("got %d %.300s, want to be sent to the other shop", page.Status, page.Body)
		}
		eventually(t, "the Apache session ends", func() bool { return p.OpenUntil(s.Origin+"/", g.Issuer).Status == 0 })
	})
}
