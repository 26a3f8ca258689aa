// An open carnet: the root key, the index, and what was read from it. Everything the screens do goes through here.
import { type Bytes, Refused, hex0x, unhex } from '../../src/profile/bytes.ts'
import { type Claim, parseClaim } from '../../src/profile/claim.ts'
import { parseClaimCode } from '../../src/profile/codes.ts'
import { bindingMessage } from '../../src/profile/eip4361.ts'
import { hashTypedData, setHead, setScribe } from '../../src/profile/eip712.ts'
import { type Index, type Pointer, emptyIndex, headOf, openIndex, sealIndex } from '../../src/profile/index.ts'
import { RootKey, claimKeys, publicJwk, recipientOf } from '../../src/profile/keys.ts'
import { open, parseSealed } from '../../src/profile/sealed.ts'
import { parse } from '../../src/profile/sdjwt.ts'
import { addressOf, recover, signDigest } from '../../src/profile/secp256k1.ts'
import { type Provider, personalSign } from '../../src/shared/eip1193.ts'
import { boxUrl, putEverywhere, readBox, writeBox } from './boxes.ts'
import { type Carnet, Chain } from './chain.ts'
import type { Config } from './config.ts'
import { cachedSealed, keepSealed } from './device.ts'
import { type RelayCall, bind, claimUrl, inboxPage, nonce, receiptUrl, relay, signedDelete, signedGet } from './gateway.ts'
import { Trouble, get } from './http.ts'
import { type Entry, type Record, Refunds, checkAnchor, contentOf, entryOf, keyOf, readSealed } from './records.ts'

const gen = 1 // of the index key

interface StoredIndex extends Index {
  shops: Entry[]
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export class Session extends EventTarget {
  readonly root: RootKey
  readonly rootBytes: Bytes
  readonly address: string
  readonly rdns: string
  readonly config: Config
  readonly chain: Chain
  index: StoredIndex = emptyIndex() as StoredIndex
  records: Record[] = []
  missing: Pointer[] = [] // named in the index, but no place has them at the moment
  locked = 0 // receipts in an inbox that open only with the code from the shop's page
  carnet: Carnet | null = null
  savedAt: Date | null = null
  behind = false // the head could not be moved, or not all places have the index
  older = false // the seal on the chain belongs to a list that no place gave us
  needsScribe = false
  busy = ''
  readonly #refunds = new Refunds()
  readonly #stored = new Map<string, Bytes | null>() // per host, what its box holds
  #queue: Promise<unknown> = Promise.resolve()

  constructor(rootBytes: Bytes, address: string, rdns: string, config: Config) {
    super()
    this.rootBytes = rootBytes
    this.root = new RootKey(rootBytes)
    this.address = address
    this.rdns = rdns
    this.config = config
    this.chain = new Chain(config.rpc, config.chain_id)
  }

  get id(): string {
    return this.address.toLowerCase() // tokenId = uint160(first owner)
  }
  get hosts(): string[] {
    return [...new Set([location.origin, this.config.gateways[0]!])]
  }
  changed(): void {
    this.dispatchEvent(new Event('change'))
  }

  // ---- the index, in two places ----

  async load(): Promise<void> {
    const answers = await Promise.allSettled(this.hosts.map((h) => this.#readIndex(h)))
    const found = answers.flatMap((a) => (a.status === 'fulfilled' && a.value ? [a.value] : []))
    if (found.length === 0) {
      const failed = answers.find((a) => a.status === 'rejected')
      if (failed) throw failed.reason
    }
    for (const i of found) this.#merge(i)
    this.behind = answers.some((a) => a.status === 'rejected')
    await this.#openAll()
    this.changed()
    void this.lookAtChain()
  }

  async #readIndex(host: string): Promise<StoredIndex | null> {
    const box = await readBox(host, this.root.indexBox(gen))
    this.#stored.set(host, box)
    return box ? ((await openIndex(box, this.root.indexKey(gen))) as StoredIndex) : null
  }

  async #readAgain(): Promise<void> {
    for (const h of this.hosts) {
      const theirs = await this.#readIndex(h).catch(() => null)
      if (theirs) this.#merge(theirs)
    }
    await this.#openAll()
  }

  #merge(other: StoredIndex): void {
    const mine = this.index
    this.index = {
      v: 1,
      seq: Math.max(mine.seq, other.seq),
      shops: union(mine.shops, other.shops, (s) => s.iss, (s) => s.inbox !== undefined),
      receipts: union(mine.receipts, other.receipts, (r) => r.id, (r) => r.proof !== undefined),
      grants: union(mine.grants, other.grants, (g) => g.id, () => true),
      after: [...new Set([...(other.after ?? []), ...(mine.after ?? [])])],
    }
  }

  // The heads of what the places hold.
  #heads(): string[] {
    return [...new Set([...this.#stored.values()].flatMap((b) => (b ? [hex0x(headOf(b))] : [])))]
  }

  /** sealed tells whether the seal on the chain is that of the list that was read or written here. */
  get sealed(): boolean {
    return this.carnet !== null && this.#heads().includes(this.carnet.head.toLowerCase())
  }

  // Whether a head is none, or that of a list that is contained in ours.
  #follows(head: string): boolean {
    return /^0x0*$/.test(head) || [...this.#heads(), ...(this.index.after ?? [])].includes(head.toLowerCase())
  }

  /** save writes the index to both places, then moves the head. Saves follow one another. */
  save(scribe?: RelayCall, force = false): Promise<void> {
    const next = this.#queue.then(
      () => this.#save(scribe, force),
      () => this.#save(scribe, force),
    )
    this.#queue = next.catch(() => undefined)
    return next
  }

  /** sealThis seals the list as it is, though the chain knows of another: only the person can say that this is right. */
  sealThis(): Promise<void> {
    return this.save(undefined, true)
  }

  async #save(scribe: RelayCall | undefined, force: boolean): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      this.index.seq++
      const after = [...new Set([...this.#heads(), ...(this.index.after ?? [])])]
      const at = after.indexOf(this.carnet?.head.toLowerCase() ?? '') // what is older cannot come back
      this.index.after = (at < 0 ? after : after.slice(0, at + 1)).slice(0, 32)
      const box = await sealIndex(this.index, this.root.indexKey(gen))
      const written = await Promise.allSettled(
        this.hosts.map(async (h) => {
          await writeBox(h, this.root.indexBox(gen), box, this.#stored.get(h) ?? null)
          this.#stored.set(h, box)
        }),
      )
      const lost = written.some((w) => w.status === 'rejected' && w.reason instanceof Trouble && w.reason.status === 412)
      if (lost && attempt < 3) {
        await this.#readAgain()
        continue
      }
      const places = written.filter((w) => w.status === 'fulfilled').length
      if (places === 0) throw (written[0] as PromiseRejectedResult).reason
      this.savedAt = new Date()
      this.behind = places < this.hosts.length
      this.changed()
      if (!this.behind) await this.#moveHead(box, scribe, force).catch(() => void (this.behind = true))
      this.changed()
      return
    }
  }

  async #moveHead(box: Bytes, scribe?: RelayCall, force = false): Promise<void> {
    const c = await this.chain.carnetOf(this.config.carnet, this.id)
    const mine = addressOf(this.root.scribe())
    const known = await this.chain.scribeOf(this.config.carnet, this.id)
    this.needsScribe = !scribe && !same(known.scribe, mine)
    this.carnet = c
    if (this.needsScribe) return
    const head = hex0x(headOf(box))
    this.older = !force && !this.#follows(c.head)
    if (this.older) {
      if (scribe) await relay(this.config.relay, [scribe])
      return
    }
    const update = setHead(this.config.chain_id, this.config.carnet, this.id, c.head, head, c.seq + 1)
    const signature = hex0x(signDigest(hashTypedData(update), this.root.scribe()))
    const calls: RelayCall[] = scribe ? [scribe] : []
    calls.push({ kind: 'head', id: this.id, prev: c.head, head, seq: c.seq + 1, signature })
    await relay(this.config.relay, calls)
    for (let i = 0; i < 20; i++) {
      this.carnet = await this.chain.carnetOf(this.config.carnet, this.id)
      if (same(this.carnet.head, head)) return
      await new Promise((r) => setTimeout(r, 250 + i * 100))
    }
    throw new Trouble('head', 0, 'the head has not moved yet')
  }

  async lookAtChain(): Promise<void> {
    try {
      this.carnet = await this.chain.carnetOf(this.config.carnet, this.id)
      const { scribe } = await this.chain.scribeOf(this.config.carnet, this.id)
      this.needsScribe = !same(scribe, addressOf(this.root.scribe()))
      if (!this.#follows(this.carnet.head)) {
        await this.#readAgain() // another device may have written between our two questions
        this.carnet = await this.chain.carnetOf(this.config.carnet, this.id)
      }
      this.older = !this.#follows(this.carnet.head)
      const heads = this.#heads()
      // The page was left before the head had moved, or a place is behind: made good without asking.
      if (heads.length > 0 && !(heads.length === 1 && this.sealed) && !this.needsScribe && !this.older) await this.save()
    } catch {
      this.carnet = null
    }
    this.changed()
  }

  /** appointScribe has the wallet sign once that this vault may keep the carnet up to date, and saves. */
  async appointScribe(provider: Provider): Promise<void> {
    const scribe = addressOf(this.root.scribe())
    const { nonce } = await this.chain.scribeOf(this.config.carnet, this.id)
    await ourChain(provider, this.config)
    const data = setScribe(this.config.chain_id, this.config.carnet, this.id, scribe, nonce)
    const signature = (await provider.request({ method: 'eth_signTypedData_v4', params: [this.address, JSON.stringify(withDomainType(data))] })) as string
    if (!same(recover(hashTypedData(data), unhex(signature)), this.address)) throw new Refused('other_account', 'another account signed')
    this.needsScribe = false
    await this.save({ kind: 'scribe', id: this.id, scribe, nonce, signature })
  }

  // ---- receipts ----

  async #openAll(): Promise<void> {
    const records: Record[] = []
    const missing: Pointer[] = []
    for (const p of this.index.receipts) {
      const shop = this.index.shops.find((s) => s.iss === p.iss)
      const open = this.records.find((r) => r.pointer.id === p.id)
      if (shop && open) {
        records.push(Object.assign(open, { pointer: p, shop }))
        continue
      }
      const sealed = shop ? await this.#fetchSealed(p, shop) : null
      if (!shop || !sealed) {
        missing.push(p)
        continue
      }
      const read = await readSealed(sealed, shop, keyOf(this.root, p)).catch(() => null)
      if (read) records.push({ pointer: p, shop, receipt: read.receipt, sdJwt: read.sdJwt, status: read.status, anchored: 'pending' })
      else missing.push(p)
    }
    const meanwhile = this.records.filter((r) => this.index.receipts.includes(r.pointer) && !records.some((x) => x.pointer.id === r.pointer.id))
    this.records = sorted([...records, ...meanwhile])
    this.missing = missing.filter((p) => !this.records.some((r) => r.pointer.id === p.id))
  }

  async #fetchSealed(p: Pointer, shop: Entry): Promise<Bytes | null> {
    const kept = await cachedSealed(p.content).catch(() => null)
    if (kept) return kept
    for (const url of p.at) {
      const signed = shop.inbox && url.startsWith(`${shop.gateway}/v1/inboxes/`)
      const sealed = await (signed ? signedGet(url, this.root.holder(shop.sector)) : get(url)).catch(() => null)
      if (sealed && contentOf(sealed) === p.content) {
        await keepSealed(sealed).catch(() => undefined)
        return sealed
      }
    }
    return null
  }

  async #add(sealed: Bytes, shop: Entry, key: Pointer['key'], from: string): Promise<Record> {
    const probe = { key, shop: shop.sector } as Pointer
    const read = await readSealed(sealed, shop, keyOf(this.root, probe))
    const known = this.records.find((r) => r.pointer.id === read.id)
    if (known) return known
    await keepSealed(sealed).catch(() => undefined)
    const box = this.root.copyBox(read.id)
    const copies = await putEverywhere(this.hosts, box, sealed)
    const pointer: Pointer = {
      id: read.id,
      shop: shop.sector,
      iss: shop.iss,
      leaf: read.leaf,
      epoch: read.epoch,
      content: contentOf(sealed),
      key,
      at: [...(copies ? this.hosts.map((h) => boxUrl(h, box)) : []), from],
      salt: read.salt,
    }
    const meanwhile = this.records.find((r) => r.pointer.id === read.id)
    if (meanwhile) return meanwhile // by another step that looked at the same time
    const record: Record = { pointer, shop, receipt: read.receipt, sdJwt: read.sdJwt, status: read.status, anchored: 'pending' }
    this.index.receipts = [...this.index.receipts.filter((p) => p.id !== pointer.id), pointer]
    this.missing = this.missing.filter((p) => p.id !== pointer.id)
    this.records = sorted([...this.records, record])
    return record
  }

  #know(shop: Entry): Entry {
    const known = this.index.shops.find((s) => s.iss === shop.iss)
    if (known) {
      Object.assign(known, { name: shop.name, keys: mergeKeys(known.keys, shop.keys), anchor: shop.anchor })
      return known
    }
    this.index.shops.push(shop)
    return shop
  }

  /**
   * find asks the gateways of this vault for the receipt behind a code that came without its link. The receipt itself names
   * its shop; claim checks that the name is true.
   */
  async find(code: string): Promise<Claim> {
    const at = (gateway: string, shop: string): Claim => parseClaim(new URLSearchParams({ gateway, shop, code }))
    const known = this.records.find((r) => 'claim' in r.pointer.key && r.pointer.key.claim === code)
    if (known) return at(known.shop.gateway, known.shop.client_id)
    const { id, identity } = claimKeys(parseClaimCode(code))
    let failure: unknown = new Trouble('unknown_claim', 404, 'no gateway has a receipt under this code')
    for (const gateway of this.config.gateways) {
      const sealed = await get(claimUrl(gateway, id)).catch((e: unknown) => {
        if (!(e instanceof Trouble && e.status === 404)) failure = e
      })
      if (!sealed) continue
      const { iss } = parse((await open(parseSealed(sealed).age, identity)).sdJwt).payload
      if (!String(iss).startsWith(`${gateway}/shops/`)) throw new Refused('issuer', 'the receipt is of another gateway')
      return at(gateway, iss.slice(`${gateway}/shops/`.length))
    }
    throw failure
  }

  claimed(claim: Claim): Record | undefined {
    return this.records.find((r) => 'claim' in r.pointer.key && r.pointer.key.claim === claim.code)
  }

  /**
   * spend makes a claim code worthless, for whoever else may have seen it: the gateway deletes what it opens. Only when every place gives
   * the copy back. A code that is not spent now is worthless in 30 days.
   */
  async #spend(claim: Claim, record: Record): Promise<void> {
    const box = this.root.copyBox(record.pointer.id)
    const copies = await Promise.all(this.hosts.map((h) => readBox(h, box)))
    if (this.behind || !copies.every((c) => c && contentOf(c) === record.pointer.content)) return
    await signedDelete(claimUrl(claim.gateway, claim.id), claim.holder)
  }

  /** claim fetches, opens and checks the receipt behind a code, keeps it, and spends the code. */
  async claim(claim: Claim): Promise<Record> {
    const known = this.claimed(claim)
    if (known) return known
    const shop = this.#know(await entryOf(claim.gateway, claim.shop, this.config))
    const url = claimUrl(claim.gateway, claim.id)
    const record = await this.#add(await get(url), shop, { claim: claim.code }, url)
    await checkAnchor(record, this.chain, this.config)
    this.changed()
    await this.save()
    await this.#spend(claim, record).catch(() => undefined)
    return record
  }

  async shop(gateway: string, clientId: string): Promise<Entry> {
    return this.#know(await entryOf(gateway, clientId, this.config))
  }

  /** connect lets a shop send receipts by itself: the wallet signs who may, to which key. */
  async connect(shop: Entry, provider: Provider): Promise<void> {
    const recipient = await recipientOf(this.root.identity(shop.sector, 1))
    const holder = publicJwk(this.root.holder(shop.sector))
    const message = bindingMessage({
      vaultOrigin: location.origin,
      gateway: shop.gateway,
      address: this.address,
      sector: shop.sector,
      nonce: await nonce(shop.gateway),
      issuedAt: new Date(),
      recipient,
      holder,
    })
    const signature = await personalSign(provider, message, this.address)
    const bound = await bind(shop.gateway, { client_id: shop.client_id, message, signature, recipient, holder })
    const known = this.#know(shop)
    known.inbox = bound.inbox
    known.gen = 1 // the generation of the key above; the gateway's count of bindings is its own
    await this.save()
    await this.collect()
  }

  /** collect asks every connected shop for new receipts, and looks again at those not anchored yet. It returns how many are new. */
  async collect(): Promise<number> {
    const { fresh, proven, unreachable } = await this.#gather()
    if (fresh || proven) await this.save()
    if (unreachable && !fresh) throw new Trouble('unreachable', 0, `${unreachable} shops or receipts did not answer`)
    return fresh
  }

  /** refresh is collect for somebody who waits for the receipts and not for their saving, and goes on with what there is. */
  async refresh(): Promise<void> {
    const { fresh, proven } = await this.#gather()
    if (fresh || proven)
      void this.save().catch(() => {
        this.behind = true
        this.changed()
      })
  }

  async #gather(): Promise<{ fresh: number; proven: boolean; unreachable: number }> {
    let fresh = 0
    let locked = 0
    let unreachable = 0
    for (const shop of this.index.shops.filter((s) => s.inbox)) {
      try {
        await this.#refreshKeys(shop)
        for await (const id of this.#listed(shop)) {
          if (this.records.some((r) => r.pointer.id === id)) continue
          const url = receiptUrl(shop.gateway, shop.inbox!, id)
          try {
            await this.#add(await signedGet(url, this.root.holder(shop.sector)), shop, { gen: shop.gen ?? 1 }, url)
            fresh++
          } catch (e) {
            if (e instanceof Refused && e.code === 'not_for_you') locked++
            else unreachable++ // this one; those after it are not kept back by it
          }
        }
      } catch {
        unreachable++
      }
    }
    this.locked = locked
    const [proven] = await Promise.all([this.checkAnchors(), this.#refunds.check(this.records)])
    this.changed()
    return { fresh, proven, unreachable }
  }

  async #refreshKeys(shop: Entry): Promise<void> {
    this.#know(await entryOf(shop.gateway, shop.client_id, this.config))
  }

  async *#listed(shop: Entry): AsyncGenerator<string> {
    let next: string | undefined
    for (let pages = 0; pages < 1000; pages++) {
      const page = await inboxPage(shop.gateway, shop.inbox!, this.root.holder(shop.sector), next)
      for (const r of page.receipts) yield r.id
      next = page.next
      if (!next) return
    }
  }

  /** checkAnchors compares with the chain what was not compared in this session. It says whether a proof is new. */
  async checkAnchors(): Promise<boolean> {
    let proven = false
    for (const r of this.records) if (r.anchored === 'pending') proven = (await checkAnchor(r, this.chain, this.config)) || proven
    this.changed()
    return proven
  }

}

// union keeps everything that either side knows; of two that are the same thing, the one that knows more.
function union<X>(mine: X[], theirs: X[], name: (x: X) => string, full: (x: X) => boolean): X[] {
  const kept = mine.map((m) => {
    const t = theirs.find((x) => name(x) === name(m))
    return t && full(t) && !full(m) ? t : m
  })
  return [...kept, ...theirs.filter((t) => !mine.some((m) => name(m) === name(t)))]
}

const sorted = (r: Record[]): Record[] => [...r].sort((a, b) => b.receipt.at.localeCompare(a.receipt.at) || a.pointer.id.localeCompare(b.pointer.id))

const mergeKeys = (a: Entry['keys'], b: Entry['keys']): Entry['keys'] => [...b, ...a.filter((k) => !b.some((x) => x.x === k.x && x.y === k.y))].slice(0, 16)

const withDomainType = (d: ReturnType<typeof setScribe>): unknown => ({
  ...d,
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    ...d.types,
  },
})

/** ourChain asks the wallet to look at our chain: many refuse to sign for another. A wallet that cannot switch may still sign. */
async function ourChain(provider: Provider, config: Config): Promise<void> {
  const wanted = '0x' + config.chain_id.toString(16)
  try {
    if (Number(await provider.request({ method: 'eth_chainId' })) === config.chain_id) return
    await provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: wanted }] })
  } catch (e) {
    if ((e as { code?: unknown }).code === 4001) throw e
    await provider
      .request({
        method: 'wallet_addEthereumChain',
        params: [{ chainId: wanted, chainName: `Carnet ${config.chain_id}`, rpcUrls: [config.rpc], nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 } }],
      })
      .catch(() => undefined)
  }
}

/** walletFactor is r and s of the unlock signature, if this account itself signed it. */
export function walletFactor(signature: string, digest: Uint8Array, address: string): Bytes {
  const s = unhex(signature)
  if (s.length !== 65 || !same(recover(digest, s), address)) throw new Refused('not_plain', 'not a signature of this account itself')
  return s.slice(0, 64)
}

