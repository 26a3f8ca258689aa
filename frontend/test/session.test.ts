// Two devices, one carnet: nothing is lost when both write, when a place is down, or when somebody meddles.
import { p256 } from '@noble/curves/nist.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { random } from '../src/profile/bytes.ts'
import { parseClaim } from '../src/profile/claim.ts'
import { hashTypedData } from '../src/profile/eip712.ts'
import { personalHash } from '../src/profile/eip4361.ts'
import { hex0x, unhex } from '../src/profile/bytes.ts'
import { addressOf, signDigest } from '../src/profile/secp256k1.ts'
import type { Provider } from '../src/shared/eip1193.ts'
import { hasKeyring, newRoot, openKeyring, replaceKeyring, signOnce, signTwice, storeKeyring } from '../vault/model/keeper.ts'
import { showRecoveryCode } from '../src/profile/codes.ts'
import type { Config } from '../vault/model/config.ts'
import { Session } from '../vault/model/session.ts'
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
