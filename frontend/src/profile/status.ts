// Status lists: whether a receipt's purchase was paid back since (draft-ietf-oauth-status-list; docs/protocol.md section 3).
import { type Bytes, Refused, b64u, text, unb64u, utf8 } from './bytes.ts'
import { type Jwk, thumbprint, verifyEs256 } from './keys.ts'

export interface StatusRef {
  uri: string
  idx: number
}

export type Refunded = 'no' | 'partly' | 'yes' | 'unknown'

/** ttl is how long a fetched list is believed, in seconds: what its gateway says too. */
export const ttl = 300

const most = 1 << 20 // bytes of a list

const words: Refunded[] = ['no', 'yes', 'unknown', 'partly'] // by value; 2 (suspended) is not used

/** refundedAt reads an entry of two bits, the first in the lowest bits of the first byte. */
export function refundedAt(list: Uint8Array, idx: number): Refunded {
  const byte = list[idx >> 2]
  return byte === undefined ? 'unknown' : words[(byte >> ((idx & 3) * 2)) & 3]!
}

/** openStatusList verifies a Status List Token with the keys of its issuer and unpacks it. now is in seconds. */
export async function openStatusList(token: string, uri: string, keys: Jwk[], now: number): Promise<Bytes> {
  const parts = token.split('.')
  if (parts.length !== 3) throw new Refused('status', 'the list is not a compact JWS')
  const [h, b, s] = parts as [string, string, string]
  const header = JSON.parse(text(unb64u(h))) as { alg?: string; typ?: string; kid?: string }
  if (header.alg !== 'ES256' || header.typ !== 'statuslist+jwt') throw new Refused('status', `the list is signed with ${String(header.alg)} as ${String(header.typ)}`)
  const key = keys.find((k) => b64u(thumbprint(k)) === header.kid)
  if (!key || !verifyEs256(unb64u(s), utf8(`${h}.${b}`), key)) throw new Refused('status', 'the list is not signed by its shop')
  const p = JSON.parse(text(unb64u(b))) as { sub?: unknown; exp?: unknown; status_list?: { bits?: unknown; lst?: unknown } }
  if (p.sub !== uri) throw new Refused('status', 'another list than was asked for')
  if (typeof p.exp !== 'number' || p.exp <= now) throw new Refused('status', 'the list is out of date')
  if (p.status_list?.bits !== 2 || typeof p.status_list.lst !== 'string') throw new Refused('status', 'the list is of another kind')
  return inflate(unb64u(p.status_list.lst))
}

async function inflate(packed: Bytes): Promise<Bytes> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  const out: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new Refused('status', 'the list is damaged', { cause })
    })
    if (done) break
    size += value.length
    if (size > most) {
      await reader.cancel()
      throw new Refused('status', 'the list is too large')
    }
    out.push(value)
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const part of out) {
    all.set(part, at)
    at += part.length
  }
  return all
}
