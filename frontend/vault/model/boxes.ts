// Boxes: mutable ciphertext under unguessable names, in several places at once (docs/protocol.md section 7).
import { type Bytes, b64u, hex, sha256 } from '../../src/profile/bytes.ts'
import { boxId } from '../../src/profile/keyring.ts'
import { Trouble, get, send } from './http.ts'

export const boxUrl = (host: string, key: Bytes): string => `${host}/v1/boxes/${boxId(key)}`

/** readBox returns null where there is no such box. */
export async function readBox(host: string, key: Bytes): Promise<Bytes | null> {
  try {
    return await get(boxUrl(host, key))
  } catch (e) {
    if (e instanceof Trouble && e.status === 404) return null
    throw e
  }
}

/** writeBox replaces exactly prev (null: nothing); Trouble('box_changed') when another write came first. */
export async function writeBox(host: string, key: Bytes, data: Bytes, prev: Bytes | null): Promise<void> {
  const condition: Record<string, string> = prev ? { 'If-Match': `"${hex(sha256(prev))}"` } : { 'If-None-Match': '*' }
  await send(boxUrl(host, key), {
    method: 'PUT',
    headers: { Authorization: `Bearer ${b64u(key)}`, 'Content-Type': 'application/octet-stream', ...condition },
    body: data,
  })
}

/** firstBox returns what the first host has, trying all; it throws only when nothing was found and a host did not answer. */
export async function firstBox(hosts: string[], key: Bytes): Promise<Bytes | null> {
  const answers = await Promise.allSettled(hosts.map((h) => readBox(h, key)))
  for (const a of answers) if (a.status === 'fulfilled' && a.value) return a.value
  const failed = answers.find((a) => a.status === 'rejected')
  if (failed) throw failed.reason
  return null
}

/** putEverywhere writes a box that does not change any more (a copy, a keyring); it returns how many hosts have it. */
export async function putEverywhere(hosts: string[], key: Bytes, data: Bytes): Promise<number> {
  const done = await Promise.allSettled(
    hosts.map(async (h) => {
      try {
        await writeBox(h, key, data, null)
      } catch (e) {
        if (!(e instanceof Trouble && e.status === 412)) throw e
      }
    }),
  )
  return done.filter((d) => d.status === 'fulfilled').length
}
