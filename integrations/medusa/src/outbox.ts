// What was told already, what is to be told again and when, and what was missed. The table holds ids, counts and times: an order is read again each time it is told.
import type { Logger, RemoteQueryFunction } from '@medusajs/framework/types'
import { exact, minor, exponentOf, Unfit } from './amounts'
import type { Options } from './options'
import { type PaidBack, refundOf, saleOf, type Sold, soldFields } from './receipt'
import { type Message, type Outcome, send } from './standard'

/** A row: one sale (id is the order's) or one refund (id is the refund's). */
export interface Delivery {
  id: string
  order_id: string
  tries: number
  next_at: Date | null // null: settled, or given up
  told_at: Date | null
  created_at?: Date | string
}

type Filter = { id?: string[]; order_id?: string[]; next_at?: { $lte: Date } }

/** The table, with the names that Medusa generates for a module's service. */
export interface Outbox {
  listCarnetDeliveries(filters: Filter, config?: { take?: number; order?: { next_at: 'ASC' } }): Promise<Delivery[]>
  createCarnetDeliveries(rows: Omit<Delivery, 'created_at'>[]): Promise<unknown>
  updateCarnetDeliveries(rows: (Partial<Delivery> & { id: string })[]): Promise<unknown>
}

export interface Deps {
  query: Pick<RemoteQueryFunction, 'graph'>
  outbox: Outbox
  options: Options
  logger: Pick<Logger, 'info' | 'warn' | 'error'>
  now?: () => Date
}

const minute = 60_000
const perRun = 100 // orders
const inVain = 3 // orders in a row that nobody took: the run ends, the gateway is away

/** What is asked of an order to know whether it was paid, and what came back. Not a field of it names a person; payment data are not asked for. */
export const stateFields = [
  'id', 'status', 'is_draft_order', 'currency_code', 'metadata', 'cart.metadata', 'total', 'raw_total', 'transactions.reference_id', 'transactions.version',
  'payment_collections.status', 'payment_collections.created_at', 'payment_collections.raw_amount', 'payment_collections.raw_captured_amount',
  'payment_collections.payments.captures.id', 'payment_collections.payments.refunds.id', 'payment_collections.payments.refunds.created_at', 'payment_collections.payments.refunds.raw_amount',
] as const

interface Collection {
  status: string
  created_at: string | Date
  raw_amount: { value: string | number }
  raw_captured_amount?: { value: string | number } | null
  payments?: { captures?: { id: string }[]; refunds?: PaidBack[] }[]
}

interface State {
  id: string
  status: string
  is_draft_order: boolean
  currency_code: string
  raw_total: { value: string | number }
  metadata?: Record<string, unknown> | null
  cart?: { metadata?: Record<string, unknown> | null } | null
  transactions?: { reference_id?: string | null; version?: number }[]
  payment_collections?: Collection[]
}

const running = new Map<string, Promise<unknown>>()

/** Tells the gateway what it was not told yet of an order: the sale once it is paid, then its refunds. Never throws. One at a time for each order. */
export async function tell(deps: Deps, orderId: string): Promise<Outcome> {
  const before = running.get(orderId)
  const run = (async () => {
    await before
    return tellNow(deps, orderId).catch((error: unknown) => {
      deps.logger.error(`carnet: order ${orderId} could not be read: ${error instanceof Error ? error.name : 'unknown'}; it will be looked for again`)
      return 'refused' as const
    })
  })()
  running.set(orderId, run)
  try {
    return await run
  } finally {
    if (running.get(orderId) === run) running.delete(orderId)
  }
}

async function tellNow(deps: Deps, orderId: string): Promise<Outcome> {
  const order = await one<State>(deps, stateFields, { id: orderId })
  const paid = order && paidOf(order)
  if (!paid) return drop(deps, orderId)
  const refunds = refundsOf(order)
  const rows = new Map((await deps.outbox.listCarnetDeliveries({ id: [order.id, ...refunds.map((r) => r.id)] })).map((row) => [row.id, row]))
  const open = [order.id, ...refunds.map((r) => r.id)].filter((id) => !settled(rows.get(id)))
  if (open.length === 0) return 'told'
  const messages = await messagesOf(deps, order, paid.version, refunds)
  for (const id of open) {
    const message = messages.get(id)
    const { outcome, why } = message ? await send(deps.options, message) : { outcome: 'told' as const, why: '' }
    await note(deps, id, order.id, outcome, why, rows.get(id))
    if (outcome !== 'told') return outcome // a refund is no use before its sale
  }
  return 'told'
}

/** Nothing is to be told of this order, or nothing any more: if it was to be tried again, it is not. */
async function drop(deps: Deps, orderId: string): Promise<Outcome> {
  const rows = await deps.outbox.listCarnetDeliveries({ order_id: [orderId] })
  const open = rows.filter((row) => !settled(row))
  if (open.length > 0) await deps.outbox.updateCarnetDeliveries(open.map((row) => ({ id: row.id, next_at: null })))
  return 'told'
}

const settled = (row?: Delivery) => row !== undefined && row.next_at === null

/** The messages by id of what they tell of: none for a guest's order, which leads to nobody, and none for what cannot become a receipt. */
async function messagesOf(deps: Deps, order: State, version: number, refunds: PaidBack[]): Promise<Map<string, Message>> {
  const out = new Map<string, Message>()
  const ref = order.metadata?.receipt_ref ?? order.cart?.metadata?.receipt_ref
  if (typeof ref !== 'string' || ref === '') return out
  try {
    // The order as it was when it was paid: Medusa writes refunds, returns and edits into its later versions, and a sale may be told late.
    const sold = await one<Sold>(deps, soldFields, { id: order.id, version })
    if (!sold) throw new Unfit('it is gone')
    const sale = saleOf(sold)
    out.set(order.id, { id: `sale_${order.id}`, type: 'order.paid', data: { order: order.id, receipt_ref: ref, receipt: sale } })
    let before = 0
    for (const refund of refunds) {
      const receipt = refundOf(sale, refund, before)
      before -= receipt.total
      if (receipt.total !== 0) out.set(refund.id, { id: `refund_${refund.id}`, type: 'order.refunded', data: { order: order.id, refund: refund.id, receipt_ref: ref, receipt } })
    }
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    deps.logger.error(`carnet: order ${order.id} cannot become a receipt: ${error.message}`)
  }
  return out
}

/** Whether an order is paid, and in which of its versions: that of its first payment's last capture. */
export function paidOf(order: State): { version: number } | undefined {
  if (order.is_draft_order) return undefined
  // Canceling an order cancels its payment collections, also those that were captured and are being refunded.
  const captured = (c: Collection) => (c.raw_captured_amount ? exact(c.raw_captured_amount) : 0n)
  const collections = (order.payment_collections ?? []).filter((c) => c.status !== 'canceled' || captured(c) > 0n).sort(byTime)
  const first = collections[0] // later ones are for what an edit or an exchange added
  const owed = first ? exact(first.raw_amount) : exact(order.raw_total)
  if (owed <= 0n) return order.status === 'canceled' ? undefined : { version: 1 } // a promotion or a gift card paid for all of it
  const digits = exponentOf(order.currency_code)
  if (!first || minor(captured(first), digits) < minor(owed, digits)) return undefined
  const captures = new Set(first.payments?.flatMap((p) => p.captures ?? []).map((c) => c.id))
  const versions = (order.transactions ?? []).filter((t) => t.reference_id && captures.has(t.reference_id)).map((t) => t.version ?? 1)
  return { version: Math.max(1, ...versions) }
}

/** All refunds of an order in their order, so that what was paid back before one is the same whenever it is told. */
function refundsOf(order: State): PaidBack[] {
  const all = (order.payment_collections ?? []).flatMap((c) => c.payments ?? []).flatMap((p) => p.refunds ?? [])
  return all.sort((a, b) => byTime(a, b) || (a.id < b.id ? -1 : 1))
}

const byTime = (a: { created_at: string | Date }, b: { created_at: string | Date }) => new Date(a.created_at).getTime() - new Date(b.created_at).getTime()

/** Writes down what came of a try. After a failure: 1, 2, 4, … minutes, then every 6 hours, until the days are over. */
async function note(deps: Deps, id: string, orderId: string, outcome: Outcome, why: string, row?: Delivery): Promise<void> {
  const now = deps.now?.() ?? new Date()
  const tries = (row?.tries ?? 0) + 1
  const over = row?.created_at !== undefined && now.getTime() - new Date(row.created_at).getTime() > deps.options.days * 24 * 60 * minute
  const next = outcome === 'told' || over ? null : new Date(now.getTime() + Math.min(2 ** (tries - 1), 360) * minute)
  const state = { tries, next_at: next, told_at: outcome === 'told' ? now : null }
  if (row) await deps.outbox.updateCarnetDeliveries([{ id, ...state }])
  // Another process may have written the same row a moment ago: then it is there, and the gateway seals one receipt however often it is told.
  else await deps.outbox.createCarnetDeliveries([{ id, order_id: orderId, ...state }]).catch(() => undefined)
  if (outcome === 'told') return
  const then = next ? `next try at ${next.toISOString()}` : `given up after ${deps.options.days} days`
  deps.logger[outcome === 'away' && next ? 'warn' : 'error'](`carnet: order ${orderId} was not told: ${why}; ${then}`)
}

/** Tells again what is due. Bounded in orders, and ended early when the gateway is away. */
export async function retry(deps: Deps): Promise<void> {
  const due = await deps.outbox.listCarnetDeliveries({ next_at: { $lte: deps.now?.() ?? new Date() } }, { take: perRun, order: { next_at: 'ASC' } })
  await tellAll(deps, due.map((row) => row.order_id))
}

async function tellAll(deps: Deps, orders: string[]): Promise<void> {
  let away = 0
  for (const id of [...new Set(orders)].slice(0, perRun)) {
    away = (await tell(deps, id)) === 'away' ? away + 1 : 0
    if (away === inVain) return
  }
}

// Where payments and refunds lead to their order from.
const sources = [
  { entity: 'capture', order: 'payment.payment_collection.order.id', row: 'order' },
  { entity: 'refund', order: 'payment.payment_collection.order.id', row: 'own' },
] as const

/** Looks for what was paid or paid back in the last days and is not in the table: an event that was lost, or a shop that stopped in the middle. */
export async function reconcile(deps: Deps): Promise<void> {
  const since = new Date((deps.now?.() ?? new Date()).getTime() - deps.options.days * 24 * 60 * minute)
  const missing = new Set<string>()
  for (const source of sources)
    for await (const page of pages<Paid>(deps, source.entity, ['id', source.order], since))
      await collect(deps, missing, page.map((p) => ({ row: source.row === 'own' ? p.id : orderOf(p), order: orderOf(p) })))
  for await (const page of pages<Free>(deps, 'order', ['id', 'payment_collections.id', 'payment_collections.raw_amount'], since))
    await collect(deps, missing, page.filter(isFree).map((o) => ({ row: o.id, order: o.id })))
  await tellAll(deps, [...missing])
}

type Paid = { id: string; payment?: { payment_collection?: { order?: { id: string } | null } | null } | null }
type Free = { id: string; payment_collections?: { raw_amount: { value: string | number } }[] }

const orderOf = (p: Paid) => p.payment?.payment_collection?.order?.id
const isFree = (o: Free) => (o.payment_collections ?? []).every((c) => exact(c.raw_amount) <= 0n)

async function collect(deps: Deps, missing: Set<string>, found: { row?: string; order?: string }[]): Promise<void> {
  const ids = found.flatMap((f) => (f.row && f.order ? [f.row] : []))
  if (ids.length === 0) return
  const known = new Set((await deps.outbox.listCarnetDeliveries({ id: ids }, { take: ids.length })).map((row) => row.id))
  for (const { row, order } of found) if (row && order && !known.has(row) && missing.size < perRun) missing.add(order)
}

const pageSize = 200

async function* pages<T>(deps: Deps, entity: string, fields: string[], since: Date): AsyncGenerator<T[]> {
  for (let skip = 0; ; skip += pageSize) {
    const { data } = await deps.query.graph({ entity, fields, filters: { created_at: { $gte: since } }, pagination: { take: pageSize, skip, order: { created_at: 'ASC', id: 'ASC' } } })
    yield data as T[]
    if (data.length < pageSize) return
  }
}

async function one<T>(deps: Deps, fields: readonly string[], filters: Record<string, unknown>): Promise<T | undefined> {
  const { data } = await deps.query.graph({ entity: 'order', fields: [...fields], filters })
  return data[0] as T | undefined
}

/** The orders that an event is about. */
export async function ordersOf(deps: Deps, event: string, id: string): Promise<string[]> {
  if (!event.startsWith('payment.')) return [id]
  const { data } = await deps.query.graph({ entity: 'payment', fields: ['id', 'payment_collection.order.id'], filters: { id } })
  return (data as { payment_collection?: { order?: { id: string } | null } | null }[]).flatMap((p) => p.payment_collection?.order?.id ?? [])
}
