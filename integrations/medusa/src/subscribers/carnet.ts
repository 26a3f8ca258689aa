import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework'
import { depsOf } from '../container'
import { ordersOf, tell } from '../outbox'

/** Never throws: an event bus would try again what the outbox tries again. The event bus runs it beside the checkout, not within. */
export default async function carnet({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
  const deps = depsOf(container)
  if (!deps) return
  try {
    for (const order of await ordersOf(deps, event.name, event.data.id)) await tell(deps, order)
  } catch {
    deps.logger.warn(`carnet: ${event.name} could not be read; what it tells of will be looked for within the hour`)
  }
}

// A payment that is captured when the order is placed has no payment.captured. A canceled order's refunds have no payment.refunded.
export const config: SubscriberConfig = {
  event: ['order.placed', 'order.canceled', 'payment.captured', 'payment.refunded'],
  context: { subscriberId: 'carnet' },
}
