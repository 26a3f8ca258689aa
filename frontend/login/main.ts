// The sign-in page. The gateway wrote the message; this page shows who asks and what they learn, has the wallet sign
// exactly those bytes, and goes where the gateway says. It keeps nothing.
import './main.css'
import { brandSvg } from '../src/shared/brand.ts'
import { announceDemoWallet } from '../src/shared/demo.ts'
import { h, picture, storedLang, storeLang } from '../src/shared/dom.ts'
import { type WalletFailure, firstAccount, personalSign, walletFailure } from '../src/shared/eip1193.ts'
import { type Wallet, discover } from '../src/shared/eip6963.ts'
import { fold, initial } from '../src/shared/format.ts'
import { type Lang, langs, pickLang, texts } from '../src/shared/i18n/index.ts'
import { type Key, all } from '../src/shared/i18n/login.ts'
import { demoRdns } from '../src/shared/demo.ts'

interface Context {
  shop: { name: string; host: string }
  learns: string[]
  expires_at: string
  demo_wallet?: string | null
}

type Problem = WalletFailure | 'switched' | 'rejected' | 'offline'
type Step =
  | { at: 'loading' }
  | { at: 'choose' }
  | { at: 'waiting'; key: 'connecting' | 'signing' | 'checking' | 'done' }
  | { at: 'review'; message: string; address: string }
  | { at: 'expired'; stuck: boolean }
  | { at: 'broken' }

class Answer extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

const base = location.pathname.replace(/\/$/, '')
let lang: Lang = pickLang(storedLang(), navigator.languages)
let t = texts(all, lang)
let context: Context | null = null
let wallets: Wallet[] = []
let chosen: Wallet | null = null
let step: Step = { at: 'loading' }
let problem: Problem | null = null
let secondsLeft = Infinity

async function call<R>(path: string, body?: unknown): Promise<R> {
  let answer: Response
  try {
    answer = await fetch(base + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      redirect: 'error',
    })
  } catch {
    throw new Answer(0, 'offline')
  }
  const json = (await answer.json().catch(() => ({}))) as R & { error?: string }
  if (!answer.ok) throw new Answer(answer.status, json.error ?? '')
  return json
}

// What the page says aloud; separate from the panel, so that screen readers hear changes and nothing twice.
const voice = h('p', { class: 'hidden-text', role: 'status', 'aria-live': 'polite' })
const say = (s: string): void => void (voice.textContent = s)
const main = h('main', { id: 'main', tabindex: '-1' })
const clock = h('p', { class: 'small muted', role: 'timer' })

function show(next: Step, why: Problem | null = null): void {
  step = next
  problem = why
  render()
}

// A failure that the person can do something about keeps them where they can do it.
function fail(e: unknown): void {
  if (e instanceof Answer) {
    if (e.status === 403 || e.status === 404 || e.status === 410 || e.code.includes('expired')) return show({ at: 'expired', stuck: false })
    if (e.status === 0 || e.status >= 500) return show(context ? { at: 'choose' } : { at: 'broken' }, 'offline')
    return show({ at: 'choose' }, 'rejected')
  }
  show({ at: 'choose' }, walletFailure(e))
}

async function connect(wallet: Wallet): Promise<void> {
  chosen = wallet
  watch(wallet)
  show({ at: 'waiting', key: 'connecting' })
  try {
    const address = await firstAccount(wallet.provider)
    await challenge(address)
  } catch (e) {
    fail(e)
  }
}

async function challenge(address: string, why: Problem | null = null): Promise<void> {
  const { message } = await call<{ message: string }>('/challenge', { address })
  show({ at: 'review', message, address }, why)
}

const watched = new Set<Wallet>()
function watch(wallet: Wallet): void {
  if (watched.has(wallet)) return
  watched.add(wallet)
  wallet.provider.on?.('accountsChanged', ((accounts: string[]) => {
    if (chosen !== wallet || step.at !== 'review') return
    const next = accounts[0]
    if (!next) return show({ at: 'choose' }, 'locked')
    if (next.toLowerCase() !== step.address.toLowerCase()) challenge(next, 'switched').catch(fail)
  }) as (v: never) => void)
}

async function sign(message: string, address: string): Promise<void> {
  if (!chosen) return
  show({ at: 'waiting', key: 'signing' })
  try {
    const signature = await personalSign(chosen.provider, message, address)
    show({ at: 'waiting', key: 'checking' })
    const { redirect } = await call<{ redirect: string }>('/verify', { signature })
    show({ at: 'waiting', key: 'done' })
    location.assign(redirect)
  } catch (e) {
    const failure = e instanceof Answer ? null : walletFailure(e)
    if (failure === 'refused' || failure === 'blocked') show({ at: 'review', message, address }, failure)
    else fail(e)
  }
}

async function leave(): Promise<void> {
  try {
    const { redirect } = await call<{ redirect: string }>('/cancel', {})
    location.assign(redirect)
  } catch {
    show({ at: 'expired', stuck: true })
  }
}

// ---- what is seen ----

const button = (text: string, click: () => void, kind = ''): HTMLElement => h('button', { type: 'button', class: `button ${kind}`, click }, text)

function notice(p: Problem): HTMLElement {
  const values = { wallet: chosen?.name ?? '', account: step.at === 'review' ? fold(step.address) : '' }
  return h(
    'div',
    { class: p === 'switched' ? 'notice' : 'notice bad', role: 'alert' },
    h('h2', {}, t(`${p}_title` as Key, values)),
    h('p', {}, t(`${p}_body` as Key, values)),
  )
}

function icon(w: Wallet): HTMLElement {
  return w.icon ? h('img', { src: w.icon, alt: '', width: '36', height: '36' }) : h('span', { class: 'mark', 'aria-hidden': 'true' }, initial(w.name))
}

function walletList(): HTMLElement {
  if (wallets.length === 0)
    return h(
      'section',
      { class: 'stack' },
      h('div', { class: 'notice' }, h('h2', {}, t('none_title')), h('p', {}, t('none_body'))),
      button(t('reload'), () => location.reload(), 'quiet wide'),
    )
  const real = wallets.filter((w) => w.rdns !== demoRdns)
  return h(
    'section',
    { class: 'choose', 'aria-labelledby': 'choose' },
    h('h2', { id: 'choose' }, real.length ? t('choose') : t('none_title')),
    h('p', {}, real.length ? t('choose_hint') : t('none_demo')),
    h(
      'ul',
      { role: 'list', class: 'wallets' },
      ...wallets.map((w) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'wallet', 'data-rdns': w.rdns, click: () => void connect(w) },
            icon(w),
            h('span', {}, w.name, w.rdns === demoRdns && h('small', {}, t('demo_note'))),
            h('span', { class: 'go', 'aria-hidden': 'true' }, '→'),
          ),
        ),
      ),
    ),
  )
}

function learns(c: Context): HTMLElement {
  return h(
    'section',
    { class: 'learns', 'aria-labelledby': 'learns' },
    h('h2', { id: 'learns' }, t('learns')),
    h(
      'ul',
      { role: 'list' },
      ...c.learns.map((what) => h('li', {}, what === 'pairwise_id' ? t('learns_pairwise_id') : t('learns_other', { what }))),
    ),
    h('p', { class: 'forgets' }, t('forgets')),
  )
}

function shopHead(c: Context): HTMLElement {
  return h(
    'div',
    { class: 'who' },
    h('span', { class: 'mark', 'aria-hidden': 'true' }, initial(c.shop.name)),
    h('div', {}, h('h1', {}, h('span', {}, t('title', { shop: c.shop.name }))), h('p', {}, c.shop.host)),
  )
}

function review(c: Context, message: string, address: string): HTMLElement {
  return h(
    'section',
    { class: 'stack', 'aria-labelledby': 'review' },
    h('h2', { id: 'review' }, t('review')),
    h('p', {}, t('review_body')),
    h('p', { class: 'account' }, h('span', { class: 'muted' }, t('account')), h('span', { class: 'mono', title: address }, fold(address))),
    h('details', { id: 'exact' }, h('summary', {}, t('exact')), h('pre', { tabindex: '0', id: 'message' }, message)),
    h(
      'div',
      { class: 'review-actions' },
      h('button', { type: 'button', id: 'sign', class: 'button wide', click: () => void sign(message, address) }, t('sign', { shop: c.shop.name })),
      button(t('other'), () => show({ at: 'choose' }), 'plain'),
    ),
  )
}

function panel(): (HTMLElement | null)[] {
  const s = step
  if (s.at === 'expired')
    return [
      h('h1', {}, t('expired_title')),
      h('p', {}, s.stuck ? t('go_back_yourself') : t('expired_body')),
      s.stuck ? null : button(t('start_again'), () => void leave(), 'wide'),
    ]
  if (s.at === 'broken') return [notice('offline'), button(t('again'), () => location.reload(), 'wide')]
  if (s.at === 'loading' || !context) return [h('p', { class: 'waiting' }, t('loading'))]
  const c = context
  const body = { choose: walletList, waiting: waiting, review: () => (s.at === 'review' ? review(c, s.message, s.address) : h('p')) }[s.at]()
  return [
    shopHead(c),
    learns(c),
    problem ? notice(problem) : null,
    body,
    secondsLeft <= 60 ? clock : null,
    s.at === 'waiting' && s.key !== 'connecting' && s.key !== 'signing' ? null : h('p', { class: 'back' }, button(t('cancel'), () => void leave(), 'plain')),
  ]
}

function waiting(): HTMLElement {
  const key = step.at === 'waiting' ? step.key : 'connecting'
  return h('p', { class: 'waiting', id: 'waiting' }, t(key, { wallet: chosen?.name ?? '', shop: context?.shop.name ?? '' }))
}

function render(): void {
  document.documentElement.lang = lang
  document.title = context ? t('title', { shop: context.shop.name }) : t('heading')
  const focused = main.contains(document.activeElement)
  main.setAttribute('data-step', step.at)
  main.replaceChildren(h('div', { class: 'card panel stack' }, ...panel().filter((e) => e !== null)))
  if (step.at === 'waiting') say(main.querySelector('#waiting')?.textContent ?? '')
  if (step.at === 'review') say(t('review'))
  if (focused || step.at === 'review') (main.querySelector<HTMLElement>('#sign') ?? main).focus({ preventScroll: true })
}

function tick(): void {
  if (!context) return
  secondsLeft = Math.floor((Date.parse(context.expires_at) - Date.now()) / 1000)
  if (step.at === 'expired' || (step.at === 'waiting' && step.key === 'done')) return
  if (!(secondsLeft > 0)) return show({ at: 'expired', stuck: false })
  if (secondsLeft > 60) return
  clock.textContent = t('expires', { n: secondsLeft })
  if (!clock.isConnected) render()
  if (secondsLeft === 60 || secondsLeft === 20) say(clock.textContent ?? '')
}

function frame(): void {
  const picker = h('nav', { 'aria-label': 'Language / Langue' })
  const languages = (): void =>
    picker.replaceChildren(
      ...langs
        .filter((l) => l !== lang)
        .map((l) =>
          h(
            'button',
            {
              type: 'button',
              class: 'button plain small',
              lang: l,
              click: () => {
                lang = l
                t = texts(all, lang)
                storeLang(l)
                frameTexts()
                languages()
                render()
              },
            },
            { en: 'English', fr: 'Français' }[l],
          ),
        ),
    )
  const skip = h('a', { class: 'skip', href: '#main' })
  const foot = h('footer')
  const frameTexts = (): void => {
    skip.textContent = t('skip')
    foot.textContent = t('foot')
  }
  frameTexts()
  languages()
  const brand = h('span', { class: 'brand' }, picture(brandSvg), 'Carnet')
  document.body.replaceChildren(skip, h('header', { class: 'top' }, brand, picker), main, foot, voice)
}

async function start(): Promise<void> {
  frame()
  render()
  try {
    context = await call<Context>('/context')
  } catch (e) {
    return fail(e)
  }
  if (context.demo_wallet) announceDemoWallet(context.demo_wallet, 31337, t('demo_name'))
  show({ at: 'choose' })
  discover((found) => {
    wallets = [...found].sort((a, b) => Number(a.rdns === demoRdns) - Number(b.rdns === demoRdns))
    if (step.at === 'choose') render()
  })
  tick()
  setInterval(tick, 1000)
}

// Back from the browser's cache of pages: what is shown may be long over.
window.addEventListener('pageshow', (e) => {
  if (e.persisted) location.reload()
})
void start()
