// Talking to the gateway that served the page, and what its refusals mean to a person.
export class Answer extends Error {
  readonly status: number // 0: there was no answer
  readonly code: string
  readonly wait: number // seconds that the gateway asks to wait, or 0
  constructor(status: number, code: string, wait = 0) {
    super(code)
    this.status = status
    this.code = code
    this.wait = wait
  }
}

export type Trouble = 'expired' | 'wrong_browser' | 'wrong_origin' | 'nonce_used' | 'too_many' | 'chain_unavailable' | 'factory' | 'smart' | 'removed' | 'rejected' | 'offline'

const byCode: { [code: string]: Trouble } = {
  expired: 'expired', wrong_browser: 'wrong_browser', wrong_origin: 'wrong_origin', nonce_used: 'nonce_used',
  too_many_requests: 'too_many', chain_unavailable: 'chain_unavailable', factory_not_allowed: 'factory', bad_signature: 'rejected',
  smart_accounts_not_accepted: 'smart', account_not_deployed: 'smart', delegate_not_allowed: 'smart', erc8010_not_accepted: 'smart', account_reserved: 'smart',
  wallet_removed: 'removed', nothing_to_add: 'expired', not_linked: 'expired',
}

/** troubleOf sorts a refusal into one of the explanations that the pages have. */
export function troubleOf(a: Answer): Trouble {
  const known = byCode[a.code]
  if (known) return known
  if (a.status === 0 || a.status >= 500) return 'offline'
  if (a.status === 429) return 'too_many'
  if (a.status === 403) return 'wrong_browser'
  if (a.status === 404 || a.status === 410) return 'expired'
  return 'rejected'
}

/** skew is how far the gateway's clock is ahead of this device's, in milliseconds, as far as its last answer told. */
let skew = 0
export const now = (): number => Date.now() + skew

export type Call = <R>(path: string, body?: unknown) => Promise<R>

/** caller returns a function that asks below base: GET without a body, else POST. */
export const caller =
  (base: string): Call =>
  async <R>(path: string, body?: unknown): Promise<R> => {
    let answer: Response
    try {
      answer = await fetch(base + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: 'no-store',
        redirect: 'error',
      })
    } catch {
      throw new Answer(0, 'offline')
    }
    const date = Date.parse(answer.headers.get('Date') ?? '')
    // The header has whole seconds: a difference below that is no difference.
    if (Number.isFinite(date) && Math.abs(date - Date.now()) > 2000) skew = date - Date.now()
    const json = (await answer.json().catch(() => ({}))) as R & { error?: unknown }
    if (!answer.ok) throw new Answer(answer.status, typeof json.error === 'string' ? json.error : '', Math.min(Number(answer.headers.get('Retry-After')) || 0, 3600))
    return json
  }

/** go leaves for an address that the gateway gave. An app's own scheme may be one; what would run or show text of a stranger may not. */
export function go(address: string): void {
  const { protocol, href } = new URL(address, location.href)
  if (['javascript:', 'data:', 'blob:', 'vbscript:', 'file:', 'about:', 'filesystem:'].includes(protocol)) throw new Answer(502, 'unavailable')
  location.assign(href)
}
