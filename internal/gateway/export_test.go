package gateway

import "github.com/labstack/echo/v4"

// Routes lists what a gateway has registered.
func Routes(g *Gateway) []*echo.Route { return g.handler.(*echo.Echo).Routes() }
