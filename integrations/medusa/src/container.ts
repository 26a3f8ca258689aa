import type { MedusaContainer, RemoteQueryFunction } from '@medusajs/framework/types'
import type { Deps, Outbox } from './outbox'
import type { Options } from './options'

/** What the module named carnet registers. */
export type Service = Outbox & { options?: Options }

/** What the work needs, or nothing when the options are wrong: the module said so at the start. */
export function depsOf(container: MedusaContainer): Deps | undefined {
  const outbox = container.resolve<Service>('carnet')
  if (!outbox.options) return undefined
  return { outbox, options: outbox.options, query: container.resolve<RemoteQueryFunction>('query'), logger: container.resolve('logger') }
}
