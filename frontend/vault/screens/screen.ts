// The base of every screen, and the few parts that several screens show.
import { LitElement, type TemplateResult, html, nothing, svg } from 'lit'
import type { Key } from '../../src/shared/i18n/vault.ts'
import { day, initial, money, shortMonth } from '../../src/shared/format.ts'
import { demoRdns } from '../../src/shared/demo.ts'
import type { Wallet } from '../../src/shared/eip6963.ts'
import { type App, type Failure, failureOf } from '../model/app.ts'
import type { Record } from '../model/records.ts'

/** Screen renders into the page itself: one style sheet, and printing works. It renders again when the app changes. */
export abstract class Screen extends LitElement {
  declare app: App
  declare failure: Failure | null
  declare working: string
  static override properties = { app: { attribute: false }, failure: { state: true }, working: { state: true } }
  readonly #again = (): void => this.requestUpdate()

  constructor() {
    super()
    this.failure = null
    this.working = ''
  }
  protected override createRenderRoot(): HTMLElement {
    return this
  }
  override connectedCallback(): void {
    super.connectedCallback()
    this.app.addEventListener('change', this.#again)
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.app.removeEventListener('change', this.#again)
  }
  get t(): App['t'] {
    return this.app.t
  }

  /** attempt runs a step; a failure is explained on the screen, not thrown. */
  async attempt(working: string, step: () => Promise<void>): Promise<void> {
    if (this.working) return
    this.failure = null
    this.working = working
    try {
      await step()
    } catch (e) {
      this.failure = failureOf(e)
    } finally {
      this.working = ''
    }
  }

  protected waiting(): TemplateResult | typeof nothing {
    return this.working ? html`<p class="waiting" role="status">${this.working}</p>` : nothing
  }
  protected problem(): TemplateResult | typeof nothing {
    return this.explain(this.failure)
  }
  protected explain(f: Failure | null): TemplateResult | typeof nothing {
    return f ? html`<div class="notice bad" role="alert"><h2>${this.t(`${f}_title` as Key)}</h2><p>${this.t(`${f}_body` as Key)}</p></div>` : nothing
  }
}

export const amountOf = (r: Record, minor: number, lang: string): string => money(minor, r.receipt.currency, r.receipt.exponent, lang)

export const mark = (name: string): TemplateResult => html`<span class="mark" aria-hidden="true">${initial(name)}</span>`

/** stamp is the one ornament: a verified receipt carries the shop's mark and the month. */
export function stamp(app: App, r: Record, large = false): TemplateResult {
  const when = shortMonth(r.receipt.at, app.locale)
  if (r.anchored !== 'yes') {
    const state = r.unchecked ? 'unchecked' : r.anchored === 'no' ? 'refused' : 'pending'
    return html`<span class="stamp ${state} ${large ? 'large' : ''}" role="img" aria-label=${app.t(state)}>
      <svg viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="46" fill="none" stroke="currentColor" stroke-width="2.5" stroke-dasharray="5 6" /><text x="50" y="63" text-anchor="middle" class="stamp-mark">${initial(r.shop.name)}</text></svg>
    </span>`
  }
  const label = `${app.t('verified')}: ${r.shop.name}, ${when}`
  return html`<span class="stamp verified ${large ? 'large' : ''}" role="img" aria-label=${label}>
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <g transform="rotate(-9 50 50)" fill="currentColor">
        <circle cx="50" cy="50" r="46.5" fill="none" stroke="currentColor" stroke-width="3" />
        <circle cx="50" cy="50" r=${large ? 32 : 40.5} fill="none" stroke="currentColor" stroke-width="1.3" />
        ${large ? ring(app, r, when) : svg`<text x="50" y="56" text-anchor="middle" class="stamp-mark">${initial(r.shop.name)}</text><text x="50" y="75" text-anchor="middle" class="stamp-month">${when}</text>`}
      </g>
    </svg>
  </span>`
}

function ring(app: App, r: Record, when: string): TemplateResult {
  const name = r.shop.name.length > 20 ? r.shop.name.slice(0, 19) + '…' : r.shop.name
  return svg`
    <path id="arc-top" d="M 14 50 A 36 36 0 0 1 86 50" fill="none" />
    <path id="arc-bottom" d="M 8.5 50 A 41.5 41.5 0 0 0 91.5 50" fill="none" />
    <text class="stamp-ring"><textPath href="#arc-top" startOffset="50%" text-anchor="middle">${name.toLocaleUpperCase(app.locale)}</textPath></text>
    <text class="stamp-ring"><textPath href="#arc-bottom" startOffset="50%" text-anchor="middle">${when}</textPath></text>
    <text x="50" y="57" text-anchor="middle" class="stamp-mark">${initial(r.shop.name)}</text>
    <path d="M 40 65 l 7 6 l 13 -11" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" />` as unknown as TemplateResult
}

/** walletList is a list of buttons; real wallets first. */
export function walletList(app: App, choose: (w: Wallet) => void): TemplateResult {
  if (app.wallets.length === 0)
    return html`<div class="notice"><h2>${app.t('none_title')}</h2><p>${app.t('none_body')}</p></div>
      <button type="button" class="button quiet wide" @click=${() => location.reload()}>${app.t('reload')}</button>`
  const list = [...app.wallets].sort((a, b) => Number(a.rdns === demoRdns) - Number(b.rdns === demoRdns))
  return html`<ul role="list" class="wallets">
    ${list.map(
      (w) => html`<li>
        <button type="button" class="wallet" data-rdns=${w.rdns} @click=${() => choose(w)}>
          ${w.icon ? html`<img src=${w.icon} alt="" width="36" height="36" />` : mark(w.name)}
          <span>${w.name}${w.rdns === demoRdns ? html`<small>${app.t('demo_note')}</small>` : nothing}</span>
          <span class="go" aria-hidden="true">→</span>
        </button>
      </li>`,
    )}
  </ul>`
}

export function summary(app: App, r: Record): string {
  const [first, ...rest] = r.receipt.lines
  if (!first) return ''
  return rest.length ? app.t('and_more', { first: first.name, n: rest.length }) : first.name
}

/** row is one receipt in a list. */
export function row(app: App, r: Record): TemplateResult {
  const kind = r.receipt.kind === 'sale' ? '' : app.t(r.receipt.kind)
  const state = r.anchored === 'yes' ? '' : app.t(r.unchecked ? 'unchecked' : r.anchored === 'no' ? 'refused' : 'pending')
  return html`${stamp(app, r)}
    <span class="row-text">
      <b class="row-shop">${r.shop.name}</b>
      <span class="row-items">${summary(app, r)}</span>
      <span class="row-day small muted">${day(r.receipt.at, app.locale)}${kind ? ` · ${kind}` : ''}${state ? html` · <span class=${r.anchored === 'no' ? 'bad-text' : ''}>${state}</span>` : nothing}</span>
    </span>
    <span class="amount row-amount">${amountOf(r, r.receipt.total, app.locale)}</span>`
}
