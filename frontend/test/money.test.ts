// Every currency of ISO 4217: the table that Go keeps (shared in the vectors) beside the npm package currency-codes, and how the vault writes amounts.
import { readFileSync } from 'node:fs'
import { code, codes } from 'currency-codes'
import { describe, expect, test } from 'vitest'
import { decimal, money } from '../src/shared/format.ts'

const { fixed } = JSON.parse(readFileSync(new URL('../../testdata/profile/vectors.json', import.meta.url), 'utf8'))
const ours = fixed.currencies as { [code: string]: number }
const theirs = Object.fromEntries(codes().map((c) => [c, code(c)!.digits]))

describe('the table', () => {
  // The package is ISO's list of 25 June 2024.
  test('differs from ISO’s list of 2024 by what came and went since, and by codes without minor units', () => {
    const differ = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].filter((c) => ours[c] !== theirs[c]).sort()
    expect(differ.filter((c) => c in ours)).toEqual(['XAD', 'XCG']) // since 2025
    expect(differ.filter((c) => !(c in ours) && theirs[c] !== 0)).toEqual(['ANG', 'BGN', 'CUC']) // withdrawn
    expect(differ.filter((c) => theirs[c] === 0)).toEqual(['XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX']) // "N.A." in ISO's list
  })
})

describe('the vault', () => {
  const digits = (s: string): string => s.replace(/[^0-9]/g, '')
  test.each(['en', 'fr', 'de', 'ja'])('writes every currency with its own digits, exactly, in %s', (lang) => {
    for (const [code, exponent] of Object.entries(ours)) {
      const parts = new Intl.NumberFormat(lang, { style: 'currency', currency: code, minimumFractionDigits: exponent, maximumFractionDigits: exponent }).formatToParts(1.5)
      expect(parts.find((p) => p.type === 'fraction')?.value.length ?? 0, code).toBe(exponent)
      for (const minor of [0, 7, -7, 1234567, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]) {
        const text = money(minor, code, exponent, lang)
        expect(digits(text), `${code} ${minor}`).toBe(String(Math.abs(minor)).padStart(exponent + 1, '0'))
        expect(/[-−]/.test(text), text).toBe(minor < 0)
      }
    }
  })
  test.each([
    [1234, 'JPY', '¥1,234'],
    [1234, 'KWD', 'KWD 1.234'],
    [1234567, 'CLF', 'CLF 123.4567'],
    [1234, 'MRU', 'MRU 12.34'], // a fifth is its real minor unit; ISO counts hundredths
    [1234, 'MGA', 'MGA 12.34'],
    [1234, 'HUF', 'HUF 12.34'],
    [-5, 'EUR', '-€0.05'],
  ])('writes %d of %s as %s', (minor, code, want) => {
    expect(money(minor, code, ours[code]!, 'en').replaceAll('\u00a0', ' ')).toBe(want)
  })
  test.each([
    [0, 2, '0.00'],
    [-5, 2, '-0.05'],
    [1234, 0, '1234'],
    [7, 4, '0.0007'],
    [Number.MAX_SAFE_INTEGER, 2, '90071992547409.91'],
  ])('writes %d with %d digits as the number %s', (minor, exponent, want) => expect(decimal(minor, exponent)).toBe(want))
})
