import type { MedusaContainer } from '@medusajs/framework/types'
import { depsOf } from '../container'
import { reconcile } from '../outbox'

export default async function carnetReconcile(container: MedusaContainer): Promise<void> {
  const deps = depsOf(container)
  if (deps) await reconcile(deps)
}

export const config = { name: 'carnet-reconcile', schedule: '23 * * * *' }
