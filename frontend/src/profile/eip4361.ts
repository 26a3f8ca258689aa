// Messages the vault writes and the wallet signs (EIP-4361; docs/protocol.md section 6).
import { type Bytes, concat, hex, keccak, sha256, utf8 } from './bytes.ts'
import { type Jwk, thumbprint } from './keys.ts'

export interface Message {
  domain: string
  address: string // EIP-55
  statement: string
  uri: string
  chainId: number
  nonce: string
  issuedAt: string
  expirationTime?: string
  resources: string[]
}

/** compose writes the message; every value is checked against line breaks, so that what is read is what is signed. */
export function compose(m: Message): string {
  const values = [m.domain, m.address, m.statement, m.uri, m.nonce, m.issuedAt, m.expirationTime ?? '', ...m.resources]
  for (const v of values) if (/[\u0000-\u001f\u007f]/.test(v)) throw new Error('a value of the message has a control character')
  if (!/^[A-Za-z0-9]{8,}$/.test(m.nonce)) throw new Error('the nonce of the message is not 8 or more letters and digits')
  const lines = [
    `${m.domain} wants you to sign in with your Ethereum account:`,
    m.address,
    '',
    m.statement,
    '',
    `URI: ${m.uri}`,
    'Version: 1',
    `Chain ID: ${m.chainId}`,
    `Nonce: ${m.nonce}`,
    `Issued At: ${m.issuedAt}`,
  ]
  if (m.expirationTime) lines.push(`Expiration Time: ${m.expirationTime}`)
  if (m.resources.length) lines.push('Resources:', ...m.resources.map((r) => `- ${r}`))
  return lines.join('\n')
}

/** unlockMessage is the same every time: its signature is a factor of the keyring. */
export const unlockMessage = (vaultOrigin: string, address: string): string =>
  compose({
    domain: new URL(vaultOrigin).host,
    address: checksum(address),
    statement: `Open my carnet. Only sign this at ${vaultOrigin}.`,
    uri: vaultOrigin,
    chainId: 1,
    nonce: 'CARNETUNLOCKv1',
    issuedAt: '2026-01-01T00:00:00Z',
    resources: ['urn:carnet:unlock:v1'],
  })

export interface Binding {
  vaultOrigin: string
  gateway: string
  address: string
  sector: string
  nonce: string
  issuedAt: Date
  recipient: string
  holder: Jwk
}

const seconds = (d: Date): string => d.toISOString().slice(0, 19) + 'Z'

/** bindingMessage lets one shop send receipts to one recipient; it is good for 10 minutes. */
export const bindingMessage = (b: Binding): string =>
  compose({
    domain: new URL(b.vaultOrigin).host,
    address: checksum(b.address),
    statement: `Let ${b.sector} send receipts to my carnet.`,
    uri: `${b.gateway}/v1/bindings`,
    chainId: 1,
    nonce: b.nonce,
    issuedAt: seconds(b.issuedAt),
    expirationTime: seconds(new Date(b.issuedAt.getTime() + 600_000)),
    resources: [
      `urn:carnet:shop:${b.sector}`,
      `urn:carnet:recipient:sha256:${hex(sha256(b.recipient))}`,
      `urn:carnet:holder:sha256:${hex(thumbprint(b.holder))}`,
    ],
  })

/** checksum writes an address in the spelling of EIP-55. */
export function checksum(address: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) throw new Error('an address is 0x and 40 hex digits')
  const lower = address.slice(2).toLowerCase()
  const hash = hex(keccak(lower))
  return '0x' + [...lower].map((c, i) => (parseInt(hash[i]!, 16) >= 8 ? c.toUpperCase() : c)).join('')
}

/** personalHash is what personal_sign signs (EIP-191 version 0x45). */
export function personalHash(message: Uint8Array): Bytes {
  return keccak(concat(utf8(`\x19Ethereum Signed Message:\n${message.length}`), message))
}
