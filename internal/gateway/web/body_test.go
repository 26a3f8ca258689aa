package web_test

import (
	"strings"
	"testing"

	"carnet/internal/gateway/web"

	"github.com/labstack/echo/v4"
)

// TestAMemberOccursOnceHoweverItIsSpelled covers the letters outside ASCII that encoding/json takes for s and k.
func TestAMemberOccursOnceHoweverItIsSpelled(t *testing.T) {
	for _, data := range []string{`{"sub":{"x":[]},"\u017fub":{"x":[]}}`, `{"key":1,"\u212aey":2}`, `{"KEY":1,"key":2}`} {
		var v struct {
			Sub struct{ X []int }
			Key int
		}
		if err := web.DecodeJSON([]byte(data), &v); err == nil {
			t.Errorf("%s: got %+v, want an error", data, v)
		}
	}
}

// TestLinksInAnswersCanBeCopied reads answers and errors as bytes, the way they come out of curl.
func TestLinksInAnswersCanBeCopied(t *testing.T) {
	s := newServer(t)
	s.GET("/link", func(c echo.Context) error {
		return c.JSON(200, map[string]string{"url": "https://v.example/?a=1&b=<2>"})
	})
	s.GET("/wrong", func(echo.Context) error { return web.BadRequest("bad_link", "Send ?a=1&b=2.") })
	for target, want := range map[string]string{"/link": "?a=1&b=<2>", "/wrong": "?a=1&b=2"} {
		rec := s.do("GET", target, "")
		h := rec.Header()
		if !strings.Contains(rec.Body.String(), want) || h.Get("Content-Type") != "application/json" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: got %s with %v, want %s", target, rec.Body, h, want)
		}
	}
}
