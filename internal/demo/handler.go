package demo

import "net/http"

// GatewayHandler is the gateway without its door: what a replay calls in the same process, to measure the gateway and not
// the loopback.
func (d *Demo) GatewayHandler() http.Handler { return d.gateway }
