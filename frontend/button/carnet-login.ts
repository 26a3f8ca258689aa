// <carnet-login issuer client-id redirect-uri? scope? mode="redirect|popup" exchange="token|code">
// One script, no dependency: a button that signs a visitor in at a gateway (OpenID Connect code flow with PKCE, state,
// nonce and the iss of RFC 9207) and fires one event, "carnet-login". Its detail, kept as the element's property
// "result" for listeners that come late, is one of
//   { idToken, sub }                               exchange="token": issuer, audience, expiry and nonce are checked
//   { code, codeVerifier, redirectUri, nonce }     exchange="code": for the shop's server, which checks the nonce
//   { error, description? }                        access_denied and the like, closed, discovery, token, iss_mismatch,
//                                                  unknown_state, id_token, offline
// The ID token comes straight from the issuer over TLS, so its signature need not be checked here (OpenID Connect Core
// 3.1.3.7); a server that is handed the token must check it.

interface Flow {
  issuer: string
  client: string
  uri: string
  state: string
  nonce: string
  verifier: string
  token: string // the token endpoint
  server: boolean // the shop's server exchanges the code
}
type Detail = { [k: string]: string }

const key = 'carnet-login:'
const label = { en: 'Sign in with your wallet', fr: 'Se connecter avec son portefeuille' }
const css = `:host{display:inline-block;--_a:var(--carnet-accent,#23408e);--_i:var(--carnet-ink,#fff)}
@supports(color:light-dark(#000,#fff)){:host{--_a:var(--carnet-accent,light-dark(#23408e,#9db4ff));--_i:var(--carnet-ink,light-dark(#fff,#14171c))}}
:host([hidden]){display:none}
button{all:unset;box-sizing:border-box;display:inline-flex;gap:10px;align-items:center;justify-content:center;width:100%;min-height:44px;padding:10px 20px;border-radius:var(--carnet-radius,10px);font:600 1rem/1.4 var(--carnet-font,system-ui,sans-serif);text-align:center;cursor:pointer;color:var(--_i);background:var(--_a)}
button:hover{filter:brightness(1.12)}
button:focus-visible{outline:3px solid var(--_a);outline-offset:2px}
button[aria-disabled=true]{cursor:progress;filter:none;opacity:.75}
svg{flex:none;width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.8}
@media(forced-colors:active){button{border:1px solid}}`
const mark = 'M7 2.5h12a2.5 2.5 0 0 1 2.5 2.5v16a2.5 2.5 0 0 1-2.5 2.5H7A2.5 2.5 0 0 1 4.5 21V5A2.5 2.5 0 0 1 7 2.5zM8 2.5v21M18.4 10.5a3.6 3.6 0 1 1-7.2 0a3.6 3.6 0 1 1 7.2 0M12 18.5h5.5'

const b64 = (b: Uint8Array): string => btoa(String.fromCharCode(...b)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
const secret = (): string => b64(crypto.getRandomValues(new Uint8Array(32)))
const fail = (error: string): never => {
  throw error
}

async function json(url: string, body?: URLSearchParams): Promise<{ [k: string]: unknown }> {
  // A form needs no preflight, and a string body no type of its own.
  const answer = await fetch(url, { credentials: 'omit', redirect: 'error', ...(body ? { method: 'POST', body } : {}) }).catch(() => fail('offline'))
  const read = (await answer.json().catch(() => ({}))) as { [k: string]: unknown }
  return answer.ok ? read : fail(body ? (typeof read['error'] === 'string' ? read['error'] : 'token') : 'discovery')
}

// result turns what the issuer sent back into the event's detail.
async function result(f: Flow, q: URLSearchParams): Promise<Detail> {
  if (q.get('iss') !== f.issuer) return { error: 'iss_mismatch' }
  const error = q.get('error')
  if (error) return { error, description: q.get('error_description') ?? '' }
  const code = q.get('code') ?? fail('token')
  if (f.server) return { code, codeVerifier: f.verifier, redirectUri: f.uri, nonce: f.nonce }
  const { id_token: idToken } = await json(f.token, new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: f.uri, client_id: f.client, code_verifier: f.verifier }))
  try {
    const raw = atob((idToken as string).split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'))
    const c = JSON.parse(new TextDecoder().decode(Uint8Array.from(raw, (x) => x.charCodeAt(0)))) as { iss: string; aud: string | string[]; exp: number; nonce: string; sub: string; azp?: string }
    const ours = [c.aud].flat().includes(f.client) && (c.azp ?? f.client) === f.client
    // Five minutes of grace for the visitor's clock; the token was made a moment ago.
    if (c.iss === f.issuer && ours && c.nonce === f.nonce && c.exp > Date.now() / 1000 - 300 && c.sub) return { idToken: idToken as string, sub: c.sub }
  } catch {
    // not a token
  }
  return { error: 'id_token' }
}

const asDetail = (p: Promise<Detail>): Promise<Detail> => p.catch((e: unknown) => ({ error: typeof e === 'string' ? e : 'offline' }))
let seen = false // what the address says is for one element

class CarnetLogin extends HTMLElement {
  result: Detail | null = null
  #button = document.createElement('button')
  #slot = document.createElement('slot')
  #channel: BroadcastChannel | undefined

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    path.setAttribute('d', mark)
    svg.setAttribute('viewBox', '0 0 26 26')
    svg.setAttribute('aria-hidden', 'true')
    svg.append(path)
    this.#button.type = 'button'
    this.#button.part.add('button')
    this.#button.append(svg, this.#slot)
    this.#button.onclick = () => void this.#begin()
    root.append(this.#button)
    addEventListener('pageshow', (e) => e.persisted && this.#busy(false)) // back from the cache of pages
  }

  connectedCallback(): void {
    const lang = this.closest<HTMLElement>('[lang]')?.lang || navigator.language
    this.#slot.textContent = label[/^fr\b/i.test(lang) ? 'fr' : 'en']
    if (!seen) void this.#back()
  }

  #attribute(name: string): string {
    return this.getAttribute(name) ?? ''
  }
  #busy(on: boolean): void {
    this.#button.setAttribute('aria-disabled', String(on))
  }

  // Listeners that the page adds while it loads hear it too.
  #fire(detail: Detail): void {
    const go = (): void => {
      this.#busy(false)
      this.result = detail
      this.dispatchEvent(new CustomEvent('carnet-login', { detail, bubbles: true, composed: true }))
    }
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => setTimeout(go))
    else setTimeout(go)
  }

  // back looks whether this page is the return from a gateway.
  async #back(): Promise<void> {
    const url = new URL(location.href)
    const q = new URLSearchParams(url.search)
    const state = q.get('state')
    if (!state || !(q.has('code') || q.has('error'))) return
    const kept = sessionStorage.getItem(key + state)
    const f = kept && (JSON.parse(kept) as Flow)
    // Somebody else's return, or another button's.
    if (f ? f.client !== this.#attribute('client-id') || f.issuer !== this.#attribute('issuer') : q.get('iss') !== this.#attribute('issuer')) return
    seen = true
    sessionStorage.removeItem(key + state)
    for (const name of ['code', 'state', 'iss', 'error', 'error_description']) url.searchParams.delete(name)
    history.replaceState(history.state, '', url)
    if (f) return this.#fire(await asDetail(result(f, q)))
    // A pop-up: the page that opened it knows the state and waits. The gateway cut the tie between the windows.
    const channel = new BroadcastChannel(key + state)
    const alone = setTimeout(() => this.#fire({ error: 'unknown_state' }), 500)
    channel.onmessage = () => {
      clearTimeout(alone)
      close()
    }
    channel.postMessage(q.toString())
  }

  async #begin(): Promise<void> {
    if (this.#button.getAttribute('aria-disabled') === 'true') return
    this.#busy(true)
    this.#channel?.close()
    // At once, while the browser still sees the click. No window: then this one goes.
    const popup = this.#attribute('mode') === 'popup' ? open('', '', 'popup,width=480,height=760') : null
    try {
      await this.#leave(popup)
    } catch (e) {
      popup?.close()
      this.#fire({ error: typeof e === 'string' ? e : 'discovery' })
    }
  }

  async #leave(popup: Window | null): Promise<void> {
    const issuer = this.#attribute('issuer')
    const found = await json(issuer.replace(/\/$/, '') + '/.well-known/openid-configuration')
    const [at, token] = ['authorization_endpoint', 'token_endpoint'].map((n) => new URL(String(found[n]))) as [URL, URL]
    // The issuer speaks for itself, and for its own addresses only.
    if (found['issuer'] !== issuer || [at, token].some((u) => u.origin !== new URL(issuer).origin)) fail('discovery')
    const f: Flow = {
      issuer, client: this.#attribute('client-id'), uri: new URL(this.#attribute('redirect-uri') || location.pathname, location.href).href,
      state: secret(), nonce: secret(), verifier: secret(), token: token.href, server: this.#attribute('exchange') === 'code',
    }
    const challenge = b64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(f.verifier))))
    const q = { client_id: f.client, redirect_uri: f.uri, response_type: 'code', scope: this.#attribute('scope') || 'openid', state: f.state, nonce: f.nonce, code_challenge: challenge, code_challenge_method: 'S256' }
    for (const [name, value] of Object.entries(q)) at.searchParams.set(name, value)
    if (popup) return this.#wait(popup, at, f)
    sessionStorage.setItem(key + f.state, JSON.stringify(f))
    location.assign(at)
  }

  // wait hears from the pop-up when it is back on the shop's own origin.
  #wait(popup: Window, at: URL, f: Flow): void {
    const channel = (this.#channel = new BroadcastChannel(key + f.state))
    // Cut off, a window looks closed from here whether it is or not. So: the visitor is back on this page, and no
    // answer came. If the window was only behind this one, its answer still counts.
    const back = (): void => {
      setTimeout(() => {
        if (!popup.closed) return addEventListener('focus', back, { once: true })
        if (this.#channel === channel && !done) this.#fire({ error: 'closed' })
      }, 1000)
    }
    let done = false
    addEventListener('focus', back, { once: true })
    channel.onmessage = ({ data }) => {
      done = true
      channel.postMessage('')
      removeEventListener('focus', back)
      void asDetail(result(f, new URLSearchParams(String(data)))).then((d) => this.#fire(d))
      setTimeout(() => channel.close())
    }
    popup.location.replace(at)
  }
}

if (!customElements.get('carnet-login')) customElements.define('carnet-login', CarnetLogin)
