// From a sealed receipt to what a person may believe: opened, signed by its shop, anchored on the chain.
import { type Bytes, Refused, equal, hex, sha256, unb64u, unhex, b64u } from '../../src/profile/bytes.ts'
import { parseClaimCode } from '../../src/profile/codes.ts'
import type { Pointer, Shop } from '../../src/profile/index.ts'
import { type Jwk, type RootKey, claimKeys, publicJwk } from '../../src/profile/keys.ts'
import { leafOf, verifyProof } from '../../src/profile/proof.ts'
import { open, parseSealed } from '../../src/profile/sealed.ts'
import { type Receipt, verifyReceipt } from '../../src/profile/sdjwt.ts'
import type { Chain } from './chain.ts'
import type { Config } from './config.ts'
import { type Issuer, issuerOf, proofOf } from './gateway.ts'

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
  anchored: 'pending' | 'yes' | 'no'
  when?: Date
  unchecked?: boolean // the chain did not answer: nothing is claimed
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

/** readSealed opens a sealed receipt and checks everything that needs no network. */
export async function readSealed(sealed: Bytes, shop: Entry, keys: KeyOf): Promise<{ sdJwt: string; salt: string; receipt: Receipt; leaf: string; epoch: number; id: string }> {
  const s = parseSealed(sealed)
  const { sdJwt, salt } = await open(s.age, keys.identity)
  if (!equal(leafOf(salt, sdJwt), s.leaf)) throw new Refused('leaf', 'the receipt is not the one its first line names')
  const p = verifyReceipt(sdJwt, shop.iss, shop.keys)
  const [bound, mine] = [p.payload.cnf?.jwk, publicJwk(keys.holder)]
  if (bound?.x !== mine.x || bound.y !== mine.y) throw new Refused('not_for_you', 'the receipt is bound to somebody else')
  const receipt = p.claims as Receipt
  if (receipt.id !== s.id || typeof receipt.total !== 'number' || !Array.isArray(receipt.lines)) throw new Refused('receipt', 'the receipt is not complete')
  return { sdJwt, salt: b64u(salt), receipt, leaf: hex(s.leaf), epoch: s.epoch, id: s.id }
}

/** checkAnchor asks for the proof where it is missing, walks it, and compares its root with the chain's. */
export async function checkAnchor(r: Record, chain: Chain, config: Config): Promise<boolean> {
  const before = JSON.stringify(r.pointer.proof ?? null)
  try {
    if (!r.pointer.proof?.anchored) {
      const p = await proofOf(r.shop.gateway, r.pointer.epoch, r.pointer.leaf)
      if (!p?.anchored) {
        r.anchored = 'pending'
        return false
      }
      r.pointer.proof = p
    }
    const proof = r.pointer.proof
    const at = proof.anchored!
    verifyProof(proof, unhex(r.pointer.leaf))
    const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
    if (proof.epoch !== r.pointer.epoch || at.chain_id !== config.chain_id || !same(at.contract, config.anchor) || !same(at.issuer, r.shop.anchor.issuer))
      throw new Refused('anchor', 'the proof names another place')
    const found = await chain.rootAt(config.anchor, r.shop.anchor.issuer, proof.epoch, at.block)
    r.anchored = found && equal(found.root, unhex(proof.root)) ? 'yes' : 'no'
    if (found) r.when = found.time
    r.unchecked = false
  } catch (e) {
    if (e instanceof Refused) r.anchored = 'no'
    else r.unchecked = true
  }
  return before !== JSON.stringify(r.pointer.proof ?? null)
}

export const contentOf = (sealed: Bytes): string => hex(sha256(sealed))
export const saltOf = (p: Pointer): Bytes => unb64u(p.salt)
