package web

import (
	"context"
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Config is what [New] needs. MaxBody caps every request body in bytes (8 MiB
// when 0). Gone lists the errors that become a 503 (see [Errors]). Trusted are
// the proxies whose X-Forwarded-For is believed. Registry is the gateway's own
// metrics registry.
type Config struct {
	Log      *slog.Logger
	Now      func() time.Time
	Registry *prometheus.Registry
	Gone     []error
	Trusted  []netip.Prefix
	MaxBody  int64
}

// New returns an echo with the error writer, request ids, log, metrics, panic
// recovery, security headers and body cap installed, and no route.
func New(cfg Config) (*echo.Echo, error) {
	observe, err := NewObserve(cfg.Log, cfg.Now, cfg.Registry)
	if err != nil {
		return nil, err
	}
	if cfg.MaxBody == 0 {
		cfg.MaxBody = 8 << 20
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard)
	e.IPExtractor = ClientIP(cfg.Trusted)
	e.JSONSerializer = plainJSON{}
	e.HTTPErrorHandler = Errors{Log: cfg.Log, Gone: cfg.Gone}.Handle
	e.Use(observe.Middleware, Headers, LimitBody(cfg.MaxBody))
	return e, nil
}

// Server wraps a handler in an http.Server with timeouts against slow peers and
// without the standard library's error log, which names peers' addresses.
func Server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          stdlog.New(io.Discard, "", 0),
	}
}

// Check tells whether one dependency answers; name it in Health.Checks.
type Check func(context.Context) error

// Health serves `/healthz` (the process runs), `/readyz` (its dependencies
// answer within two seconds) and `/metrics` (Prometheus text of Registry).
//
// What Details tell at `/readyz` changes nothing about readiness. Anybody may read it.
type Health struct {
	Checks   map[string]Check
	Details  map[string]func() string
	Registry *prometheus.Registry
}

// Register adds the three routes to e.
func (h Health) Register(e *echo.Echo) {
	e.GET("/healthz", func(c echo.Context) error { return c.JSON(http.StatusOK, map[string]string{"status": "ok"}) })
	e.GET("/readyz", h.ready)
	e.GET("/metrics", echo.WrapHandler(promhttp.HandlerFor(h.Registry, promhttp.HandlerOpts{Registry: h.Registry})))
}

func (h Health) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	type result struct {
		name string
		err  error
	}
	results := make(chan result, len(h.Checks))
	for name, check := range h.Checks {
		go func() { results <- result{name, check(ctx)} }()
	}
	var failed error
	states := map[string]string{}
	for range h.Checks {
		r := <-results
		states[r.name] = "ok"
		if r.err != nil {
			states[r.name] = "unavailable"
			failed = fmt.Errorf("%s: %w", r.name, r.err)
		}
	}
	if failed != nil {
		SetRetryAfter(c.Response().Header(), 2*time.Second)
		return c.JSON(http.StatusServiceUnavailable, map[string]any{"status": "unavailable", "checks": states})
	}
	details := map[string]string{}
	for name, detail := range h.Details {
		details[name] = detail()
	}
	return c.JSON(http.StatusOK, map[string]any{"status": "ok", "checks": states, "details": details})
}
