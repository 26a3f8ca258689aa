// Claim links: how a receipt waits for somebody who has no vault yet (docs/protocol.md section 6).
import { Refused } from './bytes.ts'
import { parseClaimCode } from './codes.ts'
import { type ClaimKeys, claimKeys } from './keys.ts'

export interface Claim extends ClaimKeys {
  gateway: string
  shop: string
  code: string
}

/** origin reads a gateway's issuer: https, or http on this machine; no path, no query. */
export function origin(s: string): string {
  const u = URL.canParse(s) ? new URL(s) : null
  if (!u || u.origin !== s.replace(/\/$/, '')) throw new Refused('claim_link', 'the gateway of the link is not an origin')
  if (u.protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(u.hostname)) throw new Refused('claim_link', 'the gateway of the link is not https')
  return u.origin
}

/** parseClaim reads the parameters behind #/claim?. */
export function parseClaim(params: URLSearchParams): Claim {
  const shop = params.get('shop') ?? ''
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(shop)) throw new Refused('claim_link', 'the link names no shop')
  const code = (params.get('code') ?? '').toUpperCase()
  return { gateway: origin(params.get('gateway') ?? ''), shop, code, ...claimKeys(parseClaimCode(code)) }
}

export const claimLink = (vault: string, gateway: string, shop: string, code: string): string =>
  `${vault}/#/claim?gateway=${encodeURIComponent(gateway)}&shop=${encodeURIComponent(shop)}&code=${code}`
