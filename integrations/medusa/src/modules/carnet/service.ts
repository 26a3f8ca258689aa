import type { Logger } from '@medusajs/framework/types'
import { MedusaService } from '@medusajs/framework/utils'
import { type Options, optionsOf } from '../../options'
import { CarnetDelivery } from './models/delivery'

/** The table, and the options of the plugin, which Medusa gives to its module. */
export class CarnetService extends MedusaService({ CarnetDelivery }) {
  readonly options?: Options

  constructor(container: { logger?: Logger }, given?: Record<string, unknown>) {
    super(...arguments)
    const options = optionsOf(given)
    if (typeof options !== 'string') this.options = options
    else container.logger?.error(`carnet: nothing will be told to the gateway: ${options}`)
  }
}
