// Opening or making the carnet: wallet, recovery code, remembered device.
import { type TemplateResult, html, nothing } from 'lit'
import type { Bytes } from '../../src/profile/bytes.ts'
import { fold as foldCode, recoveryGroups, showRecoveryCode } from '../../src/profile/codes.ts'
import { brandSvg } from '../../src/shared/brand.ts'
import { picture } from '../../src/shared/dom.ts'
import { type Provider } from '../../src/shared/eip1193.ts'
import type { Wallet } from '../../src/shared/eip6963.ts'
import { fold } from '../../src/shared/format.ts'
import { issuerOf } from '../model/gateway.ts'
import { type Wallet as Factor, hasKeyring, newRoot, openKeyring, signOnce, signTwice, storeKeyring } from '../model/keeper.ts'
import { Session } from '../model/session.ts'
import './code.ts'
import { damaged } from '../model/link.ts'
import { kit } from './kit.ts'
import { Screen, walletList } from './screen.ts'

type Step =
  | { at: 'start' }
  | { at: 'code'; wallet: Wallet; factor: Factor }
  | { at: 'kit' | 'check'; wallet: Wallet; factor: Factor; root: Bytes; code: Bytes; ask: [number, number]; wrong?: boolean }
  | { at: 'scribe'; session: Session; provider: Provider }

export class Gate extends Screen {
  declare step: Step
  declare forgetful: boolean // this browser could not remember the device
  declare other: boolean // another wallet than the remembered one
  declare shopName: string // of the receipt that waits
  declare route: string
  static override properties = { ...Screen.properties, route: { attribute: false }, step: { state: true }, forgetful: { state: true }, other: { state: true }, shopName: { state: true } }

  constructor() {
    super()
    this.step = { at: 'start' }
    this.forgetful = false
    this.other = false
    this.shopName = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const q = new URLSearchParams(location.hash.split('?')[1] ?? '')
    const gateway = q.get('gateway') ?? ''
    if (this.app.config!.gateways.includes(gateway))
      void issuerOf(gateway, q.get('shop') ?? '').then(
        (i) => (this.shopName = i.carnet.name),
        () => undefined, // the link is explained when the carnet is open
      )
  }

  #next(step: Step): void {
    this.step = step
    this.failure = null
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>('h1')?.focus()
      window.scrollTo({ top: 0 })
    })
  }

  async #begin(w: Wallet): Promise<void> {
    const t = this.t
    await this.attempt(t('connecting', { wallet: w.name }), async () => {
      const seen = (): void => void (this.working = t('sign_1', { wallet: w.name }))
      const first = await signOnce(w.provider, seen)
      this.working = t('looking')
      if (await hasKeyring(this.app.config!, first)) return this.#next({ at: 'code', wallet: w, factor: first })
      this.working = t('sign_2', { wallet: w.name })
      const factor = await signTwice(w.provider, first)
      const a = Math.floor(Math.random() * 4)
      this.#next({ at: 'kit', wallet: w, factor, ...newRoot(), ask: [a, a + 1 + Math.floor(Math.random() * (7 - a))] })
    })
  }

  async #recover(e: Event): Promise<void> {
    e.preventDefault()
    const s = this.step
    if (s.at !== 'code') return
    const form = e.target as HTMLFormElement
    const data = new FormData(form)
    await this.attempt(this.t('opening'), async () => {
      const root = await openKeyring(this.app.config!, s.factor, String(data.get('code') ?? ''))
      const session = new Session(root, s.factor.address, s.wallet.rdns, this.app.config!)
      if (data.get('remember')) await this.app.rememberDevice(session)
      await this.app.open(session)
    })
  }

  async #confirm(e: Event): Promise<void> {
    e.preventDefault()
    const s = this.step
    if (s.at !== 'check') return
    const data = new FormData(e.target as HTMLFormElement)
    const groups = recoveryGroups(s.code)
    if (s.ask.some((i) => foldCode(String(data.get(`g${i}`) ?? '')) !== groups[i])) {
      this.step = { ...s, wrong: true }
      return
    }
    await this.attempt(this.t('making'), async () => {
      await storeKeyring(this.app.config!, s.factor, s.code, s.root)
      const session = new Session(s.root, s.factor.address, s.wallet.rdns, this.app.config!)
      if (data.get('remember')) this.forgetful = !(await this.app.rememberDevice(session))
      this.#next({ at: 'scribe', session, provider: s.wallet.provider })
    })
  }

  async #finish(sign: boolean): Promise<void> {
    const s = this.step
    if (s.at !== 'scribe') return
    await this.attempt(this.t('making'), async () => {
      if (sign) await s.session.appointScribe(s.provider)
      else await s.session.save()
      this.app.use(s.session)
    })
  }

  protected override render(): TemplateResult {
    const s = this.step
    const inner = { start: () => this.#start(), code: () => this.#code(), kit: () => this.#kit(), check: () => this.#check(), scribe: () => this.#scribe() }[s.at]()
    return html`<div class="gate" data-step=${s.at}>${inner}</div>`
  }

  #waitingFor(): TemplateResult | typeof nothing {
    const unread = damaged(this.route)
    if (unread) return this.explain(unread)
    if (this.route.startsWith('#/claim?code=')) return html`<div class="notice good"><p>${this.t('waiting_code')}</p></div>`
    if (location.hash.startsWith('#/claim') && this.shopName) return html`<div class="notice good"><p>${this.t('waiting_claim', { shop: this.shopName })}</p></div>`
    if (location.hash.startsWith('#/share')) return html`<div class="notice"><p>${this.t('waiting_share')}</p></div>`
    return nothing
  }

  #start(): TemplateResult {
    const t = this.t
    const device = this.app.device
    if (device && !this.other)
      return html`<div class="card panel stack">
        <span class="emblem">${picture(brandSvg)}</span>
        <h1 tabindex="-1">${t('device_title')}</h1>
        <p>${t('device_body')}</p>
        ${this.#waitingFor()} ${this.problem()}
        <p class="account"><span class="muted">${t('account')}</span><span class="mono" title=${device.address}>${fold(device.address)}</span></p>
        ${this.working
          ? this.waiting()
          : html`<button type="button" class="button wide" id="open" @click=${() => this.attempt(t('opening'), () => this.app.openDevice())}>${t('device_open')}</button>
              <p class="centre"><button type="button" class="button plain" @click=${() => (this.other = true)}>${t('device_other')}</button></p>
              <carnet-code .app=${this.app}></carnet-code>`}
      </div>`
    return html`<div class="welcome">
      <div class="welcome-words stack">
        <span class="emblem">${picture(brandSvg)}</span>
        <h1 tabindex="-1">${t('welcome_title')}</h1>
        <ul role="list" class="promises">
          <li>${t('welcome_1')}</li>
          <li>${t('welcome_2')}</li>
          <li>${t('welcome_3')}</li>
        </ul>
      </div>
      <div class="card panel stack">
        ${this.#waitingFor()}
        <h2>${t('choose')}</h2>
        <p class="small muted">${t('choose_hint')}</p>
        ${this.problem()} ${this.working ? this.waiting() : html`${walletList(this.app, (w) => void this.#begin(w))}<carnet-code .app=${this.app}></carnet-code>`}
      </div>
    </div>`
  }

  #remember(): TemplateResult {
    return html`<label class="tick"><input type="checkbox" name="remember" checked /><span>${this.t('remember')}<small>${this.t('remember_hint')}</small></span></label>`
  }

  #code(): TemplateResult {
    const t = this.t
    return html`<form class="card panel stack" @submit=${this.#recover}>
      <h1 tabindex="-1">${t('code_title')}</h1>
      <p>${t('code_body')}</p>
      ${this.problem()}
      <div class="field">
        <label for="code">${t('code_label')}</label>
        <textarea id="code" name="code" class="mono" rows="2" required autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="80"></textarea>
      </div>
      ${this.#remember()}
      ${this.working ? this.waiting() : html`<button class="button wide">${t('code_open')}</button>`}
      <p class="centre"><button type="button" class="button plain" @click=${() => this.#next({ at: 'start' })}>${t('back')}</button></p>
    </form>`
  }

  #kit(): TemplateResult {
    const s = this.step
    if (s.at !== 'kit') return html``
    const t = this.t
    return html`<div class="card panel stack">
      <p class="step no-print">${t('step', { n: 1 })}</p>
      <h1 tabindex="-1">${t('kit_title')}</h1>
      <p>${t('kit_body')}</p>
      ${kit(this.app, s.code, s.factor.address)}
      <div class="actions no-print">
        <button type="button" class="button quiet" @click=${() => window.print()}>${t('kit_print')}</button>
        <button type="button" class="button quiet" @click=${(e: Event) => void copy(e, showRecoveryCode(s.code), t('kit_copied'))}>${t('kit_copy')}</button>
      </div>
      <button type="button" class="button wide no-print" id="kit-next" @click=${() => this.#next({ ...s, at: 'check' })}>${t('kit_next')}</button>
    </div>`
  }

  #check(): TemplateResult {
    const s = this.step
    if (s.at !== 'check') return html``
    const t = this.t
    return html`<form class="card panel stack" @submit=${this.#confirm} autocomplete="off">
      <p class="step no-print">${t('step', { n: 2 })}</p>
      <h1 tabindex="-1">${t('kit_check')}</h1>
      <p>${t('kit_check_body')}</p>
      ${s.wrong ? html`<div class="notice bad" role="alert"><p>${t('kit_wrong')}</p></div>` : nothing} ${this.problem()}
      <div class="pair">
        ${s.ask.map(
          (i) =>
            html`<div class="field">
              <label for="g${i}">${t('kit_group', { i: i + 1 })}</label>
              <input id="g${i}" name="g${i}" data-group=${i} class="mono" required maxlength="6" autocapitalize="characters" spellcheck="false" autocomplete="off" />
            </div>`,
        )}
      </div>
      ${this.#remember()}
      ${this.working
        ? this.waiting()
        : html`<button class="button wide" id="check-next">${t('kit_continue')}</button>
            <p class="centre"><button type="button" class="button plain" @click=${() => this.#next({ ...s, at: 'kit', wrong: false })}>${t('kit_show')}</button></p>`}
    </form>`
  }

  #scribe(): TemplateResult {
    const t = this.t
    return html`<div class="card panel stack">
      <p class="step no-print">${t('step', { n: 3 })}</p>
      <h1 tabindex="-1">${t('scribe_title')}</h1>
      <p>${t('scribe_body')}</p>
      ${this.forgetful ? html`<div class="notice"><h2>${t('storage_title')}</h2><p>${t('storage_body')}</p></div>` : nothing} ${this.problem()}
      ${this.working
        ? this.waiting()
        : html`<button type="button" class="button wide" id="scribe-sign" @click=${() => void this.#finish(true)}>${t('scribe_sign')}</button>
            <p class="centre"><button type="button" class="button plain" id="scribe-later" @click=${() => void this.#finish(false)}>${t('later')}</button></p>`}
    </div>`
  }
}

async function copy(e: Event, text: string, done: string): Promise<void> {
  const button = e.currentTarget as HTMLElement
  await navigator.clipboard.writeText(text)
  button.textContent = done
}

customElements.define('carnet-gate', Gate)
