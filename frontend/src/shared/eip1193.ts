// The wallet's side of EIP-1193, and what its errors mean to a person.
export interface Provider {
  request(args: { method: string; params?: unknown }): Promise<unknown>
  on?(event: string, listener: (value: never) => void): unknown
  removeListener?(event: string, listener: (value: never) => void): unknown
}

export type WalletFailure = 'refused' | 'locked' | 'blocked' | 'unsupported' | 'failed'

/** walletFailure sorts an error of a wallet into what the person can do about it. */
export function walletFailure(e: unknown): WalletFailure {
  const code = (e as { code?: unknown } | null)?.code
  if (code === 4001 || code === 'ACTION_REJECTED') return 'refused'
  if (code === -32002 || code === 4100) return 'locked'
  if (code === 'popup_blocked') return 'blocked'
  if (code === 4200 || code === -32601 || code === 4902) return 'unsupported'
  return 'failed'
}

/** firstAccount asks the wallet for its accounts and returns the one it put first. */
export async function firstAccount(p: Provider): Promise<string> {
  const accounts = await p.request({ method: 'eth_requestAccounts' })
  const first: unknown = Array.isArray(accounts) ? accounts[0] : undefined
  if (typeof first !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(first)) throw Object.assign(new Error('the wallet gave no account'), { code: 4100 })
  return first
}

const hexOf = (s: string): string => '0x' + [...new TextEncoder().encode(s)].map((b) => b.toString(16).padStart(2, '0')).join('')

/** personalSign has the wallet sign exactly these bytes. */
export async function personalSign(p: Provider, message: string, address: string): Promise<string> {
  const signature = await p.request({ method: 'personal_sign', params: [hexOf(message), address] })
  if (typeof signature !== 'string') throw new Error('the wallet gave no signature')
  return signature
}
