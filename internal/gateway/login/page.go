package login

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"

	"carnet/internal/gateway/web"

	"github.com/labstack/echo/v4"
)

// file is one part of the page, read once.
type file struct {
	data      []byte
	mediaType string
	etag      string
}

// mediaTypes are the kinds of file a page may consist of.
func mediaType(name string) (string, bool) {
	types := map[string]string{".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
		".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".json": "application/json"}
	t, ok := types[path.Ext(name)]
	return t, ok
}

// files are a page's, or the button's.
type files map[string]file

// readPage reads a page with an index.html.
func readPage(page fs.FS) (files, error) {
	f, err := readFiles(page)
	if err != nil {
		return nil, err
	}
	if _, ok := f["index.html"]; !ok {
		return nil, fmt.Errorf("index.html: %w", fs.ErrNotExist)
	}
	return f, nil
}

// readFiles reads all files at the root of a file system.
func readFiles(page fs.FS) (files, error) {
	entries, err := fs.ReadDir(page, ".")
	if err != nil {
		return nil, err
	}
	found := files{}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		t, ok := mediaType(entry.Name())
		if !ok {
			return nil, fmt.Errorf("file %q is of no kind that a page consists of", entry.Name())
		}
		data, err := fs.ReadFile(page, entry.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		found[entry.Name()] = file{data: data, mediaType: t, etag: `"` + hex.EncodeToString(sum[:]) + `"`}
	}
	return found, nil
}

// page serves the same bytes to everybody: what it is about the page's script asks
// for, with the cookie. With WalletConnect its script may talk to the relay too.
func (f files) page(c echo.Context, walletConnect string) error {
	web.Page(c, walletConnect != "")
	index := f["index.html"]
	return c.Blob(http.StatusOK, index.mediaType, index.data)
}

func (f files) asset(c echo.Context) error {
	found, ok := f[c.Param("file")]
	if !ok || c.Param("file") == "index.html" {
		return web.NotFound("not_found", "There is nothing at this address.")
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-cache") // names carry no version: ask, and get a 304
	h.Set("ETag", found.etag)
	if c.Request().Header.Get("If-None-Match") == found.etag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, found.mediaType, found.data)
}
