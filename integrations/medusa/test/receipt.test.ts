import './framework'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unfit } from '../src/amounts'
import { paidOf, stateFields } from '../src/outbox'
import { clean, refundOf, saleOf, type Sold, soldFields } from '../src/receipt'
import { recorded } from './shop'

const sold = (name: string) => recorded(name).sold as unknown as Sold
const state = (name: string) => recorded(name).state as unknown as Parameters<typeof paidOf>[0]

test('an order with a promotion, tax on top and a gift card', () => {
  assert.deepEqual(saleOf(sold('promotion')), {
    kind: 'sale', at: '2026-11-26T19:35:26Z', channel: 'web', currency: 'EUR', total: 3888, tax: 701, discount: 910,
    lines: [
      { n: 1, name: 'Lantern', sku: 'L-1', qty: '3', unit: 1099, total: 3297, tax: 564 },
      { n: 2, name: 'Rope', qty: '2', unit: 400, total: 800, tax: 137 },
    ],
    src: { sys: 'medusa', ref: 'order_01M8CNP2P9MPXQ6S84ACHV7B51' },
  })
})

test('an order with shipping, half of it priced with tax', () => {
  assert.deepEqual(saleOf(sold('shipped')), {
    kind: 'sale', at: '2026-11-26T19:27:42Z', channel: 'web', currency: 'EUR', total: 5523, tax: 893, shipping: 600,
    lines: [
      { n: 1, name: 'Lantern (Red)', sku: 'L-1', qty: '3', total: 3923, tax: 626 },
      { n: 2, name: 'Rope', qty: '2.5', unit: 400, total: 1000, tax: 167 },
    ],
    src: { sys: 'medusa', ref: 'order_01M8CN7X6GJSC0JXN54V3NEVHN' },
  })
})

test('lines come in one order, in whichever Medusa gives them', () => {
  const order = sold('promotion')
  order.items!.reverse()
  assert.deepEqual(saleOf(order), saleOf(sold('promotion')))
})

test('a part that is paid back', () => {
  const refund = { id: 'ref_1', created_at: '2026-11-27T10:00:00.999Z', raw_amount: { value: '4.5', precision: 20 } }
  assert.deepEqual(refundOf(saleOf(sold('promotion')), refund, 0), {
    kind: 'refund', at: '2026-11-27T10:00:00Z', channel: 'web', currency: 'EUR', total: -450, lines: [{ n: 1, name: 'Refund', qty: '-1', total: -450 }], src: { sys: 'medusa', ref: 'ref_1' },
  })
})

test('all that is paid back at once, and the last part of all', () => {
  const sale = saleOf(sold('promotion'))
  const whole = refundOf(sale, { id: 'ref_1', created_at: '2026-11-27T10:00:00Z', raw_amount: { value: '38.87887' } }, 0)
  assert.deepEqual(whole, {
    kind: 'refund', at: '2026-11-27T10:00:00Z', channel: 'web', currency: 'EUR', total: -3888, tax: -701, discount: -910, whole: true,
    lines: [
      { n: 1, name: 'Lantern', sku: 'L-1', qty: '-3', unit: 1099, total: -3297, tax: -564 },
      { n: 2, name: 'Rope', qty: '-2', unit: 400, total: -800, tax: -137 },
    ],
    src: { sys: 'medusa', ref: 'ref_1' },
  })
  const last = refundOf(sale, { id: 'ref_2', created_at: '2026-11-27T10:00:00Z', raw_amount: { value: '38' } }, 88)
  assert.deepEqual([last.total, last.whole, last.lines.length], [-3800, true, 1])
})

test('an order that cannot become a receipt says why, without content', () => {
  const order = sold('promotion')
  const cases: [string, Sold][] = [['unknown currency', { ...order, currency_code: 'xqx' }], ['0 lines', { ...order, items: [] }], ['no decimal number', { ...order, raw_total: { value: 'CANARY' } }],
    ['a time is none', { ...order, created_at: 'CANARY' }]]
  for (const [why, broken] of cases)
    assert.throws(() => saleOf(broken), (e) => e instanceof Unfit && e.message.includes(why) && !e.message.includes('CANARY'), why)
})

test('names fit a receipt', () => {
  assert.equal(clean(' a\u202eb\u0000c\n d\u200b\ud800e ', 99), 'a b c d e')
  assert.equal(Buffer.byteLength(clean('é'.repeat(400), 301)), 300)
  const order = sold('shipped')
  const named = (item: object) => saleOf({ ...order, items: [{ ...order.items![0]!, ...item }] }).lines[0]!.name
  assert.equal(named({ product_title: 'Lamp', variant_title: 'Default variant' }), 'Lamp')
  assert.equal(named({ product_title: '\u200b', title: '', variant_title: null }), 'Item')
})

test('paid is what was captured, in the version that was captured', () => {
  assert.equal(paidOf(state('authorized')), undefined)
  assert.deepEqual(paidOf(state('promotion')), { version: 1 })
  assert.deepEqual(paidOf(state('canceled')), { version: 1 }, 'captured, canceled and paid back')
  const edited = state('promotion')
  edited.transactions![0]!.version = 3
  assert.deepEqual(paidOf(edited), { version: 3 })
  const part = state('promotion')
  part.payment_collections![0]!.raw_captured_amount = { value: '38.87' }
  assert.equal(paidOf(part), undefined)
  assert.equal(paidOf({ ...state('promotion'), is_draft_order: true }), undefined)
  const free = { ...state('authorized'), payment_collections: [], raw_total: { value: '0' } }
  assert.deepEqual(paidOf(free), { version: 1 })
  assert.equal(paidOf({ ...free, status: 'canceled' }), undefined)
})

test('nothing is asked for that names a person', () => {
  const personal = /email|customer|address|phone|first_name|last_name|company|note|created_by|\.data\b|payment_sessions|provider|\*/
  for (const field of [...stateFields, ...soldFields]) assert.doesNotMatch(field, personal)
})
