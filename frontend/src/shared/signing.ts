// One signature, from finding a wallet to a checked answer: the part that the sign-in page and the account page share.
// The gateway writes each text; the wallet signs exactly those bytes; nothing is kept.
import { Answer, type Trouble, troubleOf } from './api.ts'
import { announceDemoWallet, demoRdns } from './demo.ts'
import { type WalletFailure, chainNumber, currentChain, firstAccount, isAddress, personalSign, switchChain, walletFailure } from './eip1193.ts'
import { type Wallet, discover } from './eip6963.ts'
import type { Pairing } from '../../walletconnect/main.ts'

export interface Offer {
  chains?: number[]
  walletconnect?: string | null
  demo_wallet?: string | null
}

export type Problem = WalletFailure | Exclude<Trouble, 'expired' | 'wrong_browser' | 'wrong_origin'> | 'switched' | 'chain_switched' | 'wrong_account' | 'phone_failed'
export type Over = 'expired' | 'wrong_browser' | 'wrong_origin'
export type Waiting = 'connecting' | 'pairing' | 'signing' | 'checking'
export type Step =
  | { at: 'choose' }
  | { at: 'waiting'; key: Waiting }
  | { at: 'scan'; uri: string; picture: string }
  | { at: 'review'; message: string; address: string }
  | { at: 'chain'; address: string; chain: number } // the wallet went to a network that is not accepted here

/** What the page does with it. */
export interface Host {
  challenge(address: string, chain: number | undefined): Promise<{ message: string }>
  /** verify hands the signature in and shows what comes next; it throws what the gateway refused. */
  verify(message: string, signature: string): Promise<void>
  changed(): void
  over(why: Over): void
  /** wanted is the only address that may sign, if there is one. */
  wanted?(): string | undefined
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
/** patience is how long a wallet may stay silent before the page helps looking for it, in milliseconds. */
const patience = 8000

export class Signing {
  step: Step = { at: 'choose' }
  problem: Problem | null = null
  wait = 0 // seconds, with the problem too_many
  wallets: Wallet[] = []
  looking = true
  slow = false
  chosen: Wallet | null = null
  readonly chains: number[]
  readonly project: string
  readonly #host: Host
  readonly #watched = new Set<Wallet>()
  #turn = 0 // what was begun before the last change of turn is not for anybody any more
  #moved = '' // the account that the wallet changed to while it was signing
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(offer: Offer, demoName: string, host: Host) {
    this.#host = host
    this.chains = (Array.isArray(offer.chains) ? offer.chains : []).filter((c) => chainNumber(c) > 0)
    this.project = typeof offer.walletconnect === 'string' ? offer.walletconnect : ''
    if (offer.demo_wallet) announceDemoWallet(offer.demo_wallet, this.chains[0] ?? 31337, demoName)
    discover((found) => {
      this.wallets = [...found].sort((a, b) => Number(a.rdns === demoRdns) - Number(b.rdns === demoRdns))
      if (this.step.at === 'choose') host.changed()
    })
    setTimeout(() => {
      this.looking = false
      if (this.step.at === 'choose') host.changed()
    }, 700)
  }

  get real(): Wallet[] {
    return this.wallets.filter((w) => w.rdns !== demoRdns)
  }

  #show(step: Step, problem: Problem | null = null): void {
    this.step = step
    this.problem = problem
    this.slow = false
    clearTimeout(this.#silence)
    if (step.at === 'waiting' && (step.key === 'connecting' || step.key === 'signing'))
      this.#silence = setTimeout(() => {
        this.slow = true
        this.#host.changed()
      }, patience)
    this.#host.changed()
  }
  waiting = (key: Waiting): void => this.#show({ at: 'waiting', key })

  /** choose is the way back to the list of wallets; what a wallet answers afterwards is ignored. */
  choose(problem: Problem | null = null): void {
    this.#turn++
    this.#show({ at: 'choose' }, problem)
  }

  async connect(wallet: Wallet): Promise<void> {
    const turn = ++this.#turn
    this.chosen = wallet
    this.#watch(wallet)
    this.waiting('connecting')
    try {
      const address = await firstAccount(wallet.provider)
      if (turn === this.#turn) await this.#ask(address)
    } catch (e) {
      if (turn === this.#turn) this.#fail(e)
    }
  }

  /** pair connects a wallet on a phone. Its code is loaded now, when somebody asked for it. */
  async pair(load: () => Promise<Pairing>, about: { name: string; url: string }): Promise<void> {
    const turn = ++this.#turn
    this.waiting('pairing')
    try {
      const pairing = await load()
      const wallet = await pairing.pair({
        project: this.project, chains: this.chains.length ? this.chains : [1], ...about,
        offer: (uri, picture) => {
          if (turn === this.#turn) this.#show({ at: 'scan', uri, picture })
        },
        wanted: () => turn === this.#turn,
      })
      if (turn === this.#turn) await this.connect({ uuid: 'phone', icon: '', rdns: '', ...wallet })
    } catch (e) {
      if (turn !== this.#turn) return
      const failure = walletFailure(e)
      this.choose(failure === 'refused' ? failure : 'phone_failed')
    }
  }

  // ask gets the text for an account and shows it. ours is the wallet's chain, if it was just told.
  async #ask(address: string, why: Problem | null = null, ours?: number): Promise<void> {
    const turn = ++this.#turn
    const wanted = this.#host.wanted?.()
    if (wanted && !same(address, wanted)) return this.#show({ at: 'choose' }, 'wrong_account')
    const provider = this.chosen?.provider
    if (!provider) return
    try {
      const chain = ours ?? (await currentChain(provider))
      const { message } = await this.#host.challenge(address, this.chains.includes(chain) ? chain : undefined)
      if (turn === this.#turn) this.#show({ at: 'review', message, address }, why)
    } catch (e) {
      if (turn === this.#turn) this.#fail(e)
    }
  }

  #fail(e: unknown): void {
    if (!(e instanceof Answer)) return this.choose(walletFailure(e))
    const why = troubleOf(e)
    if (why === 'expired' || why === 'wrong_browser' || why === 'wrong_origin') return this.#host.over(why)
    this.wait = e.wait
    this.choose(why)
  }

  async sign(): Promise<void> {
    const s = this.step
    const wallet = this.chosen
    if (s.at !== 'review' || !wallet) return
    const turn = ++this.#turn
    this.#moved = ''
    this.waiting('signing')
    try {
      const signature = await personalSign(wallet.provider, s.message, s.address)
      if (turn !== this.#turn) return
      this.waiting('checking')
      await this.#host.verify(s.message, signature)
    } catch (e) {
      if (turn !== this.#turn) return
      await this.#unsigned(e, s)
    }
  }

  // unsigned: a text is good for one try. Where another try can help, the next text is there at once.
  async #unsigned(e: unknown, s: { message: string; address: string }): Promise<void> {
    if (e instanceof Answer) {
      const why = troubleOf(e)
      if (why === 'rejected' || why === 'nonce_used' || why === 'chain_unavailable') return this.#ask(this.#moved || s.address, why)
      return this.#fail(e)
    }
    const failure = walletFailure(e)
    if (this.#moved && !same(this.#moved, s.address)) return this.#ask(this.#moved, 'switched')
    if (failure === 'refused' || failure === 'blocked' || failure === 'pending') return this.#show({ at: 'review', ...pick(s) }, failure)
    this.#fail(e)
  }

  /** change asks the wallet to go to a network that is accepted here. */
  async change(chain: number): Promise<void> {
    const s = this.step
    if (s.at !== 'chain' || !this.chosen) return
    try {
      await switchChain(this.chosen.provider, chain)
      if (this.step === s) await this.#ask(s.address, 'chain_switched', chain) // unless the wallet's own event came first
    } catch (e) {
      if (this.step === s) this.#show(s, walletFailure(e))
    }
  }

  /** stay goes on without naming the wallet's network: right for every wallet but a smart one. */
  stay(): Promise<void> {
    return this.step.at === 'chain' ? this.#ask(this.step.address, null, 0) : Promise.resolve()
  }

  #watch(wallet: Wallet): void {
    if (this.#watched.has(wallet)) return
    this.#watched.add(wallet)
    const on = (event: string, listener: (value: unknown) => void): void =>
      void wallet.provider.on?.(event, ((value: unknown) => {
        if (this.chosen === wallet) listener(value)
      }) as (v: never) => void)

    on('accountsChanged', (accounts) => {
      const next: unknown = Array.isArray(accounts) ? accounts[0] : undefined
      const s = this.step
      if (s.at === 'waiting' && s.key === 'signing') this.#moved = isAddress(next) ? next : ''
      else if (s.at === 'choose' && this.problem === 'wrong_account' && isAddress(next)) void this.#ask(next)
      else if (s.at !== 'review' && s.at !== 'chain') return
      else if (!isAddress(next)) this.choose('gone')
      else if (!same(next, s.address)) void this.#ask(next, 'switched')
    })
    on('chainChanged', (id) => {
      const s = this.step
      if (s.at !== 'review' && s.at !== 'chain') return
      const chain = chainNumber(id)
      if (this.chains.includes(chain)) void this.#ask(s.address, 'chain_switched', chain)
      else if (chain) {
        this.#turn++
        this.#show({ at: 'chain', address: s.address, chain })
      }
    })
    on('disconnect', () => {
      if (this.step.at === 'review' || this.step.at === 'chain' || (this.step.at === 'waiting' && this.step.key === 'signing')) this.choose('gone')
    })
  }
}

const pick = (s: { message: string; address: string }): { message: string; address: string } => ({ message: s.message, address: s.address })
