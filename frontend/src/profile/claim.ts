// Claim links: how a receipt waits for somebody who has no vault yet (docs/protocol.md section 6).
import { Refused } from './bytes.ts'
import { claimCode, parseClaimCode } from './codes.ts'
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

/** parseShop reads the parameters behind #/connect?, which those behind #/claim? contain. */
export function parseShop(params: URLSearchParams): { gateway: string; shop: string } {
  const shop = params.get('shop') ?? ''
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(shop)) throw new Refused('claim_link', 'the link names no shop')
  return { gateway: origin(params.get('gateway') ?? ''), shop }
}

/** parseClaim reads the parameters behind #/claim?. */
export function parseClaim(params: URLSearchParams): Claim {
  const code = canonical(params.get('code') ?? '', 'claim_link')
  return { ...parseShop(params), code, ...claimKeys(parseClaimCode(code)) }
}

/** claimRoute is where a code leads that a person typed without the link around it. */
export const claimRoute = (typed: string): string => `#/claim?code=${canonical(typed, 'claim_code')}`

/** bareCode returns the code of a link that names no shop, or null. */
export const bareCode = (params: URLSearchParams): string | null =>
  params.has('gateway') || params.has('shop') || !params.has('code') ? null : canonical(params.get('code')!, 'claim_code')

function canonical(code: string, refusal: string): string {
  try {
    return claimCode(parseClaimCode(code))
  } catch (cause) {
    throw new Refused(refusal, 'not a whole claim code', { cause })
  }
}

export const claimLink = (vault: string, gateway: string, shop: string, code: string): string =>
  `${vault}/#/claim?gateway=${encodeURIComponent(gateway)}&shop=${encodeURIComponent(shop)}&code=${code}`
