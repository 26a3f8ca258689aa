// A wallet on a phone, by WalletConnect v2. Its own file, because it weighs more than all the pages together: it is
// loaded when somebody asks for it. The keys of the connection live in memory alone and end with the page.
import { SignClient } from '@walletconnect/sign-client'
import { encode } from 'uqr'
import type { Provider } from '../src/shared/eip1193.ts'
import { plain } from '../src/shared/format.ts'

export interface Ask {
  project: string
  chains: number[] // EIP-155 ids
  name: string
  url: string
  /** offer is called once, with the link of the connection and its picture (SVG of our own making). */
  offer(uri: string, picture: string): void
  /** wanted says whether anybody still waits. */
  wanted(): boolean
}
export interface Pairing {
  pair(ask: Ask): Promise<{ name: string; provider: Provider }>
}

// memory keeps what the library would write to the browser's disk.
function memory() {
  const m = new Map<string, unknown>()
  return {
    getKeys: async () => [...m.keys()],
    getEntries: async <T>() => [...m.entries()] as [string, T][],
    getItem: async <T>(key: string) => structuredClone(m.get(key)) as T | undefined,
    setItem: async <T>(key: string, value: T) => void m.set(key, structuredClone(value)),
    removeItem: async (key: string) => void m.delete(key),
  }
}

/** svgOf draws the link as a picture: dark on light in every colour scheme, because cameras want it so. */
function svgOf(uri: string): string {
  const { data, size } = encode(uri, { ecc: 'L', border: 3 })
  const d = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return `<svg viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" aria-hidden="true" focusable="false"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#1b2433" d="${d}"/></svg>`
}

let started: ReturnType<typeof SignClient.init> | undefined
async function client(ask: Ask): ReturnType<typeof SignClient.init> {
  started ??= SignClient.init({
    projectId: ask.project,
    metadata: { name: ask.name, description: ask.name, url: ask.url, icons: [] },
    storage: memory(),
    telemetryEnabled: false,
    logger: 'silent',
  })
  try {
    const wc = await started
    // It would put a stranger's frame on the sign-in page, to have this origin attested. Wallets then say that they
    // do not know the origin; the text they are shown names it.
    wc.core.verify.register = async () => ''
    return wc
  } catch (e) {
    started = undefined
    throw e
  }
}

export const pair: Pairing['pair'] = async (ask) => {
  const wc = await client(ask)
  // Optional, so that a wallet without one of these networks can still sign.
  const { uri, approval } = await wc.connect({
    optionalNamespaces: { eip155: { chains: ask.chains.map((c) => `eip155:${c}`), methods: ['personal_sign'], events: ['accountsChanged', 'chainChanged'] } },
  })
  if (!uri) throw new Error('no link to connect with')
  ask.offer(uri, svgOf(uri))
  const session = await approval()
  const end = (): void => void wc.disconnect({ topic: session.topic, reason: { code: 6000, message: 'User disconnected.' } }).catch(() => undefined)
  if (!ask.wanted()) end()
  window.addEventListener('pagehide', end)

  // CAIP-10: eip155:<chain>:<address>
  let accounts = (session.namespaces['eip155']?.accounts ?? []).map((a) => a.split(':') as [string, string, string])
  let chain = Number(accounts[0]?.[1] ?? ask.chains[0])
  const of = (id: number): string[] => accounts.filter((a) => Number(a[1]) === id).map((a) => a[2])
  const listeners: { [event: string]: ((value: never) => void)[] } = {}
  const tell = (event: string, value: unknown): void => listeners[event]?.forEach((f) => f(value as never))

  wc.on('session_event', ({ topic, params }) => {
    if (topic !== session.topic) return
    const { name, data } = params.event as { name: string; data: unknown }
    if (name === 'chainChanged') tell(name, (chain = Number(data)))
    else if (name === 'accountsChanged' && Array.isArray(data)) tell(name, data.map((a) => String(a).split(':').at(-1)))
  })
  wc.on('session_update', ({ topic, params }) => {
    if (topic !== session.topic) return
    accounts = (params.namespaces['eip155']?.accounts ?? []).map((a) => a.split(':') as [string, string, string])
    tell('accountsChanged', of(chain))
  })
  for (const ended of ['session_delete', 'session_expire'] as const) wc.on(ended, ({ topic }) => void (topic === session.topic && tell('disconnect', null)))

  const provider: Provider = {
    async request({ method, params }) {
      if (method === 'eth_requestAccounts' || method === 'eth_accounts') return of(chain)
      if (method === 'eth_chainId') return chain
      if (method === 'personal_sign') return wc.request({ topic: session.topic, chainId: `eip155:${chain}`, request: { method, params } })
      if (method === 'wallet_switchEthereumChain') {
        const wanted = Number((params as [{ chainId: string }])[0].chainId)
        if (of(wanted).length === 0) throw Object.assign(new Error('the wallet did not offer this network'), { code: 4902 })
        return void (chain = wanted)
      }
      throw Object.assign(new Error('not offered'), { code: 4200 })
    },
    on: (event, listener) => (listeners[event] ??= []).push(listener),
  }
  return { name: plain(session.peer.metadata.name, 60) || 'WalletConnect', provider }
}
