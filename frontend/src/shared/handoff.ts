// From a phone's browser into a wallet's own browser. The links open a page there; they carry nothing else.
export interface Handoff {
  name: string
  link(page: URL): string
}

const at = (page: URL): string => encodeURIComponent(page.href)

/** handoffs are the common mobile wallets that can open a page, by the address formats of their documentation. */
export const handoffs: readonly Handoff[] = [
  { name: 'MetaMask', link: (p) => `https://link.metamask.io/dapp/${p.host}${p.pathname}${p.search}` }, // without the scheme: with it the app opens an empty page
  { name: 'Base (Coinbase)', link: (p) => `https://go.cb-w.com/dapp?cb_url=${at(p)}` },
  { name: 'Trust Wallet', link: (p) => `https://link.trustwallet.com/open_url?coin_id=60&url=${at(p)}` },
  { name: 'Rainbow', link: (p) => `https://rnbwapp.com/dapp?url=${at(p)}` },
  { name: 'OKX Wallet', link: (p) => `https://web3.okx.com/download?deeplink=${encodeURIComponent(`okx://wallet/dapp/url?dappUrl=${at(p)}`)}` },
  { name: 'imToken', link: (p) => `imtokenv2://navigate/DappView?url=${at(p)}` },
  { name: 'Bitget Wallet', link: (p) => `https://bkcode.vip?action=dapp&url=${at(p)}` },
]

/** webPage returns the address if it is one that a browser may be sent to, else null. */
export function webPage(address: string | undefined): URL | null {
  const url = address && URL.canParse(address) ? new URL(address) : null
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null
}

/** isPhone: the first pointer is a finger. */
export const isPhone = (): boolean => navigator.maxTouchPoints > 0 && matchMedia('(pointer: coarse)').matches
