// The recovery kit: on the screen, and as the page that is printed.
import { type TemplateResult, html } from 'lit'
import type { Bytes } from '../../src/profile/bytes.ts'
import { recoveryGroups } from '../../src/profile/codes.ts'
import type { App } from '../model/app.ts'

export function kit(app: App, code: Bytes, address: string): TemplateResult {
  const t = app.t
  return html`<section class="kit print-page" aria-label=${t('kit_page')}>
    <h2 class="print-only">${t('app')} · ${t('kit_page')}</h2>
    <ol class="groups" data-code>
      ${recoveryGroups(code).map((g) => html`<li><span class="mono">${g}</span></li>`)}
    </ol>
    <div class="print-only stack-8">
      <p>${t('kit_page_1', { origin: location.origin })}</p>
      <p>${t('kit_page_2', { account: address })}</p>
      <p>${t('kit_page_3')}</p>
    </div>
  </section>`
}
