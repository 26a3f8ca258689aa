// Leaves, inclusion proofs (RFC 6962 hashing) and promises (docs/protocol.md sections 4 and 5).
import { type Bytes, Refused, equal, sha256, unb64u, unhex, utf8, text } from './bytes.ts'
import { type Jwk, verifyEs256 } from './keys.ts'

export interface Anchored {
  v: 1
  root: string
  chain_id: number
  contract: string
  issuer: string
  tx: string
  block: number
  gas: number
}

export interface Proof {
  epoch: number
  leaf: string
  index: number
  size: number
  path: string[]
  root: string
  anchored: Anchored | null
}

/** leafOf commits to a receipt: the issuer-signed JWT before the first ~. */
export const leafOf = (salt: Uint8Array, sdJwt: string): Bytes =>
  sha256('carnet/v1/leaf', salt, sha256(sdJwt.split('~', 1)[0]!))

const nodeHash = (l: Uint8Array, r: Uint8Array): Bytes => sha256(new Uint8Array([1]), l, r)

/** rootOf walks a path up. Trees are full: size is a power of two and the path has exactly log2(size) steps. */
export function rootOf(p: Proof): Bytes {
  const depth = Math.log2(p.size)
  if (!Number.isInteger(depth) || depth < 1 || depth > 40 || p.path.length !== depth)
    throw new Refused('proof_shape', `proof of ${p.path.length} steps in a tree of ${p.size}`)
  if (!Number.isSafeInteger(p.index) || p.index < 0 || p.index >= p.size) throw new Refused('proof_shape', `proof index ${p.index} of ${p.size}`)
  let hash = sha256(new Uint8Array([0]), leaf32(p.leaf))
  let index = p.index
  for (const step of p.path) {
    const sibling = leaf32(step)
    hash = index % 2 === 0 ? nodeHash(hash, sibling) : nodeHash(sibling, hash)
    index = Math.floor(index / 2)
  }
  return hash
}

function leaf32(s: string): Bytes {
  const b = unhex(s)
  if (b.length !== 32) throw new Refused('proof_shape', `proof has a value of ${b.length} bytes, not 32`)
  return b
}

/** verifyProof throws unless the path leads from this leaf to the proof's root. */
export function verifyProof(p: Proof, leaf: Uint8Array): void {
  if (!equal(leaf32(p.leaf), leaf)) throw new Refused('proof_leaf', 'the proof is about another receipt')
  if (!equal(rootOf(p), leaf32(p.root))) throw new Refused('proof_root', 'the proof does not lead to its root')
}

export interface Promised {
  iss: string
  leaf: string
  epoch: number
  chain_id: number
  contract: string
  issuer: string
}

/** verifyPromise reads a promise signed by the shop's issuer key. */
export function verifyPromise(jws: string, key: Jwk): Promised {
  const parts = jws.split('.')
  if (parts.length !== 3) throw new Refused('promise', 'promise is not a compact JWS')
  const header = JSON.parse(text(unb64u(parts[0]!))) as { alg?: string; typ?: string }
  if (header.alg !== 'ES256' || header.typ !== 'carnet-promise+jwt') throw new Refused('promise', `promise of type ${String(header.typ)}`)
  if (!verifyEs256(unb64u(parts[2]!), utf8(parts[0] + '.' + parts[1]), key)) throw new Refused('promise', 'promise is not signed by this key')
  return JSON.parse(text(unb64u(parts[1]!))) as Promised
}
