// Two devices, one carnet: nothing is lost when both write, when a place is down, or when somebody meddles.
import { p256 } from '@noble/curves/nist.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { random } from '../src/profile/bytes.ts'
import { parseClaim } from '../src/profile/claim.ts'
import { damaged } from '../vault/model/link.ts'
import { hashTypedData } from '../src/profile/eip712.ts'
import { personalHash } from '../src/profile/eip4361.ts'
import { hex0x, unhex } from '../src/profile/bytes.ts'
import { publicJwk } from '../src/profile/keys.ts'
import { addressOf, signDigest } from '../src/profile/secp256k1.ts'
import type { Provider } from '../src/shared/eip1193.ts'
import { hasKeyring, newRoot, openKeyring, replaceKeyring, signOnce, signTwice, storeKeyring } from '../vault/model/keeper.ts'
import { showRecoveryCode } from '../src/profile/codes.ts'
import type { Config } from '../vault/model/config.ts'
import { type Record, refundOf } from '../vault/model/records.ts'
import { readQuestion } from '../vault/model/share.ts'
import { writeBox } from '../vault/model/boxes.ts'
import { Session } from '../vault/model/session.ts'
import { keyringBox, printKeyring, wrap } from '../src/profile/keyring.ts'
import { World } from './world.ts'

const order = { kind: 'sale' as const, at: '2026-11-20T09:30:00Z', currency: 'EUR', exponent: 2, total: 500, lines: [{ n: 1, name: 'Cup', qty: '1', total: 500 }] }

const world = new World()
let config: Config
const secret = p256.utils.randomSecretKey()
const address = addressOf(secret)

/** wallet signs with a key of its own; hedge makes it sign differently each time, as some wallets do. */
const wallet = (key = secret, hedge = false): Provider => ({
  async request({ method, params }) {
    const p = params as string[]
    if (method === 'eth_requestAccounts') return [addressOf(key)]
    if (method === 'eth_chainId') return '0x7a69'
    if (method === 'personal_sign') return hex0x(signDigest(personalHash(hedge ? random(8) : unhex(p[0]!)), key))
    if (method === 'eth_signTypedData_v4') return hex0x(signDigest(hashTypedData(JSON.parse(p[1]!)), key))
    throw new Error(method)
  },
})

beforeAll(async () => {
  await world.start()
  Object.assign(globalThis, { location: { origin: world.vault } })
  config = (await (await fetch(`${world.vault}/config.json`)).json()) as Config
})
afterAll(() => world.stop())

const claimOf = async (w = world): Promise<ReturnType<typeof parseClaim>> => parseClaim(new URLSearchParams((await w.order(w.shops[0]!, order)).split('?')[1]))

test('a claim code works once: when the receipt lies in both places, the gateway gives it to nobody else', async () => {
  const s = new Session(random(32), address, 'test', config)
  await s.load()
  const claim = await claimOf()
  const r = await s.claim(claim)
  const thief = new Session(random(32), address, 'test', config)
  await thief.load()
  await expect(thief.claim(claim)).rejects.toThrow('unknown_claim')
  expect(await s.claim(claim)).toBe(r)
  const again = new Session(s.rootBytes, address, 'test', config)
  await again.load()
  expect(again.records.map((x) => x.pointer.id)).toContain(r.pointer.id)
  expect(again.missing).toEqual([])
})

test('a claim code is not spent while one place lacks the copy', async () => {
  const s = new Session(random(32), address, 'test', config)
  await s.load()
  const claim = await claimOf()
  world.down = true
  await s.claim(claim)
  world.down = false
  const other = new Session(random(32), address, 'test', config)
  await other.load()
  await other.claim(claim)
})

describe('a code without its link', () => {
  const bare = async (): Promise<string> => /code=(.*)/.exec(await world.order(world.shops[0]!, order))![1]!

  test('leads to the receipt, whose shop is known from the receipt itself', async () => {
    const s = new Session(random(32), address, 'test', config)
    await s.load()
    const code = await bare()
    const claim = await s.find(code)
    expect([claim.gateway, claim.shop, claim.code]).toEqual([world.gateway, world.shops[0]!.id, code])
    const r = await s.claim(claim)
    expect(r.shop.sector).toBe(world.shops[0]!.sector)
    expect(await s.find(code), 'a second time').toEqual(claim)
  })

  test('that nobody made is unknown, and a gateway that is down is not a wrong code', async () => {
    const s = new Session(random(32), address, 'test', { ...config, gateways: [world.gateway] })
    await expect(s.find('000G40R40M30E209185GR38E1W')).rejects.toMatchObject({ code: 'unknown_claim' })
    const down = new Session(random(32), address, 'test', { ...config, gateways: ['http://127.0.0.1:1', world.gateway] })
    await expect(down.find('000G40R40M30E209185GR38E1W')).rejects.toMatchObject({ code: 'unreachable' })
    expect((await down.find(await bare())).gateway).toBe(world.gateway)
  })

  test.each([
    ['#/claim?gateway=http%3A%2F%2Flocalhost%3A8080&shop=a&code=000G4', 'claim_link'],
    ['#/claim?shop=a&code=000G40R40M30E209185GR38E1W', 'claim_link'],
    ['#/claim', 'claim_link'],
    ['#/claim?code=000G4', 'claim_code'],
    ['#/connect?gateway=x', 'claim_link'],
    ['#/share?client_id=a', 'share_link'],
    ['#/share?client_id=a&request_uri=http%3A%2F%2Flocalhost%3A8080%2Fv1%2Fpresentations%2Fab', 'share_link'],
    ['#/claim?code=000g4-0r40m-30e20-9185g-r38e1w', null],
    ['#/claim?kept=1', null],
    ['#/share?client_id=a&request_uri=http%3A%2F%2Flocalhost%3A8080%2Fv1%2Fpresentations%2Fab%2Frequest', null],
    ['', null],
  ])('link %s: %s', (route, want) => expect(damaged(route)).toBe(want))
})

describe('two devices', () => {
  const root = random(32)
  const device = (): Session => new Session(root, address, 'test', config)

  test('write at the same time and both keep everything', async () => {
    const a = device()
    await a.load()
    await a.appointScribe(wallet())
    const b = device()
    await b.load()
    await a.claim(await claimOf())
    await b.claim(await claimOf()) // written over what a has written since b loaded
    expect(b.records).toHaveLength(2)
    const c = device()
    await c.load()
    expect(c.records.map((r) => r.receipt.total)).toEqual([500, 500])
    await c.lookAtChain()
    expect([c.behind, c.carnet?.seq]).toEqual([false, 3])
  })

  test('a place that is down is made good later, and the head waits for it', async () => {
    const a = device()
    await a.load()
    world.down = true
    const before = world.relayed
    await a.claim(await claimOf())
    expect([a.behind, world.relayed]).toEqual([true, before])
    world.down = false
    const b = device()
    await b.load()
    expect(b.records).toHaveLength(3)
    await b.save()
    expect([b.behind, world.relayed > before]).toEqual([false, true])
  })

  test('an anchored receipt is compared with the chain, a changed proof is not believed', async () => {
    const a = device()
    await a.load()
    world.anchor()
    expect(await a.checkAnchors()).toBe(true)
    expect(a.records.map((r) => r.anchored)).toEqual(['yes', 'yes', 'yes'])
    const r = a.records[0]!
    r.anchored = 'pending'
    r.pointer.proof = { ...r.pointer.proof!, root: '0x' + '00'.repeat(32) }
    await a.checkAnchors()
    expect(r.anchored).toBe('no')
  })

  test('a list that the places took back to an older one is noticed, and not sealed over', async () => {
    const a = device()
    await a.load()
    await a.lookAtChain()
    const restore = world.backup()
    await a.claim(await claimOf())
    const sealed = a.carnet!.head
    restore()
    const b = device()
    await b.load()
    await b.lookAtChain()
    expect([b.older, b.carnet!.head]).toEqual([true, sealed])
    await b.claim(await claimOf()) // kept in the list, but the seal stays what it was
    const look = device()
    await look.load()
    await look.lookAtChain()
    expect([look.older, look.carnet!.head, look.records.length]).toEqual([true, sealed, 4])
    await look.sealThis()
    expect([look.older, look.sealed]).toEqual([false, true])
    await b.load()
    await b.lookAtChain()
    expect([b.older, b.sealed]).toEqual([false, true])
  })

  test('a list that was saved while the seal could not be renewed is not an older one', async () => {
    const a = device()
    await a.load()
    await a.lookAtChain()
    a.config.relay = `${world.gateway}/nowhere`
    for (let i = 0; i < 3; i++) await a.claim(await claimOf())
    expect([a.behind, a.sealed]).toEqual([true, false])
    a.config.relay = world.gateway
    const b = device()
    await b.load()
    await b.lookAtChain()
    expect([b.older, b.sealed]).toEqual([false, true])
  })

  test('another root key finds nothing', async () => {
    const a = new Session(random(32), address, 'test', config)
    await a.load()
    expect(a.records).toEqual([])
  })
})

describe('keyring', () => {
  test('wallet and code open it anywhere; neither alone does', async () => {
    const first = await signOnce(wallet(), () => undefined)
    expect(await hasKeyring(config, first)).toBe(false)
    const { root, code } = newRoot()
    await storeKeyring(config, await signTwice(wallet(), first), code, root)
    expect(await hasKeyring(config, first)).toBe(true)
    expect(await openKeyring(config, first, showRecoveryCode(code).toLowerCase())).toEqual(root)
    await expect(openKeyring(config, first, showRecoveryCode(random(20)))).rejects.toThrow('do not open')
    const stranger = await signOnce(wallet(p256.utils.randomSecretKey()), () => undefined)
    await expect(openKeyring(config, stranger, showRecoveryCode(code))).rejects.toThrow('do not open')
  })
  test('two devices that make a carnet at once cannot both go on: the second code would open nothing', async () => {
    const w = await signOnce(wallet(p256.utils.randomSecretKey()), () => undefined)
    const [a, b] = [newRoot(), newRoot()]
    await storeKeyring(config, w, a.code, a.root)
    await storeKeyring(config, w, a.code, a.root) // the same again, after an answer that was lost
    await expect(storeKeyring(config, w, b.code, b.root)).rejects.toThrow('made')
    expect(await openKeyring(config, w, showRecoveryCode(a.code))).toEqual(a.root)
  })
  test('a place that keeps another keyring does not hide the one that opens', async () => {
    const w = await signOnce(wallet(p256.utils.randomSecretKey()), () => undefined)
    const [a, b] = [newRoot(), newRoot()]
    await storeKeyring({ ...config, gateways: [world.vault] }, w, a.code, a.root)
    world.down = true
    await expect(storeKeyring(config, w, b.code, b.root)).rejects.toThrow()
    world.down = false
    await writeBox(world.gateway, keyringBox('w', w.factor), printKeyring({ v: 1, slots: [await wrap('wc', w.factor, b.code, b.root)] }), null)
    expect(await openKeyring(config, w, showRecoveryCode(a.code))).toEqual(a.root)
    expect(await openKeyring(config, w, showRecoveryCode(b.code))).toEqual(b.root)
  })
  test('a new code opens it too, and the old one still does', async () => {
    const key = p256.utils.randomSecretKey()
    const w = await signOnce(wallet(key), () => undefined)
    const { root, code } = newRoot()
    await storeKeyring(config, w, code, root)
    const fresh = random(20)
    await replaceKeyring(config, w, fresh, root)
    expect(await openKeyring(config, w, showRecoveryCode(fresh))).toEqual(root)
    expect(await openKeyring(config, w, showRecoveryCode(code))).toEqual(root)
  })
  test('a wallet that signs differently each time, or for another account, is refused', async () => {
    await expect(signOnce(wallet(secret, true), () => undefined)).rejects.toThrow('not a signature of this account')
    const first = await signOnce(wallet(), () => undefined)
    await expect(signTwice(wallet(), { ...first, factor: random(64) })).rejects.toThrow('differently')
  })
})

test('a connected shop delivers each receipt once; a stranger cannot read the inbox', async () => {
  const shop = world.shops[1]!
  const s = new Session(random(32), address, 'test', config)
  await s.load()
  await s.appointScribe(wallet())
  await s.connect(await s.shop(world.gateway, shop.id), wallet())
  await world.deliver(shop, order)
  expect(await s.collect()).toBe(1)
  expect(await s.collect()).toBe(0)
  expect(s.records[0]!.shop.name).toBe(shop.name)
  const thief = new Session(random(32), address, 'test', config)
  await thief.load()
  thief.index.shops = structuredClone(s.index.shops)
  await expect(thief.collect()).rejects.toThrow('did not answer') // the inbox is not bound to the thief's key
  expect(thief.records).toEqual([])
})

test('the shop’s list tells of a refund that no receipt tells of; one list is asked for, once', async () => {
  const shop = world.shops[1]!
  const s = new Session(random(32), address, 'test', config)
  await s.load()
  await s.connect(await s.shop(world.gateway, shop.id), wallet())
  const ids = [await world.deliver(shop, order), await world.deliver(shop, order), await world.deliver(shop, order)]
  world.refunded.set(ids[1]!, 3).set(ids[2]!, 1)
  world.listsServed = 0
  await s.collect()
  expect(ids.map((id) => s.records.find((r) => r.pointer.id === id)!.refunded)).toEqual(['no', 'partly', 'yes'])
  await s.collect()
  expect(world.listsServed).toBe(1)
})

test('only the shop that sold can refund', () => {
  const record = (iss: string, receipt: object): Record => ({ shop: { iss }, receipt }) as Record
  const sale = record('a', { kind: 'sale', id: '1' })
  const foreign = record('b', { kind: 'refund', id: '2', of: '1' })
  const own = record('a', { kind: 'refund', id: '3', of: '1' })
  expect(refundOf(sale, [sale, foreign])).toBeUndefined()
  expect(refundOf(sale, [sale, foreign, own])).toBe(own)
})

describe('a gateway that means harm', () => {
  test.each(['javascript:alert(1)', 'null', 'https://shop.example/path', 'http://shop.example'])('cannot have the vault lead to %s', async (where) => {
    const shop = world.shops[1]!
    const link = new URLSearchParams(world.ask({ ...shop, origin: where }, [['total']], '').split('?')[1])
    await expect(readQuestion(link, config)).rejects.toThrow('not a website')
    expect((await readQuestion(new URLSearchParams(world.ask(shop, [['total']], '').split('?')[1]), config)).shop.origin).toBe(shop.origin)
  })

  const key = p256.utils.randomSecretKey()
  const fresh = async (): Promise<Session> => {
    const s = new Session(random(32), addressOf(key), 'test', config)
    await s.load()
    return s
  }
  const bad = (change: object): Promise<string> => world.order(world.shops[1]!, { ...order, ...change } as typeof order)
  const parsed = async (link: Promise<string>): Promise<ReturnType<typeof parseClaim>> => parseClaim(new URLSearchParams((await link).split('?')[1]))

  test.each([
    ['no date', { at: undefined }],
    ['a date that is none', { at: 'yesterday' }],
    ['a currency that is none', { currency: '<b>' }],
    ['a number of decimals that no amount has', { exponent: 200 }],
    ['half a cent', { total: 0.5 }],
    ['a kind of its own', { kind: 'present' }],
    ['a line that is none', { lines: [null] }],
    ['a line whose name is not text', { lines: [{ n: 1, name: { _$litType$: 1, strings: ['<b>'] }, qty: '1', total: 500 }] }],
    ['a quantity that is none', { lines: [{ n: 1, name: 'Cup', qty: 'many', total: 500 }] }],
  ])('cannot put in a receipt that no screen could show: %s', async (_, change) => {
    const s = await fresh()
    await expect(s.claim(await parsed(bad(change)))).rejects.toThrow('complete')
    expect([s.records, s.index.receipts]).toEqual([[], []])
  })

  test('cannot fill the list, change its sector or send keys that are none', async () => {
    const s = await fresh()
    const shop = world.shops[1]!
    const published = publicJwk(shop.key)
    for (const [metadata, message] of [
      [{ carnet: { sector: 'shop.example" \u202e', name: 'x' } }, 'publishes'],
      [{ carnet: { sector: shop.sector, name: ['x'] } }, 'publishes'],
      [{ jwks: { keys: [null] } }, 'publishes'],
    ] as const) {
      world.metadataAs = (m) => ({ ...m, ...metadata, carnet: { ...(m as { carnet: object }).carnet, ...('carnet' in metadata ? metadata.carnet : {}) } })
      await expect(s.shop(world.gateway, shop.id), JSON.stringify(metadata)).rejects.toThrow(message)
    }
    world.metadataAs = (m) => ({ ...m, jwks: { keys: [{ ...published, x5c: ['x'.repeat(5 << 20)] }] }, carnet: { ...(m as { carnet: object }).carnet, more: 'x' } })
    const known = await s.shop(world.gateway, shop.id)
    world.metadataAs = (m) => m
    expect(known.keys).toEqual([published])
    expect(JSON.stringify(s.index).length).toBeLessThan(2000)
  })

  test('cannot spoil a receipt for ever with one wrong proof, nor fill the list with one', async () => {
    const s = await fresh()
    const r = await s.claim(await parsed(bad({})))
    world.anchor()
    world.proofAs = (p) => ({ ...p, root: '0x' + '11'.repeat(32) })
    await s.checkAnchors()
    expect([r.anchored, r.pointer.proof]).toEqual(['no', undefined])
    r.anchored = 'pending' // the next time the carnet is opened
    world.proofAs = (p) => ({ ...p, more: 'x'.repeat(1000), anchored: { ...p.anchored, more: 'x'.repeat(1000) } })
    await s.checkAnchors()
    world.proofAs = (p) => p
    expect(r.anchored).toBe('yes')
    expect(JSON.stringify(r.pointer.proof)).not.toContain('xxx')
  })

  test('cannot keep later receipts back behind one that cannot be read', async () => {
    const s = await fresh()
    const shop = world.shops[1]!
    await s.connect(await s.shop(world.gateway, shop.id), wallet(key))
    await world.deliver(shop, { ...order, at: 'never' })
    await world.deliver(shop, order)
    expect(await s.collect()).toBe(1)
    expect(s.records).toHaveLength(1)
  })
})

test('looking twice at once brings a receipt in once', async () => {
  const key = p256.utils.randomSecretKey()
  const shop = world.shops[1]!
  const s = new Session(random(32), addressOf(key), 'test', config)
  await s.load()
  await s.connect(await s.shop(world.gateway, shop.id), wallet(key))
  await world.deliver(shop, order)
  await Promise.all([s.collect(), s.collect()])
  expect([s.records.length, s.index.receipts.length]).toEqual([1, 1])
})
