// Links that lead into the vault, read before anybody opens a carnet for them.
import { Refused } from '../../src/profile/bytes.ts'
import { bareCode, parseClaim, parseShop } from '../../src/profile/claim.ts'

/** requestUri reads where a request object lies, and whose gateway that is. */
export function requestUri(params: URLSearchParams): { uri: string; gateway: string } {
  const uri = params.get('request_uri') ?? ''
  const u = URL.canParse(uri) ? new URL(uri) : null
  if (!u || !/^https?:$/.test(u.protocol) || uri !== u.origin + u.pathname || !/^\/v1\/presentations\/[^/]+\/request$/.test(u.pathname))
    throw new Refused('share_link', 'the link leads to no request')
  return { uri, gateway: u.origin }
}

/** damaged says which kind of link a route was meant to be when it cannot be read, and null for every other route. */
export function damaged(route: string): 'claim_link' | 'claim_code' | 'share_link' | null {
  const [path, query] = route.replace(/^#/, '').split('?') as [string, string?]
  const params = new URLSearchParams(query)
  try {
    if (path === '/claim' && !params.has('kept') && bareCode(params) === null) parseClaim(params)
    if (path === '/connect') parseShop(params)
    if (path === '/share') requestUri(params)
    return null
  } catch (e) {
    return e instanceof Refused ? (e.code as 'claim_link') : 'claim_link'
  }
}
