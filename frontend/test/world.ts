// A small world for the pages: one gateway with two shops, a chain that remembers roots and heads, a vault host, the demo
// wallet. It checks what it is sent and is strict about headers; the real one is in Go.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { p256 } from '@noble/curves/nist.js'
import { compactDecrypt, importJWK } from 'jose'
import { type Bytes, b64u, be, concat, hex, hex0x, keccak, random, sha256, text, unb64u, unhex, utf8 } from '../src/profile/bytes.ts'
import { claimCode } from '../src/profile/codes.ts'
import { personalHash } from '../src/profile/eip4361.ts'
import { hashTypedData, setHead, setScribe } from '../src/profile/eip712.ts'
import { type Jwk, claimKeys, es256, publicJwk, recipientOf, thumbprint, verifyEs256 } from '../src/profile/keys.ts'
import { boxId } from '../src/profile/keyring.ts'
import { type Proof, leafOf } from '../src/profile/proof.ts'
import { printSealed, seal } from '../src/profile/sealed.ts'
import { type Receipt, claimNames, verifyPresentation, vct } from '../src/profile/sdjwt.ts'
import { recover } from '../src/profile/secp256k1.ts'
import { SignIn } from './signin.ts'

const policy = (connect: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ${connect}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

export interface Shop {
  id: string
  name: string
  sector: string
  origin: string
  key: Uint8Array
}

// A call of POST /v1/relay, as JSON has it.
interface RelayCall {
  kind: string
  id: string
  scribe: string
  prev: string
  head: string
  nonce: number
  seq: number
  signature: string
}

interface Stored {
  sealed: Bytes
  leaf: string
  epoch: number
  holder: Jwk
}

export class World {
  gateway = ''
  vault = ''
  wallet = ''
  shops: Shop[] = []
  demo = true // offer the demo wallet
  readonly signin = new SignIn()
  presented: unknown[] = []
  down = false // the gateway's boxes answer nothing
  relayed = 0
  issued: string[] = [] // ids of receipts, by their place in the status lists
  refunded = new Map<string, 1 | 3>() // by id
  listsServed = 0
  epoch = 0
  proofAs = (p: Proof): unknown => p // what a gateway could answer instead
  metadataAs = (m: object): unknown => m
  readonly contract = '0x00000000000000000000000000000000000A0c40'
  readonly carnet = '0x00000000000000000000000000000000000ca41E'
  readonly issuer = '0x00000000000000000000000000000000000000Aa'
  readonly #servers: Server[] = []
  readonly #boxes = new Map<string, Bytes>() // host + id
  readonly #claims = new Map<string, Stored>()
  readonly #inboxes = new Map<string, { holder: Jwk; recipient: string; shop: Shop; receipts: Map<string, Stored> }>()
  readonly #epochs = new Map<number, { leaves: string[]; anchoredAt: number | null }>()
  readonly #carnets = new Map<string, { head: string; seq: number; time: number; scribe: string; nonce: number }>()
  readonly #requests = new Map<string, { jwt: string; key: Uint8Array; nonce: string; shop: Shop }>()
  readonly #signer = p256.utils.randomSecretKey()

  async start(): Promise<void> {
    this.gateway = await this.#listen((q, s) => this.#gateway(q, s))
    this.vault = await this.#listen((q, s) => this.#vaultHost(q, s))
    this.wallet = await this.#listen((q, s) => this.#files('wallet', q, s, policy(''), 'unsafe-none'))
    for (const [id, name] of [
      ['paper-lantern', 'Paper Lantern'],
      ['copper-pan', 'Copper Pan Kitchen'],
    ] as const) {
      const origin = await this.#listen((q, s) => this.#send(s, 200, `<!doctype html><html lang="en"><title>${name}</title><h1>${name}</h1><p id="back">${new URL(q.url!, 'http://x').search ? 'back' : ''}</p>`, 'text/html'))
      this.shops.push({ id, name, sector: new URL(origin).host, origin, key: p256.utils.randomSecretKey() })
    }
  }
  stop(): void {
    for (const s of this.#servers) {
      s.closeAllConnections()
      s.close()
    }
  }

  // ---- what a shop and a gateway do ----

  iss = (shop: Shop): string => `${this.gateway}/shops/${shop.id}`

  issue(shop: Shop, r: Receipt, holder: Jwk): string {
    const disclosures: string[] = []
    const digest = (parts: unknown[]): string => {
      const d = b64u(utf8(JSON.stringify([b64u(random(16)), ...parts])))
      disclosures.push(d)
      return b64u(sha256(d))
    }
    const sd = claimNames
      .filter((n) => r[n] !== undefined)
      .map((n) => digest([n, n === 'lines' ? r.lines.map((l) => ({ '...': digest([l]) })) : r[n]]))
    const header = b64u(utf8(JSON.stringify({ alg: 'ES256', typ: 'dc+sd-jwt', kid: b64u(thumbprint(publicJwk(shop.key))) })))
    const status = { status_list: { idx: this.issued.push(r.id) - 1, uri: `${this.gateway}/status/${shop.id}/${'0'.repeat(32)}` } }
    const payload = b64u(utf8(JSON.stringify({ iss: this.iss(shop), vct, cnf: { jwk: holder }, status, _sd: sd.sort(), _sd_alg: 'sha-256' })))
    return [`${header}.${payload}.${b64u(es256(utf8(`${header}.${payload}`), shop.key))}`, ...disclosures, ''].join('~')
  }

  async #sealTo(shop: Shop, r: Receipt, holder: Jwk, recipient: string): Promise<Stored> {
    const salt = random(32)
    const sdJwt = this.issue(shop, r, holder)
    const leaf = leafOf(salt, sdJwt)
    const e = this.#epochs.get(this.epoch) ?? { leaves: [], anchoredAt: null }
    e.leaves.push(hex(leaf))
    this.#epochs.set(this.epoch, e)
    const sealed = printSealed({ id: r.id, epoch: this.epoch, leaf, check: '0000', age: await seal(sdJwt, salt, recipient) })
    return { sealed, leaf: hex(leaf), epoch: this.epoch, holder }
  }

  /** order makes a receipt that waits under a claim code, and returns the link of the confirmation page. */
  async order(shop: Shop, r: Omit<Receipt, 'id'>): Promise<string> {
    const code = random(16)
    const k = claimKeys(code)
    this.#claims.set(k.id, await this.#sealTo(shop, { ...r, id: hex(random(16)) }, publicJwk(k.holder), await recipientOf(k.identity)))
    return `${this.vault}/#/claim?gateway=${encodeURIComponent(this.gateway)}&shop=${shop.id}&code=${claimCode(code)}`
  }

  /** deliver puts a receipt into the inbox of everybody who connected the shop. */
  async deliver(shop: Shop, r: Omit<Receipt, 'id'>): Promise<string> {
    const id = hex(random(16))
    for (const box of this.#inboxes.values()) if (box.shop === shop) box.receipts.set(id, await this.#sealTo(shop, { ...r, id }, box.holder, box.recipient))
    return id
  }

  anchor(): void {
    const e = this.#epochs.get(this.epoch)
    if (!e) return
    while (e.leaves.length < 2 || !Number.isInteger(Math.log2(e.leaves.length))) e.leaves.push(hex(random(32)))
    e.leaves.sort()
    e.anchoredAt = Math.floor(Date.now() / 1000)
    this.epoch++
  }

  /** ask makes a request to show something, and returns the vault's address for it. */
  ask(shop: Shop, paths: (string | null)[][], purpose: string): string {
    const id = b64u(random(32))
    const key = p256.utils.randomSecretKey()
    const at = `${this.gateway}/v1/presentations/${id}`
    const nonce = b64u(random(16))
    const payload = {
      iss: this.gateway, aud: 'https://self-issued.me/v2', exp: Math.floor(Date.now() / 1000) + 600, client_id: shop.id,
      response_type: 'vp_token', response_mode: 'direct_post.jwt', response_uri: `${at}/response`, nonce,
      dcql_query: { credentials: [{ id: 'receipt', format: 'dc+sd-jwt', meta: { vct_values: [vct] }, claims: paths.map((path) => ({ path })) }] },
      client_metadata: { jwks: { keys: [{ ...publicJwk(key), kid: 'response', alg: 'ECDH-ES', use: 'enc' }] } },
      carnet: { gateway: this.gateway, purpose, shop: { client_id: shop.id, name: shop.name, sector: shop.sector, origin: shop.origin } },
    }
    const head = b64u(utf8(JSON.stringify({ alg: 'ES256', typ: 'oauth-authz-req+jwt', kid: 'sig' })))
    const body = b64u(utf8(JSON.stringify(payload)))
    this.#requests.set(id, { jwt: `${head}.${body}.${b64u(es256(utf8(`${head}.${body}`), this.#signer))}`, key, nonce, shop })
    return `${this.vault}/#/share?client_id=${shop.id}&request_uri=${encodeURIComponent(`${at}/request`)}`
  }

  /** backup remembers what every host has in its boxes; what it returns puts that back, as a host could. */
  backup(): () => void {
    const then = new Map(this.#boxes)
    return () => {
      this.#boxes.clear()
      for (const [k, v] of then) this.#boxes.set(k, v)
    }
  }

  // ---- HTTP ----

  #listen(serve: (q: IncomingMessage, s: ServerResponse) => unknown): Promise<string> {
    const server = createServer((q, s) => void Promise.resolve(serve(q, s)).catch((e: unknown) => this.#send(s, 500, { error: 'fixture', message: String(e) })))
    this.#servers.push(server)
    return new Promise((done) => server.listen(0, '127.0.0.1', () => done(`http://localhost:${(server.address() as { port: number }).port}`)))
  }

  #send(s: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
    const data = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body)
    s.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(data)
  }

  async #files(app: string, q: IncomingMessage, s: ServerResponse, csp: string, coop: string): Promise<void> {
    const name = new URL(q.url!, 'http://x').pathname.replace(/^\/$/, '/index.html').slice(1)
    const data = await readFile(new URL(`../dist/${app}/${name}`, import.meta.url)).catch(() => null)
    if (!data) return this.#send(s, 404, { error: 'not_found', message: 'There is no such page.' })
    s.setHeader('Content-Security-Policy', csp)
    s.setHeader('Cross-Origin-Opener-Policy', coop)
    s.setHeader('X-Content-Type-Options', 'nosniff')
    const types: { [e: string]: string } = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' }
    this.#send(s, 200, data, types[name.split('.').pop()!])
  }

  async #vaultHost(q: IncomingMessage, s: ServerResponse): Promise<void> {
    const path = new URL(q.url!, 'http://x').pathname
    if (path === '/config.json')
      return this.#send(s, 200, { gateways: [this.gateway], rpc: this.gateway + '/rpc', chain_id: 31337, carnet: this.carnet, anchor: this.contract, relay: this.gateway, demo_wallet: this.demo ? this.wallet : '' })
    if (path.startsWith('/v1/boxes/')) return this.#box('vault', q, s)
    return this.#files('vault', q, s, policy(this.gateway), 'same-origin-allow-popups')
  }

  async #box(host: string, q: IncomingMessage, s: ServerResponse): Promise<void> {
    const id = q.url!.split('/').pop()!
    const key = host + id
    const have = this.#boxes.get(key)
    if (q.method === 'GET') return have ? this.#send(s, 200, have, 'application/octet-stream') : this.#send(s, 404, { error: 'unknown_box', message: '' })
    const bearer = unb64u((q.headers.authorization ?? '').slice('Bearer '.length))
    if (boxId(bearer) !== id) return this.#send(s, 401, { error: 'wrong_box_key', message: '' })
    const fresh = q.headers['if-none-match'] === '*' ? !have : have && q.headers['if-match'] === `"${hex(sha256(have))}"`
    if (!fresh) return this.#send(s, 412, { error: 'box_changed', message: '' })
    this.#boxes.set(key, await body(q))
    s.writeHead(204).end()
  }

  async #gateway(q: IncomingMessage, s: ServerResponse): Promise<void> {
    const url = new URL(q.url!, this.gateway)
    const path = url.pathname
    if (q.headers.origin === this.vault) {
      s.setHeader('Access-Control-Allow-Origin', this.vault)
      s.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Content-Digest, If-Match, If-None-Match, Signature, Signature-Input')
      s.setHeader('Access-Control-Allow-Methods', 'GET, PUT, POST, DELETE')
    }
    if (q.method === 'OPTIONS') return void s.writeHead(204).end()
    const login = /^\/login\/[^/]+/.exec(path)
    if (login) return this.#page('login', login[0], q, s)
    if (path === '/account' || path.startsWith('/account/')) return this.#page('account', '/account', q, s)
    const asset = /^\/assets\/(login|account)(\/.*)$/.exec(path)
    if (asset) {
      q.url = asset[2]!
      return this.#files(asset[1]!, q, s, policy(''), 'same-origin-allow-popups')
    }
    if (path === '/rpc') return this.#rpc(q, s)
    if (path === '/jwks') return this.#send(s, 200, { keys: [{ ...publicJwk(this.#signer), kid: 'sig', use: 'sig', alg: 'ES256' }] })
    if (path.startsWith('/v1/boxes/')) return this.down ? void s.destroy() : this.#box('gateway', q, s)
    const issuer = this.shops.find((x) => path === `/.well-known/jwt-vc-issuer/shops/${x.id}`)
    if (issuer)
      return this.#send(s, 200, this.metadataAs({
        issuer: this.iss(issuer), jwks: { keys: [publicJwk(issuer.key)] },
        carnet: { name: issuer.name, sector: issuer.sector, gateway: this.gateway, anchor: { chain_id: 31337, contract: this.contract, issuer: this.issuer } },
      }))
    const listed = this.shops.find((x) => path.startsWith(`/status/${x.id}/`))
    if (listed) return this.#statusList(listed, url.href, s)
    const claim = /^\/v1\/claims\/([0-9a-f]{64})$/.exec(path)
    if (claim) {
      const found = this.#claims.get(claim[1]!)
      if (found && q.method === 'DELETE') {
        const input = String(q.headers['signature-input'] ?? '').replace('carnet=', '')
        const base = `"@method": DELETE\n"@target-uri": ${url.href}\n"@signature-params": ${input}`
        const signature = Buffer.from(String(q.headers['signature'] ?? '').slice('carnet=:'.length, -1), 'base64')
        if (!verifyEs256(new Uint8Array(signature), utf8(base), found.holder)) return this.#send(s, 401, { error: 'not_holder', message: '' })
        this.#claims.delete(claim[1]!)
        return void s.writeHead(204).end()
      }
      return found ? this.#send(s, 200, found.sealed, 'application/vnd.carnet.receipt') : this.#send(s, 404, { error: 'unknown_claim', message: '' })
    }
    const epoch = /^\/v1\/epochs\/(\d+)\/proof$/.exec(path)
    if (epoch) return this.#proof(Number(epoch[1]), url.searchParams.get('leaf')!, s)
    if (path === '/v1/nonces') return this.#send(s, 201, { nonce: hex(random(16)) })
    if (path === '/v1/bindings') return this.#bind(JSON.parse(text(await body(q))) as { [k: string]: string } & { holder: Jwk }, s)
    if (path.startsWith('/v1/inboxes/')) return this.#inbox(url, q, s)
    if (path === '/v1/relay') return this.#relay(JSON.parse(text(await body(q))) as { calls: RelayCall[] }, s)
    const shown = /^\/v1\/presentations\/([\w-]+)\/(request|response)$/.exec(path)
    if (shown) return this.#presentation(shown[1]!, shown[2]!, q, s)
    this.#send(s, 404, { error: 'not_found', message: path })
  }

  #statusList(shop: Shop, uri: string, s: ServerResponse): void {
    this.listsServed++
    const list = new Uint8Array(1024)
    for (const [id, value] of this.refunded) {
      const idx = this.issued.indexOf(id)
      list[idx >> 2]! |= value << ((idx & 3) * 2)
    }
    const now = Math.floor(Date.now() / 1000)
    const header = b64u(utf8(JSON.stringify({ alg: 'ES256', typ: 'statuslist+jwt', kid: b64u(thumbprint(publicJwk(shop.key))) })))
    const body = b64u(utf8(JSON.stringify({ sub: uri, iat: now, exp: now + 60, ttl: 30, status_list: { bits: 2, lst: b64u(deflateSync(list)) } })))
    this.#send(s, 200, `${header}.${body}.${b64u(es256(utf8(`${header}.${body}`), shop.key))}`, 'application/statuslist+jwt')
  }

  // A page of the gateway and the calls below it.
  async #page(app: string, base: string, q: IncomingMessage, s: ServerResponse): Promise<void> {
    const path = new URL(q.url!, this.gateway).pathname
    const what = path.slice(base.length + 1)
    const relay = this.signin.walletconnect ? 'wss://relay.walletconnect.org' : ''
    if (!what) {
      q.url = '/index.html'
      return this.#files(app, q, s, policy(relay), 'same-origin-allow-popups')
    }
    if (base.endsWith('/gone')) return this.#send(s, 410, { error: 'expired', message: '' })
    if (q.method === 'POST' && q.headers.origin !== this.gateway) return this.#send(s, 403, { error: 'wrong_origin', message: '' })
    const shop = this.shops[0]!
    Object.assign(this.signin, { gateway: this.gateway, shop: { name: shop.name, host: shop.sector, origin: shop.origin }, demoWallet: this.demo ? this.wallet : '' })
    const sent = q.method === 'POST' ? (JSON.parse(text(await body(q))) as { [k: string]: unknown }) : {}
    const reply = app === 'login' ? this.signin.login(what, sent) : this.signin.account(what, sent)
    if (reply.retryAfter) s.setHeader('Retry-After', reply.retryAfter)
    this.#send(s, reply.status, reply.body)
  }

  #tree(epoch: number): { root: Bytes; path(leaf: string): Proof } {
    const { leaves, anchoredAt } = this.#epochs.get(epoch)!
    const levels = [leaves.map((l) => sha256(new Uint8Array([0]), unhex(l)))]
    while (levels.at(-1)!.length > 1) {
      const below = levels.at(-1)!
      levels.push(Array.from({ length: below.length / 2 }, (_, i) => sha256(new Uint8Array([1]), below[2 * i]!, below[2 * i + 1]!)))
    }
    const root = levels.at(-1)![0]!
    const block = epoch + 1
    return {
      root,
      path: (leaf) => {
        const index = leaves.indexOf(leaf)
        return {
          epoch, leaf, index, size: leaves.length, root: hex0x(root),
          path: levels.slice(0, -1).map((l, d) => hex(l[(index >> d) ^ 1]!)),
          anchored: anchoredAt === null ? null : { v: 1, root: hex0x(root), chain_id: 31337, contract: this.contract, issuer: this.issuer, tx: hex0x(sha256(root)), block, gas: 30000 },
        }
      },
    }
  }

  #proof(epoch: number, leaf: string, s: ServerResponse): void {
    if (this.#epochs.get(epoch)?.anchoredAt == null) return this.#send(s, 404, { error: 'not_closed', message: '' })
    this.#send(s, 200, this.proofAs(this.#tree(epoch).path(leaf)))
  }

  #bind(b: { [k: string]: string } & { holder: Jwk }, s: ServerResponse): void {
    const address = b['message']!.split('\n')[1]!
    const shop = this.shops.find((x) => x.id === b['client_id'])!
    const signed = recover(personalHash(utf8(b['message']!)), unhex(b['signature']!)) === address
    const names = [`urn:carnet:shop:${shop.sector}`, hex(sha256(b['recipient']!)), hex(thumbprint(b.holder))].every((x) => b['message']!.includes(x))
    if (!signed || !names) return this.#send(s, 401, { error: 'signature_invalid', message: '' })
    const inbox = hex(sha256(address, shop.sector))
    this.#inboxes.set(inbox, { holder: b.holder, recipient: b['recipient']!, shop, receipts: new Map() })
    this.#send(s, 201, { inbox, gen: 1 })
  }

  #inbox(url: URL, q: IncomingMessage, s: ServerResponse): void {
    const [, , , id, , receipt] = url.pathname.split('/')
    const box = this.#inboxes.get(id!)
    const input = String(q.headers['signature-input'] ?? '').replace('carnet=', '')
    const base = `"@method": ${q.method}\n"@target-uri": ${url.href}\n"@signature-params": ${input}`
    const signature = Buffer.from(String(q.headers['signature'] ?? '').slice('carnet=:'.length, -1), 'base64')
    if (!box || !verifyEs256(new Uint8Array(signature), utf8(base), box.holder)) return this.#send(s, 401, { error: 'not_holder', message: '' })
    if (receipt) return this.#send(s, 200, box.receipts.get(receipt)!.sealed, 'application/vnd.carnet.receipt')
    this.#send(s, 200, { receipts: [...box.receipts].map(([rid, r]) => ({ id: rid, epoch: r.epoch, leaf: r.leaf, bytes: r.sealed.length })) })
  }

  #carnetOf(id: string): { head: string; seq: number; time: number; scribe: string; nonce: number } {
    const c = this.#carnets.get(id) ?? { head: '0x' + '00'.repeat(24), seq: 0, time: 0, scribe: '0x' + '00'.repeat(20), nonce: 0 }
    this.#carnets.set(id, c)
    return c
  }

  #relay(b: { calls: RelayCall[] }, s: ServerResponse): void {
    this.relayed++
    for (const c of b.calls) {
      const now = this.#carnetOf(c.id.toLowerCase())
      const data = c.kind === 'scribe' ? setScribe(31337, this.carnet, c.id, c.scribe, c.nonce) : setHead(31337, this.carnet, c.id, c.prev, c.head, c.seq)
      const signer = recover(hashTypedData(data), unhex(c.signature)).toLowerCase()
      const owner = c.id.toLowerCase()
      const allowed = signer === owner || (c.kind === 'head' && signer === now.scribe.toLowerCase())
      const follows = c.kind === 'scribe' ? c.nonce === now.nonce : c.prev.toLowerCase() === now.head && c.seq === now.seq + 1
      if (!allowed || !follows) return this.#send(s, 409, { error: 'would_revert', message: '' })
      if (c.kind === 'scribe') Object.assign(now, { scribe: c.scribe, nonce: now.nonce + 1 })
      else Object.assign(now, { head: c.head.toLowerCase(), seq: c.seq, time: Math.floor(Date.now() / 1000) })
    }
    this.#send(s, 202, { tx: hex0x(random(32)) })
  }

  async #rpc(q: IncomingMessage, s: ServerResponse): Promise<void> {
    const { method, params } = JSON.parse(text(await body(q))) as { method: string; params: [{ data: string; topics: string[]; fromBlock: string }] }
    const reply = (result: unknown): void => this.#send(s, 200, { jsonrpc: '2.0', id: 1, result })
    if (method === 'eth_getLogs') {
      const epoch = Number(params[0].topics[2])
      const known = this.#epochs.get(epoch)?.anchoredAt != null && Number(params[0].fromBlock) === epoch + 1
      return reply(known ? [{ data: hex0x(concat(this.#tree(epoch).root, new Uint8Array(32))), blockNumber: params[0].fromBlock }] : [])
    }
    if (method === 'eth_getBlockByNumber') return reply({ timestamp: '0x' + (this.#epochs.get(Number(params[0]) - 1)?.anchoredAt ?? 0).toString(16) })
    const data = params[0].data
    const c = this.#carnetOf('0x' + data.slice(-40))
    const word = (b: Uint8Array, right = false): Uint8Array => (right ? concat(b, new Uint8Array(32 - b.length)) : concat(new Uint8Array(32 - b.length), b))
    const scribeOf = hex0x(keccak(utf8('scribeOf(uint256)')).slice(0, 4))
    if (data.startsWith(scribeOf)) return reply(hex0x(concat(word(unhex(c.scribe)), word(be(BigInt(c.nonce), 4)))))
    reply(hex0x(concat(word(unhex(data.slice(-40))), word(unhex(c.head), true), word(be(BigInt(c.seq), 4)), word(be(BigInt(c.time), 8)))))
  }

  async #presentation(id: string, what: string, q: IncomingMessage, s: ServerResponse): Promise<void> {
    const r = this.#requests.get(id)
    if (!r) return this.#send(s, 404, { error: 'unknown_presentation', message: '' })
    if (what === 'request') return this.#send(s, 200, r.jwt, 'application/oauth-authz-req+jwt')
    const jwe = new URLSearchParams(text(await body(q))).get('response')!
    const { plaintext } = await compactDecrypt(jwe, await importJWK({ ...publicJwk(r.key), d: b64u(r.key) }, 'ECDH-ES'))
    const p = JSON.parse(text(plaintext)) as { vp_token: { receipt: string[] } }
    const issuer = this.shops[0]!
    this.presented.push(verifyPresentation(p.vp_token.receipt[0]!, this.iss(issuer), [publicJwk(issuer.key)], r.shop.id, r.nonce).claims)
    this.#send(s, 200, { redirect_uri: `${r.shop.origin}/?id=${id}&response_code=x` })
  }
}

async function body(q: IncomingMessage): Promise<Bytes> {
  const parts: Buffer[] = []
  for await (const p of q) parts.push(p as Buffer)
  return new Uint8Array(Buffer.concat(parts))
}
