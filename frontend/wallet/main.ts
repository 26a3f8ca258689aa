// The demo wallet: a throw-away key in this origin's localStorage, and a window that asks before each signature.
// It answers the window that opened it and no other, names the origin that the browser reports, and shows what it signs.
import './main.css'
import { hashTypedData, type TypedData } from '../src/profile/eip712.ts'
import { personalHash } from '../src/profile/eip4361.ts'
import { hex0x, text, unhex } from '../src/profile/bytes.ts'
import { addressOf, signDigest } from '../src/profile/secp256k1.ts'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import type { Answer, Request } from '../src/shared/demo.ts'
import { h, storedLang } from '../src/shared/dom.ts'
import { pickLang, texts } from '../src/shared/i18n/index.ts'
import { all } from '../src/shared/i18n/wallet.ts'

const lang = pickLang(storedLang(), navigator.languages)
const t = texts(all, lang)
const slot = 'carnet-demo-wallet-key'

function key(): Uint8Array {
  const kept = localStorage.getItem(slot)
  if (kept && /^0x[0-9a-f]{64}$/.test(kept)) return unhex(kept)
  const fresh = secp256k1.utils.randomSecretKey()
  localStorage.setItem(slot, hex0x(fresh))
  return fresh
}

interface Question {
  from: string
  request: Request
}

const opener = window.opener as Window | null
const queue: Question[] = []
const main = h('main', { id: 'main', tabindex: '-1' })

/** idle is how long the window stays open with nothing to do. The page that asked may have gone elsewhere and cannot close it. */
const idle = 4000
let closing: ReturnType<typeof setTimeout> | undefined

const answer = (q: Question, a: Omit<Answer, 'carnet'>): void => {
  opener?.postMessage({ carnet: 'demo-wallet', ...a } satisfies Answer, q.from)
  queue.shift()
  render()
}
const refuse = (q: Question, code = 4001, message = 'refused'): void => answer(q, { id: q.request.id, error: { code, message } })

/** work reads a question into what is shown and what approving returns. It throws on anything malformed. */
function work(q: Question): { title: string; body: string; show: HTMLElement; warn: string | null; result(): unknown } {
  const secret = key()
  const address = addressOf(secret)
  const params = q.request.params as unknown[]
  const mine = (a: unknown): void => {
    if (typeof a !== 'string' || a.toLowerCase() !== address.toLowerCase()) throw new Error('not an account of this wallet')
  }
  switch (q.request.method) {
    case 'eth_requestAccounts':
      return {
        title: t('connect'),
        body: t('connect_body'),
        show: h('dl', {}, h('dt', {}, t('account')), h('dd', {}, address)),
        warn: null,
        result: () => [address],
      }
    case 'personal_sign': {
      mine(params[1])
      const message = unhex(String(params[0]))
      const readable = text(message)
      const named = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(\S+) wants you to sign in with your Ethereum account:$/m.exec(readable)?.[1]
      const site = new URL(q.from).host
      return {
        title: t('sign'),
        body: t('sign_body'),
        show: h('pre', { tabindex: '0', 'aria-label': t('text') }, readable),
        warn: named && named !== site ? t('wrong_site', { named, site }) : null,
        result: () => hex0x(signDigest(personalHash(message), secret)),
      }
    }
    case 'eth_signTypedData_v4': {
      mine(params[0])
      const data = (typeof params[1] === 'string' ? JSON.parse(params[1]) : params[1]) as TypedData
      const digest = hashTypedData(data) // before it is shown: what cannot be hashed is refused
      const rows = (o: Record<string, unknown>): HTMLElement[] =>
        Object.entries(o).flatMap(([k, v]) => [h('dt', {}, k), h('dd', {}, typeof v === 'object' ? JSON.stringify(v) : String(v))])
      return {
        title: t('typed'),
        body: t(appoints(data) ? 'scribe_body' : 'typed_body'),
        show: h('dl', {}, h('dt', {}, data.primaryType), h('dd', {}, `${String(data.domain['name'] ?? '')} · ${String(data.domain['chainId'] ?? '')}`), ...rows(data.message)),
        warn: null,
        result: () => hex0x(signDigest(digest, secret)),
      }
    }
    default:
      throw Object.assign(new Error(`unknown method ${q.request.method}`), { code: 4200 })
  }
}

// A vault's own key is let renew the seal; none (zero) takes that back.
const appoints = (d: TypedData): boolean => d.primaryType === 'SetScribe' && d.domain['name'] === 'Carnet' && !/^0x0*$/.test(String(d.message['scribe']))

const button = (id: string, label: string, kind: string, click: () => void): HTMLElement =>
  h('button', { type: 'button', id, class: `button ${kind}`, click }, label)

function render(): void {
  const q = queue[0]
  clearTimeout(closing)
  if (!q && opener) closing = setTimeout(() => window.close(), idle)
  if (!q) return void main.replaceChildren(opener ? rest() : home())
  try {
    const w = work(q)
    const site = h('p', { class: 'site' }, h('b', {}, new URL(q.from).host), ' ', t('asks', { site: '' }).trim())
    const card = h(
      'div',
      { class: 'card stack', 'data-method': q.request.method, 'data-request': String(q.request.id) },
      site,
      h('h1', { tabindex: '-1' }, w.title),
      h('p', {}, w.body),
      w.warn && h('div', { class: 'notice bad', role: 'alert' }, w.warn),
      w.show,
      h('div', { class: 'choice' }, button('refuse', t('refuse'), 'quiet', () => refuse(q)), button('approve', t('approve'), '', () => answer(q, { id: q.request.id, result: w.result() }))),
    )
    main.replaceChildren(card)
    card.querySelector('h1')?.focus()
  } catch (e) {
    refuse(q, (e as { code?: number }).code ?? -32602, (e as Error).message)
  }
}

const rest = (): HTMLElement => h('div', { class: 'card stack', role: 'status' }, h('h1', {}, t('waiting')), h('p', { class: 'muted' }, t('waiting_body')))

function home(): HTMLElement {
  return h(
    'div',
    { class: 'card stack' },
    h('h1', {}, t('home')),
    h('p', {}, t('home_body')),
    h('dl', {}, h('dt', {}, t('account')), h('dd', { id: 'account' }, addressOf(key()))),
    button('fresh', t('fresh'), 'quiet', () => {
      if (!confirm(t('fresh_sure'))) return
      localStorage.removeItem(slot)
      render()
    }),
  )
}

window.addEventListener('message', (e: MessageEvent<Request | null>) => {
  if (!opener || e.source !== opener || e.data?.carnet !== 'demo-wallet' || !/^https?:\/\//.test(e.origin)) return
  const { id, method, params } = e.data
  if (!Number.isSafeInteger(id) || typeof method !== 'string' || !Array.isArray(params) || queue.length >= 8) return
  if (queue.some((q) => q.request.id === id)) return
  queue.push({ from: e.origin, request: { carnet: 'demo-wallet', id, method, params } })
  if (queue.length === 1) render()
})

if (opener)
  setInterval(() => {
    if (opener.closed) window.close()
  }, 500)

document.documentElement.lang = lang
document.title = t('title')
document.body.replaceChildren(
  h('a', { class: 'skip', href: '#main' }, t('skip')),
  h('header', { class: 'badge' }, h('strong', {}, t('title')), h('span', {}, t('badge'))),
  main,
)
render()
// The opener's origin is not known yet, and "ready" is no secret.
opener?.postMessage({ carnet: 'demo-wallet', ready: true } satisfies Answer, '*')
