// Index: the shopper's own encrypted list of pointers, and the head that commits to it (docs/protocol.md section 7).
import { type Bytes, Refused, concat, pad, random, sha256, text, utf8 } from './bytes.ts'
import type { Proof } from './proof.ts'

export interface Shop {
  sector: string
  client_id: string
  iss: string
  gateway: string
  name: string
  /** The inbox and generation are there once the shop may send receipts by itself. */
  inbox?: string
  gen?: number
}

export interface Pointer {
  id: string
  shop: string
  iss: string
  leaf: string
  epoch: number
  content: string
  key: { gen: number } | { claim: string }
  at: string[]
  proof?: Proof
  salt: string
}

export interface Grant {
  id: string
  to: string
  purpose: string
  receipt: string
  claims: string[]
  at: string
}

export interface Index {
  v: 1
  seq: number
  shops: Shop[]
  receipts: Pointer[]
  grants: Grant[]
  /** Heads of the boxes this one was written after, latest first: any of them may be on the chain still. */
  after?: string[]
}

const aad = utf8('carnet/v1/index')

const aes = (key: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])

export const emptyIndex = (): Index => ({ v: 1, seq: 0, shops: [], receipts: [], grants: [] })

/** sealIndex pads to 2^k KiB (k >= 2) and encrypts; the nonce is in front. */
export async function sealIndex(index: Index, key: Bytes, nonce = random(12)): Promise<Bytes> {
  const plain = pad(utf8(JSON.stringify(index)), 2)
  const ct = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, await aes(key), plain)
  return concat(nonce, new Uint8Array(ct))
}

export async function openIndex(box: Bytes, key: Bytes): Promise<Index> {
  let plain: ArrayBuffer
  try {
    plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: box.slice(0, 12), additionalData: aad }, await aes(key), box.slice(12))
  } catch (cause) {
    throw new Refused('index', 'the list of receipts does not open with this key', { cause })
  }
  const index = JSON.parse(text(new Uint8Array(plain))) as Index
  if (index.v !== 1) throw new Refused('index', 'the list of receipts is of another version')
  return index
}

/** headOf is what the carnet carries: 24 bytes that commit to the stored bytes of the index. */
export const headOf = (box: Uint8Array): Bytes => sha256('carnet/v1/index', box).slice(0, 24)
