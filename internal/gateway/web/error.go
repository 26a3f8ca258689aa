package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// Error is what a handler returns when the caller must be told something.
// Status is the HTTP status, Code a stable lower-case identifier that programs
// may compare, Message one sentence for a person: what happened, what is safe,
// what to do. Cause is for the log alone and is never sent; it must not carry
// secrets, addresses, names or amounts. RetryAfter, when positive, is sent as
// the Retry-After header in whole seconds; Challenge, when not empty, as
// WWW-Authenticate (RFC 9110 §11.6.1). OAuth sends the message under the name
// that OAuth clients read, error_description (RFC 6749 §5.2).
type Error struct {
	Status     int
	Code       string
	Message    string
	Cause      error
	RetryAfter time.Duration
	Challenge  string
	OAuth      bool
}

// Error describes e for a log.
func (e *Error) Error() string {
	if e.Cause == nil {
		return fmt.Sprintf("%d %s", e.Status, e.Code)
	}
	return fmt.Sprintf("%d %s: %v", e.Status, e.Code, e.Cause)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// With returns a copy of e whose cause is cause.
func (e *Error) With(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// BadRequest is a 400: the request can never succeed as it is.
func BadRequest(code, message string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

// Unauthorized is a 401: who asks is unknown.
func Unauthorized(code, message string) *Error {
	return &Error{Status: http.StatusUnauthorized, Code: code, Message: message}
}

// Forbidden is a 403: who asks is known, or could not matter, and may not.
func Forbidden(code, message string) *Error {
	return &Error{Status: http.StatusForbidden, Code: code, Message: message}
}

// Gone is a 410: it was there and is not any more.
func Gone(code, message string) *Error {
	return &Error{Status: http.StatusGone, Code: code, Message: message}
}

// NotFound is a 404.
func NotFound(code, message string) *Error {
	return &Error{Status: http.StatusNotFound, Code: code, Message: message}
}

// Conflict is a 409: the request was overtaken by another.
func Conflict(code, message string) *Error {
	return &Error{Status: http.StatusConflict, Code: code, Message: message}
}

// TooLarge is a 413 that names the limit in bytes.
func TooLarge(limit int64) *Error {
	return &Error{Status: http.StatusRequestEntityTooLarge, Code: "too_large",
		Message: fmt.Sprintf("The request is larger than %d bytes. Nothing was stored; send a smaller one.", limit)}
}

// TooMany is a 429 that says when to come back.
func TooMany(wait time.Duration) *Error {
	return &Error{Status: http.StatusTooManyRequests, Code: "too_many_requests", RetryAfter: max(wait, time.Second),
		Message: "Too many requests came from this network or client. Nothing was stored; wait and try again."}
}

// Unavailable is a 503 with Retry-After: a store or another machine is gone and
// is expected back.
func Unavailable(cause error) *Error {
	return &Error{Status: http.StatusServiceUnavailable, Code: "unavailable", RetryAfter: 2 * time.Second, Cause: cause,
		Message: "A part of this service cannot be reached right now. Nothing was stored; try again in a moment."}
}

// Internal is a 500: this program is wrong.
func Internal(cause error) *Error {
	return &Error{Status: http.StatusInternalServerError, Code: "internal", Cause: cause,
		Message: "Something went wrong here, not with your request. Try again; if it stays, tell whoever runs this service the request id."}
}

// Errors turns whatever a handler returned into one answer. Gone lists the
// sentinel errors that mean "a store cannot be reached": they become a 503.
type Errors struct {
	Log  *slog.Logger
	Gone []error
}

// As returns err as an *Error: itself, an echo error of the same status, a 503
// for a store that is gone, or a 500. What failed because the request was
// canceled, which only its sender does, is a 408.
func (h Errors) As(err error) *Error {
	e := h.as(err)
	if e.Status < 500 || !errors.Is(err, context.Canceled) {
		return e
	}
	return &Error{Status: http.StatusRequestTimeout, Code: "request_canceled", Cause: err, OAuth: e.OAuth,
		Message: "The request ended before it was answered. Nothing is known to be wrong with it; send it again, and whole."}
}

func (h Errors) as(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	for _, gone := range h.Gone {
		if errors.Is(err, gone) {
			return Unavailable(err)
		}
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return TooLarge(e.Limit)
	}
	if e, ok := errors.AsType[*echo.HTTPError](err); ok {
		return fromEcho(e)
	}
	return Internal(err)
}

// Handle is an echo.HTTPErrorHandler: the only place that writes errors. What is
// the caller's fault is not logged here (the request log has its status);
// causes of 5xx are.
func (h Errors) Handle(err error, c echo.Context) {
	e := h.As(err)
	if e.Status >= 500 {
		h.Log.Error("request failed", "id", RequestID(c), "method", c.Request().Method, "route", route(c), "code", e.Code, "cause", e.Cause)
	}
	if c.Response().Committed {
		return
	}
	SetRetryAfter(c.Response().Header(), e.RetryAfter)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if e.Challenge != "" {
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, e.Challenge)
	}
	if c.Request().Method == http.MethodHead {
		_ = c.NoContent(e.Status)
		return
	}
	text := "message"
	if e.OAuth {
		text = "error_description"
	}
	_ = c.JSON(e.Status, map[string]string{"error": e.Code, text: e.Message})
}

// SetRetryAfter writes the Retry-After header in whole seconds, rounded up;
// nothing when wait is not positive.
func SetRetryAfter(h http.Header, wait time.Duration) {
	if wait > 0 {
		h.Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
}

func fromEcho(e *echo.HTTPError) *Error {
	switch e.Code {
	case http.StatusNotFound:
		return NotFound("not_found", "There is nothing at this address.")
	case http.StatusMethodNotAllowed:
		return &Error{Status: e.Code, Code: "method_not_allowed", Message: "This address does not answer to that method."}
	case http.StatusRequestEntityTooLarge:
		return &Error{Status: e.Code, Code: "too_large", Message: "The request is too large. Nothing was stored; send a smaller one."}
	}
	if e.Code >= 400 && e.Code < 500 {
		return &Error{Status: e.Code, Code: "bad_request", Cause: e, Message: "The request could not be understood. Nothing was stored."}
	}
	return Internal(e)
}
