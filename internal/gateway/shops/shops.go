// Package shops serves the two documents about a shop that anyone may read: who it is (docs/protocol.md §9) and which key
// signs its receipts (§3). Both come from the configuration, never from a request.
package shops

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"carnet/internal/directory"
	"carnet/internal/gateway/web"
)

// Surface serves GET /shops/<client id> and the issuer metadata.
type Surface struct {
	Shops *directory.Directory
	Limit web.Limiter // by network
}

// Register adds the first route to v1, whose path is /v1, and the second to root.
func (s Surface) Register(v1, root *echo.Group) {
	limit := web.Limit(s.Limit, web.Network)
	v1.GET("/shops/:client", s.shop, limit)
	root.GET("/.well-known/jwt-vc-issuer/shops/:client", s.metadata, limit)
}

// public is what anyone may know about a shop.
type public struct {
	ClientID string `json:"client_id"`
	Name     string `json:"name"`
	Sector   string `json:"sector"`
	Origin   string `json:"origin"`
	Issuer   string `json:"iss"`
	Inbox    string `json:"inbox"`
}

func (s Surface) shop(c echo.Context) error {
	shop := s.Shops.Shop(c.Param("client"))
	if shop == nil {
		return unknown()
	}
	return c.JSON(http.StatusOK, public{shop.ClientID, shop.Name, shop.Sector, shop.Origin, shop.Issuer, s.Shops.Gateway() + "/v1"})
}

func (s Surface) metadata(c echo.Context) error {
	shop := s.Shops.Shop(c.Param("client"))
	if shop == nil {
		return unknown()
	}
	return c.JSON(http.StatusOK, s.Shops.Metadata(shop))
}

func unknown() error {
	return web.NotFound("unknown_shop", "This gateway serves no shop under this client id.")
}
