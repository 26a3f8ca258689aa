// Showing something to another shop: who asks, what for, and exactly what will be seen.
import { type TemplateResult, html, nothing } from 'lit'
import type { Key } from '../../src/shared/i18n/vault.ts'
import { dayTime, quantity } from '../../src/shared/format.ts'
import type { Record } from '../model/records.ts'
import { type Credential, type Question, answer, fits, readQuestion, shown } from '../model/share.ts'
import { Screen, amountOf, mark, row } from './screen.ts'

export class SharePage extends Screen {
  declare link: string
  declare question: Question | null
  declare chosen: ReadonlyMap<string, Record>
  declare refused: boolean
  declare sent: boolean
  static override properties = {
    ...Screen.properties,
    link: { attribute: false },
    question: { state: true },
    chosen: { state: true },
    refused: { state: true },
    sent: { state: true },
  }
  #again: ReturnType<typeof setInterval> | undefined
  constructor() {
    super()
    this.question = null
    this.chosen = new Map()
    this.refused = false
    this.sent = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.attempt(this.t('loading'), async () => {
      const question = await readQuestion(new URLSearchParams(this.link), this.app.config!)
      this.working = this.t('collecting')
      await this.app.session!.refresh() // the newest receipt may still lie at its shop's gateway
      this.question = question
      this.#preset()
    })
    this.#again = setInterval(() => this.#preset(), 1000)
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#again)
  }

  // The newest receipt that fits is chosen to begin with; nothing is shown before the person says so.
  #preset(): void {
    for (const c of this.question?.credentials ?? []) {
      const first = fits(c, this.app.session!.records)[0]
      if (first && !this.chosen.has(c.id)) this.chosen = new Map([...this.chosen, [c.id, first]])
    }
  }

  async #confirm(q: Question): Promise<void> {
    await this.attempt(this.t('share_sending', { shop: q.shop.name }), async () => {
      const to = await answer(this.app.session!, q, new Map(this.chosen))
      this.sent = true
      location.assign(to)
    })
  }

  protected override render(): TemplateResult {
    const t = this.t
    const q = this.question
    if (!q)
      return html`<div class="narrow stack">${this.problem()}${this.waiting()}${this.failure ? html`<p><a class="button quiet" href="#/">${t('back_receipts')}</a></p>` : nothing}</div>`
    if (this.refused)
      return html`<div class="narrow stack"><h1 tabindex="-1">${t('share_refused')}</h1><p>${t('share_refused_body')}</p>
        <div class="actions"><a class="button" href=${q.shop.origin} rel="noreferrer">${q.shop.name}</a><a class="button plain" href="#/">${t('back_receipts')}</a></div></div>`
    const ready = q.credentials.every((c) => this.chosen.has(c.id))
    return html`<div class="narrow stack-24">
      <header class="asker">
        ${mark(q.shop.name)}
        <div><h1 tabindex="-1">${t('share_title', { shop: q.shop.name })}</h1><p class="small muted">${q.shop.sector}</p></div>
      </header>
      <section aria-labelledby="what-for"><h2 id="what-for" class="label">${t('share_purpose')}</h2><p id="purpose">${q.purpose || t('share_no_purpose')}</p></section>
      ${q.credentials.map((c) => this.#credential(q, c))} ${this.problem()}
      ${this.sent ? html`<p class="waiting" role="status">${t('share_sent', { shop: q.shop.name })}</p>` : this.working ? this.waiting() : nothing}
      ${this.working || this.sent
        ? nothing
        : html`<div class="actions">
            ${ready ? html`<button type="button" class="button" id="show" @click=${() => void this.#confirm(q)}>${t('share_confirm', { shop: q.shop.name })}</button>` : nothing}
            <button type="button" class="button quiet" id="refuse" @click=${() => (this.refused = true)}>${t('share_refuse')}</button>
          </div>`}
    </div>`
  }

  #credential(q: Question, c: Credential): TemplateResult {
    const t = this.t
    const records = this.app.session!.records
    const list = fits(c, records)
    const pending = records.filter((r) => r.anchored === 'pending').length
    const waiting = pending ? html`<p class="small muted" role="status">${t('share_pending', { n: pending })}</p>` : nothing
    const chosen = this.chosen.get(c.id)
    if (!chosen)
      return html`<div class="notice" id="none"><h2>${t('share_none_title')}</h2><p>${t('share_none_body', { shop: q.shop.name })}</p></div>${waiting}`
    return html`
      <fieldset class="choice">
        <legend class="label">${t('share_choose')}</legend>
        <ul role="list" class="card rows">
          ${list.map(
            (r) =>
              html`<li><label class="row pick"><input type="radio" name="receipt-${c.id}" .checked=${r === chosen} @change=${() => (this.chosen = new Map([...this.chosen, [c.id, r]]))} />${row(this.app, r)}</label></li>`,
          )}
        </ul>
        ${waiting}
      </fieldset>
      ${this.#preview(q, c, chosen)}
    `
  }

  #preview(q: Question, c: Credential, r: Record): TemplateResult {
    const t = this.t
    const s = shown(c, r)
    const hidden = s.hidden.map((n) => t(`f_${n}` as Key)).join(', ')
    return html`<section class="card preview stack" aria-labelledby="preview-${c.id}" aria-live="polite">
      <h2 id="preview-${c.id}">${t('share_preview', { shop: q.shop.name })}</h2>
      <dl class="facts" data-preview>
        ${s.claims.map((n) => html`<div data-claim=${n}><dt>${t(`f_${n}` as Key)}</dt><dd>${this.#value(n, r, s.claims)}</dd></div>`)}
      </dl>
      <p class="small muted">${t('share_always', { issuer: r.shop.name })}</p>
      <h3>${t('share_hidden')}</h3>
      <p class="small muted" id="hidden">${t('share_hidden_body', { what: hidden || t('share_nothing') })}</p>
    </section>`
  }

  // What is shown is what is sent: an amount whose currency is not asked for goes out as a bare number.
  #amount(r: Record, minor: number, names: string[]): unknown {
    return names.includes('currency') ? html`<span class="amount">${amountOf(r, minor, this.app.locale)}</span>` : this.t('share_bare', { n: String(minor) })
  }

  #value(name: string, r: Record, names: string[]): unknown {
    const t = this.t
    const lang = this.app.locale
    const c = r.receipt
    const v = (c as unknown as { [k: string]: unknown })[name]
    switch (name) {
      case 'total':
      case 'tax':
      case 'shipping':
      case 'discount':
        return this.#amount(r, v as number, names)
      case 'at':
        return dayTime(c.at, lang)
      case 'kind':
        return t(`k_${c.kind}`)
      case 'channel':
        return t(`channel_${String(v)}` as Key)
      case 'tender':
        return t(`tender_${String(v)}` as Key)
      case 'totals_consistent':
        return t(v ? 'yes' : 'no')
      case 'src':
        return c.src?.ref ?? c.src?.sys ?? ''
      case 'lines':
        return html`<ul role="list" class="small-lines">
          ${c.lines.map((l) => html`<li><span>${l.name}${l.qty === '1' ? '' : ` × ${quantity(l.qty, lang)}`}</span>${this.#amount(r, l.total, names)}</li>`)}
        </ul>`
      default:
        return String(v)
    }
  }
}

customElements.define('carnet-share', SharePage)
