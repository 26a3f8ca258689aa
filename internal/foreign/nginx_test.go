package foreign

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"carnet/internal/gatewaytest"
	"carnet/internal/testtool"
)

const (
	nginx = "/usr/sbin/nginx"
	proxy = "../../build/oauth2-proxy"
)

// nginxConfig is a shop that cannot speak OpenID Connect behind auth_request, as oauth2-proxy's documentation writes it.
const nginxConfig = `daemon off;
pid %[1]s/pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
  proxy_buffer_size 16k;
  proxy_buffers 4 16k;
  server {
    listen 127.0.0.1:%[2]d;
    location /oauth2/ {
      proxy_pass http://127.0.0.1:%[3]d;
      proxy_set_header Host $http_host;
      proxy_set_header X-Auth-Request-Redirect $request_uri;
    }
    location = /oauth2/auth {
      internal;
      proxy_pass http://127.0.0.1:%[3]d;
      proxy_set_header Host $http_host;
      proxy_set_header Content-Length "";
      proxy_pass_request_body off;
    }
    location / {
      auth_request /oauth2/auth;
      error_page 401 = @signin;
      auth_request_set $user $upstream_http_x_auth_request_user;
      auth_request_set $token $upstream_http_x_auth_request_access_token;
      auth_request_set $cookie $upstream_http_set_cookie;
      add_header Set-Cookie $cookie;
      proxy_set_header X-User $user;
      proxy_set_header X-Token $token;
      proxy_pass %[4]s;
    }
    location @signin {
      return 302 http://$http_host/oauth2/start?rd=$request_uri;
    }
  }
}
`

// runNginx runs nginx and oauth2-proxy in front of a shop that repeats the headers it is given.
func (s site) runNginx(t *testing.T, g *gatewaytest.Gateway) {
	t.Helper()
	_, err := os.Stat(nginx)
	testtool.Need(t, err == nil, "nginx")
	binary, err := filepath.Abs(proxy)
	if err == nil {
		_, err = os.Stat(binary)
	}
	testtool.Need(t, err == nil, "oauth2-proxy")
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen-Sub", r.Header.Get("X-User"))
		w.Header().Set("X-Seen-Token", r.Header.Get("X-Token"))
		io.WriteString(w, "inside")
	}))
	t.Cleanup(backend.Close)
	behind := gatewaytest.FreePort(t)
	start(t, behind, program{Args: []string{binary, "--provider=oidc", "--oidc-issuer-url=" + g.Issuer, "--client-id=" + s.ID, "--client-secret=" + s.Secret,
		"--redirect-url=" + s.RedirectURIs[0], "--scope=openid offline_access", "--code-challenge-method=S256", "--oidc-email-claim=sub", "--email-domain=*",
		"--insecure-oidc-allow-unverified-email", "--cookie-secret=" + rand.Text()[:16], "--cookie-secure=false", "--cookie-name=_" + s.ID, "--cookie-refresh=1s",
		"--set-xauthrequest", "--pass-access-token", "--skip-provider-button", "--upstream=static://202", "--reverse-proxy",
		"--whitelist-domain=localhost:*",
		fmt.Sprintf("--http-address=127.0.0.1:%d", behind)}})
	dir := openTempDir(t)
	write(t, filepath.Join(dir, "nginx.conf"), fmt.Sprintf(nginxConfig, dir, s.port, behind, backend.URL))
	start(t, s.port, program{Args: []string{nginx, "-p", dir, "-e", "stderr", "-c", filepath.Join(dir, "nginx.conf")}})
}

func TestNginxWithOAuth2Proxy(t *testing.T) {
	s, other := newSite(t, "nginx", "/oauth2/callback"), newSite(t, "nginx2", "/oauth2/callback")
	g := gatewaytest.Start(t, s.Client, other.Client)
	s.runNginx(t, g)
	p := g.NewShopper(t)

	inside := func(t *testing.T, at site, p *gatewaytest.Shopper) (sub, token string) {
		t.Helper()
		page := p.Open(at.Origin + "/basket?id=7")
		if page.Status != 200 || page.Body != "inside" || page.URL.RequestURI() != "/basket?id=7" {
			t.Fatalf("got %s with %d %.300s, want the page", page.URL, page.Status, page.Body)
		}
		return page.Header.Get("X-Seen-Sub"), page.Header.Get("X-Seen-Token")
	}
	turnedAway := func(t *testing.T, p *gatewaytest.Shopper) {
		t.Helper()
		if page := p.OpenUntil(s.Origin+"/", g.Issuer); page.Status != 0 {
			t.Fatalf("got %d %.200s, want to be sent to the gateway", page.Status, page.Body)
		}
	}

	sub, token := inside(t, s, p)
	seen{Sub: sub, Userinfo: userinfo(t, g, token)}.agrees(t, "")
	if again, _ := inside(t, s, p.Elsewhere()); again != sub {
		t.Fatal("the second sign-in has another sub than the first")
	}
	t.Run("a visitor's own identity header does not arrive", func(t *testing.T) {
		req, err := http.NewRequest("GET", s.Origin+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-User", "somebody")
		if page := p.Walk(req, nil); page.Header.Get("X-Seen-Sub") != sub {
			t.Fatalf("got %q, want the visitor's sub", page.Header.Get("X-Seen-Sub"))
		}
	})
	t.Run("has a sub of its own", func(t *testing.T) {
		other.runNginx(t, g)
		if at, _ := inside(t, other, p); at == sub {
			t.Fatal("two shops see the same sub")
		}
	})
	t.Run("refreshes", func(t *testing.T) {
		for range 2 {
			_, before := inside(t, s, p)
			eventually(t, "the session is refreshed", func() bool { _, now := inside(t, s, p); return now != before })
		}
		if again, _ := inside(t, s, p); again != sub {
			t.Fatal("sub changed with the refresh")
		}
	})
	for name, forge := range map[string]struct{ param, value string }{
		"another state": {"state", "another:/"}, "no state": {"state", ""}, "a code that nobody gave": {"code", "nobody"},
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
		out := g.Endpoint("end_session_endpoint") + "?" + url.Values{"client_id": {s.ID}, "post_logout_redirect_uri": {s.PostLogout[0]}}.Encode()
		asked := p.Open(s.Origin + "/oauth2/sign_out?" + url.Values{"rd": {out}}.Encode())
		turnedAway(t, p)
		if page := p.Press(asked, s.PostLogout[0]); page.Status != 0 { // without an ID token the gateway asks the person
			t.Fatalf("got %s with %d %.200s, want to be sent to the shop", page.URL, page.Status, page.Body)
		}
		before := p.Signed
		if inside(t, s, p); p.Signed != before+1 {
			t.Fatal("the gateway signed somebody in who had signed out")
		}
	})
}

// eventually waits for what a program does in its own time. Nothing is measured.
func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !happened(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
