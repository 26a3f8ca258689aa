// The wallet's side of EIP-1193, and what its errors mean to a person.
export interface Provider {
  request(args: { method: string; params?: unknown }): Promise<unknown>
  on?(event: string, listener: (value: never) => void): unknown
  removeListener?(event: string, listener: (value: never) => void): unknown
}

export type WalletFailure = 'refused' | 'locked' | 'pending' | 'gone' | 'blocked' | 'unsupported' | 'failed'

/** walletFailure sorts an error of a wallet into what the person can do about it. */
export function walletFailure(e: unknown): WalletFailure {
  const { code, message, data } = (e ?? {}) as { code?: unknown; message?: unknown; data?: { originalError?: { code?: unknown } } }
  // 5000 to 5002 are WalletConnect's; some wallets wrap the refusal, or tell it in words alone.
  if (code === 4001 || code === 'ACTION_REJECTED' || code === 5000 || code === 5001 || code === 5002 || data?.originalError?.code === 4001) return 'refused'
  if (code === -32002) return 'pending'
  if (code === 4100) return 'locked'
  if (code === 4900 || code === 4901 || code === 6000) return 'gone'
  if (code === 'popup_blocked') return 'blocked'
  if (code === 4200 || code === -32601 || code === 4902) return 'unsupported'
  if (typeof message === 'string' && /\b(user|request) (rejected|denied|cancell?ed)\b/i.test(message)) return 'refused'
  return 'failed'
}

export const isAddress = (v: unknown): v is string => typeof v === 'string' && /^0x[0-9a-fA-F]{40}$/.test(v)

/** firstAccount asks the wallet for its accounts and returns the one it put first. */
export async function firstAccount(p: Provider): Promise<string> {
  const accounts = await p.request({ method: 'eth_requestAccounts' })
  const first: unknown = Array.isArray(accounts) ? accounts[0] : undefined
  if (!isAddress(first)) throw Object.assign(new Error('the wallet gave no account'), { code: 4100 })
  return first
}

/** chainNumber reads an EIP-155 chain id as wallets give it: a number, or text in hex or decimal. 0 when it is none. */
export function chainNumber(v: unknown): number {
  const n = typeof v === 'string' && /^(0x[0-9a-f]{1,13}|\d{1,15})$/i.test(v) ? Number(v) : v
  return typeof n === 'number' && Number.isSafeInteger(n) && n > 0 ? n : 0
}

/** currentChain asks which chain the wallet is on; 0 when it does not say so within three seconds. */
export const currentChain = (p: Provider): Promise<number> =>
  Promise.race([
    p.request({ method: 'eth_chainId' }).then(chainNumber, () => 0),
    new Promise<number>((done) => setTimeout(() => done(0), 3000)),
  ])

export const switchChain = (p: Provider, chain: number): Promise<unknown> => p.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: '0x' + chain.toString(16) }] })

const hexOf = (s: string): string => '0x' + [...new TextEncoder().encode(s)].map((b) => b.toString(16).padStart(2, '0')).join('')

/** personalSign has the wallet sign exactly these bytes. */
export async function personalSign(p: Provider, message: string, address: string): Promise<string> {
  const signature = await p.request({ method: 'personal_sign', params: [hexOf(message), address] })
  if (typeof signature !== 'string') throw new Error('the wallet gave no signature')
  return signature
}
