package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"carnet/internal/gateway/web"

	"github.com/labstack/echo/v4"
)

// TestAVisitorWhoLeavesIsNotOurFault lets visitors hang up in the middle: nobody may fill an operator's log with errors that way.
func TestAVisitorWhoLeavesIsNotOurFault(t *testing.T) {
	s := newServer(t)
	s.GET("/plain", func(c echo.Context) error { return fmt.Errorf("state: %w", c.Request().Context().Err()) })
	s.GET("/store", func(c echo.Context) error { return web.Unavailable(c.Request().Context().Err()) })
	s.GET("/failed", func(c echo.Context) error { return fmt.Errorf("state: %w", errGone) })
	for target, want := range map[string]int{"/plain": 408, "/store": 408, "/failed": 503} {
		s.log.Reset()
		ctx, leave := context.WithCancel(t.Context())
		leave()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", target, nil).WithContext(ctx))
		if w.Code != want {
			t.Errorf("%s: got %d %s, want %d", target, w.Code, w.Body, want)
		}
		if logged := strings.Contains(s.log.String(), "ERROR"); logged != (want >= 500) {
			t.Errorf("%s: got log %s", target, s.log.String())
		}
	}
}
