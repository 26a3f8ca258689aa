// Settings: the carnet itself, shops, what was shown, the recovery kit, this device, language.
import { type TemplateResult, html, nothing } from 'lit'
import { type Bytes, random } from '../../src/profile/bytes.ts'
import { schemaOrg } from '../../src/profile/schemaorg.ts'
import { dayTime, fold } from '../../src/shared/format.ts'
import { type Lang, langs } from '../../src/shared/i18n/index.ts'
import type { Key } from '../../src/shared/i18n/vault.ts'
import { replaceKeyring, signOnce } from '../model/keeper.ts'
import { kit } from './kit.ts'
import { Screen, mark } from './screen.ts'

export class Settings extends Screen {
  declare code: Bytes | null
  static override properties = { ...Screen.properties, code: { state: true } }
  constructor() {
    super()
    this.code = null
  }

  async #newKit(): Promise<void> {
    await this.attempt(this.t('connecting_shop'), async () => {
      const s = this.app.session!
      const code = random(20)
      await replaceKeyring(s.config, await signOnce(await this.app.wallet(), () => undefined), code, s.rootBytes)
      this.code = code
    })
  }

  #export(): void {
    const s = this.app.session!
    const receipts = s.records.map((r) => ({ shop: r.shop.name, issuer: r.shop.iss, issuer_keys: r.shop.keys, receipt: r.receipt, schema_org: schemaOrg(r.receipt, r.shop.name, r.shop.iss), sd_jwt: r.sdJwt, salt: r.pointer.salt, proof: r.pointer.proof ?? null }))
    const file = { v: 1, carnet: s.id, exported_at: new Date().toISOString(), receipts, shown: s.index.grants }
    const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }))
    const a = Object.assign(document.createElement('a'), { href: url, download: `carnet-${new Date().toISOString().slice(0, 10)}.json` })
    a.click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }

  protected override render(): TemplateResult {
    const t = this.t
    const s = this.app.session!
    const lang = this.app.locale
    const c = s.carnet
    return html`
      <div class="page-head no-print"><h1 tabindex="-1">${t('settings')}</h1></div>
      <div class="stack-24 settings">
        ${this.problem()} ${this.waiting()}
        <section class="card no-print" aria-labelledby="s1">
          <h2 id="s1">${t('s_carnet')}</h2>
          <dl class="facts">
            <div><dt>${t('s_number')}</dt><dd class="mono" id="number" title=${s.id}>${fold(s.id)}</dd></div>
            <div><dt>${t('s_sealed')}</dt><dd>${c?.seq ? t('s_seal_n', { n: c.seq, when: dayTime(new Date(c.time * 1000), lang) }) : t('s_never')}</dd></div>
            <div class="tall"><dt>${t('s_saved')}</dt><dd>${t('s_places', { places: s.hosts.map((h) => new URL(h).host).join(', ') })}</dd></div>
          </dl>
        </section>
        <section class="card no-print" aria-labelledby="s2">
          <h2 id="s2">${t('s_shops')}</h2>
          ${s.index.shops.length === 0 ? html`<p class="muted">${t('s_shops_none')}</p>` : nothing}
          <ul role="list" class="list">
            ${s.index.shops.map(
              (shop) => html`<li>
                ${mark(shop.name)}
                <span><b>${shop.name}</b><small class="muted">${t(shop.inbox ? 's_connected' : 's_not_connected')}</small></span>
                ${shop.inbox ? nothing : html`<a class="button quiet" href="#/connect?gateway=${encodeURIComponent(shop.gateway)}&shop=${encodeURIComponent(shop.client_id)}">${t('s_connect')}</a>`}
              </li>`,
            )}
          </ul>
        </section>
        <section class="card no-print" aria-labelledby="s3">
          <h2 id="s3">${t('s_shown')}</h2>
          ${s.index.grants.length === 0 ? html`<p class="muted">${t('s_shown_none')}</p>` : nothing}
          <ul role="list" class="list">
            ${[...s.index.grants].reverse().map(
              (g) => html`<li><span>${t('s_shown_row', { what: g.claims.map((n) => t(`f_${n}` as Key)).join(', '), shop: g.to })}<small class="muted">${dayTime(g.at, lang)}${g.purpose ? ` · ${g.purpose}` : ''}</small></span></li>`,
            )}
          </ul>
        </section>
        <section class="card stack" aria-labelledby="s4">
          <h2 id="s4" class="no-print">${t('s_kit')}</h2>
          <p class="no-print">${t('s_kit_body')}</p>
          ${this.code
            ? html`${kit(this.app, this.code, s.address)}
                <p class="small muted no-print">${t('s_kit_old')}</p>
                <div class="actions no-print"><button type="button" class="button quiet" @click=${() => window.print()}>${t('kit_print')}</button><button type="button" class="button plain" @click=${() => (this.code = null)}>${t('done')}</button></div>`
            : html`<button type="button" class="button quiet no-print" id="new-kit" @click=${() => void this.#newKit()}>${t('s_kit_new')}</button>`}
        </section>
        <section class="card stack no-print" aria-labelledby="s5">
          <h2 id="s5">${t('s_export')}</h2>
          <p>${t('s_export_body')}</p>
          <button type="button" class="button quiet" id="export" @click=${() => this.#export()}>${t('s_export_button')}</button>
        </section>
        <section class="card stack no-print" aria-labelledby="s6">
          <h2 id="s6">${t('s_device')}</h2>
          <p>${t(this.app.device ? 's_device_yes' : 's_device_no')}</p>
          <div class="actions">
            <button type="button" class="button quiet" id="lock" @click=${() => this.app.close()}>${t('s_lock')}</button>
            ${this.app.device
              ? html`<button type="button" class="button danger" id="forget" @click=${() => confirm(t('s_forget_sure')) && void this.app.forgetDevice()}>${t('s_forget')}</button>`
              : nothing}
          </div>
        </section>
        <section class="card stack no-print" aria-labelledby="s7">
          <h2 id="s7">${t('language')}</h2>
          ${languages(this.app.lang, (l) => this.app.setLang(l))}
        </section>
      </div>
    `
  }
}

const names: { [l in Lang]: string } = { en: 'English', fr: 'Français' }

export const languages = (now: Lang, set: (l: Lang) => void): TemplateResult =>
  html`<div class="actions" role="group">
    ${langs.map((l) => html`<button type="button" class="button quiet" lang=${l} aria-pressed=${l === now ? 'true' : 'false'} @click=${() => set(l)}>${names[l]}</button>`)}
  </div>`

customElements.define('carnet-settings', Settings)
