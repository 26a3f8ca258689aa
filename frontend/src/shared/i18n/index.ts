// Texts: one file per language, plurals through Intl. The language is the person's choice, else the browser's.
export type Lang = 'en' | 'fr'
export type Values = Record<string, string | number>
export const langs: readonly Lang[] = ['en', 'fr']

export function pickLang(chosen: string | null, offered: readonly string[]): Lang {
  for (const wish of [chosen, ...offered]) {
    const found = langs.find((l) => wish?.toLowerCase().split('-')[0] === l)
    if (found) return found
  }
  return 'en'
}

/** localeOf is the person's own variant of a language (en-GB), for dates and amounts. */
export const localeOf = (lang: Lang, offered: readonly string[]): string => offered.find((o) => o.toLowerCase().split('-')[0] === lang) ?? lang

/** texts returns a function that finds a text, picks its plural form by the value n, and fills {names}. */
export function texts<K extends string>(all: Record<Lang, Record<K, string>>, lang: Lang) {
  const plural = new Intl.PluralRules(lang)
  const number = new Intl.NumberFormat(lang)
  return (key: K, values: Values = {}): string => {
    const forms = all[lang][key].split(' || ') // "one || other"
    const form = forms.length === 2 && typeof values['n'] === 'number' && plural.select(values['n']) !== 'one' ? forms[1]! : forms[0]!
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const v = values[name]
      return v === undefined ? whole : typeof v === 'number' ? number.format(v) : v
    })
  }
}
export type T<K extends string> = (key: K, values?: Values) => string
