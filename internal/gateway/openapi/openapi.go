// Package openapi serves the description of the gateway's HTTP API, openapi.yaml, as it was written and as JSON.
//
// It promises nothing by itself. The gateway's own tests do: they compare the description with the routes that are registered, and hold every
// request and every answer of theirs against it (internal/gateway/conformance_test.go). OpenID Connect is not in it; that has a discovery document.
package openapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"
	"gopkg.in/yaml.v3"

	"carnet/internal/gateway/web"
)

//go:embed openapi.yaml
var written []byte

// Surface serves GET /openapi.json and GET /openapi.yaml. Use New.
type Surface struct {
	limit web.Limiter // by network
	json  []byte
}

// New translates the description once.
func New(limit web.Limiter) (*Surface, error) {
	data, err := JSON()
	if err != nil {
		return nil, fmt.Errorf("description of the API: %w", err)
	}
	return &Surface{limit, data}, nil
}

// Register adds the routes to g, whose path is /v1.
func (s *Surface) Register(g *echo.Group) {
	limit := web.Limit(s.limit, web.Network)
	g.GET("/openapi.json", send(echo.MIMEApplicationJSON, s.json), limit)
	g.GET("/openapi.yaml", send("application/yaml", written), limit) // RFC 9512
}

func send(mediaType string, data []byte) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
		return c.Blob(http.StatusOK, mediaType, data)
	}
}

// JSON returns the description as JSON, members in the order in which they were written: tools show them so.
func JSON() ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(written, &doc); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := write(&b, doc.Content[0]); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func write(b *bytes.Buffer, n *yaml.Node) error {
	switch n.Kind {
	case yaml.MappingNode:
		return writeAll(b, n.Content, 2, "{}")
	case yaml.SequenceNode:
		return writeAll(b, n.Content, 1, "[]")
	case yaml.ScalarNode:
		return writeScalar(b, n)
	}
	return fmt.Errorf("line %d: this part of YAML is not used here", n.Line) // aliases and merge keys: few readers of OpenAPI have them
}

// writeAll writes the members of a mapping, or the elements of a sequence, between brackets; a member is two nodes.
func writeAll(b *bytes.Buffer, nodes []*yaml.Node, width int, brackets string) error {
	b.WriteByte(brackets[0])
	for i, n := range nodes {
		switch {
		case i > 0 && i%width == 0:
			b.WriteByte(',')
		case i%width == 1:
			b.WriteByte(':')
		}
		if err := write(b, n); err != nil {
			return err
		}
	}
	b.WriteByte(brackets[1])
	return nil
}

func writeScalar(b *bytes.Buffer, n *yaml.Node) error {
	var v any
	if err := n.Decode(&v); err != nil {
		return err
	}
	if n.Tag == "!!timestamp" {
		return fmt.Errorf("line %d: put the time into quotes", n.Line)
	}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line feed that an encoder adds
	return nil
}
