package demo

import "net/http"

// GatewayHandler is the gateway without its door: what a replay calls in the same process, to measure the gateway and not
// the loopback. The drill's list learns the wallets that sign in through it; what is bought stands in the replayed file.
func (d *Demo) GatewayHandler() http.Handler { return d.witnessed(false) }
