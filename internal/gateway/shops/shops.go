// Package shops serves what anyone may read about a shop: who it is (docs/protocol.md §9), which key signs its receipts, which
// of them were refunded, and what the claims of a receipt mean (§3). Nothing of it comes from a request.
package shops

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"carnet/internal/directory"
	"carnet/internal/gateway/web"
	"carnet/internal/profile"
	"carnet/internal/statuslist"
)

// Surface serves GET /shops/<client id>, the issuer metadata, the status lists and the type metadata of receipts.
type Surface struct {
	Shops *directory.Directory
	Lists *statuslist.Store
	Limit web.Limiter // by network
}

// Register adds the first route to v1, whose path is /v1, and the others to root.
func (s Surface) Register(v1, root *echo.Group) {
	limit := web.Limit(s.Limit, web.Network)
	v1.GET("/shops/:client", s.shop, limit)
	root.GET("/.well-known/jwt-vc-issuer/shops/:client", s.metadata, limit)
	root.GET("/status/:client/:list", s.statusList, limit)
	root.GET("/types/:vct", s.typeMetadata, limit) // compared there: a router takes the colons of a URN for parameters
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

func (s Surface) statusList(c echo.Context) error {
	shop := s.Shops.Shop(c.Param("client"))
	if shop == nil {
		return unknown()
	}
	token, err := s.Lists.Token(c.Request().Context(), shop.ClientID, c.Param("list"), shop.Key)
	if errors.Is(err, statuslist.ErrUnknown) {
		return web.NotFound("unknown_status_list", "This shop has no such status list.")
	}
	if err != nil {
		return err
	}
	cacheable(c, int(profile.StatusTTL.Seconds()))
	return c.Blob(http.StatusOK, profile.StatusMediaType, []byte(token))
}

func (s Surface) typeMetadata(c echo.Context) error {
	if c.Param("vct") != profile.VCT {
		return web.NotFound("unknown_type", "This gateway describes no type of this name.")
	}
	cacheable(c, 86400)
	return c.JSONBlob(http.StatusOK, profile.TypeMetadata())
}

func cacheable(c echo.Context, seconds int) {
	c.Response().Header().Set(echo.HeaderCacheControl, fmt.Sprintf("public, max-age=%d", seconds))
}

func unknown() error {
	return web.NotFound("unknown_shop", "This gateway serves no shop under this client id.")
}
