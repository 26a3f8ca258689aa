// A shop in memory around real pieces of Medusa: its container and its event bus. What its query returns was recorded from Medusa 2.21.2 with PostgreSQL
// (fixtures/), and only the fields that are asked for come back, as from Medusa.
import './framework'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import LocalEventBus from '@medusajs/event-bus-local/dist/services/event-bus-local'
import type { Event, MedusaContainer, RemoteQueryFunction } from '@medusajs/types'
import { createMedusaContainer } from '@medusajs/utils'
import type { Service } from '../src/container'
import type { Options } from '../src/options'
import type { Delivery } from '../src/outbox'
import subscriber, { config } from '../src/subscribers/carnet'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export interface Recorded {
  state: { id: string; payment_collections: { payments: { id: string; refunds: { id: string }[]; captures: { id: string }[] }[] }[] } & Record<string, Json | object>
  sold: Record<string, Json>
}

/** An order as it was recorded. */
export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(__dirname, '../../test/fixtures', `${name}.json`), 'utf8'))
}

type Graph = Parameters<RemoteQueryFunction['graph']>[0]

export class Shop {
  readonly asked: string[] = [] // fields
  readonly versions: unknown[] = [] // of orders whose content was asked for
  readonly said: string[] = []
  rows = new Map<string, Delivery>()
  broken = false

  constructor(readonly orders: Recorded[], readonly options?: Options) {}

  /** The table: what Medusa's service does, for the calls that we make. */
  readonly table: Service = {
    listCarnetDeliveries: async (filters, page = {}) => {
      const unknown = Object.keys(filters).filter((f) => !['id', 'order_id', 'next_at'].includes(f))
      assert.deepEqual(unknown, [])
      const due = filters.next_at?.$lte
      const found = [...this.rows.values()].filter((row) => (!filters.id || filters.id.includes(row.id)) && (!filters.order_id || filters.order_id.includes(row.order_id)) && (!due || (row.next_at !== null && row.next_at <= due)))
      return found.slice(0, page.take).map((row) => ({ ...row }))
    },
    createCarnetDeliveries: async (rows) => {
      for (const row of rows) {
        if (this.rows.has(row.id)) throw new Error('duplicate key')
        this.rows.set(row.id, { ...row, created_at: new Date() })
      }
    },
    updateCarnetDeliveries: async (rows) => {
      for (const row of rows) this.rows.set(row.id, { ...this.rows.get(row.id)!, ...row })
    },
  }

  readonly query = { graph: async (asked: Graph) => this.graph(asked as unknown as Asked) } as unknown as RemoteQueryFunction

  private graph({ entity, fields, filters = {}, pagination }: Asked): { data: Json[] } {
    if (this.broken) throw new Error('the database is away')
    this.asked.push(...fields)
    const rows = this.entities(entity).filter((row) => filters.id === undefined || row.id === filters.id)
    const content = entity === 'order' && fields.includes('raw_tax_total')
    if (content) this.versions.push(filters.version)
    const whole = content ? this.orders.filter((o) => o.state.id === filters.id).map((o) => o.sold) : rows
    return { data: whole.slice(pagination?.skip ?? 0, (pagination?.skip ?? 0) + (pagination?.take ?? 1e9)).map((row) => pick(row as Json, fields)) }
  }

  private entities(entity: string): { id: string }[] {
    const payments = this.orders.flatMap((o) => o.state.payment_collections.flatMap((c) => c.payments.map((p) => ({ ...p, payment_collection: { order: { id: o.state.id } } }))))
    switch (entity) {
      case 'order': return this.orders.map((o) => o.state)
      case 'payment': return payments
      case 'refund': return payments.flatMap((payment) => payment.refunds.map((r) => ({ ...r, payment })))
      case 'capture': return payments.flatMap((payment) => payment.captures.map((c) => ({ ...c, payment })))
    }
    throw new Error(`nobody should ask for ${entity}`)
  }

  /** Medusa's container with what it registers, and Medusa's event bus with our subscriber, as Medusa's loader subscribes it. */
  open(): { container: MedusaContainer; emit: (name: string, id: string) => Promise<void> } {
    const say = (text: unknown) => void this.said.push(String(text))
    const logger = { info: say, warn: say, error: say, debug: say }
    const container = createMedusaContainer()
    const register = (name: string, value: unknown) => container.register({ [name]: { resolve: () => value } as never })
    register('logger', logger)
    register('query', this.query)
    register('carnet', Object.assign(this.table, { options: this.options }))
    const bus = new LocalEventBus({ logger } as never, {}, { worker_mode: 'shared' } as never)
    let idle: Promise<void>[] = []
    for (const name of [config.event].flat()) {
      const handle = async (data: Event<{ id: string }>) => {
        const done = subscriber({ event: { ...data, name }, container, pluginOptions: {} })
        idle.push(done)
        await done
      }
      bus.subscribe(name, handle as never, { ...config.context, subscriberId: config.context!.subscriberId! })
    }
    const emit = async (name: string, id: string) => {
      await bus.emit({ name, data: { id } })
      await new Promise((done) => setTimeout(done, 20)) // the bus calls its subscribers later
      await Promise.all(idle)
      idle = []
    }
    this.close = () => bus['eventEmitter_'].removeAllListeners()
    return { container, emit }
  }

  close: () => void = () => undefined
}

interface Asked {
  entity: string
  fields: string[]
  filters?: { id?: string; version?: number }
  pagination?: { take: number; skip: number }
}

/** The fields that were asked for, and ids, which Medusa always gives. */
export function pick(from: Json, fields: string[]): Json {
  if (Array.isArray(from)) return from.map((one) => pick(one, fields))
  if (from === null || typeof from !== 'object') return from
  const out: { [key: string]: Json } = {}
  for (const [name, value] of Object.entries(from)) {
    const below = fields.filter((f) => f.startsWith(`${name}.`)).map((f) => f.slice(name.length + 1))
    if (name === 'id' || fields.includes(name)) out[name] = value
    else if (below.length > 0) out[name] = pick(value, below)
  }
  return out
}
