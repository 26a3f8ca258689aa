// The few lines that build elements without a framework, and without markup from strings that others wrote.
type Child = Node | string | null | false
type Attributes = Record<string, string | boolean | EventListener>

export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const e = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') e.addEventListener(name, value)
    else if (value === true) e.setAttribute(name, '')
    else if (value !== false) e.setAttribute(name, value)
  }
  e.append(...children.filter((c): c is Node | string => c !== null && c !== false))
  return e
}

/** picture makes an element from markup of our own, such as the brand. Never pass it what others wrote. */
export function picture(ownMarkup: string): Node {
  const template = document.createElement('template')
  template.innerHTML = ownMarkup
  return template.content
}

/** storedLang is the language the person chose on this page before, if any. */
export const storedLang = (): string | null => {
  try {
    return localStorage.getItem('lang')
  } catch {
    return null
  }
}
export const storeLang = (lang: string): void => {
  try {
    localStorage.setItem('lang', lang)
  } catch {
    // private windows may refuse: the choice then lasts as long as the page
  }
}
