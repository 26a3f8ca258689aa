// All receipts, newest first, and whatever needs the person's attention.
import { type TemplateResult, html, nothing } from 'lit'
import { fold, month } from '../../src/shared/format.ts'
import type { Record } from '../model/records.ts'
import './code.ts'
import { Screen, row } from './screen.ts'

export class Timeline extends Screen {
  declare said: string
  static override properties = { ...Screen.properties, said: { state: true } }
  constructor() {
    super()
    this.said = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#collect(true)
  }

  async #collect(quiet: boolean): Promise<void> {
    const s = this.app.session!
    if (quiet && !s.index.shops.some((x) => x.inbox)) return void s.checkAnchors()
    this.said = ''
    await this.attempt(this.t('collecting'), async () => {
      const n = await s.collect()
      if (n || !quiet) this.said = n ? this.t('collected', { n }) : this.t('collected_none')
    })
  }

  async #sign(): Promise<void> {
    await this.attempt(this.t('connecting_shop'), async () => this.app.session!.appointScribe(await this.app.wallet()))
  }

  async #sealThis(): Promise<void> {
    if (confirm(this.t('older_sure'))) await this.attempt(this.t('saving'), () => this.app.session!.sealThis())
  }

  protected override render(): TemplateResult {
    const t = this.t
    const s = this.app.session!
    const shops = new Set(s.records.map((r) => r.shop.iss)).size
    return html`
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t('receipts')}</h1>
          <p class="muted">${s.records.length ? t('count', { n: s.records.length, shops: t('shops_n', { n: shops }) }) + '. ' : ''}${t('only_you')}</p>
        </div>
        <button type="button" class="button quiet no-print" id="collect" ?disabled=${this.working !== ''} @click=${() => void this.#collect(false)}>${t('collect')}</button>
      </div>
      <div class="stack" aria-live="polite">
        ${this.waiting()} ${this.said ? html`<p class="small muted" role="status">${this.said}</p>` : nothing} ${this.problem()} ${this.#attention()}
      </div>
      ${s.records.length ? this.#months(s.records) : html`<div class="card empty stack-8"><h2>${t('empty_title')}</h2><p class="muted">${t('empty_body')}</p></div>`}
      <carnet-code .app=${this.app}></carnet-code>
      ${this.#state()}
    `
  }

  #attention(): unknown {
    const t = this.t
    const s = this.app.session!
    if (s.needsScribe && s.carnet)
      return html`<div class="notice"><h2>${t('needs_title')}</h2><p>${t('needs_body')}</p>
        <div class="actions"><button type="button" class="button quiet" @click=${() => void this.#sign()}>${t('needs_button')}</button></div></div>`
    const parts = []
    if (s.older)
      parts.push(html`<div class="notice bad" id="older" role="alert"><h2>${t('older_title')}</h2><p>${t('older_body')}</p>
        <div class="actions"><button type="button" class="button quiet" @click=${() => location.reload()}>${t('older_again')}</button><button type="button" class="button plain" id="seal-this" @click=${() => void this.#sealThis()}>${t('older_seal')}</button></div></div>`)
    else if (s.behind)
      parts.push(html`<div class="notice"><h2>${t('behind_title')}</h2><p>${t('behind_body')}</p>
        <div class="actions"><button type="button" class="button quiet" @click=${() => void this.attempt(t('saving'), () => s.save())}>${t('behind_button')}</button></div></div>`)
    if (s.locked) parts.push(html`<div class="notice"><h2>${t('locked_title', { n: s.locked })}</h2><p>${t('locked_body')}</p></div>`)
    if (s.missing.length) parts.push(html`<div class="notice bad"><h2>${t('missing_title', { n: s.missing.length })}</h2><p>${t('missing_body')}</p></div>`)
    return parts
  }

  #months(records: Record[]): TemplateResult[] {
    const groups = new Map<string, Record[]>()
    for (const r of records) {
      const key = month(r.receipt.at, this.app.locale)
      groups.set(key, [...(groups.get(key) ?? []), r])
    }
    return [...groups].map(
      ([name, list]) => html`<section class="month" aria-label=${name}>
        <h2>${name}</h2>
        <ul role="list" class="rows card">
          ${list.map((r) => html`<li><a class="row" href="#/receipt/${r.pointer.id}" data-anchored=${r.anchored}>${row(this.app, r)}</a></li>`)}
        </ul>
      </section>`,
    )
  }

  #state(): TemplateResult | typeof nothing {
    const s = this.app.session!
    if (s.behind || s.older || !s.carnet?.seq || !s.sealed) return nothing
    return html`<p class="small muted state" id="sealed" data-seq=${s.carnet.seq}>✓ ${this.t('sealed_ok', { number: fold(s.id) })}</p>`
  }
}

customElements.define('carnet-timeline', Timeline)
