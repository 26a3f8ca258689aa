// The calls of docs/protocol.md section 9 that a vault makes.
import { type Bytes, Refused } from '../../src/profile/bytes.ts'
import { type Jwk, pointOf } from '../../src/profile/keys.ts'
import type { Proof } from '../../src/profile/proof.ts'
import { signRequest } from '../../src/profile/rfc9421.ts'
import { Trouble, get, getJson, postJson, send } from './http.ts'

export interface Issuer {
  issuer: string
  jwks: { keys: Jwk[] }
  carnet: { name: string; sector: string; gateway: string; anchor: { chain_id: number; contract: string; issuer: string } }
}

export interface InboxPage {
  receipts: { id: string; epoch: number; leaf: string; bytes: number }[]
  next?: string
}

const now = (): number => Math.floor(Date.now() / 1000)

const isKey = (k: Jwk | null): k is Jwk => {
  try {
    return pointOf(k!).length > 0
  } catch {
    return false
  }
}

// No controls, and nothing that turns the direction of the text around it.
const readable = (s: unknown, max: number): s is string => typeof s === 'string' && s.trim() !== '' && s.length <= max && !/[\p{C}\p{Zl}\p{Zp}]/u.test(s)
const authority = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$/
const account = /^0x[0-9a-fA-F]{40}$/

/**
 * issuerOf fetches the published keys and name of a shop; the answer must be about exactly this shop. Only what is known
 * and well-formed is returned: it goes into the index, and a gateway must not be able to fill or spoil that.
 */
export async function issuerOf(gateway: string, clientId: string): Promise<Issuer> {
  const i = await getJson<Issuer>(`${gateway}/.well-known/jwt-vc-issuer/shops/${encodeURIComponent(clientId)}`)
  const { name, sector, anchor } = i.carnet ?? {}
  const keys = Array.isArray(i.jwks?.keys) ? i.jwks.keys.slice(0, 16).filter(isKey) : []
  const known = i.issuer === `${gateway}/shops/${clientId}` && keys.length > 0 && readable(name, 200)
  if (!known || typeof sector !== 'string' || !authority.test(sector) || !account.test(anchor?.contract) || !account.test(anchor.issuer))
    throw new Trouble('issuer', 0, 'the shop publishes nothing that can be used')
  return {
    issuer: i.issuer,
    jwks: { keys: keys.map(({ kty, crv, x, y }) => ({ kty, crv, x, y })) },
    carnet: { name, sector, gateway, anchor: { chain_id: Number(anchor.chain_id), contract: anchor.contract, issuer: anchor.issuer } },
  }
}

/** statusListOf fetches a signed status list of a shop; it lies at the shop's own gateway. */
export const statusListOf = async (uri: string): Promise<string> => new TextDecoder().decode(await get(uri))

export const signedDelete = (url: string, holder: Bytes): Promise<Bytes> => send(url, { method: 'DELETE', headers: signRequest('DELETE', url, null, holder, now()) })

export const signedGet = (url: string, holder: Bytes): Promise<Bytes> => get(url, signRequest('GET', url, null, holder, now()))

export async function inboxPage(gateway: string, inbox: string, holder: Bytes, next?: string): Promise<InboxPage> {
  const url = `${gateway}/v1/inboxes/${inbox}` + (next ? `?after=${encodeURIComponent(next)}` : '')
  return JSON.parse(new TextDecoder().decode(await signedGet(url, holder))) as InboxPage
}

export const receiptUrl = (gateway: string, inbox: string, id: string): string => `${gateway}/v1/inboxes/${inbox}/receipts/${id}`
export const claimUrl = (gateway: string, claimId: string): string => `${gateway}/v1/claims/${claimId}`

/** proofOf returns null while the epoch is open or not anchored. Of the answer it keeps what a proof has, and no more. */
export async function proofOf(gateway: string, epoch: number, leaf: string): Promise<Proof | null> {
  try {
    const p = await getJson<Proof>(`${gateway}/v1/epochs/${epoch}/proof?leaf=${leaf}`)
    const a = p.anchored
    if (!a) return null
    const texts = [p.leaf, p.root, a.root, a.contract, a.issuer, a.tx]
    if (!Array.isArray(p.path) || p.path.length > 40 || ![...p.path, ...texts].every((s) => typeof s === 'string' && s.length <= 66)) throw new Refused('proof_shape', 'not a proof')
    const numbers = { block: Number(a.block), gas: Number(a.gas), chain_id: Number(a.chain_id) }
    return {
      epoch: p.epoch, leaf: p.leaf, index: p.index, size: p.size, path: p.path, root: p.root,
      anchored: { v: 1, root: a.root, contract: a.contract, issuer: a.issuer, tx: a.tx, ...numbers },
    }
  } catch (e) {
    if (e instanceof Trouble && e.code === 'not_closed') return null
    throw e
  }
}

export const nonce = async (gateway: string): Promise<string> => (await postJson<{ nonce: string }>(`${gateway}/v1/nonces`, {})).nonce

export const bind = (
  gateway: string,
  body: { client_id: string; message: string; signature: string; recipient: string; holder: Jwk },
): Promise<{ inbox: string; gen: number }> => postJson(`${gateway}/v1/bindings`, body)

export type RelayCall =
  | { kind: 'scribe'; id: string; scribe: string; nonce: number; signature: string }
  | { kind: 'head'; id: string; prev: string; head: string; seq: number; signature: string }

export const relay = (gateway: string, calls: RelayCall[]): Promise<{ tx: string }> => postJson(`${gateway}/v1/relay`, { calls })
