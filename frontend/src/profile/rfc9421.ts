// HTTP message signatures, the profile of docs/protocol.md section 9 (RFC 9421, RFC 9530).
import { base64 } from '@scure/base'
import { b64u, sha256, utf8 } from './bytes.ts'
import { es256, publicJwk, thumbprint } from './keys.ts'

/** signRequest returns the headers that sign a request with the holder's key. created is in seconds. */
export function signRequest(method: string, targetUri: string, body: Uint8Array | null, holder: Uint8Array, created: number): Record<string, string> {
  const headers: Record<string, string> = {}
  const components = ['"@method"', '"@target-uri"']
  const lines = [`"@method": ${method}`, `"@target-uri": ${targetUri}`]
  if (body) {
    const digest = `sha-256=:${base64.encode(sha256(body))}:`
    headers['Content-Digest'] = digest
    components.push('"content-digest"')
    lines.push(`"content-digest": ${digest}`)
  }
  const keyid = b64u(thumbprint(publicJwk(holder)))
  const params = `(${components.join(' ')});created=${created};keyid="${keyid}";alg="ecdsa-p256-sha256"`
  lines.push(`"@signature-params": ${params}`)
  headers['Signature-Input'] = `carnet=${params}`
  headers['Signature'] = `carnet=:${base64.encode(es256(utf8(lines.join('\n')), holder))}:`
  return headers
}
