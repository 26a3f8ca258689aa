// Requests to gateways, boxes and the chain: bounded in time and size, failing with a code that screens can explain.
import type { Bytes } from '../../src/profile/bytes.ts'

export class Trouble extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = status
  }
}

const patience = 15_000
const most = 8 << 20

export async function get(url: string, headers: Record<string, string> = {}): Promise<Bytes> {
  return send(url, { headers })
}

export async function getJson<R>(url: string, headers: Record<string, string> = {}): Promise<R> {
  return JSON.parse(new TextDecoder().decode(await get(url, headers))) as R
}

export async function postJson<R>(url: string, body: unknown): Promise<R> {
  const b = await send(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  return JSON.parse(new TextDecoder().decode(b)) as R
}

export async function send(url: string, init: RequestInit): Promise<Bytes> {
  let answer: Response
  let body: ArrayBuffer
  try {
    answer = await fetch(url, { ...init, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(patience) })
    body = await answer.arrayBuffer()
  } catch (cause) {
    throw new Trouble('unreachable', 0, `no answer from ${new URL(url).host}`, { cause })
  }
  if (body.byteLength > most) throw new Trouble('too_large', answer.status, `an answer of ${body.byteLength} bytes`)
  if (!answer.ok) {
    const text = new TextDecoder().decode(body.slice(0, 4096))
    let code = ''
    try {
      code = String((JSON.parse(text) as { error?: unknown }).error ?? '')
    } catch {
      // not one of our errors: the status has to do
    }
    throw new Trouble(code || `status_${answer.status}`, answer.status, `${new URL(url).host} answered ${answer.status} ${code}`)
  }
  return new Uint8Array(body)
}
