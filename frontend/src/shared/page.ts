// What the gateway's pages have around their content: language, skip link, a voice for screen readers, and focus that
// stays where the person was when something new is shown.
import { brandSvg } from './brand.ts'
import { h, picture, storedLang, storeLang } from './dom.ts'
import { type Lang, langs, pickLang } from './i18n/index.ts'

export interface Shown {
  step: string // what the page is at, for focus: a new step takes it, the same step keeps it
  title: string
  content: (Node | null)[]
  focus?: string // where the focus goes on a new step; the heading marked data-focus if not said
  say?: string
}

export class Page {
  lang: Lang = pickLang(storedLang(), navigator.languages)
  readonly main = h('main', { id: 'main', tabindex: '-1' })
  readonly below = h('div', { class: 'below' }) // stays when the content changes
  readonly #panel = h('div', { class: 'card panel stack' })
  readonly #voice = h('p', { class: 'hidden-text', role: 'status', 'aria-live': 'polite' })
  readonly #skip = h('a', { class: 'skip', href: '#main' })
  readonly #foot = h('footer')
  readonly #picker = h('nav', { 'aria-label': 'Language / Langue' })
  #step = ''

  /** frame puts the page together; turned is called when the person chose another language, to show all again. */
  constructor(words: (page: Page) => { skip: string; foot: string }, turned: () => void) {
    const languages = (): void => {
      this.#skip.textContent = words(this).skip
      this.#foot.textContent = words(this).foot
      this.#picker.replaceChildren(
        ...langs
          .filter((l) => l !== this.lang)
          .map((l) =>
            h('button', { type: 'button', class: 'button plain small', lang: l, click: () => {
                this.lang = l
                storeLang(l)
                turned()
                languages()
                this.#picker.querySelector('button')?.focus()
              } }, { en: 'English', fr: 'Français' }[l]),
          ),
      )
    }
    languages()
    const brand = h('span', { class: 'brand' }, picture(brandSvg), 'Carnet')
    this.main.append(this.#panel, this.below)
    document.body.replaceChildren(this.#skip, h('header', { class: 'top' }, brand, this.#picker), this.main, this.#foot, this.#voice)
  }

  /** say has screen readers speak, once per text. */
  say(words: string): void {
    if (words && this.#voice.textContent !== words) this.#voice.textContent = words
  }

  show(s: Shown): void {
    document.documentElement.lang = this.lang
    document.title = s.title
    const active = document.activeElement
    const at = active && this.#panel.contains(active) ? active.id : null
    const open = new Set([...this.#panel.querySelectorAll('details[open]')].map((d) => d.id))
    const moved = s.step !== this.#step
    const first = this.#step === '' || this.#step === 'loading' // nobody was anywhere yet: the skip link comes first
    this.#step = s.step
    this.main.setAttribute('data-step', s.step)
    this.#panel.replaceChildren(...s.content.filter((e) => e !== null))
    if (s.say) this.say(s.say)
    if (!moved) for (const d of this.#panel.querySelectorAll<HTMLDetailsElement>('details')) d.open = open.has(d.id)
    if (first) return
    const lost = document.activeElement === document.body || document.activeElement === null
    const kept = !moved && at ? document.getElementById(at) : null
    const next = moved ? this.#panel.querySelector<HTMLElement>(s.focus ?? '[data-focus]') : null
    if (kept) kept.focus({ preventScroll: true })
    else if (next && (lost || s.focus)) next.focus({ preventScroll: true })
    else if (lost && at !== null) this.main.focus({ preventScroll: true })
    if (moved) window.scrollTo({ top: 0 })
  }
}
