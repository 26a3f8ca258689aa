// Finding wallets in the browser (EIP-6963).
import { demoRdns } from './demo.ts'
import type { Provider } from './eip1193.ts'
import { plain } from './format.ts'

export interface Wallet {
  uuid: string
  name: string
  icon: string // a data: image, or empty
  rdns: string
  provider: Provider
}

interface Announcement {
  info?: { uuid?: unknown; name?: unknown; icon?: unknown; rdns?: unknown }
  provider?: Provider
}

const short = (v: unknown, max: number): string => (typeof v === 'string' ? plain(v, max) : '')

function read(a: Announcement | null): Wallet | null {
  const uuid = short(a?.info?.uuid, 64)
  const name = short(a?.info?.name, 60)
  if (!uuid || !name || typeof a?.provider?.request !== 'function') return null
  const icon = typeof a.info?.icon === 'string' && /^data:image\/(svg\+xml|png|webp|gif|jpeg)[;,]/.test(a.info.icon) && a.info.icon.length < 200_000 ? a.info.icon : ''
  return { uuid, name, icon, rdns: short(a.info?.rdns, 200), provider: a.provider }
}

/**
 * discover reports the wallets found so far, now and whenever another announces itself. At most 24 are listed.
 * Wallets older than EIP-6963 only leave themselves at window.ethereum, some of them late: one that is there while no
 * other wallet has announced itself is listed too, the demo wallet not counted.
 */
export function discover(changed: (wallets: Wallet[]) => void): () => void {
  const found = new Map<string, Wallet>()
  const old = 'window.ethereum'
  const listen = (e: Event): void => {
    const w = read((e as CustomEvent<Announcement | null>).detail)
    if (!w || found.has(w.uuid) || found.size >= 24) return
    found.set(w.uuid, w)
    if (w.rdns !== demoRdns) found.delete(old)
    changed([...found.values()])
  }
  const look = (): void => {
    const provider = (window as { ethereum?: Provider }).ethereum
    if (typeof provider?.request !== 'function' || [...found.values()].some((w) => w.rdns !== demoRdns)) return
    found.set(old, { uuid: old, name: 'Browser wallet', icon: '', rdns: '', provider })
    changed([...found.values()])
  }
  window.addEventListener('eip6963:announceProvider', listen)
  window.addEventListener('ethereum#initialized', look)
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  let looks = 0
  const late = setInterval(() => {
    if (++looks >= 10) clearInterval(late)
    look()
  }, 400)
  return () => {
    clearInterval(late)
    window.removeEventListener('eip6963:announceProvider', listen)
    window.removeEventListener('ethereum#initialized', look)
  }
}
