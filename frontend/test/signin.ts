// The part of the small world that signs people in: the sign-in page's and the account page's calls, as strict as the
// real gateway about what it is sent, and with refusals on demand.
import { hex, random, unhex, utf8 } from '../src/profile/bytes.ts'
import { checksum, personalHash } from '../src/profile/eip4361.ts'
import { recover } from '../src/profile/secp256k1.ts'

export interface Reply {
  status: number
  body: unknown
  retryAfter?: number
}
export interface Refusal {
  status: number
  error: string
  retryAfter?: number
}
interface Linked {
  id: string
  address: string
  kind: 'eoa' | 'contract'
  chain_id?: number
  first: boolean
  current: boolean
}
interface Visited {
  client_id: string
  name: string
  host: string
  gets: string[]
}

const ok = (body: unknown): Reply => ({ status: 200, body })
const refuse = (status: number, error: string, retryAfter?: number): Reply => ({ status, body: { error, message: 'Told by the small world.' }, ...(retryAfter ? { retryAfter } : {}) })
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export class SignIn {
  gateway = ''
  shop = { name: '', host: '', origin: '' }
  demoWallet = ''
  verifiedShop = true
  life = 180
  learns = ['pairwise_id']
  chains = [1, 8453]
  walletconnect = ''
  consent: string[] | null = null // what is asked at the end, the first time
  over = false // the sign-in was finished or is gone
  /** refusals are the next answers of a path, before anything else. */
  refusals: { [path: string]: Refusal[] } = {}
  verified: string[] = []
  challenged: { address: string; chain_id?: number }[] = []
  consented = 0
  // the account
  signedIn = false
  wallets: Linked[] = []
  shops: Visited[] = []
  readonly #texts = new Map<string, string>() // nonce → message
  #token = ''
  #adding = ''

  #write(address: string, chain: number, statement: string): { message: string; nonce: string } {
    const nonce = hex(random(16))
    const message = `${new URL(this.gateway).host} wants you to sign in with your Ethereum account:\n${checksum(address)}\n\n${statement}\n\nURI: ${this.gateway}\nVersion: 1\nChain ID: ${chain}\nNonce: ${nonce}\nIssued At: 2026-11-22T10:00:00Z`
    this.#texts.set(nonce, message)
    return { message, nonce }
  }

  // read consumes the nonce before the signature is looked at, and returns who signed.
  #read(b: { message?: unknown; signature?: unknown }): { signer: string } | Reply {
    if (typeof b.message !== 'string' || typeof b.signature !== 'string') return refuse(400, 'invalid_request')
    const nonce = /^Nonce: (.*)$/m.exec(b.message)?.[1] ?? ''
    const sent = this.#texts.get(nonce)
    this.#texts.delete(nonce)
    if (sent !== b.message) return refuse(409, 'nonce_used')
    const signer = recover(personalHash(utf8(b.message)), unhex(b.signature))
    return same(b.message.split('\n')[1]!, signer) ? { signer } : refuse(401, 'bad_signature')
  }

  login(what: string, b: { [k: string]: unknown }): Reply {
    const refusal = this.refusals[what]?.shift()
    if (refusal) return refuse(refusal.status, refusal.error, refusal.retryAfter)
    if (this.over) return refuse(410, 'expired')
    switch (what) {
      case 'context':
        return ok({
          shop: { name: this.shop.name, host: this.shop.host, verified: this.verifiedShop, start_url: `${this.shop.origin}/start` },
          learns: this.learns, expires_at: new Date(Date.now() + this.life * 1000).toISOString(), demo_wallet: this.demoWallet, chains: this.chains, walletconnect: this.walletconnect,
        })
      case 'challenge': {
        const { address, chain_id, ...rest } = b as { address: string; chain_id?: number }
        if (Object.keys(rest).length || (chain_id !== undefined && !this.chains.includes(chain_id))) return refuse(400, 'invalid_request')
        this.challenged.push({ address, ...(chain_id === undefined ? {} : { chain_id }) })
        return ok(this.#write(address, chain_id ?? this.chains[0]!, `Sign in to ${this.shop.name} at ${this.shop.host}.`))
      }
      case 'verify': {
        const r = this.#read(b)
        if (!('signer' in r)) return r
        this.verified.push(r.signer)
        if (this.consent) return ok({ consent: { token: (this.#token = hex(random(16))), gets: this.consent } })
        this.over = this.life < 0
        return ok({ redirect: `${this.shop.origin}/?verify` })
      }
      case 'consent':
        if (b['token'] !== this.#token || !this.#token) return refuse(401, 'invalid_request')
        this.consented++
        this.#token = ''
        return ok({ redirect: `${this.shop.origin}/?consent` })
      case 'cancel':
        return ok({ redirect: `${this.shop.origin}/?cancel` })
    }
    return refuse(404, 'not_found')
  }

  account(what: string, b: { [k: string]: unknown }): Reply {
    const refusal = this.refusals[what]?.shift()
    if (refusal) return refuse(refusal.status, refusal.error, refusal.retryAfter)
    const offer = { chains: this.chains, walletconnect: this.walletconnect, demo_wallet: this.demoWallet }
    const context = (): Reply =>
      ok(
        this.signedIn
          ? { signed_in: true, account: this.wallets.find((w) => w.first)?.address ?? this.wallets[0]!.address, wallets: this.wallets, shops: this.shops, expires_at: new Date(Date.now() + 600_000).toISOString(), ...offer }
          : { signed_in: false, ...offer },
      )
    if (what === 'context') return context()
    const purpose = b['purpose']
    const current = this.wallets.find((w) => w.current)
    if (!this.signedIn && purpose !== 'sign_in') return refuse(401, 'signed_out')
    switch (what) {
      case 'challenge': {
        const { address, chain_id } = b as { address: string; chain_id?: number }
        if ((purpose === 'add_confirm' || purpose === 'remove') && (!current || !same(address, current.address) || (purpose === 'add_confirm' && !this.#adding))) return refuse(400, 'invalid_request')
        const statement = { sign_in: 'Look at my account.', add: `Add this wallet to the account of ${current?.address}.`, add_confirm: `Add the wallet ${this.#adding} to my account.`, remove: `Take the wallet ${this.wallets.find((w) => w.id === b['wallet'])?.address} off my account.` }[purpose as string]
        return statement ? ok({ message: this.#write(address, chain_id ?? 1, statement).message }) : refuse(400, 'invalid_request')
      }
      case 'verify': {
        const r = this.#read(b)
        if (!('signer' in r)) return r
        if (purpose === 'add') this.#adding = r.signer
        if (purpose === 'add_confirm') this.wallets.push({ id: hex(random(8)), address: this.#adding, kind: 'eoa', first: false, current: false })
        if (purpose === 'remove') {
          if (!current || !same(r.signer, current.address)) return refuse(401, 'bad_signature')
          if (this.wallets.length === 1) return refuse(409, 'last_wallet')
          this.wallets = this.wallets.filter((w) => w.id !== b['wallet'])
        }
        if (purpose === 'sign_in') {
          this.signedIn = true
          if (!this.wallets.some((w) => same(w.address, r.signer))) this.wallets = [{ id: hex(random(8)), address: r.signer, kind: 'eoa', first: true, current: true }]
          this.wallets = this.wallets.map((w) => ({ ...w, current: same(w.address, r.signer) }))
        }
        return context()
      }
      case 'consents/revoke':
        this.shops = this.shops.filter((s) => s.client_id !== b['client_id'])
        return context()
      case 'sign-out':
        this.signedIn = false
        return context()
    }
    return refuse(404, 'not_found')
  }
}
