package guard_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"carnet/internal/guard"
)

func TestOnlyTheInternetIsPublic(t *testing.T) {
	for _, a := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1",
		"fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "2606:4700::1%eth0",
	} {
		if guard.Public(netip.MustParseAddr(a)) {
			t.Errorf("%s counts as public", a)
		}
	}
	for _, a := range []string{"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "192.0.1.1", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450::1"} {
		if !guard.Public(netip.MustParseAddr(a)) {
			t.Errorf("%s does not count as public", a)
		}
	}
	if guard.Public(netip.Addr{}) {
		t.Error("no address counts as public")
	}
}

// server counts connections and allows itself only.
func server(t *testing.T, h http.HandlerFunc) (*httptest.Server, *atomic.Int64, guard.Options) {
	t.Helper()
	var asked atomic.Int64
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		h(w, r)
	}))
	t.Cleanup(s.Close)
	roots := s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	return s, &asked, guard.Options{Roots: roots, Allow: func(a netip.AddrPort) bool { return a.String() == s.Listener.Addr().String() }}
}

func TestNoSpellingReachesAPrivateAddress(t *testing.T) {
	s, asked, opt := server(t, func(http.ResponseWriter, *http.Request) {})
	opt.Allow = nil
	client := guard.New(opt)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]",
		"[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "①②⑦.0.0.1"} {
		resp, err := client.Get("https://" + host + port + "/")
		if err == nil {
			resp.Body.Close()
			t.Errorf("%s was reached", host)
		}
	}
	if _, err := client.Get("https://127.0.0.1" + port); !errors.Is(err, guard.ErrAddress) {
		t.Errorf("got %v, want %v", err, guard.ErrAddress)
	}
	if _, err := client.Get("https://localhost" + port); !errors.Is(err, guard.ErrAddress) {
		t.Errorf("a name that resolves to a private address: got %v, want %v", err, guard.ErrAddress)
	}
	if asked.Load() != 0 {
		t.Errorf("the server was asked %d times", asked.Load())
	}
}

func TestOnlyHTTPSWithoutUser(t *testing.T) {
	s, asked, opt := server(t, func(http.ResponseWriter, *http.Request) {})
	client := guard.New(opt)
	for _, u := range []string{"http" + strings.TrimPrefix(s.URL, "https"), strings.Replace(s.URL, "//", "//a:b@", 1), "file:///etc/passwd", "ftp://a.example/"} {
		if _, err := client.Get(u); !errors.Is(err, guard.ErrScheme) {
			t.Errorf("%s: got %v, want %v", u, err, guard.ErrScheme)
		}
	}
	if asked.Load() != 0 {
		t.Error("the server was asked")
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	s, asked, opt := server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) })
	resp, err := guard.New(opt).Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusFound || asked.Load() != 1 {
		t.Errorf("got %d after %d requests, want the redirect itself after one", resp.StatusCode, asked.Load())
	}
}

func TestAnAnswerEndsAtTheLimit(t *testing.T) {
	for name, tt := range map[string]struct {
		size   int
		length bool // tell it in front
		ok     bool
	}{
		"one at the limit":             {guard.MaxBody, true, true},
		"one at the limit, in chunks":  {guard.MaxBody, false, true},
		"one above, as it says itself": {guard.MaxBody + 1, true, false},
		"one above, in chunks":         {guard.MaxBody + 1, false, false},
		"an endless one":               {100 * guard.MaxBody, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, opt := server(t, func(w http.ResponseWriter, _ *http.Request) {
				if !tt.length {
					w.(http.Flusher).Flush()
				}
				for left := tt.size; left > 0; {
					n, err := w.Write(make([]byte, min(left, 1<<10)))
					if left -= n; err != nil {
						return
					}
				}
			})
			if tt.length {
				inner := s.Config.Handler
				s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Length", strconv.Itoa(tt.size))
					inner.ServeHTTP(w, r)
				})
			}
			resp, err := guard.New(opt).Get(s.URL)
			var data []byte
			if err == nil {
				data, err = io.ReadAll(resp.Body)
				resp.Body.Close()
			}
			if tt.ok && (err != nil || len(data) != tt.size) || !tt.ok && !errors.Is(err, guard.ErrTooLarge) || len(data) > guard.MaxBody {
				t.Errorf("got %d bytes and %v", len(data), err)
			}
		})
	}
}

// TestNoProxyIsAsked: a proxy would dial in our place.
func TestNoProxyIsAsked(t *testing.T) {
	s, _, opt := server(t, func(http.ResponseWriter, *http.Request) {})
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	resp, err := guard.New(opt).Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func TestWhatAnOperatorMayChoose(t *testing.T) {
	for url, ok := range map[string]bool{"https://shop.example/a?b=c": true, "https://10.0.0.1:8443": true, "http://localhost:1/x": true, "http://127.0.0.1": true, "http://[::1]:1/": true, "http://shop.example/": false,
		"http://10.0.0.1/": false, "ftp://localhost/": false, "https://user:secret@shop.example/": false, "https://shop.example/#x": false, "https://": false, "shop.example": false, "": false, "http://localhost.example/": false} {
		if _, err := guard.Chosen(url); (err == nil) != ok || err != nil && !errors.Is(err, guard.ErrChosen) {
			t.Errorf("%s: got %v", url, err)
		}
	}
}
