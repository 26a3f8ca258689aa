// Package reconcile asks shops' platforms for what they told while the gateway was away, and tells the gateway of it again (docs/orders.md).
//
// What was missed comes by the same way as everything else: a webhook, signed with the hook's own secret as the platform signs. So there is no
// second way into a gateway, no further right, and whatever was told before changes nothing. A platform's API is asked, oldest orders first: a
// receipt_ref leads the first order that names it, and a refund needs its sale.
//
// It promises: one page of orders is in memory at a time, and nothing of it is written, logged, or part of an error; a platform is asked within
// limits of size, time and number; its key goes to the origin that the operator named and to no other; what could not be told is counted, never
// left out in silence.
//
// It does not promise that the platform remembers: Stripe keeps events for 30 days, Shopify shows an app the orders of 60 days.
package reconcile
