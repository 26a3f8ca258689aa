// Notation of docs/protocol.md: concatenation, lp, hex, b64u, HKDF, HMAC.
import { hkdf as nobleHkdf, expand, extract } from '@noble/hashes/hkdf.js'
import { hmac as nobleHmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad } from '@scure/base'

export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

const own = (b: Uint8Array): Bytes => new Uint8Array(b)

export const utf8 = (s: string): Bytes => own(encoder.encode(s))
export const text = (b: Uint8Array): string => decoder.decode(b)
export const concat = (...parts: (Uint8Array | string)[]): Bytes =>
  own(concatBytes(...parts.map((p) => (typeof p === 'string' ? utf8(p) : p))))

export const hex = (b: Uint8Array): string => bytesToHex(b)
export const hex0x = (b: Uint8Array): string => '0x' + bytesToHex(b)

/** unhex reads hex digits with or without 0x; anything else throws. */
export const unhex = (s: string): Bytes => own(hexToBytes(s.startsWith('0x') ? s.slice(2) : s))

export const b64u = (b: Uint8Array): string => base64urlnopad.encode(own(b))

/** unb64u reads strict base64url without padding; anything else throws. */
export const unb64u = (s: string): Bytes => own(base64urlnopad.decode(s))

export function uint32(n: number): Bytes {
  const b = new Uint8Array(4)
  new DataView(b.buffer).setUint32(0, n)
  return b
}

/** lp is a 32-bit big-endian length followed by the bytes. */
export const lp = (x: Uint8Array | string): Bytes => {
  const b = typeof x === 'string' ? utf8(x) : x
  return concat(uint32(b.length), b)
}

export const sha256 = (...parts: (Uint8Array | string)[]): Bytes => own(nobleSha256(concat(...parts)))
export const keccak = (...parts: (Uint8Array | string)[]): Bytes => own(keccak_256(concat(...parts)))
export const hmac = (key: Uint8Array, ...parts: (Uint8Array | string)[]): Bytes =>
  own(nobleHmac(nobleSha256, key, concat(...parts)))
export const hkdfExtract = (salt: string, ikm: Uint8Array): Bytes => own(extract(nobleSha256, ikm, utf8(salt)))
export const hkdfExpand = (prk: Uint8Array, info: string, length: number): Bytes =>
  own(expand(nobleSha256, prk, utf8(info), length))
export const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: string, length: number): Bytes =>
  own(nobleHkdf(nobleSha256, ikm, salt, utf8(info), length))

export const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let d = 0
  for (let i = 0; i < a.length; i++) d |= a[i]! ^ b[i]!
  return d === 0
}

export const big = (b: Uint8Array): bigint => (b.length ? BigInt('0x' + bytesToHex(b)) : 0n)

/** be writes n as a big-endian integer of exactly size bytes. */
export const be = (n: bigint, size: number): Bytes => unhex(n.toString(16).padStart(size * 2, '0'))

/** padTo appends spaces up to the next 2^k KiB, k >= min. */
export function pad(b: Uint8Array, min: number): Bytes {
  let size = 1024 * 2 ** min
  while (size < b.length) size *= 2
  const out = new Uint8Array(size).fill(0x20)
  out.set(b)
  return out
}

export class Refused extends Error {
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
