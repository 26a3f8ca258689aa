// Amounts, dates and short forms, always through Intl.
/** decimal writes an integer of minor units as a decimal number with exactly exponent digits behind the point. */
export function decimal(minor: number, exponent: number): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const plain = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
  return (minor < 0 ? '-' : '') + plain
}

/** money writes an integer of minor units with its own exponent. */
export function money(minor: number, currency: string, exponent: number, lang: string): string {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency, minimumFractionDigits: exponent, maximumFractionDigits: exponent })
  // A decimal string is formatted exactly, whatever its size.
  return (format.format as (v: string) => string)(decimal(minor, exponent))
}

export const quantity = (qty: string, lang: string): string =>
  (new Intl.NumberFormat(lang, { maximumFractionDigits: 6 }).format as (v: string) => string)(qty)

export const day = (iso: string, lang: string): string => new Intl.DateTimeFormat(lang, { dateStyle: 'long' }).format(new Date(iso))
export const dayTime = (iso: string | Date, lang: string): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
export const month = (iso: string, lang: string): string => new Intl.DateTimeFormat(lang, { month: 'long', year: 'numeric' }).format(new Date(iso))
export const shortMonth = (iso: string, lang: string): string =>
  new Intl.DateTimeFormat(lang, { month: 'short', year: 'numeric' }).format(new Date(iso)).replace('.', '').toLocaleUpperCase(lang)

/** fold shows the first and last four characters of something long. */
export const fold = (s: string): string => {
  const [head, body] = s.startsWith('0x') ? ['0x', s.slice(2)] : ['', s]
  return body.length <= 10 ? s : `${head}${body.slice(0, 4)}…${body.slice(-4)}`
}

/** initial is the letter of a shop's mark. */
export const initial = (name: string): string => [...name.trim()][0]?.toLocaleUpperCase() ?? '·'

/** plain is a name that somebody else chose, on one line and without marks that turn the text around it. */
export const plain = (s: string, max = 80): string => s.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, max)
