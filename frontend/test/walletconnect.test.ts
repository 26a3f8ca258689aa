// A wallet on a phone: the page, the code it loads for it, and a WalletConnect wallet that nobody here wrote, through
// a relay that sees sealed messages only.
import { SignClient } from '@walletconnect/sign-client'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { hex0x, random, unhex } from '../src/profile/bytes.ts'
import { personalHash } from '../src/profile/eip4361.ts'
import { addressOf, signDigest } from '../src/profile/secp256k1.ts'
import { hasBrowser, launch, look, phone, visitor } from './browser.ts'
import { Relay } from './relay.ts'
import { World } from './world.ts'

const memory = () => {
  const m = new Map<string, unknown>()
  return {
    getKeys: async () => [...m.keys()],
    getEntries: async <T>() => [...m.entries()] as [string, T][],
    getItem: async <T>(k: string) => m.get(k) as T | undefined,
    setItem: async <T>(k: string, v: T) => void m.set(k, v),
    removeItem: async (k: string) => void m.delete(k),
  }
}

describe.skipIf(!hasBrowser)('a wallet on a phone', () => {
  const world = new World()
  const relay = new Relay()
  const complaints: string[] = []
  const asked: string[] = []
  let browser: Browser
  let c: BrowserContext

  beforeAll(async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('nothing leaves this machine')))
    await world.start()
    await relay.start()
    browser = await launch()
  }, 30_000)
  afterAll(async () => {
    vi.unstubAllGlobals()
    await browser?.close()
    relay.stop()
    world.stop()
  })
  beforeEach(async () => {
    await c?.close()
    world.demo = false
    Object.assign(world.signin, { walletconnect: 'f'.repeat(32), chains: [1, 8453], verified: [], challenged: [], over: false })
    asked.length = 0
  })

  async function visit(options: object = {}): Promise<Page> {
    c = await visitor(browser, complaints, { ...options, permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await c.newPage()
    page.on('request', (q) => asked.push(q.url()))
    await page.routeWebSocket(/^wss:\/\/relay\.walletconnect\.org\//, (ws) => {
      ws.onMessage((m) => relay.receive(String(m), (text) => ws.send(text)))
    })
    await page.goto(`${world.gateway}/login/abc`)
    await page.locator('#wallet-phone').waitFor()
    return page
  }

  /** phoneWallet is the wallet on the phone, with one account. */
  async function phoneWallet(uri: string, chains: number[], answer: 'sign' | 'refuse' = 'sign') {
    const key = random(32)
    const address = addressOf(key)
    const wallet = await SignClient.init({
      projectId: 'f'.repeat(32), relayUrl: relay.url, storage: memory(), telemetryEnabled: false, logger: 'silent', customStoragePrefix: address,
      metadata: { name: 'Phone Wallet', description: 'fixture', url: 'https://wallet.example', icons: [] },
    })
    const session = new Promise<string>((settled) =>
      wallet.on('session_proposal', ({ id }) => {
        const accounts = chains.map((n) => `eip155:${n}:${address}`)
        void wallet
          .approve({ id, namespaces: { eip155: { chains: chains.map((n) => `eip155:${n}`), accounts, methods: ['personal_sign'], events: ['accountsChanged', 'chainChanged'] } } })
          .then(({ topic }) => settled(topic))
      }),
    )
    wallet.on('session_request', ({ topic, id, params }) => {
      const response =
        answer === 'sign'
          ? { id, jsonrpc: '2.0' as const, result: hex0x(signDigest(personalHash(unhex((params.request.params as [string])[0].slice(2))), key)) }
          : { id, jsonrpc: '2.0' as const, error: { code: 5000, message: 'User rejected.' } }
      void wallet.respond({ topic, response })
    })
    await wallet.core.pairing.pair({ uri })
    return { address, wallet, session }
  }
  async function link(page: Page): Promise<string> {
    await page.locator('#wallet-phone').click()
    await page.locator('main[data-step=scan]').waitFor()
    await page.locator('#scan-copy').click()
    return page.evaluate(() => navigator.clipboard.readText())
  }

  test('scans, signs, and the sign-in goes on in this browser; its code was not loaded before', { timeout: 90_000 }, async () => {
    const page = await visit()
    await page.waitForTimeout(500)
    expect(asked.some((u) => u.includes('walletconnect'))).toBe(false)
    const uri = await link(page)
    expect(uri).toMatch(/^wc:[0-9a-f]{64}@2\?/)
    await look(page, 'login-scan')
    const { address, wallet, session } = await phoneWallet(uri, [8453])
    await page.locator('main[data-step=review]').waitFor()
    expect(world.signin.challenged).toEqual([{ address, chain_id: 8453 }])
    // the wallet on the phone goes to another network
    await wallet.emit({ topic: await session, chainId: 'eip155:8453', event: { name: 'chainChanged', data: 137 } })
    await page.locator('main[data-step=chain]').waitFor()
    await wallet.emit({ topic: await session, chainId: 'eip155:8453', event: { name: 'chainChanged', data: 8453 } })
    await page.locator('main[data-step=review]').waitFor()
    await page.locator('#sign').click()
    await page.waitForURL(`${world.shops[0]!.origin}/?verify`)
    expect(world.signin.verified).toEqual([address])
    expect(asked.filter((u) => !u.startsWith('http://localhost:')), 'nothing but the gateway and the relay is asked').toEqual([])
  })

  test('refused on the phone, then disconnected there', { timeout: 90_000 }, async () => {
    const page = await visit(phone)
    await page.locator('#wallet-phone').click()
    await page.locator('#scan-open').waitFor()
    const uri = (await page.locator('#scan-open').getAttribute('href'))!
    await look(page, 'login-scan-phone')
    const { wallet, session } = await phoneWallet(uri, [1, 8453], 'refuse')
    await page.locator('main[data-step=review]').waitFor()
    await page.locator('#sign').click()
    await page.getByRole('heading', { name: 'You did not sign' }).waitFor()
    await wallet.disconnect({ topic: await session, reason: { code: 6000, message: 'User disconnected.' } })
    await page.getByRole('heading', { name: 'Your wallet closed the connection' }).waitFor()
    expect(await page.evaluate(async () => [localStorage.length, (await indexedDB.databases()).length]), 'keys of the connection stay on the disk').toEqual([0, 0])
  })

  test('the code for it cannot be loaded: said, and every other way stays open', async () => {
    const page = await visit()
    await page.route('**/walletconnect.js', (r) => r.abort())
    await page.locator('#wallet-phone').click()
    await page.getByRole('heading', { name: 'The wallet on your phone could not be reached' }).waitFor()
    await look(page, 'login-phone-failed')
  })

  test('no screen broke the content policy or threw', () => expect(complaints).toEqual([]))
})
