// A real browser for the page tests, a wallet inside its pages, and the eyes that look at every screen:
// axe-core in light and dark, no scrolling sideways at 320 px and from right to left. SHOTS=<folder> keeps pictures.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { expect } from 'vitest'
import { hex0x, random, unhex } from '../src/profile/bytes.ts'
import { personalHash } from '../src/profile/eip4361.ts'
import { addressOf, signDigest } from '../src/profile/secp256k1.ts'

export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
export const hasBrowser = existsSync(chromiumPath)
if (!hasBrowser && process.env['CI'] === 'true') throw new Error(`no browser at ${chromiumPath}: run scripts/setup.sh`)
if (!hasBrowser) console.warn(`SKIPPED: no browser at ${chromiumPath}; set CHROMIUM`)
const shots = process.env['SHOTS']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const launch = (): Promise<Browser> => {
  if (shots) mkdirSync(shots, { recursive: true })
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  })
}

/** visitor opens a browser profile; what a page complains about lands in complaints, refusals of the gateway excepted. */
export async function visitor(browser: Browser, complaints: string[], options: object = {}): Promise<BrowserContext> {
  const c = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/London', ...options })
  c.setDefaultTimeout(15_000)
  c.on('console', (m) => {
    if (m.type() === 'error' && !/status of 4\d\d|status of 50[23]|ERR_FAILED|ERR_INTERNET_DISCONNECTED/.test(m.text())) complaints.push(m.text())
  })
  c.on('weberror', (e) => complaints.push(String(e.error())))
  return c
}
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** look checks a screen as people will meet it, and keeps its picture. */
export async function look(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!
  // Evaluated by the debugger, so the page's own content policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const found = await page.evaluate(async () => {
      const { violations } = await (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe.run()
      return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary}`).join('; ')}`)
    })
    expect(found, `${name}, ${colorScheme}`).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/${name}-${size.width}-${colorScheme}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 320, height: 640 })
  for (const dir of ['ltr', 'rtl']) {
    const over = await page.evaluate((d) => {
      document.documentElement.dir = d
      return document.documentElement.scrollWidth - document.documentElement.clientWidth
    }, dir)
    expect(over, `${name} scrolls sideways at 320 px, ${dir}`).toBeLessThanOrEqual(0)
    if (shots && dir === 'rtl') await page.screenshot({ path: `${shots}/${name}-320-rtl.png`, fullPage: true })
  }
  await page.evaluate(() => document.documentElement.removeAttribute('dir'))
  await page.setViewportSize(size)
}

export interface WalletPlan {
  name?: string
  uuid?: string
  keys?: Uint8Array[]
  chain?: number
  legacy?: boolean // only at window.ethereum, without EIP-6963
  late?: number // announces itself so many ms after the page began
}
export interface FakeWallet {
  addresses: string[]
  /** set changes how the wallet behaves from now on; emit fires one of its events. */
  set(page: Page, how: { account?: number; chain?: number; error?: number; silent?: boolean }): Promise<void>
  emit(page: Page, event: string, value: unknown): Promise<void>
}

let wallets = 0
/** addWallet puts a wallet into every page of the profile. It signs with real keys. */
export async function addWallet(c: BrowserContext, plan: WalletPlan = {}): Promise<FakeWallet> {
  const keys = plan.keys ?? [random(32)]
  const addresses = keys.map(addressOf)
  const name = `fakeWallet${wallets++}`
  await c.exposeFunction(`${name}Sign`, (message: string, account: number) => hex0x(signDigest(personalHash(unhex(message.slice(2))), keys[account]!)))
  await c.addInitScript(
    ({ name, plan, addresses }) => {
      const state = { account: 0, chain: plan.chain ?? 1, error: 0, silent: false }
      const listeners: { [event: string]: ((v: unknown) => void)[] } = {}
      const emit = (event: string, v: unknown): void => listeners[event]?.forEach((f) => f(v))
      const w = window as unknown as { [k: string]: unknown }
      const sign = w[`${name}Sign`] as (m: string, a: number) => Promise<string>
      const asked: string[] = []
      const provider = {
        async request({ method, params }: { method: string; params?: [string & { chainId: string }] }) {
          asked.push(method)
          if (method === 'eth_chainId') return '0x' + state.chain.toString(16)
          if (state.silent) return new Promise(() => undefined)
          if (state.error) throw Object.assign(new Error('the fake wallet says no'), { code: state.error })
          if (method === 'eth_requestAccounts') return [addresses[state.account]]
          if (method === 'personal_sign') return sign(params![0], state.account)
          if (method === 'wallet_switchEthereumChain') {
            state.chain = Number(params![0].chainId)
            emit('chainChanged', params![0].chainId)
            return null
          }
          throw Object.assign(new Error(method), { code: 4200 })
        },
        on: (event: string, f: (v: unknown) => void) => (listeners[event] ??= []).push(f),
      }
      w[name] = { state, emit, asked }
      if (plan.legacy) {
        if (plan.late) setTimeout(() => (w['ethereum'] = provider), plan.late)
        else w['ethereum'] = provider
        return
      }
      const detail = Object.freeze({ info: Object.freeze({ uuid: plan.uuid ?? name, name: plan.name ?? 'Fixture Wallet', icon: '', rdns: `test.${name}` }), provider })
      const say = (): boolean => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
      if (plan.late) setTimeout(say, plan.late)
      else {
        window.addEventListener('eip6963:requestProvider', say)
        say()
      }
    },
    { name, plan: { name: plan.name, uuid: plan.uuid, chain: plan.chain, legacy: plan.legacy, late: plan.late }, addresses },
  )
  const run = (page: Page, what: string, args: unknown): Promise<void> =>
    page.evaluate(
      ({ name, what, args }) => {
        const w = (window as unknown as { [k: string]: { state: object; emit(e: string, v: unknown): void } })[name]!
        if (what === 'set') Object.assign(w.state, args)
        else w.emit(...(args as [string, unknown]))
      },
      { name, what, args },
    )
  return { addresses, set: (page, how) => run(page, 'set', how), emit: (page, event, value) => run(page, 'emit', [event, value]) }
}
