// How a signature is asked for: the list of wallets, the ways to a phone, the review, and what went wrong.
import { chainName } from './chains.ts'
import { demoRdns } from './demo.ts'
import { h, picture } from './dom.ts'
import type { Wallet } from './eip6963.ts'
import { fold, initial } from './format.ts'
import { handoffs, isPhone } from './handoff.ts'
import type { T } from './i18n/index.ts'
import type { Key } from './i18n/signing.ts'
import type { Problem, Signing } from './signing.ts'
import type { Pairing } from '../../walletconnect/main.ts'

export interface View {
  t: T<Key>
  signing: Signing
  sign: string // what the button says
  page: URL | null // what a wallet's own browser should open instead of this page
  about: { name: string; url: string } // who asks, as a wallet on a phone shows it
  account?: string | undefined // the account that has to sign, if only one may
  say(words: string): void
}

export const button = (text: string, click: () => void, kind = '', id = ''): HTMLElement =>
  h('button', { type: 'button', class: `button ${kind}`, id: id || false, click }, text)

/** notice tells what happened, what is safe and what to do. */
export const notice = (title: string, body: string, kind = 'bad', ...more: (Node | null)[]): HTMLElement =>
  h('div', { class: `notice ${kind}`, role: 'alert' }, h('h2', {}, title), h('p', {}, body), ...more)

const calm: Problem[] = ['switched', 'chain_switched', 'wrong_account']

const nameOf = (w: Wallet | null, t: T<Key>): string => (w?.uuid === 'window.ethereum' ? t('old_name') : (w?.name ?? ''))

export function problemView({ t, signing: s, account }: View): HTMLElement | null {
  const p = s.problem
  if (!p) return null
  const at = s.step.at === 'review' || s.step.at === 'chain' ? s.step.address : (account ?? '')
  const values = { wallet: nameOf(s.chosen, t), account: fold(at), n: s.wait || 60 }
  return notice(t(`${p}_title`), t(`${p}_body`, values), calm.includes(p) ? '' : 'bad')
}

/** loadPairing fetches the code for wallets on a phone: only when somebody wants it, for it is larger than all the rest. */
export const loadPairing = (): Promise<Pairing> => {
  const at = '/assets/login/walletconnect.js'
  return import(/* @vite-ignore */ at) as Promise<Pairing>
}

const icon = (w: Wallet, name: string): HTMLElement =>
  w.icon ? h('img', { src: w.icon, alt: '', width: '36', height: '36' }) : h('span', { class: 'mark', 'aria-hidden': 'true' }, initial(name))

const entry = (id: string, mark: Node, name: string, note: string | false, click: () => void, rdns = ''): HTMLElement =>
  h('li', {},
    h('button', { type: 'button', class: 'wallet', id, 'data-rdns': rdns, click }, mark, h('span', {}, name, note && h('small', {}, note)), h('span', { class: 'go', 'aria-hidden': 'true' }, '→')),
  )

const phoneSvg = '<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true" focusable="false"><rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10.5 18.5h3"/></svg>'

function walletEntries(v: View): HTMLElement[] {
  const { t, signing: s } = v
  const list = s.wallets.map((w) => {
    const name = nameOf(w, t)
    return entry(`wallet-${w.uuid}`, icon(w, name), name, w.rdns === demoRdns && t('demo_note'), () => void s.connect(w), w.rdns)
  })
  if (s.project)
    list.push(
      entry('wallet-phone', h('span', { class: 'mark' }, picture(phoneSvg)), isPhone() ? t('phone_here') : t('phone_button'), isPhone() && t('phone_note'), () => void s.pair(loadPairing, v.about)),
    )
  return list
}

function handoff({ t, page }: View): HTMLElement | null {
  if (!page || !isPhone()) return null
  return h('section', { class: 'stack-8 handoff', 'aria-labelledby': 'handoff' },
    h('h2', { id: 'handoff' }, t('handoff_title')),
    h('p', { class: 'small muted' }, t('handoff_body')),
    h('ul', { role: 'list', class: 'handoffs' },
      ...handoffs.map((w) => h('li', {}, h('a', { class: 'button quiet wide', href: w.link(page), rel: 'noreferrer', 'aria-label': t('handoff_open', { wallet: w.name }) }, w.name))),
    ),
  )
}

function choose(v: View): (Node | null)[] {
  const { t, signing: s } = v
  const none = s.real.length === 0
  if (none && s.looking && !s.problem) return [h('p', { class: 'waiting' }, t('looking'))]
  const entries = walletEntries(v)
  return [
    h('section', { class: 'choose', 'aria-labelledby': 'choose' },
      h('h2', { id: 'choose', tabindex: '-1', 'data-focus': true }, none ? t('none_title') : t('choose')),
      h('p', {}, none ? t('none_body') : t('choose_hint')),
      none && !(isPhone() && v.page) ? h('ul', { class: 'help small' }, ...(['none_installed', 'none_elsewhere', 'none_new'] as const).map((k) => h('li', {}, t(k)))) : null,
      none && s.wallets.length > 0 ? h('p', {}, t('none_demo')) : null,
      entries.length > 0 ? h('ul', { role: 'list', class: 'wallets' }, ...entries) : null,
    ),
    none ? handoff(v) : null,
    none ? button(t('reload'), () => location.reload(), 'quiet wide', 'reload') : null,
  ]
}

function scan(v: View, uri: string, svg: string): (Node | null)[] {
  const { t, signing: s, say } = v
  return [
    h('section', { class: 'stack scan', 'aria-labelledby': 'scan' },
      h('h2', { id: 'scan', tabindex: '-1', 'data-focus': true }, t('scan_title')),
      isPhone()
        ? h('a', { class: 'button wide', id: 'scan-open', href: uri }, t('scan_open'))
        : h('div', { class: 'stack-8' }, h('p', {}, t('scan_body')), h('div', { class: 'qr', role: 'img', 'aria-label': t('scan_picture') }, picture(svg))),
      button(t('scan_copy'), () => void navigator.clipboard.writeText(uri).then(() => say(t('scan_copied')), () => undefined), 'quiet wide', 'scan-copy'),
      button(t('other'), () => s.choose(), 'plain wide', 'other'),
    ),
  ]
}

function review(v: View, message: string, address: string): (Node | null)[] {
  const { t, signing: s } = v
  return [
    h('section', { class: 'stack', 'aria-labelledby': 'review' },
      h('h2', { id: 'review' }, t('review')),
      h('p', {}, t('review_body')),
      h('p', { class: 'account' }, h('span', { class: 'muted' }, t('account')), h('bdi', { class: 'mono', title: address }, fold(address))),
      h('details', { id: 'exact' }, h('summary', { id: 'exact-open' }, t('exact')), h('pre', { tabindex: '0', id: 'message', dir: 'ltr', lang: 'en', 'aria-label': t('exact'), role: 'group' }, message)),
      h('div', { class: 'review-actions' }, button(v.sign, () => void s.sign(), 'wide', 'sign'), button(t('other'), () => s.choose(), 'plain', 'other')),
    ),
  ]
}

function otherChain(v: View, chain: number): (Node | null)[] {
  const { t, signing: s } = v
  const name = (id: number): string => chainName(id) ?? t('chain_number', { id: String(id) })
  return [
    h('section', { class: 'stack', 'aria-labelledby': 'chain' },
      h('h2', { id: 'chain', tabindex: '-1', 'data-focus': true }, t('chain_title')),
      h('p', {}, t('chain_body', { network: name(chain) })),
      h('div', { class: 'review-actions' },
        ...s.chains.slice(0, 3).map((c, i) => button(t('chain_switch', { network: name(c) }), () => void s.change(c), i === 0 ? 'wide' : 'quiet wide', `chain-${c}`)),
        button(t('chain_stay'), () => void s.stay(), s.chains.length ? 'quiet wide' : 'wide', 'chain-stay'),
        button(t('other'), () => s.choose(), 'plain', 'other'),
      ),
    ),
  ]
}

/** waitingView is the line that turns; what it waits for is said aloud by the page. */
export const waitingView = (words: string): HTMLElement => h('p', { class: 'waiting', id: 'waiting' }, words)

export function signingView(v: View): (Node | null)[] {
  const { t, signing: s } = v
  const step = s.step
  switch (step.at) {
    case 'choose':
      return choose(v)
    case 'scan':
      return scan(v, step.uri, step.picture)
    case 'review':
      return review(v, step.message, step.address)
    case 'chain':
      return otherChain(v, step.chain)
    case 'waiting': {
      const leave = step.key === 'connecting' || step.key === 'signing' || step.key === 'pairing'
      return [
        waitingView(t(step.key, { wallet: nameOf(s.chosen, t) })),
        s.slow ? h('p', { class: 'small muted', id: 'slow' }, t('slow')) : null,
        leave ? button(t('other'), () => s.choose(), 'plain wide', 'other') : null,
      ]
    }
  }
}

/** spoken is what a screen reader hears about the step. */
export function spoken({ t, signing: s }: View): string {
  switch (s.step.at) {
    case 'waiting':
      return s.slow ? t('slow') : t(s.step.key, { wallet: nameOf(s.chosen, t) })
    case 'review':
      return t('review')
    case 'choose':
      return s.real.length ? t('found', { n: s.wallets.length }) : s.looking ? t('looking') : t('none_title')
    default:
      return ''
  }
}

