// Amounts without floating point. Medusa keeps them in major units, and gives each one twice: as a JavaScript number, which we never ask for, and exactly, as
// raw_…: { value: "8.9309666666666666667", precision: 20 }. Receipts have whole minor units.
import type { BigNumberRawValue } from '@medusajs/framework/types'

/** Why an order cannot become a receipt. Its message has nothing of the order's content. */
export class Unfit extends Error {}

// Every active ISO 4217 currency that has minor units, by the number of their digits: internal/profile/currency.go has the same table, and a test compares them.
// Medusa's own table follows CLDR, which has no digits for some that have two (HUF, IDR, PKR, …).
const currencies: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD ' +
    'CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL ' +
    'GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR ' +
    'LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD ' +
    'PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC ' +
    'SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ' +
    'ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}
export const exponents = new Map(Object.entries(currencies).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)] as const)))

/** Number of minor-unit digits of a currency. Throws Unfit. */
export function exponentOf(code: string): number {
  const digits = exponents.get(code.toUpperCase())
  if (digits === undefined) throw new Unfit('unknown currency')
  return digits
}

// An exact amount is a bigint of 10^-24 units: Medusa's have 20 significant digits.
const places = 24
const decimal = /^(-?)(\d{1,40})(?:\.(\d{1,60}))?(?:e([+-]?\d{1,2}))?$/i

/** The exact amount. Throws Unfit for anything but a decimal number. */
export function exact(raw: BigNumberRawValue | null | undefined): bigint {
  const found = decimal.exec(String(raw?.value))
  if (!found) throw new Unfit('an amount is no decimal number')
  const [, sign, whole = '', part = '', exponent = '0'] = found
  const shift = places - part.length + Number(exponent)
  const digits = BigInt(whole + part)
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign ? -size : size
}

/** Minor units, half a unit away from zero. Throws Unfit beyond what JSON keeps exactly. */
export function minor(amount: bigint, digits: number): number {
  const unit = 10n ** BigInt(places - digits)
  const size = Number(((amount < 0n ? -amount : amount) + unit / 2n) / unit)
  if (!Number.isSafeInteger(size)) throw new Unfit('an amount is too large')
  return amount < 0n && size !== 0 ? -size : size
}

/** A decimal string with at most 6 digits after the point, as receipts have quantities. */
export function quantity(amount: bigint): string {
  const text = String(minor(amount, 6)).padStart(7, '0')
  return `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/\.?0+$/, '')
}

/**
 * Rounds parts so that they add up to a sum that was rounded by itself. Taxes and discounts have fractions of a cent, and parts that are each rounded to the
 * nearest cent can miss the sum by some: then those that lay nearest to the middle are rounded the other way. What is whole stays as it is.
 */
export function rounded(parts: bigint[], sum: bigint, digits: number): number[] {
  const unit = 10n ** BigInt(places - digits)
  const out = parts.map((part) => minor(part, digits))
  const missing = minor(sum, digits) - out.reduce((a, b) => a + b, 0)
  const step = Math.sign(missing)
  const errors = parts.map((part, i) => (part - BigInt(out[i]!) * unit) * BigInt(step)) // how much too small for the way we must go
  const movable = [...parts.keys()].filter((i) => errors[i]! > 0n).sort((a, b) => (errors[b]! === errors[a]! ? a - b : errors[b]! > errors[a]! ? 1 : -1))
  if (movable.length < Math.abs(missing)) return out // more than rounding explains: the receipt will say that it does not add up
  for (const i of movable.slice(0, Math.abs(missing))) out[i]! += step
  return out
}
