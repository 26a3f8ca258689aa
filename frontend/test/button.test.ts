// The drop-in button in a real browser: a shop and a gateway on two sites, under the strictest policy a shop may have.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasBrowser, launch, look, visitor } from './browser.ts'

const script = readFileSync(new URL('../dist/button/carnet-login.js', import.meta.url))
const integrity = `sha384-${createHash('sha384').update(script).digest('base64')}`

test('is at most 3 kB on the wire', () => expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(3072))
test('has the colours of the tokens', () => {
  const tokens = readFileSync(new URL('../src/shared/tokens.css', import.meta.url), 'utf8')
  for (const c of script.toString().match(/#[0-9a-f]{6}\b/g)!) expect(tokens).toContain(c)
})
test('the documented integrity is that of the committed bytes', () => {
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(integrity)
})

interface Code {
  challenge: string
  nonce: string
  redirectUri: string
  client: string
}

describe.skipIf(!hasBrowser)('the button', () => {
  let browser: Browser
  let shop = ''
  let issuer = ''
  let c: BrowserContext
  const complaints: string[] = []
  const servers: Server[] = []
  const codes = new Map<string, Code>()
  // What a test changes: the page, the metadata, what the issuer adds to the address, the token's claims.
  let html = ''
  let metadata: object = {}
  let returned: { [k: string]: string | null } = {}
  let claims: object = {}
  let tokenCalls = 0
  let down = false

  const listen = (host: string, serve: (q: IncomingMessage, s: ServerResponse) => void): Promise<string> => {
    const server = createServer(serve)
    servers.push(server)
    return new Promise((done) => server.listen(0, '127.0.0.1', () => done(`http://${host}:${(server.address() as { port: number }).port}`)))
  }
  const b64 = (s: string | Buffer): string => Buffer.from(s).toString('base64url')

  function gateway(q: IncomingMessage, s: ServerResponse): void {
    const url = new URL(q.url!, issuer)
    const p = url.searchParams
    if (down) return void q.socket.destroy()
    s.setHeader('Access-Control-Allow-Origin', '*')
    if (url.search === '?late') return void setTimeout(() => s.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script), 1000)
    if (url.pathname === '/button/carnet-login.js') return void s.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
    if (url.pathname === '/.well-known/openid-configuration')
      return void s.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, ...metadata }))
    if (url.pathname === '/authorize') {
      if (p.get('response_type') !== 'code' || p.get('code_challenge_method') !== 'S256' || !p.get('state') || !p.get('nonce')) return void s.writeHead(400).end()
      const back = (q: object): string => {
        const u = new URL(p.get('redirect_uri')!)
        for (const [k, v] of Object.entries({ state: p.get('state'), iss: issuer, ...q, ...returned })) if (v !== null) u.searchParams.set(k, v as string)
        return u.href.replace(/&/g, '&amp;')
      }
      const code = b64(crypto.getRandomValues(Buffer.alloc(16)))
      codes.set(code, { challenge: p.get('code_challenge')!, nonce: p.get('nonce')!, redirectUri: p.get('redirect_uri')!, client: p.get('client_id')! })
      return void s
        .writeHead(200, { 'Content-Type': 'text/html', 'Cross-Origin-Opener-Policy': 'same-origin-allow-popups', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" })
        .end(`<!doctype html><title>Gateway</title><p id=scope>${p.get('scope')}<p><a id=yes href="${back({ code })}">yes</a> <a id=no href="${back({ error: 'access_denied', error_description: 'You said no.' })}">no</a>`)
    }
    if (url.pathname === '/token' && q.method === 'POST') {
      let body = ''
      q.on('data', (d) => (body += d)).on('end', () => {
        tokenCalls++
        const f = new URLSearchParams(body)
        const kept = codes.get(f.get('code')!)
        codes.delete(f.get('code')!)
        const verified = kept && kept.redirectUri === f.get('redirect_uri') && kept.client === f.get('client_id') && createHash('sha256').update(f.get('code_verifier')!).digest('base64url') === kept.challenge
        if (!verified) return s.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":"invalid_grant"}')
        const payload = { iss: issuer, aud: kept.client, exp: Math.floor(Date.now() / 1000) + 300, nonce: kept.nonce, sub: 'née-17', ...claims }
        s.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ access_token: 'x', token_type: 'Bearer', id_token: `${b64('{"alg":"ES256"}')}.${b64(JSON.stringify(payload))}.${b64('signature')}` }))
      })
      return
    }
    s.writeHead(404).end()
  }
  function shopSite(q: IncomingMessage, s: ServerResponse): void {
    const path = new URL(q.url!, 'http://x').pathname
    const policy = `default-src 'none'; script-src 'self' ${issuer}; connect-src ${issuer}; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'`
    s.setHeader('Content-Security-Policy', policy)
    // The shop's own script keeps every event, across pages.
    if (path === '/shop.js')
      return void s.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`addEventListener('carnet-login', (e) => (window.events ??= []).push(e.detail))`)
    s.writeHead(200, { 'Content-Type': 'text/html' }).end(html)
  }
  const scriptTag = (): string => `<script src="${issuer}/button/carnet-login.js" integrity="${integrity}" crossorigin async></script>`
  const pageOf = (attributes = '', inside = '', lang = 'en'): string =>
    `<!doctype html><html lang="${lang}"><head><title>Shop</title><meta name="viewport" content="width=device-width"><script src="/shop.js" defer></script>${scriptTag()}</head><body><main><h1>Shop</h1><carnet-login issuer="${issuer}" client-id="shop" ${attributes}>${inside}</carnet-login></main></body></html>`

  beforeAll(async () => {
    issuer = await listen('127.0.0.1', gateway) // another site than the shop, not only another port
    shop = await listen('localhost', shopSite)
    browser = await launch()
  }, 30_000)
  afterAll(async () => {
    await browser?.close()
    for (const s of servers) {
      s.closeAllConnections()
      s.close()
    }
  })
  beforeEach(async () => {
    await c?.close()
    c = await visitor(browser, complaints)
    html = pageOf()
    ;[metadata, returned, claims, tokenCalls, down] = [{}, {}, {}, 0, false]
  })

  interface Detail {
    [k: string]: string
  }
  const events = (page: Page): Promise<Detail[]> => page.evaluate(() => (window as unknown as { events?: Detail[] }).events ?? [])
  async function event(page: Page): Promise<Detail> {
    await page.waitForFunction(() => (window as unknown as { events?: unknown[] }).events?.length)
    await page.waitForTimeout(100) // a second one would be here by now
    const all = await events(page)
    expect(all).toHaveLength(1)
    return all[0]!
  }
  async function visit(path = '/'): Promise<Page> {
    const page = await c.newPage()
    await page.goto(shop + path)
    await page.getByRole('button').first().waitFor()
    return page
  }
  async function popup(page: Page): Promise<Page> {
    const [p] = await Promise.all([c.waitForEvent('page'), page.getByRole('button').click()])
    await p.waitForURL(`${issuer}/authorize?**`)
    return p
  }

  test('goes to the gateway and comes back with a checked ID token, once, and with a clean address', async () => {
    const page = await visit('/?lang=en#basket')
    await look(page, 'button')
    await page.getByRole('button', { name: 'Sign in with your wallet' }).click()
    await page.locator('#yes').click()
    const d = await event(page)
    expect(d).toEqual({ idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string, sub: 'née-17' })
    expect(page.url()).toBe(`${shop}/`)
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    expect(await page.evaluate(() => (document.querySelector('carnet-login') as unknown as { result: unknown }).result)).toEqual(d)
    await page.reload()
    await page.waitForTimeout(300)
    expect(await events(page)).toEqual([])
  })

  test('keeps what else is in the address of the redirect URI', async () => {
    html = pageOf('redirect-uri="/back?shelf=2" scope="openid email"')
    const page = await visit()
    await page.getByRole('button').click()
    expect(await page.locator('#scope').innerText()).toBe('openid email')
    await page.locator('#yes').click()
    await event(page)
    expect(page.url()).toBe(`${shop}/back?shelf=2`)
  })

  test('exchange="code": the shop’s server gets all it needs, and nothing is exchanged here', async () => {
    html = pageOf('exchange="code"')
    const page = await visit()
    await page.getByRole('button').click()
    await page.locator('#yes').click()
    const d = await event(page)
    expect(Object.keys(d).sort()).toEqual(['code', 'codeVerifier', 'nonce', 'redirectUri'])
    expect(tokenCalls).toBe(0)
    const kept = codes.get(d['code']!)!
    expect(createHash('sha256').update(d['codeVerifier']!).digest('base64url')).toBe(kept.challenge)
    expect([d['nonce'], d['redirectUri']]).toEqual([kept.nonce, kept.redirectUri])
  })

  test('a refusal is the same event', async () => {
    const page = await visit()
    await page.getByRole('button').click()
    await page.locator('#no').click()
    expect(await event(page)).toEqual({ error: 'access_denied', description: 'You said no.' })
    expect(page.url()).toBe(`${shop}/`)
  })

  test.each<[string, () => void, string]>([
    ['an answer of another issuer (RFC 9207)', () => (returned = { iss: 'https://evil.example' }), 'iss_mismatch'],
    ['an answer without an issuer', () => (returned = { iss: null }), 'iss_mismatch'],
    ['a token of another issuer', () => (claims = { iss: 'https://evil.example' }), 'id_token'],
    ['a token for another shop', () => (claims = { aud: 'other' }), 'id_token'],
    ['a token issued to another shop', () => (claims = { aud: ['shop', 'other'], azp: 'other' }), 'id_token'],
    ['a token with another nonce', () => (claims = { nonce: 'x' }), 'id_token'],
    ['a token that is long over', () => (claims = { exp: 1 }), 'id_token'],
    ['a code that the gateway does not know', () => (returned = { code: 'x' }), 'invalid_grant'],
  ])('refuses %s', async (_, spoil, error) => {
    const page = await visit()
    spoil()
    await page.getByRole('button').click()
    await page.locator('#yes').click()
    expect((await event(page))['error']).toBe(error)
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })

  test.each<[string, () => void, string]>([
    ['names another issuer', () => (metadata = { issuer: 'https://evil.example' }), 'discovery'],
    ['sends people to another origin', () => (metadata = { authorization_endpoint: 'https://evil.example/' }), 'discovery'],
    ['sends codes to another origin', () => (metadata = { token_endpoint: 'https://evil.example/' }), 'discovery'],
    ['would run a script', () => (metadata = { authorization_endpoint: 'javascript:alert(1)' }), 'discovery'],
    ['does not answer', () => (down = true), 'offline'],
  ])('stays here when the gateway %s', async (_, spoil, error) => {
    const page = await visit()
    spoil()
    await page.getByRole('button').click()
    expect(await event(page)).toEqual({ error })
    expect(page.url()).toBe(`${shop}/`)
  })

  test('an answer that nobody here asked for is refused, and another library’s is left alone', async () => {
    const page = await visit(`/?code=x&state=forged&iss=${encodeURIComponent(issuer)}`)
    expect(await event(page)).toEqual({ error: 'unknown_state' })
    expect(page.url()).toBe(`${shop}/`)
    const other = await visit('/?code=x&state=y')
    await other.waitForTimeout(800)
    expect(await events(other)).toEqual([])
    expect(other.url()).toBe(`${shop}/?code=x&state=y`)
  })

  test('two buttons, the script twice: one event, from the one that was meant', async () => {
    html = pageOf().replace('</main>', `<carnet-login issuer="${issuer}" client-id="second">Second</carnet-login><carnet-login issuer="${issuer}" client-id="second">Third</carnet-login></main>${scriptTag()}`)
    const page = await visit()
    await page.getByRole('button', { name: 'Third' }).click()
    await page.locator('#yes').click()
    await event(page)
    expect(await page.evaluate(() => [...document.querySelectorAll('carnet-login')].map((e) => (e as unknown as { result: unknown }).result !== null))).toEqual([false, true, false])
  })

  test('the script is late: the element that was there becomes a button, in the language around it', async () => {
    html = pageOf('', '', 'fr').replace('carnet-login.js"', 'carnet-login.js?late"')
    const page = await c.newPage()
    await page.goto(shop, { waitUntil: 'domcontentloaded' })
    expect(await page.getByRole('button').count()).toBe(0)
    await page.getByRole('button', { name: 'Se connecter avec son portefeuille' }).waitFor()
  })

  test('keyboard alone; words of the shop’s own; no second start while one is on its way', async () => {
    html = pageOf('', 'Come in')
    const page = await visit()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('CARNET-LOGIN')
    await page.getByRole('button', { name: 'Come in' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${issuer}/authorize?**`)
    await page.goBack()
    await page.getByRole('button', { name: 'Come in' }).click()
    await page.waitForURL(`${issuer}/authorize?**`)
  })

  test('pop-up: the page stays, the window closes itself, the event is fired here', async () => {
    html = pageOf('mode="popup"')
    const page = await visit()
    const p = await popup(page)
    expect(await p.evaluate(() => window.opener === null), 'the gateway is cut off from the shop').toBe(true)
    await p.locator('#yes').click()
    expect((await event(page))['sub']).toBe('née-17')
    expect(page.url()).toBe(`${shop}/`)
    if (!p.isClosed()) await p.waitForEvent('close')
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })

  test('pop-up: refused', async () => {
    html = pageOf('mode="popup" exchange="code"')
    const page = await visit()
    const p = await popup(page)
    await p.locator('#no').click()
    expect((await event(page))['error']).toBe('access_denied')
    if (!p.isClosed()) await p.waitForEvent('close')
  })

  test('pop-up: closed by the person', async () => {
    html = pageOf('mode="popup"')
    const page = await visit()
    const p = await popup(page)
    await p.close()
    await page.evaluate(() => window.dispatchEvent(new Event('focus'))) // a browser without a screen does not send it
    expect(await event(page)).toEqual({ error: 'closed' })
    expect(await page.getByRole('button').getAttribute('aria-disabled')).toBe('false')
    const again = await popup(page)
    await again.locator('#yes').click()
    await page.waitForFunction(() => (window as unknown as { events: unknown[] }).events.length === 2)
  })

  test('pop-up blocked: this window goes instead', async () => {
    html = pageOf('mode="popup"')
    await c.addInitScript(() => Object.assign(window, { open: () => null }))
    const page = await visit()
    await page.getByRole('button').click()
    await page.locator('#yes').click()
    expect((await event(page))['sub']).toBe('née-17')
  })

  test('nothing broke the shop’s policy or threw', () => expect(complaints.filter((x) => !/ERR_EMPTY_RESPONSE/.test(x))).toEqual([]))
})
