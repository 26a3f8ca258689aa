// Taking in a receipt from a shop's link, and connecting the shop so that the next ones come by themselves.
import { type TemplateResult, html, nothing } from 'lit'
import { Refused } from '../../src/profile/bytes.ts'
import { bareCode, parseClaim, parseShop } from '../../src/profile/claim.ts'
import type { Failure } from '../model/app.ts'
import type { Entry, Record } from '../model/records.ts'
import './code.ts'
import { Screen, row } from './screen.ts'

export class ClaimPage extends Screen {
  declare link: string // what follows #/claim? or #/connect?
  declare kind: 'claim' | 'connect'
  declare record: Record | null
  declare shop: Entry | null
  declare connected: boolean
  static override properties = {
    ...Screen.properties,
    link: { attribute: false },
    kind: { attribute: false },
    record: { state: true },
    shop: { state: true },
    connected: { state: true },
  }
  constructor() {
    super()
    this.record = null
    this.shop = null
    this.connected = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#fetch()
  }

  async #fetch(): Promise<void> {
    const params = new URLSearchParams(this.link)
    await this.attempt(this.t(this.kind === 'claim' ? 'claim_fetching' : 'loading'), async () => {
      const s = this.app.session!
      const kept = params.get('kept')
      if (kept) {
        this.record = s.records.find((r) => r.pointer.id === kept) ?? null
        if (!this.record) throw new Refused('claim_link', 'the link names no receipt of this carnet')
        this.shop = this.record.shop
        return
      }
      if (this.kind === 'connect') {
        const { gateway, shop } = parseShop(params)
        this.shop = await s.shop(gateway, shop)
        return
      }
      const bare = bareCode(params)
      this.record = await s.claim(bare ? await s.find(bare) : parseClaim(params))
      this.shop = this.record.shop
      // The code opens the receipt for whoever reads it: it must not stay in the history.
      if (this.shop.inbox) return location.replace(`#/receipt/${this.record.pointer.id}`) // nothing left to ask
      history.replaceState(null, '', `#/claim?kept=${this.record.pointer.id}`)
    })
  }

  async #connect(shop: Entry): Promise<void> {
    await this.attempt(this.t('connecting_shop'), async () => {
      const s = this.app.session!
      await s.connect(s.index.shops.find((x) => x.iss === shop.iss) ?? shop, await this.app.wallet())
      this.connected = true
    })
  }

  protected override render(): TemplateResult {
    const t = this.t
    const r = this.record
    return html`<div class="narrow stack-24">
      <h1 tabindex="-1">${this.kind === 'connect' ? t('connect_page') : t('claim_title')}</h1>
      ${this.problem()}
      ${r
        ? html`<section class="stack" aria-live="polite">
            <div class="notice good" id="claimed"><h2>${t('claim_kept')}</h2><p>${t('only_you')}</p></div>
            <div class="card rows"><a class="row" href="#/receipt/${r.pointer.id}" data-anchored=${r.anchored}>${row(this.app, r)}</a></div>
            <p><a class="button" href="#/receipt/${r.pointer.id}">${t('claim_open')}</a></p>
          </section>`
        : nothing}
      ${this.shop ? this.#offer(this.shop) : this.waiting()}
      ${this.failure && !this.shop ? this.#otherwise(this.failure) : nothing}
    </div>`
  }

  // What is left to do: what can never be read is not tried again.
  #otherwise(f: Failure): TemplateResult {
    const t = this.t
    const unread = f === 'claim_link' || f === 'claim_code' || f === 'claim_expired'
    return html`<div class="actions">
        ${unread ? nothing : html`<button type="button" class="button quiet" @click=${() => void this.#fetch()}>${t('again')}</button>`}
        <a class="button plain" href="#/">${t('back_receipts')}</a>
      </div>
      ${this.kind === 'claim' ? html`<carnet-code .app=${this.app}></carnet-code>` : nothing}`
  }

  #offer(shop: Entry): TemplateResult {
    const t = this.t
    if (this.connected || shop.inbox)
      return html`<div class="notice good" id="connected"><p>${t('connected', { shop: shop.name })}</p></div>`
    return html`<section class="card stack" aria-labelledby="offer">
      <h2 id="offer">${t('connect_title', { shop: shop.name })}</h2>
      <p>${t('connect_body')}</p>
      <p class="small muted">${t('connect_exact', { sector: shop.sector })}</p>
      ${this.working
        ? this.waiting()
        : html`<div class="actions">
            <button type="button" class="button" id="connect" @click=${() => void this.#connect(shop)}>${t('connect_sign')}</button>
            <a class="button plain" href="#/">${t('later')}</a>
          </div>`}
    </section>`
  }
}

customElements.define('carnet-claim', ClaimPage)
