// A claim code that somebody types: from paper, from another screen, without the link around it.
import { type TemplateResult, html } from 'lit'
import { claimRoute } from '../../src/profile/claim.ts'
import { Screen } from './screen.ts'

export class CodeForm extends Screen {
  #take(e: Event): void {
    e.preventDefault()
    const typed = String(new FormData(e.target as HTMLFormElement).get('claim') ?? '')
    void this.attempt('', async () => location.assign(claimRoute(typed)))
  }

  protected override render(): TemplateResult {
    const t = this.t
    return html`<details class="no-print" id="have-code">
      <summary>${t('have_code')}</summary>
      <form class="stack" @submit=${this.#take}>
        <div class="field">
          <label for="claim-code">${t('have_code_label')}</label>
          <input id="claim-code" name="claim" class="mono" required maxlength="80" autocomplete="off" autocapitalize="characters" spellcheck="false" />
        </div>
        ${this.problem()}
        <div class="actions"><button class="button quiet">${t('have_code_button')}</button></div>
      </form>
    </details>`
  }
}

customElements.define('carnet-code', CodeForm)
