// The pages in a real browser: signing in, making a carnet, taking receipts in, showing one, on a phone and a desk.
// SHOTS=<folder> keeps pictures of every screen. Without Chromium it says so and is skipped.
import { existsSync, mkdirSync } from 'node:fs'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { World } from './world.ts'

const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
if (!existsSync(path)) console.warn(`SKIPPED: no browser at ${path}; set CHROMIUM`)
const shots = process.env['SHOTS']

const gifts = {
  kind: 'sale' as const, at: '2026-11-20T09:30:00Z', channel: 'web', currency: 'GBP', exponent: 2, total: 3994, tax: 582, shipping: 500, tender: 'card', totals_consistent: true,
  lines: [
    { n: 1, name: 'White hanging heart t-light holder', qty: '6', unit: 255, total: 1530 },
    { n: 2, name: 'Set of 7 babushka nesting boxes', qty: '2', unit: 735, total: 1470, warranty_until: '2028-11-20' },
    { n: 3, name: 'Glass star frosted t-light holder', qty: '1', unit: 494, total: 494 },
  ],
  src: { sys: 'demo', ref: '536365' },
}

describe.skipIf(!existsSync(path))('pages', () => {
  const world = new World()
  let browser: Browser
  const complaints: string[] = []

  beforeAll(async () => {
    if (shots) mkdirSync(shots, { recursive: true })
    await world.start()
    browser = await chromium.launch({ executablePath: path, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'] })
  }, 30_000)
  afterAll(async () => {
    await browser?.close()
    world.stop()
  })

  async function context(options: object = {}): Promise<BrowserContext> {
    const c = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/London', ...options })
    c.setDefaultTimeout(20_000)
    c.on('console', (m) => {
      if (m.type() === 'error' && !/status of (404|401|410|412)/.test(m.text())) complaints.push(m.text())
    })
    c.on('weberror', (e) => complaints.push(String(e.error())))
    return c
  }
  async function shot(page: Page, name: string): Promise<void> {
    if (!shots) return
    for (const [size, width, height] of [['phone', 390, 844], ['desk', 1280, 800]] as const)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(200) // transitions
        await page.screenshot({ path: `${shots}/${name}-${size}-${colorScheme}.png`, fullPage: size === 'phone' })
      }
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  async function narrow(page: Page, name: string): Promise<void> {
    await page.setViewportSize({ width: 320, height: 640 })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(over, `${name} scrolls sideways at 320 px`).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  // open starts something that opens the demo wallet's window.
  async function open(c: BrowserContext, start: () => Promise<unknown>): Promise<Page> {
    for (const p of c.pages()) if (p.url().startsWith(world.wallet)) await p.close() // left over from the sequence before
    const [popup] = await Promise.all([c.waitForEvent('page'), start()])
    return popup
  }
  // approve answers n questions of the demo wallet's window.
  async function approve(c: BrowserContext, n: number, start: () => Promise<unknown>, picture?: string): Promise<void> {
    const popup = await open(c, start)
    let last = ''
    for (let i = 0; i < n; i++) {
      const card = popup.locator(`[data-request]${last ? `:not([data-request="${last}"])` : ''}`)
      await card.waitFor()
      last = (await card.getAttribute('data-request')) ?? ''
      if (picture) await shot(popup, `${picture}-${i}`)
      await popup.locator('#approve').click()
    }
  }

  test('signing in with the demo wallet shows who asks, what they learn and the exact text', async () => {
    const c = await context()
    const page = await c.newPage()
    await page.goto(`${world.gateway}/login/abc`)
    const main = page.locator('main[data-step=choose]')
    await main.waitFor()
    expect(await main.innerText()).toContain('A number that only means you at this shop. Not your wallet address, not your name.')
    await shot(page, 'login-choose')
    await narrow(page, 'login')
    await approve(c, 1, () => page.locator('.wallet').click(), 'wallet-connect')
    await page.locator('main[data-step=review]').waitFor()
    expect(await page.locator('#sign').evaluate((e) => e === document.activeElement)).toBe(true)
    await page.locator('#exact summary').click()
    const message = await page.locator('#message').textContent()
    await shot(page, 'login-review')
    const popup = await open(c, () => page.locator('#sign').click())
    await popup.locator('[data-method=personal_sign]').waitFor()
    expect(await popup.locator('pre').textContent()).toBe(message)
    await shot(popup, 'wallet-sign')
    await popup.locator('#approve').click()
    await page.waitForURL(`${world.shops[0]!.origin}/?verify`)
    expect(world.signin.verified).toHaveLength(1)
    if (!popup.isClosed()) await popup.waitForEvent('close') // the page that opened it is gone: it closes by itself
    await c.close()
  })

  test('refusing shares nothing and can be tried again; leaving leads back to the shop', async () => {
    const c = await context()
    const page = await c.newPage()
    await page.goto(`${world.gateway}/login/abc`)
    const [popup] = await Promise.all([c.waitForEvent('page'), page.locator('.wallet').click()])
    await popup.locator('#refuse').click()
    await page.locator('.notice.bad', { hasText: 'You did not sign' }).waitFor()
    await shot(page, 'login-refused')
    await page.getByRole('button', { name: 'Back without signing in' }).click()
    await page.waitForURL(`${world.shops[0]!.origin}/?cancel`)
    expect(world.signin.verified).toHaveLength(1)
    await c.close()
  })

  test('no wallet, no time left, no such sign-in', async () => {
    const c = await context()
    const page = await c.newPage()
    world.demo = false
    await page.goto(`${world.gateway}/login/abc`)
    await page.getByRole('heading', { name: 'No wallet found in this browser' }).waitFor()
    await shot(page, 'login-none')
    world.signin.life = 3
    await page.reload()
    await page.getByText(/ends in \d+ second/).waitFor()
    await page.getByText('The time for this sign-in is over').waitFor()
    await shot(page, 'login-expired')
    await page.goto(`${world.gateway}/login/gone`)
    await page.getByText('The time for this sign-in is over').waitFor()
    world.demo = true
    world.signin.life = 180
    await c.close()
  })

  test('an injected wallet that switches its account gets a new text; French; keyboard alone', async () => {
    const c = await context({ locale: 'fr-FR' })
    await c.addInitScript(() => {
      const listeners: ((a: string[]) => void)[] = []
      const provider = {
        request: async ({ method }: { method: string }) => (method === 'eth_requestAccounts' ? ['0x' + 'aa'.repeat(20)] : Promise.reject(Object.assign(new Error('no'), { code: 4001 }))),
        on: (event: string, f: (a: string[]) => void) => event === 'accountsChanged' && listeners.push(f),
      }
      const detail = { info: { uuid: 'x', name: 'Fixture Wallet', icon: '', rdns: 'test.fixture' }, provider }
      const say = (): boolean => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
      window.addEventListener('eip6963:requestProvider', say)
      Object.assign(window, { switchTo: (a: string) => listeners.forEach((f) => f([a])) })
    })
    const page = await c.newPage()
    await page.goto(`${world.gateway}/login/abc`)
    await page.getByText('Ce que cette boutique apprend').waitFor()
    await page.locator('.wallet').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('main[data-step=review]').waitFor()
    expect((await page.locator('#message').textContent())!.toLowerCase()).toContain('0x' + 'aa'.repeat(20))
    await page.evaluate(() => (window as unknown as { switchTo(a: string): void }).switchTo('0x' + 'bb'.repeat(20)))
    await page.getByText('Vous avez changé de compte').waitFor()
    expect((await page.locator('#message').textContent())!.toLowerCase()).toContain('0x' + 'bb'.repeat(20))
    await page.keyboard.press('Enter') // the sign button has the focus
    await page.getByText('Vous n’avez pas signé').waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr')
    await c.close()
  })

  test('the whole life of a carnet', { timeout: 180_000 }, async () => {
    const [paper, kitchen] = world.shops as [(typeof world.shops)[0], (typeof world.shops)[0]]
    const link = await world.order(paper, gifts)
    const c = await context()
    const page = await c.newPage()

    // make it, on the way to a receipt
    await page.goto(link)
    await page.locator('.wallet').waitFor()
    await shot(page, 'vault-welcome')
    await narrow(page, 'welcome')
    await approve(c, 3, () => page.locator('.wallet').click(), 'wallet-unlock')
    await page.locator('[data-step=kit]').waitFor()
    const groups = await page.locator('[data-code] li').allInnerTexts()
    expect(groups).toHaveLength(9)
    await shot(page, 'vault-kit')
    await narrow(page, 'kit')
    if (shots) await page.pdf({ path: `${shots}/vault-kit.pdf` })
    await page.locator('#kit-next').click()
    await page.locator('[data-step=check] input[data-group]').first().waitFor()
    const inputs = await page.locator('[data-step=check] input[data-group]').all()
    for (const i of inputs) await i.fill('0000')
    await page.locator('#check-next').click()
    await page.getByText('That is not what the code says').waitFor()
    await shot(page, 'vault-check')
    for (const i of inputs) await i.fill(groups[Number(await i.getAttribute('data-group'))]!.toLowerCase())
    await page.locator('#check-next').click()
    await page.locator('#scribe-sign').waitFor()
    await shot(page, 'vault-scribe')
    await approve(c, 1, () => page.locator('#scribe-sign').click(), 'wallet-scribe')

    // the receipt behind the link
    await page.locator('#claimed').waitFor()
    expect(page.url(), 'the code stays in the history').not.toContain('code=')
    await page.reload()
    await page.locator('#claimed').waitFor()
    await shot(page, 'vault-claim')
    await narrow(page, 'claim')
    await approve(c, 2, () => page.locator('#connect').click(), 'wallet-binding') // the account too: the page was loaded again
    await page.locator('#connected').waitFor()

    // one that comes by itself, and the public record
    await world.deliver(paper, { ...gifts, at: '2026-10-04T15:00:00Z', total: 1530, shipping: 0, tax: 255, lines: gifts.lines.slice(0, 1) })
    await page.locator('nav a', { hasText: 'Receipts' }).click()
    await page.locator('.row').nth(1).waitFor()
    expect(await page.locator('.row[data-anchored=pending]').count()).toBe(2)
    await shot(page, 'vault-pending')
    world.anchor()
    await page.locator('.row[data-anchored=yes]').nth(1).waitFor()
    await page.locator('#sealed').waitFor()
    await shot(page, 'vault-timeline')
    await narrow(page, 'timeline')
    await page.locator('.row').first().click()
    await page.locator('#check-anchored').waitFor()
    expect(await page.locator('#check-signed').innerText()).toContain('Signed by Paper Lantern')
    expect(await page.locator('article').innerText()).toContain('£39.94')
    await page.locator('.proof summary').click()
    await shot(page, 'vault-receipt')
    await narrow(page, 'receipt')
    if (shots) await page.pdf({ path: `${shots}/vault-receipt.pdf` })

    // a link on a device that the shop sends to already: straight to the receipt, and the code is gone
    await page.goto(await world.order(paper, { ...gifts, at: '2026-09-01T10:00:00Z', total: 3994 }))
    await page.locator('article.paper').waitFor()
    expect(page.url()).toContain('#/receipt/')
    expect(await page.evaluate(() => history.length)).toBeGreaterThan(0)
    await page.goBack()
    expect(page.url()).not.toContain('code=')
    world.anchor()

    // the places take the list back to an older one: the screen says so, and nothing is sealed over it
    const restore = world.backup()
    await page.goto(await world.order(paper, { ...gifts, at: '2026-08-01T10:00:00Z' }))
    await page.locator('article.paper').waitFor()
    restore()
    await page.goto(`${world.vault}/#/`)
    await page.reload()
    await page.locator('#older').waitFor()
    expect(await page.locator('#sealed').count()).toBe(0)
    await shot(page, 'vault-older')
    await narrow(page, 'older')
    page.once('dialog', (d) => void d.accept())
    await page.locator('#seal-this').click()
    await page.locator('#sealed').waitFor()

    // show two fields to another shop
    await page.goto(world.ask(kitchen, [['at'], ['total']], 'Check the warranty of what you bought elsewhere'))
    await page.locator('[data-preview]').waitFor()
    expect(await page.locator('[data-claim]').count()).toBe(2)
    expect(await page.locator('#hidden').innerText()).toContain('Items')
    await shot(page, 'vault-share')
    await narrow(page, 'share')
    await page.locator('#show').click()
    await page.waitForURL(/response_code=x/)
    expect(world.presented).toEqual([{ at: gifts.at, total: gifts.total }])

    // ask for lines, and be refused
    await page.goto(world.ask(kitchen, [['lines', null, 'name'], ['total'], ['currency']], 'Returns'))
    await page.locator('[data-claim=lines]').waitFor()
    await shot(page, 'vault-share-lines')
    await page.locator('#refuse').click()
    await page.getByText('Nothing was shown').waitFor()
    expect(world.presented).toHaveLength(1)

    // settings, then forget, then back by wallet and code
    await page.locator('nav a', { hasText: 'Settings' }).click()
    await page.locator('#number').waitFor()
    await shot(page, 'vault-settings')
    await narrow(page, 'settings')
    page.on('dialog', (d) => void d.accept())
    await page.locator('#lock').click()
    await page.locator('#open').waitFor()
    await shot(page, 'vault-device')
    await page.locator('#open').click()
    await page.locator('#forget').click()
    await approve(c, 2, () => page.locator('.wallet').click())
    await page.locator('#code').fill(groups.join(' '))
    await shot(page, 'vault-code')
    await page.getByRole('button', { name: 'Open my carnet' }).click()
    await page.goto(`${world.vault}/#/`)
    await page.locator('.row[data-anchored=yes]').nth(1).waitFor()

    // an answer that is not from the shop, a code that is nobody's
    await page.goto(link.replace(/code=.*/, 'code=000G40R40M30E209185GR38E1W'))
    await page.getByText('Nothing waits under this code').waitFor()
    await page.goto(`${world.vault}/#/claim?gateway=x`)
    await page.getByText('This link is damaged').waitFor()
    await page.goto(`${world.vault}/#/share?client_id=x`)
    await page.getByText('This link is damaged').waitFor()
    await shot(page, 'vault-unknown-claim')
    await c.close()
  })

  test('a fresh device without receipts is told how they come', async () => {
    const c = await context()
    const page = await c.newPage()
    await page.goto(`${world.vault}/#/claim?gateway=x`)
    await page.getByText('This link is damaged').waitFor() // before anybody makes a carnet for it
    await page.locator('#have-code summary').click()
    await page.locator('#claim-code').fill('000g4 0r40m 30e20 9185g r38e1w')
    await page.locator('#have-code button').click()
    await page.getByText('the receipt behind your code is fetched').waitFor()
    await page.goto(`${world.vault}/#/`)
    await approve(c, 3, () => page.locator('.wallet').click())
    const groups = await page.locator('[data-code] li').allInnerTexts()
    await page.locator('#kit-next').click()
    await page.locator('[data-step=check] input[data-group]').first().waitFor()
    for (const i of await page.locator('[data-step=check] input[data-group]').all()) await i.fill(groups[Number(await i.getAttribute('data-group'))]!)
    await page.locator('#check-next').click()
    await page.locator('#scribe-later').click()
    await page.getByText('No receipts yet').waitFor()
    await page.getByText('Your carnet is not sealed yet').waitFor()
    await shot(page, 'vault-empty')

    // a code that was read from paper, without the link around it
    const code = /code=(.*)/.exec(await world.order(world.shops[0]!, gifts))![1]!
    await page.locator('#have-code summary').click()
    await page.locator('#claim-code').fill(code.slice(1))
    await page.locator('#have-code button').click()
    await page.getByText('This code is not complete').waitFor()
    await shot(page, 'vault-have-code')
    await narrow(page, 'have-code')
    await page.locator('#claim-code').fill(code.toLowerCase().replace(/(.{5})/g, '$1 '))
    await page.locator('#have-code button').click()
    await page.locator('#claimed').waitFor()
    expect(page.url(), 'the code stays in the history').not.toContain('code=')
    await c.close()
  })

  test('no page broke its own content policy or threw', () => expect(complaints).toEqual([]))
})
