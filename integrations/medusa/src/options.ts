// The plugin's options, as medusa-config.ts gives them.

export interface Options {
  url: string // of the gateway's webhook: https://gateway.example/v1/hooks/<client_id>/standard
  secret: string // whsec_…, the same as in the gateway's secret file
  days: number // for which an order is looked for and tried again
}

/** The options, or what is wrong with them: a shop whose gateway is configured wrongly must sell all the same, so nothing is thrown. */
export function optionsOf(given: Record<string, unknown> = {}): Options | string {
  const { url, secret, days = 7, allowHttp = false } = given
  const address = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined
  if (!address || !/^\/.*v1\/hooks\/[^/]+\/standard$/.test(address.pathname)) return 'url must be https://<gateway>/v1/hooks/<client_id>/standard'
  const near = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && (near || allowHttp === true))) return 'url must be https: what is sent is readable on the way otherwise (allowHttp: true for a private network)'
  if (typeof secret !== 'string' || !/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)) return 'secret must be whsec_ and at least 24 bytes in base64'
  if (typeof days !== 'number' || !(days >= 1 && days <= 30)) return 'days must be a number from 1 to 30'
  return { url: address.href, secret, days }
}
