// Package boxes hosts mutable ciphertext under unguessable names (docs/protocol.md §7): encrypted indexes, keyrings and
// copies of sealed receipts. The vault's host and every gateway serve it.
//
// It promises that a box changes only for the holder of its write key, that a write that lost a race is refused instead
// of merged, and that an accepted write is durable. It refuses bodies over 4 MiB, writes without a precondition, and
// names that are no box id; it lists nothing.
//
// A thief of the store gets ciphertext under hashes: the write key is needed to change a box, and the name does not tell
// it. Whoever hosts a box sees its size and when it is read and written.
package boxes

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"carnet/internal/blob"
	"carnet/internal/gateway/web"
	"carnet/internal/profile"
)

// MaxBytes is the size limit of one box.
const MaxBytes = 4 << 20

// Boxes serves /boxes/<id>. Reads and Writes limit visitors, by network.
type Boxes struct {
	Blob   blob.Store
	Reads  web.Limiter
	Writes web.Limiter
}

// Register adds the routes to g, whose path is /v1.
func (b Boxes) Register(g *echo.Group) {
	reads, writes := web.Limit(b.Reads, web.Network), web.Limit(b.Writes, web.Network)
	g.GET("/boxes/:id", b.get, reads)
	g.PUT("/boxes/:id", b.put, writes)
	g.DELETE("/boxes/:id", b.delete, writes)
}

func (b Boxes) get(c echo.Context) error {
	key, err := objectKey(c.Param("id"))
	if err != nil {
		return err
	}
	data, err := b.Blob.Get(c.Request().Context(), key)
	if errors.Is(err, blob.ErrNotFound) {
		return web.NotFound("unknown_box", "There is no box under this name.")
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", quote(blob.ETag(data)))
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, echo.MIMEOctetStream, data)
}

func (b Boxes) put(c echo.Context) error {
	key, err := writable(c)
	if err != nil {
		return err
	}
	create, etag, err := precondition(c.Request().Header)
	if err != nil {
		return err
	}
	data, err := web.Body(c, MaxBytes)
	if err != nil {
		return err
	}
	ctx, status := c.Request().Context(), http.StatusNoContent
	if create {
		status = http.StatusCreated
		err = b.Blob.Put(ctx, key, data)
	} else {
		err = b.Blob.Replace(ctx, key, etag, data)
	}
	if errors.Is(err, blob.ErrExists) || errors.Is(err, blob.ErrChanged) || errors.Is(err, blob.ErrNotFound) {
		return &web.Error{Status: http.StatusPreconditionFailed, Code: "box_changed",
			Message: "Another write came first, or the box is gone. Nothing was stored; read the box, merge, and write again."}
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", quote(blob.ETag(data)))
	return c.NoContent(status)
}

func (b Boxes) delete(c echo.Context) error {
	key, err := writable(c)
	if err != nil {
		return err
	}
	if err := b.Blob.Delete(c.Request().Context(), key); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func objectKey(id string) (string, error) {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != sha256.Size || hex.EncodeToString(raw) != id {
		return "", web.NotFound("unknown_box", "There is no box under this name.")
	}
	return "boxes/" + id[:2] + "/" + id, nil
}

// writable returns the object's key if the request carries the box's write key.
func writable(c echo.Context) (string, error) {
	key, err := objectKey(c.Param("id"))
	if err != nil {
		return "", err
	}
	denied := web.Unauthorized("wrong_box_key", "This box is written with its own key, as a bearer token. Nothing was changed.")
	token, ok := strings.CutPrefix(c.Request().Header.Get(echo.HeaderAuthorization), "Bearer ")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if !ok || err != nil || len(raw) != 32 {
		return "", denied
	}
	if profile.BoxID([32]byte(raw)) != c.Param("id") { // the hash hides the key: an early mismatch tells nothing
		return "", denied
	}
	return key, nil
}

// precondition returns whether the box must be new, or the ETag it must have.
func precondition(h http.Header) (create bool, etag string, err error) {
	none, match := h.Get("If-None-Match"), h.Get("If-Match")
	switch {
	case none == "*" && match == "":
		return true, "", nil
	case none == "" && len(match) == 66 && match[0] == '"' && match[65] == '"':
		return false, match[1:65], nil
	case none == "" && match == "":
		return false, "", &web.Error{Status: http.StatusPreconditionRequired, Code: "precondition_required",
			Message: "Say what you replace: send If-None-Match: * or If-Match with the box's ETag. Nothing was changed."}
	}
	return false, "", web.BadRequest("bad_precondition", "Send either If-None-Match: * or If-Match with one strong ETag. Nothing was changed.")
}

func quote(etag string) string { return `"` + etag + `"` }
