import './framework'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createRawPropertiesFromBigNumber, decorateCartTotals } from '@medusajs/utils'
import { exact, exponents, minor, quantity, rounded, Unfit } from '../src/amounts'
import { saleOf, type Sold } from '../src/receipt'

test('currencies and exponents are those of the gateway', () => {
  const source = readFileSync(join(__dirname, '../../../../internal/profile/currency.go'), 'utf8')
  const table = /map\[int\]string\{([\s\S]*?)\n\}\)/.exec(source)![1]!
  const theirs = new Map<string, number>()
  for (const [, digits, codes] of table.matchAll(/(\d):((?:[\s+]*"[A-Z ]+")+)/g)) for (const code of codes!.match(/[A-Z]{3}/g)!) theirs.set(code, Number(digits))
  assert.equal(theirs.size > 150, true)
  assert.deepEqual([...exponents].sort(), [...theirs].sort())
})

test('amounts are exact where floating point is not', () => {
  for (const [value, digits, want] of [
    ['17', 2, 1700], ['0.1', 2, 10], ['1.005', 2, 101], ['-1.005', 2, -101], ['1.0049999999999999999', 2, 100], ['8.9309666666666666667', 2, 893], ['90071992547409.91', 2, 9007199254740991],
    ['10', 0, 10], ['10.5', 0, 11], ['1.2345', 3, 1235], ['1.23455', 4, 12346], ['1e-7', 2, 0], ['1.5e+3', 2, 150000], ['-0', 2, 0], ['-0.001', 2, 0],
  ] as const) assert.equal(Object.is(minor(exact({ value, precision: 20 }), digits), want), true, `${value} with ${digits} digits: ${minor(exact({ value }), digits)}, want ${want}`)
  assert.equal(minor(exact({ value: 17 }), 2), 1700)
})

test('what is no amount is refused', () => {
  for (const value of ['', 'NaN', 'Infinity', '1,5', ' 1', '0x10', '1.', '.5', '1e999']) assert.throws(() => exact({ value }), Unfit, value)
  assert.throws(() => exact(undefined), Unfit)
  assert.throws(() => minor(exact({ value: '90071992547409.92' }), 2), Unfit)
})

test('quantities are decimal strings', () => {
  for (const [value, want] of [['3', '3'], ['2.5', '2.5'], ['0.350', '0.35'], ['100', '100'], ['0.3333333333', '0.333333'], ['1000000', '1000000']] as const) assert.equal(quantity(exact({ value })), want)
})

test('parts are rounded so that they add up', () => {
  const parts = (texts: string[]) => texts.map((value) => exact({ value }))
  assert.deepEqual(rounded(parts(['0.335', '0.335', '0.33']), exact({ value: '1' }), 2).reduce((a, b) => a + b), 100)
  assert.deepEqual(rounded(parts(['1.004', '1.004', '1.004']), exact({ value: '3.012' }), 2), [101, 100, 100])
  assert.deepEqual(rounded(parts(['1', '1']), exact({ value: '5' }), 2), [100, 100], 'what does not add up is not made to')
})

/** A generator whose numbers are the same on every machine. */
function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
}

test('what Medusa computes adds up in the receipt, for all kinds of prices, taxes and discounts', () => {
  const any = numbers(7)
  for (let round = 0; round < 3000; round++) {
    const order = randomOrder(any, round)
    const receipt = saleOf(order)
    const lines = receipt.lines.reduce((sum, line) => sum + line.total, 0) + (receipt.shipping ?? 0) - (receipt.discount ?? 0)
    assert.ok([lines, lines + (receipt.tax ?? 0)].includes(receipt.total), JSON.stringify({ receipt, order }))
    for (const n of [receipt.total, receipt.tax ?? 1, receipt.shipping ?? 1, receipt.discount ?? 1]) assert.ok(Number.isSafeInteger(n) && n >= 0, JSON.stringify(receipt))
  }
})

/** An order whose totals Medusa's own code computed. */
function randomOrder(any: (below: number) => number, round: number): Sold {
  const code = ['eur', 'usd', 'jpy', 'kwd', 'huf'][any(5)]!
  const price = () => (code === 'jpy' ? 100 + any(9000) : (100 + any(90000)) / 100)
  const kind = any(3) // prices with tax, without, and both in one order
  const inclusive = () => kind === 0 || (kind === 2 && any(2) === 0)
  const rate = [0, 5.5, 8.875, 19, 20][any(5)]!
  const taxes = () => (rate ? [{ rate, code: 'T' }] : [])
  const items = Array.from({ length: 1 + any(6) }, (_, i) => {
    const unit = price()
    const quantity = [1, 2, 3, 7, 0.35][any(5)]!
    const item = { id: `i${i}`, title: 'Thing', unit_price: unit, quantity, is_tax_inclusive: inclusive(), tax_lines: taxes(), adjustments: [] as object[], detail: { quantity } }
    if (any(2)) item.adjustments.push({ amount: unit * quantity * [0.1, 0.25, 0.333][any(3)]!, is_tax_inclusive: item.is_tax_inclusive })
    return item
  })
  const methods = any(2) ? [{ id: 's', amount: price(), is_tax_inclusive: inclusive(), tax_lines: taxes(), adjustments: any(3) ? [] : [{ amount: 1 }] }] : []
  const cart = { id: `order_${round}`, currency_code: code, created_at: '2026-11-20T10:00:00.000Z', items, shipping_methods: methods, credit_lines: any(4) ? [] : [{ amount: 0.5, raw_amount: { value: '0.5', precision: 20 } }] }
  const decorated = decorateCartTotals(cart as never) as object
  createRawPropertiesFromBigNumber(decorated)
  const out = JSON.parse(JSON.stringify(decorated))
  out.raw_original_shipping_total ??= { value: '0' }
  out.raw_original_shipping_subtotal ??= { value: '0' }
  for (const item of out.items) for (const name of ['quantity', 'unit_price']) item[`raw_${name}`] ??= { value: String(item[name]) }
  return out
}
