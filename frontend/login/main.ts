// The sign-in page. The gateway wrote the message; this page shows who asks and what they learn, has the wallet sign
// exactly those bytes, asks once per shop whether that is welcome, and goes where the gateway says. It keeps nothing
// but, in this tab, the address of the shop to go back to.
import './main.css'
import { Answer, caller, go, now, troubleOf } from '../src/shared/api.ts'
import { h } from '../src/shared/dom.ts'
import { initial, plain } from '../src/shared/format.ts'
import { webPage } from '../src/shared/handoff.ts'
import { texts } from '../src/shared/i18n/index.ts'
import { type Key, all } from '../src/shared/i18n/login.ts'
import { Page } from '../src/shared/page.ts'
import { type Offer, type Over, Signing } from '../src/shared/signing.ts'
import { type View, button, notice, problemView, signingView, spoken, waitingView } from '../src/shared/signing-view.ts'

interface Shop {
  name: string
  host: string
  verified?: boolean
  start_url?: string
}
interface Context extends Offer {
  shop: Shop
  learns: string[]
  expires_at: string
}
type Place =
  | { at: 'loading' }
  | { at: 'sign' }
  | { at: 'consent'; token: string; gets: string[]; failed: boolean }
  | { at: 'leaving'; words: 'done' | 'leaving' | 'loading' }
  | { at: 'over'; why: Over | 'elsewhere'; stuck: boolean }
  | { at: 'broken' }

const base = location.pathname.replace(/\/$/, '')
const call = caller(base)
let context: Context | null = null
let signing: Signing | null = null
let place: Place = { at: 'loading' }
let t = texts(all, 'en')

const page = new Page(
  ({ lang }) => {
    t = texts(all, lang)
    return { skip: t('skip'), foot: t('foot') }
  },
  () => {
    t = texts(all, page.lang)
    render()
    count()
  },
)

// Two tabs may show the same sign-in: the one that is too late says so instead of failing.
const tabs = new BroadcastChannel(`carnet${base}`)
tabs.addEventListener('message', () => {
  if (place.at !== 'leaving') over('elsewhere')
})

function move(next: Place): void {
  place = next
  render()
  count()
}
const over = (why: Over | 'elsewhere', stuck = false): void => move({ at: 'over', why, stuck })

/** The shop as a person may call it: by its name only if somebody checked that name. */
const shopName = (): string => (context ? (context.shop.verified === true && plain(context.shop.name)) || context.shop.host : '')

// The way back has to be known even when the sign-in is over and its context is gone with it.
const backKey = `back:${base.slice(-32)}`
function wayBack(): URL | null {
  try {
    return webPage(context?.shop.start_url ?? sessionStorage.getItem(backKey) ?? undefined)
  } catch {
    return webPage(context?.shop.start_url)
  }
}

function startAgain(): void {
  const shop = wayBack()
  if (shop) go(shop.href)
  else void leave()
}

async function leave(): Promise<void> {
  try {
    const { redirect } = await call<{ redirect: string }>('/cancel', {})
    move({ at: 'leaving', words: 'leaving' })
    go(redirect)
  } catch {
    over(place.at === 'over' ? place.why : 'expired', true)
  }
}

function finish(redirect: string): void {
  move({ at: 'leaving', words: 'done' })
  tabs.postMessage('done')
  go(redirect)
}

async function verify(message: string, signature: string): Promise<void> {
  const answer = await call<{ redirect?: string; consent?: { token: string; gets: string[] } }>('/verify', { message, signature })
  if (answer.redirect) finish(answer.redirect)
  else if (answer.consent) move({ at: 'consent', ...answer.consent, failed: false })
  else throw new Answer(502, 'unavailable')
}

async function allow(): Promise<void> {
  if (place.at !== 'consent') return
  const { token, gets } = place
  move({ at: 'leaving', words: 'loading' })
  try {
    const { redirect } = await call<{ redirect: string }>('/consent', { token })
    finish(redirect)
  } catch (e) {
    const why = e instanceof Answer ? troubleOf(e) : 'offline'
    if (why === 'offline' || why === 'too_many') move({ at: 'consent', token, gets, failed: true })
    else over(why === 'wrong_browser' || why === 'wrong_origin' ? why : 'expired')
  }
}

// ---- what is seen ----

const things = (what: string[]): HTMLElement =>
  h('ul', { role: 'list', class: 'things' }, ...what.map((w) => h('li', { 'data-thing': w }, `learns_${w}` in all.en ? t(`learns_${w}` as Key) : t('learns_other', { what: w }))))

function shopHead(c: Context): HTMLElement {
  const name = shopName()
  return h('div', { class: 'who' },
    h('span', { class: 'mark', 'aria-hidden': 'true' }, initial(name)),
    h('div', {}, h('h1', { tabindex: '-1' }, t('title', { shop: name })), name === c.shop.host ? null : h('p', {}, h('bdi', {}, c.shop.host))),
  )
}

function caution(c: Context): HTMLElement | null {
  if (c.shop.verified === true) return null
  return h('div', { class: 'notice', id: 'caution' }, h('h2', {}, t('unknown_title')), h('p', {}, t('unknown_body', { shop: c.shop.host })))
}

const learns = (c: Context): HTMLElement =>
  h('section', { class: 'learns', 'aria-labelledby': 'learns' }, h('h2', { id: 'learns' }, t('learns')), things(c.learns), h('p', { class: 'forgets' }, t('forgets')))

function consent(gets: string[], failed: boolean): (Node | null)[] {
  return [
    h('h1', { tabindex: '-1', 'data-focus': true }, t('consent_title', { shop: shopName() })),
    context && (shopName() === context.shop.host ? caution(context) : h('p', { class: 'host' }, h('bdi', {}, context.shop.host))),
    failed ? notice(t('offline_title'), t('consent_offline')) : null,
    h('p', {}, t('consent_body')),
    things(gets),
    h('p', { class: 'small muted' }, `${t('consent_kept')} `, h('a', { href: '/account', target: '_blank', rel: 'noreferrer' }, t('consent_account')), '.'),
    h('div', { class: 'review-actions' }, button(t('allow'), () => void allow(), 'wide', 'allow'), button(t('deny'), () => void leave(), 'quiet wide', 'deny')),
  ]
}

function end(why: Over | 'elsewhere', stuck: boolean): (Node | null)[] {
  return [
    h('h1', { tabindex: '-1', 'data-focus': true }, t(`${why}_title`)),
    h('p', {}, stuck ? t('go_back_yourself') : t(`${why}_body`)),
    why === 'elsewhere' || (stuck && !wayBack()) ? null : button(t('start_again'), startAgain, 'wide', 'start-again'),
  ]
}

function view(s: Signing, c: Context): View {
  const shop = shopName()
  return { t, signing: s, sign: t('sign', { shop }), page: wayBack(), about: { name: t('title', { shop: c.shop.host }), url: location.origin }, say: (w) => page.say(w) }
}

function content(): (Node | null)[] {
  const p = place
  if (p.at === 'over') return end(p.why, p.stuck)
  if (p.at === 'broken') return [h('h1', {}, t('heading')), notice(t('offline_title'), t('offline_body')), button(t('again'), () => location.reload(), 'wide', 'again')]
  if (p.at === 'loading' || !context || !signing) return [h('h1', {}, t('heading')), waitingView(t('loading'))]
  if (p.at === 'consent') return consent(p.gets, p.failed)
  if (p.at === 'leaving') return [shopHead(context), waitingView(t(p.words, { shop: shopName() }))]
  const v = view(signing, context)
  const step = signing.step
  const busy = step.at === 'waiting' && step.key === 'checking'
  return [
    shopHead(context),
    caution(context),
    learns(context),
    problemView(v),
    ...signingView(v),
    busy ? null : h('p', { class: 'back' }, button(t('cancel'), () => void leave(), 'plain', 'cancel')),
  ]
}

function render(): void {
  const p = place
  const step = p.at === 'sign' && signing ? signing.step.at : p.at
  const words =
    p.at === 'leaving' ? t(p.words, { shop: shopName() }) : p.at === 'sign' && signing && context ? spoken(view(signing, context)) : ''
  const title = p.at === 'over' ? t(`${p.why}_title`) : p.at === 'consent' ? t('consent_title', { shop: shopName() }) : context ? t('title', { shop: shopName() }) : t('heading')
  page.show({ step, title, content: content(), ...(step === 'review' ? { focus: '#sign' } : p.at === 'consent' || p.at === 'over' ? { focus: '[data-focus]' } : {}), say: words })
}

// ---- the clock ----

const clock = h('p', { role: 'timer', id: 'clock' })
const restart = h('button', { type: 'button', class: 'button plain', id: 'restart', click: startAgain })

/** count shows the last minute, and a way to begin anew that is there before it is too late. */
function count(): void {
  const ticking = context && (place.at === 'sign' || place.at === 'consent')
  const left = context ? Math.floor((Date.parse(context.expires_at) - now()) / 1000) : NaN
  if (!ticking || !(left <= 60)) return page.below.replaceChildren()
  if (left <= 0) return over('expired')
  clock.textContent = t('expires', { n: left })
  restart.textContent = t('expires_again')
  if (!clock.isConnected) page.below.replaceChildren(h('div', { class: 'last-minute' }, clock, restart))
  if (left === 60 || left === 30 || left === 10) page.say(clock.textContent)
}

async function start(): Promise<void> {
  render()
  try {
    context = await call<Context>('/context')
  } catch (e) {
    const why = troubleOf(e as Answer)
    if (why === 'wrong_browser' || why === 'wrong_origin' || why === 'expired') return over(why)
    return move({ at: 'broken' })
  }
  try {
    if (context.shop.start_url) sessionStorage.setItem(backKey, context.shop.start_url)
  } catch {
    // refused in some private windows: then the way back lasts as long as the page
  }
  place = { at: 'sign' }
  signing = new Signing(context, t('demo_name'), {
    challenge: (address, chain) => call('/challenge', { address, ...(chain === undefined ? {} : { chain_id: chain }) }),
    verify,
    over,
    changed: () => {
      if (place.at === 'sign' && signing) render()
    },
  })
  move(place)
  setInterval(count, 1000)
}

// Back from the browser's cache of pages: what is shown may be long over.
window.addEventListener('pageshow', (e) => {
  if (e.persisted) location.reload()
})
void start()
