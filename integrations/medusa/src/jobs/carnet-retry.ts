import type { MedusaContainer } from '@medusajs/framework/types'
import { depsOf } from '../container'
import { retry } from '../outbox'

export default async function carnetRetry(container: MedusaContainer): Promise<void> {
  const deps = depsOf(container)
  if (deps) await retry(deps)
}

export const config = { name: 'carnet-retry', schedule: '*/2 * * * *' }
