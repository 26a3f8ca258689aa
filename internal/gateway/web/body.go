package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// maxDepth bounds the nesting of JSON that strangers send.
const maxDepth = 32

// Body reads the whole request body, at most limit bytes; a longer one is a 413
// and is not read further.
func Body(c echo.Context, limit int64) ([]byte, error) {
	if c.Request().ContentLength > limit {
		return nil, TooLarge(limit)
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, limit))
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, TooLarge(e.Limit)
	}
	if err != nil {
		return nil, BadRequest("bad_body", "The request ended early. Nothing was stored; send it again.").With(err)
	}
	return data, nil
}

// JSONBody reads the body like [Body] and requires the media type
// application/json: 415 otherwise, which also keeps HTML forms of other sites out.
func JSONBody(c echo.Context, limit int64) ([]byte, error) {
	mediaType, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || mediaType != echo.MIMEApplicationJSON {
		return nil, &Error{Status: http.StatusUnsupportedMediaType, Code: "unsupported_media_type",
			Message: "This address takes JSON: send Content-Type: application/json. Nothing was stored."}
	}
	return Body(c, limit)
}

// JSON reads the body like [JSONBody] and decodes it like [DecodeJSON].
func JSON(c echo.Context, limit int64, v any) error {
	data, err := JSONBody(c, limit)
	if err != nil {
		return err
	}
	if err := DecodeJSON(data, v); err != nil {
		return BadRequest("bad_json", "The body is not the JSON this address takes: "+err.Error()+". Nothing was stored.")
	}
	return nil
}

// DecodeJSON decodes exactly one JSON value other than null into v and refuses unknown members,
// members that occur twice (also in another case, which encoding/json would
// merge), nesting deeper than 32, and anything behind the value. Its errors name
// members and offsets, never values.
func DecodeJSON(data []byte, v any) error {
	if err := checkJSON(data); err != nil {
		return err
	}
	if string(bytes.TrimSpace(data)) == "null" { // which json would take for nothing sent
		return errors.New("null is none")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("member %q does not take a %s", e.Field, kindOf(e.Value))
	}
	if err != nil && strings.HasPrefix(err.Error(), "json: unknown field") {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	if err != nil {
		return errors.New("a value has the wrong form")
	}
	return nil
}

// kindOf drops the literal that encoding/json appends to "number".
func kindOf(value string) string {
	kind, _, _ := strings.Cut(value, " ")
	return kind
}

// checkJSON walks the tokens once: depth, repeated members, trailing bytes.
func checkJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := checkValue(dec, 0); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("bytes follow the value at offset %d", dec.InputOffset())
	}
	return nil
}

func checkValue(dec *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nesting is deeper than %d", maxDepth)
	}
	token, err := dec.Token()
	if err != nil {
		return fmt.Errorf("malformed JSON at offset %d", dec.InputOffset())
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		if delim == '{' {
			name, err := dec.Token()
			if err != nil {
				return fmt.Errorf("malformed JSON at offset %d", dec.InputOffset())
			}
			key := strings.ToLower(strings.ToUpper(name.(string))) // both: encoding/json takes ſ and K for s and k
			if seen[key] {
				return fmt.Errorf("a member occurs twice before offset %d", dec.InputOffset())
			}
			seen[key] = true
		}
		if err := checkValue(dec, depth+1); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return fmt.Errorf("malformed JSON at offset %d", dec.InputOffset())
	}
	return nil
}

// plainJSON writes answers as any JSON reader takes them, and people too: a link's & stays & instead of \u0026. No
// browser reads them as HTML, because of their media type and nosniff.
type plainJSON struct{ echo.DefaultJSONSerializer }

// Serialize implements echo.JSONSerializer.
func (plainJSON) Serialize(c echo.Context, v any, indent string) error {
	enc := json.NewEncoder(c.Response())
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	return enc.Encode(v)
}

// LimitBody is middleware: no handler behind it can read more than limit bytes
// of body. Surfaces set their own, tighter limits with [Body] and [JSON]; this
// one guards handlers of libraries.
func LimitBody(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if c.Request().ContentLength > limit {
				return TooLarge(limit)
			}
			c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, limit)
			return next(c)
		}
	}
}
