// The account page: which shops a person said yes to, which wallets open the account, and changing both. Adding a
// wallet takes two signatures, the new wallet's and the present one's; removing one takes the present one's. The page keeps nothing.
import './main.css'
import { Answer, caller, now, troubleOf } from '../src/shared/api.ts'
import { chainName } from '../src/shared/chains.ts'
import { h } from '../src/shared/dom.ts'
import { fold, initial, plain } from '../src/shared/format.ts'
import { webPage } from '../src/shared/handoff.ts'
import { localeOf, texts } from '../src/shared/i18n/index.ts'
import { type Key, all } from '../src/shared/i18n/account.ts'
import { Page } from '../src/shared/page.ts'
import { type Offer, type Over, Signing } from '../src/shared/signing.ts'
import { type View, button, notice, problemView, signingView, spoken, waitingView } from '../src/shared/signing-view.ts'

interface Linked {
  id: string
  address: string
  kind: 'eoa' | 'contract'
  chain_id?: number
  first: boolean
  current: boolean
}
interface Visited {
  client_id: string
  name: string
  host: string
  gets: string[]
}
interface Account {
  signed_in: true
  wallets: Linked[]
  shops: Visited[]
  expires_at: string
}
type Context = Offer & ({ signed_in: false } | Account)
type Purpose = 'sign_in' | 'add' | 'add_confirm' | 'remove'
type Trouble = Over | 'over' | 'last' | 'already' | 'full' | 'failed_change' | null
type Place =
  | { at: 'loading' }
  | { at: 'broken' }
  | { at: 'sign'; purpose: Exclude<Purpose, 'remove'> }
  | { at: 'sign'; purpose: 'remove'; wallet: Linked }
  | { at: 'account' }
  | { at: 'remove'; wallet: Linked }
  | { at: 'revoke'; shop: Visited }

const call = caller('/account')
let context: Context | null = null
let signing: Signing | null = null
let place: Place = { at: 'loading' }
let trouble: Trouble = null
let told = '' // what was just done, in words
let t = texts(all, 'en')

const page = new Page(
  ({ lang }) => {
    t = texts(all, lang)
    return { skip: t('skip'), foot: t('foot') }
  },
  () => {
    t = texts(all, page.lang)
    render()
  },
)

const account = (): Account | null => (context?.signed_in ? context : null)
const current = (): Linked | undefined => account()?.wallets.find((w) => w.current)

function move(next: Place, why: Trouble = null, done = ''): void {
  place = next
  trouble = why
  told = done
  render()
}

/** home is the account if there is one, else the way in. */
function home(why: Trouble = null, done = ''): void {
  if (account()) return move({ at: 'account' }, why, done)
  begin('sign_in', why)
}

function begin(purpose: Exclude<Purpose, 'remove'>, why: Trouble = null): void {
  ask({ at: 'sign', purpose }, why)
}

function ask(next: Place, why: Trouble = null): void {
  place = next
  trouble = why
  told = ''
  signing?.choose() // renders
}

/** refusals of a change after which another try would be refused as well. */
const refusals: { [code: string]: Trouble } = { last_wallet: 'last', already_linked: 'already', too_many_wallets: 'full' }

// asked is what the present signature is for, as the gateway is told.
const asked = (): { purpose: Purpose; wallet?: string } =>
  place.at !== 'sign' ? { purpose: 'sign_in' } : place.purpose === 'remove' ? { purpose: place.purpose, wallet: place.wallet.id } : { purpose: place.purpose }

async function verify(message: string, signature: string): Promise<void> {
  const what = asked()
  try {
    context = await call<Context>('/verify', { message, signature, ...what })
  } catch (e) {
    if (signedOut(e)) return forget()
    const why = e instanceof Answer && refusals[e.code]
    if (why) return home(why)
    throw e
  }
  if (what.purpose === 'add') return begin('add_confirm')
  home(null, what.purpose === 'add_confirm' ? t('added') : what.purpose === 'remove' && account() ? t('removed') : '')
}

const signedOut = (e: unknown): boolean => e instanceof Answer && e.code === 'signed_out'
/** forget shows nothing of an account that is not open any more. */
function forget(): void {
  if (context) context = { signed_in: false, chains: context.chains ?? [] }
  begin('sign_in', 'over')
}

// change asks the gateway for a change and shows what is so afterwards.
async function change(path: string, body: object, done: string): Promise<void> {
  try {
    context = await call<Context>(path, body)
    home(null, done)
  } catch (e) {
    if (signedOut(e)) return forget()
    const why = e instanceof Answer ? troubleOf(e) : 'offline'
    home(why === 'wrong_browser' || why === 'wrong_origin' || why === 'expired' ? why : 'failed_change')
  }
}

// ---- what is seen ----

const title = (text: string): HTMLElement => h('h1', { tabindex: '-1', 'data-focus': true }, text)
const troubleView = (): HTMLElement | null => (trouble ? notice(t(`${trouble}_title`), t(`${trouble}_body`)) : null)

const labels: { [P in Purpose]: Key } = { sign_in: 'enter_sign', add: 'add_sign', add_confirm: 'confirm_sign', remove: 'remove_sign' }
/** own tells whether it is the wallet that is signed in that has to sign. */
const own = (p: Purpose): boolean => p === 'add_confirm' || p === 'remove'

function view(s: Signing, purpose: Purpose): View {
  return {
    t, signing: s, sign: t(labels[purpose]), page: purpose === 'sign_in' ? webPage(location.origin + '/account') : null, about: { name: 'Carnet', url: location.origin },
    account: own(purpose) ? current()?.address : undefined, say: (w) => page.say(w),
  }
}

function sign(s: Signing, p: Place & { at: 'sign' }): (Node | null)[] {
  const purpose = p.purpose
  const v = view(s, purpose)
  const head =
    purpose === 'sign_in'
      ? [title(t('enter_title')), h('p', { class: 'intro' }, t('enter_body'))]
      : p.purpose === 'remove'
      ? [title(t('remove_title', { account: fold(p.wallet.address) })), h('p', {}, t('remove_sign_body', { account: fold(current()?.address ?? '') }))]
      : [
          title(t('add_title')),
          h('ol', { class: 'steps' }, ...(['add', 'add_confirm'] as const).map((p, i) => h('li', { 'aria-current': p === purpose ? 'step' : false }, t(i === 0 ? 'add_step_1' : 'add_step_2')))),
          h('p', {}, purpose === 'add' ? t('add_body') : t('confirm_body', { account: fold(current()?.address ?? '') })),
        ]
  return [...head, troubleView(), problemView(v), ...signingView(v), purpose === 'sign_in' ? null : button(t('cancel'), () => home(), 'plain wide', 'cancel')]
}

function walletRow(w: Linked): HTMLElement {
  const network = w.chain_id === undefined ? '' : (chainName(w.chain_id) ?? t('chain_number', { id: String(w.chain_id) }))
  const kind = w.kind === 'contract' ? (network ? t('wallet_contract_on', { network }) : t('wallet_contract')) : t('wallet_eoa')
  const tag = (k: Key): HTMLElement => h('span', { class: 'tag' }, t(k))
  return h('li', { class: 'row', 'data-wallet': w.id },
    h('div', {}, h('bdi', { class: 'mono', title: w.address }, fold(w.address)), w.current && tag('wallet_current'), w.first && tag('wallet_first'), h('p', { class: 'small muted' }, kind)),
    h('button', { type: 'button', class: 'button quiet', id: `remove-${w.id}`, 'aria-label': t('wallet_remove_label', { account: fold(w.address) }), click: () => {
        if (account()!.wallets.length === 1) move({ at: 'account' }, 'last')
        else move({ at: 'remove', wallet: w })
      } }, t('wallet_remove')),
  )
}

const shopName = (s: Visited): string => plain(s.name) || s.host

function shopRow(s: Visited): HTMLElement {
  const gets = s.gets.map((g) => h('li', { 'data-thing': g }, `gets_${g}` in all.en ? t(`gets_${g}` as Key) : t('gets_other', { what: g })))
  return h('li', { class: 'row', 'data-shop': s.client_id },
    h('span', { class: 'mark', 'aria-hidden': 'true' }, initial(shopName(s))),
    h('div', {}, h('b', {}, shopName(s)), shopName(s) !== s.host ? h('p', { class: 'small muted' }, h('bdi', {}, s.host)) : null, h('p', { class: 'small' }, t('shop_gets')), h('ul', { class: 'small' }, ...gets)),
    h('button', { type: 'button', class: 'button quiet', id: `revoke-${s.client_id}`, 'aria-label': t('revoke_label', { shop: shopName(s) }), click: () => move({ at: 'revoke', shop: s }) }, t('revoke')),
  )
}

function overview(a: Account): (Node | null)[] {
  const time = new Intl.DateTimeFormat(localeOf(page.lang, navigator.languages), { timeStyle: 'short' }).format(new Date(a.expires_at))
  return [
    title(t('title')),
    h('p', { class: 'intro' }, t('intro')),
    troubleView(),
    told ? h('div', { class: 'notice good' }, h('p', {}, told)) : null,
    h('section', { 'aria-labelledby': 'shops' },
      h('h2', { id: 'shops' }, t('shops_title')),
      a.shops.length ? h('ul', { role: 'list', class: 'rows' }, ...a.shops.map(shopRow)) : h('p', { class: 'muted' }, t('shops_none')),
    ),
    h('section', { 'aria-labelledby': 'wallets' },
      h('h2', { id: 'wallets' }, t('wallets_title')),
      h('p', { class: 'small muted' }, t('wallets_body')),
      h('ul', { role: 'list', class: 'rows' }, ...a.wallets.map(walletRow)),
      h('p', { class: 'rows' }, button(t('wallet_add'), () => begin('add'), 'quiet wide', 'add')),
    ),
    h('section', { class: 'stack-8' },
      h('p', { class: 'small muted' }, t('until', { time })),
      button(t('sign_out'), () => void change('/sign-out', {}, ''), 'plain', 'sign-out'),
    ),
  ]
}

const question = (head: string, body: string, yes: string, act: () => void, id: string): Node[] => [
  title(head),
  h('p', {}, body),
  h('div', { class: 'review-actions' }, button(yes, act, 'danger wide', id), button(t('keep'), () => home(), 'quiet wide', 'keep')),
]

function content(): (Node | null)[] {
  const p = place
  const a = account()
  if (p.at === 'broken') return [title(t('title')), notice(t('offline_title'), t('failed_change_body')), button(t('again'), () => location.reload(), 'wide', 'again')]
  if (p.at === 'loading' || !signing) return [title(t('title')), waitingView(t('loading'))]
  if (p.at === 'sign') return sign(signing, p)
  if (!a) return []
  if (p.at === 'remove') {
    const folded = fold(p.wallet.address)
    return question(t('remove_title', { account: folded }), t('remove_body'), t('remove_yes'), () => ask({ at: 'sign', purpose: 'remove', wallet: p.wallet }), 'remove-yes')
  }
  if (p.at === 'revoke') {
    const shop = shopName(p.shop)
    return question(t('revoke_title', { shop }), t('revoke_body'), t('revoke_yes'), () => void change('/consents/revoke', { client_id: p.shop.client_id }, t('revoked', { shop })), 'revoke-yes')
  }
  return overview(a)
}

function render(): void {
  const p = place
  const step = p.at === 'sign' && signing ? `${p.purpose}-${signing.step.at}` : p.at
  const say = told || (p.at === 'sign' && signing ? spoken(view(signing, p.purpose)) : '')
  const focus = p.at === 'sign' && signing?.step.at === 'review' ? '#sign' : '[data-focus]'
  page.show({ step, title: t('title'), content: content(), focus, say })
}

async function start(): Promise<void> {
  render()
  try {
    context = await call<Context>('/context')
  } catch {
    return move({ at: 'broken' })
  }
  signing = new Signing(context, t('demo_name'), {
    challenge: (address, chain) =>
      call<{ message: string }>('/challenge', { address, ...asked(), ...(chain === undefined ? {} : { chain_id: chain }) }).catch((e: unknown) => {
        if (signedOut(e)) forget()
        throw e
      }),
    verify,
    over: (why) => home(why),
    changed: () => {
      if (place.at === 'sign' && signing) render()
    },
    wanted: () => (place.at === 'sign' && own(place.purpose) ? current()?.address : undefined),
  })
  home()
  setInterval(() => {
    const a = account()
    if (a && Date.parse(a.expires_at) <= now()) forget()
  }, 1000)
}

// Back from the browser's cache of pages: nobody should read another person's list.
window.addEventListener('pageshow', (e) => {
  if (e.persisted) location.reload()
})
void start()
