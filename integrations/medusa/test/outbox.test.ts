import './framework'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { Modules, OrderWorkflowEvents, PaymentEvents } from '@medusajs/utils'
import { depsOf, type Service } from '../src/container'
import * as reconcileJob from '../src/jobs/carnet-reconcile'
import * as retryJob from '../src/jobs/carnet-retry'
import carnetModule from '../src/modules/carnet'
import { Migration20261126000000 } from '../src/modules/carnet/migrations/Migration20261126000000'
import { CarnetDelivery } from '../src/modules/carnet/models/delivery'
import { CarnetService } from '../src/modules/carnet/service'
import { signed } from '../src/standard'
import { config } from '../src/subscribers/carnet'
import { recorded, type Recorded, Shop } from './shop'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
let server: Server
let shop: Shop
let answer = 200
let got: { id: string; body: string; ok: boolean }[] = []

before(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = request.headers as Record<string, string>
    got.push({ id: id!, body, ok: signed(secret, id!, Number(time), body)['webhook-signature'] === signature })
    response.writeHead(answer).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
after(() => server.close())
beforeEach(() => ([answer, got] = [200, []]))
afterEach(() => shop.close())

function open(...orders: Recorded[]) {
  shop = new Shop(orders, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/hooks/shop1/standard`, secret, days: 7 })
  return shop.open()
}

const ids = () => got.map((g) => g.id)
const types = () => got.map((g) => JSON.parse(g.body).type)
const paymentOf = (order: Recorded) => order.state.payment_collections[0]!.payments[0]!.id
const due = () => { for (const row of shop.rows.values()) if (row.next_at) row.next_at = new Date(0) }

/** The same order, sold again under other ids. */
function copy(name: string, n: number): Recorded {
  return JSON.parse(JSON.stringify(recorded(name)).replaceAll(/(order|pay|pay_col|capt|ref|ordli)_01([0-9A-Z]{20})/g, `$1_${String(n).padStart(2, '0')}$2`))
}

test('an order is told when it is paid, once, and then what is paid back', async () => {
  const order = recorded('refunded')
  const refunds = order.state.payment_collections[0]!.payments[0]!.refunds.splice(0)
  const { emit } = open(order)
  await emit('order.placed', order.state.id)
  await emit('payment.captured', paymentOf(order))
  await emit('payment.captured', paymentOf(order))
  assert.deepEqual(ids(), [`sale_${order.state.id}`])
  order.state.payment_collections[0]!.payments[0]!.refunds.push(...refunds)
  await emit('payment.refunded', paymentOf(order))
  assert.deepEqual(ids(), [`sale_${order.state.id}`, `refund_${refunds[0]!.id}`])
  assert.ok(got.every((g) => g.ok), 'a signature is wrong')
  const [sale, refund] = got.map((g) => JSON.parse(g.body))
  assert.deepEqual([sale.type, sale.data.order, sale.data.receipt_ref, sale.data.receipt.total], ['order.paid', order.state.id, '7k2', 4875])
  assert.deepEqual([refund.type, refund.data.order, refund.data.refund, refund.data.receipt.total], ['order.refunded', order.state.id, refunds[0]!.id, -450])
})

test('the order is read as it was when it was paid', async () => {
  const order = recorded('whole')
  Object.assign((order.state.transactions as { version: number; reference_id: string }[]).find((t) => t.reference_id.startsWith('capt_'))!, { version: 3 })
  const { emit } = open(order)
  await emit('payment.captured', paymentOf(order))
  assert.deepEqual(shop.versions, [3])
})

test('an order that is not paid is not told', async () => {
  const order = recorded('authorized')
  const { emit } = open(order)
  await emit('order.placed', order.state.id)
  assert.deepEqual(got, [])
})

test('events that come at once tell once', async () => {
  const order = recorded('whole')
  const { emit } = open(order)
  await Promise.all([emit('order.placed', order.state.id), emit('payment.captured', paymentOf(order)), emit('payment.refunded', paymentOf(order))])
  assert.deepEqual(types(), ['order.paid', 'order.refunded'])
})

test('a guest is not told of, and not looked at again', async () => {
  const order = recorded('promotion')
  order.state.metadata = { gift_note: 'CANARY' }
  order.state.cart = null
  const { emit, container } = open(order)
  await emit('payment.captured', paymentOf(order))
  await reconcileJob.default(container)
  assert.deepEqual(got, [])
  assert.equal(shop.rows.get(order.state.id)?.next_at, null)
})

test("the ref may be the cart's", async () => {
  const order = recorded('promotion')
  order.state.metadata = null
  await open(order).emit('order.placed', order.state.id)
  assert.equal(JSON.parse(got[0]!.body).data.receipt_ref, '9k4')
})

test('a gateway that is away is told later, sale first, by a shop that was restarted meanwhile', async () => {
  const order = recorded('canceled')
  let { emit, container } = open(order)
  answer = 503
  await emit('payment.captured', paymentOf(order))
  const row = shop.rows.get(order.state.id)!
  assert.deepEqual([row.tries, row.told_at, Math.round((row.next_at!.getTime() - Date.now()) / 60_000)], [1, null, 1])
  await retryJob.default(container)
  assert.equal(got.length, 1, 'tried before its time')
  due()
  await retryJob.default(container)
  assert.equal(Math.round((shop.rows.get(order.state.id)!.next_at!.getTime() - Date.now()) / 60_000), 2)

  const rows = shop.rows
  shop.close()
  ;({ container } = open(order))
  shop.rows = rows
  ;[answer, got] = [200, []]
  due()
  await retryJob.default(container)
  assert.deepEqual(types(), ['order.paid', 'order.refunded'])
  await retryJob.default(container)
  assert.equal(got.length, 2)
})

test('what the table lacks is found again', async () => {
  const orders = [recorded('canceled'), recorded('promotion'), recorded('authorized')]
  const free = copy('authorized', 77)
  Object.assign(free.state, { payment_collections: [], raw_total: { value: '0' } })
  const { container } = open(...orders, free)
  await reconcileJob.default(container)
  assert.deepEqual(new Set(ids()), new Set([`sale_${orders[0]!.state.id}`, `refund_${orders[0]!.state.payment_collections[0]!.payments[0]!.refunds[0]!.id}`, `sale_${orders[1]!.state.id}`, `sale_${free.state.id}`]))
  await reconcileJob.default(container)
  assert.equal(got.length, 4)
})

test('a run has an end: a hundred orders, and three in vain', async () => {
  const { container } = open(...Array.from({ length: 99 }, (_, n) => copy('promotion', n)), ...Array.from({ length: 99 }, (_, n) => copy('whole', n)))
  answer = 503
  await reconcileJob.default(container)
  assert.equal(got.length, 3)
  ;[answer, got] = [200, []]
  await reconcileJob.default(container)
  assert.equal(types().filter((t) => t === 'order.paid').length, 100)
})

test('a refusal does not hold up other orders, and ends after some days', async () => {
  const { container } = open(...Array.from({ length: 9 }, (_, n) => copy('promotion', n)))
  answer = 401
  await reconcileJob.default(container)
  assert.equal(got.length, 9)
  for (const row of shop.rows.values()) Object.assign(row, { created_at: new Date(Date.now() - 8 * 86_400_000) })
  due()
  await retryJob.default(container)
  assert.ok([...shop.rows.values()].every((row) => row.next_at === null && row.told_at === null))
  assert.match(shop.said.at(-1)!, /given up after 7 days/)
})

test('an order that is gone is not tried for ever', async () => {
  const order = recorded('promotion')
  const { emit, container } = open(order)
  answer = 503
  await emit('payment.captured', paymentOf(order))
  shop.orders.length = 0
  due()
  await retryJob.default(container)
  assert.equal(shop.rows.get(order.state.id)!.next_at, null)
})

test("whatever breaks, the shop's event goes on, and neither log nor table has content", async () => {
  const order = recorded('promotion')
  const odd = copy('promotion', 5)
  odd.sold.currency_code = 'xqx'
  const { emit, container } = open(order, odd)
  shop.broken = true
  await emit('order.placed', order.state.id)
  await emit('payment.captured', paymentOf(order))
  await assert.rejects(reconcileJob.default(container), 'a job that fails is for Medusa to log')
  shop.broken = false
  answer = 500
  await emit('payment.captured', paymentOf(order))
  await emit('payment.captured', paymentOf(odd))
  assert.ok(shop.said.some((line) => line.includes('unknown currency')))
  const kept = JSON.stringify([...shop.rows.values()]) + shop.said.join('\n')
  for (const content of ['Lantern', '9k4', 'CANARY', '3888', 'L-1']) assert.ok(!kept.includes(content), `${content} was kept: ${kept}`)
  assert.ok(got.every((g) => !g.body.includes('CANARY')))
})

test('with wrong options nothing is asked, told or kept, and the shop goes on', async () => {
  const said: string[] = []
  const service = new CarnetService({ logger: { error: (text: string) => said.push(text) } } as never, { url: 'nonsense' })
  assert.match(said[0]!, /nothing will be told/)
  shop = new Shop([recorded('promotion')], service.options)
  const { emit, container } = shop.open()
  assert.equal(depsOf(container), undefined)
  await emit('payment.captured', paymentOf(shop.orders[0]!))
  await retryJob.default(container)
  await reconcileJob.default(container)
  assert.deepEqual([shop.asked, [...shop.rows]], [[], []])
})

test('names are those of Medusa', () => {
  assert.deepEqual(config.event, [OrderWorkflowEvents.PLACED, OrderWorkflowEvents.CANCELED, PaymentEvents.CAPTURED, PaymentEvents.REFUNDED])
  assert.deepEqual(Object.keys(Modules).filter((name) => name.toLowerCase() === 'carnet'), [])
  assert.equal(carnetModule.service, CarnetService)
  assert.ok(CarnetService.prototype instanceof Object)
  const service: Service = new CarnetService({}, {}) as CarnetService // a type that Medusa generates must have the methods that we call
  for (const method of ['listCarnetDeliveries', 'createCarnetDeliveries', 'updateCarnetDeliveries'] as const) assert.equal(typeof service[method], 'function', method)
  for (const job of [retryJob, reconcileJob]) assert.ok(job.config.name && /^[\d*/]+( [\d*/]+){4}$/.test(job.config.schedule))
})

test('the migration makes the columns of the model', async () => {
  const sql: string[] = []
  await Migration20261126000000.prototype.up.call({ addSql: (text: string) => sql.push(text) } as never)
  const columns = [...sql[0]!.matchAll(/"(\w+)" (?:text|integer|timestamptz)/g)].map((m) => m[1])
  const parsed = CarnetDelivery.parse()
  assert.equal(parsed.tableName, 'carnet_delivery')
  assert.deepEqual(columns.sort(), Object.keys(parsed.schema).sort())
})
