package foreign

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"carnet/internal/gatewaytest"
	"carnet/internal/quirks"
)

// wordpress registers a WordPress site. It listens nowhere: what a browser would bring is handed to the imitation.
func wordpress(t *testing.T, id string) site {
	t.Helper()
	s := newSite(t, id, "/wp-admin/admin-ajax.php?action=openid-connect-authorize")
	s.PostLogout = []string{s.Origin}
	return s
}

func (s site) woo(g *gatewaytest.Gateway) *quirks.Woo {
	return &quirks.Woo{Issuer: g.Issuer, ClientID: s.ID, Secret: s.Secret, Site: s.Origin, Now: g.Now}
}

// wooCallback walks from the plugin's button to its redirect URI.
func wooCallback(t *testing.T, w *quirks.Woo, p *gatewaytest.Shopper) url.Values {
	t.Helper()
	button, err := w.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page := p.OpenUntil(button, w.RedirectURI())
	if page.Status != 0 {
		t.Fatalf("the sign-in ended at %s with %d: %.300s", page.URL.Path, page.Status, page.Body)
	}
	return page.URL.Query()
}

func TestWordPress(t *testing.T) {
	s, other := wordpress(t, "woo"), wordpress(t, "woo2")
	g := gatewaytest.Start(t, s.Client, other.Client)
	w, p := s.woo(g), g.NewShopper(t)
	signIn := func(t *testing.T, w *quirks.Woo, p *gatewaytest.Shopper) *quirks.Session {
		t.Helper()
		session, err := w.Callback(t.Context(), wooCallback(t, w, p))
		if err != nil {
			t.Fatal(err)
		}
		return session
	}

	first, second := signIn(t, w, p.Elsewhere()), signIn(t, w, p)
	if !pairwise.MatchString(first.Sub) || first.Sub != second.Sub || first.Identity != second.Identity {
		t.Fatal("the second sign-in is somebody else to the plugin")
	}
	if at := signIn(t, other.woo(g), p); at.Sub == first.Sub || at.Identity == first.Identity {
		t.Fatal("two shops see the same sub, or the same user name")
	}
	t.Run("refreshes", func(t *testing.T) {
		fresh, err := w.Refresh(t.Context(), second)
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.Refresh(t.Context(), fresh)
		if err != nil || fresh.Refresh == second.Refresh || again.Refresh == fresh.Refresh || again.Sub != first.Sub {
			t.Fatalf("the refresh token did not rotate, or sub changed: %v", err)
		}
	})
	for name, change := range map[string]func(url.Values){
		"a state that it did not make": func(q url.Values) { q.Set("state", "another") },
		"no state":                     func(q url.Values) { q.Del("state") },
		"a code that nobody gave":      func(q url.Values) { q.Set("code", "nobody") },
		"an error":                     func(q url.Values) { q.Set("error", "access_denied") },
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			q := wooCallback(t, w, p)
			change(q)
			if _, err := w.Callback(t.Context(), q); err == nil {
				t.Fatal("signed in")
			}
		})
	}
	t.Run("refuses an answer after 180 seconds", func(t *testing.T) {
		late := s.woo(g)
		q := wooCallback(t, late, p)
		late.Now = func() time.Time { return g.Now().Add(quirks.StateLife) }
		if _, err := late.Callback(t.Context(), q); err == nil {
			t.Fatal("signed in")
		}
	})
	t.Run("signs out", func(t *testing.T) {
		session := signIn(t, w, p)
		out, err := w.LogoutURL(t.Context(), session)
		if err != nil {
			t.Fatal(err)
		}
		if page := p.OpenUntil(out, s.Origin); page.Status != 0 {
			t.Fatalf("got %d %.200s, want to be sent to the shop", page.Status, page.Body)
		}
		before := p.Signed
		if signIn(t, w, p); p.Signed != before+1 {
			t.Fatal("the gateway signed somebody in who had signed out")
		}
	})
}

// roundTrip stands between the plugin and the gateway.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// lost is an answer that takes longer than the plugin waits.
type lost struct{ error }

func (lost) Timeout() bool { return true }

func TestWordPressSelfTest(t *testing.T) {
	s := wordpress(t, "woo")
	g := gatewaytest.Start(t, s.Client)
	failed := func(w *quirks.Woo) (names []string) {
		for _, c := range w.SelfTest(t.Context()) {
			if !c.OK {
				names = append(names, c.Name+": "+c.Detail)
			}
		}
		return names
	}
	slow := func(path string) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == path {
				return nil, lost{errors.New("slow")}
			}
			return http.DefaultTransport.RoundTrip(r)
		})
	}
	for name, row := range map[string]struct {
		change func(*quirks.Woo)
		want   string // in the only line that failed
	}{
		"a wrong secret":                   {func(w *quirks.Woo) { w.Secret = "wrong" }, "invalid_client"},
		"a redirect URI of another site":   {func(w *quirks.Woo) { w.Site += "/blog" }, "redirect_uris"},
		"a client that nobody registered":  {func(w *quirks.Woo) { w.ClientID = "nobody"; w.Secret = "" }, "client_id"},
		"another issuer's document":        {func(w *quirks.Woo) { w.Issuer = strings.Replace(w.Issuer, "localhost", "127.0.0.1", 1) }, "not this issuer's"},
		"a token endpoint that is slow":    {func(w *quirks.Woo) { w.HTTP = slow("/token") }, "gives up"},
		"a userinfo endpoint that is slow": {func(w *quirks.Woo) { w.HTTP = slow("/userinfo") }, "gives up"},
		"nobody at the address":            {func(w *quirks.Woo) { w.Issuer = "http://localhost:1" }, "discovery answers"},
	} {
		t.Run("notices "+name, func(t *testing.T) {
			w := s.woo(g)
			row.change(w)
			lines := strings.Join(failed(w), "\n")
			if !strings.Contains(lines, row.want) {
				t.Fatalf("got %q, want it to say %q", lines, row.want)
			}
		})
	}
	t.Run("passes", func(t *testing.T) {
		if lines := failed(s.woo(g)); lines != nil {
			t.Fatalf("got %q", lines)
		}
	})
	t.Run("settings name the gateway's endpoints and no secret", func(t *testing.T) {
		settings, err := s.woo(g).Settings(t.Context(), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, line := range settings {
			got[line.Name] = line.Value
			if strings.Contains(line.Value+line.Why, s.Secret) {
				t.Errorf("%s holds the secret", line.Name)
			}
		}
		for name, want := range map[string]string{"Client ID": s.ID, "Login Endpoint URL": g.Endpoint("authorization_endpoint"), "Userinfo Endpoint URL": g.Endpoint("userinfo_endpoint"),
			"Token Validation Endpoint URL": g.Endpoint("token_endpoint"), "End Session Endpoint URL": g.Endpoint("end_session_endpoint"), "State time limit": "180",
			"HTTP Request Timeout": "5", "Link Existing Users": "off"} {
			if got[name] != want {
				t.Errorf("%s: got %q, want %q", name, got[name], want)
			}
		}
	})
}
