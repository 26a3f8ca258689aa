// What the whole app shares: configuration, language, wallets, the open session, and what went wrong last.
import { Refused } from '../../src/profile/bytes.ts'
import { announceDemoWallet } from '../../src/shared/demo.ts'
import { storedLang, storeLang } from '../../src/shared/dom.ts'
import { type Provider, firstAccount, walletFailure } from '../../src/shared/eip1193.ts'
import { type Wallet, discover } from '../../src/shared/eip6963.ts'
import { type Lang, localeOf, pickLang, texts } from '../../src/shared/i18n/index.ts'
import { type Key, all } from '../../src/shared/i18n/vault.ts'
import { type Config, loadConfig } from './config.ts'
import { type Remembered, forget, recall, remember, remembered } from './device.ts'
import { Trouble } from './http.ts'
import { Session } from './session.ts'

export type Failure =
  | 'refused' | 'locked_wallet' | 'blocked' | 'unsupported' | 'wallet_failed' | 'not_plain' | 'other_account' | 'code_wrong' | 'no_wallet' | 'unreachable'
  | 'claim_link' | 'claim_code' | 'share_link' | 'unknown_claim' | 'claim_expired' | 'unknown_gateway' | 'unknown_sub' | 'bad_receipt' | 'not_for_you' | 'request' | 'storage' | 'other' | 'no_config' | 'made_elsewhere'

const byCode: { [code: string]: Failure } = {
  not_plain: 'not_plain', made_elsewhere: 'made_elsewhere', other_account: 'other_account', no_wallet: 'no_wallet',
  code_length: 'code_wrong', code_character: 'code_wrong', code_padding: 'code_wrong', code_check: 'code_wrong', wrong_factor: 'code_wrong', no_keyring: 'code_wrong',
  claim_link: 'claim_link', claim_code: 'claim_code', share_link: 'share_link', unknown_claim: 'unknown_claim', unknown_receipt: 'unknown_claim', claim_expired: 'claim_expired', unknown_gateway: 'unknown_gateway', unknown_sub: 'unknown_sub',
  signature: 'bad_receipt', issuer: 'bad_receipt', issuer_key: 'bad_receipt', sdjwt: 'bad_receipt', leaf: 'bad_receipt', sealed: 'bad_receipt', receipt: 'bad_receipt',
  not_for_you: 'not_for_you', request: 'request', invalid_presentation: 'request', unknown_presentation: 'request', answered: 'request',
}

/** failureOf sorts any error into one of the explanations that the screens have. */
export function failureOf(e: unknown): Failure {
  if (e instanceof Refused || e instanceof Trouble) {
    const known = byCode[e.code]
    if (known) return known
    return e instanceof Trouble && (e.status === 0 || e.status >= 500 || e.status === 429) ? 'unreachable' : 'other'
  }
  const w = walletFailure(e)
  if (w === 'locked' || w === 'pending' || w === 'gone') return 'locked_wallet'
  if (w !== 'failed') return w
  return (e as { code?: unknown } | null)?.code === undefined ? 'other' : 'wallet_failed'
}

const openFlag = 'carnet-open' // this tab had the carnet open: a reload opens it again

export class App extends EventTarget {
  lang: Lang = pickLang(storedLang(), navigator.languages)
  t = texts(all, this.lang) as (key: Key, values?: { [name: string]: string | number }) => string
  config: Config | null = null
  wallets: Wallet[] = []
  session: Session | null = null
  device: Remembered | null = null
  state: 'starting' | 'closed' | 'open' | 'broken' = 'starting'

  changed(): void {
    this.dispatchEvent(new Event('change'))
  }

  /** locale writes dates and amounts as the person is used to. */
  get locale(): string {
    return localeOf(this.lang, navigator.languages)
  }

  setLang(lang: Lang): void {
    this.lang = lang
    this.t = texts(all, lang)
    storeLang(lang)
    document.documentElement.lang = lang
    this.changed()
  }

  async start(): Promise<void> {
    document.documentElement.lang = this.lang
    try {
      this.config = await loadConfig()
    } catch {
      this.state = 'broken'
      return this.changed()
    }
    if (this.config.demo_wallet) announceDemoWallet(this.config.demo_wallet, this.config.chain_id, this.t('demo_name'))
    discover((found) => {
      this.wallets = found
      this.changed()
    })
    this.device = (await remembered().catch(() => undefined)) ?? null
    if (this.device && sessionStorage.getItem(openFlag)) {
      await this.openDevice().catch(() => undefined)
    }
    if (this.state === 'starting') this.state = 'closed'
    this.changed()
  }

  async openDevice(): Promise<void> {
    if (!this.device) throw new Refused('storage', 'this device remembers nothing')
    await this.open(new Session(await recall(this.device), this.device.address, this.device.rdns, this.config!))
  }

  async open(session: Session): Promise<void> {
    await session.load()
    this.use(session)
  }

  use(session: Session): void {
    this.session = session
    session.addEventListener('change', () => this.changed())
    sessionStorage.setItem(openFlag, '1')
    this.state = 'open'
    this.changed()
  }

  /** rememberDevice keeps the carnet on this device; false where the browser keeps nothing. */
  async rememberDevice(session: Session): Promise<boolean> {
    try {
      await remember(session.rootBytes, session.address, session.rdns)
      this.device = (await remembered()) ?? null
      return true
    } catch {
      return false
    }
  }

  close(): void {
    sessionStorage.removeItem(openFlag)
    location.reload() // drops every key and every open receipt from memory
  }

  async forgetDevice(): Promise<void> {
    await forget()
    this.close()
  }

  /** wallet returns the provider of the open carnet's wallet, with its account in front. */
  async wallet(): Promise<Provider> {
    const s = this.session!
    const found = this.wallets.find((w) => w.rdns === s.rdns) ?? (this.wallets.length === 1 ? this.wallets[0] : undefined)
    if (!found) throw new Refused('no_wallet', 'the wallet of this carnet is not here')
    const account = await firstAccount(found.provider)
    if (account.toLowerCase() !== s.address.toLowerCase()) throw new Refused('other_account', 'the wallet has another account in front')
    return found.provider
  }
}
