// The calls of docs/protocol.md section 9 that a vault makes.
import type { Bytes } from '../../src/profile/bytes.ts'
import type { Jwk } from '../../src/profile/keys.ts'
import type { Proof } from '../../src/profile/proof.ts'
import { signRequest } from '../../src/profile/rfc9421.ts'
import { Trouble, get, getJson, postJson } from './http.ts'

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

/** issuerOf fetches the published keys and name of a shop; the answer must be about exactly this shop. */
export async function issuerOf(gateway: string, clientId: string): Promise<Issuer> {
  const i = await getJson<Issuer>(`${gateway}/.well-known/jwt-vc-issuer/shops/${encodeURIComponent(clientId)}`)
  if (i.issuer !== `${gateway}/shops/${clientId}` || !Array.isArray(i.jwks?.keys) || !i.carnet?.sector) throw new Trouble('issuer', 0, 'the shop publishes no keys')
  return i
}

export const signedGet = (url: string, holder: Bytes): Promise<Bytes> => get(url, signRequest('GET', url, null, holder, now()))

export async function inboxPage(gateway: string, inbox: string, holder: Bytes, next?: string): Promise<InboxPage> {
  const url = `${gateway}/v1/inboxes/${inbox}` + (next ? `?after=${encodeURIComponent(next)}` : '')
  return JSON.parse(new TextDecoder().decode(await signedGet(url, holder))) as InboxPage
}

export const receiptUrl = (gateway: string, inbox: string, id: string): string => `${gateway}/v1/inboxes/${inbox}/receipts/${id}`
export const claimUrl = (gateway: string, claimId: string): string => `${gateway}/v1/claims/${claimId}`

/** proofOf returns null while the epoch is open. */
export async function proofOf(gateway: string, epoch: number, leaf: string): Promise<Proof | null> {
  try {
    return await getJson<Proof>(`${gateway}/v1/epochs/${epoch}/proof?leaf=${leaf}`)
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
