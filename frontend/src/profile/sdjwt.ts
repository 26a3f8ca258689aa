// SD-JWT VC receipts and presentations with key binding (RFC 9901; docs/protocol.md sections 3 and 9).
import { b64u, Refused, sha256, text, unb64u, utf8 } from './bytes.ts'
import { type Jwk, es256, thumbprint, verifyEs256 } from './keys.ts'
import type { StatusRef } from './status.ts'

export const vct = 'urn:carnet:receipt:1'

/** The claims of a receipt that are disclosures, in the order of docs/protocol.md. */
export const claimNames = [
  'id', 'kind', 'of', 'at', 'channel', 'currency', 'exponent', 'total', 'tax', 'shipping', 'discount', 'tender', 'totals_consistent', 'lines', 'src',
] as const

export interface Line {
  n: number
  sku?: string
  gtin?: string
  name: string
  category?: string
  qty: string
  unit?: number
  total: number
  tax?: number
  warranty_until?: string
}

export interface Receipt {
  id: string
  kind: 'sale' | 'refund' | 'exchange'
  of?: string
  at: string
  channel?: string
  currency: string
  exponent: number
  total: number
  tax?: number
  shipping?: number
  discount?: number
  tender?: string
  totals_consistent?: boolean
  lines: Line[]
  src?: { sys: string; ref: string }
}

interface Disclosure {
  raw: string
  digest: string
  name: string | null // null: an element of an array
  value: unknown
}

export interface Parsed {
  jwt: string
  header: { alg: string; typ: string; kid?: string }
  payload: { iss: string; vct: string; cnf: { jwk: Jwk }; status?: { status_list?: StatusRef }; _sd: string[]; _sd_alg: string }
  disclosures: Disclosure[]
  claims: Partial<Receipt>
}

const digestOf = (raw: string): string => b64u(sha256(raw))

function parseDisclosure(raw: string): Disclosure {
  const parts = JSON.parse(text(unb64u(raw))) as unknown[]
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') throw new Refused('sdjwt', 'a disclosure has no salt')
  if (parts.length === 2) return { raw, digest: digestOf(raw), name: null, value: parts[1] }
  if (parts.length === 3 && typeof parts[1] === 'string') return { raw, digest: digestOf(raw), name: parts[1], value: parts[2] }
  throw new Refused('sdjwt', `a disclosure has ${parts.length} parts`)
}

const jsonPart = (s: string): Record<string, unknown> => JSON.parse(text(unb64u(s))) as Record<string, unknown>

/** parse reads an issuer's SD-JWT (ending in ~), checks its shape and resolves disclosures. It checks no signature. */
export function parse(sdJwt: string): Parsed {
  const pieces = sdJwt.split('~')
  if (pieces.length < 2 || pieces.pop() !== '') throw new Refused('sdjwt', 'an SD-JWT ends with ~')
  const jwt = pieces.shift()!
  const parts = jwt.split('.')
  if (parts.length !== 3) throw new Refused('sdjwt', 'the signed part is not a compact JWS')
  const header = jsonPart(parts[0]!) as Parsed['header']
  const payload = jsonPart(parts[1]!) as unknown as Parsed['payload']
  if (header.alg !== 'ES256' || header.typ !== 'dc+sd-jwt') throw new Refused('sdjwt', `signed with ${String(header.alg)} as ${String(header.typ)}`)
  if (payload.vct !== vct) throw new Refused('sdjwt', `not a receipt but ${String(payload.vct)}`)
  if (payload._sd_alg !== 'sha-256' || !Array.isArray(payload._sd)) throw new Refused('sdjwt', 'no list of digests')
  const disclosures = pieces.map(parseDisclosure)
  return { jwt, header, payload, disclosures, claims: resolve(payload._sd, disclosures) }
}

/** resolve puts disclosed values in place. Every disclosure must be committed to exactly once. */
function resolve(sd: string[], disclosures: Disclosure[]): Partial<Receipt> {
  const byDigest = new Map<string, Disclosure>()
  for (const d of disclosures) {
    if (byDigest.has(d.digest)) throw new Refused('sdjwt', 'a disclosure appears twice')
    byDigest.set(d.digest, d)
  }
  const used = new Set<string>()
  const take = (digest: string): Disclosure | undefined => {
    const d = byDigest.get(digest)
    if (!d) return undefined
    if (used.has(digest)) throw new Refused('sdjwt', 'a digest appears twice')
    used.add(digest)
    return d
  }
  const claims: Record<string, unknown> = {}
  for (const digest of sd) {
    const d = take(digest)
    if (!d) continue
    if (d.name === null || !(claimNames as readonly string[]).includes(d.name) || d.name in claims)
      throw new Refused('sdjwt', `the claim ${String(d.name)} has no place here`)
    claims[d.name] = d.name === 'lines' ? elements(d.value, take) : d.value
  }
  if (used.size !== byDigest.size) throw new Refused('sdjwt', 'a disclosure was not signed')
  return claims as Partial<Receipt>
}

function elements(value: unknown, take: (digest: string) => Disclosure | undefined): unknown[] {
  if (!Array.isArray(value)) throw new Refused('sdjwt', 'lines are not a list')
  const out: unknown[] = []
  for (const e of value as Record<string, unknown>[]) {
    const digest = e['...']
    if (typeof digest !== 'string') throw new Refused('sdjwt', 'a line is not a disclosure of its own')
    const d = take(digest)
    if (!d) continue
    if (d.name !== null) throw new Refused('sdjwt', 'a line has a name')
    out.push(d.value)
  }
  return out
}

/** verifyReceipt checks the shop's signature with the keys of its issuer metadata. */
export function verifyReceipt(sdJwt: string, iss: string, keys: Jwk[]): Parsed {
  const p = parse(sdJwt)
  if (p.payload.iss !== iss) throw new Refused('issuer', `signed as ${p.payload.iss}, not ${iss}`)
  const key = keys.find((k) => b64u(thumbprint(k)) === p.header.kid)
  if (!key) throw new Refused('issuer_key', 'signed with a key that the shop does not publish')
  const [h, b, s] = p.jwt.split('.') as [string, string, string]
  if (!verifyEs256(unb64u(s), utf8(h + '.' + b), key)) throw new Refused('signature', "the shop's signature does not match")
  return p
}

export interface Choice {
  /** claim names at the top level that are shown */
  claims: ReadonlySet<string>
  /** which lines are shown (by place in the list); only looked at when claims has "lines" */
  line(i: number): boolean
}

/** choose keeps the disclosures that a choice shows. The result ends with ~. */
export function choose(sdJwt: string, choice: Choice): string {
  const p = parse(sdJwt)
  const kept = p.disclosures.filter((d) => d.name !== null && d.name !== 'lines' && choice.claims.has(d.name)).map((d) => d.raw)
  const lines = p.disclosures.find((d) => d.name === 'lines')
  if (lines && choice.claims.has('lines')) {
    kept.push(lines.raw)
    const digests = (lines.value as Record<string, string>[]).map((e) => e['...'])
    const elements = digests.map((digest) => p.disclosures.find((d) => d.name === null && d.digest === digest))
    elements.forEach((d, i) => d && choice.line(i) && kept.push(d.raw))
  }
  return [p.jwt, ...kept, ''].join('~')
}

/** bind appends the key-binding JWT: the holder's word for this audience and nonce over exactly what is shown. */
export function bind(shown: string, holder: Uint8Array, aud: string, nonce: string, iat: number): string {
  const header = b64u(utf8(JSON.stringify({ alg: 'ES256', typ: 'kb+jwt' })))
  const payload = b64u(utf8(JSON.stringify({ iat, aud, nonce, sd_hash: b64u(sha256(shown)) })))
  const signature = es256(utf8(header + '.' + payload), holder)
  return `${shown}${header}.${payload}.${b64u(signature)}`
}

/** present is what another shop gets to see: SD-JWT+KB. */
export const present = (sdJwt: string, choice: Choice, holder: Uint8Array, aud: string, nonce: string, iat: number): string =>
  bind(choose(sdJwt, choice), holder, aud, nonce, iat)

/** verifyPresentation is the other side: signature, holder binding, audience, nonce. It returns what was shown. */
export function verifyPresentation(presentation: string, iss: string, keys: Jwk[], aud: string, nonce: string): Parsed {
  const cut = presentation.lastIndexOf('~') + 1
  const shown = presentation.slice(0, cut)
  const p = verifyReceipt(shown, iss, keys)
  const [h, b, s] = presentation.slice(cut).split('.')
  if (!h || !b || !s) throw new Refused('key_binding', 'no key binding')
  const header = jsonPart(h) as { alg?: string; typ?: string }
  const body = jsonPart(b) as { aud?: string; nonce?: string; sd_hash?: string; iat?: number }
  if (header.alg !== 'ES256' || header.typ !== 'kb+jwt') throw new Refused('key_binding', `key binding of type ${String(header.typ)}`)
  if (!verifyEs256(unb64u(s), utf8(h + '.' + b), p.payload.cnf.jwk)) throw new Refused('key_binding', 'not signed by the holder of this receipt')
  if (body.aud !== aud || body.nonce !== nonce) throw new Refused('key_binding', 'made for another question')
  if (body.sd_hash !== b64u(sha256(shown))) throw new Refused('key_binding', 'made for other contents')
  return p
}
