// One receipt: what was bought, what was checked in plain words, and the proof for those who want it.
import { type TemplateResult, html, nothing } from 'lit'
import type { Key } from '../../src/shared/i18n/vault.ts'
import { day, dayTime, fold, quantity } from '../../src/shared/format.ts'
import type { Line } from '../../src/profile/sdjwt.ts'
import { type Record, refundOf } from '../model/records.ts'
import { Screen, amountOf, mark, stamp } from './screen.ts'

export class ReceiptPage extends Screen {
  declare receiptId: string
  static override properties = { ...Screen.properties, receiptId: { attribute: false } }

  protected override render(): TemplateResult {
    const t = this.t
    const r = this.app.session!.records.find((x) => x.pointer.id === this.receiptId)
    const back = html`<p class="no-print"><a href="#/" class="back-link">← ${t('back_receipts')}</a></p>`
    if (!r) return html`${back}<div class="card empty stack-8"><h1 tabindex="-1">${t('not_found_title')}</h1><p class="muted">${t('not_found_body')}</p></div>`
    return html`${back}
      <div class="two">
        ${this.#paper(r)}
        <div class="stack-24">
          ${this.#checks(r)}
          <p class="no-print"><button type="button" class="button quiet" @click=${() => window.print()}>${t('print')}</button></p>
        </div>
      </div>`
  }

  #paper(r: Record): TemplateResult {
    const t = this.t
    const c = r.receipt
    return html`<article class="card paper print-page" aria-labelledby="shop" data-receipt=${c.id}>
      <header class="paper-head">
        ${mark(r.shop.name)}
        <div>
          <h1 id="shop" tabindex="-1">${r.shop.name}</h1>
          <p class="small muted">${r.shop.sector}</p>
        </div>
        ${stamp(this.app, r, true)}
      </header>
      <p class="paper-meta">
        ${t(c.kind === 'refund' ? 'refunded_on' : 'bought', { day: day(c.at, this.app.locale) })}${c.channel ? ` · ${t(`channel_${c.channel}` as Key)}` : ''}${c.src?.ref
          ? html`<br /><span class="muted small">${t('order', { ref: c.src.ref })}</span>`
          : nothing}
      </p>
      <table class="lines">
        <thead class="hidden-text"><tr><th scope="col">${t('item')}</th><th scope="col">${t('price')}</th></tr></thead>
        <tbody>
          ${c.lines.map((l) => this.#line(r, l))}
        </tbody>
      </table>
      <table class="sums">
        <tbody>
          ${this.#sum(r, 'shipping', c.shipping)} ${this.#sum(r, 'discount', c.discount === undefined ? undefined : -c.discount)}
          ${this.#sum(r, this.#taxIncluded(r) ? 'tax_included' : 'tax', c.tax)}
          <tr class="total"><th scope="row">${t('total')}</th><td class="amount">${amountOf(r, c.total, this.app.locale)}</td></tr>
        </tbody>
      </table>
      ${c.tender ? html`<p class="small muted">${t('paid', { how: t(`tender_${c.tender}` as Key) })}</p>` : nothing}
      ${c.totals_consistent === false ? html`<div class="notice bad"><p>${t('inconsistent')}</p></div>` : nothing}
    </article>`
  }

  #taxIncluded(r: Record): boolean {
    const c = r.receipt
    return c.lines.reduce((n, l) => n + l.total, 0) + (c.shipping ?? 0) - (c.discount ?? 0) === c.total
  }

  #line(r: Record, l: Line): TemplateResult {
    const lang = this.app.locale
    const qty = quantity(l.qty, lang)
    return html`<tr>
      <th scope="row">
        ${l.name}
        ${l.unit !== undefined && l.qty !== '1'
          ? html`<small class="muted amount">${this.t('each', { qty, unit: amountOf(r, l.unit, lang) })}</small>`
          : l.qty !== '1'
            ? html`<small class="muted amount">× ${qty}</small>`
            : nothing}
        ${l.warranty_until ? html`<small class="muted">${this.t('warranty', { day: day(l.warranty_until, lang) })}</small>` : nothing}
      </th>
      <td class="amount">${amountOf(r, l.total, lang)}</td>
    </tr>`
  }

  #sum(r: Record, label: Key, value: number | undefined): TemplateResult | typeof nothing {
    return value ? html`<tr><th scope="row">${this.t(label)}</th><td class="amount">${amountOf(r, value, this.app.locale)}</td></tr>` : nothing
  }

  #check(kind: 'ok' | 'wait' | 'bad', title: string, body: string, id: string): TemplateResult {
    const sign = { ok: '✓', wait: '…', bad: '✕' }[kind]
    return html`<li class="check ${kind}" id=${id}><span class="sign" aria-hidden="true">${sign}</span><div><b>${title}${kind === 'ok' ? html` <span class="tick-print">✓</span>` : nothing}</b>${body ? html`<p class="small muted">${body}</p>` : nothing}</div></li>`
  }

  #checks(r: Record): TemplateResult {
    const t = this.t
    const lang = this.app.locale
    const anchored =
      r.anchored === 'yes'
        ? this.#check('ok', t('check_anchored', { when: r.when ? dayTime(r.when, lang) : '' }), t('check_anchored_body'), 'check-anchored')
        : r.anchored === 'no'
          ? this.#check('bad', t('check_failed'), t('check_failed_body'), 'check-failed')
          : r.unchecked
            ? this.#check('wait', t('check_unchecked'), t('check_unchecked_body'), 'check-unchecked')
            : this.#check('wait', t('check_pending'), t('check_pending_body'), 'check-pending')
    return html`<section class="stack" aria-labelledby="checked">
      <h2 id="checked">${t('checked')}</h2>
      <ul role="list" class="checks">
        ${this.#check('ok', t('check_signed', { shop: r.shop.name }), t('check_signed_body'), 'check-signed')} ${anchored}
        ${r.receipt.kind === 'sale' ? this.#refund(r) : nothing}
        ${this.#check('ok', t('check_yours'), t('check_yours_body'), 'check-yours')}
      </ul>
      ${this.#proof(r)}
    </section>`
  }

  // A refund among one's own receipts has a day; the shop's list knows of all.
  #refund(r: Record): TemplateResult {
    const t = this.t
    const own = refundOf(r, this.app.session!.records)
    const dated = own ? t('check_refund', { day: day(own.receipt.at, this.app.locale) }) : ''
    if (r.refunded === 'partly') return this.#check('wait', t('check_refund_partly'), dated || t('check_refund_partly_body'), 'check-refund')
    if (r.refunded === 'yes' || own) return this.#check('bad', dated || t('check_refund_yes'), dated ? '' : t('check_refund_yes_body'), 'check-refund')
    return r.refunded === 'no'
      ? this.#check('ok', t('check_refund_no'), t('check_refund_no_body'), 'check-refund')
      : this.#check('ok', t('check_refund_none'), '', 'check-refund')
  }

  #proof(r: Record): TemplateResult {
    const p = r.pointer.proof
    const rows: [Key, string][] = [
      ['p_id', r.pointer.id],
      ['p_signer', r.shop.iss],
      ['p_leaf', r.pointer.leaf],
      ['p_epoch', String(r.pointer.epoch)],
    ]
    if (p) rows.push(['p_place', `${p.index + 1} / ${p.size}`], ['p_root', p.root])
    if (p?.anchored) rows.push(['p_contract', p.anchored.contract], ['p_issuer', p.anchored.issuer], ['p_block', String(p.anchored.block)], ['p_tx', p.anchored.tx])
    return html`<details class="proof no-print">
      <summary>${this.t('proof')}</summary>
      <dl class="facts">
        ${rows.map(([k, v]) => html`<div><dt>${this.t(k)}</dt><dd class="mono" title=${v}>${/^(0x)?[0-9a-f]{16,}$/i.test(v) ? fold(v) : v}</dd></div>`)}
      </dl>
    </details>`
  }
}

customElements.define('carnet-receipt', ReceiptPage)
