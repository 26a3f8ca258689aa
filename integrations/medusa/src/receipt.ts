// What a receipt has a field for, taken out of an order. Nothing here can name a person: the fields below are all that is ever asked of Medusa, and of an order's
// metadata, which Medusa gives whole or not at all, one value is taken.
import type { BigNumberRawValue, OrderDTO, OrderLineItemDTO } from '@medusajs/framework/types'
import { exact, exponentOf, minor, quantity, rounded, Unfit } from './amounts'

/** The body's member "receipt" of POST /v1/receipts, as the gateway's webhooks take it. */
export interface Receipt {
  kind: 'sale' | 'refund'
  at: string
  channel: 'web'
  currency: string
  total: number
  tax?: number
  shipping?: number
  discount?: number
  whole?: true
  lines: Line[]
  src: { sys: 'medusa'; ref: string }
}

export interface Line {
  n: number
  name: string
  sku?: string
  qty: string
  unit?: number
  total: number
  tax?: number
}

/** Fields of the query for what was sold. Totals come with what Medusa needs to compute them; only raw_… of them is read. */
export const soldFields = [
  'id', 'currency_code', 'created_at', 'total',
  'raw_total', 'raw_tax_total', 'raw_credit_line_total',
  'raw_original_shipping_total', 'raw_original_shipping_subtotal', 'raw_discount_total', 'raw_discount_subtotal',
  'items.id', 'items.product_title', 'items.title', 'items.variant_title', 'items.variant_sku', 'items.is_tax_inclusive', 'items.raw_quantity', 'items.raw_unit_price',
  'items.raw_original_total', 'items.raw_original_subtotal', 'items.raw_tax_total',
  'shipping_methods.is_tax_inclusive',
] as const

type Item = Pick<OrderLineItemDTO, 'id' | 'title' | 'product_title' | 'variant_title' | 'variant_sku' | 'is_tax_inclusive' | 'raw_quantity' | 'raw_unit_price' | 'raw_original_total' | 'raw_original_subtotal' | 'raw_tax_total'>

/** An order as soldFields give it. The types of Medusa leave out one field that its totals have. */
export type Sold = Pick<OrderDTO, 'id' | 'currency_code' | 'created_at' | 'raw_total' | 'raw_tax_total' | 'raw_credit_line_total' | 'raw_original_shipping_total' | 'raw_original_shipping_subtotal' | 'raw_discount_total'> & {
  raw_discount_subtotal: BigNumberRawValue
  items?: Item[] | null
  shipping_methods?: { is_tax_inclusive?: boolean }[] | null
}

/** A refund as the query gives it: its note, its reason and who made it are not asked for. */
export interface PaidBack {
  id: string
  created_at: string | Date
  raw_amount: BigNumberRawValue
}

const maxLines = 1000

/** The receipt of a sale. Throws Unfit. */
export function saleOf(order: Sold): Receipt {
  const digits = exponentOf(order.currency_code)
  // Medusa gives lines in any order. Their ids begin with the time.
  const items = (order.items ?? []).filter((item) => exact(item.raw_quantity) > 0n).sort((a, b) => (a.id < b.id ? -1 : 1))
  if (items.length === 0 || items.length > maxLines) throw new Unfit(`${items.length} lines, want 1 to ${maxLines}`)
  const tax = order.raw_tax_total ? exact(order.raw_tax_total) : 0n
  // Where prices have no tax in them, as in the United States, the lines have none either, and the tax is added; else it is in the lines. A receipt may do both.
  const gross = [...items, ...(order.shipping_methods ?? [])].some((priced) => priced.is_tax_inclusive)
  const shipping = exact(gross ? order.raw_original_shipping_total : order.raw_original_shipping_subtotal)
  // Credit lines at the time of payment are gift cards and store credit: paid before, so off what is paid now.
  const off = exact(gross ? order.raw_discount_total : order.raw_discount_subtotal) + exact(order.raw_credit_line_total)
  const prices = items.map((item) => exact(gross ? item.raw_original_total : item.raw_original_subtotal))
  const [ship = 0, minus = 0, plus = 0, ...totals] = rounded([shipping, -off, gross ? 0n : tax, ...prices], exact(order.raw_total), digits)
  const lines = items.map((item, i) => lineOf(item, totals[i]!, digits, gross))
  if (minus > 0) lines.push({ n: 0, name: 'Adjustment', qty: '1', total: minus })
  return {
    kind: 'sale', at: utc(order.created_at), channel: 'web', currency: order.currency_code.toUpperCase(), total: minor(exact(order.raw_total), digits),
    ...some({ tax: gross ? minor(tax, digits) : plus, shipping: ship, discount: minus < 0 ? -minus : 0 }),
    lines: lines.map((line, i) => ({ ...line, n: i + 1 })), src: { sys: 'medusa', ref: order.id },
  }
}

function lineOf(item: Item, total: number, digits: number, gross: boolean): Line {
  const sku = clean(item.variant_sku ?? '', 64)
  const like = !gross || item.is_tax_inclusive // the unit price is of the same kind as the total
  return {
    n: 0, name: nameOf(item), ...(sku ? { sku } : {}), qty: quantity(exact(item.raw_quantity)),
    ...(like ? { unit: minor(exact(item.raw_unit_price), digits) } : {}), total, ...some({ tax: minor(exact(item.raw_tax_total), digits) }),
  }
}

function nameOf(item: Item): string {
  const product = clean(item.product_title || item.title || '', 300) || 'Item'
  const variant = clean(item.variant_title ?? '', 150)
  return !variant || product.includes(variant) || /^default\b/i.test(variant) ? product : `${product} (${variant})`
}

/**
 * The receipt of a refund. Medusa refunds an amount of a payment and does not say what for: so there is one line; but when one refund pays all of the sale back, it
 * has the sale's lines. before is what was refunded earlier. Throws Unfit.
 */
export function refundOf(sale: Receipt, refund: PaidBack, before: number): Receipt {
  const amount = minor(exact(refund.raw_amount), exponentOf(sale.currency))
  const { tax, shipping, discount, ...rest } = sale
  const mirror = amount === sale.total
  return {
    ...rest, kind: 'refund', at: utc(refund.created_at), total: negative(amount), src: { sys: 'medusa', ref: refund.id },
    ...(mirror ? some({ tax: negative(tax), shipping: negative(shipping), discount: negative(discount) }) : {}),
    ...(before + amount === sale.total ? { whole: true as const } : {}),
    lines: mirror ? sale.lines.map(mirrored) : [{ n: 1, name: 'Refund', qty: '-1', total: negative(amount) }],
  }
}

const negative = (amount = 0) => (amount === 0 ? 0 : -amount)

function mirrored(line: Line): Line {
  return { ...line, qty: `-${line.qty}`, total: negative(line.total), ...some({ tax: negative(line.tax) }) }
}

/** What there is: a receipt says nothing of a tax or a discount of 0. */
function some<T extends Record<string, number>>(amounts: T): Partial<T> {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== 0)) as Partial<T>
}

/** Text as receipts take it: no control, formatting or invisible characters, at most so many bytes. */
export function clean(text: string, bytes: number): string {
  let out = text.replace(/[\p{C}\p{Zl}\p{Zp}\ufffd]+/gu, ' ').replace(/\s+/g, ' ').trim()
  while (Buffer.byteLength(out) > bytes) out = [...out].slice(0, -1).join('')
  return out.trim()
}

function utc(at: string | Date): string {
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) throw new Unfit('a time is none')
  return `${time.toISOString().slice(0, 19)}Z`
}
