// From a sealed receipt to what a person may believe: opened, signed by its shop, anchored on the chain.
import { type Bytes, Refused, equal, hex, sha256, unb64u, unhex, b64u } from '../../src/profile/bytes.ts'
import { parseClaimCode } from '../../src/profile/codes.ts'
import type { Pointer, Shop } from '../../src/profile/index.ts'
import { type Jwk, type RootKey, claimKeys, publicJwk } from '../../src/profile/keys.ts'
import { leafOf, verifyProof } from '../../src/profile/proof.ts'
import { open, parseSealed } from '../../src/profile/sealed.ts'
import { type Receipt, verifyReceipt } from '../../src/profile/sdjwt.ts'
import { type Refunded, type StatusRef, openStatusList, refundedAt, ttl } from '../../src/profile/status.ts'
import type { Chain } from './chain.ts'
import type { Config } from './config.ts'
import { type Issuer, issuerOf, proofOf, statusListOf } from './gateway.ts'

export interface Entry extends Shop {
  /** Published keys as the vault saw them: signatures can be checked when the shop is gone. */
  keys: Jwk[]
  anchor: Issuer['carnet']['anchor']
}

export interface Record {
  pointer: Pointer
  shop: Entry
  receipt: Receipt
  sdJwt: string
  status?: StatusRef | undefined // where a refund shows; absent when nowhere
  anchored: 'pending' | 'yes' | 'no'
  when?: Date
  unchecked?: boolean // the chain did not answer: nothing is claimed
  refunded?: Refunded // as the shop's status list says; absent when it was not asked
}

export interface KeyOf {
  identity: string
  holder: Bytes
}

/** keyOf finds the keys of a pointer: of its shop, or of the claim code it came with. */
export function keyOf(root: RootKey, p: Pointer): KeyOf {
  if ('claim' in p.key) {
    const k = claimKeys(parseClaimCode(p.key.claim))
    return { identity: k.identity, holder: k.holder }
  }
  return { identity: root.identity(p.shop, p.key.gen), holder: root.holder(p.shop) }
}

export async function entryOf(gateway: string, clientId: string, config: Config): Promise<Entry> {
  if (!config.gateways.includes(gateway)) throw new Refused('unknown_gateway', `this vault does not know ${gateway}`)
  const i = await issuerOf(gateway, clientId)
  return { sector: i.carnet.sector, client_id: clientId, iss: i.issuer, gateway, name: i.carnet.name, keys: i.jwks.keys, anchor: i.carnet.anchor }
}

const integer = (n: unknown): boolean => Number.isSafeInteger(n)
const absentOr = (ok: (v: unknown) => boolean) => (v: unknown): boolean => v === undefined || ok(v)
const isText = (v: unknown): boolean => typeof v === 'string'
const isLine = (l: Receipt['lines'][0] | null): boolean =>
  l !== null && isText(l?.name) && /^-?\d{1,12}(\.\d{1,6})?$/.test(String(l.qty)) && isText(l.qty) && integer(l.total) &&
  absentOr(integer)(l.unit) && absentOr(integer)(l.tax) && absentOr((d) => !Number.isNaN(Date.parse(String(d))))(l.warranty_until)

/** isReceipt tells whether every screen can show it: a signed receipt can still be nonsense, and one must not spoil the list. */
function isReceipt(r: Partial<Receipt>): r is Receipt {
  return (
    ['sale', 'refund', 'exchange'].includes(r.kind as string) && isText(r.at) && !Number.isNaN(Date.parse(r.at!)) &&
    /^[A-Z]{3}$/.test(String(r.currency)) && integer(r.exponent) && r.exponent! >= 0 && r.exponent! <= 4 && integer(r.total) &&
    [r.tax, r.shipping, r.discount].every(absentOr(integer)) && [r.of, r.channel, r.tender].every(absentOr(isText)) &&
    absentOr((s) => s !== null && Object.values(s as object).every(isText))(r.src) && Array.isArray(r.lines) && r.lines.every(isLine)
  )
}

/** readSealed opens a sealed receipt and checks everything that needs no network. */
export async function readSealed(sealed: Bytes, shop: Entry, keys: KeyOf): Promise<{ sdJwt: string; salt: string; receipt: Receipt; status: StatusRef | undefined; leaf: string; epoch: number; id: string }> {
  const s = parseSealed(sealed)
  const { sdJwt, salt } = await open(s.age, keys.identity)
  if (!equal(leafOf(salt, sdJwt), s.leaf)) throw new Refused('leaf', 'the receipt is not the one its first line names')
  const p = verifyReceipt(sdJwt, shop.iss, shop.keys)
  const [bound, mine] = [p.payload.cnf?.jwk, publicJwk(keys.holder)]
  if (bound?.x !== mine.x || bound.y !== mine.y) throw new Refused('not_for_you', 'the receipt is bound to somebody else')
  const receipt = p.claims
  if (receipt.id !== s.id || !isReceipt(receipt)) throw new Refused('receipt', 'the receipt is not complete')
  const status = statusAt(p.payload.status?.status_list, shop)
  return { sdJwt, salt: b64u(salt), receipt, status, leaf: hex(s.leaf), epoch: s.epoch, id: s.id }
}

/** checkAnchor asks for the proof where it is missing, walks it, and compares its root with the chain's. */
export async function checkAnchor(r: Record, chain: Chain, config: Config): Promise<boolean> {
  const before = JSON.stringify(r.pointer.proof ?? null)
  try {
    const proof = r.pointer.proof?.anchored ? r.pointer.proof : await proofOf(r.shop.gateway, r.pointer.epoch, r.pointer.leaf)
    if (!proof) {
      r.anchored = 'pending'
      r.unchecked = false
      return false
    }
    const at = proof.anchored!
    verifyProof(proof, unhex(r.pointer.leaf))
    const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
    if (proof.epoch !== r.pointer.epoch || at.chain_id !== config.chain_id || !same(at.contract, config.anchor) || !same(at.issuer, r.shop.anchor.issuer))
      throw new Refused('anchor', 'the proof names another place')
    r.pointer.proof = proof
    const found = await chain.rootAt(config.anchor, r.shop.anchor.issuer, proof.epoch, at.block)
    if (!found || !equal(found.root, unhex(proof.root))) throw new Refused('anchor', 'the proof is not what the chain says')
    r.anchored = 'yes'
    r.when = found.time
    r.unchecked = false
  } catch (e) {
    r.unchecked = !(e instanceof Refused)
    if (e instanceof Refused) {
      r.anchored = 'no'
      delete r.pointer.proof // asked for again the next time: one wrong answer is not for ever
    }
  }
  return before !== JSON.stringify(r.pointer.proof ?? null)
}

export const contentOf = (sealed: Bytes): string => hex(sha256(sealed))
export const saltOf = (p: Pointer): Bytes => unb64u(p.salt)

interface Fetched {
  list: Bytes
  until: number // seconds
}

/**
 * Refunds reads the status lists of shops. It always asks for whole lists, and for the lists of all receipts at once: a gateway
 * learns that somebody looks at the list of a shop, not at which receipt.
 */
export class Refunds {
  readonly #lists = new Map<string, Fetched>()

  /** check brings the receipts' own answers up to date. What cannot be learned now stays as it was. */
  async check(records: Record[], now = Math.floor(Date.now() / 1000)): Promise<void> {
    const asked = new Map(records.filter((r) => r.status).map((r) => [r.status!.uri, r.shop]))
    await Promise.allSettled(
      [...asked].map(async ([uri, shop]) => {
        if ((this.#lists.get(uri)?.until ?? 0) > now) return
        this.#lists.set(uri, { list: await openStatusList(await statusListOf(uri), uri, shop.keys, now), until: now + ttl })
      }),
    )
    for (const r of records) {
      const fetched = r.status && this.#lists.get(r.status.uri)
      if (fetched) r.refunded = refundedAt(fetched.list, r.status!.idx)
    }
  }
}

/** statusAt is where a refund of a shop's receipt shows, if that is at the shop's own gateway. */
function statusAt(s: Partial<StatusRef> | undefined, shop: Entry): StatusRef | undefined {
  const { uri, idx } = s ?? {}
  const ours = typeof uri === 'string' && uri.length < 1024 && uri.startsWith(`${shop.gateway}/status/${shop.client_id}/`)
  return ours && Number.isSafeInteger(idx) && idx! >= 0 ? { uri, idx: idx! } : undefined
}

/** refundOf finds the refund of a sale: only the shop that sold can say that it paid back. */
export const refundOf = (sale: Record, records: Record[]): Record | undefined =>
  records.find((r) => r.receipt.kind === 'refund' && r.receipt.of === sale.receipt.id && r.shop.iss === sale.shop.iss)
