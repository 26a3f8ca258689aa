// Ethereum accounts: addresses and recoverable signatures.
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { type Bytes, concat, hex0x, keccak } from './bytes.ts'
import { checksum } from './eip4361.ts'

const addressOfPoint = (uncompressed: Uint8Array): string => checksum(hex0x(keccak(uncompressed.slice(1)).slice(12)))

export const addressOf = (secret: Uint8Array): string => addressOfPoint(secp256k1.getPublicKey(secret, false))

/** signDigest returns 65 bytes r||s||v, v 27 or 28, low s, deterministic (RFC 6979). */
export function signDigest(digest: Uint8Array, secret: Uint8Array): Bytes {
  const sig = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
  return concat(sig.slice(1), new Uint8Array([27 + sig[0]!]))
}

/** recover returns the address that signed a digest; the signature is 65 bytes with v in 0, 1, 27, 28. */
export function recover(digest: Uint8Array, signature: Uint8Array): string {
  if (signature.length !== 65) throw new Error(`signature of ${signature.length} bytes, not 65`)
  const v = signature[64]!
  const bit = v >= 27 ? v - 27 : v
  if (bit !== 0 && bit !== 1) throw new Error(`signature with v = ${v}`)
  const point = secp256k1.recoverPublicKey(concat(new Uint8Array([bit]), signature.slice(0, 64)), digest, { prehash: false })
  return addressOfPoint(secp256k1.Point.fromBytes(point).toBytes(false))
}
