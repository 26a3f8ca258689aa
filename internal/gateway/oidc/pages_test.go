package oidc_test

import (
	"strings"
	"testing"
)

func TestPagesSpeakTheBrowsersLanguage(t *testing.T) {
	g := newGateway(t, options{})
	for accept, want := range map[string]string{"fr-CA,fr;q=0.9,en;q=0.5": `lang="fr"`, "de,fr;q=0.8": `lang="fr"`, "de": `lang="en"`, "en-GB": `lang="en"`, "": `lang="en"`, "q=;;": `lang="en"`} {
		resp := get(t, g.HTTP, g.URL+"/device", "Accept-Language", accept, "Accept", "text/html")
		csp := resp.Header.Get("Content-Security-Policy")
		body := bodyOf(t, resp)
		if !strings.Contains(body, want) || strings.Contains(body, "<style") || strings.Contains(body, "style=") {
			t.Errorf("%q: want %s and no inline style in %.200s", accept, want, body)
		}
		if !strings.Contains(csp, "default-src 'none'; style-src 'self';") || !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "form-action 'self'") {
			t.Errorf("%q: policy %q", accept, csp)
		}
	}
}
