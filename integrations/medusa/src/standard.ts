// Standard Webhooks (standardwebhooks.com), the sending side.
import { createHmac } from 'node:crypto'
import type { Options } from './options'
import type { Receipt } from './receipt'

/** One thing to tell. */
export interface Message {
  id: string // the same however often it is sent
  type: 'order.paid' | 'order.refunded'
  data: { order: string; refund?: string; receipt_ref: string; receipt: Receipt }
}

/** What came of sending: told; refused, which another order may not be; or nobody there. */
export type Outcome = 'told' | 'refused' | 'away'

const patience = 5_000 // ms for a request

/** Headers that prove where a body comes from. Time is in seconds. */
export function signed(secret: string, id: string, time: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
  return { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': `v1,${mac}` }
}

/** Sends a message once. It never throws, and what it returns and says has nothing of the content. */
export async function send(options: Options, message: Message): Promise<{ outcome: Outcome; why: string }> {
  const { id, ...rest } = message
  const body = JSON.stringify(rest)
  try {
    const answer = await fetch(options.url, {
      method: 'POST', body, headers: signed(options.secret, id, Math.floor(Date.now() / 1000), body), redirect: 'error', signal: AbortSignal.timeout(patience),
    })
    await answer.body?.cancel()
    const why = `the gateway answered ${answer.status}`
    if (answer.ok) return { outcome: 'told', why }
    return { outcome: answer.status >= 500 || answer.status === 429 ? 'away' : 'refused', why }
  } catch (error) {
    return { outcome: 'away', why: error instanceof Error && error.name === 'TimeoutError' ? 'no answer in 5 seconds' : 'the gateway cannot be reached' }
  }
}
