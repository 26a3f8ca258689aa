// Keyring: the root key wrapped once per pair of factors (docs/protocol.md section 6).
import { type Bytes, Refused, b64u, concat, hex, hkdf, lp, random, sha256, text, unb64u, utf8 } from './bytes.ts'

export type SlotKind = 'wp' | 'wc' | 'pc'
export type Factor = 'w' | 'p' | 'c'
export interface Slot {
  kind: SlotKind
  salt: string
  iv: string
  ct: string
}
export interface Keyring {
  v: 1
  slots: Slot[]
}

const kinds: readonly string[] = ['wp', 'wc', 'pc']
const aad = (kind: SlotKind): Bytes => concat(lp('carnet/v1/keyring'), lp(kind))

async function kek(kind: SlotKind, a: Uint8Array, b: Uint8Array, salt: Uint8Array): Promise<CryptoKey> {
  const raw = hkdf(concat(lp(a), lp(b)), salt, 'carnet/v1/kek/' + kind, 32)
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** wrap makes a slot; a and b are the factors named by the first and second letter of kind. */
export async function wrap(kind: SlotKind, a: Uint8Array, b: Uint8Array, root: Bytes, salt = random(32), iv = random(12)): Promise<Slot> {
  const key = await kek(kind, a, b, salt)
  const ct = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: aad(kind) }, key, root))
  return { kind, salt: b64u(salt), iv: b64u(iv), ct: b64u(ct) }
}

/** unwrap returns R, or throws Refused('wrong_factor'). */
export async function unwrap(slot: Slot, a: Uint8Array, b: Uint8Array): Promise<Bytes> {
  const key = await kek(slot.kind, a, b, unb64u(slot.salt))
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: unb64u(slot.iv), additionalData: aad(slot.kind) }, key, unb64u(slot.ct))
    return new Uint8Array(plain)
  } catch (cause) {
    throw new Refused('wrong_factor', 'these two factors do not open this keyring', { cause })
  }
}

export const printKeyring = (k: Keyring): Bytes => utf8(JSON.stringify(k))

export function parseKeyring(b: Uint8Array): Keyring {
  const k = JSON.parse(text(b)) as Keyring
  if (k.v !== 1 || !Array.isArray(k.slots) || k.slots.length > 16) throw new Refused('keyring', 'keyring is not of version 1')
  for (const s of k.slots) if (!kinds.includes(s.kind)) throw new Refused('keyring', `keyring has a slot of kind ${String(s.kind)}`)
  return k
}

/** keyringBox is the write key of the box where a keyring is found by one factor. */
export const keyringBox = (letter: Factor, factor: Uint8Array): Bytes =>
  hkdf(factor, new Uint8Array(0), 'carnet/v1/box/keyring/' + letter, 32)

/** boxId is the public name of a box, made from its secret write key. */
export const boxId = (writeKey: Uint8Array): string => hex(sha256('carnet/v1/box', writeKey))
