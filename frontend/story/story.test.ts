// The whole loop in a real browser against the real demo: two shops, a gateway, a vault, a chain. Pictures of every step
// go to build/screenshots. At the end the demo is killed without warning, started again, and a thief reads all it left.
import { type ChildProcess, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from 'playwright-core'
import { createPublicClient, http, parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, addresses, binary, build, root, start, stop } from './demo.ts'
import { injectWallet } from './wallet.ts'

const chrome = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
if (!existsSync(chrome)) {
  if (process.env['CI']) throw new Error(`no browser at ${chrome}: CI needs one`)
  console.warn(`SKIPPED: no browser at ${chrome}; set CHROMIUM`)
}
const shots = join(root, 'build', 'screenshots')
const carnetAbi = parseAbi(['function ownerOf(uint256) view returns (address)', 'function carnetOf(uint256) view returns (address owner, bytes24 head, uint32 seq, uint64 time)'])

describe.skipIf(!existsSync(chrome))('the whole loop', () => {
  const data = mkdtempSync(join(tmpdir(), 'carnet-story-'))
  let flags: string[]
  let demo: Demo
  let child: ChildProcess
  let browser: Browser
  const complaints: string[] = []

  beforeAll(async () => {
    build()
    rmSync(shots, { recursive: true, force: true })
    mkdirSync(shots, { recursive: true })
    flags = await addresses()
    ;[child, demo] = await start(data, flags)
    browser = await chromium.launch({ executablePath: chrome, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'] })
  }, 600_000)
  afterAll(async () => {
    await browser?.close()
    if (child?.exitCode === null) await stop(child, 'SIGINT')
    rmSync(data, { recursive: true, force: true })
  })

  async function visitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const c = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/London', ...options })
    c.setDefaultTimeout(15_000)
    c.on('console', (m) => {
      if (m.type() === 'error' && !/status of (404|412)/.test(m.text())) complaints.push(m.text())
    })
    c.on('weberror', (e) => complaints.push(String(e.error())))
    return c
  }
  const shot = async (page: Page, name: string): Promise<void> => {
    await page.waitForTimeout(200) // transitions
    await page.screenshot({ path: join(shots, `${name}.png`) })
  }

  // answer lets the demo wallet's window approve n questions of the page.
  async function answer(c: BrowserContext, n: number, begin: () => Promise<unknown>): Promise<void> {
    for (const p of c.pages()) if (p.url().startsWith(demo.wallet)) await p.close()
    const [popup] = await Promise.all([c.waitForEvent('page'), begin()])
    let last = ''
    for (let i = 0; i < n; i++) {
      const card = popup.locator(`[data-request]${last ? `:not([data-request="${last}"])` : ''}`)
      await card.waitFor()
      last = (await card.getAttribute('data-request')) ?? ''
      if (i === 0) await shot(popup, `demo-wallet-${await card.getAttribute('data-method')}`)
      await popup.locator('#approve').click()
    }
  }

  async function typeCodeBack(page: Page): Promise<string[]> {
    await page.locator('[data-step=kit]').waitFor()
    const groups = await page.locator('[data-code] li').allInnerTexts()
    await shot(page, 'vault-recovery-code')
    await page.locator('#kit-next').click()
    for (const input of await page.locator('[data-step=check] input[data-group]').all()) await input.fill(groups[Number(await input.getAttribute('data-group'))]!)
    await page.locator('#check-next').click()
    return groups
  }

  async function buy(page: Page, shop: string, articles: number): Promise<string> {
    await page.goto(shop)
    for (let i = 0; i < articles; i++) await page.locator('main [data-sku]').nth(i).click()
    await page.goto(`${shop}/basket`)
    const total = (await page.locator('[data-total]').getAttribute('data-total'))!
    await page.locator('[data-action=checkout]').first().click()
    await page.locator('[data-receipt]').waitFor()
    return total
  }

  test('with a wallet extension: sign in, buy, keep, show elsewhere, and come back after kill -9', { timeout: 120_000 }, async () => {
    const [lantern, pepper] = demo.shops as [Demo['shops'][0], Demo['shops'][0]]
    const c = await visitor()
    const wallet = await injectWallet(c)
    const page = await c.newPage()

    await page.goto(lantern.origin)
    await shot(page, 'shop-lantern')
    await page.locator('[data-action=sign-in]').first().click()
    await page.locator('.wallet', { hasText: 'Extension wallet' }).click()
    await page.locator('#sign').waitFor()
    await shot(page, 'login')
    await page.locator('#sign').click()
    await page.locator('#allow').waitFor() // the first time at this shop
    await shot(page, 'login-consent')
    await page.locator('#allow').click()
    await page.waitForURL(`${lantern.origin}/**`)
    await page.locator('[data-action=sign-out]').waitFor()

    await buy(page, lantern.origin, 2)
    await shot(page, 'shop-lantern-order')
    await page.locator('[data-action=claim]').click()

    await page.waitForURL(`${demo.vault}/**`)
    await page.locator('.wallet', { hasText: 'Extension wallet' }).waitFor()
    await shot(page, 'vault-welcome')
    await page.locator('.wallet', { hasText: 'Extension wallet' }).click()
    const groups = await typeCodeBack(page)
    await page.locator('#scribe-sign').click()
    await page.locator('#claimed').waitFor()
    await page.locator('#connect').click()
    await page.locator('#connected').waitFor()
    await shot(page, 'vault-claimed')

    // The next purchase arrives by itself: no code, no link.
    const total = await buy(page, lantern.origin, 3)
    expect(await page.locator('[data-action=claim]').count()).toBe(0)
    await page.goto(demo.vault)
    await expect.poll(() => page.locator('a.row[data-anchored=yes]').count(), { timeout: 20_000 }).toBe(2)
    await page.locator('#sealed').waitFor()
    await shot(page, 'vault-receipts')
    await page.locator('a.row').first().click()
    await page.locator('#check-signed.ok').waitFor()
    await page.locator('#check-anchored.ok').waitFor()
    expect(await page.locator('#check-signed').innerText()).toContain(lantern.name)
    await shot(page, 'vault-receipt')
    await page.emulateMedia({ colorScheme: 'dark' })
    await shot(page, 'vault-receipt-dark')
    await page.emulateMedia({ colorScheme: 'light' })

    // Two fields, and no more, at a shop that knows nothing of the first.
    await page.goto(pepper.origin)
    await shot(page, 'shop-pepper')
    await page.locator('[data-action=sign-in]').first().click()
    await page.locator('.wallet', { hasText: 'Extension wallet' }).click()
    await page.locator('#sign').click()
    await page.locator('#allow').click()
    await page.locator('[data-action=sign-out]').waitFor()
    await page.goto(`${pepper.origin}/receipt`)
    await page.locator('[data-action=show-receipt]').click()
    await page.locator('[data-preview]').waitFor()
    await shot(page, 'vault-share')
    await page.locator('#show').click()
    await page.locator('[data-verified]').waitFor()
    expect(((await page.locator('[data-field=total]').textContent()) ?? '').replace(/\D/g, '')).toBe(total)
    await shot(page, 'shop-pepper-verified')

    // The carnet is the shopper's, and the shopper never paid for a transaction.
    const chain = createPublicClient({ transport: http(demo.chain) })
    const id = BigInt(wallet.address)
    const ownerOf = () => chain.readContract({ address: demo.carnet, abi: carnetAbi, functionName: 'ownerOf', args: [id] })
    const head = async () => (await chain.readContract({ address: demo.carnet, abi: carnetAbi, functionName: 'carnetOf', args: [id] }))[1]
    expect(await ownerOf()).toBe(wallet.address)
    const before = await head()
    expect(before).not.toBe('0x' + '00'.repeat(24))
    expect(await chain.getBalance({ address: wallet.address })).toBe(0n)
    expect(await chain.getTransactionCount({ address: wallet.address })).toBe(0)
    expect(wallet.signed.filter((text) => text.startsWith(`${new URL(demo.gateway).host} wants you to sign in`))).toHaveLength(2)
    expect(wallet.signed).toContain('SetScribe')

    // The gateway's page says which shops may know what, and takes it back.
    await page.goto(`${demo.gateway}/account`)
    await page.locator('[id^=revoke-]').first().waitFor()
    expect(await page.locator('[id^=revoke-]').count()).toBe(2)
    await shot(page, 'account')

    // kill -9, and everything is still there: chain, gateway, vault host, shops.
    await stop(child, 'SIGKILL')
    ;[child, demo] = await start(data, flags)
    expect(await ownerOf()).toBe(wallet.address)
    expect(await head()).toBe(before)

    // Another device: wallet and recovery code open the same carnet.
    const other = await visitor({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    await injectWallet(other, wallet.key)
    const phone = await other.newPage()
    await phone.goto(demo.vault)
    await phone.locator('.wallet', { hasText: 'Extension wallet' }).click()
    await phone.locator('#code').fill(groups.join(' '))
    await shot(phone, 'vault-restore-phone')
    await phone.locator('form button.wide').click()
    await expect.poll(() => phone.locator('a.row[data-anchored=yes]').count(), { timeout: 20_000 }).toBe(2)
    await shot(phone, 'vault-receipts-phone-dark')
    await other.close()
    await c.close()
  })

  test('without a wallet: the demo wallet does all of it, on a phone, in French', { timeout: 120_000 }, async () => {
    const [lantern, pepper] = demo.shops as [Demo['shops'][0], Demo['shops'][0]]
    const c = await visitor({ viewport: { width: 390, height: 844 }, locale: 'fr-FR', colorScheme: 'light' })
    const page = await c.newPage()
    await page.goto(lantern.origin)
    await shot(page, 'shop-lantern-phone-fr')
    await page.locator('[data-action=sign-in]').first().click()
    await page.locator('.wallet').first().waitFor()
    await shot(page, 'login-phone-fr')
    await answer(c, 1, () => page.locator('.wallet').first().click())
    await page.locator('#sign').waitFor()
    await answer(c, 1, () => page.locator('#sign').click())
    await page.locator('#allow').click()
    await page.locator('[data-action=sign-out]').waitFor()
    await buy(page, lantern.origin, 1)
    await shot(page, 'shop-lantern-order-phone-fr')
    await page.locator('[data-action=claim]').click()
    await page.locator('.wallet').first().waitFor()
    await answer(c, 3, () => page.locator('.wallet').first().click())
    await typeCodeBack(page)
    await page.locator('#scribe-sign').waitFor()
    await answer(c, 1, () => page.locator('#scribe-sign').click())
    await page.locator('#claimed').waitFor()
    await page.goto(`${pepper.origin}/receipt`)
    await page.locator('[data-action=sign-in]').first().click()
    await page.locator('.wallet').first().waitFor()
    await answer(c, 1, () => page.locator('.wallet').first().click()).catch(() => undefined)
    await page.locator('#sign').waitFor()
    await answer(c, 1, () => page.locator('#sign').click())
    await page.locator('#allow').click()
    await page.locator('[data-action=sign-out]').waitFor()
    await page.goto(`${pepper.origin}/receipt`)
    await page.locator('[data-action=show-receipt]').click()
    await page.locator('#show').waitFor()
    await shot(page, 'vault-share-phone-fr')
    await page.locator('#show').click()
    await page.locator('[data-verified]').waitFor()
    await shot(page, 'shop-pepper-verified-phone-fr')
    await c.close()
    expect(complaints).toEqual([])
  })

  test('a thief of everything the demo wrote finds nothing', { timeout: 120_000 }, async () => {
    expect(await stop(child, 'SIGINT')).toBe(0)
    const drill = spawnSync(binary, ['drill', '--data', data], { encoding: 'utf8' })
    expect(drill.status, drill.stdout + drill.stderr).toBe(0)
    expect(drill.stdout).toMatch(/What the thief learned\s+2 wallets hold a carnet on the chain[^\n]*\n\s+Nothing\./)
    expect(drill.stdout).toMatch(/values that went in/)

    // And the thief does look: one line of an order, planted in a log, is found.
    appendFileSync(join(data, 'logs', 'gateway.log'), 'Lantern cream gazebo\n')
    expect(spawnSync(binary, ['drill', '--data', data], { encoding: 'utf8' }).status).toBe(1)
  })
})
