package web

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

const requestIDKey = "carnet.request_id"

// RequestID returns the id that [Observe] gave this request: 32 hex digits,
// random, also sent as X-Request-Id.
func RequestID(c echo.Context) string {
	id, _ := c.Get(requestIDKey).(string)
	return id
}

// Observe gives requests ids, logs each one when it is done, and measures it.
// Method, route template, status and duration: nothing that a visitor chose,
// so that neither log nor metric can carry personal data or grow without bound.
type Observe struct {
	Log *slog.Logger
	Now func() time.Time

	seconds *prometheus.HistogramVec
}

// NewObserve registers the metric carnet_http_request_seconds (labels method,
// route, status) with registry.
func NewObserve(log *slog.Logger, now func() time.Time, registry prometheus.Registerer) (*Observe, error) {
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "carnet_http_request_seconds",
		Help:    "Time from the first byte read to the answer written.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"method", "route", "status"})
	if err := registry.Register(seconds); err != nil {
		return nil, fmt.Errorf("http metrics: %w", err)
	}
	return &Observe{Log: log, Now: now, seconds: seconds}, nil
}

// Middleware must be the outermost one: it also sends the error of the handlers
// behind it, so that the status it records is the status sent.
func (o *Observe) Middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := o.Now()
		id := newRequestID()
		c.Set(requestIDKey, id)
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		if err := recovered(o.Log, c, next); err != nil {
			c.Error(err)
		}
		took := o.Now().Sub(start)
		status := c.Response().Status
		o.seconds.WithLabelValues(method(c), route(c), strconv.Itoa(status)).Observe(took.Seconds())
		o.Log.Info("request", "id", id, "method", method(c), "route", route(c), "status", status, "ms", took.Milliseconds())
		return nil
	}
}

// recovered turns a panic into a 500. The log gets the panic's type, its text
// only when the Go runtime made it, and the names of the functions on the stack:
// no arguments, no values.
func recovered(log *slog.Logger, c echo.Context, next echo.HandlerFunc) (err error) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if r == http.ErrAbortHandler {
			panic(r)
		}
		what := fmt.Sprintf("%T", r)
		if e, ok := r.(runtime.Error); ok {
			what = e.Error()
		}
		log.Error("panic", "id", RequestID(c), "route", route(c), "what", what, "stack", stack())
		err = Internal(errors.New("panic"))
	}()
	return next(c)
}

func stack() []string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	var lines []string
	for {
		f, more := frames.Next()
		lines = append(lines, f.Function+":"+strconv.Itoa(f.Line))
		if !more {
			return lines
		}
	}
}

func newRequestID() string {
	var id [16]byte
	_, _ = rand.Read(id[:])
	return hex.EncodeToString(id[:])
}

// route is the template that matched, so that ids in paths stay out.
func route(c echo.Context) string {
	if c.Path() == "" {
		return "unmatched"
	}
	return c.Path()
}

// method folds the methods a stranger invents into one.
func method(c echo.Context) string {
	switch m := c.Request().Method; m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}
