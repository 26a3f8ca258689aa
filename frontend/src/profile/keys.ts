// Keys of the vault: everything is derived from the root R (docs/protocol.md section 6).
import { p256 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { bech32 } from '@scure/base'
import { identityToRecipient } from 'age-encryption'
import { type Bytes, b64u, be, big, hkdfExpand, hkdfExtract, hex, sha256, unb64u, utf8 } from './bytes.ts'

export interface Jwk {
  kty: string
  crv: string
  x: string
  y: string
  kid?: string
  alg?: string
  use?: string
}

/** scalar maps 48 bytes to 1..n-1: big-endian integer mod (n-1), plus 1. */
const scalar = (b: Uint8Array, n: bigint): Bytes => be((big(b) % (n - 1n)) + 1n, 32)

const p256n = p256.Point.Fn.ORDER
const k256n = secp256k1.Point.Fn.ORDER

/** identityOf writes a 32-byte seed as an age hybrid identity, AGE-SECRET-KEY-PQ-1... */
const identityOf = (seed: Uint8Array): string => bech32.encode('AGE-SECRET-KEY-PQ-', bech32.toWords(seed), false).toUpperCase()

export class RootKey {
  readonly #prk: Bytes
  constructor(root: Uint8Array) {
    if (root.length !== 32) throw new Error(`root key of ${root.length} bytes, not 32`)
    this.#prk = hkdfExtract('carnet/v1/root', root)
  }
  #key(info: string, length: number): Bytes {
    return hkdfExpand(this.#prk, info, length)
  }
  identity(sector: string, gen: number): string {
    return identityOf(this.#key(`carnet/v1/receipts/${sector}/${gen}`, 32))
  }
  holder(sector: string): Bytes {
    return scalar(this.#key(`carnet/v1/holder/${sector}`, 48), p256n)
  }
  login(sector: string): Bytes {
    return scalar(this.#key(`carnet/v1/login/${sector}`, 48), k256n)
  }
  scribe(): Bytes {
    return scalar(this.#key('carnet/v1/scribe', 48), k256n)
  }
  indexKey(gen: number): Bytes {
    return this.#key(`carnet/v1/index/${gen}`, 32)
  }
  indexBox(gen: number): Bytes {
    return this.#key(`carnet/v1/box/index/${gen}`, 32)
  }
  copyBox(receiptId: string): Bytes {
    return this.#key(`carnet/v1/box/copy/${receiptId}`, 32)
  }
}

export interface ClaimKeys {
  id: string
  identity: string
  holder: Bytes
}

/** claimKeys derives what a claim code of 16 bytes opens, and the name it is found under. */
export function claimKeys(code: Uint8Array): ClaimKeys {
  if (code.length !== 16) throw new Error(`claim code of ${code.length} bytes, not 16`)
  const prk = hkdfExtract('carnet/v1/claim', code)
  return {
    id: hex(sha256('carnet/v1/claim/id', code)),
    identity: identityOf(hkdfExpand(prk, 'carnet/v1/claim/recipient', 32)),
    holder: scalar(hkdfExpand(prk, 'carnet/v1/claim/holder', 48), p256n),
  }
}

export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity)

/** publicJwk is the public half of a P-256 scalar. */
export function publicJwk(secret: Uint8Array): Jwk {
  const point = p256.getPublicKey(secret, false)
  return { kty: 'EC', crv: 'P-256', x: b64u(point.slice(1, 33)), y: b64u(point.slice(33)) }
}

/** pointOf reads a public P-256 JWK as an uncompressed point; any other key throws. */
export function pointOf(jwk: Jwk): Bytes {
  const x = unb64u(jwk.x)
  const y = unb64u(jwk.y)
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256' || x.length !== 32 || y.length !== 32) throw new Error('key is not an EC P-256 key')
  const point = new Uint8Array(65)
  point[0] = 4
  point.set(x, 1)
  point.set(y, 33)
  p256.Point.fromBytes(point) // on the curve, or it throws
  return point
}

/** thumbprint is RFC 7638 over SHA-256, as bytes. */
export const thumbprint = (jwk: Jwk): Bytes =>
  sha256(utf8(`{"crv":${JSON.stringify(jwk.crv)},"kty":${JSON.stringify(jwk.kty)},"x":${JSON.stringify(jwk.x)},"y":${JSON.stringify(jwk.y)}}`))

/** es256 signs bytes with a P-256 scalar: 64 bytes r||s. */
export const es256 = (message: Uint8Array, secret: Uint8Array): Bytes => new Uint8Array(p256.sign(message, secret, { lowS: false }))

export const verifyEs256 = (signature: Uint8Array, message: Uint8Array, jwk: Jwk): boolean =>
  signature.length === 64 && p256.verify(signature, message, pointOf(jwk), { lowS: false })
