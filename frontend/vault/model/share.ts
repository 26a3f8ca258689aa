// Showing something of a receipt to another shop: OpenID4VP with SD-JWT+KB (docs/protocol.md section 9).
import { CompactEncrypt, importJWK } from 'jose'
import { Refused, random, b64u, text, unb64u, utf8 } from '../../src/profile/bytes.ts'
import { origin } from '../../src/profile/claim.ts'
import { type Jwk, verifyEs256 } from '../../src/profile/keys.ts'
import { type Line, claimNames, present } from '../../src/profile/sdjwt.ts'
import type { Config } from './config.ts'
import { get, getJson, send } from './http.ts'
import { requestUri } from './link.ts'
import { type Record, keyOf } from './records.ts'
import type { Session } from './session.ts'

type Path = (string | null)[]

export interface Credential {
  id: string
  format: string
  meta: { vct_values: string[] }
  claims: { path: Path }[]
}

export interface Question {
  gateway: string
  clientId: string
  responseUri: string
  nonce: string
  purpose: string
  shop: { name: string; sector: string; origin: string }
  credentials: Credential[]
  key: Jwk
}

interface RequestObject {
  client_id: string
  response_type: string
  response_mode: string
  response_uri: string
  nonce: string
  exp: number
  dcql_query: { credentials: Credential[] }
  client_metadata: { jwks: { keys: Jwk[] } }
  carnet: { purpose: string; shop: { client_id: string; name: string; sector: string; origin: string } }
}

const refuse = (why: string): never => {
  throw new Refused('request', why)
}

/** readQuestion fetches a request object and believes it only if a known gateway signed it for itself and it is fresh. */
export async function readQuestion(params: URLSearchParams, config: Config): Promise<Question> {
  const { uri, gateway } = requestUri(params)
  if (!config.gateways.includes(gateway)) throw new Refused('unknown_gateway', 'the request comes from an unknown gateway')
  const jws = text(await get(uri, { Accept: 'application/oauth-authz-req+jwt' })).trim()
  const parts = jws.split('.')
  if (parts.length !== 3) refuse('the request is not signed')
  const header = JSON.parse(text(unb64u(parts[0]!))) as { alg?: string; typ?: string; kid?: string }
  if (header.alg !== 'ES256' || header.typ !== 'oauth-authz-req+jwt') refuse(`the request is of type ${String(header.typ)}`)
  const { keys } = await getJson<{ keys: Jwk[] }>(`${gateway}/jwks`)
  const key = keys.find((k) => k.kid === header.kid && k.kty === 'EC' && k.crv === 'P-256')
  if (!key || !verifyEs256(unb64u(parts[2]!), utf8(`${parts[0]}.${parts[1]}`), key)) refuse('the request is not signed by its gateway')
  const r = JSON.parse(text(unb64u(parts[1]!))) as RequestObject
  return check(r, params, gateway, uri)
}

function isOrigin(s: string): boolean {
  try {
    return origin(s) === s
  } catch {
    return false
  }
}

function check(r: RequestObject, params: URLSearchParams, gateway: string, uri: string): Question {
  if (r.response_type !== 'vp_token' || r.response_mode !== 'direct_post.jwt') refuse('another way of answering is wanted')
  if (params.has('client_id') && params.get('client_id') !== r.client_id) refuse('the link names another shop')
  if (r.carnet?.shop?.client_id !== r.client_id) refuse('the request names two shops')
  if (!isOrigin(r.carnet.shop.origin)) refuse('the shop of the request is not a website') // it becomes a link here
  if (r.response_uri !== uri.replace(/\/request$/, '/response')) refuse('the answer would go elsewhere')
  if (!(r.exp * 1000 > Date.now())) refuse('the request is over')
  if (typeof r.nonce !== 'string' || r.nonce.length < 16) refuse('the request has no nonce')
  const credentials = r.dcql_query?.credentials ?? []
  if (credentials.length === 0 || credentials.length > 8) refuse('the request asks for nothing')
  for (const c of credentials)
    if (c.format !== 'dc+sd-jwt' || !c.claims?.length || c.claims.some((q) => !(claimNames as readonly unknown[]).includes(q.path?.[0]))) refuse('the request asks for something unknown')
  const key = r.client_metadata.jwks.keys.find((k) => k.kty === 'EC' && k.crv === 'P-256') ?? refuse('the request has no key to answer to')
  return { gateway, clientId: r.client_id, responseUri: r.response_uri, nonce: r.nonce, purpose: String(r.carnet.purpose ?? ''), shop: r.carnet.shop, credentials, key }
}

/** asked are the claims that a credential query leads to, in the receipt's own order. Lines are disclosed whole. */
export const asked = (c: Credential): string[] => claimNames.filter((n) => c.claims.some((q) => q.path[0] === n))

const has = (r: Record, name: string): boolean => name in r.receipt

/** fits are the receipts that have everything asked for and that the other shop could verify. */
export const fits = (c: Credential, records: Record[]): Record[] => records.filter((r) => r.anchored === 'yes' && asked(c).every((n) => has(r, n)))

/** Shown is what a choice discloses: also what gives an amount its meaning, because an amount without it says nothing. */
export function shown(c: Credential, r: Record): { claims: string[]; lines: Line[]; hidden: string[] } {
  const claims = asked(c)
  return {
    claims,
    lines: claims.includes('lines') ? r.receipt.lines : [],
    hidden: claimNames.filter((n) => has(r, n) && !claims.includes(n) && n !== 'exponent' && n !== 'totals_consistent'),
  }
}

/** answer shows the chosen receipts, locked for the asking shop, and returns where to go next. */
export async function answer(session: Session, q: Question, chosen: Map<string, Record>): Promise<string> {
  const vp: { [id: string]: string[] } = {}
  const proofs: { [id: string]: unknown[] } = {}
  for (const c of q.credentials) {
    const r = chosen.get(c.id) ?? refuse('nothing chosen')
    const { holder } = keyOf(session.root, r.pointer)
    const iat = Math.floor(Date.now() / 1000)
    vp[c.id] = [present(r.sdJwt, { claims: new Set(asked(c)), line: () => true }, holder, q.clientId, q.nonce, iat)]
    proofs[c.id] = [{ salt: r.pointer.salt, proof: r.pointer.proof }]
  }
  const jwe = await new CompactEncrypt(utf8(JSON.stringify({ vp_token: vp, carnet_proofs: proofs })))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', ...(q.key.kid ? { kid: q.key.kid } : {}) })
    .encrypt(await importJWK({ kty: q.key.kty, crv: q.key.crv, x: q.key.x, y: q.key.y }, 'ECDH-ES'))
  const body = await send(q.responseUri, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ response: jwe }).toString(),
  })
  const { redirect_uri } = JSON.parse(text(body)) as { redirect_uri: string }
  if (new URL(redirect_uri).origin !== q.shop.origin) refuse('the answer leads elsewhere')
  const at = new Date().toISOString().slice(0, 19) + 'Z'
  for (const c of q.credentials) {
    const r = chosen.get(c.id)!
    session.index.grants.push({ id: b64u(random(12)), to: q.shop.name, purpose: q.purpose, receipt: r.pointer.id, claims: asked(c), at })
  }
  await session.save().catch(() => undefined) // shown is shown: a note that cannot be saved now is saved with the next receipt
  return redirect_uri
}
