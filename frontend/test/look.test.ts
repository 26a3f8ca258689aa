// Colours can be read, texts exist in every language, and no screen speaks the machine's words.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { money } from '../src/shared/format.ts'
import { pickLang, texts } from '../src/shared/i18n/index.ts'
import { all as account } from '../src/shared/i18n/account.ts'
import { all as login } from '../src/shared/i18n/login.ts'
import { all as vault } from '../src/shared/i18n/vault.ts'
import { all as wallet } from '../src/shared/i18n/wallet.ts'

const css = readFileSync(new URL('../src/shared/tokens.css', import.meta.url), 'utf8')
const schemes = Object.fromEntries(
  ['light', 'dark', 'print'].map((name, i) => [name, Object.fromEntries([...css.split(/\n\s+color-scheme:/)[i + 1]!.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]!]))]),
)

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m)
  return (x! + 0.05) / (y! + 0.05)
}

const texts_ = ['ink', 'muted', 'accent', 'stamp', 'danger']
const grounds = ['paper', 'card', 'accent-wash', 'stamp-wash', 'danger-wash']
const pairs = [...grounds.flatMap((g) => texts_.map((t) => [t, g])), ['on-accent', 'accent'], ['ink', 'line']]

describe.each(Object.keys(schemes))('%s', (scheme) => {
  test.each(pairs)('%s on %s is at least 4.5 : 1', (a, b) => {
    const [x, y] = [schemes[scheme]![a!], schemes[scheme]![b!]]
    expect(x && y).toBeTruthy()
    expect(contrast(x!, y!)).toBeGreaterThanOrEqual(4.5)
  })
})

describe.each([
  ['login', login],
  ['account', account],
  ['wallet', wallet],
  ['vault', vault],
])('texts of %s', (_, all) => {
  const en = all.en as Record<string, string>
  const fr = all.fr as Record<string, string>
  test('have the same keys in both languages', () => expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort()))
  test('fill the same places', () => {
    const places = (s: string): string[] => [...new Set([...s.matchAll(/\{\w+\}/g)].map((m) => m[0]))].sort()
    for (const k of Object.keys(en)) expect(places(fr[k]!), k).toEqual(places(en[k]!))
  })
  test('are not left in English', () => {
    const equal = Object.keys(en).filter((k) => en[k] === fr[k] && /\w{4,} \w{4,}/.test(en[k]!))
    expect(equal).toEqual([])
  })
  test('speak to people', () => {
    const machine = /\b(nft|web3|gas|mint(ed|ing)?|hash(es)?|blob|did:|token|encrypt\w*|crypt\w*|relying party|jwt|merkle|epoch|oidc|blockchain|chiffr(é|er|ement)\w*|jeton)\b/i
    for (const o of [en, fr]) for (const [k, v] of Object.entries(o)) expect(machine.test(v) ? `${k}: ${v}` : '', k).toBe('')
  })
})

test('money keeps every digit', () => {
  expect(money(3494, 'GBP', 2, 'en')).toBe('£34.94')
  expect(money(-5, 'EUR', 2, 'fr').replace(/\s/g, ' ')).toBe('-0,05 €')
  expect(money(9007199254740991, 'EUR', 2, 'en')).toBe('€90,071,992,547,409.91')
  expect(money(500, 'JPY', 0, 'en')).toBe('¥500')
  expect(money(1234567, 'BHD', 3, 'en').replace(/\s/g, ' ')).toBe('BHD 1,234.567')
})
test('plurals follow the language', () => {
  const all = { en: { x: '{n} receipt || {n} receipts' }, fr: { x: '{n} ticket || {n} tickets' } }
  expect([texts(all, 'en')('x', { n: 0 }), texts(all, 'fr')('x', { n: 0 }), texts(all, 'en')('x', { n: 1 })]).toEqual(['0 receipts', '0 ticket', '1 receipt'])
})
test('language follows the choice, then the browser, then English', () => {
  expect([pickLang('fr', ['en-GB']), pickLang(null, ['de', 'fr-CA']), pickLang(null, ['de'])]).toEqual(['fr', 'fr', 'en'])
})
