// The demo wallet's provider: announces itself by EIP-6963 and asks the wallet's own window, on the wallet's own origin.
// It holds no key. Every message is checked for origin and sender.
import type { Provider } from './eip1193.ts'

export const demoRdns = 'shop.carnet.demo-wallet'
const uuid = 'c0a7e7d0-0000-4000-8000-00000000d3a0'
const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="10" fill="#5A6472"/><rect x="9" y="15" width="30" height="21" rx="4" fill="none" stroke="#fff" stroke-width="3"/><path d="M27 22h12v7H27a3.5 3.5 0 0 1 0-7z" fill="#fff"/></svg>',
  )

interface Waiting {
  id: number
  method: string
  params: unknown
  done(value: unknown): void
  failed(e: Error): void
}

export interface Request {
  carnet: 'demo-wallet'
  id: number
  method: string
  params: unknown
}
export interface Answer {
  carnet: 'demo-wallet'
  ready?: true
  id?: number
  result?: unknown
  error?: { code: number; message: string }
}

const coded = (code: number | string, message: string): Error => Object.assign(new Error(message), { code })

/** idle is how long the wallet's window stays after its last answer, for the next question of the same sequence. */
const idle = 1500

export function demoProvider(url: string, chainId: number): Provider {
  const origin = new URL(url).origin
  let popup: Window | null = null
  let ready = false
  let nextId = 1
  let waiting: Waiting[] = []
  let accounts: string[] = []
  let closing: ReturnType<typeof setTimeout> | undefined
  let watching: ReturnType<typeof setInterval> | undefined

  const send = (w: Waiting): void => popup?.postMessage({ carnet: 'demo-wallet', id: w.id, method: w.method, params: w.params } satisfies Request, origin)

  const gone = (): void => {
    clearInterval(watching)
    popup = null
    ready = false
    const lost = waiting
    waiting = []
    for (const w of lost) w.failed(coded(4001, 'the wallet was closed'))
  }

  // Forgotten at once: a window that is closing must not get the next question.
  const dismiss = (): void => {
    clearInterval(watching)
    popup?.close()
    popup = null
    ready = false
  }

  window.addEventListener('message', (e: MessageEvent<Answer | null>) => {
    if (e.origin !== origin || e.source !== popup || popup === null || e.data?.carnet !== 'demo-wallet') return
    if (e.data.ready) {
      ready = true
      waiting.forEach(send)
      return
    }
    const w = waiting.find((x) => x.id === e.data?.id)
    if (!w) return
    waiting = waiting.filter((x) => x !== w)
    if (waiting.length === 0) closing = setTimeout(dismiss, idle)
    if (e.data.error) w.failed(coded(e.data.error.code, e.data.error.message))
    else w.done(e.data.result)
  })

  const ask = (method: string, params: unknown): Promise<unknown> =>
    new Promise((done, failed) => {
      clearTimeout(closing)
      if (popup === null || popup.closed) {
        ready = false
        popup = window.open(new URL('/#ask', origin), '_blank', 'popup,width=440,height=680')
        if (popup === null) {
          failed(coded('popup_blocked', 'the browser kept the window of the wallet closed'))
          return
        }
        clearInterval(watching)
        watching = setInterval(() => {
          if (popup?.closed) gone()
        }, 250)
      } else {
        popup.focus()
      }
      const w: Waiting = { id: nextId++, method, params, done, failed }
      waiting.push(w)
      if (ready) send(w)
    })

  return {
    async request({ method, params }) {
      switch (method) {
        case 'eth_chainId':
          return '0x' + chainId.toString(16)
        case 'eth_accounts':
          return accounts
        case 'eth_requestAccounts':
          if (accounts.length === 0) accounts = (await ask(method, [])) as string[]
          return accounts
        case 'wallet_switchEthereumChain': {
          const wanted = (params as { chainId?: string }[] | undefined)?.[0]?.chainId
          if (Number(wanted) !== chainId) throw coded(4902, 'the demo wallet knows one chain only')
          return null
        }
        case 'personal_sign':
        case 'eth_signTypedData_v4':
          return ask(method, params)
        default:
          throw coded(4200, `the demo wallet does not know ${method}`)
      }
    },
    on() {},
    removeListener() {},
  }
}

/** announceDemoWallet makes the demo wallet one of the wallets a page finds. Call it before discover. */
export function announceDemoWallet(url: string, chainId: number, name = 'Demo wallet (for trying out)'): void {
  const detail = Object.freeze({ info: Object.freeze({ uuid, name, icon, rdns: demoRdns }), provider: demoProvider(url, chainId) })
  const announce = (): boolean => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
}
