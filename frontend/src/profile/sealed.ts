// Sealed receipts: one line of JSON, a line feed, an age file (docs/protocol.md section 4).
import { Decrypter, Encrypter } from 'age-encryption'
import { type Bytes, Refused, b64u, concat, hex, pad, text, unb64u, unhex, utf8 } from './bytes.ts'

export interface Sealed {
  id: string
  epoch: number
  leaf: Bytes
  check: string
  slot?: string // the gateway's own note
  age: Bytes
}

export function parseSealed(b: Uint8Array): Sealed {
  const end = b.indexOf(0x0a)
  if (end < 0 || end > 1024) throw new Refused('sealed', 'sealed receipt has no first line')
  const h = JSON.parse(text(b.slice(0, end))) as { v?: unknown; id?: unknown; epoch?: unknown; leaf?: unknown; check?: unknown; slot?: unknown }
  if (h.v !== 1 || typeof h.id !== 'string' || !/^[0-9a-f]{32}$/.test(h.id)) throw new Refused('sealed', 'sealed receipt is not of version 1')
  if (!Number.isSafeInteger(h.epoch) || (h.epoch as number) < 0) throw new Refused('sealed', 'sealed receipt has no epoch')
  if (typeof h.leaf !== 'string' || !/^[0-9a-f]{64}$/.test(h.leaf)) throw new Refused('sealed', 'sealed receipt has no leaf')
  if (typeof h.check !== 'string' || !/^[0-9a-f]{4}$/.test(h.check)) throw new Refused('sealed', 'sealed receipt has no check')
  if (h.slot !== undefined && (typeof h.slot !== 'string' || !/^[\w-]{1,128}$/.test(h.slot))) throw new Refused('sealed', 'sealed receipt has a slot that is none')
  return { id: h.id, epoch: h.epoch as number, leaf: unhex(h.leaf), check: h.check, ...(h.slot === undefined ? {} : { slot: h.slot }), age: new Uint8Array(b.slice(end + 1)) }
}

export const printSealed = (s: Sealed): Bytes =>
  concat(`{"v":1,"id":"${s.id}","epoch":${s.epoch},"leaf":"${hex(s.leaf)}","check":"${s.check}"${s.slot ? `,"slot":"${s.slot}"` : ''}}\n`, s.age)

export interface Opened {
  sdJwt: string
  salt: Bytes
}

export async function seal(sdJwt: string, salt: Uint8Array, recipient: string): Promise<Bytes> {
  const e = new Encrypter()
  e.addRecipient(recipient)
  return new Uint8Array(await e.encrypt(pad(utf8(JSON.stringify({ v: 1, sd_jwt: sdJwt, salt: b64u(salt) })), 1)))
}

/** open decrypts the age file with an AGE-SECRET-KEY-PQ-1... identity. */
export async function open(age: Uint8Array, identity: string): Promise<Opened> {
  const d = new Decrypter()
  d.addIdentity(identity)
  let plain: string
  try {
    plain = await d.decrypt(age, 'text')
  } catch (cause) {
    throw new Refused('not_for_you', 'this receipt does not open with this key', { cause })
  }
  const p = JSON.parse(plain) as { v?: unknown; sd_jwt?: unknown; salt?: unknown }
  if (p.v !== 1 || typeof p.sd_jwt !== 'string' || typeof p.salt !== 'string') throw new Refused('sealed', 'opened receipt is not of version 1')
  const salt = unb64u(p.salt)
  if (salt.length !== 32) throw new Refused('sealed', `opened receipt has a salt of ${salt.length} bytes`)
  return { sdJwt: p.sd_jwt, salt }
}
