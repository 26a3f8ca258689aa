// The vault: the shopper's app. It alone holds keys; everything it stores elsewhere is locked first.
import './main.css'
import { type TemplateResult, html, nothing } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { brandSvg } from '../src/shared/brand.ts'
import { picture } from '../src/shared/dom.ts'
import { langs } from '../src/shared/i18n/index.ts'
import { App } from './model/app.ts'
import './screens/claim.ts'
import './screens/gate.ts'
import './screens/receipt.ts'
import { Screen } from './screens/screen.ts'
import './screens/settings.ts'
import './screens/share.ts'
import './screens/timeline.ts'

class Vault extends Screen {
  declare route: string
  static override properties = { ...Screen.properties, route: { state: true } }
  #looking: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.route = location.hash
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('hashchange', () => {
      this.route = location.hash
      void this.updateComplete.then(() => {
        window.scrollTo({ top: 0 })
        this.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
      })
    })
    // Receipts on their way to the public record: looked at while somebody is looking.
    this.#looking = setInterval(() => {
      const s = this.app.session
      if (s && !document.hidden && s.records.some((r) => r.anchored === 'pending')) void s.checkAnchors().then((proven) => (proven ? s.save() : undefined))
    }, 3000)
    void this.app.start()
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#looking)
  }

  #screen(): TemplateResult {
    const app = this.app
    const [path, query = ''] = this.route.replace(/^#/, '').split('?') as [string, string?]
    if (path === '/claim' || path === '/connect') return html`${keyed(this.route, html`<carnet-claim .app=${app} .link=${query} .kind=${path.slice(1)}></carnet-claim>`)}`
    if (path === '/share') return html`${keyed(this.route, html`<carnet-share .app=${app} .link=${query}></carnet-share>`)}`
    if (path === '/settings') return html`<carnet-settings .app=${app}></carnet-settings>`
    if (path.startsWith('/receipt/')) return html`<carnet-receipt .app=${app} .receiptId=${path.slice('/receipt/'.length)}></carnet-receipt>`
    return html`<carnet-timeline .app=${app}></carnet-timeline>`
  }

  #title(): string {
    const t = this.t
    const [path] = this.route.replace(/^#/, '').split('?') as [string]
    if (this.app.state !== 'open') return t('app')
    const names: { [path: string]: string } = { '/settings': t('settings'), '/claim': t('claim_title'), '/connect': t('connect_page'), '/share': t('share_page') }
    return `${names[path] ?? t('receipts')} · ${t('app')}`
  }

  #body(): TemplateResult {
    const t = this.t
    switch (this.app.state) {
      case 'starting':
        return html`<p class="waiting">${t('loading')}</p>`
      case 'broken':
        return html`<div class="notice bad" role="alert"><h2>${t('no_config_title')}</h2><p>${t('no_config_body')}</p></div>`
      case 'closed':
        return html`<carnet-gate .app=${this.app} .route=${this.route}></carnet-gate>`
      case 'open':
        return this.#screen()
    }
  }

  protected override render(): TemplateResult {
    const t = this.t
    const open = this.app.state === 'open'
    document.title = this.#title()
    const settings = this.route === '#/settings'
    const receipts = ['', '#/', '#'].includes(this.route) || this.route.startsWith('#/receipt/')
    return html`
      <a class="skip" href="#main" @click=${(e: Event) => {
        e.preventDefault()
        this.querySelector<HTMLElement>('#main')?.focus()
      }}>${t('skip')}</a>
      <header class="top no-print">
        <a class="brand" href="#/">${picture(brandSvg)}<span>${t('app')}</span></a>
        ${open
          ? html`<nav aria-label=${t('nav')}>
              <a href="#/" aria-current=${receipts ? 'page' : nothing}>${t('nav_receipts')}</a>
              <a href="#/settings" aria-current=${settings ? 'page' : nothing}>${t('nav_settings')}</a>
            </nav>`
          : html`<nav aria-label=${t('language')}>
              ${langs.filter((l) => l !== this.app.lang).map((l) => html`<button type="button" class="button plain small" lang=${l} @click=${() => this.app.setLang(l)}>${{ en: 'English', fr: 'Français' }[l]}</button>`)}
            </nav>`}
      </header>
      <main id="main" tabindex="-1" data-state=${this.app.state}>${this.#body()}</main>
    `
  }
}

customElements.define('carnet-vault', Vault)
document.body.append(Object.assign(document.createElement('carnet-vault') as Vault, { app: new App() }))
